//! Tasks as the record has them.

use std::collections::BTreeMap;

use holdfire_monitor::workflow::{Act, Task, TaskId};
use holdfire_store::mission::Seen;
use holdfire_wire::work::{from_fields, task_of};

/// The tasks of the entries of kind `work`, in the order in which they were opened. Acts that cannot be read, and acts that
/// could not be made where they stand, are left out: `holdfire mission show` has them.
#[must_use]
pub fn read_tasks(entries: &[Seen]) -> Vec<Task> {
    let mut order: Vec<TaskId> = Vec::new();
    let mut acts: BTreeMap<TaskId, Vec<Act>> = BTreeMap::new();
    for seen in entries {
        let Some(subject) = seen.subject() else {
            continue;
        };
        let (Some(id), Ok(act)) = (task_of(subject), from_fields(subject, seen.fields())) else {
            continue;
        };
        let of = acts.entry(id.clone()).or_default();
        if of.is_empty() {
            order.push(id);
        }
        of.push(act);
    }
    order
        .iter()
        .filter_map(|id| Task::read(&acts[id]).ok())
        .map(|(task, _)| task)
        .collect()
}
