//! Terms and readings compiled, and the one predicate set that answers account x clause x reading (rules R3 to R9).
//!
//! [`Frame`] turns a case into numbers, [`CompiledReading`] a reading into tables and timelines; then
//! [`assess::verdicts`] answers for many rows without a word, and [`assess::assess`] for one account with its reasons.
//! Pure: no files, no clock, no network. This crate does not group reports, count, or print; it decides no guilt.

pub mod assess;
mod compiled;
pub mod compose;
mod frame;
mod object;
mod period;
mod place;
mod predicates;
mod recorder;
mod release;
mod scope;
mod timeline;
mod whys;

pub use assess::{Weighed, account_verdict, assess, verdicts, weigh};
pub use compiled::{CompiledClause, CompiledReading};
pub use frame::{Frame, FrameError, Located, Numbers, Row, RowPlace, effect_bits};
pub use holdfire_geo::{Disc, LonLat, Model};
pub use predicates::Factors;
pub use recorder::{Explanation, Recorder, Said, Silent};
pub use scope::{CompiledScope, NodeSet, NodeState};
pub use timeline::{Band, Level, Timeline};
pub use whys::{Why, Whys};
