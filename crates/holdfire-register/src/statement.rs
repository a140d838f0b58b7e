//! The statement of a version: the text by which a party commits to its list without showing it.

use std::fmt;

use holdfire_model::Moment;
use holdfire_seal::Hash;
use holdfire_seal::note::{self, NoteError, SignedBy, VerifierKey};
use thiserror::Error;

use crate::form;

/// The first line of a statement.
pub const STATEMENT_FORMAT: &str = "holdfire/register@v1";
/// The most leaves of a version, dummies included.
pub const MOST_LEAVES: u64 = 1 << 20;

/// The random name of a list: 16 bytes, so that neither a party nor a subject can be read from it.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct ListId(pub [u8; 16]);

impl ListId {
    /// Reads 32 lower-case hexadecimal digits.
    #[must_use]
    pub fn from_hex(text: &str) -> Option<Self> {
        // The reader of hashes is strict about digits; a list id is half as long.
        let whole = Hash::from_hex(&format!("{text}{text}")).filter(|_| text.len() == 32)?;
        whole.0.first_chunk().copied().map(Self)
    }
}

impl fmt::Display for ListId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&form::hex(&self.0))
    }
}

impl fmt::Debug for ListId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}

/// Whether the number of leaves is the number of sites.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Counting {
    /// Every leaf is a site.
    Exact,
    /// Some leaves may be dummies; each says so inside.
    Padded,
}

impl Counting {
    /// The word in the statement.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Exact => "exact",
            Self::Padded => "padded",
        }
    }
}

/// What a party states about a version of its list.
///
/// # Units and shape
/// - `sealed_at`: by the party's own clock; when it arrived is said by the record.
/// - `added`, `withdrawn`, `changed`: numbers of leaves against the version before; all 0 in version 1.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Statement {
    /// Which list.
    pub list: ListId,
    /// Which version, from 1.
    pub version: u32,
    /// The hash of the statement before; none for version 1.
    pub previous: Option<Hash>,
    /// How many leaves there are.
    pub count: u64,
    /// Whether dummies are among them.
    pub counting: Counting,
    /// The root of the tree over the sorted leaf hashes.
    pub root: Hash,
    /// When the party sealed it.
    pub sealed_at: Moment,
    /// Leaves that were not there before.
    pub added: u64,
    /// Leaves that are gone.
    pub withdrawn: u64,
    /// Pairs of a leaf that is gone and the one that took its place.
    pub changed: u64,
    /// The hash of the lists of added, withdrawn and changed leaves.
    pub changes: Hash,
}

/// Why a text is not a statement, or not one that can be believed.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
pub enum StatementError {
    /// The note around it is no note, is forged, or is signed by nobody known.
    #[error("the signed statement cannot be believed")]
    Note(#[from] NoteError),
    /// A line that is not the one the format has there.
    #[error("line {line} of the statement must be `{expected}`")]
    Line {
        /// The line, from 1.
        line: usize,
        /// The form of that line.
        expected: &'static str,
    },
    /// Lines that each have their form, and cannot all be true.
    #[error("the statement contradicts itself: {why}")]
    Contradiction {
        /// What goes against what.
        why: &'static str,
    },
}

/// The lines after the first: key and form.
const LINES: [(&str, &str); 11] = [
    ("list", "list <32 hexadecimal digits>"),
    ("version", "version <number from 1>"),
    ("previous", "previous <64 hexadecimal digits, or none>"),
    ("count", "count <number> <exact or padded>"),
    ("root", "root <44 characters of base64>"),
    (
        "sealed-at",
        "sealed-at <moment such as 2030-03-01T09:00:00Z>",
    ),
    ("added", "added <number>"),
    ("withdrawn", "withdrawn <number>"),
    ("changed", "changed <number>"),
    ("changes", "changes <64 hexadecimal digits>"),
    ("", "the end"),
];

impl Statement {
    /// The text that is signed: one line a value, the last one with its newline.
    #[must_use]
    pub fn to_text(&self) -> String {
        let previous = self
            .previous
            .map_or("none".to_owned(), |hash| hash.to_string());
        format!(
            "{STATEMENT_FORMAT}\nlist {}\nversion {}\nprevious {previous}\ncount {} {}\nroot {}\n\
             sealed-at {}\nadded {}\nwithdrawn {}\nchanged {}\nchanges {}\n",
            self.list,
            self.version,
            self.count,
            self.counting.as_str(),
            self.root.to_base64(),
            self.sealed_at,
            self.added,
            self.withdrawn,
            self.changed,
            self.changes,
        )
    }

    /// What the next statement calls `previous`, and what receipts name: SHA-256 of the text.
    #[must_use]
    pub fn hash(&self) -> Hash {
        Hash::of(self.to_text().as_bytes())
    }

    /// Which state of which list, for messages.
    #[must_use]
    pub fn state(&self) -> State {
        State {
            list: self.list,
            version: self.version,
            statement: self.hash(),
            sealed_at: self.sealed_at,
        }
    }

    /// Reads [`Self::to_text`]; anything else, also another spelling, is refused.
    ///
    /// # Errors
    /// [`StatementError::Line`] or [`StatementError::Contradiction`].
    pub fn parse(text: &str) -> Result<Self, StatementError> {
        let mut lines = text.strip_suffix('\n').unwrap_or(text).split('\n');
        if lines.next() != Some(STATEMENT_FORMAT) || !text.ends_with('\n') {
            return Err(StatementError::Line {
                line: 1,
                expected: STATEMENT_FORMAT,
            });
        }
        let values: Vec<Option<&str>> = LINES
            .iter()
            .map(|(key, _)| lines.next()?.strip_prefix(key)?.strip_prefix(' '))
            .collect();
        let bad = |index: usize| StatementError::Line {
            line: index + 2,
            expected: LINES[index].1,
        };
        let value = |index: usize| values[index].ok_or_else(|| bad(index));
        let number = |index| form::decimal(value(index)?).ok_or_else(|| bad(index));
        let hash = |index| Hash::from_hex(value(index)?).ok_or_else(|| bad(index));
        let (count, counting) = value(3)?.split_once(' ').ok_or_else(|| bad(3))?;
        let statement = Self {
            list: ListId::from_hex(value(0)?).ok_or_else(|| bad(0))?,
            version: u32::try_from(number(1)?).map_err(|_| bad(1))?,
            previous: match value(2)? {
                "none" => None,
                _ => Some(hash(2)?),
            },
            count: form::decimal(count).ok_or_else(|| bad(3))?,
            counting: match counting {
                "exact" => Counting::Exact,
                "padded" => Counting::Padded,
                _ => return Err(bad(3)),
            },
            root: Hash::from_base64(value(4)?).ok_or_else(|| bad(4))?,
            sealed_at: form::moment(value(5)?).ok_or_else(|| bad(5))?,
            added: number(6)?,
            withdrawn: number(7)?,
            changed: number(8)?,
            changes: hash(9)?,
        };
        // The text again: no line too many, no other spelling.
        if statement.to_text() != text {
            return Err(bad(10));
        }
        statement.check()?;
        Ok(statement)
    }

    fn check(&self) -> Result<(), StatementError> {
        let wrong = |why| Err(StatementError::Contradiction { why });
        let (came, went) = (
            self.added.saturating_add(self.changed),
            self.withdrawn.saturating_add(self.changed),
        );
        match (self.version, self.previous) {
            (0, _) => wrong("versions are counted from 1"),
            (1, Some(_)) => wrong("version 1 has no statement before it"),
            (2.., None) => wrong("a version after the first names the statement before it"),
            (1, None) if came + went > 0 => wrong("version 1 has nothing that it could change"),
            _ if self.count > MOST_LEAVES || came > self.count || went > MOST_LEAVES => {
                wrong("the numbers of leaves do not go together, or are larger than allowed")
            }
            _ if (self.count == 0) != (self.root == Hash::EMPTY_ROOT) => {
                wrong("count and root do not go together")
            }
            _ => Ok(()),
        }
    }
}

/// Which state of which list: what messages about two states name.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct State {
    /// The list.
    pub list: ListId,
    /// The version.
    pub version: u32,
    /// The hash of its statement.
    pub statement: Hash,
    /// When the party sealed it.
    pub sealed_at: Moment,
}

impl fmt::Display for State {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(
            f,
            "version {} of list {} (statement {}, sealed at {})",
            self.version, self.list, self.statement, self.sealed_at
        )
    }
}

/// A statement with the signatures that were verified on it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SignedStatement {
    note: String,
    statement: Statement,
    hash: Hash,
    by: Vec<SignedBy>,
}

impl SignedStatement {
    /// Opens the signed note of a statement.
    ///
    /// # Errors
    /// [`StatementError`] if it is forged, signed by none of the keys, or no statement.
    pub fn open(note: &str, keys: &[VerifierKey]) -> Result<Self, StatementError> {
        let opened = note::open_note(note.as_bytes(), keys)?;
        let statement = Statement::parse(&opened.text)?;
        Ok(Self {
            note: note.to_owned(),
            hash: statement.hash(),
            statement,
            by: opened.by,
        })
    }

    /// What is stated.
    #[must_use]
    pub const fn statement(&self) -> &Statement {
        &self.statement
    }

    /// The signed note, as it was read.
    #[must_use]
    pub fn note(&self) -> &str {
        &self.note
    }

    /// The hash of the statement.
    #[must_use]
    pub const fn hash(&self) -> Hash {
        self.hash
    }

    /// Who signed it, of the known keys.
    #[must_use]
    pub fn by(&self) -> &[SignedBy] {
        &self.by
    }

    /// Which state of which list, for messages.
    #[must_use]
    pub const fn state(&self) -> State {
        State {
            list: self.statement.list,
            version: self.statement.version,
            statement: self.hash,
            sealed_at: self.statement.sealed_at,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn statement() -> Statement {
        Statement {
            list: ListId([0x3f; 16]),
            version: 2,
            previous: Some(Hash::of(b"before")),
            count: 64,
            counting: Counting::Padded,
            root: Hash::of(b"root"),
            sealed_at: Moment(1_898_586_000),
            added: 3,
            withdrawn: 3,
            changed: 1,
            changes: Hash::of(b"changes"),
        }
    }

    #[test]
    fn a_statement_has_one_spelling() {
        let text = statement().to_text();
        assert_eq!(Statement::parse(&text), Ok(statement()));
        for at in 0..text.len() {
            assert!(Statement::parse(&text[..at]).is_err(), "cut at {at}");
            for bit in 0..7 {
                let mut other = text.clone().into_bytes();
                other[at] ^= 1 << bit;
                let other = String::from_utf8(other).unwrap();
                assert_ne!(
                    Statement::parse(&other),
                    Ok(statement()),
                    "byte {at} bit {bit}"
                );
            }
        }
        for (from, to) in [
            ("version 2", "version 02"),
            ("version 2", "version 1"),
            ("version 2", "version 0"),
            ("added 3", "added 64"),
            ("withdrawn 3", "withdrawn 18446744073709551615"),
            ("count 64 padded", "count 64"),
            ("count 64 padded", "count 0 padded"),
            ("count 64 padded", "count 1048577 padded"),
            ("09:00:00Z", "09:00:00+00:00"),
            ("added 3\nwithdrawn 3", "withdrawn 3\nadded 3"),
        ] {
            assert!(text.contains(from));
            assert!(Statement::parse(&text.replace(from, to)).is_err(), "{to}");
        }
        assert!(Statement::parse(&format!("{text}more\n")).is_err());
    }

    #[test]
    fn a_list_id_is_read_back() {
        let list = ListId(std::array::from_fn(|i| i as u8 * 17));
        assert_eq!(ListId::from_hex(&list.to_string()), Some(list));
        assert_eq!(ListId::from_hex("3F"), None);
        assert_eq!(ListId::from_hex(&"g".repeat(32)), None);
        assert_eq!(ListId::from_hex(&"a".repeat(64)), None);
    }
}
