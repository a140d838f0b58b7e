//! Where a case comes from: a folder, the record of a mission, or the program itself.

use std::path::Path;

use anyhow::Context as _;
use holdfire_store::mission::is_mission;
use holdfire_wire::case::{Loaded, read};
use holdfire_wire::entries::{items, join};
use holdfire_wire::{CaseFiles, Severity};

use crate::cli::CaseFrom;
use crate::commands::open;
use crate::output::{Failure, count, note, with_causes};

/// No file of a case folder is larger: tables that outgrow this outgrow a folder.
const LARGEST_FILE_BYTES: u64 = 256 << 20;

/// Reads the files of a case folder: those that it can hold, and `readings/*.toml`.
pub fn files(dir: &Path) -> Result<CaseFiles, Failure> {
    if !dir.is_dir() {
        return Err(Failure::Input(format!(
            "`{}` is not a folder\nhint: `holdfire case new {0}` makes one, `holdfire demo` needs none",
            dir.display()
        )));
    }
    let mut files = CaseFiles::default();
    for name in names(dir)? {
        let path = dir.join(&name);
        let size = std::fs::metadata(&path)
            .with_context(|| format!("cannot read {}", path.display()))?
            .len();
        if size > LARGEST_FILE_BYTES {
            return Err(Failure::Input(format!(
                "{}: {} MB; a file of a case folder has at most {} MB\nhint: split the table by time into several cases",
                path.display(),
                size >> 20,
                LARGEST_FILE_BYTES >> 20
            )));
        }
        let bytes =
            std::fs::read(&path).with_context(|| format!("cannot read {}", path.display()))?;
        files.0.insert(name, bytes);
    }
    Ok(files)
}

/// Names of the files that are read, with `/`, in order.
fn names(dir: &Path) -> Result<Vec<String>, Failure> {
    let list = |dir: &Path| -> Result<Vec<String>, Failure> {
        let entries =
            std::fs::read_dir(dir).with_context(|| format!("cannot read {}", dir.display()))?;
        let mut names = Vec::new();
        for entry in entries {
            let entry = entry.with_context(|| format!("cannot read {}", dir.display()))?;
            let plain = entry.path().is_file();
            names.extend(entry.file_name().into_string().ok().filter(|_| plain));
        }
        Ok(names)
    };
    let data = |name: &String| {
        [".toml", ".csv", ".geojson"]
            .iter()
            .any(|end| name.ends_with(end))
    };
    let mut names: Vec<String> = list(dir)?.into_iter().filter(data).collect();
    let readings = dir.join("readings");
    if readings.is_dir() {
        names.extend(
            list(&readings)?
                .into_iter()
                .filter(data)
                .map(|name| format!("readings/{name}")),
        );
    }
    names.sort();
    Ok(names)
}

/// The files of a case, from a folder or from the record of a mission.
///
/// A folder is replayed as entries: what is read is what a record would hold of it.
pub fn of(from: &CaseFrom) -> Result<CaseFiles, Failure> {
    let is_mission = is_mission(&from.dir);
    if !is_mission && (from.as_of_entry.is_some() || !from.identity.is_empty()) {
        return Err(Failure::Input(format!(
            "`{}` is a case folder; `--as-of-entry` and `--identity` are for a mission\n\
             hint: `--as-of TIME` asks what was known at a time",
            from.dir.display()
        )));
    }
    if is_mission {
        let state = open::view(from)?.case_items(None)?;
        let erased = state.erased;
        if erased > 0 {
            note(&format!(
                "{} of this case erased; what is left of it is read",
                count(erased as u64, "row or file", "rows or files")
            ));
        }
        if state.items.is_empty() && erased == 0 {
            return Err(Failure::Input(format!(
                "{} holds no case that can be read here{}\n\
                 hint: `holdfire mission load` enters one; the case of a circle needs `--identity`",
                from.dir.display(),
                from.as_of_entry
                    .map_or_else(String::new, |entry| format!(" as of entry {entry}"))
            )));
        }
        join(state.into_items()).map_err(|error| Failure::Input(with_causes(&error)))
    } else {
        let files = files(&from.dir)?;
        Ok(join(items(&files))
            .expect("what was just cut has each subject once and each row its head"))
    }
}

/// Reads a case and says what is wrong with it on standard error. Refused rows are listed; with `strict`, and where
/// nothing usable is left, it is an input error.
pub fn load(from: &CaseFrom, strict: bool) -> Result<Loaded, Failure> {
    check(read(&of(from)?), strict)
}

/// The same for files that are already in memory.
pub fn check(loaded: Loaded, strict: bool) -> Result<Loaded, Failure> {
    const SHOWN: usize = 20;
    let mut shown: Vec<_> = loaded
        .problems
        .iter()
        .filter(|p| p.severity <= Severity::Refused)
        .collect();
    shown.sort_by_key(|p| p.severity);
    for problem in shown.iter().take(SHOWN) {
        note(&problem.to_string());
    }
    if shown.len() > SHOWN {
        note(&format!(
            "... and {} more; `holdfire case check` lists all",
            shown.len() - SHOWN
        ));
    }
    let refused = loaded.count(Severity::Refused);
    let Some(case) = &loaded.case else {
        return Err(Failure::Input(
            "the case cannot be read; see the errors above".to_owned(),
        ));
    };
    if case.reports.is_empty()
        && loaded
            .problems
            .iter()
            .any(|p| p.file == "reports.csv" && p.severity <= Severity::Refused)
    {
        return Err(Failure::Input(
            "no usable row is left in reports.csv".to_owned(),
        ));
    }
    if strict && refused > 0 {
        return Err(Failure::Input(format!(
            "{refused} rows were refused, and `--strict` takes none"
        )));
    }
    Ok(loaded)
}

/// The case inside the program, as its folder was when the program was built.
pub fn built_in() -> CaseFiles {
    const FILES: &[(&str, &[u8])] = include!(concat!(env!("OUT_DIR"), "/built_in_case.rs"));
    CaseFiles(
        FILES
            .iter()
            .map(|(name, bytes)| ((*name).to_owned(), bytes.to_vec()))
            .collect(),
    )
}
