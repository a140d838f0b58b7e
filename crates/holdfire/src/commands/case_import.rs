//! `holdfire case import`: a user's own table, by a saved mapping, into rows of reports.csv.

use std::collections::BTreeSet;
use std::path::Path;
use std::process::ExitCode;

use anyhow::Context as _;
use holdfire_wire::import::{
    ImportProblem, Imported, MAX_FILE_BYTES, Place, TARGET_COLUMNS, draft_map, import, sniff,
    to_csv,
};

use super::done;
use crate::cli::ImportArgs;
use crate::output::{Failure, Outcome, note, print, write};

pub fn run(args: &ImportArgs) -> Outcome {
    let bytes = read(&args.table)?;
    let name = args
        .table
        .file_name()
        .map_or_else(String::new, |n| n.to_string_lossy().into_owned());
    if args.draft_map {
        let sniffed =
            sniff(&bytes, &name).map_err(|e| refused(&e.problems(), args, &e.to_string()))?;
        print(&draft_map(&sniffed))?;
        return done();
    }
    let map_path = args.map.as_deref().expect("the command line asks for it");
    let map = std::fs::read_to_string(map_path)
        .with_context(|| format!("cannot read {}", map_path.display()))?;
    let table = args.into.as_deref().map(|dir| dir.join("reports.csv"));
    let kept = match &table {
        Some(path) => Some(
            std::fs::read_to_string(path)
                .with_context(|| format!("cannot read {}", path.display()))?,
        ),
        None => None,
    };
    let ids = kept.as_deref().map(ids).unwrap_or_default();
    let imported = import(&bytes, &name, &map, &ids)
        .map_err(|e| refused(&e.problems(), args, &e.to_string()))?;
    say(&imported, args);
    if args.strict && imported.counts.refused > 0 {
        return Err(Failure::Input(format!(
            "{} rows were refused, and `--strict` takes none",
            imported.counts.refused
        )));
    }
    if imported.counts.kept == 0 {
        return Err(Failure::Input("no usable row".to_owned()));
    }
    if args.dry_run {
        note("dry run: nothing was written");
        return done();
    }
    match (table, kept) {
        (Some(path), Some(kept)) => {
            write(&appended(&kept, &imported)?, Some(&path))?;
            note("next: `holdfire case check` on the folder looks at what the mapping cannot know");
        }
        _ => print(&to_csv(&TARGET_COLUMNS, &imported.rows))?,
    }
    Ok(ExitCode::SUCCESS)
}

fn read(path: &Path) -> Result<Vec<u8>, Failure> {
    let size = std::fs::metadata(path)
        .with_context(|| format!("cannot read {}", path.display()))?
        .len();
    if size > MAX_FILE_BYTES {
        return Err(Failure::Input(format!(
            "{}: {} MB; at most {} MB are read\nhint: split the table and import one part after the other",
            path.display(),
            size >> 20,
            MAX_FILE_BYTES >> 20
        )));
    }
    Ok(std::fs::read(path).with_context(|| format!("cannot read {}", path.display()))?)
}

/// Ids that the case has already.
fn ids(table: &str) -> BTreeSet<String> {
    let mut reader = csv::Reader::from_reader(table.as_bytes());
    let column = reader
        .headers()
        .ok()
        .and_then(|h| h.iter().position(|name| name.trim() == "id"));
    let Some(column) = column else {
        return BTreeSet::new();
    };
    reader
        .records()
        .filter_map(Result::ok)
        .filter_map(|r| r.get(column).map(|id| id.trim().to_owned()))
        .collect()
}

/// The case's table with the new rows under it, each value under the column of its name.
fn appended(kept: &str, imported: &Imported) -> Result<String, Failure> {
    let mut reader = csv::Reader::from_reader(kept.trim_start_matches('\u{feff}').as_bytes());
    let header = reader.headers().cloned().unwrap_or_default();
    let places: Vec<Option<usize>> = header
        .iter()
        .map(|name| TARGET_COLUMNS.iter().position(|t| *t == name.trim()))
        .collect();
    let lost = TARGET_COLUMNS.iter().enumerate().find(|(i, name)| {
        !header.iter().any(|h| h.trim() == **name)
            && imported.rows.iter().any(|row| !row[*i].is_empty())
    });
    if let Some((_, name)) = lost {
        return Err(Failure::Input(format!(
            "reports.csv of the case has no column `{name}`, which the rows fill\nhint: add the column to its header"
        )));
    }
    let rows: Vec<Vec<String>> = imported
        .rows
        .iter()
        .map(|row| {
            places
                .iter()
                .map(|p| p.map_or_else(String::new, |i| row[i].clone()))
                .collect()
        })
        .collect();
    let names: Vec<&str> = header.iter().collect();
    let text = to_csv(&names, &rows);
    let body = text.split_once('\n').map_or("", |(_, body)| body);
    let end = if kept.ends_with('\n') || kept.is_empty() {
        ""
    } else {
        "\n"
    };
    Ok(format!("{kept}{end}{body}"))
}

fn say(imported: &Imported, args: &ImportArgs) {
    const SHOWN: usize = 50;
    for line in &imported.recognised {
        note(line);
    }
    for problem in imported.problems.iter().take(SHOWN) {
        note(&show(problem, args));
    }
    if imported.problems.len() > SHOWN {
        note(&format!("... and {} more", imported.problems.len() - SHOWN));
    }
    let counts = imported.counts;
    note(&format!(
        "{} rows read, {} kept ({} with a remark), {} refused",
        counts.read, counts.kept, counts.kept_with_remarks, counts.refused
    ));
}

fn show(problem: &ImportProblem, args: &ImportArgs) -> String {
    let path = match problem.place {
        Place::Table => args.table.as_path(),
        Place::Map => args.map.as_deref().unwrap_or(Path::new("mapping")),
    };
    let line = problem.line.map_or_else(String::new, |l| format!(":{l}"));
    let column = if problem.column.is_empty() {
        String::new()
    } else {
        format!(" ({})", problem.column)
    };
    let word = if problem.refused { "refused" } else { "kept" };
    let hint = if problem.hint.is_empty() {
        String::new()
    } else {
        format!("\n    hint: {}", problem.hint)
    };
    format!(
        "{}{line}{column}: {word}: {}{hint}",
        path.display(),
        problem.message
    )
}

fn refused(problems: &[ImportProblem], args: &ImportArgs, summary: &str) -> Failure {
    for problem in problems {
        note(&show(problem, args));
    }
    Failure::Input(summary.to_owned())
}
