//! A sealed list on a mission's side, as a secretariat, a party and a reader of a circle handle it by commands.

mod matching;
mod whose;

use std::path::{Path, PathBuf};
use std::process::Output;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;

use crate::support::{Folder, err, holdfire, out};

/// A word and a coordinate that must be found nowhere in the mission.
const WORD: &str = "Zebrafinch works";
const LONGITUDE: &str = "11.417253";

const HEAD: &str = "id,party,name,category,region,lon,lat,radius_m\n";
const FIRST: &str = "S-1,beta,Zebrafinch works,plant,west,11.417253,50.513377,250\n";
const SECOND: &str = "S-2,beta,Second,line,east,12.90,50.60,250\n";
const THIRD: &str = "S-3,beta,Third,pumping,west,11.90,50.20,100\n";

/// A folder with a mission `halt`, keys of all who take part, and a list of three sites that is sealed: `v1`.
struct Desk {
    folder: Folder,
    list: String,
}

impl Desk {
    fn new(name: &str) -> Self {
        let mut desk = Self {
            folder: Folder::new(name),
            list: String::new(),
        };
        for person in ["beta", "alpha", "desk"] {
            let made = desk.done(&format!("key new {person}.example/desk --out {person}.key"));
            desk.folder.write(&format!("{person}.pub"), made.0);
        }
        desk.done(
            "mission new halt --origin mission.example/halt-1 --operator clerk --time-step 1 --cadence 1",
        );
        desk.seal(&[FIRST, SECOND, THIRD], "v1");
        let (said, _) = desk.done("register check v1 --vkey beta.pub");
        desk.list = after(&said, "of list ")[..32].to_owned();
        desk
    }

    /// The same with version 1 in the mission's own log.
    fn accepted(name: &str) -> Self {
        let desk = Self::new(name);
        desk.done("register accept halt v1 --vkey beta.pub");
        desk
    }

    fn seal(&self, rows: &[&str], to: &str) {
        self.folder
            .write("sites.csv", HEAD.to_owned() + &rows.concat());
        self.done(&format!(
            "register seal sites.csv --key beta.key --private beta.register --out {to}"
        ));
        std::fs::remove_file(self.path("sites.csv")).expect("it was there");
    }

    fn open(&self, how: &str, to: &str) {
        self.done(&format!(
            "register open --private beta.register --key beta.key {how} --out {to}"
        ));
    }

    fn path(&self, name: &str) -> PathBuf {
        self.folder.path().join(name)
    }

    /// Runs a command in the folder; `LIST` stands for the id of the list.
    fn run(&self, words: &str) -> Output {
        let words = words.replace("LIST", &self.list);
        let mut program = holdfire();
        program.current_dir(self.folder.path());
        program
            .args(words.split(' '))
            .output()
            .expect("the program starts")
    }

    #[track_caller]
    fn done(&self, words: &str) -> (String, String) {
        let output = self.run(words);
        assert!(output.status.success(), "{words}: {}", err(&output));
        (out(&output), err(&output))
    }

    /// Standard error of a command that must fail with this exit code and print nothing.
    #[track_caller]
    fn fails(&self, code: i32, words: &str) -> String {
        let output = self.run(words);
        assert_eq!(
            output.status.code(),
            Some(code),
            "{words}: {}",
            err(&output)
        );
        assert_eq!(out(&output), "", "{words}");
        err(&output)
    }

    /// How many entries the mission's own log has.
    fn entries(&self) -> u64 {
        let (said, _) = self.done("mission status halt --format json");
        let value: serde_json::Value = serde_json::from_str(&said).expect("it is JSON");
        value["logs"][0]["entries"].as_u64().expect("a number")
    }

    fn status(&self, more: &str) -> serde_json::Value {
        let words = format!("register status halt --format json{more}");
        let (said, _) = self.done(&words);
        serde_json::from_str(&said).expect("it is JSON")
    }
}

#[track_caller]
fn after<'a>(text: &'a str, words: &str) -> &'a str {
    let at = text
        .find(words)
        .unwrap_or_else(|| panic!("`{words}` in {text}"));
    &text[at + words.len()..]
}

#[track_caller]
fn holds(text: &str, words: &[&str]) {
    for word in words {
        assert!(text.contains(word), "`{word}` is not in: {text}");
    }
}

/// All files below a folder.
fn files(dir: &Path) -> Vec<PathBuf> {
    let mut found = Vec::new();
    let mut waiting = vec![dir.to_owned()];
    while let Some(next) = waiting.pop() {
        for entry in std::fs::read_dir(&next).expect("a folder") {
            let path = entry.expect("an entry").path();
            if path.is_dir() {
                waiting.push(path);
            } else {
                found.push(path);
            }
        }
    }
    found
}

/// A file in armour with some bytes of what is in it replaced.
fn rearmoured(file: &str, from: &[u8], to: &[u8]) -> String {
    let lines: Vec<&str> = file.lines().collect();
    let (first, last) = (lines[0], lines[lines.len() - 1]);
    let body = lines[1..lines.len() - 1].concat();
    let mut bytes = STANDARD.decode(body).expect("it is base64");
    let at = bytes.windows(from.len()).position(|window| window == from);
    let at = at.expect("it is in there");
    bytes[at..at + from.len()].copy_from_slice(to);
    let body = STANDARD.encode(bytes);
    let lines: Vec<&str> = body
        .as_bytes()
        .chunks(64)
        .map(|line| str::from_utf8(line).expect("it is ASCII"))
        .collect();
    format!("{first}\n{}\n{last}\n", lines.join("\n"))
}

#[test]
fn a_secretariat_takes_versions_in_gives_receipts_and_says_who_had_notice_as_of_any_entry() {
    let desk = Desk::new("mission-story");
    let (said, told) =
        desk.done("register accept halt v1 --vkey beta.pub --key desk.key --receipt v1.receipt");
    holds(
        &said,
        &[
            "Signed by beta.example/desk",
            "64 leaves",
            "first version",
            "Entered as entry",
        ],
    );
    holds(
        &told,
        &["was taken in by mission.example/halt-1", "mission disclose"],
    );
    let (said, _) =
        desk.done("register receipt v1 --vkey beta.pub --check v1.receipt --by desk.pub");
    holds(
        &said,
        &[
            "Signed by desk.example/desk",
            "was taken in by mission.example/halt-1",
        ],
    );
    let deposited = desk.entries();

    // The same receipt again, for a version that is held: the moment is that of the entry.
    desk.done("register accepted halt --list LIST --version 1 --key desk.key --receipt again");
    let text = |name: &str| desk.folder.read(name);
    assert_eq!(text("again"), text("v1.receipt"));

    desk.done("register receipt v1 --vkey beta.pub --key alpha.key --step notified --receiver Alpha --out alpha.receipt");
    let (_, told) = desk.done("register notify halt --list LIST --version 1 --step notified --receiver Alpha --receipt alpha.receipt --by alpha.pub");
    holds(
        &told,
        &[
            "was notified to Alpha",
            "receipt signed by alpha.example/desk",
        ],
    );
    desk.done("register notify halt --list LIST --version 1 --step handed --receiver Gamma");
    let notified = desk.entries();

    // One site is withdrawn; a dummy takes its place.
    desk.seal(&[FIRST, THIRD], "v2");
    let (said, _) = desk.done("register accept halt v2 --vkey beta.pub");
    holds(&said, &["It follows version 1", "1 withdrawn"]);

    let (said, _) = desk.done("register status halt --list LIST");
    holds(
        &said,
        &[
            "held in the mission's own log",
            "version 1 [entry",
            "version 2 [entry",
            "1 added, 1 withdrawn, 0 changed",
            "notified to Alpha at",
            "receipt signed by alpha.example/desk",
            "handed to Gamma at",
            "without a receipt",
            "on the list: 64 leaves",
            "notified to Alpha: 63 leaves, 63 of them with a receipt",
            "handed to Gamma: 63 leaves, 0 of them with a receipt",
            "earlier ones: 1 withdrawn",
        ],
    );
    let versions =
        |value: &serde_json::Value| value["lists"][0]["versions"].as_array().map(Vec::len);
    let before = desk.status(&format!(" --as-of-entry {}", deposited - 1));
    assert_eq!(before["lists"], serde_json::json!([]));
    let first = desk.status(&format!(" --as-of-entry {deposited}"));
    assert_eq!(versions(&first), Some(1));
    assert_eq!(first["lists"][0]["notified"], serde_json::json!([]));
    let second = desk.status(&format!(" --as-of-entry {notified}"));
    assert_eq!(versions(&second), Some(1));
    assert_eq!(
        second["lists"][0]["notified"],
        serde_json::json!([{ "to": "Alpha", "leaves": 64, "with_receipt": 64 }])
    );
    let now = desk.status("");
    assert_eq!(versions(&now), Some(2));
    assert_eq!(now["lists"][0]["withdrawn"], 1);
}

#[test]
fn a_replayed_an_older_and_a_forked_handover_are_refused_naming_both_states() {
    let desk = Desk::accepted("mission-refused");
    // A second history of the party: another version 2 of the same list.
    std::fs::copy(desk.path("beta.register"), desk.path("kept")).expect("a copy");
    desk.seal(&[FIRST, SECOND], "v2");
    std::fs::rename(desk.path("kept"), desk.path("beta.register")).expect("put back");
    desk.seal(&[FIRST, THIRD], "other-v2");
    desk.seal(&[FIRST], "other-v3");
    let state = |version: u32| format!("version {version} of list {}", desk.list);

    let said = desk.fails(1, "register accept halt v1 --vkey beta.pub");
    holds(&said, &["held is", &state(1), "the same was given again"]);
    let said = desk.fails(1, "register accept halt other-v3 --vkey beta.pub");
    holds(
        &said,
        &[&state(1), &state(3), "a version between them is missing"],
    );
    desk.done("register accept halt v2 --vkey beta.pub");
    let entries = desk.entries();
    let said = desk.fails(1, "register accept halt v1 --vkey beta.pub");
    holds(&said, &[&state(2), &state(1), "which is older"]);
    let said = desk.fails(4, "register accept halt other-v2 --vkey beta.pub");
    holds(&said, &["two statements for one version"]);
    let said = desk.fails(4, "register accept halt other-v3 --vkey beta.pub");
    holds(
        &said,
        &[&state(2), &state(3), "which follows another statement"],
    );
    let said = desk.fails(4, "register accept halt v2 --vkey alpha.pub");
    holds(&said, &["the key that was given is alpha.example/desk"]);
    // A receipt that is there already is refused before anything is entered.
    desk.folder.write("taken", "");
    desk.fails(
        2,
        "register accept halt v2 --vkey beta.pub --key desk.key --receipt taken",
    );
    assert_eq!(desk.entries(), entries);
}

#[test]
fn a_receipt_of_another_key_version_or_receiver_is_not_entered() {
    let desk = Desk::accepted("mission-receipts");
    desk.done("register receipt v1 --vkey beta.pub --key alpha.key --step notified --receiver Alpha --out alpha.receipt");
    let entries = desk.entries();
    let notify = "register notify halt --list LIST --version";
    let with = "--receipt alpha.receipt --by";
    desk.fails(
        4,
        &format!("{notify} 1 --step notified --receiver Alpha {with} beta.pub"),
    );
    let said = desk.fails(
        1,
        &format!("{notify} 1 --step handed --receiver Alpha {with} alpha.pub"),
    );
    holds(&said, &["was notified to Alpha", "was handed to Alpha"]);
    desk.fails(
        1,
        &format!("{notify} 1 --step notified --receiver Gamma {with} alpha.pub"),
    );
    let said = desk.fails(
        2,
        &format!("{notify} 2 --step notified --receiver Alpha {with} alpha.pub"),
    );
    holds(&said, &["version 2 of list", "held are the versions 1"]);
    let said = desk.fails(
        2,
        &format!("{notify} 1 --step handed --receiver Alpha --at 2020-01-01T00:00:00Z"),
    );
    holds(&said, &["before it was sealed"]);
    let said = desk.fails(
        2,
        &format!("{notify} 1 --step handed --receiver Alpha --at 2199-01-01T00:00:00Z"),
    );
    holds(&said, &["has not happened yet"]);
    let other = "0".repeat(32);
    let said = desk.fails(
        2,
        &format!("register notify halt --list {other} --version 1 --step handed --receiver Alpha"),
    );
    holds(&said, &["is not held", &desk.list]);
    assert_eq!(desk.entries(), entries);
}

#[test]
fn one_site_is_notified_by_its_leaf() {
    let desk = Desk::accepted("mission-leaf");
    desk.open("--version 1 --site S-1 --field category", "one");
    let (said, _) = desk.done("register verify one --vkey beta.pub");
    let leaf = after(&said, "leaf ")[..64].to_owned();
    desk.done(&format!("register receipt v1 --vkey beta.pub --key alpha.key --step notified --receiver Alpha --leaf {leaf} --out alpha.receipt"));
    desk.done(&format!("register notify halt --list LIST --version 1 --site-leaf {leaf} --step notified --receiver Alpha --receipt alpha.receipt --by alpha.pub"));
    // The receipt is for that leaf alone.
    let all = "register notify halt --list LIST --version 1 --step notified --receiver Alpha --receipt alpha.receipt --by alpha.pub";
    let said = desk.fails(1, all);
    holds(&said, &["--site-leaf"]);
    let (said, _) = desk.done("register status halt --leaves");
    holds(
        &said,
        &[
            "notified to Alpha: 1 leaves, 1 of them with a receipt",
            &format!("leaf {leaf}"),
        ],
    );
    let history = after(&said, &format!("leaf {leaf}"));
    let until_next = history.split("  leaf ").next().unwrap_or_default();
    holds(until_next, &["Declared in version 1", "Notified to Alpha"]);
}

#[test]
fn an_opening_is_checked_against_the_version_in_the_record() {
    let desk = Desk::accepted("mission-opened");
    desk.open("--version 1 --site S-1 --field category", "one");
    let (said, _) = desk.done("register opened halt one --vkey beta.pub --receiver Alpha");
    holds(
        &said,
        &[
            "category `plant`",
            "The mission holds this version since",
            "Entered as entry",
        ],
    );
    let (said, _) = desk.done("register status halt");
    holds(&said, &["opened in part or whole, to Alpha"]);
    let entries = desk.entries();

    // Forged: another value of the same length, in good armour.
    let text = desk.folder.read("one");
    let forged = rearmoured(&text, b"plant", b"plane");
    desk.folder.write("forged", forged);
    let said = desk.fails(4, "register opened halt forged --vkey beta.pub");
    assert!(!said.contains("plane"), "{said}");
    desk.fails(4, "register opened halt one --vkey alpha.pub");
    desk.folder.write("cut", &text[..text.len() / 2]);
    desk.fails(2, "register opened halt cut --vkey beta.pub");

    // Signed by the party, and not the list that it handed over: two lists for one version.
    std::fs::copy(desk.path("beta.register"), desk.path("kept")).expect("a copy");
    desk.seal(&[FIRST, SECOND], "v2");
    desk.done("register accept halt v2 --vkey beta.pub");
    std::fs::rename(desk.path("kept"), desk.path("beta.register")).expect("put back");
    desk.seal(
        &[FIRST, "S-9,beta,Later,plant,west,11.1,50.1,250\n"],
        "other-v2",
    );
    desk.open("--version 2 --site S-9", "two");
    let said = desk.fails(4, "register opened halt two --vkey beta.pub");
    holds(
        &said,
        &[
            "held is version 2",
            "was not on the list that was handed over",
        ],
    );
    desk.seal(&[FIRST], "other-v3");
    desk.open("--version 3 --site S-1", "three");
    let said = desk.fails(1, "register opened halt three --vkey beta.pub");
    holds(&said, &["the opening is of version 3", "held is version 2"]);
    assert_eq!(desk.entries(), entries + 1);
}

#[test]
fn an_outsider_sees_since_when_a_log_has_the_statement_of_an_opening() {
    let desk = Desk::new("mission-outsider");
    desk.done("register accept halt v1 --vkey beta.pub");
    desk.done("mission disclose halt register/LIST --field statement --to all --reason agreed --out v1.proof");
    desk.open("--version 1 --site S-1 --field category", "one");
    let vkey = desk.folder.read("halt/log/key").trim().to_owned();
    let verify = |opening: &str, proof: &str, vkey: &str| {
        format!("register verify {opening} --vkey beta.pub --deposit {proof} --log {vkey}")
    };
    let (said, _) = desk.done(&verify("one", "v1.proof", &vkey));
    holds(
        &said,
        &[
            "category `plant`",
            "The log mission.example/halt-1 has this statement in an entry dated",
        ],
    );
    desk.seal(&[FIRST, SECOND], "v2");
    desk.done("register accept halt v2 --vkey beta.pub");
    desk.done("mission disclose halt register/LIST --field statement --to all --reason agreed --out v2.proof");
    let said = desk.fails(4, &verify("one", "v2.proof", &vkey));
    holds(&said, &["statement"]);
    let other = after(&desk.folder.read("alpha.pub"), "signs ")
        .lines()
        .next()
        .expect("a line")
        .to_owned();
    desk.fails(4, &verify("one", "v1.proof", &other));
    // Another statement in the entry's place; a proof that brings no entry.
    let hash = |text: &str| after(text, "(statement ")[..64].to_owned();
    let (checked, _) = desk.done("register check v1 --vkey beta.pub");
    let statement: Vec<u8> = hash(&checked)
        .as_bytes()
        .chunks(2)
        .map(|pair| u8::from_str_radix(str::from_utf8(pair).expect("ASCII"), 16).expect("hex"))
        .collect();
    let text = desk.folder.read("v1.proof");
    let extra = after(&text, "extra ").lines().next().expect("a line");
    let mut bytes = STANDARD.decode(extra).expect("it is base64");
    let at = bytes.windows(32).position(|window| window == statement);
    bytes[at.expect("it opens the statement")] ^= 1;
    desk.folder
        .write("forged", text.replace(extra, &STANDARD.encode(bytes)));
    let said = desk.fails(4, &verify("one", "forged", &vkey));
    holds(&said, &["it shows nothing"]);
    let lines = text.lines().filter(|line| !line.starts_with("extra "));
    let lines: Vec<&str> = lines.collect();
    desk.folder.write("bare", lines.join("\n") + "\n");
    desk.fails(2, &verify("one", "bare", &vkey));
}

#[test]
fn a_list_is_kept_in_one_log_and_a_circle_has_it_to_itself() {
    let desk = Desk::new("mission-circle");
    desk.done("circle new halt lists --reader desk.pub --identity desk.key");
    desk.done("register accept halt v1 --vkey beta.pub --circle lists --identity desk.key");
    let said = desk.fails(
        1,
        "register accept halt v1 --vkey beta.pub --identity desk.key",
    );
    holds(
        &said,
        &["this list is held in the circle of", "version 1 of list"],
    );
    let (said, _) = desk.done("register status halt --identity desk.key");
    holds(&said, &["version 1 [entry"]);
    // Who has no key of the circle is not told that there is a list.
    let (said, told) = desk.done("register status halt");
    assert_eq!(said, "");
    holds(&told, &["no sealed list is held there"]);
}
