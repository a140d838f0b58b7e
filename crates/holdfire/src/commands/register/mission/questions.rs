//! What matching asks of a case: for each incident when, where and what, account by account.

use std::collections::{BTreeMap, BTreeSet};

use holdfire_geo::{Area, Disc, LonLat};
use holdfire_model::{
    AreaId, Case, IncidentId, NodeId, ObjectBasis, Place, PlaceOption, Protects, Spot, Story,
};
use holdfire_monitor::{Joining, incidents};
use holdfire_register::{Answer, MatchWord, Possible, Question, blind_incident};

/// The questions of a case.
pub struct Questions {
    /// One for each account, accounts of one incident together.
    pub asked: Vec<Question>,
    /// The areas that places are in.
    pub areas: Vec<Area>,
    /// How many incidents there are.
    pub incidents: usize,
}

/// Asks about every incident of a case, blinded by a secret.
pub fn questions(case: &Case, secret: &[u8; 32]) -> Questions {
    let (numbers, areas) = areas(case);
    let mut nodes = Nodes::new(case);
    let incidents = incidents(case, Joining::Decided);
    let mut asked = Vec::new();
    for incident in &incidents {
        let blinded = blind_incident(secret, incident.id.as_str());
        for account in &incident.accounts {
            let story = &account.story;
            asked.push(Question {
                incident: blinded,
                when: story.when.interval,
                places: places(&story.place, &numbers),
                categories: nodes.of_story(story),
            });
        }
    }
    Questions {
        asked,
        areas,
        incidents: incidents.len(),
    }
}

/// One answer for each incident, whatever its accounts leave open.
pub fn joined(answers: Vec<Answer>) -> Vec<Answer> {
    let mut joined: Vec<Answer> = Vec::new();
    for answer in answers {
        match joined.last_mut() {
            Some(last) if last.incident == answer.incident => {
                last.word = last.word.or(answer.word);
            }
            _ => joined.push(answer),
        }
    }
    debug_assert!(joined.iter().all(|one| one.word != MatchWord::Filler));
    joined
}

/// Ids of the incidents by what stands for them in answers.
pub fn ids(case: &Case, secret: &[u8; 32]) -> BTreeMap<holdfire_seal::Hash, IncidentId> {
    let all = incidents(case, Joining::Decided).into_iter();
    all.map(|incident| {
        (
            blind_incident(secret, incident.id.as_str()),
            incident.id.clone(),
        )
    })
    .collect()
}

/// The widest reach of a reading that goes by lists, metres.
pub fn widest_reach_m(case: &Case) -> Option<f64> {
    let clauses = case.readings.iter().flat_map(|r| r.clauses.values());
    let stated = clauses.flat_map(|clause| &clause.protects.0);
    stated
        .filter_map(|element| match element.value {
            Protects::Listed { reach_m, .. } => Some(reach_m),
            Protects::Category => None,
        })
        .reduce(f64::max)
}

/// Areas with an outline, and their numbers.
fn areas(case: &Case) -> (BTreeMap<&AreaId, usize>, Vec<Area>) {
    let mut numbers = BTreeMap::new();
    let mut areas = Vec::new();
    for named in &case.areas {
        // What has no usable outline may be anywhere.
        if let Some(Ok(area)) = named.outline.clone().map(Area::new) {
            numbers.insert(&named.id, areas.len());
            areas.push(area);
        }
    }
    (numbers, areas)
}

fn places(place: &Place, areas: &BTreeMap<&AreaId, usize>) -> Vec<Possible> {
    let near = |spot: &Spot| {
        let centre = LonLat::new(spot.lon, spot.lat).ok()?;
        Disc::new(centre, spot.radius_m).ok().map(Possible::Near)
    };
    place
        .options()
        .map(|option| {
            let known = match option {
                PlaceOption::In(area) => areas.get(area).copied().map(Possible::In),
                PlaceOption::Near(spot) | PlaceOption::NearIn(spot, _) => near(spot),
                PlaceOption::Anywhere => None,
            };
            known.unwrap_or(Possible::Anywhere)
        })
        .collect()
}

/// What may have been struck, by the category tree.
struct Nodes<'a> {
    case: &'a Case,
    /// The possibilities that each node stands for.
    leaves: Vec<BTreeSet<usize>>,
    known: BTreeMap<BTreeSet<NodeId>, BTreeSet<NodeId>>,
}

impl<'a> Nodes<'a> {
    fn new(case: &'a Case) -> Self {
        let tree = &case.taxonomy;
        let leaves = (0..tree.nodes().len()).map(|at| tree.leaves(at).into_iter().collect());
        Self {
            case,
            leaves: leaves.collect(),
            known: BTreeMap::new(),
        }
    }

    /// Every node that may be what was struck: those below the stated ones, and those above, since a list may state a
    /// site by the wider word. None if nothing is known, or only the accuser's guess of what was aimed at.
    fn of_story(&mut self, story: &Story) -> Option<BTreeSet<NodeId>> {
        let stated = &story.object.categories;
        if stated.is_empty() || story.object.basis == ObjectBasis::ClaimedIntent {
            return None;
        }
        if let Some(known) = self.known.get(stated) {
            return Some(known.clone());
        }
        let tree = &self.case.taxonomy;
        let struck: BTreeSet<usize> = stated
            .iter()
            .filter_map(|id| tree.position(id))
            .flat_map(|at| self.leaves[at].iter().copied())
            .collect();
        let nodes = tree.nodes().iter().zip(&self.leaves);
        let possible: BTreeSet<NodeId> = nodes
            .filter(|(_, leaves)| !leaves.is_disjoint(&struck))
            .map(|(node, _)| node.id.clone())
            .collect();
        self.known.insert(stated.clone(), possible.clone());
        Some(possible)
    }
}
