//! The list of proofs, in the form that `e2e/verify/README.md` describes.

use std::collections::BTreeMap;
use std::fmt;
use std::io::{BufWriter, Write};

use anyhow::{Result, bail};
use holdfire_seal::proof::{verify_consistency, verify_inclusion};
use holdfire_seal::{Hash, Tree};

use crate::random::Random;

const HEADER: &str = "holdfire/proofs@v1";
/// After so many good proofs of one kind follows a bad one.
const GOOD_PER_BAD: u64 = 50;
/// Sizes at which a tree or a tile has just become full, and those beside them.
const EDGES: &[u64] = &[
    1, 2, 3, 4, 5, 7, 8, 9, 255, 256, 257, 511, 512, 513, 65_535, 65_536, 65_537, 65_792,
];

/// What the list holds.
#[derive(Default)]
pub struct Counts {
    inclusion: u64,
    consistency: u64,
    bad: u64,
}

impl fmt::Display for Counts {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self {
            inclusion,
            consistency,
            bad,
        } = self;
        write!(
            f,
            "inclusion={inclusion} consistency={consistency} refused={bad}"
        )
    }
}

/// What a proof claims. In a bad one something is not true.
#[derive(Clone)]
struct Claim {
    /// The size of the tree of an inclusion proof, or of the older tree of a consistency proof.
    size: u64,
    /// The index of the entry; nothing in a consistency proof.
    index: Option<u64>,
    /// The hash of the entry, or the root of the older tree.
    hash: Hash,
    path: Vec<Hash>,
}

/// How a good proof is made bad.
#[derive(Clone, Copy)]
enum Damage {
    HashBit,
    PathBit,
    OtherPlace,
    PathShort,
    PathLong,
    PathSwapped,
}

const DAMAGES: [Damage; 6] = [
    Damage::HashBit,
    Damage::PathBit,
    Damage::OtherPlace,
    Damage::PathShort,
    Damage::PathLong,
    Damage::PathSwapped,
];

/// Writes the list: first the consistency proofs, which also tie older roots to the signed one, then inclusion proofs in
/// the whole tree and in the older ones.
///
/// # Errors
/// If the list cannot be written, or if our own verifier disagrees with a line.
pub fn write(
    file: impl Write,
    tree: &Tree,
    inclusion: u64,
    consistency: u64,
    random: &mut Random,
) -> Result<Counts> {
    let mut list = List {
        file: BufWriter::new(file),
        tree,
        roots: BTreeMap::from([(tree.len(), tree.root())]),
        counts: Counts::default(),
    };
    writeln!(list.file, "{HEADER}")?;

    let edges = EDGES.iter().copied().filter(|size| *size < tree.len());
    let mut edges = edges.chain([tree.len() - 1, tree.len()]);
    let mut sizes = vec![tree.len()];
    for _ in 0..consistency {
        let size = edges.next().unwrap_or_else(|| 1 + random.below(tree.len()));
        let claim = Claim {
            size,
            index: None,
            hash: tree.root_at(size)?,
            path: tree.consistency(size, tree.len())?,
        };
        list.good(&claim)?;
        list.roots.insert(size, claim.hash);
        sizes.push(size);
        if list.counts.consistency.is_multiple_of(GOOD_PER_BAD) {
            list.bad(claim, random)?;
        }
    }
    for number in 0..inclusion {
        // Every second one in the whole tree, the others spread over the older ones.
        let older = random.below(sizes.len() as u64) as usize;
        let size = if number % 2 == 0 {
            tree.len()
        } else {
            sizes[older]
        };
        let index = random.below(size);
        let claim = Claim {
            size,
            index: Some(index),
            hash: tree.leaf(index).unwrap_or(Hash::EMPTY_ROOT),
            path: tree.inclusion(index, size)?,
        };
        list.good(&claim)?;
        if list.counts.inclusion.is_multiple_of(GOOD_PER_BAD) {
            list.bad(claim, random)?;
        }
    }
    list.file.flush()?;
    Ok(list.counts)
}

struct List<'a, W: Write> {
    file: BufWriter<W>,
    tree: &'a Tree,
    /// Roots by size that the list may use.
    roots: BTreeMap<u64, Hash>,
    counts: Counts,
}

impl<W: Write> List<'_, W> {
    fn good(&mut self, claim: &Claim) -> Result<()> {
        if !self.holds(claim) {
            bail!("our own verifier refuses a good proof: {claim}");
        }
        match claim.index {
            Some(_) => self.counts.inclusion += 1,
            None => self.counts.consistency += 1,
        }
        writeln!(self.file, "good {claim}")?;
        Ok(())
    }

    fn bad(&mut self, good: Claim, random: &mut Random) -> Result<()> {
        let damage = DAMAGES[(self.counts.bad % DAMAGES.len() as u64) as usize];
        let claim = good.damaged(damage, self.tree.len(), random);
        if self.holds(&claim) {
            bail!("our own verifier takes a bad proof: {claim}");
        }
        self.counts.bad += 1;
        writeln!(self.file, "bad {claim}")?;
        Ok(())
    }

    fn holds(&self, claim: &Claim) -> bool {
        let Claim {
            size, hash, path, ..
        } = claim;
        let tree = self.tree;
        match claim.index {
            Some(index) => self
                .roots
                .get(size)
                .is_some_and(|root| verify_inclusion(hash, index, *size, path, root).is_ok()),
            None => verify_consistency(*size, tree.len(), path, hash, &tree.root()).is_ok(),
        }
    }
}

impl Claim {
    /// The claim with one thing changed. What cannot be done to a short path becomes another bit of the hash.
    fn damaged(mut self, damage: Damage, tree_size: u64, random: &mut Random) -> Self {
        let long = self.path.len() as u64;
        match damage {
            Damage::PathBit if long > 0 => {
                flip(&mut self.path[random.below(long) as usize], random);
            }
            Damage::OtherPlace if self.index.is_some() && self.size > 1 => {
                self.index = self.index.map(|index| (index + 1) % self.size);
            }
            Damage::OtherPlace if self.index.is_none() => {
                self.size = if self.size < tree_size {
                    self.size + 1
                } else {
                    self.size - 1
                };
            }
            Damage::PathShort if long > 0 => {
                self.path.remove(random.below(long) as usize);
            }
            Damage::PathLong => {
                let at = random.below(long + 1) as usize;
                self.path.insert(at, Hash(random.bytes32()));
            }
            Damage::PathSwapped if long > 1 => {
                let at = random.below(long - 1) as usize;
                self.path.swap(at, at + 1);
            }
            _ => flip(&mut self.hash, random),
        }
        self
    }
}

fn flip(hash: &mut Hash, random: &mut Random) {
    hash.0[random.below(32) as usize] ^= 1 << random.below(8);
}

impl fmt::Display for Claim {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.index {
            Some(index) => write!(f, "inclusion {} {index} ", self.size)?,
            None => write!(f, "consistency {} ", self.size)?,
        }
        f.write_str(&self.hash.to_base64())?;
        for (number, hash) in self.path.iter().enumerate() {
            f.write_str(if number == 0 { " " } else { "," })?;
            f.write_str(&hash.to_base64())?;
        }
        if self.path.is_empty() {
            f.write_str(" -")?;
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use holdfire_seal::{Hash, Tree};

    use super::write;
    use crate::random::Random;

    fn list_of(entries: u64) -> (String, String) {
        let tree: Tree = (0..entries)
            .map(|index| Hash::leaf(&index.to_be_bytes()))
            .collect();
        let mut bytes = Vec::new();
        let counts =
            write(&mut bytes, &tree, 600, 100, &mut Random::new(3)).expect("all as claimed");
        (String::from_utf8(bytes).expect("ASCII"), counts.to_string())
    }

    #[test]
    fn a_list_holds_as_many_lines_of_each_kind_as_it_says() {
        let (text, counts) = list_of(300);
        let lines = |start: &str| text.lines().filter(|line| line.starts_with(start)).count();
        assert_eq!(counts, "inclusion=600 consistency=100 refused=14");
        assert_eq!(lines("good inclusion "), 600);
        assert_eq!(lines("good consistency "), 100);
        assert_eq!(lines("bad "), 14);
        assert_eq!(text.lines().count(), 1 + 600 + 100 + 14);
    }

    #[test]
    fn the_same_seed_gives_the_same_list() {
        assert_eq!(list_of(77), list_of(77));
    }
}
