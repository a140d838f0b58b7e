//! Every name that the engine gives has a message in the catalogue of the workflow.

use std::collections::BTreeSet;

use super::super::*;

const CATALOGUE: &str = include_str!("../../../../holdfire-words/words/en/workflow.ftl");

/// The engine's own sources, in which the names of fields stand.
const SOURCES: [&str; 11] = [
    include_str!("../approval.rs"),
    include_str!("../complaint.rs"),
    include_str!("../contain.rs"),
    include_str!("../inward.rs"),
    include_str!("../matter.rs"),
    include_str!("../refusal.rs"),
    include_str!("../reply.rs"),
    include_str!("../settings.rs"),
    include_str!("../task.rs"),
    include_str!("../verification.rs"),
    include_str!("../window.rs"),
];

fn has(id: &str) -> bool {
    let start = format!("{id} = ");
    CATALOGUE.lines().any(|line| line.starts_with(&start))
}

fn check<'a>(prefix: &str, names: impl IntoIterator<Item = &'a str>) {
    let missing: Vec<String> = names
        .into_iter()
        .map(|name| format!("work-{prefix}-{name}"))
        .filter(|id| !has(id))
        .collect();
    assert!(missing.is_empty(), "no message for {missing:?}");
}

#[test]
fn every_name_has_a_message() {
    check("kind", TaskKind::ALL.iter().map(|k| k.name()));
    check("state", STATES.iter().copied());
    check("state", ["closed", "not-opened", "none"]);
    check("act", ActName::ALL.iter().map(|a| a.name()));
    check("did", ActName::ALL.iter().map(|a| a.name()));
    check("point", Point::ALL.iter().map(|p| p.name()));
    check("hindrance", Hindrance::ALL.iter().map(|h| h.name()));
    check("standard", Standard::DEFAULT);
    check("gravity", Gravity::ALL.iter().map(|g| g.name()));
    check(
        "outcome",
        Settings::outcomes().into_iter().map(Outcome::name),
    );
    check("voice", Voice::ALL.iter().map(|v| v.name()));
    check("standing", Standing::ALL.iter().map(|s| s.name()));
    check("majority", Majority::ALL.iter().map(|m| m.name()));
    check("skipped", Step::ALL.iter().map(|s| s.name()));
    check("how", Outward::ALL.iter().map(|o| o.name()));
    check("state", Settled::ALL.iter().map(|s| s.name()));
    check("reply", Request::KINDS.map(|k| k.name()));
    check("whose", ["none", "likely", "attributed", "disputed"]);
    check("procedure", ["second-person", "board"]);
    check("mandate", ["monitor", "verify", "attribute", "determine"]);
    let seats = [
        "secretariat",
        "observer",
        "mediator",
        "liaison",
        "auditor",
        "public",
    ];
    check("seat", seats);
}

/// What stands between quotes after any of these, in the sources.
fn named_after(marks: &[&str]) -> BTreeSet<&'static str> {
    SOURCES
        .iter()
        .flat_map(|source| {
            marks.iter().flat_map(|mark| {
                source
                    .match_indices(mark)
                    .filter_map(|(at, _)| source[at + mark.len()..].split('"').next())
            })
        })
        .collect()
}

#[test]
fn every_reason_to_refuse_has_a_message() {
    let names = named_after(&["=> \""]);
    let reasons: Vec<&str> = names
        .into_iter()
        .filter(|name| SOURCES[5].contains(&format!("=> \"{name}\"")))
        .filter(|name| !["monitor", "verify", "attribute", "determine"].contains(name))
        .collect();
    assert!(reasons.len() > 25, "{reasons:?}");
    check("refused", reasons);
}

#[test]
fn every_field_that_a_refusal_names_has_a_label() {
    let fields = named_after(&[
        "said(\"",
        "said_if_there(\"",
        "some(\"",
        "after(\"",
        "happened(\"",
        "listed(\"",
        "field: \"",
        "what: \"",
    ]);
    assert!(fields.len() > 40, "{fields:?}");
    check("field", fields);
}
