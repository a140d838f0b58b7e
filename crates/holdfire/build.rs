//! Puts the case that `holdfire demo` shows into the program: every data file of its folder, in order of names.

use std::fmt::Write as _;
use std::path::{Path, PathBuf};

const CASE: &str = "../../cases/energy-2025";

fn main() {
    let root =
        PathBuf::from(std::env::var_os("CARGO_MANIFEST_DIR").expect("cargo sets it")).join(CASE);
    println!("cargo:rerun-if-changed={}", root.display());
    println!("cargo:rerun-if-changed={}", root.join("readings").display());
    let mut files = Vec::new();
    for folder in ["", "readings"] {
        let entries =
            std::fs::read_dir(root.join(folder)).expect("the case's folder is in the repository");
        for entry in entries {
            let path = entry.expect("a folder can be listed").path();
            let data = path
                .extension()
                .is_some_and(|e| e == "toml" || e == "csv" || e == "geojson");
            if path.is_file() && data {
                files.push(path);
            }
        }
    }
    files.sort();
    let mut code = String::from("&[\n");
    for path in &files {
        println!("cargo:rerun-if-changed={}", path.display());
        let name = name(&root, path);
        writeln!(
            code,
            "    ({name:?}, include_bytes!({:?})),",
            path.display().to_string()
        )
        .expect("a string takes every line");
    }
    code.push_str("]\n");
    let out = PathBuf::from(std::env::var_os("OUT_DIR").expect("cargo sets it"));
    std::fs::write(out.join("built_in_case.rs"), code).expect("the build folder can be written");
}

fn name(root: &Path, path: &Path) -> String {
    path.strip_prefix(root)
        .expect("found below it")
        .display()
        .to_string()
        .replace('\\', "/")
}
