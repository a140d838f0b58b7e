//! The tables of a SQLite file of ours: the mark of the file, the steps that make its tables, and the check that nothing else
//! is in it that acts on them.

use std::path::{Path, PathBuf};

use rusqlite::{Connection, TransactionBehavior};
use thiserror::Error;

/// What a kind of file holds.
#[derive(Clone, Copy, Debug)]
pub struct Tables {
    /// What the file is, with its article, as messages name it.
    pub name: &'static str,
    /// What marks a file of this kind: SQLite's `application_id`.
    pub application: u32,
    /// What makes the tables, step by step: SQLite's `user_version` is how many steps a file has had. A step that was
    /// released is never changed.
    pub steps: &'static [&'static str],
}

/// Why the tables of a file cannot be used.
#[derive(Debug, Error)]
pub enum TablesError {
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
        "{}: not {wanted} that this program can open (application {application:#x}, version {version})\n\
         hint: a newer holdfire may be needed, or this is another file",
        path.display()
    )]
    Foreign {
        /// The file.
        path: PathBuf,
        /// What was to be opened.
        wanted: &'static str,
        /// What marks the file.
        application: u32,
        /// The version of its tables.
        version: u32,
    },
    /// The file has other tables than it should have, or something that acts on them.
    #[error(
        "{}: `{name}` in it is not as in {wanted}: a table was changed, or something was added that acts on tables\n\
         hint: keep this file as it is and restore a copy elsewhere",
        path.display()
    )]
    Schema {
        /// The file.
        path: PathBuf,
        /// What was to be opened.
        wanted: &'static str,
        /// What differs first.
        name: String,
    },
}

impl TablesError {
    /// True if the file was changed, or what SQLite finds in it cannot be.
    #[must_use]
    pub fn is_integrity(&self) -> bool {
        use rusqlite::ErrorCode::{DatabaseCorrupt, NotADatabase};
        match self {
            Self::Schema { .. } => true,
            Self::Sqlite { source, .. } => matches!(
                source.sqlite_error_code(),
                Some(DatabaseCorrupt | NotADatabase)
            ),
            Self::Foreign { .. } => false,
        }
    }
}

impl Tables {
    /// Takes the steps that a file has not had, all or none, and checks what is then there. `path` is named in errors.
    ///
    /// # Errors
    /// [`TablesError`]; a file that is not of this kind is not touched.
    pub fn make(&self, connection: &mut Connection, path: &Path) -> Result<(), TablesError> {
        let at = |source| TablesError::Sqlite {
            path: path.to_owned(),
            source,
        };
        let missing = match marks(connection).map_err(at)? {
            (0, 0) => count(connection).map_err(at)? == 0,
            (application, version) => application == self.application && self.lacks(version),
        };
        if missing {
            self.take_steps(connection).map_err(at)?;
        }
        self.check(connection, path)
    }

    /// Checks that a file is of this kind, and that its tables are as the steps that it has had make them: a file of others may
    /// have a view in the place of a table, that never ends, or a trigger that keeps what is erased or adds a session.
    ///
    /// # Errors
    /// [`TablesError`]
    pub fn check(&self, connection: &Connection, path: &Path) -> Result<(), TablesError> {
        let at = |source| TablesError::Sqlite {
            path: path.to_owned(),
            source,
        };
        let (application, version) = marks(connection).map_err(at)?;
        let steps = self.steps.get(..version as usize);
        let Some(steps) = steps.filter(|_| application == self.application && version > 0) else {
            return Err(TablesError::Foreign {
                path: path.to_owned(),
                wanted: self.name,
                application,
                version,
            });
        };
        let as_made = || {
            let empty = Connection::open_in_memory()?;
            steps.iter().try_for_each(|sql| empty.execute_batch(sql))?;
            schema(&empty)
        };
        let (wanted, found) = (as_made().map_err(at)?, schema(connection).map_err(at)?);
        let other = wanted
            .iter()
            .find(|one| !found.contains(one))
            .or_else(|| found.iter().find(|one| !wanted.contains(one)));
        match other {
            None => Ok(()),
            Some((name, ..)) => Err(TablesError::Schema {
                path: path.to_owned(),
                wanted: self.name,
                name: name.clone(),
            }),
        }
    }

    fn lacks(&self, version: u32) -> bool {
        (version as usize) < self.steps.len()
    }

    /// Another process may have taken the steps since they were found to be missing: looked at again with nobody in between.
    fn take_steps(&self, connection: &mut Connection) -> rusqlite::Result<()> {
        let transaction = connection.transaction_with_behavior(TransactionBehavior::Immediate)?;
        let (_, version) = marks(&transaction)?;
        if !self.lacks(version) {
            return Ok(());
        }
        for sql in &self.steps[version as usize..] {
            transaction.execute_batch(sql)?;
        }
        let newest = u32::try_from(self.steps.len()).expect("few steps");
        transaction.pragma_update(None, "application_id", self.application)?;
        transaction.pragma_update(None, "user_version", newest)?;
        transaction.commit()
    }
}

/// What marks a file, and how many steps it has had.
fn marks(connection: &Connection) -> rusqlite::Result<(u32, u32)> {
    let number = |name: &str| connection.pragma_query_value(None, name, |row| row.get(0));
    Ok((number("application_id")?, number("user_version")?))
}

fn count(connection: &Connection) -> rusqlite::Result<u32> {
    connection.query_row("select count(*) from sqlite_schema", [], |row| row.get(0))
}

/// A name in the file, what it is, and the text that made it.
type Made = (String, String, Option<String>);

fn schema(connection: &Connection) -> rusqlite::Result<Vec<Made>> {
    connection
        .prepare("select name, type, sql from sqlite_schema where name not like 'sqlite_stat%' order by name")?
        .query_map([], |row| Ok((row.get(0)?, row.get(1)?, row.get(2)?)))?
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn tables(steps: &'static [&'static str]) -> Tables {
        Tables {
            name: "a file of a test",
            application: 7,
            steps,
        }
    }

    const FIRST: &str = "create table log (id integer primary key)";
    const SECOND: &str = "alter table log add column origin text";

    #[test]
    fn a_file_of_an_older_program_gets_the_steps_that_it_did_not_have() {
        let mut connection = Connection::open_in_memory().expect("it opens");
        let path = Path::new("test");
        tables(&[FIRST]).make(&mut connection, path).expect("one");
        let both = tables(&[FIRST, SECOND]);
        both.make(&mut connection, path).expect("the second alone");
        assert_eq!(marks(&connection).expect("it reads"), (7, 2));
        connection
            .execute("insert into log (origin) values ('a/1')", [])
            .expect("the column is there");
        both.make(&mut connection, path).expect("nothing to do");
    }

    #[test]
    fn a_step_that_fails_leaves_the_file_as_it_was() {
        const BAD: &str = "create table twice (a); create table twice (a)";
        let mut connection = Connection::open_in_memory().expect("it opens");
        let path = Path::new("test");
        tables(&[FIRST]).make(&mut connection, path).expect("one");
        let failed = tables(&[FIRST, SECOND, BAD]).make(&mut connection, path);
        assert!(matches!(failed, Err(TablesError::Sqlite { .. })));
        assert_eq!(marks(&connection).expect("it reads"), (7, 1));
        let still = tables(&[FIRST]).check(&connection, path);
        still.expect("neither the second nor a part of the third");
    }

    #[test]
    fn what_acts_on_a_table_is_named() {
        let mut connection = Connection::open_in_memory().expect("it opens");
        let path = Path::new("test");
        let first = tables(&[FIRST]);
        first.make(&mut connection, path).expect("one");
        connection
            .execute_batch("create trigger keeper after delete on log begin select 1; end")
            .expect("it is made");
        match first.make(&mut connection, path) {
            Err(TablesError::Schema { name, .. }) => assert_eq!(name, "keeper"),
            other => panic!("{other:?}"),
        }
    }
}
