//! The list of tasks: what waits, most urgent first, then what is done, newest first; by kind and by person, in parts.

use super::super::incidents::{Chip, Choice};
use super::*;
use crate::access::Role;

/// So many lines stand on one page.
const LINES: usize = 100;

/// In an address: given to nobody.
const NOBODY: &str = "-";

/// All kinds in the order in which they are used: first what cannot wait, then what every day brings, then what is rare.
const BY_USE: [TaskKind; 11] = [
    TaskKind::HotlineCall,
    TaskKind::RequestForReply,
    TaskKind::Complaint,
    TaskKind::Verification,
    TaskKind::AccessDenied,
    TaskKind::RepairWindow,
    TaskKind::Escalation,
    TaskKind::ShiftHandover,
    TaskKind::Decision,
    TaskKind::Linking,
    TaskKind::Duplicate,
];

#[derive(Template)]
#[template(path = "tasks.html")]
struct Tasks<'a> {
    shell: Shell,
    address: &'a Address,
    open: Vec<TaskLine>,
    done: Vec<TaskLine>,
    /// How many are open, on all pages.
    open_count: usize,
    /// How many are done.
    done_count: usize,
    range: Option<String>,
    previous: Option<String>,
    next: Option<String>,
    kinds: Vec<Choice>,
    /// Those whom a task is given to; nobody where that is not told.
    people: Vec<Choice>,
    chips: Vec<Chip>,
    openable: Vec<&'static str>,
    can_publish: bool,
    zone: &'a str,
}

/// Which tasks of those that a reader sees.
#[derive(Default)]
struct Wanted {
    kind: Option<TaskKind>,
    person: Option<String>,
}

impl Wanted {
    fn of(address: &Address) -> Result<Self, Fault> {
        let asked = |name| address.other(name).filter(|value| !value.is_empty());
        let kind = |name: &str| {
            let known = TaskKind::of_name(name);
            known.ok_or_else(|| Fault::asked("kind", name, "a kind of task"))
        };
        Ok(Self {
            kind: asked("kind").map(kind).transpose()?,
            person: asked("person").map(str::to_owned),
        })
    }

    /// Asks no more of a task than its reader is told of it.
    fn takes(&self, task: &Task, reader: &Author) -> bool {
        let given = assigned(task, reader).map_or(NOBODY, PersonName::as_str);
        self.kind.is_none_or(|kind| kind == task.kind())
            && self.person.as_deref().is_none_or(|name| name == given)
    }

    fn chips(&self, address: &Address, words: &Words) -> Vec<Chip> {
        let without = |name: &str| {
            let mut address = address.clone();
            address.others.retain(|(known, _)| known != name);
            address.link_page(0)
        };
        let kind = self.kind.map(|kind| Chip {
            name: words.say("tasks-kind"),
            value: words.say(&format!("work-kind-{}", kind.name())),
            without: without("kind"),
        });
        let person = self.person.as_deref().map(|name| Chip {
            name: words.say("tasks-assigned"),
            value: if name == NOBODY {
                words.say("tasks-nobody")
            } else {
                name.to_owned()
            },
            without: without("person"),
        });
        kind.into_iter().chain(person).collect()
    }
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
    let wanted = Wanted::of(&address)?;
    let snapshot = app.worlds().snapshot();
    let (reader, now, words) = (author(&visitor), app.moment(), visitor.words());
    let seen = visible(&snapshot, &reader);
    let tasks = || seen.iter().copied().filter(|t| wanted.takes(t, &reader));
    let order = open_tasks(tasks(), &reader, now);
    let find = |id: &TaskId| seen.iter().find(|task| task.id() == id).copied();
    let open: Vec<&Task> = order.iter().filter_map(find).collect();
    let done: Vec<&Task> = tasks().rev().filter(|task| !task.is_open(now)).collect();
    let (open_count, done_count) = (open.len(), done.len());
    let total = open_count + done_count;
    let first = address.page.saturating_mul(LINES).min(total);
    let case = world.ready().map(|ready| &ready.case);
    let due = deadlines(tasks(), &reader, now);
    // The two lists stand behind each other, and this page shows a part of both together.
    let shown: Vec<&Task> = open
        .into_iter()
        .chain(done)
        .skip(first)
        .take(LINES)
        .collect();
    let (open, done) = shown.split_at(open_count.saturating_sub(first).min(shown.len()));
    let lines = |tasks: &[&Task]| {
        let line = |task: &&Task| line(task, &due, &reader, case);
        tasks.iter().map(line).collect()
    };
    let title = words.say("tasks-title");
    let shell = Shell::new(&app, &visitor, &address, &world, "tasks", &title);
    html(&Tasks {
        open: lines(open),
        done: lines(done),
        open_count,
        done_count,
        range: (total > LINES).then(|| shell.say_range(first + 1, (first + LINES).min(total))),
        previous: (first > 0).then(|| address.link_page(address.page.saturating_sub(1))),
        next: (first + LINES < total).then(|| address.link_page(address.page + 1)),
        kinds: kinds(&seen, wanted.kind, words),
        people: people(&seen, &reader, wanted.person.as_deref(), words),
        chips: wanted.chips(&address, words),
        openable: openable(&visitor, &reader, &world),
        can_publish: visitor.eyes.role == Role::Secretariat && !visitor.only_looks(),
        zone: case.map_or("UTC", |case| case.settings.zone.name()),
        address: &address,
        shell,
    })
}

/// The kinds of the tasks that a reader sees.
fn kinds(seen: &[&Task], wanted: Option<TaskKind>, words: &Words) -> Vec<Choice> {
    let known = BY_USE
        .into_iter()
        .filter(|kind| wanted == Some(*kind) || seen.iter().any(|task| task.kind() == *kind));
    known
        .map(|kind| Choice {
            value: kind.name().to_owned(),
            label: words.say(&format!("work-kind-{}", kind.name())),
            chosen: wanted == Some(kind),
        })
        .collect()
}

/// The reader, and whoever else has one of these tasks; nobody where a reader is not told who has what.
fn people(seen: &[&Task], reader: &Author, wanted: Option<&str>, words: &Words) -> Vec<Choice> {
    if !reader.role.is_mission() {
        return Vec::new();
    }
    let mut names: std::collections::BTreeSet<&PersonName> =
        seen.iter().filter_map(|task| task.assigned()).collect();
    names.insert(&reader.person);
    let choice = |value: &str, label: String| Choice {
        chosen: wanted == Some(value),
        value: value.to_owned(),
        label,
    };
    let named = names.into_iter().map(PersonName::as_str);
    named
        .map(|name| choice(name, name.to_owned()))
        .chain([choice(NOBODY, words.say("tasks-nobody"))])
        .collect()
}

/// The kinds of task that somebody could open here. A verification begins at its incident.
fn openable(visitor: &Visitor, reader: &Author, world: &World) -> Vec<&'static str> {
    let Some(ready) = world.ready().filter(|_| !visitor.only_looks()) else {
        return Vec::new();
    };
    let may = Task::openable(&reader.role);
    let stands = |kind: &TaskKind| match kind {
        TaskKind::Verification => false,
        TaskKind::Escalation => !ready.workflow.ladder.is_empty(),
        _ => true,
    };
    let offered = BY_USE.into_iter().filter(|kind| may.contains(kind));
    offered.filter(stands).map(TaskKind::name).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_kind_has_its_place_in_the_order_of_use() {
        let mut listed = BY_USE.to_vec();
        listed.sort();
        let mut all = TaskKind::ALL.to_vec();
        all.sort();
        assert_eq!(listed, all);
    }
}
