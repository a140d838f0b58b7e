//! What is due when, for one reader, and what is open when a shift ends.

use std::cmp::Reverse;

use holdfire_model::Moment;

use super::act::Author;
use super::deeds::TaskKind;
use super::ids::{PersonName, TaskId};
use super::matter::Matter;
use super::names::named;
use super::task::Task;
use super::window::Phase;

named! {
    /// What comes at a moment.
    pub enum Point {
        /// It is to be done by then.
        Due = "due",
        /// It goes to the next level then.
        Escalates = "escalates",
        /// A window begins.
        WindowBegins = "window-begins",
        /// A window ends.
        WindowEnds = "window-ends",
    }
}

/// A moment of a task that somebody waits for. Says which task and what kind, nothing of what is in it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Deadline {
    /// The task.
    pub task: TaskId,
    /// Its kind.
    pub kind: TaskKind,
    /// What comes.
    pub point: Point,
    /// When.
    pub at: Moment,
    /// True if the moment has passed and nobody did it.
    pub overdue: bool,
    /// Who the task was given to; `None` also where the reader may not know.
    pub assigned: Option<PersonName>,
    /// When this was set.
    pub set_at: Moment,
    /// How many times the deadlines of the task were set.
    pub times_set: u64,
}

/// The deadlines of open tasks that a reader may see, earliest first, ties by task and point.
#[must_use]
pub fn deadlines<'t>(
    tasks: impl IntoIterator<Item = &'t Task>,
    reader: &Author,
    now: Moment,
) -> Vec<Deadline> {
    let mut all: Vec<Deadline> = tasks
        .into_iter()
        .filter(|task| task.is_open(now) && task.visible_to(reader))
        .flat_map(|task| of(task, reader, now))
        .collect();
    all.sort_by(|a, b| (a.at, &a.task, a.point).cmp(&(b.at, &b.task, b.point)));
    all
}

fn of(task: &Task, reader: &Author, now: Moment) -> Vec<Deadline> {
    let clock = task.clock();
    let mut points = vec![
        (Point::Due, clock.due_at),
        (Point::Escalates, clock.escalates_at),
    ];
    if let Matter::RepairWindow(window) = task.matter() {
        if matches!(window.phase(now), Phase::Ahead { .. }) {
            points.push((Point::WindowBegins, Some(window.quiet.from)));
        }
        if matches!(window.phase(now), Phase::Ahead { .. } | Phase::Holds { .. }) {
            points.push((Point::WindowEnds, Some(window.until)));
        }
    }
    points
        .into_iter()
        .filter_map(|(point, at)| {
            Some(Deadline {
                task: task.id().clone(),
                kind: task.kind(),
                point,
                at: at?,
                overdue: at? <= now,
                assigned: task
                    .assigned()
                    .filter(|_| reader.role.is_mission())
                    .cloned(),
                set_at: clock.set_at.unwrap_or(task.acts()[0].at),
                times_set: clock.times_set,
            })
        })
        .collect()
}

/// What is open, most urgent first: overdue and due by their earliest deadline, then the rest, oldest first. This is the
/// list of a shift that hands over.
#[must_use]
pub fn open_tasks<'t>(
    tasks: impl IntoIterator<Item = &'t Task>,
    reader: &Author,
    now: Moment,
) -> Vec<TaskId> {
    let mut open: Vec<(Reverse<bool>, Moment, &TaskId)> = tasks
        .into_iter()
        .filter(|task| task.is_open(now) && task.visible_to(reader))
        .map(|task| {
            let earliest = of(task, reader, now).into_iter().map(|d| d.at).min();
            let since = task.acts()[0].at;
            let has_one = Reverse(earliest.is_some());
            (has_one, earliest.unwrap_or(since), task.id())
        })
        .collect();
    open.sort();
    open.into_iter().map(|(_, _, id)| id.clone()).collect()
}
