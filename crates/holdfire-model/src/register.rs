//! Protected sites that parties declared, and facilities that analysts listed.

use crate::id::{Cite, FacilityId, NodeId, PartyId, SiteId};
use crate::place::Spot;
use crate::time::{Boundary, Moment};

/// A protected object that a party has declared, with its history.
///
/// Confidential by nature: `Debug` shows the id only, so that no log line carries a place.
#[derive(Clone, PartialEq)]
pub struct Site {
    /// Its id.
    pub id: SiteId,
    /// Who declared it.
    pub party: PartyId,
    /// What kind of object it is.
    pub category: NodeId,
    /// Where it is; `None` where the party did not say.
    pub spot: Option<Spot>,
    /// The analyst's entry for the same object, if they know of one.
    pub facility: Option<FacilityId>,
    /// When the party deposited it; `None`: not recorded, so not yet.
    pub declared: Option<Boundary>,
    /// When it was handed over.
    pub handed: Option<Boundary>,
    /// To whom it was handed.
    pub handed_to: Option<String>,
    /// When the bound party had notice (receipt).
    pub notified: Option<Boundary>,
    /// When it was taken off the list.
    pub withdrawn: Option<Boundary>,
    /// When it was entered here.
    pub entered: Moment,
    /// Where in the case it stands.
    pub at: Cite,
}

impl std::fmt::Debug for Site {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "site {}", self.id)
    }
}

/// A party's list as a whole: whether we know what is on it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SiteList {
    /// Whose list.
    pub party: PartyId,
    /// True if its content is known here.
    pub disclosed: bool,
    /// Where in the case it is described.
    pub at: Cite,
}

/// An entry of a reference list made by analysts: identifies and locates, protects nothing.
#[derive(Clone, Debug, PartialEq)]
pub struct Facility {
    /// Its id.
    pub id: FacilityId,
    /// Its name.
    pub name: String,
    /// What kind of object it is.
    pub category: NodeId,
    /// Where it is, with the precision of the list.
    pub spot: Spot,
    /// Where in the case it stands.
    pub at: Cite,
}
