//! Comparisons and composition over time as JSON.

use holdfire_model::{Class, Point};
use holdfire_monitor::{Comparison, Held};
use serde_json::{Value, json};

fn text(value: &Value) -> String {
    format!("{value:#}\n")
}

/// A comparison of two readings.
#[must_use]
pub fn comparison(comparison: &Comparison) -> String {
    let points = |points: &[Point]| points.iter().map(|p| p.name()).collect::<Vec<_>>();
    let terms: Vec<Value> = comparison
        .terms
        .iter()
        .map(|t| json!({ "clause": t.clause.as_str(), "term": t.point.name() }))
        .collect();
    let flips: Vec<Value> = comparison
        .flips
        .iter()
        .map(|f| {
            json!({
                "incident": f.incident.as_str(),
                "first": f.first.name(),
                "second": f.second.name(),
                "turns_on": points(&f.turns_on),
            })
        })
        .collect();
    text(&json!({
        "schema": "holdfire/comparison/1",
        "first": comparison.first.as_str(),
        "second": comparison.second.as_str(),
        "incidents": comparison.incidents,
        "terms": terms,
        "flips": flips,
    }))
}

/// What was claimed over time.
#[must_use]
pub fn held(held: &Held) -> String {
    let by = |by: &Option<holdfire_model::PartyId>| by.as_ref().map(|p| p.as_str().to_owned());
    let rows: Vec<Value> = held
        .rows
        .iter()
        .map(|r| {
            let classes: serde_json::Map<String, Value> = Class::ALL
                .iter()
                .zip(r.classes)
                .map(|(c, n)| (c.name().to_owned(), json!(n)))
                .collect();
            json!({
                "reading": r.reading.as_str(),
                "stretch": r.stretch.name(),
                "claimed_by": by(&r.by),
                "incidents": r.incidents,
                "classes": classes,
            })
        })
        .collect();
    let days: Vec<Value> = held
        .days
        .iter()
        .map(|(reading, stretch, tenths)| {
            json!({ "reading": reading.as_str(), "stretch": stretch.name(), "days": *tenths as f64 / 10.0 })
        })
        .collect();
    let by_day: Vec<Value> = held
        .by_day
        .iter()
        .map(|(day, party, n)| json!({ "day": day, "claimed_by": by(party), "reports": n }))
        .collect();
    let refused: Vec<Value> = held
        .refused
        .iter()
        .map(|(what, why)| json!({ "what": &**what, "why": &**why }))
        .collect();
    text(&json!({
        "schema": "holdfire/held/1",
        "unit": "incident",
        "rows": rows,
        "days": days,
        "reports_by_day": by_day,
        "refused": refused,
    }))
}
