//! One incident: one line for each reading, why, where, who says so, what was answered.

use askama::Template;
use axum::extract::{Path, State};
use axum::response::Response;
use holdfire_model::{Case, IncidentAnswer, LinkEnd};
use holdfire_monitor::One;
use holdfire_report::html::{Heading, HtmlOptions, Part, Sheet};
use holdfire_store::mission::Audience;

use super::badge::{Badges, link_name};
use super::evidence::{self, FileLine};
use super::links::Served;
use super::show;
use super::tasks::{TaskLine, about_incident, offered};
use crate::evidence::held_files;
use crate::snapshot::RowName;
use crate::web::app::blocking;
use crate::web::{Address, App, Fault, Shell, Visitor, html};
use crate::world::Row;

#[derive(Template)]
#[template(path = "incident.html")]
struct Incident<'a> {
    shell: Shell,
    id: &'a str,
    /// What was reported, and where.
    what: String,
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
    beside_each_other: String,
    backed: String,
    replies: String,
    links: String,
    map: String,
    tasks: Vec<TaskLine>,
    offered: Vec<&'static str>,
    readers: Vec<String>,
    files: Vec<FileLine>,
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
    let One { case, answer } = ready
        .incident(&id)
        .map_err(|error| Fault::Surroundings(error.to_string()))?
        .ok_or(Fault::NotFound)?;
    let incident = &answer.incidents[0];
    let case = &case;
    let all: Vec<String> = std::iter::once(incident.id.to_string())
        .chain(incident.reports.iter().map(ToString::to_string))
        .collect();
    let (asked, eyes, as_of) = (app.clone(), visitor.eyes.clone(), address.as_of());
    let files = blocking(move || {
        let view = asked
            .mission()
            .reader()
            .view(&Audience::AllReadable, as_of)?;
        Ok(held_files(&view, &eyes, &all)?)
    })
    .await?;
    let shell = Shell::new(
        &app,
        &visitor,
        &address,
        &world,
        "incidents",
        incident.id.as_str(),
    );
    let badges = Badges::new(&app, &visitor, case, &shell).with_rows(rows_of(case, incident))?;
    let links = Served {
        address: &address,
        case,
        badges: Some(&badges),
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
    let row = ready.row(&incident.id);
    let (before, after) = row.map_or((None, None), |row| {
        ready.rows.beside(&ready.case, &address.filter, row)
    });
    let link = |row: &Row| address.link(&format!("/incidents/{}", ready.id(row)));
    let ids: Vec<&str> = std::iter::once(incident.id.as_str())
        .chain(incident.reports.iter().map(|id| id.as_str()))
        .collect();
    html(&Incident {
        files: files
            .iter()
            .enumerate()
            .map(|(at, file)| evidence::line(at, file, &shell, &badges))
            .collect(),
        id: incident.id.as_str(),
        what: show::what(&answer.stories[0], visitor.words()),
        when: row
            .map(|row| show::span(&case.settings.zone, row.when))
            .unwrap_or_default(),
        zone: case.settings.zone.name(),
        class: incident.class.name(),
        support: incident.support.level.name(),
        contested: incident.support.contested,
        back: address.link("/incidents"),
        previous: before.map(link),
        next: after.map(link),
        said: part(Part::Said),
        answers: part(Part::Answers),
        why: sheet
            .why_tree(&incident.id, Heading::H2)
            .unwrap_or_default(),
        beside_each_other: sheet.why_tables(&incident.id).unwrap_or_default(),
        backed: part(Part::Support),
        replies: part(Part::Replies),
        links: part(Part::Links),
        map: sheet.narrow_map(),
        tasks: about_incident(&app, &visitor, case, &ids),
        offered: offered(&visitor, ready),
        readers: badges.readers_of(&ids)?,
        live: incident
            .verdicts
            .iter()
            .any(|(_, verdict)| verdict.is_live()),
        shell,
    })
}

/// The rows that the page shows one by one.
fn rows_of(case: &Case, incident: &IncidentAnswer) -> Vec<RowName> {
    let reports = incident
        .reports
        .iter()
        .map(|id| ("reports.csv", id.to_string()));
    let replies = incident
        .replies
        .iter()
        .map(|id| ("replies.csv", id.to_string()));
    let rows = reports
        .chain(replies)
        .map(|(table, id)| RowName::Id(table, id));
    let of_us = |end: &LinkEnd| match end {
        LinkEnd::Report(id) => incident.reports.contains(id),
        LinkEnd::Observation(_) => false,
    };
    let links = case
        .links
        .iter()
        .filter(|link| incident.reports.contains(&link.to) || of_us(&link.from))
        .map(|link| link_name(&link.from, link.to.as_str()));
    rows.chain(links).collect()
}
