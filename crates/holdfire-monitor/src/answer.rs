//! The whole chain for one case: incidents, assessments, verdicts, classes, what decides, the headline.

use std::collections::BTreeSet;
use std::sync::Arc;

use holdfire_model::{
    Assessment, Case, Class, ClauseId, Incident, IncidentAnswer, IncidentId, Moment, ReadingId,
    Verdict,
};
use holdfire_terms::compose;
use holdfire_terms::{CompiledReading, Frame, FrameError, Weighed, assess, weigh};

use crate::decide::{Decider, Mixed, Prepared, places_of, widest};
use crate::incidents::{Joining, incidents};
use crate::solved::Solved;
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
    let (mut answer, _) = whole(&Frame::new(case)?, Words::All)?;
    answer.keep(filter);
    Ok(answer)
}

/// What a list of many incidents needs: the answer without any assessment, and what explains one of them at once.
pub struct Overview {
    /// The answer without assessments.
    pub answer: Answer,
    /// In the order of the incidents, the silent terms on which each hangs.
    pub hanging: Vec<Vec<Hanging>>,
    /// What was solved for all of them.
    pub solved: Solved,
}

/// The same without any assessment. [`Solved::one`] explains one of the incidents.
///
/// # Errors
/// [`FrameError`] if an outline or a place cannot be used.
pub fn overview(case: &Case) -> Result<Overview, FrameError> {
    let frame = Frame::new(case)?;
    let (answer, mut chain) = whole(&frame, Words::None)?;
    Ok(Overview {
        answer,
        hanging: std::mem::take(&mut chain.hanging),
        solved: Solved::new(&frame, chain.readings, chain.mixed),
    })
}

/// Whether assessments are written.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Words {
    All,
    None,
}

fn whole(frame: &Frame<'_>, words: Words) -> Result<(Answer, Chain), FrameError> {
    let case = frame.case();
    let mut decided = chain(frame, Joining::Decided, words)?;
    let joined = if case
        .links
        .iter()
        .any(|l| l.state == holdfire_model::LinkState::Suggested)
    {
        Some(chain(frame, Joining::SuggestedToo, Words::None)?.incidents)
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
    let summary = summarise(frame, &decided, joined.as_deref(), former.as_deref());
    let answer = Answer {
        incidents: std::mem::take(&mut decided.incidents),
        assessments: std::mem::take(&mut decided.assessments),
        stories: std::mem::take(&mut decided.stories),
        summary,
    };
    Ok((answer, decided))
}

/// What the chain gives before it is counted.
pub(crate) struct Chain {
    pub incidents: Vec<IncidentAnswer>,
    pub assessments: Vec<Assessment>,
    /// Silent terms on which incidents hang, in their order.
    pub hanging: Vec<Vec<Hanging>>,
    pub stories: Vec<Incident>,
    pub readings: Arc<[CompiledReading]>,
    pub mixed: Mixed,
}

/// The answer for one incident alone, by its id or that of one of its reports: the headline is over this incident only.
/// For explaining, where the headline of the case is not asked for.
///
/// # Errors
/// [`FrameError`] if an outline or a place cannot be used.
pub fn answer_one(case: &Case, id: &str) -> Result<Option<Answer>, FrameError> {
    let stories = incidents(case, Joining::Decided);
    let frame = Frame::new(case)?;
    let readings = compiled(&frame, &stories)?;
    let solved = Solved::new(&frame, readings, Mixed::new());
    Ok(solved.one(case, &stories, id)?.map(|one| one.answer))
}

fn chain(frame: &Frame<'_>, joining: Joining, words: Words) -> Result<Chain, FrameError> {
    let stories = incidents(frame.case(), joining);
    let backing = Backing::new(frame.case());
    let readings = compiled(frame, &stories)?;
    let known = Mixed::new();
    let decider = Decider::new(frame, &stories, &known);
    let mut chain = chain_of(frame, &readings, &stories, &backing, words, decider)?;
    chain.stories = stories;
    Ok(chain)
}

/// The readings of a case. `stories`: all of its incidents, which may be grounds of invocations.
fn compiled(frame: &Frame<'_>, stories: &[Incident]) -> Result<Arc<[CompiledReading]>, FrameError> {
    let readings = frame.case().readings.iter();
    readings
        .map(|reading| CompiledReading::compile(frame, reading, stories))
        .collect()
}

/// The chain for the wanted incidents under readings that are compiled. The stories are left to the caller.
pub(crate) fn chain_of(
    frame: &Frame<'_>,
    readings: &Arc<[CompiledReading]>,
    wanted: &[Incident],
    backing: &Backing<'_>,
    words: Words,
    mut decider: Decider<'_>,
) -> Result<Chain, FrameError> {
    let case = frame.case();
    let reach_m = widest(readings.iter());
    let mut assessments = Vec::new();
    let mut answers = Vec::with_capacity(wanted.len());
    let mut hanging = Vec::with_capacity(wanted.len());
    let mut alike = Alike::default();
    for incident in wanted {
        let places = places_of(frame, incident)?;
        let mut prepared = Prepared::new(frame, incident, &places, reach_m);
        let weighings = weighings(frame, readings, &mut prepared);
        if words == Words::All {
            for account in &incident.accounts {
                for position in 0..case.clauses.len() {
                    for (reading, compiled) in case.readings.iter().zip(readings.iter()) {
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
            &mut alike,
        )?);
    }
    Ok(Chain {
        incidents: answers,
        assessments,
        hanging,
        stories: Vec::new(),
        readings: Arc::clone(readings),
        mixed: decider.into_mixed(),
    })
}

/// Answers that incidents have in common, each kept once.
#[derive(Default)]
struct Alike {
    verdicts: BTreeSet<Arc<Vec<(ReadingId, Verdict)>>>,
    turns_on: BTreeSet<Arc<Vec<String>>>,
}

impl Alike {
    fn verdicts(&mut self, verdicts: Vec<(ReadingId, Verdict)>) -> Arc<Vec<(ReadingId, Verdict)>> {
        kept(&mut self.verdicts, verdicts)
    }

    fn turns_on(&mut self, names: Vec<String>) -> Arc<Vec<String>> {
        kept(&mut self.turns_on, names)
    }
}

fn kept<T: Ord>(known: &mut BTreeSet<Arc<T>>, thing: T) -> Arc<T> {
    if let Some(first) = known.get(&thing) {
        return Arc::clone(first);
    }
    let thing = Arc::new(thing);
    known.insert(Arc::clone(&thing));
    thing
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
    alike: &mut Alike,
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
        turns_on: Arc::default(),
        stated_after: of_panel.iter().any(|w| w.weighed.stated_after),
        replies: backing.replies_to(&reports),
        earliest: incident
            .accounts
            .iter()
            .map(|a| a.story.when.interval.from())
            .min()
            .unwrap_or(Moment(0)),
        reports,
        verdicts: alike.verdicts(verdicts.collect()),
    };
    answer.class = class_over(&answer, &case.panel);
    answer.turns_on = alike.turns_on(turns_on(case, &answer, prepared, &of_panel, decider)?);
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
                Arc::make_mut(&mut incident.verdicts).retain(|(r, _)| filter.readings.contains(r));
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
