//! The settings of a log: what its first entry says, and the file by which anybody reads them.
//!
//! The contents of entries are secret, those of the first entry are not: who checks a log must know its steps of time.
//! So the folder of a log holds the openings of all fields of that entry.

use holdfire_seal::cbor::{CborError, Reader, write_array, write_bytes, write_text};
use holdfire_seal::checkpoint::{Checkpoint, parse_decimal};
use holdfire_seal::fields::{Field, FieldOpening, OpeningError};
use holdfire_seal::note::{KeyKind, VerifierKey};
use holdfire_seal::proof::ProofError;
use holdfire_seal::{Hash, Tree};
use thiserror::Error;

use crate::contents::{Contents, ContentsError, Effect, SealedContents};
use crate::envelope::Envelope;
use crate::kind::Kind;
use crate::schedule::{Schedule, ScheduleError};

/// The version of entries and folders that this program writes.
pub const FORMAT: u64 = 1;

/// The longest settings file that is read, in bytes: eight openings have about four thousand.
pub const MOST_SETTINGS_BYTES: usize = 64 << 10;

/// What the first entry is about.
const SUBJECT: &str = "log";

/// The fields of settings, in order.
const NAMES: [&str; 5] = ["format", "origin", "log_key", "time_step_s", "cadence_s"];

/// The longest opening of one field.
const MOST_OPENING_BYTES: usize = 4 << 10;

/// What a log says of itself once and for all. Its format is [`FORMAT`].
///
/// Invariant: the key is that of a log, and its name, the origin, can stand in a checkpoint.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Settings {
    log_key: VerifierKey,
    schedule: Schedule,
}

/// Why something is not the settings of a log.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
pub enum SettingsError {
    /// The file is not the CBOR of openings.
    #[error("the settings cannot be read")]
    Cbor(#[from] CborError),
    /// One opening cannot be read.
    #[error("opening {index} of the settings cannot be read")]
    Opening {
        /// Its place, from 0.
        index: u64,
        /// Why.
        source: OpeningError,
    },
    /// An opening is of another place than where it stands, or of another number of fields.
    #[error(
        "opening {index} of {count} says that it is field {stated_index} of {stated_count}; \
         all fields are opened, in order"
    )]
    Place {
        /// Where it stands, from 0.
        index: u64,
        /// How many openings there are.
        count: u64,
        /// The place that it states.
        stated_index: u64,
        /// The number that it states.
        stated_count: u64,
    },
    /// An opening does not lead to the root in the envelope.
    #[error("field {index} of the settings is not what entry 0 committed to")]
    Proof {
        /// Its place, from 0.
        index: u64,
        /// Where the path fails.
        source: ProofError,
    },
    /// The fields together have another root.
    #[error("the settings lead to the root {found}, entry 0 committed to {stated}")]
    Root {
        /// The root in the envelope.
        stated: Hash,
        /// The root over the openings.
        found: Hash,
    },
    /// The entry is no first entry.
    #[error("settings are those of an entry of kind `genesis`, not `{0}`")]
    Kind(Kind),
    /// The contents are no contents of an entry.
    #[error("the settings are no contents of an entry")]
    Contents(#[from] ContentsError),
    /// Another subject or effect than settings have.
    #[error("the first entry must set the subject `{SUBJECT}`")]
    Subject,
    /// A field is missing, in another place, or one too many.
    #[error("field {index} of the settings is not `{name}` as it must be")]
    Field {
        /// Its place among the fields of settings, from 0.
        index: usize,
        /// What belongs there.
        name: &'static str,
    },
    /// More fields than settings have.
    #[error("the settings have {0} fields; this version has {len}", len = NAMES.len())]
    Count(usize),
    /// A version that this program does not know.
    #[error("format {0} of logs is not known\nhint: a newer holdfire is needed")]
    Format(u64),
    /// The key is not one of a log, or not of this origin.
    #[error("the log key in the settings is not a key of log `{origin}`")]
    Key {
        /// The origin that the settings state.
        origin: String,
    },
    /// The origin cannot stand in a checkpoint.
    #[error("the origin `{0}` cannot stand in a checkpoint")]
    Origin(String),
    /// Steps of time that cannot be.
    #[error("the steps of time in the settings")]
    Schedule(#[from] ScheduleError),
    /// The time in the contents is not the one in the envelope.
    #[error(
        "entry 0 is dated {envelope}, its settings were recorded at {contents} (POSIX seconds)"
    )]
    Time {
        /// The time in the envelope.
        envelope: u64,
        /// The time in the contents.
        contents: u64,
    },
}

impl Settings {
    /// The settings of a log with this key; the name of the key is the origin of the log.
    ///
    /// # Errors
    /// [`SettingsError::Key`] for a key of a cosigner, [`SettingsError::Origin`] for a name that is no origin.
    pub fn new(log_key: VerifierKey, schedule: Schedule) -> Result<Self, SettingsError> {
        let origin = log_key.name().to_owned();
        if log_key.kind() != KeyKind::Log {
            return Err(SettingsError::Key { origin });
        }
        if Checkpoint::new(&origin, 0, Hash::EMPTY_ROOT).is_err() {
            return Err(SettingsError::Origin(origin));
        }
        Ok(Self { log_key, schedule })
    }

    /// The name of the log, unique in the world; the first line of its checkpoints.
    #[must_use]
    pub fn origin(&self) -> &str {
        self.log_key.name()
    }

    /// The key that signs the checkpoints.
    #[must_use]
    pub fn log_key(&self) -> &VerifierKey {
        &self.log_key
    }

    /// The steps of time.
    #[must_use]
    pub fn schedule(&self) -> Schedule {
        self.schedule
    }

    /// The fields of the first entry's own.
    #[must_use]
    pub fn to_fields(&self) -> Vec<Field> {
        let values = [
            FORMAT.to_string(),
            self.origin().to_owned(),
            self.log_key.vkey(),
            self.schedule.time_step_s().to_string(),
            self.schedule.cadence_s().to_string(),
        ];
        let fields = NAMES.into_iter().zip(values);
        fields
            .map(|(name, value)| Field::new(name, value))
            .collect()
    }

    /// Reads [`Self::to_fields`]; one value has one spelling.
    ///
    /// # Errors
    /// [`SettingsError`] for anything else.
    pub fn from_fields(fields: &[Field]) -> Result<Self, SettingsError> {
        let text = |index: usize| {
            let name = NAMES[index];
            let field = fields.get(index).filter(|field| field.name == name);
            field
                .and_then(|field| str::from_utf8(&field.value).ok())
                .ok_or(SettingsError::Field { index, name })
        };
        let number = |index: usize| {
            let name = NAMES[index];
            parse_decimal(text(index)?).ok_or(SettingsError::Field { index, name })
        };
        // First, since another format may have other fields.
        let format = number(0)?;
        if format != FORMAT {
            return Err(SettingsError::Format(format));
        }
        let (origin, vkey) = (text(1)?, text(2)?);
        let schedule = Schedule::new(number(3)?, number(4)?)?;
        if fields.len() != NAMES.len() {
            return Err(SettingsError::Count(fields.len()));
        }
        let log_key = VerifierKey::parse_log(vkey)
            .ok()
            .filter(|key| key.name() == origin && key.vkey() == vkey)
            .ok_or_else(|| SettingsError::Key {
                origin: origin.to_owned(),
            })?;
        Self::new(log_key, schedule)
    }

    /// The contents of the first entry. They become public, so their time is cut as that of an envelope.
    ///
    /// # Units and shape
    /// - `now`: POSIX seconds.
    #[must_use]
    pub fn to_contents(&self, now: u64) -> Contents {
        Contents {
            subject: SUBJECT.to_owned(),
            effect: Effect::Set,
            recorded_at: self.schedule.cut(now),
            fields: self.to_fields(),
        }
    }
}

/// The bytes of the file `settings`: the deterministic CBOR array of the openings of all fields, each as a byte string.
///
/// # Errors
/// [`ContentsError::Fields`] if the contents cannot be sealed.
pub fn settings_file(genesis: &SealedContents) -> Result<Vec<u8>, ContentsError> {
    let count = genesis.contents().all_fields().len() as u64;
    let mut out = Vec::new();
    write_array(&mut out, count);
    for index in 0..count {
        write_bytes(&mut out, &genesis.opening(index)?.to_cbor());
    }
    Ok(out)
}

/// Reads the file `settings` against the first entry of its log: every opening must lead to the root in the envelope, and
/// all of them together must have that root, so that no field is left out.
///
/// # Errors
/// [`SettingsError`] for anything but what that entry committed to.
pub fn read_settings(bytes: &[u8], genesis: &Envelope) -> Result<Settings, SettingsError> {
    if genesis.kind != Kind::Genesis {
        return Err(SettingsError::Kind(genesis.kind));
    }
    let mut reader = Reader::new(bytes);
    let count = reader.array()?;
    let mut tree = Tree::new();
    let mut fields = Vec::new();
    for index in 0..count {
        let opening = FieldOpening::from_cbor(reader.bytes(MOST_OPENING_BYTES)?)
            .map_err(|source| SettingsError::Opening { index, source })?;
        if (opening.index, opening.count) != (index, count) {
            return Err(SettingsError::Place {
                index,
                count,
                stated_index: opening.index,
                stated_count: opening.count,
            });
        }
        opening
            .verify(&genesis.fields)
            .map_err(|source| SettingsError::Proof { index, source })?;
        tree.push(leaf_of(&opening));
        fields.push(opening.into_field());
    }
    reader.end()?;
    // A path alone does not say how many fields there are.
    if tree.root() != genesis.fields {
        let (stated, found) = (genesis.fields, tree.root());
        return Err(SettingsError::Root { stated, found });
    }
    let contents = Contents::of_fields(fields)?;
    if contents.subject != SUBJECT || contents.effect != Effect::Set {
        return Err(SettingsError::Subject);
    }
    let settings = Settings::from_fields(&contents.fields)?;
    if settings.schedule.cut(contents.recorded_at) != genesis.at {
        return Err(SettingsError::Time {
            envelope: genesis.at,
            contents: contents.recorded_at,
        });
    }
    Ok(settings)
}

/// The hash of a field in the tree of its entry.
fn leaf_of(opening: &FieldOpening) -> Hash {
    let mut data = Vec::new();
    write_array(&mut data, 3);
    write_bytes(&mut data, opening.salt.expose());
    write_text(&mut data, &opening.name);
    write_bytes(&mut data, &opening.value);
    Hash::leaf(&data)
}

#[cfg(test)]
mod tests {
    use holdfire_seal::fields::Seed;
    use holdfire_seal::note::{CosignerKey, LogKey};

    use super::*;
    use crate::pseudonym::Pseudonym;

    const NOW: u64 = 1_742_860_801;

    fn settings() -> Settings {
        let key = LogKey::from_seed("log.example/m1", &[3; 32]).expect("a good name");
        Settings::new(key.verifier().clone(), Schedule::default()).expect("a log key")
    }

    fn sealed(contents: Contents) -> (SealedContents, Envelope) {
        let sealed = SealedContents::new(Seed::new([5; 32]), contents);
        let envelope = Envelope {
            kind: Kind::Genesis,
            at: 1_742_860_800,
            author: Pseudonym([7; 16]),
            fields: sealed.root().expect("a root"),
        };
        (sealed, envelope)
    }

    fn file() -> (Vec<u8>, Envelope) {
        let (sealed, envelope) = sealed(settings().to_contents(NOW));
        (settings_file(&sealed).expect("short fields"), envelope)
    }

    #[test]
    fn settings_read_back_from_the_openings_of_the_first_entry() {
        let (bytes, envelope) = file();
        assert_eq!(read_settings(&bytes, &envelope), Ok(settings()));
        assert!(bytes.len() < MOST_SETTINGS_BYTES);
    }

    #[test]
    fn every_changed_bit_and_every_cut_is_refused() {
        let (bytes, envelope) = file();
        for at in 0..bytes.len() {
            assert!(
                read_settings(&bytes[..at], &envelope).is_err(),
                "cut at {at}"
            );
            for bit in 0..8 {
                let mut changed = bytes.clone();
                changed[at] ^= 1 << bit;
                let read = read_settings(&changed, &envelope);
                assert!(read.is_err(), "bit {bit} of byte {at}");
            }
        }
        let longer = [bytes.as_slice(), &[0]].concat();
        assert!(read_settings(&longer, &envelope).is_err());
    }

    #[test]
    fn a_field_that_is_left_out_is_missed() {
        let (sealed, envelope) = sealed(settings().to_contents(NOW));
        let mut out = Vec::new();
        write_array(&mut out, 7);
        for index in 0..7 {
            write_bytes(&mut out, &sealed.opening(index).expect("there").to_cbor());
        }
        let refused = read_settings(&out, &envelope);
        let (index, count, stated_index, stated_count) = (0, 7, 0, 8);
        assert_eq!(
            refused,
            Err(SettingsError::Place {
                index,
                count,
                stated_index,
                stated_count
            })
        );
    }

    #[test]
    fn the_settings_of_another_entry_are_refused() {
        let (bytes, envelope) = file();
        let item = Envelope {
            kind: Kind::Item,
            ..envelope
        };
        assert_eq!(
            read_settings(&bytes, &item),
            Err(SettingsError::Kind(Kind::Item))
        );
        let later = Envelope {
            at: envelope.at + 900,
            ..envelope
        };
        assert!(matches!(
            read_settings(&bytes, &later),
            Err(SettingsError::Time { .. })
        ));
    }

    #[test]
    fn values_have_one_spelling_and_unknown_formats_are_named() {
        let changed = |index: usize, value: &str| {
            let mut fields = settings().to_fields();
            fields[index].value = value.into();
            Settings::from_fields(&fields)
        };
        assert_eq!(changed(0, "2"), Err(SettingsError::Format(2)));
        let name = "time_step_s";
        assert_eq!(
            changed(3, "0900"),
            Err(SettingsError::Field { index: 3, name })
        );
        assert_eq!(changed(4, "7"), Err(ScheduleError::Step(7).into()));
        let origin = "log.example/m2".to_owned();
        assert_eq!(changed(1, &origin), Err(SettingsError::Key { origin }));
        let mut more = settings().to_fields();
        more.push(Field::new("more", "x"));
        assert_eq!(Settings::from_fields(&more), Err(SettingsError::Count(6)));
        let cosigner = CosignerKey::from_seed("w.example", &[4; 32]).expect("a good name");
        assert!(Settings::new(cosigner.verifier().clone(), Schedule::default()).is_err());
    }
}
