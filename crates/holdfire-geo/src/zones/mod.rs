//! Many zones at once: which of them touch a disc, and how much of it they hold.

mod build;
mod clip;
mod hits;
mod union;

#[cfg(test)]
mod tests;

use geo::{BooleanOps, MultiPolygon};

use self::build::{EdgeCell, Item, Table};
use self::clip::clip;
use self::hits::Found;
pub use self::hits::{ZoneHit, ZoneHits};
use crate::area::shape_area_m2;
use crate::distance::{ECCENTRICITY_SQUARED, EQUATORIAL_RADIUS_M};
use crate::raster::{COLUMNS, ROWS, cell, column, row};
use crate::{Area, Disc, LonLat, MEAN_EARTH_RADIUS_M, Model, Overlap};

/// Discs up to this radius are judged in a local map.
const LARGEST_LOCAL_M: f64 = 100_000.0;
/// A local map also ends where parallels would change their length by more than this share across the radius.
const LARGEST_STRETCH: f64 = 0.05;

/// Zones, sorted so that a disc is compared with the boundaries near it only.
///
/// The world is cut into cells of a quarter degree. A cell knows the zones that hold it wholly, and of each boundary
/// through it the pieces within the cell and on which side is inside.
///
/// A border between two polygons of one zone counts as a border of the zone: [`Area::union`] removes such borders first.
///
/// # Units and shape
/// Discs up to 100 km (less towards the poles) are judged on a local map: metres along the meridian and the parallel of
/// the centre, with the radii of curvature of WGS 84. Straight edges are straight there, and the answers exact; the map
/// itself is true to `radius / 6371 km * tan(latitude)`, at most 5 %, at its rim. Wider discs are compared with the
/// boundaries by geodesic distance and with [`Area::from_disc`] for shares, which takes milliseconds.
#[derive(Debug)]
pub struct ZoneIndex {
    table: Table,
    zones: Vec<Area>,
}

/// Scales of the map around a centre.
struct Local {
    lon: f64,
    lat: f64,
    m_per_degree_lon: f64,
    m_per_degree_lat: f64,
    /// The largest radius that the map is good for.
    limit_m: f64,
}

impl Local {
    #[inline]
    fn around(centre: LonLat) -> Self {
        let (lon, lat) = centre.for_membership();
        let (sin, cos) = lat.to_radians().sin_cos();
        let w = 1.0 - ECCENTRICITY_SQUARED * sin * sin;
        let normal = EQUATORIAL_RADIUS_M / w.sqrt();
        Self {
            lon,
            lat,
            m_per_degree_lon: (normal * cos).to_radians(),
            m_per_degree_lat: (normal * (1.0 - ECCENTRICITY_SQUARED) / w).to_radians(),
            limit_m: LARGEST_LOCAL_M.min(LARGEST_STRETCH * MEAN_EARTH_RADIUS_M * cos / sin.abs()),
        }
    }

    /// A position of the map; `turn` is 360 degrees for positions reached across the antimeridian.
    #[inline]
    fn metres(&self, lon: f64, lat: f64, turn: f64) -> [f64; 2] {
        [
            (lon - self.lon + turn) * self.m_per_degree_lon,
            (lat - self.lat) * self.m_per_degree_lat,
        ]
    }
}

impl ZoneIndex {
    /// Sorts the boundaries of zones; a zone is known by its place in the list.
    pub fn build(zones: &[Area]) -> Self {
        Self {
            table: Table::build(zones),
            zones: zones.to_vec(),
        }
    }

    /// The zones.
    pub fn zones(&self) -> &[Area] {
        &self.zones
    }

    /// Finds every zone that touches a disc, with the part of the disc in it.
    ///
    /// A zone whose boundary comes nearer to the centre than the radius holds the disc in part; any other all of it or
    /// nothing, as the centre tells. So a point (radius 0) is inside or outside, and a disc that a zone holds in part is
    /// never held wholly or not at all when it grows.
    pub fn hits(&self, disc: &Disc, out: &mut ZoneHits) {
        let local = Local::around(disc.centre());
        out.clear(disc.radius_m().min(local.limit_m));
        self.find(&local, out);
        if disc.radius_m() <= local.limit_m {
            out.settle();
        } else {
            self.hits_of_large(disc, out);
        }
    }

    /// Fills `out.found` and `out.chords` with what touches the local disc.
    fn find(&self, local: &Local, out: &mut ZoneHits) {
        let (d_lon, d_lat) = (
            out.radius_m / local.m_per_degree_lon,
            out.radius_m / local.m_per_degree_lat,
        );
        let (west, east) = (column(local.lon - d_lon), column(local.lon + d_lon));
        let (south, north) = (row(local.lat - d_lat), row(local.lat + d_lat));
        let (home_row, home_column) = (row(local.lat), column(local.lon));
        self.find_at_home(local, cell(home_row, home_column), out);
        if (west, south) == (east, north) {
            return;
        }
        for row in south..=north {
            if west >= 0 && east < COLUMNS && self.table.is_empty(cell(row, west), cell(row, east))
            {
                continue;
            }
            for column in west..=east {
                if (row, column) != (home_row, home_column) {
                    let (turn, column) = match column {
                        ..0 => (-360.0, column + COLUMNS),
                        COLUMNS.. => (360.0, column - COLUMNS),
                        _ => (0.0, column),
                    };
                    self.find_nearby(local, turn, cell(row, column), out);
                }
            }
        }
    }

    /// The cell of the centre: here is decided which zones hold the centre.
    fn find_at_home(&self, local: &Local, cell: usize, out: &mut ZoneHits) {
        for item in self.table.items(cell) {
            match item {
                Item::Inside(zone) => {
                    out.found.push(Found {
                        zone,
                        centre_inside: true,
                        crossed: false,
                        outline: Default::default(),
                    });
                }
                Item::Edge(index) => {
                    let edge_cell = &self.table.edge_cells[index as usize];
                    let centre_inside = self.holds(edge_cell, local);
                    let found = Found {
                        zone: edge_cell.zone,
                        centre_inside,
                        crossed: false,
                        outline: Default::default(),
                    };
                    out.found.push(found);
                    let position = out.found.len() - 1;
                    self.cross(edge_cell, local, 0.0, position, out);
                }
            }
        }
    }

    /// Any other cell: only boundaries matter, since a zone without one in the disc holds all of it or nothing.
    fn find_nearby(&self, local: &Local, turn: f64, cell: usize, out: &mut ZoneHits) {
        for item in self.table.items(cell) {
            if let Item::Edge(index) = item {
                let edge_cell = &self.table.edge_cells[index as usize];
                let zone = edge_cell.zone;
                let position = out
                    .found
                    .iter()
                    .position(|found| found.zone == zone)
                    .unwrap_or_else(|| {
                        out.found.push(Found {
                            zone,
                            centre_inside: false,
                            crossed: false,
                            outline: Default::default(),
                        });
                        out.found.len() - 1
                    });
                self.cross(edge_cell, local, turn, position, out);
            }
        }
    }

    /// Whether the centre, which lies in the cell, is inside the zone.
    #[inline]
    fn holds(&self, edge_cell: &EdgeCell, local: &Local) -> bool {
        let mut inside = edge_cell.corner_inside;
        for &lat in &self.table.toggles[edge_cell.toggles.0 as usize..edge_cell.toggles.1 as usize]
        {
            inside ^= lat <= local.lat;
        }
        for &[ax, ay, bx, by] in
            &self.table.pieces[edge_cell.pieces.0 as usize..edge_cell.pieces.1 as usize]
        {
            if (ay > local.lat) != (by > local.lat) {
                inside ^= ax + (local.lat - ay) * (bx - ax) / (by - ay) <= local.lon;
            }
        }
        inside
    }

    /// Adds the pieces of a cell that cross the disc.
    #[inline]
    fn cross(
        &self,
        edge_cell: &EdgeCell,
        local: &Local,
        turn: f64,
        position: usize,
        out: &mut ZoneHits,
    ) {
        let radius_m = out.radius_m;
        for &[ax, ay, bx, by] in
            &self.table.pieces[edge_cell.pieces.0 as usize..edge_cell.pieces.1 as usize]
        {
            let (from, to) = (local.metres(ax, ay, turn), local.metres(bx, by, turn));
            let beyond = |axis: usize| {
                (from[axis] >= radius_m && to[axis] >= radius_m)
                    || (from[axis] <= -radius_m && to[axis] <= -radius_m)
            };
            if beyond(0) || beyond(1) {
                continue;
            }
            if let Some(chord) = clip(edge_cell.zone, from, to, radius_m * radius_m) {
                let found = &mut out.found[position];
                found.crossed = true;
                found.outline.add(&chord);
                out.chords.push(chord);
            }
        }
    }

    /// A disc beyond the local map; `out` holds what the map found in the widest disc it is good for.
    fn hits_of_large(&self, disc: &Disc, out: &mut ZoneHits) {
        let disc_area = Area::from_disc(disc);
        let disc_m2 = disc_area.area_m2();
        let mut hits = Vec::new();
        for (zone, area) in self.zones.iter().enumerate() {
            let centre_inside = area.contains(disc.centre());
            // What crossed the narrower disc crosses this one, whatever the small differences of the two measures.
            let crossed = out
                .found
                .iter()
                .any(|found| found.zone as usize == zone && found.crossed)
                || area.boundary_distance_m(Model::Wgs84, disc.centre(), disc.radius_m())
                    < disc.radius_m();
            if crossed {
                let common = area.shape().intersection(disc_area.shape());
                let overlap = Overlap::part(shape_area_m2(&common) / disc_m2);
                hits.push((ZoneHit { zone, overlap }, common));
            } else if centre_inside {
                hits.push((
                    ZoneHit {
                        zone,
                        overlap: Overlap::All,
                    },
                    MultiPolygon::new(Vec::new()),
                ));
            }
        }
        out.settle_large(disc_m2, hits);
    }
}

const _: () = assert!(ROWS * 2 == COLUMNS);
