//! "Did it hold?" in a first form: what was claimed by whom, before, during and after, under each reading of the panel,
//! with denominators, and what can not be said from it.

use std::collections::BTreeMap;

use holdfire_model::{Case, Class, Interval, PartyId, Phrase, ReadingId, SourceKind, phrase};
use holdfire_terms::Level;

use crate::answer::Answer;
use crate::support::Backing;

/// A stretch of time as a reading sees it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Stretch {
    /// Surely not yet in force.
    Before,
    /// In force.
    During,
    /// Not known, or not said, whether in force; or the incident may lie on either side.
    Open,
    /// Surely no longer in force.
    After,
}

impl Stretch {
    /// All stretches, in order.
    pub const ALL: [Self; 4] = [Self::Before, Self::During, Self::Open, Self::After];

    /// Its name.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Before => "before",
            Self::During => "in force",
            Self::Open => "open",
            Self::After => "after",
        }
    }
}

/// Incidents claimed by one side in one stretch, by coverage over the panel.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct HeldRow {
    /// The reading whose time it is.
    pub reading: ReadingId,
    /// The stretch.
    pub stretch: Stretch,
    /// Who claims; `None`: sources of neither party.
    pub by: Option<PartyId>,
    /// Incidents that this side reports.
    pub incidents: usize,
    /// Of them by class, in the order of [`Class::ALL`].
    pub classes: [usize; 5],
}

/// The first form of the answer.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Held {
    /// Counts.
    pub rows: Vec<HeldRow>,
    /// Days in each stretch, within the span that the reports cover: reading, stretch, days in tenths.
    pub days: Vec<(ReadingId, Stretch, i64)>,
    /// The span that the reports cover.
    pub span: Option<Interval>,
    /// Reports by claimant and local day of the case's zone: what was published, not what happened.
    pub by_day: Vec<(String, Option<PartyId>, usize)>,
    /// What can not be said from this, and why.
    pub refused: Vec<(Phrase, Phrase)>,
}

/// Counts what was claimed over time.
#[must_use]
pub fn held(case: &Case, answer: &Answer) -> Held {
    let span = case.span();
    let backing = Backing::new(case);
    let mut rows = Vec::new();
    let mut days = Vec::new();
    for reading in &case.panel {
        let lines: Vec<_> = answer
            .summary
            .in_force
            .iter()
            .filter(|f| f.reading == *reading)
            .collect();
        let mut counts: BTreeMap<(Stretch, Option<PartyId>), (usize, [usize; 5])> = BTreeMap::new();
        for (incident, story) in answer.incidents.iter().zip(&answer.stories) {
            let when = story
                .accounts
                .iter()
                .map(|a| a.story.when.interval)
                .reduce(Interval::hull);
            let Some(when) = when else { continue };
            let stretch = stretch(&lines, when.from().0, when.until().0);
            let class = Class::ALL
                .iter()
                .position(|c| *c == incident.class)
                .unwrap_or(0);
            for by in backing.claimants(&incident.reports) {
                let entry = counts.entry((stretch, by)).or_default();
                entry.0 += 1;
                entry.1[class] += 1;
            }
        }
        rows.extend(
            counts
                .into_iter()
                .map(|((stretch, by), (incidents, classes))| HeldRow {
                    reading: reading.clone(),
                    stretch,
                    by,
                    incidents,
                    classes,
                }),
        );
        if let Some(span) = span {
            for wanted in Stretch::ALL {
                days.push((
                    reading.clone(),
                    wanted,
                    tenths_of_days(&lines, wanted, span),
                ));
            }
        }
    }
    Held {
        rows,
        days,
        span,
        by_day: by_day(case),
        refused: refused(case, answer),
    }
}

/// What people call a reading.
fn title<'c>(case: &'c Case, id: &'c ReadingId) -> &'c str {
    case.reading(id)
        .map_or(id.as_str(), |reading| reading.title.as_str())
}

/// Where a time lies as a reading sees it: in force if one of its clauses is; parties of one clause that differ make it
/// open.
fn stretch(lines: &[&crate::summary::InForce], from: i64, until: i64) -> Stretch {
    let mut clauses: BTreeMap<usize, Stretch> = BTreeMap::new();
    for line in lines {
        for here in line_stretches(line, from, until) {
            clauses
                .entry(line.clause)
                .and_modify(|already| {
                    if *already != here {
                        *already = Stretch::Open;
                    }
                })
                .or_insert(here);
        }
    }
    let any = |wanted: Stretch| clauses.values().any(|s| *s == wanted);
    let order = [
        Stretch::During,
        Stretch::Open,
        Stretch::After,
        Stretch::Before,
    ];
    order.into_iter().find(|s| any(*s)).unwrap_or(Stretch::Open)
}

/// What a line says of each band that a time touches.
fn line_stretches(
    line: &crate::summary::InForce,
    from: i64,
    until: i64,
) -> impl Iterator<Item = Stretch> + '_ {
    let first_in = line
        .bands
        .iter()
        .find(|b| b.2 != Level::Out)
        .map_or(i64::MAX, |b| b.0);
    line.bands
        .iter()
        .filter(move |b| b.0 < until && from < b.1)
        .map(move |band| match band.2 {
            Level::In => Stretch::During,
            Level::Unknown | Level::Unstated => Stretch::Open,
            Level::Out if band.0 < first_in => Stretch::Before,
            Level::Out => Stretch::After,
        })
}

fn tenths_of_days(lines: &[&crate::summary::InForce], wanted: Stretch, span: Interval) -> i64 {
    // By quarters of an hour: bands that differ by party make such a quarter open.
    const STEP: i64 = 900;
    let mut seconds = 0;
    let mut at = span.from().0;
    while at < span.until().0 {
        let next = (at + STEP).min(span.until().0);
        if stretch(lines, at, next) == wanted {
            seconds += next - at;
        }
        at = next;
    }
    (seconds * 10 + 43_200) / 86_400
}

fn by_day(case: &Case) -> Vec<(String, Option<PartyId>, usize)> {
    let mut days: BTreeMap<(String, Option<PartyId>), usize> = BTreeMap::new();
    for report in &case.reports {
        let date = case
            .settings
            .zone
            .date_of(report.story.when.interval.from())
            .to_string();
        let by = match &report.source.kind {
            SourceKind::Party(id) => Some(id.clone()),
            SourceKind::Independent | SourceKind::Body => None,
        };
        *days.entry((date, by)).or_default() += 1;
    }
    days.into_iter()
        .map(|((day, by), n)| (day, by, n))
        .collect()
}

fn refused(case: &Case, answer: &Answer) -> Vec<(Phrase, Phrase)> {
    let mut list = vec![
        (
            phrase!("refused-by-accused", "a count by accused party"),
            phrase!(
                "refused-by-accused-why",
                "no body has made findings; such a table compares how the sides publish, not how they behaved"
            ),
        ),
        (
            phrase!("refused-kept-more", "who kept to it more"),
            phrase!(
                "refused-kept-more-why",
                "the sides publish by different rules and at different pace; their numbers are not two measurements of one \
                 thing"
            ),
        ),
        (
            phrase!("refused-cause", "that the terms caused a change"),
            phrase!(
                "refused-cause-why",
                "what was claimed is no measure of what happened, and nothing here says what would have happened without \
                 the terms"
            ),
        ),
    ];
    let span = case.span();
    for reading in &case.panel {
        let starts = answer
            .summary
            .in_force
            .iter()
            .filter(|f| f.reading == *reading)
            .filter_map(|f| f.bands.iter().find(|b| b.2 != Level::Out).map(|b| b.0))
            .min();
        if let (Some(start), Some(span)) = (starts, span) {
            // A start that is not stated lies at the beginning of time: there is no before.
            let before = start.saturating_sub(span.from().0) / 86_400;
            if before < 30 {
                list.push((
                    phrase!(
                        "refused-before-during",
                        "before against during, as {reading} counts time",
                        reading = title(case, reading)
                    ),
                    phrase!(
                        "refused-before-during-why",
                        "the reports reach back {n} days before its start; fewer than 30 days are no base to compare with",
                        n = usize::try_from(before).unwrap_or(0)
                    ),
                ));
            }
        }
    }
    list
}
