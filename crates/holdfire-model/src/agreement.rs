//! Parties, texts, clauses, conditions, invocations: what is agreed on, apart from how anyone reads it.

use std::collections::{BTreeMap, BTreeSet};

use thiserror::Error;

use crate::id::{
    ActKindId, Cite, ClauseId, ConditionId, IncidentId, InstrumentId, InvocationId, PartyId,
};
use crate::reading::Stated;
use crate::time::{Boundary, Moment};

/// What a party is to the agreement.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Role {
    /// Bound by clauses.
    Bound,
    /// Addressed by the texts but not bound (third states).
    Addressed,
    /// Carries the talks.
    Mediator,
    /// Guarantees.
    Guarantor,
    /// Monitors.
    Monitor,
}

/// A party of the case.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Party {
    /// Its id.
    pub id: PartyId,
    /// Its name in the page's language.
    pub name: String,
    /// What it is to the agreement.
    pub role: Role,
}

/// A text that the agreement rests on.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Instrument {
    /// Its id.
    pub id: InstrumentId,
    /// Its title.
    pub title: String,
    /// What it is: joint statement, readout, list, decree.
    pub kind: String,
    /// Who issued it.
    pub issuer: String,
    /// The date it bears, as text of the source.
    pub date: String,
    /// Languages in which it was issued.
    pub languages: Vec<String>,
    /// Where it can be read.
    pub source: String,
    /// What it says, in own words.
    pub summary: String,
    /// What it says in its issuer's words, passage by passage, in order of ids; empty: the case holds none of them.
    pub passages: Vec<Passage>,
}

/// A passage of a text as it stands there, or as somebody translated it. Shown; computes nothing.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Passage {
    /// The text that it is taken from.
    pub instrument: InstrumentId,
    /// Where in it, if that has a name: `third point`.
    pub place: String,
    /// The language of the words, as a tag of BCP 47.
    pub language: String,
    /// The words.
    pub words: String,
    /// Who translated them; empty: they are the issuer's own.
    pub translated_by: String,
    /// Where they can be read.
    pub source: String,
    /// Where in the case they stand.
    pub at: Cite,
}

/// Where a clause stands for a party.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum ClauseStatus {
    /// Put forward.
    Proposed,
    /// Agreed in principle.
    InPrinciple,
    /// Agreed.
    Agreed,
    /// Announced.
    Announced,
    /// Ordered to own forces.
    Ordered,
    /// Said to be in force.
    InForce,
    /// Said to be suspended.
    Suspended,
    /// Said to be over.
    Ended,
}

/// What a party said about the standing of a clause. Shown; computes nothing (what counts is in the readings).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct StatusStatement {
    /// Whose statement.
    pub party: PartyId,
    /// The standing it states.
    pub status: ClauseStatus,
    /// From when, if said.
    pub from: Option<Boundary>,
    /// Where and when it said so.
    pub stated: Stated,
}

/// A rule of the agreement: prohibited acts against protected objects.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Clause {
    /// Its id.
    pub id: ClauseId,
    /// A short title.
    pub title: String,
    /// What it says, in plain words.
    pub text: String,
    /// Kinds of act that it prohibits, as every text of the agreement has it.
    pub prohibits: BTreeSet<ActKindId>,
    /// What parties said about its standing, in order of time.
    pub status: Vec<StatusStatement>,
}

/// The state of a condition from a moment on.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum ConditionState {
    /// Recorded as met.
    Met,
    /// Recorded as not met.
    Unmet,
    /// Some say met, some say not.
    Contested,
    /// Not known.
    Unknown,
}

/// That a condition has a state from a moment on, and who says so.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ConditionRecord {
    /// The state.
    pub state: ConditionState,
    /// From when on.
    pub from: Moment,
    /// Who says so.
    pub stated: Stated,
}

/// What a condition is made of.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum ConditionRule {
    /// Its state is recorded, in order of time; before the first record it is unknown.
    Recorded(Vec<ConditionRecord>),
    /// Met when all of these are.
    All(Vec<ConditionId>),
    /// Met when one of these is.
    Any(Vec<ConditionId>),
}

/// A required act or circumstance.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Condition {
    /// Its id.
    pub id: ConditionId,
    /// What is required, in plain words.
    pub text: String,
    /// What it is made of.
    pub rule: ConditionRule,
}

/// Why conditions cannot be evaluated.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
pub enum ConditionError {
    /// A condition refers to one that does not exist.
    #[error("the condition `{of}` refers to `{missing}`, which is not defined")]
    Missing {
        /// The condition that refers.
        of: ConditionId,
        /// What it refers to.
        missing: ConditionId,
    },
    /// A condition waits for itself.
    #[error("the condition `{0}` waits for itself")]
    Cycle(ConditionId),
}

/// The conditions of a case: every reference exists and none waits for itself.
#[derive(Clone, Debug, PartialEq, Eq, Default)]
pub struct Conditions(BTreeMap<ConditionId, Condition>);

impl Conditions {
    /// Checks and takes the conditions.
    ///
    /// # Errors
    /// [`ConditionError`] for a reference to nothing or to itself.
    pub fn new(conditions: Vec<Condition>) -> Result<Self, ConditionError> {
        let map: BTreeMap<_, _> = conditions.into_iter().map(|c| (c.id.clone(), c)).collect();
        for (id, condition) in &map {
            for part in condition.parts() {
                if !map.contains_key(part) {
                    return Err(ConditionError::Missing {
                        of: id.clone(),
                        missing: part.clone(),
                    });
                }
            }
        }
        let set = Self(map);
        for id in set.0.keys() {
            let mut open: Vec<&ConditionId> = set.0[id].parts().iter().collect();
            let mut seen = BTreeSet::new();
            while let Some(next) = open.pop() {
                if next == id {
                    return Err(ConditionError::Cycle(id.clone()));
                }
                if seen.insert(next) {
                    open.extend(set.0[next].parts());
                }
            }
        }
        Ok(set)
    }

    /// A condition by its id.
    #[must_use]
    pub fn get(&self, id: &ConditionId) -> Option<&Condition> {
        self.0.get(id)
    }

    /// All, in order of ids.
    pub fn iter(&self) -> impl Iterator<Item = &Condition> {
        self.0.values()
    }

    /// The same without records that `keep` refuses.
    #[must_use]
    pub fn filtered(&self, keep: impl Fn(&ConditionRecord) -> bool) -> Self {
        let mut set = self.clone();
        for condition in set.0.values_mut() {
            if let ConditionRule::Recorded(records) = &mut condition.rule {
                records.retain(&keep);
            }
        }
        set
    }
}

impl Condition {
    fn parts(&self) -> &[ConditionId] {
        match &self.rule {
            ConditionRule::Recorded(_) => &[],
            ConditionRule::All(parts) | ConditionRule::Any(parts) => parts,
        }
    }
}

/// What an invocation rests on.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Ground {
    /// Declared, without a ground that this record holds.
    Declared,
    /// An act that an incident tells of.
    Incident(IncidentId),
    /// The other side's own earlier invocation.
    Invocation(InvocationId),
}

/// A party's recorded use of a right to be free or to withdraw. An allegation is not an invocation.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Invocation {
    /// Its id.
    pub id: InvocationId,
    /// Who invokes.
    pub by: PartyId,
    /// Against whom.
    pub against: PartyId,
    /// When: a moment, or a band in which it lies.
    pub at: Boundary,
    /// On what ground.
    pub ground: Ground,
    /// Where and when it was said.
    pub stated: Stated,
    /// True for a what-if: it was never made, the user asks what would follow if it had been.
    pub what_if: bool,
}

#[cfg(test)]
mod tests {
    use super::*;

    fn id(text: &str) -> ConditionId {
        ConditionId::new(text).unwrap()
    }

    fn all(name: &str, parts: &[&str]) -> Condition {
        let rule = ConditionRule::All(parts.iter().map(|p| id(p)).collect());
        Condition {
            id: id(name),
            text: name.to_owned(),
            rule,
        }
    }

    #[test]
    fn a_condition_that_waits_for_itself_is_refused() {
        let looped = Conditions::new(vec![all("a", &["b"]), all("b", &["c"]), all("c", &["a"])]);
        assert_eq!(looped, Err(ConditionError::Cycle(id("a"))));
        let missing = Conditions::new(vec![all("a", &["x"])]);
        assert_eq!(
            missing,
            Err(ConditionError::Missing {
                of: id("a"),
                missing: id("x")
            })
        );
    }
}
