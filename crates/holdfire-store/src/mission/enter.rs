//! A draft becomes an entry: dated, sealed, encrypted, appended, projected.

use holdfire_record::{
    AuthorSecret, Contents, Envelope, Kind, Pseudonym, SealedContents, Settings, settings_file,
};
use holdfire_seal::Hash;
use holdfire_seal::fields::Seed;

use super::dates::{CLOCK_FLOOR, Dates, number};
use super::draft::{Also, Draft, Entered, Submission};
use super::error::MissionError;
use super::evidence::{in_use, stored_file};
use super::shared::{Log, Shared};
use super::surroundings::Surroundings;
use crate::database::{Batch, LogRow, NewObject};
use crate::keyring::Keyring;
use crate::object::{self, Place};

/// A log that is to be made, with its first entries.
pub(super) struct NewLog {
    pub settings: Settings,
    pub ring: Keyring,
    /// The ring, wrapped for its readers.
    pub wrapped: Vec<u8>,
    pub slot: Option<u8>,
    pub author: AuthorSecret,
    /// What is entered after the settings.
    pub first: Vec<Draft>,
}

/// Under which name the settings of a log are kept: the openings of its first entry.
pub(super) fn settings_name(log: u32) -> String {
    format!("settings-{log}")
}

/// Enters all of a submission.
pub(super) fn submission(
    batch: &mut Batch<'_>,
    shared: &Shared,
    asked: &Submission,
    dates: &mut Dates,
) -> Result<Entered, MissionError> {
    let log = shared.log(asked.log)?;
    if let Some(request) = &asked.request
        && let Some((first, count)) = batch.done_before(asked.log, request)?
    {
        return Ok(Entered {
            first: Place {
                log: asked.log,
                index: first,
            },
            count,
            leaves: Vec::new(),
            repeated: true,
        });
    }
    let own = |draft: &&Draft| matches!(draft.kind, Kind::Genesis | Kind::Tick);
    if let Some(draft) = asked.drafts.iter().find(own) {
        let kind = draft.kind;
        return Err(MissionError::Refused(format!(
            "an entry of kind `{kind}` is made by the record alone: another would break the rules of the log"
        )));
    }
    for also in &asked.also {
        match also {
            Also::Erase(index) => batch.erase(Place {
                log: asked.log,
                index: *index,
            })?,
            Also::EvidenceGone(name) => batch.remove_meta(&in_use(name))?,
            Also::Ring(wrapped) => batch.set_ring(asked.log, wrapped)?,
            Also::Meta(name, value) => {
                batch.set_meta(name, value)?;
                if *name == CLOCK_FLOOR {
                    dates.set_floor(number(value));
                }
            }
        }
    }
    let now = shared.surroundings.clock.now();
    let at = dates.date(shared.schedule, asked.log, &log.row.origin, now)?;
    let first = Place {
        log: asked.log,
        index: batch.size(asked.log)?,
    };
    let entry = Entry {
        log: &log,
        author: asked.author.on(at),
        at,
        surroundings: &shared.surroundings,
    };
    let mut leaves = Vec::with_capacity(asked.drafts.len());
    for draft in &asked.drafts {
        if let Some(name) = stored_file(draft) {
            batch.set_meta(&in_use(&name), &[])?;
        }
        leaves.push(entry.enter(batch, draft.kind, draft.contents(now))?.0);
    }
    let count = leaves.len() as u64;
    if let Some(request) = &asked.request {
        batch.done(asked.log, request, first.index, count)?;
    }
    dates.set_last(asked.log, at);
    Ok(Entered {
        first,
        count,
        leaves,
        repeated: false,
    })
}

/// Enters drafts in a log, dated now. The date of the log's last entry must be known.
pub(super) fn drafts(
    batch: &mut Batch<'_>,
    shared: &Shared,
    log: &Log,
    author: &AuthorSecret,
    drafts: &[Draft],
    dates: &mut Dates,
) -> Result<(), MissionError> {
    let now = shared.surroundings.clock.now();
    let at = dates.date(shared.schedule, log.row.id, &log.row.origin, now)?;
    let entry = Entry {
        log,
        author: author.on(at),
        at,
        surroundings: &shared.surroundings,
    };
    for draft in drafts {
        entry.enter(batch, draft.kind, draft.contents(now))?;
    }
    dates.set_last(log.row.id, at);
    Ok(())
}

/// Makes a log with its first entries.
///
/// # Units and shape
/// - `now`: POSIX seconds.
pub(super) fn new_log(
    batch: &mut Batch<'_>,
    surroundings: &Surroundings,
    new: &NewLog,
    now: u64,
) -> Result<u32, MissionError> {
    let origin = new.settings.origin();
    let id = batch.new_log(origin, &new.wrapped, new.slot)?;
    let log = Log {
        row: LogRow {
            id,
            origin: origin.to_owned(),
            ring: None,
            slot: new.slot,
        },
        ring: Some(new.ring.clone()),
    };
    let at = new.settings.schedule().cut(now);
    let entry = Entry {
        log: &log,
        author: new.author.on(at),
        at,
        surroundings,
    };
    let genesis = new.settings.to_contents(now);
    let (_, sealed) = entry.enter(batch, Kind::Genesis, genesis)?;
    batch.set_meta(&settings_name(id), &settings_file(&sealed)?)?;
    for draft in &new.first {
        entry.enter(batch, draft.kind, draft.contents(now))?;
    }
    Ok(id)
}

struct Entry<'a> {
    log: &'a Log,
    author: Pseudonym,
    /// What the envelope says, POSIX seconds.
    at: u64,
    surroundings: &'a Surroundings,
}

impl Entry<'_> {
    fn enter(
        &self,
        batch: &mut Batch<'_>,
        kind: Kind,
        contents: Contents,
    ) -> Result<(Hash, SealedContents), MissionError> {
        let Log { row, ring } = self.log;
        let ring = ring
            .as_ref()
            .ok_or_else(|| MissionError::NoKeys(row.origin.clone()))?;
        let seed = Seed::new(self.surroundings.random_bytes()?);
        let sealed = SealedContents::new(seed, contents);
        let envelope = Envelope {
            kind,
            at: self.at,
            author: self.author,
            fields: sealed.root()?,
        };
        let leaf = envelope.to_bytes();
        let index = batch.append(row.id, std::iter::once(leaf.as_slice()))?;
        let place = Place { log: row.id, index };
        let (epoch, key) = ring.current();
        let mut random = self.surroundings.clone();
        let object = object::seal(key, place, &sealed.to_bytes(), &mut random);
        let object = object.map_err(|source| MissionError::Object {
            origin: row.origin.clone(),
            index,
            source: source.into(),
        })?;
        let contents = sealed.contents();
        let stored = NewObject {
            kind,
            tag: ring.tag(&contents.subject),
            effect: contents.effect,
            epoch,
            object,
        };
        batch.object(place, &stored)?;
        batch.project(place, kind, stored.tag, stored.effect)?;
        Ok((Hash::leaf(&leaf), sealed))
    }
}
