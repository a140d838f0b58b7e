//! Which rows of a table stay where they are: the longest row of pairs that goes up on both sides.

use std::collections::{HashMap, VecDeque};

/// Pairs of equal rows beyond this many for each row are not all tried: a table that repeats a row thousands of times.
const MOST_PAIRS_PER_ROW: usize = 8;

/// Pairs (now, wanted) of rows with the same hash, as many as possible, going up on both sides.
///
/// Where rows are repeated very often, the k-th of a kind is paired with the k-th, and there may be fewer pairs than
/// possible.
pub(super) fn longest(now: &[u64], wanted: &[u64]) -> Vec<(usize, usize)> {
    // Of each kind how many there are and the last; each row points at the one of its kind before it.
    let mut kinds: HashMap<u64, (usize, usize)> = HashMap::with_capacity(now.len());
    let mut before = vec![None; now.len()];
    for (i, hash) in now.iter().enumerate() {
        let (count, last) = kinds.entry(*hash).or_insert((0, i));
        before[i] = (*count > 0).then_some(*last);
        (*count, *last) = (*count + 1, i);
    }
    let found: Vec<Option<(usize, usize)>> = wanted.iter().map(|h| kinds.get(h).copied()).collect();
    drop(kinds);
    let mut pairs = 0_usize;
    for (count, _) in found.iter().flatten() {
        pairs = pairs.saturating_add(*count);
    }
    let mut chains = Chains::default();
    if pairs <= MOST_PAIRS_PER_ROW * (now.len() + wanted.len()) {
        for (j, found) in found.into_iter().enumerate() {
            // From the last to the first, so that one wanted row is in a chain once.
            let mut at = found.map(|(_, last)| last);
            while let Some(i) = at {
                chains.link(i, j);
                at = before[i];
            }
        }
    } else {
        let mut left: HashMap<u64, VecDeque<usize>> = HashMap::new();
        for (i, hash) in now.iter().enumerate() {
            left.entry(*hash).or_default().push_back(i);
        }
        for (j, hash) in wanted.iter().enumerate() {
            if let Some(i) = left.get_mut(hash).and_then(VecDeque::pop_front) {
                chains.link(i, j);
            }
        }
    }
    chains.longest()
}

/// Chains of pairs that go up on both sides.
#[derive(Default)]
struct Chains {
    /// The last link of the best chain of each length.
    best: Vec<usize>,
    links: Vec<Link>,
}

struct Link {
    now: usize,
    wanted: usize,
    before: Option<usize>,
}

impl Chains {
    /// Takes a pair; wanted rows come in order.
    fn link(&mut self, now: usize, wanted: usize) {
        let (best, links) = (&mut self.best, &mut self.links);
        let length = best.partition_point(|&link| links[link].now < now);
        links.push(Link {
            now,
            wanted,
            before: length.checked_sub(1).map(|l| best[l]),
        });
        match best.get_mut(length) {
            Some(last) => *last = links.len() - 1,
            None => best.push(links.len() - 1),
        }
    }

    fn longest(&self) -> Vec<(usize, usize)> {
        let mut chain = Vec::with_capacity(self.best.len());
        let mut at = self.best.last().copied();
        while let Some(link) = at {
            let link = &self.links[link];
            chain.push((link.now, link.wanted));
            at = link.before;
        }
        chain.reverse();
        chain
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(now: &str, wanted: &str, length: usize) {
        let hashes = |text: &str| text.bytes().map(u64::from).collect::<Vec<_>>();
        let (now, wanted) = (hashes(now), hashes(wanted));
        let pairs = longest(&now, &wanted);
        assert_eq!(pairs.len(), length, "{pairs:?}");
        assert!(pairs.is_sorted_by(|a, b| a.0 < b.0 && a.1 < b.1));
        assert!(pairs.iter().all(|&(i, j)| now[i] == wanted[j]));
    }

    #[test]
    fn as_many_rows_as_possible_stay() {
        check("", "", 0);
        check("abc", "abc", 3);
        check("abcd", "dabc", 3);
        check("aba", "ba", 2);
        check("abcbdab", "bdcaba", 4);
        check("abc", "cba", 1);
        // Too many pairs to try them all: still most of the rows.
        check(&"ab".repeat(100), &"ab".repeat(90), 180);
    }
}
