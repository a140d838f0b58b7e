//! Steps of time that the public log shows: how finely entries are dated, and when ticks are due.

use jiff::Timestamp;
use thiserror::Error;

/// The settings of time of a log. They stand in its first entry and are printed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Schedule {
    time_step_s: u64,
    cadence_s: u64,
}

/// Why there can be no such schedule.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Error)]
pub enum ScheduleError {
    /// A step of zero, or one that does not divide a day.
    #[error("{0} seconds does not divide a day; take a step such as 600, 900 or 3600")]
    Step(u64),
}

const DAY_S: u64 = 86_400;

impl Default for Schedule {
    /// Entries are dated to 15 minutes; ticks come every 10.
    fn default() -> Self {
        Self {
            time_step_s: 900,
            cadence_s: 600,
        }
    }
}

impl Schedule {
    /// A schedule; both steps in seconds.
    ///
    /// # Errors
    /// [`ScheduleError`] unless both divide a day.
    pub fn new(time_step_s: u64, cadence_s: u64) -> Result<Self, ScheduleError> {
        for step in [time_step_s, cadence_s] {
            if step == 0 || !DAY_S.is_multiple_of(step) {
                return Err(ScheduleError::Step(step));
            }
        }
        Ok(Self {
            time_step_s,
            cadence_s,
        })
    }

    /// To how many seconds the time of an entry is cut.
    #[must_use]
    pub fn time_step_s(&self) -> u64 {
        self.time_step_s
    }

    /// Seconds between two ticks.
    #[must_use]
    pub fn cadence_s(&self) -> u64 {
        self.cadence_s
    }

    /// A time as an envelope shows it: cut down to the step.
    #[must_use]
    pub fn cut(&self, at: u64) -> u64 {
        at - at % self.time_step_s
    }

    /// The last point of the cadence at or before a time.
    #[must_use]
    pub fn point(&self, at: u64) -> u64 {
        at - at % self.cadence_s
    }
}

/// The UTC day of a POSIX time, `YYYY-MM-DD`. A time after the year 9999 counts as its last day.
#[must_use]
pub fn day_text(at: u64) -> String {
    let known = i64::try_from(at)
        .ok()
        .and_then(|at| Timestamp::from_second(at).ok());
    let time = known.unwrap_or(Timestamp::MAX);
    time.strftime("%Y-%m-%d").to_string()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn days_are_those_of_the_calendar() {
        assert_eq!(day_text(0), "1970-01-01");
        assert_eq!(day_text(951_782_400), "2000-02-29");
        assert_eq!(day_text(1_742_860_799), "2025-03-24");
        assert_eq!(day_text(1_742_860_800), "2025-03-25");
    }

    #[test]
    fn steps_that_do_not_divide_a_day_are_refused() {
        assert_eq!(Schedule::new(0, 600), Err(ScheduleError::Step(0)));
        assert_eq!(Schedule::new(900, 7), Err(ScheduleError::Step(7)));
        assert!(Schedule::new(900, 600).is_ok());
    }

    #[test]
    fn times_are_cut_down() {
        let schedule = Schedule::default();
        assert_eq!(schedule.cut(1_799), 900);
        assert_eq!(schedule.point(1_799), 1_200);
    }
}
