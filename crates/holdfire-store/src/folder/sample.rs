//! A made-up log, for tests and harnesses. Its secret keys follow from a number, so that anybody can sign with them.

use std::path::Path;

use holdfire_record::{
    Envelope, Kind, Pseudonym, Schedule, SealedContents, Settings, settings_file,
};
use holdfire_seal::Hash;
use holdfire_seal::checkpoint::{add_signature_line, cosign, open};
use holdfire_seal::fields::Seed;
use holdfire_seal::note::{CosignerKey, LogKey};

use super::write::{FolderWriter, WriteError};
use crate::disk::Disk;

/// When the log begins, POSIX seconds: a point of the cadence and of the time step.
const BEGIN: u64 = 1_800_000_000;
/// A tick and then items, in each point of the cadence.
const ENTRIES_PER_POINT: u64 = 5;
/// Every so many points the keeper sleeps through one.
const POINTS_PER_GAP: u64 = 50;

/// Keys and settings of the log.
#[derive(Debug)]
pub struct Sample {
    /// The key of the log.
    pub log_key: LogKey,
    /// Two witnesses that the policy knows.
    pub witnesses: [CosignerKey; 2],
    /// A witness that nobody knows.
    pub stranger: CosignerKey,
    seed: u64,
}

impl Sample {
    /// A log of this origin. Another number gives another log with other keys.
    ///
    /// # Panics
    /// If the origin is no name of a key.
    #[must_use]
    pub fn new(origin: &str, seed: u64) -> Self {
        let secret = |what: &str| Hash::of(format!("{what} {seed}").as_bytes()).0;
        let witness = |name: &str| {
            CosignerKey::from_seed(name, &secret(name)).expect("a good name of a witness")
        };
        Self {
            log_key: LogKey::from_seed(origin, &secret("log")).expect("a good origin"),
            witnesses: [witness("w1.example/one"), witness("w2.example/two")],
            stranger: witness("w3.example/unknown"),
            seed,
        }
    }

    /// A policy by which one of the two known witnesses is enough.
    #[must_use]
    pub fn policy(&self) -> String {
        let [one, two] = &self.witnesses;
        format!(
            "log {}\nwitness one {}\nwitness two {}\ngroup any 1 one two\nquorum any\n",
            self.log_key.vkey(),
            one.vkey(),
            two.vkey()
        )
    }

    /// The contents of the first entry.
    #[must_use]
    pub fn genesis(&self) -> SealedContents {
        let settings = Settings::new(self.log_key.verifier().clone(), Schedule::default())
            .expect("the key of a log");
        let seed = Hash::of(format!("genesis {}", self.seed).as_bytes());
        SealedContents::new(Seed::new(seed.0), settings.to_contents(BEGIN))
    }

    /// The envelopes of the log, without end: settings, then a tick and some items for each point of the cadence.
    pub fn envelopes(&self) -> impl Iterator<Item = Envelope> {
        let schedule = Schedule::default();
        let root = self.genesis().root().expect("short fields");
        (0_u64..).map(move |index| {
            let round = index.saturating_sub(1) / ENTRIES_PER_POINT;
            // Every gap leaves out one point.
            let point = round + round / POINTS_PER_GAP;
            let at = BEGIN + point * schedule.cadence_s();
            let kind = match index {
                0 => Kind::Genesis,
                _ if (index - 1).is_multiple_of(ENTRIES_PER_POINT) => Kind::Tick,
                _ => Kind::Item,
            };
            let random = Hash::of(format!("entry {} {index}", self.seed).as_bytes());
            let mut author = [0; 16];
            author.copy_from_slice(&random.0[..16]);
            Envelope {
                kind,
                at: if kind == Kind::Tick {
                    at
                } else {
                    schedule.cut(at)
                },
                author: Pseudonym(author),
                fields: if kind == Kind::Genesis {
                    root
                } else {
                    Hash::leaf(&random.0)
                },
            }
        })
    }

    /// Writes the folder of the first entries of the log, published at each of these sizes, which rise.
    ///
    /// # Errors
    /// [`WriteError`].
    pub fn write(&self, disk: &dyn Disk, dir: &Path, sizes: &[u64]) -> Result<(), WriteError> {
        let leaves = self.envelopes().map(|envelope| envelope.to_bytes());
        self.write_leaves(disk, dir, leaves, sizes)
    }

    /// The same with leaves of one's own, cosigned by all three witnesses.
    ///
    /// # Errors
    /// [`WriteError`].
    ///
    /// # Panics
    /// If there are fewer leaves than the sizes ask for.
    pub fn write_leaves(
        &self,
        disk: &dyn Disk,
        dir: &Path,
        leaves: impl IntoIterator<Item = Vec<u8>>,
        sizes: &[u64],
    ) -> Result<(), WriteError> {
        let settings = settings_file(&self.genesis()).expect("short fields");
        let mut leaves = leaves.into_iter();
        let mut writer = FolderWriter::create(disk, dir, self.log_key.verifier(), &settings)?;
        let mut written = 0;
        for &size in sizes {
            while written < size {
                writer.append(&leaves.next().expect("enough leaves"))?;
                written += 1;
            }
            let note = writer.publish(&self.log_key)?;
            writer.write_note(&self.cosigned(&note))?;
        }
        Ok(())
    }

    /// A note of this log with the lines of all three witnesses.
    ///
    /// # Panics
    /// If it is not a checkpoint that the log signed.
    #[must_use]
    pub fn cosigned(&self, note: &str) -> String {
        let keys = [self.log_key.verifier().clone()];
        let signed = open(note.as_bytes(), self.log_key.name(), &keys).expect("its own note");
        let witnesses = self.witnesses.iter().chain([&self.stranger]);
        let mut note = note.to_owned();
        for (minute, witness) in (1..).zip(witnesses) {
            let line = cosign(&signed, witness, BEGIN + 60 * minute).expect("a time after 1970");
            note = add_signature_line(&note, &line).expect("a line that was just made");
        }
        note
    }
}
