//! Whose a list is: an entry by which the liaison officers of that party see on the workbench what the record holds of it.

use holdfire_model::PartyId;
use holdfire_register::RecordedVersion;
use holdfire_seal::note::VerifierKey;
use holdfire_server::whose;
use holdfire_store::mission::{PUBLIC, View};
use holdfire_wire::case::read;
use holdfire_wire::entries::join;

use super::held;
use crate::cli::WhoseArgs;
use crate::commands::done;
use crate::commands::open::writing;
use crate::output::{Failure, Outcome, note, with_causes};

/// `register whose`
pub fn whose(args: &WhoseArgs) -> Outcome {
    let (mission, author) = writing(&args.dir, &args.who)?;
    let view = mission.now()?;
    let held = held::find(&view, &args.list)?;
    if held.log != PUBLIC {
        return Err(Failure::No(format!(
            "this list is held in {}: who reads of it are the readers of the circle\n\
             hint: `holdfire circle` says who they are, and makes a liaison one of them",
            held.whereabouts()
        )));
    }
    let keys = held.versions.iter();
    let keys = keys.flat_map(|version| version.said.signed_by());
    let party = args.party.as_deref();
    let party = party.map(|id| Party::new(&view, id, keys)).transpose()?;
    let id = party.as_ref().map(|party| &party.id);
    if held.party(&view)?.as_ref() == id {
        note("the record says so already: nothing is entered");
        return done();
    }
    let entered = mission.submit_one(&author, PUBLIC, whose::draft(held.list, id))?;
    mission.publish()?;
    let entry = entered.first.index;
    note(&match &party {
        Some(party) => party.said(entry),
        None => {
            format!("entry {entry}: from now on the list is of no party, and no liaison sees it")
        }
    });
    done()
}

/// A party of the case to whom a list may be said to belong.
pub struct Party {
    pub id: PartyId,
    /// The person of the record with whose key the list is signed.
    signer: Option<String>,
}

impl Party {
    /// Refused if the case has no such party, or if the list is signed by somebody who speaks for another.
    pub fn new<'k>(
        view: &View,
        id: &str,
        keys: impl IntoIterator<Item = &'k VerifierKey>,
    ) -> Result<Self, Failure> {
        let id = of_case(view, id)?;
        let signers = whose::liaisons_of_keys(view, keys)?;
        if let Some((name, of)) = signers.iter().find(|(_, of)| *of != id) {
            return Err(Failure::No(format!(
                "it is signed with the key of {name}, who speaks for {of}, not for {id}\n\
                 hint: liaison officers of a party see what the record holds of its lists; ask whose this one is"
            )));
        }
        let signer = signers.into_iter().next().map(|(name, _)| name);
        Ok(Self { id, signer })
    }

    /// The party to enter with a version; none if the record says it already. Taking a version in does not correct it.
    ///
    /// # Units and shape
    /// - `earlier`: the keys with which versions of the list are signed that were taken in before.
    pub fn of_version(
        view: &View,
        id: &str,
        version: &RecordedVersion,
        earlier: &[VerifierKey],
    ) -> Result<Option<Self>, Failure> {
        let party = Self::new(view, id, version.signed_by().iter().chain(earlier))?;
        let list = version.handover().statement().list;
        match whose::standing(view, list)? {
            None => Ok(Some(party)),
            Some(of) if of == party.id => Ok(None),
            Some(of) => Err(Failure::No(format!(
                "the record says that this list is of {of}\n\
                 hint: leave `--party` out, or correct the record first: `holdfire register whose`"
            ))),
        }
    }

    /// What follows from the entry, in words.
    pub fn said(&self, entry: u64) -> String {
        let signer = match &self.signer {
            Some(name) => format!("it is signed with the key of {name}, who speaks for that party"),
            None => "hint: no key that signed it is that of a person of the mission who speaks for a party; compare it \
                     with the party by another way"
                .to_owned(),
        };
        format!(
            "entry {entry}: the list is that of {}; on the page Register its liaison officers see versions, receipts, \
             openings and proofs, and nothing of what is on it\n{signer}",
            self.id
        )
    }
}

/// A party by its id, of those of the mission's case.
fn of_case(view: &View, id: &str) -> Result<PartyId, Failure> {
    let items = view.case_items(Some(PUBLIC))?.into_items();
    let files = join(items).map_err(|error| Failure::Input(with_causes(&error)))?;
    let Some(case) = read(&files).case else {
        return Err(Failure::Input(
            "the mission holds no case that can be read, so that its parties are not known\n\
             hint: `holdfire mission load` enters one; then `holdfire register whose` says whose list it is"
                .to_owned(),
        ));
    };
    let mut parties = case.parties.iter().map(|party| &party.id);
    let found = parties.clone().find(|party| party.as_str() == id);
    found.cloned().ok_or_else(|| {
        let known: Vec<&str> = parties.by_ref().map(PartyId::as_str).collect();
        Failure::Input(format!(
            "`{id}` is no party of the case\nhint: they are {}",
            known.join(", ")
        ))
    })
}
