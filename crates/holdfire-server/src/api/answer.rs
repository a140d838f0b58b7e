//! What all answers of the API share: how they are written, which names an address may have, and what may be kept.

use axum::body::Body;
use axum::http::{HeaderMap, HeaderName, HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use holdfire_words::Language;
use serde::Serialize;

use crate::digest;
use crate::web::{Address, Fault, Visitor};
use crate::world::{Content, Ready, World};

/// What every answer depends on beside its address.
const VARY: HeaderValue = HeaderValue::from_static("accept-language, authorization, cookie");

/// An answer as JSON.
///
/// # Errors
/// [`Fault::Surroundings`] if it cannot be written.
pub fn json(
    visitor: &Visitor,
    headers: &HeaderMap,
    answer: &impl Serialize,
) -> Result<Response, Fault> {
    let text = serde_json::to_vec(answer)
        .map_err(|error| Fault::Surroundings(format!("an answer cannot be written: {error}")))?;
    Ok(whole(visitor, headers, "application/json", text))
}

/// A whole answer. What everybody may read can be asked for again by its tag; anything else is kept by nobody, which is
/// what the frame around all routes says of answers that say nothing.
pub fn whole(
    visitor: &Visitor,
    headers: &HeaderMap,
    kind: &'static str,
    body: Vec<u8>,
) -> Response {
    let kind = HeaderValue::from_static(kind);
    if !visitor.is_nobody() {
        return ([(header::CONTENT_TYPE, kind)], body).into_response();
    }
    let tag = format!("\"{}\"", digest::short(&body));
    let known = headers.get_all(header::IF_NONE_MATCH).iter();
    let known = known
        .filter_map(|value| value.to_str().ok())
        .flat_map(|value| value.split(','))
        // The tag of the packed form is weak, and asks for the same.
        .map(|value| value.trim().trim_start_matches("W/"))
        .any(|value| value == "*" || value == tag);
    let tag = HeaderValue::try_from(tag).expect("hexadecimal digits in quotes");
    let fixed: [(HeaderName, HeaderValue); 3] = [
        (header::ETAG, tag),
        (
            header::CACHE_CONTROL,
            HeaderValue::from_static("private, no-cache"),
        ),
        (header::VARY, VARY),
    ];
    if known {
        return (StatusCode::NOT_MODIFIED, fixed).into_response();
    }
    (fixed, [(header::CONTENT_TYPE, kind)], Body::from(body)).into_response()
}

/// Refuses names that mean nothing here: a filter that is misspelt must not let everything through.
///
/// # Errors
/// [`Fault::Asked`]
pub fn only(address: &Address, names: &[&str]) -> Result<(), Fault> {
    spoken(address)?;
    let unknown = address
        .others
        .iter()
        .find(|(name, _)| name != "lang" && !names.contains(&name.as_str()));
    match unknown {
        None => Ok(()),
        Some((name, value)) => Err(Fault::Asked(format!(
            "nothing here is asked by `{}` (it is `{}`)\nhint: names are listed at /api",
            name.chars().take(40).collect::<String>(),
            value.chars().take(40).collect::<String>(),
        ))),
    }
}

/// Refuses a language that is not spoken here: a program that asks for one should not get another.
///
/// # Errors
/// [`Fault::Asked`]
pub fn spoken(address: &Address) -> Result<(), Fault> {
    let asked = address.others.iter().filter(|(name, _)| name == "lang");
    let unknown = asked
        .map(|(_, code)| code)
        .find(|code| Language::from_code(code).is_none());
    match unknown {
        None => Ok(()),
        Some(code) => {
            let codes = Language::ALL.map(Language::code).join(", ");
            Err(Fault::asked("lang", code, &format!("one of {codes}")))
        }
    }
}

/// The case with its answer; none: these eyes see no terms.
///
/// # Errors
/// [`Fault::NotFound`] without terms; [`Fault::Surroundings`] if they cannot be read.
pub fn ready(world: &World) -> Result<&Ready, Fault> {
    match &world.content {
        Content::Ready(ready) => Ok(ready),
        Content::Empty => Err(Fault::NotFound),
        Content::Broken(_) => Err(Fault::Surroundings(
            "the terms in the record cannot be read".to_owned(),
        )),
    }
}

/// Writes an object whose last member is a list, of which `write` writes one after the other as JSON.
///
/// # Errors
/// [`Fault::Surroundings`] if it cannot be written.
pub fn with_list<T>(
    head: &impl Serialize,
    name: &str,
    items: impl Iterator<Item = T>,
    write: impl Fn(T, &mut Vec<u8>),
) -> Result<Vec<u8>, Fault> {
    let mut text = serde_json::to_vec(head)
        .map_err(|error| Fault::Surroundings(format!("an answer cannot be written: {error}")))?;
    // A line is seldom longer than a kilobyte.
    text.reserve(items.size_hint().0 * 1_024 + name.len() + 8);
    // The brace that closes the object comes behind the list.
    text.pop();
    text.extend_from_slice(b",\"");
    text.extend_from_slice(name.as_bytes());
    text.extend_from_slice(b"\":[");
    for (at, item) in items.enumerate() {
        if at > 0 {
            text.push(b',');
        }
        write(item, &mut text);
    }
    text.extend_from_slice(b"]}");
    Ok(text)
}
