//! A stored file is read: hashed again each time, and handed out only if it is what was taken in.

use std::cell::Cell;
use std::io::{self, BufReader, Read, Write};
use std::path::{Path, PathBuf};
use std::rc::Rc;

use age::{DecryptError, Decryptor};
use holdfire_seal::Hash;
use sha2::{Digest as _, Sha256};
use thiserror::Error;
use zeroize::Zeroizing;

use super::padding::padded_bytes;
use super::vault::{StoredName, Vault, VaultError};
use super::{Fingerprint, PIECE_BYTES, Stored};
use crate::disk::Disk;
use crate::random::{Random as _, RandomError, SystemRandom};

/// Why a stored file is not handed out.
#[derive(Debug, Error)]
pub enum CopyError {
    /// It opens, and is another file than the one that was taken in.
    #[error("the stored file `{name}` is another: taken in was {expected}, found is {found}")]
    Differs {
        /// Its name in the vault.
        name: StoredName,
        /// What was taken in.
        expected: Fingerprint,
        /// What is there, as far as the size of what was taken in.
        found: Fingerprint,
    },
    /// It begins with the file, and what follows is not what is filled up with.
    #[error(
        "the stored file `{name}` has {found_bytes} bytes inside: {expected}, then others than the zeros that belong there"
    )]
    Filling {
        /// Its name in the vault.
        name: StoredName,
        /// What was taken in.
        expected: Fingerprint,
        /// How long it is inside.
        found_bytes: u64,
    },
    /// It does not decrypt to its end: its bytes were changed or cut, or the key is of another file.
    #[error(
        "the stored file `{name}` does not decrypt: it was changed, or its key is another; taken in was {expected}, \
         found is {} that nothing opens", lying(found.as_deref())
    )]
    Undecipherable {
        /// Its name in the vault.
        name: StoredName,
        /// What was taken in.
        expected: Fingerprint,
        /// What lies there, encrypted, if it can be read to its end.
        found: Option<Box<Fingerprint>>,
        /// What `age` says.
        source: Box<dyn std::error::Error + Send + Sync>,
    },
    /// It cannot be read, or is not there.
    #[error("the stored file `{name}` cannot be read")]
    Vault {
        /// Its name in the vault.
        name: StoredName,
        /// What the vault says.
        source: VaultError,
    },
    /// What it is copied to cannot be written.
    #[error("{place}: the copy cannot be written")]
    Sink {
        /// Where to.
        place: String,
        /// What the system says.
        source: io::Error,
    },
    /// There is a file where the copy should go.
    #[error("{}: there is a file of this name, and it is not replaced", path.display())]
    Exists {
        /// Where.
        path: PathBuf,
    },
    /// No random bytes for the name of the unfinished copy.
    #[error(transparent)]
    Random(#[from] RandomError),
}

impl CopyError {
    /// True if what is stored is not what was taken in, or is not there: not a matter of trying again.
    #[must_use]
    pub fn is_damage(&self) -> bool {
        match self {
            Self::Differs { .. } | Self::Filling { .. } | Self::Undecipherable { .. } => true,
            Self::Vault { source, .. } => matches!(source, VaultError::Missing { .. }),
            Self::Sink { .. } | Self::Exists { .. } | Self::Random(_) => false,
        }
    }
}

/// Hashes a stored file again, without handing it out.
///
/// # Errors
/// [`CopyError`] if it is not the file that was taken in.
pub fn check(vault: &dyn Vault, stored: &Stored, expected: &Fingerprint) -> Result<(), CopyError> {
    copy_out(vault, stored, expected, &mut io::sink())
}

/// Hands out a stored file, piece by piece, and hashes it again.
///
/// # Errors
/// [`CopyError`]. What the sink was given is then not the file and must be thrown away; [`copy_out_to_file`] does that.
pub fn copy_out(
    vault: &dyn Vault,
    stored: &Stored,
    expected: &Fingerprint,
    sink: &mut dyn Write,
) -> Result<(), CopyError> {
    let name = &stored.name;
    let failed = Rc::new(Cell::new(false));
    let unread = |source: Box<dyn std::error::Error + Send + Sync>| {
        let name = name.clone();
        let expected = *expected;
        CopyError::Undecipherable {
            found: as_it_lies(vault, &name).map(Box::new),
            name,
            expected,
            source,
        }
    };
    let place_fails = |source: io::Error| CopyError::Vault {
        name: name.clone(),
        source: VaultError::Io {
            place: name.to_string(),
            doing: "reading it",
            source,
        },
    };
    let vault_fails = |source| CopyError::Vault {
        name: name.clone(),
        source,
    };
    let file = Noting {
        inner: vault.open(name).map_err(vault_fails)?,
        failed: failed.clone(),
    };
    let file = BufReader::with_capacity(PIECE_BYTES, file);
    let header = |error: DecryptError| match error {
        DecryptError::Io(source) if failed.get() => place_fails(source),
        other => unread(other.into()),
    };
    let key = std::iter::once(&stored.key.0 as &dyn age::Identity);
    let mut plain = Decryptor::new_buffered(file)
        .and_then(|decryptor| decryptor.decrypt(key))
        .map_err(header)?;

    let mut piece = Zeroizing::new(vec![0; PIECE_BYTES]);
    let mut hasher = Sha256::new();
    let (mut size_bytes, mut filling_bytes, mut filling) = (0, 0, 0);
    loop {
        let length = match plain.read(&mut piece) {
            Ok(0) => break,
            Ok(length) => length,
            Err(error) if error.kind() == io::ErrorKind::Interrupted => continue,
            Err(error) if failed.get() => return Err(place_fails(error)),
            Err(error) => return Err(unread(error.into())),
        };
        let left = expected.size_bytes - size_bytes;
        let of_file = usize::try_from(left).unwrap_or(usize::MAX).min(length);
        let (bytes, rest) = piece[..length].split_at(of_file);
        hasher.update(bytes);
        sink.write_all(bytes).map_err(|source| CopyError::Sink {
            place: name.to_string(),
            source,
        })?;
        size_bytes += bytes.len() as u64;
        filling_bytes += rest.len() as u64;
        filling |= rest.iter().fold(0, |all, byte| all | byte);
    }
    let found = Fingerprint {
        sha256: Hash(hasher.finalize().into()),
        size_bytes,
    };
    let found_bytes = size_bytes + filling_bytes;
    let (name, expected) = (name.clone(), *expected);
    if found != expected {
        return Err(CopyError::Differs {
            name,
            expected,
            found,
        });
    }
    if filling != 0 || found_bytes != padded_bytes(size_bytes) {
        return Err(CopyError::Filling {
            name,
            expected,
            found_bytes,
        });
    }
    Ok(())
}

/// A stored file as it lies there, encrypted.
fn as_it_lies(vault: &dyn Vault, name: &StoredName) -> Option<Fingerprint> {
    let mut file = vault.open(name).ok()?;
    let mut hasher = Sha256::new();
    let size_bytes = io::copy(&mut file, &mut hasher).ok()?;
    Some(Fingerprint {
        sha256: Hash(hasher.finalize().into()),
        size_bytes,
    })
}

fn lying(found: Option<&Fingerprint>) -> String {
    found.map_or_else(|| "something".to_owned(), Fingerprint::to_string)
}

/// Hands out a stored file as a new file, readable by its owner only; durable when it returns.
///
/// It is written beside and gets its name at the end, so that under that name there is the whole file or none.
///
/// # Errors
/// [`CopyError::Exists`] if there is a file; any other [`CopyError`], and then nothing is left.
pub fn copy_out_to_file(
    vault: &dyn Vault,
    stored: &Stored,
    expected: &Fingerprint,
    disk: &dyn Disk,
    path: &Path,
) -> Result<(), CopyError> {
    let exists = || CopyError::Exists {
        path: path.to_owned(),
    };
    if disk.exists(path) {
        return Err(exists());
    }
    let mut random = [0; 8];
    SystemRandom.fill(&mut random)?;
    let mut beside = path.as_os_str().to_owned();
    beside.push(format!(".{:016x}.part", u64::from_be_bytes(random)));
    let beside = PathBuf::from(beside);
    let at = |source| CopyError::Sink {
        place: path.display().to_string(),
        source,
    };
    let write = || {
        let mut file = disk.create(&beside).map_err(at)?;
        copy_out(vault, stored, expected, &mut *file).map_err(|error| match error {
            CopyError::Sink { source, .. } => at(source),
            other => other,
        })?;
        file.flush().map_err(at)?;
        drop(file);
        disk.sync_file(&beside).map_err(at)?;
        if disk.exists(path) {
            return Err(exists());
        }
        disk.rename(&beside, path).map_err(at)
    };
    if let Err(error) = write() {
        let _ = disk.remove(&beside);
        return Err(error);
    }
    let dir = path.parent().unwrap_or(Path::new(""));
    if let Err(error) = disk.sync_dir(dir) {
        let _ = disk.remove(path);
        return Err(at(error));
    }
    Ok(())
}

/// Remembers that reading itself failed, which `age` reports in the same way as bytes that were changed.
struct Noting<R> {
    inner: R,
    failed: Rc<Cell<bool>>,
}

impl<R: Read> Read for Noting<R> {
    fn read(&mut self, bytes: &mut [u8]) -> io::Result<usize> {
        let read = self.inner.read(bytes);
        if let Err(error) = &read
            && error.kind() != io::ErrorKind::Interrupted
        {
            self.failed.set(true);
        }
        read
    }
}
