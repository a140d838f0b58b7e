//! Items into files.

use std::borrow::Borrow;
use std::collections::BTreeMap;

use super::head::Head;
use super::row::{self, Ending};
use super::split::Rows;
use super::subject::{Named, is_table};
use super::{AS_WRITTEN, BYTES, HEADER, Item};
use crate::files::CaseFiles;

/// Why items do not make a case folder.
#[derive(Clone, PartialEq, Eq, Debug, thiserror::Error)]
pub enum JoinError {
    /// Two items say what one thing is.
    #[error(
        "`{subject}` is there twice\nhint: of each subject only the newest item belongs to a state"
    )]
    Twice {
        /// The subject that is there twice.
        subject: String,
    },
    /// A row of a table that has no head, or that is there as a whole file.
    #[error(
        "the row `{subject}` has no head\nhint: an item `{table}` with the field `header` belongs to it"
    )]
    NoHead {
        /// The row.
        subject: String,
        /// Its table.
        table: String,
    },
    /// A file or the head of a table without the one field that it needs, or with others.
    #[error(
        "`{subject}` has the fields {found}; it must have one, `bytes`, or `header` if it is the head of a table"
    )]
    Fields {
        /// The file.
        subject: String,
        /// The names that were found.
        found: String,
    },
    /// A head that is not one first row.
    #[error("`{subject}`: the field `header` is not the first row of a table")]
    Header {
        /// The table.
        subject: String,
    },
    /// A row with a field that its table does not have.
    #[error(
        "`{subject}`: there is no column `{name}` in its table\nhint: a head that changes is entered together with its rows"
    )]
    Column {
        /// The row.
        subject: String,
        /// The field.
        name: String,
    },
    /// A row with a field twice.
    #[error("`{subject}`: the field `{name}` is there twice")]
    FieldTwice {
        /// The row.
        subject: String,
        /// The field.
        name: String,
    },
    /// A row whose exact bytes are not one row, or say something else than its cells.
    #[error("`{subject}`: the field `as_written` says something else than the cells")]
    Contradiction {
        /// The row.
        subject: String,
    },
}

/// Puts items together: the files of the case folder that they were cut from, byte for byte.
///
/// The order of the items does not matter. It is quickest, and holds no item, if the head of a table comes before its
/// rows, as [`super::split`] has them. A row that does not end its line and is not the last gets a line ending, so that
/// rows that were entered apart never run into each other.
///
/// # Errors
/// [`JoinError`], naming the subject; then there are no files.
pub fn join<I>(items: I) -> Result<CaseFiles, JoinError>
where
    I: IntoIterator,
    I::Item: Borrow<Item>,
{
    join_in(items, |_| 0)
}

/// The same, quicker and in less memory for who knows how large the tables will be.
///
/// # Units and shape
/// - `room`: about how many bytes the rows of a table take; it may be wrong.
///
/// # Errors
/// As [`join`].
pub fn join_in<I>(items: I, room: impl Fn(&str) -> usize) -> Result<CaseFiles, JoinError>
where
    I: IntoIterator,
    I::Item: Borrow<Item>,
{
    let mut files: BTreeMap<String, File> = BTreeMap::new();
    for item in items {
        let item: &Item = item.borrow();
        match Named::parse(&item.subject) {
            Named::File(path) => {
                let made = File::new(path, item, room(path))?;
                match files.get_mut(path) {
                    None => {
                        files.insert(path.to_owned(), made);
                    }
                    Some(File::Waiting(rows)) => {
                        let rows = std::mem::take(rows);
                        let mut made = made;
                        for row in &rows {
                            made.row(path, row)?;
                        }
                        files.insert(path.to_owned(), made);
                    }
                    Some(_) => {
                        return Err(JoinError::Twice {
                            subject: item.subject.clone(),
                        });
                    }
                }
            }
            Named::Row(path, _) => {
                if !files.contains_key(path) {
                    files.insert(path.to_owned(), File::Waiting(Vec::new()));
                }
                let file = files.get_mut(path).expect("it was put there");
                file.row(path, item)?;
            }
        }
    }
    let files = files
        .into_iter()
        .map(|(path, file)| file.finish(&path).map(|bytes| (path, bytes)));
    Ok(CaseFiles(files.collect::<Result<_, _>>()?))
}

/// A file that is being put together.
enum File {
    Whole(Vec<u8>),
    Cut(Table),
    /// Rows that came before their head.
    Waiting(Vec<Item>),
}

/// A table that is being put together: its pieces stand in `text` in the order in which they came, the first row first.
struct Table {
    head: Head,
    header_end: usize,
    text: Vec<u8>,
    /// The names of rows, one behind the other.
    names: String,
    rows: Vec<Piece>,
}

/// A row: it and its name begin where those before it end. Small, since a table may have millions.
struct Piece {
    order: u64,
    end: usize,
    name_end: usize,
    tail: Tail,
}

/// How a piece ends.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Tail {
    Ended,
    Open,
    QuoteOpen,
}

impl Tail {
    fn of(ended: bool, quote_open: bool) -> Self {
        match (ended, quote_open) {
            (true, _) => Self::Ended,
            (false, false) => Self::Open,
            (false, true) => Self::QuoteOpen,
        }
    }

    /// What has to be added before another piece may follow.
    fn close(self, ending: Ending, text: &mut Vec<u8>) {
        if self == Self::QuoteOpen {
            text.push(b'"');
        }
        if self != Self::Ended {
            text.extend_from_slice(ending.bytes());
        }
    }
}

impl File {
    fn new(path: &str, item: &Item, room: usize) -> Result<Self, JoinError> {
        match item.fields.as_slice() {
            [(name, bytes)] if name == BYTES => Ok(Self::Whole(bytes.clone())),
            [(name, header)] if name == HEADER && is_table(path) => {
                let rows = Rows::open(header).filter(|rows| rows.at == header.len());
                let head = rows.map(|rows| rows.head).ok_or(JoinError::Header {
                    subject: item.subject.clone(),
                })?;
                let mut text = Vec::with_capacity(header.len() + room);
                text.extend_from_slice(header);
                Ok(Self::Cut(Table {
                    head,
                    header_end: header.len(),
                    text,
                    names: String::new(),
                    rows: Vec::new(),
                }))
            }
            fields => Err(JoinError::Fields {
                subject: item.subject.clone(),
                found: match fields {
                    [] => "(none)".to_owned(),
                    some => {
                        let names = some.iter().map(|(name, _)| format!("`{name}`"));
                        names.collect::<Vec<_>>().join(", ")
                    }
                },
            }),
        }
    }

    fn row(&mut self, path: &str, item: &Item) -> Result<(), JoinError> {
        match self {
            Self::Whole(_) => Err(no_head(path, &item.subject)),
            Self::Cut(table) => table.row(item),
            Self::Waiting(rows) => {
                rows.push(item.clone());
                Ok(())
            }
        }
    }

    fn finish(self, path: &str) -> Result<Vec<u8>, JoinError> {
        match self {
            Self::Whole(bytes) => Ok(bytes),
            Self::Cut(table) => table.finish(path),
            Self::Waiting(rows) => Err(no_head(path, rows.first().map_or(path, |r| &r.subject))),
        }
    }
}

fn no_head(table: &str, subject: &str) -> JoinError {
    JoinError::NoHead {
        subject: subject.to_owned(),
        table: table.to_owned(),
    }
}

impl Table {
    fn row(&mut self, item: &Item) -> Result<(), JoinError> {
        let Named::Row(_, name) = Named::parse(&item.subject) else {
            unreachable!("only rows come here");
        };
        let as_written = item.fields.iter().find(|(name, _)| name == AS_WRITTEN);
        let cells = self.cells(item)?;
        let size: usize = item.fields.iter().map(|(_, value)| value.len()).sum();
        make_room(&mut self.text, size);
        let tail = match as_written {
            None => {
                let cells = cells.iter().map(|cell| cell.unwrap_or(&[]));
                row::write(cells, self.head.ending, &mut self.text);
                Tail::Ended
            }
            Some((_, bytes)) => {
                let tail = one_row(bytes, &cells).ok_or(JoinError::Contradiction {
                    subject: item.subject.clone(),
                })?;
                self.text.extend_from_slice(bytes);
                tail
            }
        };
        self.names.push_str(name);
        self.rows.push(Piece {
            order: item.order,
            end: self.text.len(),
            name_end: self.names.len(),
            tail,
        });
        Ok(())
    }

    /// The cells of an item by column; `None` where it has no field of that name.
    fn cells<'i>(&self, item: &'i Item) -> Result<Vec<Option<&'i [u8]>>, JoinError> {
        let names = &self.head.names;
        let mut cells = vec![None; names.len()];
        let mut exact = false;
        for (i, (name, value)) in item.fields.iter().enumerate() {
            let again = if name == AS_WRITTEN {
                std::mem::replace(&mut exact, true)
            } else {
                // Nearly always the fields stand as the columns do.
                let column = if names.get(i) == Some(name) {
                    Some(i)
                } else {
                    names.iter().position(|column| column == name)
                };
                let column = column.ok_or_else(|| JoinError::Column {
                    subject: item.subject.clone(),
                    name: name.clone(),
                })?;
                cells[column].replace(value.as_slice()).is_some()
            };
            if again {
                return Err(JoinError::FieldTwice {
                    subject: item.subject.clone(),
                    name: name.clone(),
                });
            }
        }
        Ok(cells)
    }

    fn name(&self, row: usize) -> &str {
        let start = row.checked_sub(1).map_or(0, |r| self.rows[r].name_end);
        &self.names[start..self.rows[row].name_end]
    }

    fn bytes(&self, row: usize) -> &[u8] {
        let start = row
            .checked_sub(1)
            .map_or(self.header_end, |r| self.rows[r].end);
        &self.text[start..self.rows[row].end]
    }

    /// The rows as they stand in the table, if that is not as they came.
    fn other_order(&self) -> Option<Vec<usize>> {
        let place = |row: usize| (self.rows[row].order, self.name(row));
        let as_they_came = (1..self.rows.len()).all(|row| place(row - 1) < place(row));
        (!as_they_came).then(|| {
            let mut rows: Vec<usize> = (0..self.rows.len()).collect();
            rows.sort_unstable_by_key(|row| place(*row));
            rows
        })
    }

    fn finish(self, path: &str) -> Result<Vec<u8>, JoinError> {
        let mut names: Vec<&str> = (0..self.rows.len()).map(|row| self.name(row)).collect();
        names.sort_unstable();
        if let Some(twice) = names.windows(2).find(|pair| pair[0] == pair[1]) {
            return Err(JoinError::Twice {
                subject: format!("{path}#{}", twice[0]),
            });
        }
        drop(names);
        let head = &self.head;
        let header_tail = Tail::of(head.ended, head.quote_open);
        let before_last = &self.rows[..self.rows.len().saturating_sub(1)];
        let closed = before_last.iter().all(|row| row.tail == Tail::Ended)
            && (self.rows.is_empty() || header_tail == Tail::Ended);
        let other_order = self.other_order();
        if closed && other_order.is_none() {
            return Ok(self.text);
        }
        let rows = other_order.unwrap_or_else(|| (0..self.rows.len()).collect());
        let mut text = Vec::with_capacity(self.text.len());
        text.extend_from_slice(&self.text[..self.header_end]);
        let mut tail = header_tail;
        for row in rows {
            tail.close(head.ending, &mut text);
            text.extend_from_slice(self.bytes(row));
            tail = self.rows[row].tail;
        }
        Ok(text)
    }
}

/// Room for so many bytes more. A table may be the largest thing in memory, so it grows by an eighth and is not doubled.
fn make_room(text: &mut Vec<u8>, size: usize) {
    if text.capacity() - text.len() < size {
        text.reserve_exact(size + text.len() / 8);
    }
}

/// How the exact bytes of a row end; `None` if they are not one row, or not the row of these cells.
fn one_row(bytes: &[u8], cells: &[Option<&[u8]>]) -> Option<Tail> {
    let mut read = Vec::new();
    let shape = row::read(bytes, &mut read)?;
    let rest = &bytes[shape.size_bytes..];
    let same = cells.iter().enumerate().all(|(i, cell)| match cell {
        Some(cell) => read.get(i).is_some_and(|found| found.as_ref() == *cell),
        None => true,
    });
    let one = rest.iter().all(|b| matches!(b, b'\r' | b'\n'));
    (same && one).then(|| Tail::of(shape.ending.is_some(), shape.quote_open))
}
