//! Signed notes as C2SP signed-note describes them: a text and lines of signatures.
//!
//! What this module takes is a subset of the specification: Ed25519 alone, and signatures checked by the strict rules
//! (`verify_strict` of `ed25519-dalek`), so that two readers never differ about a signature.

mod keys;

pub use keys::{CosignerKey, KeyError, KeyKind, LogKey, VerifierKey};

use signed_note::Signature;
use thiserror::Error;

/// The longest note that is read, in bytes.
pub const MOST_NOTE_BYTES: usize = 1_000_000;
/// The most signature lines that are read; the specification asks for 16 at least.
pub const MOST_SIGNATURES: usize = 100;
/// The last second that a cosignature can name.
pub const LAST_TIMESTAMP: u64 = i64::MAX as u64;

/// Why bytes are not a note that can be believed.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
pub enum NoteError {
    /// Longer than what is read.
    #[error("the note has {bytes} bytes, more than {MOST_NOTE_BYTES}")]
    TooLong {
        /// Its length.
        bytes: usize,
    },
    /// Not UTF-8.
    #[error("the note is not UTF-8 text")]
    NotUtf8,
    /// A tab, a carriage return or another control character.
    #[error("line {line} of the note holds a control character; lines end with a newline alone")]
    ControlCharacter {
        /// The line, from 1.
        line: usize,
    },
    /// The text to sign does not end with a newline.
    #[error("the text of a note must end with a newline")]
    NoNewline,
    /// Nothing after a blank line.
    #[error("the note has no signatures: they follow the text after a blank line")]
    NoSignatures,
    /// The note ends in the middle of a line.
    #[error("the last line of the note has no newline: the end may be missing")]
    CutOff,
    /// A line that is not a signature where one belongs.
    #[error("line {line} is not a signature line: expected `— name base64`")]
    SignatureLine {
        /// The line, from 1.
        line: usize,
    },
    /// More signature lines than are read.
    #[error("the note has more than {MOST_SIGNATURES} signatures")]
    TooManySignatures,
    /// A known key's signature that does not verify: the note is forged or was changed.
    #[error("the signature of `{name}` (key {key_id:08x}) does not verify")]
    BadSignature {
        /// The name of the key.
        name: String,
        /// Its id.
        key_id: u32,
    },
    /// No signature by any of the given keys.
    #[error("the note is signed by none of the known keys")]
    NotSigned,
    /// A time of cosigning that the format cannot carry.
    #[error("{timestamp} is not a time that a cosignature can name: 1 to {LAST_TIMESTAMP} seconds")]
    Timestamp {
        /// The time, in seconds since 1970.
        timestamp: u64,
    },
}

/// Who signed, by a signature that verified.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SignedBy {
    /// The name of the key.
    pub name: String,
    /// The id of the key.
    pub key_id: u32,
    /// When, in POSIX seconds; cosignatures alone say so.
    pub timestamp: Option<u64>,
}

impl SignedBy {
    /// Whether the signature is one of this key.
    #[must_use]
    pub fn is_by(&self, key: &VerifierKey) -> bool {
        self.key_id == key.key_id() && self.name == key.name()
    }
}

/// A note of which at least one signature was verified, and none failed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct OpenedNote {
    /// The text, with its last newline.
    pub text: String,
    /// The verified signatures in the order of the note. Signatures by unknown keys are left out.
    pub by: Vec<SignedBy>,
}

/// One signature line, not verified.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SignatureLine {
    /// The name of the key that is said to have signed.
    pub name: String,
    /// The id of that key.
    pub key_id: u32,
    /// The line, with its newline.
    pub line: String,
}

/// A note as it was read. Nothing in it may be believed before [`open_note`] took it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct UnverifiedNote {
    /// The text, with its last newline.
    pub text: String,
    /// The signature lines.
    pub signatures: Vec<SignatureLine>,
}

/// Takes a note apart without checking any signature.
///
/// # Errors
/// [`NoteError`] if the bytes do not have the form of a note.
pub fn parse_unverified(bytes: &[u8]) -> Result<UnverifiedNote, NoteError> {
    let (text, signatures) = read(bytes)?;
    Ok(UnverifiedNote {
        text,
        signatures: signatures.iter().map(line_of).collect(),
    })
}

/// Reads one or more signature lines without a note, as a witness answers them.
///
/// # Errors
/// [`NoteError`] for anything but signature lines, each with its newline.
pub fn parse_signature_lines(bytes: &[u8]) -> Result<Vec<SignatureLine>, NoteError> {
    let signatures = read_signatures(check_characters(bytes)?, 1)?;
    Ok(signatures.iter().map(line_of).collect())
}

/// Opens a note: checks the signature of every known key strictly, and hands out the text only if one verified.
///
/// Signatures by other keys are passed over, also if they share a name or an id with a known key.
///
/// # Errors
/// [`NoteError`] if the form is wrong, if a signature of a known key does not verify, or if no known key signed.
pub fn open_note(bytes: &[u8], keys: &[VerifierKey]) -> Result<OpenedNote, NoteError> {
    let (text, signatures) = read(bytes)?;
    let mut by = Vec::new();
    for signature in &signatures {
        let known =
            |key: &&VerifierKey| key.key_id() == signature.id() && key.name() == signature.name();
        for key in keys.iter().filter(known) {
            let timestamp = verify(key, &text, signature.signature()).ok_or_else(|| {
                NoteError::BadSignature {
                    name: key.name().to_owned(),
                    key_id: key.key_id(),
                }
            })?;
            let signed = SignedBy {
                name: key.name().to_owned(),
                key_id: key.key_id(),
                timestamp,
            };
            if !by.contains(&signed) {
                by.push(signed);
            }
        }
    }
    if by.is_empty() {
        return Err(NoteError::NotSigned);
    }
    Ok(OpenedNote { text, by })
}

/// Signs a text as a note with one signature.
///
/// # Errors
/// [`NoteError`] if the text is too long, does not end with a newline or holds another control character.
pub fn sign_note(text: &str, key: &LogKey) -> Result<String, NoteError> {
    check_text(text)?;
    Ok(format!(
        "{text}\n{}",
        signature_line(key.name(), key.key_id(), &key.sign(text.as_bytes()))
    ))
}

/// The line by which a witness cosigns the text of a note at a time (C2SP tlog-cosignature, Ed25519).
///
/// # Units and shape
/// - `timestamp`: POSIX seconds, not zero: zero would mean that no time is stated.
///
/// # Errors
/// [`NoteError`] for a text that is none of a note, or a time out of range.
pub fn cosignature_line(
    text: &str,
    key: &CosignerKey,
    timestamp: u64,
) -> Result<String, NoteError> {
    check_text(text)?;
    if timestamp == 0 || timestamp > LAST_TIMESTAMP {
        return Err(NoteError::Timestamp { timestamp });
    }
    let mut bytes = timestamp.to_be_bytes().to_vec();
    bytes.extend(key.sign(cosigned_message(text, timestamp).as_bytes()));
    Ok(signature_line(key.name(), key.key_id(), &bytes))
}

/// Adds a signature line to a note, unless the very line is there. Verifies nothing.
///
/// # Errors
/// [`NoteError`] if the note or the line has the wrong form, or if it would be one signature too many.
pub fn add_signature_line(note: &str, line: &str) -> Result<String, NoteError> {
    let unverified = parse_unverified(note.as_bytes())?;
    let lines = parse_signature_lines(line.as_bytes())?;
    let [line] = lines.as_slice() else {
        return Err(NoteError::SignatureLine { line: 2 });
    };
    if unverified.signatures.contains(line) {
        return Ok(note.to_owned());
    }
    if unverified.signatures.len() == MOST_SIGNATURES {
        return Err(NoteError::TooManySignatures);
    }
    Ok(format!("{note}{}", line.line))
}

/// What a cosignature signs.
fn cosigned_message(text: &str, timestamp: u64) -> String {
    format!("cosignature/v1\ntime {timestamp}\n{text}")
}

/// The time of a signature that verifies (none for one without a time), or nothing.
fn verify(key: &VerifierKey, text: &str, signature: &[u8]) -> Option<Option<u64>> {
    match key.kind() {
        KeyKind::Log => {
            let signature = signature.try_into().ok()?;
            key.verifies(text.as_bytes(), signature).then_some(None)
        }
        KeyKind::Cosigner => {
            let (timestamp, signature) = signature.split_first_chunk::<8>()?;
            let timestamp = u64::from_be_bytes(*timestamp);
            let signature = signature.try_into().ok()?;
            (timestamp <= LAST_TIMESTAMP
                && key.verifies(cosigned_message(text, timestamp).as_bytes(), signature))
            .then_some(Some(timestamp))
        }
    }
}

fn signature_line(name: &str, key_id: u32, bytes: &[u8]) -> String {
    let signature = Signature::new(name.to_owned(), key_id, bytes.to_vec())
        .expect("the name was checked when the key was made");
    line_of(&signature).line
}

fn line_of(signature: &Signature) -> SignatureLine {
    SignatureLine {
        name: signature.name().to_owned(),
        key_id: signature.id(),
        line: String::from_utf8(signature.to_bytes()).expect("a line is written from texts"),
    }
}

fn check_characters(bytes: &[u8]) -> Result<&str, NoteError> {
    if bytes.len() > MOST_NOTE_BYTES {
        return Err(NoteError::TooLong { bytes: bytes.len() });
    }
    let text = str::from_utf8(bytes).map_err(|_| NoteError::NotUtf8)?;
    let bad = |line: &str| line.chars().any(|c| c < ' ');
    text.split('\n').position(bad).map_or(Ok(text), |index| {
        Err(NoteError::ControlCharacter { line: index + 1 })
    })
}

fn check_text(text: &str) -> Result<(), NoteError> {
    if !check_characters(text.as_bytes())?.ends_with('\n') {
        return Err(NoteError::NoNewline);
    }
    Ok(())
}

/// The text and the signatures of a note. The text ends at the last empty line.
fn read(bytes: &[u8]) -> Result<(String, Vec<Signature>), NoteError> {
    let text = check_characters(bytes)?;
    let (body, signatures) = text.rsplit_once("\n\n").ok_or(NoteError::NoSignatures)?;
    if signatures.is_empty() {
        return Err(NoteError::NoSignatures);
    }
    let first_line = body.split('\n').count() + 2;
    Ok((
        format!("{body}\n"),
        read_signatures(signatures, first_line)?,
    ))
}

fn read_signatures(text: &str, first_line: usize) -> Result<Vec<Signature>, NoteError> {
    let body = text.strip_suffix('\n').ok_or(NoteError::CutOff)?;
    if body.split('\n').nth(MOST_SIGNATURES).is_some() {
        return Err(NoteError::TooManySignatures);
    }
    body.split('\n')
        .zip(first_line..)
        .map(|(line, number)| {
            Signature::from_bytes(line.as_bytes())
                .map_err(|_| NoteError::SignatureLine { line: number })
        })
        .collect()
}

#[cfg(test)]
mod tests;
