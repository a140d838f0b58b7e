//! Copies: backup, export for reading, evacuation, and making a mission again from one.
//!
//! A copy is one `age` file over a tar of everything. It is read again and compared before it counts, by a second recipient
//! whose key is in memory only: who makes a copy need not be able to open it. Each copy is itself an entry.

use std::collections::{BTreeMap, BTreeSet};
use std::fs::File;
use std::io::{self, BufReader, Read, Write};
use std::path::{Component, Path, PathBuf};

use age::{Decryptor, Encryptor, Identity, Recipient};
use holdfire_record::Kind;
use holdfire_seal::Hash;
use holdfire_seal::checkpoint::{Checkpoint, parse_note_unverified};
use holdfire_seal::fields::Field;
use sha2::{Digest as _, Sha256};

use super::draft::Draft;
use super::error::{MissionError, time};
use super::evidence::EvidenceCheck;
use super::people::Author;
use super::shared::{PUBLIC, database_path};
use super::writer::Job;
use super::{Mission, Reader, keys_of, private_folder, remove_part};
use crate::database::{Database, Forgotten};
use crate::disk::{Disk as _, RealDisk, private_file};

/// The first line of the member `about`.
const LABEL: &str = "holdfire/copy@v1";

/// Bytes read at once.
const CHUNK: usize = 1 << 16;

/// What a copy is for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum CopyKind {
    /// Everything, with the keys: to go on from after a loss.
    Backup,
    /// For reading and checking elsewhere: without the key that signs. Its readers get the keys of the mission's own log;
    /// circles stay closed to all but their own readers.
    Export,
}

impl CopyKind {
    /// Its word in records.
    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            Self::Backup => "backup",
            Self::Export => "export",
        }
    }
}

/// Who can open a copy.
#[derive(Clone, Debug)]
pub struct CopyReader {
    /// In words, for the record.
    pub name: String,
    /// The key that it is encrypted to.
    pub key: age::x25519::Recipient,
}

/// A copy that was written and read again.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Copied {
    /// The file.
    pub path: PathBuf,
    /// Its length in bytes.
    pub bytes: u64,
    /// SHA-256 of the file.
    pub sha256: Hash,
    /// Files in it.
    pub members: u64,
    /// How many entries of the public log it holds.
    pub size: u64,
    /// The root over them.
    pub root: Hash,
}

/// A copy that was opened.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Opened {
    /// The origin of the mission.
    pub origin: String,
    /// `backup` or `export`.
    pub kind: String,
    /// How many entries of the public log it holds.
    pub size: u64,
    /// The root over them.
    pub root: Hash,
    /// When it was made, UTC.
    pub made: String,
    /// What is not as it must be.
    pub findings: Vec<String>,
    /// What hashing the files of evidence again came to. Damage there was there when the copy was made, and does not keep
    /// the rest from being opened.
    pub evidence: EvidenceCheck,
}

impl Mission {
    /// Writes an encrypted copy and reads it again.
    ///
    /// # Errors
    /// [`MissionError`]; no file is left then, or none that counts.
    pub fn copy(
        &self,
        by: &Author,
        kind: CopyKind,
        to: &Path,
        readers: &[CopyReader],
    ) -> Result<Copied, MissionError> {
        if readers.is_empty() {
            return Err(MissionError::Refused(
                "nobody is named who could open the copy\nhint: name a reader by `--for PUBLIC-KEYS`".to_owned(),
            ));
        }
        if to.exists() {
            return Err(MissionError::Refused(format!(
                "{} is there already; a copy never replaces another",
                to.display()
            )));
        }
        let names: Vec<&str> = readers.iter().map(|reader| reader.name.as_str()).collect();
        let fields = vec![
            Field::new("what", kind.word()),
            Field::new("for", names.join("\n")),
        ];
        let part = part_of(to)?;
        self.submit_one(by, PUBLIC, Draft::note(Kind::Copy, "copy", fields))?;
        self.publish()?;
        let database = self.dir().join(UNFINISHED);
        let written = self.write_copy(kind, &part, &database, readers);
        let removed = remove_unfinished(self.dir());
        let written = written.and_then(|copied| removed.map(|()| copied));
        let written = written.and_then(|copied| {
            let sync = |path: &Path| File::open(path).and_then(|file| file.sync_all());
            let renamed = sync(&part).and_then(|()| std::fs::rename(&part, to));
            renamed
                .and_then(|()| sync(folder_of(to)))
                .map_err(MissionError::writing(to))?;
            Ok(Copied {
                path: to.to_owned(),
                ..copied
            })
        });
        if written.is_err() {
            let _ = std::fs::remove_file(&part);
        }
        written
    }

    fn write_copy(
        &self,
        kind: CopyKind,
        part: &Path,
        database: &Path,
        readers: &[CopyReader],
    ) -> Result<Copied, MissionError> {
        // Record, keys and published files are copied as of one moment, and no file of evidence goes meanwhile.
        // In this order: who takes files in holds the second while it waits for the writer.
        let _files = self.evidence_alone();
        let (release, paused) = std::sync::mpsc::channel();
        self.writer.ask(|answer| Job::Pause(answer, paused))?;
        let (size, root) = self.shared.read(|live| {
            let edge = live.frontier(PUBLIC)?;
            Ok((edge.size(), edge.root()))
        })?;
        remove_unfinished(self.dir())?;
        // Made first, so that nobody else can ever open it: SQLite fills an empty file.
        private_file(database).map_err(MissionError::writing(database))?;
        self.shared.read(|live| Ok(live.copy_to(database)?))?;
        let origin = self.settings()?.origin().to_owned();
        if kind == CopyKind::Export {
            let log = self.shared.log(PUBLIC)?;
            let ring = log
                .ring
                .ok_or_else(|| MissionError::NoKeys(origin.clone()))?;
            let recipients = readers.iter().map(|reader| &reader.key as &dyn Recipient);
            let wrapped = ring.wrap(recipients).map_err(keys_of(&origin))?;
            let mut copy = Database::open(database)?;
            let mut batch = copy.batch()?;
            batch.set_ring(PUBLIC, &wrapped)?;
            batch.commit()?;
            if copy.forget_log()? == Forgotten::NotYet {
                return Err(MissionError::Form {
                    path: database.to_owned(),
                    what: "another program has it open".to_owned(),
                    hint: "find out which one reads in the folder of a mission, and try again",
                });
            }
        }
        let now = self.surroundings().clock.now();
        let about = format!(
            "{LABEL}\n{origin}\n{}\n{size}\n{root}\n{now}\n",
            kind.word()
        );
        let mut members = vec![("about".to_owned(), Source::Text(about))];
        members.push((
            "record.sqlite".to_owned(),
            Source::File(database.to_owned()),
        ));
        if kind == CopyKind::Backup && self.dir().join(ACCOUNTS).is_file() {
            let accounts = self.dir().join(format!("{UNFINISHED}-accounts"));
            copy_accounts(&self.dir().join(ACCOUNTS), &accounts)
                .map_err(MissionError::writing(&accounts))?;
            members.push((ACCOUNTS.to_owned(), Source::File(accounts)));
        }
        for folder in ["keys", "log", "circles", "evidence"] {
            for path in files_below(&self.dir().join(folder))? {
                let inside = path.strip_prefix(self.dir()).unwrap_or(&path);
                let name = slashed(inside);
                if belongs(kind, &name) {
                    members.push((name, Source::File(path)));
                }
            }
        }
        let check = age::x25519::Identity::generate();
        let own = check.to_public();
        let recipients = readers
            .iter()
            .map(|reader| &reader.key as &dyn Recipient)
            .chain(std::iter::once(&own as &dyn Recipient));
        let hashes = write_archive(part, recipients, &members)?;
        drop(release);
        let found = read_archive(part, &check, |_, member| hash_of(member))?;
        if found != hashes {
            return Err(MissionError::Form {
                path: part.to_owned(),
                what: "what was read again is not what was written".to_owned(),
                hint: "try another disk; this copy was removed",
            });
        }
        let mut file = BufReader::new(File::open(part).map_err(MissionError::reading(part))?);
        let sha256 = hash_of(&mut file).map_err(MissionError::reading(part))?;
        let bytes = std::fs::metadata(part).map_err(MissionError::reading(part))?;
        Ok(Copied {
            path: part.to_owned(),
            bytes: bytes.len(),
            sha256,
            members: hashes.len() as u64,
            size,
            root,
        })
    }

    /// Takes a backup to a safe place and then destroys what is here: the keys first, then every file, overwritten and
    /// removed. Gives the copy, and what may still be somewhere.
    ///
    /// # Errors
    /// [`MissionError`]; before the copy was read again nothing is destroyed.
    pub fn evacuate(
        self,
        by: &Author,
        to: &Path,
        readers: &[CopyReader],
    ) -> Result<(Copied, Vec<String>), MissionError> {
        let folder = folder_of(to);
        let inside = folder
            .canonicalize()
            .map_err(MissionError::writing(folder))?;
        let own = self.dir();
        let own = own.canonicalize().map_err(MissionError::reading(own))?;
        if inside.starts_with(own) {
            return Err(MissionError::Refused(format!(
                "{} lies in the folder that is to be destroyed; take the copy to another disk",
                to.display()
            )));
        }
        let earlier = self.now()?.copies_since(0)?;
        let copied = self.copy(by, CopyKind::Backup, to, readers)?;
        let dir = self.dir().to_owned();
        drop(self);
        destroy(&dir)?;
        Ok((copied, remains(&earlier)))
    }
}

/// The copy of the table that a copy of the mission is made from, while it is made.
const UNFINISHED: &str = "copy.part";

/// The server's accounts: in backups, whose readers are as the operator, and in no export.
const ACCOUNTS: &str = "accounts.sqlite";

/// Removes what a copy that was stopped left in the folder: it holds what was erased since.
pub(super) fn remove_unfinished(dir: &Path) -> Result<(), MissionError> {
    for ending in ["", "-wal", "-shm", "-journal", "-accounts"] {
        let path = dir.join(format!("{UNFINISHED}{ending}"));
        match std::fs::remove_file(&path) {
            Err(error) if error.kind() != io::ErrorKind::NotFound => {
                return Err(MissionError::writing(&path)(error));
            }
            _ => {}
        }
    }
    Ok(())
}

/// Copies the table of the server's accounts as of one moment: a server that was killed leaves part of it beside the file.
fn copy_accounts(from: &Path, to: &Path) -> io::Result<()> {
    private_file(to)?;
    let flags = rusqlite::OpenFlags::SQLITE_OPEN_READ_WRITE;
    let live = rusqlite::Connection::open_with_flags(from, flags).map_err(io::Error::other)?;
    live.execute("vacuum into ?1", [to.to_string_lossy()])
        .map(drop)
        .map_err(io::Error::other)
}

/// Whether a file of the folder goes into a copy. Of the keys only those that are known by name: what a crash left beside
/// them may be as secret as they are.
fn belongs(kind: CopyKind, name: &str) -> bool {
    match name.strip_prefix("keys/") {
        Some("last-signed") => true,
        Some("log.key" | "mission.age" | "accounts.key") => kind == CopyKind::Backup,
        Some(_) => false,
        None => !name.ends_with(".part") && !name.starts_with("evidence/incoming/"),
    }
}

/// The folder that a file lies in.
pub(super) fn folder_of(path: &Path) -> &Path {
    let parent = path.parent().filter(|p| !p.as_os_str().is_empty());
    parent.unwrap_or(Path::new("."))
}

/// What an evacuation cannot reach, in words.
fn remains(earlier: &[String]) -> Vec<String> {
    let mut remains = vec![
        "blocks that the disk replaced itself (flash storage writes elsewhere and keeps the old blocks for a time)".to_owned(),
        "older blocks on a file system that copies on writing, its snapshots and its journal".to_owned(),
        "memory that was swapped out, and what this process held until it ends".to_owned(),
        "copies of the folder that other programs made".to_owned(),
    ];
    remains.extend(earlier.iter().map(|copy| format!("the {copy}")));
    remains
}

/// Overwrites and removes every file of a mission, the keys first.
fn destroy(dir: &Path) -> Result<(), MissionError> {
    let mut files = files_below(&dir.join("keys"))?;
    files.push(database_path(dir));
    let known = files.clone();
    files.extend(
        files_below(dir)?
            .into_iter()
            .filter(|path| !known.contains(path)),
    );
    for path in files.iter().filter(|path| path.exists()) {
        overwrite(path).map_err(MissionError::writing(path))?;
    }
    std::fs::remove_dir_all(dir).map_err(MissionError::writing(dir))
}

fn overwrite(path: &Path) -> io::Result<()> {
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt as _;
        std::fs::set_permissions(path, std::fs::Permissions::from_mode(0o600))?;
    }
    let mut file = File::options().write(true).open(path)?;
    let mut left = file.metadata()?.len();
    let mut random = [0; CHUNK];
    getrandom::fill(&mut random).map_err(io::Error::other)?;
    while left > 0 {
        let part = left.min(CHUNK as u64);
        file.write_all(&random[..usize::try_from(part).unwrap_or(CHUNK)])?;
        left -= part;
    }
    file.sync_all()?;
    drop(file);
    std::fs::remove_file(path)
}

/// Opens a copy into a folder that is not there yet, and checks it wholly first. With `dry_run` nothing stays.
///
/// `seen` is a newer checkpoint of the log that somebody holds: a copy that is older is refused, since going on from it
/// would make a second history.
///
/// # Errors
/// [`MissionError`]; the folder is not there then.
pub fn restore(
    file: &Path,
    dir: &Path,
    identity: &age::x25519::Identity,
    seen: Option<&[u8]>,
    dry_run: DryRun,
) -> Result<Opened, MissionError> {
    let empty = std::fs::read_dir(dir).map_or(true, |mut names| names.next().is_none());
    if dir.is_file() || !empty {
        return Err(MissionError::NotEmpty {
            path: dir.to_owned(),
        });
    }
    let part = part_of(dir)?;
    remove_part(&part)?;
    std::fs::create_dir_all(&part).map_err(MissionError::writing(&part))?;
    private_folder(&part)?;
    let opened =
        unpack(file, &part, identity).and_then(|about| check_opened(&part, about, identity, seen));
    let keep = dry_run == DryRun::No && opened.as_ref().is_ok_and(|o| o.findings.is_empty());
    if !keep {
        std::fs::remove_dir_all(&part).map_err(MissionError::writing(&part))?;
        return opened;
    }
    // Each name below is durable before the folder has its own: whoever opens the folder may rely on all of it.
    sync_folders(&part)?;
    let named = || {
        if dir.is_dir() {
            std::fs::remove_dir(dir)?;
        }
        std::fs::rename(&part, dir)
    };
    if let Err(error) = named() {
        // What was decrypted does not stay under a name that nobody looks for.
        let _ = std::fs::remove_dir_all(&part);
        return Err(MissionError::writing(dir)(error));
    }
    let parent = folder_of(dir);
    RealDisk
        .sync_dir(parent)
        .map_err(MissionError::writing(parent))?;
    opened
}

fn sync_folders(dir: &Path) -> Result<(), MissionError> {
    let failed = MissionError::writing(dir);
    for entry in std::fs::read_dir(dir).map_err(&failed)? {
        let entry = entry.map_err(&failed)?;
        if entry.file_type().map_err(&failed)?.is_dir() {
            sync_folders(&entry.path())?;
        }
    }
    RealDisk.sync_dir(dir).map_err(&failed)
}

/// Whether a restore is only tried.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum DryRun {
    /// Everything is checked, nothing stays.
    Yes,
    /// The mission stands in the folder afterwards.
    No,
}

struct About {
    origin: String,
    kind: String,
    size: u64,
    root: Hash,
    made: u64,
}

impl About {
    fn parse(text: &str) -> Option<Self> {
        let mut lines = text.lines();
        if lines.next()? != LABEL {
            return None;
        }
        Some(Self {
            origin: lines.next()?.to_owned(),
            kind: lines.next()?.to_owned(),
            size: lines.next()?.parse().ok()?,
            root: Hash::from_hex(lines.next()?)?,
            made: lines.next()?.parse().ok()?,
        })
    }
}

fn unpack(
    file: &Path,
    part: &Path,
    identity: &age::x25519::Identity,
) -> Result<About, MissionError> {
    let mut about = None;
    let mut taken = BTreeSet::new();
    read_archive(file, identity, |name, member| {
        if !taken.insert(name.to_owned()) {
            return Err(refused(name, "is in it twice"));
        }
        if name == "about" {
            let mut text = String::new();
            member.take(CHUNK as u64).read_to_string(&mut text)?;
            about = About::parse(&text);
            return Ok(Hash::EMPTY_ROOT);
        }
        let path = part.join(inside(name)?);
        if let Some(parent) = path.parent() {
            std::fs::create_dir_all(parent)?;
        }
        let mut out = private_file(&path)?;
        io::copy(member, &mut out)?;
        out.sync_all()?;
        if path.starts_with(part.join("evidence")) {
            RealDisk.set_read_only(&path)?;
        }
        Ok(Hash::EMPTY_ROOT)
    })?;
    about.ok_or_else(|| MissionError::Form {
        path: file.to_owned(),
        what: "it is no copy of a mission, or of a newer version".to_owned(),
        hint: "take a file that `holdfire mission backup` or `export` wrote",
    })
}

/// The name of a member as a path below the folder: no other folder than those of a mission, and never upwards.
fn inside(name: &str) -> io::Result<PathBuf> {
    let path = PathBuf::from(name);
    let plain = path
        .components()
        .all(|part| matches!(part, Component::Normal(_)));
    let first = path
        .components()
        .next()
        .map(|part| part.as_os_str().to_owned());
    let known = [
        "record.sqlite",
        ACCOUNTS,
        "keys",
        "log",
        "circles",
        "evidence",
    ];
    let ours = first.is_some_and(|first| known.iter().any(|known| first == *known));
    if plain && ours {
        Ok(path)
    } else {
        Err(refused(name, "belongs to no mission"))
    }
}

fn refused(name: &str, why: &str) -> io::Error {
    let what = format!("`{}` {why}", name.escape_debug());
    io::Error::new(io::ErrorKind::InvalidData, what)
}

fn check_opened(
    part: &Path,
    about: About,
    identity: &age::x25519::Identity,
    seen: Option<&[u8]>,
) -> Result<Opened, MissionError> {
    let surroundings = super::Surroundings::system();
    let reader = Reader::open(part, surroundings, vec![identity.clone()])?;
    let report = reader.check()?;
    let mut findings = report.findings;
    let public = report.logs.first();
    let (size, root) = public.map_or((0, Hash::EMPTY_ROOT), |log| (log.size, log.root));
    if (size, root) != (about.size, about.root) {
        findings.push(format!(
            "the copy says that it holds {} entries with root {}; it holds {size} with root {root}",
            about.size, about.root
        ));
    }
    if let Some(seen) = seen {
        findings.extend(older_than(&reader, &about.origin, seen)?);
    }
    Ok(Opened {
        origin: about.origin,
        kind: about.kind,
        size,
        root,
        made: time(about.made),
        findings,
        evidence: reader.check_evidence()?,
    })
}

/// How a record contradicts a checkpoint that somebody holds, if it does.
fn older_than(reader: &Reader, origin: &str, seen: &[u8]) -> Result<Option<String>, MissionError> {
    let seen: Checkpoint = parse_note_unverified(seen)?;
    if seen.origin() != origin {
        return Ok(Some(format!(
            "the checkpoint is of {}, the copy of {origin}",
            seen.origin()
        )));
    }
    let (found, root) = reader.shared.read(|database| {
        let mut edge = holdfire_seal::Frontier::new();
        database.read(PUBLIC, 0, |_, leaf| {
            if edge.size() < seen.size() {
                edge.push(Hash::leaf(leaf));
            }
        })?;
        Ok((edge.size(), edge.root()))
    })?;
    let same = found == seen.size() && root == *seen.root();
    Ok((!same).then(|| {
        format!(
            "somebody holds a checkpoint of {} entries with root {}; the copy comes to {found} entries with root {root}: \
             going on from it would make a second history",
            seen.size(),
            seen.root()
        )
    }))
}

enum Source {
    Text(String),
    File(PathBuf),
}

fn write_archive<'a>(
    path: &Path,
    recipients: impl Iterator<Item = &'a dyn Recipient>,
    members: &[(String, Source)],
) -> Result<BTreeMap<String, Hash>, MissionError> {
    let failed = MissionError::writing(path);
    let file = private_file(path).map_err(&failed)?;
    let encryptor = Encryptor::with_recipients(recipients)
        .map_err(|error| MissionError::Refused(error.to_string()))?;
    let out = encryptor.wrap_output(file).map_err(&failed)?;
    let mut archive = tar::Builder::new(out);
    let mut hashes = BTreeMap::new();
    for (name, source) in members {
        let (length, reader): (u64, Box<dyn Read>) = match source {
            Source::Text(text) => (text.len() as u64, Box::new(text.as_bytes())),
            Source::File(path) => {
                let file = File::open(path).map_err(MissionError::reading(path))?;
                let length = file.metadata().map_err(MissionError::reading(path))?.len();
                (length, Box::new(BufReader::new(file)))
            }
        };
        let mut header = tar::Header::new_gnu();
        header.set_size(length);
        header.set_mode(0o600);
        let mut reader = Hashing {
            inner: reader,
            hasher: Sha256::new(),
        };
        archive
            .append_data(&mut header, name, &mut reader)
            .map_err(&failed)?;
        hashes.insert(name.clone(), Hash(reader.hasher.finalize().into()));
    }
    let file = archive
        .into_inner()
        .and_then(age::stream::StreamWriter::finish)
        .map_err(&failed)?;
    file.sync_all().map_err(&failed)?;
    Ok(hashes)
}

/// Reads every member of a copy; what `each` gives is kept under the member's name.
fn read_archive(
    path: &Path,
    identity: &dyn Identity,
    mut each: impl FnMut(&str, &mut dyn Read) -> io::Result<Hash>,
) -> Result<BTreeMap<String, Hash>, MissionError> {
    let failed = MissionError::reading(path);
    let file = BufReader::new(File::open(path).map_err(&failed)?);
    let closed = |what: String| MissionError::Form {
        path: path.to_owned(),
        what,
        hint: "take the key of a reader that the copy was made for, and the file as it was written",
    };
    let decryptor = Decryptor::new_buffered(file)
        .map_err(|error| closed(format!("it is no encrypted copy: {error}")))?;
    let plain = decryptor
        .decrypt(std::iter::once(identity))
        .map_err(|error| closed(format!("it does not open: {error}")))?;
    let mut archive = tar::Archive::new(plain);
    let mut found = BTreeMap::new();
    let entries = archive
        .entries()
        .map_err(|error| closed(error.to_string()))?
        // Names of a mission are short. What a tar can hold besides files (links, long names, files of which only the
        // ends are there) stays what it is then, and is refused.
        .raw(true);
    for entry in entries {
        let damaged = |error: io::Error| closed(format!("it is damaged or cut off: {error}"));
        let mut entry = entry.map_err(damaged)?;
        let name = entry.path().map_err(damaged)?;
        let name = slashed(&name);
        if !entry.header().entry_type().is_file() {
            return Err(closed(format!(
                "`{}` in it is no plain file",
                name.escape_debug()
            )));
        }
        let value = each(&name, &mut entry).map_err(damaged)?;
        found.insert(name, value);
    }
    // The end of the stream is authenticated too: what is cut off is seen here.
    io::copy(&mut archive.into_inner(), &mut io::sink())
        .map_err(|error| closed(format!("it is damaged or cut off: {error}")))?;
    Ok(found)
}

struct Hashing<R> {
    inner: R,
    hasher: Sha256,
}

impl<R: Read> Read for Hashing<R> {
    fn read(&mut self, out: &mut [u8]) -> io::Result<usize> {
        let count = self.inner.read(out)?;
        self.hasher.update(&out[..count]);
        Ok(count)
    }
}

fn hash_of(mut from: &mut dyn Read) -> io::Result<Hash> {
    let mut hashing = Hashing {
        inner: &mut from,
        hasher: Sha256::new(),
    };
    io::copy(&mut hashing, &mut io::sink())?;
    Ok(Hash(hashing.hasher.finalize().into()))
}

/// Files below a folder, in order; none if there is no folder. Links are refused: they would lead a copy, or worse what
/// overwrites, out of the folder.
fn files_below(dir: &Path) -> Result<Vec<PathBuf>, MissionError> {
    let mut files = Vec::new();
    let mut waiting = vec![dir.to_owned()];
    while let Some(next) = waiting.pop() {
        let entries = match std::fs::read_dir(&next) {
            Err(error) if error.kind() == io::ErrorKind::NotFound => continue,
            other => other.map_err(MissionError::reading(&next))?,
        };
        for entry in entries {
            let entry = entry.map_err(MissionError::reading(&next))?;
            let path = entry.path();
            let found = entry.file_type().map_err(MissionError::reading(&path))?;
            if found.is_dir() {
                waiting.push(path);
            } else if found.is_file() {
                files.push(path);
            } else {
                return Err(MissionError::Form {
                    path,
                    what: "it is a link or a device, and the folder of a mission holds files alone"
                        .to_owned(),
                    hint: "put the file itself there; nothing was copied or destroyed",
                });
            }
        }
    }
    files.sort();
    Ok(files)
}

fn slashed(path: &Path) -> String {
    let parts: Vec<_> = path
        .components()
        .map(|part| part.as_os_str().to_string_lossy())
        .collect();
    parts.join("/")
}

/// Where a folder is made before it gets its name: beside it, also if its path ends with a slash. Inside, it would stand in
/// the way of the name, and what was decrypted would stay there.
pub(super) fn part_of(path: &Path) -> Result<PathBuf, MissionError> {
    let name = path.file_name().ok_or_else(|| MissionError::NoFolderName {
        path: path.to_owned(),
    })?;
    let mut part = name.to_owned();
    part.push(".part");
    Ok(path.with_file_name(part))
}
