//! Who can read single rows: the facts about each, for the badge beside it.

use std::collections::BTreeSet;
use std::sync::Arc;

use holdfire_store::mission::PUBLIC;

use super::{Snapshot, cell, own_facts, resting};
use crate::access::{Eyes, Facts};
use crate::packed::Packed;
use crate::publication::passes;

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

    /// The rows that it rests on, as far as its name tells.
    fn ends<'i>(&self, item: &'i Packed) -> Vec<&'i str> {
        match self {
            Self::Id("replies.csv", _) => vec![cell(item, "report")],
            Self::Link(..) => vec![cell(item, "from"), cell(item, "to")],
            Self::Id(..) => Vec::new(),
        }
    }
}

impl Snapshot {
    /// The facts about rows that these eyes read, in the order of the names; `None` for a row that they do not read. Of two
    /// rows of one name that of the mission's own log counts, as where the case is read.
    ///
    /// # Errors
    /// If memory does not suffice.
    pub fn facts_of_rows(
        &self,
        eyes: &Eyes,
        names: &[RowName],
    ) -> rusqlite::Result<Vec<Option<Facts>>> {
        // Candidates by their names, of which these eyes may read some.
        let mut candidates: Vec<u32> = Vec::new();
        for name in names {
            candidates.extend(match name {
                RowName::Id(table, id) => self.of_name(table, id),
                RowName::Link(..) => self.of_name("links.csv", ""),
            });
        }
        candidates.sort_unstable();
        candidates.dedup();
        let seen = self.table.readable_among(eyes, &candidates)?;
        let seen = seen.iter().map(|number| &*self.items[*number]);
        let mut found: Vec<Option<&Packed>> = vec![None; names.len()];
        let mut wanted: BTreeSet<&str> = BTreeSet::new();
        for item in seen {
            for (name, found) in names.iter().zip(&mut found) {
                let better = found.is_none_or(|old| old.place.log != PUBLIC);
                if better && name.is(item) {
                    wanted.extend(name.ends(item));
                    *found = Some(item);
                }
            }
        }
        // What rests on other rows is read by those who read these: they are looked at with it.
        let mut few: Vec<u32> = Vec::new();
        for id in wanted {
            few.extend(self.of_name("reports.csv", id));
            few.extend(self.of_name("observations.csv", id));
        }
        few.sort_unstable();
        let of_number = |number: &u32| Arc::clone(&self.items[*number as usize]);
        let mut few: Vec<Arc<Packed>> = few.iter().map(of_number).collect();
        let first = few.len();
        let same = |item: &&Packed| self.number_of(item.place);
        few.extend(found.iter().flatten().filter_map(|item| {
            let number = same(item)?;
            Some(Arc::clone(&self.items[number]))
        }));
        let own: Vec<Facts> = few
            .iter()
            .map(|item| {
                let mut facts = own_facts(item, &self.sharing);
                facts.published = self.publications.last().is_some_and(|last| {
                    facts.circle.is_none() && passes(item, false, &self.delays, last.cutoff)
                });
                facts
            })
            .collect();
        let mut facts = resting(&few, &own).into_iter().skip(first);
        Ok(found
            .iter()
            .map(|found| found.and_then(|_| facts.next()))
            .collect())
    }
}
