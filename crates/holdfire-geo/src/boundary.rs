//! The distance between a point and an area.

use geo::{Coord, Line};

use crate::distance::{Cartesian, LEAST_M_PER_DEGREE_LAT, distance_between};
use crate::{Area, LonLat, Model};

/// Edges are looked at in parts of at most this many degrees, which bend by a few metres at most.
const PART_DEGREES: f64 = 0.1;

impl Area {
    /// Distance from a point to the nearest point of the area, metres; 0 inside. Found to a millimetre.
    pub fn distance_m(&self, model: Model, point: LonLat) -> f64 {
        if self.contains(point) {
            0.0
        } else {
            self.boundary_distance_m(model, point, f64::INFINITY)
        }
    }

    /// Whether some point of the area is at most `reach_m` away.
    pub fn is_within(&self, model: Model, point: LonLat, reach_m: f64) -> bool {
        self.contains(point) || self.boundary_distance_m(model, point, reach_m) <= reach_m
    }

    /// Distance to the nearest boundary point; may say infinity where it is more than `limit_m`.
    pub(crate) fn boundary_distance_m(&self, model: Model, point: LonLat, limit_m: f64) -> f64 {
        let mut search = Search {
            model,
            point,
            at_point: model.cartesian(point),
            across: point.lat().to_radians().cos(),
            best_m: f64::INFINITY,
        };
        if limit_m.is_infinite() {
            // With the distance of a corner that is near on paper most other edges need no second look.
            let corners = self.border_edges().map(|edge| edge.start);
            let away = |corner: &Coord<f64>| search.on_paper(*corner);
            if let Some(corner) = corners.min_by(|a, b| away(a).total_cmp(&away(b))) {
                search.best_m = search.distance_m(corner);
            }
        }
        for edge in self.border_edges() {
            if search.latitude_gap_m(edge) <= limit_m.min(search.best_m) {
                search.try_edge(edge, limit_m);
            }
        }
        search.best_m
    }
}

struct Search {
    model: Model,
    point: LonLat,
    at_point: Cartesian,
    /// How long a degree across is at the point, against one along.
    across: f64,
    best_m: f64,
}

impl Search {
    /// A distance that the edge is surely not nearer than.
    fn latitude_gap_m(&self, edge: Line<f64>) -> f64 {
        let (south, north) = (edge.start.y.min(edge.end.y), edge.start.y.max(edge.end.y));
        (south - self.point.lat()).max(self.point.lat() - north) * LEAST_M_PER_DEGREE_LAT
    }

    fn try_edge(&mut self, edge: Line<f64>, limit_m: f64) {
        let (dx, dy) = (edge.end.x - edge.start.x, edge.end.y - edge.start.y);
        let parts = (dx.abs().max(dy.abs()) / PART_DEGREES).ceil().max(1.0);
        let at = |part: f64| match part {
            part if part == parts => edge.end,
            part => Coord {
                x: edge.start.x + dx * part / parts,
                y: edge.start.y + dy * part / parts,
            },
        };
        let mut from = edge.start;
        let mut at_from = self.cartesian(from);
        for part in 1..=parts as u32 {
            let to = at(f64::from(part));
            let at_to = self.cartesian(to);
            // A point of the part is at most its length away from both ends; chords are never longer than arcs, and a
            // tenth of a degree is never bent by more than the margin.
            let (near, far) = (
                at_from.chord_squared(self.at_point).sqrt(),
                at_to.chord_squared(self.at_point).sqrt(),
            );
            let length = at_from.chord_squared(at_to).sqrt() * 1.001;
            if (near + far - length) / 2.0 <= limit_m.min(self.best_m) {
                self.try_part(from, to);
            }
            (from, at_from) = (to, at_to);
        }
    }

    /// Projects the point on the chord of the part, twice, the second time between close neighbours of the first foot.
    fn try_part(&mut self, from: Coord<f64>, to: Coord<f64>) {
        let on = |t: f64| Coord {
            x: from.x + (to.x - from.x) * t,
            y: from.y + (to.y - from.y) * t,
        };
        let coarse = self.foot(from, to);
        let (low, high) = ((coarse - 0.02).max(0.0), (coarse + 0.02).min(1.0));
        let fine = low + (high - low) * self.foot(on(low), on(high));
        for end in [from, to, on(fine)] {
            self.best_m = self.best_m.min(self.distance_m(end));
        }
    }

    fn distance_m(&self, position: Coord<f64>) -> f64 {
        let position = LonLat::new(position.x, position.y.clamp(-90.0, 90.0))
            .expect("a point between two valid ones is valid");
        let at_position = self.model.cartesian(position);
        distance_between(self.model, self.point, self.at_point, position, at_position)
    }

    /// How far a position is on a flat map, in squared degrees; the nearest there is mostly, not always, the nearest.
    fn on_paper(&self, position: Coord<f64>) -> f64 {
        let across = (position.x - self.point.lon()).abs();
        let across = across.min(360.0 - across) * self.across;
        let along = position.y - self.point.lat();
        across * across + along * along
    }

    /// Where on the chord between two positions the point's foot lies, as a share of its length.
    fn foot(&self, from: Coord<f64>, to: Coord<f64>) -> f64 {
        let (a, b, p) = (self.cartesian(from), self.cartesian(to), self.at_point);
        let (dx, dy, dz) = (b.x - a.x, b.y - a.y, b.z - a.z);
        let length_squared = dx * dx + dy * dy + dz * dz;
        if length_squared == 0.0 {
            return 0.0;
        }
        (((p.x - a.x) * dx + (p.y - a.y) * dy + (p.z - a.z) * dz) / length_squared).clamp(0.0, 1.0)
    }

    fn cartesian(&self, position: Coord<f64>) -> Cartesian {
        self.model.cartesian(
            LonLat::new(
                position.x.clamp(-180.0, 180.0),
                position.y.clamp(-90.0, 90.0),
            )
            .expect("clamped to the range"),
        )
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::area::tests::{box_area, star_ring};
    use crate::distance_m;

    fn point(lon: f64, lat: f64) -> LonLat {
        LonLat::new(lon, lat).unwrap()
    }

    #[test]
    fn a_point_inside_is_no_distance_away() {
        assert_eq!(
            box_area(0.0, 0.0, 1.0, 1.0).distance_m(Model::Wgs84, point(0.5, 0.5)),
            0.0
        );
    }

    #[test]
    fn the_nearest_point_may_be_a_corner_or_lie_on_a_meridian() {
        let area = box_area(10.0, 40.0, 20.0, 50.0);
        for model in [Model::Sphere, Model::Wgs84] {
            let corner = distance_m(model, point(9.0, 39.0), point(10.0, 40.0));
            assert!((area.distance_m(model, point(9.0, 39.0)) - corner).abs() < 1e-6);
        }
        // On the sphere a point's distance to a meridian is exact: sin d = cos lat sin dlon.
        let expected = crate::MEAN_EARTH_RADIUS_M
            * (45f64.to_radians().cos() * 1f64.to_radians().sin()).asin();
        assert!((area.distance_m(Model::Sphere, point(9.0, 45.0)) - expected).abs() < 1e-3);
    }

    #[test]
    fn the_antimeridian_is_no_barrier() {
        let area = box_area(-180.0, 0.0, -179.0, 1.0);
        assert!((area.distance_m(Model::Sphere, point(179.9, 0.5)) - 11_119.0).abs() < 5.0);
        assert!(area.is_within(Model::Sphere, point(179.9, 0.5), 11_200.0));
        assert!(!area.is_within(Model::Sphere, point(179.9, 0.5), 11_000.0));
    }

    proptest! {
        #![proptest_config(crate::testing::fixed(64))]
        #[test]
        fn the_distance_agrees_with_densely_sampled_edges(
            seed in 0u64..1000, lat in -70.0..70.0f64, dx in -2.0..2.0f64, dy in -2.0..2.0f64,
        ) {
            let area = Area::new(vec![vec![star_ring(30.0, lat, 1.0, 12, seed)]]).unwrap();
            let from = point(30.0 + dx, lat + dy);
            let sampled = area.edges().flat_map(|edge| (0..=2000).map(move |i| {
                let t = f64::from(i) / 2000.0;
                point(edge.start.x + edge.dx() * t, edge.start.y + edge.dy() * t)
            })).map(|on_edge| distance_m(Model::Wgs84, from, on_edge)).fold(f64::INFINITY, f64::min);
            let found = area.boundary_distance_m(Model::Wgs84, from, f64::INFINITY);
            prop_assert!(found <= sampled + 1e-3, "{found} {sampled}");
            prop_assert!(found > sampled - 40.0, "{found} {sampled}");
        }
    }
}
