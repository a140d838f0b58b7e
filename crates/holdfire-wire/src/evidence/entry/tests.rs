//! Entries to fields and back, and each field opened alone.

use holdfire_seal::fields::{SealedFields, Seed};
use proptest::prelude::*;

use super::*;
use crate::evidence::claims::ClaimsKind;

/// 32 bytes of 7, as `age` writes them.
pub(in crate::evidence) const KEY: &str =
    "AGE-SECRET-KEY-1QURSWPC8QURSWPC8QURSWPC8QURSWPC8QURSWPC8QURSWPC8QURSABCDEF";

pub(in crate::evidence) fn key() -> FileKeyText {
    FileKeyText::new(KEY).expect("it looks like one")
}

pub(in crate::evidence) fn received() -> Received {
    Received {
        collected: Collected {
            by: Some("an observer".to_owned()),
            ..Collected::default()
        },
        handed_over_by: "party A".to_owned(),
        received_by: "desk officer".to_owned(),
        received_at: Moment(1_742_983_200),
        about: Vec::new(),
    }
}

fn claims(kind: ClaimsKind) -> Claims {
    let mut claims = Claims::new(kind);
    claims.push_noted("position", "lon 1, lat 2", "no datum is named");
    claims.problem("two capture times");
    claims
}

fn entry() -> EvidenceEntry {
    let people = received();
    EvidenceEntry {
        intake: Intake {
            sha256: Hash([7; 32]),
            size_bytes: 19,
            file_name: Some("../film.mp4".to_owned()),
            media_type: "video/mp4".to_owned(),
            collected: people.collected,
            handed_over_by: people.handed_over_by,
            received_by: people.received_by,
            received_at: people.received_at,
            about: people.about,
        },
        stored_as: format!("{}-2", "0a".repeat(16)),
        key: key(),
        page: Some(FromPage {
            url: "https://example.com/1".to_owned(),
            published: None,
            captured_at: Some("2025-03-26T12:00:00Z".to_owned()),
            listed_in: Hash([8; 32]),
        }),
        derived: Some(Derived {
            from: Hash([9; 32]),
            how: "EXIF removed with tool 1".to_owned(),
        }),
        claims: vec![claims(ClaimsKind::Exif), claims(ClaimsKind::AutoArchiver)],
    }
}

fn page() -> PageEntry {
    PageEntry {
        url: "https://example.com/1".to_owned(),
        title: Some("A page".to_owned()),
        captured_at: None,
        held_in: Hash([8; 32]),
        files: vec![Hash([7; 32]), Hash([6; 32])],
        claims: Some(claims(ClaimsKind::AutoArchiver)),
    }
}

fn names(fields: &[Field]) -> Vec<&str> {
    fields.iter().map(|field| field.name.as_str()).collect()
}

#[test]
fn a_file_becomes_ordered_fields_and_comes_back() {
    let fields = entry().to_fields().expect("the texts are fine");
    assert_eq!(
        names(&fields),
        [
            "evidence",
            "custody",
            "sha256",
            "size_bytes",
            "file_name",
            "media_type",
            "collected_by",
            "handed_over_by",
            "received_by",
            "received_at",
            "stored_as",
            "key",
            "page_url",
            "page_captured_at",
            "page_listed_in",
            "derived_from",
            "derived_how",
            "exif/claims",
            "exif/claim:position",
            "exif/note:position",
            "exif/problem:1",
            "auto-archiver/claims",
            "auto-archiver/claim:position",
            "auto-archiver/note:position",
            "auto-archiver/problem:1",
        ]
    );
    assert_eq!(EvidenceEntry::from_fields(&fields), Ok(entry()));
    let bare = EvidenceEntry {
        page: None,
        derived: None,
        claims: Vec::new(),
        ..entry()
    };
    let fields = bare.to_fields().expect("the texts are fine");
    assert_eq!(EvidenceEntry::from_fields(&fields), Ok(bare));
}

#[test]
fn a_page_becomes_ordered_fields_and_comes_back() {
    let fields = page().to_fields().expect("the texts are fine");
    assert_eq!(PageEntry::from_fields(&fields), Ok(page()));
    let bare = PageEntry {
        title: None,
        files: Vec::new(),
        claims: None,
        ..page()
    };
    let fields = bare.to_fields().expect("the texts are fine");
    assert_eq!(names(&fields), ["evidence", "url", "held_in"]);
    assert_eq!(PageEntry::from_fields(&fields), Ok(bare));
    let refused = EvidenceEntry::from_fields(&fields);
    assert!(matches!(refused, Err(EntryError::Kind { .. })));
}

#[test]
fn one_field_opens_alone_and_the_key_stays_closed() {
    let fields = entry().to_fields().expect("the texts are fine");
    let sealed = SealedFields::new(Seed::new([1; 32]), &fields).expect("short fields");
    let opening = sealed.opening(2).expect("there is a third field");
    assert_eq!(opening.verify(&sealed.root()), Ok(()));
    assert_eq!(opening.name, "sha256");
    assert_eq!(opening.value, Hash([7; 32]).to_string().as_bytes());
    let bytes = opening.to_cbor();
    for hidden in [KEY.as_bytes(), b"AGE-SECRET", b"lon 1"] {
        assert!(!bytes.windows(hidden.len()).any(|window| window == hidden));
    }
}

#[test]
fn the_key_is_in_no_debug_output_and_no_error() {
    assert!(!format!("{:?}", entry()).contains("QURS"));
    let mut fields = entry().to_fields().expect("the texts are fine");
    fields[11].value.pop();
    let refused = EvidenceEntry::from_fields(&fields);
    assert_eq!(refused, Err(EntryError::Key));
    assert!(!format!("{refused:?}").contains("QURS"));
    for bad in ["", "age1qurs", &KEY.to_lowercase(), &KEY[1..]] {
        assert_eq!(FileKeyText::new(bad), None, "{bad}");
    }
}

#[test]
fn fields_left_out_twice_or_exchanged_are_never_read_as_the_same_entry() {
    let fields = entry().to_fields().expect("the texts are fine");
    for at in 0..fields.len() {
        let mut less = fields.clone();
        less.remove(at);
        let read = EvidenceEntry::from_fields(&less);
        assert_ne!(read, Ok(entry()), "without {}", fields[at].name);
        let mut twice = fields.clone();
        twice.insert(at, fields[at].clone());
        let read = EvidenceEntry::from_fields(&twice);
        assert!(read.is_err(), "{} twice", fields[at].name);
        if at > 0 {
            let mut turned = fields.clone();
            turned.swap(at - 1, at);
            let read = EvidenceEntry::from_fields(&turned);
            assert!(read.is_err(), "{} before its place", fields[at].name);
        }
    }
}

#[test]
fn names_that_lead_out_of_the_folder_and_claims_out_of_order_are_refused() {
    for bad in ["", "../../etc/passwd", &"A".repeat(32), &"0a/".repeat(11)] {
        let stored_as = bad.to_owned();
        let entry = EvidenceEntry {
            stored_as,
            ..entry()
        };
        assert_eq!(entry.to_fields(), Err(EntryError::StoredAs), "{bad}");
    }
    let mut turned = entry();
    turned.claims.reverse();
    assert_eq!(turned.to_fields(), Err(EntryError::Spelling));
}

proptest! {
    #[test]
    fn whatever_is_read_is_written_in_the_same_bytes(
        at in 0usize..25,
        value in "\\PC{0,20}",
    ) {
        let mut fields = entry().to_fields().expect("the texts are fine");
        fields[at].value = value.into_bytes();
        if let Ok(read) = EvidenceEntry::from_fields(&fields) {
            prop_assert_eq!(read.to_fields(), Ok(fields));
        }
    }
}
