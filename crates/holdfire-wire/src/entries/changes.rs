//! What has to be entered so that a state becomes the case folder that is wanted.

use std::borrow::Borrow;
use std::collections::hash_map::DefaultHasher;
use std::collections::{BTreeMap, HashMap, HashSet, VecDeque};
use std::hash::{Hash as _, Hasher as _};

use super::split::{Row, Rows, file};
use super::subject::{Named, key_of};
use super::{Item, align, order};
use crate::files::CaseFiles;

/// One thing to enter.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Change {
    /// This is now what the subject is.
    Set(Item),
    /// The subject is no longer there.
    Remove(String),
}

/// The fewest changes by which a state becomes the folder that is wanted; none if it is.
///
/// `now` has each subject once, as a state does. What stays as it is is left alone and keeps its number; rows that come
/// between take numbers between, and where there is no room the nearest rows are set again. A row keeps its subject as
/// long as its id stays, or, without an id, as long as there are rows without one. The changes of one table belong
/// together: a table between them may have no state that can be joined.
#[must_use]
pub fn changes(now: &[Item], wanted: &CaseFiles) -> Vec<Change> {
    let mut state: BTreeMap<&str, Present<'_>> = BTreeMap::new();
    for item in now {
        match Named::parse(&item.subject) {
            Named::File(path) => state.entry(path).or_default().whole = Some(item),
            Named::Row(path, name) => state.entry(path).or_default().rows.push((item, name)),
        }
    }
    for path in wanted.0.keys() {
        state.entry(path).or_default();
    }
    let mut changes = Vec::new();
    for (path, mut present) in state {
        present
            .rows
            .sort_by(|(a, a_name), (b, b_name)| (a.order, a_name).cmp(&(b.order, b_name)));
        let Some(bytes) = wanted.0.get(path) else {
            let items = present.rows.iter().map(|(row, _)| *row);
            let gone = items.chain(present.whole);
            changes.extend(gone.map(|item| Change::Remove(item.subject.clone())));
            continue;
        };
        let (mut item, rows) = file(path, bytes);
        let head = match present.whole {
            Some(old) if old.fields == item.fields => None,
            old => {
                item.order = old.map_or(item.order, |old| old.order);
                Some(Change::Set(item))
            }
        };
        match rows {
            Some(rows) => table(path, &present.rows, rows, head, &mut changes),
            None => {
                let gone = present.rows.iter().map(|(row, _)| row.subject.clone());
                changes.extend(gone.map(Change::Remove));
                changes.extend(head);
            }
        }
    }
    changes
}

/// What a state has of one file: the item of the file or of the table's head, and rows with their names.
#[derive(Default)]
struct Present<'n> {
    whole: Option<&'n Item>,
    rows: Vec<(&'n Item, &'n str)>,
}

/// The changes of one table: rows that go, then the head if it changes, then rows as they will stand.
fn table<'f>(
    path: &str,
    now: &[(&Item, &str)],
    rows: Rows<'f>,
    head: Option<Change>,
    changes: &mut Vec<Change>,
) {
    let wanted = Wanted::new(rows);
    let paired = pair(now, &wanted);
    let mut stays = vec![false; now.len()];
    for i in paired.with.iter().flatten() {
        stays[*i] = true;
    }
    let gone = now.iter().zip(&stays).filter(|(_, stays)| !**stays);
    changes.extend(gone.map(|((item, _), _)| Change::Remove(item.subject.clone())));
    changes.extend(head);

    let old: Vec<Option<u64>> = paired
        .with
        .iter()
        .map(|i| i.map(|i| now[i].0.order))
        .collect();
    let mut kept = paired.same;
    let orders = order::assign(&old, &mut kept);
    let mut names = None;
    let mut row = Row::default();
    for (j, order) in orders.into_iter().enumerate() {
        if kept[j] {
            continue;
        }
        wanted.get(j, &mut row);
        let subject = match paired.with[j] {
            Some(i) => now[i].0.subject.clone(),
            None => {
                let names = names.get_or_insert_with(|| Names::new(now));
                format!("{path}#{}", names.free(row.key(&wanted.rows.head)))
            }
        };
        changes.push(Change::Set(Item {
            subject,
            order,
            fields: row.fields(&wanted.rows.head),
        }));
    }
}

/// The rows that are wanted, found by number.
struct Wanted<'f> {
    rows: Rows<'f>,
    starts: Vec<usize>,
}

impl<'f> Wanted<'f> {
    fn new(rows: Rows<'f>) -> Self {
        let mut starts = Vec::new();
        let mut reader = rows.clone();
        let mut row = Row::default();
        let mut start = reader.at;
        while reader.next(&mut row) {
            starts.push(start);
            start = reader.at;
        }
        Self { rows, starts }
    }

    fn get(&self, j: usize, row: &mut Row<'f>) {
        let found = self.rows.read_at(self.starts[j], row);
        debug_assert!(found, "a row was found here before");
    }
}

/// For each wanted row the row that it is now, and whether it stays as it is.
struct Paired {
    with: Vec<Option<usize>>,
    same: Vec<bool>,
}

fn pair<'f>(now: &[(&Item, &str)], wanted: &Wanted<'f>) -> Paired {
    let head = &wanted.rows.head;
    let (n, m) = (now.len(), wanted.starts.len());
    let mut row = Row::default();
    let mut is_same = |i: usize, j: usize| {
        let (item, name) = now[i];
        wanted.get(j, &mut row);
        key_of(name) == row.key(head) && row.is_in(item, head)
    };
    // Mostly little changes, so what is equal at both ends is taken first.
    let first = (0..n.min(m)).take_while(|&i| is_same(i, i)).count();
    let most = n.min(m) - first;
    let last = (1..=most)
        .take_while(|back| is_same(n - back, m - back))
        .count();
    let mut paired = Paired {
        with: vec![None; m],
        same: vec![false; m],
    };
    let ends = (0..first)
        .map(|i| (i, i))
        .chain((1..=last).map(|back| (n - back, m - back)));
    for (i, j) in ends {
        (paired.with[j], paired.same[j]) = (Some(i), true);
    }

    let now_hashes: Vec<u64> = now[first..n - last]
        .iter()
        .map(|(item, name)| {
            let values = item.fields.iter().map(|(_, value)| value.as_slice());
            hash(key_of(name), values)
        })
        .collect();
    let mut read = Row::default();
    let wanted_hashes: Vec<u64> = (first..m - last)
        .map(|j| {
            wanted.get(j, &mut read);
            hash(read.key(head), read.values(head))
        })
        .collect();
    let mut free = vec![true; now_hashes.len()];
    for (i, j) in align::longest(&now_hashes, &wanted_hashes) {
        // Two rows of one hash may differ in names, or by chance.
        if is_same(first + i, first + j) {
            free[i] = false;
            (paired.with[first + j], paired.same[first + j]) = (Some(first + i), true);
        }
    }

    // What is left changes or moves: rows of the same content first, then rows of the same id.
    let mut left = Left::new(free, |i| now_hashes[i]);
    for (j, hash) in wanted_hashes.iter().enumerate() {
        if paired.with[first + j].is_none() {
            paired.with[first + j] = left.take(hash).map(|i| first + i);
        }
    }
    let mut left = Left::new(left.free, |i| key_of(now[first + i].1).to_owned());
    for j in first..m - last {
        if paired.with[j].is_none() {
            wanted.get(j, &mut read);
            paired.with[j] = left.take(read.key(head)).map(|i| first + i);
        }
    }
    paired
}

/// Rows that are not paired yet, by something.
struct Left<K> {
    free: Vec<bool>,
    by: HashMap<K, VecDeque<usize>>,
}

impl<K: Eq + std::hash::Hash> Left<K> {
    fn new(free: Vec<bool>, key: impl Fn(usize) -> K) -> Self {
        let mut by: HashMap<K, VecDeque<usize>> = HashMap::new();
        for (i, _) in free.iter().enumerate().filter(|(_, free)| **free) {
            by.entry(key(i)).or_default().push_back(i);
        }
        Self { free, by }
    }

    fn take<Q>(&mut self, key: &Q) -> Option<usize>
    where
        K: Borrow<Q>,
        Q: Eq + std::hash::Hash + ?Sized,
    {
        let i = self.by.get_mut(key)?.pop_front()?;
        self.free[i] = false;
        Some(i)
    }
}

fn hash<'v>(key: &str, values: impl Iterator<Item = &'v [u8]>) -> u64 {
    let mut hasher = DefaultHasher::new();
    key.hash(&mut hasher);
    values.for_each(|value| value.hash(&mut hasher));
    hasher.finish()
}

/// Names for new rows that no row of the table has.
struct Names<'n> {
    taken: HashSet<&'n str>,
    next: HashMap<String, u64>,
}

impl<'n> Names<'n> {
    fn new(now: &[(&Item, &'n str)]) -> Self {
        let taken: HashSet<&str> = now.iter().map(|(_, name)| *name).collect();
        let numbers = taken.iter().filter_map(|name| name.strip_prefix('~'));
        let most = numbers.filter_map(|n| n.parse::<u64>().ok()).max();
        let after = most.unwrap_or(0).saturating_add(1);
        Self {
            taken,
            next: HashMap::from([(String::new(), after)]),
        }
    }

    fn free(&mut self, key: &str) -> String {
        if !self.next.contains_key(key) {
            self.next.insert(key.to_owned(), 2);
            if !self.taken.contains(key) {
                return key.to_owned();
            }
        }
        let next = self.next.get_mut(key).expect("it was put there");
        loop {
            let name = format!("{key}~{next}");
            *next = next.saturating_add(1);
            if !self.taken.contains(name.as_str()) {
                return name;
            }
        }
    }
}
