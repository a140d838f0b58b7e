//! Sentences of the engines: in English, and as the name of a message with what is in it, so that every language can
//! say them.

use std::fmt;
use std::ops::Deref;
use std::sync::Arc;

/// A sentence as an engine says it. [`phrase!`](crate::phrase!) makes one from its English words.
///
/// A copy is the same sentence in memory too.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
pub struct Phrase(Arc<Said>);

#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
struct Said {
    english: String,
    id: &'static str,
    parts: Vec<(&'static str, Part)>,
}

/// What is in a sentence.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Part {
    /// A name or words of the case, a moment as it is shown: the same in every language.
    Text(String),
    /// A number of things.
    Count(usize),
    /// Another sentence.
    Phrase(Phrase),
    /// Several of which one holds.
    AnyOf(Vec<Part>),
    /// Several that hold together.
    AllOf(Vec<Part>),
}

impl Phrase {
    /// A sentence with the message that says it elsewhere. The macro keeps the two together.
    #[must_use]
    pub fn new(id: &'static str, english: String, parts: Vec<(&'static str, Part)>) -> Self {
        Self(Arc::new(Said { english, id, parts }))
    }

    /// Words that are the same in every language: names, and text of the case.
    #[must_use]
    pub fn verbatim(text: impl Into<String>) -> Self {
        Self::new("", text.into(), Vec::new())
    }

    /// The message; `None`: the words are the same in every language.
    #[must_use]
    pub fn id(&self) -> Option<&'static str> {
        (!self.0.id.is_empty()).then_some(self.0.id)
    }

    /// What is in it, by the names of the message.
    #[must_use]
    pub fn parts(&self) -> &[(&'static str, Part)] {
        &self.0.parts
    }
}

impl fmt::Debug for Phrase {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Phrase")
            .field("english", &self.0.english)
            .field("id", &self.0.id)
            .field("parts", &self.0.parts)
            .finish()
    }
}

/// In English.
impl fmt::Display for Phrase {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0.english)
    }
}

/// In English.
impl Deref for Phrase {
    type Target = str;

    fn deref(&self) -> &str {
        &self.0.english
    }
}

/// Words that are the same in every language.
impl From<&str> for Phrase {
    fn from(text: &str) -> Self {
        Self::verbatim(text)
    }
}

/// Words that are the same in every language.
impl From<String> for Phrase {
    fn from(text: String) -> Self {
        Self::verbatim(text)
    }
}

/// The same words in English.
impl PartialEq<&str> for Phrase {
    fn eq(&self, other: &&str) -> bool {
        self.0.english == *other
    }
}

impl From<Phrase> for String {
    fn from(phrase: Phrase) -> Self {
        phrase.0.english.clone()
    }
}

impl fmt::Display for Part {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (list, word) = match self {
            Self::Text(text) => return f.write_str(text),
            Self::Count(n) => return n.fmt(f),
            Self::Phrase(phrase) => return phrase.fmt(f),
            Self::AnyOf(list) => (list, " or "),
            Self::AllOf(list) => (list, " and "),
        };
        for (i, part) in list.iter().enumerate() {
            if i > 0 {
                f.write_str(word)?;
            }
            part.fmt(f)?;
        }
        Ok(())
    }
}

impl From<&str> for Part {
    fn from(text: &str) -> Self {
        Self::Text(text.to_owned())
    }
}

impl From<String> for Part {
    fn from(text: String) -> Self {
        Self::Text(text)
    }
}

impl From<&String> for Part {
    fn from(text: &String) -> Self {
        Self::Text(text.clone())
    }
}

impl From<usize> for Part {
    fn from(n: usize) -> Self {
        Self::Count(n)
    }
}

impl From<Phrase> for Part {
    fn from(phrase: Phrase) -> Self {
        Self::Phrase(phrase)
    }
}

impl From<&Phrase> for Part {
    fn from(phrase: &Phrase) -> Self {
        Self::Phrase(phrase.clone())
    }
}

/// A sentence from the name of its message and its English words, in which the parts stand by name:
/// `phrase!("why-starts", "starts {at}", at = moment)`.
#[macro_export]
macro_rules! phrase {
    ($id:literal, $english:literal $(,)?) => {
        $crate::Phrase::new($id, ::std::string::String::from($english), ::std::vec::Vec::new())
    };
    ($id:literal, $english:literal, $($name:ident = $value:expr),+ $(,)?) => {{
        $(let $name = $crate::Part::from($value);)+
        let english = ::std::format!($english, $($name = $name),+);
        $crate::Phrase::new($id, english, ::std::vec![$((stringify!($name), $name)),+])
    }};
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_sentence_keeps_its_english_words_and_what_is_in_them() {
        let inner = phrase!("starts", "starts {at}", at = "2025-03-18");
        let names = Part::AnyOf(vec!["North".into(), "South".into()]);
        let outer = phrase!(
            "who",
            "{names}: {what}, {n} times",
            names = names,
            what = &inner,
            n = 2
        );
        assert_eq!(&*outer, "North or South: starts 2025-03-18, 2 times");
        assert_eq!(outer.id(), Some("who"));
        assert_eq!(outer.parts()[1], ("what", Part::Phrase(inner)));
        assert_eq!(Phrase::verbatim("North").id(), None);
    }
}
