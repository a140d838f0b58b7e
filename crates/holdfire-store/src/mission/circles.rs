//! Confidential circles: a log of their own, keys for their readers.

use std::collections::BTreeSet;

use holdfire_record::{Kind, SLOTS, Settings};
use holdfire_seal::fields::Field;
use holdfire_seal::note::LogKey;

use super::draft::{Also, Draft, Submission};
use super::enter::NewLog;
use super::error::{MissionError, check_name};
use super::people::Author;
use super::view::View;
use super::writer::Job;
use super::{Mission, keys_of, signing_key};
use crate::keyring::Keyring;

/// A circle that the view reads.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Circle {
    /// The number of its log.
    pub log: u32,
    /// The origin of its log: it does not hold the name.
    pub origin: String,
    /// Its name, known inside it alone.
    pub name: String,
    /// Its readers: name and `age` recipient.
    pub readers: Vec<(String, String)>,
    /// How often its keys were changed.
    pub epoch: u64,
}

const SUBJECT: &str = "circle";

impl View {
    /// The circles that the view reads.
    ///
    /// # Errors
    /// [`MissionError`]
    pub fn circles(&self) -> Result<Vec<Circle>, MissionError> {
        let mut circles = Vec::new();
        for seen in self.list(Kind::Circle)? {
            let (Some(name), Some(readers)) = (seen.text("name"), seen.text("readers")) else {
                continue;
            };
            let epoch = seen.text("epoch").and_then(|text| text.parse().ok());
            circles.push(Circle {
                log: seen.place.log,
                origin: seen.origin.clone(),
                name: name.to_owned(),
                readers: readers
                    .lines()
                    .filter_map(|line| line.split_once(' '))
                    .map(|(recipient, name)| (name.to_owned(), recipient.to_owned()))
                    .collect(),
                epoch: epoch.unwrap_or(0),
            });
        }
        Ok(circles)
    }

    /// The circle of a name.
    ///
    /// # Errors
    /// [`MissionError::UnknownCircle`] with the names that the view sees.
    pub fn circle(&self, name: &str) -> Result<Circle, MissionError> {
        let circles = self.circles()?;
        let found = circles.iter().find(|circle| circle.name == name);
        found.cloned().ok_or_else(|| MissionError::UnknownCircle {
            name: name.to_owned(),
            known_names: circles.into_iter().map(|circle| circle.name).collect(),
        })
    }
}

impl Circle {
    fn fields(&self) -> Vec<Field> {
        let readers: String = self
            .readers
            .iter()
            .map(|(name, recipient)| format!("{recipient} {name}\n"))
            .collect();
        vec![
            Field::new("name", self.name.as_bytes()),
            Field::new("readers", readers),
            Field::new("epoch", self.epoch.to_string()),
        ]
    }

    fn wrap(&self, ring: &Keyring) -> Result<Vec<u8>, MissionError> {
        let mut recipients = Vec::with_capacity(self.readers.len());
        for (name, recipient) in &self.readers {
            let recipient: age::x25519::Recipient = recipient.parse().map_err(|_| {
                MissionError::Refused(format!(
                    "the key of the reader {name} is none that can be encrypted to"
                ))
            })?;
            recipients.push(recipient);
        }
        ring.wrap(recipients.iter().map(|r| r as &dyn age::Recipient))
            .map_err(keys_of(&self.origin))
    }
}

impl Mission {
    /// Makes a circle with a compartment log of its own. Nothing of it shows in the public log: each tick has all its
    /// slots already.
    ///
    /// # Errors
    /// [`MissionError::Taken`] for a name that these identities see, [`MissionError::Slots`] if there are as many as a
    /// tick has slots.
    pub fn new_circle(
        &self,
        by: &Author,
        name: &str,
        readers: Vec<(String, String)>,
    ) -> Result<Circle, MissionError> {
        check_name("circle", name)?;
        let _alone = self.alone();
        let view = self.now()?;
        if view.circle(name).is_ok() {
            return Err(MissionError::Taken {
                what: "circle",
                name: name.to_owned(),
            });
        }
        let settings = self.settings()?;
        let mut random = self.surroundings().clone();
        let origin = format!(
            "{}/c/{}",
            settings.origin(),
            hex(&random.random_bytes::<8>()?)
        );
        let key = self.log_key()?.renamed(&origin)?;
        let ring = Keyring::generate(&mut random).map_err(keys_of(&origin))?;
        let mut circle = Circle {
            log: 0,
            origin,
            name: name.to_owned(),
            readers,
            epoch: 0,
        };
        let wrapped = circle.wrap(&ring)?;
        let slot = self.free_slot()?;
        let new = NewLog {
            settings: Settings::new(key.verifier().clone(), settings.schedule())
                .map_err(|error| MissionError::Refused(error.to_string()))?,
            ring,
            wrapped,
            slot: Some(slot),
            author: by.clone(),
            first: vec![Draft::set(Kind::Circle, SUBJECT, circle.fields())],
        };
        circle.log = self
            .writer
            .ask(|answer| Job::NewLog(Box::new(new), answer))?;
        Ok(circle)
    }

    /// Gives a circle other readers. Who leaves keeps what was read; `rotate` gives new keys to what is written from now
    /// on, which who left does not get.
    ///
    /// # Errors
    /// [`MissionError::NoKeys`] if no identity that was given reads the circle; others.
    pub fn set_readers(
        &self,
        by: &Author,
        circle: &Circle,
        readers: Vec<(String, String)>,
    ) -> Result<Circle, MissionError> {
        let leaves = circle.readers.iter().any(|old| !readers.contains(old));
        let mut changed = circle.clone();
        changed.readers = readers;
        self.rewrap(by, changed, leaves)
    }

    /// Gives a circle new keys for what is written from now on.
    ///
    /// # Errors
    /// As [`Self::set_readers`].
    pub fn rotate(&self, by: &Author, circle: &Circle) -> Result<Circle, MissionError> {
        self.rewrap(by, circle.clone(), true)
    }

    fn rewrap(
        &self,
        by: &Author,
        mut circle: Circle,
        rotate: bool,
    ) -> Result<Circle, MissionError> {
        // Two changes at once would each begin the same epoch with a key of its own, and the first would be lost.
        let _alone = self.alone();
        let log = self.shared.log(circle.log)?;
        let mut ring = log
            .ring
            .ok_or_else(|| MissionError::NoKeys(circle.origin.clone()))?;
        if rotate {
            let mut random = self.surroundings().clone();
            ring.rotate(&mut random).map_err(keys_of(&circle.origin))?;
            circle.epoch += 1;
        }
        self.submit(Submission {
            log: circle.log,
            author: by.clone(),
            request: None,
            drafts: vec![Draft::set(Kind::Circle, SUBJECT, circle.fields())],
            also: vec![Also::Ring(circle.wrap(&ring)?)],
        })?;
        Ok(circle)
    }

    /// A random one of the slots that no circle has.
    fn free_slot(&self) -> Result<u8, MissionError> {
        let logs = self.shared.logs();
        let used: BTreeSet<u8> = logs.iter().filter_map(|log| log.row.slot).collect();
        let free: Vec<u8> = (0..64).filter(|slot| !used.contains(slot)).collect();
        if free.is_empty() {
            return Err(holdfire_record::SlotError::TooMany(SLOTS + 1).into());
        }
        let random = u64::from_be_bytes(self.surroundings().random_bytes()?);
        let at = random % free.len() as u64;
        Ok(free[usize::try_from(at).expect("below 64")])
    }

    /// The key that signs the logs.
    ///
    /// # Errors
    /// [`MissionError::Refused`] in a copy that was made for reading.
    pub(super) fn log_key(&self) -> Result<LogKey, MissionError> {
        signing_key(&*self.surroundings().disk, self.dir())?.ok_or(MissionError::ForReading)
    }
}

fn hex(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}
