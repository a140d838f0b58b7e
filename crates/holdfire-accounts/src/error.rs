//! Why accounts cannot be used at all. What one operation refuses stands beside that operation.

use std::path::PathBuf;

use thiserror::Error;

use crate::database::DatabaseError;
use crate::surroundings::RandomError;
use crate::vault::KeyError;

/// The file, the key or the machine is in the way.
#[derive(Debug, Error)]
pub enum AccountsError {
    /// The table.
    #[error(transparent)]
    Database(#[from] DatabaseError),
    /// The key.
    #[error(transparent)]
    Key(#[from] KeyError),
    /// No random bytes.
    #[error(transparent)]
    Random(#[from] RandomError),
    /// A row does not carry the mark of the key: something else than Holdfire wrote it.
    #[error(
        "{}: {row} was changed by something else than holdfire\n\
         hint: keep this file as it is, restore `accounts.sqlite` from a backup, and end all sessions",
        path.display()
    )]
    Changed {
        /// The file.
        path: PathBuf,
        /// Which row.
        row: String,
    },
    /// The parameters of the password hash are none that Argon2 takes.
    #[error("these are no costs of a password hash: {0}")]
    Cost(argon2::Error),
}

impl AccountsError {
    /// True if the file contradicts its key, or what SQLite finds in it cannot be.
    #[must_use]
    pub fn is_integrity(&self) -> bool {
        match self {
            Self::Changed { .. } | Self::Key(KeyError::Other { .. }) => true,
            Self::Database(error) => error.is_integrity(),
            Self::Key(_) | Self::Random(_) | Self::Cost(_) => false,
        }
    }
}
