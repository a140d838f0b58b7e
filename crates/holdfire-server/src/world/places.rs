//! Where the incidents of a world are: an index over their points for parts of the map and for tiles.
//!
//! Points lie sorted along the Z-order curve of Web Mercator, so that every tile, and every cell of a tile, is one run of
//! the list; a part of the map is a few runs and a rim that is looked at point by point.

use super::filter::Bounds;

/// Web Mercator ends here; what lies nearer to a pole is drawn at its edge.
const MOST_LAT: f64 = 85.051_128_779_806_59;
/// Runs so short are looked at point by point.
const SHORT: usize = 32;
/// Bits of a coordinate.
const BITS: u32 = 32;

/// A tile of the map: `x` grows eastwards, `y` southwards.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Tile {
    /// The zoom.
    pub z: u8,
    /// The column.
    pub x: u32,
    /// The row.
    pub y: u32,
}

/// A point of the index.
#[derive(Clone, Copy, Debug, PartialEq)]
struct Point {
    /// Its place on the curve.
    code: u64,
    /// The number of its row.
    row: u32,
}

/// The points of all rows that have one.
#[derive(Default, PartialEq)]
pub struct Places {
    points: Vec<Point>,
    /// Longitude and latitude of each point, in the order of the curve.
    degrees: Vec<(f64, f64)>,
}

impl Places {
    /// The index over the points of rows, in the order of their numbers.
    pub(super) fn new(spots: impl Iterator<Item = Option<(f64, f64)>>) -> Self {
        let mut all: Vec<(Point, (f64, f64))> = spots
            .enumerate()
            .filter_map(|(row, spot)| {
                let (lon, lat) = spot?;
                let (x, y) = mercator(lon, lat);
                let row = u32::try_from(row).ok()?;
                let code = interleave(x, y);
                Some((Point { code, row }, (lon, lat)))
            })
            .collect();
        all.sort_by_key(|(point, _)| (point.code, point.row));
        let (points, degrees) = all.into_iter().unzip();
        Self { points, degrees }
    }

    /// The numbers of the rows in a part of the map, in no order. Those exactly on its rim are in it.
    #[must_use]
    pub fn within(&self, bounds: &Bounds) -> Vec<u32> {
        let mut found = Vec::new();
        let mut part = |west: f64, east: f64| {
            let bounds = Bounds {
                west,
                east,
                ..*bounds
            };
            let (from, until) = (mercator(west, bounds.north), mercator(east, bounds.south));
            let area = Area {
                x: (from.0, until.0),
                y: (from.1, until.1),
            };
            self.walk(&area, &mut |run, whole| {
                for at in run {
                    let (lon, lat) = self.degrees[at];
                    if whole || bounds.holds(lon, lat) {
                        found.push(self.points[at].row);
                    }
                }
            });
        };
        if bounds.west <= bounds.east {
            part(bounds.west, bounds.east);
        } else {
            part(bounds.west, 180.0);
            part(-180.0, bounds.east);
        }
        found
    }

    /// The rows around a tile: row number and position, with 4,096 steps to the side of the tile. `buffer`: how many steps
    /// beyond its edges.
    #[must_use]
    pub fn of_tile(&self, tile: Tile, buffer: u32) -> Vec<(u32, i32, i32)> {
        let size = 1_u64 << (BITS - u32::from(tile.z));
        let (west, north) = (u64::from(tile.x) * size, u64::from(tile.y) * size);
        let beyond = size * u64::from(buffer) / u64::from(EXTENT);
        let last = u64::from(u32::MAX);
        let clip = |value: u64| u32::try_from(value.min(last)).unwrap_or(u32::MAX);
        let area = Area {
            x: (
                clip(west.saturating_sub(beyond)),
                clip(west + size - 1 + beyond),
            ),
            y: (
                clip(north.saturating_sub(beyond)),
                clip(north + size - 1 + beyond),
            ),
        };
        let mut found = Vec::new();
        self.walk(&area, &mut |run, whole| {
            for point in &self.points[run] {
                let (x, y) = deinterleave(point.code);
                if whole || area.holds(x, y) {
                    let step = |value: u32, edge: u64| {
                        let from_edge = i64::from(value) - i64::try_from(edge).unwrap_or(0);
                        let shift = BITS - u32::from(tile.z);
                        let steps = (from_edge * i64::from(EXTENT)) >> shift;
                        i32::try_from(steps).unwrap_or(0)
                    };
                    found.push((point.row, step(x, west), step(y, north)));
                }
            }
        });
        found
    }

    /// How many rows lie in a tile.
    #[must_use]
    pub fn count(&self, tile: Tile) -> usize {
        self.run(tile).len()
    }

    fn run(&self, tile: Tile) -> std::ops::Range<usize> {
        let shift = 2 * (BITS - u32::from(tile.z));
        let first = interleave(tile.x, tile.y);
        let edge = |code: u128| {
            let code = code << shift;
            self.points
                .partition_point(|point| u128::from(point.code) < code)
        };
        edge(u128::from(first))..edge(u128::from(first) + 1)
    }

    /// Calls `take` for runs that together hold every point of an area: with `true` where a whole run lies inside.
    fn walk(&self, area: &Area, take: &mut dyn FnMut(std::ops::Range<usize>, bool)) {
        self.walk_in(area, Tile { z: 0, x: 0, y: 0 }, 0..self.points.len(), take);
    }

    fn walk_in(
        &self,
        area: &Area,
        tile: Tile,
        run: std::ops::Range<usize>,
        take: &mut dyn FnMut(std::ops::Range<usize>, bool),
    ) {
        if run.is_empty() {
            return;
        }
        let size = 1_u64 << (BITS - u32::from(tile.z));
        let side = |at: u32| (u64::from(at) * size, u64::from(at) * size + size - 1);
        let (x, y) = (side(tile.x), side(tile.y));
        let apart = |own: (u64, u64), asked: (u32, u32)| {
            own.1 < u64::from(asked.0) || own.0 > u64::from(asked.1)
        };
        if apart(x, area.x) || apart(y, area.y) {
            return;
        }
        let inside = |own: (u64, u64), asked: (u32, u32)| {
            own.0 >= u64::from(asked.0) && own.1 <= u64::from(asked.1)
        };
        // Points on the rim of an area in degrees may be rounded across it: whole is what lies strictly inside.
        let rim = |own: (u64, u64), asked: (u32, u32)| {
            own.0 == u64::from(asked.0) || own.1 == u64::from(asked.1)
        };
        if inside(x, area.x) && inside(y, area.y) && !rim(x, area.x) && !rim(y, area.y) {
            take(run, true);
        } else if run.len() <= SHORT || self.points[run.start].code == self.points[run.end - 1].code
        {
            // Few, or all in one place.
            take(run, false);
        } else {
            for (dx, dy) in [(0, 0), (1, 0), (0, 1), (1, 1)] {
                let part = Tile {
                    z: tile.z + 1,
                    x: tile.x * 2 + dx,
                    y: tile.y * 2 + dy,
                };
                self.walk_in(area, part, self.run(part), take);
            }
        }
    }
}

/// Steps to the side of a tile.
pub const EXTENT: u32 = 4_096;

/// A rectangle of the map, both ends inside.
struct Area {
    x: (u32, u32),
    y: (u32, u32),
}

impl Area {
    fn holds(&self, x: u32, y: u32) -> bool {
        (self.x.0..=self.x.1).contains(&x) && (self.y.0..=self.y.1).contains(&y)
    }
}

/// Degrees on WGS 84 to Web Mercator, the world being 2^32 steps to the side.
fn mercator(lon: f64, lat: f64) -> (u32, u32) {
    let lat = lat.clamp(-MOST_LAT, MOST_LAT).to_radians();
    let x = (lon + 180.0) / 360.0;
    let y = 0.5 - (lat.tan() + 1.0 / lat.cos()).ln() / std::f64::consts::TAU;
    let step = |part: f64| {
        let steps = (part * 4_294_967_296.0).clamp(0.0, 4_294_967_295.0);
        #[expect(
            clippy::cast_possible_truncation,
            clippy::cast_sign_loss,
            reason = "it was clamped to what fits"
        )]
        let steps = steps as u32;
        steps
    };
    (step(x), step(y))
}

fn spread(value: u32) -> u64 {
    let mut v = u64::from(value);
    v = (v | v << 16) & 0x0000_ffff_0000_ffff;
    v = (v | v << 8) & 0x00ff_00ff_00ff_00ff;
    v = (v | v << 4) & 0x0f0f_0f0f_0f0f_0f0f;
    v = (v | v << 2) & 0x3333_3333_3333_3333;
    (v | v << 1) & 0x5555_5555_5555_5555
}

fn gather(code: u64) -> u32 {
    let mut v = code & 0x5555_5555_5555_5555;
    v = (v | v >> 1) & 0x3333_3333_3333_3333;
    v = (v | v >> 2) & 0x0f0f_0f0f_0f0f_0f0f;
    v = (v | v >> 4) & 0x00ff_00ff_00ff_00ff;
    v = (v | v >> 8) & 0x0000_ffff_0000_ffff;
    v = (v | v >> 16) & 0x0000_0000_ffff_ffff;
    u32::try_from(v).unwrap_or(0)
}

fn interleave(x: u32, y: u32) -> u64 {
    spread(x) | spread(y) << 1
}

fn deinterleave(code: u64) -> (u32, u32) {
    (gather(code), gather(code >> 1))
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn bounds(west: f64, south: f64, east: f64, north: f64) -> Bounds {
        Bounds {
            west,
            south,
            east,
            north,
        }
    }

    #[test]
    fn a_place_lies_in_the_tile_that_every_map_of_the_web_gives_it() {
        // Greenwich on the equator is where the four tiles of zoom 1 meet; the corner belongs to the south-east one.
        let places = Places::new([Some((0.0, 0.0)), Some((13.4, 52.5)), None].into_iter());
        assert_eq!(places.count(Tile { z: 1, x: 1, y: 1 }), 1);
        // https://wiki.openstreetmap.org/wiki/Slippy_map_tilenames: lon 13.4, lat 52.5 at zoom 10.
        assert_eq!(
            places.count(Tile {
                z: 10,
                x: 550,
                y: 335
            }),
            1
        );
        assert_eq!(places.count(Tile { z: 0, x: 0, y: 0 }), 2);
    }

    #[test]
    fn a_place_at_the_edge_of_a_part_across_the_date_line_is_found_once() {
        let places = Places::new([Some((0.0, 66.0))].into_iter());
        assert_eq!(places.within(&bounds(140.0, 0.0, 0.0, 85.2)), [0]);
    }

    proptest! {
        #[test]
        fn a_part_of_the_map_holds_what_its_edges_hold(
            spots in proptest::collection::vec((-180.0..=180.0_f64, -89.0..=89.0_f64), 0..200),
            (west, east) in (-180.0..=180.0_f64, -180.0..=180.0_f64),
            (one, other) in (-89.0..=89.0_f64, -89.0..=89.0_f64),
        ) {
            let places = Places::new(spots.iter().copied().map(Some));
            let part = bounds(west, one.min(other), east, one.max(other));
            let mut found = places.within(&part);
            found.sort_unstable();
            let expected: Vec<u32> = (0_u32..)
                .zip(&spots)
                .filter(|(_, (lon, lat))| part.holds(*lon, *lat))
                .map(|(row, _)| row)
                .collect();
            prop_assert_eq!(found, expected);
        }

        #[test]
        fn the_four_parts_of_a_tile_hold_what_it_holds(
            spots in proptest::collection::vec((-180.0..180.0_f64, -85.0..85.0_f64), 0..100),
            z in 0_u8..14,
        ) {
            let places = Places::new(spots.iter().copied().map(Some));
            for (lon, lat) in &spots {
                let (x, y) = mercator(*lon, *lat);
                let tile = Tile { z, x: x.checked_shr(BITS - u32::from(z)).unwrap_or(0), y: y.checked_shr(BITS - u32::from(z)).unwrap_or(0) };
                let parts: usize = [(0, 0), (1, 0), (0, 1), (1, 1)]
                    .into_iter()
                    .map(|(dx, dy)| places.count(Tile { z: z + 1, x: tile.x * 2 + dx, y: tile.y * 2 + dy }))
                    .sum();
                prop_assert_eq!(parts, places.count(tile));
                let seen = places.of_tile(tile, 0);
                prop_assert_eq!(seen.len(), places.count(tile));
                prop_assert!(seen.iter().all(|(_, x, y)| (0..4_096).contains(x) && (0..4_096).contains(y)));
            }
        }
    }
}
