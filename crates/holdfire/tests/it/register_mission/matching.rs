//! Matching: as many entries of one size with a match as without, nothing of a site at rest, and nothing for a submitter.

use std::thread::sleep;
use std::time::{Duration, Instant};

use holdfire_record::Kind;
use holdfire_store::database::Database;
use holdfire_store::mission::database_path;
use holdfire_store::object::Place;

use super::{Desk, FIRST, LONGITUDE, SECOND, THIRD, WORD, after, files, holds};
use crate::support::root;

const IN_CIRCLE: &str = "--circle lists --identity desk.key";

/// A mission with a case whose incidents lie ahead of every clock, a list, and a circle with matching switched on.
fn matching(name: &str) -> Desk {
    let desk = Desk::accepted(name);
    let case = root().join("docs/spec/example-case");
    std::fs::create_dir_all(desk.path("case/readings")).expect("a folder");
    for path in files(&case) {
        let name = path.strip_prefix(&case).expect("below it");
        let text = std::fs::read_to_string(&path).expect("it is text");
        let later = text.replace("2030", "2099");
        std::fs::write(desk.path("case").join(name), later).expect("it is written");
    }
    desk.done("mission load halt case");
    desk.done("circle new halt lists --reader desk.pub --identity desk.key");
    desk.done(&format!("register match on halt --entries 12 {IN_CIRCLE}"));
    desk
}

/// Enters the batch of the next point of the cadence.
fn tick(desk: &Desk) {
    let until = Instant::now() + Duration::from_secs(10);
    loop {
        let output = desk.run(&format!("register match tick halt {IN_CIRCLE}"));
        if output.status.success() {
            return;
        }
        assert_eq!(
            output.status.code(),
            Some(1),
            "{}",
            crate::support::err(&output)
        );
        assert!(Instant::now() < until, "no point of the cadence came");
        sleep(Duration::from_millis(200));
    }
}

/// The sizes of leaf, wrapped key and contents of each entry of the kind `match`.
fn sizes(desk: &Desk) -> Vec<(usize, usize, usize)> {
    let path = database_path(&desk.path("halt"));
    let database = Database::open_for_reading(&path).expect("it opens");
    let mut sizes = Vec::new();
    for log in 1..=2 {
        for index in 0..database.frontier(log).expect("it reads").size() {
            let place = Place { log, index };
            let stored = database.object(place).expect("it reads");
            if let Some(stored) = stored.filter(|stored| stored.kind == Kind::Match.code()) {
                let leaf = database.leaf(place).expect("it reads").expect("a leaf");
                let key = stored.object.wrapped_key.expect("it is not erased");
                sizes.push((leaf.len(), key.len(), stored.object.sealed.len()));
            }
        }
    }
    sizes
}

#[test]
fn a_match_no_match_and_nothing_to_say_enter_entries_of_one_number_and_size() {
    let desk = matching("match-story");
    desk.open("--version 1 --site S-1", "near");
    desk.open("--version 1 --site S-2", "far");
    tick(&desk);
    assert_eq!(sizes(&desk).len(), 12);
    let run = |opening: &str| {
        desk.done(&format!(
            "register match run halt --list LIST --opening {opening} {IN_CIRCLE}"
        ))
    };
    // A line far away, and a plant where incidents were reported.
    let (said, told) = run("far");
    assert_eq!(said, "");
    holds(
        &told,
        &["asked about 7 incidents with 1 opened site of version 1"],
    );
    tick(&desk);
    let (said, _) = desk.done(&format!("register match show halt {IN_CIRCLE}"));
    holds(
        &said,
        &["R1: concerns none of the sites that were opened; whether another is listed is not said"],
    );
    assert!(!said.contains("R1: may concern"), "{said}");
    let (_, told) = run("near");
    for words in ["may-concern", "none-opened", "may concern"] {
        assert!(!told.contains(words), "{told}");
    }
    tick(&desk);
    let (said, _) = desk.done(&format!("register match show halt {IN_CIRCLE}"));
    holds(&said, &["R1: may concern a site that was opened"]);
    // What was said already is not said again.
    let (_, told) = run("near");
    holds(&told, &["0 new answers, 0 wait"]);

    let sizes = sizes(&desk);
    assert_eq!(sizes.len(), 36);
    assert!(sizes.iter().all(|size| *size == sizes[0]), "{sizes:?}");
    for secret in [WORD, LONGITUDE, "50.513377", "S-1"] {
        assert!(!said.contains(secret), "{said}");
    }
}

#[test]
fn who_is_no_reader_of_the_circle_sees_neither_answer_nor_circle() {
    let desk = matching("match-unseen");
    desk.open("--version 1 --site S-1", "near");
    desk.done(&format!(
        "register match run halt --list LIST --opening near {IN_CIRCLE}"
    ));
    tick(&desk);
    let (said, _) = desk.done("mission list halt --kind match --all");
    assert_eq!(said, "");
    let said = desk.fails(2, "register match show halt --circle lists");
    holds(&said, &["there is no circle `lists`"]);
    desk.fails(
        2,
        "register match show halt --circle lists --identity alpha.key",
    );
}

#[test]
fn a_tick_enters_the_batch_where_the_keeper_has_the_key_and_it_is_bound_by_it() {
    let desk = matching("match-keeper");
    desk.done(&format!(
        "register match run halt --list LIST --private beta.register --key beta.key {IN_CIRCLE}"
    ));
    let until = Instant::now() + Duration::from_secs(10);
    let said = loop {
        let output = desk.run("record tick halt --identity desk.key");
        if output.status.success() {
            break crate::support::out(&output);
        }
        assert!(Instant::now() < until, "{}", crate::support::err(&output));
        sleep(Duration::from_millis(200));
    };
    let index: u64 = after(&said, "number ").trim().parse().expect("a number");
    let show = |size: u64| {
        let words = format!("register match show halt --as-of-entry {size} {IN_CIRCLE}");
        desk.run(&words)
    };
    let bound = show(index + 1);
    holds(
        &crate::support::out(&bound),
        &["R1: may concern a site that was opened"],
    );
    // One entry earlier no tick had bound the circle: nobody knows of it.
    assert_eq!(show(index).status.code(), Some(2));
}

#[test]
fn nothing_can_be_matched_without_a_switch_an_opened_site_or_the_version_that_is_held() {
    let desk = matching("match-refused");
    desk.open("--version 1 --site S-1 --field category", "part");
    let run = |more: &str| format!("register match run halt --list LIST {more} {IN_CIRCLE}");
    let (_, told) = desk.done(&run("--opening part"));
    holds(&told, &["opened in part only", "with 0 opened sites"]);
    desk.seal(&[FIRST, SECOND], "v2");
    desk.open("--version 2 --site S-1", "ahead");
    let said = desk.fails(4, &run("--opening ahead"));
    holds(&said, &["version 2", "version 1"].map(|_| "statement"));
    desk.fails(2, &run("--version 2 --opening ahead"));
    desk.done(&format!("register match on halt --entries 0 {IN_CIRCLE}"));
    let said = desk.fails(1, &run("--opening part"));
    holds(&said, &["not switched on", "register match on"]);
    desk.fails(1, &format!("register match tick halt {IN_CIRCLE}"));
    desk.fails(
        1,
        &format!("register match on halt --entries 2000 {IN_CIRCLE}"),
    );
}

#[test]
fn nothing_of_a_sealed_site_is_in_any_file_of_the_mission() {
    let desk = matching("match-planted");
    desk.open("--version 1 --all", "all");
    desk.open("--version 1 --site S-1 --field name", "one");
    desk.done(&format!(
        "register opened halt all --vkey beta.pub {IN_CIRCLE}"
    ));
    desk.done("register opened halt one --vkey beta.pub");
    desk.done(&format!(
        "register match run halt --list LIST --opening all {IN_CIRCLE}"
    ));
    desk.seal(&[FIRST, THIRD], "v2");
    desk.done("register accept halt v2 --vkey beta.pub");
    desk.done(&format!(
        "register match run halt --list LIST --private beta.register --key beta.key {IN_CIRCLE}"
    ));
    tick(&desk);
    desk.done("register notify halt --list LIST --version 2 --step handed --receiver Alpha");
    let found = files(&desk.path("halt"));
    assert!(found.len() > 8, "{found:?}");
    for path in found {
        let bytes = std::fs::read(&path).expect("it reads");
        for word in [
            WORD,
            LONGITUDE,
            "50.513377",
            "may-concern",
            "none-opened",
            "cannot-tell",
        ] {
            let shows = bytes
                .windows(word.len())
                .any(|window| window == word.as_bytes());
            assert!(!shows, "{} shows {word}", path.display());
        }
    }
}
