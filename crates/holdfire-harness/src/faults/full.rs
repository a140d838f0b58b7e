//! A disk that is full under SQLite: the system's own limit on the size of files, in a child process that has the signal of
//! that limit ignored, so that a write fails as on a full disk: in the middle, or whole.

use std::path::PathBuf;
use std::process::Command;
use std::sync::Arc;

use anyhow::{Context as _, Result, ensure};
use holdfire_store::disk::RealDisk;
use holdfire_store::mission::{MissionError, Surroundings, database_path};
use holdfire_store::random::SystemRandom;
use rustix::process::{Resource, Rlimit, getrlimit, setrlimit};

use crate::progress::say;
use crate::session::{Expected, Hands, Open, Room, Sent, log_of};

/// So many limits.
const LIMITS: u64 = 60;
/// No more requests under one limit.
const MOST_SENT: u64 = 60;

/// What the child is told.
#[derive(clap::Args)]
pub struct Args {
    dir: PathBuf,
}

/// Starts the child and waits for it.
pub fn run(room: &Room) -> Result<()> {
    room.empty()?;
    // The shell ignores the signal (that of Linux and the BSDs by name), and what it starts inherits that.
    let status = Command::new("sh")
        .args(["-c", "trap '' XFSZ; exec \"$@\"", "sh"])
        .arg(std::env::current_exe()?)
        .arg("faults-full")
        .arg(room.mission())
        .status()
        .context("starting the child")?;
    ensure!(status.success(), "the child ended with {status}");
    Ok(())
}

/// Files may not grow beyond this, or as far as they like.
fn limit(most: Option<u64>) -> Result<()> {
    let Rlimit { maximum, .. } = getrlimit(Resource::Fsize);
    let current = most.or(maximum);
    setrlimit(Resource::Fsize, Rlimit { current, maximum }).context("setting a limit")
}

/// Works under one limit after the other.
pub fn run_child(args: &Args) -> Result<()> {
    let clock = Hands::new();
    let surroundings = Surroundings::new(Arc::new(RealDisk), clock.clone(), SystemRandom);
    let mut open = Some(Open::at(&args.dir, &surroundings)?);
    let mut expected = Expected::default();
    let (mut refused, mut accepted) = (0_u64, 0_u64);
    let mut words = std::collections::BTreeSet::new();
    for number in 0..LIMITS {
        clock.later(300);
        let now = match open.take() {
            Some(open) => open,
            None => Open::at(&args.dir, &surroundings)?,
        };
        let file = database_path(&args.dir);
        let log = file.with_extension("sqlite-wal");
        let size = |path| std::fs::metadata(path).map_or(0, |file| file.len());
        let largest = size(&file).max(size(&log));
        // Nothing at all can be written; or the next page, or the fifth, is cut off in its middle.
        limit(Some(match number % 6 {
            0 => 0,
            1 => largest,
            _ => largest + number * 613,
        }))?;
        let mut failed = false;
        for at in 0..MOST_SENT {
            let sent = Sent {
                log: log_of(&now, at),
                request: u128::from(number << 32 | at),
                count: 1 + at % 9,
                erases: None,
            };
            let answer = now.send(&sent);
            let known = answer.as_ref().ok();
            let known = known.map(|entered| (entered.first.index, entered.leaves.clone()));
            expected.sent.push((sent, known));
            accepted += u64::from(answer.is_ok());
            if let Err(error) = answer {
                refused += 1;
                failed = true;
                is_of_the_disk(&error, &mut words)?;
                break;
            }
        }
        for done in [
            now.mission.tick().map(drop),
            now.mission.publish().map(drop),
        ] {
            match done {
                Ok(()) | Err(MissionError::NoTick { .. }) => {}
                Err(error) => is_of_the_disk(&error, &mut words)?,
            }
        }
        limit(None)?;
        ensure!(failed || number % 6 > 1, "no limit was met");
        // Some go on with what is open, some open again.
        if number % 3 > 0 {
            expected.check(&now, &RealDisk)?;
            open = Some(now);
        }
    }
    drop(open);
    let open = Open::at(&args.dir, &surroundings)?;
    expected.check(&open, &RealDisk)?;
    ensure!(
        refused > LIMITS / 3,
        "only {refused} submissions were refused"
    );
    say(&format!(
        "faults: a full disk under SQLite {LIMITS} times: {refused} submissions refused, {accepted} accepted and there; it said {words:?}"
    ));
    Ok(())
}

fn is_of_the_disk(
    error: &MissionError,
    words: &mut std::collections::BTreeSet<String>,
) -> Result<()> {
    ensure!(
        error.is_surroundings() && !error.is_integrity(),
        "another error than the disk's: {error}"
    );
    let text = error.to_string();
    let (_, what) = text.rsplit_once(": ").unwrap_or(("", &text));
    words.insert(what.to_owned());
    Ok(())
}
