//! The workflow on the server: tasks out of the record, forms for what may be done, acts into the record.
//!
//! What may be done is decided by `holdfire_monitor::workflow` alone; here is how it is asked for and entered.

mod effects;
mod form;
mod forms;
mod list;
mod numbers;
mod rows;
mod tasks;

use holdfire_model::Moment;
use holdfire_monitor::workflow::{Author, PersonName, Rules, Settings, Task};

use crate::snapshot::Snapshot;
use crate::web::Visitor;

pub use effects::effects;
pub use form::{FieldSpec, Input, MOST_MINUTES, Only, entries, has_one, needs_offset};
pub use forms::{Desk, act_form, incident_reports, opening_form};
pub use list::{Fate, Handed, Weighed, as_csv, read_list, weigh, with_hint};
pub use numbers::Numbers;
pub use rows::{Table, add_row, terms_with};
pub use tasks::read_tasks;

/// Who a visitor is in the workflow; nobody is the public.
#[must_use]
pub fn author(visitor: &Visitor) -> Author {
    let name = visitor.seen_as.as_deref().or(visitor.name.as_deref());
    let person = PersonName::new(name.unwrap_or("nobody"));
    Author {
        person: person.unwrap_or_else(|_| PersonName::new("nobody").expect("a plain name")),
        role: visitor.eyes.role.clone(),
    }
}

/// Who asks, when, under which settings.
#[must_use]
pub fn rules<'s>(settings: &'s Settings, visitor: &Visitor, now: u64) -> Rules<'s> {
    Rules {
        settings,
        author: author(visitor),
        now: Moment(i64::try_from(now).unwrap_or(i64::MAX)),
    }
}

/// The tasks that a reader may know of, in the record's order.
#[must_use]
pub fn visible<'s>(snapshot: &'s Snapshot, reader: &Author) -> Vec<&'s Task> {
    snapshot
        .tasks
        .iter()
        .filter(|task| task.visible_to(reader))
        .collect()
}
