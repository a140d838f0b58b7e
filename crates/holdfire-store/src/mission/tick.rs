//! Ticks: the public log takes what the compartment logs came to, at a fixed cadence.

use std::sync::Arc;

use holdfire_record::{
    AuthorSecret, Contents, Effect, Envelope, Kind, SLOTS, SealedContents, Slot, slot_index,
    tick_fields,
};
use holdfire_seal::fields::Seed;

use super::dates::{Dates, LAST_TICK};
use super::error::MissionError;
use super::matching;
use super::shared::{PUBLIC, Shared};
use crate::database::Database;

/// Under which name the secret of the keeper, who makes the ticks, is kept.
pub(super) const KEEPER: &str = "keeper";

/// A tick that was entered.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Ticked {
    /// Its point of the cadence, POSIX seconds.
    pub at: u64,
    /// Its index in the public log.
    pub index: u64,
}

/// Enters the tick of the newest point of the cadence.
///
/// Circles with matching switched on, whose keys are here, get their batch of answers just before it.
///
/// What a tick holds is not kept, but for the opening of each slot in use: nobody needs the rest, and who could read it
/// could tell how many circles there are.
pub(super) fn tick(
    database: &mut Database,
    shared: &Arc<Shared>,
    dates: &mut Dates,
) -> Result<Ticked, MissionError> {
    let schedule = shared.schedule;
    let surroundings = &shared.surroundings;
    let now = surroundings.clock.now();
    dates.know(database, schedule, PUBLIC)?;
    let too_late = |at: u64| at <= dates.last_tick() || schedule.cut(at) < dates.last(PUBLIC);
    let at = schedule.point(now);
    if too_late(at) {
        let first = dates.last_tick().max(dates.last(PUBLIC));
        let mut next = schedule.point(first).max(at);
        while too_late(next) {
            next += schedule.cadence_s();
        }
        return Err(MissionError::NoTick { point: at, next });
    }
    let keeper = keeper(database)?;
    // What was matched enters with the tick, so that the tick binds it: one transaction for both.
    let mut due = matching::due(database, shared)?;
    for due in &due {
        dates.know(database, schedule, due.log_id())?;
    }
    let mut after = dates.clone();
    let mut batch = database.batch()?;
    for due in &mut due {
        matching::enter_batch(&mut batch, shared, due, &keeper, at, &mut after)?;
    }
    let mut used = Vec::new();
    for log in shared.logs().iter() {
        if let Some(slot) = log.row.slot {
            let (size, root) = batch.state(log.row.id)?;
            used.push((log.row.id, slot, Slot::new(&log.row.origin, size, root)));
        }
    }
    let filling = (used.len()..SLOTS)
        .map(|_| surroundings.random_bytes())
        .collect::<Result<Vec<_>, _>>()?;
    let slots: Vec<(u8, Slot)> = used.iter().map(|(_, at, slot)| (*at, *slot)).collect();
    let contents = Contents {
        subject: "tick".to_owned(),
        effect: Effect::Note,
        recorded_at: at,
        fields: tick_fields(&slots, &filling)?,
    };
    let sealed = SealedContents::new(Seed::new(surroundings.random_bytes()?), contents);
    let envelope = Envelope {
        kind: Kind::Tick,
        at,
        author: keeper.on(at),
        fields: sealed.root()?,
    };
    let index = batch.append(PUBLIC, std::iter::once(envelope.to_bytes().as_slice()))?;
    for (log, at, slot) in &used {
        let opening = sealed.opening(slot_index(*at))?;
        batch.bind(*log, index, slot.size, &opening.to_cbor())?;
    }
    batch.set_meta(LAST_TICK, &at.to_be_bytes())?;
    batch.commit()?;
    *dates = after;
    dates.set_last_tick(schedule, at);
    Ok(Ticked { at, index })
}

pub(super) fn keeper(database: &Database) -> Result<AuthorSecret, MissionError> {
    let secret = database.meta(KEEPER)?;
    let secret = secret.and_then(|bytes| bytes.try_into().ok());
    secret.map(AuthorSecret).ok_or_else(|| MissionError::Form {
        path: database.path().to_owned(),
        what: "the secret of the keeper, who makes the ticks, is missing".to_owned(),
        hint: "restore a copy of the mission",
    })
}
