//! Vector tiles of incidents: points while there are few, clusters with their count where there are many.

use axum::extract::{Path, State};
use axum::http::{HeaderMap, StatusCode, header};
use axum::response::{IntoResponse, Response};

use super::answer::{ready, spoken, whole};
use super::mvt::{Layer, Value};
use crate::web::{Address, App, Fault, Visitor};
use crate::world::{EXTENT, Ready, Tile};

/// The deepest zoom that maps ask for.
const DEEPEST: u8 = 14;
/// So many points stand in a tile one by one; more are gathered in cells.
const MOST_POINTS: usize = 256;
/// At the deepest zoom there is no way to look closer, so a tile may hold more.
const MOST_POINTS_DEEPEST: usize = 4_096;
/// Cells to the side of a tile, as a power of two.
const CELLS: u8 = 3;
/// A sixteenth of a tile keeps marks at its edge whole.
const BUFFER: u32 = EXTENT / 16;

const KIND: &str = "application/vnd.mapbox-vector-tile";

/// `GET /tiles/incidents/{z}/{x}/{y}.mvt`
///
/// # Errors
/// [`Fault`]
pub async fn tile(
    State(app): State<App>,
    visitor: Visitor,
    headers: HeaderMap,
    Path((z, x, tile)): Path<(String, String, String)>,
    address: Address,
) -> Result<Response, Fault> {
    spoken(&address)?;
    let tile = parse(&z, &x, &tile).ok_or(Fault::NotFound)?;
    let world = app.world(&visitor, &address).await?;
    let ready = ready(&world)?;
    // The world is that of panel and as-of already: what is left to tell tiles apart is the filter.
    let Tile { z, x, y } = tile;
    let asked = format!("{z}/{x}/{y}?{}", address.link_with("", &address.filter));
    let body = ready.kept.get(&asked, || made(ready, tile, &address));
    if body.is_empty() {
        return Ok((StatusCode::NO_CONTENT, [(header::CONTENT_TYPE, KIND)]).into_response());
    }
    Ok(whole(&visitor, &headers, KIND, body.to_vec()))
}

fn parse(z: &str, x: &str, y: &str) -> Option<Tile> {
    // `+1` and `01` would be other addresses of the same tile.
    let number = |text: &str| {
        let plain = text == "0" || !text.starts_with(['0', '+']);
        text.parse::<u32>().ok().filter(|_| plain)
    };
    let z = u8::try_from(number(z)?).ok().filter(|z| *z <= DEEPEST)?;
    let (x, y) = (number(x)?, number(y.strip_suffix(".mvt")?)?);
    let side = 1 << z;
    (x < side && y < side).then_some(Tile { z, x, y })
}

fn made(ready: &Ready, tile: Tile, address: &Address) -> Vec<u8> {
    let mut points = ready.rows.places().of_tile(tile, BUFFER);
    let sieve = ready.rows.sieve(&ready.case, &address.filter);
    points.retain(|(row, ..)| sieve.takes(&ready.rows.all()[*row as usize]));
    if let Some(bounds) = address.filter.bounds {
        points.retain(|(row, ..)| {
            let spot = ready.rows.all()[*row as usize].spot;
            spot.is_some_and(|spot| bounds.holds(spot.lon, spot.lat))
        });
    }
    // In order of ids: the same set gives the same bytes.
    points.sort_unstable();
    let most = if tile.z == DEEPEST {
        MOST_POINTS_DEEPEST
    } else {
        MOST_POINTS
    };
    let mut body = Vec::new();
    if points.len() <= most {
        one_by_one(ready, &points).finish(EXTENT, &mut body);
    } else {
        let (clusters, alone) = gathered(&points);
        one_by_one(ready, &alone).finish(EXTENT, &mut body);
        clusters.finish(EXTENT, &mut body);
    }
    body
}

fn one_by_one<'a>(ready: &'a Ready, points: &[(u32, i32, i32)]) -> Layer<'a> {
    let mut layer = Layer::new("incidents", &["id", "class", "support", "radius_m", "lat"]);
    for (row, x, y) in points {
        let row = &ready.rows.all()[*row as usize];
        let Some(spot) = row.spot else { continue };
        #[expect(
            clippy::cast_possible_truncation,
            reason = "circles are drawn from them, and no pixel shows the difference"
        )]
        let (radius_m, lat) = (
            spot.radius_m as f32,
            ((spot.lat * 4.0).round() / 4.0) as f32,
        );
        layer.point(
            *x,
            *y,
            &[
                Value::Text(ready.id(row).as_str()),
                Value::Text(row.class.name()),
                Value::Text(row.support.name()),
                Value::Number(radius_m),
                Value::Number(lat),
            ],
        );
    }
    layer
}

/// Points gathered by cells: a cell with one point leaves it alone, any other is a cluster at the middle of
/// its points.
fn gathered<'a>(points: &[(u32, i32, i32)]) -> (Layer<'a>, Vec<(u32, i32, i32)>) {
    #[derive(Clone, Copy, Default)]
    struct Cell {
        count: u32,
        x: i64,
        y: i64,
        first: Option<(u32, i32, i32)>,
    }
    let side = 1_usize << CELLS;
    let cell_of = |step: i32| {
        let step = u32::try_from(step).ok().filter(|step| *step < EXTENT)?;
        Some((step >> (12 - CELLS)) as usize)
    };
    let mut cells = vec![Cell::default(); side * side];
    for point in points {
        // What lies beyond the edge belongs to the cells of the next tile.
        let (Some(column), Some(row)) = (cell_of(point.1), cell_of(point.2)) else {
            continue;
        };
        let cell = &mut cells[row * side + column];
        cell.count += 1;
        cell.x += i64::from(point.1);
        cell.y += i64::from(point.2);
        cell.first.get_or_insert(*point);
    }
    let mut clusters = Layer::new("clusters", &["count"]);
    let mut alone = Vec::new();
    for cell in cells {
        match (cell.count, cell.first) {
            (_, None) => {}
            (1, Some(point)) => alone.push(point),
            (count, Some(_)) => {
                let middle = |sum: i64| i32::try_from(sum / i64::from(count)).unwrap_or(0);
                let value = Value::Count(u64::from(count));
                clusters.point(middle(cell.x), middle(cell.y), &[value]);
            }
        }
    }
    alone.sort_unstable();
    (clusters, alone)
}
