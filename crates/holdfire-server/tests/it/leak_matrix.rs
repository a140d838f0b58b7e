//! role x route x object: two missions that differ only in what a role may not read give it the same answers, byte for byte.
//!
//! Requests are made from the table of routes, so that a new route is asked by itself: with the ids of all objects of all
//! missions where it has a parameter, and with what an address can ask. What legitimately differs stands in one list.

mod differ;
mod requests;
mod variants;

use std::collections::BTreeMap;
use std::sync::OnceLock;

use crate::support::plan::EYES;
use crate::support::{Answer, Plan, Room};
use requests::{Ask, asks, forms};
use variants::{VARIANTS, Variant};

/// What everybody was answered, in the order of the requests.
type Answers = BTreeMap<&'static str, Vec<Answered>>;

/// A request, its answer, and how many statements were run and rows read for it.
type Answered = (Ask, Answer, (u64, u64));

fn send(room: &Room, ask: Ask, who: &str) -> Answered {
    room.counts.take();
    let answer = ask.send(room, who);
    (ask, answer, room.counts.take())
}

fn take(room: &Room, who: &[&'static str]) -> Answers {
    let mut all = Answers::new();
    // What publications corrected is worked out once, for whoever asks first.
    room.get("nobody", "/publications.atom");
    for name in EYES.into_iter().filter(|name| who.contains(name)) {
        let of = all.entry(name).or_default();
        for ask in asks(room) {
            of.push(send(room, ask, name));
        }
    }
    // What is sent changes the mission, so everybody sends it, in the same order; then all pages once more.
    for name in EYES {
        for ask in forms(room) {
            let answered = send(room, ask, name);
            if let Some(of) = all.get_mut(name) {
                of.push(answered);
            }
        }
    }
    for (name, of) in &mut all {
        for path in ["/", "/incidents", "/tasks", "/tasks.ics", "/register"] {
            of.push(send(room, Ask::get(path.to_owned()), name));
        }
    }
    all
}

struct Base {
    answers: Answers,
    marks: differ::Marks,
}

fn base() -> &'static Base {
    static BASE: OnceLock<Base> = OnceLock::new();
    BASE.get_or_init(|| {
        let room = Room::new(&Plan::example());
        let marks = differ::Marks::of(&room);
        Base {
            answers: take(&room, &EYES),
            marks,
        }
    })
}

fn check(name: &str) {
    let found = VARIANTS.iter().find(|variant| variant.name == name);
    let Variant {
        outside, change, ..
    } = found.expect("a variant of the list");
    let base = base();
    let mut plan = Plan::example();
    change(&mut plan);
    let room = Room::new(&plan);
    let marks = differ::Marks::of(&room);
    let mut wrong = Vec::new();
    for (who, answers) in take(&room, outside) {
        let before = &base.answers[who];
        assert_eq!(before.len(), answers.len(), "the same requests");
        for ((ask, one, read), (_, other, read_too)) in before.iter().zip(&answers) {
            if let Some(how) = differ::differs(ask, (one, &base.marks), (other, &marks)) {
                wrong.push(format!("{who} {ask}: {how}"));
            }
            let (a, b) = ((one, &base.marks, *read), (&marks, *read_too));
            if differ::reads_otherwise(ask, a, b) {
                let how = format!("{read:?} or {read_too:?} statements and rows");
                wrong.push(format!("{who} {ask}: {how}"));
            }
        }
    }
    let shown: Vec<&String> = wrong.iter().take(25).collect();
    assert!(
        wrong.is_empty(),
        "{name}: {} answers differ\n{shown:#?}",
        wrong.len()
    );
}

macro_rules! variants {
    ($($test:ident = $name:literal;)*) => {
        $(#[test] fn $test() { check($name); })*

        #[test]
        fn every_variant_is_a_test() {
            let tested = [$($name),*];
            for variant in VARIANTS {
                assert!(tested.contains(&variant.name), "{}", variant.name);
            }
        }
    };
}

variants! {
    another_text_of_the_same_length_in_anothers_report_shows_nowhere = "text of the same length";
    another_text_of_another_length_in_anothers_report_shows_nowhere = "longer text";
    another_place_and_time_of_anothers_report_shows_nowhere = "other place and time";
    one_more_report_of_another_shows_nowhere = "one more report";
    a_report_of_another_that_came_later_shows_nowhere = "one more report later";
    a_report_that_is_held_back_shows_to_nobody_who_waits_for_it = "held back";
    another_place_of_a_sealed_site_shows_nowhere = "other place of a site";
    one_more_sealed_site_shows_nowhere = "one more site";
    more_of_a_sealed_list_of_another_shows_nowhere = "more of a sealed list";
    one_more_sealed_list_of_another_shows_nowhere = "one more sealed list";
    a_sealed_list_that_is_said_to_be_nobodys_shows_to_no_party = "nobody's sealed list";
    that_a_sealed_list_is_anothers_shows_nowhere = "no longer its list";
    another_text_in_anothers_complaint_shows_nowhere = "other complaint";
    one_more_task_of_another_shows_nowhere = "one more task";
    one_more_act_on_a_task_of_another_shows_nowhere = "one more act";
    what_the_mission_does_for_itself_shows_to_no_party = "mission's own task";
    what_the_mission_notes_on_a_task_of_a_party_shows_to_no_party = "note of the mission";
    one_more_member_of_another_party_shows_nowhere = "one more member";
    what_is_shared_with_another_shows_nowhere = "shared with another";
    a_reply_and_a_link_of_another_show_nowhere = "reply and link";
    another_text_in_a_circle_shows_nowhere = "other text in the circle";
    one_more_report_in_a_circle_shows_nowhere = "one more report in the circle";
    an_id_in_a_circle_that_is_known_outside_shows_nowhere = "same id in the circle";
}

#[test]
fn the_matrix_asks_every_route_of_the_table() {
    let room = Room::new(&Plan::example());
    let (_, lines) = holdfire_server::table(&room.app);
    let mut asked: Vec<Ask> = asks(&room);
    asked.extend(forms(&room));
    for line in lines {
        let found = asked
            .iter()
            .any(|ask| ask.line == Some(line.path) && ask.method == line.method);
        assert!(found, "{} {}", line.method, line.path);
    }
}

#[test]
fn statements_and_rows_are_counted() {
    // Else all requests would be equal in what they read.
    let answers = &base().answers;
    let read = |who: &str, path: &str| {
        let of = answers[who].iter();
        let (_, _, read) = of
            .clone()
            .find(|(ask, ..)| ask.path == path)
            .expect("it is asked");
        *read
    };
    // The badges of an incident ask who reads its rows.
    let (statements, rows) = read("leo", "/incidents/B1");
    assert!(statements > 0 && rows > 0, "{statements} {rows}");
    // Whom the door refuses reads nothing.
    assert_eq!(read("nobody", "/tasks"), (0, 0));
}

#[test]
fn what_is_changed_shows_to_those_who_may_read_it() {
    // Else the other tests would hold of a server that shows nothing.
    for variant in VARIANTS {
        let mut plan = Plan::example();
        (variant.change)(&mut plan);
        let room = Room::new(&plan);
        let (who, path) = variant.seen;
        let (one, other) = (
            &base().answers[who],
            Ask::get(path.to_owned()).send(&room, who),
        );
        let before = one
            .iter()
            .find(|(ask, ..)| ask.path == path && ask.method == "GET");
        let before = before
            .map(|(_, answer, _)| answer.text())
            .unwrap_or_default();
        // A page that fails differs too.
        assert_eq!(other.status, 200, "{}: {who} {path}", variant.name);
        assert_ne!(before, other.text(), "{}: {who} {path}", variant.name);
    }
}
