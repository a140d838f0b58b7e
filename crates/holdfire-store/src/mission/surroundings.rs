//! What a mission needs of the machine: files, the time, random bytes. Simulations give their own.

use std::sync::{Arc, Mutex, PoisonError};
use std::time::{SystemTime, UNIX_EPOCH};

use crate::disk::{Disk, RealDisk};
use crate::random::{Random, RandomError, SystemRandom};

/// Tells the time.
pub trait Clock: Send + Sync {
    /// Now, POSIX seconds.
    fn now(&self) -> u64;
}

/// The clock of this machine.
#[derive(Clone, Copy, Debug, Default)]
pub struct SystemClock;

impl Clock for SystemClock {
    fn now(&self) -> u64 {
        // Before 1970 counts as 1970, and every log refuses that.
        let since = SystemTime::now().duration_since(UNIX_EPOCH);
        since.map_or(0, |since| since.as_secs())
    }
}

/// Files, time and random bytes.
#[derive(Clone)]
pub struct Surroundings {
    /// Files that are not SQLite's.
    pub disk: Arc<dyn Disk>,
    /// The time.
    pub clock: Arc<dyn Clock>,
    random: Arc<Mutex<dyn Random>>,
}

impl Surroundings {
    /// Those of this machine.
    #[must_use]
    pub fn system() -> Self {
        Self::new(Arc::new(RealDisk), Arc::new(SystemClock), SystemRandom)
    }

    /// Others.
    #[must_use]
    pub fn new(disk: Arc<dyn Disk>, clock: Arc<dyn Clock>, random: impl Random + 'static) -> Self {
        Self {
            disk,
            clock,
            random: Arc::new(Mutex::new(random)),
        }
    }

    /// Random bytes.
    ///
    /// # Errors
    /// [`RandomError`]
    pub fn random_bytes<const N: usize>(&self) -> Result<[u8; N], RandomError> {
        let mut bytes = [0; N];
        self.random().fill(&mut bytes)?;
        Ok(bytes)
    }
}

impl Random for Surroundings {
    fn fill(&mut self, bytes: &mut [u8]) -> Result<(), RandomError> {
        self.random().fill(bytes)
    }
}

impl Surroundings {
    fn random(&self) -> std::sync::MutexGuard<'_, dyn Random + 'static> {
        self.random.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl std::fmt::Debug for Surroundings {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Surroundings")
    }
}
