//! Web archives made here, with an independent zip writer.

use proptest::prelude::*;

use super::*;
use crate::evidence::archive::tests::{packed, replaced};

const WARC: &[u8] = b"\x1f\x8b recorded traffic";
const PAGES: &[u8] = b"{\"format\": \"json-pages-1.0\", \"id\": \"pages\", \"title\": \"All Pages\"}\n\
    {\"id\": \"1\", \"url\": \"https://example.com/a\", \"ts\": \"2025-03-26T10:00:00Z\", \"title\": \"A page\"}\n\
    {\"id\": \"2\", \"url\": \"https://example.com/b\", \"ts\": \"2025-03-26T10:01:00Z\"}\n";

fn package(warc: &[u8], pages: &[u8]) -> String {
    serde_json::json!({
        "profile": "data-package",
        "wacz_version": "1.1.1",
        "title": "A page",
        "created": "2025-03-26T10:02:00Z",
        "software": "recorder 1",
        "resources": [
            {"name": "data.warc.gz", "path": "archive/data.warc.gz", "hash": format!("sha256:{}", Hash::of(warc)), "bytes": warc.len()},
            {"name": "pages.jsonl", "path": "pages/pages.jsonl", "hash": format!("sha256:{}", Hash::of(pages)), "bytes": pages.len()},
        ],
    })
    .to_string()
}

fn digest_of(package: &str) -> String {
    let hash = format!("sha256:{}", Hash::of(package.as_bytes()));
    serde_json::json!({
        "path": "datapackage.json",
        "hash": hash,
        "signedData": {"hash": hash, "created": "2025-03-26T10:02:01Z", "software": "recorder 1",
            "signature": "AAAA", "publicKey": "BBBB"},
    })
    .to_string()
}

pub(in crate::evidence) fn whole() -> Vec<u8> {
    let package = package(WARC, PAGES);
    packed(&[
        ("archive/data.warc.gz", WARC),
        ("pages/pages.jsonl", PAGES),
        ("datapackage.json", package.as_bytes()),
        ("datapackage-digest.json", digest_of(&package).as_bytes()),
    ])
}

fn read_all(bytes: &[u8]) -> Result<Wacz, WaczError> {
    read(bytes, &ArchiveLimits::default())
}

fn problems(files: &[(&str, &[u8])]) -> Vec<String> {
    let wacz = read_all(&packed(files)).expect("it can be read");
    assert!(!wacz.agrees_with_itself());
    wacz.to_claims().problems().to_vec()
}

#[test]
fn a_whole_archive_agrees_with_itself() {
    let wacz = read_all(&whole()).expect("it is whole");
    assert!(wacz.agrees_with_itself(), "{wacz:?}");
    assert_eq!(wacz.digest, DigestCheck::Agrees);
    assert_eq!(wacz.pages_in_all, 2);
    assert_eq!(wacz.pages[0].title.as_deref(), Some("A page"));
    let claims = wacz.to_claims();
    let check = |name: &str, value: &str| assert_eq!(claims.value(name), Some(value));
    check("software", "recorder 1");
    check("created", "2025-03-26T10:02:00Z");
    check("signature", "present, not verified");
    check("signature by", "an anonymous key");
    check("page 1", "https://example.com/a");
    assert_eq!(claims.problems(), [""; 0]);
    assert_eq!(Claims::from_fields(&claims.to_fields()), Ok(claims));
    assert_eq!(crate::evidence::media_type(&whole()), "application/wacz");
}

#[test]
fn a_changed_file_is_named() {
    let package = package(WARC, PAGES);
    let found = problems(&[
        ("archive/data.warc.gz", b"\x1f\x8b other traffic!!!"),
        ("pages/pages.jsonl", PAGES),
        ("datapackage.json", package.as_bytes()),
    ]);
    assert_eq!(found.len(), 1);
    assert!(
        found[0].starts_with("file archive/data.warc.gz: differs from the list: found sha256:"),
        "{found:?}"
    );
}

#[test]
fn missing_and_unlisted_files_are_named() {
    let package = package(WARC, PAGES);
    assert_eq!(
        problems(&[
            ("archive/other.warc.gz", WARC),
            ("pages/pages.jsonl", PAGES),
            ("datapackage.json", package.as_bytes()),
        ]),
        [
            "file archive/data.warc.gz: listed and not there",
            "file archive/other.warc.gz: there and not listed"
        ]
    );
}

#[test]
fn another_list_than_the_digest_names_is_seen() {
    let (list, other) = (package(WARC, PAGES), package(PAGES, WARC));
    let wacz = read_all(&packed(&[
        ("archive/data.warc.gz", WARC),
        ("pages/pages.jsonl", PAGES),
        ("datapackage.json", list.as_bytes()),
        ("datapackage-digest.json", digest_of(&other).as_bytes()),
    ]))
    .expect("it can be read");
    assert!(matches!(wacz.digest, DigestCheck::Differs { .. }));
    assert!(!wacz.agrees_with_itself());
}

#[test]
fn a_file_that_is_there_twice_is_named() {
    let bytes = packed(&[
        ("archive/data.warc.gz", WARC),
        ("pages/pages.jsonl", PAGES),
        ("pages/pages.jsonX", b"{}"),
        ("datapackage.json", package(WARC, PAGES).as_bytes()),
    ]);
    let bytes = replaced(&bytes, b"pages/pages.jsonX", b"pages/pages.jsonl");
    let wacz = read_all(&bytes).expect("it can be read");
    assert_eq!(
        wacz.resources[1].agreement,
        Agreement::NotChecked("it is there more than once".to_owned())
    );
    assert_eq!(
        wacz.problems[0],
        "`pages/pages.jsonl` is there more than once: programs differ on which one they show"
    );
}

#[test]
fn the_older_form_of_the_list_and_md5_are_read() {
    let package = serde_json::json!({
        "wacz_version": "1.0.0",
        "metadata": {"title": "Old"},
        "resources": [
            {"path": "archive/a.warc", "hashing": "sha256", "stats": {"hash": Hash::of(b"traffic").to_string(), "bytes": 7}},
            {"path": "pages/pages.jsonl", "hash": "md5:d41d8cd98f00b204e9800998ecf8427e", "bytes": 0},
        ],
    })
    .to_string();
    let wacz = read_all(&packed(&[
        ("archive/a.warc", b"traffic"),
        ("pages/pages.jsonl", b""),
        ("datapackage.json", package.as_bytes()),
    ]))
    .expect("it can be read");
    assert_eq!(wacz.resources[0].agreement, Agreement::Agrees);
    assert_eq!(
        wacz.resources[1].agreement,
        Agreement::NotChecked("`md5:d41d8cd98f00b204e9800998ecf8427e` is not a SHA-256".to_owned())
    );
    assert_eq!(wacz.about[1], ("title", "Old".to_owned()));
}

#[test]
fn other_archives_and_bombs_are_refused() {
    let check = |bytes: &[u8], message: &str| {
        let error = read_all(bytes).expect_err("it is no web archive");
        assert!(error.to_string().starts_with(message), "{error}");
    };
    check(b"not a zip", "it is not a zip archive");
    check(&packed(&[("a", b"1")]), "it has no `datapackage.json`");
    check(
        &packed(&[("datapackage.json", b"{]")]),
        "its `datapackage.json` cannot be read: ",
    );
    let zeros = vec![b' '; 8 << 20];
    check(
        &packed(&[("datapackage.json", &zeros)]),
        "`datapackage.json` would unpack to more than 300 times its size",
    );
    let long = ArchiveLimits {
        text_bytes: 3,
        ..ArchiveLimits::default()
    };
    assert_eq!(
        read(&packed(&[("datapackage.json", b"{   }")]), &long),
        Err(WaczError::Package(
            "it has 5 bytes, more than the 3 that are read as text".to_owned()
        ))
    );
}

proptest! {
    #[test]
    fn a_changed_byte_never_goes_unseen_in_what_is_listed(place: u16, value in 1u8..) {
        let bytes = whole();
        let mut other = bytes.clone();
        let at = usize::from(place) % bytes.len();
        other[at] ^= value;
        if let (Ok(before), Ok(after)) = (read_all(&bytes), read_all(&other)) {
            // Fields of the zip headers that say nothing about contents may change, the contents may not.
            prop_assert!(!after.agrees_with_itself() || after == before);
        }
    }

    #[test]
    fn any_bytes_are_survived(bytes in prop::collection::vec(any::<u8>(), 0..400), cut: u16) {
        let _ = read_all(&bytes);
        let whole = whole();
        let _ = read_all(&whole[..usize::from(cut) % whole.len()]);
        let _ = read_all(&[&whole[..usize::from(cut) % whole.len()], &bytes, &whole].concat());
    }
}
