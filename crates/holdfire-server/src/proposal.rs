//! What a publication would say otherwise than the last one, kept for those who look at it before they decide.

use holdfire_model::{IncidentId, Moment, Report, ReportId};

use crate::differences::{Issue, Stated, difference};
use crate::publication::Publication;
use crate::world::World;

/// So many lines of each kind are listed.
pub const LINES: usize = 200;

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
    pub(crate) fn new(
        is_of: Asked,
        until: Option<Moment>,
        at: u64,
        (old, new): (&World, &World),
    ) -> Self {
        let differs = difference(old.ready(), new.ready());
        let counts = [
            differs.added.len(),
            differs.removed.len(),
            differs.changed.len(),
            differs.same,
        ];
        let added = differs.added.iter().take(LINES).cloned().collect();
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

#[cfg(test)]
mod tests {
    use super::*;
    use crate::world::Question;

    fn asked(cutoff: i64, entry: u64, erasures: usize) -> Asked {
        let next = Publication {
            number: 2,
            entry,
            cutoff: Moment(cutoff),
        };
        Asked {
            last: None,
            next,
            erasures,
        }
    }

    #[test]
    fn a_proposal_answers_until_a_delay_ends_and_for_nothing_else() {
        let nothing = World::published(None, &Question::default()).expect("a world");
        let worlds = (&nothing, &nothing);
        let held_back = Proposal::new(asked(100, 7, 0), Some(Moment(150)), 0, worlds);
        let free = Proposal::new(asked(100, 7, 0), None, 0, worlds);
        for (proposal, cutoff, expected) in [
            (&held_back, 99, false),
            (&held_back, 100, true),
            (&held_back, 149, true),
            (&held_back, 150, false),
            (&free, 99, false),
            (&free, 9_999, true),
        ] {
            assert_eq!(proposal.answers(&asked(cutoff, 7, 0)), expected, "{cutoff}");
        }
        assert!(!free.answers(&asked(100, 8, 0)));
        assert!(!free.answers(&asked(100, 7, 1)));
        let after_another = Asked {
            last: Some(asked(50, 3, 0).next),
            ..asked(100, 7, 0)
        };
        assert!(!free.answers(&after_another));
    }
}
