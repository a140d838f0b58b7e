//! Agreement: the texts beside the data, a column for each reading, the timeline of effect, open questions ranked.

use askama::Template;
use axum::extract::State;
use axum::response::Response;
use holdfire_report::html::{HtmlOptions, Sheet};

use super::badge::Badges;
use super::links::{Served, kept};
use crate::web::{Address, App, Fault, Shell, Visitor, html};

#[derive(Template)]
#[template(path = "agreement.html")]
struct Agreement {
    shell: Shell,
    has_case: bool,
    clauses: Vec<(String, String)>,
    terms: String,
    in_force: String,
    decides: String,
    by_reading: String,
}

/// `GET /agreement`
///
/// # Errors
/// [`Fault`]
pub async fn page(
    State(app): State<App>,
    visitor: Visitor,
    address: Address,
) -> Result<Response, Fault> {
    let world = app.world(&visitor, &address).await?;
    let title = visitor.words().say("agreement-title");
    let shell = Shell::new(&app, &visitor, &address, &world, "agreement", &title);
    let mut page = Agreement {
        shell,
        has_case: false,
        clauses: Vec::new(),
        terms: String::new(),
        in_force: String::new(),
        decides: String::new(),
        by_reading: String::new(),
    };
    if let Some(ready) = world.ready() {
        let case = &ready.case;
        let badges = Badges::new(&app, &visitor, case, &page.shell);
        let links = Served {
            address: &address,
            case,
            badges: Some(&badges),
        };
        let options = HtmlOptions {
            language: visitor.language,
            ..HtmlOptions::default()
        };
        let sheet = Sheet::new(case, &ready.answer, &ready.held, &options, &links);
        page.has_case = true;
        let clauses = case.clauses.iter().enumerate();
        page.clauses = clauses
            .map(|(at, clause)| (format!("#c{at}"), clause.title.clone()))
            .collect();
        let kept = |name, piece: &dyn Fn() -> String| kept(ready, &visitor, &address, name, piece);
        // The terms show who can read each text, which may change while the world stays.
        page.terms = sheet.terms();
        page.in_force = kept("in-force", &|| sheet.in_force());
        page.decides = kept("decides", &|| sheet.decides());
        page.by_reading = kept("by-reading", &|| sheet.by_reading());
    }
    html(&page)
}
