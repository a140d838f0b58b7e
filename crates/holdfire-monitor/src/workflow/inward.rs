//! The mission's own business: shifts that hand over, what is to leave the mission, and suggestions that a person
//! settles.

use holdfire_model::{LinkEnd, Moment, ReportId};

use super::act::{Act, ActName, Author, Deed};
use super::approval::{Approval, Standing, Vote};
use super::deeds::{About, Leaving, Pair, Release, Shift, Twins};
use super::ids::PersonName;
use super::names::named;
use super::refusal::{Refusal, said, said_if_there, some};
use super::verification::{Proposed, could_decide};

/// One shift hands over to the next.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Handover {
    /// Who hands over.
    pub from: PersonName,
    /// To whom, what is open, what the next one should know.
    pub shift: Shift,
    /// When the next one acknowledged it, with the act.
    pub acknowledged: Option<(u64, Moment)>,
}

impl Handover {
    pub(super) fn open(shift: &Shift, act: &Act) -> Result<Self, Refusal> {
        if shift.to == act.by.person {
            return Err(Refusal::SamePerson {
                person: shift.to.clone(),
            });
        }
        said("notes", &shift.notes)?;
        Ok(Self {
            from: act.by.person.clone(),
            shift: shift.clone(),
            acknowledged: None,
        })
    }

    pub(super) fn state(&self) -> &'static str {
        if self.acknowledged.is_some() {
            "acknowledged"
        } else {
            "handed-over"
        }
    }

    pub(super) fn is_done(&self) -> bool {
        self.acknowledged.is_some()
    }

    pub(super) fn could(&self, act: ActName, author: &Author) -> bool {
        act != ActName::Acknowledge
            || (self.acknowledged.is_none() && author.person == self.shift.to)
    }

    pub(super) fn apply(&mut self, n: u64, act: &Act) -> Result<(), Refusal> {
        if let Deed::Acknowledge { remark } = &act.deed {
            said_if_there("remark", remark.as_deref())?;
            self.acknowledged = Some((n, act.at));
        }
        Ok(())
    }
}

/// A publication or a disclosure on its way. What stands and was carried out has no way back.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Decision {
    /// What is to leave, and how.
    pub leaving: Leaving,
    /// What was proposed, in order, with what others said.
    pub proposals: Vec<Proposed<Release>>,
    /// When it was carried out, with the act.
    pub executed: Option<(u64, Moment)>,
}

impl Decision {
    pub(super) fn open(leaving: &Leaving) -> Result<Self, Refusal> {
        said("what", &leaving.what)?;
        Ok(Self {
            leaving: leaving.clone(),
            proposals: Vec::new(),
            executed: None,
        })
    }

    /// The proposal that was agreed to.
    #[must_use]
    pub fn agreed(&self) -> Option<&Proposed<Release>> {
        self.proposals.iter().find(|p| p.stands())
    }

    pub(super) fn state(&self) -> &'static str {
        if self.executed.is_some() {
            return "carried-out";
        }
        match self.proposals.last().map(|p| p.approval.standing) {
            None => "prepared",
            Some(Standing::Open) => "proposed",
            Some(Standing::Stands) => "agreed-to",
            Some(Standing::Rejected) => "not-agreed-to",
        }
    }

    pub(super) fn is_done(&self) -> bool {
        self.executed.is_some()
    }

    pub(super) fn could(&self, act: ActName, author: &Author) -> bool {
        match act {
            ActName::ProposeRelease => {
                let rejected = |p: &Proposed<Release>| p.approval.standing == Standing::Rejected;
                self.proposals.iter().all(rejected)
            }
            ActName::Vote | ActName::CloseVote => {
                could_decide(&self.proposals, act, author).is_ok()
            }
            ActName::Execute => self.executed.is_none() && self.agreed().is_some(),
            _ => true,
        }
    }

    pub(super) fn apply(&mut self, n: u64, act: &Act) -> Result<(), Refusal> {
        match &act.deed {
            Deed::ProposeRelease(release) => {
                said("contents", &release.contents)?;
                said("reason", &release.reason)?;
                some("readers", &release.readers)?;
                for reader in &release.readers {
                    said("readers", reader)?;
                }
                if !release.warned {
                    return Err(Refusal::NotWarned);
                }
                self.proposals
                    .push(Proposed::new(n, act, release, &release.procedure));
                Ok(())
            }
            Deed::Vote {
                proposal,
                voice,
                dissent,
            } => self.on(*proposal)?.vote(
                &act.by,
                Vote {
                    act: n,
                    person: act.by.person.clone(),
                    voice: *voice,
                    dissent: dissent.clone(),
                },
            ),
            Deed::CloseVote { proposal } => self.on(*proposal)?.close(n),
            Deed::Execute { proposal } => {
                let agreed = self.agreed().is_some_and(|p| p.made.act == *proposal);
                if !agreed {
                    return Err(no_proposal(*proposal));
                }
                self.executed = Some((n, act.at));
                Ok(())
            }
            _ => Ok(()),
        }
    }

    fn on(&mut self, proposal: u64) -> Result<&mut Approval, Refusal> {
        self.proposals
            .iter_mut()
            .find(|p| p.made.act == proposal && p.is_open())
            .map(|p| &mut p.approval)
            .ok_or(no_proposal(proposal))
    }

    /// True if the act led to something that was carried out.
    pub(super) fn carried_out_by(&self, n: u64) -> bool {
        self.executed
            .is_some_and(|(act, _)| act == n || self.agreed().is_some_and(|p| p.has_act(n)))
    }
}

fn no_proposal(number: u64) -> Refusal {
    Refusal::NoSuch {
        what: "proposal",
        number,
    }
}

/// What may be settled: a link between reports, or that two are one.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Suggested {
    /// A link.
    Link(Pair),
    /// One thing entered twice.
    Twins(Twins),
}

named! {
    /// How a suggestion was settled.
    pub enum Settled {
        /// They belong together.
        Joined = "joined",
        /// They do not.
        KeptApart = "kept-apart",
    }
}

/// A suggestion, and what persons made of it. Nothing is joined without a person.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Pairing {
    /// What is suggested.
    pub suggested: Suggested,
    /// How it is settled now, with the act.
    pub settled: Option<(u64, Settled)>,
    /// How many times that was undone.
    pub undone: usize,
}

impl Pairing {
    pub(super) fn link(pair: &Pair) -> Result<Self, Refusal> {
        said("why", &pair.why)?;
        Ok(Self::new(Suggested::Link(pair.clone())))
    }

    pub(super) fn twins(twins: &Twins) -> Result<Self, Refusal> {
        said("why", &twins.why)?;
        if twins.this == twins.of {
            let text = match &twins.of {
                About::Incident(id) => id.to_string(),
                About::Report(id) => id.to_string(),
                About::Site(id) => id.to_string(),
                About::Task(id) => id.to_string(),
            };
            return Err(Refusal::NotListed {
                field: "this",
                value: text,
                allowed: "another".to_owned(),
            });
        }
        Ok(Self::new(Suggested::Twins(twins.clone())))
    }

    /// The two reports, the lower id first; `None` if it is not two reports that may belong together.
    #[must_use]
    pub fn reports(&self) -> Option<(ReportId, ReportId)> {
        let (a, b) = match &self.suggested {
            Suggested::Link(Pair {
                from: LinkEnd::Report(from),
                to,
                ..
            }) => (from, to),
            Suggested::Twins(Twins {
                this: About::Report(this),
                of: About::Report(of),
                ..
            }) => (this, of),
            _ => return None,
        };
        Some(crate::pair(a, b))
    }

    fn new(suggested: Suggested) -> Self {
        Self {
            suggested,
            settled: None,
            undone: 0,
        }
    }

    pub(super) fn state(&self) -> &'static str {
        self.settled.map_or("suggested", |(_, how)| how.name())
    }

    pub(super) fn is_done(&self) -> bool {
        self.settled.is_some()
    }

    pub(super) fn could(&self, act: ActName) -> bool {
        match act {
            ActName::Join | ActName::KeepApart => self.settled.is_none(),
            ActName::Undo => self.settled.is_some(),
            _ => true,
        }
    }

    pub(super) fn apply(&mut self, n: u64, act: &Act) -> Result<(), Refusal> {
        let (reason, settled) = match &act.deed {
            Deed::Join { reason } => (reason, Some(Settled::Joined)),
            Deed::KeepApart { reason } => (reason, Some(Settled::KeptApart)),
            Deed::Undo { reason } => (reason, None),
            _ => return Ok(()),
        };
        said("reason", reason)?;
        if settled.is_none() {
            self.undone += 1;
        }
        self.settled = settled.map(|how| (n, how));
        Ok(())
    }
}
