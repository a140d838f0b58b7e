//! What was answered before saves work and memory, and changes no answer.

mod common;

use std::sync::Arc;

use holdfire_model::{Case, LinkEnd, LinkState};
use holdfire_monitor::{Before, Overview, overview};

use common::cases;

/// The case with one thing less, or another: what a record may have been before an entry, or what other eyes see of it.
fn variants(case: &Case) -> Vec<Case> {
    let mut variants = vec![case.clone()];
    let mut add = |change: &dyn Fn(&mut Case)| {
        let mut other = case.clone();
        change(&mut other);
        variants.push(other);
    };
    for at in 0..case.reports.len() {
        let id = &case.reports[at].id;
        add(&|case| {
            case.reports.retain(|report| report.id != *id);
            case.replies.retain(|reply| reply.report != *id);
            case.links
                .retain(|link| link.to != *id && link.from != LinkEnd::Report(id.clone()));
        });
        add(&|case| {
            let report = Arc::make_mut(&mut case.reports[at]);
            Arc::make_mut(&mut report.story).actors = Arc::default();
        });
    }
    for at in 0..case.replies.len() {
        add(&|case| {
            case.replies.remove(at);
        });
    }
    for at in 0..case.links.len() {
        add(&|case| {
            case.links.remove(at);
        });
        add(&|case| case.links[at].state = LinkState::Suggested);
    }
    for at in 0..case.panel.len() {
        add(&|case| {
            case.panel.remove(at);
        });
    }
    for at in 0..case.readings.len() {
        add(&|case| case.readings[at].clauses.clear());
    }
    for at in 0..case.lists.len() {
        add(&|case| case.lists[at].disclosed ^= true);
    }
    add(&|case| case.invocations.clear());
    add(&|case| case.sites.clear());
    add(&|case| {
        for area in &mut case.areas {
            area.outline = None;
        }
    });
    variants
}

fn overviews(file: &str, cases: &[Case]) -> Vec<Overview> {
    let made = cases.iter().map(|case| overview(case, None));
    made.collect::<Result<_, _>>()
        .unwrap_or_else(|error| panic!("{file}: {error}"))
}

fn check_same(file: &str, case: &Case, alone: &Overview, after: &Overview) {
    assert_eq!(alone.answer, after.answer, "{file}");
    for (at, incident) in alone.answer.incidents.iter().enumerate() {
        let hangs = |overview: &Overview| overview.solved.hangs_on(at).to_vec();
        assert_eq!(hangs(alone), hangs(after), "{file}: {}", incident.id);
        let one = |overview: &Overview| {
            let stories = &overview.answer.stories;
            let one = overview.solved.one(case, stories, incident.id.as_str());
            one.expect("it can be answered")
                .expect("it is there")
                .answer
        };
        assert_eq!(one(alone), one(after), "{file}: {}", incident.id);
    }
}

#[test]
fn an_answer_is_the_same_whatever_was_answered_before() {
    let mut last: Option<(Case, Overview)> = None;
    let mut compared = 0;
    for (file, case) in cases() {
        let variants = variants(&case);
        let alone = overviews(&file, &variants);
        let known = variants.iter().zip(&alone);
        // Before it: the case itself, another state of it, and a case that has nothing but ids in common with it.
        let known = known.chain(last.iter().map(|(case, overview)| (case, overview)));
        for (before, known) in known {
            let before = Before {
                case: before,
                answer: &known.answer,
                solved: &known.solved,
                saves_work: true,
            };
            for at in [0, variants.len() / 2, variants.len() - 1] {
                let (case, alone) = (&variants[at], &alone[at]);
                for saves_work in [true, false] {
                    let before = Before {
                        saves_work,
                        ..before
                    };
                    let after = overview(case, Some(before)).expect("it was answered alone");
                    check_same(&file, case, alone, &after);
                }
                compared += 1;
            }
        }
        last = Some((case, alone.into_iter().next().expect("the case itself")));
    }
    assert!(compared > 1_000, "{compared}");
}

#[test]
fn incidents_and_answers_that_stay_are_shared() {
    for (file, case) in cases() {
        let first = overview(&case, None).expect("a good scenario");
        let before = Before {
            case: &case,
            answer: &first.answer,
            solved: &first.solved,
            saves_work: false,
        };
        let again = overview(&case, Some(before)).expect("a good scenario");
        let answers = first.answer.incidents.iter().zip(&again.answer.incidents);
        for (one, other) in answers {
            assert!(Arc::ptr_eq(one, other), "{file}: {}", one.id);
        }
        let stories = first.answer.stories.iter().zip(&again.answer.stories);
        for (one, other) in stories {
            assert!(Arc::ptr_eq(one, other), "{file}: {}", one.id);
        }
    }
}
