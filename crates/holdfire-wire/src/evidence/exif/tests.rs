//! Small images made here, with EXIF written by the library's own writer and by hand.

use ::exif::experimental::Writer;
use ::exif::{Context, Field, In, Rational, Tag, Value};
use proptest::prelude::*;
use std::io::Cursor;

use super::*;

fn field(tag: Tag, value: Value) -> Field {
    Field {
        tag,
        ifd_num: In::PRIMARY,
        value,
    }
}

fn text(tag: Tag, text: &str) -> Field {
    field(tag, Value::Ascii(vec![text.as_bytes().to_vec()]))
}

fn rationals(tag: Tag, parts: &[(u32, u32)]) -> Field {
    let parts = parts.iter().map(|p| Rational::from(*p)).collect();
    field(tag, Value::Rational(parts))
}

fn block(fields: &[Field]) -> Vec<u8> {
    let mut writer = Writer::new();
    for field in fields {
        writer.push_field(field);
    }
    let mut bytes = Cursor::new(Vec::new());
    writer.write(&mut bytes, false).expect("memory takes it");
    bytes.into_inner()
}

fn segment(code: u8, payload: &[u8]) -> Vec<u8> {
    let length = u16::try_from(payload.len() + 2).expect("test segments are short");
    let mut bytes = vec![0xff, code];
    bytes.extend(length.to_be_bytes());
    bytes.extend(payload);
    bytes
}

/// A JPEG of segments, with the least of an image behind.
fn jpeg(segments: &[(u8, Vec<u8>)]) -> Vec<u8> {
    let mut bytes = vec![0xff, 0xd8];
    bytes.extend(segment(0xe0, b"JFIF\0\x01\x01\0\0\x01\0\x01\0\0"));
    for (code, payload) in segments {
        bytes.extend(segment(*code, payload));
    }
    bytes.extend(segment(0xda, b"\x01\x01\0\0\x3f\0"));
    bytes.extend(b"\x00\xff\xd9");
    bytes
}

fn with_exif(block: &[u8]) -> Vec<u8> {
    jpeg(&[(0xe1, [b"Exif\0\0", block].concat())])
}

fn photograph() -> Vec<Field> {
    vec![
        text(Tag::Make, "Maker"),
        text(Tag::Model, "M-1"),
        text(Tag::Software, "Editor 3"),
        field(Tag::Orientation, Value::Short(vec![6])),
        text(Tag::DateTimeOriginal, "2025:03:30 03:30:00"),
        text(Tag::SubSecTimeOriginal, "25"),
        text(Tag::OffsetTimeOriginal, "+02:00"),
        text(Tag::GPSLatitudeRef, "N"),
        rationals(Tag::GPSLatitude, &[(50, 1), (27, 1), (360, 10)]),
        text(Tag::GPSLongitudeRef, "W"),
        rationals(Tag::GPSLongitude, &[(30, 1), (30, 1), (0, 1)]),
        text(Tag::GPSMapDatum, "WGS-84"),
        text(Tag::GPSDateStamp, "2025:03:30"),
        rationals(Tag::GPSTimeStamp, &[(1, 1), (29, 1), (30, 1)]),
        field(Tag::MakerNote, Value::Undefined(vec![7; 500], 0)),
    ]
}

fn changed(tag: Tag, to: Option<Field>) -> Vec<Field> {
    let mut fields: Vec<Field> = photograph().into_iter().filter(|f| f.tag != tag).collect();
    fields.extend(to);
    fields
}

#[test]
fn a_photograph_says_when_where_and_with_what() {
    let reading = read(&with_exif(&block(&photograph())));
    assert_eq!(reading.found, Found::Read);
    let check = |name: &str, value: &str| assert_eq!(reading.claims.value(name), Some(value));
    check("capture time", "2025-03-30 03:30:00.25 +02:00");
    check("position", "longitude -30.5000000, latitude 50.4600000");
    check("position fixed at", "2025-03-30 01:29:30 UTC");
    check("device", "Maker M-1");
    check("software", "Editor 3");
    check("signed provenance", C2pa::NoneFound.text());
    check("tag Make", "Maker");
    assert!(
        reading
            .claims
            .value("tag MakerNote")
            .is_some_and(|v| v.starts_with("500 bytes, SHA-256 "))
    );
    assert_eq!(reading.claims.problems(), [""; 0]);
    assert_eq!(
        reading
            .captured()
            .and_then(|s| s.offset)
            .map(|o| o.seconds()),
        Some(7_200)
    );
    let note = &reading.claims.items()[2].note;
    assert_eq!(note, "datum WGS-84; no error is stated");
}

#[test]
fn a_time_without_an_offset_is_said_to_have_none() {
    let reading = read(&with_exif(&block(&changed(Tag::OffsetTimeOriginal, None))));
    assert_eq!(
        reading.claims.value("capture time"),
        Some("2025-03-30 03:30:00.25 without a zone")
    );
    assert_eq!(reading.claims.problems(), [""; 0]);
}

#[test]
fn a_position_without_its_hemisphere_is_no_position() {
    let reading = read(&with_exif(&block(&changed(Tag::GPSLatitudeRef, None))));
    assert_eq!(reading.position, None);
    assert_eq!(
        reading.claims.problems(),
        ["position: GPSLatitude is 50.46 degrees, and GPSLatitudeRef does not say whether N or S"]
    );
}

#[test]
fn times_that_contradict_each_other_are_listed() {
    let check = |fields: Vec<Field>, problem: &str| {
        let reading = read(&with_exif(&block(&fields)));
        assert_eq!(reading.claims.problems(), [problem]);
    };
    let other_day = text(Tag::GPSDateStamp, "2025:03:28");
    check(
        changed(Tag::GPSDateStamp, Some(other_day.clone())),
        "the capture time 2025-03-30 03:30:00.25 +02:00 and the time 2025-03-28 01:29:30 UTC of the position are \
         2 d 0 h apart",
    );
    let mut no_zone = changed(Tag::GPSDateStamp, Some(other_day));
    no_zone.retain(|f| f.tag != Tag::OffsetTimeOriginal);
    check(
        no_zone.clone(),
        "the capture time 2025-03-30 03:30:00.25 without a zone and the time 2025-03-28 01:29:30 UTC of the position \
         are 2 d 2 h apart, more than any zone",
    );
    no_zone.retain(|f| f.tag != Tag::GPSTimeStamp);
    check(
        no_zone,
        "the capture time 2025-03-30 03:30:00.25 without a zone does not fit the date 2025-03-28 UTC, without a time of \
         the position",
    );
    let mut edited = photograph();
    edited.push(text(Tag::DateTime, "2024:01:01 00:00:00"));
    check(
        edited,
        "the changed time 2024-01-01 00:00:00 without a zone is before the capture time 2025-03-30 03:30:00.25 +02:00",
    );
    check(
        changed(
            Tag::DateTimeOriginal,
            Some(text(Tag::DateTimeOriginal, "2025:02:30 03:30:00")),
        ),
        "capture time: `2025:02:30 03:30:00` is not a date with a time",
    );
}

#[test]
fn png_webp_tiff_and_heif_are_read_alike() {
    let tiff = block(&photograph());
    let mut png = b"\x89PNG\r\n\x1a\n".to_vec();
    png.extend(u32::try_from(tiff.len()).unwrap_or_default().to_be_bytes());
    png.extend([b"eXIf", tiff.as_slice(), b"\0\0\0\0"].concat());
    let mut webp = b"RIFF\0\0\0\0WEBPEXIF".to_vec();
    webp.extend(u32::try_from(tiff.len()).unwrap_or_default().to_le_bytes());
    webp.extend(&tiff);
    for (bytes, container) in [
        (png, Container::Png),
        (webp, Container::Webp),
        (tiff, Container::Tiff),
    ] {
        let reading = read(&bytes);
        assert_eq!(reading.container, Some(container));
        assert_eq!(
            reading.claims.value("device"),
            Some("Maker M-1"),
            "{container:?}"
        );
    }
}

#[test]
fn absent_and_broken_exif_are_answers() {
    let check = |bytes: &[u8], found: Found| assert_eq!(read(bytes).found, found);
    check(&jpeg(&[]), Found::None);
    check(b"plain text", Found::NotLookedFor);
    check(b"", Found::NotLookedFor);
    check(
        &with_exif(b"MM"),
        Found::Unreadable("truncated tiff header".to_owned()),
    );
    check(
        &with_exif(b"XX\0*\0\0\0\x08"),
        Found::Unreadable("invalid tiff byte order".to_owned()),
    );
    let cut = with_exif(&block(&photograph()));
    check(
        &cut[..100],
        Found::Unreadable("none was found before the file breaks".to_owned()),
    );
    let reading = read(&jpeg(&[]));
    assert_eq!(reading.claims.value("exif"), Some("none found"));
}

#[test]
fn a_c2pa_manifest_is_noted_and_not_verified() {
    let payload = b"JP\0\x01\0\0\0\x01\0\0\0\x20jumb\0\0\0\x18jumdc2pa\0\x11\0\x10\x80\0\0\xaa\0\x38\x9b\x71\x03c2pa\0";
    let reading = read(&jpeg(&[(0xeb, payload.to_vec())]));
    assert_eq!(reading.c2pa, C2pa::PresentNotVerified);
    assert_eq!(
        reading.claims.value("signed provenance"),
        Some("a C2PA manifest is present, not verified")
    );
    let other = read(&jpeg(&[(
        0xeb,
        b"JP\0\x01\0\0\0\x01\0\0\0\x20jumbxxxx".to_vec(),
    )]));
    assert_eq!(other.c2pa, C2pa::OtherJumbf);
}

#[test]
fn two_blocks_of_exif_are_a_problem() {
    let payload = [b"Exif\0\0".as_slice(), &block(&photograph())].concat();
    let reading = read(&jpeg(&[(0xe1, payload.clone()), (0xe1, payload)]));
    assert_eq!(reading.claims.problems().len(), 1);
}

#[test]
fn one_tag_thousands_of_times_takes_no_time() {
    let mut tiff = b"II*\0\x08\0\0\0".to_vec();
    tiff.extend(4_900u16.to_le_bytes());
    for _ in 0..4_900 {
        tiff.extend(b"\x0f\x01\x02\0\x04\0\0\0abc\0");
    }
    tiff.extend([0; 4]);
    let reading = read(&tiff);
    assert_eq!(reading.claims.value("tag Make (4900)"), Some("abc"));
}

#[test]
fn an_unknown_tag_is_named_by_its_number() {
    let odd = field(Tag(Context::Tiff, 0xfde8), Value::Undefined(vec![0; 3], 0));
    let reading = read(&with_exif(&block(&[odd])));
    assert_eq!(reading.claims.value("tag tiff 0xfde8"), Some("0x000000"));
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(2_000))]

    #[test]
    fn any_bytes_are_survived(start in 0usize..6, bytes in prop::collection::vec(any::<u8>(), 0..300)) {
        let starts: [&[u8]; 6] = [
            b"",
            b"\xff\xd8\xff\xe1\x01\x00Exif\0\0II*\0\x08\0\0\0",
            b"\x89PNG\r\n\x1a\n",
            b"MM\0*\0\0\0\x08",
            b"RIFF\0\0\0\0WEBP",
            b"\0\0\0\x14ftypmif1\0\0\0\0mif1",
        ];
        let bytes = [starts[start], &bytes].concat();
        let _ = crate::evidence::media_type(&bytes);
        let reading = read(&bytes);
        let back = Claims::from_fields(&reading.claims.to_fields());
        prop_assert_eq!(back, Ok(reading.claims));
    }

    #[test]
    fn any_damage_to_a_photograph_is_survived(
        changes in prop::collection::vec((any::<u16>(), any::<u8>()), 0..8),
        length: u16,
    ) {
        let mut bytes = with_exif(&block(&photograph()));
        for (place, value) in changes {
            let at = usize::from(place) % bytes.len();
            bytes[at] = value;
        }
        bytes.truncate(usize::from(length) % (2 * bytes.len()));
        let reading = read(&bytes);
        let back = Claims::from_fields(&reading.claims.to_fields());
        prop_assert_eq!(back, Ok(reading.claims));
    }
}
