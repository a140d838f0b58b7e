//! The intake tray: complaints that wait to be worked through, rows of the record that could not be read, and a list of
//! reports that is handed in at once, looked at row by row before anything is entered.

use askama::Template;
use axum::extract::State;
use axum::http::StatusCode;
use axum::response::Response;
use holdfire_model::Phrase;
use holdfire_monitor::workflow::Matter;
use holdfire_report::words::phrase;
use holdfire_wire::Severity;
use holdfire_words::Words;

use crate::desk::{Fate, Handed, Weighed, as_csv, author, read_list, visible, weigh, with_hint};
use crate::web::app::blocking;
use crate::web::{Address, App, Fault, Form, Shell, Visitor, html};
use crate::world::World;

/// More rows than this are entered by `holdfire mission load`.
const MOST_ROWS: usize = 5_000;
/// So many rows are shown one by one.
const SHOWN: usize = 500;

/// A complaint that waits.
struct Complaint {
    id: String,
    party: String,
    state: &'static str,
    waiting: usize,
    all: usize,
}

/// A row as the page shows it.
struct RowView {
    line: u64,
    id: String,
    what: String,
    good: bool,
    mark: &'static str,
    notes: Vec<String>,
    alike: Vec<String>,
}

/// What was found in a list that was handed in.
struct Looked {
    rows: Vec<RowView>,
    good: usize,
    known: usize,
    refused: usize,
    more: usize,
}

#[derive(Template)]
#[template(path = "tray.html")]
struct Tray {
    shell: Shell,
    complaints: Vec<Complaint>,
    unread: Vec<String>,
    /// So many rows more could not be read.
    unread_more: usize,
    list: String,
    mapping: String,
    looked: Option<Looked>,
    problems: Vec<String>,
    entered: Option<Vec<(String, String)>>,
}

/// What a form led to.
#[derive(Default)]
struct Outcome {
    list: String,
    mapping: String,
    looked: Option<Looked>,
    problems: Vec<String>,
    entered: Option<Vec<String>>,
}

/// `GET /intake`
///
/// # Errors
/// [`Fault`]
pub async fn page(
    State(app): State<App>,
    visitor: Visitor,
    address: Address,
) -> Result<Response, Fault> {
    let world = app.world(&visitor, &address).await?;
    show(&app, &visitor, &address, &world, Outcome::default())
}

fn show(
    app: &App,
    visitor: &Visitor,
    address: &Address,
    world: &World,
    outcome: Outcome,
) -> Result<Response, Fault> {
    let ready = world.ready().ok_or(Fault::NotFound)?;
    let snapshot = app.worlds().snapshot();
    let reader = author(visitor);
    let complaints =
        visible(&snapshot, &reader)
            .into_iter()
            .filter_map(|task| match task.matter() {
                Matter::Complaint(complaint)
                    if task.closed().is_none() && complaint.waiting() > 0 =>
                {
                    Some(Complaint {
                        id: task.id().to_string(),
                        party: ready.case.party_name(&complaint.complaining.by).to_owned(),
                        state: task.state(),
                        waiting: complaint.waiting(),
                        all: complaint.lines.len(),
                    })
                }
                _ => None,
            });
    let unread = ready.problems.iter();
    let unread = unread.filter(|problem| problem.severity == Severity::Refused);
    let unread: Vec<_> = unread.collect();
    let words = visitor.words();
    let title = words.say("tray-title");
    let links = |ids: Vec<String>| {
        let link = |id: String| {
            let href = address.link(&format!("/incidents/{id}"));
            (id, href)
        };
        ids.into_iter().map(link).collect()
    };
    html(&Tray {
        complaints: complaints.collect(),
        unread_more: unread.len().saturating_sub(SHOWN),
        unread: unread
            .iter()
            .take(SHOWN)
            .map(|problem| {
                let what = phrase(words, &with_hint(problem));
                format!("{}:{}: {what}", problem.file, problem.line)
            })
            .collect(),
        list: outcome.list,
        mapping: outcome.mapping,
        looked: outcome.looked,
        problems: outcome.problems,
        entered: outcome.entered.map(links),
        shell: Shell::new(app, visitor, address, world, "incidents", &title),
    })
}

/// `POST /intake`: looks at a list, or enters what is good in it.
///
/// # Errors
/// [`Fault`]
pub async fn hand_in(
    State(app): State<App>,
    visitor: Visitor,
    form: Form,
) -> Result<Response, Fault> {
    let address = Address::at("/intake");
    let by = visitor.person()?;
    let world = app.world(&visitor, &address).await?;
    let (list, mapping) = (form.raw("list").to_owned(), form.raw("mapping").to_owned());
    let enters = form.text("step") == "enter";
    let words = visitor.words();
    let rows = match read_list(&list, &mapping) {
        Err(problems) => Err(spoken(&problems, words)),
        Ok(rows) if rows.is_empty() => Err(vec![words.say("tray-empty")]),
        Ok(rows) if rows.len() > MOST_ROWS => {
            let most = [("most", holdfire_words::Value::from(MOST_ROWS))];
            Err(vec![words.say_with("tray-too-many", &most)])
        }
        Ok(rows) => Ok(rows),
    };
    let rows = match rows {
        Ok(rows) => rows,
        Err(problems) => {
            let outcome = Outcome {
                list,
                mapping,
                problems,
                ..Outcome::default()
            };
            let mut page = show(&app, &visitor, &address, &world, outcome)?;
            *page.status_mut() = StatusCode::UNPROCESSABLE_ENTITY;
            return Ok(page);
        }
    };
    let asked = app.clone();
    let now = app.moment().to_string();
    let shared = world.clone();
    let (looked, entered) = blocking(move || {
        asked.deciding(|| look(&asked, &shared, rows, &now, enters.then_some(by.as_str())))
    })
    .await?;
    let outcome = Outcome {
        // With a mapping the list is not ours to write again: what was entered is known the next time.
        list: match (&entered, mapping.trim().is_empty()) {
            (Some(_), true) => as_csv(
                looked
                    .iter()
                    .filter(|one| !matches!(one.fate, Fate::Good(_) | Fate::Known))
                    .map(|one| &one.row),
            ),
            _ => list,
        },
        mapping,
        looked: Some(summed(&looked, entered.is_some(), words)),
        entered,
        problems: Vec::new(),
    };
    let world = app.world(&visitor, &address).await?;
    show(&app, &visitor, &address, &world, outcome)
}

/// Weighs rows, and enters the good ones if somebody wants that.
fn look(
    app: &App,
    world: &World,
    rows: Vec<Handed>,
    now: &str,
    by: Option<&str>,
) -> Result<(Vec<Weighed>, Option<Vec<String>>), Fault> {
    let case = &world.ready().ok_or(Fault::NotFound)?.case;
    let snapshot = app.worlds().snapshot();
    let (table, weighed) = weigh(&snapshot, case, rows, now)?;
    let Some(by) = by else {
        return Ok((weighed, None));
    };
    let good = || {
        weighed
            .iter()
            .filter(|one| matches!(one.fate, Fate::Good(_)))
    };
    let lines: Result<Vec<Vec<u8>>, Phrase> =
        good().map(|one| table.line(&one.row.cells)).collect();
    let lines = lines.map_err(Fault::Told)?;
    if !lines.is_empty() {
        app.enter_now(by, table.adding(&lines))?;
    }
    let ids = good().map(|one| one.row.cell("id").to_owned()).collect();
    Ok((weighed, Some(ids)))
}

fn spoken(sentences: &[Phrase], words: &Words) -> Vec<String> {
    sentences.iter().map(|one| phrase(words, one)).collect()
}

/// The rows as the page shows them; after they were entered, only those that were not.
fn summed(weighed: &[Weighed], entered: bool, words: &Words) -> Looked {
    let is = |wanted: fn(&Fate) -> bool| weighed.iter().filter(|one| wanted(&one.fate)).count();
    let shown: Vec<&Weighed> = weighed
        .iter()
        .filter(|one| !entered || !matches!(one.fate, Fate::Good(_)))
        .collect();
    Looked {
        good: is(|fate| matches!(fate, Fate::Good(_))),
        known: is(|fate| *fate == Fate::Known),
        refused: is(|fate| matches!(fate, Fate::Refused(_) | Fate::OtherOfThisId)),
        more: shown.len().saturating_sub(SHOWN),
        rows: shown
            .into_iter()
            .take(SHOWN)
            .map(|one| view(one, words))
            .collect(),
    }
}

fn view(one: &Weighed, words: &Words) -> RowView {
    let (mark, notes) = match &one.fate {
        Fate::Good(odd) => ("tray-good", spoken(odd, words)),
        Fate::Known => ("tray-known", Vec::new()),
        Fate::OtherOfThisId => ("tray-refused", vec![words.say("tray-other-of-this-id")]),
        Fate::Refused(why) => ("tray-refused", spoken(why, words)),
    };
    let row = &one.row;
    let said = [row.cell("date"), row.cell("object"), row.cell("place")];
    let said: Vec<&str> = said.into_iter().filter(|text| !text.is_empty()).collect();
    RowView {
        line: row.line,
        id: row.cell("id").to_owned(),
        what: said.join(", "),
        good: matches!(one.fate, Fate::Good(_)),
        mark,
        notes,
        alike: one.alike.clone(),
    }
}
