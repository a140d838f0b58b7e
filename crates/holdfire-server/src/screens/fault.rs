//! What a page says when there is no answer.

use askama::Template;
use axum::response::Response;

use crate::web::{Alone, Fault, Visitor, html};

#[derive(Template)]
#[template(path = "fault.html")]
struct FaultPage<'a> {
    alone: Alone,
    title: String,
    more: String,
    details: &'a str,
    hint: &'a str,
}

/// The page for a fault, with its status. `here`: the address that was asked for, where it can be asked for again.
///
/// # Errors
/// [`Fault`] if it cannot be written.
pub fn page(fault: &Fault, visitor: &Visitor, here: Option<&str>) -> Result<Response, Fault> {
    let details = fault.details().unwrap_or("");
    let (details, hint) = details.split_once("\nhint: ").unwrap_or((details, ""));
    let words = visitor.words();
    let mut response = html(&FaultPage {
        alone: Alone::new(visitor, here),
        title: words.say(&format!("fault-{}", fault.name())),
        more: words.say(&format!("fault-{}-more", fault.name())),
        details,
        hint,
    })?;
    *response.status_mut() = fault.status();
    Ok(response)
}
