//! Whose eyes a page is made for.

use std::collections::BTreeSet;

use holdfire_monitor::workflow::Role;

/// Whose eyes: what decides what is read. Two persons with the same eyes see the same pages.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Eyes {
    /// The role.
    pub role: Role,
    /// The numbers of the circles' logs whose readers name the person, and whose keys the server holds.
    pub circles: BTreeSet<u32>,
}

impl Eyes {
    /// The eyes of everybody.
    #[must_use]
    pub fn public() -> Self {
        Self::of(Role::Public)
    }

    /// The eyes of a role without any circle.
    #[must_use]
    pub fn of(role: Role) -> Self {
        Self {
            role,
            circles: BTreeSet::new(),
        }
    }
}
