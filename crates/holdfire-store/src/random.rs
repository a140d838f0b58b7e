//! Random bytes for keys, seeds and nonces.

use thiserror::Error;

/// The system gave no random bytes.
#[derive(Debug, Error)]
#[error("the system gives no random bytes: {0}")]
pub struct RandomError(#[from] getrandom::Error);

/// A source of random bytes fit for keys.
pub trait Random: Send {
    /// Fills all of the bytes.
    ///
    /// # Errors
    /// [`RandomError`]; nothing may then be made from the bytes.
    fn fill(&mut self, bytes: &mut [u8]) -> Result<(), RandomError>;
}

/// The random bytes of the system.
#[derive(Clone, Copy, Debug, Default)]
pub struct SystemRandom;

impl Random for SystemRandom {
    fn fill(&mut self, bytes: &mut [u8]) -> Result<(), RandomError> {
        Ok(getrandom::fill(bytes)?)
    }
}
