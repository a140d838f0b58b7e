//! The same log in another implementation: crate `tlog_tiles`, a port of Go's `x/mod/sumdb/tlog`.

use std::sync::LazyLock;

use holdfire_seal::proof::{verify_consistency, verify_inclusion};
use holdfire_seal::tiles::{Tiler, tile_path};
use holdfire_seal::{Hash, Tree};

use super::{Numbers, append, entry};

const SIZE: u64 = 70_003;
const INCLUSIONS: u64 = 100_000;
const CONSISTENCIES: u64 = 1_000;

/// All hashes, in the order in which the other implementation stores them.
struct Stored(Vec<tlog_tiles::Hash>);

impl tlog_tiles::HashReader for Stored {
    fn read_hashes(&self, indexes: &[u64]) -> Result<Vec<tlog_tiles::Hash>, tlog_tiles::Error> {
        Ok(indexes
            .iter()
            .map(|index| self.0[*index as usize])
            .collect())
    }
}

fn theirs(hash: Hash) -> tlog_tiles::Hash {
    tlog_tiles::Hash(hash.0)
}

/// The log as it stores it, and as we do.
static LOG: LazyLock<(Stored, Tree)> = LazyLock::new(|| {
    let mut stored = Stored(Vec::new());
    for index in 0..SIZE {
        let new = tlog_tiles::stored_hashes(index, &entry(index), &stored).unwrap();
        stored.0.extend(new);
    }
    (stored, super::leaves(SIZE).collect())
});

#[test]
fn another_implementation_makes_and_takes_the_same_100_000_inclusion_proofs() {
    let (stored, tree) = &*LOG;
    let mut numbers = Numbers(6962);

    let mut path = Vec::new();
    let mut root = (SIZE, theirs(tree.root()));
    assert_eq!(tlog_tiles::tree_hash(SIZE, stored).unwrap(), root.1);
    for turn in 0..INCLUSIONS {
        // Every leaf of the whole log, then others in logs of other sizes, 100 in each.
        let index = if turn < SIZE {
            turn
        } else {
            if turn % 100 == 0 {
                let size = 1 + numbers.below(SIZE);
                root = (size, theirs(tree.root_at(size).unwrap()));
                assert_eq!(tlog_tiles::tree_hash(size, stored).unwrap(), root.1);
            }
            numbers.below(root.0)
        };
        let size = root.0;
        tree.inclusion_into(index, size, &mut path).unwrap();
        let expected = tlog_tiles::prove_record(size, index, stored).unwrap();
        assert!(
            path.iter()
                .map(|hash| hash.0)
                .eq(expected.iter().map(|hash| hash.0))
        );
        let leaf = tree.leaf(index).unwrap();
        tlog_tiles::check_record(&expected, size, root.1, index, theirs(leaf)).unwrap();
        verify_inclusion(&leaf, index, size, &path, &Hash(root.1.0)).unwrap();
    }
}

#[test]
fn another_implementation_makes_and_takes_the_same_1_000_consistency_proofs() {
    let (stored, tree) = &*LOG;
    let mut numbers = Numbers(9162);
    let mut path = Vec::new();
    for turn in 0..CONSISTENCIES {
        let new = if turn < 100 {
            SIZE
        } else {
            1 + numbers.below(SIZE)
        };
        let old = 1 + numbers.below(new);
        let (old_root, new_root) = (tree.root_at(old).unwrap(), tree.root_at(new).unwrap());
        tree.consistency_into(old, new, &mut path).unwrap();
        let expected = tlog_tiles::prove_tree(new, old, stored).unwrap();
        assert!(
            path.iter()
                .map(|hash| hash.0)
                .eq(expected.iter().map(|hash| hash.0))
        );
        tlog_tiles::check_tree(&expected, new, theirs(new_root), old, theirs(old_root)).unwrap();
        verify_consistency(old, new, &path, &old_root, &new_root).unwrap();
    }
}

#[test]
fn another_implementation_makes_the_same_tiles() {
    let (stored, _) = &*LOG;
    let mut tiler = Tiler::new();
    append(&mut tiler, 0..SIZE);
    let mut pieces = tiler.take_changed();
    pieces.retain(|piece| !piece.path.starts_with("tile/entries/"));
    let tiles = tlog_tiles::Tile::new_tiles(8, 0, SIZE);
    assert_eq!(pieces.len(), tiles.len());
    for tile in tiles {
        let path = tile_path(tile.level(), tile.level_index(), tile.width() as u16);
        assert_eq!(tile.path().replacen("tile/8/", "tile/", 1), path);
        let piece = pieces.iter().find(|piece| piece.path == path).unwrap();
        assert_eq!(piece.bytes, tile.read_data(stored).unwrap(), "{path}");
        assert_eq!(piece.full, tile.width() == 256);
    }
}
