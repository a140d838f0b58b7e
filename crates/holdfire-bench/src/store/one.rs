//! One durable entry, against what the disk takes for the same bytes.

use std::fs::File;
use std::os::unix::fs::FileExt as _;
use std::path::Path;
use std::time::Instant;

use anyhow::{Context, Result, ensure};
use holdfire_store::mission::{PUBLIC, database_path};
use serde_json::{Value, json};

use super::{Scratch, mission, spread_us};
use crate::rounded;

/// Entries before the measured ones, which also show how many bytes one makes SQLite write.
const BEFORE: u64 = 50;
/// Entries that make SQLite begin its write-ahead log anew.
const AROUND: u64 = 20_000;
/// The file beside is as long as a write-ahead log that SQLite begins anew, so that both overwrite what is there.
const BESIDE_BYTES: usize = 16 << 20;

/// Enters one entry after the other, each durable, and in turn writes as many bytes to a file and syncs it: while both
/// files grow, as after a start, and when both overwrite what is there.
pub fn run(scratch: &Scratch, entries: u64) -> Result<Value> {
    ensure!(entries > 0, "no entry has no median");
    let dir = scratch.0.join("mission");
    let mission = mission::create(&dir)?;
    let by = mission.now()?.person(None)?.author();
    let log_bytes = || std::fs::metadata(wal(&dir)).map_or(0, |found| found.len());
    let before = log_bytes();
    for number in 0..BEFORE {
        mission.submit_one(&by, PUBLIC, mission::row(number))?;
    }
    let bytes = usize::try_from((log_bytes() - before) / BEFORE)?;
    ensure!(bytes > 0, "the write-ahead log did not grow");

    let path = scratch.0.join("beside");
    let beside = File::create(&path).with_context(|| format!("cannot make {}", path.display()))?;
    let mut number = BEFORE;
    let mut turns = |beside_bytes: usize| -> Result<Value> {
        let payload = vec![2; bytes];
        let (mut ours, mut disk, mut at) = (Vec::new(), Vec::new(), 0);
        for _ in 0..entries {
            let draft = mission::row(number);
            number += 1;
            let start = Instant::now();
            mission.submit_one(&by, PUBLIC, draft)?;
            ours.push(start.elapsed().as_secs_f64());

            if beside_bytes > 0 && at + bytes > beside_bytes {
                at = 0;
            }
            let start = Instant::now();
            beside.write_all_at(&payload, at as u64)?;
            beside.sync_data()?;
            disk.push(start.elapsed().as_secs_f64());
            at += bytes;
        }
        let median = |times: &[f64]| {
            let mut times = times.to_vec();
            times.sort_by(f64::total_cmp);
            times[times.len() / 2]
        };
        Ok(json!({
            "ratio_of_medians": rounded(median(&ours) / median(&disk)),
            "entry_us": spread_us(ours),
            "fdatasync_us": spread_us(disk),
        }))
    };
    // At first the log grows, and so does the file beside.
    let growing = turns(0)?;
    beside.write_all_at(&vec![1; BESIDE_BYTES], 0)?;
    beside.sync_all()?;
    // Larger than the log becomes, so that SQLite has begun it anew.
    mission::fill(&mission, &by, AROUND, 1_000, 1)?;
    let overwriting = turns(BESIDE_BYTES)?;
    Ok(json!({
        "n": entries,
        "bytes_of_one": bytes,
        "growing": growing,
        "overwriting": overwriting,
    }))
}

fn wal(dir: &Path) -> std::path::PathBuf {
    let mut path = database_path(dir).into_os_string();
    path.push("-wal");
    path.into()
}
