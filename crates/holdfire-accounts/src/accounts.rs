//! The accounts of a mission, opened: one table, one key, what is kept in memory.

use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicI64, Ordering};
use std::sync::{Mutex, MutexGuard, PoisonError};

use rusqlite::params;
use thiserror::Error;

use crate::cache::Cache;
use crate::database::{self, Database, DatabaseError};
use crate::error::AccountsError;
use crate::events::{self, EventKind};
use crate::hashing::Hasher;
use crate::limits::{self, Addresses, Bucket};
use crate::sessions::{self, Cached};
use crate::settings::Settings;
use crate::sql::Sql;
use crate::surroundings::{Seconds, Surroundings};
use crate::tokens::CachedToken;
use crate::totp::TotpSecret;
use crate::vault::{KeyError, Vault};

/// The table, in the folder of a mission.
pub const ACCOUNTS_FILE: &str = "accounts.sqlite";
/// The key, in the folder of a mission.
pub const KEY_FILE: &str = "keys/accounts.key";
/// What another process changed is seen after so long at the latest.
pub const OTHERS_SEEN_AFTER: Seconds = 2;
/// A name has at most so many characters.
pub const MOST_NAME_CHARS: usize = 128;

/// What the key is recognised by.
const KEY_CHECK: &str = "key-check";

/// The accounts of a mission. All calls may come from many threads at once; those that hash a password take tens of
/// milliseconds and belong where blocking is allowed.
#[derive(Debug)]
pub struct Accounts {
    path: PathBuf,
    database: Mutex<Database>,
    pub(crate) vault: Vault,
    pub(crate) hasher: Hasher,
    pub(crate) surroundings: Surroundings,
    pub(crate) settings: Settings,
    pub(crate) sessions: Cache<Cached>,
    pub(crate) tokens: Cache<CachedToken>,
    pub(crate) addresses: Addresses,
    #[cfg(feature = "passkeys")]
    pub(crate) challenges: crate::passkeys::Challenges,
    /// When it was last looked whether another process changed the file, and what it said then.
    looked: AtomicI64,
    version: AtomicI64,
}

/// An account, for those who watch over them.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct AccountInfo {
    /// The name of the person in the record.
    pub name: String,
    /// When password and generator were set up.
    pub enrolled: Seconds,
    /// The last sign-in.
    pub signed_in: Option<Seconds>,
    /// What it can do.
    pub state: AccountState,
    /// Recovery codes that were not used.
    pub recovery_codes: u32,
}

/// What an account can do.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum AccountState {
    /// It can sign in.
    Open,
    /// It was reset: it waits for its new invitation to be used.
    Reset,
    /// It was closed.
    Disabled,
}

/// Why an account cannot be acted on.
#[derive(Debug, Error)]
pub enum AccountError {
    /// There is none of this name.
    #[error("there is no account `{name}`")]
    Unknown {
        /// The name.
        name: String,
    },
    /// See there.
    #[error(transparent)]
    Accounts(#[from] AccountsError),
}

/// A row of the table, whose seal was right.
pub(crate) struct AccountRow {
    pub id: i64,
    pub name: String,
    pub enrolled: Seconds,
    pub password: String,
    pub totp: Vec<u8>,
    pub totp_step: i64,
    pub disabled: bool,
}

impl AccountRow {
    /// The mark over all that lets somebody in.
    pub(crate) fn seal(&self, vault: &Vault) -> [u8; 32] {
        vault.tag(
            "account",
            &[
                &self.id.to_be_bytes(),
                self.name.as_bytes(),
                &self.enrolled.to_be_bytes(),
                self.password.as_bytes(),
                &self.totp,
                &[u8::from(self.disabled)],
            ],
        )
    }

    /// Whether it can sign in at all.
    pub(crate) fn is_open(&self) -> bool {
        !self.disabled && !self.password.is_empty()
    }
}

impl Accounts {
    /// Opens the accounts in the folder of a mission, or makes the table and its key.
    ///
    /// # Errors
    /// [`AccountsError`]; [`KeyError::Missing`] if there are accounts without their key.
    pub fn open(
        mission_dir: &Path,
        settings: Settings,
        surroundings: Surroundings,
    ) -> Result<Self, AccountsError> {
        let (path, key_path) = (mission_dir.join(ACCOUNTS_FILE), mission_dir.join(KEY_FILE));
        let hasher = Hasher::new(settings.cost, &surroundings)?;
        let mut database = Database::open(&path)?;
        let at = |source| AccountsError::from(DatabaseError::at(&path, source));
        // Inside one transaction, so that two processes do not each make a key.
        let transaction = database.transaction().map_err(at)?;
        let sql = Sql {
            connection: &transaction,
            path: &path,
        };
        let check: Option<Vec<u8>> = sql.row(
            "select value from meta where name = ?1",
            [KEY_CHECK],
            |row| row.get(0),
        )?;
        let vault = match &check {
            Some(_) => Vault::load(&key_path)?,
            None => Vault::load_or_make(&key_path, &surroundings)?,
        };
        match check {
            Some(check) if !vault.is_tag(KEY_CHECK, &[], &check) => {
                return Err(KeyError::Other { path: key_path }.into());
            }
            Some(_) => {}
            None => {
                sql.run(
                    "insert into meta (name, value) values (?1, ?2)",
                    params![KEY_CHECK, vault.tag(KEY_CHECK, &[])],
                )?;
            }
        }
        transaction.commit().map_err(at)?;
        let version = database.data_version().map_err(at)?;
        Ok(Self {
            path,
            database: Mutex::new(database),
            vault,
            hasher,
            looked: AtomicI64::new(surroundings.now()),
            surroundings,
            settings,
            sessions: Cache::default(),
            tokens: Cache::default(),
            addresses: Addresses::default(),
            #[cfg(feature = "passkeys")]
            challenges: crate::passkeys::Challenges::default(),
            version: AtomicI64::new(version),
        })
    }

    /// What was set.
    #[must_use]
    pub fn settings(&self) -> &Settings {
        &self.settings
    }

    pub(crate) fn now(&self) -> Seconds {
        self.surroundings.now()
    }

    fn lock(&self) -> MutexGuard<'_, Database> {
        self.database.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Reads; nobody in this process writes meanwhile, so that what is put into a cache here is not outdated.
    pub(crate) fn read<R, E: From<AccountsError>>(
        &self,
        act: impl FnOnce(Sql<'_>) -> Result<R, E>,
    ) -> Result<R, E> {
        let database = self.lock();
        act(Sql {
            connection: database.connection(),
            path: database.path(),
        })
    }

    /// Writes in one transaction; durable when it returns. `then` runs before anybody else reads: caches are put right there.
    pub(crate) fn write<R, E: From<AccountsError>>(
        &self,
        act: impl FnOnce(Sql<'_>) -> Result<R, E>,
        then: impl FnOnce(&R),
    ) -> Result<R, E> {
        let at = |source| AccountsError::from(DatabaseError::at(&self.path, source));
        let mut database = self.lock();
        let transaction = database.transaction().map_err(at)?;
        let result = act(Sql {
            connection: &transaction,
            path: &self.path,
        })?;
        transaction.commit().map_err(at)?;
        then(&result);
        Ok(result)
    }

    /// What another process changed, a command beside the server, must not stay in memory.
    pub(crate) fn look_for_others(&self, now: Seconds) -> Result<(), AccountsError> {
        let looked = self.looked.load(Ordering::Relaxed);
        if (looked..looked + OTHERS_SEEN_AFTER).contains(&now) {
            return Ok(());
        }
        let database = self.lock();
        let version = database
            .data_version()
            .map_err(|source| DatabaseError::at(&self.path, source))?;
        if self.version.swap(version, Ordering::Relaxed) != version {
            // When sessions were last used is known to this process alone; it is written first.
            sessions::keep_used(
                &self.sessions,
                Sql {
                    connection: database.connection(),
                    path: &self.path,
                },
            )?;
            self.sessions.keep(|_| false);
            self.tokens.keep(|_| false);
        }
        self.looked.store(now, Ordering::Relaxed);
        Ok(())
    }

    /// What attempts at an account are counted by.
    pub(crate) fn bucket(&self, what: &str, parts: &[&[u8]], known: bool) -> Bucket {
        Bucket {
            key: self.vault.tag(what, parts),
            known,
        }
    }

    pub(crate) fn account_by_name(
        &self,
        sql: Sql<'_>,
        name: &str,
    ) -> Result<Option<AccountRow>, AccountsError> {
        let found = sql.row(
            "select id, name, enrolled, password, totp, totp_step, disabled, seal from account where name = ?1",
            [name],
            |row| {
                let account = AccountRow {
                    id: row.get(0)?,
                    name: row.get(1)?,
                    enrolled: row.get(2)?,
                    password: row.get(3)?,
                    totp: row.get(4)?,
                    totp_step: row.get(5)?,
                    disabled: row.get(6)?,
                };
                Ok((account, row.get::<_, Vec<u8>>(7)?))
            },
        )?;
        let Some((account, seal)) = found else {
            return Ok(None);
        };
        if !bool::from(subtle::ConstantTimeEq::ct_eq(
            &account.seal(&self.vault)[..],
            &seal[..],
        )) {
            return Err(sql.changed(format!("the account `{name}`")));
        }
        Ok(Some(account))
    }

    /// Whether there is an account of this name that can sign in.
    pub(crate) fn is_open_account(&self, sql: Sql<'_>, name: &str) -> Result<bool, AccountsError> {
        let account = self.account_by_name(sql, name)?;
        Ok(account.is_some_and(|account| account.is_open()))
    }

    /// The account of a name, where one must be there.
    pub(crate) fn known_account(
        &self,
        sql: Sql<'_>,
        name: &str,
    ) -> Result<AccountRow, AccountError> {
        let found = self.account_by_name(sql, name)?;
        found.ok_or_else(|| AccountError::Unknown {
            name: name.to_owned(),
        })
    }

    /// Writes what may change in a row, with its seal.
    pub(crate) fn keep_account(
        &self,
        sql: Sql<'_>,
        account: &AccountRow,
    ) -> Result<(), AccountsError> {
        sql.run(
            "update account set enrolled = ?2, password = ?3, totp = ?4, totp_step = ?5, disabled = ?6, seal = ?7 \
             where id = ?1",
            params![
                account.id,
                account.enrolled,
                account.password,
                account.totp,
                account.totp_step,
                account.disabled,
                account.seal(&self.vault)
            ],
        )?;
        Ok(())
    }

    pub(crate) fn totp_of(
        &self,
        sql: Sql<'_>,
        account: &AccountRow,
    ) -> Result<TotpSecret, AccountsError> {
        let row = [account.name.as_bytes()];
        let plain = self.vault.open("totp", &row, &account.totp);
        plain
            .ok()
            .and_then(|plain| TotpSecret::from_slice(&plain))
            .ok_or_else(|| sql.changed(format!("the account `{}`", account.name)))
    }

    /// True if nobody has an account yet: the first start.
    ///
    /// # Errors
    /// [`AccountsError`]
    pub fn is_empty(&self) -> Result<bool, AccountsError> {
        let any = self.read::<_, AccountsError>(|sql| {
            sql.row("select 1 from account limit 1", [], |_| Ok(()))
        })?;
        Ok(any.is_none())
    }

    /// All accounts, by name.
    ///
    /// # Errors
    /// [`AccountsError`]
    pub fn accounts(&self) -> Result<Vec<AccountInfo>, AccountsError> {
        self.read(|sql| {
            sql.rows(
                "select name, enrolled, password = '', disabled, \
                 (select max(at) from event where event.account = account.name \
                  and kind in ('signed-in', 'signed-in-by-recovery-code', 'signed-in-by-passkey', 'enrolled')), \
                 (select count(*) from recovery_code where recovery_code.account = account.id) \
                 from account order by name",
                [],
                |row| {
                    let (reset, disabled) = (row.get(2)?, row.get(3)?);
                    Ok(AccountInfo {
                        name: row.get(0)?,
                        enrolled: row.get(1)?,
                        signed_in: row.get(4)?,
                        state: match (disabled, reset) {
                            (true, _) => AccountState::Disabled,
                            (false, true) => AccountState::Reset,
                            (false, false) => AccountState::Open,
                        },
                        recovery_codes: row.get(5)?,
                    })
                },
            )
        })
    }

    /// How many recovery codes somebody has left; none without an account.
    ///
    /// # Errors
    /// [`AccountsError`]
    pub fn recovery_codes(&self, name: &str) -> Result<u32, AccountsError> {
        // Of this account alone: the page of one's own account reads nothing of others.
        let own = self.read::<_, AccountsError>(|sql| {
            sql.row(
                "select count(*) from recovery_code where account = (select id from account where name = ?1)",
                [name],
                |row| row.get(0),
            )
        })?;
        Ok(own.unwrap_or(0))
    }

    /// Closes an account: it cannot sign in, its sessions end, its API tokens open nothing. The record keeps the person.
    ///
    /// # Errors
    /// [`AccountError`]
    pub fn disable(&self, name: &str, by: &str) -> Result<(), AccountError> {
        self.set_disabled(name, by, true)
    }

    /// Opens a closed account again, with the password and the generator it had.
    ///
    /// # Errors
    /// [`AccountError`]
    pub fn enable(&self, name: &str, by: &str) -> Result<(), AccountError> {
        self.set_disabled(name, by, false)
    }

    fn set_disabled(&self, name: &str, by: &str, disabled: bool) -> Result<(), AccountError> {
        let now = self.now();
        let (id, _) = self.write::<_, AccountError>(
            |sql| {
                let mut account = self.known_account(sql, name)?;
                account.disabled = disabled;
                self.keep_account(sql, &account)?;
                if disabled {
                    sql.run("delete from session where account = ?1", [account.id])?;
                }
                let kind = match disabled {
                    true => EventKind::Disabled,
                    false => EventKind::Enabled,
                };
                events::note(sql, now, name, kind, by, None)?;
                Ok((account.id, ()))
            },
            |(id, ())| self.forget_account(*id),
        )?;
        debug_assert!(id > 0);
        Ok(())
    }

    /// Drops what is in memory of an account; called while the table is locked.
    pub(crate) fn forget_account(&self, id: i64) {
        self.sessions.keep(|cached| cached.session.account != id);
        self.tokens.keep(|cached| cached.account != id);
    }

    /// Ends all sessions, API tokens and invitations of everybody. After the table was restored from a backup: what was ended
    /// since that backup would be open again.
    ///
    /// # Errors
    /// [`AccountsError`]
    pub fn end_everything(&self, by: &str) -> Result<(), AccountsError> {
        let now = self.now();
        self.write(
            |sql| {
                for table in ["session", "token", "invitation"] {
                    sql.run(&format!("delete from {table}"), [])?;
                }
                let names: Vec<String> =
                    sql.rows("select name from account order by name", [], |row| {
                        row.get(0)
                    })?;
                for name in names {
                    events::note(sql, now, &name, EventKind::SessionsEnded, by, None)?;
                }
                Ok(())
            },
            |()| {
                self.sessions.keep(|_| false);
                self.tokens.keep(|_| false);
            },
        )
    }

    /// Writes a copy of the table, for a backup: whole, as of one moment, readable by its owner only. The key is not in it.
    ///
    /// # Errors
    /// [`AccountsError`]; [`DatabaseError::Io`] if there is something of this name.
    pub fn copy_table(&self, to: &Path) -> Result<(), AccountsError> {
        database::new_private_file(to)?;
        // SQLite fills a file that is there and empty, and leaves its mode as it is.
        let name = to.to_string_lossy();
        let copied = self.read(|sql| sql.run("vacuum into ?1", [name.as_ref()]).map(drop));
        copied.inspect_err(|_: &AccountsError| {
            // Half of a copy is of no use, and would stand in the way of the next attempt.
            let _ = std::fs::remove_file(to);
        })
    }

    /// Writes when sessions and tokens were last used, and removes what has run out: sessions, invitations, counts of
    /// failures, addresses older than 30 days. To be called each minute or so, and before the program ends.
    ///
    /// # Errors
    /// [`AccountsError`]
    pub fn keep_house(&self) -> Result<(), AccountsError> {
        let now = self.now();
        let longest = now - self.settings.longest_session;
        let idle = now - self.settings.idle_session;
        self.write(
            |sql| {
                sessions::keep_used(&self.sessions, sql)?;
                self.keep_used_tokens(sql)?;
                sql.run(
                    "delete from session where made <= ?1 or used <= ?2",
                    [longest, idle],
                )?;
                sql.run("delete from invitation where until <= ?1", [now])?;
                limits::forget(sql, now)?;
                events::forget_addresses(sql, now)
            },
            |()| {
                self.sessions
                    .keep(|cached| cached.is_alive(now, &self.settings))
            },
        )
    }
}

impl Drop for Accounts {
    fn drop(&mut self) {
        // Sessions then go on after a restart as if nothing had been. If it fails, they are as of the last time it did not.
        let _ = self.keep_house();
    }
}

/// Whether an account can have this name: that of a person of the record.
pub(crate) fn is_name(name: &str) -> bool {
    !name.is_empty()
        && name.trim() == name
        && !name.chars().any(char::is_control)
        && name.chars().count() <= MOST_NAME_CHARS
}
