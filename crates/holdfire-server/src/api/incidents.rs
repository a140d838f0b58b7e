//! Incidents: a filtered list in parts, and one with everything that is answered on it.

use axum::extract::{Path, State};
use axum::http::HeaderMap;
use axum::response::Response;
use holdfire_monitor::One;
use holdfire_report::words;
use holdfire_wire::answer;
use holdfire_wire::api::{IncidentPage, IncidentsHead, SourceOut, VerdictOut};
use holdfire_wire::lines::{Lines, SCHEMA};

use super::answer::{json, only, ready, spoken, whole, with_list};
use super::parts::{Part, link};
use crate::web::app::blocking;
use crate::web::{Address, App, Fault, Visitor};
use crate::world::Ready;

/// `GET /api/v1/incidents`
///
/// # Errors
/// [`Fault`]
pub async fn list(
    State(app): State<App>,
    visitor: Visitor,
    headers: HeaderMap,
    address: Address,
) -> Result<Response, Fault> {
    only(&address, &["limit", "after", "before"])?;
    let part = Part::of(&address)?;
    let world = app.world(&visitor, &address).await?;
    let ready = ready(&world)?;
    let sort = address.filter.sort;
    let found = ready.rows.list(&ready.case, &address.filter);
    let range = part.range(ready, sort, &found);
    let shown = &found[range.clone()];
    let next = shown.last().filter(|_| range.end < found.len());
    let previous = shown.first().filter(|_| range.start > 0);
    let to = |name, row: &&_| link(&address, ready, part.limit, name, row);
    let head = IncidentsHead {
        schema: SCHEMA,
        unit: "incident",
        count: found.len(),
        next: next.map(|row| to("after", row)),
        previous: previous.map(|row| to("before", row)),
    };
    let lines = ready.rows.features();
    let text = with_list(&head, "results", shown.iter(), |row, out| {
        lines.line(row.at, out);
    })?;
    Ok(whole(&visitor, &headers, "application/json", text))
}

/// `GET /api/v1/incidents/{id}`
///
/// # Errors
/// [`Fault`]
pub async fn one(
    State(app): State<App>,
    visitor: Visitor,
    headers: HeaderMap,
    Path(id): Path<String>,
    address: Address,
) -> Result<Response, Fault> {
    spoken(&address)?;
    let world = app.world(&visitor, &address).await?;
    blocking(move || {
        let page = page(ready(&world)?, &visitor, &address, &id, &headers)?;
        Ok(page)
    })
    .await
}

fn page(
    ready: &Ready,
    visitor: &Visitor,
    address: &Address,
    id: &str,
    headers: &HeaderMap,
) -> Result<Response, Fault> {
    let One {
        case,
        answer: found,
    } = ready
        .incident(id)
        .map_err(|error| Fault::Surroundings(error.to_string()))?
        .ok_or(Fault::NotFound)?;
    let (incident, story) = (&found.incidents[0], &found.stories[0]);
    let (case, w) = (&case, visitor.words());
    let lines = Lines::some(case, &incident.reports);
    let line = lines.line(incident, story);
    let when = story.accounts.iter().map(|a| a.story.when.interval);
    let when = when.reduce(holdfire_model::Interval::hull);
    let readings = case.readings.iter().zip(incident.verdicts.iter());
    let sources = lines.reports(&incident.reports).map(|report| SourceOut {
        report: report.id.to_string(),
        by: holdfire_wire::lines::source_name(report).to_owned(),
        speaker: report.source.speaker.clone(),
        outlet: report.source.outlet.clone(),
        url: report.source.url.clone(),
        summary: report.summary.clone(),
    });
    let wire = answer::incident(case, incident);
    let page = IncidentPage {
        schema: "holdfire/incident/1",
        title: title(w, &line.objects, &line.places),
        when_text: when.map_or_else(String::new, |when| {
            words::interval(w, &case.settings.zone, when)
        }),
        href: address.link(&format!("/incidents/{}", incident.id)),
        class_text: words::class(w, incident.class),
        support_text: words::support_level(w, incident.support.level),
        readings: readings
            .map(|(reading, (_, verdict))| VerdictOut {
                reading: reading.id.to_string(),
                title: reading.title.clone(),
                holder: case.party_name(&reading.holder).to_owned(),
                panel: case.panel.contains(&reading.id),
                verdict: verdict.name(),
                coverage: words::coverage(w, *verdict),
                sentence: words::sentence(w, case, reading, *verdict, words::stated_on(reading)),
            })
            .collect(),
        sources: sources.collect(),
        replies: wire.replies,
        support_cites: wire.support_cites,
        assessments: found.assessments.iter().map(answer::assessment).collect(),
        line,
    };
    json(visitor, headers, &page)
}

/// What was struck and where, for people.
pub fn title(w: &holdfire_words::Words, objects: &[&str], places: &[&str]) -> String {
    let or = |texts: &[&str], id: &str| {
        if texts.is_empty() {
            w.say(id)
        } else {
            texts.join(" / ")
        }
    };
    let object = or(objects, "api-object-not-named");
    let place = or(places, "api-place-not-named");
    format!("{object}, {place}")
}
