//! Areas on the ellipsoid by way of the cylindrical equal-area projection.

use geo::LineString;

use crate::distance::{ECCENTRICITY_SQUARED, POLAR_RADIUS_M};

/// Edges are integrated in parts of at most this many degrees of latitude: the quadrature is then exact to 1e-12.
const PART_DEGREES: f64 = 5.0;

/// Area of a closed ring on WGS 84, square metres; positive if it runs counter-clockwise.
///
/// # Source
/// Snyder 1987, "Map Projections", equation 3-12 (authalic latitude). Green's theorem turns the area into the integral
/// of the area below the edge; edges are straight in longitude and latitude, so three Gauss nodes a part suffice.
pub(crate) fn ring_area_m2(ring: &LineString<f64>) -> f64 {
    let Some(first) = ring.0.first() else {
        return 0.0;
    };
    // The sum of all longitude steps is 0, so any constant may be taken off; a near one keeps small rings precise.
    let base = strip_m2(first.y);
    -ring
        .lines()
        .map(|edge| {
            (edge.end.x - edge.start.x).to_radians()
                * (mean_strip_m2(edge.start.y, edge.end.y) - base)
        })
        .sum::<f64>()
}

/// Mean of [`strip_m2`] along an edge between two latitudes.
fn mean_strip_m2(from: f64, to: f64) -> f64 {
    if from == to {
        return strip_m2(from);
    }
    const NODE: f64 = 0.774_596_669_241_483_4;
    let parts = ((to - from).abs() / PART_DEGREES).ceil().max(1.0);
    let half = (to - from) / parts / 2.0;
    let mut sum = 0.0;
    for part in 0..parts as u32 {
        let middle = from + half * f64::from(2 * part + 1);
        sum += (5.0 * (strip_m2(middle - half * NODE) + strip_m2(middle + half * NODE))
            + 8.0 * strip_m2(middle))
            / 18.0;
    }
    sum / parts
}

/// Area of the strip between the equator and a latitude, a radian of longitude wide.
fn strip_m2(lat: f64) -> f64 {
    const POLAR_HALF: f64 = POLAR_RADIUS_M * POLAR_RADIUS_M / 2.0;
    let eccentricity = ECCENTRICITY_SQUARED.sqrt();
    let sin_lat = lat.to_radians().sin();
    POLAR_HALF
        * (sin_lat / (1.0 - ECCENTRICITY_SQUARED * sin_lat * sin_lat)
            + (eccentricity * sin_lat).atanh() / eccentricity)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::distance::EQUATORIAL_RADIUS_M;

    fn check(ring: &[[f64; 2]], expected_m2: f64, relative: f64) {
        let area = ring_area_m2(
            &ring
                .iter()
                .map(|&position| geo::Coord::from(position))
                .collect(),
        );
        assert!(
            (area / expected_m2 - 1.0).abs() < relative,
            "{area} is not {expected_m2}"
        );
    }

    /// Area under `lat(lon)` between two longitudes by brute force: the surface element M N cos(lat).
    fn integrated_m2(west: f64, east: f64, south: f64, north_at: impl Fn(f64) -> f64) -> f64 {
        let steps = 600;
        let element = |lat: f64| {
            let (sin, cos) = lat.to_radians().sin_cos();
            let w = 1.0 - ECCENTRICITY_SQUARED * sin * sin;
            EQUATORIAL_RADIUS_M.powi(2) * (1.0 - ECCENTRICITY_SQUARED) * cos / (w * w)
        };
        let dx = (east - west) / f64::from(steps);
        (0..steps)
            .map(|i| {
                let north = north_at(west + dx * (f64::from(i) + 0.5));
                let dy = (north - south) / f64::from(steps);
                (0..steps)
                    .map(|k| element(south + dy * (f64::from(k) + 0.5)))
                    .sum::<f64>()
                    * dy.to_radians()
                    * dx.to_radians()
            })
            .sum()
    }

    #[test]
    fn the_whole_earth_has_its_published_area() {
        check(
            &[
                [-180.0, -90.0],
                [180.0, -90.0],
                [180.0, 90.0],
                [-180.0, 90.0],
                [-180.0, -90.0],
            ],
            510_065_621.724e6,
            1e-12,
        );
    }

    #[test]
    fn a_degree_cell_at_the_equator_has_the_area_of_its_surface_integral() {
        let cell = [[0.0, 0.0], [1.0, 0.0], [1.0, 1.0], [0.0, 1.0], [0.0, 0.0]];
        check(&cell, integrated_m2(0.0, 1.0, 0.0, |_| 1.0), 1e-9);
        // GeographicLib's planimeter says 12 308.778 km2 where the northern edge is a geodesic, which bulges.
        check(&cell, 12_308_778_361.469, 1e-4);
    }

    #[test]
    fn a_slanted_edge_agrees_with_the_surface_integral() {
        let expected = integrated_m2(10.0, 30.0, 40.0, |lon| 40.0 + (lon - 10.0));
        check(
            &[[10.0, 40.0], [30.0, 40.0], [30.0, 60.0], [10.0, 40.0]],
            expected,
            1e-5,
        );
    }

    #[test]
    fn a_clockwise_ring_is_negative_and_a_small_one_is_precise() {
        check(
            &[[0.0, 0.0], [0.0, 1.0], [1.0, 1.0], [1.0, 0.0], [0.0, 0.0]],
            -12_308_778_361.469,
            1e-4,
        );
        let (w, s, e) = (30.0, 50.0, 1e-4);
        let expected = integrated_m2(w, w + e, s, |_| s + e);
        check(
            &[[w, s], [w + e, s], [w + e, s + e], [w, s + e], [w, s]],
            expected,
            1e-8,
        );
    }
}
