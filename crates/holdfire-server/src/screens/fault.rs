//! What a page says when there is no answer.

use std::collections::HashMap;
use std::sync::LazyLock;

use askama::Template;
use axum::response::Response;
use holdfire_report::words::phrase;
use holdfire_words::{Language, Words};

use crate::web::{Alone, Fault, Visitor, html};

/// Sentences that are said often: what programs get in English has a message with the same English text.
const SENTENCES: [&str; 26] = [
    "said-page",
    "said-readings",
    "said-as-of",
    "said-date",
    "said-year",
    "said-bbox",
    "said-required",
    "said-minutes",
    "said-listed",
    "said-time",
    "said-twice",
    "said-never",
    "said-days",
    "said-hours",
    "said-act",
    "said-kind",
    "said-report",
    "said-code",
    "said-fresh",
    "said-busy",
    "said-other-site",
    "said-open-here",
    "said-late",
    "said-send-again",
    "said-old-form",
    "said-repeat",
];

#[derive(Template)]
#[template(path = "fault.html")]
struct FaultPage {
    alone: Alone,
    title: String,
    more: String,
    details: String,
    hint: String,
}

/// The page for a fault, with its status. `here`: the address that was asked for, where it can be asked for again.
///
/// # Errors
/// [`Fault`] if it cannot be written.
pub fn page(fault: &Fault, visitor: &Visitor, here: Option<&str>) -> Result<Response, Fault> {
    let words = visitor.words();
    let (details, hint) = match fault {
        Fault::Told(sentence) => (phrase(words, sentence), String::new()),
        _ => spoken(words, fault.details().unwrap_or("")),
    };
    let mut response = html(&FaultPage {
        alone: Alone::new(visitor, here),
        title: words.say(&format!("fault-{}", fault.name())),
        more: words.say(&format!("fault-{}-more", fault.name())),
        details,
        hint,
    })?;
    *response.status_mut() = fault.status();
    Ok(response)
}

/// What is wrong and what to do, in the language of a page as far as it is said often.
pub(super) fn spoken(words: &Words, text: &str) -> (String, String) {
    let (what, hint) = text.split_once("\nhint: ").unwrap_or((text, ""));
    (sentence(words, what), sentence(words, hint))
}

fn sentence(words: &Words, text: &str) -> String {
    static KNOWN: LazyLock<HashMap<String, &str>> = LazyLock::new(|| {
        let english = Words::of(Language::En);
        SENTENCES.map(|id| (english.say(id), id)).into()
    });
    if let Some(id) = KNOWN.get(text) {
        return words.say(id);
    }
    // As `Fault::asked` says it.
    let value = text
        .strip_prefix('`')
        .and_then(|rest| rest.strip_suffix('`'));
    match value.and_then(|rest| rest.split_once("` is `")) {
        Some((name, value)) => {
            let args = [("name", name.into()), ("value", value.into())];
            words.say_with("said-value", &args)
        }
        None => text.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use holdfire_accounts::ProofError;

    use super::*;

    #[test]
    fn what_is_said_often_is_said_in_the_language_of_the_page() {
        let uk = Words::of(Language::Uk);
        let asked = Fault::asked("on", "tomorrow", "a date such as 2030-03-25");
        assert_eq!(
            spoken(uk, asked.details().unwrap_or("")),
            (
                "`on` — це `tomorrow`".to_owned(),
                "дата на зразок 2030-03-25".to_owned()
            )
        );
        for error in [ProofError::Refused, ProofError::NotFresh, ProofError::Busy] {
            let english = error.to_string();
            assert_ne!(spoken(uk, &english).0, english);
        }
    }

    #[test]
    fn every_sentence_is_one_that_the_code_says() {
        // Else a change of words there would bring English back to these pages, and nobody would see it.
        let own = std::path::Path::new(env!("CARGO_MANIFEST_DIR"));
        let mut folders = vec![own.join("src"), own.join("../holdfire-accounts/src")];
        let mut code = String::new();
        while let Some(folder) = folders.pop() {
            for entry in std::fs::read_dir(folder).expect("a folder of the source") {
                let path = entry.expect("an entry").path();
                if path.is_dir() {
                    folders.push(path);
                } else {
                    code += &std::fs::read_to_string(path).expect("source");
                }
            }
        }
        let english = Words::of(Language::En);
        for text in SENTENCES.map(|id| english.say(id)) {
            assert!(code.contains(&text), "nobody says: {text}");
        }
    }
}
