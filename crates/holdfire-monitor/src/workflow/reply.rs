//! A party is asked for its reply: not asked, asked with a date, answered or declined.

use holdfire_model::{Moment, PartyId, ReplyKind};

use super::act::{Act, ActName, Author, Deed};
use super::deeds::Question;
use super::refusal::{Refusal, after, said, said_if_there};

/// A reply as it was given.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Answer {
    /// The number of the act.
    pub act: u64,
    /// What it says.
    pub kind: ReplyKind,
    /// In the party's words.
    pub text: String,
    /// When it was recorded.
    pub at: Moment,
    /// True if it came after the date that was asked for.
    pub late: bool,
    /// How it reached the mission, if the mission recorded it.
    pub as_said: Option<String>,
}

/// When a party was asked, and by when it was to reply.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Asked {
    /// The number of the act.
    pub act: u64,
    /// When.
    pub at: Moment,
    /// By when.
    pub due: Moment,
}

/// A request for reply.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Request {
    /// Who is asked what.
    pub question: Question,
    /// Each time that the party was asked, in order.
    pub asked: Vec<Asked>,
    /// What it answered, in order; the last stands.
    pub answers: Vec<Answer>,
    /// The act by which it declined, if that is the last word.
    pub declined: Option<u64>,
}

impl Request {
    /// What a reply can say: what a person can say, not the states in between.
    pub const KINDS: [ReplyKind; 6] = [
        ReplyKind::Accepts,
        ReplyKind::Denies,
        ReplyKind::CounterAlleges,
        ReplyKind::LegitimateTarget,
        ReplyKind::OutsideScopeOrTime,
        ReplyKind::Comment,
    ];

    pub(super) fn open(question: &Question) -> Result<Self, Refusal> {
        said("question", &question.question)?;
        Ok(Self {
            question: question.clone(),
            asked: Vec::new(),
            answers: Vec::new(),
            declined: None,
        })
    }

    pub(super) fn state(&self) -> &'static str {
        match (self.declined, self.answers.last(), self.asked.last()) {
            (Some(_), _, _) => "declined",
            (None, Some(_), _) => "answered",
            (None, None, Some(_)) => "asked",
            (None, None, None) => "not-asked",
        }
    }

    pub(super) fn is_done(&self) -> bool {
        self.declined.is_some() || !self.answers.is_empty()
    }

    pub(super) fn could(&self, act: ActName, author: &Author) -> bool {
        match act {
            ActName::Ask => self.answers.is_empty(),
            ActName::Decline => self.answers.is_empty() && self.declined.is_none(),
            // A party that was not asked does not see this; the mission may record what it said unasked.
            _ => author.role.party().is_none() || !self.asked.is_empty(),
        }
    }

    pub(super) fn apply(&mut self, n: u64, act: &Act) -> Result<(), Refusal> {
        let party = &self.question.party;
        match &act.deed {
            Deed::Ask { due } => {
                after("due", *due, act.at)?;
                self.declined = None;
                self.asked.push(Asked {
                    act: n,
                    at: act.at,
                    due: *due,
                });
            }
            Deed::Answer {
                kind,
                text,
                as_said,
            } => {
                if !Self::KINDS.contains(kind) {
                    return Err(Refusal::NotListed {
                        field: "reply-kind",
                        value: kind.name().to_owned(),
                        allowed: Self::KINDS.map(ReplyKind::name).join(", "),
                    });
                }
                said("text", text)?;
                how_it_came(&act.by, party, as_said.as_deref())?;
                self.declined = None;
                self.answers.push(Answer {
                    act: n,
                    kind: *kind,
                    text: text.clone(),
                    at: act.at,
                    late: self.asked.last().is_some_and(|asked| act.at > asked.due),
                    as_said: as_said.clone(),
                });
            }
            Deed::Decline { reason, as_said } => {
                said_if_there("reason", reason.as_deref())?;
                how_it_came(&act.by, party, as_said.as_deref())?;
                self.declined = Some(n);
            }
            _ => {}
        }
        Ok(())
    }
}

/// The word of a party comes from its own liaison, or the mission says how it came.
pub(super) fn how_it_came(
    by: &Author,
    party: &PartyId,
    as_said: Option<&str>,
) -> Result<(), Refusal> {
    match by.role.party() {
        Some(own) if own == party => said_if_there("as-said", as_said),
        Some(_) => Err(Refusal::NotAsked {
            party: party.clone(),
        }),
        None if as_said.is_none_or(|text| text.trim().is_empty()) => Err(Refusal::HowItCame {
            party: party.clone(),
        }),
        None => Ok(()),
    }
}
