//! Lists of objects and lists of acts in words.

use std::collections::BTreeSet;

use holdfire_model::{
    ActKindId, Acts, Case, ClauseId, CountsFrom, Effect, ListKind, NodeId, Protects, Scope, Term,
};
use holdfire_terms::{CompiledScope, NodeState};
use holdfire_words::{Words, say};

use super::names::{effect, list};
use super::story::radius;

/// The most labels that a line names before it only counts.
const LABELS: usize = 12;

/// One list of categories.
pub(super) fn scope(w: &Words, case: &Case, scope: &Scope) -> String {
    let mut parts = Vec::new();
    if !scope.covered.is_empty() {
        let labels = labels(case, &scope.covered);
        parts.push(say!(w, "scope-protects", list = labels));
    }
    if !scope.not_covered.is_empty() {
        let labels = labels(case, &scope.not_covered);
        parts.push(say!(w, "scope-does-not-protect", list = labels));
    }
    if parts.is_empty() {
        parts.push(say!(w, "scope-names-nothing"));
    }
    parts.push(match scope.list {
        ListKind::Closed => say!(w, "scope-closed"),
        ListKind::Open => say!(w, "scope-open"),
    });
    parts.join("; ")
}

/// What the lists of a reading reach only across a contested edge, if anything.
pub(super) fn contested(w: &Words, case: &Case, term: &Term<Scope>) -> Option<String> {
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
    (!labels.is_empty()).then(|| say!(w, "scope-contested", list = shortened(w, &labels)))
}

fn labels(case: &Case, nodes: &BTreeSet<NodeId>) -> String {
    let mut labels: Vec<&str> = nodes.iter().map(|id| case.category_label(id)).collect();
    labels.sort_unstable();
    labels.join(", ")
}

fn shortened(w: &Words, labels: &[&str]) -> String {
    if labels.len() <= LABELS + 1 {
        labels.join(", ")
    } else {
        let more = labels.len() - LABELS;
        say!(
            w,
            "list-and-more",
            list = labels[..LABELS].join(", "),
            more = more
        )
    }
}

/// Categories or lists.
pub(super) fn protects(w: &Words, protects: &Protects) -> String {
    match protects {
        Protects::Category => say!(w, "protects-category"),
        Protects::Listed {
            counts_from,
            reach_m,
        } => {
            let step = match counts_from {
                Some(CountsFrom::Deposit) => say!(w, "counts-from-deposit"),
                Some(CountsFrom::Handover) => say!(w, "counts-from-handover"),
                Some(CountsFrom::Notice) => say!(w, "counts-from-notice"),
                None => say!(w, "counts-from-not-said"),
            };
            say!(
                w,
                "protects-listed",
                step = step,
                radius = radius(w, *reach_m)
            )
        }
    }
}

/// What is known of the parties' lists, a sentence each with its pointer.
#[must_use]
pub fn lists(w: &Words, case: &Case) -> Vec<(String, holdfire_model::Cite)> {
    case.lists
        .iter()
        .map(|l| {
            let id = if l.disclosed {
                "list-known"
            } else {
                "list-not-disclosed"
            };
            let text = say!(w, id, party = case.party_name(&l.party));
            (text, l.at.clone())
        })
        .collect()
}

/// One list of acts and effects.
pub(super) fn acts(w: &Words, acts: &Acts) -> String {
    let mut parts = Vec::new();
    let mut add = |id: &str, kinds: &BTreeSet<ActKindId>, effects: &BTreeSet<Effect>| {
        let names: Vec<String> = kinds
            .iter()
            .map(|k| k.as_str().to_owned())
            .chain(effects.iter().map(|e| effect(w, *e)))
            .collect();
        if !names.is_empty() {
            parts.push(say!(w, id, list = names.join(", ")));
        }
    };
    add("acts-counted", &acts.counted_kinds, &acts.counted_effects);
    add(
        "acts-not-counted",
        &acts.not_counted_kinds,
        &acts.not_counted_effects,
    );
    if parts.is_empty() {
        say!(w, "acts-none")
    } else {
        parts.join("; ")
    }
}

/// What the acts of a reading leave open, with what the clause prohibits itself.
pub(super) fn acts_rest(w: &Words, case: &Case, clause: &ClauseId, term: &Term<Acts>) -> String {
    let said = |e: &Effect| {
        term.iter().any(|element| {
            let acts = &element.value;
            acts.counted_effects.contains(e) || acts.not_counted_effects.contains(e)
        })
    };
    let open: Vec<String> = Effect::ALL
        .iter()
        .filter(|e| **e != Effect::Hit && !said(e))
        .map(|e| effect(w, *e))
        .collect();
    let kinds: Vec<&str> = case
        .clauses
        .iter()
        .filter(|c| c.id == *clause)
        .flat_map(|c| &c.prohibits)
        .map(ActKindId::as_str)
        .collect();
    let hit = if kinds.is_empty() {
        say!(w, "acts-hit")
    } else {
        say!(w, "acts-hit-of-kinds", kinds = list(w, &kinds))
    };
    if open.is_empty() {
        hit
    } else {
        say!(w, "acts-open", effects = open.join(", "), hit = hit)
    }
}
