//! What is kept when a log contradicts itself, and the comparison of two notes by hand.

use std::path::{Path, PathBuf};

use holdfire_seal::Hash;
use holdfire_seal::fraud::{Comparison, Fraud, FraudProofError, compare};
use holdfire_seal::note::VerifierKey;

use crate::decision::Conflict;
use crate::folder::{Files, WitnessError};

/// The most conflicts that are kept without a proof. Anybody can make one from a public checkpoint and a bad path, so they
/// must not fill the disk; conflicts with a proof only the log itself can make, and they are always kept.
const MOST_UNPROVEN: usize = 1_000;

impl Files<'_> {
    /// Keeps both notes, and the fraud proof if there is one; where they are, unless there are too many.
    ///
    /// The name follows from the two notes, so the same conflict is kept once.
    pub(crate) fn keep_conflict(
        &self,
        conflict: &Conflict,
    ) -> Result<Option<PathBuf>, WitnessError> {
        let both = format!("{}\n{}", conflict.cosigned, conflict.submitted);
        let name = &Hash::of(both.as_bytes()).to_string()[..32];
        let conflicts = self.folder.join("conflicts");
        let folder = conflicts.join(name);
        let proof = folder.join("fraud-proof");
        let complete = match conflict.proof {
            Some(_) => self.disk.exists(&proof),
            None => self.disk.exists(&folder.join("submitted")),
        };
        if complete {
            return Ok(Some(folder));
        }
        if conflict.proof.is_none() && self.count(&conflicts)? >= MOST_UNPROVEN {
            return Ok(None);
        }
        self.write(&folder.join("cosigned"), conflict.cosigned.as_bytes())?;
        self.write(&folder.join("submitted"), conflict.submitted.as_bytes())?;
        if let Some((fraud_proof, _)) = &conflict.proof {
            self.write(&proof, fraud_proof.to_text().as_bytes())?;
        }
        Ok(Some(folder))
    }

    fn count(&self, folder: &Path) -> Result<usize, WitnessError> {
        if !self.disk.exists(folder) {
            return Ok(0);
        }
        let names = self.disk.list(folder).map_err(|source| WitnessError::Io {
            what: "list",
            path: folder.to_owned(),
            source,
        })?;
        Ok(names.len())
    }
}

/// What two notes say about their log.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Compared {
    /// Both state the same.
    Same,
    /// The larger log starts with the smaller one.
    Consistent,
    /// The log signed two histories. The text is the fraud proof, for anybody to check.
    Fraud {
        /// What is proved.
        fraud: Fraud,
        /// The proof in its text form.
        proof: String,
    },
    /// Nothing is shown: a whole consistency path from the larger log is needed.
    PathNeeded {
        /// The smaller size.
        old_size: u64,
        /// The larger size.
        new_size: u64,
    },
}

/// Compares two checkpoints that a log signed, such as one's own and one that another reader was shown.
///
/// # Units and shape
/// - `path`: a consistency path between the sizes from the log that has the larger one, or empty; see
///   [`holdfire_seal::fraud::compare`].
///
/// # Errors
/// [`FraudProofError`] if a note is not signed by a key of its log, or if they are of two logs.
pub fn compare_notes(
    one: &[u8],
    other: &[u8],
    path: &[Hash],
    keys: &[VerifierKey],
) -> Result<Compared, FraudProofError> {
    Ok(match compare(one, other, path, keys)? {
        Comparison::Same => Compared::Same,
        Comparison::Consistent => Compared::Consistent,
        Comparison::Fraud(proof, fraud) => Compared::Fraud {
            fraud,
            proof: proof.to_text(),
        },
        Comparison::NotShown { old_size, new_size } => Compared::PathNeeded { old_size, new_size },
    })
}
