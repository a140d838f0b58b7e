//! A sum over the rows that no tree covers, so that damage to them is seen.
//!
//! Leaves are covered by the tree, and by what was signed. What is kept beside them is not: wrapped keys, encrypted contents of
//! circles that nobody here reads, requests, what ticks bound, secrets and dates. Each of their rows is hashed, and all hashes
//! are combined by exclusive or: a row that comes or goes changes the sum by its own hash, whatever else there is. The sum
//! is written with the batch that changes it.
//!
//! It shows damage, not intent: who can write the file can write the sum too. The projection is not in it, since that can be
//! made again.

use holdfire_seal::Hash;
use rusqlite::types::ValueRef;
use rusqlite::{Connection, Params, Row};

use super::{Database, DatabaseError};

/// Under which name the sum is kept. It is not in itself.
const NAME: &str = "sum";

/// A table that the sum covers.
#[derive(Clone, Copy)]
pub(super) struct Covered {
    name: &'static str,
    columns: &'static str,
}

pub(super) const LOG: Covered = Covered {
    name: "log",
    columns: "id, origin, ring, slot",
};
pub(super) const OBJECT: Covered = Covered {
    name: "object",
    columns: "place, kind, tag, effect, epoch, wrapped_key, sealed",
};
pub(super) const REQUEST: Covered = Covered {
    name: "request",
    columns: "log, id, first, count",
};
pub(super) const BINDING: Covered = Covered {
    name: "binding",
    columns: "log, tick, size, opening",
};
pub(super) const META: Covered = Covered {
    name: "meta",
    columns: "name, value",
};

/// The sum, as it stands. No rows come to zero, and so does a file in which none is kept yet.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Sum([u8; 32]);

impl Sum {
    /// The sum that a file keeps.
    pub fn kept(connection: &Connection) -> rusqlite::Result<Self> {
        let mut select = connection.prepare_cached("select value from meta where name = ?1")?;
        let mut rows = select.query([NAME])?;
        match rows.next()? {
            None => Ok(Self::default()),
            Some(row) => Ok(Self(row.get(0)?)),
        }
    }

    /// Writes it into the file.
    pub fn keep(self, connection: &Connection) -> rusqlite::Result<()> {
        connection
            .prepare_cached("insert or replace into meta (name, value) values (?1, ?2)")?
            .execute(rusqlite::params![NAME, self.0])
            .map(drop)
    }

    /// Takes a row in that was not in it, or out if it was.
    pub fn toggle(&mut self, table: Covered, cells: &[ValueRef<'_>]) {
        let mut bytes = Vec::with_capacity(600);
        bytes.extend_from_slice(table.name.as_bytes());
        for cell in cells {
            let (kind, cell): (u8, &[u8]) = match cell {
                ValueRef::Null => (0, &[]),
                ValueRef::Integer(number) => (1, &number.to_be_bytes()),
                ValueRef::Real(number) => (2, &number.to_be_bytes()),
                ValueRef::Text(text) => (3, text),
                ValueRef::Blob(blob) => (4, blob),
            };
            bytes.push(kind);
            bytes.extend_from_slice(&(cell.len() as u64).to_be_bytes());
            bytes.extend_from_slice(cell);
        }
        for (byte, hash) in self.0.iter_mut().zip(Hash::of(&bytes).0) {
            *byte ^= hash;
        }
    }

    /// Toggles the rows of a table that a condition names, as they stand in the file.
    pub fn toggle_rows(
        &mut self,
        connection: &Connection,
        table: Covered,
        condition: &str,
        values: impl Params,
    ) -> rusqlite::Result<()> {
        let Covered { name, columns } = table;
        let sql = format!("select {columns} from {name} where {condition}");
        let mut select = connection.prepare_cached(&sql)?;
        let count = select.column_count();
        let mut rows = select.query(values)?;
        let cells = |row: &Row<'_>, sum: &mut Self| -> rusqlite::Result<()> {
            let cells: Vec<_> = (0..count)
                .map(|at| row.get_ref(at))
                .collect::<Result<_, _>>()?;
            sum.toggle(table, &cells);
            Ok(())
        };
        while let Some(row) = rows.next()? {
            cells(row, self)?;
        }
        Ok(())
    }
}

impl Database {
    /// Adds up again what is kept beside the leaves, and compares with the sum that was kept with it.
    ///
    /// # Errors
    /// [`DatabaseError::Sum`] if something was changed, removed or added since; [`DatabaseError::Sqlite`].
    pub fn check_sum(&self) -> Result<(), DatabaseError> {
        let at = |source| DatabaseError::at(&self.path, source);
        let kept = Sum::kept(&self.connection).map_err(at)?;
        let mut found = Sum::default();
        for table in [LOG, OBJECT, REQUEST, BINDING] {
            found
                .toggle_rows(&self.connection, table, "true", [])
                .map_err(at)?;
        }
        found
            .toggle_rows(&self.connection, META, "name != ?1", [NAME])
            .map_err(at)?;
        if found == kept {
            return Ok(());
        }
        Err(DatabaseError::Sum {
            path: self.path.clone(),
            found: Hash(found.0),
            kept: Hash(kept.0),
        })
    }
}
