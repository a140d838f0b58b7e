//! CSV tables of a case folder: columns by name, rows with their lines, bad rows refused one by one.

use std::collections::BTreeMap;

use holdfire_model::{Phrase, phrase};

use crate::problem::{Problem, Problems, Severity, did_you_mean, nearest};

/// What is wrong with a field of a row.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Fault {
    pub column: &'static str,
    pub message: Phrase,
    pub hint: Option<Phrase>,
}

/// Makes a fault.
pub(crate) fn fault(
    column: &'static str,
    message: impl Into<Phrase>,
    hint: impl Into<Option<Phrase>>,
) -> Fault {
    Fault {
        column,
        message: message.into(),
        hint: hint.into(),
    }
}

/// That a column says something which it cannot say.
pub(crate) fn is(column: &str, text: &str) -> Phrase {
    phrase!(
        "row-is",
        "`{column}` is `{text}`",
        column = column,
        text = text
    )
}

/// A table with known columns.
pub(crate) struct Table<'a> {
    pub path: &'a str,
    columns: BTreeMap<&'static str, usize>,
    reader: csv::Reader<&'a [u8]>,
    width: usize,
    refusal: Severity,
}

/// The rows of a table that were kept, and the ids of those that were not, with their lines; 0 where that follows from
/// what was reported elsewhere.
pub(crate) struct Rows<T> {
    pub kept: Vec<T>,
    pub refused: BTreeMap<String, u32>,
}

impl<T> Default for Rows<T> {
    fn default() -> Self {
        Self {
            kept: Vec::new(),
            refused: BTreeMap::new(),
        }
    }
}

/// One row.
pub(crate) struct Row<'t> {
    columns: &'t BTreeMap<&'static str, usize>,
    record: &'t csv::StringRecord,
    pub line: u32,
}

impl Row<'_> {
    /// A field, without blanks around it; empty if the table does not have the column.
    pub fn get(&self, column: &str) -> &str {
        self.columns
            .get(column)
            .and_then(|&i| self.record.get(i))
            .unwrap_or("")
            .trim()
    }

    /// A field, `None` if it is empty.
    pub fn some(&self, column: &str) -> Option<&str> {
        Some(self.get(column)).filter(|text| !text.is_empty())
    }

    /// A field that must not be empty.
    pub fn need(&self, column: &'static str) -> Result<&str, Fault> {
        self.some(column).ok_or_else(|| {
            fault(
                column,
                phrase!("row-empty", "`{column}` is empty", column = column),
                None,
            )
        })
    }
}

impl<'a> Table<'a> {
    /// Opens a table. `needed` columns must be there, `others` may be; unknown ones are reported and not read.
    pub fn open(
        path: &'a str,
        text: &'a str,
        needed: &[&'static str],
        others: &[&'static str],
        problems: &mut Problems,
    ) -> Option<Self> {
        let mut reader = csv::ReaderBuilder::new()
            .flexible(true)
            .from_reader(text.as_bytes());
        let known: Vec<&'static str> = needed.iter().chain(others).copied().collect();
        let Ok(header) = reader.headers().cloned() else {
            problems.file(path, "the header row cannot be read", None);
            return None;
        };
        let mut report = |column: usize, severity, message: Phrase, hint: Option<Phrase>| {
            problems.push(Problem {
                file: path.to_owned(),
                line: 1,
                column: u32::try_from(column).unwrap_or(0),
                severity,
                message,
                hint,
            });
        };
        if text.trim().is_empty() {
            report(
                0,
                Severity::Error,
                "the file is empty".into(),
                Some(format!("it needs a header row: {}", known.join(",")).into()),
            );
            return None;
        }
        if header.len() == 1 && header[0].matches([';', '\t', '|']).count() >= needed.len() {
            report(
                0,
                Severity::Error,
                "the columns are not separated by commas".into(),
                Some("bring the table in with `holdfire case import`, which reads semicolons and tabs".into()),
            );
            return None;
        }
        let mut columns = BTreeMap::new();
        let mut unknown: Vec<String> = Vec::new();
        for (i, name) in header.iter().enumerate() {
            let name = name.trim();
            match known.iter().find(|k| **k == name) {
                Some(&known) if columns.insert(known, i).is_some() => {
                    report(
                        i + 1,
                        Severity::Error,
                        format!("the column `{name}` is there twice").into(),
                        None,
                    );
                    return None;
                }
                Some(_) => {}
                None => {
                    let free = known
                        .iter()
                        .copied()
                        .filter(|k| !header.iter().any(|h| h.trim() == *k));
                    unknown.push(name.to_owned());
                    let hint = nearest(name, free).map(did_you_mean);
                    report(
                        i + 1,
                        Severity::Kept,
                        format!("the column `{name}` is not known and is not read").into(),
                        hint,
                    );
                }
            }
        }
        let missing: Vec<&str> = needed
            .iter()
            .copied()
            .filter(|n| !columns.contains_key(n))
            .collect();
        if !missing.is_empty() {
            let meant = match (missing.as_slice(), unknown.as_slice()) {
                // What is left over on both sides belongs together.
                ([one], [other]) => Some((other.as_str(), *one)),
                _ => missing
                    .iter()
                    .find_map(|m| nearest(m, unknown.iter().map(String::as_str)).map(|n| (n, *m))),
            };
            let hint =
                meant.map(|(other, one)| format!("is `{other}` meant to be `{one}`?").into());
            report(
                0,
                Severity::Error,
                format!("missing columns: {}", missing.join(", ")).into(),
                hint,
            );
            return None;
        }
        Some(Self {
            path,
            columns,
            width: header.len(),
            reader,
            refusal: Severity::Refused,
        })
    }

    /// Makes a row that is refused an error: half of the table would say something else.
    pub fn whole(mut self) -> Self {
        self.refusal = Severity::Error;
        self
    }

    /// Reads every row; a row that `read` refuses is reported and left out.
    pub fn rows<T>(
        mut self,
        problems: &mut Problems,
        mut read: impl FnMut(&Row<'_>, &mut Problems) -> Result<T, Fault>,
    ) -> Rows<T> {
        let mut rows = Rows::default();
        let mut record = csv::StringRecord::new();
        loop {
            let line = u32::try_from(self.reader.position().line()).unwrap_or(u32::MAX);
            let found = self.reader.read_record(&mut record);
            let row = Row {
                columns: &self.columns,
                record: &record,
                line: row_line(&record, line),
            };
            let problem = |column, severity, message, hint| Problem {
                file: self.path.to_owned(),
                line: row.line,
                column: u32::try_from(column).unwrap_or(0),
                severity,
                message,
                hint,
            };
            match found {
                Ok(false) => return rows,
                Ok(true) => {}
                Err(error) => {
                    let message = phrase!(
                        "row-unreadable",
                        "the row cannot be read: {why}",
                        why = error.to_string()
                    );
                    problems.push(problem(0, self.refusal, message, None));
                    return rows;
                }
            }
            let last = row.line + breaks(&record);
            let run = || {
                phrase!(
                    "row-runs-on",
                    "this row runs from line {first} to {last}; is a double quote missing?",
                    first = row.line.to_string(),
                    last = last.to_string()
                )
            };
            let quote = || {
                Some(phrase!(
                    "row-swallows",
                    "what stands in lines {first} to {last} is not read as rows of their own",
                    first = (row.line + 1).to_string(),
                    last = last.to_string()
                ))
            };
            let value = if last > row.line && (record.len() != self.width || holds_row(&record)) {
                Err((0, run(), quote()))
            } else if record.len() != self.width {
                let message = phrase!(
                    "row-width",
                    "the row has {fields} fields, the header has {columns}",
                    fields = record.len().to_string(),
                    columns = self.width.to_string()
                );
                let hint = phrase!(
                    "row-write-quotes",
                    "a text that holds a comma or a line break must stand in double quotes"
                );
                Err((0, message, Some(hint)))
            } else {
                if last > row.line {
                    problems.push(problem(0, Severity::Kept, run(), None));
                }
                read(&row, problems).map_err(|fault| {
                    let column = self.columns.get(fault.column).map_or(0, |i| i + 1);
                    (column, fault.message, fault.hint)
                })
            };
            match value {
                Ok(value) => rows.kept.push(value),
                Err((column, message, hint)) => {
                    if let Some(id) = row.some("id") {
                        let line = if message.is_empty() { 0 } else { row.line };
                        rows.refused.entry(id.to_owned()).or_insert(line);
                    }
                    // Without words: what was wrong has been reported elsewhere.
                    if !message.is_empty() {
                        problems.push(problem(column, self.refusal, message, hint));
                    }
                }
            }
        }
    }
}

/// How many line breaks the fields of a row hold.
fn breaks(record: &csv::StringRecord) -> u32 {
    let count = record
        .iter()
        .map(|f| f.matches('\n').count())
        .sum::<usize>();
    u32::try_from(count).unwrap_or(u32::MAX)
}

/// True if a field plainly holds another row: a later line of it with as many commas as a table has, and no blanks
/// behind them.
fn holds_row(record: &csv::StringRecord) -> bool {
    record
        .iter()
        .flat_map(|f| f.split('\n').skip(1))
        .any(|line| {
            let commas = line.matches(',').count();
            commas >= 3 && commas > 2 * line.matches(", ").count()
        })
}

fn row_line(record: &csv::StringRecord, otherwise: u32) -> u32 {
    record
        .position()
        .map_or(otherwise, |p| u32::try_from(p.line()).unwrap_or(u32::MAX))
}
