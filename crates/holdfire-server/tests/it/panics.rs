//! A fault of the program is an answer without its words, and the server goes on.

use std::sync::{Arc, Mutex};

use axum::Router;
use axum::body::{Body, to_bytes};
use axum::http::{Request, StatusCode};
use axum::routing::get;
use holdfire_server::{App, Door, around};
use holdfire_store::mission::{Mission, NewMission, Surroundings};
use tower::ServiceExt as _;

const SECRET: &str = "a place that is sealed";

async fn breaks() -> &'static str {
    panic!("{SECRET}")
}

#[tokio::test]
async fn a_panic_answers_500_without_its_words_and_the_journal_has_none_either() {
    let dir = std::env::temp_dir().join(format!("holdfire-panics-{}", std::process::id()));
    let new = NewMission {
        origin: "test.invalid/panics".to_owned(),
        schedule: holdfire_record::Schedule::default(),
        operator: "secretary".to_owned(),
    };
    let mission = Mission::create(&dir, &new, Surroundings::system()).expect("a mission");
    let lines = Arc::new(Mutex::new(Vec::new()));
    let journal = lines.clone();
    let app = App::new(
        mission,
        Door::Demo,
        "test",
        Arc::new(move |line: &str| journal.lock().expect("no panic").push(line.to_owned())),
    )
    .expect("an app");
    let routes = Router::new()
        .route("/breaks", get(breaks))
        .route("/api/breaks", get(breaks))
        .route("/works", get(|| async { "yes" }));
    let server = around(routes, app);
    let ask = async |path: &str| {
        let request = Request::get(path).body(Body::empty()).expect("a request");
        let response = server.clone().oneshot(request).await.expect("an answer");
        let (parts, body) = response.into_parts();
        let body = to_bytes(body, usize::MAX).await.expect("a body");
        let text = String::from_utf8(body.to_vec()).expect("text");
        (parts, text)
    };

    let (page, text) = ask("/breaks").await;
    assert_eq!(page.status, StatusCode::INTERNAL_SERVER_ERROR);
    assert!(page.headers.contains_key("content-security-policy"));
    assert!(text.contains("<h1>") && !text.contains(SECRET), "{text}");
    let (json, text) = ask("/api/breaks").await;
    assert_eq!(json.status, StatusCode::INTERNAL_SERVER_ERROR);
    assert_eq!(text, r#"{"error":"ours","details":null}"#);
    assert_eq!(ask("/works").await.1, "yes");
    let lines = lines.lock().expect("no panic").join("\n");
    assert!(lines.contains("/breaks: "), "{lines}");
    assert!(!lines.contains(SECRET), "{lines}");
    // It lies in the folder for such things.
    let _ = std::fs::remove_dir_all(&dir);
}
