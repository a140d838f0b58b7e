//! One line for each incident, ready to be filtered, sorted, drawn and searched.

use std::collections::{BTreeSet, HashMap, HashSet};

use holdfire_model::{
    Case, Class, Incident, IncidentAnswer, Interval, LinkEnd, LinkState, Moment, PartyId,
    PlaceOption, Report, SourceKind, Spot, SupportLevel, Verdict,
};
use holdfire_monitor::{Answer, Hanging};
use holdfire_wire::lines::Lines;

use super::features::Features;
use super::filter::{ListFilter, Sort};
use super::places::Places;
use super::search::Haystack;

/// An incident as a line of a list.
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
    /// Silent terms on which it hangs under a reading of the panel.
    pub silent: Vec<String>,
    /// Who reports it: places of parties in the case; `None`: sources of neither.
    pub by: Vec<Option<usize>>,
    /// True if a link of one of its reports was suggested and not decided on.
    pub suggested: bool,
    /// True if it has accounts that differ.
    pub differs: bool,
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
pub struct Rows {
    rows: Vec<Row>,
    haystack: Haystack,
    places: Places,
    features: Features,
}

impl Rows {
    pub(super) fn new(case: &Case, answer: &Answer, hanging: &[Vec<Hanging>]) -> Self {
        let reports: HashMap<&str, &Report> =
            case.reports.iter().map(|r| (r.id.as_str(), r)).collect();
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
        let mut features = Features::default();
        let mut haystack = Haystack::default();
        let rows = answer
            .incidents
            .iter()
            .zip(&answer.stories)
            .enumerate()
            .map(|(at, (incident, story))| {
                let of = incident.reports.iter();
                let of: Vec<&Report> = of
                    .filter_map(|id| reports.get(id.as_str()).copied())
                    .collect();
                haystack.push(&words_of(incident, story, &of));
                let line = lines.line(incident, story);
                features.push(&line);
                let silent = hanging.get(at).into_iter().flatten();
                let silent = silent.filter(|on| case.panel.contains(&case.readings[on.reading].id));
                let silent: BTreeSet<String> = silent.map(|on| on.term.clone()).collect();
                let suggested = incident.reports.iter().any(|id| open.contains(id.as_str()));
                Row {
                    suggested,
                    ..row(case, at, incident, story, &of, silent.into_iter().collect())
                }
            })
            .collect();
        let rows: Vec<Row> = rows;
        let spots = rows
            .iter()
            .map(|row| row.spot.map(|spot| (spot.lon, spot.lat)));
        Self {
            places: Places::new(spots),
            rows,
            haystack,
            features,
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

    /// True for each line that a filter lets through, wherever it is; `None`: all of them.
    #[must_use]
    pub fn mask(&self, case: &Case, filter: &ListFilter) -> Option<Vec<bool>> {
        let anywhere = ListFilter {
            bounds: None,
            ..filter.clone()
        };
        if anywhere.is_open() {
            return None;
        }
        let mut mask = vec![false; self.rows.len()];
        for row in self.list(case, &anywhere) {
            mask[row.at] = true;
        }
        Some(mask)
    }

    /// All lines, in order of ids.
    #[must_use]
    pub fn all(&self) -> &[Row] {
        &self.rows
    }

    /// The lines that a filter lets through, in the order that it asks for.
    #[must_use]
    pub fn list(&self, case: &Case, filter: &ListFilter) -> Vec<&Row> {
        let test = filter.ready(case);
        let some = |numbers: Vec<usize>| {
            let rows = numbers.into_iter().filter_map(|at| self.rows.get(at));
            rows.filter(|row| test.takes(row)).collect()
        };
        let mut found: Vec<&Row> = match (self.haystack.find(&filter.words), filter.bounds) {
            (Some(numbers), _) => some(numbers),
            (None, Some(bounds)) => {
                let near = self.places.within(&bounds);
                let mut near: Vec<usize> = near.into_iter().map(|row| row as usize).collect();
                near.sort_unstable();
                some(near)
            }
            (None, None) => self.rows.iter().filter(|row| test.takes(row)).collect(),
        };
        match filter.sort {
            Sort::Id => {}
            Sort::Newest => found.sort_by_key(|row| (std::cmp::Reverse(row.when.from()), row.at)),
            Sort::Oldest => found.sort_by_key(|row| (row.when.from(), row.at)),
        }
        found
    }
}

fn row(
    case: &Case,
    at: usize,
    incident: &IncidentAnswer,
    story: &Incident,
    of: &[&Report],
    silent: Vec<String>,
) -> Row {
    let accounts = &story.accounts;
    let when = accounts
        .iter()
        .map(|account| account.story.when.interval)
        .reduce(Interval::hull)
        .expect("an incident has at least one account");
    let spot = accounts
        .iter()
        .flat_map(|account| account.story.place.options())
        .find_map(|option| match option {
            PlaceOption::Near(spot) | PlaceOption::NearIn(spot, _) => Some(*spot),
            PlaceOption::In(_) | PlaceOption::Anywhere => None,
        });
    let by: BTreeSet<Option<usize>> = of
        .iter()
        .map(|report| {
            claimant(report).and_then(|id| case.parties.iter().position(|party| party.id == *id))
        })
        .collect();
    Row {
        at,
        when,
        days: Days::of(case, when),
        spot,
        class: incident.class,
        support: incident.support.level,
        contested: incident.support.contested,
        verdicts: incident
            .verdicts
            .iter()
            .map(|(_, verdict)| *verdict)
            .collect(),
        turns_on: incident.turns_on.clone(),
        silent,
        by: by.into_iter().collect(),
        suggested: false,
        differs: accounts.len() > 1,
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
