//! Who may read and do what: roles as entries of the record, rules as Cedar policies, lists filtered in SQL by the same facts.
//!
//! There is one way to anything confidential: [`Eyes`] of a person go into a [`crate::world::World`], which is made of what
//! these eyes may read and of nothing else. [`Policies`] answer for one thing at a time and for acts; [`FactsTable`] answers
//! for lists. A property test holds the two together.

mod eyes;
mod facts;
mod policy;
mod readers;
mod table;

pub use eyes::Eyes;
pub use facts::{Facts, Thing};
pub use holdfire_monitor::workflow::{Role, RoleError};
pub use policy::{Action, Policies};
pub use readers::readers;
pub use table::FactsTable;
