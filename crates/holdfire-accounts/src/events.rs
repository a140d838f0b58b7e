//! What happened to accounts and when, for those who watch over them. Addresses go after 30 days.

use std::net::IpAddr;

use rusqlite::params;

use crate::accounts::Accounts;
use crate::error::AccountsError;
use crate::sql::Sql;
use crate::surroundings::Seconds;

/// Addresses are erased after so long.
pub const ADDRESSES_KEPT: Seconds = 30 * 86_400;
/// At most so many events are given at once.
pub const MOST_EVENTS: u32 = 1_000;

/// What happened.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum EventKind {
    /// Somebody was invited.
    Invited,
    /// An invitation was used.
    Enrolled,
    /// A sign-in with a code.
    SignedIn,
    /// A sign-in with a recovery code.
    SignedInByRecoveryCode,
    /// A sign-in with a passkey.
    SignedInByPasskey,
    /// A session ended by a person.
    SessionEnded,
    /// All sessions, or all but one, ended by a person.
    SessionsEnded,
    /// A code was shown again for an act that needs one.
    SteppedUp,
    /// A new password.
    PasswordChanged,
    /// New recovery codes.
    RecoveryCodesMade,
    /// An administrator made the password and the generator void.
    Reset,
    /// An administrator closed the account.
    Disabled,
    /// An administrator opened it again.
    Enabled,
    /// A new API token.
    TokenMade,
    /// An API token ended.
    TokenRevoked,
    /// A new passkey.
    PasskeyAdded,
    /// A passkey is not accepted any more.
    PasskeyRemoved,
    /// The counter of a passkey went back: there may be a copy of it. It was not accepted.
    PasskeyCopied,
    /// Attempts that failed within one hour.
    Failures(u32),
}

impl EventKind {
    const NAMED: [(Self, &'static str); 18] = [
        (Self::Invited, "invited"),
        (Self::Enrolled, "enrolled"),
        (Self::SignedIn, "signed-in"),
        (Self::SignedInByRecoveryCode, "signed-in-by-recovery-code"),
        (Self::SignedInByPasskey, "signed-in-by-passkey"),
        (Self::SessionEnded, "session-ended"),
        (Self::SessionsEnded, "sessions-ended"),
        (Self::SteppedUp, "stepped-up"),
        (Self::PasswordChanged, "password-changed"),
        (Self::RecoveryCodesMade, "recovery-codes-made"),
        (Self::Reset, "reset"),
        (Self::Disabled, "disabled"),
        (Self::Enabled, "enabled"),
        (Self::TokenMade, "token-made"),
        (Self::TokenRevoked, "token-revoked"),
        (Self::PasskeyAdded, "passkey-added"),
        (Self::PasskeyRemoved, "passkey-removed"),
        (Self::PasskeyCopied, "passkey-copied"),
    ];

    /// Its name in files and messages.
    #[must_use]
    pub fn name(self) -> &'static str {
        let named = Self::NAMED.iter().find(|(kind, _)| *kind == self);
        named.map_or("failures", |(_, name)| name)
    }

    fn of(name: &str) -> Option<Self> {
        let named = Self::NAMED.iter().find(|(_, named)| *named == name);
        named.map(|(kind, _)| *kind)
    }
}

/// One thing that happened.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Event {
    /// When; of failures, the beginning of their hour.
    pub at: Seconds,
    /// The account; none for attempts with names that no account has.
    pub account: Option<String>,
    /// What.
    pub kind: EventKind,
    /// Who did it; of failures nobody knows.
    pub by: Option<String>,
    /// From where, for 30 days.
    pub address: Option<IpAddr>,
}

pub(crate) fn note(
    sql: Sql<'_>,
    at: Seconds,
    account: &str,
    kind: EventKind,
    by: &str,
    address: Option<IpAddr>,
) -> Result<(), AccountsError> {
    sql.run(
        "insert into event (at, account, kind, by, address) values (?1, ?2, ?3, ?4, ?5)",
        params![
            at,
            account,
            kind.name(),
            by,
            address.map(|one| one.to_string())
        ],
    )?;
    Ok(())
}

pub(crate) fn note_failure(
    sql: Sql<'_>,
    at: Seconds,
    account: Option<&str>,
) -> Result<(), AccountsError> {
    sql.run(
        "insert into failure_hour (account, hour, count) values (?1, ?2, 1) \
         on conflict (account, hour) do update set count = count + 1",
        params![account.unwrap_or(""), at.div_euclid(3_600)],
    )?;
    Ok(())
}

/// When the account last signed in, and how many attempts failed since the beginning of that hour.
pub(crate) fn last_sign_in(
    sql: Sql<'_>,
    account: &str,
) -> Result<(Option<Seconds>, u32), AccountsError> {
    let last: Option<Seconds> = sql
        .row(
            "select max(at) from event where account = ?1 \
             and kind in ('signed-in', 'signed-in-by-recovery-code', 'signed-in-by-passkey', 'enrolled')",
            [account],
            |row| row.get(0),
        )?
        .flatten();
    let failures = sql.row(
        "select coalesce(sum(count), 0) from failure_hour where account = ?1 and hour >= ?2",
        params![account, last.unwrap_or(0).div_euclid(3_600)],
        |row| row.get(0),
    )?;
    Ok((last, failures.unwrap_or(0)))
}

/// Erases addresses that are older than they may be.
pub(crate) fn forget_addresses(sql: Sql<'_>, now: Seconds) -> Result<(), AccountsError> {
    sql.run(
        "update event set address = null where address is not null and at <= ?1",
        [now - ADDRESSES_KEPT],
    )?;
    Ok(())
}

impl Accounts {
    /// What happened since a time, newest first, at most [`MOST_EVENTS`]; of one account, or of all.
    ///
    /// # Errors
    /// [`AccountsError`]
    pub fn events(
        &self,
        account: Option<&str>,
        since: Seconds,
    ) -> Result<Vec<Event>, AccountsError> {
        let now = self.now();
        let read = |row: &rusqlite::Row<'_>| {
            let (at, kind, address): (Seconds, String, Option<String>) =
                (row.get(0)?, row.get(2)?, row.get(4)?);
            let young = now - at < ADDRESSES_KEPT;
            Ok(EventKind::of(&kind).map(|kind| Event {
                at,
                account: row.get(1).ok(),
                kind,
                by: row.get(3).ok(),
                address: address.filter(|_| young).and_then(|text| text.parse().ok()),
            }))
        };
        let of_hour = |row: &rusqlite::Row<'_>| {
            let account: String = row.get(0)?;
            Ok(Event {
                at: row.get::<_, Seconds>(1)? * 3_600,
                account: Some(account).filter(|account| !account.is_empty()),
                kind: EventKind::Failures(row.get(2)?),
                by: None,
                address: None,
            })
        };
        let (happened, failed) = self.read::<_, AccountsError>(|sql| {
            let happened = sql.rows(
                "select at, account, kind, by, address from event \
                 where (?1 is null or account = ?1) and at >= ?2 order by at desc, id desc limit ?3",
                params![account, since, MOST_EVENTS],
                read,
            )?;
            let failed = sql.rows(
                "select account, hour, count from failure_hour \
                 where (?1 is null or account = ?1) and hour >= ?2 order by hour desc, account limit ?3",
                params![account, since.div_euclid(3_600), MOST_EVENTS],
                of_hour,
            )?;
            Ok((happened, failed))
        })?;
        let mut events: Vec<Event> = happened.into_iter().flatten().chain(failed).collect();
        // Stable: within one second the order in which things happened stays.
        events.sort_by_key(|event| std::cmp::Reverse(event.at));
        events.truncate(MOST_EVENTS as usize);
        Ok(events)
    }
}
