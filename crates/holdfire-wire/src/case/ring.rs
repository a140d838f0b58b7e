//! Things that refer to one another in a ring.

use std::collections::BTreeSet;

/// Every ring once, from its first thing round to it, without repeating it at the end.
pub(crate) fn rings<I: Ord + Clone>(
    all: impl Iterator<Item = I>,
    edges: impl Fn(&I) -> Vec<I>,
) -> Vec<Vec<I>> {
    let mut done: BTreeSet<I> = BTreeSet::new();
    let mut found = Vec::new();
    for start in all {
        if done.contains(&start) {
            continue;
        }
        if let Some(ring) = ring_of(&start, &edges) {
            done.extend(ring.iter().cloned());
            found.push(ring);
        }
    }
    found
}

/// The shortest way from a thing back to itself.
fn ring_of<I: Ord + Clone>(start: &I, edges: &impl Fn(&I) -> Vec<I>) -> Option<Vec<I>> {
    let mut seen: BTreeSet<I> = BTreeSet::new();
    let mut ways = vec![vec![start.clone()]];
    while !ways.is_empty() {
        let mut longer = Vec::new();
        for way in ways {
            for next in edges(way.last().expect("a way is not empty")) {
                if next == *start {
                    return Some(way);
                }
                if seen.insert(next.clone()) {
                    let mut way = way.clone();
                    way.push(next);
                    longer.push(way);
                }
            }
        }
        ways = longer;
    }
    None
}

/// `a -> b -> a`.
pub(crate) fn show<I: std::fmt::Display>(ring: &[I]) -> String {
    let names: Vec<String> = ring
        .iter()
        .chain(ring.first())
        .map(ToString::to_string)
        .collect();
    names.join(" -> ")
}
