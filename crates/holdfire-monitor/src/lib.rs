//! Reports become incidents, incidents get an answer under every reading, answers are counted.
//!
//! [`answer`] is the whole chain for one case: grouping by links, assessment, support, class over the panel, the point
//! that decides, and the headline. Pure: values in, values out. It decides no guilt and counts nobody's breaches:
//! [`Grouping::Accused`] is refused, with the reason.

mod answer;
mod compare;
mod decide;
mod held;
mod incidents;
mod solved;
mod suggest;
mod summary;
mod support;
pub mod workflow;

pub use answer::{Answer, Before, Filter, Hanging, Overview, answer, answer_one, overview};
pub use compare::{Comparison, Flip, TermDifference, compare};
pub use held::{Held, HeldRow, Stretch, held};
pub use incidents::{Joining, incidents};
pub use solved::{One, Solved};
pub use suggest::{MOST as MOST_SUGGESTIONS, Sign, Suggestion, pair, suggestions};
pub use summary::{
    Cell, Counting, Grouping, InForce, MatrixRow, Range, RefusedGrouping, SilentTerm, Summary,
    check_grouping, decisive_points,
};
pub use support::support;
