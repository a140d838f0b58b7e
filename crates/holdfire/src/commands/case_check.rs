//! `holdfire case check`

use holdfire_wire::case::read;
use holdfire_wire::{Problem, Severity, lint};
use serde_json::json;

use super::done;
use crate::cli::{CaseFrom, PlainFormat};
use crate::folder;
use crate::output::{Failure, Outcome, print, safe};

pub fn run(from: &CaseFrom, strict: bool, format: PlainFormat) -> Outcome {
    let files = folder::of(from)?;
    let loaded = read(&files);
    let mut problems = loaded.problems.clone();
    problems.extend(lint::lint(&files, loaded.case.as_ref()));
    problems.sort_by_key(|p| p.severity);
    let count = |severity: Severity| problems.iter().filter(|p| p.severity == severity).count();
    let summary = format!(
        "{} errors, {} rows refused, {} rows or files kept with a remark, {} things left open",
        count(Severity::Error),
        count(Severity::Refused),
        count(Severity::Kept),
        count(Severity::Lint)
    );
    match format {
        PlainFormat::Text => {
            let mut text = String::new();
            for problem in &problems {
                text.push_str(&format!("{}\n", safe(&problem.to_string())));
            }
            if let Some(case) = &loaded.case {
                text.push_str(&format!(
                    "{}: {} reports, {} readings, {} clauses\n",
                    case.id,
                    case.reports.len(),
                    case.readings.len(),
                    case.clauses.len()
                ));
            }
            print(&format!("{text}{summary}\n"))?;
        }
        PlainFormat::Json => print(&json_text(&problems))?,
    }
    if count(Severity::Error) > 0 {
        return Err(Failure::Input(
            "the case cannot be used as it is".to_owned(),
        ));
    }
    if strict && !problems.is_empty() {
        return Err(Failure::No(
            "something is listed, and `--strict` takes nothing".to_owned(),
        ));
    }
    done()
}

fn json_text(problems: &[Problem]) -> String {
    let list: Vec<_> = problems
        .iter()
        .map(|p| {
            json!({
                "file": p.file,
                "line": p.line,
                "column": p.column,
                "severity": p.severity.name(),
                "message": p.message.to_string(),
                "hint": p.hint.as_ref().map(ToString::to_string),
            })
        })
        .collect();
    format!(
        "{:#}\n",
        json!({ "schema": "holdfire/check/1", "problems": list })
    )
}
