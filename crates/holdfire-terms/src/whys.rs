//! Reasons of compiled terms: written once at compile time, looked up when an answer is explained.

use holdfire_model::{Cite, Element, Moment, Phrase, Stated, phrase};

/// One reason of a compiled reading.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Why {
    /// In words.
    pub text: Phrase,
    /// Where it stands in the case.
    pub cites: Vec<Cite>,
    /// When the statements that it rests on were made, each.
    pub stated: Vec<Moment>,
    /// The silent terms, where it is a silence: names of points, with detail after a colon.
    pub missing: Vec<String>,
}

impl Why {
    /// A reason that rests on no statement of the reading.
    pub(crate) fn plain(text: Phrase) -> Self {
        Self {
            text,
            cites: Vec::new(),
            stated: Vec::new(),
            missing: Vec::new(),
        }
    }

    /// A reason that rests on a statement.
    pub(crate) fn stated(text: Phrase, by: &Stated) -> Self {
        let mut why = Self::plain(text);
        why.rest_on(by);
        why
    }

    /// A silence of the reading.
    pub(crate) fn silent(text: Phrase, missing: &[&str]) -> Self {
        Self {
            missing: missing.iter().map(|&m| m.to_owned()).collect(),
            ..Self::plain(text)
        }
    }

    /// A conflict of statements of one reading, all quoted.
    pub(crate) fn conflict<T>(point: &str, elements: &[Element<T>]) -> Self {
        let quotes: Vec<String> = elements
            .iter()
            .map(|e| format!("{} ({})", e.stated.rests_on, e.stated.at))
            .collect();
        let mut why = Self::silent(
            phrase!(
                "why-conflict",
                "two statements disagree: {quotes}",
                quotes = quotes.join(" / ")
            ),
            &["conflict", point],
        );
        for element in elements {
            why.rest_on(&element.stated);
        }
        why
    }

    /// Adds a statement that it rests on.
    pub(crate) fn rest_on(&mut self, stated: &Stated) {
        self.cites.push(stated.at.clone());
        self.stated.push(stated.when.from());
    }
}

/// The list of reasons of one compiled clause.
#[derive(Clone, Debug, Default)]
pub struct Whys(Vec<Why>);

impl Whys {
    /// Adds a reason and gives its number.
    pub(crate) fn add(&mut self, why: Why) -> u16 {
        if let Some(at) = self.0.iter().position(|w| *w == why) {
            return u16::try_from(at).expect("fewer than 65,536 reasons");
        }
        self.0.push(why);
        u16::try_from(self.0.len() - 1).expect("fewer than 65,536 reasons")
    }

    /// A reason by its number.
    #[must_use]
    pub fn get(&self, number: u16) -> &Why {
        &self.0[usize::from(number)]
    }
}
