//! What is asked of the file.

use std::path::Path;

use holdfire_seal::{Frontier, Hash};
use rusqlite::{OptionalExtension as _, Params, Row, params};

use super::batch::{index_of, sqlite_index};
use super::{Database, DatabaseError, INDEX_BITS, frontier, place_of};
use crate::object::{Object, Place};

/// A log.
#[derive(Clone, Debug)]
pub struct LogRow {
    /// Its number in the file.
    pub id: u32,
    /// Its name in checkpoints.
    pub origin: String,
    /// The keys of its circle, wrapped for its readers.
    pub ring: Option<Vec<u8>>,
    /// Of a compartment log: its place in every tick.
    pub slot: Option<u8>,
}

/// What is stored of an entry beside its leaf, as it lies there.
#[derive(Clone, Debug)]
pub struct StoredObject {
    /// The code of its kind.
    pub kind: u8,
    /// What stands for its subject.
    pub tag: [u8; 16],
    /// The code of its effect.
    pub effect: u8,
    /// Under which key of the circle.
    pub epoch: u32,
    /// What it says, encrypted.
    pub object: Object,
}

/// A row of the projection.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Version {
    /// The entry.
    pub place: Place,
    /// The code of its kind.
    pub kind: u8,
    /// What stands for its subject.
    pub tag: [u8; 16],
    /// The entry that replaced it, if one did.
    pub until: Option<u64>,
}

/// Which rows of the projection are asked for.
#[derive(Clone, Copy, Debug)]
pub struct VersionFilter {
    /// The log.
    pub log: u32,
    /// The code of the kind.
    pub kind: u8,
    /// One subject only.
    pub tag: Option<[u8; 16]>,
    /// How many entries of the log are known to who asks.
    pub known: u64,
    /// Also what was replaced within what is known.
    pub replaced: bool,
}

/// What a tick bound of a compartment log.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Binding {
    /// The index of the tick in the public log.
    pub tick: u64,
    /// How many entries of the compartment log it bound.
    pub size: u64,
    /// The opening of its slot.
    pub opening: Vec<u8>,
}

impl Database {
    fn one<T>(
        &self,
        sql: &str,
        values: impl Params,
        row: impl FnOnce(&Row<'_>) -> rusqlite::Result<T>,
    ) -> Result<Option<T>, DatabaseError> {
        self.connection
            .prepare_cached(sql)
            .and_then(|mut select| select.query_row(values, row).optional())
            .map_err(|source| DatabaseError::at(&self.path, source))
    }

    fn each(
        &self,
        sql: &str,
        values: impl Params,
        mut row: impl FnMut(&Row<'_>) -> rusqlite::Result<()>,
    ) -> Result<(), DatabaseError> {
        let at = |source| DatabaseError::at(&self.path, source);
        let mut select = self.connection.prepare_cached(sql).map_err(at)?;
        let mut rows = select.query(values).map_err(at)?;
        while let Some(found) = rows.next().map_err(at)? {
            row(found).map_err(at)?;
        }
        Ok(())
    }

    /// The file.
    #[must_use]
    pub fn path(&self) -> &Path {
        &self.path
    }

    /// Reads as of one moment until [`Self::end_snapshot`]: what is written meanwhile is not seen.
    ///
    /// # Errors
    /// [`DatabaseError::Sqlite`]
    pub fn begin_snapshot(&self) -> Result<(), DatabaseError> {
        self.script("begin")
    }

    /// Ends what [`Self::begin_snapshot`] began.
    ///
    /// # Errors
    /// [`DatabaseError::Sqlite`]
    pub fn end_snapshot(&self) -> Result<(), DatabaseError> {
        self.script("commit")
    }

    fn script(&self, sql: &str) -> Result<(), DatabaseError> {
        self.connection
            .execute_batch(sql)
            .map_err(|source| DatabaseError::at(&self.path, source))
    }

    /// All logs, by number: the public one first.
    ///
    /// # Errors
    /// [`DatabaseError::Sqlite`]
    pub fn logs(&self) -> Result<Vec<LogRow>, DatabaseError> {
        let mut logs = Vec::new();
        self.each(
            "select id, origin, ring, slot from log order by id",
            [],
            |row| {
                logs.push(LogRow {
                    id: row.get(0)?,
                    origin: row.get(1)?,
                    ring: row.get(2)?,
                    slot: row.get(3)?,
                });
                Ok(())
            },
        )?;
        Ok(logs)
    }

    /// The right edge of the tree of a log, as it was kept with the last batch.
    ///
    /// # Errors
    /// [`DatabaseError::NoLog`], [`DatabaseError::Edge`] or [`DatabaseError::Sqlite`].
    pub fn frontier(&self, log: u32) -> Result<Frontier, DatabaseError> {
        frontier(&self.connection, &self.path, log)
    }

    /// Reads the leaves of a log in order, from an index on.
    ///
    /// # Errors
    /// [`DatabaseError::Sqlite`]
    pub fn read(
        &self,
        log: u32,
        from: u64,
        mut leaf: impl FnMut(u64, &[u8]),
    ) -> Result<(), DatabaseError> {
        self.each(
            "select place, leaf from entry where place >= ?1 and place < ?2 order by place",
            [place_of(log, from), place_of(log + 1, 0)],
            |row| {
                leaf(index_in_place(row.get(0)?), row.get_ref(1)?.as_blob()?);
                Ok(())
            },
        )
    }

    /// One leaf.
    ///
    /// # Errors
    /// [`DatabaseError::Sqlite`]
    pub fn leaf(&self, place: Place) -> Result<Option<Vec<u8>>, DatabaseError> {
        self.one(
            "select leaf from entry where place = ?1",
            [place_of(place.log, place.index)],
            |row| row.get(0),
        )
    }

    /// Hashes every entry of a log again and compares with the tree that was kept with them; gives its edge.
    ///
    /// # Errors
    /// [`DatabaseError::Contradiction`] with both states if an entry was changed, removed, added or moved.
    pub fn verify(&self, log: u32) -> Result<Frontier, DatabaseError> {
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
            return Err(DatabaseError::Contradiction {
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

    /// What is stored of one entry; none of a tick, whose contents are not kept.
    ///
    /// # Errors
    /// [`DatabaseError::Sqlite`]
    pub fn object(&self, place: Place) -> Result<Option<StoredObject>, DatabaseError> {
        self.one(
            "select kind, tag, effect, epoch, wrapped_key, sealed from object where place = ?1",
            [place_of(place.log, place.index)],
            |row| stored(row, 0),
        )
    }

    /// All entries of a log in order: the leaf, and what is stored of it. Either may be missing where the file was changed
    /// from outside; nothing is stored of a tick.
    ///
    /// # Errors
    /// [`DatabaseError::Sqlite`], and the first that `each` returns.
    pub fn entries<E: From<DatabaseError>>(
        &self,
        log: u32,
        mut each: impl FnMut(u64, Option<&[u8]>, Option<StoredObject>) -> Result<(), E>,
    ) -> Result<(), E> {
        let at = |source| DatabaseError::at(&self.path, source);
        let prepare = |sql| self.connection.prepare_cached(sql).map_err(at);
        let places = [place_of(log, 0), place_of(log + 1, 0)];
        let mut leaves = prepare(
            "select place, leaf from entry where place >= ?1 and place < ?2 order by place",
        )?;
        let mut objects = prepare(
            "select place, kind, tag, effect, epoch, wrapped_key, sealed from object \
             where place >= ?1 and place < ?2 order by place",
        )?;
        let mut leaves = leaves.query(places).map_err(at)?;
        let mut objects = objects.query(places).map_err(at)?;
        let mut next = || -> Result<Option<(i64, StoredObject)>, DatabaseError> {
            let row = objects.next().map_err(at)?;
            row.map(|row| Ok((row.get(0)?, stored(row, 1)?)))
                .transpose()
                .map_err(at)
        };
        let mut object = next()?;
        while let Some(row) = leaves.next().map_err(at)? {
            let place: i64 = row.get(0).map_err(at)?;
            while let Some((before, alone)) = object.take_if(|(found, _)| *found < place) {
                each(index_in_place(before), None, Some(alone))?;
                object = next()?;
            }
            let said = object.take_if(|(found, _)| *found == place);
            if said.is_some() {
                object = next()?;
            }
            let leaf = row.get_ref(1).map_err(at)?.as_blob();
            let leaf = leaf.map_err(|error| at(error.into()))?;
            each(
                index_in_place(place),
                Some(leaf),
                said.map(|(_, said)| said),
            )?;
        }
        while let Some((place, alone)) = object {
            each(index_in_place(place), None, Some(alone))?;
            object = next()?;
        }
        Ok(())
    }

    /// Indices of the entries that say what subjects are, in the order in which they were entered.
    ///
    /// # Errors
    /// [`DatabaseError::Sqlite`]
    pub fn versions(&self, filter: VersionFilter) -> Result<Vec<u64>, DatabaseError> {
        let mut found = Vec::new();
        let known = sqlite_index(filter.known);
        let mut push = |row: &Row<'_>| {
            found.push(index_of(row.get(0)?));
            Ok(())
        };
        let VersionFilter {
            log,
            kind,
            replaced,
            ..
        } = filter;
        match filter.tag {
            Some(tag) => self.each(
                "select since from version where log = ?1 and kind = ?2 and tag = ?5 and since < ?3 \
                 and (?4 or until is null or until >= ?3)",
                params![log, kind, known, replaced, tag],
                &mut push,
            )?,
            None => self.each(
                "select since from version where log = ?1 and kind = ?2 and since < ?3 \
                 and (?4 or until is null or until >= ?3)",
                params![log, kind, known, replaced],
                &mut push,
            )?,
        }
        found.sort_unstable();
        Ok(found)
    }

    /// The whole projection, in the order of its key.
    ///
    /// # Errors
    /// [`DatabaseError::Sqlite`]
    pub fn projection(&self, mut version: impl FnMut(Version)) -> Result<(), DatabaseError> {
        self.each(
            "select log, kind, tag, since, until from version order by log, kind, tag, since",
            [],
            |row| {
                let until: Option<i64> = row.get(4)?;
                version(Version {
                    place: Place {
                        log: row.get(0)?,
                        index: index_of(row.get(3)?),
                    },
                    kind: row.get(1)?,
                    tag: row.get(2)?,
                    until: until.map(index_of),
                });
                Ok(())
            },
        )
    }

    /// What the newest tick below an index of the public log bound of a compartment log.
    ///
    /// # Errors
    /// [`DatabaseError::Sqlite`]
    pub fn binding(&self, log: u32, known: u64) -> Result<Option<Binding>, DatabaseError> {
        self.one(
            "select tick, size, opening from binding where log = ?1 and tick < ?2 \
             order by tick desc limit 1",
            params![log, sqlite_index(known)],
            |row| {
                Ok(Binding {
                    tick: index_of(row.get(0)?),
                    size: index_of(row.get(1)?),
                    opening: row.get(2)?,
                })
            },
        )
    }

    /// What ticks bound of all compartment logs, log by log.
    ///
    /// # Errors
    /// [`DatabaseError::Sqlite`]
    pub fn bindings(&self, mut binding: impl FnMut(u32, Binding)) -> Result<(), DatabaseError> {
        let mut all = Vec::new();
        self.each(
            "select log, tick, size, opening from binding order by log, tick",
            [],
            |row| {
                let found = Binding {
                    tick: index_of(row.get(1)?),
                    size: index_of(row.get(2)?),
                    opening: row.get(3)?,
                };
                all.push((row.get(0)?, found));
                Ok(())
            },
        )?;
        for (log, found) in all {
            binding(log, found);
        }
        Ok(())
    }

    /// What is kept under a name.
    ///
    /// # Errors
    /// [`DatabaseError::Sqlite`]
    pub fn meta(&self, name: &str) -> Result<Option<Vec<u8>>, DatabaseError> {
        self.one("select value from meta where name = ?1", [name], |row| {
            row.get(0)
        })
    }

    /// What follows the beginning of names that have a value, in order.
    ///
    /// # Errors
    /// [`DatabaseError::Sqlite`]
    pub fn meta_names(&self, beginning: &str) -> Result<Vec<String>, DatabaseError> {
        let mut names = Vec::new();
        self.each(
            "select substr(name, length(?1) + 1) from meta \
             where substr(name, 1, length(?1)) = ?1 order by name",
            [beginning],
            |row| {
                names.push(row.get(0)?);
                Ok(())
            },
        )?;
        Ok(names)
    }

    /// SQLite's own check of the file: what it finds, nothing if all is well.
    ///
    /// # Errors
    /// [`DatabaseError::Sqlite`], also where the file is damaged too much for the check.
    pub fn integrity(&self) -> Result<Vec<String>, DatabaseError> {
        let mut found = Vec::new();
        self.each("pragma integrity_check", [], |row| {
            found.push(row.get(0)?);
            Ok(())
        })?;
        found.retain(|line| line != "ok");
        Ok(found)
    }

    /// Writes a whole copy of the file, without what was deleted from it, to a path where nothing is yet.
    ///
    /// # Errors
    /// [`DatabaseError::Sqlite`]
    pub fn copy_to(&self, path: &Path) -> Result<(), DatabaseError> {
        let text = path.to_string_lossy();
        self.connection
            .execute("vacuum into ?1", [&*text])
            .map(drop)
            .map_err(|source| DatabaseError::at(path, source))
    }

    /// Moves everything out of the write-ahead log into the file and empties it, so that nothing stays there that was
    /// overwritten in the file. It waits a while for those who read an older state, and does nothing while they do.
    ///
    /// # Errors
    /// [`DatabaseError::Sqlite`]
    pub fn forget_log(&self) -> Result<Forgotten, DatabaseError> {
        let busy = |row: &Row<'_>| row.get::<_, bool>(0);
        let busy = self
            .connection
            .query_row("pragma wal_checkpoint(truncate)", [], busy)
            .map_err(|source| DatabaseError::at(&self.path, source))?;
        Ok(if busy {
            Forgotten::NotYet
        } else {
            Forgotten::Yes
        })
    }
}

/// Whether the write-ahead log is empty.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Forgotten {
    /// It is.
    Yes,
    /// Somebody reads an older state, which it still holds.
    NotYet,
}

fn stored(row: &Row<'_>, from: usize) -> rusqlite::Result<StoredObject> {
    Ok(StoredObject {
        kind: row.get(from)?,
        tag: row.get(from + 1)?,
        effect: row.get(from + 2)?,
        epoch: row.get(from + 3)?,
        object: Object {
            wrapped_key: row.get(from + 4)?,
            sealed: row.get(from + 5)?,
        },
    })
}

fn index_in_place(place: i64) -> u64 {
    place.unsigned_abs() & ((1 << INDEX_BITS) - 1)
}
