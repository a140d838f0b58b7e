//! The salted field tree: a list of named values behind one root, each of which can be opened alone.
//!
//! Every field has a salt of its own, made from one random seed per object. The leaf data of a field is the deterministic
//! CBOR array `[salt: bstr .size 32, name: tstr, value: bstr]`, and the root is the RFC 6962 root over the leaf hashes in the
//! order of the list. Who has the opening of one field can check that it was sealed; of the others it shows hashes only, and
//! without their salts nobody can try guesses against those.
//!
//! # What the root says, and what not
//! It commits to every name, value and salt, and to their order. The number of fields is in an opening so that the path can
//! be followed; some other numbers lead to the same path (see [`crate::proof`]), so that a number that must be certain is
//! kept beside the root or made the value of a field. Whoever holds the seed and all fields checks it by sealing again.
//!
//! There is no seal over no fields: its root would be the same for everyone, and would hide nothing.
//!
//! # Openings as bytes
//! Deterministic CBOR: `[1, index: uint, count: uint, salt: bstr .size 32, name: tstr, value: bstr, path: [* bstr .size 32]]`.
//! The 1 is the version. Any other spelling of the same opening is refused.
//!
//! # Example
//! ```
//! use holdfire_seal::fields::{Field, FieldOpening, SealedFields, Seed};
//!
//! let fields = [Field::new("category", "hospital"), Field::new("region", "north")];
//! let sealed = SealedFields::new(Seed::new([7; 32]), &fields).unwrap(); // 32 random bytes, new for each object
//! let bytes = sealed.opening(1).unwrap().to_cbor();
//!
//! let opening = FieldOpening::from_cbor(&bytes).unwrap();
//! assert_eq!(opening.verify(&sealed.root()), Ok(()));
//! assert_eq!((opening.name.as_str(), opening.value.as_slice()), ("region", b"north".as_slice()));
//! ```

use std::fmt;

use sha2::{Digest as _, Sha256};
use zeroize::{Zeroize as _, Zeroizing};

use crate::Hash;
use crate::cbor::{self, CborError, CborFault, Reader};
use crate::proof::{self, ProofError};
use crate::tree::{SizeError, Tree};

/// The most fields of one object: a salt is made from a 32-bit number.
pub const MAX_FIELDS: u64 = 1 << 32;

/// The longest name of a field, in bytes.
pub const MAX_NAME_BYTES: usize = 1024;

/// The longest value of a field, in bytes: 64 MiB.
pub const MAX_VALUE_BYTES: usize = 64 << 20;

/// What every salt is derived under, so that a seed used elsewhere gives other bytes.
const SALT_LABEL: &[u8] = b"holdfire/salt/v1";

/// The version in front of an opening.
const OPENING_VERSION: u64 = 1;

/// The longest path of an opening: one sibling for each bit of the largest index.
const MAX_PATH: u64 = 32;

/// The secret that all salts of one object are made from: 32 random bytes, new for each object.
///
/// Who has it can open all fields. It is overwritten when dropped, and `Debug` does not show it.
#[derive(Clone)]
pub struct Seed([u8; 32]);

impl Seed {
    /// Takes 32 random bytes, which must come from a source fit for keys.
    #[must_use]
    pub const fn new(random: [u8; 32]) -> Self {
        Self(random)
    }

    /// The bytes, to be stored encrypted.
    #[must_use]
    pub const fn expose(&self) -> &[u8; 32] {
        &self.0
    }

    /// The salt of one field: SHA-256 of the label, the seed and the index (4 bytes, big-endian).
    #[must_use]
    pub fn salt(&self, index: u32) -> Salt {
        let mut data = Zeroizing::new([0; SALT_LABEL.len() + 36]);
        data[..SALT_LABEL.len()].copy_from_slice(SALT_LABEL);
        data[SALT_LABEL.len()..][..32].copy_from_slice(&self.0);
        data[SALT_LABEL.len() + 32..].copy_from_slice(&index.to_be_bytes());
        Salt(Sha256::digest(data.as_slice()).into())
    }
}

impl Drop for Seed {
    fn drop(&mut self) {
        self.0.zeroize();
    }
}

impl fmt::Debug for Seed {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Seed(hidden)")
    }
}

/// The salt of one field. Together with its guess, it lets anyone check the guess: it is disclosed with the field only.
///
/// It is overwritten when dropped, and `Debug` does not show it.
#[derive(Clone, PartialEq, Eq)]
pub struct Salt([u8; 32]);

impl Salt {
    /// Takes the bytes of a salt.
    #[must_use]
    pub const fn new(bytes: [u8; 32]) -> Self {
        Self(bytes)
    }

    /// The bytes, to be disclosed with the field.
    #[must_use]
    pub const fn expose(&self) -> &[u8; 32] {
        &self.0
    }
}

impl Drop for Salt {
    fn drop(&mut self) {
        self.0.zeroize();
    }
}

impl fmt::Debug for Salt {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Salt(hidden)")
    }
}

/// A named value. `Debug` shows the name, and of the value only the length.
#[derive(Clone, PartialEq, Eq)]
pub struct Field {
    /// At most 1,024 bytes.
    pub name: String,
    /// At most 64 MiB.
    pub value: Vec<u8>,
}

impl Field {
    /// A field of this name and value.
    #[must_use]
    pub fn new(name: impl Into<String>, value: impl Into<Vec<u8>>) -> Self {
        Self {
            name: name.into(),
            value: value.into(),
        }
    }
}

impl fmt::Debug for Field {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let value = HiddenValue(self.value.len());
        f.debug_struct("Field")
            .field("name", &self.name)
            .field("value", &value)
            .finish()
    }
}

/// Stands for a value in `Debug`.
struct HiddenValue(usize);

impl fmt::Debug for HiddenValue {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} bytes, hidden", self.0)
    }
}

/// Why fields cannot be sealed, or one of them not be opened.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum FieldsError {
    /// There is no field.
    #[error("there are no fields to seal: the root over none is the same for everyone")]
    NoFields,
    /// There are more fields than salts.
    #[error("{count} fields are more than can be sealed together ({MAX_FIELDS})")]
    TooMany {
        /// How many there are.
        count: u64,
    },
    /// A name is too long.
    #[error("the name of field {index} is {bytes} bytes long, {MAX_NAME_BYTES} are the most")]
    Name {
        /// Which field, from 0.
        index: u64,
        /// How long its name is.
        bytes: usize,
    },
    /// A value is too long.
    #[error(
        "the value of field {index} is {bytes} bytes long, {MAX_VALUE_BYTES} are the most\n\
         hint: keep it as a file and seal its hash"
    )]
    Value {
        /// Which field, from 0.
        index: u64,
        /// How long its value is.
        bytes: usize,
    },
    /// There is no such field.
    #[error(transparent)]
    Index(#[from] SizeError),
}

/// Fields under one root, with what is needed to open each of them.
#[derive(Debug)]
pub struct SealedFields<'f> {
    seed: Seed,
    fields: &'f [Field],
    tree: Tree,
}

impl<'f> SealedFields<'f> {
    /// Seals fields in this order. The same seed and fields give the same root.
    ///
    /// # Errors
    /// [`FieldsError`] if there are none, or too many, or one is too long.
    pub fn new(seed: Seed, fields: &'f [Field]) -> Result<Self, FieldsError> {
        let count = fields.len() as u64;
        match count {
            0 => return Err(FieldsError::NoFields),
            1..=MAX_FIELDS => {}
            _ => return Err(FieldsError::TooMany { count }),
        }
        let mut tree = Tree::with_capacity(fields.len());
        let mut head = Head::new();
        for (index, field) in (0..).zip(fields) {
            check_lengths(index, field)?;
            tree.push(head.leaf(&salt_of(&seed, index), &field.name, &field.value));
        }
        Ok(Self { seed, fields, tree })
    }

    /// What commits to all fields.
    #[must_use]
    pub fn root(&self) -> Hash {
        self.tree.root()
    }

    /// How many fields there are.
    #[must_use]
    pub fn count(&self) -> u64 {
        self.tree.len()
    }

    /// Opens one field: its name, value, salt and path, and nothing of the others but hashes.
    ///
    /// # Errors
    /// [`FieldsError::Index`] if there is no such field.
    pub fn opening(&self, index: u64) -> Result<FieldOpening, FieldsError> {
        let count = self.count();
        let path = self.tree.inclusion(index, count)?;
        // The index is below the count of fields in memory, so that it fits.
        let Field { name, value } = self.fields[index as usize].clone();
        Ok(FieldOpening {
            index,
            count,
            name,
            salt: salt_of(&self.seed, index),
            value,
            path,
        })
    }
}

/// A field, and what shows that it was sealed. `Debug` shows neither value nor salt.
#[derive(Clone, PartialEq, Eq)]
pub struct FieldOpening {
    /// Its place in the list, from 0.
    pub index: u64,
    /// How many fields the list has; see the module for how certain that is.
    pub count: u64,
    /// Its name.
    pub name: String,
    /// Its salt.
    pub salt: Salt,
    /// Its value.
    pub value: Vec<u8>,
    /// Hashes of its siblings, from the bottom to the top.
    pub path: Vec<Hash>,
}

impl FieldOpening {
    /// Checks that this field was sealed at this place under that root.
    ///
    /// # Errors
    /// [`ProofError`] if the opening does not lead to the root.
    pub fn verify(&self, root: &Hash) -> Result<(), ProofError> {
        let leaf = Head::new().leaf(&self.salt, &self.name, &self.value);
        proof::verify_inclusion(&leaf, self.index, self.count, &self.path, root)
    }

    /// The name and value alone.
    #[must_use]
    pub fn into_field(self) -> Field {
        Field {
            name: self.name,
            value: self.value,
        }
    }

    /// As bytes; see the module for the format.
    #[must_use]
    pub fn to_cbor(&self) -> Vec<u8> {
        let strings = self.name.len() + self.value.len() + 34 * self.path.len();
        let mut out = Vec::with_capacity(strings + 80);
        cbor::write_array(&mut out, 7);
        cbor::write_uint(&mut out, OPENING_VERSION);
        cbor::write_uint(&mut out, self.index);
        cbor::write_uint(&mut out, self.count);
        cbor::write_bytes(&mut out, &self.salt.0);
        cbor::write_text(&mut out, &self.name);
        cbor::write_bytes(&mut out, &self.value);
        cbor::write_array(&mut out, self.path.len() as u64);
        self.path
            .iter()
            .for_each(|hash| cbor::write_bytes(&mut out, &hash.0));
        out
    }

    /// Reads [`Self::to_cbor`].
    ///
    /// # Errors
    /// [`OpeningError`] if the bytes are not exactly what that writes, or something in them is too large. Whether the
    /// opening is true is for [`Self::verify`] to say.
    pub fn from_cbor(bytes: &[u8]) -> Result<Self, OpeningError> {
        let mut reader = Reader::new(bytes);
        reader.array_of(7)?;
        let version = reader.uint()?;
        if version != OPENING_VERSION {
            return Err(OpeningError::Version { version });
        }
        let (index, count) = (reader.uint()?, reader.uint()?);
        if count > MAX_FIELDS {
            return Err(OpeningError::TooMany { count });
        }
        if index >= count {
            return Err(SizeError::Index { index, size: count }.into());
        }
        let salt = Salt(reader.bytes_of()?);
        let name = reader.text(MAX_NAME_BYTES)?.to_owned();
        let value = reader.bytes(MAX_VALUE_BYTES)?.to_owned();
        let at = reader.position();
        let length = reader.array()?;
        if length > MAX_PATH {
            let fault = CborFault::TooLong {
                found: length,
                most: MAX_PATH,
            };
            return Err(CborError { at, fault }.into());
        }
        let path = (0..length)
            .map(|_| reader.bytes_of().map(Hash))
            .collect::<Result<_, _>>()?;
        reader.end()?;
        Ok(Self {
            index,
            count,
            name,
            salt,
            value,
            path,
        })
    }
}

impl fmt::Debug for FieldOpening {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("FieldOpening")
            .field("index", &self.index)
            .field("count", &self.count)
            .field("name", &self.name)
            .field("salt", &self.salt)
            .field("value", &HiddenValue(self.value.len()))
            .field("path", &self.path)
            .finish()
    }
}

/// Why bytes are no opening.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum OpeningError {
    /// The bytes are not the one spelling of an opening.
    #[error(
        "the opening cannot be read\n\
         hint: it was cut or changed on its way; ask for it again"
    )]
    Cbor(#[from] CborError),
    /// A version that this program does not know.
    #[error("the opening has version {version}, this program reads version {OPENING_VERSION}")]
    Version {
        /// The version.
        version: u64,
    },
    /// There cannot be so many fields.
    #[error("the opening claims {count} fields, {MAX_FIELDS} are the most")]
    TooMany {
        /// How many.
        count: u64,
    },
    /// The index is not below the number of fields.
    #[error(transparent)]
    Index(#[from] SizeError),
}

/// The leaf data of a field up to its value, with the 0x00 of a leaf hash in front; used again for each field.
struct Head(Zeroizing<Vec<u8>>);

impl Head {
    fn new() -> Self {
        Self(Zeroizing::new(Vec::with_capacity(128)))
    }

    /// Empties it. A salt must not stay behind where a list grows, so that it is given its room first.
    fn clear_for(&mut self, name: &str) {
        self.0.clear();
        let needed = name.len() + 64;
        if self.0.capacity() < needed {
            self.0 = Zeroizing::new(Vec::with_capacity(needed));
        }
    }

    /// The hash of a field: [`Hash::leaf`] of its leaf data, without copying the value.
    fn leaf(&mut self, salt: &Salt, name: &str, value: &[u8]) -> Hash {
        self.clear_for(name);
        let Self(head) = self;
        head.push(0);
        cbor::write_array(head, 3);
        cbor::write_bytes(head, &salt.0);
        cbor::write_text(head, name);
        cbor::write_bytes_head(head, value.len());
        let mut hasher = Sha256::new();
        hasher.update(head.as_slice());
        hasher.update(value);
        Hash(hasher.finalize().into())
    }
}

fn check_lengths(index: u64, field: &Field) -> Result<(), FieldsError> {
    let (name, value) = (field.name.len(), field.value.len());
    if name > MAX_NAME_BYTES {
        return Err(FieldsError::Name { index, bytes: name });
    }
    if value > MAX_VALUE_BYTES {
        return Err(FieldsError::Value {
            index,
            bytes: value,
        });
    }
    Ok(())
}

fn salt_of(seed: &Seed, index: u64) -> Salt {
    seed.salt(u32::try_from(index).expect("fields are counted before they are salted"))
}

#[cfg(test)]
mod tests;
