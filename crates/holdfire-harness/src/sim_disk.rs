//! A disk in memory that is cut off from power, or fails, at a chosen call.
//!
//! What was not synced is kept, dropped, torn or kept in another order, each file and each name by a toss of its own. A
//! rename within a folder happens or does not, as file systems promise. Whole folders can be renamed, with what SQLite put
//! into the folder of the same name on the real disk: its file is taken as durable once it was committed.

use std::collections::BTreeMap;
use std::io;
use std::path::{Component, Path, PathBuf};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use holdfire_store::disk::Disk;

use crate::random::Random;

/// What goes wrong.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Trouble {
    /// From this call on nothing works, until [`SimDisk::cut_power`].
    PowerOut,
    /// This call fails with this error of the system, later ones do not.
    Once(i32),
    /// This call and all later ones fail, until [`SimDisk::plan`] says otherwise.
    From(i32),
}

/// The system's words for a full disk.
pub const ENOSPC: i32 = 28;
/// The system's words for a disk that fails.
pub const EIO: i32 = 5;

type Names = BTreeMap<String, usize>;

enum Node {
    File {
        seen: Vec<u8>,
        durable: Vec<u8>,
    },
    Folder {
        seen: Names,
        durable: Names,
        pending: Vec<Change>,
    },
}

/// A change of the names in a folder.
enum Change {
    Set(String, usize),
    Remove(String),
    Rename {
        from: String,
        to: String,
        node: usize,
        /// The folder on the real disk that moved along.
        moved: Option<(PathBuf, PathBuf)>,
    },
}

impl Change {
    fn apply(&self, names: &mut Names) {
        match self {
            Self::Set(name, node) => {
                names.insert(name.clone(), *node);
            }
            Self::Remove(name) => {
                names.remove(name);
            }
            Self::Rename { from, to, node, .. } => {
                names.remove(from);
                names.insert(to.clone(), *node);
            }
        }
    }
}

struct Inner {
    /// The first is the root.
    nodes: Vec<Node>,
    random: Random,
    calls: u64,
    trouble: Option<(u64, Trouble)>,
    hit: Option<&'static str>,
    shown: Vec<(PathBuf, Vec<u8>)>,
    journal: Vec<Act>,
}

/// What became of a name, in the order in which it did: renamed to, or removed; and the length of the file.
pub type Act = (&'static str, PathBuf, usize);

/// The disk.
pub struct SimDisk(Arc<Mutex<Inner>>);

impl SimDisk {
    /// An empty disk.
    pub fn new(seed: u64) -> Self {
        Self(Arc::new(Mutex::new(Inner {
            nodes: vec![folder()],
            random: Random::new(seed),
            calls: 0,
            trouble: None,
            hit: None,
            shown: Vec::new(),
            journal: Vec::new(),
        })))
    }

    /// At the n-th changing call from now on (0: the next) this goes wrong; nothing goes wrong without a trouble.
    pub fn plan(&self, trouble: Option<(u64, Trouble)>) {
        let mut inner = self.inner();
        inner.trouble = trouble.map(|(after, what)| (inner.calls + after, what));
        inner.hit = None;
    }

    /// At which kind of call the planned trouble came, if it did.
    pub fn hit(&self) -> Option<&'static str> {
        self.inner().hit
    }

    /// Takes the checkpoints that became visible since the last time: path and bytes.
    pub fn take_shown(&self) -> Vec<(PathBuf, Vec<u8>)> {
        std::mem::take(&mut self.inner().shown)
    }

    /// Takes what became of names since the last time.
    pub fn take_journal(&self) -> Vec<Act> {
        std::mem::take(&mut self.inner().journal)
    }

    /// The power goes and comes back: what was not synced is kept, torn or dropped.
    pub fn cut_power(&self) {
        let inner = &mut *self.inner();
        inner.trouble = None;
        inner.hit = None;
        let random = &mut inner.random;
        for node in &mut inner.nodes {
            match node {
                Node::File { seen, durable } => {
                    if seen != durable {
                        match random.below(4) {
                            0 => {}
                            1 => durable.clone_from(seen),
                            2 => {
                                let length = below(random, seen.len() + 1);
                                *durable = seen[..length].to_vec();
                            }
                            // The length arrived, the last blocks did not.
                            _ => {
                                let length = below(random, seen.len() + 1);
                                durable.clone_from(seen);
                                durable[length..].fill(0);
                            }
                        }
                    }
                    seen.clone_from(durable);
                }
                Node::Folder {
                    seen,
                    durable,
                    pending,
                } => {
                    for change in pending.drain(..) {
                        if random.below(2) == 0 {
                            change.apply(durable);
                        } else if let Change::Rename {
                            moved: Some((from, to)),
                            ..
                        } = change
                        {
                            std::fs::rename(to, from).expect("it was moved a moment ago");
                        }
                    }
                    seen.clone_from(durable);
                }
            }
        }
    }

    /// Takes a folder away, durably: what the store removes past this disk.
    pub fn forget(&self, path: &Path) {
        let inner = &mut *self.inner();
        let (Some(parent), Some(name)) = (path.parent(), name_of(path)) else {
            return;
        };
        if let Some(at) = inner.find(parent)
            && let Node::Folder { seen, durable, .. } = &mut inner.nodes[at]
        {
            seen.remove(&name);
            durable.remove(&name);
        }
    }

    fn inner(&self) -> MutexGuard<'_, Inner> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Does a change, unless the plan says that it goes wrong here. `part` is what may be done of it then.
    fn change(
        &self,
        what: &'static str,
        part: impl FnOnce(&mut Inner) -> io::Result<()>,
        act: impl FnOnce(&mut Inner) -> io::Result<()>,
    ) -> io::Result<()> {
        let inner = &mut *self.inner();
        let number = inner.calls;
        inner.calls += 1;
        let Some((at, trouble)) = inner.trouble else {
            return act(inner);
        };
        let now = match trouble {
            Trouble::Once(_) => number == at,
            Trouble::PowerOut | Trouble::From(_) => number >= at,
        };
        if !now {
            return act(inner);
        }
        let first = inner.hit.is_none();
        inner.hit.get_or_insert(what);
        // The call may have had its effect before the error, or a part of it.
        if first && inner.random.below(2) == 0 {
            let _ = part(inner);
        }
        Err(match trouble {
            Trouble::PowerOut => io::Error::other("the power is out"),
            Trouble::Once(code) | Trouble::From(code) => io::Error::from_raw_os_error(code),
        })
    }

    /// A change that happens whole or not at all, also when it fails.
    fn whole(
        &self,
        what: &'static str,
        act: impl Fn(&mut Inner) -> io::Result<()>,
    ) -> io::Result<()> {
        self.change(what, &act, &act)
    }
}

impl Inner {
    fn find(&self, path: &Path) -> Option<usize> {
        let mut at = 0;
        for part in path.components() {
            if let Component::Normal(name) = part {
                let Node::Folder { seen, .. } = &self.nodes[at] else {
                    return None;
                };
                at = *seen.get(name.to_string_lossy().as_ref())?;
            }
        }
        Some(at)
    }

    fn folder(&mut self, path: Option<&Path>) -> io::Result<(&mut Names, &mut Vec<Change>)> {
        let at = path.and_then(|path| self.find(path)).ok_or_else(missing)?;
        match &mut self.nodes[at] {
            Node::Folder { seen, pending, .. } => Ok((seen, pending)),
            Node::File { .. } => Err(missing()),
        }
    }

    fn write(&mut self, path: &Path, bytes: &[u8]) -> io::Result<()> {
        let at = match self.find(path) {
            Some(at) => at,
            None => {
                let next = self.nodes.len();
                let name = name_of(path).ok_or_else(missing)?;
                let (seen, pending) = self.folder(path.parent())?;
                seen.insert(name.clone(), next);
                pending.push(Change::Set(name, next));
                self.nodes.push(Node::File {
                    seen: Vec::new(),
                    durable: Vec::new(),
                });
                next
            }
        };
        match &mut self.nodes[at] {
            Node::File { seen, .. } => *seen = bytes.to_vec(),
            Node::Folder { .. } => return Err(io::ErrorKind::IsADirectory.into()),
        }
        Ok(())
    }
}

fn folder() -> Node {
    Node::Folder {
        seen: Names::new(),
        durable: Names::new(),
        pending: Vec::new(),
    }
}

fn below(random: &mut Random, end: usize) -> usize {
    usize::try_from(random.below(end as u64)).expect("it is below a length")
}

fn name_of(path: &Path) -> Option<String> {
    Some(path.file_name()?.to_string_lossy().into_owned())
}

fn missing() -> io::Error {
    io::ErrorKind::NotFound.into()
}

/// Adds to the end of a file, each piece a call of its own.
struct Appender {
    disk: SimDisk,
    path: PathBuf,
}

impl io::Write for Appender {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        let mut all = self.disk.read(&self.path)?;
        all.extend_from_slice(bytes);
        self.disk.write(&self.path, &all)?;
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

impl Disk for SimDisk {
    fn read(&self, path: &Path) -> io::Result<Vec<u8>> {
        let inner = self.inner();
        match inner.find(path).map(|at| &inner.nodes[at]) {
            Some(Node::File { seen, .. }) => Ok(seen.clone()),
            _ => Err(missing()),
        }
    }

    fn write(&self, path: &Path, bytes: &[u8]) -> io::Result<()> {
        let part = |inner: &mut Inner| {
            let length = below(&mut inner.random, bytes.len() + 1);
            inner.write(path, &bytes[..length])
        };
        self.change("write", part, |inner| inner.write(path, bytes))
    }

    fn create(&self, path: &Path) -> io::Result<Box<dyn io::Write + Send>> {
        self.write(path, &[])?;
        let disk = Self(self.0.clone());
        let path = path.to_owned();
        Ok(Box::new(Appender { disk, path }))
    }

    fn open(&self, path: &Path) -> io::Result<Box<dyn io::Read + Send>> {
        Ok(Box::new(io::Cursor::new(self.read(path)?)))
    }

    fn set_read_only(&self, path: &Path) -> io::Result<()> {
        self.whole("set_read_only", |inner| {
            inner.find(path).map(drop).ok_or_else(missing)
        })
    }

    fn sync_file(&self, path: &Path) -> io::Result<()> {
        self.whole("sync_file", |inner| {
            let at = inner.find(path).ok_or_else(missing)?;
            match &mut inner.nodes[at] {
                Node::File { seen, durable } => durable.clone_from(seen),
                Node::Folder { .. } => return Err(missing()),
            }
            Ok(())
        })
    }

    fn rename(&self, from: &Path, to: &Path) -> io::Result<()> {
        self.whole("rename", |inner| {
            if from.parent() != to.parent() {
                return Err(io::ErrorKind::CrossesDevices.into());
            }
            let node = inner.find(from).ok_or_else(missing)?;
            let moved = match &inner.nodes[node] {
                Node::Folder { .. } => Some((from.to_owned(), to.to_owned())),
                Node::File { seen, .. } => {
                    let length = seen.len();
                    inner.journal.push(("renamed", to.to_owned(), length));
                    if to.ends_with("checkpoint") {
                        let bytes = seen.clone();
                        inner.shown.push((to.to_owned(), bytes));
                    }
                    None
                }
            };
            if let Some((from, to)) = &moved {
                std::fs::rename(from, to)?;
            }
            let change = Change::Rename {
                from: name_of(from).ok_or_else(missing)?,
                to: name_of(to).ok_or_else(missing)?,
                node,
                moved,
            };
            let (seen, pending) = inner.folder(to.parent())?;
            change.apply(seen);
            pending.push(change);
            Ok(())
        })
    }

    fn sync_dir(&self, dir: &Path) -> io::Result<()> {
        self.whole("sync_dir", |inner| {
            let at = inner.find(dir).ok_or_else(missing)?;
            let Node::Folder {
                seen,
                durable,
                pending,
            } = &mut inner.nodes[at]
            else {
                return Err(missing());
            };
            durable.clone_from(seen);
            pending.clear();
            Ok(())
        })
    }

    fn remove(&self, path: &Path) -> io::Result<()> {
        self.whole("remove", |inner| {
            let name = name_of(path).ok_or_else(missing)?;
            let (seen, pending) = inner.folder(path.parent())?;
            seen.remove(&name).ok_or_else(missing)?;
            pending.push(Change::Remove(name));
            inner.journal.push(("removed", path.to_owned(), 0));
            Ok(())
        })
    }

    fn list(&self, dir: &Path) -> io::Result<Vec<String>> {
        let mut inner = self.inner();
        Ok(inner.folder(Some(dir))?.0.keys().cloned().collect())
    }

    fn create_dir_all(&self, dir: &Path) -> io::Result<()> {
        // As the real one does it: each new name is durable before the next is made.
        self.whole("create_dir_all", |inner| {
            let mut at = 0;
            for part in dir.components() {
                let Component::Normal(name) = part else {
                    continue;
                };
                let name = name.to_string_lossy().into_owned();
                let next = inner.nodes.len();
                let Node::Folder { seen, durable, .. } = &mut inner.nodes[at] else {
                    return Err(io::ErrorKind::NotADirectory.into());
                };
                at = *seen.entry(name.clone()).or_insert(next);
                if at == next {
                    durable.insert(name, next);
                    inner.nodes.push(folder());
                }
            }
            Ok(())
        })
    }

    fn exists(&self, path: &Path) -> bool {
        self.inner().find(path).is_some()
    }
}

#[cfg(test)]
mod tests {
    use holdfire_store::disk::write_durably;

    use super::*;

    #[test]
    fn what_was_written_durably_survives_every_cut() {
        for seed in 0..50 {
            let disk = SimDisk::new(seed);
            let path = Path::new("a/b/file");
            write_durably(&disk, path, b"old").expect("it works");
            disk.plan(Some((seed % 6, Trouble::PowerOut)));
            let written = write_durably(&disk, path, b"the new bytes").is_ok();
            disk.cut_power();
            let found = disk.read(path).expect("the old or the new one is there");
            assert!(
                found == b"the new bytes" || (found == b"old" && !written),
                "{seed}"
            );
        }
    }

    #[test]
    fn what_was_not_synced_is_lost_torn_or_kept() {
        let outcomes: std::collections::BTreeSet<_> = (0..200)
            .map(|seed| {
                let disk = SimDisk::new(seed);
                disk.create_dir_all(Path::new("a")).expect("it works");
                disk.write(Path::new("a/f"), b"bytes").expect("it works");
                disk.cut_power();
                disk.read(Path::new("a/f")).ok()
            })
            .collect();
        assert!(outcomes.contains(&None) && outcomes.contains(&Some(b"bytes".to_vec())));
        assert!(outcomes.len() > 5, "{outcomes:?}");
    }
}
