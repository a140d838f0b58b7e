//! Sealed lists: the party whose list it is sees its versions, receipts and openings, and no other party does.

use holdfire_seal::note::LogKey;
use holdfire_store::keyfile::PublicKeys;
use holdfire_store::mission::PUBLIC;

use crate::support::browser::form;
use crate::support::lists::{register_key, whose};
use crate::support::plan::EYES;
use crate::support::{Answer, Plan, Room, SealedList, TABLE};

/// Alpha's list in two versions, the newest told to Beta; Beta's; and one of which no entry says whose it is.
fn plan() -> Plan {
    let mut plan = Plan::example();
    plan.lists = vec![
        SealedList {
            told: vec!["Beta Command"],
            ..SealedList::of(0xa1, "alpha", &[2, 5])
        },
        SealedList::of(0xb1, "beta", &[3]),
        unnamed(),
    ];
    plan
}

/// Signed by Alpha.
fn unnamed() -> SealedList {
    SealedList {
        of: None,
        ..SealedList::of(0xc1, "alpha", &[4])
    }
}

/// Which of the lists of [`plan`] a page shows.
fn shown(page: &Answer) -> Vec<u8> {
    let text = page.text();
    let mut all = vec![0xa1, 0xb1, 0xc1];
    all.retain(|byte| text.contains(&SealedList::of(*byte, "", &[]).list().to_string()));
    all
}

/// Olga enters whose the unnamed list is, by the form.
fn enter(room: &mut Room, list: &str, party: &str) -> Answer {
    let code = room.code("olga");
    let csrf = room.accounts["olga"].csrf.clone();
    let pairs = [
        ("csrf", csrf.as_str()),
        ("list", list),
        ("party", party),
        ("code", &code),
    ];
    let answer = post(room, &pairs);
    if answer.status == 303 {
        room.renew("olga", &answer);
    }
    answer
}

fn post(room: &Room, pairs: &[(&str, &str)]) -> Answer {
    let request = room
        .request("olga", "POST", "/register/whose")
        .header("content-type", TABLE)
        .body(axum::body::Body::from(form(pairs)));
    room.send(request.expect("a path of a test"))
}

#[test]
fn a_liaison_sees_the_sealed_list_of_its_own_party_with_receipts_and_proofs() {
    let room = Room::new(&plan());
    let page = room.get("lia", "/register").text();
    for words in [
        "List of Alpha.",
        "2 leaves",
        "5 leaves",
        "3 added, 0 withdrawn, 0 changed",
        "Notified to Beta Command",
        "Opened in part or whole to Beta Command",
        "holdfire record prove log",
    ] {
        assert!(page.contains(words), "{words}: {page}");
    }
    // What is on it stands nowhere, and nothing is to be entered.
    for words in ["Zebrafinch", "/register/whose"] {
        assert!(!page.contains(words), "{words}: {page}");
    }
}

#[test]
fn a_sealed_list_is_shown_to_its_party_the_secretariat_and_nobody_else() {
    let room = Room::new(&plan());
    for who in EYES {
        let expected: &[u8] = match who {
            "olga" => &[0xa1, 0xb1, 0xc1],
            "lia" => &[0xa1],
            "leo" => &[0xb1],
            _ => &[],
        };
        assert_eq!(shown(&room.get(who, "/register")), expected, "{who}");
    }
    let badge = |who: &str, party: &str| {
        let page = room.get(who, "/register").text();
        let list = page.split("<h3").find(|part| part.contains(party));
        let list = list.expect("the list is shown").to_owned();
        (
            list.contains("liaison of a party, Alpha"),
            list.contains("liaison of a party, Beta"),
        )
    };
    assert_eq!(badge("olga", "List of Alpha."), (true, false));
    assert_eq!(badge("leo", "List of Beta."), (false, true));
    assert_eq!(badge("olga", "does not say whose"), (false, false));
}

#[test]
fn the_secretariat_enters_whose_a_sealed_list_is_and_corrects_it() {
    let mut room = Room::new(&plan());
    let list = unnamed().list().to_string();
    let before = room.app.worlds().snapshot().size;
    assert_eq!(enter(&mut room, &list, "alpha").status, 303);
    assert_eq!(shown(&room.get("lia", "/register")), [0xa1, 0xc1]);
    assert_eq!(shown(&room.get("leo", "/register")), [0xb1]);
    // It is a right of now, as a role is: also where the page is of an earlier entry, before and after it is taken away.
    let earlier = format!("/register?as-of={before}");
    assert_eq!(shown(&room.get("lia", &earlier)), [0xa1, 0xc1]);
    let with = format!("/register?as-of={}", before + 1);
    assert_eq!(enter(&mut room, &list, "/").status, 303);
    for path in ["/register", &earlier, &with] {
        assert_eq!(shown(&room.get("lia", path)), [0xa1], "{path}");
    }
    // Both stand where rights are read.
    for who in ["olga", "aud"] {
        let page = room.get(who, "/record").text();
        let rows = page.split("<tr>").filter(|row| row.contains(&list));
        let rows: Vec<&str> = rows.collect();
        assert_eq!(rows.len(), 2, "{who}");
        assert!(rows[0].contains("<bdi>Alpha</bdi>"), "{}", rows[0]);
        assert!(rows[1].contains("of no party"), "{}", rows[1]);
    }
    assert!(!room.get("lia", "/record").text().contains(&list));
}

#[test]
fn whose_a_sealed_list_is_is_refused_without_a_code_or_for_what_is_not_there() {
    let mut room = Room::new(&plan());
    let size = room.app.worlds().snapshot().size;
    let list = unnamed().list().to_string();
    let csrf = room.accounts["olga"].csrf.clone();
    let without = [("csrf", csrf.as_str()), ("list", &list), ("party", "alpha")];
    assert_eq!(post(&room, &without).status, 409);
    for (list, party, status) in [
        ("5a1b5a1b5a1b5a1b5a1b5a1b5a1b5a1b", "alpha", 404),
        ("none", "alpha", 404),
        (list.as_str(), "delta", 400),
        (list.as_str(), "", 400),
    ] {
        assert_eq!(
            enter(&mut room, list, party).status,
            status,
            "{list} {party}"
        );
    }
    assert_eq!(room.app.worlds().snapshot().size, size);
}

#[test]
fn a_sealed_list_is_not_given_to_another_party_than_its_signer_speaks_for() {
    let mut room = Room::new(&plan());
    // The record has the key that signed as Lia's own, who speaks for Alpha.
    let keys = PublicKeys {
        signs: LogKey::verifier(&register_key("alpha")).clone(),
        ..holdfire_store::keyfile::KeyFile::generate(
            "lia.example/1",
            &mut crate::support::room::Seeded(9),
        )
        .expect("keys")
        .public()
    };
    let mission = room.app.mission();
    let author = mission
        .now()
        .expect("a view")
        .person(None)
        .expect("the operator");
    let author = author.author();
    mission
        .add_person(&author, "lia", Some(&keys))
        .expect("taken in");
    room.app.worlds().refresh().expect("it is read");
    let list = unnamed().list().to_string();
    let answer = enter(&mut room, &list, "beta");
    assert_eq!(answer.status, 409);
    assert!(
        answer.text().contains("signed with the key of lia"),
        "{}",
        answer.text()
    );
    assert_eq!(shown(&room.get("leo", "/register")), [0xb1]);
    assert_eq!(enter(&mut room, &list, "alpha").status, 303);
}

#[test]
fn a_sealed_list_in_a_circle_stays_with_its_readers() {
    let mut room = Room::new(&plan());
    let list = SealedList {
        of: None,
        ..SealedList::of(0xd1, "beta", &[6])
    };
    room.submit(room.circle(), list.drafts(), Vec::new());
    let id = list.list().to_string();
    assert_eq!(enter(&mut room, &id, "beta").status, 404);
    // An entry of a program of another making.
    room.submit(PUBLIC, vec![whose(list.list(), "beta")], Vec::new());
    for who in EYES {
        let page = room.get(who, "/register").text();
        assert_eq!(page.contains(&id), ["obi", "lia"].contains(&who), "{who}");
    }
}
