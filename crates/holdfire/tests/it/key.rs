//! The keys of a person by the commands that make and show them.

use crate::support::{Folder, err, out, run};

#[test]
fn the_keys_of_a_person_are_made_once_and_shown_without_the_secret() {
    let folder = Folder::new("key-new");
    let file = folder.path().join("liaison.key").display().to_string();
    let made = run(&["key", "new", "alpha.example/liaison-1", "--out", &file]);
    assert!(made.status.success(), "{}", err(&made));
    let public = out(&made);
    let words: Vec<&str> = public
        .lines()
        .filter_map(|line| line.split(' ').next())
        .collect();
    assert_eq!(words, ["signs", "reads"]);
    assert!(public.starts_with("signs alpha.example/liaison-1+"));
    assert_eq!(out(&run(&["key", "show", &file])), public);

    let secret = folder.read("liaison.key");
    assert!(secret.contains("PRIVATE+KEY+") && secret.contains("AGE-SECRET-KEY-"));
    for said in [public, err(&made)] {
        assert!(!said.contains("PRIVATE+KEY") && !said.contains("AGE-SECRET"));
    }

    let again = run(&["key", "new", "alpha.example/liaison-1", "--out", &file]);
    assert_eq!(again.status.code(), Some(2));
    assert!(err(&again).contains("never overwritten"), "{}", err(&again));
    assert_eq!(folder.read("liaison.key"), secret);
}

#[cfg(unix)]
#[test]
fn a_secret_file_is_its_owners_alone_and_one_that_is_not_is_warned_about() {
    use std::os::unix::fs::PermissionsExt as _;
    let folder = Folder::new("key-mode");
    let path = folder.path().join("a.key");
    let file = path.display().to_string();
    assert!(
        run(&["key", "new", "a.example", "--out", &file])
            .status
            .success()
    );
    let mode = std::fs::metadata(&path)
        .expect("it is there")
        .permissions()
        .mode();
    assert_eq!(mode & 0o777, 0o600);
    assert_eq!(err(&run(&["key", "show", &file])), "");
    std::fs::set_permissions(&path, std::fs::Permissions::from_mode(0o644)).expect("our own");
    let shown = run(&["key", "show", &file]);
    assert!(shown.status.success());
    assert!(
        err(&shown).contains("can be read by other users"),
        "{}",
        err(&shown)
    );
}

#[test]
fn what_is_no_key_file_is_refused_with_its_line() {
    let folder = Folder::new("key-bad");
    let file = |name: &str| folder.path().join(name).display().to_string();
    let name = run(&["key", "new", "two words", "--out", &file("x.key")]);
    assert_eq!(name.status.code(), Some(2));
    assert!(!folder.path().join("x.key").exists());
    assert_eq!(
        run(&["key", "show", &file("none.key")]).status.code(),
        Some(2)
    );

    let made = run(&["key", "new", "a.example", "--out", &file("a.key")]);
    folder.write("a.pub", out(&made));
    let public = run(&["key", "show", &file("a.pub")]);
    assert_eq!(public.status.code(), Some(2));
    assert!(
        err(&public).contains("line 1 holds a public key"),
        "{}",
        err(&public)
    );

    let secret = folder.read("a.key");
    folder.write("cut.key", &secret[..secret.len() - 10]);
    let cut = run(&["key", "show", &file("cut.key")]);
    assert_eq!(cut.status.code(), Some(2));
    assert!(err(&cut).contains("line 3"), "{}", err(&cut));
    assert!(!err(&cut).contains("AGE-SECRET"), "{}", err(&cut));
    folder.write("long.key", vec![b'#'; 65 << 10]);
    assert!(err(&run(&["key", "show", &file("long.key")])).contains("longer than 65536 bytes"));
}
