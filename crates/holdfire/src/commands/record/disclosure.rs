//! `holdfire record check-disclosure`

use std::path::Path;

use holdfire_record::{Disclosed, Disclosure};
use holdfire_seal::note::VerifierKey;
use holdfire_seal::policy::Policy;
use serde_json::json;

use super::{policy as policy_in, time};
use crate::cli::PlainFormat;
use crate::commands::done;
use crate::commands::witness::{file, input};
use crate::output::{Failure, Outcome, count, print, safe, with_causes};

pub fn check(
    path: &Path,
    keys: &[VerifierKey],
    policy: Option<&Path>,
    format: PlainFormat,
) -> Outcome {
    let policy = match policy {
        Some(path) => policy_in(path)?,
        None => Policy::parse(b"quorum none\n").map_err(input)?,
    };
    let disclosed = Disclosure::verify(&file(path)?, keys, &policy)
        .map_err(|error| Failure::No(format!("it shows nothing: {}", with_causes(&error))))?;
    print(&match format {
        PlainFormat::Text => words(&disclosed),
        PlainFormat::Json => value(&disclosed),
    })?;
    done()
}

fn words(disclosed: &Disclosed) -> String {
    let checkpoint = disclosed.outcome.signed.checkpoint();
    let mut text = String::new();
    for field in &disclosed.fields {
        let value = match str::from_utf8(&field.value) {
            Ok(value) => value.to_owned(),
            Err(_) => format!("({} bytes)", field.value.len()),
        };
        // Lines of a value stand further in, so that none of them can be taken for a line of the answer.
        let value = safe(&value).replace('\n', "\n    ");
        text.push_str(&format!("{}: {value}\n", safe(&field.name)));
    }
    text.push_str(&format!(
        "\n{} of {} of an entry of kind {}, recorded {} (cut to the step of the log)\n",
        disclosed.fields.len(),
        count(disclosed.count, "field", "fields"),
        disclosed.envelope.kind,
        time(disclosed.envelope.at)
    ));
    if let Some((index, tick)) = &disclosed.in_circle {
        text.push_str(&format!(
            "it is entry {index} of a circle's log, which the public log bound at {}\n",
            time(tick.at)
        ));
    }
    text.push_str(&format!(
        "this is what was committed: by the log {} as signed at {}, root {}\n",
        checkpoint.origin(),
        count(checkpoint.size(), "entry", "entries"),
        checkpoint.root()
    ));
    for (name, at) in &disclosed.outcome.cosigned_by {
        text.push_str(&format!("cosigned by {name}, {}\n", time(*at)));
    }
    text.push_str(
        "this does not show that it is true, nor what the other fields or entries say, nor that it still stands\n",
    );
    text
}

fn value(disclosed: &Disclosed) -> String {
    let checkpoint = disclosed.outcome.signed.checkpoint();
    let fields: Vec<_> = disclosed
        .fields
        .iter()
        .map(|field| json!({ "name": field.name, "value": String::from_utf8_lossy(&field.value) }))
        .collect();
    let value = json!({
        "schema": "holdfire/disclosure-check/1",
        "origin": checkpoint.origin(),
        "size": checkpoint.size(),
        "root": checkpoint.root().to_string(),
        "kind": disclosed.envelope.kind.name(),
        "at": disclosed.envelope.at,
        "fields": fields,
        "fields_of_entry": disclosed.count,
        "bound_by_tick_of": disclosed.in_circle.as_ref().map(|(_, tick)| tick.at),
        "cosigned_by": disclosed.outcome.cosigned_by.iter().map(|(name, at)| json!({ "witness": name.to_string(), "at": at })).collect::<Vec<_>>(),
    });
    format!("{value:#}\n")
}
