//! The benchmark's ceasefire, made in code: ten parties, eight categories of sites, one clause, and whatever sites and
//! zones the data bring.
//!
//! Nothing here is drawn by chance: what the data do not say (when a site was listed, who is bound) follows from numbers.

use anyhow::{Context, Result};
use holdfire_model::{
    ActKindId, AreaId, Boundary, Case, Cite, Clause, ClauseId, Conditions, Mandate, Moment,
    NamedArea, Node, NodeId, Party, PartyId, Rings, Role, Settings, Site, SiteId, SiteList, Spot,
    Taxonomy, Terms, Zone,
};
use std::sync::Arc;

use crate::readings;

/// The first moment of the data, 2025-02-01T00:00:00Z, as `bench/common.py` has it.
pub const FIRST_SECOND: i64 = 1_738_368_000;
/// How many days the data span.
pub const DAYS: i64 = 180;
/// Days of the case are days of this zone: they are 24 hours long, and one of them 23.
pub const ZONE: &str = "Europe/Berlin";
/// Parties that reports accuse, by their number in the data.
pub const PARTIES: usize = 10;
/// The category of a site, by its number in the data.
pub const SITE_CATEGORIES: [&str; 8] = [
    "generation",
    "substation",
    "line",
    "pipeline",
    "refinery",
    "gas-storage",
    "heat-plant",
    "rail-power",
];
/// Kinds of act that the case knows.
pub const ACTS: [&str; 4] = ["mining", "sabotage", "shelling", "strike"];

/// Node, parents, contested parents.
const TREE: [(&str, &[&str], &[&str]); 15] = [
    ("energy", &[], &[]),
    ("electricity", &["energy"], &[]),
    ("generation", &["electricity"], &[]),
    ("transmission", &["electricity"], &[]),
    ("substation", &["transmission"], &[]),
    ("line", &["transmission"], &[]),
    ("rail-power", &["transport"], &["transmission"]),
    ("fuel", &["energy"], &[]),
    ("pipeline", &["fuel"], &[]),
    ("refinery", &["fuel"], &[]),
    ("gas-storage", &["fuel"], &[]),
    ("heat-plant", &[], &["energy"]),
    ("transport", &[], &[]),
    ("bridge", &["transport"], &[]),
    ("hospital", &[], &[]),
];

/// A site as the data have it.
#[derive(Clone, Copy, Debug)]
pub struct SiteRow {
    /// Longitude, degrees.
    pub lon: f64,
    /// Latitude, degrees.
    pub lat: f64,
    /// Position in [`SITE_CATEGORIES`].
    pub category: usize,
    /// Which party declared it.
    pub owner: usize,
    /// Its extent, metres.
    pub radius_m: f64,
}

/// The id of a party.
pub fn party(number: usize) -> PartyId {
    PartyId::new(&format!("party-{number}")).expect("letters, a dash and a digit")
}

/// The id of a zone.
pub fn zone(number: usize) -> AreaId {
    AreaId::new(&format!("zone-{number}")).expect("letters, a dash and digits")
}

/// The id of a category.
pub fn node(name: &str) -> NodeId {
    NodeId::new(name).expect("a name of this crate is an id")
}

/// The id of a kind of act.
pub fn act(name: &str) -> ActKindId {
    ActKindId::new(name).expect("a name of this crate is an id")
}

/// The id of the only clause.
pub fn clause() -> ClauseId {
    ClauseId::new("halt").expect("letters")
}

/// The case: the four readings of [`readings::all`] over these zones and sites.
///
/// # Errors
/// If a date of the data cannot be computed with.
pub fn build(zones: Vec<Rings>, sites: &[SiteRow]) -> Result<Case> {
    let zone_count = zones.len();
    let clock = Zone::named(ZONE)?;
    let areas = zones.into_iter().enumerate().map(|(i, outline)| NamedArea {
        id: zone(i),
        name: format!("Zone {i}"),
        within: None,
        outline: Some(outline),
    });
    let readings = readings::all(&clock, zone_count)?;
    Ok(Case {
        terms: Arc::new(Terms {
            id: "benchmark".to_owned(),
            title: "Benchmark".to_owned(),
            summary: String::new(),
            mandate: Mandate::Monitor,
            settings: Settings {
                fixed_on: "2025-02-01".to_owned(),
                zone: clock,
                printed: Vec::new(),
                changes: Vec::new(),
                former_panel: None,
                boundary_basis: None,
            },
            parties: (0..PARTIES).map(one_party).collect(),
            instruments: Vec::new(),
            clauses: vec![Clause {
                id: clause(),
                title: "Halt".to_owned(),
                text: "No strikes and no shelling against protected objects.".to_owned(),
                prohibits: [act("strike"), act("shelling")].into(),
                status: Vec::new(),
            }],
            conditions: Conditions::default(),
            invocations: Vec::new(),
            panel: readings.iter().map(|r| r.id.clone()).collect(),
            readings,
            taxonomy: tree()?,
            act_kinds: ACTS.iter().map(|name| act(name)).collect(),
            areas: areas.collect(),
            control: Vec::new(),
            sites: sites
                .iter()
                .enumerate()
                .map(|(i, row)| one_site(i, row))
                .collect::<Result<_>>()?,
            lists: (0..2).map(disclosed_list).collect(),
            facilities: Vec::new(),
        }),
        reports: Vec::new(),
        observations: Vec::new(),
        replies: Vec::new(),
        links: Vec::new(),
        refused: Vec::new(),
        problems: Vec::new(),
    })
}

fn one_party(number: usize) -> Party {
    Party {
        id: party(number),
        name: format!("Party {number}"),
        role: if number < 8 {
            Role::Bound
        } else {
            Role::Addressed
        },
    }
}

fn disclosed_list(owner: usize) -> SiteList {
    SiteList {
        party: party(owner),
        disclosed: true,
        at: Cite::new(format!("benchmark#list-{owner}")),
    }
}

fn tree() -> Result<Taxonomy> {
    let nodes = TREE.iter().map(|&(id, parents, contested)| Node {
        id: node(id),
        label: id.to_owned(),
        parents: parents.iter().map(|p| node(p)).collect(),
        contested_parents: contested.iter().map(|p| node(p)).collect(),
    });
    Ok(Taxonomy::new(nodes.collect())?)
}

/// A site with a history that follows from its number: most are listed before the period, a quarter in the course of
/// it; some were never handed over or notified, of some the hour of the notice is not known, and some were withdrawn.
fn one_site(number: usize, row: &SiteRow) -> Result<Site> {
    let id = number as i64;
    let at = |hours: i64| Boundary::at(Moment(FIRST_SECOND + hours * 3_600));
    let declared = if id % 4 == 0 { id % 110 * 24 } else { 0 } + id % 17;
    let handed = declared + id % 5 * 24 + 1;
    let notified = handed + id % 9 * 24 + 1;
    let notice = if id % 10 == 3 {
        let first = Moment(FIRST_SECOND + notified * 3_600);
        Boundary::between(
            first,
            Moment(first.0 + 86_400),
            holdfire_model::Because::Unknown,
        )?
    } else {
        at(notified)
    };
    Ok(Site {
        id: SiteId::new(&format!("S{number}"))?,
        party: party(row.owner),
        category: node(
            SITE_CATEGORIES
                .get(row.category)
                .context("a site's category is 0 to 7")?,
        ),
        spot: Some(Spot {
            lon: row.lon,
            lat: row.lat,
            radius_m: row.radius_m,
        }),
        facility: None,
        declared: Some(at(declared)),
        handed: (id % 20 != 7).then(|| at(handed)),
        handed_to: None,
        notified: (id % 20 != 7 && id % 33 != 5).then_some(notice),
        withdrawn: (id % 50 == 11).then(|| at(notified + 40 * 24)),
        entered: Moment(FIRST_SECOND),
        at: Cite::new(format!("sites.csv#{number}")),
    })
}
