//! Reports that may tell of one incident: suggested with reasons, decided by a person, undone by another act.

use crate::support::plan::report_at;
use crate::support::room::PASSWORD;
use crate::support::{Plan, Room};

/// Two reports of one minute at one place, each side naming the other.
fn room() -> Room {
    let mut plan = Plan::example();
    plan.tasks.clear();
    for (id, by, said) in [
        ("X1", "alpha", "our line"),
        ("X2", "beta", "their own drone"),
    ] {
        plan.add(
            "reports.csv",
            &report_at(id, by, said, 51.0, 10.5, "A-EAST"),
        );
    }
    plan.add(
        "reports.csv",
        &report_at("X3", "beta", "another", 51.0, 10.5, "A-EAST"),
    );
    Room::new(&plan)
}

fn pair<'a>(act: &'a str, on: &'a str) -> [(&'a str, &'a str); 4] {
    [("from", "X2"), ("to", "X1"), ("act", act), ("on", on)]
}

fn offers(room: &Room, who: &str) -> bool {
    let text = room.get(who, "/links").text();
    text.contains(r#"name="from" value="X2"><input type="hidden" name="to" value="X1""#)
}

fn is_incident(room: &Room, id: &str) -> bool {
    let text = room.get("olga", "/incidents").text();
    text.contains(&format!("data-id=\"{id}\""))
}

#[test]
fn a_pair_is_suggested_with_its_reasons_to_those_who_may_link_and_to_nobody_else() {
    let room = room();
    let page = room.get("olga", "/links");
    assert_eq!(page.status, 200);
    let text = page.text();
    assert!(offers(&room, "olga"));
    assert!(text.contains("each side names the other"));
    assert!(text.contains("the same place: Millfield"));
    assert!(
        is_incident(&room, "X1") && is_incident(&room, "X2"),
        "nothing is joined"
    );
    assert!(room.get("olga", "/").text().contains("href=\"/links\""));
    assert!(
        room.get("olga", "/incidents")
            .text()
            .contains("href=\"/links\"")
    );
    for who in ["obi", "mia", "lia", "leo", "aud", "nob"] {
        assert_eq!(room.get(who, "/links").status, 403, "{who}");
        assert_eq!(room.post(who, "/links", &pair("join", "0")).status, 403);
        assert!(!room.get(who, "/").text().contains("href=\"/links\""));
    }
    assert_eq!(room.get("nobody", "/links").status, 303, "to sign in");
}

#[test]
fn a_decision_is_an_act_and_undoing_it_is_another_and_both_stay_on_record() {
    let room = room();
    for (act, done, joined) in [
        ("join", "joined", true),
        ("keep-apart", "kept-apart", false),
    ] {
        let on = if joined { "0" } else { "3" };
        assert_eq!(room.post("olga", "/links", &pair(act, on)).status, 303);
        assert!(!offers(&room, "olga"), "{act}");
        assert_eq!(is_incident(&room, "X2"), !joined, "{act}");
        let snapshot = room.app.worlds().snapshot();
        let [task] = &snapshot.tasks[..] else {
            panic!("one task of one pair, also the second time");
        };
        assert_eq!(task.state(), done);
        let (id, count) = (task.id().to_string(), task.count().to_string());
        let undo = [
            ("act", "undo"),
            ("task", id.as_str()),
            ("on", count.as_str()),
        ];
        assert_eq!(room.post("olga", "/links", &undo).status, 303);
        assert!(offers(&room, "olga") && is_incident(&room, "X2"));
        let snapshot = room.app.worlds().snapshot();
        assert_eq!(snapshot.tasks[0].count(), task.count() + 1);
    }
    let history = room.app.worlds().snapshot().tasks[0].acts().to_vec();
    let names: Vec<&str> = history.iter().map(|act| act.deed.name().name()).collect();
    assert_eq!(names, ["open", "join", "undo", "keep-apart", "undo"]);
}

#[test]
fn whoever_comes_second_is_told_what_the_first_did() {
    let room = room();
    assert_eq!(
        room.post("olga", "/links", &pair("keep-apart", "0")).status,
        303
    );
    let late = room.post("sam", "/links", &pair("join", "0"));
    assert_eq!(late.status, 409);
    let text = late.text();
    assert!(
        text.contains("olga") && text.contains("Keep them apart"),
        "{text}"
    );
    assert!(is_incident(&room, "X2"));
}

#[test]
fn what_is_put_off_waits_apart_for_a_day_and_comes_back() {
    let mut room = room();
    assert_eq!(room.post("olga", "/links", &pair("later", "0")).status, 303);
    let put_off = |room: &Room| room.get("olga", "/links").text().contains("id=\"later-h\"");
    assert!(put_off(&room) && offers(&room, "olga"));
    room.pass(24 * 3600 + 1);
    let code = room.code("olga");
    let again = [("name", "olga"), ("password", PASSWORD), ("code", &code)];
    let answer = room.post_bare("nobody", "/sign-in", &again);
    room.renew("olga", &answer);
    assert!(!put_off(&room) && offers(&room, "olga"));
    // The same task is decided in the end.
    assert_eq!(room.post("olga", "/links", &pair("join", "2")).status, 303);
    assert_eq!(room.app.worlds().snapshot().tasks.len(), 1);
    assert!(!is_incident(&room, "X2"));
}

#[test]
fn a_pair_that_is_not_on_the_list_is_not_joined() {
    let room = room();
    let far = [("from", "A1"), ("to", "B1"), ("act", "join"), ("on", "0")];
    assert_eq!(room.post("olga", "/links", &far).status, 400);
    let none = [("from", "X1"), ("to", "ZZ"), ("act", "join"), ("on", "0")];
    assert_eq!(room.post("olga", "/links", &none).status, 400);
    assert!(room.app.worlds().snapshot().tasks.is_empty());
}
