//! The RFC 6962 tree: all of it ([`Tree`]), or only what appending needs ([`Frontier`]).

use std::convert::Infallible;

use crate::Hash;
use crate::proof;

/// The largest size of a log: checkpoints hold sizes below 2^63 (C2SP tlog-checkpoint).
pub const MAX_SIZE: u64 = (1 << 63) - 1;

/// Why a root or a proof that was asked for does not exist.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum SizeError {
    /// The leaf lies outside of the tree of that size.
    #[error(
        "index {index} lies outside of a log of size {size}: the last index is the size less one\n\
         hint: ask for a smaller index, or for a checkpoint that is large enough to hold it"
    )]
    Index {
        /// The index asked for.
        index: u64,
        /// The size asked for.
        size: u64,
    },
    /// The tree has not grown to that size.
    #[error(
        "size {size} is larger than the log, which holds {len}\n\
         hint: ask for at most {len}, or read the newer log first"
    )]
    Beyond {
        /// The size asked for.
        size: u64,
        /// How many leaves there are.
        len: u64,
    },
    /// The old size of a consistency proof is larger than the new one.
    #[error(
        "old size {old} is larger than new size {new}\n\
         hint: a log only grows; give the smaller size first"
    )]
    Shrinks {
        /// The old size asked for.
        old: u64,
        /// The new size asked for.
        new: u64,
    },
    /// No log can be that large.
    #[error("size {size} is larger than any log can be ({MAX_SIZE})")]
    TooLarge {
        /// The size asked for.
        size: u64,
    },
}

/// A tree with all its complete nodes in memory: 64 bytes for each leaf.
///
/// It answers for every size it ever had. `levels[k][i]` is the node over the leaves from `i << k` to `(i + 1) << k`; only
/// complete nodes are there, the ragged right edge of a size is hashed when asked for.
#[derive(Clone, Debug, Default)]
pub struct Tree {
    levels: Vec<Vec<Hash>>,
}

impl Tree {
    /// A tree without leaves.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// A tree without leaves that has room for so many.
    #[must_use]
    pub fn with_capacity(leaves: usize) -> Self {
        let mut levels = Vec::new();
        let mut nodes = leaves;
        while nodes > 0 {
            levels.push(Vec::with_capacity(nodes));
            nodes /= 2;
        }
        Self { levels }
    }

    /// Adds a leaf hash (not the data: see [`Hash::leaf`]).
    pub fn push(&mut self, leaf: Hash) {
        let mut hash = leaf;
        for level in 0.. {
            if self.levels.len() == level {
                self.levels.push(Vec::new());
            }
            let nodes = &mut self.levels[level];
            nodes.push(hash);
            let [.., left, right] = nodes.as_slice() else {
                return;
            };
            if nodes.len() % 2 == 1 {
                return;
            }
            hash = Hash::node(left, right);
        }
    }

    /// How many leaves there are.
    #[must_use]
    pub fn len(&self) -> u64 {
        self.levels.first().map_or(0, |leaves| leaves.len() as u64)
    }

    /// Whether there is no leaf.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// The leaf hash at an index.
    #[must_use]
    pub fn leaf(&self, index: u64) -> Option<Hash> {
        let leaves = self.levels.first()?;
        leaves.get(usize::try_from(index).ok()?).copied()
    }

    /// The root over all leaves; [`Hash::EMPTY_ROOT`] if there is none.
    #[must_use]
    pub fn root(&self) -> Hash {
        self.root_of(self.len())
    }

    /// The root this tree had when it had `size` leaves.
    ///
    /// # Errors
    /// [`SizeError::Beyond`] if there are fewer leaves.
    pub fn root_at(&self, size: u64) -> Result<Hash, SizeError> {
        self.check_size(size)?;
        Ok(self.root_of(size))
    }

    /// The path from the leaf at `index` to the root at `size`, from the bottom to the top (RFC 6962, section 2.1.1).
    ///
    /// # Errors
    /// [`SizeError::Beyond`] if there are fewer leaves, [`SizeError::Index`] if the index is not below the size.
    pub fn inclusion(&self, index: u64, size: u64) -> Result<Vec<Hash>, SizeError> {
        let mut path = Vec::new();
        self.inclusion_into(index, size, &mut path)?;
        Ok(path)
    }

    /// As [`Self::inclusion`], into a list that is emptied first: no memory is taken per proof.
    ///
    /// # Errors
    /// As [`Self::inclusion`]; the list is then empty.
    pub fn inclusion_into(
        &self,
        index: u64,
        size: u64,
        path: &mut Vec<Hash>,
    ) -> Result<(), SizeError> {
        path.clear();
        self.check_size(size)?;
        if index >= size {
            return Err(SizeError::Index { index, size });
        }
        let Ok(()) = proof::inclusion_nodes(index, size, |level, at| Ok(self.node(level, at)), path)
            as Result<(), Infallible>;
        Ok(())
    }

    /// The path that shows that the tree at `old` is the start of the tree at `new` (RFC 6962, section 2.1.2).
    ///
    /// It is empty if the sizes are equal, and if `old` is 0: that is what C2SP tlog-witness asks for, and says nothing, so
    /// that [`crate::proof::verify_consistency`] refuses it.
    ///
    /// # Errors
    /// [`SizeError::Beyond`] if there are fewer leaves, [`SizeError::Shrinks`] if `old` is above `new`.
    pub fn consistency(&self, old: u64, new: u64) -> Result<Vec<Hash>, SizeError> {
        let mut path = Vec::new();
        self.consistency_into(old, new, &mut path)?;
        Ok(path)
    }

    /// As [`Self::consistency`], into a list that is emptied first.
    ///
    /// # Errors
    /// As [`Self::consistency`]; the list is then empty.
    pub fn consistency_into(
        &self,
        old: u64,
        new: u64,
        path: &mut Vec<Hash>,
    ) -> Result<(), SizeError> {
        path.clear();
        if old > new {
            return Err(SizeError::Shrinks { old, new });
        }
        self.check_size(new)?;
        let Ok(()) = proof::consistency_nodes(old, new, |level, at| Ok(self.node(level, at)), path)
            as Result<(), Infallible>;
        Ok(())
    }

    fn check_size(&self, size: u64) -> Result<(), SizeError> {
        let len = self.len();
        if size > len {
            return Err(SizeError::Beyond { size, len });
        }
        Ok(())
    }

    fn root_of(&self, size: u64) -> Hash {
        let Ok(root) = proof::root_nodes(size, |level, at| Ok(self.node(level, at)))
            as Result<Hash, Infallible>;
        root
    }

    fn node(&self, level: u32, at: u64) -> Hash {
        // Sizes were checked against the leaves in memory, so that both fit.
        self.levels[level as usize][at as usize]
    }
}

impl Extend<Hash> for Tree {
    fn extend<T: IntoIterator<Item = Hash>>(&mut self, leaves: T) {
        leaves.into_iter().for_each(|leaf| self.push(leaf));
    }
}

impl FromIterator<Hash> for Tree {
    fn from_iter<T: IntoIterator<Item = Hash>>(leaves: T) -> Self {
        let leaves = leaves.into_iter();
        let mut tree = Self::with_capacity(leaves.size_hint().0);
        tree.extend(leaves);
        tree
    }
}

/// Why bytes are no frontier.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum FrontierError {
    /// Fewer bytes than the size needs.
    #[error("a stored frontier is {bytes} bytes long; its first 8 bytes hold its size")]
    NoSize {
        /// How many there are.
        bytes: usize,
    },
    /// Another number of hashes than the size has.
    #[error(
        "a stored frontier of size {size} is {bytes} bytes long, it must be {needed}\n\
         hint: it was cut or changed; make it anew from the tiles of the log"
    )]
    Length {
        /// The size in its first bytes.
        size: u64,
        /// How many bytes there are.
        bytes: usize,
        /// How many there must be.
        needed: usize,
    },
    /// The size is not one of a log.
    #[error(transparent)]
    Size(#[from] SizeError),
}

/// The right edge of a tree: what is needed to append and to know the root, at most 63 hashes.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Frontier {
    size: u64,
    /// The complete subtrees that the size is made of, largest (leftmost) first: one for each bit of the size.
    peaks: Vec<Hash>,
}

impl Frontier {
    /// The frontier of a tree without leaves.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// The frontier of the first `size` leaves, whose complete nodes `node(level, index)` gives.
    pub(crate) fn from_nodes(size: u64, mut node: impl FnMut(u32, u64) -> Hash) -> Self {
        let peaks = proof::peaks(size)
            .map(|(level, at)| node(level, at))
            .collect();
        Self { size, peaks }
    }

    /// Adds a leaf hash.
    pub fn push(&mut self, leaf: Hash) {
        self.push_each(leaf, |_level, _node| ());
    }

    /// Adds a leaf hash, and shows every node that it completes, with its level; the leaf is not shown.
    #[inline]
    pub(crate) fn push_each(&mut self, leaf: Hash, mut completed: impl FnMut(u32, &Hash)) {
        let mut hash = leaf;
        // Each low bit of the size that is set is a complete subtree waiting for its right sibling.
        for level in 1..=self.size.trailing_ones() {
            let left = self
                .peaks
                .pop()
                .expect("there is a peak for each bit of the size");
            hash = Hash::node(&left, &hash);
            completed(level, &hash);
        }
        self.peaks.push(hash);
        self.size += 1;
    }

    /// How many leaves there are.
    #[must_use]
    pub const fn size(&self) -> u64 {
        self.size
    }

    /// The root over all leaves; [`Hash::EMPTY_ROOT`] if there is none.
    #[must_use]
    pub fn root(&self) -> Hash {
        let mut smallest_first = self.peaks.iter().rev();
        smallest_first.next().map_or(Hash::EMPTY_ROOT, |first| {
            smallest_first.fold(*first, |right, left| Hash::node(left, &right))
        })
    }

    /// The size (8 bytes, big-endian) and the complete subtrees, the largest first (32 bytes each).
    #[must_use]
    pub fn to_bytes(&self) -> Vec<u8> {
        let mut bytes = Vec::with_capacity(8 + 32 * self.peaks.len());
        bytes.extend_from_slice(&self.size.to_be_bytes());
        self.peaks
            .iter()
            .for_each(|peak| bytes.extend_from_slice(&peak.0));
        bytes
    }

    /// Reads [`Self::to_bytes`]. The hashes are not checked: compare [`Self::root`] with a signed root.
    ///
    /// # Errors
    /// [`FrontierError`] if the number of bytes is not the one that the size in them asks for.
    pub fn from_bytes(bytes: &[u8]) -> Result<Self, FrontierError> {
        let Some((size, hashes)) = bytes.split_first_chunk::<8>() else {
            return Err(FrontierError::NoSize { bytes: bytes.len() });
        };
        let size = u64::from_be_bytes(*size);
        if size > MAX_SIZE {
            return Err(SizeError::TooLarge { size }.into());
        }
        let needed = 8 + 32 * size.count_ones() as usize;
        if bytes.len() != needed {
            return Err(FrontierError::Length {
                size,
                bytes: bytes.len(),
                needed,
            });
        }
        let (peaks, _) = hashes.as_chunks::<32>();
        Ok(Self {
            size,
            peaks: peaks.iter().map(|peak| Hash(*peak)).collect(),
        })
    }
}

impl Extend<Hash> for Frontier {
    fn extend<T: IntoIterator<Item = Hash>>(&mut self, leaves: T) {
        leaves.into_iter().for_each(|leaf| self.push(leaf));
    }
}
