//! The case as numbers: ids become positions, outlines become prepared areas, accounts become rows.
//!
//! Built once per case; readings are compiled against it, rows are assessed against both.

use std::collections::BTreeMap;
use std::ops::Deref;
use std::sync::Arc;

use holdfire_geo::{
    Area, AreaError, CoordinateError, Disc, LonLat, Model, SiteIndex, ZoneHits, ZoneIndex,
};
use holdfire_model::{
    ActKindId, AreaId, Boundary, Case, ControlId, Effect, FacilityId, NodeId, ObjectBasis,
    Occurrence, PartyId, Place, PlaceOption, SiteId, Spot, Story, Terms,
};
use thiserror::Error;

use crate::scope::{NodeSet, leaf_sets};

/// Why a case cannot be turned into numbers.
#[derive(Clone, Debug, PartialEq, Error)]
pub enum FrameError {
    /// An outline is not usable.
    #[error("the outline of area `{area}` cannot be used")]
    Outline {
        /// Which area.
        area: AreaId,
        /// What is wrong with it.
        #[source]
        source: AreaError,
    },
    /// A place is not on Earth.
    #[error("the place of `{of}` cannot be used")]
    Coordinate {
        /// Whose place.
        of: String,
        /// What is wrong with it.
        #[source]
        source: CoordinateError,
    },
    /// A radius is not a length.
    #[error("the radius of the place of `{of}` is not a length in metres")]
    Radius {
        /// Whose place.
        of: String,
    },
    /// More parties than a row's set holds.
    #[error("the case has {0} parties; at most 32 are possible")]
    Parties(usize),
    /// More kinds of act than a row's set holds.
    #[error("the case has {0} kinds of act; at most 64 are possible")]
    Kinds(usize),
}

/// An object that is near, or named: a declared site, an analyst's facility, or both in one.
#[derive(Clone, Debug)]
pub(crate) struct KnownObject {
    pub site: Option<usize>,
    pub nodes: NodeSet,
    /// Its own extent: where within this radius it lies is not known, metres.
    pub extent_m: f64,
}

/// When a site was listed, step by step.
#[derive(Clone, Copy, Debug)]
pub(crate) struct ListedSite {
    pub declared: Option<Boundary>,
    pub handed: Option<Boundary>,
    pub notified: Option<Boundary>,
    pub withdrawn: Option<Boundary>,
    pub object: Option<usize>,
}

/// The case as numbers.
#[derive(Debug)]
pub struct Frame<'a> {
    case: &'a Case,
    numbers: Arc<Numbers>,
}

/// What is made of the terms of a case: the same for every case that shares them, so it can be kept and used again.
#[derive(Debug)]
pub struct Numbers {
    pub(crate) parties: Vec<PartyId>,
    pub(crate) actors: u32,
    pub(crate) kinds: Vec<ActKindId>,
    pub(crate) areas: BTreeMap<AreaId, usize>,
    pub(crate) outlines: Vec<Option<Area>>,
    pub(crate) within: Vec<Option<usize>>,
    /// Areas with an outline, by their number in `zones`.
    pub(crate) zone_areas: Vec<usize>,
    pub(crate) zones: ZoneIndex,
    pub(crate) listed: Listed,
    object_index: SiteIndex,
    pub(crate) undisclosed: Vec<usize>,
    /// For each node of the category tree the leaves that it stands for.
    leaves: Vec<NodeSet>,
    model: Model,
}

impl Deref for Frame<'_> {
    type Target = Numbers;

    fn deref(&self) -> &Numbers {
        &self.numbers
    }
}

/// One possible place, as numbers.
#[derive(Clone, Copy, Debug)]
pub struct RowPlace {
    /// The area that it lies in, if one is named.
    pub area: Option<usize>,
    /// The circle within which it lies, if a point is named.
    pub disc: Option<Disc>,
}

/// An account as numbers: what the predicates see.
#[derive(Clone, Copy, Debug)]
pub struct Row<'a> {
    /// First second.
    pub from: i64,
    /// First second after it.
    pub until: i64,
    /// At some moment, or throughout.
    pub occurrence: Occurrence,
    /// Possible places, at least one.
    pub places: &'a [RowPlace],
    /// Possible categories, leaves of the tree; empty: not known.
    pub struck: NodeSet,
    /// How the object is known.
    pub basis: ObjectBasis,
    /// The named object, as a number of the frame's objects; `None`: none is named or known.
    pub object: Option<usize>,
    /// True if the source names an object that is on no list and in no reference.
    pub site: Option<usize>,
    /// Possible kinds of act, a bit each.
    pub kinds: u64,
    /// Possible effects, a bit each in the order of [`Effect::ALL`].
    pub effects: u8,
    /// Parties that may have done it, a bit each; 0: nobody is named.
    pub actors: u32,
    /// Who held the place, as a source says.
    pub holder: Option<usize>,
    /// True if what the source says of the holder is about part of the row's time only: then it may not have held it.
    pub holder_in_part: bool,
}

/// What lies at a row's places; a buffer that is filled anew for each row.
#[derive(Debug, Default)]
pub struct Located {
    /// Zones that each possible place touches, in the row's order.
    pub(crate) zones: Vec<ZoneHits>,
    /// Objects within their extent plus the widest reach of any reading, with the distance in metres.
    pub(crate) near: Vec<(usize, f64)>,
}

impl Numbers {
    fn new(terms: &Terms, model: Model) -> Result<Self, FrameError> {
        let mut parties: Vec<PartyId> = terms.parties.iter().map(|p| p.id.clone()).collect();
        parties.sort();
        if parties.len() > 32 {
            return Err(FrameError::Parties(parties.len()));
        }
        if terms.act_kinds.len() > 64 {
            return Err(FrameError::Kinds(terms.act_kinds.len()));
        }
        let actors = terms
            .actors()
            .filter_map(|id| parties.binary_search(id).ok())
            .fold(0, |set, i| set | 1 << i);
        let areas: BTreeMap<AreaId, usize> = terms
            .areas
            .iter()
            .enumerate()
            .map(|(i, a)| (a.id.clone(), i))
            .collect();
        let outlines = outlines(terms)?;
        let zone_areas: Vec<usize> = (0..outlines.len())
            .filter(|&i| outlines[i].is_some())
            .collect();
        let leaves = leaf_sets(&terms.taxonomy);
        let listed = Listed::of(terms, &leaves)?;
        let shapes: Vec<Area> = outlines.iter().flatten().cloned().collect();
        let lists = terms.lists.iter().enumerate();
        Ok(Self {
            parties,
            actors,
            kinds: terms.act_kinds.clone(),
            within: terms
                .areas
                .iter()
                .map(|a| a.within.as_ref().and_then(|w| areas.get(w)).copied())
                .collect(),
            areas,
            outlines,
            zone_areas,
            zones: ZoneIndex::build(&shapes),
            object_index: SiteIndex::build(model, listed.spots.iter().copied()),
            listed,
            undisclosed: lists
                .filter(|(_, l)| !l.disclosed)
                .map(|(i, _)| i)
                .collect(),
            leaves,
            model,
        })
    }

    /// The leaves that these nodes stand for.
    fn leaves_of<'n>(&self, terms: &Terms, ids: impl IntoIterator<Item = &'n NodeId>) -> NodeSet {
        leaves_of(&self.leaves, terms, ids)
    }
}

/// What parties declared and analysts listed.
#[derive(Debug, Default)]
pub(crate) struct Listed {
    pub objects: Vec<KnownObject>,
    /// Where each object is, and how far it extends, metres.
    spots: Vec<(LonLat, f64)>,
    pub sites: Vec<ListedSite>,
    facilities: BTreeMap<FacilityId, usize>,
    site_numbers: BTreeMap<SiteId, usize>,
}

impl Listed {
    fn of(terms: &Terms, leaves: &[NodeSet]) -> Result<Self, FrameError> {
        let mut listed = Self::default();
        for facility in &terms.facilities {
            listed
                .facilities
                .insert(facility.id.clone(), listed.objects.len());
            listed.spots.push((
                point(&facility.spot, facility.id.as_str())?,
                facility.spot.radius_m,
            ));
            listed.objects.push(KnownObject {
                site: None,
                nodes: leaves_of(leaves, terms, [&facility.category]),
                extent_m: facility.spot.radius_m,
            });
        }
        for (number, site) in terms.sites.iter().enumerate() {
            listed.site_numbers.insert(site.id.clone(), number);
            let known = site
                .facility
                .as_ref()
                .and_then(|f| listed.facilities.get(f))
                .copied();
            let object = match (known, &site.spot) {
                (Some(object), _) => {
                    listed.objects[object].site = Some(number);
                    Some(object)
                }
                (None, Some(spot)) => {
                    let at = point(spot, site.id.as_str())?;
                    listed.spots.push((at, spot.radius_m));
                    listed.objects.push(KnownObject {
                        site: Some(number),
                        nodes: leaves_of(leaves, terms, [&site.category]),
                        extent_m: spot.radius_m,
                    });
                    Some(listed.objects.len() - 1)
                }
                (None, None) => None,
            };
            listed.sites.push(ListedSite {
                declared: site.declared,
                handed: site.handed,
                notified: site.notified,
                withdrawn: site.withdrawn,
                object,
            });
        }
        Ok(listed)
    }
}

/// The outlines of the areas, in their order.
fn outlines(terms: &Terms) -> Result<Vec<Option<Area>>, FrameError> {
    let outlines = terms.areas.iter().map(|area| {
        let outline = area.outline.clone().map(Area::new).transpose();
        outline.map_err(|source| FrameError::Outline {
            area: area.id.clone(),
            source,
        })
    });
    outlines.collect()
}

fn leaves_of<'n>(
    leaves: &[NodeSet],
    terms: &Terms,
    ids: impl IntoIterator<Item = &'n NodeId>,
) -> NodeSet {
    ids.into_iter()
        .filter_map(|id| terms.taxonomy.position(id))
        .fold(NodeSet::default(), |set, p| set.union(&leaves[p]))
}

impl<'a> Frame<'a> {
    /// Turns a case into numbers, with distances on the WGS 84 ellipsoid.
    ///
    /// # Errors
    /// [`FrameError`].
    pub fn new(case: &'a Case) -> Result<Self, FrameError> {
        Self::with_model(case, Model::Wgs84)
    }

    /// The same with a distance model of one's choice (the sphere, for comparisons with other programs).
    ///
    /// # Errors
    /// [`FrameError`].
    pub fn with_model(case: &'a Case, model: Model) -> Result<Self, FrameError> {
        Ok(Self {
            case,
            numbers: Arc::new(Numbers::new(&case.terms, model)?),
        })
    }

    /// The same with numbers that were made before, of this case or of another with the same terms.
    #[must_use]
    pub fn with_numbers(case: &'a Case, numbers: Arc<Numbers>) -> Self {
        Self { case, numbers }
    }

    /// The numbers, to be kept.
    #[must_use]
    pub fn numbers(&self) -> Arc<Numbers> {
        Arc::clone(&self.numbers)
    }

    /// The case that it was made from.
    #[must_use]
    pub fn case(&self) -> &'a Case {
        self.case
    }

    /// The position of a party.
    #[must_use]
    pub fn party(&self, id: &PartyId) -> Option<usize> {
        self.parties.binary_search(id).ok()
    }

    /// The position of an area.
    #[must_use]
    pub fn area(&self, id: &AreaId) -> Option<usize> {
        self.areas.get(id).copied()
    }

    /// The leaves that these nodes stand for.
    #[must_use]
    pub fn nodes<'n>(&self, ids: impl IntoIterator<Item = &'n NodeId>) -> NodeSet {
        self.leaves_of(self.case, ids)
    }

    /// A set of kinds of act as bits.
    #[must_use]
    pub fn kind_bits<'n>(&self, kinds: impl IntoIterator<Item = &'n ActKindId>) -> u64 {
        kinds
            .into_iter()
            .filter_map(|k| self.kinds.iter().position(|own| own == k))
            .fold(0, |set, i| set | 1 << i)
    }

    /// A set of parties as bits.
    #[must_use]
    pub fn party_bits<'n>(&self, parties: impl IntoIterator<Item = &'n PartyId>) -> u32 {
        parties
            .into_iter()
            .filter_map(|p| self.party(p))
            .fold(0, |set, i| set | 1 << i)
    }

    /// The possible places as numbers.
    ///
    /// # Errors
    /// [`FrameError::Coordinate`] if a point is not on Earth.
    pub fn places(&self, place: &Place, of: &str) -> Result<Vec<RowPlace>, FrameError> {
        let disc = |spot: &Spot| {
            let centre = point(spot, of)?;
            Disc::new(centre, spot.radius_m)
                .map(Some)
                .map_err(|_| FrameError::Radius { of: of.to_owned() })
        };
        place
            .options()
            .map(|option| {
                Ok(match option {
                    PlaceOption::In(area) => RowPlace {
                        area: self.area(area),
                        disc: None,
                    },
                    PlaceOption::Near(spot) => RowPlace {
                        area: None,
                        disc: disc(spot)?,
                    },
                    PlaceOption::NearIn(spot, area) => RowPlace {
                        area: self.area(area),
                        disc: disc(spot)?,
                    },
                    PlaceOption::Anywhere => RowPlace {
                        area: None,
                        disc: None,
                    },
                })
            })
            .collect()
    }

    /// A story as numbers.
    #[must_use]
    pub fn row<'r>(&self, story: &Story, places: &'r [RowPlace]) -> Row<'r> {
        let site = story
            .object
            .site
            .as_ref()
            .and_then(|id| self.listed.site_numbers.get(id))
            .copied();
        let facility = story
            .object
            .facility
            .as_ref()
            .and_then(|id| self.listed.facilities.get(id))
            .copied();
        let said = story.control.as_ref().and_then(|id| self.holder(id, story));
        let (holder, holder_in_part) =
            said.map_or((None, false), |(party, part)| (Some(party), part));
        Row {
            from: story.when.interval.from().0,
            until: story.when.interval.until().0,
            occurrence: story.when.occurrence,
            places,
            struck: self.nodes(&story.object.categories),
            basis: story.object.basis,
            object: facility.or_else(|| site.and_then(|s| self.listed.sites[s].object)),
            site: site.or_else(|| facility.and_then(|f| self.listed.objects[f].site)),
            kinds: self.kind_bits(story.act.kinds()),
            effects: effect_bits(story.act.effects()),
            actors: self.party_bits(story.actors.iter()),
            holder,
            holder_in_part,
        }
    }

    /// Who held the place at the time, as the statement says, and whether it speaks of part of the time only; nobody
    /// if it is about another time.
    fn holder(&self, id: &ControlId, story: &Story) -> Option<(usize, bool)> {
        let control = self.case.control.iter().find(|c| c.id == *id)?;
        let when = story.when.interval;
        let (touches, covers) = control.during.map_or((true, true), |during| {
            let touches = during.from() < when.until() && when.from() < during.until();
            (
                touches,
                during.from() <= when.from() && when.until() <= during.until(),
            )
        });
        let party = self.party(&control.held_by).filter(|_| touches)?;
        Some((party, !covers))
    }

    /// Finds what lies at a row's places. `reach_m`: the widest reach of any reading, metres; `None`: no reading asks
    /// for objects.
    pub fn locate(&self, row: &Row<'_>, reach_m: Option<f64>, located: &mut Located) {
        located
            .zones
            .resize_with(row.places.len().max(located.zones.len()), ZoneHits::default);
        for (place, hits) in row.places.iter().zip(&mut located.zones) {
            match &place.disc {
                Some(disc) => self.zones.hits(disc, hits),
                None => *hits = ZoneHits::default(),
            }
        }
        located.near.clear();
        let Some(reach_m) = reach_m else { return };
        for place in row.places {
            match (place.disc, place.area) {
                (Some(disc), _) => {
                    // The index knows each object's extent; the reading's reach is asked for with the circle.
                    if let Ok(wider) = Disc::new(disc.centre(), disc.radius_m() + reach_m) {
                        self.object_index
                            .for_each_near(&wider, |object, distance_m| {
                                located
                                    .near
                                    .push((object, (distance_m - disc.radius_m()).max(0.0)));
                            });
                    }
                }
                (None, Some(area)) => self.objects_in(area, reach_m, &mut located.near),
                (None, None) => located
                    .near
                    .extend((0..self.listed.objects.len()).map(|i| (i, 0.0))),
            }
        }
        if row.places.len() > 1 {
            located
                .near
                .sort_by(|a, b| a.0.cmp(&b.0).then(a.1.total_cmp(&b.1)));
            located.near.dedup_by_key(|n| n.0);
        }
    }

    /// Objects in an area or within reach of it; all of them where the area has no outline.
    fn objects_in(&self, area: usize, reach_m: f64, near: &mut Vec<(usize, f64)>) {
        for (i, object) in self.listed.objects.iter().enumerate() {
            let distance = match &self.outlines[area] {
                Some(outline) => outline.distance_m(self.model, self.listed.spots[i].0),
                None => 0.0,
            };
            if distance <= object.extent_m + reach_m {
                near.push((i, distance));
            }
        }
    }
}

fn point(spot: &Spot, of: &str) -> Result<LonLat, FrameError> {
    LonLat::new(spot.lon, spot.lat).map_err(|source| FrameError::Coordinate {
        of: of.to_owned(),
        source,
    })
}

/// A set of effects as bits, in the order of [`Effect::ALL`].
#[must_use]
pub fn effect_bits<'n>(effects: impl IntoIterator<Item = &'n Effect>) -> u8 {
    effects
        .into_iter()
        .filter_map(|e| Effect::ALL.iter().position(|own| own == e))
        .fold(0, |set, i| set | 1 << i)
}
