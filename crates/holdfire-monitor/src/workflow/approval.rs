//! What one person cannot decide: a second person, or a board with quorum, votes and dissent.
//!
//! Persons are counted by name, each once. Whatever the procedure, nothing carries unless two persons are for it: the one
//! who proposed and a second, or two members of a board.

use std::collections::BTreeSet;

use super::act::{ActName, Author};
use super::ids::PersonName;
use super::names::named;
use super::refusal::{Refusal, said_if_there};
use super::role::Role;

named! {
    /// How many of a board must agree.
    pub enum Majority {
        /// More for than against.
        Simple = "simple",
        /// Two thirds of those for or against.
        TwoThirds = "two-thirds",
        /// Nobody against.
        Consensus = "consensus",
    }
}

/// How a decision is taken.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Procedure {
    /// By one person who proposes and another who agrees.
    SecondPerson,
    /// By a board.
    Board(Board),
}

/// Who votes, and how many must be there.
///
/// At least two members; the quorum is between two and their number.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Board {
    members: BTreeSet<PersonName>,
    quorum: usize,
    majority: Majority,
}

impl Board {
    /// A board of these members; `None` if the quorum is less than two or more than there are members.
    #[must_use]
    pub fn new(members: BTreeSet<PersonName>, quorum: usize, majority: Majority) -> Option<Self> {
        (2..=members.len()).contains(&quorum).then_some(Self {
            members,
            quorum,
            majority,
        })
    }

    /// Its members.
    #[must_use]
    pub fn members(&self) -> &BTreeSet<PersonName> {
        &self.members
    }

    /// How many must vote, abstentions among them.
    #[must_use]
    pub fn quorum(&self) -> usize {
        self.quorum
    }

    /// How many must agree.
    #[must_use]
    pub fn majority(&self) -> Majority {
        self.majority
    }
}

/// A named body and how it decides.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Body {
    /// Its name.
    pub name: String,
    /// How it decides.
    pub procedure: Procedure,
}

named! {
    /// What a person says to a proposal.
    pub enum Voice {
        /// For it.
        For = "for",
        /// Against it.
        Against = "against",
        /// Neither.
        Abstain = "abstain",
    }
}

/// What one person said to a proposal.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Vote {
    /// The number of the act.
    pub act: u64,
    /// Who.
    pub person: PersonName,
    /// What.
    pub voice: Voice,
    /// Why, or another view that is kept with the decision.
    pub dissent: Option<String>,
}

named! {
    /// Where a proposal stands.
    pub enum Standing {
        /// It waits for a second person or for votes.
        Open = "open",
        /// It was agreed to and stands.
        Stands = "stands",
        /// It was not agreed to.
        Rejected = "rejected",
    }
}

/// A proposal on its way: who proposed, who said what.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Approval {
    /// Who proposed it.
    pub proposer: PersonName,
    /// How it is decided.
    pub procedure: Procedure,
    /// What was said, in order.
    pub votes: Vec<Vote>,
    /// Where it stands.
    pub standing: Standing,
    /// The act that decided it.
    pub decided_by: Option<u64>,
}

impl Approval {
    pub(super) fn new(proposer: &PersonName, procedure: &Procedure) -> Self {
        Self {
            proposer: proposer.clone(),
            procedure: procedure.clone(),
            votes: Vec::new(),
            standing: Standing::Open,
            decided_by: None,
        }
    }

    /// How many said this.
    #[must_use]
    pub fn count(&self, voice: Voice) -> usize {
        self.votes.iter().filter(|v| v.voice == voice).count()
    }

    /// The distinct persons who are for it: a board's members who voted so; else the proposer and the second.
    #[must_use]
    pub fn persons_for(&self) -> BTreeSet<&PersonName> {
        let mut persons: BTreeSet<&PersonName> = self
            .votes
            .iter()
            .filter(|v| v.voice == Voice::For)
            .map(|v| &v.person)
            .collect();
        if self.procedure == Procedure::SecondPerson {
            persons.insert(&self.proposer);
        }
        persons
    }

    /// Whether this person could still vote.
    pub(super) fn may_vote(&self, by: &Author) -> Result<(), Refusal> {
        let person = &by.person;
        match &self.procedure {
            // Being on the board of another proposal makes nobody the second person of this one.
            Procedure::SecondPerson if !matches!(by.role, Role::Secretariat | Role::Observer) => {
                Err(Refusal::NotYours {
                    act: ActName::Vote,
                    seat: by.role.name(),
                })
            }
            Procedure::SecondPerson if *person == self.proposer => Err(Refusal::SamePerson {
                person: person.clone(),
            }),
            Procedure::Board(board) if !board.members.contains(person) => {
                Err(Refusal::NotAMember {
                    person: person.clone(),
                })
            }
            _ if self.votes.iter().any(|v| v.person == *person) => Err(Refusal::VotedAlready {
                person: person.clone(),
            }),
            _ => Ok(()),
        }
    }

    /// Takes a vote. With a second person it decides at once.
    pub(super) fn vote(&mut self, by: &Author, vote: Vote) -> Result<(), Refusal> {
        self.may_vote(by)?;
        said_if_there("dissent", vote.dissent.as_deref())?;
        if self.procedure == Procedure::SecondPerson {
            self.standing = match vote.voice {
                Voice::For => Standing::Stands,
                Voice::Against => Standing::Rejected,
                // Another person may be the second.
                Voice::Abstain => Standing::Open,
            };
            self.decided_by = (self.standing != Standing::Open).then_some(vote.act);
        }
        self.votes.push(vote);
        Ok(())
    }

    /// Counts the votes of a board.
    pub(super) fn close(&mut self, act: u64) -> Result<(), Refusal> {
        let board = self.may_close()?;
        let (agree, against) = (self.count(Voice::For), self.count(Voice::Against));
        let enough = match board.majority {
            Majority::Simple => agree > against,
            Majority::TwoThirds => 3 * agree >= 2 * (agree + against),
            Majority::Consensus => against == 0,
        };
        // Two persons at least, also where all others abstain.
        self.standing = if enough && agree >= 2 {
            Standing::Stands
        } else {
            Standing::Rejected
        };
        self.decided_by = Some(act);
        Ok(())
    }

    /// Whether the votes of a board could be counted.
    pub(super) fn may_close(&self) -> Result<&Board, Refusal> {
        let Procedure::Board(board) = &self.procedure else {
            return Err(Refusal::NoBoard);
        };
        let have = self.votes.len();
        if have < board.quorum {
            return Err(Refusal::NoQuorum {
                have,
                need: board.quorum,
            });
        }
        Ok(board)
    }
}
