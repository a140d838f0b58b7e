//! What a program can ask for, written once: as OpenAPI 3.1 for machines and as a page for people.

use askama::Template;
use axum::extract::State;
use axum::http::HeaderMap;
use axum::response::Response;
use serde_json::{Map, Value, json as value};

use super::answer;
use crate::web::{Address, App, Fault, Shell, Visitor, html};

/// A name that an address may have.
struct Parameter {
    name: &'static str,
    /// In the path, or behind the question mark.
    in_path: bool,
    what: &'static str,
    /// The schema, as JSON.
    schema: &'static str,
}

const fn query(name: &'static str, what: &'static str, schema: &'static str) -> Parameter {
    Parameter {
        name,
        in_path: false,
        what,
        schema,
    }
}

const fn path(name: &'static str, what: &'static str, schema: &'static str) -> Parameter {
    Parameter {
        name,
        in_path: true,
        what,
        schema,
    }
}

const TEXT: &str = r#"{"type":"string"}"#;

/// Which incidents: the same names as in the address of the page.
const FILTER: &[Parameter] = &[
    query(
        "q",
        "All of these words: in summaries, speakers, outlets, objects, places, ids.",
        r#"{"type":"string","maxLength":400}"#,
    ),
    query(
        "class",
        "Of this class over the panel.",
        r#"{"type":"string","enum":["","all","turns-on-reading","may","undecided","none"]}"#,
    ),
    query(
        "support",
        "Of this support.",
        r#"{"type":"string","enum":["","claim-only","contested","independent","established"]}"#,
    ),
    query(
        "verdict",
        "With this coverage under a reading: its id, `:` and the verdict.",
        r#"{"type":"string","pattern":"^(.+:(within|probable|possible|undecided|outside))?$"}"#,
    ),
    query(
        "by",
        "Reported by this party; `-`: by sources of neither.",
        TEXT,
    ),
    query(
        "decides",
        "For which exactly these points decide, joined by `;`; `-`: none alone.",
        TEXT,
    ),
    query(
        "point",
        "For which this point, fact or silent term is among what decides.",
        TEXT,
    ),
    query(
        "silent",
        "That hang on this silent term under a reading of the panel.",
        TEXT,
    ),
    query(
        "waits",
        "That wait for a decision on a suggested link, or have accounts that differ.",
        r#"{"type":"string","enum":["","links","accounts"]}"#,
    ),
    query(
        "from",
        "That can have happened on this local day of the case or later.",
        r#"{"type":"string","pattern":"^([0-9]{4}-[0-9]{2}-[0-9]{2})?$"}"#,
    ),
    query(
        "until",
        "That can have happened on this local day of the case or before.",
        r#"{"type":"string","pattern":"^([0-9]{4}-[0-9]{2}-[0-9]{2})?$"}"#,
    ),
    query(
        "bbox",
        "With a point in this part of the map: `west,south,east,north` in degrees on WGS 84.",
        TEXT,
    ),
    query(
        "sort",
        "In which order.",
        r#"{"type":"string","enum":["","id","newest","oldest"]}"#,
    ),
];

/// As whom and as of when: the same names as in the address of every page.
const FRAME: &[Parameter] = &[
    query(
        "panel",
        "Ids of readings, joined by commas, that the class is computed over; without it those that the case fixed.",
        TEXT,
    ),
    query(
        "as-of",
        "Only what was known then: the number of an entry, a time such as `2030-03-25T12:00Z`, or a date (UTC).",
        TEXT,
    ),
    query(
        "lang",
        "The language of words for people.",
        r#"{"type":"string","enum":["en","uk","ru"]}"#,
    ),
];

const LANGUAGE: &[Parameter] = &[query(
    "lang",
    "The language of words for people.",
    r#"{"type":"string","enum":["en","uk","ru"]}"#,
)];

const PART: &[Parameter] = &[
    query(
        "limit",
        "How many.",
        r#"{"type":"integer","minimum":1,"maximum":1000,"default":100}"#,
    ),
    query("after", "Go on behind a line, as `next` says.", TEXT),
    query("before", "Go on before a line, as `previous` says.", TEXT),
];

const WORDS: &[Parameter] = &[query(
    "q",
    "All of these words.",
    r#"{"type":"string","maxLength":400}"#,
)];
const SINCE: &[Parameter] = &[query(
    "since",
    "The id of the last event that was seen; a browser sends it as `Last-Event-ID`.",
    r#"{"type":"integer","minimum":0}"#,
)];
const ID: &[Parameter] = &[path(
    "id",
    "The id of an incident, or of one of its reports.",
    TEXT,
)];
const TILE: &[Parameter] = &[
    path(
        "z",
        "The zoom.",
        r#"{"type":"integer","minimum":0,"maximum":14}"#,
    ),
    path(
        "x",
        "The column, from the west.",
        r#"{"type":"integer","minimum":0}"#,
    ),
    path(
        "tile",
        "The row, from the north, with the ending: `12.mvt`.",
        r#"{"type":"string","pattern":"^[0-9]+\\.mvt$"}"#,
    ),
];

/// What a route gives.
enum Gives {
    /// JSON of a schema.
    Json(&'static str),
    /// GeoJSON of a schema.
    GeoJson(&'static str),
    /// Something else: the kind and what it is.
    Other(&'static str, &'static str),
}

/// A route.
struct Operation {
    path: &'static str,
    id: &'static str,
    summary: &'static str,
    more: &'static str,
    takes: &'static [&'static [Parameter]],
    gives: Gives,
    /// True if nothing may be there.
    empty: bool,
}

const OPERATIONS: &[Operation] = &[
    Operation {
        path: "/api/v1/incidents",
        id: "incidents",
        summary: "A filtered list of incidents, in parts",
        more: "Go on by the addresses in `next` and `previous`. The order is stable; a list that grows meanwhile repeats nothing.",
        takes: &[FILTER, PART, FRAME],
        gives: Gives::Json("IncidentsPage"),
        empty: false,
    },
    Operation {
        path: "/api/v1/incidents/{id}",
        id: "incident",
        summary: "One incident with everything that is answered on it",
        more: "Coverage is answered as if it happened as reported; it says nothing on whether it did. A filter in the address is ignored.",
        takes: &[ID, FRAME],
        gives: Gives::Json("IncidentPage"),
        empty: false,
    },
    Operation {
        path: "/api/v1/features",
        id: "features",
        summary: "Incidents as GeoJSON, for a part of the map",
        more: "A point is the middle of a circle of `radius_m` within which it lies; without a point the geometry is null, and `located` says what is known. Only with a point are they in a `bbox`.",
        takes: &[FILTER, PART, FRAME],
        gives: Gives::GeoJson("FeaturesPage"),
        empty: false,
    },
    Operation {
        path: "/api/v1/timeline",
        id: "timeline",
        summary: "Incidents by day and class",
        more: "`from` and `until` are ignored, so that what was chosen can be widened.",
        takes: &[FILTER, FRAME],
        gives: Gives::Json("TimelinePage"),
        empty: false,
    },
    Operation {
        path: "/api/v1/search",
        id: "search",
        summary: "Clauses, readings and incidents that hold all words",
        more: "At most eight of each.",
        takes: &[WORDS, FRAME],
        gives: Gives::Json("FoundPage"),
        empty: false,
    },
    Operation {
        path: "/api/v1/readings",
        id: "readings",
        summary: "The readings, and when each of their clauses was in force",
        more: "",
        takes: &[FRAME],
        gives: Gives::Json("ReadingsPage"),
        empty: false,
    },
    Operation {
        path: "/api/v1/summary",
        id: "summary",
        summary: "The headline: incidents by coverage over the panel and by support",
        more: "Over all incidents that you see. There is no count by accused party, and the answer says why.",
        takes: &[FRAME],
        gives: Gives::Json("SummaryPage"),
        empty: false,
    },
    Operation {
        path: "/api/v1/events",
        id: "events",
        summary: "Server-sent events: something that you see has changed",
        more: "`event: entry`, `data: {\"entry\": number}`; the number grows, and means nothing else.",
        takes: &[SINCE],
        gives: Gives::Other(
            "text/event-stream",
            "Events, until the reader goes or may no longer read.",
        ),
        empty: false,
    },
    Operation {
        path: "/incidents.csv",
        id: "incidents_csv",
        summary: "Every line of the filtered view as CSV",
        more: "RFC 4180, UTF-8, one row an incident, in the order of the view. Lists are joined by `|`; a text that a spreadsheet would take for a formula has a `'` in front.",
        takes: &[FILTER, FRAME],
        gives: Gives::Other("text/csv", "The table."),
        empty: false,
    },
    Operation {
        path: "/incidents.geojson",
        id: "incidents_geojson",
        summary: "Every line of the filtered view as GeoJSON areas of possibility",
        more: "`holdfire/areas/1`: one feature for each account and possible place, in the order of the view.",
        takes: &[FILTER, FRAME],
        gives: Gives::Other("application/geo+json", "The areas."),
        empty: false,
    },
    Operation {
        path: "/tiles/incidents/{z}/{x}/{tile}",
        id: "tile",
        summary: "Incidents as Mapbox vector tiles",
        more: "Layer `incidents`: points with `id`, `class`, `support`, `radius_m` and `lat`. Where there are too many, layer `clusters`: points with `count`, in incidents.",
        takes: &[TILE, FILTER, FRAME],
        gives: Gives::Other("application/vnd.mapbox-vector-tile", "The tile."),
        empty: true,
    },
    Operation {
        path: "/publications.atom",
        id: "publications_atom",
        summary: "What was published, as an Atom feed",
        more: "The last 50 publications, the newest first: how many incidents each states, how many are new and how many corrected. The same for everybody.",
        takes: &[LANGUAGE],
        gives: Gives::Other("application/atom+xml", "The feed."),
        empty: false,
    },
    Operation {
        path: "/corrections.atom",
        id: "corrections_atom",
        summary: "What was corrected, as an Atom feed",
        more: "What the last 50 publications said otherwise than those before them: what was said, what is said, by which publication. The same for everybody. A publication that corrects more than 200 incidents has one entry, and /corrections lists them.",
        takes: &[LANGUAGE],
        gives: Gives::Other("application/atom+xml", "The feed."),
        empty: false,
    },
    Operation {
        path: "/api/openapi.json",
        id: "openapi",
        summary: "This description",
        more: "",
        takes: &[],
        gives: Gives::Other("application/json", "OpenAPI 3.1."),
        empty: false,
    },
    Operation {
        path: "/api",
        id: "api_page",
        summary: "This description as a page",
        more: "",
        takes: &[FRAME],
        gives: Gives::Other("text/html", "The page."),
        empty: false,
    },
];

/// The paths that are described.
pub fn paths() -> impl Iterator<Item = &'static str> {
    OPERATIONS.iter().map(|operation| operation.path)
}

/// The description as OpenAPI 3.1.
#[must_use]
pub fn description() -> Value {
    let described = OPERATIONS.iter().map(|operation| {
        let entry = value!({ "get": of(operation) });
        (operation.path.to_owned(), entry)
    });
    value!({
        "openapi": "3.1.0",
        "info": {
            "title": "Holdfire",
            "version": env!("CARGO_PKG_VERSION"),
            "description": "Everything is answered from what whoever asks may read. Values are those of docs/spec/answer.md. \
                            Answers to people who are signed in are kept by nobody (`no-store`); what everybody may read has an `ETag`.",
            "license": { "name": "MIT OR Apache-2.0", "identifier": "MIT OR Apache-2.0" },
        },
        "servers": [{ "url": "/" }],
        // Without either: what everybody may read.
        "security": [{}, { "token": [] }, { "session": [] }],
        "paths": described.collect::<Map<String, Value>>(),
        "components": {
            "securitySchemes": {
                "token": { "type": "http", "scheme": "bearer", "description": "Made on the page of an account, with scopes." },
                "session": { "type": "apiKey", "in": "cookie", "name": "session", "description": "The cookie of a browser that is signed in." },
            },
            "schemas": holdfire_wire::api::schemas(),
        },
    })
}

fn of(operation: &Operation) -> Value {
    let parameters = operation.takes.iter().flat_map(|list| list.iter());
    let parameters: Vec<Value> = parameters
        .map(|parameter| {
            let schema: Value = serde_json::from_str(parameter.schema).expect("written here");
            value!({
                "name": parameter.name,
                "in": if parameter.in_path { "path" } else { "query" },
                "required": parameter.in_path,
                "description": parameter.what,
                "schema": schema,
            })
        })
        .collect();
    let reference = |name: &str| value!({ "$ref": format!("#/components/schemas/{name}") });
    let (kind, what, schema) = match operation.gives {
        Gives::Json(name) => ("application/json", "The answer.", reference(name)),
        Gives::GeoJson(name) => ("application/geo+json", "The answer.", reference(name)),
        Gives::Other(kind, what) => (kind, what, value!({})),
    };
    let mut faults = Map::new();
    faults.insert(
        "application/json".to_owned(),
        value!({ "schema": reference("FaultPage") }),
    );
    if !(operation.path.starts_with("/api/") || operation.path.starts_with("/tiles/")) {
        // People follow these links too; who comes without a token reads what is wrong as a page.
        faults.insert("text/html".to_owned(), value!({ "schema": {} }));
    }
    let fault = |what: &str| value!({ "description": what, "content": faults });
    let mut responses = Map::new();
    responses.insert(
        "200".to_owned(),
        value!({ "description": what, "content": { kind: { "schema": schema } } }),
    );
    if operation.empty {
        responses.insert(
            "204".to_owned(),
            value!({ "description": "Nothing is there." }),
        );
    }
    responses.insert(
        "304".to_owned(),
        value!({ "description": "As it was: only for what everybody may read." }),
    );
    responses.insert(
        "400".to_owned(),
        fault("A value cannot be meant; `details` says which, and what it can be."),
    );
    responses.insert(
        "401".to_owned(),
        fault("The token is unknown or has run out."),
    );
    responses.insert(
        "403".to_owned(),
        fault("The token has no scope for it, or who is signed in may not do it."),
    );
    responses.insert("404".to_owned(), fault("There is nothing for these eyes."));
    responses.insert(
        "409".to_owned(),
        fault("The record is not as the address says, such as fewer entries than `as-of` names."),
    );
    responses.insert(
        "429".to_owned(),
        fault("Too many at once; `Retry-After` says how many seconds to wait."),
    );
    responses.insert(
        "500".to_owned(),
        fault("A fault of the program; its journal says where."),
    );
    responses.insert("503".to_owned(), fault("Disk or database."));
    value!({
        "operationId": operation.id,
        "summary": operation.summary,
        "description": operation.more,
        "parameters": parameters,
        "responses": responses,
    })
}

/// `GET /api/openapi.json`
///
/// # Errors
/// [`Fault`]
pub async fn json(visitor: Visitor, headers: HeaderMap) -> Result<Response, Fault> {
    answer::json(&visitor, &headers, &description())
}

#[derive(Template)]
#[template(path = "api.html")]
struct Page {
    shell: Shell,
    operations: &'static [Operation],
}

/// `GET /api`
///
/// # Errors
/// [`Fault`]
pub async fn page(
    State(app): State<App>,
    visitor: Visitor,
    address: Address,
) -> Result<Response, Fault> {
    answer::spoken(&address)?;
    let world = app.world(&visitor, &address).await?;
    let title = visitor.words().say("api-title");
    let shell = Shell::new(&app, &visitor, &address, &world, "api", &title);
    html(&Page {
        shell,
        operations: OPERATIONS,
    })
}

impl Operation {
    fn parameters(&self) -> impl Iterator<Item = &'static Parameter> {
        self.takes.iter().flat_map(|list| list.iter())
    }

    /// What it gives, for people.
    fn kind(&self) -> &'static str {
        match self.gives {
            Gives::Json(_) => "application/json",
            Gives::GeoJson(_) => "application/geo+json",
            Gives::Other(kind, _) => kind,
        }
    }
}
