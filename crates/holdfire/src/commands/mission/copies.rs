//! `holdfire mission backup`, `export`, `restore`, `evacuate`.

use std::path::Path;

use holdfire_store::mission::{self, Copied, CopyKind, CopyReader, DryRun};

use crate::cli::CopyArgs;
use crate::commands::open::{public_keys, writing};
use crate::commands::{done, key};
use crate::output::{Failure, Outcome, cannot_read, note, print};

pub fn backup(args: &CopyArgs) -> Outcome {
    copy(args, CopyKind::Backup)
}

pub fn export(args: &CopyArgs) -> Outcome {
    copy(args, CopyKind::Export)
}

fn readers(args: &CopyArgs) -> Result<Vec<CopyReader>, Failure> {
    let reader = |path: &std::path::PathBuf| {
        let (name, keys) = public_keys(path)?;
        Ok(CopyReader {
            name,
            key: keys.reads,
        })
    };
    args.readers.iter().map(reader).collect()
}

fn copy(args: &CopyArgs, kind: CopyKind) -> Outcome {
    let readers = readers(args)?;
    let (mission, author) = writing(&args.dir, &args.who)?;
    let copied = mission.copy(&author, kind, &args.out, &readers)?;
    let evidence = mission.check_evidence()?;
    print(&format!(
        "{}{}\n",
        words(&copied, kind, &readers),
        evidence.words()
    ))?;
    let findings = evidence.into_findings();
    if !findings.is_empty() {
        return Err(Failure::Integrity(format!(
            "the copy was written, with evidence in it that is not as it was taken in:\n{}",
            findings.join("\n")
        )));
    }
    done()
}

fn words(copied: &Copied, kind: CopyKind, readers: &[CopyReader]) -> String {
    let names: Vec<&str> = readers.iter().map(|reader| reader.name.as_str()).collect();
    format!(
        "{} {}: {} files, {} bytes, written and read again\nSHA-256 {}\n\
         holds {} entries of the public log, root {}\ncan be opened by {}\n",
        kind.word(),
        copied.path.display(),
        copied.members,
        copied.bytes,
        copied.sha256,
        copied.size,
        copied.root,
        names.join(", ")
    )
}

pub fn restore(
    file: &Path,
    dir: &Path,
    identity: &Path,
    seen: Option<&Path>,
    dry_run: bool,
) -> Outcome {
    let keys = key::load(identity)?;
    if file.is_dir() {
        return Err(cannot_read(file, std::io::ErrorKind::IsADirectory.into()));
    }
    std::fs::File::open(file).map_err(|error| cannot_read(file, error))?;
    let seen = match seen {
        Some(path) => Some(std::fs::read(path).map_err(|error| cannot_read(path, error))?),
        None => None,
    };
    let tried = if dry_run { DryRun::Yes } else { DryRun::No };
    let opened = mission::restore(file, dir, keys.reading(), seen.as_deref(), tried)?;
    let mut text = format!(
        "{} of {}, made {}\nholds {} entries of the public log, root {}\n",
        opened.kind, opened.origin, opened.made, opened.size, opened.root
    );
    if !opened.findings.is_empty() {
        let what = opened.findings.join("\n");
        return Err(Failure::Integrity(format!("{text}not restored:\n{what}")));
    }
    text.push_str(
        "everything in it was checked: the file, every log, what entries say as far as this key reads it\n",
    );
    text.push_str(if dry_run {
        "nothing was kept: this was a dry run\n"
    } else {
        "it stands in the folder now\n"
    });
    let kind = opened.kind;
    text.push_str(&format!("{}\n", opened.evidence.words()));
    print(&text)?;
    let damaged = opened.evidence.into_findings();
    if !damaged.is_empty() {
        return Err(Failure::Integrity(format!(
            "all else is whole; the evidence was not as it was taken in when the copy was made:\n{}",
            damaged.join("\n")
        )));
    }
    if seen.is_none() && kind == CopyKind::Backup.word() {
        note(
            "hint: what was entered after the backup is not in it. Ask the witnesses for the newest checkpoint of this log \
             and give it by `--seen`: to go on from an older state would make a second history",
        );
    }
    done()
}

pub fn evacuate(args: &CopyArgs, destroy: &str) -> Outcome {
    let readers = readers(args)?;
    let (mission, author) = writing(&args.dir, &args.who)?;
    let origin = mission.settings()?.origin().to_owned();
    if destroy != origin {
        return Err(Failure::Input(format!(
            "this mission is `{origin}`, not `{destroy}`; nothing was done\n\
             hint: what is destroyed cannot be undone, so its origin must be typed out"
        )));
    }
    let (copied, remains) = mission.evacuate(&author, &args.out, &readers)?;
    let mut text = words(&copied, CopyKind::Backup, &readers);
    text.push_str("the keys were destroyed first, then every file was overwritten and removed\n");
    text.push_str("what may still be somewhere and was not reached:\n");
    for line in remains {
        text.push_str(&format!("- {line}\n"));
    }
    print(&text)?;
    done()
}
