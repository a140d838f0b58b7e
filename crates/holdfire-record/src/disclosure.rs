//! A disclosure: fields of one entry, with what shows that they are what was committed, and when.
//!
//! It is one text, a C2SP tlog-proof of an entry of the **public** log whose extra data hold the opened fields. For an entry of
//! a circle the public entry is the tick that bound the circle's log: the extra data then lead from the field to the entry,
//! from the entry to the root of the circle's log, and from that to the slot of the tick. Nothing else of the circle shows
//! but how many entries its log had at that tick.

use holdfire_seal::Hash;
use holdfire_seal::cbor::{CborError, Reader, write_array, write_bytes, write_uint};
use holdfire_seal::fields::{Field, FieldOpening, OpeningError};
use holdfire_seal::note::VerifierKey;
use holdfire_seal::policy::{Policy, PolicyOutcome};
use holdfire_seal::proof::{ProofError, verify_inclusion};
use holdfire_seal::tlog_proof::{TlogProof, TlogProofError};
use thiserror::Error;

use crate::envelope::{Envelope, EnvelopeError};
use crate::kind::Kind;
use crate::tick::{Slot, SlotError};

/// The version of the extra data.
const VERSION: u64 = 1;

/// No envelope is longer.
const MOST_LEAF_BYTES: usize = 256;

/// The longest opening of a field that is read.
const MOST_OPENING_BYTES: usize = 4 << 20;

/// No path is longer.
const MOST_HASHES: u64 = 63;

/// How an entry of a circle's log is bound by a tick.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct InCircle {
    /// The leaf of the entry in the circle's log.
    pub leaf: Vec<u8>,
    /// Its index there.
    pub index: u64,
    /// The inclusion path to the root in the slot.
    pub path: Vec<Hash>,
    /// The opening of the circle's slot of the tick.
    pub slot: FieldOpening,
}

/// Fields of one entry with their proof.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Disclosure {
    /// The leaf of the public log: the entry's own, or that of the tick.
    pub leaf: Vec<u8>,
    /// The opened fields.
    pub fields: Vec<FieldOpening>,
    /// For an entry of a circle: the way from it to the tick.
    pub in_circle: Option<InCircle>,
}

/// What a disclosure that was checked says.
#[derive(Clone, Debug)]
pub struct Disclosed {
    /// The entry.
    pub envelope: Envelope,
    /// The opened fields, each as it was committed.
    pub fields: Vec<Field>,
    /// How many fields the entry has.
    pub count: u64,
    /// For an entry of a circle: its index there, and the tick that bound it.
    pub in_circle: Option<(u64, Envelope)>,
    /// The checkpoint, and who cosigned it.
    pub outcome: PolicyOutcome,
}

/// Why a text is no disclosure, or shows nothing.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
pub enum DisclosureError {
    /// Not a proof, or one that proves nothing.
    #[error(transparent)]
    Proof(#[from] TlogProofError),
    /// A proof without extra data.
    #[error("this proves that an entry is in the log, and opens no field of it")]
    NothingOpened,
    /// The extra data cannot be read.
    #[error("the opened fields cannot be read")]
    Cbor(#[from] CborError),
    /// An opening cannot be read.
    #[error("an opened field cannot be read")]
    Opening(#[from] OpeningError),
    /// Another version.
    #[error("version {0} of disclosures is not known\nhint: a newer holdfire is needed")]
    Version(u64),
    /// The entry is none.
    #[error(transparent)]
    Envelope(#[from] EnvelopeError),
    /// A field is not what was committed.
    #[error("the field `{name}` is not what the entry committed to: {source}")]
    Field {
        /// Its name.
        name: String,
        /// Where the path fails.
        source: ProofError,
    },
    /// The fields state different numbers of fields.
    #[error("the opened fields are not of one entry")]
    Mixed,
    /// The public entry is no tick.
    #[error("the entry of the public log is of kind `{0}`, and only a tick binds a circle's log")]
    NoTick(Kind),
    /// The slot is not what the tick committed to.
    #[error("the slot is not what the tick committed to: {0}")]
    Slot(ProofError),
    /// The slot cannot be read.
    #[error(transparent)]
    SlotForm(#[from] SlotError),
    /// The entry is not in the circle's log as the tick bound it.
    #[error("the entry is not in the circle's log as the tick bound it: {0}")]
    NotBound(ProofError),
}

impl Disclosure {
    /// The extra data of the proof: the deterministic CBOR array `[1, leaf, [opening, ...], in-circle]`, where the last is an
    /// empty array or `[leaf, index, [hash, ...], slot opening]`.
    #[must_use]
    pub fn to_extra(&self) -> Vec<u8> {
        let mut out = Vec::new();
        write_array(&mut out, 4);
        write_uint(&mut out, VERSION);
        write_bytes(&mut out, &self.leaf);
        write_array(&mut out, self.fields.len() as u64);
        for field in &self.fields {
            write_bytes(&mut out, &field.to_cbor());
        }
        match &self.in_circle {
            None => write_array(&mut out, 0),
            Some(circle) => {
                write_array(&mut out, 4);
                write_bytes(&mut out, &circle.leaf);
                write_uint(&mut out, circle.index);
                write_array(&mut out, circle.path.len() as u64);
                for hash in &circle.path {
                    write_bytes(&mut out, &hash.0);
                }
                write_bytes(&mut out, &circle.slot.to_cbor());
            }
        }
        out
    }

    /// Reads [`Self::to_extra`]; one value has one spelling. Nothing is checked yet.
    ///
    /// # Errors
    /// [`DisclosureError`] for anything else.
    pub fn from_extra(bytes: &[u8]) -> Result<Self, DisclosureError> {
        let mut reader = Reader::new(bytes);
        reader.array_of(4)?;
        let version = reader.uint()?;
        if version != VERSION {
            return Err(DisclosureError::Version(version));
        }
        let leaf = reader.bytes(MOST_LEAF_BYTES)?.to_vec();
        let mut fields = Vec::new();
        for _ in 0..reader.array()? {
            fields.push(FieldOpening::from_cbor(reader.bytes(MOST_OPENING_BYTES)?)?);
        }
        let in_circle = match reader.array()? {
            0 => None,
            4 => {
                let leaf = reader.bytes(MOST_LEAF_BYTES)?.to_vec();
                let index = reader.uint()?;
                let count = reader.array()?;
                if count > MOST_HASHES {
                    return Err(DisclosureError::Mixed);
                }
                let path = (0..count)
                    .map(|_| reader.bytes_of().map(Hash))
                    .collect::<Result<_, _>>()?;
                let slot = FieldOpening::from_cbor(reader.bytes(MOST_OPENING_BYTES)?)?;
                Some(InCircle {
                    leaf,
                    index,
                    path,
                    slot,
                })
            }
            _ => return Err(DisclosureError::Mixed),
        };
        reader.end()?;
        Ok(Self {
            leaf,
            fields,
            in_circle,
        })
    }

    /// Reads a disclosure and checks all of it.
    ///
    /// # Errors
    /// [`DisclosureError`]: it shows nothing, and why.
    pub fn verify(
        text: &[u8],
        logs: &[VerifierKey],
        policy: &Policy,
    ) -> Result<Disclosed, DisclosureError> {
        let proof = TlogProof::parse(text)?;
        let extra = proof.extra.as_deref();
        let disclosure = Self::from_extra(extra.ok_or(DisclosureError::NothingOpened)?)?;
        let outcome = proof.verify(&disclosure.leaf, logs, policy)?;
        let public = Envelope::from_bytes(&disclosure.leaf)?;
        let (envelope, in_circle) = match &disclosure.in_circle {
            None => (public, None),
            Some(circle) => (circle.verify(&public)?, Some((circle.index, public))),
        };
        let count = disclosure.fields.first().map(|field| field.count);
        let count = count.ok_or(DisclosureError::NothingOpened)?;
        for field in &disclosure.fields {
            if field.count != count {
                return Err(DisclosureError::Mixed);
            }
            field
                .verify(&envelope.fields)
                .map_err(|source| DisclosureError::Field {
                    name: field.name.clone(),
                    source,
                })?;
        }
        let fields = disclosure.fields.into_iter();
        Ok(Disclosed {
            envelope,
            fields: fields.map(FieldOpening::into_field).collect(),
            count,
            in_circle,
            outcome,
        })
    }
}

impl InCircle {
    fn verify(&self, tick: &Envelope) -> Result<Envelope, DisclosureError> {
        if tick.kind != Kind::Tick {
            return Err(DisclosureError::NoTick(tick.kind));
        }
        self.slot
            .verify(&tick.fields)
            .map_err(DisclosureError::Slot)?;
        let slot = Slot::from_bytes(&self.slot.value)?;
        let leaf = Hash::leaf(&self.leaf);
        verify_inclusion(&leaf, self.index, slot.size, &self.path, &slot.root)
            .map_err(DisclosureError::NotBound)?;
        Ok(Envelope::from_bytes(&self.leaf)?)
    }
}
