//! Whether a version may follow another: every leaf that came or went is listed, nothing is replayed or forked.

use std::collections::BTreeSet;

use holdfire_seal::Hash;
use thiserror::Error;

use crate::handover::Handover;
use crate::statement::State;

/// Why a version does not follow the one that is held. Each names both states.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
pub enum SuccessionError {
    /// Nothing is held, and this is not the first version.
    #[error(
        "no version of this list is held, and {given} is not the first\n\
         hint: take the versions in order, from version 1"
    )]
    NotFirst {
        /// What was given.
        given: Box<State>,
    },
    /// Another list.
    #[error(
        "held is {held}; given is {given}, of another list\n\
         hint: keep a place of its own for each list"
    )]
    OtherList {
        /// What is held.
        held: Box<State>,
        /// What was given.
        given: Box<State>,
    },
    /// The very statement again.
    #[error("held is {held}; the same was given again: nothing to do")]
    Replayed {
        /// What is held.
        held: Box<State>,
    },
    /// Two statements for one version.
    #[error(
        "held is {held}; given is {given}: two statements for one version\n\
         hint: keep both files: if both are signed by the party, it has shown two lists"
    )]
    Forked {
        /// What is held.
        held: Box<State>,
        /// What was given.
        given: Box<State>,
    },
    /// An older version.
    #[error(
        "held is {held}; given is {given}, which is older\nhint: nothing to do; ask for a newer version"
    )]
    Older {
        /// What is held.
        held: Box<State>,
        /// What was given.
        given: Box<State>,
    },
    /// A version in between is missing.
    #[error(
        "held is {held}; given is {given}: a version between them is missing\n\
         hint: take version {} first",
        held.version + 1
    )]
    Gap {
        /// What is held.
        held: Box<State>,
        /// What was given.
        given: Box<State>,
    },
    /// It follows another statement than the held one.
    #[error(
        "held is {held}; given is {given}, which follows another statement ({previous})\n\
         hint: ask for that statement and keep all files: the party may have shown two lists"
    )]
    OtherPast {
        /// What is held.
        held: Box<State>,
        /// What was given.
        given: Box<State>,
        /// The statement it names as the one before.
        previous: Hash,
    },
    /// It says that it was sealed before the one it follows.
    #[error(
        "held is {held}; given is {given}: sealed before the version it follows\n\
         hint: the party's clock was set back; it must seal this version again"
    )]
    ClockBack {
        /// What is held.
        held: Box<State>,
        /// What was given.
        given: Box<State>,
    },
    /// Leaves came or went that are not listed.
    #[error(
        "held is {held}; given is {given}: {} leaves came and {} went without being listed, {} are listed as gone and \
         were never there, {} are listed as new and were there before\n\
         hint: keep both files: a list was changed in silence",
        silent.came.len(), silent.went.len(), silent.never_there.len(), silent.not_new.len()
    )]
    Silent {
        /// What is held.
        held: Box<State>,
        /// What was given.
        given: Box<State>,
        /// Which leaves.
        silent: Box<Silent>,
    },
}

/// Leaves whose coming or going is not as listed.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Silent {
    /// Came without being listed.
    pub came: Vec<Hash>,
    /// Went without being listed.
    pub went: Vec<Hash>,
    /// Listed as gone, and not in the version before.
    pub never_there: Vec<Hash>,
    /// Listed as new, and in the version before.
    pub not_new: Vec<Hash>,
}

/// How a version follows the one before it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Succession {
    /// The version before; none for the first.
    pub from: Option<State>,
    /// The version.
    pub to: State,
    /// Leaves in both.
    pub kept: u64,
    /// Leaves that came.
    pub added: u64,
    /// Leaves that went.
    pub withdrawn: u64,
    /// Pairs of old and new.
    pub changed: u64,
}

/// Decides whether a version can be taken: as the first, or as the next of the one that is held.
///
/// # Errors
/// [`SuccessionError`]; nothing may be written then.
pub fn accept(held: Option<&Handover>, given: &Handover) -> Result<Succession, SuccessionError> {
    if let Some(held) = held {
        return check_succession(held, given);
    }
    let stated = given.statement();
    if stated.version != 1 {
        return Err(SuccessionError::NotFirst {
            given: Box::new(given.signed().state()),
        });
    }
    Ok(Succession {
        from: None,
        to: given.signed().state(),
        kept: 0,
        added: stated.count,
        withdrawn: 0,
        changed: 0,
    })
}

/// Checks that `new` is the version after `old` and that every leaf that came or went is listed in it.
///
/// Both were opened, so their leaves are those that are signed; what is compared here are the two sets of leaves.
///
/// # Errors
/// [`SuccessionError`], which names both states.
pub fn check_succession(old: &Handover, new: &Handover) -> Result<Succession, SuccessionError> {
    let (held, given) = (
        Box::new(old.signed().state()),
        Box::new(new.signed().state()),
    );
    if given.list != held.list {
        return Err(SuccessionError::OtherList { held, given });
    }
    if given.statement == held.statement {
        return Err(SuccessionError::Replayed { held });
    }
    if given.version == held.version {
        return Err(SuccessionError::Forked { held, given });
    }
    if given.version < held.version {
        return Err(SuccessionError::Older { held, given });
    }
    if given.version - held.version > 1 {
        return Err(SuccessionError::Gap { held, given });
    }
    match new.statement().previous {
        Some(previous) if previous != held.statement => {
            return Err(SuccessionError::OtherPast {
                held,
                given,
                previous,
            });
        }
        _ => {}
    }
    if given.sealed_at < held.sealed_at {
        return Err(SuccessionError::ClockBack { held, given });
    }
    let silent = silent(old, new);
    if silent != Silent::default() {
        return Err(SuccessionError::Silent {
            held,
            given,
            silent: Box::new(silent),
        });
    }
    let stated = new.statement();
    Ok(Succession {
        from: Some(*held),
        to: *given,
        kept: stated.count - stated.added - stated.changed,
        added: stated.added,
        withdrawn: stated.withdrawn,
        changed: stated.changed,
    })
}

fn silent(old: &Handover, new: &Handover) -> Silent {
    let came: BTreeSet<Hash> = new.changes().came().collect();
    let went: BTreeSet<Hash> = new.changes().went().collect();
    let copied = |leaves: &[Hash], keep: &dyn Fn(&Hash) -> bool| -> Vec<Hash> {
        leaves.iter().copied().filter(|leaf| keep(leaf)).collect()
    };
    Silent {
        came: copied(new.leaves(), &|leaf| {
            !old.has_leaf(leaf) && !came.contains(leaf)
        }),
        went: copied(old.leaves(), &|leaf| {
            !new.has_leaf(leaf) && !went.contains(leaf)
        }),
        never_there: went
            .into_iter()
            .filter(|leaf| !old.has_leaf(leaf))
            .collect(),
        not_new: came.into_iter().filter(|leaf| old.has_leaf(leaf)).collect(),
    }
}
