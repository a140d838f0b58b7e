//! The other axis: who supports that an incident happened. Says nothing on coverage.

use std::collections::BTreeSet;

use holdfire_model::{
    Bearing, Case, Cite, Incident, LinkEnd, LinkKind, LinkState, PartyId, ReplyKind, Report,
    ReportId, SourceKind, Support, SupportLevel,
};

/// Who supports an incident: the last level that holds, and whether it is contested.
///
/// - contested: a party other than the one that alleges denies this event or counter-alleges it (a general denial, and
///   "outside scope or time", do not contest it); also two accounts of different parties that name different actors.
/// - independent: a source of neither party reports it, or an observation that was joined to it supports it.
/// - established: a body says so.
#[must_use]
pub fn support(case: &Case, incident: &Incident) -> Support {
    let ids: BTreeSet<&ReportId> = incident.accounts.iter().flat_map(|a| &a.reports).collect();
    let reports: Vec<&Report> = case
        .reports
        .iter()
        .filter(|r| ids.contains(&r.id))
        .collect();
    let contests = contests(case, &ids, &reports);
    let mut independent = Vec::new();
    let mut established = Vec::new();
    for report in &reports {
        match report.source.kind {
            SourceKind::Independent => independent.push(report.at.clone()),
            SourceKind::Body => established.push(report.at.clone()),
            SourceKind::Party(_) => {}
        }
    }
    for (kind, bearing, cite) in observations(case, &ids) {
        match (kind, bearing) {
            (SourceKind::Independent, Bearing::Supports) => independent.push(cite),
            (SourceKind::Body, Bearing::Supports) => established.push(cite),
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

fn contests(case: &Case, ids: &BTreeSet<&ReportId>, reports: &[&Report]) -> Vec<Cite> {
    let claimant = |id: &ReportId| {
        reports
            .iter()
            .find(|r| r.id == *id)
            .and_then(|r| party(&r.source.kind))
    };
    let denies = |kind| matches!(kind, ReplyKind::Denies | ReplyKind::CounterAlleges);
    let mut cites: Vec<Cite> = case
        .replies
        .iter()
        .filter(|r| {
            ids.contains(&r.report)
                && r.specific
                && denies(r.kind)
                && claimant(&r.report) != Some(&r.by)
        })
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

fn party(kind: &SourceKind) -> Option<&PartyId> {
    match kind {
        SourceKind::Party(id) => Some(id),
        SourceKind::Independent | SourceKind::Body => None,
    }
}

/// Observations that a person joined to one of the reports, in the order of the file.
fn observations<'a>(
    case: &'a Case,
    ids: &'a BTreeSet<&ReportId>,
) -> impl Iterator<Item = (&'a SourceKind, Bearing, Cite)> {
    let joined = case.links.iter().filter(|l| {
        l.kind == LinkKind::Observation
            && matches!(l.state, LinkState::Joined { .. })
            && ids.contains(&l.to)
    });
    joined.filter_map(|link| {
        let LinkEnd::Observation(id) = &link.from else {
            return None;
        };
        let seen = case.observations.iter().find(|o| o.id == *id)?;
        Some((&seen.source.kind, seen.bearing, seen.at.clone()))
    })
}
