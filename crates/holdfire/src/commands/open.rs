//! Opening a mission on behalf of a user, and whose an error is.

use std::path::{Path, PathBuf};

use holdfire_store::keyfile::PublicKeys;
use holdfire_store::mission::{
    AsOf, Audience, Author, Mission, MissionError, Reader, Surroundings, View,
};

use super::key;
use crate::cli::{CaseFrom, Who};
use crate::output::{Failure, with_causes};

impl From<MissionError> for Failure {
    fn from(error: MissionError) -> Self {
        let mut text = with_causes(&error);
        if error.is_of_disk() {
            text.push_str("\nhint: is the disk full, or failing? What was to be entered is in the record wholly or not at all");
        }
        if error.is_integrity() {
            Self::Integrity(text)
        } else if error.is_surroundings() {
            Self::Surroundings(anyhow::anyhow!(text))
        } else {
            match error {
                MissionError::Refused(_)
                | MissionError::AfterTheEnd { .. }
                | MissionError::ForReading
                | MissionError::NoTick { .. } => Self::No(text),
                _ => Self::Input(text),
            }
        }
    }
}

/// The reading keys of key files.
pub fn identities(files: &[PathBuf]) -> Result<Vec<age::x25519::Identity>, Failure> {
    files
        .iter()
        .map(|file| Ok(key::load(file)?.reading().clone()))
        .collect()
}

/// Opens a mission for writing, and says who writes.
pub fn writing(dir: &Path, who: &Who) -> Result<(Mission, Author), Failure> {
    let mission = Mission::open(dir, Surroundings::system(), identities(&who.identity)?)?;
    let author = mission.now()?.person(who.person.as_deref())?.author();
    Ok((mission, author))
}

/// Opens a mission for reading.
pub fn reading(dir: &Path, identity: &[PathBuf]) -> Result<Reader, Failure> {
    Ok(Reader::open(
        dir,
        Surroundings::system(),
        identities(identity)?,
    )?)
}

/// The view that a user asked for.
pub fn view(from: &CaseFrom) -> Result<View, Failure> {
    let as_of = from.as_of_entry.map_or(AsOf::Now, AsOf::Size);
    let reader = reading(&from.dir, &from.identity)?;
    let view = reader.view(&Audience::AllReadable, as_of)?;
    if view.logs().next().is_none() {
        let origin = reader.settings()?.origin().to_owned();
        return Err(MissionError::NoKeys(origin).into());
    }
    Ok(view)
}

/// The public keys in a file, and a name for them.
pub fn public_keys(path: &Path) -> Result<(String, PublicKeys), Failure> {
    let keys = key::load_public(path)?;
    Ok((keys.signs.name().to_owned(), keys))
}
