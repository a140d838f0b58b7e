//! What contains the fighting before anybody asks who began: calls, the ladder of levels, and gates that stayed shut.

use holdfire_model::Moment;

use super::act::{Act, ActName, Deed};
use super::deeds::{Attempt, Call, Climb, Denial, Level};
use super::refusal::{Refusal, happened, said, said_if_there, some};

/// When firing stopped, and on whose word.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Quieted {
    /// The number of the act.
    pub act: u64,
    /// When.
    pub at: Moment,
    /// As reported by whom.
    pub as_reported_by: String,
}

/// A call and what came of it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct HotlineCall {
    /// Who was called, when, what for.
    pub call: Call,
    /// How it went, in order, each with its act.
    pub attempts: Vec<(u64, Attempt)>,
    /// When firing stopped, as each source reports it: two may differ, and both stay.
    pub stopped: Vec<Quieted>,
}

impl HotlineCall {
    pub(super) fn open(call: &Call, act: &Act) -> Result<Self, Refusal> {
        said("whom", &call.whom)?;
        said("purpose", &call.purpose)?;
        happened("called-at", call.called_at, act.at)?;
        Ok(Self {
            call: call.clone(),
            attempts: Vec::new(),
            stopped: Vec::new(),
        })
    }

    /// After how many minutes somebody was reached first.
    #[must_use]
    pub fn reached_after_minutes(&self) -> Option<u64> {
        self.attempts
            .iter()
            .filter_map(|(_, attempt)| match attempt {
                Attempt::Reached { after_minutes, .. } => Some(*after_minutes),
                Attempt::NotReached { .. } => None,
            })
            .min()
    }

    pub(super) fn state(&self) -> &'static str {
        if !self.stopped.is_empty() {
            "firing-stopped"
        } else if self.reached_after_minutes().is_some() {
            "reached"
        } else if self.attempts.is_empty() {
            "calling"
        } else {
            "not-reached"
        }
    }

    pub(super) fn is_done(&self) -> bool {
        !self.stopped.is_empty()
    }

    pub(super) fn apply(&mut self, n: u64, act: &Act) -> Result<(), Refusal> {
        match &act.deed {
            Deed::CallResult(attempt) => {
                match attempt {
                    Attempt::Reached { whom, .. } => said("whom", whom)?,
                    Attempt::NotReached { tried, .. } => said("tried", tried)?,
                }
                self.attempts.push((n, attempt.clone()));
            }
            Deed::FiringStopped { at, as_reported_by } => {
                said("as-reported-by", as_reported_by)?;
                happened("stopped-at", *at, act.at)?;
                self.stopped.push(Quieted {
                    act: n,
                    at: *at,
                    as_reported_by: as_reported_by.clone(),
                });
            }
            _ => {}
        }
        Ok(())
    }
}

/// When an issue came to a level.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Reached {
    /// The number of the act.
    pub act: u64,
    /// The level, from 0.
    pub level: usize,
    /// When.
    pub at: Moment,
    /// How many levels were left out on the way.
    pub skipped: usize,
}

/// An issue on its way up.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Escalation {
    /// The ladder and the issue.
    pub climb: Climb,
    /// Each level that it came to, in order; at least one.
    pub levels: Vec<Reached>,
    /// The act that settled it.
    pub resolved: Option<u64>,
}

impl Escalation {
    pub(super) fn open(climb: &Climb, act: &Act) -> Result<Self, Refusal> {
        said("issue", &climb.issue)?;
        some("ladder", &climb.ladder)?;
        for level in &climb.ladder {
            said("level", &level.name)?;
            said("level", &level.who)?;
        }
        let level = index(&climb.ladder, climb.start)?;
        Ok(Self {
            climb: climb.clone(),
            levels: vec![Reached {
                act: 0,
                level,
                at: act.at,
                skipped: level,
            }],
            resolved: None,
        })
    }

    /// Where it is: number and level, and when it came there.
    #[must_use]
    pub fn level(&self) -> Option<(Reached, &Level)> {
        let last = *self.levels.last()?;
        Some((last, self.climb.ladder.get(last.level)?))
    }

    /// When it is to go on, if nobody settles it.
    #[must_use]
    pub fn goes_on_at(&self) -> Option<Moment> {
        let (reached, level) = self.level()?;
        let seconds = i64::try_from(level.within_minutes).ok()?.checked_mul(60)?;
        let next = reached.level + 1 < self.climb.ladder.len();
        next.then_some(Moment(reached.at.0.checked_add(seconds)?))
    }

    pub(super) fn state(&self) -> &'static str {
        if self.resolved.is_some() {
            "resolved"
        } else {
            "on-the-ladder"
        }
    }

    pub(super) fn is_done(&self) -> bool {
        self.resolved.is_some()
    }

    pub(super) fn could(&self, act: ActName) -> bool {
        let top = |(reached, _): (Reached, &Level)| reached.level + 1 == self.climb.ladder.len();
        match act {
            ActName::Raise => self.resolved.is_none() && !self.level().is_some_and(top),
            ActName::Resolve => self.resolved.is_none(),
            _ => true,
        }
    }

    pub(super) fn apply(&mut self, n: u64, act: &Act) -> Result<(), Refusal> {
        match &act.deed {
            Deed::Raise { to, reason } => {
                said("reason", reason)?;
                let to_level = index(&self.climb.ladder, *to)?;
                let from = self.levels.last().map_or(0, |l| l.level);
                // Down again is a new issue, or the withdrawal of the act that raised it.
                let skipped = to_level.checked_sub(from + 1).ok_or(Refusal::NoSuch {
                    what: "level",
                    number: *to,
                })?;
                self.levels.push(Reached {
                    act: n,
                    level: to_level,
                    at: act.at,
                    skipped,
                });
            }
            Deed::Resolve { how } => {
                said("how", how)?;
                self.resolved = Some(n);
            }
            _ => {}
        }
        Ok(())
    }
}

fn index(ladder: &[Level], number: u64) -> Result<usize, Refusal> {
    usize::try_from(number)
        .ok()
        .filter(|index| *index < ladder.len())
        .ok_or(Refusal::NoSuch {
            what: "level",
            number,
        })
}

/// The mission's people were not let in.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Access {
    /// Who, where, when, on what ground.
    pub denial: Denial,
    /// When access was given after all, with the act.
    pub granted: Option<(u64, Moment)>,
}

impl Access {
    pub(super) fn open(denial: &Denial, act: &Act) -> Result<Self, Refusal> {
        said("who", &denial.who)?;
        said("place", denial.place.expose())?;
        said_if_there("ground", denial.ground.as_deref())?;
        happened("denied-at", denial.at, act.at)?;
        Ok(Self {
            denial: denial.clone(),
            granted: None,
        })
    }

    pub(super) fn state(&self) -> &'static str {
        if self.granted.is_some() {
            "granted-later"
        } else {
            "denied"
        }
    }

    pub(super) fn is_done(&self) -> bool {
        self.granted.is_some()
    }

    pub(super) fn could(&self, act: ActName) -> bool {
        act != ActName::GrantAccess || self.granted.is_none()
    }

    pub(super) fn apply(&mut self, n: u64, act: &Act) -> Result<(), Refusal> {
        if let Deed::GrantAccess { at, remark } = &act.deed {
            said_if_there("remark", remark.as_deref())?;
            happened("granted-at", *at, act.at)?;
            super::refusal::after("granted-at", *at, self.denial.at)?;
            self.granted = Some((n, *at));
        }
        Ok(())
    }
}
