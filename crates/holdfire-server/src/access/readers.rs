//! Who can read a thing: what the badge beside it says.

use std::collections::BTreeMap;

use holdfire_monitor::workflow::Role;

use super::eyes::Eyes;
use super::facts::Facts;
use super::policy::{Action, Policies};

/// How many persons of each role may read a thing, in the order of roles; those with the eyes of everybody are not counted.
///
/// `persons`: how many persons of the mission have which eyes.
#[must_use]
pub fn readers(facts: &Facts, persons: &BTreeMap<Eyes, usize>) -> Vec<(Role, usize)> {
    let policies = Policies::shipped();
    let mut counts: BTreeMap<Role, usize> = BTreeMap::new();
    for (eyes, n) in persons {
        if eyes.role != Role::Public && policies.allows(eyes, false, Action::Read, facts) {
            *counts.entry(eyes.role.clone()).or_default() += n;
        }
    }
    counts.into_iter().collect()
}
