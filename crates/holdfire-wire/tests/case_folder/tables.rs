//! Tables, outlines and files: what is wrong with them, and in which order it is said.

use holdfire_wire::Severity::{Error, Kept, Lint, Refused};

use crate::folder::{CASE, REPORTS, check, check_files, folder, problems};

#[test]
fn rows_say_what_is_wrong_and_what_there_is() {
    let reports = "reports.csv";
    let r1 =
        "R1,beta,News,2030-03-05,04:45,,,Town,WEST,50.5,10.5,settlement,,plant,strike,alpha,one";
    let follow = [
        (reports, "R1", ""),
        (
            "replies.csv",
            "the report `R1` was refused at reports.csv:2",
            "",
        ),
        (
            "links.csv",
            "the report `R1` was refused at reports.csv:2",
            "",
        ),
    ];
    let row = |from: &str, to: &str, message: &str, hint: &str| {
        check(
            reports,
            r1,
            &r1.replace(from, to),
            &[
                (reports, 2, Refused, message, hint),
                (follow[1].0, 2, Refused, follow[1].1, follow[1].2),
                (follow[2].0, 2, Refused, follow[2].1, follow[2].2),
                ("agreement.toml", 37, Kept, "refused at reports.csv:2", ""),
            ],
        );
    };
    row(
        ",strike,",
        ",zzz,",
        "there is no kind of act `zzz`",
        "defined: strike",
    );
    row(
        ",WEST,",
        ",Q,",
        "there is no area `Q`",
        "defined: TOWN, WEST",
    );
    row(
        "R1,beta",
        "R1,q",
        "there is no party `q`",
        "defined: alpha, beta",
    );
    row(
        ",plant,",
        ",power,",
        "`power` is a node",
        "add a row with it as word",
    );
    row("04:45", "24:00", "00:00 of the next day", "2030-03-06");
    row(
        "2030-03-05",
        "2030-02-30",
        "30 February 2030 does not exist",
        "",
    );
    check(
        reports,
        "2030-03-07,2030-03-08",
        "2030-03-07,2030-03-06",
        &[(
            reports,
            4,
            Refused,
            "`until` is `2030-03-06`, which is not after `from`, `2030-03-07`",
            "",
        )],
    );
    check(
        reports,
        ",actor,",
        ",accused,",
        &[
            (reports, 1, Kept, "`accused` is not known", ""),
            (
                reports,
                1,
                Error,
                "missing columns: actor",
                "is `accused` meant to be `actor`?",
            ),
            ("replies.csv", 2, Refused, "", ""),
            ("links.csv", 2, Refused, "", ""),
        ],
    );
    check(
        reports,
        "50.5,10.5",
        "50.5,11.5",
        &[(reports, 2, Lint, "outside `WEST`", "")],
    );
    check(
        "register.csv",
        "2030-02-20,2030-02-22",
        "2030-02-22,2030-02-20",
        &[("register.csv", 2, Kept, "before it was declared", "")],
    );
    check(
        "replies.csv",
        "2030-03-06,2030-03-07",
        "2030-03-08,2030-03-07",
        &[("replies.csv", 2, Kept, "after `entered_at`", "")],
    );
    check(
        "links.csv",
        "near\n",
        "near\nR1,R2,duplicate,suggested,me,again\n",
        &[("links.csv", 3, Kept, "the same link stands in line 2", "")],
    );
}

#[test]
fn files_are_named_for_what_they_are() {
    let mut files = folder();
    files.insert("replies.CSV".to_owned(), Vec::new());
    check_files(
        "capitals",
        files,
        &[(
            "replies.CSV",
            0,
            Kept,
            "is not read",
            "did you mean `replies.csv`?",
        )],
    );
    let utf_16: Vec<u8> = CASE.encode_utf16().flat_map(u16::to_le_bytes).collect();
    let mut files = folder();
    files.insert("case.toml".to_owned(), [vec![0xff, 0xfe], utf_16].concat());
    check_files(
        "UTF-16",
        files,
        &[(
            "case.toml",
            1,
            Error,
            "it looks like UTF-16LE",
            "save it as UTF-8",
        )],
    );
    check(
        "areas.geojson",
        "\"within\": \"WEST\"",
        "\"within\": \"WST\"",
        &[(
            "areas.geojson",
            0,
            Error,
            "feature 2, `TOWN`: it lies within `WST`",
            "did you mean `WEST`?",
        )],
    );
    check(
        "areas.geojson",
        ", [10, 50]]]",
        "]]",
        &[(
            "areas.geojson",
            0,
            Error,
            "feature 1, `WEST`: the outline cannot be used",
            "repeat its first position",
        )],
    );
}

#[test]
fn causes_stand_before_what_follows_from_them() {
    let mut files = folder();
    let reports = REPORTS.replace("R1,beta,News,2030-03-05", "R1,beta,News,5 March");
    files.insert("reports.csv".to_owned(), reports.into_bytes());
    let files: Vec<String> = problems(files)
        .into_iter()
        .filter(|p| p.severity == Refused)
        .map(|p| p.file)
        .collect();
    assert_eq!(files, ["reports.csv", "replies.csv", "links.csv"]);
}

#[test]
fn a_passage_names_a_text_and_a_language() {
    let texts = |rows: &str| {
        let mut files = folder();
        let table = format!("id,instrument,language,words\n{rows}");
        files.insert("texts.csv".to_owned(), table.into_bytes());
        files
    };
    check_files(
        "texts.csv",
        texts("T1,none,en,word\nT2,statement,in English,word\nT3,statement,en,\n"),
        &[
            ("texts.csv", 2, Refused, "there is no instrument `none`", ""),
            ("texts.csv", 3, Refused, "`language` is `in English`", "uk"),
            ("texts.csv", 4, Refused, "`words`", ""),
        ],
    );
}
