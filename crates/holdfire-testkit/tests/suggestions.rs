//! What is suggested as one incident, and why.

use std::sync::Arc;

use std::collections::BTreeSet;

use holdfire_model::{Case, LinkKind, LinkState};
use holdfire_monitor::{Sign, Suggestion, pair, suggestions};
use holdfire_testkit::small_case_with;

/// R1 of the small case is of alpha: 2025-03-21 04:20, near 35 51 within 5 km, a line, strike, beta.
fn second(by: &str, when: &str, place: &str, object: &str, actor: &str) -> Case {
    small_case_with(&format!(
        "report R2 from {by}\n  when: {when}\n  place: {place}\n  object: {object}\n  act: strike\n  effect: hit\n  actor: {actor}\n"
    ))
}

fn all(case: &Case) -> Vec<Suggestion> {
    suggestions(case, &BTreeSet::new())
}

fn like_r1(when: &str, place: &str) -> usize {
    all(&second("beta", when, place, "line", "alpha")).len()
}

#[test]
fn two_reports_of_one_minute_and_place_are_suggested_with_each_reason() {
    let case = second(
        "beta",
        "2025-03-21 04:20",
        "near 35 51 within 5 km",
        "line",
        "alpha",
    );
    let found = all(&case);
    assert_eq!(found.len(), 1);
    let one = &found[0];
    assert_eq!((one.from.as_str(), one.to.as_str()), ("R2", "R1"));
    assert!(one.why.contains(&Sign::SameTime { minutes: 1 }), "{one:?}");
    assert!(one.why.contains(&Sign::SameAct) && one.why.contains(&Sign::RolesChanged));
    assert_eq!(one.kind, LinkKind::CounterAllegation);
    assert_eq!(one.written, None);
}

#[test]
fn what_could_not_be_one_in_time_or_place_is_not_suggested() {
    for (when, place, expected) in [
        // Half an hour is how sources round; more is another event.
        ("2025-03-21 04:50", "near 35 51 within 5 km", 1),
        ("2025-03-21 04:52", "near 35 51 within 5 km", 0),
        ("2025-03-22 04:20", "near 35 51 within 5 km", 0),
        // A tenth of a degree of latitude is 11 km: two circles of 5 km do not meet, one of 7 and one of 5 do.
        ("2025-03-21 04:20", "near 35 51.1 within 5 km", 0),
        ("2025-03-21 04:20", "near 35 51.1 within 7 km", 1),
        // A circle of 31 km suggests nothing, wherever it is.
        ("2025-03-21 04:20", "near 35 51 within 31 km", 0),
    ] {
        assert_eq!(like_r1(when, place), expected, "{when} {place}");
    }
}

#[test]
fn what_is_decided_is_not_suggested_again() {
    let mut case = second(
        "beta",
        "2025-03-21 04:20",
        "near 35 51 within 5 km",
        "line",
        "alpha",
    );
    let found = all(&case).remove(0);
    let apart = BTreeSet::from([pair(&found.from, &found.to)]);
    assert_eq!(suggestions(&case, &apart), []);
    let linked = small_case_with(
        "report R2 from beta\n  when: 2025-03-21 04:20\n  place: near 35 51 within 5 km\n  object: line\n  act: strike\n  effect: hit\n  actor: alpha\nlink R1 to R2: duplicate suggested\n",
    );
    let of_case = all(&linked);
    assert_eq!(of_case.len(), 1, "once, though the case suggests it too");
    assert!(of_case[0].written.is_some());
    assert_eq!(of_case[0].kind, LinkKind::Duplicate);
    case.links.clone_from(&linked.links);
    case.links[0].state = LinkState::Joined {
        by: "a person".to_owned(),
    };
    assert_eq!(all(&case), []);
}

#[test]
fn the_order_of_rows_changes_nothing() {
    let mut case = second(
        "beta",
        "2025-03-21 04:20",
        "near 35 51 within 5 km",
        "line",
        "alpha",
    );
    let forwards = all(&case);
    case.reports.reverse();
    assert_eq!(all(&case), forwards);
}

#[test]
fn objects_may_differ_only_at_one_place_by_name_and_one_moment_and_that_is_said() {
    let mut case = second(
        "beta",
        "2025-03-21 04:20",
        "near 35 51 within 5 km",
        "bridge",
        "alpha",
    );
    Arc::make_mut(&mut Arc::make_mut(&mut case.reports[1]).story)
        .place
        .name = "The Ford".to_owned();
    assert_eq!(all(&case), []);
    for report in case.reports.iter_mut().map(Arc::make_mut) {
        Arc::make_mut(&mut report.story).place.name = "The Mill".to_owned();
    }
    let found = all(&case);
    assert_eq!(found.len(), 1);
    let against: Vec<&Sign> = found[0].why.iter().filter(|sign| !sign.is_for()).collect();
    assert!(
        matches!(against[..], [Sign::OtherObject { .. }]),
        "{against:?}"
    );
}
