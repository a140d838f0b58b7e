//! What everybody may do: routes that refuse, proofs of forms, borrowed eyes, sessions that end, roles that are taken away.

use std::collections::BTreeSet;

use holdfire_accounts::AccountState;
use holdfire_server::access::{Action, Eyes, Facts, Policies, Role, Thing};
use holdfire_server::web::{Needs, RouteLine};

use crate::support::plan::EYES;
use crate::support::room::role;
use crate::support::{Answer, Plan, Room, TABLE};

/// The role of each of [`EYES`].
fn eyes_of(who: &str) -> Option<Eyes> {
    let liaison = |party: &str| Role::Liaison(holdfire_model::PartyId::new(party).expect("an id"));
    let role = match who {
        "olga" => Role::Secretariat,
        "obi" => Role::Observer,
        "mia" => Role::Mediator,
        "lia" => liaison("alpha"),
        "leo" => liaison("beta"),
        "aud" => Role::Auditor,
        "nob" => Role::Public,
        _ => return None,
    };
    Some(Eyes::of(role))
}

fn lines(room: &Room) -> Vec<RouteLine> {
    holdfire_server::table(&room.app).1
}

fn path(line: &RouteLine) -> String {
    line.path
        .replace("{id}", "EXAMPLE-BBBB01")
        .replace("{secret}", "none")
        .replace("{*path}", "none.js")
        .replace(['{', '}'], "")
}

fn ids(room: &Room, who: &str) -> Vec<String> {
    let text = room.get(who, "/incidents").text();
    let of = |part: &str| part.split('"').next().unwrap_or("").to_owned();
    text.split("data-id=\"").skip(1).map(of).collect()
}

fn send(room: &Room, who: &str, line: &RouteLine, headers: &[(&str, &str)], body: &str) -> Answer {
    let mut request = room
        .request(who, line.method, &path(line))
        .header("content-type", TABLE);
    for (name, value) in headers {
        request = request.header(*name, *value);
    }
    let request = request.body(axum::body::Body::from(body.to_owned()));
    room.send(request.expect("a path of a test"))
}

#[test]
fn everybody_sees_the_reports_that_are_theirs_and_no_others() {
    let room = Room::new(&Plan::example());
    // What has an address and whose delay is over.
    let published = ["R1", "R3"];
    for who in ["nobody", "nob", "aud"] {
        assert_eq!(ids(&room, who), published, "{who}");
    }
    let with_published = |own: &[&str]| -> Vec<String> {
        let all: BTreeSet<&str> = own.iter().chain(&published).copied().collect();
        all.into_iter().map(str::to_owned).collect()
    };
    let beta = with_published(&["B1", "R1", "R4", "R7", "R8"]);
    let alpha = with_published(&["A1", "C1", "R2", "R5", "R6", "R8"]);
    assert_eq!(ids(&room, "leo"), beta);
    assert_eq!(ids(&room, "lia"), alpha);
    for who in EYES {
        assert_eq!(room.get(who, "/").status, 200, "{who}");
    }
}

#[test]
fn a_route_is_refused_to_whoever_has_not_what_it_needs() {
    let room = Room::new(&Plan::example());
    for line in lines(&room) {
        for who in EYES {
            let allowed = match (line.needs, eyes_of(who)) {
                (Needs::Nobody, _) => continue,
                (_, None) => false,
                (Needs::Member, Some(_)) => true,
                (Needs::Read(thing), Some(eyes)) => {
                    let facts = Facts {
                        all_parties: true,
                        ..Facts::of(thing)
                    };
                    Policies::shipped().allows(&eyes, false, Action::Read, &facts)
                }
                (Needs::Do(action), Some(eyes)) => {
                    Policies::shipped().allows(&eyes, false, action, &Facts::of(Thing::Task))
                }
            };
            let answer = send(&room, who, &line, &[], "");
            let refused = match answer.status {
                401 | 403 => true,
                303 => answer.header("location").as_deref() == Some("/sign-in"),
                _ => false,
            };
            // A form without a proof is refused too, with another status.
            assert_eq!(
                refused, !allowed,
                "{who} {} {}: {}",
                line.method, line.path, answer.status
            );
        }
    }
}

#[test]
fn who_had_which_right_is_told_to_those_who_may_read_rights_and_to_nobody_else() {
    let room = Room::new(&Plan::example());
    // Olga gives Leo another role: both entries stand.
    room.enter(vec![role("leo", "observer", "")]);
    let row = |name: &str, role: &str| format!("<td><bdi>{name}</bdi></td><td>{role}");
    for who in ["olga", "aud"] {
        let page = room.get(who, "/record").text();
        let (liaison, observer) = (row("leo", "liaison of a party"), row("leo", "observer"));
        let (first, second) = (page.find(&liaison), page.find(&observer));
        assert!(first.is_some() && first < second, "{who}: {page}");
    }
    for who in ["obi", "mia", "lia", "leo"] {
        let answer = room.get(who, "/record");
        assert_eq!(answer.status, 200, "{who}");
        assert!(!answer.text().contains("<td><bdi>"), "{who}");
    }
}

#[test]
fn a_form_without_the_proof_of_this_session_does_nothing() {
    let room = Room::new(&Plan::example());
    let size = room.app.worlds().snapshot().size;
    let foreign = room.accounts["leo"].csrf.clone();
    for line in lines(&room).iter().filter(|line| line.method != "GET") {
        for body in [
            String::new(),
            "csrf=".to_owned(),
            format!("csrf={foreign}"),
            "csrf=%00".to_owned(),
        ] {
            let answer = send(&room, "olga", line, &[], &body);
            assert_eq!(answer.status, 400, "{} {body}", line.path);
        }
    }
    assert_eq!(room.app.worlds().snapshot().size, size, "no entry was made");
    assert_eq!(
        room.get("olga", "/account").status,
        200,
        "the session is open"
    );
}

#[test]
fn a_form_that_comes_from_another_site_does_nothing() {
    let room = Room::new(&Plan::example());
    let size = room.app.worlds().snapshot().size;
    let csrf = format!("csrf={}", room.accounts["olga"].csrf);
    let foreign: [&[(&str, &str)]; 6] = [
        &[("sec-fetch-site", "cross-site")],
        &[("sec-fetch-site", "same-site")],
        &[("sec-fetch-site", "\u{fffd}cross-site")],
        &[("origin", "https://elsewhere.example")],
        &[("origin", "null")],
        &[("origin", "http://localhost.elsewhere.example")],
    ];
    for line in lines(&room).iter().filter(|line| line.method != "GET") {
        for headers in foreign {
            for who in ["olga", "nobody"] {
                let answer = send(&room, who, line, headers, &csrf);
                let refused = answer.status == 400
                    || answer.header("location").as_deref() == Some("/sign-in");
                assert!(
                    refused,
                    "{who} {} {headers:?}: {}",
                    line.path, answer.status
                );
            }
        }
    }
    assert_eq!(room.app.worlds().snapshot().size, size, "no entry was made");
    assert_eq!(
        room.get("olga", "/account").status,
        200,
        "the session is open"
    );
}

#[test]
fn whoever_looks_through_other_eyes_sees_what_these_see_and_does_nothing() {
    let room = Room::new(&Plan::example());
    let before = room.app.worlds().snapshot().size;
    let theirs = ids(&room, "leo");
    assert_ne!(ids(&room, "olga"), theirs);
    assert_eq!(
        room.post("olga", "/admin/see-as", &[("name", "leo")])
            .status,
        303
    );
    assert_eq!(ids(&room, "olga"), theirs);
    let size = room.app.worlds().snapshot().size;
    assert_eq!(size, before + 1, "looking is an entry");
    assert_eq!(room.get("olga", "/tasks/EXAMPLE-AAAA01").status, 404);
    for line in lines(&room).iter().filter(|line| line.method != "GET") {
        if matches!(line.needs, Needs::Nobody) || line.path == "/see-as/end" {
            continue;
        }
        let path = path(line);
        let pairs = [
            ("act", "note"),
            ("on", "2"),
            ("text", "seen"),
            ("kind", "complaint"),
            ("id", "others"),
        ];
        let answer = room.post("olga", &path, &pairs);
        assert_eq!(answer.status, 403, "{path}");
    }
    assert_eq!(room.app.worlds().snapshot().size, size, "no entry was made");
    let page = room.get("olga", "/tasks/EXAMPLE-BBBB01").text();
    assert!(
        !page.contains("/tasks/EXAMPLE-BBBB01/acts"),
        "no act is offered"
    );
    assert_eq!(room.post("olga", "/see-as/end", &[]).status, 303);
    assert_eq!(ids(&room, "olga").len(), 9);
}

#[test]
fn nobody_borrows_eyes_to_read_a_circle() {
    let room = Room::new(&Plan::example());
    assert!(
        ids(&room, "obi").contains(&"C1".to_owned()),
        "a reader of the circle reads it"
    );
    assert!(
        !ids(&room, "olga").contains(&"C1".to_owned()),
        "the secretariat is no reader of it"
    );
    assert_eq!(
        room.post("olga", "/admin/see-as", &[("name", "obi")])
            .status,
        303
    );
    assert!(!ids(&room, "olga").contains(&"C1".to_owned()));
    assert_eq!(room.get("olga", "/incidents/C1").status, 404);
}

#[test]
fn the_session_of_an_account_that_was_disabled_ends_at_once() {
    let room = Room::new(&Plan::example());
    assert_eq!(room.get("leo", "/account").status, 200);
    room.gate()
        .accounts
        .disable("leo", "olga")
        .expect("it is disabled");
    let answer = room.get("leo", "/account");
    assert_eq!(answer.header("location").as_deref(), Some("/sign-in"));
    assert_eq!(ids(&room, "leo"), ids(&room, "nobody"));
}

#[test]
fn the_account_of_somebody_who_leaves_is_closed_and_opened_again_and_nobody_closes_the_own() {
    let mut room = Room::new(&Plan::example());
    let form = |does: &'static str, name: &'static str| [("name", name), ("do", does)];
    let sent = |room: &mut Room, does, name| {
        let code = room.code("olga");
        let pairs = [&form(does, name)[..], &[("code", code.as_str())]].concat();
        let answer = room.post("olga", "/admin/people/account", &pairs);
        if answer.status == 303 {
            room.renew("olga", &answer);
        }
        answer.status
    };
    let without = room.post("olga", "/admin/people/account", &form("close", "leo"));
    assert!(
        without.status >= 400,
        "a code is needed: {}",
        without.status
    );
    assert_eq!(room.get("leo", "/account").status, 200);
    assert_eq!(sent(&mut room, "close", "leo"), 303);
    assert_eq!(room.get("leo", "/account").status, 303, "to sign in");
    assert!(room.get("olga", "/admin").text().contains("closed"));
    assert_eq!(sent(&mut room, "open", "leo"), 303);
    let accounts = room.gate().accounts.accounts().expect("they are read");
    let leo = accounts.iter().find(|account| account.name == "leo");
    assert_eq!(leo.map(|leo| leo.state), Some(AccountState::Open));
    assert_eq!(sent(&mut room, "close", "olga"), 409);
    assert_eq!(sent(&mut room, "close", "nobody-here"), 404);
    assert_eq!(room.get("olga", "/admin").status, 200);
}

#[test]
fn recovery_codes_are_made_anew_with_a_code_and_the_old_ones_open_nothing() {
    let mut room = Room::new(&Plan::example());
    let left = |room: &Room| room.gate().accounts.recovery_codes("leo").expect("read");
    assert_eq!(left(&room), 10);
    assert!(
        room.get("leo", "/account")
            .text()
            .contains("10 codes are left")
    );
    assert!(
        room.post("leo", "/account/recovery", &[("code", "000000")])
            .status
            >= 400
    );
    let code = room.code("leo");
    let answer = room.post("leo", "/account/recovery", &[("code", &code)]);
    assert_eq!(answer.status, 200);
    let text = answer.text();
    let (_, list) = text
        .split_once("<ul class=\"receipt mono plain-list\">")
        .expect("a list");
    let (list, _) = list.split_once("</ul>").expect("it ends");
    assert_eq!(list.matches("<li>").count(), 10);
    room.renew("leo", &answer);
    let (_, first) = list.split_once("<li>").expect("a code");
    let first = first.split('<').next().unwrap_or("").to_owned();
    assert!(
        !room.get("leo", "/account").text().contains(&first),
        "they are shown once"
    );
}

#[test]
fn whoever_showed_a_code_stays_signed_in_where_the_act_is_refused() {
    let mut room = Room::new(&Plan::example());
    let long = "y".repeat(300);
    let code = room.code("olga");
    let pairs = [
        ("name", long.as_str()),
        ("scope", "read"),
        ("days", "3"),
        ("code", &code),
    ];
    let answer = room.post("olga", "/account/tokens", &pairs);
    assert!(answer.status >= 400, "{}", answer.status);
    room.renew("olga", &answer);
    assert_eq!(room.get("olga", "/admin").status, 200);
}

#[test]
fn a_session_ends_after_its_time_without_a_request() {
    let room = Room::new(&Plan::example());
    room.pass(31 * 60);
    assert_eq!(room.get("leo", "/account").status, 303);
}

#[test]
fn a_liaison_whose_role_was_taken_away_sees_what_everybody_sees_at_once() {
    let room = Room::new(&Plan::example());
    assert!(ids(&room, "leo").contains(&"B1".to_owned()));
    room.enter(vec![role("leo", "", "")]);
    assert_eq!(ids(&room, "leo"), ids(&room, "nobody"));
    assert_eq!(room.get("leo", "/tasks").status, 403);
    assert_eq!(room.get("leo", "/tasks/EXAMPLE-BBBB01").status, 403);
    // And whose party is another one sees what that party sees.
    room.enter(vec![role("leo", "liaison", "alpha")]);
    assert!(!ids(&room, "leo").contains(&"B1".to_owned()));
    assert!(ids(&room, "leo").contains(&"A1".to_owned()));
}

#[test]
fn a_task_of_another_is_as_one_that_does_not_exist() {
    let room = Room::new(&Plan::example());
    let (theirs, none) = ("EXAMPLE-AAAA01", "EXAMPLE-ZZZZ09");
    assert!(!room.get("leo", "/tasks").text().contains(theirs));
    let same = |one: Answer, other: Answer, what: &str| {
        let clean = |answer: &Answer| answer.text().replace(theirs, "*").replace(none, "*");
        assert_eq!(one.status, other.status, "{what}");
        assert_eq!(clean(&one), clean(&other), "{what}");
        assert_eq!(one.headers, other.headers, "{what}");
        one.status
    };
    let read = |id: &str| room.get("leo", &format!("/tasks/{id}"));
    assert_eq!(same(read(theirs), read(none), "reading"), 404);
    for (act, on) in [
        ("note", "1"),
        ("withdraw", "1"),
        ("add-allegations", "1"),
        ("acknowledge", "0"),
        ("open", "0"),
    ] {
        let send = |id: &str| {
            let pairs = [
                ("act", act),
                ("on", on),
                ("text", "seen"),
                ("allegations", "one"),
                ("withdraws", "0"),
                ("reason", "r"),
            ];
            room.post("leo", &format!("/tasks/{id}/acts"), &pairs)
        };
        assert_eq!(same(send(theirs), send(none), act), 404);
    }
    // A task cannot be told by naming it in one's own.
    let open = |id: &str| room.get("leo", &format!("/tasks/new?kind=complaint&about=task+{id}"));
    same(open(theirs), open(none), "naming");
    let search = |id: &str| room.get("leo", &format!("/incidents?q={id}"));
    same(search(theirs), search(none), "searching");
    let tasks = &room.app.worlds().snapshot().tasks;
    assert_eq!(tasks.len(), 7, "nothing was opened");
}

#[test]
fn a_party_answers_what_it_was_asked_and_nothing_else() {
    let room = Room::new(&Plan::example());
    let send = |who: &str, id: &str, act: &str| {
        let pairs = [
            ("act", act),
            ("on", "2"),
            ("reply_kind", "denies"),
            ("text", "it fell at home"),
            ("reason", "r"),
        ];
        room.post(who, &format!("/tasks/{id}/acts"), &pairs).status
    };
    assert_eq!(send("lia", "EXAMPLE-BBBB02", "answer"), 404);
    assert_eq!(send("mia", "EXAMPLE-BBBB02", "answer"), 404);
    assert_eq!(send("leo", "EXAMPLE-BBBB02", "close"), 409);
    assert_eq!(send("leo", "EXAMPLE-BBBB02", "answer"), 303);
    let tasks = &room.app.worlds().snapshot().tasks;
    let task = tasks
        .iter()
        .find(|task| task.id().as_str() == "EXAMPLE-BBBB02");
    assert_eq!(task.map(|task| task.state()), Some("answered"));
}
