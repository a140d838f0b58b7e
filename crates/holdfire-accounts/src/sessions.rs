//! Sessions: who signed in, until when, and the proof that a form came from a page of the session itself.

use std::fmt;
use std::str::FromStr;
use std::sync::Arc;
use std::sync::atomic::{AtomicI64, Ordering};

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use rusqlite::params;
use subtle::ConstantTimeEq as _;

use crate::accounts::{AccountError, Accounts};
use crate::cache::Cache;
use crate::error::AccountsError;
use crate::events::{self, EventKind};
use crate::secret::{Digest, SessionSecret};
use crate::settings::Settings;
use crate::sql::Sql;
use crate::surroundings::Seconds;
use crate::vault::Vault;

/// What the device of a session is called has at most so many characters.
const MOST_DEVICE_CHARS: usize = 80;

/// The number of a session. Not secret: it opens nothing.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct SessionId(pub(crate) i64);

impl fmt::Display for SessionId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

impl FromStr for SessionId {
    type Err = std::num::ParseIntError;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        text.parse().map(Self)
    }
}

/// A session that is open.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Session {
    /// Its number.
    pub id: SessionId,
    /// Whose it is: the name of a person of the record.
    pub name: Arc<str>,
    /// When it began.
    pub made: Seconds,
    /// When a second factor was last shown.
    pub proved: Seconds,
    pub(crate) account: i64,
}

/// A session, for its owner and for administrators.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SessionInfo {
    /// Its number.
    pub id: SessionId,
    /// When it began.
    pub made: Seconds,
    /// When it was last used.
    pub used: Seconds,
    /// When a second factor was last shown.
    pub proved: Seconds,
    /// What the browser called itself.
    pub device: String,
}

/// A session in memory.
#[derive(Debug)]
pub(crate) struct Cached {
    pub session: Session,
    used: AtomicI64,
    kept: AtomicI64,
}

impl Cached {
    pub(crate) fn is_alive(&self, now: Seconds, settings: &Settings) -> bool {
        let used = self.used.load(Ordering::Relaxed);
        now - self.session.made < settings.longest_session && now - used < settings.idle_session
    }
}

fn seal(vault: &Vault, digest: &Digest, account: i64, made: Seconds, proved: Seconds) -> [u8; 32] {
    vault.tag(
        "session",
        &[
            digest,
            &account.to_be_bytes(),
            &made.to_be_bytes(),
            &proved.to_be_bytes(),
        ],
    )
}

/// Writes when the sessions in memory were last used.
pub(crate) fn keep_used(cache: &Cache<Cached>, sql: Sql<'_>) -> Result<(), AccountsError> {
    for cached in cache.all() {
        let used = cached.used.load(Ordering::Relaxed);
        if cached.kept.swap(used, Ordering::Relaxed) != used {
            sql.run(
                "update session set used = max(used, ?2) where id = ?1",
                params![cached.session.id.0, used],
            )?;
        }
    }
    Ok(())
}

impl Accounts {
    /// The session of a cookie, if it is open. From memory, if it was asked for before.
    ///
    /// # Errors
    /// [`AccountsError`]
    pub fn session(&self, secret: &SessionSecret) -> Result<Option<Session>, AccountsError> {
        let now = self.now();
        self.look_for_others(now)?;
        let digest = secret.digest();
        let cached = match self.sessions.get(&digest) {
            Some(cached) => cached,
            None => match self.read(|sql| self.load_session(sql, &digest))? {
                Some(cached) => cached,
                None => return Ok(None),
            },
        };
        if !cached.is_alive(now, &self.settings) {
            return Ok(None);
        }
        cached.used.fetch_max(now, Ordering::Relaxed);
        Ok(Some(cached.session.clone()))
    }

    /// Reads a session from the table into memory; the table is locked.
    pub(crate) fn load_session(
        &self,
        sql: Sql<'_>,
        digest: &Digest,
    ) -> Result<Option<Arc<Cached>>, AccountsError> {
        let found = sql.row(
            "select session.id, account.name, session.made, session.proved, session.used, account.id, session.seal \
             from session join account on account.id = session.account \
             where session.digest = ?1",
            [digest],
            |row| {
                let name: String = row.get(1)?;
                let session = Session {
                    id: SessionId(row.get(0)?),
                    name: name.into(),
                    made: row.get(2)?,
                    proved: row.get(3)?,
                    account: row.get(5)?,
                };
                Ok((session, row.get::<_, Seconds>(4)?, row.get::<_, Vec<u8>>(6)?))
            },
        )?;
        let Some((session, used, kept_seal)) = found else {
            return Ok(None);
        };
        let right = seal(
            &self.vault,
            digest,
            session.account,
            session.made,
            session.proved,
        );
        if !bool::from(right[..].ct_eq(&kept_seal[..])) {
            return Err(sql.changed(format!("session {} of `{}`", session.id, session.name)));
        }
        // The seal above is over the number of the account; that the number has this name, the account's own seal says.
        if !self.is_open_account(sql, &session.name)? {
            return Ok(None);
        }
        // Memory knows better when it was last used, if it is there.
        let in_memory = self.sessions.get(digest);
        let used_lately = in_memory.map_or(used, |known| known.used.load(Ordering::Relaxed));
        let cached = Arc::new(Cached {
            session,
            used: AtomicI64::new(used.max(used_lately)),
            kept: AtomicI64::new(used),
        });
        self.sessions.put(*digest, Arc::clone(&cached));
        Ok(Some(cached))
    }

    /// Begins a session, inside a transaction; the caller then drops what is in memory of the account's sessions, since one
    /// may have ended for it.
    pub(crate) fn begin_session(
        &self,
        sql: Sql<'_>,
        account: i64,
        device: &str,
    ) -> Result<(SessionSecret, SessionId), AccountsError> {
        let now = self.now();
        // The one longest unused makes room; memory knows which that is.
        keep_used(&self.sessions, sql)?;
        sql.run(
            "delete from session where account = ?1 and id not in \
             (select id from session where account = ?1 order by used desc, id desc limit ?2)",
            params![account, self.settings.most_sessions.saturating_sub(1)],
        )?;
        let secret = SessionSecret::new(&self.surroundings)?;
        let digest = secret.digest();
        let device: String = device
            .chars()
            .filter(|c| !c.is_control())
            .take(MOST_DEVICE_CHARS)
            .collect();
        sql.run(
            "insert into session (digest, account, made, used, proved, device, seal) values (?1, ?2, ?3, ?3, ?3, ?4, ?5)",
            params![digest, account, now, device, seal(&self.vault, &digest, account, now, now)],
        )?;
        Ok((secret, SessionId(sql.connection.last_insert_rowid())))
    }

    /// Gives a session another secret and a fresh proof, inside a transaction. The old secret opens nothing from then on.
    pub(crate) fn renew_session(
        &self,
        sql: Sql<'_>,
        session: &Session,
    ) -> Result<SessionSecret, AccountsError> {
        let now = self.now();
        let secret = SessionSecret::new(&self.surroundings)?;
        let digest = secret.digest();
        sql.run(
            "update session set digest = ?2, proved = ?3, used = ?3, seal = ?4 where id = ?1",
            params![
                session.id.0,
                digest,
                now,
                seal(&self.vault, &digest, session.account, session.made, now)
            ],
        )?;
        Ok(secret)
    }

    /// Whether a second factor was shown so lately that an act which needs a fresh proof may follow: a decision, a
    /// disclosure, a new API token.
    #[must_use]
    pub fn is_fresh(&self, session: &Session) -> bool {
        self.now() - session.proved < self.settings.fresh_proof
    }

    /// The open sessions of an account, the one last used first.
    ///
    /// # Errors
    /// [`AccountsError`]
    pub fn sessions(&self, name: &str) -> Result<Vec<SessionInfo>, AccountsError> {
        let now = self.now();
        let (longest, idle) = (
            now - self.settings.longest_session,
            now - self.settings.idle_session,
        );
        self.write(
            |sql| {
                keep_used(&self.sessions, sql)?;
                sql.rows(
                    "select session.id, made, used, proved, device from session \
                     join account on account.id = session.account \
                     where account.name = ?1 and made > ?2 and used > ?3 order by used desc, session.id desc",
                    params![name, longest, idle],
                    |row| {
                        Ok(SessionInfo {
                            id: SessionId(row.get(0)?),
                            made: row.get(1)?,
                            used: row.get(2)?,
                            proved: row.get(3)?,
                            device: row.get(4)?,
                        })
                    },
                )
            },
            |_| {},
        )
    }

    /// Signs out: ends the session of a cookie. True if there was one.
    ///
    /// # Errors
    /// [`AccountsError`]
    pub fn sign_out(&self, secret: &SessionSecret) -> Result<bool, AccountsError> {
        let now = self.now();
        let digest = secret.digest();
        self.write(
            |sql| {
                let Some(cached) = self.load_session(sql, &digest)? else {
                    return Ok(false);
                };
                let name = &cached.session.name;
                sql.run("delete from session where digest = ?1", [digest])?;
                events::note(sql, now, name, EventKind::SessionEnded, name, None)?;
                Ok(true)
            },
            |_| self.sessions.remove(&digest),
        )
    }

    /// Ends one session of an account. True if there was one.
    ///
    /// # Errors
    /// [`AccountError`]
    pub fn end_session(&self, name: &str, id: SessionId, by: &str) -> Result<bool, AccountError> {
        let now = self.now();
        self.write(
            |sql| {
                let account = self.known_account(sql, name)?.id;
                let ended = sql.run(
                    "delete from session where id = ?1 and account = ?2",
                    params![id.0, account],
                )?;
                if ended > 0 {
                    events::note(sql, now, name, EventKind::SessionEnded, by, None)?;
                }
                Ok(ended > 0)
            },
            |ended| {
                if *ended {
                    self.sessions.keep(|cached| cached.session.id != id);
                }
            },
        )
    }

    /// Ends the sessions of an account, but for the one named. Says how many.
    ///
    /// # Errors
    /// [`AccountError`]
    pub fn end_sessions(
        &self,
        name: &str,
        but: Option<SessionId>,
        by: &str,
    ) -> Result<usize, AccountError> {
        let now = self.now();
        let (_, ended) = self.write::<_, AccountError>(
            |sql| {
                let account = self.known_account(sql, name)?.id;
                let ended = end_all(sql, account, but)?;
                events::note(sql, now, name, EventKind::SessionsEnded, by, None)?;
                Ok((account, ended))
            },
            |(account, _)| self.forget_sessions(*account, but),
        )?;
        Ok(ended)
    }

    /// Drops what is in memory of the sessions of an account, but for one; called while the table is locked.
    pub(crate) fn forget_sessions(&self, account: i64, but: Option<SessionId>) {
        self.sessions
            .keep(|cached| cached.session.account != account || Some(cached.session.id) == but);
    }

    /// Proves that a form came from a page of this session: goes into the form, and comes back with it. One for each purpose;
    /// the same for as long as the session lasts, so that several open pages do not disturb each other.
    #[must_use]
    pub fn csrf_token(&self, session: &Session, purpose: &str) -> String {
        URL_SAFE_NO_PAD.encode(self.csrf(session, purpose))
    }

    /// Whether what came back is [`Self::csrf_token`]. Takes the same time wherever it differs.
    #[must_use]
    pub fn is_csrf_token(&self, session: &Session, purpose: &str, given: &str) -> bool {
        let mut bytes = [0; 32];
        // Of another length: not one, and its length is no secret.
        URL_SAFE_NO_PAD.decode_slice(given, &mut bytes) == Ok(32)
            && bool::from(bytes.ct_eq(&self.csrf(session, purpose)))
    }

    fn csrf(&self, session: &Session, purpose: &str) -> [u8; 32] {
        self.vault.tag(
            "csrf",
            &[
                &session.id.0.to_be_bytes(),
                &session.account.to_be_bytes(),
                &session.made.to_be_bytes(),
                purpose.as_bytes(),
            ],
        )
    }
}

/// Ends the sessions of an account in the table, but for one.
pub(crate) fn end_all(
    sql: Sql<'_>,
    account: i64,
    but: Option<SessionId>,
) -> Result<usize, AccountsError> {
    sql.run(
        "delete from session where account = ?1 and id is not ?2",
        params![account, but.map(|id| id.0)],
    )
}
