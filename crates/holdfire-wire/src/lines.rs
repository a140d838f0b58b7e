//! A list of incidents, one line for each: what stands in a filtered view, as CSV, as GeoJSON points and in the API.
//!
//! Nothing uncertain is dropped: a line has the whole stretch of time in which the act can have happened, the radius of its
//! point and how that came about, how many places are possible, and says so where there is no point at all.

use std::collections::{BTreeMap, HashMap};

use holdfire_model::{
    Case, Incident, IncidentAnswer, Interval, PlaceOption, Report, ReportId, SourceKind, Spot,
};
use schemars::JsonSchema;
use serde::Serialize;

use crate::answer::texts;
use crate::exports::harmless;

/// The name and version of the format.
pub const SCHEMA: &str = "holdfire/incidents/1";

/// What stands in a list beside every point.
pub const NOTE: &str = "Middles of areas of possibility with their radius, of what was claimed; not places of facilities.";

/// How well a place is known.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum Located {
    /// Within `radius_m` of the point.
    Circle,
    /// Somewhere in the areas; there is no point.
    Area,
    /// Nothing is known.
    Unknown,
}

impl Located {
    /// Its name in files.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Circle => "circle",
            Self::Area => "area",
            Self::Unknown => "unknown",
        }
    }
}

/// One incident.
#[derive(Clone, Debug, PartialEq, Serialize, JsonSchema)]
pub struct LineOut<'a> {
    /// Its id.
    pub id: &'a str,
    /// Its reports.
    pub reports: Vec<&'a str>,
    /// The first moment at which it can have happened, over all accounts.
    pub from: String,
    /// The first moment after the last one.
    pub until: String,
    /// What the accounts name as struck.
    pub objects: Vec<&'a str>,
    /// What the accounts name as the place.
    pub places: Vec<&'a str>,
    /// How well the place is known: `circle`, `area`, `unknown`.
    pub located: Located,
    /// Longitude of the point, degrees on WGS 84; null: there is no point.
    pub lon: Option<f64>,
    /// Latitude.
    pub lat: Option<f64>,
    /// Within how many metres of the point.
    pub radius_m: Option<f64>,
    /// How the radius or the area came about, in words.
    pub precision: &'a str,
    /// How many places are possible over all accounts; the point is the first of them.
    pub places_possible: usize,
    /// Named areas in which it can lie.
    pub areas: Vec<&'a str>,
    /// Who claims it: parties, `independent`, `body`.
    pub claimed_by: Vec<&'a str>,
    /// Over the panel: `all`, `turns-on-reading`, `may`, `undecided`, `none`.
    pub class: &'static str,
    /// What decides.
    pub turns_on: Vec<&'a str>,
    /// `claim-only`, `contested`, `independent`, `established`.
    pub support: &'static str,
    /// True if the other side denies or counter-alleges this event.
    pub contested: bool,
    /// True if it rests on a term first stated after the act.
    pub stated_after: bool,
    /// Reading to verdict.
    pub verdicts: BTreeMap<&'a str, &'static str>,
}

/// Makes lines of incidents; holds the reports of the case by their ids.
pub struct Lines<'a> {
    reports: HashMap<&'a ReportId, &'a Report>,
}

impl<'a> Lines<'a> {
    /// Lines of the incidents of a case.
    #[must_use]
    pub fn of(case: &'a Case) -> Self {
        Self {
            reports: case.reports.iter().map(|r| (&r.id, &**r)).collect(),
        }
    }

    /// Lines of incidents that rest on these reports alone.
    #[must_use]
    pub fn some(case: &'a Case, reports: &[ReportId]) -> Self {
        let of = case.reports.iter().filter(|r| reports.contains(&r.id));
        Self {
            reports: of.map(|r| (&r.id, &**r)).collect(),
        }
    }

    /// These reports, in their order, those left out that the case does not have.
    pub fn reports(&self, ids: &[ReportId]) -> impl Iterator<Item = &'a Report> {
        ids.iter().filter_map(|id| self.reports.get(id).copied())
    }

    /// Who claims an incident: parties, `independent`, `body`; in alphabetical order.
    #[must_use]
    pub fn claimed_by(&self, reports: &[ReportId]) -> Vec<&'a str> {
        let mut list: Vec<&str> = self.reports(reports).map(source_name).collect();
        list.sort_unstable();
        list.dedup();
        list
    }

    /// One incident as a line.
    ///
    /// # Panics
    /// Never: an incident has at least one account.
    #[must_use]
    pub fn line(&self, incident: &'a IncidentAnswer, story: &'a Incident) -> LineOut<'a> {
        let accounts = &story.accounts;
        let when = accounts
            .iter()
            .map(|account| account.story.when.interval)
            .reduce(Interval::hull)
            .expect("an incident has at least one account");
        let place = where_of(story);
        LineOut {
            id: incident.id.as_str(),
            reports: incident.reports.iter().map(ReportId::as_str).collect(),
            from: when.from().to_string(),
            until: when.until().to_string(),
            objects: named(accounts.iter().map(|a| a.story.object.name.as_str())),
            places: named(accounts.iter().map(|a| a.story.place.name.as_str())),
            located: place.located,
            lon: place.spot.map(|spot| spot.lon),
            lat: place.spot.map(|spot| spot.lat),
            radius_m: place.spot.map(|spot| spot.radius_m),
            precision: place.precision,
            places_possible: place.possible,
            areas: place.areas,
            claimed_by: self.claimed_by(&incident.reports),
            class: incident.class.name(),
            turns_on: incident.turns_on.iter().map(String::as_str).collect(),
            support: incident.support.level.name(),
            contested: incident.support.contested,
            stated_after: incident.stated_after,
            verdicts: incident
                .verdicts
                .iter()
                .map(|(reading, verdict)| (reading.as_str(), verdict.name()))
                .collect(),
        }
    }
}

/// Who claims what a report says: a party, `independent` or `body`.
#[must_use]
pub fn source_name(report: &Report) -> &str {
    match &report.source.kind {
        SourceKind::Party(id) => id.as_str(),
        SourceKind::Independent => "independent",
        SourceKind::Body => "body",
    }
}

/// Where an incident can have happened, over all its accounts.
#[derive(Clone, Debug, PartialEq)]
pub struct Where<'a> {
    /// How well that is known.
    pub located: Located,
    /// The first circle that an account gives.
    pub spot: Option<Spot>,
    /// How it, or else the first place, came about, in words.
    pub precision: &'a str,
    /// How many places are possible.
    pub possible: usize,
    /// Named areas among them.
    pub areas: Vec<&'a str>,
}

/// Where an incident can have happened.
///
/// # Panics
/// Never: an incident has at least one account.
#[must_use]
pub fn where_of(story: &Incident) -> Where<'_> {
    let places = || story.accounts.iter().map(|account| &account.story.place);
    let mut found = Where {
        located: Located::Unknown,
        spot: None,
        precision: &places().next().expect("an incident has an account").basis,
        possible: 0,
        areas: Vec::new(),
    };
    for (place, option) in places().flat_map(|place| place.options().map(move |o| (place, o))) {
        found.possible += 1;
        let (spot, area) = match option {
            PlaceOption::In(area) => (None, Some(area)),
            PlaceOption::Near(spot) => (Some(*spot), None),
            PlaceOption::NearIn(spot, area) => (Some(*spot), Some(area)),
            PlaceOption::Anywhere => (None, None),
        };
        if found.spot.is_none() && spot.is_some() {
            found.spot = spot;
            found.precision = &place.basis;
        }
        if let Some(area) = area
            && !found.areas.contains(&area.as_str())
        {
            found.areas.push(area.as_str());
        }
    }
    found.located = match (found.spot, found.areas.is_empty()) {
        (Some(_), _) => Located::Circle,
        (None, false) => Located::Area,
        (None, true) => Located::Unknown,
    };
    found
}

/// Each text once, in their order, those that say nothing left out.
pub fn named<'a>(texts: impl Iterator<Item = &'a str>) -> Vec<&'a str> {
    let mut seen: Vec<&str> = Vec::new();
    for text in texts.filter(|text| !text.is_empty()) {
        if !seen.contains(&text) {
            seen.push(text);
        }
    }
    seen
}

/// The columns of the table before those of the readings.
const COLUMNS: [&str; 19] = [
    "incident",
    "reports",
    "from",
    "until",
    "objects",
    "places",
    "located",
    "lon",
    "lat",
    "radius_m",
    "precision",
    "places_possible",
    "areas",
    "claimed_by",
    "class",
    "turns_on",
    "support",
    "contested",
    "stated_after",
];

/// A table of lines (RFC 4180): a head, then a row for each incident. Lists are joined by `|`. A text that a spreadsheet
/// would take for a formula gets a `'` in front; numbers are numbers.
pub struct Table {
    writer: csv::Writer<Vec<u8>>,
    readings: Vec<String>,
}

impl Table {
    /// A table with a column `verdict_<reading>` for each reading of the case.
    ///
    /// # Panics
    /// Never: memory takes every row.
    #[must_use]
    pub fn new(case: &Case) -> Self {
        let mut writer = csv::WriterBuilder::new()
            .terminator(csv::Terminator::CRLF)
            .from_writer(Vec::new());
        let readings = texts(&case.readings.iter().map(|r| &r.id).collect::<Vec<_>>());
        let own = readings.iter().map(|id| format!("verdict_{id}"));
        let head = COLUMNS.iter().map(|name| (*name).to_owned()).chain(own);
        writer.write_record(head).expect("memory takes every row");
        Self { writer, readings }
    }

    /// Adds a line.
    ///
    /// # Panics
    /// Never: memory takes every row.
    pub fn add(&mut self, line: &LineOut<'_>) {
        let number = |value: Option<f64>| value.map(|v| v.to_string()).unwrap_or_default();
        let list = |texts: &[&str]| harmless(texts.join("|"));
        let row = [
            harmless(line.id.to_owned()),
            list(&line.reports),
            line.from.clone(),
            line.until.clone(),
            list(&line.objects),
            list(&line.places),
            line.located.name().to_owned(),
            number(line.lon),
            number(line.lat),
            number(line.radius_m),
            harmless(line.precision.to_owned()),
            line.places_possible.to_string(),
            list(&line.areas),
            list(&line.claimed_by),
            line.class.to_owned(),
            list(&line.turns_on),
            line.support.to_owned(),
            line.contested.to_string(),
            line.stated_after.to_string(),
        ];
        let verdicts = self.readings.iter().map(|id| {
            let verdict = line.verdicts.get(id.as_str());
            verdict.copied().unwrap_or_default().to_owned()
        });
        self.writer
            .write_record(row.into_iter().chain(verdicts))
            .expect("memory takes every row");
    }

    /// What was written since the last call, the head first.
    ///
    /// # Panics
    /// Never: memory takes every row.
    pub fn take(&mut self) -> String {
        let fresh = csv::WriterBuilder::new()
            .terminator(csv::Terminator::CRLF)
            .from_writer(Vec::new());
        let full = std::mem::replace(&mut self.writer, fresh);
        let bytes = full.into_inner().expect("memory takes every row");
        String::from_utf8(bytes).expect("written from text")
    }
}
