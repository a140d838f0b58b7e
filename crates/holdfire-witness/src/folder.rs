//! The folder of a witness: its key, the logs it trusts, what it cosigned last, and the evidence of conflicts.
//!
//! ```text
//! witness.key                  the secret key, readable by its owner only
//! witness.vkey                 the public key, to hand out
//! lock                         held while a process uses the folder
//! logs/<origin hash>/vkeys     the trusted keys of one log, one a line
//! logs/<origin hash>/latest    the last checkpoint that was cosigned, with the cosignature
//! conflicts/<id>/              two notes that contradict each other, and the fraud proof if there is one
//! ```

use std::fs::{File, TryLockError};
use std::io;
use std::path::{Path, PathBuf};

use holdfire_seal::Hash;
use holdfire_seal::checkpoint::CheckpointError;
use holdfire_seal::note::{CosignerKey, KeyError, NoteError, VerifierKey};
use holdfire_store::disk::{Disk, RealDisk, private_file, write_durably};
use thiserror::Error;
use zeroize::Zeroizing;

use crate::decision::Cosigned;

/// Why a witness cannot do its work. None of these is an answer about a log.
#[derive(Debug, Error)]
pub enum WitnessError {
    /// A file cannot be read or written.
    #[error("cannot {what} {}: {source}", path.display())]
    Io {
        /// What was tried: `read`, `write`, ...
        what: &'static str,
        /// The file or folder.
        path: PathBuf,
        /// What the system says.
        source: io::Error,
    },
    /// The system gives no random bytes.
    #[error("the system gives no random bytes for a key: {0}")]
    Random(getrandom::Error),
    /// A witness is there already.
    #[error("{} holds a witness already; its key is never overwritten", folder.display())]
    Exists {
        /// The folder.
        folder: PathBuf,
    },
    /// There is no witness.
    #[error(
        "{} holds no witness: it has no file `witness.key`\nhint: make one with `holdfire witness new`",
        folder.display()
    )]
    NotAWitness {
        /// The folder.
        folder: PathBuf,
    },
    /// Another process uses the folder.
    #[error(
        "another process uses the witness in {}: two at once could cosign two histories\n\
         hint: stop the other one first",
        folder.display()
    )]
    InUse {
        /// The folder.
        folder: PathBuf,
    },
    /// A file of keys cannot be read. The text is not quoted.
    #[error("{}: {source}", path.display())]
    Key {
        /// The file.
        path: PathBuf,
        /// What is wrong.
        source: KeyError,
    },
    /// A key that was given cannot be used.
    #[error(transparent)]
    GivenKey(#[from] KeyError),
    /// What was cosigned last cannot be believed: the witness must not go on from it.
    #[error(
        "{}: not a checkpoint that this witness cosigned ({source}); nothing is cosigned for this log\n\
         hint: the file was changed or belongs to another key; put back the right one, or start anew with a new key",
        path.display()
    )]
    State {
        /// The file.
        path: PathBuf,
        /// What is wrong.
        source: CheckpointError,
    },
    /// The clock cannot be used.
    #[error("the clock of the witness is wrong: {0}")]
    Clock(NoteError),
}

/// A log that a witness trusts.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TrustedLog {
    /// The origin: the name of its keys.
    pub origin: String,
    /// The keys, in the order in which they were trusted.
    pub keys: Vec<VerifierKey>,
    /// The last checkpoint that was cosigned.
    pub latest: Option<Cosigned>,
}

/// What [`trust`] changed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum TrustChange {
    /// The log is new to the witness.
    NewLog,
    /// The log was known, and has this key as well now.
    FurtherKey,
    /// Nothing: the key was trusted before.
    Known,
}

/// The files of a witness on a disk.
pub(crate) struct Files<'a> {
    pub(crate) disk: &'a dyn Disk,
    pub(crate) folder: &'a Path,
}

/// The name of a log in paths: SHA-256 of its origin in hexadecimal.
#[must_use]
pub fn origin_hash(origin: &str) -> String {
    Hash::of(origin.as_bytes()).to_string()
}

/// Makes a witness with a new key, whose name should be an address without scheme, such as `witness.example/w1`.
///
/// # Errors
/// [`WitnessError`], [`WitnessError::Exists`] above all.
pub fn create(folder: &Path, name: &str) -> Result<VerifierKey, WitnessError> {
    let mut seed = Zeroizing::new([0; 32]);
    getrandom::fill(&mut *seed).map_err(WitnessError::Random)?;
    let key = CosignerKey::from_seed(name, &seed)?;
    let files = Files {
        disk: &RealDisk,
        folder,
    };
    files.create(&key)?;
    Ok(key.verifier().clone())
}

/// Tells the witness to trust a key of a log. The origin is the name of the key.
///
/// # Errors
/// [`WitnessError`], also for a key of a cosigner, and while the witness is being served.
pub fn trust(folder: &Path, log_vkey: &str) -> Result<(TrustChange, VerifierKey), WitnessError> {
    let key = VerifierKey::parse_log(log_vkey.trim())?;
    let _lock = lock(folder)?;
    let files = Files {
        disk: &RealDisk,
        folder,
    };
    Ok((files.trust(&key)?, key))
}

/// The key of the witness and the logs that it trusts, by origin. Can be asked while the witness is being served.
///
/// # Errors
/// [`WitnessError`] if a file cannot be read or believed.
pub fn list(folder: &Path) -> Result<(VerifierKey, Vec<TrustedLog>), WitnessError> {
    let files = Files {
        disk: &RealDisk,
        folder,
    };
    let key = files.key()?;
    let logs = files.logs(key.verifier())?;
    Ok((key.verifier().clone(), logs))
}

/// Holds the folder for this process until the file is dropped.
pub(crate) fn lock(folder: &Path) -> Result<File, WitnessError> {
    let path = folder.join("lock");
    let io = |source| WitnessError::Io {
        what: "lock",
        path: path.clone(),
        source,
    };
    if !folder.join("witness.key").exists() {
        return Err(WitnessError::NotAWitness {
            folder: folder.to_owned(),
        });
    }
    let file = private_file(&path).map_err(io)?;
    match file.try_lock() {
        Ok(()) => Ok(file),
        Err(TryLockError::WouldBlock) => Err(WitnessError::InUse {
            folder: folder.to_owned(),
        }),
        Err(TryLockError::Error(source)) => Err(io(source)),
    }
}

impl Files<'_> {
    pub(crate) fn create(&self, key: &CosignerKey) -> Result<(), WitnessError> {
        let path = self.folder.join("witness.key");
        if self.disk.exists(&path) {
            return Err(WitnessError::Exists {
                folder: self.folder.to_owned(),
            });
        }
        self.write(
            &self.folder.join("witness.vkey"),
            format!("{}\n", key.vkey()).as_bytes(),
        )?;
        let secret = Zeroizing::new(format!("{}\n", *key.to_private_text()));
        self.write(&path, secret.as_bytes())
    }

    pub(crate) fn key(&self) -> Result<CosignerKey, WitnessError> {
        let path = self.folder.join("witness.key");
        let bytes = match self.disk.read(&path) {
            Err(error) if error.kind() == io::ErrorKind::NotFound => {
                return Err(WitnessError::NotAWitness {
                    folder: self.folder.to_owned(),
                });
            }
            other => Zeroizing::new(other.map_err(|source| WitnessError::Io {
                what: "read",
                path: path.clone(),
                source,
            })?),
        };
        let text = str::from_utf8(&bytes).unwrap_or_default();
        CosignerKey::parse(text.trim_end()).map_err(|source| WitnessError::Key { path, source })
    }

    pub(crate) fn trust(&self, key: &VerifierKey) -> Result<TrustChange, WitnessError> {
        let path = self.log_folder(key.name()).join("vkeys");
        let known = if self.disk.exists(&path) {
            self.keys(&path)?
        } else {
            Vec::new()
        };
        if known.contains(key) {
            return Ok(TrustChange::Known);
        }
        let change = if known.is_empty() {
            TrustChange::NewLog
        } else {
            TrustChange::FurtherKey
        };
        let text: String = known
            .iter()
            .chain([key])
            .map(|key| key.vkey() + "\n")
            .collect();
        self.write(&path, text.as_bytes())?;
        Ok(change)
    }

    /// The logs, sorted by origin.
    pub(crate) fn logs(&self, cosigner: &VerifierKey) -> Result<Vec<TrustedLog>, WitnessError> {
        let logs = self.folder.join("logs");
        if !self.disk.exists(&logs) {
            return Ok(Vec::new());
        }
        let names = self.disk.list(&logs).map_err(|source| WitnessError::Io {
            what: "list",
            path: logs.clone(),
            source,
        })?;
        let mut found = Vec::new();
        for name in names {
            let vkeys = logs.join(&name).join("vkeys");
            // A crash while a log was being added leaves a folder without keys: the log is not trusted yet.
            if !self.disk.exists(&vkeys) {
                continue;
            }
            let keys = self.keys(&vkeys)?;
            let Some(origin) = keys.first().map(|key| key.name().to_owned()) else {
                continue;
            };
            let latest = self.latest(&origin, cosigner)?;
            found.push(TrustedLog {
                origin,
                keys,
                latest,
            });
        }
        found.sort_by(|one, other| one.origin.cmp(&other.origin));
        Ok(found)
    }

    /// What was cosigned last for a log.
    pub(crate) fn latest(
        &self,
        origin: &str,
        cosigner: &VerifierKey,
    ) -> Result<Option<Cosigned>, WitnessError> {
        let path = self.log_folder(origin).join("latest");
        if !self.disk.exists(&path) {
            return Ok(None);
        }
        let bytes = self.read(&path)?;
        let cosigned = Cosigned::open(&bytes, cosigner).and_then(|cosigned| {
            let found = cosigned.checkpoint().origin();
            if found == origin {
                return Ok(cosigned);
            }
            Err(CheckpointError::OtherOrigin {
                found: found.to_owned(),
                expected: origin.to_owned(),
            })
        });
        match cosigned {
            Ok(cosigned) => Ok(Some(cosigned)),
            Err(source) => Err(WitnessError::State { path, source }),
        }
    }

    pub(crate) fn write_latest(
        &self,
        origin: &str,
        cosigned: &Cosigned,
    ) -> Result<(), WitnessError> {
        let path = self.log_folder(origin).join("latest");
        self.write(&path, cosigned.note().as_bytes())
    }

    fn log_folder(&self, origin: &str) -> PathBuf {
        self.folder.join("logs").join(origin_hash(origin))
    }

    fn keys(&self, path: &Path) -> Result<Vec<VerifierKey>, WitnessError> {
        let bytes = self.read(path)?;
        String::from_utf8_lossy(&bytes)
            .lines()
            .map(|line| {
                VerifierKey::parse_log(line).map_err(|source| WitnessError::Key {
                    path: path.to_owned(),
                    source,
                })
            })
            .collect()
    }

    pub(crate) fn read(&self, path: &Path) -> Result<Vec<u8>, WitnessError> {
        self.disk.read(path).map_err(|source| WitnessError::Io {
            what: "read",
            path: path.to_owned(),
            source,
        })
    }

    pub(crate) fn write(&self, path: &Path, bytes: &[u8]) -> Result<(), WitnessError> {
        write_durably(self.disk, path, bytes).map_err(|source| WitnessError::Io {
            what: "write",
            path: path.to_owned(),
            source,
        })
    }
}
