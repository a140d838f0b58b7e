//! Distances on the sphere and on the ellipsoid.

use std::sync::LazyLock;

use geographiclib_rs::{Geodesic, InverseGeodesic};

use crate::LonLat;

/// Mean radius of the Earth, (2a + b) / 3 of WGS 84, rounded as the benchmark peers do.
pub const MEAN_EARTH_RADIUS_M: f64 = 6_371_008.8;

/// Equatorial radius of WGS 84 (NIMA TR8350.2).
pub(crate) const EQUATORIAL_RADIUS_M: f64 = 6_378_137.0;
/// Flattening of WGS 84 (NIMA TR8350.2).
const FLATTENING: f64 = 1.0 / 298.257_223_563;
/// First eccentricity of WGS 84, squared.
pub(crate) const ECCENTRICITY_SQUARED: f64 = FLATTENING * (2.0 - FLATTENING);
/// Polar radius of WGS 84.
pub(crate) const POLAR_RADIUS_M: f64 = EQUATORIAL_RADIUS_M * (1.0 - FLATTENING);
/// Metres in a degree of latitude at the equator: nowhere on the sphere or the ellipsoid is it less.
pub(crate) const LEAST_M_PER_DEGREE_LAT: f64 = 110_574.0;

/// Below this chord the distance on the ellipsoid is taken from the chord; its error there is below 1 micrometre.
const CHORD_LIMIT_M: f64 = 60_000.0;

/// The geodesic solver of the ellipsoid; its series coefficients are computed once.
pub(crate) static WGS84: LazyLock<Geodesic> = LazyLock::new(Geodesic::wgs84);

/// The figure of the Earth that distances are measured on.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Model {
    /// Great circles on a sphere of [`MEAN_EARTH_RADIUS_M`]: for comparison with other systems.
    Sphere,
    /// Geodesics on the WGS 84 ellipsoid: for the product.
    Wgs84,
}

/// A point in Earth-centred coordinates, metres, on the surface of its model.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Cartesian {
    pub x: f64,
    pub y: f64,
    pub z: f64,
}

/// The shortest distance between two points along the surface of the model, metres.
///
/// On the ellipsoid, points less than 60 km apart are measured by their chord and the curvature of the normal section
/// between them, which agrees with the geodesic to a micrometre; others by Karney's algorithm.
///
/// # Source
/// Karney 2013, doi:10.1007/s00190-012-0578-z.
pub fn distance_m(model: Model, a: LonLat, b: LonLat) -> f64 {
    distance_between(model, a, model.cartesian(a), b, model.cartesian(b))
}

/// [`distance_m`] with the Earth-centred coordinates at hand; gives the same bits.
#[inline]
pub(crate) fn distance_between(
    model: Model,
    a: LonLat,
    at_a: Cartesian,
    b: LonLat,
    at_b: Cartesian,
) -> f64 {
    let chord_squared = at_a.chord_squared(at_b);
    match model {
        Model::Sphere => {
            let sum = Cartesian {
                x: at_a.x + at_b.x,
                y: at_a.y + at_b.y,
                z: at_a.z + at_b.z,
            };
            // Exact for near, opposite and equal points alike, unlike the arc sine of the haversine formula.
            2.0 * MEAN_EARTH_RADIUS_M * chord_squared.sqrt().atan2(sum.length_squared().sqrt())
        }
        Model::Wgs84 if chord_squared < CHORD_LIMIT_M * CHORD_LIMIT_M => {
            ellipsoid_arc_m(at_a, at_b, chord_squared)
        }
        Model::Wgs84 => WGS84.inverse(a.lat(), a.lon(), b.lat(), b.lon()),
    }
}

/// The arc over a short chord: a circle with the curvature of the ellipsoid's normal section at the chord's middle.
fn ellipsoid_arc_m(a: Cartesian, b: Cartesian, chord_squared: f64) -> f64 {
    const EQUATORIAL: f64 = 1.0 / (EQUATORIAL_RADIUS_M * EQUATORIAL_RADIUS_M);
    const POLAR: f64 = 1.0 / (POLAR_RADIUS_M * POLAR_RADIUS_M);
    if chord_squared == 0.0 {
        return 0.0;
    }
    let (dx, dy, dz) = (b.x - a.x, b.y - a.y, b.z - a.z);
    let middle = Cartesian {
        x: (a.x + b.x) / 2.0,
        y: (a.y + b.y) / 2.0,
        z: (a.z + b.z) / 2.0,
    };
    let normal = Cartesian {
        x: middle.x * EQUATORIAL,
        y: middle.y * EQUATORIAL,
        z: middle.z * POLAR,
    };
    // The middle of a chord lies below the surface; this share of the way from the centre, squared.
    let sunk = middle.x * normal.x + middle.y * normal.y + middle.z * normal.z;
    let bent = (dx * dx + dy * dy) * EQUATORIAL + dz * dz * POLAR;
    // Curvature times chord, squared; then the arc sine as its series, complete to 1e-15 for chords up to the limit.
    let bent_squared = bent * bent * sunk / (chord_squared * normal.length_squared());
    chord_squared.sqrt() * (1.0 + bent_squared / 24.0 + bent_squared * bent_squared * (3.0 / 640.0))
}

impl Model {
    /// Earth-centred coordinates of a point on the surface of the model.
    #[inline]
    pub(crate) fn cartesian(self, point: LonLat) -> Cartesian {
        let (sin_lat, cos_lat) = point.lat().to_radians().sin_cos();
        let (sin_lon, cos_lon) = point.lon().to_radians().sin_cos();
        let (across, along) = match self {
            Model::Sphere => (MEAN_EARTH_RADIUS_M, MEAN_EARTH_RADIUS_M),
            Model::Wgs84 => {
                let normal =
                    EQUATORIAL_RADIUS_M / (1.0 - ECCENTRICITY_SQUARED * sin_lat * sin_lat).sqrt();
                (normal, normal * (1.0 - ECCENTRICITY_SQUARED))
            }
        };
        Cartesian {
            x: across * cos_lat * cos_lon,
            y: across * cos_lat * sin_lon,
            z: along * sin_lat,
        }
    }
}

impl Cartesian {
    #[inline]
    pub(crate) fn chord_squared(self, other: Self) -> f64 {
        let (dx, dy, dz) = (self.x - other.x, self.y - other.y, self.z - other.z);
        dx * dx + dy * dy + dz * dz
    }

    #[inline]
    fn length_squared(self) -> f64 {
        self.x * self.x + self.y * self.y + self.z * self.z
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn point(lon: f64, lat: f64) -> LonLat {
        LonLat::new(lon, lat).unwrap()
    }

    fn haversine_m(a: LonLat, b: LonLat) -> f64 {
        let (p, q) = (a.lat().to_radians(), b.lat().to_radians());
        let half = |degrees: f64| (degrees.to_radians() / 2.0).sin().powi(2);
        let h = half(b.lat() - a.lat()) + p.cos() * q.cos() * half(b.lon() - a.lon());
        2.0 * MEAN_EARTH_RADIUS_M * h.sqrt().min(1.0).asin()
    }

    #[test]
    fn a_quarter_of_the_sphere_is_a_quarter_of_its_circumference() {
        let quarter = MEAN_EARTH_RADIUS_M * std::f64::consts::FRAC_PI_2;
        assert!(
            (distance_m(Model::Sphere, point(0.0, 0.0), point(90.0, 0.0)) - quarter).abs() < 1e-6
        );
        assert!(
            (distance_m(Model::Sphere, point(12.0, 90.0), point(77.0, -90.0)) - 2.0 * quarter)
                .abs()
                < 1e-6
        );
    }

    #[test]
    fn the_ellipsoid_agrees_with_published_geodesics() {
        // Equator to pole: the meridian quadrant of WGS 84, 10 001 965.729 m (Karney 2013).
        assert!(
            (distance_m(Model::Wgs84, point(5.0, 0.0), point(5.0, 90.0)) - 10_001_965.729).abs()
                < 1e-3
        );
        // A degree of the equator is an arc of a circle.
        let degree = EQUATORIAL_RADIUS_M.to_radians();
        assert!(
            (distance_m(Model::Wgs84, point(0.0, 0.0), point(0.5, 0.0)) - degree / 2.0).abs()
                < 1e-6
        );
    }

    #[test]
    fn a_place_is_no_distance_from_itself_across_the_antimeridian() {
        for model in [Model::Sphere, Model::Wgs84] {
            assert!(distance_m(model, point(180.0, 10.0), point(-180.0, 10.0)) < 1e-8);
        }
    }

    proptest! {
        #![proptest_config(crate::testing::fixed(1000))]

        #[test]
        fn the_chord_agrees_with_karney_to_a_micrometre(
            lon in -180.0..180.0f64, lat in -89.0..89.0f64, dx in -0.6..0.6f64, dy in -0.6..0.6f64,
        ) {
            let (a, b) = (point(lon, lat), point((lon + dx).clamp(-180.0, 180.0), (lat + dy).clamp(-90.0, 90.0)));
            let karney: f64 = WGS84.inverse(a.lat(), a.lon(), b.lat(), b.lon());
            prop_assert!((distance_m(Model::Wgs84, a, b) - karney).abs() < 1e-6);
        }

        #[test]
        fn the_sphere_agrees_with_the_haversine_formula(
            lon in -180.0..180.0f64, lat in -90.0..90.0f64, lon2 in -180.0..180.0f64, lat2 in -90.0..90.0f64,
        ) {
            let (a, b) = (point(lon, lat), point(lon2, lat2));
            let expected = haversine_m(a, b);
            prop_assume!(expected < 19_000_000.0);
            prop_assert!((distance_m(Model::Sphere, a, b) - expected).abs() < 1e-6);
            prop_assert_eq!(distance_m(Model::Sphere, a, b), distance_m(Model::Sphere, b, a));
        }
    }
}
