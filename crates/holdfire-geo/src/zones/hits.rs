//! What a query for a disc found, in memory that is used again.

use geo::{MultiPolygon, unary_union};

use super::clip::{Chord, Outline};
use super::union::{Scratch, union_share};
use crate::Overlap;
use crate::area::shape_area_m2;

/// A share this near to 1 is all of the disc where several zones hold it together, as neighbours do.
const ALL_SHARE: f64 = 1.0 - 1e-9;

/// A zone that touches the disc.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct ZoneHit {
    /// Index of the zone, as given to the index.
    pub zone: usize,
    /// Which part of the disc lies in this zone; never [`Overlap::None`].
    pub overlap: Overlap,
}

/// The zones that touch a disc, by ascending index.
///
/// Make one and pass it to many queries: its memory is kept.
#[derive(Debug, Default)]
pub struct ZoneHits {
    pub(super) radius_m: f64,
    pub(super) found: Vec<Found>,
    pub(super) chords: Vec<Chord>,
    hits: Vec<ZoneHit>,
    /// Of a disc too large for a local map: its area, and what each zone has of it, as `hits`.
    pub(super) large: Option<(f64, Vec<MultiPolygon<f64>>)>,
    wanted: Vec<(u32, bool)>,
    scratch: Scratch,
}

/// A zone while it is looked at.
#[derive(Debug, Clone, Copy)]
pub(super) struct Found {
    pub zone: u32,
    pub centre_inside: bool,
    /// Whether its boundary crosses the disc.
    pub crossed: bool,
    pub outline: Outline,
}

impl ZoneHits {
    /// All zones that touch the disc.
    pub fn iter(&self) -> impl ExactSizeIterator<Item = ZoneHit> + '_ {
        self.hits.iter().copied()
    }

    /// Whether no zone touches the disc.
    pub fn is_empty(&self) -> bool {
        self.hits.is_empty()
    }

    /// Which part of the disc lies in the union of the wanted zones.
    ///
    /// [`Overlap::All`] if one of them holds the disc, or several together up to a share of 1e-9; the share of the area
    /// is exact in the map of the query, points in several zones counted once.
    pub fn overlap(&mut self, wanted: impl Fn(usize) -> bool) -> Overlap {
        let mut only = None;
        let mut parts = 0;
        for (position, hit) in self.hits.iter().enumerate() {
            if wanted(hit.zone) {
                match hit.overlap {
                    Overlap::All => return Overlap::All,
                    Overlap::Part(_) => {
                        parts += 1;
                        only = only.or(Some(position));
                    }
                    Overlap::None => {}
                }
            }
        }
        match (only, parts) {
            (None, _) => Overlap::None,
            (Some(position), 1) => self.hits[position].overlap,
            _ => match self.union_share(wanted) {
                share if share >= ALL_SHARE => Overlap::All,
                share => Overlap::part(share),
            },
        }
    }

    fn union_share(&mut self, wanted: impl Fn(usize) -> bool) -> f64 {
        if let Some((disc_m2, shapes)) = &self.large {
            let zones = self
                .hits
                .iter()
                .zip(shapes)
                .filter(|(hit, _)| wanted(hit.zone));
            return shape_area_m2(&unary_union(zones.map(|(_, shape)| shape))) / disc_m2;
        }
        self.wanted.clear();
        let zones = self
            .found
            .iter()
            .filter(|found| wanted(found.zone as usize));
        self.wanted
            .extend(zones.map(|found| (found.zone, found.centre_inside)));
        union_share(self.radius_m, &self.chords, &self.wanted, &mut self.scratch)
    }

    pub(super) fn clear(&mut self, radius_m: f64) {
        self.radius_m = radius_m;
        self.found.clear();
        self.chords.clear();
        self.hits.clear();
        self.large = None;
    }

    /// Turns what was found into hits, by ascending zone.
    pub(super) fn settle(&mut self) {
        self.found
            .retain(|found| found.crossed || found.centre_inside);
        self.found.sort_unstable_by_key(|found| found.zone);
        let radius_m = self.radius_m;
        self.hits.extend(self.found.iter().map(|found| ZoneHit {
            zone: found.zone as usize,
            overlap: if found.crossed {
                Overlap::part(found.outline.share(radius_m, found.centre_inside))
            } else {
                Overlap::All
            },
        }));
    }

    /// Takes the hits of a large disc with the part of each zone in it.
    pub(super) fn settle_large(&mut self, disc_m2: f64, hits: Vec<(ZoneHit, MultiPolygon<f64>)>) {
        let (hits, shapes) = hits.into_iter().unzip();
        self.hits = hits;
        self.large = Some((disc_m2, shapes));
    }
}
