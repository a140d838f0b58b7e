//! What everybody reads: a publication's terms and rows, in the form in which they were published.

use std::cell::Cell;
use std::sync::Arc;

use holdfire_model::{LinkEnd, Moment};
use holdfire_monitor::workflow::{Task, TaskKind};
use holdfire_store::object::Place;
use holdfire_wire::entries::{AS_WRITTEN, Item};

use super::{Snapshot, SnapshotError, by_name, cell, facts_of, of_name, own_facts, thing};
use crate::access::{Eyes, Facts, FactsTable, Thing};
use crate::packed::{Packed, Packer, Unpacker};
use crate::publication::{
    EFFECT_COLUMNS, Publication, SEEN_COLUMNS, WITHHELD, passes_from, tells_of_effects,
};

/// The state of a publication, made once for all eyes.
///
/// *Invariant*: it follows from the entries that the publication names, less what was erased, and from nothing that was
/// entered since.
pub struct Published {
    /// Which publication.
    pub publication: Publication,
    /// How many entries of the public log it is made of.
    pub size: u64,
    /// Files and heads of tables.
    pub terms: Vec<Arc<Packed>>,
    /// Reports, replies, observations and links, in the order in which they were entered.
    pub rows: Vec<Arc<Packed>>,
    /// The next cut-off by which more of the same entries would be published; none: no delay holds anything back.
    pub until: Option<Moment>,
    /// What it is made of, without contents.
    pub named: Arc<Named>,
    /// Numbers of the rows that have an id, in order of their tables and ids.
    by_name: Vec<u32>,
}

/// What a publication is made of: of two that are made of the same everybody reads the same.
#[derive(PartialEq)]
pub struct Named {
    publication: Publication,
    size: u64,
    terms: Vec<Place>,
    rows: Vec<Place>,
    /// What persons of the mission established and which reports they joined. It counts for rows that are published.
    pub tasks: Vec<Task>,
}

impl Published {
    /// True if a report or an observation is among the rows.
    #[must_use]
    pub fn has(&self, end: &LinkEnd) -> bool {
        match end {
            LinkEnd::Report(id) => self.first("reports.csv", id.as_str()).is_some(),
            LinkEnd::Observation(id) => self.first("observations.csv", id.as_str()).is_some(),
        }
    }

    /// True if the row of this entry is published as it was entered then.
    pub(super) fn has_entry(&self, place: Place) -> bool {
        let key = |place: Place| (place.log, place.index);
        let found = self
            .rows
            .binary_search_by(|row| key(row.place).cmp(&key(place)));
        found.is_ok()
    }

    /// The rows of a table with this id, in the order in which they were entered.
    pub(super) fn of_name(&self, table: &str, id: &str) -> impl Iterator<Item = &Packed> {
        let numbers = of_name(&self.rows, &self.by_name, table, id);
        numbers.iter().map(|number| &*self.rows[*number as usize])
    }

    fn first(&self, table: &str, id: &str) -> Option<&Packed> {
        self.of_name(table, id).next()
    }
}

impl Snapshot {
    /// The record as everybody reads it by a publication: what passes the gate, without what is held back.
    ///
    /// # Errors
    /// [`SnapshotError`]
    pub fn as_published(self, publication: &Publication) -> Result<Published, SnapshotError> {
        let until = Cell::new(None);
        let own = |item: &Packed| self.facts_for(publication, item, &until);
        let readable = FactsTable::new(facts_of(&self.items, own))?.readable(&Eyes::public())?;
        let (mut terms, mut rows) = (Vec::new(), Vec::new());
        let (mut packer, mut unpacker) = (Packer::default(), Unpacker::default());
        for number in readable {
            let item = &self.items[number];
            match thing(item) {
                Thing::Terms => terms.push(Arc::clone(item)),
                _ => rows.push(published_form(item, &mut packer, &mut unpacker)),
            }
        }
        let tasks = self.tasks.into_iter().filter(|task| {
            matches!(
                task.kind(),
                TaskKind::Verification | TaskKind::Linking | TaskKind::Duplicate
            )
        });
        Ok(Published {
            publication: *publication,
            size: self.size,
            until: until.get(),
            by_name: by_name(&rows),
            named: Arc::new(Named {
                publication: *publication,
                size: self.size,
                terms: places(&terms),
                rows: places(&rows),
                tasks: tasks.collect(),
            }),
            terms,
            rows,
        })
    }

    /// The facts of an item by itself, with whether it passes the gate.
    ///
    /// # Units and shape
    /// - `until`: the next cut-off by which more items would pass; this one is looked at for it.
    fn facts_for(
        &self,
        publication: &Publication,
        item: &Packed,
        until: &Cell<Option<Moment>>,
    ) -> Facts {
        let mut facts = own_facts(item, &self.sharing);
        facts.published = match facts.thing {
            _ if facts.circle.is_some() => false,
            Thing::Terms => true,
            Thing::Report | Thing::Reply | Thing::Observation => {
                let sharing = &self.sharing;
                let given = sharing.one.get(item.subject()).unwrap_or(&sharing.all);
                let released = given.parties.contains("everybody");
                let from = passes_from(item, released, &self.delays);
                let passes = from.is_some_and(|from| from <= publication.cutoff);
                if !passes {
                    until.set(until.get().into_iter().chain(from).min());
                }
                passes
            }
            // A link by what it links.
            Thing::Link => true,
            Thing::Evidence
            | Thing::Site
            | Thing::Task
            | Thing::Right
            | Thing::Record
            | Thing::Person => false,
        };
        facts
    }

    /// The same snapshot with what its last publication made of the record.
    #[must_use]
    pub fn with_last(self, last: Option<Arc<Published>>) -> Self {
        Self { last, ..self }
    }

    /// What its last publication made of the record.
    #[must_use]
    pub fn last(&self) -> Option<&Arc<Published>> {
        self.last.as_ref()
    }

    /// True if everybody reads what an item says, as far as its effects are not held back.
    pub(super) fn is_published(&self, item: &Packed) -> bool {
        let last = self.last.as_ref();
        last.is_some_and(|last| last.has_entry(item.place))
    }
}

fn places(items: &[Arc<Packed>]) -> Vec<Place> {
    items.iter().map(|item| item.place).collect()
}

/// A row as everybody reads it: effects that are held back are not known, and no site is named.
fn published_form(item: &Arc<Packed>, packer: &mut Packer, unpacker: &mut Unpacker) -> Arc<Packed> {
    let is_report = item.subject().starts_with("reports.csv#");
    let effects: &[&str] = if is_report && tells_of_effects(item) {
        &EFFECT_COLUMNS
    } else if item.subject().starts_with("observations.csv#") {
        &SEEN_COLUMNS
    } else {
        &[]
    };
    let names_site = is_report && !cell(item, "site").is_empty();
    if effects.is_empty() && !names_site {
        return Arc::clone(item);
    }
    Arc::new(unpacker.changed(item, packer, |item| {
        withhold(item, effects);
        if names_site {
            let site = item.fields.iter_mut().find(|(name, _)| name == "site");
            site.into_iter().for_each(|(_, value)| value.clear());
        }
    }))
}

/// Puts another text in the place of what is held back; an effect that is held back is not known.
fn withhold(item: &mut Item, columns: &[&str]) {
    item.fields.retain(|(name, _)| name != AS_WRITTEN);
    for (name, value) in &mut item.fields {
        if columns.contains(&name.as_str()) && !value.is_empty() {
            *value = match name.as_str() {
                "summary" => WITHHELD.as_bytes().to_vec(),
                _ => Vec::new(),
            };
        }
    }
}
