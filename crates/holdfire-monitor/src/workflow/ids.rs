//! Names of tasks and of persons.

use std::fmt;
use std::sync::Arc;

use thiserror::Error;

/// Digits and letters that are not taken for each other, read or heard: no `I`, `L`, `O`, `U` (Crockford's base 32).
const LETTERS: &[u8; 32] = b"0123456789ABCDEFGHJKMNPQRSTVWXYZ";

/// How many letters stand behind the code of the case: 30 bits.
const LENGTH: usize = 6;

/// The longest code of a case.
const LONGEST_CODE: usize = 12;

/// Why a text is not the id of a task, or not the name of a person.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
pub enum NameError {
    /// Not the code of a case, a hyphen and six letters of the alphabet.
    #[error(
        "`{0}` is not the id of a task\nhint: it is the code of the case, `-`, and {LENGTH} digits or letters, such as `C25-7K3QXD`"
    )]
    Task(String),
    /// Not usable in front of the ids of tasks.
    #[error(
        "`{0}` cannot be the code of a case\nhint: 1 to {LONGEST_CODE} of the letters A to Z and digits"
    )]
    Code(String),
    /// Empty, longer than 200 characters, or with characters that are no text of one line.
    #[error("the name of a person is empty, longer than 200 characters, or not one line of text")]
    Person,
}

/// The id of a task: short enough to be said over a telephone, such as `C25-7K3QXD`. Also the number of a receipt.
///
/// The code of the case in capitals and digits, a hyphen, and six letters of an alphabet without look-alikes.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct TaskId(Arc<str>);

impl TaskId {
    /// Makes an id from random bytes, of which 30 bits are used.
    ///
    /// Two of 1,000 tasks are called the same once in 2,000 missions: whoever makes one looks whether it is there.
    ///
    /// # Errors
    /// [`NameError::Code`] if `code` is no code of a case.
    pub fn from_random(code: &str, random: [u8; 4]) -> Result<Self, NameError> {
        if !is_code(code) {
            return Err(NameError::Code(code.to_owned()));
        }
        let bits = u32::from_be_bytes(random);
        let letters: String = (0..LENGTH)
            .map(|place| char::from(LETTERS[((bits >> (5 * place)) & 31) as usize]))
            .collect();
        Ok(Self(format!("{code}-{letters}").into()))
    }

    /// Takes an id as it is written.
    ///
    /// # Errors
    /// [`NameError::Task`] if it is spelt in any other way, be it in small letters.
    pub fn new(text: &str) -> Result<Self, NameError> {
        let parts = text.rsplit_once('-');
        let fits = parts.is_some_and(|(code, letters)| {
            is_code(code)
                && letters.len() == LENGTH
                && letters.bytes().all(|b| LETTERS.contains(&b))
        });
        if fits {
            Ok(Self(text.into()))
        } else {
            Err(NameError::Task(text.to_owned()))
        }
    }

    /// Takes an id as somebody heard or typed it: small letters, blanks, and `o`, `i`, `l` for the digits that they
    /// look like.
    ///
    /// # Errors
    /// [`NameError::Task`] if it still is none.
    pub fn heard(text: &str) -> Result<Self, NameError> {
        let tight: String = text.split_whitespace().collect();
        let capitals = tight.to_ascii_uppercase();
        let Some((code, letters)) = capitals.rsplit_once('-') else {
            return Err(NameError::Task(text.to_owned()));
        };
        let letters: String = letters
            .chars()
            .map(|letter| match letter {
                'O' => '0',
                'I' | 'L' => '1',
                other => other,
            })
            .collect();
        Self::new(&format!("{code}-{letters}")).map_err(|_| NameError::Task(text.to_owned()))
    }

    /// The id as text.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

fn is_code(text: &str) -> bool {
    (1..=LONGEST_CODE).contains(&text.len())
        && text
            .bytes()
            .all(|b| b.is_ascii_uppercase() || b.is_ascii_digit())
}

/// A code for the ids of a case's tasks, out of the case's own id: the initials of its words, of a year the last two
/// digits. `energy-2025` gives `E25`.
#[must_use]
pub fn case_code(case_id: &str) -> String {
    let mut code = String::new();
    for word in case_id.split(|c: char| !c.is_ascii_alphanumeric()) {
        let year = word.len() == 4 && word.bytes().all(|b| b.is_ascii_digit());
        match word.bytes().next() {
            Some(_) if year => code.push_str(&word[2..]),
            Some(first) => code.push(char::from(first.to_ascii_uppercase())),
            None => {}
        }
    }
    code.truncate(LONGEST_CODE);
    if code.is_empty() {
        "CASE".to_owned()
    } else {
        code
    }
}

/// A person of the mission or of a party, as the record names them.
///
/// One line of text, not empty, at most 200 characters.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct PersonName(Arc<str>);

impl PersonName {
    /// Checks and takes a name.
    ///
    /// # Errors
    /// [`NameError::Person`]
    pub fn new(text: &str) -> Result<Self, NameError> {
        let fits = !text.trim().is_empty()
            && text.trim() == text
            && !text.contains(char::is_control)
            && text.chars().count() <= 200;
        if fits {
            Ok(Self(text.into()))
        } else {
            Err(NameError::Person)
        }
    }

    /// The name as text.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

macro_rules! shown_as_text {
    ($($name:ident),+) => {$(
        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str(&self.0)
            }
        }

        impl fmt::Debug for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str(&self.0)
            }
        }
    )+};
}

shown_as_text!(TaskId, PersonName);

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_id_is_made_from_random_bytes_and_read_back() {
        let id = TaskId::from_random("C25", [0x3f, 0xff, 0xff, 0xff]).unwrap();
        assert_eq!(id.as_str(), "C25-ZZZZZZ");
        assert_eq!(TaskId::new("C25-ZZZZZZ"), Ok(id));
        assert_eq!(
            TaskId::from_random("C25", [0; 4]).unwrap().as_str(),
            "C25-000000"
        );
    }

    #[test]
    fn an_id_that_was_heard_is_understood() {
        assert_eq!(
            TaskId::heard(" c25-7k3 qxo ").map(|id| id.to_string()),
            Ok("C25-7K3QX0".to_owned())
        );
        assert_eq!(TaskId::heard("c25-il0000"), TaskId::new("C25-110000"));
    }

    #[test]
    fn what_is_no_id_is_refused() {
        for text in [
            "",
            "C25",
            "C25-7K3QX",
            "c25-7K3QXD",
            "C25-7K3QXU",
            "-7K3QXD",
        ] {
            assert!(TaskId::new(text).is_err(), "{text}");
        }
        assert!(TaskId::from_random("c 25", [0; 4]).is_err());
    }

    #[test]
    fn a_case_has_a_short_code() {
        assert_eq!(case_code("energy-2025"), "E25");
        assert_eq!(case_code("ports and grain"), "PAG");
        assert_eq!(case_code("---"), "CASE");
    }

    #[test]
    fn a_person_has_a_name_of_one_line() {
        assert!(PersonName::new("A. Keeper").is_ok());
        for text in ["", " ", "a\nb", " a"] {
            assert_eq!(PersonName::new(text), Err(NameError::Person), "{text:?}");
        }
    }
}
