//! Secrets that somebody carries: of an invitation, a session, an API token. The file keeps their SHA-256 only.

use std::fmt;
use std::marker::PhantomData;

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use sha2::{Digest as _, Sha256};
use zeroize::{Zeroize as _, ZeroizeOnDrop, Zeroizing};

use crate::surroundings::{RandomError, Surroundings};

/// 256 bits: twice what OWASP ASVS 5.0, 7.2.3 asks for.
const BYTES: usize = 32;
/// The length of 32 bytes in base64url without padding.
const TEXT_BYTES: usize = 43;

/// The SHA-256 of a secret: what is kept.
pub(crate) type Digest = [u8; 32];

/// What a secret is for.
pub trait Purpose {
    /// What its text begins with, so that a scanner for leaked secrets finds it.
    const PREFIX: &'static str;
    /// What `Debug` calls it.
    const NAME: &'static str;
}

/// Of an [`InvitationSecret`].
#[derive(Clone, Copy)]
pub enum Invitation {}
/// Of a [`SessionSecret`].
#[derive(Clone, Copy)]
pub enum SessionCookie {}
/// Of a [`TokenSecret`].
#[derive(Clone, Copy)]
pub enum ApiToken {}

impl Purpose for Invitation {
    const PREFIX: &'static str = "";
    const NAME: &'static str = "InvitationSecret";
}

impl Purpose for SessionCookie {
    const PREFIX: &'static str = "";
    const NAME: &'static str = "SessionSecret";
}

impl Purpose for ApiToken {
    const PREFIX: &'static str = "hf_";
    const NAME: &'static str = "TokenSecret";
}

/// What a one-time link carries.
pub type InvitationSecret = Secret<Invitation>;
/// The value of the cookie of a session.
pub type SessionSecret = Secret<SessionCookie>;
/// What a program sends to be let in: `hf_` and base64url.
pub type TokenSecret = Secret<ApiToken>;

/// 32 random bytes, overwritten when dropped; `Debug` shows none of them, and there is no `Display`.
pub struct Secret<P> {
    bytes: [u8; BYTES],
    purpose: PhantomData<P>,
}

impl<P: Purpose> Secret<P> {
    pub(crate) fn new(surroundings: &Surroundings) -> Result<Self, RandomError> {
        Ok(Self {
            bytes: surroundings.random_bytes()?,
            purpose: PhantomData,
        })
    }

    /// Reads what [`Self::reveal`] wrote; nothing if the text cannot be one.
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        let text = text.strip_prefix(P::PREFIX)?;
        if text.len() != TEXT_BYTES {
            return None;
        }
        let mut bytes = [0; BYTES];
        let read = URL_SAFE_NO_PAD.decode_slice(text, &mut bytes);
        (read == Ok(BYTES)).then_some(Self {
            bytes,
            purpose: PhantomData,
        })
    }

    /// The text that is handed out, once.
    #[must_use]
    pub fn reveal(&self) -> Zeroizing<String> {
        let mut text = String::with_capacity(P::PREFIX.len() + TEXT_BYTES);
        text.push_str(P::PREFIX);
        URL_SAFE_NO_PAD.encode_string(self.bytes, &mut text);
        Zeroizing::new(text)
    }

    pub(crate) fn digest(&self) -> Digest {
        Sha256::digest(self.bytes).into()
    }
}

impl<P> Drop for Secret<P> {
    fn drop(&mut self) {
        self.bytes.zeroize();
    }
}

impl<P> ZeroizeOnDrop for Secret<P> {}

impl<P: Purpose> fmt::Debug for Secret<P> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}(hidden)", P::NAME)
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn no_secret_shows_itself() {
        let secret = TokenSecret::new(&Surroundings::system()).expect("the system has some");
        assert_eq!(format!("{secret:?}"), "TokenSecret(hidden)");
    }

    proptest! {
        #[test]
        fn what_is_handed_out_reads_back(bytes: [u8; 32]) {
            let secret = TokenSecret { bytes, purpose: PhantomData };
            let text = secret.reveal();
            prop_assert!(text.starts_with("hf_") && text.len() == 46);
            let again = TokenSecret::parse(&text).expect("we wrote it");
            prop_assert_eq!(again.digest(), secret.digest());
        }

        #[test]
        fn any_text_is_read_or_refused_and_has_one_spelling(text in ".{0,60}") {
            if let Some(secret) = SessionSecret::parse(&text) {
                prop_assert_eq!(&**secret.reveal(), &text);
            }
        }
    }
}
