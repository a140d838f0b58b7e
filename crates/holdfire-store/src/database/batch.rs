//! One transaction: entries with what they say, and the projection, together or not at all.

use std::collections::BTreeMap;
use std::path::PathBuf;

use holdfire_record::{Effect, Kind};
use holdfire_seal::{Frontier, Hash};
use rusqlite::types::ValueRef;
use rusqlite::{OptionalExtension as _, Params, Transaction, params};

use super::sum::{self, Covered, Sum};
use super::{DatabaseError, Version, frontier, place_of};
use crate::object::{Object, Place};

/// What is stored of an entry beside its leaf.
#[derive(Clone, Debug)]
pub struct NewObject {
    /// The kind of the entry.
    pub kind: Kind,
    /// What stands for its subject: [`crate::keyring::Keyring::tag`].
    pub tag: [u8; 16],
    /// What it does to the subject.
    pub effect: Effect,
    /// Under which key of the circle.
    pub epoch: u32,
    /// What it says, encrypted.
    pub object: Object,
}

/// A batch that is being written. Dropped without [`Self::commit`], it leaves nothing.
#[derive(Debug)]
pub struct Batch<'d> {
    transaction: Transaction<'d>,
    path: PathBuf,
    edges: BTreeMap<u32, Frontier>,
    /// The sum over the rows beside the leaves, once one of them changed.
    sum: Option<Sum>,
    /// Edges and sum when the part began, to go back to.
    before_part: Option<(BTreeMap<u32, Frontier>, Option<Sum>)>,
}

impl<'d> Batch<'d> {
    pub(super) fn new(transaction: Transaction<'d>, path: PathBuf) -> Self {
        Self {
            transaction,
            path,
            edges: BTreeMap::new(),
            sum: None,
            before_part: None,
        }
    }

    fn run(&self, sql: &str, values: impl Params) -> Result<usize, DatabaseError> {
        self.transaction
            .prepare_cached(sql)
            .and_then(|mut statement| statement.execute(values))
            .map_err(|source| DatabaseError::at(&self.path, source))
    }

    fn sum(&mut self) -> Result<&mut Sum, DatabaseError> {
        if self.sum.is_none() {
            let kept = Sum::kept(&self.transaction);
            self.sum = Some(kept.map_err(|source| DatabaseError::at(&self.path, source))?);
        }
        Ok(self.sum.as_mut().expect("it was put there"))
    }

    /// Toggles the rows of a condition in the sum, as they stand now.
    fn sum_rows(
        &mut self,
        table: Covered,
        condition: &str,
        values: impl Params,
    ) -> Result<(), DatabaseError> {
        let mut sum = *self.sum()?;
        sum.toggle_rows(&self.transaction, table, condition, values)
            .map_err(|source| DatabaseError::at(&self.path, source))?;
        self.sum = Some(sum);
        Ok(())
    }

    fn edge(&mut self, log: u32) -> Result<&mut Frontier, DatabaseError> {
        if !self.edges.contains_key(&log) {
            let edge = frontier(&self.transaction, &self.path, log)?;
            self.edges.insert(log, edge);
        }
        Ok(self.edges.get_mut(&log).expect("it was put there"))
    }

    /// How many entries a log has, those of this batch included.
    ///
    /// # Errors
    /// [`DatabaseError::NoLog`], [`DatabaseError::Edge`] or [`DatabaseError::Sqlite`].
    pub fn size(&mut self, log: u32) -> Result<u64, DatabaseError> {
        Ok(self.edge(log)?.size())
    }

    /// Size and root of a log, this batch included.
    ///
    /// # Errors
    /// As [`Self::size`].
    pub fn state(&mut self, log: u32) -> Result<(u64, Hash), DatabaseError> {
        let edge = self.edge(log)?;
        Ok((edge.size(), edge.root()))
    }

    /// Makes a log without entries. `ring` are the wrapped keys of its circle, `slot` the place of a compartment log in
    /// every tick.
    ///
    /// # Errors
    /// [`DatabaseError::Sqlite`], also if there is one of this origin or slot.
    pub fn new_log(
        &mut self,
        origin: &str,
        ring: &[u8],
        slot: Option<u8>,
    ) -> Result<u32, DatabaseError> {
        let empty = Frontier::new().to_bytes();
        let id = self
            .transaction
            .query_row(
                "insert into log (origin, edge, ring, slot) values (?1, ?2, ?3, ?4) returning id",
                params![origin, empty, ring, slot],
                |row| row.get(0),
            )
            .map_err(|source| DatabaseError::at(&self.path, source))?;
        self.sum_rows(sum::LOG, "id = ?1", [id])?;
        Ok(id)
    }

    /// Puts other wrapped keys in the place of those of a circle.
    ///
    /// # Errors
    /// [`DatabaseError::Sqlite`]
    pub fn set_ring(&mut self, log: u32, ring: &[u8]) -> Result<(), DatabaseError> {
        self.sum_rows(sum::LOG, "id = ?1", [log])?;
        self.run("update log set ring = ?2 where id = ?1", params![log, ring])?;
        self.sum_rows(sum::LOG, "id = ?1", [log])
    }

    /// Appends leaves to a log and gives the index of the first.
    ///
    /// # Errors
    /// As [`Self::size`].
    pub fn append<'a>(
        &mut self,
        log: u32,
        leaves: impl Iterator<Item = &'a [u8]>,
    ) -> Result<u64, DatabaseError> {
        self.edge(log)?;
        let at = |source| DatabaseError::at(&self.path, source);
        let edge = self.edges.get_mut(&log).expect("it was just read");
        let first = edge.size();
        let mut insert = self
            .transaction
            .prepare_cached("insert into entry (place, leaf) values (?1, ?2)")
            .map_err(at)?;
        for leaf in leaves {
            insert
                .execute(params![place_of(log, edge.size()), leaf])
                .map_err(at)?;
            edge.push(Hash::leaf(leaf));
        }
        Ok(first)
    }

    /// Stores what an entry says.
    ///
    /// # Errors
    /// [`DatabaseError::Sqlite`]
    pub fn object(&mut self, place: Place, new: &NewObject) -> Result<(), DatabaseError> {
        let object = &new.object;
        let cells = [
            ValueRef::Integer(place_of(place.log, place.index)),
            ValueRef::Integer(new.kind.code().into()),
            ValueRef::Blob(&new.tag),
            ValueRef::Integer(new.effect.code().into()),
            ValueRef::Integer(new.epoch.into()),
            object
                .wrapped_key
                .as_deref()
                .map_or(ValueRef::Null, ValueRef::Blob),
            ValueRef::Blob(&object.sealed),
        ];
        self.sum()?.toggle(sum::OBJECT, &cells);
        self.run(
            "insert into object (place, kind, tag, effect, epoch, wrapped_key, sealed) \
             values (?1, ?2, ?3, ?4, ?5, ?6, ?7)",
            params![
                place_of(place.log, place.index),
                new.kind.code(),
                new.tag,
                new.effect.code(),
                new.epoch,
                object.wrapped_key,
                object.sealed
            ],
        )
        .map(drop)
    }

    /// Takes an entry into the projection.
    ///
    /// # Errors
    /// [`DatabaseError::Sqlite`]
    pub fn project(
        &mut self,
        Place { log, index }: Place,
        kind: Kind,
        tag: [u8; 16],
        effect: Effect,
    ) -> Result<(), DatabaseError> {
        let code = kind.code();
        if effect != Effect::Note {
            self.run(
                "update version set until = ?4 \
                 where log = ?1 and kind = ?2 and tag = ?3 and until is null",
                params![log, code, tag, sqlite_index(index)],
            )?;
        }
        if effect != Effect::Remove {
            self.run(
                "insert into version (log, kind, tag, since) values (?1, ?2, ?3, ?4)",
                params![log, code, tag, sqlite_index(index)],
            )?;
        }
        Ok(())
    }

    /// Puts a row into the projection.
    ///
    /// # Errors
    /// [`DatabaseError::Sqlite`]
    pub fn put_version(&mut self, version: &Version) -> Result<(), DatabaseError> {
        let Place { log, index } = version.place;
        self.run(
            "insert into version (log, kind, tag, since, until) values (?1, ?2, ?3, ?4, ?5)",
            params![
                log,
                version.kind,
                version.tag,
                sqlite_index(index),
                version.until.map(sqlite_index)
            ],
        )
        .map(drop)
    }

    /// Empties the projection, to make it again.
    ///
    /// # Errors
    /// [`DatabaseError::Sqlite`]
    pub fn clear_projection(&mut self) -> Result<(), DatabaseError> {
        self.run("delete from version", []).map(drop)
    }

    /// Destroys the key of what an entry says, and the bytes under it. What was overwritten in the file stays in the
    /// write-ahead log until [`super::Database::forget_log`].
    ///
    /// # Errors
    /// [`DatabaseError::Sqlite`]
    pub fn erase(&mut self, place: Place) -> Result<(), DatabaseError> {
        let at = [place_of(place.log, place.index)];
        self.sum_rows(sum::OBJECT, "place = ?1", at)?;
        self.run(
            "update object set wrapped_key = null, sealed = x'' where place = ?1",
            at,
        )?;
        self.sum_rows(sum::OBJECT, "place = ?1", at)
    }

    /// What a request entered when it was carried out before: index of the first entry, and how many.
    ///
    /// # Errors
    /// [`DatabaseError::Sqlite`]
    pub fn done_before(
        &self,
        log: u32,
        request: &[u8; 16],
    ) -> Result<Option<(u64, u64)>, DatabaseError> {
        self.transaction
            .prepare_cached("select first, count from request where log = ?1 and id = ?2")
            .and_then(|mut select| {
                select
                    .query_row(params![log, request], |row| {
                        Ok((index_of(row.get(0)?), index_of(row.get(1)?)))
                    })
                    .optional()
            })
            .map_err(|source| DatabaseError::at(&self.path, source))
    }

    /// Keeps that a request was carried out.
    ///
    /// # Errors
    /// [`DatabaseError::Sqlite`]
    pub fn done(
        &mut self,
        log: u32,
        request: &[u8; 16],
        first: u64,
        count: u64,
    ) -> Result<(), DatabaseError> {
        let cells = [
            ValueRef::Integer(log.into()),
            ValueRef::Blob(request),
            ValueRef::Integer(sqlite_index(first)),
            ValueRef::Integer(sqlite_index(count)),
        ];
        self.sum()?.toggle(sum::REQUEST, &cells);
        self.run(
            "insert into request (log, id, first, count) values (?1, ?2, ?3, ?4)",
            params![log, request, sqlite_index(first), sqlite_index(count)],
        )
        .map(drop)
    }

    /// Keeps what a tick bound of a compartment log.
    ///
    /// # Errors
    /// [`DatabaseError::Sqlite`]
    pub fn bind(
        &mut self,
        log: u32,
        tick: u64,
        size: u64,
        opening: &[u8],
    ) -> Result<(), DatabaseError> {
        let cells = [
            ValueRef::Integer(log.into()),
            ValueRef::Integer(sqlite_index(tick)),
            ValueRef::Integer(sqlite_index(size)),
            ValueRef::Blob(opening),
        ];
        self.sum()?.toggle(sum::BINDING, &cells);
        self.run(
            "insert into binding (log, tick, size, opening) values (?1, ?2, ?3, ?4)",
            params![log, sqlite_index(tick), sqlite_index(size), opening],
        )
        .map(drop)
    }

    /// Keeps a value under a name, in place of what was there.
    ///
    /// # Errors
    /// [`DatabaseError::Sqlite`]
    pub fn set_meta(&mut self, name: &str, value: &[u8]) -> Result<(), DatabaseError> {
        self.sum_rows(sum::META, "name = ?1", [name])?;
        self.run(
            "insert into meta (name, value) values (?1, ?2) \
             on conflict (name) do update set value = excluded.value",
            params![name, value],
        )?;
        self.sum_rows(sum::META, "name = ?1", [name])
    }

    /// Forgets the value of a name, if there is one.
    ///
    /// # Errors
    /// [`DatabaseError::Sqlite`]
    pub fn remove_meta(&mut self, name: &str) -> Result<(), DatabaseError> {
        self.sum_rows(sum::META, "name = ?1", [name])?;
        self.run("delete from meta where name = ?1", [name])
            .map(drop)
    }

    /// Begins a part of the batch that can be undone alone.
    ///
    /// # Errors
    /// [`DatabaseError::Sqlite`]
    pub fn begin_part(&mut self) -> Result<(), DatabaseError> {
        self.run("savepoint part", [])?;
        self.before_part = Some((self.edges.clone(), self.sum));
        Ok(())
    }

    /// Ends the part: it stays, or it is as if it had never begun.
    ///
    /// # Errors
    /// [`DatabaseError::Sqlite`]; the whole batch must then be dropped.
    pub fn end_part(&mut self, keep: Keep) -> Result<(), DatabaseError> {
        let before = self.before_part.take();
        if keep == Keep::No {
            self.run("rollback to part", [])?;
            if let Some((edges, sum)) = before {
                self.edges = edges;
                self.sum = sum;
            }
        }
        self.run("release part", []).map(drop)
    }

    /// Makes the batch durable.
    ///
    /// # Errors
    /// [`DatabaseError::Sqlite`]; nothing of the batch is there then.
    pub fn commit(self) -> Result<(), DatabaseError> {
        for (log, edge) in &self.edges {
            self.run(
                "update log set edge = ?2 where id = ?1",
                params![log, edge.to_bytes()],
            )?;
        }
        if let Some(sum) = self.sum {
            sum.keep(&self.transaction)
                .map_err(|source| DatabaseError::at(&self.path, source))?;
        }
        self.transaction
            .commit()
            .map_err(|source| DatabaseError::at(&self.path, source))
    }
}

/// Whether a part of a batch stays.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Keep {
    /// It stays.
    Yes,
    /// It is undone.
    No,
}

/// An index as SQLite keeps it.
pub(super) fn sqlite_index(index: u64) -> i64 {
    i64::try_from(index).expect("no log has 2^63 entries")
}

/// An index as SQLite gave it.
pub(super) fn index_of(number: i64) -> u64 {
    number.unsigned_abs()
}
