//! Lists of objects and lists of acts in words.

use std::collections::BTreeSet;

use holdfire_model::{
    ActKindId, Acts, Case, ClauseId, CountsFrom, Effect, ListKind, NodeId, Protects, Scope, Term,
};
use holdfire_terms::{CompiledScope, NodeState};

use super::names::{effect, list};
use super::story::radius;

/// The most labels that a line names before it only counts.
const LABELS: usize = 12;

/// One list of categories.
pub(super) fn scope(case: &Case, scope: &Scope) -> String {
    let mut parts = Vec::new();
    if !scope.covered.is_empty() {
        parts.push(format!("protects {}", labels(case, &scope.covered)));
    }
    if !scope.not_covered.is_empty() {
        parts.push(format!(
            "does not protect {}",
            labels(case, &scope.not_covered)
        ));
    }
    if parts.is_empty() {
        parts.push("names no object".to_owned());
    }
    parts.push(
        match scope.list {
            ListKind::Closed => "a closed list: what is not on it is not covered",
            ListKind::Open => "an open list: of what is not on it the terms do not say",
        }
        .to_owned(),
    );
    parts.join("; ")
}

/// What the lists of a reading reach only across a contested edge, if anything.
pub(super) fn contested(case: &Case, term: &Term<Scope>) -> Option<String> {
    let compiled = CompiledScope::compile(term, &case.taxonomy);
    let mut labels: Vec<&str> = case
        .taxonomy
        .nodes()
        .iter()
        .enumerate()
        .filter(|(i, _)| compiled.of(*i) == Some(NodeState::Contested))
        .map(|(_, node)| node.label.as_str())
        .collect();
    labels.sort_unstable();
    (!labels.is_empty()).then(|| {
        format!(
            "not settled, since only some say that they belong to what is protected: {}",
            shortened(&labels)
        )
    })
}

fn labels(case: &Case, nodes: &BTreeSet<NodeId>) -> String {
    let mut labels: Vec<&str> = nodes.iter().map(|id| case.category_label(id)).collect();
    labels.sort_unstable();
    labels.join(", ")
}

fn shortened(labels: &[&str]) -> String {
    if labels.len() <= LABELS + 1 {
        labels.join(", ")
    } else {
        format!(
            "{} and {} more",
            labels[..LABELS].join(", "),
            labels.len() - LABELS
        )
    }
}

/// Categories or lists.
pub(super) fn protects(protects: &Protects) -> String {
    match protects {
        Protects::Category => "protected by kind: an object needs to be on no list".to_owned(),
        Protects::Listed {
            counts_from,
            reach_m,
        } => {
            let step = match counts_from {
                Some(CountsFrom::Deposit) => "counted from its deposit",
                Some(CountsFrom::Handover) => "counted from its handover",
                Some(CountsFrom::Notice) => "counted from the bound party's notice of it",
                None => {
                    "not said from which step on it counts; where deposit, handover and notice differ, the terms do \
                     not say"
                }
            };
            format!(
                "protected only where listed, {step}; an object that is not named is looked for within {} of the place",
                radius(*reach_m)
            )
        }
    }
}

/// What is known of the parties' lists, a sentence each with its pointer.
#[must_use]
pub fn lists(case: &Case) -> Vec<(String, holdfire_model::Cite)> {
    case.lists
        .iter()
        .map(|l| {
            let known = if l.disclosed {
                "known here"
            } else {
                "not disclosed to us"
            };
            (
                format!("list of {}: {known}", case.party_name(&l.party)),
                l.at.clone(),
            )
        })
        .collect()
}

/// One list of acts and effects.
pub(super) fn acts(acts: &Acts) -> String {
    let mut parts = Vec::new();
    let mut add = |word: &str, kinds: &BTreeSet<ActKindId>, effects: &BTreeSet<Effect>| {
        let names: Vec<&str> = kinds
            .iter()
            .map(ActKindId::as_str)
            .chain(effects.iter().map(|e| effect(*e)))
            .collect();
        if !names.is_empty() {
            parts.push(format!("{word}: {}", names.join(", ")));
        }
    };
    add("counted", &acts.counted_kinds, &acts.counted_effects);
    add(
        "not counted",
        &acts.not_counted_kinds,
        &acts.not_counted_effects,
    );
    if parts.is_empty() {
        "names no act and no effect".to_owned()
    } else {
        parts.join("; ")
    }
}

/// What the acts of a reading leave open, with what the clause prohibits itself.
pub(super) fn acts_rest(case: &Case, clause: &ClauseId, term: &Term<Acts>) -> String {
    let said = |e: &Effect| {
        term.iter().any(|element| {
            let acts = &element.value;
            acts.counted_effects.contains(e) || acts.not_counted_effects.contains(e)
        })
    };
    let open: Vec<&str> = Effect::ALL
        .iter()
        .filter(|e| **e != Effect::Hit && !said(e))
        .map(|e| effect(*e))
        .collect();
    let kinds: Vec<&str> = case
        .clauses
        .iter()
        .filter(|c| c.id == *clause)
        .flat_map(|c| &c.prohibits)
        .map(ActKindId::as_str)
        .collect();
    let hit = if kinds.is_empty() {
        "a hit by a counted kind of act is counted".to_owned()
    } else {
        format!(
            "a hit by what the clause prohibits ({}) is counted",
            list(&kinds)
        )
    };
    if open.is_empty() {
        hit
    } else {
        format!(
            "not stated whether these count: {}; there the terms do not say; {hit}",
            open.join(", ")
        )
    }
}
