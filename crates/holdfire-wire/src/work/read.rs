//! Fields as acts: strictly, each value in its one spelling.

use std::collections::BTreeSet;

use holdfire_model::{
    AccountId, ClauseId, IncidentId, LinkEnd, LinkKind, Mandate, ObservationId, PartyId, ReadingId,
    ReplyId, ReplyKind, ReportId, SiteId,
};
use holdfire_monitor::workflow::{
    About, Act, ActName, Allegation, Attempt, Attribution, Author, Board, Body, Call, Candidate,
    Climb, Complaining, Confidential, Correction, Deed, Denial, Determination, Dissent,
    Established, Estimate, Finding, Gravity, Ground, Hindrance, Leaving, Level, Majority, Opening,
    Origin, Outage, Outcome, Outward, Pair, PersonName, Piece, Procedure, Question, Quiet, Release,
    ReplyOnRecord, Role, Severity, Shift, Sorting, Standard, Subject, TaskId, TaskKind, Twins,
    Voice, Whose, mandate_name,
};

use super::fields::{Reader, WorkError, misspelt, number};
use crate::evidence::claims::tidy;

const ID: &str = "an id";
const NAME: &str = "one of the names that this field can have";
const NUMBER: &str = "a whole number without leading zeros";

macro_rules! id {
    ($type:ident) => {
        |text: &str| $type::new(text).ok()
    };
}

pub(super) fn act(task: &TaskId, fields: &[(String, String)]) -> Result<Act, WorkError> {
    let mut from = Reader(fields);
    let head = from.next("work").ok_or(WorkError::NoKind)?;
    let name = head
        .strip_suffix("@v1")
        .and_then(ActName::of_name)
        .ok_or_else(|| WorkError::Act(tidy(head, 60)))?;
    let act = Act {
        task: task.clone(),
        on: from.number("on")?,
        at: from.moment("at")?,
        by: Author {
            person: from.person("by")?,
            role: role(&mut from)?,
        },
        under: from.parsed("under", NAME, mandate)?,
        deed: deed(name, &mut from)?,
    };
    match from.0.first() {
        None => Ok(act),
        Some((name, _)) => Err(WorkError::Field(tidy(name, 60))),
    }
}

fn mandate(text: &str) -> Option<Mandate> {
    [
        Mandate::Monitor,
        Mandate::Verify,
        Mandate::Attribute,
        Mandate::Determine,
    ]
    .into_iter()
    .find(|mandate| mandate_name(*mandate) == text)
}

fn role(from: &mut Reader<'_>) -> Result<Role, WorkError> {
    let name = from.value("seat")?;
    Ok(match name {
        "secretariat" => Role::Secretariat,
        "observer" => Role::Observer,
        "mediator" => Role::Mediator,
        "liaison" => Role::Liaison(from.parsed("party", ID, id!(PartyId))?),
        "auditor" => Role::Auditor,
        "public" => Role::Public,
        other => return Err(misspelt("seat", other, NAME)),
    })
}

fn deed(name: ActName, from: &mut Reader<'_>) -> Result<Deed, WorkError> {
    Ok(match name {
        ActName::Open => Deed::Open(Box::new(opening(from)?)),
        ActName::Assign => Deed::Assign {
            to: from.person("to")?,
        },
        ActName::SetClock => Deed::SetClock {
            due: from.moment_some("due")?,
            escalates: from.moment_some("escalates")?,
            reason: from.text("reason")?,
        },
        ActName::Note => Deed::Note {
            text: from.text("text")?,
        },
        ActName::SetSeverity => Deed::SetSeverity(Box::new(severity(from)?)),
        ActName::Close => Deed::Close {
            reason: from.text("reason")?,
        },
        ActName::TakeUp => Deed::TakeUp {
            reason: from.text("reason")?,
        },
        ActName::Join => Deed::Join {
            reason: from.text("reason")?,
        },
        ActName::KeepApart => Deed::KeepApart {
            reason: from.text("reason")?,
        },
        ActName::Undo => Deed::Undo {
            reason: from.text("reason")?,
        },
        ActName::Withdraw => Deed::Withdraw {
            act: from.number("withdraws")?,
            reason: from.text("reason")?,
        },
        ActName::Find => Deed::Find(Box::new(finding(from)?)),
        ActName::LaterReports => Deed::LaterReports {
            finding: from.number("finding")?,
            reports: from.many("report", ID, id!(ReportId))?,
        },
        ActName::Attribute => Deed::Attribute(Box::new(attribution(from)?)),
        ActName::ProposeDetermination => Deed::ProposeDetermination(Box::new(determination(from)?)),
        ActName::ProposeRelease => Deed::ProposeRelease(Box::new(release(from)?)),
        ActName::Vote => Deed::Vote {
            proposal: from.number("proposal")?,
            voice: from.parsed("voice", NAME, Voice::of_name)?,
            dissent: from.text_some("dissent")?,
        },
        ActName::CloseVote => Deed::CloseVote {
            proposal: from.number("proposal")?,
        },
        ActName::Execute => Deed::Execute {
            proposal: from.number("proposal")?,
        },
        ActName::Ask => Deed::Ask {
            due: from.moment("due")?,
        },
        ActName::Answer => Deed::Answer {
            kind: from.parsed("reply_kind", NAME, reply_kind)?,
            text: from.text("text")?,
            as_said: from.text_some("as_said")?,
        },
        ActName::Decline => Deed::Decline {
            reason: from.text_some("reason")?,
            as_said: from.text_some("as_said")?,
        },
        ActName::Acknowledge => Deed::Acknowledge {
            remark: from.text_some("remark")?,
        },
        ActName::AddAllegations => Deed::AddAllegations {
            allegations: allegations(from)?,
        },
        ActName::Sort => Deed::Sort {
            allegation: from.number("allegation")?,
            sorting: sorting(from)?,
        },
        ActName::CallResult => Deed::CallResult(attempt(from)?),
        ActName::FiringStopped => Deed::FiringStopped {
            at: from.moment("stopped_at")?,
            as_reported_by: from.text("as_reported_by")?,
        },
        ActName::Raise => Deed::Raise {
            to: from.number("level")?,
            reason: from.text("reason")?,
        },
        ActName::Resolve => Deed::Resolve {
            how: from.text("how")?,
        },
        ActName::Consent => Deed::Consent {
            party: from.parsed("of", ID, id!(PartyId))?,
            until: from.moment("until")?,
            as_said: from.text_some("as_said")?,
        },
        ActName::Refuse => Deed::Refuse {
            party: from.parsed("of", ID, id!(PartyId))?,
            reason: from.text("reason")?,
            as_said: from.text_some("as_said")?,
        },
        ActName::Extend => Deed::Extend {
            until: from.moment("until")?,
            reason: from.text("reason")?,
        },
        ActName::GrantAccess => Deed::GrantAccess {
            at: from.moment("granted_at")?,
            remark: from.text_some("remark")?,
        },
    })
}

fn opening(from: &mut Reader<'_>) -> Result<Opening, WorkError> {
    let kind = from.parsed("kind", NAME, TaskKind::of_name)?;
    Ok(Opening {
        about: from.many("about", ABOUT, about)?,
        due: from.moment_some("due")?,
        escalates: from.moment_some("escalates")?,
        subject: subject(kind, from)?,
    })
}

fn subject(kind: TaskKind, from: &mut Reader<'_>) -> Result<Subject, WorkError> {
    Ok(match kind {
        TaskKind::Verification => Subject::Verification(match from.value("candidate")? {
            "live" => Candidate::Live,
            "undecided" => Candidate::Undecided {
                reason: from.text("reason")?,
            },
            other => return Err(misspelt("candidate", other, "`live` or `undecided`")),
        }),
        TaskKind::RequestForReply => Subject::RequestForReply(Question {
            party: from.parsed("asked", ID, id!(PartyId))?,
            question: from.text("question")?,
        }),
        TaskKind::Complaint => Subject::Complaint(Complaining {
            by: from.parsed("of", ID, id!(PartyId))?,
            as_said: from.text_some("as_said")?,
            allegations: allegations(from)?,
        }),
        TaskKind::HotlineCall => Subject::HotlineCall(Call {
            whom: from.text("whom")?,
            party: from.parsed_some("line_of", ID, id!(PartyId))?,
            called_at: from.moment("called_at")?,
            purpose: from.text("purpose")?,
        }),
        TaskKind::Escalation => Subject::Escalation(Climb {
            ladder: ladder(from)?,
            start: from.number("start")?,
            issue: from.text("issue")?,
        }),
        TaskKind::RepairWindow => Subject::RepairWindow(Quiet {
            place: Confidential::new(from.text("place")?),
            work: from.text("what")?,
            from: from.moment("from")?,
            until: from.moment("until")?,
            asked: BTreeSet::from_iter(from.many("asked", ID, id!(PartyId))?),
            requested_by: from.parsed_some("requested_by", ID, id!(PartyId))?,
        }),
        TaskKind::AccessDenied => Subject::AccessDenied(Denial {
            who: from.text("who")?,
            party: from.parsed_some("held_by", ID, id!(PartyId))?,
            place: Confidential::new(from.text("place")?),
            at: from.moment("denied_at")?,
            ground: from.text_some("ground")?,
        }),
        TaskKind::ShiftHandover => Subject::ShiftHandover(Shift {
            to: from.person("to")?,
            open: from.many("open", "the id of a task", id!(TaskId))?,
            notes: from.text("notes")?,
        }),
        TaskKind::Decision => Subject::Decision(Leaving {
            how: from.parsed("how", NAME, Outward::of_name)?,
            what: from.text("what")?,
        }),
        TaskKind::Linking => Subject::Linking(Pair {
            from: match from.parsed_some("from_report", ID, id!(ReportId))? {
                Some(id) => LinkEnd::Report(id),
                None => {
                    LinkEnd::Observation(from.parsed("from_observation", ID, id!(ObservationId))?)
                }
            },
            to: from.parsed("to_report", ID, id!(ReportId))?,
            kind: from.parsed("link", NAME, link_kind)?,
            why: from.text("why")?,
        }),
        TaskKind::Duplicate => Subject::Duplicate(Twins {
            this: from.parsed("this", ABOUT, about)?,
            of: from.parsed("same_as", ABOUT, about)?,
            why: from.text("why")?,
        }),
    })
}

const ABOUT: &str = "`incident`, `report`, `site` or `task`, a blank, and an id";

fn about(text: &str) -> Option<About> {
    let (kind, id) = text.split_once(' ')?;
    Some(match kind {
        "incident" => About::Incident(IncidentId::new(id).ok()?),
        "report" => About::Report(ReportId::new(id).ok()?),
        "site" => About::Site(SiteId::new(id).ok()?),
        "task" => About::Task(TaskId::new(id).ok()?),
        _ => return None,
    })
}

fn ladder(from: &mut Reader<'_>) -> Result<Vec<Level>, WorkError> {
    let mut ladder = Vec::new();
    while let Some(name) = from.text_some("level")? {
        ladder.push(Level {
            name,
            who: from.text("level_who")?,
            within_minutes: from.number("level_minutes")?,
        });
    }
    Ok(ladder)
}

fn allegations(from: &mut Reader<'_>) -> Result<Vec<Allegation>, WorkError> {
    let mut all = Vec::new();
    while let Some(text) = from.text_some("allegation")? {
        all.push(Allegation {
            text,
            when: from.text_some("when")?,
            place: from.text_some("place")?.map(Confidential::new),
            reference: from.text_some("reference")?,
        });
    }
    Ok(all)
}

fn sorting(from: &mut Reader<'_>) -> Result<Sorting, WorkError> {
    if let Some(id) = from.parsed_some("entered_as", ID, id!(ReportId))? {
        return Ok(Sorting::Entered(id));
    }
    if let Some(id) = from.parsed_some("repeats", ID, id!(ReportId))? {
        return Ok(Sorting::Repeats(id));
    }
    Ok(Sorting::Returned(from.text("returned")?))
}

fn attempt(from: &mut Reader<'_>) -> Result<Attempt, WorkError> {
    let after_minutes = from.number("after_minutes")?;
    Ok(match from.text_some("reached")? {
        Some(whom) => Attempt::Reached {
            whom,
            after_minutes,
        },
        None => Attempt::NotReached {
            after_minutes,
            tried: from.text("tried")?,
        },
    })
}

fn severity(from: &mut Reader<'_>) -> Result<Severity, WorkError> {
    let outage = match from.parsed_some("customers", ESTIMATE, estimate)? {
        None => None,
        Some(customers) => Some(Outage {
            customers,
            hours: from.parsed("hours", ESTIMATE, estimate)?,
        }),
    };
    Ok(Severity {
        outage,
        killed: from.parsed_some("killed", ESTIMATE, estimate)?,
        injured: from.parsed_some("injured", ESTIMATE, estimate)?,
        class: from.text_some("class")?,
        reports: from.many("report", ID, id!(ReportId))?,
    })
}

const ESTIMATE: &str =
    "three whole numbers, the least first and the most last, with a blank between";

fn estimate(text: &str) -> Option<Estimate> {
    let numbers: Vec<u64> = text.split(' ').map(number).collect::<Option<_>>()?;
    match numbers.as_slice() {
        [low, best, high] => Estimate::new(*low, *best, *high),
        _ => None,
    }
}

fn finding(from: &mut Reader<'_>) -> Result<Finding, WorkError> {
    Ok(Finding {
        established: established(from)?,
        account: from.parsed_some("account", ID, id!(AccountId))?,
        standard: Standard(from.text("standard")?),
        reasons: from.text("reasons")?,
        grounds: grounds(from)?,
        replies: replies(from)?,
        corrects: correction(from)?,
    })
}

fn established(from: &mut Reader<'_>) -> Result<Established, WorkError> {
    Ok(match from.value("established")? {
        "confirmed" => Established::Confirmed,
        "partly" => Established::Partly,
        "not-confirmed" => Established::NotConfirmed,
        "refuted" => Established::Refuted,
        "cannot-be-verified" => {
            Established::CannotBeVerified(from.parsed("hindrance", NAME, Hindrance::of_name)?)
        }
        other => return Err(misspelt("established", other, NAME)),
    })
}

fn grounds(from: &mut Reader<'_>) -> Result<Vec<Ground>, WorkError> {
    let mut all = Vec::new();
    loop {
        let piece = if let Some(id) = from.parsed_some("ground_report", ID, id!(ReportId))? {
            Piece::Report(id)
        } else if let Some(id) = from.parsed_some("ground_observation", ID, id!(ObservationId))? {
            Piece::Observation(id)
        } else if let Some(hash) = from.text_some("ground_evidence")? {
            Piece::Evidence(hash)
        } else if let Some(text) = from.text_some("ground_visit")? {
            Piece::Visit(text)
        } else {
            return Ok(all);
        };
        all.push(Ground {
            piece,
            origin: from.parsed("origin", ORIGIN, origin)?,
        });
    }
}

const ORIGIN: &str = "`party` with an id, `independent`, `mission` or `body`";

fn origin(text: &str) -> Option<Origin> {
    Some(match text {
        "independent" => Origin::Independent,
        "mission" => Origin::Mission,
        "body" => Origin::Body,
        other => Origin::Party(PartyId::new(other.strip_prefix("party ")?).ok()?),
    })
}

fn replies(from: &mut Reader<'_>) -> Result<Vec<ReplyOnRecord>, WorkError> {
    let mut all = Vec::new();
    while let Some(id) = from.parsed_some("reply", ID, id!(ReplyId))? {
        all.push(ReplyOnRecord {
            id,
            by: from.parsed("reply_by", ID, id!(PartyId))?,
            kind: from.parsed("reply_kind", NAME, reply_kind)?,
        });
    }
    Ok(all)
}

fn reply_kind(text: &str) -> Option<ReplyKind> {
    [
        ReplyKind::Accepts,
        ReplyKind::Denies,
        ReplyKind::CounterAlleges,
        ReplyKind::LegitimateTarget,
        ReplyKind::OutsideScopeOrTime,
        ReplyKind::Comment,
        ReplyKind::Asked,
        ReplyKind::Declined,
    ]
    .into_iter()
    .find(|kind| kind.name() == text)
}

fn link_kind(text: &str) -> Option<LinkKind> {
    [
        LinkKind::Duplicate,
        LinkKind::CounterAllegation,
        LinkKind::Repeat,
        LinkKind::Observation,
    ]
    .into_iter()
    .find(|kind| kind.name() == text)
}

fn correction(from: &mut Reader<'_>) -> Result<Option<Correction>, WorkError> {
    let Some(act) = from.number_some("corrects")? else {
        return Ok(None);
    };
    Ok(Some(Correction {
        act,
        reason: from.text("corrects_because")?,
    }))
}

fn attribution(from: &mut Reader<'_>) -> Result<Attribution, WorkError> {
    let whose = match from.value("whose")? {
        "none" => Whose::Nobody,
        "likely" => Whose::Likely(from.parsed("whose_party", ID, id!(PartyId))?),
        "attributed" => Whose::Attributed(from.parsed("whose_party", ID, id!(PartyId))?),
        "disputed" => Whose::Disputed,
        other => return Err(misspelt("whose", other, NAME)),
    };
    Ok(Attribution {
        whose,
        standard: Standard(from.text("standard")?),
        reasons: from.text("reasons")?,
        grounds: grounds(from)?,
        dissent: dissent(from)?,
        corrects: correction(from)?,
    })
}

fn dissent(from: &mut Reader<'_>) -> Result<Vec<Dissent>, WorkError> {
    let mut all = Vec::new();
    while let Some(by) = from.parsed_some("dissent_by", "the name of a person", |text| {
        PersonName::new(text).ok()
    })? {
        all.push(Dissent {
            by,
            view: from.text("dissent")?,
        });
    }
    Ok(all)
}

fn determination(from: &mut Reader<'_>) -> Result<Determination, WorkError> {
    Ok(Determination {
        body: Body {
            name: from.text("body")?,
            procedure: procedure(from)?,
        },
        clause: from.parsed("clause", ID, id!(ClauseId))?,
        reading: from.parsed("reading", ID, id!(ReadingId))?,
        outcome: outcome(from)?,
        standard: Standard(from.text("standard")?),
        reasons: from.text("reasons")?,
        corrects: correction(from)?,
    })
}

fn outcome(from: &mut Reader<'_>) -> Result<Outcome, WorkError> {
    Ok(match from.value("outcome")? {
        "breach" => Outcome::Breach(from.parsed("gravity", NAME, Gravity::of_name)?),
        "not-a-breach" => Outcome::NotABreach,
        "outside-scope" => Outcome::OutsideScope,
        "outside-period" => Outcome::OutsidePeriod,
        "justified" => Outcome::Justified,
        "deferred" => Outcome::Deferred,
        other => return Err(misspelt("outcome", other, NAME)),
    })
}

fn release(from: &mut Reader<'_>) -> Result<Release, WorkError> {
    let mut readers = Vec::new();
    while let Some(reader) = from.text_some("reader")? {
        readers.push(reader);
    }
    Ok(Release {
        readers,
        contents: from.text("contents")?,
        reason: from.text("reason")?,
        procedure: procedure(from)?,
        warned: match from.value("warned")? {
            "cannot be undone" => true,
            "no" => false,
            other => return Err(misspelt("warned", other, "`cannot be undone` or `no`")),
        },
    })
}

fn procedure(from: &mut Reader<'_>) -> Result<Procedure, WorkError> {
    match from.value("procedure")? {
        "second-person" => return Ok(Procedure::SecondPerson),
        "board" => {}
        other => return Err(misspelt("procedure", other, "`second-person` or `board`")),
    }
    let members = from.many("member", "the name of a person", id!(PersonName))?;
    let quorum = from.parsed("quorum", NUMBER, |text| {
        number(text).and_then(|n| usize::try_from(n).ok())
    })?;
    let majority = from.parsed("majority", NAME, Majority::of_name)?;
    Board::new(BTreeSet::from_iter(members), quorum, majority)
        .map(Procedure::Board)
        .ok_or_else(|| {
            let wanted = "at least two, and no more than there are members";
            misspelt("quorum", &quorum.to_string(), wanted)
        })
}
