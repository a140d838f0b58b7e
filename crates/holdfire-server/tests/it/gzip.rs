//! What everybody may read is packed for who takes it so; what somebody signed in reads never is.

use std::io::Read as _;

use axum::body::Body;
use flate2::read::GzDecoder;

use crate::support::{Answer, Plan, Room};

/// Asks as a browser does, which takes packed answers.
fn get(room: &Room, who: &str, path: &str, more: &[(&str, &str)]) -> Answer {
    let mut request = room
        .request(who, "GET", path)
        .header("accept-encoding", "gzip, deflate, br");
    for (name, value) in more {
        request = request.header(*name, *value);
    }
    room.send(request.body(Body::empty()).expect("a request"))
}

fn unpacked(answer: &Answer) -> Vec<u8> {
    let mut bytes = Vec::new();
    let mut packed = GzDecoder::new(answer.body.as_slice());
    packed.read_to_end(&mut bytes).expect("gzip");
    bytes
}

fn encoding(answer: &Answer) -> Option<String> {
    answer.header("content-encoding")
}

#[test]
fn a_public_page_is_packed_for_who_takes_it_so() {
    let room = Room::new(&Plan::example());
    let packed = get(&room, "", "/", &[]);
    assert_eq!(packed.status, 200);
    assert_eq!(encoding(&packed).as_deref(), Some("gzip"));
    let vary = packed.header("vary").unwrap_or_default();
    assert!(vary.contains("accept-encoding"), "{vary}");
    let plain = room.get("", "/");
    assert_eq!(encoding(&plain), None);
    assert_eq!(unpacked(&packed), plain.body);
    assert!(packed.body.len() * 2 < plain.body.len());
    // A length that was said is that of what is sent.
    if let Some(length) = packed.header("content-length") {
        assert_eq!(length, packed.body.len().to_string());
    }
    let refused = [("accept-encoding", "gzip;q=0")];
    let request = room
        .request("", "GET", "/")
        .header(refused[0].0, refused[0].1);
    let refused = room.send(request.body(Body::empty()).expect("a request"));
    assert_eq!(encoding(&refused), None);
}

#[test]
fn nothing_is_packed_for_who_is_signed_in() {
    let room = Room::new(&Plan::example());
    for path in [
        "/",
        "/agreement",
        "/incidents",
        "/api/v1/incidents",
        "/record",
    ] {
        let answer = get(&room, "olga", path, &[]);
        assert_eq!(answer.status, 200, "{path}");
        assert_eq!(encoding(&answer), None, "{path}");
        // Nor is it told that there is a packed form.
        let vary = answer.header("vary").unwrap_or_default();
        assert!(!vary.contains("accept-encoding"), "{path}: {vary}");
    }
    let archive = get(&room, "olga", "/record/log.tar", &[]);
    assert_eq!((archive.status, encoding(&archive)), (200, None));
}

#[test]
fn the_page_of_an_invitation_and_events_are_not_packed() {
    let room = Room::new(&Plan::example());
    let invitation = room
        .gate()
        .accounts
        .invite("nina", "olga", 3_600)
        .expect("an invitation");
    let path = format!("/enrol/{}", *invitation.reveal());
    let page = get(&room, "", &path, &[]);
    assert_eq!((page.status, encoding(&page)), (200, None));
    let events = get(&room, "", "/api/v1/events", &[]);
    assert_eq!((events.status, encoding(&events)), (200, None));
    assert_eq!(
        events.header("content-type").as_deref(),
        Some("text/event-stream")
    );
}

#[test]
fn the_tag_of_a_packed_answer_is_weak_and_asks_for_the_same() {
    let room = Room::new(&Plan::example());
    let plain = room.get("", "/api/openapi.json");
    let packed = get(&room, "", "/api/openapi.json", &[]);
    assert_eq!(encoding(&packed).as_deref(), Some("gzip"));
    assert_eq!(unpacked(&packed), plain.body);
    let strong = plain.header("etag").expect("a tag");
    let weak = packed.header("etag").expect("a tag");
    assert_eq!(weak, format!("W/{strong}"));
    for tag in [&strong, &weak] {
        let again = get(&room, "", "/api/openapi.json", &[("if-none-match", tag)]);
        assert_eq!(again.status, 304, "{tag}");
        assert!(again.body.is_empty());
    }
    let other = get(
        &room,
        "",
        "/api/openapi.json",
        &[("if-none-match", "\"no\"")],
    );
    assert_eq!(other.status, 200);
}
