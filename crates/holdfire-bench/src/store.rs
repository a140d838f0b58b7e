//! The store of a mission on a real disk: what is entered, durable when it returns; what is read, made again and checked.
//!
//! Every workload is a process of its own, so that its CPU seconds and its memory are those of the workload.

mod mission;
mod one;
mod table;

use std::path::{Path, PathBuf};
use std::time::Instant;

use anyhow::{Context, Result};
use clap::Subcommand;
use serde_json::{Value, json};

use crate::{clock, rounded};

/// What is asked of the store.
#[derive(Subcommand)]
pub enum Workload {
    /// Leaves of 256 bytes into the table, durable after each 1,000.
    Append {
        /// A folder on the disk that is measured; what is written there is removed.
        #[arg(long)]
        dir: PathBuf,
        /// How many entries.
        #[arg(long, default_value_t = 1_000_000)]
        n: u64,
    },
    /// The whole path of typical rows: encrypted, committed to, stored, projected, durable.
    Path {
        /// A folder on the disk that is measured; what is written there is removed.
        #[arg(long)]
        dir: PathBuf,
        /// How many entries.
        #[arg(long, default_value_t = 200_000)]
        n: u64,
        /// How many entries a submission has.
        #[arg(long, default_value_t = 1_000)]
        each: u64,
        /// From how many threads.
        #[arg(long, default_value_t = 1)]
        threads: u64,
    },
    /// One durable entry at a time, and in turn the same bytes written to a file beside it and synced.
    One {
        /// A folder on the disk that is measured; what is written there is removed.
        #[arg(long)]
        dir: PathBuf,
        /// How many entries.
        #[arg(long, default_value_t = 500)]
        n: u64,
    },
    /// Makes a mission for the workloads below and keeps it; nothing if it is there.
    Make {
        /// The folder of the mission.
        #[arg(long)]
        dir: PathBuf,
        /// How many entries; each tenth replaces an earlier one.
        #[arg(long, default_value_t = 1_000_000)]
        n: u64,
    },
    /// The projection made again from all entries, each decrypted and compared with its leaf.
    Rebuild {
        /// The folder of the mission.
        #[arg(long)]
        dir: PathBuf,
    },
    /// The check of everything that the record holds.
    Check {
        /// The folder of the mission.
        #[arg(long)]
        dir: PathBuf,
    },
    /// The verification of a log from its exported folder.
    Verify {
        /// The folder of the log.
        #[arg(long)]
        dir: PathBuf,
    },
    /// A view opened, all that stands listed, one item asked for, and the same as of an old entry.
    View {
        /// The folder of the mission.
        #[arg(long)]
        dir: PathBuf,
    },
}

/// Runs one workload.
pub fn run(workload: &Workload) -> Result<Value> {
    match workload {
        Workload::Append { dir, n } => table::append(&Scratch::new(dir, "append")?, *n),
        Workload::Path {
            dir,
            n,
            each,
            threads,
        } => mission::path(&Scratch::new(dir, "path")?, *n, *each, *threads),
        Workload::One { dir, n } => one::run(&Scratch::new(dir, "one")?, *n),
        Workload::Make { dir, n } => mission::make(dir, *n),
        Workload::Rebuild { dir } => mission::rebuild(dir),
        Workload::Check { dir } => mission::check(dir),
        Workload::Verify { dir } => mission::verify(dir),
        Workload::View { dir } => mission::view(dir),
    }
}

/// A folder that is removed in the end.
struct Scratch(PathBuf);

impl Scratch {
    fn new(dir: &Path, name: &str) -> Result<Self> {
        let dir = dir.join(format!("{name}-{}", std::process::id()));
        std::fs::create_dir_all(&dir).with_context(|| format!("cannot make {}", dir.display()))?;
        Ok(Self(dir))
    }
}

impl Drop for Scratch {
    fn drop(&mut self) {
        let _ = std::fs::remove_dir_all(&self.0);
    }
}

/// What a part took: wall, and CPU of all threads.
struct Took {
    seconds: f64,
    cpu_s: f64,
}

impl Took {
    fn of<T>(part: impl FnOnce() -> Result<T>) -> Result<(T, Self)> {
        let (since, cpu_s) = (Instant::now(), clock::process_cpu_s());
        let value = part()?;
        let took = Self {
            seconds: since.elapsed().as_secs_f64(),
            cpu_s: clock::process_cpu_s() - cpu_s,
        };
        Ok((value, took))
    }

    fn json(&self) -> Value {
        json!({"seconds": rounded(self.seconds), "cpu_s": rounded(self.cpu_s)})
    }

    /// The same with how many of something went through in a second.
    fn rates(&self, count: u64) -> Value {
        json!({
            "seconds": rounded(self.seconds),
            "cpu_s": rounded(self.cpu_s),
            "per_second": (count as f64 / self.seconds).round(),
            "per_cpu_s": (count as f64 / self.cpu_s).round(),
        })
    }
}

/// Median, least, most and the one that 99 of 100 stay below, in microseconds.
fn spread_us(mut times: Vec<f64>) -> Value {
    times.sort_by(f64::total_cmp);
    let at = |part: f64| {
        let index = ((times.len() as f64 - 1.0) * part).round() as usize;
        (times[index] * 1e7).round() / 10.0
    };
    json!({"median": at(0.5), "least": at(0.0), "p99": at(0.99), "most": at(1.0)})
}
