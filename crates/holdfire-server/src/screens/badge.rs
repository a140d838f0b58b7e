//! The badge beside an item: who can read it, the operator of the server included.

use std::cell::RefCell;
use std::collections::BTreeMap;
use std::sync::Arc;

use askama::Template;
use holdfire_model::{Case, Cite, LinkEnd, ReportId};
use holdfire_monitor::workflow::{Task, TaskKind};
use holdfire_report::html::Item;
use holdfire_words::Words;

use super::grade::Grading;
use super::tasks::{counts_people, role_count};
use crate::access::{Eyes, Facts, Thing, readers};
use crate::snapshot::{Member, RowName, Snapshot};
use crate::web::{App, Fault, Shell, Visitor};

/// Who can read the things of one page.
pub struct Badges<'a> {
    shown: bool,
    case: &'a Case,
    words: &'static Words,
    counted: bool,
    operator: String,
    /// The persons of the mission, gathered by their eyes.
    persons: BTreeMap<Eyes, usize>,
    snapshot: Arc<Snapshot>,
    eyes: Eyes,
    grading: Grading,
    rows: BTreeMap<RowName, Facts>,
    /// What was said of facts already: most things of a page are read by the same persons.
    said: RefCell<Vec<(Facts, Vec<String>)>>,
}

/// A badge of a thing that stands among others.
#[derive(Template)]
#[template(path = "badge.html")]
struct Badge<'a> {
    title: String,
    readers: &'a [String],
    operator: &'a str,
}

impl<'a> Badges<'a> {
    /// The badges of a page. They are shown to who belongs to the mission; everybody reads what everybody reads.
    pub fn new(app: &App, visitor: &Visitor, case: &'a Case, shell: &Shell) -> Self {
        let snapshot = app.worlds().snapshot();
        let mut persons: BTreeMap<Eyes, usize> = BTreeMap::new();
        for eyes in snapshot.members.iter().map(Member::eyes) {
            *persons.entry(eyes).or_default() += 1;
        }
        Self {
            shown: shell.name.is_some() || shell.demo,
            case,
            words: visitor.words(),
            counted: counts_people(&visitor.eyes),
            operator: shell.operator_badge(),
            persons,
            snapshot,
            eyes: visitor.eyes.clone(),
            grading: Grading::new(visitor, shell),
            rows: BTreeMap::new(),
            said: RefCell::default(),
        }
    }

    /// The same, with what is true of these rows looked up at once.
    ///
    /// # Errors
    /// [`Fault`]
    pub fn with_rows(mut self, names: Vec<RowName>) -> Result<Self, Fault> {
        if self.shown {
            let facts = self.snapshot.facts_of_rows(&self.eyes, &names);
            let facts = facts.map_err(|error| Fault::Surroundings(error.to_string()))?;
            let known = names.into_iter().zip(facts);
            self.rows = known
                .filter_map(|(name, facts)| Some((name, facts?)))
                .collect();
        }
        Ok(self)
    }

    /// Who reads all of these reports, in words.
    ///
    /// # Errors
    /// [`Fault`]
    pub fn readers_of(&self, reports: &[&str]) -> Result<Vec<String>, Fault> {
        let facts = self.snapshot.facts_of_reports(&self.eyes, reports);
        let facts = facts.map_err(|error| Fault::Surroundings(error.to_string()))?;
        Ok(self.readers(&facts))
    }

    /// Who reads a thing of these facts, in words, a line for each role.
    pub fn readers(&self, facts: &Facts) -> Vec<String> {
        if let Some((_, lines)) = self.said.borrow().iter().find(|(known, _)| known == facts) {
            return lines.clone();
        }
        let mut lines: Vec<String> = readers(facts, &self.persons)
            .iter()
            .map(|(role, n)| role_count(role, self.counted.then_some(*n), self.case, self.words))
            .collect();
        if facts.published && facts.circle.is_none() && facts.thing != Thing::Site {
            lines.push(self.words.say("badge-everybody"));
        }
        self.said.borrow_mut().push((facts.clone(), lines.clone()));
        lines
    }

    /// The badge of a thing of these facts; `what` names it for those who hear the page.
    pub fn html(&self, what: &str, facts: &Facts) -> String {
        if !self.shown {
            return String::new();
        }
        self.written(what, &self.readers(facts))
    }

    fn written(&self, what: &str, readers: &[String]) -> String {
        let args = [("what", holdfire_words::Value::from(what))];
        let badge = Badge {
            title: self.words.say_with("badge-title-of", &args),
            readers,
            operator: &self.operator,
        };
        // Writing to a text cannot fail.
        badge.render().unwrap_or_default()
    }

    /// The badge of a row that was looked up; nothing for another.
    pub fn of_row(&self, name: &RowName) -> String {
        let (RowName::Id(_, what) | RowName::Link(what, _)) = name;
        let facts = self.rows.get(name);
        facts.map_or_else(String::new, |facts| self.html(what, facts))
    }

    /// The badge of an item of the report's pieces.
    pub fn of(&self, item: &Item<'_>) -> String {
        let (case, row) = (self.case, |name: &RowName| self.rows.get(name));
        let (what, facts, at) = match item {
            Item::Instruments => {
                let facts = Facts {
                    published: !self.snapshot.publications.is_empty(),
                    ..Facts::of(Thing::Terms)
                };
                return self.html(&self.words.say("texts"), &facts);
            }
            Item::Report(id) => {
                let facts = row(&RowName::Id("reports.csv", id.to_string()));
                let of_mission = facts.is_some_and(|facts| facts.circle.is_none());
                let grade = self.snapshot.grades.get(id.as_str());
                let grade = if of_mission {
                    self.grading.html(self.words, id.as_str(), grade)
                } else {
                    String::new()
                };
                let badge = facts.map(|facts| self.html(id.as_str(), facts));
                return grade + &badge.unwrap_or_default();
            }
            Item::Reply(id) => {
                let facts = row(&RowName::Id("replies.csv", id.to_string()));
                let reply = case.replies.iter().find(|reply| reply.id == **id);
                (id.to_string(), facts, reply.map(|reply| &reply.at))
            }
            Item::Link(from, to) => {
                let facts = row(&link_name(from, to.as_str()));
                let mut links = case.links.iter();
                let link = links.find(|link| link.from == **from && link.to == **to);
                let what = format!("{}, {to}", end(from));
                let task = link.and_then(|link| self.task(&link.at));
                if facts.is_none() && task.is_some_and(|task| self.is_published(task, from, to)) {
                    let facts = Facts {
                        published: true,
                        ..Facts::of(Thing::Link)
                    };
                    return self.html(&what, &facts);
                }
                (what, facts, link.map(|link| &link.at))
            }
        };
        match (facts, at.and_then(|at| self.task(at))) {
            (Some(facts), _) => self.html(&what, facts),
            // What was said on a task is read with the task.
            (None, Some(task)) => self.written(&what, &self.of_task(task)),
            (None, None) => String::new(),
        }
    }

    /// The task that a pointer leads to.
    fn task(&self, at: &Cite) -> Option<&Task> {
        let (id, _) = at.as_str().strip_prefix("task/")?.rsplit_once('#')?;
        self.snapshot
            .tasks
            .iter()
            .find(|task| task.id().as_str() == id)
    }

    /// True if everybody reads what a task says of these two: as it stands, or as far as these eyes know of it.
    fn is_published(&self, task: &Task, from: &LinkEnd, to: &ReportId) -> bool {
        let Some(last) = self.snapshot.last() else {
            return false;
        };
        let mut known = last
            .named
            .tasks
            .iter()
            .filter(|known| known.id() == task.id());
        let visible = || {
            let mut own = self.snapshot.tasks_for(&self.eyes).into_iter();
            own.any(|own| own.id() == task.id())
        };
        // An observation that a finding makes has no row.
        let both = task.kind() == TaskKind::Verification || last.has(from);
        both && last.has(&LinkEnd::Report(to.clone()))
            && known
                .next()
                .is_some_and(|known| known == task || !visible())
    }

    fn of_task(&self, task: &Task) -> Vec<String> {
        super::tasks::readers(task, &self.snapshot, self.case, self.words, self.counted)
    }
}

/// How a link is known by its ends.
pub fn link_name(from: &LinkEnd, to: &str) -> RowName {
    RowName::Link(end(from).to_owned(), to.to_owned())
}

fn end(from: &LinkEnd) -> &str {
    match from {
        LinkEnd::Report(id) => id.as_str(),
        LinkEnd::Observation(id) => id.as_str(),
    }
}
