//! What a place for encrypted files must be able to do, whether it is a folder or a service.

use std::fmt::{self, Write as _};
use std::io::{self, Read, Write};

use thiserror::Error;

use crate::random::RandomError;

/// A place for encrypted files, each under a name, written once and never changed.
///
/// It asks for nothing that an object store cannot do: no renaming, no times, no appending to what is there. Names say
/// nothing about files, and what is stored is encrypted before it comes here.
pub trait Vault: Send + Sync {
    /// Begins a file whose name is not known yet: it follows from the bytes.
    ///
    /// # Errors
    /// [`VaultError`]
    fn begin(&self) -> Result<Box<dyn Incoming + '_>, VaultError>;
    /// Opens a file to be read.
    ///
    /// # Errors
    /// [`VaultError::Missing`] if there is none of this name.
    fn open(&self, name: &StoredName) -> Result<Box<dyn Read + Send>, VaultError>;
    /// True if there is a file of this name.
    ///
    /// # Errors
    /// [`VaultError`]
    fn exists(&self, name: &StoredName) -> Result<bool, VaultError>;
    /// All names, in order.
    ///
    /// # Errors
    /// [`VaultError`]
    fn list(&self) -> Result<Vec<StoredName>, VaultError>;
    /// Removes a file; gives false if there was none. Durable when it returns.
    ///
    /// # Errors
    /// [`VaultError`]; the file may then be there or not, and the call can be repeated.
    fn remove(&self, name: &StoredName) -> Result<bool, VaultError>;

    /// Stores everything that a reader gives, as it is, under a name that is known.
    ///
    /// # Errors
    /// [`VaultError::Taken`] if there is one of this name; [`VaultError`] otherwise. Nothing is stored then.
    fn put(&self, name: &StoredName, source: &mut dyn Read) -> Result<(), VaultError> {
        let mut incoming = self.begin()?;
        io::copy(source, &mut incoming).map_err(|source| VaultError::Io {
            place: name.to_string(),
            doing: "storing it",
            source,
        })?;
        incoming.commit(name)
    }
}

/// A file on its way into a vault. Dropped without [`Incoming::commit`], nothing of it stays.
pub trait Incoming: Write + Send {
    /// Gives the file its name. When it returns, the file is there whole and durable; when it fails, it is not there.
    ///
    /// # Errors
    /// [`VaultError::Taken`] if there is a file of this name, which stays as it is; another name can then be tried. After
    /// any other error, and after success, nothing can be written or committed any more.
    fn commit(&mut self, name: &StoredName) -> Result<(), VaultError>;
}

/// Why a place for files fails.
#[derive(Debug, Error)]
pub enum VaultError {
    /// What the system says.
    #[error("{place}: {doing} failed")]
    Io {
        /// Where.
        place: String,
        /// What was tried.
        doing: &'static str,
        /// What the system says.
        source: io::Error,
    },
    /// There is no file of this name.
    #[error("{place}: there is no such stored file")]
    Missing {
        /// Where it should be.
        place: String,
    },
    /// There is a file of this name, and files are never replaced.
    #[error("{place}: there is a stored file of this name already")]
    Taken {
        /// Where it is.
        place: String,
    },
    /// No random bytes for a name.
    #[error(transparent)]
    Random(#[from] RandomError),
}

/// The name of a stored file: a tag of 32 hexadecimal digits, and from the second file of one tag on a number.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct StoredName(String);

/// A text is not the name of a stored file.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Error)]
#[error(
    "the name of a stored file is 32 lower-case hexadecimal digits, with a number from `-2` on or none"
)]
pub struct StoredNameError;

const TAG_DIGITS: usize = 32;

impl StoredName {
    /// The name of the first file of a tag.
    #[must_use]
    pub fn of_tag(tag: &[u8; 16]) -> Self {
        let mut name = String::with_capacity(TAG_DIGITS);
        for byte in tag {
            let _ = write!(name, "{byte:02x}");
        }
        Self(name)
    }

    /// The name of a further file of a tag.
    pub(super) fn further(tag: &[u8; 16], number: u32) -> Self {
        let first = Self::of_tag(tag);
        Self(format!("{first}-{number}"))
    }

    /// Reads a name.
    ///
    /// # Errors
    /// [`StoredNameError`] for any other text, so that no name leads out of the place.
    pub fn parse(text: &str) -> Result<Self, StoredNameError> {
        let (tag, number) = match text.split_once('-') {
            Some((tag, number)) => (tag, Some(number)),
            None => (text, None),
        };
        let is_tag =
            tag.len() == TAG_DIGITS && tag.bytes().all(|b| matches!(b, b'0'..=b'9' | b'a'..=b'f'));
        let is_number = number.is_none_or(|number| {
            number
                .parse::<u32>()
                .is_ok_and(|n| n > 1 && n.to_string() == number)
        });
        if is_tag && is_number {
            Ok(Self(text.to_owned()))
        } else {
            Err(StoredNameError)
        }
    }

    /// The name as text.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for StoredName {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_read_back_and_nothing_else_is_a_name() {
        let tag = [0xab; 16];
        let first = StoredName::of_tag(&tag);
        assert_eq!(first.as_str(), "ab".repeat(16));
        for name in [first, StoredName::further(&tag, 2)] {
            assert_eq!(StoredName::parse(name.as_str()), Ok(name));
        }
        let hex = "ab".repeat(16);
        for bad in [
            "",
            "../../../../../../../../../../etc",
            &hex[1..],
            &hex.to_uppercase(),
            &format!("{hex}-"),
            &format!("{hex}-1"),
            &format!("{hex}-02"),
            &format!("{hex}-+2"),
            &format!("{hex}-2-3"),
            &format!("{hex}/2"),
        ] {
            assert_eq!(StoredName::parse(bad), Err(StoredNameError), "{bad}");
        }
    }
}
