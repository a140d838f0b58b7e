//! Tasks: what waits, one task with what may be done now, opening one.

use askama::Template;
use axum::extract::{Path, State};
use axum::http::{HeaderMap, HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Redirect, Response};
use holdfire_model::{Case, Moment};
use holdfire_monitor::workflow::{
    About, Act, ActName, Author, Deadline, Matter, Phase, Refusal, Task, TaskId, TaskKind,
    Value as RefusalValue, case_code, deadlines, mandate_name, open_tasks,
};
use holdfire_record::Kind;
use holdfire_store::mission::Draft;
use holdfire_wire::work::{from_fields, ics, subject, to_fields};
use holdfire_words::{Value, Words};

use super::account::{fresh, with_cookie};
use crate::desk::{
    Desk, FieldSpec, Input, act_form, author, effects, entries, incident_reports, opening_form,
    rules,
};
use crate::snapshot::Snapshot;
use crate::web::app::blocking;
use crate::web::page::minute;
use crate::web::{Address, App, Fault, Form, Shell, Visitor, html};
use crate::world::World;

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

#[derive(Template)]
#[template(path = "tasks.html")]
struct Tasks {
    shell: Shell,
    open: Vec<TaskLine>,
    done: Vec<TaskLine>,
    kinds: Vec<(&'static str, String)>,
    can_publish: bool,
    ics: String,
}

fn moment(app: &App) -> Moment {
    Moment(i64::try_from(app.now()).unwrap_or(i64::MAX))
}

/// A moment as it is shown.
pub(super) fn text(at: Moment) -> String {
    u64::try_from(at.0).map_or_else(|_| at.to_string(), minute)
}

/// The tasks that a visitor may see, in the order in which they were opened.
fn visible<'s>(snapshot: &'s Snapshot, reader: &Author) -> Vec<&'s Task> {
    snapshot
        .tasks
        .iter()
        .filter(|task| task.visible_to(reader))
        .collect()
}

/// What a task is about, in ids.
fn about(task: &Task) -> String {
    let ids = task.about().iter().map(|about| match about {
        About::Incident(id) => id.to_string(),
        About::Report(id) => id.to_string(),
        About::Site(id) => id.to_string(),
        About::Task(id) => id.to_string(),
    });
    let mut ids: Vec<String> = ids.collect();
    ids.dedup();
    ids.join(", ")
}

/// `GET /tasks`
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
    let (reader, now) = (author(&visitor), moment(&app));
    let tasks = visible(&snapshot, &reader);
    let due = deadlines(tasks.iter().copied(), &reader, now);
    let line = |task: &Task| line(task, &due, &reader);
    let order = open_tasks(tasks.iter().copied(), &reader, now);
    let find = |id: &TaskId| tasks.iter().find(|task| task.id() == id).copied();
    let open = order.iter().filter_map(find).map(line).collect();
    let done = tasks
        .iter()
        .rev()
        .filter(|task| !task.is_open(now))
        .take(200);
    let done = done.map(|task| line(task)).collect();
    let kinds = if visitor.only_looks() || world.ready().is_none() {
        Vec::new()
    } else {
        // A verification begins at its incident.
        Task::openable(&reader.seat)
            .into_iter()
            .filter(|kind| *kind != TaskKind::Verification)
            .map(|kind| {
                (
                    kind.name(),
                    visitor.words().say(&format!("work-kind-{}", kind.name())),
                )
            })
            .collect()
    };
    let title = visitor.words().say("tasks-title");
    html(&Tasks {
        shell: Shell::new(&app, &visitor, &address, &world, "tasks", &title),
        open,
        done,
        kinds,
        can_publish: visitor.eyes.role == crate::access::Role::Secretariat,
        ics: "/tasks.ics".to_owned(),
    })
}

fn line(task: &Task, due: &[Deadline], reader: &Author) -> TaskLine {
    let first = due.iter().find(|deadline| deadline.task == *task.id());
    TaskLine {
        id: task.id().to_string(),
        href: format!("/tasks/{}", task.id()),
        kind: task.kind().name(),
        state: task.state(),
        about: about(task),
        assigned: task
            .assigned()
            .filter(|_| reader.seat.is_mission())
            .map(ToString::to_string)
            .unwrap_or_default(),
        due: first.map(|deadline| text(deadline.at)).unwrap_or_default(),
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
    let (reader, now) = (author(&visitor), moment(&app));
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

/// A field as a template prints it.
struct FieldView {
    id: String,
    name: &'static str,
    label: String,
    kind: &'static str,
    choices: Vec<(String, String, bool)>,
    value: String,
    parts: [String; 3],
    required: bool,
    only: String,
}

/// An act that may be done now, with its form.
struct ActView {
    name: &'static str,
    label: String,
    fields: Vec<FieldView>,
    open: bool,
    is_final: bool,
}

/// An act that was done.
struct DidView {
    number: u64,
    did: &'static str,
    by: String,
    at: String,
    lines: Vec<(String, String)>,
    withdrawn_by: Option<u64>,
}

#[derive(Template)]
#[template(path = "task.html")]
struct TaskPage {
    shell: Shell,
    id: String,
    kind: &'static str,
    state: &'static str,
    about: Vec<(String, String)>,
    assigned: String,
    deadlines: Vec<(&'static str, String, bool)>,
    window: Option<String>,
    receipt: Option<String>,
    acts: Vec<ActView>,
    did: Vec<DidView>,
    on: u64,
    readers: Vec<String>,
    problem: Option<(String, String)>,
    marks: Vec<String>,
}

/// `GET /tasks/{id}`
///
/// # Errors
/// [`Fault`]
pub async fn one(
    State(app): State<App>,
    visitor: Visitor,
    Path(id): Path<String>,
    address: Address,
) -> Result<Response, Fault> {
    show(&app, &visitor, &address, &id, None, &Form::default()).await
}

async fn show(
    app: &App,
    visitor: &Visitor,
    address: &Address,
    id: &str,
    problem: Option<(&str, (String, String))>,
    typed: &Form,
) -> Result<Response, Fault> {
    let world = app.world(visitor, address).await?;
    let ready = world.ready().ok_or(Fault::NotFound)?;
    let case = &ready.case;
    let snapshot = app.worlds().snapshot();
    let task = find(&snapshot, visitor, id)?;
    let fixed = ready.workflow.clone();
    let rules = rules(&fixed, visitor, app.now());
    let people = people(&snapshot);
    let reader = &rules.author;
    let open: Vec<String> = open_tasks(visible(&snapshot, reader), reader, rules.now)
        .iter()
        .map(ToString::to_string)
        .collect();
    let desk = Desk {
        case,
        settings: &fixed,
        words: visitor.words(),
        author: reader,
        people: &people,
        open: &open,
    };
    let allowed = if visitor.only_looks() {
        Vec::new()
    } else {
        task.allowed(&rules)
    };
    let tried = problem.as_ref().map(|(act, _)| *act);
    let words = visitor.words();
    let acts = allowed.into_iter().map(|act| {
        let specs = act_form(&desk, task, act);
        ActView {
            name: act.name(),
            label: words.say(&format!("work-act-{}", act.name())),
            fields: views(
                act.name(),
                &specs,
                words,
                (tried == Some(act.name())).then_some(typed),
            ),
            open: tried == Some(act.name()),
            is_final: cannot_be_undone(task, act),
        }
    });
    let acts = acts.collect();
    let did = task
        .acts_for(reader)
        .map(|(number, act)| did(task, number, act, words));
    let did = did.collect();
    let due = deadlines([task], reader, rules.now);
    let page = TaskPage {
        id: task.id().to_string(),
        kind: task.kind().name(),
        state: if task.closed().is_some() {
            "closed"
        } else {
            task.state()
        },
        about: abouts(task, &world, address),
        assigned: task
            .assigned()
            .filter(|_| reader.seat.is_mission())
            .map(ToString::to_string)
            .unwrap_or_default(),
        deadlines: due
            .iter()
            .map(|deadline| (deadline.point.name(), text(deadline.at), deadline.overdue))
            .collect(),
        window: window(task, rules.now, words),
        receipt: task.receipt().map(|receipt| {
            let args = [
                ("number", Value::from(receipt.number.as_str())),
                ("at", Value::from(text(receipt.at))),
                ("n", Value::from(receipt.allegations)),
            ];
            words.say_with("work-receipt", &args)
        }),
        acts,
        did,
        on: task.count(),
        readers: readers(task, &snapshot, case, words),
        problem: problem.map(|(_, problem)| problem),
        marks: marks(task, words),
        shell: Shell::new(app, visitor, address, &world, "tasks", task.id().as_str()),
    };
    html(&page)
}

/// A task of this id that the visitor may see; all others are as if they were not there.
fn find<'s>(snapshot: &'s Snapshot, visitor: &Visitor, id: &str) -> Result<&'s Task, Fault> {
    let reader = author(visitor);
    let heard = TaskId::heard(id).map_err(|_| Fault::NotFound)?;
    let found = snapshot.tasks.iter().find(|task| *task.id() == heard);
    found
        .filter(|task| task.visible_to(&reader))
        .ok_or(Fault::NotFound)
}

fn people(snapshot: &Snapshot) -> Vec<String> {
    let of_mission = snapshot.members.iter().filter(|member| {
        member
            .role
            .as_ref()
            .is_some_and(|role| crate::desk::seat(role).is_mission())
    });
    of_mission.map(|member| member.name.clone()).collect()
}

fn cannot_be_undone(task: &Task, act: ActName) -> bool {
    match act {
        ActName::ProposeRelease | ActName::Execute | ActName::ProposeDetermination => true,
        ActName::Ask => true,
        ActName::Vote => matches!(task.kind(), TaskKind::Decision | TaskKind::Verification),
        _ => false,
    }
}

fn abouts(task: &Task, world: &World, address: &Address) -> Vec<(String, String)> {
    let known = |id: &str| {
        world.ready().is_some_and(|ready| {
            ready
                .case
                .reports
                .iter()
                .any(|report| report.id.as_str() == id)
        })
    };
    let of = task.about().iter().map(|about| match about {
        About::Incident(id) if known(id.as_str()) => {
            (id.to_string(), address.link(&format!("/incidents/{id}")))
        }
        About::Report(id) if known(id.as_str()) => {
            (id.to_string(), address.link(&format!("/incidents/{id}")))
        }
        About::Incident(id) => (id.to_string(), String::new()),
        About::Report(id) => (id.to_string(), String::new()),
        About::Site(id) => (id.to_string(), String::new()),
        About::Task(id) => (id.to_string(), format!("/tasks/{id}")),
    });
    let mut all: Vec<(String, String)> = of.collect();
    all.dedup();
    all
}

fn window(task: &Task, now: Moment, words: &Words) -> Option<String> {
    let Matter::RepairWindow(window) = task.matter() else {
        return None;
    };
    let (id, seconds) = match window.phase(now) {
        Phase::NotAgreed => ("window-not-agreed", 0),
        Phase::Ahead { seconds } => ("window-ahead", seconds),
        Phase::Holds { seconds } => ("window-holds", seconds),
        Phase::Over => ("window-over", 0),
    };
    let args = [
        ("hours", Value::from(seconds / 3_600)),
        ("minutes", Value::from(seconds % 3_600 / 60)),
        ("from", Value::from(text(window.quiet.from))),
        ("until", Value::from(text(window.until))),
    ];
    Some(words.say_with(id, &args))
}

fn marks(task: &Task, words: &Words) -> Vec<String> {
    let Matter::Verification(verification) = task.matter() else {
        return Vec::new();
    };
    let skipped = verification.skipped.iter();
    let mut marks: Vec<String> = skipped
        .map(|skipped| words.say(&format!("work-skipped-{}", skipped.step.name())))
        .collect();
    for made in &verification.findings {
        if !made.later_reports.is_empty() {
            let ids: Vec<&str> = made.later_reports.iter().map(|id| id.as_str()).collect();
            let list = ids.join(", ");
            marks.push(words.say_with("work-later-reports", &[("reports", list.as_str().into())]));
        }
    }
    marks
}

fn did(task: &Task, number: u64, act: &Act, words: &Words) -> DidView {
    const HEAD: [&str; 8] = ["work", "on", "at", "by", "seat", "party", "under", "kind"];
    let fields = to_fields(act).unwrap_or_default();
    let lines = fields
        .into_iter()
        .filter(|field| !HEAD.contains(&field.name.as_str()))
        .filter_map(|field| {
            let value = String::from_utf8(field.value).ok()?;
            Some((label(&field.name, words), value))
        });
    DidView {
        number,
        did: act.deed.name().name(),
        by: format!(
            "{} ({})",
            act.by.person,
            words.say(&format!("work-seat-{}", act.by.seat.name()))
        ),
        at: text(act.at),
        lines: lines.collect(),
        withdrawn_by: task.withdrawn_by(number),
    }
}

fn label(name: &str, words: &Words) -> String {
    let id = format!("work-field-{}", name.replace('_', "-"));
    if words.has(&id) {
        words.say(&id)
    } else {
        name.replace('_', " ")
    }
}

fn views(act: &str, specs: &[FieldSpec], words: &Words, typed: Option<&Form>) -> Vec<FieldView> {
    let asked = specs
        .iter()
        .filter(|spec| !matches!(spec.input, Input::Fixed(_)));
    asked.map(|spec| view(act, spec, words, typed)).collect()
}

fn view(act: &str, spec: &FieldSpec, words: &Words, typed: Option<&Form>) -> FieldView {
    let value = typed.map_or("", |form| form.raw(spec.name)).to_owned();
    let was = |choice: &str| typed.is_some_and(|form| form.all(spec.name).any(|one| one == choice));
    let part = |end: &str| {
        let name = format!("{}_{end}", spec.name);
        typed.map_or("", |form| form.raw(&name)).to_owned()
    };
    let choices = |pairs: &[(String, String)]| {
        let one = |(value, label): &(String, String)| (value.clone(), label.clone(), was(value));
        pairs.iter().map(one).collect::<Vec<_>>()
    };
    let (kind, choices) = match &spec.input {
        Input::Line => ("line", Vec::new()),
        Input::Long => ("long", Vec::new()),
        Input::Moment => ("moment", Vec::new()),
        Input::Number => ("number", Vec::new()),
        Input::Estimate => ("estimate", Vec::new()),
        Input::Lines => ("long", Vec::new()),
        Input::Allegations => ("allegations", Vec::new()),
        Input::Choice(pairs) => ("choice", choices(pairs)),
        Input::Many(pairs) => ("many", choices(pairs)),
        Input::Grounds(known) => (
            "grounds",
            known
                .iter()
                .map(|(value, label, _)| (value.clone(), label.clone(), was(value)))
                .collect(),
        ),
        Input::Tick(value) => (
            "tick",
            vec![(
                (*value).to_owned(),
                words.say("work-cannot-be-undone"),
                was(value),
            )],
        ),
        Input::Fixed(_) => ("fixed", Vec::new()),
    };
    FieldView {
        id: format!("{act}-{}", spec.name),
        name: spec.name,
        label: label(spec.label, words),
        kind,
        choices,
        value,
        parts: ["low", "best", "high"].map(part),
        required: spec.required && spec.only.is_none(),
        only: spec
            .only
            .map(|only| {
                let labels: Vec<String> = only
                    .values
                    .iter()
                    .map(|value| {
                        let known = ["work-state-", "work-whose-", "work-outcome-"];
                        let id = known
                            .iter()
                            .map(|p| format!("{p}{value}"))
                            .find(|id| words.has(id));
                        id.map_or_else(|| (*value).to_owned(), |id| words.say(&id))
                    })
                    .collect();
                words.say_with(
                    "tasks-only",
                    &[("values", labels.join(", ").as_str().into())],
                )
            })
            .unwrap_or_default(),
    }
}

/// What was refused, in words: what and what to do.
fn refused(refusal: &Refusal, words: &Words) -> (String, String) {
    let values: Vec<(&'static str, String, Option<u64>)> = refusal
        .values()
        .into_iter()
        .map(|(name, value)| match value {
            RefusalValue::Number(n) => (name, String::new(), Some(n)),
            RefusalValue::Text(text) => (name, text, None),
            RefusalValue::Act(act) => (name, words.say(&format!("work-act-{}", act.name())), None),
            RefusalValue::Kind(kind) => {
                (name, words.say(&format!("work-kind-{}", kind.name())), None)
            }
            RefusalValue::State(state) => (name, words.say(&format!("work-state-{state}")), None),
            RefusalValue::Field(field) => (name, label(field, words), None),
            RefusalValue::Seat(seat) => (name, words.say(&format!("work-seat-{seat}")), None),
            RefusalValue::Mandate(m) => (
                name,
                words.say(&format!("work-mandate-{}", mandate_name(m))),
                None,
            ),
            RefusalValue::Moment(at) => (name, text(at), None),
            RefusalValue::Party(party) => (name, party.to_string(), None),
        })
        .collect();
    let args: Vec<(&str, Value<'_>)> = values
        .iter()
        .map(|(name, text, number)| match number {
            Some(n) => (*name, Value::from(*n)),
            None => (*name, Value::from(text.as_str())),
        })
        .collect();
    let id = format!("work-refused-{}", refusal.name());
    let hint = format!("{id}.hint");
    let hint = if words.has(&hint) {
        words.say_with(&hint, &args)
    } else {
        String::new()
    };
    (words.say_with(&id, &args), hint)
}

/// Acts after which there is no way back, or that state a finding: a person shows a code again.
fn needs_proof(act: ActName) -> bool {
    matches!(
        act,
        ActName::ProposeRelease
            | ActName::Execute
            | ActName::Vote
            | ActName::ProposeDetermination
            | ActName::Find
            | ActName::Attribute
    )
}

/// The same for a template.
#[must_use]
pub fn asks_code(act: &str) -> bool {
    ActName::of_name(act).is_some_and(needs_proof)
}

/// `POST /tasks/{id}/acts`
///
/// # Errors
/// [`Fault`]
pub async fn act(
    State(app): State<App>,
    visitor: Visitor,
    Path(id): Path<String>,
    headers: HeaderMap,
    form: Form,
) -> Result<Response, Fault> {
    let address = Address {
        path: format!("/tasks/{id}"),
        ..Address::default()
    };
    let world = app.world(&visitor, &address).await?;
    let ready = world.ready().ok_or(Fault::NotFound)?;
    let case = &ready.case;
    let name = ActName::of_name(form.text("act"))
        .ok_or_else(|| Fault::asked("act", form.text("act"), "an act that the page offers"))?;
    let on: u64 = form
        .text("on")
        .parse()
        .map_err(|_| Fault::asked("on", form.text("on"), "a number"))?;
    let fixed = ready.workflow.clone();
    let rules = rules(&fixed, &visitor, app.now());
    if visitor.only_looks() {
        return Err(Fault::NotAllowed);
    }
    let snapshot = app.worlds().snapshot();
    let task = find(&snapshot, &visitor, &id)?;
    let people = people(&snapshot);
    let desk = Desk {
        case,
        settings: &fixed,
        words: visitor.words(),
        author: &rules.author,
        people: &people,
        open: &[],
    };
    let specs = act_form(&desk, task, name);
    let made = match made(task.id(), name, on, &specs, &form, &rules.author, &rules) {
        Ok(made) => made,
        Err(Fault::Asked(text)) => {
            let (what, hint) = text.split_once("\nhint: ").unwrap_or((&text, ""));
            let problem = (what.to_owned(), hint.to_owned());
            return again(&app, &visitor, &address, &id, name, problem, &form).await;
        }
        Err(other) => return Err(other),
    };
    if let Err(refusal) = task.check(&made, &rules) {
        let problem = refused(&refusal, visitor.words());
        return again(&app, &visitor, &address, &id, name, problem, &form).await;
    }
    let proved = if needs_proof(name) {
        Some(fresh(&app, &headers, form.text("code")).await?)
    } else {
        None
    };
    let mut drafts = vec![draft(&made)?];
    drafts.extend(effects(task, &made, &snapshot)?);
    let (asked, task_id, settings) = (app.clone(), task.id().clone(), fixed.clone());
    let (author, checked) = (rules.author.clone(), made);
    let name_of_person = visitor.name.clone().ok_or(Fault::SignIn)?;
    // Whoever comes second must see what the first did: looked at again, and entered, with nobody in between.
    let refusal = blocking(move || {
        asked.deciding(|| {
            let rules = holdfire_monitor::workflow::Rules {
                settings: &settings,
                author,
                now: checked.at,
            };
            let now = asked.worlds().snapshot();
            let task = now.tasks.iter().find(|task| *task.id() == task_id);
            let task = task.ok_or(Fault::NotFound)?;
            if let Err(refusal) = task.check(&checked, &rules) {
                return Ok(Some(refusal));
            }
            asked.enter_now(&name_of_person, drafts)?;
            Ok(None)
        })
    })
    .await?;
    if let Some(refusal) = refusal {
        let problem = refused(&refusal, visitor.words());
        return again(&app, &visitor, &address, &id, name, problem, &form).await;
    }
    let response = Redirect::to(&format!("/tasks/{id}")).into_response();
    match proved {
        Some(secret) => Ok(with_cookie(response, app.gate()?.session_cookie(&secret))),
        None => Ok(response),
    }
}

async fn again(
    app: &App,
    visitor: &Visitor,
    address: &Address,
    id: &str,
    name: ActName,
    problem: (String, String),
    form: &Form,
) -> Result<Response, Fault> {
    let mut page = show(
        app,
        visitor,
        address,
        id,
        Some((name.name(), problem)),
        form,
    )
    .await?;
    *page.status_mut() = StatusCode::CONFLICT;
    Ok(page)
}

/// The act that a form asks for.
fn made(
    task: &TaskId,
    name: ActName,
    on: u64,
    specs: &[FieldSpec],
    form: &Form,
    by: &Author,
    rules: &holdfire_monitor::workflow::Rules<'_>,
) -> Result<Act, Fault> {
    let mut fields = vec![
        ("work".to_owned(), format!("{}@v1", name.name())),
        ("on".to_owned(), on.to_string()),
        ("at".to_owned(), rules.now.to_string()),
        ("by".to_owned(), by.person.to_string()),
        ("seat".to_owned(), by.seat.name().to_owned()),
    ];
    fields.extend(
        by.seat
            .party()
            .map(|party| ("party".to_owned(), party.to_string())),
    );
    let under = mandate_name(rules.settings.mandate).to_owned();
    fields.push(("under".to_owned(), under));
    if name == ActName::Open {
        fields.push(("kind".to_owned(), form.text("kind").to_owned()));
    }
    fields.extend(entries(specs, form)?);
    let fields: Vec<holdfire_seal::fields::Field> = fields
        .into_iter()
        .map(|(name, value)| holdfire_seal::fields::Field::new(&name, value))
        .collect();
    from_fields(&subject(task), &fields).map_err(|error| Fault::Asked(error.to_string()))
}

fn draft(act: &Act) -> Result<Draft, Fault> {
    let fields = to_fields(act).map_err(|error| Fault::Asked(error.to_string()))?;
    Ok(Draft::note(Kind::Work, &subject(&act.task), fields))
}

#[derive(Template)]
#[template(path = "task_new.html")]
struct NewTask {
    shell: Shell,
    kind: &'static str,
    about: Vec<String>,
    fields: Vec<FieldView>,
    discloses: Vec<String>,
    problem: Option<(String, String)>,
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

async fn new_page(
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
    let kind = openable(kind, &rules.author, visitor)?;
    let snapshot = app.worlds().snapshot();
    let people = people(&snapshot);
    let reader = &rules.author;
    let open: Vec<String> = open_tasks(visible(&snapshot, reader), reader, rules.now)
        .iter()
        .map(ToString::to_string)
        .collect();
    let desk = Desk {
        case,
        settings: &fixed,
        words: visitor.words(),
        author: reader,
        people: &people,
        open: &open,
    };
    let about = whole(kind, about, case);
    let specs = opening_form(&desk, kind, &about, candidate(&world, &about));
    let words = visitor.words();
    let title = words.say(&format!("work-kind-{}", kind.name()));
    let discloses = match kind {
        TaskKind::RequestForReply => vec![words.say("tasks-asking-discloses")],
        TaskKind::RepairWindow => vec![words.say("tasks-window-discloses")],
        _ => Vec::new(),
    };
    html(&NewTask {
        kind: kind.name(),
        fields: views("open", &specs, words, typed),
        about,
        discloses,
        problem,
        shell: Shell::new(app, visitor, address, &world, "tasks", &title),
    })
}

fn openable(kind: &str, by: &Author, visitor: &Visitor) -> Result<TaskKind, Fault> {
    let kind = TaskKind::of_name(kind).ok_or(Fault::NotFound)?;
    if visitor.only_looks() || !Task::openable(&by.seat).contains(&kind) {
        return Err(Fault::NotAllowed);
    }
    Ok(kind)
}

/// What a task is about, whole: a question about an incident names the reports that the party will read.
fn whole(kind: TaskKind, about: Vec<String>, case: &Case) -> Vec<String> {
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
fn candidate(world: &World, about: &[String]) -> &'static str {
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

/// `POST /tasks`
///
/// # Errors
/// [`Fault`]
pub async fn open(State(app): State<App>, visitor: Visitor, form: Form) -> Result<Response, Fault> {
    let address = Address {
        path: "/tasks/new".to_owned(),
        ..Address::default()
    };
    let world = app.world(&visitor, &address).await?;
    let ready = world.ready().ok_or(Fault::NotFound)?;
    let case = &ready.case;
    let fixed = ready.workflow.clone();
    let rules = rules(&fixed, &visitor, app.now());
    let kind = openable(form.text("kind"), &rules.author, &visitor)?;
    let snapshot = app.worlds().snapshot();
    let people = people(&snapshot);
    let open: Vec<String> = open_tasks(visible(&snapshot, &rules.author), &rules.author, rules.now)
        .iter()
        .map(ToString::to_string)
        .collect();
    let desk = Desk {
        case,
        settings: &fixed,
        words: visitor.words(),
        author: &rules.author,
        people: &people,
        open: &open,
    };
    let about = whole(kind, form.all("about").map(str::to_owned).collect(), case);
    let specs = opening_form(&desk, kind, &about, candidate(&world, &about));
    let code = case_code(&case.id);
    let random = app.mission().surroundings();
    let fault = |error: &dyn std::fmt::Display| Fault::Surroundings(error.to_string());
    let id = loop {
        let bytes = random.random_bytes().map_err(|error| fault(&error))?;
        let id = TaskId::from_random(&code, bytes).map_err(|error| fault(&error))?;
        // An id names one task; those that the visitor may not see are tasks too.
        if snapshot.tasks.iter().all(|task| *task.id() != id) {
            break id;
        }
    };
    let checked =
        made(&id, ActName::Open, 0, &specs, &form, &rules.author, &rules).and_then(|act| {
            match Task::checked_open(&act, &rules) {
                Ok(_) => Ok(act),
                Err(refusal) => {
                    let (what, hint) = refused(&refusal, visitor.words());
                    Err(Fault::Asked(format!("{what}\nhint: {hint}")))
                }
            }
        });
    let act = match checked {
        Ok(act) => act,
        Err(Fault::Asked(text)) => {
            let (what, hint) = text.split_once("\nhint: ").unwrap_or((&text, ""));
            let problem = Some((what.to_owned(), hint.to_owned()));
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
    let by = visitor.name.clone().ok_or(Fault::SignIn)?;
    app.enter(&by, vec![draft(&act)?]).await?;
    Ok(Redirect::to(&format!("/tasks/{id}")).into_response())
}

/// Who can read a task: roles with their number of people.
fn readers(task: &Task, snapshot: &Snapshot, case: &Case, words: &Words) -> Vec<String> {
    let persons = snapshot.members.iter().filter_map(|member| {
        let role = member.role.clone()?;
        let author = Author {
            person: holdfire_monitor::workflow::PersonName::new(&member.name).ok()?,
            seat: crate::desk::seat(&role),
        };
        task.visible_to(&author).then_some(role)
    });
    let mut counts: std::collections::BTreeMap<crate::access::Role, usize> = Default::default();
    for role in persons {
        *counts.entry(role).or_default() += 1;
    }
    counts
        .into_iter()
        .map(|(role, n)| role_count(&role, n, case, words))
        .collect()
}

/// A role with its number of people, in words.
#[must_use]
pub fn role_count(role: &crate::access::Role, n: usize, case: &Case, words: &Words) -> String {
    let name = words.say(&format!("work-seat-{}", role.name()));
    let party = role
        .party()
        .map_or(String::new(), |party| case.party_name(party).to_owned());
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
pub(super) fn waiting(app: &App, visitor: &Visitor) -> Vec<TaskLine> {
    let snapshot = app.worlds().snapshot();
    let (reader, now) = (author(visitor), moment(app));
    let tasks = visible(&snapshot, &reader);
    let due = deadlines(tasks.iter().copied(), &reader, now);
    let order = open_tasks(tasks.iter().copied(), &reader, now);
    let find = |id: &TaskId| tasks.iter().find(|task| task.id() == id).copied();
    order
        .iter()
        .filter_map(find)
        .map(|task| line(task, &due, &reader))
        .collect()
}

/// The tasks about an incident or one of its reports, the newest first.
pub(super) fn about_incident(app: &App, visitor: &Visitor, ids: &[&str]) -> Vec<TaskLine> {
    let snapshot = app.worlds().snapshot();
    let (reader, now) = (author(visitor), moment(app));
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
        .map(|task| line(task, &due, &reader))
        .collect()
}

/// The kinds of task that a visitor could open about an incident.
pub(super) fn offered(visitor: &Visitor, ready: &crate::world::Ready) -> Vec<&'static str> {
    if visitor.only_looks() || visitor.is_nobody() {
        return Vec::new();
    }
    let openable = Task::openable(&author(visitor).seat);
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
