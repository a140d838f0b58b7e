//! One SQLite file: the leaves of all logs (the only durable truth about what was appended, and in which order), what the
//! entries say, encrypted, and the projection.
//!
//! A batch is one transaction. When [`Database::append`] returns, the batch survives a crash of the process and of the machine
//! (write-ahead log, `synchronous=FULL`); when it fails, none of the batch is there.

mod batch;
mod read;
mod sum;

use std::path::{Path, PathBuf};

use holdfire_seal::{Frontier, Hash};
use rusqlite::{Connection, OpenFlags, OptionalExtension as _};
use thiserror::Error;

use crate::disk::private_file;
use crate::tables::{Tables, TablesError};

pub use batch::{Batch, Keep, NewObject};
pub use read::{Binding, Forgotten, LogRow, StoredObject, Version, VersionFilter};

/// Bits of a place that hold the index in its log; the bits above hold the number of the log.
const INDEX_BITS: u32 = 40;

/// The pages that the writer keeps in memory. Subjects of a batch lie all over the projection; of a million entries it has
/// 60 MB.
const WRITER_CACHE_KIB: u32 = 64 << 10;

/// So many pages of 4 KiB gather in the write-ahead log before they are copied into the file: a page that is written in
/// many batches is then copied once.
const WAL_PAGES: u32 = 4_000;

const TABLES: Tables = Tables {
    name: "a record",
    application: 0x6866_5243, // "hfRC"
    steps: &[FIRST],
};

const FIRST: &str = "
create table log (
  id integer primary key,
  origin text not null unique,
  -- The right edge of the tree over all entries of this log: what its root is computed from.
  edge blob not null,
  -- The keys of its circle, wrapped for its readers.
  ring blob,
  -- Of a compartment log: its place in every tick.
  slot integer unique
);
create table entry (
  place integer primary key, -- log << 40 | index
  leaf blob not null
);
-- What an entry says, encrypted. An erased one has no key and no bytes.
create table object (
  place integer primary key,
  kind integer not null,
  tag blob not null, -- keyed hash of the subject
  effect integer not null,
  epoch integer not null,
  wrapped_key blob,
  sealed blob not null
);
-- The projection: which entry says what a subject is, since which index of its log and until which.
create table version (
  log integer not null,
  kind integer not null,
  tag blob not null,
  since integer not null,
  until integer,
  primary key (log, kind, tag, since)
) without rowid;
-- Requests that were carried out, so that repeating one enters nothing twice.
create table request (
  log integer not null,
  id blob not null,
  first integer not null,
  count integer not null,
  primary key (log, id)
) without rowid;
-- What a tick bound of a compartment log, and the opening of its slot.
create table binding (
  log integer not null,
  tick integer not null,
  size integer not null,
  opening blob not null,
  primary key (log, tick)
) without rowid;
create table meta (
  name text primary key,
  value blob not null
) without rowid;
";

/// Why the table cannot be used.
#[derive(Debug, Error)]
pub enum DatabaseError {
    /// What SQLite or the disk says.
    #[error("{}: {source}", path.display())]
    Sqlite {
        /// The file.
        path: PathBuf,
        /// What SQLite says.
        source: rusqlite::Error,
    },
    /// Not a record of this program, or its tables were changed.
    #[error(transparent)]
    Tables(TablesError),
    /// There is no such log.
    #[error("{}: there is no log of the number {log}", path.display())]
    NoLog {
        /// The file.
        path: PathBuf,
        /// The number that was asked for.
        log: u32,
    },
    /// The entries and the edge of the tree that is kept with them contradict each other: writing must stop.
    #[error(
        "{}: log {log} contradicts itself: its entries come to size {found_size}, root {found_root}; \
         the tree kept with them has size {kept_size}, root {kept_root}\n\
         hint: keep this file as it is and restore a copy elsewhere",
        path.display()
    )]
    Contradiction {
        /// The file.
        path: PathBuf,
        /// The number of the log.
        log: u32,
        /// How many entries follow each other without a gap.
        found_size: u64,
        /// The root over them.
        found_root: Hash,
        /// The size that is kept.
        kept_size: u64,
        /// The root that is kept.
        kept_root: Hash,
    },
    /// What is kept beside the leaves and the sum over it contradict each other.
    #[error(
        "{}: keys, contents, requests, bindings or settings were changed since they were written: they add up to {found}, \
         and with them {kept} was kept\n\
         hint: keep this file as it is and restore a copy elsewhere",
        path.display()
    )]
    Sum {
        /// The file.
        path: PathBuf,
        /// What the rows come to.
        found: Hash,
        /// What was kept with the last batch.
        kept: Hash,
    },
    /// The edge of a tree cannot be read.
    #[error("{}: the tree kept with log {log} cannot be read", path.display())]
    Edge {
        /// The file.
        path: PathBuf,
        /// The number of the log.
        log: u32,
    },
}

impl From<TablesError> for DatabaseError {
    fn from(error: TablesError) -> Self {
        match error {
            TablesError::Sqlite { path, source } => Self::Sqlite { path, source },
            other => Self::Tables(other),
        }
    }
}

impl DatabaseError {
    /// True if the disk is full or fails.
    #[must_use]
    pub fn is_of_disk(&self) -> bool {
        use rusqlite::ErrorCode::{DiskFull, SystemIoFailure};
        let Self::Sqlite { source, .. } = self else {
            return false;
        };
        matches!(source.sqlite_error_code(), Some(DiskFull | SystemIoFailure))
    }

    /// True if the file contradicts itself, or what SQLite finds in it cannot be.
    #[must_use]
    pub fn is_integrity(&self) -> bool {
        use rusqlite::ErrorCode::{DatabaseCorrupt, NotADatabase};
        match self {
            Self::Contradiction { .. } | Self::Sum { .. } | Self::Edge { .. } => true,
            Self::Tables(error) => error.is_integrity(),
            Self::Sqlite { source, .. } => matches!(
                source.sqlite_error_code(),
                Some(DatabaseCorrupt | NotADatabase)
            ),
            Self::NoLog { .. } => false,
        }
    }

    fn at(path: &Path, source: rusqlite::Error) -> Self {
        Self::Sqlite {
            path: path.to_owned(),
            source,
        }
    }
}

/// The file of a mission, opened. One process at a time opens it for writing: the caller holds the lock of the mission.
#[derive(Debug)]
pub struct Database {
    path: PathBuf,
    connection: Connection,
}

impl Database {
    /// Opens the file, or makes it.
    ///
    /// # Errors
    /// [`DatabaseError::Tables`] for a file that is not ours; [`DatabaseError::Sqlite`] for what SQLite says.
    pub fn open(path: &Path) -> Result<Self, DatabaseError> {
        let at = |source| DatabaseError::at(path, source);
        if !path.exists() {
            // Its owner alone opens it, from the beginning; what SQLite makes beside it has the mode of the file.
            private_file(path).map_err(|error| cannot_make(path, &error))?;
        }
        let flags = OpenFlags::SQLITE_OPEN_READ_WRITE | OpenFlags::SQLITE_OPEN_NO_MUTEX;
        let mut connection = Connection::open_with_flags(path, flags).map_err(at)?;
        // What is deleted is overwritten, a damaged page is noticed when it is read, and what SQLite needs to undo a part of
        // a batch goes into no temporary file.
        connection
            .execute_batch(
                "pragma secure_delete = on; pragma cell_size_check = on; \
                 pragma trusted_schema = off; pragma temp_store = memory;",
            )
            .map_err(at)?;
        TABLES.make(&mut connection, path)?;
        connection
            .execute_batch(&format!(
                "pragma journal_mode = wal; pragma synchronous = full; \
                 pragma cache_size = -{WRITER_CACHE_KIB}; \
                 pragma wal_autocheckpoint = {WAL_PAGES};"
            ))
            .map_err(at)?;
        crate::counting::watch(&connection);
        Ok(Self {
            path: path.to_owned(),
            connection,
        })
    }

    /// Opens the file for reading only. What another process writes is seen.
    ///
    /// # Errors
    /// As [`Self::open`], and if there is no file.
    pub fn open_for_reading(path: &Path) -> Result<Self, DatabaseError> {
        let flags = OpenFlags::SQLITE_OPEN_READ_ONLY | OpenFlags::SQLITE_OPEN_NO_MUTEX;
        let readable = |connection: &Connection| {
            connection.pragma_query_value(None, "user_version", |row| row.get::<_, u32>(0))
        };
        let opened = Connection::open_with_flags(path, flags)
            .and_then(|connection| readable(&connection).map(|_| connection));
        // In a folder that cannot be written, a file that was closed well is read as one that nobody changes.
        let connection = match opened {
            Err(source) if !has_log(path) && is_cannot_open(&source) => {
                let name = format!("file:{}?immutable=1", escaped(path));
                Connection::open_with_flags(name, flags | OpenFlags::SQLITE_OPEN_URI)
            }
            other => other,
        };
        let connection = connection.map_err(|source| DatabaseError::at(path, source))?;
        connection
            .execute_batch("pragma cell_size_check = on; pragma trusted_schema = off;")
            .map_err(|source| DatabaseError::at(path, source))?;
        TABLES.check(&connection, path)?;
        crate::counting::watch(&connection);
        Ok(Self {
            path: path.to_owned(),
            connection,
        })
    }

    /// Begins a batch: one transaction.
    ///
    /// # Errors
    /// [`DatabaseError::Sqlite`]
    pub fn batch(&mut self) -> Result<Batch<'_>, DatabaseError> {
        let transaction = self
            .connection
            .transaction()
            .map_err(|source| DatabaseError::at(&self.path, source))?;
        Ok(Batch::new(transaction, self.path.clone()))
    }

    /// Appends leaves to a log, all or none, and gives the index of the first. Durable when it returns.
    ///
    /// # Errors
    /// [`DatabaseError`]; nothing was appended then.
    pub fn append<'a>(
        &mut self,
        log: u32,
        leaves: impl Iterator<Item = &'a [u8]>,
    ) -> Result<u64, DatabaseError> {
        let mut batch = self.batch()?;
        let first = batch.append(log, leaves)?;
        batch.commit()?;
        Ok(first)
    }
}

fn cannot_make(path: &Path, error: &std::io::Error) -> DatabaseError {
    let code = rusqlite::ffi::Error::new(rusqlite::ffi::SQLITE_CANTOPEN);
    DatabaseError::at(
        path,
        rusqlite::Error::SqliteFailure(code, Some(error.to_string())),
    )
}

/// True if a write-ahead log with something in it lies beside the file.
fn has_log(path: &Path) -> bool {
    let mut log = path.as_os_str().to_owned();
    log.push("-wal");
    std::fs::metadata(log).is_ok_and(|log| log.len() > 0)
}

fn is_cannot_open(error: &rusqlite::Error) -> bool {
    use rusqlite::ErrorCode::{CannotOpen, ReadOnly};
    matches!(error.sqlite_error_code(), Some(CannotOpen | ReadOnly))
}

/// A path as it stands in a URI file name.
fn escaped(path: &Path) -> String {
    let text = path.to_string_lossy();
    text.replace('%', "%25")
        .replace('?', "%3f")
        .replace('#', "%23")
}

fn place_of(log: u32, index: u64) -> i64 {
    let place = u64::from(log) << INDEX_BITS | index;
    i64::try_from(place).expect("a mission has far fewer than 2^23 logs of 2^40 entries")
}

fn frontier(connection: &Connection, path: &Path, log: u32) -> Result<Frontier, DatabaseError> {
    let edge: Option<Vec<u8>> = connection
        .prepare_cached("select edge from log where id = ?1")
        .and_then(|mut select| select.query_row([log], |row| row.get(0)).optional())
        .map_err(|source| DatabaseError::Sqlite {
            path: path.to_owned(),
            source,
        })?;
    let path = path.to_owned();
    let Some(edge) = edge else {
        return Err(DatabaseError::NoLog { path, log });
    };
    Frontier::from_bytes(&edge).map_err(|_| DatabaseError::Edge { path, log })
}

#[cfg(test)]
mod tests;
