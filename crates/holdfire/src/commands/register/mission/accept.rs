//! Taking a version into the record, and the receipt for it.

use std::path::Path;

use holdfire_record::Kind;
use holdfire_register::{MOST_RECEIVER_BYTES, Receiver, RecordedVersion, accept as follows};
use holdfire_seal::note::VerifierKey;
use holdfire_server::whose;
use holdfire_store::keyfile::KeyFile;
use holdfire_store::mission::{Draft, Submission};

use super::held::{self, HeldList};
use super::whose::Party;
use super::{log_of, now};
use crate::cli::{AcceptArgs, AcceptedArgs};
use crate::commands::open::{reading, writing};
use crate::commands::register::{check, files, input, receipt};
use crate::commands::{done, key};
use crate::output::{Failure, Outcome, note, print, safe};

/// `register accept`
pub fn accept(args: &AcceptArgs) -> Outcome {
    let keys = key::verifiers(&args.vkeys)?;
    let given = files::handover(&args.handover, &keys)?;
    // All that can be refused is refused before anything is entered.
    let signing = match (&args.key, &args.receipt) {
        (Some(key), Some(out)) => {
            files::check_new(out)?;
            Some((key::load(key)?, out))
        }
        _ => None,
    };
    let (mission, author) = writing(&args.dir, &args.who)?;
    let view = mission.now()?;
    let log = log_of(&view, args.circle.as_deref())?;
    let list = given.statement().list;
    let same = held::newest(&view, list)?;
    if let Some(other) = same.iter().find(|held| held.log != log) {
        return Err(elsewhere(other));
    }
    let before = same.first().and_then(HeldList::newest);
    let followed =
        follows(before.map(RecordedVersion::handover), &given).map_err(check::refused)?;
    let received_at = now(&mission);
    let state = given.signed().state();
    if received_at < state.sealed_at {
        return Err(Failure::Surroundings(anyhow::anyhow!(
            "the clock of this machine says {received_at}, and given is {state}: it would be taken in before it was sealed\n\
             hint: set the clock; or the party's clock was ahead, and this has to wait"
        )));
    }
    if let Some(before) = before.filter(|before| received_at < before.received_at()) {
        return Err(Failure::Surroundings(anyhow::anyhow!(
            "the clock of this machine says {received_at}, and the version before was taken in at {}\nhint: set the clock",
            before.received_at()
        )));
    }
    let version = RecordedVersion::new(given, &keys, received_at);
    let versions = same.iter().flat_map(|held| &held.versions);
    let earlier = versions.flat_map(|version| version.said.signed_by());
    let earlier: Vec<_> = earlier.cloned().collect();
    let party = match &args.party {
        Some(id) => Party::of_version(&view, id, &version, &earlier)?,
        None => None,
    };
    let mut drafts = vec![Draft::set(
        Kind::RegisterVersion,
        &held::subject(list),
        version.to_fields(),
    )];
    let also = party.iter();
    drafts.extend(also.map(|party| whose::draft(list, Some(&party.id))));
    let entered = mission.submit(Submission {
        log,
        author,
        request: None,
        drafts,
        also: Vec::new(),
    })?;
    mission.publish()?;
    let given = version.handover();
    let lines = [
        check::signed(given),
        check::leaves(given),
        check::succession(&followed),
        format!("Entered as entry {} at {received_at}.", entered.first.index),
    ];
    print(&format!("{}\n", safe(&lines.join("\n"))))?;
    if let Some(party) = party {
        note(&party.said(entered.first.index + 1));
    }
    if let Some(before) = before
        && before.signed_by() != version.signed_by()
    {
        note(&format!(
            "warning: it is signed by {}, the version before by {}\nhint: ask by another way whether the party has a new key",
            names(version.signed_by()),
            names(before.signed_by())
        ));
    }
    if let Some((keys, out)) = signing {
        let settings = mission.settings()?;
        write_receipt(&version, settings.origin(), &keys, out).inspect_err(|_| {
            note(&format!(
                "the version is entered; only its receipt could not be written\n\
                 hint: holdfire register accepted {} --list {list} --version {} --key KEYFILE --receipt FILE",
                args.dir.display(),
                state.version
            ));
        })?;
    }
    done()
}

/// `register accepted`
pub fn accepted(args: &AcceptedArgs) -> Outcome {
    let keys = key::load(&args.key)?;
    files::check_new(&args.receipt)?;
    let reader = reading(&args.dir, &args.identity)?;
    let held = held::find(&reader.now()?, &args.list)?;
    let version = held.version(args.version)?;
    write_receipt(version, reader.settings()?.origin(), &keys, &args.receipt)?;
    done()
}

/// Signs what the entry says, the moment included.
fn write_receipt(
    version: &RecordedVersion,
    origin: &str,
    keys: &KeyFile,
    out: &Path,
) -> Result<(), Failure> {
    let mission = Receiver::new(origin).ok_or_else(|| {
        Failure::Input(format!(
            "the origin `{origin}` cannot stand in a receipt: more than {MOST_RECEIVER_BYTES} bytes"
        ))
    })?;
    let said = version.entry().receipt(mission);
    let signed = said.sign(keys.signing()).map_err(input)?;
    files::write_new(out, signed.as_bytes())?;
    note(&format!(
        "wrote {}: {}, signed by {}\n\
         hint: give it to the party, with the field `statement` of the entry that `holdfire mission disclose` proves",
        out.display(),
        receipt::words(&said),
        keys.name()
    ));
    Ok(())
}

fn elsewhere(held: &HeldList) -> Failure {
    let state = held.newest().map_or_else(String::new, |newest| {
        newest.handover().signed().state().to_string()
    });
    Failure::No(format!(
        "this list is held in {}: {state}; a list is kept in one log, so that its versions can be compared\n\
         hint: enter it there with `--circle`, or without it for the mission's own log",
        held.whereabouts()
    ))
}

/// Keys in words.
pub fn names(keys: &[VerifierKey]) -> String {
    let names: Vec<String> = keys
        .iter()
        .map(|key| format!("{} (key {:08x})", key.name(), key.key_id()))
        .collect();
    names.join(", ")
}
