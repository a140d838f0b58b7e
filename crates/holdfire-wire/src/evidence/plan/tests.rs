//! Files of each form, alone and together.

use proptest::prelude::*;

use super::*;
use crate::evidence::auto_archiver::tests::{FILM, metadata_json};
use crate::evidence::entry::tests::{key, received};
use crate::evidence::wacz;

/// A JPEG with one EXIF block that says when the file was changed.
fn photograph() -> Vec<u8> {
    let mut tiff = b"II*\0\x08\0\0\0\x01\0\x32\x01\x02\0\x14\0\0\0\x1a\0\0\0\0\0\0\0".to_vec();
    tiff.extend_from_slice(b"2025:03:26 10:00:00\0");
    let mut jpeg = b"\xff\xd8\xff\xe1\0\x36Exif\0\0".to_vec();
    jpeg.extend_from_slice(&tiff);
    jpeg.extend_from_slice(b"\xff\xd9");
    jpeg
}

fn round_trips(plan: &Plan) {
    for file in &plan.files {
        let entry = file.entry(received(), &"0a".repeat(16), key(), None);
        let fields = entry.to_fields().expect("what was planned can be entered");
        assert_eq!(EvidenceEntry::from_fields(&fields), Ok(entry));
    }
    for page in &plan.pages {
        let fields = page.to_fields().expect("what was planned can be entered");
        assert_eq!(PageEntry::from_fields(&fields).as_ref(), Ok(page));
    }
}

#[test]
fn a_photograph_becomes_one_file_with_its_claims() {
    let bytes = photograph();
    let plan = plan(vec![look("IMG_1.jpg", &bytes)]);
    round_trips(&plan);
    let [file] = plan.files.as_slice() else {
        panic!("{plan:?}")
    };
    assert_eq!(file.sha256, Hash::of(&bytes));
    assert_eq!(file.size_bytes, bytes.len() as u64);
    assert_eq!(file.media_type, "image/jpeg");
    assert_eq!(file.claims, [exif::read(&bytes).claims]);
    assert!(!file.claims[0].items().is_empty());
    assert_eq!((plan.pages, plan.notes), (vec![], vec![]));
}

#[test]
fn a_web_archive_becomes_a_file_and_its_pages() {
    let bytes = wacz::tests::whole();
    let plan = plan(vec![look("page.wacz", &bytes)]);
    round_trips(&plan);
    assert_eq!(plan.files[0].media_type, "application/wacz");
    assert_eq!(plan.files[0].claims[0].kind(), ClaimsKind::Wacz);
    let held_in = Hash::of(&bytes);
    let page = |url: &str, title: Option<&str>, captured_at: &str| PageEntry {
        url: url.to_owned(),
        title: title.map(str::to_owned),
        captured_at: Some(captured_at.to_owned()),
        held_in,
        files: vec![],
        claims: None,
    };
    assert_eq!(
        plan.pages,
        [
            page(
                "https://example.com/a",
                Some("A page"),
                "2025-03-26T10:00:00Z"
            ),
            page("https://example.com/b", None, "2025-03-26T10:01:00Z"),
        ]
    );
    assert_eq!(plan.notes, Vec::<String>::new());
}

#[test]
fn output_of_the_archiver_becomes_a_page_and_the_files_with_the_hashes_it_states() {
    let metadata = metadata_json();
    let plan = plan(vec![
        look("metadata.json", metadata.as_bytes()),
        look("renamed.bin", FILM),
        look("notes.txt", b"of somebody else"),
    ]);
    round_trips(&plan);
    let [page] = plan.pages.as_slice() else {
        panic!("{plan:?}")
    };
    assert_eq!(page.url, "https://t.me/channel/1");
    assert_eq!(page.captured_at.as_deref(), Some("2025-03-26T12:00:00.25Z"));
    assert_eq!(page.held_in, Hash::of(metadata.as_bytes()));
    assert_eq!(page.files, [Hash::of(FILM)]);
    let from = plan.files[1].page.as_ref().expect("it is of the page");
    assert_eq!(from.url, page.url);
    assert_eq!(from.published.as_deref(), Some("2025-03-26T10:00:00Z"));
    assert_eq!(from.listed_in, page.held_in);
    assert_eq!(plan.files[0].page, None);
    assert_eq!(plan.files[2].page, None);
    assert_eq!(plan.files.len(), 3);
    assert_eq!(plan.notes, Vec::<String>::new());
}

#[test]
fn a_file_with_the_name_and_not_the_hash_is_not_called_a_file_of_the_page() {
    let plan = plan(vec![
        look("out/film.mp4", b"another"),
        look("metadata.json", metadata_json().as_bytes()),
    ]);
    round_trips(&plan);
    assert_eq!(plan.files[0].page, None);
    assert_eq!(plan.pages[0].files, []);
    let other = Hash::of(b"another").to_string();
    assert!(
        plan.notes.iter().any(|note| note.contains(&other)),
        "{:?}",
        plan.notes
    );
}

#[test]
fn a_damaged_archive_is_taken_in_as_a_file_with_the_damage_named() {
    let mut bytes = wacz::tests::whole();
    let at = bytes
        .windows(17)
        .position(|window| window == b"\"wacz_version\":\"1")
        .unwrap_or(40);
    bytes[at] ^= 0xff;
    let plan = plan(vec![look("page.wacz", &bytes)]);
    round_trips(&plan);
    assert!(!plan.files[0].claims[0].problems().is_empty());
    assert_eq!(plan.notes.len(), 1, "{:?}", plan.notes);
}

#[test]
fn a_file_too_large_to_be_held_is_planned_by_its_beginning() {
    let size_bytes = READ_WHOLE_BYTES + 1;
    let head = photograph();
    let plan = plan(vec![look_at_head(
        "big.jpg",
        Hash([5; 32]),
        size_bytes,
        &head,
    )]);
    round_trips(&plan);
    let file = &plan.files[0];
    assert_eq!((file.sha256, file.size_bytes), (Hash([5; 32]), size_bytes));
    assert_eq!(file.media_type, "image/jpeg");
    assert_eq!(file.claims[0].items(), []);
    assert_eq!(file.claims[0].problems().len(), 1);
    assert!(plan.notes[0].contains("268435457"), "{:?}", plan.notes);
}

#[test]
fn names_that_steer_a_terminal_or_are_empty_or_long_can_be_entered() {
    let long = "\u{202e}".repeat(3_000);
    for name in ["", " ", "a\u{1b}[2Jb", "../../x", &long] {
        let plan = plan(vec![look(name, b"text")]);
        round_trips(&plan);
        let shown = plan.files[0].name.as_deref().unwrap_or_default();
        assert!(!shown.contains(['\u{1b}', '\u{202e}']), "{shown}");
    }
}

proptest! {
    #[test]
    fn whatever_is_handed_over_can_be_entered(
        files in prop::collection::vec((".{0,20}", prop::collection::vec(any::<u8>(), 0..200)), 0..4),
        at in 0usize..2_000,
        bit in 0u8..8,
    ) {
        let mut looked: Vec<Looked> = files.iter().map(|(name, bytes)| look(name, bytes)).collect();
        for (name, mut bytes) in [
            ("metadata.json", metadata_json().into_bytes()),
            ("page.wacz", wacz::tests::whole()),
            ("a.jpg", photograph()),
        ] {
            let at = at % bytes.len();
            bytes[at] ^= 1 << bit;
            looked.push(look(name, &bytes));
        }
        let count = looked.len();
        let plan = plan(looked);
        prop_assert_eq!(plan.files.len(), count);
        round_trips(&plan);
    }
}
