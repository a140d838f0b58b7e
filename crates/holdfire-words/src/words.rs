//! The messages of one language.

use std::sync::OnceLock;

use fluent_bundle::concurrent::FluentBundle;
use fluent_bundle::{FluentArgs, FluentResource, FluentValue};
use unic_langid::LanguageIdentifier;

use crate::language::Language;
use crate::number::signed;
use crate::value::Value;

/// The messages of one language. Made once for each; costs nothing to pass on.
pub struct Words {
    language: Language,
    bundle: FluentBundle<FluentResource>,
}

/// The messages of a language.
#[must_use]
pub fn words(language: Language) -> &'static Words {
    static ALL: [OnceLock<Words>; Language::ALL.len()] =
        [const { OnceLock::new() }; Language::ALL.len()];
    ALL[language.index()].get_or_init(|| Words::load(language))
}

impl Words {
    /// The messages of a language; the same as [`words`].
    #[must_use]
    pub fn of(language: Language) -> &'static Self {
        words(language)
    }

    fn load(language: Language) -> Self {
        let id: LanguageIdentifier = language.code().parse().expect("our codes are of BCP 47");
        let mut bundle = FluentBundle::new_concurrent(vec![id]);
        // The marks that Fluent would put around each value would be shown as text by our escaping; pages isolate
        // with `<bdi>`.
        bundle.set_use_isolating(false);
        bundle.set_formatter(Some(|value, _| match value {
            #[allow(clippy::cast_possible_truncation)] // Only whole numbers come in, as `Value`.
            FluentValue::Number(n) => Some(signed(n.value as i64)),
            _ => None,
        }));
        // The tests hold that there is no problem here; what runs shows what could be read, and names what is missing.
        for (_, text) in crate::CATALOGUES[language.index()] {
            let resource =
                FluentResource::try_new((*text).to_owned()).unwrap_or_else(|(read, _)| read);
            // Of two messages with one name the first is kept.
            let _ = bundle.add_resource(resource);
        }
        Self { language, bundle }
    }

    /// Whose words they are.
    #[must_use]
    pub const fn language(&self) -> Language {
        self.language
    }

    /// A message without variables; `id.attribute` gives an attribute of a message.
    #[must_use]
    pub fn say(&self, id: &str) -> String {
        self.say_with(id, &[])
    }

    /// A message with its variables. A message that is missing is the caller's mistake: tests stop at it, a release
    /// shows its id in double brackets and goes on.
    #[must_use]
    pub fn say_with(&self, id: &str, args: &[(&str, Value<'_>)]) -> String {
        let Some(pattern) = self.pattern(id) else {
            debug_assert!(false, "no message `{id}` in `{}`", self.language.code());
            return format!("[[{id}]]");
        };
        let mut fluent_args = FluentArgs::with_capacity(args.len());
        for (name, value) in args {
            fluent_args.set(*name, value.as_fluent());
        }
        let mut problems = Vec::new();
        let text = self
            .bundle
            .format_pattern(pattern, Some(&fluent_args), &mut problems)
            .into_owned();
        debug_assert!(
            problems.is_empty(),
            "message `{id}` in `{}`: {problems:?}",
            self.language.code()
        );
        text
    }

    /// Whether there is a message, or an attribute of one, with this id.
    #[must_use]
    pub fn has(&self, id: &str) -> bool {
        self.pattern(id).is_some()
    }

    fn pattern(&self, id: &str) -> Option<&fluent_syntax::ast::Pattern<&str>> {
        match id.split_once('.') {
            None => self.bundle.get_message(id)?.value(),
            Some((message, attribute)) => Some(
                self.bundle
                    .get_message(message)?
                    .get_attribute(attribute)?
                    .value(),
            ),
        }
    }
}

impl std::fmt::Debug for Words {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Words")
            .field("language", &self.language)
            .finish_non_exhaustive()
    }
}
