//! What a reader is told while others enter things.

use axum::http::StatusCode;
use futures_util::StreamExt as _;
use holdfire_store::mission::Draft;
use holdfire_wire::entries::changes;

use crate::stage::{B, Stage, case_2025, text_of, with};

/// The first report of a party, entered again under another id.
fn another_report(by: &str, id: &str) -> Draft {
    let before = case_2025();
    let table = text_of(&before, "reports.csv");
    let mut reader = csv::Reader::from_reader(table.as_bytes());
    let rows = reader.records().map(|row| row.expect("a row"));
    let row = rows
        .into_iter()
        .find(|row| &row[1] == by)
        .expect("a report");
    let mut writer = csv::Writer::from_writer(Vec::new());
    let cells = std::iter::once(id).chain(row.iter().skip(1));
    writer.write_record(cells).expect("memory");
    let line = String::from_utf8(writer.into_inner().expect("memory")).expect("text");
    let after = with(before.clone(), "reports.csv", &format!("{table}{line}"));
    let items = holdfire_wire::entries::split(&before);
    let mut changed = changes(&items, &after).into_iter().map(Draft::from);
    changed.next_back().expect("a change")
}

#[tokio::test]
async fn a_reader_is_told_of_what_it_reads_and_of_nothing_else() {
    let stage = Stage::new(&case_2025(), Vec::new());
    let response = stage.open("boris", "/api/v1/events", &[]).await;
    assert_eq!(response.status(), StatusCode::OK);
    assert_eq!(response.headers()["content-type"], "text/event-stream");
    let mut events = response.into_body().into_data_stream();
    // Two that are not for these eyes, then one that is: the first that is told is the third.
    let enter = |draft| stage.app.enter("secretary", vec![draft]);
    let shared = |id: &str| crate::stage::share(id, "mission");
    enter(shared("share/reports.csv#no-such"))
        .await
        .expect("entered");
    enter(shared("share/reports.csv#nor-this"))
        .await
        .expect("entered");
    enter(another_report(B, "ZZ-1")).await.expect("entered");
    let first = events.next().await.expect("an event").expect("bytes");
    let text = String::from_utf8(first.to_vec()).expect("text");
    assert!(text.contains("event: entry"), "{text}");
    assert!(text.contains("\"entry\":"), "{text}");
    assert_eq!(text.matches("event:").count(), 1, "{text}");
}

#[tokio::test]
async fn a_reader_that_was_cut_off_is_told_at_once_if_something_changed() {
    let stage = Stage::new(&case_2025(), Vec::new());
    let response = stage
        .open("boris", "/api/v1/events", &[("last-event-id", "1")])
        .await;
    let mut events = response.into_body().into_data_stream();
    let first = events.next().await.expect("an event").expect("bytes");
    assert!(String::from_utf8_lossy(&first).contains("event: entry"));
}
