//! Ticks while the server runs: it holds the mission open, so it keeps the time too.

use std::sync::mpsc::{self, RecvTimeoutError};
use std::thread::JoinHandle;
use std::time::Duration;

use holdfire_store::mission::MissionError;

use crate::web::App;

/// Accounts are kept in order so often.
const MINUTE_S: u64 = 60;

/// Makes the tick of each point of the cadence until it is dropped.
pub struct Keeper {
    stop: Option<mpsc::Sender<()>>,
    thread: Option<JoinHandle<()>>,
}

impl Keeper {
    /// Begins now; a point that has its tick already is left alone.
    #[must_use]
    pub fn start(app: App) -> Self {
        let (stop, stopped) = mpsc::channel::<()>();
        let thread = std::thread::spawn(move || {
            let mut next = 0;
            loop {
                if app.now() >= next {
                    match tick(&app) {
                        Some(at) => next = at,
                        None => break,
                    }
                }
                app.keep_house();
                let rest = next.saturating_sub(app.now()).clamp(1, MINUTE_S);
                match stopped.recv_timeout(Duration::from_secs(rest)) {
                    Err(RecvTimeoutError::Timeout) => {}
                    Ok(()) | Err(RecvTimeoutError::Disconnected) => break,
                }
            }
            app.keep_house();
        });
        Self {
            stop: Some(stop),
            thread: Some(thread),
        }
    }
}

impl Drop for Keeper {
    fn drop(&mut self) {
        drop(self.stop.take());
        if let Some(thread) = self.thread.take() {
            // A thread that panicked has said so.
            let _ = thread.join();
        }
    }
}

/// Makes a tick if this point has none, and says when the next is due, POSIX seconds; `None`: there will be no more.
fn tick(app: &App) -> Option<u64> {
    let mission = app.mission();
    let ticked = mission.tick().and_then(|_| mission.publish().map(|_| ()));
    match ticked {
        Ok(()) => {
            if let Err(error) = app.worlds().refresh() {
                app.journal(&format!("after a tick: {error}"));
            }
        }
        Err(MissionError::NoTick { .. }) => {}
        Err(error) => {
            app.journal(&format!("no tick: {error}"));
            if error.is_integrity() {
                return None;
            }
        }
    }
    let schedule = match mission.settings() {
        Ok(settings) => settings.schedule(),
        Err(error) => {
            app.journal(&format!("no more ticks: {error}"));
            return None;
        }
    };
    Some(schedule.point(app.now()) + schedule.cadence_s())
}
