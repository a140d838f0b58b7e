//! Files into items.

use std::borrow::Cow;
use std::collections::hash_map::DefaultHasher;
use std::collections::{HashMap, btree_map};
use std::hash::{Hash as _, Hasher as _};

use super::head::Head;
use super::{AS_WRITTEN, BYTES, HEADER, Item, order, row, subject};
use crate::files::CaseFiles;

/// Cuts the files of a case folder into items, by path and then as rows stand. Each subject is there once.
#[must_use]
pub fn split(files: &CaseFiles) -> Vec<Item> {
    items(files).collect()
}

/// The same one by one, for tables that should not be held twice.
#[must_use]
pub fn items(files: &CaseFiles) -> Items<'_> {
    Items {
        files: files.0.iter(),
        table: None,
    }
}

/// The items of a case folder, see [`items`].
#[derive(Debug)]
pub struct Items<'f> {
    files: btree_map::Iter<'f, String, Vec<u8>>,
    table: Option<Table<'f>>,
}

/// The table that is being cut.
#[derive(Debug)]
struct Table<'f> {
    path: &'f str,
    rows: Rows<'f>,
    row: Row<'f>,
    names: Names,
    number: u64,
}

impl Iterator for Items<'_> {
    type Item = Item;

    fn next(&mut self) -> Option<Item> {
        if let Some(table) = &mut self.table {
            if table.rows.next(&mut table.row) {
                table.number += 1;
                let key = table.row.key(&table.rows.head);
                let mut subject = String::with_capacity(table.path.len() + 1 + key.len());
                subject.push_str(table.path);
                subject.push('#');
                subject.push_str(key);
                let number = match key {
                    "" => Some(table.number),
                    key => table.names.number(key),
                };
                if let Some(number) = number {
                    subject.push('~');
                    subject.push_str(&number.to_string());
                }
                return Some(Item {
                    subject,
                    order: order::STEP * table.number,
                    fields: table.row.fields(&table.rows.head),
                });
            }
            self.table = None;
        }
        let (path, bytes) = self.files.next()?;
        let (item, rows) = file(path, bytes);
        self.table = rows.map(|rows| Table {
            path,
            rows,
            row: Row::default(),
            names: Names::default(),
            number: 0,
        });
        Some(item)
    }
}

/// The item of a file that stays whole, or the item of a table's head and the table's rows.
pub(super) fn file<'f>(path: &str, bytes: &'f [u8]) -> (Item, Option<Rows<'f>>) {
    let rows = subject::is_table(path).then(|| Rows::open(bytes)).flatten();
    let field = match &rows {
        Some(rows) => (HEADER.to_owned(), rows.header.to_owned()),
        None => (BYTES.to_owned(), bytes.to_owned()),
    };
    let item = Item {
        subject: subject::of_file(path).into_owned(),
        order: 0,
        fields: vec![field],
    };
    (item, rows)
}

/// How often an id was there, by its hash: a table of a million rows has a million ids. Should two ids ever have one hash,
/// the second gets a number that it does not need, and its name is still its own.
#[derive(Debug, Default)]
struct Names(HashMap<u64, u64>);

impl Names {
    /// The number that a row of this id needs in its name; none for the first.
    fn number(&mut self, key: &str) -> Option<u64> {
        let mut hasher = DefaultHasher::new();
        key.hash(&mut hasher);
        let count = self.0.entry(hasher.finish()).or_default();
        *count += 1;
        (*count > 1).then_some(*count)
    }
}

/// The rows of a table, one after the other.
#[derive(Clone, Debug)]
pub(super) struct Rows<'f> {
    pub head: Head,
    pub header: &'f [u8],
    text: &'f [u8],
    /// Where the next row begins.
    pub at: usize,
}

/// One row: its cells and its exact bytes. It is used again for the next, so that rows cost no memory.
#[derive(Clone, Debug, Default)]
pub(super) struct Row<'f> {
    pub bytes: &'f [u8],
    cells: Vec<Cow<'f, [u8]>>,
    /// True if the cells alone give the bytes.
    canonical: bool,
}

impl<'f> Rows<'f> {
    /// Opens a table; `None` if it cannot be cut.
    pub fn open(text: &'f [u8]) -> Option<Self> {
        let head = Head::read(text)?;
        let at = with_blank_end(text, head.size_bytes);
        Some(Self {
            head,
            header: &text[..at],
            text,
            at,
        })
    }

    /// Reads the next row; false if there is none.
    pub fn next(&mut self, row: &mut Row<'f>) -> bool {
        let found = self.read_at(self.at, row);
        if found {
            self.at += row.bytes.len();
        }
        found
    }

    /// Reads the row that begins at a byte; false if there is none.
    pub fn read_at(&self, start: usize, row: &mut Row<'f>) -> bool {
        let text: &'f [u8] = self.text;
        let Some(shape) = row::read(&text[start..], &mut row.cells) else {
            return false;
        };
        let shape_end = start + shape.size_bytes;
        let end = with_blank_end(text, shape_end);
        row.bytes = &text[start..end];
        row.canonical = end == shape_end
            && shape.is_canonical(self.head.ending)
            && row.cells.len() == self.head.names.len();
        true
    }
}

/// The end of a row. Blank lines at the end of a table belong to the last row, as blank lines before a row belong to it.
fn with_blank_end(text: &[u8], end: usize) -> usize {
    let blank = text[end..].iter().all(|b| matches!(b, b'\r' | b'\n'));
    if blank { text.len() } else { end }
}

impl Row<'_> {
    /// The key of the row: its id; empty if it has none that names it.
    pub fn key(&self, head: &Head) -> &str {
        subject::key(head.id.and_then(|id| self.cells.get(id)).map(AsRef::as_ref))
    }

    /// Names and values of the fields. Cells beyond the last column have no name and stand in the exact bytes alone.
    fn pairs<'r>(&'r self, head: &'r Head) -> impl Iterator<Item = (&'r str, &'r [u8])> {
        let cells = self.cells.iter().map(AsRef::as_ref);
        let names = head.names.iter().map(String::as_str);
        let as_written = (!self.canonical).then_some((AS_WRITTEN, self.bytes));
        names.zip(cells).chain(as_written)
    }

    /// The fields of the row's item.
    pub fn fields(&self, head: &Head) -> Vec<(String, Vec<u8>)> {
        let mut fields = Vec::with_capacity(head.names.len() + usize::from(!self.canonical));
        fields.extend(
            self.pairs(head)
                .map(|(name, value)| (name.to_owned(), value.to_owned())),
        );
        fields
    }

    /// True if an item says the same.
    pub fn is_in(&self, item: &Item, head: &Head) -> bool {
        let fields = item.fields.iter().map(|(n, v)| (n.as_str(), v.as_slice()));
        fields.eq(self.pairs(head))
    }

    /// The values, for a hash.
    pub fn values<'r>(&'r self, head: &'r Head) -> impl Iterator<Item = &'r [u8]> {
        self.pairs(head).map(|(_, value)| value)
    }
}
