//! What others get shows nothing of the list, and nothing of it is left lying about.

use std::collections::BTreeSet;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use holdfire_register::Handover;
use holdfire_store::agefile;
use holdfire_store::keyfile::{KeyFile, PublicKeys};

use super::{Desk, LONGITUDE, WORD};
use crate::support::{err, out};

/// The bytes of a file, and those in its armour.
fn bytes_of(path: &std::path::Path) -> Vec<u8> {
    let mut bytes = std::fs::read(path).expect("it is there");
    let text = String::from_utf8_lossy(&bytes);
    let body: String = text.lines().filter(|line| !line.starts_with('-')).collect();
    bytes.extend(STANDARD.decode(body).unwrap_or_default());
    bytes
}

fn shows(bytes: &[u8], word: &str) -> bool {
    bytes
        .windows(word.len())
        .any(|window| window == word.as_bytes())
}

#[test]
fn a_planted_word_and_coordinate_are_in_no_file_but_the_list_and_the_decrypted_private_one() {
    let desk = Desk::sealed("register-planted");
    // What a crash left beside the private list is replaced, not kept.
    desk.0.write("beta.register.part", "half of something");
    let seal = desk.register("seal sites.csv --key beta.key --private beta.register --out v3");
    let open = "open --private beta.register --key beta.key --version 1 --site S-1 --field category --out one";
    let open = desk.register(open);
    let receipt =
        "receipt v1 --vkey beta.pub --key gamma.key --step handed --receiver Gamma --out got";
    let receipt = desk.register(receipt);
    let check = desk.register("check v3 --vkey beta.pub --before v2");
    let verify = desk.register("verify one --vkey beta.pub");
    for output in [seal, open, receipt, check, verify] {
        assert!(output.status.success(), "{}", err(&output));
        let said = out(&output) + &err(&output);
        assert!(!said.contains(WORD) && !said.contains(LONGITUDE), "{said}");
    }
    let mut names = Vec::new();
    for path in desk.files() {
        let name = path
            .file_name()
            .expect("a file has a name")
            .to_string_lossy();
        let is_list = name == "sites.csv";
        let bytes = bytes_of(&path);
        for word in [WORD, LONGITUDE, "50.513377"] {
            assert_eq!(shows(&bytes, word), is_list, "{name} {word}");
        }
        names.push(name.into_owned());
    }
    // No temporary file either.
    assert_eq!(
        names,
        [
            "beta.key",
            "beta.pub",
            "beta.register",
            "gamma.key",
            "gamma.pub",
            "got",
            "one",
            "sites.csv",
            "v1",
            "v2",
            "v3"
        ]
    );
    let key = KeyFile::load(&desk.0.path().join("beta.key")).expect("our own");
    let sealed = std::fs::read(desk.path("beta.register")).expect("it is there");
    let plain = agefile::decrypt(&sealed, key.reading(), 1 << 20).expect("its reader");
    for word in [WORD, LONGITUDE, "50.513377"] {
        assert!(shows(&plain, word), "{word}");
    }
}

#[cfg(unix)]
#[test]
fn what_is_secret_is_its_owners_alone() {
    use std::os::unix::fs::PermissionsExt as _;
    let desk = Desk::sealed("register-modes");
    desk.done("open --private beta.register --key beta.key --version 1 --all --out all");
    // What somebody left in the way, open to all, gives its mode to nothing.
    desk.0.write("all.csv.part", "left behind");
    desk.done("verify all --vkey beta.pub --csv all.csv");
    for name in ["beta.key", "beta.register", "all", "all.csv"] {
        let found = std::fs::metadata(desk.path(name)).expect("it is there");
        assert_eq!(found.permissions().mode() & 0o777, 0o600, "{name}");
    }
}

#[test]
fn two_seals_of_one_list_differ_in_every_hash() {
    let desk = Desk::new("register-twice");
    desk.done("seal sites.csv --key beta.key --private one.register --out one");
    desk.done("seal sites.csv --key beta.key --private other.register --out other");
    let keys = PublicKeys::load(&desk.0.path().join("beta.pub")).expect("our own");
    let open = |name: &str| {
        let bytes = std::fs::read(desk.path(name)).expect("it is there");
        Handover::open(&bytes, std::slice::from_ref(&keys.signs)).expect("our own")
    };
    let (one, other) = (open("one"), open("other"));
    let leaves: BTreeSet<_> = one.leaves().iter().chain(other.leaves()).collect();
    assert_eq!(leaves.len(), 128);
    let (one, other) = (one.statement(), other.statement());
    assert_ne!(one.list, other.list);
    assert_ne!(one.root, other.root);
    assert_ne!(one.hash(), other.hash());
}
