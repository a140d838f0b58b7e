//! What a world is made of: what its eyes read by right, and beside it what everybody reads.

use std::collections::{BTreeMap, BTreeSet, HashMap, HashSet};
use std::sync::Arc;

use holdfire_model::{Case, LinkEnd, ReportId};
use holdfire_monitor::workflow::{Author, PersonName, Task, TaskId, kept_apart, onto, onto_these};
use holdfire_store::mission::{AsOf, PUBLIC};
use holdfire_store::object::Place;
use holdfire_wire::entries::{AS_WRITTEN, HEADER, Item, columns};

use crate::access::{Eyes, Role};
use crate::packed::{Packed, Unpacker};
use crate::snapshot::{Named, Published, Snapshot, cell};

/// What a world is made of. Of a row that is read by right and is published too, that by right stands; terms come from the
/// right alone, and only the world of everybody has those of the publication.
pub(super) struct Sources<'s> {
    pub as_of: AsOf,
    /// How many entries of the public log are known.
    pub size: u64,
    /// What these eyes read by right.
    own: Vec<&'s Packed>,
    tasks: Vec<&'s Task>,
    /// Where what everybody reads stands beside it.
    published: Option<&'s Arc<Published>>,
    /// The rows of it that are not read by right, or all of it where nothing is.
    beside: Vec<&'s Packed>,
}

/// What a world was made from: the same makes the same world.
#[derive(PartialEq)]
pub struct MadeFrom {
    own: Vec<Place>,
    /// The tasks, with how many of their acts these eyes see.
    tasks: Vec<(TaskId, u64)>,
    /// What everybody reads, without its contents.
    published: Option<Arc<Named>>,
}

impl<'s> Sources<'s> {
    /// What there is for these eyes.
    pub fn of(snapshot: &'s Snapshot, eyes: &Eyes) -> rusqlite::Result<Self> {
        if eyes.role == Role::Public {
            return Ok(Self::published(snapshot.last()));
        }
        let published = snapshot.published_for(eyes);
        let mut own = snapshot.items(eyes)?;
        let mut beside: Vec<&Packed> = Vec::new();
        if let Some(published) = published {
            let of_mission = own.iter().filter(|item| item.place.log == PUBLIC);
            let by_right: HashSet<&str> = of_mission.map(|item| item.subject()).collect();
            let rows = published.rows.iter().map(Arc::as_ref);
            beside.extend(rows.filter(|row| !by_right.contains(row.subject())));
        }
        if !eyes.circles.is_empty() {
            // A folder has one row of a name: that of the mission's own log, which comes first, as where the case is read.
            let mut taken: HashSet<&str> = beside.iter().map(|row| row.subject()).collect();
            own.retain(|item| taken.insert(item.subject()));
        }
        Ok(Self {
            as_of: snapshot.as_of,
            size: snapshot.size,
            own,
            tasks: snapshot.tasks_for(eyes),
            published,
            beside,
        })
    }

    /// What there is for everybody.
    pub fn published(published: Option<&'s Arc<Published>>) -> Self {
        let all = published.into_iter().flat_map(|published| {
            let items = published.terms.iter().chain(&published.rows);
            items.map(Arc::as_ref)
        });
        let size = published.map_or(0, |published| published.size);
        Self {
            as_of: AsOf::Size(published.map_or(0, |published| published.publication.entry)),
            size,
            own: Vec::new(),
            tasks: Vec::new(),
            beside: all.collect(),
            published,
        }
    }

    pub fn made_from(&self, eyes: &Eyes) -> MadeFrom {
        let tasks = self.tasks.iter();
        MadeFrom {
            own: self.own.iter().map(|item| item.place).collect(),
            tasks: tasks
                .map(|task| (task.id().clone(), seen_acts(task, eyes)))
                .collect(),
            published: self.published.map(|published| Arc::clone(&published.named)),
        }
    }

    /// When the last of it was recorded, POSIX seconds.
    pub fn recorded_at(&self) -> Option<u64> {
        self.all().map(|item| item.recorded_at).max()
    }

    pub fn has_terms(&self) -> bool {
        self.all().any(|item| item.subject() == "case.toml")
    }

    /// The items one after the other, with what would tell of rows that are not among them left out.
    pub fn items(&self) -> impl Iterator<Item = Item> {
        let sites: BTreeSet<&str> = self
            .own
            .iter()
            .filter(|item| item.subject().starts_with("register.csv#"))
            .map(|item| cell(item, "id"))
            .collect();
        let mut unpacker = Unpacker::default();
        let own = self.own.iter().map(move |seen| {
            let mut item = unpacker.item(seen);
            if item.subject.starts_with("reports.csv#") {
                // A site that these eyes do not know is not named; what the row looked like as written would name it.
                let site = item.fields.iter_mut().find(|(name, _)| name == "site");
                if let Some((_, value)) = site {
                    let named = std::str::from_utf8(value).unwrap_or("").trim();
                    if !named.is_empty() && !sites.contains(named) {
                        value.clear();
                        item.fields.retain(|(name, _)| name != AS_WRITTEN);
                    }
                }
            }
            item
        });
        let heads = self.heads();
        let mut unpacker = Unpacker::default();
        let beside = self.beside.iter().filter_map(move |seen| {
            let item = unpacker.item(seen);
            match item.subject.split_once('#') {
                None => Some(item),
                Some((table, _)) => {
                    let columns = heads.get(table)?;
                    Some(fitted(item, columns))
                }
            }
        });
        own.chain(beside)
    }

    /// About how many bytes the rows of each table take.
    pub fn room(&self) -> HashMap<&str, usize> {
        let mut room: HashMap<&str, usize> = HashMap::new();
        for item in self.all() {
            if let Some((table, _)) = item.subject().split_once('#') {
                *room.entry(table).or_default() += item.written_bytes();
            }
        }
        room
    }

    /// The columns of each table, as the terms have them that these eyes read.
    fn heads(&self) -> BTreeMap<&str, Vec<String>> {
        let files = self.all().filter(|item| !item.subject().contains('#'));
        let heads = files.filter_map(|item| {
            let columns = item.value(HEADER).and_then(columns)?;
            Some((item.subject(), columns))
        });
        heads.collect()
    }

    fn all(&self) -> impl Iterator<Item = &Packed> {
        self.own.iter().chain(&self.beside).copied()
    }

    /// The case with what tasks say of it: those of the publication of what is published alone, then those that these eyes
    /// see.
    pub fn onto(&self, case: Case) -> Case {
        let case = match self.published {
            None => case,
            Some(published) => onto_these(case, self.tasks_beside(), &|end: &LinkEnd| {
                published.has(end)
            }),
        };
        onto(case, self.tasks.iter().copied())
    }

    /// Reports that lie in a circle alone.
    pub fn in_circles(&self) -> BTreeSet<ReportId> {
        let in_circle = self.own.iter().filter(|item| item.place.log != PUBLIC);
        let reports = in_circle.filter(|item| item.subject().starts_with("reports.csv#"));
        let mut ids: BTreeSet<ReportId> = reports
            .filter_map(|item| ReportId::new(cell(item, "id")).ok())
            .collect();
        if !ids.is_empty() {
            for item in self.all().filter(|item| item.place.log == PUBLIC) {
                if item.subject().starts_with("reports.csv#")
                    && let Ok(id) = ReportId::new(cell(item, "id"))
                {
                    ids.remove(&id);
                }
            }
        }
        ids
    }

    /// Pairs of reports that these tasks say were kept apart.
    pub fn kept_apart(&self) -> BTreeSet<(ReportId, ReportId)> {
        let mut apart = kept_apart(self.tasks.iter().copied());
        if let Some(published) = self.published {
            let has = |id: &ReportId| published.has(&LinkEnd::Report(id.clone()));
            let beside = kept_apart(self.tasks_beside()).into_iter();
            apart.extend(beside.filter(|(one, other)| has(one) && has(other)));
        }
        apart
    }

    /// The tasks of the publication that these eyes do not see by right.
    fn tasks_beside(&self) -> impl Iterator<Item = &'s Task> {
        let own: BTreeSet<&TaskId> = self.tasks.iter().map(|task| task.id()).collect();
        let published = self.published.into_iter();
        published
            .flat_map(|published| &published.named.tasks)
            .filter(move |task| !own.contains(task.id()))
    }
}

/// A row that was published under another head than that of today, as far as this one has its columns.
fn fitted(mut item: Item, columns: &[String]) -> Item {
    let names = item.fields.iter().map(|(name, _)| name);
    if !names.filter(|name| *name != AS_WRITTEN).eq(columns) {
        // Its bytes as written are those of other columns.
        item.fields.retain(|(name, _)| columns.contains(name));
    }
    item
}

/// How many acts of a task these eyes see: what the mission writes down for itself makes no party's world anew.
fn seen_acts(task: &Task, eyes: &Eyes) -> u64 {
    PersonName::new("world").map_or(0, |person| {
        let reader = Author {
            person,
            role: eyes.role.clone(),
        };
        task.acts_for(&reader).count() as u64
    })
}
