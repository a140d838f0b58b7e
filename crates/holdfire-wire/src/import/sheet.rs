//! Sheets of an XLSX workbook, cell by cell, never as a whole: one cell far down and right would make a whole sheet of
//! billions of cells.

use std::borrow::Cow;
use std::io::Cursor;
use std::ops::ControlFlow;
use std::panic::{AssertUnwindSafe, catch_unwind};

use calamine::{DataRef, ExcelDateTime, Reader, Xlsx, XlsxError};
use jiff::civil::{Date, Time};

use super::cells::Cell;
use super::problem::{ImportError, ImportProblem, Question, any_of, nearest, shown};
use super::{dates, zip_sizes};

/// Takes a row: its place in the sheet (from 1), and its cells with their columns (from 0).
pub(crate) type TakeRow<'t> = dyn FnMut(u64, &mut Vec<(u32, Cell<'_>)>) -> ControlFlow<()> + 't;

/// A workbook with the sheet that is read.
pub(crate) struct Workbook<'a> {
    book: Xlsx<Cursor<&'a [u8]>>,
    sheet: String,
}

impl<'a> Workbook<'a> {
    /// Opens a workbook and picks the sheet: the one that is named, or the only one that is not empty.
    ///
    /// Returns also how the sheet was picked, in a sentence.
    pub(crate) fn open(
        bytes: &'a [u8],
        named: Option<&str>,
    ) -> Result<(Self, String), ImportError> {
        let (size_bytes, names) = zip_sizes::read(bytes).ok_or_else(|| ImportError::Workbook {
            row: None,
            what: "its directory at the end of the file is missing or damaged".to_owned(),
        })?;
        if size_bytes > zip_sizes::LIMIT_BYTES {
            return Err(ImportError::Inflates {
                size_bytes,
                limit_bytes: zip_sizes::LIMIT_BYTES,
            });
        }
        refuse_other_archives(&names)?;
        let mut book = guarded(None, || Xlsx::new(Cursor::new(bytes)))?;
        let sheets = book.sheet_names();
        if let Some(name) = named {
            if !sheets.iter().any(|s| s == name) {
                return Err(unknown_sheet(name, &sheets));
            }
            let how = format!("sheet `{}`, as the mapping says", shown(name));
            return Ok((
                Self {
                    book,
                    sheet: name.to_owned(),
                },
                how,
            ));
        }
        let mut filled = Vec::new();
        let mut failed = None;
        for sheet in &sheets {
            match has_cells(&mut book, sheet) {
                Ok(true) => filled.push(sheet.clone()),
                Ok(false) => {}
                // A chart has no cells; damage matters only if no other sheet can be read.
                Err(error) => failed = Some(error),
            }
        }
        match (filled.as_slice(), failed) {
            ([], Some(error)) => Err(error),
            ([], None) => Err(ImportError::Empty),
            ([only], _) => {
                let how = format!(
                    "sheet `{}`, the only one of {} with cells in it",
                    shown(only),
                    sheets.len()
                );
                Ok((
                    Self {
                        book,
                        sheet: only.clone(),
                    },
                    how,
                ))
            }
            (several, _) => Err(ImportError::Asked(vec![Question {
                line: None,
                column: String::new(),
                message: format!(
                    "the workbook has {} sheets with cells in them",
                    several.len()
                ),
                answers: several
                    .iter()
                    .map(|s| format!("[sheet] name = {}", super::draft::quoted(s)))
                    .collect(),
            }])),
        }
    }

    /// The name of the sheet.
    pub(crate) fn sheet(&self) -> &str {
        &self.sheet
    }

    /// Hands over the rows that have cells, with the row of the sheet (from 1) and the column of each cell (from 0).
    pub(crate) fn each(&mut self, take: &mut TakeRow<'_>) -> Result<(), ImportError> {
        let mut reader = guarded(None, || self.book.worksheet_cells_reader(&self.sheet))?;
        let mut cells: Vec<(u32, Cell<'_>)> = Vec::new();
        let mut row: Option<u32> = None;
        loop {
            let shown_row = row.map(|r| u64::from(r) + 1);
            let next = guarded(shown_row, || reader.next_cell())?;
            let here = next.as_ref().map(|c| c.get_position().0);
            if let Some(before) = row
                && here != row
            {
                if here.is_some_and(|h| h < before) {
                    return Err(ImportError::Workbook {
                        row: shown_row,
                        what: "its rows are out of order".to_owned(),
                    });
                }
                if !cells.is_empty() && take(u64::from(before) + 1, &mut cells).is_break() {
                    return Ok(());
                }
                cells.clear();
            }
            let Some(cell) = next else { return Ok(()) };
            row = here;
            let column = cell.get_position().1;
            match to_cell(cell.get_value()) {
                empty if empty.is_empty() => {}
                filled => cells.push((column, filled)),
            }
        }
    }
}

/// Calls the library that reads workbooks.
///
/// On some crafted files it panics (subtraction in the declared size of a sheet, for one); what comes from outside must
/// not end the program, so that a panic there is reported as a damaged file.
fn guarded<T>(
    row: Option<u64>,
    call: impl FnOnce() -> Result<T, XlsxError>,
) -> Result<T, ImportError> {
    match catch_unwind(AssertUnwindSafe(call)) {
        Ok(Ok(value)) => Ok(value),
        Ok(Err(error)) => Err(ImportError::Workbook {
            row,
            what: error.to_string(),
        }),
        Err(_) => Err(ImportError::Workbook {
            row,
            what: "its contents contradict each other".to_owned(),
        }),
    }
}

fn has_cells(book: &mut Xlsx<Cursor<&[u8]>>, sheet: &str) -> Result<bool, ImportError> {
    let mut reader = guarded(None, || book.worksheet_cells_reader(sheet))?;
    while let Some(cell) = guarded(None, || reader.next_cell())? {
        if !to_cell(cell.get_value()).is_empty() {
            return Ok(true);
        }
    }
    Ok(false)
}

fn refuse_other_archives(names: &[String]) -> Result<(), ImportError> {
    let has = |start: &str| names.iter().any(|n| n.starts_with(start));
    let what = match () {
        () if has("xl/workbook.bin") => "it is a binary .xlsb workbook",
        () if has("xl/") => return Ok(()),
        () if has("content.xml") => "it is an OpenDocument file",
        () if has("word/") => "it is a text document",
        () => "it is a zip archive without a workbook in it",
    };
    Err(ImportError::NotATable {
        what: what.to_owned(),
        hint: "open it in the program that made it and save the sheet as .xlsx or as CSV in UTF-8"
            .to_owned(),
    })
}

fn unknown_sheet(name: &str, sheets: &[String]) -> ImportError {
    let near = nearest(name, sheets.iter().map(String::as_str))
        .map_or(String::new(), |n| format!("did you mean `{n}`? "));
    let sheets: Vec<String> = sheets.iter().map(|s| shown(s)).collect();
    ImportError::Map(vec![ImportProblem::in_map(
        None,
        "sheet.name",
        format!("the workbook has no sheet `{}`", shown(name)),
        &format!("{near}it has {}", any_of(&sheets).replace(" or ", " and ")),
    )])
}

fn to_cell<'r>(value: &DataRef<'r>) -> Cell<'r> {
    match value {
        DataRef::Empty => Cell::EMPTY,
        DataRef::Int(n) => Cell::Text(Cow::Owned(n.to_string())),
        DataRef::Float(n) => Cell::Number(*n),
        DataRef::String(t) | DataRef::DurationIso(t) => text(Cow::Owned(t.clone())),
        DataRef::SharedString(t) => text(Cow::Borrowed(t)),
        DataRef::Bool(b) => Cell::Text(Cow::Borrowed(if *b { "TRUE" } else { "FALSE" })),
        DataRef::DateTime(serial) => moment(serial),
        DataRef::DateTimeIso(t) => match dates::read(t) {
            Some(dates::Stated {
                date: dates::Written::Settled(date),
                time,
                offset: None,
            }) => Cell::Moment(date.to_datetime(time.unwrap_or_default())),
            _ => Cell::Text(Cow::Owned(t.clone())),
        },
        DataRef::Error(e) => Cell::Broken(e.to_string()),
    }
}

fn text(text: Cow<'_, str>) -> Cell<'_> {
    if text.contains('\0') {
        Cell::Broken(text.into_owned())
    } else {
        Cell::Text(text)
    }
}

fn moment(serial: &ExcelDateTime) -> Cell<'static> {
    let (year, month, day, hour, minute, second, milli) = serial.to_ymd_hms_milli();
    let small = |n: u8| i8::try_from(n).ok();
    let made = || {
        let time = Time::new(small(hour)?, small(minute)?, small(second)?, 0).ok()?;
        if (0.0..1.0).contains(&serial.as_f64()) {
            return Some(Cell::Clock(time));
        }
        let date = Date::new(i16::try_from(year).ok()?, small(month)?, small(day)?).ok()?;
        let seconds = jiff::SignedDuration::from_secs(i64::from(milli >= 500));
        Some(Cell::Moment(
            date.to_datetime(time).checked_add(seconds).ok()?,
        ))
    };
    made()
        .filter(|_| serial.is_datetime() || serial.as_f64() < 1.0)
        .unwrap_or_else(|| {
            Cell::Broken(format!(
                "{} (a length of time, or no date)",
                serial.as_f64()
            ))
        })
}
