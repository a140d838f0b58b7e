//! Tiles, read by a reader that is not ours.

use std::collections::BTreeMap;

use axum::http::StatusCode;
use holdfire_testkit::{busy_replies, busy_reports};
use mvt_reader::Reader;
use mvt_reader::feature::Value;

use crate::stage::{Stage, case_2025, emptied, share, text_of, with};

const N: usize = 2_000;

fn busy() -> Stage {
    let files = case_2025();
    let reports = busy_reports(&text_of(&files, "reports.csv"), N, 7);
    let replies = busy_replies(&text_of(&files, "replies.csv"), N, 7);
    let files = with(
        with(files, "reports.csv", &reports),
        "replies.csv",
        &replies,
    );
    let files = emptied(emptied(files, "links.csv"), "observations.csv");
    Stage::new(&files, vec![share("share/all", "parties")])
}

type Point = (i64, i64, BTreeMap<String, Value>);

/// The points of a tile by layers.
async fn tile(stage: &Stage, z: u32, x: u32, y: u32, filter: &str) -> BTreeMap<String, Vec<Point>> {
    let answer = stage
        .get("anna", &format!("/tiles/incidents/{z}/{x}/{y}.mvt{filter}"))
        .await;
    if answer.status == StatusCode::NO_CONTENT {
        assert!(answer.body.is_empty());
        return BTreeMap::new();
    }
    assert_eq!(answer.status, StatusCode::OK);
    let reader = Reader::new(answer.body).expect("a tile");
    let mut layers = BTreeMap::new();
    for (at, name) in reader
        .get_layer_names()
        .expect("names")
        .into_iter()
        .enumerate()
    {
        assert_eq!(
            reader.get_layer_metadata().expect("layers")[at].extent,
            4_096
        );
        let features = reader.get_features(at).expect("features");
        let points = features.into_iter().map(|feature| {
            // The reader gives one point as a collection of one.
            let point = match feature.geometry {
                geo_types::Geometry::Point(point) => point,
                geo_types::Geometry::MultiPoint(points) if points.0.len() == 1 => points.0[0],
                other => panic!("not a point: {other:?}"),
            };
            let properties = feature
                .properties
                .expect("properties")
                .into_iter()
                .collect();
            (
                point.x().round() as i64,
                point.y().round() as i64,
                properties,
            )
        });
        layers.insert(name, points.collect());
    }
    layers
}

fn inside(points: &[Point]) -> impl Iterator<Item = &Point> {
    let inside = |value: i64| (0..4_096).contains(&value);
    points
        .iter()
        .filter(move |(x, y, _)| inside(*x) && inside(*y))
}

#[tokio::test]
async fn every_incident_with_a_point_stands_in_exactly_one_tile_of_a_zoom() {
    let stage = busy();
    for filter in ["", "?class=undecided", "?q=%D0%BD%D1%96%D1%87"] {
        let separator = if filter.is_empty() { "?" } else { "&" };
        let mut with_point = BTreeMap::new();
        let mut next = Some(format!("/api/v1/features{filter}{separator}limit=1000"));
        while let Some(path) = next {
            let page = stage.get("anna", &path).await.json();
            for feature in page["features"].as_array().expect("a list") {
                if !feature["geometry"].is_null() {
                    let id = feature["id"].as_str().expect("an id").to_owned();
                    with_point.insert(id, feature["properties"]["class"].clone());
                }
            }
            next = page["links"][0]["href"].as_str().map(str::to_owned);
        }
        assert!(with_point.len() > 10, "{filter}");
        for z in [0_u32, 2, 4] {
            let (mut alone, mut gathered) = (BTreeMap::new(), 0);
            for x in 0..1 << z {
                for y in 0..1 << z {
                    let layers = tile(&stage, z, x, y, filter).await;
                    for (_, _, properties) in layers
                        .get("incidents")
                        .map(|p| inside(p))
                        .into_iter()
                        .flatten()
                    {
                        let Value::String(id) = &properties["id"] else {
                            panic!("no id")
                        };
                        let Value::String(class) = &properties["class"] else {
                            panic!("no class")
                        };
                        assert_eq!(with_point[id], class.as_str());
                        assert!(
                            alone.insert(id.clone(), (x, y)).is_none(),
                            "{id} stands twice"
                        );
                    }
                    for (_, _, properties) in layers
                        .get("clusters")
                        .map(|p| inside(p))
                        .into_iter()
                        .flatten()
                    {
                        let Value::UInt(count) = properties["count"] else {
                            panic!("no count")
                        };
                        assert!(count > 1);
                        gathered += count;
                    }
                }
            }
            assert_eq!(
                alone.len() as u64 + gathered,
                with_point.len() as u64,
                "{filter} {z}"
            );
        }
    }
}

#[tokio::test]
async fn a_tile_is_the_same_when_it_is_asked_for_again() {
    let stage = busy();
    let one = stage.get("anna", "/tiles/incidents/6/37/21.mvt").await;
    let other = stage.get("anna", "/tiles/incidents/6/37/21.mvt").await;
    assert_eq!(one.body, other.body);
    assert_eq!(one.headers["cache-control"], "no-store");
}
