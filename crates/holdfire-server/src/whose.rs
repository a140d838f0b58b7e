//! Whose a sealed list is: an entry of the mission says so, and from then on the liaison officers of that party read what the
//! record holds of it. A signature does not say it: a key is somebody's, and who speaks for a party changes.

use std::collections::{BTreeMap, BTreeSet};

use holdfire_model::PartyId;
use holdfire_record::Kind;
use holdfire_register::ListId;
use holdfire_seal::fields::Field;
use holdfire_seal::note::VerifierKey;
use holdfire_store::mission::{Draft, MissionError, PUBLIC, Seen, View};

use crate::access::Role;

/// What stands before the id of the list in the subject of an entry.
const SUBJECT: &str = "list/";
const PARTY: &str = "party";

/// Whose each list of the mission's own log is; `None`: it was said to be no party's any more.
pub type Whose = BTreeMap<ListId, Option<PartyId>>;

/// The entry that says whose a list is.
#[must_use]
pub fn draft(list: ListId, party: Option<&PartyId>) -> Draft {
    let fields = vec![Field::new(PARTY, party.map_or("", PartyId::as_str))];
    Draft::set(Kind::Access, &format!("{SUBJECT}{list}"), fields)
}

/// The list and its party, if an entry of the mission's own log says whose one is.
#[must_use]
pub fn of(seen: &Seen) -> Option<(ListId, Option<PartyId>)> {
    let list = ListId::from_hex(seen.subject()?.strip_prefix(SUBJECT)?)?;
    (seen.place.log == PUBLIC).then(|| (list, party(seen)))
}

/// None too if what the entry said was erased.
fn party(seen: &Seen) -> Option<PartyId> {
    PartyId::new(seen.text(PARTY)?).ok()
}

/// Every entry that says whose a list is or was, the oldest first.
///
/// # Errors
/// [`MissionError`]
pub fn history(view: &View, list: ListId) -> Result<Vec<(u64, Option<PartyId>)>, MissionError> {
    let all = view.history(Kind::Access, &format!("{SUBJECT}{list}"))?;
    let of_mission = all.iter().filter(|seen| seen.place.log == PUBLIC);
    Ok(of_mission
        .map(|seen| (seen.place.index, party(seen)))
        .collect())
}

/// Whose a list is.
///
/// # Errors
/// [`MissionError`]
pub fn standing(view: &View, list: ListId) -> Result<Option<PartyId>, MissionError> {
    let last = history(view, list)?.pop();
    Ok(last.and_then(|(_, party)| party))
}

/// The persons of the mission to whom these keys belong and who speak for a party, with that party.
///
/// # Errors
/// [`MissionError`]
pub fn liaisons_of_keys<'k>(
    view: &View,
    keys: impl IntoIterator<Item = &'k VerifierKey>,
) -> Result<Vec<(String, PartyId)>, MissionError> {
    let keys: BTreeSet<[u8; 32]> = keys.into_iter().map(|key| *key.public_bytes()).collect();
    let mut found = Vec::new();
    for person in view.people()? {
        let has = |own: &VerifierKey| keys.contains(own.public_bytes());
        if !person.signs().is_some_and(has) {
            continue;
        }
        let given = view.history(Kind::Access, &format!("role/{}", person.name))?;
        let given = given.iter().rfind(|seen| seen.place.log == PUBLIC);
        let text = |name| given.and_then(|seen| seen.text(name)).unwrap_or("");
        if let Ok(Role::Liaison(party)) = Role::parse(text("role"), text("party")) {
            found.push((person.name, party));
        }
    }
    Ok(found)
}
