//! Matching where the openings are: which incidents may concern a site of the list, and what is disclosed of the answer.
//!
//! Who submitted a report never reads the answer. What is disclosed to its reader names no site and no distance, has one
//! size whatever the answer, and leaves in batches of one size at every tick of the cadence, also when there is none.

use std::collections::{BTreeMap, BTreeSet};

use holdfire_geo::{Area, Disc, LonLat, Model, SiteIndex};
use holdfire_model::{Interval, Moment, NodeId};
use holdfire_seal::Hash;
use holdfire_seal::fields::Field;
use thiserror::Error;

use crate::site::{FieldName, SiteFields};
use crate::timeline::Counts;

/// The length of the word in a disclosure: every word is filled up with blanks.
const WORD_BYTES: usize = 16;

/// A site of the list as matching sees it.
#[derive(Clone)]
pub struct ListedSite {
    category: NodeId,
    disc: Option<Disc>,
    counts: Counts,
}

impl std::fmt::Debug for ListedSite {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("ListedSite { .. }")
    }
}

/// Why a site cannot be matched.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
pub enum ListedSiteError {
    /// A word of precision without metres.
    #[error(
        "a site has the precision `{word}`, for which no radius is given\nhint: add it to `[radius_m]` of case.toml"
    )]
    Precision {
        /// The word.
        word: String,
    },
    /// A dummy, which is no site.
    #[error("a dummy is no site")]
    Dummy,
}

impl ListedSite {
    /// Takes an opened site, the time for which it counts, and metres for its word of precision. A site that states its
    /// own radius needs no word.
    ///
    /// # Errors
    /// [`ListedSiteError`].
    pub fn new(
        site: &SiteFields,
        counts: Counts,
        radius_m: impl Fn(&str) -> Option<f64>,
    ) -> Result<Self, ListedSiteError> {
        let category =
            NodeId::new(site.get(FieldName::Category)).map_err(|_| ListedSiteError::Dummy)?;
        let number = |field: FieldName| site.get(field).parse::<f64>().ok();
        let centre = match (number(FieldName::Longitude), number(FieldName::Latitude)) {
            (Some(lon), Some(lat)) => LonLat::new(lon, lat).ok(),
            _ => None,
        };
        let word = site.get(FieldName::Precision);
        let stated = number(FieldName::RadiusM).or_else(|| radius_m(word));
        let disc = match (centre, stated) {
            (None, _) => None,
            (Some(centre), Some(radius_m)) => Disc::new(centre, radius_m).ok(),
            (Some(_), None) => {
                return Err(ListedSiteError::Precision {
                    word: word.to_owned(),
                });
            }
        };
        Ok(Self {
            category,
            disc,
            counts,
        })
    }

    fn counts_during(&self, when: Interval) -> bool {
        self.counts.from < when.until() && self.counts.until.is_none_or(|until| when.from() < until)
    }
}

/// One possible place of an account.
#[derive(Clone, Debug)]
pub enum Possible {
    /// Somewhere in this circle.
    Near(Disc),
    /// Somewhere in the area of this number, among those that are asked with.
    In(usize),
    /// Anywhere.
    Anywhere,
}

/// What an account says, as far as matching asks.
#[derive(Clone, Debug)]
pub struct Question {
    /// The incident, by its id or blinded: see [`blind_incident`].
    pub incident: Hash,
    /// When it may have happened.
    pub when: Interval,
    /// Where it may have happened; none: nothing is known of the place.
    pub places: Vec<Possible>,
    /// What may have been struck, every node above and below included; `None`: nothing is known.
    pub categories: Option<BTreeSet<NodeId>>,
}

/// The answer.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum MatchWord {
    /// A site of the list lies within reach of a possible place, fits what was struck, and counted at a possible time.
    MayConcern,
    /// None of the sites that were opened to the matcher does. No proof that none is listed.
    NoneOpened,
    /// The place is not known, or a site that fits has no point.
    CannotTell,
    /// No answer: fills the batch.
    Filler,
}

impl MatchWord {
    /// The answer for an incident of which there are several accounts: what any of them leaves open stays open.
    #[must_use]
    pub fn or(self, other: Self) -> Self {
        let openness = |word: Self| match word {
            Self::MayConcern => 3,
            Self::CannotTell => 2,
            Self::NoneOpened => 1,
            Self::Filler => 0,
        };
        if openness(self) >= openness(other) {
            self
        } else {
            other
        }
    }

    const ALL: [Self; 4] = [
        Self::MayConcern,
        Self::NoneOpened,
        Self::CannotTell,
        Self::Filler,
    ];

    /// The word in files.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::MayConcern => "may-concern",
            Self::NoneOpened => "none-opened",
            Self::CannotTell => "cannot-tell",
            Self::Filler => "filler",
        }
    }

    fn to_bytes(self) -> [u8; WORD_BYTES] {
        let mut bytes = [b' '; WORD_BYTES];
        bytes[..self.as_str().len()].copy_from_slice(self.as_str().as_bytes());
        bytes
    }
}

/// What is disclosed of an answer: contents of an entry of the kind [`Self::KIND`], of one size.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct MatchDisclosure {
    /// The incident; random in a filler.
    pub incident: Hash,
    /// The statement of the version that was matched; random in a filler.
    pub statement: Hash,
    /// The answer.
    pub word: MatchWord,
    /// The tick of the cadence at which it is entered, POSIX seconds.
    pub tick: Moment,
}

/// Why contents are no disclosure.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Error)]
#[error("the fields of the entry are not those of a match")]
pub struct NoDisclosure;

impl MatchDisclosure {
    /// The kind of the entry.
    pub const KIND: &'static str = "match";

    /// The contents. Every field has one length.
    #[must_use]
    pub fn to_fields(&self) -> Vec<Field> {
        vec![
            Field::new("incident", self.incident.0),
            Field::new("statement", self.statement.0),
            Field::new("word", self.word.to_bytes()),
            Field::new("tick", self.tick.0.to_be_bytes()),
        ]
    }

    /// Reads [`Self::to_fields`].
    ///
    /// # Errors
    /// [`NoDisclosure`].
    pub fn from_fields(fields: &[Field]) -> Result<Self, NoDisclosure> {
        let [incident, statement, word, tick] = fields else {
            return Err(NoDisclosure);
        };
        let hash = |field: &Field| {
            field
                .value
                .as_slice()
                .try_into()
                .map(Hash)
                .map_err(|_| NoDisclosure)
        };
        let read = Self {
            incident: hash(incident)?,
            statement: hash(statement)?,
            word: MatchWord::ALL
                .into_iter()
                .find(|known| known.to_bytes() == *word.value)
                .ok_or(NoDisclosure)?,
            tick: Moment(i64::from_be_bytes(
                tick.value.as_slice().try_into().map_err(|_| NoDisclosure)?,
            )),
        };
        if read.to_fields() != fields {
            return Err(NoDisclosure);
        }
        Ok(read)
    }
}

/// What stands for an incident where its id must not be read: SHA-256 of a label, a secret of the mission and the id.
#[must_use]
pub fn blind_incident(secret: &[u8; 32], id: &str) -> Hash {
    let mut data = b"holdfire/incident/v1".to_vec();
    data.extend(secret);
    data.extend(id.as_bytes());
    Hash::of(&data)
}

/// An answer that waits for its tick.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Answer {
    /// The incident.
    pub incident: Hash,
    /// The statement of the version that was matched.
    pub statement: Hash,
    /// The answer.
    pub word: MatchWord,
}

/// Answers every question over the opened sites of one version, in the order of the questions.
///
/// # Units and shape
/// - `areas`: what [`Possible::In`] counts.
/// - `reach_m`: how far from a possible place a site may lie, metres on the WGS 84 ellipsoid, besides both radii.
///
/// # Source
/// DESIGN.md R7: candidates of a fitting category within place and reach.
#[must_use]
pub fn answer(
    statement: Hash,
    sites: &[ListedSite],
    areas: &[Area],
    questions: &[Question],
    reach_m: f64,
) -> Vec<Answer> {
    let (located, unlocated): (Vec<&ListedSite>, Vec<&ListedSite>) =
        sites.iter().partition(|site| site.disc.is_some());
    let points = located.iter().filter_map(|site| site.disc);
    let index = SiteIndex::build(
        Model::Wgs84,
        points.map(|disc| (disc.centre(), disc.radius_m() + reach_m)),
    );
    // Many accounts name one area: what lies in it is asked once.
    let within = |area: &Area| -> Vec<usize> {
        let reached =
            |disc: Disc| area.distance_m(Model::Wgs84, disc.centre()) <= disc.radius_m() + reach_m;
        let all = located.iter().enumerate();
        all.filter(|(_, site)| site.disc.is_some_and(reached))
            .map(|(number, _)| number)
            .collect()
    };
    let mut in_area: BTreeMap<usize, Vec<usize>> = BTreeMap::new();
    let mut word = |question: &Question| {
        let fits = |site: &ListedSite| {
            let known = question.categories.as_ref();
            known.is_none_or(|nodes| nodes.contains(&site.category))
                && site.counts_during(question.when)
        };
        let mut near = false;
        let mut anywhere = question.places.is_empty();
        for place in &question.places {
            match place {
                Possible::Near(disc) => {
                    index.for_each_near(disc, |site, _| near |= fits(located[site]));
                }
                Possible::In(area) => match areas.get(*area) {
                    Some(outline) => {
                        let sites = in_area.entry(*area).or_insert_with(|| within(outline));
                        near |= sites.iter().any(|site| fits(located[*site]));
                    }
                    None => anywhere = true,
                },
                Possible::Anywhere => anywhere = true,
            }
        }
        let somewhere = anywhere && located.iter().any(|site| fits(site));
        if near {
            MatchWord::MayConcern
        } else if somewhere || unlocated.iter().any(|site| fits(site)) {
            MatchWord::CannotTell
        } else {
            MatchWord::NoneOpened
        }
    };
    questions
        .iter()
        .map(|question| Answer {
            incident: question.incident,
            statement,
            word: word(question),
        })
        .collect()
}

/// The batch of a tick: so many disclosures exactly, fillers among them, in an order that says nothing. Takes the answers
/// it has room for off the queue, the oldest first; the rest waits for the next tick.
///
/// `random` gives 32 random bytes at each call, two for a filler.
#[must_use]
pub fn batch(
    tick: Moment,
    size: usize,
    queue: &mut Vec<Answer>,
    random: &mut dyn FnMut() -> [u8; 32],
) -> Vec<MatchDisclosure> {
    let ready = size.min(queue.len());
    let mut entries: Vec<MatchDisclosure> = queue
        .drain(..ready)
        .map(
            |Answer {
                 incident,
                 statement,
                 word,
             }| MatchDisclosure {
                incident,
                statement,
                word,
                tick,
            },
        )
        .collect();
    entries.resize_with(size, || MatchDisclosure {
        incident: Hash(random()),
        statement: Hash(random()),
        word: MatchWord::Filler,
        tick,
    });
    // The incident is a hash or random: sorted by it, fillers stand anywhere.
    entries.sort_unstable();
    entries
}
