//! Edges that only exist because the world is cut open to be drawn flat.

use geo::{Coord, Line};

use crate::Area;

/// The edges of an area along the antimeridian, by side.
#[derive(Debug, Default)]
pub(crate) struct Seam {
    /// Along -180 degrees.
    pub west: Vec<Line<f64>>,
    /// Along 180 degrees.
    pub east: Vec<Line<f64>>,
}

/// A part of the antimeridian where the area ends: latitudes, and whether the inside is to the east of it.
#[derive(Debug, Clone, Copy)]
pub(crate) struct SeamBorder {
    pub low: f64,
    pub high: f64,
    pub inside_is_east: bool,
}

impl Seam {
    /// Takes up the edge if it lies on the antimeridian, and says whether it does.
    pub(crate) fn takes(&mut self, edge: Line<f64>) -> bool {
        let side = match (edge.start.x, edge.end.x) {
            (-180.0, -180.0) => &mut self.west,
            (180.0, 180.0) => &mut self.east,
            _ => return false,
        };
        side.push(edge);
        true
    }

    /// What is left where the area does not go on beyond the antimeridian: parts covered an odd number of times.
    pub(crate) fn borders(&self) -> Vec<SeamBorder> {
        let mut ends: Vec<f64> = self
            .west
            .iter()
            .chain(&self.east)
            .flat_map(|edge| [edge.start.y, edge.end.y])
            .collect();
        ends.sort_by(f64::total_cmp);
        let parts = ends
            .chunks_exact(2)
            .map(|pair| (pair[0], pair[1]))
            .filter(|(low, high)| low < high);
        parts
            .map(|(low, high)| SeamBorder {
                low,
                high,
                inside_is_east: self
                    .west
                    .iter()
                    .any(|edge| spans(edge).0 <= low && high <= spans(edge).1),
            })
            .collect()
    }
}

/// Lower and upper latitude of an edge.
pub(crate) fn spans(edge: &Line<f64>) -> (f64, f64) {
    (edge.start.y.min(edge.end.y), edge.start.y.max(edge.end.y))
}

impl Area {
    /// The edges at which the area truly ends: not those along a pole, nor those along the antimeridian beyond which it
    /// goes on.
    pub(crate) fn border_edges(&self) -> impl Iterator<Item = Line<f64>> {
        let mut seam = Seam::default();
        self.edges()
            .filter(|edge| edge.start.x.abs() == 180.0)
            .for_each(|edge| {
                seam.takes(edge);
            });
        let on_seam = seam.borders().into_iter().map(|border| {
            Line::new(
                Coord {
                    x: 180.0,
                    y: border.low,
                },
                Coord {
                    x: 180.0,
                    y: border.high,
                },
            )
        });
        let others = self.edges().filter(|edge| {
            let along_seam = edge.start.x.abs() == 180.0 && edge.start.x == edge.end.x;
            let along_pole = edge.start.y.abs() == 90.0 && edge.start.y == edge.end.y;
            !along_seam && !along_pole
        });
        others.chain(on_seam)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::area::tests::{box_area, box_ring};

    #[test]
    fn the_world_has_no_border() {
        assert_eq!(
            box_area(-180.0, -90.0, 180.0, 90.0).border_edges().count(),
            0
        );
    }

    #[test]
    fn an_area_that_goes_on_beyond_the_seam_ends_there_only_where_it_does_not() {
        let area = Area::new(vec![
            vec![box_ring(170.0, -10.0, 180.0, 10.0)],
            vec![box_ring(-180.0, -10.0, -170.0, 5.0)],
        ])
        .unwrap();
        let on_seam: Vec<_> = area
            .border_edges()
            .filter(|edge| edge.start.x == 180.0 && edge.end.x == 180.0)
            .collect();
        assert_eq!(on_seam.len(), 1);
        assert_eq!(spans(&on_seam[0]), (5.0, 10.0));
    }
}
