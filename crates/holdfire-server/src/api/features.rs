//! Incidents as features of GeoJSON, for a part of the map: the middle of the circle in which each lies, with its radius.

use axum::extract::State;
use axum::http::HeaderMap;
use axum::response::Response;
use holdfire_wire::api::{FeaturesHead, LinkOut};
use holdfire_wire::lines::{NOTE, SCHEMA};

use super::answer::{only, ready, whole, with_list};
use super::parts::{Part, link};
use crate::web::{Address, App, Fault, Visitor};

/// `GET /api/v1/features`
///
/// # Errors
/// [`Fault`]
pub async fn page(
    State(app): State<App>,
    visitor: Visitor,
    headers: HeaderMap,
    address: Address,
) -> Result<Response, Fault> {
    only(&address, &["limit", "after", "before"])?;
    let part = Part::of(&address)?;
    let world = app.world(&visitor, &address).await?;
    let ready = ready(&world)?;
    let found = ready.rows.list(&ready.case, &address.filter);
    let range = part.range(ready, address.filter.sort, &found);
    let shown = &found[range.clone()];
    let next = shown.last().filter(|_| range.end < found.len());
    let head = FeaturesHead {
        r#type: "FeatureCollection",
        schema: SCHEMA,
        unit: "incident",
        note: NOTE,
        number_matched: found.len(),
        number_returned: shown.len(),
        links: next
            .map(|row| LinkOut {
                rel: "next",
                href: link(&address, ready, part.limit, "after", row),
            })
            .into_iter()
            .collect(),
    };
    let features = ready.rows.features();
    let text = with_list(&head, "features", shown.iter(), |row, out| {
        features.feature(row.at, out);
    })?;
    Ok(whole(&visitor, &headers, "application/geo+json", text))
}
