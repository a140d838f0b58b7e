//! Everything that can be checked of a record: the file, the logs, what is stored of entries, the projection, the ticks.

use std::collections::{BTreeMap, BTreeSet};

use holdfire_record::{Contents, Effect, Envelope, Kind, Sequence, SequenceReport, Slot};
use holdfire_seal::fields::FieldOpening;
use holdfire_seal::{Hash, Tree};

use super::erase::erasure_names;
use super::error::MissionError;
use super::project::{Checked, Rebuilt, check, each_object};
use super::projected::{Projected, key};
use super::publish::{Signed, read_signed};
use super::shared::{Log, PUBLIC, Shared};
use super::{Reader, settings_in};
use crate::database::{Database, Version};
use crate::keyring::readers_of;
use crate::object::Place;

/// What a check of the whole record came to.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct CheckReport {
    /// Each log.
    pub logs: Vec<CheckedLog>,
    /// What is not as it must be: both states, and where. Empty if all is well.
    pub findings: Vec<String>,
}

/// A log that was checked.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CheckedLog {
    /// Its origin.
    pub origin: String,
    /// How many entries it has.
    pub size: u64,
    /// The root over them.
    pub root: Hash,
    /// How many of them were signed.
    pub signed: Option<u64>,
    /// Ticks, and points of the cadence without one.
    pub sequence: SequenceReport,
    /// How far what entries say was compared with their leaves.
    pub contents: Rebuilt,
}

impl Reader {
    /// Checks everything that these identities let check. Nothing is changed.
    ///
    /// # Errors
    /// [`MissionError`] if the file cannot be read; what is wrong in it is a finding.
    pub fn check(&self) -> Result<CheckReport, MissionError> {
        // Before the record, which only grows: what another process signs meanwhile is not missed in it.
        let signed = read_signed(&*self.shared.surroundings.disk, &self.shared.dir)?;
        self.shared
            .read_snapshot(|database| check_all(database, &self.shared, &signed))
    }
}

fn check_all(
    database: &Database,
    shared: &Shared,
    signed: &BTreeMap<String, Signed>,
) -> Result<CheckReport, MissionError> {
    let mut report = CheckReport::default();
    for finding in database.integrity()? {
        report.findings.push(format!("record.sqlite: {finding}"));
    }
    if let Err(error) = database.check_sum() {
        report.findings.push(error.to_string());
    }
    let logs = shared.logs_in(database)?;
    for origin in signed.keys() {
        if !logs.iter().any(|log| log.row.origin == *origin) {
            report.findings.push(format!(
                "{origin}: was signed before, and the record does not have it"
            ));
        }
    }
    let mut trees = BTreeMap::new();
    let mut expected = Projected::default();
    for log in &logs {
        let before = signed.get(&log.row.origin).copied();
        let checked = check_log(database, log, before, &mut expected, &mut report.findings)?;
        let (checked, tree) = checked;
        report.logs.push(checked);
        trees.insert(log.row.id, tree);
    }
    check_projection(database, expected, &mut report.findings)?;
    check_bindings(database, &logs, &trees, &mut report.findings)?;
    Ok(report)
}

fn check_log(
    database: &Database,
    log: &Log,
    before: Option<Signed>,
    expected: &mut Projected,
    findings: &mut Vec<String>,
) -> Result<(CheckedLog, Tree), MissionError> {
    let origin = &log.row.origin;
    let mut found = |text: String| findings.push(format!("{origin}: {text}"));
    let schedule = match settings_in(database, log.row.id) {
        Ok(settings) if settings.origin() == origin => Some(settings.schedule()),
        Ok(settings) => {
            found(format!(
                "its first entry says that it is `{}`",
                settings.origin()
            ));
            None
        }
        Err(error) => {
            found(error.to_string());
            None
        }
    };
    if let Err(error) = database.verify(log.row.id) {
        found(error.to_string());
    }
    let mut sequence = Sequence::new(schedule.unwrap_or_default());
    let mut tree = Tree::new();
    let mut broken = false;
    database.read(log.row.id, 0, |index, leaf| {
        tree.push(Hash::leaf(leaf));
        let rules = Envelope::from_bytes(leaf)
            .map_err(|error| format!("entry {index}: {error}"))
            .and_then(|envelope| sequence.take(&envelope).map_err(|error| error.to_string()));
        // After the first entry that breaks a rule the others say nothing new.
        if let (Err(error), false) = (rules, broken) {
            broken = true;
            found(error);
        }
    })?;
    if let Some(Signed { size, root }) = before {
        match tree.root_at(size) {
            Ok(now) if now == root => {}
            Ok(now) => found(format!(
                "size {size} was signed with root {root}, and the same entries now come to {now}"
            )),
            Err(_) => found(format!(
                "size {size} was signed, and the record has {} entries",
                tree.len()
            )),
        }
    }
    let mut contents = Rebuilt::default();
    let mut wrong = Vec::new();
    // What was erased, and what erasures name: the one without the other was no erasure that two persons signed.
    let (mut erased, mut named) = (BTreeSet::new(), BTreeSet::new());
    let mut stated = StatedKeys::default();
    let all = each_object(database, log, |place, envelope, stored| {
        match check(log, place, &envelope, &stored) {
            Ok(Checked::Read(said)) => {
                contents.read += 1;
                let said = said.contents();
                match envelope.kind {
                    Kind::Erasure => named.extend(erasure_names(said, origin)),
                    Kind::Circle | Kind::Key => stated.take(said),
                    _ => {}
                }
            }
            Ok(Checked::Erased) => {
                contents.erased += 1;
                erased.insert(place.index);
            }
            Ok(Checked::Unread) => contents.unread += 1,
            Err(error) => wrong.push(error.to_string()),
        }
        if let Some(effect) = Effect::from_code(stored.effect) {
            expected.take(place, envelope.kind, stored.tag, effect);
        }
        Ok(())
    });
    wrong.extend(all.err().map(|error| error.to_string()));
    wrong.extend(stated.contradict(log));
    for index in erased.difference(&named).filter(|_| log.ring.is_some()) {
        wrong.push(format!(
            "{origin}: what entry {index} said is gone, and no erasure names it"
        ));
    }
    findings.extend(wrong);
    let checked = CheckedLog {
        origin: origin.clone(),
        size: tree.len(),
        root: tree.root(),
        signed: before.map(|before| before.size),
        sequence: sequence.report(),
        contents,
    };
    Ok((checked, tree))
}

/// What the newest entry about them says of the keys of a log. The wrapped keys themselves are no entry, so that somebody
/// could put older ones in their place, or some for one reader more.
#[derive(Default)]
struct StatedKeys {
    epoch: u32,
    readers: Option<usize>,
}

impl StatedKeys {
    fn take(&mut self, said: &Contents) {
        let text = |name| str::from_utf8(said.value(name)?).ok();
        self.epoch = text("epoch")
            .and_then(|epoch| epoch.parse().ok())
            .unwrap_or(0);
        self.readers = text("readers").map(|readers| readers.lines().count());
    }

    fn contradict(&self, log: &Log) -> Vec<String> {
        let (Some(ring), Some(wrapped)) = (&log.ring, &log.row.ring) else {
            return Vec::new();
        };
        let Self { epoch, readers } = *self;
        let (origin, found) = (&log.row.origin, ring.current().0);
        let mut wrong = Vec::new();
        if found != epoch {
            wrong.push(format!(
                "{origin}: its keys were changed {found} times, and its entries say {epoch}"
            ));
        }
        let wrapped_for = readers_of(wrapped);
        if let Some(readers) = readers.filter(|readers| *readers != wrapped_for) {
            wrong.push(format!(
                "{origin}: its keys are wrapped for {wrapped_for} readers, and its entries name {readers}"
            ));
        }
        wrong
    }
}

fn check_projection(
    database: &Database,
    expected: Projected,
    findings: &mut Vec<String>,
) -> Result<(), MissionError> {
    let lacks = |version: Version| {
        let Place { log, index } = version.place;
        format!("the projection lacks entry {index} of log {log}, which the entries give")
    };
    // Both come in the order of the key.
    let mut expected = expected.rows().peekable();
    database.projection(|found| {
        while let Some(missing) = expected.next_if(|wanted| key(wanted) < key(&found)) {
            findings.push(lacks(missing));
        }
        let wanted = expected.next_if(|wanted| key(wanted) == key(&found));
        let wanted = wanted.map(|wanted| wanted.until);
        if wanted != Some(found.until) {
            findings.push(format!(
                "the projection has entry {} of log {} until {:?}; the entries give {wanted:?}",
                found.place.index, found.place.log, found.until
            ));
        }
    })?;
    findings.extend(expected.map(lacks));
    Ok(())
}

fn check_bindings(
    database: &Database,
    logs: &[Log],
    trees: &BTreeMap<u32, Tree>,
    findings: &mut Vec<String>,
) -> Result<(), MissionError> {
    let mut wrong = Vec::new();
    database.bindings(|log, binding| {
        let origin = logs
            .iter()
            .find(|known| known.row.id == log)
            .map_or("?", |known| known.row.origin.as_str());
        let holds = || -> Option<()> {
            let opening = FieldOpening::from_cbor(&binding.opening).ok()?;
            let tick = Place {
                log: PUBLIC,
                index: binding.tick,
            };
            let leaf = database.leaf(tick).ok()??;
            let envelope = Envelope::from_bytes(&leaf).ok()?;
            opening.verify(&envelope.fields).ok()?;
            let slot = Slot::from_bytes(&opening.value).ok()?;
            let root = trees.get(&log)?.root_at(binding.size).ok()?;
            let same = slot.is_of(origin) && slot.size == binding.size && slot.root == root;
            (same && envelope.kind == Kind::Tick).then_some(())
        };
        if holds().is_none() {
            wrong.push(format!(
                "{origin}: what tick {} bound of it does not agree with its first {} entries",
                binding.tick, binding.size
            ));
        }
    })?;
    findings.extend(wrong);
    Ok(())
}

impl CheckedLog {
    /// The log in a line or two.
    #[must_use]
    pub fn words(&self) -> String {
        let Self {
            origin, size, root, ..
        } = self;
        let signed = match self.signed {
            Some(signed) => format!("{signed} signed"),
            None => "none signed".to_owned(),
        };
        let Rebuilt {
            read,
            erased,
            unread,
        } = self.contents;
        let SequenceReport {
            ticks,
            missing_ticks,
            ..
        } = self.sequence;
        format!(
            "{origin}: {size} entries ({signed}), root {root}\n  \
             contents: {read} agree with their leaves, {erased} erased, {unread} of circles that were not read here\n  \
             ticks: {ticks}, and {missing_ticks} points of the cadence between them without one"
        )
    }
}
