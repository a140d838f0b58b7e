//! From rows to verdicts (many, fast) and from accounts to assessments (one, with its reasons).

use holdfire_model::{
    Account, Assessment, Effect, Factor, FactorAnswer, Incident, ObjectBasis, Part, Phrase,
    Reading, Reason, State, Story, Verdict, phrase,
};

use crate::compiled::{CompiledClause, CompiledReading};
use crate::compose::{self, AccountVerdict};
use crate::frame::{Frame, FrameError, Located, Row};
use crate::recorder::{Explanation, Said, Silent};

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
    let deciding = |said: &Said| match (verdict, said.factor) {
        (Verdict::Outside, Some(factor)) => state_of(&answers, factor) == State::Outside,
        (Verdict::Outside, None) => factors.exceptions.state == State::Outside,
        _ => true,
    };
    let mut missing = Vec::new();
    if verdict == Verdict::Undecided {
        let silent = |said: &&Said| match said.factor {
            Some(factor) => state_of(&answers, factor) == State::Undecided,
            None => factors.exceptions.state == State::Undecided,
        };
        for name in explanation
            .said
            .iter()
            .filter(silent)
            .flat_map(|s| &s.why.missing)
        {
            if !missing.contains(name) {
                missing.push(name.clone());
            }
        }
    }
    let until = account.story.when.interval.until();
    let stated_after = explanation
        .said
        .iter()
        .filter(|s| deciding(s))
        .flat_map(|s| &s.why.stated)
        .any(|stated| *stated >= until);
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

fn state_of(answers: &[FactorAnswer], factor: Factor) -> State {
    answers
        .iter()
        .find(|a| a.factor == factor)
        .map_or(State::Undecided, |a| a.state)
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
