//! Every scenario of the repository gives what it expects.

use holdfire_testkit::{run, samples};

fn all_hold(folder: &str) {
    let samples = samples(folder);
    assert!(!samples.is_empty(), "scenarios/{folder} holds no scenario");
    let failures: Vec<_> = samples.iter().flat_map(|s| run(&s.file, &s.text)).collect();
    let words: Vec<String> = failures.iter().map(ToString::to_string).collect();
    assert!(
        failures.is_empty(),
        "{} expectations are not met\n{}",
        failures.len(),
        words.join("\n")
    );
}

#[test]
fn every_good_scenario_gives_what_it_expects() {
    all_hold("good");
}

#[test]
fn every_bad_scenario_is_refused_for_the_reason_it_names() {
    all_hold("bad");
}
