//! Roles: what a person is to the mission, and in what capacity acts are done.

use std::fmt;

use holdfire_model::PartyId;
use thiserror::Error;

/// What a person is to the mission. One person has one role.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Role {
    /// Runs the mission: reads its own log, verifies, asks, proposes publications.
    Secretariat,
    /// Watches: reads reports and findings, takes part in verification.
    Observer,
    /// Carries words between the parties.
    Mediator,
    /// Speaks for a party, and reads what concerns it.
    Liaison(PartyId),
    /// Checks the record; reads no reports.
    Auditor,
    /// Everybody else: reads what was published.
    Public,
}

/// Why a role cannot be read.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
pub enum RoleError {
    /// No such role.
    #[error("`{0}` is no role\nhint: secretariat, observer, mediator, liaison, auditor")]
    Unknown(String),
    /// A liaison is somebody's.
    #[error(
        "a liaison speaks for a party, and none is named\nhint: give the id of a party of the case"
    )]
    NoParty,
    /// Another role has a party.
    #[error("only a liaison speaks for a party")]
    PartyOfOther,
}

impl Role {
    /// The names of the roles that a person can be given, in the order in which they are offered.
    pub const NAMES: [&'static str; 5] =
        ["secretariat", "observer", "mediator", "liaison", "auditor"];

    /// Its name in entries and policies.
    #[must_use]
    pub fn name(&self) -> &'static str {
        match self {
            Self::Secretariat => "secretariat",
            Self::Observer => "observer",
            Self::Mediator => "mediator",
            Self::Liaison(_) => "liaison",
            Self::Auditor => "auditor",
            Self::Public => "public",
        }
    }

    /// The party that it speaks for.
    #[must_use]
    pub fn party(&self) -> Option<&PartyId> {
        match self {
            Self::Liaison(party) => Some(party),
            _ => None,
        }
    }

    /// True for the mission's own people.
    #[must_use]
    pub fn is_mission(&self) -> bool {
        matches!(self, Self::Secretariat | Self::Observer | Self::Mediator)
    }

    /// A role from its name and party as an entry has them. Nobody is given the role of the public: it is what is left.
    ///
    /// # Errors
    /// [`RoleError`]
    pub fn parse(name: &str, party: &str) -> Result<Self, RoleError> {
        let role = match name {
            "secretariat" => Self::Secretariat,
            "observer" => Self::Observer,
            "mediator" => Self::Mediator,
            "auditor" => Self::Auditor,
            "liaison" => {
                return PartyId::new(party)
                    .map(Self::Liaison)
                    .map_err(|_| RoleError::NoParty);
            }
            other => return Err(RoleError::Unknown(other.to_owned())),
        };
        if party.is_empty() {
            Ok(role)
        } else {
            Err(RoleError::PartyOfOther)
        }
    }
}

impl fmt::Display for Role {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Liaison(party) => write!(f, "liaison of {party}"),
            other => f.write_str(other.name()),
        }
    }
}
