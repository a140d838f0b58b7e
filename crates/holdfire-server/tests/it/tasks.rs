//! The list of tasks, its filter, and what its links keep.

use crate::support::plan::{Acts, act};
use crate::support::{Plan, Room};

fn ids(room: &Room, who: &str, query: &str) -> Vec<String> {
    let page = room.get(who, &format!("/tasks{query}"));
    assert_eq!(page.status, 200, "{who} {query}");
    let text = page.text();
    let of = |part: &str| part.split('"').next().unwrap_or("").to_owned();
    text.split("data-id=\"").skip(1).map(of).collect()
}

/// The example, where one request is given to Sam.
fn given() -> Plan {
    let mut plan = Plan::example();
    let assign = act("assign", 2, 8, "olga", "secretariat", &[("to", "sam")]);
    let asked = &mut plan.task("EXAMPLE-BBBB02").acts;
    asked[1][1].1 = "1".to_owned();
    asked.push(assign);
    plan
}

#[test]
fn the_list_is_filtered_by_kind_and_by_who_has_it() {
    let room = Room::new(&given());
    let all = ids(&room, "olga", "");
    assert_eq!(all.len(), 7);
    let requests = ids(&room, "olga", "?kind=request-for-reply");
    assert_eq!(requests.len(), 2, "{requests:?}");
    assert!(requests.iter().all(|id| id.ends_with("02")));
    assert_eq!(ids(&room, "olga", "?person=sam"), ["EXAMPLE-BBBB02"]);
    assert_eq!(ids(&room, "olga", "?person=-").len(), 6);
    assert_eq!(
        ids(&room, "olga", "?person=-&kind=request-for-reply"),
        ["EXAMPLE-AAAA02"]
    );
    assert_eq!(
        ids(&room, "olga", "?person=&kind="),
        all,
        "an empty choice asks for nothing"
    );
    assert!(ids(&room, "olga", "?person=olga&kind=complaint").is_empty());
    assert_eq!(room.get("olga", "/tasks?kind=anything").status, 400);
}

#[test]
fn a_party_cannot_ask_who_of_the_mission_has_a_task() {
    let room = Room::new(&given());
    let own = ids(&room, "leo", "");
    assert_eq!(own.len(), 3, "{own:?}");
    assert!(ids(&room, "leo", "?person=sam").is_empty());
    assert_eq!(ids(&room, "leo", "?person=-"), own);
    let text = room.get("leo", "/tasks").text();
    assert!(!text.contains("sam") && !text.contains("name=\"person\""));
    assert_eq!(ids(&room, "leo", "?kind=hotline-call"), [""; 0]);
    assert!(
        !text.contains("hotline-call\""),
        "no kind is listed that it has not"
    );
}

#[test]
fn a_long_list_comes_in_parts_and_each_part_keeps_the_filter_and_the_language() {
    let mut plan = Plan::example();
    let names: Vec<&'static str> = (0..130)
        .map(|n| &*Box::leak(format!("EXAMPLE-CC{n:04}").into_boxed_str()))
        .collect();
    for id in &names {
        let fields = [
            ("kind", "hotline-call"),
            ("whom", "the post"),
            ("called_at", "2030-03-18T07:00:00Z"),
            ("purpose", "shots"),
        ];
        let open = act("open", 0, 8, "obi", "observer", &fields);
        plan.tasks.push(Acts {
            id,
            acts: vec![open],
        });
    }
    let room = Room::new(&plan);
    let first = ids(&room, "olga", "?kind=hotline-call");
    let rest = ids(&room, "olga", "?kind=hotline-call&page=1");
    assert_eq!((first.len(), rest.len()), (100, 31));
    let mut together = [first, rest].concat();
    together.sort();
    together.dedup();
    assert_eq!(together.len(), 131, "no task stands on both pages");
    let text = room.get("olga", "/tasks?kind=hotline-call").text();
    assert!(text.contains("href=\"/tasks?kind=hotline-call&amp;page=1\" rel=\"next\""));
    assert!(text.contains("href=\"/tasks?kind=hotline-call&amp;lang=uk\""));
    let beyond = room.get("olga", "/tasks?page=999");
    assert_eq!(beyond.status, 200);
}

#[test]
fn kinds_are_offered_in_the_order_of_use_and_only_where_they_can_be_opened() {
    let room = Room::new(&Plan::example());
    let offered = |who: &str| {
        let text = room.get(who, "/tasks").text();
        let of = |part: &str| part.split('"').next().unwrap_or("").to_owned();
        text.split("/tasks/new?kind=")
            .skip(1)
            .map(of)
            .collect::<Vec<_>>()
    };
    let all = offered("olga");
    assert_eq!(all[..3], ["hotline-call", "request-for-reply", "complaint"]);
    assert!(
        !all.contains(&"escalation".to_owned()),
        "the case has no ladder"
    );
    assert!(
        !all.contains(&"verification".to_owned()),
        "it begins at its incident"
    );
    assert_eq!(offered("leo"), ["complaint", "repair-window"]);
}

#[test]
fn another_language_shows_the_same_form() {
    let room = Room::new(&Plan::example());
    let path = "/tasks/new?kind=request-for-reply&about=report+R2";
    let text = room.get("olga", path).text();
    let link = "/tasks/new?kind=request-for-reply&amp;about=report+R2&amp;lang=uk";
    assert!(text.contains(link));
    // Also where it came back because something was missing.
    let pairs = [("kind", "request-for-reply"), ("about", "report R2")];
    let again = room.post("olga", "/tasks", &pairs);
    assert_eq!(again.status, 422);
    assert!(
        again
            .text()
            .contains("kind=request-for-reply&amp;about=report+R2")
    );
}
