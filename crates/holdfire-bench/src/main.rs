//! Named workloads for measuring Holdfire, with their sizes and seeds. `scripts/bench.sh` runs them and reports;
//! `docs/reference/benchmarks.md` says what they are. Nothing here is part of the product, and nothing is judged by time.

mod bulk;
mod case;
mod check;
mod clock;
mod data;
mod explain;
mod log;
mod readings;
mod record;
mod store;
mod web;

use std::io::Write;
use std::path::{Path, PathBuf};
use std::time::Instant;

use anyhow::{Context, Result};
use clap::{Parser, Subcommand};
use holdfire_model::Verdict;
use holdfire_terms::{CompiledReading, Frame};
use serde_json::{Map, Value, json};

use crate::bulk::{Bench, Stage};

/// The one that the product has.
#[cfg(target_os = "linux")]
#[global_allocator]
static MEMORY: tikv_jemallocator::Jemalloc = tikv_jemallocator::Jemalloc;

/// Bytes of the file that a thread takes at a time.
const PIECE_BYTES: usize = 4 << 20;
/// Records that are compared with the explaining path.
const SAMPLE: u64 = 2_000;

/// Runs one workload once and prints one line of JSON.
#[derive(Parser)]
struct Arguments {
    #[command(subcommand)]
    workload: Workload,
}

#[derive(Subcommand)]
enum Workload {
    /// Records from CSV under four readings, against the zones and sites of the same folder.
    Assess {
        /// The folder that bench/gen_assess.py wrote.
        #[arg(long)]
        data: PathBuf,
        /// How many records the file has.
        #[arg(long, default_value_t = 1_000_000)]
        n: u64,
        /// Threads.
        #[arg(long, default_value_t = 2)]
        threads: usize,
        /// How far to go, to see what each part costs.
        #[arg(long, value_enum, default_value_t = Stage::All)]
        stage: Stage,
        /// Where verdicts.bin and counts.csv go; nowhere if it is not given.
        #[arg(long)]
        out: Option<PathBuf>,
        /// Also compares a sample with the explaining path. Not to be timed.
        #[arg(long)]
        check: bool,
    },
    /// The explanation of one incident of a case folder.
    Explain {
        /// The case folder.
        #[arg(long)]
        case: PathBuf,
        /// How many explanations; a tenth of it from the loaded case on.
        #[arg(long, default_value_t = 1_000)]
        repeats: usize,
    },
    /// A log of entries of 256 bytes: tree, tiles, bundles, verification and proofs, in memory.
    Log {
        /// Who keeps the tree.
        #[arg(long, value_enum, default_value_t = log::Keeper::Holdfire)]
        keeper: log::Keeper,
        /// How many entries.
        #[arg(long, default_value_t = 1_000_000)]
        n: u64,
        /// How many inclusion proofs.
        #[arg(long, default_value_t = 100_000)]
        proofs: u64,
    },
    /// The store of a mission: what is entered, what is read, what is checked. Files are written and made durable.
    #[command(subcommand)]
    Store(store::Workload),
    /// The workbench over a mission with very many incidents.
    #[command(subcommand)]
    Web(web::Workload),
}

/// Seconds of each part, on one line in the end.
struct Laps {
    since: Instant,
    cpu_s: f64,
    laps: Map<String, Value>,
}

impl Laps {
    fn start() -> Self {
        Self {
            since: Instant::now(),
            cpu_s: clock::thread_cpu_s(),
            laps: Map::new(),
        }
    }

    /// Ends a part: its wall time, and the CPU time of this thread and of others if some took part, which is given back.
    fn lap(&mut self, name: &str, others_cpu_s: f64) -> f64 {
        let cpu_s = clock::thread_cpu_s();
        let took_cpu_s = cpu_s - self.cpu_s + others_cpu_s;
        let part = json!({
            "cpu_s": rounded(took_cpu_s),
            "seconds": rounded(self.since.elapsed().as_secs_f64()),
        });
        self.laps.insert(name.to_owned(), part);
        self.since = Instant::now();
        self.cpu_s = cpu_s;
        took_cpu_s
    }
}

fn main() -> Result<()> {
    let line = match Arguments::parse().workload {
        Workload::Assess {
            data,
            n,
            threads,
            stage,
            out,
            check,
        } => assess(&data, n, threads, stage, out.as_deref(), check)?,
        Workload::Log { keeper, n, proofs } => log::run(keeper, n, proofs)?,
        Workload::Store(workload) => store::run(&workload)?,
        Workload::Web(workload) => return web::run(&workload),
        Workload::Explain { case, repeats } => {
            let start = Instant::now();
            let case = explain::load(&case)?;
            let load_ms = start.elapsed().as_secs_f64() * 1e3;
            let ms = |times: explain::Times| {
                json!({
                    "median_ms": rounded(times.median_ms),
                    "least_ms": rounded(times.least_ms),
                    "p99_ms": rounded(times.p99_ms),
                    "most_ms": rounded(times.most_ms),
                    "bytes": times.bytes,
                })
            };
            json!({
                "n": repeats,
                "load_ms": rounded(load_ms),
                "prepared": ms(explain::prepared(&case, repeats)?),
                "from_loaded_case": ms(explain::whole(&case, repeats.div_ceil(10))?),
                "peak_rss": clock::peak_rss_mib(),
            })
        }
    };
    writeln!(std::io::stdout().lock(), "{line}")?;
    Ok(())
}

fn assess(
    data: &Path,
    n: u64,
    threads: usize,
    stage: Stage,
    out: Option<&Path>,
    check: bool,
) -> Result<Value> {
    let start = Instant::now();
    let mut laps = Laps::start();
    let zones = data::zones(&data.join("zones.geojson"))?;
    let sites = data::sites(&data.join("sites.csv"))?;
    let case = case::build(zones, &sites)?;
    laps.lap("read sites and zones", 0.0);
    let frame = Frame::new(&case)?;
    laps.lap("build frame", 0.0);
    let readings: Vec<CompiledReading> = case
        .readings
        .iter()
        .map(|reading| CompiledReading::compile(&frame, reading, &[]))
        .collect::<Result<_, _>>()?;
    let (calendar, rows) = (record::Calendar::new()?, record::Rows::new(&frame));
    laps.lap("compile readings", 0.0);
    let records = data::Records::read(&data.join(format!("records_{n}.csv")), PIECE_BYTES)?;
    laps.lap("read records file", 0.0);
    let bench = Bench {
        frame: &frame,
        readings: &readings,
        calendar: &calendar,
        rows: &rows,
    };
    let answers = bench.run(&records, threads, stage)?;
    laps.lap("assess", answers.cpu_s);
    if let Some(out) = out {
        std::fs::create_dir_all(out).with_context(|| format!("cannot make {}", out.display()))?;
        std::fs::write(out.join("verdicts.bin"), &answers.bytes)?;
        let mut counts = std::io::BufWriter::new(std::fs::File::create(out.join("counts.csv"))?);
        bench.write_counts(&answers, &mut counts)?;
        counts.flush()?;
    }
    let checksum = bulk::checksum(&answers.bytes);
    laps.lap("write", 0.0);
    let seconds = start.elapsed().as_secs_f64();
    let peak_rss = clock::peak_rss_mib();
    let compared = if check {
        Some(check::check(&bench, &records, &answers, SAMPLE)?)
    } else {
        None
    };
    let totals: Map<String, Value> = Verdict::ALL
        .iter()
        .zip(bulk::totals(&answers))
        .map(|(verdict, count)| (verdict.name().to_owned(), json!(count)))
        .collect();
    Ok(json!({
        "n": answers.records,
        "threads": threads,
        "seconds": rounded(seconds),
        "rows_out": answers.bytes.len(),
        "checksum": format!("{checksum:016x}"),
        "peak_rss": peak_rss,
        "verdicts": totals,
        "compared_with_explanations": compared,
        "parts": laps.laps,
    }))
}

fn rounded(number: f64) -> f64 {
    (number * 1e4).round() / 1e4
}
