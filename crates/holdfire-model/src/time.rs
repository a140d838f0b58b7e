//! Moments, intervals, and boundaries that carry the reason why they are fuzzy.
//!
//! Everything here is UTC, whole seconds, half-open. What a local clock or calendar says is in [`crate::zone`].

use std::fmt;

use thiserror::Error;

use crate::phrase::Phrase;

/// A moment: whole seconds since 1970-01-01T00:00:00Z.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Moment(pub i64);

impl fmt::Display for Moment {
    /// RFC 3339 in UTC, to the second.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match jiff::Timestamp::from_second(self.0) {
            Ok(t) => write!(f, "{t}"),
            Err(_) => f.write_str(if self.0 < 0 {
                "the beginning of time"
            } else {
                "the end of time"
            }),
        }
    }
}

/// Why an interval or a boundary cannot be.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
pub enum TimeError {
    /// The end is not after the beginning.
    #[error("it ends at {until}, which is not after its beginning at {from}")]
    EndsBeforeItStarts {
        /// The stated beginning.
        from: Moment,
        /// The stated end.
        until: Moment,
    },
}

/// A half-open interval `[from, until)` of at least one second.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Interval {
    from: Moment,
    until: Moment,
}

impl Interval {
    /// Makes `[from, until)`.
    ///
    /// # Errors
    /// [`TimeError::EndsBeforeItStarts`] if `until` is not after `from`.
    pub fn new(from: Moment, until: Moment) -> Result<Self, TimeError> {
        if from < until {
            Ok(Self { from, until })
        } else {
            Err(TimeError::EndsBeforeItStarts { from, until })
        }
    }

    /// The first moment inside.
    #[must_use]
    pub fn from(self) -> Moment {
        self.from
    }

    /// The first moment after it.
    #[must_use]
    pub fn until(self) -> Moment {
        self.until
    }

    /// Its length in seconds, at least 1.
    #[must_use]
    pub fn seconds(self) -> i64 {
        self.until.0 - self.from.0
    }

    /// The smallest interval that holds both.
    #[must_use]
    pub fn hull(self, other: Self) -> Self {
        Self {
            from: self.from.min(other.from),
            until: self.until.max(other.until),
        }
    }

    /// The part after `moment`; the whole if nothing of it is before.
    #[must_use]
    pub fn after(self, moment: Moment) -> Option<Self> {
        Self::new(self.from.max(moment), self.until).ok()
    }
}

/// Whether the act took place at one moment of the interval that is not known, or all through it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Occurrence {
    /// At some moment in the interval: each moment is a possibility.
    AtSomeMoment,
    /// Throughout the interval: each moment happened.
    Throughout,
}

/// When an account's act took place (rule R4).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct When {
    /// The possible moments, or the whole duration.
    pub interval: Interval,
    /// One moment of it, or all of it.
    pub occurrence: Occurrence,
    /// How the interval came about, for the reader: `a stated minute`, `local day of Europe/Kyiv (23 h)`.
    pub basis: Phrase,
    /// What is wrong with the stated time (a local time that did not exist), if anything.
    pub problem: Option<Phrase>,
}

/// Why a boundary is a band and not a moment (rule R5).
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Because {
    /// A moment existed; we do not know it. Inside the band: `either`.
    Unknown,
    /// The reading does not say. Inside the band: `undecided`.
    Unstated,
    /// Two statements of the reading disagree. Inside the band: `undecided`, both quoted.
    Conflict,
}

/// A start or an end: a moment, or a band in which it lies with the reason.
///
/// `earliest < latest`, or equal for a known moment; `latest` is `None` where the band has no known end.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Boundary {
    earliest: Moment,
    latest: Option<Moment>,
    because: Because,
}

impl Boundary {
    /// A known moment.
    #[must_use]
    pub fn at(moment: Moment) -> Self {
        Self {
            earliest: moment,
            latest: Some(moment),
            because: Because::Unknown,
        }
    }

    /// A moment somewhere in `[earliest, latest)`.
    ///
    /// # Errors
    /// [`TimeError::EndsBeforeItStarts`] if `latest` is not after `earliest`.
    pub fn between(earliest: Moment, latest: Moment, because: Because) -> Result<Self, TimeError> {
        if earliest < latest {
            Ok(Self {
                earliest,
                latest: Some(latest),
                because,
            })
        } else {
            Err(TimeError::EndsBeforeItStarts {
                from: earliest,
                until: latest,
            })
        }
    }

    /// A moment at or after `earliest`, with no latest moment known or said.
    #[must_use]
    pub fn from_on(earliest: Moment, because: Because) -> Self {
        Self {
            earliest,
            latest: None,
            because,
        }
    }

    /// The earliest moment that it can be.
    #[must_use]
    pub fn earliest(self) -> Moment {
        self.earliest
    }

    /// The moment by which it lies behind us; equal to `earliest` for a known moment.
    #[must_use]
    pub fn latest(self) -> Option<Moment> {
        self.latest
    }

    /// Why it is a band. Of no meaning for a known moment.
    #[must_use]
    pub fn because(self) -> Because {
        self.because
    }

    /// True for a known moment.
    #[must_use]
    pub fn is_known(self) -> bool {
        self.latest == Some(self.earliest)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_interval_cannot_be_empty() {
        assert!(Interval::new(Moment(5), Moment(5)).is_err());
        assert_eq!(
            Interval::new(Moment(5), Moment(7)).map(Interval::seconds),
            Ok(2)
        );
    }

    #[test]
    fn what_came_after_a_moment_narrows_the_interval() {
        let night = Interval::new(Moment(10), Moment(20)).unwrap();
        assert_eq!(
            night.after(Moment(15)),
            Interval::new(Moment(15), Moment(20)).ok()
        );
        assert_eq!(night.after(Moment(3)), Some(night));
        assert_eq!(night.after(Moment(20)), None);
    }
}
