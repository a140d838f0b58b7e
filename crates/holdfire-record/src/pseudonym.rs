//! Authors as the public log shows them.

use std::fmt;

use holdfire_seal::Hash;

use crate::schedule::day_text;

/// What stands for an author in an envelope: another value every UTC day, without a way back to the person.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Pseudonym(pub [u8; 16]);

/// The secret of one author. Who holds it can tell which entries the author made; when it is destroyed, nobody can.
#[derive(Clone)]
pub struct AuthorSecret(pub [u8; 32]);

impl AuthorSecret {
    /// The pseudonym of this author on the UTC day of a time.
    #[must_use]
    pub fn on(&self, at: u64) -> Pseudonym {
        let mut bytes = b"holdfire/author/v1".to_vec();
        bytes.extend_from_slice(&self.0);
        bytes.extend_from_slice(day_text(at).as_bytes());
        let hash = Hash::of(&bytes);
        let mut name = [0; 16];
        name.copy_from_slice(&hash.0[..16]);
        Pseudonym(name)
    }
}

impl fmt::Debug for AuthorSecret {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("AuthorSecret(hidden)")
    }
}

impl fmt::Display for Pseudonym {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.iter().try_for_each(|byte| write!(f, "{byte:02x}"))
    }
}

impl fmt::Debug for Pseudonym {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const DAY: u64 = 86_400;

    #[test]
    fn a_pseudonym_holds_for_one_utc_day() {
        let author = AuthorSecret([3; 32]);
        assert_eq!(author.on(10 * DAY), author.on(11 * DAY - 1));
        assert_ne!(author.on(10 * DAY), author.on(11 * DAY));
    }

    #[test]
    fn two_authors_differ_and_the_secret_is_not_printed() {
        let (one, other) = (AuthorSecret([3; 32]), AuthorSecret([4; 32]));
        assert_ne!(one.on(0), other.on(0));
        assert!(!format!("{one:?}").contains('3'));
    }
}
