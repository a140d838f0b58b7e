//! The whole chain for one case: incidents, assessments, verdicts, classes, what decides, the headline.

use std::collections::BTreeSet;

use holdfire_model::{
    Assessment, Case, Class, ClauseId, Incident, IncidentAnswer, IncidentId, Moment, ReadingId,
    Verdict,
};
use holdfire_terms::compose;
use holdfire_terms::{CompiledReading, Frame, FrameError, Weighed, assess, weigh};

use crate::decide::{Decider, Prepared, places_of, widest};
use crate::incidents::{Joining, incidents};
use crate::summary::{Summary, summarise};
use crate::support::Backing;

/// What is asked for; empty lists mean everything. The headline is always over the whole panel and all incidents.
#[derive(Clone, Debug, Default)]
pub struct Filter {
    /// Only these incidents (or the incident that a report with this id belongs to).
    pub incidents: Vec<String>,
    /// Only assessments under these readings.
    pub readings: Vec<ReadingId>,
    /// Only assessments under these clauses.
    pub clauses: Vec<ClauseId>,
}

/// The answer for one case.
#[derive(Clone, Debug, PartialEq)]
pub struct Answer {
    /// One for each incident, in order of ids.
    pub incidents: Vec<IncidentAnswer>,
    /// One for each account, clause and reading, in this order.
    pub assessments: Vec<Assessment>,
    /// The incidents themselves, in the order of `incidents`.
    pub stories: Vec<Incident>,
    /// The headline.
    pub summary: Summary,
}

/// A silent term on which an incident hangs under a reading.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Hanging {
    /// The reading's position in the case.
    pub reading: usize,
    /// The term.
    pub term: String,
}

/// Answers a case under every reading.
///
/// # Errors
/// [`FrameError`] if an outline or a place cannot be used.
pub fn answer(case: &Case, filter: &Filter) -> Result<Answer, FrameError> {
    let (mut answer, _) = whole(case, Words::All)?;
    answer.keep(filter);
    Ok(answer)
}

/// The same without any assessment: what a list of many incidents needs. [`answer_one`] explains one of them. Beside it,
/// in the order of the incidents, the silent terms on which each hangs.
///
/// # Errors
/// [`FrameError`] if an outline or a place cannot be used.
pub fn overview(case: &Case) -> Result<(Answer, Vec<Vec<Hanging>>), FrameError> {
    whole(case, Words::None)
}

/// Whether assessments are written.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Words {
    All,
    None,
}

fn whole(case: &Case, words: Words) -> Result<(Answer, Vec<Vec<Hanging>>), FrameError> {
    let frame = Frame::new(case)?;
    let decided = chain(&frame, Joining::Decided, words)?;
    let joined = if case
        .links
        .iter()
        .any(|l| l.state == holdfire_model::LinkState::Suggested)
    {
        Some(chain(&frame, Joining::SuggestedToo, Words::None)?.incidents)
    } else {
        None
    };
    let former = match &case.settings.former_panel {
        Some(panel) => Some(
            decided
                .incidents
                .iter()
                .map(|i| class_over(i, panel))
                .collect::<Vec<_>>(),
        ),
        None => None,
    };
    let summary = summarise(&frame, &decided, joined.as_deref(), former.as_deref());
    let answer = Answer {
        incidents: decided.incidents,
        assessments: decided.assessments,
        stories: decided.stories,
        summary,
    };
    Ok((answer, decided.hanging))
}

/// What the chain gives before it is counted.
pub(crate) struct Chain {
    pub incidents: Vec<IncidentAnswer>,
    pub assessments: Vec<Assessment>,
    /// Silent terms on which incidents hang, in their order.
    pub hanging: Vec<Vec<Hanging>>,
    pub stories: Vec<Incident>,
    pub readings: Vec<CompiledReading>,
}

/// The answer for one incident alone, by its id or that of one of its reports: the headline is over this incident only.
/// For explaining, where the headline of the case is not asked for.
///
/// # Errors
/// [`FrameError`] if an outline or a place cannot be used.
pub fn answer_one(case: &Case, id: &str) -> Result<Option<Answer>, FrameError> {
    answer_among(case, &incidents(case, Joining::Decided), id)
}

/// The same, where the incidents of the case are known already. `stories`: all of them, in order of ids.
///
/// # Errors
/// [`FrameError`] if an outline or a place cannot be used.
pub fn answer_among(
    case: &Case,
    stories: &[Incident],
    id: &str,
) -> Result<Option<Answer>, FrameError> {
    let of_report = |incident: &&Incident| {
        let mut reports = incident.accounts.iter().flat_map(|a| &a.reports);
        reports.any(|r| r.as_str() == id)
    };
    let found = match stories.binary_search_by(|story| story.id.as_str().cmp(id)) {
        Ok(at) => Some(&stories[at]),
        Err(_) => stories.iter().find(of_report),
    };
    let Some(incident) = found else {
        return Ok(None);
    };
    let frame = Frame::new(case)?;
    let backing = Backing::of_one(case, incident);
    let wanted = std::slice::from_ref(incident);
    let chain = chain_of(&frame, stories, wanted, &backing, Words::All)?;
    let summary = summarise(&frame, &chain, None, None);
    Ok(Some(Answer {
        incidents: chain.incidents,
        assessments: chain.assessments,
        stories: wanted.to_vec(),
        summary,
    }))
}

fn chain(frame: &Frame<'_>, joining: Joining, words: Words) -> Result<Chain, FrameError> {
    let stories = incidents(frame.case(), joining);
    let backing = Backing::new(frame.case());
    let mut chain = chain_of(frame, &stories, &stories, &backing, words)?;
    chain.stories = stories;
    Ok(chain)
}

/// The chain for the wanted incidents; all of them may be grounds of invocations. The stories are left to the caller.
fn chain_of(
    frame: &Frame<'_>,
    stories: &[Incident],
    wanted: &[Incident],
    backing: &Backing<'_>,
    words: Words,
) -> Result<Chain, FrameError> {
    let case = frame.case();
    let readings: Vec<CompiledReading> = case
        .readings
        .iter()
        .map(|reading| CompiledReading::compile(frame, reading, stories))
        .collect::<Result<_, _>>()?;
    let reach_m = widest(&readings);
    let mut decider = Decider::new(frame, stories);
    let mut assessments = Vec::new();
    let mut answers = Vec::with_capacity(wanted.len());
    let mut hanging = Vec::with_capacity(wanted.len());
    for incident in wanted {
        let places = places_of(frame, incident)?;
        let mut prepared = Prepared::new(frame, incident, &places, reach_m);
        let weighings = weighings(frame, &readings, &mut prepared);
        if words == Words::All {
            for account in &incident.accounts {
                for position in 0..case.clauses.len() {
                    for (reading, compiled) in case.readings.iter().zip(&readings) {
                        let clause = &compiled.clauses()[position];
                        assessments.push(assess(frame, reading, clause, incident, account)?);
                    }
                }
            }
        }
        let terms = weighings
            .iter()
            .filter(|w| w.weighed.verdict.verdict == Verdict::Undecided);
        let terms = terms.flat_map(|w| {
            let missing = w.weighed.missing.iter();
            missing.map(|term| Hanging {
                reading: w.reading,
                term: term.clone(),
            })
        });
        hanging.push(terms.collect::<BTreeSet<_>>().into_iter().collect());
        answers.push(one(
            case,
            backing,
            incident,
            &mut prepared,
            &weighings,
            &mut decider,
        )?);
    }
    Ok(Chain {
        incidents: answers,
        assessments,
        hanging,
        stories: Vec::new(),
        readings,
    })
}

/// What one account under one clause of a reading comes to.
struct Weighing {
    clause: usize,
    reading: usize,
    weighed: Weighed,
}

/// For each account, clause and reading, in this order.
fn weighings(
    frame: &Frame<'_>,
    readings: &[CompiledReading],
    incident: &mut Prepared<'_>,
) -> Vec<Weighing> {
    let clauses = frame.case().clauses.len();
    let mut list = Vec::with_capacity(incident.rows.len() * clauses * readings.len());
    for (row, located) in &mut incident.rows {
        for clause in 0..clauses {
            for (reading, compiled) in readings.iter().enumerate() {
                list.push(Weighing {
                    clause,
                    reading,
                    weighed: weigh(&compiled.clauses()[clause], frame, row, located),
                });
            }
        }
    }
    list
}

/// Rule R9 from accounts to the incident: accounts first, then clauses.
fn verdict_of(case: &Case, reading: usize, weighings: &[Weighing]) -> Verdict {
    let clauses = (0..case.clauses.len()).map(|clause| {
        let of = weighings
            .iter()
            .filter(|w| w.reading == reading && w.clause == clause);
        compose::accounts(&of.map(|w| w.weighed.verdict).collect::<Vec<_>>())
    });
    compose::clauses(&clauses.collect::<Vec<_>>())
}

fn one(
    case: &Case,
    backing: &Backing<'_>,
    incident: &Incident,
    prepared: &mut Prepared<'_>,
    weighings: &[Weighing],
    decider: &mut Decider<'_>,
) -> Result<IncidentAnswer, FrameError> {
    let verdicts = case.readings.iter().enumerate();
    let verdicts = verdicts.map(|(at, r)| (r.id.clone(), verdict_of(case, at, weighings)));
    let mut reports: Vec<_> = incident
        .accounts
        .iter()
        .flat_map(|a| a.reports.clone())
        .collect();
    reports.sort();
    let of_panel: Vec<&Weighing> = weighings
        .iter()
        .filter(|w| case.panel.contains(&case.readings[w.reading].id))
        .collect();
    let mut answer = IncidentAnswer {
        id: incident.id.clone(),
        accounts: incident.accounts.iter().map(|a| a.id.clone()).collect(),
        support: backing.support(incident),
        class: Class::Undecided,
        turns_on: Vec::new(),
        stated_after: of_panel.iter().any(|w| w.weighed.stated_after),
        replies: backing.replies_to(&reports),
        earliest: incident
            .accounts
            .iter()
            .map(|a| a.story.when.interval.from())
            .min()
            .unwrap_or(Moment(0)),
        reports,
        verdicts: verdicts.collect(),
    };
    answer.class = class_over(&answer, &case.panel);
    answer.turns_on = turns_on(case, &answer, prepared, &of_panel, decider)?;
    Ok(answer)
}

/// The class over a panel of readings.
pub(crate) fn class_over(answer: &IncidentAnswer, panel: &[ReadingId]) -> Class {
    let of = |id: &ReadingId| {
        answer
            .verdicts
            .iter()
            .find(|(r, _)| r == id)
            .map(|(_, v)| *v)
    };
    compose::class(&panel.iter().filter_map(of).collect::<Vec<_>>())
}

/// What decides: points of the terms where readings differ, factors where the facts decide, silent terms where none of
/// the parties said.
fn turns_on(
    case: &Case,
    answer: &IncidentAnswer,
    incident: &mut Prepared<'_>,
    weighings: &[&Weighing],
    decider: &mut Decider<'_>,
) -> Result<Vec<String>, FrameError> {
    let panel: Vec<usize> = case
        .panel
        .iter()
        .filter_map(|id| case.readings.iter().position(|r| r.id == *id))
        .collect();
    let with = |verdicts: &'static [Verdict]| {
        let all = weighings.iter().map(|w| &w.weighed);
        all.filter(|w| verdicts.contains(&w.verdict.verdict))
    };
    match answer.class {
        Class::TurnsOnReading => {
            let covered =
                |r: usize| matches!(answer.verdicts[r].1, Verdict::Within | Verdict::Probable);
            let not = |r: usize| answer.verdicts[r].1 == Verdict::Outside;
            let mut points = BTreeSet::new();
            for &a in panel.iter().filter(|&&r| covered(r)) {
                for &b in panel.iter().filter(|&&r| not(r)) {
                    points.extend(decider.points(a, b, incident)?);
                }
            }
            Ok(points.into_iter().map(|p| p.name().to_owned()).collect())
        }
        Class::May => {
            let mut names = BTreeSet::new();
            for weighed in with(&[Verdict::Possible, Verdict::Probable]) {
                names.extend(weighed.either.iter().map(|f| f.name().to_owned()));
                if weighed.exceptions {
                    names.insert("exceptions".to_owned());
                }
            }
            if names.is_empty() {
                names.insert("accounts differ".to_owned());
            }
            Ok(names.into_iter().collect())
        }
        Class::Undecided => {
            let missing = with(&[Verdict::Undecided]).flat_map(|w| w.missing.clone());
            let names: BTreeSet<String> = missing.collect();
            Ok(names.into_iter().collect())
        }
        Class::All | Class::None => Ok(Vec::new()),
    }
}

impl Answer {
    fn keep(&mut self, filter: &Filter) {
        let wanted = |id: &IncidentId, reports: &[holdfire_model::ReportId]| {
            filter.incidents.is_empty()
                || filter
                    .incidents
                    .iter()
                    .any(|w| w == id.as_str() || reports.iter().any(|r| r.as_str() == w))
        };
        let ids: BTreeSet<IncidentId> = self
            .incidents
            .iter()
            .filter(|i| wanted(&i.id, &i.reports))
            .map(|i| i.id.clone())
            .collect();
        self.incidents.retain(|i| ids.contains(&i.id));
        self.stories.retain(|s| ids.contains(&s.id));
        self.assessments.retain(|a| {
            ids.contains(&a.incident)
                && (filter.readings.is_empty() || filter.readings.contains(&a.reading))
                && (filter.clauses.is_empty() || filter.clauses.contains(&a.clause))
        });
        if !filter.readings.is_empty() {
            for incident in &mut self.incidents {
                incident
                    .verdicts
                    .retain(|(r, _)| filter.readings.contains(r));
            }
        }
    }

    /// The verdict for an incident under a reading.
    #[must_use]
    pub fn verdict(&self, incident: &IncidentId, reading: &ReadingId) -> Option<Verdict> {
        let answer = self.incidents.iter().find(|i| i.id == *incident)?;
        answer
            .verdicts
            .iter()
            .find(|(r, _)| r == reading)
            .map(|(_, v)| *v)
    }
}
