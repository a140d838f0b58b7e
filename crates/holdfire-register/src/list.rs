//! The list as its party keeps it: sites with their seeds and all versions; and how the next version is sealed.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt;

use holdfire_model::{Moment, PartyId, SiteId};
use holdfire_seal::Hash;
use holdfire_seal::fields::Seed;
use holdfire_seal::note::{self, LogKey, NoteError, VerifierKey};
use thiserror::Error;

use crate::handover::{Changes, Handover, HandoverError, tree_of};
use crate::leaf::leaf_of;
use crate::site::{FieldName, SiteFields};
use crate::statement::{Counting, ListId, MOST_LEAVES, SignedStatement, State, Statement};

/// What the number of leaves tells.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Padding {
    /// The number of sites.
    Exact,
    /// Dummies fill up to a multiple of `bucket`, at least to `least`.
    ///
    /// With `cover` above 1 the numbers added, withdrawn and changed are raised too, each to a multiple of it and never
    /// to 0: dummies are sealed anew, so that a version in which little happened looks like any other.
    To {
        /// Multiple to fill up to; 64 is usual.
        bucket: u32,
        /// Fewest leaves.
        least: u64,
        /// Multiple for the numbers of changes; 0 or 1: no cover.
        cover: u32,
    },
}

impl Padding {
    /// Dummies up to the next multiple of 64, without cover.
    pub const BUCKETS_OF_64: Self = Self::To {
        bucket: 64,
        least: 64,
        cover: 0,
    };
}

/// Why a version cannot be sealed.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
pub enum SealError {
    /// Two rows with one id.
    #[error("the id `{id}` stands in two rows\nhint: an id names one site of the list")]
    IdTwice {
        /// The id.
        id: SiteId,
    },
    /// Rows of more than one party.
    #[error("the list holds sites of `{one}` and of `{other}`\nhint: seal a list for each party")]
    TwoParties {
        /// A party.
        one: PartyId,
        /// Another.
        other: PartyId,
    },
    /// More leaves than a version may have.
    #[error("{leaves} leaves, more than the {MOST_LEAVES} that a version may have")]
    TooMany {
        /// How many it would have.
        leaves: u64,
    },
    /// A bucket of 0.
    #[error("the bucket of the padding is 0\nhint: 64 is usual")]
    NoBucket,
    /// Not enough dummies to hide how many leaves change.
    #[error(
        "hiding how many leaves change needs {needed} dummies in the version before, and it has {there}\n\
         hint: use a smaller cover, or pad to more leaves"
    )]
    TooFewDummies {
        /// How many are needed.
        needed: u64,
        /// How many are there.
        there: u64,
    },
    /// The source of seeds gave one twice.
    #[error("a seed came twice: the source of randomness is broken; nothing was sealed")]
    SeedTwice,
    /// Sealed before the version it follows.
    #[error(
        "the last version is {last}, and now is {now}, before it\n\
         hint: set the clock of this machine"
    )]
    ClockBack {
        /// The last version.
        last: Box<State>,
        /// The moment that was given.
        now: Moment,
    },
    /// The statement could not be signed.
    #[error("the statement cannot be signed")]
    Sign(#[from] NoteError),
    /// The signed note is not that of this draft, or its signature is not by the given keys.
    #[error("the signed statement is not the one of this draft")]
    Signed(#[source] Box<HandoverError>),
    /// A note over another statement.
    #[error(
        "the note signs {signed}, not this draft, {draft}\nhint: sign the text that this draft gave"
    )]
    OtherStatement {
        /// What is signed.
        signed: Box<State>,
        /// What was drafted.
        draft: Box<State>,
    },
}

/// A leaf that is or was on the list, with what opens it.
#[derive(Clone)]
pub(crate) struct Kept {
    pub(crate) seed: Seed,
    pub(crate) fields: SiteFields,
    /// The first version that has it.
    pub(crate) from: u32,
    /// The first version after `from` that does not have it.
    pub(crate) until: Option<u32>,
    pub(crate) leaf: Hash,
}

impl Kept {
    pub(crate) fn is_in(&self, version: u32) -> bool {
        self.from <= version && self.until.is_none_or(|until| version < until)
    }
}

/// A version that was sealed.
#[derive(Clone, PartialEq, Eq)]
pub(crate) struct SealedVersion {
    pub(crate) note: String,
    pub(crate) statement: Statement,
    pub(crate) changes: Changes,
}

/// A list with everything that opens it: stays with the party. `Debug` shows the id and the number of versions only.
///
/// Invariant: the leaves of each version are those that its signed statement commits to.
#[derive(Clone)]
pub struct PrivateList {
    pub(crate) list: ListId,
    pub(crate) leaves: Vec<Kept>,
    pub(crate) versions: Vec<SealedVersion>,
}

impl fmt::Debug for PrivateList {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(
            f,
            "private list {}, {} versions",
            self.list,
            self.versions.len()
        )
    }
}

/// A version that is not signed yet. Signing gives the new private list and what is handed over.
pub struct Draft {
    next: PrivateList,
    statement: Statement,
    leaves: Vec<Hash>,
    changes: Changes,
    left_out: Vec<SiteId>,
}

impl fmt::Debug for Draft {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "draft of {}", self.statement.state())
    }
}

impl PrivateList {
    /// A list without versions. The id is 16 random bytes.
    #[must_use]
    pub const fn new(list: ListId) -> Self {
        Self {
            list,
            leaves: Vec::new(),
            versions: Vec::new(),
        }
    }

    /// The id of the list.
    #[must_use]
    pub const fn list(&self) -> ListId {
        self.list
    }

    /// The number of the last version; 0 if none was sealed.
    #[must_use]
    pub fn last_version(&self) -> u32 {
        u32::try_from(self.versions.len()).expect("versions are numbered by u32")
    }

    /// The statement of a version.
    #[must_use]
    pub fn statement(&self, version: u32) -> Option<&Statement> {
        self.version(version).map(|sealed| &sealed.statement)
    }

    /// The sites of a version with their leaves, in the order of the leaves, without dummies.
    pub fn sites(&self, version: u32) -> impl Iterator<Item = (Hash, &SiteFields)> {
        let mut kept: Vec<&Kept> = self.kept_in(version);
        kept.retain(|kept| !kept.fields.is_dummy());
        kept.into_iter().map(|kept| (kept.leaf, &kept.fields))
    }

    /// What was handed over for a version, made anew.
    ///
    /// # Errors
    /// [`HandoverError`] if the keys are not those that signed it.
    pub fn handover(
        &self,
        version: u32,
        keys: &[VerifierKey],
    ) -> Result<Option<Handover>, HandoverError> {
        let Some(sealed) = self.version(version) else {
            return Ok(None);
        };
        let signed = SignedStatement::open(&sealed.note, keys)?;
        let leaves = self.kept_in(version).iter().map(|kept| kept.leaf).collect();
        Handover::new(signed, leaves, sealed.changes.clone()).map(Some)
    }

    pub(crate) fn version(&self, version: u32) -> Option<&SealedVersion> {
        self.versions.get((version as usize).checked_sub(1)?)
    }

    /// The leaves of a version in their order.
    pub(crate) fn kept_in(&self, version: u32) -> Vec<&Kept> {
        let mut kept: Vec<&Kept> = self
            .leaves
            .iter()
            .filter(|kept| kept.is_in(version))
            .collect();
        kept.sort_by_key(|kept| kept.leaf);
        kept
    }

    /// Seals the next version: compares the rows by id with the last version; what is the same keeps its leaf.
    ///
    /// Rows that say they were withdrawn are left out. `seeds` gives 32 random bytes at each call, at most two for each
    /// leaf of the version.
    ///
    /// # Errors
    /// [`SealError`]; the list stays as it was in any case.
    pub fn draft(
        &self,
        rows: &[SiteFields],
        padding: Padding,
        now: Moment,
        seeds: &mut dyn FnMut() -> Seed,
    ) -> Result<Draft, SealError> {
        let last = self.versions.last();
        if let Some(last) = last
            && now < last.statement.sealed_at
        {
            return Err(SealError::ClockBack {
                last: Box::new(last.statement.state()),
                now,
            });
        }
        let (listed, left_out) = self.check_rows(rows)?;
        let mut work = Sealing::start(self, seeds);
        work.take_sites(&listed)?;
        let counting = work.pad(padding)?;
        let version = work.version;
        let Sealing { next, changes, .. } = work;
        let leaves: Vec<Hash> = next.kept_in(version).iter().map(|kept| kept.leaf).collect();
        let changes = if version == 1 {
            Changes::default()
        } else {
            changes.sorted()
        };
        let statement = Statement {
            list: self.list,
            version,
            previous: last.map(|last| last.statement.hash()),
            count: leaves.len() as u64,
            counting,
            root: tree_of(leaves.iter().copied()).root(),
            sealed_at: now,
            added: changes.added.len() as u64,
            withdrawn: changes.withdrawn.len() as u64,
            changed: changes.changed.len() as u64,
            changes: changes.hash(),
        };
        Ok(Draft {
            next,
            statement,
            leaves,
            changes,
            left_out,
        })
    }

    /// The rows that are on the list by id, and the ids of those that were withdrawn.
    fn check_rows<'a>(
        &self,
        rows: &'a [SiteFields],
    ) -> Result<(BTreeMap<SiteId, &'a SiteFields>, Vec<SiteId>), SealError> {
        let mut party = self.leaves.iter().find_map(|kept| party_of(&kept.fields));
        let mut listed = BTreeMap::new();
        let mut left_out = BTreeSet::new();
        for row in rows {
            // Dummies cannot be made outside of this crate, and every other row has its ids.
            let (Some(id), Some(own)) = (row.id(), party_of(row)) else {
                continue;
            };
            match &party {
                Some(one) if *one != own => {
                    return Err(SealError::TwoParties {
                        one: one.clone(),
                        other: own,
                    });
                }
                _ => party = Some(own),
            }
            let is_new = !listed.contains_key(&id) && !left_out.contains(&id);
            if !is_new {
                return Err(SealError::IdTwice { id });
            }
            if row.is_withdrawn() {
                left_out.insert(id);
            } else {
                listed.insert(id, row);
            }
        }
        Ok((listed, left_out.into_iter().collect()))
    }
}

fn party_of(site: &SiteFields) -> Option<PartyId> {
    PartyId::new(site.get(FieldName::Party)).ok()
}

/// The work on the next version.
struct Sealing<'a> {
    next: PrivateList,
    version: u32,
    changes: Changes,
    seeds: &'a mut dyn FnMut() -> Seed,
    used: BTreeSet<[u8; 32]>,
}

impl<'a> Sealing<'a> {
    fn start(list: &PrivateList, seeds: &'a mut dyn FnMut() -> Seed) -> Self {
        Self {
            next: list.clone(),
            version: list.last_version() + 1,
            changes: Changes::default(),
            seeds,
            used: list
                .leaves
                .iter()
                .map(|kept| fingerprint(&kept.seed))
                .collect(),
        }
    }

    /// Puts a leaf on the list and gives its hash.
    fn put(&mut self, fields: SiteFields) -> Result<Hash, SealError> {
        let seed = (self.seeds)();
        if !self.used.insert(fingerprint(&seed)) {
            return Err(SealError::SeedTwice);
        }
        let leaf = leaf_of(&seed, &fields);
        self.next.leaves.push(Kept {
            seed,
            fields,
            from: self.version,
            until: None,
            leaf,
        });
        Ok(leaf)
    }

    /// Takes a leaf off the list and gives its hash.
    fn end(&mut self, index: usize) -> Hash {
        let kept = &mut self.next.leaves[index];
        kept.until = Some(self.version);
        kept.leaf
    }

    fn take_sites(&mut self, listed: &BTreeMap<SiteId, &SiteFields>) -> Result<(), SealError> {
        let before: BTreeMap<SiteId, usize> = self
            .live()
            .filter_map(|index| Some((self.next.leaves[index].fields.id()?, index)))
            .collect();
        for (id, row) in listed {
            match before.get(id) {
                Some(&index) if self.next.leaves[index].fields == **row => {}
                Some(&index) => {
                    let old = self.end(index);
                    let new = self.put((*row).clone())?;
                    self.changes.changed.push((old, new));
                }
                None => {
                    let new = self.put((*row).clone())?;
                    self.changes.added.push(new);
                }
            }
        }
        for (_, index) in before
            .into_iter()
            .filter(|(id, _)| !listed.contains_key(id))
        {
            let old = self.end(index);
            self.changes.withdrawn.push(old);
        }
        Ok(())
    }

    /// Brings the number of dummies to what the padding asks for.
    fn pad(&mut self, padding: Padding) -> Result<Counting, SealError> {
        // The order of leaf hashes says nothing about the age of a dummy.
        let mut dummies: Vec<usize> = self
            .live()
            .filter(|&index| self.next.leaves[index].fields.is_dummy())
            .collect();
        dummies.sort_by_key(|&index| self.next.leaves[index].leaf);
        let sites = (self.live().count() - dummies.len()) as u64;
        let (counting, leaves, cover) = match padding {
            Padding::Exact => (Counting::Exact, sites, 0),
            Padding::To { bucket: 0, .. } => return Err(SealError::NoBucket),
            Padding::To {
                bucket,
                least,
                cover,
            } => {
                let bucket = u64::from(bucket);
                let leaves = sites.max(least).div_ceil(bucket).saturating_mul(bucket);
                (Counting::Padded, leaves, u64::from(cover))
            }
        };
        if leaves > MOST_LEAVES {
            return Err(SealError::TooMany { leaves });
        }
        let needed = leaves - sites;
        while dummies.len() as u64 > needed {
            let index = dummies.pop().expect("there are more than needed");
            let old = self.end(index);
            self.changes.withdrawn.push(old);
        }
        for _ in dummies.len() as u64..needed {
            let new = self.put(SiteFields::dummy())?;
            self.changes.added.push(new);
        }
        if self.version > 1 && cover > 1 {
            self.cover(&mut dummies, cover)?;
        }
        Ok(counting)
    }

    /// Seals dummies anew until the numbers of changes are multiples of `cover`, and not 0.
    fn cover(&mut self, dummies: &mut Vec<usize>, cover: u64) -> Result<(), SealError> {
        let missing = |count: usize| {
            let count = count as u64;
            count.max(1).div_ceil(cover) * cover - count
        };
        let changed = missing(self.changes.changed.len());
        // A renewed dummy counts as one added and one withdrawn, so both rise together; the fewer of both decides, and
        // where the bucket did not change both are equal.
        let fewer = self.changes.added.len().min(self.changes.withdrawn.len());
        let renewed = missing(fewer);
        let (needed, there) = (changed + renewed, dummies.len() as u64);
        if needed > there {
            return Err(SealError::TooFewDummies { needed, there });
        }
        for at in 0..needed {
            let index = dummies.pop().expect("there are as many as needed");
            let old = self.end(index);
            let new = self.put(SiteFields::dummy())?;
            if at < changed {
                self.changes.changed.push((old, new));
            } else {
                self.changes.withdrawn.push(old);
                self.changes.added.push(new);
            }
        }
        Ok(())
    }

    /// The leaves that are on the list as it stands.
    fn live(&self) -> impl Iterator<Item = usize> + '_ {
        let live = |(_, kept): &(usize, &Kept)| kept.until.is_none();
        self.next
            .leaves
            .iter()
            .enumerate()
            .filter(live)
            .map(|(index, _)| index)
    }
}

impl Changes {
    fn sorted(mut self) -> Self {
        self.added.sort_unstable();
        self.withdrawn.sort_unstable();
        self.changed.sort_unstable();
        self
    }
}

/// What stands for a seed in a set: its hash, so that no second copy of the seed lies about.
fn fingerprint(seed: &Seed) -> [u8; 32] {
    Hash::of(seed.expose()).0
}

impl Draft {
    /// The text to sign.
    #[must_use]
    pub fn text(&self) -> String {
        self.statement.to_text()
    }

    /// What it states.
    #[must_use]
    pub const fn statement(&self) -> &Statement {
        &self.statement
    }

    /// Rows that were left out because they say that they were withdrawn.
    #[must_use]
    pub fn left_out(&self) -> &[SiteId] {
        &self.left_out
    }

    /// Signs with the party's key: the list with its new version, and what is handed over.
    ///
    /// # Errors
    /// [`SealError::Sign`].
    pub fn sign(self, key: &LogKey) -> Result<(PrivateList, Handover), SealError> {
        let note = note::sign_note(&self.text(), key)?;
        self.with_note(&note, &[key.verifier().clone()])
    }

    /// Takes a note that was signed elsewhere.
    ///
    /// # Errors
    /// [`SealError`] if it is signed by none of the keys, or signs another text.
    pub fn with_note(
        self,
        note: &str,
        keys: &[VerifierKey],
    ) -> Result<(PrivateList, Handover), SealError> {
        let refused = |error: HandoverError| SealError::Signed(Box::new(error));
        let signed = SignedStatement::open(note, keys).map_err(|e| refused(e.into()))?;
        if *signed.statement() != self.statement {
            return Err(SealError::OtherStatement {
                signed: Box::new(signed.state()),
                draft: Box::new(self.statement.state()),
            });
        }
        let mut next = self.next;
        next.versions.push(SealedVersion {
            note: note.to_owned(),
            statement: self.statement,
            changes: self.changes.clone(),
        });
        let handover = Handover::new(signed, self.leaves, self.changes).map_err(refused)?;
        Ok((next, handover))
    }
}
