//! Everything that the server can read of a mission as of one entry, with the facts that decide who else reads it.

mod published;
mod readers;

use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::sync::Arc;

use holdfire_model::PartyId;
use holdfire_monitor::workflow::{About, Author, Matter, PersonName, Task};
use holdfire_record::Kind;
use holdfire_store::mission::{AsOf, MissionError, PUBLIC, Seen, View};
use holdfire_store::object::Place;
use thiserror::Error;

pub use published::{Named, Published};
pub use readers::RowName;

use crate::access::{Action, Eyes, Facts, FactsTable, Policies, Role, Thing};
use crate::desk::read_tasks;
use crate::grades::Grade;
use crate::packed::{Packed, Packer};
use crate::publication::{DELAYS, Delays, Publication};
use crate::whose::{self, Whose};

/// Why the record could not be made ready for reading.
#[derive(Debug, Error)]
pub enum SnapshotError {
    /// The record.
    #[error("the record cannot be read")]
    Mission(#[from] MissionError),
    /// The table of facts.
    #[error("the table of rights cannot be made")]
    Table(#[from] rusqlite::Error),
}

/// A person who belongs to the mission, with the rights that the record gives them.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Member {
    /// The name.
    pub name: String,
    /// What the person is to the mission; none: nothing was given, or it was taken away.
    pub role: Option<Role>,
    /// The logs of circles that name the person as a reader.
    pub circles: BTreeSet<u32>,
    /// True if the record has the person's own keys.
    pub has_keys: bool,
}

impl Member {
    /// Whose eyes the person has: without a role, those of everybody.
    #[must_use]
    pub fn eyes(&self) -> Eyes {
        match &self.role {
            None => Eyes::public(),
            Some(role) => Eyes {
                role: role.clone(),
                circles: self.circles.clone(),
            },
        }
    }
}

/// A circle whose keys the server holds.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct KnownCircle {
    /// The number of its log.
    pub log: u32,
    /// Its name.
    pub name: String,
    /// The names of its readers.
    pub readers: Vec<String>,
}

/// With whom rows were shared: entries `share/...` of the record.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
struct Sharing {
    /// For every row of reports, replies, observations and links.
    all: Given,
    /// For single rows, by their subject.
    one: HashMap<String, Given>,
    /// Reports that parties were asked about: by the id of the report.
    asked: HashMap<String, BTreeSet<String>>,
}

#[derive(Clone, Debug, Default, PartialEq, Eq)]
struct Given {
    all_parties: bool,
    parties: BTreeSet<String>,
}

impl Given {
    fn of(seen: &Seen) -> Self {
        let mut given = Self::default();
        for line in seen.text("with").unwrap_or("").lines() {
            match line {
                "" | "mission" => {}
                "parties" => given.all_parties = true,
                party => {
                    given.parties.insert(party.to_owned());
                }
            }
        }
        given
    }
}

/// The record as of one entry.
pub struct Snapshot {
    /// Up to where it reads.
    pub as_of: AsOf,
    /// How many entries of the public log it knows.
    pub size: u64,
    /// How many entries of each circle's log it knows.
    pub circle_sizes: BTreeMap<u32, u64>,
    /// When the last entry was recorded, POSIX seconds; none without entries that can be read.
    pub recorded_at: Option<u64>,
    /// The persons of the mission, in the order in which they were entered.
    pub members: Vec<Member>,
    /// The circles whose keys the server holds.
    pub circles: Vec<KnownCircle>,
    /// True if a role was given to anybody.
    pub has_roles: bool,
    /// Items that were erased.
    pub erased: usize,
    /// Tasks of the workflow, in the order in which they were opened.
    pub tasks: Vec<Task>,
    /// What was published, in order.
    pub publications: Vec<Publication>,
    /// When each of them was recorded, POSIX seconds, to the step that the public log shows.
    pub published_at: Vec<u64>,
    /// How long reports are held back.
    pub delays: Delays,
    /// How reports of the mission's own log were graded, by their ids.
    pub grades: HashMap<String, Grade>,
    /// Whose the sealed lists of the mission's own log are.
    pub whose: Whose,
    items: Vec<Arc<Packed>>,
    /// Numbers of the items that have an id, in order of their tables and ids; links stand together.
    named: Vec<u32>,
    /// How many erasures the record knew: what was read before one may be gone.
    erasures: usize,
    table: FactsTable,
    sharing: Sharing,
    /// What the last publication made of the record.
    last: Option<Arc<Published>>,
}

impl std::fmt::Debug for Snapshot {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "Snapshot(of {} entries, hidden)", self.size)
    }
}

impl Snapshot {
    /// Reads what a view has.
    ///
    /// # Errors
    /// [`SnapshotError`]
    pub fn read(view: &View) -> Result<Self, SnapshotError> {
        Self::read_since(view, None)
    }

    /// The same, with what an earlier snapshot read and still stands taken from it: an entry never changes.
    ///
    /// # Errors
    /// [`SnapshotError`]
    pub fn read_since(view: &View, before: Option<&Self>) -> Result<Self, SnapshotError> {
        let erasures = view.places(Kind::Erasure)?.len();
        // One that knew more erasures than the view holds nothing that is gone.
        let before = before.filter(|before| before.erasures >= erasures);
        let sizes: BTreeMap<u32, u64> = view.logs().map(|(log, _, known)| (log, known)).collect();
        let circles: Vec<KnownCircle> = view
            .circles()?
            .into_iter()
            .map(|circle| KnownCircle {
                log: circle.log,
                name: circle.name,
                readers: circle.readers.into_iter().map(|(name, _)| name).collect(),
            })
            .collect();
        let rights = view.list(Kind::Access)?;
        let members = members(view, &rights, &circles)?;
        let work = view.list(Kind::Work)?;
        let of_mission: Vec<Seen> = work
            .into_iter()
            .filter(|seen| seen.place.log == PUBLIC)
            .collect();
        let tasks = read_tasks(&of_mission);
        let mut sharing = sharing(&rights);
        asked(&tasks, &mut sharing);
        let (items, erased) = items_since(view, before)?;
        let recorded = items.iter().map(|item| item.recorded_at).max();
        let delays = delays(&rights);
        let facts = facts_of(&items, |item| own_facts(item, &sharing));
        let table = FactsTable::new(facts)?;
        let (published_at, publications) = published(&rights).into_iter().unzip();
        Ok(Self {
            as_of: view.as_of(),
            size: sizes.get(&PUBLIC).copied().unwrap_or(0),
            circle_sizes: sizes
                .into_iter()
                .filter(|(log, _)| *log != PUBLIC)
                .collect(),
            recorded_at: recorded,
            members,
            circles,
            has_roles: rights.iter().any(|seen| {
                seen.place.log == PUBLIC
                    && seen.subject().is_some_and(|name| name.starts_with("role/"))
            }),
            erased,
            tasks,
            publications,
            published_at,
            delays,
            grades: rights
                .iter()
                .filter(|seen| seen.place.log == PUBLIC)
                .filter_map(Grade::of)
                .collect(),
            whose: rights.iter().filter_map(whose::of).collect(),
            table,
            named: by_name(&items),
            items,
            erasures,
            sharing,
            last: None,
        })
    }

    /// The items that these eyes may read, in the order in which they were entered.
    ///
    /// # Errors
    /// If memory does not suffice.
    pub fn items(&self, eyes: &Eyes) -> rusqlite::Result<Vec<&Packed>> {
        let ids = self.table.readable(eyes)?;
        Ok(ids
            .into_iter()
            .filter_map(|id| self.items.get(id).map(Arc::as_ref))
            .collect())
    }

    /// The tasks that say something of the case to these eyes: those that their role may see.
    #[must_use]
    pub fn tasks_for(&self, eyes: &Eyes) -> Vec<&Task> {
        // Boards are of persons; a world is of a role.
        let Ok(person) = PersonName::new("world") else {
            return Vec::new();
        };
        let reader = Author {
            person,
            role: eyes.role.clone(),
        };
        self.tasks
            .iter()
            .filter(|task| task.visible_to(&reader))
            .collect()
    }

    /// What these eyes read because everybody does; none for those that read every report by right, as it stands now.
    #[must_use]
    pub fn published_for(&self, eyes: &Eyes) -> Option<&Arc<Published>> {
        let report = Facts::of(Thing::Report);
        let reads_all = Policies::shipped().allows(eyes, false, Action::Read, &report);
        self.last.as_ref().filter(|_| !reads_all)
    }

    /// How many erasures it knows.
    #[must_use]
    pub fn erasures(&self) -> usize {
        self.erasures
    }

    /// True if the mission's own log has a report of this id.
    #[must_use]
    pub fn has_mission_report(&self, id: &str) -> bool {
        let mut found = self.of_name("reports.csv", id).iter();
        found.any(|number| self.items[*number as usize].place.log == PUBLIC)
    }

    /// The ids of the reports in the mission's own log.
    #[must_use]
    pub fn mission_reports(&self) -> BTreeSet<&str> {
        self.mission_items()
            .filter(|item| item.subject().starts_with("reports.csv#"))
            .map(|item| cell(item, "id"))
            .collect()
    }

    /// The number of the item of an entry: items stand log by log, in the order of entries.
    fn number_of(&self, place: Place) -> Option<usize> {
        let key = |place: Place| (place.log, place.index);
        let found = self
            .items
            .binary_search_by(|item| key(item.place).cmp(&key(place)));
        found.ok()
    }

    /// The numbers of the rows of a table with this id, in the order in which they were entered.
    fn of_name(&self, table: &str, id: &str) -> &[u32] {
        of_name(&self.items, &self.named, table, id)
    }

    /// The items of the mission's own log.
    pub fn mission_items(&self) -> impl Iterator<Item = &Packed> {
        let items = self.items.iter().map(Arc::as_ref);
        items.filter(|item| item.place.log == PUBLIC)
    }

    /// A member by name.
    #[must_use]
    pub fn member(&self, name: &str) -> Option<&Member> {
        self.members.iter().find(|member| member.name == name)
    }

    /// True if nothing can have changed for anybody since another snapshot.
    #[must_use]
    pub fn is_as_new_as(&self, size: u64, circle_sizes: &BTreeMap<u32, u64>) -> bool {
        self.size == size && self.circle_sizes == *circle_sizes
    }
}

fn members(
    view: &View,
    rights: &[Seen],
    circles: &[KnownCircle],
) -> Result<Vec<Member>, MissionError> {
    let roles: HashMap<&str, Option<Role>> = rights
        .iter()
        .filter(|seen| seen.place.log == PUBLIC)
        .filter_map(|seen| {
            let name = seen.subject()?.strip_prefix("role/")?;
            let role = Role::parse(seen.text("role")?, seen.text("party").unwrap_or(""));
            Some((name, role.ok()))
        })
        .collect();
    let people = view.people()?;
    // Before anybody was given a role, the person who operates the mission has that of the secretariat: somebody must
    // give the first.
    let none_given = roles.is_empty();
    let members = people.into_iter().enumerate().map(|(at, person)| Member {
        role: match roles.get(person.name.as_str()) {
            Some(role) => role.clone(),
            None => (none_given && at == 0).then_some(Role::Secretariat),
        },
        circles: circles
            .iter()
            .filter(|circle| circle.readers.contains(&person.name))
            .map(|circle| circle.log)
            .collect(),
        has_keys: person.keys.is_some(),
        name: person.name,
    });
    Ok(members.collect())
}

fn published(rights: &[Seen]) -> Vec<(u64, Publication)> {
    let of_mission = rights.iter().filter(|seen| seen.place.log == PUBLIC);
    of_mission
        .filter_map(|seen| Some((seen.envelope.at, Publication::of(seen)?)))
        .collect()
}

fn delays(rights: &[Seen]) -> Delays {
    let mut of_mission = rights.iter().filter(|seen| seen.place.log == PUBLIC);
    let found = of_mission.find(|seen| seen.subject() == Some(DELAYS));
    found.map(Delays::of).unwrap_or_default()
}

/// The items of the case, with how many were erased. What an earlier snapshot has is shared with it.
fn items_since(
    view: &View,
    before: Option<&Snapshot>,
) -> Result<(Vec<Arc<Packed>>, usize), MissionError> {
    let known = before.map_or(&[][..], |before| &before.items);
    let (mut packer, mut erased) = (Packer::default(), 0);
    let places = view.places(Kind::Item)?;
    let mut items = Vec::with_capacity(places.len());
    let key = |place: &Place| (place.log, place.index);
    // Both go log by log, each in the order in which it was entered.
    let mut known = known.iter().peekable();
    for place in places {
        while known
            .next_if(|item| key(&item.place) < key(&place))
            .is_some()
        {}
        match known.next_if(|item| item.place == place) {
            Some(item) => items.push(Arc::clone(item)),
            None => match view.case_item(place)? {
                Some(item) => items.push(Arc::new(packer.pack(&item))),
                None => erased += 1,
            },
        }
    }
    Ok((items, erased))
}

/// The table of a row and its id; links are known by their ends and have none.
fn name_of(item: &Packed) -> (&str, &str) {
    let table = item.subject().split_once('#');
    let table = table.map_or("", |(table, _)| table);
    match table {
        "" | "links.csv" => (table, ""),
        _ => (table, cell(item, "id")),
    }
}

/// Numbers of the rows, in order of their tables and ids.
fn by_name(items: &[Arc<Packed>]) -> Vec<u32> {
    let numbered = (0_u32..).zip(items);
    let rows = numbered.filter(|(_, item)| item.subject().contains('#'));
    let mut rows: Vec<u32> = rows.map(|(number, _)| number).collect();
    let item = |number: &u32| &*items[*number as usize];
    rows.sort_by(|a, b| (name_of(item(a)), a).cmp(&(name_of(item(b)), b)));
    rows
}

/// Of rows in order of their names, the numbers of those of a table with this id.
fn of_name<'n>(items: &[Arc<Packed>], named: &'n [u32], table: &str, id: &str) -> &'n [u32] {
    let order = |number: &u32| name_of(&items[*number as usize]).cmp(&(table, id));
    let from = named.partition_point(|number| order(number).is_lt());
    let same = named[from..].partition_point(|number| order(number).is_eq());
    &named[from..from + same]
}

/// A party that was asked for its reply reads what it was asked about.
fn asked(tasks: &[Task], sharing: &mut Sharing) {
    for task in tasks {
        let Matter::RequestForReply(request) = task.matter() else {
            continue;
        };
        if request.asked.is_empty() {
            continue;
        }
        for about in task.about() {
            if let About::Report(id) = about {
                let reports = sharing.asked.entry(id.to_string()).or_default();
                reports.insert(request.question.party.to_string());
            }
        }
    }
}

fn sharing(rights: &[Seen]) -> Sharing {
    let mut sharing = Sharing::default();
    for seen in rights.iter().filter(|seen| seen.place.log == PUBLIC) {
        match seen.subject().and_then(|name| name.strip_prefix("share/")) {
            Some("all") => sharing.all = Given::of(seen),
            Some(one) => {
                sharing.one.insert(one.to_owned(), Given::of(seen));
            }
            None => {}
        }
    }
    sharing
}

/// What a cell of a row says that is at hand; empty if there is none.
pub(crate) fn cell<'a>(item: &'a Packed, column: &str) -> &'a str {
    let value = item.value(column);
    value
        .and_then(|bytes| std::str::from_utf8(bytes).ok())
        .map_or("", str::trim)
}

/// The facts of every item, in their order, made as they are asked for: those of very many items need not stand in memory
/// together. A row that rests on others is read by those who read all of these: it loses what is not true of all of them.
///
/// # Units and shape
/// - `own`: the facts of an item by itself.
fn facts_of<'i>(
    items: &'i [Arc<Packed>],
    own: impl Fn(&Packed) -> Facts + 'i,
) -> impl Iterator<Item = Facts> + 'i {
    // An id means a row of the same log; of two rows of one id there the first, as where the case is read. So nothing that is
    // entered in a circle, or later, changes who reads a row outside of it.
    let mut rows: HashMap<(u32, &str, &str), usize> = HashMap::new();
    for (at, item) in items.iter().enumerate() {
        let Some((table @ ("reports.csv" | "observations.csv"), _)) =
            item.subject().split_once('#')
        else {
            continue;
        };
        let id = cell(item, "id");
        if !id.is_empty() {
            rows.entry((item.place.log, table, id)).or_insert(at);
        }
    }
    items.iter().map(move |item| {
        let row = |table: &str, id: &str| {
            let found = |log: u32| rows.get(&(log, table, id)).map(|at| own(&items[*at]));
            // What is said in a circle may be about a report of the mission.
            found(item.place.log).or_else(|| found(PUBLIC))
        };
        let facts = own(item);
        match facts.thing {
            Thing::Reply => match row("reports.csv", cell(item, "report")) {
                Some(report) => in_log(report.both(&facts, Thing::Reply), &facts),
                None => of_nothing(&facts),
            },
            Thing::Link => {
                let end = |id: &str| row("reports.csv", id).or_else(|| row("observations.csv", id));
                match (end(cell(item, "from")), end(cell(item, "to"))) {
                    (Some(from), Some(to)) => in_log(from.both(&to, Thing::Link), &facts),
                    _ => of_nothing(&facts),
                }
            }
            _ => facts,
        }
    })
}

/// What rests on a row of the mission's log and is said in a circle stays in the circle.
fn in_log(facts: Facts, own: &Facts) -> Facts {
    Facts {
        circle: facts.circle.or(own.circle),
        ..facts
    }
}

/// What rests on a row that is not there, because it was erased or removed, is given to nobody and not published.
fn of_nothing(own: &Facts) -> Facts {
    Facts {
        circle: own.circle,
        ..Facts::of(own.thing)
    }
}

/// What an item is.
fn thing(item: &Packed) -> Thing {
    match item.subject().split_once('#').map(|(table, _)| table) {
        Some("reports.csv") => Thing::Report,
        Some("replies.csv") => Thing::Reply,
        Some("links.csv") => Thing::Link,
        Some("observations.csv") => Thing::Observation,
        Some("register.csv") => Thing::Site,
        // Heads of tables say nothing but which columns there are.
        _ => Thing::Terms,
    }
}

fn own_facts(item: &Packed, sharing: &Sharing) -> Facts {
    let (subject, thing) = (item.subject(), thing(item));
    let mut facts = Facts::of(thing);
    facts.circle = (item.place.log != PUBLIC).then_some(item.place.log);
    match thing {
        Thing::Report | Thing::Reply | Thing::Observation => {
            let given = sharing.one.get(subject).unwrap_or(&sharing.all);
            facts.all_parties = given.all_parties;
            facts.parties.clone_from(&given.parties);
            if thing == Thing::Report
                && let Some(asked) = sharing.asked.get(cell(item, "id"))
            {
                facts.parties.extend(asked.iter().cloned());
            }
            let of_party = matches!(cell(item, "source_kind"), "" | "party");
            if of_party && PartyId::new(cell(item, "by")).is_ok() {
                facts.parties.insert(cell(item, "by").to_owned());
            }
        }
        Thing::Site => {
            facts.parties.insert(cell(item, "party").to_owned());
            // Notice was given to the parties that are bound: each of them knows the place.
            facts.all_parties = !cell(item, "notified_at").is_empty();
        }
        _ => {}
    }
    facts
}
