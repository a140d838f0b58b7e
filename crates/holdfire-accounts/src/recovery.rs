//! Codes for the day on which the generator is lost: ten, each for one sign-in.

use std::fmt;

use zeroize::Zeroizing;

use crate::surroundings::{RandomError, Surroundings};

/// An account gets so many.
pub const RECOVERY_CODES: usize = 10;
/// 120 bits. OWASP ASVS 5.0, 6.5.2: from 112 bits on, a plain hash is enough to keep them.
const BYTES: usize = 15;
const LETTERS: usize = 24;
/// Crockford's base 32: no letter that looks like a digit.
const ALPHABET: &[u8; 32] = b"0123456789ABCDEFGHJKMNPQRSTVWXYZ";

/// One code, shown once. `Debug` shows nothing of it.
pub struct RecoveryCode([u8; BYTES]);

impl RecoveryCode {
    pub(crate) fn new(surroundings: &Surroundings) -> Result<Self, RandomError> {
        Ok(Self(surroundings.random_bytes()?))
    }

    /// Reads what was typed: case, blanks and hyphens do not matter, and O, I, L are the digits they look like.
    pub(crate) fn parse(typed: &str) -> Option<Self> {
        let mut bytes = [0; BYTES];
        let mut read = 0;
        let (mut bits, mut count) = (0_u32, 0);
        for letter in typed.chars().filter(|c| !c.is_whitespace() && *c != '-') {
            let letter = match letter.to_ascii_uppercase() {
                'O' => b'0',
                'I' | 'L' => b'1',
                other => u8::try_from(other).ok()?,
            };
            let value = ALPHABET.iter().position(|&one| one == letter)?;
            bits = bits << 5 | u32::try_from(value).expect("below 32");
            count += 5;
            read += 1;
            if count >= 8 {
                count -= 8;
                *bytes.get_mut((read * 5) / 8 - 1)? = (bits >> count) as u8;
                bits &= (1 << count) - 1;
            }
        }
        (read == LETTERS).then_some(Self(bytes))
    }

    /// The code in six groups of four letters.
    #[must_use]
    pub fn reveal(&self) -> Zeroizing<String> {
        let mut text = Zeroizing::new(String::with_capacity(LETTERS + LETTERS / 4));
        for letter in 0..LETTERS {
            if letter > 0 && letter % 4 == 0 {
                text.push('-');
            }
            let value = (0..5).fold(0, |value, bit| {
                let at = letter * 5 + bit;
                value << 1 | usize::from(self.0[at / 8] >> (7 - at % 8) & 1)
            });
            text.push(char::from(ALPHABET[value]));
        }
        text
    }

    pub(crate) fn bytes(&self) -> &[u8] {
        &self.0
    }
}

impl Drop for RecoveryCode {
    fn drop(&mut self) {
        zeroize::Zeroize::zeroize(&mut self.0);
    }
}

impl fmt::Debug for RecoveryCode {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("RecoveryCode(hidden)")
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn no_recovery_code_shows_itself() {
        assert_eq!(
            format!("{:?}", RecoveryCode([7; BYTES])),
            "RecoveryCode(hidden)"
        );
    }

    proptest! {
        #[test]
        fn a_code_reads_back_however_it_is_typed(bytes: [u8; BYTES]) {
            let shown = RecoveryCode(bytes).reveal();
            prop_assert_eq!(shown.len(), 29);
            let careless = shown.to_lowercase().replace('-', " ").replace('0', "o").replace('1', "l");
            for typed in [shown.to_string(), careless] {
                let read = RecoveryCode::parse(&typed).expect("it is one");
                prop_assert_eq!(read.bytes(), &bytes);
            }
        }

        #[test]
        fn any_text_is_read_or_refused(typed in "\\PC{0,40}") {
            let _ = RecoveryCode::parse(&typed);
        }

        #[test]
        fn a_code_of_another_length_is_refused(typed in "[0-9A-Z-]{0,23}|[0-9]{25,60}") {
            prop_assert!(RecoveryCode::parse(&typed).is_none());
        }
    }
}
