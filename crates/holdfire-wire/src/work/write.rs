//! Acts as fields.

use holdfire_monitor::workflow::{
    About, Act, Attempt, Body, Candidate, Correction, Deed, Established, Estimate, Ground, Opening,
    Origin, Outcome, Piece, Procedure, Role, Severity, Sorting, Subject, Whose, mandate_name,
};

use holdfire_model::LinkEnd;

use super::fields::{WorkError, Writer};

pub(super) fn act(act: &Act, to: &mut Writer) -> Result<(), WorkError> {
    to.put("work", format!("{}@v1", act.deed.name().name()));
    to.put("on", act.on);
    to.moment("at", act.at)?;
    to.text("by", act.by.person.as_str())?;
    to.put("seat", act.by.role.name());
    if let Role::Liaison(party) = &act.by.role {
        to.put("party", party);
    }
    to.put("under", mandate_name(act.under));
    deed(&act.deed, to)
}

fn deed(deed: &Deed, to: &mut Writer) -> Result<(), WorkError> {
    match deed {
        Deed::Open(it) => opening(it, to)?,
        Deed::Assign { to: person } => to.text("to", person.as_str())?,
        Deed::SetClock {
            due,
            escalates,
            reason,
        } => {
            to.moment_some("due", *due)?;
            to.moment_some("escalates", *escalates)?;
            to.text("reason", reason)?;
        }
        Deed::Note { text } => to.text("text", text)?,
        Deed::SetSeverity(it) => severity(it, to)?,
        Deed::Close { reason }
        | Deed::TakeUp { reason }
        | Deed::Join { reason }
        | Deed::KeepApart { reason }
        | Deed::Undo { reason } => to.text("reason", reason)?,
        Deed::Withdraw { act, reason } => {
            to.put("withdraws", act);
            to.text("reason", reason)?;
        }
        Deed::Find(it) => {
            to.put("established", it.established.name());
            if let Established::CannotBeVerified(hindrance) = it.established {
                to.put("hindrance", hindrance.name());
            }
            to.put_some("account", it.account.as_ref());
            to.text("standard", &it.standard.0)?;
            to.text("reasons", &it.reasons)?;
            grounds(&it.grounds, to)?;
            for reply in &it.replies {
                to.put("reply", &reply.id);
                to.put("reply_by", &reply.by);
                to.put("reply_kind", reply.kind.name());
            }
            correction(it.corrects.as_ref(), to)?;
        }
        Deed::LaterReports { finding, reports } => {
            to.put("finding", finding);
            reports.iter().for_each(|id| to.put("report", id));
        }
        Deed::Attribute(it) => {
            to.put("whose", it.whose.name());
            if let Whose::Likely(party) | Whose::Attributed(party) = &it.whose {
                to.put("whose_party", party);
            }
            to.text("standard", &it.standard.0)?;
            to.text("reasons", &it.reasons)?;
            grounds(&it.grounds, to)?;
            for dissent in &it.dissent {
                to.text("dissent_by", dissent.by.as_str())?;
                to.text("dissent", &dissent.view)?;
            }
            correction(it.corrects.as_ref(), to)?;
        }
        Deed::ProposeDetermination(it) => {
            body(&it.body, to)?;
            to.put("clause", &it.clause);
            to.put("reading", &it.reading);
            to.put("outcome", it.outcome.name());
            if let Outcome::Breach(gravity) = it.outcome {
                to.put("gravity", gravity.name());
            }
            to.text("standard", &it.standard.0)?;
            to.text("reasons", &it.reasons)?;
            correction(it.corrects.as_ref(), to)?;
        }
        Deed::ProposeRelease(it) => {
            for reader in &it.readers {
                to.text("reader", reader)?;
            }
            to.text("contents", &it.contents)?;
            to.text("reason", &it.reason)?;
            procedure(&it.procedure, to)?;
            to.put("warned", if it.warned { "cannot be undone" } else { "no" });
        }
        Deed::Vote {
            proposal,
            voice,
            dissent,
        } => {
            to.put("proposal", proposal);
            to.put("voice", voice.name());
            to.text_some("dissent", dissent.as_deref())?;
        }
        Deed::CloseVote { proposal } | Deed::Execute { proposal } => to.put("proposal", proposal),
        Deed::Ask { due } => to.moment("due", *due)?,
        Deed::Answer {
            kind,
            text,
            as_said,
        } => {
            to.put("reply_kind", kind.name());
            to.text("text", text)?;
            to.text_some("as_said", as_said.as_deref())?;
        }
        Deed::Decline { reason, as_said } => {
            to.text_some("reason", reason.as_deref())?;
            to.text_some("as_said", as_said.as_deref())?;
        }
        Deed::Acknowledge { remark } => to.text_some("remark", remark.as_deref())?,
        Deed::AddAllegations { allegations: list } => allegations(list, to)?,
        Deed::Sort {
            allegation,
            sorting,
        } => {
            to.put("allegation", allegation);
            match sorting {
                Sorting::Entered(report) => to.put("entered_as", report),
                Sorting::Repeats(report) => to.put("repeats", report),
                Sorting::Returned(reason) => to.text("returned", reason)?,
            }
        }
        Deed::CallResult(attempt) => match attempt {
            Attempt::Reached {
                whom,
                after_minutes,
            } => {
                to.put("after_minutes", after_minutes);
                to.text("reached", whom)?;
            }
            Attempt::NotReached {
                after_minutes,
                tried,
            } => {
                to.put("after_minutes", after_minutes);
                to.text("tried", tried)?;
            }
        },
        Deed::FiringStopped { at, as_reported_by } => {
            to.moment("stopped_at", *at)?;
            to.text("as_reported_by", as_reported_by)?;
        }
        Deed::Raise { to: level, reason } => {
            to.put("level", level);
            to.text("reason", reason)?;
        }
        Deed::Resolve { how } => to.text("how", how)?,
        Deed::Consent {
            party,
            until,
            as_said,
        } => {
            to.put("of", party);
            to.moment("until", *until)?;
            to.text_some("as_said", as_said.as_deref())?;
        }
        Deed::Refuse {
            party,
            reason,
            as_said,
        } => {
            to.put("of", party);
            to.text("reason", reason)?;
            to.text_some("as_said", as_said.as_deref())?;
        }
        Deed::Extend { until, reason } => {
            to.moment("until", *until)?;
            to.text("reason", reason)?;
        }
        Deed::GrantAccess { at, remark } => {
            to.moment("granted_at", *at)?;
            to.text_some("remark", remark.as_deref())?;
        }
    }
    Ok(())
}

fn opening(opening: &Opening, to: &mut Writer) -> Result<(), WorkError> {
    to.put("kind", opening.subject.kind().name());
    for about in &opening.about {
        put_about("about", about, to);
    }
    to.moment_some("due", opening.due)?;
    to.moment_some("escalates", opening.escalates)?;
    subject(&opening.subject, to)
}

fn subject(subject: &Subject, to: &mut Writer) -> Result<(), WorkError> {
    match subject {
        Subject::Verification(Candidate::Live) => to.put("candidate", "live"),
        Subject::Verification(Candidate::Undecided { reason }) => {
            to.put("candidate", "undecided");
            to.text("reason", reason)?;
        }
        Subject::RequestForReply(it) => {
            to.put("asked", &it.party);
            to.text("question", &it.question)?;
        }
        Subject::Complaint(it) => {
            to.put("of", &it.by);
            to.text_some("as_said", it.as_said.as_deref())?;
            allegations(&it.allegations, to)?;
        }
        Subject::HotlineCall(it) => {
            to.text("whom", &it.whom)?;
            to.put_some("line_of", it.party.as_ref());
            to.moment("called_at", it.called_at)?;
            to.text("purpose", &it.purpose)?;
        }
        Subject::Escalation(it) => {
            for level in &it.ladder {
                to.text("level", &level.name)?;
                to.text("level_who", &level.who)?;
                to.put("level_minutes", level.within_minutes);
            }
            to.put("start", it.start);
            to.text("issue", &it.issue)?;
        }
        Subject::RepairWindow(it) => {
            to.text("place", it.place.expose())?;
            to.text("what", &it.work)?;
            to.moment("from", it.from)?;
            to.moment("until", it.until)?;
            it.asked.iter().for_each(|id| to.put("asked", id));
            to.put_some("requested_by", it.requested_by.as_ref());
        }
        Subject::AccessDenied(it) => {
            to.text("who", &it.who)?;
            to.put_some("held_by", it.party.as_ref());
            to.text("place", it.place.expose())?;
            to.moment("denied_at", it.at)?;
            to.text_some("ground", it.ground.as_deref())?;
        }
        Subject::ShiftHandover(it) => {
            to.text("to", it.to.as_str())?;
            it.open.iter().for_each(|id| to.put("open", id));
            to.text("notes", &it.notes)?;
        }
        Subject::Decision(it) => {
            to.put("how", it.how.name());
            to.text("what", &it.what)?;
        }
        Subject::Linking(it) => {
            match &it.from {
                LinkEnd::Report(id) => to.put("from_report", id),
                LinkEnd::Observation(id) => to.put("from_observation", id),
            }
            to.put("to_report", &it.to);
            to.put("link", it.kind.name());
            to.text("why", &it.why)?;
        }
        Subject::Duplicate(it) => {
            put_about("this", &it.this, to);
            put_about("same_as", &it.of, to);
            to.text("why", &it.why)?;
        }
    }
    Ok(())
}

fn put_about(name: &'static str, about: &About, to: &mut Writer) {
    to.put(
        name,
        match about {
            About::Incident(id) => format!("incident {id}"),
            About::Report(id) => format!("report {id}"),
            About::Site(id) => format!("site {id}"),
            About::Task(id) => format!("task {id}"),
        },
    );
}

fn allegations(
    list: &[holdfire_monitor::workflow::Allegation],
    to: &mut Writer,
) -> Result<(), WorkError> {
    for one in list {
        to.text("allegation", &one.text)?;
        to.text_some("when", one.when.as_deref())?;
        to.text_some("place", one.place.as_ref().map(|place| place.expose()))?;
        to.text_some("reference", one.reference.as_deref())?;
    }
    Ok(())
}

fn severity(it: &Severity, to: &mut Writer) -> Result<(), WorkError> {
    if let Some(outage) = it.outage {
        to.put("customers", estimate(outage.customers));
        to.put("hours", estimate(outage.hours));
    }
    to.put_some("killed", it.killed.map(estimate));
    to.put_some("injured", it.injured.map(estimate));
    to.text_some("class", it.class.as_deref())?;
    it.reports.iter().for_each(|id| to.put("report", id));
    Ok(())
}

fn estimate(it: Estimate) -> String {
    format!("{} {} {}", it.low(), it.best(), it.high())
}

fn grounds(grounds: &[Ground], to: &mut Writer) -> Result<(), WorkError> {
    for ground in grounds {
        match &ground.piece {
            Piece::Report(id) => to.put("ground_report", id),
            Piece::Observation(id) => to.put("ground_observation", id),
            Piece::Evidence(hash) => to.text("ground_evidence", hash)?,
            Piece::Visit(text) => to.text("ground_visit", text)?,
        }
        match &ground.origin {
            Origin::Party(id) => to.put("origin", format!("party {id}")),
            Origin::Independent => to.put("origin", "independent"),
            Origin::Mission => to.put("origin", "mission"),
            Origin::Body => to.put("origin", "body"),
        }
    }
    Ok(())
}

fn correction(corrects: Option<&Correction>, to: &mut Writer) -> Result<(), WorkError> {
    if let Some(correction) = corrects {
        to.put("corrects", correction.act);
        to.text("corrects_because", &correction.reason)?;
    }
    Ok(())
}

fn body(body: &Body, to: &mut Writer) -> Result<(), WorkError> {
    to.text("body", &body.name)?;
    procedure(&body.procedure, to)
}

fn procedure(procedure: &Procedure, to: &mut Writer) -> Result<(), WorkError> {
    match procedure {
        Procedure::SecondPerson => to.put("procedure", "second-person"),
        Procedure::Board(board) => {
            to.put("procedure", "board");
            for member in board.members() {
                to.text("member", member.as_str())?;
            }
            to.put("quorum", board.quorum());
            to.put("majority", board.majority().name());
        }
    }
    Ok(())
}
