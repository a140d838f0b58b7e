//! A first mapping file for a table: what can be seen is filled in, what cannot is left as a question.

use super::sniff::{Sniffed, SniffedColumn};
use super::targets::{Kind, TARGETS, index_of};

/// Other names under which columns are often found, in small letters.
const OTHER_NAMES: [(&str, &str); 14] = [
    ("nr", "id"),
    ("no", "id"),
    ("number", "id"),
    ("latitude", "lat"),
    ("longitude", "lon"),
    ("lng", "lon"),
    ("url", "source_url"),
    ("link", "source_url"),
    ("place_name", "place"),
    ("location", "place"),
    ("description", "summary"),
    ("headline", "summary"),
    ("remarks", "note"),
    ("timezone", "tz"),
];

/// Drafts a mapping file: TOML with comments and open questions, to be completed by hand.
///
/// Only columns whose name is that of a target column are mapped; everything else is a suggestion behind `#`. The draft
/// is a valid mapping file.
#[must_use]
pub fn draft_map(sniffed: &Sniffed) -> String {
    let mut text = format!(
        "# A mapping for {}: {}, {} rows.\n# It says where each column of reports.csv comes from. Lines behind `#` are suggestions.\n",
        one_line(&sniffed.file_name),
        one_line(&sniffed.format.to_string()),
        sniffed.rows
    );
    for sentence in &sniffed.recognised {
        text.push_str(&format!("# recognised: {}\n", one_line(sentence)));
    }
    text.push_str("version = 1\n");
    let kept: Vec<&str> = sniffed
        .settings
        .lines()
        .filter(|l| !l.trim_start().starts_with("version"))
        .collect();
    if kept.iter().any(|l| !l.trim().is_empty()) {
        text.push_str("\n# What the mapping that the look was taken with says; move its lines to their places below.\n");
        for line in kept {
            text.push_str(&format!("# {}\n", one_line(line)));
        }
    }
    if !sniffed.questions.is_empty() {
        text.push_str("\n# Open questions: what the table does not settle. Take away the `#` before the right answer.\n");
    }
    for question in &sniffed.questions {
        let line = question
            .line
            .map_or(String::new(), |l| format!(" (line {l})"));
        text.push_str(&format!("# {}{line}\n", one_line(&question.message)));
        for answer in &question.answers {
            text.push_str(&format!("#   {}\n", one_line(answer)));
        }
    }
    let targets: Vec<Option<(&'static str, bool)>> = suggest(&sniffed.columns);
    text.push_str("\n[columns]\n");
    if !targets
        .iter()
        .flatten()
        .any(|(t, sure)| *t == "id" && *sure)
    {
        text.push_str("# id = { number = \"R-\" }   # numbers the lines, if no column holds ids\n");
    }
    for (column, target) in sniffed.columns.iter().zip(&targets) {
        let (name, sure) = target.unwrap_or(("?", false));
        let sign = if sure { "" } else { "# " };
        let key = if name == "date" && column.timed > 0 {
            let from = quoted(&column.reference);
            format!(
                "date = {{ from = {from}, part = \"date\" }}\n{sign}time = {{ from = {from}, part = \"time\" }}"
            )
        } else {
            format!("{name} = {}", quoted(&column.reference))
        };
        text.push_str(&format!(
            "{sign}{key}   # {}\n",
            one_line(&describe(column))
        ));
    }
    text.push_str("\n[constants]\n# tz = \"Europe/Berlin\"   # the zone of the table's local times\n# by = \"\"              # the party whose claim it is, if all rows are of one\n# source = \"\"\n");
    for (column, target) in sniffed.columns.iter().zip(&targets) {
        let Some((name, _)) = target else { continue };
        let Some(Kind::Word(list) | Kind::Words(list)) = index_of(name).map(|i| TARGETS[i].1)
        else {
            continue;
        };
        if !list.is_empty() && !column.words.is_empty() {
            text.push_str(&format!(
                "\n# [values.{name}]   # one of {}\n",
                list.join(", ")
            ));
            for (word, count) in column
                .words
                .iter()
                .filter(|(w, _)| !list.contains(&w.as_str()))
            {
                text.push_str(&format!("# {} = \"\"   # {count} times\n", quoted(word)));
            }
        }
    }
    text.push_str("\n[ignore]\n# Columns that are left out on purpose; any other column that is not used is reported.\ncolumns = []\n");
    text
}

/// For each column a target, and whether its name is exactly that of the target.
fn suggest(columns: &[SniffedColumn]) -> Vec<Option<(&'static str, bool)>> {
    let mut taken: Vec<&str> = Vec::new();
    columns
        .iter()
        .map(|column| {
            let name = column.reference.to_lowercase();
            let exact = index_of(&name);
            let other = OTHER_NAMES
                .iter()
                .find(|(n, _)| *n == name)
                .and_then(|(_, t)| index_of(t));
            let looks = (column.dates * 2 > column.filled)
                .then(|| index_of("date"))
                .flatten();
            let index = exact.or(other).or(looks)?;
            let target = TARGETS[index].0;
            if taken.contains(&target) {
                return None;
            }
            taken.push(target);
            // A column called `date` that holds times, or `lat` that holds words, is a suggestion only.
            let fits = match TARGETS[index].1 {
                Kind::Degrees(_) => column.numbers == column.filled,
                Kind::Date => column.dates == column.filled && column.timed == 0,
                _ => true,
            };
            Some((target, exact.is_some() && fits && column.filled > 0))
        })
        .collect()
}

fn describe(column: &SniffedColumn) -> String {
    if column.filled == 0 {
        return "always empty".to_owned();
    }
    let mut parts = vec![format!("{} filled", column.filled)];
    if column.dates > 0 {
        parts.push(format!(
            "{} dates, {} of them with a time",
            column.dates, column.timed
        ));
    }
    if column.numbers > 0 {
        parts.push(format!("{} numbers", column.numbers));
    }
    parts.push(format!("for instance {}", column.examples.join(" / ")));
    parts.join("; ")
}

/// Made safe for a comment.
fn one_line(text: &str) -> String {
    text.chars()
        .map(|c| if c.is_control() { ' ' } else { c })
        .collect()
}

/// A text as a TOML string.
pub(crate) fn quoted(text: &str) -> String {
    let mut out = String::from("\"");
    for c in text.chars() {
        match c {
            '"' => out.push_str("\\\""),
            '\\' => out.push_str("\\\\"),
            c if c.is_control() => out.push_str(&format!("\\u{:04X}", u32::from(c))),
            c => out.push(c),
        }
    }
    out.push('"');
    out
}
