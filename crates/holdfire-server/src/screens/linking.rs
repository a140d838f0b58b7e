//! Which reports may tell of one incident: a list to decide on, with the reasons, and what was decided, with a way back.
//!
//! Every decision is an act of a task of the workflow; undoing one is another act, and both stay.

use std::collections::BTreeMap;

use askama::Template;
use axum::extract::State;
use axum::http::StatusCode;
use axum::response::{IntoResponse, Redirect, Response};
use holdfire_model::{Case, LinkEnd, Moment, Report, ReportId};
use holdfire_monitor::workflow::{
    Act, Author, Deed, Matter, Opening, Pair, Pairing, Rules, Subject, Task, TaskId, case_code,
};
use holdfire_monitor::{Sign, Suggestion, pair};
use holdfire_words::{Value, Words};

use super::show;
use super::tasks::{draft, new_id, refused};
use crate::desk::rules;
use crate::snapshot::Snapshot;
use crate::web::app::blocking;
use crate::web::{Address, App, Fault, Form, Shell, Visitor, html};
use crate::world::{Ready, World};

/// What is put off comes back after so long.
const LATER_SECONDS: i64 = 24 * 3600;
/// So many pairs stand on the page, and so many decisions.
const MOST: usize = 50;

/// One of the two reports.
struct Side {
    id: String,
    href: String,
    when: String,
    what: String,
    by: String,
    summary: String,
}

/// Two reports that wait for a decision.
struct Waiting {
    sides: [Side; 2],
    kind: String,
    why: Vec<String>,
    against: Vec<String>,
    written: String,
    /// The task, if one was opened, and how many acts it has.
    task: Option<String>,
    on: u64,
    /// Until when it was put off.
    until: String,
}

/// A decision that can be undone.
struct Decided {
    task: String,
    on: u64,
    ids: [(String, String); 2],
    state: &'static str,
    by: String,
    at: String,
    reason: String,
}

#[derive(Template)]
#[template(path = "linking.html")]
struct Linking {
    shell: Shell,
    waiting: Vec<Waiting>,
    put_off: Vec<Waiting>,
    more: usize,
    /// True if there may be more than were found.
    at_least: bool,
    decided: Vec<Decided>,
    problem: Option<(String, String)>,
}

/// `GET /links`
///
/// # Errors
/// [`Fault`]
pub async fn page(
    State(app): State<App>,
    visitor: Visitor,
    address: Address,
) -> Result<Response, Fault> {
    let world = app.world(&visitor, &address).await?;
    page_with(&app, &visitor, &address, &world, None)
}

fn page_with(
    app: &App,
    visitor: &Visitor,
    address: &Address,
    world: &World,
    problem: Option<(String, String)>,
) -> Result<Response, Fault> {
    let ready = world.ready().ok_or(Fault::NotFound)?;
    let snapshot = app.worlds().snapshot();
    let words = visitor.words();
    let now = app.moment();
    let open = open_tasks(&snapshot);
    let pairs = ready.suggested().iter();
    let pairs = pairs.map(|one| (one, open.get(&pair(&one.from, &one.to)).copied()));
    let later = |(_, task): &(&Suggestion, Option<&Task>)| {
        let due = task.and_then(|task| task.clock().due_at);
        due.is_some_and(|due| due > now)
    };
    let (put_off, mut waiting): (Vec<_>, Vec<_>) = pairs.partition(later);
    let more = waiting.len().saturating_sub(MOST);
    waiting.truncate(MOST);
    let views = |pairs: Vec<(&Suggestion, Option<&Task>)>| -> Vec<Waiting> {
        let views = pairs.into_iter();
        views
            .filter_map(|(one, task)| view(ready, address, words, one, task))
            .collect()
    };
    let title = words.say("linking-title");
    html(&Linking {
        waiting: views(waiting),
        put_off: views(put_off),
        more,
        at_least: ready.suggests_more(),
        decided: decided(&snapshot, &ready.case, address, words),
        problem,
        shell: Shell::new(app, visitor, address, world, "incidents", &title),
    })
}

/// The tasks on two reports that wait for a decision; of several on one pair the first.
fn open_tasks(snapshot: &Snapshot) -> BTreeMap<(ReportId, ReportId), &Task> {
    let mut open = BTreeMap::new();
    for (task, pairing) in pairings(snapshot) {
        if task.closed().is_none()
            && pairing.settled.is_none()
            && let Some(reports) = pairing.reports()
        {
            open.entry(reports).or_insert(task);
        }
    }
    open
}

fn pairings(snapshot: &Snapshot) -> impl Iterator<Item = (&Task, &Pairing)> {
    snapshot
        .tasks
        .iter()
        .filter_map(|task| match task.matter() {
            Matter::Linking(pairing) | Matter::Duplicate(pairing) => Some((task, pairing)),
            _ => None,
        })
}

fn view(
    ready: &Ready,
    address: &Address,
    words: &Words,
    one: &Suggestion,
    task: Option<&Task>,
) -> Option<Waiting> {
    let case = &ready.case;
    let find = |id: &ReportId| ready.report(id);
    let side = |report: &Report| side(case, address, words, report);
    let (on_it, against): (Vec<&Sign>, Vec<&Sign>) = one.why.iter().partition(|s| s.is_for());
    let said = |signs: Vec<&Sign>| signs.into_iter().map(|s| sign(words, s)).collect();
    Some(Waiting {
        sides: [side(find(&one.to)?), side(find(&one.from)?)],
        kind: words.say(&format!("work-link-{}", one.kind.name())),
        why: said(on_it),
        against: said(against),
        written: one.written.clone().unwrap_or_default(),
        task: task.map(|task| task.id().to_string()),
        on: task.map_or(0, Task::count),
        until: task
            .and_then(|task| task.clock().due_at)
            .map(|due| case.settings.zone.show(due))
            .unwrap_or_default(),
    })
}

fn side(case: &Case, address: &Address, words: &Words, report: &Report) -> Side {
    let story = &report.story;
    let known = [&story.object.name, &story.place.name];
    let known: Vec<&str> = known
        .into_iter()
        .map(String::as_str)
        .filter(|text| !text.is_empty())
        .collect();
    Side {
        id: report.id.to_string(),
        href: address.link(&format!("/incidents/{}", report.id)),
        when: show::span(&case.settings.zone, story.when.interval),
        what: known.join(", "),
        by: holdfire_report::words::says(words, case, &report.source),
        summary: report.summary.clone(),
    }
}

/// A sign in words.
fn sign(words: &Words, sign: &Sign) -> String {
    // Distances are told to the nearest hundred metres: sources know no more.
    let km = |metres: f64| format!("{:.1}", metres / 1000.0);
    match sign {
        Sign::SameTime { minutes } => {
            words.say_with("sign-same-time", &[("minutes", Value::from(*minutes))])
        }
        Sign::MinutesApart { minutes } => {
            words.say_with("sign-minutes-apart", &[("minutes", Value::from(*minutes))])
        }
        Sign::SamePlace { name } => {
            words.say_with("sign-same-place", &[("name", name.as_str().into())])
        }
        Sign::Near { apart_m, within_m } => words.say_with(
            "sign-near",
            &[
                ("apart", km(*apart_m).into()),
                ("within", km(*within_m).into()),
            ],
        ),
        Sign::SameObject { name } => {
            words.say_with("sign-same-object", &[("name", name.as_str().into())])
        }
        Sign::OtherObject { first, second } => words.say_with(
            "sign-other-object",
            &[
                ("first", first.as_str().into()),
                ("second", second.as_str().into()),
            ],
        ),
        Sign::SameAct => words.say("sign-same-act"),
        Sign::SameWords => words.say("sign-same-words"),
        Sign::RolesChanged => words.say("sign-roles-changed"),
    }
}

/// What was decided last, the newest first.
fn decided(snapshot: &Snapshot, case: &Case, address: &Address, words: &Words) -> Vec<Decided> {
    let mut all: Vec<(Moment, Decided)> = pairings(snapshot)
        .filter_map(|(task, pairing)| {
            let (number, _) = pairing.settled?;
            let (a, b) = pairing.reports()?;
            let act = task.acts().get(usize::try_from(number).ok()?)?;
            let link = |id: ReportId| {
                let href = address.link(&format!("/incidents/{id}"));
                (id.to_string(), href)
            };
            let reason = match &act.deed {
                Deed::Join { reason } | Deed::KeepApart { reason } => reason.clone(),
                _ => String::new(),
            };
            let seat = words.say(&format!("work-seat-{}", act.by.role.name()));
            let shown = Decided {
                task: task.id().to_string(),
                on: task.count(),
                ids: [link(a), link(b)],
                state: task.state(),
                by: format!("{} ({seat})", act.by.person),
                at: case.settings.zone.show(act.at),
                reason,
            };
            Some((act.at, shown))
        })
        .collect();
    all.sort_by(|a, b| (b.0, &b.1.task).cmp(&(a.0, &a.1.task)));
    all.into_iter().take(MOST).map(|(_, shown)| shown).collect()
}

/// What the form asks for.
enum Choice {
    Join,
    KeepApart,
    Later,
    Undo,
}

/// `POST /links`
///
/// # Errors
/// [`Fault`]
pub async fn decide(
    State(app): State<App>,
    visitor: Visitor,
    form: Form,
) -> Result<Response, Fault> {
    let address = Address::at("/links");
    let by = visitor.person()?;
    let world = app.world(&visitor, &address).await?;
    let choice = match form.text("act") {
        "join" => Choice::Join,
        "keep-apart" => Choice::KeepApart,
        "later" => Choice::Later,
        "undo" => Choice::Undo,
        other => return Err(Fault::asked("act", other, "join, keep-apart, later, undo")),
    };
    let (asked, shared) = (app.clone(), world.clone());
    let (person, rules_of) = (by, visitor.clone());
    // Whoever comes second must see what the first did: looked at again, and entered, with nobody in between.
    let refusal = blocking(move || {
        asked.deciding(|| {
            let ready = shared.ready().ok_or(Fault::NotFound)?;
            let rules = rules(&ready.workflow, &rules_of, asked.now());
            let snapshot = asked.worlds().snapshot();
            let made = acts(
                &asked,
                &snapshot,
                ready,
                &rules,
                &form,
                &choice,
                rules_of.words(),
            )?;
            match made {
                Err(refusal) => Ok(Some(refusal)),
                Ok(acts) => {
                    let drafts = acts.iter().map(draft).collect::<Result<_, _>>()?;
                    asked.enter_now(&person, drafts)?;
                    Ok(None)
                }
            }
        })
    })
    .await?;
    match refusal {
        None => Ok(Redirect::to("/links").into_response()),
        Some(refusal) => {
            let world = app.world(&visitor, &address).await?;
            let ready = world.ready().ok_or(Fault::NotFound)?;
            let problem = refused(&refusal, visitor.words(), &ready.case);
            let mut page = page_with(&app, &visitor, &address, &world, Some(problem))?;
            *page.status_mut() = StatusCode::CONFLICT;
            Ok(page)
        }
    }
}

type Refused = holdfire_monitor::workflow::Refusal;

/// The acts that a choice is: on the task of the pair, or on one that is opened with it.
fn acts(
    app: &App,
    snapshot: &Snapshot,
    ready: &Ready,
    rules: &Rules<'_>,
    form: &Form,
    choice: &Choice,
    words: &Words,
) -> Result<Result<Vec<Act>, Refused>, Fault> {
    let on: u64 = form.text("on").parse().unwrap_or(0);
    let typed = holdfire_wire::work::typed(form.raw("reason"));
    if let Choice::Undo = choice {
        let task = known(snapshot, &rules.author, form.text("task"))?;
        let reason = if typed.is_empty() {
            words.say("linking-undone")
        } else {
            typed
        };
        let act = rules.act(task.id(), on, Deed::Undo { reason });
        return Ok(task.check(&act, rules).map(|()| vec![act]));
    }
    let id = |name: &str| {
        let asked = || Fault::asked(name, form.text(name), "a report of the list");
        ReportId::new(form.text(name)).map_err(|_| asked())
    };
    let wanted = pair(&id("from")?, &id("to")?);
    let mut all = ready.suggested().iter();
    // The world may be older than the record, or of another moment.
    let stands = [&wanted.0, &wanted.1]
        .iter()
        .all(|id| snapshot.has_mission_report(id.as_str()));
    let found = all.find(|one| stands && pair(&one.from, &one.to) == wanted);
    let why: Vec<String> = found.map_or_else(Vec::new, |one| {
        let said = one.why.iter().filter(|s| s.is_for());
        let said = said.map(|s| sign(words, s));
        one.written.iter().cloned().chain(said).collect()
    });
    let why = why.join("; ");
    let reason = if typed.is_empty() {
        words.say_with("linking-as-suggested", &[("why", why.as_str().into())])
    } else {
        typed
    };
    let deed = |task: Option<&Task>| match choice {
        Choice::KeepApart => Deed::KeepApart {
            reason: reason.clone(),
        },
        Choice::Later => Deed::SetClock {
            due: Some(Moment(rules.now.0.saturating_add(LATER_SECONDS))),
            escalates: task.and_then(|task| task.clock().escalates_at),
            reason: words.say("linking-later"),
        },
        Choice::Join | Choice::Undo => Deed::Join {
            reason: reason.clone(),
        },
    };
    // The newest task on the pair: also one that somebody settled meanwhile, so that this is told.
    let of_pair = pairings(snapshot).filter(|(_, p)| p.reports().as_ref() == Some(&wanted));
    let open = open_tasks(snapshot).get(&wanted).copied();
    if let Some(task) = open.or_else(|| of_pair.last().map(|(task, _)| task)) {
        let act = rules.act(task.id(), on, deed(Some(task)));
        return Ok(task.check(&act, rules).map(|()| vec![act]));
    }
    let Some(found) = found else {
        return Err(Fault::asked(
            "from",
            form.text("from"),
            "a pair of the list",
        ));
    };
    let subject = Subject::Linking(Pair {
        from: LinkEnd::Report(found.from.clone()),
        to: found.to.clone(),
        kind: found.kind,
        why,
    });
    let opening = Opening {
        about: Vec::new(),
        due: None,
        escalates: None,
        subject,
    };
    let task_id: TaskId = new_id(app, snapshot, &case_code(&ready.case.id))?;
    let first = rules.act(&task_id, 0, Deed::Open(Box::new(opening)));
    let opened = Task::checked_open(&first, rules);
    let made = opened.and_then(|task| {
        let second = rules.act(&task_id, 1, deed(Some(&task)));
        task.check(&second, rules)?;
        Ok(vec![first, second])
    });
    Ok(made)
}

fn known<'s>(snapshot: &'s Snapshot, reader: &Author, id: &str) -> Result<&'s Task, Fault> {
    let mut all = pairings(snapshot).map(|(task, _)| task);
    all.find(|task| task.id().as_str() == id && task.visible_to(reader))
        .ok_or(Fault::NotFound)
}
