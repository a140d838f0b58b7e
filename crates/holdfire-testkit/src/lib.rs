//! What tests share: the scenario notation with its runner, builders of small cases, changes that a rule must survive.
//!
//! A scenario is one small case and what must follow from it, as plain text that a lawyer can read; the notation is
//! described in `scenarios/README.md` and read by nothing but this crate. It is a test notation, not a case format
//! (that is `holdfire-wire`), and this crate is a development dependency only.

mod busy;
pub mod changes;
mod expect;
mod notation;
pub mod rulebook;
mod run;
mod small;

pub use busy::{busy_replies, busy_reports};
pub use notation::{NotationError, Scenario, Stage, read};
pub use run::{Failure, Sample, run, samples, workspace};
pub use small::{SMALL_CASE, small_case, small_case_with};
