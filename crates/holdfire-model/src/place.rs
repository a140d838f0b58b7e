//! Somewhere on Earth, as a set of possibilities that cannot be empty.

use crate::id::{AreaId, ControlId, PartyId};
use crate::phrase::Phrase;
use crate::reading::Stated;
use crate::time::Interval;

/// A point on WGS 84 with the radius within which the true place lies. Longitude and latitude in degrees.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Spot {
    /// Longitude, -180 to 180.
    pub lon: f64,
    /// Latitude, -90 to 90.
    pub lat: f64,
    /// Radius in metres, from the precision of the source.
    pub radius_m: f64,
}

/// One possible place: inside a named area, near a point, or both (the part of the circle that lies in the area).
#[derive(Clone, Debug, PartialEq)]
pub enum PlaceOption {
    /// Somewhere in the area.
    In(AreaId),
    /// Within the circle.
    Near(Spot),
    /// Within the circle, and in the area.
    NearIn(Spot, AreaId),
    /// Nothing is known of the place.
    Anywhere,
}

/// Where an account's act took place: one of at least one possibility.
#[derive(Clone, Debug, PartialEq)]
pub struct Place {
    first: PlaceOption,
    others: Vec<PlaceOption>,
    /// The name in the source, for the reader.
    pub name: String,
    /// How the radius or area came about, for the reader: `settlement, 5 km (setting)`.
    pub basis: Phrase,
}

impl Place {
    /// A place with a single possibility.
    #[must_use]
    pub fn one(option: PlaceOption, name: &str, basis: impl Into<Phrase>) -> Self {
        Self {
            first: option,
            others: Vec::new(),
            name: name.to_owned(),
            basis: basis.into(),
        }
    }

    /// The same place with one more possibility.
    #[must_use]
    pub fn or(mut self, option: PlaceOption) -> Self {
        self.others.push(option);
        self
    }

    /// All possibilities, at least one.
    pub fn options(&self) -> impl Iterator<Item = &PlaceOption> {
        std::iter::once(&self.first).chain(&self.others)
    }
}

/// The rings of a multipolygon as in GeoJSON: polygons, rings, positions `[lon, lat]` in degrees on WGS 84.
pub type Rings = Vec<Vec<Vec<[f64; 2]>>>;

/// A named area of the case: a region, a zone, a corridor, a window's ground.
#[derive(Clone, Debug, PartialEq)]
pub struct NamedArea {
    /// Its id.
    pub id: AreaId,
    /// What people call it.
    pub name: String,
    /// The larger area that holds it wholly, if one is named.
    pub within: Option<AreaId>,
    /// Its outline, if the case has one.
    pub outline: Option<Rings>,
}

/// A sourced statement on who held a place during some time. Not a finding: somebody says so.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Control {
    /// Its id.
    pub id: ControlId,
    /// Who held it, according to the source.
    pub held_by: PartyId,
    /// Since when until when, as far as the source says.
    pub during: Option<Interval>,
    /// The source.
    pub stated: Stated,
    /// What was said, in own words.
    pub summary: String,
}
