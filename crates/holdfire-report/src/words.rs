//! Values of the model in plain sentences of a language, for every output alike. The sentences are messages of
//! `holdfire-words`; each function takes the words of the language.
//!
//! Pure functions. Nothing here decides anything: a verdict comes in as a value and leaves as the sentence that
//! DESIGN.md section 5 gives it. Words of a source are passed on as they are; whoever prints them makes them safe for
//! the place where they appear ([`escape_terminal`] for a terminal, the page's own escaping for HTML).

mod escape;
mod names;
mod period;
mod phrase;
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
pub use holdfire_words::number;
pub use names::{
    class, clause_status, condition_state, coverage, decides, effect, factor, level, list, list_or,
    point_label, reply, role, setting, standing, state, support, support_level,
};
pub use period::{boundary, convention, end, length};
pub use phrase::phrase;
pub use point::{Line, Origin, point, points_differ};
pub use scope::lists;
pub use sentence::{meaning, rider, sentence, stated_on};
pub use story::{act, actors, claimant, object, place, radius, says, share, source, when};
pub use time::{clock, date, dates, day_and_month, interval, said_on};
