//! What stands beside an incident and is not for everybody who reads it: files of evidence, grades of sources; and who can
//! read each item, said beside it.

use axum::http::{StatusCode, header};
use holdfire_model::{IncidentId, Moment};
use holdfire_record::Kind;
use holdfire_seal::Hash;
use holdfire_server::grades::Grade;
use holdfire_store::mission::{Draft, PUBLIC};
use holdfire_wire::evidence::custody::{About, Collected};
use holdfire_wire::evidence::entry::{FileKeyText, Received};
use holdfire_wire::evidence::plan::{look, plan};

use crate::stage::{A, Stage, case_2025, role, share};

const INCIDENT: &str = "AV25-043";

/// The smallest picture: what it shows is of no matter.
const PICTURE: &[u8] =
    b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR\0\0\0\x01\0\0\0\x01\x08\x06\0\0\0\x1f\x15\xc4\x89";

fn stage(more: Vec<Draft>) -> Stage {
    let mut drafts = vec![share("share/all", "parties"), role("boris", "observer", "")];
    drafts.extend(more);
    Stage::new(&case_2025(), drafts)
}

fn take_in(stage: &Stage, name: &str, bytes: &[u8]) -> Hash {
    let mission = stage.app.mission();
    let author = mission.now().unwrap().person(None).unwrap().author();
    let mut intake = mission.begin_intake(PUBLIC).unwrap();
    let taken = intake.take(&mut &*bytes).unwrap();
    let received = Received {
        collected: Collected::default(),
        handed_over_by: "a neighbour".to_owned(),
        received_by: "secretary".to_owned(),
        received_at: Moment(1_900_000_000),
        about: vec![About::Incident(IncidentId::new(INCIDENT).unwrap())],
    };
    let key = FileKeyText::new(&taken.stored.key.to_text()).unwrap();
    let planned = plan(vec![look(name, bytes)]);
    let entry = planned.files[0].entry(received, taken.stored.name.as_str(), key, None);
    let subject = format!("evidence/{}", entry.intake.sha256);
    let drafts = vec![
        Draft::note(Kind::Evidence, &subject, entry.to_fields().unwrap()),
        Draft::note(
            Kind::Custody,
            &format!("custody/{}", entry.intake.sha256),
            entry.custody().to_sealable().unwrap(),
        ),
    ];
    intake.enter(&author, drafts).unwrap();
    stage.app.worlds().refresh().unwrap();
    entry.intake.sha256
}

#[tokio::test]
async fn a_picture_is_listed_covered_and_shown_to_those_who_may_look_and_to_nobody_else() {
    let stage = stage(Vec::new());
    let sha256 = take_in(&stage, "yard.png", PICTURE);
    let address = format!("/evidence/{sha256}");
    let page = format!("/incidents/{INCIDENT}");
    for who in ["secretary", "boris"] {
        let shown = stage.get(who, &page).await;
        let text = shown.text();
        assert!(text.contains(&format!("sha256:{sha256}")), "{who}");
        assert!(text.contains("a neighbour"), "{who}");
        let covered = format!(
            "<label for=\"g0\">Uncover yard.png: it may show injured or dead people</label><img src=\"{address}\""
        );
        assert!(text.contains(&covered), "{who}");
        let picture = stage.get(who, &address).await;
        assert_eq!(picture.status, StatusCode::OK, "{who}");
        assert_eq!(picture.body, PICTURE);
        assert_eq!(picture.headers[header::CONTENT_TYPE], "image/png");
        assert_eq!(picture.headers[header::CACHE_CONTROL], "no-store");
    }
    let page_of_party = stage.get("anna", &page).await;
    assert_eq!(page_of_party.status, StatusCode::OK);
    assert!(!page_of_party.text().contains("yard.png"));
    assert!(!page_of_party.text().contains(&sha256.to_string()));
    let refused = stage.get("anna", &address).await;
    let of_nothing = stage
        .get("anna", &format!("/evidence/{}", "0".repeat(64)))
        .await;
    assert_eq!(refused.status, StatusCode::NOT_FOUND);
    assert_eq!(refused.body, of_nothing.body);
    let nobody = stage.get("", &address).await;
    assert_ne!(nobody.status, StatusCode::OK);
}

#[tokio::test]
async fn what_could_run_in_a_browser_is_listed_and_not_served() {
    let stage = stage(Vec::new());
    let page = b"<!doctype html><script>alert(1)</script>";
    let sha256 = take_in(&stage, "page.html", page);
    let shown = stage
        .get("secretary", &format!("/incidents/{INCIDENT}"))
        .await;
    assert!(shown.text().contains("page.html"));
    assert!(!shown.text().contains(&format!("/evidence/{sha256}")));
    let served = stage.get("secretary", &format!("/evidence/{sha256}")).await;
    assert_eq!(served.status, StatusCode::NOT_FOUND);
}

#[tokio::test]
async fn a_grade_of_a_source_stands_beside_the_account_and_no_party_reads_it() {
    let grade = Grade::new("B", "3", "two copies of one statement", "secretary").unwrap();
    let stage = stage(vec![grade.draft(INCIDENT)]);
    let page = format!("/incidents/{INCIDENT}");
    for who in ["secretary", "boris"] {
        let text = stage.get(who, &page).await.text().to_owned();
        assert!(text.contains("<span class=\"grade\">B3</span>"), "{who}");
        assert!(text.contains("two copies of one statement"), "{who}");
        assert!(text.contains(&format!("action=\"/reports/{INCIDENT}/grade\"")));
    }
    let text = stage.get("anna", &page).await.text().to_owned();
    assert!(!text.contains("class=\"grade\"") && !text.contains("two copies"));
    assert!(!text.contains("/grade\""));
}

#[tokio::test]
async fn who_can_read_an_item_is_said_beside_it_the_operator_included() {
    // One report is the party's own; all others were given to nobody.
    let drafts = vec![role("boris", "observer", "")];
    let stage = Stage::new(&case_2025(), drafts);
    let own = case_2025();
    let table = String::from_utf8(own.0["reports.csv"].clone()).unwrap();
    let of_party = table
        .lines()
        .find(|line| line.split(',').nth(1) == Some(A))
        .and_then(|line| line.split(',').next())
        .unwrap()
        .to_owned();
    for (id, liaison) in [(of_party.as_str(), true), ("AV25-043", false)] {
        let page = stage.get("secretary", &format!("/incidents/{id}")).await;
        let title = format!("Who can read this: {id}</b></p><ul>");
        let badge = page.text().split(&title).nth(1).expect("a badge");
        let badge = badge.split("</div>").next().unwrap();
        assert!(
            badge.contains("The operator of this server (test)"),
            "{badge}"
        );
        assert!(badge.contains("secretariat: 1 person"), "{badge}");
        assert!(badge.contains("observer: 1 person"), "{badge}");
        assert_eq!(badge.contains("Ukraine: 1 person"), liaison, "{badge}");
    }
}
