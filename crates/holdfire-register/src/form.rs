//! How values of this crate become bytes and text: deterministic CBOR, armour for carrying by hand, moments as text.
//!
//! Everything is strict: a value has one spelling, and any other is refused, so that a changed bit is always seen.

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use holdfire_model::Moment;
use holdfire_seal::Hash;
use holdfire_seal::cbor::{CborError, Reader, write_bytes};
use thiserror::Error;
use zeroize::Zeroizing;

/// Characters of base64 in a line of armour (RFC 7468, section 2).
const LINE: usize = 64;

/// Why bytes do not have the form of the file they are given as.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
pub enum FormError {
    /// Longer than such a file may be; it was not looked into.
    #[error("the file has {bytes} bytes, more than the {most} that are read")]
    TooLong {
        /// Its length.
        bytes: usize,
        /// What is read at most.
        most: usize,
    },
    /// The first line is not the one of this kind of file.
    #[error(
        "the file does not start with `-----BEGIN {label}-----`\n\
         hint: give the file as it was handed over, from its first line to its last"
    )]
    Begin {
        /// What kind of file was expected.
        label: &'static str,
    },
    /// The last line is missing or another one.
    #[error(
        "the file does not end with `-----END {label}-----` and a newline: it may be cut off\n\
         hint: ask for the whole file again"
    )]
    End {
        /// What kind of file was expected.
        label: &'static str,
    },
    /// A line that is not base64 of 64 characters, or a shorter last one.
    #[error("line {line} is not {LINE} characters of base64 (the last one may be shorter)")]
    Line {
        /// The line, from 1.
        line: usize,
    },
    /// Not the CBOR that the format has at this place, or cut off.
    #[error("not what the format has here: {0}")]
    Cbor(String),
    /// The same values in another spelling than the one that is allowed.
    #[error("the bytes are not in their one deterministic form (RFC 8949, section 4.2)")]
    NotDeterministic,
}

impl From<CborError> for FormError {
    fn from(error: CborError) -> Self {
        Self::Cbor(error.to_string())
    }
}

/// Encoded CBOR; wiped when dropped, since it may hold what is sealed.
pub(crate) type Bytes = Zeroizing<Vec<u8>>;

/// Writes CBOR into a vector. The room is asked for at once: a vector that grows leaves copies behind.
pub(crate) fn encode(room: usize, write: impl FnOnce(&mut Vec<u8>)) -> Bytes {
    let mut bytes = Zeroizing::new(Vec::with_capacity(room));
    write(&mut bytes);
    bytes
}

/// Refuses bytes that are longer than allowed.
pub(crate) fn check_length(bytes: usize, most: usize) -> Result<(), FormError> {
    if bytes > most {
        return Err(FormError::TooLong { bytes, most });
    }
    Ok(())
}

/// Refuses bytes that are not what encoding the decoded value gives.
pub(crate) fn check_same(given: &[u8], encoded: &[u8]) -> Result<(), FormError> {
    if given != encoded {
        return Err(FormError::NotDeterministic);
    }
    Ok(())
}

/// Reads as many items as the array states. Nothing is reserved before it was read.
pub(crate) fn items<'b, T>(
    reader: &mut Reader<'b>,
    mut item: impl FnMut(&mut Reader<'b>) -> Result<T, FormError>,
) -> Result<Vec<T>, FormError> {
    let count = reader.array()?;
    let mut all = Vec::new();
    for _ in 0..count {
        all.push(item(reader)?);
    }
    Ok(all)
}

/// A text of any length: the file's own length was limited before.
pub(crate) fn text<'b>(reader: &mut Reader<'b>) -> Result<&'b str, FormError> {
    Ok(reader.text(usize::MAX)?)
}

/// The text that names a format and its version.
pub(crate) fn format_is(reader: &mut Reader<'_>, wanted: &str) -> Result<(), FormError> {
    if text(reader)? != wanted {
        return Err(FormError::Cbor(format!("the format is not `{wanted}`")));
    }
    Ok(())
}

/// The number of a version.
pub(crate) fn version(number: u64) -> Result<u32, FormError> {
    u32::try_from(number).map_err(|_| FormError::Cbor(format!("{number} is no version")))
}

/// Appends hashes as one byte string.
pub(crate) fn write_hashes(out: &mut Vec<u8>, hashes: &[Hash]) {
    write_bytes(out, &join(hashes));
}

/// Reads what [`write_hashes`] wrote.
pub(crate) fn hashes(reader: &mut Reader<'_>) -> Result<Vec<Hash>, FormError> {
    split(reader.bytes(usize::MAX)?)
}

/// Hashes one after the other.
pub(crate) fn join(hashes: &[Hash]) -> Vec<u8> {
    hashes.iter().flat_map(|hash| hash.0).collect()
}

/// Takes [`join`] apart.
pub(crate) fn split(bytes: &[u8]) -> Result<Vec<Hash>, FormError> {
    let (hashes, rest) = bytes.as_chunks::<32>();
    if !rest.is_empty() {
        return Err(FormError::Cbor(format!(
            "{} bytes where hashes of 32 bytes belong",
            bytes.len()
        )));
    }
    Ok(hashes.iter().copied().map(Hash).collect())
}

/// Whether every hash is greater than the one before: sorted, none twice.
pub(crate) fn ascends(hashes: &[Hash]) -> bool {
    hashes.is_sorted_by(|a, b| a < b)
}

/// Bytes as text that survives mail, printing and typing: base64 in lines between a first and a last line.
pub(crate) fn armour(label: &str, bytes: &[u8]) -> String {
    let body = Zeroizing::new(STANDARD.encode(bytes));
    let mut text = String::with_capacity(body.len() + body.len() / LINE + 2 * label.len() + 40);
    text.push_str("-----BEGIN ");
    text.push_str(label);
    text.push_str("-----\n");
    for line in body.as_bytes().chunks(LINE) {
        text.push_str(str::from_utf8(line).expect("base64 is ASCII"));
        text.push('\n');
    }
    text.push_str("-----END ");
    text.push_str(label);
    text.push_str("-----\n");
    text
}

/// Takes [`armour`] apart; any other spelling is refused.
pub(crate) fn unarmour(
    label: &'static str,
    text: &[u8],
    most_bytes: usize,
) -> Result<Bytes, FormError> {
    check_length(text.len(), most_bytes)?;
    let begin = format!("-----BEGIN {label}-----\n");
    let end = format!("-----END {label}-----\n");
    let body = text
        .strip_prefix(begin.as_bytes())
        .ok_or(FormError::Begin { label })?;
    let body = body
        .strip_suffix(end.as_bytes())
        .ok_or(FormError::End { label })?;
    let mut packed = Zeroizing::new(Vec::with_capacity(body.len()));
    let mut short = false;
    for (index, line) in body.split_inclusive(|byte| *byte == b'\n').enumerate() {
        let bad = FormError::Line { line: index + 2 };
        let Some(line) = line.strip_suffix(b"\n") else {
            return Err(bad);
        };
        if short || line.is_empty() || line.len() > LINE {
            return Err(bad);
        }
        short = line.len() < LINE;
        packed.extend_from_slice(line);
    }
    let last = FormError::Line {
        line: packed.len().div_ceil(LINE) + 1,
    };
    // The engine refuses padding that is wrong and bits behind the end that are not zero.
    STANDARD
        .decode(&*packed)
        .map(Zeroizing::new)
        .map_err(|error| match error {
            base64::DecodeError::InvalidByte(at, _)
            | base64::DecodeError::InvalidLastSymbol(at, _) => FormError::Line {
                line: at / LINE + 2,
            },
            _ => last,
        })
}

/// Reads a moment as [`Moment`] prints it: RFC 3339, UTC, whole seconds, `Z`.
pub(crate) fn moment(text: &str) -> Option<Moment> {
    let timestamp: jiff::Timestamp = text.parse().ok()?;
    let moment = Moment(timestamp.as_second());
    (moment.to_string() == text).then_some(moment)
}

/// Reads a decimal number without sign or leading zero.
pub(crate) fn decimal(text: &str) -> Option<u64> {
    let number: u64 = text.parse().ok()?;
    (number.to_string() == text).then_some(number)
}

/// Bytes as lower-case hexadecimal digits.
pub(crate) fn hex(bytes: &[u8]) -> String {
    use std::fmt::Write as _;
    bytes.iter().fold(String::new(), |mut text, byte| {
        write!(text, "{byte:02x}").expect("writing into a text does not fail");
        text
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn armour_has_one_spelling() {
        for length in [0, 1, 47, 48, 49, 96, 1000] {
            let bytes: Vec<u8> = (0..length).map(|i| (i * 7 % 256) as u8).collect();
            let text = armour("A THING", &bytes);
            assert_eq!(*unarmour("A THING", text.as_bytes(), 4096).unwrap(), bytes);
            for at in 0..text.len() {
                for bit in 0..8 {
                    let mut other = text.clone().into_bytes();
                    other[at] ^= 1 << bit;
                    let read = unarmour("A THING", &other, 4096);
                    assert!(
                        read.is_err() || *read.unwrap() != bytes,
                        "byte {at} bit {bit}"
                    );
                }
                assert!(unarmour("A THING", &text.as_bytes()[..at], 4096).is_err());
            }
            assert!(unarmour("OTHER", text.as_bytes(), 4096).is_err());
            assert!(unarmour("A THING", text.as_bytes(), 10).is_err());
            let windows = text.replace('\n', "\r\n");
            assert!(unarmour("A THING", windows.as_bytes(), 4096).is_err());
        }
    }

    #[test]
    fn moments_and_numbers_have_one_spelling() {
        assert_eq!(moment("2030-03-01T09:00:00Z"), Some(Moment(1_898_586_000)));
        for text in [
            "2030-03-01T09:00:00+00:00",
            "2030-03-01 09:00:00Z",
            "2030-03-01T09:00:00.5Z",
            "",
        ] {
            assert_eq!(moment(text), None, "{text}");
        }
        assert_eq!(decimal("64"), Some(64));
        for text in ["064", "+64", "", "-1", "18446744073709551616"] {
            assert_eq!(decimal(text), None, "{text}");
        }
    }
}
