//! What the record holds of a register: the contents of the entries `register-version`, `register-notice` and
//! `register-opening`.
//!
//! Contents are ordered named values ([`Field`]); the record seals them in a salted field tree, so that each can be opened
//! alone: to show that a statement was deposited, the field `statement` is enough.

use holdfire_model::Moment;
use holdfire_seal::Hash;
use holdfire_seal::fields::Field;
use holdfire_seal::note::{SignedBy, VerifierKey, parse_unverified};
use thiserror::Error;

use crate::form;
use crate::receipt::{Covered, Receipt, ReceiptError, Receiver, Step, VersionRef};
use crate::statement::{Counting, ListId, SignedStatement, Statement, StatementError};

/// Why contents of an entry are not those of its kind.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
pub enum EntryError {
    /// Other fields than those of the kind, or in another order.
    #[error("field {index} of the entry must be `{expected}`")]
    Name {
        /// Which, from 0.
        index: usize,
        /// The name that belongs there; `the end` after the last.
        expected: &'static str,
    },
    /// A value that does not have the form of its field.
    #[error("the field `{field}` of the entry cannot be read")]
    Value {
        /// Its name.
        field: &'static str,
    },
    /// The note in it is no statement.
    #[error("the statement in the entry cannot be read")]
    Statement(#[from] StatementError),
    /// A field that is not what the signed statement says.
    #[error("the field `{field}` of the entry is not what its signed statement says")]
    Differs {
        /// Its name.
        field: &'static str,
    },
    /// A moment, step or receiver that does not go with the rest.
    #[error("the entry contradicts itself: {why}")]
    Contradiction {
        /// What goes against what.
        why: &'static str,
    },
}

/// The values of an entry, taken one by one in the order of their kind.
struct Values<'a> {
    fields: &'a [Field],
    at: usize,
}

impl<'a> Values<'a> {
    const fn new(fields: &'a [Field]) -> Self {
        Self { fields, at: 0 }
    }

    fn next(&mut self, expected: &'static str) -> Result<&'a [u8], EntryError> {
        let index = self.at;
        let field = self
            .fields
            .get(index)
            .filter(|field| field.name == expected);
        self.at += 1;
        field
            .map(|field| &*field.value)
            .ok_or(EntryError::Name { index, expected })
    }

    fn bytes<const N: usize>(&mut self, field: &'static str) -> Result<[u8; N], EntryError> {
        self.next(field)?
            .try_into()
            .map_err(|_| EntryError::Value { field })
    }

    fn hash(&mut self, field: &'static str) -> Result<Hash, EntryError> {
        self.bytes(field).map(Hash)
    }

    fn number(&mut self, field: &'static str) -> Result<u64, EntryError> {
        self.bytes(field).map(u64::from_be_bytes)
    }

    fn moment(&mut self, field: &'static str) -> Result<Moment, EntryError> {
        self.bytes(field)
            .map(|bytes| Moment(i64::from_be_bytes(bytes)))
    }

    fn text(&mut self, field: &'static str) -> Result<&'a str, EntryError> {
        str::from_utf8(self.next(field)?).map_err(|_| EntryError::Value { field })
    }

    fn version_ref(&mut self) -> Result<VersionRef, EntryError> {
        let field = "version";
        Ok(VersionRef {
            list: ListId(self.bytes("list")?),
            version: u32::try_from(self.number(field)?).map_err(|_| EntryError::Value { field })?,
            statement: self.hash("statement")?,
        })
    }

    const fn end(self) -> Result<(), EntryError> {
        if self.at == self.fields.len() {
            return Ok(());
        }
        Err(EntryError::Name {
            index: self.at,
            expected: "the end",
        })
    }
}

fn version_fields(of: &VersionRef) -> Vec<Field> {
    vec![
        Field::new("list", of.list.0),
        Field::new("version", u64::from(of.version).to_be_bytes()),
        Field::new("statement", of.statement.0),
    ]
}

/// Contents of the entry `register-version`: a party deposited a version.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct VersionEntry {
    note: String,
    statement: Statement,
    /// When the mission took it in.
    pub received_at: Moment,
}

impl VersionEntry {
    /// The kind of the entry.
    pub const KIND: &'static str = "register-version";

    /// The entry for a version whose signature was checked.
    #[must_use]
    pub fn new(signed: &SignedStatement, received_at: Moment) -> Self {
        Self {
            note: signed.note().to_owned(),
            statement: signed.statement().clone(),
            received_at,
        }
    }

    /// What is stated. Signed by somebody, but who is for [`Self::open`] to say.
    #[must_use]
    pub const fn statement_unverified(&self) -> &Statement {
        &self.statement
    }

    /// The version.
    #[must_use]
    pub fn version_ref(&self) -> VersionRef {
        self.statement.state().into()
    }

    /// Checks the signature of the statement.
    ///
    /// # Errors
    /// [`StatementError`] if it is signed by none of the keys.
    pub fn open(&self, keys: &[VerifierKey]) -> Result<SignedStatement, StatementError> {
        SignedStatement::open(&self.note, keys)
    }

    /// What the mission signs and hands back; the proof of the entry in the log goes with it.
    #[must_use]
    pub fn receipt(&self, mission: Receiver) -> Receipt {
        Receipt {
            step: Step::Deposit,
            of: self.version_ref(),
            covered: Covered::ALL,
            to: mission,
            at: self.received_at,
        }
    }

    /// The contents.
    #[must_use]
    pub fn to_fields(&self) -> Vec<Field> {
        let mut fields = version_fields(&self.version_ref());
        fields.extend([
            Field::new("count", self.statement.count.to_be_bytes()),
            Field::new("counting", self.statement.counting.as_str()),
            Field::new("root", self.statement.root.0),
            Field::new("received-at", self.received_at.0.to_be_bytes()),
            Field::new("note", self.note.as_bytes()),
        ]);
        fields
    }

    /// Reads [`Self::to_fields`]; the fields must be what the note in them states.
    ///
    /// # Errors
    /// [`EntryError`].
    pub fn from_fields(fields: &[Field]) -> Result<Self, EntryError> {
        let mut values = Values::new(fields);
        let of = values.version_ref()?;
        let count = values.number("count")?;
        let counting = values.text("counting")?;
        let root = values.hash("root")?;
        let received_at = values.moment("received-at")?;
        let note = values.text("note")?;
        values.end()?;
        let text = parse_unverified(note.as_bytes())
            .map_err(StatementError::from)?
            .text;
        let statement = Statement::parse(&text)?;
        let differs = [
            ("list", statement.list == of.list),
            ("version", statement.version == of.version),
            ("statement", statement.hash() == of.statement),
            ("count", statement.count == count),
            ("counting", statement.counting.as_str() == counting),
            ("root", statement.root == root),
        ];
        if let Some((field, _)) = differs.into_iter().find(|(_, same)| !same) {
            return Err(EntryError::Differs { field });
        }
        Ok(Self {
            note: note.to_owned(),
            statement,
            received_at,
        })
    }

    /// Whether dummies may be among the leaves.
    #[must_use]
    pub const fn counting(&self) -> Counting {
        self.statement.counting
    }
}

/// Contents of the entry `register-notice`: a version, or some leaves of it, was handed to somebody or notified.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NoticeEntry {
    said: Receipt,
    receipt: Option<String>,
}

impl NoticeEntry {
    /// The kind of the entry.
    pub const KIND: &'static str = "register-notice";

    /// The entry for a step that has no receipt (yet).
    ///
    /// # Errors
    /// [`EntryError::Contradiction`] for a deposit, which is an entry of its own.
    pub fn new(said: Receipt) -> Result<Self, EntryError> {
        if said.step == Step::Deposit {
            let why = "a deposit is an entry of the kind register-version";
            return Err(EntryError::Contradiction { why });
        }
        Ok(Self {
            said,
            receipt: None,
        })
    }

    /// The same with the receipt that who received it has signed, which says the same moment.
    #[must_use]
    pub fn with_receipt(mut self, note: &str) -> Self {
        self.receipt = Some(note.to_owned());
        self
    }

    /// What the entry says.
    #[must_use]
    pub const fn said(&self) -> &Receipt {
        &self.said
    }

    /// The signed receipt, unverified.
    #[must_use]
    pub fn receipt_unverified(&self) -> Option<&str> {
        self.receipt.as_deref()
    }

    /// Checks the receipt, if there is one: it must sign what the entry says.
    ///
    /// # Errors
    /// [`ReceiptError`].
    pub fn check(&self, keys: &[VerifierKey]) -> Result<CheckedNotice, ReceiptError> {
        let by = match &self.receipt {
            Some(note) => Some(self.said.check(note, keys)?),
            None => None,
        };
        Ok(CheckedNotice {
            said: self.said.clone(),
            by: by.unwrap_or_default(),
        })
    }

    /// The contents.
    #[must_use]
    pub fn to_fields(&self) -> Vec<Field> {
        let Receipt {
            step,
            of,
            covered,
            to,
            at,
        } = &self.said;
        let mut fields = version_fields(of);
        fields.extend([
            Field::new("step", step.as_str()),
            Field::new(
                "leaves",
                form::join(covered.as_leaves().unwrap_or_default()),
            ),
            Field::new("to", to.as_str()),
            Field::new("at", at.0.to_be_bytes()),
            Field::new("receipt", self.receipt.as_deref().unwrap_or_default()),
        ]);
        fields
    }

    /// Reads [`Self::to_fields`].
    ///
    /// # Errors
    /// [`EntryError`].
    pub fn from_fields(fields: &[Field]) -> Result<Self, EntryError> {
        let bad = |field: &'static str| move || EntryError::Value { field };
        let mut values = Values::new(fields);
        let of = values.version_ref()?;
        let step = Step::parse(values.text("step")?).ok_or_else(bad("step"))?;
        let leaves = form::split(values.next("leaves")?).map_err(|_| bad("leaves")())?;
        if !form::ascends(&leaves) {
            return Err(EntryError::Value { field: "leaves" });
        }
        let to = Receiver::new(values.text("to")?).ok_or_else(bad("to"))?;
        let at = values.moment("at")?;
        let receipt = values.text("receipt")?;
        values.end()?;
        let covered = Covered::leaves(leaves).unwrap_or(Covered::ALL);
        let entry = Self::new(Receipt {
            step,
            of,
            covered,
            to,
            at,
        })?;
        Ok(if receipt.is_empty() {
            entry
        } else {
            entry.with_receipt(receipt)
        })
    }
}

/// Contents of the entry `register-opening`: something of a version was shown to somebody. What was shown is not in it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct OpeningEntry {
    /// The version.
    pub of: VersionRef,
    /// To whom.
    pub to: Receiver,
    /// When.
    pub at: Moment,
    /// The hash of the opening's file, which its reader keeps.
    pub file: Hash,
}

impl OpeningEntry {
    /// The kind of the entry.
    pub const KIND: &'static str = "register-opening";

    /// The contents.
    #[must_use]
    pub fn to_fields(&self) -> Vec<Field> {
        let mut fields = version_fields(&self.of);
        fields.extend([
            Field::new("to", self.to.as_str()),
            Field::new("at", self.at.0.to_be_bytes()),
            Field::new("file", self.file.0),
        ]);
        fields
    }

    /// Reads [`Self::to_fields`].
    ///
    /// # Errors
    /// [`EntryError`].
    pub fn from_fields(fields: &[Field]) -> Result<Self, EntryError> {
        let mut values = Values::new(fields);
        let of = values.version_ref()?;
        let to = Receiver::new(values.text("to")?).ok_or(EntryError::Value { field: "to" })?;
        let (at, file) = (values.moment("at")?, values.hash("file")?);
        values.end()?;
        Ok(Self { of, to, at, file })
    }
}

/// A notice whose receipt was checked, if it has one.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CheckedNotice {
    pub(crate) said: Receipt,
    pub(crate) by: Vec<SignedBy>,
}

impl CheckedNotice {
    /// What was done.
    #[must_use]
    pub const fn said(&self) -> &Receipt {
        &self.said
    }

    /// Who signed a receipt; empty: there is none.
    #[must_use]
    pub fn receipt_by(&self) -> &[SignedBy] {
        &self.by
    }
}
