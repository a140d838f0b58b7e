//! What many rows say alike is kept once: a record has very many rows, and few sources, objects and kinds of act.

use std::cell::RefCell;
use std::collections::{BTreeSet, HashMap, HashSet};
use std::hash::Hash;
use std::sync::Arc;

use holdfire_model::{
    Act, Case, Object, PartyId, Phrase, Reply, ReplyId, Report, ReportId, Source,
};

/// What the rows of a case said so far.
pub(crate) struct Shared<'a> {
    /// Reports and replies of a case that was read before.
    known_reports: HashMap<&'a ReportId, &'a Arc<Report>>,
    known_replies: HashMap<&'a ReplyId, &'a Arc<Reply>>,
    pub sources: Pool<Arc<Source>>,
    pub objects: Pool<Arc<Object>>,
    pub acts: Pool<Arc<Act>>,
    pub actors: Pool<Arc<BTreeSet<PartyId>>>,
    /// A phrase shares its text already.
    pub phrases: Pool<Phrase>,
}

impl<'a> Shared<'a> {
    /// With the rows of a case that was read before.
    pub fn new(known: Option<&'a Case>) -> Self {
        let reports = known.into_iter().flat_map(|known| &known.reports);
        let replies = known.into_iter().flat_map(|known| &known.replies);
        Self {
            known_reports: reports.map(|report| (&report.id, report)).collect(),
            known_replies: replies.map(|reply| (&reply.id, reply)).collect(),
            sources: Pool::default(),
            objects: Pool::default(),
            acts: Pool::default(),
            actors: Pool::default(),
            phrases: Pool::default(),
        }
    }

    /// A report; the one that was read before, if it says the same.
    pub fn report(&self, report: Report) -> Arc<Report> {
        match self.known_reports.get(&report.id) {
            Some(known) if ***known == report => Arc::clone(known),
            _ => Arc::new(report),
        }
    }

    /// The same for a reply.
    pub fn reply(&self, reply: Reply) -> Arc<Reply> {
        match self.known_replies.get(&reply.id) {
            Some(known) if ***known == reply => Arc::clone(known),
            _ => Arc::new(reply),
        }
    }
}

/// Things, each once.
pub(crate) struct Pool<T>(RefCell<HashSet<T>>);

impl<T> Default for Pool<T> {
    fn default() -> Self {
        Self(RefCell::default())
    }
}

impl<T: Eq + Hash + Clone> Pool<T> {
    /// The one that was there first.
    pub fn one(&self, thing: impl Into<T>) -> T {
        let thing = thing.into();
        let mut known = self.0.borrow_mut();
        if let Some(first) = known.get(&thing) {
            return first.clone();
        }
        known.insert(thing.clone());
        thing
    }
}
