//! `holdfire record tick` and `keep`: the public log takes what the circles' logs came to, at a fixed cadence.

use std::path::{Path, PathBuf};
use std::time::Duration;

use holdfire_store::mission::{
    Clock as _, Mission, MissionError, Reader, Surroundings, SystemClock, Ticked,
};

use super::checkpoint::cosign;
use super::{policy, time};
use crate::commands::done;
use crate::commands::open::identities;
use crate::output::{Outcome, note, print};

/// How long a mission that another command writes in is waited for, a second at a time.
const MOST_WAITS: u32 = 60;

pub fn tick(dir: &Path, identity: &[PathBuf]) -> Outcome {
    let ticked = enter(dir, &identities(identity)?)?;
    print(&format!(
        "entered the tick of {}, number {}\n",
        time(ticked.at),
        ticked.index
    ))?;
    done()
}

fn enter(dir: &Path, keys: &[age::x25519::Identity]) -> Result<Ticked, MissionError> {
    let mission = Mission::open(dir, Surroundings::system(), keys.to_vec())?;
    let ticked = mission.tick()?;
    mission.publish()?;
    Ok(ticked)
}

/// Between two ticks the mission is closed, so that other commands can write.
pub fn keep(
    dir: &Path,
    policy_file: Option<&Path>,
    ticks: Option<u64>,
    identity: &[PathBuf],
) -> Outcome {
    let keys = identities(identity)?;
    let policy = policy_file.map(policy).transpose()?;
    let reader = Reader::open(dir, Surroundings::system(), Vec::new())?;
    let schedule = reader.settings()?.schedule();
    drop(reader);
    note(&format!(
        "keeping the mission in {}: a tick every {} s; stop it as you like, a point without a tick is reported later",
        dir.display(),
        schedule.cadence_s()
    ));
    let mut left = ticks;
    while left != Some(0) {
        let now = SystemClock.now();
        match waiting_for_others(|| enter(dir, &keys)) {
            Ok(ticked) => {
                note(&format!(
                    "entered the tick of {}, number {}",
                    time(ticked.at),
                    ticked.index
                ));
                left = left.map(|left| left - 1);
                if let Some(policy) = &policy {
                    // A witness that does not answer does not stop the ticks.
                    if let Err(error) = cosign(&dir.join("log"), policy) {
                        note(&format!("not cosigned: {error}"));
                    }
                }
            }
            // The tick of this point is there: another keeper, or this command begun anew.
            Err(MissionError::NoTick { .. }) => {}
            // A long backup, say: this point has no tick, and the next one gets its own.
            Err(error @ MissionError::Locked { .. }) => note(&format!("no tick: {error}")),
            Err(error) => return Err(error.into()),
        }
        if left != Some(0) {
            let next = schedule.point(now) + schedule.cadence_s();
            let rest = next.saturating_sub(SystemClock.now());
            std::thread::sleep(Duration::from_secs(rest.max(1)));
        }
    }
    done()
}

fn waiting_for_others<T>(work: impl Fn() -> Result<T, MissionError>) -> Result<T, MissionError> {
    let mut waits = 0;
    loop {
        match work() {
            Err(MissionError::Locked { .. }) if waits < MOST_WAITS => {
                waits += 1;
                std::thread::sleep(Duration::from_secs(1));
            }
            other => return other,
        }
    }
}
