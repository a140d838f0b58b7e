//! `docs/spec/rules.md` and the scenarios name each other: no number without a scenario, no scenario without a number.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;

use holdfire_testkit::rulebook::{rules, updated};
use holdfire_testkit::{read, samples, workspace};

const RULES: &str = "docs/spec/rules.md";

fn text() -> String {
    fs::read_to_string(workspace().join(RULES)).expect("the rules can be read")
}

/// Rule to the scenarios that name it, with the line of the file that does.
fn named() -> BTreeMap<String, BTreeMap<String, String>> {
    let mut named: BTreeMap<String, BTreeMap<String, String>> = BTreeMap::new();
    for sample in samples("good").into_iter().chain(samples("bad")) {
        let scenario = read(&sample.file, &sample.text);
        for (line, rule) in &scenario.rules {
            let at = format!("{}:{line}", sample.file);
            named
                .entry(rule.clone())
                .or_default()
                .insert(scenario.name.clone(), at);
        }
    }
    named
}

#[test]
fn every_number_has_a_scenario() {
    let named = named();
    let bare: Vec<_> = rules(&text())
        .into_iter()
        .filter(|r| !named.contains_key(&r.number))
        .map(|r| r.number)
        .collect();
    assert!(
        bare.is_empty(),
        "{RULES}: no scenario shows {}",
        bare.join(", ")
    );
}

#[test]
fn every_scenario_names_numbers_that_there_are() {
    let known: BTreeSet<String> = rules(&text()).into_iter().map(|r| r.number).collect();
    let mut wrong = Vec::new();
    for (rule, by) in named() {
        if !known.contains(&rule) {
            wrong.extend(
                by.values()
                    .map(|at| format!("{at}: there is no rule `{rule}`")),
            );
        }
    }
    for sample in samples("good").into_iter().chain(samples("bad")) {
        let scenario = read(&sample.file, &sample.text);
        if scenario.rules.is_empty() || scenario.source.is_empty() || !sample.text.starts_with("# ")
        {
            wrong.push(format!(
                "{}: write a title, `rules:` and `source:` at the top",
                sample.file
            ));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn each_number_stands_once_and_in_order() {
    let parts = |number: &str| {
        let (rule, sentence) = number[1..].split_once('.').expect("a number such as R4.5");
        (
            rule.parse::<u32>().expect("a rule"),
            sentence.parse::<u32>().expect("a sentence"),
        )
    };
    let numbers: Vec<(u32, u32)> = rules(&text()).iter().map(|r| parts(&r.number)).collect();
    let mut expected = (1, 0);
    for number in numbers {
        expected = if number.0 == expected.0 {
            (expected.0, expected.1 + 1)
        } else {
            (expected.0 + 1, 1)
        };
        assert_eq!(number, expected, "{RULES}: the numbers are not in order");
    }
    assert_eq!(expected.0, 11, "{RULES}: R1 to R11");
}

#[test]
fn the_lists_of_scenarios_are_up_to_date() {
    let shown = named()
        .into_iter()
        .map(|(rule, by)| (rule, by.into_keys().collect()))
        .collect();
    let (text, wanted) = (text(), updated(&text(), &shown));
    if text != wanted && std::env::var_os("HOLDFIRE_UPDATE").is_some() {
        fs::write(workspace().join(RULES), &wanted).expect("the rules can be written");
        return;
    }
    let differ = text
        .lines()
        .zip(wanted.lines())
        .enumerate()
        .find(|(_, (a, b))| a != b);
    let first =
        differ.map(|(i, (a, b))| format!("{RULES}:{}:\n  is:        {a}\n  should be: {b}", i + 1));
    assert!(
        text == wanted,
        "{}\nhint: run this test with HOLDFIRE_UPDATE=1",
        first.unwrap_or_default()
    );
}

/// The property tests that the chapter names are there.
#[test]
fn the_tests_that_follow_exist() {
    let tests = ["properties.rs", "terms.rs", "widening.rs"];
    let folder = workspace().join("crates/holdfire-testkit/tests");
    let load = |name: &str| fs::read_to_string(folder.join(name)).expect("a test file");
    let source: String = tests.into_iter().map(load).collect();
    let text = text();
    let chapter = text
        .split("## Tests that follow")
        .nth(1)
        .expect("the chapter is there");
    let names = chapter
        .split('`')
        .skip(1)
        .step_by(2)
        .filter(|n| n.contains('_') && !n.contains('/'));
    let missing: Vec<_> = names
        .filter(|n| !source.contains(&format!("fn {n}(")))
        .collect();
    assert!(
        missing.is_empty(),
        "{RULES} names tests that do not exist: {}",
        missing.join(", ")
    );
}
