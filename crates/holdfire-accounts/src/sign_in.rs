//! Signing in with a password and a code, showing a code again, changing the password.

use std::net::IpAddr;

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use rusqlite::params;
use subtle::ConstantTimeEq as _;
use thiserror::Error;
use zeroize::Zeroizing;

use crate::accounts::{AccountRow, Accounts, is_name};
use crate::error::AccountsError;
use crate::events::{self, EventKind};
use crate::hashing::Compared;
use crate::limits::{self, Bucket, Wait};
use crate::password::{Password, PasswordProblem};
use crate::recovery::RecoveryCode;
use crate::secret::SessionSecret;
use crate::sessions::{self, Session, SessionId};
use crate::sql::Sql;
use crate::surroundings::Seconds;

/// A random part that tells devices apart, and the mark of the key over it.
const DEVICE_BYTES: usize = 16;
const DEVICE_MARK_BYTES: usize = DEVICE_BYTES + 32;

/// The second factor.
#[derive(Clone, Copy)]
pub enum Second<'a> {
    /// What the generator shows.
    Code(&'a str),
    /// One of the codes for the day on which the generator is lost.
    Recovery(&'a str),
}

impl std::fmt::Debug for Second<'_> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(match self {
            Self::Code(_) => "Code(hidden)",
            Self::Recovery(_) => "Recovery(hidden)",
        })
    }
}

/// What somebody gives at the door: one form, one answer. `Debug` shows none of it.
pub struct SignIn<'a> {
    /// The name, as typed.
    pub name: &'a str,
    /// The password, as typed.
    pub password: &'a str,
    /// The second factor.
    pub second: Second<'a>,
    /// From where.
    pub address: Option<IpAddr>,
    /// What the browser calls itself.
    pub device: &'a str,
    /// The [`SignedIn::device_mark`] that the browser brought.
    pub device_mark: Option<&'a str>,
    /// The session that the browser brought: it ends.
    pub replaces: Option<&'a SessionSecret>,
}

impl std::fmt::Debug for SignIn<'_> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        // The name is left out too: people type passwords there.
        f.write_str("SignIn(hidden)")
    }
}

/// Somebody is in.
pub struct SignedIn {
    /// The value of the cookie.
    pub secret: SessionSecret,
    /// The number of the session.
    pub session: SessionId,
    /// Who: the name of a person of the record.
    pub name: String,
    /// What tells this device from others, for a cookie that outlives the session. It opens nothing; whoever brings it has a
    /// count of failed attempts of its own, so that nobody else can keep this account waiting.
    pub device_mark: Zeroizing<String>,
    /// The sign-in before this one.
    pub last_sign_in: Option<Seconds>,
    /// Attempts that failed since the hour of that one. Worth a word on the first page.
    pub failures: u32,
    /// Recovery codes that are left.
    pub recovery_codes: u32,
}

impl std::fmt::Debug for SignedIn {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "SignedIn({}, hidden)", self.name)
    }
}

/// Why nobody is in.
#[derive(Debug, Error)]
pub enum SignInError {
    /// Name, password or code: not told which.
    #[error("the name, the password or the code is not right")]
    Refused,
    /// Too many attempts failed; nothing was looked at.
    #[error("too many attempts failed; try again in {0}")]
    Wait(Wait),
    /// Too many passwords are hashed at this moment; nothing was looked at.
    #[error("the server is busy; try again in a few seconds")]
    Busy,
    /// See there.
    #[error(transparent)]
    Accounts(#[from] AccountsError),
}

/// Why a session cannot do what it asked.
#[derive(Debug, Error)]
pub enum ProofError {
    /// The session is not open any more.
    #[error("the session has ended; sign in again")]
    NoSession,
    /// The code or the password is not right.
    #[error("the code or the password is not right")]
    Refused,
    /// A code was shown too long ago for this.
    #[error("this needs a code that was shown just now")]
    NotFresh,
    /// Too many attempts failed; nothing was looked at.
    #[error("too many attempts failed; try again in {0}")]
    Wait(Wait),
    /// Too many passwords are hashed at this moment; nothing was looked at.
    #[error("the server is busy; try again in a few seconds")]
    Busy,
    /// The new password is not taken.
    #[error(transparent)]
    Password(#[from] PasswordProblem),
    /// See there.
    #[error(transparent)]
    Accounts(#[from] AccountsError),
}

impl Accounts {
    /// Lets somebody in who gives name, password and second factor.
    ///
    /// A name that no account has takes the same work and gets the same answer as a wrong password.
    ///
    /// # Errors
    /// [`SignInError`]
    pub fn sign_in(&self, given: &SignIn<'_>) -> Result<SignedIn, SignInError> {
        let now = self.now();
        if let Some(address) = given.address {
            let charged = self.addresses.charge(address, now);
            charged.map_err(SignInError::Wait)?;
        }
        // A text that no account can have as its name is one name: it costs what an unknown one costs.
        let name = Some(given.name.trim()).filter(|name| is_name(name));
        let name = name.unwrap_or_default();
        let charged = self.write::<_, SignInError>(
            |sql| {
                let account = self.account_by_name(sql, name)?;
                let bucket = self.sign_in_bucket(name, account.as_ref(), given.device_mark);
                limits::charge(sql, &bucket, now)?.map_err(SignInError::Wait)?;
                Ok((account.filter(AccountRow::is_open), bucket))
            },
            |_| {},
        );
        if let (Err(SignInError::Wait(_)), Some(address)) = (&charged, given.address) {
            // Nothing was looked at, so that the address gained nothing by it.
            self.addresses.refund(address);
        }
        let (account, bucket) = charged?;
        let phc = account.as_ref().map(|account| account.password.as_str());
        // A text that no password can have is wrong; it still takes its time.
        let password = Password::new(given.password).or_else(|_| Password::new(""));
        let password = password.expect("an empty text is short");
        let compared = match self.hasher.compare(&password, phc) {
            Ok(compared) => compared,
            Err(_) => {
                self.write::<_, AccountsError>(|sql| limits::refund(sql, &bucket), |_| {})?;
                if let Some(address) = given.address {
                    self.addresses.refund(address);
                }
                return Err(SignInError::Busy);
            }
        };
        let renewed = match compared {
            Compared::RightButOld => self.hasher.hash(&password, &self.surroundings)?.ok(),
            _ => None,
        };
        let account = account.filter(|_| compared != Compared::Wrong);
        let result = self.write::<_, AccountsError>(
            |sql| {
                let Some(account) = account else {
                    let known = self.account_by_name(sql, name)?;
                    events::note_failure(sql, now, known.as_ref().map(|one| one.name.as_str()))?;
                    return Ok(None);
                };
                self.let_in(sql, given, &account, renewed, &bucket)
            },
            |signed_in| {
                if let Some(signed_in) = signed_in {
                    let other = |session: &Session| *session.name != *signed_in.name;
                    self.sessions.keep(|cached| other(&cached.session));
                    // The browser may have been somebody else's before.
                    if let Some(secret) = given.replaces {
                        self.sessions.remove(&secret.digest());
                    }
                }
            },
        )?;
        let signed_in = result.ok_or(SignInError::Refused)?;
        if let Some(address) = given.address {
            self.addresses.refund(address);
        }
        Ok(signed_in)
    }

    /// The second factor, and what follows if it is right; inside a transaction, which is kept in either case.
    fn let_in(
        &self,
        sql: Sql<'_>,
        given: &SignIn<'_>,
        checked: &AccountRow,
        renewed: Option<String>,
        bucket: &Bucket,
    ) -> Result<Option<SignedIn>, AccountsError> {
        let now = self.now();
        // Between the look at the password and now the account may have been reset or closed.
        let account = self.account_by_name(sql, &checked.name)?;
        let account =
            account.filter(|account| account.is_open() && account.password == checked.password);
        let right = match &account {
            Some(account) => self.use_second(sql, account, given.second, now)?,
            None => false,
        };
        let Some(mut account) = account.filter(|_| right) else {
            events::note_failure(sql, now, Some(&checked.name))?;
            return Ok(None);
        };
        limits::clear(sql, bucket)?;
        if let Some(password) = renewed {
            account.password = password;
            // Not the whole row: the step that was just used up stands there, not in this copy.
            sql.run(
                "update account set password = ?2, seal = ?3 where id = ?1",
                params![account.id, account.password, account.seal(&self.vault)],
            )?;
        }
        if let Some(secret) = given.replaces {
            sql.run("delete from session where digest = ?1", [secret.digest()])?;
        }
        let kind = match given.second {
            Second::Code(_) => EventKind::SignedIn,
            Second::Recovery(_) => EventKind::SignedInByRecoveryCode,
        };
        self.begin_signed_in(sql, &account, kind, given.address, given.device)
            .map(Some)
    }

    /// Begins the session of somebody who has shown two factors, inside a transaction.
    pub(crate) fn begin_signed_in(
        &self,
        sql: Sql<'_>,
        account: &AccountRow,
        kind: EventKind,
        address: Option<IpAddr>,
        device: &str,
    ) -> Result<SignedIn, AccountsError> {
        let name = &account.name;
        let (last_sign_in, failures) = events::last_sign_in(sql, name)?;
        let (secret, session) = self.begin_session(sql, account.id, device)?;
        events::note(sql, self.now(), name, kind, name, address)?;
        let left = sql.row(
            "select count(*) from recovery_code where account = ?1",
            [account.id],
            |row| row.get(0),
        )?;
        Ok(SignedIn {
            secret,
            session,
            device_mark: self.device_mark(account)?,
            name: name.clone(),
            last_sign_in,
            failures,
            recovery_codes: left.unwrap_or(0),
        })
    }

    /// Whether a second factor is right; it is used up then, so that of two at once one wins.
    fn use_second(
        &self,
        sql: Sql<'_>,
        account: &AccountRow,
        second: Second<'_>,
        now: Seconds,
    ) -> Result<bool, AccountsError> {
        let used = match second {
            Second::Code(code) => {
                let Some(step) = self.totp_of(sql, account)?.step_of(code, now) else {
                    return Ok(false);
                };
                sql.run(
                    "update account set totp_step = ?2 where id = ?1 and totp_step < ?2",
                    params![account.id, step],
                )?
            }
            Second::Recovery(typed) => {
                let Some(code) = RecoveryCode::parse(typed) else {
                    return Ok(false);
                };
                sql.run(
                    "delete from recovery_code where digest = ?1 and account = ?2",
                    params![self.recovery_digest(account.id, &code), account.id],
                )?
            }
        };
        Ok(used > 0)
    }

    /// Shows a code again, for acts that need a fresh proof: decisions, disclosures. The session goes on under another secret;
    /// the old one opens nothing.
    ///
    /// # Errors
    /// [`ProofError`]
    pub fn step_up(&self, secret: &SessionSecret, code: &str) -> Result<SessionSecret, ProofError> {
        let now = self.now();
        let digest = secret.digest();
        self.write::<_, ProofError>(
            |sql| {
                let (session, account) = self.open_session(sql, secret)?;
                let bucket = self.session_bucket(&session);
                if let Err(wait) = limits::charge(sql, &bucket, now)? {
                    return Ok(Err(ProofError::Wait(wait)));
                }
                if !self.use_second(sql, &account, Second::Code(code), now)? {
                    events::note_failure(sql, now, Some(&account.name))?;
                    return Ok(Err(ProofError::Refused));
                }
                limits::clear(sql, &bucket)?;
                events::note(
                    sql,
                    now,
                    &account.name,
                    EventKind::SteppedUp,
                    &account.name,
                    None,
                )?;
                Ok(Ok(self.renew_session(sql, &session)?))
            },
            |result| {
                if result.is_ok() {
                    self.sessions.remove(&digest);
                }
            },
        )?
    }

    /// Changes the password of the one who is signed in. All other sessions of the account end; this one goes on under another
    /// secret.
    ///
    /// # Errors
    /// [`ProofError`]
    pub fn change_password(
        &self,
        secret: &SessionSecret,
        old: &str,
        new: &Password,
    ) -> Result<SessionSecret, ProofError> {
        let now = self.now();
        // An estimate takes a while; nobody else waits for it.
        let signed_in = self.session(secret)?.ok_or(ProofError::NoSession)?;
        new.check_new(&signed_in.name, &self.settings.mission)?;
        let (session, checked, bucket) = self.write::<_, ProofError>(
            |sql| {
                let (session, account) = self.open_session(sql, secret)?;
                let bucket = self.session_bucket(&session);
                limits::charge(sql, &bucket, now)?.map_err(ProofError::Wait)?;
                Ok((session, account, bucket))
            },
            |_| {},
        )?;
        let old = Password::new(old).or_else(|_| Password::new(""));
        let old = old.expect("an empty text is short");
        let Ok(compared) = self.hasher.compare(&old, Some(&checked.password)) else {
            self.write::<_, AccountsError>(|sql| limits::refund(sql, &bucket), |()| {})?;
            return Err(ProofError::Busy);
        };
        if compared == Compared::Wrong {
            self.write::<_, AccountsError>(
                |sql| events::note_failure(sql, now, Some(&checked.name)),
                |()| {},
            )?;
            return Err(ProofError::Refused);
        }
        let hashed = self.hasher.hash(new, &self.surroundings)?;
        let password = hashed.map_err(|_| ProofError::Busy)?;
        self.write(
            |sql| {
                let (session, mut account) = self.open_session(sql, secret)?;
                if account.password != checked.password {
                    return Err(ProofError::Refused);
                }
                account.password = password;
                self.keep_account(sql, &account)?;
                limits::clear(sql, &bucket)?;
                sessions::end_all(sql, account.id, Some(session.id))?;
                let name = &account.name;
                events::note(sql, now, name, EventKind::PasswordChanged, name, None)?;
                Ok(self.renew_session(sql, &session)?)
            },
            |_| self.forget_sessions(session.account, None),
        )
    }

    /// New recovery codes in the place of those that are left. Needs a fresh proof.
    ///
    /// # Errors
    /// [`ProofError`]
    pub fn new_recovery_codes(
        &self,
        secret: &SessionSecret,
    ) -> Result<Vec<RecoveryCode>, ProofError> {
        let now = self.now();
        self.write(
            |sql| {
                let (session, account) = self.open_session(sql, secret)?;
                if !self.is_fresh(&session) {
                    return Err(ProofError::NotFresh);
                }
                let name = &account.name;
                events::note(sql, now, name, EventKind::RecoveryCodesMade, name, None)?;
                Ok(self.keep_recovery_codes(sql, account.id)?)
            },
            |_| {},
        )
    }

    /// The session of a secret with its account, if both are open; inside a transaction.
    pub(crate) fn open_session(
        &self,
        sql: Sql<'_>,
        secret: &SessionSecret,
    ) -> Result<(Session, AccountRow), ProofError> {
        let digest = secret.digest();
        let cached = self.load_session(sql, &digest)?;
        let cached = cached.filter(|cached| cached.is_alive(self.now(), &self.settings));
        let session = cached.ok_or(ProofError::NoSession)?.session.clone();
        let account = self.account_by_name(sql, &session.name)?;
        let account = account.filter(AccountRow::is_open);
        Ok((session, account.ok_or(ProofError::NoSession)?))
    }

    fn session_bucket(&self, session: &Session) -> Bucket {
        self.bucket("session-attempts", &[&session.id.0.to_be_bytes()], true)
    }

    /// What an attempt is counted by: the device, if it was marked for this very account, else the name.
    fn sign_in_bucket(
        &self,
        name: &str,
        account: Option<&AccountRow>,
        device_mark: Option<&str>,
    ) -> Bucket {
        let device = account.zip(device_mark).and_then(|(account, mark)| {
            let mut bytes = [0; DEVICE_MARK_BYTES];
            let read = URL_SAFE_NO_PAD.decode_slice(mark, &mut bytes);
            let (device, tag) = bytes.split_at(DEVICE_BYTES);
            let ours = read == Ok(DEVICE_MARK_BYTES)
                && bool::from(self.device_tag(account, device)[..].ct_eq(tag));
            ours.then(|| device.to_vec())
        });
        match device {
            Some(device) => self.bucket("device-attempts", &[&device], true),
            None => self.bucket("name-attempts", &[name.as_bytes()], account.is_some()),
        }
    }

    /// Marks a device as one on which this account signed in. A reset makes all such marks void.
    pub(crate) fn device_mark(
        &self,
        account: &AccountRow,
    ) -> Result<Zeroizing<String>, AccountsError> {
        let device = self.surroundings.random_bytes::<DEVICE_BYTES>()?;
        let tag = self.device_tag(account, &device);
        Ok(Zeroizing::new(
            URL_SAFE_NO_PAD.encode([&device[..], &tag].concat()),
        ))
    }

    fn device_tag(&self, account: &AccountRow, device: &[u8]) -> [u8; 32] {
        let (id, enrolled) = (account.id.to_be_bytes(), account.enrolled.to_be_bytes());
        self.vault.tag("device", &[&id, &enrolled, device])
    }
}
