//! Links turn reports into incidents; a person decides, and suggestions join nothing.

use std::collections::BTreeMap;
use std::sync::Arc;

use holdfire_model::{
    Account, AccountId, Case, Incident, IncidentId, Link, LinkEnd, LinkKind, LinkState, Report,
    ReportId,
};

/// Which links join.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Joining {
    /// Only those that a person joined.
    Decided,
    /// Suggested ones too: the other end of the range of every count.
    SuggestedToo,
}

/// The incidents of a case, in order of ids.
///
/// A report without joined links is an incident of its own and gives it its id; joined ones get the lowest id. A link
/// of kind `repeat` makes one account of two reports (the one with the lower id tells the story); other links keep two.
#[must_use]
pub fn incidents(case: &Case, joining: Joining) -> Vec<Arc<Incident>> {
    let mut reports: Vec<&Report> = case.reports.iter().map(Arc::as_ref).collect();
    reports.sort_by(|a, b| a.id.cmp(&b.id));
    let number: BTreeMap<&ReportId, usize> = reports
        .iter()
        .enumerate()
        .map(|(i, r)| (&r.id, i))
        .collect();
    let joins = |link: &Link| match (&link.state, joining) {
        (LinkState::Joined { .. }, _) | (LinkState::Suggested, Joining::SuggestedToo) => true,
        (LinkState::Suggested, Joining::Decided) => false,
    };
    let mut of_incident: Vec<usize> = (0..reports.len()).collect();
    let mut of_account = of_incident.clone();
    for link in case
        .links
        .iter()
        .filter(|l| joins(l) && l.kind != LinkKind::Observation)
    {
        let LinkEnd::Report(from) = &link.from else {
            continue;
        };
        if let (Some(&a), Some(&b)) = (number.get(from), number.get(&link.to)) {
            union(&mut of_incident, a, b);
            if link.kind == LinkKind::Repeat {
                union(&mut of_account, a, b);
            }
        }
    }
    let mut grouped: BTreeMap<usize, BTreeMap<usize, Vec<&Report>>> = BTreeMap::new();
    for (i, report) in reports.iter().enumerate() {
        let (incident, account) = (root(&of_incident, i), root(&of_account, i));
        grouped
            .entry(incident)
            .or_default()
            .entry(account)
            .or_default()
            .push(report);
    }
    grouped
        .into_values()
        .map(|accounts| {
            let accounts: Vec<Account> = accounts.into_values().map(account).collect();
            let id = IncidentId::of(&accounts[0].reports[0]);
            Arc::new(Incident { id, accounts })
        })
        .collect()
}

fn account(reports: Vec<&Report>) -> Account {
    let teller = reports[0];
    Account {
        id: AccountId::of(&teller.id),
        reports: reports.iter().map(|r| r.id.clone()).collect(),
        story: Arc::clone(&teller.story),
        at: teller.at.clone(),
    }
}

/// The lowest number of the group.
fn root(parent: &[usize], mut at: usize) -> usize {
    while parent[at] != at {
        at = parent[at];
    }
    at
}

fn union(parent: &mut [usize], a: usize, b: usize) {
    let (a, b) = (root(parent, a), root(parent, b));
    let (low, high) = (a.min(b), a.max(b));
    parent[high] = low;
}
