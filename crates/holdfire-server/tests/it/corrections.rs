//! Corrections and feeds: what publications said otherwise, and nothing that was never published.

use atom_syndication::Feed;
use axum::http::StatusCode;
use holdfire_model::Moment;
use holdfire_server::publication::Publication;
use holdfire_store::mission::Draft;
use holdfire_wire::CaseFiles;
use holdfire_wire::entries::{changes, split};

use crate::stage::{Stage, case_2025, text_of, with};

/// Later than every delay of what the case reports.
const LATE: Moment = Moment(1_790_000_000);

/// The same with another hour in the row of AV25-043.
fn corrected(files: &CaseFiles) -> CaseFiles {
    let text = text_of(files, "reports.csv");
    let row = text
        .lines()
        .find(|line| line.starts_with("AV25-043,"))
        .expect("the row");
    let other = row.replace(",03:14,", ",05:20,");
    assert_ne!(row, other, "the row has an hour that can be another");
    with(files.clone(), "reports.csv", &text.replace(row, &other))
}

fn without(files: &CaseFiles, id: &str) -> CaseFiles {
    let text = text_of(files, "reports.csv");
    let start = format!("{id},");
    let kept: Vec<&str> = text
        .lines()
        .filter(|line| !line.starts_with(&start))
        .collect();
    with(
        files.clone(),
        "reports.csv",
        &format!("{}\n", kept.join("\n")),
    )
}

fn enter(stage: &Stage, before: &CaseFiles, after: &CaseFiles) {
    let drafts = changes(&split(before), after)
        .into_iter()
        .map(Draft::from)
        .collect();
    stage.app.enter_now("secretary", drafts).expect("entered");
}

fn publish(stage: &Stage, number: u64) {
    let publication = Publication {
        number,
        entry: stage.app.worlds().snapshot().size,
        cutoff: LATE,
    };
    let drafts = vec![publication.draft()];
    stage.app.enter_now("secretary", drafts).expect("entered");
}

async fn feed(stage: &Stage, path: &str) -> Feed {
    let answer = stage.get("", path).await;
    assert_eq!(answer.status, StatusCode::OK);
    let kind = answer.headers["content-type"].to_str().expect("text");
    assert!(kind.starts_with("application/atom+xml"), "{kind}");
    Feed::read_from(answer.body.as_slice()).expect("a feed that a reader reads")
}

#[tokio::test]
async fn a_correction_says_what_was_said_what_is_said_and_by_which_publication() {
    let first = case_2025();
    let stage = Stage::new(&first, Vec::new());
    publish(&stage, 1);
    let second = without(&corrected(&first), "AV25-001");
    enter(&stage, &first, &second);
    let page = stage.get("", "/corrections").await;
    assert!(page.text().contains("has been corrected"));

    publish(&stage, 2);
    let page = stage.get("", "/corrections").await;
    let page = page.text();
    assert!(page.contains("Publication 2"), "{page}");
    assert!(page.contains("/incidents/AV25-043"), "{page}");
    // Moscow is three hours ahead of the zone of the case, which is UTC.
    assert!(page.contains("Time (UTC)"), "{page}");
    assert!(page.contains("<del>2025-04-02 00:14</del>"), "{page}");
    assert!(page.contains("2025-04-02 02:20"), "{page}");
    assert!(page.contains("AV25-001") && page.contains("is no longer stated"));
    // The public page has them too; the mission sees its own record there.
    assert!(stage.get("", "/").await.text().contains("corrections-h"));
    let own = stage.get("secretary", "/").await;
    assert!(!own.text().contains("corrections-h"));
}

#[tokio::test]
async fn what_was_joined_to_another_incident_says_to_which_and_what_would_be_corrected_says_how() {
    let first = case_2025();
    let stage = Stage::new(&first, Vec::new());
    publish(&stage, 1);
    let links = text_of(&first, "links.csv");
    let open = "AV25-042,AV25-048,duplicate,suggested";
    assert!(links.contains(open), "the pair waits in the case");
    let links = links.replace(open, "AV25-042,AV25-048,duplicate,joined");
    let second = with(first.clone(), "links.csv", &links);
    enter(&stage, &first, &second);
    // Before it is published: only for those who publish.
    let ahead = stage.get("secretary", "/publish").await;
    let ahead = ahead.text();
    assert!(
        ahead.contains("is counted with") && ahead.contains("<ins>"),
        "{ahead}"
    );
    let page = stage.get("", "/corrections").await;
    let page = page.text();
    assert!(!page.contains("AV25-048"));

    publish(&stage, 2);
    let page = stage.get("", "/corrections").await;
    let page = page.text();
    let told = "AV25-048</span> is counted with <a class=\"mono\" href=\"/incidents/AV25-042\">";
    assert!(page.contains(told), "{page}");
    assert!(!page.contains("is no longer stated"));
    assert!(page.contains("The last publication has number 2"));
    assert!(stage.get("", "/").await.text().contains("has number 2"));
    let feed = feed(&stage, "/corrections.atom").await;
    let said = feed
        .entries
        .iter()
        .filter_map(|one| one.content.as_ref()?.value.as_deref());
    assert!(
        said.into_iter()
            .any(|text| text.contains("is counted with AV25-042"))
    );
}

#[tokio::test]
async fn feeds_name_every_publication_once_and_keep_their_ids() {
    let first = case_2025();
    let stage = Stage::new(&first, Vec::new());
    for path in ["/publications.atom", "/corrections.atom"] {
        assert!(feed(&stage, path).await.entries.is_empty(), "{path}");
    }
    publish(&stage, 1);
    let before = feed(&stage, "/publications.atom").await;
    assert_eq!(before.entries.len(), 1);
    assert!(feed(&stage, "/corrections.atom").await.entries.is_empty());

    enter(&stage, &first, &corrected(&first));
    publish(&stage, 2);
    let after = feed(&stage, "/publications.atom").await;
    assert_eq!(after.entries.len(), 2);
    assert_eq!(after.entries[1].id, before.entries[0].id);
    assert_ne!(after.entries[0].id, after.entries[1].id);
    let said = after.entries[0].content.as_ref().expect("it says more");
    let said = said.value.as_deref().expect("text");
    assert!(said.ends_with("corrected: 1"), "{said}");
    let corrections = feed(&stage, "/corrections.atom?lang=uk").await;
    let titles: Vec<&str> = corrections
        .entries
        .iter()
        .map(|e| e.title.as_str())
        .collect();
    assert_eq!(titles, ["Виправлено: AV25-043"]);
}

#[tokio::test]
async fn what_is_entered_but_not_published_is_in_no_feed_and_no_correction() {
    let first = case_2025();
    let stage = Stage::new(&first, Vec::new());
    publish(&stage, 1);
    let paths = ["/corrections", "/corrections.atom", "/publications.atom"];
    let mut before = Vec::new();
    for path in &paths[1..] {
        before.push(stage.get("", path).await.body);
    }
    enter(&stage, &first, &without(&corrected(&first), "AV25-001"));
    for (path, before) in paths[1..].iter().zip(&before) {
        assert_eq!(stage.get("", path).await.body, *before, "{path}");
    }
    // Who may read the record is told nothing else here.
    for who in ["", "secretary", "anna", "boris"] {
        let page = stage.get(who, paths[0]).await;
        assert!(!page.text().contains("AV25-001"), "{who}");
        for (path, before) in paths[1..].iter().zip(&before) {
            assert_eq!(stage.get(who, path).await.body, *before, "{who} {path}");
        }
    }
}
