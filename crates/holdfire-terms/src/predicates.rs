//! The one predicate set: rules R4 to R8 over number rows, generic over a recorder (nothing, or the explanation).
//!
//! Everything that assesses calls [`CompiledClause::factors`]: the command line, the bulk path, later the server and SQL.

use holdfire_model::{Effect, Factor, ObjectBasis, Occurrence, Part, Phrase, State, phrase};

use crate::assess::effect_name;
use crate::compiled::{CompiledClause, CompiledException, Tally};
use crate::compose::{Outcome, exception_as_factor};
use crate::frame::{Frame, Located, Row};
use crate::recorder::Recorder;
use crate::scope::{CompiledScope, NodeState};
use crate::timeline::Level;
use crate::whys::Why;

/// The answers for the five factors in the order of [`Factor::ALL`], and for the exceptions as one more factor.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Factors {
    /// Time, place, object, act, actor.
    pub five: [Outcome; 5],
    /// All exceptions together: outside if one surely applies.
    pub exceptions: Outcome,
}

impl Factors {
    /// All six, for the composition.
    #[must_use]
    pub fn all(&self) -> [Outcome; 6] {
        let [a, b, c, d, e] = self.five;
        [a, b, c, d, e, self.exceptions]
    }
}

/// Of several possibilities one holds, and it is not known which. The order in which they come changes nothing.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct OneOf {
    said: Option<Outcome>,
    differ: bool,
    silent: bool,
}

impl OneOf {
    /// Adds a possibility.
    pub fn add(&mut self, outcome: Outcome) {
        if outcome.state == State::Undecided {
            self.silent = true;
        } else {
            self.differ |= self.said.is_some_and(|said| said != outcome);
            self.said = self.said.or(Some(outcome));
        }
    }

    /// The answer over all of them; `None` if there was none.
    pub fn outcome(self) -> Option<Outcome> {
        match (self.said, self.silent) {
            // A sure difference does not depend on what the reading leaves open.
            (Some(_), _) if self.differ => Some(Outcome::EITHER),
            (Some(said), true) if said == Outcome::EITHER => Some(said),
            (_, true) => Some(Outcome::UNDECIDED),
            (said, false) => said,
        }
    }
}

impl FromIterator<Outcome> for OneOf {
    fn from_iter<I: IntoIterator<Item = Outcome>>(outcomes: I) -> Self {
        let mut one_of = Self::default();
        outcomes.into_iter().for_each(|outcome| one_of.add(outcome));
        one_of
    }
}

/// Both must hold, for parts of one factor.
pub(crate) fn both(a: Outcome, b: Outcome) -> Outcome {
    use State::{Either, Inside, Outside, Undecided};
    match (a.state, b.state) {
        (Outside, _) | (_, Outside) => Outcome::OUTSIDE,
        (Undecided, _) | (_, Undecided) => Outcome::UNDECIDED,
        (Inside, _) => b,
        (_, Inside) => a,
        (Either, Either) => Outcome::EITHER,
    }
}

impl CompiledClause {
    /// Asks everything of a row. `located` must have been filled for this row by [`Frame::locate`].
    pub fn factors<R: Recorder>(
        &self,
        frame: &Frame<'_>,
        row: &Row<'_>,
        located: &mut Located,
        rec: &mut R,
    ) -> Factors {
        Factors {
            five: [
                self.time(frame, row, rec),
                self.place(frame, row, located, rec),
                self.object(frame, row, located, rec),
                self.act(frame, row, rec),
                self.actor(frame, row, rec),
            ],
            exceptions: self.exceptions(frame, row, located, rec),
        }
    }

    fn time<R: Recorder>(&self, frame: &Frame<'_>, row: &Row<'_>, rec: &mut R) -> Outcome {
        // A party that is not bound has no time of its own; the actor factor answers for it.
        let bound = possible_actors(frame, row) & self.bound.unwrap_or(u32::MAX);
        let mut asked = 0u64;
        let mut result = OneOf::default();
        let mut lines = 0;
        for party in bits(u64::from(bound), frame.parties.len()) {
            asked |= 1 << self.line_of[party];
        }
        if asked == 0 {
            asked = 1 << (self.lines.len() - 1);
        }
        let lines_asked = self
            .lines
            .iter()
            .enumerate()
            .filter(|(i, _)| asked >> i & 1 == 1);
        for (_, line) in lines_asked {
            let outcome = line.outcome(row.from, row.until, row.occurrence);
            result.add(outcome);
            lines += 1;
            if R::RECORDS {
                for band in line.touching(row.from, row.until) {
                    rec.reason(
                        Some(Factor::Time),
                        Some(level_phrase(band.level)),
                        self.whys.get(band.why),
                    );
                }
                let parts = line.parts(row.from, row.until);
                let whole = row.until - row.from;
                let words = || hours_text(parts.inside, parts.inside + parts.unknown, whole);
                if lines == 1 && outcome.share.is_some() {
                    rec.measure(Factor::Time, words());
                }
                if row.occurrence == Occurrence::Throughout
                    && outcome == Outcome::INSIDE
                    && parts.inside < whole
                {
                    let part = Why::plain(phrase!(
                        "why-any-overlap",
                        "any overlap counts: {part} of it",
                        part = words()
                    ));
                    rec.reason(Some(Factor::Time), None, &part);
                }
            }
        }
        result.outcome().expect("at least one line was asked")
    }

    fn act<R: Recorder>(&self, frame: &Frame<'_>, row: &Row<'_>, rec: &mut R) -> Outcome {
        let (mut inside, mut outside, mut silent, mut conflict) = (false, false, false, false);
        for kind in bits(row.kinds, frame.kinds.len()) {
            let counted = self.kinds.counted >> kind & 1 == 1;
            let not_counted = self.kinds.not_counted >> kind & 1 == 1;
            for effect in bits(u64::from(row.effects), Effect::ALL.len()) {
                let effect_counts = effect == 0 || self.effects.counted >> effect & 1 == 1;
                let effect_out = effect != 0 && self.effects.not_counted >> effect & 1 == 1;
                if counted && not_counted || effect_counts && effect_out {
                    conflict = true;
                } else if not_counted || effect_out {
                    outside = true;
                } else if counted && effect_counts {
                    inside = true;
                } else {
                    silent = true;
                }
            }
        }
        if R::RECORDS {
            self.explain_act(frame, row, inside && outside, rec);
        }
        match (inside, outside, silent || conflict) {
            (true, true, _) => Outcome::EITHER,
            (_, _, true) => Outcome::UNDECIDED,
            (true, false, false) => Outcome::INSIDE,
            _ => Outcome::OUTSIDE,
        }
    }

    fn explain_act<R: Recorder>(&self, frame: &Frame<'_>, row: &Row<'_>, mixed: bool, rec: &mut R) {
        for (kind, id) in frame
            .kinds
            .iter()
            .enumerate()
            .filter(|(k, _)| row.kinds >> k & 1 == 1)
        {
            let bit = 1 << kind;
            let what = Part::from(format!("`{id}`"));
            let mut why = self.whys.get(self.numbers.kinds).clone();
            let (text, silent) = tally(self.kinds, bit, what, &why.text);
            why.text = text;
            why.missing = missing_of(
                silent && !mixed,
                self.kinds.conflict() & bit != 0,
                &format!("attempts: {id}"),
            );
            rec.reason(Some(Factor::Act), None, &why);
        }
        for (i, effect) in Effect::ALL
            .iter()
            .enumerate()
            .filter(|(i, _)| row.effects >> i & 1 == 1)
        {
            let bit = 1 << i;
            let mut why = self.whys.get(self.numbers.effects).clone();
            if i == 0 {
                if row.kinds & self.kinds.counted == 0 {
                    continue;
                }
                why = Why {
                    text: phrase!(
                        "why-hit-counts",
                        "a hit by a listed kind of act is always counted"
                    ),
                    ..why
                };
            } else {
                let (text, silent) = tally(self.effects, bit, quoted_effect(*effect), &why.text);
                why.text = text;
                let conflict = self.effects.conflict() & bit != 0;
                why.missing = missing_of(
                    silent && !mixed,
                    conflict,
                    &format!("attempts: {}", effect.name()),
                );
            }
            rec.reason(Some(Factor::Act), None, &why);
        }
    }

    fn actor<R: Recorder>(&self, frame: &Frame<'_>, row: &Row<'_>, rec: &mut R) -> Outcome {
        let possible = possible_actors(frame, row);
        if R::RECORDS {
            let names: Vec<&str> = (0..frame.parties.len())
                .filter(|p| possible >> p & 1 == 1)
                .map(|p| frame.case().party_name(&frame.parties[p]))
                .collect();
            let names = Part::AnyOf(names.into_iter().map(Part::from).collect());
            let who = if row.actors == 0 {
                phrase!(
                    "may-have-acted",
                    "{names} may have acted, nobody is named",
                    names = names
                )
            } else {
                phrase!(
                    "alleged-to-have-acted",
                    "{names} alleged to have acted",
                    names = names
                )
            };
            rec.reason(
                Some(Factor::Actor),
                Some(who),
                self.whys.get(self.numbers.bound),
            );
        }
        match self.bound {
            None => Outcome::UNDECIDED,
            Some(bound) if possible & bound == possible && possible != 0 => Outcome::INSIDE,
            Some(bound) if possible & bound == 0 => Outcome::OUTSIDE,
            Some(_) => Outcome::EITHER,
        }
    }

    fn exceptions<R: Recorder>(
        &self,
        frame: &Frame<'_>,
        row: &Row<'_>,
        located: &mut Located,
        rec: &mut R,
    ) -> Outcome {
        let mut result = Outcome::INSIDE;
        for exception in &self.exceptions {
            let outcome = exception_as_factor(&self.limits(exception, frame, row, located));
            if R::RECORDS && outcome != Outcome::INSIDE {
                let word = match outcome.state {
                    State::Outside => phrase!("exception", "exception"),
                    State::Undecided => phrase!(
                        "exception-as-far-as-said",
                        "exception, as far as the reading says"
                    ),
                    _ => phrase!("exception-may-apply", "exception that may apply"),
                };
                let mut why = self.whys.get(exception.why).clone();
                if outcome.state == State::Undecided {
                    why.missing = vec!["exceptions".to_owned()];
                }
                rec.reason(None, Some(word), &why);
            }
            // Each is a factor of its own with no measure: one that is outside decides, then silence, then doubt.
            result = both(result, outcome);
        }
        result
    }

    fn limits(
        &self,
        exception: &CompiledException,
        frame: &Frame<'_>,
        row: &Row<'_>,
        located: &mut Located,
    ) -> [Outcome; 7] {
        let subset = |possible: u64, wanted: u64| match (possible & wanted, possible & !wanted) {
            (_, 0) => Outcome::INSIDE,
            (0, _) => Outcome::OUTSIDE,
            _ => Outcome::EITHER,
        };
        let always = Outcome::INSIDE;
        let object = |scope: &CompiledScope| {
            let outcome = if row.struck.is_empty() {
                Outcome::EITHER
            } else {
                nodes_outcome(scope, row)
            };
            if row.basis == ObjectBasis::ClaimedIntent && outcome == Outcome::INSIDE {
                Outcome::EITHER
            } else {
                outcome
            }
        };
        [
            exception.categories.as_ref().map_or(always, object),
            exception
                .territory
                .as_ref()
                .map_or(always, |t| self.territory_outcome(t, frame, row, located)),
            exception.kinds.map_or(always, |k| subset(row.kinds, k)),
            exception
                .effects
                .map_or(always, |e| subset(u64::from(row.effects), u64::from(e))),
            exception.actors.map_or(always, |a| {
                subset(u64::from(possible_actors(frame, row)), u64::from(a))
            }),
            // An exception is a state of things at the moment of the act, whichever moment that was.
            exception.period.as_ref().map_or(always, |line| {
                let outcome = line.outcome(row.from, row.until, Occurrence::AtSomeMoment);
                Outcome {
                    share: None,
                    ..outcome
                }
            }),
            if exception.circumstance {
                Outcome::EITHER
            } else {
                always
            },
        ]
    }

    pub(crate) fn explain_nodes<R: Recorder>(
        &self,
        frame: &Frame<'_>,
        row: &Row<'_>,
        mixed: bool,
        rec: &mut R,
    ) {
        let tree = &frame.case().taxonomy;
        for node in row.struck.iter() {
            let state = self.scope.of(node);
            let id = &tree.nodes()[node].id;
            let word = match state {
                Some(NodeState::Covered) => phrase!("node-covered", "covered"),
                Some(NodeState::NotCovered) => phrase!("node-not-covered", "not covered"),
                Some(NodeState::Silent) => phrase!("node-silent", "not spoken of"),
                Some(NodeState::Contested) => phrase!(
                    "node-contested",
                    "covered only across a contested edge, so not settled"
                ),
                Some(NodeState::Conflict) => phrase!("node-conflict", "stated both ways"),
                None => continue,
            };
            let mut why = self.whys.get(self.numbers.scope).clone();
            why.text = phrase!(
                "why-node",
                "`{id}` ({label}): {state}",
                id = id.to_string(),
                label = &tree.nodes()[node].label,
                state = word
            );
            let silent = !mixed && matches!(state, Some(NodeState::Silent | NodeState::Contested));
            why.missing = missing_of(
                silent,
                state == Some(NodeState::Conflict),
                &format!("scope: {id}"),
            );
            rec.reason(Some(Factor::Object), None, &why);
        }
    }
}

/// The object factor for a non-empty set of nodes.
pub(crate) fn nodes_outcome(scope: &CompiledScope, row: &Row<'_>) -> Outcome {
    match scope.some(&row.struck) {
        (true, true, _) => Outcome::EITHER,
        (_, _, true) => Outcome::UNDECIDED,
        (true, false, false) => Outcome::INSIDE,
        _ => Outcome::OUTSIDE,
    }
}

pub(crate) fn possible_actors(frame: &Frame<'_>, row: &Row<'_>) -> u32 {
    if row.actors == 0 {
        frame.actors
    } else {
        row.actors
    }
}

/// The positions below `limit` whose bit is set, ascending.
#[inline]
pub(crate) fn bits(mut set: u64, limit: usize) -> impl Iterator<Item = usize> {
    std::iter::from_fn(move || {
        let position = set.trailing_zeros() as usize;
        set &= set.wrapping_sub(1);
        (position < limit.min(64)).then_some(position)
    })
}

fn level_phrase(level: Level) -> Phrase {
    match level {
        Level::In => phrase!("why-force-in", "in force"),
        Level::Out => phrase!("why-force-out", "not in force"),
        Level::Unknown => phrase!("why-force-not-known", "not known whether in force"),
        Level::Unstated => phrase!(
            "why-force-not-said",
            "the reading does not say whether in force"
        ),
    }
}

fn quoted_effect(effect: Effect) -> Phrase {
    phrase!("quoted", "`{name}`", name = effect_name(effect))
}

/// Whether a kind of act or an effect counts, with why; true if the terms do not speak of it.
fn tally(tally: Tally, bit: u64, what: impl Into<Part>, why: &Phrase) -> (Phrase, bool) {
    let what = what.into();
    match (tally.counted & bit != 0, tally.not_counted & bit != 0) {
        (true, true) => {
            let text = phrase!(
                "why-stated-both-ways",
                "{what} is stated both ways ({why})",
                what = what,
                why = why
            );
            (text, false)
        }
        (true, false) => {
            let text = phrase!(
                "why-counted",
                "{what} is counted ({why})",
                what = what,
                why = why
            );
            (text, false)
        }
        (false, true) => {
            let text = phrase!(
                "why-not-counted",
                "{what} is not counted ({why})",
                what = what,
                why = why
            );
            (text, false)
        }
        (false, false) => {
            let text = phrase!(
                "why-not-spoken-of",
                "{what} is not spoken of ({why})",
                what = what,
                why = why
            );
            (text, true)
        }
    }
}

fn missing_of(silent: bool, conflict: bool, name: &str) -> Vec<String> {
    if conflict {
        vec!["conflict".to_owned(), name.to_owned()]
    } else if silent {
        vec![name.to_owned()]
    } else {
        Vec::new()
    }
}

/// `13 of 24 hours`, `5 to 13 of 24 hours`, `20 of 30 minutes`.
pub(crate) fn hours_text(least: i64, most: i64, whole: i64) -> Phrase {
    let (unit, seconds) = match whole {
        w if w >= 2 * 3_600 => (phrase!("unit-hours", "hours"), 3_600),
        w if w >= 120 => (phrase!("unit-minutes", "minutes"), 60),
        _ => (phrase!("unit-seconds", "seconds"), 1),
    };
    let number = |s: i64| {
        let tenths = (s * 10 + seconds / 2) / seconds;
        if tenths % 10 == 0 {
            (tenths / 10).to_string()
        } else {
            format!("{}.{}", tenths / 10, tenths % 10)
        }
    };
    if least == most {
        phrase!(
            "time-share",
            "{part} of {whole} {unit}",
            part = number(least),
            whole = number(whole),
            unit = unit
        )
    } else {
        phrase!(
            "time-share-between",
            "{least} to {most} of {whole} {unit}",
            least = number(least),
            most = number(most),
            whole = number(whole),
            unit = unit
        )
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_measure_of_time_reads_as_hours_of_hours() {
        assert_eq!(
            hours_text(13 * 3_600, 13 * 3_600, 24 * 3_600),
            "13 of 24 hours"
        );
        assert_eq!(hours_text(0, 24 * 3_600, 24 * 3_600), "0 to 24 of 24 hours");
        assert_eq!(hours_text(900, 900, 5_400), "15 of 90 minutes");
        assert_eq!(hours_text(9_000, 9_000, 36_000), "2.5 of 10 hours");
    }

    #[test]
    fn of_two_possibilities_a_difference_is_a_doubt_and_silence_stays_silence() {
        const IN: Outcome = Outcome::INSIDE;
        const OUT: Outcome = Outcome::OUTSIDE;
        const MAYBE: Outcome = Outcome::EITHER;
        const SILENT: Outcome = Outcome::UNDECIDED;
        let check = |list: &[Outcome], expected| {
            let one_of = |list: Vec<Outcome>| list.into_iter().collect::<OneOf>().outcome();
            assert_eq!(one_of(list.to_vec()), Some(expected), "{list:?}");
            assert_eq!(
                one_of(list.iter().rev().copied().collect()),
                Some(expected),
                "{list:?}"
            );
        };
        check(&[IN, OUT], MAYBE);
        check(&[IN, SILENT], SILENT);
        check(&[MAYBE, SILENT], MAYBE);
        check(&[IN, SILENT, OUT], MAYBE);
        check(&[IN, OUT, SILENT], MAYBE);
        check(&[Outcome::part(0.5, 0.5), SILENT], SILENT);
        assert_eq!(
            both(Outcome::part(0.2, 0.2), Outcome::INSIDE),
            Outcome::part(0.2, 0.2)
        );
    }

    #[test]
    fn bits_are_positions_below_the_limit() {
        let positions = |set, limit| bits(set, limit).collect::<Vec<_>>();
        assert_eq!(positions(0b1010_0001, 64), [0, 5, 7]);
        assert_eq!(positions(0b1010_0001, 7), [0, 5]);
        assert_eq!(positions(1 << 63, 64), [63]);
        assert!(positions(0, 64).is_empty() && positions(u64::MAX, 0).is_empty());
    }
}
