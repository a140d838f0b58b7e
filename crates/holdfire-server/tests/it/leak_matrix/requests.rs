//! What is asked: every route of the table, with the ids of everything that there is in any of the missions.

use std::fmt;

use holdfire_monitor::workflow::TaskKind;
use holdfire_server::table;

use crate::support::browser::form;
use crate::support::{Answer, Room, TABLE};

/// One request, without who sends it.
#[derive(Clone)]
pub struct Ask {
    pub method: &'static str,
    /// The line of the table that it is for.
    pub line: Option<&'static str>,
    pub path: String,
    /// Names and values of a form; a proof is added if it is to be there.
    body: Option<(bool, Vec<(String, String)>)>,
}

impl fmt::Display for Ask {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} {}", self.method, self.path)?;
        if let Some((proof, pairs)) = &self.body {
            write!(
                f,
                " {pairs:?}{}",
                if *proof { "" } else { " without a proof" }
            )?;
        }
        Ok(())
    }
}

impl Ask {
    pub fn get(path: String) -> Self {
        Self {
            method: "GET",
            line: None,
            path,
            body: None,
        }
    }

    pub fn send(&self, room: &Room, who: &str) -> Answer {
        let Some((proof, pairs)) = &self.body else {
            return room.get(who, &self.path);
        };
        let csrf = room
            .account(who)
            .map_or(String::new(), |account| account.csrf.clone());
        let mut all: Vec<(&str, &str)> = Vec::new();
        if *proof {
            all.push(("csrf", &csrf));
        }
        all.extend(
            pairs
                .iter()
                .map(|(name, value)| (name.as_str(), value.as_str())),
        );
        let request = room
            .request(who, self.method, &self.path)
            .header("content-type", TABLE)
            .body(axum::body::Body::from(form(&all)));
        room.send(request.expect("a path of a test"))
    }
}

/// The ids of all objects of every kind of visibility, in any mission, and of some that there are not.
pub const IDS: [&str; 26] = [
    "R1",
    "R2",
    "R3",
    "R4",
    "R5",
    "R8",
    "A1",
    "A2",
    "B1",
    "C1",
    "C2",
    "OB-1",
    "RP-1",
    "S-01",
    "S-A1",
    "S-A2",
    "S-A9",
    "S-B1",
    "EXAMPLE-AAAA01",
    "EXAMPLE-AAAA02",
    "EXAMPLE-AAAA09",
    "EXAMPLE-BBBB01",
    "EXAMPLE-BBBB02",
    "EXAMPLE-CCCC01",
    "EXAMPLE-MMMM01",
    "EXAMPLE-ZZZZ09",
];

/// What an address can ask of a page; the first three make a world of their own.
const QUERIES: [&str; 9] = [
    "?panel=alpha",
    "?as-of=24",
    "?as-of=2030-03-07",
    "?q=line+struck",
    "?sort=newest&class=may",
    "?point=start",
    "?bbox=10,50,12,51&from=2030-03-05",
    "?page=1",
    "?as-of=999999999",
];

/// The paths of a line of the table.
fn paths(line: &str) -> Vec<String> {
    let Some((before, rest)) = line.split_once('{') else {
        return vec![line.to_owned()];
    };
    let (name, after) = rest.split_once('}').expect("a parameter ends");
    let values: Vec<&str> = match name {
        "*path" => vec!["none.js"],
        "z" => vec!["4"],
        "x" => vec!["8"],
        "y" | "tile" => vec!["5", "5.mvt"],
        "secret" => vec!["none", "Ab3dEf6hIj9lMn2pQr5tUv8xYz1bCd4f"],
        _ => IDS.to_vec(),
    };
    let filled = values
        .into_iter()
        .map(|value| format!("{before}{value}{after}"));
    filled.flat_map(|path| paths(&path)).collect()
}

/// Everything that is read.
pub fn asks(room: &Room) -> Vec<Ask> {
    let (_, lines) = table(&room.app);
    let mut all = Vec::new();
    for line in lines.iter().filter(|line| line.method == "GET") {
        let mut put = |path: String| {
            all.push(Ask {
                method: "GET",
                line: Some(line.path),
                path,
                body: None,
            });
        };
        paths(line.path).into_iter().for_each(&mut put);
        if line.path == "/tasks/new" {
            for kind in TaskKind::ALL {
                for about in [
                    "",
                    "&about=incident+R2",
                    "&about=report+R4",
                    "&about=incident+A2",
                ] {
                    put(format!("/tasks/new?kind={}{about}", kind.name()));
                }
            }
        } else if !line.path.contains('{') {
            // Worlds of their own are made where they show most.
            let own = matches!(line.path, "/" | "/incidents") || line.path.starts_with("/api/");
            let queries = if own { &QUERIES[..] } else { &QUERIES[3..] };
            queries
                .iter()
                .map(|query| format!("{}{query}", line.path))
                .for_each(&mut put);
            if line.path == "/tasks" {
                put("/tasks?kind=access-denied".to_owned());
                put("/tasks?person=sam&page=1".to_owned());
            }
        }
    }
    all
}

/// Everything that is sent: without a proof, with nothing, with the id of each object, and acts on tasks.
pub fn forms(room: &Room) -> Vec<Ask> {
    let (_, lines) = table(&room.app);
    let mut lines: Vec<_> = lines.iter().filter(|line| line.method != "GET").collect();
    // Leaving ends what could be asked.
    lines.sort_by_key(|line| line.path == "/sign-out");
    let mut all = Vec::new();
    for line in lines {
        let own = |pairs: &[(&str, &str)]| -> Vec<(String, String)> {
            pairs
                .iter()
                .map(|(name, value)| ((*name).to_owned(), (*value).to_owned()))
                .collect()
        };
        let mut put = |path: &str, proof: bool, pairs: &[(&str, &str)]| {
            let body = Some((proof, own(pairs)));
            all.push(Ask {
                method: line.method,
                line: Some(line.path),
                path: path.to_owned(),
                body,
            });
        };
        let all_paths = paths(line.path);
        put(&all_paths[0], false, &[("name", "lia")]);
        for path in &all_paths {
            if line.path == "/sign-out" {
                put(path, true, &[]);
                continue;
            }
            put(
                path,
                true,
                &[
                    ("name", "lea"),
                    ("id", "R2"),
                    ("act", "note"),
                    ("on", "1"),
                    ("text", "seen"),
                ],
            );
            put(
                path,
                true,
                &[
                    ("name", "nobody"),
                    ("act", "answer"),
                    ("on", "7"),
                    ("kind", "complaint"),
                ],
            );
        }
        if line.path == "/tasks" {
            for about in [
                "incident R2",
                "report A2",
                "report R4",
                "site S-A9",
                "task EXAMPLE-AAAA01",
            ] {
                for kind in ["request-for-reply", "complaint", "decision"] {
                    put(
                        "/tasks",
                        true,
                        &[("kind", kind), ("about", about), ("asked", "beta")],
                    );
                }
            }
        }
    }
    all
}
