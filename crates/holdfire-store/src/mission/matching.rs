//! Matching under a sealed register: answers wait, encrypted, and are entered at the ticks in batches of one size.
//!
//! Answers are found where the openings are. How many there are and when must not show, so a circle with matching switched
//! on gets so many entries at every tick of the cadence, whether somebody matched or not; fillers are among them.

use std::collections::BTreeMap;
use std::collections::btree_map::Entry;
use std::sync::Arc;

use holdfire_model::Moment;
use holdfire_record::{AuthorSecret, Kind};
use holdfire_register::{Answer, MatchDisclosure, batch as batch_of};
use holdfire_seal::cbor::{Reader as CborReader, write_array, write_bytes, write_uint};
use holdfire_seal::fields::Field;
use zeroize::Zeroizing;

use super::circles::Circle;
use super::dates::{Dates, number};
use super::draft::Draft;
use super::enter;
use super::error::{MissionError, time};
use super::people::Author;
use super::shared::{Log, PUBLIC, Shared};
use super::tick::keeper;
use super::view::{AsOf, Audience, View};
use super::writer::Job;
use super::{Mission, Seen};
use crate::database::{Batch, Database};
use crate::object::{self, Object, ObjectError, Place};

/// The most entries of one batch.
pub const MOST_MATCH_ENTRIES: u32 = 1_000;
/// No more answers wait in one circle.
const MOST_WAITING: usize = 100_000;
/// The bytes of one waiting answer: the fields of its disclosure.
const ANSWER_BYTES: usize = 32 + 32 + 16 + 8;
/// The queue is filled up to a multiple of so many answers, so that its size does not say how many wait.
const QUEUE_STEP: usize = 256;

const SETTING: &str = "matching";
const DISCLOSURE: &str = "match";

/// How answers are entered in a circle.
#[derive(Clone, PartialEq, Eq)]
pub struct Matching {
    /// How many entries each tick gets; 0: none, matching is switched off.
    pub entries: u32,
    /// Blinds the ids of incidents. Whoever reads the circle has it.
    pub secret: [u8; 32],
}

impl std::fmt::Debug for Matching {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "Matching({} entries)", self.entries)
    }
}

/// A batch that was entered in a circle.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct MatchBatch {
    /// The point of the cadence that it belongs to, POSIX seconds.
    pub at: u64,
    /// How many entries it has.
    pub entries: u32,
}

impl View {
    /// How answers are entered in the circle of a log; none if matching was never switched on.
    ///
    /// # Errors
    /// [`MissionError`]
    pub fn matching(&self, log: u32) -> Result<Option<Matching>, MissionError> {
        let all = self.list(Kind::Setting)?;
        let is_it = |seen: &&Seen| seen.place.log == log && seen.subject() == Some(SETTING);
        let Some(seen) = all.iter().rev().find(is_it) else {
            return Ok(None);
        };
        let entries = seen.text("entries").and_then(|text| text.parse().ok());
        let secret = seen.value("secret").and_then(|value| value.try_into().ok());
        match (entries, secret) {
            (Some(entries), Some(secret)) if entries <= MOST_MATCH_ENTRIES => {
                Ok(Some(Matching { entries, secret }))
            }
            _ => Err(MissionError::Integrity {
                origin: seen.origin.clone(),
                index: seen.place.index,
                what: "it sets how matching is entered, and does not say how".to_owned(),
            }),
        }
    }

    /// What matching disclosed in the circle of a log, fillers included, in the order in which it was entered.
    ///
    /// # Errors
    /// [`MissionError`]
    pub fn disclosures(&self, log: u32) -> Result<Vec<MatchDisclosure>, MissionError> {
        let mut disclosures = Vec::new();
        for seen in self.all(Kind::Match)? {
            if seen.place.log != log || seen.said.is_none() {
                continue;
            }
            let read = MatchDisclosure::from_fields(seen.fields());
            disclosures.push(read.map_err(|error| MissionError::Integrity {
                origin: seen.origin.clone(),
                index: seen.place.index,
                what: error.to_string(),
            })?);
        }
        Ok(disclosures)
    }
}

impl Mission {
    /// Sets how many entries each tick gets in a circle; 0 switches matching off. The secret stays the same.
    ///
    /// # Errors
    /// [`MissionError::Refused`] for more than [`MOST_MATCH_ENTRIES`]; others.
    pub fn set_matching(
        &self,
        by: &Author,
        circle: &Circle,
        entries: u32,
    ) -> Result<Matching, MissionError> {
        if entries > MOST_MATCH_ENTRIES {
            return Err(MissionError::Refused(format!(
                "{entries} entries at each tick are too many; {MOST_MATCH_ENTRIES} are the most"
            )));
        }
        let secret = match self.now()?.matching(circle.log)? {
            Some(known) => known.secret,
            None => self.surroundings().random_bytes()?,
        };
        let fields = vec![
            Field::new("entries", entries.to_string()),
            Field::new("secret", secret),
        ];
        self.submit_one(by, circle.log, Draft::set(Kind::Setting, SETTING, fields))?;
        Ok(Matching { entries, secret })
    }

    /// Lets answers wait for the ticks of a circle. An answer about the same incident and version takes the place of one
    /// that still waits. Gives back how many wait now. They are durable when this returns.
    ///
    /// # Errors
    /// [`MissionError::Refused`] if matching is not switched on there, or too many wait; others.
    pub fn queue_answers(
        &self,
        circle: &Circle,
        answers: Vec<Answer>,
    ) -> Result<usize, MissionError> {
        let on = self.now()?.matching(circle.log)?;
        if on.is_none_or(|matching| matching.entries == 0) {
            return Err(not_switched_on(circle));
        }
        let log = circle.log;
        self.writer
            .ask(|answer| Job::QueueAnswers(log, answers, answer))
    }

    /// Enters the batch of the newest point of the cadence in a circle. [`Mission::tick`] does it by itself where the
    /// keys of the circle were given; this is for those who hold the keys where the keeper of the ticks does not.
    ///
    /// # Errors
    /// [`MissionError::Refused`] if matching is not switched on, or if the batch of this point is there already.
    pub fn match_tick(&self, circle: &Circle) -> Result<MatchBatch, MissionError> {
        let log = circle.log;
        let entered = self.writer.ask(|answer| Job::MatchTick(log, answer))?;
        entered.ok_or_else(|| not_switched_on(circle))
    }
}

fn not_switched_on(circle: &Circle) -> MissionError {
    MissionError::Refused(format!(
        "matching is not switched on in the circle {}\nhint: `holdfire register match on` does it",
        circle.name
    ))
}

fn queue_name(log: u32) -> String {
    format!("match-queue-{log}")
}

fn last_name(log: u32) -> String {
    format!("match-last-{log}")
}

/// A circle that gets batches, with what waits for them.
pub(super) struct Due {
    log: Log,
    entries: u32,
    waiting: Vec<Answer>,
    /// The point of its last batch, POSIX seconds.
    last: u64,
}

impl Due {
    /// The number of its log.
    pub fn log_id(&self) -> u32 {
        self.log.row.id
    }
}

/// The circles with matching switched on whose keys are here.
pub(super) fn due(database: &Database, shared: &Arc<Shared>) -> Result<Vec<Due>, MissionError> {
    let view = View::new(shared.clone(), &Audience::AllReadable, AsOf::Now)?;
    let mut due = Vec::new();
    for (id, ..) in view.logs().filter(|(id, ..)| *id != PUBLIC) {
        let entries = view.matching(id)?.map_or(0, |matching| matching.entries);
        if entries > 0 {
            due.push(Due {
                log: shared.log(id)?,
                entries,
                waiting: waiting(database, shared, id)?,
                last: database
                    .meta(&last_name(id))?
                    .map_or(0, |bytes| number(&bytes)),
            });
        }
    }
    Ok(due)
}

/// Enters the batch of a point of the cadence, if it is not there yet. Fillers make up what is missing.
///
/// # Units and shape
/// - `at`: the point, POSIX seconds.
pub(super) fn enter_batch(
    batch: &mut Batch<'_>,
    shared: &Shared,
    due: &mut Due,
    keeper: &AuthorSecret,
    at: u64,
    dates: &mut Dates,
) -> Result<Option<MatchBatch>, MissionError> {
    if due.last >= at {
        return Ok(None);
    }
    let Due {
        log,
        entries,
        waiting,
        ..
    } = due;
    let tick = Moment(i64::try_from(at).unwrap_or(i64::MAX));
    let mut failed = None;
    let mut random = || {
        shared.surroundings.random_bytes().unwrap_or_else(|error| {
            failed = Some(error);
            [0; 32]
        })
    };
    let disclosures = batch_of(tick, *entries as usize, waiting, &mut random);
    if let Some(error) = failed {
        return Err(error.into());
    }
    let drafts: Vec<Draft> = disclosures
        .iter()
        .map(|one| Draft::note(Kind::Match, DISCLOSURE, one.to_fields()))
        .collect();
    enter::drafts(batch, shared, log, keeper, &drafts, dates)?;
    // Written anew each time, also when nothing waits: that it changed says nothing.
    batch.set_meta(&queue_name(log.row.id), &seal(shared, log, waiting)?)?;
    batch.set_meta(&last_name(log.row.id), &at.to_be_bytes())?;
    Ok(Some(MatchBatch {
        at,
        entries: *entries,
    }))
}

/// The same for one circle, in a transaction of its own; none if matching is not switched on there.
pub(super) fn match_tick(
    database: &mut Database,
    shared: &Arc<Shared>,
    dates: &mut Dates,
    id: u32,
) -> Result<Option<MatchBatch>, MissionError> {
    let all = due(database, shared)?;
    let Some(mut due) = all.into_iter().find(|due| due.log.row.id == id) else {
        return Ok(None);
    };
    let keeper = keeper(database)?;
    dates.know(database, shared.schedule, id)?;
    let at = shared.schedule.point(shared.surroundings.clock.now());
    let mut after = dates.clone();
    let mut batch = database.batch()?;
    let entered = enter_batch(&mut batch, shared, &mut due, &keeper, at, &mut after)?;
    if entered.is_none() {
        let next = shared.schedule.point(due.last) + shared.schedule.cadence_s();
        return Err(MissionError::Refused(format!(
            "the batch of {} is in the circle already; the next can be entered at {}",
            time(due.last),
            time(next)
        )));
    }
    batch.commit()?;
    *dates = after;
    Ok(entered)
}

/// Adds answers to those that wait, and gives back how many there are.
pub(super) fn queue(
    database: &mut Database,
    shared: &Shared,
    id: u32,
    answers: &[Answer],
) -> Result<usize, MissionError> {
    let log = shared.log(id)?;
    let mut all = waiting(database, shared, id)?;
    let about = |answer: &Answer| (answer.incident, answer.statement);
    let mut places: BTreeMap<_, usize> = all.iter().map(about).zip(0..).collect();
    for answer in answers {
        match places.entry(about(answer)) {
            Entry::Occupied(known) => all[*known.get()] = *answer,
            Entry::Vacant(new) => {
                new.insert(all.len());
                all.push(*answer);
            }
        }
    }
    if all.len() > MOST_WAITING {
        return Err(MissionError::Refused(format!(
            "{} answers would wait, {MOST_WAITING} are the most; nothing was added\n\
             hint: give each tick more entries, and ask again later",
            all.len()
        )));
    }
    let sealed = seal(shared, &log, &all)?;
    let mut batch = database.batch()?;
    batch.set_meta(&queue_name(id), &sealed)?;
    batch.commit()?;
    Ok(all.len())
}

/// Where the queue stands: at the place of no entry.
fn place(log: u32) -> Place {
    Place {
        log,
        index: u64::MAX,
    }
}

/// The queue as it is stored: `[epoch, wrapped key, encrypted answers]`.
fn seal(shared: &Shared, log: &Log, answers: &[Answer]) -> Result<Vec<u8>, MissionError> {
    let ring = log
        .ring
        .as_ref()
        .ok_or_else(|| MissionError::NoKeys(log.row.origin.clone()))?;
    let room = answers.len().max(1).next_multiple_of(QUEUE_STEP) * ANSWER_BYTES;
    let mut plain = Zeroizing::new(Vec::with_capacity(room + 8));
    plain.extend((answers.len() as u64).to_be_bytes());
    for answer in answers {
        let fields = MatchDisclosure {
            incident: answer.incident,
            statement: answer.statement,
            word: answer.word,
            tick: Moment(0),
        };
        for field in fields.to_fields() {
            plain.extend(field.value);
        }
    }
    plain.resize(room + 8, 0);
    let (epoch, key) = ring.current();
    let mut random = shared.surroundings.clone();
    let Object {
        wrapped_key,
        sealed,
    } = object::seal(key, place(log.row.id), &plain, &mut random).map_err(|error| match error {
        ObjectError::Random(error) => error.into(),
        other => MissionError::Refused(other.to_string()),
    })?;
    let mut out = Vec::new();
    write_array(&mut out, 3);
    write_uint(&mut out, epoch.into());
    write_bytes(&mut out, &wrapped_key.unwrap_or_default());
    write_bytes(&mut out, &sealed);
    Ok(out)
}

/// The answers that wait in a circle.
fn waiting(database: &Database, shared: &Shared, id: u32) -> Result<Vec<Answer>, MissionError> {
    let log = shared.log(id)?;
    let ring = log
        .ring
        .as_ref()
        .ok_or_else(|| MissionError::NoKeys(log.row.origin.clone()))?;
    let Some(stored) = database.meta(&queue_name(id))? else {
        return Ok(Vec::new());
    };
    let wrong = || MissionError::Form {
        path: database.path().to_owned(),
        what: format!(
            "the answers that wait in the circle of {} cannot be read",
            log.row.origin
        ),
        hint: "restore a copy of the mission, or match again",
    };
    let read = || -> Option<(u32, Object)> {
        let mut reader = CborReader::new(&stored);
        reader.array_of(3).ok()?;
        let epoch = u32::try_from(reader.uint().ok()?).ok()?;
        let object = Object {
            wrapped_key: Some(reader.bytes(stored.len()).ok()?.to_vec()),
            sealed: reader.bytes(stored.len()).ok()?.to_vec(),
        };
        reader.end().ok()?;
        Some((epoch, object))
    };
    let (epoch, object) = read().ok_or_else(wrong)?;
    let key = ring.of_epoch(epoch).ok_or_else(wrong)?;
    let plain = object::open(key, place(id), &object).map_err(|_| wrong())?;
    answers(&plain).ok_or_else(wrong)
}

/// Reads the answers of a queue that was opened.
fn answers(plain: &[u8]) -> Option<Vec<Answer>> {
    let (count, rest) = plain.split_first_chunk::<8>()?;
    let count = usize::try_from(u64::from_be_bytes(*count)).ok()?;
    let rest = rest.get(..count.checked_mul(ANSWER_BYTES)?)?;
    let mut answers = Vec::with_capacity(count);
    for bytes in rest.chunks_exact(ANSWER_BYTES) {
        let (incident, bytes) = bytes.split_at(32);
        let (statement, bytes) = bytes.split_at(32);
        let (word, tick) = bytes.split_at(16);
        let fields = [
            Field::new("incident", incident),
            Field::new("statement", statement),
            Field::new("word", word),
            Field::new("tick", tick),
        ];
        let read = MatchDisclosure::from_fields(&fields).ok()?;
        answers.push(Answer {
            incident: read.incident,
            statement: read.statement,
            word: read.word,
        });
    }
    Some(answers)
}
