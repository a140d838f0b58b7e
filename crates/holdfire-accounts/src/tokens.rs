//! API tokens: a program acts for a person, with less than the person may do.

use std::fmt;
use std::str::FromStr;
use std::sync::Arc;
use std::sync::atomic::{AtomicI64, Ordering};

use rusqlite::params;
use subtle::ConstantTimeEq as _;
use thiserror::Error;

use crate::accounts::{AccountError, Accounts};
use crate::error::AccountsError;
use crate::events::{self, EventKind};
use crate::secret::{Digest, SessionSecret, TokenSecret};
use crate::sign_in::ProofError;
use crate::sql::Sql;
use crate::surroundings::Seconds;
use crate::vault::Vault;

/// The name of a token has at most so many characters.
const MOST_NAME_CHARS: usize = 80;
const DAY: Seconds = 86_400;

/// What a token allows, within what its owner may do.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Scope {
    /// To read what its owner may read.
    Read,
    /// To file reports, replies and other things that wait for somebody.
    Write,
    /// To decide: what a person otherwise does with a code shown just now.
    Decide,
}

impl Scope {
    /// All of them.
    pub const ALL: [Self; 3] = [Self::Read, Self::Write, Self::Decide];

    /// Its name in forms, files and the API.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Read => "read",
            Self::Write => "write",
            Self::Decide => "decide",
        }
    }

    fn bit(self) -> u8 {
        1 << self as u8
    }
}

/// A set of [`Scope`]s. None implies another.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub struct Scopes(u8);

impl Scopes {
    /// Whether it holds this one.
    #[must_use]
    pub fn has(self, scope: Scope) -> bool {
        self.0 & scope.bit() != 0
    }

    /// True if it allows nothing.
    #[must_use]
    pub fn is_empty(self) -> bool {
        self.0 == 0
    }
}

impl FromIterator<Scope> for Scopes {
    fn from_iter<I: IntoIterator<Item = Scope>>(scopes: I) -> Self {
        Self(scopes.into_iter().fold(0, |bits, scope| bits | scope.bit()))
    }
}

/// The names, in the order of [`Scope::ALL`], with blanks between them.
impl fmt::Display for Scopes {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let names = Scope::ALL.iter().filter(|scope| self.has(**scope));
        let names: Vec<&str> = names.map(|scope| scope.name()).collect();
        f.write_str(&names.join(" "))
    }
}

/// A word that is the name of no scope.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
#[error("`{word}` is no scope of a token\nhint: the scopes are `read`, `write` and `decide`")]
pub struct ScopeError {
    /// The word.
    pub word: String,
}

impl FromStr for Scopes {
    type Err = ScopeError;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        text.split_whitespace()
            .map(|word| {
                let scope = Scope::ALL.into_iter().find(|scope| scope.name() == word);
                scope.ok_or_else(|| ScopeError {
                    word: word.to_owned(),
                })
            })
            .collect()
    }
}

/// The number of a token. Not secret: it opens nothing.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct TokenId(i64);

impl fmt::Display for TokenId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

impl FromStr for TokenId {
    type Err = std::num::ParseIntError;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        text.parse().map(Self)
    }
}

/// Whom a token speaks for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Bearer {
    /// The token.
    pub id: TokenId,
    /// Whose it is: the name of a person of the record.
    pub name: Arc<str>,
    /// What it allows.
    pub scopes: Scopes,
}

/// A token, for its owner and for administrators.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TokenInfo {
    /// Its number.
    pub id: TokenId,
    /// What its owner calls it.
    pub name: String,
    /// What it allows.
    pub scopes: Scopes,
    /// When it was made.
    pub made: Seconds,
    /// Until when it is valid.
    pub until: Seconds,
    /// The day on which it was last used, its beginning in UTC.
    pub used_day: Option<Seconds>,
}

/// What a new token is to be.
#[derive(Debug)]
pub struct NewToken<'a> {
    /// What its owner calls it.
    pub name: &'a str,
    /// What it allows.
    pub scopes: Scopes,
    /// How long it is valid; cut to [`crate::Settings::longest_token`].
    pub valid_for: Seconds,
}

/// Why there is no new token.
#[derive(Debug, Error)]
pub enum NewTokenError {
    /// A name is missing or too long.
    #[error("a token needs a name of 1 to {MOST_NAME_CHARS} characters")]
    Name,
    /// It would allow nothing.
    #[error("a token that allows nothing is of no use\nhint: choose a scope")]
    NoScope,
    /// The account has as many as it may have.
    #[error("there are {most} tokens already\nhint: revoke those that are not used")]
    TooMany {
        /// How many there may be.
        most: u32,
    },
    /// See there.
    #[error(transparent)]
    Proof(#[from] ProofError),
}

impl From<AccountsError> for NewTokenError {
    fn from(error: AccountsError) -> Self {
        Self::Proof(error.into())
    }
}

/// A token in memory.
#[derive(Debug)]
pub(crate) struct CachedToken {
    bearer: Bearer,
    pub account: i64,
    until: Seconds,
    used_day: AtomicI64,
    kept_day: AtomicI64,
}

fn seal(vault: &Vault, digest: &Digest, account: i64, scopes: &str, until: Seconds) -> [u8; 32] {
    vault.tag(
        "token",
        &[
            digest,
            &account.to_be_bytes(),
            scopes.as_bytes(),
            &until.to_be_bytes(),
        ],
    )
}

impl Accounts {
    /// Makes a token for the one who is signed in. Needs a fresh proof.
    ///
    /// # Errors
    /// [`NewTokenError`]
    pub fn new_token(
        &self,
        session: &SessionSecret,
        token: &NewToken<'_>,
    ) -> Result<(TokenSecret, TokenId), NewTokenError> {
        let label = token.name.trim();
        let fits = (1..=MOST_NAME_CHARS).contains(&label.chars().count());
        if !fits || label.chars().any(char::is_control) {
            return Err(NewTokenError::Name);
        }
        if token.scopes.is_empty() {
            return Err(NewTokenError::NoScope);
        }
        let now = self.now();
        let until = now + token.valid_for.clamp(0, self.settings.longest_token);
        let scopes = token.scopes.to_string();
        self.write(
            |sql| {
                let (session, account) = self.open_session(sql, session)?;
                if !self.is_fresh(&session) {
                    return Err(ProofError::NotFresh.into());
                }
                let most = self.settings.most_tokens;
                let has: Option<u32> = sql.row(
                    "select count(*) from token where account = ?1 and until > ?2",
                    [account.id, now],
                    |row| row.get(0),
                )?;
                if has.unwrap_or(0) >= most {
                    return Err(NewTokenError::TooMany { most });
                }
                let secret = TokenSecret::new(&self.surroundings).map_err(AccountsError::from)?;
                let digest = secret.digest();
                sql.run(
                    "insert into token (digest, account, name, scopes, made, until, seal) \
                     values (?1, ?2, ?3, ?4, ?5, ?6, ?7)",
                    params![
                        digest,
                        account.id,
                        label,
                        scopes,
                        now,
                        until,
                        seal(&self.vault, &digest, account.id, &scopes, until)
                    ],
                )?;
                let id = TokenId(sql.connection.last_insert_rowid());
                let name = &account.name;
                events::note(sql, now, name, EventKind::TokenMade, name, None)?;
                Ok((secret, id))
            },
            |_| {},
        )
    }

    /// Whom a token speaks for, if it is valid. From memory, if it was asked for before.
    ///
    /// # Errors
    /// [`AccountsError`]
    pub fn bearer(&self, secret: &TokenSecret) -> Result<Option<Bearer>, AccountsError> {
        let now = self.now();
        self.look_for_others(now)?;
        let digest = secret.digest();
        let cached = match self.tokens.get(&digest) {
            Some(cached) => cached,
            None => match self.read(|sql| self.load_token(sql, &digest))? {
                Some(cached) => cached,
                None => return Ok(None),
            },
        };
        if now >= cached.until {
            return Ok(None);
        }
        cached
            .used_day
            .fetch_max(now.div_euclid(DAY), Ordering::Relaxed);
        Ok(Some(cached.bearer.clone()))
    }

    fn load_token(
        &self,
        sql: Sql<'_>,
        digest: &Digest,
    ) -> Result<Option<Arc<CachedToken>>, AccountsError> {
        let found = sql.row(
            "select token.id, account.name, token.scopes, token.until, token.used_day, account.id, token.seal \
             from token join account on account.id = token.account \
             where token.digest = ?1",
            [digest],
            |row| {
                let (id, name): (i64, String) = (row.get(0)?, row.get(1)?);
                let (scopes, until): (String, Seconds) = (row.get(2)?, row.get(3)?);
                let (day, account): (Option<i64>, i64) = (row.get(4)?, row.get(5)?);
                let seal: Vec<u8> = row.get(6)?;
                Ok((id, name, scopes, until, day, account, seal))
            },
        )?;
        let Some((id, name, scopes, until, day, account, kept_seal)) = found else {
            return Ok(None);
        };
        let right = seal(&self.vault, digest, account, &scopes, until);
        let is_ours = bool::from(right[..].ct_eq(&kept_seal[..]));
        let changed = || sql.changed(format!("token {id} of `{name}`"));
        let scopes = scopes
            .parse()
            .ok()
            .filter(|_| is_ours)
            .ok_or_else(changed)?;
        // The seal above is over the number of the account; that the number has this name, the account's own seal says.
        if !self.is_open_account(sql, &name)? {
            return Ok(None);
        }
        let day = day.unwrap_or(i64::MIN);
        let cached = Arc::new(CachedToken {
            bearer: Bearer {
                id: TokenId(id),
                name: name.into(),
                scopes,
            },
            account,
            until,
            used_day: AtomicI64::new(day),
            kept_day: AtomicI64::new(day),
        });
        self.tokens.put(*digest, Arc::clone(&cached));
        Ok(Some(cached))
    }

    /// Writes on which day the tokens in memory were last used.
    pub(crate) fn keep_used_tokens(&self, sql: Sql<'_>) -> Result<(), AccountsError> {
        for cached in self.tokens.all() {
            let day = cached.used_day.load(Ordering::Relaxed);
            if cached.kept_day.swap(day, Ordering::Relaxed) != day {
                sql.run(
                    "update token set used_day = ?2 where id = ?1",
                    [cached.bearer.id.0, day],
                )?;
            }
        }
        Ok(())
    }

    /// The tokens of an account, those that ran out included until they are revoked; the newest first.
    ///
    /// # Errors
    /// [`AccountsError`]
    pub fn tokens(&self, name: &str) -> Result<Vec<TokenInfo>, AccountsError> {
        self.write(
            |sql| {
                self.keep_used_tokens(sql)?;
                sql.rows(
                    "select token.id, token.name, scopes, made, until, used_day from token \
                     join account on account.id = token.account where account.name = ?1 order by token.id desc",
                    [name],
                    |row| {
                        let scopes: String = row.get(2)?;
                        let day: Option<i64> = row.get(5)?;
                        Ok(TokenInfo {
                            id: TokenId(row.get(0)?),
                            name: row.get(1)?,
                            // A list opens nothing; what a changed row would allow is refused where it is used.
                            scopes: scopes.parse().unwrap_or_default(),
                            made: row.get(3)?,
                            until: row.get(4)?,
                            used_day: day.map(|day| day * DAY),
                        })
                    },
                )
            },
            |_| {},
        )
    }

    /// Ends a token of an account. True if there was one.
    ///
    /// # Errors
    /// [`AccountError`]
    pub fn revoke_token(&self, name: &str, id: TokenId, by: &str) -> Result<bool, AccountError> {
        let now = self.now();
        self.write(
            |sql| {
                let account = self.known_account(sql, name)?.id;
                let gone = sql.run(
                    "delete from token where id = ?1 and account = ?2",
                    [id.0, account],
                )?;
                if gone > 0 {
                    events::note(sql, now, name, EventKind::TokenRevoked, by, None)?;
                }
                Ok(gone > 0)
            },
            |gone| {
                if *gone {
                    self.tokens.keep(|cached| cached.bearer.id != id);
                }
            },
        )
    }
}
