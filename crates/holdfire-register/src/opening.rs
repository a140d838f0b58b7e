//! Openings: what a party shows of its list, in one file that anybody can check.

use std::collections::BTreeMap;
use std::fmt;

use holdfire_model::SiteId;
use holdfire_seal::Hash;
use holdfire_seal::cbor::{Reader, write_array, write_bytes, write_text, write_uint};
use holdfire_seal::fields::{FieldOpening, Seed};
use thiserror::Error;

use crate::form::{self, Bytes, FormError};
use crate::handover::tree_of;
use crate::leaf::open_fields;
use crate::list::{Kept, PrivateList};
use crate::private::{values, write_values};
use crate::site::{FieldName, SiteFields};

const FORMAT: &str = "holdfire/register-opening@v1";
/// The words of the first and last line of the file.
pub const OPENING_LABEL: &str = "HOLDFIRE REGISTER OPENING";
/// The longest file that is read.
pub const MOST_OPENING_BYTES: usize = 1 << 30;

/// Whether openings of a class say that they are all there are.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Completeness {
    /// The sites of the class; nothing is said of other leaves.
    Members,
    /// The same, and the class of every other leaf, so that nobody can say that one was left out. Shows how many sites
    /// each class has, and how many dummies there are.
    Complete,
}

/// What to open of a version.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Pick {
    /// Some fields of some sites: a category without the place.
    Fields {
        /// The sites.
        sites: Vec<SiteId>,
        /// The fields.
        fields: Vec<FieldName>,
    },
    /// Some sites, wholly.
    Sites(Vec<SiteId>),
    /// All sites that have this value in this field: a region, a category.
    Class {
        /// The field.
        field: FieldName,
        /// The value.
        value: String,
        /// Whether the other leaves show that they have another value.
        completeness: Completeness,
    },
    /// Every leaf, wholly.
    All,
}

/// Why something cannot be opened.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
pub enum OpenError {
    /// No such version.
    #[error("there is no version {version}: the last is {last}")]
    NoVersion {
        /// The version asked for.
        version: u32,
        /// The last one.
        last: u32,
    },
    /// No such site in that version.
    #[error("`{id}` is not on the list in version {version}")]
    NoSite {
        /// The id asked for.
        id: SiteId,
        /// The version.
        version: u32,
    },
    /// No site of the class.
    #[error(
        "no site has this `{field}` in version {version}\n\
         hint: openings show what is on a list, never that something is not"
    )]
    NoMember {
        /// The field.
        field: FieldName,
        /// The version.
        version: u32,
    },
    /// Nothing was asked for.
    #[error("nothing to open: name at least one {what}")]
    Nothing {
        /// Of what.
        what: &'static str,
    },
}

/// What an opening says it holds.
#[derive(Clone, PartialEq, Eq)]
pub enum Claim {
    /// Some fields of some leaves.
    Fields,
    /// Some leaves, wholly.
    Sites,
    /// Leaves that have this value in this field, wholly; there may be more.
    Class {
        /// The field.
        field: FieldName,
        /// The value.
        value: String,
    },
    /// All leaves that have this value in this field, wholly, and of every other leaf that field.
    CompleteClass {
        /// The field.
        field: FieldName,
        /// The value.
        value: String,
    },
    /// Every leaf, wholly.
    All,
}

impl fmt::Debug for Claim {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Fields => "some fields",
            Self::Sites => "some sites",
            Self::Class { .. } => "sites of a class",
            Self::CompleteClass { .. } => "all sites of a class",
            Self::All => "all",
        })
    }
}

impl Claim {
    /// Whether every leaf of the version is in the opening, so that no path is needed.
    pub(crate) const fn is_whole(&self) -> bool {
        matches!(self, Self::CompleteClass { .. } | Self::All)
    }
}

/// What is shown of one leaf.
#[derive(Clone)]
pub(crate) enum Shown {
    /// The seed and all values.
    Whole { seed: Seed, fields: Box<SiteFields> },
    /// The root of the field tree, and some fields, each with its salt and its path in that tree.
    Part {
        root: Hash,
        fields: Vec<FieldOpening>,
    },
}

/// One leaf of an opening.
#[derive(Clone)]
pub(crate) struct OpenedLeaf {
    pub(crate) index: u64,
    /// Its path in the register's tree; empty if the opening holds every leaf.
    pub(crate) path: Vec<Hash>,
    pub(crate) shown: Shown,
}

/// An opening, not verified: [`crate::verify_opening`] says what it shows. `Debug` hides what is in it.
#[derive(Clone)]
pub struct Opening {
    pub(crate) note: String,
    pub(crate) claim: Claim,
    pub(crate) leaves: Vec<OpenedLeaf>,
}

impl fmt::Debug for Opening {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(
            f,
            "opening of {:?}, {} leaves",
            self.claim,
            self.leaves.len()
        )
    }
}

impl PrivateList {
    /// Opens what was picked of a version.
    ///
    /// A field is opened together with `padding`, which shows that it is one of a site.
    ///
    /// # Errors
    /// [`OpenError`].
    pub fn open(&self, version: u32, pick: &Pick) -> Result<Opening, OpenError> {
        let sealed_version = self.version(version).ok_or(OpenError::NoVersion {
            version,
            last: self.last_version(),
        })?;
        let kept = self.kept_in(version);
        let (claim, leaves) = match pick {
            Pick::Fields { fields, .. } if fields.iter().all(|f| *f == FieldName::Padding) => {
                return Err(OpenError::Nothing { what: "field" });
            }
            Pick::Fields { sites, fields } => {
                let found = find(&kept, sites, version)?;
                (
                    Claim::Fields,
                    shown_of(&kept, found, |kept| part(kept, fields)),
                )
            }
            Pick::Sites(sites) => {
                let found = find(&kept, sites, version)?;
                (Claim::Sites, shown_of(&kept, found, whole))
            }
            Pick::Class { value, .. } if value.is_empty() => {
                return Err(OpenError::Nothing { what: "value" });
            }
            Pick::All => (Claim::All, shown_of_all(&kept, whole)),
            Pick::Class {
                field,
                value,
                completeness,
            } => {
                let is_member =
                    |kept: &Kept| !kept.fields.is_dummy() && kept.fields.get(*field) == value;
                let (field, value) = (*field, value.clone());
                let members: Vec<usize> = (0..kept.len())
                    .filter(|&index| is_member(kept[index]))
                    .collect();
                if members.is_empty() {
                    return Err(OpenError::NoMember { field, version });
                }
                match completeness {
                    Completeness::Members => (
                        Claim::Class { field, value },
                        shown_of(&kept, members, whole),
                    ),
                    Completeness::Complete => {
                        let shown = |kept: &Kept| {
                            let is_member =
                                !kept.fields.is_dummy() && kept.fields.get(field) == value;
                            if is_member {
                                whole(kept)
                            } else {
                                exactly(kept, &[field])
                            }
                        };
                        let shown = shown_of_all(&kept, shown);
                        (Claim::CompleteClass { field, value }, shown)
                    }
                }
            }
        };
        Ok(Opening {
            note: sealed_version.note.clone(),
            claim,
            leaves,
        })
    }
}

/// The places of sites among the leaves, ascending.
fn find(kept: &[&Kept], sites: &[SiteId], version: u32) -> Result<Vec<usize>, OpenError> {
    let places: BTreeMap<&str, usize> = kept
        .iter()
        .enumerate()
        .map(|(index, kept)| (kept.fields.get(FieldName::Id), index))
        .collect();
    let mut found = Vec::new();
    for id in sites {
        let index = places.get(id.as_str()).ok_or_else(|| OpenError::NoSite {
            id: id.clone(),
            version,
        })?;
        found.push(*index);
    }
    if found.is_empty() {
        return Err(OpenError::Nothing { what: "site" });
    }
    found.sort_unstable();
    found.dedup();
    Ok(found)
}

fn shown_of(
    kept: &[&Kept],
    indexes: Vec<usize>,
    shown: impl Fn(&Kept) -> Shown,
) -> Vec<OpenedLeaf> {
    let tree = tree_of(kept.iter().map(|kept| kept.leaf));
    let path = |index: u64| {
        tree.inclusion(index, tree.len())
            .expect("the index is that of a leaf of this tree")
    };
    let opened = |index: usize| OpenedLeaf {
        index: index as u64,
        path: path(index as u64),
        shown: shown(kept[index]),
    };
    indexes.into_iter().map(opened).collect()
}

fn shown_of_all(kept: &[&Kept], shown: impl Fn(&Kept) -> Shown) -> Vec<OpenedLeaf> {
    let opened = |(index, kept): (usize, &&Kept)| OpenedLeaf {
        index: index as u64,
        path: Vec::new(),
        shown: shown(kept),
    };
    kept.iter().enumerate().map(opened).collect()
}

fn whole(kept: &Kept) -> Shown {
    Shown::Whole {
        seed: kept.seed.clone(),
        fields: Box::new(kept.fields.clone()),
    }
}

fn part(kept: &Kept, fields: &[FieldName]) -> Shown {
    let mut fields: Vec<FieldName> = fields.to_vec();
    fields.push(FieldName::Padding);
    fields.sort_unstable();
    fields.dedup();
    exactly(kept, &fields)
}

fn exactly(kept: &Kept, fields: &[FieldName]) -> Shown {
    let (root, fields) = open_fields(&kept.seed, &kept.fields, fields);
    Shown::Part { root, fields }
}

impl Opening {
    /// The file that is given to others.
    #[must_use]
    pub fn to_file(&self) -> String {
        form::armour(OPENING_LABEL, &self.encode())
    }

    /// Reads [`Self::to_file`]. Says nothing yet on whether it is true.
    ///
    /// # Errors
    /// [`FormError`].
    pub fn parse_unverified(file: &[u8]) -> Result<Self, FormError> {
        let bytes = form::unarmour(OPENING_LABEL, file, MOST_OPENING_BYTES)?;
        let mut reader = Reader::new(&bytes);
        reader.array_of(4)?;
        form::format_is(&mut reader, FORMAT)?;
        let note = form::text(&mut reader)?.to_owned();
        let claim = decode_claim(&mut reader)?;
        let leaves = form::items(&mut reader, decode_leaf)?;
        let opening = Self {
            note,
            claim,
            leaves,
        };
        form::check_same(&bytes, &opening.encode())?;
        Ok(opening)
    }

    fn encode(&self) -> Bytes {
        let size = |leaf: &OpenedLeaf| {
            32 * leaf.path.len()
                + match &leaf.shown {
                    Shown::Whole { fields, .. } => {
                        fields.values().iter().map(|v| v.len() + 5).sum::<usize>() + 64
                    }
                    Shown::Part { fields, .. } => {
                        fields.iter().map(|field| field.value.len() + 320).sum()
                    }
                }
        };
        let room = self.note.len()
            + self
                .leaves
                .iter()
                .map(|leaf| size(leaf) + 32)
                .sum::<usize>();
        form::encode(room + 256, |out| {
            write_array(out, 4);
            write_text(out, FORMAT);
            write_text(out, &self.note);
            encode_claim(&self.claim, out);
            write_array(out, self.leaves.len() as u64);
            self.leaves.iter().for_each(|leaf| encode_leaf(leaf, out));
        })
    }
}

fn encode_claim(claim: &Claim, out: &mut Vec<u8>) {
    let words: Vec<&str> = match claim {
        Claim::Fields => vec!["fields"],
        Claim::Sites => vec!["sites"],
        Claim::Class { field, value } => vec!["class", field.as_str(), value],
        Claim::CompleteClass { field, value } => vec!["complete-class", field.as_str(), value],
        Claim::All => vec!["all"],
    };
    write_array(out, words.len() as u64);
    words.into_iter().for_each(|word| write_text(out, word));
}

fn decode_claim(reader: &mut Reader<'_>) -> Result<Claim, FormError> {
    let length = reader.array()?;
    let unknown = |what: &str| FormError::Cbor(format!("an unknown {what}"));
    let word = form::text(reader)?;
    match (word, length) {
        ("fields", 1) => return Ok(Claim::Fields),
        ("sites", 1) => return Ok(Claim::Sites),
        ("all", 1) => return Ok(Claim::All),
        ("class" | "complete-class", 3) => {}
        _ => return Err(unknown("kind of opening")),
    }
    let name = form::text(reader)?;
    let same = |field: &FieldName| field.as_str() == name;
    let field = FieldName::ALL
        .into_iter()
        .find(same)
        .ok_or_else(|| unknown("field"))?;
    let value = form::text(reader)?.to_owned();
    Ok(match word {
        "class" => Claim::Class { field, value },
        _ => Claim::CompleteClass { field, value },
    })
}

fn encode_leaf(leaf: &OpenedLeaf, out: &mut Vec<u8>) {
    write_array(out, 3);
    write_uint(out, leaf.index);
    form::write_hashes(out, &leaf.path);
    write_array(out, 3);
    match &leaf.shown {
        Shown::Whole { seed, fields } => {
            write_text(out, "whole");
            write_bytes(out, seed.expose());
            write_values(out, fields);
        }
        Shown::Part { root, fields } => {
            write_text(out, "part");
            write_bytes(out, &root.0);
            write_array(out, fields.len() as u64);
            for field in fields {
                write_bytes(out, &field.to_cbor());
            }
        }
    }
}

fn decode_leaf(reader: &mut Reader<'_>) -> Result<OpenedLeaf, FormError> {
    reader.array_of(3)?;
    let index = reader.uint()?;
    let path = form::hashes(reader)?;
    reader.array_of(3)?;
    let shown = match form::text(reader)? {
        "whole" => {
            let seed = Seed::new(reader.bytes_of()?);
            let fields = SiteFields::from_values(values(reader)?)
                .map_err(|error| FormError::Cbor(error.to_string()))?;
            Shown::Whole {
                seed,
                fields: Box::new(fields),
            }
        }
        "part" => {
            let root = Hash(reader.bytes_of()?);
            let field = |reader: &mut Reader<'_>| {
                FieldOpening::from_cbor(reader.bytes(usize::MAX)?)
                    .map_err(|error| FormError::Cbor(error.to_string()))
            };
            let fields = form::items(reader, field)?;
            Shown::Part { root, fields }
        }
        _ => {
            return Err(FormError::Cbor(
                "neither a whole leaf nor a part".to_owned(),
            ));
        }
    };
    Ok(OpenedLeaf { index, path, shown })
}
