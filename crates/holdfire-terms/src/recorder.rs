//! What the predicates write down on their way: nothing, or the explanation.

use holdfire_model::Factor;

use crate::whys::Why;

/// Takes what the predicates say. With [`Silent`] every call is compiled away.
pub trait Recorder {
    /// False if nothing is written down; then no words are built.
    const RECORDS: bool;

    /// A reason for the answer of a factor; `None` for an exception.
    fn reason(&mut self, factor: Option<Factor>, prefix: &str, why: &Why);

    /// The measure of a factor, in words.
    fn measure(&mut self, factor: Factor, text: String);
}

/// Writes nothing down.
#[derive(Clone, Copy, Debug, Default)]
pub struct Silent;

impl Recorder for Silent {
    const RECORDS: bool = false;

    fn reason(&mut self, _: Option<Factor>, _: &str, _: &Why) {}

    fn measure(&mut self, _: Factor, _: String) {}
}

/// One reason as it was said.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Said {
    /// The factor; `None` for an exception.
    pub factor: Option<Factor>,
    /// What follows from the reason.
    pub prefix: String,
    /// The reason.
    pub why: Why,
}

/// Keeps everything, in the order in which it was said, each reason once.
#[derive(Clone, Debug, Default)]
pub struct Explanation {
    /// The reasons.
    pub said: Vec<Said>,
    /// The measures.
    pub measures: Vec<(Factor, String)>,
}

impl Recorder for Explanation {
    const RECORDS: bool = true;

    fn reason(&mut self, factor: Option<Factor>, prefix: &str, why: &Why) {
        let said = Said {
            factor,
            prefix: prefix.to_owned(),
            why: why.clone(),
        };
        if !self.said.contains(&said) {
            self.said.push(said);
        }
    }

    fn measure(&mut self, factor: Factor, text: String) {
        self.measures.retain(|(f, _)| *f != factor);
        self.measures.push((factor, text));
    }
}
