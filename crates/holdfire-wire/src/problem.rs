//! What is wrong with a file: where, what, and what to do.

use std::collections::HashSet;
use std::collections::hash_map::DefaultHasher;
use std::fmt;
use std::hash::{Hash as _, Hasher as _};

use holdfire_model::{Phrase, phrase};

/// How bad it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Severity {
    /// The file or element cannot be used.
    Error,
    /// The row was left out; the rest of the file is used.
    Refused,
    /// The row or element is used, but something is odd about it.
    Kept,
    /// Something that mediators forget: the terms can be used, and leave this open.
    Lint,
}

impl Severity {
    /// Its name in print.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Error => "error",
            Self::Refused => "row refused",
            Self::Kept => "kept",
            Self::Lint => "open",
        }
    }
}

/// One thing that is wrong.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Problem {
    /// The file, by its path inside the case folder.
    pub file: String,
    /// The line, from 1; 0 for the file as a whole.
    pub line: u32,
    /// The column, from 1; 0 for the line as a whole.
    pub column: u32,
    /// How bad it is.
    pub severity: Severity,
    /// What is wrong.
    pub message: Phrase,
    /// What to do.
    pub hint: Option<Phrase>,
}

impl fmt::Display for Problem {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.file)?;
        if self.line > 0 {
            write!(f, ":{}", self.line)?;
        }
        if self.column > 0 {
            write!(f, ":{}", self.column)?;
        }
        write!(f, ": {}: {}", self.severity.name(), self.message)?;
        match &self.hint {
            Some(hint) => write!(f, "\n    hint: {hint}"),
            None => Ok(()),
        }
    }
}

/// Everything that is wrong, in the order in which it was found.
#[derive(Clone, Debug, Default)]
pub struct Problems {
    list: Vec<Problem>,
    /// Digests of those in the list: most of very many rows say something new.
    digests: HashSet<u64>,
}

impl Problems {
    /// Adds one.
    pub fn push(&mut self, problem: Problem) {
        let mut digest = DefaultHasher::new();
        problem.hash(&mut digest);
        if self.digests.insert(digest.finish()) || !self.list.contains(&problem) {
            self.list.push(problem);
        }
    }

    /// Adds several.
    pub fn extend(&mut self, problems: impl IntoIterator<Item = Problem>) {
        for problem in problems {
            self.push(problem);
        }
    }

    /// Adds an error of a file as a whole.
    pub fn file(&mut self, file: &str, message: impl Into<Phrase>, hint: Option<String>) {
        self.push(Problem {
            file: file.to_owned(),
            line: 0,
            column: 0,
            severity: Severity::Error,
            message: message.into(),
            hint: hint.map(Phrase::from),
        });
    }

    /// All of them, by file, line and column; a file that others refer to stands before them, so that a cause stands
    /// before what follows from it.
    #[must_use]
    pub fn sorted(&self) -> Vec<Problem> {
        let mut list = self.list.clone();
        list.sort_by_cached_key(|p| (rank(&p.file), p.file.clone(), p.line, p.column, p.severity));
        list
    }

    /// How many there are of a severity.
    #[must_use]
    pub fn count(&self, severity: Severity) -> usize {
        self.list.iter().filter(|p| p.severity == severity).count()
    }

    /// How many there are of a severity in a file.
    pub(crate) fn count_in(&self, file: &str, severity: Severity) -> usize {
        let of = |p: &&Problem| p.file == file && p.severity == severity;
        self.list.iter().filter(of).count()
    }

    /// True if nothing is wrong.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.list.is_empty()
    }
}

/// The place of a file in the order in which files are listed.
fn rank(file: &str) -> usize {
    const ORDER: [&str; 13] = [
        "case.toml",
        "agreement.toml",
        "readings/",
        "categories.csv",
        "areas.geojson",
        "texts.csv",
        "control.csv",
        "facilities.csv",
        "register.csv",
        "reports.csv",
        "observations.csv",
        "replies.csv",
        "links.csv",
    ];
    ORDER
        .iter()
        .position(|start| file.starts_with(start))
        .unwrap_or(ORDER.len())
}

/// The nearest of the known words, if one is near enough to be meant.
pub(crate) fn nearest<'a>(word: &str, known: impl IntoIterator<Item = &'a str>) -> Option<&'a str> {
    let word = word.to_lowercase();
    known
        .into_iter()
        .map(|k| (distance(&word, &k.to_lowercase()), k))
        .filter(|(d, k)| *d <= (k.chars().count().max(word.chars().count()) / 3).max(1))
        .min_by_key(|(d, _)| *d)
        .map(|(_, k)| k)
}

/// What to do where a word was perhaps meant to be another.
pub(crate) fn did_you_mean(near: &str) -> Phrase {
    phrase!("row-did-you-mean", "did you mean `{near}`?", near = near)
}

/// Insertions, deletions and replacements from one word to the other.
fn distance(a: &str, b: &str) -> usize {
    let b: Vec<char> = b.chars().collect();
    let mut row: Vec<usize> = (0..=b.len()).collect();
    for (i, x) in a.chars().enumerate() {
        let mut before = row[0];
        row[0] = i + 1;
        for (j, y) in b.iter().enumerate() {
            let change = before + usize::from(x != *y);
            before = row[j + 1];
            row[j + 1] = change.min(row[j] + 1).min(before + 1);
        }
    }
    row[b.len()]
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_slip_of_the_pen_finds_the_word_that_was_meant() {
        assert_eq!(
            nearest("stated_on", ["stated_at", "start", "end"]),
            Some("stated_at")
        );
        assert_eq!(nearest("xyz", ["stated_at", "start"]), None);
    }
}
