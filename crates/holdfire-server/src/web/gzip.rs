//! Packing what everybody may read, and nothing else.
//!
//! The length of a packed page tells what repeats in it. Who can make a reader's browser ask for pages with words of his
//! own in the address, and sees how long the encrypted answers are, guesses what else is in them letter by letter (the
//! attack is called BREACH). So an answer to somebody who is signed in, and the page of an invitation, go out as they are.

use std::io::Write as _;

use axum::body::{Body, HttpBody as _, to_bytes};
use axum::extract::Request;
use axum::http::{HeaderMap, HeaderValue, Method, StatusCode, header};
use axum::middleware::Next;
use axum::response::{IntoResponse as _, Response};
use flate2::Compression;
use flate2::write::GzEncoder;

use super::app::blocking;
use super::visitor::Visitor;

/// Kinds of answers that are text, whole when they begin, and worth packing: events and archives are not among them.
const KINDS: [&str; 5] = [
    "text/html",
    "text/csv",
    "application/json",
    "application/geo+json",
    "application/atom+xml",
];
/// A shorter answer fits a packet or two as it is.
const WORTH_BYTES: u64 = 1_400;
/// The address of an invitation is a secret, and its page shows another.
const SECRET: &str = "/enrol/";

/// Packs an answer to nobody in particular for who takes it packed.
pub async fn pack(request: Request, next: Next) -> Response {
    let visitor = request.extensions().get::<Visitor>();
    let public = visitor.is_some_and(Visitor::is_nobody)
        && request.method() == Method::GET
        && !request.uri().path().starts_with(SECRET);
    let taken = accepted(request.headers());
    let mut response = next.run(request).await;
    if !public || response.status() != StatusCode::OK || !can_be_packed(&response) {
        return response;
    }
    response
        .headers_mut()
        .append(header::VARY, HeaderValue::from_static("accept-encoding"));
    if !taken {
        return response;
    }
    let (mut parts, body) = response.into_parts();
    // The body is whole in memory, as its size says.
    let Ok(bytes) = to_bytes(body, usize::MAX).await else {
        return StatusCode::INTERNAL_SERVER_ERROR.into_response();
    };
    let Ok(packed) = blocking(move || Ok(gzip(&bytes, Compression::fast()))).await else {
        return StatusCode::INTERNAL_SERVER_ERROR.into_response();
    };
    parts.headers.remove(header::CONTENT_LENGTH);
    let gzip = HeaderValue::from_static("gzip");
    parts.headers.insert(header::CONTENT_ENCODING, gzip);
    // Other bytes of the same content: a tag that stands for both is a weak one.
    if let Some(tag) = parts.headers.get(header::ETAG)
        && let Ok(tag) = tag.to_str()
        && !tag.starts_with("W/")
        && let Ok(weak) = HeaderValue::try_from(format!("W/{tag}"))
    {
        parts.headers.insert(header::ETAG, weak);
    }
    Response::from_parts(parts, Body::from(packed))
}

fn can_be_packed(response: &Response) -> bool {
    let headers = response.headers();
    let kind = headers.get(header::CONTENT_TYPE);
    let kind = kind.and_then(|kind| kind.to_str().ok()).unwrap_or("");
    let kind = kind.split(';').next().unwrap_or("").trim();
    let size = response.body().size_hint().exact();
    KINDS.contains(&kind)
        && !headers.contains_key(header::CONTENT_ENCODING)
        && size.is_some_and(|bytes| bytes >= WORTH_BYTES)
}

/// True if gzip is among the encodings that somebody takes, and not by `q=0` among those that are refused.
#[must_use]
pub fn accepted(headers: &HeaderMap) -> bool {
    let lines = headers.get_all(header::ACCEPT_ENCODING).iter();
    lines
        .filter_map(|line| line.to_str().ok())
        .flat_map(|line| line.split(','))
        .any(|one| {
            let mut parts = one.split(';').map(str::trim);
            let named = parts
                .next()
                .is_some_and(|name| name.eq_ignore_ascii_case("gzip"));
            let weight = parts.find_map(|part| part.strip_prefix("q="));
            let refused = weight.is_some_and(|q| q.parse::<f32>().is_ok_and(|q| q <= 0.0));
            named && !refused
        })
}

/// Bytes packed.
#[must_use]
pub fn gzip(bytes: &[u8], level: Compression) -> Vec<u8> {
    let mut packer = GzEncoder::new(Vec::new(), level);
    packer.write_all(bytes).expect("memory takes every byte");
    packer.finish().expect("memory takes every byte")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn gzip_is_taken_where_it_is_named_and_not_refused() {
        let takes = |text: &'static str| {
            let mut headers = HeaderMap::new();
            headers.insert(header::ACCEPT_ENCODING, HeaderValue::from_static(text));
            accepted(&headers)
        };
        assert!(takes("gzip"));
        assert!(takes("br;q=1.0, GZip;q=0.5, *;q=0"));
        assert!(!takes("br, deflate"));
        assert!(!takes("gzip;q=0"));
        assert!(!takes("gzip; q=0.000"));
        assert!(!takes("x-gzipped"));
        assert!(!accepted(&HeaderMap::new()));
    }
}
