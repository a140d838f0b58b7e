//! What was solved for a whole case, kept so that one incident of very many is explained without going through all of them.

use std::sync::Arc;

use holdfire_model::{Case, Incident, LinkEnd, Report, ReportId};
use holdfire_terms::{CompiledReading, Frame, FrameError, Numbers};

use crate::answer::{Answer, Hanging, Hangs, chain_of_one};
use crate::decide::{Decider, Mixed};
use crate::summary::summarise;

/// The readings of a case as they were compiled over all of its incidents, and where its rows are.
pub struct Solved {
    numbers: Arc<Numbers>,
    readings: Arc<[CompiledReading]>,
    mixed: Mixed,
    /// In the order of the incidents, the silent terms on which each hangs.
    hanging: Vec<Hangs>,
    rows: RowIndex,
}

/// One incident alone: the terms of its case with the rows that bear on it, and its answer. The headline is over this
/// incident only.
pub struct One {
    /// The terms, and of the rows those on this incident.
    pub case: Case,
    /// The answer with all assessments.
    pub answer: Answer,
}

impl Solved {
    pub(crate) fn new(
        frame: &Frame<'_>,
        readings: Arc<[CompiledReading]>,
        mixed: Mixed,
        hanging: Vec<Hangs>,
    ) -> Self {
        Self {
            numbers: frame.numbers(),
            readings,
            mixed,
            hanging,
            rows: RowIndex::new(frame.case()),
        }
    }

    pub(crate) fn numbers(&self) -> &Arc<Numbers> {
        &self.numbers
    }

    pub(crate) fn readings(&self) -> &Arc<[CompiledReading]> {
        &self.readings
    }

    pub(crate) fn mixed(&self) -> &Mixed {
        &self.mixed
    }

    pub(crate) fn hanging(&self) -> &[Hangs] {
        &self.hanging
    }

    /// The silent terms on which an incident hangs under each reading, by its place in the answer.
    #[must_use]
    pub fn hangs_on(&self, at: usize) -> &[Hanging] {
        self.hanging.get(at).map_or(&[], |terms| terms)
    }

    /// A report of the case that was solved, by its id.
    #[must_use]
    pub fn report<'c>(&self, case: &'c Case, id: &ReportId) -> Option<&'c Report> {
        let found = equal(&self.rows.reports, |at| case.reports[*at].id.cmp(id));
        found.first().map(|at| &*case.reports[*at])
    }

    /// One incident, by its id or that of one of its reports.
    ///
    /// # Units and shape
    /// - `case`: the one that was solved; `stories`: its incidents, in order of ids.
    ///
    /// # Errors
    /// [`FrameError`] if a place cannot be used.
    pub fn one(
        &self,
        case: &Case,
        stories: &[Arc<Incident>],
        id: &str,
    ) -> Result<Option<One>, FrameError> {
        let of_report = |incident: &&Arc<Incident>| {
            let mut reports = incident.accounts.iter().flat_map(|a| &a.reports);
            reports.any(|r| r.as_str() == id)
        };
        let found = match stories.binary_search_by(|story| story.id.as_str().cmp(id)) {
            Ok(at) => Some(&stories[at]),
            Err(_) => stories.iter().find(of_report),
        };
        let Some(incident) = found else {
            return Ok(None);
        };
        let part = self.rows.around(case, incident);
        let frame = Frame::with_numbers(&part, Arc::clone(&self.numbers));
        let decider = Decider::new(&frame, stories, self.mixed.clone());
        let chain = chain_of_one(&frame, &self.readings, incident, decider)?;
        let summary = summarise(&frame, &chain, None, None);
        let answer = Answer {
            incidents: chain.incidents,
            assessments: chain.assessments,
            stories: chain.stories,
            summary,
        };
        Ok(Some(One { case: part, answer }))
    }
}

/// Where the rows of a case are, by the report that they are on.
struct RowIndex {
    /// Reports in order of their ids.
    reports: Vec<usize>,
    /// Replies in order of the reports that they answer.
    replies: Vec<usize>,
    /// Links in order of the reports that they join, once for each end.
    links: Vec<(ReportId, usize)>,
}

impl RowIndex {
    fn new(case: &Case) -> Self {
        let mut reports: Vec<usize> = (0..case.reports.len()).collect();
        reports.sort_by(|a, b| case.reports[*a].id.cmp(&case.reports[*b].id));
        let mut replies: Vec<usize> = (0..case.replies.len()).collect();
        replies.sort_by(|a, b| case.replies[*a].report.cmp(&case.replies[*b].report));
        let mut links: Vec<(ReportId, usize)> = Vec::new();
        for (at, link) in case.links.iter().enumerate() {
            links.push((link.to.clone(), at));
            if let LinkEnd::Report(from) = &link.from {
                links.push((from.clone(), at));
            }
        }
        links.sort();
        Self {
            reports,
            replies,
            links,
        }
    }

    /// The terms of a case with the rows that bear on one of its incidents, each table in its order.
    fn around(&self, case: &Case, incident: &Incident) -> Case {
        let (mut reports, mut replies, mut links) = (Vec::new(), Vec::new(), Vec::new());
        for id in incident.accounts.iter().flat_map(|a| &a.reports) {
            reports.extend(equal(&self.reports, |at| case.reports[*at].id.cmp(id)));
            replies.extend(equal(&self.replies, |at| case.replies[*at].report.cmp(id)));
            let found = equal(&self.links, |(report, _)| report.cmp(id));
            links.extend(found.iter().map(|(_, at)| *at));
        }
        for table in [&mut reports, &mut replies, &mut links] {
            table.sort_unstable();
            table.dedup();
        }
        let links: Vec<_> = links.iter().map(|at| case.links[*at].clone()).collect();
        let seen = case.observations.iter().filter(|seen| {
            let of = |end: &LinkEnd| matches!(end, LinkEnd::Observation(id) if *id == seen.id);
            links.iter().any(|link| of(&link.from))
        });
        Case {
            terms: Arc::clone(&case.terms),
            reports: reports.iter().map(|at| case.reports[*at].clone()).collect(),
            observations: seen.cloned().collect(),
            replies: replies.iter().map(|at| case.replies[*at].clone()).collect(),
            links,
            refused: Vec::new(),
            problems: Vec::new(),
        }
    }
}

/// The run of a sorted list that is equal to what is looked for.
fn equal<T>(list: &[T], compare: impl Fn(&T) -> std::cmp::Ordering) -> &[T] {
    let from = list.partition_point(|one| compare(one).is_lt());
    let until = from + list[from..].partition_point(|one| compare(one).is_eq());
    &list[from..until]
}
