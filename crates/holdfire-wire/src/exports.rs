//! Answers out as a CSV table and as GeoJSON areas of possibility.

use holdfire_model::{Case, IncidentAnswer, PlaceOption};
use holdfire_monitor::Answer;
use serde_json::{Map, Value, json};

use crate::answer::{Context, texts};

/// One row for each incident and reading. Cells that a spreadsheet would take for a formula are put in quotes of their
/// own (a leading `'`).
#[must_use]
pub fn csv(case: &Case, answer: &Answer) -> String {
    let mut writer = csv::WriterBuilder::new().from_writer(Vec::new());
    let header = [
        "incident",
        "reports",
        "reading",
        "panel",
        "verdict",
        "coverage",
        "class",
        "turns_on",
        "support",
        "contested",
        "stated_after",
        "claimed_by",
    ];
    writer.write_record(header).expect("memory takes every row");
    for incident in &answer.incidents {
        for (reading, verdict) in &incident.verdicts {
            let row = [
                incident.id.to_string(),
                texts(&incident.reports).join("|"),
                reading.to_string(),
                case.panel.contains(reading).to_string(),
                verdict.name().to_owned(),
                verdict.coverage().to_owned(),
                incident.class.name().to_owned(),
                incident.turns_on.join("|"),
                incident.support.level.name().to_owned(),
                incident.support.contested.to_string(),
                incident.stated_after.to_string(),
                claimants(case, incident).join("|"),
            ];
            writer
                .write_record(row.map(harmless))
                .expect("memory takes every row");
        }
    }
    String::from_utf8(writer.into_inner().expect("memory takes every row"))
        .expect("written from text")
}

/// Text that no spreadsheet takes for a formula.
fn harmless(text: String) -> String {
    if text.starts_with(['=', '+', '-', '@', '\t', '\r']) {
        format!("'{text}")
    } else {
        text
    }
}

fn claimants(case: &Case, incident: &IncidentAnswer) -> Vec<String> {
    let mut list: Vec<String> = incident
        .reports
        .iter()
        .filter_map(|id| case.reports.iter().find(|r| r.id == *id))
        .map(|r| match &r.source.kind {
            holdfire_model::SourceKind::Party(id) => id.to_string(),
            holdfire_model::SourceKind::Independent => "independent".to_owned(),
            holdfire_model::SourceKind::Body => "body".to_owned(),
        })
        .collect();
    list.sort();
    list.dedup();
    list
}

/// One feature for each account: its area of possibility, never a bare point. A circle is a polygon of 64 corners with
/// its radius as a property; a place known by its area only has the area's outline, one without any has no geometry.
#[must_use]
pub fn geojson(case: &Case, answer: &Answer, context: &Context) -> String {
    let mut features = Vec::new();
    for (incident, story) in answer.incidents.iter().zip(&answer.stories) {
        for account in &story.accounts {
            for option in account.story.place.options() {
                features.push(feature(case, incident, account, option));
            }
        }
    }
    let collection = json!({
        "type": "FeatureCollection",
        "schema": "holdfire/areas/1",
        "note": "Areas of possibility of what was claimed; not places of facilities.",
        "notices": context.notices,
        "features": features,
    });
    let mut text = serde_json::to_string(&collection).expect("an answer has no keys but text");
    text.push('\n');
    text
}

fn feature(
    case: &Case,
    incident: &IncidentAnswer,
    account: &holdfire_model::Account,
    option: &PlaceOption,
) -> Value {
    let (geometry, radius_m, area) = match option {
        PlaceOption::In(area) => (outline(case, area), Value::Null, json!(area.as_str())),
        PlaceOption::Near(spot) => (circle(spot), json!(spot.radius_m), Value::Null),
        PlaceOption::NearIn(spot, area) => {
            (circle(spot), json!(spot.radius_m), json!(area.as_str()))
        }
        PlaceOption::Anywhere => (Value::Null, Value::Null, Value::Null),
    };
    let verdicts: Map<String, Value> = incident
        .verdicts
        .iter()
        .map(|(r, v)| (r.to_string(), json!(v.name())))
        .collect();
    let when = account.story.when.interval;
    json!({
        "type": "Feature",
        "id": account.id.as_str(),
        "geometry": geometry,
        "properties": {
            "incident": incident.id.as_str(),
            "account": account.id.as_str(),
            "reports": texts(&account.reports),
            "claimed_by": claimants(case, incident),
            "from": when.from().to_string(),
            "until": when.until().to_string(),
            "place": account.story.place.name,
            "area": area,
            "radius_m": radius_m,
            "class": incident.class.name(),
            "support": incident.support.level.name(),
            "contested": incident.support.contested,
            "verdicts": verdicts,
        }
    })
}

fn outline(case: &Case, id: &holdfire_model::AreaId) -> Value {
    let rings = case
        .areas
        .iter()
        .find(|a| a.id == *id)
        .and_then(|a| a.outline.as_ref());
    rings.map_or(
        Value::Null,
        |rings| json!({ "type": "MultiPolygon", "coordinates": rings }),
    )
}

/// A circle of 64 corners, each at the true distance on the sphere, rounded to five decimals.
fn circle(spot: &holdfire_model::Spot) -> Value {
    const CORNERS: u32 = 64;
    let angle = spot.radius_m.max(1.0) / holdfire_geo::MEAN_EARTH_RADIUS_M;
    let (lat, lon) = (spot.lat.to_radians(), spot.lon.to_radians());
    let corner = |i: u32| {
        let bearing = -std::f64::consts::TAU * f64::from(i % CORNERS) / f64::from(CORNERS);
        let sin_lat = lat.sin() * angle.cos() + lat.cos() * angle.sin() * bearing.cos();
        let dx = bearing.sin() * angle.sin() * lat.cos();
        let corner_lon = lon + dx.atan2(angle.cos() - lat.sin() * sin_lat);
        let round = |v: f64| (v.to_degrees() * 1e5).round() / 1e5;
        json!([round(corner_lon), round(sin_lat.asin())])
    };
    let ring: Vec<Value> = (0..=CORNERS).map(corner).collect();
    json!({ "type": "Polygon", "coordinates": [ring] })
}
