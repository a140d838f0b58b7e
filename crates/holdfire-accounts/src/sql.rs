//! Statements on the table, with errors that name the file.

use std::path::Path;

use rusqlite::{Connection, OptionalExtension as _, Params, Row};

use crate::database::DatabaseError;
use crate::error::AccountsError;

/// A connection, inside a transaction or not.
#[derive(Clone, Copy)]
pub(crate) struct Sql<'a> {
    pub connection: &'a Connection,
    pub path: &'a Path,
}

impl Sql<'_> {
    /// Carries out a statement, and says how many rows it changed.
    pub(crate) fn run(&self, sql: &str, params: impl Params) -> Result<usize, AccountsError> {
        let run = || self.connection.prepare_cached(sql)?.execute(params);
        run().map_err(|source| self.at(source))
    }

    /// The first row, if there is one.
    pub(crate) fn row<T>(
        &self,
        sql: &str,
        params: impl Params,
        read: impl FnOnce(&Row<'_>) -> rusqlite::Result<T>,
    ) -> Result<Option<T>, AccountsError> {
        let query = || {
            let mut statement = self.connection.prepare_cached(sql)?;
            statement.query_row(params, read).optional()
        };
        query().map_err(|source| self.at(source))
    }

    /// All rows.
    pub(crate) fn rows<T>(
        &self,
        sql: &str,
        params: impl Params,
        read: impl FnMut(&Row<'_>) -> rusqlite::Result<T>,
    ) -> Result<Vec<T>, AccountsError> {
        let query = || {
            let mut statement = self.connection.prepare_cached(sql)?;
            statement
                .query_map(params, read)?
                .collect::<rusqlite::Result<Vec<T>>>()
        };
        query().map_err(|source| self.at(source))
    }

    /// A row that does not carry the mark of the key.
    pub(crate) fn changed(&self, row: impl Into<String>) -> AccountsError {
        AccountsError::Changed {
            path: self.path.to_owned(),
            row: row.into(),
        }
    }

    fn at(&self, source: rusqlite::Error) -> AccountsError {
        DatabaseError::at(self.path, source).into()
    }
}
