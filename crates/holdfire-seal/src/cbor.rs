//! Deterministic CBOR (RFC 8949, section 4.2.1), as far as the formats here need it: whole numbers, bytes, text, arrays,
//! and null where a number may be missing.
//!
//! Each value has exactly one spelling: the shortest head, and definite lengths. The reader refuses every other one, so that
//! what was read and is written again gives the same bytes. It takes no memory for lengths that only a head claims: what it
//! hands out lies in the input.

use std::str;

const UINT: u8 = 0;
const BYTES: u8 = 2;
const TEXT: u8 = 3;
const ARRAY: u8 = 4;
/// The one byte of null (RFC 8949, section 3.3).
const NULL: u8 = 0xf6;

/// Why bytes were refused, and where.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("byte {at}: {fault}")]
pub struct CborError {
    /// How many bytes were read before.
    pub at: usize,
    /// What is wrong there.
    pub fault: CborFault,
}

/// What is wrong with bytes.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum CborFault {
    /// The bytes end too early.
    #[error("the bytes end within a value")]
    Cut,
    /// Another kind of value.
    #[error("expected {expected}")]
    Kind {
        /// What belongs here.
        expected: &'static str,
    },
    /// A number or length that has a shorter spelling, or an open-ended length.
    #[error("a number or length is not written in its one shortest form")]
    NotShortest,
    /// An array of another length.
    #[error("expected an array of {expected}, found one of {found}")]
    ArrayLength {
        /// How many things belong here.
        expected: u64,
        /// How many it claims.
        found: u64,
    },
    /// A text or byte string that is longer than allowed here.
    #[error("a value of {found} bytes is longer than the {most} that are allowed here")]
    TooLong {
        /// How many it claims.
        found: u64,
        /// How many are allowed.
        most: u64,
    },
    /// A byte string of another length than it must have.
    #[error("expected {expected} bytes, found {found}")]
    Length {
        /// How many belong here.
        expected: usize,
        /// How many there are.
        found: usize,
    },
    /// A text that is not UTF-8.
    #[error("the text is not UTF-8")]
    NotUtf8,
    /// Bytes after the end.
    #[error("{left} bytes are left over after the end")]
    LeftOver {
        /// How many.
        left: usize,
    },
}

/// Appends the head of an array of so many values; they must follow.
pub fn write_array(out: &mut Vec<u8>, count: u64) {
    write_head(out, ARRAY, count);
}

/// Appends a whole number.
pub fn write_uint(out: &mut Vec<u8>, value: u64) {
    write_head(out, UINT, value);
}

/// Appends a whole number, or null if there is none.
pub fn write_optional_uint(out: &mut Vec<u8>, value: Option<u64>) {
    match value {
        Some(value) => write_uint(out, value),
        None => out.push(NULL),
    }
}

/// Appends a byte string.
pub fn write_bytes(out: &mut Vec<u8>, value: &[u8]) {
    write_bytes_head(out, value.len());
    out.extend_from_slice(value);
}

/// Appends a text.
pub fn write_text(out: &mut Vec<u8>, value: &str) {
    write_head(out, TEXT, value.len() as u64);
    out.extend_from_slice(value.as_bytes());
}

/// Appends the head of a byte string of so many bytes; they must follow.
pub(crate) fn write_bytes_head(out: &mut Vec<u8>, length: usize) {
    write_head(out, BYTES, length as u64);
}

fn write_head(out: &mut Vec<u8>, kind: u8, value: u64) {
    let kind = kind << 5;
    // The casts keep all bits: each arm holds only values that fit.
    match value {
        0..=23 => out.push(kind | value as u8),
        24..=0xff => out.extend_from_slice(&[kind | 24, value as u8]),
        0x100..=0xffff => {
            out.push(kind | 25);
            out.extend_from_slice(&(value as u16).to_be_bytes());
        }
        0x1_0000..=0xffff_ffff => {
            out.push(kind | 26);
            out.extend_from_slice(&(value as u32).to_be_bytes());
        }
        _ => {
            out.push(kind | 27);
            out.extend_from_slice(&value.to_be_bytes());
        }
    }
}

/// Reads deterministic CBOR from the front.
#[derive(Clone, Debug)]
pub struct Reader<'a> {
    bytes: &'a [u8],
    at: usize,
}

impl<'a> Reader<'a> {
    /// Starts at the first byte.
    #[must_use]
    pub const fn new(bytes: &'a [u8]) -> Self {
        Self { bytes, at: 0 }
    }

    /// How many bytes were read.
    #[must_use]
    pub const fn position(&self) -> usize {
        self.at
    }

    /// Reads the head of an array: how many values follow. It is a claim: do not take memory for it.
    ///
    /// # Errors
    /// [`CborError`] if there is none.
    pub fn array(&mut self) -> Result<u64, CborError> {
        self.head(ARRAY, "an array")
    }

    /// Reads the head of an array that must have so many values.
    ///
    /// # Errors
    /// [`CborError`] if there is none of that length.
    pub fn array_of(&mut self, expected: u64) -> Result<(), CborError> {
        let at = self.at;
        let found = self.array()?;
        if found != expected {
            return Err(CborError {
                at,
                fault: CborFault::ArrayLength { expected, found },
            });
        }
        Ok(())
    }

    /// Reads a whole number.
    ///
    /// # Errors
    /// [`CborError`] if there is none.
    pub fn uint(&mut self) -> Result<u64, CborError> {
        self.head(UINT, "a whole number")
    }

    /// Reads a whole number, or null.
    ///
    /// # Errors
    /// [`CborError`] if there is neither.
    pub fn optional_uint(&mut self) -> Result<Option<u64>, CborError> {
        if self.bytes.get(self.at) == Some(&NULL) {
            self.at += 1;
            return Ok(None);
        }
        self.head(UINT, "a whole number or null").map(Some)
    }

    /// Reads a byte string of at most so many bytes.
    ///
    /// # Errors
    /// [`CborError`] if there is none, or a longer one.
    pub fn bytes(&mut self, most: usize) -> Result<&'a [u8], CborError> {
        self.string(BYTES, "a byte string", most)
    }

    /// Reads a byte string of exactly `N` bytes.
    ///
    /// # Errors
    /// [`CborError`] if there is none, or one of another length.
    pub fn bytes_of<const N: usize>(&mut self) -> Result<[u8; N], CborError> {
        let at = self.at;
        let found = self.bytes(usize::MAX)?;
        found.try_into().map_err(|_| CborError {
            at,
            fault: CborFault::Length {
                expected: N,
                found: found.len(),
            },
        })
    }

    /// Reads a text of at most so many bytes.
    ///
    /// # Errors
    /// [`CborError`] if there is none, a longer one, or one that is not UTF-8.
    pub fn text(&mut self, most: usize) -> Result<&'a str, CborError> {
        let at = self.at;
        let bytes = self.string(TEXT, "a text", most)?;
        str::from_utf8(bytes).map_err(|_| CborError {
            at,
            fault: CborFault::NotUtf8,
        })
    }

    /// Checks that all bytes were read.
    ///
    /// # Errors
    /// [`CborError`] if some are left over.
    pub const fn end(&self) -> Result<(), CborError> {
        let left = self.bytes.len() - self.at;
        if left > 0 {
            return Err(CborError {
                at: self.at,
                fault: CborFault::LeftOver { left },
            });
        }
        Ok(())
    }

    fn string(
        &mut self,
        kind: u8,
        expected: &'static str,
        most: usize,
    ) -> Result<&'a [u8], CborError> {
        let at = self.at;
        let found = self.head(kind, expected)?;
        if found > most as u64 {
            return Err(CborError {
                at,
                fault: CborFault::TooLong {
                    found,
                    most: most as u64,
                },
            });
        }
        self.take(usize::try_from(found).unwrap_or(usize::MAX), at)
    }

    fn head(&mut self, kind: u8, expected: &'static str) -> Result<u64, CborError> {
        let at = self.at;
        let first = self.take(1, at)?[0];
        if first >> 5 != kind {
            self.at = at;
            return Err(CborError {
                at,
                fault: CborFault::Kind { expected },
            });
        }
        let length = match first & 31 {
            value @ 0..=23 => return Ok(u64::from(value)),
            power @ 24..=27 => 1_usize << (power - 24),
            // 28 to 30 mean nothing yet, 31 is an open-ended length.
            _ => {
                return Err(CborError {
                    at,
                    fault: CborFault::NotShortest,
                });
            }
        };
        let digits = self.take(length, at)?;
        let value = digits
            .iter()
            .fold(0_u64, |value, digit| value << 8 | u64::from(*digit));
        let least = if length == 1 { 24 } else { 1 << (length * 4) };
        if value < least {
            return Err(CborError {
                at,
                fault: CborFault::NotShortest,
            });
        }
        Ok(value)
    }

    /// The next bytes; if there are too few, the value that starts at `start` is cut.
    fn take(&mut self, count: usize, start: usize) -> Result<&'a [u8], CborError> {
        let rest = &self.bytes[self.at..];
        let taken = rest.get(..count).ok_or(CborError {
            at: start,
            fault: CborFault::Cut,
        })?;
        self.at += count;
        Ok(taken)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Appendix A of RFC 8949, as far as it has these kinds.
    #[test]
    fn heads_are_those_of_the_standard() {
        let cases: [(u64, &[u8]); 12] = [
            (0, &[0x00]),
            (10, &[0x0a]),
            (23, &[0x17]),
            (24, &[0x18, 0x18]),
            (100, &[0x18, 0x64]),
            (255, &[0x18, 0xff]),
            (1000, &[0x19, 0x03, 0xe8]),
            (65_535, &[0x19, 0xff, 0xff]),
            (1_000_000, &[0x1a, 0x00, 0x0f, 0x42, 0x40]),
            (0xffff_ffff, &[0x1a, 0xff, 0xff, 0xff, 0xff]),
            (
                1_000_000_000_000,
                &[0x1b, 0, 0, 0, 0xe8, 0xd4, 0xa5, 0x10, 0],
            ),
            (u64::MAX, &[0x1b, 255, 255, 255, 255, 255, 255, 255, 255]),
        ];
        for (value, bytes) in cases {
            let mut out = Vec::new();
            write_uint(&mut out, value);
            assert_eq!(out, bytes);
            assert_eq!(Reader::new(bytes).uint(), Ok(value));
        }
        let mut out = Vec::new();
        write_text(&mut out, "IETF");
        write_bytes(&mut out, &[1, 2, 3, 4]);
        write_array(&mut out, 25);
        assert_eq!(out, b"\x64IETF\x44\x01\x02\x03\x04\x98\x19");
    }

    #[test]
    fn a_number_may_be_missing_where_that_is_said() {
        let mut out = Vec::new();
        write_optional_uint(&mut out, None);
        write_optional_uint(&mut out, Some(500));
        assert_eq!(out, b"\xf6\x19\x01\xf4");
        let mut reader = Reader::new(&out);
        assert_eq!(reader.optional_uint(), Ok(None));
        assert_eq!(reader.optional_uint(), Ok(Some(500)));
        refused(reader.optional_uint(), 4, CborFault::Cut);
        let expected = "a whole number or null";
        // Another spelling of null, `undefined`, and a text.
        for other in [&[0xf8, 22][..], &[0xf7], &[0x60]] {
            let found = Reader::new(other).optional_uint();
            refused(found, 0, CborFault::Kind { expected });
        }
        let expected = "a whole number";
        refused(Reader::new(&[NULL]).uint(), 0, CborFault::Kind { expected });
    }

    #[track_caller]
    fn refused<T: std::fmt::Debug>(found: Result<T, CborError>, at: usize, fault: CborFault) {
        assert_eq!(found.unwrap_err(), CborError { at, fault });
    }

    #[test]
    fn every_other_spelling_is_refused() {
        let longer: [&[u8]; 9] = [
            &[0x18, 23],
            &[0x19, 0, 255],
            &[0x1a, 0, 0, 255, 255],
            &[0x1b, 0, 0, 0, 0, 255, 255, 255, 255],
            &[0x1c],
            &[0x1d],
            &[0x1e],
            &[0x1f],
            &[0x18, 0],
        ];
        for bytes in longer {
            refused(Reader::new(bytes).uint(), 0, CborFault::NotShortest);
        }
        refused(
            Reader::new(&[0x5f, 0x41, 1, 0xff]).bytes(9),
            0,
            CborFault::NotShortest,
        );
        refused(
            Reader::new(&[0x58, 1, 7]).bytes(9),
            0,
            CborFault::NotShortest,
        );
        refused(
            Reader::new(&[0x20]).uint(),
            0,
            CborFault::Kind {
                expected: "a whole number",
            },
        );
        refused(Reader::new(&[0x61, 0xff]).text(9), 0, CborFault::NotUtf8);
    }

    #[test]
    fn what_is_cut_too_long_or_left_over_is_refused_without_taking_memory() {
        for bytes in [
            &[][..],
            &[0x19, 1],
            &[0x44, 1, 2, 3],
            &[0x5b, 127, 0, 0, 0, 0, 0, 0, 0],
        ] {
            let mut reader = Reader::new(bytes);
            let found = if bytes.first().is_some_and(|head| head >> 5 == BYTES) {
                reader.bytes(usize::MAX).map(|_| ())
            } else {
                reader.uint().map(|_| ())
            };
            refused(found, 0, CborFault::Cut);
        }
        refused(
            Reader::new(b"\x44abcd").bytes(3),
            0,
            CborFault::TooLong { found: 4, most: 3 },
        );
        let length = CborFault::Length {
            expected: 3,
            found: 4,
        };
        refused(Reader::new(b"\x44abcd").bytes_of::<3>(), 0, length);
        let array = CborFault::ArrayLength {
            expected: 2,
            found: 1,
        };
        refused(Reader::new(&[0x81, 0]).array_of(2), 0, array);
        let mut reader = Reader::new(&[0, 0, 0]);
        assert_eq!(reader.uint(), Ok(0));
        refused(reader.end(), 1, CborFault::LeftOver { left: 2 });
    }
}
