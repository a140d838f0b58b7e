//! `holdfire register` on a mission's side: versions, notices and openings in its record, and matching.

mod accept;
mod held;
mod matching;
mod notify;
mod opened;
mod questions;
mod status;
mod whose;

pub use accept::{accept, accepted};
pub use matching::matching;
pub use notify::notify;
pub use opened::opened;
pub use status::status;
pub use whose::whose;

use holdfire_model::Moment;
use holdfire_store::mission::{Mission, PUBLIC, View};

use crate::output::Failure;

/// The log of a circle, or the mission's own.
fn log_of(view: &View, circle: Option<&str>) -> Result<u32, Failure> {
    Ok(match circle {
        Some(name) => view.circle(name)?.log,
        None => PUBLIC,
    })
}

/// Now by the clock of the mission.
fn now(mission: &Mission) -> Moment {
    let now = mission.surroundings().clock.now();
    Moment(i64::try_from(now).unwrap_or(i64::MAX))
}
