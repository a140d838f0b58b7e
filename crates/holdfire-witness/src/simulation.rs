//! Runs with a hostile operator, without files, network or clock: for tests and for the harness.

mod memory_disk;
mod split_view;

pub use memory_disk::MemoryDisk;
pub use split_view::{SplitViewFailure, SplitViewRun, split_view_run};
