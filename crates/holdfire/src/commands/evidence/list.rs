//! `holdfire evidence list`

use holdfire_record::Kind;
use holdfire_store::mission::{Seen, time};
use serde_json::{Value, json};

use crate::cli::{CaseFrom, PlainFormat};
use crate::commands::done;
use crate::commands::mission::list::number;
use crate::commands::open::view;
use crate::output::{Outcome, note, print, safe};

pub fn list(from: &CaseFrom, format: PlainFormat) -> Outcome {
    let seen = view(from)?.all(Kind::Evidence)?;
    if seen.is_empty() {
        note("there is no evidence that can be read here");
    }
    print(&match format {
        PlainFormat::Text => seen.iter().map(line).collect::<String>(),
        PlainFormat::Json => {
            let entries: Vec<Value> = seen.iter().map(value).collect();
            let all = json!({ "schema": "holdfire/evidence/1", "entries": entries });
            format!("{all:#}\n")
        }
    })?;
    done()
}

fn line(seen: &Seen) -> String {
    let text = |name: &str| safe(seen.text(name).unwrap_or("?"));
    let what = if seen.said.is_none() {
        "(erased)".to_owned()
    } else if seen.value("stored_as").is_some() {
        let name = seen.text("file_name").unwrap_or("(no name)");
        let made = match seen.text("derived_from") {
            Some(from) => format!(", working copy of sha256:{}", safe(from)),
            None => String::new(),
        };
        format!(
            "file  sha256:{}  {} bytes  {}  {}{made}",
            text("sha256"),
            text("size_bytes"),
            text("media_type"),
            safe(name)
        )
    } else {
        format!("page  {}  in sha256:{}", text("url"), text("held_in"))
    };
    format!("{}  {}  {what}\n", number(seen), time(seen.recorded_at()))
}

fn value(seen: &Seen) -> Value {
    let mut value = json!({
        "log": seen.origin,
        "entry": seen.place.index,
        "recorded_at": seen.recorded_at(),
        "erased": seen.said.is_none(),
    });
    let file = [
        "sha256",
        "size_bytes",
        "file_name",
        "media_type",
        "derived_from",
    ];
    let page = ["url", "held_in"];
    for name in file.iter().chain(&page) {
        if let Some(text) = seen.text(name) {
            value[*name] = match text.parse::<u64>() {
                Ok(number) if *name == "size_bytes" => number.into(),
                _ => text.into(),
            };
        }
    }
    value
}
