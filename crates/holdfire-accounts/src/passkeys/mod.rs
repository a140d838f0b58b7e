//! Passkeys: a key pair on a device, bound to the address of the mission, so that no other page can ask for it.
//!
//! Only with user verification: the device asked for its PIN, a finger or a face, so that one passkey is two factors, and opens
//! a session alone. Attestation is not asked for: it would say which model of device a person uses.
//!
//! Our own few pages over the signatures of `ring`: `webauthn-rs` is under the MPL, which `deny.toml` does not allow, and
//! `webauthn_rp` brings `rsa`, which has an open advisory (RUSTSEC-2023-0071).

mod relying_party;
mod wire;

use std::collections::HashMap;
use std::fmt;
use std::net::IpAddr;
use std::str::FromStr;
use std::sync::{Mutex, PoisonError};

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use rusqlite::params;
use subtle::ConstantTimeEq as _;
use thiserror::Error;

use crate::accounts::{AccountError, AccountRow, Accounts};
use crate::error::AccountsError;
use crate::events::{self, EventKind};
use crate::limits::Wait;
use crate::secret::SessionSecret;
use crate::sessions::Session;
use crate::sign_in::{ProofError, SignInError, SignedIn};
use crate::sql::Sql;
use crate::surroundings::Seconds;

pub use relying_party::RelyingParty;
use wire::{AuthenticatorData, Ceremony, PublicKey};

/// So long a browser has to answer (Level 3, 15.1).
const CHALLENGE_VALID: Seconds = 5 * 60;
/// So many questions are open at once; the oldest go.
const MOST_CHALLENGES: usize = 10_000;
/// An account has at most so many passkeys.
const MOST_PASSKEYS: u32 = 20;
const MOST_NAME_CHARS: usize = 80;
const DAY: Seconds = 86_400;

/// The number of a passkey. Not secret.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct PasskeyId(i64);

impl fmt::Display for PasskeyId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

impl FromStr for PasskeyId {
    type Err = std::num::ParseIntError;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        text.parse().map(Self)
    }
}

/// A passkey, for its owner.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Passkey {
    /// Its number.
    pub id: PasskeyId,
    /// What its owner calls it.
    pub name: String,
    /// When it was added.
    pub made: Seconds,
    /// The day on which it was last used, its beginning in UTC.
    pub used_day: Option<Seconds>,
}

/// What a browser brings back for a new passkey.
#[derive(Clone, Copy, Debug)]
pub struct Registration<'a> {
    /// What its owner calls it.
    pub name: &'a str,
    /// `response.clientDataJSON`.
    pub client_data: &'a [u8],
    /// `response.getAuthenticatorData()`.
    pub authenticator_data: &'a [u8],
}

/// What a browser brings back to sign in.
#[derive(Clone, Copy, Debug)]
pub struct Assertion<'a> {
    /// `rawId`.
    pub credential: &'a [u8],
    /// `response.clientDataJSON`.
    pub client_data: &'a [u8],
    /// `response.authenticatorData`.
    pub authenticator_data: &'a [u8],
    /// `response.signature`.
    pub signature: &'a [u8],
    /// From where.
    pub address: Option<IpAddr>,
    /// What the browser calls itself.
    pub device: &'a str,
}

/// Why there is no new passkey.
#[derive(Debug, Error)]
pub enum PasskeyError {
    /// What came back is no answer to what was asked, or no key that is known here.
    #[error(
        "the browser's answer does not fit what it was asked\n\
         hint: try again; the device must ask for its PIN, a finger or a face"
    )]
    Refused,
    /// A name is missing or too long.
    #[error("a passkey needs a name of 1 to {MOST_NAME_CHARS} characters")]
    Name,
    /// The account has as many as it may have.
    #[error("there are {MOST_PASSKEYS} passkeys already\nhint: remove those that are not used")]
    TooMany,
    /// See there.
    #[error(transparent)]
    Proof(#[from] ProofError),
}

impl From<AccountsError> for PasskeyError {
    fn from(error: AccountsError) -> Self {
        Self::Proof(error.into())
    }
}

/// What a browser was asked, and by whom: each question is answered once.
#[derive(Debug, Default)]
pub(crate) struct Challenges(Mutex<HashMap<[u8; 32], Asked>>);

#[derive(Clone, Copy, Debug)]
struct Asked {
    until: Seconds,
    /// For whom a passkey is made, or whose session is to be proved; nobody at the door.
    account: Option<i64>,
}

impl Challenges {
    fn ask(&self, challenge: [u8; 32], account: Option<i64>, now: Seconds) {
        let mut map = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        if map.len() >= MOST_CHALLENGES {
            map.retain(|_, asked| asked.until > now);
        }
        if map.len() >= MOST_CHALLENGES {
            let oldest = map.iter().min_by_key(|(_, asked)| asked.until);
            if let Some(oldest) = oldest.map(|(challenge, _)| *challenge) {
                map.remove(&oldest);
            }
        }
        let until = now + CHALLENGE_VALID;
        map.insert(challenge, Asked { until, account });
    }

    fn answer(&self, challenge: &[u8; 32], account: Option<i64>, now: Seconds) -> bool {
        let mut map = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let asked = map.remove(challenge);
        asked.is_some_and(|asked| asked.until > now && asked.account == account)
    }
}

/// A row of the table, whose seal was right.
struct PasskeyRow {
    id: i64,
    account: AccountRow,
    key: Vec<u8>,
    count: u32,
}

impl Accounts {
    /// What the page gives to `navigator.credentials.create`, as `PublicKeyCredential.parseCreationOptionsFromJSON` reads it.
    /// Needs a fresh proof.
    ///
    /// # Errors
    /// [`PasskeyError`]
    pub fn ask_for_new_passkey(
        &self,
        session: &SessionSecret,
        party: &RelyingParty,
    ) -> Result<String, PasskeyError> {
        let (account, known) = self.read::<_, PasskeyError>(|sql| {
            let (session, account) = self.open_session(sql, session)?;
            if !self.is_fresh(&session) {
                return Err(ProofError::NotFresh.into());
            }
            let known: Vec<Vec<u8>> = sql.rows(
                "select credential from passkey where account = ?1 order by id",
                [account.id],
                |row| row.get(0),
            )?;
            Ok((account, known))
        })?;
        if known.len() >= MOST_PASSKEYS as usize {
            return Err(PasskeyError::TooMany);
        }
        let challenge = self.new_challenge(Some(account.id))?;
        // What the device keeps for the account is a keyed digest: it says nothing to others.
        let handle = self.vault.tag("passkey-user", &[&account.id.to_be_bytes()]);
        let text = |bytes: &[u8]| URL_SAFE_NO_PAD.encode(bytes);
        let options = serde_json::json!({
            "rp": { "id": party.id(), "name": self.settings.mission },
            "user": { "id": text(&handle), "name": account.name, "displayName": account.name },
            "challenge": text(&challenge),
            "pubKeyCredParams": PublicKey::ALGORITHMS.map(|alg| serde_json::json!({ "type": "public-key", "alg": alg })),
            "timeout": CHALLENGE_VALID * 1_000,
            "excludeCredentials": known.iter().map(|id| serde_json::json!({ "type": "public-key", "id": text(id) })).collect::<Vec<_>>(),
            "authenticatorSelection": { "residentKey": "required", "requireResidentKey": true, "userVerification": "required" },
            "attestation": "none",
        });
        Ok(options.to_string())
    }

    /// Takes a new passkey of the one who is signed in.
    ///
    /// # Errors
    /// [`PasskeyError`]
    pub fn add_passkey(
        &self,
        session: &SessionSecret,
        party: &RelyingParty,
        given: &Registration<'_>,
    ) -> Result<PasskeyId, PasskeyError> {
        let label = given.name.trim();
        let fits = (1..=MOST_NAME_CHARS).contains(&label.chars().count());
        if !fits || label.chars().any(char::is_control) {
            return Err(PasskeyError::Name);
        }
        let now = self.now();
        self.write(
            |sql| {
                let (session, account) = self.open_session(sql, session)?;
                if !self.is_fresh(&session) {
                    return Err(ProofError::NotFresh.into());
                }
                let challenge =
                    wire::challenge_of(given.client_data, Ceremony::Create, party.origin());
                let answers = |challenge| self.challenges.answer(&challenge, Some(account.id), now);
                if !challenge.is_some_and(answers) {
                    return Err(PasskeyError::Refused);
                }
                let data = AuthenticatorData::parse(given.authenticator_data, party.id());
                let data = data.filter(|data| data.user_verified);
                let data = data.ok_or(PasskeyError::Refused)?;
                let (credential, key) = data.credential.ok_or(PasskeyError::Refused)?;
                let has: Option<u32> = sql.row(
                    "select count(*) from passkey where account = ?1",
                    [account.id],
                    |row| row.get(0),
                )?;
                if has.unwrap_or(0) >= MOST_PASSKEYS {
                    return Err(PasskeyError::TooMany);
                }
                let added = sql.run(
                    "insert into passkey (credential, account, name, key, count, made, seal) \
                     values (?1, ?2, ?3, ?4, ?5, ?6, ?7) on conflict (credential) do nothing",
                    params![
                        credential,
                        account.id,
                        label,
                        key,
                        data.count,
                        now,
                        self.passkey_seal(credential, account.id, key)
                    ],
                )?;
                if added == 0 {
                    return Err(PasskeyError::Refused);
                }
                let id = PasskeyId(sql.connection.last_insert_rowid());
                let name = &account.name;
                events::note(sql, now, name, EventKind::PasskeyAdded, name, None)?;
                Ok(id)
            },
            |_| {},
        )
    }

    /// What the page gives to `navigator.credentials.get`, as `PublicKeyCredential.parseRequestOptionsFromJSON` reads it. At the
    /// door it names nobody: the device knows whose keys it has. With a session it asks for a fresh proof of its owner.
    ///
    /// # Errors
    /// [`ProofError`]
    pub fn ask_for_passkey(
        &self,
        session: Option<&SessionSecret>,
        party: &RelyingParty,
    ) -> Result<String, ProofError> {
        let (account, known) = match session {
            None => (None, Vec::new()),
            Some(session) => self.read::<_, ProofError>(|sql| {
                let (_, account) = self.open_session(sql, session)?;
                let known: Vec<Vec<u8>> = sql.rows(
                    "select credential from passkey where account = ?1 order by id",
                    [account.id],
                    |row| row.get(0),
                )?;
                Ok((Some(account.id), known))
            })?,
        };
        let challenge = self.new_challenge(account)?;
        let text = |bytes: &[u8]| URL_SAFE_NO_PAD.encode(bytes);
        let options = serde_json::json!({
            "challenge": text(&challenge),
            "timeout": CHALLENGE_VALID * 1_000,
            "rpId": party.id(),
            "allowCredentials": known.iter().map(|id| serde_json::json!({ "type": "public-key", "id": text(id) })).collect::<Vec<_>>(),
            "userVerification": "required",
        });
        Ok(options.to_string())
    }

    /// Lets somebody in who shows a passkey. `replaces` is the session that the browser brought: it ends.
    ///
    /// # Errors
    /// [`SignInError`]
    pub fn sign_in_with_passkey(
        &self,
        party: &RelyingParty,
        given: &Assertion<'_>,
        replaces: Option<&SessionSecret>,
    ) -> Result<SignedIn, SignInError> {
        let now = self.now();
        if let Some(address) = given.address {
            let charged = self.addresses.charge(address, now);
            charged.map_err(|wait: Wait| SignInError::Wait(wait))?;
        }
        let signed_in = self.write::<_, AccountsError>(
            |sql| {
                let Some(row) = self.check_assertion(sql, party, given, None)? else {
                    return Ok(None);
                };
                let kind = EventKind::SignedInByPasskey;
                let begun =
                    self.begin_signed_in(sql, &row.account, kind, given.address, given.device);
                if let Some(secret) = replaces {
                    sql.run("delete from session where digest = ?1", [secret.digest()])?;
                }
                begun.map(Some)
            },
            |signed_in| {
                if let Some(signed_in) = signed_in {
                    let other = |session: &Session| *session.name != *signed_in.name;
                    self.sessions.keep(|cached| other(&cached.session));
                    if let Some(secret) = replaces {
                        self.sessions.remove(&secret.digest());
                    }
                }
            },
        )?;
        let signed_in = signed_in.ok_or(SignInError::Refused)?;
        if let Some(address) = given.address {
            self.addresses.refund(address);
        }
        Ok(signed_in)
    }

    /// [`Accounts::step_up`] by a passkey.
    ///
    /// # Errors
    /// [`ProofError`]
    pub fn step_up_with_passkey(
        &self,
        secret: &SessionSecret,
        party: &RelyingParty,
        given: &Assertion<'_>,
    ) -> Result<SessionSecret, ProofError> {
        let now = self.now();
        let digest = secret.digest();
        self.write::<_, ProofError>(
            |sql| {
                let (session, account) = self.open_session(sql, secret)?;
                let checked = self.check_assertion(sql, party, given, Some(account.id))?;
                if checked.is_none() {
                    return Ok(Err(ProofError::Refused));
                }
                let name = &account.name;
                events::note(sql, now, name, EventKind::SteppedUp, name, None)?;
                Ok(Ok(self.renew_session(sql, &session)?))
            },
            |result| {
                if result.is_ok() {
                    self.sessions.remove(&digest);
                }
            },
        )?
    }

    /// The passkeys of an account, in the order in which they were added.
    ///
    /// # Errors
    /// [`AccountsError`]
    pub fn passkeys(&self, name: &str) -> Result<Vec<Passkey>, AccountsError> {
        self.read(|sql| {
            sql.rows(
                "select passkey.id, passkey.name, made, used_day from passkey \
                 join account on account.id = passkey.account where account.name = ?1 order by passkey.id",
                [name],
                |row| {
                    Ok(Passkey {
                        id: PasskeyId(row.get(0)?),
                        name: row.get(1)?,
                        made: row.get(2)?,
                        used_day: row.get::<_, Option<i64>>(3)?.map(|day| day * DAY),
                    })
                },
            )
        })
    }

    /// A passkey is not accepted any more. True if there was one.
    ///
    /// # Errors
    /// [`AccountError`]
    pub fn remove_passkey(
        &self,
        name: &str,
        id: PasskeyId,
        by: &str,
    ) -> Result<bool, AccountError> {
        let now = self.now();
        self.write(
            |sql| {
                let account = self.known_account(sql, name)?.id;
                let gone = sql.run(
                    "delete from passkey where id = ?1 and account = ?2",
                    [id.0, account],
                )?;
                if gone > 0 {
                    events::note(sql, now, name, EventKind::PasskeyRemoved, by, None)?;
                }
                Ok(gone > 0)
            },
            |_| {},
        )
    }

    fn new_challenge(&self, account: Option<i64>) -> Result<[u8; 32], AccountsError> {
        let challenge = self.surroundings.random_bytes::<32>()?;
        self.challenges.ask(challenge, account, self.now());
        Ok(challenge)
    }

    /// Whose passkey answered a question that was asked of `asked`, if all is right (Level 3, 7.2); inside a transaction, which
    /// is kept in either case. The user handle is not asked for: a credential is of one account here, and its row says of which.
    fn check_assertion(
        &self,
        sql: Sql<'_>,
        party: &RelyingParty,
        given: &Assertion<'_>,
        asked: Option<i64>,
    ) -> Result<Option<PasskeyRow>, AccountsError> {
        let now = self.now();
        let challenge = wire::challenge_of(given.client_data, Ceremony::Get, party.origin());
        if !challenge.is_some_and(|challenge| self.challenges.answer(&challenge, asked, now)) {
            return Ok(None);
        }
        let Some(row) = self.load_passkey(sql, given.credential)? else {
            events::note_failure(sql, now, None)?;
            return Ok(None);
        };
        let data = AuthenticatorData::parse(given.authenticator_data, party.id());
        let data = data.filter(|data| data.user_verified);
        let key = PublicKey::parse(&row.key);
        let signed = key.is_some_and(|key| {
            key.is_signed(given.authenticator_data, given.client_data, given.signature)
        });
        let theirs = asked.is_none_or(|account| account == row.account.id);
        let Some(data) = data.filter(|_| signed && theirs && row.account.is_open()) else {
            events::note_failure(sql, now, Some(&row.account.name))?;
            return Ok(None);
        };
        // Both 0: an authenticator without a counter.
        if (data.count, row.count) != (0, 0) && data.count <= row.count {
            let name = &row.account.name;
            events::note(
                sql,
                now,
                name,
                EventKind::PasskeyCopied,
                name,
                given.address,
            )?;
            return Ok(None);
        }
        sql.run(
            "update passkey set count = ?2, used_day = ?3 where id = ?1",
            params![row.id, data.count, now.div_euclid(DAY)],
        )?;
        Ok(Some(row))
    }

    fn load_passkey(
        &self,
        sql: Sql<'_>,
        credential: &[u8],
    ) -> Result<Option<PasskeyRow>, AccountsError> {
        let found = sql.row(
            "select passkey.id, account.name, passkey.key, passkey.count, passkey.seal from passkey \
             join account on account.id = passkey.account where credential = ?1",
            [credential],
            |row| {
                let (id, name): (i64, String) = (row.get(0)?, row.get(1)?);
                let (key, count, seal): (Vec<u8>, u32, Vec<u8>) =
                    (row.get(2)?, row.get(3)?, row.get(4)?);
                Ok((id, name, key, count, seal))
            },
        )?;
        let Some((id, name, key, count, seal)) = found else {
            return Ok(None);
        };
        let account = self.account_by_name(sql, &name)?;
        let changed = || sql.changed(format!("passkey {id} of `{name}`"));
        let account = account.ok_or_else(changed)?;
        let right = self.passkey_seal(credential, account.id, &key);
        if !bool::from(right[..].ct_eq(&seal[..])) {
            return Err(changed());
        }
        Ok(Some(PasskeyRow {
            id,
            account,
            key,
            count,
        }))
    }

    fn passkey_seal(&self, credential: &[u8], account: i64, key: &[u8]) -> [u8; 32] {
        self.vault
            .tag("passkey", &[credential, &account.to_be_bytes(), key])
    }
}

#[cfg(test)]
mod tests;
