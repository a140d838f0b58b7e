//! Bytes encrypted to one person, as an `age` file (C2SP age): what a party keeps for itself.

use std::io::{Read as _, Write as _};

use age::x25519::{Identity, Recipient};
use age::{DecryptError, Decryptor, EncryptError, Encryptor};
use thiserror::Error;
use zeroize::Zeroizing;

/// How an `age` file begins.
const START: &[u8] = b"age-encryption.org/v1\n";

/// Why bytes cannot be encrypted or read.
#[derive(Debug, Error)]
pub enum AgeFileError {
    /// Not such a file at all.
    #[error("this is no `age` file: it does not begin as one")]
    NotAge,
    /// For somebody else.
    #[error("it is encrypted to another key than the one that was given")]
    OtherKey,
    /// The key fits, the bytes are not those that were written.
    #[error("it was changed or cut off since it was written: what is there does not authenticate")]
    Changed(#[source] Box<dyn std::error::Error + Send + Sync>),
    /// Longer than is read.
    #[error("it holds more than the {most} bytes that are read")]
    TooLong {
        /// How many are read.
        most: usize,
    },
    /// Encrypting failed.
    #[error("it cannot be encrypted")]
    NotEncrypted(#[source] Box<dyn std::error::Error + Send + Sync>),
}

/// Encrypts bytes to one reader.
///
/// # Errors
/// [`AgeFileError::NotEncrypted`].
pub fn encrypt(plain: &[u8], reader: &Recipient) -> Result<Vec<u8>, AgeFileError> {
    let failed =
        |error: Box<dyn std::error::Error + Send + Sync>| AgeFileError::NotEncrypted(error);
    let readers = std::iter::once(reader as &dyn age::Recipient);
    let encryptor =
        Encryptor::with_recipients(readers).map_err(|error: EncryptError| failed(error.into()))?;
    let mut sealed = Vec::with_capacity(plain.len() + plain.len() / 1024 + 1024);
    let mut writer = encryptor
        .wrap_output(&mut sealed)
        .map_err(|error| failed(error.into()))?;
    writer
        .write_all(plain)
        .map_err(|error| failed(error.into()))?;
    writer.finish().map_err(|error| failed(error.into()))?;
    Ok(sealed)
}

/// Reads what was encrypted to this reader, all of it or nothing.
///
/// # Errors
/// [`AgeFileError`]. A changed bit in the part that is meant for the reader cannot be told from another reader's part.
pub fn decrypt(
    sealed: &[u8],
    reader: &Identity,
    most: usize,
) -> Result<Zeroizing<Vec<u8>>, AgeFileError> {
    if !sealed.starts_with(START) {
        return Err(AgeFileError::NotAge);
    }
    let refused = |error: DecryptError| match error {
        DecryptError::NoMatchingKeys => AgeFileError::OtherKey,
        other => AgeFileError::Changed(other.into()),
    };
    let decryptor = Decryptor::new(sealed).map_err(refused)?;
    let identities = std::iter::once(reader as &dyn age::Identity);
    let stream = decryptor.decrypt(identities).map_err(refused)?;
    // The plain bytes are fewer than the encrypted ones: with this room no copy is left behind by growing.
    let mut plain = Zeroizing::new(Vec::with_capacity(sealed.len().min(most) + 64));
    stream
        .take(most as u64 + 1)
        .read_to_end(&mut plain)
        .map_err(|error| AgeFileError::Changed(error.into()))?;
    if plain.len() > most {
        return Err(AgeFileError::TooLong { most });
    }
    Ok(plain)
}

#[cfg(test)]
mod tests {
    use super::*;

    const WORD: &[u8] = b"a planted word";

    fn refusal(sealed: &[u8], reader: &Identity) -> AgeFileError {
        decrypt(sealed, reader, 100).expect_err("it must be refused")
    }

    #[test]
    fn its_reader_reads_it_and_nobody_else() {
        let (reader, stranger) = (Identity::generate(), Identity::generate());
        let sealed = encrypt(WORD, &reader.to_public()).expect("it encrypts");
        assert!(!sealed.windows(WORD.len()).any(|window| window == WORD));
        assert_eq!(**decrypt(&sealed, &reader, 100).expect("its reader"), *WORD);
        assert!(matches!(
            refusal(&sealed, &stranger),
            AgeFileError::OtherKey
        ));
        assert!(matches!(refusal(WORD, &reader), AgeFileError::NotAge));
        let short = decrypt(&sealed, &reader, WORD.len() - 1);
        assert!(matches!(short, Err(AgeFileError::TooLong { most: 13 })));
        assert!(decrypt(&sealed, &reader, WORD.len()).is_ok());
    }

    #[test]
    fn every_changed_bit_and_every_cut_is_refused() {
        let reader = Identity::generate();
        let sealed = encrypt(WORD, &reader.to_public()).expect("it encrypts");
        for at in 0..sealed.len() {
            let mut changed = sealed.clone();
            changed[at] ^= 1 << (at % 8);
            refusal(&changed, &reader);
            refusal(&sealed[..at], &reader);
        }
        let longer = [&sealed[..], b"x"].concat();
        assert!(matches!(
            refusal(&longer, &reader),
            AgeFileError::Changed(_)
        ));
    }
}
