//! The whole chain for one case: incidents, assessments, verdicts, classes, what decides, the headline.

use std::collections::BTreeSet;
use std::sync::Arc;

use holdfire_model::{
    Assessment, Case, Class, ClauseId, Ground, Incident, IncidentAnswer, IncidentId, Moment,
    ReadingId, ReplyId, ReportId, Support, Verdict,
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
    /// One for each incident, in order of ids; shared by answers that say the same of it.
    pub incidents: Vec<Arc<IncidentAnswer>>,
    /// One for each account, clause and reading, in this order.
    pub assessments: Vec<Assessment>,
    /// The incidents themselves, in the order of `incidents`.
    pub stories: Vec<Arc<Incident>>,
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
    let frame = Frame::new(case)?;
    let stories = incidents(case, Joining::Decided);
    let (mut answer, _) = whole(&frame, stories, Words::All, &Earlier::default())?;
    answer.keep(filter);
    Ok(answer)
}

/// What a list of many incidents needs: the answer without any assessment, and what explains one of them at once.
pub struct Overview {
    /// The answer without assessments.
    pub answer: Answer,
    /// What was solved for all of them.
    pub solved: Solved,
}

/// A case that was answered before: what it has in common with another is shared, and not found anew.
#[derive(Clone, Copy)]
pub struct Before<'b> {
    /// The case.
    pub case: &'b Case,
    /// Its answer.
    pub answer: &'b Answer,
    /// What was solved for it.
    pub solved: &'b Solved,
    /// Whether work is saved too, and not memory alone: then the time that an answer takes tells what both have in common.
    pub saves_work: bool,
}

/// The same without any assessment. [`Solved::one`] explains one of the incidents.
///
/// *Invariant*: the answer is the same whatever was answered before.
///
/// # Errors
/// [`FrameError`] if an outline or a place cannot be used.
pub fn overview(case: &Case, before: Option<Before<'_>>) -> Result<Overview, FrameError> {
    let mut stories = incidents(case, Joining::Decided);
    let mut earlier = Earlier::default();
    let mut numbers = None;
    if let Some(Before {
        case: old,
        answer,
        solved,
        saves_work,
    }) = before
    {
        earlier.stories = &answer.stories;
        earlier.answers = &answer.incidents;
        earlier.share(&mut stories);
        if saves_work && old.terms == case.terms {
            numbers = Some(Arc::clone(solved.numbers()));
            if earlier.has_the_grounds(case, &stories) {
                earlier.same = Some(Same {
                    readings: solved.readings(),
                    mixed: solved.mixed(),
                    hanging: solved.hanging(),
                });
            }
        }
    }
    let frame = match numbers {
        Some(numbers) => Frame::with_numbers(case, numbers),
        None => Frame::new(case)?,
    };
    let (answer, chain) = whole(&frame, stories, Words::None, &earlier)?;
    Ok(Overview {
        answer,
        solved: Solved::new(&frame, chain.readings, chain.mixed, chain.hanging),
    })
}

/// Whether assessments are written.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Words {
    All,
    None,
}

/// The silent terms on which an incident hangs.
pub(crate) type Hangs = Arc<[Hanging]>;

/// What was answered before, of this case or another; each list in order of ids.
#[derive(Clone, Copy, Default)]
struct Earlier<'e> {
    stories: &'e [Arc<Incident>],
    answers: &'e [Arc<IncidentAnswer>],
    /// Where it was answered under the same readings.
    same: Option<Same<'e>>,
}

/// What was solved under readings that stand.
#[derive(Clone, Copy)]
struct Same<'e> {
    readings: &'e Arc<[CompiledReading]>,
    mixed: &'e Mixed,
    /// In the order of the answers.
    hanging: &'e [Hangs],
}

impl<'e> Earlier<'e> {
    fn position(&self, id: &IncidentId) -> Option<usize> {
        self.stories.binary_search_by(|story| story.id.cmp(id)).ok()
    }

    /// Puts earlier incidents in the place of equal ones.
    fn share(&self, stories: &mut [Arc<Incident>]) {
        for story in stories {
            if let Some(at) = self.position(&story.id)
                && self.stories[at] == *story
            {
                *story = Arc::clone(&self.stories[at]);
            }
        }
    }

    /// True if the incidents that invocations name as their ground are the same: readings are solved over these.
    fn has_the_grounds(&self, case: &Case, stories: &[Arc<Incident>]) -> bool {
        case.invocations
            .iter()
            .all(|invocation| match &invocation.ground {
                Ground::Incident(id) => {
                    let now = stories.binary_search_by(|story| story.id.cmp(id)).ok();
                    let now = now.map(|at| &stories[at]);
                    self.position(id).map(|at| &self.stories[at]) == now
                }
                Ground::Declared | Ground::Invocation(_) => true,
            })
    }

    /// The answer to the same incident with the same support and replies, under the same readings.
    fn answer(&self, new: &Basis<'_>) -> Option<(Arc<IncidentAnswer>, Hangs)> {
        let hanging = self.same?.hanging;
        let at = self.position(&new.incident.id)?;
        let old = &self.answers[at];
        let same = Arc::ptr_eq(&self.stories[at], new.incident)
            && old.support == new.support
            && old.replies == new.replies;
        same.then(|| (Arc::clone(old), Arc::clone(&hanging[at])))
    }

    /// An answer; the earlier one, if it says the same.
    fn shared(&self, answer: IncidentAnswer) -> Arc<IncidentAnswer> {
        let earlier = self.position(&answer.id).map(|at| &self.answers[at]);
        match earlier {
            Some(old) if **old == answer => Arc::clone(old),
            _ => Arc::new(answer),
        }
    }
}

fn whole(
    frame: &Frame<'_>,
    stories: Vec<Arc<Incident>>,
    words: Words,
    earlier: &Earlier<'_>,
) -> Result<(Answer, Chain), FrameError> {
    let case = frame.case();
    let mut decided = chain(frame, stories, words, earlier)?;
    let joined = if case
        .links
        .iter()
        .any(|l| l.state == holdfire_model::LinkState::Suggested)
    {
        // Most incidents are the same with suggested links and without.
        let mut earlier = Earlier {
            stories: &decided.stories,
            answers: &decided.incidents,
            same: None,
        };
        let mut stories = incidents(case, Joining::SuggestedToo);
        earlier.share(&mut stories);
        if earlier.has_the_grounds(case, &stories) {
            earlier.same = Some(Same {
                readings: &decided.readings,
                mixed: &decided.mixed,
                hanging: &decided.hanging,
            });
        }
        Some(chain(frame, stories, Words::None, &earlier)?.incidents)
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
    pub incidents: Vec<Arc<IncidentAnswer>>,
    pub assessments: Vec<Assessment>,
    /// Silent terms on which incidents hang, in their order.
    pub hanging: Vec<Hangs>,
    pub stories: Vec<Arc<Incident>>,
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
    let solved = Solved::new(&frame, readings, Mixed::new(), Vec::new());
    Ok(solved.one(case, &stories, id)?.map(|one| one.answer))
}

fn chain(
    frame: &Frame<'_>,
    stories: Vec<Arc<Incident>>,
    words: Words,
    earlier: &Earlier<'_>,
) -> Result<Chain, FrameError> {
    let backing = Backing::new(frame.case());
    let (readings, mixed) = match earlier.same {
        Some(same) => (Arc::clone(same.readings), same.mixed.clone()),
        None => (compiled(frame, &stories)?, Mixed::new()),
    };
    let decider = Decider::new(frame, &stories, mixed);
    let mut chain = chain_of(
        frame, &readings, &stories, &backing, words, decider, earlier,
    )?;
    chain.stories = stories;
    Ok(chain)
}

/// The readings of a case. `stories`: all of its incidents, which may be grounds of invocations.
fn compiled(
    frame: &Frame<'_>,
    stories: &[Arc<Incident>],
) -> Result<Arc<[CompiledReading]>, FrameError> {
    let readings = frame.case().readings.iter();
    readings
        .map(|reading| CompiledReading::compile(frame, reading, stories))
        .collect()
}

/// The chain for one incident alone under readings that are compiled, with all assessments.
pub(crate) fn chain_of_one(
    frame: &Frame<'_>,
    readings: &Arc<[CompiledReading]>,
    wanted: &Arc<Incident>,
    decider: Decider<'_>,
) -> Result<Chain, FrameError> {
    let wanted = std::slice::from_ref(wanted);
    let backing = Backing::new(frame.case());
    let earlier = Earlier::default();
    let mut chain = chain_of(
        frame,
        readings,
        wanted,
        &backing,
        Words::All,
        decider,
        &earlier,
    )?;
    chain.stories = wanted.to_vec();
    Ok(chain)
}

/// The chain for the wanted incidents under readings that are compiled. The stories are left to the caller.
fn chain_of(
    frame: &Frame<'_>,
    readings: &Arc<[CompiledReading]>,
    wanted: &[Arc<Incident>],
    backing: &Backing<'_>,
    words: Words,
    mut decider: Decider<'_>,
    earlier: &Earlier<'_>,
) -> Result<Chain, FrameError> {
    let case = frame.case();
    let reach_m = widest(readings.iter());
    let mut assessments = Vec::new();
    let mut answers = Vec::with_capacity(wanted.len());
    let mut hanging = Vec::with_capacity(wanted.len());
    let mut alike = Alike::default();
    for incident in wanted {
        let basis = Basis::new(backing, incident);
        if words == Words::None
            && let Some((answer, hangs)) = earlier.answer(&basis)
        {
            answers.push(answer);
            hanging.push(hangs);
            continue;
        }
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
        hanging.push(alike.hanging(terms.collect()));
        let answer = one(
            case,
            basis,
            &mut prepared,
            &weighings,
            &mut decider,
            &mut alike,
        )?;
        answers.push(earlier.shared(answer));
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
    hanging: BTreeSet<Hangs>,
}

impl Alike {
    fn verdicts(&mut self, verdicts: Vec<(ReadingId, Verdict)>) -> Arc<Vec<(ReadingId, Verdict)>> {
        kept(&mut self.verdicts, verdicts)
    }

    fn turns_on(&mut self, names: Vec<String>) -> Arc<Vec<String>> {
        kept(&mut self.turns_on, names)
    }

    fn hanging(&mut self, terms: BTreeSet<Hanging>) -> Hangs {
        kept(&mut self.hanging, terms.into_iter().collect::<Vec<_>>())
    }
}

fn kept<T: Ord + ?Sized>(known: &mut BTreeSet<Arc<T>>, thing: impl Into<Arc<T>>) -> Arc<T> {
    let thing = thing.into();
    if let Some(first) = known.get(&thing) {
        return Arc::clone(first);
    }
    known.insert(Arc::clone(&thing));
    thing
}

/// An incident with what does not depend on any reading.
struct Basis<'i> {
    incident: &'i Arc<Incident>,
    /// Its reports, in order of ids.
    reports: Vec<ReportId>,
    support: Support,
    replies: Vec<ReplyId>,
}

impl<'i> Basis<'i> {
    fn new(backing: &Backing<'_>, incident: &'i Arc<Incident>) -> Self {
        let accounts = incident.accounts.iter();
        let count = accounts.clone().map(|account| account.reports.len()).sum();
        let mut reports = Vec::with_capacity(count);
        reports.extend(accounts.flat_map(|account| &account.reports).cloned());
        reports.sort();
        Self {
            incident,
            support: backing.support(incident),
            replies: backing.replies_to(&reports),
            reports,
        }
    }
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
    basis: Basis<'_>,
    prepared: &mut Prepared<'_>,
    weighings: &[Weighing],
    decider: &mut Decider<'_>,
    alike: &mut Alike,
) -> Result<IncidentAnswer, FrameError> {
    let Basis {
        incident,
        reports,
        support,
        replies,
    } = basis;
    let verdicts = case.readings.iter().enumerate();
    let verdicts = verdicts.map(|(at, r)| (r.id.clone(), verdict_of(case, at, weighings)));
    let of_panel: Vec<&Weighing> = weighings
        .iter()
        .filter(|w| case.panel.contains(&case.readings[w.reading].id))
        .collect();
    let mut answer = IncidentAnswer {
        id: incident.id.clone(),
        accounts: incident.accounts.iter().map(|a| a.id.clone()).collect(),
        support,
        class: Class::Undecided,
        turns_on: Arc::default(),
        stated_after: of_panel.iter().any(|w| w.weighed.stated_after),
        replies,
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
        let wanted = |id: &IncidentId, reports: &[ReportId]| {
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
                let verdicts = &mut Arc::make_mut(incident).verdicts;
                Arc::make_mut(verdicts).retain(|(r, _)| filter.readings.contains(r));
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
