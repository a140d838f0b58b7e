//! What tasks say of the case: links that persons settled, replies that were asked for, findings. The case as it was
//! entered stays; this makes the one that is counted.

use std::collections::BTreeSet;
use std::sync::Arc;

use holdfire_model::{
    Bearing, Case, Cite, Interval, Link, LinkEnd, LinkKind, LinkState, Moment, Observation,
    ObservationId, PartyId, Reply, ReplyId, ReplyKind, ReportId, Source, SourceKind,
};

use super::act::Act;
use super::deeds::{About, Pair};
use super::inward::{Pairing, Settled, Suggested};
use super::matter::Matter;
use super::reply::Request;
use super::task::Task;
use super::verification::Verification;

/// Which reports and observations tasks may speak of.
pub type These<'t> = &'t dyn Fn(&LinkEnd) -> bool;

/// The case with what tasks say of it. Hand over the tasks that the reader may see: nothing of others shows.
///
/// - A link that was joined joins; one that was kept apart is no suggestion any more; one that was undone is as the case
///   has it. Two reports that are one, entered twice, are a `repeat`.
/// - A request for reply about reports or an incident gives each of them its reply as it stands: asked, answered (the last
///   answer), declined. One that was not asked gives none.
/// - A finding that stands and says that something happened supports the incident as the word of a body, and one that
///   refutes it speaks against it. It changes no verdict (rule R1): only the other axis, support.
///
/// Persons of the mission are named by their capacity alone, and reasons stay with the task. What is about things that the
/// case does not have is left out. The order of tasks changes nothing.
#[must_use]
pub fn onto<'t>(case: Case, tasks: impl IntoIterator<Item = &'t Task>) -> Case {
    onto_these(case, tasks, &|_| true)
}

/// The same, as far as tasks speak of these reports and observations: what they say of others does not show.
#[must_use]
pub fn onto_these<'t>(
    mut case: Case,
    tasks: impl IntoIterator<Item = &'t Task>,
    these: These<'_>,
) -> Case {
    let mut tasks: Vec<&Task> = tasks.into_iter().collect();
    tasks.sort_by(|a, b| a.id().cmp(b.id()));
    for task in tasks {
        let case = &mut case;
        match task.matter() {
            Matter::Linking(pairing) | Matter::Duplicate(pairing) => {
                link(case, task, pairing, these);
            }
            Matter::RequestForReply(request) => reply(case, task, request, these),
            Matter::Verification(verification) => findings(case, task, verification, these),
            _ => {}
        }
    }
    case.links
        .sort_by(|a, b| (&a.from, &a.to, a.kind).cmp(&(&b.from, &b.to, b.kind)));
    case
}

/// Where it stands: the task and which part of it. Never the number of an act, which would tell how much the mission wrote
/// down for itself before.
fn cite(task: &Task, part: &str) -> Cite {
    Cite::new(format!("task/{}#{part}", task.id()))
}

/// An id for what a task says of a report: `R7.beta.C25-7K3QXD` is what beta replied to R7. It stays the same as the task
/// goes on, and is that of nothing else: `taken` says which ids the case has already.
fn id(task: &Task, what: &str, report: &ReportId, taken: impl Fn(&str) -> bool) -> String {
    let id = format!("{report}.{what}.{}", task.id());
    let others = (2..).map(|n: u32| format!("{id}.{n}"));
    std::iter::once(id.clone())
        .chain(others)
        .find(|id| !taken(id))
        .unwrap_or(id)
}

fn act(task: &Task, number: u64) -> Option<&Act> {
    task.acts().get(usize::try_from(number).ok()?)
}

/// True if the case has it and a task may speak of it.
fn has(case: &Case, end: &LinkEnd, these: These<'_>) -> bool {
    these(end)
        && match end {
            LinkEnd::Report(id) => case.reports.iter().any(|r| r.id == *id),
            LinkEnd::Observation(id) => case.observations.iter().any(|o| o.id == *id),
        }
}

fn link(case: &mut Case, task: &Task, pairing: &Pairing, these: These<'_>) {
    let pair = match &pairing.suggested {
        Suggested::Link(pair) => pair.clone(),
        Suggested::Twins(twins) => match (&twins.this, &twins.of) {
            (About::Report(this), About::Report(of)) => Pair {
                from: LinkEnd::Report(this.clone()),
                to: of.clone(),
                kind: LinkKind::Repeat,
                why: twins.why.clone(),
            },
            _ => return,
        },
    };
    let Some((number, settled)) = pairing.settled else {
        return;
    };
    let to = LinkEnd::Report(pair.to.clone());
    if !has(case, &pair.from, these) || !has(case, &to, these) {
        return;
    }
    // Whoever settled it settled every suggestion between the two, whichever way round and of whatever kind.
    let ends = (&pair.from, &to);
    case.links.retain(|l| {
        let to = LinkEnd::Report(l.to.clone());
        let same = (&l.from, &to) == ends || (&to, &l.from) == ends;
        !(same && (l.kind == pair.kind || l.state == LinkState::Suggested))
    });
    if settled == Settled::KeptApart {
        return;
    }
    let Some(act) = act(task, number) else { return };
    case.links.push(Link {
        from: pair.from,
        to: pair.to,
        kind: pair.kind,
        state: LinkState::Joined {
            by: act.by.role.name().to_owned(),
        },
        why: pair.why,
        entered: Some(act.at),
        at: cite(task, "link"),
    });
}

/// Pairs of reports that a person kept apart, the lower id first: they are not suggested again.
#[must_use]
pub fn kept_apart<'t>(tasks: impl IntoIterator<Item = &'t Task>) -> BTreeSet<(ReportId, ReportId)> {
    let apart = tasks.into_iter().filter_map(|task| {
        let (Matter::Linking(pairing) | Matter::Duplicate(pairing)) = task.matter() else {
            return None;
        };
        let settled = pairing
            .settled
            .filter(|(_, how)| *how == Settled::KeptApart);
        settled.and_then(|_| pairing.reports())
    });
    apart.collect()
}

/// The reports that a task is about, those of an incident by the id that it has from one of them.
fn reports(case: &Case, task: &Task, these: These<'_>) -> Vec<ReportId> {
    let mut ids: Vec<ReportId> = task
        .about()
        .iter()
        .filter_map(|about| match about {
            About::Report(id) => Some(id.clone()),
            About::Incident(id) => ReportId::new(id.as_str()).ok(),
            About::Site(_) | About::Task(_) => None,
        })
        .filter(|id| has(case, &LinkEnd::Report(id.clone()), these))
        .collect();
    ids.sort();
    ids.dedup();
    ids
}

fn moment_only(at: Moment) -> Option<Interval> {
    Interval::new(at, Moment(at.0.checked_add(1)?)).ok()
}

fn party_source(party: &PartyId, outlet: &str, at: Moment) -> Source {
    Source {
        kind: SourceKind::Party(party.clone()),
        speaker: party.to_string(),
        outlet: outlet.to_owned(),
        url: String::new(),
        said: moment_only(at),
        entered: Some(at),
    }
}

fn reply(case: &mut Case, task: &Task, request: &Request, these: These<'_>) {
    let party = &request.question.party;
    let (kind, text, outlet, at) = match (
        request.declined,
        request.answers.last(),
        request.asked.last(),
    ) {
        (Some(number), _, _) => {
            let Some(act) = act(task, number) else { return };
            (ReplyKind::Declined, "", "", act.at)
        }
        (None, Some(answer), _) => (
            answer.kind,
            answer.text.as_str(),
            answer.as_said.as_deref().unwrap_or_default(),
            answer.at,
        ),
        (None, None, Some(asked)) => (ReplyKind::Asked, "", "", asked.at),
        (None, None, None) => return,
    };
    for report in reports(case, task, these) {
        let taken = |id: &str| case.replies.iter().any(|r| r.id.as_str() == id);
        let Ok(id) = ReplyId::new(&id(task, party.as_str(), &report, taken)) else {
            continue;
        };
        case.replies.push(Arc::new(Reply {
            id,
            report,
            by: party.clone(),
            kind,
            // It was asked about this event.
            specific: true,
            source: party_source(party, outlet, at),
            summary: text.to_owned(),
            at: cite(task, "reply"),
        }));
    }
}

fn findings(case: &mut Case, task: &Task, verification: &Verification, these: These<'_>) {
    for made in verification.findings.iter().filter(|f| f.stands()) {
        let established = made.what.established;
        if !established.is_positive() {
            continue;
        }
        let about = match &made.what.account {
            Some(account) => ReportId::new(account.as_str())
                .ok()
                .filter(|id| has(case, &LinkEnd::Report(id.clone()), these))
                .into_iter()
                .collect(),
            None => reports(case, task, these),
        };
        // Who of the mission it was stays with the task: not all who may see the case may know.
        let by = act(task, made.act).map_or("mission", |act| act.by.role.name());
        // One finding stands on an account, and one on the incident as a whole.
        let part = if made.what.account.is_some() {
            "account-finding"
        } else {
            "finding"
        };
        for report in about {
            let taken = |id: &str| case.observations.iter().any(|o| o.id.as_str() == id);
            let Ok(id) = ObservationId::new(&id(task, part, &report, taken)) else {
                continue;
            };
            case.observations.push(Observation {
                id: id.clone(),
                source: Source {
                    kind: SourceKind::Body,
                    speaker: by.to_owned(),
                    outlet: String::new(),
                    url: String::new(),
                    said: moment_only(made.at),
                    entered: Some(made.at),
                },
                when: None,
                place: None,
                sees: "finding".to_owned(),
                bearing: if established.carries() {
                    Bearing::Supports
                } else {
                    Bearing::Against
                },
                // The reasons stay with the task: not all who may see the case may see them.
                summary: established.name().to_owned(),
                at: cite(task, part),
            });
            case.links.push(Link {
                from: LinkEnd::Observation(id),
                to: report,
                kind: LinkKind::Observation,
                state: LinkState::Joined { by: by.to_owned() },
                why: established.name().to_owned(),
                entered: Some(made.at),
                at: cite(task, part),
            });
        }
    }
}
