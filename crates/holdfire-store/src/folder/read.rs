//! Reading single things from the folder of a log.

use std::fs::File;
use std::io::{self, Read as _};
use std::path::{Path, PathBuf};

use holdfire_record::{
    Envelope, EnvelopeError, MOST_SETTINGS_BYTES, Settings, SettingsError, read_settings,
};
use holdfire_seal::Hash;
use holdfire_seal::checkpoint::{CheckpointError, SignedCheckpoint, open_of_any_log};
use holdfire_seal::note::{KeyError, MOST_NOTE_BYTES, VerifierKey};
use holdfire_seal::policy::{Policy, PolicyError};
use holdfire_seal::proof::{ProofError, verify_consistency, whole_consistency_path};
use holdfire_seal::tiles::{
    BundleError, FULL_WIDTH, MAX_ENTRY_BYTES, TileError, consistency_from_tiles, decode_bundle,
    inclusion_from_tiles, root_from_tiles, tile_width,
};
use holdfire_seal::tlog_proof::{TlogProof, TlogProofError};
use thiserror::Error;

use super::finding::Findings;
use super::pieces::{Place, bundle_of};
use super::{CHECKPOINT, KEY, SETTINGS};

/// The longest file `key`: a name and 44 characters.
const MOST_KEY_BYTES: u64 = 4 << 10;
const TILE_BYTES: u64 = 32 * FULL_WIDTH as u64;
const MOST_BUNDLE_BYTES: u64 = (2 + MAX_ENTRY_BYTES as u64) * FULL_WIDTH as u64;

/// Why a file of the folder could not be had.
#[derive(Debug, Error)]
pub enum FileError {
    /// There is none.
    #[error("it is not there")]
    Missing,
    /// It is a folder, a link or a device. Links are not followed: they would lead out of what was handed over.
    #[error("it is not a plain file")]
    NotPlain,
    /// It is longer than it can be.
    #[error("it has {bytes} bytes or more, {most} are the most")]
    TooLarge {
        /// How long it is, at least.
        bytes: u64,
        /// How long it may be.
        most: u64,
    },
    /// The system did not let it be read.
    #[error(transparent)]
    Io(#[from] io::Error),
}

/// The log of a mission, if the mission's folder was named.
fn log_within(dir: &Path) -> String {
    let log = dir.join("log");
    if log.join(CHECKPOINT).is_file() {
        format!(": here it is {}", log.display())
    } else {
        String::new()
    }
}

/// Why nothing can be said of a folder, or what is wrong with it.
#[derive(Debug, Error)]
pub enum FolderError {
    /// There is no log here.
    #[error(
        "`{}` is not the folder of a log: {why}\nhint: name the folder that holds `checkpoint` and `tile`{}",
        dir.display(),
        log_within(dir)
    )]
    NotALog {
        /// The folder.
        dir: PathBuf,
        /// Why not.
        why: &'static str,
    },
    /// The older checkpoint is not one of this log, or cannot be believed.
    #[error("the older checkpoint cannot be compared with")]
    Since(#[source] CheckpointError),
    /// No such entry.
    #[error("there is no entry {index}: the log has {size}, counted from 0")]
    Index {
        /// The index that was asked for.
        index: u64,
        /// The number of entries.
        size: u64,
    },
    /// A file that is needed cannot be used.
    #[error("`{file}`")]
    File {
        /// The file.
        file: String,
        /// Why.
        source: FileError,
    },
    /// The file `key` holds no key.
    #[error("`{KEY}` does not hold the public key of a log")]
    Key(#[source] KeyError),
    /// The checkpoint cannot be believed.
    #[error("`{CHECKPOINT}`")]
    Checkpoint(#[from] CheckpointError),
    /// A bundle cannot be taken apart.
    #[error("`{file}`")]
    Bundle {
        /// The file.
        file: String,
        /// Why.
        source: BundleError,
    },
    /// Tiles give no path.
    #[error(transparent)]
    Tile(#[from] TileError<FileError>),
    /// The entry in the bundle does not lead to the signed root by the tiles.
    #[error(
        "entry {index} is not the signed one: bundle, tiles and checkpoint do not belong together"
    )]
    NotIncluded {
        /// The entry.
        index: u64,
        /// Why.
        source: TlogProofError,
    },
    /// The first entry is no envelope.
    #[error("entry 0 is no envelope")]
    Envelope(#[source] EnvelopeError),
    /// The settings are not what the first entry committed to.
    #[error("`{SETTINGS}`")]
    Settings(#[source] SettingsError),
    /// The tiles do not lead from the older size to the signed root.
    #[error("the tiles do not lead to the root in the checkpoint")]
    NotGrown(#[from] ProofError),
    /// The log is not as signed.
    #[error("{0}")]
    Changed(Findings),
}

impl FolderError {
    /// True if the system failed, and the same could go well another time.
    #[must_use]
    pub fn is_of_surroundings(&self) -> bool {
        match self {
            Self::File { source, .. } | Self::Tile(TileError::Read { source, .. }) => {
                matches!(source, FileError::Io(_))
            }
            _ => false,
        }
    }

    /// True if what was asked for is wrong, not the log.
    #[must_use]
    pub fn is_of_input(&self) -> bool {
        matches!(
            self,
            Self::NotALog { .. } | Self::Since(_) | Self::Index { .. }
        )
    }
}

/// The folder of a log. Nothing of it is believed before it was checked.
#[derive(Clone, Debug)]
pub struct LogFolder {
    dir: PathBuf,
}

impl LogFolder {
    /// Takes a folder that has a checkpoint.
    ///
    /// # Errors
    /// [`FolderError::NotALog`] if it is none.
    pub fn new(dir: &Path) -> Result<Self, FolderError> {
        let not = |why| {
            Err(FolderError::NotALog {
                dir: dir.to_owned(),
                why,
            })
        };
        match std::fs::metadata(dir) {
            Ok(found) if found.is_dir() => {}
            Ok(_) => return not("it is a file"),
            Err(error) if error.kind() == io::ErrorKind::NotFound => {
                return not("there is nothing of this name");
            }
            Err(error) => {
                return Err(FolderError::File {
                    file: dir.display().to_string(),
                    source: error.into(),
                });
            }
        }
        match std::fs::symlink_metadata(dir.join(CHECKPOINT)) {
            Err(error) if error.kind() == io::ErrorKind::NotFound => {
                not("it has no file `checkpoint`")
            }
            // Whatever else is wrong with it shows when it is read.
            _ => Ok(Self {
                dir: dir.to_owned(),
            }),
        }
    }

    /// Where it is.
    pub(super) fn dir(&self) -> &Path {
        &self.dir
    }

    /// The bytes of a plain file; never more than a number.
    pub(super) fn file(&self, name: &str, most: u64) -> Result<Vec<u8>, FileError> {
        let path = self.dir.join(name);
        let missing = |error: io::Error| match error.kind() {
            io::ErrorKind::NotFound => FileError::Missing,
            io::ErrorKind::NotADirectory => FileError::NotPlain,
            _ => FileError::Io(error),
        };
        // Asked before it is opened: opening a pipe would wait for ever.
        let found = std::fs::symlink_metadata(&path).map_err(missing)?;
        if !found.is_file() {
            return Err(FileError::NotPlain);
        }
        let bytes = found.len();
        if bytes > most {
            return Err(FileError::TooLarge { bytes, most });
        }
        let mut read = Vec::with_capacity(usize::try_from(bytes).unwrap_or_default());
        File::open(&path)
            .map_err(missing)?
            .take(most + 1)
            .read_to_end(&mut read)?;
        let bytes = read.len() as u64;
        if bytes > most {
            return Err(FileError::TooLarge { bytes, most });
        }
        Ok(read)
    }

    /// A tile or a bundle, under the path of its own width.
    pub(super) fn piece(&self, place: Place) -> Result<Vec<u8>, FileError> {
        let most = place.level.map_or(MOST_BUNDLE_BYTES, |_| TILE_BYTES);
        self.file(&place.path(), most)
    }

    /// A piece, or the full one where the partial one was removed since.
    fn piece_or_full(&self, place: Place) -> Result<Vec<u8>, FileError> {
        match self.piece(place) {
            Err(FileError::Missing) if place.width < FULL_WIDTH => {
                self.piece(place.with_width(FULL_WIDTH))
            }
            other => other,
        }
    }

    /// The bytes of the note.
    pub(super) fn note(&self) -> Result<Vec<u8>, FileError> {
        self.file(CHECKPOINT, MOST_NOTE_BYTES as u64)
    }

    /// The bytes of the file `key`.
    pub(super) fn key_bytes(&self) -> Result<Vec<u8>, FileError> {
        self.file(KEY, MOST_KEY_BYTES)
    }

    /// The bytes of the file `settings`.
    pub(super) fn settings_bytes(&self) -> Result<Vec<u8>, FileError> {
        self.file(SETTINGS, MOST_SETTINGS_BYTES as u64)
    }

    /// The key that the folder itself names. Who made the folder chose it.
    ///
    /// # Errors
    /// [`FolderError::File`] or [`FolderError::Key`].
    pub fn own_key(&self) -> Result<VerifierKey, FolderError> {
        let bytes = self.key_bytes().map_err(of_file(KEY))?;
        read_key(&bytes).map_err(FolderError::Key)
    }

    /// The checkpoint, signed by one of the keys; without keys, by the folder's own.
    ///
    /// # Errors
    /// [`FolderError`] if it cannot be read or believed.
    pub fn checkpoint(&self, keys: &[VerifierKey]) -> Result<SignedCheckpoint, FolderError> {
        let note = self.note().map_err(of_file(CHECKPOINT))?;
        if keys.is_empty() {
            return Ok(open_of_any_log(&note, &[self.own_key()?])?);
        }
        Ok(open_of_any_log(&note, keys)?)
    }

    /// The bytes of an entry of a log of this size. Not checked: see [`Self::prove`].
    ///
    /// # Errors
    /// [`FolderError`] if there is none, or its bundle cannot be read.
    pub fn entry_unverified(&self, index: u64, size: u64) -> Result<Vec<u8>, FolderError> {
        if index >= size {
            return Err(FolderError::Index { index, size });
        }
        let place = bundle_of(index, size);
        let file = place.path();
        let bytes = self.piece_or_full(place).map_err(of_file(&file))?;
        let bundle = |source| FolderError::Bundle {
            file: file.clone(),
            source,
        };
        let at = (index % u64::from(FULL_WIDTH)) as usize;
        // The full bundle may stand in for the partial one, so that the number of entries is not asked here.
        let entries = decode_bundle(&bytes, place.width)
            .or_else(|error| decode_bundle(&bytes, FULL_WIDTH).map_err(|_| error));
        let entries = entries.map_err(bundle)?;
        Ok(entries[at].to_vec())
    }

    /// The entry, and the proof that it is in the log of the checkpoint; it was checked.
    ///
    /// # Errors
    /// [`FolderError`] if there is no such entry, or it is not the signed one.
    pub fn prove(
        &self,
        index: u64,
        keys: &[VerifierKey],
    ) -> Result<(Vec<u8>, TlogProof), FolderError> {
        let signed = self.checkpoint(keys)?;
        let size = signed.checkpoint().size();
        let entry = self.entry_unverified(index, size)?;
        let reader = |level, index, width| {
            self.piece_or_full(Place {
                level: Some(level),
                index,
                width,
            })
        };
        let proof = TlogProof {
            extra: None,
            index,
            path: inclusion_from_tiles(&reader, index, size)?,
            checkpoint: signed.note().to_owned(),
        };
        let own;
        let keys = if keys.is_empty() {
            own = [self.own_key()?];
            &own
        } else {
            keys
        };
        proof
            .verify(&entry, keys, &no_policy())
            .map_err(|source| FolderError::NotIncluded { index, source })?;
        Ok((entry, proof))
    }

    /// The consistency path from an older size to the size of the checkpoint; empty if they are equal or the older is 0. It
    /// was checked against the signed root.
    ///
    /// # Errors
    /// [`FolderError`] if the older size is above that of the checkpoint, or the tiles do not lead to the signed root.
    pub fn consistency(
        &self,
        old_size: u64,
        keys: &[VerifierKey],
    ) -> Result<Vec<Hash>, FolderError> {
        Ok(self.growth(old_size, keys)?.0)
    }

    /// The same with the old root in front where RFC 6962 leaves it out, so that it leads to both roots.
    ///
    /// # Errors
    /// As [`Self::consistency`].
    pub fn whole_consistency(
        &self,
        old_size: u64,
        keys: &[VerifierKey],
    ) -> Result<Vec<Hash>, FolderError> {
        let (path, old_root, size) = self.growth(old_size, keys)?;
        Ok(whole_consistency_path(old_size, size, &path, &old_root))
    }

    fn growth(
        &self,
        old_size: u64,
        keys: &[VerifierKey],
    ) -> Result<(Vec<Hash>, Hash, u64), FolderError> {
        let signed = self.checkpoint(keys)?;
        let (size, root) = (signed.checkpoint().size(), *signed.checkpoint().root());
        // Tiles of the older size may be gone: those of this size hold the same hashes first.
        let reader = |level, index, width| {
            self.piece_or_full(Place {
                level: Some(level),
                index,
                width: tile_width(level, index, size).max(width),
            })
        };
        if old_size == 0 {
            // Every log grows from nothing: there is nothing to show.
            return Ok((Vec::new(), Hash::EMPTY_ROOT, size));
        }
        let path = consistency_from_tiles(&reader, old_size, size)?;
        let old_root = root_from_tiles(&reader, old_size)?;
        verify_consistency(old_size, size, &path, &old_root, &root)?;
        Ok((path, old_root, size))
    }

    /// The settings, checked against the first entry and the checkpoint.
    ///
    /// # Errors
    /// [`FolderError`] if they are not what the first entry committed to.
    pub fn settings(&self, keys: &[VerifierKey]) -> Result<Settings, FolderError> {
        let (genesis, _) = self.prove(0, keys)?;
        let genesis = Envelope::from_bytes(&genesis).map_err(FolderError::Envelope)?;
        let bytes = self.settings_bytes().map_err(of_file(SETTINGS))?;
        read_settings(&bytes, &genesis).map_err(FolderError::Settings)
    }
}

/// The policy of who knows no witnesses.
pub(super) fn no_policy() -> Policy {
    let parsed: Result<Policy, PolicyError> = Policy::parse(b"quorum none\n");
    parsed.expect("the shortest policy there is")
}

/// Reads the file `key`: one line, in the one spelling of the key.
pub(super) fn read_key(bytes: &[u8]) -> Result<VerifierKey, KeyError> {
    let text = str::from_utf8(bytes).ok();
    let line = text.and_then(|text| text.strip_suffix('\n'));
    VerifierKey::parse_log(line.ok_or(KeyError::Shape {
        expected: "name+id+base64, and a newline",
    })?)
}

fn of_file(file: &str) -> impl Fn(FileError) -> FolderError {
    let file = file.to_owned();
    move |source| FolderError::File {
        file: file.clone(),
        source,
    }
}
