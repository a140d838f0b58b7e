//! What sources said, the stories that follow from it, and what bears on them.

use std::collections::BTreeSet;
use std::sync::Arc;

use crate::id::{
    AccountId, ActKindId, Cite, ControlId, FacilityId, IncidentId, NodeId, ObservationId, PartyId,
    ReplyId, ReportId, SiteId,
};
use crate::place::Place;
use crate::time::{Interval, Moment, When};

/// What an act led to. "Unknown" is the set of all four.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Effect {
    /// The object was hit.
    Hit,
    /// The act was intercepted or failed.
    Intercepted,
    /// Debris of an intercepted weapon came down.
    Debris,
    /// Something else was meant or hit, this was damaged with it.
    Collateral,
}

impl Effect {
    /// All effects, in the order in which they are listed.
    pub const ALL: [Self; 4] = [Self::Hit, Self::Intercepted, Self::Debris, Self::Collateral];

    /// Its name in files.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Hit => "hit",
            Self::Intercepted => "intercepted",
            Self::Debris => "debris",
            Self::Collateral => "collateral",
        }
    }
}

/// How the struck object is known.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum ObjectBasis {
    /// The source says what was struck.
    Stated,
    /// Only the accuser's guess of what was aimed at.
    ClaimedIntent,
}

/// What was struck: a set of categories (empty: the category is not known), and an object by name if one is named.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Object {
    /// What the source calls it.
    pub name: String,
    /// Possible nodes of the category tree; empty: not known.
    pub categories: BTreeSet<NodeId>,
    /// How it is known.
    pub basis: ObjectBasis,
    /// The declared site that the source names.
    pub site: Option<SiteId>,
    /// The facility that the source names; it protects nothing.
    pub facility: Option<FacilityId>,
}

/// What was done: possible kinds and possible effects, at least one of each.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Act {
    kinds: BTreeSet<ActKindId>,
    effects: BTreeSet<Effect>,
    /// With what, in the source's word.
    pub means: Vec<String>,
}

impl Act {
    /// An act of one of these kinds with one of these effects; no effects means that the effect is not known, which is
    /// the set of all.
    ///
    /// Returns `None` if no kind is given.
    #[must_use]
    pub fn new(
        kinds: BTreeSet<ActKindId>,
        effects: BTreeSet<Effect>,
        means: Vec<String>,
    ) -> Option<Self> {
        let effects = if effects.is_empty() {
            Effect::ALL.into()
        } else {
            effects
        };
        (!kinds.is_empty()).then_some(Self {
            kinds,
            effects,
            means,
        })
    }

    /// Possible kinds, at least one.
    #[must_use]
    pub fn kinds(&self) -> &BTreeSet<ActKindId> {
        &self.kinds
    }

    /// Possible effects, at least one.
    #[must_use]
    pub fn effects(&self) -> &BTreeSet<Effect> {
        &self.effects
    }
}

/// What a source is to the dispute.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum SourceKind {
    /// A party, or an outlet that carries its words.
    Party(PartyId),
    /// Neither party.
    Independent,
    /// A body with a mandate; what it establishes counts as established.
    Body,
}

/// Who says it, where, and when it was said and entered.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Source {
    /// What the source is to the dispute.
    pub kind: SourceKind,
    /// Who spoke, as the source names them.
    pub speaker: String,
    /// The outlet.
    pub outlet: String,
    /// Its address.
    pub url: String,
    /// When it was said; `None`: not known.
    pub said: Option<Interval>,
    /// When it was entered here; a row without it was entered when said.
    pub entered: Option<Moment>,
}

impl Source {
    /// When it was entered: as recorded, else the end of the time in which it was said, else the beginning of time
    /// (so that a row whose times are not known is never hidden).
    #[must_use]
    pub fn known_from(&self) -> Moment {
        self.entered
            .or_else(|| self.said.map(Interval::from))
            .unwrap_or(Moment(i64::MIN))
    }
}

/// What happened, in one story: each value is a set of possibilities.
#[derive(Clone, Debug, PartialEq)]
pub struct Story {
    /// When.
    pub when: When,
    /// Where.
    pub place: Place,
    /// What was struck. Shared, like what follows, by stories that say the same.
    pub object: Arc<Object>,
    /// What was done.
    pub act: Arc<Act>,
    /// Who may have done it; empty: nobody is named.
    pub actors: Arc<BTreeSet<PartyId>>,
    /// Sourced statements on who held the place.
    pub control: Option<ControlId>,
}

/// What one source said.
#[derive(Clone, Debug, PartialEq)]
pub struct Report {
    /// Its id.
    pub id: ReportId,
    /// Who said it; shared by reports of one source.
    pub source: Arc<Source>,
    /// What it says happened; shared with the account that it tells.
    pub story: Arc<Story>,
    /// In own words.
    pub summary: String,
    /// The analyst's remark.
    pub note: String,
    /// Where in the case it stands.
    pub at: Cite,
}

/// One consistent story, resting on reports.
#[derive(Clone, Debug, PartialEq)]
pub struct Account {
    /// Its id: that of the report that it was made from.
    pub id: AccountId,
    /// The reports that it rests on, in order of ids.
    pub reports: Vec<ReportId>,
    /// What happened.
    pub story: Arc<Story>,
    /// Where in the case it stands.
    pub at: Cite,
}

/// What the accounts are about. Contradicting accounts stay side by side.
#[derive(Clone, Debug, PartialEq)]
pub struct Incident {
    /// Its id: that of its only report, or the lowest of those that were joined.
    pub id: IncidentId,
    /// Its accounts, in order of ids, at least one.
    pub accounts: Vec<Account>,
}

/// What an observation can say on whether something happened.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Bearing {
    /// It supports that something happened.
    Supports,
    /// It speaks against it.
    Against,
    /// Neither.
    Neither,
}

/// What a sensor or a person saw; it bears on accounts and supports only what it can see.
#[derive(Clone, Debug, PartialEq)]
pub struct Observation {
    /// Its id.
    pub id: ObservationId,
    /// Who says so.
    pub source: Source,
    /// When, if known.
    pub when: Option<When>,
    /// Where, if known.
    pub place: Option<Place>,
    /// What it can see: a fire, an alarm, an outage.
    pub sees: String,
    /// What it can say on whether something happened.
    pub bearing: Bearing,
    /// In own words.
    pub summary: String,
    /// Where in the case it stands.
    pub at: Cite,
}

/// What a party answered.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum ReplyKind {
    /// Accepts that it did it.
    Accepts,
    /// Denies that it happened, or that it did it.
    Denies,
    /// Says that the other side did it.
    CounterAlleges,
    /// Says that the object was a legitimate target.
    LegitimateTarget,
    /// Says that the terms did not cover it.
    OutsideScopeOrTime,
    /// Says something else.
    Comment,
    /// Was asked, has not answered yet.
    Asked,
    /// Declined to answer.
    Declined,
}

impl ReplyKind {
    /// Its name in files.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Accepts => "accepts",
            Self::Denies => "denies",
            Self::CounterAlleges => "counter-alleges",
            Self::LegitimateTarget => "legitimate-target",
            Self::OutsideScopeOrTime => "outside-scope-or-time",
            Self::Comment => "comment",
            Self::Asked => "asked",
            Self::Declined => "declined",
        }
    }
}

/// A party's reply to a report.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Reply {
    /// Its id.
    pub id: ReplyId,
    /// The report that it answers.
    pub report: ReportId,
    /// Who replies.
    pub by: PartyId,
    /// What it says.
    pub kind: ReplyKind,
    /// True if it speaks of this event, or of a class that names place, dates and means that hold it.
    pub specific: bool,
    /// Who said it, where, when.
    pub source: Source,
    /// In own words.
    pub summary: String,
    /// Where in the case it stands.
    pub at: Cite,
}

/// What is linked.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum LinkEnd {
    /// A report.
    Report(ReportId),
    /// An observation.
    Observation(ObservationId),
}

/// How two things belong together.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum LinkKind {
    /// Two reports of one event that tell it differently.
    Duplicate,
    /// The other side tells the same event with the roles changed.
    CounterAllegation,
    /// The same story said again: one account.
    Repeat,
    /// An observation bears on the report's account.
    Observation,
}

impl LinkKind {
    /// Its name in files.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Duplicate => "duplicate",
            Self::CounterAllegation => "counter-allegation",
            Self::Repeat => "repeat",
            Self::Observation => "observation",
        }
    }
}

/// Whether a person has decided on a link.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum LinkState {
    /// Suggested: two incidents stay, and counts become a range.
    Suggested,
    /// Joined by a person, for a reason.
    Joined {
        /// Who joined them.
        by: String,
    },
}

/// That two things may belong, or do belong, together.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Link {
    /// The one.
    pub from: LinkEnd,
    /// The other, always a report.
    pub to: ReportId,
    /// How.
    pub kind: LinkKind,
    /// Suggested or joined.
    pub state: LinkState,
    /// Why.
    pub why: String,
    /// When it was entered, if recorded.
    pub entered: Option<Moment>,
    /// Where in the case it stands.
    pub at: Cite,
}
