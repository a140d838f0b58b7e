//! Files of evidence in the record: taken in before their entry is made, hashed again, removed when nothing uses them.
//!
//! A file is whole and durable in the folder before an entry holds its key, so that after a crash there may be a file
//! without an entry and never an entry without its file. Which names entries use stands in the table beside the entries, in
//! the same transaction: names say nothing, and only so can who reads no circle tell a file that a crash left from one that
//! belongs to a circle.

use std::collections::{BTreeMap, BTreeSet};
use std::io::Read;
use std::path::{Path, PathBuf};
use std::sync::{MutexGuard, PoisonError};

use holdfire_record::Kind;
use holdfire_seal::Hash;

use super::draft::{Draft, Entered, Submission};
use super::error::MissionError;
use super::people::Author;
use super::shared::Log;
use super::view::{Seen, View};
use super::{Mission, Reader};
use crate::database::Database;
use crate::evidence::{
    CopyError, Earlier, FileKey, Fingerprint, FolderVault, Stored, StoredName, TakenIn, Vault as _,
    check, copy_out, copy_out_to_file, tag, take_in,
};
use crate::object::Place;

/// The folder in a mission.
const FOLDER: &str = "evidence";

/// Before the names of files that entries use, in the table of values.
const IN_USE: &str = "evidence/";

/// Under which name it is noted that entries use a file.
pub(super) fn in_use(name: &StoredName) -> String {
    format!("{IN_USE}{name}")
}

/// The file that an entry is about, if it is about one.
pub(super) fn stored_file(draft: &Draft) -> Option<StoredName> {
    let is_it = |field: &&holdfire_seal::fields::Field| field.name == "stored_as";
    let fields = (draft.kind == Kind::Evidence).then_some(&draft.fields)?;
    let value = &fields.iter().find(is_it)?.value;
    StoredName::parse(str::from_utf8(value).ok()?).ok()
}

fn names_in_use(database: &Database) -> Result<BTreeSet<String>, MissionError> {
    Ok(database.meta_names(IN_USE)?.into_iter().collect())
}

/// A stored file, as an entry says that can be read.
#[derive(Clone, Debug)]
pub struct Kept {
    /// The entry.
    pub place: Place,
    /// The log of the entry.
    pub origin: String,
    /// Which file.
    pub file: Fingerprint,
    /// Where it is stored, and its key.
    pub stored: Stored,
}

impl Kept {
    /// The file that an entry is about; none if it is about something else, or was erased.
    ///
    /// # Errors
    /// [`MissionError::Integrity`] if the entry does not say where the file is and which.
    pub fn of(seen: &Seen) -> Result<Option<Self>, MissionError> {
        let is_file = seen.envelope.kind == Kind::Evidence && seen.value("stored_as").is_some();
        if !is_file {
            return Ok(None);
        }
        let read = || {
            let name = StoredName::parse(seen.text("stored_as")?).ok()?;
            let key = FileKey::parse(seen.text("key")?).ok()?;
            let file = Fingerprint {
                sha256: Hash::from_hex(seen.text("sha256")?)?,
                size_bytes: seen.text("size_bytes")?.parse().ok()?,
            };
            Some(Self {
                place: seen.place,
                origin: seen.origin.clone(),
                file,
                stored: Stored { name, key },
            })
        };
        let kept = read().ok_or_else(|| MissionError::Integrity {
            origin: seen.origin.clone(),
            index: seen.place.index,
            what: "it is about a file, and does not say which, where and with what key".to_owned(),
        })?;
        Ok(Some(kept))
    }

    fn fails(&self, error: CopyError) -> MissionError {
        MissionError::StoredFile {
            origin: self.origin.clone(),
            index: self.place.index,
            source: error.into(),
        }
    }

    /// The entry in words.
    fn words(&self) -> String {
        format!("entry {} of {}", self.place.index, self.origin)
    }

    /// What two entries say of one file, if it is one.
    fn what(&self) -> (StoredName, Hash, u64, Hash) {
        let Stored { name, key } = &self.stored;
        let Fingerprint { sha256, size_bytes } = self.file;
        let key = Hash::of(key.to_text().as_bytes());
        (name.clone(), sha256, size_bytes, key)
    }
}

/// What a check of the stored files came to.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct EvidenceCheck {
    /// Files that were hashed again.
    pub files: u64,
    /// Their bytes.
    pub bytes: u64,
    /// Files of circles that were not opened here: they are there, and more is not known.
    pub unopened: u64,
    /// What is not as it must be: both states, and where. Empty if all is well.
    pub findings: Vec<String>,
    /// What could not be read for reasons of the machine, and is neither right nor wrong.
    pub unreadable: Vec<String>,
}

impl EvidenceCheck {
    /// Everything that stands between this and "all is well".
    #[must_use]
    pub fn into_findings(mut self) -> Vec<String> {
        self.findings.append(&mut self.unreadable);
        self.findings
    }

    /// The check in a line.
    #[must_use]
    pub fn words(&self) -> String {
        let files = if self.files == 1 { "file" } else { "files" };
        format!(
            "evidence: {} {files} hashed again ({} bytes), {} of circles that were not read here",
            self.files, self.bytes, self.unopened
        )
    }
}

/// An error with its causes, on one line.
fn all_of(error: &dyn std::error::Error) -> String {
    let mut text = error.to_string();
    let mut cause = error.source();
    while let Some(next) = cause {
        text = format!("{text}: {next}");
        cause = next.source();
    }
    text
}

impl View {
    /// The stored files that entries of this view are about, in the order of the entries, log by log.
    ///
    /// # Errors
    /// [`MissionError::Integrity`] for an entry that does not say which file it is about.
    pub fn kept(&self) -> Result<Vec<Kept>, MissionError> {
        let seen = self.all(Kind::Evidence)?;
        let kept = seen.iter().map(Kept::of).collect::<Result<Vec<_>, _>>()?;
        Ok(kept.into_iter().flatten().collect())
    }
}

impl Reader {
    /// The folder of evidence.
    #[must_use]
    pub fn evidence_dir(&self) -> PathBuf {
        self.dir().join(FOLDER)
    }

    fn evidence(&self) -> FolderVault {
        FolderVault::open_to_read(self.surroundings().disk.clone(), &self.evidence_dir())
    }

    /// Hashes a stored file again.
    ///
    /// # Errors
    /// [`CopyError`] if it is not the file that was taken in.
    pub fn hash_again(&self, kept: &Kept) -> Result<(), CopyError> {
        check(&self.evidence(), &kept.stored, &kept.file)
    }

    /// Writes a stored file to a new file, hashed again. There is the whole file then, or none.
    ///
    /// # Errors
    /// [`MissionError::StoredFile`], with both states if it is not what was taken in.
    pub fn copy_out(&self, kept: &Kept, to: &Path) -> Result<(), MissionError> {
        let disk = &*self.surroundings().disk;
        copy_out_to_file(&self.evidence(), &kept.stored, &kept.file, disk, to)
            .map_err(|error| kept.fails(error))
    }

    /// A stored file, hashed again, in memory: for small ones. Nothing of it is written anywhere.
    ///
    /// # Errors
    /// [`MissionError::StoredFile`], with both states if it is not what was taken in.
    pub fn read_out(&self, kept: &Kept) -> Result<Vec<u8>, MissionError> {
        let mut bytes = Vec::new();
        copy_out(&self.evidence(), &kept.stored, &kept.file, &mut bytes)
            .map_err(|error| kept.fails(error))?;
        Ok(bytes)
    }

    /// Checks that each entry about a file that can be read here has its file with the right hash, that the files of
    /// others are there, and that nothing else lies in the folder. Nothing is changed.
    ///
    /// # Errors
    /// [`MissionError`] if the record cannot be read; what is wrong with a file is a finding.
    pub fn check_evidence(&self) -> Result<EvidenceCheck, MissionError> {
        self.check_evidence_each(&mut |_, _| ())
    }

    /// As [`Self::check_evidence`], saying what was found for each entry.
    ///
    /// # Errors
    /// As [`Self::check_evidence`].
    pub fn check_evidence_each(
        &self,
        each: &mut dyn FnMut(&Kept, &Result<(), CopyError>),
    ) -> Result<EvidenceCheck, MissionError> {
        let mut report = EvidenceCheck::default();
        let vault = self.evidence();
        // What lies there is listed first: a file that comes in meanwhile is not called a stray.
        let there: BTreeSet<StoredName> = vault.list()?.into_iter().collect();
        let noted = self.shared.read(names_in_use)?;
        let mut read_here = BTreeSet::new();
        let mut same = BTreeSet::new();
        for seen in self.now()?.all(Kind::Evidence)? {
            let kept = match Kept::of(&seen) {
                Ok(Some(kept)) => kept,
                Ok(None) => continue,
                Err(error) => {
                    report.findings.push(error.to_string());
                    continue;
                }
            };
            let name = &kept.stored.name;
            read_here.insert(name.to_string());
            if !self.is_own(&kept)? {
                report.findings.push(format!(
                    "{}: the name {name} is not that of this file",
                    kept.words()
                ));
            }
            if !noted.contains(name.as_str()) {
                report.findings.push(format!(
                    "{}: it is not noted that an entry uses {name}",
                    kept.words()
                ));
            }
            if same.contains(&kept.what()) {
                each(&kept, &Ok(()));
                continue;
            }
            let found = self.hash_again(&kept);
            each(&kept, &found);
            match found {
                Ok(()) => {
                    report.files += 1;
                    report.bytes += kept.file.size_bytes;
                    same.insert(kept.what());
                }
                Err(error) => {
                    let to = if error.is_damage() {
                        &mut report.findings
                    } else {
                        &mut report.unreadable
                    };
                    let path = short_path(name);
                    to.push(format!("{}: {path}: {}", kept.words(), all_of(&error)));
                }
            }
        }
        for name in noted.iter().filter(|name| !read_here.contains(*name)) {
            match StoredName::parse(name) {
                Ok(name) if vault.exists(&name)? => report.unopened += 1,
                Ok(name) => report.findings.push(format!(
                    "{}: an entry of a circle that was not read here uses it, and it is not there",
                    short_path(&name)
                )),
                Err(error) => report.findings.push(format!("`{name}`: {error}")),
            }
        }
        for name in there {
            if !noted.contains(name.as_str()) && !read_here.contains(name.as_str()) {
                report.findings.push(format!(
                    "{}: no entry uses it: a crash or an erasure left it\nhint: `holdfire record fsck` removes it",
                    short_path(&name)
                ));
            }
        }
        for name in vault.strays()? {
            report.findings.push(format!(
                "{FOLDER}/{name}: it is none of the record's files\nhint: find out who put it there, and take it away"
            ));
        }
        Ok(report)
    }

    /// True if a file is stored under a name of its own: one that who reads this log can make from its hash. An entry of
    /// one circle that names the file of another has no power over it.
    fn is_own(&self, kept: &Kept) -> Result<bool, MissionError> {
        // A circle that another process made since is asked for in the file.
        let ring = match self.shared.log(kept.place.log) {
            Ok(log) => log.ring,
            Err(_) => {
                let logs = self.shared.read(|database| self.shared.logs_in(database))?;
                let log = logs.into_iter().find(|log| log.row.id == kept.place.log);
                log.and_then(|log| log.ring)
            }
        };
        let own = ring.map(|ring| StoredName::of_tag(&tag(&ring, &kept.file.sha256)));
        let first = kept.stored.name.as_str().split('-').next();
        Ok(own.is_some_and(|own| first == Some(own.as_str())))
    }
}

fn short_path(name: &StoredName) -> String {
    format!("{FOLDER}/{}/{name}.age", &name.as_str()[..2])
}

/// A file that was taken in, and has no entry yet.
#[derive(Debug)]
pub struct TakenFile {
    /// Which file.
    pub file: Fingerprint,
    /// Where it is, and its key: for the entry about it.
    pub stored: Stored,
    /// Whether the same bytes were there before.
    pub before: Before,
}

/// Whether the same bytes were taken in before, as far as entries of the same log say.
#[derive(Debug)]
pub enum Before {
    /// No.
    No,
    /// Yes, by the entry of this index, or just before by the same intake. They are stored once.
    Same(Option<u64>),
    /// Yes, and what was stored is not usable any more. They were stored again.
    Damaged(CopyError),
}

/// Files that come in together, for entries that are made together. Dropped before [`Self::enter`], nothing of them stays.
pub struct Intake<'m> {
    mission: &'m Mission,
    log: Log,
    vault: FolderVault,
    known: BTreeMap<Hash, (Stored, Option<u64>)>,
    /// Stored now, and used by no entry yet.
    loose: Vec<StoredName>,
    _alone: MutexGuard<'m, ()>,
}

impl std::fmt::Debug for Intake<'_> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "Intake({} files)", self.loose.len())
    }
}

impl Intake<'_> {
    /// Takes in a file, reading it once to its end. It is durable when this returns.
    ///
    /// # Errors
    /// [`MissionError::TakeIn`]; nothing of the file is stored then.
    pub fn take(&mut self, source: &mut dyn Read) -> Result<TakenFile, MissionError> {
        let origin = &self.log.row.origin;
        let no_keys = || MissionError::NoKeys(origin.clone());
        let ring = self.log.ring.as_ref().ok_or_else(no_keys)?;
        let known = |sha256: &Hash| Some(self.known.get(sha256)?.0.clone());
        let TakenIn {
            file,
            stored,
            earlier,
        } = take_in(&self.vault, source, &|sha256| tag(ring, sha256), &known)?;
        let before = match earlier {
            Earlier::Same => Before::Same(self.known.get(&file.sha256).and_then(|known| known.1)),
            Earlier::None => Before::No,
            Earlier::Unusable(error) => Before::Damaged(error),
        };
        if !matches!(before, Before::Same(_)) {
            self.loose.push(stored.name.clone());
            self.known.insert(file.sha256, (stored.clone(), None));
        }
        Ok(TakenFile {
            file,
            stored,
            before,
        })
    }

    /// Makes the entries. Those about files must name what [`Self::take`] gave.
    ///
    /// # Errors
    /// As [`Mission::submit`]; the files are removed then.
    pub fn enter(self, by: &Author, drafts: Vec<Draft>) -> Result<Entered, MissionError> {
        self.mission.submit(Submission {
            log: self.log.row.id,
            author: by.clone(),
            request: None,
            drafts,
            also: Vec::new(),
        })
    }
}

impl Drop for Intake<'_> {
    fn drop(&mut self) {
        // What the table says counts, also after an error on the way: a file that an entry uses is never removed. If the
        // table cannot be asked, the files stay, and are swept later.
        let Ok(noted) = self.mission.shared.read(names_in_use) else {
            return;
        };
        for name in self
            .loose
            .iter()
            .filter(|name| !noted.contains(name.as_str()))
        {
            let _ = self.vault.remove(name);
        }
    }
}

/// What sweeping the folder of evidence removed.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct SweptEvidence {
    /// How many files were half-written.
    pub half_written: usize,
    /// Whole files that no entry uses, as paths in the mission.
    pub unused: Vec<String>,
}

/// A stored file whose key was destroyed, and what became of it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Removed {
    /// Its path in the mission.
    pub path: String,
    /// Why it is still there, if it is.
    pub failed: Option<String>,
}

/// What erasing entries does to stored files.
pub(super) struct Freed {
    /// Files that no entry uses afterwards.
    pub names: Vec<StoredName>,
    /// Files that another entry holds the key of, in words.
    pub kept: Vec<String>,
}

impl Mission {
    pub(super) fn evidence_alone(&self) -> MutexGuard<'_, ()> {
        self.evidence.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn evidence_to_write(&self) -> Result<FolderVault, MissionError> {
        let disk = self.surroundings().disk.clone();
        Ok(FolderVault::open(disk, &self.evidence_dir())?)
    }

    /// Begins to take files in, for entries of a log. Others wait until it is done.
    ///
    /// # Errors
    /// [`MissionError`]
    pub fn begin_intake(&self, log: u32) -> Result<Intake<'_>, MissionError> {
        let alone = self.evidence_alone();
        let vault = self.evidence_to_write()?;
        let log = self.shared.log(log)?;
        let mut known = BTreeMap::new();
        for kept in self.now()?.kept()? {
            if kept.place.log == log.row.id {
                known.insert(kept.file.sha256, (kept.stored, Some(kept.place.index)));
            }
        }
        Ok(Intake {
            mission: self,
            log,
            vault,
            known,
            loose: Vec::new(),
            _alone: alone,
        })
    }

    /// Removes what crashes left in the folder of evidence: half-written files, and whole files that no entry uses. What
    /// is none of the record's files is left alone.
    ///
    /// # Errors
    /// [`MissionError`]; [`MissionError::SignedBefore`] if the record is older than one that was signed, since then the
    /// files may belong to what it lacks.
    pub fn sweep_evidence(&self) -> Result<SweptEvidence, MissionError> {
        self.publish()?;
        let _alone = self.evidence_alone();
        let vault = self.evidence_to_write()?;
        let noted = self.shared.read(names_in_use)?;
        let read_here: BTreeSet<StoredName> = self
            .now()?
            .kept()?
            .into_iter()
            .map(|kept| kept.stored.name)
            .collect();
        let mut swept = SweptEvidence {
            half_written: vault.swept(),
            unused: Vec::new(),
        };
        for name in vault.list()? {
            if !noted.contains(name.as_str()) && !read_here.contains(&name) {
                vault.remove(&name)?;
                swept.unused.push(short_path(&name));
            }
        }
        Ok(swept)
    }

    /// What erasing these entries does to stored files. All entries of a log can be read, or none: so what else uses a
    /// file is known.
    pub(super) fn freed_by(&self, view: &View, targets: &[Seen]) -> Result<Freed, MissionError> {
        let places: Vec<Place> = targets.iter().map(|seen| seen.place).collect();
        let mut names = BTreeSet::new();
        for seen in targets {
            // An entry that does not say what it is about can be erased all the same.
            let Ok(Some(kept)) = Kept::of(seen) else {
                continue;
            };
            if self.is_own(&kept)? {
                names.insert(kept.stored.name);
            }
        }
        let mut kept = Vec::new();
        for seen in view.all(Kind::Evidence)? {
            let Ok(Some(other)) = Kept::of(&seen) else {
                continue;
            };
            if !places.contains(&other.place) && names.remove(&other.stored.name) {
                let path = short_path(&other.stored.name);
                kept.push(format!("{path}: {} holds its key too", other.words()));
            }
        }
        Ok(Freed {
            names: names.into_iter().collect(),
            kept,
        })
    }

    /// Removes files whose keys are gone. That this fails for one is no reason to stop.
    pub(super) fn remove_files(&self, names: Vec<StoredName>) -> Vec<Removed> {
        if names.is_empty() {
            return Vec::new();
        }
        let vault = self.evidence();
        let remove = |name: &StoredName| Removed {
            path: short_path(name),
            failed: vault.remove(name).err().map(|error| all_of(&error)),
        };
        names.iter().map(remove).collect()
    }
}
