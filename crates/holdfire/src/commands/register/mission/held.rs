//! What the record of a mission holds of sealed lists, read from a view and checked again.

use std::collections::BTreeMap;

use holdfire_model::PartyId;
use holdfire_record::Kind;
use holdfire_register::{
    CheckedNotice, Deposit, ListId, OpeningEntry, RecordedNotice, RecordedVersion, Timeline,
    VersionRef,
};
use holdfire_seal::fields::Field;
use holdfire_server::whose;
use holdfire_store::mission::{PUBLIC, Seen, View};

use crate::commands::register::input;
use crate::output::{Failure, note, with_causes};

/// An entry with what it says.
pub struct Entered<T> {
    /// Its number in its log.
    pub index: u64,
    /// What it says.
    pub said: T,
}

/// A list as one log holds it.
pub struct HeldList {
    /// The log.
    pub log: u32,
    /// Its origin.
    pub origin: String,
    /// The list.
    pub list: ListId,
    /// Versions in the order in which they were taken in.
    pub versions: Vec<Entered<RecordedVersion>>,
    /// Notices of these versions.
    pub notices: Vec<Entered<RecordedNotice>>,
}

/// The subject of entries about a list.
pub fn subject(list: ListId) -> String {
    format!("register/{list}")
}

/// Every list that the view sees, log by log. Versions and notices are checked again.
pub fn lists(view: &View) -> Result<Vec<HeldList>, Failure> {
    let mut held: BTreeMap<(u32, ListId), HeldList> = BTreeMap::new();
    let mut erased = 0_usize;
    for seen in view.all(Kind::RegisterVersion)? {
        if seen.said.is_none() {
            erased += 1;
            continue;
        }
        let said = RecordedVersion::from_fields(seen.fields())
            .map_err(|error| contradicts(&seen, &error))?;
        let list = said.handover().statement().list;
        let of_list = held
            .entry((seen.place.log, list))
            .or_insert_with(|| HeldList {
                log: seen.place.log,
                origin: seen.origin.clone(),
                list,
                versions: Vec::new(),
                notices: Vec::new(),
            });
        of_list.versions.push(entered(&seen, said));
    }
    for seen in view.all(Kind::RegisterNotice)? {
        if seen.said.is_none() {
            erased += 1;
            continue;
        }
        let said = RecordedNotice::from_fields(seen.fields())
            .map_err(|error| contradicts(&seen, &error))?;
        let list = said.checked().said().of.list;
        // A notice of a list whose versions were all erased stands alone, and says nothing.
        if let Some(of_list) = held.get_mut(&(seen.place.log, list)) {
            of_list.notices.push(entered(&seen, said));
        }
    }
    if erased > 0 {
        note(&format!(
            "{erased} entries about sealed lists were erased; what is left is read"
        ));
    }
    Ok(held.into_values().collect())
}

/// The newest version of a list in each log that the view sees and that has it; nothing else is read.
pub fn newest(view: &View, list: ListId) -> Result<Vec<HeldList>, Failure> {
    let subject = subject(list);
    let mut held = Vec::new();
    // What stands is one entry for each log: a version sets the subject of its list.
    for seen in view.list(Kind::RegisterVersion)? {
        if seen.subject() != Some(subject.as_str()) {
            continue;
        }
        let said = RecordedVersion::from_fields(seen.fields())
            .map_err(|error| contradicts(&seen, &error))?;
        held.push(HeldList {
            log: seen.place.log,
            origin: seen.origin.clone(),
            list,
            versions: vec![entered(&seen, said)],
            notices: Vec::new(),
        });
    }
    Ok(held)
}

/// What was entered of openings, in whatever log that the view sees.
pub fn openings(view: &View) -> Result<Vec<(Seen, OpeningEntry)>, Failure> {
    let mut openings = Vec::new();
    for seen in view.all(Kind::RegisterOpening)? {
        if seen.said.is_some() {
            let said = OpeningEntry::from_fields(seen.fields())
                .map_err(|error| contradicts(&seen, &error))?;
            openings.push((seen, said));
        }
    }
    Ok(openings)
}

fn entered<T>(seen: &Seen, said: T) -> Entered<T> {
    Entered {
        index: seen.place.index,
        said,
    }
}

fn contradicts(seen: &Seen, error: &dyn std::error::Error) -> Failure {
    Failure::Integrity(format!(
        "entry {} of {}: {}",
        seen.place.index,
        seen.origin,
        with_causes(error)
    ))
}

/// The id of a list.
pub fn list_id(text: &str) -> Result<ListId, Failure> {
    ListId::from_hex(text).ok_or_else(|| {
        Failure::Input(format!(
            "`{text}` is no id of a list: 32 hexadecimal digits, small letters"
        ))
    })
}

/// The list of an id, and an error that names those that there are.
pub fn find(view: &View, id: &str) -> Result<HeldList, Failure> {
    let id = list_id(id)?;
    let (found, others): (Vec<_>, Vec<_>) =
        lists(view)?.into_iter().partition(|held| held.list == id);
    let mut found = found.into_iter();
    match (found.next(), found.next()) {
        (Some(only), None) => Ok(only),
        (Some(one), Some(other)) => Err(Failure::Input(format!(
            "list {id} is held in {} and in {}\nhint: give the key file of one of the circles alone",
            one.origin, other.origin
        ))),
        (None, _) => {
            let known: Vec<String> = others.iter().map(|held| held.list.to_string()).collect();
            let hint = if known.is_empty() {
                "none is; `holdfire register accept` takes one in".to_owned()
            } else {
                format!("held are {}", known.join(", "))
            };
            Err(Failure::Input(format!(
                "list {id} is not held, as far as these keys read\nhint: {hint}"
            )))
        }
    }
}

impl HeldList {
    /// Where it is held, in words.
    pub fn whereabouts(&self) -> String {
        if self.log == PUBLIC {
            "the mission's own log".to_owned()
        } else {
            format!("the circle of {}", self.origin)
        }
    }

    /// The party whose list it is, if an entry says so; what a circle holds is the circle's.
    pub fn party(&self, view: &View) -> Result<Option<PartyId>, Failure> {
        if self.log != PUBLIC {
            return Ok(None);
        }
        Ok(whose::standing(view, self.list)?)
    }

    /// A version by its number.
    pub fn version(&self, version: u32) -> Result<&RecordedVersion, Failure> {
        let number = |held: &RecordedVersion| held.handover().statement().version;
        let mut all = self.versions.iter().map(|held| &held.said);
        all.find(|held| number(held) == version).ok_or_else(|| {
            let known: Vec<String> = self
                .versions
                .iter()
                .map(|held| number(&held.said).to_string())
                .collect();
            Failure::Input(format!(
                "version {version} of list {} is not held\nhint: held are the versions {}",
                self.list,
                known.join(", ")
            ))
        })
    }

    /// The newest version.
    pub fn newest(&self) -> Option<&RecordedVersion> {
        self.versions.last().map(|held| &held.said)
    }

    /// The version that a statement hash names.
    pub fn of_statement(&self, of: &VersionRef) -> Option<&RecordedVersion> {
        let mut all = self.versions.iter().map(|held| &held.said);
        all.find(|held| VersionRef::from(held.handover().signed().state()) == *of)
    }

    /// The history of every leaf, with one more notice if it is given.
    pub fn timeline(&self, also: Option<&RecordedNotice>) -> Result<Timeline, Failure> {
        let deposits: Vec<Deposit<'_>> = self
            .versions
            .iter()
            .map(|held| Deposit {
                handover: held.said.handover(),
                received_at: held.said.received_at(),
            })
            .collect();
        let notices: Vec<CheckedNotice> = self
            .notices
            .iter()
            .map(|held| &held.said)
            .chain(also)
            .map(|notice| notice.checked().clone())
            .collect();
        Timeline::build(&deposits, &notices).map_err(input)
    }
}

/// A draft about a list that stands for itself.
pub fn draft_note(kind: Kind, list: ListId, fields: Vec<Field>) -> holdfire_store::mission::Draft {
    holdfire_store::mission::Draft::note(kind, &subject(list), fields)
}
