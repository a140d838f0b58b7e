//! Discs as polygons.

use std::f64::consts::TAU;

use geo::{Coord, LineString, MultiPolygon, Polygon};
use geographiclib_rs::DirectGeodesic;

use crate::distance::{POLAR_RADIUS_M, WGS84};
use crate::{Area, Disc, LonLat};

/// Corners of a disc's polygon.
const CORNERS: u32 = 256;
/// A smaller disc is drawn with this radius: a polygon must enclose something.
const LEAST_RADIUS_M: f64 = 0.5;
/// A larger disc, which may hold both poles, is drawn as the world without the disc around the opposite point.
const LARGEST_DIRECT_M: f64 = 9_900_000.0;
/// Half a meridian: no place is much farther from another.
const HALF_MERIDIAN_M: f64 = 20_003_931.458_625;

impl Area {
    /// The disc as an area: a geodesic circle of 256 corners, split at the antimeridian, closed over a pole inside.
    ///
    /// Its corners lie outside the circle by 0.005 % of the radius, so that the polygon has the area of the disc. A point
    /// is drawn half a metre wide.
    pub fn from_disc(disc: &Disc) -> Area {
        let shape = if disc.radius_m() <= LARGEST_DIRECT_M {
            circle(disc.centre(), disc.radius_m().max(LEAST_RADIUS_M))
        } else {
            world_without(opposite(disc.centre()), HALF_MERIDIAN_M - disc.radius_m())
        };
        Area::from_shape(shape).expect("a circle of at least half a metre encloses something")
    }
}

fn opposite(point: LonLat) -> LonLat {
    let lon = if point.lon() > 0.0 {
        point.lon() - 180.0
    } else {
        point.lon() + 180.0
    };
    LonLat::new(lon, -point.lat()).expect("the opposite of a valid point is valid")
}

fn world_without(centre: LonLat, radius_m: f64) -> MultiPolygon<f64> {
    use geo::BooleanOps;
    let corners = [
        (-180.0, -90.0),
        (180.0, -90.0),
        (180.0, 90.0),
        (-180.0, 90.0),
        (-180.0, -90.0),
    ];
    let world = MultiPolygon(vec![Polygon::new(corners.into_iter().collect(), vec![])]);
    if radius_m < LEAST_RADIUS_M {
        world
    } else {
        world.difference(&circle(centre, radius_m))
    }
}

fn circle(centre: LonLat, radius_m: f64) -> MultiPolygon<f64> {
    debug_assert!(radius_m < POLAR_RADIUS_M * 1.6);
    let step = TAU / f64::from(CORNERS);
    let radius_m = radius_m * (step / step.sin()).sqrt();
    let mut ring: Vec<Coord<f64>> = Vec::with_capacity(CORNERS as usize + 3);
    for corner in 0..CORNERS {
        let azimuth = 360.0 * f64::from(corner) / f64::from(CORNERS);
        let (lat, lon): (f64, f64) = WGS84.direct(centre.lat(), centre.lon(), azimuth, radius_m);
        // Longitudes go on beyond 180 degrees here, so that the ring is one piece until it is cut.
        let before = ring.last().map_or(centre.lon(), |last| last.x);
        ring.push(Coord {
            x: before + wrapped(lon - before),
            y: lat.clamp(-90.0, 90.0),
        });
    }
    let around = ring[ring.len() - 1].x + wrapped(ring[0].x - ring[ring.len() - 1].x) - ring[0].x;
    if around.abs() > 180.0 {
        // The ring went once round the world: it holds the nearer pole, over which it is closed.
        let pole = 90f64.copysign(centre.lat());
        let first = ring[0];
        let last_x = first.x + 360f64.copysign(around);
        ring.extend([
            Coord {
                x: last_x,
                y: first.y,
            },
            Coord { x: last_x, y: pole },
            Coord {
                x: first.x,
                y: pole,
            },
        ]);
    }
    let windows = (-2..=2).map(|turn| 360.0 * f64::from(turn));
    MultiPolygon(windows.filter_map(|turn| window(&ring, turn)).collect())
}

/// A difference of longitudes brought to [-180, 180).
fn wrapped(degrees: f64) -> f64 {
    (degrees + 180.0).rem_euclid(360.0) - 180.0
}

/// The part of a ring in the 360 degrees of longitude around `turn`, moved to [-180, 180].
fn window(ring: &[Coord<f64>], turn: f64) -> Option<Polygon<f64>> {
    let east_of = clipped(ring, turn - 180.0, 1.0);
    let mut part = clipped(&east_of, turn + 180.0, -1.0);
    part.iter_mut()
        .for_each(|corner| corner.x = (corner.x - turn).clamp(-180.0, 180.0));
    part.dedup();
    (part.len() >= 3).then(|| Polygon::new(LineString(part), vec![]))
}

/// The part of a ring (not closed) on one side of a meridian.
fn clipped(ring: &[Coord<f64>], meridian: f64, side: f64) -> Vec<Coord<f64>> {
    let depth = |corner: Coord<f64>| (corner.x - meridian) * side;
    let mut kept = Vec::with_capacity(ring.len() + 2);
    for (i, &corner) in ring.iter().enumerate() {
        let next = ring[(i + 1) % ring.len()];
        if depth(corner) >= 0.0 {
            kept.push(corner);
        }
        if (depth(corner) > 0.0) != (depth(next) > 0.0)
            && depth(corner) != 0.0
            && depth(next) != 0.0
        {
            let t = depth(corner) / (depth(corner) - depth(next));
            kept.push(Coord {
                x: meridian,
                y: corner.y + (next.y - corner.y) * t,
            });
        }
    }
    kept
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::distance::ECCENTRICITY_SQUARED;

    fn disc(lon: f64, lat: f64, radius_m: f64) -> Disc {
        Disc::new(LonLat::new(lon, lat).unwrap(), radius_m).unwrap()
    }

    /// Area of a small geodesic circle on a surface of Gaussian curvature K: pi r^2 (1 - K r^2 / 12).
    fn check_area(lon: f64, lat: f64, radius_m: f64, relative: f64) {
        let sin = lat.to_radians().sin();
        let w = 1.0 - ECCENTRICITY_SQUARED * sin * sin;
        let curvature = w * w / (POLAR_RADIUS_M * POLAR_RADIUS_M);
        let expected =
            TAU / 2.0 * radius_m * radius_m * (1.0 - curvature * radius_m * radius_m / 12.0);
        let area = Area::from_disc(&disc(lon, lat, radius_m)).area_m2();
        assert!(
            (area / expected - 1.0).abs() < relative,
            "{area} {expected}"
        );
    }

    #[test]
    fn a_disc_has_its_area_anywhere() {
        for (lon, lat) in [(0.0, 0.0), (30.5, 50.4), (180.0, 60.0), (-179.9, -70.0)] {
            for radius_m in [100.0, 5_000.0, 200_000.0] {
                check_area(lon, lat, radius_m, 2e-4);
            }
        }
        // Over a pole the polygon's edges are arcs of parallels and no chords, so that it is a little larger.
        check_area(10.0, 89.9, 50_000.0, 2e-3);
        check_area(10.0, -90.0, 50_000.0, 2e-3);
    }

    #[test]
    fn a_disc_across_the_antimeridian_holds_points_on_both_sides() {
        let area = Area::from_disc(&disc(179.95, 10.0, 20_000.0));
        for (lon, lat, inside) in [
            (179.9, 10.0, true),
            (-179.95, 10.0, true),
            (-179.8, 10.0, false),
            (0.0, 10.0, false),
        ] {
            assert_eq!(
                area.contains(LonLat::new(lon, lat).unwrap()),
                inside,
                "{lon}"
            );
        }
    }

    #[test]
    fn a_disc_over_a_pole_holds_it_and_all_longitudes() {
        let area = Area::from_disc(&disc(20.0, 88.0, 500_000.0));
        for lon in [-170.0, -90.0, 0.0, 20.0, 100.0, 180.0] {
            assert!(area.contains(LonLat::new(lon, 89.0).unwrap()), "{lon}");
        }
        assert!(area.contains(LonLat::new(0.0, 90.0).unwrap()));
        assert!(!area.contains(LonLat::new(-160.0, 85.0).unwrap()));
        assert!(area.contains(LonLat::new(20.0, 84.0).unwrap()));
    }

    #[test]
    fn a_disc_larger_than_a_hemisphere_is_the_world_without_its_opposite() {
        let area = Area::from_disc(&disc(0.0, 0.0, 15_000_000.0));
        assert!(
            area.contains(LonLat::new(0.0, 0.0).unwrap())
                && area.contains(LonLat::new(0.0, 90.0).unwrap())
        );
        assert!(!area.contains(LonLat::new(179.0, 1.0).unwrap()));
        let world = Area::from_disc(&disc(0.0, 0.0, 30_000_000.0)).area_m2();
        assert!((world / 510_065_621.724e6 - 1.0).abs() < 1e-9);
    }

    #[test]
    fn a_point_is_drawn_small() {
        assert!(Area::from_disc(&disc(30.0, 50.0, 0.0)).area_m2() < 1.0);
    }
}
