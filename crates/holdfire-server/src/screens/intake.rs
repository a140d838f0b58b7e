//! Taking a report in: one row of the case, checked as the case folder is.

use std::collections::BTreeMap;

use askama::Template;
use axum::extract::State;
use axum::http::StatusCode;
use axum::response::{IntoResponse, Redirect, Response};
use holdfire_model::NodeId;
use holdfire_monitor::workflow::case_code;
use holdfire_report::words::phrase;
use holdfire_wire::case::read;

use crate::desk::{add_row, terms_with, with_hint};
use crate::web::app::blocking;
use crate::web::{Address, App, Fault, Form, Shell, Visitor, html};
use crate::world::{Ready, World};

/// The columns that the form asks for, in groups, in the order of the form.
const GROUPS: [(&str, &[&str]); 5] = [
    (
        "source",
        &[
            "id",
            "by",
            "source_kind",
            "speaker",
            "source",
            "source_url",
            "said_at",
        ],
    ),
    ("when", &["date", "time", "from", "until", "tz"]),
    ("where", &["place", "area", "lat", "lon", "precision"]),
    (
        "what",
        &["object", "category", "act", "means", "effect", "actor"],
    ),
    ("words", &["summary", "note"]),
];

/// All of them.
fn columns() -> impl Iterator<Item = &'static str> {
    GROUPS
        .iter()
        .flat_map(|(_, columns)| columns.iter().copied())
}

/// A field of the form.
struct Cell {
    name: &'static str,
    label: String,
    hint: String,
    value: String,
    required: bool,
    long: bool,
    choices: Vec<(String, String, bool)>,
}

#[derive(Template)]
#[template(path = "intake.html")]
struct Intake {
    shell: Shell,
    groups: Vec<(String, Vec<Cell>)>,
    problems: Vec<String>,
}

/// `GET /reports/new`
///
/// # Errors
/// [`Fault`]
pub async fn page(
    State(app): State<App>,
    visitor: Visitor,
    address: Address,
) -> Result<Response, Fault> {
    let world = app.world(&visitor, &address).await?;
    show(
        &app,
        &visitor,
        &address,
        &world,
        &Form::default(),
        Vec::new(),
    )
}

fn show(
    app: &App,
    visitor: &Visitor,
    address: &Address,
    world: &World,
    typed: &Form,
    problems: Vec<String>,
) -> Result<Response, Fault> {
    let ready = world.ready().ok_or(Fault::NotFound)?;
    let case = &ready.case;
    let words = visitor.words();
    let cell = |name: &'static str| {
        let value = match name {
            // A new form offers an id; one that came back has what was typed.
            "id" if typed.pairs().is_empty() => offered(ready),
            _ => typed.raw(name).to_owned(),
        };
        let mut choices: Vec<(String, String)> = match name {
            "by" | "actor" => case
                .actors()
                .map(|id| (id.to_string(), case.party_name(id).to_owned()))
                .collect(),
            "source_kind" => ["party", "independent", "body"]
                .map(|kind| (kind.to_owned(), words.say(&format!("source-{kind}"))))
                .into(),
            "area" => case
                .areas
                .iter()
                .map(|area| (area.id.to_string(), area.name.clone()))
                .collect(),
            "category" => {
                let label = |id: &NodeId| case.category_label(id).to_owned();
                case.taxonomy
                    .nodes()
                    .iter()
                    .map(|node| (node.id.to_string(), label(&node.id)))
                    .collect()
            }
            "act" => case
                .act_kinds
                .iter()
                .map(|act| (act.to_string(), act.to_string()))
                .collect(),
            "effect" => holdfire_model::Effect::ALL
                .map(|effect| {
                    (
                        effect.name().to_owned(),
                        words.say(&format!("effect-{}", effect.name())),
                    )
                })
                .into(),
            _ => Vec::new(),
        };
        if matches!(name, "area" | "category") {
            choices.sort_by(|a, b| a.1.cmp(&b.1));
        }
        Cell {
            name,
            label: words.say(&format!("report-{}", name.replace('_', "-"))),
            hint: match name {
                "id" => words.say("intake-id-hint"),
                _ => String::new(),
            },
            required: matches!(
                name,
                "id" | "source" | "place" | "object" | "category" | "summary"
            ),
            long: matches!(name, "summary" | "note"),
            choices: choices
                .into_iter()
                .map(|(id, label)| (id.clone(), label, id == value))
                .collect(),
            value,
        }
    };
    let title = words.say("intake-title");
    html(&Intake {
        groups: GROUPS
            .iter()
            .map(|(name, columns)| {
                let cells = columns.iter().copied().map(&cell).collect();
                (words.say(&format!("intake-{name}")), cells)
            })
            .collect(),
        problems,
        shell: Shell::new(app, visitor, address, world, "incidents", &title),
    })
}

/// An id for one more report of a case, by the reports in it alone: what these eyes do not see has no part in it.
fn offered(ready: &Ready) -> String {
    let case = &ready.case;
    ready.kept.text("the id for one more report", || {
        let known = case.reports.iter().map(|report| report.id.as_str());
        next_id(known).unwrap_or_else(|| format!("{}-001", case_code(&case.id)))
    })
}

/// The id after the highest of those that most ids are spelt like: the same beginning, and a number behind it.
fn next_id<'i>(known: impl Iterator<Item = &'i str>) -> Option<String> {
    // Of each beginning: how many ids have it, the highest number, and with how many digits numbers are written.
    let mut beginnings: BTreeMap<&str, (usize, u64, usize)> = BTreeMap::new();
    for id in known {
        let beginning = id.trim_end_matches(|c: char| c.is_ascii_digit());
        let digits = &id[beginning.len()..];
        // A longer one is no number that anybody counts with.
        if let Some(number) = digits.parse().ok().filter(|_| digits.len() <= 9) {
            let found = beginnings.entry(beginning).or_default();
            *found = (found.0 + 1, found.1.max(number), found.2.max(digits.len()));
        }
    }
    let most = beginnings.into_iter().max_by_key(|(_, (count, ..))| *count);
    most.map(|(beginning, (_, highest, width))| format!("{beginning}{:0width$}", highest + 1))
}

/// `POST /reports`
///
/// # Errors
/// [`Fault`]
pub async fn enter(
    State(app): State<App>,
    visitor: Visitor,
    form: Form,
) -> Result<Response, Fault> {
    let address = Address::at("/reports/new");
    let by = visitor.person()?;
    let world = app.world(&visitor, &address).await?;
    let id = form.text("id").to_owned();
    let now = app.moment();
    let mut cells: Vec<(&str, String)> = columns()
        .map(|name| (name, holdfire_wire::work::typed(form.raw(name))))
        .collect();
    cells.push(("entered_at", now.to_string()));
    let asked = app.clone();
    let subject = format!("reports.csv#{id}");
    let words = visitor.words();
    let result = blocking(move || {
        asked.deciding(|| {
            let snapshot = asked.worlds().snapshot();
            let drafts = add_row(&snapshot, "reports.csv", &cells)?;
            if snapshot
                .mission_items()
                .any(|item| item.subject() == subject)
            {
                return Ok(Err(None));
            }
            // What is wrong with the row alone: all rows before it were taken in as they are.
            let loaded = read(&terms_with(&snapshot, &drafts)?);
            let own = |problem: &&holdfire_wire::Problem| {
                problem.file == "reports.csv"
                    && problem.severity <= holdfire_wire::Severity::Refused
            };
            let problems: Vec<String> = loaded
                .problems
                .iter()
                .filter(own)
                .map(|problem| phrase(words, &with_hint(problem)))
                .collect();
            if !problems.is_empty() {
                return Ok(Err(Some(problems)));
            }
            asked.enter_now(&by, drafts)?;
            Ok(Ok(()))
        })
    })
    .await?;
    let problems = match result {
        Ok(()) => return Ok(Redirect::to(&format!("/incidents/{id}")).into_response()),
        Err(None) => vec![words.say("intake-known")],
        Err(Some(problems)) => problems,
    };
    let mut page = show(&app, &visitor, &address, &world, &form, problems)?;
    *page.status_mut() = StatusCode::UNPROCESSABLE_ENTITY;
    Ok(page)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(known: &[&str], expected: Option<&str>) {
        assert_eq!(next_id(known.iter().copied()).as_deref(), expected);
    }

    #[test]
    fn the_next_id_goes_on_from_the_highest_of_the_commonest_spelling() {
        check(
            &["AV25-001", "AV25-017", "AV25-009", "X-500"],
            Some("AV25-018"),
        );
        check(&["R8", "R9"], Some("R10"));
        check(&["A-099"], Some("A-100"));
        check(&["7", "8"], Some("9"));
        check(&["note", "other"], None);
        check(&[], None);
        check(&["A-18446744073709551615", "A-2"], Some("A-3"));
    }
}
