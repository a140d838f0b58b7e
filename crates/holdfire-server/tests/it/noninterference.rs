//! What Beta sees does not change with what it may not read: over random histories of entries by both parties and the mission.
//!
//! `HOLDFIRE_HISTORIES=20000 cargo test -p holdfire-server --release noninterference` tries more.

mod history;

use proptest::prelude::*;
use proptest::strategy::ValueTree as _;
use proptest::test_runner::{Config, RngAlgorithm, TestRng, TestRunner};

use crate::support::Room;
use history::{Step, Twin, steps};

fn histories() -> u32 {
    let asked = std::env::var("HOLDFIRE_HISTORIES").ok();
    asked.and_then(|text| text.parse().ok()).unwrap_or(300)
}

fn runner(cases: u32) -> TestRunner {
    let config = Config {
        cases,
        failure_persistence: None,
        max_shrink_iters: 300,
        ..Config::default()
    };
    TestRunner::new_with_rng(config, TestRng::from_seed(RngAlgorithm::ChaCha, &[7; 32]))
}

#[test]
fn the_world_of_a_party_does_not_change_with_the_secrets_of_another() {
    // Each history goes on from where the last one ended, a few steps more in the same two missions, and all that went before
    // is part of it: thousands of histories without thousands of folders.
    let twin = std::cell::RefCell::new(Twin::new());
    let mut seen = std::collections::BTreeSet::new();
    let strategy = steps();
    let mut runner = runner(1);
    let mut count = 0;
    while count < histories() {
        let steps: Vec<Step> = strategy.new_tree(&mut runner).expect("steps").current();
        let mut twin = twin.borrow_mut();
        if twin.len() > 120 {
            *twin = Twin::new();
        }
        for step in &steps {
            twin.enter(step);
        }
        let (one, other) = twin.seen();
        assert!(
            one == other,
            "after\n{}\n{}",
            twin.told(),
            history::difference(&one, &other)
        );
        seen.insert(one);
        count += 1;
    }
    // The histories are not all of what Beta cannot see.
    assert!(
        seen.len() as u32 > histories() / 20,
        "{} worlds were seen",
        seen.len()
    );
}

#[test]
fn the_pages_of_a_party_do_not_change_with_the_secrets_of_another() {
    let strategy = proptest::collection::vec(steps(), 1..6);
    runner(50)
        .run(&strategy, |parts| {
            let mut twin = Twin::new();
            for step in parts.iter().flatten() {
                twin.enter(step);
            }
            let (one, other) = twin.rooms();
            for path in [
                "/",
                "/agreement",
                "/incidents",
                "/incidents?sort=newest&q=line",
                "/incidents/B1",
                "/tasks",
                "/tasks.ics",
                "/register",
                "/tasks/EXAMPLE-BBBB02",
            ] {
                for who in ["leo", "nobody"] {
                    let (a, b): (_, _) = (Room::get(one, who, path), Room::get(other, who, path));
                    prop_assert!(
                        a == b,
                        "{who} {path}\n{}\n{}",
                        twin.told(),
                        history::difference(&a.text(), &b.text())
                    );
                }
            }
            Ok(())
        })
        .unwrap_or_else(|error| panic!("{error}"));
}
