//! Whether a clause is in force, over all of time: bands with reasons, and how they combine.

use holdfire_model::Occurrence;

use crate::compose::Outcome;

/// What holds at a moment.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Level {
    /// In force.
    In,
    /// We do not know: a fact that existed, or a condition that is contested.
    Unknown,
    /// The reading does not say.
    Unstated,
    /// Not in force.
    Out,
}

/// A stretch of time on which one thing holds for one reason.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Band {
    /// First second.
    pub from: i64,
    /// First second after it; `i64::MAX` for the last band.
    pub until: i64,
    /// What holds.
    pub level: Level,
    /// True for the band in which a start lies: whatever lasts until its end has met the start.
    pub rising: bool,
    /// Number of the reason in the owner's list.
    pub why: u16,
}

/// What holds over all of time. Bands are in order, touch each other, and reach from `i64::MIN` to `i64::MAX`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Timeline {
    bands: Vec<Band>,
}

/// How much of an interval is in which state, in seconds, with the deciding reasons.
#[derive(Clone, Copy, Debug, Default)]
pub struct Parts {
    /// Seconds in force.
    pub inside: i64,
    /// Seconds not in force.
    pub outside: i64,
    /// Seconds of which we do not know.
    pub unknown: i64,
    /// Seconds of which the reading does not say.
    pub unstated: i64,
}

impl Timeline {
    /// One state for all of time.
    #[must_use]
    pub fn constant(level: Level, why: u16) -> Self {
        Self {
            bands: vec![Band {
                from: i64::MIN,
                until: i64::MAX,
                level,
                rising: false,
                why,
            }],
        }
    }

    /// From bands given by their beginnings, in order; the first must begin at `i64::MIN`.
    #[must_use]
    pub fn from_steps(steps: &[(i64, Level, bool, u16)]) -> Self {
        assert_eq!(
            steps.first().map(|s| s.0),
            Some(i64::MIN),
            "a timeline begins at the beginning"
        );
        let ends = steps.iter().skip(1).map(|s| s.0).chain([i64::MAX]);
        let bands = steps
            .iter()
            .zip(ends)
            .filter(|(step, until)| step.0 < *until)
            .map(|(&(from, level, rising, why), until)| Band {
                from,
                until,
                level,
                rising,
                why,
            })
            .collect();
        Self { bands }
    }

    /// The bands, in order.
    #[must_use]
    pub fn bands(&self) -> &[Band] {
        &self.bands
    }

    /// Both must hold. Out is stronger than unstated, unstated than unknown, unknown than in.
    #[must_use]
    pub fn and(&self, other: &Self) -> Self {
        self.merge(other, |a, b| if a.level >= b.level { a } else { b })
    }

    /// One of the two suffices (a prolongation, an alternative condition). Silence is stronger than doubt here too: what
    /// the reading does not say would settle the moment.
    #[must_use]
    pub fn or(&self, other: &Self) -> Self {
        let rank = |level| match level {
            Level::In => 0,
            Level::Unstated => 1,
            Level::Unknown => 2,
            Level::Out => 3,
        };
        self.merge(
            other,
            |a, b| if rank(a.level) <= rank(b.level) { a } else { b },
        )
    }

    /// Where both say the same, that; where they differ, the reading does not say, for the reason `why`.
    #[must_use]
    pub fn agree(&self, other: &Self, why: u16) -> Self {
        self.merge(other, |a, b| {
            if a.level == b.level {
                a
            } else {
                Band {
                    level: Level::Unstated,
                    rising: false,
                    why,
                    ..a
                }
            }
        })
    }

    fn merge(&self, other: &Self, pick: impl Fn(Band, Band) -> Band) -> Self {
        let mut bands: Vec<Band> = Vec::with_capacity(self.bands.len() + other.bands.len());
        let (mut i, mut j) = (0, 0);
        let mut from = i64::MIN;
        while i < self.bands.len() && j < other.bands.len() {
            let (a, b) = (self.bands[i], other.bands[j]);
            let until = a.until.min(b.until);
            let picked = pick(a, b);
            // Only the part that reaches the band's own end proves that a start which lies in the band was met.
            let chosen = Band {
                from,
                until,
                rising: picked.rising && picked.until == until,
                ..picked
            };
            match bands.last_mut() {
                Some(last)
                    if last.level == chosen.level
                        && last.why == chosen.why
                        && last.rising == chosen.rising =>
                {
                    last.until = until;
                }
                _ => bands.push(chosen),
            }
            from = until;
            i += usize::from(a.until == until);
            j += usize::from(b.until == until);
        }
        Self { bands }
    }

    /// The same up to `moment`, then `level`.
    #[must_use]
    pub fn cut_at(&self, moment: i64, level: Level, why: u16) -> Self {
        let mut bands: Vec<Band> = self
            .bands
            .iter()
            .copied()
            .filter(|b| b.from < moment)
            .map(|b| Band {
                until: b.until.min(moment),
                ..b
            })
            .collect();
        bands.push(Band {
            from: moment,
            until: i64::MAX,
            level,
            rising: false,
            why,
        });
        Self { bands }
    }

    /// What holds at a second.
    #[must_use]
    pub fn at(&self, moment: i64) -> &Band {
        let i = self
            .bands
            .partition_point(|b| b.until <= moment)
            .min(self.bands.len() - 1);
        &self.bands[i]
    }

    /// The bands that an interval touches.
    pub fn touching(&self, from: i64, until: i64) -> impl Iterator<Item = &Band> {
        let first = self.bands.partition_point(|b| b.until <= from);
        self.bands[first..]
            .iter()
            .take_while(move |b| b.from < until)
    }

    /// How much of `[from, until)` is in which state.
    #[must_use]
    pub fn parts(&self, from: i64, until: i64) -> Parts {
        let mut parts = Parts::default();
        for band in self.touching(from, until) {
            let seconds = band.until.min(until) - band.from.max(from);
            match band.level {
                Level::In => parts.inside += seconds,
                Level::Out => parts.outside += seconds,
                Level::Unknown => parts.unknown += seconds,
                Level::Unstated => parts.unstated += seconds,
            }
        }
        parts
    }

    /// The factor `time` for something at some moment of `[from, until)`, or throughout it (rules R4, R5).
    #[must_use]
    pub fn outcome(&self, from: i64, until: i64, occurrence: Occurrence) -> Outcome {
        let parts = self.parts(from, until);
        match occurrence {
            Occurrence::AtSomeMoment => at_some_moment(parts, until - from),
            Occurrence::Throughout => self.throughout(parts, from, until),
        }
    }

    fn throughout(&self, parts: Parts, from: i64, until: i64) -> Outcome {
        // A start that lies somewhere in a band is met by what begins before it and lasts to the band's end.
        let met = self
            .touching(from, until)
            .any(|b| b.rising && b.until <= until);
        if parts.inside > 0 || met {
            Outcome::INSIDE
        } else if parts.unstated > 0 {
            Outcome::UNDECIDED
        } else if parts.unknown > 0 {
            Outcome::EITHER
        } else {
            Outcome::OUTSIDE
        }
    }
}

fn at_some_moment(parts: Parts, length: i64) -> Outcome {
    let Parts {
        inside,
        outside,
        unknown,
        unstated,
    } = parts;
    if unstated > 0 {
        // Settled one way or the other it gives another state or another share: it matters.
        Outcome::UNDECIDED
    } else if outside == length {
        Outcome::OUTSIDE
    } else if inside == length {
        Outcome::INSIDE
    } else {
        let share = |seconds: i64| seconds as f64 / length as f64;
        Outcome::part(share(inside), share(inside + unknown))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use holdfire_model::State;

    fn sample() -> Timeline {
        // Starts somewhere in [10, 20), ends at 100, after that the reading does not say.
        Timeline::from_steps(&[
            (i64::MIN, Level::Out, false, 0),
            (10, Level::Unknown, true, 1),
            (20, Level::In, false, 2),
            (100, Level::Unstated, false, 3),
        ])
    }

    #[test]
    fn a_moment_that_may_lie_before_or_after_the_start_is_either_with_its_share() {
        let at = |a, b| sample().outcome(a, b, Occurrence::AtSomeMoment);
        assert_eq!(at(0, 5), Outcome::OUTSIDE);
        assert_eq!(at(30, 40), Outcome::INSIDE);
        assert_eq!(at(10, 20), Outcome::part(0.0, 1.0));
        assert_eq!(at(0, 40), Outcome::part(0.5, 0.75));
        assert_eq!(at(90, 110), Outcome::UNDECIDED);
    }

    #[test]
    fn what_lasts_throughout_is_inside_by_any_overlap() {
        let all = |a, b| sample().outcome(a, b, Occurrence::Throughout).state;
        assert_eq!(all(0, 21), State::Inside);
        assert_eq!(
            all(0, 20),
            State::Inside,
            "it lasted until the last second in which the start can lie"
        );
        assert_eq!(all(0, 15), State::Either);
        assert_eq!(all(0, 10), State::Outside);
        assert_eq!(all(90, 500), State::Inside);
        assert_eq!(all(100, 500), State::Undecided);
    }

    #[test]
    fn out_beats_silence_and_silence_beats_doubt() {
        let at = |level| Timeline::constant(level, 0);
        let and = |a, b| at(a).and(&at(b)).at(0).level;
        assert_eq!(and(Level::Out, Level::Unstated), Level::Out);
        assert_eq!(and(Level::Unstated, Level::Unknown), Level::Unstated);
        assert_eq!(and(Level::Unknown, Level::In), Level::Unknown);
        assert_eq!(at(Level::In).or(&at(Level::Out)).at(0).level, Level::In);
        assert_eq!(
            at(Level::Unknown).or(&at(Level::Unstated)).at(0).level,
            Level::Unstated
        );
        assert_eq!(at(Level::In).agree(&at(Level::Out), 4).at(0).why, 4);
    }

    #[test]
    fn a_start_band_that_is_cut_short_proves_nothing() {
        let ended =
            Timeline::from_steps(&[(i64::MIN, Level::In, false, 0), (15, Level::Out, false, 5)]);
        let cut = sample().and(&ended);
        assert_eq!(
            cut.outcome(0, 40, Occurrence::Throughout).state,
            State::Either
        );
    }

    #[test]
    fn cutting_keeps_what_was_before() {
        let cut = sample().cut_at(50, Level::Out, 9);
        assert_eq!(cut.at(49).level, Level::In);
        assert_eq!(cut.at(50).level, Level::Out);
        assert_eq!(cut.at(i64::MAX - 1).why, 9);
    }
}
