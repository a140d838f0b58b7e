//! Tiles, bundles and the signed checkpoint of each log, made from the table.
//!
//! The order of writing: what was committed in the table; then tiles and bundles, each durable; then the last signed size, in
//! a file of its own; then the checkpoint. So whatever is signed can be shown, and a file that was put back to an older
//! state is noticed before anything else is signed.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use holdfire_seal::Hash;
use holdfire_seal::checkpoint::{Checkpoint, open};
use holdfire_seal::note::LogKey;
use holdfire_seal::tiles::{Tiler, edge_paths};

use super::enter::settings_name;
use super::error::MissionError;
use super::project::integrity;
use super::shared::{Log, PUBLIC, Shared};
use crate::database::Database;
use crate::disk::{Disk, write_durably};

/// A log as it was signed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Published {
    /// Its origin.
    pub origin: String,
    /// The folder with checkpoint, tiles and bundles.
    pub dir: PathBuf,
    /// How many entries it has.
    pub size: u64,
    /// The root over them.
    pub root: Hash,
}

/// What was signed of a log last.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Signed {
    pub size: u64,
    pub root: Hash,
}

/// Signs and writes what can be shown of the logs.
pub(super) struct Publisher {
    key: LogKey,
    tilers: BTreeMap<u32, Tiler>,
}

/// How much of what is published is looked at.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Extent {
    /// What was added since.
    Added,
    /// Every file: what is missing or differs is written again.
    Whole,
}

impl Publisher {
    pub fn new(key: LogKey) -> Self {
        Self {
            key,
            tilers: BTreeMap::new(),
        }
    }

    /// Publishes every log that grew or was not published.
    pub fn publish(
        &mut self,
        database: &Database,
        shared: &Shared,
        extent: Extent,
    ) -> Result<Vec<Published>, MissionError> {
        if extent == Extent::Whole {
            self.tilers.clear();
        }
        let signed = read_signed(&*shared.surroundings.disk, &shared.dir)?;
        let logs = shared.logs().clone();
        logs.iter()
            .map(|log| self.publish_log(database, shared, log, &signed, extent))
            .collect()
    }

    fn publish_log(
        &mut self,
        database: &Database,
        shared: &Shared,
        log: &Log,
        signed: &BTreeMap<String, Signed>,
        extent: Extent,
    ) -> Result<Published, MissionError> {
        let disk = &*shared.surroundings.disk;
        let origin = &log.row.origin;
        let dir = log_dir(&shared.dir, log.row.id, origin);
        let key = self.key.renamed(origin)?;
        let path = dir.join("checkpoint");
        // Of what stands there only what this key signed counts: a note that was damaged is signed again.
        let stands = disk
            .read(&path)
            .ok()
            .and_then(|note| open(&note, origin, &[key.verifier().clone()]).ok());
        let stands = stands.map(|stands| Signed {
            size: stands.checkpoint().size(),
            root: *stands.checkpoint().root(),
        });
        // Without the file of what was signed last, the checkpoint itself still says it.
        let before = signed.get(origin).copied().or(stands);
        let tiler = match self.tilers.remove(&log.row.id) {
            Some(tiler) => tiler,
            None if extent == Extent::Whole => Tiler::new(),
            None => resume(disk, &dir, before),
        };
        // What was published may not be what the table has: then all is made anew from the table, which is the truth.
        let (mut tiler, at_signed) = match grow(database, log, tiler, before) {
            Err(error) if error.is_integrity() => grow(database, log, Tiler::new(), before)?,
            other => other?,
        };
        if let Some(before) = before
            && at_signed != Some(before.root)
        {
            return Err(MissionError::SignedBefore {
                origin: origin.clone(),
                signed_size: before.size,
                signed_root: before.root,
                found_size: tiler.size(),
                found_root: at_signed,
            });
        }
        let published = Published {
            origin: origin.clone(),
            dir: dir.clone(),
            size: tiler.size(),
            root: tiler.root(),
        };
        let now = Signed {
            size: published.size,
            root: published.root,
        };
        let unchanged = stands == Some(now) && signed.get(origin) == Some(&now);
        if !unchanged || extent == Extent::Whole {
            for piece in tiler.take_changed() {
                let path = dir.join(&piece.path);
                write_if_other(disk, &path, &piece.bytes)?;
            }
            self.about(database, shared, log, &dir)?;
        }
        if !unchanged {
            write_signed(shared, &published)?;
            let checkpoint = Checkpoint::new(origin, published.size, published.root)?;
            // Of a compartment log the same key signs under that log's name.
            let note = checkpoint.sign(&key);
            write_durably(disk, &path, note.as_bytes()).map_err(MissionError::writing(&path))?;
            sweep(disk, &dir, &published);
        }
        self.tilers.insert(log.row.id, tiler);
        Ok(published)
    }

    /// The files beside the checkpoint: the key, and the settings as the first entry opened.
    fn about(
        &self,
        database: &Database,
        shared: &Shared,
        log: &Log,
        dir: &Path,
    ) -> Result<(), MissionError> {
        let disk = &*shared.surroundings.disk;
        let settings = database
            .meta(&settings_name(log.row.id))?
            .unwrap_or_default();
        let key = format!("{}\n", self.key.renamed(&log.row.origin)?.vkey());
        write_if_other(disk, &dir.join("key"), key.as_bytes())?;
        write_if_other(disk, &dir.join("settings"), &settings)?;
        Ok(())
    }
}

fn write_if_other(disk: &dyn Disk, path: &Path, bytes: &[u8]) -> Result<(), MissionError> {
    if disk.read(path).ok().as_deref() == Some(bytes) {
        return Ok(());
    }
    write_durably(disk, path, bytes).map_err(MissionError::writing(path))
}

/// Where a log is published: the public one in `log`, compartment logs under `circles`.
pub(super) fn log_dir(mission: &Path, id: u32, origin: &str) -> PathBuf {
    if id == PUBLIC {
        mission.join("log")
    } else {
        let name = origin.rsplit('/').next().unwrap_or(origin);
        mission.join("circles").join(name)
    }
}

/// Appends what the table has beyond the tiles, and gives the root at the size that was signed, if it has so many.
fn grow(
    database: &Database,
    log: &Log,
    mut tiler: Tiler,
    signed: Option<Signed>,
) -> Result<(Tiler, Option<Hash>), MissionError> {
    let is_signed = |tiler: &Tiler| signed.is_some_and(|signed| signed.size == tiler.size());
    let mut at_signed = is_signed(&tiler).then(|| tiler.root());
    let mut broken = false;
    database.read(log.row.id, tiler.size(), |index, leaf| {
        broken |= index != tiler.size() || tiler.append(leaf).is_err();
        if !broken && is_signed(&tiler) {
            at_signed = Some(tiler.root());
        }
    })?;
    let edge = database.frontier(log.row.id)?;
    if broken || tiler.size() != edge.size() || tiler.root() != edge.root() {
        let found = (tiler.size(), tiler.root());
        return Err(integrity(
            log,
            found.0,
            format!(
                "the entries come to size {}, root {}; the tree kept with them has size {}, root {}",
                found.0,
                found.1,
                edge.size(),
                edge.root()
            ),
        ));
    }
    Ok((tiler, at_signed))
}

/// Goes on from what was published, if that is what was signed; begins anew otherwise.
fn resume(disk: &dyn Disk, dir: &Path, signed: Option<Signed>) -> Tiler {
    let resumed = signed.and_then(|signed| {
        let pieces = edge_paths(signed.size)
            .iter()
            .map(|path| disk.read(&dir.join(path)).ok())
            .collect::<Option<Vec<_>>>()?;
        let tiler = Tiler::resume(signed.size, pieces).ok()?;
        (tiler.root() == signed.root).then_some(tiler)
    });
    resumed.unwrap_or_default()
}

/// Removes the partial pieces that the newest ones replace. What stays is harmless, so errors are left to the next time.
fn sweep(disk: &dyn Disk, dir: &Path, published: &Published) {
    for path in edge_paths(published.size) {
        let path = dir.join(path);
        let (Some(partial), Some(width)) = (path.parent(), path.file_name()) else {
            continue;
        };
        if !partial.to_string_lossy().ends_with(".p") {
            continue;
        }
        let names = disk.list(partial).unwrap_or_default();
        for name in names.iter().filter(|name| name.as_str() != width) {
            let _ = disk.remove(&partial.join(name));
        }
        // The piece before is full now: its partial ones are not needed either.
        if let Some(full) = piece_before(partial) {
            for name in disk.list(&full).unwrap_or_default() {
                let _ = disk.remove(&full.join(name));
            }
        }
    }
}

/// `.../x001/067.p` -> `.../x001/066.p`; none where the number before is in another folder.
fn piece_before(partial: &Path) -> Option<PathBuf> {
    let name = partial.file_name()?.to_str()?.strip_suffix(".p")?;
    let number: u32 = name.parse().ok()?;
    Some(partial.with_file_name(format!("{:03}.p", number.checked_sub(1)?)))
}

fn signed_path(dir: &Path) -> PathBuf {
    dir.join("keys").join("last-signed")
}

/// Reads what was signed last of each log: lines of size, root in hexadecimal and origin.
pub(super) fn read_signed(
    disk: &dyn Disk,
    dir: &Path,
) -> Result<BTreeMap<String, Signed>, MissionError> {
    let path = signed_path(dir);
    let bytes = match disk.read(&path) {
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => return Ok(BTreeMap::new()),
        other => other.map_err(MissionError::reading(&path))?,
    };
    let line = |line: &str| {
        let mut words = line.splitn(3, ' ');
        let size = words.next()?.parse().ok()?;
        let root = Hash::from_hex(words.next()?)?;
        Some((words.next()?.to_owned(), Signed { size, root }))
    };
    let text = String::from_utf8_lossy(&bytes);
    text.lines()
        .map(line)
        .collect::<Option<_>>()
        .ok_or_else(|| MissionError::Form {
            path,
            what: "its lines are not size, root and origin".to_owned(),
            hint: "nothing is signed until it is right; restore it from a copy of the mission",
        })
}

fn write_signed(shared: &Shared, published: &Published) -> Result<(), MissionError> {
    let disk = &*shared.surroundings.disk;
    let mut all = read_signed(disk, &shared.dir)?;
    let Published {
        origin, size, root, ..
    } = published;
    let (size, root) = (*size, *root);
    all.insert(origin.clone(), Signed { size, root });
    let text: String = all
        .iter()
        .map(|(origin, Signed { size, root })| format!("{size} {root} {origin}\n"))
        .collect();
    let path = signed_path(&shared.dir);
    write_durably(disk, &path, text.as_bytes()).map_err(MissionError::writing(&path))
}
