//! How one holder states the clauses, element by element. What is not stated is a value: an empty [`Term`].

use std::collections::{BTreeMap, BTreeSet};

use crate::id::{
    ActKindId, AreaId, Cite, ClauseId, ConditionId, InstrumentId, NodeId, PartyId, ReadingId,
};
use crate::report::Effect;
use crate::time::{Boundary, Interval, Moment};
use crate::zone::{Convention, Length, Zone};

/// How firmly a reading, or an element of it, is its holder's own.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Standing {
    /// The holder confirmed it to the mission.
    ConfirmedByHolder,
    /// The holder said it in public.
    PublicStatement,
    /// An analyst reads it out of the holder's acts or words.
    AscribedByAnalyst,
}

/// Where something in the case is said, by whom and when.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Stated {
    /// The pointer to it in the case.
    pub at: Cite,
    /// Who said it.
    pub by: String,
    /// When: a local day, mostly.
    pub when: Interval,
    /// When it was entered here; where nobody says, when it was said.
    pub entered: Moment,
    /// The instrument it rests on, if the case holds it.
    pub instrument: Option<InstrumentId>,
    /// The line it rests on, in own words or a short quote.
    pub rests_on: String,
    /// How firm it is.
    pub standing: Standing,
}

/// One stated element: a value and who stated it.
#[derive(Clone, Debug, PartialEq)]
pub struct Element<T> {
    /// What is stated.
    pub value: T,
    /// Who stated it, when, and on what it rests.
    pub stated: Stated,
}

/// A term of a reading: silent, stated, or stated several times (then the statements must agree or it is a conflict).
#[derive(Clone, Debug, PartialEq)]
pub struct Term<T>(pub Vec<Element<T>>);

impl<T> Default for Term<T> {
    fn default() -> Self {
        Self(Vec::new())
    }
}

impl<T> Term<T> {
    /// True if the reading does not state it.
    #[must_use]
    pub fn is_silent(&self) -> bool {
        self.0.is_empty()
    }

    /// The statements, in the order in which they are listed.
    pub fn iter(&self) -> impl Iterator<Item = &Element<T>> {
        self.0.iter()
    }

    /// The first statement.
    #[must_use]
    pub fn first(&self) -> Option<&Element<T>> {
        self.0.first()
    }
}

impl<T: PartialEq> Term<T> {
    /// True if statements of one reading differ.
    #[must_use]
    pub fn is_conflict(&self) -> bool {
        self.0.windows(2).any(|pair| pair[0].value != pair[1].value)
    }
}

/// When a clause is said to end.
#[derive(Clone, Debug, PartialEq)]
pub enum End {
    /// At a boundary that the text names.
    At(Boundary),
    /// After a length of time, by a convention if one is stated; calendar days of the zone.
    After {
        /// How long.
        length: Length,
        /// How it is counted; `None`: not stated.
        convention: Option<Convention>,
        /// Whose days.
        zone: Zone,
    },
    /// When it is announced.
    UntilAnnounced,
}

/// The boundary at which a length of time that starts at `start` is over, by a convention.
///
/// A start that lies in a band gives an end that lies in a band for the same reason; a length that leads out of the
/// years that can be computed with never ends.
#[must_use]
pub fn end_after(start: Boundary, length: Length, convention: Convention, zone: &Zone) -> Boundary {
    let end = |moment| {
        zone.end_of(moment, length, convention)
            .unwrap_or(Moment(i64::MAX / 4))
    };
    let earliest = end(start.earliest());
    match start.latest() {
        // The start lies before `latest`, so the last possible end follows from the second before it.
        Some(latest) if !start.is_known() => {
            let last = end(Moment(latest.0 - 1));
            Boundary::between(earliest, last, start.because()).unwrap_or(Boundary::at(earliest))
        }
        Some(_) => Boundary::at(earliest),
        None => Boundary::from_on(earliest, start.because()),
    }
}

impl End {
    /// The same end, counted from a start that will not move with the reading: for exchanging one point alone.
    #[must_use]
    pub fn fixed(&self, start: Option<Boundary>) -> Self {
        match (self, start) {
            (
                Self::After {
                    length,
                    convention: Some(convention),
                    zone,
                },
                Some(start),
            ) => Self::At(end_after(start, *length, *convention, zone)),
            _ => self.clone(),
        }
    }
}

impl Term<End> {
    fn fixed(&self, start: &Term<Boundary>) -> Self {
        let start = start.first().map(|e| e.value);
        let fix = |e: &Element<End>| Element {
            value: e.value.fixed(start),
            stated: e.stated.clone(),
        };
        Self(self.0.iter().map(fix).collect())
    }
}

/// A prolongation: an interval of its own from its announcement.
#[derive(Clone, Debug, PartialEq)]
pub struct Extension {
    /// When it was announced.
    pub announced: Boundary,
    /// When the prolonged term ends; `None`: not stated.
    pub until: Option<Boundary>,
    /// Whether it reaches back to the end that had passed; `None`: its text does not say.
    pub retroactive: Option<bool>,
}

/// A time during which the clause does not apply.
#[derive(Clone, Debug, PartialEq)]
pub struct Suspension {
    /// From when.
    pub from: Boundary,
    /// Until when; `None`: no end is recorded.
    pub until: Option<Boundary>,
}

/// Grounds on which a reading lets a party be free.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum GroundKind {
    /// Any declaration will do.
    Declared,
    /// An act of the other side that this reading covers.
    CoveredAct,
    /// The other side's own earlier invocation.
    OtherInvocation,
}

/// What a valid invocation brings about.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum ReleaseEffect {
    /// The one who invokes is free, the other stays bound.
    InvokerFree,
    /// The clause ends for all.
    AllEnds,
}

/// Which invocations free whom.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ReleaseRule {
    /// Accepted grounds; empty: no right to be free.
    pub accepts: BTreeSet<GroundKind>,
    /// The effect; `None`: not stated.
    pub effect: Option<ReleaseEffect>,
}

/// What a list of categories leaves open.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum ListKind {
    /// What is not on it is not covered.
    Closed,
    /// What is not on it is not spoken of.
    Open,
}

/// Which categories are protected.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Scope {
    /// Covered nodes.
    pub covered: BTreeSet<NodeId>,
    /// Nodes that the reading says are not covered.
    pub not_covered: BTreeSet<NodeId>,
    /// What of the rest.
    pub list: ListKind,
}

/// From which step on a listed site counts.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum CountsFrom {
    /// When the party deposited it.
    Deposit,
    /// When it was handed over.
    Handover,
    /// When the bound party had notice.
    Notice,
}

/// Whether the clause protects kinds of objects or the objects on a list.
#[derive(Clone, Debug, PartialEq)]
pub enum Protects {
    /// Objects of the categories in scope.
    Category,
    /// Objects on the parties' lists.
    Listed {
        /// From which step on; `None`: not stated.
        counts_from: Option<CountsFrom>,
        /// How far from the reported place a listed object may lie, metres.
        reach_m: f64,
    },
}

/// Which acts and effects count.
#[derive(Clone, Debug, PartialEq, Eq, Default)]
pub struct Acts {
    /// Kinds of act that count, besides those that the clause prohibits.
    pub counted_kinds: BTreeSet<ActKindId>,
    /// Kinds of act that do not count.
    pub not_counted_kinds: BTreeSet<ActKindId>,
    /// Effects that count, besides a hit.
    pub counted_effects: BTreeSet<Effect>,
    /// Effects that do not count.
    pub not_counted_effects: BTreeSet<Effect>,
}

/// Where the clause applies.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Territory {
    /// In the territory of these parties, as the reading's answers on whose an area is have it.
    Of(BTreeSet<PartyId>),
    /// In these areas.
    Areas {
        /// Areas that it applies in.
        inside: BTreeSet<AreaId>,
        /// Areas on which the reading does not say.
        unstated: BTreeSet<AreaId>,
    },
}

/// What a reading says of places that another party holds than the one whose outline they lie in.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum HeldByOther {
    /// They stay whose the outline says.
    Outline,
    /// They are the holder's.
    Holder,
    /// The reading gives no answer.
    Unstated,
}

/// Whose an area is, as the reading answers.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Whose {
    /// Area to party.
    pub owner: BTreeMap<AreaId, PartyId>,
    /// What of places that another party holds.
    pub held_by_other: HeldByOther,
}

/// Whether striking what one owns or holds is covered.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Against {
    /// Only what is the other's.
    Other,
    /// Anybody's, one's own included.
    Any,
}

/// A named case in which the clause does not apply. All stated limits must hold.
#[derive(Clone, Debug, PartialEq)]
pub struct Exception {
    /// What it is called.
    pub name: String,
    /// Only for these categories.
    pub categories: Option<BTreeSet<NodeId>>,
    /// Only in these areas.
    pub areas: Option<BTreeSet<AreaId>>,
    /// Only for these kinds of act.
    pub kinds: Option<BTreeSet<ActKindId>>,
    /// Only with these effects.
    pub effects: Option<BTreeSet<Effect>>,
    /// Only for acts of these parties.
    pub actors: Option<BTreeSet<PartyId>>,
    /// Only from this boundary on.
    pub from: Option<Boundary>,
    /// Only until this boundary.
    pub until: Option<Boundary>,
    /// Not in factors that can be computed: whether it applies is not known for any act.
    pub circumstance: Option<String>,
}

/// How one reading states one clause.
#[derive(Clone, Debug, PartialEq, Default)]
pub struct ClauseReading {
    /// When it starts.
    pub start: Term<Boundary>,
    /// When it ends.
    pub end: Term<End>,
    /// An end that was announced or recorded later, whatever the term said.
    pub ended: Term<Boundary>,
    /// Not before this is recorded as met: outside until then.
    pub not_before: Term<ConditionId>,
    /// Conditions that must hold; contested or unknown: either.
    pub conditions: Term<ConditionId>,
    /// Prolongations.
    pub extensions: Term<Extension>,
    /// Suspensions; all of them apply.
    pub suspensions: Term<Suspension>,
    /// Who may be free, and on what ground.
    pub release: Term<ReleaseRule>,
    /// Which categories; all lists apply together.
    pub scope: Term<Scope>,
    /// Categories or lists.
    pub protects: Term<Protects>,
    /// Which acts and effects count; all lists apply together.
    pub acts: Term<Acts>,
    /// Who is bound, and from when if later than the start.
    pub bound: Term<BTreeMap<PartyId, Option<Boundary>>>,
    /// Where. Silent: no spatial limit.
    pub territory: Term<Territory>,
    /// Striking what one owns or holds.
    pub against: Term<Against>,
    /// Exceptions; each stands alone.
    pub exceptions: Term<Exception>,
}

/// How one holder states the clauses of the agreement.
#[derive(Clone, Debug, PartialEq)]
pub struct Reading {
    /// Its id.
    pub id: ReadingId,
    /// Whose reading it is.
    pub holder: PartyId,
    /// What people call it: the holder's name and a date.
    pub title: String,
    /// How firm the reading as a whole is.
    pub standing: Standing,
    /// The zone in which its times are shown.
    pub zone: Zone,
    /// Whose an area is.
    pub whose: Term<Whose>,
    /// The clauses; one that is missing is silent in all but its existence.
    pub clauses: BTreeMap<ClauseId, ClauseReading>,
}

/// The points of a reading that can decide, in the words in which the answer names them.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Point {
    /// When it starts (with what it may not start before).
    Start,
    /// When it ends, extensions included.
    End,
    /// Conditions that must hold.
    Conditions,
    /// Suspensions.
    Suspension,
    /// The right to be free.
    Release,
    /// Which categories.
    Scope,
    /// Category or list, and from which step on (notice).
    Notice,
    /// Attempts, debris, collateral damage; kinds of act.
    Attempts,
    /// Who is bound.
    Bound,
    /// Where, and whose an area is.
    Territory,
    /// Striking what one owns or holds.
    OwnFacilities,
    /// Exceptions.
    Exceptions,
}

impl Point {
    /// All points, in the order in which they are listed.
    pub const ALL: [Self; 12] = [
        Self::Start,
        Self::End,
        Self::Conditions,
        Self::Suspension,
        Self::Release,
        Self::Scope,
        Self::Notice,
        Self::Attempts,
        Self::Bound,
        Self::Territory,
        Self::OwnFacilities,
        Self::Exceptions,
    ];

    /// Its name in files.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Start => "start",
            Self::End => "end",
            Self::Conditions => "conditions",
            Self::Suspension => "suspension",
            Self::Release => "release",
            Self::Scope => "scope",
            Self::Notice => "notice",
            Self::Attempts => "attempts",
            Self::Bound => "bound",
            Self::Territory => "territory",
            Self::OwnFacilities => "own-facilities",
            Self::Exceptions => "exceptions",
        }
    }

    /// Its name for people.
    #[must_use]
    pub fn label(self) -> &'static str {
        match self {
            Self::Start => "when it starts",
            Self::End => "when it ends",
            Self::Conditions => "conditions",
            Self::Suspension => "suspension",
            Self::Release => "the right to be free",
            Self::Scope => "which objects",
            Self::Notice => "lists and notice",
            Self::Attempts => "attempts, debris, kinds of act",
            Self::Bound => "who is bound",
            Self::Territory => "where, and whose an area is",
            Self::OwnFacilities => "striking what one owns or holds",
            Self::Exceptions => "exceptions",
        }
    }
}

impl Reading {
    /// The same reading with one point taken from another one; for "which one decides".
    #[must_use]
    pub fn with_point_of(&self, point: Point, other: &Self) -> Self {
        let mut mixed = self.clone();
        if point == Point::Territory {
            mixed.whose = other.whose.clone();
        }
        for (id, mine) in &mut mixed.clauses {
            let Some(theirs) = other.clauses.get(id) else {
                continue;
            };
            match point {
                Point::Start => {
                    // The end stays where it was: start and end are two points.
                    mine.end = mine.end.fixed(&mine.start);
                    mine.start = theirs.start.clone();
                    mine.not_before = theirs.not_before.clone();
                }
                Point::End => {
                    mine.end = theirs.end.fixed(&theirs.start);
                    mine.ended = theirs.ended.clone();
                    mine.extensions = theirs.extensions.clone();
                }
                Point::Conditions => mine.conditions = theirs.conditions.clone(),
                Point::Suspension => mine.suspensions = theirs.suspensions.clone(),
                Point::Release => mine.release = theirs.release.clone(),
                Point::Scope => mine.scope = theirs.scope.clone(),
                Point::Notice => mine.protects = theirs.protects.clone(),
                Point::Attempts => mine.acts = theirs.acts.clone(),
                Point::Bound => mine.bound = theirs.bound.clone(),
                Point::Territory => mine.territory = theirs.territory.clone(),
                Point::OwnFacilities => mine.against = theirs.against.clone(),
                Point::Exceptions => mine.exceptions = theirs.exceptions.clone(),
            }
        }
        mixed
    }

    /// The same reading with only those elements that `keep` accepts; what is left out becomes silence.
    #[must_use]
    pub fn filtered(&self, keep: &impl Fn(&Stated) -> bool) -> Self {
        fn only<T>(term: &mut Term<T>, keep: &impl Fn(&Stated) -> bool) {
            term.0.retain(|e| keep(&e.stated));
        }
        let mut reading = self.clone();
        only(&mut reading.whose, keep);
        for clause in reading.clauses.values_mut() {
            only(&mut clause.start, keep);
            only(&mut clause.end, keep);
            only(&mut clause.ended, keep);
            only(&mut clause.not_before, keep);
            only(&mut clause.conditions, keep);
            only(&mut clause.extensions, keep);
            only(&mut clause.suspensions, keep);
            only(&mut clause.release, keep);
            only(&mut clause.scope, keep);
            only(&mut clause.protects, keep);
            only(&mut clause.acts, keep);
            only(&mut clause.bound, keep);
            only(&mut clause.territory, keep);
            only(&mut clause.against, keep);
            only(&mut clause.exceptions, keep);
        }
        reading
    }
}
