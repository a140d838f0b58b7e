//! Who can read a thing: what the badge beside it says.

use std::collections::BTreeMap;

use holdfire_monitor::workflow::Role;

use super::eyes::Eyes;
use super::facts::Facts;
use super::policy::{Action, Policies};

/// How many persons of each role may read a thing, in the order of roles; those with the eyes of everybody are not counted.
///
/// `persons`: the role of each person of the mission, with the circles that name the person.
#[must_use]
pub fn readers<'a>(facts: &Facts, persons: impl Iterator<Item = &'a Eyes>) -> Vec<(Role, usize)> {
    let policies = Policies::shipped();
    let mut counts: BTreeMap<Role, usize> = BTreeMap::new();
    for eyes in persons.filter(|eyes| eyes.role != Role::Public) {
        if policies.allows(eyes, false, Action::Read, facts) {
            *counts.entry(eyes.role.clone()).or_default() += 1;
        }
    }
    counts.into_iter().collect()
}
