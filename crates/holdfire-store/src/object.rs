//! Contents as they lie on a disk: each encrypted under a key of its own, and that key under the key of its circle.
//!
//! So one object can be erased: with its wrapped key gone, nobody can read it, who has the key of the circle included. What
//! a copy made before still holds is for the caller to name.

use chacha20poly1305::aead::{Aead as _, Payload};
use chacha20poly1305::{KeyInit as _, XChaCha20Poly1305, XNonce};
use thiserror::Error;
use zeroize::Zeroizing;

use crate::random::{Random, RandomError};

const NONCE_BYTES: usize = 24;
const KEY_LABEL: &[u8] = b"holdfire/object-key/v1";
const TEXT_LABEL: &[u8] = b"holdfire/object/v1";

/// A key of 32 bytes, overwritten when dropped.
pub type Key = Zeroizing<[u8; 32]>;

/// Where an object belongs: bound to its bytes, so that two objects cannot be exchanged.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Place {
    /// The number of the log in the store.
    pub log: u32,
    /// The place of the entry in that log.
    pub index: u64,
}

impl Place {
    fn bound_to(self, label: &[u8]) -> Vec<u8> {
        let mut bytes = label.to_vec();
        bytes.extend_from_slice(&self.log.to_be_bytes());
        bytes.extend_from_slice(&self.index.to_be_bytes());
        bytes
    }
}

/// An encrypted object.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Object {
    /// The object's own key, encrypted under the key of the circle (XChaCha20-Poly1305, nonce first); none once erased.
    pub wrapped_key: Option<Vec<u8>>,
    /// The contents, encrypted under the object's own key (the same cipher, nonce first).
    pub sealed: Vec<u8>,
}

/// Why an object cannot be encrypted or read.
#[derive(Debug, Error)]
pub enum ObjectError {
    /// No random bytes.
    #[error(transparent)]
    Random(#[from] RandomError),
    /// Its key was destroyed.
    #[error("the contents were erased")]
    Erased,
    /// Another key, another place, or changed bytes: they cannot be told apart.
    #[error(
        "the contents do not open: they were changed, belong to another entry, or are under another key"
    )]
    NotOpened,
    /// Longer than the cipher takes.
    #[error("the contents are too long to be encrypted")]
    TooLong,
}

/// Encrypts contents under a new key, and that key under the key of the circle.
///
/// # Errors
/// [`ObjectError::Random`] or [`ObjectError::TooLong`].
pub fn seal(
    circle_key: &Key,
    place: Place,
    plain: &[u8],
    random: &mut dyn Random,
) -> Result<Object, ObjectError> {
    let mut fresh = Zeroizing::new([0; 32 + 2 * NONCE_BYTES]);
    random.fill(&mut *fresh)?;
    let (key, nonces) = fresh.split_at(32);
    let (for_key, for_text) = nonces.split_at(NONCE_BYTES);
    let key = Zeroizing::new(<[u8; 32]>::try_from(key).expect("it was split at 32"));
    let wrapped = encrypt(circle_key, for_key, &place.bound_to(KEY_LABEL), &*key)?;
    Ok(Object {
        wrapped_key: Some(wrapped),
        sealed: encrypt(&key, for_text, &place.bound_to(TEXT_LABEL), plain)?,
    })
}

/// Reads an object.
///
/// # Errors
/// [`ObjectError::Erased`] if its key is gone, [`ObjectError::NotOpened`] if it does not open.
pub fn open(
    circle_key: &Key,
    place: Place,
    object: &Object,
) -> Result<Zeroizing<Vec<u8>>, ObjectError> {
    let wrapped = object.wrapped_key.as_deref().ok_or(ObjectError::Erased)?;
    let key = decrypt(circle_key, &place.bound_to(KEY_LABEL), wrapped)?;
    let key = <[u8; 32]>::try_from(key.as_slice()).map_err(|_| ObjectError::NotOpened)?;
    decrypt(
        &Zeroizing::new(key),
        &place.bound_to(TEXT_LABEL),
        &object.sealed,
    )
}

fn encrypt(key: &Key, nonce: &[u8], aad: &[u8], msg: &[u8]) -> Result<Vec<u8>, ObjectError> {
    let cipher = XChaCha20Poly1305::new((&**key).into());
    let text = cipher
        .encrypt(XNonce::from_slice(nonce), Payload { msg, aad })
        .map_err(|_| ObjectError::TooLong)?;
    Ok([nonce, &text].concat())
}

fn decrypt(key: &Key, aad: &[u8], bytes: &[u8]) -> Result<Zeroizing<Vec<u8>>, ObjectError> {
    let (nonce, msg) = bytes
        .split_at_checked(NONCE_BYTES)
        .ok_or(ObjectError::NotOpened)?;
    let cipher = XChaCha20Poly1305::new((&**key).into());
    let plain = cipher.decrypt(XNonce::from_slice(nonce), Payload { msg, aad });
    plain
        .map(Zeroizing::new)
        .map_err(|_| ObjectError::NotOpened)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::random::SystemRandom;

    const PLACE: Place = Place { log: 2, index: 7 };
    const WORD: &[u8] = b"a planted word";

    fn circle_key() -> Key {
        Zeroizing::new([9; 32])
    }

    fn object() -> Object {
        seal(&circle_key(), PLACE, WORD, &mut SystemRandom).expect("it is short")
    }

    #[test]
    fn an_object_reads_back_and_its_bytes_do_not_show_it() {
        let object = object();
        let plain = open(&circle_key(), PLACE, &object).expect("our own");
        assert_eq!(plain.as_slice(), WORD);
        assert!(
            !object
                .sealed
                .windows(WORD.len())
                .any(|window| window == WORD)
        );
    }

    #[test]
    fn the_same_contents_twice_have_nothing_in_common() {
        let (one, other) = (object(), object());
        assert_ne!(one.sealed[..NONCE_BYTES], other.sealed[..NONCE_BYTES]);
        assert_ne!(one.sealed[NONCE_BYTES..], other.sealed[NONCE_BYTES..]);
    }

    #[test]
    fn another_place_or_another_key_opens_nothing() {
        let object = object();
        let elsewhere = Place { index: 8, ..PLACE };
        let in_another_log = Place { log: 3, ..PLACE };
        for place in [elsewhere, in_another_log] {
            let refused = open(&circle_key(), place, &object);
            assert!(matches!(refused, Err(ObjectError::NotOpened)));
        }
        let refused = open(&Zeroizing::new([8; 32]), PLACE, &object);
        assert!(matches!(refused, Err(ObjectError::NotOpened)));
    }

    #[test]
    fn every_changed_bit_and_every_cut_is_refused() {
        let whole = object();
        for at in 0..whole.sealed.len() {
            let mut changed = whole.clone();
            changed.sealed[at] ^= 1 << (at % 8);
            assert!(open(&circle_key(), PLACE, &changed).is_err(), "byte {at}");
            changed.sealed.truncate(at);
            assert!(open(&circle_key(), PLACE, &changed).is_err(), "cut at {at}");
        }
        let key = whole.wrapped_key.clone().expect("it is not erased");
        for at in 0..key.len() {
            let mut changed = whole.clone();
            changed.wrapped_key.as_mut().expect("it is not erased")[at] ^= 1;
            assert!(open(&circle_key(), PLACE, &changed).is_err(), "key {at}");
        }
    }

    #[test]
    fn an_erased_object_says_so() {
        let mut object = object();
        object.wrapped_key = None;
        let refused = open(&circle_key(), PLACE, &object);
        assert!(matches!(refused, Err(ObjectError::Erased)));
    }
}
