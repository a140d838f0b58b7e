//! How much of one area lies in others.

use geo::{BooleanOps, Coord, MultiPolygon, Polygon, unary_union};

use crate::Area;
use crate::area::shape_area_m2;
use crate::authalic::ring_area_m2;
use crate::distance::EQUATORIAL_RADIUS_M;

/// Left-over pieces thinner than this, in metres, are taken for the noise of borders that were rounded or digitised
/// apart: coordinates of five decimals are good to about a metre.
pub const SLIVER_WIDTH_M: f64 = 1.0;

/// Which part of a place lies inside something.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Overlap {
    /// No point of the place.
    None,
    /// Some points: the share of the place's area, more than 0 and less than 1.
    Part(f64),
    /// Every point of the place.
    All,
}

impl Overlap {
    /// The share of the place's area: 0 for none, 1 for all.
    pub fn share(self) -> f64 {
        match self {
            Overlap::None => 0.0,
            Overlap::Part(share) => share,
            Overlap::All => 1.0,
        }
    }

    /// A true part, however small or large its share was computed.
    pub(crate) fn part(share: f64) -> Self {
        Overlap::Part(share.clamp(f64::MIN_POSITIVE, 1.0 - f64::EPSILON))
    }
}

impl Area {
    /// Area of the common part on WGS 84, square metres.
    ///
    /// Corners are found on a grid of at most 2 centimetres.
    pub fn intersection_m2(&self, other: &Area) -> f64 {
        if !self.bounds().intersects(&other.bounds()) {
            return 0.0;
        }
        shape_area_m2(&self.shape().intersection(other.shape())).max(0.0)
    }

    /// Which part of this area lies in the other.
    ///
    /// A piece inside counts, and so does a piece outside, unless its mean width (twice its area by its perimeter) is
    /// below [`SLIVER_WIDTH_M`]; so an area and its neighbour along a shared border do not overlap in part.
    pub fn overlap(&self, other: &Area) -> Overlap {
        if !self.bounds().intersects(&other.bounds()) {
            return Overlap::None;
        }
        let inside = Pieces::of(&self.shape().intersection(other.shape()));
        let outside = Pieces::of(&self.shape().difference(other.shape()));
        match (inside.solid, outside.solid) {
            (false, true) => Overlap::None,
            (true, false) => Overlap::All,
            // Both: plainly a part. Neither: the area itself is a sliver, and then each of its points counts.
            _ if outside.area_m2 == 0.0 => Overlap::All,
            _ if inside.area_m2 == 0.0 => Overlap::None,
            _ => Overlap::part(inside.area_m2 / (inside.area_m2 + outside.area_m2)),
        }
    }

    /// Which part of this area lies in the union of others: as [`Area::overlap`], points in several counted once.
    pub fn overlap_with_union<'a>(&self, others: impl IntoIterator<Item = &'a Area>) -> Overlap {
        let near: Vec<&Area> = others
            .into_iter()
            .filter(|other| self.bounds().intersects(&other.bounds()))
            .collect();
        match near[..] {
            [] => Overlap::None,
            [other] => self.overlap(other),
            _ => match Area::union(near) {
                Some(union) => self.overlap(&union),
                None => Overlap::None,
            },
        }
    }

    /// The union of areas, without the borders between them; `None` if there is no area.
    ///
    /// Corners move to a grid of at most 2 centimetres.
    pub fn union<'a>(areas: impl IntoIterator<Item = &'a Area>) -> Option<Area> {
        Area::from_shape(unary_union(areas.into_iter().map(Area::shape)))
    }

    /// Whether rings cross or polygons overlap so that the even-odd rule and the rings disagree about the area.
    ///
    /// Whoever reads a file should tell of it. Crossings that change less than a millionth of the area are not noticed.
    pub fn overlaps_itself(&self) -> bool {
        let nothing = MultiPolygon::<f64>::new(Vec::new());
        let even_odd_m2 = shape_area_m2(&self.shape().union(&nothing));
        let ringed_m2 = self.area_m2();
        (even_odd_m2 - ringed_m2).abs() > 1e-6 * ringed_m2
    }
}

/// What an overlay left over.
struct Pieces {
    area_m2: f64,
    /// Whether some piece is wider than a sliver.
    solid: bool,
}

impl Pieces {
    fn of(shape: &MultiPolygon<f64>) -> Self {
        let mut pieces = Self {
            area_m2: 0.0,
            solid: false,
        };
        for polygon in &shape.0 {
            let holes_m2: f64 = polygon
                .interiors()
                .iter()
                .map(|hole| ring_area_m2(hole).abs())
                .sum();
            let area_m2 = (ring_area_m2(polygon.exterior()).abs() - holes_m2).max(0.0);
            pieces.area_m2 += area_m2;
            pieces.solid |= 2.0 * area_m2 > SLIVER_WIDTH_M * perimeter_m(polygon);
        }
        pieces
    }
}

/// Length of the rings, good to a percent, which is enough to tell a sliver.
fn perimeter_m(polygon: &Polygon<f64>) -> f64 {
    let rings = std::iter::once(polygon.exterior()).chain(polygon.interiors());
    rings
        .flat_map(|ring| ring.lines())
        .map(|edge| edge_length_m(edge.start, edge.end))
        .sum()
}

fn edge_length_m(a: Coord<f64>, b: Coord<f64>) -> f64 {
    let across = (b.x - a.x) * ((a.y + b.y) / 2.0).to_radians().cos();
    across.hypot(b.y - a.y).to_radians() * EQUATORIAL_RADIUS_M
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::area::tests::{box_area, box_ring, star_ring};

    fn check(area: &Area, other: &Area, expected: Overlap) {
        match (area.overlap(other), expected) {
            (Overlap::Part(share), Overlap::Part(wanted)) => {
                assert!((share - wanted).abs() < 1e-6, "{share}")
            }
            (overlap, expected) => assert_eq!(overlap, expected),
        }
    }

    #[test]
    fn half_a_box_in_another_is_half() {
        check(
            &box_area(0.0, 50.0, 2.0, 51.0),
            &box_area(1.0, 49.0, 5.0, 52.0),
            Overlap::Part(0.5),
        );
    }

    #[test]
    fn a_box_in_a_larger_one_is_all_and_in_a_hole_none() {
        let holed = Area::new(vec![vec![
            box_ring(0.0, 0.0, 9.0, 9.0),
            box_ring(2.0, 2.0, 7.0, 7.0),
        ]])
        .unwrap();
        check(&box_area(0.5, 0.5, 1.0, 1.0), &holed, Overlap::All);
        check(&box_area(3.0, 3.0, 4.0, 4.0), &holed, Overlap::None);
        check(&box_area(2.0, 2.0, 7.0, 7.0), &holed, Overlap::None);
        check(&holed, &holed, Overlap::All);
    }

    #[test]
    fn neighbours_along_a_digitised_border_do_not_overlap_in_part() {
        // The same border with other corners, each rounded to five decimals.
        let left = Area::new(vec![vec![vec![
            [30.0, 50.0],
            [31.0, 50.0],
            [31.123_46, 50.333_33],
            [31.370_37, 51.0],
            [30.0, 51.0],
            [30.0, 50.0],
        ]]])
        .unwrap();
        let right = Area::new(vec![vec![vec![
            [31.0, 50.0],
            [32.0, 50.0],
            [32.0, 51.0],
            [31.370_37, 51.0],
            [31.246_91, 50.666_67],
            [31.0, 50.0],
        ]]])
        .unwrap();
        assert!(left.intersection_m2(&right) > 0.0 || right.intersection_m2(&left) == 0.0);
        check(&left, &right, Overlap::None);
        check(&right, &left, Overlap::None);
        check(&left, &Area::union([&left, &right]).unwrap(), Overlap::All);
    }

    #[test]
    fn a_small_zone_in_a_large_place_is_a_part_however_small() {
        let overlap =
            box_area(20.0, 45.0, 40.0, 55.0).overlap(&box_area(30.0, 50.0, 30.0002, 50.0002));
        assert!(
            matches!(overlap, Overlap::Part(share) if share > 0.0 && share < 1e-9),
            "{overlap:?}"
        );
    }

    #[test]
    fn two_halves_hold_all_together() {
        let whole = box_area(0.0, 50.0, 2.0, 51.0);
        let halves = [
            box_area(-1.0, 49.0, 1.0, 52.0),
            box_area(1.0, 49.0, 3.0, 52.0),
        ];
        assert_eq!(whole.overlap_with_union(&halves), Overlap::All);
        assert_eq!(whole.overlap_with_union(&[]), Overlap::None);
        check(&whole, &halves[0], Overlap::Part(0.5));
    }

    #[test]
    fn overlapping_areas_are_counted_once() {
        let whole = box_area(0.0, 0.0, 4.0, 1.0);
        let Overlap::Part(share) = whole.overlap_with_union([
            &box_area(0.0, -1.0, 2.0, 2.0),
            &box_area(1.0, -1.0, 3.0, 2.0),
        ]) else {
            panic!("a part is inside")
        };
        assert!((share - 0.75).abs() < 1e-6, "{share}");
    }

    #[test]
    fn rings_that_cross_are_noticed_and_proper_ones_are_not() {
        let bow_tie = vec![[0.0, 0.0], [3.0, 2.0], [3.0, 0.0], [0.0, 1.0], [0.0, 0.0]];
        assert!(Area::new(vec![vec![bow_tie]]).unwrap().overlaps_itself());
        let doubled = vec![
            vec![box_ring(0.0, 0.0, 2.0, 2.0)],
            vec![box_ring(1.0, 1.0, 3.0, 3.0)],
        ];
        assert!(Area::new(doubled).unwrap().overlaps_itself());
        let holed = vec![vec![
            box_ring(0.0, 0.0, 9.0, 9.0),
            box_ring(2.0, 2.0, 7.0, 7.0),
        ]];
        assert!(!Area::new(holed).unwrap().overlaps_itself());
        assert!(
            !Area::new(vec![vec![star_ring(30.0, 50.0, 2.0, 500, 7)]])
                .unwrap()
                .overlaps_itself()
        );
    }

    #[test]
    fn the_common_area_of_boxes_is_the_box_between() {
        let common =
            box_area(0.0, 50.0, 2.0, 51.0).intersection_m2(&box_area(1.0, 50.5, 3.0, 52.0));
        assert!((common / box_area(1.0, 50.5, 2.0, 51.0).area_m2() - 1.0).abs() < 1e-6);
        assert_eq!(
            box_area(0.0, 0.0, 1.0, 1.0).intersection_m2(&box_area(2.0, 0.0, 3.0, 1.0)),
            0.0
        );
    }
}
