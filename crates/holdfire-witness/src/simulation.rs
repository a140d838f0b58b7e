//! Runs with a hostile operator, without files, network or clock: for tests and for the harness.

mod split_view;

pub use holdfire_store::simulation::MemoryDisk;
pub use split_view::{SplitViewFailure, SplitViewRun, split_view_run};
