//! `holdfire mission list` and `show`.

use holdfire_record::{Effect, Kind};
use holdfire_store::mission::{Seen, View, time};
use serde_json::{Value, json};

use crate::cli::{CaseFrom, PlainFormat};
use crate::commands::done;
use crate::commands::open::view;
use crate::output::{Failure, Outcome, print, safe};

pub fn list(from: &CaseFrom, kinds: &[String], all: bool, format: PlainFormat) -> Outcome {
    let view = view(from)?;
    let mut seen = Vec::new();
    for kind in chosen(kinds)? {
        seen.extend(if all {
            view.all(kind)?
        } else {
            view.list(kind)?
        });
    }
    seen.sort_by_key(|seen| (seen.place.log, seen.place.index));
    print(&match format {
        PlainFormat::Text => seen.iter().map(line).collect::<String>(),
        PlainFormat::Json => {
            let entries: Vec<Value> = seen.iter().map(value).collect();
            format!(
                "{:#}\n",
                json!({ "schema": "holdfire/entries/1", "entries": entries })
            )
        }
    })?;
    done()
}

fn chosen(names: &[String]) -> Result<Vec<Kind>, Failure> {
    if names.is_empty() {
        return Ok(Kind::ALL.to_vec());
    }
    let kind = |name: &String| {
        let found = Kind::ALL.into_iter().find(|kind| kind.name() == name);
        found.ok_or_else(|| {
            let known: Vec<&str> = Kind::ALL.iter().map(|kind| kind.name()).collect();
            Failure::Input(format!(
                "there is no kind `{name}`\nhint: there is {}",
                known.join(", ")
            ))
        })
    };
    names.iter().map(kind).collect()
}

/// An entry as people name it: its number, with the log where it is not the mission's own.
pub fn number(seen: &Seen) -> String {
    if seen.place.log == holdfire_store::mission::PUBLIC {
        seen.place.index.to_string()
    } else {
        format!("{} of {}", seen.place.index, seen.origin)
    }
}

fn line(seen: &Seen) -> String {
    format!(
        "{}  {}  {}  {}\n",
        number(seen),
        time(seen.recorded_at()),
        seen.envelope.kind,
        safe(seen.subject().unwrap_or("(erased)"))
    )
}

fn value(seen: &Seen) -> Value {
    let effect = seen.said.as_ref().map(|said| match said.contents().effect {
        Effect::Set => "set",
        Effect::Remove => "remove",
        Effect::Note => "note",
    });
    json!({
        "log": seen.origin,
        "entry": seen.place.index,
        "recorded_at": seen.recorded_at(),
        "kind": seen.envelope.kind.name(),
        "subject": seen.subject(),
        "effect": effect,
        "erased": seen.said.is_none(),
    })
}

pub fn show(from: &CaseFrom, subject: &str, format: PlainFormat) -> Outcome {
    let view = view(from)?;
    let history = history(&view, subject)?;
    if history.is_empty() {
        return Err(Failure::Input(format!(
            "nothing is known of `{subject}`\nhint: `holdfire mission list` prints all subjects; what was erased has none"
        )));
    }
    print(&match format {
        PlainFormat::Text => history.iter().map(entry).collect::<String>(),
        PlainFormat::Json => {
            let entries: Vec<Value> = history.iter().map(with_fields).collect();
            format!(
                "{:#}\n",
                json!({ "schema": "holdfire/subject/1", "subject": subject, "entries": entries })
            )
        }
    })?;
    done()
}

fn history(view: &View, subject: &str) -> Result<Vec<Seen>, Failure> {
    let mut found = Vec::new();
    for kind in Kind::ALL {
        found.extend(view.history(kind, subject)?);
    }
    found.sort_by_key(|seen| (seen.place.log, seen.place.index));
    Ok(found)
}

/// Fields whose values are secrets of the record: who reads a screen or a file of this needs none of them.
fn is_secret(kind: Kind, name: &str) -> bool {
    matches!(
        (kind, name),
        (Kind::Person, "author") | (Kind::Evidence, "key")
    )
}

/// True if one of these fields is a secret of the record.
pub fn has_secret(seen: &Seen, names: &[String]) -> bool {
    names.iter().any(|name| is_secret(seen.envelope.kind, name))
}

fn shown(seen: &Seen, name: &str, value: &[u8]) -> String {
    if is_secret(seen.envelope.kind, name) {
        return "(secret, not shown)".to_owned();
    }
    match str::from_utf8(value) {
        Ok(text) => text.to_owned(),
        Err(_) => format!("({} bytes)", value.len()),
    }
}

fn entry(seen: &Seen) -> String {
    let mut text = format!(
        "entry {}, {}, {}\n",
        number(seen),
        seen.envelope.kind,
        time(seen.recorded_at())
    );
    if seen.said.is_none() {
        text.push_str("  erased\n");
    }
    for field in seen.fields() {
        let value = shown(seen, &field.name, &field.value);
        for (index, line) in safe(&value).lines().enumerate() {
            let name = if index == 0 { field.name.as_str() } else { "" };
            text.push_str(&format!("  {name:<14} {line}\n"));
        }
    }
    text
}

fn with_fields(seen: &Seen) -> Value {
    let mut value = value(seen);
    let fields: Vec<Value> = seen
        .fields()
        .iter()
        .map(|field| json!({ "name": field.name, "value": shown(seen, &field.name, &field.value) }))
        .collect();
    value["fields"] = Value::Array(fields);
    value
}
