//! Disclosing fields of an entry to somebody, with the proof that they are what was committed.

use std::path::Path;

use holdfire_record::{Disclosure, InCircle, Kind};
use holdfire_seal::Tree;
use holdfire_seal::fields::{Field, FieldOpening};
use holdfire_seal::tlog_proof::TlogProof;

use super::draft::Draft;
use super::error::{MissionError, check_name};
use super::people::Author;
use super::shared::PUBLIC;
use super::view::Seen;
use super::{Mission, publish};
use crate::folder::LogFolder;
use crate::object::Place;

impl Mission {
    /// Discloses fields of an entry: records to whom and why, publishes, and gives the text that anybody can check. It
    /// cannot be undone.
    ///
    /// # Errors
    /// [`MissionError::Refused`] for an erased entry, a field that it does not have, or an entry of a circle that no tick
    /// bound yet.
    pub fn disclose(
        &self,
        by: &Author,
        seen: &Seen,
        names: &[String],
        to: &str,
        reason: &str,
    ) -> Result<String, MissionError> {
        check_name("reader", to)?;
        let refused = |text: String| MissionError::Refused(text);
        if reason.trim().is_empty() || reason.chars().any(char::is_control) {
            return Err(refused(
                "give the reason in one line: it is kept".to_owned(),
            ));
        }
        let said = seen
            .said
            .as_ref()
            .ok_or_else(|| refused(format!("entry {} was erased", seen.place.index)))?;
        let all = said.contents().all_fields();
        let mut fields = Vec::new();
        for name in names {
            let at = all.iter().position(|field| field.name == *name);
            let at = at.ok_or_else(|| {
                let known: Vec<&str> = all.iter().map(|field| field.name.as_str()).collect();
                refused(format!(
                    "entry {} has no field `{name}`; it has {}",
                    seen.place.index,
                    known.join(", ")
                ))
            })?;
            fields.push(said.opening(at as u64)?);
        }
        let (leaf, public, in_circle) = self.way_to_public(seen.place)?;
        // The act is on the record before anything leaves it.
        let recorded = vec![
            Field::new("entry", seen.place.index.to_string()),
            Field::new("log", seen.origin.as_bytes()),
            Field::new("fields", names.join("\n")),
            Field::new("to", to.as_bytes()),
            Field::new("reason", reason.as_bytes()),
        ];
        let act = Draft::note(Kind::Disclosure, "disclosure", recorded);
        self.submit_one(by, seen.place.log, act)?;
        self.publish()?;
        let disclosure = Disclosure {
            leaf,
            fields,
            in_circle,
        };
        self.proof(public, disclosure)
    }

    /// What an author keeps of an entry: all that it says, opened, and the proof that it is in the log. Nothing is recorded,
    /// because nobody learns anything: hand it to the author alone.
    ///
    /// # Errors
    /// [`MissionError::Refused`] for an erased entry, or an entry of a circle that no tick bound yet.
    pub fn receipt(&self, seen: &Seen) -> Result<String, MissionError> {
        let erased = || MissionError::Refused(format!("entry {} was erased", seen.place.index));
        let said = seen.said.as_ref().ok_or_else(erased)?;
        let all = 0..said.contents().all_fields().len() as u64;
        let fields = all.map(|at| said.opening(at)).collect::<Result<_, _>>()?;
        let (leaf, public, in_circle) = self.way_to_public(seen.place)?;
        let disclosure = Disclosure {
            leaf,
            fields,
            in_circle,
        };
        self.proof(public, disclosure)
    }

    fn proof(&self, index: u64, disclosure: Disclosure) -> Result<String, MissionError> {
        let settings = self.settings()?;
        let dir = publish::log_dir(self.dir(), PUBLIC, settings.origin());
        let proof = prove(&dir, index).map_err(|what| MissionError::Form {
            path: dir,
            what,
            hint: "`holdfire record fsck` makes the published folder anew",
        })?;
        let proof = TlogProof {
            extra: Some(disclosure.to_extra()),
            ..proof
        };
        let text = proof.to_text();
        TlogProof::parse(text.as_bytes()).map_err(|error| {
            MissionError::Refused(format!(
                "these fields are too long for one disclosure: {error}"
            ))
        })?;
        Ok(text)
    }

    /// The leaf of the public log that commits to an entry, its index, and for an entry of a circle the way there.
    fn way_to_public(
        &self,
        place: Place,
    ) -> Result<(Vec<u8>, u64, Option<InCircle>), MissionError> {
        let missing = || MissionError::Refused(format!("there is no entry {}", place.index));
        self.shared.read(|database| {
            let leaf = database.leaf(place)?.ok_or_else(missing)?;
            if place.log == PUBLIC {
                return Ok((leaf, place.index, None));
            }
            let known = database.frontier(PUBLIC)?.size();
            let binding = database.binding(place.log, known)?;
            let binding = binding.filter(|binding| place.index < binding.size);
            let binding = binding.ok_or_else(|| {
                MissionError::Refused(format!(
                    "entry {} is in no tick yet, so nobody could check it\nhint: after the next tick it is",
                    place.index
                ))
            })?;
            let tick = Place {
                log: PUBLIC,
                index: binding.tick,
            };
            let mut tree = Tree::new();
            database.read(place.log, 0, |_, leaf| tree.push(holdfire_seal::Hash::leaf(leaf)))?;
            let path = tree.inclusion(place.index, binding.size);
            let path = path.map_err(|error| MissionError::Refused(error.to_string()))?;
            let slot = FieldOpening::from_cbor(&binding.opening);
            let slot = slot.map_err(|error| MissionError::Refused(error.to_string()))?;
            let circle = InCircle {
                leaf,
                index: place.index,
                path,
                slot,
            };
            let leaf = database.leaf(tick)?.ok_or_else(missing)?;
            Ok((leaf, binding.tick, Some(circle)))
        })
    }
}

fn prove(dir: &Path, index: u64) -> Result<TlogProof, String> {
    let folder = LogFolder::new(dir).map_err(|error| error.to_string())?;
    let proven = folder
        .prove(index, &[])
        .map_err(|error| error.to_string())?;
    Ok(proven.1)
}
