//! Incidents by day and class: what the timeline beside a list is drawn from.

use std::collections::BTreeMap;

use axum::extract::State;
use axum::http::HeaderMap;
use axum::response::Response;
use holdfire_model::Class;
use holdfire_wire::api::TimelinePage;

use super::answer::{json, ready, spoken};
use crate::web::{Address, App, Fault, Visitor};
use crate::world::{ListFilter, Ready};

/// More days than these are not listed one by one: a single wrong year must not make a list of centuries.
const MOST_DAYS: i32 = 3_700;

/// `GET /api/v1/timeline`. The days of the filter are left out, so that what was chosen can be widened again.
///
/// # Errors
/// [`Fault`]
pub async fn page(
    State(app): State<App>,
    visitor: Visitor,
    headers: HeaderMap,
    address: Address,
) -> Result<Response, Fault> {
    spoken(&address)?;
    let world = app.world(&visitor, &address).await?;
    let filter = ListFilter {
        from: None,
        until: None,
        ..address.filter
    };
    json(&visitor, &headers, &timeline(ready(&world)?, &filter))
}

fn timeline(ready: &Ready, filter: &ListFilter) -> TimelinePage {
    let days = days(ready);
    let place = |day: i32| days.binary_search(&day);
    let mut counts = Class::ALL.map(|_| vec![0; days.len()]);
    let mut later_possible = 0;
    for row in ready.rows.list(&ready.case, filter) {
        let class = Class::ALL.iter().position(|class| *class == row.class);
        if let (Some(class), Ok(at)) = (class, place(row.days.first)) {
            counts[class][at] += 1;
        }
        later_possible += usize::from(row.days.last > row.days.first);
    }
    TimelinePage {
        schema: "holdfire/timeline/1",
        unit: "incident",
        zone: ready.case.settings.zone.name().to_owned(),
        days: days.iter().map(|day| date(*day)).collect(),
        counts: BTreeMap::from_iter(Class::ALL.map(Class::name).into_iter().zip(counts)),
        later_possible,
    }
}

/// Every day of the case, from the first on which something can have begun to the last.
fn days(ready: &Ready) -> Vec<i32> {
    let all = ready.rows.all().iter().map(|row| row.days.first);
    let (Some(first), Some(last)) = (all.clone().min(), all.clone().max()) else {
        return Vec::new();
    };
    if last.saturating_sub(first) < MOST_DAYS {
        return (first..=last).collect();
    }
    let mut days: Vec<i32> = all.collect();
    days.sort_unstable();
    days.dedup();
    days
}

/// The date of a day that is counted from 1970-01-01.
fn date(day: i32) -> String {
    let epoch = jiff::civil::date(1970, 1, 1);
    let date = epoch.checked_add(jiff::Span::new().days(day));
    date.map_or_else(|_| day.to_string(), |date| date.to_string())
}
