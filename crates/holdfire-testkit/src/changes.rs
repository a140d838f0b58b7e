//! Changes that an answer must survive: parties swapped, rows in another order, possibilities widened.

use holdfire_model::{
    Act, Case, Effect, Interval, Moment, Object, Occurrence, Place, PlaceOption, Report, Role, Spot,
};
use std::sync::Arc;

/// The ids of the first two bound parties, in the order of the case.
#[must_use]
pub fn two_sides(case: &Case) -> Option<(String, String)> {
    let mut bound = case
        .parties
        .iter()
        .filter(|p| p.role == Role::Bound)
        .map(|p| p.name.clone());
    Some((bound.next()?, bound.next()?))
}

/// The text with two words exchanged wherever they stand, also within longer names (`alpha-reads`).
#[must_use]
pub fn swapped(text: &str, a: &str, b: &str) -> String {
    const HOLD: &str = "\u{1}";
    text.replace(a, HOLD).replace(b, a).replace(HOLD, b)
}

/// The case with the rows of every table in another order, by a number that stands for the order.
#[must_use]
pub fn shuffled(case: &Case, seed: u64) -> Case {
    let mut case = case.clone();
    let mut random = Steps(seed);
    random.shuffle(&mut case.reports);
    random.shuffle(&mut case.links);
    random.shuffle(&mut case.replies);
    random.shuffle(&mut case.observations);
    random.shuffle(&mut case.sites);
    random.shuffle(&mut case.lists);
    random.shuffle(&mut case.facilities);
    random.shuffle(&mut case.control);
    random.shuffle(&mut case.areas);
    random.shuffle(&mut case.invocations);
    case
}

/// A plain generator of numbers, so that a seed gives the same order everywhere.
struct Steps(u64);

impl Steps {
    fn next(&mut self) -> u64 {
        // splitmix64, Steele, Lea and Flood 2014.
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        z ^ (z >> 31)
    }

    fn shuffle<T>(&mut self, rows: &mut [T]) {
        for i in (1..rows.len()).rev() {
            let j = self.next() % (i as u64 + 1);
            rows.swap(
                i,
                usize::try_from(j).expect("smaller than the number of rows"),
            );
        }
    }
}

/// A way to add possibilities to a report's story.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Widening {
    /// The interval begins earlier, by this many seconds.
    Earlier(i64),
    /// The interval ends later, by this many seconds.
    Later(i64),
    /// One more category, by its number in the tree.
    Category(usize),
    /// One more effect.
    Effect(Effect),
    /// One more possible actor, by its number in the case.
    Actor(usize),
    /// One more kind of act, by its number in the case.
    Kind(usize),
    /// Circles three times as wide.
    Radius,
    /// One more possible area, by its number in the case.
    Area(usize),
    /// It may have been anywhere.
    Anywhere,
}

impl Widening {
    /// Every widening that a case has room for.
    #[must_use]
    pub fn all(case: &Case) -> Vec<Self> {
        let hours = [3_600, 26 * 3_600, 40 * 86_400];
        let mut list = vec![Self::Radius, Self::Anywhere];
        list.extend(hours.map(Self::Earlier));
        list.extend(hours.map(Self::Later));
        list.extend((0..case.taxonomy.nodes().len()).map(Self::Category));
        list.extend(Effect::ALL.map(Self::Effect));
        list.extend((0..case.parties.len()).map(Self::Actor));
        list.extend((0..case.act_kinds.len()).map(Self::Kind));
        list.extend((0..case.areas.len()).map(Self::Area));
        list
    }

    /// The report with the possibility added; `None` where it adds none (what is not known at all, what lasted
    /// throughout, what is there already).
    #[must_use]
    pub fn of(self, report: &Report, case: &Case) -> Option<Report> {
        let mut wide = report.clone();
        let story = Arc::make_mut(&mut wide.story);
        match self {
            Self::Earlier(seconds) | Self::Later(seconds) => {
                if story.when.occurrence == Occurrence::Throughout {
                    return None;
                }
                let (before, after) = if self == Self::Earlier(seconds) {
                    (seconds, 0)
                } else {
                    (0, seconds)
                };
                let (from, until) = (story.when.interval.from().0, story.when.interval.until().0);
                story.when.interval =
                    Interval::new(Moment(from - before), Moment(until + after)).ok()?;
            }
            Self::Category(node) => {
                let Object {
                    categories,
                    site,
                    facility,
                    ..
                } = Arc::make_mut(&mut story.object);
                if categories.is_empty() || site.is_some() || facility.is_some() {
                    return None;
                }
                categories.insert(case.taxonomy.nodes().get(node)?.id.clone());
            }
            Self::Actor(party) => {
                let party = case.parties.get(party)?;
                if story.actors.is_empty() || !matches!(party.role, Role::Bound | Role::Addressed) {
                    return None;
                }
                Arc::make_mut(&mut story.actors).insert(party.id.clone());
            }
            Self::Effect(_) | Self::Kind(_) => {
                let (mut kinds, mut effects) =
                    (story.act.kinds().clone(), story.act.effects().clone());
                match self {
                    Self::Effect(effect) => effects.insert(effect),
                    Self::Kind(kind) => kinds.insert(case.act_kinds.get(kind)?.clone()),
                    _ => false,
                };
                let act = Act::new(kinds, effects, story.act.means.clone())?;
                story.act = Arc::new(act);
            }
            Self::Radius => story.place = remade(&story.place, wider)?,
            Self::Area(area) => {
                let area = case.areas.get(area)?.id.clone();
                story.place = story.place.clone().or(PlaceOption::In(area));
            }
            Self::Anywhere => story.place = story.place.clone().or(PlaceOption::Anywhere),
        }
        (wide != *report).then_some(wide)
    }
}

fn wider(option: &PlaceOption) -> PlaceOption {
    let wide = |spot: &Spot| Spot {
        radius_m: spot.radius_m * 3.0 + 1_000.0,
        ..*spot
    };
    match option {
        PlaceOption::Near(spot) => PlaceOption::Near(wide(spot)),
        PlaceOption::NearIn(spot, area) => PlaceOption::NearIn(wide(spot), area.clone()),
        other => other.clone(),
    }
}

fn remade(place: &Place, change: impl Fn(&PlaceOption) -> PlaceOption) -> Option<Place> {
    let mut options = place.options().map(change);
    let first = Place::one(options.next()?, &place.name, place.basis.clone());
    Some(options.fold(first, Place::or))
}
