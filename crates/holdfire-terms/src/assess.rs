//! From rows to verdicts (many, fast) and from accounts to assessments (one, with its reasons).

use holdfire_model::{
    Account, Assessment, Effect, Factor, FactorAnswer, Incident, Moment, ObjectBasis, Part, Phrase,
    Reading, Reason, State, Story, Verdict, phrase,
};

use crate::compiled::{CompiledClause, CompiledReading};
use crate::compose::{self, AccountVerdict};
use crate::frame::{Frame, FrameError, Located, Row};
use crate::predicates::Factors;
use crate::recorder::{Explanation, Recorder, Said, Silent};
use crate::whys::Why;

/// The verdict for a row under one clause. No words are built.
pub fn account_verdict(
    clause: &CompiledClause,
    frame: &Frame<'_>,
    row: &Row<'_>,
    located: &mut Located,
) -> AccountVerdict {
    let factors = clause.factors(frame, row, located, &mut Silent).all();
    let verdict = compose::verdict(&factors);
    let would_be = if verdict == Verdict::Undecided {
        compose::would_be(&factors)
    } else {
        verdict
    };
    AccountVerdict { verdict, would_be }
}

/// Verdicts for many rows under many readings: for each row, each reading and each of its clauses, in this order, one
/// verdict is handed to `take(row, reading, clause, verdict)`. Nothing is allocated per row.
pub fn verdicts<'r>(
    frame: &Frame<'_>,
    readings: &[CompiledReading],
    rows: impl IntoIterator<Item = Row<'r>>,
    mut take: impl FnMut(usize, usize, usize, Verdict),
) {
    let reach = readings
        .iter()
        .filter_map(CompiledReading::reach_m)
        .reduce(f64::max);
    let mut located = Located::default();
    for (number, row) in rows.into_iter().enumerate() {
        frame.locate(&row, reach, &mut located);
        for (r, reading) in readings.iter().enumerate() {
            for (c, clause) in reading.clauses().iter().enumerate() {
                let factors = clause.factors(frame, &row, &mut located, &mut Silent);
                take(number, r, c, compose::verdict(&factors.all()));
            }
        }
    }
}

/// What a verdict hangs on, without the words that explain it.
#[derive(Clone, Debug, PartialEq)]
pub struct Weighed {
    /// The verdict, and with everything undecided put inside.
    pub verdict: AccountVerdict,
    /// The silent terms that it hangs on.
    pub missing: Vec<String>,
    /// True if a term that it rests on was first stated after the act.
    pub stated_after: bool,
    /// The factors that are inside for some of the possibilities.
    pub either: Vec<Factor>,
    /// True if an exception is among the reasons.
    pub exceptions: bool,
}

/// What the verdict for a row under one clause hangs on: what [`assess`] says, but for the words.
///
/// `located`: what lies at the row's places, with any reach that is at least the clause's.
pub fn weigh(
    clause: &CompiledClause,
    frame: &Frame<'_>,
    row: &Row<'_>,
    located: &mut Located,
) -> Weighed {
    let mut marks = Marks::default();
    let factors = clause.factors(frame, row, located, &mut marks);
    let said: Vec<Mark<'_>> = marks
        .0
        .iter()
        .map(|(factor, missing, stated)| (*factor, &missing[..], *stated))
        .collect();
    let (missing, stated_after) = hangs_on(&factors, &said, row.until);
    let verdict = compose::verdict(&factors.all());
    let would_be = if verdict == Verdict::Undecided {
        compose::would_be(&factors.all())
    } else {
        verdict
    };
    let either = Factor::ALL.iter().zip(&factors.five);
    Weighed {
        verdict: AccountVerdict { verdict, would_be },
        missing,
        stated_after,
        either: either
            .filter(|(_, outcome)| outcome.state == State::Either)
            .map(|(factor, _)| *factor)
            .collect(),
        exceptions: said.iter().any(|(factor, ..)| factor.is_none()),
    }
}

/// A reason without its words: its factor, the silent terms, and the last of the times at which what it rests on was stated.
type Mark<'a> = (Option<Factor>, &'a [String], Option<Moment>);

/// Writes down what [`hangs_on`] looks at.
#[derive(Default)]
struct Marks(Vec<(Option<Factor>, Vec<String>, Option<Moment>)>);

impl Recorder for Marks {
    const RECORDS: bool = true;

    fn reason(&mut self, factor: Option<Factor>, _: Option<Phrase>, why: &Why) {
        let stated = why.stated.iter().max().copied();
        self.0.push((factor, why.missing.clone(), stated));
    }

    fn measure(&mut self, _: Factor, _: Phrase) {}
}

/// The silent terms that a verdict hangs on, and whether what decides it was first stated after the act.
fn hangs_on(factors: &Factors, said: &[Mark<'_>], until: i64) -> (Vec<String>, bool) {
    let verdict = compose::verdict(&factors.all());
    let state = |factor: Option<Factor>| match factor {
        Some(factor) => factors.five[factor as usize].state,
        None => factors.exceptions.state,
    };
    let mut missing: Vec<String> = Vec::new();
    if verdict == Verdict::Undecided {
        let silent = said.iter().filter(|said| state(said.0) == State::Undecided);
        for name in silent.flat_map(|said| said.1) {
            if !missing.contains(name) {
                missing.push(name.clone());
            }
        }
    }
    let stated_after = said
        .iter()
        .filter(|said| verdict != Verdict::Outside || state(said.0) == State::Outside)
        .any(|said| said.2.is_some_and(|stated| stated.0 >= until));
    (missing, stated_after)
}

/// The assessment of one account under one clause of a reading, with its reasons.
///
/// # Errors
/// [`FrameError::Coordinate`] if the account's place is not on Earth.
pub fn assess(
    frame: &Frame<'_>,
    reading: &Reading,
    clause: &CompiledClause,
    incident: &Incident,
    account: &Account,
) -> Result<Assessment, FrameError> {
    let places = frame.places(&account.story.place, account.id.as_str())?;
    let row = frame.row(&account.story, &places);
    let mut located = Located::default();
    frame.locate(&row, clause.reach_m(), &mut located);
    let mut explanation = Explanation::default();
    let factors = clause.factors(frame, &row, &mut located, &mut explanation);
    let verdict = compose::verdict(&factors.all());
    let answers: Vec<FactorAnswer> = Factor::ALL
        .iter()
        .zip(factors.five)
        .map(|(&factor, outcome)| FactorAnswer {
            factor,
            state: outcome.state,
            share: outcome.share,
            share_text: outcome.share.and_then(|_| measure(&explanation, factor)),
            basis: basis(&account.story, factor),
        })
        .collect();
    let said: Vec<Mark<'_>> = explanation
        .said
        .iter()
        .map(|said| {
            (
                said.factor,
                &said.why.missing[..],
                said.why.stated.iter().max().copied(),
            )
        })
        .collect();
    let (missing, stated_after) = hangs_on(&factors, &said, row.until);
    Ok(Assessment {
        incident: incident.id.clone(),
        account: account.id.clone(),
        reports: account.reports.clone(),
        clause: frame.case().clauses[clause.position()].id.clone(),
        reading: reading.id.clone(),
        verdict,
        would_be: (verdict == Verdict::Undecided).then(|| compose::would_be(&factors.all())),
        missing,
        stated_after,
        what_if: clause.what_if,
        factors: answers,
        reasons: reasons(account, &explanation),
    })
}

fn measure(explanation: &Explanation, factor: Factor) -> Option<Phrase> {
    explanation
        .measures
        .iter()
        .find(|(f, _)| *f == factor)
        .map(|(_, text)| text.clone())
}

fn reasons(account: &Account, explanation: &Explanation) -> Vec<Reason> {
    let mut said: Vec<&Said> = explanation.said.iter().collect();
    // In the order of factors, exceptions last; within a factor as it was said.
    said.sort_by_key(|s| s.factor.map_or(Factor::ALL.len(), |f| f as usize));
    said.into_iter()
        .map(|said| {
            let text = match &said.prefix {
                None => said.why.text.clone(),
                Some(prefix) => phrase!(
                    "why-follows",
                    "{follows}: {why}",
                    follows = prefix,
                    why = &said.why.text
                ),
            };
            let mut cites = vec![account.at.clone()];
            cites.extend(said.why.cites.iter().cloned());
            Reason {
                factor: said.factor,
                text,
                cites,
            }
        })
        .collect()
}

/// What the answer for a factor rests on in the account, in words.
fn basis(story: &Story, factor: Factor) -> Phrase {
    match factor {
        Factor::Time => match &story.when.problem {
            Some(problem) => phrase!(
                "basis-with-problem",
                "{basis}; {problem}",
                basis = &story.when.basis,
                problem = problem
            ),
            None => story.when.basis.clone(),
        },
        Factor::Place if story.place.name.is_empty() => story.place.basis.clone(),
        Factor::Place => phrase!(
            "basis-of-place",
            "{place}: {basis}",
            place = &story.place.name,
            basis = &story.place.basis
        ),
        Factor::Object if story.object.name.is_empty() => {
            phrase!("basis-no-object", "no object is named")
        }
        Factor::Object => match story.object.basis {
            ObjectBasis::ClaimedIntent => phrase!(
                "basis-claimed-intent",
                "claimed intent: {object}",
                object = &story.object.name
            ),
            ObjectBasis::Stated if story.object.categories.is_empty() => {
                phrase!(
                    "basis-category-not-known",
                    "category not known: {object}",
                    object = &story.object.name
                )
            }
            ObjectBasis::Stated => Phrase::verbatim(&story.object.name),
        },
        Factor::Act => {
            let kinds = story.act.kinds().iter().map(|k| k.as_str().into());
            let effects = if story.act.effects().len() == Effect::ALL.len() {
                phrase!("basis-effect-not-known", "effect not known").into()
            } else {
                let effects = story.act.effects().iter();
                Part::AnyOf(effects.map(|e| effect_name(*e).into()).collect())
            };
            phrase!(
                "basis-of-act",
                "{kinds}: {effects}",
                kinds = Part::AnyOf(kinds.collect()),
                effects = effects
            )
        }
        Factor::Actor if story.actors.is_empty() => phrase!("basis-no-actor", "no actor named"),
        Factor::Actor => {
            let names = story.actors.iter().map(|p| p.as_str().into());
            phrase!(
                "basis-alleged",
                "alleged: {actors}",
                actors = Part::AnyOf(names.collect())
            )
        }
    }
}

/// An effect by its name in files; other languages say it in words.
pub(crate) fn effect_name(effect: Effect) -> Phrase {
    match effect {
        Effect::Hit => phrase!("effect-name-hit", "hit"),
        Effect::Intercepted => phrase!("effect-name-intercepted", "intercepted"),
        Effect::Debris => phrase!("effect-name-debris", "debris"),
        Effect::Collateral => phrase!("effect-name-collateral", "collateral"),
    }
}
