//! Erasing what entries say: asked for by one person, countersigned by another, refused under a legal hold.
//!
//! What is destroyed is the object's own key and the bytes under it; the leaf stays, so that the log still verifies. The
//! erasure is itself an entry, and names the copies that the record knows of and cannot reach.

use std::collections::{BTreeMap, BTreeSet};

use holdfire_record::{Contents, Kind};
use holdfire_seal::Hash;
use holdfire_seal::fields::Field;
use holdfire_seal::note::{VerifierKey, add_signature_line, open_note, sign_note};

use super::draft::{Also, Draft, Submission};
use super::error::{MissionError, check_name, time};
use super::evidence::{Freed, Removed};
use super::people::Author;
use super::view::{Seen, View};
use super::writer::{Forgotten, Job};
use super::{Mission, Reader};
use crate::keyfile::KeyFile;
use crate::object::Place;

/// The first line of a request.
const LABEL: &str = "holdfire/erasure@v1";

/// A request to erase what entries of one log say.
///
/// As text, which people sign as a note: the label, the origin of the log, a line `INDEX LEAF-HASH` for each entry, and
/// `reason: ...`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ErasureRequest {
    /// The origin of the log.
    pub origin: String,
    /// The entries with their leaf hashes, so that no other entry can be meant.
    pub entries: Vec<(u64, Hash)>,
    /// Why, in one line. It is kept.
    pub reason: String,
}

/// What was erased.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Erased {
    /// How many entries.
    pub entries: u64,
    /// True if another process was reading, so that the bytes are still in the write-ahead log, or in the file under it. They
    /// go when a process that writes next closes the mission while nobody reads it.
    pub lingers: bool,
    /// Files of the evidence folder whose keys went with them.
    pub files: Vec<String>,
    /// Which of these were removed too, and which could not be, with the reason. Without its key a file is noise.
    pub removed: Vec<Removed>,
    /// Files that stay readable: the entry that holds the key too, in words.
    pub kept: Vec<String>,
    /// Copies that the record knows of, made when the contents were there: they are not reached.
    pub copies: Vec<String>,
    /// Who asked and who countersigned.
    pub by: Vec<String>,
}

impl ErasureRequest {
    /// The text that is signed.
    #[must_use]
    pub fn to_text(&self) -> String {
        let entries: String = self
            .entries
            .iter()
            .map(|(index, leaf)| format!("{index} {leaf}\n"))
            .collect();
        format!(
            "{LABEL}\n{}\n{entries}reason: {}\n",
            self.origin, self.reason
        )
    }

    /// Reads [`Self::to_text`].
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        let body = text.strip_suffix('\n')?;
        let mut lines = body.split('\n');
        if lines.next()? != LABEL {
            return None;
        }
        let origin = lines.next()?.to_owned();
        let mut lines: Vec<&str> = lines.collect();
        let reason = lines.pop()?.strip_prefix("reason: ")?.to_owned();
        let entry = |line: &&str| {
            let (index, leaf) = line.split_once(' ')?;
            Some((index.parse().ok()?, Hash::from_hex(leaf)?))
        };
        let entries = lines.iter().map(entry).collect::<Option<Vec<_>>>()?;
        let read = Self {
            origin,
            entries,
            reason,
        };
        (read.to_text() == text && !read.entries.is_empty()).then_some(read)
    }

    /// The request signed by who asks.
    ///
    /// # Errors
    /// [`MissionError::Refused`] for a reason that cannot stand in a note.
    pub fn sign(&self, key: &KeyFile) -> Result<String, MissionError> {
        let one_line = !self.reason.is_empty() && !self.reason.contains('\n');
        if !one_line {
            return Err(refused("give the reason in one line: it is kept"));
        }
        sign_note(&self.to_text(), key.signing()).map_err(|error| refused(&error.to_string()))
    }
}

/// Adds the signature of the second person to a request. Who signs reads it first: the request is given back too.
///
/// # Errors
/// [`MissionError::Refused`] if it is no request.
pub fn countersign(note: &str, key: &KeyFile) -> Result<(String, ErasureRequest), MissionError> {
    let (text, _) = note
        .split_once("\n\n")
        .ok_or_else(|| refused("this is no signed request to erase"))?;
    let request = ErasureRequest::parse(&format!("{text}\n"))
        .ok_or_else(|| refused("this is no signed request to erase"))?;
    let own = sign_note(&request.to_text(), key.signing())
        .map_err(|error| refused(&error.to_string()))?;
    let (_, line) = own.rsplit_once("\n\n").unwrap_or_default();
    let note = add_signature_line(note, line).map_err(|error| refused(&error.to_string()))?;
    Ok((note, request))
}

/// The entries of a log that an erasure names.
pub(super) fn erasure_names(said: &Contents, origin: &str) -> Vec<u64> {
    let note = said.value("request").unwrap_or_default();
    let note = String::from_utf8_lossy(note);
    let text = note.split_once("\n\n").map(|(text, _)| format!("{text}\n"));
    let request = text.and_then(|text| ErasureRequest::parse(&text));
    let request = request.filter(|request| request.origin == origin);
    let entries = request.map(|request| request.entries).unwrap_or_default();
    entries.into_iter().map(|(index, _)| index).collect()
}

fn refused(text: &str) -> MissionError {
    MissionError::Refused(text.to_owned())
}

impl Reader {
    /// A request to erase every version of a subject, or single entries, of one log.
    ///
    /// # Errors
    /// [`MissionError::Refused`] for an entry that is not there or says nothing.
    pub fn erasure_request(
        &self,
        places: &[Place],
        reason: &str,
    ) -> Result<ErasureRequest, MissionError> {
        let first = places
            .first()
            .ok_or_else(|| refused("no entry is named that could be erased"))?;
        let origin = self.shared.log(first.log)?.row.origin;
        let mut entries = Vec::new();
        for place in places {
            let leaf = self.shared.read(|database| Ok(database.leaf(*place)?))?;
            let leaf = leaf.filter(|_| place.log == first.log).ok_or_else(|| {
                MissionError::Refused(format!("there is no entry {} in {origin}", place.index))
            })?;
            entries.push((place.index, Hash::leaf(&leaf)));
        }
        entries.sort_unstable();
        entries.dedup();
        Ok(ErasureRequest {
            origin,
            entries,
            reason: reason.to_owned(),
        })
    }
}

impl Mission {
    /// Erases what a request names that two persons of the mission signed.
    ///
    /// # Errors
    /// [`MissionError::Refused`] with the reason: fewer than two of the mission's persons signed, a legal hold, an entry
    /// that is not the one that was meant, or one that must stay (settings, erasures, holds).
    pub fn erase(&self, by: &Author, note: &str) -> Result<Erased, MissionError> {
        // From the look at holds and persons to the entry nothing else may come between.
        let _alone = self.alone();
        let view = self.now()?;
        let people = view.people()?;
        let keys: Vec<VerifierKey> = people.iter().filter_map(|p| p.signs().cloned()).collect();
        let opened = open_note(note.as_bytes(), &keys).map_err(|error| {
            MissionError::Refused(format!(
                "the request is not signed by persons of this mission: {error}"
            ))
        })?;
        let request = ErasureRequest::parse(&opened.text)
            .ok_or_else(|| refused("what was signed is no request to erase"))?;
        // One key is one person, under however many names: else one signature would count twice.
        let mut signers: BTreeMap<[u8; 32], &str> = BTreeMap::new();
        for person in &people {
            if let Some(key) = person.signs()
                && opened.by.iter().any(|signed| signed.is_by(key))
            {
                signers.entry(*key.public_bytes()).or_insert(&person.name);
            }
        }
        let signers: BTreeSet<&str> = signers.into_values().collect();
        if signers.len() < 2 {
            return Err(MissionError::Refused(format!(
                "erasing needs the signatures of two persons of the mission; this request has that of {}",
                signers.iter().next().copied().unwrap_or("nobody")
            )));
        }
        let log = {
            let logs = self.shared.logs();
            let log = logs.iter().find(|log| log.row.origin == request.origin);
            log.map(|log| log.row.id).ok_or_else(|| {
                MissionError::Refused(format!("there is no log {}", request.origin))
            })?
        };
        let mut targets = Vec::new();
        for &(index, leaf) in &request.entries {
            targets.push(self.target(&view, Place { log, index }, leaf)?);
        }
        let holds = view.holds()?;
        for seen in &targets {
            if let Some(hold) = holds.iter().find(|hold| hold.covers(seen)) {
                return Err(MissionError::Refused(format!(
                    "entry {} is under the legal hold `{}` ({}); nothing was erased",
                    seen.place.index, hold.name, hold.reason
                )));
            }
        }
        // Where a clock was wrong, dates do not say which copy came later: then all are named.
        let since = match view.list(Kind::Clock)?.is_empty() {
            true => targets.iter().map(|seen| seen.envelope.at).min(),
            false => None,
        };
        let mut copies = view.copies_since(since.unwrap_or(0))?;
        for seen in &targets {
            copies.extend(view.handed_out(seen)?);
        }
        let _files = self.evidence_alone();
        let Freed { names, kept } = self.freed_by(&view, &targets)?;
        let entries = targets.len() as u64;
        let by_names: Vec<String> = signers.iter().map(|name| (*name).to_owned()).collect();
        let fields = vec![
            Field::new("request", note),
            Field::new("copies", copies.join("\n")),
        ];
        self.submit(Submission {
            log,
            author: by.clone(),
            request: None,
            drafts: vec![Draft::note(Kind::Erasure, "erasure", fields)],
            also: request
                .entries
                .iter()
                .map(|(index, _)| Also::Erase(*index))
                .chain(names.iter().cloned().map(Also::EvidenceGone))
                .collect(),
        })?;
        Ok(Erased {
            entries,
            lingers: !matches!(self.writer.ask(Job::ForgetLog), Ok(Forgotten::Yes)),
            files: names.iter().map(ToString::to_string).collect(),
            removed: self.remove_files(names),
            kept,
            copies,
            by: by_names,
        })
    }

    fn target(&self, view: &View, place: Place, leaf: Hash) -> Result<Seen, MissionError> {
        let index = place.index;
        let found = self.shared.read(|database| Ok(database.leaf(place)?))?;
        let found = found.map(|leaf| Hash::leaf(&leaf));
        if found != Some(leaf) {
            return Err(MissionError::Refused(format!(
                "the request means an entry {index} with leaf {leaf}; here it is {}",
                found.map_or("not there".to_owned(), |found| found.to_string())
            )));
        }
        let seen = view.entry(place)?.ok_or_else(|| {
            MissionError::Refused(format!(
                "entry {index} says nothing that could be erased, or belongs to a circle that was not opened here"
            ))
        })?;
        if seen.said.is_none() {
            return Err(MissionError::Refused(format!(
                "entry {index} was erased before"
            )));
        }
        let kind = seen.envelope.kind;
        if matches!(
            kind,
            Kind::Genesis | Kind::Erasure | Kind::Hold | Kind::Copy | Kind::Key | Kind::Circle
        ) {
            return Err(MissionError::Refused(format!(
                "entry {index} is of kind `{kind}` and stays: without it the record could not be explained"
            )));
        }
        Ok(seen)
    }

    /// Sets a legal hold: what it covers is not erased until it is lifted.
    ///
    /// # Errors
    /// [`MissionError::Taken`] if one of this name stands: to set it again would lift what it covered, without saying so;
    /// [`MissionError::Refused`] for one that would cover nothing, or a subject of more than one line.
    pub fn set_hold(&self, by: &Author, hold: &Hold) -> Result<(), MissionError> {
        check_name("legal hold", &hold.name)?;
        let _alone = self.alone();
        if self.now()?.holds()?.iter().any(|one| one.name == hold.name) {
            return Err(MissionError::Taken {
                what: "legal hold",
                name: hold.name.clone(),
            });
        }
        if hold.scope.is_empty() {
            return Err(refused("say what the hold covers; it would cover nothing"));
        }
        let lines =
            |scope: &HoldScope| matches!(scope, HoldScope::Subject(s) if s.contains(['\n', '\r']));
        if hold.scope.iter().any(lines) {
            return Err(refused(
                "a subject that a hold names is one line\nhint: name its entries by their numbers",
            ));
        }
        let covers: Vec<String> = hold.scope.iter().map(HoldScope::to_line).collect();
        let fields = vec![
            Field::new("reason", hold.reason.as_bytes()),
            Field::new("covers", covers.join("\n")),
        ];
        let draft = Draft::set(Kind::Hold, &format!("hold/{}", hold.name), fields);
        self.submit_one(by, super::PUBLIC, draft).map(drop)
    }

    /// Lifts a legal hold.
    ///
    /// # Errors
    /// [`MissionError::Unknown`] with the holds that there are.
    pub fn lift_hold(&self, by: &Author, name: &str) -> Result<(), MissionError> {
        let _alone = self.alone();
        let holds = self.now()?.holds()?;
        if !holds.iter().any(|hold| hold.name == name) {
            return Err(MissionError::Unknown {
                what: "legal hold",
                name: name.to_owned(),
                known_names: holds.into_iter().map(|hold| hold.name).collect(),
            });
        }
        let draft = Draft::remove(Kind::Hold, &format!("hold/{name}"));
        self.submit_one(by, super::PUBLIC, draft).map(drop)
    }
}

/// A legal hold.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Hold {
    /// Its name.
    pub name: String,
    /// Why, and who ordered it.
    pub reason: String,
    /// What it covers.
    pub scope: Vec<HoldScope>,
}

/// What a legal hold covers.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum HoldScope {
    /// Everything.
    All,
    /// Every entry of a subject.
    Subject(String),
    /// One entry: origin and index.
    Entry(String, u64),
}

impl HoldScope {
    fn to_line(&self) -> String {
        match self {
            Self::All => "all".to_owned(),
            Self::Subject(subject) => format!("subject {subject}"),
            Self::Entry(origin, index) => format!("entry {index} {origin}"),
        }
    }

    fn of_line(line: &str) -> Option<Self> {
        if line == "all" {
            return Some(Self::All);
        }
        let (word, rest) = line.split_once(' ')?;
        match word {
            "subject" => Some(Self::Subject(rest.to_owned())),
            "entry" => {
                let (index, origin) = rest.split_once(' ')?;
                Some(Self::Entry(origin.to_owned(), index.parse().ok()?))
            }
            _ => None,
        }
    }
}

impl Hold {
    fn covers(&self, seen: &Seen) -> bool {
        self.scope.iter().any(|scope| match scope {
            HoldScope::All => true,
            HoldScope::Subject(subject) => seen.subject() == Some(subject),
            HoldScope::Entry(origin, index) => seen.origin == *origin && seen.place.index == *index,
        })
    }
}

impl View {
    /// The legal holds that stand.
    ///
    /// # Errors
    /// [`MissionError`]
    pub fn holds(&self) -> Result<Vec<Hold>, MissionError> {
        let hold = |seen: &Seen| {
            Some(Hold {
                name: seen.subject()?.strip_prefix("hold/")?.to_owned(),
                reason: seen.text("reason")?.to_owned(),
                // What cannot be read covers everything, rather than nothing.
                scope: seen
                    .text("covers")?
                    .lines()
                    .map(|line| HoldScope::of_line(line).unwrap_or(HoldScope::All))
                    .collect(),
            })
        };
        Ok(self.list(Kind::Hold)?.iter().filter_map(hold).collect())
    }

    /// What the record knows was handed out of one entry or made of its file, in words: disclosures, copies of the file that
    /// were handed out or released, working copies.
    ///
    /// # Errors
    /// [`MissionError`]
    pub fn handed_out(&self, seen: &Seen) -> Result<Vec<String>, MissionError> {
        let mut found = Vec::new();
        let index = seen.place.index.to_string();
        for act in self.list(Kind::Disclosure)? {
            if act.text("entry") == Some(&index) && act.text("log") == Some(&seen.origin) {
                found.push(format!(
                    "what was disclosed to {} on {}",
                    act.text("to").unwrap_or("?"),
                    time(act.recorded_at())
                ));
            }
        }
        let file = seen
            .subject()
            .and_then(|subject| subject.strip_prefix("evidence/"));
        let Some(file) = file.filter(|_| seen.envelope.kind == Kind::Evidence) else {
            return Ok(found);
        };
        for step in self.list(Kind::Custody)? {
            if step.text("sha256") != Some(file) {
                continue;
            }
            let what = match (step.text("custody"), step.text("act")) {
                (Some("release@v1"), _) | (_, Some("exported")) => {
                    format!(
                        "the copy of the file that {} got",
                        step.text("to").unwrap_or("?")
                    )
                }
                (_, Some("working copy")) => {
                    let copy = step.text("copy_sha256").unwrap_or("?");
                    format!("the working copy {copy}, an entry of its own, made")
                }
                _ => continue,
            };
            found.push(format!("{what} on {}", time(step.recorded_at())));
        }
        Ok(found)
    }

    /// Copies that left the store at a time or later, POSIX seconds, in words.
    ///
    /// # Errors
    /// [`MissionError`]
    pub fn copies_since(&self, at: u64) -> Result<Vec<String>, MissionError> {
        let copies = self.list(Kind::Copy)?;
        let later = copies.iter().filter(|seen| seen.recorded_at() >= at);
        Ok(later
            .map(|seen| {
                format!(
                    "{} of {} for {}",
                    seen.text("what").unwrap_or("copy"),
                    time(seen.recorded_at()),
                    seen.text("for").unwrap_or("?").replace('\n', ", ")
                )
            })
            .collect())
    }
}
