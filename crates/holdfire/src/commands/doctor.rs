//! `holdfire doctor`: what this program has, and what it finds on this machine.

use holdfire_monitor::{Filter, answer};
use holdfire_wire::case::read;
use serde_json::json;

use super::{VERSION, done};
use crate::cli::{FormatArgs, PlainFormat};
use crate::output::{Failure, Outcome, print};
use crate::{folder, no_dump};

/// One thing that was looked at.
struct Check {
    name: &'static str,
    good: bool,
    found: String,
}

pub fn run(args: &FormatArgs) -> Outcome {
    let checks = [built_in(), zones(), core_dumps(), temporary_folder()];
    match args.format {
        PlainFormat::Text => {
            let mut text = format!("holdfire {VERSION}\n");
            for check in &checks {
                let word = if check.good { "good" } else { "wrong" };
                text.push_str(&format!("{word:5}  {}: {}\n", check.name, check.found));
            }
            text.push_str(
                "needs: nothing else. No network, no service, no key; nothing is sent anywhere.\n",
            );
            print(&text)?;
        }
        PlainFormat::Json => {
            let list: Vec<_> = checks
                .iter()
                .map(|c| json!({ "name": c.name, "good": c.good, "found": c.found }))
                .collect();
            let value =
                json!({ "schema": "holdfire/doctor/1", "version": VERSION, "checks": list });
            print(&format!("{value:#}\n"))?;
        }
    }
    if checks.iter().all(|c| c.good) {
        done()
    } else {
        Err(Failure::No("something is wrong, see above".to_owned()))
    }
}

/// The built-in case is read and answered: the program as a whole works.
fn built_in() -> Check {
    let loaded = read(&folder::built_in());
    let found = loaded
        .case
        .as_ref()
        .and_then(|case| answer(case, &Filter::default()).ok());
    Check {
        name: "built-in case",
        good: found.is_some(),
        found: match found {
            Some(answer) => format!("{} incidents answered", answer.incidents.len()),
            None => "it cannot be answered; this program is damaged".to_owned(),
        },
    }
}

fn zones() -> Check {
    let named = ["Europe/Berlin", "America/New_York", "Asia/Riyadh"];
    let good = named.iter().all(|z| holdfire_model::Zone::named(z).is_ok());
    Check {
        name: "time zones",
        good,
        found: "rules are inside the program".to_owned(),
    }
}

fn core_dumps() -> Check {
    let (good, found) = no_dump::state();
    Check {
        name: "core dumps",
        good,
        found,
    }
}

fn temporary_folder() -> Check {
    let dir = std::env::current_dir();
    Check {
        name: "working folder",
        good: dir.is_ok(),
        found: match dir {
            Ok(dir) => dir.display().to_string(),
            Err(error) => format!("cannot be read: {error}"),
        },
    }
}
