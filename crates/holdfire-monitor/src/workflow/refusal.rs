//! Why an act is not taken: what, why, and what to do instead. Each reason has a name and values, for messages in the
//! reader's language; `Display` is for command lines and logs.

use holdfire_model::{Mandate, Moment, PartyId};
use thiserror::Error;

use super::act::ActName;
use super::deeds::TaskKind;
use super::ids::PersonName;

/// Why an act is not taken.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
pub enum Refusal {
    /// Somebody else acted in between.
    #[error(
        "this was made on {on} acts and there are {count} by now: the last that you see is `{}` by {} at {at}\nhint: look at what was done, then decide again", act.name(), by.as_ref().map_or("somebody of the mission", PersonName::as_str)
    )]
    Stale {
        /// On how many acts it was made.
        on: u64,
        /// How many there are.
        count: u64,
        /// What was done last.
        act: ActName,
        /// By whom; `None` where the reader may not know.
        by: Option<PersonName>,
        /// When.
        at: Moment,
    },
    /// Made on more acts than there are.
    #[error("this was made on {on} acts and there are only {count}\nhint: load the task again")]
    Ahead {
        /// On how many acts it was made.
        on: u64,
        /// How many there are.
        count: u64,
    },
    /// The acts of another task.
    #[error("this act is of another task")]
    OtherTask,
    /// The act says another author, moment or mandate than there is.
    #[error("the act does not say who acts now, when, or under which mandate")]
    NotAsItIs,
    /// Tasks of this kind have no such act.
    #[error("`{}` is no act of a task of the kind `{}`", act.name(), kind.name())]
    NotOfThisKind {
        /// The act.
        act: ActName,
        /// The kind.
        kind: TaskKind,
    },
    /// The mandate ends before it.
    #[error(
        "`{}` needs the mandate `{}`, and the mandate of this case is `{}`\nhint: the mandate is set in the case, by those who gave it", act.name(), mandate_name(*needs), mandate_name(*mandate)
    )]
    BeyondMandate {
        /// The act.
        act: ActName,
        /// How far the mandate must go.
        needs: Mandate,
        /// How far it goes.
        mandate: Mandate,
    },
    /// Not for this capacity.
    #[error("`{}` is not for you: you act as {seat}\nhint: ask somebody who may", act.name())]
    NotYours {
        /// The act.
        act: ActName,
        /// The capacity.
        seat: &'static str,
    },
    /// Not in this state.
    #[error("`{}` is not possible while the state is `{state}`", act.name())]
    NotNow {
        /// The act.
        act: ActName,
        /// The state.
        state: &'static str,
    },
    /// Something must be said.
    #[error("`{field}` is empty\nhint: it is part of the record; say it in a sentence")]
    Empty {
        /// What.
        field: &'static str,
    },
    /// Not on a list that the case has fixed.
    #[error("`{value}` is not among what the case allows as `{field}`\nhint: it allows {allowed}")]
    NotListed {
        /// What.
        field: &'static str,
        /// What was given.
        value: String,
        /// What there is, joined by commas.
        allowed: String,
    },
    /// A time that does not fit.
    #[error("`{field}` is {at}, which must be after {after}")]
    TooEarly {
        /// Which.
        field: &'static str,
        /// What was given.
        at: Moment,
        /// What it must be after.
        after: Moment,
    },
    /// A time that has not come.
    #[error("`{field}` is {at}, which lies ahead\nhint: say what has happened once it has")]
    NotYet {
        /// Which.
        field: &'static str,
        /// What was given.
        at: Moment,
    },
    /// No such thing in this task.
    #[error("there is no {what} with the number {number}\nhint: load the task again")]
    NoSuch {
        /// What.
        what: &'static str,
        /// Its number.
        number: u64,
    },
    /// The same person twice.
    #[error(
        "{person} cannot be both the first and the second person\nhint: another person must do it"
    )]
    SamePerson {
        /// Who.
        person: PersonName,
    },
    /// Not on the board.
    #[error("{person} is not a member of the board that decides this")]
    NotAMember {
        /// Who.
        person: PersonName,
    },
    /// One person, one vote.
    #[error("{person} has voted already\nhint: withdraw the vote first, with a reason")]
    VotedAlready {
        /// Who.
        person: PersonName,
    },
    /// Decided by a second person, not by votes.
    #[error("no board decides this: a second person does\nhint: agree or disagree as that person")]
    NoBoard,
    /// Too few votes.
    #[error(
        "{have} members have voted and the quorum is {need}\nhint: wait for the others, or leave it open"
    )]
    NoQuorum {
        /// How many voted.
        have: usize,
        /// How many must.
        need: usize,
    },
    /// Nothing but a party's word.
    #[error(
        "this rests on the word of one party alone: that never passes a candidate\nhint: add a report of neither party, an observation, evidence or a visit; or say `not-confirmed` or `cannot-be-verified`"
    )]
    ClaimAlone,
    /// The finding does not say that something happened.
    #[error(
        "the finding that stands is `{finding}`: nothing happened that somebody could have done\nhint: correct the finding first, with its reason"
    )]
    FindingCarriesNothing {
        /// The finding.
        finding: &'static str,
    },
    /// Nobody is named who did it.
    #[error("a breach is somebody's, and no party is named who did it\nhint: attribute it first")]
    NobodyNamed,
    /// Something stands already.
    #[error("act {act} stands\nhint: name it as the one that is corrected, and say why")]
    Standing {
        /// The number of the act.
        act: u64,
    },
    /// There is no way back.
    #[error(
        "act {act} cannot be undone\nhint: a later act may correct it, and both stay on record"
    )]
    Final {
        /// The number of the act.
        act: u64,
    },
    /// A later act needs it.
    #[error("act {later} rests on act {act}\nhint: withdraw act {later} first")]
    RestedOn {
        /// The number of the act.
        act: u64,
        /// The number of the act that needs it.
        later: u64,
    },
    /// Not asked.
    #[error("{party} is not asked here")]
    NotAsked {
        /// Who.
        party: PartyId,
    },
    /// Spoke already.
    #[error("{party} has consented already")]
    ConsentedAlready {
        /// Who.
        party: PartyId,
    },
    /// Somebody acts for a party without saying how its word came.
    #[error(
        "the word of {party} is recorded by the mission without saying how it came\nhint: say by letter, call or note, from whom and when"
    )]
    HowItCame {
        /// Whose word.
        party: PartyId,
    },
    /// The warning was not shown.
    #[error(
        "this cannot be undone, and whoever proposes it must have been shown so\nhint: show the list of readers and the warning first"
    )]
    NotWarned,
    /// Fewer than two.
    #[error("a window needs the consent of at least two parties")]
    OneParty,
}

impl Refusal {
    /// The name of the reason, for messages in other languages.
    #[must_use]
    pub fn name(&self) -> &'static str {
        match self {
            Self::Stale { .. } => "stale",
            Self::Ahead { .. } => "ahead",
            Self::OtherTask => "other-task",
            Self::NotAsItIs => "not-as-it-is",
            Self::NotOfThisKind { .. } => "not-of-this-kind",
            Self::BeyondMandate { .. } => "beyond-mandate",
            Self::NotYours { .. } => "not-yours",
            Self::NotNow { .. } => "not-now",
            Self::Empty { .. } => "empty",
            Self::NotListed { .. } => "not-listed",
            Self::TooEarly { .. } => "too-early",
            Self::NotYet { .. } => "not-yet",
            Self::NoSuch { .. } => "no-such",
            Self::SamePerson { .. } => "same-person",
            Self::NotAMember { .. } => "not-a-member",
            Self::VotedAlready { .. } => "voted-already",
            Self::NoBoard => "no-board",
            Self::NoQuorum { .. } => "no-quorum",
            Self::ClaimAlone => "claim-alone",
            Self::FindingCarriesNothing { .. } => "finding-carries-nothing",
            Self::NobodyNamed => "nobody-named",
            Self::Standing { .. } => "standing",
            Self::Final { .. } => "final",
            Self::RestedOn { .. } => "rested-on",
            Self::NotAsked { .. } => "not-asked",
            Self::ConsentedAlready { .. } => "consented-already",
            Self::HowItCame { .. } => "how-it-came",
            Self::NotWarned => "not-warned",
            Self::OneParty => "one-party",
        }
    }

    /// The values of the reason by name. Acts, kinds, states, fields, seats and mandates are given by their names, which
    /// have messages of their own.
    #[must_use]
    pub fn values(&self) -> Vec<(&'static str, Value)> {
        let number = |n: usize| Value::Number(u64::try_from(n).unwrap_or(u64::MAX));
        match self {
            Self::Stale {
                on,
                count,
                act,
                by,
                at,
            } => vec![
                ("on", Value::Number(*on)),
                ("count", Value::Number(*count)),
                ("act", Value::Act(*act)),
                // `mission` selects the words for somebody who is not named.
                (
                    "by",
                    Value::Text(by.as_ref().map_or("mission".into(), ToString::to_string)),
                ),
                ("at", Value::Moment(*at)),
            ],
            Self::Ahead { on, count } => {
                vec![("on", Value::Number(*on)), ("count", Value::Number(*count))]
            }
            Self::NotOfThisKind { act, kind } => {
                vec![("act", Value::Act(*act)), ("kind", Value::Kind(*kind))]
            }
            Self::BeyondMandate {
                act,
                needs,
                mandate,
            } => vec![
                ("act", Value::Act(*act)),
                ("needs", Value::Mandate(*needs)),
                ("mandate", Value::Mandate(*mandate)),
            ],
            Self::NotYours { act, seat } => {
                vec![("act", Value::Act(*act)), ("seat", Value::Role(seat))]
            }
            Self::NotNow { act, state } => {
                vec![("act", Value::Act(*act)), ("state", Value::State(state))]
            }
            Self::Empty { field } => vec![("field", Value::Field(field))],
            Self::NotListed {
                field,
                value,
                allowed,
            } => vec![
                ("field", Value::Field(field)),
                ("value", Value::Text(value.clone())),
                ("allowed", Value::Text(allowed.clone())),
            ],
            Self::TooEarly { field, at, after } => vec![
                ("field", Value::Field(field)),
                ("at", Value::Moment(*at)),
                ("after", Value::Moment(*after)),
            ],
            Self::NotYet { field, at } => {
                vec![("field", Value::Field(field)), ("at", Value::Moment(*at))]
            }
            Self::NoSuch { what, number } => {
                vec![
                    ("what", Value::Field(what)),
                    ("number", Value::Number(*number)),
                ]
            }
            Self::SamePerson { person }
            | Self::NotAMember { person }
            | Self::VotedAlready { person } => vec![("person", Value::Text(person.to_string()))],
            Self::NoQuorum { have, need } => {
                vec![("have", number(*have)), ("need", number(*need))]
            }
            Self::FindingCarriesNothing { finding } => {
                vec![("finding", Value::State(finding))]
            }
            Self::Standing { act } | Self::Final { act } => vec![("act", Value::Number(*act))],
            Self::RestedOn { act, later } => {
                vec![
                    ("act", Value::Number(*act)),
                    ("later", Value::Number(*later)),
                ]
            }
            Self::NotAsked { party }
            | Self::ConsentedAlready { party }
            | Self::HowItCame { party } => vec![("party", Value::Party(party.clone()))],
            Self::OtherTask
            | Self::NotAsItIs
            | Self::NoBoard
            | Self::ClaimAlone
            | Self::NobodyNamed
            | Self::NotWarned
            | Self::OneParty => Vec::new(),
        }
    }
}

/// A value of a [`Refusal`], so that a page can show it in its language and zone.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Value {
    /// A number.
    Number(u64),
    /// Text of a person.
    Text(String),
    /// An act: message `work-act-NAME`.
    Act(ActName),
    /// A kind: message `work-kind-NAME`.
    Kind(TaskKind),
    /// A state: message `work-state-NAME`.
    State(&'static str),
    /// A field: message `work-field-NAME`.
    Field(&'static str),
    /// A capacity: message `work-seat-NAME`.
    Role(&'static str),
    /// A mandate: message `work-mandate-NAME`.
    Mandate(Mandate),
    /// A party.
    Party(PartyId),
    /// A moment.
    Moment(Moment),
}

/// The name of a mandate in files and in ids of messages.
#[must_use]
pub fn mandate_name(mandate: Mandate) -> &'static str {
    match mandate {
        Mandate::Monitor => "monitor",
        Mandate::Verify => "verify",
        Mandate::Attribute => "attribute",
        Mandate::Determine => "determine",
    }
}

/// Refuses an empty text.
pub(super) fn said(field: &'static str, text: &str) -> Result<(), Refusal> {
    if text.trim().is_empty() {
        Err(Refusal::Empty { field })
    } else {
        Ok(())
    }
}

/// Refuses a text that is there and empty.
pub(super) fn said_if_there(field: &'static str, text: Option<&str>) -> Result<(), Refusal> {
    text.map_or(Ok(()), |text| said(field, text))
}

/// Refuses a list with nothing in it.
pub(super) fn some<T>(field: &'static str, list: &[T]) -> Result<(), Refusal> {
    if list.is_empty() {
        Err(Refusal::Empty { field })
    } else {
        Ok(())
    }
}

/// Refuses a moment that lies ahead.
pub(super) fn happened(field: &'static str, at: Moment, now: Moment) -> Result<(), Refusal> {
    if at <= now {
        Ok(())
    } else {
        Err(Refusal::NotYet { field, at })
    }
}

/// Refuses a moment that is not after another.
pub(super) fn after(field: &'static str, at: Moment, after: Moment) -> Result<(), Refusal> {
    if at > after {
        Ok(())
    } else {
        Err(Refusal::TooEarly { field, at, after })
    }
}
