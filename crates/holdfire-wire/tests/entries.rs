//! Every case of the repository, cut into entries and joined again, is the same case with the same answer.

use std::path::{Path, PathBuf};

use holdfire_monitor::{Filter, answer};
use holdfire_wire::answer::{Context, json};
use holdfire_wire::entries::{changes, join, split};
use holdfire_wire::{CaseFiles, case};

fn repository() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../..")
}

/// All files of a folder and of the folders in it, by path.
fn files(dir: &Path) -> CaseFiles {
    let mut files = CaseFiles::default();
    let mut folders = vec![dir.to_owned()];
    while let Some(folder) = folders.pop() {
        for entry in std::fs::read_dir(&folder).expect("a folder of the repository") {
            let path = entry.expect("it is listed").path();
            if path.is_dir() {
                folders.push(path);
            } else {
                let inside = path.strip_prefix(dir).expect("it lies in it");
                let name = inside.to_str().expect("a plain name").to_owned();
                files.0.insert(name, std::fs::read(&path).expect("a file"));
            }
        }
    }
    files
}

/// Problems as text, and the answer as JSON if there is one.
fn result(files: &CaseFiles) -> (String, Option<String>) {
    let loaded = case::read(files);
    let problems: Vec<String> = loaded.problems.iter().map(ToString::to_string).collect();
    let context = Context {
        version: "test".to_owned(),
        as_of: None,
        notices: loaded.notices,
    };
    let answered = loaded.case.map(|case| {
        let answered = answer(&case, &Filter::default()).expect("a case that is good");
        json(&case, &answered, &context)
    });
    (problems.join("\n"), answered)
}

fn check(dir: &Path) {
    let files = files(dir);
    let items = split(&files);
    let joined = join(&items).expect("it was just cut");
    assert_eq!(joined.0, files.0, "{}", dir.display());
    assert_eq!(changes(&items, &files), []);
    let (problems, answered) = result(&files);
    assert!(answered.is_some(), "{}: {problems}", dir.display());
    assert!(
        result(&joined) == (problems, answered),
        "{} differs",
        dir.display()
    );
}

#[test]
fn every_case_gives_the_same_problems_and_the_same_answer() {
    let mut cases = 0;
    for entry in std::fs::read_dir(repository().join("cases")).expect("there are cases") {
        check(&entry.expect("it is listed").path());
        cases += 1;
    }
    assert!(cases >= 4, "{cases} cases");
    check(&repository().join("docs/spec/example-case"));
}
