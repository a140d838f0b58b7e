//! The arrows of the house style, section 1: which crate may use which, and that the middle and the engines reach for no
//! file, network, clock, randomness or environment.

use std::collections::BTreeMap;
use std::process::Command;

use serde_json::Value;

use crate::files::{assert_none, files_under, is_test_file, text_of, workspace_root};
use crate::source_text::shipped_code;

/// Where a crate stands; crates use what stands further in.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
enum Ring {
    Model,
    Engine,
    Shape,
    Edge,
    Binary,
    /// Builders for tests; a development dependency only.
    Testkit,
    /// Benchmarks; nothing uses them.
    Beside,
}

/// Every crate of the workspace, with the crates of its own ring that it may use. A new room is a new line here.
const ROOMS: &[(&str, Ring, &[&str])] = &[
    ("holdfire-model", Ring::Model, &[]),
    ("holdfire-geo", Ring::Engine, &[]),
    ("holdfire-terms", Ring::Engine, &["holdfire-geo"]),
    ("holdfire-talks", Ring::Engine, &["holdfire-seal"]),
    ("holdfire-seal", Ring::Engine, &[]),
    (
        "holdfire-register",
        Ring::Engine,
        &["holdfire-geo", "holdfire-seal"],
    ),
    ("holdfire-record", Ring::Engine, &["holdfire-seal"]),
    (
        "holdfire-monitor",
        Ring::Engine,
        &["holdfire-terms", "holdfire-register", "holdfire-geo"],
    ),
    (
        "holdfire-maritime",
        Ring::Engine,
        &["holdfire-geo", "holdfire-monitor"],
    ),
    ("holdfire-press", Ring::Engine, &[]),
    ("holdfire-stats", Ring::Engine, &[]),
    ("holdfire-wire", Ring::Shape, &[]),
    ("holdfire-words", Ring::Shape, &[]),
    ("holdfire-report", Ring::Shape, &["holdfire-words"]),
    ("holdfire-store", Ring::Edge, &[]),
    ("holdfire-witness", Ring::Edge, &["holdfire-store"]),
    ("holdfire-feeds", Ring::Edge, &["holdfire-store"]),
    ("holdfire-batch", Ring::Edge, &["holdfire-store"]),
    ("holdfire-accounts", Ring::Edge, &["holdfire-store"]),
    (
        "holdfire-server",
        Ring::Edge,
        &[
            "holdfire-store",
            "holdfire-accounts",
            "holdfire-feeds",
            "holdfire-batch",
        ],
    ),
    ("holdfire", Ring::Binary, &[]),
    ("holdfire-testkit", Ring::Testkit, &[]),
    ("holdfire-bench", Ring::Beside, &[]),
    ("holdfire-harness", Ring::Beside, &[]),
];

/// What the testkit may build on.
const TESTKIT_USES: &[&str] = &[
    "holdfire-model",
    "holdfire-terms",
    "holdfire-monitor",
    "holdfire-geo",
];

/// Crates that bring files, network, a clock, randomness or an async runtime.
const IMPURE_CRATES: &[&str] = &[
    "async-std",
    "axum",
    "chrono",
    "fastrand",
    "getrandom",
    "hyper",
    "memmap2",
    "rand",
    "reqwest",
    "rusqlite",
    "smol",
    "sqlx",
    "tempfile",
    "time",
    "tokio",
    "ureq",
    "walkdir",
];

/// Modules of `std` that reach outside.
const IMPURE_MODULES: &[&str] = &["env", "fs", "net", "process", "thread"];

/// Words of code that mean a clock, randomness or a runtime.
const IMPURE_WORDS: &[&str] = &[
    "SystemTime",
    "Instant::now",
    "Timestamp::now",
    "Zoned::now",
    "TimeZone::system",
    "tokio",
    "rand::",
    "async fn",
];

#[derive(Clone, Copy, PartialEq, Eq, Debug)]
enum Use {
    Shipped,
    InTests,
}

fn room(name: &str) -> Option<(Ring, &'static [&'static str])> {
    ROOMS
        .iter()
        .find(|(room, _, _)| *room == name)
        .map(|(_, ring, own)| (*ring, *own))
}

/// Why `from` may not use `to`, or nothing if it may.
fn forbidden(from: &str, to: &str, kind: Use) -> Option<String> {
    let Some((from_ring, own_ring_uses)) = room(from) else {
        return is_ours(from).then(|| format!("{from} has no line in ROOMS: say where it stands"));
    };
    let Some((to_ring, _)) = room(to) else {
        let impure =
            from_ring <= Ring::Engine && IMPURE_CRATES.contains(&to) && kind == Use::Shipped;
        return impure.then(|| {
            format!("{from} -> {to}: the middle and the engines hold only pure functions")
        });
    };
    let reason = match (from_ring, to_ring) {
        (_, Ring::Binary | Ring::Beside) => "nothing depends on the binary or the benchmarks",
        (_, Ring::Testkit) if kind == Use::Shipped && from_ring != Ring::Beside => {
            "the testkit is for tests only"
        }
        _ if kind == Use::InTests => return None,
        (Ring::Testkit, _) if TESTKIT_USES.contains(&to) => return None,
        (Ring::Testkit, _) => "the testkit stands on model, terms, monitor and geo",
        (Ring::Beside, _) => return None,
        _ if from_ring > to_ring || own_ring_uses.contains(&to) => return None,
        _ if from_ring == to_ring => {
            "this arrow between crates of one ring is not in the house style"
        }
        _ => "arrows point inwards",
    };
    Some(format!("{from} -> {to}: {reason}"))
}

fn is_ours(name: &str) -> bool {
    name == "holdfire" || name.starts_with("holdfire-")
}

/// Each crate of the workspace with what it uses.
fn graph() -> BTreeMap<String, Vec<(String, Use)>> {
    let cargo = std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into());
    let output = Command::new(cargo)
        .args([
            "metadata",
            "--no-deps",
            "--offline",
            "--format-version",
            "1",
        ])
        .current_dir(workspace_root())
        .output()
        .expect("cargo, which runs this test, can be started");
    let words = String::from_utf8_lossy(&output.stderr);
    assert!(output.status.success(), "cargo metadata failed: {words}");
    let metadata: Value =
        serde_json::from_slice(&output.stdout).expect("cargo metadata prints JSON");
    let text = |value: &Value| value.as_str().expect("a name is a string").to_owned();
    let list = |value: &Value| value.as_array().expect("a list").clone();
    list(&metadata["packages"])
        .iter()
        .map(|package| {
            let uses = list(&package["dependencies"])
                .iter()
                .map(|used| {
                    let in_tests = used["kind"].as_str() == Some("dev");
                    (
                        text(&used["name"]),
                        if in_tests { Use::InTests } else { Use::Shipped },
                    )
                })
                .collect();
            (text(&package["name"]), uses)
        })
        .collect()
}

/// What reaches outside in a piece of shipped code: line number and word.
fn impurities(source: &str) -> Vec<(usize, String)> {
    let code = shipped_code(source);
    let mut found = Vec::new();
    for (index, line) in code.lines().enumerate() {
        let packed = line.split_whitespace().collect::<Vec<_>>().join(" ");
        found.extend(
            IMPURE_WORDS
                .iter()
                .filter(|word| has_word(&packed, word))
                .map(|word| (index + 1, (*word).to_owned())),
        );
    }
    found.extend(std_paths(&code).into_iter().filter_map(|(line, module)| {
        IMPURE_MODULES
            .contains(&module.as_str())
            .then(|| (line, format!("std::{module}")))
    }));
    found.sort();
    found
}

/// The modules named after `std::`, also those inside `std::{..}`, with their lines.
fn std_paths(code: &str) -> Vec<(usize, String)> {
    let mut found = Vec::new();
    for (at, _) in code
        .match_indices("std::")
        .filter(|(at, _)| !follows_name(code, *at))
    {
        let line = code[..at].matches('\n').count() + 1;
        let rest = code[at + "std::".len()..].trim_start();
        match rest.strip_prefix('{') {
            None => found.push((line, leading_name(rest))),
            Some(group) => {
                let mut depth = 1;
                let mut part_starts = true;
                for (inner, c) in group.char_indices() {
                    match c {
                        '{' => depth += 1,
                        '}' => depth -= 1,
                        ',' if depth == 1 => part_starts = true,
                        c if part_starts && !c.is_whitespace() => {
                            found.push((line, leading_name(&group[inner..])));
                            part_starts = false;
                        }
                        _ => {}
                    }
                    if depth == 0 {
                        break;
                    }
                }
            }
        }
    }
    found
}

fn leading_name(text: &str) -> String {
    text.chars()
        .take_while(|c| c.is_alphanumeric() || *c == '_')
        .collect()
}

fn follows_name(text: &str, at: usize) -> bool {
    text[..at]
        .chars()
        .next_back()
        .is_some_and(|c| c.is_alphanumeric() || c == '_')
}

fn has_word(text: &str, word: &str) -> bool {
    let ends_in_name = word.ends_with(|c: char| c.is_alphanumeric());
    text.match_indices(word).any(|(at, _)| {
        let next = text[at + word.len()..].chars().next();
        let goes_on = ends_in_name && next.is_some_and(|c| c.is_alphanumeric() || c == '_');
        !follows_name(text, at) && !goes_on
    })
}

#[test]
fn arrows_between_crates_point_inwards() {
    let mut findings = Vec::new();
    for (name, uses) in graph() {
        if is_ours(&name) && room(&name).is_none() {
            findings.push(format!("{name} has no line in ROOMS: say where it stands"));
            continue;
        }
        findings.extend(
            uses.iter()
                .filter_map(|(used, kind)| forbidden(&name, used, *kind)),
        );
    }
    assert_none(
        "a new arrow is a commit of its own, with its reason, here and in ARCHITECTURE.md:",
        &findings,
    );
}

#[test]
fn folders_are_called_after_their_crates() {
    let crates = workspace_root().join("crates");
    let findings: Vec<String> = graph()
        .into_keys()
        .filter(|name| !crates.join(name).join("Cargo.toml").is_file())
        .map(|name| format!("{name} does not lie in crates/{name}"))
        .collect();
    assert_none("each crate lies in crates/ under its own name:", &findings);
}

#[test]
fn middle_and_engines_reach_for_nothing_outside() {
    let root = workspace_root();
    let mut findings = Vec::new();
    for (name, ring, _) in ROOMS {
        if *ring > Ring::Engine {
            continue;
        }
        for path in files_under(&root.join("crates").join(name).join("src")) {
            if is_test_file(&path) || path.extension().is_none_or(|e| e != "rs") {
                continue;
            }
            let source = text_of(&path).expect("Rust source is UTF-8");
            let shown = path
                .strip_prefix(&root)
                .expect("listed from the root")
                .display()
                .to_string();
            findings.extend(
                impurities(&source)
                    .into_iter()
                    .map(|(line, word)| format!("{shown}:{line}: {word}")),
            );
        }
    }
    assert_none(
        "engines are handed values; files, clock, randomness and environment belong to the edge:",
        &findings,
    );
}

#[test]
fn an_arrow_that_points_outwards_would_be_found() {
    for (from, to, kind) in [
        ("holdfire-model", "holdfire-geo", Use::Shipped),
        ("holdfire-terms", "holdfire-monitor", Use::Shipped),
        ("holdfire-geo", "holdfire-wire", Use::Shipped),
        ("holdfire-wire", "holdfire-report", Use::Shipped),
        ("holdfire-report", "holdfire", Use::InTests),
        ("holdfire", "holdfire-testkit", Use::Shipped),
        ("holdfire-testkit", "holdfire-wire", Use::Shipped),
        ("holdfire-terms", "tokio", Use::Shipped),
        ("holdfire-unheard-of", "serde", Use::Shipped),
    ] {
        assert!(
            forbidden(from, to, kind).is_some(),
            "{from} -> {to} ({kind:?}) went through"
        );
    }
    for (from, to, kind) in [
        ("holdfire-terms", "holdfire-geo", Use::Shipped),
        ("holdfire-terms", "holdfire-testkit", Use::InTests),
        ("holdfire-monitor", "holdfire-terms", Use::Shipped),
        ("holdfire-report", "holdfire-terms", Use::Shipped),
        ("holdfire", "holdfire-server", Use::Shipped),
        ("holdfire-testkit", "holdfire-wire", Use::InTests),
        ("holdfire-bench", "holdfire-testkit", Use::Shipped),
        ("holdfire-terms", "proptest", Use::InTests),
    ] {
        assert_eq!(forbidden(from, to, kind), None, "{from} -> {to} ({kind:?})");
    }
}

#[test]
fn code_that_reaches_outside_would_be_found() {
    let words = |source: &str| {
        impurities(source)
            .into_iter()
            .map(|(_, word)| word)
            .collect::<Vec<_>>()
    };
    assert_eq!(words("use std::fs;\n"), ["std::fs"]);
    assert_eq!(
        words("use std::{\n  fmt,\n  net::{IpAddr},\n};"),
        ["std::net"]
    );
    assert_eq!(
        words("let t = std::time::SystemTime::now();"),
        ["SystemTime"]
    );
    assert_eq!(words("let t = Timestamp::now();"), ["Timestamp::now"]);
    assert_eq!(words("let n = rand::random();"), ["rand::"]);
    assert_eq!(
        words("let n = operand::left(); // std::fs, tokio\nlet s = \"std::env\";"),
        [""; 0]
    );
    assert_eq!(words("#[cfg(test)]\nmod tests { use std::fs; }"), [""; 0]);
}
