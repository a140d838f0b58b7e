//! The roots of compartment logs, as the public log takes them.
//!
//! A tick always has [`SLOTS`] fields of one size. A slot holds what one compartment log came to, or random bytes; nobody
//! but the circle, which holds the opening of its slot, can tell which. So the public log has the same sizes, at the same
//! times, whether circles are busy, idle or not there at all.

use holdfire_seal::Hash;
use holdfire_seal::fields::Field;
use thiserror::Error;

use crate::contents::COMMON_FIELDS;

/// How many slots a tick has, so how many circles a mission can have.
pub const SLOTS: usize = 64;

/// What a compartment log came to at a tick.
#[derive(Clone, Copy, PartialEq, Eq)]
pub struct Slot {
    origin: Hash,
    /// How many entries it had.
    pub size: u64,
    /// The root of its tree.
    pub root: Hash,
}

/// Why a slot does not say what it should.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
pub enum SlotError {
    /// There are more compartment logs than slots.
    #[error("{0} compartment logs, and a tick has {SLOTS} slots")]
    TooMany(usize),
    /// A slot has another length.
    #[error("a slot of {0} bytes; it has {BYTES}")]
    Length(usize),
    /// No tick has this place, or it was given twice.
    #[error("slot {0} is no slot of a tick, or given twice; a tick has {SLOTS}, from 0")]
    Place(u8),
    /// Free slots need random bytes, one slot each.
    #[error("{given} random fillings for {free} free slots")]
    Filling {
        /// How many were given.
        given: usize,
        /// How many slots are free.
        free: usize,
    },
}

/// Bytes of a slot: SHA-256 of the origin, the size (8 bytes, big-endian) and the root.
const BYTES: usize = 72;

impl Slot {
    /// What the compartment log of an origin came to.
    #[must_use]
    pub fn new(origin: &str, size: u64, root: Hash) -> Self {
        Self {
            origin: Hash::of(origin.as_bytes()),
            size,
            root,
        }
    }

    /// True if it is about the compartment log of this origin.
    #[must_use]
    pub fn is_of(&self, origin: &str) -> bool {
        self.origin == Hash::of(origin.as_bytes())
    }

    /// Its bytes.
    #[must_use]
    pub fn to_bytes(&self) -> [u8; BYTES] {
        let mut bytes = [0; BYTES];
        bytes[..32].copy_from_slice(&self.origin.0);
        bytes[32..40].copy_from_slice(&self.size.to_be_bytes());
        bytes[40..].copy_from_slice(&self.root.0);
        bytes
    }

    /// Reads a slot. Random bytes read as a slot too: whether it is one's own is for [`Self::is_of`] to say.
    ///
    /// # Errors
    /// [`SlotError::Length`] for bytes of another length.
    pub fn from_bytes(bytes: &[u8]) -> Result<Self, SlotError> {
        let bytes: &[u8; BYTES] = bytes
            .try_into()
            .map_err(|_| SlotError::Length(bytes.len()))?;
        let hash = |from: usize| {
            let mut hash = [0; 32];
            hash.copy_from_slice(&bytes[from..from + 32]);
            Hash(hash)
        };
        let mut size = [0; 8];
        size.copy_from_slice(&bytes[32..40]);
        Ok(Self {
            origin: hash(0),
            size: u64::from_be_bytes(size),
            root: hash(40),
        })
    }
}

impl std::fmt::Debug for Slot {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Slot(hidden)")
    }
}

/// The fields of a tick: each slot in use at the place that its circle was given, and random bytes in all others.
///
/// # Errors
/// [`SlotError`] unless each place is one of a tick and given once, and there is one filling for each free slot.
pub fn tick_fields(used: &[(u8, Slot)], filling: &[[u8; BYTES]]) -> Result<Vec<Field>, SlotError> {
    let free = SLOTS
        .checked_sub(used.len())
        .ok_or(SlotError::TooMany(used.len()))?;
    if filling.len() != free {
        let given = filling.len();
        return Err(SlotError::Filling { given, free });
    }
    let mut slots = [None; SLOTS];
    for &(at, slot) in used {
        let place = slots.get_mut(usize::from(at)).filter(|p| p.is_none());
        *place.ok_or(SlotError::Place(at))? = Some(slot.to_bytes());
    }
    let mut filling = filling.iter();
    let bytes = slots
        .into_iter()
        .map(|slot| slot.unwrap_or_else(|| *filling.next().expect("the free slots were counted")));
    Ok((0..SLOTS)
        .zip(bytes)
        .map(|(index, bytes)| Field::new(format!("slot-{index:02}"), bytes))
        .collect())
}

/// The place of a slot among all fields of a tick.
#[must_use]
pub fn slot_index(at: u8) -> u64 {
    COMMON_FIELDS + u64::from(at)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_tick_has_one_size_whatever_circles_do() {
        let size = |used: usize| -> usize {
            let busy = Slot::new("example/c/1", u64::MAX, Hash([1; 32]));
            let used: Vec<(u8, Slot)> = (0..64).take(used).map(|at| (at, busy)).collect();
            let filling = vec![[7; BYTES]; SLOTS - used.len()];
            let fields = tick_fields(&used, &filling).expect("the right number");
            fields.iter().map(|f| f.name.len() + f.value.len()).sum()
        };
        assert_eq!(size(0), size(1));
        assert_eq!(size(0), size(SLOTS));
    }

    #[test]
    fn a_slot_reads_back_and_knows_its_log() {
        let slot = Slot::new("example/c/1", 12, Hash([1; 32]));
        let read = Slot::from_bytes(&slot.to_bytes()).expect("72 bytes");
        assert_eq!(read, slot);
        assert!(read.is_of("example/c/1") && !read.is_of("example/c/2"));
        assert_eq!(Slot::from_bytes(&[0; 71]), Err(SlotError::Length(71)));
    }

    #[test]
    fn a_slot_stands_where_its_circle_was_told() {
        let slot = Slot::new("example/c/1", 12, Hash([1; 32]));
        let filling = vec![[7; BYTES]; SLOTS - 1];
        let fields = tick_fields(&[(41, slot)], &filling).expect("the right number");
        let all = crate::Contents {
            subject: "tick".to_owned(),
            effect: crate::Effect::Note,
            recorded_at: 0,
            fields,
        }
        .all_fields();
        let field = &all[usize::try_from(slot_index(41)).expect("small")];
        assert_eq!(field.name, "slot-41");
        assert_eq!(field.value, slot.to_bytes());
        let twice = tick_fields(&[(41, slot), (41, slot)], &filling[1..]);
        assert_eq!(twice, Err(SlotError::Place(41)));
        let beyond = tick_fields(&[(64, slot)], &filling);
        assert_eq!(beyond, Err(SlotError::Place(64)));
    }

    #[test]
    fn a_slot_without_filling_is_refused() {
        let refused = tick_fields(&[], &[[0; BYTES]; 3]);
        assert_eq!(refused, Err(SlotError::Filling { given: 3, free: 64 }));
    }
}
