//! A list of reports that somebody hands in: read row by row, weighed against the record, and nothing of it lost.

use std::collections::{BTreeMap, BTreeSet};

use holdfire_model::{Case, Phrase, phrase};
use holdfire_monitor::suggestions;
use holdfire_wire::case::read;
use holdfire_wire::import::{ImportProblem, TARGET_COLUMNS, import};
use holdfire_wire::{Problem, Severity};

use super::rows::{Table, terms_with};
use crate::packed::Unpacker;
use crate::snapshot::{Snapshot, cell};
use crate::web::Fault;

const TABLE: &str = "reports.csv";

/// A row as it was handed in.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Handed {
    /// Its line in the list, from 1; of a list in JSON its place.
    pub line: u64,
    /// Columns and what they say, in the order of the list.
    pub cells: Vec<(String, String)>,
    /// What was wrong with it before it became a row.
    pub faults: Vec<Phrase>,
}

impl Handed {
    /// What a column says.
    #[must_use]
    pub fn cell(&self, column: &str) -> &str {
        let found = self.cells.iter().find(|(name, _)| name == column);
        found.map_or("", |(_, value)| value.as_str())
    }
}

/// What becomes of a row.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Fate {
    /// It can be entered; what is odd about it, if anything.
    Good(Vec<Phrase>),
    /// The record has this row already.
    Known,
    /// Another report has this id, and says something else.
    OtherOfThisId,
    /// It cannot be entered, and why.
    Refused(Vec<Phrase>),
}

/// A row with what becomes of it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Weighed {
    /// The row.
    pub row: Handed,
    /// What becomes of it.
    pub fate: Fate,
    /// Reports that may tell of the same incident, of the record and of the list.
    pub alike: Vec<String>,
}

/// Reads a list: CSV with the columns of `reports.csv`, JSON (an array of objects with these names), or, with a mapping as
/// `holdfire case import` takes it, any table.
///
/// # Errors
/// What is wrong with the list as a whole, in sentences.
pub fn read_list(text: &str, mapping: &str) -> Result<Vec<Handed>, Vec<Phrase>> {
    let text = text.trim_start_matches('\u{feff}').trim();
    if !mapping.trim().is_empty() {
        mapped(text, mapping)
    } else if text.starts_with('[') || text.starts_with('{') {
        json(text)
    } else {
        csv_rows(text)
    }
}

fn csv_rows(text: &str) -> Result<Vec<Handed>, Vec<Phrase>> {
    let wrong = |error: csv::Error| {
        vec![phrase!(
            "row-unreadable",
            "the row cannot be read: {why}",
            why = error.to_string()
        )]
    };
    let mut reader = csv::ReaderBuilder::new()
        .flexible(true)
        .from_reader(text.as_bytes());
    let head: Vec<String> = reader
        .headers()
        .map_err(wrong)?
        .iter()
        .map(|name| name.trim().to_owned())
        .collect();
    if !head.iter().any(|name| name == "id") {
        return Err(vec![phrase!(
            "list-no-id",
            "the first line has no column `id`; it has: {names}. The columns are those of reports.csv: {columns}",
            names = head.join(", "),
            columns = TARGET_COLUMNS.join(", ")
        )]);
    }
    let mut rows = Vec::new();
    for record in reader.records() {
        let record = record.map_err(wrong)?;
        let line = record.position().map_or(0, csv::Position::line);
        let mut faults = Vec::new();
        if record.len() != head.len() {
            faults.push(phrase!(
                "list-width",
                "the line has {cells} cells, and the first line has {columns}",
                cells = record.len().to_string(),
                columns = head.len().to_string()
            ));
        }
        let cells = head.iter().cloned().zip(record.iter().map(tidy)).collect();
        rows.push(Handed {
            line,
            cells,
            faults,
        });
    }
    Ok(rows)
}

fn json(text: &str) -> Result<Vec<Handed>, Vec<Phrase>> {
    let value: serde_json::Value = serde_json::from_str(text).map_err(|error| {
        vec![phrase!(
            "list-no-json",
            "the list cannot be read as JSON: {why}",
            why = error.to_string()
        )]
    })?;
    let list = match value {
        serde_json::Value::Array(list) => list,
        one => vec![one],
    };
    let rows = (1..).zip(list).map(|(line, value)| {
        let mut faults = Vec::new();
        let mut cells = Vec::new();
        match value {
            serde_json::Value::Object(object) => {
                for (name, value) in object {
                    match value {
                        serde_json::Value::Null => {}
                        serde_json::Value::String(text) => cells.push((name, tidy(&text))),
                        plain @ (serde_json::Value::Number(_) | serde_json::Value::Bool(_)) => {
                            cells.push((name, plain.to_string()));
                        }
                        _ => faults.push(phrase!(
                            "list-no-text",
                            "`{name}` is a list or an object; write a text",
                            name = name
                        )),
                    }
                }
            }
            _ => faults.push(phrase!(
                "list-no-object",
                "it is not an object with the columns of reports.csv"
            )),
        }
        Handed {
            line,
            cells,
            faults,
        }
    });
    Ok(rows.collect())
}

fn mapped(text: &str, mapping: &str) -> Result<Vec<Handed>, Vec<Phrase>> {
    // The words of a mapping are those of `holdfire case import`.
    let said = |problem: &ImportProblem| {
        let hint = if problem.hint.is_empty() { "" } else { ". " };
        let what = format!("{}{hint}{}", problem.message, problem.hint);
        match problem.line {
            Some(line) => phrase!(
                "list-line",
                "line {line}: {what}",
                line = line.to_string(),
                what = what
            ),
            None => what.into(),
        }
    };
    let done = import(text.as_bytes(), "list", mapping, &BTreeSet::new())
        .map_err(|error| error.problems().iter().map(said).collect::<Vec<Phrase>>())?;
    let mut rows: Vec<Handed> = (1..)
        .zip(done.rows)
        .map(|(line, cells)| Handed {
            line,
            cells: TARGET_COLUMNS
                .iter()
                .map(|name| (*name).to_owned())
                .zip(cells)
                .collect(),
            faults: Vec::new(),
        })
        .collect();
    // What the mapping could not read is no row; it is named with its line, so that nothing is lost in silence.
    let refused = done.problems.iter().filter(|problem| problem.refused);
    rows.extend(refused.map(|problem| Handed {
        line: problem.line.unwrap_or(0),
        cells: Vec::new(),
        faults: vec![said(problem)],
    }));
    Ok(rows)
}

/// The text of a cell as it may be entered: lines become blanks.
fn tidy(text: &str) -> String {
    holdfire_wire::work::typed(text).trim().to_owned()
}

/// Weighs the rows of a list against the record.
///
/// # Errors
/// [`Fault::Refused`] if the record does not fit together.
pub fn weigh(
    snapshot: &Snapshot,
    case: &Case,
    rows: Vec<Handed>,
    now: &str,
) -> Result<(Table, Vec<Weighed>), Fault> {
    let table = Table::of(snapshot, TABLE)?;
    let known: BTreeMap<&str, _> = snapshot
        .mission_items()
        .filter(|item| item.subject().starts_with("reports.csv#"))
        .map(|item| (cell(item, "id"), item))
        .collect();
    // The rows of the list alone, in a table of their own, so that each problem has the line of its row.
    let mut alone = table.line(&head_cells(&table)).unwrap_or_default();
    let mut line_of: BTreeMap<u32, usize> = BTreeMap::new();
    let mut weighed: Vec<Weighed> = Vec::new();
    let mut unpacker = Unpacker::default();
    for (at, mut row) in rows.into_iter().enumerate() {
        if !row.cells.is_empty() && row.cell("entered_at").is_empty() {
            row.cells.retain(|(name, _)| name != "entered_at");
            row.cells.push(("entered_at".to_owned(), now.to_owned()));
        }
        let mut fate = Fate::Good(Vec::new());
        if !row.faults.is_empty() {
            fate = Fate::Refused(row.faults.clone());
        } else if let Some(item) = known.get(row.cell("id")) {
            let known = unpacker.item(item);
            let says = |column: &str| {
                let fields = known.fields.iter().find(|(name, _)| name == column);
                let text = fields.and_then(|(_, value)| std::str::from_utf8(value).ok());
                text.map_or("", str::trim)
            };
            let same = row
                .cells
                .iter()
                .all(|(name, value)| name == "entered_at" || value == says(name));
            fate = if same {
                Fate::Known
            } else {
                Fate::OtherOfThisId
            };
        } else {
            match table.line(&row.cells) {
                Ok(line) => {
                    let lines = alone.iter().filter(|byte| **byte == b'\n').count();
                    line_of.insert(u32::try_from(lines + 1).unwrap_or(u32::MAX), at);
                    alone.extend(line);
                }
                Err(why) => fate = Fate::Refused(vec![why]),
            }
        }
        weighed.push(Weighed {
            row,
            fate,
            alike: Vec::new(),
        });
    }
    let mut files = terms_with(snapshot, &[])?;
    files.0.insert(TABLE.to_owned(), alone);
    let loaded = read(&files);
    for problem in loaded.problems.iter().filter(|one| one.file == TABLE) {
        let found = line_of.range(..=problem.line).next_back();
        let Some((_, at)) = found.filter(|_| problem.line > 1) else {
            continue;
        };
        put(&mut weighed[*at].fate, problem);
    }
    if let Some(mut of_list) = loaded.case {
        of_list.reports.extend(case.reports.iter().cloned());
        of_list.links.clear();
        for pair in suggestions(&of_list, &BTreeSet::new()) {
            let (from, to) = (pair.from.as_str(), pair.to.as_str());
            for one in &mut weighed {
                match one.row.cell("id") {
                    id if id == from => one.alike.push(to.to_owned()),
                    id if id == to => one.alike.push(from.to_owned()),
                    _ => {}
                }
            }
        }
    }
    Ok((table, weighed))
}

/// The names of the columns as cells of themselves: the first line of a table.
fn head_cells(table: &Table) -> Vec<(&str, String)> {
    let columns = table.head.iter();
    columns.map(|name| (name.as_str(), name.clone())).collect()
}

fn put(fate: &mut Fate, problem: &Problem) {
    let said = with_hint(problem);
    if problem.severity <= Severity::Refused {
        match fate {
            Fate::Refused(why) => why.push(said),
            other => *other = Fate::Refused(vec![said]),
        }
    } else if let Fate::Good(odd) = fate {
        odd.push(said);
    }
}

/// What is wrong with a row, and what to do.
#[must_use]
pub fn with_hint(problem: &Problem) -> Phrase {
    match &problem.hint {
        Some(hint) => phrase!(
            "list-with-hint",
            "{what}; {hint}",
            what = &problem.message,
            hint = hint
        ),
        None => problem.message.clone(),
    }
}

/// Rows as CSV again, to be mended and handed in once more.
#[must_use]
pub fn as_csv<'r>(rows: impl IntoIterator<Item = &'r Handed>) -> String {
    let rows: Vec<&Handed> = rows
        .into_iter()
        .filter(|row| !row.cells.is_empty())
        .collect();
    let mut head: Vec<&str> = Vec::new();
    for (name, _) in rows.iter().flat_map(|row| &row.cells) {
        if !head.contains(&name.as_str()) && name != "entered_at" {
            head.push(name);
        }
    }
    if rows.is_empty() {
        return String::new();
    }
    let mut text = csv::WriterBuilder::new().from_writer(Vec::new());
    let lines = rows
        .iter()
        .map(|row| head.iter().map(|name| row.cell(name)).collect::<Vec<_>>());
    for line in std::iter::once(head.clone()).chain(lines) {
        text.write_record(line)
            .expect("a row is written into memory");
    }
    let bytes = text.into_inner().expect("memory does not fail");
    String::from_utf8(bytes).expect("what was text stays text")
}
