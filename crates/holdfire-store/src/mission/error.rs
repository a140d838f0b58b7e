//! What can go wrong with the record of a mission.

use std::io;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use holdfire_record::{ContentsError, SlotError};
use holdfire_seal::Hash;
use holdfire_seal::checkpoint::CheckpointError;
use holdfire_seal::note::KeyError;
use thiserror::Error;

use crate::database::DatabaseError;
use crate::evidence::{CopyError, TakeInError, VaultError};
use crate::keyring::KeyringError;
use crate::object::ObjectError;
use crate::random::RandomError;

/// Why something cannot be done with the record of a mission.
#[derive(Clone, Debug, Error)]
pub enum MissionError {
    /// A file cannot be read or written.
    #[error("cannot {what} {}: {source}", path.display())]
    File {
        /// What was tried: `read`, `write`.
        what: &'static str,
        /// Which file.
        path: PathBuf,
        /// What the system says.
        source: Arc<io::Error>,
    },
    /// There is no record here.
    #[error(
        "{} is no mission: it holds no `record.sqlite`\nhint: {}",
        path.display(),
        no_mission_hint(path)
    )]
    NoMission {
        /// The folder.
        path: PathBuf,
    },
    /// There is something here already.
    #[error("{} is there already and not empty; a new mission needs a folder of its own", path.display())]
    NotEmpty {
        /// The folder.
        path: PathBuf,
    },
    /// Another process has it open for writing.
    #[error(
        "{} is being written by another process ({holder}); this one (process {own}) wrote nothing\n\
         hint: wait until it ends, or stop it; a lock of a process that ended is no hindrance",
        path.display()
    )]
    Locked {
        /// The mission.
        path: PathBuf,
        /// What that process wrote about itself.
        holder: String,
        /// The number of this process.
        own: u32,
    },
    /// The file of the record.
    #[error(transparent)]
    Database(Arc<DatabaseError>),
    /// The keys of a circle.
    #[error("{origin}: {source}")]
    Keys {
        /// The log of the circle.
        origin: String,
        /// What is wrong.
        source: Arc<KeyringError>,
    },
    /// Nobody gave an identity that reads this circle.
    #[error(
        "what {0} says cannot be read or written with the keys that were given\n\
         hint: give the key file of one of its readers by `--identity`"
    )]
    NoKeys(String),
    /// A key file cannot be used.
    #[error("{}: not the key that belongs there", path.display())]
    KeyFile {
        /// The file.
        path: PathBuf,
        /// What is wrong.
        source: Option<Arc<KeyError>>,
    },
    /// The machine's clock stands before the last entry.
    #[error(
        "{origin}: the clock says {} and the last entry is dated {}: entries never go back in time; nothing was entered\n\
         hint: set the clock right; if the entry is the wrong one, `holdfire record clock` records that, and work goes on",
        time(*now), time(*last)
    )]
    Clock {
        /// The log.
        origin: String,
        /// The date of its last entry, POSIX seconds.
        last: u64,
        /// What the clock says, POSIX seconds.
        now: u64,
    },
    /// A tick for this point of the cadence, or a later one, is there, or entries were dated after it.
    #[error("no tick can be entered for {} any more; the next can be entered at {}", time(*point), time(*next))]
    NoTick {
        /// The point of the cadence.
        point: u64,
        /// The next one that is possible.
        next: u64,
    },
    /// The tree in the file is smaller than one that was signed, or another one.
    #[error(
        "{origin}: nothing is signed: size {signed_size} with root {signed_root} was signed before; the record has {}\n\
         hint: the file was put back to an older state or changed; restore the newest copy elsewhere and compare",
        found(*found_size, found_root.as_ref())
    )]
    SignedBefore {
        /// The log.
        origin: String,
        /// The size that was signed.
        signed_size: u64,
        /// The root that was signed.
        signed_root: Hash,
        /// How many entries the record has.
        found_size: u64,
        /// The root over as many entries as were signed, if there are so many.
        found_root: Option<Hash>,
    },
    /// A file of the mission says something that it cannot say.
    #[error("{}: {what}\nhint: {hint}", path.display())]
    Form {
        /// The file.
        path: PathBuf,
        /// What is wrong with it.
        what: String,
        /// What to do.
        hint: &'static str,
    },
    /// Contents cannot be sealed or read.
    #[error(transparent)]
    Contents(#[from] ContentsError),
    /// Contents cannot be encrypted or decrypted.
    #[error("entry {index} of {origin}: {source}")]
    Object {
        /// The log.
        origin: String,
        /// The entry.
        index: u64,
        /// What is wrong.
        source: Arc<ObjectError>,
    },
    /// What is stored of an entry contradicts its leaf.
    #[error(
        "entry {index} of {origin}: {what}\nhint: `holdfire record fsck` names all such entries; restore a copy elsewhere and compare"
    )]
    Integrity {
        /// The log.
        origin: String,
        /// The entry.
        index: u64,
        /// Both states.
        what: String,
    },
    /// There are as many circles as a tick has slots.
    #[error(transparent)]
    Slots(#[from] SlotError),
    /// No random bytes.
    #[error(transparent)]
    Random(Arc<RandomError>),
    /// An origin, size or name that cannot stand in a checkpoint.
    #[error(transparent)]
    Checkpoint(Arc<CheckpointError>),
    /// A name that cannot be a key's.
    #[error(transparent)]
    Key(Arc<KeyError>),
    /// There is nothing of this name.
    #[error("there is no {what} `{name}`{}", known(known_names))]
    Unknown {
        /// What was looked for: `person`, `circle`.
        what: &'static str,
        /// Its name.
        name: String,
        /// The names that there are.
        known_names: Vec<String>,
    },
    /// No circle of this name is seen: there is none, or the keys do not open it.
    #[error(
        "there is no circle `{name}` that these keys open{}\n\
         hint: give the key file of one of its readers by `--identity`",
        known(known_names)
    )]
    UnknownCircle {
        /// Its name.
        name: String,
        /// The names of the circles that are seen.
        known_names: Vec<String>,
    },
    /// A name that cannot be shown on one line.
    #[error(
        "`{name}` cannot be the name of a {what}: it is empty, begins or ends with a space, or holds a control character"
    )]
    Name {
        /// What it is.
        what: &'static str,
        /// The name.
        name: String,
    },
    /// A folder to be made has no name in its path.
    #[error(
        "`{}` does not name a new folder\nhint: give a name, such as `halt`",
        path.display()
    )]
    NoFolderName {
        /// The path.
        path: PathBuf,
    },
    /// There is one of this name already.
    #[error("there is a {what} `{name}` already")]
    Taken {
        /// What it is.
        what: &'static str,
        /// Its name.
        name: String,
    },
    /// The record was asked as of an entry that it does not have.
    #[error("the record has {entries} entries, and it was asked as of entry {asked}")]
    AfterTheEnd {
        /// How many entries there are.
        entries: u64,
        /// As of which it was asked.
        asked: u64,
    },
    /// A copy has no key to sign with.
    #[error(
        "this is a copy for reading: it has no key to sign with, so nothing is entered in it\n\
         hint: enter it in the mission itself"
    )]
    ForReading,
    /// Refused by a rule of the record, with the reason.
    #[error("{0}")]
    Refused(String),
    /// A file was not taken in.
    #[error(transparent)]
    TakeIn(Arc<TakeInError>),
    /// The folder of evidence fails.
    #[error(transparent)]
    Vault(Arc<VaultError>),
    /// A stored file is not what was taken in, or cannot be handed out.
    #[error("entry {index} of {origin}: {source}")]
    StoredFile {
        /// The log.
        origin: String,
        /// The entry about the file.
        index: u64,
        /// What is wrong.
        source: Arc<CopyError>,
    },
    /// The writer ended.
    #[error("the record takes no more entries: writing stopped after an earlier error")]
    Stopped,
}

/// Refuses a name that a terminal or a list could not show as what it is.
pub(super) fn check_name(what: &'static str, name: &str) -> Result<(), MissionError> {
    if name.is_empty() || name.trim() != name || name.chars().any(char::is_control) {
        return Err(MissionError::Name {
            what,
            name: name.to_owned(),
        });
    }
    Ok(())
}

fn known(names: &[String]) -> String {
    if names.is_empty() {
        String::new()
    } else {
        format!("; there is {}", names.join(", "))
    }
}

/// What is meant instead: the mission above, a published log, or none yet.
fn no_mission_hint(path: &Path) -> String {
    let above = path.parent().filter(|above| super::is_mission(above));
    match above {
        Some(above) if above.as_os_str().is_empty() => {
            "the mission is the folder above: `.`".to_owned()
        }
        Some(above) => format!("the mission is {}", above.display()),
        None if path.join("checkpoint").is_file() => {
            "this is the folder of a log; `holdfire record` has what can be done with it".to_owned()
        }
        None if path.exists() => "name the folder that `holdfire mission new` made".to_owned(),
        None => format!(
            "there is nothing of this name; `holdfire mission new {}` makes one",
            path.display()
        ),
    }
}

fn found(size: u64, root: Option<&Hash>) -> String {
    match root {
        Some(root) => format!("{size} entries, and over as many as were signed the root {root}"),
        None => format!("{size} entries"),
    }
}

/// A POSIX time in words, UTC.
#[must_use]
pub fn time(at: u64) -> String {
    let known = i64::try_from(at)
        .ok()
        .and_then(|at| jiff::Timestamp::from_second(at).ok());
    known.map_or_else(
        || format!("{at} (POSIX seconds)"),
        |at| at.strftime("%Y-%m-%d %H:%M:%S UTC").to_string(),
    )
}

impl MissionError {
    /// A file could not be read.
    pub fn reading(path: &Path) -> impl Fn(io::Error) -> Self + use<> {
        Self::file("read", path)
    }

    /// A file could not be written.
    pub fn writing(path: &Path) -> impl Fn(io::Error) -> Self + use<> {
        Self::file("write", path)
    }

    fn file(what: &'static str, path: &Path) -> impl Fn(io::Error) -> Self + use<> {
        let path = path.to_owned();
        move |source| Self::File {
            what,
            path: path.clone(),
            source: Arc::new(source),
        }
    }

    /// True if something that should be provably unchanged is not.
    #[must_use]
    pub fn is_integrity(&self) -> bool {
        match self {
            Self::SignedBefore { .. } | Self::Integrity { .. } => true,
            Self::Database(error) => error.is_integrity(),
            Self::StoredFile { source, .. } => source.is_damage(),
            _ => false,
        }
    }

    /// True if the file of the record could not be written or read for a reason of the disk.
    #[must_use]
    pub fn is_of_disk(&self) -> bool {
        matches!(self, Self::Database(error) if error.is_of_disk())
    }

    /// True if the surroundings are the reason (disk, permissions, another process), not what was asked.
    #[must_use]
    pub fn is_surroundings(&self) -> bool {
        match self {
            Self::File { .. } | Self::Locked { .. } | Self::Random(_) | Self::Stopped => true,
            Self::TakeIn(_) | Self::Vault(_) => true,
            Self::StoredFile { source, .. } => {
                !source.is_damage() && !matches!(**source, CopyError::Exists { .. })
            }
            Self::Database(error) => matches!(**error, DatabaseError::Sqlite { .. }),
            _ => false,
        }
    }
}

impl From<DatabaseError> for MissionError {
    fn from(error: DatabaseError) -> Self {
        Self::Database(Arc::new(error))
    }
}

impl From<TakeInError> for MissionError {
    fn from(error: TakeInError) -> Self {
        Self::TakeIn(Arc::new(error))
    }
}

impl From<VaultError> for MissionError {
    fn from(error: VaultError) -> Self {
        Self::Vault(Arc::new(error))
    }
}

impl From<RandomError> for MissionError {
    fn from(error: RandomError) -> Self {
        Self::Random(Arc::new(error))
    }
}

impl From<CheckpointError> for MissionError {
    fn from(error: CheckpointError) -> Self {
        Self::Checkpoint(Arc::new(error))
    }
}

impl From<KeyError> for MissionError {
    fn from(error: KeyError) -> Self {
        Self::Key(Arc::new(error))
    }
}
