//! `holdfire erase`

use std::path::Path;

use holdfire_record::Kind;
use holdfire_store::mission::{ErasureRequest, Hold, HoldScope, PUBLIC, Seen, View, countersign};
use holdfire_store::object::Place;

use super::open::{reading, writing};
use super::{done, key};
use crate::cli::EraseCommand;
use crate::output::{Failure, Outcome, cannot_read, count, note, print, safe, write};

/// Runs a command of erasing.
pub fn run(command: &EraseCommand) -> Outcome {
    match command {
        EraseCommand::Request {
            dir,
            subject,
            entry,
            circle,
            reason,
            key: file,
            out,
            who,
        } => {
            let keys = key::load(file)?;
            let mut who = who.clone();
            who.identity.push(file.clone());
            let reader = reading(dir, &who.identity)?;
            let view = reader.now()?;
            let log = match circle {
                Some(name) => view.circle(name)?.log,
                None => PUBLIC,
            };
            let mut places: Vec<Place> = entry
                .iter()
                .map(|index| Place { log, index: *index })
                .collect();
            for subject in subject {
                places.extend(of_subject(&view, log, subject)?);
            }
            let request = reader.erasure_request(&places, reason)?;
            note(&words(&request));
            write(&request.sign(&keys)?, out.as_deref())?;
            note("hint: a second person reads it and signs with `holdfire erase countersign`");
        }
        EraseCommand::Countersign {
            request,
            key: file,
            out,
        } => {
            let keys = key::load(file)?;
            let (signed, read) = countersign(&text_of(request)?, &keys)?;
            note(&words(&read));
            write(&signed, out.as_deref())?;
        }
        EraseCommand::Run { dir, request, who } => erase(dir, &text_of(request)?, who)?,
        EraseCommand::Hold {
            dir,
            name,
            reason,
            everything,
            subject,
            entry,
            who,
        } => {
            let (mission, author) = writing(dir, who)?;
            let origin = mission.settings()?.origin().to_owned();
            let mut scope: Vec<HoldScope> = Vec::new();
            if *everything {
                scope.push(HoldScope::All);
            }
            scope.extend(subject.iter().cloned().map(HoldScope::Subject));
            scope.extend(
                entry
                    .iter()
                    .map(|index| HoldScope::Entry(origin.clone(), *index)),
            );
            mission.set_hold(
                &author,
                &Hold {
                    name: name.clone(),
                    reason: reason.clone(),
                    scope,
                },
            )?;
            mission.publish()?;
            note(&format!(
                "the legal hold {name} stands; what it covers is not erased until it is lifted"
            ));
        }
        EraseCommand::Lift { dir, name, who } => {
            let (mission, author) = writing(dir, who)?;
            mission.lift_hold(&author, name)?;
            mission.publish()?;
            note(&format!("the legal hold {name} is lifted"));
        }
    }
    done()
}

fn of_subject(view: &View, log: u32, subject: &str) -> Result<Vec<Place>, Failure> {
    let mut places = Vec::new();
    for kind in Kind::ALL {
        let history: Vec<Seen> = view.history(kind, subject)?;
        places.extend(
            history
                .iter()
                .filter(|seen| seen.place.log == log)
                .map(|seen| seen.place),
        );
    }
    if places.is_empty() {
        return Err(Failure::Input(format!(
            "nothing is known of `{subject}` in this log\nhint: `holdfire mission list` prints all subjects"
        )));
    }
    Ok(places)
}

fn words(request: &ErasureRequest) -> String {
    let entries: Vec<String> = request
        .entries
        .iter()
        .map(|(index, _)| index.to_string())
        .collect();
    format!(
        "this asks to erase what these entries of {} say: {}\nreason: {}\nit cannot be undone",
        request.origin,
        entries.join(", "),
        safe(&request.reason)
    )
}

fn erase(dir: &Path, request: &str, who: &crate::cli::Who) -> Result<(), Failure> {
    let (mission, author) = writing(dir, who)?;
    let erased = mission.erase(&author, request)?;
    mission.publish()?;
    let mut text = format!(
        "erased what {} said, as {} signed; the leaves stay, and the log verifies as before\n",
        count(erased.entries, "entry", "entries"),
        erased.by.join(" and ")
    );
    if erased.lingers {
        text.push_str(
            "not yet out of the file: somebody was reading the record, so that the old bytes stay in it or in its write-ahead log\n\
             hint: when nobody reads any more, `holdfire record fsck` takes them out\n",
        );
    }
    for file in &erased.removed {
        text.push_str(&match &file.failed {
            None => format!("{}: its key is destroyed, and the file was removed\n", file.path),
            Some(why) => format!(
                "{}: its key is destroyed, so that nobody can read it; the file could not be removed: {why}\n\
                 hint: `holdfire record fsck` tries again\n",
                file.path
            ),
        });
    }
    for file in &erased.kept {
        text.push_str(&format!("not erased: {file}\n"));
    }
    if erased.copies.is_empty() {
        text.push_str("the record knows of no copy that was made while it could be read\n");
    } else {
        text.push_str("not reached: copies that the record knows of\n");
        for copy in &erased.copies {
            text.push_str(&format!("- {copy}\n"));
        }
    }
    text.push_str("not reached either: what readers wrote down or copied themselves\n");
    print(&format!("{}\n", safe(&text)))
}

fn text_of(path: &Path) -> Result<String, Failure> {
    std::fs::read_to_string(path).map_err(|error| cannot_read(path, error))
}
