//! What is wrong with a case folder is said with file, line and remedy, once, and nothing is lost in silence.

use std::collections::BTreeMap;

use holdfire_wire::Severity::{Error, Kept, Lint, Refused};
use holdfire_wire::{CaseFiles, Problem, Severity, case, lint};

const CASE: &str = r#"version = 1
id = "tiny"
title = "A tiny case"
zone = "UTC"
fixed_on = "2030-02-20"
readings = ["alpha"]
panel = ["alpha"]
acts = ["strike"]

[[party]]
id = "alpha"
name = "Alpha"
role = "bound"

[[party]]
id = "beta"
name = "Beta"
role = "bound"

[parts]
evening = { from = "18:00", until = "24:00" }

[radius_m]
settlement = 5000
"#;

const AGREEMENT: &str = r#"version = 1
monitoring = "nobody"

[[instrument]]
id = "statement"
title = "Joint statement"
kind = "joint statement"
issuer = "both"
date = "2030-02-27"
source = "made up"

[[definition]]
term = "power"
meaning = "power"
instrument = "statement"

[[clause]]
id = "halt"
title = "Halt"
text = "No strikes on power."
prohibits = ["strike"]

[[condition]]
id = "a"
text = "a"
all = ["b"]

[[condition]]
id = "b"
text = "b"

[[invocation]]
id = "free"
by = "beta"
against = "alpha"
at = "2030-03-20 12:00"
ground = { incident = "R1" }
rests_on = "x"

[[list]]
party = "alpha"
disclosed = true
"#;

const READING: &str = r#"version = 1
id = "alpha"
holder = "alpha"
title = "Alpha"
standing = "public-statement"
zone = "UTC"
stated_at = "2030-02-27"

[[clause]]
id = "halt"

[clause.start]
at = "2030-03-01"

[clause.end]
days = 30
convention = "first-day-in"

[clause.scope]
covered = ["power"]
list = "closed"

[clause.acts]
counted_effects = ["intercepted"]

[clause.bound]
parties = ["alpha", "beta"]
from = { beta = "2030-03-02" }

[clause.against]
covers = "other"

[[clause.exception]]
name = "repair"
from = "2030-03-10"
until = "2030-03-11"
"#;

const CATEGORIES: &str = "word,node,parents,contested_parents,label
plant,plant,power,,
,power,,,power
line,line,power,,
";

const REPORTS: &str = "id,by,source,date,time,from,until,place,area,lat,lon,precision,object,category,act,actor,summary
R1,beta,News,2030-03-05,04:45,,,Town,WEST,50.5,10.5,settlement,,plant,strike,alpha,one
R2,beta,News,2030-03-06,,,,Town,,,,,,line,strike,alpha,two
R3,alpha,News,,,2030-03-07,2030-03-08,Town,,,,,,line,strike,beta,three
";

const LINKS: &str = "from,to,kind,state,by,why
R2,R1,duplicate,suggested,me,near
";

const REPLIES: &str = "id,report,by,kind,scope,summary,said_at,entered_at
RP-1,R1,alpha,denies,specific,no,2030-03-06,2030-03-07
";

const REGISTER: &str = "id,party,category,lat,lon,precision,declared_at,notified_at
S1,beta,plant,50.5,10.5,settlement,2030-02-20,2030-02-22
";

const AREAS: &str = r#"{ "type": "FeatureCollection", "features": [
{ "type": "Feature", "properties": { "id": "WEST" }, "geometry": { "type": "Polygon", "coordinates": [[[10, 50], [11, 50], [11, 51], [10, 51], [10, 50]]] } },
{ "type": "Feature", "properties": { "id": "TOWN", "within": "WEST" }, "geometry": null }
] }
"#;

fn folder() -> BTreeMap<String, Vec<u8>> {
    [
        ("case.toml", CASE),
        ("agreement.toml", AGREEMENT),
        ("readings/alpha.toml", READING),
        ("categories.csv", CATEGORIES),
        ("reports.csv", REPORTS),
        ("links.csv", LINKS),
        ("replies.csv", REPLIES),
        ("register.csv", REGISTER),
        ("areas.geojson", AREAS),
    ]
    .map(|(path, text)| (path.to_owned(), text.as_bytes().to_vec()))
    .into()
}

/// Everything that is listed: what is wrong first, then what is open.
fn problems(files: BTreeMap<String, Vec<u8>>) -> Vec<Problem> {
    let files = CaseFiles(files);
    let loaded = case::read(&files);
    let mut problems = loaded.problems;
    problems.extend(lint::lint(&files, loaded.case.as_ref()));
    problems
}

fn show(problems: &[Problem]) -> String {
    problems.iter().map(|p| format!("{p}\n")).collect()
}

type Expected<'a> = (&'a str, u32, Severity, &'a str, &'a str);

/// Replaces a text of a file and checks the list of what is wrong. What is open is looked for, and not counted.
#[track_caller]
fn check(file: &str, from: &str, to: &str, expected: &[Expected<'_>]) {
    let mut files = folder();
    let text = String::from_utf8(files[file].clone()).unwrap();
    assert!(text.contains(from), "`{from}` is not in {file}");
    let text = text.replacen(from, to, 1);
    files.insert(file.to_owned(), text.into_bytes());
    check_files(&format!("{file}: {from} -> {to}"), files, expected);
}

#[track_caller]
fn check_files(what: &str, files: BTreeMap<String, Vec<u8>>, expected: &[Expected<'_>]) {
    let problems = problems(files);
    for (file, line, severity, message, hint) in expected {
        let found = problems.iter().any(|p| {
            p.file == *file
                && p.line == *line
                && p.severity == *severity
                && p.message.contains(message)
                && p.hint.as_deref().unwrap_or_default().contains(hint)
        });
        assert!(
            found,
            "{what}\n{file}:{line}: {}: {message} ({hint}) is not in\n{}",
            severity.name(),
            show(&problems)
        );
    }
    let count = problems.iter().filter(|p| p.severity != Lint).count();
    let wanted = expected.iter().filter(|e| e.2 != Lint).count();
    assert_eq!(count, wanted, "{what}\n{}", show(&problems));
}

const TOML: &str = "readings/alpha.toml";

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
            ("agreement.toml", 34, Kept, "refused at reports.csv:2", ""),
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
            28,
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
        &[(terms, 34, Error, "there is no incident `R9`", "")],
    );
    check(
        terms,
        "at = \"2030-03-20 12:00\"",
        "at = \"2030-03-01 12:00\"",
        &[(terms, 34, Kept, "`R1`, which lies after it", "")],
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
            25,
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
    files.insert(TOML.to_owned(), READING[..clause].as_bytes().to_vec());
    check_files(
        "silent",
        files,
        &[(TOML, 0, Lint, "`halt` is not stated at all", "")],
    );
}

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
                ("agreement.toml", 34, Kept, "refused at reports.csv:2", ""),
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
