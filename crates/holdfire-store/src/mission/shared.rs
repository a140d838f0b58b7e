//! What the writer and all readers of a mission have in common.

use std::path::{Path, PathBuf};
use std::sync::{Mutex, PoisonError, RwLock, RwLockReadGuard};

use holdfire_record::Schedule;

use super::error::MissionError;
use super::surroundings::Surroundings;
use crate::database::{Database, LogRow};
use crate::keyring::Keyring;

/// No more connections are kept for later readers.
const MOST_IDLE: usize = 8;

/// The number of the public log.
pub const PUBLIC: u32 = 1;

/// A log, with the keys of its circle where an identity that was given reads it.
#[derive(Clone)]
pub(super) struct Log {
    pub row: LogRow,
    pub ring: Option<Keyring>,
}

/// What all parts of an open mission share.
pub(super) struct Shared {
    pub dir: PathBuf,
    pub surroundings: Surroundings,
    pub schedule: Schedule,
    identities: Vec<age::x25519::Identity>,
    logs: RwLock<Vec<Log>>,
    idle: Mutex<Vec<Database>>,
}

impl Shared {
    /// `database` becomes the first reader.
    pub fn new(
        dir: &Path,
        surroundings: Surroundings,
        schedule: Schedule,
        identities: Vec<age::x25519::Identity>,
        database: Database,
    ) -> Result<Self, MissionError> {
        let shared = Self {
            dir: dir.to_owned(),
            surroundings,
            schedule,
            identities,
            logs: RwLock::default(),
            idle: Mutex::default(),
        };
        shared.read_logs(&database)?;
        shared.give_back(database);
        Ok(shared)
    }

    /// Reads the list of logs again, and unwraps the keys that the identities unwrap.
    pub fn read_logs(&self, database: &Database) -> Result<(), MissionError> {
        let logs = self.logs_in(database)?;
        *self.logs.write().unwrap_or_else(PoisonError::into_inner) = logs;
        Ok(())
    }

    /// The logs as the file has them now: another process may have made some, or changed keys. In a snapshot, keys and
    /// entries fit together. Nothing is kept of it, since the writer may be further already.
    pub fn logs_in(&self, database: &Database) -> Result<Vec<Log>, MissionError> {
        let known = self.logs();
        let log = |row: LogRow| {
            let same = |log: &&Log| log.row.id == row.id && log.row.ring == row.ring;
            let ring = match known.iter().find(same) {
                Some(log) => log.ring.clone(),
                None => self.unwrap(&row),
            };
            Log { row, ring }
        };
        Ok(database.logs()?.into_iter().map(log).collect())
    }

    /// Keys that do not unwrap are those of a circle that nobody here reads.
    fn unwrap(&self, row: &LogRow) -> Option<Keyring> {
        let identities = self.identities.iter().map(|i| i as &dyn age::Identity);
        Keyring::unwrap(row.ring.as_deref()?, identities).ok()
    }

    pub fn logs(&self) -> RwLockReadGuard<'_, Vec<Log>> {
        self.logs.read().unwrap_or_else(PoisonError::into_inner)
    }

    /// A log by its number.
    pub fn log(&self, id: u32) -> Result<Log, MissionError> {
        let logs = self.logs();
        let found = logs.iter().find(|log| log.row.id == id);
        found.cloned().ok_or_else(|| MissionError::Unknown {
            what: "log",
            name: id.to_string(),
            known_names: logs.iter().map(|log| log.row.id.to_string()).collect(),
        })
    }

    /// Asks the file as of one moment.
    pub fn read_snapshot<T>(
        &self,
        ask: impl FnOnce(&Database) -> Result<T, MissionError>,
    ) -> Result<T, MissionError> {
        self.read(|database| {
            database.begin_snapshot()?;
            let answer = ask(database);
            database.end_snapshot()?;
            answer
        })
    }

    /// Asks the file, on a connection of the pool.
    pub fn read<T>(
        &self,
        ask: impl FnOnce(&Database) -> Result<T, MissionError>,
    ) -> Result<T, MissionError> {
        let idle = self
            .idle
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
            .pop();
        let database = match idle {
            Some(database) => database,
            None => Database::open_for_reading(&database_path(&self.dir))?,
        };
        let answer = ask(&database);
        self.give_back(database);
        answer
    }

    /// Closes the connections that nobody uses: they keep the write-ahead log alive.
    pub fn close_idle(&self) {
        self.idle
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
            .clear();
    }

    fn give_back(&self, database: Database) {
        let mut idle = self.idle.lock().unwrap_or_else(PoisonError::into_inner);
        if idle.len() < MOST_IDLE {
            idle.push(database);
        }
    }
}

/// The file of the record.
pub fn database_path(dir: &Path) -> PathBuf {
    dir.join("record.sqlite")
}
