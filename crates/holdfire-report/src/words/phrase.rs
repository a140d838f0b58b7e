//! What the engines say, in the language of the page.

use holdfire_model::{Part, Phrase};
use holdfire_words::{Language, Value, Words};

use super::names::{list, list_or};

/// A sentence of an engine. Its English words are the engine's own; the messages of `engine.ftl` and `rows.ftl` say it elsewhere.
#[must_use]
pub fn phrase(w: &Words, phrase: &Phrase) -> String {
    if w.language() == Language::En {
        phrase.to_string()
    } else {
        from_messages(w, phrase)
    }
}

/// The same from the messages, whatever the language.
pub(super) fn from_messages(w: &Words, phrase: &Phrase) -> String {
    let Some(id) = phrase.id() else {
        return phrase.to_string();
    };
    let values: Vec<(&str, Value<'_>)> = phrase
        .parts()
        .iter()
        .map(|(name, part)| (*name, value(w, part)))
        .collect();
    w.say_with(id, &values)
}

fn value<'a>(w: &Words, part: &'a Part) -> Value<'a> {
    match part {
        Part::Text(text) => text.as_str().into(),
        Part::Count(n) => (*n).into(),
        Part::Phrase(phrase) => from_messages(w, phrase).into(),
        Part::AnyOf(parts) => list_or(w, &texts(w, parts)).into(),
        Part::AllOf(parts) => list(w, &texts(w, parts)).into(),
    }
}

fn texts(w: &Words, parts: &[Part]) -> Vec<String> {
    let text = |part: &Part| match part {
        Part::Phrase(phrase) => from_messages(w, phrase),
        other => other.to_string(),
    };
    parts.iter().map(text).collect()
}
