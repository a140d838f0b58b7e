//! What tasks are opened with, one type per kind, and the larger things that acts hand over.

use std::collections::BTreeSet;

use holdfire_model::{IncidentId, LinkEnd, LinkKind, Moment, PartyId, ReportId, SiteId};

use super::act::{Audience, Confidential};
use super::approval::Procedure;
use super::ids::{PersonName, TaskId};
use super::names::named;

named! {
    /// The kinds of task.
    pub enum TaskKind {
        /// From a candidate to a finding, and as far as the mandate goes.
        Verification = "verification",
        /// A party is asked for its reply.
        RequestForReply = "request-for-reply",
        /// A party complains of one thing or of many.
        Complaint = "complaint",
        /// A call, so that firing stops.
        HotlineCall = "hotline-call",
        /// An issue goes up a ladder of levels.
        Escalation = "escalation",
        /// Quiet at a place for a time, so that something can be repaired.
        RepairWindow = "repair-window",
        /// The mission's people were not let in.
        AccessDenied = "access-denied",
        /// One shift hands over to the next.
        ShiftHandover = "shift-handover",
        /// A publication or a disclosure.
        Decision = "decision",
        /// A suggested link between reports.
        Linking = "linking",
        /// A suggestion that something was entered twice.
        Duplicate = "duplicate",
    }
}

/// What a task is about.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum About {
    /// An incident.
    Incident(IncidentId),
    /// A report.
    Report(ReportId),
    /// A site.
    Site(SiteId),
    /// Another task.
    Task(TaskId),
}

/// The first act of a task.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Opening {
    /// What it is about.
    pub about: Vec<About>,
    /// By when it is to be done.
    pub due: Option<Moment>,
    /// When it goes to the next level if it is not.
    pub escalates: Option<Moment>,
    /// What kind of task, with what that kind needs.
    pub subject: Subject,
}

/// What a task of each kind is opened with.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Subject {
    /// An incident to look at.
    Verification(Candidate),
    /// A question to a party.
    RequestForReply(Question),
    /// A party's complaint.
    Complaint(Complaining),
    /// A call.
    HotlineCall(Call),
    /// A ladder.
    Escalation(Climb),
    /// A window that is asked for.
    RepairWindow(Quiet),
    /// A refusal at a gate.
    AccessDenied(Denial),
    /// A shift.
    ShiftHandover(Shift),
    /// What is to leave the mission.
    Decision(Leaving),
    /// Two reports, or an observation and a report.
    Linking(Pair),
    /// Two things of one kind.
    Duplicate(Twins),
}

impl Subject {
    /// The kind of the task.
    #[must_use]
    pub fn kind(&self) -> TaskKind {
        match self {
            Self::Verification(_) => TaskKind::Verification,
            Self::RequestForReply(_) => TaskKind::RequestForReply,
            Self::Complaint(_) => TaskKind::Complaint,
            Self::HotlineCall(_) => TaskKind::HotlineCall,
            Self::Escalation(_) => TaskKind::Escalation,
            Self::RepairWindow(_) => TaskKind::RepairWindow,
            Self::AccessDenied(_) => TaskKind::AccessDenied,
            Self::ShiftHandover(_) => TaskKind::ShiftHandover,
            Self::Decision(_) => TaskKind::Decision,
            Self::Linking(_) => TaskKind::Linking,
            Self::Duplicate(_) => TaskKind::Duplicate,
        }
    }

    /// Who may see the task beside the mission. It follows from the subject: nobody can set it wrongly.
    #[must_use]
    pub fn audience(&self) -> Audience {
        match self {
            Self::RequestForReply(question) => Audience::party(&question.party),
            Self::Complaint(complaint) => Audience::party(&complaint.by),
            Self::RepairWindow(quiet) => {
                let mut parties = quiet.asked.clone();
                parties.extend(quiet.requested_by.clone());
                Audience::Parties(parties)
            }
            _ => Audience::Mission,
        }
    }
}

/// Why an incident is looked at.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Candidate {
    /// It has a live verdict under a reading.
    Live,
    /// The terms leave it undecided, and a person takes it up.
    Undecided {
        /// Why.
        reason: String,
    },
}

/// What a party is asked.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Question {
    /// Who is asked.
    pub party: PartyId,
    /// What.
    pub question: String,
}

/// A party's complaint: one allegation, or a list of many at once.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Complaining {
    /// Whose.
    pub by: PartyId,
    /// What it alleges, in its own order; at least one.
    pub allegations: Vec<Allegation>,
    /// How it reached the mission, if the mission enters it for the party.
    pub as_said: Option<String>,
}

/// One line of a complaint, in the party's own words.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Allegation {
    /// What.
    pub text: String,
    /// When, as written.
    pub when: Option<String>,
    /// Where, as written.
    pub place: Option<Confidential>,
    /// The party's own number for it.
    pub reference: Option<String>,
}

/// What became of an allegation.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Sorting {
    /// It was entered as this report.
    Entered(ReportId),
    /// It says again what this report says.
    Repeats(ReportId),
    /// It went back, and why.
    Returned(String),
}

/// A call.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Call {
    /// Who was called.
    pub whom: String,
    /// The party whose line it is.
    pub party: Option<PartyId>,
    /// When the first call was made.
    pub called_at: Moment,
    /// What for.
    pub purpose: String,
}

/// How a call went. Minutes count from the first call.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Attempt {
    /// Somebody answered.
    Reached {
        /// Who.
        whom: String,
        /// After how many minutes.
        after_minutes: u64,
    },
    /// Nobody did.
    NotReached {
        /// After how many minutes it was given up.
        after_minutes: u64,
        /// What was tried.
        tried: String,
    },
}

/// A level of a ladder: who deals with an issue, and for how long before it goes on.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Level {
    /// Its name.
    pub name: String,
    /// Who deals with it there.
    pub who: String,
    /// Within how many minutes.
    pub within_minutes: u64,
}

/// An issue on a ladder.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Climb {
    /// The ladder as the case had it then, lowest first; at least one level.
    pub ladder: Vec<Level>,
    /// The level on which it begins, from 0.
    pub start: u64,
    /// What it is about.
    pub issue: String,
}

/// A window of quiet that is asked for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Quiet {
    /// Where.
    pub place: Confidential,
    /// What is to be done there.
    pub work: String,
    /// From when.
    pub from: Moment,
    /// Until when.
    pub until: Moment,
    /// Whose consent is asked; at least two.
    pub asked: BTreeSet<PartyId>,
    /// The party that asks for it; `None`: the mission.
    pub requested_by: Option<PartyId>,
}

/// The mission's people were not let in.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Denial {
    /// Who turned them away, in words.
    pub who: String,
    /// The party that holds the place, as far as known.
    pub party: Option<PartyId>,
    /// Where.
    pub place: Confidential,
    /// When.
    pub at: Moment,
    /// On what ground, if one was given.
    pub ground: Option<String>,
}

/// A shift that ends.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Shift {
    /// Who takes over.
    pub to: PersonName,
    /// What is open, most urgent first, as the engine lists it.
    pub open: Vec<TaskId>,
    /// What the next one should know.
    pub notes: String,
}

named! {
    /// How something leaves the mission.
    pub enum Outward {
        /// For everybody.
        Publication = "publication",
        /// To named readers.
        Disclosure = "disclosure",
    }
}

/// What is to leave the mission.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Leaving {
    /// How.
    pub how: Outward,
    /// What, in words.
    pub what: String,
}

/// A proposal to publish or disclose.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Release {
    /// Who will be able to read it, one by one; at least one.
    pub readers: Vec<String>,
    /// What exactly they will read: an entry, a field, a file, a state.
    pub contents: String,
    /// Why.
    pub reason: String,
    /// How it is decided.
    pub procedure: Procedure,
    /// True if the one who proposed was shown that it cannot be undone.
    pub warned: bool,
}

/// Two that may belong together.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Pair {
    /// The one.
    pub from: LinkEnd,
    /// The other.
    pub to: ReportId,
    /// How.
    pub kind: LinkKind,
    /// Why it is suggested.
    pub why: String,
}

/// Two that may be one, entered twice.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Twins {
    /// The later one.
    pub this: About,
    /// The earlier one.
    pub of: About,
    /// Why it is suggested.
    pub why: String,
}
