//! Kills a process that works on a mission at random points, and looks at what it left.

mod child;

use std::io::{BufRead as _, BufReader};
use std::process::{Command, Stdio};
use std::sync::Arc;
use std::time::{Duration, Instant, SystemTime, UNIX_EPOCH};

use anyhow::{Context as _, Result, bail, ensure};
use holdfire_seal::Hash;
use holdfire_store::disk::RealDisk;
use holdfire_store::mission::{Surroundings, is_mission};
use holdfire_store::random::SystemRandom;

use crate::progress::{Progress, Run, say};
use crate::random::Random;
use crate::session::{Counted, Expected, Open, Room, Sent};

pub use child::{Args as ChildArgs, Fast, run as run_child};

/// So many kills hit one mission, then there is a new one: so creation is hit too.
const KILLS_OF_ONE: u64 = 6;
/// No start may take longer.
const MOST_START: Duration = Duration::from_secs(2);

/// How many.
#[derive(clap::Args)]
pub struct Args {
    /// How often a process is killed.
    #[arg(long, default_value_t = 100)]
    count: u64,
    /// 2,000 times instead.
    #[arg(long)]
    long: bool,
    #[command(flatten)]
    run: Run,
}

#[derive(Default)]
struct Totals {
    counted: Counted,
    worst_start: Duration,
    /// What the process was at when it was killed.
    in_creation: u64,
    in_publish: u64,
    in_tick: u64,
    in_submit: u64,
}

/// Kills, and says what came of it.
pub fn run(args: &Args) -> Result<()> {
    let count = if args.long { 2_000 } else { args.count };
    let mut progress = Progress::start(&args.run, count)?;
    let room = Room::on_disk("kills")?;
    let mut totals = Totals::default();
    let mut round = Round::default();
    let mut first = true;
    while let Some(number) = progress.case() {
        let mut random = Random::new(progress.seed.wrapping_add(number << 32));
        if first || number.is_multiple_of(KILLS_OF_ONE) {
            round = Round::new(&room)?;
            first = false;
        }
        round
            .kill(&room, &mut random, &mut totals)
            .with_context(|| format!("kill {number} of seed {}", progress.seed))?;
        progress.done()?;
    }
    let Totals {
        counted,
        worst_start,
        in_creation,
        in_publish,
        in_tick,
        in_submit,
    } = totals;
    say(&format!(
        "kills: {count}; worst start {} ms; acknowledged and there {}; without an answer: {} were there, {} not, each now once; \
         killed in creation {in_creation}, in submit {in_submit}, in tick {in_tick}, in publish {in_publish}",
        worst_start.as_millis(),
        counted.acknowledged,
        counted.were_there,
        counted.were_not
    ));
    Ok(())
}

/// One mission.
#[derive(Default)]
struct Round {
    epoch_ms: u64,
    requests: u128,
    expected: Expected,
}

impl Round {
    fn new(room: &Room) -> Result<Self> {
        room.empty()?;
        let now = SystemTime::now().duration_since(UNIX_EPOCH)?;
        Ok(Self {
            epoch_ms: u64::try_from(now.as_millis())?,
            ..Self::default()
        })
    }

    fn kill(&mut self, room: &Room, random: &mut Random, totals: &mut Totals) -> Result<()> {
        let dir = room.mission();
        let fresh = !is_mission(&dir);
        let known = self.expected.sent.len();
        let acts = self.let_work(room, random, fresh)?;
        totals.in_creation += u64::from(fresh && !acts.created);
        totals.in_publish += acts.publishes;
        totals.in_tick += acts.ticks;
        let new = &self.expected.sent[known..];
        totals.in_submit += new.iter().filter(|(_, answer)| answer.is_none()).count() as u64;
        ensure!(
            !acts.created || is_mission(&dir),
            "the mission was made, and is not there"
        );

        let clock = Arc::new(Fast {
            epoch_ms: self.epoch_ms,
        });
        let surroundings = Surroundings::new(Arc::new(RealDisk), clock, SystemRandom);
        let begun = Instant::now();
        let open = Open::at(&dir, &surroundings).context("opening again")?;
        let took = begun.elapsed();
        // A machine that does much else at once is slow, and a mission that was not there yet is made here.
        if acts.created {
            totals.worst_start = totals.worst_start.max(took);
            ensure!(took <= MOST_START, "opening again took {took:?}");
        }
        let counted = self.expected.check(&open, &RealDisk)?;
        totals.counted.acknowledged += counted.acknowledged;
        totals.counted.were_there += counted.were_there;
        totals.counted.were_not += counted.were_not;
        Ok(())
    }

    /// Starts the child, kills it, and takes down what it said.
    fn let_work(&mut self, room: &Room, random: &mut Random, fresh: bool) -> Result<Acts> {
        // Numbers of requests go on from child to child.
        self.requests += 1 << 64;
        let mut child = Command::new(std::env::current_exe()?)
            .arg("kills-child")
            .arg(room.mission())
            .args([self.epoch_ms.to_string(), self.requests.to_string()])
            .stdout(Stdio::piped())
            .spawn()
            .context("starting the child")?;
        let out = child.stdout.take().context("its output is a pipe")?;
        let lines = std::thread::spawn(move || -> std::io::Result<Vec<String>> {
            let mut lines = Vec::new();
            let mut reader = BufReader::new(out);
            let mut line = String::new();
            // A last line without its end was cut off, and does not count.
            while reader.read_line(&mut line)? > 0 && line.ends_with('\n') {
                lines.push(line.trim_end().to_owned());
                line.clear();
            }
            Ok(lines)
        });
        // Half of the kills of a new mission hit its creation.
        let most_ms = if fresh && random.below(2) == 0 {
            90
        } else {
            400
        };
        std::thread::sleep(Duration::from_micros(random.below(most_ms * 1_000)));
        let ended = child.try_wait()?;
        child.kill()?;
        child.wait()?;
        let lines = lines.join().expect("the thread does not panic")?;
        if let Some(status) = ended {
            bail!("the child ended by itself, {status}: {:?}", lines.last());
        }
        let mut acts = Acts::default();
        for line in &lines {
            self.take_down(line, &mut acts)
                .with_context(|| format!("the child said: {line}"))?;
        }
        Ok(acts)
    }

    fn take_down(&mut self, line: &str, acts: &mut Acts) -> Result<()> {
        let words: Vec<&str> = line.split(' ').collect();
        match words[..] {
            ["created"] => acts.created = true,
            ["publish"] => acts.publishes = 1,
            ["published"] => acts.publishes = 0,
            ["tick"] => acts.ticks = 1,
            ["ticked"] => acts.ticks = 0,
            ["sent", log, request, count, erases] => {
                let sent = Sent {
                    log: log.parse()?,
                    request: request.parse()?,
                    count: count.parse()?,
                    erases: erases.parse().ok(),
                };
                self.expected.sent.push((sent, None));
            }
            ["acknowledged", request, first, leaves] => {
                let request: u128 = request.parse()?;
                let mut sent = self.expected.sent.iter_mut().rev();
                let found = sent.find(|(sent, _)| sent.request == request);
                let (_, answer) = found.context("it was not sent")?;
                let leaves = leaves.split(',').map(Hash::from_hex);
                let leaves = leaves.collect::<Option<_>>().context("no hash")?;
                *answer = Some((first.parse()?, leaves));
            }
            ["signed", origin, size, root] => {
                let root = Hash::from_hex(root).context("no hash")?;
                self.expected.saw_root(origin, size.parse()?, root)?;
            }
            _ => bail!("this is no line of the journal"),
        }
        Ok(())
    }
}

/// What the child was at.
#[derive(Default)]
struct Acts {
    created: bool,
    publishes: u64,
    ticks: u64,
}
