//! The object that the archiver keeps of a page: `status`, `metadata`, `media`.

use jiff::Timestamp;
use jiff::civil::DateTime;
use serde_json::{Map, Value};

use super::{Archived, MEDIA_LIMIT, Media, MediaHash};
use crate::evidence::claims::tidy;

/// The longest text that is kept.
const KEPT: usize = 20_000;

/// The most other keys that are kept.
const OTHER_LIMIT: usize = 500;

/// Reads a page; what is not as expected is a problem, and the rest is still read.
pub(super) fn page(object: &Value, problems: &mut Vec<String>) -> Archived {
    let mut page = Archived {
        status: text(object.get("status")),
        ..Archived::default()
    };
    let empty = Map::new();
    let metadata = object
        .get("metadata")
        .and_then(Value::as_object)
        .unwrap_or(&empty);
    for (key, value) in metadata {
        match key.as_str() {
            "url" => page.url = text(Some(value)),
            "title" => page.title = text(Some(value)),
            "content" => page.content = text(Some(value)),
            "timestamp" => page.published = time(value),
            "_processed_at" => page.archived = time(value),
            _ if page.other.len() == OTHER_LIMIT => {
                problems.push(format!(
                    "more than {OTHER_LIMIT} keys: the rest is not kept"
                ));
                break;
            }
            _ => page
                .other
                .extend(text(Some(value)).map(|t| (tidy(key, 200), t))),
        }
    }
    if page.url.is_none() {
        problems.push("the address of a page is not stated".to_owned());
    }
    for (name, time) in [("published", &page.published), ("archived", &page.archived)] {
        if let Some(time) = time
            && time.parse::<Timestamp>().is_err()
            && !time.ends_with(WITHOUT_ZONE)
        {
            problems.push(format!("the time `{}` ({name}) is not one", tidy(time, 60)));
        }
    }
    match object.get("media") {
        Some(Value::Array(all)) => {
            for value in all {
                media(value, Origin::Archived, &mut page.media, problems);
            }
        }
        None | Some(Value::Null) => {}
        Some(_) => problems.push("the media are not a list".to_owned()),
    }
    if page.media.len() == MEDIA_LIMIT {
        problems.push(format!("only the first {MEDIA_LIMIT} media are kept"));
    }
    page
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Origin {
    Archived,
    Derived,
}

fn media(value: &Value, origin: Origin, all: &mut Vec<Media>, problems: &mut Vec<String>) {
    if all.len() >= MEDIA_LIMIT {
        return;
    }
    let Some(object) = value.as_object() else {
        problems.push("one of the media is no object".to_owned());
        return;
    };
    let empty = Map::new();
    let properties = object
        .get("properties")
        .and_then(Value::as_object)
        .unwrap_or(&empty);
    let urls = object.get("urls").and_then(Value::as_array);
    all.push(Media {
        file_name: text(object.get("filename")).unwrap_or_default(),
        key: text(object.get("_key")),
        urls: urls
            .into_iter()
            .flatten()
            .take(20)
            .filter_map(|u| text(Some(u)))
            .collect(),
        media_type: text(object.get("_mimetype")),
        id: text(properties.get("id")),
        hash: properties
            .get("hash")
            .and_then(Value::as_str)
            .and_then(MediaHash::read),
        source: text(properties.get("src")),
        derived: origin == Origin::Derived,
    });
    // Thumbnails and certificates are media inside of properties, one by one or as lists.
    for inner in properties.values() {
        let list = match inner {
            Value::Array(list) => list.as_slice(),
            one => std::slice::from_ref(one),
        };
        for value in list.iter().filter(|v| v.get("filename").is_some()) {
            media(value, Origin::Derived, all, problems);
        }
    }
}

/// A value as text: text as it is, others as JSON; `None` if there is nothing in it.
pub(super) fn text(value: Option<&Value>) -> Option<String> {
    let text = match value? {
        Value::Null => return None,
        Value::String(text) => tidy(text, KEPT),
        other => tidy(&other.to_string(), KEPT),
    };
    (!text.is_empty()).then_some(text)
}

pub(super) const WITHOUT_ZONE: &str = " without a zone";

/// A time in RFC 3339 where it has an offset; seconds since 1970 are UTC; the rest as it is, marked if it has no offset.
pub(super) fn time(value: &Value) -> Option<String> {
    if let Some(seconds) = value.as_f64() {
        // Fractions of a millisecond are not kept: the number carries no more.
        #[expect(
            clippy::cast_possible_truncation,
            reason = "the cast saturates, and the rest refuses"
        )]
        let milliseconds = (seconds * 1_000.0).round() as i64;
        return match Timestamp::from_millisecond(milliseconds) {
            Ok(time) => Some(time.to_string()),
            Err(_) => Some(value.to_string()),
        };
    }
    let text = text(Some(value))?;
    Some(written_time(&text))
}

/// A time as text: `2025-03-26 10:00:00+00:00` as Python prints it, or RFC 3339.
pub(super) fn written_time(text: &str) -> String {
    let trimmed = text.trim();
    if let Ok(time) = trimmed.parse::<Timestamp>() {
        return time.to_string();
    }
    match trimmed.parse::<DateTime>() {
        Ok(local) => format!("{local}{WITHOUT_ZONE}"),
        Err(_) => trimmed.to_owned(),
    }
}
