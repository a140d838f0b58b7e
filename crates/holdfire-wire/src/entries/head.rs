//! The first row of a table: names of columns, where the id stands, how lines end.

use std::collections::BTreeSet;

use super::row::{self, Ending};
use super::{AS_WRITTEN, BYTES, HEADER};

/// A table with more columns than this is kept as a file.
const MOST_COLUMNS: usize = 1_024;

/// A heading longer than this is no name: most likely a double quote is missing.
const LONGEST_HEADING_BYTES: usize = 200;

const BYTE_ORDER_MARK: &[u8] = b"\xef\xbb\xbf";

/// What rows need to know of the first row.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(super) struct Head {
    /// The name of each column: its heading, made unique.
    pub names: Vec<String>,
    pub ending: Ending,
    /// Where the id stands.
    pub id: Option<usize>,
    /// Bytes of the first row, with what stands before it.
    pub size_bytes: usize,
    /// True if the row has its ending, so that another may follow.
    pub ended: bool,
    pub quote_open: bool,
}

impl Head {
    /// Reads the first row of a table; `None` if the table cannot be cut.
    pub fn read(text: &[u8]) -> Option<Self> {
        let mark = if text.starts_with(BYTE_ORDER_MARK) {
            BYTE_ORDER_MARK.len()
        } else {
            0
        };
        let mut cells = Vec::new();
        let shape = row::read(&text[mark..], &mut cells)?;
        let headings: Vec<&str> = cells
            .iter()
            .map(|cell| heading(cell))
            .collect::<Option<_>>()?;
        if headings.len() > MOST_COLUMNS {
            return None;
        }
        Some(Self {
            id: headings.iter().position(|heading| *heading == "id"),
            names: names(&headings),
            ending: shape.ending.unwrap_or(Ending::Lf),
            size_bytes: mark + shape.size_bytes,
            ended: shape.ending.is_some(),
            quote_open: shape.quote_open,
        })
    }
}

fn heading(cell: &[u8]) -> Option<&str> {
    let text = std::str::from_utf8(cell).ok()?.trim();
    let good = text.len() <= LONGEST_HEADING_BYTES && !text.chars().any(char::is_control);
    good.then_some(text)
}

/// Headings as names: each once, none empty, none of those that mean something else. The others get `~` and the number
/// of their column, until nothing else is called so.
fn names(headings: &[&str]) -> Vec<String> {
    let mut taken: BTreeSet<String> = headings.iter().map(|&h| h.to_owned()).collect();
    let mut seen = BTreeSet::from(["", AS_WRITTEN, BYTES, HEADER]);
    let mut names = Vec::with_capacity(headings.len());
    for (i, &heading) in headings.iter().enumerate() {
        let mut name = heading.to_owned();
        if !seen.insert(heading) {
            while !taken.insert(name.clone()) {
                name = format!("{name}~{}", i + 1);
            }
        }
        names.push(name);
    }
    names
}
