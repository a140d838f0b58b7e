//! One line for each incident, ready to be filtered, sorted, drawn and searched.

use std::collections::{BTreeSet, HashMap, HashSet};
use std::ops::Deref;
use std::sync::Arc;

use holdfire_model::{
    Case, Class, Incident, IncidentAnswer, Interval, LinkEnd, LinkState, Moment, PartyId,
    PlaceOption, Report, SourceKind, Spot, SupportLevel, Verdict,
};
use holdfire_monitor::{Answer, Solved};
use holdfire_wire::lines::Lines;

use super::features::{Features, FeaturesMaker};
use super::filter::{ListFilter, Sieve, Sort};
use super::places::Places;
use super::pool::Pool;
use super::search::{WordIndex, WordIndexMaker};

/// An incident as a line of a list.
///
/// What it answers is read as if it were its own: it is shared by all lines that answer the same.
#[derive(Clone, Debug, PartialEq)]
pub struct Row {
    /// Its place in `answer.incidents` and `answer.stories`.
    pub at: usize,
    /// When it can have happened, over all accounts.
    pub when: Interval,
    /// The local days of the case on which it can have happened.
    pub days: Days,
    /// Where, if an account gives a point: longitude, latitude, radius in metres.
    pub spot: Option<Spot>,
    /// The number of its first account's place among the names of places.
    place: u32,
    /// The number of its facets.
    pub(super) facet: u32,
    facets: Arc<Facets>,
}

/// What a line answers, and who claims it.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Facets {
    /// Over the panel.
    pub class: Class,
    /// Who supports it.
    pub support: SupportLevel,
    /// True if it is contested, whatever the level.
    pub contested: bool,
    /// Reading by reading, in the case's order.
    pub verdicts: Vec<Verdict>,
    /// What decides, or is silent.
    pub turns_on: Vec<String>,
    /// The same as the headline groups by it.
    pub points: Vec<String>,
    /// Silent terms on which it hangs under a reading of the panel.
    pub silent: Vec<String>,
    /// Who reports it: places of parties in the case; `None`: sources of neither.
    pub by: Vec<Option<usize>>,
    /// True if a link of one of its reports was suggested and not decided on.
    pub suggested: bool,
    /// True if it has accounts that differ.
    pub differs: bool,
}

impl Deref for Row {
    type Target = Facets;

    fn deref(&self) -> &Facets {
        &self.facets
    }
}

/// Days, counted from 1970-01-01.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Days {
    /// The first.
    pub first: i32,
    /// The last.
    pub last: i32,
}

impl Days {
    fn of(case: &Case, when: Interval) -> Self {
        let zone = &case.settings.zone;
        let day = |moment| {
            let epoch = jiff::civil::date(1970, 1, 1);
            // A date of four figures is fewer than 2^22 days from any other.
            zone.date_of(moment)
                .since(epoch)
                .map_or(0, |span| span.get_days())
        };
        Self {
            first: day(when.from()),
            last: day(Moment(when.until().0 - 1)),
        }
    }
}

/// The lines of a world, in order of ids.
#[derive(PartialEq)]
pub struct Rows {
    rows: Vec<Row>,
    /// Each once; rows have their numbers.
    facets: Vec<Arc<Facets>>,
    /// The names of places, each once.
    places_named: Vec<Arc<str>>,
    /// Numbers of the rows, the newest first and the oldest first.
    newest: Vec<u32>,
    oldest: Vec<u32>,
    words: WordIndex,
    places: Places,
    features: Features,
}

impl Rows {
    pub(super) fn new(case: &Case, answer: &Answer, solved: &Solved) -> Self {
        let reports: HashMap<&str, &Report> =
            case.reports.iter().map(|r| (r.id.as_str(), &**r)).collect();
        let lines = Lines::of(case);
        let open: HashSet<&str> = case
            .links
            .iter()
            .filter(|link| link.state == LinkState::Suggested)
            .flat_map(|link| {
                let from = match &link.from {
                    LinkEnd::Report(id) => Some(id.as_str()),
                    LinkEnd::Observation(_) => None,
                };
                from.into_iter().chain([link.to.as_str()])
            })
            .collect();
        let mut features = FeaturesMaker::default();
        let mut words = WordIndexMaker::default();
        let mut facets = Pool::default();
        let mut names: Pool<str> = Pool::default();
        let mut rows = Vec::with_capacity(answer.incidents.len());
        for (at, (incident, story)) in answer.incidents.iter().zip(&answer.stories).enumerate() {
            let of = incident.reports.iter();
            let of: Vec<&Report> = of
                .filter_map(|id| reports.get(id.as_str()).copied())
                .collect();
            words.push(&words_of(incident, story, &of));
            features.push(&lines.line(incident, story));
            let silent = solved.hangs_on(at).iter();
            let silent = silent.filter(|on| case.panel.contains(&case.readings[on.reading].id));
            let silent: BTreeSet<&String> = silent.map(|on| &on.term).collect();
            let answered = Facets {
                silent: silent.into_iter().cloned().collect(),
                suggested: incident.reports.iter().any(|id| open.contains(id.as_str())),
                differs: story.accounts.len() > 1,
                ..answered(case, incident, &of)
            };
            let (facet, facets) = facets.put(answered);
            let name = story.accounts[0].story.place.name.as_str();
            let (place, _) = names.put_with(name, || Arc::from(name));
            let when = when_of(story);
            rows.push(Row {
                at,
                when,
                days: Days::of(case, when),
                spot: spot_of(story),
                place,
                facet,
                facets,
            });
        }
        let spots = rows
            .iter()
            .map(|row| row.spot.map(|spot| (spot.lon, spot.lat)));
        let places = Places::new(spots);
        let all = 0..u32::try_from(rows.len()).unwrap_or(u32::MAX);
        let from = |row: &u32| rows[*row as usize].when.from();
        let mut oldest: Vec<u32> = all.collect();
        let mut newest = oldest.clone();
        oldest.sort_by_key(from);
        newest.sort_by_key(|row| std::cmp::Reverse(from(row)));
        Self {
            places,
            rows,
            facets: facets.list,
            places_named: names.list,
            newest,
            oldest,
            words: words.finish(),
            features: features.finish(),
        }
    }

    /// The lines as they leave the program.
    #[must_use]
    pub fn features(&self) -> &Features {
        &self.features
    }

    /// Where they are.
    #[must_use]
    pub fn places(&self) -> &Places {
        &self.places
    }

    /// What of all lines a filter lets through, wherever they are: to be asked of one line after another.
    #[must_use]
    pub fn sieve(&self, case: &Case, filter: &ListFilter) -> Sieve {
        filter.sieve(case, &self.facets, self.words.find(&filter.words))
    }

    /// All lines, in order of ids.
    #[must_use]
    pub fn all(&self) -> &[Row] {
        &self.rows
    }

    /// The name of the place of a line's first account; empty: it has none.
    #[must_use]
    pub fn place_name(&self, place: usize) -> &str {
        &self.places_named[place]
    }

    /// How often each place is named by these lines, and where the first of them is, by its number.
    #[must_use]
    pub fn named_places(&self, rows: &[&Row]) -> Vec<(usize, Spot, usize)> {
        let mut counts: Vec<(usize, Option<Spot>)> = vec![(0, None); self.places_named.len()];
        for row in rows {
            if let Some(spot) = row.spot {
                let (count, first) = &mut counts[row.place as usize];
                *count += 1;
                first.get_or_insert(spot);
            }
        }
        let named = counts.into_iter().enumerate();
        named
            .filter(|(place, _)| !self.places_named[*place].is_empty())
            .filter_map(|(place, (count, first))| Some((place, first?, count)))
            .collect()
    }

    /// The lines that a filter lets through, in the order that it asks for.
    #[must_use]
    pub fn list(&self, case: &Case, filter: &ListFilter) -> Vec<&Row> {
        let sieve = self.sieve(case, filter);
        let order: Option<&[u32]> = match filter.sort {
            Sort::Id => None,
            Sort::Newest => Some(&self.newest),
            Sort::Oldest => Some(&self.oldest),
        };
        if let Some(bounds) = filter.bounds {
            let mut near = self.places.within(&bounds);
            near.sort_unstable();
            let near = near.into_iter().map(|row| &self.rows[row as usize]);
            let mut found: Vec<&Row> = near.filter(|row| sieve.takes(row)).collect();
            match filter.sort {
                Sort::Id => {}
                Sort::Newest => found.sort_by_key(|row| std::cmp::Reverse(row.when.from())),
                Sort::Oldest => found.sort_by_key(|row| row.when.from()),
            }
            return found;
        }
        match order {
            None => self.rows.iter().filter(|row| sieve.takes(row)).collect(),
            Some(order) => order
                .iter()
                .map(|row| &self.rows[*row as usize])
                .filter(|row| sieve.takes(row))
                .collect(),
        }
    }

    /// The lines before and behind one that a filter lets through, in the order that it asks for.
    #[must_use]
    pub fn beside(
        &self,
        case: &Case,
        filter: &ListFilter,
        row: &Row,
    ) -> (Option<&Row>, Option<&Row>) {
        let sieve = self.sieve(case, filter);
        let inside = |row: &Row| {
            let here = filter.bounds.is_none_or(|bounds| {
                let spot = row.spot;
                spot.is_some_and(|spot| bounds.holds(spot.lon, spot.lat))
            });
            here && sieve.takes(row)
        };
        if !inside(row) {
            return (None, None);
        }
        let from = |at: &u32| self.rows[*at as usize].when.from();
        let (order, at) = match filter.sort {
            Sort::Id => (None, row.at),
            Sort::Newest => {
                let key = |at: &u32| (std::cmp::Reverse(from(at)), *at as usize);
                let own = (std::cmp::Reverse(row.when.from()), row.at);
                let at = self.newest.partition_point(|at| key(at) < own);
                (Some(&self.newest), at)
            }
            Sort::Oldest => {
                let own = (row.when.from(), row.at);
                let at = self
                    .oldest
                    .partition_point(|at| (from(at), *at as usize) < own);
                (Some(&self.oldest), at)
            }
        };
        let of = |at: usize| match order {
            None => &self.rows[at],
            Some(order) => &self.rows[order[at] as usize],
        };
        (
            (0..at).rev().map(of).find(|row| inside(row)),
            (at + 1..self.rows.len()).map(of).find(|row| inside(row)),
        )
    }
}

/// When it can have happened, over all accounts.
fn when_of(story: &Incident) -> Interval {
    let accounts = story.accounts.iter();
    accounts
        .map(|account| account.story.when.interval)
        .reduce(Interval::hull)
        .expect("an incident has at least one account")
}

/// The first point that an account gives.
fn spot_of(story: &Incident) -> Option<Spot> {
    let accounts = story.accounts.iter();
    accounts
        .flat_map(|account| account.story.place.options())
        .find_map(|option| match option {
            PlaceOption::Near(spot) | PlaceOption::NearIn(spot, _) => Some(*spot),
            PlaceOption::In(_) | PlaceOption::Anywhere => None,
        })
}

fn answered(case: &Case, incident: &IncidentAnswer, of: &[&Report]) -> Facets {
    let by: BTreeSet<Option<usize>> = of
        .iter()
        .map(|report| {
            claimant(report).and_then(|id| case.parties.iter().position(|party| party.id == *id))
        })
        .collect();
    Facets {
        class: incident.class,
        support: incident.support.level,
        contested: incident.support.contested,
        verdicts: incident
            .verdicts
            .iter()
            .map(|(_, verdict)| *verdict)
            .collect(),
        turns_on: incident.turns_on.to_vec(),
        points: holdfire_monitor::decisive_points(&incident.turns_on),
        silent: Vec::new(),
        by: by.into_iter().collect(),
        suggested: false,
        differs: false,
    }
}

/// The party whose words a report carries; `None`: a source of neither party.
#[must_use]
pub fn claimant(report: &Report) -> Option<&PartyId> {
    match &report.source.kind {
        SourceKind::Party(id) => Some(id),
        SourceKind::Independent | SourceKind::Body => None,
    }
}

fn words_of(incident: &IncidentAnswer, story: &Incident, of: &[&Report]) -> String {
    let mut words = incident.id.to_string();
    let mut add = |text: &str| {
        words.push('\n');
        words.push_str(text);
    };
    for account in &story.accounts {
        add(&account.story.place.name);
        add(&account.story.object.name);
    }
    for report in of {
        add(report.id.as_str());
        add(&report.summary);
        add(&report.source.speaker);
        add(&report.source.outlet);
    }
    words
}
