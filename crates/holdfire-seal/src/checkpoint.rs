//! Checkpoints: what a log says about its tree, signed, and cosigned by witnesses (C2SP tlog-checkpoint, tlog-cosignature).

use std::fmt::Write as _;

use thiserror::Error;

use crate::Hash;
use crate::note::{
    self, CosignerKey, KeyKind, LogKey, NoteError, SignedBy, VerifierKey, open_note,
    parse_unverified,
};
use crate::tree::MAX_SIZE;

/// Why a text is not a checkpoint, or not one that can be believed.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
pub enum CheckpointError {
    /// The note around it is bad.
    #[error(transparent)]
    Note(#[from] NoteError),
    /// The origin is empty or holds a control character.
    #[error(
        "line 1, the origin, must have 1 to {MOST_ORIGIN_BYTES} bytes and no control character"
    )]
    Origin,
    /// The second line is not a size.
    #[error("line 2, the size, must be a decimal number below 2^63 without leading zeros")]
    Size,
    /// The third line is not a hash.
    #[error("line 3, the root, must be a SHA-256 hash in standard base64")]
    Root,
    /// Fewer than three lines, or no newline at the end.
    #[error("a checkpoint has three lines: origin, size, root")]
    Lines,
    /// A line after the third is empty or holds a control character.
    #[error("line {line}, an extension line, is empty or holds a control character")]
    Extension {
        /// The line, from 1.
        line: usize,
    },
    /// The checkpoint is of another log.
    #[error("the checkpoint is of log `{found}`, not of `{expected}`")]
    OtherOrigin {
        /// The origin in the checkpoint.
        found: String,
        /// The origin that was asked for.
        expected: String,
    },
    /// The log itself did not sign.
    #[error("no known key of log `{origin}` signed the checkpoint")]
    NotSignedByLog {
        /// The origin in the checkpoint.
        origin: String,
    },
}

/// The longest origin, in bytes: what later kinds of cosignature can hold too.
pub const MOST_ORIGIN_BYTES: usize = 255;

/// What a log states: at this size the tree has this root.
///
/// Invariant: origin and extension lines are not empty and hold no control character. A checkpoint of size zero with
/// another root than that of the empty tree can be read (a witness must answer it), but is never true.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Checkpoint {
    origin: String,
    size: u64,
    root: Hash,
    extensions: Vec<String>,
}

impl Checkpoint {
    /// A checkpoint without extension lines.
    ///
    /// # Errors
    /// [`CheckpointError::Origin`] or [`CheckpointError::Size`] for what a checkpoint cannot carry.
    pub fn new(origin: &str, size: u64, root: Hash) -> Result<Self, CheckpointError> {
        if !is_line(origin) || origin.len() > MOST_ORIGIN_BYTES {
            return Err(CheckpointError::Origin);
        }
        if size > MAX_SIZE {
            return Err(CheckpointError::Size);
        }
        Ok(Self {
            origin: origin.to_owned(),
            size,
            root,
            extensions: Vec::new(),
        })
    }

    /// Reads the text of a checkpoint: the part of the note above the blank line.
    ///
    /// # Errors
    /// [`CheckpointError`] for every other spelling: leading zeros, signs, base64 without padding, a missing newline.
    pub fn parse_text(text: &str) -> Result<Self, CheckpointError> {
        let body = text.strip_suffix('\n').ok_or(CheckpointError::Lines)?;
        let mut lines = body.split('\n');
        let mut next = || lines.next().ok_or(CheckpointError::Lines);
        let (origin, size, root) = (next()?, next()?, next()?);
        let size = parse_decimal(size).ok_or(CheckpointError::Size)?;
        let root = Hash::from_base64(root).ok_or(CheckpointError::Root)?;
        let mut checkpoint = Self::new(origin, size, root)?;
        for (index, line) in lines.enumerate() {
            if !is_line(line) {
                return Err(CheckpointError::Extension { line: index + 4 });
            }
            checkpoint.extensions.push(line.to_owned());
        }
        Ok(checkpoint)
    }

    /// The text that is signed.
    #[must_use]
    pub fn to_text(&self) -> String {
        let mut text = format!(
            "{}\n{}\n{}\n",
            self.origin,
            self.size,
            self.root.to_base64()
        );
        for line in &self.extensions {
            writeln!(text, "{line}").expect("a string can always grow");
        }
        text
    }

    /// The log that the checkpoint is of.
    #[must_use]
    pub fn origin(&self) -> &str {
        &self.origin
    }

    /// The number of leaves.
    #[must_use]
    pub const fn size(&self) -> u64 {
        self.size
    }

    /// The root of the tree at that size.
    #[must_use]
    pub const fn root(&self) -> &Hash {
        &self.root
    }

    /// The lines after the third, which mean nothing here. Holdfire's logs write none.
    #[must_use]
    pub fn extensions(&self) -> &[String] {
        &self.extensions
    }

    /// The checkpoint as a note signed by the log. The name of the key should be the origin: see [`open`].
    #[must_use]
    pub fn sign(&self, key: &LogKey) -> String {
        note::sign_note(&self.to_text(), key).expect("the lines of a checkpoint were checked")
    }
}

/// A checkpoint with a verified signature of its log.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SignedCheckpoint {
    checkpoint: Checkpoint,
    note: String,
    by: Vec<SignedBy>,
}

impl SignedCheckpoint {
    /// What the log states.
    #[must_use]
    pub const fn checkpoint(&self) -> &Checkpoint {
        &self.checkpoint
    }

    /// The note as it was read, with all its signatures, also those of unknown keys.
    #[must_use]
    pub fn note(&self) -> &str {
        &self.note
    }

    /// The verified signatures of log and cosigners.
    #[must_use]
    pub fn signed_by(&self) -> &[SignedBy] {
        &self.by
    }

    /// The latest time at which this cosigner cosigned, in POSIX seconds.
    #[must_use]
    pub fn cosigned_at(&self, cosigner: &VerifierKey) -> Option<u64> {
        self.by
            .iter()
            .filter(|signed| signed.is_by(cosigner))
            .filter_map(|signed| signed.timestamp)
            .max()
    }
}

/// Reads the checkpoint in a note without checking any signature: to learn its origin, or for a message.
///
/// # Errors
/// [`CheckpointError`] if the form is wrong.
pub fn parse_note_unverified(note: &[u8]) -> Result<Checkpoint, CheckpointError> {
    Checkpoint::parse_text(&parse_unverified(note)?.text)
}

/// Opens a signed checkpoint of one log.
///
/// A log key vouches for the origin of its own name only, so keys of many logs can be given at once. Keys of cosigners
/// may be among them; the log's own signature is needed in any case. Signatures are checked by the strict rules.
///
/// # Errors
/// [`CheckpointError`] if the form is wrong, the origin is another, the log did not sign or a known signature fails.
pub fn open(
    note: &[u8],
    origin: &str,
    keys: &[VerifierKey],
) -> Result<SignedCheckpoint, CheckpointError> {
    let found = parse_note_unverified(note)?.origin;
    if found != origin {
        return Err(CheckpointError::OtherOrigin {
            found,
            expected: origin.to_owned(),
        });
    }
    open_of_any_log(note, keys)
}

/// Opens a signed checkpoint of whichever log it names, if one of the keys is that log's. Otherwise as [`open`].
///
/// # Errors
/// [`CheckpointError`] if the form is wrong, the log did not sign or a known signature fails.
pub fn open_of_any_log(
    note: &[u8],
    keys: &[VerifierKey],
) -> Result<SignedCheckpoint, CheckpointError> {
    let checkpoint = parse_note_unverified(note)?;
    let counts =
        |key: &&VerifierKey| key.kind() == KeyKind::Cosigner || key.name() == checkpoint.origin;
    let keys: Vec<VerifierKey> = keys.iter().filter(counts).cloned().collect();
    let not_signed = || CheckpointError::NotSignedByLog {
        origin: checkpoint.origin.clone(),
    };
    let opened = match open_note(note, &keys) {
        Err(NoteError::NotSigned) => return Err(not_signed()),
        other => other?,
    };
    let by_log = |signed: &SignedBy| {
        let mut logs = keys.iter().filter(|key| key.kind() == KeyKind::Log);
        logs.any(|key| signed.is_by(key))
    };
    if !opened.by.iter().any(by_log) {
        return Err(not_signed());
    }
    Ok(SignedCheckpoint {
        note: String::from_utf8(note.to_vec()).expect("a note that was opened is UTF-8"),
        by: opened.by,
        checkpoint,
    })
}

/// The line by which a witness cosigns a checkpoint.
///
/// Says: at this time, the largest tree of this log that I have seen, consistent with all before, has this root. That
/// is true only if the caller checked it.
///
/// # Units and shape
/// - `timestamp`: POSIX seconds.
///
/// # Errors
/// [`NoteError::Timestamp`] for a time of zero or one that the format cannot carry.
pub fn cosign(
    signed: &SignedCheckpoint,
    key: &CosignerKey,
    timestamp: u64,
) -> Result<String, NoteError> {
    note::cosignature_line(&signed.checkpoint.to_text(), key, timestamp)
}

/// Adds a line of a cosigner to the note of a checkpoint, unless the very line is there. Verifies nothing.
///
/// # Errors
/// [`NoteError`] if the note or the line has the wrong form.
pub fn add_signature_line(note: &str, line: &str) -> Result<String, NoteError> {
    note::add_signature_line(note, line)
}

/// Reads an ASCII decimal below 2^64 without leading zeros.
#[must_use]
pub fn parse_decimal(text: &str) -> Option<u64> {
    let number: u64 = text.parse().ok()?;
    (number.to_string() == text).then_some(number)
}

fn is_line(text: &str) -> bool {
    !text.is_empty() && !text.chars().any(|c| c < ' ')
}

#[cfg(test)]
mod tests;
