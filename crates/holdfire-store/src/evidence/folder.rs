//! A vault as a folder: `ab/ab12....age` for each file, and `incoming/` for what is being written.
//!
//! A file is written in `incoming/`, made read-only and durable, and only then given its name. So whatever lies under a name
//! is whole, and whatever a crash leaves in `incoming/` is not, and goes when the folder is next opened to be written to.

use std::io::{self, Read, Write};
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, PoisonError};

use crate::disk::Disk;
use crate::random::{Random as _, SystemRandom};

use super::vault::{Incoming, StoredName, Vault, VaultError};

const INCOMING: &str = "incoming";
const ENDING: &str = ".age";

/// A folder of encrypted files. Only one process may write to it at a time; whoever opens it sees to that.
pub struct FolderVault {
    disk: Arc<dyn Disk>,
    folder: PathBuf,
    /// Held while a name is looked for and given.
    naming: Mutex<()>,
    swept: usize,
}

impl FolderVault {
    /// Opens a folder to write to, which need not be there yet, and removes what a crash left half-written.
    ///
    /// # Errors
    /// [`VaultError::Io`]
    pub fn open(disk: Arc<dyn Disk>, folder: &Path) -> Result<Self, VaultError> {
        let mut vault = Self::open_to_read(disk, folder);
        let incoming = folder.join(INCOMING);
        for name in vault.names_in(&incoming)? {
            let path = incoming.join(name);
            vault
                .disk
                .remove(&path)
                .map_err(failed(&path, "removing what a crash left"))?;
            vault.swept += 1;
        }
        Ok(vault)
    }

    /// Opens a folder without changing anything in it.
    #[must_use]
    pub fn open_to_read(disk: Arc<dyn Disk>, folder: &Path) -> Self {
        Self {
            disk,
            folder: folder.to_owned(),
            naming: Mutex::new(()),
            swept: 0,
        }
    }

    /// How many half-written files were removed when it was opened.
    #[must_use]
    pub fn swept(&self) -> usize {
        self.swept
    }

    /// Where a file of this name lies.
    #[must_use]
    pub fn path_of(&self, name: &StoredName) -> PathBuf {
        self.shard_of(name)
            .join(format!("{}{ENDING}", name.as_str()))
    }

    /// What lies in the folder and is neither a stored file nor on its way in, as paths below it, in order.
    ///
    /// # Errors
    /// [`VaultError::Io`]
    pub fn strays(&self) -> Result<Vec<String>, VaultError> {
        let mut strays = Vec::new();
        for shard in self.names_in(&self.folder)? {
            if is_shard(&shard) {
                let names = self.names_in(&self.folder.join(&shard))?;
                let names = names.iter().filter(|name| stored(&shard, name).is_none());
                strays.extend(names.map(|name| format!("{shard}/{name}")));
            } else if shard != INCOMING {
                strays.push(shard);
            }
        }
        Ok(strays)
    }

    fn shard_of(&self, name: &StoredName) -> PathBuf {
        self.folder.join(&name.as_str()[..2])
    }

    /// None if there is no such folder.
    fn names_in(&self, folder: &Path) -> Result<Vec<String>, VaultError> {
        match self.disk.list(folder) {
            Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(Vec::new()),
            names => names.map_err(failed(folder, "listing the folder")),
        }
    }
}

fn failed(path: &Path, doing: &'static str) -> impl FnOnce(io::Error) -> VaultError {
    let place = path.display().to_string();
    move |source| VaultError::Io {
        place,
        doing,
        source,
    }
}

fn is_shard(name: &str) -> bool {
    name.len() == 2 && name.bytes().all(|b| matches!(b, b'0'..=b'9' | b'a'..=b'f'))
}

/// The name of the file, if it is one that is stored in this part of the folder.
fn stored(shard: &str, file: &str) -> Option<StoredName> {
    let name = StoredName::parse(file.strip_suffix(ENDING)?).ok()?;
    name.as_str().starts_with(shard).then_some(name)
}

impl Vault for FolderVault {
    fn begin(&self) -> Result<Box<dyn Incoming + '_>, VaultError> {
        let folder = self.folder.join(INCOMING);
        self.disk
            .create_dir_all(&folder)
            .map_err(failed(&folder, "making the folder"))?;
        let mut random = [0; 8];
        SystemRandom.fill(&mut random)?;
        let path = folder.join(format!("{:016x}", u64::from_be_bytes(random)));
        let file = self
            .disk
            .create(&path)
            .map_err(failed(&path, "making the file"))?;
        Ok(Box::new(InFolder {
            vault: self,
            path,
            step: Step::Written(file),
        }))
    }

    fn open(&self, name: &StoredName) -> Result<Box<dyn Read + Send>, VaultError> {
        let path = self.path_of(name);
        match self.disk.open(&path) {
            Err(error) if error.kind() == io::ErrorKind::NotFound => Err(VaultError::Missing {
                place: path.display().to_string(),
            }),
            file => file.map_err(failed(&path, "opening it")),
        }
    }

    fn exists(&self, name: &StoredName) -> Result<bool, VaultError> {
        Ok(self.disk.exists(&self.path_of(name)))
    }

    fn list(&self) -> Result<Vec<StoredName>, VaultError> {
        let mut names = Vec::new();
        for shard in self.names_in(&self.folder)? {
            if is_shard(&shard) {
                let files = self.names_in(&self.folder.join(&shard))?;
                names.extend(files.iter().filter_map(|file| stored(&shard, file)));
            }
        }
        names.sort();
        Ok(names)
    }

    fn remove(&self, name: &StoredName) -> Result<bool, VaultError> {
        let path = self.path_of(name);
        let shard = self.shard_of(name);
        let there = match self.disk.remove(&path) {
            Err(error) if error.kind() == io::ErrorKind::NotFound => false,
            removed => removed
                .map(|()| true)
                .map_err(failed(&path, "removing it"))?,
        };
        // Also when there was none: an earlier attempt may have removed the name and failed here.
        if self.disk.exists(&shard) {
            self.disk
                .sync_dir(&shard)
                .map_err(failed(&shard, "making the removal durable"))?;
        }
        Ok(there)
    }
}

/// How far a file is on its way in.
enum Step {
    Written(Box<dyn Write + Send>),
    /// Whole, durable and read-only, and without a name.
    Durable,
    /// Under its name.
    Named,
    /// Given up.
    Broken,
}

struct InFolder<'v> {
    vault: &'v FolderVault,
    path: PathBuf,
    step: Step,
}

impl InFolder<'_> {
    fn make_durable(&mut self) -> Result<(), VaultError> {
        let disk = &self.vault.disk;
        match std::mem::replace(&mut self.step, Step::Broken) {
            Step::Written(mut file) => {
                file.flush().map_err(failed(&self.path, "writing it"))?;
                drop(file);
                disk.set_read_only(&self.path)
                    .map_err(failed(&self.path, "making it read-only"))?;
                disk.sync_file(&self.path)
                    .map_err(failed(&self.path, "making it durable"))?;
            }
            Step::Durable => {}
            Step::Named | Step::Broken => {
                return Err(failed(&self.path, "storing it")(closed()));
            }
        }
        self.step = Step::Durable;
        Ok(())
    }
}

fn closed() -> io::Error {
    io::Error::other("the file was stored or given up before")
}

impl Write for InFolder<'_> {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        match &mut self.step {
            Step::Written(file) => file.write(bytes),
            _ => Err(closed()),
        }
    }

    fn flush(&mut self) -> io::Result<()> {
        match &mut self.step {
            Step::Written(file) => file.flush(),
            _ => Err(closed()),
        }
    }
}

impl Incoming for InFolder<'_> {
    fn commit(&mut self, name: &StoredName) -> Result<(), VaultError> {
        self.make_durable()?;
        let disk = &self.vault.disk;
        let target = self.vault.path_of(name);
        let shard = self.vault.shard_of(name);
        let _naming = self
            .vault
            .naming
            .lock()
            .unwrap_or_else(PoisonError::into_inner);
        if disk.exists(&target) {
            return Err(VaultError::Taken {
                place: target.display().to_string(),
            });
        }
        self.step = Step::Broken;
        disk.create_dir_all(&shard)
            .map_err(failed(&shard, "making the folder"))?;
        disk.rename(&self.path, &target)
            .map_err(failed(&target, "giving it its name"))?;
        if let Err(error) = disk.sync_dir(&shard) {
            // Nobody was told of the name, so that it must not stay: its key is lost.
            let _ = disk.remove(&target);
            return Err(failed(&shard, "making the name durable")(error));
        }
        self.step = Step::Named;
        Ok(())
    }
}

impl Drop for InFolder<'_> {
    fn drop(&mut self) {
        if !matches!(self.step, Step::Named) {
            // Closed first: not every system removes an open file. If this fails, the next opening sweeps it.
            self.step = Step::Broken;
            let _ = self.vault.disk.remove(&self.path);
        }
    }
}
