//! Quiet at a place for a time, so that something can be repaired: asked for, consented to by each party, extended with
//! the consent of each, closed. An allegation ends no window, and silence is no consent.

use std::collections::BTreeMap;

use holdfire_model::{Moment, PartyId};

use super::act::{Act, ActName, Author, Deed};
use super::deeds::Quiet;
use super::refusal::{Refusal, after, said};
use super::reply::how_it_came;

/// A later end that was asked for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Extension {
    /// The number of the act.
    pub act: u64,
    /// The later end.
    pub until: Moment,
    /// Who consents, with the act.
    pub consents: BTreeMap<PartyId, u64>,
    /// Who refused it, with the act.
    pub refused: Option<(PartyId, u64)>,
}

/// How a window stands at a moment.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Phase {
    /// Not all have consented: it does not hold.
    NotAgreed,
    /// Agreed; it begins in so many seconds.
    Ahead {
        /// Until it begins.
        seconds: i64,
    },
    /// It holds, for so many seconds more.
    Holds {
        /// Until it ends.
        seconds: i64,
    },
    /// It is over.
    Over,
}

/// A window of quiet.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RepairWindow {
    /// What was asked for.
    pub quiet: Quiet,
    /// When it ends: as asked for, or as last extended with the consent of all.
    pub until: Moment,
    /// Who consents, with the act.
    pub consents: BTreeMap<PartyId, u64>,
    /// Who refused it, or took consent back by refusing later, with the act.
    pub refused: Option<(PartyId, u64)>,
    /// Later ends that were asked for, in order.
    pub extensions: Vec<Extension>,
    /// The act that closed it: the work is done, or given up.
    pub closed: Option<u64>,
}

impl RepairWindow {
    pub(super) fn open(quiet: &Quiet, act: &Act) -> Result<Self, Refusal> {
        said("place", quiet.place.expose())?;
        said("work", &quiet.work)?;
        if quiet.asked.len() < 2 {
            return Err(Refusal::OneParty);
        }
        after("until", quiet.until, quiet.from)?;
        after("until", quiet.until, act.at)?;
        let mut consents = BTreeMap::new();
        if let Some(own) = act.by.role.party() {
            if quiet.requested_by.as_ref() != Some(own) {
                return Err(Refusal::NotAsked { party: own.clone() });
            }
            // Whoever asks for it consents to it.
            if quiet.asked.contains(own) {
                consents.insert(own.clone(), 0);
            }
        }
        Ok(Self {
            quiet: quiet.clone(),
            until: quiet.until,
            consents,
            refused: None,
            extensions: Vec::new(),
            closed: None,
        })
    }

    fn all_of(&self, consents: &BTreeMap<PartyId, u64>) -> bool {
        self.quiet.asked.iter().all(|id| consents.contains_key(id))
    }

    /// True if all consented and none refused.
    #[must_use]
    pub fn is_agreed(&self) -> bool {
        self.refused.is_none() && self.all_of(&self.consents)
    }

    /// The extension that waits for consent.
    #[must_use]
    pub fn pending(&self) -> Option<&Extension> {
        self.extensions
            .last()
            .filter(|e| e.refused.is_none() && !self.all_of(&e.consents))
    }

    /// Whose consent is missing: to the window, or to the extension that waits.
    #[must_use]
    pub fn missing(&self) -> Vec<&PartyId> {
        let consents = match self.pending() {
            Some(extension) if self.is_agreed() => &extension.consents,
            _ => &self.consents,
        };
        self.quiet
            .asked
            .iter()
            .filter(|id| !consents.contains_key(*id))
            .collect()
    }

    /// How it stands at a moment, with the time that is left.
    #[must_use]
    pub fn phase(&self, now: Moment) -> Phase {
        if now >= self.until || self.refused.is_some() || self.closed.is_some() {
            Phase::Over
        } else if !self.is_agreed() {
            Phase::NotAgreed
        } else if now < self.quiet.from {
            Phase::Ahead {
                seconds: self.quiet.from.0 - now.0,
            }
        } else {
            Phase::Holds {
                seconds: self.until.0 - now.0,
            }
        }
    }

    pub(super) fn state(&self) -> &'static str {
        if self.refused.is_some() {
            "window-refused"
        } else if !self.is_agreed() {
            "consent-asked"
        } else if self.pending().is_some() {
            "extension-asked"
        } else {
            "agreed"
        }
    }

    pub(super) fn is_done(&self, now: Moment) -> bool {
        self.phase(now) == Phase::Over
    }

    pub(super) fn could(&self, act: ActName, author: &Author) -> bool {
        if self.refused.is_some() {
            return !matches!(act, ActName::Consent | ActName::Refuse | ActName::Extend);
        }
        let asked = |id: &PartyId| self.quiet.asked.contains(id);
        match (act, author.role.party()) {
            (ActName::Consent, Some(own)) => self.missing().contains(&own),
            (ActName::Consent, None) => !self.missing().is_empty(),
            (ActName::Refuse, Some(own)) => asked(own),
            (ActName::Extend, _) => self.is_agreed() && self.pending().is_none(),
            _ => true,
        }
    }

    pub(super) fn apply(&mut self, n: u64, act: &Act) -> Result<(), Refusal> {
        match &act.deed {
            Deed::Consent {
                party,
                until,
                as_said,
            } => {
                self.is_asked(party)?;
                how_it_came(&act.by, party, as_said.as_deref())?;
                self.consent(n, act, party, *until)
            }
            Deed::Refuse {
                party,
                reason,
                as_said,
            } => {
                self.is_asked(party)?;
                said("reason", reason)?;
                how_it_came(&act.by, party, as_said.as_deref())?;
                let extends = self.is_agreed() && self.pending().is_some();
                let refusal = Some((party.clone(), n));
                match self.extensions.last_mut() {
                    Some(extension) if extends => extension.refused = refusal,
                    _ => self.refused = refusal,
                }
                Ok(())
            }
            Deed::Extend { until, reason } => {
                said("reason", reason)?;
                after("until", self.until, act.at)?;
                after("until", *until, self.until)?;
                let own = act
                    .by
                    .role
                    .party()
                    .filter(|p| self.quiet.asked.contains(*p));
                self.extensions.push(Extension {
                    act: n,
                    until: *until,
                    consents: own.map(|id| (id.clone(), n)).into_iter().collect(),
                    refused: None,
                });
                Ok(())
            }
            _ => Ok(()),
        }
    }

    fn is_asked(&self, party: &PartyId) -> Result<(), Refusal> {
        if self.quiet.asked.contains(party) {
            Ok(())
        } else {
            Err(Refusal::NotAsked {
                party: party.clone(),
            })
        }
    }

    fn consent(
        &mut self,
        n: u64,
        act: &Act,
        party: &PartyId,
        until: Moment,
    ) -> Result<(), Refusal> {
        // What has passed cannot be agreed to any more.
        after("until", self.until, act.at)?;
        let extends = self.is_agreed();
        let wanted = match self.pending() {
            Some(extension) if extends => extension.until,
            _ => self.until,
        };
        if until != wanted {
            return Err(Refusal::NotListed {
                field: "until",
                value: until.to_string(),
                allowed: wanted.to_string(),
            });
        }
        let consents = match self.extensions.last_mut() {
            Some(extension) if extends => &mut extension.consents,
            _ => &mut self.consents,
        };
        if consents.contains_key(party) {
            return Err(Refusal::ConsentedAlready {
                party: party.clone(),
            });
        }
        consents.insert(party.clone(), n);
        if extends && self.pending().is_none() {
            self.until = until;
        }
        Ok(())
    }
}
