//! What accounts need of the machine: the time and random bytes. Tests give their own.

use std::sync::{Arc, Mutex, PoisonError};
use std::time::{SystemTime, UNIX_EPOCH};

use thiserror::Error;

/// POSIX seconds.
pub type Seconds = i64;

/// The system gave no random bytes.
#[derive(Debug, Error)]
#[error("the system gives no random bytes: {0}")]
pub struct RandomError(#[from] getrandom::Error);

/// Tells the time.
pub trait Clock: Send + Sync {
    /// Now.
    fn now(&self) -> Seconds;
}

/// A source of random bytes fit for keys.
pub trait Random: Send {
    /// Fills all of the bytes.
    ///
    /// # Errors
    /// [`RandomError`]; nothing may then be made from the bytes.
    fn fill(&mut self, bytes: &mut [u8]) -> Result<(), RandomError>;
}

/// The clock of this machine.
#[derive(Clone, Copy, Debug, Default)]
pub struct SystemClock;

impl Clock for SystemClock {
    fn now(&self) -> Seconds {
        // Before 1970 counts as 1970; the record refuses to write then, and says why.
        let since = SystemTime::now().duration_since(UNIX_EPOCH);
        since.map_or(0, |since| {
            Seconds::try_from(since.as_secs()).unwrap_or(Seconds::MAX)
        })
    }
}

/// The random bytes of the system.
#[derive(Clone, Copy, Debug, Default)]
pub struct SystemRandom;

impl Random for SystemRandom {
    fn fill(&mut self, bytes: &mut [u8]) -> Result<(), RandomError> {
        Ok(getrandom::fill(bytes)?)
    }
}

/// Time and random bytes.
#[derive(Clone)]
pub struct Surroundings {
    clock: Arc<dyn Clock>,
    random: Arc<Mutex<dyn Random>>,
}

impl Surroundings {
    /// Those of this machine.
    #[must_use]
    pub fn system() -> Self {
        Self::new(Arc::new(SystemClock), SystemRandom)
    }

    /// Others.
    #[must_use]
    pub fn new(clock: Arc<dyn Clock>, random: impl Random + 'static) -> Self {
        Self {
            clock,
            random: Arc::new(Mutex::new(random)),
        }
    }

    pub(crate) fn now(&self) -> Seconds {
        self.clock.now()
    }

    pub(crate) fn random_bytes<const N: usize>(&self) -> Result<[u8; N], RandomError> {
        let mut bytes = [0; N];
        let mut random = self.random.lock().unwrap_or_else(PoisonError::into_inner);
        random.fill(&mut bytes)?;
        Ok(bytes)
    }
}

impl std::fmt::Debug for Surroundings {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Surroundings")
    }
}
