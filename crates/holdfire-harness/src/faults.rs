//! A disk that fails at the n-th call, for every n of a session; and a disk that is full under SQLite.

mod full;

use std::io;
use std::sync::Arc;

use anyhow::{Context as _, Result, ensure};
use holdfire_store::mission::{MissionError, Surroundings, is_mission};

pub use full::{Args as FullArgs, run_child as run_full_child};

use crate::progress::say;
use crate::random::Random;
use crate::session::{Expected, Hands, Open, Room, Sent};
use crate::sim_disk::{EIO, ENOSPC, SimDisk, Trouble};

/// Which faults.
#[derive(clap::Args)]
pub struct Args {
    /// Every fault at every call; else a full disk and a broken one take turns.
    #[arg(long)]
    long: bool,
}

/// What is done, in this order, whatever came of the step before.
#[derive(Clone, Copy, Debug)]
enum Step {
    Open,
    Send { circle: bool, count: u64 },
    Erase,
    Tick,
    Publish,
    Rotate,
    Close,
}

const SCRIPT: [Step; 18] = [
    Step::Open,
    Step::Send {
        circle: false,
        count: 3,
    },
    Step::Send {
        circle: true,
        count: 2,
    },
    Step::Publish,
    Step::Tick,
    // A full tile takes the place of a partial one.
    Step::Send {
        circle: false,
        count: 256,
    },
    Step::Publish,
    Step::Close,
    Step::Open,
    Step::Erase,
    Step::Send {
        circle: true,
        count: 1,
    },
    Step::Publish,
    Step::Publish,
    Step::Rotate,
    Step::Send {
        circle: true,
        count: 1,
    },
    Step::Tick,
    Step::Publish,
    Step::Close,
];

/// Runs the session with every fault.
pub fn run(args: &Args) -> Result<()> {
    let room = Room::in_memory("faults")?;
    let (mut sessions, mut reported, mut calls) = (0, 0, 0);
    for after in 0.. {
        let all = [
            (Trouble::Once(ENOSPC), Then::Goes),
            (Trouble::From(EIO), Then::Power),
            (Trouble::Once(EIO), Then::Power),
            (Trouble::From(ENOSPC), Then::Goes),
        ];
        let from = if args.long { 0 } else { after % 2 * 2 };
        let count = if args.long { 4 } else { 2 };
        let mut hit = false;
        for (trouble, then) in all.into_iter().skip(usize::try_from(from)?).take(count) {
            let came = session(&room, after, trouble, then)
                .with_context(|| format!("{trouble:?} at call {after}, then {then:?}"))?;
            hit |= came.is_some();
            reported += came.unwrap_or(0);
            sessions += 1;
        }
        if !hit {
            calls = after;
            break;
        }
    }
    say(&format!(
        "faults: {sessions} sessions over all {calls} changing calls of the disk; {reported} errors reported, nothing half"
    ));
    full::run(&room)
}

/// What follows a session.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Then {
    /// The disk is mended.
    Goes,
    /// The power goes, and the disk is mended.
    Power,
}

/// One session; how many errors it reported, or none if the fault did not come.
fn session(room: &Room, after: u64, trouble: Trouble, then: Then) -> Result<Option<u64>> {
    room.empty()?;
    let dir = room.mission();
    let disk = Arc::new(SimDisk::new(after));
    holdfire_store::disk::Disk::create_dir_all(&*disk, &room.0)?;
    disk.plan(Some((after, trouble)));
    let clock = Hands::new();
    let surroundings = Surroundings::new(disk.clone(), clock.clone(), Random::new(after));
    let mut expected = Expected::default();
    let mut reported = 0;
    let mut open = None;
    for (number, step) in SCRIPT.iter().enumerate() {
        clock.later(700);
        let opens = open.is_none() && !matches!(step, Step::Close);
        let done = if opens {
            // A step that found nothing open opens first, as a user does who tries again.
            if !is_mission(&dir) {
                let _ = std::fs::remove_dir_all(dir.with_extension("part"));
                disk.forget(&dir.with_extension("part"));
            }
            Open::at(&dir, &surroundings).map(|new| open = Some(new))
        } else {
            Ok(())
        };
        let done = done.and_then(|()| act(*step, number, &mut open, &mut expected));
        if let Err(error) = done {
            reported += 1;
            names_the_disk(&error, trouble).with_context(|| format!("{step:?}: {error}"))?;
            // What it has in memory is not asked after an error at once and again: both ways are gone.
            if number % 2 == 0 {
                open = None;
            }
        }
    }
    drop(open);
    let hit = disk.hit().is_some();
    disk.plan(None);
    if then == Then::Power {
        disk.cut_power();
    }
    if !is_mission(&dir) {
        ensure!(
            hit && expected.sent.iter().all(|(_, answer)| answer.is_none()),
            "the mission is gone"
        );
        return Ok(hit.then_some(reported));
    }
    let open = Open::at(&dir, &surroundings).context("opening on the good disk")?;
    expected.check(&open, &*disk)?;
    ensure!(hit || reported == 0, "errors without a fault");
    Ok(hit.then_some(reported))
}

fn act(
    step: Step,
    number: usize,
    open: &mut Option<Open>,
    expected: &mut Expected,
) -> Result<(), MissionError> {
    let Some(now) = open else { return Ok(()) };
    match step {
        Step::Open => {}
        Step::Close => *open = None,
        Step::Send { circle, count } => {
            let log = if circle { now.circle } else { 1 };
            send(now, expected, number, log, count, None)?;
        }
        Step::Erase => {
            let known = expected.sent.iter().find_map(|(sent, answer)| {
                let (first, _) = answer.as_ref()?;
                (sent.log == 1).then_some(*first)
            });
            send(now, expected, number, 1, 1, known)?;
        }
        Step::Tick => {
            now.mission.tick()?;
        }
        Step::Publish => {
            for log in now.mission.publish()? {
                let saw = expected.saw_root(&log.origin, log.size, log.root);
                saw.map_err(|error| MissionError::Refused(error.to_string()))?;
            }
        }
        Step::Rotate => {
            let circle = now.mission.now()?.circles()?.remove(0);
            now.mission.rotate(&now.author, &circle)?;
        }
    }
    Ok(())
}

fn send(
    open: &Open,
    expected: &mut Expected,
    number: usize,
    log: u32,
    count: u64,
    erases: Option<u64>,
) -> Result<(), MissionError> {
    let sent = Sent {
        log,
        request: number as u128,
        count,
        erases,
    };
    let answer = open.send(&sent);
    let known = answer.as_ref().ok();
    let known = known.map(|entered| (entered.first.index, entered.leaves.clone()));
    expected.sent.push((sent, known));
    answer.map(drop)
}

/// The error says that it was the disk, and what the disk said.
fn names_the_disk(error: &MissionError, trouble: Trouble) -> Result<()> {
    let (Trouble::Once(code) | Trouble::From(code)) = trouble else {
        return Ok(());
    };
    let MissionError::File { source, .. } = error else {
        anyhow::bail!("another error than the disk's")
    };
    ensure!(
        source.raw_os_error() == Some(code),
        "another error: {source}"
    );
    ensure!(error.is_surroundings(), "it is not the surroundings' fault");
    let words = io::Error::from_raw_os_error(code).to_string();
    ensure!(error.to_string().contains(&words), "it does not say why");
    Ok(())
}
