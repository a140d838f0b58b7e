//! The one SQLite file of the accounts, readable by its owner only, and what makes its tables.
//!
//! When a transaction has returned, it survives a crash of the process and of the machine (write-ahead log,
//! `synchronous=FULL`). Several processes may have the file open: the server, and a command beside it.

use std::fs::OpenOptions;
use std::io;
use std::path::{Path, PathBuf};
use std::time::Duration;

use holdfire_store::tables::{Tables, TablesError};
use rusqlite::{Connection, ErrorCode, OpenFlags, Transaction, TransactionBehavior};
use thiserror::Error;

const TABLES: Tables = Tables {
    name: "a table of accounts",
    application: 0x6866_4143, // "hfAC"
    steps: &[FIRST],
};

/// So long a transaction waits for another process.
const WAIT_FOR_OTHERS: Duration = Duration::from_secs(5);
const STEP_OF_WAITING: Duration = Duration::from_millis(10);

const FIRST: &str = "
-- Times are POSIX seconds. A `seal` is the mark of the key over the other columns that let somebody in.
create table account (
  id integer primary key autoincrement,
  name text not null unique,
  enrolled integer not null,
  -- A PHC string; empty from a reset until the next enrolment.
  password text not null,
  -- The secret of the code generator, encrypted.
  totp blob not null,
  -- The last step of 30 seconds whose code was accepted: no code is accepted twice.
  totp_step integer not null,
  disabled integer not null,
  seal blob not null
);
create table invitation (
  digest blob primary key,
  name text not null unique,
  by text not null,
  made integer not null,
  until integer not null,
  totp blob not null,
  seal blob not null
) without rowid;
-- Keyed digests of the codes that were not used yet.
create table recovery_code (
  digest blob primary key,
  account integer not null references account (id) on delete cascade
) without rowid;
create table session (
  id integer primary key autoincrement,
  digest blob not null unique,
  account integer not null references account (id) on delete cascade,
  made integer not null,
  used integer not null,
  proved integer not null, -- when a second factor was last shown
  device text not null,
  seal blob not null
);
create index session_account on session (account);
create table token (
  id integer primary key autoincrement,
  digest blob not null unique,
  account integer not null references account (id) on delete cascade,
  name text not null,
  scopes text not null,
  made integer not null,
  until integer not null,
  used_day integer, -- days since 1970, no finer
  seal blob not null
);
create index token_account on token (account);
create table passkey (
  id integer primary key autoincrement,
  credential blob not null unique, -- what the authenticator calls it
  account integer not null references account (id) on delete cascade,
  name text not null,
  key blob not null, -- the public key, COSE
  count integer not null, -- the counter of the authenticator; 0 if it has none
  made integer not null,
  used_day integer,
  seal blob not null
);
create index passkey_account on passkey (account);
-- Failed attempts since the last that succeeded, by a keyed digest of what was tried.
create table failure (
  bucket blob primary key,
  known integer not null, -- 0: of a name that no account has; such rows are kept only so many
  count integer not null,
  last integer not null,
  until integer not null
) without rowid;
create index failure_unknown on failure (last) where known = 0;
create table event (
  id integer primary key autoincrement,
  at integer not null,
  account text not null,
  kind text not null,
  by text not null,
  address text -- erased after 30 days
);
create index event_account on event (account, at);
create table failure_hour (
  account text not null, -- empty: names that no account has
  hour integer not null, -- hours since 1970
  count integer not null,
  primary key (account, hour)
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
    /// The file system says no.
    #[error("{}: the table of accounts cannot be made", path.display())]
    Io {
        /// The file.
        path: PathBuf,
        /// What the system says.
        source: io::Error,
    },
    /// Not a table of accounts of this program, or it was changed.
    #[error(transparent)]
    Tables(TablesError),
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
    pub(crate) fn at(path: &Path, source: rusqlite::Error) -> Self {
        Self::Sqlite {
            path: path.to_owned(),
            source,
        }
    }

    /// True if what SQLite finds in the file cannot be, or the file was changed.
    #[must_use]
    pub fn is_integrity(&self) -> bool {
        use rusqlite::ErrorCode::{DatabaseCorrupt, NotADatabase};
        match self {
            Self::Tables(error) => error.is_integrity(),
            Self::Sqlite { source, .. } => matches!(
                source.sqlite_error_code(),
                Some(DatabaseCorrupt | NotADatabase)
            ),
            Self::Io { .. } => false,
        }
    }
}

/// The file, opened.
#[derive(Debug)]
pub(crate) struct Database {
    path: PathBuf,
    connection: Connection,
}

impl Database {
    /// Opens the file, or makes it.
    pub(crate) fn open(path: &Path) -> Result<Self, DatabaseError> {
        let at = |source| DatabaseError::at(path, source);
        private_file(path).map_err(|source| DatabaseError::Io {
            path: path.to_owned(),
            source,
        })?;
        let flags = OpenFlags::SQLITE_OPEN_READ_WRITE | OpenFlags::SQLITE_OPEN_NO_MUTEX;
        let mut connection = Connection::open_with_flags(path, flags).map_err(at)?;
        connection.busy_timeout(WAIT_FOR_OTHERS).map_err(at)?;
        // What is deleted is overwritten, and nothing goes into temporary files.
        connection
            .execute_batch(
                "pragma secure_delete = on; pragma cell_size_check = on; pragma trusted_schema = off; \
                 pragma temp_store = memory; pragma foreign_keys = on;",
            )
            .map_err(at)?;
        connection.set_prepared_statement_cache_capacity(64);
        TABLES.make(&mut connection, path)?;
        write_ahead(&connection).map_err(at)?;
        holdfire_store::counting::watch(&connection);
        Ok(Self {
            path: path.to_owned(),
            connection,
        })
    }

    pub(crate) fn path(&self) -> &Path {
        &self.path
    }

    pub(crate) fn connection(&self) -> &Connection {
        &self.connection
    }

    /// Begins a transaction that writes; nobody else does meanwhile.
    pub(crate) fn transaction(&mut self) -> rusqlite::Result<Transaction<'_>> {
        self.connection
            .transaction_with_behavior(TransactionBehavior::Immediate)
    }

    /// A number that changes when another process has changed the file.
    pub(crate) fn data_version(&self) -> rusqlite::Result<i64> {
        self.connection
            .prepare_cached("pragma data_version")?
            .query_row([], |row| row.get(0))
    }
}

/// Switches the file to a write-ahead log, once; who opens it at the same moment has to come again, since SQLite does not
/// wait here.
fn write_ahead(connection: &Connection) -> rusqlite::Result<()> {
    let mut left = WAIT_FOR_OTHERS;
    loop {
        match connection.execute_batch("pragma journal_mode = wal; pragma synchronous = full;") {
            Err(error)
                if error.sqlite_error_code() == Some(ErrorCode::DatabaseBusy)
                    && !left.is_zero() =>
            {
                std::thread::sleep(STEP_OF_WAITING);
                left = left.saturating_sub(STEP_OF_WAITING);
            }
            other => return other,
        }
    }
}

/// Makes an empty file for its owner alone, never over another one.
pub(crate) fn new_private_file(path: &Path) -> Result<(), DatabaseError> {
    let mut options = OpenOptions::new();
    options.write(true).create_new(true);
    #[cfg(unix)]
    {
        use std::os::unix::fs::OpenOptionsExt as _;
        options.mode(0o600);
    }
    let made = options.open(path).map(drop);
    made.map_err(|source| DatabaseError::Io {
        path: path.to_owned(),
        source,
    })
}

/// Makes the file if it is not there, for its owner alone from the beginning; what SQLite makes beside it has its mode.
fn private_file(path: &Path) -> io::Result<()> {
    let mut options = OpenOptions::new();
    options.append(true).create(true);
    #[cfg(unix)]
    {
        use std::os::unix::fs::OpenOptionsExt as _;
        options.mode(0o600);
    }
    options.open(path).map(drop)
}
