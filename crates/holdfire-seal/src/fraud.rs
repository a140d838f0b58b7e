//! Fraud proofs: two checkpoints that one log signed and that cannot both be true.
//!
//! A proof is one text file that anybody can check without the log and without trusting who shows it. It proves that the
//! log showed two histories; it does not say which one is right, nor who was shown what.
//!
//! # Text form, `holdfire/fraud-proof@v1`
//! The line `holdfire/fraud-proof@v1`; for two sizes the whole consistency path from the smaller to the larger tree, one
//! base64 hash a line; an empty line; the note of the smaller checkpoint; an empty line; the note of the other one. The
//! path is whole: it also holds the old root where RFC 6962 leaves it out
//! (see [`whole_consistency_path`]). It leads to the signed root of the larger tree, so it
//! fixes the root that this tree had at the smaller size. That the log signed another root there is the proof.

use std::fmt;

use thiserror::Error;

use crate::Hash;
use crate::checkpoint::{CheckpointError, SignedCheckpoint, open_of_any_log};
use crate::note::{MOST_NOTE_BYTES, VerifierKey};
use crate::proof::{ProofError, roots_of_consistency, whole_consistency_path};

/// The first line of the text form.
pub const FRAUD_PROOF_HEADER: &str = "holdfire/fraud-proof@v1";
/// The most hashes that a whole consistency path can have.
const MOST_HASHES: usize = 64;
/// The longest text that is read, in bytes.
const MOST_BYTES: usize = 2 * MOST_NOTE_BYTES + 8 * 1024;

/// Two signed checkpoints of one log, with what shows that they contradict each other.
///
/// Holds what was read; [`Self::verify`] says whether it proves anything.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FraudProof {
    /// The note of the checkpoint of the smaller size.
    pub first: String,
    /// The note of the other checkpoint.
    pub second: String,
    /// The whole consistency path between the sizes; empty if they are equal.
    pub path: Vec<Hash>,
}

/// What a verified fraud proof shows. `Display` says it in words.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Fraud {
    /// The log that signed both.
    pub origin: String,
    /// The smaller size, at which the histories differ.
    pub size: u64,
    /// The root that the first checkpoint signs at this size.
    pub signed_root: Hash,
    /// The root that the second checkpoint implies at this size.
    pub implied_root: Hash,
    /// The size of the second checkpoint.
    pub second_size: u64,
}

impl fmt::Display for Fraud {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self {
            origin,
            size,
            signed_root,
            implied_root,
            second_size,
        } = self;
        write!(
            f,
            "log `{origin}` signed two histories: a checkpoint of {size} entries with root {signed_root}, and "
        )?;
        if size == second_size {
            write!(f, "another of {size} entries with root {implied_root}")
        } else {
            write!(
                f,
                "one of {second_size} entries of which the first {size} have root {implied_root}"
            )
        }
    }
}

/// Why a fraud proof cannot be read, or proves nothing.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
pub enum FraudProofError {
    /// Longer than any proof.
    #[error("the fraud proof has {bytes} bytes, more than {MOST_BYTES}")]
    TooLong {
        /// Its length.
        bytes: usize,
    },
    /// Not the text form.
    #[error(
        "not a fraud proof: expected the line `{FRAUD_PROOF_HEADER}`, then hashes, then two notes"
    )]
    Shape,
    /// A line of the path is no hash.
    #[error("line {line} of the fraud proof is not a SHA-256 hash in standard base64")]
    Hash {
        /// The line, from 1.
        line: usize,
    },
    /// A checkpoint is bad, or not signed by the log.
    #[error("the {which} checkpoint: {source}")]
    Checkpoint {
        /// `first` or `second`.
        which: &'static str,
        /// What is wrong with it.
        source: CheckpointError,
    },
    /// Two logs.
    #[error("the checkpoints are of two logs, `{first}` and `{second}`: nothing to compare")]
    TwoLogs {
        /// Of the first checkpoint.
        first: String,
        /// Of the second.
        second: String,
    },
    /// The larger checkpoint comes first.
    #[error(
        "the first checkpoint has {first} entries, the second only {second}: change their order"
    )]
    Order {
        /// Size of the first.
        first: u64,
        /// Size of the second.
        second: u64,
    },
    /// The path does not go from the first size to the root of the second.
    #[error("the path does not belong to the two checkpoints: {source}")]
    Path {
        /// What is wrong with it.
        source: ProofError,
    },
    /// Both can be true.
    #[error(
        "the two checkpoints do not contradict each other: both have the same first {size} entries"
    )]
    Consistent {
        /// The smaller size.
        size: u64,
    },
}

impl FraudProof {
    /// The text form.
    #[must_use]
    pub fn to_text(&self) -> String {
        let path: String = self
            .path
            .iter()
            .map(|hash| hash.to_base64() + "\n")
            .collect();
        let Self { first, second, .. } = self;
        format!("{FRAUD_PROOF_HEADER}\n{path}\n{first}\n{second}")
    }

    /// Reads the text form. Checks no signature: see [`Self::verify`].
    ///
    /// # Errors
    /// [`FraudProofError`] if the form is wrong.
    pub fn parse(bytes: &[u8]) -> Result<Self, FraudProofError> {
        if bytes.len() > MOST_BYTES {
            return Err(FraudProofError::TooLong { bytes: bytes.len() });
        }
        let text = str::from_utf8(bytes).map_err(|_| FraudProofError::Shape)?;
        // The text of a checkpoint holds no empty line, so each note holds exactly one.
        let parts: Vec<&str> = text.split("\n\n").collect();
        let [head, first_text, first_lines, second_text, second_lines] = parts.as_slice() else {
            return Err(FraudProofError::Shape);
        };
        let mut lines = head.split('\n');
        if lines.next() != Some(FRAUD_PROOF_HEADER) {
            return Err(FraudProofError::Shape);
        }
        let mut path = Vec::new();
        for (index, line) in lines.enumerate() {
            let hash = Hash::from_base64(line).filter(|_| index < MOST_HASHES);
            path.push(hash.ok_or(FraudProofError::Hash { line: index + 2 })?);
        }
        Ok(Self {
            first: format!("{first_text}\n\n{first_lines}\n"),
            second: format!("{second_text}\n\n{second_lines}"),
            path,
        })
    }

    /// Checks the proof against the keys of the log: both signatures by the strict rules, then the contradiction.
    ///
    /// # Errors
    /// [`FraudProofError`]: it proves nothing, and why.
    pub fn verify(&self, keys: &[VerifierKey]) -> Result<Fraud, FraudProofError> {
        let (first, second) = open_both(&self.first, &self.second, keys)?;
        let (first, second) = (first.checkpoint(), second.checkpoint());
        if first.size() > second.size() {
            return Err(FraudProofError::Order {
                first: first.size(),
                second: second.size(),
            });
        }
        let implied_root = if first.size() == second.size() {
            if !self.path.is_empty() {
                return Err(FraudProofError::Path {
                    source: ProofError::Length {
                        found: self.path.len(),
                        needed: 0,
                    },
                });
            }
            *second.root()
        } else {
            let path_error = |source| FraudProofError::Path { source };
            let (old, new) = roots_of_consistency(first.size(), second.size(), &self.path)
                .map_err(path_error)?;
            if new != *second.root() {
                return Err(path_error(ProofError::Root {
                    found: new,
                    expected: *second.root(),
                }));
            }
            old
        };
        if implied_root == *first.root() {
            return Err(FraudProofError::Consistent { size: first.size() });
        }
        Ok(Fraud {
            origin: first.origin().to_owned(),
            size: first.size(),
            signed_root: *first.root(),
            implied_root,
            second_size: second.size(),
        })
    }
}

/// What two signed checkpoints of one log say about each other.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Comparison {
    /// The same size and root.
    Same,
    /// The path shows that the larger tree starts with the smaller one.
    Consistent,
    /// The log signed two histories; the proof can be handed to anybody.
    Fraud(Box<FraudProof>, Fraud),
    /// Nothing is shown either way: a path between these sizes is needed, or the one given does not lead to the root of the
    /// larger tree, or the whole path (with the old root in front) is needed.
    NotShown {
        /// The smaller size.
        old_size: u64,
        /// The larger size.
        new_size: u64,
    },
}

/// Compares two signed checkpoints of one log, in any order.
///
/// # Units and shape
/// - `path`: a consistency path between the sizes, from the larger tree; as RFC 6962 gives it, or whole. Not used for equal
///   sizes. With an old size that is a power of two, the RFC path alone can show consistency but not fraud: it leaves out
///   the root that the larger tree had at the old size. Ask the log for it, or read it from its tiles.
///
/// # Errors
/// [`FraudProofError`] if a checkpoint is not signed by its log, or if they are of two logs.
pub fn compare(
    one: &[u8],
    other: &[u8],
    path: &[Hash],
    keys: &[VerifierKey],
) -> Result<Comparison, FraudProofError> {
    let text = |note: &[u8]| String::from_utf8_lossy(note).into_owned();
    let (mut first, mut second) = open_both(&text(one), &text(other), keys)?;
    if first.checkpoint().size() > second.checkpoint().size() {
        std::mem::swap(&mut first, &mut second);
    }
    let (old, new) = (first.checkpoint(), second.checkpoint());
    let (old_size, new_size) = (old.size(), new.size());
    if old_size == new_size && old.root() == new.root() {
        return Ok(Comparison::Same);
    }
    // An empty tree is the start of any other. One with a wrong root was never true, but shows no second history.
    if old_size == 0 && new_size > 0 {
        return Ok(if *old.root() == Hash::EMPTY_ROOT {
            Comparison::Consistent
        } else {
            Comparison::NotShown { old_size, new_size }
        });
    }
    let proof = |path: &[Hash]| FraudProof {
        first: first.note().to_owned(),
        second: second.note().to_owned(),
        path: path.to_vec(),
    };
    let completed = whole_consistency_path(old_size, new_size, path, old.root());
    let candidates = if old_size == new_size {
        vec![proof(&[])]
    } else {
        vec![proof(path), proof(&completed)]
    };
    for candidate in candidates {
        match candidate.verify(keys) {
            Ok(fraud) => return Ok(Comparison::Fraud(Box::new(candidate), fraud)),
            Err(FraudProofError::Consistent { .. }) => return Ok(Comparison::Consistent),
            Err(_) => {}
        }
    }
    Ok(Comparison::NotShown { old_size, new_size })
}

fn open_both(
    first: &str,
    second: &str,
    keys: &[VerifierKey],
) -> Result<(SignedCheckpoint, SignedCheckpoint), FraudProofError> {
    let open = |which, note: &str| {
        open_of_any_log(note.as_bytes(), keys)
            .map_err(|source| FraudProofError::Checkpoint { which, source })
    };
    let (first, second) = (open("first", first)?, open("second", second)?);
    let (one, other) = (first.checkpoint().origin(), second.checkpoint().origin());
    if one != other {
        return Err(FraudProofError::TwoLogs {
            first: one.to_owned(),
            second: other.to_owned(),
        });
    }
    Ok((first, second))
}

#[cfg(test)]
mod tests;
