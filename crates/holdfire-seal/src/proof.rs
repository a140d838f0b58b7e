//! Inclusion and consistency proofs (RFC 6962, sections 2.1.1 and 2.1.2): how they are checked.
//!
//! # What is refused
//! - A path that is too long or too short; nothing in it is ever left unused.
//! - A consistency proof from size 0, also to size 0: every log starts from nothing, so that it would prove nothing. Who
//!   sees a log for the first time takes its checkpoint without a proof and should say so. (As x/mod and
//!   transparency-dev/merkle do.)
//! - Two equal sizes with a path that is not empty, or with two roots. With an empty path and *one* root they are
//!   accepted, also at size 1.
//! - Hashes that are not 32 bytes cannot be given: [`Hash`](struct@Hash) has no such value. So a proof whose root and leaf
//!   are both empty strings is refused, and so is one for "sizes 1 and 1" between two equal strings that are no hashes.
//! - Sizes above [`MAX_SIZE`].
//!
//! # What a proof does not say
//! The size is part of the question, not of the answer: it must come from the signed checkpoint that the root comes from.
//! Trees of different sizes ask for the same hashing where a leaf has the same siblings (the first leaf of 3 and of 4),
//! so that a proof may also verify for another size; never for another index of the same size.

use crate::Hash;
use crate::tree::{MAX_SIZE, SizeError};

/// Why a proof shows nothing.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum ProofError {
    /// Index and size, or both sizes, do not go together.
    #[error(transparent)]
    Size(#[from] SizeError),
    /// A consistency proof from a log without entries.
    #[error(
        "a consistency proof from size 0 shows nothing: every log starts from there\n\
         hint: without an older checkpoint, take the new one as the first that was seen"
    )]
    FromNothing,
    /// The path has another length than index and size ask for.
    #[error(
        "the path of the proof holds {found} hashes, these sizes need {needed}\n\
         hint: check that index and sizes are those that the proof was made for"
    )]
    Length {
        /// How many hashes there are.
        found: usize,
        /// How many there must be.
        needed: usize,
    },
    /// The path does not lead to the root of the (new) tree.
    #[error(
        "the proof leads to the root {found}, not to {expected}\n\
         hint: entry, index, size or path were changed, or they belong to another checkpoint"
    )]
    Root {
        /// Where it leads.
        found: Hash,
        /// The root that was given.
        expected: Hash,
    },
    /// The path of a consistency proof does not lead to the root of the old tree.
    #[error(
        "the proof starts from the old root {found}, not from {expected}\n\
         hint: keep both checkpoints: if both are signed, the log has shown two histories"
    )]
    OldRoot {
        /// The old root the path holds.
        found: Hash,
        /// The old root that was given.
        expected: Hash,
    },
}

/// Checks that the leaf with this hash is entry `index` of the log of `size` entries that has this root.
///
/// # Errors
/// [`ProofError`]: the path does not show it. Index and size that do not go together are named in it.
pub fn verify_inclusion(
    leaf: &Hash,
    index: u64,
    size: u64,
    path: &[Hash],
    root: &Hash,
) -> Result<(), ProofError> {
    let found = root_of_inclusion(leaf, index, size, path)?;
    if found != *root {
        return Err(ProofError::Root {
            found,
            expected: *root,
        });
    }
    Ok(())
}

/// The root that an inclusion path leads to.
///
/// # Errors
/// [`ProofError::Size`] or [`ProofError::Length`].
pub fn root_of_inclusion(
    leaf: &Hash,
    index: u64,
    size: u64,
    path: &[Hash],
) -> Result<Hash, ProofError> {
    check_size(size)?;
    if index >= size {
        return Err(SizeError::Index { index, size }.into());
    }
    let climb = Climb::new(index, 0, size);
    climb.check_length(path.len(), 0)?;
    Ok(climb
        .sides()
        .zip(path)
        .fold(*leaf, |node, (side, sibling)| match side {
            Side::Left => Hash::node(sibling, &node),
            Side::Right => Hash::node(&node, sibling),
        }))
}

/// Checks that the log of `old_size` entries with `old_root` is the start of the log of `new_size` entries with `new_root`.
///
/// # Errors
/// [`ProofError`]: the path does not show it; see the module for what is refused.
pub fn verify_consistency(
    old_size: u64,
    new_size: u64,
    path: &[Hash],
    old_root: &Hash,
    new_root: &Hash,
) -> Result<(), ProofError> {
    let (old, new) = if old_size.is_power_of_two() && old_size < new_size {
        consistency_roots(old_size, new_size, old_root, path)?
    } else if old_size == new_size && old_size > 0 {
        check_size(new_size)?;
        if !path.is_empty() {
            return Err(ProofError::Length {
                found: path.len(),
                needed: 0,
            });
        }
        (*old_root, *old_root)
    } else {
        roots_of_consistency(old_size, new_size, path)?
    };
    if old != *old_root {
        return Err(ProofError::OldRoot {
            found: old,
            expected: *old_root,
        });
    }
    if new != *new_root {
        return Err(ProofError::Root {
            found: new,
            expected: *new_root,
        });
    }
    Ok(())
}

/// The old and the new root that a whole consistency path holds.
///
/// RFC 6962 leaves the old root out of the path if the old size is a power of two, since who checks has it. Here the path
/// must be whole: [`whole_consistency_path`] puts it back. A path that leads to a signed new root, and to another old root
/// than the signed one, shows that the log has signed two histories.
///
/// # Errors
/// [`ProofError::FromNothing`], [`ProofError::Size`] or [`ProofError::Length`]. For two equal sizes the whole path is the
/// root alone.
pub fn roots_of_consistency(
    old_size: u64,
    new_size: u64,
    whole_path: &[Hash],
) -> Result<(Hash, Hash), ProofError> {
    let needed = consistency_climb(old_size, new_size)?;
    let Some((start, path)) = whole_path.split_first() else {
        return Err(ProofError::Length {
            found: 0,
            needed: needed.len() + 1,
        });
    };
    needed.check_length(path.len(), 1)?;
    consistency_roots(old_size, new_size, start, path)
}

/// A consistency path with the old root in front if RFC 6962 leaves it out: if the old size is a power of two or the new size.
#[must_use]
pub fn whole_consistency_path(
    old_size: u64,
    new_size: u64,
    path: &[Hash],
    old_root: &Hash,
) -> Vec<Hash> {
    let left_out = old_size.is_power_of_two() || old_size == new_size;
    left_out
        .then_some(*old_root)
        .into_iter()
        .chain(path.iter().copied())
        .collect()
}

/// Both roots, from the node that ends the old tree and the path above it.
fn consistency_roots(
    old_size: u64,
    new_size: u64,
    start: &Hash,
    path: &[Hash],
) -> Result<(Hash, Hash), ProofError> {
    let climb = consistency_climb(old_size, new_size)?;
    climb.check_length(path.len(), 0)?;
    Ok(climb
        .sides()
        .zip(path)
        .fold((*start, *start), |(old, new), (side, sibling)| match side {
            // What lies to the left was there in both; what lies to the right came later.
            Side::Left => (Hash::node(sibling, &old), Hash::node(sibling, &new)),
            Side::Right => (old, Hash::node(&new, sibling)),
        }))
}

fn consistency_climb(old: u64, new: u64) -> Result<Climb, ProofError> {
    check_size(new)?;
    if old > new {
        return Err(SizeError::Shrinks { old, new }.into());
    }
    if old == 0 {
        return Err(ProofError::FromNothing);
    }
    Ok(start_of_consistency(old, new))
}

/// The last complete subtree of the old tree, the highest whose last leaf is the old tree's; the whole tree for equal sizes.
fn start_of_consistency(old: u64, new: u64) -> Climb {
    if old == new {
        return Climb {
            index: 0,
            level: 64,
            size: new,
        };
    }
    let level = old.trailing_zeros();
    Climb::new((old >> level) - 1, level, new)
}

fn check_size(size: u64) -> Result<(), SizeError> {
    if size > MAX_SIZE {
        return Err(SizeError::TooLarge { size });
    }
    Ok(())
}

#[derive(Clone, Copy)]
enum Side {
    Left,
    Right,
}

/// The way from a complete node up to the root of a tree.
#[derive(Clone, Copy)]
struct Climb {
    /// Of the node, among those of its level.
    index: u64,
    level: u32,
    size: u64,
}

impl Climb {
    fn new(index: u64, level: u32, size: u64) -> Self {
        Self { index, level, size }
    }

    /// The siblings on the way: level, index in the level, and the side where they lie.
    fn siblings(self) -> impl Iterator<Item = (u32, u64, Side)> {
        let last = self.size - 1;
        let levels = self.level..u64::BITS - last.leading_zeros();
        levels.filter_map(move |level| {
            let index = self.index >> (level - self.level);
            match (index % 2, index < last >> level) {
                (1, _) => Some((level, index - 1, Side::Left)),
                (_, true) => Some((level, index + 1, Side::Right)),
                // The last node of its level has no sibling and moves up as it is.
                (_, false) => None,
            }
        })
    }

    fn sides(self) -> impl Iterator<Item = Side> {
        self.siblings().map(|(_, _, side)| side)
    }

    fn len(self) -> usize {
        self.siblings().count()
    }

    fn check_length(self, found: usize, more: usize) -> Result<(), ProofError> {
        let needed = self.len();
        if found != needed {
            return Err(ProofError::Length {
                found: found + more,
                needed: needed + more,
            });
        }
        Ok(())
    }

    /// Writes the siblings, whose complete nodes `node` gives.
    fn write<E>(
        self,
        mut node: impl FnMut(u32, u64) -> Result<Hash, E>,
        path: &mut Vec<Hash>,
    ) -> Result<(), E> {
        for (level, at, _) in self.siblings() {
            let complete = (at + 1) << level <= self.size;
            let sibling = if complete {
                node(level, at)?
            } else {
                // The ragged right edge, from the start of this node: all of the size that is below this level.
                range_root(self.size, self.size & ((1 << level) - 1), &mut node)?
            };
            path.push(sibling);
        }
        Ok(())
    }
}

/// Writes the inclusion path; index and size were checked. `node(level, index)` gives complete nodes.
pub(crate) fn inclusion_nodes<E>(
    index: u64,
    size: u64,
    node: impl FnMut(u32, u64) -> Result<Hash, E>,
    path: &mut Vec<Hash>,
) -> Result<(), E> {
    Climb::new(index, 0, size).write(node, path)
}

/// Writes the consistency path; the sizes were checked.
pub(crate) fn consistency_nodes<E>(
    old: u64,
    new: u64,
    mut node: impl FnMut(u32, u64) -> Result<Hash, E>,
    path: &mut Vec<Hash>,
) -> Result<(), E> {
    if old == 0 || old == new {
        return Ok(());
    }
    let start = start_of_consistency(old, new);
    if !old.is_power_of_two() {
        path.push(node(start.level, start.index)?);
    }
    start.write(node, path)
}

/// The root of the first `size` leaves; the size was checked.
pub(crate) fn root_nodes<E>(
    size: u64,
    mut node: impl FnMut(u32, u64) -> Result<Hash, E>,
) -> Result<Hash, E> {
    if size == 0 {
        return Ok(Hash::EMPTY_ROOT);
    }
    range_root(size, size, &mut node)
}

/// The complete subtrees that a size is made of, the largest (leftmost) first: level and index.
pub(crate) fn peaks(size: u64) -> impl Iterator<Item = (u32, u64)> {
    (0..u64::BITS)
        .rev()
        .filter(move |level| size >> level & 1 == 1)
        .map(move |level| (level, (size >> level) - 1))
}

/// The hash over the last `count` leaves of a tree; `count` is not 0 and is the lowest bits of the size.
fn range_root<E>(
    size: u64,
    count: u64,
    node: &mut impl FnMut(u32, u64) -> Result<Hash, E>,
) -> Result<Hash, E> {
    let mut bits = count;
    let mut root = None;
    while bits != 0 {
        let level = bits.trailing_zeros();
        let peak = node(level, (size >> level) - 1)?;
        root = Some(root.map_or(peak, |right| Hash::node(&peak, &right)));
        bits &= bits - 1;
    }
    Ok(root.expect("the count is not 0"))
}
