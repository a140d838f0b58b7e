//! A user's own table, read with a saved mapping: bytes in, rows of `reports.csv` and a list of problems out.
//!
//! Nothing is guessed. What the bytes settle is recognised and named with the evidence for it (encoding, delimiter,
//! decimal sign, order of day and month); what they do not settle is asked, and the answer is a line of the mapping
//! file, so that the same table and the same mapping always give the same rows. The mapping file is specified in
//! `docs/spec/import-map.md`.
//!
//! This module opens no file, and it does not know the case: whether a category, an area or a party exists is for
//! `case check` to say.

mod cells;
mod dates;
mod delimited;
mod draft;
mod encoding;
mod evidence;
mod map;
mod numbers;
mod plan;
mod problem;
mod read;
mod rows;
mod settle;
mod shape;
mod sheet;
mod sniff;
mod table;
mod targets;
mod weigh;
mod write;
mod zip_sizes;

use std::collections::BTreeSet;

pub use draft::draft_map;
pub use problem::{ImportError, ImportProblem, Place, Question};
pub use sniff::{Sniffed, SniffedColumn, sniff, sniff_with};
pub use table::Format;
pub use targets::TARGET_COLUMNS;
pub use write::to_csv;

/// The encoding that bytes seem to be in, if they settle it.
pub(crate) fn encoding_of(bytes: &[u8]) -> Option<String> {
    let decoded = encoding::decode(bytes, None).ok()?;
    let name = decoded.named.split([':', ',']).next()?;
    Some(name.to_owned())
}

/// The largest table that is read, in bytes; the caller refuses a larger file before reading it.
pub const MAX_FILE_BYTES: u64 = 512 * 1024 * 1024;
/// The most rows that a table may have below its header.
pub const MAX_ROWS: u64 = 1_000_000;
/// The longest row, in bytes.
pub const MAX_ROW_BYTES: usize = 1024 * 1024;
/// The most columns.
pub const MAX_COLUMNS: usize = 1_000;
/// The most problems that are listed; the rest is counted.
pub const MAX_PROBLEMS: usize = 10_000;

/// What an import gives: the good rows, and all that is to be said on the others.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Imported {
    /// The rows that were kept, in the order of the table, each in the order of [`TARGET_COLUMNS`].
    pub rows: Vec<Vec<String>>,
    /// What is wrong, in the order of the table: first what is said of the whole table, then line by line.
    pub problems: Vec<ImportProblem>,
    /// How many rows were read, kept and refused.
    pub counts: Counts,
    /// What was recognised, in sentences: encoding, delimiter, header, order of dates, decimal sign.
    pub recognised: Vec<String>,
    /// What the table was.
    pub original: Original,
}

/// How many rows there were; `read` is always `kept` plus `refused`.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Counts {
    /// Rows below the header that are not blank.
    pub read: u64,
    /// Rows that were kept.
    pub kept: u64,
    /// Rows that were refused.
    pub refused: u64,
    /// Kept rows of which something is to be said.
    pub kept_with_remarks: u64,
    /// Blank rows, which are passed over.
    pub blank: u64,
    /// Problems beyond [`MAX_PROBLEMS`], which are counted and not listed.
    pub problems_left_out: u64,
}

/// What the table was, for the note that is kept with the rows made from it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Original {
    /// Its file name.
    pub file_name: String,
    /// Its size in bytes.
    pub size_bytes: u64,
    /// What kind of file it is.
    pub format: Format,
    /// Its column names.
    pub header: Vec<String>,
    /// Rows below the header that are not blank.
    pub rows: u64,
}

/// Reads a table with a mapping into rows of `reports.csv`.
///
/// Good rows are kept, bad ones are listed with line, column, the text of the user and what to do. A row whose id is
/// among `existing_ids`, or stood in the table before, is refused. A dry run is the same call.
///
/// # Errors
/// [`ImportError`] if nothing can be read at all: an empty file, no table, a mapping with mistakes, or a question that
/// the mapping has to answer first. All mistakes and all questions are in it at once.
///
/// # Example
/// ```
/// use holdfire_wire::import::{TARGET_COLUMNS, import, to_csv};
///
/// let table = "Nr;Day;What\n7;25.03.2025;Drone hit a substation\n8;32.03.2025;A slip\n";
/// let map = "version = 1\n[columns]\nid = \"Nr\"\ndate = \"Day\"\nsummary = \"What\"\n";
/// let done = import(table.as_bytes(), "list.csv", map, &Default::default()).unwrap();
/// assert_eq!((done.counts.kept, done.counts.refused), (1, 1));
/// assert!(to_csv(&TARGET_COLUMNS, &done.rows).contains("7,,,,,,,,2025-03-25,"));
/// assert_eq!(done.problems[0].message, "`Day` is `32.03.2025`, which is not a date");
/// ```
pub fn import(
    bytes: &[u8],
    file_name: &str,
    map_text: &str,
    existing_ids: &BTreeSet<String>,
) -> Result<Imported, ImportError> {
    let map = map::parse(map_text)?;
    let mut table = table::Table::open(bytes, &map.settings)?;
    let plan = plan::Plan::new(&map, &mut table)?;
    rows::convert(&mut table, plan, bytes.len(), file_name, existing_ids)
}

#[cfg(test)]
mod tests;
