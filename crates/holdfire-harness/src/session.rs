//! What the harnesses have in common: a mission with a circle, requests whose entries can be recognised, and the check that
//! the record holds exactly them.

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

use anyhow::{Context as _, Result, bail, ensure};
use holdfire_record::{Kind, Schedule};
use holdfire_seal::checkpoint;
use holdfire_seal::fields::Field;
use holdfire_seal::note::VerifierKey;
use holdfire_seal::{Hash, Tree};
use holdfire_store::database::Database;
use holdfire_store::disk::Disk;
use holdfire_store::mission::{
    Also, Author, Clock, Draft, Entered, Mission, MissionError, NewMission, PUBLIC, Published,
    Submission, Surroundings, database_path, is_mission,
};
use holdfire_store::object::Place;

/// The name of the log.
pub const ORIGIN: &str = "mission.example/harness";
/// 2025-03-25 00:00 UTC.
pub const START: u64 = 1_742_860_800;
/// The name of the circle.
pub const CIRCLE: &str = "a circle of one side";

/// A clock that is set by hand.
pub struct Hands(pub AtomicU64);

impl Hands {
    /// Stands at [`START`].
    pub fn new() -> Arc<Self> {
        Arc::new(Self(AtomicU64::new(START)))
    }

    /// Goes on.
    pub fn later(&self, seconds: u64) {
        self.0.fetch_add(seconds, Ordering::Relaxed);
    }
}

impl Clock for Hands {
    fn now(&self) -> u64 {
        self.0.load(Ordering::Relaxed)
    }
}

/// The reader of the circle: a key that everybody knows, so that a child process and a later run have it too.
pub fn reader() -> age::x25519::Identity {
    "AGE-SECRET-KEY-1GFPYYSJZGFPYYSJZGFPYYSJZGFPYYSJZGFPYYSJZGFPYYSJZGFPQ4EGAEX"
        .parse()
        .expect("the key that age's own tests use")
}

/// A folder for one run, removed at the end. In memory where the machine has such a place: what is simulated needs no disk.
pub struct Room(pub PathBuf);

impl Room {
    /// In memory, if that is possible.
    pub fn in_memory(name: &str) -> Result<Self> {
        let memory = Path::new("/dev/shm");
        let place = if memory.is_dir() {
            memory.to_owned()
        } else {
            std::env::temp_dir()
        };
        Self::at(&place, name)
    }

    /// On the disk of temporary files.
    pub fn on_disk(name: &str) -> Result<Self> {
        Self::at(&std::env::temp_dir(), name)
    }

    fn at(place: &Path, name: &str) -> Result<Self> {
        let path = place.join(format!("holdfire-{name}-{}", std::process::id()));
        let room = Self(path);
        room.empty()?;
        Ok(room)
    }

    /// Takes everything out.
    pub fn empty(&self) -> Result<()> {
        let _ = std::fs::remove_dir_all(&self.0);
        let made = std::fs::create_dir_all(&self.0);
        made.with_context(|| format!("cannot make {}", self.0.display()))
    }

    /// The folder of the mission.
    pub fn mission(&self) -> PathBuf {
        self.0.join("mission")
    }
}

impl Drop for Room {
    fn drop(&mut self) {
        // What a run that failed left is looked at by people.
        if !std::thread::panicking() {
            let _ = std::fs::remove_dir_all(&self.0);
        }
    }
}

/// The mission in a folder, made if it is not there, with its circle, which is made too.
pub struct Open {
    /// Open for writing, with the key of the circle's reader.
    pub mission: Mission,
    /// Who makes the entries.
    pub author: Author,
    /// The number of the circle's log.
    pub circle: u32,
}

impl Open {
    /// Opens or makes.
    pub fn at(dir: &Path, surroundings: &Surroundings) -> Result<Self, MissionError> {
        if !is_mission(dir) {
            let new = NewMission {
                origin: ORIGIN.to_owned(),
                schedule: Schedule::default(),
                operator: "clerk".to_owned(),
            };
            drop(Mission::create(dir, &new, surroundings.clone())?);
        }
        let mission = Mission::open(dir, surroundings.clone(), vec![reader()])?;
        let view = mission.now()?;
        let author = view.person(None)?.author();
        let circle = match view.circles()?.first() {
            Some(circle) => circle.log,
            None => {
                let readers = vec![("liaison".to_owned(), reader().to_public().to_string())];
                mission.new_circle(&author, CIRCLE, readers)?.log
            }
        };
        Ok(Self {
            mission,
            author,
            circle,
        })
    }

    /// Sends a request.
    pub fn send(&self, sent: &Sent) -> Result<Entered, MissionError> {
        self.mission.submit(sent.submission(&self.author))
    }
}

/// A request, known by its number; a second sending of it is the same.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Sent {
    /// The log.
    pub log: u32,
    /// The number of the request.
    pub request: u128,
    /// How many entries.
    pub count: u64,
    /// An entry of the log whose contents it erases.
    pub erases: Option<u64>,
}

impl Sent {
    /// The subject of one of its entries.
    pub fn subject(&self, at: u64) -> String {
        format!("{:032x}-{at}", self.request)
    }

    fn submission(&self, author: &Author) -> Submission {
        let draft = |at| {
            let value = vec![Field::new("value", format!("value of {at}").as_str())];
            Draft::set(Kind::Item, &self.subject(at), value)
        };
        Submission {
            log: self.log,
            author: author.clone(),
            request: Some(self.request.to_be_bytes()),
            drafts: (0..self.count).map(draft).collect(),
            also: self.erases.map(Also::Erase).into_iter().collect(),
        }
    }
}

/// Findings but those that a session has itself to thank for: it erases without the request that two persons sign, and a
/// check says so.
pub fn without_erasures(mut findings: Vec<String>) -> Vec<String> {
    findings.retain(|finding| !finding.ends_with("no erasure names it"));
    findings
}

/// What was answered: the index of the first entry, and the hashes of the leaves.
pub type Answer = (u64, Vec<Hash>);

/// What a store has to hold.
#[derive(Default)]
pub struct Expected {
    /// Every request that was sent, with what was answered, if that is known.
    pub sent: Vec<(Sent, Option<Answer>)>,
    /// Every checkpoint that was seen: origin and size, and the root.
    pub signed: BTreeMap<(String, u64), Hash>,
}

/// What a check counted.
#[derive(Clone, Copy, Debug, Default)]
pub struct Counted {
    /// Requests that were acknowledged.
    pub acknowledged: u64,
    /// Requests without an answer: repeated, and found to have been carried out before.
    pub were_there: u64,
    /// Requests without an answer: repeated, and carried out now.
    pub were_not: u64,
}

impl Expected {
    /// Remembers what was published.
    pub fn saw(&mut self, published: &[Published]) -> Result<()> {
        for Published {
            origin, size, root, ..
        } in published
        {
            self.saw_root(origin, *size, *root)?;
        }
        Ok(())
    }

    /// Remembers a checkpoint.
    pub fn saw_root(&mut self, origin: &str, size: u64, root: Hash) -> Result<()> {
        let before = self.signed.insert((origin.to_owned(), size), root);
        ensure!(
            before.is_none_or(|before| before == root),
            "{origin}: two roots were signed for size {size}"
        );
        Ok(())
    }

    /// Repeats what was not answered, publishes, and compares everything.
    pub fn check(&mut self, open: &Open, disk: &dyn Disk) -> Result<Counted> {
        let mission = &open.mission;
        let mut counted = Counted::default();
        for (sent, answer) in &mut self.sent {
            match answer {
                Some(_) => counted.acknowledged += 1,
                None => {
                    let entered = open.send(sent)?;
                    ensure!(entered.count == sent.count, "{sent:?}: {entered:?}");
                    counted.were_there += u64::from(entered.repeated);
                    counted.were_not += u64::from(!entered.repeated);
                    *answer = Some((entered.first.index, entered.leaves));
                }
            }
        }
        let database = Database::open_for_reading(&database_path(mission.dir()))?;
        self.check_entries(open, &database)?;
        let dump = mission.dump()?;
        mission.rebuild()?;
        ensure!(
            mission.dump()? == dump,
            "the projection made again is another one"
        );
        let published = mission.publish()?;
        self.saw(&published)?;
        let findings = without_erasures(mission.check()?.findings);
        ensure!(findings.is_empty(), "the check finds: {findings:?}");
        for (log, published) in database.logs()?.iter().zip(&published) {
            let mut tree = Tree::new();
            database.read(log.id, 0, |_, leaf| tree.push(Hash::leaf(leaf)))?;
            for ((origin, size), root) in &self.signed {
                if *origin == log.origin {
                    let found = tree.root_at(*size);
                    ensure!(
                        found.as_ref() == Ok(root),
                        "{origin}: {root} was signed for size {size}, and now there is {found:?}"
                    );
                }
            }
            check_published(disk, published)?;
        }
        Ok(counted)
    }

    fn check_entries(&self, open: &Open, database: &Database) -> Result<()> {
        let view = open.mission.now()?;
        let mut expected = BTreeMap::new();
        let mut erased = BTreeSet::new();
        for (sent, answer) in &self.sent {
            let Some((first, leaves)) = answer else {
                bail!("{sent:?} has no answer")
            };
            erased.extend(sent.erases.map(|index| (sent.log, index)));
            for at in 0..sent.count {
                let place = (sent.log, first + at);
                let twice = expected.insert(place, sent.subject(at));
                ensure!(
                    twice.is_none(),
                    "{place:?} was given to {twice:?} and to {sent:?}"
                );
                if let Some(hash) = leaves.get(usize::try_from(at)?) {
                    let (log, index) = place;
                    let leaf = database.leaf(Place { log, index })?;
                    let found = leaf.map(|leaf| Hash::leaf(&leaf));
                    ensure!(
                        found == Some(*hash),
                        "{place:?}: {hash} was acknowledged, and now there is {found:?}"
                    );
                }
            }
        }
        for seen in view.all(Kind::Item)? {
            let place = (seen.place.log, seen.place.index);
            let subject = expected.remove(&place);
            let Some(subject) = subject else {
                bail!("{place:?} is there, and nobody sent it")
            };
            match seen.subject() {
                None => ensure!(erased.contains(&place), "{place:?} was not to be erased"),
                Some(found) => ensure!(
                    found == subject && !erased.contains(&place),
                    "{place:?} says {found}, not {subject}"
                ),
            }
        }
        ensure!(
            expected.is_empty(),
            "acknowledged and not there: {expected:?}"
        );
        Ok(())
    }
}

/// A published log can be shown wholly: every piece is there, and comes to the signed root.
pub fn check_published(disk: &dyn Disk, published: &Published) -> Result<()> {
    let note = disk.read(&published.dir.join("checkpoint"))?;
    let key = disk.read(&published.dir.join("key"))?;
    let key = VerifierKey::parse(String::from_utf8(key)?.trim())?;
    let signed = checkpoint::open(&note, &published.origin, &[key])?;
    let signed = signed.checkpoint();
    ensure!(
        (signed.size(), signed.root()) == (published.size, &published.root),
        "{}: the checkpoint has size {}, and {} was published",
        published.origin,
        signed.size(),
        published.size
    );
    let read = |path: &str| disk.read(&published.dir.join(path));
    let rebuilt = holdfire_seal::tiles::rebuild(published.size, read, |_, _, _| {})?;
    ensure!(
        rebuilt.root == published.root && rebuilt.changed.is_empty(),
        "{}: the tiles are not those of the checkpoint",
        published.origin
    );
    Ok(())
}

/// The number of the public log or of the circle's, as the toss says.
pub fn log_of(open: &Open, toss: u64) -> u32 {
    if toss.is_multiple_of(2) {
        PUBLIC
    } else {
        open.circle
    }
}
