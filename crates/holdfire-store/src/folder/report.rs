//! What a verifier says of a log in which nothing is wrong.

use holdfire_record::{SequenceReport, Settings};
use holdfire_seal::Hash;
use holdfire_seal::policy::PolicyName;

/// By whose key the checkpoint was believed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Trust {
    /// By a key that was given, so that it came another way than the folder.
    Given,
    /// By a key in the policy.
    Policy,
    /// By the key in the folder itself: who made the folder may have made the key.
    Own,
}

/// An older checkpoint that the log grew from.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Since {
    /// How many entries it states.
    pub size: u64,
    /// The root that it states, and that these entries have.
    pub root: Hash,
}

/// A log of which every byte is as signed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Report {
    /// What the first entry says.
    pub settings: Settings,
    /// The signed size.
    pub size: u64,
    /// The signed root, which is also that of the entries.
    pub root: Hash,
    /// By whose key.
    pub trust: Trust,
    /// Entries, ticks, and points of the cadence without one.
    pub sequence: SequenceReport,
    /// How many entries there are of each kind, by the code of the kind.
    pub kinds: Vec<u64>,
    /// When the first and the last entry were recorded, as their envelopes have it (POSIX seconds).
    pub times: (u64, u64),
    /// The quorum of the policy in words, if there is a policy.
    pub needed: Option<String>,
    /// The witnesses of the policy that cosigned, with their times (POSIX seconds).
    pub cosigned_by: Vec<(PolicyName, u64)>,
    /// Lines of signatures by keys that nobody named: they were not checked and say nothing.
    pub unknown_signatures: usize,
    /// The older checkpoint, if one was given.
    pub since: Option<Since>,
    /// Pieces that were checked: tiles and bundles of the signed size.
    pub pieces: u64,
    /// Partial pieces of older sizes; each is the beginning of what is there now.
    pub older_pieces: u64,
    /// The first files and folders beside the log that no signature covers.
    pub strangers: Vec<String>,
    /// How many there are.
    pub stranger_count: u64,
    /// Bytes that were read of pieces.
    pub bytes: u64,
}
