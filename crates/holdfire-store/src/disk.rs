//! Files behind a trait, so that power cuts and failing disks can be simulated.
//!
//! What a call promises is what POSIX promises: bytes that were written are durable only after [`Disk::sync_file`], and a
//! name (created, renamed, removed) only after [`Disk::sync_dir`] of its folder. SQLite does its own writing and is not
//! behind this trait.

use std::fs::{File, OpenOptions};
use std::io::{self, Read, Write};
use std::path::Path;

/// A file system as far as the store needs it. Every call may be repeated.
pub trait Disk: Send + Sync {
    /// All bytes of a file.
    ///
    /// # Errors
    /// [`io::ErrorKind::NotFound`] if there is none; whatever the system says otherwise.
    fn read(&self, path: &Path) -> io::Result<Vec<u8>>;
    /// Creates a file or empties it, and writes the bytes; readable by its owner only. Not durable yet.
    ///
    /// # Errors
    /// What the system says; the file may then hold a part of the bytes.
    fn write(&self, path: &Path, bytes: &[u8]) -> io::Result<()>;
    /// Creates a file or empties it, to be written piece by piece; readable by its owner only. Not durable yet.
    ///
    /// # Errors
    /// What the system says, here and at each write; the file may then hold a part of the bytes.
    fn create(&self, path: &Path) -> io::Result<Box<dyn Write + Send>>;
    /// Opens a file to be read piece by piece.
    ///
    /// # Errors
    /// [`io::ErrorKind::NotFound`] if there is none; whatever the system says otherwise, here and at each read.
    fn open(&self, path: &Path) -> io::Result<Box<dyn Read + Send>>;
    /// From now on nobody writes to the file (mode 0400 where there are modes). It can still be renamed and removed.
    ///
    /// # Errors
    /// What the system says.
    fn set_read_only(&self, path: &Path) -> io::Result<()>;
    /// Makes the bytes of a file durable.
    ///
    /// # Errors
    /// What the system says; nothing may then be assumed about the bytes.
    fn sync_file(&self, path: &Path) -> io::Result<()>;
    /// Gives a file another name, replacing what had it.
    ///
    /// # Errors
    /// What the system says.
    fn rename(&self, from: &Path, to: &Path) -> io::Result<()>;
    /// Makes the names in a folder durable.
    ///
    /// # Errors
    /// What the system says.
    fn sync_dir(&self, dir: &Path) -> io::Result<()>;
    /// Removes a file.
    ///
    /// # Errors
    /// What the system says.
    fn remove(&self, path: &Path) -> io::Result<()>;
    /// Names of files and folders in a folder, in order.
    ///
    /// # Errors
    /// What the system says.
    fn list(&self, dir: &Path) -> io::Result<Vec<String>>;
    /// Makes a folder and those above it.
    ///
    /// # Errors
    /// What the system says.
    fn create_dir_all(&self, dir: &Path) -> io::Result<()>;
    /// True if there is something of this name.
    fn exists(&self, path: &Path) -> bool;
}

/// Writes a file so that after a crash there is the old or the new one, whole: beside it, synced, renamed, folder synced.
///
/// # Errors
/// What the system says; the old file is then still there.
pub fn write_durably(disk: &dyn Disk, path: &Path, bytes: &[u8]) -> io::Result<()> {
    let dir = path.parent().unwrap_or(Path::new("."));
    let mut beside = path.as_os_str().to_owned();
    beside.push(".part");
    let beside = Path::new(&beside);
    disk.create_dir_all(dir)?;
    disk.write(beside, bytes)?;
    disk.sync_file(beside)?;
    disk.rename(beside, path)?;
    disk.sync_dir(dir)
}

/// The file system of this machine.
#[derive(Clone, Copy, Debug, Default)]
pub struct RealDisk;

impl Disk for RealDisk {
    fn read(&self, path: &Path) -> io::Result<Vec<u8>> {
        std::fs::read(path)
    }

    fn write(&self, path: &Path, bytes: &[u8]) -> io::Result<()> {
        private_file(path)?.write_all(bytes)
    }

    fn create(&self, path: &Path) -> io::Result<Box<dyn Write + Send>> {
        Ok(Box::new(private_file(path)?))
    }

    fn open(&self, path: &Path) -> io::Result<Box<dyn Read + Send>> {
        Ok(Box::new(File::open(path)?))
    }

    fn set_read_only(&self, path: &Path) -> io::Result<()> {
        let mut permissions = std::fs::metadata(path)?.permissions();
        #[cfg(unix)]
        {
            use std::os::unix::fs::PermissionsExt as _;
            permissions.set_mode(0o400);
        }
        #[cfg(not(unix))]
        permissions.set_readonly(true);
        std::fs::set_permissions(path, permissions)
    }

    fn sync_file(&self, path: &Path) -> io::Result<()> {
        File::open(path)?.sync_all()
    }

    fn rename(&self, from: &Path, to: &Path) -> io::Result<()> {
        std::fs::rename(from, to)
    }

    fn sync_dir(&self, dir: &Path) -> io::Result<()> {
        let dir = if dir.as_os_str().is_empty() {
            Path::new(".")
        } else {
            dir
        };
        File::open(dir)?.sync_all()
    }

    fn remove(&self, path: &Path) -> io::Result<()> {
        std::fs::remove_file(path)
    }

    fn list(&self, dir: &Path) -> io::Result<Vec<String>> {
        let mut names = Vec::new();
        for entry in std::fs::read_dir(dir)? {
            names.push(entry?.file_name().to_string_lossy().into_owned());
        }
        names.sort();
        Ok(names)
    }

    fn create_dir_all(&self, dir: &Path) -> io::Result<()> {
        // Only what is missing is made, and each new name is made durable.
        let mut missing = Vec::new();
        let mut at = dir;
        while !at.as_os_str().is_empty() && !at.is_dir() {
            missing.push(at);
            let Some(parent) = at.parent() else { break };
            at = parent;
        }
        for dir in missing.into_iter().rev() {
            match std::fs::create_dir(dir) {
                Err(error) if error.kind() != io::ErrorKind::AlreadyExists => return Err(error),
                _ => {}
            }
            if let Some(parent) = dir.parent() {
                self.sync_dir(parent)?;
            }
        }
        Ok(())
    }

    fn exists(&self, path: &Path) -> bool {
        path.exists()
    }
}

/// Opens a file for writing that only its owner can read, emptied.
///
/// # Errors
/// What the system says.
pub fn private_file(path: &Path) -> io::Result<File> {
    let mut options = OpenOptions::new();
    options.write(true).create(true).truncate(true);
    #[cfg(unix)]
    {
        use std::os::unix::fs::OpenOptionsExt as _;
        options.mode(0o600);
    }
    options.open(path)
}
