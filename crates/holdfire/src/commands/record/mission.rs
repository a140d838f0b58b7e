//! `holdfire record verify` of a whole mission, `fsck`, `dump`, `clock`, `rotate`.

use std::fmt::Write as _;
use std::path::{Path, PathBuf};

use holdfire_store::folder::{VerifyOptions, verify as verify_folder};
use holdfire_store::mission::{Mission, Surroundings};
use serde_json::json;

use super::{log_keys, of_folder, policy};
use crate::cli::{PlainFormat, RecordVerifyArgs, Who};
use crate::commands::witness::file;
use crate::commands::{done, open};
use crate::output::{Failure, Outcome, count, note, print, safe, with_causes};

/// Checks a mission: the file, every log, what entries say, the projection, the ticks; then each published folder.
pub fn verify(args: &RecordVerifyArgs) -> Outcome {
    let reader = open::reading(&args.dir, &args.identity)?;
    let checked = reader.check()?;
    let mut findings = checked.findings;
    let evidence = reader.check_evidence()?;
    let evidence_words = evidence.words();
    let evidence_counts = (evidence.files, evidence.unopened);
    findings.extend(evidence.into_findings());
    let public = VerifyOptions {
        keys: log_keys(&args.keys)?,
        policy: args.policy.as_deref().map(policy).transpose()?,
        since: args.since.as_deref().map(file).transpose()?,
    };
    let folders = reader.published()?;
    for (index, (dir, key)) in folders.iter().enumerate() {
        // Of a circle's folder the key is known from its settings, which were checked against its first entry.
        let own = VerifyOptions {
            keys: vec![key.clone()],
            ..VerifyOptions::default()
        };
        let options = if index == 0 { &public } else { &own };
        match verify_folder(dir, options) {
            Ok(_) => {}
            Err(error) => match of_folder(error) {
                Failure::Surroundings(error) => return Err(Failure::Surroundings(error)),
                other => findings.push(format!("{}: {other}", dir.display())),
            },
        }
    }
    let text = match args.format {
        PlainFormat::Json => {
            let logs: Vec<_> = checked
                .logs
                .iter()
                .map(|log| {
                    json!({
                        "origin": log.origin,
                        "entries": log.size,
                        "root": log.root.to_string(),
                        "signed": log.signed,
                        "ticks": log.sequence.ticks,
                        "missing_ticks": log.sequence.missing_ticks,
                        "contents_read": log.contents.read,
                        "contents_erased": log.contents.erased,
                        "contents_not_read": log.contents.unread,
                    })
                })
                .collect();
            let (files, unopened) = evidence_counts;
            let value = json!({
                "schema": "holdfire/mission-check/1",
                "logs": logs,
                "evidence": { "files": files, "not_read": unopened },
                "findings": findings,
            });
            format!("{value:#}\n")
        }
        PlainFormat::Text => {
            let mut text = String::new();
            for log in &checked.logs {
                let _ = writeln!(text, "{}", log.words());
            }
            let _ = writeln!(text, "{evidence_words}");
            for finding in &findings {
                let _ = writeln!(text, "- {}", safe(finding));
            }
            if findings.is_empty() {
                text.push_str(
                    "everything agrees: the file, the entries, their trees, what was signed, what entries say as far as it was read, \
                     the projection, the ticks, the published folders, the files of evidence\n",
                );
            }
            text
        }
    };
    print(&text)?;
    if findings.is_empty() {
        done()
    } else {
        Err(Failure::Integrity(format!(
            "the record in {} is not as it must be: {}\n\
             hint: keep this folder as it is, it is evidence; restore a copy elsewhere and compare. What is derived from \
             the entries, `holdfire record fsck` makes anew",
            args.dir.display(),
            count(findings.len() as u64, "finding", "findings")
        )))
    }
}

/// Makes anew what is derived, then checks everything.
pub fn fsck(dir: &Path, identity: &[PathBuf]) -> Outcome {
    let who = Who {
        person: None,
        identity: identity.to_vec(),
    };
    let mission = Mission::open(
        dir,
        Surroundings::system(),
        open::identities(&who.identity)?,
    )?;
    match mission.rebuild() {
        Ok(rebuilt) => note(&format!(
            "made the projection anew: {} entries read, {} erased, {} of circles that were not read here",
            rebuilt.read, rebuilt.erased, rebuilt.unread
        )),
        Err(error) => note(&format!(
            "the projection was left as it was: {}",
            with_causes(&error)
        )),
    }
    match mission.publish_whole() {
        Ok(published) => note(&format!(
            "looked at every published file of {}",
            count(published.len() as u64, "log", "logs")
        )),
        Err(error) => note(&format!("nothing was signed: {}", with_causes(&error))),
    }
    match mission.sweep_evidence() {
        Ok(swept) => {
            if swept.half_written > 0 {
                let files = count(swept.half_written as u64, "file", "files");
                note(&format!(
                    "removed {files} of evidence that were half-written"
                ));
            }
            for path in swept.unused {
                note(&format!("removed {path}: no entry used it"));
            }
        }
        Err(error) => note(&format!(
            "the folder of evidence was left as it was: {}",
            with_causes(&error)
        )),
    }
    drop(mission);
    verify(&RecordVerifyArgs {
        dir: dir.to_owned(),
        identity: who.identity,
        keys: Vec::new(),
        policy: None,
        since: None,
        format: PlainFormat::Text,
    })
}

pub fn dump(dir: &Path) -> Outcome {
    print(&open::reading(dir, &[])?.dump()?)?;
    done()
}

pub fn clock(dir: &Path, reason: &str, who: &Who) -> Outcome {
    let (mission, author) = open::writing(dir, who)?;
    mission.record_clock(&author, reason)?;
    mission.publish()?;
    note("recorded; entries are dated no earlier than the last one from now on");
    done()
}

pub fn rotate(dir: &Path, who: &Who) -> Outcome {
    let (mission, author) = open::writing(dir, who)?;
    mission.rotate_keys(&author)?;
    note(
        "the mission's own log has new keys from now on; who had a copy of the old ones still reads what was written before\n\
         hint: make a new backup: an older one does not hold the new key",
    );
    done()
}
