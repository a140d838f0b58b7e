//! The leaves of all logs in one SQLite file: the only durable truth about what was appended, and in which order.
//!
//! A batch is one transaction. When [`LogTable::append`] returns, the batch survives a crash of the process and of the machine
//! (write-ahead log, `synchronous=FULL`); when it fails, none of the batch is there.

use std::path::{Path, PathBuf};

use holdfire_seal::{Frontier, Hash};
use rusqlite::{Connection, OpenFlags, OptionalExtension as _, params};
use thiserror::Error;

/// The version of the tables, as SQLite's `user_version`.
const VERSION: u32 = 1;

/// What marks a file as ours, as SQLite's `application_id`: "hfRC".
const APPLICATION: u32 = 0x6866_5243;

/// Bits of a place that hold the index in its log; the bits above hold the number of the log.
const INDEX_BITS: u32 = 40;

const TABLES: &str = "
create table log (
  id integer primary key,
  origin text not null unique,
  -- The right edge of the tree over all entries of this log: what its root is computed from.
  edge blob not null
);
create table entry (
  place integer primary key, -- log << 40 | index
  leaf blob not null
);
";

/// Why the table cannot be used.
#[derive(Debug, Error)]
pub enum TableError {
    /// What SQLite or the disk says.
    #[error("{}: {source}", path.display())]
    Sqlite {
        /// The file.
        path: PathBuf,
        /// What SQLite says.
        source: rusqlite::Error,
    },
    /// Not a file of this program, or of a newer one.
    #[error(
        "{}: not a record that this program can open (application {application:#x}, version {version})\n\
         hint: a newer holdfire may be needed, or this is another file",
        path.display()
    )]
    Foreign {
        /// The file.
        path: PathBuf,
        /// What marks the file.
        application: u32,
        /// The version of its tables.
        version: u32,
    },
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
    /// The edge of a tree cannot be read.
    #[error("{}: the tree kept with log {log} cannot be read", path.display())]
    Edge {
        /// The file.
        path: PathBuf,
        /// The number of the log.
        log: u32,
    },
}

/// The leaves of all logs, opened for writing. One at a time: the caller holds the lock of the mission.
#[derive(Debug)]
pub struct LogTable {
    path: PathBuf,
    connection: Connection,
}

impl LogTable {
    /// Opens the file, or makes it.
    ///
    /// # Errors
    /// [`TableError::Foreign`] for a file that is not ours; [`TableError::Sqlite`] for what SQLite says.
    pub fn open(path: &Path) -> Result<Self, TableError> {
        let at = |source| TableError::Sqlite {
            path: path.to_owned(),
            source,
        };
        let flags = OpenFlags::SQLITE_OPEN_READ_WRITE
            | OpenFlags::SQLITE_OPEN_CREATE
            | OpenFlags::SQLITE_OPEN_NO_MUTEX;
        let mut connection = Connection::open_with_flags(path, flags).map_err(at)?;
        // What is deleted is overwritten, and a damaged page is noticed when it is read.
        connection
            .execute_batch(
                "pragma secure_delete = on; pragma cell_size_check = on; pragma foreign_keys = on;",
            )
            .map_err(at)?;
        let number = |name: &str| connection.pragma_query_value(None, name, |row| row.get(0));
        let (application, version): (u32, u32) = (
            number("application_id").map_err(at)?,
            number("user_version").map_err(at)?,
        );
        let tables: u32 = connection
            .query_row("select count(*) from sqlite_schema", [], |row| row.get(0))
            .map_err(at)?;
        match (application, version, tables) {
            (0, 0, 0) => create(&mut connection).map_err(at)?,
            (APPLICATION, VERSION, _) => {}
            _ => {
                return Err(TableError::Foreign {
                    path: path.to_owned(),
                    application,
                    version,
                });
            }
        }
        connection
            .execute_batch("pragma journal_mode = wal; pragma synchronous = full;")
            .map_err(at)?;
        Ok(Self {
            path: path.to_owned(),
            connection,
        })
    }

    fn sqlite(&self) -> impl Fn(rusqlite::Error) -> TableError + use<> {
        let path = self.path.clone();
        move |source| TableError::Sqlite {
            path: path.clone(),
            source,
        }
    }

    /// The number of the log of an origin; makes it if there is none.
    ///
    /// # Errors
    /// [`TableError::Sqlite`]
    pub fn log(&mut self, origin: &str) -> Result<u32, TableError> {
        let at = self.sqlite();
        let found = self
            .connection
            .query_row("select id from log where origin = ?1", [origin], |row| {
                row.get(0)
            })
            .optional()
            .map_err(&at)?;
        if let Some(id) = found {
            return Ok(id);
        }
        let empty = Frontier::new().to_bytes();
        self.connection
            .query_row(
                "insert into log (origin, edge) values (?1, ?2) returning id",
                params![origin, empty],
                |row| row.get(0),
            )
            .map_err(&at)
    }

    /// The right edge of the tree of a log, as it was kept with the last batch.
    ///
    /// # Errors
    /// [`TableError::NoLog`], [`TableError::Edge`] or [`TableError::Sqlite`].
    pub fn frontier(&self, log: u32) -> Result<Frontier, TableError> {
        frontier(&self.connection, &self.path, log)
    }

    /// Appends leaves to a log, all or none, and gives the index of the first. Durable when it returns.
    ///
    /// # Errors
    /// [`TableError`]; nothing was appended then.
    pub fn append<'a>(
        &mut self,
        log: u32,
        leaves: impl Iterator<Item = &'a [u8]>,
    ) -> Result<u64, TableError> {
        let at = self.sqlite();
        let transaction = self.connection.transaction().map_err(&at)?;
        let mut edge = frontier(&transaction, &self.path, log)?;
        let first = edge.size();
        {
            let mut insert = transaction
                .prepare_cached("insert into entry (place, leaf) values (?1, ?2)")
                .map_err(&at)?;
            for leaf in leaves {
                insert
                    .execute(params![place(log, edge.size()), leaf])
                    .map_err(&at)?;
                edge.push(Hash::leaf(leaf));
            }
        }
        transaction
            .prepare_cached("update log set edge = ?2 where id = ?1")
            .and_then(|mut update| update.execute(params![log, edge.to_bytes()]))
            .map_err(&at)?;
        transaction.commit().map_err(&at)?;
        Ok(first)
    }

    /// Reads the leaves of a log in order, from an index on.
    ///
    /// # Errors
    /// [`TableError::Sqlite`]
    pub fn read(
        &self,
        log: u32,
        from: u64,
        mut leaf: impl FnMut(u64, &[u8]),
    ) -> Result<(), TableError> {
        let at = self.sqlite();
        let mut select = self
            .connection
            .prepare_cached(
                "select place, leaf from entry where place >= ?1 and place < ?2 order by place",
            )
            .map_err(&at)?;
        let range = params![place(log, from), place(log + 1, 0)];
        let mut rows = select.query(range).map_err(&at)?;
        while let Some(row) = rows.next().map_err(&at)? {
            let place: i64 = row.get(0).map_err(&at)?;
            let bytes = row.get_ref(1).map_err(&at)?;
            let bytes = bytes.as_blob().map_err(|error| at(error.into()))?;
            leaf(place.unsigned_abs() & ((1 << INDEX_BITS) - 1), bytes);
        }
        Ok(())
    }

    /// Hashes every entry of a log again and compares with the tree that was kept with them; gives its edge.
    ///
    /// # Errors
    /// [`TableError::Contradiction`] with both states if an entry was changed, removed, added or moved.
    pub fn verify(&self, log: u32) -> Result<Frontier, TableError> {
        let kept = self.frontier(log)?;
        let mut found = Frontier::new();
        let mut gap = false;
        self.read(log, 0, |index, leaf| {
            gap |= index != found.size();
            if !gap {
                found.push(Hash::leaf(leaf));
            }
        })?;
        if gap || found.size() != kept.size() || found.root() != kept.root() {
            return Err(TableError::Contradiction {
                path: self.path.clone(),
                log,
                found_size: found.size(),
                found_root: found.root(),
                kept_size: kept.size(),
                kept_root: kept.root(),
            });
        }
        Ok(found)
    }
}

fn create(connection: &mut Connection) -> rusqlite::Result<()> {
    let transaction = connection.transaction()?;
    transaction.execute_batch(TABLES)?;
    transaction.pragma_update(None, "application_id", APPLICATION)?;
    transaction.pragma_update(None, "user_version", VERSION)?;
    transaction.commit()
}

fn place(log: u32, index: u64) -> i64 {
    let place = u64::from(log) << INDEX_BITS | index;
    i64::try_from(place).expect("a mission has far fewer than 2^23 logs of 2^40 entries")
}

fn frontier(connection: &Connection, path: &Path, log: u32) -> Result<Frontier, TableError> {
    let edge: Option<Vec<u8>> = connection
        .prepare_cached("select edge from log where id = ?1")
        .and_then(|mut select| select.query_row([log], |row| row.get(0)).optional())
        .map_err(|source| TableError::Sqlite {
            path: path.to_owned(),
            source,
        })?;
    let path = path.to_owned();
    let Some(edge) = edge else {
        return Err(TableError::NoLog { path, log });
    };
    Frontier::from_bytes(&edge).map_err(|_| TableError::Edge { path, log })
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A file in a folder of its own, removed at the end.
    struct Place(PathBuf);

    impl Place {
        fn new(name: &str) -> Self {
            let dir = std::env::temp_dir().join(format!("holdfire-{name}-{}", std::process::id()));
            let _ = std::fs::remove_dir_all(&dir);
            std::fs::create_dir_all(&dir).expect("a folder can be made");
            Self(dir)
        }

        fn file(&self) -> PathBuf {
            self.0.join("record.sqlite")
        }

        fn table(&self) -> LogTable {
            LogTable::open(&self.file()).expect("it opens")
        }

        /// Changes the file behind the back of the table.
        fn meddle(&self, sql: &str) {
            let connection = Connection::open(self.file()).expect("it opens");
            connection.execute_batch(sql).expect("good SQL");
        }
    }

    impl Drop for Place {
        fn drop(&mut self) {
            let _ = std::fs::remove_dir_all(&self.0);
        }
    }

    fn append(table: &mut LogTable, log: u32, leaves: &[&[u8]]) -> u64 {
        table
            .append(log, leaves.iter().copied())
            .expect("it is appended")
    }

    fn read(table: &LogTable, log: u32) -> Vec<(u64, Vec<u8>)> {
        let mut all = Vec::new();
        let read = table.read(log, 0, |index, leaf| all.push((index, leaf.to_vec())));
        read.expect("it reads");
        all
    }

    #[test]
    fn what_was_appended_is_there_after_reopening_each_log_by_itself() {
        let place = Place::new("reopen");
        {
            let mut table = place.table();
            let (one, other) = (
                table.log("a/1").expect("made"),
                table.log("a/2").expect("made"),
            );
            assert_eq!(append(&mut table, one, &[b"x", b"y"]), 0);
            assert_eq!(append(&mut table, other, &[b"u"]), 0);
            assert_eq!(append(&mut table, one, &[b"z"]), 2);
        }
        let mut table = place.table();
        let one = table.log("a/1").expect("it was made");
        let expected: Vec<(u64, Vec<u8>)> = (0..)
            .zip([b"x".to_vec(), b"y".to_vec(), b"z".to_vec()])
            .collect();
        assert_eq!(read(&table, one), expected);
        let mut tree = holdfire_seal::Tree::new();
        for leaf in [b"x", b"y", b"z"] {
            tree.push(Hash::leaf(leaf));
        }
        assert_eq!(table.verify(one).expect("unchanged").root(), tree.root());
    }

    #[test]
    fn every_change_behind_its_back_is_seen_and_both_states_are_named() {
        for sql in [
            "update entry set leaf = x'79' where rowid & 7 = 0",
            "delete from entry where rowid & 7 = 4",
            "delete from entry where rowid & 7 = 1",
            "insert into entry values ((select max(place) from entry) + 1, x'00')",
            "update entry set place = place + 64 where rowid & 7 = 4",
            "update log set edge = (select edge from log where origin = 'a/2')",
        ] {
            let place = Place::new("meddle");
            let mut table = place.table();
            let log = table.log("a/1").expect("made");
            table.log("a/2").expect("made");
            append(&mut table, log, &[b"0", b"1", b"2", b"3", b"4"]);
            drop(table);
            place.meddle(sql);
            let refused = place.table().verify(log);
            assert!(
                matches!(refused, Err(TableError::Contradiction { .. })),
                "{sql}: {refused:?}"
            );
        }
    }

    #[test]
    fn a_full_disk_leaves_the_state_before_the_batch() {
        let place = Place::new("full");
        let mut table = place.table();
        let log = table.log("a/1").expect("made");
        append(&mut table, log, &[b"first"]);
        let full = "pragma max_page_count = 8";
        table
            .connection
            .query_row(full, [], |_| Ok(()))
            .expect("it is set");
        let large = vec![7; 60_000];
        let refused = table.append(log, [b"second".as_slice(), &large].into_iter());
        assert!(
            matches!(refused, Err(TableError::Sqlite { .. })),
            "{refused:?}"
        );
        assert_eq!(read(&table, log), [(0, b"first".to_vec())]);
        drop(table);
        assert_eq!(place.table().verify(log).expect("unchanged").size(), 1);
    }

    #[test]
    fn a_file_of_another_program_is_refused_and_not_touched() {
        let place = Place::new("foreign");
        place.meddle("create table theirs (a); insert into theirs values (1)");
        let before = std::fs::read(place.file()).expect("it is there");
        let refused = LogTable::open(&place.file());
        assert!(matches!(refused, Err(TableError::Foreign { .. })));
        assert_eq!(std::fs::read(place.file()).expect("it is there"), before);
    }

    #[test]
    fn a_log_that_does_not_exist_is_named() {
        let place = Place::new("nolog");
        let refused = place.table().append(7, std::iter::empty());
        assert!(matches!(refused, Err(TableError::NoLog { log: 7, .. })));
    }
}
