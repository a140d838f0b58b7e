//! Persons: who makes entries, with which keys.

use holdfire_record::{AuthorSecret, Kind};
use holdfire_seal::fields::Field;
use holdfire_seal::note::VerifierKey;

use super::Mission;
use super::draft::Draft;
use super::error::{MissionError, check_name};
use super::shared::PUBLIC;
use super::view::{Seen, View};
use crate::keyfile::PublicKeys;

/// A person of the mission.
#[derive(Clone, Debug)]
pub struct Person {
    /// The name in the record.
    pub name: String,
    /// What checks the person's signatures and what is encrypted to, if the person has keys.
    pub keys: Option<PublicKeys>,
    secret: AuthorSecret,
}

/// Who makes an entry. Erasing the entry of the person destroys the way from pseudonyms to the person.
pub type Author = AuthorSecret;

impl Person {
    /// What makes this person's pseudonyms.
    #[must_use]
    pub fn author(&self) -> Author {
        self.secret.clone()
    }

    /// The key that checks this person's signatures.
    #[must_use]
    pub fn signs(&self) -> Option<&VerifierKey> {
        self.keys.as_ref().map(|keys| &keys.signs)
    }

    fn of(seen: &Seen) -> Option<Self> {
        let name = seen.subject()?.strip_prefix("person/")?.to_owned();
        let secret = AuthorSecret(seen.value("author")?.try_into().ok()?);
        let keys = match seen.text("keys")? {
            "" => None,
            text => Some(PublicKeys::parse(text).ok()?),
        };
        Some(Self { name, keys, secret })
    }
}

pub(super) fn draft(name: &str, keys: Option<&PublicKeys>, author: &AuthorSecret) -> Draft {
    let fields = vec![
        Field::new("keys", keys.map(PublicKeys::to_text).unwrap_or_default()),
        Field::new("author", author.0),
    ];
    Draft::set(Kind::Person, &format!("person/{name}"), fields)
}

impl View {
    /// All persons that the view sees, in the order in which they were entered. One whose entry was erased is not there.
    ///
    /// # Errors
    /// [`MissionError`]
    pub fn people(&self) -> Result<Vec<Person>, MissionError> {
        // A circle makes nobody a person of the mission: one person could be two there.
        let listed = self.list(Kind::Person)?;
        let of_mission = listed.iter().filter(|seen| seen.place.log == PUBLIC);
        Ok(of_mission.filter_map(Person::of).collect())
    }

    /// The person of a name; without one, the first person of the mission, who operates it.
    ///
    /// # Errors
    /// [`MissionError::Unknown`] with the names that there are.
    pub fn person(&self, name: Option<&str>) -> Result<Person, MissionError> {
        let people = self.people()?;
        let found = match name {
            Some(name) => people.iter().find(|person| person.name == name),
            None => people.first(),
        };
        found.cloned().ok_or_else(|| MissionError::Unknown {
            what: "person",
            name: name.unwrap_or("operator").to_owned(),
            known_names: people.into_iter().map(|person| person.name).collect(),
        })
    }
}

impl Mission {
    /// Takes a person in, or gives a known one other keys.
    ///
    /// # Errors
    /// [`MissionError::Refused`] for the keys of another person: one person under two names could sign as two;
    /// [`MissionError::Name`] for a name that cannot be shown.
    pub fn add_person(
        &self,
        by: &Author,
        name: &str,
        keys: Option<&PublicKeys>,
    ) -> Result<(), MissionError> {
        check_name("person", name)?;
        let _alone = self.alone();
        let people = self.now()?.people()?;
        let same = |person: &&Person| {
            let key = |keys: &PublicKeys| *keys.signs.public_bytes();
            person.name != name
                && keys.is_some_and(|keys| person.keys.as_ref().map(key) == Some(key(keys)))
        };
        if let Some(other) = people.iter().find(same) {
            return Err(MissionError::Refused(format!(
                "these are the keys of {}: one key is one person\nhint: `holdfire key new` makes keys of one's own",
                other.name
            )));
        }
        let known = people.into_iter().find(|known| known.name == name);
        let secret = match known {
            Some(known) => known.secret,
            None => AuthorSecret(self.surroundings().random_bytes()?),
        };
        self.submit_one(by, PUBLIC, draft(name, keys, &secret))?;
        Ok(())
    }
}
