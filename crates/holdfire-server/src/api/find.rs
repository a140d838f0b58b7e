//! Words to things: what the palette of a page asks for while somebody types.

use axum::extract::State;
use axum::http::HeaderMap;
use axum::response::Response;
use holdfire_wire::api::{FoundOut, FoundPage};
use holdfire_wire::lines::named;

use super::answer::{json, only};
use super::incidents::title;
use crate::web::{Address, App, Fault, Visitor};
use crate::world::{ListFilter, Ready};

/// So many of each kind are listed.
const MOST: usize = 8;

/// `GET /api/v1/search`
///
/// # Errors
/// [`Fault`]
pub async fn page(
    State(app): State<App>,
    visitor: Visitor,
    headers: HeaderMap,
    address: Address,
) -> Result<Response, Fault> {
    only(&address, &[])?;
    let world = app.world(&visitor, &address).await?;
    let mut page = FoundPage {
        schema: "holdfire/found/1",
        incidents: 0,
        results: Vec::new(),
    };
    let asked = address.filter.words.trim();
    if let Some(ready) = world.ready().filter(|_| !asked.is_empty()) {
        find(ready, &visitor, &address, &mut page);
    }
    json(&visitor, &headers, &page)
}

fn find(ready: &Ready, visitor: &Visitor, address: &Address, page: &mut FoundPage) {
    let (case, w) = (&ready.case, visitor.words());
    let words = address.filter.words.to_lowercase();
    let words: Vec<&str> = words.split_whitespace().collect();
    let holds = |texts: &[&str]| {
        let text = texts.join("\n").to_lowercase();
        words.iter().all(|word| text.contains(word))
    };
    // Links lead to the whole page, not to the set that was being looked at.
    let here = |path: &str| address.link_with(path, &ListFilter::default());
    for (at, clause) in case.clauses.iter().enumerate() {
        if holds(&[clause.id.as_str(), &clause.title]) {
            page.results.push(FoundOut {
                kind: w.say("api-kind-clause"),
                id: clause.id.to_string(),
                title: clause.title.clone(),
                href: format!("{}#c{at}", here("/agreement")),
            });
        }
    }
    page.results.truncate(MOST);
    let readings = case.readings.iter().filter(|reading| {
        let holder = case.party_name(&reading.holder);
        holds(&[reading.id.as_str(), &reading.title, holder])
    });
    page.results
        .extend(readings.take(MOST).map(|reading| FoundOut {
            kind: w.say("api-kind-reading"),
            id: reading.id.to_string(),
            title: reading.title.clone(),
            href: here("/agreement"),
        }));
    let found = ready.rows.list(case, &address.filter);
    page.incidents = found.len();
    page.results.extend(found.iter().take(MOST).map(|row| {
        let (id, story) = (ready.id(row), ready.story(row));
        let accounts = || story.accounts.iter().map(|account| &account.story);
        FoundOut {
            kind: w.say("api-kind-incident"),
            id: id.to_string(),
            title: title(
                w,
                &named(accounts().map(|story| story.object.name.as_str())),
                &named(accounts().map(|story| story.place.name.as_str())),
            ),
            href: here(&format!("/incidents/{id}")),
        }
    }));
}
