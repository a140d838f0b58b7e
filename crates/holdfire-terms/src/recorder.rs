//! What the predicates write down on their way: nothing, or the explanation.

use holdfire_model::{Factor, Phrase};

use crate::whys::Why;

/// Takes what the predicates say. With [`Silent`] every call is compiled away.
pub trait Recorder {
    /// False if nothing is written down; then no words are built.
    const RECORDS: bool;

    /// A reason for the answer of a factor, `None` for an exception; the prefix is what follows from it, if that is not
    /// said by the reason itself.
    fn reason(&mut self, factor: Option<Factor>, prefix: Option<Phrase>, why: &Why);

    /// The measure of a factor, in words.
    fn measure(&mut self, factor: Factor, text: Phrase);
}

/// Writes nothing down.
#[derive(Clone, Copy, Debug, Default)]
pub struct Silent;

impl Recorder for Silent {
    const RECORDS: bool = false;

    fn reason(&mut self, _: Option<Factor>, _: Option<Phrase>, _: &Why) {}

    fn measure(&mut self, _: Factor, _: Phrase) {}
}

/// One reason as it was said.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Said {
    /// The factor; `None` for an exception.
    pub factor: Option<Factor>,
    /// What follows from the reason.
    pub prefix: Option<Phrase>,
    /// The reason.
    pub why: Why,
}

/// Keeps everything, in the order in which it was said, each reason once.
#[derive(Clone, Debug, Default)]
pub struct Explanation {
    /// The reasons.
    pub said: Vec<Said>,
    /// The measures.
    pub measures: Vec<(Factor, Phrase)>,
}

impl Recorder for Explanation {
    const RECORDS: bool = true;

    fn reason(&mut self, factor: Option<Factor>, prefix: Option<Phrase>, why: &Why) {
        let said = Said {
            factor,
            prefix,
            why: why.clone(),
        };
        if !self.said.contains(&said) {
            self.said.push(said);
        }
    }

    fn measure(&mut self, factor: Factor, text: Phrase) {
        self.measures.retain(|(f, _)| *f != factor);
        self.measures.push((factor, text));
    }
}
