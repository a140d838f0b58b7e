//! Answers for programs and for the islands of pages: JSON, CSV, GeoJSON, vector tiles, events.
//!
//! Everything is answered from the visitor's `World`: what these eyes may read, and nothing else. What a route takes and
//! gives stands once, in `openapi.rs`; a test holds the table of routes against it.

mod answer;
mod events;
mod exports;
mod features;
mod feeds;
mod find;
mod incidents;
mod mvt;
mod openapi;
mod parts;
mod terms;
mod tiles;
mod timeline;

use crate::web::{Needs, Table};

pub(crate) use events::room as room_for_listeners;
pub use openapi::{description, paths};

/// Adds the routes of the API to the table.
#[must_use]
pub fn routes(table: Table) -> Table {
    table
        .get("/incidents.csv", Needs::Nobody, exports::csv)
        .get("/incidents.geojson", Needs::Nobody, exports::geojson)
        .get("/publications.atom", Needs::Nobody, feeds::publications)
        .get("/corrections.atom", Needs::Nobody, feeds::corrections)
        .get("/api", Needs::Nobody, openapi::page)
        .get("/api/openapi.json", Needs::Nobody, openapi::json)
        .get("/api/v1/incidents", Needs::Nobody, incidents::list)
        .get("/api/v1/incidents/{id}", Needs::Nobody, incidents::one)
        .get("/api/v1/features", Needs::Nobody, features::page)
        .get("/api/v1/timeline", Needs::Nobody, timeline::page)
        .get("/api/v1/search", Needs::Nobody, find::page)
        .get("/api/v1/readings", Needs::Nobody, terms::readings)
        .get("/api/v1/summary", Needs::Nobody, terms::summary)
        .get("/api/v1/events", Needs::Nobody, events::stream)
        .get(
            "/tiles/incidents/{z}/{x}/{tile}",
            Needs::Nobody,
            tiles::tile,
        )
}
