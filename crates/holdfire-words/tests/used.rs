//! What the code says is in the catalogues: every message that is named exists, and the English words of the engines'
//! sentences are those of their messages.

use std::path::{Path, PathBuf};

use holdfire_words::{Language, Value, Words};

/// Every source file under `crates/*/src`, with its text.
fn sources() -> Vec<(String, String)> {
    let crates = Path::new(env!("CARGO_MANIFEST_DIR")).parent();
    let mut open: Vec<PathBuf> = std::fs::read_dir(crates.expect("the crates stand together"))
        .expect("the workspace has crates")
        .map(|entry| entry.expect("crates/ can be listed").path().join("src"))
        .filter(|path| path.is_dir())
        .collect();
    let mut found = Vec::new();
    while let Some(folder) = open.pop() {
        for entry in std::fs::read_dir(&folder).expect("a folder can be listed") {
            let path = entry.expect("a folder can be listed").path();
            if path.is_dir() {
                open.push(path);
            } else if path.extension().is_some_and(|e| e == "rs") {
                let text = std::fs::read_to_string(&path).expect("a source file can be read");
                found.push((path.display().to_string(), text));
            }
        }
    }
    found.sort();
    found
}

/// The string literal that a text begins with, and what follows it.
fn literal(text: &str) -> Option<(String, &str)> {
    let body = text.trim_start().strip_prefix('"')?;
    let mut value = String::new();
    let mut rest = body.char_indices();
    while let Some((at, c)) = rest.next() {
        match c {
            '"' => return Some((value, &body[at + 1..])),
            '\\' => match rest.next()?.1 {
                // The line goes on after the blanks at the beginning of the next.
                '\n' => {
                    let after = &body[at + 2..];
                    let blanks = after.len() - after.trim_start().len();
                    for _ in 0..after[..blanks].chars().count() {
                        rest.next();
                    }
                }
                other => value.push(other),
            },
            c => value.push(c),
        }
    }
    None
}

/// The names between braces.
fn names(english: &str) -> Vec<&str> {
    english
        .split('{')
        .skip(1)
        .filter_map(|part| part.split('}').next())
        .collect()
}

#[test]
fn every_sentence_of_the_engines_is_a_message_with_the_same_english_words() {
    let words = Words::of(Language::En);
    let mut seen = 0;
    let mut problems = Vec::new();
    for (path, text) in sources() {
        // The macro itself, and its tests.
        if path.ends_with("phrase.rs") {
            continue;
        }
        for (at, _) in text.match_indices("phrase!(") {
            let Some((id, rest)) = literal(&text[at + "phrase!(".len()..]) else {
                continue;
            };
            let Some((english, _)) = rest.trim_start().strip_prefix(',').and_then(literal) else {
                problems.push(format!("{path}: `{id}` without its English words"));
                continue;
            };
            seen += 1;
            if !words.has(&id) {
                problems.push(format!("{path}: no message `{id}`"));
                continue;
            }
            // A plural form of a message stands in the code once for each form.
            if id.starts_with("count-") {
                continue;
            }
            let names = names(&english);
            let marks: Vec<String> = names.iter().map(|name| format!("<{name}>")).collect();
            let args: Vec<(&str, Value<'_>)> = names
                .iter()
                .zip(&marks)
                .map(|(name, mark)| (*name, mark.as_str().into()))
                .collect();
            let said = words.say_with(&id, &args);
            let marked = english.replace('{', "<").replace('}', ">");
            if said != marked {
                problems.push(format!("{path}: `{id}` is\n  {marked}\n  {said}"));
            }
        }
    }
    assert!(seen > 100, "only {seen} sentences were found");
    assert!(problems.is_empty(), "{}", problems.join("\n"));
}

#[test]
fn every_message_that_the_code_names_exists() {
    let words = Words::of(Language::En);
    let mut seen = 0;
    let mut problems = Vec::new();
    for (path, text) in sources() {
        if path.contains("holdfire-words/src") {
            continue;
        }
        for (at, _) in text.match_indices("say!(") {
            let Some((_, rest)) = text[at..].split_once(',') else {
                continue;
            };
            let Some((id, _)) = literal(rest) else {
                continue;
            };
            seen += 1;
            if !words.has(&id) {
                problems.push(format!("{path}: no message `{id}`"));
            }
        }
    }
    assert!(seen > 100, "only {seen} messages are named");
    assert!(problems.is_empty(), "{}", problems.join("\n"));
}
