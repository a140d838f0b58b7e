//! The table of leaves alone.

use anyhow::{Result, ensure};
use holdfire_store::database::Database;
use serde_json::{Value, json};

use super::{Scratch, Took};
use crate::{clock, log};

/// Entries of a batch.
const BATCH: u64 = 1_000;

/// Appends entries of 256 bytes in batches, each durable; then hashes all of them again. The checksum is the root.
pub fn append(scratch: &Scratch, entries: u64) -> Result<Value> {
    let mut database = Database::open(&scratch.0.join("record.sqlite"))?;
    let mut batch = database.batch()?;
    let id = batch.new_log("bench.example/append", &[], None)?;
    batch.commit()?;
    let ((), append) = Took::of(|| {
        for first in (0..entries).step_by(BATCH as usize) {
            let until = entries.min(first + BATCH);
            let leaves: Vec<_> = (first..until).map(log::entry).collect();
            database.append(id, leaves.iter().map(<[u8; 256]>::as_slice))?;
        }
        Ok(())
    })?;
    let (found, verify) = Took::of(|| Ok(database.verify(id)?))?;
    ensure!(
        found.size() == entries,
        "{} entries are there",
        found.size()
    );
    Ok(json!({
        "n": entries,
        "append": append.rates(entries),
        "hash again": verify.rates(entries),
        "checksum": found.root().to_string(),
        "peak_rss": clock::peak_rss_mib(),
    }))
}
