//! The publication gate: what would be published now, and how it differs from what is.

use std::sync::Arc;

use askama::Template;
use axum::extract::State;
use axum::http::HeaderMap;
use axum::response::{IntoResponse, Redirect, Response};
use holdfire_model::{Case, Report};
use holdfire_monitor::workflow::{
    Act, Deed, Leaving, Opening, Outward, Refusal, Release, Rules, Subject, Task, TaskId,
    case_code, mandate_name,
};
use holdfire_record::Kind;
use holdfire_seal::fields::Field;
use holdfire_store::mission::Draft;
use holdfire_wire::work::{subject, to_fields};
use holdfire_words::{Value, Words};

use super::account::fresh;
use super::corrections::{Line, linked};
use super::tasks::when;
use crate::access::Role;
use crate::desk::rules;
use crate::proposal::{LINES, Proposal};
use crate::publication::{DEFAULT_DELAY_H, DELAYS, Publication};
use crate::web::app::blocking;
use crate::web::{Address, App, Fault, Form, Shell, Visitor, html};
use crate::world::World;

/// The longest delay: a year.
pub const MOST_HOURS: u64 = 24 * 366;

/// An incident that is stated for the first time.
struct New {
    id: String,
    class: &'static str,
    support: &'static str,
}

/// A report that is not in the state that would be published, and why.
struct Held {
    id: String,
    why: &'static str,
}

#[derive(Template)]
#[template(path = "publish.html")]
struct Publish {
    shell: Shell,
    last: Option<String>,
    next: String,
    contents: String,
    added: Vec<New>,
    /// What is said otherwise, each with what differs.
    corrections: Vec<Line>,
    /// How many are not listed.
    more: usize,
    counts: [usize; 4],
    held: Vec<Held>,
    held_count: usize,
    default_delay: u64,
    delays: Vec<(String, u64)>,
    categories: Vec<(String, String)>,
}

/// What would be published: everything up to now, less the delays; or as an address says.
fn proposed(app: &App, address: &Address) -> Result<Publication, Fault> {
    let snapshot = app.worlds().snapshot();
    let number = snapshot.publications.len() as u64 + 1;
    let now = app.moment();
    let asked = address.other("contents").map(|text| {
        let read = Publication::of_contents(text);
        read.ok_or_else(|| Fault::asked("contents", text, "what a proposal says"))
    });
    match asked {
        Some(asked) => Ok(Publication { number, ..asked? }),
        None => Ok(Publication {
            number,
            entry: snapshot.size,
            cutoff: now,
        }),
    }
}

/// `GET /publish`
///
/// # Errors
/// [`Fault`]
pub async fn page(
    State(app): State<App>,
    visitor: Visitor,
    address: Address,
) -> Result<Response, Fault> {
    let world = app.world(&visitor, &address).await?;
    let snapshot = app.worlds().snapshot();
    let next = proposed(&app, &address)?;
    let last = snapshot.publications.last().copied();
    let asked = app.clone();
    // What would be published is not published: it is shown to those who could do it.
    let may = visitor.eyes.role == Role::Secretariat;
    let shown = if may { Some(next) } else { last };
    let proposal = match shown {
        Some(shown) => {
            let made = move || Ok(asked.worlds().proposal(shown, asked.now())?);
            Some(blocking(made).await?)
        }
        None => None,
    };
    let proposal = proposal.as_deref();
    let added = proposal.into_iter().flat_map(|proposal| &proposal.added);
    let added = added.map(|(id, stated)| New {
        id: id.to_string(),
        class: stated.class.name(),
        support: stated.support.name(),
    });
    let words = visitor.words();
    let issue = proposal.map(|proposal| &proposal.issue);
    let all = issue.map_or(&[][..], |issue| &issue.corrections);
    let corrections = issue.into_iter().flat_map(|issue| {
        let shown = issue.corrections.iter().take(LINES);
        shown.map(|one| linked(words, issue, one, &world))
    });
    let (held, held_count) = held(&world, proposal);
    let title = words.say("publish-title");
    let case = world.ready().map(|ready| &ready.case);
    let categories = case.map_or_else(Vec::new, |case| {
        let named = |node: &holdfire_model::Node| (node.id.to_string(), node.label.clone());
        case.taxonomy.nodes().iter().map(named).collect()
    });
    html(&Publish {
        last: last.map(|last| which(&last, case, words)),
        next: which(&next, case, words),
        contents: next.contents(),
        added: added.collect(),
        corrections: corrections.collect(),
        more: all.len().saturating_sub(LINES),
        counts: proposal.map_or([0; 4], |proposal| proposal.counts),
        held,
        held_count,
        default_delay: snapshot.delays.hours("*"),
        delays: snapshot
            .delays
            .each()
            .filter(|(category, _)| *category != "*")
            .map(|(category, hours)| (label(&categories, category), hours))
            .collect(),
        categories,
        shell: Shell::new(&app, &visitor, &address, &world, "tasks", &title),
    })
}

/// What a category is called.
fn label(categories: &[(String, String)], id: &str) -> String {
    let mut all = categories.iter();
    let known = all.find(|(known, _)| known == id);
    known.map_or_else(|| id.to_owned(), |(_, label)| label.clone())
}

/// Which state a publication is.
fn which(publication: &Publication, case: Option<&Case>, words: &Words) -> String {
    let args = [
        ("number", Value::from(publication.number)),
        ("entry", Value::from(publication.entry)),
        ("at", when(case, publication.cutoff).into()),
    ];
    words.say_with("publish-which", &args)
}

/// The reports that somebody reads and that would not be published: the first of them, and how many there are.
fn held(world: &World, proposal: Option<&Proposal>) -> (Vec<Held>, usize) {
    let reports = world.ready().map_or(&[][..], |ready| &ready.case.reports);
    let all = reports.iter().map(Arc::as_ref);
    let held: Vec<&Report> = match proposal {
        Some(proposal) => proposal.held(all).collect(),
        None => all.collect(),
    };
    let line = |report: &Report| Held {
        id: report.id.to_string(),
        why: if report.source.url.is_empty() {
            "publish-held-address"
        } else {
            "publish-held-delay"
        },
    };
    let count = held.len();
    (held.into_iter().take(LINES).map(line).collect(), count)
}

/// `POST /publish`: proposes the state that the page showed. A second person decides on the page of the task.
///
/// # Errors
/// [`Fault`]
pub async fn propose(
    State(app): State<App>,
    visitor: Visitor,
    headers: HeaderMap,
    form: Form,
) -> Result<Response, Fault> {
    let by = visitor.person()?;
    let world = app.world(&visitor, &Address::default()).await?;
    let ready = world.ready().ok_or(Fault::NotFound)?;
    let publication = Publication::of_contents(form.text("contents"))
        .ok_or_else(|| Fault::asked("contents", form.text("contents"), "what the page showed"))?;
    if publication.entry > app.worlds().snapshot().size {
        return Err(Fault::asked(
            "contents",
            form.text("contents"),
            "an entry that is there",
        ));
    }
    let rules = rules(&ready.workflow, &visitor, app.now());
    fresh(&app, &visitor, &headers, form.text("code")).await?;
    let snapshot = app.worlds().snapshot();
    let id = super::tasks::new_id(&app, &snapshot, &case_code(&ready.case.id))?;
    let what = publication.contents();
    let opening = Deed::Open(Box::new(Opening {
        about: Vec::new(),
        due: None,
        escalates: None,
        subject: Subject::Decision(Leaving {
            how: Outward::Publication,
            what: what.clone(),
        }),
    }));
    let release = Deed::ProposeRelease(Box::new(Release {
        readers: vec!["everybody".to_owned()],
        contents: what,
        reason: holdfire_wire::work::typed(form.raw("reason")),
        procedure: ready.workflow.release.clone(),
        warned: form.text("warned") == "cannot be undone",
    }));
    let drafts = two(&id, opening, release, &rules).map_err(|refusal| {
        Fault::Refused(format!(
            "{} ({})",
            refusal,
            mandate_name(ready.workflow.mandate)
        ))
    })?;
    app.enter(&by, drafts).await?;
    Ok(Redirect::to(&format!("/tasks/{id}")).into_response())
}

/// The entries of the opening act and of the one after it.
fn two(id: &TaskId, opening: Deed, then: Deed, rules: &Rules<'_>) -> Result<Vec<Draft>, Refusal> {
    let first = rules.act(id, 0, opening);
    let task = Task::checked_open(&first, rules)?;
    let second = rules.act(id, 1, then);
    task.check(&second, rules)?;
    let draft = |act: &Act| {
        let fields = to_fields(act).unwrap_or_default();
        Draft::note(Kind::Work, &subject(&act.task), fields)
    };
    Ok(vec![draft(&first), draft(&second)])
}

/// `POST /publish/delays`
///
/// # Errors
/// [`Fault`]
pub async fn delays(
    State(app): State<App>,
    visitor: Visitor,
    headers: HeaderMap,
    form: Form,
) -> Result<Response, Fault> {
    let by = visitor.person()?;
    let category = form.text("category");
    let hours: u64 = form
        .text("hours")
        .parse()
        .ok()
        .filter(|hours| *hours <= MOST_HOURS)
        .ok_or_else(|| {
            Fault::asked(
                "hours",
                form.text("hours"),
                "a number of hours, at most a year",
            )
        })?;
    let snapshot = app.worlds().snapshot();
    let mut lines: std::collections::BTreeMap<String, u64> = snapshot
        .delays
        .each()
        .map(|(category, hours)| (category.to_owned(), hours))
        .collect();
    lines.entry("*".to_owned()).or_insert(DEFAULT_DELAY_H);
    lines.insert(
        if category.is_empty() { "*" } else { category }.to_owned(),
        hours,
    );
    let lines = lines
        .iter()
        .map(|(category, hours)| format!("{category} {hours}\n"));
    fresh(&app, &visitor, &headers, form.text("code")).await?;
    let fields = vec![Field::new("hours", lines.collect::<String>())];
    app.enter(&by, vec![Draft::set(Kind::Access, DELAYS, fields)])
        .await?;
    Ok(Redirect::to("/publish").into_response())
}
