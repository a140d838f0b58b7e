//! `holdfire register`: lists that stay sealed, on files of the party's and the auditor's own machines, and in the record
//! of a mission.

mod check;
mod deposit;
mod files;
mod mission;
mod open;
mod public;
mod receipt;
mod seal;
mod table;

use std::time::{SystemTime, UNIX_EPOCH};

use holdfire_model::Moment;
use holdfire_register::{HandoverError, OpeningError, StatementError};
use holdfire_seal::note::{NoteError, VerifierKey};

use crate::cli::RegisterCommand;
use crate::output::{Failure, Outcome, with_causes};

/// Runs a command of registers.
pub fn run(command: &RegisterCommand) -> Outcome {
    match command {
        RegisterCommand::Seal(args) => seal::seal(args),
        RegisterCommand::Handover(args) => seal::handover(args),
        RegisterCommand::Check(args) => check::run(args),
        RegisterCommand::Receipt(args) => receipt::run(args),
        RegisterCommand::Open(args) => open::open(args),
        RegisterCommand::Verify(args) => open::verify(args),
        RegisterCommand::Public(command) => public::run(command),
        RegisterCommand::Accept(args) => mission::accept(args),
        RegisterCommand::Accepted(args) => mission::accepted(args),
        RegisterCommand::Whose(args) => mission::whose(args),
        RegisterCommand::Notify(args) => mission::notify(args),
        RegisterCommand::Status(args) => mission::status(args),
        RegisterCommand::Opened(args) => mission::opened(args),
        RegisterCommand::Match(command) => mission::matching(command),
    }
}

/// Whole seconds by the clock of this machine.
fn now() -> Moment {
    let since = SystemTime::now().duration_since(UNIX_EPOCH);
    let seconds = since.map_or(0, |since| since.as_secs());
    Moment(i64::try_from(seconds).unwrap_or(i64::MAX))
}

/// A word with its number: `1 site`, `2 sites`.
fn counted(number: usize, thing: &str) -> String {
    let plural = if number == 1 { "" } else { "s" };
    format!("{number} {thing}{plural}")
}

fn input(error: impl std::error::Error) -> Failure {
    Failure::Input(with_causes(&error))
}

/// Whether what was read is what nobody signed so, or only nothing that can be read.
enum Kind {
    /// Cannot be read as what it was given for.
    Unreadable,
    /// Can be read, and is not what was signed.
    NotAsSigned,
    /// Signed by somebody else, or by nobody.
    NotByThem,
}

impl Kind {
    const fn of_note(error: &NoteError) -> Self {
        match error {
            NoteError::BadSignature { .. } => Self::NotAsSigned,
            NoteError::NotSigned => Self::NotByThem,
            _ => Self::Unreadable,
        }
    }

    const fn of_statement(error: &StatementError) -> Self {
        match error {
            StatementError::Note(error) => Self::of_note(error),
            StatementError::Line { .. } => Self::Unreadable,
            StatementError::Contradiction { .. } => Self::NotAsSigned,
        }
    }

    const fn of_handover(error: &HandoverError) -> Self {
        match error {
            HandoverError::Form(_) => Self::Unreadable,
            HandoverError::Statement(error) => Self::of_statement(error),
            HandoverError::Leaves { .. } | HandoverError::Changes { .. } => Self::NotAsSigned,
        }
    }

    const fn of_opening(error: &OpeningError) -> Self {
        match error {
            OpeningError::Form(_) => Self::Unreadable,
            OpeningError::Statement(error) => Self::of_statement(error),
            _ => Self::NotAsSigned,
        }
    }

    fn failure(self, text: String, keys: &[VerifierKey]) -> Failure {
        match self {
            Self::Unreadable => Failure::Input(text),
            Self::NotAsSigned => Failure::Integrity(text),
            Self::NotByThem => {
                let given: Vec<String> = keys
                    .iter()
                    .map(|key| format!("{} (key {:08x})", key.name(), key.key_id()))
                    .collect();
                Failure::Integrity(format!(
                    "{text}\nhint: the key that was given is {}; ask by another way which key it must be",
                    given.join(", ")
                ))
            }
        }
    }
}
