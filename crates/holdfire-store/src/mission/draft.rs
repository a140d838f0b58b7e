//! What is to be entered.

use holdfire_record::{AuthorSecret, Contents, Effect, Kind};
use holdfire_seal::Hash;
use holdfire_seal::fields::Field;

use crate::evidence::StoredName;
use crate::object::Place;

/// One entry that is to be made.
#[derive(Clone, PartialEq, Eq)]
pub struct Draft {
    /// What kind of act.
    pub kind: Kind,
    /// What it is about.
    pub subject: String,
    /// What it does to the subject.
    pub effect: Effect,
    /// What it says.
    pub fields: Vec<Field>,
}

impl Draft {
    /// An entry that sets a subject.
    #[must_use]
    pub fn set(kind: Kind, subject: &str, fields: Vec<Field>) -> Self {
        Self {
            kind,
            subject: subject.to_owned(),
            effect: Effect::Set,
            fields,
        }
    }

    /// An entry by which a subject is no longer there.
    #[must_use]
    pub fn remove(kind: Kind, subject: &str) -> Self {
        Self {
            kind,
            subject: subject.to_owned(),
            effect: Effect::Remove,
            fields: Vec::new(),
        }
    }

    /// An entry that stands for itself.
    #[must_use]
    pub fn note(kind: Kind, subject: &str, fields: Vec<Field>) -> Self {
        Self {
            kind,
            subject: subject.to_owned(),
            effect: Effect::Note,
            fields,
        }
    }

    /// What the entry says when it is recorded at a time, POSIX seconds.
    pub(super) fn contents(&self, now: u64) -> Contents {
        Contents {
            subject: self.subject.clone(),
            effect: self.effect,
            recorded_at: now,
            fields: self.fields.clone(),
        }
    }
}

impl std::fmt::Debug for Draft {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "Draft({}, hidden)", self.kind)
    }
}

/// Entries of one log that are made together or not at all.
#[derive(Clone, Debug)]
pub struct Submission {
    /// The number of the log.
    pub log: u32,
    /// Who makes them.
    pub author: AuthorSecret,
    /// A random number of the request. A second submission with it enters nothing and gets the places of the first.
    pub request: Option<[u8; 16]>,
    /// The entries.
    pub drafts: Vec<Draft>,
    /// What happens to the store in the same step.
    pub also: Vec<Also>,
}

/// What happens together with entries.
#[derive(Clone, Debug)]
pub enum Also {
    /// What an entry of this log says is destroyed.
    Erase(u64),
    /// The wrapped keys of the log's circle are put in the place of the old.
    Ring(Vec<u8>),
    /// A value is kept under a name.
    Meta(&'static str, Vec<u8>),
    /// No entry uses this file of the evidence folder any more. That one does is noted with the entry itself.
    EvidenceGone(StoredName),
}

/// What was entered, durable.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Entered {
    /// Where the first of the entries stands.
    pub first: Place,
    /// How many there are.
    pub count: u64,
    /// The leaf hashes, in order; empty if the request was carried out before.
    pub leaves: Vec<Hash>,
    /// True if the request was carried out before.
    pub repeated: bool,
}
