//! A disk in memory that forgets what was not synced when the power is cut: for tests and harnesses.

use std::collections::{BTreeMap, BTreeSet};
use std::io::{self, Cursor, Read, Write};
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use crate::disk::Disk;

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
    /// Numbers of files that nobody may write to.
    read_only: BTreeSet<usize>,
    changes: u64,
    power_ends_at: Option<u64>,
    fails_at: Option<(u64, io::ErrorKind)>,
}

/// A disk in memory. Bytes survive [`Self::cut_power`] only if they were synced, and names only if their folder was.
///
/// A clone is the same disk.
#[derive(Clone, Default)]
pub struct MemoryDisk(Arc<Mutex<Inner>>);

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

    /// As [`Self::cut_power`], on a disk that had made some of what was not synced durable by itself, in any order: of each
    /// file all bytes, a beginning or those of the last sync, of each name the new or the old. `choose` gets a number above
    /// 0 and gives one below it.
    pub fn cut_power_keeping(&self, choose: &mut dyn FnMut(usize) -> usize) {
        let mut inner = self.inner();
        inner.power_ends_at = None;
        let names: BTreeSet<PathBuf> = inner
            .seen
            .keys()
            .chain(inner.durable.keys())
            .cloned()
            .collect();
        for name in names {
            let (new, old) = (inner.seen.get(&name), inner.durable.get(&name));
            if new != old && choose(2) == 0 {
                match inner.seen.get(&name).copied() {
                    Some(file) => inner.durable.insert(name, file),
                    None => inner.durable.remove(&name),
                };
            }
        }
        inner.seen = inner.durable.clone();
        for file in &mut inner.files {
            if file.seen != file.durable {
                match choose(3) {
                    0 => file.durable.clone_from(&file.seen),
                    1 => {
                        let length = choose(file.seen.len() + 1);
                        file.durable = file.seen[..length].to_vec();
                    }
                    _ => {}
                }
            }
            file.seen.clone_from(&file.durable);
        }
    }

    /// The n-th change from now on (0: the next one) fails in this way, and only that one: a disk that is full, for one.
    pub fn fail_after(&self, changes: u64, kind: io::ErrorKind) {
        let mut inner = self.inner();
        inner.fails_at = Some((inner.changes + changes, kind));
    }

    /// True if nobody may write to the file.
    #[must_use]
    pub fn is_read_only(&self, path: &Path) -> bool {
        let inner = self.inner();
        let file = inner.seen.get(path);
        file.is_some_and(|file| inner.read_only.contains(file))
    }

    /// Changes the bytes of a file behind the back of whoever uses the disk, on the disk itself; false if there is none.
    pub fn meddle(&self, path: &Path, change: impl FnOnce(&mut Vec<u8>)) -> bool {
        let mut inner = self.inner();
        let Some(file) = inner.seen.get(path).copied() else {
            return false;
        };
        let file = &mut inner.files[file];
        change(&mut file.seen);
        file.durable.clone_from(&file.seen);
        true
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
        if let Some((at, kind)) = inner.fails_at
            && inner.changes > at
        {
            inner.fails_at = None;
            return Err(kind.into());
        }
        act(&mut inner)
    }

    /// The number of the file of this name, made if there is none, with these bytes alone.
    fn written(&self, path: &Path, bytes: &[u8]) -> io::Result<usize> {
        self.change(|inner| {
            let next = inner.files.len();
            let file = *inner.seen.entry(path.to_owned()).or_insert(next);
            if inner.read_only.contains(&file) {
                return Err(io::ErrorKind::PermissionDenied.into());
            }
            if file == next {
                inner.files.push(Contents::default());
            }
            inner.files[file].seen = bytes.to_vec();
            Ok(file)
        })
    }
}

/// Adds to the end of a file, each piece a change of its own.
struct Appender {
    disk: MemoryDisk,
    file: usize,
}

impl Write for Appender {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.disk.change(|inner| {
            inner.files[self.file].seen.extend_from_slice(bytes);
            Ok(bytes.len())
        })
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
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
        self.written(path, bytes).map(|_| ())
    }

    fn create(&self, path: &Path) -> io::Result<Box<dyn Write + Send>> {
        let file = self.written(path, &[])?;
        let disk = self.clone();
        Ok(Box::new(Appender { disk, file }))
    }

    fn open(&self, path: &Path) -> io::Result<Box<dyn Read + Send>> {
        Ok(Box::new(Cursor::new(self.read(path)?)))
    }

    fn set_read_only(&self, path: &Path) -> io::Result<()> {
        self.change(|inner| {
            let file = *inner.seen.get(path).ok_or_else(missing)?;
            inner.read_only.insert(file);
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
        // Names of folders are kept at once: no user of this disk gives a meaning to a folder without files.
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
