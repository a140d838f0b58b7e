//! Acts: what persons do to a task. A task is nothing but its acts in order; none is ever changed.

use std::collections::BTreeSet;
use std::fmt;

use holdfire_model::{Mandate, Moment, PartyId, ReplyKind, ReportId};

use super::approval::Voice;
use super::deeds::{Allegation, Attempt, Opening, Release, Sorting, TaskKind};
use super::finding::{Attribution, Determination, Finding};
use super::ids::{PersonName, TaskId};
use super::names::named;
use super::role::Role;
use super::severity::Severity;

/// Who acts, and in what capacity.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Author {
    /// The person.
    pub person: PersonName,
    /// The capacity.
    pub role: Role,
}

/// One act on one task, as it is recorded.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Act {
    /// The task.
    pub task: TaskId,
    /// How many acts the task had when its author looked at it. It is refused where there are more by now.
    pub on: u64,
    /// When.
    pub at: Moment,
    /// Who.
    pub by: Author,
    /// How far the mandate went then. A mandate that is narrowed later undoes nothing.
    pub under: Mandate,
    /// What.
    pub deed: Deed,
}

/// A text that may tell a place of a sealed site. `Debug` hides it.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Confidential(String);

impl Confidential {
    /// Wraps a text.
    #[must_use]
    pub fn new(text: impl Into<String>) -> Self {
        Self(text.into())
    }

    /// The text, for those who may see the task.
    #[must_use]
    pub fn expose(&self) -> &str {
        &self.0
    }
}

impl fmt::Debug for Confidential {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Confidential(hidden)")
    }
}

/// Who may see a task, beside those of the mission who work on its kind.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Audience {
    /// The mission alone.
    Mission,
    /// The mission and these parties: one, or those who are asked for their consent.
    Parties(BTreeSet<PartyId>),
}

impl Audience {
    /// The mission and one party.
    #[must_use]
    pub fn party(id: &PartyId) -> Self {
        Self::Parties(BTreeSet::from([id.clone()]))
    }

    /// True if this party is among those who may see it.
    #[must_use]
    pub fn has(&self, id: &PartyId) -> bool {
        matches!(self, Self::Parties(ids) if ids.contains(id))
    }
}

/// What a person does.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Deed {
    /// Opens the task; always and only the first.
    Open(Box<Opening>),
    /// Gives it to a person.
    Assign {
        /// To whom.
        to: PersonName,
    },
    /// Sets or moves its deadlines.
    SetClock {
        /// By when it is to be done.
        due: Option<Moment>,
        /// When it goes to the next level if it is not.
        escalates: Option<Moment>,
        /// Why.
        reason: String,
    },
    /// Writes something down beside it.
    Note {
        /// What.
        text: String,
    },
    /// States how severe the incident was, as facts; the latest stands.
    SetSeverity(Box<Severity>),
    /// Ends it without a further result.
    Close {
        /// Why.
        reason: String,
    },
    /// Takes an earlier act back, where nothing rests on it and nothing has left the mission.
    Withdraw {
        /// The number of the act.
        act: u64,
        /// Why.
        reason: String,
    },

    /// Takes a candidate up: from here on people look into it.
    TakeUp {
        /// Why this one.
        reason: String,
    },
    /// States what was established.
    Find(Box<Finding>),
    /// Says that reports came in after the finding that stands: it is marked, not changed.
    LaterReports {
        /// The number of the act that made the finding.
        finding: u64,
        /// Which.
        reports: Vec<ReportId>,
    },
    /// States who did it.
    Attribute(Box<Attribution>),
    /// Puts a determination to a body.
    ProposeDetermination(Box<Determination>),

    /// Puts a publication or a disclosure to a second person or a board.
    ProposeRelease(Box<Release>),
    /// Speaks for or against a proposal.
    Vote {
        /// The number of the act that proposed.
        proposal: u64,
        /// For, against, neither.
        voice: Voice,
        /// Why, or another view that is kept with it.
        dissent: Option<String>,
    },
    /// Counts the votes of a board.
    CloseVote {
        /// The number of the act that proposed.
        proposal: u64,
    },
    /// Says that what was agreed to was carried out. There is no way back.
    Execute {
        /// The number of the act that proposed.
        proposal: u64,
    },

    /// Asks a party for its reply.
    Ask {
        /// By when.
        due: Moment,
    },
    /// Records a party's reply.
    Answer {
        /// What it says.
        kind: ReplyKind,
        /// In its words.
        text: String,
        /// How it reached the mission, if the mission records it for the party.
        as_said: Option<String>,
    },
    /// Records that a party declines to reply.
    Decline {
        /// Its reason, if it gave one.
        reason: Option<String>,
        /// How it reached the mission, if the mission records it for the party.
        as_said: Option<String>,
    },

    /// Says that it was received: a complaint by the mission, a shift by the next one.
    Acknowledge {
        /// What is said with it.
        remark: Option<String>,
    },
    /// Adds allegations to a complaint.
    AddAllegations {
        /// Which.
        allegations: Vec<Allegation>,
    },
    /// Says what became of one allegation.
    Sort {
        /// Its number, from 0.
        allegation: u64,
        /// What.
        sorting: Sorting,
    },

    /// Says how a call went.
    CallResult(Attempt),
    /// Says when firing stopped, and on whose word.
    FiringStopped {
        /// When.
        at: Moment,
        /// As reported by whom.
        as_reported_by: String,
    },

    /// Takes it up the ladder.
    Raise {
        /// The number of the level, from 0.
        to: u64,
        /// Why.
        reason: String,
    },
    /// Says that it was settled on this level.
    Resolve {
        /// How.
        how: String,
    },

    /// Consents to a window as it stands, or to its extension.
    Consent {
        /// Whose consent.
        party: PartyId,
        /// To an end at this moment: what was agreed to cannot be moved under the one who agrees.
        until: Moment,
        /// How it reached the mission, if the mission records it for the party.
        as_said: Option<String>,
    },
    /// Refuses a window or its extension.
    Refuse {
        /// Who refuses.
        party: PartyId,
        /// Why.
        reason: String,
        /// How it reached the mission, if the mission records it for the party.
        as_said: Option<String>,
    },
    /// Asks for a later end; it holds once all consent.
    Extend {
        /// The later end.
        until: Moment,
        /// Why.
        reason: String,
    },

    /// Says that access was given after all.
    GrantAccess {
        /// When.
        at: Moment,
        /// What is said with it.
        remark: Option<String>,
    },

    /// Joins what was suggested.
    Join {
        /// Why.
        reason: String,
    },
    /// Keeps apart what was suggested.
    KeepApart {
        /// Why.
        reason: String,
    },
    /// Takes the decision on a link back: it is a suggestion again.
    Undo {
        /// Why.
        reason: String,
    },
}

named! {
    /// What an act is called.
    pub enum ActName {
        /// [`Deed::Open`]
        Open = "open",
        /// [`Deed::Assign`]
        Assign = "assign",
        /// [`Deed::SetClock`]
        SetClock = "set-clock",
        /// [`Deed::Note`]
        Note = "note",
        /// [`Deed::SetSeverity`]
        SetSeverity = "set-severity",
        /// [`Deed::TakeUp`]
        TakeUp = "take-up",
        /// [`Deed::Find`]
        Find = "find",
        /// [`Deed::LaterReports`]
        LaterReports = "later-reports",
        /// [`Deed::Attribute`]
        Attribute = "attribute",
        /// [`Deed::ProposeDetermination`]
        ProposeDetermination = "propose-determination",
        /// [`Deed::ProposeRelease`]
        ProposeRelease = "propose-release",
        /// [`Deed::Vote`]
        Vote = "vote",
        /// [`Deed::CloseVote`]
        CloseVote = "close-vote",
        /// [`Deed::Execute`]
        Execute = "execute",
        /// [`Deed::Ask`]
        Ask = "ask",
        /// [`Deed::Answer`]
        Answer = "answer",
        /// [`Deed::Decline`]
        Decline = "decline",
        /// [`Deed::Acknowledge`]
        Acknowledge = "acknowledge",
        /// [`Deed::AddAllegations`]
        AddAllegations = "add-allegations",
        /// [`Deed::Sort`]
        Sort = "sort",
        /// [`Deed::CallResult`]
        CallResult = "call-result",
        /// [`Deed::FiringStopped`]
        FiringStopped = "firing-stopped",
        /// [`Deed::Raise`]
        Raise = "raise",
        /// [`Deed::Resolve`]
        Resolve = "resolve",
        /// [`Deed::Consent`]
        Consent = "consent",
        /// [`Deed::Refuse`]
        Refuse = "refuse",
        /// [`Deed::Extend`]
        Extend = "extend",
        /// [`Deed::GrantAccess`]
        GrantAccess = "grant-access",
        /// [`Deed::Join`]
        Join = "join",
        /// [`Deed::KeepApart`]
        KeepApart = "keep-apart",
        /// [`Deed::Undo`]
        Undo = "undo",
        /// [`Deed::Close`]
        Close = "close",
        /// [`Deed::Withdraw`]
        Withdraw = "withdraw",
    }
}

impl ActName {
    /// How far the mandate must go for it in a task of this kind.
    #[must_use]
    pub fn needs(self, kind: TaskKind) -> Mandate {
        match (kind, self) {
            (TaskKind::Verification, Self::TakeUp | Self::Find | Self::LaterReports) => {
                Mandate::Verify
            }
            (TaskKind::Verification, Self::Attribute) => Mandate::Attribute,
            (TaskKind::Verification, Self::ProposeDetermination | Self::Vote | Self::CloseVote) => {
                Mandate::Determine
            }
            _ => Mandate::Monitor,
        }
    }

    /// True for what only the mission's own people see of a task that a party may see.
    #[must_use]
    pub fn is_internal(self) -> bool {
        matches!(self, Self::Assign | Self::Note)
    }
}

impl Deed {
    /// Its name.
    #[must_use]
    pub fn name(&self) -> ActName {
        match self {
            Self::Open(_) => ActName::Open,
            Self::Assign { .. } => ActName::Assign,
            Self::SetClock { .. } => ActName::SetClock,
            Self::Note { .. } => ActName::Note,
            Self::SetSeverity(_) => ActName::SetSeverity,
            Self::Close { .. } => ActName::Close,
            Self::Withdraw { .. } => ActName::Withdraw,
            Self::TakeUp { .. } => ActName::TakeUp,
            Self::Find(_) => ActName::Find,
            Self::LaterReports { .. } => ActName::LaterReports,
            Self::Attribute(_) => ActName::Attribute,
            Self::ProposeDetermination(_) => ActName::ProposeDetermination,
            Self::ProposeRelease(_) => ActName::ProposeRelease,
            Self::Vote { .. } => ActName::Vote,
            Self::CloseVote { .. } => ActName::CloseVote,
            Self::Execute { .. } => ActName::Execute,
            Self::Ask { .. } => ActName::Ask,
            Self::Answer { .. } => ActName::Answer,
            Self::Decline { .. } => ActName::Decline,
            Self::Acknowledge { .. } => ActName::Acknowledge,
            Self::AddAllegations { .. } => ActName::AddAllegations,
            Self::Sort { .. } => ActName::Sort,
            Self::CallResult(_) => ActName::CallResult,
            Self::FiringStopped { .. } => ActName::FiringStopped,
            Self::Raise { .. } => ActName::Raise,
            Self::Resolve { .. } => ActName::Resolve,
            Self::Consent { .. } => ActName::Consent,
            Self::Refuse { .. } => ActName::Refuse,
            Self::Extend { .. } => ActName::Extend,
            Self::GrantAccess { .. } => ActName::GrantAccess,
            Self::Join { .. } => ActName::Join,
            Self::KeepApart { .. } => ActName::KeepApart,
            Self::Undo { .. } => ActName::Undo,
        }
    }
}
