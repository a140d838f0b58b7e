//! What users mistype, and what they are told.

#![cfg(unix)]

use crate::support::{Folder, err, holdfire, out};

/// Runs a line of words in a folder; gives the exit code and all that was said.
fn tries(folder: &Folder, line: &str) -> (i32, String) {
    let mut command = holdfire();
    let run = command.args(line.split(' ')).current_dir(folder.path());
    let output = run.output().expect("the program starts");
    let code = output.status.code().expect("it ends by itself");
    (code, out(&output) + &err(&output))
}

fn check(folder: &Folder, line: &str, code: i32, parts: &[&str]) {
    let (ended, said) = tries(folder, line);
    assert_eq!(ended, code, "{line}\n{said}");
    for part in parts {
        assert!(said.contains(part), "{line}: no `{part}` in\n{said}");
    }
}

fn with_mission(name: &str) -> Folder {
    let folder = Folder::new(name);
    check(&folder, "mission new halt --origin m.example/halt", 0, &[]);
    let (_, said) = tries(&folder, "key new m.example/anna --out anna.key");
    let public: Vec<&str> = said
        .lines()
        .filter(|line| line.starts_with("signs ") || line.starts_with("reads "))
        .collect();
    folder.write("anna.pub", public.join("\n") + "\n");
    folder
}

#[test]
fn a_folder_named_with_a_slash_at_its_end_is_made_and_nothing_stays_beside_it() {
    let folder = with_mission("mistakes-slash");
    let there = folder.path();
    check(&folder, "mission new second/ --origin m.example/2", 0, &[]);
    assert!(there.join("second/record.sqlite").is_file());
    check(&folder, "mission backup halt b.age --for anna.pub", 0, &[]);
    check(
        &folder,
        "mission restore b.age back/ --identity anna.key",
        0,
        &[],
    );
    assert!(there.join("back/record.sqlite").is_file());
    check(
        &folder,
        "mission new second/.. --origin m.example/3",
        2,
        &["of its own"],
    );
    let names = std::fs::read_dir(there).expect("it lists");
    let left: Vec<_> = names
        .map(|name| name.expect("a name").file_name())
        .filter(|name| name.to_string_lossy().ends_with(".part"))
        .collect();
    assert!(left.is_empty(), "{left:?}");
    assert!(!there.join("back/.part").exists() && !there.join("second/.part").exists());
}

#[test]
fn a_file_that_is_not_there_and_a_folder_in_its_place_are_the_users_to_put_right() {
    let folder = with_mission("mistakes-files");
    for line in [
        "erase run halt NAME",
        "key show NAME",
        "mission person halt anna --keys NAME",
        "mission restore NAME back --identity anna.key",
        "record checkpoint halt --cosignature NAME",
        "record verify halt/log --since NAME",
        "register check NAME --vkey anna.pub",
    ] {
        check(
            &folder,
            &line.replace("NAME", "none"),
            2,
            &["there is no file none"],
        );
        check(
            &folder,
            &line.replace("NAME", "halt"),
            2,
            &["halt is a folder, where a file is needed"],
        );
    }
    assert!(!folder.path().join("back").exists());
}

#[test]
fn a_hint_names_the_mission_or_the_log_that_was_meant() {
    let folder = with_mission("mistakes-hints");
    check(
        &folder,
        "mission status halt/log",
        2,
        &["the mission is halt"],
    );
    check(
        &folder,
        "mission status hlat",
        2,
        &["there is nothing of this name"],
    );
    check(&folder, "record entry halt 0", 2, &["here it is halt/log"]);
    check(
        &folder,
        "assess halt",
        2,
        &["holds no case", "mission load"],
    );
    let none = "there is no circle `talks` that these keys open";
    check(
        &folder,
        "circle rotate halt talks",
        2,
        &[none, "--identity"],
    );
    folder.write("log.vkey", "m.example/halt+00000000+AA\n");
    check(
        &folder,
        "record verify halt/log --key log.vkey",
        2,
        &["$(cat log.vkey)"],
    );
    check(
        &folder,
        "record checkpoint halt --request-from 99",
        2,
        &["the log has 2 entries"],
    );
    check(
        &folder,
        "mission new x --origin https://m.example/x",
        0,
        &["warning", "https://"],
    );
    check(
        &folder,
        "mission new y --origin a+b",
        2,
        &["--origin `a+b`", "such as"],
    );
}
