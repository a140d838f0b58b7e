mod copies;
mod edges;
mod erase;
mod evidence;
mod matching;

use std::sync::atomic::{AtomicU64, Ordering};

use holdfire_record::{Kind, Slot, slot_index};
use holdfire_seal::checkpoint;
use holdfire_seal::fields::{Field, FieldOpening};

use super::*;
use crate::disk::RealDisk;
use crate::keyfile::KeyFile;
use crate::random::SystemRandom;

/// 2025-03-25 00:00 UTC.
const START: u64 = 1_742_860_800;

/// A clock that is set by hand.
#[derive(Default)]
struct Hands(AtomicU64);

impl Clock for Hands {
    fn now(&self) -> u64 {
        self.0.load(Ordering::Relaxed)
    }
}

/// A mission in a folder of its own, removed at the end.
struct Room {
    root: PathBuf,
    clock: Arc<Hands>,
}

impl Room {
    fn new(name: &str) -> Self {
        let root = std::env::temp_dir().join(format!("holdfire-m-{name}-{}", std::process::id()));
        let _ = std::fs::remove_dir_all(&root);
        std::fs::create_dir_all(&root).expect("a folder can be made");
        let clock = Arc::new(Hands(AtomicU64::new(START)));
        Self { root, clock }
    }

    fn dir(&self) -> PathBuf {
        self.root.join("mission")
    }

    fn surroundings(&self) -> Surroundings {
        Surroundings::new(Arc::new(RealDisk), self.clock.clone(), SystemRandom)
    }

    fn create(&self) -> Mission {
        let new = NewMission {
            origin: "mission.example/1".to_owned(),
            schedule: Schedule::default(),
            operator: "clerk".to_owned(),
        };
        Mission::create(&self.dir(), &new, self.surroundings()).expect("it is made")
    }

    fn open(&self) -> Result<Mission, MissionError> {
        Mission::open(&self.dir(), self.surroundings(), Vec::new())
    }

    fn later(&self, seconds: u64) {
        self.clock.0.fetch_add(seconds, Ordering::Relaxed);
    }
}

impl Drop for Room {
    fn drop(&mut self) {
        let _ = std::fs::remove_dir_all(&self.root);
    }
}

fn by(mission: &Mission) -> Author {
    let view = mission.now().expect("a view");
    view.person(None).expect("the operator").author()
}

fn item(subject: &str, value: &str) -> Draft {
    Draft::set(Kind::Item, subject, vec![Field::new("value", value)])
}

fn submission(mission: &Mission, log: u32, drafts: Vec<Draft>) -> Submission {
    Submission {
        log,
        author: by(mission),
        request: None,
        drafts,
        also: Vec::new(),
    }
}

fn enter(mission: &Mission, drafts: Vec<Draft>) -> Entered {
    let submission = submission(mission, PUBLIC, drafts);
    mission.submit(submission).expect("it is entered")
}

fn items(view: &View) -> Vec<(String, String)> {
    let list = view.list(Kind::Item).expect("it reads");
    let pair = |seen: &Seen| {
        let subject = seen.subject().unwrap_or("(erased)").to_owned();
        (subject, seen.text("value").unwrap_or_default().to_owned())
    };
    list.iter().map(pair).collect()
}

fn pairs(expected: &[(&str, &str)]) -> Vec<(String, String)> {
    let own = |(a, b): &(&str, &str)| ((*a).to_owned(), (*b).to_owned());
    expected.iter().map(own).collect()
}

#[test]
fn a_state_is_asked_as_of_any_entry() {
    let place = Room::new("asof");
    let mission = place.create();
    let first = enter(&mission, vec![item("a", "1"), item("b", "2")])
        .first
        .index;
    enter(&mission, vec![item("a", "3")]);
    enter(&mission, vec![Draft::remove(Kind::Item, "b")]);
    let at = |size| {
        let view = mission.view(&Audience::AllReadable, AsOf::Size(size));
        items(&view.expect("a view"))
    };
    assert_eq!(at(first), []);
    assert_eq!(at(first + 1), pairs(&[("a", "1")]));
    assert_eq!(at(first + 2), pairs(&[("a", "1"), ("b", "2")]));
    assert_eq!(at(first + 3), pairs(&[("b", "2"), ("a", "3")]));
    assert_eq!(at(first + 4), pairs(&[("a", "3")]));
    assert_eq!(items(&mission.now().expect("a view")), at(first + 4));
    let history = mission.now().expect("a view").history(Kind::Item, "a");
    assert_eq!(history.expect("it reads").len(), 2);
    let beyond = mission.view(&Audience::AllReadable, AsOf::Size(first + 5));
    assert!(matches!(beyond, Err(MissionError::AfterTheEnd { .. })));
}

#[test]
fn what_is_there_after_opening_again_is_what_was_entered() {
    let place = Room::new("again");
    let mission = place.create();
    enter(&mission, vec![item("a", "1")]);
    let dump = mission.dump().expect("a dump");
    drop(mission);
    let mission = place.open().expect("it opens");
    assert_eq!(items(&mission.now().expect("a view")), pairs(&[("a", "1")]));
    assert_eq!(mission.dump().expect("a dump"), dump);
}

#[test]
fn a_repeated_request_enters_nothing_twice() {
    let place = Room::new("twice");
    let mission = place.create();
    let mut asked = submission(&mission, PUBLIC, vec![item("a", "1"), item("b", "2")]);
    asked.request = Some([7; 16]);
    let first = mission.submit(asked.clone()).expect("entered");
    let again = mission.submit(asked).expect("it is known");
    assert!(again.repeated && !first.repeated);
    assert_eq!((again.first, again.count), (first.first, 2));
    assert_eq!(items(&mission.now().expect("a view")).len(), 2);
}

#[test]
fn a_submission_that_fails_leaves_nothing_and_does_not_sink_the_next() {
    let place = Room::new("parts");
    let mission = place.create();
    let long = "x".repeat(70_000_000);
    let bad = submission(&mission, PUBLIC, vec![item("a", "1"), item("b", &long)]);
    let refused = mission.submit(bad);
    assert!(
        matches!(refused, Err(MissionError::Contents(_))),
        "{refused:?}"
    );
    enter(&mission, vec![item("c", "3")]);
    assert_eq!(items(&mission.now().expect("a view")), pairs(&[("c", "3")]));
    mission.publish().expect("the tree is whole");
}

#[test]
fn a_clock_that_was_set_back_is_refused_with_both_times() {
    let place = Room::new("clock");
    let mission = place.create();
    place.later(7_200);
    enter(&mission, vec![item("a", "1")]);
    place.clock.0.store(START, Ordering::Relaxed);
    let refused = mission.submit(submission(&mission, PUBLIC, vec![item("b", "2")]));
    let Err(error @ MissionError::Clock { .. }) = refused else {
        panic!("{refused:?}")
    };
    let text = error.to_string();
    assert!(
        text.contains("2025-03-25 00:00:00") && text.contains("2025-03-25 02:00:00"),
        "{text}"
    );
    assert_eq!(items(&mission.now().expect("a view")).len(), 1);
    // Within the same step nothing is seen and nothing refused.
    place.clock.0.store(START + 7_200, Ordering::Relaxed);
    enter(&mission, vec![item("b", "2")]);
}

#[test]
fn work_goes_on_once_it_is_recorded_that_the_clock_was_wrong() {
    let place = Room::new("floor");
    let mission = place.create();
    place.later(7_200);
    enter(&mission, vec![item("a", "1")]);
    place.clock.0.store(START, Ordering::Relaxed);
    mission
        .record_clock(&by(&mission), "the battery was empty")
        .expect("recorded");
    let entered = enter(&mission, vec![item("b", "2")]).first;
    let view = mission.now().expect("a view");
    let seen = view.entry(entered).expect("it reads").expect("it is there");
    assert_eq!(
        (seen.envelope.at, seen.recorded_at()),
        (START + 7_200, START)
    );
    // The floor holds after opening again, and does not open a way below it.
    drop(mission);
    let mission = place.open().expect("it opens");
    enter(&mission, vec![item("c", "3")]);
    place.later(14_400);
    enter(&mission, vec![item("d", "4")]);
    place.clock.0.store(START, Ordering::Relaxed);
    let refused = mission.submit(submission(&mission, PUBLIC, vec![item("e", "5")]));
    assert!(
        matches!(refused, Err(MissionError::Clock { .. })),
        "{refused:?}"
    );
    assert_eq!(
        mission.check().expect("it reads").findings,
        Vec::<String>::new()
    );
}

#[test]
fn who_had_the_old_keys_of_the_mission_does_not_read_what_is_written_later() {
    let place = Room::new("rotate");
    let mission = place.create();
    enter(&mission, vec![item("a", "1")]);
    let stolen = mission_identities(&RealDisk, &place.dir()).expect("one");
    let author = by(&mission);
    mission.rotate_keys(&author).expect("changed");
    let mission = place.open().expect("it opens");
    enter(&mission, vec![item("b", "2")]);
    mission.publish().expect("signed");
    let view = mission.now().expect("a view");
    assert_eq!(items(&view), pairs(&[("a", "1"), ("b", "2")]));
    let now = mission_identities(&RealDisk, &place.dir()).expect("one");
    assert_eq!(now.len(), 1);
    assert_ne!(now[0].to_public(), stolen[0].to_public());
    drop(mission);
    std::fs::remove_file(place.dir().join("keys/mission.age")).expect("removed");
    let reader = Reader::open(&place.dir(), place.surroundings(), stolen).expect("it opens");
    assert_eq!(items(&reader.now().expect("a view")), []);
}

#[test]
fn a_second_writer_is_refused_and_names_the_first() {
    let place = Room::new("lock");
    let mission = place.create();
    let refused = place.open();
    let own = std::process::id().to_string();
    let Err(MissionError::Locked { holder, .. }) = refused else {
        panic!("{refused:?}")
    };
    assert!(holder.contains(&own), "{holder}");
    drop(mission);
    place.open().expect("nobody writes any more");
}

#[test]
fn a_smaller_tree_is_never_signed() {
    let place = Room::new("smaller");
    let mission = place.create();
    drop(mission);
    let copy = std::fs::read(database_path(&place.dir())).expect("it is closed");
    let mission = place.open().expect("it opens");
    enter(&mission, vec![item("a", "1")]);
    let signed = mission.publish().expect("signed");
    drop(mission);
    let checkpoint = std::fs::read(place.dir().join("log/checkpoint")).expect("it is there");
    std::fs::write(database_path(&place.dir()), copy).expect("it is written");
    let mission = place.open().expect("it opens");
    let refused = mission.publish();
    let Err(error @ MissionError::SignedBefore { .. }) = refused else {
        panic!("{refused:?}")
    };
    assert!(
        error
            .to_string()
            .contains(&format!("size {}", signed[0].size)),
        "{error}"
    );
    // The same size with another history is no better.
    enter(&mission, vec![item("a", "2")]);
    let refused = mission.publish();
    assert!(
        matches!(refused, Err(MissionError::SignedBefore { .. })),
        "{refused:?}"
    );
    let after = std::fs::read(place.dir().join("log/checkpoint")).expect("it is there");
    assert_eq!(after, checkpoint);
}

#[test]
fn published_tiles_are_made_again_if_they_are_lost() {
    let place = Room::new("tiles");
    let mission = place.create();
    for round in 0..3_u32 {
        let many = (0..300)
            .map(|i| item(&format!("{round}-{i}"), "x"))
            .collect();
        enter(&mission, many);
        mission.publish().expect("signed");
    }
    let read = || files(&place.dir().join("log"));
    let before = read();
    drop(mission);
    let partial: Vec<_> = before.keys().filter(|name| name.contains(".p/")).collect();
    assert_eq!(
        partial.len(),
        3,
        "one of bundles, tiles and tiles above: {partial:?}"
    );
    std::fs::remove_dir_all(place.dir().join("log")).expect("removed");
    place.open().expect("it opens").publish().expect("signed");
    assert_eq!(read(), before);
    // One that was changed is noticed where all are looked at.
    let full = place.dir().join("log/tile/0/001");
    std::fs::write(&full, b"other").expect("written");
    place
        .open()
        .expect("it opens")
        .publish_whole()
        .expect("signed");
    assert_eq!(read(), before);
}

/// All files below a folder, by path.
fn files(dir: &Path) -> std::collections::BTreeMap<String, Vec<u8>> {
    let mut found = std::collections::BTreeMap::new();
    let mut waiting = vec![dir.to_owned()];
    while let Some(next) = waiting.pop() {
        for entry in std::fs::read_dir(&next).expect("a folder") {
            let path = entry.expect("an entry").path();
            if path.is_dir() {
                waiting.push(path);
            } else {
                let name = path.strip_prefix(dir).expect("below").to_string_lossy();
                found.insert(name.into_owned(), std::fs::read(&path).expect("it reads"));
            }
        }
    }
    found
}

/// A mission with two persons who hold keys.
fn with_two_persons(place: &Room) -> (Mission, [KeyFile; 2]) {
    let mission = place.create();
    let keys = ["one.example/a", "two.example/b"]
        .map(|name| KeyFile::generate(name, &mut SystemRandom).expect("keys"));
    for (name, key) in ["anna", "boris"].iter().zip(&keys) {
        mission
            .add_person(&by(&mission), name, Some(&key.public()))
            .expect("taken in");
    }
    (mission, keys)
}

/// A mission with a circle whose only reader is a person outside.
fn with_circle(place: &Room) -> (Mission, age::x25519::Identity, Circle) {
    let reader = age::x25519::Identity::generate();
    drop(place.create());
    let mission = Mission::open(&place.dir(), place.surroundings(), vec![reader.clone()]);
    let mission = mission.expect("it opens");
    let readers = vec![("liaison".to_owned(), reader.to_public().to_string())];
    let circle = mission.new_circle(&by(&mission), "list of one side", readers);
    (mission, reader, circle.expect("it is made"))
}

#[test]
fn what_a_circle_enters_is_seen_by_its_readers_alone_and_counts_from_the_tick_that_bound_it() {
    let place = Room::new("circle");
    let (mission, reader, circle) = with_circle(&place);
    let in_circle = submission(&mission, circle.log, vec![item("secret", "s")]);
    mission.submit(in_circle).expect("entered");
    let before = mission.settings().expect("settings");
    assert!(!circle.origin.contains("side") && circle.origin.starts_with(before.origin()));
    place.later(600);
    let tick = mission.tick().expect("a tick");
    assert_eq!(tick.at, START + 600);
    let size = |mission: &Mission, size| {
        let view = mission.view(&Audience::AllReadable, AsOf::Size(size));
        items(&view.expect("a view")).len()
    };
    assert_eq!(
        (size(&mission, tick.index), size(&mission, tick.index + 1)),
        (0, 1)
    );
    drop(mission);
    // The operator's own identity does not read it.
    let operator = place.open().expect("it opens");
    assert_eq!(items(&operator.now().expect("a view")), []);
    let refused = operator.submit(submission(&operator, circle.log, vec![item("x", "y")]));
    assert!(
        matches!(refused, Err(MissionError::NoKeys(_))),
        "{refused:?}"
    );
    drop(operator);
    // The opening of the slot shows that the public log bound the circle's log.
    let mission =
        Mission::open(&place.dir(), place.surroundings(), vec![reader]).expect("it opens");
    mission.publish().expect("signed");
    let (binding, leaf, root) = mission
        .shared
        .read(|database| {
            let binding = database.binding(circle.log, u64::MAX >> 1)?.expect("bound");
            let leaf = database.leaf(Place {
                log: PUBLIC,
                index: binding.tick,
            })?;
            let frontier = database.frontier(circle.log)?;
            Ok((binding, leaf.expect("a leaf"), frontier.root()))
        })
        .expect("it reads");
    let opening = FieldOpening::from_cbor(&binding.opening).expect("an opening");
    let envelope = Envelope::from_bytes(&leaf).expect("an envelope");
    assert_eq!(envelope.kind, Kind::Tick);
    opening
        .verify(&envelope.fields)
        .expect("it was in the tick");
    let slot = Slot::from_bytes(&opening.value).expect("a slot");
    assert!(slot.is_of(&circle.origin));
    assert_eq!((slot.size, slot.root), (3, root));
    assert!(opening.index >= slot_index(0));
    // Its checkpoint is signed by the key of the log under the name of the circle's log.
    let key = mission
        .log_key()
        .expect("a key")
        .renamed(&circle.origin)
        .expect("a name");
    let dir = publish::log_dir(&place.dir(), circle.log, &circle.origin);
    let note = std::fs::read(dir.join("checkpoint")).expect("it is there");
    let keys = [key.verifier().clone()];
    let open = checkpoint::open(&note, &circle.origin, &keys).expect("signed");
    assert_eq!(open.checkpoint().size(), 3);
}

#[test]
fn who_leaves_a_circle_does_not_read_what_is_written_later() {
    let place = Room::new("leave");
    let (mission, first, circle) = with_circle(&place);
    mission
        .submit(submission(&mission, circle.log, vec![item("a", "1")]))
        .expect("entered");
    let second = age::x25519::Identity::generate();
    let both = vec![
        circle.readers[0].clone(),
        ("second".to_owned(), second.to_public().to_string()),
    ];
    let circle = mission
        .set_readers(&by(&mission), &circle, both)
        .expect("joined");
    let left = vec![circle.readers[0].clone()];
    drop(mission);
    let reads = |identity: &age::x25519::Identity| {
        let reader = Reader::open(&place.dir(), place.surroundings(), vec![identity.clone()]);
        items(&reader.expect("it opens").now().expect("a view"))
    };
    assert_eq!(reads(&second), pairs(&[("a", "1")]));
    let mission = Mission::open(&place.dir(), place.surroundings(), vec![first.clone()]);
    let mission = mission.expect("it opens");
    let circle = mission
        .set_readers(&by(&mission), &circle, left)
        .expect("it left");
    assert_eq!(circle.epoch, 1);
    mission
        .submit(submission(&mission, circle.log, vec![item("b", "2")]))
        .expect("entered");
    drop(mission);
    assert_eq!(reads(&second), []);
    assert_eq!(reads(&first), pairs(&[("a", "1"), ("b", "2")]));
}

#[test]
fn there_is_one_tick_for_each_point() {
    let place = Room::new("ticks");
    let mission = place.create();
    place.later(610);
    mission.tick().expect("a tick");
    let refused = mission.tick();
    let Err(MissionError::NoTick { point, next }) = refused else {
        panic!("{refused:?}")
    };
    assert_eq!((point, next), (START + 600, START + 1_200));
    // An entry of 00:15 stands after the point 00:10, so that the next tick is that of 00:20.
    drop(mission);
    let mission = place.open().expect("it opens");
    place.later(1_800 - 610 - 60);
    enter(&mission, vec![item("a", "1")]);
    let tick = mission.tick().expect("a tick");
    assert_eq!(tick.at, START + 1_200);
}

#[test]
fn the_projection_made_again_is_the_same() {
    let place = Room::new("rebuild");
    let (mission, _, circle) = with_circle(&place);
    enter(&mission, vec![item("a", "1"), item("b", "2")]);
    let erased = enter(
        &mission,
        vec![item("a", "3"), Draft::remove(Kind::Item, "b")],
    );
    mission
        .submit(submission(&mission, circle.log, vec![item("c", "4")]))
        .expect("entered");
    let mut erase = submission(
        &mission,
        PUBLIC,
        vec![Draft::note(Kind::Erasure, "x", vec![])],
    );
    erase.also = vec![Also::Erase(erased.first.index)];
    mission.submit(erase).expect("erased");
    place.later(600);
    mission.tick().expect("a tick");
    let dump = mission.dump().expect("a dump");
    assert_eq!(dump.matches(" erased\n").count(), 1, "{dump}");
    assert!(!dump.contains("value") && dump.contains("mission.example/1 item "));
    let rebuilt = mission.rebuild().expect("no contradiction");
    assert_eq!((rebuilt.erased, rebuilt.unread), (1, 0));
    assert_eq!(mission.dump().expect("a dump"), dump);
    assert_eq!(items(&mission.now().expect("a view"))[0].0, "(erased)");
    mission.publish().expect("the tree is whole");
}

#[test]
fn a_copy_of_an_older_object_behind_the_back_is_named() {
    let place = Room::new("behind");
    let mission = place.create();
    let entered = enter(&mission, vec![item("a", "1"), item("b", "2")])
        .first
        .index;
    drop(mission);
    let connection = rusqlite::Connection::open(database_path(&place.dir())).expect("it opens");
    let swap = format!(
        "update object set (wrapped_key, sealed) = (select wrapped_key, sealed from object \
         where place & 0xffff = {entered}) where place & 0xffff = {}",
        entered + 1
    );
    connection.execute_batch(&swap).expect("good SQL");
    drop(connection);
    let mission = place.open().expect("it opens");
    let refused = mission.rebuild();
    let Err(MissionError::Integrity { index, .. }) = refused else {
        panic!("{refused:?}")
    };
    assert_eq!(index, entered + 1);
    assert!(mission.now().expect("a view").list(Kind::Item).is_err());
}

#[test]
fn a_check_finds_nothing_in_what_we_wrote_and_names_what_was_changed_beside_the_leaves() {
    let place = Room::new("check-sum");
    let (mission, reader, circle) = with_circle(&place);
    let mut asked = submission(&mission, PUBLIC, vec![item("a", "1"), item("b", "2")]);
    asked.request = Some([7; 16]);
    let entered = mission.submit(asked).expect("entered");
    let in_circle = submission(&mission, circle.log, vec![item("c", "4")]);
    mission.submit(in_circle).expect("entered");
    place.later(600);
    mission.tick().expect("a tick");
    let asked = mission.erasure_request(&[entered.first], "x");
    let asked = format!(
        "{}\n\u{2014} signatures\n",
        asked.expect("a request").to_text()
    );
    let note = Draft::note(Kind::Erasure, "x", vec![Field::new("request", asked)]);
    let mut erase = submission(&mission, PUBLIC, vec![note]);
    erase.also = vec![Also::Erase(entered.first.index)];
    mission.submit(erase).expect("erased");
    let rotated = mission.rotate(&by(&mission), &circle);
    rotated.expect("other keys from now on");
    let findings = mission.check().expect("it can be looked at").findings;
    assert!(findings.is_empty(), "{findings:?}");
    drop(mission);
    let whole = std::fs::read(database_path(&place.dir())).expect("it is closed");
    for change in [
        "update request set id = x'00'",
        "delete from request",
        "update binding set size = size + 1",
        "update log set slot = (slot + 1) % 64 where slot is not null",
        "update log set ring = x'00' where id = 2",
        "update meta set value = x'00' where name = 'keeper'",
        "delete from meta where name = 'last-tick'",
        "update object set epoch = 1 where place in (select max(place) from object)",
    ] {
        let connection = rusqlite::Connection::open(database_path(&place.dir()));
        let connection = connection.expect("it opens");
        assert!(
            connection.execute(change, []).expect("good SQL") > 0,
            "{change}"
        );
        drop(connection);
        let findings = Reader::open(&place.dir(), place.surroundings(), vec![reader.clone()])
            .and_then(|reader| reader.check())
            .expect("it can be looked at")
            .findings;
        assert!(
            findings.iter().any(|line| line.contains("add up to")),
            "{change}: {findings:?}"
        );
        std::fs::write(database_path(&place.dir()), &whole).expect("it is put back");
    }
}

#[test]
fn a_field_of_a_circle_is_disclosed_by_the_tick_that_bound_it() {
    let place = Room::new("disclose");
    let (mission, _, circle) = with_circle(&place);
    let entered = mission
        .submit(submission(&mission, circle.log, vec![item("secret", "s")]))
        .expect("entered");
    mission
        .submit(submission(
            &mission,
            circle.log,
            vec![item("other", "kept back")],
        ))
        .expect("entered");
    let author = by(&mission);
    let disclose = |field: &str| {
        let view = mission.now().expect("a view");
        let seen = view.entry(entered.first).expect("it reads").expect("there");
        mission.disclose(&author, &seen, &[field.to_owned()], "all", "agreed")
    };
    let early = disclose("value");
    assert!(
        matches!(early, Err(MissionError::Refused(ref text)) if text.contains("no tick")),
        "{early:?}"
    );
    place.later(600);
    let tick = mission.tick().expect("a tick");
    let text = disclose("value").expect("disclosed");
    let settings = mission.settings().expect("settings");
    let keys = [settings.log_key().clone()];
    let policy = holdfire_seal::policy::Policy::parse(b"quorum none\n").expect("a policy");
    let check = |text: &str| holdfire_record::Disclosure::verify(text.as_bytes(), &keys, &policy);
    let shown = check(&text).expect("it holds");
    assert_eq!(shown.fields, [Field::new("value", "s")]);
    let (index, bound_by) = shown.in_circle.expect("of a circle");
    assert_eq!((index, bound_by.at), (entered.first.index, tick.at));
    assert!(!text.contains(&circle.origin));
    // A value that was never committed, with everything else as it was, shows nothing.
    let proof = holdfire_seal::tlog_proof::TlogProof::parse(text.as_bytes()).expect("a proof");
    let extra = proof.extra.clone().expect("fields");
    let mut disclosure = holdfire_record::Disclosure::from_extra(&extra).expect("ours");
    assert_eq!(disclosure.to_extra(), extra);
    disclosure.fields[0].value = b"t".to_vec();
    let forged = holdfire_seal::tlog_proof::TlogProof {
        extra: Some(disclosure.to_extra()),
        ..proof.clone()
    };
    let refused = check(&forged.to_text());
    assert!(matches!(
        refused,
        Err(holdfire_record::DisclosureError::Field { .. })
    ));
    // Nor does another size or root in the slot.
    let mut disclosure = holdfire_record::Disclosure::from_extra(&extra).expect("ours");
    disclosure.in_circle.as_mut().expect("there").slot.value[39] ^= 1;
    let forged = holdfire_seal::tlog_proof::TlogProof {
        extra: Some(disclosure.to_extra()),
        ..proof
    };
    let refused = check(&forged.to_text());
    assert!(matches!(
        refused,
        Err(holdfire_record::DisclosureError::Slot(_))
    ));
}
