//! Cuts the power at random calls of the disk, under sessions that are random too, and looks at what came back.
//!
//! The file layer is simulated: what was not synced is lost, torn, kept, or kept in another order. SQLite's file is real and
//! is taken as durable once it was committed; that SQLite keeps this promise is not tested here. At the end of a session
//! that file is sometimes put back to an older state, as a disk that lied or a hasty restore would leave it: then nothing
//! smaller may be signed.

use std::path::PathBuf;
use std::sync::Arc;

use anyhow::{Context as _, Result, ensure};
use holdfire_seal::checkpoint::parse_note_unverified;
use holdfire_seal::tiles::paths;
use holdfire_store::disk::Disk;
use holdfire_store::mission::{MissionError, Surroundings, database_path, is_mission};

use crate::progress::{Progress, Run, say};
use crate::random::Random;
use crate::session::{Expected, Hands, Open, Room, Sent, log_of};
use crate::sim_disk::{SimDisk, Trouble};

/// Steps of a session.
const STEPS: u64 = 14;
/// The power goes within so many calls of the disk.
const MOST_CALLS: u64 = 90;

/// How many.
#[derive(clap::Args)]
pub struct Args {
    /// How many sessions, each from a seed of its own.
    #[arg(long, default_value_t = 200)]
    seeds: u64,
    /// 5,000 instead.
    #[arg(long)]
    long: bool,
    /// Only the session of this number.
    #[arg(long)]
    only: Option<u64>,
    #[command(flatten)]
    run: Run,
}

#[derive(Default)]
struct Totals {
    cuts: u64,
    in_creation: u64,
    pieces_made_again: u64,
    put_back: u64,
    refused: u64,
    at: std::collections::BTreeMap<&'static str, u64>,
}

/// Runs the sessions, and says what came of it.
pub fn run(args: &Args) -> Result<()> {
    let seeds = if args.long { 5_000 } else { args.seeds };
    let room = Room::in_memory("power")?;
    let mut totals = Totals::default();
    if let Some(number) = args.only {
        return session(&room, args.run.seed.wrapping_add(number << 32), &mut totals);
    }
    let mut progress = Progress::start(&args.run, seeds)?;
    while let Some(number) = progress.case() {
        session(&room, progress.seed.wrapping_add(number << 32), &mut totals).with_context(
            || {
                let seed = progress.seed;
                format!("session {number}; hint: power --seed {seed} --only {number} repeats it")
            },
        )?;
        progress.done()?;
    }
    let Totals {
        cuts,
        in_creation,
        pieces_made_again,
        put_back,
        refused,
        at,
    } = totals;
    say(&format!(
        "power: {seeds} sessions, {cuts} cuts ({in_creation} in creation) at {at:?}; of what a durable checkpoint commits to \
         {pieces_made_again} pieces had to be made again; SQLite's file put back {put_back} times, signing refused {refused} times"
    ));
    Ok(())
}

struct Session<'a> {
    dir: PathBuf,
    disk: Arc<SimDisk>,
    clock: Arc<Hands>,
    surroundings: Surroundings,
    random: Random,
    open: Option<Open>,
    expected: Expected,
    totals: &'a mut Totals,
}

fn session(room: &Room, seed: u64, totals: &mut Totals) -> Result<()> {
    room.empty()?;
    let mut random = Random::new(seed);
    let disk = Arc::new(SimDisk::new(random.next()));
    disk.create_dir_all(&room.0)?;
    let clock = Hands::new();
    let surroundings = Surroundings::new(disk.clone(), clock.clone(), Random::new(random.next()));
    let mut session = Session {
        dir: room.mission(),
        disk,
        clock,
        surroundings,
        random,
        open: None,
        expected: Expected::default(),
        totals,
    };
    session.plan();
    let mut copy = None;
    for step in 0..STEPS {
        let done = session.step();
        session.look()?;
        if session.disk.hit().is_some() {
            session.recover()?;
        } else {
            done?;
        }
        if step == STEPS / 2 && session.open.take().is_some() {
            copy = Some(std::fs::read(database_path(&session.dir))?);
        }
    }
    session.recover()?;
    if session.random.below(4) == 0
        && let Some(copy) = copy
    {
        session.put_back(&copy)?;
    }
    Ok(())
}

impl Session<'_> {
    fn plan(&mut self) {
        let after = self.random.below(MOST_CALLS);
        self.disk.plan(Some((after, Trouble::PowerOut)));
    }

    fn step(&mut self) -> Result<(), MissionError> {
        let open = match self.open.take() {
            Some(open) => open,
            None => Open::at(&self.dir, &self.surroundings)?,
        };
        let open = self.open.insert(open);
        self.clock.later(self.random.below(900));
        match self.random.below(8) {
            0..4 => {
                let sent = Sent {
                    log: log_of(open, self.random.next()),
                    request: u128::from(self.random.next()),
                    // Sometimes enough to fill a tile.
                    count: match self.random.below(8) {
                        0 => 90 + self.random.below(120),
                        _ => 1 + self.random.below(8),
                    },
                    erases: None,
                };
                let entered = open.send(&sent)?;
                let answer = Some((entered.first.index, entered.leaves));
                self.expected.sent.push((sent, answer));
            }
            4 => match open.mission.tick() {
                Ok(_) | Err(MissionError::NoTick { .. }) => {}
                Err(error) => return Err(error),
            },
            5 | 6 => {
                open.mission.publish()?;
            }
            _ => self.open = None,
        }
        Ok(())
    }

    /// Takes down every checkpoint that anybody could have seen, durable or not.
    fn look(&mut self) -> Result<()> {
        for (path, bytes) in self.disk.take_shown() {
            // That of a mission that was not there yet goes with it, if the power does.
            if path.starts_with(&self.dir) {
                let note = parse_note_unverified(&bytes)?;
                self.expected
                    .saw_root(note.origin(), note.size(), *note.root())?;
            }
        }
        Ok(())
    }

    /// The power goes and comes back; everything is looked at; the session goes on.
    fn recover(&mut self) -> Result<()> {
        self.open = None;
        self.totals.cuts += 1;
        if let Some(what) = self.disk.hit() {
            *self.totals.at.entry(what).or_default() += 1;
        }
        self.disk.cut_power();
        let beside = self.dir.with_extension("part");
        if is_mission(&self.dir) {
            self.count_missing()?;
        } else {
            self.totals.in_creation += 1;
            ensure!(
                !self.disk.exists(&self.dir) && self.expected.sent.is_empty(),
                "half a mission is there"
            );
            // What a mission is put together from is cleared away on the real disk when it is made again.
            let _ = std::fs::remove_dir_all(&beside);
            self.disk.forget(&beside);
        }
        let open = Open::at(&self.dir, &self.surroundings).context("opening after the cut")?;
        self.expected.check(&open, &*self.disk)?;
        self.disk.take_shown();
        self.open = Some(open);
        self.plan();
        Ok(())
    }

    /// Counts what the durable checkpoints commit to and is not durable: it has to be made again.
    fn count_missing(&mut self) -> Result<()> {
        let circles = self.dir.join("circles");
        let mut dirs = vec![self.dir.join("log")];
        for name in self.disk.list(&circles).unwrap_or_default() {
            dirs.push(circles.join(name));
        }
        for dir in dirs {
            let Ok(note) = self.disk.read(&dir.join("checkpoint")) else {
                continue;
            };
            let note = parse_note_unverified(&note).context("a torn checkpoint")?;
            self.expected
                .saw_root(note.origin(), note.size(), *note.root())?;
            let lost = paths(note.size()).filter(|path| !self.disk.exists(&dir.join(path)));
            self.totals.pieces_made_again += lost.count() as u64;
        }
        Ok(())
    }

    /// Puts SQLite's file back: nothing smaller is signed.
    fn put_back(&mut self, copy: &[u8]) -> Result<()> {
        self.open = None;
        self.disk.plan(None);
        std::fs::write(database_path(&self.dir), copy)?;
        self.totals.put_back += 1;
        let signed = self.expected.signed.clone();
        let sizes = |dir: &str| self.disk.read(&self.dir.join(dir));
        let before = sizes("log/checkpoint")?;
        let open = Open::at(&self.dir, &self.surroundings)?;
        let published = open.mission.publish();
        match published {
            Err(MissionError::SignedBefore { .. }) => {
                self.totals.refused += 1;
                ensure!(
                    sizes("log/checkpoint")? == before,
                    "it was signed all the same"
                );
            }
            Err(error) => return Err(error.into()),
            Ok(published) => {
                for log in published {
                    let largest = signed.keys().filter(|(origin, _)| *origin == log.origin);
                    let largest = largest.map(|(_, size)| *size).max().unwrap_or(0);
                    ensure!(
                        log.size >= largest,
                        "{largest} was signed, then {}",
                        log.size
                    );
                }
            }
        }
        Ok(())
    }
}
