//! `holdfire compare`

use super::{done, reading};
use crate::cli::{CompareArgs, PlainFormat};
use crate::folder;
use crate::output::{Outcome, print};

pub fn run(args: &CompareArgs) -> Outcome {
    let loaded = folder::load(&args.from, false)?;
    let case = loaded.case.expect("a case that was checked is there");
    let (first, second) = (reading(&case, &args.first)?, reading(&case, &args.second)?);
    let comparison = holdfire_monitor::compare(&case, first, second)?;
    print(&match args.format {
        PlainFormat::Text => holdfire_report::text::comparison(&case, &comparison, super::WIDTH),
        PlainFormat::Json => holdfire_wire::tables::comparison(&comparison),
    })?;
    done()
}
