//! Salted commitments, the RFC 6962 tree, C2SP tiles, proofs, checkpoints and notes.
//!
//! Everything here is a pure function from values to values: salts, keys and "now" are arguments. What it does not do: it
//! keeps no log (that is `holdfire-store`), and it knows nothing of what an entry means (that is `holdfire-record`).

pub mod cbor;
pub mod checkpoint;
pub mod fields;
pub mod fraud;
mod hash;
pub mod note;
pub mod policy;
pub mod proof;
pub mod tiles;
pub mod tlog_proof;
pub mod tree;

pub use hash::Hash;
pub use tree::{Frontier, SizeError, Tree};
