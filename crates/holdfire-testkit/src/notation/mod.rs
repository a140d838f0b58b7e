//! The scenario notation: one small case as text, and what must follow from it.

mod agreement;
mod beside;
mod case;
mod line;
mod rows;
mod terms;
mod time;

use holdfire_model::{Case, Moment};

use case::Draft;
use line::{Line, lines, pair};

pub use line::NotationError;
pub(crate) use line::{number, parts as split_parts};

/// One expectation of a scenario, as it is written.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Expected {
    /// The line, from 1.
    pub line: u32,
    /// What is expected.
    pub text: String,
}

/// What is expected of the case in one state of knowledge.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Stage {
    /// As known at this moment; `None`: as known at the end.
    pub as_of: Option<Moment>,
    /// What is expected.
    pub expected: Vec<Expected>,
}

/// A scenario: a small case and what must follow from it.
#[derive(Clone, Debug)]
pub struct Scenario {
    /// The file, as it is named in messages.
    pub file: String,
    /// The file's name without its ending: the name of the scenario.
    pub name: String,
    /// The comment on the first line: what the scenario is about.
    pub title: String,
    /// The rules that it shows, with the line that names them.
    pub rules: Vec<(u32, String)>,
    /// What the scenario was made from.
    pub source: String,
    /// Parts of messages with which the case must be refused; empty for a case that is sound.
    pub refused: Vec<Expected>,
    /// The case, or why it is none.
    pub case: Result<Case, NotationError>,
    /// What must follow.
    pub stages: Vec<Stage>,
}

/// Reads a scenario. A case that cannot be read is part of the answer: in `scenarios/bad` it is what is expected.
#[must_use]
pub fn read(file: &str, text: &str) -> Scenario {
    let name = file.rsplit('/').next().unwrap_or(file);
    let name = name.strip_suffix(".txt").unwrap_or(name);
    let first = text.lines().next().unwrap_or_default();
    let mut scenario = Scenario {
        file: file.to_owned(),
        name: name.to_owned(),
        title: first.trim_start_matches(['#', ' ']).to_owned(),
        rules: Vec::new(),
        source: String::new(),
        refused: Vec::new(),
        case: Err(NotationError {
            file: file.to_owned(),
            line: 1,
            message: "the scenario is empty".to_owned(),
        }),
        stages: Vec::new(),
    };
    let mut rest = Vec::new();
    for line in lines(text) {
        let expected = |text: &str| Expected {
            line: line.number,
            text: text.to_owned(),
        };
        match pair(line.text) {
            Ok(("rules", value)) if !line.indented => {
                let named = value
                    .split_whitespace()
                    .map(|r| (line.number, r.to_owned()));
                scenario.rules.extend(named);
            }
            Ok(("source", value)) if !line.indented => value.clone_into(&mut scenario.source),
            Ok(("refused", value)) if !line.indented => scenario.refused.push(expected(value)),
            _ => rest.push(line),
        }
    }
    match whole(file, name, &scenario.title, &rest, &mut scenario.stages) {
        Ok(case) => scenario.case = Ok(case),
        Err((line, message)) => {
            let file = file.to_owned();
            scenario.case = Err(NotationError {
                file,
                line,
                message,
            });
        }
    }
    scenario
}

fn whole(
    file: &str,
    name: &str,
    title: &str,
    lines: &[Line<'_>],
    stages: &mut Vec<Stage>,
) -> Result<Case, (u32, String)> {
    let mut draft = Draft::new(file, name, title);
    let mut at = 0;
    while at < lines.len() {
        let head = lines[at];
        let more = lines[at + 1..].iter().take_while(|l| l.indented).count();
        let block = &lines[at + 1..=at + more];
        at += 1 + more;
        if head.indented {
            let message =
                "this line belongs to nothing: it is indented, but no line above it opens a block";
            return Err((head.number, message.to_owned()));
        }
        match head.text.strip_prefix("as of ") {
            None if head.text != "expect" => draft.take(head, block)?,
            moment => {
                let at = moment.map(|m| time::moment(draft.zone(), m)).transpose();
                stages.push(Stage {
                    as_of: at.map_err(|wrong| (head.number, wrong))?,
                    expected: block
                        .iter()
                        .map(|l| Expected {
                            line: l.number,
                            text: l.text.to_owned(),
                        })
                        .collect(),
                });
            }
        }
    }
    draft.finish()
}
