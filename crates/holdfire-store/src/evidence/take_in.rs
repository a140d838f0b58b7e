//! A file comes in: read once, hashed and encrypted on the way.

use std::io::{self, BufWriter, Read, Write};

use age::Encryptor;
use holdfire_seal::Hash;
use sha2::{Digest as _, Sha256};
use thiserror::Error;
use zeroize::Zeroizing;

use super::copy_out::{CopyError, check};
use super::padding::padded_bytes;
use super::vault::{Incoming, StoredName, Vault, VaultError};
use super::{FileKey, Fingerprint, PIECE_BYTES, Stored};

/// A file that was taken in.
#[derive(Debug)]
pub struct TakenIn {
    /// Which file.
    pub file: Fingerprint,
    /// Where it is, and its key: for the contents of the entry about it.
    pub stored: Stored,
    /// Whether it was there before.
    pub earlier: Earlier,
}

/// What is known of an earlier intake of the same file.
#[derive(Debug)]
pub enum Earlier {
    /// The caller knows of none.
    None,
    /// It is there unchanged; nothing was stored now, and name and key are those of before.
    Same,
    /// It is not as it was stored, or not there. The file was stored anew, under a name and key of its own.
    Unusable(CopyError),
}

/// Why a file was not taken in. Nothing of it is stored then.
#[derive(Debug, Error)]
pub enum TakeInError {
    /// The file itself cannot be read to its end.
    #[error("the file cannot be read to its end")]
    Source(#[source] io::Error),
    /// It cannot be written to where evidence is stored.
    #[error("the encrypted copy cannot be written")]
    Write(#[source] io::Error),
    /// The place where evidence is stored fails.
    #[error("the encrypted copy cannot be stored")]
    Vault(#[from] VaultError),
    /// `age` fails.
    #[error("the file cannot be encrypted")]
    Encrypt(#[from] age::EncryptError),
}

/// Takes in a file: reads it once to its end, never holding more than a piece, and stores it encrypted under a new key.
///
/// `tag_of` makes the name from the hash ([`super::tag`]). `known` says where the file of a hash is stored if an entry of the
/// same circle says so. A stored file that `known` names is hashed again; only if it is the same the new copy is dropped,
/// and so a file whose key was destroyed, or that was damaged, is stored anew and never under the key of another. A name
/// that is taken is left alone and gets a number: somebody may hold the key of what lies there.
///
/// # Errors
/// [`TakeInError`]
pub fn take_in(
    vault: &dyn Vault,
    source: &mut dyn Read,
    tag_of: &dyn Fn(&Hash) -> [u8; 16],
    known: &dyn Fn(&Hash) -> Option<Stored>,
) -> Result<TakenIn, TakeInError> {
    let key = FileKey::generate();
    let mut incoming = vault.begin()?;
    let file = encrypt(source, &key, &mut incoming)?;
    let mut earlier = Earlier::None;
    if let Some(stored) = known(&file.sha256) {
        match check(vault, &stored, &file) {
            Ok(()) => {
                let earlier = Earlier::Same;
                return Ok(TakenIn {
                    file,
                    stored,
                    earlier,
                });
            }
            Err(error) => earlier = Earlier::Unusable(error),
        }
    }
    let name = commit(&mut *incoming, &tag_of(&file.sha256))?;
    Ok(TakenIn {
        file,
        stored: Stored { name, key },
        earlier,
    })
}

fn commit(incoming: &mut dyn Incoming, tag: &[u8; 16]) -> Result<StoredName, VaultError> {
    let mut name = StoredName::of_tag(tag);
    let mut number = 1;
    loop {
        match incoming.commit(&name) {
            Err(VaultError::Taken { .. }) if number < u32::MAX => number += 1,
            done => return done.map(|()| name),
        }
        name = StoredName::further(tag, number);
    }
}

pub(super) fn encrypt(
    source: &mut dyn Read,
    key: &FileKey,
    to: &mut dyn Write,
) -> Result<Fingerprint, TakeInError> {
    let reader = key.0.to_public();
    let reader = std::iter::once(&reader as &dyn age::Recipient);
    let mut encrypted = Encryptor::with_recipients(reader)?
        .wrap_output(BufWriter::with_capacity(PIECE_BYTES, to))
        .map_err(TakeInError::Write)?;
    let mut piece = Zeroizing::new(vec![0; PIECE_BYTES]);
    let mut hasher = Sha256::new();
    let mut size_bytes = 0;
    loop {
        let length = match source.read(&mut piece) {
            Ok(0) => break,
            Ok(length) => length,
            Err(error) if error.kind() == io::ErrorKind::Interrupted => continue,
            Err(error) => return Err(TakeInError::Source(error)),
        };
        hasher.update(&piece[..length]);
        size_bytes += length as u64;
        encrypted
            .write_all(&piece[..length])
            .map_err(TakeInError::Write)?;
    }
    let zeros = padded_bytes(size_bytes) - size_bytes;
    io::copy(&mut io::repeat(0).take(zeros), &mut encrypted).map_err(TakeInError::Write)?;
    let mut to = encrypted.finish().map_err(TakeInError::Write)?;
    to.flush().map_err(TakeInError::Write)?;
    Ok(Fingerprint {
        sha256: Hash(hasher.finalize().into()),
        size_bytes,
    })
}
