//! What a mission holds, before it is entered: tests change a part of it and enter the rest as it is.

use std::collections::BTreeMap;
use std::path::Path;

use holdfire_wire::CaseFiles;

use super::lists::SealedList;

/// A row of a table, without its line end.
pub type Row = String;

/// A task: its id and the fields of each of its acts.
pub struct Acts {
    pub id: &'static str,
    pub acts: Vec<Vec<(&'static str, String)>>,
}

/// Everything that is entered, in the order in which it is.
pub struct Plan {
    /// Name, role, party; no role: a person to whom nothing was given.
    pub people: Vec<(&'static str, &'static str, &'static str)>,
    /// The files of the case, by path.
    pub files: BTreeMap<String, String>,
    pub tasks: Vec<Acts>,
    /// Subject and readers: entries `share/...`.
    pub shares: Vec<(&'static str, &'static str)>,
    /// Sealed lists in the mission's own log.
    pub lists: Vec<SealedList>,
    /// What is entered of sealed lists later.
    pub later_lists: Vec<SealedList>,
    /// Rows of reports.csv that lie in the circle of `obi` and `lia`.
    pub in_circle: Vec<Row>,
    /// True if the state of all this is published in the end.
    pub published: bool,
    /// Rows that are added after the publication, by table.
    pub later: Vec<(&'static str, Row)>,
}

/// Who may be what in every plan. `nob` has no role.
pub const PEOPLE: [(&str, &str, &str); 8] = [
    ("olga", "secretariat", ""),
    ("sam", "secretariat", ""),
    ("obi", "observer", ""),
    ("mia", "mediator", ""),
    ("lia", "liaison", "alpha"),
    ("leo", "liaison", "beta"),
    ("aud", "auditor", ""),
    ("nob", "", ""),
];

/// Those of [`PEOPLE`] with an account, and `nobody`, who has none.
pub const EYES: [&str; 8] = ["olga", "obi", "mia", "lia", "leo", "aud", "nob", "nobody"];

fn at(hour: u32) -> String {
    format!("2030-03-18T{hour:02}:00:00Z")
}

/// The head of an act: its name, number, hour of 18 March 2030, person and seat.
pub fn act(
    name: &str,
    on: usize,
    hour: u32,
    by: &str,
    seat: &str,
    more: &[(&'static str, &str)],
) -> Vec<(&'static str, String)> {
    let (seat, party) = seat.split_once(' ').unwrap_or((seat, ""));
    let mut fields = vec![
        ("work", format!("{name}@v1")),
        ("on", on.to_string()),
        ("at", at(hour)),
        ("by", by.to_owned()),
        ("seat", seat.to_owned()),
    ];
    if !party.is_empty() {
        fields.push(("party", party.to_owned()));
    }
    fields.push(("under", "verify".to_owned()));
    fields.extend(
        more.iter()
            .map(|(name, value)| (*name, (*value).to_owned())),
    );
    fields
}

impl Plan {
    /// The example of the specification, with sites and tasks of both parties.
    pub fn example() -> Self {
        let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../docs/spec/example-case");
        let mut files = BTreeMap::new();
        for name in CaseFiles::NAMES
            .into_iter()
            .chain(["readings/alpha.toml", "readings/beta.toml"])
            .filter(|name| *name != "README.md")
        {
            if let Ok(text) = std::fs::read_to_string(root.join(name)) {
                files.insert(name.to_owned(), text);
            }
        }
        let mut plan = Self {
            people: PEOPLE.to_vec(),
            files,
            tasks: tasks(),
            shares: vec![("reports.csv#R8", "alpha")],
            lists: vec![
                SealedList::of(0xa1, "alpha", &[2]),
                SealedList::of(0xb1, "beta", &[3]),
            ],
            later_lists: Vec::new(),
            in_circle: vec![report("C1", "alpha", "a report that only the circle reads")],
            published: true,
            later: Vec::new(),
        };
        plan.change("case.toml", "mandate = \"monitor\"", "mandate = \"verify\"");
        plan.add("register.csv", &site("S-A1", "alpha", 50.2, 10.2, ""));
        plan.add(
            "register.csv",
            &site("S-A2", "alpha", 50.3, 10.3, "2030-03-01 10:00"),
        );
        plan.add("register.csv", &site("S-B1", "beta", 50.6, 11.6, ""));
        plan.add(
            "reports.csv",
            &report("A1", "alpha", "alpha says that its line was struck"),
        );
        plan.add(
            "reports.csv",
            &report("B1", "beta", "beta says that its line was struck"),
        );
        plan
    }

    /// Adds a row to a table.
    pub fn add(&mut self, table: &str, row: &str) {
        let text = self.files.get_mut(table).expect("the table is there");
        if !text.ends_with('\n') {
            text.push('\n');
        }
        text.push_str(row);
        text.push('\n');
    }

    /// Writes something else in a file; what is replaced has to be there.
    pub fn change(&mut self, file: &str, from: &str, to: &str) {
        let text = self.files.get_mut(file).expect("the file is there");
        assert!(text.contains(from), "`{from}` is not in {file}");
        *text = text.replacen(from, to, 1);
    }

    /// A task of the plan.
    pub fn task(&mut self, id: &str) -> &mut Acts {
        let found = self.tasks.iter_mut().find(|task| task.id == id);
        found.expect("the task is in the plan")
    }
}

/// A row of reports.csv: a line in the east of Alpha or the west of Beta was struck on 6 March, without an address.
pub fn report(id: &str, by: &str, summary: &str) -> Row {
    let (lat, lon, area) = if by == "alpha" {
        (50.2, 10.2, "A-EAST")
    } else {
        (50.6, 11.6, "B-WEST")
    };
    report_at(id, by, summary, lat, lon, area)
}

/// The same at a point.
pub fn report_at(id: &str, by: &str, summary: &str, lat: f64, lon: f64, area: &str) -> Row {
    let other = if by == "alpha" { "beta" } else { "alpha" };
    format!(
        "{id},{by},ministry,News of {by},party,,2030-03-06,,2030-03-06,05:00,,,,,,,Millfield,{area},{lat},{lon},exact,\
         a line,line,,,,strike,drone,hit,{other},,\"{summary}\","
    )
}

/// A row of register.csv.
pub fn site(id: &str, party: &str, lat: f64, lon: f64, notified: &str) -> Row {
    format!("{id},{party},line,{lat},{lon},exact,,2030-02-26,2030-02-28,Gamma,{notified},,,")
}

fn tasks() -> Vec<Acts> {
    let both = [
        ("place", "the dam"),
        ("what", "repair of a gate"),
        ("from", "2030-03-25T08:00:00Z"),
        ("until", "2030-03-25T16:00:00Z"),
        ("asked", "alpha"),
        ("asked", "beta"),
        ("requested_by", "alpha"),
    ];
    let kind = |kind: &'static str, more: &[(&'static str, &'static str)]| {
        let mut fields = vec![("kind", kind)];
        fields.extend_from_slice(more);
        fields
    };
    let open = |by: &str, seat: &str, fields: &[(&'static str, &'static str)]| {
        act("open", 0, 8, by, seat, fields)
    };
    vec![
        Acts {
            id: "EXAMPLE-AAAA01",
            acts: vec![open(
                "lia",
                "liaison alpha",
                &kind(
                    "complaint",
                    &[
                        ("of", "alpha"),
                        ("allegation", "shells on the mill at Southville"),
                    ],
                ),
            )],
        },
        Acts {
            id: "EXAMPLE-BBBB01",
            acts: vec![
                open(
                    "leo",
                    "liaison beta",
                    &kind(
                        "complaint",
                        &[("of", "beta"), ("allegation", "drones over Northville")],
                    ),
                ),
                act("acknowledge", 1, 9, "olga", "secretariat", &[]),
            ],
        },
        Acts {
            id: "EXAMPLE-AAAA02",
            acts: vec![
                open(
                    "olga",
                    "secretariat",
                    &[
                        ("kind", "request-for-reply"),
                        ("about", "report R2"),
                        ("asked", "alpha"),
                        ("question", "which line was it"),
                    ],
                ),
                act(
                    "ask",
                    1,
                    9,
                    "olga",
                    "secretariat",
                    &[("due", "2030-03-22T09:00:00Z")],
                ),
            ],
        },
        Acts {
            id: "EXAMPLE-BBBB02",
            acts: vec![
                open(
                    "olga",
                    "secretariat",
                    &[
                        ("kind", "request-for-reply"),
                        ("about", "report R4"),
                        ("asked", "beta"),
                        ("question", "where did the drone fall"),
                    ],
                ),
                act(
                    "ask",
                    1,
                    9,
                    "olga",
                    "secretariat",
                    &[("due", "2030-03-22T09:00:00Z")],
                ),
            ],
        },
        Acts {
            id: "EXAMPLE-CCCC01",
            acts: vec![open("lia", "liaison alpha", &kind("repair-window", &both))],
        },
        Acts {
            id: "EXAMPLE-MMMM01",
            acts: vec![open(
                "olga",
                "secretariat",
                &[
                    ("kind", "verification"),
                    ("about", "incident R2"),
                    ("candidate", "live"),
                ],
            )],
        },
        Acts {
            id: "EXAMPLE-MMMM02",
            acts: vec![open(
                "obi",
                "observer",
                &kind(
                    "hotline-call",
                    &[
                        ("whom", "the post at the dam"),
                        ("called_at", "2030-03-18T07:00:00Z"),
                        ("purpose", "shots"),
                    ],
                ),
            )],
        },
    ]
}
