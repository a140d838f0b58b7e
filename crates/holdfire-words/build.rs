//! Puts the catalogues into the program: every `words/<language>/*.ftl`, in order of names, so that a new file of
//! messages needs no line of code.

use std::fmt::Write as _;
use std::path::PathBuf;

const LANGUAGES: [&str; 3] = ["en", "uk", "ru"];

fn main() {
    let root = PathBuf::from(std::env::var_os("CARGO_MANIFEST_DIR").expect("cargo sets it"));
    let mut code = String::from("[\n");
    for language in LANGUAGES {
        let folder = root.join("words").join(language);
        println!("cargo:rerun-if-changed={}", folder.display());
        let mut files: Vec<PathBuf> = std::fs::read_dir(&folder)
            .expect("each language has a folder")
            .map(|entry| entry.expect("a folder can be listed").path())
            .filter(|path| path.extension().is_some_and(|e| e == "ftl"))
            .collect();
        files.sort();
        code.push_str("    &[\n");
        for path in files {
            println!("cargo:rerun-if-changed={}", path.display());
            let name = path.file_name().expect("a file has a name");
            writeln!(
                code,
                "        ({:?}, include_str!({:?})),",
                format!("{language}/{}", name.display()),
                path.display().to_string()
            )
            .expect("a string takes every line");
        }
        code.push_str("    ],\n");
    }
    code.push_str("]\n");
    let out = PathBuf::from(std::env::var_os("OUT_DIR").expect("cargo sets it"));
    std::fs::write(out.join("catalogues.rs"), code).expect("the build folder can be written");
}
