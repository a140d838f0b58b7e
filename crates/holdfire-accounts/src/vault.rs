//! The key of the mission's accounts, in a file beside the table: it encrypts the secrets of code generators, and it marks
//! every row that lets somebody in, so that whoever has the table alone can neither read nor forge one.

use std::fmt;
use std::fs::{File, OpenOptions};
use std::io::{self, Read as _, Write as _};
use std::path::{Path, PathBuf};

use chacha20poly1305::aead::{Aead as _, Payload};
use chacha20poly1305::{KeyInit as _, XChaCha20Poly1305, XNonce};
use hmac::{Hmac, Mac as _};
use sha2::Sha256;
use subtle::ConstantTimeEq as _;
use thiserror::Error;
use zeroize::Zeroizing;

use crate::surroundings::{RandomError, Surroundings};

const KEY_BYTES: usize = 32;
const NONCE_BYTES: usize = 24;

/// Why the key of the accounts cannot be used.
#[derive(Debug, Error)]
pub enum KeyError {
    /// The file system says no.
    #[error("{}: the key of the accounts cannot be read or made", path.display())]
    Io {
        /// The file.
        path: PathBuf,
        /// What the system says.
        source: io::Error,
    },
    /// The file has another length than a key.
    #[error(
        "{}: this is no key of accounts: it does not have {KEY_BYTES} bytes\n\
         hint: restore it from a backup of the mission",
        path.display()
    )]
    Length {
        /// The file.
        path: PathBuf,
    },
    /// There are accounts, but the key is gone.
    #[error(
        "{}: there are accounts, but their key is not there\n\
         hint: restore it from a backup of the mission",
        path.display()
    )]
    Missing {
        /// The file.
        path: PathBuf,
    },
    /// Another key than the accounts were made with.
    #[error(
        "{}: this is not the key that the accounts were made with\n\
         hint: restore it and `accounts.sqlite` from one and the same backup of the mission",
        path.display()
    )]
    Other {
        /// The file.
        path: PathBuf,
    },
    /// No random bytes.
    #[error(transparent)]
    Random(#[from] RandomError),
}

/// What is encrypted does not open: changed bytes, another row, or another key.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct NotOpened;

/// Two keys that were derived from the one in the file. `Debug` shows neither.
pub(crate) struct Vault {
    seals: Zeroizing<[u8; KEY_BYTES]>,
    /// Keyed once: the hot paths copy its state.
    tags: Hmac<Sha256>,
}

impl Vault {
    fn of(key: &[u8; KEY_BYTES]) -> Self {
        let derived = |label: &[u8]| {
            let mut mac = keyed(key);
            mac.update(label);
            Zeroizing::new(<[u8; KEY_BYTES]>::from(mac.finalize().into_bytes()))
        };
        Self {
            seals: derived(b"holdfire/accounts/seals/v1"),
            tags: keyed(&derived(b"holdfire/accounts/tags/v1")),
        }
    }

    /// Reads the key.
    pub(crate) fn load(path: &Path) -> Result<Self, KeyError> {
        let path = || path.to_owned();
        let mut bytes = Zeroizing::new(Vec::with_capacity(KEY_BYTES + 1));
        let file = match File::open(path()) {
            Err(error) if error.kind() == io::ErrorKind::NotFound => {
                return Err(KeyError::Missing { path: path() });
            }
            other => other,
        };
        file.and_then(|file| file.take(KEY_BYTES as u64 + 1).read_to_end(&mut bytes))
            .map_err(|source| KeyError::Io {
                path: path(),
                source,
            })?;
        let key = Zeroizing::new(
            <[u8; KEY_BYTES]>::try_from(bytes.as_slice())
                .map_err(|_| KeyError::Length { path: path() })?,
        );
        Ok(Self::of(&key))
    }

    /// Reads the key, or makes one. The caller has locked the table, so that nobody else makes one at this moment.
    pub(crate) fn load_or_make(path: &Path, surroundings: &Surroundings) -> Result<Self, KeyError> {
        match Self::load(path) {
            Err(KeyError::Missing { .. }) => {}
            other => return other,
        }
        let key = Zeroizing::new(surroundings.random_bytes::<KEY_BYTES>()?);
        let mark = u64::from_be_bytes(surroundings.random_bytes()?);
        write_new(path, mark, &*key).map_err(|source| KeyError::Io {
            path: path.to_owned(),
            source,
        })?;
        Self::load(path)
    }

    /// Encrypts what belongs to one row; it opens as part of that row only.
    pub(crate) fn seal(
        &self,
        label: &str,
        row: &[&[u8]],
        plain: &[u8],
        surroundings: &Surroundings,
    ) -> Result<Vec<u8>, RandomError> {
        let nonce = surroundings.random_bytes::<NONCE_BYTES>()?;
        let cipher = XChaCha20Poly1305::new((&*self.seals).into());
        let aad = &joined(label, row);
        let sealed = cipher
            .encrypt(XNonce::from_slice(&nonce), Payload { msg: plain, aad })
            .expect("what is encrypted here is short");
        Ok([&nonce[..], &sealed].concat())
    }

    /// Reads what [`Self::seal`] made.
    pub(crate) fn open(
        &self,
        label: &str,
        row: &[&[u8]],
        sealed: &[u8],
    ) -> Result<Zeroizing<Vec<u8>>, NotOpened> {
        let (nonce, msg) = sealed.split_at_checked(NONCE_BYTES).ok_or(NotOpened)?;
        let cipher = XChaCha20Poly1305::new((&*self.seals).into());
        let aad = &joined(label, row);
        cipher
            .decrypt(XNonce::from_slice(nonce), Payload { msg, aad })
            .map(Zeroizing::new)
            .map_err(|_| NotOpened)
    }

    /// Marks parts as written by who has the key.
    pub(crate) fn tag(&self, label: &str, parts: &[&[u8]]) -> [u8; 32] {
        let mut mac = self.tags.clone();
        each_piece(label, parts, |piece| mac.update(piece));
        mac.finalize().into_bytes().into()
    }

    /// True if the mark is of these parts. Takes the same time wherever they differ.
    pub(crate) fn is_tag(&self, label: &str, parts: &[&[u8]], tag: &[u8]) -> bool {
        self.tag(label, parts).ct_eq(tag).into()
    }
}

impl fmt::Debug for Vault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Vault(hidden)")
    }
}

fn keyed(key: &[u8; KEY_BYTES]) -> Hmac<Sha256> {
    <Hmac<Sha256> as hmac::Mac>::new_from_slice(key).expect("HMAC takes keys of any length")
}

/// Each part with its length before it, so that no two lists of parts come to the same bytes.
fn each_piece(label: &str, parts: &[&[u8]], mut take: impl FnMut(&[u8])) {
    for part in std::iter::once(&label.as_bytes()).chain(parts) {
        take(&(part.len() as u64).to_be_bytes());
        take(part);
    }
}

fn joined(label: &str, parts: &[&[u8]]) -> Vec<u8> {
    let mut bytes = Vec::new();
    each_piece(label, parts, |piece| bytes.extend_from_slice(piece));
    bytes
}

/// Writes a key beside its name, whole and durable, and then gives it the name.
fn write_new(path: &Path, mark: u64, key: &[u8]) -> io::Result<()> {
    let dir = path.parent().unwrap_or(Path::new("."));
    std::fs::create_dir_all(dir)?;
    let mut beside = path.as_os_str().to_owned();
    beside.push(format!(".{mark:016x}.part"));
    let beside = Path::new(&beside);
    let mut options = OpenOptions::new();
    options.write(true).create_new(true);
    #[cfg(unix)]
    {
        use std::os::unix::fs::OpenOptionsExt as _;
        options.mode(0o600);
    }
    let mut file = options.open(beside)?;
    let written = file
        .write_all(key)
        .and_then(|()| file.sync_all())
        .and_then(|()| std::fs::rename(beside, path));
    written.inspect_err(|_| {
        // Half of a key is of no use.
        let _ = std::fs::remove_file(beside);
    })?;
    File::open(dir)?.sync_all()
}
