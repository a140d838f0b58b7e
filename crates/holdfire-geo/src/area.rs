//! A validated set of polygons.

use geo::{Coord, Line, LineString, MultiPolygon, Polygon};
use thiserror::Error;

use crate::authalic::ring_area_m2;
use crate::{Bounds, CoordinateError, LonLat};

/// Less than this, a square decimetre, is what rounding leaves of rings that enclose nothing.
const LEAST_AREA_M2: f64 = 0.01;

/// Polygons with holes on the ellipsoid, of which at least one encloses something.
///
/// Every ring is closed, has at least three different positions in range, and runs so that the inside lies to its left.
/// That rings neither cross themselves nor each other is not part of the invariant, because it is dear to check: ask
/// [`Area::overlaps_itself`] where a file comes in.
#[derive(Debug, Clone, PartialEq)]
pub struct Area {
    shape: MultiPolygon<f64>,
    bounds: Bounds,
}

/// Why a list of polygons is no area. Indexes count from 0, in the order of the file.
#[derive(Debug, Clone, PartialEq, Error)]
pub enum AreaError {
    /// There is no polygon, or a polygon without an outer ring, or nothing is enclosed, or rings cross so that what they
    /// enclose cancels out.
    #[error("the area encloses nothing, or its rings cross so that what they enclose cancels out")]
    Empty,
    /// A ring has fewer than three different positions, the first repeated at the end.
    #[error(
        "polygon {polygon}, ring {ring} has too few points: a ring needs three different ones and the first again"
    )]
    TooFewPoints {
        /// Which polygon.
        polygon: usize,
        /// Which ring of it; 0 is the outer one.
        ring: usize,
    },
    /// The last position of a ring is not its first.
    #[error(
        "polygon {polygon}, ring {ring} is not closed\nhint: repeat its first position at the end"
    )]
    NotClosed {
        /// Which polygon.
        polygon: usize,
        /// Which ring of it; 0 is the outer one.
        ring: usize,
    },
    /// A position is no place on Earth.
    #[error("polygon {polygon}, ring {ring}, position {position} is not valid")]
    Position {
        /// Which polygon.
        polygon: usize,
        /// Which ring of it; 0 is the outer one.
        ring: usize,
        /// Which position of it.
        position: usize,
        /// What is wrong with it.
        source: CoordinateError,
    },
    /// An edge spans more than half of all longitudes, which nearly always means that it crosses the antimeridian.
    #[error(
        "polygon {polygon}, ring {ring}: the edge after position {position} spans more than 180 degrees of longitude\n\
         hint: split an area that crosses the antimeridian at 180 degrees; give a truly long edge a point in its middle"
    )]
    LongEdge {
        /// Which polygon.
        polygon: usize,
        /// Which ring of it; 0 is the outer one.
        ring: usize,
        /// Which position of it the edge starts at.
        position: usize,
    },
}

impl Area {
    /// Checks polygons in the shape of a GeoJSON MultiPolygon: polygons, rings (the outer one first), `[lon, lat]`.
    ///
    /// The direction of the rings does not matter. Polygons should not overlap each other.
    ///
    /// # Errors
    /// [`AreaError`], for the first ring that is wrong.
    pub fn new(polygons: Vec<Vec<Vec<[f64; 2]>>>) -> Result<Self, AreaError> {
        let mut shape = Vec::with_capacity(polygons.len());
        for (p, rings) in polygons.into_iter().enumerate() {
            let mut checked = Vec::with_capacity(rings.len());
            for (r, positions) in rings.into_iter().enumerate() {
                checked.push(checked_ring(p, r, &positions)?);
            }
            if checked.is_empty() {
                return Err(AreaError::Empty);
            }
            let outer = checked.remove(0);
            shape.push(Polygon::new(outer, checked));
        }
        Self::from_shape(MultiPolygon(shape)).ok_or(AreaError::Empty)
    }

    /// Takes a shape whose rings are closed and in range; `None` if it encloses nothing.
    pub(crate) fn from_shape(mut shape: MultiPolygon<f64>) -> Option<Self> {
        for polygon in &mut shape.0 {
            polygon.exterior_mut(|ring| turn(ring, 1.0));
            polygon.interiors_mut(|rings| rings.iter_mut().for_each(|ring| turn(ring, -1.0)));
        }
        let bounds = bounds_of(&shape)?;
        (shape_area_m2(&shape) > LEAST_AREA_M2).then_some(Self { shape, bounds })
    }

    /// The smallest box around the area.
    pub fn bounds(&self) -> Bounds {
        self.bounds
    }

    /// Whether the point is inside, by the even-odd rule.
    ///
    /// A point on the boundary belongs to the area east or north of it, so that areas which share a border share no
    /// point and leave none out.
    pub fn contains(&self, point: LonLat) -> bool {
        let (lon, lat) = point.for_membership();
        if !self.bounds.contains_position(lon, lat) {
            return false;
        }
        let crossings = self
            .edges()
            .filter(|edge| crosses_eastward_ray(edge, lon, lat))
            .count();
        crossings % 2 == 1
    }

    /// Area on the WGS 84 ellipsoid, square metres.
    ///
    /// Exact for edges along meridians and parallels; for others the relative error is below 1e-9.
    ///
    /// # Source
    /// Snyder 1987, "Map Projections", cylindrical equal-area projection of the ellipsoid.
    pub fn area_m2(&self) -> f64 {
        shape_area_m2(&self.shape)
    }

    /// Positions of all rings, the repeated last ones not counted.
    pub fn vertex_count(&self) -> usize {
        self.rings().map(|ring| ring.0.len() - 1).sum()
    }

    pub(crate) fn shape(&self) -> &MultiPolygon<f64> {
        &self.shape
    }

    pub(crate) fn rings(&self) -> impl Iterator<Item = &LineString<f64>> {
        self.shape.0.iter().flat_map(rings_of)
    }

    pub(crate) fn edges(&self) -> impl Iterator<Item = Line<f64>> {
        self.rings().flat_map(LineString::lines)
    }
}

/// Whether an edge crosses the ray from a point to the east; each edge holds its lower end, not its upper one.
#[inline]
fn crosses_eastward_ray(edge: &Line<f64>, lon: f64, lat: f64) -> bool {
    let (a, b) = (edge.start, edge.end);
    (a.y > lat) != (b.y > lat) && lon < a.x + (lat - a.y) * (b.x - a.x) / (b.y - a.y)
}

/// Reverses the ring unless its area has the sign.
fn turn(ring: &mut LineString<f64>, sign: f64) {
    if ring_area_m2(ring) * sign < 0.0 {
        ring.0.reverse();
    }
}

/// Area of a shape whose inside lies left of its rings.
pub(crate) fn shape_area_m2(shape: &MultiPolygon<f64>) -> f64 {
    shape.0.iter().flat_map(rings_of).map(ring_area_m2).sum()
}

fn rings_of(polygon: &Polygon<f64>) -> impl Iterator<Item = &LineString<f64>> {
    std::iter::once(polygon.exterior()).chain(polygon.interiors())
}

fn checked_ring(
    polygon: usize,
    ring: usize,
    positions: &[[f64; 2]],
) -> Result<LineString<f64>, AreaError> {
    let mut checked: Vec<Coord<f64>> = Vec::with_capacity(positions.len());
    for (position, &[lon, lat]) in positions.iter().enumerate() {
        let point = LonLat::new(lon, lat).map_err(|source| AreaError::Position {
            polygon,
            ring,
            position,
            source,
        })?;
        let point = Coord {
            x: point.lon(),
            y: point.lat(),
        };
        if let Some(last) = checked.last() {
            let span = (point.x - last.x).abs();
            // Edges round the whole world, as along a pole, are meant.
            if span > 180.0 && span < 360.0 {
                return Err(AreaError::LongEdge {
                    polygon,
                    ring,
                    position: position - 1,
                });
            }
        }
        checked.push(point);
    }
    if checked.len() > 1 && checked.first() != checked.last() {
        return Err(AreaError::NotClosed { polygon, ring });
    }
    checked.dedup();
    if checked.len() < 4 {
        return Err(AreaError::TooFewPoints { polygon, ring });
    }
    Ok(LineString(checked))
}

fn bounds_of(shape: &MultiPolygon<f64>) -> Option<Bounds> {
    let mut corners = shape
        .0
        .iter()
        .flat_map(|polygon| polygon.exterior().0.iter());
    let first = corners.next()?;
    let start = Bounds {
        west: first.x,
        south: first.y,
        east: first.x,
        north: first.y,
    };
    Some(corners.fold(start, |bounds, corner| Bounds {
        west: bounds.west.min(corner.x),
        south: bounds.south.min(corner.y),
        east: bounds.east.max(corner.x),
        north: bounds.north.max(corner.y),
    }))
}

#[cfg(test)]
pub(crate) mod tests {
    use super::*;

    /// A box as a closed ring, counter-clockwise.
    pub(crate) fn box_ring(west: f64, south: f64, east: f64, north: f64) -> Vec<[f64; 2]> {
        vec![
            [west, south],
            [east, south],
            [east, north],
            [west, north],
            [west, south],
        ]
    }

    pub(crate) fn box_area(west: f64, south: f64, east: f64, north: f64) -> Area {
        Area::new(vec![vec![box_ring(west, south, east, north)]]).unwrap()
    }

    /// A star with `corners` corners, its radius wobbling by a seed; not convex, never crossing itself.
    pub(crate) fn star_ring(
        lon: f64,
        lat: f64,
        size: f64,
        corners: usize,
        seed: u64,
    ) -> Vec<[f64; 2]> {
        let mut state = seed.wrapping_mul(2).wrapping_add(1);
        let mut ring: Vec<[f64; 2]> = (0..corners)
            .map(|corner| {
                state = state
                    .wrapping_mul(6_364_136_223_846_793_005)
                    .wrapping_add(1_442_695_040_888_963_407);
                let wobble = 0.5 + 0.5 * ((state >> 33) as f64 / f64::from(1u32 << 31));
                let (sin, cos) = (corner as f64 / corners as f64 * std::f64::consts::TAU).sin_cos();
                [lon + size * wobble * cos, lat + 0.7 * size * wobble * sin]
            })
            .collect();
        ring.push(ring[0]);
        ring
    }

    fn point(lon: f64, lat: f64) -> LonLat {
        LonLat::new(lon, lat).unwrap()
    }

    fn check_error(polygons: Vec<Vec<Vec<[f64; 2]>>>, expected: &AreaError) {
        assert_eq!(&Area::new(polygons).unwrap_err(), expected);
    }

    #[test]
    fn a_bad_ring_is_refused_with_its_place() {
        let good = box_ring(0.0, 0.0, 1.0, 1.0);
        check_error(vec![], &AreaError::Empty);
        check_error(vec![vec![good.clone()], vec![]], &AreaError::Empty);
        check_error(
            vec![vec![good.clone(), good[..4].to_vec()]],
            &AreaError::NotClosed {
                polygon: 0,
                ring: 1,
            },
        );
        check_error(
            vec![vec![vec![[0.0, 0.0], [1.0, 1.0], [1.0, 1.0], [0.0, 0.0]]]],
            &AreaError::TooFewPoints {
                polygon: 0,
                ring: 0,
            },
        );
        check_error(
            vec![vec![vec![]]],
            &AreaError::TooFewPoints {
                polygon: 0,
                ring: 0,
            },
        );
        check_error(
            vec![vec![vec![[0.0, 0.0], [1.0, 1.0], [2.0, 2.0], [0.0, 0.0]]]],
            &AreaError::Empty,
        );
        let mut swapped = good.clone();
        swapped[2] = [50.0, 130.0];
        let source = CoordinateError::LooksSwapped {
            lon: 50.0,
            lat: 130.0,
        };
        check_error(
            vec![vec![good], vec![swapped]],
            &AreaError::Position {
                polygon: 1,
                ring: 0,
                position: 2,
                source,
            },
        );
    }

    #[test]
    fn an_area_across_the_antimeridian_must_be_split() {
        let ring = vec![
            [170.0, 0.0],
            [-170.0, 0.0],
            [-170.0, 10.0],
            [170.0, 10.0],
            [170.0, 0.0],
        ];
        check_error(
            vec![vec![ring]],
            &AreaError::LongEdge {
                polygon: 0,
                ring: 0,
                position: 0,
            },
        );
    }

    #[test]
    fn a_hole_is_outside_and_an_island_in_it_inside() {
        let area = Area::new(vec![
            vec![box_ring(0.0, 0.0, 9.0, 9.0), box_ring(2.0, 2.0, 7.0, 7.0)],
            vec![box_ring(4.0, 4.0, 5.0, 5.0)],
        ])
        .unwrap();
        for (lon, lat, inside) in [
            (1.0, 1.0, true),
            (3.0, 3.0, false),
            (4.5, 4.5, true),
            (10.0, 1.0, false),
        ] {
            assert_eq!(area.contains(point(lon, lat)), inside, "{lon} {lat}");
        }
        assert_eq!(area.vertex_count(), 12);
    }

    #[test]
    fn a_point_on_a_shared_border_is_in_one_of_the_neighbours() {
        let neighbours = [
            box_area(0.0, 0.0, 1.0, 1.0),
            box_area(1.0, 0.0, 2.0, 1.0),
            box_area(0.0, 1.0, 2.0, 2.0),
        ];
        for (lon, lat) in [(1.0, 0.5), (1.0, 1.0), (0.5, 1.0)] {
            assert_eq!(
                neighbours
                    .iter()
                    .filter(|area| area.contains(point(lon, lat)))
                    .count(),
                1
            );
        }
    }

    #[test]
    fn the_seam_and_the_pole_belong_to_an_area_that_holds_them() {
        let world = box_area(-180.0, -90.0, 180.0, 90.0);
        for (lon, lat) in [
            (180.0, 0.0),
            (-180.0, 0.0),
            (0.0, 90.0),
            (180.0, 90.0),
            (0.0, -90.0),
        ] {
            assert!(world.contains(point(lon, lat)), "{lon} {lat}");
        }
    }

    #[test]
    fn the_direction_of_rings_does_not_matter() {
        let mut ring = box_ring(0.0, 0.0, 1.0, 1.0);
        ring.reverse();
        let reversed = Area::new(vec![vec![ring]]).unwrap();
        assert!((reversed.area_m2() / box_area(0.0, 0.0, 1.0, 1.0).area_m2() - 1.0).abs() < 1e-12);
    }

    #[test]
    fn a_hole_takes_its_area_away() {
        let holed = Area::new(vec![vec![
            box_ring(0.0, 0.0, 3.0, 3.0),
            box_ring(1.0, 1.0, 2.0, 2.0),
        ]])
        .unwrap();
        let expected =
            box_area(0.0, 0.0, 3.0, 3.0).area_m2() - box_area(1.0, 1.0, 2.0, 2.0).area_m2();
        assert!((holed.area_m2() / expected - 1.0).abs() < 1e-12);
    }
}
