//! Bundles: the entries themselves, each after its length in two bytes (big-endian).

use super::FULL_WIDTH;

/// The longest entry that a bundle can hold: its length is written in 16 bits.
pub const MAX_ENTRY_BYTES: usize = u16::MAX as usize;

/// An entry that no bundle can hold.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error(
    "an entry of {bytes} bytes is longer than a log can hold ({MAX_ENTRY_BYTES})\n\
     hint: the log takes what commits to a content, not the content; keep that beside it"
)]
pub struct TooLong {
    /// How long it is.
    pub bytes: usize,
}

/// Why bytes are no bundle.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum BundleError {
    /// The bytes end within an entry or its length.
    #[error("the bundle ends within entry {entry}: {needed} bytes are needed, {left} are left")]
    Cut {
        /// Which entry of the bundle, from 0.
        entry: usize,
        /// How many bytes it needs from there.
        needed: usize,
        /// How many there are.
        left: usize,
    },
    /// Another number of entries than the path says.
    #[error("the bundle holds {found} entries, its place in the log asks for {needed}")]
    Count {
        /// How many there are; one more than needed if there are more.
        found: usize,
        /// How many there must be.
        needed: usize,
    },
}

/// Writes a bundle.
///
/// # Errors
/// [`TooLong`] for the first entry that does not fit.
pub fn encode_bundle<'a>(entries: impl IntoIterator<Item = &'a [u8]>) -> Result<Vec<u8>, TooLong> {
    let mut bundle = Vec::new();
    for entry in entries {
        let length = length_of(entry)?;
        bundle.extend_from_slice(&length.to_be_bytes());
        bundle.extend_from_slice(entry);
    }
    Ok(bundle)
}

/// The entries of a bundle that must hold exactly so many, and not a byte more.
///
/// # Errors
/// [`BundleError`] if it does not.
pub fn decode_bundle(bytes: &[u8], width: u16) -> Result<Vec<&[u8]>, BundleError> {
    let needed = usize::from(width);
    let mut entries = Vec::with_capacity(needed);
    for entry in Bundle::decode(bytes).take(needed + 1) {
        entries.push(entry?);
    }
    if entries.len() != needed {
        return Err(BundleError::Count {
            found: entries.len(),
            needed,
        });
    }
    Ok(entries)
}

/// The length of an entry as a bundle writes it.
pub(super) fn length_of(entry: &[u8]) -> Result<u16, TooLong> {
    u16::try_from(entry.len()).map_err(|_| TooLong { bytes: entry.len() })
}

/// The entries of a bundle, in order, up to the end of the bytes; after an error nothing more comes.
#[derive(Clone, Debug)]
pub struct Bundle<'a> {
    rest: &'a [u8],
    entry: usize,
}

impl<'a> Bundle<'a> {
    /// Starts at the first entry. How many there must be is in the path: see [`decode_bundle`].
    #[must_use]
    pub const fn decode(bytes: &'a [u8]) -> Self {
        Self {
            rest: bytes,
            entry: 0,
        }
    }

    /// What has not been read yet.
    pub(super) const fn rest(&self) -> &'a [u8] {
        self.rest
    }

    fn read(&mut self) -> Result<&'a [u8], BundleError> {
        let cut = |needed| BundleError::Cut {
            entry: self.entry,
            needed,
            left: self.rest.len(),
        };
        let (length, rest) = self.rest.split_first_chunk::<2>().ok_or_else(|| cut(2))?;
        let length = usize::from(u16::from_be_bytes(*length));
        let (entry, rest) = rest
            .split_at_checked(length)
            .ok_or_else(|| cut(2 + length))?;
        self.rest = rest;
        self.entry += 1;
        Ok(entry)
    }
}

impl<'a> Iterator for Bundle<'a> {
    type Item = Result<&'a [u8], BundleError>;

    fn next(&mut self) -> Option<Self::Item> {
        if self.rest.is_empty() {
            return None;
        }
        let entry = self.read();
        if entry.is_err() {
            self.rest = &[];
        }
        Some(entry)
    }

    fn size_hint(&self) -> (usize, Option<usize>) {
        (
            usize::from(!self.rest.is_empty()),
            Some(self.rest.len().div_ceil(2)),
        )
    }
}

/// A full bundle of the longest entries.
pub(super) const MAX_BUNDLE_BYTES: usize = FULL_WIDTH as usize * (2 + MAX_ENTRY_BYTES);

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_bundle_gives_back_its_entries() {
        let longest = vec![7; MAX_ENTRY_BYTES];
        let entries: [&[u8]; 4] = [b"one", b"", &longest, b"four"];
        let bundle = encode_bundle(entries).unwrap();
        assert_eq!(&bundle[..7], b"\x00\x03one\x00\x00");
        assert_eq!(decode_bundle(&bundle, 4).unwrap(), entries);
        assert_eq!(
            decode_bundle(&bundle, 3),
            Err(BundleError::Count {
                found: 4,
                needed: 3
            })
        );
        assert_eq!(
            decode_bundle(&bundle, 5),
            Err(BundleError::Count {
                found: 4,
                needed: 5
            })
        );
    }

    #[test]
    fn an_entry_that_is_too_long_is_named() {
        let long = vec![0; MAX_ENTRY_BYTES + 1];
        assert_eq!(
            encode_bundle([long.as_slice()]),
            Err(TooLong { bytes: 65_536 })
        );
    }

    #[test]
    fn a_bundle_that_is_cut_anywhere_is_refused() {
        let bundle = encode_bundle([b"one".as_slice(), b"three"]).unwrap();
        for end in 0..bundle.len() {
            decode_bundle(&bundle[..end], 2).unwrap_err();
        }
        let cut = Bundle::decode(&bundle[..6]).collect::<Vec<_>>();
        assert_eq!(
            cut,
            [
                Ok(b"one".as_slice()),
                Err(BundleError::Cut {
                    entry: 1,
                    needed: 2,
                    left: 1
                })
            ]
        );
    }
}
