//! `areas.geojson`: named areas as features with `properties.id`, `name`, and `within` where one lies in another.

use std::collections::BTreeMap;

use holdfire_geo::{Area, Bounds};
use holdfire_model::{AreaId, NamedArea, Rings};
use serde::Deserialize;

use crate::problem::{Problems, nearest};

#[derive(Deserialize)]
struct Collection {
    features: Vec<serde_json::Value>,
}

#[derive(Deserialize)]
struct Feature {
    properties: Properties,
    geometry: Option<Geometry>,
}

#[derive(Deserialize)]
struct Properties {
    id: String,
    #[serde(default)]
    name: String,
    #[serde(default)]
    within: Option<String>,
}

#[derive(Deserialize)]
#[serde(tag = "type")]
enum Geometry {
    Polygon {
        coordinates: Vec<Vec<Vec<f64>>>,
    },
    MultiPolygon {
        coordinates: Vec<Vec<Vec<Vec<f64>>>>,
    },
}

const PATH: &str = "areas.geojson";

/// What is wrong with a feature, and what to do.
type Wrong = (String, Option<String>);

/// Reads the areas; a feature that cannot be used is reported and left out. Also says whether all could be used.
pub(crate) fn read(text: &str, problems: &mut Problems) -> (Vec<NamedArea>, bool) {
    if text.trim().is_empty() {
        let hint = "a FeatureCollection, as docs/spec/case-folder.md has it, or no such file";
        problems.file(PATH, "the file is empty", Some(hint.to_owned()));
        return (Vec::new(), false);
    }
    let collection: Collection = match serde_json::from_str(text) {
        Ok(collection) => collection,
        Err(error) => {
            problems.push(crate::Problem {
                file: PATH.to_owned(),
                line: u32::try_from(error.line()).unwrap_or(0),
                column: u32::try_from(error.column()).unwrap_or(0),
                severity: crate::Severity::Error,
                message: format!("not a GeoJSON FeatureCollection: {}", words(&error)).into(),
                hint: None,
            });
            return (Vec::new(), false);
        }
    };
    let mut whole = true;
    let mut seen: BTreeMap<AreaId, usize> = BTreeMap::new();
    let mut areas = Vec::new();
    for (number, value) in (1..).zip(collection.features) {
        let name = match value.pointer("/properties/id").and_then(|id| id.as_str()) {
            Some(id) => format!("feature {number}, `{id}`"),
            None => format!("feature {number}"),
        };
        let (message, hint) = match feature(value) {
            Ok(area) => {
                if let Some(first) = seen.get(&area.id) {
                    let message = format!("the area is there twice, first as feature {first}");
                    (message, None)
                } else {
                    seen.insert(area.id.clone(), number);
                    areas.push(area);
                    continue;
                }
            }
            Err(wrong) => wrong,
        };
        whole = false;
        problems.file(PATH, format!("{name}: {message}"), hint);
    }
    for area in &mut areas {
        if let Some(within) = area
            .within
            .take_if(|w| !seen.contains_key(w) || *w == area.id)
            && (whole || within == area.id)
        {
            let names = seen.keys().filter(|id| **id != area.id).map(AreaId::as_str);
            let hint = nearest(within.as_str(), names).map(|n| format!("did you mean `{n}`?"));
            problems.file(
                PATH,
                format!(
                    "feature {}, `{}`: it lies within `{within}`, which is not another area of the file",
                    seen[&area.id], area.id
                ),
                hint,
            );
        }
    }
    (areas, whole)
}

/// The reader's words without its own count of lines.
fn words(error: &serde_json::Error) -> String {
    let text = error.to_string();
    match text.split_once(" at line ") {
        Some((words, _)) => words.to_owned(),
        None => text,
    }
}

fn feature(value: serde_json::Value) -> Result<NamedArea, Wrong> {
    let plain = |message: String| (message, None);
    let feature: Feature = serde_json::from_value(value).map_err(|e| plain(words(&e)))?;
    let id = AreaId::new(&feature.properties.id).map_err(|e| plain(e.to_string()))?;
    let within = feature
        .properties
        .within
        .as_deref()
        .map(AreaId::new)
        .transpose()
        .map_err(|e| plain(e.to_string()))?;
    let outline = feature.geometry.map(rings).transpose().map_err(plain)?;
    if let Some(rings) = &outline {
        Area::new(rings.clone()).map_err(|e| {
            let text = e.to_string();
            let (message, hint) = text.split_once("\nhint:").unwrap_or((&text, ""));
            let hint = Some(hint.trim().to_owned()).filter(|hint| !hint.is_empty());
            (format!("the outline cannot be used: {message}"), hint)
        })?;
    }
    let name = if feature.properties.name.is_empty() {
        id.to_string()
    } else {
        feature.properties.name
    };
    Ok(NamedArea {
        id,
        name,
        within,
        outline,
    })
}

fn rings(geometry: Geometry) -> Result<Rings, String> {
    let polygons = match geometry {
        Geometry::Polygon { coordinates } => vec![coordinates],
        Geometry::MultiPolygon { coordinates } => coordinates,
    };
    let position = |p: Vec<f64>| match p.as_slice() {
        [lon, lat, ..] => Ok([*lon, *lat]),
        _ => Err("a position has fewer than two numbers".to_owned()),
    };
    polygons
        .into_iter()
        .map(|polygon| {
            polygon
                .into_iter()
                .map(|ring| ring.into_iter().map(position).collect())
                .collect()
        })
        .collect()
}

/// Where the outlines lie, with a margin.
pub(crate) fn bounds(areas: &[NamedArea]) -> Option<Bounds> {
    let mut all: Option<Bounds> = None;
    for [lon, lat] in areas
        .iter()
        .filter_map(|a| a.outline.as_ref())
        .flatten()
        .flatten()
        .flatten()
    {
        let b = all.get_or_insert(Bounds {
            west: *lon,
            south: *lat,
            east: *lon,
            north: *lat,
        });
        b.west = b.west.min(*lon);
        b.south = b.south.min(*lat);
        b.east = b.east.max(*lon);
        b.north = b.north.max(*lat);
    }
    // A margin of two degrees, so that a place just outside an outline is not taken for a swapped one.
    all.map(|b| Bounds {
        west: b.west - 2.0,
        south: b.south - 2.0,
        east: b.east + 2.0,
        north: b.north + 2.0,
    })
}

/// The outlines by area.
pub(crate) fn outlines(areas: &[NamedArea]) -> BTreeMap<AreaId, Area> {
    areas
        .iter()
        .filter_map(|a| Some((a.id.clone(), Area::new(a.outline.clone()?).ok()?)))
        .collect()
}
