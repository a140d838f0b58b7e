//! `holdfire evidence export`

use std::path::{Path, PathBuf};

use holdfire_wire::evidence::custody::Act;

use super::{Desk, at, kept, of};
use crate::cli::{Which, Who};
use crate::commands::done;
use crate::commands::open::reading;
use crate::output::{Failure, Outcome, note, print};

/// To whom a copy goes, and what for.
pub struct Handing<'a> {
    pub to: Option<&'a str>,
    pub purpose: Option<&'a str>,
}

pub fn export(dir: &Path, which: &Which, out: &Path, handing: &Handing<'_>, who: &Who) -> Outcome {
    if out.exists() {
        return Err(Failure::Input(format!(
            "{}: there is a file of this name, and it is not replaced",
            out.display()
        )));
    }
    // A copy of a mission for reading takes no entries; who made that copy entered it.
    if holdfire_store::mission::is_mission(dir) && !dir.join("keys").join("log.key").exists() {
        let reader = reading(dir, &who.identity)?;
        let (_, kept) = kept(&reader.now()?, which)?;
        reader
            .copy_out(&kept, out)
            .map_err(|error| at(out, error))?;
        note("this is a copy for reading: no entry was made that the file was handed out");
        return written(out, &kept.file.to_string());
    }
    let desk = Desk::open(dir, who)?;
    let (seen, kept) = kept(&desk.view, which)?;
    let act = Act::Exported {
        to: handing.to.unwrap_or(&desk.name).to_owned(),
        purpose: handing.purpose.map(str::to_owned),
    };
    let custody = desk.step(kept.file.sha256, act);
    // What cannot be entered is seen before anything is written.
    of(&custody)?;
    // Whole and hashed under another name first, then the entry, then its name: no copy is handed out without an entry.
    let beside = beside(out);
    let copied = desk.mission.copy_out(&kept, &beside);
    copied.map_err(|error| at(out, error))?;
    let named = desk.enter(seen.place.log, &custody).and_then(|number| {
        std::fs::rename(&beside, out).map_err(|error| {
            let text = format!(
                "cannot write {}: entry {number} says that it was handed out, and it was not",
                out.display()
            );
            Failure::Surroundings(anyhow::Error::new(error).context(text))
        })?;
        Ok(number)
    });
    let number = named.inspect_err(|_| {
        let _ = std::fs::remove_file(&beside);
    })?;
    note(&format!("entered as entry {number}: {}", custody.what()));
    written(out, &kept.file.to_string())
}

fn written(out: &Path, file: &str) -> Outcome {
    print(&format!(
        "wrote {}, hashed again, the same as taken in: {file}\n",
        out.display()
    ))?;
    done()
}

fn beside(out: &Path) -> PathBuf {
    let mut name = out.as_os_str().to_owned();
    name.push(format!(".{}.holdfire", std::process::id()));
    PathBuf::from(name)
}
