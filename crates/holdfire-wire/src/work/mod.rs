//! Acts of the workflow as fields of entries, and their deadlines as a calendar.
//!
//! Each part of an act is a field of its own, so that it can be opened alone: the outcome without the reasons, one
//! allegation without the others. The format is in `docs/spec/work.md`.

mod calendar;
mod fields;
mod read;
mod settings;
#[cfg(test)]
mod tests;
mod write;

use holdfire_monitor::workflow::{Act, TaskId};
use holdfire_seal::fields::Field;

use fields::{Writer, texts};

pub use calendar::ics;
pub use fields::{LONGEST_TEXT, WorkError};
pub use settings::settings;
pub(crate) use settings::{WorkflowFile, check};

/// What subjects of entries of the kind `work` begin with.
const SUBJECT: &str = "task/";

/// The subject of the entries of a task.
#[must_use]
pub fn subject(task: &TaskId) -> String {
    format!("{SUBJECT}{task}")
}

/// The task of a subject, if it is one of a task.
#[must_use]
pub fn task_of(subject: &str) -> Option<TaskId> {
    TaskId::new(subject.strip_prefix(SUBJECT)?).ok()
}

/// An act as ordered fields of an entry of the kind `work` with the effect `note`; the task is its [`subject`].
///
/// # Errors
/// [`WorkError`] if a text is empty, too long or steers a terminal, or a time lies beyond the year 9999: [`from_fields`]
/// would refuse it. The error names the field.
pub fn to_fields(act: &Act) -> Result<Vec<Field>, WorkError> {
    let mut to = Writer::default();
    write::act(act, &mut to)?;
    // What is written is read: a list whose last element could be taken for the next field, or an empty one that must not
    // be, is found here and not when the record is opened years later.
    from_fields(&subject(&act.task), &to.0)?;
    Ok(to.0)
}

/// Reads [`to_fields`]: the same fields in the same order, each value in its one spelling.
///
/// # Errors
/// [`WorkError`] if the subject is that of no task, or a field is missing, out of place, unknown or misspelt.
pub fn from_fields(subject: &str, fields: &[Field]) -> Result<Act, WorkError> {
    let task = task_of(subject).ok_or(WorkError::Subject)?;
    let act = read::act(&task, &texts(fields)?)?;
    // Sets are written in order, without doubles: one act has one spelling.
    let mut again = Writer::default();
    write::act(&act, &mut again)?;
    match fields.iter().zip(&again.0).find(|(a, b)| a != b) {
        None if fields.len() == again.0.len() => Ok(act),
        None => Err(WorkError::Field(last_name(fields))),
        Some((field, _)) => Err(WorkError::Field(field.name.clone())),
    }
}

fn last_name(fields: &[Field]) -> String {
    fields.last().map_or_else(String::new, |f| f.name.clone())
}

/// Makes a text that a person typed into a form storable without changing what it says: line ends are those of one
/// system, tabs become blanks, and blanks around it go.
#[must_use]
pub fn typed(text: &str) -> String {
    text.replace("\r\n", "\n")
        .replace('\r', "\n")
        .replace('\t', " ")
        .trim()
        .to_owned()
}
