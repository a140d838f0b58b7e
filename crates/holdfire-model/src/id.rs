//! One id type per kind of thing, so that a site is never taken for a report.

use std::fmt;
use std::sync::Arc;

use crate::phrase;
use crate::phrase::Phrase;

/// Why a text cannot be an id.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum IdError {
    /// The text is empty.
    Empty,
    /// The text holds a character that ids do not use.
    Character {
        /// The text that was given.
        text: String,
        /// The first character that does not fit.
        character: char,
    },
}

impl IdError {
    /// The same as a sentence of every language.
    #[must_use]
    pub fn said(&self) -> Phrase {
        match self {
            Self::Empty => phrase!("row-id-empty", "an id cannot be empty"),
            Self::Character { text, character } => phrase!(
                "row-id-character",
                "`{text}` cannot be an id: `{character}` is not a letter, a digit, `-`, `_`, `.` or `:`",
                text = text,
                character = character.to_string()
            ),
        }
    }
}

impl fmt::Display for IdError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.said().fmt(f)
    }
}

impl std::error::Error for IdError {}

fn check(text: &str) -> Result<(), IdError> {
    if text.is_empty() {
        return Err(IdError::Empty);
    }
    match text
        .chars()
        .find(|c| !c.is_alphanumeric() && !"-_.:".contains(*c))
    {
        Some(character) => Err(IdError::Character {
            text: text.to_owned(),
            character,
        }),
        None => Ok(()),
    }
}

macro_rules! ids {
    ($($(#[$doc:meta])* $name:ident),+ $(,)?) => {$(
        $(#[$doc])*
        ///
        /// Not empty; letters, digits, `-`, `_`, `.` and `:` only.
        #[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub struct $name(Arc<str>);

        impl $name {
            /// Checks and takes an id.
            ///
            /// # Errors
            /// [`IdError`] if the text is empty or holds a character that ids do not use.
            pub fn new(text: &str) -> Result<Self, IdError> {
                check(text)?;
                Ok(Self(Arc::from(text)))
            }

            /// The id as text.
            #[must_use]
            pub fn as_str(&self) -> &str {
                &self.0
            }
        }

        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str(&self.0)
            }
        }

        impl fmt::Debug for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                write!(f, "{}", self.0)
            }
        }
    )+};
}

ids! {
    /// A party: bound, addressed, mediating, guaranteeing or monitoring.
    PartyId,
    /// A text that the agreement rests on.
    InstrumentId,
    /// A rule of the agreement.
    ClauseId,
    /// How one holder states the clauses.
    ReadingId,
    /// A condition that a clause waits for.
    ConditionId,
    /// A recorded use of a right to be free or to withdraw.
    InvocationId,
    /// A node of the category tree.
    NodeId,
    /// A kind of act (a word of the case, such as `strike`).
    ActKindId,
    /// An area with a name: a region, a zone, a corridor.
    AreaId,
    /// A protected object that a party has declared.
    SiteId,
    /// An entry of an analyst's reference list.
    FacilityId,
    /// What one source said.
    ReportId,
    /// One consistent story.
    AccountId,
    /// What the accounts are about.
    IncidentId,
    /// What a sensor or a person of neither party saw.
    ObservationId,
    /// A sourced statement on who held a place.
    ControlId,
    /// A reply of a party to a report.
    ReplyId,
}

impl IncidentId {
    /// That of a report, which an incident is called after.
    #[must_use]
    pub fn of(report: &ReportId) -> Self {
        Self(Arc::clone(&report.0))
    }
}

impl AccountId {
    /// That of the report that the account is told by.
    #[must_use]
    pub fn of(report: &ReportId) -> Self {
        Self(Arc::clone(&report.0))
    }
}

/// A stable pointer into the case: file, and what in it. Printed beside each reason.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Cite(Arc<str>);

impl Cite {
    /// The pointer that a text is.
    #[must_use]
    pub fn new(text: impl Into<Arc<str>>) -> Self {
        Self(text.into())
    }

    /// It as text.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for Cite {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_id_is_not_empty_and_holds_no_blank() {
        assert_eq!(SiteId::new(""), Err(IdError::Empty));
        assert!(matches!(
            SiteId::new("a b"),
            Err(IdError::Character { character: ' ', .. })
        ));
        assert_eq!(
            SiteId::new("S-1.a").map(|id| id.to_string()),
            Ok("S-1.a".to_owned())
        );
    }
}
