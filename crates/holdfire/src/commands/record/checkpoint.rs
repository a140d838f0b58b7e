//! `holdfire record checkpoint`: sign, gather cosignatures over HTTP or by hand.

use std::path::Path;

use holdfire_seal::checkpoint::add_signature_line;
use holdfire_seal::note::open_note;
use holdfire_seal::policy::Policy;
use holdfire_store::disk::{RealDisk, write_durably};
use holdfire_store::folder::LogFolder;
use holdfire_store::mission::{Mission, Surroundings};
use holdfire_witness::client::WitnessClient;
use holdfire_witness::hand::request_to_carry;

use super::{of_folder, policy};
use crate::cli::CheckpointArgs;
use crate::commands::done;
use crate::commands::witness::{file, input};
use crate::output::{Failure, Outcome, count, note, print, with_causes, write};
use crate::qr::{self, Surface};

pub fn run(args: &CheckpointArgs) -> Outcome {
    let mission = Mission::open(&args.dir, Surroundings::system(), Vec::new())?;
    let published = mission.publish()?;
    let public = published
        .first()
        .ok_or_else(|| Failure::Input("the mission has no log".to_owned()))?;
    let dir = &public.dir;
    for line in &args.cosignature {
        carried_back(dir, line)?;
    }
    let policy = args.policy.as_deref().map(policy).transpose()?;
    if let Some(policy) = &policy {
        cosign(dir, policy)?;
    }
    let text = match args.request_from {
        Some(old_size) => request(dir, old_size)?,
        None => note_of(dir)?,
    };
    write(&text, args.out.as_deref())?;
    if args.qr {
        print(&qr::render(&text, Surface::of_stdout())?)?;
    }
    if let Some(policy) = &policy {
        met(dir, policy)?;
    }
    done()
}

fn note_of(dir: &Path) -> Result<String, Failure> {
    let bytes = file(&dir.join("checkpoint"))?;
    String::from_utf8(bytes)
        .map_err(|_| Failure::Integrity(format!("{}: the checkpoint is no text", dir.display())))
}

/// What is carried to a witness that cosigned up to a size: the checkpoint, and the path from there.
fn request(dir: &Path, old_size: u64) -> Result<String, Failure> {
    let folder = LogFolder::new(dir).map_err(of_folder)?;
    let size = folder
        .checkpoint(&[])
        .map_err(of_folder)?
        .checkpoint()
        .size();
    if old_size > size {
        return Err(Failure::Input(format!(
            "--request-from: the log has {}, so no honest witness cosigned {old_size}\n\
             hint: ask the witness for the size that it cosigned last; if it is {old_size}, this log was put back to an \
             older state: enter nothing, and restore the newest backup elsewhere",
            count(size, "entry", "entries")
        )));
    }
    let path = folder.consistency(old_size, &[]).map_err(of_folder)?;
    request_to_carry(old_size, path, &note_of(dir)?).map_err(input)
}

/// Adds a cosignature that was carried back. Whose it is, a policy says; that it is a line of one, is checked here.
fn carried_back(dir: &Path, line: &Path) -> Result<(), Failure> {
    let text = String::from_utf8_lossy(&file(line)?).trim_end().to_owned() + "\n";
    let with = add_signature_line(&note_of(dir)?, &text)
        .map_err(|error| Failure::Input(format!("{}: {}", line.display(), with_causes(&error))))?;
    store(dir, &with)
}

fn store(dir: &Path, note: &str) -> Result<(), Failure> {
    let path = dir.join("checkpoint");
    write_durably(&RealDisk, &path, note.as_bytes()).map_err(|error| {
        let text = format!("cannot write {}", path.display());
        Failure::Surroundings(anyhow::Error::new(error).context(text))
    })
}

/// Asks every witness of a policy that has an address, and adds what verifies. One that refuses or is not reached is said;
/// the others are asked all the same.
pub fn cosign(dir: &Path, policy: &Policy) -> Result<(), Failure> {
    let folder = LogFolder::new(dir).map_err(of_folder)?;
    for witness in policy.witnesses() {
        let Some(url) = &witness.url else { continue };
        let note_text = note_of(dir)?;
        let known = open_note(note_text.as_bytes(), std::slice::from_ref(&witness.key));
        if known.is_ok() {
            continue;
        }
        let client = WitnessClient::new(url, witness.key.clone()).map_err(input)?;
        let last = client
            .latest(folder_origin(&folder)?.as_str())
            .ok()
            .flatten();
        let old_size = last.map_or(0, |last| {
            holdfire_seal::checkpoint::parse_note_unverified(last.as_bytes())
                .map_or(0, |last| last.size())
        });
        let path_from = |old_size| folder.consistency(old_size, &[]).map_err(Into::into);
        match client.submit(&note_text, old_size, path_from) {
            Ok(receipt) => {
                let with = add_signature_line(&note_text, &receipt.line).map_err(input)?;
                store(dir, &with)?;
                note(&format!("{} cosigned", witness.name));
            }
            Err(error) => note(&format!(
                "{} did not cosign: {}",
                witness.name,
                with_causes(&error)
            )),
        }
    }
    Ok(())
}

fn folder_origin(folder: &LogFolder) -> Result<String, Failure> {
    let signed = folder.checkpoint(&[]).map_err(of_folder)?;
    Ok(signed.checkpoint().origin().to_owned())
}

fn met(dir: &Path, policy: &Policy) -> Result<(), Failure> {
    let folder = LogFolder::new(dir).map_err(of_folder)?;
    let own = folder.own_key().map_err(of_folder)?;
    match policy.check_with_logs(note_of(dir)?.as_bytes(), &[own]) {
        Ok(outcome) => {
            note(&format!(
                "the policy is met ({}): {}",
                outcome.needed,
                count(
                    outcome.cosigned_by.len() as u64,
                    "cosignature",
                    "cosignatures"
                )
            ));
            Ok(())
        }
        Err(refusal) => Err(Failure::No(format!(
            "signed, but the policy is not met: {}",
            with_causes(&refusal)
        ))),
    }
}
