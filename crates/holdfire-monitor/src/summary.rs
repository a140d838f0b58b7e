//! Rule R11: the headline, counted in incidents, with ranges, and without any count by accused party.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use holdfire_model::{
    Case, Class, IncidentAnswer, Interval, PartyId, Phrase, ReadingId, SourceKind, SupportLevel,
    Verdict,
};
use holdfire_terms::{Frame, Level};
use thiserror::Error;

use crate::answer::Chain;

/// A count: `from` if suggested links hold, `to` if not, or the other way round; equal where nothing hangs on them.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Range {
    /// The lower count.
    pub from: usize,
    /// The higher count.
    pub to: usize,
}

impl Range {
    fn between(a: usize, b: usize) -> Self {
        Self {
            from: a.min(b),
            to: a.max(b),
        }
    }
}

impl std::fmt::Display for Range {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        if self.from == self.to {
            write!(f, "{}", self.to)
        } else {
            write!(f, "{}-{}", self.from, self.to)
        }
    }
}

/// One cell of the headline.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Cell {
    /// Incidents, as links stand: cells add up to the total.
    pub count: usize,
    /// The range over suggested links.
    pub range: Range,
    /// Of which contested, where the level does not say so itself.
    pub contested: usize,
    /// Of which rest on a term first stated after the act.
    pub stated_after: usize,
}

/// One row of the headline: a class, or a part of it by what decides: points of the terms where readings differ, factors
/// where the facts decide, silent terms where nobody said.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct MatrixRow {
    /// The class.
    pub class: Class,
    /// The points, for rows that break a class down (they follow the row of the class); empty for the class as a whole.
    pub turns_on: Vec<String>,
    /// One cell for each support level, in the order of [`SupportLevel::ALL`], then the sum.
    pub cells: [Cell; 5],
}

/// A term that readings leave open, with how many incidents hang on it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SilentTerm {
    /// The term.
    pub term: String,
    /// Incidents that are undecided for it under a reading of the panel.
    pub incidents: usize,
    /// Incidents that are undecided for it under any reading.
    pub incidents_any: usize,
    /// The readings that leave it open, in the case's order.
    pub readings: Vec<ReadingId>,
}

/// Who claims, how many, and since when.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Counting {
    /// The party whose claims they are; `None`: sources of neither party.
    pub by: Option<PartyId>,
    /// Reports.
    pub reports: usize,
    /// Incidents that they are about.
    pub incidents: usize,
    /// From the first to the last possible moment of what is claimed.
    pub span: Option<Interval>,
    /// Speakers, with their numbers of reports, most first.
    pub speakers: Vec<(String, usize)>,
}

/// The headline over the panel.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Summary {
    /// The readings that it is computed over.
    pub panel: Vec<ReadingId>,
    /// Reports assessed.
    pub reports: usize,
    /// Accounts.
    pub accounts: usize,
    /// Incidents, as links stand, with the range over suggested links.
    pub incidents: Cell,
    /// Links that nobody has decided.
    pub suggested_links: usize,
    /// Classes and their break-down, in the order of the headline.
    pub matrix: Vec<MatrixRow>,
    /// The sum of the class rows.
    pub total: [Cell; 5],
    /// Verdicts by reading, in the case's order of readings and the order of [`Verdict::ALL`].
    pub by_reading: Vec<(ReadingId, [usize; 5])>,
    /// Silent terms, most incidents first.
    pub silent: Vec<SilentTerm>,
    /// Who claims.
    pub counting: Vec<Counting>,
    /// Rows refused at intake.
    pub refused: usize,
    /// The classes over the panel before its last change, if it was changed: class and incidents.
    pub former: Option<Vec<(Class, usize)>>,
    /// Per reading and party that it may bind: when it was in force, as bands.
    pub in_force: Vec<InForce>,
}

/// When a clause was in force under a reading, for a party.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct InForce {
    /// The reading.
    pub reading: ReadingId,
    /// The clause's position in the case.
    pub clause: usize,
    /// The party; `None` if it is the same for all.
    pub party: Option<PartyId>,
    /// Bands: first second, first second after it, what holds, why.
    pub bands: Vec<(i64, i64, Level, Phrase)>,
}

/// By what a table may be grouped.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Grouping {
    /// By who claims.
    Claimant,
    /// By who is accused: refused before a body has made findings.
    Accused,
}

/// Why a table is not made. A refusal is an answer, not a failure.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Error)]
#[error(
    "no count by accused party: no body has made findings, so such a table would compare how the sides publish, not how \
     they behaved; hint: `--by claimant` counts who claims, with how they publish"
)]
pub struct RefusedGrouping;

/// Refuses counts by accused party.
///
/// # Errors
/// [`RefusedGrouping`] for [`Grouping::Accused`].
pub fn check_grouping(grouping: Grouping) -> Result<(), RefusedGrouping> {
    match grouping {
        Grouping::Claimant => Ok(()),
        Grouping::Accused => Err(RefusedGrouping),
    }
}

pub(crate) fn summarise(
    frame: &Frame<'_>,
    chain: &Chain,
    joined: Option<&[Arc<IncidentAnswer>]>,
    former: Option<&[Class]>,
) -> Summary {
    let case = frame.case();
    let incidents = &chain.incidents;
    let joined = joined.unwrap_or(incidents);
    let row = |class: Class, points: Option<&Vec<String>>| MatrixRow {
        class,
        turns_on: points.cloned().unwrap_or_default(),
        cells: cells(incidents, joined, |i| {
            i.class == class && points.is_none_or(|p| points_of(i) == *p)
        }),
    };
    let mut matrix = Vec::new();
    for class in Class::ALL {
        matrix.push(row(class, None));
        if matches!(class, Class::All | Class::None) {
            continue;
        }
        let kinds: BTreeSet<Vec<String>> = incidents
            .iter()
            .chain(joined)
            .filter(|i| i.class == class)
            .map(|i| points_of(i))
            .collect();
        let mut rows: Vec<MatrixRow> = kinds.iter().map(|k| row(class, Some(k))).collect();
        rows.sort_by(|a, b| {
            b.cells[4]
                .count
                .cmp(&a.cells[4].count)
                .then_with(|| a.turns_on.cmp(&b.turns_on))
        });
        matrix.extend(rows);
    }
    let total = cells(incidents, joined, |_| true);
    Summary {
        panel: case.panel.clone(),
        reports: case.reports.len(),
        accounts: incidents.iter().map(|i| i.accounts.len()).sum(),
        incidents: total[4],
        suggested_links: case
            .links
            .iter()
            .filter(|l| l.state == holdfire_model::LinkState::Suggested)
            .count(),
        matrix,
        total,
        by_reading: by_reading(case, incidents),
        silent: silent(case, chain),
        counting: counting(case, incidents),
        refused: case.refused.len(),
        former: former.map(|classes| {
            Class::ALL
                .iter()
                .map(|c| (*c, classes.iter().filter(|own| *own == c).count()))
                .collect()
        }),
        in_force: in_force(frame, chain),
    }
}

fn points_of(incident: &IncidentAnswer) -> Vec<String> {
    decisive_points(&incident.turns_on)
}

/// The points that an incident turns or hangs on, without their detail (which category, which effect): by these the lines
/// of the matrix are parted.
#[must_use]
pub fn decisive_points(turns_on: &[String]) -> Vec<String> {
    let head = |name: &String| name.split(": ").next().unwrap_or(name).to_owned();
    let points: BTreeSet<String> = turns_on
        .iter()
        .map(head)
        .filter(|p| p != "conflict")
        .collect();
    points.into_iter().collect()
}

fn cells(
    incidents: &[Arc<IncidentAnswer>],
    joined: &[Arc<IncidentAnswer>],
    keep: impl Fn(&IncidentAnswer) -> bool,
) -> [Cell; 5] {
    let mut cells = [Cell::default(); 5];
    let level = |i: &IncidentAnswer| {
        SupportLevel::ALL
            .iter()
            .position(|l| *l == i.support.level)
            .unwrap_or(0)
    };
    let mut other = [0; 5];
    for incident in joined.iter().filter(|i| keep(i)) {
        other[level(incident)] += 1;
        other[4] += 1;
    }
    for incident in incidents.iter().filter(|i| keep(i)) {
        let beside = incident.support.contested && incident.support.level > SupportLevel::Contested;
        for at in [level(incident), 4] {
            cells[at].count += 1;
            cells[at].contested += usize::from(beside);
            cells[at].stated_after += usize::from(incident.stated_after);
        }
    }
    for (cell, other) in cells.iter_mut().zip(other) {
        cell.range = Range::between(cell.count, other);
    }
    cells
}

fn by_reading(case: &Case, incidents: &[Arc<IncidentAnswer>]) -> Vec<(ReadingId, [usize; 5])> {
    let count =
        |r: usize| Verdict::ALL.map(|v| incidents.iter().filter(|i| i.verdicts[r].1 == v).count());
    case.readings
        .iter()
        .enumerate()
        .map(|(r, reading)| (reading.id.clone(), count(r)))
        .collect()
}

/// What hangs on a silent term.
#[derive(Default)]
struct Hanging<'a> {
    panel: BTreeSet<&'a str>,
    any: BTreeSet<&'a str>,
    readings: BTreeSet<&'a ReadingId>,
}

fn silent(case: &Case, chain: &Chain) -> Vec<SilentTerm> {
    let mut terms: BTreeMap<&str, Hanging<'_>> = BTreeMap::new();
    for (incident, hangs) in chain.incidents.iter().zip(&chain.hanging) {
        for on in hangs.iter().filter(|on| on.term != "conflict") {
            let reading = &case.readings[on.reading].id;
            let hanging = terms.entry(&on.term).or_default();
            if case.panel.contains(reading) {
                hanging.panel.insert(incident.id.as_str());
            }
            hanging.any.insert(incident.id.as_str());
            hanging.readings.insert(reading);
        }
    }
    let mut list: Vec<SilentTerm> = terms
        .into_iter()
        .map(|(term, hanging)| SilentTerm {
            term: term.to_owned(),
            incidents: hanging.panel.len(),
            incidents_any: hanging.any.len(),
            readings: case
                .readings
                .iter()
                .map(|r| &r.id)
                .filter(|r| hanging.readings.contains(r))
                .cloned()
                .collect(),
        })
        .collect();
    list.sort_by(|a, b| {
        (b.incidents, b.incidents_any, &a.term).cmp(&(a.incidents, a.incidents_any, &b.term))
    });
    list
}

fn counting(case: &Case, incidents: &[Arc<IncidentAnswer>]) -> Vec<Counting> {
    let mut groups: BTreeMap<Option<PartyId>, Vec<&holdfire_model::Report>> = BTreeMap::new();
    for report in &case.reports {
        let by = match &report.source.kind {
            SourceKind::Party(id) => Some(id.clone()),
            SourceKind::Independent | SourceKind::Body => None,
        };
        groups.entry(by).or_default().push(report);
    }
    groups
        .into_iter()
        .map(|(by, reports)| {
            let ids: BTreeSet<_> = reports.iter().map(|r| &r.id).collect();
            let mut speakers: BTreeMap<&str, usize> = BTreeMap::new();
            for report in &reports {
                *speakers.entry(report.source.speaker.as_str()).or_default() += 1;
            }
            let mut speakers: Vec<(String, usize)> = speakers
                .into_iter()
                .map(|(s, n)| (s.to_owned(), n))
                .collect();
            speakers.sort_by(|a, b| b.1.cmp(&a.1).then_with(|| a.0.cmp(&b.0)));
            Counting {
                by,
                reports: reports.len(),
                incidents: incidents
                    .iter()
                    .filter(|i| i.reports.iter().any(|r| ids.contains(r)))
                    .count(),
                span: reports
                    .iter()
                    .map(|r| r.story.when.interval)
                    .reduce(Interval::hull),
                speakers,
            }
        })
        .collect()
}

fn in_force(frame: &Frame<'_>, chain: &Chain) -> Vec<InForce> {
    let case = frame.case();
    let mut rows = Vec::new();
    for (reading, compiled) in case.readings.iter().zip(chain.readings.iter()) {
        for clause in compiled.clauses() {
            let bands = |party: Option<usize>| {
                let line = clause.in_force(party);
                line.bands()
                    .iter()
                    .map(|b| (b.from, b.until, b.level, clause.why(b.why).text.clone()))
                    .collect::<Vec<_>>()
            };
            let own: Vec<(&PartyId, Vec<_>)> = case
                .actors()
                .filter_map(|id| frame.party(id).map(|p| (id, bands(Some(p)))))
                .collect();
            let same = own.windows(2).all(|pair| pair[0].1 == pair[1].1);
            let row = |party: Option<PartyId>, bands| InForce {
                reading: reading.id.clone(),
                clause: clause.position(),
                party,
                bands,
            };
            if same || own.is_empty() {
                let line = own
                    .into_iter()
                    .next()
                    .map_or_else(|| bands(None), |(_, b)| b);
                rows.push(row(None, line));
            } else {
                rows.extend(own.into_iter().map(|(id, b)| row(Some(id.clone()), b)));
            }
        }
    }
    rows
}
