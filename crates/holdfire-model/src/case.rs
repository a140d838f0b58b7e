//! One ceasefire as a whole: terms, readings, reports, and the settings that are fixed before the period.

use std::ops::{Deref, DerefMut};
use std::sync::Arc;

use crate::agreement::{Clause, Conditions, Instrument, Invocation, Party, Role};
use crate::id::{ActKindId, Cite, ControlId, NodeId, PartyId, ReadingId};
use crate::phrase::Phrase;
use crate::place::{Control, NamedArea};
use crate::reading::{Reading, Stated};
use crate::register::{Facility, Site, SiteList};
use crate::report::{Link, Observation, Reply, Report};
use crate::taxonomy::Taxonomy;
use crate::time::{Interval, Moment};
use crate::zone::Zone;

/// How far the mission's mandate goes. Later steps are neither shown nor exported beyond it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Mandate {
    /// Watch and report.
    Monitor,
    /// Check obligations.
    Verify,
    /// Say who did it.
    Attribute,
    /// Decide whether a clause was breached.
    Determine,
}

/// A setting that was changed after the period began: what it was before. Both results are shown.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SettingChange {
    /// Which setting.
    pub setting: String,
    /// From when on the new value holds.
    pub at: String,
    /// What it was before.
    pub before: String,
    /// Why it was changed.
    pub why: String,
}

/// What is fixed and dated before the period, and printed with every result.
#[derive(Clone, Debug, PartialEq)]
pub struct Settings {
    /// The date on which they were fixed, as text.
    pub fixed_on: String,
    /// The case's own zone, in which days are counted and shown.
    pub zone: Zone,
    /// Each setting in words, in order: name and value.
    pub printed: Vec<(Phrase, Phrase)>,
    /// Later changes.
    pub changes: Vec<SettingChange>,
    /// The readings over which the headline is computed before the last change of the panel, if it was changed.
    pub former_panel: Option<Vec<ReadingId>>,
    /// The name of the boundary basis that maps may draw; `None`: no state boundary is drawn in the case area.
    pub boundary_basis: Option<String>,
}

/// What is wrong with a row, with where it stands; the row is kept unless it was refused.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Problem {
    /// The file.
    pub file: String,
    /// The line, from 1.
    pub line: u32,
    /// What, in words.
    pub message: Phrase,
}

/// What a case states before anything is said to have happened: who, which texts and readings, where, what is protected.
#[derive(Clone, Debug, PartialEq)]
pub struct Terms {
    /// Its id.
    pub id: String,
    /// Its title.
    pub title: String,
    /// What it is about, in a sentence or two.
    pub summary: String,
    /// How far the mandate goes.
    pub mandate: Mandate,
    /// What was fixed before.
    pub settings: Settings,
    /// The parties, in alphabetical order of their names.
    pub parties: Vec<Party>,
    /// The texts.
    pub instruments: Vec<Instrument>,
    /// The clauses.
    pub clauses: Vec<Clause>,
    /// The conditions.
    pub conditions: Conditions,
    /// Recorded uses of a right to be free, in the order of the file.
    pub invocations: Vec<Invocation>,
    /// The readings, in the case's order.
    pub readings: Vec<Reading>,
    /// The readings that the headline is computed over.
    pub panel: Vec<ReadingId>,
    /// The category tree.
    pub taxonomy: Taxonomy,
    /// Kinds of act that the case knows.
    pub act_kinds: Vec<ActKindId>,
    /// Named areas.
    pub areas: Vec<NamedArea>,
    /// Who held what, as sources say.
    pub control: Vec<Control>,
    /// What the parties declared.
    pub sites: Vec<Site>,
    /// What is known of their lists.
    pub lists: Vec<SiteList>,
    /// What analysts listed.
    pub facilities: Vec<Facility>,
}

/// One ceasefire: its terms, whose fields it reads as its own, and what was said to have happened.
#[derive(Clone, Debug, PartialEq)]
pub struct Case {
    /// Shared by cases that differ in their rows alone; changing them in one leaves the others as they are.
    pub terms: Arc<Terms>,
    /// What was said to have happened; shared by cases that have the same rows.
    pub reports: Vec<Arc<Report>>,
    /// What was observed.
    pub observations: Vec<Observation>,
    /// What was answered; shared likewise.
    pub replies: Vec<Arc<Reply>>,
    /// What belongs together.
    pub links: Vec<Link>,
    /// Rows that were refused.
    pub refused: Vec<Problem>,
    /// Rows that were kept although something is wrong with them.
    pub problems: Vec<Problem>,
}

impl Deref for Case {
    type Target = Terms;

    fn deref(&self) -> &Terms {
        &self.terms
    }
}

impl DerefMut for Case {
    fn deref_mut(&mut self) -> &mut Terms {
        Arc::make_mut(&mut self.terms)
    }
}

impl Terms {
    /// A reading by its id.
    #[must_use]
    pub fn reading(&self, id: &ReadingId) -> Option<&Reading> {
        self.readings.iter().find(|r| r.id == *id)
    }

    /// A party's name; its id where it is not in the case.
    #[must_use]
    pub fn party_name<'a>(&'a self, id: &'a PartyId) -> &'a str {
        self.parties
            .iter()
            .find(|p| p.id == *id)
            .map_or(id.as_str(), |p| p.name.as_str())
    }

    /// The parties that can act: bound and addressed ones.
    pub fn actors(&self) -> impl Iterator<Item = &PartyId> {
        self.parties
            .iter()
            .filter(|p| matches!(p.role, Role::Bound | Role::Addressed))
            .map(|p| &p.id)
    }

    /// What people call a category.
    #[must_use]
    pub fn category_label<'a>(&'a self, id: &'a NodeId) -> &'a str {
        self.taxonomy.label(id)
    }
}

impl Case {
    /// The case as it was known at a moment: only what had been entered by then (rule R10).
    ///
    /// A reading loses the elements that nobody had stated yet: they become silence.
    #[must_use]
    pub fn as_of(&self, moment: Moment) -> Self {
        let known = |stated: &Stated| stated.entered <= moment;
        let mut case = self.clone();
        case.readings = self.readings.iter().map(|r| r.filtered(&known)).collect();
        case.conditions = self.conditions.filtered(|record| known(&record.stated));
        case.invocations.retain(|i| i.what_if || known(&i.stated));
        case.control.retain(|c| known(&c.stated));
        case.sites.retain(|s| s.entered <= moment);
        case.reports.retain(|r| r.source.known_from() <= moment);
        case.observations
            .retain(|o| o.source.known_from() <= moment);
        case.replies.retain(|r| r.source.known_from() <= moment);
        case.links
            .retain(|l| l.entered.is_none_or(|at| at <= moment));
        for clause in &mut case.clauses {
            clause.status.retain(|s| known(&s.stated));
        }
        case.drop_dangling();
        case
    }

    /// Removes references to rows that are no longer there.
    fn drop_dangling(&mut self) {
        use std::collections::BTreeSet;
        let reports: BTreeSet<_> = self.reports.iter().map(|r| r.id.clone()).collect();
        let observations: BTreeSet<_> = self.observations.iter().map(|o| o.id.clone()).collect();
        let control: BTreeSet<_> = self.control.iter().map(|c| c.id.clone()).collect();
        let sites: BTreeSet<_> = self.sites.iter().map(|s| s.id.clone()).collect();
        self.replies.retain(|r| reports.contains(&r.report));
        self.links.retain(|l| {
            reports.contains(&l.to)
                && match &l.from {
                    crate::report::LinkEnd::Report(id) => reports.contains(id),
                    crate::report::LinkEnd::Observation(id) => observations.contains(id),
                }
        });
        for report in &mut self.reports {
            let gone = |id: &Option<ControlId>| id.as_ref().is_some_and(|id| !control.contains(id));
            if gone(&report.story.control) {
                Arc::make_mut(&mut Arc::make_mut(report).story).control = None;
            }
            let site = report.story.object.site.as_ref();
            if site.is_some_and(|id| !sites.contains(id)) {
                let story = Arc::make_mut(&mut Arc::make_mut(report).story);
                Arc::make_mut(&mut story.object).site = None;
            }
        }
    }

    /// The span of time that the reports can lie in.
    #[must_use]
    pub fn span(&self) -> Option<Interval> {
        self.reports
            .iter()
            .map(|r| r.story.when.interval)
            .reduce(Interval::hull)
    }
}

/// A pointer to a row of a table.
#[must_use]
pub fn row_cite(file: &str, id: &str) -> Cite {
    Cite::new(format!("{file}#{id}"))
}
