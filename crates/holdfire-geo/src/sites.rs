//! Many sites at once: which of them are within reach of a disc or an area.

use crate::distance::{Cartesian, distance_between};
use crate::raster::{CELLS, COLUMNS, ROWS, cell, column, row};
use crate::{Area, Disc, LonLat, Model};

/// A radius that no radius of curvature of either model is below, metres: angles taken with it are never too small.
const LEAST_RADIUS_OF_CURVATURE_M: f64 = 6_335_000.0;
/// Up to these radii a map of the cells that have a site within reach dismisses most discs at once.
const CLASSES_M: [f64; 3] = [1_000.0, 5_000.0, 25_000.0];

/// Sites with a reach each, sorted so that a disc is compared with the sites near it only.
///
/// # Units and shape
/// Distances are [`crate::distance_m`] of the model the index was built for, to the last bit.
#[derive(Debug)]
pub struct SiteIndex {
    model: Model,
    /// The sites by cell, then by index.
    entries: Vec<Entry>,
    /// For each cell, where its entries begin; one more at the end.
    offsets: Vec<u32>,
    longest_reach_m: f64,
    /// For each of [`CLASSES_M`], a bit a cell: whether a disc of that radius in it may have a site within reach.
    maps: [Vec<u64>; CLASSES_M.len()],
}

#[derive(Debug, Clone, Copy)]
struct Entry {
    at: Cartesian,
    reach_m: f64,
    point: LonLat,
    site: u32,
}

/// Rows and unwrapped columns around a place.
struct Window {
    south: i32,
    north: i32,
    west: i32,
    east: i32,
}

impl SiteIndex {
    /// Sorts sites given with their reach in metres; a site is known by its place in the list.
    ///
    /// # Panics
    /// If a reach is negative or not finite, or if there are more than 2^32 sites.
    pub fn build(model: Model, sites: impl IntoIterator<Item = (LonLat, f64)>) -> Self {
        let mut entries: Vec<(u32, Entry)> = sites
            .into_iter()
            .enumerate()
            .map(|(site, (point, reach_m))| {
                assert!(
                    reach_m.is_finite() && reach_m >= 0.0,
                    "reach `{reach_m}` of site {site} is no length"
                );
                let site = u32::try_from(site).expect("at most 2^32 sites");
                let home = cell(row(point.lat()), column(point.lon()).rem_euclid(COLUMNS));
                (
                    home as u32,
                    Entry {
                        at: model.cartesian(point),
                        reach_m,
                        point,
                        site,
                    },
                )
            })
            .collect();
        entries.sort_by_key(|&(home, _)| home);
        let mut offsets = vec![0u32; CELLS + 1];
        entries
            .iter()
            .for_each(|&(home, _)| offsets[home as usize + 1] += 1);
        for cell in 0..CELLS {
            offsets[cell + 1] += offsets[cell];
        }
        let entries: Vec<Entry> = entries.into_iter().map(|(_, entry)| entry).collect();
        let longest_reach_m = entries
            .iter()
            .map(|entry| entry.reach_m)
            .fold(0.0, f64::max);
        let maps = CLASSES_M.map(|radius_m| map_of_cells(&entries, radius_m));
        Self {
            model,
            entries,
            offsets,
            longest_reach_m,
            maps,
        }
    }

    /// The model that distances are measured on.
    pub fn model(&self) -> Model {
        self.model
    }

    /// Number of sites.
    pub fn len(&self) -> usize {
        self.entries.len()
    }

    /// Whether there is no site.
    pub fn is_empty(&self) -> bool {
        self.entries.is_empty()
    }

    /// Calls back with every site whose reach touches the disc, and its distance from the disc's centre in metres.
    ///
    /// A site counts if that distance is at most the radius plus the site's reach. The order depends on the places
    /// alone: by cells of a quarter degree from south to north and west to east, then by the site's index.
    #[inline]
    pub fn for_each_near(&self, disc: &Disc, mut found: impl FnMut(usize, f64)) {
        let (centre, radius_m) = (disc.centre(), disc.radius_m());
        if let Some(class) = CLASSES_M.iter().position(|&class_m| radius_m <= class_m) {
            let home = cell(row(centre.lat()), column(centre.lon()).rem_euclid(COLUMNS));
            if self.maps[class][home / 64] >> (home % 64) & 1 == 0 {
                return;
            }
        }
        let at_centre = self.model.cartesian(centre);
        self.for_each_in_window(
            &Window::around(centre, radius_m + self.longest_reach_m),
            |entry| {
                let limit_m = radius_m + entry.reach_m;
                // A chord is never longer than the way along the surface; the margin is for rounding.
                if entry.at.chord_squared(at_centre) <= limit_m * limit_m * (1.0 + 1e-9) + 1e-9 {
                    let distance_m =
                        distance_between(self.model, centre, at_centre, entry.point, entry.at);
                    if distance_m <= limit_m {
                        found(entry.site as usize, distance_m);
                    }
                }
            },
        );
    }

    /// The sites whose reach touches the area, ascending: those inside it or at most their reach away.
    ///
    /// Takes milliseconds for a large area.
    pub fn within_reach_of(&self, area: &Area) -> Vec<usize> {
        let bounds = area.bounds();
        let corner = |lon: f64, lat: f64| {
            let corner = LonLat::new(lon, lat).expect("a corner of valid bounds is valid");
            Window::around(corner, self.longest_reach_m)
        };
        // Towards a pole the reach spans more longitude, so the wider of both sides counts.
        let (a, b) = (
            corner(bounds.west, bounds.south),
            corner(bounds.east, bounds.north),
        );
        let margin = (column(bounds.west) - a.west).max(b.east - column(bounds.east));
        let window = Window {
            south: a.south,
            north: b.north,
            west: column(bounds.west) - margin,
            east: column(bounds.east) + margin,
        };
        let mut sites = Vec::new();
        self.for_each_in_window(&window.at_most_once_around(), |entry| {
            if area.is_within(self.model, entry.point, entry.reach_m) {
                sites.push(entry.site as usize);
            }
        });
        sites.sort_unstable();
        sites
    }

    #[inline]
    fn for_each_in_window(&self, window: &Window, mut visit: impl FnMut(&Entry)) {
        for row in window.south..=window.north {
            let mut span = |west: i32, east: i32| {
                let (from, to) = (
                    self.offsets[cell(row, west)],
                    self.offsets[cell(row, east) + 1],
                );
                self.entries[from as usize..to as usize]
                    .iter()
                    .for_each(&mut visit);
            };
            window.spans(&mut span);
        }
    }
}

impl Window {
    /// Cells that hold every place within a distance.
    #[inline]
    fn around(centre: LonLat, distance_m: f64) -> Self {
        let angle = distance_m / LEAST_RADIUS_OF_CURVATURE_M;
        let d_lat = angle.to_degrees();
        let farthest = centre.lat().abs() + d_lat;
        // The widest parallel of a spherical cap lies nearer to the pole than its centre.
        let d_lon = if farthest < 89.9 {
            d_lat / farthest.to_radians().cos()
        } else {
            360.0
        };
        let window = Self {
            south: row((centre.lat() - d_lat).max(-90.0)),
            north: row((centre.lat() + d_lat).min(90.0)),
            west: column(centre.lon() - d_lon),
            east: column(centre.lon() + d_lon),
        };
        window.at_most_once_around()
    }

    fn at_most_once_around(self) -> Self {
        if self.east - self.west >= COLUMNS - 1 {
            Self {
                west: 0,
                east: COLUMNS - 1,
                ..self
            }
        } else {
            self
        }
    }

    /// Calls back with the window's columns, in two spans if it crosses the antimeridian.
    #[inline]
    fn spans(&self, mut span: impl FnMut(i32, i32)) {
        let (west, east) = (self.west.rem_euclid(COLUMNS), self.east.rem_euclid(COLUMNS));
        if west <= east {
            span(west, east);
        } else {
            span(0, east);
            span(west, COLUMNS - 1);
        }
    }
}

/// A bit for every cell from which a disc of the radius may touch the reach of a site.
fn map_of_cells(entries: &[Entry], radius_m: f64) -> Vec<u64> {
    let mut map = vec![0u64; CELLS.div_ceil(64)];
    for entry in entries {
        let window = Window::around(entry.point, radius_m + entry.reach_m);
        for row in window.south..=window.north {
            window.spans(|west, east| {
                (cell(row, west)..=cell(row, east))
                    .for_each(|cell| map[cell / 64] |= 1 << (cell % 64));
            });
        }
    }
    map
}

const _: () = assert!(CELLS == (ROWS * COLUMNS) as usize);

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::area::tests::{box_area, star_ring};
    use crate::distance_m;

    fn point(lon: f64, lat: f64) -> LonLat {
        LonLat::new(lon, lat).unwrap()
    }

    fn near(index: &SiteIndex, disc: &Disc) -> Vec<(usize, u64)> {
        let mut found = Vec::new();
        index.for_each_near(disc, |site, distance_m| {
            found.push((site, distance_m.to_bits()))
        });
        found.sort_unstable();
        found
    }

    #[test]
    fn a_site_counts_at_its_reach_plus_the_radius_and_not_beyond() {
        let (site, centre) = (point(30.0, 50.0), point(30.1, 50.0));
        for model in [Model::Sphere, Model::Wgs84] {
            let distance_m = distance_m(model, centre, site);
            let index = SiteIndex::build(model, [(site, 1_000.0)]);
            let count = |radius_m| near(&index, &Disc::new(centre, radius_m).unwrap()).len();
            assert_eq!(
                (
                    count(distance_m - 1_000.0 + 1e-6),
                    count(distance_m - 1_000.0 - 1e-6)
                ),
                (1, 0)
            );
        }
    }

    #[test]
    fn an_empty_index_finds_nothing() {
        let index = SiteIndex::build(Model::Wgs84, []);
        assert!(
            index.is_empty() && near(&index, &Disc::new(point(0.0, 0.0), 1e8).unwrap()).is_empty()
        );
        assert!(
            index
                .within_reach_of(&box_area(0.0, 0.0, 1.0, 1.0))
                .is_empty()
        );
    }

    #[test]
    fn sites_across_the_antimeridian_and_the_pole_are_near() {
        let sites = [
            (point(-179.99, 10.0), 100.0),
            (point(0.0, 89.99), 100.0),
            (point(180.0, -90.0), 100.0),
        ];
        let index = SiteIndex::build(Model::Wgs84, sites);
        let found =
            |lon, lat, radius_m| near(&index, &Disc::new(point(lon, lat), radius_m).unwrap())[0].0;
        assert_eq!(found(179.99, 10.0, 3_000.0), 0);
        assert_eq!(found(180.0, 89.99, 3_000.0), 1);
        assert_eq!(found(12.0, -89.99, 1_200.0), 2);
        assert_eq!(
            near(&index, &Disc::new(point(0.0, 0.0), 2.1e7).unwrap()).len(),
            3
        );
    }

    proptest! {
        #![proptest_config(crate::testing::fixed(150))]

        #[test]
        fn the_index_equals_brute_force_on_both_models(
            places in prop::collection::vec((-2.0..2.0f64, -2.0..2.0f64, 200.0..5000.0f64), 200),
            at in prop::sample::select(vec![(30.0, 50.0), (179.5, -60.0), (0.0, 0.0), (-100.0, 86.5)]),
            queries in prop::collection::vec((-2.0..2.0f64, -2.0..2.0f64, prop::sample::select(vec![0.0, 100.0, 1e3, 5e3, 25e3, 3e5, 4e6])), 20),
        ) {
            let place = |dx: f64, dy: f64| point((at.0 + dx + 180.0).rem_euclid(360.0) - 180.0, at.1 + dy);
            let sites: Vec<_> = places.iter().map(|&(dx, dy, reach_m)| (place(dx, dy), reach_m)).collect();
            for model in [Model::Sphere, Model::Wgs84] {
                let index = SiteIndex::build(model, sites.iter().copied());
                for &(dx, dy, radius_m) in &queries {
                    let centre = place(dx, dy);
                    let expected: Vec<(usize, u64)> = sites.iter().enumerate()
                        .map(|(site, &(at, reach_m))| (site, distance_m(model, centre, at), reach_m))
                        .filter(|&(_, distance_m, reach_m)| distance_m <= radius_m + reach_m)
                        .map(|(site, distance_m, _)| (site, distance_m.to_bits()))
                        .collect();
                    prop_assert_eq!(near(&index, &Disc::new(centre, radius_m).unwrap()), expected);
                }
            }
        }

        #[test]
        fn sites_within_reach_of_an_area_equal_brute_force(
            places in prop::collection::vec((-2.0..2.0f64, -2.0..2.0f64, 200.0..20_000.0f64), 60),
            seed in 0u64..1000, lat in -85.0..85.0f64,
        ) {
            let area = Area::new(vec![vec![star_ring(178.0, lat, 1.2, 20, seed)]]).unwrap();
            let place = |dx: f64, dy: f64| point((178.0 + dx + 180.0).rem_euclid(360.0) - 180.0, lat + dy);
            let sites: Vec<_> = places.iter().map(|&(dx, dy, reach_m)| (place(dx, dy), reach_m)).collect();
            let expected: Vec<usize> = (0..sites.len())
                .filter(|&site| area.distance_m(Model::Wgs84, sites[site].0) <= sites[site].1)
                .collect();
            prop_assert_eq!(SiteIndex::build(Model::Wgs84, sites).within_reach_of(&area), expected);
        }
    }
}
