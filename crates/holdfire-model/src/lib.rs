//! The things a limited ceasefire is made of, as plain values: parties, clauses, readings, reports, accounts,
//! incidents, sites, and the answers that are given about them.
//!
//! Uncertainty is in the types: a time is an interval, a place an area, an object a set of possibilities that cannot
//! be empty, a boundary carries the reason why it is fuzzy, and a term that nobody stated is a value ([`Term`]).
//! This crate computes nothing about coverage (that is `holdfire-terms`) and knows no file format (`holdfire-wire`).

pub mod agreement;
pub mod assessment;
pub mod case;
pub mod id;
pub mod phrase;
pub mod place;
pub mod reading;
pub mod register;
pub mod report;
pub mod taxonomy;
pub mod time;
pub mod zone;

pub use agreement::*;
pub use assessment::*;
pub use case::*;
pub use id::*;
pub use phrase::*;
pub use place::*;
pub use reading::*;
pub use register::*;
pub use report::*;
pub use taxonomy::*;
pub use time::*;
pub use zone::*;
