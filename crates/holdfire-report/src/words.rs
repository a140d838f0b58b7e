//! Values of the model in plain English sentences, for every output alike.
//!
//! Pure functions. Nothing here decides anything: a verdict comes in as a value and leaves as the sentence that
//! DESIGN.md section 5 gives it. Words of a source are passed on as they are; whoever prints them makes them safe for
//! the place where they appear ([`escape_terminal`] for a terminal, the page's own escaping for HTML).

mod escape;
mod names;
mod period;
mod point;
mod rules;
mod scope;
mod sentence;
mod story;
mod time;

#[cfg(test)]
pub(crate) mod fixture;
#[cfg(test)]
mod tests;

pub use escape::escape_terminal;
pub use names::{
    clause_status, condition_state, count, decides, effect, factor, level, list, list_or, number,
    reply, role, setting, standing, state, support,
};
pub use period::{boundary, convention, end, length};
pub use point::{Line, Origin, point, points_differ};
pub use scope::lists;
pub use sentence::{NOT_COVERED_RIDER, meaning, rider, sentence, stated_on, stated_or_ascribed};
pub use story::{act, actors, claimant, object, place, radius, says, share, source, when};
pub use time::{clock, date, dates, interval, said_on};
