//! Lines of a scenario, and what is said when one of them cannot be read.

use std::fmt::Display;

use thiserror::Error;

/// A line that cannot be read, with where it stands and what to write instead.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
#[error("{file}:{line}: {message}")]
pub struct NotationError {
    /// The file.
    pub file: String,
    /// The line, from 1.
    pub line: u32,
    /// What is wrong, in words.
    pub message: String,
}

/// One line without its comment.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Line<'t> {
    pub number: u32,
    /// Indented lines belong to the line above them that is not.
    pub indented: bool,
    pub text: &'t str,
}

/// What is wrong with a line, before its file and number are known.
pub(crate) type Wrong = String;

/// The result of reading a part of a line.
pub(crate) type Read<T> = Result<T, Wrong>;

/// Lines that say something.
pub(crate) fn lines(text: &str) -> Vec<Line<'_>> {
    (1..)
        .zip(text.lines())
        .filter_map(|(number, raw)| {
            let said = match raw.find(" #") {
                _ if raw.trim_start().starts_with('#') => "",
                Some(at) => &raw[..at],
                None => raw,
            };
            let text = said.trim();
            let indented = said.starts_with([' ', '\t']);
            (!text.is_empty()).then_some(Line {
                number,
                indented,
                text,
            })
        })
        .collect()
}

/// `key: value`, both trimmed.
pub(crate) fn pair(text: &str) -> Read<(&str, &str)> {
    let (key, value) = text
        .split_once(':')
        .ok_or_else(|| format!("`{text}` has no colon; write `what: value`"))?;
    Ok((key.trim(), value.trim()))
}

/// Parts that are set apart by a word or a mark, trimmed, empty ones left out.
pub(crate) fn parts<'a>(text: &'a str, by: &'a str) -> impl Iterator<Item = &'a str> {
    text.split(by).map(str::trim).filter(|p| !p.is_empty())
}

/// The error text of any error.
pub(crate) fn say(error: impl Display) -> Wrong {
    error.to_string()
}

/// A number.
pub(crate) fn number(text: &str) -> Read<f64> {
    text.trim()
        .parse()
        .map_err(|_| format!("`{text}` is not a number"))
}

/// `500 m` or `5 km`, in metres.
pub(crate) fn metres(text: &str) -> Read<f64> {
    let text = text.trim();
    match (text.strip_suffix("km"), text.strip_suffix('m')) {
        (Some(km), _) => Ok(number(km)? * 1_000.0),
        (None, Some(m)) => number(m),
        (None, None) => Err(format!("`{text}` is not a length; write `500 m` or `5 km`")),
    }
}
