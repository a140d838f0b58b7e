//! `holdfire schema`, `completions`, `man`: pages that are generated from the program.

use std::path::Path;

use clap::CommandFactory;

use super::done;
use crate::cli::Cli;
use crate::output::{Failure, Outcome, note, print};

pub fn schema(name: Option<&str>) -> Outcome {
    let names = holdfire_wire::schema::NAMES;
    match name {
        None => print(&format!("{}\n", names.join("\n")))?,
        Some(name) => match holdfire_wire::schema::schema(name) {
            Some(text) => print(&text)?,
            None => {
                return Err(Failure::Input(format!(
                    "there is no format `{name}`\nhint: {}",
                    names.join(", ")
                )));
            }
        },
    }
    done()
}

pub fn completions(shell: clap_complete::Shell) -> Outcome {
    let mut bytes = Vec::new();
    clap_complete::generate(shell, &mut Cli::command(), "holdfire", &mut bytes);
    print(&String::from_utf8_lossy(&bytes))?;
    done()
}

pub fn man(dir: &Path) -> Outcome {
    let context = |e: std::io::Error| {
        Failure::Surroundings(
            anyhow::Error::new(e).context(format!("cannot write man pages into {}", dir.display())),
        )
    };
    std::fs::create_dir_all(dir).map_err(context)?;
    clap_mangen::generate_to(Cli::command(), dir).map_err(context)?;
    note(&format!("wrote man pages into {}", dir.display()));
    done()
}
