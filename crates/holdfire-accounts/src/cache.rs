//! What was looked up, kept in memory, so that a request costs no query. Bounded: a flood cannot fill the memory.

use std::collections::HashMap;
use std::sync::{Arc, PoisonError, RwLock};

use crate::secret::Digest;

/// So many entries are kept; more sessions than this at once only cost their queries.
const MOST: usize = 4_096;

/// Values by the digest of the secret that leads to them.
///
/// Entries are added and removed only while the table is locked, so that one which was revoked cannot come back.
#[derive(Debug)]
pub(crate) struct Cache<T>(RwLock<HashMap<Digest, Arc<T>>>);

impl<T> Default for Cache<T> {
    fn default() -> Self {
        Self(RwLock::default())
    }
}

impl<T> Cache<T> {
    pub(crate) fn get(&self, digest: &Digest) -> Option<Arc<T>> {
        let map = self.0.read().unwrap_or_else(PoisonError::into_inner);
        map.get(digest).cloned()
    }

    pub(crate) fn put(&self, digest: Digest, value: Arc<T>) {
        let mut map = self.0.write().unwrap_or_else(PoisonError::into_inner);
        if map.len() >= MOST && !map.contains_key(&digest) {
            // Which one goes does not matter: it comes back with one query.
            if let Some(any) = map.keys().next().copied() {
                map.remove(&any);
            }
        }
        map.insert(digest, value);
    }

    pub(crate) fn remove(&self, digest: &Digest) {
        let mut map = self.0.write().unwrap_or_else(PoisonError::into_inner);
        map.remove(digest);
    }

    pub(crate) fn keep(&self, keep: impl Fn(&T) -> bool) {
        let mut map = self.0.write().unwrap_or_else(PoisonError::into_inner);
        map.retain(|_, value| keep(value));
    }

    pub(crate) fn all(&self) -> Vec<Arc<T>> {
        let map = self.0.read().unwrap_or_else(PoisonError::into_inner);
        map.values().cloned().collect()
    }
}
