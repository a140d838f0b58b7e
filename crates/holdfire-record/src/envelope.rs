//! The public leaf of a log.

use holdfire_seal::Hash;
use holdfire_seal::cbor::{CborError, Reader, write_array, write_bytes, write_uint};
use thiserror::Error;

use crate::kind::Kind;
use crate::pseudonym::Pseudonym;

/// The version of the envelope that this program writes.
const VERSION: u64 = 1;

/// What stands in a log for an entry: everything that anybody may see of it.
///
/// Bytes: the deterministic CBOR array `[1, kind, at, author, fields]` (`docs/spec/entries.cddl`).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Envelope {
    /// What kind of act.
    pub kind: Kind,
    /// When it was recorded, POSIX seconds, cut to the step that the schedule prints; of a tick, its point of the cadence.
    pub at: u64,
    /// Who recorded it: a pseudonym that changes daily.
    pub author: Pseudonym,
    /// The root of the salted tree over the fields of the contents.
    pub fields: Hash,
}

/// Why bytes are no envelope.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
pub enum EnvelopeError {
    /// Not the CBOR of an envelope.
    #[error("the envelope of an entry cannot be read")]
    Cbor(#[from] CborError),
    /// A version that this program does not know.
    #[error("version {0} of the envelope is not known\nhint: a newer holdfire is needed")]
    Version(u64),
    /// A kind that this program does not know.
    #[error("kind {0} of entries is not known\nhint: a newer holdfire is needed")]
    Kind(u64),
}

impl Envelope {
    /// The bytes of the leaf.
    #[must_use]
    pub fn to_bytes(&self) -> Vec<u8> {
        let mut out = Vec::with_capacity(64);
        write_array(&mut out, 5);
        write_uint(&mut out, VERSION);
        write_uint(&mut out, u64::from(self.kind.code()));
        write_uint(&mut out, self.at);
        write_bytes(&mut out, &self.author.0);
        write_bytes(&mut out, &self.fields.0);
        out
    }

    /// Reads a leaf. One envelope has one spelling.
    ///
    /// # Errors
    /// [`EnvelopeError`] for anything but the bytes that [`Self::to_bytes`] gives.
    pub fn from_bytes(bytes: &[u8]) -> Result<Self, EnvelopeError> {
        let mut reader = Reader::new(bytes);
        reader.array_of(5)?;
        let version = reader.uint()?;
        if version != VERSION {
            return Err(EnvelopeError::Version(version));
        }
        let code = reader.uint()?;
        let kind = Kind::from_code(code).ok_or(EnvelopeError::Kind(code))?;
        let at = reader.uint()?;
        let author = Pseudonym(reader.bytes_of()?);
        let fields = Hash(reader.bytes_of()?);
        reader.end()?;
        Ok(Self {
            kind,
            at,
            author,
            fields,
        })
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn example() -> Envelope {
        Envelope {
            kind: Kind::Item,
            at: 1_742_860_800,
            author: Pseudonym([7; 16]),
            fields: Hash([9; 32]),
        }
    }

    #[test]
    fn an_envelope_reads_back() {
        let bytes = example().to_bytes();
        assert_eq!(bytes.len(), 59);
        assert_eq!(Envelope::from_bytes(&bytes), Ok(example()));
    }

    #[test]
    fn a_longer_spelling_of_a_number_is_refused() {
        let mut bytes = example().to_bytes();
        // `kind` as one more byte.
        bytes.splice(2..3, [0x18, 2]);
        assert!(matches!(
            Envelope::from_bytes(&bytes),
            Err(EnvelopeError::Cbor(_))
        ));
    }

    #[test]
    fn bytes_after_the_envelope_are_refused() {
        let mut bytes = example().to_bytes();
        bytes.push(0);
        assert!(Envelope::from_bytes(&bytes).is_err());
    }

    #[test]
    fn unknown_versions_and_kinds_are_named() {
        let mut bytes = example().to_bytes();
        bytes[1] = 2;
        assert_eq!(Envelope::from_bytes(&bytes), Err(EnvelopeError::Version(2)));
        bytes[1] = 1;
        bytes[2] = 23;
        assert_eq!(Envelope::from_bytes(&bytes), Err(EnvelopeError::Kind(23)));
    }

    proptest! {
        #[test]
        fn random_bytes_are_an_envelope_only_in_its_one_spelling(
            bytes in prop::collection::vec(any::<u8>(), 0..140)
        ) {
            if let Ok(envelope) = Envelope::from_bytes(&bytes) {
                prop_assert_eq!(envelope.to_bytes(), bytes);
            }
        }

        #[test]
        fn cut_off_envelopes_are_refused(len in 0_usize..59) {
            prop_assert!(Envelope::from_bytes(&example().to_bytes()[..len]).is_err());
        }
    }
}
