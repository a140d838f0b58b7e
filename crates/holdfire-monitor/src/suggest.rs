//! Which reports may tell of one incident, and why: a list for a person to decide on. Nothing is ever joined here.
//!
//! Two reports are suggested if all of these could be true of both at once: the time, the place with its uncertainty, the
//! object by its category, and the act. Where they name the same place and nearly the same time, objects may differ: one calls
//! a line what the other calls a substation. Whatever is too vague to say that (a week, a whole region) suggests nothing: it
//! would suggest everything. How alike they are is told sign by sign; there is no score.

use std::collections::{BTreeSet, HashMap};

use holdfire_geo::{LonLat, Model, distance_m};
use holdfire_model::{
    Case, Link, LinkEnd, LinkKind, LinkState, PartyId, PlaceOption, Report, ReportId, Source,
    SourceKind, Spot, Taxonomy,
};

use crate::incidents::{Joining, incidents};

/// So many pairs are found at once: nobody decides on more before the record is another.
pub const MOST: usize = 2_000;

/// Times that do not overlap may lie so far apart: sources round, and see the same thing minutes after each other.
pub const MOST_APART_SECONDS: i64 = 30 * 60;
/// A longer stretch than a day of 25 hours is no time of an event.
pub const LONGEST_SECONDS: i64 = 25 * 3600;
/// A wider circle than that of a settlement with its surroundings is no place of an event.
pub const WIDEST_M: f64 = 30_000.0;
/// Within so long, at one place by name, what was struck may be called by two words.
pub const ONE_MOMENT_SECONDS: i64 = 2 * 3600;

/// A reason why two reports may tell of one incident.
#[derive(Clone, Debug, PartialEq)]
pub enum Sign {
    /// Their times have so many minutes in common.
    SameTime {
        /// How many; at least one.
        minutes: u64,
    },
    /// So many minutes lie between their times.
    MinutesApart {
        /// How many.
        minutes: u64,
    },
    /// They name the same place.
    SamePlace {
        /// As the earlier of them names it.
        name: String,
    },
    /// Their places lie this far apart, and each is known only to so far.
    Near {
        /// From centre to centre, metres.
        apart_m: f64,
        /// Both radii together, metres.
        within_m: f64,
    },
    /// The objects can be of one category.
    SameObject {
        /// As the earlier of them calls its object; its category where it has no name.
        name: String,
    },
    /// Against it: the objects cannot be of one category.
    OtherObject {
        /// What the earlier of them says.
        first: String,
        /// What the later of them says.
        second: String,
    },
    /// The acts can be one.
    SameAct,
    /// They say it in the same words.
    SameWords,
    /// Each side names the other.
    RolesChanged,
}

impl Sign {
    /// False for what speaks against it.
    #[must_use]
    pub fn is_for(&self) -> bool {
        !matches!(self, Self::OtherObject { .. })
    }
}

/// Two reports that may tell of one incident.
#[derive(Clone, Debug, PartialEq)]
pub struct Suggestion {
    /// The one with the higher id.
    pub from: ReportId,
    /// The one with the lower id.
    pub to: ReportId,
    /// How they would belong together.
    pub kind: LinkKind,
    /// Why, in the order in which signs are listed.
    pub why: Vec<Sign>,
    /// What the case has as the reason, where it suggests this link itself.
    pub written: Option<String>,
}

/// A pair of reports without an order: the lower id first.
#[must_use]
pub fn pair(a: &ReportId, b: &ReportId) -> (ReportId, ReportId) {
    if a <= b {
        (a.clone(), b.clone())
    } else {
        (b.clone(), a.clone())
    }
}

/// Pairs of reports that may tell of one incident and that nobody has decided on: those that the case suggests, then
/// those with more signs, ties by ids.
///
/// No more than [`MOST`] are found beside those that the case suggests; others follow as these are decided on.
///
/// `apart`: pairs that a person kept apart, as [`pair`] gives them. What is one incident already is not suggested.
///
/// # Units and shape
/// Distances along the ellipsoid, metres. Grows with the number of reports close to each other in time and latitude.
#[must_use]
pub fn suggestions(case: &Case, apart: &BTreeSet<(ReportId, ReportId)>) -> Vec<Suggestion> {
    let by_id: HashMap<&ReportId, &Report> = case.reports.iter().map(|r| (&r.id, &**r)).collect();
    let together = together(case);
    let mut known: BTreeSet<(ReportId, ReportId)> = apart.clone();
    let mut written = Vec::new();
    for link in &case.links {
        let LinkEnd::Report(from) = &link.from else {
            continue;
        };
        let ids = pair(from, &link.to);
        if !known.insert(ids.clone()) || link.state != LinkState::Suggested {
            continue;
        }
        if let (Some(low), Some(high)) = (by_id.get(&ids.0), by_id.get(&ids.1)) {
            written.push(of_case(&case.taxonomy, link, low, high));
        }
    }
    let leaves = Leaves::new(&case.taxonomy);
    let mut found: Vec<Suggestion> = near_in_time_and_latitude(case)
        .filter(|(a, b)| together.get(&a.id) != together.get(&b.id))
        .filter_map(|(a, b)| {
            let (low, high) = if a.id <= b.id { (a, b) } else { (b, a) };
            let why = alike(&leaves, low, high)?;
            (!known.contains(&pair(&low.id, &high.id))).then(|| Suggestion {
                from: high.id.clone(),
                to: low.id.clone(),
                kind: kind(&why),
                why,
                written: None,
            })
        })
        .take(MOST)
        .collect();
    found.sort_by(|a, b| {
        let rank = |s: &Suggestion| usize::MAX - s.why.iter().filter(|sign| sign.is_for()).count();
        (rank(a), &a.to, &a.from).cmp(&(rank(b), &b.to, &b.from))
    });
    written.sort_by(|a, b| (&a.to, &a.from).cmp(&(&b.to, &b.from)));
    written.extend(found);
    written
}

/// A link that the case suggests, with what we see of it: often less than the person saw who wrote it.
fn of_case(taxonomy: &Taxonomy, link: &Link, low: &Report, high: &Report) -> Suggestion {
    let leaves = Leaves::new(taxonomy);
    Suggestion {
        from: high.id.clone(),
        to: low.id.clone(),
        kind: link.kind,
        why: signs(&leaves, low, high),
        written: Some(link.why.clone()),
    }
}

/// The number of the incident of each report, as links stand.
fn together(case: &Case) -> HashMap<ReportId, usize> {
    let all = incidents(case, Joining::Decided);
    let numbered = all.iter().enumerate().flat_map(|(number, incident)| {
        let reports = incident.accounts.iter().flat_map(|a| &a.reports);
        reports.map(move |id| (id.clone(), number))
    });
    numbered.collect()
}

/// The leaves that each node of the tree stands for, as bits.
struct Leaves<'t> {
    taxonomy: &'t Taxonomy,
    of: Vec<[u64; 4]>,
}

impl<'t> Leaves<'t> {
    fn new(taxonomy: &'t Taxonomy) -> Self {
        let bits = |node: usize| {
            let mut bits = [0; 4];
            for leaf in taxonomy.leaves(node) {
                bits[leaf / 64] |= 1 << (leaf % 64);
            }
            bits
        };
        Self {
            taxonomy,
            of: (0..taxonomy.nodes().len()).map(bits).collect(),
        }
    }

    /// What an object can be; `None`: not known.
    fn of(&self, report: &Report) -> Option<[u64; 4]> {
        let categories = &report.story.object.categories;
        let nodes = categories
            .iter()
            .filter_map(|id| self.taxonomy.position(id));
        nodes.map(|at| self.of[at]).reduce(|a, b| {
            let mut both = a;
            both.iter_mut().zip(b).for_each(|(to, bits)| *to |= bits);
            both
        })
    }
}

/// The only point of a place, if it is precise enough to suggest anything.
fn spot(report: &Report) -> Option<Spot> {
    let mut options = report.story.place.options();
    let spot = match (options.next()?, options.next()) {
        (PlaceOption::Near(spot) | PlaceOption::NearIn(spot, _), None) => *spot,
        _ => return None,
    };
    (spot.radius_m <= WIDEST_M).then_some(spot)
}

/// All pairs whose times and latitudes let them be one, each once.
fn near_in_time_and_latitude(case: &Case) -> impl Iterator<Item = (&Report, &Report)> {
    // Two circles that touch have centres less far apart than this: a degree of latitude has at least 110,574 m.
    const BAND_DEGREES: f64 = 2.0 * WIDEST_M / 110_574.0;
    const SLOT_SECONDS: i64 = LONGEST_SECONDS + MOST_APART_SECONDS;
    let mut slots: HashMap<(i64, i64), Vec<&Report>> = HashMap::new();
    let precise = case.reports.iter().filter_map(|report| {
        let interval = report.story.when.interval;
        let spot = spot(report).filter(|_| interval.seconds() <= LONGEST_SECONDS)?;
        // Latitudes are small numbers.
        #[allow(clippy::cast_possible_truncation, reason = "at most 90 degrees")]
        let band = (spot.lat / BAND_DEGREES).floor() as i64;
        Some((
            &**report,
            (interval.from().0.div_euclid(SLOT_SECONDS), band),
        ))
    });
    let precise: Vec<(&Report, (i64, i64))> = precise.collect();
    for (report, slot) in &precise {
        slots.entry(*slot).or_default().push(report);
    }
    precise.into_iter().flat_map(move |(report, (time, band))| {
        let mut near: Vec<&Report> = Vec::new();
        for slot in (time - 1..=time + 1).flat_map(|t| (band - 1..=band + 1).map(move |b| (t, b))) {
            let others = slots.get(&slot).into_iter().flatten();
            near.extend(others.copied().filter(|other| report.id < other.id));
        }
        near.into_iter().map(move |other| (report, other))
    })
}

/// Why two reports may tell of one incident; `None` if they cannot, or one source tells both apart.
fn alike(leaves: &Leaves<'_>, low: &Report, high: &Report) -> Option<Vec<Sign>> {
    // Most pairs fail here, and cost nothing more.
    if times(low, high).is_none() || places(low, high).is_none() {
        return None;
    }
    let signs = signs(leaves, low, high);
    let has = |wanted: fn(&Sign) -> bool| signs.iter().any(wanted);
    let time = has(|s| matches!(s, Sign::SameTime { .. } | Sign::MinutesApart { .. }));
    let place = has(|s| matches!(s, Sign::SamePlace { .. } | Sign::Near { .. }));
    let longest = |report: &Report| report.story.when.interval.seconds();
    let one_moment = longest(low).max(longest(high)) <= ONE_MOMENT_SECONDS
        && has(|s| matches!(s, Sign::SamePlace { .. }));
    let object = has(|s| matches!(s, Sign::SameObject { .. })) || one_moment;
    let act = has(|s| *s == Sign::SameAct);
    // A source that lists two lines in one statement means two, unless it says the same twice.
    let told_apart = one_statement(&low.source, &high.source) && !has(|s| *s == Sign::SameWords);
    (time && place && object && act && !told_apart).then_some(signs)
}

fn one_statement(a: &Source, b: &Source) -> bool {
    a.kind == b.kind && a.said.is_some() && a.said == b.said && a.outlet == b.outlet
}

/// The signs that there are, in the order in which they are listed.
fn signs(leaves: &Leaves<'_>, low: &Report, high: &Report) -> Vec<Sign> {
    let mut signs = Vec::new();
    signs.extend(times(low, high));
    signs.extend(places(low, high));
    signs.extend(objects(leaves, low, high));
    let (a, b) = (low.story.act.kinds(), high.story.act.kinds());
    if !a.is_disjoint(b) {
        signs.push(Sign::SameAct);
    }
    let (a, b) = (words(&low.summary), words(&high.summary));
    // Four of five words: a copy with another date or spelling.
    let common = a.intersection(&b).count();
    if common > 0 && 5 * common >= 4 * a.union(&b).count() {
        signs.push(Sign::SameWords);
    }
    if roles_changed(low, high) {
        signs.push(Sign::RolesChanged);
    }
    signs
}

fn times(low: &Report, high: &Report) -> Option<Sign> {
    let (a, b) = (low.story.when.interval, high.story.when.interval);
    if a.seconds().max(b.seconds()) > LONGEST_SECONDS {
        return None;
    }
    let common = a.until().min(b.until()).0 - a.from().max(b.from()).0;
    let minutes = common.unsigned_abs() / 60;
    if common > 0 {
        Some(Sign::SameTime {
            minutes: minutes.max(1),
        })
    } else {
        (-common <= MOST_APART_SECONDS).then_some(Sign::MinutesApart { minutes })
    }
}

fn places(low: &Report, high: &Report) -> Option<Sign> {
    let (a, b) = (spot(low)?, spot(high)?);
    let at = |spot: Spot| LonLat::new(spot.lon, spot.lat).ok();
    let apart_m = distance_m(Model::Wgs84, at(a)?, at(b)?);
    let within_m = a.radius_m + b.radius_m;
    if apart_m > within_m {
        return None;
    }
    let name = &low.story.place.name;
    let same = !name.is_empty() && words(name) == words(&high.story.place.name);
    Some(if same {
        Sign::SamePlace { name: name.clone() }
    } else {
        Sign::Near { apart_m, within_m }
    })
}

fn objects(leaves: &Leaves<'_>, low: &Report, high: &Report) -> Option<Sign> {
    let (a, b) = (leaves.of(low)?, leaves.of(high)?);
    let common = a.iter().zip(b).any(|(a, b)| a & b != 0);
    let name = |report: &Report| {
        let object = &report.story.object;
        let category = object.categories.first().filter(|_| object.name.is_empty());
        let label = |id| leaves.taxonomy.label(id).to_owned();
        category.map_or_else(|| object.name.clone(), label)
    };
    Some(if common {
        Sign::SameObject { name: name(low) }
    } else {
        Sign::OtherObject {
            first: name(low),
            second: name(high),
        }
    })
}

/// The words of a text, in small letters.
fn words(text: &str) -> BTreeSet<String> {
    let words = text.split(|c: char| !c.is_alphanumeric());
    words
        .filter(|word| !word.is_empty())
        .map(str::to_lowercase)
        .collect()
}

/// Two parties, each of which names the other.
fn roles_changed(low: &Report, high: &Report) -> bool {
    fn claimant(report: &Report) -> Option<&PartyId> {
        match &report.source.kind {
            SourceKind::Party(id) => Some(id),
            SourceKind::Independent | SourceKind::Body => None,
        }
    }
    let (a, b) = (&low.story.actors, &high.story.actors);
    match (claimant(low), claimant(high)) {
        (Some(one), Some(other)) => one != other && a.contains(other) && b.contains(one),
        _ => false,
    }
}

fn kind(why: &[Sign]) -> LinkKind {
    if why.contains(&Sign::RolesChanged) {
        LinkKind::CounterAllegation
    } else if why.contains(&Sign::SameWords) {
        LinkKind::Repeat
    } else {
        LinkKind::Duplicate
    }
}
