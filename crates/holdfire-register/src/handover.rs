//! What a party hands over for a version: its signed statement, the leaves, and what changed; no field and no salt.

use std::collections::BTreeSet;

use holdfire_seal::cbor::{Reader, write_array, write_text};
use holdfire_seal::note::VerifierKey;
use holdfire_seal::{Hash, Tree};
use thiserror::Error;

use crate::form::{self, Bytes, FormError};
use crate::statement::{MOST_LEAVES, SignedStatement, State, Statement, StatementError};

const FORMAT: &str = "holdfire/register-handover@v1";
const CHANGES_FORMAT: &str = "holdfire/register-changes@v1";
/// The words of the first and last line of the file.
pub const HANDOVER_LABEL: &str = "HOLDFIRE REGISTER HANDOVER";
/// The longest file that is read: leaves and changes of the largest version in base64, and the note.
pub const MOST_HANDOVER_BYTES: usize = 200 << 20;

/// The leaves by which a version differs from the one before. Each list ascends; pairs ascend by the leaf that is gone.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Changes {
    /// Leaves that were not there before.
    pub added: Vec<Hash>,
    /// Leaves that are gone.
    pub withdrawn: Vec<Hash>,
    /// A leaf that is gone, and the one that took its place: the same site, sealed anew.
    pub changed: Vec<(Hash, Hash)>,
}

impl Changes {
    /// What the statement holds of them.
    #[must_use]
    pub fn hash(&self) -> Hash {
        let bytes = form::encode(64 + 32 * self.hashes(), |out| {
            write_array(out, 4);
            write_text(out, CHANGES_FORMAT);
            self.encode(out);
        });
        Hash::of(&bytes)
    }

    fn hashes(&self) -> usize {
        self.added.len() + self.withdrawn.len() + 2 * self.changed.len()
    }

    /// Leaves that came: added, and the new ones of pairs.
    pub(crate) fn came(&self) -> impl Iterator<Item = Hash> {
        self.added
            .iter()
            .copied()
            .chain(self.changed.iter().map(|(_, new)| *new))
    }

    /// Leaves that went: withdrawn, and the old ones of pairs.
    pub(crate) fn went(&self) -> impl Iterator<Item = Hash> {
        self.withdrawn
            .iter()
            .copied()
            .chain(self.changed.iter().map(|(old, _)| *old))
    }

    fn encode(&self, out: &mut Vec<u8>) {
        let pairs: Vec<Hash> = self
            .changed
            .iter()
            .flat_map(|(old, new)| [*old, *new])
            .collect();
        form::write_hashes(out, &self.added);
        form::write_hashes(out, &self.withdrawn);
        form::write_hashes(out, &pairs);
    }

    fn decode(reader: &mut Reader<'_>) -> Result<Self, FormError> {
        let added = form::hashes(reader)?;
        let withdrawn = form::hashes(reader)?;
        let pairs = form::hashes(reader)?;
        let (pairs, rest) = pairs.as_chunks::<2>();
        if !rest.is_empty() {
            return Err(FormError::Cbor("half of a pair of leaves".to_owned()));
        }
        Ok(Self {
            added,
            withdrawn,
            changed: pairs.iter().map(|[old, new]| (*old, *new)).collect(),
        })
    }
}

/// Why a handover is refused before it is compared with anything.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
pub enum HandoverError {
    /// Not the file it should be.
    #[error("this is not a handover of a register that can be read")]
    Form(#[from] FormError),
    /// The statement in it is refused.
    #[error("the statement in the handover is refused")]
    Statement(#[from] StatementError),
    /// Leaves that are not those that the statement commits to.
    #[error(
        "{state} does not go with its leaves: {why}\nhint: the file was changed, or parts of two were mixed"
    )]
    Leaves {
        /// What is stated.
        state: Box<State>,
        /// What differs.
        why: String,
    },
    /// Changes that are not those that the statement commits to.
    #[error(
        "{state} does not go with its list of changes: {why}\nhint: the file was changed, or parts of two were mixed"
    )]
    Changes {
        /// What is stated.
        state: Box<State>,
        /// What differs.
        why: String,
    },
}

/// A version as it was handed over: signature verified, leaves and changes those of the statement.
///
/// Invariant: leaves ascend, are as many as stated, and have the stated root; the changes have the stated hash and
/// numbers, and their leaves are there or gone as they say.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Handover {
    signed: SignedStatement,
    leaves: Vec<Hash>,
    changes: Changes,
}

impl Handover {
    pub(crate) fn new(
        signed: SignedStatement,
        leaves: Vec<Hash>,
        changes: Changes,
    ) -> Result<Self, HandoverError> {
        check_leaves(&signed, &leaves)?;
        check_changes(&signed, &leaves, &changes)?;
        Ok(Self {
            signed,
            leaves,
            changes,
        })
    }

    /// Opens the file of a handover: form, signature, count, order, root and changes.
    ///
    /// # Errors
    /// [`HandoverError`] for anything truncated, forged, reordered or oversized, with the state that it claims.
    pub fn open(file: &[u8], keys: &[VerifierKey]) -> Result<Self, HandoverError> {
        Self::of_bytes(
            &form::unarmour(HANDOVER_LABEL, file, MOST_HANDOVER_BYTES)?,
            keys,
        )
    }

    /// The same without the armour.
    pub(crate) fn of_bytes(bytes: &[u8], keys: &[VerifierKey]) -> Result<Self, HandoverError> {
        let mut reader = Reader::new(bytes);
        reader.array_of(6).map_err(FormError::from)?;
        form::format_is(&mut reader, FORMAT)?;
        let note = form::text(&mut reader)?;
        let leaves = form::hashes(&mut reader)?;
        let changes = Changes::decode(&mut reader)?;
        form::check_same(bytes, &encode(note, &leaves, &changes))?;
        Self::new(SignedStatement::open(note, keys)?, leaves, changes)
    }

    /// The file that is handed over.
    #[must_use]
    pub fn to_file(&self) -> String {
        form::armour(HANDOVER_LABEL, &self.to_bytes())
    }

    /// The file without its armour.
    pub(crate) fn to_bytes(&self) -> Bytes {
        encode(self.signed.note(), &self.leaves, &self.changes)
    }

    /// The signed statement.
    #[must_use]
    pub const fn signed(&self) -> &SignedStatement {
        &self.signed
    }

    /// What is stated.
    #[must_use]
    pub const fn statement(&self) -> &Statement {
        self.signed.statement()
    }

    /// The leaf hashes, ascending.
    #[must_use]
    pub fn leaves(&self) -> &[Hash] {
        &self.leaves
    }

    /// What changed against the version before.
    #[must_use]
    pub const fn changes(&self) -> &Changes {
        &self.changes
    }

    /// Whether a leaf is in this version.
    #[must_use]
    pub fn has_leaf(&self, leaf: &Hash) -> bool {
        self.leaves.binary_search(leaf).is_ok()
    }
}

fn encode(note: &str, leaves: &[Hash], changes: &Changes) -> Bytes {
    let room = note.len() + 32 * (leaves.len() + changes.hashes()) + 128;
    form::encode(room, |out| {
        write_array(out, 6);
        write_text(out, FORMAT);
        write_text(out, note);
        form::write_hashes(out, leaves);
        changes.encode(out);
    })
}

/// The tree over leaf hashes.
pub(crate) fn tree_of(leaves: impl IntoIterator<Item = Hash>) -> Tree {
    let mut tree = Tree::new();
    leaves.into_iter().for_each(|leaf| tree.push(leaf));
    tree
}

fn check_leaves(signed: &SignedStatement, leaves: &[Hash]) -> Result<(), HandoverError> {
    let stated = signed.statement();
    let wrong = |why: String| {
        let state = Box::new(signed.state());
        Err(HandoverError::Leaves { state, why })
    };
    let count = leaves.len() as u64;
    if count > MOST_LEAVES {
        return wrong(format!("{count} leaves, more than {MOST_LEAVES}"));
    }
    if count != stated.count {
        return wrong(format!("{} are stated, {count} are there", stated.count));
    }
    if let Some(at) = leaves.windows(2).position(|pair| pair[0] >= pair[1]) {
        return wrong(format!(
            "leaf {} is not greater than the one before it",
            at + 1
        ));
    }
    let root = tree_of(leaves.iter().copied()).root();
    if root != stated.root {
        return wrong(format!(
            "the stated root is {}, theirs is {root}",
            stated.root
        ));
    }
    Ok(())
}

fn check_changes(
    signed: &SignedStatement,
    leaves: &[Hash],
    changes: &Changes,
) -> Result<(), HandoverError> {
    let stated = signed.statement();
    let wrong = |why: String| {
        let state = Box::new(signed.state());
        Err(HandoverError::Changes { state, why })
    };
    let numbers = (
        changes.added.len() as u64,
        changes.withdrawn.len() as u64,
        changes.changed.len() as u64,
    );
    if numbers != (stated.added, stated.withdrawn, stated.changed) {
        return wrong(format!(
            "stated are {} added, {} withdrawn, {} changed; listed are {}, {}, {}",
            stated.added, stated.withdrawn, stated.changed, numbers.0, numbers.1, numbers.2
        ));
    }
    let hash = changes.hash();
    if hash != stated.changes {
        return wrong(format!(
            "their hash is {hash}, stated is {}",
            stated.changes
        ));
    }
    let ascends = form::ascends(&changes.added)
        && form::ascends(&changes.withdrawn)
        && changes.changed.is_sorted_by(|(a, _), (b, _)| a < b);
    if !ascends {
        return wrong("they are not in ascending order".to_owned());
    }
    let (came, went): (BTreeSet<Hash>, BTreeSet<Hash>) =
        (changes.came().collect(), changes.went().collect());
    let listed = numbers.0 + numbers.1 + 2 * numbers.2;
    if (came.len() + went.len()) as u64 != listed || !came.is_disjoint(&went) {
        return wrong("a leaf is listed twice".to_owned());
    }
    let is_there = |leaf: &Hash| leaves.binary_search(leaf).is_ok();
    if let Some(leaf) = came.iter().find(|leaf| !is_there(leaf)) {
        return wrong(format!("leaf {leaf} is listed as new and is not there"));
    }
    if let Some(leaf) = went.iter().find(|leaf| is_there(leaf)) {
        return wrong(format!("leaf {leaf} is listed as gone and is still there"));
    }
    Ok(())
}
