//! Register: the lists of protected sites as these eyes know them.

use askama::Template;
use axum::extract::State;
use axum::response::Response;
use holdfire_model::Boundary;

use crate::web::{Address, App, Fault, Shell, Visitor, html};
use crate::world::Ready;

/// A site that these eyes know.
struct SiteLine {
    id: String,
    party: String,
    category: String,
    declared: String,
    handed: String,
    notified: String,
    withdrawn: String,
}

/// A party's list as a whole.
struct ListLine {
    party: String,
    whole: bool,
    known: usize,
}

#[derive(Template)]
#[template(path = "register.html")]
struct Register {
    shell: Shell,
    lists: Vec<ListLine>,
    sites: Vec<SiteLine>,
    zone: String,
}

/// `GET /register`
///
/// # Errors
/// [`Fault`]
pub async fn page(
    State(app): State<App>,
    visitor: Visitor,
    address: Address,
) -> Result<Response, Fault> {
    let world = app.world(&visitor, &address).await?;
    let title = visitor.words().say("register-title");
    let shell = Shell::new(&app, &visitor, &address, &world, "register", &title);
    let ready = world.ready();
    html(&Register {
        shell,
        lists: ready.map_or_else(Vec::new, lists),
        sites: ready.map_or_else(Vec::new, sites),
        zone: ready.map_or_else(String::new, |ready| {
            ready.case.settings.zone.name().to_owned()
        }),
    })
}

fn lists(ready: &Ready) -> Vec<ListLine> {
    let case = &ready.case;
    case.lists
        .iter()
        .map(|list| ListLine {
            party: case.party_name(&list.party).to_owned(),
            whole: list.disclosed,
            known: case
                .sites
                .iter()
                .filter(|site| site.party == list.party)
                .count(),
        })
        .collect()
}

fn sites(ready: &Ready) -> Vec<SiteLine> {
    let case = &ready.case;
    let step = |boundary: Option<Boundary>| {
        boundary.map_or_else(String::new, |at| case.settings.zone.show(at.earliest()))
    };
    case.sites
        .iter()
        .map(|site| SiteLine {
            id: site.id.to_string(),
            party: case.party_name(&site.party).to_owned(),
            category: case.category_label(&site.category).to_owned(),
            declared: step(site.declared),
            handed: step(site.handed),
            notified: step(site.notified),
            withdrawn: step(site.withdrawn),
        })
        .collect()
}
