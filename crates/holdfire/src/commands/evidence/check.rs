//! `holdfire evidence check`

use std::path::Path;
use std::process::ExitCode;

use holdfire_seal::Hash;
use holdfire_store::evidence::{CopyError, VaultError};
use holdfire_store::mission::{EvidenceCheck, Kept};
use holdfire_wire::evidence::custody::{Act, Rehash};
use serde_json::json;

use super::{Desk, of};
use crate::cli::{PlainFormat, Who};
use crate::commands::done;
use crate::commands::open::reading;
use crate::output::{Failure, Outcome, note, print};

/// Whether what was found is entered.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Enter {
    Yes,
    No,
}

/// What was found of one file: its log, its hash, and in the words of a step of custody.
type Found = (u32, Hash, Rehash);

pub fn check(dir: &Path, enter: Enter, who: &Who, format: PlainFormat) -> Outcome {
    let mut found: Vec<Found> = Vec::new();
    let mut each = |kept: &Kept, result: &Result<(), CopyError>| {
        let here = (kept.place.log, kept.file.sha256);
        // The same bytes may have come in twice, and are one file.
        let new = !found.iter().any(|(log, sha256, _)| (*log, *sha256) == here);
        if let (Some(what), true) = (rehash(result), new) {
            found.push((here.0, here.1, what));
        }
    };
    let report = if enter == Enter::Yes {
        let desk = Desk::open(dir, who)?;
        let report = desk.mission.check_evidence_each(&mut each)?;
        enter_all(&desk, found)?;
        report
    } else {
        reading(dir, &who.identity)?.check_evidence_each(&mut each)?
    };
    say(report, format)
}

fn rehash(result: &Result<(), CopyError>) -> Option<Rehash> {
    Some(match result {
        Ok(()) => Rehash::Same,
        Err(CopyError::Differs { found, .. }) => Rehash::Other {
            sha256: found.sha256,
            size_bytes: found.size_bytes,
        },
        Err(CopyError::Vault {
            source: VaultError::Missing { .. },
            ..
        }) => Rehash::Missing,
        Err(error) if error.is_damage() => Rehash::Unreadable,
        // The machine failed: nothing was found out about the file.
        Err(_) => return None,
    })
}

fn enter_all(desk: &Desk, found: Vec<Found>) -> Result<(), Failure> {
    let count = found.len();
    let mut by_log: std::collections::BTreeMap<u32, Vec<_>> = std::collections::BTreeMap::new();
    for (log, sha256, what) in found {
        let step = desk.step(sha256, Act::Rehashed(what));
        by_log.entry(log).or_default().push(of(&step)?);
    }
    for (log, drafts) in by_log {
        desk.mission.submit(holdfire_store::mission::Submission {
            log,
            author: desk.author.clone(),
            request: None,
            drafts,
            also: Vec::new(),
        })?;
    }
    desk.mission.publish()?;
    note(&format!(
        "entered what was found of {}",
        crate::output::count(count as u64, "file", "files")
    ));
    Ok(())
}

fn say(report: EvidenceCheck, format: PlainFormat) -> Outcome {
    let words = report.words();
    let EvidenceCheck {
        files,
        bytes,
        unopened,
        findings,
        unreadable,
    } = report;
    if format == PlainFormat::Json {
        let value = json!({
            "schema": "holdfire/evidence-check/1",
            "files": files,
            "bytes": bytes,
            "unopened": unopened,
            "findings": findings,
            "unreadable": unreadable,
        });
        print(&format!("{value:#}\n"))?;
        return Ok(if !findings.is_empty() {
            ExitCode::from(4)
        } else if !unreadable.is_empty() {
            ExitCode::from(3)
        } else {
            ExitCode::SUCCESS
        });
    }
    print(&format!("{words}\n"))?;
    for text in &unreadable {
        note(&format!("cannot be read: {text}"));
    }
    if !findings.is_empty() {
        return Err(Failure::Integrity(format!(
            "the evidence is not as it was taken in:\n{}",
            findings.join("\n")
        )));
    }
    if !unreadable.is_empty() {
        return Err(Failure::Surroundings(anyhow::anyhow!(
            "{} files could not be read, and nothing is known of them",
            unreadable.len()
        )));
    }
    print("everything is as it was taken in\n")?;
    done()
}
