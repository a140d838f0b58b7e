//! What the public log tells of a circle: nothing. Two missions over 48 hours on the same clock, one whose circle is silent and
//! one whose circle gets 30 entries an hour; everything that is published of the mission's own log is compared.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use anyhow::{Result, ensure};
use holdfire_record::{Envelope, Kind};
use holdfire_seal::Hash;
use holdfire_store::database::Database;
use holdfire_store::disk::Disk as _;
use holdfire_store::mission::{Clock as _, PUBLIC, Surroundings, database_path};
use holdfire_store::random::SystemRandom;

use crate::progress::say;
use crate::session::{Hands, Open, Room, START, Sent};
use crate::sim_disk::{Act, SimDisk};

/// How long.
#[derive(clap::Args)]
pub struct Args {
    /// Hours.
    #[arg(long, default_value_t = 48)]
    hours: u64,
    /// Entries of the busy circle in an hour; six times an hour there is a tick.
    #[arg(long, default_value_t = 30)]
    per_hour: u64,
}

/// What a mission shows to everybody.
#[derive(Default)]
struct Shown {
    /// At each tick: every file with its length.
    files: Vec<BTreeMap<PathBuf, usize>>,
    /// Everything that became of the names of files, in order, with the clock's time.
    acts: Vec<(u64, Act)>,
    /// Kind, date and length of every leaf.
    leaves: Vec<(Kind, u64, usize)>,
    /// The roots in the ticks: all of a leaf that is not the same in both.
    roots: Vec<Hash>,
    in_circle: u64,
}

/// Runs both, and compares.
pub fn run(args: &Args) -> Result<()> {
    let room = Room::in_memory("traffic")?;
    let silent = watch(&room, args.hours, 0)?;
    let busy = watch(&room, args.hours, args.per_hour)?;
    ensure!(
        busy.in_circle == silent.in_circle + args.hours * args.per_hour,
        "the circles have {} and {} entries",
        silent.in_circle,
        busy.in_circle
    );
    ensure!(
        silent.leaves == busy.leaves,
        "number, kinds, dates or lengths of leaves differ"
    );
    for (tick, (one, other)) in silent.files.iter().zip(&busy.files).enumerate() {
        ensure!(
            one == other,
            "tick {tick}: the files differ: {one:?}, {other:?}"
        );
    }
    ensure!(
        silent.acts == busy.acts,
        "the files were written in another order"
    );
    let bits = [&silent, &busy].map(|shown| balance(&shown.roots));
    let chi = [&silent, &busy].map(|shown| chi_square(&shown.roots));
    for (name, values, most) in [
        // Five standard deviations: hashes exceed that once in two million runs.
        ("the balance of bits, in standard deviations", bits, 5.0),
        ("chi-square of bytes, in standard deviations", chi, 5.0),
    ] {
        ensure!(
            values.iter().all(|value| value.abs() < most),
            "{name}: {values:?}"
        );
    }
    say(&format!(
        "traffic: {} hours, circles of {} and {} entries: {} public entries of the same kinds, dates and lengths; the same files of \
         the same lengths at {} ticks, made by the same {} renames and removals; ticks off balance by {:.1} and {:.1}, chi-square by {:.1} and {:.1} \
         standard deviations",
        args.hours,
        silent.in_circle,
        busy.in_circle,
        silent.leaves.len(),
        silent.files.len(),
        silent.acts.len(),
        bits[0],
        bits[1],
        chi[0],
        chi[1]
    ));
    Ok(())
}

fn watch(room: &Room, hours: u64, per_hour: u64) -> Result<Shown> {
    room.empty()?;
    let dir = room.mission();
    let clock = Hands::new();
    let disk = Arc::new(SimDisk::new(1));
    disk.create_dir_all(&room.0)?;
    let surroundings = Surroundings::new(disk.clone(), clock.clone(), SystemRandom);
    let open = Open::at(&dir, &surroundings)?;
    let mut shown = Shown::default();
    let mut sent = 0;
    for tick in 1..=hours * 6 {
        for _ in 0..10 {
            clock.later(60);
            let since_start = clock.now() - START;
            while sent < since_start * per_hour / 3_600 {
                send(&open, open.circle, sent)?;
                sent += 1;
            }
        }
        // The mission's own log is as busy in both.
        if tick.is_multiple_of(9) {
            send(&open, PUBLIC, tick)?;
        }
        open.mission.tick()?;
        open.mission.publish()?;
        let log = dir.join("log");
        let acts = disk.take_journal().into_iter();
        let now = clock.now();
        let public = acts.filter(|(_, path, _)| path.starts_with(&log));
        shown.acts.extend(public.map(|act| (now, act)));
        shown.files.push(look(&disk, &log)?);
    }
    let database = Database::open_for_reading(&database_path(&dir))?;
    let mut leaves = Vec::new();
    database.read(PUBLIC, 0, |_, leaf| leaves.push(leaf.to_vec()))?;
    for leaf in leaves {
        let envelope = Envelope::from_bytes(&leaf)?;
        shown.leaves.push((envelope.kind, envelope.at, leaf.len()));
        if envelope.kind == Kind::Tick {
            shown.roots.push(envelope.fields);
        }
    }
    shown.in_circle = database.frontier(open.circle)?.size();
    Ok(shown)
}

fn send(open: &Open, log: u32, number: u64) -> Result<()> {
    open.send(&Sent {
        log,
        request: u128::from(number) << 64 | u128::from(log),
        count: 1,
        erases: None,
    })?;
    Ok(())
}

/// All files of the public log with their lengths.
fn look(disk: &SimDisk, dir: &Path) -> Result<BTreeMap<PathBuf, usize>> {
    let mut found = BTreeMap::new();
    let mut waiting = vec![dir.to_owned()];
    while let Some(next) = waiting.pop() {
        for name in disk.list(&next)? {
            let path = next.join(name);
            match disk.read(&path) {
                Ok(bytes) => drop(found.insert(path, bytes.len())),
                Err(_) => waiting.push(path),
            }
        }
    }
    Ok(found)
}

/// How far the ones among all bits are from half of them, in standard deviations.
fn balance(hashes: &[Hash]) -> f64 {
    let ones: u32 = hashes
        .iter()
        .flat_map(|hash| hash.0)
        .map(u8::count_ones)
        .sum();
    let bits = hashes.len() as f64 * 256.0;
    (f64::from(ones) - bits / 2.0) / (bits / 4.0).sqrt()
}

/// How far the chi-square statistic of the bytes is from its mean of 255, in standard deviations.
fn chi_square(hashes: &[Hash]) -> f64 {
    let mut counts = [0_u32; 256];
    for byte in hashes.iter().flat_map(|hash| hash.0) {
        counts[usize::from(byte)] += 1;
    }
    let expected = hashes.len() as f64 * 32.0 / 256.0;
    let sum: f64 = counts
        .iter()
        .map(|count| (f64::from(*count) - expected).powi(2) / expected)
        .sum();
    (sum - 255.0) / (2.0 * 255.0_f64).sqrt()
}
