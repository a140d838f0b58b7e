//! `holdfire case show`

use holdfire_model::{Case, Point, Reading};
use holdfire_report::words;
use holdfire_words::{Language, Words};
use serde_json::{Value, json};

use super::done;
use crate::cli::{CaseFrom, PlainFormat};
use crate::folder;
use crate::output::{Outcome, print};

pub fn run(from: &CaseFrom, format: PlainFormat) -> Outcome {
    let loaded = folder::load(from, false)?;
    let case = loaded.case.expect("a case that was checked is there");
    print(&match format {
        PlainFormat::Text => holdfire_report::text::show(&case, super::WIDTH),
        PlainFormat::Json => terms(&case),
    })?;
    done()
}

/// The terms in words: for each reading, clause and point its lines, each with who stated it, when, and on what it rests.
fn terms(case: &Case) -> String {
    let readings: Vec<Value> = case.readings.iter().map(|r| reading(case, r)).collect();
    let value = json!({ "schema": "holdfire/terms/1", "case": case.id, "readings": readings });
    format!("{value:#}\n")
}

fn reading(case: &Case, reading: &Reading) -> Value {
    let mut clauses = Vec::new();
    for clause in &case.clauses {
        let mut points = serde_json::Map::new();
        for point in Point::ALL {
            let lines = words::point(en(), case, reading, &clause.id, point);
            let lines: Vec<Value> = lines.into_iter().map(line).collect();
            points.insert(point.name().to_owned(), Value::Array(lines));
        }
        clauses.push(json!({ "clause": clause.id.as_str(), "points": points }));
    }
    json!({
        "id": reading.id.as_str(),
        "holder": reading.holder.as_str(),
        "title": reading.title,
        "clauses": clauses,
    })
}

fn line(line: words::Line) -> Value {
    let origin = line.origin.map(|o| {
        json!({
            "by": o.by,
            "stated_on": o.stated_on,
            "standing": words::standing(en(), o.standing),
            "rests_on": o.rests_on,
            "at": o.cite.to_string(),
        })
    });
    json!({ "text": line.text, "origin": origin })
}

/// The terms in a file are in English, whatever the language of a screen.
fn en() -> &'static Words {
    Words::of(Language::En)
}
