//! A whole mission: entered, made again, checked, viewed.

use std::path::Path;
use std::time::Instant;

use anyhow::{Context, Result, ensure};
use holdfire_record::{Kind, Schedule};
use holdfire_seal::fields::Field;
use holdfire_store::folder;
use holdfire_store::mission::{
    AsOf, Audience, Author, Draft, Mission, NewMission, PUBLIC, Reader, Submission, Surroundings,
    is_mission,
};
use serde_json::{Value, json};

use super::{Scratch, Took, spread_us};
use crate::clock;

/// Entries of a submission when a mission is made to be kept.
const BATCH: u64 = 1_000;
/// How often one item is asked for.
const GETS: u64 = 1_000;

/// Makes an empty mission.
pub fn create(dir: &Path) -> Result<Mission> {
    let new = NewMission {
        origin: "bench.example/mission".to_owned(),
        schedule: Schedule::default(),
        operator: "operator".to_owned(),
    };
    Ok(Mission::create(dir, &new, Surroundings::system())?)
}

/// Opens a mission for reading.
fn reader(dir: &Path) -> Result<Reader> {
    Ok(Reader::open(dir, Surroundings::system(), Vec::new())?)
}

/// A row of reports: 12 fields of 400 bytes with their names. Each tenth replaces one before it.
pub fn row(number: u64) -> Draft {
    let subject = subject(number);
    let what = "A substation near the northern line was hit at night; the supply of two districts \
                failed for three hours. Staff who were on site were not hurt.";
    let fields = vec![
        Field::new("source", "monitor/north-4"),
        Field::new(
            "url",
            format!("https://example.org/reports/2025/{number:08}"),
        ),
        Field::new("published_at", "2025-03-30T06:12:00+02:00"),
        Field::new("started_at", "2025-03-30 02:10"),
        Field::new("precision", "PT15M"),
        Field::new(
            "place",
            format!("{:.5},{:.5}", 30.0 + number as f64 * 1e-6, 50.5),
        ),
        Field::new("radius_m", "1000"),
        Field::new("act", "strike"),
        Field::new("effect", "damage"),
        Field::new("object", "energy/substation"),
        Field::new("actor", "party-b"),
        Field::new("text", what),
    ];
    Draft::set(Kind::Item, &subject, fields)
}

fn subject(number: u64) -> String {
    let replaced = if number % 10 == 9 { 5 } else { 0 };
    format!("report/{:08}", number - replaced)
}

/// Submits rows: `each` at a time, from `threads` threads.
pub fn fill(mission: &Mission, by: &Author, entries: u64, each: u64, threads: u64) -> Result<()> {
    let share = entries.div_ceil(threads);
    let part = |thread: u64| -> Result<()> {
        let (from, until) = (thread * share, entries.min((thread + 1) * share));
        for first in (from..until).step_by(each as usize) {
            mission.submit(Submission {
                log: PUBLIC,
                author: by.clone(),
                request: None,
                drafts: (first..until.min(first + each)).map(row).collect(),
                also: Vec::new(),
            })?;
        }
        Ok(())
    };
    std::thread::scope(|scope| {
        let part = &part;
        let threads: Vec<_> = (0..threads)
            .map(|thread| scope.spawn(move || part(thread)))
            .collect();
        threads
            .into_iter()
            .try_for_each(|thread| thread.join().expect("no thread panics"))
    })
}

/// The whole path.
pub fn path(scratch: &Scratch, entries: u64, each: u64, threads: u64) -> Result<Value> {
    ensure!(each > 0 && threads > 0, "nothing would be entered");
    let mission = create(&scratch.0.join("mission"))?;
    let by = mission.now()?.person(None)?.author();
    let ((), took) = Took::of(|| fill(&mission, &by, entries, each, threads))?;
    let (published, publish) = Took::of(|| Ok(mission.publish()?))?;
    drop(published);
    Ok(json!({
        "n": entries,
        "each": each,
        "threads": threads,
        "enter": took.rates(entries),
        "publish": publish.rates(entries),
        "peak_rss": clock::peak_rss_mib(),
    }))
}

/// Makes a mission that is kept.
pub fn make(dir: &Path, entries: u64) -> Result<Value> {
    if is_mission(dir) {
        return Ok(json!({"n": entries, "was_there": true}));
    }
    let beside = dir.with_extension("part");
    if beside.exists() {
        std::fs::remove_dir_all(&beside)?;
    }
    let mission = create(&beside)?;
    let by = mission.now()?.person(None)?.author();
    let ((), took) = Took::of(|| fill(&mission, &by, entries, BATCH, 1))?;
    let (published, publish) = Took::of(|| Ok(mission.publish()?))?;
    drop((published, mission));
    std::fs::rename(&beside, dir).with_context(|| format!("cannot make {}", dir.display()))?;
    Ok(json!({
        "n": entries,
        "enter": took.rates(entries),
        "publish": publish.rates(entries),
        "peak_rss": clock::peak_rss_mib(),
    }))
}

/// The projection made again.
pub fn rebuild(dir: &Path) -> Result<Value> {
    let mission = Mission::open(dir, Surroundings::system(), Vec::new())?;
    let (rebuilt, took) = Took::of(|| Ok(mission.rebuild()?))?;
    ensure!(rebuilt.unread == 0, "{} were not read", rebuilt.unread);
    Ok(json!({
        "n": rebuilt.read,
        "rebuild": took.rates(rebuilt.read),
        "peak_rss": clock::peak_rss_mib(),
    }))
}

/// Everything checked.
pub fn check(dir: &Path) -> Result<Value> {
    let reader = reader(dir)?;
    let (report, took) = Took::of(|| Ok(reader.check()?))?;
    ensure!(report.findings.is_empty(), "{:?}", report.findings);
    let entries = report.logs.iter().map(|log| log.size).sum();
    Ok(json!({
        "n": entries,
        "check": took.rates(entries),
        "peak_rss": clock::peak_rss_mib(),
    }))
}

/// The folder of a log verified.
pub fn verify(dir: &Path) -> Result<Value> {
    let options = folder::VerifyOptions::default();
    let (report, took) = Took::of(|| Ok(folder::verify(dir, &options)?))?;
    Ok(json!({
        "n": report.size,
        "bytes": report.bytes,
        "verify": took.rates(report.size),
        "checksum": report.root.to_string(),
        "peak_rss": clock::peak_rss_mib(),
    }))
}

/// What a reader does.
pub fn view(dir: &Path) -> Result<Value> {
    let (reader, open) = Took::of(|| reader(dir))?;
    let (now, view) = Took::of(|| Ok(reader.now()?))?;
    let (listed, list) = Took::of(|| Ok(now.list(Kind::Item)?.len() as u64))?;
    let peak_rss = clock::peak_rss_mib();
    let size = now.logs().map(|(_, _, size)| size).next();
    let size = size.context("the view sees no log")?;
    let mut gets = Vec::new();
    for i in 0..GETS {
        let subject = subject(i.wrapping_mul(0x9E37_79B9) % (size - 2));
        let start = Instant::now();
        let found = now.get(Kind::Item, &subject)?;
        gets.push(start.elapsed().as_secs_f64());
        ensure!(found.is_some(), "{subject} is not there");
    }
    let old = AsOf::Size(size / 2);
    let (old, old_view) = Took::of(|| Ok(reader.view(&Audience::AllReadable, old)?))?;
    let (old_listed, old_list) = Took::of(|| Ok(old.list(Kind::Item)?.len() as u64))?;
    Ok(json!({
        "n": size,
        "open": open.json(),
        "view": view.json(),
        "listed": listed,
        "list": list.rates(listed),
        "get_us": spread_us(gets),
        "view_as_of_half": old_view.json(),
        "listed_as_of_half": old_listed,
        "list_as_of_half": old_list.rates(old_listed),
        "peak_rss": peak_rss,
    }))
}
