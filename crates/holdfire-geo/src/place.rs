//! Points, discs and bounding boxes, checked once where they come in.

use thiserror::Error;

/// A point on Earth whose longitude and latitude are finite and in range.
///
/// # Units and shape
/// WGS 84, degrees: longitude in [-180, 180], latitude in [-90, 90].
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct LonLat {
    lon: f64,
    lat: f64,
}

/// What is wrong with a pair of coordinates.
#[derive(Debug, Clone, Copy, PartialEq, Error)]
pub enum CoordinateError {
    /// One of the two is infinite or not a number.
    #[error("longitude `{lon}`, latitude `{lat}` is no place: both must be finite numbers")]
    NotFinite {
        /// The longitude as given.
        lon: f64,
        /// The latitude as given.
        lat: f64,
    },
    /// One of the two is out of range, and swapping them would not help.
    #[error(
        "longitude `{lon}`, latitude `{lat}` is out of range: -180 to 180 and -90 to 90 degrees"
    )]
    OutOfRange {
        /// The longitude as given.
        lon: f64,
        /// The latitude as given.
        lat: f64,
    },
    /// The latitude is out of range, but the swapped pair would be valid.
    #[error(
        "latitude `{lat}` is out of range -90 to 90\nhint: longitude comes first; did you mean `{lat}, {lon}`?"
    )]
    LooksSwapped {
        /// The longitude as given.
        lon: f64,
        /// The latitude as given.
        lat: f64,
    },
}

/// A point with a radius: the true place is some point of the disc.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Disc {
    centre: LonLat,
    radius_m: f64,
}

/// The radius of a disc is negative, infinite or not a number.
#[derive(Debug, Clone, Copy, PartialEq, Error)]
#[error("radius `{radius_m}` must be a number of metres, 0 or more")]
pub struct DiscError {
    /// The radius as given.
    pub radius_m: f64,
}

/// A box in longitude and latitude, its borders included; it does not cross the antimeridian.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Bounds {
    /// Least longitude, degrees.
    pub west: f64,
    /// Least latitude, degrees.
    pub south: f64,
    /// Greatest longitude, degrees.
    pub east: f64,
    /// Greatest latitude, degrees.
    pub north: f64,
}

impl LonLat {
    /// Checks a longitude and a latitude in degrees.
    ///
    /// # Errors
    /// [`CoordinateError`], which tells a pair that looks swapped from one that is plainly out of range.
    pub fn new(lon: f64, lat: f64) -> Result<Self, CoordinateError> {
        if !lon.is_finite() || !lat.is_finite() {
            return Err(CoordinateError::NotFinite { lon, lat });
        }
        if lon.abs() <= 180.0 && lat.abs() <= 90.0 {
            // Adding zero turns -0.0 into 0.0, so that equal places print and hash the same.
            return Ok(Self {
                lon: lon + 0.0,
                lat: lat + 0.0,
            });
        }
        Err(if lat.abs() <= 180.0 && lon.abs() <= 90.0 {
            CoordinateError::LooksSwapped { lon, lat }
        } else {
            CoordinateError::OutOfRange { lon, lat }
        })
    }

    /// Longitude, degrees.
    #[inline]
    pub const fn lon(self) -> f64 {
        self.lon
    }

    /// Latitude, degrees.
    #[inline]
    pub const fn lat(self) -> f64 {
        self.lat
    }

    /// The position that decides membership: 180 degrees is -180, and the north pole lies just below itself, so that
    /// the half-open rule for edges leaves no seam at the antimeridian and no hole at the pole.
    #[inline]
    pub(crate) fn for_membership(self) -> (f64, f64) {
        (
            if self.lon == 180.0 { -180.0 } else { self.lon },
            self.lat.min(90f64.next_down()),
        )
    }
}

impl Disc {
    /// Makes a disc around a centre; a radius of 0 is a point.
    ///
    /// # Errors
    /// [`DiscError`] if the radius is negative or not finite.
    pub fn new(centre: LonLat, radius_m: f64) -> Result<Self, DiscError> {
        if radius_m.is_finite() && radius_m >= 0.0 {
            Ok(Self {
                centre,
                radius_m: radius_m + 0.0,
            })
        } else {
            Err(DiscError { radius_m })
        }
    }

    /// The centre.
    #[inline]
    pub const fn centre(self) -> LonLat {
        self.centre
    }

    /// The radius, metres.
    #[inline]
    pub const fn radius_m(self) -> f64 {
        self.radius_m
    }
}

impl Bounds {
    /// Whether the point lies in the box or on its border.
    pub fn contains(&self, point: LonLat) -> bool {
        self.contains_position(point.lon, point.lat)
    }

    pub(crate) fn contains_position(&self, lon: f64, lat: f64) -> bool {
        self.west <= lon && lon <= self.east && self.south <= lat && lat <= self.north
    }

    pub(crate) fn intersects(&self, other: &Self) -> bool {
        self.west <= other.east
            && other.west <= self.east
            && self.south <= other.north
            && other.south <= self.north
    }
}

/// Whether a point outside the expected box would fall into it with longitude and latitude exchanged.
///
/// A hint for whoever reads a list: both orders are valid coordinates nearly everywhere, only the box tells.
pub fn looks_swapped_for(point: LonLat, expected: &Bounds) -> bool {
    !expected.contains(point) && expected.contains_position(point.lat, point.lon)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_valid_pair_is_kept_and_negative_zero_is_zero() {
        let point = LonLat::new(-0.0, 50.45).unwrap();
        assert_eq!(
            (point.lon().to_bits(), point.lat()),
            (0.0f64.to_bits(), 50.45)
        );
        assert!(LonLat::new(180.0, -90.0).is_ok());
    }

    #[test]
    fn each_kind_of_bad_pair_has_its_own_error() {
        assert!(matches!(
            LonLat::new(f64::NAN, 1.0),
            Err(CoordinateError::NotFinite { .. })
        ));
        assert!(matches!(
            LonLat::new(1.0, f64::INFINITY),
            Err(CoordinateError::NotFinite { .. })
        ));
        assert!(matches!(
            LonLat::new(181.0, 1.0),
            Err(CoordinateError::OutOfRange { .. })
        ));
        assert!(matches!(
            LonLat::new(100.0, 100.0),
            Err(CoordinateError::OutOfRange { .. })
        ));
        assert!(matches!(
            LonLat::new(50.0, 130.0),
            Err(CoordinateError::LooksSwapped { .. })
        ));
    }

    #[test]
    fn the_hint_names_the_pair_in_the_right_order() {
        let message = LonLat::new(48.5, 135.0).unwrap_err().to_string();
        assert!(message.ends_with("did you mean `135, 48.5`?"), "{message}");
    }

    #[test]
    fn a_pair_looks_swapped_only_if_the_other_order_fits_the_box() {
        let expected = Bounds {
            west: 22.0,
            south: 44.0,
            east: 40.5,
            north: 52.5,
        };
        let check = |lon, lat, swapped| {
            assert_eq!(
                looks_swapped_for(LonLat::new(lon, lat).unwrap(), &expected),
                swapped
            )
        };
        check(50.45, 30.52, true);
        check(30.52, 50.45, false);
        check(10.0, 10.0, false);
    }

    #[test]
    fn a_radius_must_be_a_length() {
        let centre = LonLat::new(0.0, 0.0).unwrap();
        for radius_m in [-1.0, f64::NAN, f64::INFINITY] {
            assert!(Disc::new(centre, radius_m).is_err());
        }
        assert_eq!(Disc::new(centre, 0.0).unwrap().radius_m(), 0.0);
    }
}
