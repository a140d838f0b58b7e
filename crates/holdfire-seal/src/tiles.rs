//! Tiles and bundles of a log, as C2SP tlog-tiles lays them out in a folder or behind a web address.
//!
//! A **tile** holds up to 256 hashes of one level: level 0 the leaf hashes, each level above the roots of the full tiles
//! below it. A **bundle** holds the entries of a level-0 tile, each after its length in two bytes. Both are **pieces**: a
//! path and bytes. A piece with fewer than 256 things is partial and carries its width in its path; a log of one size has
//! exactly the pieces of [`paths`].
//!
//! - [`Tiler`] appends entries and hands over the pieces that changed.
//! - [`inclusion_from_tiles`], [`consistency_from_tiles`] and [`root_from_tiles`] read only the tiles that they need.
//! - [`rebuild`] makes every tile anew from the bundles and compares: what a verifier does.
//!
//! Nothing here reads or writes files: bytes come in by a closure or a trait, and go out as values.
//!
//! # Example
//! ```
//! use holdfire_seal::tiles::{Tiler, edge_paths};
//!
//! let mut tiler = Tiler::new();
//! for entry in 0..300_u32 {
//!     tiler.append(&entry.to_be_bytes()).unwrap();
//! }
//! let paths: Vec<String> = tiler.take_changed().into_iter().map(|piece| piece.path).collect();
//! assert_eq!(
//!     paths,
//!     [
//!         "tile/entries/000", "tile/0/000", "tile/entries/001.p/44", "tile/0/001.p/44", "tile/1/000.p/1",
//!     ]
//! );
//! assert_eq!(edge_paths(300), ["tile/entries/001.p/44", "tile/0/001.p/44", "tile/1/000.p/1"]);
//! ```
//!
//! # Source
//! <https://c2sp.org/tlog-tiles>

mod bundle;
mod read;
mod rebuild;
mod tiler;

pub use bundle::{Bundle, BundleError, MAX_ENTRY_BYTES, TooLong, decode_bundle, encode_bundle};
pub use read::{
    TileError, TileReader, consistency_from_tiles, inclusion_from_tiles, root_from_tiles,
};
pub use rebuild::{ChangedTile, RebuildError, Rebuilt, rebuild};
pub use tiler::{ResumeError, Tiler};

use crate::Hash;

/// Hashes in a full tile and entries in a full bundle.
pub const FULL_WIDTH: u16 = 256;

/// Levels of the tree that one level of tiles spans: 256 is 2^8.
const HEIGHT: u32 = 8;

/// Bytes of a hash.
const HASH_BYTES: usize = 32;

/// A file of a log.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Piece {
    /// Below the folder or address of the log.
    pub path: String,
    /// What it holds.
    pub bytes: Vec<u8>,
    /// Whether it holds 256 hashes or entries, so that it will never change. When it is durable, the partial pieces
    /// below `<path>.p` may be removed.
    pub full: bool,
}

/// Where a tile is: `tile/<level>/<index>`, with `.p/<width>` if it is partial.
///
/// # Panics
/// If the width is not between 1 and 256: there are no empty tiles.
#[must_use]
pub fn tile_path(level: u8, index: u64, width: u16) -> String {
    path(&level.to_string(), index, width)
}

/// Where a bundle is: `tile/entries/<index>`, with `.p/<width>` if it is partial.
///
/// # Panics
/// If the width is not between 1 and 256: there are no empty bundles.
#[must_use]
pub fn bundle_path(index: u64, width: u16) -> String {
    path("entries", index, width)
}

/// How many hashes the tile at this place has in a log of this size: 256 if it is full, 0 if it does not exist.
#[must_use]
pub fn tile_width(level: u8, index: u64, size: u64) -> u16 {
    let hashes = size.checked_shr(HEIGHT * u32::from(level)).unwrap_or(0);
    let before = index.saturating_mul(u64::from(FULL_WIDTH));
    // At most 256, so that it fits.
    hashes.saturating_sub(before).min(u64::from(FULL_WIDTH)) as u16
}

/// The paths of all pieces that a log of this size has, neither more nor fewer: bundles, then tiles from the lowest level
/// up. A log may keep older partial pieces too (`<path>.p/<smaller width>`).
pub fn paths(size: u64) -> impl Iterator<Item = String> {
    let bundles = places(0, size).map(|(index, width)| bundle_path(index, width));
    let tiles = (0..levels(size)).flat_map(move |level| {
        places(level, size).map(move |(index, width)| tile_path(level, index, width))
    });
    bundles.chain(tiles)
}

/// The paths of the partial pieces at the right edge of a log of this size: what [`Tiler::resume`] needs, in this order:
/// the bundle, then the tiles from the lowest level up. Empty if the size is 0.
///
/// Where a partial piece was removed because the full one is there, the full one (`<path>` without `.p/<width>`) serves.
#[must_use]
pub fn edge_paths(size: u64) -> Vec<String> {
    let bundle = edge(0, size).map(|(index, width)| bundle_path(index, width));
    let tiles = (0..levels(size))
        .filter_map(|level| edge(level, size).map(|(index, width)| tile_path(level, index, width)));
    bundle.into_iter().chain(tiles).collect()
}

fn path(kind: &str, index: u64, width: u16) -> String {
    use std::fmt::Write as _;

    assert!(
        (1..=FULL_WIDTH).contains(&width),
        "a piece holds 1 to 256 things, not {width}"
    );
    let mut path = String::with_capacity(40);
    path.push_str("tile/");
    path.push_str(kind);
    // 2^63 has 19 digits, so that there are at most 7 groups of three.
    let groups = (1..7)
        .rev()
        .find(|group| index / 1000_u64.pow(*group) > 0)
        .unwrap_or(0);
    let written = (1..=groups)
        .rev()
        .try_for_each(|group| write!(path, "/x{:03}", index / 1000_u64.pow(group) % 1000))
        .and_then(|()| write!(path, "/{:03}", index % 1000))
        .and_then(|()| {
            if width < FULL_WIDTH {
                write!(path, ".p/{width}")
            } else {
                Ok(())
            }
        });
    written.expect("writing to a string cannot fail");
    path
}

/// How many levels of tiles a log of this size has.
fn levels(size: u64) -> u8 {
    // At most 8, so that it fits.
    size.checked_ilog2().map_or(0, |log| log / HEIGHT + 1) as u8
}

/// The tiles of one level: index and width.
fn places(level: u8, size: u64) -> impl Iterator<Item = (u64, u16)> {
    let hashes = size >> (HEIGHT * u32::from(level));
    (0..hashes.div_ceil(u64::from(FULL_WIDTH)))
        .map(move |index| (index, tile_width(level, index, size)))
}

/// The partial tile of one level, if there is one: index and width.
fn edge(level: u8, size: u64) -> Option<(u64, u16)> {
    let index = size >> (HEIGHT * u32::from(level)) >> HEIGHT;
    let width = tile_width(level, index, size);
    (width > 0).then_some((index, width))
}

/// The hash of a complete subtree of a tile: `node` at `level` of the tree, whose index counts from the start of the tree.
///
/// The tile is the one that [`tile_of`] names, and long enough.
fn node_in_tile(tile: &[u8], level: u32, index: u64) -> Hash {
    let height = level % HEIGHT;
    let count = 1_usize << height;
    // The place in the tile is below 256, so that it fits.
    let first = ((index << height) % u64::from(FULL_WIDTH)) as usize;
    let (hashes, _) = tile[first * HASH_BYTES..][..count * HASH_BYTES].as_chunks();
    let mut nodes = [Hash([0; 32]); FULL_WIDTH as usize];
    nodes
        .iter_mut()
        .zip(hashes)
        .for_each(|(node, hash)| node.0 = *hash);
    let mut left = count;
    while left > 1 {
        left /= 2;
        for at in 0..left {
            nodes[at] = Hash::node(&nodes[2 * at], &nodes[2 * at + 1]);
        }
    }
    nodes[0]
}

/// The tile that holds a complete node of the tree: its level and index.
fn tile_of(level: u32, index: u64) -> (u8, u64) {
    // There are 63 levels of nodes at most, so that it fits.
    ((level / HEIGHT) as u8, index << (level % HEIGHT) >> HEIGHT)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn paths_are_those_of_the_specification() {
        assert_eq!(tile_path(0, 0, 256), "tile/0/000");
        assert_eq!(tile_path(7, 999, 255), "tile/7/999.p/255");
        assert_eq!(tile_path(1, 1000, 1), "tile/1/x001/000.p/1");
        assert_eq!(tile_path(0, 1_234_067, 256), "tile/0/x001/x234/067");
        assert_eq!(
            bundle_path(1_234_067, 112),
            "tile/entries/x001/x234/067.p/112"
        );
        assert_eq!(
            bundle_path((1 << 55) - 1, 9),
            "tile/entries/x036/x028/x797/x018/x963/967.p/9"
        );
        assert_eq!(
            tile_path(0, u64::MAX, 256),
            "tile/0/x018/x446/x744/x073/x709/x551/615"
        );
    }

    #[test]
    #[should_panic(expected = "not 0")]
    fn an_empty_tile_has_no_path() {
        let _ = tile_path(0, 0, 0);
    }

    /// The example of the specification: a tree of size 70,000, and one of size 256.
    #[test]
    fn a_log_has_the_pieces_that_the_specification_lists() {
        let all: Vec<String> = paths(70_000).collect();
        let tiles = |start: &str| all.iter().filter(|path| path.starts_with(start)).count();
        assert_eq!(tiles("tile/entries/"), 274);
        assert_eq!(tiles("tile/0/"), 274);
        assert_eq!(tiles("tile/1/"), 2);
        assert_eq!(tiles("tile/2/"), 1);
        assert_eq!(all.len(), 274 + 274 + 2 + 1);
        assert_eq!(
            edge_paths(70_000),
            [
                "tile/entries/273.p/112",
                "tile/0/273.p/112",
                "tile/1/001.p/17",
                "tile/2/000.p/1"
            ]
        );
        assert_eq!(paths(256).last().as_deref(), Some("tile/1/000.p/1"));
        assert_eq!(edge_paths(256), ["tile/1/000.p/1"]);
        assert_eq!(edge_paths(0), [""; 0]);
        assert_eq!(paths(0).count(), 0);
    }

    #[test]
    fn widths_hold_up_to_the_largest_size() {
        let largest = crate::tree::MAX_SIZE;
        assert_eq!(edge_paths(largest).len(), 9);
        assert_eq!(tile_width(0, 0, largest), 256);
        assert_eq!(tile_width(7, 0, largest), 127);
        assert_eq!(tile_width(8, 0, largest), 0);
        assert_eq!(tile_width(255, u64::MAX, largest), 0);
    }
}
