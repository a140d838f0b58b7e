//! `holdfire demo`: the case inside the program, no file needed.

use holdfire_monitor::{Filter, answer};
use holdfire_wire::answer::{Context, json};
use holdfire_wire::case::read;

use super::assess::{html, print_headline, working};
use super::{VERSION, done};
use crate::cli::DemoArgs;
use crate::folder;
use crate::output::{Outcome, note, write};

pub fn run(args: &DemoArgs) -> Outcome {
    let loaded = folder::check(read(&folder::built_in()), false)?;
    let case = loaded.case.expect("a case that was checked is there");
    let answer = working(|| answer(&case, &Filter::default()))?;
    print_headline(&case, &answer)?;
    let context = Context {
        version: VERSION.to_owned(),
        as_of: None,
        notices: loaded.notices,
    };
    let page = args.out.join("energy-2025.html");
    write(&html(&case, &answer, &context), Some(&page))?;
    write(
        &json(&case, &answer, &context),
        Some(&args.out.join("energy-2025.json")),
    )?;
    for notice in &context.notices {
        note(notice);
    }
    note(&format!(
        "open {} in a browser; it needs no network",
        page.display()
    ));
    done()
}
