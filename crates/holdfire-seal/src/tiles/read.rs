//! Roots and proofs from tiles, without loading the log: a proof reads a handful of tiles.

use super::{FULL_WIDTH, HASH_BYTES, node_in_tile, tile_of, tile_width};
use crate::tree::{MAX_SIZE, SizeError};
use crate::{Hash, proof};

/// Where tiles come from: a folder, a web address, memory. A closure of the three numbers is one too.
///
/// # Contract
/// Gives the tile at this level and index with at least its first `width` hashes (32 bytes each, up to 256). `width` is
/// the width that the tile has in a log of the size that is asked about. If the log has grown since, that partial tile may
/// be gone: then a wider one or the full one serves, their first hashes are the same.
pub trait TileReader {
    /// Why a tile could not be had.
    type Error;

    /// Reads a tile; see the contract of the trait.
    ///
    /// # Errors
    /// What kept it from reading.
    fn tile(&self, level: u8, index: u64, width: u16) -> Result<Vec<u8>, Self::Error>;
}

impl<E, F: Fn(u8, u64, u16) -> Result<Vec<u8>, E>> TileReader for F {
    type Error = E;

    fn tile(&self, level: u8, index: u64, width: u16) -> Result<Vec<u8>, E> {
        self(level, index, width)
    }
}

/// Why tiles give no root or proof.
#[derive(Debug, PartialEq, Eq, thiserror::Error)]
pub enum TileError<E> {
    /// Index and size do not go together.
    #[error(transparent)]
    Size(#[from] SizeError),
    /// A tile could not be read.
    #[error("tile {index} of level {level} could not be read")]
    Read {
        /// Its level.
        level: u8,
        /// Its index in the level.
        index: u64,
        /// Why.
        source: E,
    },
    /// A tile has the wrong length.
    #[error(
        "tile {index} of level {level} is {found} bytes long, it must hold {width} to 256 hashes of 32 bytes\n\
         hint: make the tiles anew from the entries"
    )]
    Length {
        /// Its level.
        level: u8,
        /// Its index in the level.
        index: u64,
        /// How long it is.
        found: usize,
        /// How many hashes are needed.
        width: u16,
    },
}

/// The root over the first `size` entries.
///
/// Tiles are not checked here: compare with the signed root.
///
/// # Errors
/// [`TileError`] if a tile is missing or has the wrong length.
pub fn root_from_tiles<R: TileReader>(reader: &R, size: u64) -> Result<Hash, TileError<R::Error>> {
    let mut tiles = Tiles::new(reader, size)?;
    proof::root_nodes(size, |level, index| tiles.node(level, index))
}

/// The inclusion path of an entry in the log of `size` entries.
///
/// Tiles are not checked here: check the path with [`proof::verify_inclusion`] before it is handed on.
///
/// # Errors
/// [`TileError`]: the index is not below the size, or a tile is missing or has the wrong length.
pub fn inclusion_from_tiles<R: TileReader>(
    reader: &R,
    index: u64,
    size: u64,
) -> Result<Vec<Hash>, TileError<R::Error>> {
    let mut tiles = Tiles::new(reader, size)?;
    if index >= size {
        return Err(SizeError::Index { index, size }.into());
    }
    let mut path = Vec::new();
    proof::inclusion_nodes(
        index,
        size,
        |level, index| tiles.node(level, index),
        &mut path,
    )?;
    Ok(path)
}

/// The consistency path between two sizes of a log; empty if they are equal or `old` is 0 (see
/// [`Tree::consistency`](crate::Tree::consistency)).
///
/// Tiles are not checked here: check the path with [`proof::verify_consistency`] before it is handed on.
///
/// # Errors
/// [`TileError`]: the old size is above the new one, or a tile is missing or has the wrong length.
pub fn consistency_from_tiles<R: TileReader>(
    reader: &R,
    old: u64,
    new: u64,
) -> Result<Vec<Hash>, TileError<R::Error>> {
    let mut tiles = Tiles::new(reader, new)?;
    if old > new {
        return Err(SizeError::Shrinks { old, new }.into());
    }
    let mut path = Vec::new();
    proof::consistency_nodes(old, new, |level, index| tiles.node(level, index), &mut path)?;
    Ok(path)
}

/// The tiles read for one answer: each is read once.
struct Tiles<'r, R> {
    reader: &'r R,
    size: u64,
    read: Vec<(u8, u64, Vec<u8>)>,
}

impl<'r, R: TileReader> Tiles<'r, R> {
    fn new(reader: &'r R, size: u64) -> Result<Self, SizeError> {
        if size > MAX_SIZE {
            return Err(SizeError::TooLarge { size });
        }
        Ok(Self {
            reader,
            size,
            read: Vec::new(),
        })
    }

    /// A complete node of the tree.
    fn node(&mut self, level: u32, index: u64) -> Result<Hash, TileError<R::Error>> {
        let (tile_level, tile_index) = tile_of(level, index);
        let known = self
            .read
            .iter()
            .position(|(level, index, _)| (*level, *index) == (tile_level, tile_index));
        let at = match known {
            Some(at) => at,
            None => {
                let bytes = self.tile(tile_level, tile_index)?;
                self.read.push((tile_level, tile_index, bytes));
                self.read.len() - 1
            }
        };
        Ok(node_in_tile(&self.read[at].2, level, index))
    }

    fn tile(&self, level: u8, index: u64) -> Result<Vec<u8>, TileError<R::Error>> {
        let width = tile_width(level, index, self.size);
        let read = self.reader.tile(level, index, width);
        let bytes = read.map_err(|source| TileError::Read {
            level,
            index,
            source,
        })?;
        let (found, hashes) = (bytes.len(), bytes.len() / HASH_BYTES);
        let fits = (usize::from(width)..=usize::from(FULL_WIDTH)).contains(&hashes);
        if !fits || !found.is_multiple_of(HASH_BYTES) {
            return Err(TileError::Length {
                level,
                index,
                found,
                width,
            });
        }
        Ok(bytes)
    }
}
