//! Rules R5 and R6: start, end, conditions, suspensions and prolongations of a clause as one timeline.
//!
//! Releases come on top ([`crate::release`]); they need verdicts and so the rest of the compiled clause.

use holdfire_model::{
    Because, Boundary, ClauseReading, Condition, ConditionId, ConditionRule, ConditionState,
    Conditions, Convention, Element, End, Extension, Length, Part, Phrase, Suspension, Zone,
    end_after, phrase,
};

use crate::timeline::{Level, Timeline};
use crate::whys::{Why, Whys};

/// What the compilation of a period reads and writes.
pub(crate) struct Period<'a> {
    /// The reading's zone: times in reasons are shown in it.
    pub zone: &'a Zone,
    /// The case's conditions.
    pub conditions: &'a Conditions,
    /// Where reasons go.
    pub whys: &'a mut Whys,
}

type Steps = Vec<(i64, Level, bool, u16)>;

fn level_of(because: Because) -> Level {
    match because {
        Because::Unknown => Level::Unknown,
        Because::Unstated | Because::Conflict => Level::Unstated,
    }
}

impl Period<'_> {
    /// In force as far as start, end, conditions and suspensions go; the same for every party.
    pub fn compile(&mut self, clause: &ClauseReading) -> Timeline {
        let mut timeline = self.start(clause).and(&self.end(clause));
        for element in clause.ended.iter() {
            timeline = timeline.and(&self.ending(
                element.value,
                element,
                &phrase!("what-end-recorded", "an end was recorded"),
            ));
        }
        for element in clause.not_before.iter() {
            timeline = timeline.and(&self.not_before(element));
        }
        for element in clause.conditions.iter() {
            timeline = timeline.and(&self.condition(element));
        }
        for element in clause.suspensions.iter() {
            timeline = timeline.and(&self.suspension(element));
        }
        timeline
    }

    /// From a boundary on: for starts, and for parties that are bound later.
    pub fn starting<T>(&mut self, at: Boundary, element: &Element<T>, what: &Phrase) -> Timeline {
        let shown = self.show(at);
        let before = self.whys.add(Why::stated(
            phrase!(
                "why-not-yet",
                "{what} {at}: not yet",
                what = what,
                at = &shown
            ),
            &element.stated,
        ));
        let after = self.whys.add(Why::stated(
            phrase!("why-boundary", "{what} {at}", what = what, at = &shown),
            &element.stated,
        ));
        let mut steps: Steps = vec![(i64::MIN, Level::Out, false, before)];
        if !at.is_known() {
            let band = self.band_why(at, element, what, "start");
            steps.push((
                at.earliest().0,
                level_of(at.because()),
                at.because() != Because::Conflict,
                band,
            ));
        }
        if let Some(latest) = at.latest() {
            steps.push((latest.0, Level::In, false, after));
        }
        Timeline::from_steps(&steps)
    }

    /// Until a boundary: for ends.
    pub fn ending<T>(&mut self, at: Boundary, element: &Element<T>, what: &Phrase) -> Timeline {
        let shown = self.show(at);
        let before = self.whys.add(Why::stated(
            phrase!(
                "why-not-over",
                "{what} {at}: not over",
                what = what,
                at = &shown
            ),
            &element.stated,
        ));
        let after = self.whys.add(Why::stated(
            phrase!("why-over", "{what} {at}: over", what = what, at = &shown),
            &element.stated,
        ));
        let mut steps: Steps = vec![(i64::MIN, Level::In, false, before)];
        if !at.is_known() {
            let band = self.band_why(at, element, what, "end");
            steps.push((at.earliest().0, level_of(at.because()), false, band));
        }
        if let Some(latest) = at.latest() {
            steps.push((latest.0, Level::Out, false, after));
        }
        Timeline::from_steps(&steps)
    }

    fn band_why<T>(
        &mut self,
        at: Boundary,
        element: &Element<T>,
        what: &Phrase,
        point: &str,
    ) -> u16 {
        let shown = self.show(at);
        self.whys.add(match at.because() {
            Because::Unknown => Why::stated(
                phrase!(
                    "why-band-unknown",
                    "{what} {at}: a moment existed, it is not known which",
                    what = what,
                    at = &shown
                ),
                &element.stated,
            ),
            Because::Unstated => Why {
                missing: vec![point.to_owned()],
                ..Why::stated(
                    phrase!(
                        "why-band-unstated",
                        "{what} {at}: the reading does not say when",
                        what = what,
                        at = &shown
                    ),
                    &element.stated,
                )
            },
            Because::Conflict => Why {
                missing: vec!["conflict".to_owned(), point.to_owned()],
                ..Why::stated(
                    phrase!(
                        "why-band-conflict",
                        "{what} {at}: its statements disagree",
                        what = what,
                        at = &shown
                    ),
                    &element.stated,
                )
            },
        })
    }

    fn show(&self, at: Boundary) -> Phrase {
        let zone = self.zone;
        let from = zone.show(at.earliest());
        match at.latest() {
            _ if at.is_known() => Phrase::verbatim(format!("{from} {}", zone.name())),
            Some(latest) => phrase!(
                "at-an-hour-between",
                "at an hour between {from} and {until} {zone}",
                from = from,
                until = zone.show(latest),
                zone = zone.name()
            ),
            None => phrase!(
                "at-or-after",
                "at or after {from} {zone}",
                from = from,
                zone = zone.name()
            ),
        }
    }

    fn start(&mut self, clause: &ClauseReading) -> Timeline {
        if clause.start.is_silent() {
            let why = self.whys.add(Why::silent(
                phrase!(
                    "why-start-silent",
                    "the reading does not say when it starts"
                ),
                &["start"],
            ));
            return Timeline::constant(Level::Unstated, why);
        }
        let lines: Vec<_> = clause
            .start
            .iter()
            .map(|e| self.starting(e.value, e, &phrase!("what-starts", "starts")))
            .collect();
        self.all_agree(lines, &clause.start.0, "start")
    }

    fn end(&mut self, clause: &ClauseReading) -> Timeline {
        if clause.end.is_silent() {
            let why = self.whys.add(Why::plain(phrase!(
                "why-no-end",
                "no end is stated: in force until an end, a suspension or a release is recorded"
            )));
            return self.extended(Timeline::constant(Level::In, why), clause);
        }
        let start = clause.start.first().map(|e| e.value);
        let lines: Vec<_> = clause.end.iter().map(|e| self.one_end(e, start)).collect();
        let line = self.all_agree(lines, &clause.end.0, "end");
        self.extended(line, clause)
    }

    fn all_agree<T>(
        &mut self,
        lines: Vec<Timeline>,
        elements: &[Element<T>],
        point: &str,
    ) -> Timeline {
        let mut lines = lines.into_iter();
        let first = lines.next().expect("a stated term has a statement");
        lines.fold(first, |all, next| {
            let why = self.whys.add(Why::conflict(point, elements));
            all.agree(&next, why)
        })
    }

    fn one_end(&mut self, element: &Element<End>, start: Option<Boundary>) -> Timeline {
        match (&element.value, start) {
            (End::At(at), _) => self.ending(*at, element, &phrase!("what-ends", "ends")),
            (End::UntilAnnounced, _) => {
                let why = Why::stated(
                    phrase!(
                        "why-until-announced",
                        "until announced; only a recorded end counts"
                    ),
                    &element.stated,
                );
                let why = self.whys.add(why);
                Timeline::constant(Level::In, why)
            }
            // Without a start there is nothing to count from; the silent start already leaves it open.
            (End::After { .. }, None) => {
                let why = self.whys.add(Why::stated(
                    phrase!(
                        "why-end-without-start",
                        "ends a stated time after a start that is not stated"
                    ),
                    &element.stated,
                ));
                Timeline::constant(Level::In, why)
            }
            (
                End::After {
                    length,
                    convention: Some(convention),
                    zone,
                },
                Some(start),
            ) => self.end_by(element, start, *length, *convention, zone),
            (
                End::After {
                    length,
                    convention: None,
                    zone,
                },
                Some(start),
            ) => {
                let lines = Convention::ALL.map(|c| self.end_by(element, start, *length, c, zone));
                let why = Why {
                    missing: vec!["end".to_owned()],
                    ..Why::stated(
                        phrase!(
                            "why-days-not-said",
                            "the reading does not say how the days are counted"
                        ),
                        &element.stated,
                    )
                };
                let why = self.whys.add(why);
                let [first, second, third] = lines;
                first.agree(&second, why).agree(&third, why)
            }
        }
    }

    fn end_by(
        &mut self,
        element: &Element<End>,
        start: Boundary,
        length: Length,
        convention: Convention,
        zone: &Zone,
    ) -> Timeline {
        let at = end_after(start, length, convention, zone);
        let counted = match convention {
            Convention::FirstDayIn => phrase!("counted-first-day-in", "the first day counted in"),
            Convention::FirstDayOut => {
                phrase!("counted-first-day-out", "the first day not counted")
            }
            Convention::Elapsed => phrase!("counted-elapsed", "by elapsed time"),
        };
        let lasts = phrase!(
            "what-lasts",
            "lasts {length}, {counted}, so ends",
            length = show_length(length),
            counted = counted
        );
        self.ending(at, element, &lasts)
    }

    fn extended(&mut self, end: Timeline, clause: &ClauseReading) -> Timeline {
        clause.extensions.0.iter().fold(end, |end, element| {
            let line = self.extension(element);
            end.or(&line)
        })
    }

    fn extension(&mut self, element: &Element<Extension>) -> Timeline {
        let Extension {
            announced,
            until,
            retroactive,
        } = &element.value;
        let shown = self.show(*announced);
        let (gap, gap_why) = match retroactive {
            Some(true) => (
                Level::In,
                Why::stated(
                    phrase!("why-extended-back", "extended, reaching back"),
                    &element.stated,
                ),
            ),
            Some(false) => (
                Level::Out,
                Why::stated(
                    phrase!(
                        "why-extended-not-back",
                        "extended from {at} on, not reaching back",
                        at = &shown
                    ),
                    &element.stated,
                ),
            ),
            None => (
                Level::Unstated,
                Why {
                    missing: vec!["end".to_owned()],
                    ..Why::stated(
                        phrase!(
                            "why-extended-not-said",
                            "extended {at}; its text does not say whether it reaches back",
                            at = &shown
                        ),
                        &element.stated,
                    )
                },
            ),
        };
        let gap_why = self.whys.add(gap_why);
        let on = self.whys.add(Why::stated(
            phrase!("why-extended", "extended {at}", at = &shown),
            &element.stated,
        ));
        let mut steps: Steps = vec![(i64::MIN, gap, false, gap_why)];
        // Where the text does not say whether it reaches back, it does not say so up to the last possible hour either.
        if !announced.is_known() && gap == Level::Out {
            let band = self.band_why(
                *announced,
                element,
                &phrase!("what-extended", "extended"),
                "end",
            );
            steps.push((
                announced.earliest().0,
                level_of(announced.because()),
                false,
                band,
            ));
        }
        if let Some(latest) = announced.latest() {
            steps.push((latest.0, Level::In, false, on));
        }
        let line = Timeline::from_steps(&steps);
        match until {
            Some(at) => line.and(&self.ending(
                *at,
                element,
                &phrase!("what-extension-ends", "the extension ends"),
            )),
            None => line,
        }
    }

    fn suspension(&mut self, element: &Element<Suspension>) -> Timeline {
        let out = self.ending(
            element.value.from,
            element,
            &phrase!("what-suspended", "suspended"),
        );
        match element.value.until {
            Some(until) => {
                out.or(&self.starting(until, element, &phrase!("what-resumed", "resumed")))
            }
            None => out,
        }
    }

    fn not_before(&mut self, element: &Element<ConditionId>) -> Timeline {
        let Some(condition) = self.conditions.get(&element.value) else {
            unreachable!("references to conditions are checked when the case is read")
        };
        let line = self.condition_line(condition, element);
        let before = self.whys.add(Why::stated(
            phrase!(
                "why-not-before-unmet",
                "not before this is recorded as met: {condition}; it is not",
                condition = &condition.text
            ),
            &element.stated,
        ));
        let after = self.whys.add(Why::stated(
            phrase!(
                "why-not-before-met",
                "not before this is recorded as met: {condition}; it is",
                condition = &condition.text
            ),
            &element.stated,
        ));
        let met = line
            .bands()
            .iter()
            .find(|b| b.level == Level::In)
            .map(|b| b.from);
        match met {
            Some(i64::MIN) => Timeline::constant(Level::In, after),
            Some(at) => Timeline::from_steps(&[
                (i64::MIN, Level::Out, false, before),
                (at, Level::In, false, after),
            ]),
            None => Timeline::constant(Level::Out, before),
        }
    }

    fn condition(&mut self, element: &Element<ConditionId>) -> Timeline {
        let Some(condition) = self.conditions.get(&element.value) else {
            unreachable!("references to conditions are checked when the case is read")
        };
        self.condition_line(condition, element)
    }

    /// Three-valued: met is in, unmet is out, contested and unknown are unknown.
    fn condition_line(
        &mut self,
        condition: &Condition,
        element: &Element<ConditionId>,
    ) -> Timeline {
        match &condition.rule {
            ConditionRule::Recorded(records) => {
                let unrecorded = phrase!(
                    "why-nothing-recorded",
                    "nothing is recorded on: {condition}",
                    condition = &condition.text
                );
                let unrecorded = self.whys.add(Why::stated(unrecorded, &element.stated));
                let mut steps: Steps = vec![(i64::MIN, Level::Unknown, false, unrecorded)];
                let mut records: Vec<_> = records.iter().collect();
                records.sort_by_key(|r| r.from);
                for record in records {
                    let (level, word) = match record.state {
                        ConditionState::Met => (Level::In, phrase!("record-met", "met")),
                        ConditionState::Unmet => (Level::Out, phrase!("record-unmet", "unmet")),
                        ConditionState::Contested => {
                            (Level::Unknown, phrase!("record-contested", "contested"))
                        }
                        ConditionState::Unknown => {
                            (Level::Unknown, phrase!("record-unknown", "unknown"))
                        }
                    };
                    let mut why = Why::stated(
                        phrase!(
                            "why-recorded",
                            "{state} from {from} on, {by} says: {condition}",
                            state = word,
                            from = self.zone.show(record.from),
                            by = &record.stated.by,
                            condition = &condition.text
                        ),
                        &element.stated,
                    );
                    why.cites.push(record.stated.at.clone());
                    let why = self.whys.add(why);
                    steps.push((record.from.0, level, false, why));
                }
                Timeline::from_steps(&steps)
            }
            ConditionRule::All(parts) => self.fold(parts, element, Timeline::and),
            ConditionRule::Any(parts) => self.fold(parts, element, Timeline::or),
        }
    }

    fn fold(
        &mut self,
        parts: &[ConditionId],
        element: &Element<ConditionId>,
        combine: impl Fn(&Timeline, &Timeline) -> Timeline,
    ) -> Timeline {
        let mut lines = parts
            .iter()
            .filter_map(|id| self.conditions.get(id))
            .map(|c| self.condition_line(c, element))
            .collect::<Vec<_>>()
            .into_iter();
        let Some(first) = lines.next() else {
            let why = self.whys.add(Why::stated(
                phrase!("why-empty-condition", "a condition without parts is met"),
                &element.stated,
            ));
            return Timeline::constant(Level::In, why);
        };
        lines.fold(first, |all, next| combine(&all, &next))
    }
}

fn show_length(length: Length) -> Part {
    let count = |n: u32| usize::try_from(n).expect("32 bits fit");
    let mut parts = Vec::new();
    match count(length.months) {
        0 => {}
        1 => parts.push(phrase!("count-months", "{n} month", n = 1)),
        n => parts.push(phrase!("count-months", "{n} months", n = n)),
    }
    match count(length.days) {
        0 => {}
        1 => parts.push(phrase!("count-days", "{n} day", n = 1)),
        n => parts.push(phrase!("count-days", "{n} days", n = n)),
    }
    match count(length.hours) {
        0 => {}
        1 => parts.push(phrase!("count-hours", "{n} hour", n = 1)),
        n => parts.push(phrase!("count-hours", "{n} hours", n = n)),
    }
    Part::AllOf(parts.into_iter().map(Part::Phrase).collect())
}
