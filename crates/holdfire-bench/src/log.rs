//! W4: a log of committed entries of 256 bytes, a root after each batch of 1,000, then inclusion proofs; ours against the
//! crate `ct-merkle`, which keeps a tree in memory and no tiles. Nothing is written to a disk here.

use std::collections::HashMap;
use std::hint::black_box;

use anyhow::{Result, bail, ensure};
use clap::ValueEnum;
use holdfire_seal::tiles::{Tiler, rebuild};
use holdfire_seal::{Hash, Tree, proof};
use serde_json::{Value, json};
use sha2::Sha256;

use crate::{Laps, clock, rounded};

/// Entries between two roots.
const BATCH: u64 = 1_000;
/// Bytes of an entry: its number (8 bytes, little-endian) and zeros.
const ENTRY_BYTES: usize = 256;

/// Who keeps the tree.
#[derive(Clone, Copy, ValueEnum)]
pub enum Keeper {
    /// Tree, tiles and bundles of `holdfire-seal`; then all entries are verified again from the bundles.
    Holdfire,
    /// The crate `ct-merkle`: a tree in memory, without tiles and bundles.
    CtMerkle,
}

/// Appends `entries`, makes `proofs` spread over them, and says how fast. The checksum is the root.
pub fn run(keeper: Keeper, entries: u64, proofs: u64) -> Result<Value> {
    ensure!(entries > 0, "a log without entries has no proofs");
    match keeper {
        Keeper::Holdfire => holdfire(entries, proofs),
        Keeper::CtMerkle => ct_merkle(entries, proofs),
    }
}

/// The entry of a number.
pub fn entry(number: u64) -> [u8; ENTRY_BYTES] {
    let mut bytes = [0; ENTRY_BYTES];
    bytes[..8].copy_from_slice(&number.to_le_bytes());
    bytes
}

/// Numbers that are spread over the log, the same for both.
fn picks(entries: u64, proofs: u64) -> impl Iterator<Item = u64> {
    (0..proofs).map(move |i| i.wrapping_mul(0x9E37_79B9) % entries)
}

fn holdfire(entries: u64, proofs: u64) -> Result<Value> {
    let mut laps = Laps::start();
    let mut tiler = Tiler::new();
    let mut written: HashMap<String, Vec<u8>> = HashMap::new();
    let mut bytes = 0;
    for number in 0..entries {
        tiler.append(&entry(number))?;
        if (number + 1) % BATCH == 0 || number + 1 == entries {
            black_box(tiler.root());
            for piece in tiler.take_changed() {
                bytes += piece.bytes.len();
                written.insert(piece.path, piece.bytes);
            }
        }
    }
    let append_s = laps.lap("append", 0.0);

    // Every entry is hashed again and every tile made again from the bundles.
    let read = |path: &str| {
        let piece = written.get(path).cloned();
        piece.ok_or(std::io::Error::from(std::io::ErrorKind::NotFound))
    };
    let mut tree = Tree::new();
    let rebuilt = rebuild(entries, read, |_, leaf, _| tree.push(*leaf))?;
    let verify_s = laps.lap("verify all entries, build the tree for proofs", 0.0);
    if rebuilt.root != tiler.root() || !rebuilt.changed.is_empty() {
        bail!("what was written does not verify");
    }

    let (root, mut path, mut hashes) = (tree.root(), Vec::new(), 0);
    for index in picks(entries, proofs) {
        tree.inclusion_into(index, entries, &mut path)?;
        hashes += black_box(&path).len();
    }
    let prove_s = laps.lap("prove", 0.0);
    for index in picks(entries, proofs) {
        let path = tree.inclusion(index, entries)?;
        proof::verify_inclusion(&Hash::leaf(&entry(index)), index, entries, &path, &root)?;
    }
    laps.lap("prove again and verify", 0.0);
    Ok(json!({
        "keeper": "holdfire",
        "n": entries,
        "appends_per_cpu_s": per_second(entries, append_s),
        "verified_per_cpu_s": per_second(entries, verify_s),
        "proofs_per_cpu_s": per_second(proofs, prove_s),
        "bytes_handed_over": bytes,
        "hashes_in_proofs": hashes,
        "checksum": root.to_string(),
        "peak_rss": clock::peak_rss_mib(),
        "parts": laps.laps,
    }))
}

fn ct_merkle(entries: u64, proofs: u64) -> Result<Value> {
    let mut laps = Laps::start();
    let mut tree = ct_merkle::mem_backed_tree::MemoryBackedTree::<Sha256, Vec<u8>>::new();
    for number in 0..entries {
        tree.push(entry(number).to_vec());
        if (number + 1) % BATCH == 0 {
            black_box(tree.root());
        }
    }
    let append_s = laps.lap("append", 0.0);
    let mut bytes = 0;
    for index in picks(entries, proofs) {
        bytes += tree
            .prove_inclusion(usize::try_from(index)?)
            .as_bytes()
            .len();
    }
    let prove_s = laps.lap("prove", 0.0);
    let mut root = [0; 32];
    root.copy_from_slice(tree.root().as_bytes());
    Ok(json!({
        "keeper": "ct-merkle",
        "n": entries,
        "appends_per_cpu_s": per_second(entries, append_s),
        "proofs_per_cpu_s": per_second(proofs, prove_s),
        "hashes_in_proofs": bytes / 32,
        "checksum": Hash(root).to_string(),
        "peak_rss": clock::peak_rss_mib(),
        "parts": laps.laps,
    }))
}

fn per_second(count: u64, seconds: f64) -> f64 {
    rounded(count as f64 / seconds).round()
}
