//! The process that is killed: several threads submit, tick, publish, erase and change keys, and say so as they go.

use std::io::Write as _;
use std::path::PathBuf;
use std::sync::Arc;
use std::time::{SystemTime, UNIX_EPOCH};

use anyhow::Result;
use holdfire_store::disk::RealDisk;
use holdfire_store::mission::{Clock, MissionError, Surroundings};
use holdfire_store::random::SystemRandom;

use crate::random::Random;
use crate::session::{Open, START, Sent, log_of};

/// So many threads submit.
const SUBMITTING: u64 = 3;
/// Erasing and changing keys come once in so many submissions.
const RARE: u64 = 12;

/// What the child is told.
#[derive(clap::Args)]
pub struct Args {
    dir: PathBuf,
    epoch_ms: u64,
    requests: u128,
}

/// A clock that goes 10,000 times as fast as that of the machine: a tick every 60 ms.
pub struct Fast {
    /// When it stood at [`START`], POSIX milliseconds.
    pub epoch_ms: u64,
}

impl Clock for Fast {
    fn now(&self) -> u64 {
        let now = SystemTime::now().duration_since(UNIX_EPOCH);
        let now_ms = now.map_or(0, |now| now.as_millis());
        let now_ms = u64::try_from(now_ms).expect("it is not the year 500 million");
        START + now_ms.saturating_sub(self.epoch_ms) * 10
    }
}

/// A line of the journal, written at once.
fn tell(line: &str) -> Result<()> {
    let mut out = std::io::stdout().lock();
    out.write_all(format!("{line}\n").as_bytes())?;
    out.flush()?;
    Ok(())
}

/// Works until it is killed.
pub fn run(args: &Args) -> Result<()> {
    let clock = Arc::new(Fast {
        epoch_ms: args.epoch_ms,
    });
    let surroundings = Surroundings::new(Arc::new(RealDisk), clock, SystemRandom);
    let open = Open::at(&args.dir, &surroundings)?;
    tell("created")?;
    let open = &open;
    std::thread::scope(|scope| {
        let mut threads = Vec::new();
        for number in 0..SUBMITTING {
            threads.push(scope.spawn(move || submit(open, number, args)));
        }
        threads.push(scope.spawn(|| tick(open)));
        threads.push(scope.spawn(|| publish(open)));
        for thread in threads {
            thread.join().expect("no thread panics")?;
        }
        Ok(())
    })
}

fn submit(open: &Open, number: u64, args: &Args) -> Result<()> {
    let mut random = Random::new(number ^ u64::try_from(args.requests >> 64)?);
    let mut last = None;
    for at in 0_u64.. {
        let log = log_of(open, number + u64::from(at.is_multiple_of(3)));
        // Erases what this thread entered just before, if that was in the same log.
        let erases = last.filter(|(of, _)| *of == log && random.below(RARE) == 0);
        let sent = Sent {
            log,
            request: args.requests + u128::from(number << 32 | at),
            count: 1 + random.below(8),
            erases: erases.map(|(_, index)| index),
        };
        let erases = sent
            .erases
            .map_or("-".to_owned(), |index| index.to_string());
        let (request, count) = (sent.request, sent.count);
        tell(&format!("sent {log} {request} {count} {erases}"))?;
        let entered = open.send(&sent)?;
        let leaves: Vec<String> = entered.leaves.iter().map(ToString::to_string).collect();
        let first = entered.first.index;
        tell(&format!(
            "acknowledged {request} {first} {}",
            leaves.join(",")
        ))?;
        last = Some((log, first));
    }
    Ok(())
}

fn tick(open: &Open) -> Result<()> {
    let mut random = Random::new(7);
    loop {
        tell("tick")?;
        match open.mission.tick() {
            Ok(_) | Err(MissionError::NoTick { .. }) => {}
            Err(error) => return Err(error.into()),
        }
        tell("ticked")?;
        if random.below(RARE) == 0 {
            // Who sends meanwhile, does so under the old keys or the new ones.
            let circle = open.mission.now()?.circles()?.remove(0);
            open.mission.rotate(&open.author, &circle)?;
        }
        std::thread::sleep(std::time::Duration::from_millis(5));
    }
}

fn publish(open: &Open) -> Result<()> {
    loop {
        tell("publish")?;
        let published = open.mission.publish()?;
        tell("published")?;
        for log in published {
            tell(&format!("signed {} {} {}", log.origin, log.size, log.root))?;
        }
    }
}
