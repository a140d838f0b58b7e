//! Output in the forms that the archiver writes.

use proptest::prelude::*;
use serde_json::json;

use super::*;

pub(in crate::evidence) const FILM: &[u8] = b"the bytes of a film";

fn film_hash() -> String {
    format!("SHA-256:{}", Hash::of(FILM))
}

/// As `json.dump(to_dict(), default=str)` writes it.
pub(in crate::evidence) fn metadata_json() -> String {
    json!({
        "status": "telegram_extractor: success",
        "metadata": {
            "_processed_at": "2025-03-26 12:00:00.250000+00:00",
            "url": "https://t.me/channel/1",
            "title": "A post",
            "content": "Text of the post",
            "timestamp": "2025-03-26 10:00:00+00:00",
            "total_bytes": 19,
        },
        "media": [{
            "filename": "/tmp/x/film.mp4",
            "_key": "channel/1/film.mp4",
            "urls": ["https://storage.example/channel/1/film.mp4?x=1"],
            "properties": {
                "hash": film_hash(),
                "src": "https://t.me/file/1",
                "thumbnails": [{"filename": "thumb_0.jpg", "urls": [], "properties": {"id": "thumbnail_0"}}],
            },
            "_mimetype": "video/mp4",
        }, {
            "filename": "page.wacz",
            "urls": [],
            "properties": {"id": "browsertrix", "hash": "SHA3-512:00ff"},
        }],
    })
    .to_string()
}

fn only(bytes: &[u8], form: Form) -> Archived {
    let mut output = read(bytes).expect("it can be read");
    assert_eq!((output.form, output.problems), (form, Vec::new()));
    assert_eq!(output.pages.len(), 1);
    output.pages.remove(0)
}

#[test]
fn metadata_json_is_read() {
    let page = only(metadata_json().as_bytes(), Form::Json);
    assert_eq!(page.url.as_deref(), Some("https://t.me/channel/1"));
    assert_eq!(page.published.as_deref(), Some("2025-03-26T10:00:00Z"));
    assert_eq!(page.archived.as_deref(), Some("2025-03-26T12:00:00.25Z"));
    assert_eq!(page.other, [("total_bytes".to_owned(), "19".to_owned())]);
    let names: Vec<(&str, bool)> = page
        .media
        .iter()
        .map(|m| (m.file_name.as_str(), m.derived))
        .collect();
    assert_eq!(
        names,
        [
            ("/tmp/x/film.mp4", false),
            ("thumb_0.jpg", true),
            ("page.wacz", false)
        ]
    );
    let from_api = json!({"url": "x", "result": metadata_json()}).to_string();
    assert_eq!(only(from_api.as_bytes(), Form::Json), page);
}

#[test]
fn a_time_is_said_to_have_no_zone_or_is_utc_as_a_number() {
    let page = |time: Value| {
        let object =
            json!({"status": "s", "metadata": {"url": "u", "timestamp": time}, "media": []});
        only(object.to_string().as_bytes(), Form::Json).published
    };
    assert_eq!(
        page(json!("2025-03-26 10:00:00")).as_deref(),
        Some("2025-03-26T10:00:00 without a zone")
    );
    assert_eq!(
        page(json!(1_742_983_200.5)).as_deref(),
        Some("2025-03-26T10:00:00.5Z")
    );
    assert_eq!(page(json!(null)), None);
    let odd = read(
        br#"{"status": "s", "metadata": {"url": "u", "timestamp": "yesterday"}, "media": []}"#,
    );
    assert_eq!(
        odd.map(|o| o.problems),
        Ok(vec![
            "the time `yesterday` (published) is not one".to_owned()
        ])
    );
}

#[test]
fn the_csv_database_is_read() {
    let media = format!(
        "[{{'filename': 'film.mp4', '_key': None, 'urls': [], 'properties': {{'hash': '{}'}}, '_mimetype': 'video/mp4', '_stored': True}}]",
        film_hash()
    );
    let metadata = "{'_processed_at': datetime.datetime(2025, 3, 26, 12, 0, tzinfo=datetime.timezone.utc), \
                    'url': 'https://example.com', 'title': \"It's\", 'content': 'a\\nb'}";
    let mut writer = csv::Writer::from_writer(Vec::new());
    writer
        .write_record(["status", "metadata", "media"])
        .expect("memory takes it");
    writer
        .write_record(["wayback: success", metadata, &media])
        .expect("memory takes it");
    let bytes = writer.into_inner().expect("memory takes it");
    let page = only(&bytes, Form::CsvDatabase);
    assert_eq!(page.title.as_deref(), Some("It's"));
    assert_eq!(page.content.as_deref(), Some("a\\u{a}b"));
    assert_eq!(page.archived.as_deref(), Some("2025-03-26T12:00:00Z"));
    assert_eq!(page.media[0].hash, Some(MediaHash::Sha256(Hash::of(FILM))));
    let broken = read(b"status,metadata,media\ns,{'url': ,[]\n").expect("the form is known");
    assert_eq!(
        broken.problems,
        [
            "line 2: `metadata`: a value expected at character 9, found ``",
            "line 2: the address of a page is not stated"
        ]
    );
}

#[test]
fn a_sheet_saved_as_csv_is_read() {
    let sheet = format!(
        "Link,Destination Folder,Archive Status,Archive Location,Archive Date,Upload Timestamp,Hash,WACZ\n\
         https://example.com/1,case-1,wayback: success,\"https://a/1.html\nhttps://b/1.html\",2025-03-26T12:00:00+00:00,2025-03-26T10:00:00,{},https://a/1.wacz\n",
        film_hash()
    );
    let page = only(sheet.as_bytes(), Form::Sheet);
    assert_eq!(page.media[0].urls, ["https://a/1.html", "https://b/1.html"]);
    assert_eq!(page.media[0].hash, Some(MediaHash::Sha256(Hash::of(FILM))));
    assert_eq!(page.media[1].id.as_deref(), Some("wacz"));
    assert_eq!(
        page.published.as_deref(),
        Some("2025-03-26T10:00:00 without a zone")
    );
    assert_eq!(
        page.other,
        [("Destination Folder".to_owned(), "case-1".to_owned())]
    );
}

#[test]
fn the_report_is_read() {
    let html = format!(
        "<!DOCTYPE html>\n<html><title>t</title><body>\n\
         <h2>Archived media for <span class=\"copy\">https://example.com/?a=1&amp;b=2</span> - <a href=\"x\">open</a></h2>\n\
         <p><b>title:</b> '<span class=\"copy\">A &lt;b&gt; post</span>'</p>\n\
         <ul><li><b>key:</b> <span class=\"copy\">1/film.mp4</span></li>\n\
         <li><b>type:</b> <span class=\"copy\">video/mp4</span></li>\n\
         <li><b>hash:</b> <span class=\"copy\">{}</span></li></ul>\n\
         <a href=\"https://storage.example/1/film.mp4\">open</a>\n\
         <h2 class=\"center\">metadata</h2>\n<table><tr><th>key</th><th>value</th></tr>\n\
         <tr><td>_processed_at</td><td><span class=\"copy\">2025-03-26 12:00:00+00:00</span></td></tr>\n\
         <tr><td>total_bytes</td><td><span class=\"copy\">19</span></td></tr></table></body></html>",
        film_hash()
    );
    let page = only(html.as_bytes(), Form::Html);
    assert_eq!(page.url.as_deref(), Some("https://example.com/?a=1&b=2"));
    assert_eq!(page.title.as_deref(), Some("A <b> post"));
    assert_eq!(page.archived.as_deref(), Some("2025-03-26T12:00:00Z"));
    assert_eq!(page.media[0].key.as_deref(), Some("1/film.mp4"));
    assert_eq!(page.media[0].hash, Some(MediaHash::Sha256(Hash::of(FILM))));
    assert_eq!(page.other, [("total_bytes".to_owned(), "19".to_owned())]);
}

#[test]
fn files_handed_along_are_compared() {
    let page = only(metadata_json().as_bytes(), Form::Json);
    let handed = |name, bytes| Handed { name, bytes };
    let same = compare(
        &page,
        &[handed("renamed.bin", FILM), handed("notes.txt", b"n")],
    );
    assert_eq!(
        same.media[0],
        MediaCheck::Agrees {
            name: "renamed.bin".to_owned()
        }
    );
    assert_eq!(
        same.media[1],
        MediaCheck::NotChecked("no hash is stated".to_owned())
    );
    assert_eq!(
        same.media[2],
        MediaCheck::NotChecked("`SHA3-512:00ff` is not a SHA-256".to_owned())
    );
    assert_eq!(same.unknown, ["notes.txt"]);
    let other = compare(&page, &[handed("out/film.mp4", b"another")]);
    assert_eq!(
        page.to_claims(Some(&other)).problems(),
        [format!(
            "media 1: the file `out/film.mp4` is another: sha256:{}",
            Hash::of(b"another")
        )]
    );
    assert_eq!(compare(&page, &[]).media[0], MediaCheck::NotHandedOver);
    let claims = page.to_claims(Some(&same));
    assert_eq!(
        claims.value("media 1"),
        Some(format!("channel/1/film.mp4, sha256:{}", Hash::of(FILM)).as_str())
    );
    assert_eq!(Claims::from_fields(&claims.to_fields()), Ok(claims));
}

#[test]
fn other_files_are_refused() {
    let check = |bytes: &[u8]| assert_eq!(read(bytes), Err(OutputError::OtherForm));
    check(b"");
    check(b"a,b\n1,2\n");
    check(b"{\"a\": 1}");
    check(b"[]");
    check(b"<html></html>");
    assert!(matches!(
        read(b"{\"metadata\":"),
        Err(OutputError::Damaged { .. })
    ));
    assert!(matches!(
        read("[".repeat(5_000).as_bytes()),
        Err(OutputError::Damaged { .. })
    ));
}

proptest! {
    #[test]
    fn any_damage_is_survived(
        changes in prop::collection::vec((any::<u16>(), any::<u8>()), 0..6),
        cut: u16,
        start in prop::sample::select(vec!["", "status,metadata,media\n", "Link,Archive Status\n",
            "<h2>Archived media for <span class=\"copy\">"]),
    ) {
        let mut bytes = [start.as_bytes(), metadata_json().as_bytes()].concat();
        for (place, value) in changes {
            let at = usize::from(place) % bytes.len();
            bytes[at] = value;
        }
        bytes.truncate(usize::from(cut) % (2 * bytes.len()));
        if let Ok(output) = read(&bytes) {
            for page in &output.pages {
                let claims = page.to_claims(None);
                prop_assert_eq!(Claims::from_fields(&claims.to_fields()), Ok(claims));
            }
        }
    }
}
