//! Sealed lists of sites as the record holds them: versions, notices with their receipts, openings. What is on a list is not
//! in it.

use std::collections::{BTreeMap, BTreeSet};

use holdfire_model::PartyId;
use holdfire_record::Kind;
use holdfire_register::{ListId, OpeningEntry, RecordedError, RecordedNotice, RecordedVersion};
use holdfire_store::mission::{AsOf, Audience, MissionError, PUBLIC, Reader, Seen, View};
use thiserror::Error;

use crate::access::{Action, Eyes, Facts, Policies, Thing};
use crate::whose::Whose;

/// Why sealed lists cannot be shown.
#[derive(Debug, Error)]
pub enum SealedError {
    /// The record.
    #[error("the record cannot be read")]
    Mission(#[from] MissionError),
    /// An entry does not verify.
    #[error("entry {index} of {origin} is not what a register keeps")]
    Entry {
        /// Its number.
        index: u64,
        /// Its log.
        origin: String,
        /// Why.
        source: Box<dyn std::error::Error + Send + Sync>,
    },
}

/// An entry with what it says.
pub struct Entered<T> {
    /// Its number in its log.
    pub index: u64,
    /// What it says.
    pub said: T,
}

/// A list as one log holds it.
pub struct SealedList {
    /// What decides who reads of it.
    pub facts: Facts,
    /// The origin of the log.
    pub origin: String,
    /// The list.
    pub list: ListId,
    /// Versions in the order in which they were taken in.
    pub versions: Vec<Entered<RecordedVersion>>,
    /// Notices of these versions.
    pub notices: Vec<Entered<RecordedNotice>>,
    /// Openings of these versions.
    pub openings: Vec<Entered<OpeningEntry>>,
}

/// What decides who reads of a list in a log, and whose it is. In the log of a circle it is the circle's.
fn facts(log: u32, party: Option<&PartyId>) -> Facts {
    let circle = (log != PUBLIC).then_some(log);
    let party = party.filter(|_| circle.is_none());
    Facts {
        circle,
        parties: party.into_iter().map(ToString::to_string).collect(),
        ..Facts::of(Thing::Site)
    }
}

/// Where the entries are that some eyes may read. No others are looked for: how much is read says nothing of them.
struct Readable {
    /// The logs of which every list is read.
    whole: Option<View>,
    /// The mission's own log, of which only these lists are.
    own: Option<(View, Vec<String>)>,
}

impl Readable {
    fn new(reader: &Reader, as_of: AsOf, eyes: &Eyes, whose: &Whose) -> Result<Self, MissionError> {
        let reads = |facts: &Facts| Policies::shipped().allows(eyes, false, Action::Read, facts);
        let mut whole: BTreeSet<u32> = eyes.circles.iter().copied().chain([PUBLIC]).collect();
        whole.retain(|log| reads(&facts(*log, None)));
        let mut own: Vec<String> = Vec::new();
        if !whole.contains(&PUBLIC) {
            let lists = whose.iter();
            let lists = lists.filter(|(_, party)| reads(&facts(PUBLIC, party.as_ref())));
            own.extend(lists.map(|(list, _)| format!("register/{list}")));
        }
        let whole = (!whole.is_empty()).then_some(Audience::Logs(whole));
        let mission = (!own.is_empty()).then(Audience::mission);
        Ok(Self {
            whole: whole.map(|logs| reader.view(&logs, as_of)).transpose()?,
            own: match mission {
                Some(mission) => Some((reader.view(&mission, as_of)?, own)),
                None => None,
            },
        })
    }

    /// The entries of a kind that were not erased.
    fn of(&self, kind: Kind) -> Result<Vec<Seen>, MissionError> {
        let mut all = match &self.whole {
            Some(view) => view.all(kind)?,
            None => Vec::new(),
        };
        if let Some((view, subjects)) = &self.own {
            for subject in subjects {
                all.extend(view.history(kind, subject)?);
            }
        }
        all.retain(|seen| seen.said.is_some());
        Ok(all)
    }
}

/// The sealed lists of which these eyes may know, log by log, checked again.
///
/// # Errors
/// [`SealedError`]
pub fn sealed_lists(
    reader: &Reader,
    as_of: AsOf,
    eyes: &Eyes,
    whose: &Whose,
) -> Result<Vec<SealedList>, SealedError> {
    let readable = Readable::new(reader, as_of, eyes, whose)?;
    let mut lists: BTreeMap<(u32, ListId), SealedList> = BTreeMap::new();
    for seen in readable.of(Kind::RegisterVersion)? {
        let said: Result<RecordedVersion, RecordedError> =
            RecordedVersion::from_fields(seen.fields());
        let version = entered(&seen, said)?;
        let list = version.said.handover().statement().list;
        let party = whose.get(&list).and_then(Option::as_ref);
        let facts = facts(seen.place.log, party);
        // The statement says which list it is, whatever the subject of the entry.
        if !Policies::shipped().allows(eyes, false, Action::Read, &facts) {
            continue;
        }
        let held = lists
            .entry((seen.place.log, list))
            .or_insert_with(|| SealedList {
                facts,
                origin: seen.origin.clone(),
                list,
                versions: Vec::new(),
                notices: Vec::new(),
                openings: Vec::new(),
            });
        held.versions.push(version);
    }
    for seen in readable.of(Kind::RegisterNotice)? {
        let notice = entered(&seen, RecordedNotice::from_fields(seen.fields()))?;
        let list = notice.said.checked().said().of.list;
        if let Some(held) = lists.get_mut(&(seen.place.log, list)) {
            held.notices.push(notice);
        }
    }
    for seen in readable.of(Kind::RegisterOpening)? {
        let opening = entered(&seen, OpeningEntry::from_fields(seen.fields()))?;
        if let Some(held) = lists.get_mut(&(seen.place.log, opening.said.of.list)) {
            held.openings.push(opening);
        }
    }
    Ok(lists.into_values().collect())
}

fn entered<T, E: std::error::Error + Send + Sync + 'static>(
    seen: &Seen,
    said: Result<T, E>,
) -> Result<Entered<T>, SealedError> {
    match said {
        Ok(said) => Ok(Entered {
            index: seen.place.index,
            said,
        }),
        Err(error) => Err(SealedError::Entry {
            index: seen.place.index,
            origin: seen.origin.clone(),
            source: Box::new(error),
        }),
    }
}
