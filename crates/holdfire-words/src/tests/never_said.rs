//! No message says a word of `words/never-said.txt`: words that decide what only a named body can decide.

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

use fluent_syntax::ast;

use super::{resources, walk_patterns};
use crate::Language;

/// A word or several, the last perhaps with any ending.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Debug)]
struct Entry {
    written: String,
    words: Vec<String>,
    any_ending: bool,
}

impl Entry {
    fn parse(text: &str) -> Self {
        let (stem, any_ending) = match text.strip_suffix('*') {
            Some(stem) => (stem, true),
            None => (text, false),
        };
        Self {
            written: text.to_owned(),
            words: words(stem),
            any_ending,
        }
    }

    fn stands_in(&self, text: &[String]) -> bool {
        text.windows(self.words.len()).any(|here| {
            let mut pairs = here.iter().zip(&self.words).rev();
            let last = pairs.next().is_some_and(|(word, wanted)| {
                word == wanted || (self.any_ending && word.starts_with(wanted.as_str()))
            });
            last && pairs.all(|(word, wanted)| word == wanted)
        })
    }
}

fn words(text: &str) -> Vec<String> {
    text.to_lowercase()
        .split(|c: char| !(c.is_alphanumeric() || c == '’'))
        .filter(|word| !word.is_empty())
        .map(str::to_owned)
        .collect()
}

struct List {
    by_language: BTreeMap<String, Vec<Entry>>,
    /// Message (perhaps with any ending) and word.
    exceptions: BTreeSet<(String, String)>,
}

impl List {
    fn read() -> Self {
        let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../words/never-said.txt");
        let text =
            std::fs::read_to_string(path).expect("words/never-said.txt is in the repository");
        let mut list = Self {
            by_language: BTreeMap::new(),
            exceptions: BTreeSet::new(),
        };
        let mut section = String::new();
        for line in text.lines().map(str::trim) {
            if line.is_empty() || line.starts_with('#') {
                continue;
            }
            if let Some(name) = line.strip_prefix('[').and_then(|l| l.strip_suffix(']')) {
                name.clone_into(&mut section);
            } else if section == "exceptions" {
                let (what, why) = line.split_once(": ").expect("an exception has its reason");
                assert!(!why.is_empty(), "{line}");
                let (message, word) = what.split_once(' ').expect("a message, and the word");
                list.exceptions
                    .insert((message.to_owned(), word.to_owned()));
            } else {
                list.by_language
                    .entry(section.clone())
                    .or_default()
                    .push(Entry::parse(line));
            }
        }
        list
    }

    fn allows(&self, message: &str, entry: &Entry) -> Option<&(String, String)> {
        self.exceptions.iter().find(|(allowed, word)| {
            *word == entry.written
                && match allowed.strip_suffix('*') {
                    Some(start) => message.starts_with(start),
                    None => allowed == message,
                }
        })
    }
}

/// Every message and attribute of a language with all that it can say.
fn said(language: Language) -> Vec<(String, String)> {
    let mut all = Vec::new();
    for (_, resource) in resources(language) {
        for entry in &resource.body {
            walk_patterns(entry, &mut |id, pattern| {
                let mut text = String::new();
                texts(pattern, &mut text);
                all.push((id.to_owned(), text));
            });
        }
    }
    all
}

fn texts(pattern: &ast::Pattern<&'static str>, text: &mut String) {
    for element in &pattern.elements {
        match element {
            ast::PatternElement::TextElement { value } => text.push_str(value),
            ast::PatternElement::Placeable {
                expression: ast::Expression::Select { variants, .. },
            } => {
                for variant in variants {
                    text.push(' ');
                    texts(&variant.value, text);
                }
            }
            ast::PatternElement::Placeable { .. } => text.push_str(" \u{b7} "),
        }
    }
}

#[test]
fn no_message_says_what_only_a_named_body_can_decide() {
    let list = List::read();
    let mut used = BTreeSet::new();
    let mut problems = Vec::new();
    for language in Language::ALL {
        let code = language.code();
        let entries = &list.by_language[code];
        assert!(entries.len() > 10, "{code} has {} entries", entries.len());
        for (message, text) in said(language) {
            let text = words(&text);
            for entry in entries.iter().filter(|entry| entry.stands_in(&text)) {
                match list.allows(&message, entry) {
                    Some(exception) => {
                        used.insert(exception);
                    }
                    None => problems.push(format!("{code}: `{message}` says `{}`", entry.written)),
                }
            }
        }
    }
    for (message, word) in list.exceptions.iter().filter(|e| !used.contains(e)) {
        problems.push(format!(
            "the exception `{message}` for `{word}` is not needed"
        ));
    }
    assert!(
        problems.is_empty(),
        "say it otherwise (docs/reference/terms.md), or give the reason in words/never-said.txt:\n{}",
        problems.join("\n")
    );
}

#[test]
fn a_planted_word_is_found_in_every_form() {
    let entry = |text| Entry::parse(text);
    assert!(entry("breach*").stands_in(&words("Two Breaches of it")));
    assert!(entry("within the agreement").stands_in(&words("is within the agreement.")));
    assert!(!entry("within the agreement").stands_in(&words("within an agreement")));
    assert!(entry("поруш*").stands_in(&words("Порушення умов")));
    assert!(!entry("винен").stands_in(&words("повинен")));
}
