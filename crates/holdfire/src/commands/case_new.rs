//! `holdfire case new`: a folder with every file that a case needs, explained, without sample data.

use std::path::Path;

use anyhow::Context as _;

use super::done;
use crate::output::{Failure, Outcome, note};

const FILES: [(&str, &str); 11] = [
    ("README.md", include_str!("../../new-case/README.md")),
    ("case.toml", include_str!("../../new-case/case.toml")),
    (
        "agreement.toml",
        include_str!("../../new-case/agreement.toml"),
    ),
    (
        "readings/first.toml",
        include_str!("../../new-case/readings/first.toml"),
    ),
    (
        "readings/second.toml",
        include_str!("../../new-case/readings/second.toml"),
    ),
    (
        "categories.csv",
        include_str!("../../new-case/categories.csv"),
    ),
    ("reports.csv", include_str!("../../new-case/reports.csv")),
    ("replies.csv", include_str!("../../new-case/replies.csv")),
    ("links.csv", include_str!("../../new-case/links.csv")),
    (
        "observations.csv",
        include_str!("../../new-case/observations.csv"),
    ),
    ("control.csv", include_str!("../../new-case/control.csv")),
];

pub fn run(dir: &Path) -> Outcome {
    let used = std::fs::read_dir(dir).is_ok_and(|mut entries| entries.next().is_some());
    if used || dir.is_file() {
        return Err(Failure::Input(format!(
            "`{}` is there already and not empty\nhint: name a folder that does not exist yet",
            dir.display()
        )));
    }
    std::fs::create_dir_all(dir.join("readings"))
        .with_context(|| format!("cannot make {}", dir.display()))?;
    for (name, text) in FILES {
        let path = dir.join(name);
        std::fs::write(&path, text).with_context(|| format!("cannot write {}", path.display()))?;
    }
    note(&format!("made {}", dir.display()));
    note(&format!(
        "next: write the terms (agreement.toml, readings/), add reports (reports.csv), then `holdfire case check {}`",
        dir.display()
    ));
    done()
}
