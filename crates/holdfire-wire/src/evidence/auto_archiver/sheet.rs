//! Rows of the archiver: its CSV database, and a sheet saved as CSV.

use serde_json::{Value, json};

use super::object::{self, written_time};
use super::{Archived, Form, Media, MediaHash, Output, OutputError, python};
use crate::evidence::claims::tidy;

/// The most rows that are read.
const ROWS_LIMIT: usize = 100_000;

/// The columns of a sheet that are read here: the names that the archiver looks for by default.
const COLUMNS: [(&str, Column); 9] = [
    ("link", Column::Url),
    ("archive status", Column::Status),
    ("archive location", Column::Archive),
    ("archive date", Column::Archived),
    ("upload timestamp", Column::Published),
    ("upload title", Column::Title),
    ("text content", Column::Content),
    ("hash", Column::Hash),
    ("wacz", Column::Wacz),
];

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Column {
    Url,
    Status,
    Archive,
    Archived,
    Published,
    Title,
    Content,
    Hash,
    Wacz,
}

/// Reads rows; which of the two it is, its first row says.
pub(super) fn read(bytes: &[u8]) -> Result<Output, OutputError> {
    let mut reader = csv::ReaderBuilder::new().flexible(true).from_reader(bytes);
    let header: Vec<String> = match reader.byte_headers() {
        Ok(header) => header.iter().map(text).collect(),
        Err(_) => return Err(OutputError::OtherForm),
    };
    let names: Vec<String> = header.iter().map(|n| n.trim().to_lowercase()).collect();
    let form = if names == ["status", "metadata", "media"] {
        Form::CsvDatabase
    } else if names.iter().any(|n| n == "link") && names.iter().any(|n| n == "archive status") {
        Form::Sheet
    } else {
        return Err(OutputError::OtherForm);
    };
    let mut output = Output {
        form,
        pages: Vec::new(),
        problems: Vec::new(),
    };
    for record in reader.byte_records() {
        let record = match record {
            Ok(record) => record,
            Err(error) => {
                output
                    .problems
                    .push(format!("a row cannot be read: {error}"));
                break;
            }
        };
        let line = record.position().map_or(0, csv::Position::line);
        let cells: Vec<String> = record.iter().map(text).collect();
        if cells.iter().all(|c| c.trim().is_empty()) {
            continue;
        }
        if output.pages.len() == ROWS_LIMIT {
            output
                .problems
                .push(format!("only the first {ROWS_LIMIT} rows are read"));
            break;
        }
        match form {
            Form::CsvDatabase => database_row(&cells, line, &mut output),
            _ => output.pages.push(sheet_row(&header, &names, &cells)),
        }
    }
    Ok(output)
}

fn text(cell: &[u8]) -> String {
    String::from_utf8_lossy(cell).into_owned()
}

fn database_row(cells: &[String], line: u64, output: &mut Output) {
    let [status, metadata, media] = cells else {
        output.problems.push(format!(
            "line {line}: it has {} columns, not 3",
            cells.len()
        ));
        return;
    };
    let mut part = |name: &str, text: &str| match python::read(text) {
        Ok(value) => value,
        Err(why) => {
            output
                .problems
                .push(tidy(&format!("line {line}: `{name}`: {why}"), 300));
            Value::Null
        }
    };
    let object = json!({
        "status": status,
        "metadata": part("metadata", metadata),
        "media": part("media", media),
    });
    let mut problems = Vec::new();
    output.pages.push(object::page(&object, &mut problems));
    output
        .problems
        .extend(problems.iter().map(|p| format!("line {line}: {p}")));
}

fn sheet_row(header: &[String], names: &[String], cells: &[String]) -> Archived {
    let mut page = Archived::default();
    let mut archive = Media {
        id: Some("archive location".to_owned()),
        ..Media::default()
    };
    let mut wacz = Vec::new();
    for (at, cell) in cells.iter().enumerate() {
        let cell = cell.trim();
        if cell.is_empty() {
            continue;
        }
        let known = names
            .get(at)
            .and_then(|n| COLUMNS.iter().find(|(name, _)| name == n));
        let kept = || Some(tidy(cell, 20_000));
        match known.map(|(_, column)| *column) {
            Some(Column::Url) => page.url = kept(),
            Some(Column::Status) => page.status = kept(),
            Some(Column::Title) => page.title = kept(),
            Some(Column::Content) => page.content = kept(),
            Some(Column::Published) => page.published = Some(written_time(&tidy(cell, 100))),
            Some(Column::Archived) => page.archived = Some(written_time(&tidy(cell, 100))),
            // A cell may hold one address for each storage.
            Some(Column::Archive) => {
                archive.urls = cell.lines().take(20).map(|u| tidy(u, 2_000)).collect()
            }
            Some(Column::Hash) => archive.hash = MediaHash::read(cell),
            Some(Column::Wacz) => wacz = cell.lines().take(20).map(|u| tidy(u, 2_000)).collect(),
            None => {
                let name = header.get(at).map_or("without a header", String::as_str);
                page.other.push((tidy(name, 200), tidy(cell, 20_000)));
            }
        }
    }
    if !archive.urls.is_empty() || archive.hash.is_some() {
        page.media.push(archive);
    }
    if !wacz.is_empty() {
        page.media.push(Media {
            id: Some("wacz".to_owned()),
            urls: wacz,
            media_type: Some("application/wacz".to_owned()),
            ..Media::default()
        });
    }
    page
}
