//! The chain of custody: what people of the mission say they did with a file, as contents of entries.
//!
//! Three kinds: the file is taken in ([`Intake`]), something is done with it ([`Step`]), it is handed out of the mission's
//! keeping ([`Release`]). Each names the file by its SHA-256, says who and when, and is written as ordered text fields that
//! are read back strictly. [`chain()`] puts the entries of one file in order and says what the record does not show.
//!
//! Entries are statements of their authors. What the log adds is when each was entered, and that none was changed since.

mod chain;
pub(super) mod fields;
#[cfg(test)]
mod tests;

use holdfire_model::id::{IncidentId, ReportId};
use holdfire_model::time::Moment;
use holdfire_seal::Hash;
use holdfire_seal::fields::Field;
use thiserror::Error;

use super::claims::tidy;

pub use chain::{Chain, ChainProblem, Gap, Recorded, chain};

/// What an entry says of a file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Custody {
    /// It was taken in.
    Intake(Intake),
    /// Something was done with it.
    Step(Step),
    /// It was handed out.
    Release(Release),
}

/// A file was taken in. The evidentiary copy has exactly these bytes, now and later.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Intake {
    /// The hash of the file.
    pub sha256: Hash,
    /// Its size.
    pub size_bytes: u64,
    /// Its name as given, if it had one. Never used as a path.
    pub file_name: Option<String>,
    /// What it is, by its bytes.
    pub media_type: String,
    /// How it came about, as far as that is known.
    pub collected: Collected,
    /// Who handed it to the mission.
    pub handed_over_by: String,
    /// Who took it in.
    pub received_by: String,
    /// When it was taken in.
    pub received_at: Moment,
    /// What it is about.
    pub about: Vec<About>,
}

/// How a file came about before the mission had it. What is not known is `None`, and readers are told so.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Collected {
    /// Who collected it.
    pub by: Option<String>,
    /// When, in the words of who handed it over: often less than a moment.
    pub when: Option<String>,
    /// How: saved from a page, filmed, received by message.
    pub how: Option<String>,
    /// The address that it was taken from.
    pub from: Option<String>,
}

/// What a file is about.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum About {
    /// What one source said.
    Report(ReportId),
    /// What happened.
    Incident(IncidentId),
}

/// Something was done with a file that the mission keeps.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Step {
    /// The file.
    pub sha256: Hash,
    /// When.
    pub at: Moment,
    /// By whom.
    pub by: String,
    /// What.
    pub act: Act,
}

/// What was done.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Act {
    /// The evidentiary copy went from one keeper or place to another.
    Moved {
        /// From where.
        from: String,
        /// To where.
        to: String,
    },
    /// A working copy was made; the evidentiary copy was not touched.
    WorkingCopy {
        /// The hash of the copy.
        sha256: Hash,
        /// Its size.
        size_bytes: u64,
        /// How it was derived: what was cut, converted, removed, with which program.
        derivation: String,
    },
    /// It was looked at.
    Viewed {
        /// Why.
        purpose: String,
    },
    /// A copy went to somebody; the mission kept the evidentiary copy.
    Exported {
        /// To whom.
        to: String,
        /// What for, if that was said.
        purpose: Option<String>,
    },
    /// The evidentiary copy was hashed again.
    Rehashed(Rehash),
}

/// What hashing again found.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Rehash {
    /// The same bytes.
    Same,
    /// Other bytes.
    Other {
        /// Their hash.
        sha256: Hash,
        /// Their number.
        size_bytes: u64,
    },
    /// The file is not there.
    Missing,
    /// The file is there and cannot be read whole.
    Unreadable,
}

/// A file was handed out of the mission's keeping.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Release {
    /// The file.
    pub sha256: Hash,
    /// When.
    pub at: Moment,
    /// By whom.
    pub by: String,
    /// To whom.
    pub to: String,
    /// On what ground.
    pub ground: String,
}

impl Custody {
    /// The file that it is about.
    #[must_use]
    pub fn sha256(&self) -> Hash {
        match self {
            Self::Intake(intake) => intake.sha256,
            Self::Step(step) => step.sha256,
            Self::Release(release) => release.sha256,
        }
    }

    /// When it was done, as its author says.
    #[must_use]
    pub fn at(&self) -> Moment {
        match self {
            Self::Intake(intake) => intake.received_at,
            Self::Step(step) => step.at,
            Self::Release(release) => release.at,
        }
    }

    /// Who did it.
    #[must_use]
    pub fn by(&self) -> &str {
        match self {
            Self::Intake(intake) => &intake.received_by,
            Self::Step(step) => &step.by,
            Self::Release(release) => &release.by,
        }
    }

    /// What was done, in a few words.
    #[must_use]
    pub fn what(&self) -> String {
        match self {
            Self::Intake(intake) => format!("taken in, from {}", intake.handed_over_by),
            Self::Release(release) => format!("released to {}", release.to),
            Self::Step(step) => match &step.act {
                Act::Moved { from, to } => format!("moved from {from} to {to}"),
                Act::WorkingCopy {
                    sha256, derivation, ..
                } => {
                    format!("working copy {sha256} made: {derivation}")
                }
                Act::Viewed { purpose } => format!("viewed: {purpose}"),
                Act::Exported { to, purpose: None } => format!("copy handed out to {to}"),
                Act::Exported {
                    to,
                    purpose: Some(purpose),
                } => format!("copy handed out to {to}, for {purpose}"),
                Act::Rehashed(Rehash::Same) => "hashed again: the same".to_owned(),
                Act::Rehashed(Rehash::Other { sha256, .. }) => {
                    format!("hashed again: other bytes, {sha256}")
                }
                Act::Rehashed(Rehash::Missing) => "hashed again: not there".to_owned(),
                Act::Rehashed(Rehash::Unreadable) => "hashed again: cannot be read".to_owned(),
            },
        }
    }

    /// As ordered fields of an entry. The first is `custody`, with the kind and version.
    ///
    /// # Errors
    /// [`CustodyError`] if a text is empty or has characters that steer a terminal, or a time lies beyond the year 9999:
    /// [`Self::from_fields`] would refuse it.
    pub fn to_fields(&self) -> Result<Vec<(String, String)>, CustodyError> {
        fields::write(self)
    }

    /// Reads [`Self::to_fields`]: the same fields in the same order, each value in its one spelling.
    ///
    /// # Errors
    /// [`CustodyError`] if a field is missing, out of place, unknown or misspelt.
    pub fn from_fields(fields: &[(String, String)]) -> Result<Self, CustodyError> {
        fields::read(fields)
    }

    /// As [`Self::to_fields`], as fields that are sealed, so that each can be opened alone.
    ///
    /// # Errors
    /// As [`Self::to_fields`].
    pub fn to_sealable(&self) -> Result<Vec<Field>, CustodyError> {
        Ok(sealable(self.to_fields()?))
    }

    /// Reads [`Self::to_sealable`].
    ///
    /// # Errors
    /// As [`Self::from_fields`]; [`CustodyError::Bytes`] if a value is no text.
    pub fn from_sealable(fields: &[Field]) -> Result<Self, CustodyError> {
        Self::from_fields(&texts(fields)?)
    }
}

/// Texts as fields that are sealed.
pub(super) fn sealable(fields: Vec<(String, String)>) -> Vec<Field> {
    fields
        .into_iter()
        .map(|(name, value)| Field::new(name, value))
        .collect()
}

/// Sealed fields as texts.
pub(super) fn texts(fields: &[Field]) -> Result<Vec<(String, String)>, CustodyError> {
    let text = |field: &Field| {
        let value = str::from_utf8(&field.value);
        let value = value.map_err(|_| CustodyError::Bytes(tidy(&field.name, 60)))?;
        Ok((field.name.clone(), value.to_owned()))
    };
    fields.iter().map(text).collect()
}

/// Why fields are not an entry of the chain of custody.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
pub enum CustodyError {
    /// The first field does not say of what kind they are.
    #[error("the first field is not `custody`")]
    NoKind,
    /// The kind is not known.
    #[error(
        "custody entries of kind `{0}` are not known\nhint: they may come from a newer version"
    )]
    Kind(String),
    /// A field is missing.
    #[error("the field `{0}` is missing")]
    Missing(&'static str),
    /// A field is out of place, unknown or there twice.
    #[error("the field `{0}` cannot stand there")]
    Field(String),
    /// A value is no text.
    #[error("the field `{0}` is no text")]
    Bytes(String),
    /// A value is not as it is written.
    #[error("the field `{name}` is `{value}`, which is not {wanted}")]
    Value {
        /// The field.
        name: &'static str,
        /// Its value.
        value: String,
        /// What it should be.
        wanted: &'static str,
    },
    /// A text is empty, too long, or has characters that steer a terminal.
    #[error(
        "`{name}` is empty, longer than 2,000 characters, or has control characters\n\
         hint: leave out what is not known, and write the rest on one line"
    )]
    Text {
        /// The field.
        name: &'static str,
    },
}
