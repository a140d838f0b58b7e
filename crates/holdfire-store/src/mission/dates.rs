//! How entries are dated: never before the last one.

use std::collections::BTreeMap;

use holdfire_record::{Envelope, Schedule};

use super::error::MissionError;
use super::shared::PUBLIC;
use crate::database::Database;
use crate::object::Place;

/// Under which name the floor of dates is kept: since a wrong clock was recorded, entries are dated no earlier.
pub(super) const CLOCK_FLOOR: &str = "clock-floor";

/// Under which name the point of the last tick is kept.
pub(super) const LAST_TICK: &str = "last-tick";

/// The date of the last entry of each log, and the floor.
#[derive(Clone, Debug, Default)]
pub(super) struct Dates {
    last: BTreeMap<u32, u64>,
    last_tick: u64,
    floor: u64,
}

impl Dates {
    /// Reads the date of the last entry of a log, if it is not known yet.
    pub fn know(
        &mut self,
        database: &Database,
        schedule: Schedule,
        log: u32,
    ) -> Result<(), MissionError> {
        if self.last.contains_key(&log) {
            return Ok(());
        }
        if self.last.is_empty() {
            self.floor = database
                .meta(CLOCK_FLOOR)?
                .map_or(0, |bytes| number(&bytes));
            self.last_tick = database.meta(LAST_TICK)?.map_or(0, |bytes| number(&bytes));
        }
        let last = last_date(database, schedule, log)?;
        self.last.insert(log, last);
        Ok(())
    }

    /// The date of an entry that is made now: the clock cut to the step, and no earlier than a floor that was recorded.
    pub fn date(
        &self,
        schedule: Schedule,
        log: u32,
        origin: &str,
        now: u64,
    ) -> Result<u64, MissionError> {
        let last = self.last(log);
        let at = schedule.cut(now).max(self.floor.min(last));
        if at < last {
            return Err(MissionError::Clock {
                origin: origin.to_owned(),
                last,
                now,
            });
        }
        Ok(at)
    }

    pub fn last(&self, log: u32) -> u64 {
        self.last.get(&log).copied().unwrap_or(0)
    }

    pub fn last_tick(&self) -> u64 {
        self.last_tick
    }

    pub fn set_last(&mut self, log: u32, at: u64) {
        self.last.insert(log, at);
    }

    pub fn set_last_tick(&mut self, schedule: Schedule, at: u64) {
        self.last_tick = at;
        self.last.insert(PUBLIC, schedule.cut(at));
    }

    pub fn set_floor(&mut self, floor: u64) {
        self.floor = floor;
    }
}

/// The date of the last entry of a log, cut to the step; 0 if it has none.
pub(super) fn last_date(
    database: &Database,
    schedule: Schedule,
    log: u32,
) -> Result<u64, MissionError> {
    let size = database.frontier(log)?.size();
    match size.checked_sub(1) {
        Some(index) => Ok(schedule.cut(envelope(database, log, index)?.at)),
        None => Ok(0),
    }
}

/// Eight bytes as a number; anything else is none.
pub(super) fn number(bytes: &[u8]) -> u64 {
    bytes.try_into().map_or(0, u64::from_be_bytes)
}

fn envelope(database: &Database, log: u32, index: u64) -> Result<Envelope, MissionError> {
    let leaf = database.leaf(Place { log, index })?;
    leaf.as_deref()
        .and_then(|leaf| Envelope::from_bytes(leaf).ok())
        .ok_or_else(|| MissionError::Integrity {
            origin: format!("log {log}"),
            index,
            what: "its leaf is missing or is no envelope".to_owned(),
        })
}
