//! The files `readings/ID.toml` of a folder.

use holdfire_model::{InstrumentId, Reading, ReadingId};

use super::head::CaseFile;
use super::scope::Reader;
use super::{Known, reading, toml};
use crate::element::ReadingFile;
use crate::files::CaseFiles;
use crate::problem::{Problem, Problems, Severity};
use crate::toml_file::{At, TomlFile};

/// Reads those that `case.toml` lists, and names those that it does not.
pub(crate) fn read(
    files: &CaseFiles,
    head: &CaseFile,
    order: &[ReadingId],
    known: &Known,
    problems: &mut Problems,
) -> Vec<Reading> {
    let mut readings = Vec::new();
    for id in order {
        let path = format!("readings/{id}.toml");
        let Some((file, cuts)) = toml::<ReadingFile>(files, &path, problems) else {
            continue;
        };
        let Some(text) = files.text(&path, problems) else {
            continue;
        };
        let mut reader = Reader {
            file: TomlFile { path: &path, text },
            problems,
            cuts,
        };
        for element in instruments_named(&file) {
            reader.known(element, "instrument", &known.instruments, InstrumentId::new);
        }
        readings.extend(reading::read(&mut reader, &file, known));
    }
    for path in files.0.keys().filter(|p| p.starts_with("readings/")) {
        let listed = head
            .readings
            .iter()
            .any(|r| *path == format!("readings/{}.toml", r.value));
        if !listed {
            problems.push(Problem {
                file: path.clone(),
                line: 0,
                column: 0,
                severity: Severity::Kept,
                message: "the reading is not in the list `readings` of case.toml and is not read"
                    .into(),
                hint: None,
            });
        }
    }
    readings
}

fn instruments_named(file: &ReadingFile) -> Vec<&At<String>> {
    use crate::element::Stated;
    fn of<E: Stated>(elements: &crate::toml_file::Many<E>) -> impl Iterator<Item = &At<String>> {
        elements
            .0
            .iter()
            .filter_map(|e| e.value.stating().instrument)
    }
    let mut list: Vec<&At<String>> = of(&file.whose).collect();
    for clause in &file.clause {
        list.extend(
            of(&clause.start)
                .chain(of(&clause.end))
                .chain(of(&clause.ended)),
        );
        list.extend(
            of(&clause.not_before)
                .chain(of(&clause.conditions))
                .chain(of(&clause.extension)),
        );
        list.extend(
            of(&clause.suspension)
                .chain(of(&clause.release))
                .chain(of(&clause.scope)),
        );
        list.extend(
            of(&clause.protects)
                .chain(of(&clause.acts))
                .chain(of(&clause.bound)),
        );
        list.extend(
            of(&clause.territory)
                .chain(of(&clause.against))
                .chain(of(&clause.exception)),
        );
    }
    list
}
