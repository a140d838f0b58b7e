//! The keys of a person: one signs notes, one reads what is encrypted to this person.
//!
//! Both the secret file and the public keys are two lines, in any order: `signs` with a key of signed notes, `reads` with an
//! `age` key. Lines that are empty or start with `#` are for people. Anything else is refused, with its line; what stands
//! there is never quoted, since it may be a secret.

use std::fmt;
use std::io::{self, Read as _, Write as _};
use std::path::Path;

use age::x25519::{Identity, Recipient};
use holdfire_seal::note::{KeyError, LogKey, VerifierKey};
use thiserror::Error;
use zeroize::{Zeroize as _, Zeroizing};

use crate::disk::{Disk as _, RealDisk};
use crate::random::{Random, RandomError};

/// No file of keys is longer, in bytes.
pub const MOST_KEY_FILE_BYTES: u64 = 64 << 10;

const SIGNS: &str = "signs";
const READS: &str = "reads";

/// Why keys cannot be made.
#[derive(Debug, Error)]
pub enum NewKeyError {
    /// No random bytes.
    #[error(transparent)]
    Random(#[from] RandomError),
    /// The name is none that a key can have.
    #[error("a key cannot have this name")]
    Name(#[from] KeyError),
}

/// Why a text is no file of keys.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
pub enum KeyFileError {
    /// A line that is neither of the two, nor for people.
    #[error("line {line} is neither `{SIGNS} <key>` nor `{READS} <key>`")]
    Line {
        /// The line, from 1.
        line: usize,
    },
    /// A second line of one kind.
    #[error("line {line} gives a second `{word}` key")]
    Twice {
        /// The line, from 1.
        line: usize,
        /// Which kind.
        word: &'static str,
    },
    /// One of the two lines is not there.
    #[error("there is no line `{word} <key>`; the file may be cut off")]
    Missing {
        /// Which kind.
        word: &'static str,
    },
    /// The first key cannot be read.
    #[error("line {line}: the `{SIGNS}` key cannot be read")]
    Signs {
        /// The line, from 1.
        line: usize,
        /// What is wrong with it.
        source: KeyError,
    },
    /// The second key cannot be read.
    #[error("line {line}: the `{READS}` key cannot be read: it was mistyped, changed or cut off")]
    Reads {
        /// The line, from 1.
        line: usize,
    },
    /// A secret key where public ones belong.
    #[error(
        "line {line} holds a secret key where a public one belongs\n\
         hint: `holdfire key show FILE` prints the public keys of a key file; give those to others"
    )]
    Secret {
        /// The line, from 1.
        line: usize,
    },
    /// A public key where secret ones belong.
    #[error(
        "line {line} holds a public key where a secret one belongs\n\
         hint: give the file that `holdfire key new` wrote"
    )]
    Public {
        /// The line, from 1.
        line: usize,
    },
}

/// Why a file of keys cannot be loaded.
#[derive(Debug, Error)]
pub enum LoadError {
    /// The file system says no.
    #[error("the file of keys cannot be read")]
    Io(#[from] io::Error),
    /// Longer than such a file is.
    #[error("the file is longer than {MOST_KEY_FILE_BYTES} bytes, so it is no file of keys")]
    TooLong,
    /// Not text.
    #[error("the file is not text, so it is no file of keys")]
    NotText,
    /// Not what it should be.
    #[error("this is no file of keys")]
    Form(#[from] KeyFileError),
}

/// What others know a person by: the key that checks the person's signatures, and the one to encrypt to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PublicKeys {
    /// Checks what the person signed.
    pub signs: VerifierKey,
    /// What is encrypted to it only the person can read.
    pub reads: Recipient,
}

impl PublicKeys {
    /// Reads [`Self::to_text`].
    ///
    /// # Errors
    /// [`KeyFileError`] with the line; a secret key is refused too, so that nobody gets used to giving one away.
    pub fn parse(text: &str) -> Result<Self, KeyFileError> {
        let [(signs_line, signs), (reads_line, reads)] = two_lines(text)?;
        for (line, value) in [(signs_line, signs), (reads_line, reads)] {
            if is_secret(value) {
                return Err(KeyFileError::Secret { line });
            }
        }
        Ok(Self {
            signs: VerifierKey::parse_log(signs).map_err(|source| KeyFileError::Signs {
                line: signs_line,
                source,
            })?,
            reads: reads
                .parse()
                .map_err(|_| KeyFileError::Reads { line: reads_line })?,
        })
    }

    /// Two lines, to be given to others.
    #[must_use]
    pub fn to_text(&self) -> String {
        format!("{SIGNS} {}\n{READS} {}\n", self.signs.vkey(), self.reads)
    }

    /// Reads a file of public keys.
    ///
    /// # Errors
    /// [`LoadError`].
    pub fn load(path: &Path) -> Result<Self, LoadError> {
        Ok(Self::parse(&read_text(path)?)?)
    }
}

/// The secret keys of a person. `Debug` hides them.
#[derive(Clone)]
pub struct KeyFile {
    signing: LogKey,
    reading: Identity,
}

impl KeyFile {
    /// New keys under a name of signed notes, such as `alpha.example/liaison-1`.
    ///
    /// # Errors
    /// [`NewKeyError`].
    pub fn generate(name: &str, random: &mut dyn Random) -> Result<Self, NewKeyError> {
        let mut seed = Zeroizing::new([0; 32]);
        random.fill(&mut *seed)?;
        let signing = LogKey::from_seed(name, &seed)?;
        random.fill(&mut *seed)?;
        let reading = identity_of(&seed);
        Ok(Self { signing, reading })
    }

    /// Reads [`Self::to_text`].
    ///
    /// # Errors
    /// [`KeyFileError`] with the line; it never quotes what stands there.
    pub fn parse(text: &str) -> Result<Self, KeyFileError> {
        let [(signs_line, signs), (reads_line, reads)] = two_lines(text)?;
        for (line, value) in [(signs_line, signs), (reads_line, reads)] {
            let is_public = VerifierKey::parse(value).is_ok() || value.parse::<Recipient>().is_ok();
            if is_public {
                return Err(KeyFileError::Public { line });
            }
        }
        Ok(Self {
            signing: LogKey::parse(signs).map_err(|source| KeyFileError::Signs {
                line: signs_line,
                source,
            })?,
            reading: reads
                .parse()
                .map_err(|_| KeyFileError::Reads { line: reads_line })?,
        })
    }

    /// The secret file.
    #[must_use]
    pub fn to_text(&self) -> Zeroizing<String> {
        use age::secrecy::ExposeSecret as _;
        let signs = self.signing.to_private_text();
        let reads = self.reading.to_string();
        Zeroizing::new(format!(
            "# Secret keys of {}. Whoever has this file signs and reads as this person.\n\
             {SIGNS} {}\n{READS} {}\n",
            self.name(),
            *signs,
            reads.expose_secret()
        ))
    }

    /// The name under which this person signs.
    #[must_use]
    pub fn name(&self) -> &str {
        self.signing.name()
    }

    /// The key that signs.
    #[must_use]
    pub const fn signing(&self) -> &LogKey {
        &self.signing
    }

    /// The key that reads what is encrypted to this person.
    #[must_use]
    pub const fn reading(&self) -> &Identity {
        &self.reading
    }

    /// What others are given.
    #[must_use]
    pub fn public(&self) -> PublicKeys {
        PublicKeys {
            signs: self.signing.verifier().clone(),
            reads: self.reading.to_public(),
        }
    }

    /// Reads a secret file.
    ///
    /// # Errors
    /// [`LoadError`].
    pub fn load(path: &Path) -> Result<Self, LoadError> {
        Ok(Self::parse(&read_text(path)?)?)
    }

    /// Writes the secret file, readable by its owner only; never over another one. Durable when it returns.
    ///
    /// # Errors
    /// [`io::ErrorKind::AlreadyExists`] if there is something of this name; whatever the system says otherwise, and then no
    /// part of the file is left.
    pub fn save_new(&self, path: &Path) -> io::Result<()> {
        let mut options = std::fs::OpenOptions::new();
        options.write(true).create_new(true);
        #[cfg(unix)]
        {
            use std::os::unix::fs::OpenOptionsExt as _;
            options.mode(0o600);
        }
        let mut file = options.open(path)?;
        let write = |file: &mut std::fs::File| -> io::Result<()> {
            file.write_all(self.to_text().as_bytes())?;
            file.sync_all()?;
            RealDisk.sync_dir(path.parent().unwrap_or(Path::new("")))
        };
        write(&mut file).inspect_err(|_| {
            // Half of a key is of no use, and would stand in the way of the next attempt.
            let _ = std::fs::remove_file(path);
        })
    }
}

impl fmt::Debug for KeyFile {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "KeyFile({}, hidden)", self.name())
    }
}

/// The identity of 32 secret bytes: `age` takes them in its own spelling only.
fn identity_of(secret: &[u8; 32]) -> Identity {
    let prefix = bech32::Hrp::parse_unchecked("AGE-SECRET-KEY-");
    let text = bech32::encode_upper::<bech32::Bech32>(prefix, secret);
    let mut text = text.expect("32 bytes are short enough");
    let identity = text.parse().expect("this is how age writes an identity");
    text.zeroize();
    identity
}

fn is_secret(value: &str) -> bool {
    let start = |prefix: &str| {
        value
            .get(..prefix.len())
            .is_some_and(|start| start.eq_ignore_ascii_case(prefix))
    };
    start("PRIVATE+KEY+") || start("AGE-SECRET-KEY-")
}

/// The values of the two lines with their numbers: what signs, then what reads.
fn two_lines(text: &str) -> Result<[(usize, &str); 2], KeyFileError> {
    let (mut signs, mut reads) = (None, None);
    for (index, text) in text.lines().enumerate() {
        let line = index + 1;
        if text.is_empty() || text.starts_with('#') {
            continue;
        }
        let (word, value) = text.split_once(' ').ok_or(KeyFileError::Line { line })?;
        let (word, slot) = match word {
            SIGNS => (SIGNS, &mut signs),
            READS => (READS, &mut reads),
            _ => return Err(KeyFileError::Line { line }),
        };
        if slot.replace((line, value)).is_some() {
            return Err(KeyFileError::Twice { line, word });
        }
    }
    Ok([
        signs.ok_or(KeyFileError::Missing { word: SIGNS })?,
        reads.ok_or(KeyFileError::Missing { word: READS })?,
    ])
}

/// A short text, wiped when dropped. The room is taken at once: a text that grows leaves copies behind.
fn read_text(path: &Path) -> Result<Zeroizing<String>, LoadError> {
    let room = usize::try_from(MOST_KEY_FILE_BYTES).unwrap_or(usize::MAX);
    let mut bytes = Zeroizing::new(Vec::with_capacity(room + 64));
    let file = std::fs::File::open(path)?;
    file.take(MOST_KEY_FILE_BYTES + 1).read_to_end(&mut bytes)?;
    if bytes.len() > room {
        return Err(LoadError::TooLong);
    }
    let text = String::from_utf8(std::mem::take(&mut *bytes));
    text.map(Zeroizing::new).map_err(|error| {
        error.into_bytes().zeroize();
        LoadError::NotText
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::random::SystemRandom;

    const NAME: &str = "alpha.example/liaison-1";

    fn keys() -> KeyFile {
        KeyFile::generate(NAME, &mut SystemRandom).expect("a good name")
    }

    #[test]
    fn keys_go_to_text_and_back() {
        let keys = keys();
        let text = keys.to_text();
        let read = KeyFile::parse(&text).expect("our own");
        assert_eq!(read.name(), NAME);
        assert_eq!(*read.to_text(), *text);
        assert_eq!(read.public(), keys.public());
        let public = PublicKeys::parse(&keys.public().to_text()).expect("our own");
        assert_eq!(public, keys.public());
    }

    /// The worked example of docs/spec/keys.md.
    #[test]
    fn the_keys_of_the_specification_are_made_and_read() {
        struct Counting(u8);
        impl Random for Counting {
            fn fill(&mut self, bytes: &mut [u8]) -> Result<(), RandomError> {
                self.0 += 1;
                bytes.fill(self.0);
                Ok(())
            }
        }
        let made = KeyFile::generate("beta.example/register", &mut Counting(0)).expect("a name");
        let page = include_str!("../../../docs/spec/keys.md");
        let (_, example) = page.split_once("```text\n").expect("an example");
        let (example, _) = example.split_once("```").expect("its end");
        assert_eq!(made.public().to_text(), example);
        assert_eq!(PublicKeys::parse(example), Ok(made.public()));
    }

    #[test]
    fn two_persons_of_one_name_have_nothing_in_common() {
        let (one, other) = (keys().public(), keys().public());
        assert_ne!(one.signs, other.signs);
        assert_ne!(one.reads, other.reads);
    }

    #[test]
    fn what_one_key_signs_and_encrypts_the_public_keys_check_and_the_person_reads() {
        let keys = KeyFile::parse(&keys().to_text()).expect("our own");
        let note = holdfire_seal::note::sign_note("a text\n", keys.signing()).expect("a text");
        let opened = holdfire_seal::note::open_note(note.as_bytes(), &[keys.public().signs]);
        assert_eq!(opened.expect("our own").text, "a text\n");
        let sealed = age::encrypt(&keys.public().reads, b"a word").expect("it encrypts");
        assert_eq!(
            age::decrypt(keys.reading(), &sealed).expect("its reader"),
            b"a word"
        );
    }

    #[test]
    fn lines_for_people_are_allowed_and_every_other_line_is_named() {
        let public = keys().public();
        let [signs, reads] = [
            format!("signs {}", public.signs),
            format!("reads {}", public.reads),
        ];
        let text = format!("# by phone on 1 March\n\n{reads}\n# more\n{signs}");
        assert_eq!(PublicKeys::parse(&text), Ok(public));
        let check = |text: String, expected: KeyFileError| {
            assert_eq!(PublicKeys::parse(&text), Err(expected), "{text}");
        };
        check(
            format!("{signs}\n"),
            KeyFileError::Missing { word: "reads" },
        );
        check(
            format!("{reads}\n"),
            KeyFileError::Missing { word: "signs" },
        );
        check(
            format!("{signs}\n{reads}\nmore"),
            KeyFileError::Line { line: 3 },
        );
        check(
            format!("{signs}\n {reads}\n"),
            KeyFileError::Line { line: 2 },
        );
        check(
            format!("{signs}\n\n{reads} \n"),
            KeyFileError::Reads { line: 3 },
        );
        check(
            format!("{signs}\n{reads}\n{signs}\n"),
            KeyFileError::Twice {
                line: 3,
                word: "signs",
            },
        );
    }

    #[test]
    fn a_secret_file_is_not_taken_for_a_public_one_nor_the_other_way_round() {
        let keys = keys();
        assert_eq!(
            PublicKeys::parse(&keys.to_text()),
            Err(KeyFileError::Secret { line: 2 })
        );
        let refused = KeyFile::parse(&keys.public().to_text()).expect_err("it is public");
        assert_eq!(refused, KeyFileError::Public { line: 1 });
    }

    #[test]
    fn every_changed_character_of_a_key_is_refused_and_no_error_quotes_it() {
        let text = keys().to_text();
        let secrets: Vec<&str> = text
            .lines()
            .skip(1)
            .filter_map(|line| line.split(' ').nth(1))
            .collect();
        let keys_start = text.find('\n').expect("a line for people") + 1;
        for at in keys_start..text.len() - 1 {
            let mut changed = text.as_bytes().to_vec();
            changed[at] = if changed[at] == b'q' { b'p' } else { b'q' };
            let changed = String::from_utf8(changed).expect("ASCII");
            let error = KeyFile::parse(&changed).expect_err("it was changed");
            let said = format!("{error} {error:?}");
            assert!(!secrets.iter().any(|secret| said.contains(&secret[30..])));
        }
        for at in keys_start..text.len() - 1 {
            assert!(KeyFile::parse(&text[..at]).is_err(), "cut at {at}");
        }
    }

    #[test]
    fn debug_hides_the_keys() {
        assert_eq!(
            format!("{:?}", keys()),
            "KeyFile(alpha.example/liaison-1, hidden)"
        );
    }

    #[test]
    fn a_name_that_notes_cannot_carry_is_refused() {
        for name in ["", "two words", "a+b", "a\nb"] {
            let refused = KeyFile::generate(name, &mut SystemRandom);
            assert!(matches!(refused, Err(NewKeyError::Name(_))), "{name:?}");
        }
    }
}
