//! The appender: entries in, changed pieces out.

use sha2::{Digest as _, Sha256};

use super::bundle::{Bundle, BundleError, MAX_BUNDLE_BYTES, TooLong, length_of};
use super::{
    FULL_WIDTH, HASH_BYTES, HEIGHT, Piece, bundle_path, edge, edge_paths, levels, node_in_tile,
    tile_of, tile_path,
};
use crate::Hash;
use crate::tree::{Frontier, MAX_SIZE, SizeError};

const FULL_TILE_BYTES: usize = FULL_WIDTH as usize * HASH_BYTES;

/// Why a log cannot be continued from the pieces that were given.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum ResumeError {
    /// The size is not one of a log.
    #[error(transparent)]
    Size(#[from] SizeError),
    /// Another number of pieces than [`edge_paths`] lists.
    #[error("a log of size {size} continues from {needed} pieces, {found} were given")]
    Pieces {
        /// The size to continue from.
        size: u64,
        /// How many were given.
        found: usize,
        /// How many are needed.
        needed: usize,
    },
    /// A tile is shorter than its path says, or no tile at all.
    #[error(
        "`{path}` is {found} bytes long, at least {needed} in whole hashes are needed\n\
         hint: make the tiles anew from the entries"
    )]
    Tile {
        /// Its path.
        path: String,
        /// How long it is.
        found: usize,
        /// How long it must be.
        needed: usize,
    },
    /// The bundle cannot be read.
    #[error("`{path}` is no bundle of that width")]
    Bundle {
        /// Its path.
        path: String,
        /// What is wrong with it.
        source: BundleError,
    },
    /// The bundle and the tile beside it do not belong together.
    #[error(
        "entry {index} in `{path}` does not have the hash that its tile holds\n\
         hint: one of the two was changed; the signed root decides which"
    )]
    Entry {
        /// The index of the entry in the log.
        index: u64,
        /// The path of its bundle.
        path: String,
    },
}

/// Appends entries to a log: tree, tiles and bundles.
///
/// It holds the partial pieces, the right edge of the tree, and the full pieces that were not taken yet: call
/// [`Self::take_changed`] after each batch. Memory is taken once for each 256 entries, not for each entry.
#[derive(Clone, Debug)]
pub struct Tiler {
    frontier: Frontier,
    bundle: Part,
    /// The partial tile of each level, from level 0 up.
    tiles: Vec<Part>,
    full: Vec<Piece>,
}

/// A piece that is being filled.
#[derive(Clone, Debug, Default)]
struct Part {
    bytes: Vec<u8>,
    /// Whether something came in since it was taken.
    changed: bool,
}

impl Part {
    fn unchanged(bytes: Vec<u8>) -> Self {
        Self {
            bytes,
            changed: false,
        }
    }

    /// Hands over what it holds, and makes room for the next piece of about this length.
    fn finish(&mut self, path: String) -> Piece {
        let length = self.bytes.len();
        let bytes = std::mem::replace(&mut self.bytes, Vec::with_capacity(length));
        self.changed = false;
        Piece {
            path,
            bytes,
            full: true,
        }
    }
}

impl Default for Tiler {
    fn default() -> Self {
        Self::new()
    }
}

impl Tiler {
    /// Starts an empty log.
    #[must_use]
    pub fn new() -> Self {
        Self {
            frontier: Frontier::new(),
            bundle: Part::default(),
            tiles: Vec::new(),
            full: Vec::new(),
        }
    }

    /// Continues a log that has `size` entries, from the bytes of the pieces that [`edge_paths`] lists, in its order.
    ///
    /// The full piece may stand in for a partial one: what goes beyond the width is left aside. The entries of the partial
    /// bundle are hashed and compared with their tile. Compare [`Self::root`] with the signed root before going on: a
    /// changed tile of a higher level shows only there.
    ///
    /// # Errors
    /// [`ResumeError`] if pieces are missing, too short, or do not belong together.
    pub fn resume(size: u64, pieces: Vec<Vec<u8>>) -> Result<Self, ResumeError> {
        if size > MAX_SIZE {
            return Err(SizeError::TooLarge { size }.into());
        }
        let needed = edge_paths(size);
        if needed.len() != pieces.len() {
            let (found, needed) = (pieces.len(), needed.len());
            return Err(ResumeError::Pieces {
                size,
                found,
                needed,
            });
        }
        let mut given = needed.into_iter().zip(pieces);
        let bundle = edge(0, size).and_then(|_| given.next());
        let mut tiles = Vec::new();
        for level in 0..levels(size) {
            let Some((_, width)) = edge(level, size) else {
                tiles.push(Part::default());
                continue;
            };
            let (path, mut bytes) = given.next().expect("the pieces were counted");
            let (found, needed) = (bytes.len(), usize::from(width) * HASH_BYTES);
            if found < needed || found > FULL_TILE_BYTES || !found.is_multiple_of(HASH_BYTES) {
                return Err(ResumeError::Tile {
                    path,
                    found,
                    needed,
                });
            }
            bytes.truncate(needed);
            tiles.push(Part::unchanged(bytes));
        }
        let bundle = match bundle {
            Some((path, bytes)) => {
                Part::unchanged(edge_bundle(size, path, bytes, &tiles[0].bytes)?)
            }
            None => Part::default(),
        };
        let frontier = Frontier::from_nodes(size, |level, index| {
            let (tile_level, _) = tile_of(level, index);
            node_in_tile(&tiles[usize::from(tile_level)].bytes, level, index)
        });
        Ok(Self {
            frontier,
            bundle,
            tiles,
            full: Vec::new(),
        })
    }

    /// Appends an entry, and says its leaf hash; its index is the size before.
    ///
    /// # Errors
    /// [`TooLong`] if it is longer than 65,535 bytes; nothing is appended then.
    #[inline]
    pub fn append(&mut self, entry: &[u8]) -> Result<Hash, TooLong> {
        let [high, low] = length_of(entry)?.to_be_bytes();
        let bundle = &mut self.bundle.bytes;
        let start = bundle.len();
        // The second byte of the length is written last: until then its place holds the 0x00 that a leaf hash starts
        // with, so that what is hashed lies in one run and is not copied for it.
        bundle.extend_from_slice(&[high, 0]);
        bundle.extend_from_slice(entry);
        let leaf = Hash(Sha256::digest(&bundle[start + 1..]).into());
        bundle[start + 1] = low;
        self.bundle.changed = true;
        self.push(leaf);
        Ok(leaf)
    }

    /// How many entries there are.
    #[must_use]
    pub const fn size(&self) -> u64 {
        self.frontier.size()
    }

    /// The root over all entries; [`Hash::EMPTY_ROOT`] if there is none.
    #[must_use]
    pub fn root(&self) -> Hash {
        self.frontier.root()
    }

    /// The right edge of the tree.
    #[must_use]
    pub const fn frontier(&self) -> &Frontier {
        &self.frontier
    }

    /// The pieces that changed since the last call: the full ones in the order in which they filled up, then the partial
    /// ones as they are now (bundle, then tiles from the lowest level up). Partial states in between are not among them.
    ///
    /// Write and sync all of them before a checkpoint of [`Self::size`] is signed.
    pub fn take_changed(&mut self) -> Vec<Piece> {
        let mut pieces = std::mem::take(&mut self.full);
        let size = self.size();
        if let Some((index, width)) = edge(0, size) {
            pieces.extend(take_part(&mut self.bundle, || bundle_path(index, width)));
        }
        for (level, tile) in (0..).zip(&mut self.tiles) {
            if let Some((index, width)) = edge(level, size) {
                pieces.extend(take_part(tile, || tile_path(level, index, width)));
            }
        }
        pieces
    }

    /// The full pieces since the last call only.
    pub(super) fn take_full(&mut self) -> Vec<Piece> {
        std::mem::take(&mut self.full)
    }

    fn push(&mut self, leaf: Hash) {
        let Self {
            frontier,
            bundle,
            tiles,
            full,
        } = self;
        let index = frontier.size();
        let bundle_ends = (index + 1).is_multiple_of(u64::from(FULL_WIDTH));
        if bundle_ends {
            full.push(bundle.finish(bundle_path(index >> HEIGHT, FULL_WIDTH)));
        }
        push_hash(tiles, full, 0, index, &leaf);
        frontier.push_each(leaf, |level, node| {
            if level.is_multiple_of(HEIGHT) {
                // There are 63 levels of nodes at most, so that it fits.
                push_hash(tiles, full, (level / HEIGHT) as u8, index >> level, node);
            }
        });
    }
}

/// Adds a hash to the tile of its level: `index` is its index among the hashes of that level.
#[inline]
fn push_hash(tiles: &mut Vec<Part>, full: &mut Vec<Piece>, level: u8, index: u64, hash: &Hash) {
    if tiles.len() == usize::from(level) {
        tiles.push(Part::default());
    }
    let tile = &mut tiles[usize::from(level)];
    tile.bytes.extend_from_slice(&hash.0);
    tile.changed = true;
    if tile.bytes.len() == FULL_TILE_BYTES {
        full.push(tile.finish(tile_path(level, index >> HEIGHT, FULL_WIDTH)));
    }
}

fn take_part(part: &mut Part, path: impl FnOnce() -> String) -> Option<Piece> {
    std::mem::take(&mut part.changed).then(|| Piece {
        path: path(),
        bytes: part.bytes.clone(),
        full: false,
    })
}

/// The first entries of a bundle, which must be those of the tile beside it.
fn edge_bundle(
    size: u64,
    path: String,
    mut bytes: Vec<u8>,
    tile: &[u8],
) -> Result<Vec<u8>, ResumeError> {
    let (hashes, _) = tile.as_chunks();
    let mut entries = Bundle::decode(&bytes);
    for (at, hash) in hashes.iter().enumerate() {
        let entry = match entries.next() {
            Some(Ok(entry)) => entry,
            Some(Err(source)) => return Err(ResumeError::Bundle { path, source }),
            None => {
                let source = BundleError::Count {
                    found: at,
                    needed: hashes.len(),
                };
                return Err(ResumeError::Bundle { path, source });
            }
        };
        if Hash::leaf(entry) != Hash(*hash) {
            return Err(ResumeError::Entry {
                index: size - hashes.len() as u64 + at as u64,
                path,
            });
        }
    }
    let length = bytes.len() - entries.rest().len();
    debug_assert!(length < MAX_BUNDLE_BYTES);
    bytes.truncate(length);
    Ok(bytes)
}
