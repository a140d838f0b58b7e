//! Files of evidence: each encrypted by itself, under a key of its own, in a place that knows neither names nor hashes.
//!
//! [`take_in`] reads a file once, piece by piece, hashes and encrypts it (`age`, X25519) and stores it in a [`Vault`]. What it
//! hands back, the name in the vault and the key among it, belongs in the encrypted contents of the entry about the file:
//! destroying those erases the file, wherever its bytes were copied. [`check`] hashes a stored file again, [`copy_out`]
//! hands it out if it is still the same, [`copy_out_to_file`] leaves no half of it behind.
//!
//! # What is stored
//! An `age` file for one X25519 recipient; inside it the bytes of the file, none changed or left out, then zeros up to a
//! length that many files share ([`padded_bytes`]). Whoever has the key needs no program of ours:
//! `age -d -i key stored.age | head -c <size>`.
//!
//! # What the place tells
//! How many files there are, about how large each is, and when it was written. Not which: the name is a keyed tag of the
//! hash ([`tag`]), and many files share one length. That a file is *not* there can be read off the lengths.

mod copy_out;
mod folder;
mod padding;
mod take_in;
#[cfg(test)]
mod tests;
mod vault;

use std::fmt;

use age::secrecy::ExposeSecret as _;
use age::x25519;
use holdfire_seal::Hash;
use thiserror::Error;
use zeroize::Zeroizing;

use crate::keyring::Keyring;

pub use copy_out::{CopyError, check, copy_out, copy_out_to_file};
pub use folder::FolderVault;
pub use padding::padded_bytes;
pub use take_in::{Earlier, TakeInError, TakenIn, take_in};
pub use vault::{Incoming, StoredName, StoredNameError, Vault, VaultError};

/// Bytes that are held at a time.
const PIECE_BYTES: usize = 64 * 1024;

/// Which file: its hash and its size.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Fingerprint {
    /// SHA-256 of its bytes.
    pub sha256: Hash,
    /// Their number.
    pub size_bytes: u64,
}

impl fmt::Display for Fingerprint {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "sha256:{} ({} bytes)", self.sha256, self.size_bytes)
    }
}

/// Where a file is stored, and the key that opens it and no other.
#[derive(Clone, Debug)]
pub struct Stored {
    /// Its name in the vault.
    pub name: StoredName,
    /// Its key.
    pub key: FileKey,
}

/// The key of one stored file: an X25519 identity of `age`. `Debug` hides it, and it is overwritten when dropped.
#[derive(Clone)]
pub struct FileKey(x25519::Identity);

/// The text is not the key of a file; it is not repeated here.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Error)]
#[error("the key of a stored file is not an `AGE-SECRET-KEY-1...`")]
pub struct FileKeyError;

impl FileKey {
    /// A new key from the random bytes of the system, for one file alone.
    #[must_use]
    pub fn generate() -> Self {
        Self(x25519::Identity::generate())
    }

    /// Reads [`Self::to_text`].
    ///
    /// # Errors
    /// [`FileKeyError`]
    pub fn parse(text: &str) -> Result<Self, FileKeyError> {
        let key = Self(text.parse().map_err(|_| FileKeyError)?);
        // One key has one spelling.
        if *key.to_text() == text {
            Ok(key)
        } else {
            Err(FileKeyError)
        }
    }

    /// The key as `age` writes it (`AGE-SECRET-KEY-1...`): a secret.
    #[must_use]
    pub fn to_text(&self) -> Zeroizing<String> {
        Zeroizing::new(self.0.to_string().expose_secret().to_owned())
    }
}

impl fmt::Debug for FileKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("FileKey(hidden)")
    }
}

/// What stands for the hash of a file in the name under which it is stored; nobody without the ring can make it.
#[must_use]
pub fn tag(ring: &Keyring, sha256: &Hash) -> [u8; 16] {
    ring.tag(&format!("evidence/v1/{sha256}"))
}
