//! What people establish about an incident: finding, attribution, determination. Three steps, three types: none can be
//! taken for another, and none can be made without its standard of proof or its body, and its reasons.

use holdfire_model::{
    AccountId, ClauseId, ObservationId, PartyId, ReadingId, ReplyId, ReplyKind, ReportId,
};

use super::approval::Body;
use super::ids::PersonName;
use super::names::named;

/// The standard of proof that a conclusion meets, one of the list that the case has fixed. Never optional.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Standard(pub String);

impl Standard {
    /// The names that a case has unless it fixes others, weakest first.
    pub const DEFAULT: [&str; 4] = [
        "reasonable-grounds",
        "balance-of-probabilities",
        "clear-and-convincing",
        "beyond-reasonable-doubt",
    ];
}

named! {
    /// Why it cannot be verified whether something happened.
    pub enum Hindrance {
        /// Nobody was let in.
        Access = "access",
        /// Too late, or not enough time.
        Time = "time",
        /// Too dangerous.
        Security = "security",
        /// The mandate does not allow it.
        Mandate = "mandate",
    }
}

/// What people established on whether it happened as reported.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Established {
    /// It happened as reported.
    Confirmed,
    /// A part of it happened.
    Partly,
    /// What there is does not reach the standard of proof.
    NotConfirmed,
    /// It did not happen as reported.
    Refuted,
    /// It cannot be verified, and why.
    CannotBeVerified(Hindrance),
}

impl Established {
    /// Its name in files; the hindrance is apart.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Confirmed => "confirmed",
            Self::Partly => "partly",
            Self::NotConfirmed => "not-confirmed",
            Self::Refuted => "refuted",
            Self::CannotBeVerified(_) => "cannot-be-verified",
        }
    }

    /// True if it says that something happened or did not happen: this needs more than the word of a party.
    #[must_use]
    pub fn is_positive(self) -> bool {
        matches!(self, Self::Confirmed | Self::Partly | Self::Refuted)
    }

    /// True if something happened, so that it can be asked who did it.
    #[must_use]
    pub fn carries(self) -> bool {
        matches!(self, Self::Confirmed | Self::Partly)
    }
}

/// What a piece of the ground is.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Piece {
    /// A report.
    Report(ReportId),
    /// An observation.
    Observation(ObservationId),
    /// A file of evidence: its SHA-256 in hexadecimal.
    Evidence(String),
    /// What the mission's own people saw, in words.
    Visit(String),
}

/// Whose word a piece of the ground is.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Origin {
    /// A party, or whoever carries its words.
    Party(PartyId),
    /// Neither party.
    Independent,
    /// The mission itself.
    Mission,
    /// A body with a mandate.
    Body,
}

/// One thing that a conclusion rests on.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Ground {
    /// What.
    pub piece: Piece,
    /// Whose word.
    pub origin: Origin,
}

/// A reply that was on record when a finding was made.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct ReplyOnRecord {
    /// Its id in the case.
    pub id: ReplyId,
    /// Who replied.
    pub by: PartyId,
    /// What it said.
    pub kind: ReplyKind,
}

/// That an act puts another in the place of an earlier one, and why. The earlier one stays.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Correction {
    /// The number of the act that is corrected.
    pub act: u64,
    /// Why.
    pub reason: String,
}

/// What people established about an incident, or about one account of it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Finding {
    /// What.
    pub established: Established,
    /// The account that it speaks of; `None`: the incident as a whole.
    pub account: Option<AccountId>,
    /// By which standard of proof.
    pub standard: Standard,
    /// Why.
    pub reasons: String,
    /// What it rests on.
    pub grounds: Vec<Ground>,
    /// The replies that were on record at that moment; none is a statement too.
    pub replies: Vec<ReplyOnRecord>,
    /// The finding that it takes the place of, if one stood.
    pub corrects: Option<Correction>,
}

impl Finding {
    /// True if it rests on nothing but what one party says. A party's word and the other's admission are two.
    #[must_use]
    pub fn is_claim_alone(&self) -> bool {
        let outside = self
            .grounds
            .iter()
            .any(|g| !matches!(g.origin, Origin::Party(_)));
        let claimants = self.grounds.iter().filter_map(|g| match &g.origin {
            Origin::Party(id) => Some(id),
            _ => None,
        });
        let admitted = |claimant: &PartyId| {
            self.replies
                .iter()
                .any(|r| r.kind == ReplyKind::Accepts && r.by != *claimant)
        };
        !outside && !claimants.into_iter().any(admitted)
    }
}

/// Who did it, as far as people established it.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Whose {
    /// It cannot be said.
    Nobody,
    /// Likely this party.
    Likely(PartyId),
    /// This party.
    Attributed(PartyId),
    /// Those who decide do not agree.
    Disputed,
}

impl Whose {
    /// Its name in files; the party is apart.
    #[must_use]
    pub fn name(&self) -> &'static str {
        match self {
            Self::Nobody => "none",
            Self::Likely(_) => "likely",
            Self::Attributed(_) => "attributed",
            Self::Disputed => "disputed",
        }
    }

    /// The party that it names.
    #[must_use]
    pub fn party(&self) -> Option<&PartyId> {
        match self {
            Self::Likely(id) | Self::Attributed(id) => Some(id),
            Self::Nobody | Self::Disputed => None,
        }
    }
}

/// Somebody's other view, kept beside the conclusion.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Dissent {
    /// Whose.
    pub by: PersonName,
    /// What they hold instead.
    pub view: String,
}

/// Who did it, by which standard, and who sees it otherwise.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Attribution {
    /// Who.
    pub whose: Whose,
    /// By which standard of proof.
    pub standard: Standard,
    /// Why.
    pub reasons: String,
    /// What it rests on.
    pub grounds: Vec<Ground>,
    /// Other views.
    pub dissent: Vec<Dissent>,
    /// The attribution that it takes the place of, if one stood.
    pub corrects: Option<Correction>,
}

impl Attribution {
    /// True if it names a party on the word of other parties alone. What the party says of itself is more than that.
    #[must_use]
    pub fn is_claim_alone(&self) -> bool {
        self.whose.party().is_some_and(|named| {
            self.grounds.iter().all(|g| match &g.origin {
                Origin::Party(id) => id != named,
                Origin::Independent | Origin::Mission | Origin::Body => false,
            })
        })
    }
}

named! {
    /// How grave a breach is, in the body's word.
    pub enum Gravity {
        /// Minor.
        Minor = "minor",
        /// Serious.
        Serious = "serious",
        /// Grave.
        Grave = "grave",
    }
}

/// What a body decides about a clause under a reading. The one place where "breach" is said.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Outcome {
    /// The clause was breached.
    Breach(Gravity),
    /// It was not.
    NotABreach,
    /// The clause does not cover it.
    OutsideScope,
    /// The clause did not hold then.
    OutsidePeriod,
    /// It was justified.
    Justified,
    /// The body does not decide now.
    Deferred,
}

impl Outcome {
    /// Its name in files; the gravity is apart.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Breach(_) => "breach",
            Self::NotABreach => "not-a-breach",
            Self::OutsideScope => "outside-scope",
            Self::OutsidePeriod => "outside-period",
            Self::Justified => "justified",
            Self::Deferred => "deferred",
        }
    }
}

/// What is put to a body: its decision on one clause under one reading. It is a determination once it stands.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Determination {
    /// Whose decision it is.
    pub body: Body,
    /// The clause.
    pub clause: ClauseId,
    /// The reading under which the clause is taken.
    pub reading: ReadingId,
    /// What is decided.
    pub outcome: Outcome,
    /// By which standard of proof.
    pub standard: Standard,
    /// Why.
    pub reasons: String,
    /// The earlier determination that it takes the place of, if one stands for this clause and reading.
    pub corrects: Option<Correction>,
}
