//! Where an uncertain place lies: distances, areas, overlaps, and two indexes that answer for millions of discs.
//!
//! A place is a [`Disc`] (a point with a radius) or an [`Area`] (polygons); both are sets of possible points. The crate
//! says which part of such a set lies in other areas ([`Area::overlap`], [`ZoneIndex`]) and which sites are within reach
//! of it ([`SiteIndex`]). It does *not* read or write files or formats, does not know what a zone or a site means, keeps
//! no time, and never turns "partly inside" into "inside": tolerances are named constants. Everything is deterministic.
//!
//! # Units and shape
//! - Coordinates: WGS 84, longitude then latitude, degrees; distances in metres, areas in square metres.
//! - Edges of an area are straight in longitude and latitude (RFC 7946, section 3.1.1); an area that crosses the
//!   antimeridian is split at ±180 degrees (section 3.1.9). Discs may cross it and may hold a pole.
//! - Membership is even-odd: a point is inside an area if a ray from it crosses the boundary an odd number of times.
//!
//! # Example
//! ```
//! use holdfire_geo::{Area, Disc, LonLat, Overlap, ZoneHits, ZoneIndex};
//!
//! let ring = [[30.0, 50.0], [31.0, 50.0], [31.0, 51.0], [30.0, 51.0], [30.0, 50.0]];
//! let zone = Area::new(vec![vec![ring.to_vec()]]).unwrap();
//! let index = ZoneIndex::build(&[zone]);
//! let mut hits = ZoneHits::default();
//!
//! index.hits(&Disc::new(LonLat::new(30.5, 50.5).unwrap(), 1000.0).unwrap(), &mut hits);
//! assert_eq!(hits.overlap(|_zone| true), Overlap::All);
//! index.hits(&Disc::new(LonLat::new(30.0, 50.5).unwrap(), 1000.0).unwrap(), &mut hits);
//! assert!(matches!(hits.overlap(|_zone| true), Overlap::Part(share) if (share - 0.5).abs() < 1e-6));
//! ```

mod area;
mod authalic;
mod boundary;
mod circle;
mod distance;
mod overlap;
mod place;
mod raster;
mod seam;
mod sites;
mod zones;

pub use area::{Area, AreaError};
pub use distance::{MEAN_EARTH_RADIUS_M, Model, distance_m};
pub use overlap::{Overlap, SLIVER_WIDTH_M};
pub use place::{Bounds, CoordinateError, Disc, DiscError, LonLat, looks_swapped_for};
pub use sites::SiteIndex;
pub use zones::{ZoneHit, ZoneHits, ZoneIndex};

#[cfg(test)]
mod testing {
    use proptest::test_runner::{Config, RngSeed};

    /// Property tests try the same cases in every run.
    pub(crate) fn fixed(cases: u32) -> Config {
        Config {
            cases,
            rng_seed: RngSeed::Fixed(20_250_325),
            failure_persistence: None,
            ..Config::default()
        }
    }
}
