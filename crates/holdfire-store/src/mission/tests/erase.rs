use super::*;

/// A mission with two persons who hold keys, and an item `a` whose versions say `1` and `2`.
fn ready(place: &Room) -> (Mission, [KeyFile; 2], Vec<Place>) {
    let (mission, keys) = with_two_persons(place);
    let first = enter(&mission, vec![item("a", "1"), item("b", "kept")]).first;
    let second = enter(&mission, vec![item("a", "2")]).first;
    (mission, keys, vec![first, second])
}

fn request(mission: &Mission, places: &[Place], keys: &[KeyFile; 2]) -> String {
    let request = mission
        .erasure_request(places, "withdrawn by the source")
        .expect("a request");
    let note = request.sign(&keys[0]).expect("signed");
    let (note, read) = countersign(&note, &keys[1]).expect("countersigned");
    assert_eq!(read, request);
    note
}

fn refusal(result: Result<Erased, MissionError>) -> String {
    match result {
        Err(MissionError::Refused(text)) => text,
        other => panic!("{other:?}"),
    }
}

#[test]
fn two_persons_erase_and_the_log_still_verifies() {
    let place = Room::new("erase");
    let (mission, keys, places) = ready(&place);
    let note = request(&mission, &places, &keys);
    let erased = mission.erase(&by(&mission), &note).expect("erased");
    assert_eq!((erased.entries, erased.by.len()), (2, 2));
    let now = mission.now().expect("a view");
    let mut said = items(&now);
    said.sort();
    assert_eq!(said, pairs(&[("(erased)", ""), ("b", "kept")]));
    let history = now.all(Kind::Item).expect("it reads");
    assert_eq!(history.iter().filter(|seen| seen.said.is_none()).count(), 2);
    let report = mission.check().expect("it reads");
    assert_eq!(report.findings, Vec::<String>::new());
    assert_eq!(report.logs[0].contents.erased, 2);
    mission.publish().expect("the tree is whole");
    let again = mission.erase(&by(&mission), &note);
    assert!(refusal(again).contains("erased before"));
}

#[test]
fn what_was_erased_is_in_no_file_any_more() {
    let place = Room::new("erased-bytes");
    let (mission, keys, places) = ready(&place);
    let stored = |place: Place| {
        let object = mission.shared.read(|database| Ok(database.object(place)?));
        object.expect("it reads").expect("it is there").object
    };
    let before: Vec<_> = places.iter().map(|place| stored(*place)).collect();
    let note = request(&mission, &places, &keys);
    let holds = |bytes: &[u8]| {
        let files = files(&place.dir());
        files
            .values()
            .any(|file| file.windows(bytes.len()).any(|window| window == bytes))
    };
    assert!(
        before.iter().all(|object| holds(&object.sealed)),
        "the search finds what is there"
    );
    mission.erase(&by(&mission), &note).expect("erased");
    for object in &before {
        assert!(!holds(&object.sealed));
        assert!(!holds(object.wrapped_key.as_deref().expect("it had a key")));
    }
}

#[test]
fn one_person_alone_does_not_erase_not_even_with_both_keys_of_one_name() {
    let place = Room::new("erase-one");
    let (mission, keys, places) = ready(&place);
    let asked = mission
        .erasure_request(&places, "why not")
        .expect("a request");
    let note = asked.sign(&keys[0]).expect("signed");
    let text = refusal(mission.erase(&by(&mission), &note));
    assert!(
        text.contains("two persons") && text.contains("anna"),
        "{text}"
    );
    let outsider = KeyFile::generate("three.example/c", &mut SystemRandom).expect("keys");
    let (note, _) = countersign(&note, &outsider).expect("it can be signed by anybody");
    let text = refusal(mission.erase(&by(&mission), &note));
    assert!(text.contains("two persons"), "{text}");
    assert_eq!(
        mission.check().expect("it reads").logs[0].contents.erased,
        0
    );
}

#[test]
fn a_legal_hold_keeps_what_it_covers() {
    let place = Room::new("hold");
    let (mission, keys, places) = ready(&place);
    let hold = Hold {
        name: "court".to_owned(),
        reason: "order of a court".to_owned(),
        scope: vec![HoldScope::Subject("a".to_owned())],
    };
    mission.set_hold(&by(&mission), &hold).expect("set");
    let note = request(&mission, &places, &keys);
    let text = refusal(mission.erase(&by(&mission), &note));
    assert!(
        text.contains("court") && text.contains("nothing was erased"),
        "{text}"
    );
    mission.lift_hold(&by(&mission), "court").expect("lifted");
    mission
        .erase(&by(&mission), &note)
        .expect("nothing holds it");
    assert!(matches!(
        mission.lift_hold(&by(&mission), "court"),
        Err(MissionError::Unknown { .. })
    ));
}

#[test]
fn a_request_means_one_entry_of_one_log_and_no_other() {
    let place = Room::new("erase-other");
    let (mission, keys, places) = ready(&place);
    let mut asked = mission
        .erasure_request(&places[..1], "x")
        .expect("a request");
    asked.entries[0].0 += 1;
    let note = asked.sign(&keys[0]).expect("signed");
    let (note, _) = countersign(&note, &keys[1]).expect("signed");
    let text = refusal(mission.erase(&by(&mission), &note));
    assert!(text.contains("means an entry"), "{text}");
    let genesis = Place {
        log: PUBLIC,
        index: 0,
    };
    let note = request(&mission, &[genesis], &keys);
    let text = refusal(mission.erase(&by(&mission), &note));
    assert!(text.contains("stays"), "{text}");
}

#[test]
fn erasing_a_person_destroys_the_way_from_the_pseudonym() {
    let place = Room::new("erase-person");
    let (mission, keys, _) = ready(&place);
    let view = mission.now().expect("a view");
    let seen = view.get(Kind::Person, "person/clerk").expect("it reads");
    let operator = seen.expect("the operator").place;
    let author = by(&mission);
    let note = request(&mission, &[operator], &keys);
    mission.erase(&author, &note).expect("erased");
    let people = mission.now().expect("a view").people().expect("it reads");
    let names: Vec<&str> = people.iter().map(|person| person.name.as_str()).collect();
    assert_eq!(names, ["anna", "boris"]);
    mission.publish().expect("the tree is whole");
}

#[test]
fn one_key_under_two_names_is_one_person() {
    let place = Room::new("erase-two-names");
    let (mission, keys, places) = ready(&place);
    let refused = mission.add_person(&by(&mission), "anna-too", Some(&keys[0].public()));
    let text = refused.expect_err("the keys are those of anna").to_string();
    assert!(text.contains("keys of anna"), "{text}");
    // Entered past that, by who writes the record itself, one signature is one person all the same.
    let (secret, public) = (AuthorSecret([7; 32]), keys[0].public());
    enter(
        &mission,
        vec![people::draft("anna-too", Some(&public), &secret)],
    );
    let asked = mission.erasure_request(&places, "mine").expect("a request");
    let note = asked.sign(&keys[0]).expect("signed");
    let text = refusal(mission.erase(&by(&mission), &note));
    assert!(text.contains("two persons"), "{text}");
}

#[test]
fn a_circle_makes_nobody_a_person_of_the_mission() {
    let place = Room::new("erase-circle-person");
    let (mission, _, circle) = with_circle(&place);
    let key = KeyFile::generate("c.example/c", &mut SystemRandom).expect("keys");
    let draft = people::draft("c", Some(&key.public()), &AuthorSecret([7; 32]));
    let entered = submission(&mission, circle.log, vec![draft]);
    mission.submit(entered).expect("entered");
    let people = mission.now().expect("a view").people().expect("it reads");
    assert!(people.iter().all(|person| person.name != "c"));
}

#[test]
fn a_hold_that_stands_is_not_replaced_by_one_that_covers_less() {
    let place = Room::new("hold-again");
    let (mission, keys, places) = ready(&place);
    let hold = |scope: Vec<HoldScope>| Hold {
        name: "court".to_owned(),
        reason: "order of a court".to_owned(),
        scope,
    };
    let set = |scope| mission.set_hold(&by(&mission), &hold(scope));
    assert!(matches!(set(Vec::new()), Err(MissionError::Refused(_))));
    set(vec![HoldScope::All]).expect("set");
    let less = vec![HoldScope::Subject("b".to_owned())];
    assert!(matches!(set(less), Err(MissionError::Taken { .. })));
    let note = request(&mission, &places, &keys);
    assert!(refusal(mission.erase(&by(&mission), &note)).contains("court"));
}

#[test]
fn bytes_that_a_reader_still_holds_are_said_to_linger_and_go_at_the_next_closing() {
    let place = Room::new("erase-lingers");
    let (mission, keys, places) = ready(&place);
    let object = mission
        .shared
        .read(|database| Ok(database.object(places[0])?));
    let sealed = object
        .expect("it reads")
        .expect("it is there")
        .object
        .sealed;
    let holds = || {
        let mut files = files(&place.dir()).into_values();
        files.any(|file| file.windows(sealed.len()).any(|window| window == sealed))
    };
    let other = Database::open_for_reading(&database_path(&place.dir())).expect("it opens");
    other.begin_snapshot().expect("it begins");
    other.logs().expect("it reads an older state from now on");
    let note = request(&mission, &places, &keys);
    let erased = mission.erase(&by(&mission), &note).expect("erased");
    assert!(erased.lingers && holds());
    drop(other);
    drop(mission);
    assert!(!holds());
    let mission = place.open().expect("it opens");
    let seen = mission.now().expect("a view").entry(places[0]);
    assert!(
        seen.expect("it reads")
            .expect("its leaf stays")
            .said
            .is_none()
    );
}

#[test]
fn whatever_was_erased_before_nothing_of_an_entry_is_left_in_the_file() {
    let place = Room::new("erase-many");
    let (mission, keys, _) = ready(&place);
    // Of many lengths: what SQLite moves between its pages must not stay where it was.
    let text = |n: usize| "x".repeat(n * 37 % 1_500);
    let drafts = (0..300).map(|n| item(&format!("many-{n}"), &text(n)));
    let first = enter(&mission, drafts.collect()).first.index;
    let mut left: Vec<u64> = (0..300).map(|n| first + n * 7 % 300).collect();
    let mut gone = Vec::new();
    while !left.is_empty() {
        let now: Vec<Place> = left
            .drain(..left.len().min(25))
            .map(|index| Place { log: PUBLIC, index })
            .collect();
        for place in &now {
            let object = mission.shared.read(|database| Ok(database.object(*place)?));
            let object = object.expect("it reads").expect("it is there").object;
            gone.push(object.wrapped_key.expect("it had a key"));
        }
        let note = request(&mission, &now, &keys);
        mission.erase(&by(&mission), &note).expect("erased");
        let files = files(&place.dir());
        let kept = gone.iter().filter(|key| {
            // The nonce alone is enough to know it by.
            let mut all = files.values();
            all.any(|file| file.windows(24).any(|window| *window == key[..24]))
        });
        assert_eq!(kept.count(), 0, "of {} keys", gone.len());
    }
}

#[test]
fn what_is_gone_without_an_erasure_is_found() {
    let place = Room::new("erase-past");
    let (mission, _, places) = ready(&place);
    drop(mission);
    let mut database = Database::open(&database_path(&place.dir())).expect("it opens");
    let mut batch = database.batch().expect("it begins");
    batch.erase(places[0]).expect("erased past all rules");
    batch.commit().expect("written with its sum");
    drop(database);
    let mission = place.open().expect("it opens");
    let findings = mission.check().expect("it reads").findings;
    assert_eq!(findings.len(), 1, "{findings:?}");
    assert!(findings[0].contains("no erasure names it"), "{findings:?}");
}

#[test]
fn a_copy_made_after_a_wrong_clock_was_set_right_is_named() {
    let place = Room::new("erase-clock");
    let (mission, keys, _) = ready(&place);
    let ahead = 30 * 86_400;
    place.later(ahead);
    let target = enter(&mission, vec![item("late", "1")]).first;
    place.clock.0.fetch_sub(ahead, Ordering::Relaxed);
    let recorded = mission.record_clock(&by(&mission), "a month ahead");
    recorded.expect("recorded");
    let to = CopyReader {
        name: "vault".to_owned(),
        key: age::x25519::Identity::generate().to_public(),
    };
    let file = place.root.join("backup.age");
    let copied = mission.copy(&by(&mission), CopyKind::Backup, &file, &[to]);
    copied.expect("a copy");
    let note = request(&mission, &[target], &keys);
    let erased = mission.erase(&by(&mission), &note).expect("erased");
    assert_eq!(erased.copies.len(), 1, "{:?}", erased.copies);
}

#[test]
fn a_person_keeps_the_key_or_gets_another() {
    let place = Room::new("person-same-key");
    let (mission, keys, _) = ready(&place);
    let again = mission.add_person(&by(&mission), "anna", Some(&keys[0].public()));
    again.expect("one's own key");
}
