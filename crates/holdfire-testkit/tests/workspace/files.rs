//! Finds the files of the workspace.

use std::path::{Path, PathBuf};
use std::process::Command;

/// The top of the repository: the nearest folder above this crate that holds a `deny.toml`.
pub(crate) fn workspace_root() -> PathBuf {
    let here = Path::new(env!("CARGO_MANIFEST_DIR"));
    let above = here
        .ancestors()
        .skip(1)
        .find(|folder| folder.join("deny.toml").is_file());
    above
        .expect("this crate lies in the repository, which has a deny.toml at its top")
        .to_owned()
}

/// All files under `folder`, sorted; none if there is no such folder. Links are not followed.
pub(crate) fn files_under(folder: &Path) -> Vec<PathBuf> {
    let mut found = Vec::new();
    let mut folders = vec![folder.to_owned()];
    while let Some(folder) = folders.pop() {
        let Ok(entries) = std::fs::read_dir(&folder) else {
            continue;
        };
        for entry in entries {
            let entry = entry.expect("a folder of the workspace can be listed");
            let kind = entry.file_type().expect("an entry just listed has a type");
            if kind.is_dir() {
                folders.push(entry.path());
            } else if kind.is_file() {
                found.push(entry.path());
            }
        }
    }
    found.sort();
    found
}

/// The files that git tracks or would track, relative to `root`; outside a git work tree all but built and hidden ones.
pub(crate) fn project_files(root: &Path) -> Vec<PathBuf> {
    let git = Command::new("git")
        .args([
            "ls-files",
            "-z",
            "--cached",
            "--others",
            "--exclude-standard",
        ])
        .current_dir(root)
        .output();
    let mut files: Vec<PathBuf> = match git {
        Ok(output) if output.status.success() => String::from_utf8_lossy(&output.stdout)
            .split_terminator('\0')
            .map(PathBuf::from)
            .filter(|path| root.join(path).is_file())
            .collect(),
        _ => files_under(root)
            .into_iter()
            .map(|path| {
                path.strip_prefix(root)
                    .expect("listed from the root")
                    .to_owned()
            })
            .filter(|path| !is_built_or_hidden(path))
            .collect(),
    };
    files.sort();
    files.dedup();
    files
}

fn is_built_or_hidden(path: &Path) -> bool {
    path.components().any(|part| {
        let name = part.as_os_str().to_string_lossy();
        ["target", "node_modules", ".git", ".cache"].contains(&name.as_ref())
    })
}

/// Whether a file of a `src` folder holds only tests.
pub(crate) fn is_test_file(path: &Path) -> bool {
    let name = path
        .file_name()
        .map(|name| name.to_string_lossy())
        .unwrap_or_default();
    let in_tests_folder = path
        .components()
        .skip_while(|part| part.as_os_str() != "src")
        .any(|part| part.as_os_str() == "tests");
    name == "tests.rs" || name.contains(".test.") || in_tests_folder
}

/// The text of a file, or nothing if it is no UTF-8 (a picture, a recorded sample in another encoding).
pub(crate) fn text_of(path: &Path) -> Option<String> {
    String::from_utf8(std::fs::read(path).expect("a file just listed can be read")).ok()
}

/// Fails with all the findings at once.
#[track_caller]
pub(crate) fn assert_none(rule: &str, findings: &[String]) {
    assert!(findings.is_empty(), "{rule}\n  {}\n", findings.join("\n  "));
}
