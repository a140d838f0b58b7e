//! Each point of a reading in words, with who stated it; silence as silence, with what follows from it.

use holdfire_model::{
    Against, Case, Cite, ClauseId, ClauseReading, ConditionId, ConditionRule, Element, Extension,
    InstrumentId, Point, Protects, Reading, Standing, Stated, Term, Territory,
};

use holdfire_words::{Words, say};

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
    /// The text that it rests on, if the case holds it.
    pub instrument: Option<InstrumentId>,
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
pub fn point(
    w: &Words,
    case: &Case,
    reading: &Reading,
    clause_id: &ClauseId,
    point: Point,
) -> Vec<Line> {
    let silent = ClauseReading::default();
    let clause = reading.clauses.get(clause_id).unwrap_or(&silent);
    let mut page = Page {
        w,
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
pub fn points_differ(
    w: &Words,
    case: &Case,
    readings: &[&Reading],
    clause: &ClauseId,
    at: Point,
) -> bool {
    let words = |reading: &Reading| -> Vec<String> {
        let lines = point(w, case, reading, clause, at);
        lines.into_iter().map(|l| l.text).collect()
    };
    readings
        .windows(2)
        .any(|pair| words(pair[0]) != words(pair[1]))
}

struct Page<'a> {
    w: &'a Words,
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
                stated_on: said_on(self.w, &self.reading.zone, by.when),
                standing: by.standing,
                rests_on: by.rests_on.clone(),
                instrument: by.instrument.clone(),
                cite: by.at.clone(),
            }),
        });
    }

    /// Each statement of a term, and that they differ if they do.
    fn term<T: PartialEq>(&mut self, term: &Term<T>, tell: impl Fn(&Element<T>) -> String) {
        for element in term.iter() {
            self.stated(tell(element), &element.stated);
        }
        if term.is_conflict() {
            self.plain(say!(self.w, "statements-differ"));
        }
    }

    fn start(&mut self, clause: &ClauseReading) {
        let (w, zone) = (self.w, &self.reading.zone);
        if clause.start.is_silent() {
            self.plain(say!(w, "start-not-stated"));
        }
        self.term(&clause.start, |e| {
            let at = boundary(w, zone, e.value);
            match in_the_band(w, e.value) {
                Some(follows) => say!(w, "starts-in-a-band", at = at, follows = follows),
                None => say!(w, "starts", at = at),
            }
        });
        for element in clause.not_before.iter() {
            let condition = self.condition(&element.value);
            let text = say!(w, "not-before", condition = condition);
            self.stated(text, &element.stated);
        }
    }

    fn end(&mut self, clause: &ClauseReading) {
        let (w, zone) = (self.w, &self.reading.zone);
        if clause.end.is_silent() {
            self.plain(say!(w, "end-not-stated"));
        }
        let start = clause.start.first().map(|e| e.value);
        self.term(&clause.end, |e| end(w, zone, start, &e.value));
        for element in clause.ended.iter() {
            let at = boundary(w, zone, element.value);
            self.stated(say!(w, "end-recorded", at = at), &element.stated);
        }
        for element in clause.extensions.iter() {
            let text = self.extension(&element.value);
            self.stated(text, &element.stated);
        }
    }

    fn extension(&self, extension: &Extension) -> String {
        let (w, zone) = (self.w, &self.reading.zone);
        let until = match extension.until {
            Some(at) => end(w, zone, None, &holdfire_model::End::At(at)),
            None => say!(w, "extension-no-end"),
        };
        let back = match extension.retroactive {
            Some(true) => say!(w, "extension-reaches-back"),
            Some(false) => say!(w, "extension-does-not-reach-back"),
            None => say!(w, "extension-not-said"),
        };
        let at = boundary(w, zone, extension.announced);
        say!(w, "extension", at = at, until = until, back = back)
    }

    fn conditions(&mut self, clause: &ClauseReading) {
        if clause.conditions.is_silent() {
            self.plain(say!(self.w, "none-stated"));
        }
        for element in clause.conditions.iter() {
            let condition = self.condition(&element.value);
            let text = say!(self.w, "only-while", condition = condition);
            self.stated(text, &element.stated);
        }
    }

    fn condition(&self, id: &ConditionId) -> String {
        let (w, zone) = (self.w, &self.reading.zone);
        let Some(condition) = self.case.conditions.get(id) else {
            return id.to_string();
        };
        let text = &condition.text;
        match &condition.rule {
            ConditionRule::Recorded(records) if records.is_empty() => {
                say!(w, "condition-no-record", condition = text)
            }
            ConditionRule::Recorded(records) => {
                let states: Vec<String> = records
                    .iter()
                    .map(|r| {
                        say!(
                            w,
                            "condition-record",
                            state = condition_state(w, r.state),
                            from = clock(w, zone, r.from),
                            by = &r.stated.by
                        )
                    })
                    .collect();
                format!("{text} ({})", states.join("; "))
            }
            ConditionRule::All(parts) => {
                say!(
                    w,
                    "condition-all-of",
                    condition = text,
                    parts = self.parts(parts)
                )
            }
            ConditionRule::Any(parts) => {
                say!(
                    w,
                    "condition-one-of",
                    condition = text,
                    parts = self.parts(parts)
                )
            }
        }
    }

    fn parts(&self, parts: &[ConditionId]) -> String {
        let parts: Vec<String> = parts.iter().map(|p| self.condition(p)).collect();
        parts.join("; ")
    }

    fn suspension(&mut self, clause: &ClauseReading) {
        let (w, zone) = (self.w, &self.reading.zone);
        if clause.suspensions.is_silent() {
            self.plain(say!(w, "none-recorded"));
        }
        for element in clause.suspensions.iter() {
            let from = boundary(w, zone, element.value.from);
            let text = match element.value.until {
                Some(until) => {
                    let until = boundary(w, zone, until);
                    say!(w, "suspended-and-resumed", from = from, until = until)
                }
                None => say!(w, "suspended", from = from),
            };
            self.stated(text, &element.stated);
        }
    }

    fn release(&mut self, clause: &ClauseReading) {
        let w = self.w;
        if clause.release.is_silent() {
            self.plain(if self.case.invocations.is_empty() {
                say!(w, "release-not-stated-not-used")
            } else {
                say!(w, "release-not-stated")
            });
        }
        self.term(&clause.release, |e| rules::release(w, &e.value));
    }

    fn scope(&mut self, clause: &ClauseReading) {
        let w = self.w;
        if clause.scope.is_silent() {
            self.plain(say!(w, "scope-not-stated"));
            return;
        }
        for element in clause.scope.iter() {
            let text = scope::scope(w, self.case, &element.value);
            self.stated(text, &element.stated);
        }
        if clause.scope.0.len() > 1 {
            self.plain(say!(w, "scope-all-lists"));
        }
        if let Some(text) = scope::contested(w, self.case, &clause.scope) {
            self.plain(text);
        }
    }

    fn notice(&mut self, clause: &ClauseReading) {
        let w = self.w;
        if clause.protects.is_silent() {
            self.plain(say!(w, "protects-not-stated"));
        }
        self.term(&clause.protects, |e| scope::protects(w, &e.value));
        let by_list = |e: &Element<Protects>| matches!(e.value, Protects::Listed { .. });
        if clause.protects.iter().any(by_list) {
            for (text, _) in scope::lists(w, self.case) {
                self.plain(text);
            }
        }
    }

    fn attempts(&mut self, id: &ClauseId, clause: &ClauseReading) {
        let w = self.w;
        for element in clause.acts.iter() {
            self.stated(scope::acts(w, &element.value), &element.stated);
        }
        self.plain(scope::acts_rest(w, self.case, id, &clause.acts));
    }

    fn bound(&mut self, clause: &ClauseReading) {
        let (w, case, zone) = (self.w, self.case, &self.reading.zone);
        if clause.bound.is_silent() {
            self.plain(say!(w, "bound-not-stated"));
        }
        self.term(&clause.bound, |e| {
            let names: Vec<String> = e
                .value
                .iter()
                .map(|(party, from)| {
                    let name = case.party_name(party);
                    match from {
                        Some(from) => {
                            say!(w, "bound-from", party = name, at = boundary(w, zone, *from))
                        }
                        None => name.to_owned(),
                    }
                })
                .collect();
            if names.is_empty() {
                say!(w, "binds-nobody")
            } else {
                say!(w, "binds", parties = list(w, &names))
            }
        });
    }

    fn territory(&mut self, clause: &ClauseReading) {
        let (w, case) = (self.w, self.case);
        if clause.territory.is_silent() {
            self.plain(say!(w, "territory-not-stated"));
        }
        self.term(&clause.territory, |e| rules::territory(w, case, &e.value));
        let whose = &self.reading.whose;
        if whose.is_silent() {
            let by_owner = clause
                .territory
                .iter()
                .any(|e| matches!(e.value, Territory::Of(_)));
            self.plain(if by_owner {
                say!(w, "whose-not-stated-open")
            } else {
                say!(w, "whose-not-stated")
            });
        }
        self.term(whose, |e| rules::whose(w, case, &e.value));
    }

    fn own_facilities(&mut self, clause: &ClauseReading) {
        let w = self.w;
        if clause.against.is_silent() {
            self.plain(say!(w, "against-not-stated"));
        }
        self.term(&clause.against, |e| match e.value {
            Against::Other => say!(w, "against-other"),
            Against::Any => say!(w, "against-any"),
        });
    }

    fn exceptions(&mut self, clause: &ClauseReading) {
        if clause.exceptions.is_silent() {
            self.plain(say!(self.w, "none-stated"));
        }
        for element in clause.exceptions.iter() {
            let text = rules::exception(self.w, self.case, &self.reading.zone, &element.value);
            self.stated(text, &element.stated);
        }
    }
}
