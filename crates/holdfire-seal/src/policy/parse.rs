//! Reading policy files.

use std::collections::BTreeSet;

use thiserror::Error;

use super::{
    MOST_OF_EACH, MOST_POLICY_BYTES, Policy, PolicyGroup, PolicyLog, PolicyName, PolicyWitness,
    Quorum,
};
use crate::note::{KeyError, VerifierKey};

/// Why a file is not a policy: the line and what is wrong there.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
#[error("line {line} of the policy: {problem}")]
pub struct PolicyError {
    /// The line, from 1; the last line for what is missing from the whole file.
    pub line: usize,
    /// What is wrong.
    pub problem: PolicyProblem,
}

/// What is wrong with a line of a policy, or with the whole.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
pub enum PolicyProblem {
    /// Longer than what is read.
    #[error("the file has {bytes} bytes, more than {MOST_POLICY_BYTES}")]
    TooLong {
        /// Its length.
        bytes: usize,
    },
    /// A control character other than tab and newline.
    #[error("a control character (byte {byte:#04x}); only tab and newline are allowed")]
    ControlCharacter {
        /// The byte.
        byte: u8,
    },
    /// The last line has no newline.
    #[error("the last line has no newline: the end of the file may be missing")]
    CutOff,
    /// A first word that means nothing.
    #[error("`{word}` is none of `log`, `witness`, `group`, `quorum`")]
    Word {
        /// The word.
        word: PolicyName,
    },
    /// Too few or too many words.
    #[error("expected `{expected}`")]
    Shape {
        /// The form of the line.
        expected: &'static str,
    },
    /// A key that cannot be read or is of the wrong kind.
    #[error("the key: {0}")]
    Key(#[from] KeyError),
    /// The address is not UTF-8.
    #[error("the address is not UTF-8 text")]
    Url,
    /// The same public key twice.
    #[error("this public key is listed before, on line {first}")]
    DuplicateKey {
        /// Where it is listed first.
        first: usize,
    },
    /// The name is taken, or it is `none`.
    #[error("the name `{name}` is taken")]
    DuplicateName {
        /// The name.
        name: PolicyName,
    },
    /// A name without a definition above.
    #[error("`{name}` is not defined on a line above")]
    Undefined {
        /// The name.
        name: PolicyName,
    },
    /// A second membership.
    #[error("`{name}` is a member of a group already; each name can be one once")]
    MemberTwice {
        /// The name.
        name: PolicyName,
    },
    /// A threshold that cannot be.
    #[error("the threshold must be `all`, `any` or a number from 1 to {members}, not `{found}`")]
    Threshold {
        /// What was found.
        found: PolicyName,
        /// How many members there are.
        members: usize,
    },
    /// A second quorum.
    #[error("a second quorum; a policy has exactly one")]
    SecondQuorum,
    /// No quorum.
    #[error("the policy has no quorum\nhint: `quorum none` asks for no witness at all")]
    NoQuorum,
    /// More than what is read.
    #[error("more than {MOST_OF_EACH} of a kind")]
    TooMany,
}

/// What was read so far.
#[derive(Default)]
struct Reader {
    logs: Vec<PolicyLog>,
    witnesses: Vec<PolicyWitness>,
    groups: Vec<PolicyGroup>,
    quorum: Option<Quorum>,
    names: BTreeSet<PolicyName>,
    members: BTreeSet<PolicyName>,
    log_keys: Vec<([u8; 32], usize)>,
    witness_keys: Vec<([u8; 32], usize)>,
}

pub(super) fn parse(bytes: &[u8]) -> Result<Policy, PolicyError> {
    let at = |line, problem| PolicyError { line, problem };
    if bytes.len() > MOST_POLICY_BYTES {
        return Err(at(1, PolicyProblem::TooLong { bytes: bytes.len() }));
    }
    let last_line = bytes.split(|byte| *byte == b'\n').count();
    let Some(body) = bytes.strip_suffix(b"\n") else {
        return Err(at(last_line, PolicyProblem::CutOff));
    };
    let mut reader = Reader::default();
    for (index, line) in body.split(|byte| *byte == b'\n').enumerate() {
        reader
            .line(line, index + 1)
            .map_err(|problem| at(index + 1, problem))?;
    }
    let quorum = reader
        .quorum
        .ok_or_else(|| at(last_line - 1, PolicyProblem::NoQuorum))?;
    Ok(Policy {
        logs: reader.logs,
        witnesses: reader.witnesses,
        groups: reader.groups,
        quorum,
    })
}

impl Reader {
    fn line(&mut self, line: &[u8], number: usize) -> Result<(), PolicyProblem> {
        let allowed = |byte: &u8| *byte == b'\t' || (*byte >= 0x20 && *byte != 0x7f);
        if let Some(byte) = line.iter().copied().find(|byte| !allowed(byte)) {
            return Err(PolicyProblem::ControlCharacter { byte });
        }
        let words: Vec<&[u8]> = line
            .split(|byte| matches!(byte, b' ' | b'\t'))
            .filter(|word| !word.is_empty())
            .collect();
        match words.as_slice() {
            [] => Ok(()),
            [word, ..] if word.starts_with(b"#") => Ok(()),
            [b"log", rest @ ..] => self.log(rest, number),
            [b"witness", rest @ ..] => self.witness(rest, number),
            [b"group", rest @ ..] => self.group(rest),
            [b"quorum", rest @ ..] => self.set_quorum(rest),
            [word, ..] => Err(PolicyProblem::Word { word: name(word) }),
        }
    }

    fn log(&mut self, words: &[&[u8]], number: usize) -> Result<(), PolicyProblem> {
        let ([key], url) = words
            .split_first_chunk()
            .filter(|(_, url)| url.len() <= 1)
            .ok_or(PolicyProblem::Shape {
                expected: "log <vkey> [<url>]",
            })?;
        let key = VerifierKey::parse_log(key_text(key)?)?;
        add_key(&mut self.log_keys, &key, number)?;
        let url = url.first().map(|url| url_text(url)).transpose()?;
        self.logs.push(PolicyLog { key, url });
        limit(self.logs.len())
    }

    fn witness(&mut self, words: &[&[u8]], number: usize) -> Result<(), PolicyProblem> {
        let ([own_name, key], url) = words
            .split_first_chunk()
            .filter(|(_, url)| url.len() <= 1)
            .ok_or(PolicyProblem::Shape {
                expected: "witness <name> <vkey> [<url>]",
            })?;
        let key = VerifierKey::parse_cosigner(key_text(key)?)?;
        add_key(&mut self.witness_keys, &key, number)?;
        let url = url.first().map(|url| url_text(url)).transpose()?;
        let name = self.define(own_name)?;
        self.witnesses.push(PolicyWitness { name, key, url });
        limit(self.witnesses.len())
    }

    fn group(&mut self, words: &[&[u8]]) -> Result<(), PolicyProblem> {
        let ([own_name, threshold], members) = words
            .split_first_chunk()
            .filter(|(_, members)| !members.is_empty())
            .ok_or(PolicyProblem::Shape {
                expected: "group <name> <all|any|k> <name>...",
            })?;
        let members: Vec<PolicyName> = members.iter().map(|member| name(member)).collect();
        for member in &members {
            if !self.names.contains(member) {
                return Err(PolicyProblem::Undefined {
                    name: member.clone(),
                });
            }
            if !self.members.insert(member.clone()) {
                return Err(PolicyProblem::MemberTwice {
                    name: member.clone(),
                });
            }
        }
        let threshold = match *threshold {
            b"all" => members.len(),
            b"any" => 1,
            number => decimal(number)
                .filter(|k| (1..=members.len()).contains(k))
                .ok_or_else(|| PolicyProblem::Threshold {
                    found: name(number),
                    members: members.len(),
                })?,
        };
        let name = self.define(own_name)?;
        self.groups.push(PolicyGroup {
            name,
            threshold,
            members,
        });
        limit(self.groups.len())
    }

    fn set_quorum(&mut self, words: &[&[u8]]) -> Result<(), PolicyProblem> {
        let [word] = words else {
            return Err(PolicyProblem::Shape {
                expected: "quorum <name>",
            });
        };
        if self.quorum.is_some() {
            return Err(PolicyProblem::SecondQuorum);
        }
        let name = name(word);
        self.quorum = Some(if *word == b"none" {
            Quorum::None
        } else if self.names.contains(&name) {
            Quorum::Name(name)
        } else {
            return Err(PolicyProblem::Undefined { name });
        });
        Ok(())
    }

    /// Witnesses and groups share one space of names, in which `none` has a meaning of its own.
    fn define(&mut self, word: &[u8]) -> Result<PolicyName, PolicyProblem> {
        let name = name(word);
        if word == b"none" || !self.names.insert(name.clone()) {
            return Err(PolicyProblem::DuplicateName { name });
        }
        Ok(name)
    }
}

fn name(word: &[u8]) -> PolicyName {
    PolicyName(word.to_vec())
}

fn key_text(word: &[u8]) -> Result<&str, PolicyProblem> {
    // A key name is UTF-8, as notes are.
    str::from_utf8(word).map_err(|_| PolicyProblem::Key(KeyError::Name))
}

fn url_text(word: &[u8]) -> Result<String, PolicyProblem> {
    String::from_utf8(word.to_vec()).map_err(|_| PolicyProblem::Url)
}

fn decimal(word: &[u8]) -> Option<usize> {
    let text = str::from_utf8(word).ok()?;
    let number: usize = text.parse().ok()?;
    (number.to_string() == text).then_some(number)
}

/// Two keys are duplicates by their 32 bytes, whatever their names.
fn add_key(
    keys: &mut Vec<([u8; 32], usize)>,
    key: &VerifierKey,
    number: usize,
) -> Result<(), PolicyProblem> {
    if let Some((_, first)) = keys.iter().find(|(bytes, _)| bytes == key.public_bytes()) {
        return Err(PolicyProblem::DuplicateKey { first: *first });
    }
    keys.push((*key.public_bytes(), number));
    Ok(())
}

fn limit(count: usize) -> Result<(), PolicyProblem> {
    if count > MOST_OF_EACH {
        return Err(PolicyProblem::TooMany);
    }
    Ok(())
}
