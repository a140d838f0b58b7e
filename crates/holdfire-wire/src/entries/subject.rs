//! Names of subjects: which file, and which row of it.

use std::borrow::Cow;

use crate::files::CaseFiles;

/// The longest id that names a row, in bytes.
const LONGEST_ID_BYTES: usize = 200;

/// True for the tables of a case folder: these are cut into rows.
pub(super) fn is_table(path: &str) -> bool {
    path.ends_with(".csv") && CaseFiles::NAMES.contains(&path)
}

/// The subject of a file. A path that reads like a row, or like such a path, gets `./` before it.
pub(super) fn of_file(path: &str) -> Cow<'_, str> {
    if path.starts_with("./") || row_parts(path).is_some() {
        Cow::Owned(format!("./{path}"))
    } else {
        Cow::Borrowed(path)
    }
}

/// What a subject names.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum Named<'s> {
    /// A whole file, or the head of a table.
    File(&'s str),
    /// A row of a table: path of the table, name of the row.
    Row(&'s str, &'s str),
}

impl<'s> Named<'s> {
    pub fn parse(subject: &'s str) -> Self {
        match row_parts(subject) {
            Some((table, row)) => Self::Row(table, row),
            None => Self::File(subject.strip_prefix("./").unwrap_or(subject)),
        }
    }
}

fn row_parts(subject: &str) -> Option<(&str, &str)> {
    subject.split_once('#').filter(|(table, _)| is_table(table))
}

/// The key of a row out of its id cell; empty if the id names nothing.
pub(super) fn key(id: Option<&[u8]>) -> &str {
    let text = id.and_then(|id| std::str::from_utf8(id).ok()).unwrap_or("");
    let text = text.trim();
    let good = text.len() <= LONGEST_ID_BYTES
        && text
            .chars()
            .all(|c| c.is_alphanumeric() || "-_.:".contains(c));
    if good { text } else { "" }
}

/// The key within a row's name: `R-7` of `R-7~2`, nothing of `~5`.
pub(super) fn key_of(row: &str) -> &str {
    row.split_once('~').map_or(row, |(key, _)| key)
}
