//! Opening a task.

use super::act::{draft, made};
use super::fields::{FieldView, label, refused, views};
use super::*;
use holdfire_model::Mandate;

#[derive(Template)]
#[template(path = "task_new.html")]
pub(super) struct NewTask {
    pub shell: Shell,
    pub kind: &'static str,
    pub about: Vec<String>,
    pub about_shown: Vec<String>,
    pub fields: Vec<FieldView>,
    pub discloses: Vec<String>,
    pub problem: Option<(String, String)>,
}

/// `GET /tasks/new?kind=...&about=...`
///
/// # Errors
/// [`Fault`]
pub async fn new(
    State(app): State<App>,
    visitor: Visitor,
    address: Address,
) -> Result<Response, Fault> {
    let about: Vec<String> = address
        .others
        .iter()
        .filter(|(name, _)| name == "about")
        .map(|(_, value)| value.clone())
        .collect();
    let kind = address.other("kind").unwrap_or("").to_owned();
    new_page(&app, &visitor, &address, &kind, about, None, None).await
}

pub(super) async fn new_page(
    app: &App,
    visitor: &Visitor,
    address: &Address,
    kind: &str,
    about: Vec<String>,
    problem: Option<(String, String)>,
    typed: Option<&Form>,
) -> Result<Response, Fault> {
    let world = app.world(visitor, address).await?;
    let ready = world.ready().ok_or(Fault::NotFound)?;
    let case = &ready.case;
    let fixed = ready.workflow.clone();
    let rules = rules(&fixed, visitor, app.now());
    let kind = openable(kind, &rules.author, visitor, fixed.mandate)?;
    let snapshot = app.worlds().snapshot();
    let desk = Desk::new(case, &rules, visitor.words(), &snapshot);
    let about = whole(kind, about, case);
    let specs = opening_form(&desk, kind, &about, candidate(&world, &about));
    let words = visitor.words();
    let title = words.say(&format!("work-kind-{}", kind.name()));
    let discloses = match kind {
        TaskKind::RequestForReply => vec![words.say("tasks-asking-discloses")],
        TaskKind::RepairWindow => vec![words.say("tasks-window-discloses")],
        _ => Vec::new(),
    };
    let shown = about.iter().map(|one| match one.split_once(' ') {
        Some((kind @ ("incident" | "report"), id)) => format!("{} {id}", label(kind, words)),
        _ => one.clone(),
    });
    html(&NewTask {
        about_shown: shown.collect(),
        kind: kind.name(),
        fields: views("open", &specs, words, &case.settings.zone, typed),
        about,
        discloses,
        problem,
        shell: Shell::new(app, visitor, address, &world, "tasks", &title),
    })
}

pub(super) fn openable(
    kind: &str,
    by: &Author,
    visitor: &Visitor,
    mandate: Mandate,
) -> Result<TaskKind, Fault> {
    let kind = TaskKind::of_name(kind).ok_or(Fault::NotFound)?;
    if kind == TaskKind::Verification && mandate < Mandate::Verify {
        return Err(Fault::NotFound);
    }
    if visitor.only_looks() || !Task::openable(&by.role).contains(&kind) {
        return Err(Fault::NotAllowed);
    }
    Ok(kind)
}

/// What a task is about, whole: a question about an incident names the reports that the party will read.
pub(super) fn whole(kind: TaskKind, about: Vec<String>, case: &Case) -> Vec<String> {
    let mut all = Vec::new();
    for one in about {
        let incident = one
            .strip_prefix("incident ")
            .and_then(|id| holdfire_model::IncidentId::new(id).ok());
        if !all.contains(&one) {
            all.push(one);
        }
        if let (Some(id), TaskKind::RequestForReply | TaskKind::Decision) = (incident, kind) {
            for report in incident_reports(case, &id) {
                let report = format!("report {report}");
                if !all.contains(&report) {
                    all.push(report);
                }
            }
        }
    }
    all
}

/// Why an incident is looked at: it has a live verdict, or the terms leave it undecided.
pub(super) fn candidate(world: &World, about: &[String]) -> &'static str {
    let id = about
        .iter()
        .find_map(|about| about.strip_prefix("incident "));
    let answer = world.ready().and_then(|ready| {
        ready
            .answer
            .incidents
            .iter()
            .find(|incident| Some(incident.id.as_str()) == id)
    });
    let live =
        answer.is_some_and(|answer| answer.verdicts.iter().any(|(_, verdict)| verdict.is_live()));
    if live { "live" } else { "undecided" }
}

/// An id for a task: one that no task has, seen or not.
pub(in crate::screens) fn new_id(
    app: &App,
    snapshot: &Snapshot,
    code: &str,
) -> Result<TaskId, Fault> {
    let random = app.mission().surroundings();
    let fault = |error: &dyn std::fmt::Display| Fault::Surroundings(error.to_string());
    loop {
        let bytes = random.random_bytes().map_err(|error| fault(&error))?;
        let id = TaskId::from_random(code, bytes).map_err(|error| fault(&error))?;
        if snapshot.tasks.iter().all(|task| *task.id() != id) {
            return Ok(id);
        }
    }
}

/// `POST /tasks`
///
/// # Errors
/// [`Fault`]
pub async fn open(State(app): State<App>, visitor: Visitor, form: Form) -> Result<Response, Fault> {
    // The page that shows what is wrong stands where the form stood.
    let asked = form.pairs().iter();
    let asked = asked.filter(|(name, _)| matches!(name.as_str(), "kind" | "about"));
    let address = Address {
        others: asked.cloned().collect(),
        ..Address::at("/tasks/new")
    };
    let world = app.world(&visitor, &address).await?;
    let ready = world.ready().ok_or(Fault::NotFound)?;
    let case = &ready.case;
    let fixed = ready.workflow.clone();
    let rules = rules(&fixed, &visitor, app.now());
    let kind = openable(form.text("kind"), &rules.author, &visitor, fixed.mandate)?;
    let snapshot = app.worlds().snapshot();
    let desk = Desk::new(case, &rules, visitor.words(), &snapshot);
    let about = whole(kind, form.all("about").map(str::to_owned).collect(), case);
    let specs = opening_form(&desk, kind, &about, candidate(&world, &about));
    let code = case_code(&case.id);
    let id = new_id(&app, &snapshot, &code)?;
    let checked = entries(&specs, &form, &case.settings.zone)
        .and_then(|filled| {
            let numbers = Numbers::default();
            made(&id, ActName::Open, 0, filled, &form, &numbers, &rules)
        })
        .and_then(|act| match Task::checked_open(&act, &rules) {
            Ok(_) => Ok(act),
            Err(refusal) => {
                let (what, hint) = refused(&refusal, visitor.words(), case);
                Err(Fault::Asked(format!("{what}\nhint: {hint}")))
            }
        });
    let act = match checked {
        Ok(act) => act,
        Err(Fault::Asked(text)) => {
            let problem = Some(spoken(visitor.words(), &text));
            let mut page = new_page(
                &app,
                &visitor,
                &address,
                kind.name(),
                about,
                problem,
                Some(&form),
            )
            .await?;
            *page.status_mut() = StatusCode::UNPROCESSABLE_ENTITY;
            return Ok(page);
        }
        Err(other) => return Err(other),
    };
    let by = visitor.person()?;
    app.enter(&by, vec![draft(&act)?]).await?;
    Ok(Redirect::to(&format!("/tasks/{id}")).into_response())
}
