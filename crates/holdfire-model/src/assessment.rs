//! The engine's answers: factors, verdicts, classes, support.

use crate::id::{AccountId, Cite, ClauseId, IncidentId, ReadingId, ReplyId, ReportId};
use crate::phrase::Phrase;
use crate::time::Moment;
use std::sync::Arc;

/// The five things that are asked of an account (rule R3).
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Factor {
    /// Was the clause in force?
    Time,
    /// Was it where the clause applies?
    Place,
    /// Is the object protected?
    Object,
    /// Does the act count?
    Act,
    /// Was the actor bound?
    Actor,
}

impl Factor {
    /// All factors, in the order in which they are listed.
    pub const ALL: [Self; 5] = [
        Self::Time,
        Self::Place,
        Self::Object,
        Self::Act,
        Self::Actor,
    ];

    /// Its name in files.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Time => "time",
            Self::Place => "place",
            Self::Object => "object",
            Self::Act => "act",
            Self::Actor => "actor",
        }
    }
}

/// The answer for one factor.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum State {
    /// True for every possibility.
    Inside,
    /// True for none.
    Outside,
    /// True for some.
    Either,
    /// The reading does not say, and it matters.
    Undecided,
}

impl State {
    /// Its name in files.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Inside => "inside",
            Self::Outside => "outside",
            Self::Either => "either",
            Self::Undecided => "undecided",
        }
    }
}

/// The part of the possibilities that is inside, from the least to the most; not a probability. Within 0 and 1.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Share {
    /// The least part.
    pub min: f64,
    /// The most.
    pub max: f64,
}

/// The answer for account, clause and reading, if it happened as this account says (rule R9).
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Verdict {
    /// Inside for every possibility.
    Within,
    /// Inside for more than half of the possibilities, whatever their dependence.
    Probable,
    /// Inside for some.
    Possible,
    /// The reading does not say, and it matters.
    Undecided,
    /// Outside for every possibility.
    Outside,
}

impl Verdict {
    /// All verdicts, strongest first.
    pub const ALL: [Self; 5] = [
        Self::Within,
        Self::Probable,
        Self::Possible,
        Self::Undecided,
        Self::Outside,
    ];

    /// Its name in files.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Within => "within",
            Self::Probable => "probable",
            Self::Possible => "possible",
            Self::Undecided => "undecided",
            Self::Outside => "outside",
        }
    }

    /// What people read.
    #[must_use]
    pub fn coverage(self) -> &'static str {
        match self {
            Self::Within => "covered",
            Self::Probable => "likely covered",
            Self::Possible => "may be covered",
            Self::Undecided => "terms do not say",
            Self::Outside => "not covered",
        }
    }

    /// True for `within`, `probable` and `possible`.
    #[must_use]
    pub fn is_live(self) -> bool {
        matches!(self, Self::Within | Self::Probable | Self::Possible)
    }
}

/// Over the readings of the panel: how they agree (rule R9).
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Class {
    /// Covered as every reading of the panel states the terms.
    All,
    /// Covered under some, not under others.
    TurnsOnReading,
    /// May be covered: the facts decide.
    May,
    /// The terms do not say.
    Undecided,
    /// Not covered under any.
    None,
}

impl Class {
    /// All classes, in the order of the headline.
    pub const ALL: [Self; 5] = [
        Self::All,
        Self::TurnsOnReading,
        Self::May,
        Self::Undecided,
        Self::None,
    ];

    /// Its name in files.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::All => "all",
            Self::TurnsOnReading => "turns-on-reading",
            Self::May => "may",
            Self::Undecided => "undecided",
            Self::None => "none",
        }
    }

    /// What people read.
    #[must_use]
    pub fn label(self) -> &'static str {
        match self {
            Self::All => "covered as all of the panel state the terms",
            Self::TurnsOnReading => "depends on a contested point",
            Self::May => "may be covered: the facts decide",
            Self::Undecided => "terms do not say",
            Self::None => "not covered as any of the panel states the terms",
        }
    }
}

/// The other axis: who supports that it happened. The last that holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum SupportLevel {
    /// Only the claim.
    ClaimOnly,
    /// The other side denies or counter-alleges this event.
    Contested,
    /// A source of neither party supports that it happened.
    Independent,
    /// A body established it.
    Established,
}

impl SupportLevel {
    /// All levels, weakest first.
    pub const ALL: [Self; 4] = [
        Self::ClaimOnly,
        Self::Contested,
        Self::Independent,
        Self::Established,
    ];

    /// Its name in files.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::ClaimOnly => "claim-only",
            Self::Contested => "contested",
            Self::Independent => "independent",
            Self::Established => "established",
        }
    }

    /// What people read.
    #[must_use]
    pub fn label(self) -> &'static str {
        match self {
            Self::ClaimOnly => "claim only",
            Self::Contested => "contested",
            Self::Independent => "independent support",
            Self::Established => "established by a body",
        }
    }
}

/// Who supports an incident, and whether it is contested (printed beside the last two levels).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Support {
    /// The level.
    pub level: SupportLevel,
    /// True if the other side denies or counter-alleges this event.
    pub contested: bool,
    /// What it rests on.
    pub cites: Vec<Cite>,
}

/// One reason of an assessment, with what it rests on.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Reason {
    /// The factor that it speaks of; `None` for exceptions and composition.
    pub factor: Option<Factor>,
    /// In words.
    pub text: Phrase,
    /// Pointers into the case.
    pub cites: Vec<Cite>,
}

/// The answer for one factor, with its measure and basis in words.
#[derive(Clone, Debug, PartialEq)]
pub struct FactorAnswer {
    /// Which factor.
    pub factor: Factor,
    /// The answer.
    pub state: State,
    /// The part inside, where a measure is natural.
    pub share: Option<Share>,
    /// The measure in words: `13 of 24 hours`.
    pub share_text: Option<Phrase>,
    /// What the answer rests on, in words.
    pub basis: Phrase,
}

/// The answer for one account under one clause of one reading, with its reasons.
#[derive(Clone, Debug, PartialEq)]
pub struct Assessment {
    /// The incident.
    pub incident: IncidentId,
    /// The account.
    pub account: AccountId,
    /// The reports that the account rests on.
    pub reports: Vec<ReportId>,
    /// The clause.
    pub clause: ClauseId,
    /// The reading.
    pub reading: ReadingId,
    /// The verdict.
    pub verdict: Verdict,
    /// With every undecided factor put inside; only for `undecided`.
    pub would_be: Option<Verdict>,
    /// The silent terms that it hangs on.
    pub missing: Vec<String>,
    /// True if a term that the verdict rests on was first stated after the act.
    pub stated_after: bool,
    /// True if an invocation that was never made is part of it.
    pub what_if: bool,
    /// The five factors, in order.
    pub factors: Vec<FactorAnswer>,
    /// The reasons, in order of factors.
    pub reasons: Vec<Reason>,
}

/// The answer for one incident, over accounts, clauses and readings.
#[derive(Clone, Debug, PartialEq)]
pub struct IncidentAnswer {
    /// The incident.
    pub id: IncidentId,
    /// All reports it rests on, in order of ids.
    pub reports: Vec<ReportId>,
    /// Its accounts, in order of ids.
    pub accounts: Vec<AccountId>,
    /// Who supports it.
    pub support: Support,
    /// Reading to verdict, in the case's order of readings. Shared, as is what decides, by incidents of one answer.
    pub verdicts: Arc<Vec<(ReadingId, Verdict)>>,
    /// Over the panel.
    pub class: Class,
    /// Points that decide, each alone; or factors, where no single point does.
    pub turns_on: Arc<Vec<String>>,
    /// True if an assessment of a panel reading rests on a term stated after the act.
    pub stated_after: bool,
    /// Replies on record.
    pub replies: Vec<ReplyId>,
    /// The earliest moment at which it can have happened.
    pub earliest: Moment,
}
