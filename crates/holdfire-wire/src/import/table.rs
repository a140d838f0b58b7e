//! A table opened: what kind of file it is, its header, and its rows one by one.

use std::borrow::Cow;
use std::fmt;
use std::ops::ControlFlow;

use super::cells::{Cell, RawRow};
use super::delimited::{RecordFault, Records};
use super::problem::{ImportError, shown};
use super::shape::{
    SAMPLE_RECORDS, find_header, header_sentence, named, sniff_delimiter, stated_delimiter,
};
use super::sheet::Workbook;
use super::{MAX_COLUMNS, MAX_FILE_BYTES, MAX_ROW_BYTES, MAX_ROWS, encoding};

/// What kind of file a table is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Format {
    /// Delimited text.
    Delimited {
        /// What stands between the fields.
        delimiter: char,
    },
    /// A sheet of an XLSX workbook.
    Workbook {
        /// The name of the sheet.
        sheet: String,
    },
}

impl fmt::Display for Format {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Delimited { delimiter } => write!(
                f,
                "text with {} between the fields",
                named(*delimiter as u8)
            ),
            Self::Workbook { sheet } => write!(f, "sheet `{}` of an .xlsx workbook", shown(sheet)),
        }
    }
}

/// What a mapping says on how the table is to be read; nothing: it is recognised.
#[derive(Clone, Debug, Default)]
pub(crate) struct Settings {
    /// The name of the encoding.
    pub encoding: Option<String>,
    /// The delimiter.
    pub delimiter: Option<u8>,
    /// True if a quote is a character like any other.
    pub no_quotes: bool,
    /// The name of the sheet.
    pub sheet: Option<String>,
    /// The line of the header; 0: there is none.
    pub header_line: Option<u64>,
}

enum Source<'a> {
    Text {
        text: Cow<'a, str>,
        delimiter: u8,
        quotes: bool,
        faulty: bool,
    },
    Sheet(Box<Workbook<'a>>),
}

/// An opened table.
pub(crate) struct Table<'a> {
    /// What kind of file it is.
    pub format: Format,
    /// What was recognised, in sentences.
    pub recognised: Vec<String>,
    /// The column names, without white space around them; without a header `#1`, `#2` and so on.
    pub header: Vec<String>,
    /// Where the header stands; 0: nowhere.
    pub header_line: u64,
    source: Source<'a>,
}

impl<'a> Table<'a> {
    /// Opens a table.
    pub(crate) fn open(bytes: &'a [u8], settings: &Settings) -> Result<Self, ImportError> {
        let size_bytes = bytes.len() as u64;
        if size_bytes > MAX_FILE_BYTES {
            return Err(ImportError::TooLarge { size_bytes });
        }
        refuse_other_files(bytes)?;
        if bytes.starts_with(b"PK\x03\x04") {
            return Self::open_workbook(bytes, settings);
        }
        let decoded = encoding::decode(bytes, settings.encoding.as_deref())?;
        if decoded.text.trim().is_empty() {
            return Err(ImportError::Empty);
        }
        let (stated, first_line) = stated_delimiter(&decoded.text);
        let quotes = !settings.no_quotes;
        let (delimiter, evidence) = match (settings.delimiter, stated) {
            (Some(d), _) => (d, "as the mapping says".to_owned()),
            (None, Some(d)) => (d, "as its first line says".to_owned()),
            (None, None) => sniff_delimiter(&decoded.text, quotes)?,
        };
        let mut recognised = vec![
            format!("encoding: {}", decoded.named),
            format!("delimiter: {}, {evidence}", named(delimiter)),
        ];
        if decoded.faulty {
            recognised.push("rows with bytes that do not fit the encoding are refused".to_owned());
        }
        let sample: Vec<(u64, Vec<Cell<'_>>)> = Records::new(&decoded.text, delimiter, quotes)
            .take(
                SAMPLE_RECORDS
                    + usize::try_from(settings.header_line.unwrap_or(0))
                        .unwrap_or(0)
                        .min(10_000),
            )
            .filter(|r| r.line >= first_line)
            .filter_map(|r| Some((r.line, r.fields.ok()?.into_iter().map(Cell::Text).collect())))
            .collect();
        let (header, header_line) = find_header(&sample, settings)?;
        drop(sample);
        recognised.push(header_sentence(header_line, header.len()));
        Ok(Self {
            format: Format::Delimited {
                delimiter: char::from(delimiter),
            },
            recognised,
            header,
            header_line,
            source: Source::Text {
                text: decoded.text,
                delimiter,
                quotes,
                faulty: decoded.faulty,
            },
        })
    }

    fn open_workbook(bytes: &'a [u8], settings: &Settings) -> Result<Self, ImportError> {
        let (mut book, how) = Workbook::open(bytes, settings.sheet.as_deref())?;
        let mut sample = Vec::new();
        let skip = settings.header_line.unwrap_or(0);
        book.each(&mut |line, cells| {
            if line < skip {
                return ControlFlow::Continue(());
            }
            let width = cells
                .iter()
                .filter(|(_, c)| !c.is_empty())
                .map(|(n, _)| *n as usize + 1)
                .max();
            let mut row = vec![Cell::EMPTY; width.unwrap_or(0).min(MAX_COLUMNS + 1)];
            for (column, cell) in cells.drain(..) {
                if let Some(place) = row.get_mut(column as usize) {
                    *place = cell.into_owned();
                }
            }
            sample.push((line, row));
            if sample.len() < SAMPLE_RECORDS {
                ControlFlow::Continue(())
            } else {
                ControlFlow::Break(())
            }
        })?;
        let (header, header_line) = find_header(&sample, settings)?;
        let recognised = vec![how, header_sentence(header_line, header.len())];
        Ok(Self {
            format: Format::Workbook {
                sheet: book.sheet().to_owned(),
            },
            recognised,
            header,
            header_line,
            source: Source::Sheet(Box::new(book)),
        })
    }

    /// Hands over the rows below the header one by one, and returns how many blank ones were passed over.
    pub(crate) fn each_row(
        &mut self,
        take: &mut dyn FnMut(RawRow<'_>),
    ) -> Result<u64, ImportError> {
        let (width, header_line) = (self.header.len(), self.header_line);
        let (mut blank, mut count) = (0, 0u64);
        let mut too_many = None;
        match &mut self.source {
            Source::Text {
                text,
                delimiter,
                quotes,
                faulty,
            } => {
                let skip = if header_line == 0 {
                    stated_delimiter(text).1.saturating_sub(1)
                } else {
                    header_line
                };
                for record in Records::new(text, *delimiter, *quotes).filter(|r| r.line > skip) {
                    if let Ok(fields) = &record.fields
                        && fields.iter().all(|f| f.trim().is_empty())
                    {
                        blank += 1;
                        continue;
                    }
                    count += 1;
                    if count > MAX_ROWS {
                        return Err(ImportError::TooManyRows { line: record.line });
                    }
                    let cells = fields_to_cells(record.fields, width, *faulty, *delimiter);
                    take(RawRow {
                        line: record.line,
                        cells,
                    });
                }
            }
            Source::Sheet(book) => book.each(&mut |line, cells| {
                if line <= header_line {
                    return ControlFlow::Continue(());
                }
                if cells.iter().all(|(_, c)| c.is_empty()) {
                    blank += 1;
                    return ControlFlow::Continue(());
                }
                count += 1;
                if count > MAX_ROWS {
                    too_many = Some(line);
                    return ControlFlow::Break(());
                }
                take(RawRow {
                    line,
                    cells: sparse_to_cells(cells, width),
                });
                ControlFlow::Continue(())
            })?,
        }
        too_many.map_or(Ok(blank), |line| Err(ImportError::TooManyRows { line }))
    }
}

fn refuse_other_files(bytes: &[u8]) -> Result<(), ImportError> {
    let save = "open it in the program that made it and save it as CSV in UTF-8 or as .xlsx";
    let text: String = bytes
        .iter()
        .take(200)
        .map(|b| b.to_ascii_lowercase() as char)
        .collect();
    let text = text
        .trim_start_matches(['\u{ef}', '\u{bb}', '\u{bf}'])
        .trim_start();
    let what = match () {
        () if bytes.is_empty() => return Err(ImportError::Empty),
        () if bytes.starts_with(&[0xd0, 0xcf, 0x11, 0xe0]) => {
            "it is an old .xls workbook, or an .xlsx with a password"
        }
        () if bytes.starts_with(b"%PDF") => "it is a PDF",
        () if bytes.starts_with(&[0x1f, 0x8b]) => "it is packed with gzip",
        () if bytes.starts_with(&[0xff, 0xfe, 0, 0]) || bytes.starts_with(&[0, 0, 0xfe, 0xff]) => {
            "it is UTF-32"
        }
        () if ["<html", "<!doctype", "<table", "<?xml"]
            .iter()
            .any(|t| text.starts_with(t)) =>
        {
            "it is a page in HTML or XML"
        }
        () => return Ok(()),
    };
    Err(ImportError::NotATable {
        what: what.to_owned(),
        hint: save.to_owned(),
    })
}

fn fields_to_cells<'r>(
    fields: Result<Vec<Cow<'r, str>>, RecordFault>,
    width: usize,
    faulty: bool,
    delimiter: u8,
) -> Result<Vec<Cell<'r>>, (String, &'static str)> {
    let mut fields = fields.map_err(|fault| match fault {
        RecordFault::OpenQuote => (
            "a quote `\"` is opened and not closed".to_owned(),
            "close it, double it inside a field, or write `[delimiter] quotes = false` if the table uses none",
        ),
        RecordFault::AfterQuote => (
            "text follows a closing quote `\"`".to_owned(),
            "double quotes inside a field, or write `[delimiter] quotes = false` if the table uses none",
        ),
        RecordFault::TooLong => {
            (format!("the row has more than {MAX_ROW_BYTES} bytes"), "look for a missing line break or quote")
        }
        RecordFault::GivenUp => (
            "too many quotes do not match; this line and all after it were not read".to_owned(),
            "write `[delimiter] quotes = false` if the table uses none",
        ),
    })?;
    if fields.iter().skip(width).all(|f| f.trim().is_empty()) {
        fields.truncate(width);
    }
    if fields.len() != width {
        let hint = if fields.len() > width {
            "put a field that holds the delimiter in quotes"
        } else {
            "look for a line break inside a field, or write the empty fields too"
        };
        let sign = named(delimiter);
        return Err((
            format!(
                "the row has {} fields by {sign}, the header {width}",
                fields.len()
            ),
            hint,
        ));
    }
    if let Some(bad) = fields
        .iter()
        .find(|f| f.contains('\0') || (faulty && f.contains('\u{fffd}')))
    {
        let what = if bad.contains('\0') {
            "a zero byte"
        } else {
            "bytes that do not fit the encoding"
        };
        return Err((
            format!("`{}` holds {what}", shown(bad)),
            "correct the field in the table",
        ));
    }
    Ok(fields.into_iter().map(Cell::Text).collect())
}

fn sparse_to_cells<'r>(
    cells: &mut Vec<(u32, Cell<'r>)>,
    width: usize,
) -> Result<Vec<Cell<'r>>, (String, &'static str)> {
    let mut row = vec![Cell::EMPTY; width];
    for (column, cell) in cells.drain(..) {
        if cell.is_empty() {
            continue;
        }
        if matches!(&cell, Cell::Text(t) if t.len() > MAX_ROW_BYTES) {
            return Err((
                format!("the row has more than {MAX_ROW_BYTES} bytes"),
                "shorten the cell",
            ));
        }
        match row.get_mut(column as usize) {
            Some(place) => *place = cell,
            None => {
                let message = format!(
                    "`{}` stands right of the last column of the header",
                    shown(&cell.text())
                );
                return Err((message, "give its column a name, or delete the cell"));
            }
        }
    }
    Ok(row)
}
