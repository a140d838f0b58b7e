//! Evidence in a mission, by the commands a user types.

#![cfg(unix)]

use std::os::unix::fs::PermissionsExt as _;
use std::path::{Path, PathBuf};
use std::process::Command;

use serde_json::Value;

use crate::support::{Desk, err};

/// Words that lie in the photograph behind the end of the image.
const PLANTED: &str = "planted words behind the image";

impl Desk {
    fn new(name: &str) -> Self {
        let desk = Self::with_mission(name);
        desk.0.write("IMG_1.jpg", photograph());
        desk
    }

    fn json(&self, args: &[&str]) -> Value {
        let text = self.does(&[args, &["--format", "json"]].concat());
        serde_json::from_str(&text).expect("it is JSON")
    }

    fn path(&self, name: &str) -> PathBuf {
        self.0.path().join(name)
    }

    fn bytes(&self, name: &str) -> Vec<u8> {
        std::fs::read(self.path(name)).expect("the file is there")
    }

    /// The stored files.
    fn stored(&self) -> Vec<PathBuf> {
        let mut files = files_below(&self.path("halt/evidence"));
        files.sort();
        files
    }
}

fn files_below(dir: &Path) -> Vec<PathBuf> {
    let Ok(entries) = std::fs::read_dir(dir) else {
        return Vec::new();
    };
    let mut files = Vec::new();
    for entry in entries {
        let path = entry.expect("a folder can be listed").path();
        if path.is_dir() {
            files.extend(files_below(&path));
        } else {
            files.push(path);
        }
    }
    files
}

/// A JPEG with one block of EXIF that says when the file was changed, and words behind its end.
fn photograph() -> Vec<u8> {
    let mut jpeg = b"\xff\xd8\xff\xe1\0\x36Exif\0\0".to_vec();
    jpeg.extend(b"II*\0\x08\0\0\0\x01\0\x32\x01\x02\0\x14\0\0\0\x1a\0\0\0\0\0\0\0");
    jpeg.extend(b"2025:03:26 10:00:00\0\xff\xd9");
    jpeg.extend(PLANTED.as_bytes());
    jpeg
}

fn sha256(bytes: &[u8]) -> String {
    holdfire_seal::Hash::of(bytes).to_string()
}

/// CRC-32 as in ZIP (ISO 3309).
fn crc(bytes: &[u8]) -> u32 {
    let step = |crc: u32, byte: &u8| {
        (0..8).fold(crc ^ u32::from(*byte), |crc, _| {
            if crc & 1 == 1 {
                (crc >> 1) ^ 0xedb8_8320
            } else {
                crc >> 1
            }
        })
    };
    !bytes.iter().fold(!0, step)
}

/// A ZIP archive of files as they are (APPNOTE 4.3), which is all that a WACZ needs.
fn zip(files: &[(&str, &[u8])]) -> Vec<u8> {
    let number = |number: usize| {
        u32::try_from(number)
            .expect("test files are small")
            .to_le_bytes()
    };
    let short = |number: usize| {
        u16::try_from(number)
            .expect("test files are few")
            .to_le_bytes()
    };
    let (mut all, mut list) = (Vec::new(), Vec::new());
    for (name, bytes) in files {
        let at = all.len();
        let mut common = b"\x14\0\0\0\0\0\0\0\x21\0".to_vec();
        common.extend(crc(bytes).to_le_bytes());
        common.extend(number(bytes.len()).repeat(2));
        common.extend(short(name.len()));
        common.extend(b"\0\0");
        all.extend(b"PK\x03\x04");
        all.extend(&common);
        all.extend(name.as_bytes());
        all.extend(*bytes);
        list.extend(b"PK\x01\x02\x14\0");
        list.extend(&common);
        list.extend([0; 10]);
        list.extend(number(at));
        list.extend(name.as_bytes());
    }
    let (at, length) = (all.len(), list.len());
    all.extend(list);
    all.extend(b"PK\x05\x06\0\0\0\0");
    all.extend(short(files.len()).repeat(2));
    all.extend(number(length));
    all.extend(number(at));
    all.extend(b"\0\0");
    all
}

fn wacz() -> Vec<u8> {
    let warc: &[u8] = b"\x1f\x8b recorded traffic";
    let pages: &[u8] = b"{\"format\": \"json-pages-1.0\", \"id\": \"pages\", \"title\": \"All\"}\n\
        {\"id\": \"1\", \"url\": \"https://example.com/a\", \"ts\": \"2025-03-26T10:00:00Z\", \"title\": \"A page\"}\n";
    let resource = |path: &str, bytes: &[u8]| {
        let name = path.rsplit('/').next();
        let hash = format!("sha256:{}", sha256(bytes));
        serde_json::json!({"name": name, "path": path, "hash": hash, "bytes": bytes.len()})
    };
    let package = serde_json::json!({
        "profile": "data-package",
        "wacz_version": "1.1.1",
        "resources": [resource("archive/data.warc.gz", warc), resource("pages/pages.jsonl", pages)],
    })
    .to_string();
    zip(&[
        ("archive/data.warc.gz", warc),
        ("pages/pages.jsonl", pages),
        ("datapackage.json", package.as_bytes()),
    ])
}

/// The number of the first entry that a command printed.
fn first(said: &str) -> String {
    let mut words = said.split_whitespace();
    assert_eq!(words.next(), Some("entry"), "{said}");
    words.next().expect("a number").to_owned()
}

#[test]
fn a_photograph_is_kept_to_the_bit_and_what_it_says_is_a_claim() {
    let desk = Desk::new("evidence-photo");
    let said = desk.does(&[
        "evidence",
        "add",
        "halt",
        "IMG_1.jpg",
        "--from",
        "https://channel.example/1",
        "--collected-at",
        "around noon",
        "--handed-over-by",
        "a resident",
        "--note",
        "filmed",
        "--about",
        "reports.csv#R-7",
    ]);
    let hash = sha256(&photograph());
    assert!(said.contains(&hash) && said.contains("IMG_1.jpg"), "{said}");
    let entry = first(&said);
    let shown = desk.does(&["evidence", "show", "halt", &entry]);
    for words in [
        "claims of the file about itself, not facts",
        "the file says: changed time: 2025-03-26 10:00:00 without a zone",
        "handed over by   a resident",
        "from             https://channel.example/1",
        "about            reports.csv#R-7",
        "clerk: taken in, from a resident",
    ] {
        assert!(shown.contains(words), "`{words}` in\n{shown}");
    }
    let value = desk.json(&["evidence", "show", "halt", &hash]);
    assert_eq!(value["file"]["sha256"], hash.as_str());
    assert_eq!(value["claims"]["claims"][0]["kind"], "exif@v1");
    assert_eq!(value["custody"]["steps"].as_array().map(Vec::len), Some(1));

    let stored = desk.stored();
    assert_eq!(stored.len(), 1);
    let found = std::fs::metadata(&stored[0]).expect("it is there");
    assert_eq!(found.permissions().mode() & 0o777, 0o400);
    // Neither in the folder of evidence nor anywhere else: words of the file, its hash, its key.
    for path in files_below(&desk.path("halt")) {
        let bytes = std::fs::read(&path).expect("it reads");
        for words in [
            PLANTED,
            "2025:03:26 10:00:00",
            "IMG_1",
            "AGE-SECRET-KEY-1",
            &hash[..16],
        ] {
            let there = bytes
                .windows(words.len())
                .any(|window| window == words.as_bytes());
            let is_key = words.starts_with("AGE-") && path.ends_with("keys/mission.age");
            assert!(!there || is_key, "`{words}` in {}", path.display());
        }
    }
    let shows_key = desk.does(&["mission", "show", "halt", &format!("evidence/{hash}")]);
    assert!(!shows_key.contains("AGE-SECRET"), "{shows_key}");

    let before = desk.does(&["evidence", "check", "halt"]);
    assert!(before.contains("1 file hashed again"), "{before}");
    let said = desk.does(&[
        "evidence",
        "export",
        "halt",
        &entry,
        "--out",
        "copy.jpg",
        "--to",
        "party B",
        "--purpose",
        "joint reading",
    ]);
    assert!(said.contains(&hash), "{said}");
    assert_eq!(desk.bytes("copy.jpg"), photograph());
    let shown = desk.does(&["evidence", "show", "halt", &entry]);
    assert!(
        shown.contains("copy handed out to party B, for joint reading"),
        "{shown}"
    );
    let again = desk.ends(
        &["evidence", "export", "halt", &entry, "--out", "copy.jpg"],
        2,
    );
    assert!(again.contains("not replaced"), "{again}");
    desk.does(&["record", "verify", "halt"]);
}

#[test]
fn the_same_file_twice_is_said_and_stored_once() {
    let desk = Desk::new("evidence-twice");
    let entry = first(&desk.does(&["evidence", "add", "halt", "IMG_1.jpg"]));
    let again = desk.ends(&["evidence", "add", "halt", "IMG_1.jpg"], 0);
    assert!(
        again.contains(&format!("taken in before, see entry {entry}")),
        "{again}"
    );
    assert_eq!(desk.stored().len(), 1);
    let list = desk.does(&["evidence", "list", "halt"]);
    assert_eq!(list.lines().count(), 2, "{list}");
    // As of the entry before the first there was none.
    let none = desk.does(&["evidence", "list", "halt", "--as-of-entry", &entry]);
    assert_eq!(none, "");
}

#[test]
fn a_flipped_byte_is_found_by_each_command_that_reads_the_file() {
    let desk = Desk::new("evidence-flipped");
    let entry = first(&desk.does(&["evidence", "add", "halt", "IMG_1.jpg"]));
    let path = desk.stored().remove(0);
    let whole = std::fs::read(&path).expect("it reads");
    let name = path
        .file_name()
        .and_then(|name| name.to_str())
        .expect("a name")
        .to_owned();
    for at in [0, whole.len() / 2, whole.len() - 1] {
        let mut bytes = whole.clone();
        bytes[at] ^= 1;
        std::fs::remove_file(&path).expect("removed");
        std::fs::write(&path, &bytes).expect("written");
        for args in [
            &["evidence", "check", "halt"][..],
            &["evidence", "export", "halt", &entry, "--out", "copy.jpg"],
            &["record", "verify", "halt"],
        ] {
            let said = desk.ends(args, 4);
            for words in [
                name.trim_end_matches(".age"),
                &sha256(&photograph()),
                &sha256(&bytes),
            ] {
                assert!(
                    said.contains(words),
                    "{args:?} at {at}: `{words}` in\n{said}"
                );
            }
        }
        assert_eq!(
            files_below(desk.0.path())
                .iter()
                .filter(|p| p.to_string_lossy().contains("copy.jpg"))
                .count(),
            0
        );
    }
    // A backup of it is made all the same, and says so.
    desk.keys("vault");
    let said = desk.ends(
        &[
            "mission",
            "backup",
            "halt",
            "halt.age",
            "--for",
            "vault.pub",
        ],
        4,
    );
    assert!(said.contains(name.trim_end_matches(".age")), "{said}");
    // Found and entered, it is part of the chain of custody.
    desk.ends(&["evidence", "check", "halt", "--enter"], 4);
    let shown = desk.does(&["evidence", "show", "halt", &entry]);
    assert!(shown.contains("hashed again: cannot be read"), "{shown}");
    std::fs::remove_file(&path).expect("removed");
    let said = desk.ends(&["evidence", "check", "halt"], 4);
    assert!(said.contains("there is no such stored file"), "{said}");
    // Handed over again, the same bytes are stored anew.
    let again = desk.ends(&["evidence", "add", "halt", "IMG_1.jpg"], 0);
    assert!(again.contains("not usable any more"), "{again}");
    desk.does(&[
        "evidence",
        "export",
        "halt",
        &sha256(&photograph()),
        "--out",
        "copy.jpg",
    ]);
    assert_eq!(desk.bytes("copy.jpg"), photograph());
}

#[test]
fn a_web_archive_becomes_a_file_and_its_pages() {
    let desk = Desk::new("evidence-wacz");
    desk.0.write("page.wacz", wacz());
    let said = desk.does(&["evidence", "add", "halt", "page.wacz"]);
    assert!(said.contains("application/wacz"), "{said}");
    let page = said
        .lines()
        .find(|line| line.contains("page  "))
        .expect("a page");
    assert!(page.ends_with("https://example.com/a"), "{page}");
    let shown = desk.does(&["evidence", "show", "halt", &first(page)]);
    for words in [
        "the archive says",
        "A page",
        "2025-03-26T10:00:00Z",
        &sha256(&wacz()),
    ] {
        assert!(shown.contains(words), "`{words}` in\n{shown}");
    }
    let no_file = desk.ends(
        &["evidence", "export", "halt", &first(page), "--out", "x"],
        2,
    );
    assert!(no_file.contains("archived page"), "{no_file}");
}

#[test]
fn a_working_copy_is_a_file_of_its_own_and_logged_with_the_first() {
    let desk = Desk::new("evidence-derive");
    let entry = first(&desk.does(&[
        "evidence",
        "add",
        "halt",
        "IMG_1.jpg",
        "--about",
        "incident/R-7",
    ]));
    let same = desk.ends(
        &[
            "evidence",
            "derive",
            "halt",
            &entry,
            "IMG_1.jpg",
            "--how",
            "nothing",
        ],
        2,
    );
    assert!(same.contains("nothing was entered"), "{same}");
    desk.0.write("cut.jpg", b"\xff\xd8\xff\xd9 a part of it");
    let how = "cut with editor 3";
    let said = desk.does(&[
        "evidence", "derive", "halt", &entry, "cut.jpg", "--how", how,
    ]);
    let shown = desk.does(&["evidence", "show", "halt", &first(&said)]);
    for words in [how, &sha256(&photograph()), "incident/R-7"] {
        assert!(shown.contains(words), "`{words}` in\n{shown}");
    }
    let original = desk.does(&["evidence", "show", "halt", &entry]);
    let copy = sha256(&desk.bytes("cut.jpg"));
    assert!(
        original.contains(&format!("working copy {copy} made: {how}")),
        "{original}"
    );
    desk.does(&["evidence", "export", "halt", &entry, "--out", "first.jpg"]);
    assert_eq!(desk.bytes("first.jpg"), photograph());

    for step in [
        &["--viewed", "compared with a map"][..],
        &[
            "--moved-from",
            "office",
            "--moved-to",
            "archive",
            "--at",
            "2030-01-01T10:00:00Z",
        ],
        &["--released-to", "the court", "--ground", "order 5"],
    ] {
        desk.does(&[&["evidence", "note", "halt", &entry], step].concat());
    }
    let shown = desk.does(&["evidence", "show", "halt", &entry]);
    for words in [
        "viewed: compared",
        "moved from office to archive",
        "released to the court",
    ] {
        assert!(shown.contains(words), "`{words}` in\n{shown}");
    }
    desk.ends(&["evidence", "note", "halt", &entry], 2);
}

#[test]
fn two_persons_erase_a_file_and_its_custody_stays() {
    let desk = Desk::new("evidence-erase");
    for name in ["anna", "boris"] {
        desk.keys(name);
        desk.does(&[
            "mission",
            "person",
            "halt",
            name,
            "--keys",
            &format!("{name}.pub"),
        ]);
    }
    let entry = first(&desk.does(&["evidence", "add", "halt", "IMG_1.jpg"]));
    desk.0.write("note.txt", "kept");
    desk.does(&["evidence", "add", "halt", "note.txt"]);
    let hash = sha256(&photograph());
    let subject = format!("evidence/{hash}");
    desk.does(&[
        "evidence",
        "export",
        "halt",
        &entry,
        "--out",
        "given.jpg",
        "--to",
        "party B",
    ]);
    desk.0.write("small.jpg", "cut");
    desk.does(&[
        "evidence",
        "derive",
        "halt",
        &entry,
        "small.jpg",
        "--how",
        "made smaller",
    ]);
    let press = [
        "--to",
        "the press",
        "--reason",
        "agreed",
        "--out",
        "name.tlog-proof",
    ];
    desk.does(
        &[
            &["mission", "disclose", "halt", &subject, "--field", "sha256"][..],
            &press,
        ]
        .concat(),
    );
    let request = [
        "erase",
        "request",
        "halt",
        "--subject",
        &subject,
        "--reason",
        "withdrawn",
    ];
    desk.does(&[&request[..], &["--key", "anna.key", "--out", "1.txt"]].concat());
    desk.does(&[
        "erase",
        "countersign",
        "1.txt",
        "--key",
        "boris.key",
        "--out",
        "2.txt",
    ]);
    let name = desk.json(&["evidence", "show", "halt", &entry])["file"]["stored_as"].clone();
    let name = name.as_str().expect("a name").to_owned();
    assert_eq!(desk.stored().len(), 3);
    let said = desk.does(&["erase", "run", "halt", "2.txt"]);
    // What is elsewhere is named.
    for known in [
        "that party B got",
        "the working copy",
        "disclosed to the press",
    ] {
        assert!(said.contains(known), "{known}: {said}");
    }
    assert!(
        said.contains(&name) && said.contains("the file was removed"),
        "{said}"
    );
    assert_eq!(desk.stored().len(), 2);
    assert!(
        desk.does(&["evidence", "list", "halt"])
            .contains("(erased)")
    );
    let gone = desk.ends(&["evidence", "export", "halt", &entry, "--out", "x"], 2);
    assert!(gone.contains("was erased"), "{gone}");
    let chain = desk.does(&["evidence", "show", "halt", &hash]);
    assert!(chain.contains("clerk: taken in, from clerk"), "{chain}");
    desk.does(&["evidence", "check", "halt"]);
    desk.does(&["record", "verify", "halt"]);
}

#[test]
fn a_circle_has_its_evidence_to_itself_and_copies_open_elsewhere() {
    let desk = Desk::new("evidence-circle");
    desk.keys("mediator");
    desk.keys("auditor");
    let own = ["--identity", "mediator.key"];
    desk.does(
        &[
            &["circle", "new", "halt", "talks", "--reader", "mediator.pub"],
            &own[..],
        ]
        .concat(),
    );
    let add = ["evidence", "add", "halt", "IMG_1.jpg", "--circle", "talks"];
    let entry = first(&desk.does(&[&add, &own[..]].concat()));
    assert_eq!(desk.does(&["evidence", "list", "halt"]), "");
    let checked = desk.does(&["evidence", "check", "halt"]);
    assert!(
        checked.contains("1 of circles that were not read here"),
        "{checked}"
    );
    let export = [
        "evidence", "export", "halt", &entry, "--circle", "talks", "--out", "c.jpg",
    ];
    desk.does(&[&export, &own[..]].concat());
    assert_eq!(desk.bytes("c.jpg"), photograph());

    desk.0.write("note.txt", "for all who read the mission");
    let entry = first(&desk.does(&["evidence", "add", "halt", "note.txt"]));
    desk.does(&[
        "mission",
        "export",
        "halt",
        "out.age",
        "--for",
        "auditor.pub",
    ]);
    let said = desk.does(&[
        "mission",
        "restore",
        "out.age",
        "laptop",
        "--identity",
        "auditor.key",
    ]);
    assert!(said.contains("1 file hashed again"), "{said}");
    let there = ["--identity", "auditor.key"];
    let export = [
        "evidence",
        "export",
        "laptop",
        &entry,
        "--out",
        "note-2.txt",
    ];
    let said = desk.ends(&[&export, &there[..]].concat(), 0);
    assert!(said.contains("no entry was made"), "{said}");
    assert_eq!(desk.bytes("note-2.txt"), desk.bytes("note.txt"));
    desk.does(&[&["evidence", "check", "laptop"], &there[..]].concat());
}

#[test]
fn what_a_crash_left_is_named_and_mended() {
    let desk = Desk::new("evidence-crash");
    desk.does(&["evidence", "add", "halt", "IMG_1.jpg"]);
    // A file whose entry was never made: of another mission, so that its name is that of none here.
    let left = desk.path("halt/evidence/00/00112233445566778899aabbccddeeff.age");
    std::fs::create_dir_all(left.parent().expect("a folder")).expect("made");
    std::fs::write(&left, "whole, and no entry uses it").expect("written");
    let said = desk.ends(&["evidence", "check", "halt"], 4);
    assert!(
        said.contains("no entry uses it") && said.contains("record fsck"),
        "{said}"
    );
    desk.ends(&["record", "verify", "halt"], 4);
    let said = desk.ends(&["record", "fsck", "halt"], 0);
    assert!(said.contains("removed evidence/00/0011"), "{said}");
    assert!(!left.exists());
    assert_eq!(desk.stored().len(), 1);
}

#[test]
fn what_cannot_be_taken_in_is_said_and_leaves_nothing() {
    let desk = Desk::new("evidence-refused");
    let none = desk.ends(&["evidence", "add", "halt", "none.jpg"], 2);
    assert!(none.contains("there is no file none.jpg"), "{none}");
    let folder = desk.ends(&["evidence", "add", "halt", "halt"], 2);
    assert!(folder.contains("is a folder"), "{folder}");
    // One bad file of several: none is taken in.
    desk.ends(&["evidence", "add", "halt", "IMG_1.jpg", "none.jpg"], 2);
    let bad = desk.ends(
        &[
            "evidence",
            "add",
            "halt",
            "IMG_1.jpg",
            "--note",
            "two\nlines",
        ],
        2,
    );
    assert!(bad.contains("`collected_how`"), "{bad}");
    let about = desk.ends(
        &["evidence", "add", "halt", "IMG_1.jpg", "--about", "R-7"],
        2,
    );
    assert!(about.contains("hint: such as `reports.csv#R-7`"), "{about}");
    for entry in ["0", "x", &"0".repeat(64)] {
        desk.ends(&["evidence", "show", "halt", entry], 2);
    }
    assert_eq!(desk.stored(), Vec::<PathBuf>::new());

    // A disk that takes no more: the limit of the size of a file, which the system reports at the write.
    desk.0.write("large.bin", vec![7; 3 << 20]);
    let script = format!(
        "trap '' XFSZ; ulimit -f 4096; exec {} evidence add halt large.bin IMG_1.jpg",
        env!("CARGO_BIN_EXE_holdfire")
    );
    let output = Command::new("sh")
        .args(["-c", &script])
        .current_dir(desk.0.path())
        .output()
        .expect("there is a shell");
    let said = err(&output);
    assert_eq!(output.status.code(), Some(3), "{said}");
    assert!(
        said.contains("large.bin: the encrypted copy cannot be written: File too large"),
        "{said}"
    );
    assert_eq!(desk.stored(), Vec::<PathBuf>::new());

    // A folder in which nothing can be made: a file is in its place, which stops whoever is root too.
    let entry = first(&desk.does(&["evidence", "add", "halt", "IMG_1.jpg"]));
    let evidence = desk.path("halt/evidence");
    let aside = desk.path("aside");
    std::fs::rename(&evidence, &aside).expect("renamed");
    std::fs::write(&evidence, "").expect("written");
    let said = desk.ends(&["evidence", "add", "halt", "IMG_1.jpg"], 3);
    assert!(
        said.contains("halt/evidence") && said.contains("Not a directory"),
        "{said}"
    );
    std::fs::remove_file(&evidence).expect("removed");
    std::fs::rename(&aside, &evidence).expect("renamed");
    let said = desk.ends(
        &[
            "evidence",
            "export",
            "halt",
            &entry,
            "--out",
            "no/such/copy.jpg",
        ],
        3,
    );
    assert!(
        said.contains("no/such/copy.jpg") && said.contains("cannot be written"),
        "{said}"
    );
    let list = desk.does(&["evidence", "show", "halt", &entry]);
    assert!(!list.contains("handed out"), "{list}");

    // Read-only, for those whom that stops.
    let read_only = std::fs::Permissions::from_mode(0o500);
    std::fs::set_permissions(evidence.join("incoming"), read_only).expect("changed");
    if std::fs::write(evidence.join("incoming/probe"), "").is_err() {
        let said = desk.ends(&["evidence", "add", "halt", "large.bin"], 3);
        assert!(said.contains("Permission denied"), "{said}");
    }
    let writable = std::fs::Permissions::from_mode(0o700);
    std::fs::set_permissions(evidence.join("incoming"), writable).expect("changed");
}
