//! `holdfire mission`

mod copies;
mod disclose;
pub mod list;

use std::path::{Component, Path};

use holdfire_record::Schedule;
use holdfire_store::mission::{
    Draft, Mission, MissionError, NewMission, PUBLIC, Submission, Surroundings,
};
use holdfire_wire::entries::changes;

use super::done;
use super::open::{public_keys, reading, writing};
use crate::cli::{CaseFrom, MissionCommand, PlainFormat, Who};
use crate::folder;
use crate::output::{Failure, Outcome, count, note, print, safe};

/// Runs a command of a mission.
pub fn run(command: &MissionCommand) -> Outcome {
    match command {
        MissionCommand::New {
            dir,
            origin,
            operator,
            time_step,
            cadence,
        } => {
            let schedule = Schedule::new(*time_step, *cadence)
                .map_err(|error| Failure::Input(error.to_string()))?;
            new(
                dir,
                &NewMission {
                    origin: origin.clone(),
                    schedule,
                    operator: operator.clone(),
                },
            )
        }
        MissionCommand::Load {
            dir,
            case,
            circle,
            who,
        } => load(dir, case, circle.as_deref(), who),
        MissionCommand::Unload { from, out } => unload(from, out),
        MissionCommand::Status { dir, who, format } => status(dir, who, *format),
        MissionCommand::List {
            from,
            kind,
            all,
            format,
        } => list::list(from, kind, *all, *format),
        MissionCommand::Show {
            from,
            subject,
            format,
        } => list::show(from, subject, *format),
        MissionCommand::Person {
            dir,
            name,
            keys,
            who,
        } => person(dir, name, keys.as_deref(), who),
        MissionCommand::Disclose(args) => disclose::run(args),
        MissionCommand::Backup(args) => copies::backup(args),
        MissionCommand::Export(args) => copies::export(args),
        MissionCommand::Restore {
            file,
            dir,
            identity,
            seen,
            dry_run,
        } => copies::restore(file, dir, identity, seen.as_deref(), *dry_run),
        MissionCommand::Evacuate { copy, destroy } => copies::evacuate(copy, destroy),
    }
}

fn new(dir: &Path, new: &NewMission) -> Outcome {
    let mission =
        Mission::create(dir, new, Surroundings::system()).map_err(|error| match error {
            MissionError::Key(error) => Failure::Input(format!(
                "--origin `{}`: {error}\nhint: such as mission.example/halt-1",
                new.origin
            )),
            other => other.into(),
        })?;
    if new.origin.contains("://") {
        note(
            "warning: the origin begins like an address; by custom it has no `https://`. It can never be changed: to choose \
             another, remove this folder now and make the mission again",
        );
    }
    let settings = mission.settings()?;
    note(&format!(
        "made the mission {} in {}: entries are dated to {} s, ticks come every {} s\n\
         hint: give the line on standard output to all who shall check the log; back up the keys with \
         `holdfire mission backup`",
        settings.origin(),
        dir.display(),
        settings.schedule().time_step_s(),
        settings.schedule().cadence_s()
    ));
    print(&format!("{}\n", settings.log_key().vkey()))?;
    done()
}

fn load(dir: &Path, case: &Path, circle: Option<&str>, who: &Who) -> Outcome {
    let wanted = folder::files(case)?;
    if circle.is_none() {
        // What cannot be read as a case is said before it is entered. A circle may hold rows of a table alone.
        folder::check(holdfire_wire::case::read(&wanted), false)?;
    }
    let (mission, author) = writing(dir, who)?;
    let view = mission.now()?;
    let log = match circle {
        Some(name) => view.circle(name)?.log,
        None => PUBLIC,
    };
    let state = view.case_items(Some(log))?;
    let drafts: Vec<Draft> = changes(&state.into_items(), &wanted)
        .into_iter()
        .map(Draft::from)
        .collect();
    if drafts.is_empty() {
        note("nothing was entered: the record has this case already");
        return done();
    }
    let entered = mission.submit(Submission {
        log,
        author,
        request: None,
        drafts,
        also: Vec::new(),
    })?;
    mission.publish()?;
    note(&format!(
        "entered {}, the first is number {}",
        count(entered.count, "entry", "entries"),
        entered.first.index
    ));
    done()
}

fn unload(from: &CaseFrom, out: &Path) -> Outcome {
    let empty = std::fs::read_dir(out).map_or(true, |mut names| names.next().is_none());
    if out.is_file() || !empty {
        return Err(Failure::Input(format!(
            "{} is there already and not empty; the case goes into a folder of its own",
            out.display()
        )));
    }
    let files = folder::of(from)?;
    // The record of others may name a file as it likes: nothing is written unless all of it stays in the folder.
    let leads_out = |name: &&String| {
        let mut parts = Path::new(name).components();
        !parts.all(|part| matches!(part, Component::Normal(_)))
    };
    if let Some(name) = files.0.keys().find(leads_out) {
        return Err(Failure::Input(format!(
            "the record names a file `{}`, which does not lie in a case folder; nothing was written",
            name.escape_debug()
        )));
    }
    for (name, bytes) in &files.0 {
        let path = out.join(name);
        let write = || -> std::io::Result<()> {
            std::fs::create_dir_all(path.parent().unwrap_or(out))?;
            std::fs::write(&path, bytes)
        };
        write().map_err(|error| {
            let text = format!("cannot write {}", path.display());
            Failure::Surroundings(anyhow::Error::new(error).context(text))
        })?;
    }
    note(&format!(
        "wrote {} files into {}",
        files.0.len(),
        out.display()
    ));
    done()
}

fn person(dir: &Path, name: &str, keys: Option<&Path>, who: &Who) -> Outcome {
    let keys = keys.map(public_keys).transpose()?;
    let (mission, author) = writing(dir, who)?;
    mission.add_person(&author, name, keys.as_ref().map(|(_, keys)| keys))?;
    mission.publish()?;
    note(&format!("{name} is a person of the mission"));
    done()
}

fn status(dir: &Path, who: &Who, format: PlainFormat) -> Outcome {
    let reader = reading(dir, &who.identity)?;
    let settings = reader.settings()?;
    let view = reader.now()?;
    let logs: Vec<(String, u64)> = view
        .logs()
        .map(|(_, origin, size)| (origin.to_owned(), size))
        .collect();
    let people = view.people()?;
    let circles = view.circles()?;
    let holds = view.holds()?;
    let copies = view.copies_since(0)?;
    let schedule = settings.schedule();
    if format == PlainFormat::Json {
        let value = serde_json::json!({
            "schema": "holdfire/mission/1",
            "origin": settings.origin(),
            "log_key": settings.log_key().vkey(),
            "time_step_s": schedule.time_step_s(),
            "cadence_s": schedule.cadence_s(),
            "logs": logs.iter().map(|(origin, size)| serde_json::json!({"origin": origin, "entries": size})).collect::<Vec<_>>(),
            "people": people.iter().map(|p| &p.name).collect::<Vec<_>>(),
            "circles": circles.iter().map(|c| &c.name).collect::<Vec<_>>(),
            "holds": holds.iter().map(|h| &h.name).collect::<Vec<_>>(),
            "copies": copies,
        });
        print(&format!("{value:#}\n"))?;
        return done();
    }
    let mut text = format!(
        "{}\nkey of the log: {}\nentries are dated to {} s, ticks come every {} s\n",
        settings.origin(),
        settings.log_key().vkey(),
        schedule.time_step_s(),
        schedule.cadence_s()
    );
    for (origin, size) in logs {
        text.push_str(&format!(
            "log {origin}: {}\n",
            count(size, "entry", "entries")
        ));
    }
    for person in people {
        let keys = person
            .signs()
            .map_or("no keys".to_owned(), |key| format!("signs as {key}"));
        text.push_str(&format!("person {}: {keys}\n", safe(&person.name)));
    }
    for circle in circles {
        text.push_str(&super::circle::words(&circle));
    }
    for hold in holds {
        let (name, reason) = (safe(&hold.name), safe(&hold.reason));
        text.push_str(&format!("legal hold {name}: {reason}\n"));
    }
    for copy in copies {
        text.push_str(&format!("copy: {}\n", safe(&copy)));
    }
    print(&format!("{}\n", safe(&text)))?;
    done()
}
