//! Corrections: what publications said otherwise than those before them, for everybody.

use std::sync::Arc;

use askama::Template;
use axum::extract::State;
use axum::response::Response;
use holdfire_model::IncidentId;
use holdfire_wire::lines::named;
use holdfire_words::Words;

use super::show;
use crate::differences::{Correction, Issue, Stated};
use crate::web::app::blocking;
use crate::web::page::minute;
use crate::web::{Address, App, Fault, Shell, Visitor, html};
use crate::world::World;

/// So many corrections stand on one page.
const LINES: usize = 200;

/// One thing that is said otherwise.
pub(crate) struct Facet {
    /// What it is.
    pub label: String,
    /// What was said; empty: it is not said again.
    pub was: String,
    /// What is said now; empty: it is not stated.
    pub is: String,
}

/// A correction as a line.
pub(crate) struct Line {
    /// The incident.
    pub id: String,
    /// The address of the incident, where these eyes see it.
    pub href: Option<String>,
    /// What is said otherwise.
    pub facets: Vec<Facet>,
    /// What it is about, as it is said now; empty where it is not.
    pub what: String,
    /// The incident that it is counted with now, and its address, where these eyes see that.
    pub into: Option<(String, Option<String>)>,
    /// True if the incident is no longer stated.
    pub gone: bool,
}

/// A publication with corrections of it.
pub(crate) struct Group {
    /// Its number.
    pub number: u64,
    /// When it was recorded.
    pub at: String,
    /// Corrections.
    pub lines: Vec<Line>,
}

#[derive(Template)]
#[template(path = "corrections.html")]
struct Corrections {
    shell: Shell,
    groups: Vec<Group>,
    /// The last publication: its number, and when it was recorded.
    published: Option<(u64, String)>,
    total: usize,
    range: String,
    previous: Option<String>,
    next: Option<String>,
}

/// What every publication so far said otherwise than the one before, the oldest first.
///
/// # Errors
/// [`Fault`]
pub(crate) async fn issues(app: &App) -> Result<Vec<Arc<Issue>>, Fault> {
    let app = app.clone();
    blocking(move || Ok(app.worlds().issues()?)).await
}

/// `GET /corrections`
///
/// # Errors
/// [`Fault`]
pub async fn page(
    State(app): State<App>,
    visitor: Visitor,
    address: Address,
) -> Result<Response, Fault> {
    let world = app.world(&visitor, &address).await?;
    let issues = issues(&app).await?;
    let total = issues.iter().map(|issue| issue.corrections.len()).sum();
    let first = address.page.saturating_mul(LINES).min(total);
    let groups = groups(&issues, &world, visitor.words(), first, LINES);
    let title = visitor.words().say("corrections-title");
    let shell = Shell::new(&app, &visitor, &address, &world, "corrections", &title);
    html(&Corrections {
        groups,
        published: published(&issues),
        total,
        range: shell.say_range(first + 1, (first + LINES).min(total)),
        previous: (first > 0).then(|| address.link_page(address.page.saturating_sub(1))),
        next: (first + LINES < total).then(|| address.link_page(address.page + 1)),
        shell,
    })
}

/// The number of the last publication, and when it was recorded.
pub(crate) fn published(issues: &[Arc<Issue>]) -> Option<(u64, String)> {
    let last = issues.last()?;
    Some((last.publication.number, minute(last.at)))
}

/// Corrections by publication, the newest first: `most` of them behind the first `skip`.
pub(crate) fn groups(
    issues: &[Arc<Issue>],
    world: &World,
    words: &Words,
    skip: usize,
    most: usize,
) -> Vec<Group> {
    let (mut skip, mut most) = (skip, most);
    let mut groups = Vec::new();
    for issue in issues.iter().rev() {
        let left = issue.corrections.iter().skip(skip).take(most);
        let lines: Vec<Line> = left
            .map(|correction| linked(words, issue, correction, world))
            .collect();
        skip = skip.saturating_sub(issue.corrections.len());
        most -= lines.len();
        if !lines.is_empty() {
            groups.push(Group {
                number: issue.publication.number,
                at: minute(issue.at),
                lines,
            });
        }
    }
    groups
}

/// Where an incident is read, if these eyes see it.
fn href(world: &World, id: &IncidentId) -> Option<String> {
    let known = &world.ready()?.answer.incidents;
    known.binary_search_by(|answer| answer.id.cmp(id)).ok()?;
    Some(format!("/incidents/{id}"))
}

/// A correction in words, with links to what these eyes see.
pub(super) fn linked(words: &Words, issue: &Issue, correction: &Correction, world: &World) -> Line {
    let into = correction.into.as_ref();
    Line {
        href: href(world, &correction.id),
        into: into.map(|id| (id.to_string(), href(world, id))),
        ..line(words, issue, correction)
    }
}

/// A correction in words, without a link.
pub(crate) fn line(words: &Words, issue: &Issue, correction: &Correction) -> Line {
    let support = |stated: &Stated| {
        let name = words.say(&format!("support-{}", stated.support.name()));
        if stated.contested && stated.support.name() != "contested" {
            words.say_with("support-and-contested", &[("support", name.into())])
        } else {
            name
        }
    };
    let class = |stated: &Stated| words.say(&format!("class-{}", stated.class.name()));
    let mut facets = Vec::new();
    let mut put = |label: String, was: String, is: String| {
        if was != is {
            facets.push(Facet { label, was, is });
        }
    };
    let was = &correction.was;
    let Some(is) = &correction.is else {
        let none = String::new;
        put(words.say("corrections-class"), class(was), none());
        put(words.say("corrections-support"), support(was), none());
        return Line {
            id: correction.id.to_string(),
            href: None,
            facets,
            what: String::new(),
            into: correction.into.as_ref().map(|id| (id.to_string(), None)),
            gone: true,
        };
    };
    put(words.say("corrections-class"), class(was), class(is));
    put(words.say("corrections-support"), support(was), support(is));
    for (reading, title) in &issue.readings {
        let under = |stated: &Stated| {
            let found = stated.verdicts.iter().find(|(known, _)| known == reading);
            found.map_or_else(
                || words.say("corrections-nothing"),
                |(_, verdict)| words.say(&format!("coverage-{}", verdict.name())),
            )
        };
        put(title.clone(), under(was), under(is));
    }
    if let (Some(zone), true) = (&issue.zone, was.when != is.when) {
        let span = |stated: &Stated| {
            stated
                .when
                .map_or_else(String::new, |when| show::span(zone, when))
        };
        let label = format!("{} ({})", words.say("corrections-when"), zone.name());
        put(label, span(was), span(is));
    }
    // A place that should not have been named is not named again.
    for (name, was, is) in [
        ("corrections-object", &was.object, &is.object),
        ("corrections-place", &was.place, &is.place),
    ] {
        if was != is {
            put(words.say(name), String::new(), is.clone());
        }
    }
    Line {
        id: correction.id.to_string(),
        href: None,
        facets,
        what: named([is.object.as_str(), is.place.as_str()].into_iter()).join(", "),
        into: None,
        gone: false,
    }
}
