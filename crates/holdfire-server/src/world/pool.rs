//! Things that many lines have in common, each kept once and known by its number.

use std::collections::HashMap;
use std::hash::Hash;
use std::sync::Arc;

/// A pool while it is filled; its list is what stays.
pub(super) struct Pool<T: ?Sized> {
    /// The things, by their numbers.
    pub list: Vec<Arc<T>>,
    numbers: HashMap<Arc<T>, u32>,
}

impl<T: ?Sized> Default for Pool<T> {
    fn default() -> Self {
        Self {
            list: Vec::new(),
            numbers: HashMap::new(),
        }
    }
}

impl<T: ?Sized + Eq + Hash> Pool<T> {
    /// The number of a thing, and the one that is kept of its kind.
    pub fn put_with(&mut self, thing: &T, make: impl FnOnce() -> Arc<T>) -> (u32, Arc<T>) {
        if let Some(number) = self.numbers.get(thing) {
            return (*number, Arc::clone(&self.list[*number as usize]));
        }
        let number = u32::try_from(self.list.len()).expect("a record has fewer than 2^32 rows");
        let thing = make();
        self.list.push(Arc::clone(&thing));
        self.numbers.insert(Arc::clone(&thing), number);
        (number, thing)
    }
}

impl<T: Eq + Hash + Clone> Pool<T> {
    /// The same for a thing that is given away.
    pub fn put(&mut self, thing: T) -> (u32, Arc<T>) {
        if let Some(number) = self.numbers.get(&thing) {
            return (*number, Arc::clone(&self.list[*number as usize]));
        }
        self.put_with(&thing, || Arc::new(thing.clone()))
    }
}
