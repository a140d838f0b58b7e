//! What a publication would say otherwise than the last one, kept for those who look at it before they decide.

use holdfire_model::{IncidentId, Moment, Report, ReportId};

use crate::differences::{Issue, Stated, difference};
use crate::publication::Publication;
use crate::world::World;

/// What everybody would read otherwise by a publication that is proposed.
pub struct Proposal {
    /// The difference from the last publication.
    pub issue: Issue,
    /// Incidents that would be stated for the first time, the first of them.
    pub added: Vec<(IncidentId, Stated)>,
    /// How many incidents would be stated for the first time, no longer, otherwise, and as before.
    pub counts: [usize; 4],
    /// Reports that would be published, in order of ids.
    reports: Vec<ReportId>,
    is_of: Asked,
    /// When the delay of the next report is over; none: no delay holds one back.
    until: Option<Moment>,
}

/// What a proposal depends on beside the cut-off.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Asked {
    /// The publication that it is compared with.
    pub last: Option<Publication>,
    /// What is proposed.
    pub next: Publication,
    /// How many erasures the record knew.
    pub erasures: usize,
}

impl Proposal {
    /// What differs between the world of the last publication and that of the proposed one.
    ///
    /// # Units and shape
    /// - `until`: when the same entries would give another world.
    /// - `at`: when it is proposed, POSIX seconds.
    /// - `lines`: so many incidents that are new are listed.
    pub(crate) fn new(
        is_of: Asked,
        until: Option<Moment>,
        at: u64,
        (old, new): (&World, &World),
        lines: usize,
    ) -> Self {
        let mut differs = difference(old.ready(), new.ready());
        let counts = [
            differs.added.len(),
            differs.removed.len(),
            differs.changed.len(),
            differs.same,
        ];
        differs.added.truncate(lines);
        let added = differs.added.clone();
        let reports = new.ready().map_or(&[][..], |ready| &ready.case.reports);
        Self {
            issue: Issue::of(is_of.next, at, differs, new),
            added,
            counts,
            reports: reports.iter().map(|report| report.id.clone()).collect(),
            is_of,
            until,
        }
    }

    /// True if the same would be answered: only a delay that ends between the two cut-offs makes it another.
    pub(crate) fn answers(&self, asked: &Asked) -> bool {
        let (own, other) = (self.is_of.next.cutoff, asked.next.cutoff);
        let same = Asked {
            next: Publication {
                cutoff: own,
                ..asked.next
            },
            ..*asked
        };
        same == self.is_of && own <= other && self.until.is_none_or(|until| other < until)
    }

    /// Of reports in order of ids those that would not be published.
    pub fn held<'r>(
        &'r self,
        reports: impl Iterator<Item = &'r Report>,
    ) -> impl Iterator<Item = &'r Report> {
        let mut out = self.reports.iter().peekable();
        reports.filter(move |report| {
            while out.next_if(|id| **id < report.id).is_some() {}
            out.next_if(|id| **id == report.id).is_none()
        })
    }
}
