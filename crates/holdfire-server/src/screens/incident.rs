//! One incident: one line for each reading, why, where, who says so, what was answered.

use askama::Template;
use axum::extract::{Path, State};
use axum::response::Response;
use holdfire_report::html::{Heading, HtmlOptions, Part, Sheet};

use super::links::Served;
use super::show;
use super::tasks::{TaskLine, about_incident, counts_people, offered, role_count};
use crate::access::{Eyes, readers};
use crate::snapshot::Member;
use crate::web::{Address, App, Fault, Shell, Visitor, html};
use crate::world::Ready;

#[derive(Template)]
#[template(path = "incident.html")]
struct Incident<'a> {
    shell: Shell,
    id: &'a str,
    when: String,
    zone: &'a str,
    class: &'static str,
    support: &'static str,
    contested: bool,
    back: String,
    previous: Option<String>,
    next: Option<String>,
    said: String,
    answers: String,
    why: String,
    backed: String,
    replies: String,
    links: String,
    map: String,
    tasks: Vec<TaskLine>,
    offered: Vec<&'static str>,
    readers: Vec<String>,
    live: bool,
}

/// `GET /incidents/{id}`
///
/// # Errors
/// [`Fault`]
pub async fn page(
    State(app): State<App>,
    visitor: Visitor,
    Path(id): Path<String>,
    address: Address,
) -> Result<Response, Fault> {
    let world = app.world(&visitor, &address).await?;
    let ready = world.ready().ok_or(Fault::NotFound)?;
    let answer = ready
        .incident(&id)
        .map_err(|error| Fault::Surroundings(error.to_string()))?
        .ok_or(Fault::NotFound)?;
    let incident = &answer.incidents[0];
    let case = &ready.case;
    let links = Served {
        address: &address,
        case,
    };
    let options = HtmlOptions {
        language: visitor.language,
        ..HtmlOptions::default()
    };
    let sheet = Sheet::new(case, &answer, &ready.held, &options, &links);
    let part = |part| {
        sheet
            .incident_part(&incident.id, part, Heading::H2)
            .unwrap_or_default()
    };
    let rows = ready.rows.list(case, &address.filter);
    let of = |row: &crate::world::Row| &ready.answer.incidents[row.at].id;
    let at = rows.iter().position(|row| *of(row) == incident.id);
    let beside = |at: Option<usize>| {
        let row = rows.get(at?)?;
        Some(address.link(&format!("/incidents/{}", of(row))))
    };
    let ids: Vec<&str> = std::iter::once(incident.id.as_str())
        .chain(incident.reports.iter().map(|id| id.as_str()))
        .collect();
    let row = ready.rows.all().iter().find(|row| *of(row) == incident.id);
    let shell = Shell::new(
        &app,
        &visitor,
        &address,
        &world,
        "incidents",
        incident.id.as_str(),
    );
    html(&Incident {
        id: incident.id.as_str(),
        when: row
            .map(|row| show::span(&case.settings.zone, row.when))
            .unwrap_or_default(),
        zone: case.settings.zone.name(),
        class: incident.class.name(),
        support: incident.support.level.name(),
        contested: incident.support.contested,
        back: address.link("/incidents"),
        previous: beside(at.and_then(|at| at.checked_sub(1))),
        next: beside(at.map(|at| at + 1)),
        said: part(Part::Said),
        answers: part(Part::Answers),
        why: part(Part::Why),
        backed: part(Part::Support),
        replies: part(Part::Replies),
        links: part(Part::Links),
        map: sheet.map(),
        tasks: about_incident(&app, &visitor, &ids),
        offered: offered(&visitor, ready),
        readers: readers_of(&app, ready, &ids, &visitor),
        live: incident
            .verdicts
            .iter()
            .any(|(_, verdict)| verdict.is_live()),
        shell,
    })
}

/// Who can read all reports of an incident, in words; of the mission's own log.
fn readers_of(app: &App, ready: &Ready, ids: &[&str], visitor: &Visitor) -> Vec<String> {
    let counted = counts_people(&visitor.eyes);
    let snapshot = app.worlds().snapshot();
    let facts = snapshot.facts_of_reports(ids);
    let eyes: Vec<Eyes> = snapshot.members.iter().map(Member::eyes).collect();
    readers(&facts, eyes.iter())
        .iter()
        .map(|(role, n)| role_count(role, counted.then_some(*n), &ready.case, visitor.words()))
        .collect()
}
