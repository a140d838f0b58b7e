//! Files of evidence about an incident, as far as these eyes may look at them: what is stated about each, and its bytes.

use std::collections::BTreeSet;

use holdfire_record::Kind;
use holdfire_seal::Hash;
use holdfire_store::mission::{Kept, MissionError, PUBLIC, Reader, Seen, View};
use holdfire_wire::evidence::custody::{About, Chain, Custody, Recorded, chain};
use holdfire_wire::evidence::entry::EvidenceEntry;

use crate::access::{Action, Eyes, Facts, Policies, Thing};

/// Pictures that browsers show and that hold nothing that runs.
const PICTURES: [&str; 5] = [
    "image/jpeg",
    "image/png",
    "image/webp",
    "image/gif",
    "image/avif",
];

/// A picture larger than this is not shown: who needs it takes the file out.
const LARGEST_PICTURE_BYTES: u64 = 32 << 20;

/// A file of evidence.
pub struct HeldFile {
    /// What decides who reads it.
    pub facts: Facts,
    /// What people state about it.
    pub entry: EvidenceEntry,
    /// What they did with it.
    pub chain: Chain,
}

impl HeldFile {
    /// True if a page can show it.
    #[must_use]
    pub fn is_picture(&self) -> bool {
        let intake = &self.entry.intake;
        PICTURES.contains(&intake.media_type.as_str()) && intake.size_bytes <= LARGEST_PICTURE_BYTES
    }
}

fn facts(seen: &Seen) -> Facts {
    Facts {
        circle: (seen.place.log != PUBLIC).then_some(seen.place.log),
        ..Facts::of(Thing::Evidence)
    }
}

/// True if these eyes can look at any file at all: then it is worth to read the entries.
fn may_look(eyes: &Eyes) -> bool {
    let own = Facts::of(Thing::Evidence);
    !eyes.circles.is_empty() || Policies::shipped().allows(eyes, false, Action::Read, &own)
}

/// The entries about files that these eyes may look at, with what they say. An entry that says something else is left out.
fn entries(view: &View, eyes: &Eyes) -> Result<Vec<(Seen, EvidenceEntry)>, MissionError> {
    if !may_look(eyes) {
        return Ok(Vec::new());
    }
    let policies = Policies::shipped();
    let mut all = view.all(Kind::Evidence)?;
    all.retain(|seen| {
        seen.said.is_some()
            && seen.value("stored_as").is_some()
            && policies.allows(eyes, false, Action::Read, &facts(seen))
    });
    let read = all.into_iter().filter_map(|seen| {
        let entry = EvidenceEntry::from_fields(seen.fields()).ok()?;
        Some((seen, entry))
    });
    Ok(read.collect())
}

/// The files that are stated to be about one of these incidents or reports, in the order in which they were taken in.
///
/// # Errors
/// [`MissionError`]
pub fn held_files(view: &View, eyes: &Eyes, ids: &[String]) -> Result<Vec<HeldFile>, MissionError> {
    let ids: BTreeSet<&str> = ids.iter().map(String::as_str).collect();
    let mut of = entries(view, eyes)?;
    of.retain(|(_, entry)| {
        entry.intake.about.iter().any(|about| match about {
            About::Report(id) => ids.contains(id.as_str()),
            About::Incident(id) => ids.contains(id.as_str()),
        })
    });
    if of.is_empty() {
        return Ok(Vec::new());
    }
    let steps = view.all(Kind::Custody)?;
    Ok(of
        .into_iter()
        .map(|(seen, entry)| {
            let log = seen.place.log;
            let of_log = steps
                .iter()
                .filter(|step| step.place.log == log && step.said.is_some());
            let recorded: Vec<Recorded> = of_log
                .filter_map(|step| {
                    let custody = Custody::from_sealable(step.fields()).ok()?;
                    let index = step.place.index;
                    Some(Recorded { index, custody })
                })
                .collect();
            HeldFile {
                facts: facts(&seen),
                chain: chain(entry.intake.sha256, &recorded, i64::MAX),
                entry,
            }
        })
        .collect())
}

/// The bytes of a picture and what it is; `None` if there is none of this hash that these eyes may look at.
///
/// # Errors
/// [`MissionError`], also if the stored file is not what was taken in.
pub fn picture(
    reader: &Reader,
    view: &View,
    eyes: &Eyes,
    sha256: Hash,
) -> Result<Option<(String, Vec<u8>)>, MissionError> {
    for (seen, entry) in entries(view, eyes)? {
        let intake = &entry.intake;
        let shown = intake.sha256 == sha256
            && intake.size_bytes <= LARGEST_PICTURE_BYTES
            && PICTURES.contains(&intake.media_type.as_str());
        if !shown {
            continue;
        }
        if let Some(kept) = Kept::of(&seen)? {
            return Ok(Some((intake.media_type.clone(), reader.read_out(&kept)?)));
        }
    }
    Ok(None)
}
