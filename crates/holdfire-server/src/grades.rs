//! What the mission thinks of a source and of what it says: a letter and a digit, each for itself, in the way that is called
//! the Admiralty code. F and 6 say that it cannot be judged; neither is the worst, and no number is made of them.
//!
//! A grade is an entry of its own beside the report. It changes no verdict and no support; parties do not read it.

use holdfire_record::Kind;
use holdfire_seal::fields::Field;
use holdfire_store::mission::{Draft, Seen};

/// What stands before the id of the report in the subject of an entry.
const SUBJECT: &str = "grade/reports.csv#";

/// The letters: how reliable the source is.
pub const RELIABILITY: [&str; 6] = ["A", "B", "C", "D", "E", "F"];

/// The digits: how credible what it says.
pub const CREDIBILITY: [&str; 6] = ["1", "2", "3", "4", "5", "6"];

/// A grade of one report.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Grade {
    /// One of [`RELIABILITY`].
    pub reliability: &'static str,
    /// One of [`CREDIBILITY`].
    pub credibility: &'static str,
    /// Why.
    pub because: String,
    /// Who gave it.
    pub by: String,
}

impl Grade {
    /// A grade; `None` if the letter or the digit is none.
    #[must_use]
    pub fn new(reliability: &str, credibility: &str, because: &str, by: &str) -> Option<Self> {
        let among = |all: [&'static str; 6], word: &str| all.into_iter().find(|one| *one == word);
        Some(Self {
            reliability: among(RELIABILITY, reliability)?,
            credibility: among(CREDIBILITY, credibility)?,
            because: because.to_owned(),
            by: by.to_owned(),
        })
    }

    /// The entry that gives it to a report.
    #[must_use]
    pub fn draft(&self, report: &str) -> Draft {
        let fields = vec![
            Field::new("reliability", self.reliability),
            Field::new("credibility", self.credibility),
            Field::new("because", self.because.as_str()),
            Field::new("by", self.by.as_str()),
        ];
        Draft::set(Kind::Access, &format!("{SUBJECT}{report}"), fields)
    }

    /// The report and its grade, if an entry gives one.
    #[must_use]
    pub fn of(seen: &Seen) -> Option<(String, Self)> {
        let report = seen.subject()?.strip_prefix(SUBJECT)?;
        let text = |name: &str| seen.text(name).unwrap_or("");
        let grade = Self::new(
            text("reliability"),
            text("credibility"),
            text("because"),
            text("by"),
        )?;
        Some((report.to_owned(), grade))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_grade_is_a_letter_and_a_digit_of_the_scale() {
        assert!(Grade::new("F", "6", "", "x").is_some());
        for (letter, digit) in [("G", "1"), ("a", "1"), ("A", "0"), ("A", "7"), ("", "")] {
            assert_eq!(Grade::new(letter, digit, "", "x"), None);
        }
    }
}
