//! What was agreed as each holder states it, and the headline.

use axum::extract::State;
use axum::http::HeaderMap;
use axum::response::Response;
use holdfire_wire::answer::{self, Context};
use holdfire_wire::api::{ReadingsPage, SummaryPage};

use super::answer::{json, only, ready};
use crate::web::address::Until;
use crate::web::{Address, App, Fault, Visitor};

/// `GET /api/v1/readings`
///
/// # Errors
/// [`Fault`]
pub async fn readings(
    State(app): State<App>,
    visitor: Visitor,
    headers: HeaderMap,
    address: Address,
) -> Result<Response, Fault> {
    only(&address, &[])?;
    let world = app.world(&visitor, &address).await?;
    let ready = ready(&world)?;
    let page = ReadingsPage {
        schema: "holdfire/readings/1",
        case: answer::head(&ready.case),
        readings: answer::readings(&ready.case, &ready.answer),
    };
    json(&visitor, &headers, &page)
}

/// `GET /api/v1/summary`. It is over all incidents that these eyes see, whatever the address filters.
///
/// # Errors
/// [`Fault`]
pub async fn summary(
    State(app): State<App>,
    visitor: Visitor,
    headers: HeaderMap,
    address: Address,
) -> Result<Response, Fault> {
    only(&address, &[])?;
    if !address.filter.is_open() {
        return Err(Fault::Asked(
            "the headline is over all incidents, and a filter was given\nhint: /api/v1/incidents takes filters".to_owned(),
        ));
    }
    let world = app.world(&visitor, &address).await?;
    let ready = ready(&world)?;
    let context = Context {
        version: env!("CARGO_PKG_VERSION").to_owned(),
        as_of: match address.until {
            Until::Now => None,
            Until::Entry(size) => Some(format!("entry {size}")),
            Until::Time(moment) => Some(moment.to_string()),
        },
        notices: ready.notices.clone(),
    };
    let page = SummaryPage {
        schema: "holdfire/summary/1",
        case: answer::head(&ready.case),
        settings: answer::settings(&ready.case, &context),
        summary: answer::summary(&ready.case, &ready.answer),
    };
    json(&visitor, &headers, &page)
}
