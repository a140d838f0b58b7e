//! A case with two parties, a joint commission and a mission of four, for all tests of the workflow.

use std::collections::BTreeSet;

use holdfire_model::{
    ClauseId, IncidentId, Mandate, Moment, PartyId, ReadingId, ReplyId, ReplyKind, ReportId,
};

use super::super::*;

pub const HOUR: i64 = 3600;

pub fn person(name: &str) -> PersonName {
    PersonName::new(name).unwrap()
}

pub fn party(name: &str) -> PartyId {
    PartyId::new(name).unwrap()
}

pub fn report(name: &str) -> ReportId {
    ReportId::new(name).unwrap()
}

pub fn task_id() -> TaskId {
    TaskId::new("C25-7K3QXD").unwrap()
}

/// Who acts in tests: `sam` and `sue` of the secretariat, `olga` and `otto` observers, `mia` the mediator, `ann` and `abe`
/// for A, `bob` and `ben` for B, `zoe` the auditor, `pia` everybody.
pub fn who(name: &str) -> Author {
    let role = match name {
        "sam" | "sue" => Role::Secretariat,
        "olga" | "otto" => Role::Observer,
        "mia" => Role::Mediator,
        "ann" | "abe" => Role::Liaison(party("A")),
        "bob" | "ben" => Role::Liaison(party("B")),
        "zoe" => Role::Auditor,
        _ => Role::Public,
    };
    Author {
        person: person(name),
        role,
    }
}

pub const EVERYBODY: [&str; 11] = [
    "sam", "sue", "olga", "otto", "mia", "ann", "abe", "bob", "ben", "zoe", "pia",
];

pub fn board() -> Body {
    let members = ["sue", "ann", "bob"].map(person);
    Body {
        name: "joint commission".to_owned(),
        procedure: Procedure::Board(
            Board::new(BTreeSet::from(members), 2, Majority::Simple).unwrap(),
        ),
    }
}

pub fn chief() -> Body {
    Body {
        name: "head of mission".to_owned(),
        procedure: Procedure::SecondPerson,
    }
}

pub fn ladder() -> Vec<Level> {
    [("local", 60), ("sector", 240), ("joint commission", 1440)]
        .map(|(name, within_minutes)| Level {
            name: name.to_owned(),
            who: format!("those of the level {name}"),
            within_minutes,
        })
        .to_vec()
}

pub fn settings(mandate: Mandate) -> Settings {
    Settings {
        mandate,
        standards: Standard::DEFAULT.map(|s| Standard(s.to_owned())).to_vec(),
        bodies: vec![board(), chief()],
        release: Procedure::SecondPerson,
        ladder: ladder(),
        severity_classes: vec!["outage".to_owned(), "casualties".to_owned()],
        parties: BTreeSet::from(["A", "B"].map(party)),
        clauses: BTreeSet::from([ClauseId::new("1").unwrap()]),
        readings: BTreeSet::from(["of-a", "of-b"].map(|r| ReadingId::new(r).unwrap())),
    }
}

/// A task at work: acts are made one minute apart, on what there is.
pub struct Desk {
    pub settings: Settings,
    pub task: Task,
    pub now: Moment,
}

impl Desk {
    pub fn open(by: &str, subject: Subject) -> Self {
        Self::open_under(Mandate::Determine, by, subject).unwrap()
    }

    pub fn open_under(mandate: Mandate, by: &str, subject: Subject) -> Result<Self, Refusal> {
        let settings = settings(mandate);
        let now = Moment(0);
        let rules = Rules {
            settings: &settings,
            author: who(by),
            now,
        };
        let about = if subject.kind() == TaskKind::Verification {
            vec![About::Incident(IncidentId::new("I-1").unwrap())]
        } else {
            Vec::new()
        };
        let opening = Opening {
            about,
            due: None,
            escalates: None,
            subject,
        };
        let act = rules.act(&task_id(), 0, Deed::Open(Box::new(opening)));
        let task = Task::checked_open(&act, &rules)?;
        Ok(Self {
            settings,
            task,
            now,
        })
    }

    pub fn rules(&self, by: &str) -> Rules<'_> {
        Rules {
            settings: &self.settings,
            author: who(by),
            now: self.now,
        }
    }

    /// What would come of it; changes nothing.
    pub fn try_on(&self, by: &str, on: u64, deed: Deed) -> Result<Task, Refusal> {
        let rules = self.rules(by);
        let act = rules.act(self.task.id(), on, deed);
        let asked = self.task.check(&act, &rules);
        let made = self.task.checked(&act, &rules);
        assert_eq!(asked, made.as_ref().map(|_| ()).map_err(Clone::clone));
        made
    }

    pub fn act(&mut self, by: &str, deed: Deed) -> Result<u64, Refusal> {
        self.now.0 += 60;
        let number = self.task.count();
        self.task = self.try_on(by, number, deed)?;
        Ok(number)
    }

    pub fn refused(&self, by: &str, deed: Deed) -> &'static str {
        self.try_on(by, self.task.count(), deed)
            .expect_err("this act was taken")
            .name()
    }

    pub fn allowed(&self, by: &str) -> Vec<&'static str> {
        let names = self.task.allowed(&self.rules(by));
        names.into_iter().map(ActName::name).collect()
    }

    /// Without what tasks of every kind have.
    pub fn own(&self, by: &str) -> Vec<&'static str> {
        let common = ["assign", "set-clock", "note", "close", "withdraw"];
        let mut names = self.allowed(by);
        names.retain(|name| !common.contains(name));
        names
    }

    pub fn state(&self) -> &'static str {
        self.task.state()
    }
}

pub fn text(words: &str) -> String {
    words.to_owned()
}

pub fn candidate() -> Subject {
    Subject::Verification(Candidate::Live)
}

pub fn take_up() -> Deed {
    Deed::TakeUp {
        reason: text("two sources speak of it"),
    }
}

pub fn ground(origin: Origin) -> Ground {
    Ground {
        piece: Piece::Report(report("R-1")),
        origin,
    }
}

pub fn standard() -> Standard {
    Standard(text("reasonable-grounds"))
}

pub fn finding(established: Established, grounds: Vec<Ground>) -> Finding {
    Finding {
        established,
        account: None,
        standard: standard(),
        reasons: text("the visit on the next day"),
        grounds,
        replies: vec![ReplyOnRecord {
            id: ReplyId::new("P-1").unwrap(),
            by: party("B"),
            kind: ReplyKind::Denies,
        }],
        corrects: None,
    }
}

pub fn find(established: Established) -> Deed {
    Deed::Find(Box::new(finding(
        established,
        vec![ground(Origin::Independent)],
    )))
}

pub fn attribution(whose: Whose) -> Attribution {
    Attribution {
        whose,
        standard: standard(),
        reasons: text("the fragments"),
        grounds: vec![ground(Origin::Mission)],
        dissent: Vec::new(),
        corrects: None,
    }
}

pub fn attribute(whose: Whose) -> Deed {
    Deed::Attribute(Box::new(attribution(whose)))
}

pub fn determination(body: Body, outcome: Outcome) -> Determination {
    Determination {
        body,
        clause: ClauseId::new("1").unwrap(),
        reading: ReadingId::new("of-a").unwrap(),
        outcome,
        standard: standard(),
        reasons: text("as found"),
        corrects: None,
    }
}

pub fn determine(body: Body, outcome: Outcome) -> Deed {
    Deed::ProposeDetermination(Box::new(determination(body, outcome)))
}

pub fn vote(proposal: u64, voice: Voice) -> Deed {
    Deed::Vote {
        proposal,
        voice,
        dissent: None,
    }
}

pub fn withdraw(act: u64) -> Deed {
    Deed::Withdraw {
        act,
        reason: text("a slip"),
    }
}

pub fn note() -> Deed {
    Deed::Note { text: text("seen") }
}

pub fn quiet() -> Quiet {
    Quiet {
        place: Confidential::new("the pump house behind the mill"),
        work: text("a transformer"),
        from: Moment(10 * HOUR),
        until: Moment(14 * HOUR),
        asked: BTreeSet::from(["A", "B"].map(party)),
        requested_by: None,
    }
}

pub fn consent(of: &str, until_hour: i64, as_said: Option<&str>) -> Deed {
    Deed::Consent {
        party: party(of),
        until: Moment(until_hour * HOUR),
        as_said: as_said.map(text),
    }
}
