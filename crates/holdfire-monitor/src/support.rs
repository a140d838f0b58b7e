//! The other axis: who supports that an incident happened. Says nothing on coverage.

use std::collections::{BTreeSet, HashMap};

use holdfire_model::{
    Bearing, Case, Cite, Incident, LinkEnd, LinkKind, LinkState, Observation, ObservationId,
    PartyId, Reply, ReplyId, ReplyKind, Report, ReportId, SourceKind, Support, SupportLevel,
};

/// What bears on reports, by their ids: made once for a case, asked for each incident.
pub(crate) struct Backing<'a> {
    reports: HashMap<&'a ReportId, &'a Report>,
    replies: HashMap<&'a ReportId, Vec<&'a Reply>>,
    /// Observations that a person joined to a report.
    observations: HashMap<&'a ReportId, Vec<&'a Observation>>,
}

impl<'a> Backing<'a> {
    /// What bears on the reports of a case.
    pub(crate) fn new(case: &'a Case) -> Self {
        Self::on(case, |_| true)
    }

    /// What bears on the reports of one incident.
    pub(crate) fn of_one(case: &'a Case, incident: &Incident) -> Self {
        let ids: BTreeSet<&ReportId> = incident.accounts.iter().flat_map(|a| &a.reports).collect();
        Self::on(case, |id| ids.contains(id))
    }

    fn on(case: &'a Case, wanted: impl Fn(&ReportId) -> bool) -> Self {
        let mut replies: HashMap<&ReportId, Vec<&Reply>> = HashMap::new();
        for reply in case.replies.iter().filter(|r| wanted(&r.report)) {
            replies.entry(&reply.report).or_default().push(reply);
        }
        let seen: HashMap<&ObservationId, &Observation> =
            case.observations.iter().map(|o| (&o.id, o)).collect();
        let mut observations: HashMap<&ReportId, Vec<&Observation>> = HashMap::new();
        for link in case.links.iter().filter(|l| wanted(&l.to)) {
            let joined = matches!(link.state, LinkState::Joined { .. });
            if let (LinkKind::Observation, true, LinkEnd::Observation(id)) =
                (link.kind, joined, &link.from)
                && let Some(observation) = seen.get(id)
            {
                observations.entry(&link.to).or_default().push(observation);
            }
        }
        Self {
            reports: case
                .reports
                .iter()
                .filter(|r| wanted(&r.id))
                .map(|r| (&r.id, &**r))
                .collect(),
            replies,
            observations,
        }
    }

    /// Replies to any of the reports, in order of ids: the order of rows changes nothing.
    pub(crate) fn replies_to(&self, reports: &[ReportId]) -> Vec<ReplyId> {
        let of = reports.iter().filter_map(|id| self.replies.get(id));
        let mut replies: Vec<ReplyId> = of.flatten().map(|reply| reply.id.clone()).collect();
        replies.sort();
        replies
    }

    /// The parties whose claims an incident is, and `None` for sources of neither; sorted, each once.
    pub(crate) fn claimants(&self, reports: &[ReportId]) -> Vec<Option<PartyId>> {
        let of = reports.iter().filter_map(|id| self.reports.get(id));
        let mut list: Vec<_> = of.map(|r| party(&r.source.kind).cloned()).collect();
        list.sort();
        list.dedup();
        list
    }

    /// See [`support`].
    pub(crate) fn support(&self, incident: &Incident) -> Support {
        let ids: BTreeSet<&ReportId> = incident.accounts.iter().flat_map(|a| &a.reports).collect();
        let reports: Vec<&Report> = ids
            .iter()
            .filter_map(|id| self.reports.get(id).copied())
            .collect();
        let contests = self.contests(&ids, &reports);
        let mut independent = Vec::new();
        let mut established = Vec::new();
        for report in &reports {
            match report.source.kind {
                SourceKind::Independent => independent.push(report.at.clone()),
                SourceKind::Body => established.push(report.at.clone()),
                SourceKind::Party(_) => {}
            }
        }
        let observed = ids.iter().filter_map(|id| self.observations.get(id));
        for seen in observed.flatten() {
            match (&seen.source.kind, seen.bearing) {
                (SourceKind::Independent, Bearing::Supports) => independent.push(seen.at.clone()),
                (SourceKind::Body, Bearing::Supports) => established.push(seen.at.clone()),
                _ => {}
            }
        }
        let level = if !established.is_empty() {
            SupportLevel::Established
        } else if !independent.is_empty() {
            SupportLevel::Independent
        } else if !contests.is_empty() {
            SupportLevel::Contested
        } else {
            SupportLevel::ClaimOnly
        };
        let contested = !contests.is_empty();
        // Sorted within each group: the order of rows changes nothing.
        let mut cites = Vec::new();
        for mut group in [contests, independent, established] {
            group.sort();
            group.dedup();
            cites.extend(group);
        }
        Support {
            level,
            contested,
            cites,
        }
    }

    fn contests(&self, ids: &BTreeSet<&ReportId>, reports: &[&Report]) -> Vec<Cite> {
        let claimant = |id: &ReportId| {
            reports
                .iter()
                .find(|r| r.id == *id)
                .and_then(|r| party(&r.source.kind))
        };
        let denies = |kind| matches!(kind, ReplyKind::Denies | ReplyKind::CounterAlleges);
        let replies = ids.iter().filter_map(|id| self.replies.get(id));
        let mut cites: Vec<Cite> = replies
            .flatten()
            .filter(|r| r.specific && denies(r.kind) && claimant(&r.report) != Some(&r.by))
            .map(|r| r.at.clone())
            .collect();
        for (i, a) in reports.iter().enumerate() {
            for b in &reports[i + 1..] {
                let parties = (party(&a.source.kind), party(&b.source.kind));
                let differ = matches!(parties, (Some(x), Some(y)) if x != y);
                // A story that names nobody contradicts no other in who did it.
                let named = !a.story.actors.is_empty() && !b.story.actors.is_empty();
                if differ && named && a.story.actors.is_disjoint(&b.story.actors) {
                    cites.extend([a.at.clone(), b.at.clone()]);
                }
            }
        }
        cites
    }
}

/// Who supports an incident: the last level that holds, and whether it is contested.
///
/// - contested: a party other than the one that alleges denies this event or counter-alleges it (a general denial, and
///   "outside scope or time", do not contest it); also two accounts of different parties that name different actors.
/// - independent: a source of neither party reports it, or an observation that was joined to it supports it.
/// - established: a body says so.
#[must_use]
pub fn support(case: &Case, incident: &Incident) -> Support {
    Backing::of_one(case, incident).support(incident)
}

fn party(kind: &SourceKind) -> Option<&PartyId> {
    match kind {
        SourceKind::Party(id) => Some(id),
        SourceKind::Independent | SourceKind::Body => None,
    }
}
