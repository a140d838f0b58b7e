//! A disk in memory that forgets what was not synced when the power is cut.

use std::collections::{BTreeMap, BTreeSet};
use std::io;
use std::path::{Path, PathBuf};
use std::sync::{Mutex, MutexGuard, PoisonError};

use holdfire_store::disk::Disk;

/// The bytes of a file: what a reader sees, and what a power cut leaves.
#[derive(Clone, Default)]
struct Contents {
    seen: Vec<u8>,
    durable: Vec<u8>,
}

#[derive(Default)]
struct Inner {
    files: Vec<Contents>,
    seen: BTreeMap<PathBuf, usize>,
    durable: BTreeMap<PathBuf, usize>,
    folders: BTreeSet<PathBuf>,
    changes: u64,
    power_ends_at: Option<u64>,
}

/// A disk in memory. Bytes survive [`Self::cut_power`] only if they were synced, and names only if their folder was.
#[derive(Default)]
pub struct MemoryDisk(Mutex<Inner>);

impl MemoryDisk {
    /// An empty disk.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// From the n-th change from now on (0: from the next one) every change fails, until the power is cut and comes back.
    pub fn end_power_after(&self, changes: u64) {
        let mut inner = self.inner();
        inner.power_ends_at = Some(inner.changes + changes);
    }

    /// Forgets what was not durable. Afterwards the disk works again.
    pub fn cut_power(&self) {
        let mut inner = self.inner();
        inner.power_ends_at = None;
        inner.seen = inner.durable.clone();
        for file in &mut inner.files {
            file.seen = file.durable.clone();
        }
    }

    /// How many changes were made.
    #[must_use]
    pub fn changes(&self) -> u64 {
        self.inner().changes
    }

    fn inner(&self) -> MutexGuard<'_, Inner> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn change<T>(&self, act: impl FnOnce(&mut Inner) -> io::Result<T>) -> io::Result<T> {
        let mut inner = self.inner();
        if inner.power_ends_at.is_some_and(|end| inner.changes >= end) {
            return Err(io::Error::other("the power is out"));
        }
        inner.changes += 1;
        act(&mut inner)
    }
}

fn missing() -> io::Error {
    io::ErrorKind::NotFound.into()
}

impl Disk for MemoryDisk {
    fn read(&self, path: &Path) -> io::Result<Vec<u8>> {
        let inner = self.inner();
        let file = *inner.seen.get(path).ok_or_else(missing)?;
        Ok(inner.files[file].seen.clone())
    }

    fn write(&self, path: &Path, bytes: &[u8]) -> io::Result<()> {
        self.change(|inner| {
            let next = inner.files.len();
            let file = *inner.seen.entry(path.to_owned()).or_insert(next);
            if file == next {
                inner.files.push(Contents::default());
            }
            inner.files[file].seen = bytes.to_vec();
            Ok(())
        })
    }

    fn sync_file(&self, path: &Path) -> io::Result<()> {
        self.change(|inner| {
            let file = *inner.seen.get(path).ok_or_else(missing)?;
            let file = &mut inner.files[file];
            file.durable = file.seen.clone();
            Ok(())
        })
    }

    fn rename(&self, from: &Path, to: &Path) -> io::Result<()> {
        self.change(|inner| {
            let file = inner.seen.remove(from).ok_or_else(missing)?;
            inner.seen.insert(to.to_owned(), file);
            Ok(())
        })
    }

    fn sync_dir(&self, dir: &Path) -> io::Result<()> {
        self.change(|inner| {
            inner.durable.retain(|path, _| path.parent() != Some(dir));
            let in_dir = inner
                .seen
                .iter()
                .filter(|(path, _)| path.parent() == Some(dir));
            let names: Vec<(PathBuf, usize)> =
                in_dir.map(|(path, file)| (path.clone(), *file)).collect();
            inner.durable.extend(names);
            Ok(())
        })
    }

    fn remove(&self, path: &Path) -> io::Result<()> {
        self.change(|inner| inner.seen.remove(path).map(|_| ()).ok_or_else(missing))
    }

    fn list(&self, dir: &Path) -> io::Result<Vec<String>> {
        let inner = self.inner();
        let below = inner
            .seen
            .keys()
            .filter_map(|path| path.strip_prefix(dir).ok());
        let names: BTreeSet<String> = below
            .filter_map(|path| path.components().next())
            .map(|name| name.as_os_str().to_string_lossy().into_owned())
            .collect();
        Ok(names.into_iter().collect())
    }

    fn create_dir_all(&self, dir: &Path) -> io::Result<()> {
        // Names of folders are kept at once: a folder without files means nothing to a witness.
        self.change(|inner| {
            inner.folders.insert(dir.to_owned());
            Ok(())
        })
    }

    fn exists(&self, path: &Path) -> bool {
        let inner = self.inner();
        inner.folders.contains(path) || inner.seen.keys().any(|file| file.starts_with(path))
    }
}
