//! Invitations: the only way to an account. No password is ever chosen for somebody else.

use std::net::IpAddr;

use rusqlite::params;
use thiserror::Error;
use zeroize::Zeroizing;

use crate::accounts::{AccountError, AccountRow, Accounts, is_name};
use crate::error::AccountsError;
use crate::events::{self, EventKind};
use crate::password::{Password, PasswordProblem};
use crate::recovery::{RECOVERY_CODES, RecoveryCode};
use crate::secret::{Digest, InvitationSecret, SessionSecret};
use crate::sessions::{self, SessionId};
use crate::sql::Sql;
use crate::surroundings::Seconds;
use crate::totp::{SECRET_BYTES, TotpSecret, TotpSetup};

/// An invitation is valid for so long, if nothing else is said.
pub const INVITATION_VALID: Seconds = 24 * 3_600;
/// Nobody's invitation is valid for longer.
pub const LONGEST_INVITATION: Seconds = 14 * 86_400;
/// Who made the invitation of the first start.
pub const FIRST_START: &str = "first start";

/// Why somebody cannot be invited.
#[derive(Debug, Error)]
pub enum InviteError {
    /// No account can have this name.
    #[error(
        "`{name}` cannot be the name of an account\n\
         hint: a name is not empty, has no blanks around it, no control characters and is not longer than a line"
    )]
    Name {
        /// The name.
        name: String,
    },
    /// There is an account of this name already.
    #[error(
        "`{name}` has an account already\n\
         hint: reset it if the password or the code generator is lost"
    )]
    HasAccount {
        /// The name.
        name: String,
    },
    /// See there.
    #[error(transparent)]
    Accounts(#[from] AccountsError),
}

/// Why an invitation cannot be used.
#[derive(Debug, Error)]
pub enum EnrolError {
    /// Unknown, used, replaced or run out: not told apart.
    #[error(
        "this invitation does not exist, was used, or has run out\n\
         hint: ask whoever invited you for a new one"
    )]
    NoInvitation,
    /// The password is not taken.
    #[error(transparent)]
    Password(#[from] PasswordProblem),
    /// The code is not one of the generator that was set up.
    #[error(
        "the code is not right\n\
         hint: the clocks of this server and of the device with the generator must agree to half a minute"
    )]
    Code,
    /// Too many passwords are hashed at this moment.
    #[error("the server is busy; try again in a few seconds")]
    Busy,
    /// See there.
    #[error(transparent)]
    Accounts(#[from] AccountsError),
}

/// An invitation that can be used.
#[derive(Debug)]
pub struct Invited {
    /// For whom.
    pub name: String,
    /// Until when.
    pub until: Seconds,
    /// What the code generator needs.
    pub totp: TotpSetup,
}

/// What somebody who was invited gives. `Debug` shows none of it.
pub struct Enrolment<'a> {
    /// The secret of the link.
    pub invitation: &'a InvitationSecret,
    /// The new password.
    pub password: &'a Password,
    /// The code that the generator shows now, or showed last.
    pub code: &'a str,
    /// What the browser calls itself.
    pub device: &'a str,
    /// From where.
    pub address: Option<IpAddr>,
}

impl std::fmt::Debug for Enrolment<'_> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Enrolment(hidden)")
    }
}

/// An account that was set up.
pub struct Enrolled {
    /// Whose.
    pub name: String,
    /// Shown once.
    pub recovery_codes: Vec<RecoveryCode>,
    /// The value of the cookie: who has set up both factors has shown both.
    pub secret: SessionSecret,
    /// The number of the session.
    pub session: SessionId,
    /// What tells this device from others, see [`crate::SignedIn::device_mark`].
    pub device_mark: Zeroizing<String>,
}

impl std::fmt::Debug for Enrolled {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "Enrolled({}, hidden)", self.name)
    }
}

/// A row of the table, whose seal was right.
struct InvitationRow {
    name: String,
    until: Seconds,
    totp: TotpSecret,
}

impl Accounts {
    /// Invites a person of the record. An earlier invitation for the same name is void.
    ///
    /// `valid_for` is cut to [`LONGEST_INVITATION`].
    ///
    /// # Errors
    /// [`InviteError`]
    pub fn invite(
        &self,
        name: &str,
        by: &str,
        valid_for: Seconds,
    ) -> Result<InvitationSecret, InviteError> {
        if !is_name(name) {
            return Err(InviteError::Name {
                name: name.to_owned(),
            });
        }
        self.write(
            |sql| {
                if self.account_by_name(sql, name)?.is_some() {
                    return Err(InviteError::HasAccount {
                        name: name.to_owned(),
                    });
                }
                Ok(self.keep_invitation(sql, name, by, valid_for)?)
            },
            |_| {},
        )
    }

    /// The invitation of the first start, for the person who operates the mission; none if there is any account. Each call makes
    /// the one before void, so that only the newest link of a start that was repeated opens the mission.
    ///
    /// # Errors
    /// [`InviteError`]
    pub fn first_invitation(&self, name: &str) -> Result<Option<InvitationSecret>, InviteError> {
        if !is_name(name) {
            return Err(InviteError::Name {
                name: name.to_owned(),
            });
        }
        self.write(
            |sql| {
                let any = sql.row("select 1 from account limit 1", [], |_| Ok(()))?;
                match any {
                    Some(()) => Ok(None),
                    None => {
                        let made =
                            self.keep_invitation(sql, name, FIRST_START, INVITATION_VALID)?;
                        Ok(Some(made))
                    }
                }
            },
            |_| {},
        )
    }

    /// Makes the password, the generator, the recovery codes, the passkeys, the sessions and the API tokens of an account void at once, and
    /// gives an invitation to set it up again. For a lost generator, a forgotten password, a stolen device. An administrator
    /// sees to it that the link reaches that person alone. A closed account stays closed.
    ///
    /// # Errors
    /// [`AccountError`]
    pub fn reset(
        &self,
        name: &str,
        by: &str,
        valid_for: Seconds,
    ) -> Result<InvitationSecret, AccountError> {
        let now = self.now();
        let (_, secret) = self.write::<_, AccountError>(
            |sql| {
                let mut account = self.known_account(sql, name)?;
                account.password = String::new();
                self.keep_account(sql, &account)?;
                sql.run("delete from recovery_code where account = ?1", [account.id])?;
                sql.run("delete from token where account = ?1", [account.id])?;
                sql.run("delete from passkey where account = ?1", [account.id])?;
                sessions::end_all(sql, account.id, None)?;
                events::note(sql, now, name, EventKind::Reset, by, None)?;
                let secret = self.keep_invitation(sql, name, by, valid_for)?;
                Ok((account.id, secret))
            },
            |(id, _)| self.forget_account(*id),
        )?;
        Ok(secret)
    }

    /// Takes an invitation back. True if there was one.
    ///
    /// # Errors
    /// [`AccountsError`]
    pub fn revoke_invitation(&self, name: &str) -> Result<bool, AccountsError> {
        let gone = self.write::<_, AccountsError>(
            |sql| sql.run("delete from invitation where name = ?1", [name]),
            |_| {},
        )?;
        Ok(gone > 0)
    }

    /// Who is invited, by whom, and until when; by name.
    ///
    /// # Errors
    /// [`AccountsError`]
    pub fn invitations(&self) -> Result<Vec<(String, String, Seconds)>, AccountsError> {
        let now = self.now();
        self.read(|sql| {
            sql.rows(
                "select name, by, until from invitation where until > ?1 order by name",
                [now],
                |row| Ok((row.get(0)?, row.get(1)?, row.get(2)?)),
            )
        })
    }

    /// What the page of an invitation shows. It uses nothing up.
    ///
    /// # Errors
    /// [`EnrolError::NoInvitation`]
    pub fn invitation(&self, secret: &InvitationSecret) -> Result<Invited, EnrolError> {
        let row = self.read(|sql| self.load_invitation(sql, &secret.digest()))?;
        let row = row.ok_or(EnrolError::NoInvitation)?;
        Ok(Invited {
            totp: row.totp.setup(&self.settings.mission, &row.name),
            name: row.name,
            until: row.until,
        })
    }

    /// Sets up an account, or sets it up again after a reset. Of two at once with one invitation one wins.
    ///
    /// # Errors
    /// [`EnrolError`]; the invitation can then be used again, unless it is the reason.
    pub fn enrol(&self, given: &Enrolment<'_>) -> Result<Enrolled, EnrolError> {
        let digest = given.invitation.digest();
        let now = self.now();
        let row = self.read(|sql| self.load_invitation(sql, &digest))?;
        let row = row.ok_or(EnrolError::NoInvitation)?;
        given
            .password
            .check_new(&row.name, &self.settings.mission)?;
        let step = row.totp.step_of(given.code, now).ok_or(EnrolError::Code)?;
        let hashed = self.hasher.hash(given.password, &self.surroundings)?;
        let password = hashed.map_err(|_| EnrolError::Busy)?;
        let sealed = self.vault.seal(
            "totp",
            &[row.name.as_bytes()],
            row.totp.bytes(),
            &self.surroundings,
        );
        let totp = sealed.map_err(AccountsError::from)?;
        let (_, enrolled) = self.write::<_, EnrolError>(
            |sql| {
                if sql.run("delete from invitation where digest = ?1", [digest])? == 0 {
                    return Err(EnrolError::NoInvitation);
                }
                let before = self.account_by_name(sql, &row.name)?;
                if before.is_none() {
                    sql.run(
                        "insert into account (name, enrolled, password, totp, totp_step, disabled, seal) \
                         values (?1, 0, '', x'', 0, 0, x'')",
                        [&row.name],
                    )?;
                }
                let account = AccountRow {
                    id: match &before {
                        Some(account) => account.id,
                        None => sql.connection.last_insert_rowid(),
                    },
                    name: row.name.clone(),
                    enrolled: now,
                    password,
                    totp,
                    totp_step: step,
                    disabled: before.is_some_and(|account| account.disabled),
                };
                self.keep_account(sql, &account)?;
                sessions::end_all(sql, account.id, None)?;
                let recovery_codes = self.keep_recovery_codes(sql, account.id)?;
                let (secret, session) = self.begin_session(sql, account.id, given.device)?;
                events::note(sql, now, &row.name, EventKind::Enrolled, &row.name, given.address)?;
                let device_mark = self.device_mark(&account)?;
                let enrolled = Enrolled {
                    name: row.name.clone(),
                    recovery_codes,
                    secret,
                    session,
                    device_mark,
                };
                Ok((account.id, enrolled))
            },
            |(id, _)| self.forget_account(*id),
        )?;
        Ok(enrolled)
    }

    fn keep_invitation(
        &self,
        sql: Sql<'_>,
        name: &str,
        by: &str,
        valid_for: Seconds,
    ) -> Result<InvitationSecret, AccountsError> {
        let now = self.now();
        let until = now + valid_for.clamp(0, LONGEST_INVITATION);
        let secret = InvitationSecret::new(&self.surroundings)?;
        let digest = secret.digest();
        let totp = Zeroizing::new(self.surroundings.random_bytes::<SECRET_BYTES>()?);
        let totp = self
            .vault
            .seal("invited-totp", &[&digest], &*totp, &self.surroundings)?;
        sql.run("delete from invitation where name = ?1", [name])?;
        sql.run(
            "insert into invitation (digest, name, by, made, until, totp, seal) values (?1, ?2, ?3, ?4, ?5, ?6, ?7)",
            params![digest, name, by, now, until, totp, self.invitation_seal(&digest, name, until)],
        )?;
        events::note(sql, now, name, EventKind::Invited, by, None)?;
        Ok(secret)
    }

    fn load_invitation(
        &self,
        sql: Sql<'_>,
        digest: &Digest,
    ) -> Result<Option<InvitationRow>, AccountsError> {
        let found = sql.row(
            "select name, until, totp, seal from invitation where digest = ?1 and until > ?2",
            params![digest, self.now()],
            |row| {
                let (name, until): (String, Seconds) = (row.get(0)?, row.get(1)?);
                let (totp, seal): (Vec<u8>, Vec<u8>) = (row.get(2)?, row.get(3)?);
                Ok((name, until, totp, seal))
            },
        )?;
        let Some((name, until, totp, seal)) = found else {
            return Ok(None);
        };
        let parts = [&digest[..], name.as_bytes(), &until.to_be_bytes()];
        let plain = self.vault.open("invited-totp", &[digest], &totp).ok();
        let plain = plain.filter(|_| self.vault.is_tag("invitation", &parts, &seal));
        let totp = plain.and_then(|plain| TotpSecret::from_slice(&plain));
        let totp = totp.ok_or_else(|| sql.changed(format!("the invitation of `{name}`")))?;
        Ok(Some(InvitationRow { name, until, totp }))
    }

    fn invitation_seal(&self, digest: &Digest, name: &str, until: Seconds) -> [u8; 32] {
        let parts = [&digest[..], name.as_bytes(), &until.to_be_bytes()];
        self.vault.tag("invitation", &parts)
    }

    /// New recovery codes in the place of the old ones, inside a transaction.
    pub(crate) fn keep_recovery_codes(
        &self,
        sql: Sql<'_>,
        account: i64,
    ) -> Result<Vec<RecoveryCode>, AccountsError> {
        sql.run("delete from recovery_code where account = ?1", [account])?;
        let mut codes = Vec::with_capacity(RECOVERY_CODES);
        for _ in 0..RECOVERY_CODES {
            let code = RecoveryCode::new(&self.surroundings)?;
            sql.run(
                "insert into recovery_code (digest, account) values (?1, ?2)",
                params![self.recovery_digest(account, &code), account],
            )?;
            codes.push(code);
        }
        Ok(codes)
    }

    pub(crate) fn recovery_digest(&self, account: i64, code: &RecoveryCode) -> Digest {
        self.vault
            .tag("recovery-code", &[&account.to_be_bytes(), code.bytes()])
    }
}
