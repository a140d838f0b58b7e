//! `holdfire mission disclose`

use holdfire_record::Kind;
use holdfire_store::mission::Seen;

use crate::cli::DiscloseArgs;
use crate::commands::done;
use crate::commands::open::writing;
use crate::output::{Failure, Outcome, note, write};

pub fn run(args: &DiscloseArgs) -> Outcome {
    let (mission, author) = writing(&args.dir, &args.who)?;
    let view = mission.now()?;
    let mut history: Vec<Seen> = Vec::new();
    for kind in Kind::ALL {
        history.extend(view.history(kind, &args.subject)?);
    }
    let chosen = match args.entry {
        Some(index) => history.into_iter().find(|seen| seen.place.index == index),
        None => history
            .into_iter()
            .max_by_key(|seen| (seen.recorded_at(), seen.place.index)),
    };
    let seen = chosen.ok_or_else(|| {
        Failure::Input(format!(
            "nothing is known of `{}`\nhint: `holdfire mission list` prints all subjects",
            args.subject
        ))
    })?;
    if super::list::has_secret(&seen, &args.field) {
        return Err(Failure::Input(
            "this field is a secret of the record itself and is disclosed to nobody".to_owned(),
        ));
    }
    let text = mission.disclose(&author, &seen, &args.field, &args.to, &args.reason)?;
    write(&text, args.out.as_deref())?;
    note(&format!(
        "disclosed {} to {}; it is on the record and cannot be undone\n\
         hint: anybody checks it with `holdfire record check-disclosure`",
        args.field.join(", "),
        args.to
    ));
    done()
}
