//! A case folder as the contents of entries, and back, byte for byte.
//!
//! [`split`] cuts the files of a case folder into [`Item`]s: one for each file that stays whole, one for the head of each
//! table and one for each of its rows, so that one cell of one report can be disclosed later. [`join`] puts them together
//! again: `join(split(files))` is `files` for all bytes. [`changes`] says which items have to be entered so that a state
//! becomes the folder that is wanted. The format is in `docs/spec/entries.md`.
//!
//! It does not judge what the files say: a bad row is an item as a good one is, and [`crate::case::read`] finds the same
//! problems in what was put together.

mod align;
mod changes;
mod head;
mod join;
mod order;
mod row;
mod split;
mod subject;
#[cfg(test)]
mod tests;

pub use changes::{Change, changes};
pub use join::{JoinError, join, join_in};
pub use split::{Items, items, split};

/// The field that holds a whole file.
pub const BYTES: &str = "bytes";

/// The field that holds the first row of a table, with what stands before it and its line ending.
pub const HEADER: &str = "header";

/// The field that holds the exact bytes of a row, where writing its cells canonically would give others.
pub const AS_WRITTEN: &str = "as_written";

/// The names that the cells of a table's rows have, by the first row of the table: what its head has in [`HEADER`]. `None` if
/// it is not the first row of a table that is cut into rows.
#[must_use]
pub fn columns(header: &[u8]) -> Option<Vec<String>> {
    head::Head::read(header).map(|head| head.names)
}

/// The contents of one entry: a file, the head of a table, or one of its rows.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Item {
    /// What it is about: a path (`case.toml`), or a table and a row (`reports.csv#R-7`).
    pub subject: String,
    /// Where a row stands in its table: rows go by this number, below 2^63. 0 for all else.
    pub order: u64,
    /// Names and values. Of a row: its cells in the order of the columns, then [`AS_WRITTEN`] where it is needed.
    pub fields: Vec<(String, Vec<u8>)>,
}
