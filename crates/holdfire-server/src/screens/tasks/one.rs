//! One task: its state, what was done, what may be done now.

use super::fields::{FieldView, views};
use super::history::{Reading, standing};
use super::*;

/// An act that may be done now, with its form.
pub(super) struct ActView {
    pub name: &'static str,
    pub label: String,
    pub fields: Vec<FieldView>,
    pub open: bool,
    pub is_final: bool,
}

/// An act that was done.
pub(super) struct DidView {
    pub number: u64,
    pub did: &'static str,
    pub by: String,
    pub at: String,
    pub lines: Vec<(String, String)>,
    pub withdrawn_by: Option<u64>,
}

#[derive(Template)]
#[template(path = "task.html")]
pub(super) struct TaskPage {
    pub shell: Shell,
    pub id: String,
    pub kind: &'static str,
    pub state: &'static str,
    pub about: Vec<(String, String)>,
    pub assigned: String,
    pub deadlines: Vec<(&'static str, String, bool)>,
    pub window: Vec<String>,
    pub receipt: Option<String>,
    /// With which the receipt is checked.
    pub log_key: String,
    pub acts: Vec<ActView>,
    pub did: Vec<DidView>,
    pub on: u64,
    pub readers: Vec<String>,
    pub problem: Option<(String, String)>,
    pub marks: Vec<String>,
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

pub(super) async fn show(
    app: &App,
    visitor: &Visitor,
    address: &Address,
    id: &str,
    problem: Option<(&str, (String, String))>,
    typed: &Form,
) -> Result<Response, Fault> {
    let world = app.world(visitor, address).await?;
    let log_key = app.mission().settings()?.log_key().vkey();
    let ready = world.ready().ok_or(Fault::NotFound)?;
    let case = &ready.case;
    let snapshot = app.worlds().snapshot();
    let task = find(&snapshot, visitor, id)?;
    let fixed = ready.workflow.clone();
    let rules = rules(&fixed, visitor, app.now());
    let reader = &rules.author;
    let desk = Desk::new(case, &rules, visitor.words(), &snapshot);
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
                &case.settings.zone,
                (tried == Some(act.name())).then_some(typed),
            ),
            open: tried == Some(act.name()),
            is_final: cannot_be_undone(task, act),
        }
    });
    let acts = acts.collect();
    let numbers = Numbers::of(task, reader);
    let reading = Reading {
        case,
        task,
        numbers: &numbers,
        words,
    };
    let did = task
        .acts_for(reader)
        .map(|(number, act)| did(number, act, &reading));
    let did = did.collect();
    let due = deadlines([task], reader, rules.now);
    let page = TaskPage {
        id: task.id().to_string(),
        kind: task.kind().name(),
        state: state(task),
        about: abouts(task, &world, address),
        assigned: assigned(task, reader)
            .map(ToString::to_string)
            .unwrap_or_default(),
        deadlines: due
            .iter()
            .map(|deadline| {
                (
                    deadline.point.name(),
                    when(Some(case), deadline.at),
                    deadline.overdue,
                )
            })
            .collect(),
        window: window(task, rules.now, case, words),
        receipt: task.receipt().map(|receipt| {
            let args = [
                ("number", Value::from(receipt.number.as_str())),
                ("at", Value::from(when(Some(case), receipt.at))),
                ("n", Value::from(receipt.allegations)),
            ];
            words.say_with("work-receipt", &args)
        }),
        log_key,
        acts,
        did,
        on: numbers.count(),
        readers: readers(
            task,
            &snapshot,
            case,
            visitor.words(),
            counts_people(&visitor.eyes),
        ),
        problem: problem.map(|(_, problem)| problem),
        marks: {
            let mut all = marks(task, words);
            all.extend(standing(task, words));
            all
        },
        shell: Shell::new(app, visitor, address, &world, "tasks", task.id().as_str()),
    };
    html(&page)
}

/// A task of this id that the visitor may see; all others are as if they were not there.
pub(super) fn find<'s>(
    snapshot: &'s Snapshot,
    visitor: &Visitor,
    id: &str,
) -> Result<&'s Task, Fault> {
    let reader = author(visitor);
    let heard = TaskId::heard(id).map_err(|_| Fault::NotFound)?;
    let found = snapshot.tasks.iter().find(|task| *task.id() == heard);
    found
        .filter(|task| task.visible_to(&reader))
        .ok_or(Fault::NotFound)
}

pub(super) fn cannot_be_undone(task: &Task, act: ActName) -> bool {
    match act {
        ActName::ProposeRelease | ActName::Execute | ActName::ProposeDetermination => true,
        ActName::Ask => true,
        ActName::Vote => matches!(task.kind(), TaskKind::Decision | TaskKind::Verification),
        _ => false,
    }
}

pub(super) fn abouts(task: &Task, world: &World, address: &Address) -> Vec<(String, String)> {
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

/// How a window stands as of the page's time, whose consent is missing, and who sees it.
pub(super) fn window(task: &Task, now: Moment, case: &Case, words: &Words) -> Vec<String> {
    let Matter::RepairWindow(window) = task.matter() else {
        return Vec::new();
    };
    let shown = |at| when(Some(case), at);
    let missing: Vec<&str> = window
        .missing()
        .into_iter()
        .map(|id| case.party_name(id))
        .collect();
    let missing = missing.join(", ");
    let left = |seconds: i64| {
        let args = [
            ("hours", Value::from(seconds / 3_600)),
            ("minutes", Value::from(seconds % 3_600 / 60)),
        ];
        words.say_with("work-time-left", &args)
    };
    let with = |id: &str, seconds| {
        let args = [("now", shown(now).into()), ("left", left(seconds).into())];
        words.say_with(id, &args)
    };
    let quiet = [
        ("from", shown(window.quiet.from).into()),
        ("until", shown(window.until).into()),
    ];
    let mut lines = vec![words.say_with("work-window-quiet", &quiet)];
    lines.push(match window.phase(now) {
        Phase::NotAgreed => words.say_with(
            "work-window-not-agreed",
            &[("parties", missing.as_str().into())],
        ),
        Phase::Ahead { seconds } => with("work-window-ahead", seconds),
        Phase::Holds { seconds } => with("work-window-holds", seconds),
        Phase::Over => words.say("work-window-over"),
    });
    if let Some(extension) = window.pending() {
        let args = [
            ("until", shown(extension.until).into()),
            ("now-until", shown(window.until).into()),
        ];
        lines.push(words.say_with("work-window-later-end", &args));
    }
    lines.push(words.say("work-window-who-sees"));
    lines
}

pub(super) fn marks(task: &Task, words: &Words) -> Vec<String> {
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

/// The field that names the act that is taken back.
pub(super) const WITHDRAWS: &str = "withdraws";

pub(super) fn did(number: u64, act: &Act, of: &Reading<'_>) -> DidView {
    const HEAD: [&str; 8] = ["work", "on", "at", "by", "seat", "party", "under", "kind"];
    let fields = to_fields(act).unwrap_or_default();
    let lines = fields
        .into_iter()
        .filter(|field| !HEAD.contains(&field.name.as_str()))
        .filter_map(|field| {
            let value = String::from_utf8(field.value).ok()?;
            Some(of.line(&field.name, &value))
        });
    DidView {
        number: of.numbers.shown(number),
        did: act.deed.name().name(),
        by: format!(
            "{} ({})",
            act.by.person,
            of.words.say(&format!("work-seat-{}", act.by.role.name()))
        ),
        at: when(Some(of.case), act.at),
        lines: lines.collect(),
        withdrawn_by: of.task.withdrawn_by(number).map(|by| of.numbers.shown(by)),
    }
}

/// Who can read a task: roles with their number of people.
pub(in super::super) fn readers(
    task: &Task,
    snapshot: &Snapshot,
    case: &Case,
    words: &Words,
    counted: bool,
) -> Vec<String> {
    let persons = snapshot.members.iter().filter_map(|member| {
        let role = member.role.clone()?;
        let author = Author {
            person: PersonName::new(&member.name).ok()?,
            role,
        };
        task.visible_to(&author).then_some(author.role)
    });
    let mut counts: std::collections::BTreeMap<crate::access::Role, usize> = Default::default();
    for role in persons {
        *counts.entry(role).or_default() += 1;
    }
    counts
        .into_iter()
        .map(|(role, n)| role_count(&role, counted.then_some(n), case, words))
        .collect()
}
