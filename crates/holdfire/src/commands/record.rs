//! `holdfire record`: the folder of a log, checked by who has nothing else; the record of a mission, kept and checked.

mod checkpoint;
mod disclosure;
mod entry;
mod keep;
mod mission;
mod proof;
mod verify;

use std::path::Path;

use holdfire_model::Moment;
use holdfire_seal::note::VerifierKey;
use holdfire_seal::policy::Policy;
use holdfire_store::folder::FolderError;
use holdfire_store::mission::is_mission;

use super::witness::{file, input, of_key};
use crate::cli::RecordCommand;
use crate::output::{Failure, Outcome, with_causes};

/// Runs a command of the record.
pub fn run(command: &RecordCommand) -> Outcome {
    match command {
        RecordCommand::Verify(args) if is_mission(&args.dir) => mission::verify(args),
        RecordCommand::Verify(args) => verify::run(args),
        RecordCommand::Checkpoint(args) => checkpoint::run(args),
        RecordCommand::Tick { dir, identity } => keep::tick(dir, identity),
        RecordCommand::Keep {
            dir,
            policy,
            ticks,
            identity,
        } => keep::keep(dir, policy.as_deref(), *ticks, identity),
        RecordCommand::Fsck { dir, identity } => mission::fsck(dir, identity),
        RecordCommand::Dump { dir } => mission::dump(dir),
        RecordCommand::Clock { dir, reason, who } => mission::clock(dir, reason, who),
        RecordCommand::Rotate { dir, who } => mission::rotate(dir, who),
        RecordCommand::Prove {
            dir,
            index,
            keys,
            out,
        } => proof::prove(dir, *index, &log_keys(keys)?, out.as_deref()),
        RecordCommand::Growth { dir, old, keys } => proof::growth(dir, *old, &log_keys(keys)?),
        RecordCommand::CheckProof(args) => proof::check(args),
        RecordCommand::CheckDisclosure {
            disclosure,
            keys,
            policy,
            format,
        } => disclosure::check(disclosure, &log_keys(keys)?, policy.as_deref(), *format),
        RecordCommand::Entry {
            dir,
            index,
            keys,
            format,
        } => entry::show(dir, *index, &log_keys(keys)?, *format),
        RecordCommand::Settings { dir, keys, format } => {
            entry::settings(dir, &log_keys(keys)?, *format)
        }
    }
}

/// Public keys of logs, as they were typed.
fn log_keys(keys: &[String]) -> Result<Vec<VerifierKey>, Failure> {
    let parse = |key: &String| {
        VerifierKey::parse_log(key.trim())
            .map_err(|error| Failure::Input(format!("--key: {}", of_key(key, &error))))
    };
    keys.iter().map(parse).collect()
}

pub fn policy(path: &Path) -> Result<Policy, Failure> {
    Policy::parse(&file(path)?)
        .map_err(|error| Failure::Input(format!("{}: {}", path.display(), with_causes(&error))))
}

/// Whose a failure of a folder is.
pub fn of_folder(error: FolderError) -> Failure {
    if error.is_of_surroundings() {
        return Failure::Surroundings(anyhow::anyhow!(with_causes(&error)));
    }
    if error.is_of_input() {
        return input(error);
    }
    Failure::Integrity(with_causes(&error))
}

/// A time of an envelope or a cosignature.
fn time(at: u64) -> String {
    i64::try_from(at).map_or_else(
        |_| format!("{at} s after 1970"),
        |at| Moment(at).to_string(),
    )
}
