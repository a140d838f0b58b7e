//! The request of `add-checkpoint`: the same bytes go over HTTP, on paper and in a QR code.

use holdfire_seal::Hash;
use holdfire_seal::checkpoint::{
    Checkpoint, CheckpointError, parse_decimal, parse_note_unverified,
};
use thiserror::Error;

/// The longest request, in bytes: a note of the most that is read, and a path.
pub const MOST_REQUEST_BYTES: usize = 1024 * 1024;
/// The most hashes in a request (C2SP tlog-witness).
pub const MOST_HASHES: usize = 63;

/// What a log asks of a witness. Nothing in it is verified.
///
/// Invariant: it has a text form, and the note holds a checkpoint in the right form.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Request {
    old_size: u64,
    path: Vec<Hash>,
    note: String,
    checkpoint: Checkpoint,
}

/// Why bytes are not a request.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
pub enum RequestError {
    /// Longer than what is read.
    #[error("the request has {bytes} bytes, more than {MOST_REQUEST_BYTES}")]
    TooLong {
        /// Its length.
        bytes: usize,
    },
    /// Not UTF-8.
    #[error("the request is not UTF-8 text")]
    NotUtf8,
    /// Another first line.
    #[error("line 1 must be `old` and a decimal number without leading zeros")]
    OldSize,
    /// A line of the path is no hash.
    #[error("line {line} is not a SHA-256 hash in standard base64")]
    Hash {
        /// The line, from 1.
        line: usize,
    },
    /// Too long a path.
    #[error("the path has more than {MOST_HASHES} hashes")]
    TooManyHashes,
    /// No empty line before the checkpoint.
    #[error("the request has no checkpoint: it follows the path after an empty line")]
    NoCheckpoint,
    /// The checkpoint is malformed.
    #[error("the checkpoint: {0}")]
    Checkpoint(#[from] CheckpointError),
}

impl Request {
    /// A request for this note, with a consistency path from the old size; both are empty for a log that was never cosigned.
    ///
    /// # Errors
    /// [`RequestError`] if the note is no checkpoint, or the path is too long.
    pub fn new(old_size: u64, path: Vec<Hash>, note: &str) -> Result<Self, RequestError> {
        if path.len() > MOST_HASHES {
            return Err(RequestError::TooManyHashes);
        }
        let checkpoint = parse_note_unverified(note.as_bytes())?;
        Ok(Self {
            old_size,
            path,
            note: note.to_owned(),
            checkpoint,
        })
    }

    /// Reads the text form.
    ///
    /// # Errors
    /// [`RequestError`] for every other form or spelling.
    pub fn parse(bytes: &[u8]) -> Result<Self, RequestError> {
        if bytes.len() > MOST_REQUEST_BYTES {
            return Err(RequestError::TooLong { bytes: bytes.len() });
        }
        let text = str::from_utf8(bytes).map_err(|_| RequestError::NotUtf8)?;
        let (head, note) = text.split_once("\n\n").unwrap_or((text, ""));
        let mut lines = head.split('\n');
        let old_size = lines
            .next()
            .and_then(|line| line.strip_prefix("old "))
            .and_then(parse_decimal)
            .ok_or(RequestError::OldSize)?;
        let mut path = Vec::new();
        for (index, line) in lines.enumerate() {
            if index == MOST_HASHES {
                return Err(RequestError::TooManyHashes);
            }
            path.push(Hash::from_base64(line).ok_or(RequestError::Hash { line: index + 2 })?);
        }
        if note.is_empty() {
            return Err(RequestError::NoCheckpoint);
        }
        Self::new(old_size, path, note)
    }

    /// The text form: the body of `add-checkpoint`, and what is carried by hand.
    #[must_use]
    pub fn to_text(&self) -> String {
        let path: String = self
            .path
            .iter()
            .map(|hash| hash.to_base64() + "\n")
            .collect();
        format!("old {}\n{path}\n{}", self.old_size, self.note)
    }

    /// The size that the witness is thought to have cosigned last.
    #[must_use]
    pub const fn old_size(&self) -> u64 {
        self.old_size
    }

    /// The consistency path from there.
    #[must_use]
    pub fn path(&self) -> &[Hash] {
        &self.path
    }

    /// The note of the checkpoint.
    #[must_use]
    pub fn note(&self) -> &str {
        &self.note
    }

    /// What the note says, not verified.
    #[must_use]
    pub const fn checkpoint_unverified(&self) -> &Checkpoint {
        &self.checkpoint
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    /// From the specification of witnesses.
    const EXAMPLE: &str = "old 20852014\n\
        PlRNCrwHpqhGrupue0L7gxbjbMiKA9temvuZZDDpkaw=\n\
        jrJZDmY8Y7SyJE0MWLpLozkIVMSMZcD5kvuKxPC3swk=\n\
        5+pKlUdi2LeF/BcMHBn+Ku6yhPGNCswZZD1X/6QgPd8=\n\
        /6WVhPs2CwSsb5rYBH5cjHV/wSmA79abXAwhXw3Kj/0=\n\
        \n\
        example.com/behind-the-sofa\n\
        20852163\n\
        CsUYapGGPo4dkMgIAUqom/Xajj7h2fB2MPA3j2jxq2I=\n\
        \n\
        — example.com/behind-the-sofa Az3grlgtzPICa5OS8npVmf1Myq/5IZniMp+ZJurmRDeOoRDe4URYN7u5/Zhcyv2q1gGzGku9nTo+zyWE+xeMcTOAYQ8=\n\
        — example.com/behind-the-sofa opLqBQsREYCgu6xQkYQwJr9fo45a62DN9EdmHXnZdXNqlcVGlCum2Wks+49/V6267UEjw6QUXTS5Rovnzv++qbSzm9Q=\n";

    #[track_caller]
    fn refused(text: &str, why: &RequestError) {
        assert_eq!(Request::parse(text.as_bytes()).as_ref(), Err(why), "{text}");
    }

    #[test]
    fn the_example_of_the_specification_is_read_and_written() {
        let request = Request::parse(EXAMPLE.as_bytes()).unwrap();
        assert_eq!((request.old_size(), request.path().len()), (20_852_014, 4));
        assert_eq!(request.checkpoint_unverified().size(), 20_852_163);
        assert_eq!(request.to_text(), EXAMPLE);
    }

    #[test]
    fn other_spellings_are_refused() {
        for bad in [
            "old 020852014",
            "old +20852014",
            "old",
            "old ",
            "old  20852014",
            "Old 20852014",
            "old 20852014 ",
            "old 20852014\r",
        ] {
            refused(
                &EXAMPLE.replace("old 20852014", bad),
                &RequestError::OldSize,
            );
        }
        refused(
            &EXAMPLE.replace("kaw=", "kaw"),
            &RequestError::Hash { line: 2 },
        );
        refused(
            &EXAMPLE.replace("Kj/0=", "Kj_0="),
            &RequestError::Hash { line: 5 },
        );
        refused(
            &EXAMPLE.replacen("\n\n", "\n", 1),
            &RequestError::Hash { line: 6 },
        );
        refused(
            &EXAMPLE.replacen("old 20852014\n", "", 1),
            &RequestError::OldSize,
        );
        refused("old 0\n\n", &RequestError::NoCheckpoint);
        refused("old 0\n", &RequestError::Hash { line: 2 });
        refused("", &RequestError::OldSize);
        let hash = "/6WVhPs2CwSsb5rYBH5cjHV/wSmA79abXAwhXw3Kj/0=\n";
        let with = |count: usize| EXAMPLE.replacen(hash, &hash.repeat(count), 1);
        assert!(Request::parse(with(60).as_bytes()).is_ok());
        refused(&with(61), &RequestError::TooManyHashes);
        assert_eq!(Request::parse(b"old 0\n\n\xff"), Err(RequestError::NotUtf8));
        let long = vec![b'a'; MOST_REQUEST_BYTES + 1];
        assert_eq!(
            Request::parse(&long),
            Err(RequestError::TooLong { bytes: long.len() })
        );
    }

    #[test]
    fn every_cut_is_refused_or_drops_a_whole_signature_line() {
        for end in 0..EXAMPLE.len() {
            if let Ok(request) = Request::parse(&EXAMPLE.as_bytes()[..end]) {
                assert!(request.note().ends_with("AYQ8=\n"), "{end} bytes");
            }
        }
    }

    proptest! {
        #[test]
        fn no_bytes_make_the_reader_panic(bytes: Vec<u8>, text in "(old 0|old |a|\n){0,8}") {
            let _ = Request::parse(&bytes);
            let _ = Request::parse(text.as_bytes());
        }
    }
}
