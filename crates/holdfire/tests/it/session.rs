//! What a user does: a new case, its check, an answer, one incident, a state of an earlier day.

use crate::support::{Folder, energy, err, out, run};

fn json(output: &std::process::Output) -> serde_json::Value {
    assert!(output.status.success(), "{}", err(output));
    serde_json::from_str(&out(output)).expect("it is JSON")
}

#[test]
fn a_new_case_has_no_errors_and_gives_an_empty_answer() {
    let folder = Folder::new("new-case");
    let case = folder.path().join("mine");
    assert!(
        run(&["case".as_ref(), "new".as_ref(), case.as_os_str()])
            .status
            .success()
    );
    let check = run(&["case".as_ref(), "check".as_ref(), case.as_os_str()]);
    assert!(check.status.success(), "{}{}", out(&check), err(&check));
    assert!(out(&check).contains("0 errors"));
    assert!(
        out(&check).contains("when it starts is not stated"),
        "the linter says what is open"
    );
    let answer = json(&run(&[
        "assess".as_ref(),
        case.as_os_str(),
        "--format".as_ref(),
        "json".as_ref(),
    ]));
    assert_eq!(answer["summary"]["reports"], 0);
    let again = run(&["case".as_ref(), "new".as_ref(), case.as_os_str()]);
    assert_eq!(
        again.status.code(),
        Some(2),
        "a folder that is used is not written over"
    );
}

#[test]
fn a_report_of_a_joined_incident_finds_the_incident() {
    let output = run(&[
        "explain".as_ref(),
        energy().as_os_str(),
        "AV25-008".as_ref(),
    ]);
    assert!(output.status.success());
    assert!(out(&output).starts_with("Incident AV25-006"));
}

#[test]
fn as_of_shows_only_what_had_been_entered() {
    let args = |at: &str| {
        let dir = energy().display().to_string();
        run(&["assess", &dir, "--as-of", at, "--format", "json"].map(str::to_owned))
    };
    let early = json(&args("2025-03-22"));
    let late = json(&args("2025-04-30"));
    let reports = |answer: &serde_json::Value| answer["summary"]["reports"].as_u64().unwrap_or(0);
    assert!(reports(&early) > 0 && reports(&early) < reports(&late));
    // On 22 March the second holder had not stated a start yet: its reading was silent.
    let terms: Vec<&str> = early["summary"]["silent_terms"]
        .as_array()
        .expect("a list")
        .iter()
        .filter_map(|t| t["term"].as_str())
        .collect();
    assert!(terms.contains(&"start"), "{terms:?}");
    assert_eq!(early["settings"]["as_of"], "2025-03-22T23:59:59Z");
}

#[test]
fn a_what_if_is_labelled() {
    let dir = energy().display().to_string();
    let output = run(&[
        "assess",
        &dir,
        "--what-if",
        "ukraine=2025-04-01",
        "--reading",
        "moscow",
        "--format",
        "json",
    ]
    .map(str::to_owned));
    let answer = json(&output);
    assert_eq!(answer["settings"]["what_if"][0], "what-if");
    let labelled = answer["assessments"]
        .as_array()
        .expect("a list")
        .iter()
        .any(|a| a["what_if"] == true);
    // The reading accepts a covered act as ground, not a mere declaration: nothing is released, nothing is labelled.
    assert!(!labelled);
}

#[test]
fn the_filters_leave_the_headline_alone() {
    let dir = energy().display().to_string();
    let all = json(&run(
        &["assess", &dir, "--format", "json"].map(str::to_owned)
    ));
    let one = json(&run(&[
        "assess",
        &dir,
        "--incident",
        "AV25-033",
        "--reading",
        "kyiv",
        "--format",
        "json",
    ]
    .map(str::to_owned)));
    assert_eq!(one["summary"], all["summary"]);
    assert_eq!(one["assessments"].as_array().map(Vec::len), Some(1));
    assert_eq!(one["incidents"][0]["verdicts"]["kyiv"], "within");
}

#[test]
fn the_matrix_adds_up() {
    let dir = energy().display().to_string();
    let answer = json(&run(
        &["assess", &dir, "--format", "json"].map(str::to_owned)
    ));
    let summary = &answer["summary"];
    let mut sum = 0;
    for row in summary["matrix"]
        .as_array()
        .expect("a list")
        .iter()
        .filter(|r| r["turns_on"].is_null())
    {
        let cells = &row["cells"];
        let levels = ["claim-only", "contested", "independent", "established"];
        let across: u64 = levels
            .iter()
            .filter_map(|l| cells[l]["count"].as_u64())
            .sum();
        assert_eq!(Some(across), cells["sum"]["count"].as_u64());
        sum += across;
    }
    assert_eq!(Some(sum), summary["incidents"].as_u64());
    assert_eq!(
        summary["incidents"].as_u64(),
        answer["incidents"].as_array().map(|l| l.len() as u64)
    );
}

#[test]
fn a_closed_pipe_is_no_error() {
    use std::process::{Command, Stdio};
    let mut child = Command::new(env!("CARGO_BIN_EXE_holdfire"))
        .args([
            "assess".as_ref(),
            energy().as_os_str(),
            "--format".as_ref(),
            "json".as_ref(),
        ])
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .expect("the program starts");
    drop(child.stdout.take());
    let output = child.wait_with_output().expect("the program ends");
    assert_eq!(output.status.code(), Some(0), "{}", err(&output));
}

#[test]
fn every_command_speaks_json() {
    let dir = energy().display().to_string();
    for args in [
        vec!["explain", &dir, "AV25-006", "--format", "json"],
        vec!["compare", &dir, "moscow", "kyiv", "--format", "json"],
        vec!["held", &dir, "--format", "json"],
        vec!["case", "show", &dir, "--format", "json"],
        vec!["case", "check", &dir, "--format", "json"],
        vec!["doctor", "--format", "json"],
    ] {
        let value = json(&run(&args));
        assert!(
            value["schema"]
                .as_str()
                .is_some_and(|s| s.starts_with("holdfire/")),
            "{args:?}"
        );
    }
}

#[test]
fn a_users_table_is_brought_in_by_a_mapping() {
    let folder = Folder::new("import");
    let case = folder.path().join("mine");
    assert!(
        run(&["case".as_ref(), "new".as_ref(), case.as_os_str()])
            .status
            .success()
    );
    // Semicolons, a decimal comma and Windows-1251.
    let table = "Nr;Дата;Широта;Долгота;Что\n1;25.03.2025;50,5;36,5;Подстанция\n2;32.03.2025;50,5;36,5;Линия\n";
    let bytes: Vec<u8> = table
        .chars()
        .map(|c| match u32::from(c) {
            code @ 0..=127 => u8::try_from(code).unwrap_or(b'?'),
            code @ 0x410..=0x44f => u8::try_from(code - 0x410 + 0xc0).unwrap_or(b'?'),
            _ => b'?',
        })
        .collect();
    folder.write("table.csv", bytes);
    folder.write(
        "map.toml",
        "version = 1\n[columns]\nid = \"Nr\"\ndate = \"Дата\"\nlat = \"Широта\"\nlon = \"Долгота\"\nobject = \"Что\"\n\
         [constants]\nby = \"first-party\"\nprecision = \"district\"\ntz = \"Europe/Berlin\"\n\
         [encoding]\nname = \"windows-1251\"\n[dates]\nformat = \"day-month-year\"\n[numbers]\ndecimal = \",\"\n",
    );
    let arg = |name: &str| folder.path().join(name).display().to_string();
    let import = |more: &[&str]| {
        let mut args = vec![
            "case".to_owned(),
            "import".to_owned(),
            arg("table.csv"),
            "--map".to_owned(),
            arg("map.toml"),
        ];
        args.extend(more.iter().map(|m| (*m).to_owned()));
        run(&args)
    };
    let dry = import(&["--into", &case.display().to_string(), "--dry-run"]);
    assert!(dry.status.success(), "{}", err(&dry));
    assert!(
        err(&dry).contains("windows-1251"),
        "the encoding is named: {}",
        err(&dry)
    );
    assert!(
        !std::fs::read_to_string(case.join("reports.csv"))
            .expect("it is there")
            .contains("Подстанция")
    );
    let done = import(&["--into", &case.display().to_string()]);
    assert!(done.status.success(), "{}", err(&done));
    assert!(
        err(&done).contains("32.03.2025"),
        "the bad row is listed: {}",
        err(&done)
    );
    let answer = json(&run(&[
        "assess".as_ref(),
        case.as_os_str(),
        "--format".as_ref(),
        "json".as_ref(),
    ]));
    assert_eq!(answer["summary"]["reports"], 1);
    let again = import(&["--into", &case.display().to_string()]);
    assert_eq!(
        again.status.code(),
        Some(2),
        "ids that are there already are refused: {}",
        err(&again)
    );
    assert_eq!(import(&["--strict"]).status.code(), Some(2));
    let draft = run(&[
        "case".to_owned(),
        "import".to_owned(),
        arg("table.csv"),
        "--draft-map".to_owned(),
    ]);
    assert!(
        draft.status.success() && out(&draft).contains("version = 1"),
        "{}",
        err(&draft)
    );
}

#[test]
fn every_case_of_the_repository_is_good_and_every_command_works_on_it() {
    let root = crate::support::root();
    let mut folders: Vec<_> = std::fs::read_dir(root.join("cases"))
        .expect("there are cases")
        .map(|entry| entry.expect("a folder can be listed").path())
        .collect();
    folders.push(root.join("docs/spec/example-case"));
    assert!(folders.len() >= 5);
    for dir in folders {
        let dir = dir.display().to_string();
        let check = run(&["case", "check", &dir]);
        assert!(check.status.success(), "{dir}: {}", out(&check));
        assert!(
            out(&check).contains("0 errors, 0 rows refused"),
            "{dir}: {}",
            out(&check)
        );
        for args in [
            vec!["assess", &dir],
            vec!["assess", &dir, "--format", "json"],
            vec!["assess", &dir, "--format", "html"],
            vec!["assess", &dir, "--format", "geojson"],
            vec!["held", &dir],
            vec!["case", "show", &dir],
        ] {
            let output = run(&args);
            assert!(output.status.success(), "{args:?}: {}", err(&output));
            assert!(err(&output).is_empty(), "{args:?}: {}", err(&output));
        }
    }
}
