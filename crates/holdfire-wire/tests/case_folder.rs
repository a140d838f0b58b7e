//! What is wrong with a case folder is said with file, line and remedy, once, and nothing is lost in silence.

#[path = "case_folder/folder.rs"]
mod folder;
#[path = "case_folder/tables.rs"]
mod tables;

use folder::{CATEGORIES, READING, TOML, check, check_files, folder, problems, show};
use holdfire_wire::Severity::{Error, Kept, Lint, Refused};

#[test]
fn the_folder_itself_is_good() {
    let problems = problems(folder());
    assert!(
        problems.iter().all(|p| p.severity == Lint),
        "{}",
        show(&problems)
    );
    assert!(
        !show(&problems).contains("both ways"),
        "{}",
        show(&problems)
    );
}

#[test]
fn an_unclosed_quote_says_which_rows_it_swallows() {
    check(
        "reports.csv",
        ",one\n",
        ",\"one\n",
        &[
            (
                "reports.csv",
                2,
                Refused,
                "runs from line 2 to 5; is a double quote missing?",
                "lines 3 to 5",
            ),
            (
                "replies.csv",
                2,
                Refused,
                "the report `R1` was refused at reports.csv:2",
                "",
            ),
            ("links.csv", 2, Refused, "there is no report `R2`", ""),
            ("agreement.toml", 37, Kept, "refused at reports.csv:2", ""),
        ],
    );
    check(
        "reports.csv",
        ",one\n",
        ",\"one\nmore\"\n",
        &[("reports.csv", 2, Kept, "runs from line 2 to 3", "")],
    );
}

#[test]
fn the_tree_of_categories_is_read_whole_or_not_at_all() {
    let cat = "categories.csv";
    let two = ",power,,,power\nother,power,,,";
    check(cat, ",power,,,power", two, &[]);
    check(
        cat,
        ",power,,,power",
        ",power,,,power\nx,power,line,,",
        &[(
            cat,
            4,
            Error,
            "`power` is defined in another way in line 3",
            "one row",
        )],
    );
    check(
        cat,
        "line,line,power,,",
        "line,li/ne,power,,",
        &[(cat, 4, Error, "cannot be an id", "")],
    );
    check(
        cat,
        "line,line,power,,",
        "line,line,powr,,",
        &[(
            cat,
            4,
            Error,
            "the parent `powr`, which is no node",
            "did you mean `power`?",
        )],
    );
    check(
        cat,
        ",power,,,power",
        ",power,plant,,power",
        &[(cat, 3, Error, "plant -> power -> plant", "")],
    );
    let header = CATEGORIES.lines().next().unwrap();
    let mut files = folder();
    files.insert(cat.to_owned(), format!("{header}\n").into_bytes());
    check_files(
        "header only",
        files.clone(),
        &[(cat, 0, Error, "no row, and the case names categories", "")],
    );
    // A column that is not known is one more remark, and hides nothing.
    let mut other = files.clone();
    other.insert(cat.to_owned(), format!("{header},x\n").into_bytes());
    check_files(
        "header and more",
        other,
        &[
            (cat, 0, Error, "no row, and the case names categories", ""),
            (cat, 1, Kept, "`x` is not known", ""),
        ],
    );
    files.remove(cat);
    check_files(
        "no file",
        files,
        &[(cat, 0, Error, "the file is not there", "")],
    );
}

#[test]
fn missing_fields_come_together_and_followers_do_not_come() {
    check(
        "agreement.toml",
        "by = \"beta\"\nagainst = \"alpha\"\n",
        "",
        &[(
            "agreement.toml",
            32,
            Error,
            "`by`, `against` are missing",
            "",
        )],
    );
    check(
        TOML,
        "covered = [\"power\"]\nlist",
        "coverd = [\"power\"]\nlst",
        &[
            (
                TOML,
                20,
                Error,
                "`coverd` is not known here",
                "did you mean `covered`?",
            ),
            (
                TOML,
                21,
                Error,
                "`lst` is not known here",
                "did you mean `list`?",
            ),
        ],
    );
    check(
        TOML,
        "covered = [\"power\"]\nlist = \"closed\"",
        "coverd = [\"power\"]",
        &[
            (TOML, 20, Error, "`coverd` is not known here", ""),
            (TOML, 19, Error, "`list` is missing", ""),
        ],
    );
    check(
        TOML,
        "stated_at = \"2030-02-27\"\n",
        "",
        &[(
            TOML,
            11,
            Error,
            "does not say when it was stated",
            "above the first `[[clause]]`",
        )],
    );
    check(
        TOML,
        "stated_at =",
        "stated_on =",
        &[(
            TOML,
            7,
            Error,
            "`stated_on` is not known here",
            "did you mean `stated_at`?",
        )],
    );
    check(
        TOML,
        "\"2030-02-27\"",
        "2030-02-27",
        &[(
            TOML,
            7,
            Error,
            "dates stand in double quotes",
            "write `stated_at = \"2030-02-27\"`",
        )],
    );
}

#[test]
fn slips_in_values_are_named_with_what_to_write() {
    let edge = |to: &str, message: &str, hint: &str| {
        check(
            TOML,
            "at = \"2030-03-01\"",
            to,
            &[(TOML, 13, Error, message, hint)],
        );
    };
    edge(
        "at = 20300301",
        "dates stand in double quotes",
        "write `at = \"2030-03-01\"`",
    );
    edge(
        "at = { between = [\"2030-03-01\", \"2030-03-02\"], because = \"unkown\" }",
        "`because` is `unkown`",
        "did you mean `unknown`?",
    );
    edge(
        "at = { between = [\"2030-03-01\", \"2030-03-02\"] }",
        "`because` is missing",
        "",
    );
    edge(
        "at = { between = [\"2030-03-01\"], because = \"unknown\" }",
        "`between` is a list of two",
        "",
    );
    edge(
        "at = { betwen = [\"2030-03-01\", \"2030-03-02\"], because = \"unknown\" }",
        "`betwen` is not known here",
        "did you mean `between`?",
    );
    edge(
        "at = { between = [\"2030-03-02 10:00\", \"2030-03-01\"], because = \"unknown\" }",
        "ends at `2030-03-01`, which is before `2030-03-02 10:00`",
        "write the earlier moment first",
    );
    edge(
        "at = { between = [\"2030-03-02\", \"2030-03-02\"], because = \"unknown\" }",
        "one moment twice",
        "write `at = \"2030-03-02\"`",
    );
    edge("at = \"2030-02-30\"", "30 February 2030 does not exist", "");
    edge(
        "at = \"2030-03-01 24:00\"",
        "00:00 of the next day",
        "2030-03-02 and 00:00",
    );
    let days = |to: &str, message: &str, hint: &str| {
        check(TOML, "days = 30", to, &[(TOML, 16, Error, message, hint)]);
    };
    days(
        "days = \"30\"",
        "`days` is `\"30\"`",
        "a whole number, without quotes: `days = 30`",
    );
    days(
        "days = -30",
        "`days` is `-30`",
        "a whole number, without quotes",
    );
    check(
        TOML,
        "days = 30",
        "days = 99999",
        &[(TOML, 15, Error, "`days` is `99999`", "at most 10000")],
    );
    check(
        TOML,
        "days = 30",
        "days = 0",
        &[(TOML, 15, Error, "no time after the start", "days = 30")],
    );
    check(
        TOML,
        "days = 30",
        "days = 30\nuntil_announced = true",
        &[(TOML, 15, Error, "an end has either", "")],
    );
    check(
        TOML,
        "[\"alpha\", \"beta\"]",
        "\"alpha\"",
        &[(
            TOML,
            27,
            Error,
            "`parties` is a list",
            "`parties = [\"alpha\"]`",
        )],
    );
    check(
        TOML,
        "[[clause]]",
        "[clause]",
        &[(TOML, 9, Error, "", "write `[[clause]]`")],
    );
    check(
        TOML,
        "[clause.end]",
        "[clause.start]\nat = \"2030-03-02\"\n\n[clause.end]",
        &[(
            TOML,
            15,
            Error,
            "`[clause.start]` is there twice",
            "write `[[clause.start]]` for each",
        )],
    );
    check(
        TOML,
        "[clause.against]",
        "[clause.protects]\nwhat = \"listed\"\n\n[clause.against]",
        &[(TOML, 30, Error, "needs `reach_m`", "reach_m = 500")],
    );
    check(
        TOML,
        "[clause.against]",
        "[clause.territory]\nof = [\"alpha\"]\nareas = [\"WEST\"]\n\n[clause.against]",
        &[(TOML, 30, Error, "either `of` (parties) or `areas`", "")],
    );
    for (file, message) in [
        (TOML, "the file is empty"),
        ("areas.geojson", "the file is empty"),
    ] {
        let mut files = folder();
        files.insert(file.to_owned(), b"\n".to_vec());
        assert!(show(&problems(files)).contains(message));
    }
}

#[test]
fn names_and_order_in_the_terms_are_checked() {
    let case = "case.toml";
    let terms = "agreement.toml";
    check(
        case,
        "panel = [\"alpha\"]",
        "panel = []",
        &[(case, 7, Error, "`panel` is empty", "")],
    );
    check(
        case,
        "readings = [\"alpha\"]",
        "readings = [\"alpha\", \"alpha\"]",
        &[(case, 6, Error, "`alpha` is listed twice in `readings`", "")],
    );
    check(
        case,
        "fixed_on = \"2030-02-20\"",
        "fixed_on = \"\"",
        &[(case, 5, Lint, "`fixed_on` is empty", "")],
    );
    check(
        TOML,
        "{ beta =",
        "{ betta =",
        &[(
            TOML,
            28,
            Error,
            "there is no party `betta`",
            "did you mean `beta`?",
        )],
    );
    check(
        terms,
        "meaning = \"power\"\ninstrument = \"statement\"",
        "meaning = \"power\"\ninstrument = \"statment\"",
        &[(
            terms,
            15,
            Error,
            "there is no instrument `statment`",
            "did you mean `statement`?",
        )],
    );
    check(
        terms,
        "{ incident = \"R1\" }",
        "{ incident = \"R9\" }",
        &[(terms, 37, Error, "there is no incident `R9`", "")],
    );
    check(
        terms,
        "at = \"2030-03-20 12:00\"",
        "at = \"2030-03-01 12:00\"",
        &[(terms, 37, Kept, "`R1`, which lies after it", "")],
    );
    check(
        terms,
        "text = \"b\"",
        "text = \"b\"\nany = [\"a\"]",
        &[(terms, 24, Error, "waits for itself: a -> b -> a", "")],
    );
    check(
        terms,
        "all = [\"b\"]",
        "all = [\"bb\"]",
        &[(
            terms,
            26,
            Error,
            "there is no condition `bb`",
            "did you mean `b`?",
        )],
    );
    check(
        TOML,
        "days = 30\nconvention = \"first-day-in\"",
        "at = \"2030-02-01\"",
        &[(TOML, 15, Kept, "ends before it starts", "")],
    );
    check(
        TOML,
        "until = \"2030-03-11\"",
        "until = \"2030-03-09\"",
        &[(TOML, 33, Kept, "`repair` ends before it begins", "")],
    );
    check(
        TOML,
        "covered = [\"power\"]",
        "covered = [\"power\"]\nnot_covered = [\"power\"]",
        &[(TOML, 21, Lint, "`power` is stated both ways", "")],
    );
    let clause = READING.find("[[clause]]").unwrap();
    let mut files = folder();
    files.insert(TOML.to_owned(), READING.as_bytes()[..clause].to_vec());
    check_files(
        "silent",
        files,
        &[(TOML, 0, Lint, "`halt` is not stated at all", "")],
    );
}
