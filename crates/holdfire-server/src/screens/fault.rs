//! What a page says when there is no answer.

use askama::Template;
use axum::response::Response;
use holdfire_words::Words;

use crate::web::assets::{self, Loaded};
use crate::web::{Fault, Visitor, html};

#[derive(Template)]
#[template(path = "fault.html")]
struct FaultPage<'a> {
    words: &'static Words,
    scheme: Option<&'static str>,
    loaded: &'static Loaded,
    title: String,
    more: String,
    details: &'a str,
    hint: &'a str,
}

/// The page for a fault, with its status.
///
/// # Errors
/// [`Fault`] if it cannot be written.
pub fn page(fault: &Fault, visitor: &Visitor) -> Result<Response, Fault> {
    let details = fault.details().unwrap_or("");
    let (details, hint) = details.split_once("\nhint: ").unwrap_or((details, ""));
    let words = visitor.words();
    let mut response = html(&FaultPage {
        words,
        scheme: visitor.scheme,
        loaded: assets::loaded(),
        title: words.say(&format!("fault-{}", fault.name())),
        more: words.say(&format!("fault-{}-more", fault.name())),
        details,
        hint,
    })?;
    *response.status_mut() = fault.status();
    Ok(response)
}
