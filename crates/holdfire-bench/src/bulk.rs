//! Many records under all readings: one byte for each record and reading, and counts.

use std::io::Write;
use std::sync::Mutex;
use std::sync::atomic::{AtomicUsize, Ordering};

use anyhow::{Result, anyhow};
use holdfire_model::Verdict;
use holdfire_terms::{CompiledReading, Frame, Row, RowPlace, verdicts};

use crate::clock;
use crate::data::Records;
use crate::record::{Calendar, Record, Rows};

/// Rows that are handed to the engine at a time.
const BATCH: usize = 4_096;

/// Everything that stays the same over the records.
#[derive(Debug)]
pub struct Bench<'a> {
    /// The case as numbers.
    pub frame: &'a Frame<'a>,
    /// The readings.
    pub readings: &'a [CompiledReading],
    /// The days.
    pub calendar: &'a Calendar,
    /// What records say, as numbers.
    pub rows: &'a Rows,
}

/// How far a run goes; the earlier ends exist to see what each part costs.
#[derive(Clone, Copy, Debug, PartialEq, Eq, clap::ValueEnum)]
pub enum Stage {
    /// Reads the file into number rows.
    Read,
    /// Finds zones and sites too.
    Locate,
    /// Everything: all factors under all readings, counts, bytes.
    All,
}

/// What a run gives.
#[derive(Debug, Default)]
pub struct Answers {
    /// How many records there were.
    pub records: u64,
    /// For each record, in the order of the file, and for each reading a byte: the position in [`Verdict::ALL`].
    pub bytes: Vec<u8>,
    /// By day, clause, reading, verdict.
    pub counts: Vec<u64>,
    /// CPU seconds of the threads that did it.
    pub cpu_s: f64,
}

/// Memory that a thread uses again for each piece.
#[derive(Default)]
struct Memory {
    all: Vec<Record>,
    order: Vec<(u32, u32)>,
    batch: Batch,
}

/// Rows that are handed to the engine together.
#[derive(Default)]
struct Batch {
    /// Where the records stand in their piece.
    positions: Vec<usize>,
    records: Vec<Record>,
    intervals: Vec<(i64, i64)>,
    days: Vec<usize>,
    places: Vec<RowPlace>,
}

impl Bench<'_> {
    fn clauses(&self) -> usize {
        self.frame.case().clauses.len()
    }

    /// Assesses all records, in pieces that the threads take one after the other.
    ///
    /// # Errors
    /// For the first row that cannot be read.
    pub fn run(&self, records: &Records, threads: usize, stage: Stage) -> Result<Answers> {
        let next = AtomicUsize::new(0);
        let done: Mutex<Vec<(usize, Answers)>> = Mutex::default();
        std::thread::scope(|scope| {
            let work = || -> Result<()> {
                let mut memory = Memory::default();
                let mut before = clock::thread_cpu_s();
                loop {
                    let piece = next.fetch_add(1, Ordering::Relaxed);
                    if piece >= records.pieces() {
                        return Ok(());
                    }
                    let mut answers = self.piece(records, piece, stage, &mut memory)?;
                    let now = clock::thread_cpu_s();
                    answers.cpu_s = now - before;
                    before = now;
                    done.lock()
                        .expect("no thread panics while it holds the lock")
                        .push((piece, answers));
                }
            };
            let threads: Vec<_> = (0..threads).map(|_| scope.spawn(work)).collect();
            threads
                .into_iter()
                .try_for_each(|t| t.join().map_err(|_| anyhow!("a thread panicked"))?)
        })?;
        let mut pieces = done
            .into_inner()
            .expect("no thread panicked while it held the lock");
        pieces.sort_by_key(|(piece, _)| *piece);
        let mut all = Answers {
            counts: vec![0; self.count_of_counts()],
            ..Answers::default()
        };
        all.bytes
            .reserve_exact(pieces.iter().map(|(_, a)| a.bytes.len()).sum());
        for (_, answers) in pieces {
            all.records += answers.records;
            all.cpu_s += answers.cpu_s;
            all.bytes.extend_from_slice(&answers.bytes);
            for (sum, count) in all.counts.iter_mut().zip(&answers.counts) {
                *sum += count;
            }
        }
        Ok(all)
    }

    fn count_of_counts(&self) -> usize {
        self.calendar.len() * self.clauses() * self.readings.len() * Verdict::ALL.len()
    }

    fn piece(
        &self,
        records: &Records,
        piece: usize,
        stage: Stage,
        memory: &mut Memory,
    ) -> Result<Answers> {
        let Memory { all, order, batch } = memory;
        all.clear();
        for record in records.piece(piece) {
            all.push(record?);
        }
        sort_by_place(all, order);
        let mut answers = Answers {
            records: all.len() as u64,
            counts: vec![0; self.count_of_counts()],
            ..Answers::default()
        };
        if stage == Stage::All {
            answers.bytes = vec![0; all.len() * self.readings.len() * self.clauses()];
        }
        for positions in order.chunks(BATCH) {
            batch.fill(all, positions, self)?;
            match stage {
                Stage::Read => {
                    std::hint::black_box(&batch.places);
                }
                Stage::Locate => self.locate(batch),
                Stage::All => self.assess(batch, &mut answers),
            }
        }
        Ok(answers)
    }

    fn assess(&self, batch: &Batch, answers: &mut Answers) {
        let (readings, clauses) = (self.readings.len(), self.clauses());
        verdicts(
            self.frame,
            self.readings,
            batch.rows(self.rows),
            |row, reading, clause, verdict| {
                let verdict = verdict as u8;
                let position = batch.positions[row] * readings * clauses;
                answers.bytes[position + reading * clauses + clause] = verdict;
                let cell = (batch.days[row] * clauses + clause) * readings + reading;
                answers.counts[cell * Verdict::ALL.len() + usize::from(verdict)] += 1;
            },
        );
    }

    fn locate(&self, batch: &Batch) {
        let reach = self
            .readings
            .iter()
            .filter_map(CompiledReading::reach_m)
            .reduce(f64::max);
        let mut located = holdfire_terms::Located::default();
        for row in batch.rows(self.rows) {
            self.frame.locate(&row, reach, &mut located);
            std::hint::black_box(&located);
        }
    }

    /// Writes the counts as CSV, in the order of day, clause, reading, verdict; counts of 0 are left out.
    ///
    /// # Errors
    /// If it cannot be written.
    pub fn write_counts(&self, answers: &Answers, out: &mut impl Write) -> Result<()> {
        let case = self.frame.case();
        writeln!(out, "day,clause,reading,verdict,reports")?;
        for (cell, count) in answers.counts.iter().enumerate().filter(|(_, n)| **n > 0) {
            let (rest, verdict) = (cell / Verdict::ALL.len(), cell % Verdict::ALL.len());
            let (rest, reading) = (rest / self.readings.len(), rest % self.readings.len());
            let (day, clause) = (rest / self.clauses(), rest % self.clauses());
            writeln!(
                out,
                "{},{},{},{},{count}",
                self.calendar.name(day),
                case.clauses[clause].id,
                case.readings[reading].id,
                Verdict::ALL[verdict].name()
            )?;
        }
        Ok(())
    }
}

impl Batch {
    /// Takes the records at these positions of a piece.
    fn fill(&mut self, from: &[Record], positions: &[(u32, u32)], bench: &Bench<'_>) -> Result<()> {
        self.positions.clear();
        self.records.clear();
        self.intervals.clear();
        self.days.clear();
        self.places.clear();
        for &(_, position) in positions {
            let record = from[position as usize];
            let interval = bench.calendar.interval(&record)?;
            self.positions.push(position as usize);
            self.days.push(bench.calendar.day_of(interval.0)?);
            self.intervals.push(interval);
            self.places.push(bench.rows.place(&record)?);
            self.records.push(record);
        }
        Ok(())
    }

    fn rows<'b>(&'b self, rows: &'b Rows) -> impl Iterator<Item = Row<'b>> {
        let parts = self.records.iter().zip(&self.intervals).zip(&self.places);
        parts.map(|((record, interval), place)| rows.row(record, *interval, place))
    }
}

/// Fills `order` with the positions of records by quarter degrees of latitude, then of longitude, with the key:
/// neighbours one after the other, so that what an index holds of their surroundings is still in the processor's cache.
/// Changes no answer.
fn sort_by_place(records: &[Record], order: &mut Vec<(u32, u32)>) {
    let cell = |degrees: f64, offset: f64| ((degrees + offset) * 4.0) as u32;
    order.clear();
    order.extend(records.iter().zip(0..).map(|(record, position)| {
        let key = cell(record.lat, 90.0) * 1_441 + cell(record.lon, 180.0);
        (key, position)
    }));
    order.sort_unstable();
}

/// FNV-1a over the bytes: equal sums mean equal answers.
pub fn checksum(bytes: &[u8]) -> u64 {
    bytes.iter().fold(0xcbf2_9ce4_8422_2325, |sum, byte| {
        (sum ^ u64::from(*byte)).wrapping_mul(0x0100_0000_01b3)
    })
}

/// How many answers there are of each verdict.
pub fn totals(answers: &Answers) -> [u64; Verdict::ALL.len()] {
    let mut totals = [0; Verdict::ALL.len()];
    for (cell, count) in answers.counts.iter().enumerate() {
        totals[cell % Verdict::ALL.len()] += count;
    }
    totals
}
