//! Sealed lists of sites as the record holds them: versions, notices with their receipts, openings. What is on a list is not
//! in it.

use std::collections::BTreeMap;

use holdfire_record::Kind;
use holdfire_register::{ListId, OpeningEntry, RecordedError, RecordedNotice, RecordedVersion};
use holdfire_store::mission::{MissionError, PUBLIC, Seen, View};
use thiserror::Error;

use crate::access::{Action, Eyes, Facts, Policies, Thing};

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

/// The sealed lists of which these eyes may know, log by log, checked again.
///
/// # Errors
/// [`SealedError`]
pub fn sealed_lists(view: &View, eyes: &Eyes) -> Result<Vec<SealedList>, SealedError> {
    let policies = Policies::shipped();
    let facts = |seen: &Seen| Facts {
        circle: (seen.place.log != PUBLIC).then_some(seen.place.log),
        ..Facts::of(Thing::Site)
    };
    let of = |kind: Kind| -> Result<Vec<Seen>, MissionError> {
        let mut all = view.all(kind)?;
        all.retain(|seen| {
            seen.said.is_some() && policies.allows(eyes, false, Action::Read, &facts(seen))
        });
        Ok(all)
    };
    let mut lists: BTreeMap<(u32, ListId), SealedList> = BTreeMap::new();
    for seen in of(Kind::RegisterVersion)? {
        let said: Result<RecordedVersion, RecordedError> =
            RecordedVersion::from_fields(seen.fields());
        let version = entered(&seen, said)?;
        let list = version.said.handover().statement().list;
        let held = lists
            .entry((seen.place.log, list))
            .or_insert_with(|| SealedList {
                facts: facts(&seen),
                origin: seen.origin.clone(),
                list,
                versions: Vec::new(),
                notices: Vec::new(),
                openings: Vec::new(),
            });
        held.versions.push(version);
    }
    for seen in of(Kind::RegisterNotice)? {
        let notice = entered(&seen, RecordedNotice::from_fields(seen.fields()))?;
        let list = notice.said.checked().said().of.list;
        if let Some(held) = lists.get_mut(&(seen.place.log, list)) {
            held.notices.push(notice);
        }
    }
    for seen in of(Kind::RegisterOpening)? {
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
