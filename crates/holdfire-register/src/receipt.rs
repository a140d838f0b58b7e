//! Receipts: who has received which version, or which leaves of it, and when, signed by who received it.

use std::fmt;

use holdfire_model::Moment;
use holdfire_seal::Hash;
use holdfire_seal::note::{self, LogKey, NoteError, SignedBy, VerifierKey};
use thiserror::Error;

use crate::form;
use crate::statement::{ListId, State};

/// The first line of a receipt.
pub const RECEIPT_FORMAT: &str = "holdfire/register-receipt@v1";
/// The most bytes of the name of who received something.
pub const MOST_RECEIVER_BYTES: usize = 256;

/// What was done with a version.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Step {
    /// The mission took it in.
    Deposit,
    /// It was handed to somebody.
    Handover,
    /// The party that is bound had notice.
    Notice,
}

impl Step {
    /// The word in files.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Deposit => "deposit",
            Self::Handover => "handover",
            Self::Notice => "notice",
        }
    }

    /// The step of a word.
    #[must_use]
    pub fn parse(word: &str) -> Option<Self> {
        [Self::Deposit, Self::Handover, Self::Notice]
            .into_iter()
            .find(|step| step.as_str() == word)
    }
}

/// Who received something: a party's id or a name, in one line of at most 256 bytes.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Receiver(String);

impl Receiver {
    /// Takes a name; none if it is empty, too long, has blanks around it or a control character in it.
    #[must_use]
    pub fn new(name: &str) -> Option<Self> {
        let fits = !name.is_empty()
            && name.len() <= MOST_RECEIVER_BYTES
            && name.trim() == name
            && !name.chars().any(char::is_control);
        fits.then(|| Self(name.to_owned()))
    }

    /// The name.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for Receiver {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// Which leaves of a version: all, or at least one, ascending.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Covered(Vec<Hash>);

impl Covered {
    /// The whole version.
    pub const ALL: Self = Self(Vec::new());

    /// Some leaves; none if there are none.
    #[must_use]
    pub fn leaves(leaves: impl IntoIterator<Item = Hash>) -> Option<Self> {
        let mut leaves: Vec<Hash> = leaves.into_iter().collect();
        leaves.sort_unstable();
        leaves.dedup();
        (!leaves.is_empty()).then_some(Self(leaves))
    }

    /// The leaves, ascending; `None`: all of the version.
    #[must_use]
    pub fn as_leaves(&self) -> Option<&[Hash]> {
        (!self.0.is_empty()).then_some(&*self.0)
    }

    /// Whether a leaf of that version is covered.
    #[must_use]
    pub fn holds(&self, leaf: &Hash) -> bool {
        self.0.is_empty() || self.0.binary_search(leaf).is_ok()
    }

    fn words(&self) -> String {
        match self.as_leaves() {
            None => "all".to_owned(),
            Some(leaves) => format!("{} {}", leaves.len(), Hash::of(&form::join(leaves))),
        }
    }
}

/// Why a receipt is refused.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
pub enum ReceiptError {
    /// The note is no note, is forged, or is signed by nobody known.
    #[error("the signed receipt cannot be believed")]
    Note(#[from] NoteError),
    /// Another text than the receipt it should be.
    #[error(
        "the receipt is for something else: line {line} is `{found}`, expected `{expected}`\n\
         hint: a receipt holds for one version, one receiver and one moment"
    )]
    Other {
        /// The line, from 1.
        line: usize,
        /// What it is.
        found: String,
        /// What it must be.
        expected: String,
    },
    /// Not the text of a receipt.
    #[error("line {line} of the receipt must be `{expected}`")]
    Line {
        /// The line, from 1.
        line: usize,
        /// The form of that line.
        expected: &'static str,
    },
}

/// What a receipt says. The mission signs one for a deposit, who was handed or notified one for that step.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Receipt {
    /// What was done.
    pub step: Step,
    /// Which version.
    pub of: VersionRef,
    /// Which leaves of it.
    pub covered: Covered,
    /// Who received it.
    pub to: Receiver,
    /// When.
    pub at: Moment,
}

/// How entries and receipts name a version.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct VersionRef {
    /// The list.
    pub list: ListId,
    /// The version.
    pub version: u32,
    /// The hash of its statement.
    pub statement: Hash,
}

impl From<State> for VersionRef {
    fn from(state: State) -> Self {
        Self {
            list: state.list,
            version: state.version,
            statement: state.statement,
        }
    }
}

impl fmt::Display for VersionRef {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self {
            list,
            version,
            statement,
        } = self;
        write!(
            f,
            "version {version} of list {list} (statement {statement})"
        )
    }
}

impl Receipt {
    /// The text to sign.
    #[must_use]
    pub fn to_text(&self) -> String {
        let VersionRef {
            list,
            version,
            statement,
        } = self.of;
        format!(
            "{RECEIPT_FORMAT}\nstep {}\nlist {list}\nversion {version}\nstatement {statement}\nleaves {}\nto {}\nat {}\n",
            self.step.as_str(),
            self.covered.words(),
            self.to,
            self.at
        )
    }

    /// Signs it.
    ///
    /// # Errors
    /// [`NoteError`] if the text cannot be signed.
    pub fn sign(&self, key: &LogKey) -> Result<String, NoteError> {
        note::sign_note(&self.to_text(), key)
    }

    /// Reads a receipt for a version and some of its leaves, and says who signed; step, receiver and moment are its own.
    ///
    /// # Errors
    /// [`ReceiptError`]; for another version or other leaves it names the first line that differs.
    pub fn read(
        note: &str,
        keys: &[VerifierKey],
        of: VersionRef,
        covered: Covered,
    ) -> Result<(Self, Vec<SignedBy>), ReceiptError> {
        let opened = note::open_note(note.as_bytes(), keys)?;
        let value = |line: usize, key: &str, expected: &'static str| {
            opened
                .text
                .split('\n')
                .nth(line - 1)
                .and_then(|text| text.strip_prefix(key)?.strip_prefix(' '))
                .ok_or(ReceiptError::Line { line, expected })
        };
        let step = "step <deposit, handover or notice>";
        let to = "to <who received it>";
        let at = "at <moment such as 2030-03-01T09:00:00Z>";
        let bad = |line, expected| ReceiptError::Line { line, expected };
        let receipt = Self {
            step: Step::parse(value(2, "step", step)?).ok_or(bad(2, step))?,
            of,
            covered,
            to: Receiver::new(value(7, "to", to)?).ok_or(bad(7, to))?,
            at: form::moment(value(8, "at", at)?).ok_or(bad(8, at))?,
        };
        // The whole text again: no line too many, and all others as expected.
        let by = receipt.check(note, keys)?;
        Ok((receipt, by))
    }

    /// Checks that a note signs this receipt, and says who signed.
    ///
    /// # Errors
    /// [`ReceiptError`]; for another receipt it names the first line that differs.
    pub fn check(&self, note: &str, keys: &[VerifierKey]) -> Result<Vec<SignedBy>, ReceiptError> {
        let opened = note::open_note(note.as_bytes(), keys)?;
        let expected = self.to_text();
        if opened.text == expected {
            return Ok(opened.by);
        }
        let lines = |text: &str| -> Vec<String> {
            text.split('\n')
                .chain(["the end"])
                .map(str::to_owned)
                .collect()
        };
        let pairs = lines(&opened.text).into_iter().zip(lines(&expected));
        let (index, (found, expected)) = pairs
            .enumerate()
            .find(|(_, (found, expected))| found != expected)
            .expect("two different texts that both end differ in a line");
        Err(ReceiptError::Other {
            line: index + 1,
            found: found.chars().take(MOST_RECEIVER_BYTES).collect(),
            expected,
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn key() -> LogKey {
        LogKey::from_seed("gamma.example/desk", &[5; 32]).unwrap()
    }

    fn receipt() -> Receipt {
        Receipt {
            step: Step::Notice,
            of: VersionRef {
                list: ListId([7; 16]),
                version: 3,
                statement: Hash::of(b"statement"),
            },
            covered: Covered::leaves([Hash::of(b"one"), Hash::of(b"two")]).unwrap(),
            to: Receiver::new("Gamma, by hand").unwrap(),
            at: Moment(1_898_586_000),
        }
    }

    #[test]
    fn a_receipt_is_read_for_the_version_and_the_leaves_that_it_is_for() {
        let (key, receipt) = (key(), receipt());
        let keys = [key.verifier().clone()];
        let note = receipt.sign(&key).unwrap();
        let (read, by) = Receipt::read(&note, &keys, receipt.of, receipt.covered.clone()).unwrap();
        assert_eq!(read, receipt);
        assert!(by[0].is_by(&keys[0]));

        let line = |result: Result<_, ReceiptError>| match result {
            Err(ReceiptError::Other { line, .. } | ReceiptError::Line { line, .. }) => line,
            other => panic!("{other:?}"),
        };
        let other = VersionRef {
            version: 4,
            ..receipt.of
        };
        assert_eq!(
            line(Receipt::read(&note, &keys, other, receipt.covered.clone())),
            4
        );
        assert_eq!(
            line(Receipt::read(&note, &keys, receipt.of, Covered::ALL)),
            6
        );
        let longer = format!("{}more\n", receipt.to_text());
        let longer = note::sign_note(&longer, &key).unwrap();
        let read = Receipt::read(&longer, &keys, receipt.of, receipt.covered.clone());
        assert_eq!(line(read), 9);
        let clock = receipt.to_text().replace("Z\n", "+00:00\n");
        let clock = note::sign_note(&clock, &key).unwrap();
        let read = Receipt::read(&clock, &keys, receipt.of, receipt.covered.clone());
        assert_eq!(line(read), 8);
        let read = Receipt::read(
            &note.replace("Gamma, ", "Delta, "),
            &keys,
            receipt.of,
            Covered::ALL,
        );
        assert!(matches!(read, Err(ReceiptError::Note(_))));
    }
}
