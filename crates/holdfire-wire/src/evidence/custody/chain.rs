//! The entries of one file in order, and what they do not show.

use std::collections::BTreeMap;
use std::fmt;

use holdfire_model::time::Moment;
use holdfire_seal::Hash;

use super::{Act, Custody, Rehash};

/// An entry with its place in the log.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Recorded {
    /// Its index in the log: the order in which the entries were made.
    pub index: u64,
    /// What it says.
    pub custody: Custody,
}

/// The chain of custody of one file, as far as it was recorded.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Chain {
    /// The file.
    pub sha256: Hash,
    /// Its entries by the time that they state, those of one time by their index.
    pub links: Vec<Recorded>,
    /// Times without an entry, from the stated length on.
    pub gaps: Vec<Gap>,
    /// What does not fit together.
    pub problems: Vec<ChainProblem>,
}

/// A time between two entries.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Gap {
    /// The index of the entry before.
    pub after: u64,
    /// When that was.
    pub from: Moment,
    /// The index of the entry after.
    pub before: u64,
    /// When that was.
    pub until: Moment,
}

impl fmt::Display for Gap {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(
            f,
            "no entry between {} (entry {}) and {} (entry {}): this is a statement about the record, not the file",
            self.from, self.after, self.until, self.before
        )
    }
}

/// What does not fit together in a chain.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum ChainProblem {
    /// No entry says how the file came in.
    NoIntake,
    /// The file was taken in again, which is no error: two sources may hand over the same bytes.
    TakenInAgain {
        /// The entry.
        index: u64,
    },
    /// Intakes of the same hash state other sizes, so that one of them is wrong.
    OtherSize {
        /// The entry.
        index: u64,
    },
    /// An entry states a time before the file was taken in.
    BeforeIntake {
        /// The entry.
        index: u64,
    },
    /// An entry was made after another that states a later time.
    EnteredLate {
        /// The entry.
        index: u64,
        /// One that was made before it and states a later time.
        later: u64,
    },
    /// The file was moved from elsewhere than where the record last had it.
    MovedFromElsewhere {
        /// The entry.
        index: u64,
        /// Where the record had it.
        last: String,
        /// Where it was moved from.
        from: String,
    },
    /// Hashing again did not find the same bytes.
    NotTheSame {
        /// The entry.
        index: u64,
    },
    /// Something was done after the file was released.
    AfterRelease {
        /// The entry.
        index: u64,
    },
}

impl fmt::Display for ChainProblem {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::NoIntake => f.write_str("no entry says how the file came in"),
            Self::TakenInAgain { index } => {
                write!(f, "entry {index}: the same bytes were taken in again")
            }
            Self::OtherSize { index } => {
                write!(f, "entry {index}: it states another size for the same hash")
            }
            Self::BeforeIntake { index } => {
                write!(
                    f,
                    "entry {index}: it states a time before the file was taken in"
                )
            }
            Self::EnteredLate { index, later } => write!(
                f,
                "entry {index}: it was entered after entry {later}, which states a later time"
            ),
            Self::MovedFromElsewhere { index, last, from } => write!(
                f,
                "entry {index}: the file was moved from `{from}`, and the record last had it at `{last}`"
            ),
            Self::NotTheSame { index } => {
                write!(
                    f,
                    "entry {index}: hashing again did not find the same bytes"
                )
            }
            Self::AfterRelease { index } => {
                write!(
                    f,
                    "entry {index}: something was done after the file was released"
                )
            }
        }
    }
}

/// Puts the entries of one file in order and says what the record does not show.
///
/// Entries of other files are left out. `gap_seconds` is the length from which a time without an entry is listed; it is
/// never a finding about the file, which may have lain untouched.
#[must_use]
pub fn chain(sha256: Hash, entries: &[Recorded], gap_seconds: i64) -> Chain {
    let mut links: Vec<Recorded> = entries
        .iter()
        .filter(|e| e.custody.sha256() == sha256)
        .cloned()
        .collect();
    links.sort_by_key(|e| (e.custody.at(), e.index));
    let gaps = links
        .windows(2)
        .map(|pair| Gap {
            after: pair[0].index,
            from: pair[0].custody.at(),
            before: pair[1].index,
            until: pair[1].custody.at(),
        })
        .filter(|gap| gap.until.0.saturating_sub(gap.from.0) >= gap_seconds.max(1))
        .collect();
    Chain {
        sha256,
        gaps,
        problems: problems(&links),
        links,
    }
}

fn problems(links: &[Recorded]) -> Vec<ChainProblem> {
    let mut found = Vec::new();
    let intake = links.iter().find_map(|l| match &l.custody {
        Custody::Intake(intake) => Some(intake),
        _ => None,
    });
    if intake.is_none() && !links.is_empty() {
        found.push(ChainProblem::NoIntake);
    }
    let entered_late = entered_late(links);
    let (mut taken_in, mut released) = (false, false);
    let mut place: Option<&str> = None;
    for link in links {
        let index = link.index;
        if let Some(later) = entered_late.get(&index) {
            found.push(ChainProblem::EnteredLate {
                index,
                later: *later,
            });
        }
        match &link.custody {
            Custody::Intake(again) => {
                if taken_in {
                    found.push(ChainProblem::TakenInAgain { index });
                }
                if intake.is_some_and(|first| first.size_bytes != again.size_bytes) {
                    found.push(ChainProblem::OtherSize { index });
                }
                // Whoever takes a file in again has it again.
                (taken_in, released, place) = (true, false, None);
                continue;
            }
            Custody::Release(_) => {
                if released {
                    found.push(ChainProblem::AfterRelease { index });
                }
                released = true;
            }
            Custody::Step(step) => {
                if released {
                    found.push(ChainProblem::AfterRelease { index });
                }
                match &step.act {
                    Act::Moved { from, to } => {
                        if let Some(last) = place.filter(|last| last != from) {
                            found.push(ChainProblem::MovedFromElsewhere {
                                index,
                                last: last.to_owned(),
                                from: from.clone(),
                            });
                        }
                        place = Some(to);
                    }
                    Act::Rehashed(Rehash::Same) => {}
                    Act::Rehashed(_) => found.push(ChainProblem::NotTheSame { index }),
                    Act::WorkingCopy { .. } | Act::Viewed { .. } | Act::Exported { .. } => {}
                }
            }
        }
        if !taken_in && intake.is_some() {
            found.push(ChainProblem::BeforeIntake { index });
        }
    }
    found
}

/// Entries that state an earlier time than one that was made before them, with the latest such one.
///
/// The order in which entries were made says what was known; times are what people say.
fn entered_late(links: &[Recorded]) -> BTreeMap<u64, u64> {
    let mut made: Vec<(u64, Moment)> = links.iter().map(|l| (l.index, l.custody.at())).collect();
    made.sort_unstable();
    let mut late = BTreeMap::new();
    let mut latest: Option<(u64, Moment)> = None;
    for (index, at) in made {
        match latest {
            Some((later, time)) if time > at => {
                late.insert(index, later);
            }
            _ => latest = Some((index, at)),
        }
    }
    late
}
