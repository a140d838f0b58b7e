//! The folder of a log as it is published and mirrored, and the verifier that needs nothing else.
//!
//! A folder holds `checkpoint` (a signed note), `tile/` (C2SP tlog-tiles), `key` (the public key of the log) and `settings`
//! (all fields of the first entry, opened): see `docs/spec/entries.md`.
//!
//! - [`verify`] hashes every entry, makes every tile anew and says what is not as signed.
//! - [`LogFolder`] reads one entry, one proof, the settings.
//! - [`FolderWriter`] makes a folder.
//!
//! What no verifier can see: what was never entered, whether contents are true, and whether others were shown another log
//! of the same name. Against the last, checkpoints are compared and cosigned by witnesses.

mod finding;
mod pieces;
mod read;
mod report;
pub mod sample;
mod verify;
mod walk;
mod write;

pub use finding::{Finding, FindingKind, Findings, MOST_FINDINGS};
pub use read::{FolderError, LogFolder};
pub use report::{Report, Since, Trust};
pub use verify::{VerifyOptions, verify};
pub use write::{FolderWriter, WriteError};

/// The signed note.
pub const CHECKPOINT: &str = "checkpoint";
/// The public key of the log, one line.
pub const KEY: &str = "key";
/// The openings of all fields of the first entry.
pub const SETTINGS: &str = "settings";
