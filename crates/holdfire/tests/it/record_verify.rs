//! The folder of a log in the hands of an auditor who has nothing but the program.

use std::process::Output;

use holdfire_record::Envelope;
use holdfire_store::disk::RealDisk;
use holdfire_store::folder::sample::Sample;

use crate::support::{Folder, err, out, run};

const ORIGIN: &str = "log.example/m1";

/// A log of 700 entries in `log`, its policy in `policy.txt`.
struct Log {
    folder: Folder,
    sample: Sample,
}

impl Log {
    fn new(name: &str) -> Self {
        let folder = Folder::new(name);
        let sample = Sample::new(ORIGIN, 1);
        let written = sample.write(&RealDisk, &folder.path().join("log"), &[300, 700]);
        written.expect("the log can be written");
        folder.write("policy.txt", sample.policy());
        Self { folder, sample }
    }

    fn path(&self, name: &str) -> String {
        self.folder.path().join(name).display().to_string()
    }

    fn key(&self) -> String {
        self.sample.log_key.vkey()
    }

    /// `holdfire record WORD log ...`
    fn record(&self, word: &str, more: &[&str]) -> Output {
        let log = self.path("log");
        let args = [&["record", word, log.as_str()], more].concat();
        run(&args)
    }

    fn verify(&self, more: &[&str]) -> Output {
        self.record("verify", more)
    }

    fn flip(&self, name: &str, byte: usize) {
        let name = format!("log/{name}");
        let mut bytes = std::fs::read(self.path(&name)).expect("the file is there");
        bytes[byte] ^= 1;
        self.folder.write(&name, bytes);
    }
}

fn ends(output: &Output, code: i32) {
    assert_eq!(
        output.status.code(),
        Some(code),
        "{}{}",
        out(output),
        err(output)
    );
}

#[test]
fn an_auditor_reads_what_was_checked_and_what_that_does_not_show() {
    let log = Log::new("record-verify");
    let good = log.verify(&["--key", &log.key()]);
    ends(&good, 0);
    let words = out(&good);
    for part in [
        "log.example/m1: everything is as signed",
        "700 entries hashed",
        "the key was given to this command",
        "no policy was given, so no witness was asked for",
        "3 signature lines by keys that nobody named here: not checked",
        "1 genesis, 140 tick, 559 item",
        "2 points of the cadence",
        "What this does not show",
        "what was left out before it was entered is in no log",
        "that the contents are true",
    ] {
        assert!(words.contains(part), "`{part}` is not in\n{words}");
    }
    assert_eq!(
        words,
        out(&log.verify(&["--key", &log.key()])),
        "same input, same bytes"
    );

    let own = out(&log.verify(&[]));
    assert!(own.contains("not who made it"), "{own}");

    let policy = log.path("policy.txt");
    let cosigned = out(&log.verify(&["--policy", &policy]));
    assert!(
        cosigned.contains("1 of one, two; cosigned by\n    one, 2027-01-15"),
        "{cosigned}"
    );
    assert!(cosigned.contains("1 signature line by keys"), "{cosigned}");
}

#[test]
fn the_report_as_json_has_the_same_facts() {
    let log = Log::new("record-json");
    let good = log.verify(&["--format", "json", "--key", &log.key()]);
    ends(&good, 0);
    let json: serde_json::Value = serde_json::from_str(&out(&good)).expect("JSON");
    assert_eq!(json["as_signed"], true);
    assert_eq!((&json["size"], &json["ticks"]), (&700.into(), &140.into()));
    assert_eq!(json["key_from"], "given");

    log.flip("tile/entries/000", 100);
    let bad = log.verify(&["--format", "json"]);
    ends(&bad, 4);
    let json: serde_json::Value = serde_json::from_str(&out(&bad)).expect("JSON");
    assert_eq!(json["as_signed"], false);
    let findings = json["findings"].as_array().expect("findings");
    let tile = findings
        .iter()
        .find(|finding| finding["file"] == "tile/0/000");
    let tile = tile.expect("the tile no longer fits");
    assert_eq!(
        tile["entries"],
        serde_json::json!({ "from": 1, "until": 2 })
    );
    assert_ne!(tile["stated"], tile["found"]);
}

#[test]
fn a_changed_log_ends_with_4_and_names_file_entry_and_both_states() {
    let log = Log::new("record-changed");
    log.flip("tile/entries/001", 10 * 61 + 40);
    let bad = log.verify(&["--key", &log.key()]);
    ends(&bad, 4);
    let words = out(&bad);
    assert!(words.contains("`tile/0/001`, entry 266: "), "{words}");
    assert!(
        words.contains("stated: ") && words.contains("found:  "),
        "{words}"
    );
    assert!(err(&bad).contains("is not as signed"), "{}", err(&bad));
    assert!(err(&bad).contains("hint: "), "{}", err(&bad));

    // Single things are not handed out of it either, where the change is met.
    ends(&log.record("entry", &["266"]), 4);
    ends(&log.record("prove", &["266"]), 4);
    ends(&log.record("entry", &["0"]), 0);
}

#[test]
fn exit_codes_tell_whose_a_failure_is() {
    let log = Log::new("record-codes");
    let stranger = Sample::new(ORIGIN, 2).log_key.vkey();
    // Not what the caller trusts: integrity.
    ends(&log.verify(&["--key", &stranger]), 4);
    // What the caller typed.
    ends(&log.verify(&["--key", "no key"]), 2);
    ends(&run(&["record", "verify", &log.path("nothing")]), 2);
    ends(&run(&["record", "verify", &log.path("policy.txt")]), 2);
    ends(&run(&["record", "verify", &log.path("")]), 2);
    ends(&log.record("entry", &["700"]), 2);
    log.folder.write("bad.txt", "witness\n");
    ends(&log.verify(&["--policy", &log.path("bad.txt")]), 2);
    ends(&log.verify(&["--since", &log.path("bad.txt")]), 2);
    ends(&log.verify(&["--policy", &log.path("nothing")]), 2);
    ends(&log.verify(&["--policy", &log.path("")]), 2);
    // What the machine does not give: a name that no file system takes.
    ends(&log.verify(&["--policy", &log.path(&"n".repeat(300))]), 3);
}

#[test]
fn an_older_checkpoint_is_compared() {
    let log = Log::new("record-since");
    let older = log.path("older");
    let write = |sizes: &[u64], seed| {
        let sample = Sample::new(ORIGIN, seed);
        let _ = std::fs::remove_dir_all(&older);
        sample
            .write(&RealDisk, older.as_ref(), sizes)
            .expect("a log");
    };
    let note = format!("{older}/checkpoint");
    write(&[300], 1);
    let grown = log.verify(&["--since", &note]);
    ends(&grown, 0);
    assert!(out(&grown).contains("the log grew from the older checkpoint of 300 entries"));
    write(&[800], 1);
    let shrunk = log.verify(&["--since", &note]);
    ends(&shrunk, 4);
    let words = out(&shrunk);
    assert!(
        words.contains("800 entries") && words.contains("700 entries"),
        "{words}"
    );
    // Another key signed it: nothing to compare with.
    write(&[300], 2);
    ends(&log.verify(&["--since", &note]), 2);
}

#[test]
fn a_proof_stands_without_the_log_and_fails_for_another_entry() {
    let log = Log::new("record-proof");
    let (proof, key, policy) = (log.path("5.tlog-proof"), log.key(), log.path("policy.txt"));
    ends(&log.record("prove", &["5", "--out", &proof]), 0);
    let envelopes: Vec<Envelope> = log.sample.envelopes().take(7).collect();
    log.folder.write("5.bin", envelopes[5].to_bytes());
    log.folder.write("6.bin", envelopes[6].to_bytes());

    let shown = log.record("entry", &["5", "--format", "json"]);
    let shown: serde_json::Value = serde_json::from_str(&out(&shown)).expect("JSON");
    let leaf = shown["leaf"].as_str().expect("hex");
    std::fs::remove_dir_all(log.path("log")).expect("it was written");

    let check = |more: &[&str]| run(&[&["record", "check-proof", &proof], more].concat());
    let by_leaf = check(&["--leaf", leaf, "--key", &key]);
    ends(&by_leaf, 0);
    let words = out(&by_leaf);
    assert!(words.contains("this is entry 5 of log log.example/m1, signed by it at 700 entries"));
    let by_file = check(&["--entry", &log.path("5.bin"), "--policy", &policy]);
    ends(&by_file, 0);
    assert!(
        out(&by_file).contains("cosigned by one, 2027-01-15"),
        "{}",
        out(&by_file)
    );

    ends(&check(&["--entry", &log.path("6.bin"), "--key", &key]), 1);
    let stranger = Sample::new(ORIGIN, 2).log_key.vkey();
    ends(&check(&["--leaf", leaf, "--key", &stranger]), 1);
    ends(&check(&["--leaf", "8", "--key", &key]), 2);
    ends(&check(&["--leaf", leaf]), 2);
    log.folder.write("5.tlog-proof", "no proof");
    ends(&check(&["--leaf", leaf, "--key", &key]), 2);
}

#[test]
fn settings_and_entries_are_shown_in_words() {
    let log = Log::new("record-settings");
    let settings = log.record("settings", &["--key", &log.key()]);
    ends(&settings, 0);
    assert!(out(&settings).contains("entries are dated to 900 s, ticks come every 600 s"));
    assert!(out(&settings).contains(&log.key()));

    let entry = out(&log.record("entry", &["1"]));
    let envelope = log.sample.envelopes().nth(1).expect("it has no end");
    let hex: String = envelope
        .to_bytes()
        .iter()
        .map(|byte| format!("{byte:02x}"))
        .collect();
    assert!(
        entry.contains("kind       tick") && entry.contains(&hex),
        "{entry}"
    );

    // Other settings than those that entry 0 committed to.
    let other = Sample::new(ORIGIN, 2);
    let dir = log.folder.path().join("other");
    other.write(&RealDisk, &dir, &[10]).expect("a log");
    std::fs::copy(dir.join("settings"), log.path("log/settings")).expect("a copy");
    ends(&log.record("settings", &[]), 4);
}
