//! Files in the repository that the program generates. `UPDATE_GENERATED=1 cargo test -p holdfire` writes them anew.

use std::path::Path;

use crate::support::{out, root, run};

fn check(path: &str, text: &str) {
    let file = root().join(path);
    if std::env::var_os("UPDATE_GENERATED").is_some() {
        std::fs::create_dir_all(file.parent().unwrap_or(Path::new(".")))
            .expect("a folder can be made");
        std::fs::write(&file, text).expect("the file can be written");
    }
    let kept = std::fs::read_to_string(&file).unwrap_or_default();
    assert!(
        kept == text,
        "{path} is not what the program generates; run `UPDATE_GENERATED=1 cargo test -p holdfire`"
    );
}

#[test]
fn the_json_schemas_are_those_of_the_wire_types() {
    let names = out(&run(&["schema"]));
    assert_eq!(names.lines().count(), 5);
    for name in names.lines() {
        check(
            &format!("docs/spec/schema/{name}.json"),
            &out(&run(&["schema", name])),
        );
    }
}

#[test]
fn the_reference_of_commands_is_what_help_prints() {
    let mut page = String::from("# Commands\n\nGenerated from the program's own help.\n");
    describe(&mut Vec::new(), &mut page);
    check("docs/reference/commands.md", &page);
}

/// Adds the help of a command and of all below it, found in the help itself, so that none is forgotten.
fn describe(words: &mut Vec<String>, page: &mut String) {
    let args: Vec<&str> = words.iter().map(String::as_str).chain(["--help"]).collect();
    let output = run(&args);
    assert!(output.status.success(), "{args:?}");
    let help = out(&output);
    let name: Vec<&str> = std::iter::once("holdfire")
        .chain(args[..words.len()].to_vec())
        .collect();
    page.push_str(&format!("\n## {}\n\n```text\n{help}```\n", name.join(" ")));
    let listed = help.lines().skip_while(|line| *line != "Commands:").skip(1);
    for line in listed.take_while(|line| !line.is_empty()) {
        // A name stands after two spaces; what is further in goes on with the line above.
        let Some(rest) = line
            .strip_prefix("  ")
            .filter(|rest| !rest.starts_with(' '))
        else {
            continue;
        };
        let name = rest.split(' ').next().unwrap_or_default();
        if name != "help" {
            words.push(name.to_owned());
            describe(words, page);
            words.pop();
        }
    }
}

#[test]
fn the_headline_of_the_2025_case_is_the_one_that_was_read_through() {
    let output = run(&["assess".as_ref(), crate::support::energy().as_os_str()]);
    check("docs/reference/energy-2025-headline.txt", &out(&output));
}

#[test]
fn completions_and_man_pages_are_written() {
    for shell in ["bash", "zsh", "fish"] {
        assert!(
            out(&run(&["completions", shell])).contains("holdfire"),
            "{shell}"
        );
    }
    let folder = crate::support::Folder::new("man-pages");
    let output = run(&["man".as_ref(), folder.path().as_os_str()]);
    assert!(output.status.success());
    assert!(folder.read("holdfire-assess.1").contains("as\\-of"));
}
