//! What decides who reads a thing: the facts about it that policies and lists look at, and nothing else.

use std::collections::BTreeSet;

/// What kind of thing is read.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Thing {
    /// Terms, readings, categories, areas, who held what: the files of the case but for its reports.
    Terms,
    /// What a source said.
    Report,
    /// What a party answered.
    Reply,
    /// What belongs together.
    Link,
    /// What was observed.
    Observation,
    /// A file that the mission keeps: a picture, a film, a page.
    Evidence,
    /// A protected site with its place.
    Site,
    /// A task of the workflow with its acts.
    Task,
    /// Who may do what: roles, what was shared with whom, publications.
    Right,
    /// The log: envelopes, checkpoints, settings.
    Record,
    /// Persons and their public keys.
    Person,
}

impl Thing {
    /// All things.
    pub const ALL: [Self; 11] = [
        Self::Terms,
        Self::Report,
        Self::Reply,
        Self::Link,
        Self::Observation,
        Self::Evidence,
        Self::Site,
        Self::Task,
        Self::Right,
        Self::Record,
        Self::Person,
    ];

    /// Its name in policies.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Terms => "terms",
            Self::Report => "report",
            Self::Reply => "reply",
            Self::Link => "link",
            Self::Observation => "observation",
            Self::Evidence => "evidence",
            Self::Site => "site",
            Self::Task => "task",
            Self::Right => "right",
            Self::Record => "record",
            Self::Person => "person",
        }
    }
}

/// The facts about one thing.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Facts {
    /// What it is.
    pub thing: Thing,
    /// The circle's log that it lies in; `None`: the mission's own log.
    pub circle: Option<u32>,
    /// The parties that it is from, or that it was given to.
    pub parties: BTreeSet<String>,
    /// True if it was given to all parties.
    pub all_parties: bool,
    /// True if it stands in the last publication.
    pub published: bool,
}

impl Facts {
    /// Facts of a thing in the mission's own log that nobody else was given.
    #[must_use]
    pub fn of(thing: Thing) -> Self {
        Self {
            thing,
            circle: None,
            parties: BTreeSet::new(),
            all_parties: false,
            published: false,
        }
    }

    /// What is true of two things together: a link is given to those who were given both of its ends. What is published keeps
    /// nobody from the other.
    #[must_use]
    pub fn both(&self, other: &Self, thing: Thing) -> Self {
        let all = |facts: &Self| facts.all_parties || facts.published;
        let (of_one, of_other) = (all(self), all(other));
        let parties = match (of_one, of_other) {
            (true, _) => other.parties.clone(),
            (_, true) => self.parties.clone(),
            _ => self.parties.intersection(&other.parties).cloned().collect(),
        };
        Self {
            thing,
            circle: self.circle.or(other.circle),
            parties,
            all_parties: of_one && of_other,
            published: self.published && other.published,
        }
    }
}
