//! Pages that stand alone, without the frame of the workbench: who reads them may not be signed in.

use holdfire_words::{Language, Value, Words};

use super::assets::{self, Loaded};
use super::visitor::Visitor;

/// What a page that stands alone has around its content.
pub struct Alone {
    words: &'static Words,
    /// `light`, `dark` or nothing.
    pub scheme: Option<&'static str>,
    /// What the page loads.
    pub loaded: &'static Loaded,
    /// Languages with their own names and addresses of the same page; none for a page that is shown once.
    pub languages: Vec<(Language, String)>,
    /// Words of the scripts, where they are not English.
    pub island_words: Option<&'static str>,
}

impl Alone {
    /// For the page at an address (path and query), which can be asked for again in another language; without one for a
    /// page that is shown once.
    #[must_use]
    pub fn new(visitor: &Visitor, here: Option<&str>) -> Self {
        let languages = here.map(|here| {
            Language::ALL
                .into_iter()
                .map(|language| (language, in_language(here, language)))
        });
        Self {
            words: visitor.words(),
            scheme: visitor.scheme,
            loaded: assets::loaded(),
            languages: languages.into_iter().flatten().collect(),
            island_words: assets::island_words(visitor.language),
        }
    }

    /// The language of the page.
    #[must_use]
    pub fn language(&self) -> Language {
        self.words.language()
    }

    /// A message.
    #[must_use]
    pub fn say(&self, id: &str) -> String {
        self.words.say(id)
    }

    /// A message with one text in it.
    #[must_use]
    pub fn say1(&self, id: &str, name: &str, text: &str) -> String {
        self.words.say_with(id, &[(name, Value::from(text))])
    }
}

/// An address, path and query, that asks for another language.
fn in_language(here: &str, language: Language) -> String {
    let (path, query) = here.split_once('?').unwrap_or((here, ""));
    let others = form_urlencoded::parse(query.as_bytes()).filter(|(name, _)| name != "lang");
    let mut asked = form_urlencoded::Serializer::new(String::new());
    asked.extend_pairs(others);
    asked.append_pair("lang", language.code());
    format!("{path}?{}", asked.finish())
}
