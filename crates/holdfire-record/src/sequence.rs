//! The rules that the envelopes of one log keep, read from the first to the last.

use thiserror::Error;

use crate::envelope::Envelope;
use crate::kind::Kind;
use crate::schedule::Schedule;

/// How the envelopes of a log break its rules.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
pub enum SequenceError {
    /// A log begins with its settings, and has them once.
    #[error(
        "entry {index} is of kind `{kind}`; the first entry is of kind `genesis`, and no other is"
    )]
    Genesis {
        /// Its place in the log.
        index: u64,
        /// What it is.
        kind: Kind,
    },
    /// Dated before the entry above it.
    #[error("entry {index} is dated {at}, before the entry above it, {before} (POSIX seconds)")]
    Backwards {
        /// Its place in the log.
        index: u64,
        /// When it says it was recorded.
        at: u64,
        /// When the one above it says so.
        before: u64,
    },
    /// Dated more finely, or to another step, than the log says.
    #[error(
        "entry {index} is dated {at}, which is no multiple of {step_s} seconds as the log has them"
    )]
    Step {
        /// Its place in the log.
        index: u64,
        /// When it says it was recorded.
        at: u64,
        /// The step that it must keep.
        step_s: u64,
    },
    /// Two ticks for one point of the cadence.
    #[error("entry {index} is a second tick for {at} (POSIX seconds)")]
    Tick {
        /// Its place in the log.
        index: u64,
        /// Its point of the cadence.
        at: u64,
    },
}

/// What a whole log came to.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct SequenceReport {
    /// Entries that were read.
    pub entries: u64,
    /// Ticks among them.
    pub ticks: u64,
    /// Points of the cadence between the first and the last tick that have none: the keeper did not run then.
    pub missing_ticks: u64,
}

/// Reads the envelopes of one log in order.
#[derive(Clone, Debug)]
pub struct Sequence {
    schedule: Schedule,
    last_cut: u64,
    last_tick: Option<u64>,
    report: SequenceReport,
}

impl Sequence {
    /// At the beginning of a log with this schedule.
    #[must_use]
    pub fn new(schedule: Schedule) -> Self {
        Self {
            schedule,
            last_cut: 0,
            last_tick: None,
            report: SequenceReport::default(),
        }
    }

    /// Takes the next envelope.
    ///
    /// # Errors
    /// [`SequenceError`] if it breaks a rule; it is then not taken.
    pub fn take(&mut self, envelope: &Envelope) -> Result<(), SequenceError> {
        let Envelope { kind, at, .. } = *envelope;
        let index = self.report.entries;
        if (kind == Kind::Genesis) != (index == 0) {
            return Err(SequenceError::Genesis { index, kind });
        }
        let tick = kind == Kind::Tick;
        let step_s = if tick {
            self.schedule.cadence_s()
        } else {
            self.schedule.time_step_s()
        };
        if !at.is_multiple_of(step_s) {
            return Err(SequenceError::Step { index, at, step_s });
        }
        // A tick is dated to its own point; only the step of all entries orders it among them.
        let cut = self.schedule.cut(at);
        if cut < self.last_cut {
            let before = self.last_cut;
            return Err(SequenceError::Backwards { index, at, before });
        }
        if tick {
            if let Some(last) = self.last_tick {
                if at <= last {
                    return Err(SequenceError::Tick { index, at });
                }
                self.report.missing_ticks += (at - last) / self.schedule.cadence_s() - 1;
            }
            self.last_tick = Some(at);
            self.report.ticks += 1;
        }
        self.last_cut = cut;
        self.report.entries += 1;
        Ok(())
    }

    /// What has been read so far.
    #[must_use]
    pub fn report(&self) -> SequenceReport {
        self.report
    }
}

#[cfg(test)]
mod tests {
    use holdfire_seal::Hash;

    use super::*;
    use crate::pseudonym::Pseudonym;

    fn envelope(kind: Kind, at: u64) -> Envelope {
        Envelope {
            kind,
            at,
            author: Pseudonym([0; 16]),
            fields: Hash([0; 32]),
        }
    }

    fn read(entries: &[(Kind, u64)]) -> Result<SequenceReport, SequenceError> {
        let mut sequence = Sequence::new(Schedule::default());
        for &(kind, at) in entries {
            sequence.take(&envelope(kind, at))?;
        }
        Ok(sequence.report())
    }

    #[test]
    fn ticks_stand_between_entries_of_the_same_quarter_of_an_hour() {
        let report = read(&[
            (Kind::Genesis, 0),
            (Kind::Tick, 600),
            (Kind::Item, 0),
            (Kind::Tick, 1_200),
            (Kind::Item, 900),
        ]);
        let (entries, ticks, missing_ticks) = (5, 2, 0);
        assert_eq!(
            report,
            Ok(SequenceReport {
                entries,
                ticks,
                missing_ticks
            })
        );
    }

    #[test]
    fn points_without_a_tick_are_counted() {
        let report = read(&[(Kind::Genesis, 0), (Kind::Tick, 600), (Kind::Tick, 2_400)]);
        assert_eq!(report.map(|report| report.missing_ticks), Ok(2));
    }

    #[test]
    fn what_breaks_a_rule_is_named() {
        let (index, at, before) = (2, 0, 900);
        assert_eq!(
            read(&[(Kind::Genesis, 0), (Kind::Item, 900), (Kind::Item, 0)]),
            Err(SequenceError::Backwards { index, at, before })
        );
        assert_eq!(
            read(&[(Kind::Item, 0)]),
            Err(SequenceError::Genesis {
                index: 0,
                kind: Kind::Item
            })
        );
        assert_eq!(
            read(&[(Kind::Genesis, 0), (Kind::Genesis, 0)]),
            Err(SequenceError::Genesis {
                index: 1,
                kind: Kind::Genesis
            })
        );
        assert_eq!(
            read(&[(Kind::Genesis, 0), (Kind::Item, 17)]),
            Err(SequenceError::Step {
                index: 1,
                at: 17,
                step_s: 900
            })
        );
        assert_eq!(
            read(&[(Kind::Genesis, 0), (Kind::Tick, 600), (Kind::Tick, 600)]),
            Err(SequenceError::Tick { index: 2, at: 600 })
        );
    }
}
