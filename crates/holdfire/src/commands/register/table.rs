//! Tables that come in: the party's list, and the candidates of open data.

use std::path::Path;

use holdfire_register::{FieldName, SiteFields};
use zeroize::Zeroizing;

use super::files;
use crate::output::Failure;

/// No table is longer: the rows of the largest list with room for words.
const MOST_TABLE_BYTES: usize = 256 << 20;
/// No more problems are listed.
const MOST_PROBLEMS: usize = 20;

/// The rows of a list, or all that is wrong with them. A bad row is never left out: it would be withdrawn.
pub fn sites(path: &Path) -> Result<Vec<SiteFields>, Failure> {
    let shown = path.display();
    let text = files::text(path, MOST_TABLE_BYTES)?;
    let mut reader = reader(&text);
    let header = header(path, &mut reader)?;
    let known =
        |name: &&str| FieldName::parse(name).is_some_and(|field| field != FieldName::Padding);
    if let Some(name) = header.iter().find(|name| !known(name)) {
        let mut all: Vec<&str> = FieldName::ALL.iter().map(|field| field.as_str()).collect();
        all.retain(|name| *name != FieldName::Padding.as_str());
        return Err(Failure::Input(format!(
            "{shown}:1: sites have no column `{name}`\nhint: columns are {}; `lon` and `lat` are taken too",
            all.join(", ")
        )));
    }
    let mut rows = Vec::new();
    let mut problems = Vec::new();
    for record in reader.records() {
        let record = match record {
            Ok(record) => record,
            Err(error) => {
                problems.push(format!("{shown}: {}", without_content(&error)));
                continue;
            }
        };
        let line = record.position().map_or(0, csv::Position::line);
        match SiteFields::from_columns(header.iter().zip(record.iter())) {
            Ok(row) => rows.push(row),
            Err(error) => problems.push(format!("{shown}:{line}: {error}")),
        }
    }
    if problems.is_empty() {
        return Ok(rows);
    }
    let further = problems.len().saturating_sub(MOST_PROBLEMS);
    problems.truncate(MOST_PROBLEMS);
    if further > 0 {
        problems.push(format!("and {further} more"));
    }
    problems.push("nothing was sealed: a row that is left out would be withdrawn".to_owned());
    Err(Failure::Input(problems.join("\n")))
}

/// Some columns of a table, row by row with the line; other columns are not looked at.
pub fn columns<const N: usize>(
    path: &Path,
    names: [&str; N],
) -> Result<Vec<(u64, [String; N])>, Failure> {
    let shown = path.display();
    let text = files::text(path, MOST_TABLE_BYTES)?;
    let mut reader = reader(&text);
    let header = header(path, &mut reader)?;
    let mut places = [0; N];
    for (place, name) in places.iter_mut().zip(names) {
        let found = header.iter().position(|column| column == name);
        *place = found.ok_or_else(|| {
            Failure::Input(format!(
                "{shown}:1: there is no column `{name}`\nhint: the candidates need {}",
                names.join(", ")
            ))
        })?;
    }
    let mut rows = Vec::new();
    for record in reader.records() {
        let record = record
            .map_err(|error| Failure::Input(format!("{shown}: {}", without_content(&error))))?;
        let line = record.position().map_or(0, csv::Position::line);
        let value = |place: usize| record.get(place).unwrap_or_default().trim().to_owned();
        rows.push((line, places.map(value)));
    }
    Ok(rows)
}

fn reader(text: &Zeroizing<String>) -> csv::Reader<&[u8]> {
    let text = text.strip_prefix('\u{feff}').unwrap_or(text);
    csv::ReaderBuilder::new()
        .trim(csv::Trim::Headers)
        .from_reader(text.as_bytes())
}

fn header(path: &Path, reader: &mut csv::Reader<&[u8]>) -> Result<csv::StringRecord, Failure> {
    let header = reader.headers().map_err(|error| {
        Failure::Input(format!("{}: {}", path.display(), without_content(&error)))
    })?;
    if header.is_empty() {
        return Err(Failure::Input(format!(
            "{}: the table is empty; its first line names the columns",
            path.display()
        )));
    }
    Ok(header.clone())
}

/// What is wrong with a table as a table, without a word of what is in it.
fn without_content(error: &csv::Error) -> String {
    match error.kind() {
        csv::ErrorKind::UnequalLengths {
            pos,
            expected_len,
            len,
        } => format!(
            "line {}: {len} values, and the first line names {expected_len} columns",
            pos.as_ref().map_or(0, csv::Position::line)
        ),
        _ => "this is no table that can be read".to_owned(),
    }
}
