//! What everybody reads is read by everybody: a role that does not read all reports by right sees what it may, and beside it
//! what was published, as it was published.

use std::collections::BTreeMap;
use std::sync::Arc;

use holdfire_model::{Moment, PartyId};
use holdfire_record::Kind;
use holdfire_server::access::{Eyes, Role};
use holdfire_server::publication::{Publication, WITHHELD};
use holdfire_server::world::{Question, SharedWorld};
use holdfire_store::mission::{AsOf, Draft};

use crate::support::plan::{act, report};
use crate::support::room::{fields, items, to_files};
use crate::support::{Plan, Room};

/// Those who read no report of the weekly by right.
const OTHERS: [&str; 4] = ["leo", "lia", "aud", "nobody"];

fn publish(room: &Room, number: u64) {
    let publication = Publication {
        number,
        entry: room.app.worlds().snapshot().size,
        cutoff: Moment(i64::try_from(room.app.now()).expect("a time of this age")),
    };
    room.enter(vec![publication.draft()]);
}

fn enter_files(room: &Room, plan: &Plan, files: &BTreeMap<String, String>) {
    room.enter(to_files(&items(&plan.files), files));
}

fn has(room: &Room, who: &str, id: &str) -> bool {
    let list = room.get(who, "/incidents");
    assert_eq!(list.status, 200, "{who}");
    list.text().contains(&format!("data-id=\"{id}\""))
}

fn world(room: &Room, role: &Role) -> SharedWorld {
    let question = Question::default();
    let eyes = Eyes::of(role.clone());
    let world = room.app.worlds().get(&eyes, AsOf::Now, &question);
    world.expect("a world")
}

fn roles() -> [Role; 3] {
    let beta = PartyId::new("beta").expect("an id");
    [Role::Liaison(beta), Role::Auditor, Role::Public]
}

/// A report of the weekly that everybody may read, at the hours of R3.
fn weekly(id: &str) -> String {
    let row = report(id, "alpha", "another word of the weekly");
    row.replace(
        "alpha,ministry,News of alpha,party,,",
        ",,Observer Weekly,independent,https://example.org/w,",
    )
}

#[test]
fn a_published_report_of_another_is_read_as_it_was_published() {
    let room = Room::new(&Plan::example());
    let said = "a boiler house burned";
    let page = |who: &str| room.get(who, "/incidents/R3").text();
    assert!(page("obi").contains(said));
    for who in OTHERS {
        assert!(
            page(who).contains(WITHHELD) && !page(who).contains(said),
            "{who}"
        );
    }
    // Who is given the report reads it as it is; nobody else does.
    let subject = "share/reports.csv#R3";
    room.enter(vec![Draft::set(
        Kind::Access,
        subject,
        fields(&[("with", "beta")]),
    )]);
    for who in OTHERS {
        assert_eq!(page(who).contains(said), who == "leo", "{who}");
    }
    // And reads it as everybody when it is taken back.
    room.enter(vec![Draft::set(
        Kind::Access,
        subject,
        fields(&[("with", "mission")]),
    )]);
    assert!(page("leo").contains(WITHHELD) && !page("leo").contains(said));
}

#[test]
fn what_tells_of_effects_is_held_back_where_the_speaker_may_have_acted_itself() {
    let mut plan = Plan::example();
    let own = |id: &str, actor: &str| {
        let row = report(id, "alpha", "what the hit did")
            .replace(",hit,beta,", &format!(",hit,{actor},"));
        row.replace(",party,,", ",party,https://example.org/a,")
    };
    plan.add("reports.csv", &own("P1", "beta"));
    plan.add("reports.csv", &own("P2", "alpha|beta"));
    plan.add("reports.csv", &own("P3", "beta | alpha"));
    let room = Room::new(&plan);
    for (id, held_back) in [("P1", false), ("P2", true), ("P3", true)] {
        let page = room.get("nobody", &format!("/incidents/{id}")).text();
        assert_eq!(page.contains("what the hit did"), !held_back, "{id}");
        assert_eq!(page.contains(WITHHELD), held_back, "{id}");
    }
}

#[test]
fn what_is_entered_changes_what_everybody_reads_when_it_is_published() {
    let mut plan = Plan::example();
    let room = Room::new(&plan);
    let before = roles().map(|role| world(&room, &role));
    let mut files = plan.files.clone();
    let text = files["reports.csv"].replace("the west of Beta", "the very west of Beta");
    files.insert(
        "reports.csv".to_owned(),
        format!("{text}{}\n", weekly("W1")),
    );
    enter_files(&room, &plan, &files);
    for (role, before) in roles().iter().zip(&before) {
        assert!(Arc::ptr_eq(before, &world(&room, role)), "{role}");
    }
    for who in OTHERS {
        assert!(!has(&room, who, "W1"), "{who}");
        assert!(
            !room.get(who, "/incidents/R3").text().contains("very west"),
            "{who}"
        );
    }
    publish(&room, 3);
    for who in OTHERS {
        assert!(has(&room, who, "W1"), "{who}");
        assert!(
            room.get(who, "/incidents/R3").text().contains("very west"),
            "{who}"
        );
    }
    // What is removed stays published until the next publication.
    plan.files = files.clone();
    let text = files["reports.csv"].replace(&format!("{}\n", weekly("W1")), "");
    files.insert("reports.csv".to_owned(), text);
    enter_files(&room, &plan, &files);
    for who in OTHERS {
        assert!(has(&room, who, "W1"), "{who}");
        assert!(!has(&room, "obi", "W1"));
    }
    publish(&room, 4);
    for who in OTHERS {
        assert!(!has(&room, who, "W1"), "{who}");
    }
}

#[test]
fn a_join_counts_for_those_who_do_not_see_the_task_once_it_is_published_with_both_reports() {
    let mut plan = Plan::example();
    plan.add("reports.csv", &weekly("W1"));
    let room = Room::new(&plan);
    // An auditor reads the task.
    let parties = ["leo", "lia", "nobody"];
    let join = |id: &str, from: &str, to: &str| {
        let open = [
            ("kind", "linking"),
            ("from_report", from),
            ("to_report", to),
            ("link", "duplicate"),
            ("why", "one fire"),
        ];
        let open = act("open", 0, 10, "olga", "secretariat", &[])
            .into_iter()
            .chain(open.map(|(name, value)| (name, value.to_owned())));
        let join = act("join", 1, 11, "olga", "secretariat", &[("reason", "one")]);
        let task = |act: Vec<(&'static str, String)>| {
            Draft::note(Kind::Work, &format!("task/{id}"), fields(&act))
        };
        room.enter(vec![task(open.collect()), task(join)]);
    };
    join("EXAMPLE-NNNN01", "R3", "W1");
    // Two reports of Beta, of which none is published.
    join("EXAMPLE-NNNN02", "B1", "R4");
    assert!(!has(&room, "olga", "W1") && !has(&room, "olga", "R4"));
    for who in parties {
        assert!(has(&room, who, "R3") && has(&room, who, "W1"), "{who}");
    }
    publish(&room, 3);
    for who in parties {
        assert!(has(&room, who, "R3") && !has(&room, who, "W1"), "{who}");
    }
    assert!(has(&room, "leo", "B1") && has(&room, "leo", "R4"));
}

#[test]
fn the_badge_of_what_is_published_says_that_everybody_reads_it() {
    let room = Room::new(&Plan::example());
    let everybody = "Everybody: it is published";
    for who in ["olga", "obi", "mia", "lia", "leo", "aud"] {
        let page = room.get(who, "/incidents/R3").text();
        // Of the incident, and of its report.
        assert_eq!(page.matches(everybody).count(), 2, "{who}");
    }
    for (who, id) in [("leo", "B1"), ("lia", "R2"), ("olga", "A1"), ("obi", "R4")] {
        let page = room.get(who, &format!("/incidents/{id}")).text();
        assert!(
            page.contains("Who can read this") && !page.contains(everybody),
            "{who} {id}"
        );
    }
}

#[test]
fn what_was_published_is_read_under_a_head_that_changed_since() {
    let plan = Plan::example();
    let room = Room::new(&plan);
    let mut files = plan.files.clone();
    // Without the last column but one, and with the first two exchanged.
    let mut reader = csv::ReaderBuilder::new()
        .has_headers(false)
        .from_reader(files["reports.csv"].as_bytes());
    let mut writer = csv::Writer::from_writer(Vec::new());
    for row in reader.records() {
        let row = row.expect("a row");
        let mut cells: Vec<&str> = row.iter().collect();
        cells.remove(2);
        cells.swap(0, 1);
        writer.write_record(cells).expect("memory");
    }
    let text = writer.into_inner().expect("memory");
    files.insert(
        "reports.csv".to_owned(),
        String::from_utf8(text).expect("text"),
    );
    enter_files(&room, &plan, &files);
    assert!(has(&room, "leo", "R3") && has(&room, "leo", "B1"));
    assert!(has(&room, "aud", "R1"));
    assert!(room.get("leo", "/incidents/R3").text().contains(WITHHELD));
}

#[test]
fn an_id_that_a_circle_and_the_mission_both_use_breaks_nobodys_pages() {
    let mut plan = Plan::example();
    for id in ["B1", "R3", "A1"] {
        plan.in_circle
            .push(report(id, "alpha", "the word of the circle"));
    }
    let room = Room::new(&plan);
    let said = |who: &str, id: &str| {
        let page = room.get(who, &format!("/incidents/{id}"));
        assert_eq!(page.status, 200, "{who} {id}");
        page.text().contains("the word of the circle")
    };
    // Of two rows that somebody reads, that of the mission's own log counts, and so does a published one.
    assert!(said("lia", "B1") && !said("lia", "R3") && !said("lia", "A1"));
    assert!(!said("obi", "B1") && !said("obi", "R3") && !said("obi", "A1"));
    assert!(!said("leo", "B1") && !said("leo", "R3"));
}

#[test]
fn a_world_is_made_anew_when_somebody_looks_and_keeps_nothing_that_was_erased() {
    let mut plan = Plan::example();
    let room = Room::new(&plan);
    let look = || {
        let world = world(&room, &Role::Secretariat);
        (world.revision, Arc::downgrade(&world))
    };
    let mut add = |id: &str| {
        let mut files = plan.files.clone();
        let reports = files.get_mut("reports.csv").expect("it has reports");
        reports.push_str(&format!("{}\n", weekly(id)));
        enter_files(&room, &plan, &files);
        plan.files = files;
    };
    let (revision, first) = look();
    add("W1");
    assert!(first.upgrade().is_some(), "the next is made from it");
    let (next, second) = look();
    assert!(next > revision && first.upgrade().is_none());
    // Nobody looks between two entries: it is not kept, and the numbers go on.
    add("W2");
    add("W3");
    assert!(second.upgrade().is_none());
    let (last, third) = look();
    assert!(last > next);
    room.erase("reports.csv#W2");
    assert!(third.upgrade().is_none());
    assert!(has(&room, "olga", "W3") && !has(&room, "olga", "W2"));
}

#[test]
fn what_others_enter_leaves_a_world_that_waits_for_its_reader_as_it_is() {
    let mut plan = Plan::example();
    let room = Room::new(&plan);
    let mut add = |row: String| {
        let mut files = plan.files.clone();
        let reports = files.get_mut("reports.csv").expect("it has reports");
        reports.push_str(&format!("{row}\n"));
        enter_files(&room, &plan, &files);
        plan.files = files;
    };
    let beta = Role::Liaison(PartyId::new("beta").expect("an id"));
    let seen = Arc::downgrade(&world(&room, &beta));
    add(report("B91", "beta", "a word of Beta"));
    for id in ["A91", "A92"] {
        add(report(id, "alpha", "a word of Alpha"));
        assert!(seen.upgrade().is_some(), "after {id}");
    }
    add(report("B92", "beta", "another word of Beta"));
    assert!(seen.upgrade().is_none());
}

#[test]
fn what_was_erased_is_gone_from_what_was_published_and_from_the_past() {
    let room = Room::new(&Plan::example());
    let past = format!("/incidents?as-of={}", room.app.worlds().snapshot().size);
    let has_in_past = |who: &str, id: &str| {
        let list = room.get(who, &past);
        assert_eq!(list.status, 200, "{who}");
        list.text().contains(&format!("data-id=\"{id}\""))
    };
    assert!(has_in_past("olga", "R3") && has_in_past("leo", "R3") && has_in_past("lia", "A1"));
    let before = roles().map(|role| world(&room, &role));
    // Of what is not theirs nothing changes for them.
    room.erase("reports.csv#A1");
    for (role, before) in roles().iter().zip(&before) {
        assert!(Arc::ptr_eq(before, &world(&room, role)), "{role}");
    }
    assert!(!has(&room, "lia", "A1") && !has_in_past("lia", "A1"));
    room.erase("reports.csv#R3");
    for who in ["olga", "leo", "lia", "nobody"] {
        assert!(!has(&room, who, "R3") && !has_in_past(who, "R3"), "{who}");
    }
    assert!(has(&room, "nobody", "R1"));
}
