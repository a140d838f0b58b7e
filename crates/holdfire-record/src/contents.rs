//! What an entry says, kept apart from its envelope.

use std::fmt;

use holdfire_seal::Hash;
use holdfire_seal::cbor::{CborError, Reader, write_array, write_bytes, write_text, write_uint};
use holdfire_seal::fields::{
    Field, FieldOpening, FieldsError, MAX_NAME_BYTES, MAX_VALUE_BYTES, SealedFields, Seed,
};
use thiserror::Error;

/// The version of the bytes that are encrypted.
const VERSION: u64 = 1;

/// The fields that every entry has, before its own.
const COMMON: [&str; 3] = ["subject", "effect", "recorded_at"];

/// How many fields every entry has before its own.
pub(crate) const COMMON_FIELDS: u64 = COMMON.len() as u64;

/// What an entry does to the state.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Effect {
    /// From now on these fields are what the subject says.
    Set,
    /// From now on the subject is not there.
    Remove,
    /// It stands for itself, and no later entry replaces it.
    Note,
}

impl Effect {
    const ALL: [Self; 3] = [Self::Set, Self::Remove, Self::Note];

    /// Its number in tables.
    #[must_use]
    pub fn code(self) -> u8 {
        self as u8
    }

    /// The effect of a number, if there is one.
    #[must_use]
    pub fn from_code(code: u8) -> Option<Self> {
        Self::ALL.get(usize::from(code)).copied()
    }

    fn name(self) -> &'static str {
        match self {
            Self::Set => "set",
            Self::Remove => "remove",
            Self::Note => "note",
        }
    }

    fn of_name(name: &[u8]) -> Option<Self> {
        Self::ALL
            .into_iter()
            .find(|effect| effect.name().as_bytes() == name)
    }
}

/// The contents of an entry. `Debug` shows neither subject nor values.
#[derive(Clone, PartialEq, Eq)]
pub struct Contents {
    /// What it is about: the entries of one subject replace each other.
    pub subject: String,
    /// What it does to the subject.
    pub effect: Effect,
    /// When it was recorded, POSIX seconds, exact; the envelope shows it cut.
    pub recorded_at: u64,
    /// What it says, in order.
    pub fields: Vec<Field>,
}

/// Why bytes are no contents, or contents cannot be sealed.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
pub enum ContentsError {
    /// Not the CBOR of contents.
    #[error("the contents of an entry cannot be read")]
    Cbor(#[from] CborError),
    /// A version that this program does not know.
    #[error("version {0} of the contents is not known\nhint: a newer holdfire is needed")]
    Version(u64),
    /// A field that every entry has is not there, or says what it cannot say.
    #[error("field {index} of the contents is not a `{name}` as it must be")]
    Common {
        /// Its place, from 0.
        index: usize,
        /// What belongs there.
        name: &'static str,
    },
    /// The fields cannot be sealed.
    #[error("the fields of an entry cannot be sealed")]
    Fields(#[from] FieldsError),
}

impl Contents {
    /// All fields in the order in which they are sealed: subject, effect and time first.
    #[must_use]
    pub fn all_fields(&self) -> Vec<Field> {
        let mut all = Vec::with_capacity(COMMON.len() + self.fields.len());
        all.push(Field::new(COMMON[0], self.subject.as_bytes()));
        all.push(Field::new(COMMON[1], self.effect.name()));
        all.push(Field::new(COMMON[2], self.recorded_at.to_string()));
        all.extend_from_slice(&self.fields);
        all
    }

    /// Reads [`Self::all_fields`].
    pub(crate) fn of_fields(mut all: Vec<Field>) -> Result<Self, ContentsError> {
        let value = |index: usize| {
            let name = COMMON[index];
            let field = all.get(index).filter(|field| field.name == name);
            field
                .map(|field| field.value.as_slice())
                .ok_or(ContentsError::Common { index, name })
        };
        let wrong = |index: usize| ContentsError::Common {
            index,
            name: COMMON[index],
        };
        let subject = str::from_utf8(value(0)?).map_err(|_| wrong(0))?.to_owned();
        let effect = Effect::of_name(value(1)?).ok_or_else(|| wrong(1))?;
        let time = str::from_utf8(value(2)?).map_err(|_| wrong(2))?;
        let recorded_at: u64 = time.parse().map_err(|_| wrong(2))?;
        if recorded_at.to_string() != time {
            return Err(wrong(2));
        }
        let fields = all.split_off(COMMON.len());
        Ok(Self {
            subject,
            effect,
            recorded_at,
            fields,
        })
    }

    /// The value of a field of this entry's own.
    #[must_use]
    pub fn value(&self, name: &str) -> Option<&[u8]> {
        let field = self.fields.iter().find(|field| field.name == name);
        field.map(|field| field.value.as_slice())
    }
}

impl fmt::Debug for Contents {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Contents({} fields, hidden)", self.fields.len())
    }
}

/// Contents with the seed of their salts: all that is needed to open any field. `Debug` shows neither.
#[derive(Clone, Debug)]
pub struct SealedContents {
    seed: Seed,
    contents: Contents,
}

impl SealedContents {
    /// Contents and 32 random bytes that are used for nothing else.
    #[must_use]
    pub fn new(seed: Seed, contents: Contents) -> Self {
        Self { seed, contents }
    }

    /// What the entry says.
    #[must_use]
    pub fn contents(&self) -> &Contents {
        &self.contents
    }

    /// What the entry says, without the seed.
    #[must_use]
    pub fn into_contents(self) -> Contents {
        self.contents
    }

    /// The root that stands in the envelope.
    ///
    /// # Errors
    /// [`ContentsError::Fields`] if a field is too long.
    pub fn root(&self) -> Result<Hash, ContentsError> {
        let all = self.contents.all_fields();
        Ok(SealedFields::new(self.seed.clone(), &all)?.root())
    }

    /// Opens one field, by its place among all fields.
    ///
    /// # Errors
    /// [`ContentsError::Fields`] if there is no such field.
    pub fn opening(&self, index: u64) -> Result<FieldOpening, ContentsError> {
        let all = self.contents.all_fields();
        Ok(SealedFields::new(self.seed.clone(), &all)?.opening(index)?)
    }

    /// The bytes that are encrypted: the deterministic CBOR array `[1, seed, [[name, value], ...]]`.
    #[must_use]
    pub fn to_bytes(&self) -> Vec<u8> {
        let all = self.contents.all_fields();
        let mut out = Vec::new();
        write_array(&mut out, 3);
        write_uint(&mut out, VERSION);
        write_bytes(&mut out, self.seed.expose());
        write_array(&mut out, all.len() as u64);
        for field in &all {
            write_array(&mut out, 2);
            write_text(&mut out, &field.name);
            write_bytes(&mut out, &field.value);
        }
        out
    }

    /// Reads [`Self::to_bytes`]; one value has one spelling.
    ///
    /// # Errors
    /// [`ContentsError`] for anything else.
    pub fn from_bytes(bytes: &[u8]) -> Result<Self, ContentsError> {
        let mut reader = Reader::new(bytes);
        reader.array_of(3)?;
        let version = reader.uint()?;
        if version != VERSION {
            return Err(ContentsError::Version(version));
        }
        let seed = Seed::new(reader.bytes_of()?);
        let count = reader.array()?;
        let mut all = Vec::new();
        for _ in 0..count {
            reader.array_of(2)?;
            let name = reader.text(MAX_NAME_BYTES)?.to_owned();
            let value = reader.bytes(MAX_VALUE_BYTES)?.to_vec();
            all.push(Field { name, value });
        }
        reader.end()?;
        let contents = Contents::of_fields(all)?;
        Ok(Self { seed, contents })
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn example() -> SealedContents {
        SealedContents::new(
            Seed::new([5; 32]),
            Contents {
                subject: "reports.csv#R-7".to_owned(),
                effect: Effect::Set,
                recorded_at: 1_742_860_800,
                fields: vec![
                    Field::new("place", "a town"),
                    Field::new("source", "a newspaper"),
                ],
            },
        )
    }

    #[test]
    fn contents_read_back_with_the_same_root() {
        let read = SealedContents::from_bytes(&example().to_bytes()).expect("our own bytes");
        assert_eq!(read.contents(), example().contents());
        assert_eq!(read.root(), example().root());
    }

    #[test]
    fn one_field_opens_alone() {
        let sealed = example();
        let opening = sealed.opening(3).expect("the fourth field");
        assert_eq!(opening.name, "place");
        opening
            .verify(&sealed.root().expect("a root"))
            .expect("it was sealed");
        let bytes = opening.to_cbor();
        assert!(!bytes.windows(11).any(|window| window == b"a newspaper"));
    }

    #[test]
    fn debug_shows_no_content() {
        let shown = format!("{:?}", example());
        assert!(!shown.contains("town") && !shown.contains("R-7"), "{shown}");
    }

    #[test]
    fn a_time_has_one_spelling() {
        let mut fields = example().contents.all_fields();
        fields[2].value = b"01742860800".to_vec();
        let name = "recorded_at";
        let refused = Contents::of_fields(fields);
        assert_eq!(refused, Err(ContentsError::Common { index: 2, name }));
    }

    proptest! {
        #[test]
        fn cut_and_changed_bytes_are_refused_or_say_something_else(
            at in 0_usize..120, bit in 0_u8..8, cut in any::<bool>()
        ) {
            let mut bytes = example().to_bytes();
            let at = at % bytes.len();
            if cut { bytes.truncate(at) } else { bytes[at] ^= 1 << bit }
            if let Ok(read) = SealedContents::from_bytes(&bytes) {
                prop_assert_ne!(read.root(), example().root());
                prop_assert_eq!(read.to_bytes(), bytes);
            }
        }
    }
}
