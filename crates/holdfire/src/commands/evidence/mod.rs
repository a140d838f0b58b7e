//! `holdfire evidence`

mod add;
mod check;
mod copies;
mod list;
mod show;

use std::path::Path;

use holdfire_model::{Moment, StatedMoment, parse_moment};
use holdfire_record::Kind;
use holdfire_seal::Hash;
use holdfire_store::mission::{Author, Draft, Kept, Mission, MissionError, PUBLIC, Seen, View};
use holdfire_store::object::Place;
use holdfire_wire::evidence::custody::{Act, Custody, CustodyError, Release, Step};
use holdfire_wire::evidence::entry::EntryError;

use super::done;
use super::open::writing;
use crate::cli::{EvidenceCommand, StepArgs, Which, Who};
use crate::output::{Failure, Outcome, note, with_causes};

/// Runs a command of evidence.
pub fn run(command: &EvidenceCommand) -> Outcome {
    match command {
        EvidenceCommand::Add(args) => add::add(args),
        EvidenceCommand::List { from, format } => list::list(from, *format),
        EvidenceCommand::Show {
            from,
            which,
            format,
        } => show::show(from, which, *format),
        EvidenceCommand::Check {
            dir,
            enter,
            who,
            format,
        } => {
            let enter = if *enter {
                check::Enter::Yes
            } else {
                check::Enter::No
            };
            check::check(dir, enter, who, *format)
        }
        EvidenceCommand::Export {
            dir,
            which,
            out,
            to,
            purpose,
            who,
        } => copies::export(
            dir,
            which,
            out,
            &copies::Handing {
                to: to.as_deref(),
                purpose: purpose.as_deref(),
            },
            who,
        ),
        EvidenceCommand::Derive {
            dir,
            which,
            file,
            how,
            who,
        } => add::derive(dir, which, file, how, who),
        EvidenceCommand::Note {
            dir,
            which,
            step,
            at,
            who,
        } => step_of(dir, which, step, at.as_deref(), who),
    }
}

/// A mission that is written to, and who does it.
struct Desk {
    mission: Mission,
    view: View,
    /// The name of the person.
    name: String,
    author: Author,
}

impl Desk {
    fn open(dir: &Path, who: &Who) -> Result<Self, Failure> {
        let (mission, author) = writing(dir, who)?;
        let view = mission.now()?;
        let name = view.person(who.person.as_deref())?.name;
        Ok(Self {
            mission,
            view,
            name,
            author,
        })
    }

    fn now(&self) -> Moment {
        let now = self.mission.surroundings().clock.now();
        Moment(i64::try_from(now).unwrap_or(i64::MAX))
    }

    fn step(&self, sha256: Hash, act: Act) -> Custody {
        Custody::Step(Step {
            sha256,
            at: self.now(),
            by: self.name.clone(),
            act,
        })
    }

    /// Enters one step of custody; gives the number of the entry.
    fn enter(&self, log: u32, custody: &Custody) -> Result<u64, Failure> {
        let entered = self.mission.submit_one(&self.author, log, of(custody)?)?;
        self.mission.publish()?;
        Ok(entered.first.index)
    }
}

/// A step of custody as an entry. Its subject is not that of the file, so that erasing the file leaves it.
fn of(custody: &Custody) -> Result<Draft, Failure> {
    let subject = format!("custody/{}", custody.sha256());
    let fields = custody.to_sealable().map_err(of_custody)?;
    Ok(Draft::note(Kind::Custody, &subject, fields))
}

fn of_custody(error: CustodyError) -> Failure {
    Failure::Input(with_causes(&error))
}

fn of_entry(error: EntryError) -> Failure {
    Failure::Input(with_causes(&error))
}

/// The number of a log by the name of its circle.
fn log_of(view: &View, circle: Option<&str>) -> Result<u32, Failure> {
    Ok(match circle {
        Some(name) => view.circle(name)?.log,
        None => PUBLIC,
    })
}

/// What a user means by an entry: a number, or the hash of a file.
enum Meant {
    Number(u64),
    File(Hash),
}

fn meant(text: &str) -> Result<Meant, Failure> {
    let hash = text.strip_prefix("sha256:").unwrap_or(text);
    if let Some(hash) = Hash::from_hex(hash) {
        return Ok(Meant::File(hash));
    }
    text.parse().map(Meant::Number).map_err(|_| {
        Failure::Input(format!(
            "`{text}` is neither the number of an entry nor a SHA-256\n\
             hint: `holdfire evidence list` prints both"
        ))
    })
}

/// The entry that a user means, if it can be read and is about evidence.
fn entry(view: &View, which: &Which) -> Result<Seen, Failure> {
    let log = log_of(view, which.circle.as_deref())?;
    let shown = &which.entry;
    match meant(shown)? {
        Meant::Number(index) => {
            let seen = view.entry(Place { log, index })?;
            let seen = seen.filter(|seen| seen.envelope.kind == Kind::Evidence);
            seen.ok_or_else(|| {
                Failure::Input(format!(
                    "there is no entry {shown} about evidence here\n\
                     hint: `holdfire evidence list` prints all; entries of a circle need `--circle` and `--identity`"
                ))
            })
        }
        Meant::File(sha256) => {
            let hex = sha256.to_string();
            let all = view.all(Kind::Evidence)?;
            let mut same = all.into_iter().filter(|seen| {
                seen.place.log == log
                    && seen.value("stored_as").is_some()
                    && seen.text("sha256") == Some(&hex)
            });
            same.next_back().ok_or_else(|| {
                Failure::Input(format!(
                    "no entry that can be read here is about the file {hex}\n\
                     hint: it may have been erased, or belong to a circle"
                ))
            })
        }
    }
}

/// The stored file that a user means.
fn kept(view: &View, which: &Which) -> Result<(Seen, Kept), Failure> {
    let seen = entry(view, which)?;
    if seen.said.is_none() {
        return Err(Failure::Input(format!(
            "entry {} was erased: nobody can read the file any more",
            which.entry
        )));
    }
    let kept = Kept::of(&seen)?.ok_or_else(|| {
        Failure::Input(format!(
            "entry {} is about an archived page, which lies in another file\n\
             hint: `holdfire evidence show` names it",
            which.entry
        ))
    })?;
    Ok((seen, kept))
}

fn step_of(dir: &Path, which: &Which, step: &StepArgs, at: Option<&str>, who: &Who) -> Outcome {
    let desk = Desk::open(dir, who)?;
    let (seen, kept) = kept(&desk.view, which)?;
    let at = match at {
        None => desk.now(),
        Some(text) => absolute(text)?,
    };
    let by = desk.name.clone();
    let sha256 = kept.file.sha256;
    let act = |act| {
        Custody::Step(Step {
            sha256,
            at,
            by: by.clone(),
            act,
        })
    };
    let custody = if let Some(purpose) = &step.viewed {
        let purpose = purpose.clone();
        act(Act::Viewed { purpose })
    } else if let (Some(from), Some(to)) = (step.moved_from.clone(), step.moved_to.clone()) {
        act(Act::Moved { from, to })
    } else if let (Some(to), Some(ground)) = (step.released_to.clone(), step.ground.clone()) {
        Custody::Release(Release {
            sha256,
            at,
            by,
            to,
            ground,
        })
    } else {
        return Err(Failure::Input(
            "say what was done\nhint: `--viewed`, `--moved-from` with `--moved-to`, or `--released-to` with `--ground`"
                .to_owned(),
        ));
    };
    let number = desk.enter(seen.place.log, &custody)?;
    note(&format!("entered as entry {number}: {}", custody.what()));
    done()
}

/// A time that needs no zone of a case.
fn absolute(text: &str) -> Result<Moment, Failure> {
    match parse_moment(text) {
        Ok(StatedMoment::Absolute(moment)) => Ok(moment),
        Ok(_) => Err(Failure::Input(format!(
            "`{text}` names no offset from UTC\nhint: such as 2025-03-26T10:00:00Z"
        ))),
        Err(error) => Err(Failure::Input(format!("`{text}`: {error}"))),
    }
}

/// A failure about a file that a user named.
fn at(path: &Path, error: MissionError) -> Failure {
    let place = path.display();
    match Failure::from(error) {
        Failure::Surroundings(error) => {
            Failure::Surroundings(anyhow::anyhow!("{place}: {error:#}"))
        }
        Failure::Integrity(text) => Failure::Integrity(format!("{place}: {text}")),
        Failure::Input(text) => Failure::Input(format!("{place}: {text}")),
        Failure::No(text) => Failure::No(format!("{place}: {text}")),
    }
}
