//! How often somebody may try: by name (or by the device that signed in before), by session, by address.
//!
//! Each attempt is counted before it is looked at, so that many at once gain nothing; one that succeeds clears the count.
//! Nothing locks an account: the longest wait is 15 minutes, and a device that its owner signed in on before has a count of its
//! own, which nobody else can raise (OWASP: device cookies).

use std::collections::HashMap;
use std::fmt;
use std::net::IpAddr;
use std::sync::{Mutex, PoisonError};

use rusqlite::params;

use crate::error::AccountsError;
use crate::sql::Sql;
use crate::surroundings::Seconds;

/// So many attempts fail before there is a wait.
pub const FREE_ATTEMPTS: u32 = 5;
/// From one address, behind which there may be an office.
pub const FREE_ATTEMPTS_OF_ADDRESS: u32 = 20;
/// The first wait; each further failure doubles it.
const FIRST_WAIT: Seconds = 15;
/// The longest wait.
pub const LONGEST_WAIT: Seconds = 15 * 60;
/// After so long without a failure the count begins anew.
const FORGOTTEN: Seconds = 24 * 3_600;
/// The same, for an address.
const ADDRESS_FORGOTTEN: Seconds = 3_600;
/// So many names that no account has are counted; the oldest go.
const MOST_UNKNOWN: i64 = 10_000;
/// So many addresses are counted; the oldest go.
const MOST_ADDRESSES: usize = 10_000;

/// Too many attempts failed: nothing was looked at.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Wait {
    /// When to come back.
    pub seconds: Seconds,
}

/// In seconds, or in minutes where it is many, rounded up.
impl fmt::Display for Wait {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.seconds {
            1 => f.write_str("1 second"),
            seconds if seconds <= 60 => write!(f, "{seconds} seconds"),
            seconds => write!(f, "{} minutes", (seconds + 59) / 60),
        }
    }
}

/// What attempts are counted by: a keyed digest.
pub(crate) struct Bucket {
    pub key: [u8; 32],
    /// Whether an account is behind it.
    pub known: bool,
}

fn wait_after(failures: u32, free: u32) -> Seconds {
    match failures.checked_sub(free) {
        None => 0,
        Some(more) => FIRST_WAIT
            .checked_shl(more.min(10))
            .map_or(LONGEST_WAIT, |wait| wait.min(LONGEST_WAIT)),
    }
}

/// How the count goes on: the failures from now on, or how long to wait.
fn next(
    count: u32,
    last: Seconds,
    until: Seconds,
    now: Seconds,
    forgotten: Seconds,
) -> Result<u32, Wait> {
    // A clock that was wrong and was put right must not lock anybody out.
    if last > now || now - last >= forgotten {
        return Ok(1);
    }
    match until - now {
        seconds @ 1.. => Err(Wait { seconds }),
        _ => Ok(count.saturating_add(1)),
    }
}

/// Counts an attempt as failed; durable with the transaction.
pub(crate) fn charge(
    sql: Sql<'_>,
    bucket: &Bucket,
    now: Seconds,
) -> Result<Result<(), Wait>, AccountsError> {
    let kept: Option<(u32, Seconds, Seconds)> = sql.row(
        "select count, last, until from failure where bucket = ?1",
        [bucket.key],
        |row| Ok((row.get(0)?, row.get(1)?, row.get(2)?)),
    )?;
    if kept.is_none() && !bucket.known {
        forget_oldest(sql)?;
    }
    let (count, last, until) = kept.unwrap_or((0, now, now));
    let count = match next(count, last, until, now, FORGOTTEN) {
        Ok(count) => count,
        Err(wait) => return Ok(Err(wait)),
    };
    sql.run(
        "insert into failure (bucket, known, count, last, until) values (?1, ?2, ?3, ?4, ?5) \
         on conflict (bucket) do update set count = ?3, last = ?4, until = ?5, known = ?2",
        params![
            bucket.key,
            bucket.known,
            count,
            now,
            now + wait_after(count, FREE_ATTEMPTS)
        ],
    )?;
    Ok(Ok(()))
}

/// The attempt succeeded.
pub(crate) fn clear(sql: Sql<'_>, bucket: &Bucket) -> Result<(), AccountsError> {
    sql.run("delete from failure where bucket = ?1", [bucket.key])?;
    Ok(())
}

/// The attempt was not looked at after all.
pub(crate) fn refund(sql: Sql<'_>, bucket: &Bucket) -> Result<(), AccountsError> {
    let kept: Option<(u32, Seconds)> = sql.row(
        "select count, last from failure where bucket = ?1",
        [bucket.key],
        |row| Ok((row.get(0)?, row.get(1)?)),
    )?;
    if let Some((count, last)) = kept {
        let count = count.saturating_sub(1);
        sql.run(
            "update failure set count = ?2, until = min(until, ?3) where bucket = ?1",
            params![bucket.key, count, last + wait_after(count, FREE_ATTEMPTS)],
        )?;
    }
    Ok(())
}

/// What failed long ago is forgotten.
pub(crate) fn forget(sql: Sql<'_>, now: Seconds) -> Result<(), AccountsError> {
    sql.run("delete from failure where last <= ?1", [now - FORGOTTEN])?;
    Ok(())
}

fn forget_oldest(sql: Sql<'_>) -> Result<(), AccountsError> {
    let unknown: Option<i64> =
        sql.row("select count(*) from failure where known = 0", [], |row| {
            row.get(0)
        })?;
    if unknown >= Some(MOST_UNKNOWN) {
        sql.run(
            "delete from failure where bucket in \
             (select bucket from failure where known = 0 order by last limit ?1)",
            [MOST_UNKNOWN / 10],
        )?;
    }
    Ok(())
}

#[derive(Clone, Copy, Debug)]
struct OfAddress {
    count: u32,
    last: Seconds,
    until: Seconds,
}

/// Attempts by address, in memory: an address says something for an hour at most.
#[derive(Debug, Default)]
pub(crate) struct Addresses(Mutex<HashMap<IpAddr, OfAddress>>);

impl Addresses {
    /// Counts an attempt as failed.
    pub(crate) fn charge(&self, address: IpAddr, now: Seconds) -> Result<(), Wait> {
        let mut map = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let address = network_of(address);
        let new = OfAddress {
            count: 0,
            last: now,
            until: now,
        };
        let kept = map.get(&address).copied().unwrap_or(new);
        let count = next(kept.count, kept.last, kept.until, now, ADDRESS_FORGOTTEN)?;
        if map.len() >= MOST_ADDRESSES && !map.contains_key(&address) {
            make_room(&mut map);
        }
        let until = now + wait_after(count, FREE_ATTEMPTS_OF_ADDRESS);
        let last = now;
        map.insert(address, OfAddress { count, last, until });
        Ok(())
    }

    /// The attempt succeeded. Those before it still count: who has an account must not try out others for free.
    pub(crate) fn refund(&self, address: IpAddr) {
        let mut map = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(kept) = map.get_mut(&network_of(address)) {
            kept.count = kept.count.saturating_sub(1);
            kept.until = kept
                .until
                .min(kept.last + wait_after(kept.count, FREE_ATTEMPTS_OF_ADDRESS));
        }
    }

    #[cfg(test)]
    pub(crate) fn len(&self) -> usize {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).len()
    }
}

/// Removes the tenth that is oldest, so that this is seldom done.
fn make_room(map: &mut HashMap<IpAddr, OfAddress>) {
    let mut ages: Vec<Seconds> = map.values().map(|kept| kept.last).collect();
    let tenth = ages.len() / 10;
    let (_, &mut oldest, _) = ages.select_nth_unstable(tenth);
    let mut over = tenth + 1;
    map.retain(|_, kept| {
        let goes = over > 0 && kept.last <= oldest;
        over -= usize::from(goes);
        !goes
    });
}

/// What one subscriber has: an address of version 4, or 64 bits of version 6.
fn network_of(address: IpAddr) -> IpAddr {
    match address.to_canonical() {
        IpAddr::V4(address) => IpAddr::V4(address),
        IpAddr::V6(address) => IpAddr::V6((u128::from(address) >> 64 << 64).into()),
    }
}

#[cfg(test)]
mod tests {
    use std::net::{Ipv4Addr, Ipv6Addr};

    use proptest::prelude::*;

    use super::*;

    #[test]
    fn the_wait_doubles_from_the_fifth_failure_and_ends_at_15_minutes() {
        let waits: Vec<Seconds> = (1..=13).map(|n| wait_after(n, FREE_ATTEMPTS)).collect();
        assert_eq!(
            waits,
            [0, 0, 0, 0, 15, 30, 60, 120, 240, 480, 900, 900, 900]
        );
        assert_eq!(wait_after(u32::MAX, FREE_ATTEMPTS), LONGEST_WAIT);
    }

    proptest! {
        #[test]
        fn however_attempts_are_timed_few_are_looked_at_in_a_day(
            pauses in proptest::collection::vec(0..2_000_i64, 1..400),
        ) {
            let (mut count, mut last, mut until, mut now) = (0, 0, 0, 0);
            let mut looked_at = Vec::new();
            for pause in pauses {
                now += pause;
                match next(count, last, until, now, FORGOTTEN) {
                    Err(wait) => prop_assert!((1..=LONGEST_WAIT).contains(&wait.seconds)),
                    Ok(failures) => {
                        (count, last) = (failures, now);
                        until = now + wait_after(failures, FREE_ATTEMPTS);
                        looked_at.push(now);
                    }
                }
            }
            // Five at once, six while the wait grows, then one each quarter of an hour.
            for from in &looked_at {
                let day = *from..from + FORGOTTEN;
                let within = looked_at.iter().filter(|at| day.contains(at)).count();
                prop_assert!(within <= 5 + 6 + 96, "{within}");
            }
        }
    }

    #[test]
    fn an_address_waits_after_many_failures_and_a_success_takes_back_its_own_only() {
        let addresses = Addresses::default();
        let office = IpAddr::V4(Ipv4Addr::new(192, 0, 2, 1));
        for _ in 1..FREE_ATTEMPTS_OF_ADDRESS {
            assert_eq!(addresses.charge(office, 100), Ok(()));
        }
        assert_eq!(addresses.charge(office, 100), Ok(()));
        addresses.refund(office);
        assert_eq!(addresses.charge(office, 100), Ok(()), "the one taken back");
        assert_eq!(addresses.charge(office, 101), Err(Wait { seconds: 14 }));
        assert_eq!(addresses.charge(office, 115), Ok(()));
        assert_eq!(addresses.charge(office, 116), Err(Wait { seconds: 29 }));
        let other = IpAddr::V4(Ipv4Addr::new(192, 0, 2, 2));
        assert_eq!(addresses.charge(other, 116), Ok(()));
    }

    #[test]
    fn a_wait_is_said_in_words_that_fit() {
        for (seconds, words) in [
            (1, "1 second"),
            (60, "60 seconds"),
            (61, "2 minutes"),
            (900, "15 minutes"),
        ] {
            assert_eq!(Wait { seconds }.to_string(), words);
        }
    }

    #[test]
    fn one_subscriber_has_one_count() {
        let of = |text: &str| network_of(text.parse().expect("an address"));
        assert_eq!(of("2001:db8:1:2::1"), of("2001:db8:1:2:ffff::9"));
        assert_ne!(of("2001:db8:1:2::1"), of("2001:db8:1:3::1"));
        assert_eq!(of("::ffff:192.0.2.7"), of("192.0.2.7"));
    }

    #[test]
    fn addresses_take_bounded_memory_whoever_floods() {
        let addresses = Addresses::default();
        for number in 0..30_000_u32 {
            let address = Ipv6Addr::from(u128::from(number) << 64);
            let now = i64::from(number / 100);
            assert_eq!(addresses.charge(IpAddr::V6(address), now), Ok(()));
            assert!(addresses.len() <= MOST_ADDRESSES);
        }
    }
}
