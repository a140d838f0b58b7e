//! The check of a whole log: every tile is made anew from the entries and compared.

use super::{
    BundleError, FULL_WIDTH, HASH_BYTES, Piece, Tiler, bundle_path, decode_bundle, places,
};
use crate::Hash;
use crate::tree::{MAX_SIZE, SizeError};

/// What making the tiles anew has shown.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Rebuilt {
    /// The root over the entries: compare with the signed one.
    pub root: Hash,
    /// The tiles that are not what the entries give, in the order in which they were met.
    pub changed: Vec<ChangedTile>,
}

/// A tile that is not what the entries give.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ChangedTile {
    /// Its path.
    pub path: String,
    /// The place in the tile of the first hash that differs or is missing; its width if only something follows.
    /// In a tile of level 0 of index `n` this is entry `256 n + first`.
    pub first: u16,
    /// What the tile has there; nothing if it ends before.
    pub stated: Option<Hash>,
    /// What the entries give there; nothing if the tile should have ended.
    pub made: Option<Hash>,
}

/// Why the tiles could not be made anew.
#[derive(Debug, PartialEq, Eq, thiserror::Error)]
pub enum RebuildError<E> {
    /// The size is not one of a log.
    #[error(transparent)]
    Size(#[from] SizeError),
    /// A piece could not be read.
    #[error("`{path}` could not be read")]
    Read {
        /// Its path.
        path: String,
        /// Why.
        source: E,
    },
    /// A bundle cannot be taken apart, so that nothing can be said of what follows it.
    #[error("`{path}` does not hold the entries that its place asks for")]
    Bundle {
        /// Its path.
        path: String,
        /// What is wrong with it.
        source: BundleError,
    },
}

/// Reads every bundle of a log of `size` entries, makes all its tiles anew, and compares them byte by byte.
///
/// `read` is asked for each path of [`paths`](super::paths) once; a partial piece must be there under its own path, and
/// hold neither more nor less. `entry` is handed each entry with its index and leaf hash. Memory stays that of one bundle
/// and its tiles. If the root is the signed one and nothing is listed as changed, every byte of the pieces is as signed.
///
/// # Errors
/// [`RebuildError`] for the first piece that cannot be read or the first bundle that is not one.
pub fn rebuild<E>(
    size: u64,
    mut read: impl FnMut(&str) -> Result<Vec<u8>, E>,
    mut entry: impl FnMut(u64, &Hash, &[u8]),
) -> Result<Rebuilt, RebuildError<E>> {
    if size > MAX_SIZE {
        return Err(SizeError::TooLarge { size }.into());
    }
    let mut get = |path: &str| {
        read(path).map_err(|source| RebuildError::Read {
            path: path.to_owned(),
            source,
        })
    };
    let mut tiler = Tiler::new();
    let mut changed = Vec::new();
    for (bundle_index, width) in places(0, size) {
        let path = bundle_path(bundle_index, width);
        let bytes = get(&path)?;
        let entries = decode_bundle(&bytes, width).map_err(|source| RebuildError::Bundle {
            path: path.clone(),
            source,
        })?;
        for data in entries {
            let index = tiler.size();
            let leaf = tiler
                .append(data)
                .expect("an entry of a bundle fits into a bundle");
            entry(index, &leaf, data);
        }
        // Full pieces after each bundle, the partial ones only when the size of the log is reached.
        let pieces = if tiler.size() == size {
            tiler.take_changed()
        } else {
            tiler.take_full()
        };
        for piece in pieces {
            // A bundle that was taken apart to the last byte is the one that was made.
            if !piece.path.starts_with("tile/entries/") {
                let found = get(&piece.path)?;
                changed.extend(compare(piece, &found));
            }
        }
    }
    Ok(Rebuilt {
        root: tiler.root(),
        changed,
    })
}

fn compare(piece: Piece, found: &[u8]) -> Option<ChangedTile> {
    if piece.bytes == found {
        return None;
    }
    let same = piece
        .bytes
        .iter()
        .zip(found)
        .take_while(|(made, read)| made == read)
        .count();
    // At most 256, so that it fits.
    let first = (same / HASH_BYTES).min(usize::from(FULL_WIDTH)) as u16;
    let hash_at = |bytes: &[u8]| {
        let hash = bytes.get(usize::from(first) * HASH_BYTES..)?;
        hash.first_chunk().copied().map(Hash)
    };
    Some(ChangedTile {
        first,
        stated: hash_at(found),
        made: hash_at(&piece.bytes),
        path: piece.path,
    })
}
