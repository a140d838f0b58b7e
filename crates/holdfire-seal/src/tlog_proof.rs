//! Proofs that an entry is in a log, as one text that is checked offline (C2SP tlog-proof).

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use thiserror::Error;

use crate::Hash;
use crate::checkpoint::{parse_decimal, parse_note_unverified};
use crate::note::{MOST_NOTE_BYTES, VerifierKey};
use crate::policy::{Policy, PolicyOutcome, PolicyRefusal};
use crate::proof::{ProofError, verify_inclusion};

/// The first line of the text form.
pub const TLOG_PROOF_HEADER: &str = "c2sp.org/tlog-proof@v1";
/// The most hashes that an inclusion path can have.
const MOST_HASHES: usize = 63;
/// The longest text that is read, in bytes: a note, a path and about a megabyte of extra data.
const MOST_BYTES: usize = 3 * MOST_NOTE_BYTES;

/// A proof that some entry is in a log. Holds what was read; [`Self::verify`] says whether it proves anything.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TlogProof {
    /// Data for the application, not authenticated; nothing is checked with it. Never empty.
    pub extra: Option<Vec<u8>>,
    /// The index of the entry, from 0.
    pub index: u64,
    /// The inclusion path, from the sibling of the leaf upwards.
    pub path: Vec<Hash>,
    /// The note of the checkpoint, verbatim.
    pub checkpoint: String,
}

/// Why a text is not a proof, or proves nothing.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
pub enum TlogProofError {
    /// Longer than what is read.
    #[error("the proof has {bytes} bytes, more than {MOST_BYTES}")]
    TooLong {
        /// Its length.
        bytes: usize,
    },
    /// Not UTF-8.
    #[error("the proof is not UTF-8 text")]
    NotUtf8,
    /// Another first line.
    #[error("not a proof of inclusion: line 1 must be `{TLOG_PROOF_HEADER}`")]
    Header,
    /// The extra data is empty or not the one spelling of base64.
    #[error("line 2, the extra data, is empty or not standard base64 with padding")]
    Extra,
    /// No index where one belongs.
    #[error("line {line} must be `index` and a decimal number without leading zeros")]
    Index {
        /// The line, from 1.
        line: usize,
    },
    /// A line of the path is no hash, or one too many.
    #[error("line {line} is not a SHA-256 hash in standard base64, or one hash too many")]
    Hash {
        /// The line, from 1.
        line: usize,
    },
    /// No empty line before the checkpoint.
    #[error("the proof has no checkpoint: it follows the path after an empty line")]
    NoCheckpoint,
    /// The checkpoint is not one that can be believed under the policy.
    #[error("the checkpoint of the proof: {0}")]
    Policy(#[from] PolicyRefusal),
    /// The entry is not at that index of the tree.
    #[error("the entry is not in the log at index {index}: {source}")]
    NotIncluded {
        /// The index that the proof names.
        index: u64,
        /// Where the path fails.
        source: ProofError,
    },
}

impl TlogProof {
    /// The text form; store it with the extension `.tlog-proof`.
    #[must_use]
    pub fn to_text(&self) -> String {
        let extra = self
            .extra
            .as_ref()
            .filter(|extra| !extra.is_empty())
            .map(|extra| format!("extra {}\n", STANDARD.encode(extra)))
            .unwrap_or_default();
        let path: String = self
            .path
            .iter()
            .map(|hash| hash.to_base64() + "\n")
            .collect();
        let Self {
            index, checkpoint, ..
        } = self;
        format!("{TLOG_PROOF_HEADER}\n{extra}index {index}\n{path}\n{checkpoint}")
    }

    /// Reads the text form. Checks neither signature nor path: see [`Self::verify`].
    ///
    /// # Errors
    /// [`TlogProofError`] if the form is wrong; every other spelling of the same proof is refused.
    pub fn parse(bytes: &[u8]) -> Result<Self, TlogProofError> {
        if bytes.len() > MOST_BYTES {
            return Err(TlogProofError::TooLong { bytes: bytes.len() });
        }
        let text = str::from_utf8(bytes).map_err(|_| TlogProofError::NotUtf8)?;
        let (head, checkpoint) = text.split_once("\n\n").unwrap_or((text, ""));
        let mut lines = head.split('\n').enumerate().peekable();
        if lines.next().map(|(_, line)| line) != Some(TLOG_PROOF_HEADER) {
            return Err(TlogProofError::Header);
        }
        let extra = lines
            .next_if(|(_, line)| line.starts_with("extra "))
            .map(|(_, line)| parse_extra(line).ok_or(TlogProofError::Extra))
            .transpose()?;
        let (at, line) = lines.next().unwrap_or((1, ""));
        let index = line
            .strip_prefix("index ")
            .and_then(parse_decimal)
            .ok_or(TlogProofError::Index { line: at + 1 })?;
        let mut path = Vec::new();
        for (at, line) in lines {
            let hash = Hash::from_base64(line).filter(|_| path.len() < MOST_HASHES);
            path.push(hash.ok_or(TlogProofError::Hash { line: at + 1 })?);
        }
        if checkpoint.is_empty() {
            return Err(TlogProofError::NoCheckpoint);
        }
        parse_note_unverified(checkpoint.as_bytes()).map_err(PolicyRefusal::Checkpoint)?;
        Ok(Self {
            extra,
            index,
            path,
            checkpoint: checkpoint.to_owned(),
        })
    }

    /// Checks that this very entry is in the log, under a checkpoint that the policy accepts.
    ///
    /// The log may be one of the policy or one of `logs`. The times of cosigning are handed out, not judged.
    ///
    /// # Errors
    /// [`TlogProofError`]: it proves nothing, and why.
    pub fn verify(
        &self,
        entry: &[u8],
        logs: &[VerifierKey],
        policy: &Policy,
    ) -> Result<PolicyOutcome, TlogProofError> {
        let outcome = policy.check_with_logs(self.checkpoint.as_bytes(), logs)?;
        let checkpoint = outcome.signed.checkpoint();
        verify_inclusion(
            &Hash::leaf(entry),
            self.index,
            checkpoint.size(),
            &self.path,
            checkpoint.root(),
        )
        .map_err(|source| TlogProofError::NotIncluded {
            index: self.index,
            source,
        })?;
        Ok(outcome)
    }
}

fn parse_extra(line: &str) -> Option<Vec<u8>> {
    let text = line.strip_prefix("extra ")?;
    let bytes = STANDARD.decode(text).ok()?;
    (!bytes.is_empty() && STANDARD.encode(&bytes) == text).then_some(bytes)
}

#[cfg(test)]
mod tests;
