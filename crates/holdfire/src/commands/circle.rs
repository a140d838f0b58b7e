//! `holdfire circle`

use std::path::PathBuf;

use holdfire_store::mission::Circle;

use super::done;
use super::open::{public_keys, reading, writing};
use crate::cli::CircleCommand;
use crate::output::{Failure, Outcome, note, print, safe};

/// Runs a command of circles.
pub fn run(command: &CircleCommand) -> Outcome {
    match command {
        CircleCommand::New {
            dir,
            name,
            readers: files,
            who,
        } => {
            let (mission, author) = writing(dir, who)?;
            let circle = mission.new_circle(&author, name, readers(files)?)?;
            mission.publish()?;
            note(&format!(
                "made the circle {name}; the operator of the mission reads it only if named as a reader\n\
                 hint: its log is {}; the public log binds it at the next tick",
                circle.origin
            ));
        }
        CircleCommand::List { dir, who } => {
            let circles = reading(dir, &who.identity)?.now()?.circles()?;
            if circles.is_empty() {
                note("these keys open no circle");
            }
            print(&circles.iter().map(words).collect::<String>())?;
        }
        CircleCommand::Readers {
            dir,
            name,
            readers: files,
            who,
        } => {
            let (mission, author) = writing(dir, who)?;
            let circle = mission.now()?.circle(name)?;
            let changed = mission.set_readers(&author, &circle, readers(files)?)?;
            mission.publish()?;
            note(if changed.epoch > circle.epoch {
                "the circle has new keys from now on; who left keeps what was readable before"
            } else {
                "the new readers read what was written before too"
            });
        }
        CircleCommand::Rotate { dir, name, who } => {
            let (mission, author) = writing(dir, who)?;
            let circle = mission.now()?.circle(name)?;
            mission.rotate(&author, &circle)?;
            mission.publish()?;
            note("the circle has new keys from now on");
        }
    }
    done()
}

fn readers(files: &[PathBuf]) -> Result<Vec<(String, String)>, Failure> {
    let reader = |path: &PathBuf| {
        let (name, keys) = public_keys(path)?;
        Ok((name, keys.reads.to_string()))
    };
    files.iter().map(reader).collect()
}

/// A circle in lines.
pub fn words(circle: &Circle) -> String {
    let names: Vec<&str> = circle
        .readers
        .iter()
        .map(|(name, _)| name.as_str())
        .collect();
    format!(
        "circle {}: read by {}; keys changed {} times; log {}\n",
        safe(&circle.name),
        safe(&names.join(", ")),
        circle.epoch,
        circle.origin
    )
}
