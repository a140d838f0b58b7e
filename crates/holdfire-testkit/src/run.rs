//! Runs scenarios and says what differs from what they expect.

use std::fmt;
use std::fs;
use std::path::{Path, PathBuf};

use holdfire_model::{Case, Class};
use holdfire_monitor::{Answer, Filter, answer};

use crate::expect::{Came, test};
use crate::notation::{Scenario, read};

/// One expectation that was not met.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Failure {
    /// The file.
    pub file: String,
    /// The line, from 1.
    pub line: u32,
    /// What was expected.
    pub expected: String,
    /// What was got.
    pub got: String,
    /// The reasons of the assessments that it rests on.
    pub reasons: Vec<String>,
}

impl fmt::Display for Failure {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        writeln!(f, "{}:{}:", self.file, self.line)?;
        writeln!(f, "  expected: {}", self.expected)?;
        writeln!(f, "  got:      {}", self.got)?;
        self.reasons
            .iter()
            .try_for_each(|reason| writeln!(f, "    {reason}"))
    }
}

/// A scenario file of the repository.
#[derive(Clone, Debug)]
pub struct Sample {
    /// Its path from the root of the repository.
    pub file: String,
    /// Its text.
    pub text: String,
}

/// The root of the repository.
#[must_use]
pub fn workspace() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../..")
}

/// The scenarios of `scenarios/FOLDER`, in order of names.
///
/// # Panics
/// If the folder or a file in it cannot be read.
#[must_use]
pub fn samples(folder: &str) -> Vec<Sample> {
    let path = workspace().join("scenarios").join(folder);
    let entries = fs::read_dir(&path).expect("the folder of scenarios can be read");
    let mut names: Vec<String> = entries
        .filter_map(|entry| entry.ok()?.file_name().into_string().ok())
        .filter(|name| name.ends_with(".txt"))
        .collect();
    names.sort();
    let load = |name: &String| Sample {
        file: format!("scenarios/{folder}/{name}"),
        text: fs::read_to_string(path.join(name)).expect("a scenario is text in UTF-8"),
    };
    names.iter().map(load).collect()
}

/// Runs a scenario: everything that differs from what it expects.
#[must_use]
pub fn run(file: &str, text: &str) -> Vec<Failure> {
    let scenario = read(file, text);
    let failure = |line: u32, expected: &str, got: String, reasons: Vec<String>| Failure {
        file: file.to_owned(),
        line,
        expected: expected.to_owned(),
        got,
        reasons,
    };
    let mut failures = Vec::new();
    match (&scenario.case, scenario.refused.is_empty()) {
        (Ok(case), true) => {
            if scenario.stages.iter().all(|s| s.expected.is_empty()) {
                failures.push(failure(
                    1,
                    "at least one expectation",
                    "none".to_owned(),
                    Vec::new(),
                ));
            }
            staged(&scenario, case, &mut failures);
        }
        (Ok(case), false) => {
            // What the notation can hold may still be more than the engine takes.
            let got = answer(case, &Filter::default());
            for wanted in &scenario.refused {
                let said = got.as_ref().err().map(chain);
                if !said.as_ref().is_some_and(|s| s.contains(&wanted.text)) {
                    let got = said.unwrap_or_else(|| "the case was taken".to_owned());
                    failures.push(failure(wanted.line, &wanted.text, got, Vec::new()));
                }
            }
        }
        (Err(error), true) => {
            failures.push(failure(
                error.line,
                "a case that can be read",
                error.to_string(),
                Vec::new(),
            ));
        }
        (Err(error), false) => {
            for wanted in scenario
                .refused
                .iter()
                .filter(|w| !error.to_string().contains(&w.text))
            {
                failures.push(failure(
                    wanted.line,
                    &wanted.text,
                    error.to_string(),
                    Vec::new(),
                ));
            }
        }
    }
    failures
}

/// An error with everything that it rests on.
fn chain(error: &impl std::error::Error) -> String {
    let mut text = error.to_string();
    let mut source = error.source();
    while let Some(cause) = source {
        text = format!("{text}: {cause}");
        source = cause.source();
    }
    text
}

fn staged(scenario: &Scenario, case: &Case, failures: &mut Vec<Failure>) {
    for stage in &scenario.stages {
        let known;
        let case = match stage.as_of {
            Some(moment) => {
                known = case.as_of(moment);
                &known
            }
            None => case,
        };
        let line = stage.expected.first().map_or(1, |e| e.line);
        let mut add = |line, expected: &str, got, reasons| {
            failures.push(Failure {
                file: scenario.file.clone(),
                line,
                expected: expected.to_owned(),
                got,
                reasons,
            });
        };
        let answer = match answer(case, &Filter::default()) {
            Ok(answer) => answer,
            Err(error) => {
                add(line, "an answer", chain(&error), Vec::new());
                continue;
            }
        };
        for wrong in sums(case, &answer) {
            add(line, "counts that add up (R11)", wrong, Vec::new());
        }
        for expected in &stage.expected {
            match test(&expected.text, case, &answer) {
                Came::True => {}
                Came::Otherwise(got, reasons) => add(expected.line, &expected.text, got, reasons),
                Came::Unreadable(why) => {
                    add(
                        expected.line,
                        &expected.text,
                        format!("cannot be read: {why}"),
                        Vec::new(),
                    );
                }
            }
        }
    }
}

/// Rule R11 for every answer: cells add up, every report belongs to one incident, every incident to one class.
fn sums(case: &Case, answer: &Answer) -> Vec<String> {
    let mut wrong = Vec::new();
    let summary = &answer.summary;
    let reports: usize = answer.incidents.iter().map(|i| i.reports.len()).sum();
    if reports != case.reports.len() || summary.reports != reports {
        wrong.push(format!(
            "{} reports of {} belong to incidents",
            reports,
            case.reports.len()
        ));
    }
    // The first row of a class is the class as a whole, the others break it down.
    let of = |class: Class| summary.matrix.iter().filter(move |r| r.class == class);
    for column in 0..5 {
        let sum: usize = Class::ALL
            .iter()
            .filter_map(|c| of(*c).next())
            .map(|r| r.cells[column].count)
            .sum();
        if sum != summary.total[column].count {
            wrong.push(format!(
                "column {column} adds up to {sum}, not {}",
                summary.total[column].count
            ));
        }
        for class in Class::ALL {
            let whole = of(class).next().map_or(0, |r| r.cells[column].count);
            let parts: usize = of(class).skip(1).map(|r| r.cells[column].count).sum();
            if of(class).count() > 1 && parts != whole {
                wrong.push(format!(
                    "the points of {} add up to {parts}, not {whole}",
                    class.name()
                ));
            }
        }
    }
    for row in &summary.matrix {
        let sum: usize = row.cells[..4].iter().map(|c| c.count).sum();
        if sum != row.cells[4].count {
            wrong.push(format!(
                "row {:?} {:?} adds up to {sum}, not {}",
                row.class, row.turns_on, row.cells[4].count
            ));
        }
    }
    for (reading, counts) in &summary.by_reading {
        if counts.iter().sum::<usize>() != answer.incidents.len() {
            wrong.push(format!(
                "the verdicts under {reading} do not add up to the incidents"
            ));
        }
    }
    wrong
}
