//! Answers of a matching: one number and size at every tick, whether there is an answer or not.

use holdfire_register::{Answer, MatchWord};
use holdfire_seal::Hash;

use super::*;

fn answer(incident: &str, word: MatchWord) -> Answer {
    Answer {
        incident: Hash::of(incident.as_bytes()),
        statement: Hash::of(b"statement"),
        word,
    }
}

fn disclosed(mission: &Mission, circle: &Circle) -> Vec<MatchWord> {
    let view = mission.now().expect("a view");
    let all = view.disclosures(circle.log).expect("they read");
    all.iter().map(|one| one.word).collect()
}

fn told(words: &[MatchWord]) -> Vec<MatchWord> {
    let told = words.iter().copied();
    told.filter(|word| *word != MatchWord::Filler).collect()
}

/// Of every entry of the kind `match`: the sizes of its leaf, its wrapped key and its encrypted contents.
fn sizes(mission: &Mission, log: u32) -> Vec<(usize, usize, usize)> {
    let shared = &mission.shared;
    let read = shared.read(|database| {
        let mut sizes = Vec::new();
        for index in 0..database.frontier(log)?.size() {
            let place = Place { log, index };
            let leaf = database.leaf(place)?.expect("there is a leaf");
            let stored = database.object(place)?.expect("something is stored");
            if stored.kind == Kind::Match.code() {
                let key = stored.object.wrapped_key.expect("it is not erased");
                sizes.push((leaf.len(), key.len(), stored.object.sealed.len()));
            }
        }
        Ok(sizes)
    });
    read.expect("it reads")
}

fn queue_bytes(mission: &Mission, log: u32) -> Vec<u8> {
    let name = format!("match-queue-{log}");
    let read = mission.shared.read(|database| Ok(database.meta(&name)?));
    read.expect("it reads").expect("there is a queue")
}

#[test]
fn every_tick_gets_entries_of_one_number_and_one_size_with_and_without_a_match() {
    let place = Room::new("match");
    let (mission, _, circle) = with_circle(&place);
    mission
        .set_matching(&by(&mission), &circle, 4)
        .expect("it is switched on");
    place.later(600);
    mission.tick().expect("a tick");
    assert_eq!(disclosed(&mission, &circle), [MatchWord::Filler; 4]);
    let idle = queue_bytes(&mission, circle.log);

    let five = (0..5).map(|n| answer(&format!("R-{n}"), MatchWord::MayConcern));
    let waiting = mission.queue_answers(&circle, five.collect());
    assert_eq!(waiting.expect("they wait"), 5);
    let busy = queue_bytes(&mission, circle.log);
    assert_eq!(busy.len(), idle.len());
    // They wait for their tick.
    assert_eq!(disclosed(&mission, &circle).len(), 4);
    place.later(600);
    mission.tick().expect("a tick");
    place.later(600);
    mission.tick().expect("a tick");
    place.later(600);
    mission.tick().expect("a tick");
    let words = disclosed(&mission, &circle);
    assert_eq!(words.len(), 16);
    assert_eq!(words[4..8], [MatchWord::MayConcern; 4]);
    assert_eq!(told(&words).len(), 5);
    assert_eq!(words[12..], [MatchWord::Filler; 4]);

    let sizes = sizes(&mission, circle.log);
    assert_eq!(sizes.len(), 16);
    assert!(sizes.iter().all(|size| *size == sizes[0]), "{sizes:?}");
    assert_eq!(queue_bytes(&mission, circle.log).len(), idle.len());
}

#[test]
fn the_tick_binds_the_batch_that_entered_with_it() {
    let place = Room::new("match-bound");
    let (mission, _, circle) = with_circle(&place);
    mission
        .set_matching(&by(&mission), &circle, 3)
        .expect("it is switched on");
    place.later(600);
    let ticked = mission.tick().expect("a tick");
    let view = mission.view(&Audience::AllReadable, AsOf::Size(ticked.index + 1));
    let view = view.expect("a view");
    let bound = view.disclosures(circle.log).expect("they read");
    assert_eq!(bound.len(), 3);
    assert!(
        bound
            .iter()
            .all(|one| one.tick.0.unsigned_abs() == ticked.at)
    );
    let findings = mission.check().expect("it can be checked").findings;
    assert_eq!(findings, Vec::<String>::new());
}

#[test]
fn a_newer_answer_takes_the_place_of_one_that_waits_and_no_answer_stands_in_the_clear() {
    let place = Room::new("match-queue");
    let (mission, reader, circle) = with_circle(&place);
    mission
        .set_matching(&by(&mission), &circle, 2)
        .expect("it is switched on");
    let first = vec![answer("R-1", MatchWord::NoneOpened)];
    mission.queue_answers(&circle, first).expect("it waits");
    let second = vec![answer("R-1", MatchWord::MayConcern)];
    assert_eq!(mission.queue_answers(&circle, second).expect("it waits"), 1);
    drop(mission);
    let incident = Hash::of(b"R-1").0;
    for (name, bytes) in files(&place.dir()) {
        for wanted in [&incident[..], b"may-concern", b"none-opened"] {
            let shows = bytes.windows(wanted.len()).any(|window| window == wanted);
            assert!(!shows, "{name}");
        }
    }
    // It is still there after opening again.
    let mission = Mission::open(&place.dir(), place.surroundings(), vec![reader]).expect("opens");
    place.later(600);
    mission.tick().expect("a tick");
    assert_eq!(told(&disclosed(&mission, &circle)), [MatchWord::MayConcern]);
}

#[test]
fn a_keeper_without_the_keys_enters_no_batch_and_who_has_them_enters_it_once_for_each_point() {
    let place = Room::new("match-keeper");
    let (mission, reader, circle) = with_circle(&place);
    mission
        .set_matching(&by(&mission), &circle, 2)
        .expect("it is switched on");
    drop(mission);
    place.later(600);
    place.open().expect("it opens").tick().expect("a tick");
    let mission = Mission::open(&place.dir(), place.surroundings(), vec![reader]).expect("opens");
    assert!(disclosed(&mission, &circle).is_empty());
    mission.match_tick(&circle).expect("a batch");
    assert_eq!(disclosed(&mission, &circle).len(), 2);
    let again = mission.match_tick(&circle);
    assert!(matches!(again, Err(MissionError::Refused(_))), "{again:?}");
    place.later(600);
    mission.match_tick(&circle).expect("a batch");
    // The batch of this point is there: the tick adds none.
    mission.tick().expect("a tick");
    assert_eq!(disclosed(&mission, &circle).len(), 4);
}

#[test]
fn without_matching_nothing_waits_and_nothing_enters() {
    let place = Room::new("match-off");
    let (mission, _, circle) = with_circle(&place);
    let refused = mission.queue_answers(&circle, vec![answer("R-1", MatchWord::NoneOpened)]);
    assert!(matches!(refused, Err(MissionError::Refused(_))));
    let refused = mission.match_tick(&circle);
    assert!(matches!(refused, Err(MissionError::Refused(_))));
    mission
        .set_matching(&by(&mission), &circle, 2)
        .expect("it is switched on");
    mission
        .set_matching(&by(&mission), &circle, 0)
        .expect("it is switched off");
    let refused = mission.set_matching(&by(&mission), &circle, MOST_MATCH_ENTRIES + 1);
    assert!(matches!(refused, Err(MissionError::Refused(_))));
    place.later(600);
    mission.tick().expect("a tick");
    assert!(disclosed(&mission, &circle).is_empty());
}
