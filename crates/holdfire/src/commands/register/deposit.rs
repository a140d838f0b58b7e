//! Since when the log of a mission has a statement: a disclosure of that field of the entry, checked without the mission.

use std::path::Path;

use holdfire_record::{Disclosure, DisclosureError, Kind};
use holdfire_seal::Hash;
use holdfire_seal::note::VerifierKey;
use holdfire_seal::policy::Policy;
use holdfire_store::mission::time;

use super::files;
use crate::commands::record;
use crate::output::{Failure, with_causes};

/// The field that is disclosed.
const STATEMENT: &str = "statement";
/// No disclosure of this field is longer.
const MOST_BYTES: usize = 1 << 20;

/// A statement that is in a log.
pub struct Deposited {
    /// The hash of the statement.
    pub statement: Hash,
    /// Since when, and who says so.
    pub words: String,
}

/// Checks a disclosure.
pub fn check(path: &Path, logs: &[String], policy: Option<&Path>) -> Result<Deposited, Failure> {
    let shown = path.display();
    let keys = logs
        .iter()
        .map(|text| {
            VerifierKey::parse_log(text.trim())
                .map_err(|error| Failure::Input(format!("--log: {error}")))
        })
        .collect::<Result<Vec<_>, _>>()?;
    let policy = match policy {
        Some(path) => record::policy(path)?,
        None => Policy::parse(b"quorum none\n").map_err(super::input)?,
    };
    let bytes = files::read(path, MOST_BYTES)?;
    let disclosed = Disclosure::verify(&bytes, &keys, &policy).map_err(|error| {
        let text = format!("{shown}: it shows nothing: {}", with_causes(&error));
        match error {
            DisclosureError::NothingOpened
            | DisclosureError::Cbor(_)
            | DisclosureError::Opening(_)
            | DisclosureError::Version(_) => Failure::Input(text),
            _ => Failure::Integrity(text),
        }
    })?;
    let kind = disclosed.envelope.kind;
    if kind != Kind::RegisterVersion {
        return Err(Failure::Input(format!(
            "{shown}: it is of an entry of kind {kind}, not {}",
            Kind::RegisterVersion
        )));
    }
    let field = disclosed
        .fields
        .iter()
        .find(|field| field.name == STATEMENT);
    let statement = field
        .and_then(|field| <[u8; 32]>::try_from(field.value.as_slice()).ok())
        .ok_or_else(|| {
            Failure::Input(format!(
                "{shown}: it does not disclose the field `{STATEMENT}`\n\
                 hint: `holdfire mission disclose` with `--field {STATEMENT}` does"
            ))
        })?;
    let checkpoint = disclosed.outcome.signed.checkpoint();
    let mut words = format!(
        "The log {} has this statement in an entry dated {} (cut to the step of the log), signed at {} entries",
        checkpoint.origin(),
        time(disclosed.envelope.at),
        checkpoint.size()
    );
    if let Some((_, tick)) = &disclosed.in_circle {
        words.push_str(&format!("; bound by the tick of {}", time(tick.at)));
    }
    for (name, at) in &disclosed.outcome.cosigned_by {
        words.push_str(&format!("; cosigned by {name}, {}", time(*at)));
    }
    words.push('.');
    Ok(Deposited {
        statement: Hash(statement),
        words,
    })
}
