//! What differs between two states: before something is published, and afterwards as corrections that everybody reads.
//!
//! *Invariant*: an [`Issue`] is made from the worlds of two publications and nothing else, so that no correction tells what
//! was never published.

use std::collections::BTreeMap;
use std::sync::Arc;

use holdfire_model::{Class, IncidentId, Interval, ReadingId, SupportLevel, Verdict, Zone};
use holdfire_wire::lines::named;

use crate::publication::Publication;
use crate::world::{Ready, World};

/// An incident as a publication states it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Stated {
    /// Over the panel.
    pub class: Class,
    /// Who supports it.
    pub support: SupportLevel,
    /// True if it is contested, whatever the level.
    pub contested: bool,
    /// Reading by reading.
    pub verdicts: Vec<(ReadingId, Verdict)>,
    /// When it can have happened, over all accounts.
    pub when: Option<Interval>,
    /// What the accounts name as struck.
    pub object: String,
    /// What the accounts name as the place.
    pub place: String,
}

/// What differs between two states.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Difference {
    /// Incidents that the newer one has alone.
    pub added: Vec<(IncidentId, Stated)>,
    /// Incidents that the older one has alone.
    pub removed: Vec<(IncidentId, Stated)>,
    /// Incidents that were stated otherwise: corrections.
    pub changed: Vec<(IncidentId, Stated, Stated)>,
    /// How many are stated as before.
    pub same: usize,
}

/// What differs between an older and a newer state.
#[must_use]
pub fn difference(old: Option<&Ready>, new: Option<&Ready>) -> Difference {
    let (old, mut new) = (stated(old), stated(new));
    let mut difference = Difference::default();
    for (id, before) in old {
        match new.remove(&id) {
            None => difference.removed.push((id, before)),
            Some(after) if after == before => difference.same += 1,
            Some(after) => difference.changed.push((id, before, after)),
        }
    }
    difference.added.extend(new);
    difference
}

fn stated(ready: Option<&Ready>) -> BTreeMap<IncidentId, Stated> {
    let Some(ready) = ready else {
        return BTreeMap::new();
    };
    let incidents = ready.answer.incidents.iter().zip(&ready.answer.stories);
    incidents
        .map(|(answer, story)| {
            let accounts = || story.accounts.iter().map(|account| &account.story);
            let stated = Stated {
                class: answer.class,
                support: answer.support.level,
                contested: answer.support.contested,
                verdicts: answer.verdicts.to_vec(),
                when: accounts()
                    .map(|account| account.when.interval)
                    .reduce(Interval::hull),
                object: named(accounts().map(|account| account.object.name.as_str())).join(" / "),
                place: named(accounts().map(|account| account.place.name.as_str())).join(" / "),
            };
            (answer.id.clone(), stated)
        })
        .collect()
}

/// A correction: an incident that is stated otherwise than before, or no longer.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Correction {
    /// The incident.
    pub id: IncidentId,
    /// What was said.
    pub was: Stated,
    /// What is said now; none: it is no longer stated.
    pub is: Option<Stated>,
    /// The incident that its report belongs to now, where it is no longer one of its own.
    pub into: Option<IncidentId>,
}

/// Reports that are counted with an incident of another name, and which.
fn joined(ready: Option<&Ready>) -> BTreeMap<&str, &IncidentId> {
    let stories = ready.map_or(&[][..], |ready| &ready.answer.stories);
    let mut joined = BTreeMap::new();
    for story in stories {
        let reports = story.accounts.iter().flat_map(|account| &account.reports);
        let others = reports.filter(|report| report.as_str() != story.id.as_str());
        joined.extend(others.map(|report| (report.as_str(), &story.id)));
    }
    joined
}

/// What one publication said otherwise than the one before.
#[derive(Clone, Debug)]
pub struct Issue {
    /// The publication.
    pub publication: Publication,
    /// When it was recorded, POSIX seconds.
    pub at: u64,
    /// How many incidents it states.
    pub incidents: usize,
    /// How many of them the one before did not have.
    pub added: usize,
    /// What it corrects, in order of ids.
    pub corrections: Vec<Correction>,
    /// The readings that it knows, with their titles.
    pub readings: Vec<(ReadingId, String)>,
    /// The zone of the case.
    pub zone: Option<Zone>,
}

impl Issue {
    /// What a publication says otherwise than the one before; without one before, everything is new.
    #[must_use]
    pub fn new(publication: Publication, at: u64, old: Option<&World>, new: &World) -> Self {
        let differs = difference(old.and_then(World::ready), new.ready());
        Self::of(publication, at, differs, new)
    }

    /// The same, where the difference is known.
    #[must_use]
    pub fn of(publication: Publication, at: u64, differs: Difference, new: &World) -> Self {
        let ready = new.ready();
        let changed = differs.changed.into_iter();
        let changed = changed.map(|(id, was, is)| Correction {
            id,
            was,
            is: Some(is),
            into: None,
        });
        let joined = joined(ready);
        let removed = differs.removed.into_iter();
        let removed = removed.map(|(id, was)| Correction {
            into: joined.get(id.as_str()).copied().cloned(),
            id,
            was,
            is: None,
        });
        let mut corrections: Vec<Correction> = changed.chain(removed).collect();
        corrections.sort_by(|one, other| one.id.cmp(&other.id));
        let case = ready.map(|ready| &ready.case);
        let readings = case.into_iter().flat_map(|case| &case.readings);
        Self {
            publication,
            at,
            incidents: ready.map_or(0, |ready| ready.answer.incidents.len()),
            added: differs.added.len(),
            corrections,
            readings: readings
                .map(|reading| (reading.id.clone(), reading.title.clone()))
                .collect(),
            zone: case.map(|case| case.settings.zone.clone()),
        }
    }
}

/// What is known of the publications so far.
#[derive(Debug, Default)]
pub(crate) struct Issues {
    /// In their order.
    pub list: Vec<Arc<Issue>>,
    erased: usize,
}

impl Issues {
    /// What was erased since is not said again.
    pub fn forget_unless(&mut self, erased: usize) {
        if self.erased != erased {
            self.list.clear();
            self.erased = erased;
        }
    }
}
