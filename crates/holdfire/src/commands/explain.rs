//! `holdfire explain`

use holdfire_monitor::{Filter, answer, answer_one};
use holdfire_wire::answer::{Context, json};

use super::{VERSION, as_of, done};
use crate::cli::{ExplainArgs, PlainFormat};
use crate::folder;
use crate::output::{Failure, Outcome, print};

pub fn run(args: &ExplainArgs) -> Outcome {
    let loaded = folder::load(&args.from, false)?;
    let case = loaded.case.expect("a case that was checked is there");
    let (case, shown) = as_of(case, args.as_of.as_deref())?;
    let filter = Filter {
        incidents: vec![args.id.clone()],
        ..Filter::default()
    };
    // The JSON carries the headline of the whole case; the text needs this incident alone.
    let answer = match args.format {
        PlainFormat::Text => answer_one(&case, &args.id)?,
        PlainFormat::Json => Some(answer(&case, &filter)?),
    };
    let Some((answer, incident)) = answer
        .as_ref()
        .and_then(|a| a.incidents.first().map(|i| (a, i)))
    else {
        return Err(Failure::Input(format!(
            "there is no incident or report `{}`{}",
            args.id,
            if shown.is_some() {
                " known at that time"
            } else {
                ""
            }
        )));
    };
    match args.format {
        PlainFormat::Text => {
            let text =
                holdfire_report::text::incident(&case, answer, incident.id.as_str(), super::WIDTH);
            print(&text.expect("the incident is in the answer"))?;
        }
        PlainFormat::Json => {
            let context = Context {
                version: VERSION.to_owned(),
                as_of: shown,
                notices: loaded.notices,
            };
            print(&json(&case, answer, &context))?;
        }
    }
    done()
}
