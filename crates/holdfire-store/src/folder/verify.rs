//! The check of a whole folder: every byte of it is either as signed, or named.

use std::path::Path;

use holdfire_record::{
    Envelope, Kind, Sequence, SequenceError, SequenceReport, Settings, read_settings,
};
use holdfire_seal::Hash;
use holdfire_seal::checkpoint::{CheckpointError, SignedCheckpoint, open, open_of_any_log};
use holdfire_seal::note::{VerifierKey, parse_unverified};
use holdfire_seal::policy::{Policy, PolicyName};
use holdfire_seal::tiles::{
    ChangedTile, FULL_WIDTH, RebuildError, TileError, decode_bundle, rebuild, root_from_tiles,
    tile_width,
};

use super::finding::{FindingKind, Findings};
use super::pieces::{Place, bundle_of, entries_of};
use super::read::{FileError, FolderError, LogFolder, no_policy, read_key};
use super::report::{Report, Since, Trust};
use super::walk::walk;
use super::{CHECKPOINT, KEY, SETTINGS};

/// By what a log is judged.
#[derive(Clone, Debug, Default)]
pub struct VerifyOptions {
    /// Keys of logs that are trusted. If there are none, and none in the policy, the folder's own is taken.
    pub keys: Vec<VerifierKey>,
    /// Who must have cosigned.
    pub policy: Option<Policy>,
    /// The note of an older checkpoint that the log must have grown from.
    pub since: Option<Vec<u8>>,
}

/// Checks a whole log, from nothing but its folder: every entry is hashed, every tile is made anew.
///
/// Memory stays that of a bundle and its tiles. Links are not followed.
///
/// # Errors
/// [`FolderError::Changed`] with everything that is not as signed; [`FolderError::NotALog`] and [`FolderError::Since`] for
/// what the caller gave; [`FolderError::File`] if the system failed.
pub fn verify(dir: &Path, options: &VerifyOptions) -> Result<Report, FolderError> {
    let folder = LogFolder::new(dir)?;
    let mut tries = MOST_TRIES;
    loop {
        let note = folder.note().ok();
        let mut check = Check {
            folder: &folder,
            findings: Findings::default(),
        };
        let report = check.run(options)?;
        tries -= 1;
        match report {
            Some(report) if check.findings.is_empty() => return Ok(report),
            // Its owner published meanwhile, and took away what the newer checkpoint does not need.
            _ if tries > 0 && folder.note().ok() != note => {}
            _ => return Err(FolderError::Changed(check.findings)),
        }
    }
}

/// How often a folder is looked at that changes meanwhile.
const MOST_TRIES: u32 = 4;

struct Check<'a> {
    folder: &'a LogFolder,
    findings: Findings,
}

/// A checkpoint that is believed.
struct Head {
    signed: SignedCheckpoint,
    trust: Trust,
    keys: Vec<VerifierKey>,
    needed: Option<String>,
    cosigned_by: Vec<(PolicyName, u64)>,
    unknown_signatures: usize,
}

/// What the entries came to.
struct Entries {
    sequence: SequenceReport,
    kinds: Vec<u64>,
    times: (u64, u64),
    pieces: u64,
    bytes: u64,
}

impl Check<'_> {
    /// The report, unless so much is wrong that there is none; what is wrong stands in the findings.
    fn run(&mut self, options: &VerifyOptions) -> Result<Option<Report>, FolderError> {
        let own_key = self.own_key()?;
        let Some(head) = self.head(own_key.as_ref(), options)? else {
            return Ok(None);
        };
        let checkpoint = head.signed.checkpoint();
        let (size, root) = (checkpoint.size(), *checkpoint.root());
        let settings = self.settings(own_key.as_ref(), &head.signed)?;
        let entries = self.entries(size, &root, settings.as_ref())?;
        let walked = walk(self.folder, size, &mut self.findings)?;
        let since = match &options.since {
            Some(note) => self.since(note, &head)?,
            None => None,
        };
        let (Some(settings), Some(entries)) = (settings, entries) else {
            return Ok(None);
        };
        Ok(Some(Report {
            settings,
            size,
            root,
            trust: head.trust,
            sequence: entries.sequence,
            kinds: entries.kinds,
            times: entries.times,
            needed: head.needed,
            cosigned_by: head.cosigned_by,
            unknown_signatures: head.unknown_signatures,
            since,
            pieces: entries.pieces,
            older_pieces: walked.older_pieces,
            strangers: walked.strangers,
            stranger_count: walked.stranger_count,
            bytes: entries.bytes,
        }))
    }

    /// The bytes, or a finding; an error if the system failed.
    fn taken(
        &mut self,
        file: &str,
        read: Result<Vec<u8>, FileError>,
    ) -> Result<Option<Vec<u8>>, FolderError> {
        let (kind, stated, found) = match read {
            Ok(bytes) => return Ok(Some(bytes)),
            Err(FileError::Io(error)) => {
                return Err(FolderError::File {
                    file: file.to_owned(),
                    source: error.into(),
                });
            }
            Err(FileError::Missing) => (
                FindingKind::Missing,
                "a file of every such log".to_owned(),
                "nothing".to_owned(),
            ),
            Err(FileError::NotPlain) => (
                FindingKind::NotPlain,
                "a plain file".to_owned(),
                "something else, such as a link".to_owned(),
            ),
            Err(FileError::TooLarge { bytes, most }) => (
                FindingKind::TooLarge,
                format!("at most {most} bytes"),
                format!("{bytes} bytes or more"),
            ),
        };
        self.findings
            .add(kind, file, entries_of(file), stated, found);
        Ok(None)
    }

    fn own_key(&mut self) -> Result<Option<VerifierKey>, FolderError> {
        let Some(bytes) = self.taken(KEY, self.folder.key_bytes())? else {
            return Ok(None);
        };
        match read_key(&bytes) {
            Ok(key) => Ok(Some(key)),
            Err(error) => {
                let stated = "the public key of a log, on one line";
                self.findings
                    .add(FindingKind::Key, KEY, None, stated, error.to_string());
                Ok(None)
            }
        }
    }

    fn head(
        &mut self,
        own_key: Option<&VerifierKey>,
        options: &VerifyOptions,
    ) -> Result<Option<Head>, FolderError> {
        let Some(note) = self.taken(CHECKPOINT, self.folder.note())? else {
            return Ok(None);
        };
        let policy = options.policy.clone().unwrap_or_else(no_policy);
        let mut keys = options.keys.clone();
        keys.extend(policy.logs().iter().map(|log| log.key.clone()));
        let own = keys.is_empty();
        if own {
            keys.extend(own_key.cloned());
        }
        // A cosignature of a known witness that fails makes the note bad, whether the quorum needs it or not.
        let mut all = keys.clone();
        all.extend(policy.witnesses().iter().map(|w| w.key.clone()));
        let signed = match open_of_any_log(&note, &all) {
            Ok(signed) => signed,
            Err(error) => {
                let stated = match keys.as_slice() {
                    [] => "signed by the log; no key is known to check it by".to_owned(),
                    keys => format!("signed by {}", vkeys(keys)),
                };
                let found = with_signers(&error, &note);
                self.findings
                    .add(FindingKind::Checkpoint, CHECKPOINT, None, stated, found);
                return Ok(None);
            }
        };
        let given = |key: &VerifierKey| signed.signed_by().iter().any(|by| by.is_by(key));
        let trust = if own {
            Trust::Own
        } else if options.keys.iter().any(given) {
            Trust::Given
        } else {
            Trust::Policy
        };
        let (needed, cosigned_by) = match policy.check_with_logs(&note, &keys) {
            Ok(outcome) => (Some(outcome.needed), outcome.cosigned_by),
            Err(error) => {
                self.findings.add(
                    FindingKind::Policy,
                    CHECKPOINT,
                    None,
                    format!("cosigned by {}", policy.quorum_in_words()),
                    error.to_string(),
                );
                (None, Vec::new())
            }
        };
        let lines = parse_unverified(&note).map_err(CheckpointError::from)?;
        let unknown_signatures = lines
            .signatures
            .len()
            .saturating_sub(signed.signed_by().len());
        Ok(Some(Head {
            signed,
            trust,
            keys,
            needed: needed.filter(|_| options.policy.is_some()),
            cosigned_by,
            unknown_signatures,
        }))
    }

    /// The settings, by the first entry.
    fn settings(
        &mut self,
        own_key: Option<&VerifierKey>,
        signed: &SignedCheckpoint,
    ) -> Result<Option<Settings>, FolderError> {
        let (size, origin) = (signed.checkpoint().size(), signed.checkpoint().origin());
        if size == 0 {
            self.findings.add(
                FindingKind::Empty,
                CHECKPOINT,
                None,
                "1 entry or more",
                "a log of 0 entries",
            );
        }
        let Some(bytes) = self.taken(SETTINGS, self.folder.settings_bytes())? else {
            return Ok(None);
        };
        // What is wrong with the first bundle or the first entry is said where the entries are checked.
        let Some(genesis) = self.genesis(size) else {
            return Ok(None);
        };
        let settings = match read_settings(&bytes, &genesis) {
            Ok(settings) => settings,
            Err(error) => {
                let stated = format!("openings that lead to {}", genesis.fields);
                self.findings.add(
                    FindingKind::Settings,
                    SETTINGS,
                    Some(0..1),
                    stated,
                    with_causes(&error),
                );
                return Ok(None);
            }
        };
        if settings.origin() != origin {
            self.findings.add(
                FindingKind::Origin,
                CHECKPOINT,
                Some(0..1),
                format!("`{}`, by the settings", settings.origin()),
                format!("`{origin}`, by the checkpoint"),
            );
        } else if !signed
            .signed_by()
            .iter()
            .any(|by| by.is_by(settings.log_key()))
        {
            // Who trusts another key of this name must learn that the log says it has this one.
            self.findings.add(
                FindingKind::Key,
                CHECKPOINT,
                Some(0..1),
                format!("signed by `{}`, by the settings", settings.log_key().vkey()),
                "signed by another trusted key of the same name",
            );
        }
        if let Some(own) = own_key.filter(|own| *own != settings.log_key()) {
            self.findings.add(
                FindingKind::Key,
                KEY,
                Some(0..1),
                format!("`{}`, by the settings", settings.log_key().vkey()),
                format!("`{}`", own.vkey()),
            );
        }
        Ok(Some(settings))
    }

    fn genesis(&self, size: u64) -> Option<Envelope> {
        if size == 0 {
            return None;
        }
        let place = bundle_of(0, size);
        let bytes = self.folder.piece(place).ok()?;
        let entries = decode_bundle(&bytes, place.width).ok()?;
        Envelope::from_bytes(entries.first()?).ok()
    }

    /// Hashes every entry, makes every tile anew, and reads the envelopes by the rules.
    fn entries(
        &mut self,
        size: u64,
        root: &Hash,
        settings: Option<&Settings>,
    ) -> Result<Option<Entries>, FolderError> {
        let (mut pieces, mut bytes) = (0, 0);
        let mut kinds = vec![0; Kind::ALL.len()];
        let mut times = (0, 0);
        let mut rules = settings.map(|settings| Sequence::new(settings.schedule()));
        let mut report = SequenceReport::default();
        let folder = self.folder;
        let findings = &mut self.findings;
        let rebuilt = rebuild(
            size,
            |path| {
                // `rebuild` asks for the paths of pieces only.
                let place = Place::of_path(path).ok_or(FileError::Missing)?;
                let read = folder.piece(place)?;
                pieces += 1;
                bytes += read.len() as u64;
                Ok(read)
            },
            |index, _, entry| {
                let envelope = match Envelope::from_bytes(entry) {
                    Ok(envelope) => envelope,
                    Err(error) => {
                        findings.add(
                            FindingKind::Envelope,
                            bundle_of(index, size).path(),
                            Some(index..index + 1),
                            "an envelope in its one spelling",
                            with_causes(&error),
                        );
                        // What follows cannot be counted on.
                        rules = None;
                        return;
                    }
                };
                if index == 0 {
                    times.0 = envelope.at;
                }
                times.1 = envelope.at;
                kinds[usize::from(envelope.kind.code())] += 1;
                let Some(sequence) = &mut rules else { return };
                match sequence.take(&envelope) {
                    Ok(()) => report = sequence.report(),
                    Err(error) => {
                        findings.add(
                            FindingKind::Rule,
                            bundle_of(index, size).path(),
                            Some(index..index + 1),
                            rule(&error),
                            error.to_string(),
                        );
                        rules = None;
                    }
                }
            },
        );
        let rebuilt = match rebuilt {
            Ok(rebuilt) => rebuilt,
            Err(RebuildError::Read { path, source }) => {
                self.taken(&path, Err(source))?;
                return Ok(None);
            }
            Err(RebuildError::Bundle { path, source }) => {
                let entries = entries_of(&path);
                let needed = entries.clone().map_or(0, |range| range.end - range.start);
                let stated = format!("{needed} entries, each after its length");
                let found = source.to_string();
                self.findings
                    .add(FindingKind::Bundle, path, entries, stated, found);
                return Ok(None);
            }
            Err(RebuildError::Size(error)) => {
                return Err(FolderError::Tile(TileError::Size(error)));
            }
        };
        if rebuilt.root != *root {
            self.findings.add(
                FindingKind::Root,
                CHECKPOINT,
                Some(0..size),
                format!("root {root}, signed for {size} entries"),
                format!("root {}, over the entries that are there", rebuilt.root),
            );
        }
        for tile in &rebuilt.changed {
            self.changed_tile(tile, rebuilt.root == *root);
        }
        Ok(Some(Entries {
            sequence: report,
            kinds,
            times,
            pieces,
            bytes,
        }))
    }

    fn changed_tile(&mut self, tile: &ChangedTile, entries_are_signed: bool) {
        let entries = Place::of_path(&tile.path).map(|place| {
            if tile.first >= place.width {
                return place.entries();
            }
            // The one hash that differs first, and what is below it.
            let first = place.index * u64::from(FULL_WIDTH) + u64::from(tile.first);
            let each = 1_u64 << (8 * u32::from(place.level.unwrap_or(0)));
            first * each..(first + 1) * each
        });
        let words = |hash: Option<Hash>, who: &str| match hash {
            Some(hash) => format!("{hash} at place {}, {who}", tile.first),
            None => format!("nothing at place {}, {who}", tile.first),
        };
        let (stated, found) = if entries_are_signed {
            let changed = "by the tile, which was changed: the entries are as signed";
            (
                words(tile.made, "by the entries"),
                words(tile.stated, changed),
            )
        } else {
            let changed = "by the entries; they, or both, were changed";
            (words(tile.stated, "by the tile"), words(tile.made, changed))
        };
        self.findings
            .add(FindingKind::Tile, tile.path.clone(), entries, stated, found);
    }

    /// Compares with an older checkpoint.
    fn since(&mut self, note: &[u8], head: &Head) -> Result<Option<Since>, FolderError> {
        let checkpoint = head.signed.checkpoint();
        let older = open(note, checkpoint.origin(), &head.keys).map_err(FolderError::Since)?;
        let older = older.checkpoint();
        let (size, root) = (older.size(), *older.root());
        let stated = format!("{size} entries with root {root}, by the older checkpoint");
        if size > checkpoint.size() {
            self.findings.add(
                FindingKind::Since,
                CHECKPOINT,
                Some(checkpoint.size()..size),
                stated,
                format!("{} entries, by this checkpoint", checkpoint.size()),
            );
            return Ok(None);
        }
        // The tiles were compared with the entries; where they differ, that is a finding of its own.
        let reader = |level: u8, index: u64, _: u16| {
            let width = tile_width(level, index, checkpoint.size());
            self.folder.piece(Place {
                level: Some(level),
                index,
                width,
            })
        };
        let found = match root_from_tiles(&reader, size) {
            Ok(found) if found == root => return Ok(Some(Since { size, root })),
            Ok(found) => format!("root {found} over the first {size} of these entries"),
            Err(error) => with_causes(&error),
        };
        self.findings
            .add(FindingKind::Since, CHECKPOINT, Some(0..size), stated, found);
        Ok(None)
    }
}

/// What the rule asks for.
fn rule(error: &SequenceError) -> &'static str {
    match error {
        SequenceError::Genesis { .. } => "settings first, and once",
        SequenceError::Backwards { .. } => "times that never go back",
        SequenceError::Step { .. } => "times cut to the steps that the settings name",
        SequenceError::Tick { .. } => "one tick for each point of the cadence, in order",
    }
}

fn vkeys(keys: &[VerifierKey]) -> String {
    let keys: Vec<String> = keys.iter().map(|key| format!("`{}`", key.vkey())).collect();
    keys.join(" or ")
}

/// Why a checkpoint is not believed, and whose signatures it bears.
fn with_signers(error: &CheckpointError, note: &[u8]) -> String {
    let text = with_causes(error);
    let Ok(note) = parse_unverified(note) else {
        return text;
    };
    let lines = note.signatures.iter();
    let names: Vec<String> = lines
        .map(|line| format!("`{}` (key {:08x})", line.name, line.key_id))
        .collect();
    format!(
        "{text}; its signature lines are in the names of {}",
        names.join(", ")
    )
}

/// An error with its causes on one line.
fn with_causes(error: &dyn std::error::Error) -> String {
    let mut text = error.to_string();
    let mut source = error.source();
    while let Some(cause) = source {
        let said = cause.to_string();
        if !text.contains(&said) {
            text = format!("{text}: {said}");
        }
        source = cause.source();
    }
    text
}
