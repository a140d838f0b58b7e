//! A mission with people of every role, and a browser for each of them that calls the router in this process.
#![allow(
    dead_code,
    reason = "codes and renewed sessions are for tests that come"
)]

pub mod browser;
pub mod plan;
pub mod room;

pub use browser::{Answer, TABLE};
pub use plan::Plan;
pub use room::Room;
