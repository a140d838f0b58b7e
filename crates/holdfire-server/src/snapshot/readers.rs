//! Who can read single rows: the facts about each, for the badge beside it.

use std::collections::BTreeSet;
use std::sync::Arc;

use holdfire_store::mission::PUBLIC;

use super::{Published, Snapshot, cell, facts_of, own_facts, thing};
use crate::access::{Eyes, Facts, Thing};
use crate::packed::Packed;

/// A row of the case, as those who show it know it.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum RowName {
    /// A row with an id: the table and the id.
    Id(&'static str, String),
    /// A link by its two ends.
    Link(String, String),
}

impl RowName {
    fn is(&self, item: &Packed) -> bool {
        let table = item.subject().split_once('#').map(|(table, _)| table);
        match self {
            Self::Id(own, id) => table == Some(*own) && cell(item, "id") == id,
            Self::Link(from, to) => {
                table == Some("links.csv") && cell(item, "from") == from && cell(item, "to") == to
            }
        }
    }

    /// The table and the id; links have none.
    fn key(&self) -> (&'static str, &str) {
        match self {
            Self::Id(table, id) => (table, id),
            Self::Link(..) => ("links.csv", ""),
        }
    }

    /// The row of this name that is published.
    fn among<'p>(&self, published: &'p Published) -> Option<&'p Packed> {
        let (table, id) = self.key();
        published.of_name(table, id).find(|row| self.is(row))
    }
}

/// The rows that a row rests on, by their ids.
fn ends(item: &Packed) -> Vec<&str> {
    match thing(item) {
        Thing::Reply => vec![cell(item, "report")],
        Thing::Link => vec![cell(item, "from"), cell(item, "to")],
        _ => Vec::new(),
    }
}

impl Snapshot {
    /// The facts about rows that these eyes read, in the order of the names; `None` for a row that they do not read. Of two
    /// rows of one name that of the mission's own log counts, as where the case is read. Of a row that is read because it is
    /// published nothing else is known.
    ///
    /// # Errors
    /// If memory does not suffice.
    pub fn facts_of_rows(
        &self,
        eyes: &Eyes,
        names: &[RowName],
    ) -> rusqlite::Result<Vec<Option<Facts>>> {
        let found = self.rows_by_right(eyes, names)?;
        let mut facts = self.facts_with_ends(&found);
        if let Some(published) = self.published_for(eyes) {
            for (name, facts) in names.iter().zip(&mut facts) {
                let of_mission = facts.as_ref().is_some_and(|facts| facts.circle.is_none());
                if !of_mission && let Some(row) = name.among(published) {
                    *facts = Some(Facts {
                        published: true,
                        ..Facts::of(thing(row))
                    });
                }
            }
        }
        Ok(facts)
    }

    /// What is true of several reports together, as far as these eyes read them: who reads all of them.
    ///
    /// # Errors
    /// If memory does not suffice.
    pub fn facts_of_reports(&self, eyes: &Eyes, ids: &[&str]) -> rusqlite::Result<Facts> {
        let names = ids
            .iter()
            .map(|id| RowName::Id("reports.csv", (*id).to_owned()));
        let facts = self.facts_of_rows(eyes, &names.collect::<Vec<_>>())?;
        let all = facts.into_iter().flatten();
        let both = all.reduce(|one, other| one.both(&other, Thing::Report));
        Ok(both.unwrap_or_else(|| Facts::of(Thing::Report)))
    }

    /// The rows of these names that these eyes read by right.
    fn rows_by_right(
        &self,
        eyes: &Eyes,
        names: &[RowName],
    ) -> rusqlite::Result<Vec<Option<&Packed>>> {
        // Candidates by their names, of which these eyes may read some.
        let mut candidates: Vec<u32> = Vec::new();
        for name in names {
            let (table, id) = name.key();
            candidates.extend(self.of_name(table, id));
        }
        candidates.sort_unstable();
        candidates.dedup();
        let seen = self.table.readable_among(eyes, &candidates)?;
        let mut found: Vec<Option<&Packed>> = vec![None; names.len()];
        for item in seen.iter().map(|number| &*self.items[*number]) {
            for (name, found) in names.iter().zip(&mut found) {
                let better = found.is_none_or(|old| old.place.log != PUBLIC);
                if better && name.is(item) {
                    *found = Some(item);
                }
            }
        }
        Ok(found)
    }

    /// The facts of rows. What rests on other rows is read by those who read these: they are looked at with it.
    fn facts_with_ends(&self, rows: &[Option<&Packed>]) -> Vec<Option<Facts>> {
        let wanted: BTreeSet<&str> = rows.iter().flatten().flat_map(|item| ends(item)).collect();
        let mut few: Vec<u32> = Vec::new();
        for id in wanted {
            few.extend(self.of_name("reports.csv", id));
            few.extend(self.of_name("observations.csv", id));
        }
        few.sort_unstable();
        let of_number = |number: &u32| Arc::clone(&self.items[*number as usize]);
        let mut few: Vec<Arc<Packed>> = few.iter().map(of_number).collect();
        let first = few.len();
        few.extend(rows.iter().flatten().filter_map(|item| {
            let number = self.number_of(item.place)?;
            Some(Arc::clone(&self.items[number]))
        }));
        let facts = facts_of(&few, |item| own_facts(item, &self.sharing));
        let mut facts = few
            .iter()
            .zip(facts)
            .skip(first)
            .map(|(item, facts)| Facts {
                published: self.is_published(item),
                ..facts
            });
        rows.iter()
            .map(|row| row.and_then(|_| facts.next()))
            .collect()
    }
}
