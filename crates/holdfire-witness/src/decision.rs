//! The decision on one request: a pure function of what is remembered, what is asked and what time it is.

use holdfire_seal::Hash;
use holdfire_seal::checkpoint::{
    Checkpoint, CheckpointError, SignedCheckpoint, add_signature_line, cosign, open,
};
use holdfire_seal::fraud::{Comparison, Fraud, FraudProof, compare};
use holdfire_seal::note::{
    CosignerKey, NoteError, SignatureLine, VerifierKey, open_note, parse_unverified,
};
use holdfire_seal::proof::{ProofError, verify_consistency};
use thiserror::Error;

use crate::request::{Request, RequestError};

/// The media type of the answer to a wrong old size.
pub const SIZE_TYPE: &str = "text/x.tlog.size";
/// The media type of every other answer.
pub const TEXT_TYPE: &str = "text/plain; charset=utf-8";

/// The last checkpoint of a log that was cosigned.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Cosigned {
    checkpoint: Checkpoint,
    timestamp: u64,
    note: String,
}

impl Cosigned {
    /// Reads back the note that was kept. Its own cosignature shows that it was not changed.
    ///
    /// # Errors
    /// [`CheckpointError`] if the note is no checkpoint that this cosigner cosigned.
    pub fn open(note: &[u8], cosigner: &VerifierKey) -> Result<Self, CheckpointError> {
        let opened = open_note(note, std::slice::from_ref(cosigner))?;
        let times = opened.by.iter().filter_map(|by| by.timestamp);
        Ok(Self {
            checkpoint: Checkpoint::parse_text(&opened.text)?,
            timestamp: times.max().ok_or(NoteError::NotSigned)?,
            note: String::from_utf8(note.to_vec()).expect("a note that was opened is UTF-8"),
        })
    }

    /// Cosigns a checkpoint that [`decide`] accepted: what is to be remembered, and the line to answer.
    ///
    /// Of the signatures on the note only those of the log's trusted keys are kept: others were not checked.
    ///
    /// # Errors
    /// [`NoteError::Timestamp`] if the clock stands before 1970.
    pub fn new(
        signed: &SignedCheckpoint,
        keys: &[VerifierKey],
        cosigner: &CosignerKey,
        now: u64,
    ) -> Result<(Self, String), NoteError> {
        let line = cosign(signed, cosigner, now)?;
        let is_trusted = |signature: &&SignatureLine| {
            let mut keys = keys.iter();
            keys.any(|key| key.key_id() == signature.key_id && key.name() == signature.name)
        };
        let unverified = parse_unverified(signed.note().as_bytes())?;
        let kept: String = unverified
            .signatures
            .iter()
            .filter(is_trusted)
            .map(|signature| signature.line.as_str())
            .collect();
        let note = add_signature_line(&format!("{}\n{kept}", unverified.text), &line)?;
        let cosigned = Self {
            checkpoint: signed.checkpoint().clone(),
            timestamp: now,
            note,
        };
        Ok((cosigned, line))
    }

    /// What was cosigned.
    #[must_use]
    pub const fn checkpoint(&self) -> &Checkpoint {
        &self.checkpoint
    }

    /// When, in POSIX seconds.
    #[must_use]
    pub const fn timestamp(&self) -> u64 {
        self.timestamp
    }

    /// The note with the signatures of the log and the cosignature.
    #[must_use]
    pub fn note(&self) -> &str {
        &self.note
    }
}

/// Why a checkpoint is not cosigned.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
pub enum Refusal {
    /// The request cannot be read.
    #[error(transparent)]
    Malformed(#[from] RequestError),
    /// Nobody told the witness to trust this log.
    #[error(
        "log `{origin}` is not known to this witness\n\
         hint: whoever keeps the witness adds it with the key of the log"
    )]
    UnknownLog {
        /// The origin in the checkpoint.
        origin: String,
    },
    /// No trusted key signed, or a signature is forged.
    #[error(transparent)]
    NotSigned(CheckpointError),
    /// The log would shrink.
    #[error("the old size {old} is above the size {new} of the checkpoint")]
    OldAboveNew {
        /// The old size of the request.
        old: u64,
        /// The size of the checkpoint.
        new: u64,
    },
    /// The request starts from another size than the last one that was cosigned.
    #[error(
        "the last checkpoint that was cosigned has {latest} entries, the request starts from {old}\n\
         hint: ask the keeper of the log for a request that starts from {latest}"
    )]
    OtherSize {
        /// The size that was cosigned last; zero for none.
        latest: u64,
        /// The old size of the request.
        old: u64,
    },
    /// An empty tree with the root of another.
    #[error("a log without entries cannot have the root {root}")]
    EmptyRoot {
        /// The root in the checkpoint.
        root: Hash,
    },
    /// A path where none can be.
    #[error("a proof from size 0 must be empty")]
    ProofFromNothing,
    /// The log signed another root at the size that was cosigned.
    #[error(
        "at size {size} this witness cosigned the root {cosigned}, the log now shows {shown}\n\
         hint: both notes are kept as evidence; compare them"
    )]
    OtherRoot {
        /// The size of both.
        size: u64,
        /// The root that was cosigned.
        cosigned: Hash,
        /// The root in the checkpoint.
        shown: Hash,
    },
    /// The proof does not show that the log has grown.
    #[error(
        "the path does not show that {new} entries start with the {old} cosigned before: {source}"
    )]
    NotConsistent {
        /// The size that was cosigned.
        old: u64,
        /// The size of the checkpoint.
        new: u64,
        /// Where the path fails.
        source: ProofError,
    },
    /// The clock stands before the last cosignature.
    #[error(
        "the clock of the witness says {now}, but it cosigned this log at {last} (seconds since 1970): it was set back\n\
         hint: set the clock right; until then nothing is cosigned"
    )]
    ClockSetBack {
        /// What the clock says, in POSIX seconds.
        now: u64,
        /// The time of the last cosignature, in POSIX seconds.
        last: u64,
    },
}

impl Refusal {
    /// The status of HTTP. All but that for the clock are given by C2SP tlog-witness.
    #[must_use]
    pub const fn status(&self) -> u16 {
        match self {
            Self::Malformed(RequestError::TooLong { .. }) => 413,
            Self::Malformed(_) | Self::OldAboveNew { .. } => 400,
            Self::NotSigned(_) => 403,
            Self::UnknownLog { .. } => 404,
            Self::OtherSize { .. } => 409,
            Self::EmptyRoot { .. }
            | Self::ProofFromNothing
            | Self::OtherRoot { .. }
            | Self::NotConsistent { .. } => 422,
            Self::ClockSetBack { .. } => 503,
        }
    }

    /// The media type of the body.
    #[must_use]
    pub const fn content_type(&self) -> &'static str {
        match self {
            Self::OtherSize { .. } => SIZE_TYPE,
            _ => TEXT_TYPE,
        }
    }

    /// The body: the size alone for a wrong old size, otherwise the reason in words.
    #[must_use]
    pub fn body(&self) -> String {
        match self {
            Self::OtherSize { latest, .. } => format!("{latest}\n"),
            other => format!("{other}\n"),
        }
    }
}

/// A checkpoint, signed by the log, that does not go with the one that was cosigned.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Conflict {
    /// The note that was cosigned.
    pub cosigned: String,
    /// The note that was refused.
    pub submitted: String,
    /// What shows that the log signed two histories. None if only the path is bad: then the log may be honest.
    pub proof: Option<(FraudProof, Fraud)>,
}

/// What to do about a request.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Decision {
    /// Remember this checkpoint, then answer with a cosignature.
    Cosign(SignedCheckpoint),
    /// Answer with the refusal, and keep the conflict if there is one.
    Refuse(Refusal, Option<Box<Conflict>>),
}

/// Decides on a request about one log, in the order of C2SP tlog-witness.
///
/// # Units and shape
/// - `keys`: the keys that are trusted for the origin of the request; empty for an unknown log.
/// - `latest`: what was cosigned last for this origin.
/// - `now`: POSIX seconds.
#[must_use]
pub fn decide(
    keys: &[VerifierKey],
    latest: Option<&Cosigned>,
    request: &Request,
    now: u64,
) -> Decision {
    let origin = request.checkpoint_unverified().origin();
    if keys.is_empty() {
        let origin = origin.to_owned();
        return Decision::Refuse(Refusal::UnknownLog { origin }, None);
    }
    let signed = match open(request.note().as_bytes(), origin, keys) {
        Ok(signed) => signed,
        Err(error) => return Decision::Refuse(Refusal::NotSigned(error), None),
    };
    match check(latest, request, now) {
        Ok(()) => Decision::Cosign(signed),
        Err(refusal) => {
            let conflict = latest.and_then(|latest| conflict(latest, request, keys, &refusal));
            Decision::Refuse(refusal, conflict.map(Box::new))
        }
    }
}

fn check(latest: Option<&Cosigned>, request: &Request, now: u64) -> Result<(), Refusal> {
    let new = request.checkpoint_unverified();
    let old = request.old_size();
    if old > new.size() {
        let new = new.size();
        return Err(Refusal::OldAboveNew { old, new });
    }
    let latest_size = latest.map_or(0, |latest| latest.checkpoint.size());
    if old != latest_size {
        let latest = latest_size;
        return Err(Refusal::OtherSize { latest, old });
    }
    if new.size() == 0 && *new.root() != Hash::EMPTY_ROOT {
        return Err(Refusal::EmptyRoot { root: *new.root() });
    }
    if old == 0 && !request.path().is_empty() {
        return Err(Refusal::ProofFromNothing);
    }
    if let Some(latest) = latest {
        let cosigned = &latest.checkpoint;
        if old == new.size() && cosigned.root() != new.root() {
            return Err(Refusal::OtherRoot {
                size: old,
                cosigned: *cosigned.root(),
                shown: *new.root(),
            });
        }
        if old > 0 {
            verify_consistency(old, new.size(), request.path(), cosigned.root(), new.root())
                .map_err(|source| Refusal::NotConsistent {
                    old,
                    new: new.size(),
                    source,
                })?;
        }
        // A cosignature says "as of this time the largest tree I saw": times of one log must not run backwards.
        if now < latest.timestamp {
            let last = latest.timestamp;
            return Err(Refusal::ClockSetBack { now, last });
        }
    }
    Ok(())
}

/// Whether a checkpoint that was refused, and that the log did sign, contradicts what was cosigned.
fn conflict(
    latest: &Cosigned,
    request: &Request,
    keys: &[VerifierKey],
    refusal: &Refusal,
) -> Option<Conflict> {
    let (cosigned, submitted) = (latest.note.as_bytes(), request.note().as_bytes());
    let proof = match compare(cosigned, submitted, request.path(), keys) {
        Ok(Comparison::Fraud(proof, fraud)) => Some((*proof, fraud)),
        Ok(Comparison::Same | Comparison::Consistent) => return None,
        // A wrong old size says nothing about the log; a bad path may do.
        _ if matches!(refusal, Refusal::NotConsistent { .. }) => None,
        _ => return None,
    };
    Some(Conflict {
        cosigned: latest.note.clone(),
        submitted: request.note().to_owned(),
        proof,
    })
}

#[cfg(test)]
mod tests;
