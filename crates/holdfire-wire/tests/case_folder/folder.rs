//! A tiny case folder that is good, and how a mistake in it is checked.

use std::collections::BTreeMap;

use holdfire_wire::Severity::Lint;
use holdfire_wire::{CaseFiles, Problem, Severity, case, lint};

pub const CASE: &str = r#"version = 1
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

pub const AGREEMENT: &str = r#"version = 1
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

pub const READING: &str = r#"version = 1
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

pub const CATEGORIES: &str = "word,node,parents,contested_parents,label
plant,plant,power,,
,power,,,power
line,line,power,,
";

pub const REPORTS: &str = "id,by,source,date,time,from,until,place,area,lat,lon,precision,object,category,act,actor,summary
R1,beta,News,2030-03-05,04:45,,,Town,WEST,50.5,10.5,settlement,,plant,strike,alpha,one
R2,beta,News,2030-03-06,,,,Town,,,,,,line,strike,alpha,two
R3,alpha,News,,,2030-03-07,2030-03-08,Town,,,,,,line,strike,beta,three
";

pub const LINKS: &str = "from,to,kind,state,by,why
R2,R1,duplicate,suggested,me,near
";

pub const REPLIES: &str = "id,report,by,kind,scope,summary,said_at,entered_at
RP-1,R1,alpha,denies,specific,no,2030-03-06,2030-03-07
";

pub const REGISTER: &str = "id,party,category,lat,lon,precision,declared_at,notified_at
S1,beta,plant,50.5,10.5,settlement,2030-02-20,2030-02-22
";

pub const AREAS: &str = r#"{ "type": "FeatureCollection", "features": [
{ "type": "Feature", "properties": { "id": "WEST" }, "geometry": { "type": "Polygon", "coordinates": [[[10, 50], [11, 50], [11, 51], [10, 51], [10, 50]]] } },
{ "type": "Feature", "properties": { "id": "TOWN", "within": "WEST" }, "geometry": null }
] }
"#;

pub fn folder() -> BTreeMap<String, Vec<u8>> {
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
pub fn problems(files: BTreeMap<String, Vec<u8>>) -> Vec<Problem> {
    let files = CaseFiles(files);
    let loaded = case::read(&files);
    let mut problems = loaded.problems;
    problems.extend(lint::lint(&files, loaded.case.as_ref()));
    problems
}

pub fn show(problems: &[Problem]) -> String {
    problems.iter().map(|p| format!("{p}\n")).collect()
}

pub type Expected<'a> = (&'a str, u32, Severity, &'a str, &'a str);

/// Replaces a text of a file and checks the list of what is wrong. What is open is looked for, and not counted.
#[track_caller]
pub fn check(file: &str, from: &str, to: &str, expected: &[Expected<'_>]) {
    let mut files = folder();
    let text = String::from_utf8(files[file].clone()).unwrap();
    assert!(text.contains(from), "`{from}` is not in {file}");
    let text = text.replacen(from, to, 1);
    files.insert(file.to_owned(), text.into_bytes());
    check_files(&format!("{file}: {from} -> {to}"), files, expected);
}

#[track_caller]
pub fn check_files(what: &str, files: BTreeMap<String, Vec<u8>>, expected: &[Expected<'_>]) {
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

pub const TOML: &str = "readings/alpha.toml";
