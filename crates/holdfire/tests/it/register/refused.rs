//! What must be refused, with a message that names both states.

use std::process::Stdio;
use std::time::Duration;

use super::{Desk, LIST, NEXT_LIST, holds};
use crate::support::{err, holdfire, run};

const SEAL: &str = "seal sites.csv --key beta.key --private beta.register --out";
const OPEN: &str = "open --private beta.register --key beta.key";

#[test]
fn a_wrong_key_is_named() {
    let desk = Desk::sealed("register-wrong-key");
    desk.done(&format!("{OPEN} --version 1 --site S-1 --out one"));
    for words in ["check v1 --vkey gamma.pub", "verify one --vkey gamma.pub"] {
        let said = desk.fails(4, words);
        holds(
            &said,
            &["signed by none of the known keys", "gamma.example/desk"],
        );
    }
    for words in [
        "open --private beta.register --key gamma.key --version 1 --all --out all",
        "seal sites.csv --key gamma.key --private beta.register --out v3",
        "handover --private beta.register --key gamma.key --out v3",
    ] {
        let said = desk.fails(2, words);
        holds(&said, &["encrypted to another key", "gamma.example/desk"]);
    }
    assert!(!desk.0.path().join("all").exists() && !desk.0.path().join("v3").exists());
    // A key of the same name is not the same key.
    let file = desk.path("other.key");
    let other = run(&["key", "new", "beta.example/desk", "--out", &file]);
    desk.0.write("other.pub", &other.stdout);
    desk.fails(4, "check v1 --vkey other.pub");
}

#[test]
fn another_version_is_refused_with_both_states() {
    let desk = Desk::sealed("register-other-version");
    let (one, two) = (desk.statement("v1"), desk.statement("v2"));
    desk.done(&format!("{OPEN} --version 1 --site S-2 --out gone"));
    // S-2 was on the list in version 1, and is not shown to be in version 2.
    desk.done("verify gone --vkey beta.pub --handover v1");
    let said = desk.fails(4, "verify gone --vkey beta.pub --handover v2");
    holds(&said, &["version 1", &one, &two]);
    let said = desk.fails(
        4,
        &format!("verify gone --vkey beta.pub --statement-hash {two}"),
    );
    holds(&said, &[&one, &two]);
    let said = desk.fails(2, &format!("{OPEN} --version 2 --site S-2 --out none"));
    holds(&said, &["`S-2` is not on the list in version 2"]);
    let said = desk.fails(2, &format!("{OPEN} --version 9 --all --out none"));
    holds(&said, &["no version 9", "the last is 2"]);
    let said = desk.fails(2, &format!("{OPEN} --version 2 --region north --out none"));
    holds(&said, &["never that something is not"]);
}

#[test]
fn an_older_handover_a_repeated_one_and_a_gap_are_refused_with_both_states() {
    let desk = Desk::sealed("register-replayed");
    desk.done(&format!("{SEAL} v3"));
    let [one, two, three] = ["v1", "v2", "v3"].map(|name| desk.statement(name));
    let said = desk.fails(1, "check v1 --vkey beta.pub --before v2");
    holds(&said, &["which is older", &one, &two]);
    let said = desk.fails(1, "check v2 --vkey beta.pub --before v2");
    holds(&said, &["given again", &two]);
    let said = desk.fails(1, "check v3 --vkey beta.pub --before v1");
    holds(&said, &["a version between them is missing", &one, &three]);
}

#[test]
fn two_lists_for_one_version_are_integrity_and_both_are_named() {
    let desk = Desk::new("register-forked");
    desk.done(&format!("{SEAL} v1"));
    std::fs::copy(desk.path("beta.register"), desk.path("copy.register")).expect("our own");
    desk.0.write("sites.csv", NEXT_LIST);
    desk.done(&format!("{SEAL} v2"));
    desk.0.write("sites.csv", LIST);
    desk.done("seal sites.csv --key beta.key --private copy.register --out other-v2");
    let (two, other) = (desk.statement("v2"), desk.statement("other-v2"));
    let said = desk.fails(4, "check other-v2 --vkey beta.pub --before v2");
    holds(&said, &["two statements for one version", &two, &other]);
}

#[test]
fn what_is_cut_or_has_a_flipped_bit_is_refused() {
    let desk = Desk::sealed("register-flips");
    desk.done(&format!("{OPEN} --version 2 --region west --out west"));
    desk.done(
        "receipt v2 --vkey beta.pub --key gamma.key --step handed --receiver Gamma --out got",
    );
    let public = "--vkey beta.pub";
    for (file, words) in [
        ("v2", format!("check bad {public}")),
        ("west", format!("verify bad {public}")),
        (
            "got",
            format!("receipt v2 {public} --check bad --by gamma.pub"),
        ),
        (
            "beta.register",
            "handover --private bad --key beta.key --version 2 --out none".to_owned(),
        ),
    ] {
        let bytes = std::fs::read(desk.path(file)).expect("it is there");
        for n in 0..24 {
            let at = (n * 7919 + 13) % bytes.len();
            let mut changed = bytes.clone();
            changed[at] ^= 1 << (n % 8);
            for bad in [&changed[..], &bytes[..at]] {
                desk.0.write("bad", bad);
                let output = desk.register(&words);
                let code = output.status.code();
                assert!(
                    matches!(code, Some(1 | 2 | 4)),
                    "{file}, byte {at}: {code:?} {}",
                    err(&output)
                );
                assert!(output.stdout.is_empty() && !output.stderr.is_empty());
            }
        }
        desk.0.write("bad", &bytes);
        desk.done(&words);
        let _ = std::fs::remove_file(desk.path("none"));
    }
}

#[test]
fn a_file_that_is_too_long_is_not_looked_into() {
    let desk = Desk::sealed("register-oversized");
    let long = |name: &str, length: u64| {
        let file = std::fs::File::create(desk.path(name)).expect("it can be made");
        // Sparse: it takes no room.
        file.set_len(length).expect("it can be made longer");
    };
    for (words, most) in [
        ("check long --vkey beta.pub", 200_u64 << 20),
        ("verify long --vkey beta.pub", 1 << 30),
        (
            "receipt v1 --vkey beta.pub --check long --by gamma.pub",
            1_000_000,
        ),
        (
            "seal long --key beta.key --private new.register --out v9",
            256 << 20,
        ),
        (
            "handover --private long --key beta.key --out v9",
            (1 << 30) + (1 << 20),
        ),
    ] {
        long("long", most + 1);
        let said = desk.fails(2, words);
        holds(
            &said,
            &[&format!("{} bytes, more than the {most}", most + 1)],
        );
    }
}

#[test]
fn a_table_that_cannot_be_sealed_is_refused_whole_and_nothing_of_it_is_quoted() {
    let desk = Desk::new("register-table");
    let header = "id,party,category,lon,lat,radius_m\n";
    for (rows, expected) in [
        (
            "S-1,beta,plant,1O.417253,50.5,9\nS-2,,plant,,,\n",
            vec![":2: `longitude`", ":3: `party` is empty"],
        ),
        ("S-1,beta,plant,10.417253,50.5\n", vec!["line 2: 5 values"]),
        (
            "S-1,beta,plant,,,\nS-1,beta,plant,,,\n",
            vec!["`S-1` stands in two rows"],
        ),
        (
            "S-1,beta,plant,,,\nS-2,alpha,plant,,,\n",
            vec!["`beta`", "`alpha`"],
        ),
        ("S-1,beta,plant,10.417253,50.5,\n", vec!["`precision`"]),
    ] {
        desk.0.write("sites.csv", format!("{header}{rows}"));
        let said = desk.fails(2, &format!("{SEAL} v1"));
        holds(&said, &expected);
        assert!(!said.contains(".417253"), "{said}");
    }
    let long = "x".repeat(4097);
    desk.0.write(
        "sites.csv",
        format!("id,party,category,note\nS-1,beta,plant,{long}\n"),
    );
    let said = desk.fails(2, &format!("{SEAL} v1"));
    holds(&said, &[":2: `note`", "at most 4096 bytes"]);
    desk.0.write(
        "sites.csv",
        "id,party,category,place\nS-1,beta,plant,somewhere\n",
    );
    holds(
        &desk.fails(2, &format!("{SEAL} v1")),
        &["no column `place`"],
    );
    assert_eq!(desk.files().len(), 5, "{:?}", desk.files());
}

#[test]
fn no_file_is_written_over_another_and_a_list_keeps_its_id() {
    let desk = Desk::sealed("register-overwrite");
    let before = desk.0.read("v1");
    let private = std::fs::read(desk.path("beta.register")).expect("it is there");
    for words in [
        format!("{SEAL} v1"),
        format!("{OPEN} --version 1 --all --out v1"),
        "handover --private beta.register --key beta.key --out v1".to_owned(),
    ] {
        holds(&desk.fails(2, &words), &["never overwritten"]);
    }
    assert_eq!(desk.0.read("v1"), before);
    let id = "000102030405060708090a0b0c0d0e0f";
    let said = desk.fails(2, &format!("{SEAL} v3 --list-id {id}"));
    holds(&said, &["holds list", id]);
    let now = std::fs::read(desk.path("beta.register")).expect("it is there");
    assert_eq!(now, private);
}

#[test]
fn the_private_list_is_kept_before_the_handover_and_makes_it_again() {
    let desk = Desk::new("register-order");
    // A name that no file system takes: writing the handover fails after sealing.
    let out = "h".repeat(300);
    let said = desk.fails(3, &format!("{SEAL} {out}"));
    holds(
        &said,
        &["version 1 is sealed", "holdfire register handover"],
    );
    desk.done("handover --private beta.register --key beta.key --out v1");
    let (said, _) = desk.done("check v1 --vkey beta.pub");
    holds(&said, &["It is the first version"]);
    desk.done("handover --private beta.register --key beta.key --version 1 --out again");
    assert_eq!(desk.0.read("v1"), desk.0.read("again"));
}

#[cfg(unix)]
#[test]
fn two_processes_do_not_seal_one_list_at_once() {
    let desk = Desk::new("register-lock");
    let folder = std::fs::File::open(desk.0.path()).expect("it is there");
    folder.try_lock().expect("nobody else has it");
    let said = desk.fails(3, &format!("{SEAL} v1"));
    holds(&said, &["another process"]);
    drop(folder);
    desk.done(&format!("{SEAL} v1"));
}

#[test]
fn a_killed_seal_leaves_the_old_list_or_the_new_one() {
    let desk = Desk::sealed("register-killed");
    let mut last = 2;
    for n in 0..24_u64 {
        let words = ["--key", "beta.key", "--private", "beta.register", "--out"];
        let mut child = holdfire()
            .args(["register", "seal", "sites.csv"])
            .args(words)
            .arg(format!("killed-{n}"))
            .current_dir(desk.0.path())
            .stderr(Stdio::null())
            .spawn()
            .expect("the program starts");
        std::thread::sleep(Duration::from_micros(n * 1500));
        let _ = child.kill();
        child.wait().expect("it ends");
        let again = format!("again-{n}");
        let (_, said) = desk.done(&format!(
            "handover --private beta.register --key beta.key --out {again}"
        ));
        let version = if said.contains(&format!("version {} ", last + 1)) {
            last + 1
        } else {
            holds(&said, &[&format!("version {last} ")]);
            last
        };
        let (said, _) = desk.done(&format!("check {again} --vkey beta.pub"));
        holds(&said, &[&format!("version {version} of list")]);
        last = version;
    }
    desk.done(&format!("{SEAL} last"));
    // What a killed process left beside the private list is gone with the next seal.
    let left = desk.files();
    assert!(
        !left.contains(&desk.0.path().join("beta.register.part")),
        "{left:?}"
    );
}
