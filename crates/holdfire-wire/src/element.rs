//! The wire types of readings: elements, each with who stated it, when, and on what it rests.

use std::collections::BTreeMap;

use schemars::JsonSchema;
use serde::Deserialize;

use crate::toml_file::{At, Many};

/// A moment or a band in which it lies.
#[derive(Clone, Debug, JsonSchema)]
#[schemars(untagged)]
pub(crate) enum Edge {
    /// `2025-03-18` (the first moment of the day), `2025-03-18 04:45` local, or with an offset.
    Moment(String),
    /// A band.
    Band(BandEdge),
}

/// By hand, so that what is wrong with a band is said of its fields.
impl<'de> Deserialize<'de> for Edge {
    fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Visitor;
        impl<'de> serde::de::Visitor<'de> for Visitor {
            type Value = Edge;
            fn expecting(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                f.write_str("a moment or a band")
            }
            fn visit_str<E: serde::de::Error>(self, text: &str) -> Result<Edge, E> {
                Ok(Edge::Moment(text.to_owned()))
            }
            fn visit_map<A: serde::de::MapAccess<'de>>(self, map: A) -> Result<Edge, A::Error> {
                BandEdge::deserialize(serde::de::value::MapAccessDeserializer::new(map))
                    .map(Edge::Band)
            }
        }
        deserializer.deserialize_any(Visitor)
    }
}

/// A band in which a boundary lies, with the reason.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct BandEdge {
    /// Earliest and latest: the boundary lies at or after the first and before the second.
    pub between: Option<[String; 2]>,
    /// At or after this, with no latest moment.
    pub from: Option<String>,
    /// `unknown`: a moment existed, we do not know it; `unstated`: the reading does not say.
    pub because: BecauseName,
}

macro_rules! names {
    ($($(#[$doc:meta])* $name:ident { $($(#[$vdoc:meta])* $variant:ident = $text:literal),+ $(,)? })+) => {$(
        $(#[$doc])*
        #[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize, JsonSchema)]
        pub(crate) enum $name { $($(#[$vdoc])* #[serde(rename = $text)] $variant),+ }
    )+};
}

names! {
    /// Why a boundary is a band.
    BecauseName { Unknown = "unknown", Unstated = "unstated" }
    /// How firm a statement is.
    StandingName {
        Confirmed = "confirmed-by-holder",
        Public = "public-statement",
        Ascribed = "ascribed-by-analyst",
    }
    /// How a duration is counted.
    ConventionName { FirstDayIn = "first-day-in", FirstDayOut = "first-day-out", Elapsed = "elapsed" }
    /// Accepted grounds.
    GroundName { Declared = "declared", CoveredAct = "covered-act", OtherInvocation = "other-invocation" }
    /// What an invocation brings about.
    ReleaseName { InvokerFree = "invoker-free", AllEnds = "all-ends" }
    /// What a list leaves open.
    ListName { Closed = "closed", Open = "open" }
    /// Category or list.
    ProtectsName { Category = "category", Listed = "listed" }
    /// The step that counts.
    CountsName { Deposit = "deposit", Handover = "handover", Notice = "notice" }
    /// Effects of an act.
    EffectName { Hit = "hit", Intercepted = "intercepted", Debris = "debris", Collateral = "collateral" }
    /// Places that another party holds.
    HeldName { Outline = "outline", Holder = "holder", Unstated = "unstated" }
    /// Striking what one owns or holds.
    AgainstName { Other = "other", Any = "any" }
}

/// Who stated an element; what is empty is taken from the reading.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Stating<'a> {
    pub stated_at: Option<&'a At<String>>,
    pub entered_at: Option<&'a At<String>>,
    pub by: Option<&'a str>,
    pub instrument: Option<&'a At<String>>,
    pub rests_on: Option<&'a str>,
    pub standing: Option<StandingName>,
}

/// An element of a reading.
pub(crate) trait Stated {
    fn stating(&self) -> Stating<'_>;
}

macro_rules! elements {
    ($($(#[$doc:meta])* $name:ident { $($(#[$fdoc:meta])* $field:ident: $type:ty),* $(,)? })+) => {$(
        $(#[$doc])*
        #[derive(Clone, Debug, Deserialize, JsonSchema)]
        #[serde(deny_unknown_fields)]
        pub(crate) struct $name {
            $($(#[$fdoc])* pub $field: $type,)*
            /// The date (or moment) on which it was stated.
            #[serde(default)] pub stated_at: Option<At<String>>,
            /// When it was entered here; without it, when it was stated.
            #[serde(default)] pub entered_at: Option<At<String>>,
            /// Who stated it.
            #[serde(default)] pub by: Option<String>,
            /// The instrument that it rests on.
            #[serde(default)] pub instrument: Option<At<String>>,
            /// The line that it rests on, in own words or a short quote.
            #[serde(default)] pub rests_on: Option<String>,
            /// How firm it is.
            #[serde(default)] pub standing: Option<StandingName>,
        }
        impl Stated for $name {
            fn stating(&self) -> Stating<'_> {
                Stating {
                    stated_at: self.stated_at.as_ref(),
                    entered_at: self.entered_at.as_ref(),
                    by: self.by.as_deref(),
                    instrument: self.instrument.as_ref(),
                    rests_on: self.rests_on.as_deref(),
                    standing: self.standing,
                }
            }
        }
    )+};
}

elements! {
    /// A boundary: start, or a recorded end.
    BoundaryElement {
        /// The boundary.
        at: At<Edge>,
    }
    /// An end: at a boundary, after a length of time, or when announced.
    EndElement {
        /// The boundary.
        #[serde(default)] at: Option<At<Edge>>,
        /// Calendar months.
        #[serde(default)] months: Option<u32>,
        /// Calendar days.
        #[serde(default)] days: Option<u32>,
        /// Hours.
        #[serde(default)] hours: Option<u32>,
        /// How they are counted; left out: not stated.
        #[serde(default)] convention: Option<ConventionName>,
        /// Lasts until an end is announced.
        #[serde(default)] until_announced: Option<bool>,
    }
    /// A condition by its id.
    ConditionElement {
        /// The condition.
        condition: At<String>,
    }
    /// A prolongation.
    ExtensionElement {
        /// When it was announced.
        announced: At<Edge>,
        /// When it ends; left out: not stated.
        #[serde(default)] until: Option<At<Edge>>,
        /// Whether it reaches back; left out: its text does not say.
        #[serde(default)] retroactive: Option<bool>,
    }
    /// A suspension.
    SuspensionElement {
        /// From when.
        from: At<Edge>,
        /// Until when; left out: no end is recorded.
        #[serde(default)] until: Option<At<Edge>>,
    }
    /// The right to be free.
    ReleaseElement {
        /// Accepted grounds; empty: no such right.
        accepts: Vec<GroundName>,
        /// The effect; left out: not stated.
        #[serde(default)] effect: Option<ReleaseName>,
    }
    /// Which categories.
    ScopeElement {
        /// Covered nodes of the category tree.
        #[serde(default)] covered: Vec<At<String>>,
        /// Nodes that the reading says are not covered.
        #[serde(default)] not_covered: Vec<At<String>>,
        /// What of the rest.
        list: ListName,
    }
    /// Category or list.
    ProtectsElement {
        /// Which.
        what: ProtectsName,
        /// From which step on a listed site counts; left out: not stated.
        #[serde(default)] counts_from: Option<CountsName>,
        /// How far from the reported place a listed object may lie, metres.
        #[serde(default)] reach_m: Option<At<f64>>,
    }
    /// Which acts and effects count.
    ActsElement {
        /// Kinds of act that count, besides those that the clause prohibits.
        #[serde(default)] counted_kinds: Vec<At<String>>,
        /// Kinds of act that do not count.
        #[serde(default)] not_counted_kinds: Vec<At<String>>,
        /// Effects that count, besides a hit.
        #[serde(default)] counted_effects: Vec<EffectName>,
        /// Effects that do not count.
        #[serde(default)] not_counted_effects: Vec<EffectName>,
    }
    /// Who is bound.
    BoundElement {
        /// The parties.
        parties: Vec<At<String>>,
        /// From when, for parties that are bound later than the start.
        #[serde(default)] from: BTreeMap<String, At<Edge>>,
    }
    /// Where.
    TerritoryElement {
        /// In the territory of these parties.
        #[serde(default)] of: Option<Vec<At<String>>>,
        /// In these areas; a name that ends in `*` stands for all that begin so.
        #[serde(default)] areas: Option<Vec<At<String>>>,
        /// Areas on which the reading does not say.
        #[serde(default)] unstated_areas: Vec<At<String>>,
    }
    /// Whose an area is.
    WhoseElement {
        /// Party to areas; a name that ends in `*` stands for all that begin so.
        owner: BTreeMap<String, Vec<At<String>>>,
        /// What of places that another party holds.
        held_by_other: HeldName,
    }
    /// Striking what one owns or holds.
    AgainstElement {
        /// Whose objects are covered.
        covers: AgainstName,
    }
    /// An exception: all stated limits must hold.
    ExceptionElement {
        /// What it is called.
        name: String,
        /// Only for these categories.
        #[serde(default)] categories: Option<Vec<At<String>>>,
        /// Only in these areas.
        #[serde(default)] areas: Option<Vec<At<String>>>,
        /// Only for these kinds of act.
        #[serde(default)] kinds: Option<Vec<At<String>>>,
        /// Only with these effects.
        #[serde(default)] effects: Option<Vec<EffectName>>,
        /// Only for acts of these parties.
        #[serde(default)] actors: Option<Vec<At<String>>>,
        /// Only from then on.
        #[serde(default)] from: Option<At<Edge>>,
        /// Only until then.
        #[serde(default)] until: Option<At<Edge>>,
        /// A circumstance that no factor shows; whether it held is not known for any act.
        #[serde(default)] circumstance: Option<String>,
    }
}

/// How a reading states one clause. What is left out is silent.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct ClauseReadingFile {
    /// The clause.
    pub id: At<String>,
    /// When it starts.
    #[serde(default)]
    pub start: Many<BoundaryElement>,
    /// When it ends.
    #[serde(default)]
    pub end: Many<EndElement>,
    /// An end that was recorded later.
    #[serde(default)]
    pub ended: Many<BoundaryElement>,
    /// Not before this is recorded as met.
    #[serde(default)]
    pub not_before: Many<ConditionElement>,
    /// Conditions that must hold.
    #[serde(default)]
    pub conditions: Many<ConditionElement>,
    /// Prolongations.
    #[serde(default)]
    pub extension: Many<ExtensionElement>,
    /// Suspensions.
    #[serde(default)]
    pub suspension: Many<SuspensionElement>,
    /// The right to be free.
    #[serde(default)]
    pub release: Many<ReleaseElement>,
    /// Which categories.
    #[serde(default)]
    pub scope: Many<ScopeElement>,
    /// Category or list.
    #[serde(default)]
    pub protects: Many<ProtectsElement>,
    /// Which acts and effects count.
    #[serde(default)]
    pub acts: Many<ActsElement>,
    /// Who is bound.
    #[serde(default)]
    pub bound: Many<BoundElement>,
    /// Where.
    #[serde(default)]
    pub territory: Many<TerritoryElement>,
    /// Striking what one owns or holds.
    #[serde(default)]
    pub against: Many<AgainstElement>,
    /// Exceptions.
    #[serde(default)]
    pub exception: Many<ExceptionElement>,
}

/// A file `readings/ID.toml`.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
#[schemars(title = "holdfire reading, version 1")]
pub(crate) struct ReadingFile {
    /// The version of the format: 1.
    pub version: At<u32>,
    /// The reading's id; the file has the same name.
    pub id: At<String>,
    /// Whose reading it is.
    pub holder: At<String>,
    /// What people call it.
    pub title: String,
    /// How firm the reading is, and its elements unless they say otherwise.
    pub standing: StandingName,
    /// The zone of its days and of times without an offset.
    pub zone: At<String>,
    /// When its elements were stated, unless they say otherwise.
    #[serde(default)]
    pub stated_at: Option<At<String>>,
    /// Who stated them, unless they say otherwise.
    #[serde(default)]
    pub by: Option<String>,
    /// What a reader should know of it.
    #[serde(default)]
    #[allow(dead_code, reason = "for readers of the file")]
    pub note: Option<String>,
    /// Whose an area is.
    #[serde(default)]
    pub whose: Many<WhoseElement>,
    /// The clauses.
    #[serde(default)]
    pub clause: Vec<ClauseReadingFile>,
}
