//! The projection made again from the entries, and its canonical dump.

use std::fmt::Write as _;

use holdfire_record::{Effect, Envelope, Kind, SealedContents};

use super::error::MissionError;
use super::projected::Projected;
use super::shared::{Log, Shared};
use crate::database::{Database, StoredObject};
use crate::object::{self, ObjectError, Place};

/// What came of making the projection again.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Rebuilt {
    /// Entries whose contents were read and agree with their leaf.
    pub read: u64,
    /// Entries whose contents were erased: only that they were there is known.
    pub erased: u64,
    /// Entries of circles that nobody here reads: taken as the store has them.
    pub unread: u64,
}

/// Makes the projection again. What entries say is decrypted where the keys are there, and compared with the leaf.
pub(super) fn rebuild(database: &mut Database, shared: &Shared) -> Result<Rebuilt, MissionError> {
    let mut rebuilt = Rebuilt::default();
    let mut projected = Projected::default();
    for log in shared.logs().iter() {
        each_object(database, log, |place, envelope, stored| {
            match check(log, place, &envelope, &stored)? {
                Checked::Read(_) => rebuilt.read += 1,
                Checked::Erased => rebuilt.erased += 1,
                Checked::Unread => rebuilt.unread += 1,
            }
            let effect = Effect::from_code(stored.effect).ok_or_else(|| {
                integrity(
                    log,
                    place.index,
                    format!("effect {} is none", stored.effect),
                )
            })?;
            projected.take(place, envelope.kind, stored.tag, effect);
            Ok(())
        })?;
    }
    let mut batch = database.batch()?;
    batch.clear_projection()?;
    // In the order of the table's key, so that each of its pages is written once.
    for version in projected.rows() {
        batch.put_version(&version)?;
    }
    batch.commit()?;
    Ok(rebuilt)
}

/// How far what is stored of an entry could be checked.
pub(super) enum Checked {
    Read(Box<SealedContents>),
    Erased,
    Unread,
}

/// Compares what is stored of an entry with its leaf.
pub(super) fn check(
    log: &Log,
    place: Place,
    envelope: &Envelope,
    stored: &StoredObject,
) -> Result<Checked, MissionError> {
    let wrong = |what: String| integrity(log, place.index, what);
    if stored.kind != envelope.kind.code() {
        let found = stored.kind;
        let kind = envelope.kind.code();
        return Err(wrong(format!(
            "its leaf is of kind {kind}, what is stored of kind {found}"
        )));
    }
    let Some(ring) = &log.ring else {
        return Ok(Checked::Unread);
    };
    let key = ring
        .of_epoch(stored.epoch)
        .ok_or_else(|| wrong(format!("there is no key of epoch {}", stored.epoch)))?;
    let plain = match object::open(key, place, &stored.object) {
        Err(ObjectError::Erased) => return Ok(Checked::Erased),
        other => other.map_err(|error| wrong(error.to_string()))?,
    };
    let sealed = SealedContents::from_bytes(&plain)?;
    let root = sealed.root()?;
    if root != envelope.fields {
        let leaf = envelope.fields;
        return Err(wrong(format!(
            "its leaf commits to {leaf}, what is stored comes to {root}"
        )));
    }
    let contents = sealed.contents();
    if ring.tag(&contents.subject) != stored.tag || contents.effect.code() != stored.effect {
        return Err(wrong(
            "the store files it under another subject or effect than it says".to_owned(),
        ));
    }
    Ok(Checked::Read(Box::new(sealed)))
}

/// Gives every entry of a log with what is stored of it. An entry without anything stored is a tick, or an error; the
/// others are given before it is returned.
pub(super) fn each_object(
    database: &Database,
    log: &Log,
    mut each: impl FnMut(Place, Envelope, StoredObject) -> Result<(), MissionError>,
) -> Result<(), MissionError> {
    let id = log.row.id;
    let mut alone = Ok(());
    database.entries(id, |index, leaf, stored| {
        let wrong = |what: String| integrity(log, index, what);
        let envelope = leaf
            .map(|leaf| Envelope::from_bytes(leaf).map_err(|error| wrong(error.to_string())))
            .transpose();
        let error = match (envelope, stored) {
            (Ok(Some(envelope)), Some(stored)) => {
                return each(Place { log: id, index }, envelope, stored);
            }
            (Ok(Some(envelope)), None) if envelope.kind == Kind::Tick => return Ok(()),
            (Ok(Some(_)), None) => wrong("nothing is stored of it".to_owned()),
            (Ok(None), _) => wrong("something is stored of it, and it is in no log".to_owned()),
            (Err(error), _) => error,
        };
        if alone.is_ok() {
            alone = Err(error);
        }
        Ok(())
    })?;
    alone
}

pub(super) fn integrity(log: &Log, index: u64, what: String) -> MissionError {
    MissionError::Integrity {
        origin: log.row.origin.clone(),
        index,
        what,
    }
}

/// The projection as text, the same for the same entries: a line for each version with its log, kind, tag, the entry
/// that set it and the one that replaced it, and the root that its leaf commits to, or `erased`. It says nothing of what
/// entries say.
pub(super) fn dump(database: &Database, shared: &Shared) -> Result<String, MissionError> {
    let logs = shared.logs_in(database)?;
    let mut versions = Vec::new();
    database.projection(|version| versions.push(version))?;
    let mut text = String::new();
    for version in versions {
        let Place { log, index } = version.place;
        let origin = logs
            .iter()
            .find(|known| known.row.id == log)
            .map_or("?", |known| known.row.origin.as_str());
        let kind = Kind::from_code(u64::from(version.kind)).map_or("?", Kind::name);
        let leaf = database.leaf(version.place)?;
        let root = leaf.and_then(|leaf| Envelope::from_bytes(&leaf).ok());
        let erased = database
            .object(version.place)?
            .is_none_or(|stored| stored.object.wrapped_key.is_none());
        let says = match root {
            _ if erased => "erased".to_owned(),
            Some(envelope) => envelope.fields.to_string(),
            None => "?".to_owned(),
        };
        let until = version
            .until
            .map_or("-".to_owned(), |until| until.to_string());
        let _ = write!(text, "{origin} {kind} ");
        for byte in version.tag {
            let _ = write!(text, "{byte:02x}");
        }
        let _ = writeln!(text, " {index} {until} {says}");
    }
    Ok(text)
}
