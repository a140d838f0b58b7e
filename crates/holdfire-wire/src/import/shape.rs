//! The shape of a table: what stands between its fields, and which line holds the column names.

use std::collections::BTreeMap;

use super::cells::Cell;
use super::delimited::Records;
use super::problem::{ImportError, ImportProblem, Question, any_of, shown};
use super::table::Settings;
use super::{MAX_COLUMNS, dates};

/// How many records are looked at to find the delimiter and the header.
pub(crate) const SAMPLE_RECORDS: usize = 200;
/// The delimiters that are tried, in this order.
const DELIMITERS: [u8; 4] = [b',', b';', b'\t', b'|'];

/// The delimiter that a first line `sep=;` names, and the line on which the table begins.
pub(crate) fn stated_delimiter(text: &str) -> (Option<u8>, u64) {
    let line = text
        .lines()
        .next()
        .unwrap_or_default()
        .trim_end_matches('\r')
        .as_bytes();
    match line {
        [b's' | b'S', b'e' | b'E', b'p' | b'P', b'=', d] if DELIMITERS.contains(d) => (Some(*d), 2),
        _ => (None, 1),
    }
}

/// A delimiter as messages name it.
pub(crate) fn named(delimiter: u8) -> &'static str {
    match delimiter {
        b',' => "`,`",
        b';' => "`;`",
        b'|' => "`|`",
        b'\t' => "a tab",
        _ => "another sign",
    }
}

/// The delimiter that gives most rows the same number of fields, with the evidence; or a question.
pub(crate) fn sniff_delimiter(text: &str, quotes: bool) -> Result<(u8, String), ImportError> {
    let mut found: Vec<(usize, usize, usize, u8)> = Vec::new();
    for delimiter in DELIMITERS {
        let mut widths: BTreeMap<usize, usize> = BTreeMap::new();
        let mut total = 0;
        for record in Records::new(text, delimiter, quotes).take(SAMPLE_RECORDS) {
            let width = record.fields.map_or(0, |f| {
                if f.iter().all(|c| c.is_empty()) {
                    usize::MAX
                } else {
                    f.len()
                }
            });
            if width != usize::MAX {
                total += 1;
                *widths.entry(width).or_default() += 1;
            }
        }
        let usual = widths
            .into_iter()
            .filter(|(w, _)| *w >= 2)
            .max_by_key(|(w, n)| (*n, *w));
        if let Some((width, rows)) = usual {
            found.push((rows * 1_000 / total.max(1), width, rows, delimiter));
        }
    }
    found.sort_by_key(|f| std::cmp::Reverse((f.0, f.1)));
    let sentence =
        |f: &(usize, usize, usize, u8)| format!("{} fields in {} of the first rows", f.1, f.2);
    match found.as_slice() {
        [] => Ok((b',', "there is only one column".to_owned())),
        [best, second, ..] if second.0 >= 900 && best.0.abs_diff(second.0) <= 50 => {
            let answer = |d: u8| {
                let name = if d == b'\t' {
                    "tab".to_owned()
                } else {
                    char::from(d).to_string()
                };
                format!("[delimiter] character = \"{name}\"")
            };
            Err(ImportError::Asked(vec![Question {
                line: None,
                column: String::new(),
                message: format!(
                    "two signs could stand between the fields: {} ({}) and {} ({})",
                    named(best.3),
                    sentence(best),
                    named(second.3),
                    sentence(second)
                ),
                answers: vec![answer(best.3), answer(second.3)],
            }]))
        }
        [best, ..] => Ok((best.3, sentence(best))),
    }
}

/// Where the header was found, in a sentence.
pub(crate) fn header_sentence(line: u64, columns: usize) -> String {
    match line {
        0 => format!("no header, {columns} columns"),
        line => format!("header: line {line}, {columns} columns"),
    }
}

/// The column names and their line: as the mapping says, or the first line that is not blank if it looks like a header.
pub(crate) fn find_header(
    sample: &[(u64, Vec<Cell<'_>>)],
    settings: &Settings,
) -> Result<(Vec<String>, u64), ImportError> {
    let filled = |cells: &[Cell<'_>]| cells.iter().filter(|c| !c.is_empty()).count();
    let widest = sample.iter().map(|(_, c)| filled(c)).max().unwrap_or(0);
    if settings.header_line == Some(0) {
        let width = sample.iter().map(|(_, c)| c.len()).max().unwrap_or(0);
        if width > MAX_COLUMNS {
            return Err(ImportError::TooManyColumns { line: 1 });
        }
        return Ok(((1..=width).map(|n| format!("#{n}")).collect(), 0));
    }
    let found = match settings.header_line {
        Some(line) => sample
            .iter()
            .find(|(l, c)| *l == line && filled(c) > 0)
            .ok_or_else(|| {
                ImportError::Map(vec![ImportProblem::in_map(
                    None,
                    "header.line",
                    format!("the table has no column names on line {line}"),
                    "write the line on which the column names stand, from 1; 0: there are none",
                )])
            })?,
        None => sample
            .iter()
            .find(|(_, c)| filled(c) > 0)
            .ok_or(ImportError::Empty)?,
    };
    let (line, cells) = found;
    if cells.len() > MAX_COLUMNS {
        return Err(ImportError::TooManyColumns { line: *line });
    }
    if settings.header_line.is_none() {
        doubt_header(*line, cells, widest, sample)?;
    }
    let mut names: Vec<String> = cells
        .iter()
        .map(|c| c.text().split_whitespace().collect::<Vec<_>>().join(" "))
        .collect();
    if matches!(names.last(), Some(n) if n.is_empty())
        && sample
            .iter()
            .all(|(_, c)| c.len() < names.len() || c[names.len() - 1].is_empty())
    {
        // A delimiter at the end of each line makes no column.
        names.pop();
    }
    Ok((names, *line))
}

fn doubt_header(
    line: u64,
    cells: &[Cell<'_>],
    widest: usize,
    sample: &[(u64, Vec<Cell<'_>>)],
) -> Result<(), ImportError> {
    let filled: Vec<String> = cells
        .iter()
        .filter(|c| !c.is_empty())
        .map(|c| c.text().into_owned())
        .collect();
    let ask = |message: String, answers: Vec<String>| {
        Err(ImportError::Asked(vec![Question {
            line: Some(line),
            column: String::new(),
            message,
            answers,
        }]))
    };
    if filled.len() == 1 && widest >= 2 {
        let better = sample
            .iter()
            .find(|(_, c)| c.iter().filter(|c| !c.is_empty()).count() == widest);
        let answers = better
            .iter()
            .map(|(l, _)| format!("[header] line = {l}"))
            .collect();
        return ask(
            format!(
                "the first line holds one cell only, `{}`, and looks like a title",
                shown(&filled[0])
            ),
            answers,
        );
    }
    let data = filled
        .iter()
        .filter(|t| t.parse::<f64>().is_ok() || dates::read(t).is_some())
        .count();
    if data * 2 > filled.len() {
        let answers = vec![
            "[header] line = 0".to_owned(),
            format!("[header] line = {line}"),
        ];
        let some: Vec<String> = filled.iter().take(3).map(|t| shown(t)).collect();
        return ask(
            format!(
                "the first line looks like data and not like column names: {}",
                any_of(&some)
            ),
            answers,
        );
    }
    Ok(())
}
