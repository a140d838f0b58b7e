//! `holdfire record prove` and `check-proof`.

use std::path::Path;

use holdfire_seal::note::VerifierKey;
use holdfire_seal::policy::Policy;
use holdfire_seal::tlog_proof::TlogProof;
use holdfire_store::folder::LogFolder;
use serde_json::json;

use super::entry::{envelope_in_words, hex};
use super::{log_keys, of_folder, policy, time};
use crate::cli::{CheckProofArgs, PlainFormat};
use crate::commands::done;
use crate::commands::witness::{file, input};
use crate::output::{Failure, Outcome, count, print, safe, with_causes, write};

/// Writes the proof of an entry; it was checked before.
pub fn prove(dir: &Path, index: u64, keys: &[VerifierKey], out: Option<&Path>) -> Outcome {
    let folder = LogFolder::new(dir).map_err(of_folder)?;
    let (_, proof) = folder.prove(index, keys).map_err(of_folder)?;
    write(&proof.to_text(), out)?;
    done()
}

/// Prints the whole consistency path from an older size: with the old root in front where RFC 6962 leaves it out.
pub fn growth(dir: &Path, old: u64, keys: &[VerifierKey]) -> Outcome {
    let folder = LogFolder::new(dir).map_err(of_folder)?;
    let whole = folder.whole_consistency(old, keys).map_err(of_folder)?;
    let lines: String = whole.iter().map(|hash| hash.to_base64() + "\n").collect();
    print(&lines)?;
    done()
}

/// Checks a proof.
pub fn check(args: &CheckProofArgs) -> Outcome {
    let keys = log_keys(&args.keys)?;
    let policy = match &args.policy {
        Some(path) => policy(path)?,
        None => Policy::parse(b"quorum none\n").map_err(input)?,
    };
    if keys.is_empty() && policy.logs().is_empty() {
        return Err(Failure::Input(
            "the policy names no log, so no key is known to check by\n\
             hint: give the public key of the log by --key"
                .to_owned(),
        ));
    }
    let entry = match (&args.entry, &args.leaf) {
        (Some(path), _) => file(path)?,
        (None, leaf) => bytes_of_hex(leaf.as_deref().unwrap_or_default()).ok_or_else(|| {
            Failure::Input(
                "--leaf: not hex, two digits for each byte\n\
                 hint: `holdfire record entry` prints the bytes of an entry in hex"
                    .to_owned(),
            )
        })?,
    };
    let proof = TlogProof::parse(&file(&args.proof)?).map_err(input)?;
    let outcome = proof
        .verify(&entry, &keys, &policy)
        .map_err(|error| Failure::No(format!("it proves nothing: {}", with_causes(&error))))?;
    let checkpoint = outcome.signed.checkpoint();
    let text = match args.format {
        PlainFormat::Json => {
            let cosigned: Vec<_> = outcome
                .cosigned_by
                .iter()
                .map(|(name, at)| json!({ "witness": name.to_string(), "at": at }))
                .collect();
            let value = json!({
                "format": "holdfire/record-proof@v1",
                "origin": checkpoint.origin(),
                "index": proof.index,
                "size": checkpoint.size(),
                "root": checkpoint.root().to_string(),
                "leaf": hex(&entry),
                "policy": outcome.needed,
                "cosigned_by": cosigned,
            });
            format!("{value:#}\n")
        }
        PlainFormat::Text => {
            let mut text = format!(
                "this is entry {} of log {}, signed by it at {} (root {})\n",
                proof.index,
                checkpoint.origin(),
                count(checkpoint.size(), "entry", "entries"),
                checkpoint.root()
            );
            for (name, at) in &outcome.cosigned_by {
                text.push_str(&format!("cosigned by {name}, {}\n", time(*at)));
            }
            // What is proven are bytes; that they are an envelope is said apart.
            text.push_str(&envelope_in_words(&entry).unwrap_or_else(|error| {
                format!("the bytes are no envelope of an entry: {error}\n")
            }));
            safe(&text) + "\n"
        }
    };
    print(&text)?;
    done()
}

/// Reads hex of either case.
fn bytes_of_hex(text: &str) -> Option<Vec<u8>> {
    let digits = text.trim().as_bytes();
    let (pairs, rest) = digits.as_chunks::<2>();
    if !rest.is_empty() {
        return None;
    }
    let digit = |byte: u8| char::from(byte).to_digit(16);
    let byte = |[high, low]: &[u8; 2]| Some((digit(*high)? * 16 + digit(*low)?) as u8);
    pairs.iter().map(byte).collect()
}
