//! Entering that something of a list was opened.

use holdfire_model::Moment;
use holdfire_record::Kind;
use holdfire_register::{
    MOST_OPENING_BYTES, MOST_RECEIVER_BYTES, Opening, OpeningEntry, OpeningError, Receiver,
    VersionRef, verify_opening,
};
use holdfire_seal::Hash;

use super::held::{self, HeldList};
use super::{log_of, now};
use crate::cli::OpenedArgs;
use crate::commands::open::writing;
use crate::commands::register::{files, open};
use crate::commands::{done, key};
use crate::output::{Failure, Outcome, note, print, safe};

/// `register opened`
pub fn opened(args: &OpenedArgs) -> Outcome {
    let keys = key::verifiers(&args.vkeys)?;
    let file = files::read(&args.opening, MOST_OPENING_BYTES)?;
    let wrong = |error: &OpeningError| open::of_opening(&args.opening, &keys, error);
    let opening =
        Opening::parse_unverified(&file).map_err(|error| wrong(&OpeningError::Form(error)))?;
    let (mission, author) = writing(&args.dir, &args.who)?;
    let view = mission.now()?;
    let log = log_of(&view, args.circle.as_deref())?;
    let report = verify_opening(&opening, &keys, None).map_err(|error| wrong(&error))?;
    let of = VersionRef::from(report.statement.state());
    let lists = held::lists(&view)?;
    let received_at = held(&lists, &of)?;
    let receiver = match (&args.receiver, &args.circle) {
        (Some(name), _) | (None, Some(name)) => name.clone(),
        (None, None) => mission.settings()?.origin().to_owned(),
    };
    let to = Receiver::new(&receiver).ok_or_else(|| {
        Failure::Input(format!(
            "`--receiver` must be a name in one line of 1 to {MOST_RECEIVER_BYTES} bytes, without blanks around it"
        ))
    })?;
    let entry = OpeningEntry {
        of,
        to,
        at: now(&mission),
        file: Hash::of(&file),
    };
    let draft = held::draft_note(Kind::RegisterOpening, of.list, entry.to_fields());
    let entered = mission.submit_one(&author, log, draft)?;
    mission.publish()?;
    let mut lines = report.words();
    lines.push(format!(
        "The mission holds this version since {received_at}. Entered as entry {}: the hash of the file, and nothing of what \
         it shows.",
        entered.first.index
    ));
    print(&format!("{}\n", safe(&lines.join("\n"))))?;
    note("keep the file: the record has only its hash");
    done()
}

/// When the mission took in the version that was opened; refused if it holds another statement for it, or none.
fn held(lists: &[HeldList], of: &VersionRef) -> Result<Moment, Failure> {
    let same: Vec<&HeldList> = lists.iter().filter(|held| held.list == of.list).collect();
    if let Some(version) = same.iter().find_map(|held| held.of_statement(of)) {
        return Ok(version.received_at());
    }
    let number = |held: &&&HeldList| held.version(of.version).is_ok();
    match same.iter().find(number) {
        Some(held) => Err(Failure::Integrity(format!(
            "the opening is of {of}; held is {}: it was not on the list that was handed over\n\
             hint: keep both files: if both are signed by the party, it has shown two lists",
            held.version(of.version)?.handover().signed().state()
        ))),
        None => {
            let known: Vec<String> = same
                .iter()
                .filter_map(|held| Some(held.newest()?.handover().signed().state().to_string()))
                .collect();
            let known = if known.is_empty() {
                "no version of this list".to_owned()
            } else {
                known.join(", ")
            };
            Err(Failure::No(format!(
                "the opening is of {of}; held is {known}: that it was on a list then is not shown by this record\n\
                 hint: take the versions in first, from version 1"
            )))
        }
    }
}
