//! `holdfire held`

use holdfire_monitor::{Filter, answer};

use super::{as_of, done, refuse_accused};
use crate::cli::{HeldArgs, PlainFormat};
use crate::folder;
use crate::output::{Outcome, print};

pub fn run(args: &HeldArgs) -> Outcome {
    refuse_accused(args.by)?;
    let loaded = folder::load(&args.from, false)?;
    let case = loaded.case.expect("a case that was checked is there");
    let (case, _) = as_of(case, args.as_of.as_deref())?;
    let answer = answer(&case, &Filter::default())?;
    let held = holdfire_monitor::held(&case, &answer);
    print(&match args.format {
        PlainFormat::Text => holdfire_report::text::held(&case, &answer, &held, super::WIDTH),
        PlainFormat::Json => holdfire_wire::tables::held(&held),
    })?;
    done()
}
