//! What a verifier found.

use std::fmt;
use std::ops::Range;

/// The most findings that are kept; more are counted only.
pub const MOST_FINDINGS: usize = 200;

/// In what way something is not as it should be.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum FindingKind {
    /// A file is not there.
    Missing,
    /// A link, a folder or a device stands where a file belongs.
    NotPlain,
    /// A file is longer than it can be.
    TooLarge,
    /// The note of the checkpoint is malformed, not signed by the log, or forged.
    Checkpoint,
    /// Too few witnesses cosigned.
    Policy,
    /// The file `key` is malformed, or not the key that the settings name.
    Key,
    /// Checkpoint, key and settings are not of one log.
    Origin,
    /// The log has no first entry.
    Empty,
    /// The settings are not what the first entry committed to.
    Settings,
    /// A bundle cannot be taken apart.
    Bundle,
    /// The entries lead to another root than the signed one.
    Root,
    /// A tile is not what the entries give.
    Tile,
    /// An entry is no envelope.
    Envelope,
    /// The entries break a rule of logs.
    Rule,
    /// A partial piece of an older size is not the beginning of what is there now.
    OlderPiece,
    /// A piece belongs to a larger log than the checkpoint states.
    NewerPiece,
    /// Something else among the pieces.
    Stranger,
    /// The log is not one that grew from the older checkpoint.
    Since,
}

impl FindingKind {
    /// Its name in JSON.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Missing => "missing",
            Self::NotPlain => "not-a-plain-file",
            Self::TooLarge => "too-large",
            Self::Checkpoint => "checkpoint",
            Self::Policy => "policy",
            Self::Key => "key",
            Self::Origin => "origin",
            Self::Empty => "empty",
            Self::Settings => "settings",
            Self::Bundle => "bundle",
            Self::Root => "root",
            Self::Tile => "tile",
            Self::Envelope => "envelope",
            Self::Rule => "rule",
            Self::OlderPiece => "older-piece",
            Self::NewerPiece => "newer-piece",
            Self::Stranger => "stranger",
            Self::Since => "since",
        }
    }

    /// What it means.
    #[must_use]
    pub fn words(self) -> &'static str {
        match self {
            Self::Missing => "the file is missing; what follows from it could not be checked",
            Self::NotPlain => "not a plain file",
            Self::TooLarge => "the file is longer than it can be",
            Self::Checkpoint => {
                "the checkpoint cannot be believed; nothing else was checked, since nothing else says what the log should be"
            }
            Self::Policy => "too few witnesses cosigned the checkpoint",
            Self::Key => "not the public key of this log",
            Self::Origin => "not all of it is of one log",
            Self::Empty => "a log has at least its first entry, the settings",
            Self::Settings => "the settings are not what the first entry committed to",
            Self::Bundle => {
                "the bundle cannot be taken apart into its entries; later ones were not checked"
            }
            Self::Root => "the entries are not the signed ones",
            Self::Tile => "the tile is not what the entries give",
            Self::Envelope => "the entry is no envelope",
            Self::Rule => {
                "the entries break a rule of logs; later ones were not checked for the rules"
            }
            Self::OlderPiece => "the older partial piece is not the beginning of what is there now",
            Self::NewerPiece => "the piece belongs to a larger log than the checkpoint states",
            Self::Stranger => "this does not belong among the pieces of a log",
            Self::Since => "the log did not grow from the older checkpoint",
        }
    }
}

/// Something that is not as it should be, with both states.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Finding {
    /// In what way.
    pub kind: FindingKind,
    /// The file, below the folder, with `/`.
    pub file: String,
    /// The entries that it is about, half-open, if it is about some.
    pub entries: Option<Range<u64>>,
    /// What is stated: by the signature, the place of the file, or the format.
    pub stated: String,
    /// What was found.
    pub found: String,
}

impl fmt::Display for Finding {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "`{}`", self.file)?;
        match &self.entries {
            Some(range) if range.end == range.start + 1 => write!(f, ", entry {}", range.start)?,
            Some(range) if range.end > range.start => {
                write!(f, ", entries {} to {}", range.start, range.end - 1)?;
            }
            _ => {}
        }
        let Self { stated, found, .. } = self;
        write!(
            f,
            ": {}\n  stated: {stated}\n  found:  {found}",
            self.kind.words()
        )
    }
}

/// What was found, in the order in which it was met.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Findings {
    kept: Vec<Finding>,
    count: u64,
}

impl Findings {
    /// Takes one more.
    pub(super) fn add(
        &mut self,
        kind: FindingKind,
        file: impl Into<String>,
        entries: Option<Range<u64>>,
        stated: impl Into<String>,
        found: impl Into<String>,
    ) {
        self.count += 1;
        if self.kept.len() < MOST_FINDINGS {
            self.kept.push(Finding {
                kind,
                file: file.into(),
                entries,
                stated: stated.into(),
                found: found.into(),
            });
        }
    }

    /// The first [`MOST_FINDINGS`].
    #[must_use]
    pub fn kept(&self) -> &[Finding] {
        &self.kept
    }

    /// How many there were.
    #[must_use]
    pub const fn count(&self) -> u64 {
        self.count
    }

    /// True if nothing was found.
    #[must_use]
    pub const fn is_empty(&self) -> bool {
        self.count == 0
    }

    /// True if there is one of this kind.
    #[must_use]
    pub fn has(&self, kind: FindingKind) -> bool {
        self.kept.iter().any(|finding| finding.kind == kind)
    }
}

impl fmt::Display for Findings {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (index, finding) in self.kept.iter().enumerate() {
            if index > 0 {
                f.write_str("\n")?;
            }
            write!(f, "{finding}")?;
        }
        match self.count - self.kept.len() as u64 {
            0 => Ok(()),
            more => write!(f, "\n... and {more} more"),
        }
    }
}
