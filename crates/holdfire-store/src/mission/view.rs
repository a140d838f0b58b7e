//! The one handle for every read: who reads, and as of which entry.

use std::collections::BTreeSet;
use std::fmt;
use std::sync::Arc;

use holdfire_record::{Envelope, Kind, SealedContents};
use holdfire_seal::fields::Field;

use super::error::MissionError;
use super::project::integrity;
use super::shared::{Log, PUBLIC, Shared};
use crate::database::{Database, VersionFilter};
use crate::keyring::Keyring;
use crate::object::{self, ObjectError, Place};

/// Up to where the record is read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum AsOf {
    /// Everything that is entered, what no tick bound yet included.
    Now,
    /// The first so many entries of the public log, and of compartment logs what ticks among them bound.
    Size(u64),
}

/// Whose eyes a view has.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Audience {
    /// All circles that the identities that were given read.
    AllReadable,
    /// Of these only the logs of these numbers.
    Logs(BTreeSet<u32>),
}

impl Audience {
    /// Who reads the mission's own log and no circle's.
    #[must_use]
    pub fn mission() -> Self {
        Self::Logs(BTreeSet::from([PUBLIC]))
    }
}

/// A reader's view of the record: nothing is read without one.
#[derive(Clone)]
pub struct View {
    shared: Arc<Shared>,
    logs: Vec<Visible>,
    as_of: AsOf,
}

/// A log that the view sees, up to an index.
#[derive(Clone)]
struct Visible {
    log: Log,
    ring: Keyring,
    known: u64,
}

/// An entry as the reader sees it.
#[derive(Clone)]
pub struct Seen {
    /// Where it stands.
    pub place: Place,
    /// The origin of its log.
    pub origin: String,
    /// What everybody may see of it.
    pub envelope: Envelope,
    /// What it says; none if it was erased.
    pub said: Option<SealedContents>,
}

impl fmt::Debug for Seen {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Seen({}#{}, hidden)", self.origin, self.place.index)
    }
}

impl Seen {
    /// Its subject; none if it was erased.
    #[must_use]
    pub fn subject(&self) -> Option<&str> {
        self.said
            .as_ref()
            .map(|said| said.contents().subject.as_str())
    }

    /// The value of a field.
    #[must_use]
    pub fn value(&self, name: &str) -> Option<&[u8]> {
        self.said.as_ref()?.contents().value(name)
    }

    /// The value of a field that is text.
    #[must_use]
    pub fn text(&self, name: &str) -> Option<&str> {
        str::from_utf8(self.value(name)?).ok()
    }

    /// The fields of its own.
    #[must_use]
    pub fn fields(&self) -> &[Field] {
        self.said
            .as_ref()
            .map_or(&[], |said| &said.contents().fields)
    }

    /// When it was recorded, POSIX seconds: exact, or as the envelope has it once erased.
    #[must_use]
    pub fn recorded_at(&self) -> u64 {
        let said = self.said.as_ref();
        said.map_or(self.envelope.at, |said| said.contents().recorded_at)
    }
}

impl View {
    pub(super) fn new(
        shared: Arc<Shared>,
        audience: &Audience,
        as_of: AsOf,
    ) -> Result<Self, MissionError> {
        let logs = shared.read_snapshot(|database| {
            let public = database.frontier(PUBLIC)?.size();
            if let AsOf::Size(size) = as_of
                && size > public
            {
                return Err(MissionError::AfterTheEnd {
                    entries: public,
                    asked: size,
                });
            }
            let mut visible = Vec::new();
            for log in shared.logs_in(database)? {
                let seen = match audience {
                    Audience::AllReadable => true,
                    Audience::Logs(numbers) => numbers.contains(&log.row.id),
                };
                if let (true, Some(ring)) = (seen, log.ring.clone()) {
                    visible.push(Visible {
                        known: known(database, &log, as_of)?,
                        log,
                        ring,
                    });
                }
            }
            Ok(visible)
        })?;
        Ok(Self {
            shared,
            logs,
            as_of,
        })
    }

    /// Up to where it reads.
    #[must_use]
    pub fn as_of(&self) -> AsOf {
        self.as_of
    }

    /// Numbers, origins and known sizes of the logs that it sees.
    pub fn logs(&self) -> impl Iterator<Item = (u32, &str, u64)> {
        self.logs
            .iter()
            .map(|seen| (seen.log.row.id, seen.log.row.origin.as_str(), seen.known))
    }

    /// Everything of a kind that stands, in the order in which it was entered, log by log. Erased entries are in it.
    ///
    /// # Errors
    /// [`MissionError`]
    pub fn list(&self, kind: Kind) -> Result<Vec<Seen>, MissionError> {
        self.find(kind, None, false)
    }

    /// Where everything of a kind stands, in the order of [`View::list`]: what was read before need not be read again.
    ///
    /// # Errors
    /// [`MissionError`]
    pub fn places(&self, kind: Kind) -> Result<Vec<Place>, MissionError> {
        self.shared.read(|database| {
            let mut places = Vec::new();
            for visible in &self.logs {
                let log = visible.log.row.id;
                let indexes = database.versions(VersionFilter {
                    log,
                    kind: kind.code(),
                    tag: None,
                    known: visible.known,
                    replaced: false,
                })?;
                places.extend(indexes.into_iter().map(|index| Place { log, index }));
            }
            Ok(places)
        })
    }

    /// Everything of a kind that was ever entered and is known, what was replaced included.
    ///
    /// # Errors
    /// [`MissionError`]
    pub fn all(&self, kind: Kind) -> Result<Vec<Seen>, MissionError> {
        self.find(kind, None, true)
    }

    /// What a subject is: the newest of the entries that set it, of the last log that has it.
    ///
    /// # Errors
    /// [`MissionError`]
    pub fn get(&self, kind: Kind, subject: &str) -> Result<Option<Seen>, MissionError> {
        Ok(self.find(kind, Some(subject), false)?.pop())
    }

    /// Every entry that says what a subject is or was, the oldest first.
    ///
    /// # Errors
    /// [`MissionError`]
    pub fn history(&self, kind: Kind, subject: &str) -> Result<Vec<Seen>, MissionError> {
        self.find(kind, Some(subject), true)
    }

    /// One entry of a log that the view sees; none if it is not known to the view, or has no contents (a tick).
    ///
    /// # Errors
    /// [`MissionError`]
    pub fn entry(&self, place: Place) -> Result<Option<Seen>, MissionError> {
        let visible = self.logs.iter().find(|seen| seen.log.row.id == place.log);
        let Some(visible) = visible.filter(|seen| place.index < seen.known) else {
            return Ok(None);
        };
        self.shared
            .read(|database| seen(database, visible, place.index))
    }

    fn find(
        &self,
        kind: Kind,
        subject: Option<&str>,
        replaced: bool,
    ) -> Result<Vec<Seen>, MissionError> {
        self.shared.read(|database| {
            let mut found = Vec::new();
            for visible in &self.logs {
                let filter = VersionFilter {
                    log: visible.log.row.id,
                    kind: kind.code(),
                    tag: subject.map(|subject| visible.ring.tag(subject)),
                    known: visible.known,
                    replaced,
                };
                for index in database.versions(filter)? {
                    found.extend(seen(database, visible, index)?);
                }
            }
            Ok(found)
        })
    }
}

/// How many entries of a log count.
fn known(database: &Database, log: &Log, as_of: AsOf) -> Result<u64, MissionError> {
    Ok(match as_of {
        AsOf::Now => database.frontier(log.row.id)?.size(),
        AsOf::Size(size) if log.row.id == PUBLIC => size,
        AsOf::Size(size) => database
            .binding(log.row.id, size)?
            .map_or(0, |binding| binding.size),
    })
}

fn seen(database: &Database, visible: &Visible, index: u64) -> Result<Option<Seen>, MissionError> {
    let Visible { log, ring, .. } = visible;
    let place = Place {
        log: log.row.id,
        index,
    };
    let (Some(leaf), Some(stored)) = (database.leaf(place)?, database.object(place)?) else {
        return Ok(None);
    };
    let wrong = |what: String| integrity(log, index, what);
    let envelope = Envelope::from_bytes(&leaf).map_err(|error| wrong(error.to_string()))?;
    let key = ring
        .of_epoch(stored.epoch)
        .ok_or_else(|| wrong(format!("there is no key of epoch {}", stored.epoch)))?;
    let said = match object::open(key, place, &stored.object) {
        Err(ObjectError::Erased) => None,
        Err(error) => return Err(wrong(error.to_string())),
        Ok(plain) => Some(SealedContents::from_bytes(&plain)?),
    };
    Ok(Some(Seen {
        place,
        origin: log.row.origin.clone(),
        envelope,
        said,
    }))
}
