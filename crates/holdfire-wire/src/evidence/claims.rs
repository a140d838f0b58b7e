//! What a file says of itself, in a stable order, and as fields of an entry.

use std::cmp::Ordering;
use std::collections::BTreeMap;
use std::fmt::{self, Write as _};

use thiserror::Error;

/// The sentence that stands beside claims wherever they are shown.
pub const LABEL: &str =
    "claims of the file about itself, not facts: whoever made or handled it could write them";

/// The longest value that is kept, in characters; the rest is in the file itself.
pub const VALUE_LIMIT: usize = 2_000;

/// The longest name that is kept, in characters.
const NAME_LIMIT: usize = 200;

/// The most problems that are listed.
const PROBLEM_LIMIT: usize = 1_000;

/// What the claims were read from.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum ClaimsKind {
    /// EXIF and C2PA of an image.
    Exif,
    /// A web archive.
    Wacz,
    /// Output of the Auto Archiver.
    AutoArchiver,
}

impl ClaimsKind {
    const ALL: [Self; 3] = [Self::Exif, Self::Wacz, Self::AutoArchiver];

    /// Its name in fields, with the version of how the claims are written.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Exif => "exif@v1",
            Self::Wacz => "wacz@v1",
            Self::AutoArchiver => "auto-archiver@v1",
        }
    }
}

/// One thing that a file says of itself.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Claim {
    /// What it is about, once in [`Claims`].
    pub name: String,
    /// What the file says.
    pub value: String,
    /// How far it goes; empty if there is nothing to add.
    pub note: String,
}

impl fmt::Display for Claim {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "the file says: {}: {}", self.name, self.value)?;
        if !self.note.is_empty() {
            write!(f, " ({})", self.note)?;
        }
        Ok(())
    }
}

/// What a file says of itself, in the order in which it was read.
///
/// No two claims have one name, and no text in it has control characters or characters that turn the direction of writing:
/// they are written as `\u{..}`.
#[derive(Clone, Debug)]
pub struct Claims {
    kind: ClaimsKind,
    items: Vec<Claim>,
    problems: Vec<String>,
    /// Every name that is taken, with the last number that was added to it.
    taken: BTreeMap<String, usize>,
}

impl PartialEq for Claims {
    fn eq(&self, other: &Self) -> bool {
        // The names that are taken follow from the items.
        (self.kind, &self.items, &self.problems) == (other.kind, &other.items, &other.problems)
    }
}

impl Eq for Claims {}

impl Claims {
    /// None yet.
    #[must_use]
    pub fn new(kind: ClaimsKind) -> Self {
        Self {
            kind,
            items: Vec::new(),
            problems: Vec::new(),
            taken: BTreeMap::new(),
        }
    }

    /// What they were read from.
    #[must_use]
    pub fn kind(&self) -> ClaimsKind {
        self.kind
    }

    /// The claims.
    #[must_use]
    pub fn items(&self) -> &[Claim] {
        &self.items
    }

    /// What could not be read, and what does not fit together.
    #[must_use]
    pub fn problems(&self) -> &[String] {
        &self.problems
    }

    /// The value of a claim.
    #[must_use]
    pub fn value(&self, name: &str) -> Option<&str> {
        self.items
            .iter()
            .find(|c| c.name == name)
            .map(|c| c.value.as_str())
    }

    /// Adds a claim; a name that is taken gets a number.
    pub fn push(&mut self, name: &str, value: &str) {
        self.push_noted(name, value, "");
    }

    /// Adds a claim with a note on how far it goes.
    pub fn push_noted(&mut self, name: &str, value: &str, note: &str) {
        let name = tidy(name, NAME_LIMIT);
        let mut free = name.clone();
        if let Some(last) = self.taken.get(&name) {
            let mut number = *last;
            while self.taken.contains_key(&free) {
                number += 1;
                free = format!("{name} ({number})");
            }
            self.taken.insert(name, number);
        }
        self.taken.insert(free.clone(), 1);
        self.items.push(Claim {
            name: free,
            value: tidy(value, VALUE_LIMIT),
            note: tidy(note, VALUE_LIMIT),
        });
    }

    /// Adds a claim if there is something to say.
    pub fn push_some(&mut self, name: &str, value: Option<&str>) {
        if let Some(value) = value {
            self.push(name, value);
        }
    }

    /// Adds a problem, once.
    pub fn problem(&mut self, text: &str) {
        let text = tidy(text, VALUE_LIMIT);
        match self.problems.len().cmp(&PROBLEM_LIMIT) {
            Ordering::Less if !self.problems.contains(&text) => self.problems.push(text),
            Ordering::Equal => self
                .problems
                .push("further problems are not listed".to_owned()),
            _ => {}
        }
    }

    /// As ordered fields of an entry: `claims`, then `claim:<name>` and `note:<name>` of each claim, then `problem:<n>`.
    ///
    /// A claim and its name are one field, so that one claim can be disclosed without the others.
    #[must_use]
    pub fn to_fields(&self) -> Vec<(String, String)> {
        let mut fields = vec![("claims".to_owned(), self.kind.name().to_owned())];
        for claim in &self.items {
            fields.push((format!("claim:{}", claim.name), claim.value.clone()));
            if !claim.note.is_empty() {
                fields.push((format!("note:{}", claim.name), claim.note.clone()));
            }
        }
        for (number, problem) in (1..).zip(&self.problems) {
            fields.push((format!("problem:{number}"), problem.clone()));
        }
        fields
    }

    /// Reads [`Self::to_fields`]; anything else is refused.
    ///
    /// # Errors
    /// [`ClaimsError`] if the fields are not exactly as they are written.
    pub fn from_fields(fields: &[(String, String)]) -> Result<Self, ClaimsError> {
        let (head, rest) = fields.split_first().ok_or(ClaimsError::NoKind)?;
        if head.0 != "claims" {
            return Err(ClaimsError::NoKind);
        }
        let kind = ClaimsKind::ALL
            .into_iter()
            .find(|k| k.name() == head.1)
            .ok_or_else(|| ClaimsError::Kind(tidy(&head.1, NAME_LIMIT)))?;
        let mut claims = Self::new(kind);
        for (name, value) in rest {
            let refused = || ClaimsError::Field(tidy(name, NAME_LIMIT));
            if !is_tidy(name) || !is_tidy(value) {
                return Err(refused());
            }
            let (what, of) = name.split_once(':').ok_or_else(refused)?;
            match what {
                "claim" if claims.problems.is_empty() && !claims.taken.contains_key(of) => {
                    claims.taken.insert(of.to_owned(), 1);
                    claims.items.push(Claim {
                        name: of.to_owned(),
                        value: value.clone(),
                        note: String::new(),
                    });
                }
                "note" if claims.problems.is_empty() && !value.is_empty() => claims
                    .items
                    .last_mut()
                    .filter(|c| c.name == of && c.note.is_empty())
                    .ok_or_else(refused)?
                    .note
                    .clone_from(value),
                "problem" if of == (claims.problems.len() + 1).to_string() => {
                    claims.problems.push(value.clone());
                }
                _ => return Err(refused()),
            }
        }
        Ok(claims)
    }
}

/// Why fields are not claims.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
pub enum ClaimsError {
    /// The first field does not say of what kind they are.
    #[error("the first field is not `claims`")]
    NoKind,
    /// The kind is not known.
    #[error("claims of kind `{0}` are not known\nhint: they may come from a newer version")]
    Kind(String),
    /// A field is out of place, twice there, or has characters that are never written.
    #[error("the field `{0}` cannot stand there in claims")]
    Field(String),
}

/// Makes text from outside fit to be shown: escapes what steers a terminal or turns the direction of writing, and cuts.
pub(crate) fn tidy(text: &str, limit: usize) -> String {
    let mut safe = String::with_capacity(text.len().min(4 * limit));
    for (number, c) in text.chars().enumerate() {
        if number == limit {
            let all = number + text.chars().skip(number).count();
            let _ = write!(safe, "… (cut: {all} characters in all)");
            break;
        }
        if steers(c) {
            let _ = write!(safe, "\\u{{{:x}}}", u32::from(c));
        } else {
            safe.push(c);
        }
    }
    safe
}

pub(crate) fn is_tidy(text: &str) -> bool {
    !text.contains(steers)
}

/// Control characters, line and paragraph separators, and what turns the direction of writing (UAX 9).
fn steers(c: char) -> bool {
    c.is_control()
        || matches!(
            c,
            '\u{061c}'
                | '\u{200e}'
                | '\u{200f}'
                | '\u{2028}'..='\u{202e}'
                | '\u{2066}'..='\u{2069}'
                | '\u{feff}'
        )
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn sample() -> Claims {
        let mut claims = Claims::new(ClaimsKind::Exif);
        claims.push("capture time", "2025-03-30 03:30:00 without a zone");
        claims.push_noted("position", "lon 1, lat 2", "no datum is named");
        claims.push("capture time", "another");
        claims.problem("two capture times");
        claims.problem("two capture times");
        claims
    }

    #[test]
    fn claims_become_ordered_fields_and_come_back() {
        let claims = sample();
        let fields = claims.to_fields();
        let names: Vec<&str> = fields.iter().map(|(n, _)| n.as_str()).collect();
        assert_eq!(
            names,
            [
                "claims",
                "claim:capture time",
                "claim:position",
                "note:position",
                "claim:capture time (2)",
                "problem:1"
            ]
        );
        assert_eq!(Claims::from_fields(&fields), Ok(claims));
    }

    #[test]
    fn fields_in_another_order_or_twice_are_refused() {
        let fields = sample().to_fields();
        for at in 1..fields.len() {
            let mut doubled = fields.clone();
            doubled.insert(at, fields[at].clone());
            assert!(Claims::from_fields(&doubled).is_err(), "{at}");
        }
        let mut turned = fields.clone();
        turned.swap(2, 3);
        assert!(Claims::from_fields(&turned).is_err());
        assert_eq!(Claims::from_fields(&[]), Err(ClaimsError::NoKind));
        let newer = [("claims".to_owned(), "exif@v2".to_owned())];
        assert!(matches!(
            Claims::from_fields(&newer),
            Err(ClaimsError::Kind(_))
        ));
    }

    #[test]
    fn text_that_steers_a_terminal_is_escaped_and_long_text_is_cut() {
        assert_eq!(
            tidy("a\u{1b}[2Jb\u{202e}c\n", 100),
            "a\\u{1b}[2Jb\\u{202e}c\\u{a}"
        );
        assert_eq!(tidy("abcdef", 3), "abc… (cut: 6 characters in all)");
        assert_eq!(tidy("abc", 3), "abc");
    }

    proptest! {
        #[test]
        fn any_texts_come_back_from_the_fields(
            texts in prop::collection::vec((".{0,6}", "\\PC{0,20}", ".{0,20}"), 0..8),
            problems in prop::collection::vec(".{0,10}", 0..3),
        ) {
            let mut claims = Claims::new(ClaimsKind::Wacz);
            for (name, value, note) in &texts {
                claims.push_noted(name, value, note);
            }
            for problem in &problems {
                claims.problem(problem);
            }
            prop_assert_eq!(Claims::from_fields(&claims.to_fields()), Ok(claims));
        }
    }
}
