//! The tree, its proofs and its tiles against published vectors, another implementation, and every small tree.

mod oracle;
mod small_trees;
mod tiles;
mod vectors;

use std::ops::Range;

use holdfire_seal::Hash;
use holdfire_seal::tiles::Tiler;

/// Entry `index` of a log for tests: different for each index, of changing length.
fn entry(index: u64) -> Vec<u8> {
    let mut entry = index.to_be_bytes().repeat(4);
    entry.truncate(8 + (index % 25) as usize);
    entry
}

/// Leaf hashes of [`entry`].
fn leaves(count: u64) -> impl Iterator<Item = Hash> {
    (0..count).map(|index| Hash::leaf(&entry(index)))
}

/// Appends [`entry`] for each index.
fn append(tiler: &mut Tiler, indexes: Range<u64>) {
    for index in indexes {
        tiler
            .append(&entry(index))
            .expect("entries of tests are short");
    }
}

/// Numbers that look random and are the same every time (SplitMix64).
struct Numbers(u64);

impl Numbers {
    fn below(&mut self, end: u64) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut mixed = self.0;
        mixed = (mixed ^ mixed >> 30).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        mixed = (mixed ^ mixed >> 27).wrapping_mul(0x94d0_49bb_1331_11eb);
        (mixed ^ mixed >> 31) % end
    }
}
