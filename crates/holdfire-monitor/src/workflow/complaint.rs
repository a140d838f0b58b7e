//! A party's complaint: received with a number at once, acknowledged by a person, and each allegation told what became of
//! it.

use holdfire_model::Moment;

use super::act::{Act, ActName, Deed};
use super::deeds::{Allegation, Complaining, Sorting};
use super::ids::TaskId;
use super::refusal::{Refusal, said, said_if_there, some};
use super::reply::how_it_came;

/// What a party gets in hand: its number, when it came, and how many lines were taken.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Receipt {
    /// The number: the id of the task.
    pub number: TaskId,
    /// When it came.
    pub at: Moment,
    /// How many allegations were taken.
    pub allegations: usize,
}

/// One allegation and what became of it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Line {
    /// In the party's words.
    pub allegation: Allegation,
    /// What became of it, with the act that says so; the last stands.
    pub sorting: Option<(u64, Sorting)>,
}

/// A complaint.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Complaint {
    /// Who complains, with what was handed in first.
    pub complaining: Complaining,
    /// Each allegation, in the party's order.
    pub lines: Vec<Line>,
    /// The act by which a person of the mission acknowledged it.
    pub acknowledged: Option<u64>,
    /// Acts that added lines, and the last act that added or sorted some.
    added: Vec<u64>,
    last: u64,
}

impl Complaint {
    pub(super) fn open(complaining: &Complaining, act: &Act) -> Result<Self, Refusal> {
        how_it_came(&act.by, &complaining.by, complaining.as_said.as_deref())?;
        let mut complaint = Self {
            complaining: complaining.clone(),
            lines: Vec::new(),
            acknowledged: None,
            added: Vec::new(),
            last: 0,
        };
        complaint.add(&complaining.allegations)?;
        Ok(complaint)
    }

    fn add(&mut self, allegations: &[Allegation]) -> Result<(), Refusal> {
        some("allegations", allegations)?;
        for allegation in allegations {
            said("text", &allegation.text)?;
            said_if_there("when", allegation.when.as_deref())?;
            said_if_there("place", allegation.place.as_ref().map(|p| p.expose()))?;
            said_if_there("reference", allegation.reference.as_deref())?;
        }
        self.lines.extend(allegations.iter().map(|allegation| Line {
            allegation: allegation.clone(),
            sorting: None,
        }));
        Ok(())
    }

    /// How many allegations wait.
    #[must_use]
    pub fn waiting(&self) -> usize {
        self.lines.iter().filter(|l| l.sorting.is_none()).count()
    }

    /// The last act after this one that speaks of lines by their numbers: without this one they would be other lines.
    pub(super) fn numbers_used_by(&self, n: u64) -> Option<u64> {
        (self.added.contains(&n) && self.last > n).then_some(self.last)
    }

    pub(super) fn state(&self) -> &'static str {
        match (self.waiting(), self.acknowledged) {
            (0, _) => "sorted",
            (waiting, _) if waiting < self.lines.len() => "being-sorted",
            (_, Some(_)) => "acknowledged",
            (_, None) => "received",
        }
    }

    pub(super) fn is_done(&self) -> bool {
        self.waiting() == 0
    }

    pub(super) fn could(&self, act: ActName) -> bool {
        act != ActName::Acknowledge || self.acknowledged.is_none()
    }

    pub(super) fn apply(&mut self, n: u64, act: &Act) -> Result<(), Refusal> {
        match &act.deed {
            Deed::Acknowledge { remark } => {
                said_if_there("remark", remark.as_deref())?;
                self.acknowledged = Some(n);
                Ok(())
            }
            Deed::AddAllegations { allegations } => {
                self.add(allegations)?;
                self.added.push(n);
                self.last = n;
                Ok(())
            }
            Deed::Sort {
                allegation,
                sorting,
            } => {
                if let Sorting::Returned(reason) = sorting {
                    said("reason", reason)?;
                }
                let line = usize::try_from(*allegation)
                    .ok()
                    .and_then(|index| self.lines.get_mut(index))
                    .ok_or(Refusal::NoSuch {
                        what: "allegation",
                        number: *allegation,
                    })?;
                line.sorting = Some((n, sorting.clone()));
                self.last = n;
                Ok(())
            }
            _ => Ok(()),
        }
    }
}
