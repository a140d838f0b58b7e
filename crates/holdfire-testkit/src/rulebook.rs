//! The numbered rules of `docs/spec/rules.md`, and the scenarios that show them.

use std::collections::{BTreeMap, BTreeSet};

/// One numbered rule: its number, the line that states it, and the names that follow it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Rule {
    /// The number: `R4.5`.
    pub number: String,
    /// The line that states it, from 0.
    pub line: usize,
    /// The scenarios that the text lists.
    pub shown_by: Vec<String>,
}

/// What stands before the names of scenarios.
pub const SHOWN_BY: &str = "Shown by: ";

/// The rules of the text, in its order.
///
/// A rule is a line that begins `**R4.5**`; the next line that begins `Shown by: ` lists its scenarios.
#[must_use]
pub fn rules(text: &str) -> Vec<Rule> {
    let mut rules: Vec<Rule> = Vec::new();
    for (line, said) in text.lines().enumerate() {
        if let Some(number) = said.strip_prefix("**R").and_then(|s| s.split_once("**")) {
            let number = format!("R{}", number.0);
            rules.push(Rule {
                number,
                line,
                shown_by: Vec::new(),
            });
        } else if let (Some(names), Some(rule)) =
            (said.strip_prefix(SHOWN_BY.trim_end()), rules.last_mut())
        {
            let names = names
                .split(',')
                .map(|n| n.trim().trim_matches(['`', '.']).to_owned());
            rule.shown_by = names.filter(|n| !n.is_empty()).collect();
        }
    }
    rules
}

/// The text with its lists of scenarios brought up to date: rule to names.
#[must_use]
pub fn updated(text: &str, shown: &BTreeMap<String, BTreeSet<String>>) -> String {
    let mut out = String::new();
    let mut open: Option<String> = None;
    for line in text.lines() {
        if let Some(number) = line.strip_prefix("**R").and_then(|s| s.split_once("**")) {
            open = Some(format!("R{}", number.0));
        }
        if line.starts_with(SHOWN_BY.trim_end())
            && let Some(number) = open.take()
        {
            let names = shown.get(&number).into_iter().flatten();
            let names: Vec<String> = names.map(|n| format!("`{n}`")).collect();
            out += format!("{SHOWN_BY}{}", names.join(", ")).trim_end();
            out.push('\n');
            continue;
        }
        out += line;
        out.push('\n');
    }
    out
}
