//! Cosigning without a network: the request is carried in, the answer is carried out, on paper, as a QR code or on a stick.

use std::path::{Path, PathBuf};

use thiserror::Error;

use crate::decision::Refusal;
use crate::folder::WitnessError;
use crate::request::Request;
use crate::state::{Answer, Witness};

/// Why a request that was carried in is not answered with a cosignature.
#[derive(Debug, Error)]
pub enum ByHandError {
    /// The witness refuses.
    #[error("not cosigned: {refusal}{}", evidence_line(evidence.as_deref()))]
    Refused {
        /// Why.
        refusal: Refusal,
        /// Where the evidence lies, if the checkpoint contradicts what was cosigned.
        evidence: Option<PathBuf>,
    },
    /// The witness cannot work.
    #[error(transparent)]
    Witness(#[from] WitnessError),
}

fn evidence_line(evidence: Option<&Path>) -> String {
    evidence.map_or_else(String::new, |path| {
        format!("\nboth notes are kept in {}", path.display())
    })
}

/// Cosigns by hand, by the same rules as over HTTP. The request is the very body of `add-checkpoint`
/// ([`Request::to_text`]); the answer is the line to add to the checkpoint.
///
/// # Units and shape
/// - `now`: POSIX seconds.
///
/// # Errors
/// [`ByHandError`]: refused, or the folder is in use or broken.
pub fn cosign_by_hand(folder: &Path, request: &[u8], now: u64) -> Result<String, ByHandError> {
    match Witness::open(folder)?.add_checkpoint(request, now) {
        Answer::Cosigned { line, .. } => Ok(line),
        Answer::Refused { refusal, evidence } => Err(ByHandError::Refused { refusal, evidence }),
        Answer::Failed(error) => Err(error.into()),
    }
}

/// The request to carry to a witness that was last seen at the old size. See [`Request::new`].
///
/// # Errors
/// [`Refusal::Malformed`] if the note is no checkpoint.
pub fn request_to_carry(
    old_size: u64,
    path: Vec<holdfire_seal::Hash>,
    note: &str,
) -> Result<String, Refusal> {
    Ok(Request::new(old_size, path, note)?.to_text())
}
