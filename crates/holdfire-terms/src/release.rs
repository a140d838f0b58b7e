//! Rule R6, last part: who was set free by which recorded invocation, solved once at compile time.
//!
//! Grounds are judged in time order, in the state that earlier invocations made. An allegation releases nobody: without
//! an invocation this module changes nothing.

use std::collections::BTreeMap;
use std::sync::Arc;

use holdfire_model::{
    Boundary, Ground, GroundKind, Incident, Invocation, InvocationId, Reading, ReleaseEffect,
    ReleaseRule, Stated, Term, Verdict, phrase,
};

use crate::assess;
use crate::compiled::CompiledClause;
use crate::frame::{Frame, FrameError, Located};
use crate::timeline::{Level, Timeline};
use crate::whys::Why;

/// Applies the recorded invocations to the lines of a compiled clause.
pub(crate) fn solve(
    frame: &Frame<'_>,
    reading: &Reading,
    rule: &Term<ReleaseRule>,
    incidents: &[Arc<Incident>],
    compiled: &mut CompiledClause,
) -> Result<(), FrameError> {
    let mut order: Vec<&Invocation> = frame.case().invocations.iter().collect();
    order.sort_by(|a, b| (a.at.earliest(), &a.id).cmp(&(b.at.earliest(), &b.id)));
    if order.is_empty() {
        return Ok(());
    }
    one_line_per_party(frame, compiled);
    let mut accepted: BTreeMap<&InvocationId, Level> = BTreeMap::new();
    for (i, invocation) in order.iter().enumerate() {
        let clash = order.iter().enumerate().find(|(j, other)| {
            *j != i
                && unordered(invocation, other)
                && order_matters(rule, invocation)
                && may_be_accepted(rule, other)
        });
        let level = match clash {
            Some(_) => Level::Unstated,
            None => acceptance(frame, rule, incidents, compiled, invocation, &accepted)?,
        };
        accepted.insert(&invocation.id, level);
        if level != Level::In {
            apply(
                frame,
                reading,
                rule,
                compiled,
                invocation,
                level,
                clash.map(|(_, other)| *other),
            );
        }
    }
    Ok(())
}

/// Gives every party a line of its own, so that one can be set free alone.
fn one_line_per_party(frame: &Frame<'_>, compiled: &mut CompiledClause) {
    let base = compiled.lines.last().expect("there is a base line").clone();
    let mut lines: Vec<Timeline> = (0..frame.parties.len())
        .map(|p| compiled.lines[compiled.line_of[p]].clone())
        .collect();
    compiled.line_of = (0..frame.parties.len()).collect();
    lines.push(base);
    compiled.lines = lines;
}

/// True if it is not known which of two invocations of different parties came first.
fn unordered(a: &Invocation, b: &Invocation) -> bool {
    let after = |x: Boundary, y: Boundary| {
        y.latest()
            .is_some_and(|latest| x.earliest() >= latest && x != y)
    };
    a.by != b.by && !after(a.at, b.at) && !after(b.at, a.at)
}

/// True if the ground may be one that the reading accepts; where it says nothing on grounds, every one may be.
fn may_be_accepted(rule: &Term<ReleaseRule>, invocation: &Invocation) -> bool {
    let Some(element) = rule.first().filter(|_| !rule.is_conflict()) else {
        return true;
    };
    let accepts = |kind: GroundKind| element.value.accepts.contains(&kind);
    accepts(GroundKind::Declared)
        || match invocation.ground {
            Ground::Declared => false,
            Ground::Incident(_) => accepts(GroundKind::CoveredAct),
            Ground::Invocation(_) => accepts(GroundKind::OtherInvocation),
        }
}

/// True if whether the ground is accepted can hang on what was invoked before: not where any declaration will do, and
/// not where the ground is none in any order.
fn order_matters(rule: &Term<ReleaseRule>, invocation: &Invocation) -> bool {
    let declared = |e: &holdfire_model::Element<ReleaseRule>| {
        !rule.is_conflict() && e.value.accepts.contains(&GroundKind::Declared)
    };
    may_be_accepted(rule, invocation) && !rule.first().is_some_and(declared)
}

/// What the invocation makes of the clause for the one who invokes: out if it frees, in if it does not.
fn acceptance<'a>(
    frame: &Frame<'_>,
    rule: &Term<ReleaseRule>,
    incidents: &[Arc<Incident>],
    compiled: &CompiledClause,
    invocation: &'a Invocation,
    accepted: &BTreeMap<&'a InvocationId, Level>,
) -> Result<Level, FrameError> {
    let Some(element) = rule.first() else {
        return Ok(Level::Unstated);
    };
    if rule.is_conflict() {
        return Ok(Level::Unstated);
    }
    let accepts = |kind: GroundKind| element.value.accepts.contains(&kind);
    if accepts(GroundKind::Declared) {
        return Ok(Level::Out);
    }
    Ok(match &invocation.ground {
        Ground::Declared => Level::In,
        Ground::Invocation(id) if accepts(GroundKind::OtherInvocation) => {
            accepted.get(id).copied().unwrap_or(Level::In)
        }
        Ground::Incident(id) if accepts(GroundKind::CoveredAct) => {
            match incidents.iter().find(|i| i.id == *id) {
                Some(incident) => covered_act(frame, compiled, incident, invocation)?,
                None => Level::Unknown,
            }
        }
        Ground::Incident(_) | Ground::Invocation(_) => Level::In,
    })
}

/// Whether the ground is an act of the other side that the clause covered when it happened.
fn covered_act(
    frame: &Frame<'_>,
    compiled: &CompiledClause,
    incident: &Incident,
    invocation: &Invocation,
) -> Result<Level, FrameError> {
    let mut located = Located::default();
    let reach = compiled.reach_m();
    let mut verdicts = Vec::with_capacity(incident.accounts.len());
    let against = frame.party(&invocation.against);
    let mut doubt = false;
    for account in &incident.accounts {
        let places = frame.places(&account.story.place, account.id.as_str())?;
        let row = frame.row(&account.story, &places);
        let by_other = against.is_some_and(|p| row.actors == 1 << p);
        let perhaps = against.is_some_and(|p| row.actors == 0 || row.actors >> p & 1 == 1);
        // What came later cannot be the ground, and what another party did is none.
        if row.from >= invocation.at.latest().map_or(i64::MAX, |m| m.0) || !perhaps {
            verdicts.push(crate::compose::AccountVerdict {
                verdict: Verdict::Outside,
                would_be: Verdict::Outside,
            });
            continue;
        }
        doubt |= !by_other || row.until > invocation.at.earliest().0;
        frame.locate(&row, reach, &mut located);
        verdicts.push(assess::account_verdict(compiled, frame, &row, &mut located));
    }
    Ok(match crate::compose::accounts(&verdicts) {
        Verdict::Within | Verdict::Probable if !doubt => Level::Out,
        Verdict::Within | Verdict::Probable | Verdict::Possible => Level::Unknown,
        Verdict::Undecided => Level::Unstated,
        Verdict::Outside => Level::In,
    })
}

fn apply(
    frame: &Frame<'_>,
    reading: &Reading,
    rule: &Term<ReleaseRule>,
    compiled: &mut CompiledClause,
    invocation: &Invocation,
    level: Level,
    clash: Option<&Invocation>,
) {
    let Some(by) = frame.party(&invocation.by) else {
        return;
    };
    compiled.what_if |= invocation.what_if;
    let effect = rule
        .first()
        .filter(|_| !rule.is_conflict())
        .and_then(|e| e.value.effect);
    let others_free = effect == Some(ReleaseEffect::AllEnds);
    let why = reason(frame, reading, rule, invocation, level, clash);
    let silent_effect = Why {
        missing: vec!["release".to_owned()],
        text: phrase!(
            "why-release-effect-not-said",
            "{why}; the reading does not say whether the clause then ends for all",
            why = &why.text
        ),
        ..why.clone()
    };
    let mine = compiled.whys.add(why);
    let theirs = compiled.whys.add(silent_effect);
    let last = compiled.lines.len() - 1;
    for (p, line) in compiled.lines.iter_mut().enumerate() {
        let (level, why) = if (p == by && p != last) || others_free || clash.is_some() {
            (level, mine)
        } else if effect.is_none() {
            (Level::Unstated, theirs)
        } else {
            continue;
        };
        *line = line.and(&from_on(invocation.at, level, why));
    }
}

fn from_on(at: Boundary, level: Level, why: u16) -> Timeline {
    let band = if at.because() == holdfire_model::Because::Unknown {
        Level::Unknown
    } else {
        Level::Unstated
    };
    let mut steps = vec![
        (i64::MIN, Level::In, false, why),
        (at.earliest().0, level, false, why),
    ];
    if !at.is_known() && level == Level::Out {
        steps[1].1 = band;
        if let Some(latest) = at.latest() {
            steps.push((latest.0, level, false, why));
        }
    }
    Timeline::from_steps(&steps)
}

fn reason(
    frame: &Frame<'_>,
    reading: &Reading,
    rule: &Term<ReleaseRule>,
    invocation: &Invocation,
    level: Level,
    clash: Option<&Invocation>,
) -> Why {
    let case = frame.case();
    let by = case.party_name(&invocation.by);
    let against = case.party_name(&invocation.against);
    let at = reading.zone.show(invocation.at.earliest());
    let who = if invocation.what_if {
        phrase!(
            "invoked-what-if",
            "what if: {by} invoked its right to be free against {against} ({at})",
            by = by,
            against = against,
            at = at
        )
    } else {
        phrase!(
            "invoked",
            "{by} invoked its right to be free against {against} ({at})",
            by = by,
            against = against,
            at = at
        )
    };
    let mut why = Why::plain(match (clash, level) {
        (Some(other), _) => {
            phrase!(
                "why-release-order",
                "{invoked}; it is not known whether before or after the invocation `{other}`",
                invoked = who,
                other = other.id.to_string()
            )
        }
        (None, Level::Out) => who,
        (None, Level::Unknown) => phrase!(
            "why-release-ground-unsure",
            "{invoked}; whether its ground was covered is not sure",
            invoked = who
        ),
        (None, _) if rule.is_silent() => {
            phrase!(
                "why-release-not-said",
                "{invoked}; the reading does not say whether a party may be free",
                invoked = who
            )
        }
        (None, _) => phrase!(
            "why-release-ground-not-said",
            "{invoked}; the terms do not say whether its ground was covered",
            invoked = who
        ),
    });
    if level == Level::Unstated {
        why.missing = vec![
            if clash.is_some() {
                "release: order"
            } else {
                "release"
            }
            .to_owned(),
        ];
    }
    why.cites.push(invocation.stated.at.clone());
    let rules: Vec<&Stated> = rule.iter().map(|e| &e.stated).collect();
    for stated in rules {
        why.rest_on(stated);
    }
    why
}
