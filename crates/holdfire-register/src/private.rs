//! The private file: what opens a list, as bytes. It is a list of targets; the edge encrypts it and writes nothing else.

use std::collections::BTreeSet;

use holdfire_seal::Hash;
use holdfire_seal::cbor::{
    Reader, write_array, write_bytes, write_optional_uint, write_text, write_uint,
};
use holdfire_seal::fields::Seed;
use holdfire_seal::note::parse_unverified;
use thiserror::Error;

use crate::form::{self, Bytes, FormError};
use crate::handover::{Changes, tree_of};
use crate::leaf::leaf_of;
use crate::list::{Kept, PrivateList, SealedVersion};
use crate::site::{FIELDS, SiteError, SiteFields};
use crate::statement::{ListId, MOST_LEAVES, Statement, StatementError};

const FORMAT: &str = "holdfire/register-private@v1";
/// The longest private file that is read.
pub const MOST_PRIVATE_BYTES: usize = 1 << 30;

/// Why bytes are not a private list.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
pub enum PrivateError {
    /// Not the file it should be.
    #[error(
        "this is not a private list that can be read\nhint: was it decrypted with the right key?"
    )]
    Form(#[from] FormError),
    /// A statement in it cannot be read.
    #[error("the statement of version {version} in the private list cannot be read")]
    Statement {
        /// Which version.
        version: u32,
        /// What is wrong.
        source: Box<StatementError>,
    },
    /// A leaf holds values that no site has.
    #[error("leaf {index} of the private list holds no site")]
    Site {
        /// Which, from 0.
        index: usize,
        /// What is wrong.
        source: SiteError,
    },
    /// What it holds is not what was signed.
    #[error(
        "the private list does not go with what was signed: {why}\n\
         hint: take the last copy that was kept; nothing was changed"
    )]
    Contradiction {
        /// What differs.
        why: String,
    },
}

fn contradiction(why: String) -> PrivateError {
    PrivateError::Contradiction { why }
}

impl PrivateList {
    /// All of it as deterministic CBOR; wiped when dropped. To be encrypted before it is written anywhere.
    #[must_use]
    pub fn to_bytes(&self) -> Bytes {
        let values =
            |kept: &Kept| -> usize { kept.fields.values().iter().map(|v| v.len() + 5).sum() };
        let room = 256
            + self
                .leaves
                .iter()
                .map(|kept| values(kept) + 64)
                .sum::<usize>()
            + self
                .versions
                .iter()
                .map(|v| v.note.len() + 64 * v.changes.changed.len() + 32)
                .sum::<usize>();
        form::encode(room, |out| {
            write_array(out, 4);
            write_text(out, FORMAT);
            write_bytes(out, &self.list.0);
            write_array(out, self.versions.len() as u64);
            for version in &self.versions {
                let pairs: Vec<Hash> = version
                    .changes
                    .changed
                    .iter()
                    .flat_map(|(old, new)| [*old, *new])
                    .collect();
                write_array(out, 2);
                write_text(out, &version.note);
                form::write_hashes(out, &pairs);
            }
            write_array(out, self.leaves.len() as u64);
            for kept in &self.leaves {
                write_array(out, 4);
                write_uint(out, kept.from.into());
                write_optional_uint(out, kept.until.map(u64::from));
                write_bytes(out, kept.seed.expose());
                write_values(out, &kept.fields);
            }
        })
    }

    /// Reads [`Self::to_bytes`] and checks every version against its signed statement (not its signature: the file is
    /// the party's own).
    ///
    /// # Errors
    /// [`PrivateError`].
    pub fn from_bytes(bytes: &[u8]) -> Result<Self, PrivateError> {
        form::check_length(bytes.len(), MOST_PRIVATE_BYTES)?;
        let mut reader = Reader::new(bytes);
        reader.array_of(4).map_err(FormError::from)?;
        form::format_is(&mut reader, FORMAT)?;
        let list = ListId(reader.bytes_of().map_err(FormError::from)?);
        let notes = form::items(&mut reader, |reader| {
            reader.array_of(2)?;
            Ok((form::text(reader)?.to_owned(), form::hashes(reader)?))
        })?;
        let raw = form::items(&mut reader, |reader| {
            reader.array_of(4)?;
            let from = form::version(reader.uint()?)?;
            let until = reader.optional_uint()?.map(form::version).transpose()?;
            let seed = Seed::new(reader.bytes_of()?);
            Ok((from, until, seed, values(reader)?))
        })?;
        let mut leaves = Vec::new();
        for (index, (from, until, seed, values)) in raw.into_iter().enumerate() {
            let fields = SiteFields::from_values(values)
                .map_err(|source| PrivateError::Site { index, source })?;
            let leaf = leaf_of(&seed, &fields);
            leaves.push(Kept {
                seed,
                fields,
                from,
                until,
                leaf,
            });
        }
        let mut read = Self {
            list,
            leaves,
            versions: Vec::new(),
        };
        for (index, (note, pairs)) in notes.into_iter().enumerate() {
            let version = u32::try_from(index + 1)
                .map_err(|_| contradiction("too many versions".to_owned()))?;
            let sealed = read.check_version(version, note, &pairs)?;
            read.versions.push(sealed);
        }
        let last = read.last_version();
        let lives = |kept: &Kept| {
            (1..=last).contains(&kept.from)
                && kept
                    .until
                    .is_none_or(|until| kept.from < until && until <= last)
        };
        if let Some(index) = read.leaves.iter().position(|kept| !lives(kept)) {
            return Err(contradiction(format!("leaf {index} belongs to no version")));
        }
        form::check_same(bytes, &read.to_bytes())?;
        Ok(read)
    }

    /// The version that a note states, if it is what the leaves give.
    fn check_version(
        &self,
        version: u32,
        note: String,
        pairs: &[Hash],
    ) -> Result<SealedVersion, PrivateError> {
        let wrong = |source: StatementError| PrivateError::Statement {
            version,
            source: Box::new(source),
        };
        let text = parse_unverified(note.as_bytes())
            .map_err(|e| wrong(e.into()))?
            .text;
        let statement = Statement::parse(&text).map_err(wrong)?;
        let kept = self.kept_in(version);
        if kept.len() as u64 > MOST_LEAVES {
            return Err(contradiction(format!(
                "version {version} has too many leaves"
            )));
        }
        let (pairs, odd) = pairs.as_chunks::<2>();
        let changed: Vec<(Hash, Hash)> = pairs.iter().map(|[old, new]| (*old, *new)).collect();
        let (old, new): (BTreeSet<Hash>, BTreeSet<Hash>) = changed.iter().copied().unzip();
        let mut changes = Changes {
            changed,
            ..Changes::default()
        };
        if version > 1 {
            for kept in &self.leaves {
                if kept.from == version && !new.contains(&kept.leaf) {
                    changes.added.push(kept.leaf);
                }
                if kept.until == Some(version) && !old.contains(&kept.leaf) {
                    changes.withdrawn.push(kept.leaf);
                }
            }
        }
        changes.added.sort_unstable();
        changes.withdrawn.sort_unstable();
        let root = tree_of(kept.iter().map(|kept| kept.leaf)).root();
        let before = self.versions.last().map(|last| last.statement.hash());
        let fits = odd.is_empty()
            && statement.list == self.list
            && statement.version == version
            && statement.previous == before
            && statement.count == kept.len() as u64
            && statement.root == root
            && statement.changes == changes.hash();
        if !fits {
            return Err(contradiction(format!(
                "signed is {}, and the leaves kept for version {version} give the root {root}",
                statement.state()
            )));
        }
        Ok(SealedVersion {
            note,
            statement,
            changes,
        })
    }
}

/// Appends the values of a site in their order.
pub(crate) fn write_values(out: &mut Vec<u8>, site: &SiteFields) {
    write_array(out, FIELDS as u64);
    for value in site.values() {
        write_text(out, value);
    }
}

/// The values of a site in their order.
pub(crate) fn values(reader: &mut Reader<'_>) -> Result<[String; FIELDS], FormError> {
    reader.array_of(FIELDS as u64)?;
    let mut values: [String; FIELDS] = Default::default();
    for value in &mut values {
        form::text(reader)?.clone_into(value);
    }
    Ok(values)
}
