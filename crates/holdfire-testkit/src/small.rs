//! A fixed small case for tests that need one.

use holdfire_model::Case;

use crate::notation::read;

/// The text of [`small_case`]: two readings that differ in start and scope, one report.
pub const SMALL_CASE: &str = "# A small case for tests
zone: Europe/Berlin
party alpha: bound
party beta: bound
category energy
category electricity under energy
category line under electricity
category bridge
area north: from 30 50 to 40 52
area south: from 30 48 to 40 50
clause halt prohibits strike
reading alpha-reads by alpha
  start: 2025-03-18
  end: 30 days, first-day-in
  scope: covered energy; closed
  acts: counted intercepted, debris; not counted collateral
  bound: alpha, beta
  territory: of alpha, beta
  whose: north alpha, south beta
  against: other
reading beta-reads by beta
  like alpha-reads
  start: 2025-03-25
  scope: covered electricity; closed
panel: alpha-reads, beta-reads
report R1 from alpha
  when: 2025-03-21 04:20
  place: near 35 51 within 5 km
  object: line
  act: strike
  effect: hit
  actor: beta
";

/// A small case: two bound parties, two readings, one report.
#[must_use]
pub fn small_case() -> Case {
    small_case_with("")
}

/// The small case with more lines of the scenario notation below it.
///
/// # Panics
/// If the lines cannot be read; the message says which.
#[must_use]
pub fn small_case_with(more: &str) -> Case {
    match read("small.txt", &format!("{SMALL_CASE}{more}")).case {
        Ok(case) => case,
        Err(error) => panic!("{error}"),
    }
}
