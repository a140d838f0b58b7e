//! Each point of a reading in words, with who stated it; silence as silence, with what follows from it.

use holdfire_model::{
    Against, Case, Cite, ClauseId, ClauseReading, ConditionId, ConditionRule, Element, Extension,
    Point, Protects, Reading, Standing, Stated, Term, Territory,
};

use super::names::{condition_state, list};
use super::period::{boundary, end, in_the_band};
use super::time::{clock, said_on};
use super::{rules, scope};

/// Who stated a line, when, and on what it rests.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Origin {
    /// Who stated it.
    pub by: String,
    /// When, as local date of the reading's zone: `18 March 2025`.
    pub stated_on: String,
    /// How firm it is.
    pub standing: Standing,
    /// The line that it rests on.
    pub rests_on: String,
    /// The pointer into the case.
    pub cite: Cite,
}

/// One line of a point in words.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Line {
    /// In words.
    pub text: String,
    /// Who stated it; `None`: nobody, it says what is not stated or what follows.
    pub origin: Option<Origin>,
}

/// One point of one reading in words: at least one line; a silence says what follows from it.
#[must_use]
pub fn point(case: &Case, reading: &Reading, clause_id: &ClauseId, point: Point) -> Vec<Line> {
    let silent = ClauseReading::default();
    let clause = reading.clauses.get(clause_id).unwrap_or(&silent);
    let mut page = Page {
        case,
        reading,
        lines: Vec::new(),
    };
    match point {
        Point::Start => page.start(clause),
        Point::End => page.end(clause),
        Point::Conditions => page.conditions(clause),
        Point::Suspension => page.suspension(clause),
        Point::Release => page.release(clause),
        Point::Scope => page.scope(clause),
        Point::Notice => page.notice(clause),
        Point::Attempts => page.attempts(clause_id, clause),
        Point::Bound => page.bound(clause),
        Point::Territory => page.territory(clause),
        Point::OwnFacilities => page.own_facilities(clause),
        Point::Exceptions => page.exceptions(clause),
    }
    page.lines
}

/// True if not all of these readings state a point in the same words.
#[must_use]
pub fn points_differ(case: &Case, readings: &[&Reading], clause: &ClauseId, at: Point) -> bool {
    let words = |reading: &Reading| -> Vec<String> {
        let lines = point(case, reading, clause, at);
        lines.into_iter().map(|l| l.text).collect()
    };
    readings
        .windows(2)
        .any(|pair| words(pair[0]) != words(pair[1]))
}

struct Page<'a> {
    case: &'a Case,
    reading: &'a Reading,
    lines: Vec<Line>,
}

impl Page<'_> {
    fn plain(&mut self, text: impl Into<String>) {
        self.lines.push(Line {
            text: text.into(),
            origin: None,
        });
    }

    fn stated(&mut self, text: impl Into<String>, by: &Stated) {
        self.lines.push(Line {
            text: text.into(),
            origin: Some(Origin {
                by: by.by.clone(),
                stated_on: said_on(&self.reading.zone, by.when),
                standing: by.standing,
                rests_on: by.rests_on.clone(),
                cite: by.at.clone(),
            }),
        });
    }

    /// Each statement of a term, and that they differ if they do.
    fn term<T: PartialEq>(&mut self, term: &Term<T>, say: impl Fn(&Element<T>) -> String) {
        for element in term.iter() {
            self.stated(say(element), &element.stated);
        }
        if term.is_conflict() {
            self.plain("these statements differ: where that matters, the terms do not say");
        }
    }

    fn start(&mut self, clause: &ClauseReading) {
        let zone = &self.reading.zone;
        if clause.start.is_silent() {
            self.plain("not stated: whether it was in force at a given moment cannot be told");
        }
        self.term(&clause.start, |e| {
            let text = format!("starts {}", boundary(zone, e.value));
            match in_the_band(e.value) {
                Some(follows) => format!("{text}; {follows}"),
                None => text,
            }
        });
        for element in clause.not_before.iter() {
            let text = format!(
                "not before this is recorded as met: {}; until then it is not in force",
                self.condition(&element.value)
            );
            self.stated(text, &element.stated);
        }
    }

    fn end(&mut self, clause: &ClauseReading) {
        let zone = &self.reading.zone;
        if clause.end.is_silent() {
            self.plain("not stated: in force until an end, a suspension or a release is recorded");
        }
        let start = clause.start.first().map(|e| e.value);
        self.term(&clause.end, |e| end(zone, start, &e.value));
        for element in clause.ended.iter() {
            self.stated(
                format!(
                    "an end was recorded: over {}",
                    boundary(zone, element.value)
                ),
                &element.stated,
            );
        }
        for element in clause.extensions.iter() {
            let text = self.extension(&element.value);
            self.stated(text, &element.stated);
        }
    }

    fn extension(&self, extension: &Extension) -> String {
        let zone = &self.reading.zone;
        let until = match extension.until {
            Some(at) => end(zone, None, &holdfire_model::End::At(at)),
            None => "no new end stated".to_owned(),
        };
        let back = match extension.retroactive {
            Some(true) => "it reaches back to the earlier end",
            Some(false) => "it does not reach back to the earlier end",
            None => {
                "its text does not say whether it reaches back: from the earlier end to the announcement the terms \
                 do not say"
            }
        };
        format!(
            "extended, announced {}; {until}; {back}",
            boundary(zone, extension.announced)
        )
    }

    fn conditions(&mut self, clause: &ClauseReading) {
        if clause.conditions.is_silent() {
            self.plain("none stated");
        }
        for element in clause.conditions.iter() {
            let text = format!(
                "in force only while this holds: {}",
                self.condition(&element.value)
            );
            self.stated(text, &element.stated);
        }
    }

    fn condition(&self, id: &ConditionId) -> String {
        let zone = &self.reading.zone;
        let Some(condition) = self.case.conditions.get(id) else {
            return id.to_string();
        };
        match &condition.rule {
            ConditionRule::Recorded(records) if records.is_empty() => {
                format!("{} (no record on it)", condition.text)
            }
            ConditionRule::Recorded(records) => {
                let states: Vec<String> = records
                    .iter()
                    .map(|r| {
                        format!(
                            "{} from {} on, says {}",
                            condition_state(r.state),
                            clock(zone, r.from),
                            r.stated.by
                        )
                    })
                    .collect();
                format!("{} ({})", condition.text, states.join("; "))
            }
            ConditionRule::All(parts) => self.parts(&condition.text, "all of", parts),
            ConditionRule::Any(parts) => self.parts(&condition.text, "one of", parts),
        }
    }

    fn parts(&self, text: &str, word: &str, parts: &[ConditionId]) -> String {
        let parts: Vec<String> = parts.iter().map(|p| self.condition(p)).collect();
        format!("{text} ({word}: {})", parts.join("; "))
    }

    fn suspension(&mut self, clause: &ClauseReading) {
        let zone = &self.reading.zone;
        if clause.suspensions.is_silent() {
            self.plain("none recorded");
        }
        for element in clause.suspensions.iter() {
            let until = match element.value.until {
                Some(until) => format!("resumed {}", boundary(zone, until)),
                None => "no end of the suspension is recorded".to_owned(),
            };
            self.stated(
                format!("suspended {}; {until}", boundary(zone, element.value.from)),
                &element.stated,
            );
        }
    }

    fn release(&mut self, clause: &ClauseReading) {
        if clause.release.is_silent() {
            self.plain(if self.case.invocations.is_empty() {
                "not stated whether a party may free itself; nobody is recorded to have done so, so nothing hangs on it"
            } else {
                "not stated whether a party may free itself: after a recorded use of such a right the terms do not say"
            });
        }
        self.term(&clause.release, |e| rules::release(&e.value));
    }

    fn scope(&mut self, clause: &ClauseReading) {
        if clause.scope.is_silent() {
            self.plain("not stated: whether an object is protected cannot be told");
            return;
        }
        for element in clause.scope.iter() {
            let text = scope::scope(self.case, &element.value);
            self.stated(text, &element.stated);
        }
        if clause.scope.0.len() > 1 {
            self.plain("all these lists apply together");
        }
        if let Some(text) = scope::contested(self.case, &clause.scope) {
            self.plain(text);
        }
    }

    fn notice(&mut self, clause: &ClauseReading) {
        if clause.protects.is_silent() {
            self.plain("not stated: protected by kind, whether listed or not");
        }
        self.term(&clause.protects, |e| scope::protects(&e.value));
        let by_list = |e: &Element<Protects>| matches!(e.value, Protects::Listed { .. });
        if clause.protects.iter().any(by_list) {
            for (text, _) in scope::lists(self.case) {
                self.plain(text);
            }
        }
    }

    fn attempts(&mut self, id: &ClauseId, clause: &ClauseReading) {
        for element in clause.acts.iter() {
            self.stated(scope::acts(&element.value), &element.stated);
        }
        self.plain(scope::acts_rest(self.case, id, &clause.acts));
    }

    fn bound(&mut self, clause: &ClauseReading) {
        let (case, zone) = (self.case, &self.reading.zone);
        if clause.bound.is_silent() {
            self.plain("not stated: whether the one who acted was bound cannot be told");
        }
        self.term(&clause.bound, |e| {
            let names: Vec<String> = e
                .value
                .iter()
                .map(|(party, from)| match from {
                    Some(from) => {
                        format!(
                            "{} (bound only from a start {})",
                            case.party_name(party),
                            boundary(zone, *from)
                        )
                    }
                    None => case.party_name(party).to_owned(),
                })
                .collect();
            if names.is_empty() {
                "binds nobody".to_owned()
            } else {
                format!("binds {}", list(&names))
            }
        });
    }

    fn territory(&mut self, clause: &ClauseReading) {
        let case = self.case;
        if clause.territory.is_silent() {
            self.plain("not stated: no spatial limit, it applies everywhere");
        }
        self.term(&clause.territory, |e| rules::territory(case, &e.value));
        let whose = &self.reading.whose;
        if whose.is_silent() {
            let by_owner = clause
                .territory
                .iter()
                .any(|e| matches!(e.value, Territory::Of(_)));
            self.plain(if by_owner {
                "whose an area is: not stated, so whether a place lies in it cannot be told"
            } else {
                "whose an area is: not stated"
            });
        }
        self.term(whose, |e| rules::whose(case, &e.value));
    }

    fn own_facilities(&mut self, clause: &ClauseReading) {
        if clause.against.is_silent() {
            self.plain(
                "not stated: where the place is or may be the actor's own, or held by it, the terms do not say",
            );
        }
        self.term(&clause.against, |e| {
            match e.value {
                Against::Other => "covers only what is the other's; striking what one owns or holds is not covered",
                Against::Any => "covers anybody's objects, one's own included",
            }
            .to_owned()
        });
    }

    fn exceptions(&mut self, clause: &ClauseReading) {
        if clause.exceptions.is_silent() {
            self.plain("none stated");
        }
        for element in clause.exceptions.iter() {
            let text = rules::exception(self.case, &self.reading.zone, &element.value);
            self.stated(text, &element.stated);
        }
    }
}
