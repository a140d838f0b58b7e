//! What a mission keeps of a register besides what the entries commit to: the handover itself, and the keys by which a
//! signature was checked, so that the next version and every opening can be checked against it later.

use holdfire_model::Moment;
use holdfire_seal::fields::Field;
use holdfire_seal::note::VerifierKey;
use thiserror::Error;

use crate::entries::{CheckedNotice, EntryError, NoticeEntry, VersionEntry};
use crate::handover::{Handover, HandoverError};
use crate::receipt::ReceiptError;

/// The most bytes of one field that holds a piece of a handover: that of the largest list has about hundred megabytes.
pub const MOST_PIECE_BYTES: usize = 16 << 20;

/// The fields of [`VersionEntry`], which come first.
const VERSION_FIELDS: usize = 8;
/// The fields of [`NoticeEntry`], which come first.
const NOTICE_FIELDS: usize = 8;
const SIGNED_BY: &str = "signed-by";
const PIECE: &str = "handover";
const RECEIPT_BY: &str = "receipt-by";

/// Why contents are not what a mission keeps of a register.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
pub enum RecordedError {
    /// Not the fields of the entry.
    #[error(transparent)]
    Entry(#[from] EntryError),
    /// The handover in it does not verify.
    #[error("the handover in the entry does not verify")]
    Handover(#[from] HandoverError),
    /// The receipt in it does not verify.
    #[error("the receipt in the entry does not verify")]
    Receipt(#[from] ReceiptError),
    /// The handover is another version than the entry says.
    #[error("the handover in the entry is not the version that the entry names")]
    OtherVersion,
}

/// A version as the record holds it: contents of an entry of the kind `register-version`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RecordedVersion {
    handover: Handover,
    signed_by: Vec<VerifierKey>,
    received_at: Moment,
}

impl RecordedVersion {
    /// A version that was opened with some keys; those that signed it are kept.
    #[must_use]
    pub fn new(handover: Handover, keys: &[VerifierKey], received_at: Moment) -> Self {
        let by = handover.signed().by();
        let signed = |key: &&VerifierKey| by.iter().any(|by| by.is_by(key));
        let signed_by = keys.iter().filter(signed).cloned().collect();
        Self {
            handover,
            signed_by,
            received_at,
        }
    }

    /// What was handed over.
    #[must_use]
    pub const fn handover(&self) -> &Handover {
        &self.handover
    }

    /// The keys by which its signatures were checked when it was taken in.
    #[must_use]
    pub fn signed_by(&self) -> &[VerifierKey] {
        &self.signed_by
    }

    /// When the mission took it in.
    #[must_use]
    pub const fn received_at(&self) -> Moment {
        self.received_at
    }

    /// What everybody can be shown of it.
    #[must_use]
    pub fn entry(&self) -> VersionEntry {
        VersionEntry::new(self.handover.signed(), self.received_at)
    }

    /// The contents: the fields of [`VersionEntry`], then `signed-by` and the handover in pieces.
    #[must_use]
    pub fn to_fields(&self) -> Vec<Field> {
        let mut fields = self.entry().to_fields();
        fields.push(Field::new(SIGNED_BY, vkeys(&self.signed_by)));
        let bytes = self.handover.to_bytes();
        let pieces = bytes.chunks(MOST_PIECE_BYTES);
        fields.extend(pieces.map(|piece| Field::new(PIECE, piece)));
        fields
    }

    /// Reads [`Self::to_fields`]; signature, leaves and changes are checked again.
    ///
    /// # Errors
    /// [`RecordedError`].
    pub fn from_fields(fields: &[Field]) -> Result<Self, RecordedError> {
        let (first, rest) = fields
            .split_at_checked(VERSION_FIELDS)
            .unwrap_or((fields, &[]));
        let entry = VersionEntry::from_fields(first)?;
        let (signed_by, pieces) = match rest {
            [keys, pieces @ ..] if keys.name == SIGNED_BY => (read_vkeys(keys)?, pieces),
            _ => return Err(name(VERSION_FIELDS, SIGNED_BY)),
        };
        let mut bytes = Vec::new();
        for (at, piece) in pieces.iter().enumerate() {
            if piece.name != PIECE {
                return Err(name(VERSION_FIELDS + 1 + at, PIECE));
            }
            bytes.extend_from_slice(&piece.value);
        }
        let handover = Handover::of_bytes(&bytes, &signed_by)?;
        let read = Self {
            handover,
            signed_by,
            received_at: entry.received_at,
        };
        if read.entry() != entry {
            return Err(RecordedError::OtherVersion);
        }
        Ok(read)
    }
}

/// A notice as the record holds it: contents of an entry of the kind `register-notice`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RecordedNotice {
    notice: NoticeEntry,
    receipt_by: Vec<VerifierKey>,
    checked: CheckedNotice,
}

impl RecordedNotice {
    /// A notice whose receipt, if it has one, is checked by some keys; those that signed it are kept.
    ///
    /// # Errors
    /// [`ReceiptError`] if the receipt does not sign what the notice says.
    pub fn new(notice: NoticeEntry, keys: &[VerifierKey]) -> Result<Self, ReceiptError> {
        let checked = notice.check(keys)?;
        let by = checked.receipt_by();
        let signed = |key: &&VerifierKey| by.iter().any(|by| by.is_by(key));
        let receipt_by = keys.iter().filter(signed).cloned().collect();
        Ok(Self {
            notice,
            receipt_by,
            checked,
        })
    }

    /// The notice with who signed its receipt.
    #[must_use]
    pub const fn checked(&self) -> &CheckedNotice {
        &self.checked
    }

    /// The contents: the fields of [`NoticeEntry`], then `receipt-by`.
    #[must_use]
    pub fn to_fields(&self) -> Vec<Field> {
        let mut fields = self.notice.to_fields();
        fields.push(Field::new(RECEIPT_BY, vkeys(&self.receipt_by)));
        fields
    }

    /// Reads [`Self::to_fields`]; the receipt is checked again.
    ///
    /// # Errors
    /// [`RecordedError`].
    pub fn from_fields(fields: &[Field]) -> Result<Self, RecordedError> {
        let (first, rest) = fields
            .split_at_checked(NOTICE_FIELDS)
            .unwrap_or((fields, &[]));
        let notice = NoticeEntry::from_fields(first)?;
        match rest {
            [keys] if keys.name == RECEIPT_BY => Ok(Self::new(notice, &read_vkeys(keys)?)?),
            _ => Err(name(NOTICE_FIELDS, RECEIPT_BY)),
        }
    }
}

fn name(index: usize, expected: &'static str) -> RecordedError {
    EntryError::Name { index, expected }.into()
}

/// Keys as text, one in each line.
fn vkeys(keys: &[VerifierKey]) -> String {
    keys.iter().map(|key| key.vkey() + "\n").collect()
}

fn read_vkeys(field: &Field) -> Result<Vec<VerifierKey>, EntryError> {
    let wrong = || EntryError::Value {
        field: if field.name == SIGNED_BY {
            SIGNED_BY
        } else {
            RECEIPT_BY
        },
    };
    let text = str::from_utf8(&field.value).map_err(|_| wrong())?;
    let keys: Result<Vec<VerifierKey>, EntryError> = text
        .lines()
        .map(|line| VerifierKey::parse_log(line).map_err(|_| wrong()))
        .collect();
    let keys = keys?;
    if vkeys(&keys) != text {
        return Err(wrong());
    }
    Ok(keys)
}
