//! The record of a mission, by the commands a user types.

#![cfg(unix)]

use holdfire_record::Kind;
use holdfire_seal::fields::Field;
use holdfire_store::mission::{Draft, Mission, PUBLIC, Surroundings};

use crate::support::{Desk, Folder, ORIGIN, energy, err, holdfire};

impl Desk {
    /// With a mission `halt` that holds the 2025 case, and the keys of some persons.
    fn with_case(name: &str) -> Self {
        let desk = Self::with_mission(name);
        let case = energy().display().to_string();
        desk.does(&["mission", "load", "halt", &case]);
        desk
    }

    fn sql(&self, sql: &str) {
        let path = self.0.path().join("halt/record.sqlite");
        let connection = rusqlite::Connection::open(path).expect("it opens");
        connection.execute_batch(sql).expect("good SQL");
    }
}

/// How many entries the public log has.
fn entries(desk: &Desk) -> u64 {
    let checkpoint = desk.0.read("halt/log/checkpoint");
    let size = checkpoint.lines().nth(1).expect("three lines");
    size.parse().expect("a number")
}

#[test]
fn every_answer_is_the_same_from_the_record_as_from_the_folder() {
    let desk = Desk::with_case("mission-same");
    let case = energy().display().to_string();
    let both = |words: &[&str], more: &[&str]| {
        let ask = |from: &str| desk.does(&[words, &[from], more].concat());
        assert_eq!(ask("halt"), ask(&case), "{words:?} {more:?}");
    };
    for format in ["text", "json", "csv", "geojson", "html"] {
        both(&["assess"], &["--format", format]);
    }
    both(&["assess"], &["--as-of", "2025-03-26"]);
    both(&["explain"], &["AV25-006"]);
    both(&["compare"], &["moscow", "kyiv"]);
    both(&["held"], &[]);
    both(&["case", "show"], &[]);
    desk.does(&["mission", "unload", "halt", "out"]);
    for file in ["reports.csv", "case.toml", "readings/kyiv.toml"] {
        let original = std::fs::read(energy().join(file)).expect("it is there");
        let written = std::fs::read(desk.0.path().join("out").join(file)).expect("it is there");
        assert!(original == written, "{file}");
    }
}

#[test]
fn an_answer_is_asked_as_of_any_entry() {
    let desk = Desk::with_case("mission-as-of");
    let before = entries(&desk);
    let first = desk.does(&["assess", "halt", "--format", "json"]);
    let folder = Folder::energy("mission-as-of-case");
    let reports = folder.read("reports.csv");
    let without: Vec<&str> = reports
        .lines()
        .filter(|line| !line.starts_with("AV25-033,"))
        .collect();
    folder.write("reports.csv", without.join("\n") + "\n");
    let path = folder.path().display().to_string();
    desk.does(&["mission", "load", "halt", &path]);
    let now = desk.does(&["assess", "halt", "--format", "json"]);
    assert_ne!(now, first);
    let then = before.to_string();
    let as_of = desk.does(&["assess", "halt", "--format", "json", "--as-of-entry", &then]);
    assert_eq!(as_of, first);
    let listed = |more: &[&str]| {
        let list = desk.does(&[&["mission", "list", "halt", "--kind", "item"], more].concat());
        list.contains("reports.csv#AV25-033")
    };
    assert!(!listed(&[]) && listed(&["--as-of-entry", &then]) && listed(&["--all"]));
    let beyond = desk.ends(&["assess", "halt", "--as-of-entry", "9999"], 1);
    assert!(
        beyond.contains("has") && beyond.contains("9999"),
        "{beyond}"
    );
    let folder_has_none = desk.ends(&["assess", &path, "--as-of-entry", "3"], 2);
    assert!(folder_has_none.contains("case folder"), "{folder_has_none}");
}

#[test]
fn what_was_changed_behind_the_back_ends_with_exit_code_4_and_names_it() {
    for (sql, named) in [
        (
            "update entry set leaf = x'00' where place & 0xffff = 40",
            "root",
        ),
        ("delete from entry where place & 0xffff = 40", "size"),
        (
            "update object set tag = randomblob(16) where place & 0xffff = 40",
            "entry 40",
        ),
        (
            "update object set sealed = zeroblob(90) where place & 0xffff = 40",
            "entry 40",
        ),
        ("delete from object where place & 0xffff = 40", "entry 40"),
        (
            "update object set kind = 7 where place & 0xffff = 40",
            "entry 40",
        ),
        (
            "update version set until = 50 where since = 40",
            "projection",
        ),
        ("delete from version where since = 40", "projection"),
    ] {
        let desk = Desk::with_case("mission-changed");
        desk.sql(sql);
        let said = desk.ends(&["record", "verify", "halt"], 4);
        assert!(said.contains(named), "{sql}: {said}");
    }
    let desk = Desk::with_case("mission-changed-tile");
    desk.0.write("halt/log/tile/0/000.p/9", "x");
    desk.ends(&["record", "verify", "halt"], 4);
    desk.sql("delete from version");
    desk.ends(&["record", "verify", "halt"], 4);
    std::fs::remove_file(desk.0.path().join("halt/log/tile/0/000.p/9")).expect("removed");
    // What is derived is made anew.
    desk.does(&["record", "fsck", "halt"]);
    desk.does(&["record", "verify", "halt"]);
}

#[test]
fn a_database_put_back_to_an_older_state_is_never_signed_again() {
    let desk = Desk::with_case("mission-back");
    let path = desk.0.path().join("halt/record.sqlite");
    let older = std::fs::read(&path).expect("it is closed");
    desk.does(&["mission", "person", "halt", "anna"]);
    let checkpoint = desk.0.read("halt/log/checkpoint");
    for more in ["-wal", "-shm"] {
        let _ = std::fs::remove_file(format!("{}{more}", path.display()));
    }
    std::fs::write(&path, older).expect("written");
    let said = desk.ends(&["mission", "person", "halt", "boris"], 4);
    assert!(
        said.contains("nothing is signed") && said.contains("root"),
        "{said}"
    );
    assert_eq!(desk.0.read("halt/log/checkpoint"), checkpoint);
    desk.ends(&["record", "verify", "halt"], 4);
}

#[test]
fn a_folder_that_cannot_be_written_is_read_and_not_written() {
    use std::os::unix::fs::PermissionsExt as _;
    let desk = Desk::with_case("mission-readonly");
    let headline = desk.does(&["assess", "halt"]);
    let dir = desk.0.path().join("halt");
    let mode = |bits: u32| {
        let set = |path: &std::path::Path, bits| {
            let permissions = std::fs::Permissions::from_mode(bits);
            std::fs::set_permissions(path, permissions).expect("ours");
        };
        for name in ["record.sqlite", "lock"] {
            set(&dir.join(name), bits & 0o666);
        }
        set(&dir, bits);
    };
    mode(0o555);
    // Root writes everywhere: then there is nothing to see.
    let is_root = std::fs::write(dir.join("probe"), "x").is_ok();
    if !is_root {
        assert_eq!(desk.does(&["assess", "halt"]), headline);
        let said = desk.ends(&["mission", "person", "halt", "anna"], 3);
        assert!(said.contains("cannot write"), "{said}");
    }
    mode(0o755);
    assert_eq!(desk.does(&["assess", "halt"]), headline);
}

#[test]
fn two_commands_that_write_do_not_meet() {
    let desk = Desk::with_case("mission-two");
    let lock = std::fs::File::options()
        .write(true)
        .open(desk.0.path().join("halt/lock"))
        .expect("it is there");
    lock.lock().expect("nobody has it");
    let said = desk.ends(&["mission", "person", "halt", "anna"], 3);
    assert!(
        said.contains("another process") && said.contains("wrote nothing"),
        "{said}"
    );
    desk.does(&["assess", "halt"]);
    drop(lock);
    desk.does(&["mission", "person", "halt", "anna"]);
}

#[test]
fn a_circle_is_read_by_its_readers_alone() {
    let desk = Desk::with_case("mission-circle");
    for name in ["mediator", "anna"] {
        desk.keys(name);
    }
    let reader = ["--reader", "mediator.pub", "--identity", "mediator.key"];
    desk.does(
        &[
            &["circle", "new", "halt", "the talks of spring"][..],
            &reader,
        ]
        .concat(),
    );
    let rows = Folder::new("mission-circle-rows");
    rows.write("notes.toml", "secret = \"a planted word\"\n");
    let path = rows.path().display().to_string();
    let load = [
        "mission",
        "load",
        "halt",
        &path,
        "--circle",
        "the talks of spring",
    ];
    desk.does(&[&load[..], &["--identity", "mediator.key"]].concat());
    let list = |identity: &[&str]| desk.does(&[&["mission", "list", "halt"], identity].concat());
    assert!(list(&["--identity", "mediator.key"]).contains("notes.toml"));
    for other in [&["--identity", "anna.key"][..], &[]] {
        let seen = list(other);
        assert!(
            !seen.contains("notes.toml") && !seen.contains("spring"),
            "{seen}"
        );
        assert!(
            !desk
                .does(&[&["mission", "status", "halt"], other].concat())
                .contains("spring")
        );
    }
    let said = desk.ends(&[&load[..], &["--identity", "anna.key"]].concat(), 2);
    assert!(said.contains("there is no circle"), "{said}");
    // Nothing of it lies in the clear anywhere, and nothing of it shows in the public log.
    for entry in walk(&desk.0.path().join("halt")) {
        let bytes = std::fs::read(&entry).expect("it reads");
        for word in [&b"planted"[..], b"spring", b"notes.toml"] {
            let found = bytes.windows(word.len()).any(|window| window == word);
            assert!(!found, "{}", entry.display());
        }
    }
    let settings = desk.does(&["record", "verify", "halt/log"]);
    assert!(
        !settings.contains("circle,") && settings.contains("1 genesis"),
        "{settings}"
    );
}

fn walk(dir: &std::path::Path) -> Vec<std::path::PathBuf> {
    let mut found = Vec::new();
    for entry in std::fs::read_dir(dir).expect("a folder") {
        let path = entry.expect("an entry").path();
        if path.is_dir() {
            found.extend(walk(&path));
        } else {
            found.push(path);
        }
    }
    found
}

#[test]
fn checkpoints_are_cosigned_by_hand_and_a_policy_says_whether_that_is_enough() {
    let desk = Desk::with_case("mission-witness");
    let log_key = desk.0.read("halt/log/key");
    let vkey = desk.does(&["witness", "new", "w", "--name", "w.example/1"]);
    desk.does(&["witness", "trust", "w", log_key.trim()]);
    let cosign = |from: &str| {
        let request = [
            "record",
            "checkpoint",
            "halt",
            "--request-from",
            from,
            "--out",
            "request",
        ];
        desk.does(&request);
        desk.does(&["witness", "cosign", "w", "request", "--out", "line"]);
        desk.does(&["record", "checkpoint", "halt", "--cosignature", "line"])
    };
    assert!(cosign("0").contains("w.example/1"));
    let size = entries(&desk).to_string();
    desk.does(&["mission", "person", "halt", "anna"]);
    let note = cosign(&size);
    assert!(note.contains("w.example/1"));
    let policy = format!("witness w {}\nquorum w\n", vkey.trim());
    desk.0.write("policy.txt", policy);
    desk.does(&["record", "checkpoint", "halt", "--policy", "policy.txt"]);
    desk.does(&[
        "record",
        "verify",
        "halt",
        "--policy",
        "policy.txt",
        "--key",
        log_key.trim(),
    ]);
    desk.does(&["mission", "person", "halt", "boris"]);
    let said = desk.ends(
        &["record", "checkpoint", "halt", "--policy", "policy.txt"],
        1,
    );
    assert!(said.contains("policy is not met"), "{said}");
}

#[test]
fn evacuating_needs_the_origin_typed_out() {
    let desk = Desk::with_case("mission-evacuate");
    desk.keys("vault");
    let evacuate = |origin: &str| {
        [
            "mission",
            "evacuate",
            "halt",
            "away.age",
            "--for",
            "vault.pub",
            "--destroy",
            origin,
        ]
        .map(str::to_owned)
    };
    let wrong = evacuate("halt");
    let wrong: Vec<&str> = wrong.iter().map(String::as_str).collect();
    let said = desk.ends(&wrong, 2);
    assert!(said.contains("nothing was done"), "{said}");
    let right = evacuate(ORIGIN);
    let right: Vec<&str> = right.iter().map(String::as_str).collect();
    let headline = desk.does(&["assess", "halt"]);
    let said = desk.does(&right);
    assert!(said.contains("was not reached") && !desk.0.path().join("halt").exists());
    desk.does(&[
        "mission",
        "restore",
        "away.age",
        "again",
        "--identity",
        "vault.key",
    ]);
    assert_eq!(desk.does(&["assess", "again"]), headline);
}

#[test]
fn a_record_that_names_a_file_elsewhere_is_not_unloaded() {
    let desk = Desk::with_case("mission-unload-out");
    let dir = desk.0.path().join("halt");
    let mission = Mission::open(&dir, Surroundings::system(), Vec::new()).expect("it opens");
    let by = mission.now().and_then(|view| view.person(None));
    let fields = vec![Field::new("order", "0"), Field::new("bytes", "planted")];
    let draft = Draft::set(Kind::Item, "../planted.toml", fields);
    mission
        .submit_one(&by.expect("the operator").author(), PUBLIC, draft)
        .expect("entered");
    drop(mission);
    let said = desk.ends(&["mission", "unload", "halt", "out"], 2);
    assert!(said.contains("planted.toml"), "{said}");
    assert!(!desk.0.path().join("planted.toml").exists() && !desk.0.path().join("out").exists());
}

#[test]
fn an_evacuation_into_the_folder_that_one_stands_in_is_refused() {
    let desk = Desk::with_case("mission-evacuate-here");
    desk.keys("vault");
    let inside = desk.0.path().join("halt");
    let evacuate = [
        "mission",
        "evacuate",
        ".",
        "away.age",
        "--for",
        "../vault.pub",
    ];
    let said = holdfire()
        .args(evacuate)
        .args(["--destroy", ORIGIN])
        .current_dir(&inside)
        .output()
        .expect("the program starts");
    assert_eq!(said.status.code(), Some(1), "{}", err(&said));
    assert!(err(&said).contains("to be destroyed"), "{}", err(&said));
    assert!(inside.join("record.sqlite").exists());
}

#[test]
fn a_disclosed_field_is_checked_by_anybody_and_says_nothing_of_the_others() {
    let desk = Desk::with_case("mission-disclose");
    let disclose = |field: &str, out: &str| {
        let subject = "reports.csv#AV25-006";
        disclosed(&desk, &[subject, "--field", field, "--out", out])
    };
    disclose("place", "place.tlog-proof");
    let key = desk.0.read("halt/log/key");
    let check = [
        "record",
        "check-disclosure",
        "place.tlog-proof",
        "--key",
        key.trim(),
    ];
    let said = desk.does(&check);
    assert!(
        said.contains("place: Sudzha") && said.contains("this is what was committed"),
        "{said}"
    );
    let file = desk.0.read("place.tlog-proof");
    let extra = file.lines().nth(1).expect("extra data");
    assert!(!extra.is_empty() && !said.contains("Meduza"));
    // It is on the record.
    let list = desk.does(&["mission", "list", "halt", "--kind", "disclosure"]);
    assert_eq!(list.lines().count(), 1);
    let shown = desk.does(&["mission", "show", "halt", "disclosure"]);
    assert!(
        shown.contains("the press") && shown.contains("agreed"),
        "{shown}"
    );
    // Another value, another entry, another key: it shows nothing.
    let mut changed = file.clone().into_bytes();
    let at = file.find("extra ").expect("there") + 300;
    changed[at] = if changed[at] == b'A' { b'B' } else { b'A' };
    desk.0.write("changed", changed);
    let refused = desk.ends(
        &["record", "check-disclosure", "changed", "--key", key.trim()],
        1,
    );
    assert!(refused.contains("it shows nothing"), "{refused}");
    let proof = desk.does(&["record", "prove", "halt/log", "40"]);
    desk.0.write("proof", proof);
    let refused = desk.ends(
        &["record", "check-disclosure", "proof", "--key", key.trim()],
        1,
    );
    assert!(refused.contains("opens no field"), "{refused}");
    let unknown = [
        "mission",
        "disclose",
        "halt",
        "reports.csv#AV25-006",
        "--field",
        "nothing",
    ];
    let more = ["--to", "x", "--reason", "y"];
    let refused = desk.ends(&[&unknown[..], &more].concat(), 1);
    assert!(
        refused.contains("has no field") && refused.contains("place"),
        "{refused}"
    );
    let secret = [
        "mission",
        "disclose",
        "halt",
        "person/clerk",
        "--field",
        "author",
    ];
    desk.ends(&[&secret[..], &more].concat(), 2);
}

fn disclosed(desk: &Desk, args: &[&str]) -> String {
    let all = [
        &["mission", "disclose", "halt"],
        args,
        &["--to", "the press", "--reason", "agreed"],
    ];
    desk.does(&all.concat())
}
