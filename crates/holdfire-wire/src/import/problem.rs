//! What an import has to say: problems of rows, and reasons why nothing can be read.

use std::fmt;

use thiserror::Error;

/// Which of the two files a problem is in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Place {
    /// The user's table.
    Table,
    /// The mapping file.
    Map,
}

/// One thing that is wrong, with what to do about it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ImportProblem {
    /// Which file it is in.
    pub place: Place,
    /// The physical line, or the row of the sheet; `None`: the whole file.
    pub line: Option<u64>,
    /// The column as the user's table names it, or the key of the mapping file; empty: the whole row.
    pub column: String,
    /// What is wrong, with the user's text in backticks.
    pub message: String,
    /// What to do; empty if there is nothing to add.
    pub hint: String,
    /// True if the row (or the whole table, without a line) was refused; false: it was kept, and this is a remark.
    pub refused: bool,
}

impl ImportProblem {
    /// A problem of the mapping file.
    pub(crate) fn in_map(line: Option<u64>, key: &str, message: String, hint: &str) -> Self {
        Self {
            place: Place::Map,
            line,
            column: key.to_owned(),
            message,
            hint: hint.to_owned(),
            refused: true,
        }
    }

    /// A remark on the whole table.
    pub(crate) fn remark(line: Option<u64>, column: &str, message: String, hint: String) -> Self {
        Self {
            place: Place::Table,
            line,
            column: column.to_owned(),
            message,
            hint,
            refused: false,
        }
    }
}

/// Something that the table does not settle and the mapping file has to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Question {
    /// The line of the table that shows it, if one does.
    pub line: Option<u64>,
    /// The column that it is about; empty: the whole table.
    pub column: String,
    /// What is not settled, with the evidence.
    pub message: String,
    /// The lines of the mapping file that would settle it, one for each answer.
    pub answers: Vec<String>,
}

/// Why nothing can be read.
#[derive(Debug, Error)]
pub enum ImportError {
    /// The file holds nothing.
    #[error("the table is empty")]
    Empty,
    /// The file is larger than [`MAX_FILE_BYTES`](super::MAX_FILE_BYTES).
    #[error(
        "the table has {size_bytes} bytes; at most {} are read",
        super::MAX_FILE_BYTES
    )]
    TooLarge {
        /// Its size.
        size_bytes: u64,
    },
    /// There are more rows than [`MAX_ROWS`](super::MAX_ROWS).
    #[error("the table has more than {} rows", super::MAX_ROWS)]
    TooManyRows {
        /// The first line that is too many.
        line: u64,
    },
    /// There are more columns than [`MAX_COLUMNS`](super::MAX_COLUMNS).
    #[error("the table has more than {} columns", super::MAX_COLUMNS)]
    TooManyColumns {
        /// The line of the header.
        line: u64,
    },
    /// The bytes are no table.
    #[error("the file is no table that can be read: {what}")]
    NotATable {
        /// What it seems to be.
        what: String,
        /// What to do.
        hint: String,
    },
    /// The workbook would grow beyond all measure when it is unpacked.
    #[error(
        "the workbook says that it unpacks to {size_bytes} bytes; at most {limit_bytes} are read"
    )]
    Inflates {
        /// What its directory says.
        size_bytes: u64,
        /// The limit.
        limit_bytes: u64,
    },
    /// The workbook is damaged.
    #[error("the workbook cannot be read{}: {what}", show_row(*.row))]
    Workbook {
        /// The row after which it cannot be read, if any was read.
        row: Option<u64>,
        /// What is wrong with it.
        what: String,
    },
    /// The mapping file has mistakes.
    #[error("the mapping file cannot be used as it is")]
    Map(Vec<ImportProblem>),
    /// The table does not settle how it is to be read.
    #[error("the table can be read in more than one way")]
    Asked(Vec<Question>),
}

fn show_row(row: Option<u64>) -> String {
    row.map_or(String::new(), |r| format!(" after row {r}"))
}

impl ImportError {
    /// The same as a list of problems, for printing.
    #[must_use]
    pub fn problems(&self) -> Vec<ImportProblem> {
        let table =
            |line: Option<u64>, column: &str, message: String, hint: String| ImportProblem {
                place: Place::Table,
                line,
                column: column.to_owned(),
                message,
                hint,
                refused: true,
            };
        let whole = |line, hint: &str| vec![table(line, "", self.to_string(), hint.to_owned())];
        match self {
            Self::Empty => whole(
                None,
                "check that the file was saved, and that the path is right",
            ),
            Self::TooLarge { .. } | Self::TooManyRows { line: _ } => {
                let line = if let Self::TooManyRows { line } = self {
                    Some(*line)
                } else {
                    None
                };
                whole(
                    line,
                    "split it into several tables and import one after the other",
                )
            }
            Self::TooManyColumns { line } => whole(
                Some(*line),
                "check the delimiter, or name it in the mapping file: `[delimiter] character = \";\"`",
            ),
            Self::NotATable { hint, .. } => whole(None, hint),
            Self::Inflates { .. } => whole(
                None,
                "open it in a spreadsheet program and save the one sheet as CSV in UTF-8",
            ),
            Self::Workbook { row, .. } => whole(
                *row,
                "the file may be cut short; get it again, or open it in a spreadsheet program and save it as CSV in UTF-8",
            ),
            Self::Map(problems) => problems.clone(),
            Self::Asked(questions) => questions
                .iter()
                .map(|q| {
                    let hint = format!("write in the mapping file {}", any_of(&q.answers));
                    table(q.line, &q.column, q.message.clone(), hint)
                })
                .collect(),
        }
    }
}

/// `a`, `b` or `c`, each in backticks.
pub(crate) fn any_of<T: fmt::Display>(words: &[T]) -> String {
    let mut text = String::new();
    for (i, word) in words.iter().enumerate() {
        if i > 0 {
            text.push_str(if i + 1 == words.len() { " or " } else { ", " });
        }
        text.push_str(&format!("`{word}`"));
    }
    text
}

/// A user's text for a message: one line, at most 60 characters, without control characters.
pub(crate) fn shown(text: &str) -> String {
    let mut short: String = text
        .chars()
        .take(60)
        .map(|c| {
            if c.is_control() || c == '`' {
                '\u{fffd}'
            } else {
                c
            }
        })
        .collect();
    if text.chars().nth(60).is_some() {
        short.push('…');
    }
    short
}

/// The candidate that is spelt most like `word`, if one is near enough to be a slip.
pub(crate) fn nearest<'a>(
    word: &str,
    candidates: impl Iterator<Item = &'a str>,
) -> Option<&'a str> {
    let word: Vec<char> = word.to_lowercase().chars().take(80).collect();
    candidates
        .map(|c| {
            let other: Vec<char> = c.to_lowercase().chars().take(80).collect();
            let mut steps = edits(&word, &other);
            if !other.is_empty()
                && !word.is_empty()
                && (contains(&word, &other) || contains(&other, &word))
            {
                steps = steps.min(1);
            }
            (steps, c)
        })
        .filter(|(steps, c)| *steps <= (word.len().max(c.chars().count()) * 2 / 5).max(1))
        .min_by_key(|(steps, _)| *steps)
        .map(|(_, c)| c)
}

fn contains(long: &[char], short: &[char]) -> bool {
    short.len() >= 3 && long.windows(short.len()).any(|w| w == short)
}

fn edits(a: &[char], b: &[char]) -> usize {
    let mut row: Vec<usize> = (0..=b.len()).collect();
    for (i, x) in a.iter().enumerate() {
        let mut diagonal = row[0];
        row[0] = i + 1;
        for (j, y) in b.iter().enumerate() {
            let next = (diagonal + usize::from(x != y))
                .min(row[j] + 1)
                .min(row[j + 1] + 1);
            diagonal = row[j + 1];
            row[j + 1] = next;
        }
    }
    row[b.len()]
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_nearest_header_is_found_and_a_far_one_is_not() {
        let headers = ["Nr", "Datum", "Ort", "Latitude (deg)"];
        let near = |w| nearest(w, headers.into_iter());
        assert_eq!(near("Date"), Some("Datum"));
        assert_eq!(near("latitude"), Some("Latitude (deg)"));
        assert_eq!(near("source"), None);
    }

    #[test]
    fn answers_are_listed_with_or() {
        assert_eq!(any_of(&["a", "b", "c"]), "`a`, `b` or `c`");
        assert_eq!(any_of(&["a"]), "`a`");
    }

    #[test]
    fn a_text_is_shown_on_one_line_and_cut() {
        assert_eq!(shown("a\nb`c"), "a\u{fffd}b\u{fffd}c");
        assert_eq!(shown(&"x".repeat(61)).chars().count(), 61);
    }
}
