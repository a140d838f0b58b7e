//! Incidents: table, map and timeline of one filtered set.

use askama::Template;
use axum::extract::State;
use axum::response::Response;
use holdfire_model::{Class, SupportLevel, Verdict};

use super::show;
use crate::access::{Action, Facts, Thing};
use crate::web::{Address, App, Fault, Shell, Visitor, html};
use crate::world::{ListFilter, Ready, Row, Sort};

/// So many lines stand on one page.
const LINES: usize = 100;

/// A line of the table.
struct Line<'a> {
    row: &'a Row,
    id: &'a str,
    href: String,
    when: String,
    what: String,
    place: String,
    by: String,
}

/// A filter that is on, with the address without it.
pub(super) struct Chip {
    pub name: String,
    pub value: String,
    pub without: String,
}

/// Something to choose from.
pub(super) struct Choice {
    pub value: String,
    pub label: String,
    pub chosen: bool,
}

#[derive(Template)]
#[template(path = "incidents.html")]
struct Incidents<'a> {
    shell: Shell,
    address: &'a Address,
    /// Filters that the form has no field for; it keeps them.
    beside: Vec<(&'static str, String)>,
    has_case: bool,
    can_enter: bool,
    /// How many pairs of reports wait for those who decide on links.
    pairs: Option<usize>,
    zone: &'a str,
    lines: Vec<Line<'a>>,
    total: usize,
    first: usize,
    previous: Option<String>,
    next: Option<String>,
    chips: Vec<Chip>,
    classes: Vec<Choice>,
    supports: Vec<Choice>,
    bys: Vec<Choice>,
    from: String,
    until: String,
    sort: &'static str,
    query: String,
    csv: String,
    geojson: String,
    bounds: String,
    settlements: String,
}

/// `GET /incidents`
///
/// # Errors
/// [`Fault`]
pub async fn page(
    State(app): State<App>,
    visitor: Visitor,
    address: Address,
) -> Result<Response, Fault> {
    let world = app.world(&visitor, &address).await?;
    let title = visitor.words().say("incidents-title");
    let shell = Shell::new(&app, &visitor, &address, &world, "incidents", &title);
    let ready = world.ready();
    let found = ready.map_or_else(Vec::new, |ready| {
        ready.rows.list(&ready.case, &address.filter)
    });
    let total = found.len();
    let first = address.page.saturating_mul(LINES).min(total);
    let filter = &address.filter;
    let words = visitor.words();
    let classes = Class::ALL.map(|class| Choice {
        value: class.name().to_owned(),
        label: words.say(&format!("class-{}", class.name())),
        chosen: filter.class == Some(class),
    });
    let supports = SupportLevel::ALL.map(|level| Choice {
        value: level.name().to_owned(),
        label: words.say(&format!("support-{}", level.name())),
        chosen: filter.support == Some(level),
    });
    let may = |action, thing| !visitor.is_nobody() && visitor.may(action, &Facts::of(thing));
    let page = Incidents {
        has_case: ready.is_some(),
        can_enter: may(Action::Intake, Thing::Report),
        pairs: ready
            .filter(|_| may(Action::Link, Thing::Link))
            .map(|ready| ready.suggested().len()),
        zone: ready.map_or("UTC", |ready| ready.case.settings.zone.name()),
        lines: ready.map_or_else(Vec::new, |ready| {
            let shown = found.iter().skip(first).take(LINES);
            shown
                .map(|row| line(ready, &address, row, &shell))
                .collect()
        }),
        total,
        first,
        previous: (first > 0).then(|| address.link_page(address.page.saturating_sub(1))),
        next: (first + LINES < total).then(|| address.link_page(address.page + 1)),
        chips: chips(&address, ready, &shell),
        classes: classes.into(),
        supports: supports.into(),
        bys: ready.map_or_else(Vec::new, |ready| bys(ready, filter, &shell)),
        from: filter.from.map(|date| date.to_string()).unwrap_or_default(),
        until: filter
            .until
            .map(|date| date.to_string())
            .unwrap_or_default(),
        beside: beside(filter),
        sort: match filter.sort {
            Sort::Id => "",
            Sort::Newest => "newest",
            Sort::Oldest => "oldest",
        },
        query: address.query(),
        csv: address.link("/incidents.csv"),
        geojson: address.link("/incidents.geojson"),
        bounds: bounds(&found),
        settlements: ready.map_or_else(|| "[]".to_owned(), |ready| settlements(ready, &found)),
        address: &address,
        shell,
    };
    html(&page)
}

fn line<'a>(ready: &'a Ready, address: &Address, row: &'a Row, shell: &Shell) -> Line<'a> {
    let story = &ready.answer.stories[row.at];
    let case = &ready.case;
    let unique = |texts: &mut dyn Iterator<Item = &str>| {
        let mut seen: Vec<&str> = Vec::new();
        for text in texts.filter(|text| !text.is_empty()) {
            if !seen.contains(&text) {
                seen.push(text);
            }
        }
        seen.join(" / ")
    };
    let accounts = &story.accounts;
    let by = row.by.iter().map(|by| match by {
        Some(at) => case
            .parties
            .get(*at)
            .map_or("", |party| party.name.as_str())
            .to_owned(),
        None => shell.say("claimant-neither-party"),
    });
    Line {
        row,
        id: story.id.as_str(),
        href: address.link(&format!("/incidents/{}", story.id)),
        when: show::span(&case.settings.zone, row.when),
        what: unique(
            &mut accounts
                .iter()
                .map(|account| account.story.object.name.as_str()),
        ),
        place: unique(
            &mut accounts
                .iter()
                .map(|account| account.story.place.name.as_str()),
        ),
        by: by.collect::<Vec<_>>().join(", "),
    }
}

/// The filters that the form has no field for.
fn beside(filter: &ListFilter) -> Vec<(&'static str, String)> {
    const FIELDS: [&str; 7] = ["q", "class", "support", "by", "from", "until", "sort"];
    let mut pairs = filter.pairs();
    pairs.retain(|(name, _)| !FIELDS.contains(name));
    pairs
}

fn chips(address: &Address, ready: Option<&Ready>, shell: &Shell) -> Vec<Chip> {
    let pairs = address.filter.pairs();
    pairs
        .iter()
        .filter(|(name, _)| *name != "sort")
        .map(|(name, value)| {
            let mut without = address.filter.clone();
            // An empty value asks for nothing; it cannot be wrong.
            let _ = without.take(name, "");
            Chip {
                name: shell.say(&format!("search-{name}")),
                value: chosen(name, value, ready, shell),
                without: address.link_with("/incidents", &without),
            }
        })
        .collect()
}

/// What a filter asks for, in words; as it stands in the address where the case has no name for it.
fn chosen(name: &str, value: &str, ready: Option<&Ready>, shell: &Shell) -> String {
    let Some(case) = ready.map(|ready| &ready.case) else {
        return value.to_owned();
    };
    let point = |id: &str| holdfire_report::words::decides(shell.words, case, id);
    match name {
        "class" | "support" | "waits" => shell.named(&format!("{name}-"), value),
        "verdict" => {
            let parts = value.rsplit_once(':');
            let found = parts.and_then(|(id, verdict)| {
                let reading = case.readings.iter().find(|r| r.id.as_str() == id)?;
                let mut all = Verdict::ALL.into_iter();
                let verdict = all.find(|known| known.name() == verdict)?;
                let coverage = holdfire_report::words::coverage(shell.words, verdict);
                Some(format!("{}: {coverage}", reading.title))
            });
            found.unwrap_or_else(|| value.to_owned())
        }
        "by" if value == "-" => shell.say("claimant-neither-party"),
        "by" => {
            let mut parties = case.parties.iter();
            let found = parties.find(|party| party.id.as_str() == value);
            found.map_or_else(|| value.to_owned(), |party| party.name.clone())
        }
        "point" | "silent" => point(value),
        "decides" if value == "-" => shell.say("decides-several-together"),
        "decides" => value.split(';').map(point).collect::<Vec<_>>().join("; "),
        _ => value.to_owned(),
    }
}

fn bys(ready: &Ready, filter: &ListFilter, shell: &Shell) -> Vec<Choice> {
    let parties = ready.case.parties.iter().map(|party| Choice {
        value: party.id.to_string(),
        label: party.name.clone(),
        chosen: filter.by.as_deref() == Some(party.id.as_str()),
    });
    let neither = Choice {
        value: "-".to_owned(),
        label: shell.say("claimant-neither-party"),
        chosen: filter.by.as_deref() == Some("-"),
    };
    parties.chain([neither]).collect()
}

/// Names on the map: places that the reports of the list name, as JSON that may stand in a page. The most named first.
fn settlements(ready: &Ready, found: &[&Row]) -> String {
    let name = |place: usize| ready.rows.place_name(place);
    let mut places = ready.rows.named_places(found);
    places.sort_by(|a, b| b.2.cmp(&a.2).then_with(|| name(a.0).cmp(name(b.0))));
    let rank = |at: usize| 1 + (at / 12).min(4);
    let list: Vec<serde_json::Value> = places
        .iter()
        .take(120)
        .enumerate()
        .map(|(at, (place, spot, _))| {
            serde_json::json!({ "name": name(*place), "lon": spot.lon, "lat": spot.lat, "rank": rank(at) })
        })
        .collect();
    // Nothing in it can end the element that it stands in.
    serde_json::Value::from(list)
        .to_string()
        .replace('<', "\\u003c")
}

/// The part of the map that holds all of them: `west,south,east,north`, a little wider; empty without any.
fn bounds(found: &[&Row]) -> String {
    let mut spots = found.iter().filter_map(|row| row.spot);
    let Some(first) = spots.next() else {
        return String::new();
    };
    let start = (first.lon, first.lat, first.lon, first.lat);
    let (west, south, east, north) = spots.fold(start, |(west, south, east, north), spot| {
        (
            west.min(spot.lon),
            south.min(spot.lat),
            east.max(spot.lon),
            north.max(spot.lat),
        )
    });
    format!(
        "{:.2},{:.2},{:.2},{:.2}",
        west - 0.5,
        south - 0.5,
        east + 0.5,
        north + 0.5
    )
}
