//! A mission with people of every role, and a browser for each of them that calls the router in this process.

pub mod browser;
pub mod lists;
pub mod plan;
pub mod room;

pub use browser::{Answer, TABLE};
pub use lists::SealedList;
pub use plan::Plan;
pub use room::Room;
