//! Rules R5 and R6: start, end, conditions, suspensions and prolongations of a clause as one timeline.
//!
//! Releases come on top ([`crate::release`]); they need verdicts and so the rest of the compiled clause.

use holdfire_model::{
    Because, Boundary, ClauseReading, Condition, ConditionId, ConditionRule, ConditionState,
    Conditions, Convention, Element, End, Extension, Length, Suspension, Zone, end_after,
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
            timeline = timeline.and(&self.ending(element.value, element, "an end was recorded"));
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
    pub fn starting<T>(&mut self, at: Boundary, element: &Element<T>, what: &str) -> Timeline {
        let shown = self.show(at);
        let before = self.whys.add(Why::stated(
            format!("{what} {shown}: not yet"),
            &element.stated,
        ));
        let after = self
            .whys
            .add(Why::stated(format!("{what} {shown}"), &element.stated));
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
    pub fn ending<T>(&mut self, at: Boundary, element: &Element<T>, what: &str) -> Timeline {
        let shown = self.show(at);
        let before = self.whys.add(Why::stated(
            format!("{what} {shown}: not over"),
            &element.stated,
        ));
        let after = self.whys.add(Why::stated(
            format!("{what} {shown}: over"),
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

    fn band_why<T>(&mut self, at: Boundary, element: &Element<T>, what: &str, point: &str) -> u16 {
        let shown = self.show(at);
        self.whys.add(match at.because() {
            Because::Unknown => Why::stated(
                format!("{what} {shown}: a moment existed, it is not known which"),
                &element.stated,
            ),
            Because::Unstated => Why {
                missing: vec![point.to_owned()],
                ..Why::stated(
                    format!("{what} {shown}: the reading does not say when"),
                    &element.stated,
                )
            },
            Because::Conflict => Why {
                missing: vec!["conflict".to_owned(), point.to_owned()],
                ..Why::stated(
                    format!("{what} {shown}: its statements disagree"),
                    &element.stated,
                )
            },
        })
    }

    fn show(&self, at: Boundary) -> String {
        let zone = self.zone;
        match at.latest() {
            _ if at.is_known() => format!("{} {}", zone.show(at.earliest()), zone.name()),
            Some(latest) => format!(
                "at an hour between {} and {} {}",
                zone.show(at.earliest()),
                zone.show(latest),
                zone.name()
            ),
            None => format!("at or after {} {}", zone.show(at.earliest()), zone.name()),
        }
    }

    fn start(&mut self, clause: &ClauseReading) -> Timeline {
        if clause.start.is_silent() {
            let why = self.whys.add(Why::silent(
                "the reading does not say when it starts",
                &["start"],
            ));
            return Timeline::constant(Level::Unstated, why);
        }
        let lines: Vec<_> = clause
            .start
            .iter()
            .map(|e| self.starting(e.value, e, "starts"))
            .collect();
        self.all_agree(lines, &clause.start.0, "start")
    }

    fn end(&mut self, clause: &ClauseReading) -> Timeline {
        if clause.end.is_silent() {
            let why = self.whys.add(Why::plain(
                "no end is stated: in force until an end, a suspension or a release is recorded",
            ));
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
            (End::At(at), _) => self.ending(*at, element, "ends"),
            (End::UntilAnnounced, _) => {
                let why = Why::stated(
                    "until announced; only a recorded end counts",
                    &element.stated,
                );
                let why = self.whys.add(why);
                Timeline::constant(Level::In, why)
            }
            // Without a start there is nothing to count from; the silent start already leaves it open.
            (End::After { .. }, None) => {
                let why = self.whys.add(Why::stated(
                    "ends a stated time after a start that is not stated",
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
                        "the reading does not say how the days are counted",
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
            Convention::FirstDayIn => "the first day counted in",
            Convention::FirstDayOut => "the first day not counted",
            Convention::Elapsed => "by elapsed time",
        };
        self.ending(
            at,
            element,
            &format!("lasts {}, {counted}, so ends", show_length(length)),
        )
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
                Why::stated("extended, reaching back", &element.stated),
            ),
            Some(false) => (
                Level::Out,
                Why::stated(
                    format!("extended from {shown} on, not reaching back"),
                    &element.stated,
                ),
            ),
            None => (
                Level::Unstated,
                Why {
                    missing: vec!["end".to_owned()],
                    ..Why::stated(
                        format!("extended {shown}; its text does not say whether it reaches back"),
                        &element.stated,
                    )
                },
            ),
        };
        let gap_why = self.whys.add(gap_why);
        let on = self
            .whys
            .add(Why::stated(format!("extended {shown}"), &element.stated));
        let mut steps: Steps = vec![(i64::MIN, gap, false, gap_why)];
        // Where the text does not say whether it reaches back, it does not say so up to the last possible hour either.
        if !announced.is_known() && gap == Level::Out {
            let band = self.band_why(*announced, element, "extended", "end");
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
            Some(at) => line.and(&self.ending(*at, element, "the extension ends")),
            None => line,
        }
    }

    fn suspension(&mut self, element: &Element<Suspension>) -> Timeline {
        let out = self.ending(element.value.from, element, "suspended");
        match element.value.until {
            Some(until) => out.or(&self.starting(until, element, "resumed")),
            None => out,
        }
    }

    fn not_before(&mut self, element: &Element<ConditionId>) -> Timeline {
        let Some(condition) = self.conditions.get(&element.value) else {
            unreachable!("references to conditions are checked when the case is read")
        };
        let line = self.condition_line(condition, element);
        let text = format!("not before this is recorded as met: {}", condition.text);
        let before = self
            .whys
            .add(Why::stated(format!("{text}; it is not"), &element.stated));
        let after = self
            .whys
            .add(Why::stated(format!("{text}; it is"), &element.stated));
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
                let unrecorded = format!("nothing is recorded on: {}", condition.text);
                let unrecorded = self.whys.add(Why::stated(unrecorded, &element.stated));
                let mut steps: Steps = vec![(i64::MIN, Level::Unknown, false, unrecorded)];
                let mut records: Vec<_> = records.iter().collect();
                records.sort_by_key(|r| r.from);
                for record in records {
                    let (level, word) = match record.state {
                        ConditionState::Met => (Level::In, "met"),
                        ConditionState::Unmet => (Level::Out, "unmet"),
                        ConditionState::Contested => (Level::Unknown, "contested"),
                        ConditionState::Unknown => (Level::Unknown, "unknown"),
                    };
                    let mut why = Why::stated(
                        format!(
                            "{word} from {} on, {} says: {}",
                            self.zone.show(record.from),
                            record.stated.by,
                            condition.text
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
                "a condition without parts is met",
                &element.stated,
            ));
            return Timeline::constant(Level::In, why);
        };
        lines.fold(first, |all, next| combine(&all, &next))
    }
}

fn show_length(length: Length) -> String {
    let part = |n: u32, one: &str| match n {
        0 => None,
        1 => Some(format!("1 {one}")),
        n => Some(format!("{n} {one}s")),
    };
    let parts: Vec<_> = [
        part(length.months, "month"),
        part(length.days, "day"),
        part(length.hours, "hour"),
    ]
    .into_iter()
    .flatten()
    .collect();
    parts.join(" and ")
}
