//! House rules that no lint knows: short files, nothing left open, no traces of the machine something was written on.

use std::path::Path;

use crate::files::{assert_none, project_files, text_of, workspace_root};

/// At about this many lines there is a second idea in the file.
const MOST_LINES: usize = 800;

/// What is left open, or skipped. Taken apart so that this file does not contain them.
const LEFT_OPEN: &[&str] = &[
    concat!("todo", "!("),
    concat!("unimplemented", "!("),
    concat!("#[", "ignore"),
    concat!("FIX", "ME"),
    concat!("XX", "X"),
];

/// Hosts of package registries: where packages come from is the business of each machine's configuration.
const REGISTRY_HOSTS: &[&str] = &[
    concat!("index.", "crates.io"),
    concat!("static.", "crates.io"),
    concat!("registry.", "npmjs.org"),
    concat!("files.", "pythonhosted.org"),
    concat!("pypi.org/", "simple"),
    concat!("deb.", "debian.org"),
];

/// Starts of paths that exist on one machine only.
const MACHINE_PATHS: &[&str] = &[
    concat!("/wo", "rk/"),
    concat!("/fa", "rm/"),
    concat!("/ro", "ot/"),
    concat!("/ho", "me/"),
];

fn is_code(path: &Path) -> bool {
    path.extension().is_some_and(|extension| {
        ["rs", "ts", "mjs", "js"]
            .iter()
            .any(|code| extension == *code)
    })
}

/// Complaints about the lines of one file, each with its number.
fn complaints(path: &Path, text: &str) -> Vec<String> {
    let shown = path.display();
    let mut found = Vec::new();
    let lines = text.lines().count();
    if is_code(path) && lines > MOST_LINES {
        found.push(format!(
            "{shown}: {lines} lines; look for the second idea, {MOST_LINES} are the most"
        ));
    }
    let is_lock = path
        .extension()
        .is_some_and(|extension| extension == "lock");
    for (index, line) in text.lines().enumerate() {
        let place = format!("{shown}:{}", index + 1);
        if is_code(path) {
            found.extend(
                LEFT_OPEN
                    .iter()
                    .filter(|mark| line.contains(*mark))
                    .map(|mark| format!("{place}: `{mark}`")),
            );
        }
        if !is_lock {
            found.extend(
                REGISTRY_HOSTS
                    .iter()
                    .filter(|host| line.contains(*host))
                    .map(|host| format!("{place}: names the package registry host `{host}`")),
            );
        }
        found.extend(
            MACHINE_PATHS
                .iter()
                .filter(|start| has_path(line, start))
                .map(|start| format!("{place}: a path of one machine (`{start}...`)")),
        );
    }
    found
}

/// Whether a path starts here: not in the middle of a longer path or an address.
fn has_path(line: &str, start: &str) -> bool {
    line.match_indices(start).any(|(at, _)| {
        !line[..at]
            .chars()
            .next_back()
            .is_some_and(char::is_alphanumeric)
    })
}

#[test]
fn no_file_is_too_long_left_open_or_tied_to_one_machine() {
    let root = workspace_root();
    let files = project_files(&root);
    assert!(
        files.iter().any(|path| is_code(path)),
        "no source file was found under {}",
        root.display()
    );
    let findings: Vec<String> = files
        .iter()
        .filter_map(|path| text_of(&root.join(path)).map(|text| complaints(path, &text)))
        .flatten()
        .collect();
    assert_none("house rules:", &findings);
}

#[test]
fn what_the_house_rules_forbid_would_be_found() {
    let long = "//\n".repeat(MOST_LINES + 1);
    assert_eq!(complaints(Path::new("a.rs"), &long).len(), 1);
    assert_eq!(complaints(Path::new("a.csv"), &long).len(), 0);
    for mark in LEFT_OPEN {
        assert_eq!(
            complaints(Path::new("a.rs"), &format!("  {mark}")).len(),
            1,
            "{mark}"
        );
        assert_eq!(complaints(Path::new("a.md"), mark).len(), 0, "{mark}");
    }
    for host in REGISTRY_HOSTS {
        assert_eq!(
            complaints(Path::new("a.json"), &format!("https://{host}/x")).len(),
            1,
            "{host}"
        );
        assert_eq!(
            complaints(Path::new("Cargo.lock"), &format!("https://{host}/x")).len(),
            0,
            "{host}"
        );
    }
    for start in MACHINE_PATHS {
        assert_eq!(
            complaints(Path::new("a.md"), &format!("see {start}main/x")).len(),
            1,
            "{start}"
        );
        assert_eq!(
            complaints(
                Path::new("a.md"),
                &format!("docs{start}page and https://a.org{start}x")
            )
            .len(),
            0
        );
    }
}
