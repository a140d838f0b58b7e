//! `holdfire witness`: a witness of logs, over HTTP and by hand.

use std::io::Read as _;
use std::path::Path;
use std::sync::Arc;
use std::time::{SystemTime, UNIX_EPOCH};

use anyhow::Context as _;
use holdfire_seal::Hash;
use holdfire_seal::fraud::FraudProof;
use holdfire_seal::note::{KeyError, VerifierKey};
use holdfire_witness::folder::WitnessError;
use holdfire_witness::hand::ByHandError;
use holdfire_witness::http::ServeError;
use holdfire_witness::{Compared, TrustChange, compare_notes, cosign_by_hand, create, http, list};

use super::done;
use crate::cli::WitnessCommand;
use crate::output::{Failure, Outcome, cannot_read, note, print, with_causes, write};
use crate::qr::{self, Surface};

/// No file that is read here is longer: notes and proofs are short.
const LARGEST_FILE_BYTES: u64 = 4 << 20;

/// Runs a command of the witness.
pub fn run(command: &WitnessCommand) -> Outcome {
    match command {
        WitnessCommand::New { dir, name, qr } => {
            let key = create(dir, name).map_err(of_folder)?;
            note(&format!(
                "made a witness in {}; its secret key is in witness.key there\n\
                 hint: give the line on standard output to all who shall accept its cosignatures",
                dir.display()
            ));
            print(&format!("{}\n", key.vkey()))?;
            if *qr {
                print(&qr::render(&key.vkey(), Surface::of_stdout())?)?;
            }
        }
        WitnessCommand::Trust { dir, vkey } => {
            let (change, key) = holdfire_witness::trust(dir, vkey).map_err(of_folder)?;
            let what = match change {
                TrustChange::NewLog => "this witness now follows the log",
                TrustChange::FurtherKey => "this key is now also accepted for the log",
                TrustChange::Known => "this key was trusted before for the log",
            };
            print(&format!("{what} {}\n", key.name()))?;
        }
        WitnessCommand::List { dir } => print(&listing(dir)?)?,
        WitnessCommand::Serve { dir, listen } => {
            let journal: http::Journal = Arc::new(|line: &str| note(line));
            let told = |address| note(&format!("witness in {} on http://{address}", dir.display()));
            http::serve(dir, *listen, journal, told).map_err(of_server)?;
        }
        WitnessCommand::Cosign {
            dir,
            request,
            out,
            qr,
        } => {
            let line = cosign_by_hand(dir, &file(request)?, now()).map_err(of_hand)?;
            write(&line, out.as_deref())?;
            if *qr {
                print(&qr::render(&line, Surface::of_stdout())?)?;
            }
        }
        WitnessCommand::Compare {
            one,
            other,
            path,
            keys,
            out,
        } => {
            return compare(
                &file(one)?,
                &file(other)?,
                path.as_deref(),
                keys,
                out.as_deref(),
            );
        }
        WitnessCommand::CheckFraud { proof, keys } => {
            let keys = verifier_keys(keys)?;
            let proof = FraudProof::parse(&file(proof)?).map_err(input)?;
            let fraud = proof.verify(&keys).map_err(|error| {
                Failure::No(format!("it proves nothing: {}", with_causes(&error)))
            })?;
            print(&format!("{fraud}\n"))?;
        }
    }
    done()
}

fn compare(
    one: &[u8],
    other: &[u8],
    path: Option<&Path>,
    keys: &[String],
    out: Option<&Path>,
) -> Outcome {
    let path = path.map_or(Ok(Vec::new()), hashes)?;
    match compare_notes(one, other, &path, &verifier_keys(keys)?).map_err(input)? {
        Compared::Same => print("both checkpoints state the same size and root\n")?,
        Compared::Consistent => print("the larger log begins with the smaller one\n")?,
        Compared::Fraud { fraud, proof } => {
            write(&proof, out)?;
            return Err(Failure::No(format!(
                "{fraud}\nhint: the proof can be checked by anybody with `holdfire witness check-fraud`"
            )));
        }
        Compared::PathNeeded { old_size, new_size } => {
            return Err(Failure::Input(format!(
                "nothing can be said yet: the sizes are {old_size} and {new_size}\n\
                 hint: ask the log for the whole consistency path between them and give it by `--path FILE`, a hash in \
                 base64 on each line"
            )));
        }
    }
    done()
}

fn listing(dir: &Path) -> Result<String, Failure> {
    let (key, logs) = list(dir).map_err(of_folder)?;
    let mut text = format!("witness {}\n", key.vkey());
    if logs.is_empty() {
        text.push_str("it follows no log yet; `holdfire witness trust` adds one\n");
    }
    for log in logs {
        let last = log.latest.map_or_else(
            || "nothing cosigned yet".to_owned(),
            |last| {
                format!(
                    "cosigned up to {} entries, root {}",
                    last.checkpoint().size(),
                    last.checkpoint().root()
                )
            },
        );
        text.push_str(&format!("log {}: {last}\n", log.origin));
        for key in log.keys {
            text.push_str(&format!("  key {}\n", key.vkey()));
        }
    }
    Ok(text)
}

/// Hashes in base64, one on each line.
fn hashes(path: &Path) -> Result<Vec<Hash>, Failure> {
    let bytes = file(path)?;
    let text = String::from_utf8_lossy(&bytes);
    let hash = |(index, line): (usize, &str)| {
        Hash::from_base64(line).ok_or_else(|| {
            Failure::Input(format!(
                "{}:{}: not a hash in base64 (44 characters)",
                path.display(),
                index + 1
            ))
        })
    };
    text.lines().enumerate().map(hash).collect()
}

fn verifier_keys(keys: &[String]) -> Result<Vec<VerifierKey>, Failure> {
    let parse =
        |key: &String| VerifierKey::parse_log(key.trim()).map_err(|error| of_key(key, &error));
    keys.iter().map(parse).collect()
}

/// Why a text is no public key. A file of it was given often enough.
pub(super) fn of_key(text: &str, error: &KeyError) -> Failure {
    let hint = if Path::new(text).is_file() {
        format!("\nhint: give what is in the file, not its name: \"$(cat {text})\"")
    } else {
        String::new()
    };
    Failure::Input(format!("`{text}`: {error}{hint}"))
}

/// The bytes of a file, or of standard input for `-`.
pub(super) fn file(path: &Path) -> Result<Vec<u8>, Failure> {
    let mut bytes = Vec::new();
    let read = |mut from: Box<dyn std::io::Read>, bytes: &mut Vec<u8>| {
        from.by_ref()
            .take(LARGEST_FILE_BYTES + 1)
            .read_to_end(bytes)
    };
    if path == Path::new("-") {
        read(Box::new(std::io::stdin()), &mut bytes).context("cannot read standard input")?;
    } else {
        let from = std::fs::File::open(path).map_err(|error| cannot_read(path, error))?;
        read(Box::new(from), &mut bytes).map_err(|error| cannot_read(path, error))?;
    }
    if bytes.len() as u64 > LARGEST_FILE_BYTES {
        return Err(Failure::Input(format!(
            "{}: more than {} MB; notes and proofs are short",
            path.display(),
            LARGEST_FILE_BYTES >> 20
        )));
    }
    Ok(bytes)
}

fn now() -> u64 {
    let since = SystemTime::now().duration_since(UNIX_EPOCH);
    since.map_or(0, |since| since.as_secs())
}

pub(super) fn input(error: impl std::error::Error) -> Failure {
    Failure::Input(with_causes(&error))
}

fn of_folder(error: WitnessError) -> Failure {
    match error {
        WitnessError::Io { .. } => Failure::Surroundings(anyhow::anyhow!(with_causes(&error))),
        other => input(other),
    }
}

fn of_server(error: ServeError) -> Failure {
    match error {
        ServeError::Witness(error) => of_folder(error),
        other => Failure::Surroundings(anyhow::anyhow!(with_causes(&other))),
    }
}

fn of_hand(error: ByHandError) -> Failure {
    match error {
        ByHandError::Refused { .. } => Failure::No(with_causes(&error)),
        ByHandError::Witness(error) => of_folder(error),
    }
}
