//! Tasks: what waits, one task with what may be done now, opening one.

mod act;
mod fields;
mod history;
mod list;
mod new;
mod one;
mod receipt;

use askama::Template;
use axum::extract::{Path, State};
use axum::http::{HeaderMap, HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Redirect, Response};
use holdfire_model::{Case, Moment};
use holdfire_monitor::workflow::{
    About, Act, ActName, Author, Deadline, Matter, PersonName, Phase, Refusal, Task, TaskId,
    TaskKind, Value as RefusalValue, case_code, deadlines, mandate_name, open_tasks,
};
use holdfire_record::Kind;
use holdfire_store::mission::Draft;
use holdfire_wire::work::{from_fields, ics, subject, to_fields};
use holdfire_words::{Value, Words};

use super::account::fresh;
use super::fault::spoken;
use crate::desk::{
    Desk, FieldSpec, Input, MOST_MINUTES, Numbers, act_form, author, effects, entries, has_one,
    incident_reports, opening_form, rules, visible,
};
use crate::snapshot::Snapshot;
use crate::web::app::blocking;
use crate::web::{Address, App, Fault, Form, Shell, Visitor, html};
use crate::world::World;

pub(super) use act::draft;
pub use act::{act, asks_code};
pub(super) use fields::refused;
pub use list::page;
pub(super) use new::new_id;
pub use new::{new, open};
pub use one::one;
pub(super) use one::readers;
pub use receipt::receipt;

/// A line of the list.
pub(super) struct TaskLine {
    pub id: String,
    pub href: String,
    pub kind: &'static str,
    pub state: &'static str,
    pub about: String,
    pub assigned: String,
    pub due: String,
    pub overdue: bool,
}

/// A moment as people read it: in the clock of the case.
pub(super) fn when(case: Option<&Case>, at: Moment) -> String {
    case.map_or_else(|| at.to_string(), |case| case.settings.zone.show(at))
}

/// What a task is about, in ids, or in a few words where it names none.
fn about(task: &Task, case: &Case) -> String {
    let ids = task.about().iter().map(|about| match about {
        About::Incident(id) => id.to_string(),
        About::Report(id) => id.to_string(),
        About::Site(id) => id.to_string(),
        About::Task(id) => id.to_string(),
    });
    let mut all: Vec<String> = ids.collect();
    all.dedup();
    let gist = history::gist(task, case);
    all.extend(Some(gist).filter(|gist| !gist.is_empty()));
    all.join(", ")
}

/// Whose it is, as far as a reader is told: a party is not told who of the mission does what.
fn assigned<'t>(task: &'t Task, reader: &Author) -> Option<&'t PersonName> {
    task.assigned().filter(|_| reader.role.is_mission())
}

/// How it stands: what was closed without a result is closed, whatever it was before.
fn state(task: &Task) -> &'static str {
    if task.closed().is_some() {
        "closed"
    } else {
        task.state()
    }
}

fn line(task: &Task, due: &[Deadline], reader: &Author, case: Option<&Case>) -> TaskLine {
    let first = due.iter().find(|deadline| deadline.task == *task.id());
    TaskLine {
        id: task.id().to_string(),
        href: format!("/tasks/{}", task.id()),
        kind: task.kind().name(),
        state: state(task),
        about: case.map_or_else(String::new, |case| about(task, case)),
        assigned: assigned(task, reader)
            .map(ToString::to_string)
            .unwrap_or_default(),
        due: first
            .map(|deadline| when(case, deadline.at))
            .unwrap_or_default(),
        overdue: first.is_some_and(|deadline| deadline.overdue),
    }
}

/// `GET /tasks.ics`
///
/// # Errors
/// [`Fault`]
pub async fn calendar(
    State(app): State<App>,
    visitor: Visitor,
    address: Address,
) -> Result<Response, Fault> {
    let world = app.world(&visitor, &address).await?;
    let snapshot = app.worlds().snapshot();
    let (reader, now) = (author(&visitor), app.moment());
    let due = deadlines(visible(&snapshot, &reader), &reader, now);
    let words = visitor.words();
    let ready = world.ready();
    let code = ready.map_or_else(String::new, |ready| case_code(&ready.case.id));
    let name = words.say("tasks-calendar");
    let text = ics(&due, &code, &name, |deadline| {
        format!(
            "{}: {}",
            words.say(&format!("work-kind-{}", deadline.kind.name())),
            words.say(&format!("work-point-{}", deadline.point.name()))
        )
    });
    let kind = HeaderValue::from_static("text/calendar; charset=utf-8");
    Ok(([(header::CONTENT_TYPE, kind)], text).into_response())
}

/// True if these eyes may know how many people the mission and each party have: a party is told who reads what it gave, by
/// role, and not how many people another side has here.
pub(super) fn counts_people(eyes: &crate::access::Eyes) -> bool {
    use crate::access::Role;
    !matches!(eyes.role, Role::Liaison(_) | Role::Public)
}

/// A role with its number of people, if it is given, in words.
#[must_use]
pub fn role_count(
    role: &crate::access::Role,
    n: Option<usize>,
    case: &Case,
    words: &Words,
) -> String {
    let name = words.say(&format!("work-seat-{}", role.name()));
    let party = role
        .party()
        .map_or(String::new(), |party| case.party_name(party).to_owned());
    let Some(n) = n else {
        return if party.is_empty() {
            name
        } else {
            format!("{name}, {party}")
        };
    };
    let args = [
        ("role", Value::from(name.as_str())),
        ("party", Value::from(party.as_str())),
        ("n", Value::from(n)),
    ];
    words.say_with(
        if party.is_empty() {
            "badge-role"
        } else {
            "badge-liaison"
        },
        &args,
    )
}

/// The open tasks that a visitor may see, most urgent first.
pub(super) fn waiting(app: &App, visitor: &Visitor, case: Option<&Case>) -> Vec<TaskLine> {
    let snapshot = app.worlds().snapshot();
    let (reader, now) = (author(visitor), app.moment());
    let tasks = visible(&snapshot, &reader);
    let due = deadlines(tasks.iter().copied(), &reader, now);
    let order = open_tasks(tasks.iter().copied(), &reader, now);
    let find = |id: &TaskId| tasks.iter().find(|task| task.id() == id).copied();
    order
        .iter()
        .filter_map(find)
        .map(|task| line(task, &due, &reader, case))
        .collect()
}

/// The tasks about an incident or one of its reports, the newest first.
pub(super) fn about_incident(
    app: &App,
    visitor: &Visitor,
    case: &Case,
    ids: &[&str],
) -> Vec<TaskLine> {
    let snapshot = app.worlds().snapshot();
    let (reader, now) = (author(visitor), app.moment());
    let tasks = visible(&snapshot, &reader);
    let due = deadlines(tasks.iter().copied(), &reader, now);
    let concerns = |task: &&&Task| {
        task.about().iter().any(|about| match about {
            About::Incident(id) => ids.contains(&id.as_str()),
            About::Report(id) => ids.contains(&id.as_str()),
            About::Site(_) | About::Task(_) => false,
        })
    };
    tasks
        .iter()
        .rev()
        .filter(concerns)
        .map(|task| line(task, &due, &reader, Some(case)))
        .collect()
}

/// The kinds of task that a visitor could open about an incident.
pub(super) fn offered(visitor: &Visitor, ready: &crate::world::Ready) -> Vec<&'static str> {
    if visitor.only_looks() || visitor.is_nobody() {
        return Vec::new();
    }
    let openable = Task::openable(&author(visitor).role);
    let of_incident = [
        TaskKind::Verification,
        TaskKind::RequestForReply,
        TaskKind::HotlineCall,
        TaskKind::Escalation,
        TaskKind::AccessDenied,
        TaskKind::Decision,
    ];
    let allowed = |kind: &TaskKind| match kind {
        TaskKind::Verification => ready.workflow.mandate >= holdfire_model::Mandate::Verify,
        TaskKind::Escalation => !ready.workflow.ladder.is_empty(),
        _ => true,
    };
    of_incident
        .into_iter()
        .filter(|kind| openable.contains(kind) && allowed(kind))
        .map(TaskKind::name)
        .collect()
}
