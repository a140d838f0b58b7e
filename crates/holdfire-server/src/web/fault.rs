//! What goes wrong on the way to an answer, and whose it is.

use axum::http::{HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use holdfire_model::{Phrase, phrase};
use holdfire_store::mission::{MissionError, time};
use holdfire_wire::api::FaultPage;

use crate::sealed::SealedError;
use crate::world::WorldError;
use crate::worlds::WorldsError;

/// Why there is no answer. Says nothing of what the visitor may not know.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Fault {
    /// The request cannot be meant: what and what to do, in words.
    Asked(String),
    /// Nobody is signed in.
    SignIn,
    /// Who is signed in may not do this.
    NotAllowed,
    /// There is nothing here for these eyes.
    NotFound,
    /// It was changed by somebody else meanwhile, or the rules of the workflow refuse it: in words.
    Refused(String),
    /// The same, in a sentence that every language says.
    Told(Phrase),
    /// Too many requests; seconds to wait.
    Wait(u64),
    /// The surroundings: disk, database. The number stands in the server's journal.
    Surroundings(String),
    /// The record contradicts itself: nothing is written any more.
    Integrity,
    /// Ours: an invariant of the program broke. What it was stands nowhere: it may hold what a visitor sent.
    Ours,
}

impl Fault {
    /// A value that cannot be meant.
    #[must_use]
    pub fn asked(name: &str, value: &str, hint: &str) -> Self {
        let value: String = value.chars().take(80).collect();
        Self::Asked(format!("`{name}` is `{value}`\nhint: {hint}"))
    }

    /// The status of the answer.
    #[must_use]
    pub fn status(&self) -> StatusCode {
        match self {
            Self::Asked(_) => StatusCode::BAD_REQUEST,
            Self::SignIn => StatusCode::UNAUTHORIZED,
            Self::NotAllowed => StatusCode::FORBIDDEN,
            Self::NotFound => StatusCode::NOT_FOUND,
            Self::Refused(_) | Self::Told(_) => StatusCode::CONFLICT,
            Self::Wait(_) => StatusCode::TOO_MANY_REQUESTS,
            Self::Surroundings(_) | Self::Integrity => StatusCode::SERVICE_UNAVAILABLE,
            Self::Ours => StatusCode::INTERNAL_SERVER_ERROR,
        }
    }

    /// The name of the fault in answers to programs.
    #[must_use]
    pub fn name(&self) -> &'static str {
        match self {
            Self::Asked(_) => "bad-request",
            Self::SignIn => "sign-in",
            Self::NotAllowed => "not-allowed",
            Self::NotFound => "not-found",
            Self::Refused(_) | Self::Told(_) => "refused",
            Self::Wait(_) => "wait",
            Self::Surroundings(_) => "surroundings",
            Self::Integrity => "integrity",
            Self::Ours => "ours",
        }
    }

    /// The answer to a program.
    #[must_use]
    pub fn for_program(&self) -> Response {
        let page = FaultPage {
            error: self.name().to_owned(),
            details: self.details().map(str::to_owned),
        };
        let mut response = (self.status(), axum::Json(page)).into_response();
        if *self == Self::SignIn {
            let scheme = HeaderValue::from_static("Bearer");
            response
                .headers_mut()
                .insert(header::WWW_AUTHENTICATE, scheme);
        }
        response
    }

    /// What is said beside the name, if there is more to say.
    #[must_use]
    pub fn details(&self) -> Option<&str> {
        match self {
            Self::Asked(text) | Self::Refused(text) => Some(text),
            Self::Told(sentence) => Some(sentence),
            _ => None,
        }
    }
}

impl IntoResponse for Fault {
    /// The status alone, with the fault as an extension: the frame around all routes makes a page or JSON of it, since
    /// only there the visitor's language is known.
    fn into_response(self) -> Response {
        let mut response = self.status().into_response();
        response.extensions_mut().insert(self);
        response
    }
}

impl From<MissionError> for Fault {
    fn from(error: MissionError) -> Self {
        if error.is_integrity() {
            Self::Integrity
        } else if error.is_surroundings() {
            Self::Surroundings(chain(&error))
        } else {
            Self::Told(told(&error))
        }
    }
}

impl From<SealedError> for Fault {
    fn from(error: SealedError) -> Self {
        match error {
            SealedError::Mission(error) => error.into(),
            other @ SealedError::Entry { .. } => Self::Surroundings(chain(&other)),
        }
    }
}

impl From<WorldsError> for Fault {
    fn from(error: WorldsError) -> Self {
        match error {
            WorldsError::Mission(error) => error.into(),
            other => Self::Surroundings(chain(&other)),
        }
    }
}

impl From<WorldError> for Fault {
    fn from(error: WorldError) -> Self {
        Self::Surroundings(chain(&error))
    }
}

/// What the record refuses, for who uses the workbench; the commands that its hints name are for who runs the server.
fn told(error: &MissionError) -> Phrase {
    match error {
        MissionError::Clock { last, now, .. } => phrase!(
            "store-clock",
            "the clock of the server says {now} and the last entry is dated {last}: entries never go back in time; nothing was entered",
            now = time(*now),
            last = time(*last)
        ),
        MissionError::AfterTheEnd { entries, asked } => phrase!(
            "store-after-the-end",
            "the record has {entries} entries, and it was asked as of entry {asked}",
            entries = entries.to_string(),
            asked = asked.to_string()
        ),
        MissionError::ForReading => phrase!(
            "store-for-reading",
            "this is a copy for reading: it has no key to sign with, so nothing is entered in it"
        ),
        MissionError::Unknown { name, .. } => {
            phrase!("store-unknown", "the record knows no `{name}`", name = name)
        }
        MissionError::Taken { name, .. } => {
            phrase!("store-taken", "there is a `{name}` already", name = name)
        }
        MissionError::Name { name, .. } => phrase!(
            "store-name",
            "`{name}` cannot be a name: it is empty, begins or ends with a space, or holds a control character",
            name = name
        ),
        other => phrase!(
            "store-refuses",
            "the record does not take this: {why}",
            why = chain(other)
        ),
    }
}

/// An error with its causes.
fn chain(error: &dyn std::error::Error) -> String {
    let mut text = error.to_string();
    let mut cause = error.source();
    while let Some(error) = cause {
        text.push_str(": ");
        text.push_str(&error.to_string());
        cause = error.source();
    }
    text
}
