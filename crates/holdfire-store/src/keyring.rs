//! The keys of a circle of readers, and who can unwrap them.
//!
//! A circle has one key for each **epoch** and one **index key**. Rotation begins an epoch: what was written before stays
//! readable for who holds the ring, and a reader who leaves is not given the new one. The index key makes tags by which the
//! store finds a subject without holding its name in the clear; it outlives rotation, or nothing would be found again.

use std::fmt;
use std::io::{Read as _, Write as _};

use age::{Encryptor, Identity, Recipient};
use holdfire_seal::Hash;
use holdfire_seal::cbor::{CborError, Reader, write_array, write_bytes, write_uint};
use thiserror::Error;
use zeroize::Zeroizing;

use crate::object::Key;
use crate::random::{Random, RandomError};

/// The version of the bytes that `age` wraps.
const VERSION: u64 = 1;

/// No wrapped ring is longer, in bytes.
const MOST_BYTES: u64 = 1 << 20;

/// The keys of one circle. `Debug` hides them.
#[derive(Clone)]
pub struct Keyring {
    index_key: Key,
    epochs: Vec<Key>,
}

/// Why keys cannot be made, wrapped or unwrapped.
#[derive(Debug, Error)]
pub enum KeyringError {
    /// No random bytes.
    #[error(transparent)]
    Random(#[from] RandomError),
    /// There is nobody to wrap them for.
    #[error("no reader is named, so nobody could ever unwrap the keys")]
    NoRecipient,
    /// None of the identities is a reader, or the bytes were changed.
    #[error(
        "the keys of the circle do not unwrap: this identity is no reader of it, or the bytes were changed"
    )]
    NotUnwrapped(#[source] Box<dyn std::error::Error + Send + Sync>),
    /// What was unwrapped is no ring.
    #[error("the keys of the circle cannot be read")]
    Form(#[from] CborError),
    /// A ring of another version, or without an epoch.
    #[error("version {version} of the keys with {epochs} epochs is not known")]
    Version {
        /// The version that it states.
        version: u64,
        /// How many epochs it has.
        epochs: u64,
    },
    /// Writing to memory failed.
    #[error("the keys cannot be wrapped")]
    Wrap(#[source] Box<dyn std::error::Error + Send + Sync>),
}

impl Keyring {
    /// New keys with one epoch.
    ///
    /// # Errors
    /// [`KeyringError::Random`]
    pub fn generate(random: &mut dyn Random) -> Result<Self, KeyringError> {
        Ok(Self {
            index_key: fresh(random)?,
            epochs: vec![fresh(random)?],
        })
    }

    /// Begins an epoch with a new key.
    ///
    /// # Errors
    /// [`KeyringError::Random`]
    pub fn rotate(&mut self, random: &mut dyn Random) -> Result<(), KeyringError> {
        self.epochs.push(fresh(random)?);
        Ok(())
    }

    /// The epoch that new objects are written in, from 0, and its key.
    #[must_use]
    pub fn current(&self) -> (u32, &Key) {
        let last = self.epochs.len() - 1;
        let epoch = u32::try_from(last).expect("a ring of 1 MiB has fewer epochs");
        (epoch, &self.epochs[last])
    }

    /// The key of an epoch, if there was one of this number.
    #[must_use]
    pub fn of_epoch(&self, epoch: u32) -> Option<&Key> {
        self.epochs.get(usize::try_from(epoch).ok()?)
    }

    /// What stands for a text in the tables of the store: the same for the same text, and no way back without the ring.
    #[must_use]
    pub fn tag(&self, text: &str) -> [u8; 16] {
        let mut bytes = Zeroizing::new(b"holdfire/tag/v1".to_vec());
        bytes.extend_from_slice(&*self.index_key);
        bytes.extend_from_slice(text.as_bytes());
        let mut tag = [0; 16];
        tag.copy_from_slice(&Hash::of(&bytes).0[..16]);
        tag
    }

    /// The ring as an `age` file that each of the readers can unwrap.
    ///
    /// # Errors
    /// [`KeyringError::NoRecipient`] without a reader; [`KeyringError::Wrap`] if `age` fails.
    pub fn wrap<'a>(
        &self,
        readers: impl Iterator<Item = &'a dyn Recipient>,
    ) -> Result<Vec<u8>, KeyringError> {
        let wrap = |error: Box<dyn std::error::Error + Send + Sync>| KeyringError::Wrap(error);
        let encryptor = match Encryptor::with_recipients(readers) {
            Err(age::EncryptError::MissingRecipients) => return Err(KeyringError::NoRecipient),
            other => other.map_err(|error| wrap(error.into()))?,
        };
        let mut wrapped = Vec::new();
        let mut writer = encryptor
            .wrap_output(&mut wrapped)
            .map_err(|error| wrap(error.into()))?;
        writer
            .write_all(&self.to_bytes())
            .map_err(|error| wrap(error.into()))?;
        writer.finish().map_err(|error| wrap(error.into()))?;
        Ok(wrapped)
    }

    /// Unwraps a ring with whichever of the identities is a reader.
    ///
    /// # Errors
    /// [`KeyringError`] if none is, or the bytes are not those of [`Self::wrap`].
    pub fn unwrap<'a>(
        wrapped: &[u8],
        identities: impl Iterator<Item = &'a dyn Identity>,
    ) -> Result<Self, KeyringError> {
        let not =
            |error: Box<dyn std::error::Error + Send + Sync>| KeyringError::NotUnwrapped(error);
        let decryptor = age::Decryptor::new(wrapped).map_err(|error| not(error.into()))?;
        let reader = decryptor
            .decrypt(identities)
            .map_err(|error| not(error.into()))?;
        // The room is taken at once: bytes that grow leave copies behind.
        let mut bytes = Zeroizing::new(Vec::with_capacity(wrapped.len() + 64));
        reader
            .take(MOST_BYTES)
            .read_to_end(&mut bytes)
            .map_err(|error| not(error.into()))?;
        Self::from_bytes(&bytes)
    }

    fn to_bytes(&self) -> Zeroizing<Vec<u8>> {
        let mut out = Zeroizing::new(Vec::with_capacity(64 + 34 * self.epochs.len()));
        write_array(&mut out, 3);
        write_uint(&mut out, VERSION);
        write_bytes(&mut out, &*self.index_key);
        write_array(&mut out, self.epochs.len() as u64);
        for key in &self.epochs {
            write_bytes(&mut out, &**key);
        }
        out
    }

    fn from_bytes(bytes: &[u8]) -> Result<Self, KeyringError> {
        let mut reader = Reader::new(bytes);
        reader.array_of(3)?;
        let version = reader.uint()?;
        let index_key = Zeroizing::new(reader.bytes_of()?);
        let count = reader.array()?;
        if version != VERSION || count == 0 {
            let epochs = count;
            return Err(KeyringError::Version { version, epochs });
        }
        let mut epochs = Vec::new();
        for _ in 0..count {
            epochs.push(Zeroizing::new(reader.bytes_of()?));
        }
        reader.end()?;
        Ok(Self { index_key, epochs })
    }
}

/// For how many readers wrapped keys are, as anybody sees: the lines of `age` for X25519 keys, of which each reader has one.
#[must_use]
pub fn readers_of(wrapped: &[u8]) -> usize {
    let lines = wrapped.split(|byte| *byte == b'\n');
    let header = lines.take_while(|line| !line.starts_with(b"---"));
    header
        .filter(|line| line.starts_with(b"-> X25519 "))
        .count()
}

impl fmt::Debug for Keyring {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Keyring({} epochs, hidden)", self.epochs.len())
    }
}

fn fresh(random: &mut dyn Random) -> Result<Key, RandomError> {
    let mut key = Zeroizing::new([0; 32]);
    random.fill(&mut *key)?;
    Ok(key)
}

#[cfg(test)]
mod tests {
    use age::x25519;

    use super::*;
    use crate::object::{self, Place};
    use crate::random::SystemRandom;

    fn ring() -> Keyring {
        Keyring::generate(&mut SystemRandom).expect("the system has random bytes")
    }

    fn wrapped(ring: &Keyring, readers: &[&x25519::Identity]) -> Vec<u8> {
        let readers: Vec<_> = readers.iter().map(|reader| reader.to_public()).collect();
        let readers = readers.iter().map(|reader| reader as &dyn Recipient);
        ring.wrap(readers).expect("there are readers")
    }

    fn unwrapped(bytes: &[u8], by: &x25519::Identity) -> Result<Keyring, KeyringError> {
        Keyring::unwrap(bytes, std::iter::once(by as &dyn Identity))
    }

    #[test]
    fn each_reader_unwraps_the_ring_and_a_stranger_does_not() {
        let (one, other, stranger) = (
            x25519::Identity::generate(),
            x25519::Identity::generate(),
            x25519::Identity::generate(),
        );
        let ring = ring();
        let bytes = wrapped(&ring, &[&one, &other]);
        for reader in [&one, &other] {
            let read = unwrapped(&bytes, reader).expect("a reader");
            assert_eq!(read.to_bytes(), ring.to_bytes());
        }
        let refused = unwrapped(&bytes, &stranger);
        assert!(matches!(refused, Err(KeyringError::NotUnwrapped(_))));
    }

    #[test]
    fn a_ring_for_nobody_is_refused() {
        let refused = ring().wrap(std::iter::empty());
        assert!(matches!(refused, Err(KeyringError::NoRecipient)));
    }

    #[test]
    fn after_rotation_old_objects_stay_readable_and_a_former_reader_cannot_read_new_ones() {
        let (stays, leaves) = (x25519::Identity::generate(), x25519::Identity::generate());
        let mut ring = ring();
        let before = wrapped(&ring, &[&stays, &leaves]);
        let place = Place { log: 1, index: 0 };
        let old = object::seal(ring.current().1, place, b"old", &mut SystemRandom).expect("short");
        ring.rotate(&mut SystemRandom).expect("random bytes");
        let (epoch, key) = ring.current();
        assert_eq!(epoch, 1);
        let new = object::seal(key, place, b"new", &mut SystemRandom).expect("short");

        let stays = unwrapped(&wrapped(&ring, &[&stays]), &stays).expect("a reader");
        let old_key = stays.of_epoch(0).expect("the first epoch");
        let read = object::open(old_key, place, &old).expect("it stays readable");
        assert_eq!(read.as_slice(), b"old");

        let leaves = unwrapped(&before, &leaves).expect("a reader of the first epoch");
        assert!(leaves.of_epoch(1).is_none());
        assert!(object::open(leaves.current().1, place, &new).is_err());
    }

    #[test]
    fn tags_hold_over_rotation_and_differ_between_circles() {
        let mut one = ring();
        let tag = one.tag("reports.csv#R-7");
        one.rotate(&mut SystemRandom).expect("random bytes");
        assert_eq!(one.tag("reports.csv#R-7"), tag);
        assert_ne!(one.tag("reports.csv#R-8"), tag);
        assert_ne!(ring().tag("reports.csv#R-7"), tag);
    }

    #[test]
    fn every_changed_byte_of_a_wrapped_ring_is_refused() {
        let reader = x25519::Identity::generate();
        let bytes = wrapped(&ring(), &[&reader]);
        for at in 0..bytes.len() {
            let mut changed = bytes.clone();
            changed[at] ^= 1;
            assert!(unwrapped(&changed, &reader).is_err(), "byte {at}");
        }
    }

    #[test]
    fn debug_hides_the_keys() {
        assert_eq!(format!("{:?}", ring()), "Keyring(1 epochs, hidden)");
    }
}
