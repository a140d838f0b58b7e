//! Answers out as a CSV table and as GeoJSON areas of possibility.

use holdfire_model::{Case, Incident, IncidentAnswer, PlaceOption};
use holdfire_monitor::Answer;
use serde_json::{Map, Value, json};

use crate::answer::{Context, texts};
use crate::lines::Lines;

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
    let lines = Lines::of(case);
    for incident in &answer.incidents {
        for (reading, verdict) in incident.verdicts.iter() {
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
                lines.claimed_by(&incident.reports).join("|"),
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
pub(crate) fn harmless(text: String) -> String {
    if text.starts_with(['=', '+', '-', '@', '\t', '\r']) {
        format!("'{text}")
    } else {
        text
    }
}

/// One feature for each account: its area of possibility, never a bare point. A circle is a polygon of 64 corners with
/// its radius as a property; a place known by its area only has the area's outline, one without any has no geometry.
#[must_use]
pub fn geojson(case: &Case, answer: &Answer, context: &Context) -> String {
    let areas = Areas::of(case);
    let mut text = Areas::open(&context.notices);
    let mut first = true;
    for (incident, story) in answer.incidents.iter().zip(&answer.stories) {
        areas.write(incident, story, &mut first, &mut text);
    }
    text.push_str(Areas::CLOSE);
    text
}

/// The same, incident by incident, for who cannot hold it as a whole.
pub struct Areas<'a> {
    case: &'a Case,
    lines: Lines<'a>,
}

impl<'a> Areas<'a> {
    /// What stands behind the last feature.
    pub const CLOSE: &'static str = "]}\n";

    /// Writes areas of a case.
    #[must_use]
    pub fn of(case: &'a Case) -> Self {
        Self {
            case,
            lines: Lines::of(case),
        }
    }

    /// What stands before the first feature.
    #[must_use]
    pub fn open(notices: &[String]) -> String {
        let head = json!({
            "type": "FeatureCollection",
            "schema": "holdfire/areas/1",
            "note": "Areas of possibility of what was claimed; not places of facilities.",
            "notices": notices,
        });
        let mut text = head.to_string();
        text.pop();
        text.push_str(",\"features\":[");
        text
    }

    /// Adds the features of an incident. `first`: true before the first feature of all.
    ///
    /// # Panics
    /// Never: a feature has no keys but text.
    pub fn write(
        &self,
        incident: &IncidentAnswer,
        story: &Incident,
        first: &mut bool,
        text: &mut String,
    ) {
        let claimed_by = self.lines.claimed_by(&incident.reports);
        for account in &story.accounts {
            for option in account.story.place.options() {
                if !std::mem::take(first) {
                    text.push(',');
                }
                let feature = feature(self.case, incident, &claimed_by, account, option);
                text.push_str(&feature.to_string());
            }
        }
    }
}

fn feature(
    case: &Case,
    incident: &IncidentAnswer,
    claimed_by: &[&str],
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
            "claimed_by": claimed_by,
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
