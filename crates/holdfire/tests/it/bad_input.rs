//! Bad input gets a message with file, line and hint; good rows are kept; exit codes say whose it is.

use crate::support::{Folder, energy, err, out, run};

fn assess(folder: &Folder, more: &[&str]) -> std::process::Output {
    let mut args = vec!["assess".to_owned(), folder.path().display().to_string()];
    args.extend(more.iter().map(|m| (*m).to_owned()));
    run(&args)
}

/// Runs on a changed copy and checks the exit code and that the message names place and remedy.
fn check(name: &str, change: impl Fn(&Folder), code: i32, says: &[&str]) {
    let folder = Folder::energy(name);
    change(&folder);
    let output = assess(&folder, &[]);
    let message = err(&output);
    assert_eq!(output.status.code(), Some(code), "{name}: {message}");
    for text in says {
        assert!(
            message.contains(text),
            "{name}: `{text}` is not in\n{message}"
        );
    }
}

#[test]
fn a_bad_row_is_listed_and_the_others_are_used() {
    let folder = Folder::energy("bad-row");
    folder.change("reports.csv", "AV25-005,russia", "AV25-005,rusia");
    let output = assess(&folder, &["--format", "json"]);
    assert_eq!(output.status.code(), Some(0));
    assert!(err(&output).contains("reports.csv:6:"), "{}", err(&output));
    assert!(err(&output).contains("did you mean `russia`?"));
    let json: serde_json::Value = serde_json::from_str(&out(&output)).expect("it is JSON");
    assert_eq!(json["summary"]["reports"], 107);
    let rows = json["refused"].as_array().expect("a list");
    assert!(
        rows.iter()
            .any(|r| r["file"] == "reports.csv" && r["line"] == 6)
    );
    let strict = assess(&folder, &["--strict"]);
    assert_eq!(strict.status.code(), Some(2));
}

#[test]
fn what_is_wrong_with_a_row_is_said_with_its_line_and_a_hint() {
    let row = "AV25-005,russia";
    let cases: [(&str, &str, &str, &[&str]); 6] = [
        (
            "unknown-category",
            "oil storage,,",
            "oil storrage,,",
            &["oil storrage", "did you mean `oil storage`?"],
        ),
        ("swapped", "45.444,40.667", "40.667,45.444", &["swapped"]),
        (
            "out-of-range",
            "45.444,40.667",
            "145.444,40.667",
            &["latitude"],
        ),
        (
            "bad-date",
            "2025-03-19,,night-to",
            "19.03.2025,,night-to",
            &["19.03.2025", "write `2025-03-18`"],
        ),
        (
            "bad-part",
            ",night-to,",
            ",nigth-to,",
            &["nigth-to", "defined in case.toml"],
        ),
        (
            "bad-effect",
            "drone,hit,",
            "drone,hitt,",
            &["hitt", "write hit, intercepted"],
        ),
    ];
    for (name, from, to, says) in cases {
        let folder = Folder::energy(name);
        let text = folder.read("reports.csv");
        let line = text
            .lines()
            .find(|l| l.starts_with(row))
            .expect("the row is there")
            .to_owned();
        assert!(line.contains(from), "{name}: `{from}` is not in {line}");
        folder.write(
            "reports.csv",
            text.replace(&line, &line.replacen(from, to, 1)),
        );
        let output = assess(&folder, &[]);
        let message = err(&output);
        assert_eq!(output.status.code(), Some(0), "{name}: {message}");
        assert!(message.contains("reports.csv:6"), "{name}: {message}");
        for text in says {
            assert!(
                message.contains(text),
                "{name}: `{text}` is not in\n{message}"
            );
        }
    }
}

#[test]
fn a_file_that_cannot_be_used_gives_exit_code_2() {
    check(
        "empty",
        |f| f.write("reports.csv", ""),
        2,
        &["reports.csv", "the file is empty"],
    );
    check(
        "renamed",
        |f| {
            f.change(
                "reports.csv",
                "category,object_basis",
                "kategory,object_basis",
            )
        },
        2,
        &["missing columns: category", "kategory"],
    );
    check(
        "semicolons",
        |f| f.write("reports.csv", f.read("reports.csv").replace(',', ";")),
        2,
        &["case import"],
    );
    check(
        "not-utf8",
        |f| f.write("reports.csv", b"id,by\n\xcf\xf0\xe8\xe2\xe5\xf2,x\n"),
        2,
        &["not UTF-8", "case import"],
    );
    check(
        "no-case",
        |f| std::fs::remove_file(f.path().join("case.toml")).expect("it is there"),
        2,
        &["case.toml", "case new"],
    );
}

#[test]
fn wrong_terms_give_no_answer() {
    check(
        "unknown-reading",
        |f| f.change("case.toml", "panel = [\"moscow\"", "panel = [\"mosco\""),
        2,
        &[
            "case.toml:",
            "there is no reading `mosco`",
            "did you mean `moscow`?",
        ],
    );
    check(
        "end-before-start",
        |f| {
            f.change(
                "readings/moscow.toml",
                "between = [\"2025-03-18 00:00\", \"2025-03-19 00:00\"]",
                "between = [\"2025-03-19 00:00\", \"2025-03-18 00:00\"]",
            )
        },
        2,
        &["readings/moscow.toml:", "write the earlier moment first"],
    );
    check(
        "unknown-key",
        |f| f.change("readings/moscow.toml", "covered = [", "coverd = ["),
        2,
        &["readings/moscow.toml:", "did you mean `covered`?"],
    );
    check(
        "cyclic",
        |f| {
            let text = f.read("agreement.toml");
            f.write("agreement.toml", format!("{text}\n[[condition]]\nid = \"a\"\ntext = \"a\"\nall = [\"b\"]\n\n[[condition]]\nid = \"b\"\ntext = \"b\"\nany = [\"a\"]\n"));
        },
        2,
        &["agreement.toml:", "waits for itself"],
    );
    check(
        "later-ground",
        |f| {
            let text = f.read("agreement.toml");
            let row = |id: &str, by: &str, against: &str, at: &str, ground: &str| {
                format!(
                    "\n[[invocation]]\nid = \"{id}\"\nby = \"{by}\"\nagainst = \"{against}\"\nat = \"{at}\"\nground = {{ {ground} }}\nrests_on = \"x\"\n"
                )
            };
            let first = row(
                "i1",
                "russia",
                "ukraine",
                "2025-04-01 00:00",
                "invocation = \"i2\"",
            );
            let second = row("i2", "ukraine", "russia", "2025-04-05 00:00", "");
            f.write("agreement.toml", format!("{text}{first}{second}"));
        },
        2,
        &["agreement.toml:", "not earlier"],
    );
}

#[test]
fn all_problems_come_at_once() {
    let folder = Folder::energy("all-at-once");
    folder.change("case.toml", "panel = [\"moscow\"", "panel = [\"mosco\"");
    folder.change("readings/moscow.toml", "covered = [", "coverd = [");
    folder.change(
        "readings/moscow.toml",
        "convention = \"first-day-in\"",
        "convention = \"first-day\"",
    );
    folder.change(
        "readings/kyiv.toml",
        "zone = \"Europe/Kyiv\"",
        "zone = \"Europe/Kyyiv\"",
    );
    folder.change("reports.csv", "AV25-005,russia", "AV25-005,rusia");
    let output = run(&["case".as_ref(), "check".as_ref(), folder.path().as_os_str()]);
    assert_eq!(output.status.code(), Some(2));
    let text = out(&output);
    for part in ["mosco", "coverd", "first-day", "Europe/Kyyiv", "rusia"] {
        assert!(text.contains(part), "`{part}` is not in\n{text}");
    }
}

#[test]
fn counts_by_accused_party_are_refused_with_exit_code_1() {
    for command in ["assess", "held"] {
        let output = run(&[
            command.as_ref(),
            energy().as_os_str(),
            "--by".as_ref(),
            "accused".as_ref(),
        ]);
        assert_eq!(output.status.code(), Some(1), "{command}");
        assert!(
            err(&output).contains("compare how the sides publish"),
            "{command}"
        );
        assert!(out(&output).is_empty(), "{command}");
    }
}

#[test]
fn names_that_do_not_exist_are_the_users_input() {
    let dir = energy();
    let dir = dir.to_str().expect("the path is text");
    for args in [
        vec!["assess", dir, "--reading", "nobody"],
        vec!["assess", dir, "--clause", "nothing"],
        vec!["assess", dir, "--incident", "AV25-999"],
        vec!["assess", dir, "--as-of", "yesterday"],
        vec!["assess", dir, "--what-if", "nobody=2025-04-01"],
        vec!["explain", dir, "AV25-999"],
        vec!["compare", dir, "kyiv", "nobody"],
        vec!["assess", "no-such-folder"],
        vec!["schema", "nothing"],
    ] {
        let output = run(&args);
        assert_eq!(output.status.code(), Some(2), "{args:?}");
        assert!(!err(&output).is_empty(), "{args:?}");
    }
}
