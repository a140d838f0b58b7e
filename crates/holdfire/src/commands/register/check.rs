//! Checking a handover, alone and against the one before it.

use holdfire_register::{Counting, Handover, Succession, SuccessionError, accept};

use super::files;
use crate::cli::CheckArgs;
use crate::commands::{done, key};
use crate::output::{Failure, Outcome, print, safe, with_causes};

/// `register check`
pub fn run(args: &CheckArgs) -> Outcome {
    let keys = key::verifiers(&args.vkeys)?;
    let given = files::handover(&args.handover, &keys)?;
    let held = match &args.before {
        Some(path) => Some(files::handover(path, &keys)?),
        None => None,
    };
    let mut lines = vec![signed(&given), leaves(&given)];
    match (held, given.statement().version) {
        (None, 2..) => lines.push(format!(
            "Stated against the version before: {}. Whether that is so was not checked: give the handover that was held \
             before with `--before`.",
            stated(&given)
        )),
        (held, _) => {
            let followed = accept(held.as_ref(), &given).map_err(refused)?;
            lines.push(succession(&followed));
        }
    }
    lines.push(
        "It says nothing about what is on the list, and it cannot show that something is not on it."
            .to_owned(),
    );
    print(&format!("{}\n", safe(&lines.join("\n"))))?;
    done()
}

pub fn signed(given: &Handover) -> String {
    let by: Vec<String> = given
        .signed()
        .by()
        .iter()
        .map(|by| format!("{} (key {:08x})", by.name, by.key_id))
        .collect();
    format!(
        "Signed by {}: {} by the signer's clock.",
        by.join(", "),
        given.signed().state()
    )
}

pub fn leaves(given: &Handover) -> String {
    let count = given.leaves().len();
    match given.statement().counting {
        Counting::Exact => format!("{count} leaves, each a site. They are those that were signed."),
        Counting::Padded => format!(
            "{count} leaves, which may include dummies that pad the number. They are those that were signed."
        ),
    }
}

fn stated(given: &Handover) -> String {
    let stated = given.statement();
    format!(
        "{} added, {} withdrawn, {} changed (leaves)",
        stated.added, stated.withdrawn, stated.changed
    )
}

pub fn succession(followed: &Succession) -> String {
    match followed.from {
        None => "It is the first version of this list.".to_owned(),
        Some(from) => format!(
            "It follows {from}: {} leaves kept, {} added, {} withdrawn, {} changed. No other leaf came or went.",
            followed.kept, followed.added, followed.withdrawn, followed.changed
        ),
    }
}

pub fn refused(error: SuccessionError) -> Failure {
    let text = with_causes(&error);
    match error {
        // Two statements of one party that cannot both be true, or a change in silence.
        SuccessionError::Forked { .. }
        | SuccessionError::OtherPast { .. }
        | SuccessionError::ClockBack { .. }
        | SuccessionError::Silent { .. } => Failure::Integrity(text),
        _ => Failure::No(text),
    }
}
