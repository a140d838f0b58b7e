//! A log whose history is known, and folders that are removed afterwards.

use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicU64, Ordering};

use holdfire_seal::checkpoint::Checkpoint;
use holdfire_seal::note::{LogKey, VerifierKey};
use holdfire_seal::{Hash, Tree};
use holdfire_witness::Request;

pub(crate) const ORIGIN: &str = "log.example/a";
pub(crate) const NOW: u64 = 1_700_000_000;

/// A log of which every size can be asked for.
pub(crate) struct Log {
    pub(crate) key: LogKey,
    tree: Tree,
}

impl Log {
    pub(crate) fn new(branch: &str) -> Self {
        let mut tree = Tree::new();
        (0..300).for_each(|index| {
            tree.push(Hash::leaf(format!("{branch}{index}").as_bytes()));
        });
        let key = LogKey::from_seed(ORIGIN, &[1; 32]).unwrap();
        Self { key, tree }
    }

    pub(crate) fn verifier(&self) -> VerifierKey {
        self.key.verifier().clone()
    }

    pub(crate) fn note(&self, size: u64) -> String {
        let root = self.tree.root_at(size).unwrap();
        Checkpoint::new(ORIGIN, size, root).unwrap().sign(&self.key)
    }

    pub(crate) fn path(&self, old: u64, new: u64) -> Vec<Hash> {
        match old {
            0 => Vec::new(),
            old => self.tree.consistency(old, new).unwrap(),
        }
    }

    pub(crate) fn request(&self, old: u64, new: u64) -> String {
        Request::new(old, self.path(old, new), &self.note(new))
            .unwrap()
            .to_text()
    }
}

/// A folder for one test.
pub(crate) struct Scratch(PathBuf);

impl Scratch {
    pub(crate) fn new() -> Self {
        static NEXT: AtomicU64 = AtomicU64::new(0);
        let name = format!(
            "holdfire-witness-{}-{}",
            std::process::id(),
            NEXT.fetch_add(1, Ordering::Relaxed)
        );
        let path = std::env::temp_dir().join(name);
        std::fs::create_dir_all(&path).unwrap();
        Self(path)
    }

    pub(crate) fn path(&self) -> &Path {
        &self.0
    }

    /// A witness that trusts the log.
    pub(crate) fn with_witness(log: &Log) -> (Self, VerifierKey) {
        let scratch = Self::new();
        let key = holdfire_witness::create(scratch.path(), "witness.example/w").unwrap();
        holdfire_witness::trust(scratch.path(), &log.key.vkey()).unwrap();
        (scratch, key)
    }
}

impl Drop for Scratch {
    fn drop(&mut self) {
        let _ = std::fs::remove_dir_all(&self.0);
    }
}
