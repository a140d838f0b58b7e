//! Parties are data: the names of the cases stand in a list in the repository and nowhere in the code.

use std::path::Path;

use crate::files::{assert_none, files_under, is_test_file, text_of, workspace_root};
use crate::source_text::without_tests;

/// First parts of the names of time zones, such as `Europe/Athens`, which may be named.
const ZONE_AREAS: &[&str] = &[
    "Africa",
    "America",
    "Antarctica",
    "Arctic",
    "Asia",
    "Atlantic",
    "Australia",
    "Europe",
    "Indian",
    "Pacific",
];

/// One entry of the list: its words, and whether the last may go on (`*`).
struct Entry {
    words: Vec<String>,
    any_ending: bool,
}

fn entries(list: &str) -> Vec<Entry> {
    list.lines()
        .map(|line| line.split('#').next().unwrap_or_default().trim())
        .filter(|line| !line.is_empty())
        .map(|line| {
            let (text, any_ending) = line
                .strip_suffix('*')
                .map_or((line, false), |text| (text, true));
            Entry {
                words: words(text).into_iter().map(|(_, word)| word).collect(),
                any_ending,
            }
        })
        .collect()
}

/// The words of a text in small letters, with their byte offsets. Names are taken apart at `_` and at a capital.
fn words(text: &str) -> Vec<(usize, String)> {
    let mut found: Vec<(usize, String)> = Vec::new();
    let mut previous: Option<char> = None;
    for (at, c) in text.char_indices() {
        if c.is_alphanumeric() {
            let goes_on = previous
                .is_some_and(|p| p.is_alphanumeric() && !(p.is_lowercase() && c.is_uppercase()));
            match found.last_mut() {
                Some((_, word)) if goes_on => word.extend(c.to_lowercase()),
                _ => found.push((at, c.to_lowercase().collect())),
            }
        }
        previous = Some(c);
    }
    found
}

/// The text with names of time zones blanked out.
fn without_time_zones(text: &str) -> String {
    let mut rest = text.to_owned();
    for area in ZONE_AREAS {
        let start = format!("{area}/");
        let mut from = 0;
        while let Some(found) = rest[from..].find(&start) {
            let at = from + found;
            let after = at + start.len();
            let name: usize = rest[after..]
                .bytes()
                .take_while(|b| b.is_ascii_alphabetic() || b"_-/".contains(b))
                .count();
            if name > 0 {
                rest.replace_range(at..after + name, &" ".repeat(start.len() + name));
            }
            from = after + name;
        }
    }
    rest
}

/// The names in a text: line number and what stands there.
fn names_in(text: &str, entries: &[Entry]) -> Vec<(usize, String)> {
    let text = without_time_zones(text);
    let words = words(&text);
    let mut found = Vec::new();
    for start in 0..words.len() {
        for entry in entries {
            let Some(here) = words.get(start..start + entry.words.len()) else {
                continue;
            };
            let mut pairs = here.iter().map(|(_, word)| word).zip(&entry.words).rev();
            let last_matches = pairs.next().is_some_and(|(word, wanted)| {
                word == wanted || (entry.any_ending && word.starts_with(wanted.as_str()))
            });
            if last_matches && pairs.all(|(word, wanted)| word == wanted) {
                let line = text[..here[0].0].matches('\n').count() + 1;
                let shown: Vec<&str> = here.iter().map(|(_, word)| word.as_str()).collect();
                found.push((line, shown.join(" ")));
                break;
            }
        }
    }
    found
}

fn list() -> Vec<Entry> {
    let path = workspace_root().join("words/case-names.txt");
    entries(&std::fs::read_to_string(path).expect("words/case-names.txt is in the repository"))
}

#[test]
fn no_name_of_a_case_stands_in_the_code() {
    let root = workspace_root();
    let list = list();
    let crates = std::fs::read_dir(root.join("crates")).expect("the workspace has crates");
    let mut folders: Vec<_> = crates
        .map(|entry| entry.expect("crates/ can be listed").path().join("src"))
        .collect();
    folders.push(root.join("web/src"));
    folders.sort();

    let mut findings = Vec::new();
    let mut looked_at = 0;
    for path in folders
        .iter()
        .flat_map(|folder| files_under(folder))
        .filter(|path| !is_test_file(path))
    {
        let shown = path
            .strip_prefix(&root)
            .expect("listed from the root")
            .display()
            .to_string();
        looked_at += 1;
        findings.extend(
            names_in(&shown, &list)
                .into_iter()
                .map(|(_, name)| format!("{shown}: the path has `{name}`")),
        );
        let Some(text) = text_of(&path) else { continue };
        let text = if shown.ends_with(".rs") {
            without_tests(&text)
        } else {
            text
        };
        findings.extend(
            names_in(&text, &list)
                .into_iter()
                .map(|(line, name)| format!("{shown}:{line}: `{name}`")),
        );
    }
    assert!(looked_at > 0, "no file was looked at under crates/*/src");
    assert_none(
        "parties are data: say it without the name, or move it to cases/ or into a test (words/case-names.txt):",
        &findings,
    );
}

#[test]
fn every_entry_of_the_list_is_found_when_it_is_planted() {
    let list = list();
    assert!(list.len() > 50, "the list has {} entries", list.len());
    for entry in &list {
        let ending = if entry.any_ending { "xyz" } else { "" };
        let planted = format!(
            "fn f() {{}}\n// said by {}{ending}.\n",
            entry.words.join(" ")
        );
        assert_eq!(
            names_in(&planted, &list).first().map(|(line, _)| *line),
            Some(2),
            "{planted}"
        );
    }
}

#[test]
fn names_are_found_in_identifiers_and_strings_whatever_their_case() {
    let list = entries("moscow*\nwhite house # a seat\nrada\nкремл*\n");
    let found = |text: &str| {
        names_in(text, &list)
            .into_iter()
            .map(|(_, name)| name)
            .collect::<Vec<_>>()
    };
    assert_eq!(found("struct MoscowReading;"), ["moscow"]);
    assert_eq!(found("let moscow_time = 3;"), ["moscow"]);
    assert_eq!(found("const X: &str = \"MOSCOW'S\";"), ["moscow"]);
    assert_eq!(found("the White\n// House said"), ["white house"]);
    assert_eq!(found("из Кремля"), ["кремля"]);
    assert_eq!(
        found("a grad, radar and parade near a white horse"),
        [""; 0]
    );
}

#[test]
fn time_zones_and_tests_may_name_a_place() {
    let list = entries("kyiv*\namerica*\n");
    let found = |text: &str| names_in(&without_tests(text), &list).len();
    assert_eq!(
        found("parse(\"Europe/Kyiv\"); parse(\"America/New_York\");"),
        0
    );
    assert_eq!(found("parse(\"Europe/Kyiv\"); // Kyiv time"), 1);
    assert_eq!(
        found("#[cfg(test)]\nmod tests {\n    const PLACE: &str = \"Kyiv\";\n}\n"),
        0
    );
    assert!(is_test_file(Path::new(
        "crates/holdfire-model/src/time/tests.rs"
    )));
    assert!(!is_test_file(Path::new(
        "crates/holdfire-testkit/src/builders.rs"
    )));
}
