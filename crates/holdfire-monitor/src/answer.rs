//! The whole chain for one case: incidents, assessments, verdicts, classes, what decides, the headline.

use std::collections::BTreeSet;

use holdfire_model::{
    Assessment, Case, Class, ClauseId, Incident, IncidentAnswer, IncidentId, Moment, ReadingId,
    State, Verdict,
};
use holdfire_terms::compose;
use holdfire_terms::{CompiledReading, Frame, FrameError, assess};

use crate::decide::Decider;
use crate::incidents::{Joining, incidents};
use crate::summary::{Summary, summarise};
use crate::support::support;

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

/// Answers a case under every reading.
///
/// # Errors
/// [`FrameError`] if an outline or a place cannot be used.
pub fn answer(case: &Case, filter: &Filter) -> Result<Answer, FrameError> {
    let frame = Frame::new(case)?;
    let decided = chain(&frame, Joining::Decided)?;
    let joined = if case
        .links
        .iter()
        .any(|l| l.state == holdfire_model::LinkState::Suggested)
    {
        Some(chain(&frame, Joining::SuggestedToo)?.incidents)
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
    let mut answer = Answer {
        incidents: decided.incidents,
        assessments: decided.assessments,
        stories: decided.stories,
        summary,
    };
    answer.keep(filter);
    Ok(answer)
}

/// What the chain gives before it is counted.
pub(crate) struct Chain {
    pub incidents: Vec<IncidentAnswer>,
    pub assessments: Vec<Assessment>,
    pub stories: Vec<Incident>,
    pub readings: Vec<CompiledReading>,
}

/// The answer for one incident alone, by its id or that of one of its reports: the headline is over this incident only.
/// For explaining, where the headline of the case is not asked for.
///
/// # Errors
/// [`FrameError`] if an outline or a place cannot be used.
pub fn answer_one(case: &Case, id: &str) -> Result<Option<Answer>, FrameError> {
    let frame = Frame::new(case)?;
    let holds = |incident: &Incident| {
        let mut reports = incident.accounts.iter().flat_map(|a| &a.reports);
        incident.id.as_str() == id || reports.any(|r| r.as_str() == id)
    };
    let chain = chain_of(&frame, incidents(case, Joining::Decided), holds)?;
    let summary = summarise(&frame, &chain, None, None);
    Ok((!chain.incidents.is_empty()).then_some(Answer {
        incidents: chain.incidents,
        assessments: chain.assessments,
        stories: chain.stories,
        summary,
    }))
}

fn chain(frame: &Frame<'_>, joining: Joining) -> Result<Chain, FrameError> {
    chain_of(frame, incidents(frame.case(), joining), |_| true)
}

/// The chain for the wanted incidents; all of them may be grounds of invocations.
fn chain_of(
    frame: &Frame<'_>,
    mut stories: Vec<Incident>,
    wanted: impl Fn(&Incident) -> bool,
) -> Result<Chain, FrameError> {
    let case = frame.case();
    let readings: Vec<CompiledReading> = case
        .readings
        .iter()
        .map(|reading| CompiledReading::compile(frame, reading, &stories))
        .collect::<Result<_, _>>()?;
    let mut decider = Decider::new(frame, &stories);
    let mut assessments = Vec::new();
    let mut answers = Vec::with_capacity(stories.len());
    for incident in stories.iter().filter(|i| wanted(i)) {
        let from = assessments.len();
        for account in &incident.accounts {
            for position in 0..case.clauses.len() {
                for (reading, compiled) in case.readings.iter().zip(&readings) {
                    let clause = &compiled.clauses()[position];
                    assessments.push(assess(frame, reading, clause, incident, account)?);
                }
            }
        }
        answers.push(one(
            frame,
            incident,
            &readings,
            &assessments[from..],
            &mut decider,
        )?);
    }
    stories.retain(wanted);
    Ok(Chain {
        incidents: answers,
        assessments,
        stories,
        readings,
    })
}

fn one(
    frame: &Frame<'_>,
    incident: &Incident,
    readings: &[CompiledReading],
    assessments: &[Assessment],
    decider: &mut Decider<'_>,
) -> Result<IncidentAnswer, FrameError> {
    let case = frame.case();
    let mut verdicts = Vec::with_capacity(readings.len());
    for (reading, compiled) in case.readings.iter().zip(readings) {
        verdicts.push((reading.id.clone(), decider.verdict(compiled, incident)?));
    }
    let mut reports: Vec<_> = incident
        .accounts
        .iter()
        .flat_map(|a| a.reports.clone())
        .collect();
    reports.sort();
    let mut answer = IncidentAnswer {
        id: incident.id.clone(),
        accounts: incident.accounts.iter().map(|a| a.id.clone()).collect(),
        support: support(case, incident),
        class: Class::Undecided,
        turns_on: Vec::new(),
        stated_after: assessments
            .iter()
            .any(|a| a.stated_after && case.panel.contains(&a.reading)),
        replies: replies_to(case, &reports),
        earliest: incident
            .accounts
            .iter()
            .map(|a| a.story.when.interval.from())
            .min()
            .unwrap_or(Moment(0)),
        reports,
        verdicts,
    };
    answer.class = class_over(&answer, &case.panel);
    answer.turns_on = turns_on(case, &answer, incident, assessments, decider)?;
    Ok(answer)
}

/// Replies to any of the reports, in order of ids: the order of rows changes nothing.
fn replies_to(case: &Case, reports: &[holdfire_model::ReportId]) -> Vec<holdfire_model::ReplyId> {
    let mut replies: Vec<_> = case
        .replies
        .iter()
        .filter(|r| reports.contains(&r.report))
        .map(|r| r.id.clone())
        .collect();
    replies.sort();
    replies
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
    incident: &Incident,
    assessments: &[Assessment],
    decider: &mut Decider<'_>,
) -> Result<Vec<String>, FrameError> {
    let panel: Vec<usize> = case
        .panel
        .iter()
        .filter_map(|id| case.readings.iter().position(|r| r.id == *id))
        .collect();
    let of_panel = |verdicts: &[Verdict]| {
        assessments
            .iter()
            .filter(|a| case.panel.contains(&a.reading) && verdicts.contains(&a.verdict))
            .collect::<Vec<_>>()
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
            for assessment in of_panel(&[Verdict::Possible, Verdict::Probable]) {
                let either = assessment
                    .factors
                    .iter()
                    .filter(|f| f.state == State::Either);
                names.extend(either.map(|f| f.factor.name().to_owned()));
                if assessment.reasons.iter().any(|r| r.factor.is_none()) {
                    names.insert("exceptions".to_owned());
                }
            }
            if names.is_empty() {
                names.insert("accounts differ".to_owned());
            }
            Ok(names.into_iter().collect())
        }
        Class::Undecided => {
            let names: BTreeSet<String> = of_panel(&[Verdict::Undecided])
                .into_iter()
                .flat_map(|a| a.missing.clone())
                .collect();
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
