//! Making the folder of a log.

use std::io;
use std::path::{Path, PathBuf};

use holdfire_seal::checkpoint::{Checkpoint, CheckpointError};
use holdfire_seal::note::{LogKey, VerifierKey};
use holdfire_seal::tiles::{Tiler, TooLong};
use thiserror::Error;

use super::{CHECKPOINT, KEY, SETTINGS};
use crate::disk::{Disk, write_durably};

/// Why a folder could not be made.
#[derive(Debug, Error)]
pub enum WriteError {
    /// The system did not let it be written.
    #[error("cannot write `{}`", path.display())]
    Io {
        /// What was to be written.
        path: PathBuf,
        /// Why.
        source: io::Error,
    },
    /// An entry is longer than a log can hold.
    #[error(transparent)]
    Entry(#[from] TooLong),
    /// The origin cannot stand in a checkpoint.
    #[error(transparent)]
    Checkpoint(#[from] CheckpointError),
}

/// Writes the folder of a log from its leaves: for exports and tests. Every file is durable before the checkpoint that
/// needs it. Partial pieces of the sizes that were published stay, as C2SP tlog-tiles allows.
pub struct FolderWriter<'a> {
    disk: &'a dyn Disk,
    dir: PathBuf,
    tiler: Tiler,
}

impl<'a> FolderWriter<'a> {
    /// Begins a folder with the key and the settings of the log; what is there of the same names is replaced.
    ///
    /// # Errors
    /// [`WriteError::Io`].
    pub fn create(
        disk: &'a dyn Disk,
        dir: &Path,
        key: &VerifierKey,
        settings: &[u8],
    ) -> Result<Self, WriteError> {
        let writer = Self {
            disk,
            dir: dir.to_owned(),
            tiler: Tiler::new(),
        };
        writer.write(KEY, (key.vkey() + "\n").as_bytes())?;
        writer.write(SETTINGS, settings)?;
        Ok(writer)
    }

    /// Appends a leaf.
    ///
    /// # Errors
    /// [`WriteError::Entry`] if it is too long.
    pub fn append(&mut self, leaf: &[u8]) -> Result<(), WriteError> {
        self.tiler.append(leaf)?;
        Ok(())
    }

    /// Writes all pieces that changed, then signs a checkpoint of them and writes it. Returns the note.
    ///
    /// # Errors
    /// [`WriteError`]; the checkpoint is then the one before.
    pub fn publish(&mut self, key: &LogKey) -> Result<String, WriteError> {
        for piece in self.tiler.take_changed() {
            self.write(&piece.path, &piece.bytes)?;
        }
        let (size, root) = (self.tiler.size(), self.tiler.root());
        let note = Checkpoint::new(key.name(), size, root)?.sign(key);
        self.write_note(&note)?;
        Ok(note)
    }

    /// Replaces the note of the checkpoint, for instance by the same with cosignatures.
    ///
    /// # Errors
    /// [`WriteError::Io`]; the note is then the one before.
    pub fn write_note(&self, note: &str) -> Result<(), WriteError> {
        self.write(CHECKPOINT, note.as_bytes())
    }

    fn write(&self, name: &str, bytes: &[u8]) -> Result<(), WriteError> {
        let path = self.dir.join(name);
        write_durably(self.disk, &path, bytes).map_err(|source| WriteError::Io { path, source })
    }
}
