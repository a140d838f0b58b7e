use super::*;

#[test]
fn an_older_file_is_not_signed_over_even_if_what_was_signed_last_is_gone() {
    let place = Room::new("no-last-signed");
    let mission = place.create();
    drop(mission);
    let older = std::fs::read(database_path(&place.dir())).expect("it is closed");
    let mission = place.open().expect("it opens");
    enter(&mission, vec![item("a", "1")]);
    mission.publish().expect("signed");
    drop(mission);
    std::fs::write(database_path(&place.dir()), older).expect("put back");
    std::fs::remove_file(signed_file(&place)).expect("it was there");
    let mission = place.open().expect("it opens");
    let refused = mission.publish();
    assert!(
        matches!(refused, Err(MissionError::SignedBefore { .. })),
        "{refused:?}"
    );
    enter(&mission, vec![item("b", "2")]);
    assert!(
        mission.publish().is_err(),
        "of the same size and another root"
    );
}

fn signed_file(place: &Room) -> PathBuf {
    place.dir().join("keys/last-signed")
}

#[test]
fn a_signature_that_was_damaged_and_a_lost_note_of_what_was_signed_are_made_again() {
    let place = Room::new("signed-again");
    let mission = place.create();
    let path = place.dir().join("log/checkpoint");
    let note = std::fs::read_to_string(&path).expect("it is there");
    let damaged = note.trim_end().strip_suffix('=').expect("64 + 4 bytes");
    let end = if damaged.ends_with('A') { "B" } else { "A" };
    let damaged = format!("{}{end}=\n", &damaged[..damaged.len() - 1]);
    std::fs::write(&path, damaged).expect("written");
    std::fs::remove_file(signed_file(&place)).expect("it was there");
    mission.publish().expect("signed");
    assert_eq!(std::fs::read_to_string(&path).expect("it is there"), note);
    assert!(signed_file(&place).exists());
}

#[test]
fn a_reader_that_was_open_before_keys_changed_reads_on_and_sees_new_circles() {
    let place = Room::new("stale");
    let (mission, reader, circle) = with_circle(&place);
    let open = || Reader::open(&place.dir(), place.surroundings(), vec![reader.clone()]);
    let early = open().expect("it opens");
    assert_eq!(early.now().expect("a view").logs().count(), 2);
    mission.rotate(&by(&mission), &circle).expect("new keys");
    let drafts = vec![item("later", "1")];
    let later = submission(&mission, circle.log, drafts);
    mission.submit(later).expect("entered");
    let readers = circle.readers.clone();
    let other = mission.new_circle(&by(&mission), "another", readers);
    other.expect("it is made");
    let view = early.now().expect("a view");
    assert_eq!(items(&view), pairs(&[("later", "1")]));
    assert_eq!(view.circles().expect("it reads").len(), 2);
    assert_eq!(
        early.check().expect("it reads").findings,
        Vec::<String>::new()
    );
}

#[test]
fn only_the_record_itself_makes_first_entries_and_ticks() {
    let place = Room::new("own-kinds");
    let mission = place.create();
    for kind in [Kind::Genesis, Kind::Tick] {
        let refused = mission.submit_one(&by(&mission), PUBLIC, Draft::note(kind, "x", vec![]));
        assert!(matches!(refused, Err(MissionError::Refused(_))), "{kind}");
    }
}

#[cfg(unix)]
#[test]
fn every_file_with_a_secret_is_its_owners_alone() {
    use std::os::unix::fs::PermissionsExt as _;
    let place = Room::new("modes");
    let mission = place.create();
    enter(&mission, vec![item("a", "1")]);
    let mode = |path: PathBuf| {
        let found = std::fs::metadata(path).expect("it is there");
        found.permissions().mode() & 0o777
    };
    assert_eq!(mode(place.dir()), 0o700);
    for file in [
        "record.sqlite",
        "record.sqlite-wal",
        "keys/log.key",
        "keys/mission.age",
    ] {
        assert_eq!(mode(place.dir().join(file)), 0o600, "{file}");
    }
}

#[test]
fn a_folder_of_somebody_else_is_not_taken_for_a_half_made_mission() {
    let place = Room::new("foreign-part");
    let foreign = place.root.join("mission.part/notes.txt");
    std::fs::create_dir_all(foreign.parent().expect("a folder")).expect("made");
    std::fs::write(&foreign, "mine").expect("written");
    let new = NewMission {
        origin: "mission.example/1".to_owned(),
        schedule: Schedule::default(),
        operator: "clerk".to_owned(),
    };
    let refused = Mission::create(&place.dir(), &new, place.surroundings());
    assert!(matches!(refused, Err(MissionError::NotEmpty { .. })));
    assert!(foreign.exists());
}

#[test]
fn tables_that_were_changed_or_have_company_are_refused() {
    let place = Room::new("schema");
    drop(place.create());
    let whole = std::fs::read(database_path(&place.dir())).expect("it is closed");
    for change in [
        "create trigger kept after update on object begin delete from request; end",
        "alter table request rename to other; \
         create view request as with recursive n(log) as (select 1 union all select log from n) \
         select log, x'00' as id, 0 as first, 0 as count from n",
        "create table more (x)",
    ] {
        let connection = rusqlite::Connection::open(database_path(&place.dir()));
        let connection = connection.expect("it opens");
        connection.execute_batch(change).expect("good SQL");
        drop(connection);
        let reader = Reader::open(&place.dir(), place.surroundings(), Vec::new());
        for refused in [reader.err(), place.open().err()] {
            let refused = refused.expect(change);
            assert!(refused.is_integrity(), "{refused}");
        }
        std::fs::write(database_path(&place.dir()), &whole).expect("it is put back");
    }
}

#[test]
fn a_submission_to_a_log_that_is_not_there_takes_no_other_with_it() {
    let place = Room::new("no-log");
    let mission = place.create();
    std::thread::scope(|scope| {
        for round in 0..40 {
            let mission = &mission;
            scope.spawn(move || {
                let log = if round % 2 == 0 { PUBLIC } else { 77 };
                let drafts = vec![item(&format!("{round}"), "1")];
                let entered = mission.submit(submission(mission, log, drafts));
                assert_eq!(entered.is_ok(), log == PUBLIC, "{entered:?}");
            });
        }
    });
}

#[test]
fn keys_for_one_reader_more_or_older_ones_are_found_by_a_reader_of_the_circle() {
    let place = Room::new("ring-swap");
    let (mission, reader, circle) = with_circle(&place);
    let log = mission.shared.log(circle.log).expect("it is there");
    let older = log.row.ring.clone().expect("it has keys");
    let circle = mission.rotate(&by(&mission), &circle).expect("new keys");
    let ring = mission.shared.log(circle.log).expect("it is there").ring;
    let eve = age::x25519::Identity::generate().to_public();
    let recipients = [reader.to_public(), eve];
    let more = ring
        .expect("its reader is here")
        .wrap(recipients.iter().map(|r| r as &dyn age::Recipient))
        .expect("wrapped");
    drop(mission);
    for (wrapped, what) in [(more, "wrapped for 2"), (older, "changed 0 times")] {
        let mut database = Database::open(&database_path(&place.dir())).expect("it opens");
        let mut batch = database.batch().expect("it begins");
        batch.set_ring(circle.log, &wrapped).expect("put in place");
        batch.commit().expect("written with its sum");
        drop(database);
        let check = |identities| {
            let reader = Reader::open(&place.dir(), place.surroundings(), identities);
            reader.and_then(|r| r.check()).expect("it reads").findings
        };
        let findings = check(vec![reader.clone()]);
        assert!(
            findings.iter().any(|line| line.contains(what)),
            "{findings:?}"
        );
        assert!(
            check(Vec::new()).is_empty(),
            "who reads no circle cannot see it"
        );
    }
}
