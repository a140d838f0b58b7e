//! The record of a mission: a folder, one writer, many readers.
//!
//! ```text
//! record.sqlite     leaves, encrypted contents, projection: the only durable truth
//! keys/log.key      signs checkpoints          keys/mission.age   reads the mission's own log
//! keys/last-signed  what was signed last of each log
//! log/              checkpoint, tiles and bundles of the public log: what is shown to everybody
//! circles/NAME/     the same of a compartment log: for its circle
//! evidence/         files, encrypted
//! lock              held by the process that writes
//! ```

mod case;
mod check;
mod circles;
mod copies;
mod dates;
mod disclose;
mod draft;
mod enter;
mod erase;
mod error;
mod evidence;
mod matching;
mod people;
mod project;
mod projected;
mod publish;
mod shared;
mod surroundings;
mod tick;
mod view;
mod writer;

use std::fs::File;
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use age::secrecy::ExposeSecret as _;
use holdfire_record::{AuthorSecret, Envelope, Kind, Schedule, Settings, read_settings};
use holdfire_seal::fields::Field;
use holdfire_seal::note::{LogKey, VerifierKey};
use zeroize::Zeroizing;

pub use case::{CaseItems, SeenItem};
pub use check::{CheckReport, CheckedLog};
pub use circles::Circle;
pub use copies::{Copied, CopyKind, CopyReader, DryRun, Opened, restore};
pub use draft::{Also, Draft, Entered, Submission};
pub use erase::{Erased, ErasureRequest, Hold, HoldScope, countersign};
pub use error::{MissionError, time};
pub use evidence::{Before, EvidenceCheck, Intake, Kept, Removed, SweptEvidence, TakenFile};
pub use matching::{MOST_MATCH_ENTRIES, MatchBatch, Matching};
pub use people::{Author, Person};
pub use project::Rebuilt;
pub use publish::Published;
pub use shared::{PUBLIC, database_path};
pub use surroundings::{Clock, Surroundings, SystemClock};
pub use tick::Ticked;
pub use view::{AsOf, Audience, Seen, View};

use crate::database::Database;
use crate::disk::{Disk, write_durably};
use crate::keyring::Keyring;
use crate::object::Place;
use copies::part_of;
use enter::{NewLog, settings_name};
use error::check_name;
use publish::{Extent, Publisher};
use shared::Shared;
use tick::KEEPER;
use writer::{Job, Writer};

/// A mission that is to be made.
#[derive(Clone, Debug)]
pub struct NewMission {
    /// The name of its log, unique in the world: `example.org/mission-1`.
    pub origin: String,
    /// The steps of time that the log shows.
    pub schedule: Schedule,
    /// The name of the first person, who operates it.
    pub operator: String,
}

/// The record of a mission, open for reading.
#[derive(Clone)]
pub struct Reader {
    shared: Arc<Shared>,
}

/// The record of a mission, open for writing: by one process at a time.
pub struct Mission {
    reader: Reader,
    writer: Writer,
    /// Held by what looks at the record and enters something that depends on it: erasing, holds, persons, circles, keys.
    deciding: Mutex<()>,
    /// Held while files of evidence come or go: an entry and its file are then seen together. Taken after the other.
    evidence: Mutex<()>,
    /// Held until the mission is dropped.
    _lock: File,
}

impl std::ops::Deref for Mission {
    type Target = Reader;

    fn deref(&self) -> &Reader {
        &self.reader
    }
}

impl std::fmt::Debug for Mission {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "Mission({})", self.reader.shared.dir.display())
    }
}

impl std::fmt::Debug for Reader {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "Reader({})", self.shared.dir.display())
    }
}

/// True if a folder holds the record of a mission.
#[must_use]
pub fn is_mission(dir: &Path) -> bool {
    database_path(dir).is_file()
}

impl Reader {
    /// Opens a mission for reading. Other processes may read and one may write at the same time.
    ///
    /// `identities` read circles; what the mission's own log says is read with `keys/mission.age`, if it is there.
    ///
    /// # Errors
    /// [`MissionError`]
    pub fn open(
        dir: &Path,
        surroundings: Surroundings,
        identities: Vec<age::x25519::Identity>,
    ) -> Result<Self, MissionError> {
        if !is_mission(dir) {
            return Err(MissionError::NoMission {
                path: dir.to_owned(),
            });
        }
        let database = Database::open_for_reading(&database_path(dir))?;
        Self::over(dir, surroundings, identities, database)
    }

    fn over(
        dir: &Path,
        surroundings: Surroundings,
        mut identities: Vec<age::x25519::Identity>,
        database: Database,
    ) -> Result<Self, MissionError> {
        identities.extend(mission_identities(&*surroundings.disk, dir)?);
        let schedule = settings_in(&database, PUBLIC)?.schedule();
        let shared = Shared::new(dir, surroundings, schedule, identities, database)?;
        Ok(Self {
            shared: Arc::new(shared),
        })
    }

    /// The folder.
    #[must_use]
    pub fn dir(&self) -> &Path {
        &self.shared.dir
    }

    /// What the machine gives it.
    #[must_use]
    pub fn surroundings(&self) -> &Surroundings {
        &self.shared.surroundings
    }

    /// The settings of the public log, as its first entry states them.
    ///
    /// # Errors
    /// [`MissionError`]
    pub fn settings(&self) -> Result<Settings, MissionError> {
        self.shared.read(|database| settings_in(database, PUBLIC))
    }

    /// The published folder of each log, the public one first, with the key that signs it.
    ///
    /// # Errors
    /// [`MissionError`]
    pub fn published(&self) -> Result<Vec<(PathBuf, VerifierKey)>, MissionError> {
        self.shared.read_snapshot(|database| {
            let logs = self.shared.logs_in(database)?;
            logs.iter()
                .map(|log| {
                    let dir = publish::log_dir(self.dir(), log.row.id, &log.row.origin);
                    let settings = settings_in(database, log.row.id)?;
                    Ok((dir, settings.log_key().clone()))
                })
                .collect()
        })
    }

    /// A view: nothing is read without one.
    ///
    /// # Errors
    /// [`MissionError::Refused`] for a size that the record does not have.
    pub fn view(&self, audience: &Audience, as_of: AsOf) -> Result<View, MissionError> {
        View::new(self.shared.clone(), audience, as_of)
    }

    /// Everything that the identities read, up to now.
    ///
    /// # Errors
    /// [`MissionError`]
    pub fn now(&self) -> Result<View, MissionError> {
        self.view(&Audience::AllReadable, AsOf::Now)
    }

    /// The canonical dump of the projection: the same text for the same entries. It says nothing of what entries say.
    ///
    /// # Errors
    /// [`MissionError`]
    pub fn dump(&self) -> Result<String, MissionError> {
        self.shared
            .read_snapshot(|database| project::dump(database, &self.shared))
    }
}

impl Mission {
    /// Makes a mission in a folder that is not there yet, or empty, and opens it.
    ///
    /// It is put together beside the folder and then given its name: after a crash there is all of it or nothing.
    ///
    /// # Errors
    /// [`MissionError::NotEmpty`] and others; nothing is there then, or, if it failed after the name was given, all of it.
    pub fn create(
        dir: &Path,
        new: &NewMission,
        surroundings: Surroundings,
    ) -> Result<Self, MissionError> {
        let disk = surroundings.disk.clone();
        let empty = disk.list(dir).map_or(true, |names| names.is_empty());
        if dir.is_file() || !empty {
            return Err(MissionError::NotEmpty {
                path: dir.to_owned(),
            });
        }
        check_name("person", &new.operator)?;
        let beside = part_of(dir)?;
        remove_part(&beside)?;
        disk.create_dir_all(&beside.join("keys"))
            .map_err(MissionError::writing(&beside))?;
        // SQLite does its own writing, so that the folder is there on the real disk too.
        std::fs::create_dir_all(&beside).map_err(MissionError::writing(&beside))?;
        private_folder(&beside)?;
        Self::fill(&beside, new, &surroundings)?;
        if dir.is_dir() {
            std::fs::remove_dir(dir).map_err(MissionError::writing(dir))?;
        }
        disk.rename(&beside, dir)
            .map_err(MissionError::writing(dir))?;
        Self::open(dir, surroundings, Vec::new())
    }

    fn fill(dir: &Path, new: &NewMission, surroundings: &Surroundings) -> Result<(), MissionError> {
        let disk = &*surroundings.disk;
        let seed = Zeroizing::new(surroundings.random_bytes::<32>()?);
        let key = LogKey::from_seed(&new.origin, &seed)?;
        let identity = age::x25519::Identity::generate();
        let path = dir.join("keys").join("log.key");
        let line = Zeroizing::new(format!("{}\n", *key.to_private_text()));
        write_durably(disk, &path, line.as_bytes()).map_err(MissionError::writing(&path))?;
        write_identities(disk, dir, std::slice::from_ref(&identity))?;
        let settings = Settings::new(key.verifier().clone(), new.schedule)
            .map_err(|error| MissionError::Refused(error.to_string()))?;
        let operator = AuthorSecret(surroundings.random_bytes()?);
        let mut random = surroundings.clone();
        let ring = Keyring::generate(&mut random).map_err(keys_of(&new.origin))?;
        let reader = identity.to_public();
        let wrapped = ring
            .wrap(std::iter::once(&reader as &dyn age::Recipient))
            .map_err(keys_of(&new.origin))?;
        let mut database = Database::open(&database_path(dir))?;
        let log = NewLog {
            settings,
            ring,
            wrapped,
            slot: None,
            author: operator.clone(),
            first: vec![people::draft(&new.operator, None, &operator)],
        };
        let now = surroundings.clock.now();
        let mut batch = database.batch()?;
        let id = enter::new_log(&mut batch, surroundings, &log, now)?;
        debug_assert_eq!(id, PUBLIC);
        batch.set_meta(KEEPER, &surroundings.random_bytes::<32>()?)?;
        batch.commit()?;
        drop(database);
        let mission = Self::open(dir, surroundings.clone(), Vec::new())?;
        mission.publish()?;
        Ok(())
    }

    /// Opens a mission for writing.
    ///
    /// # Errors
    /// [`MissionError::Locked`] while another process writes; [`MissionError::SignedBefore`] at the first publishing of
    /// a record that is smaller than what was signed; others.
    pub fn open(
        dir: &Path,
        surroundings: Surroundings,
        identities: Vec<age::x25519::Identity>,
    ) -> Result<Self, MissionError> {
        if !is_mission(dir) {
            return Err(MissionError::NoMission {
                path: dir.to_owned(),
            });
        }
        let lock = lock(dir)?;
        sync_name(&*surroundings.disk, dir)?;
        copies::remove_unfinished(dir)?;
        let key = signing_key(&*surroundings.disk, dir)?.ok_or(MissionError::ForReading)?;
        let writing = Database::open(&database_path(dir))?;
        let reading = Database::open_for_reading(&database_path(dir))?;
        let reader = Reader::over(dir, surroundings, identities, reading)?;
        let writer = Writer::start(writing, reader.shared.clone(), Publisher::new(key));
        Ok(Self {
            reader,
            writer,
            deciding: Mutex::new(()),
            evidence: Mutex::new(()),
            _lock: lock,
        })
    }

    /// Gives the mission's own log new keys for what is written from now on: who had a copy of the old ones does not read
    /// it. The mission is opened again afterwards.
    ///
    /// # Errors
    /// [`MissionError`]; repeated after a crash, it begins anew.
    pub fn rotate_keys(self, by: &Author) -> Result<(), MissionError> {
        let log = self.shared.log(PUBLIC)?;
        let origin = log.row.origin;
        let mut ring = log
            .ring
            .ok_or_else(|| MissionError::NoKeys(origin.clone()))?;
        let mut random = self.surroundings().clone();
        ring.rotate(&mut random).map_err(keys_of(&origin))?;
        let disk = self.surroundings().disk.clone();
        let dir = self.dir().to_owned();
        let new = age::x25519::Identity::generate();
        // Both are in the file until the record has the keys wrapped for the new one.
        let mut both = mission_identities(&*disk, &dir)?;
        both.push(new.clone());
        write_identities(&*disk, &dir, &both)?;
        let reader = new.to_public();
        let wrapped = ring
            .wrap(std::iter::once(&reader as &dyn age::Recipient))
            .map_err(keys_of(&origin))?;
        let epoch = ring.current().0.to_string();
        let fields = vec![Field::new("epoch", epoch)];
        self.submit(Submission {
            log: PUBLIC,
            author: by.clone(),
            request: None,
            drafts: vec![Draft::note(Kind::Key, "key", fields)],
            also: vec![Also::Ring(wrapped)],
        })?;
        self.publish()?;
        write_identities(&*disk, &dir, std::slice::from_ref(&new))
    }

    /// Records that the clock of the machine was wrong: since then entries are dated no earlier than the last one.
    ///
    /// # Errors
    /// [`MissionError`]
    pub fn record_clock(&self, by: &Author, reason: &str) -> Result<(), MissionError> {
        let last = self.shared.read(|database| {
            let mut last = 0;
            for log in self.shared.logs().iter() {
                last = last.max(dates::last_date(
                    database,
                    self.shared.schedule,
                    log.row.id,
                )?);
            }
            Ok(last)
        })?;
        let now = self.surroundings().clock.now();
        let fields = vec![
            Field::new("reason", reason.as_bytes()),
            Field::new("last_entry_dated", last.to_string()),
            Field::new("clock", now.to_string()),
        ];
        self.submit(Submission {
            log: PUBLIC,
            author: by.clone(),
            request: None,
            drafts: vec![Draft::note(Kind::Clock, "clock", fields)],
            also: vec![Also::Meta(dates::CLOCK_FLOOR, last.to_be_bytes().to_vec())],
        })?;
        Ok(())
    }

    fn alone(&self) -> MutexGuard<'_, ()> {
        self.deciding.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// A handle for reading that outlives this one.
    #[must_use]
    pub fn reader(&self) -> Reader {
        self.reader.clone()
    }

    /// Enters what a submission holds, all or nothing. It is durable when this returns.
    ///
    /// # Errors
    /// [`MissionError`]; nothing was entered then.
    pub fn submit(&self, submission: Submission) -> Result<Entered, MissionError> {
        self.writer.ask(|answer| Job::Submit(submission, answer))
    }

    /// Enters one entry in a log.
    ///
    /// # Errors
    /// As [`Self::submit`].
    pub fn submit_one(&self, by: &Author, log: u32, draft: Draft) -> Result<Entered, MissionError> {
        self.submit(Submission {
            log,
            author: by.clone(),
            request: None,
            drafts: vec![draft],
            also: Vec::new(),
        })
    }

    /// Enters the tick of the newest point of the cadence, and just before it the batches of answers of the circles with
    /// matching switched on whose keys were given.
    ///
    /// # Errors
    /// [`MissionError::NoTick`] if it is there already, or entries were dated after it.
    pub fn tick(&self) -> Result<Ticked, MissionError> {
        self.writer.ask(Job::Tick)
    }

    /// Writes tiles and bundles, and signs a checkpoint of every log.
    ///
    /// # Errors
    /// [`MissionError`]; never signs a smaller tree, or another one, than was signed before.
    pub fn publish(&self) -> Result<Vec<Published>, MissionError> {
        self.writer
            .ask(|answer| Job::Publish(Extent::Added, answer))
    }

    /// Looks at every published file of every log, and writes what is missing or differs again from the record.
    ///
    /// # Errors
    /// As [`Self::publish`].
    pub fn publish_whole(&self) -> Result<Vec<Published>, MissionError> {
        self.writer
            .ask(|answer| Job::Publish(Extent::Whole, answer))
    }

    /// Makes the projection again from the entries.
    ///
    /// # Errors
    /// [`MissionError::Integrity`] for the first entry that contradicts its leaf; the old projection stays then.
    pub fn rebuild(&self) -> Result<Rebuilt, MissionError> {
        self.writer.ask(Job::Rebuild)
    }
}

fn keys_of(origin: &str) -> impl Fn(crate::keyring::KeyringError) -> MissionError + use<> {
    let origin = origin.to_owned();
    move |source| MissionError::Keys {
        origin: origin.clone(),
        source: Arc::new(source),
    }
}

/// The settings of a log, checked against its first entry.
fn settings_in(database: &Database, log: u32) -> Result<Settings, MissionError> {
    let form = |what: String| MissionError::Form {
        path: database.path().to_owned(),
        what,
        hint: "restore a copy of the mission",
    };
    let file = database.meta(&settings_name(log))?.unwrap_or_default();
    let leaf = database.leaf(Place { log, index: 0 })?.unwrap_or_default();
    let genesis = Envelope::from_bytes(&leaf).map_err(|error| form(error.to_string()))?;
    read_settings(&file, &genesis).map_err(|error| form(error.to_string()))
}

/// Makes the name of the mission's folder durable. Whoever made it may have been stopped before that, and then a power cut
/// would take the name away with everything that was entered since.
fn sync_name(disk: &dyn Disk, dir: &Path) -> Result<(), MissionError> {
    let Some(parent) = dir.parent() else {
        return Ok(());
    };
    match disk.sync_dir(parent) {
        // Who may not read the folder above made no names in it.
        Err(error) if error.kind() == std::io::ErrorKind::PermissionDenied => Ok(()),
        other => other.map_err(MissionError::writing(parent)),
    }
}

/// Takes the lock of a mission; it is held as long as the file is open.
fn lock(dir: &Path) -> Result<File, MissionError> {
    use std::io::{Read as _, Seek as _, Write as _};
    let path = dir.join("lock");
    let mut options = File::options();
    options.read(true).write(true).create(true).truncate(false);
    let mut file = options.open(&path).map_err(MissionError::writing(&path))?;
    match file.try_lock() {
        Ok(()) => {}
        Err(std::fs::TryLockError::WouldBlock) => {
            let mut holder = String::new();
            let _ = file.read_to_string(&mut holder);
            return Err(MissionError::Locked {
                path: dir.to_owned(),
                holder: holder.trim().to_owned(),
                own: std::process::id(),
            });
        }
        Err(std::fs::TryLockError::Error(error)) => {
            return Err(MissionError::writing(&path)(error));
        }
    }
    let written = file
        .set_len(0)
        .and_then(|()| file.rewind())
        .and_then(|()| write!(file, "process {}", std::process::id()));
    written.map_err(MissionError::writing(&path))?;
    Ok(file)
}

/// The key in `keys/log.key`; none in a copy for reading.
fn signing_key(disk: &dyn Disk, dir: &Path) -> Result<Option<LogKey>, MissionError> {
    let path = dir.join("keys").join("log.key");
    let Some(text) = secret_text(disk, &path)? else {
        return Ok(None);
    };
    let key = LogKey::parse(text.trim()).map_err(|error| MissionError::KeyFile {
        path,
        source: Some(Arc::new(error)),
    })?;
    Ok(Some(key))
}

/// The identities in `keys/mission.age`, a line each: one, or two while they are being changed. None in a copy that was
/// made for others.
fn mission_identities(
    disk: &dyn Disk,
    dir: &Path,
) -> Result<Vec<age::x25519::Identity>, MissionError> {
    let path = dir.join("keys").join("mission.age");
    let text = secret_text(disk, &path)?.unwrap_or_default();
    let identity = |line: &str| line.parse().ok();
    text.lines()
        .map(identity)
        .collect::<Option<Vec<_>>>()
        .ok_or(MissionError::KeyFile { path, source: None })
}

fn write_identities(
    disk: &dyn Disk,
    dir: &Path,
    identities: &[age::x25519::Identity],
) -> Result<(), MissionError> {
    let path = dir.join("keys").join("mission.age");
    // The room is taken at once: a text that grows leaves copies behind.
    let mut text = Zeroizing::new(String::with_capacity(128 * identities.len()));
    for identity in identities {
        text.push_str(identity.to_string().expose_secret());
        text.push('\n');
    }
    write_durably(disk, &path, text.as_bytes()).map_err(MissionError::writing(&path))
}

/// A file of secrets as text; none if there is none.
fn secret_text(disk: &dyn Disk, path: &Path) -> Result<Option<Zeroizing<String>>, MissionError> {
    let bytes = match disk.read(path) {
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => return Ok(None),
        other => Zeroizing::new(other.map_err(MissionError::reading(path))?),
    };
    let text = str::from_utf8(&bytes).map_err(|_| MissionError::KeyFile {
        path: path.to_owned(),
        source: None,
    })?;
    Ok(Some(Zeroizing::new(text.to_owned())))
}

/// Removes a mission that was not put together to its end. A folder of the same name that holds anything else is not
/// ours.
fn remove_part(part: &Path) -> Result<(), MissionError> {
    let entries = match std::fs::read_dir(part) {
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => return Ok(()),
        other => other.map_err(MissionError::reading(part))?,
    };
    for entry in entries {
        let name = entry.map_err(MissionError::reading(part))?.file_name();
        let name = name.to_string_lossy();
        let folders = ["keys", "log", "circles", "evidence", "lock"];
        if !folders.contains(&&*name) && !name.starts_with("record.sqlite") {
            return Err(MissionError::NotEmpty {
                path: part.to_owned(),
            });
        }
    }
    std::fs::remove_dir_all(part).map_err(MissionError::writing(part))
}

/// Makes a folder one that only its owner opens.
fn private_folder(dir: &Path) -> Result<(), MissionError> {
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt as _;
        let mode = std::fs::Permissions::from_mode(0o700);
        std::fs::set_permissions(dir, mode).map_err(MissionError::writing(dir))?;
    }
    Ok(())
}

#[cfg(test)]
mod tests;
