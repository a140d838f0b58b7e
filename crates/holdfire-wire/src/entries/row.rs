//! One record of a CSV table: read where it stands, and written in the one canonical way.
//!
//! The reader takes what the `csv` crate takes, so that a case folder is cut into the rows that are read from it; a test
//! holds the two together. It is a reader of its own because each record must be known with its exact bytes.

use std::borrow::Cow;

/// How the lines of a table end.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum Ending {
    Lf,
    CrLf,
    Cr,
}

impl Ending {
    pub fn bytes(self) -> &'static [u8] {
        match self {
            Self::Lf => b"\n",
            Self::CrLf => b"\r\n",
            Self::Cr => b"\r",
        }
    }
}

/// What one record is.
#[derive(Clone, Copy, Debug)]
pub(super) struct Shape {
    /// Bytes that it takes, with blank lines before it and its ending.
    pub size_bytes: usize,
    /// Its ending; none if the text stops before.
    pub ending: Option<Ending>,
    /// True if the text stops inside a quoted cell.
    pub quote_open: bool,
    /// True if it begins at the first byte and each cell is quoted where it must be and nowhere else.
    plain: bool,
}

impl Shape {
    /// True if writing the cells canonically gives the bytes that were read.
    pub fn is_canonical(&self, ending: Ending) -> bool {
        self.plain && self.ending == Some(ending)
    }
}

/// Reads the record at the beginning of `text` into `cells`; `None` if there is only blank lines.
pub(super) fn read<'a>(text: &'a [u8], cells: &mut Vec<Cow<'a, [u8]>>) -> Option<Shape> {
    cells.clear();
    let mut at = text.iter().position(|b| !matches!(b, b'\r' | b'\n'))?;
    let mut plain = at == 0;
    let mut quote_open = false;
    loop {
        let start = at;
        if text.get(at) == Some(&b'"') {
            let cell = quoted(&text[start..]);
            at += cell.size_bytes;
            plain &= cell.plain;
            quote_open = cell.open;
            cells.push(cell.value);
        } else {
            at = cell_end(text, start);
            plain &= !text[start..at].contains(&b'"');
            cells.push(Cow::Borrowed(&text[start..at]));
        }
        match text.get(at) {
            Some(b',') => at += 1,
            _ => break,
        }
    }
    let ending = match (text.get(at), text.get(at + 1)) {
        (Some(b'\n'), _) => Some(Ending::Lf),
        (Some(b'\r'), Some(b'\n')) => Some(Ending::CrLf),
        (Some(b'\r'), _) => Some(Ending::Cr),
        _ => None,
    };
    if let [only] = cells.as_slice()
        && only.is_empty()
    {
        // A table of one column writes an empty cell as two quotes: an empty line would be no record.
        plain = text[..at] == *b"\"\"";
    }
    Some(Shape {
        size_bytes: at + ending.map_or(0, |e| e.bytes().len()),
        ending,
        quote_open,
        plain,
    })
}

fn cell_end(text: &[u8], start: usize) -> usize {
    let rest = &text[start..];
    let end = rest.iter().position(|b| matches!(b, b',' | b'\r' | b'\n'));
    end.map_or(text.len(), |length| start + length)
}

struct Quoted<'a> {
    value: Cow<'a, [u8]>,
    size_bytes: usize,
    plain: bool,
    open: bool,
}

/// Reads a cell that begins with a double quote.
fn quoted(text: &[u8]) -> Quoted<'_> {
    let mut value: Cow<'_, [u8]> = Cow::Borrowed(&[]);
    let mut at = 1;
    loop {
        let Some(length) = text[at..].iter().position(|b| *b == b'"') else {
            join(&mut value, &text[at..]);
            return Quoted {
                value,
                size_bytes: text.len(),
                plain: false,
                open: true,
            };
        };
        let quote = at + length;
        if text.get(quote + 1) == Some(&b'"') {
            join(&mut value, &text[at..=quote]);
            at = quote + 2;
            continue;
        }
        join(&mut value, &text[at..quote]);
        // What stands between the closing quote and the comma belongs to the cell, as it is.
        let end = cell_end(text, quote + 1);
        let clean = end == quote + 1;
        join(&mut value, &text[quote + 1..end]);
        let plain = clean && must_be_quoted(&value);
        return Quoted {
            value,
            size_bytes: end,
            plain,
            open: false,
        };
    }
}

/// Adds bytes to a cell; copies only where a cell does not stand in one piece.
fn join<'a>(value: &mut Cow<'a, [u8]>, more: &'a [u8]) {
    if value.is_empty() {
        *value = Cow::Borrowed(more);
    } else if !more.is_empty() {
        value.to_mut().extend_from_slice(more);
    }
}

fn must_be_quoted(cell: &[u8]) -> bool {
    cell.iter()
        .any(|b| matches!(b, b'"' | b',' | b'\r' | b'\n'))
}

/// Writes cells in the canonical way: commas, quotes only where they must be, the ending.
pub(super) fn write<'c>(cells: impl Iterator<Item = &'c [u8]>, ending: Ending, into: &mut Vec<u8>) {
    let begin = into.len();
    for (i, cell) in cells.enumerate() {
        if i > 0 {
            into.push(b',');
        }
        if must_be_quoted(cell) {
            into.push(b'"');
            for part in cell.split_inclusive(|b| *b == b'"') {
                into.extend_from_slice(part);
                if part.ends_with(b"\"") {
                    into.push(b'"');
                }
            }
            into.push(b'"');
        } else {
            into.extend_from_slice(cell);
        }
    }
    if into.len() == begin {
        into.extend_from_slice(b"\"\"");
    }
    into.extend_from_slice(ending.bytes());
}
