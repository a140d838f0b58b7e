//! Bits of a mission's SQLite file: each flip is seen when the record is opened and checked, or changes nothing at all.
//!
//! A flip that is not seen is harmless only if every row of every table, every mark of the file, the dump, and everything
//! that entries say are byte for byte as before. Then the place says what it is.

mod place;

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use anyhow::{Context as _, Result, bail, ensure};
use holdfire_record::Kind;
use holdfire_seal::Hash;
use holdfire_store::disk::RealDisk;
use holdfire_store::mission::{MissionError, Reader, Surroundings, database_path};
use holdfire_store::random::SystemRandom;
use rusqlite::types::ValueRef;
use rusqlite::{Connection, OpenFlags};

use crate::progress::{Progress, Run, say};
use crate::random::Random;
use crate::session::{Hands, Open, Room, Sent, log_of, reader, without_erasures};

/// Requests that fill the mission, of [`PER_REQUEST`] entries each.
const REQUESTS: u64 = 300;
const PER_REQUEST: u64 = 8;

/// Flips so many bits, one at a time.
pub fn run(count: u64, seed: u64, progress: Option<PathBuf>) -> Result<()> {
    let mut progress = Progress::start(&Run { seed, progress }, count)?;
    let room = Room::in_memory("flips")?;
    let filled = Filled::make(&room)?;
    let mut seen: BTreeMap<&'static str, u64> = BTreeMap::new();
    let mut harmless: BTreeMap<String, u64> = BTreeMap::new();
    while let Some(number) = progress.case() {
        let mut random = Random::new(progress.seed.wrapping_add(number << 32));
        let bit = random.below(filled.bytes.len() as u64 * 8);
        let by = filled
            .flip(usize::try_from(bit)?)
            .with_context(|| format!("bit {bit} of the file, flip {number} of seed {seed}"))?;
        match by {
            Came::Seen(by) => *seen.entry(by).or_default() += 1,
            Came::Harmless(place) => *harmless.entry(place).or_default() += 1,
        }
        progress.done()?;
    }
    let sum = |counts: Vec<&u64>| counts.into_iter().sum::<u64>();
    let total = sum(seen.values().collect());
    let nothing = sum(harmless.values().collect());
    say(&format!(
        "flips: record.sqlite of {} KiB, {count} bits (this run {}): {total} seen, first by {seen:?}; {nothing} change \
         nothing that the record gives: {harmless:?}",
        filled.bytes.len() / 1024,
        total + nothing
    ));
    Ok(())
}

/// What came of a flip.
enum Came {
    Seen(&'static str),
    Harmless(String),
}

/// A mission, closed cleanly.
struct Filled {
    dir: PathBuf,
    surroundings: Surroundings,
    bytes: Vec<u8>,
    picture: Hash,
}

impl Filled {
    fn make(room: &Room) -> Result<Self> {
        let dir = room.mission();
        let clock = Hands::new();
        let surroundings = Surroundings::new(Arc::new(RealDisk), clock.clone(), SystemRandom);
        let open = Open::at(&dir, &surroundings)?;
        for at in 0..REQUESTS {
            let log = log_of(&open, at / 2);
            let mut sent = Sent {
                log,
                request: u128::from(at),
                count: PER_REQUEST,
                erases: None,
            };
            let entered = open.send(&sent)?;
            if at.is_multiple_of(40) {
                sent.request += 1 << 64;
                sent.erases = Some(entered.first.index);
                open.send(&sent)?;
            }
            if at.is_multiple_of(10) {
                clock.later(900);
                open.mission.tick()?;
            }
            if at.is_multiple_of(100) {
                let circle = open.mission.now()?.circles()?.remove(0);
                open.mission.rotate(&open.author, &circle)?;
            }
        }
        open.mission.publish()?;
        drop(open);
        let file = database_path(&dir);
        ensure!(
            !file.with_extension("sqlite-wal").exists(),
            "the record was not closed cleanly"
        );
        let bytes = fs::read(&file)?;
        let mut filled = Self {
            dir,
            surroundings,
            bytes,
            picture: Hash([0; 32]),
        };
        filled.picture = filled.picture()?;
        ensure!(
            filled.seen()?.is_none(),
            "the check finds something in a good file"
        );
        Ok(filled)
    }

    fn flip(&self, bit: usize) -> Result<Came> {
        let mut bytes = self.bytes.clone();
        bytes[bit / 8] ^= 1 << (bit % 8);
        let file = database_path(&self.dir);
        for left in ["sqlite-wal", "sqlite-shm"] {
            let _ = fs::remove_file(file.with_extension(left));
        }
        fs::write(&file, bytes)?;
        if let Some(by) = self.seen()? {
            return Ok(Came::Seen(by));
        }
        let picture = self
            .picture()
            .context("nobody saw it, and the record cannot be read")?;
        let place = place::name(&self.bytes, bit / 8);
        if picture != self.picture {
            bail!("nobody saw it, and the record gives something else ({place})");
        }
        Ok(Came::Harmless(place))
    }

    fn open(&self) -> Result<Reader, MissionError> {
        Reader::open(&self.dir, self.surroundings.clone(), vec![reader()])
    }

    /// What sees first that something is wrong.
    fn seen(&self) -> Result<Option<&'static str>> {
        let report = match self.open() {
            Err(_) => return Ok(Some("opening")),
            Ok(reader) => reader.check(),
        };
        let Ok(report) = report else {
            return Ok(Some("reading"));
        };
        let findings = without_erasures(report.findings);
        let Some(first) = findings.first() else {
            return Ok(None);
        };
        Ok(Some(if first.starts_with("record.sqlite: ") {
            "SQLite's check"
        } else if first.contains("add up to") {
            "the sum"
        } else if first.contains("projection") {
            "the projection"
        } else {
            "the tree"
        }))
    }

    /// A hash over everything that the record gives.
    fn picture(&self) -> Result<Hash> {
        let mut all = rows(&database_path(&self.dir))?;
        let reader = self.open()?;
        all.extend(reader.dump()?.into_bytes());
        let view = reader.now()?;
        for kind in Kind::ALL {
            for seen in view.all(kind)? {
                all.extend(format!("{:?} {:?}", seen.place, seen.subject()).into_bytes());
                for field in seen.fields() {
                    all.extend(field.name.as_bytes());
                    all.extend(&field.value);
                }
            }
        }
        Ok(Hash::of(&all))
    }
}

/// Every row of every table, and the marks of the file.
fn rows(file: &Path) -> Result<Vec<u8>> {
    let flags = OpenFlags::SQLITE_OPEN_READ_ONLY;
    let connection = Connection::open_with_flags(file, flags)?;
    let mut all = Vec::new();
    let marks = ["application_id", "user_version", "encoding"];
    for sql in marks
        .map(|name| format!("pragma {name}"))
        .into_iter()
        .chain(
            [
                "log",
                "entry",
                "object",
                "version",
                "request",
                "binding",
                "meta",
                "sqlite_schema",
            ]
            .map(|table| format!("select * from {table}")),
        )
    {
        let mut select = connection.prepare(&sql)?;
        let count = select.column_count();
        let mut rows = select.query([])?;
        while let Some(row) = rows.next()? {
            for at in 0..count {
                let (kind, bytes): (u8, Vec<u8>) = match row.get_ref(at)? {
                    ValueRef::Null => (0, Vec::new()),
                    ValueRef::Integer(number) => (1, number.to_be_bytes().to_vec()),
                    ValueRef::Real(number) => (2, number.to_be_bytes().to_vec()),
                    ValueRef::Text(text) => (3, text.to_vec()),
                    ValueRef::Blob(blob) => (4, blob.to_vec()),
                };
                all.push(kind);
                all.extend((bytes.len() as u64).to_be_bytes());
                all.extend(bytes);
            }
        }
    }
    Ok(all)
}
