//! Expectations: one line each, compared with the answer.

mod verdicts;

use holdfire_model::{Assessment, Case, Class, Factor, ReadingId, SupportLevel};
use holdfire_monitor::{Answer, Grouping, Stretch, check_grouping, compare, held};

use crate::notation::{number, split_parts};
use verdicts::{qualified, reasons, verdict_of};

/// What came of one expectation.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Came {
    /// As expected.
    True,
    /// Otherwise: what was got, and the reasons of the assessments that it rests on.
    Otherwise(String, Vec<String>),
    /// The expectation cannot be read.
    Unreadable(String),
}

type Tested = Result<Came, String>;

/// Compares one line with the answer.
pub(crate) fn test(text: &str, case: &Case, answer: &Answer) -> Came {
    let line = Asked { case, answer };
    let Some((left, right)) = text.split_once(':') else {
        return Came::Unreadable(format!("`{text}` has no colon; write `what: value`"));
    };
    let words: Vec<&str> = left.split_whitespace().collect();
    line.test(&words, right.trim())
        .unwrap_or_else(Came::Unreadable)
}

struct Asked<'a> {
    case: &'a Case,
    answer: &'a Answer,
}

fn same(expected: &str, got: impl ToString) -> Tested {
    let got = got.to_string();
    Ok(if expected == got {
        Came::True
    } else {
        Came::Otherwise(got, Vec::new())
    })
}

fn list(text: &str) -> Vec<String> {
    let mut list: Vec<String> = split_parts(text, ",").map(ToOwned::to_owned).collect();
    if text == "nothing" {
        list.clear();
    }
    list
}

fn joined(list: &[String]) -> String {
    if list.is_empty() {
        "nothing".to_owned()
    } else {
        list.join(", ")
    }
}

impl Asked<'_> {
    fn test(&self, words: &[&str], value: &str) -> Tested {
        let summary = &self.answer.summary;
        match words {
            ["reports"] => same(value, summary.reports),
            ["accounts"] => same(value, summary.accounts),
            ["incidents"] => same(value, summary.incidents.range),
            ["rows", "refused"] => same(value, summary.refused),
            ["class", class] => same(value, self.row(class)?.cells[4].range),
            ["class", class, level] => {
                same(value, self.row(class)?.cells[self.level(level)?].range)
            }
            ["stated", "after", "in", "class", class] => {
                same(value, self.row(class)?.cells[4].stated_after)
            }
            ["contested", "in", "class", class, level] => {
                same(value, self.row(class)?.cells[self.level(level)?].contested)
            }
            ["former", "class", class] => {
                let class = self.class(class)?;
                let former = summary
                    .former
                    .as_ref()
                    .ok_or("the panel was never changed")?;
                same(
                    value,
                    former
                        .iter()
                        .find(|(c, _)| *c == class)
                        .map_or(0, |(_, n)| *n),
                )
            }
            ["silent", "terms"] => {
                let terms = summary
                    .silent
                    .iter()
                    .map(|s| format!("{} ({})", s.term, s.incidents));
                same(value, joined(&terms.collect::<Vec<_>>()))
            }
            ["claims", "by", who] => same(value, self.claims(who)),
            ["settings", "fixed", "on"] => same(value, &self.case.settings.fixed_on),
            ["setting", ..] => {
                let name = words[1..].join(" ");
                let found = self
                    .case
                    .settings
                    .printed
                    .iter()
                    .find(|(n, _)| **n == *name);
                same(value, found.map_or("not printed", |(_, v)| v))
            }
            ["problem"] => Ok(
                if self.case.problems.iter().any(|p| p.message.contains(value)) {
                    Came::True
                } else {
                    let got: Vec<_> = self
                        .case
                        .problems
                        .iter()
                        .map(|p| p.message.to_string())
                        .collect();
                    Came::Otherwise(joined(&got), Vec::new())
                },
            ),
            ["refused"] | ["allowed"] => {
                let grouping = match value.strip_prefix("count by ") {
                    Some("accused") => Grouping::Accused,
                    Some("claimant") => Grouping::Claimant,
                    _ => return Err("write `refused: count by accused`".to_owned()),
                };
                let got = check_grouping(grouping);
                let fine = got.is_err() == (words[0] == "refused")
                    && got
                        .as_ref()
                        .err()
                        .is_none_or(|e| e.to_string().contains("how the sides publish"));
                Ok(if fine {
                    Came::True
                } else {
                    Came::Otherwise(format!("{got:?}"), Vec::new())
                })
            }
            ["terms", a, "and", b] => {
                let comparison = self.compared(a, b)?;
                let points: Vec<_> = comparison
                    .terms
                    .iter()
                    .map(|t| t.point.name().to_owned())
                    .collect();
                same(value, joined(&points))
            }
            ["flips", a, "and", b] => {
                let comparison = self.compared(a, b)?;
                let flips = comparison.flips.iter().map(|f| f.incident.to_string());
                same(value, joined(&flips.collect::<Vec<_>>()))
            }
            ["held", reading, stretch, "by", who] => self.held(reading, stretch, who, value),
            [id, "class"] => self.incident_class(id, value),
            [id, "support"] => {
                let support = &self.incident(id)?.support;
                let contested = if support.contested && support.level != SupportLevel::Contested {
                    ", contested"
                } else {
                    ""
                };
                same(value, format!("{}{contested}", support.level.name()))
            }
            [id, "reports"] => same(
                value,
                joined(
                    &self
                        .incident(id)?
                        .reports
                        .iter()
                        .map(ToString::to_string)
                        .collect::<Vec<_>>(),
                ),
            ),
            [id, "accounts"] => same(
                value,
                joined(
                    &self
                        .incident(id)?
                        .accounts
                        .iter()
                        .map(ToString::to_string)
                        .collect::<Vec<_>>(),
                ),
            ),
            [id, "replies"] => same(value, self.incident(id)?.replies.len()),
            ["account", id, "under", reading] => self.account(id, reading, None, value),
            ["account", id, "under", reading, "clause", clause] => {
                self.account(id, reading, Some(clause), value)
            }
            [id, "under", reading] => self.verdict(id, reading, value),
            [id, "under", reading, "clause", clause] => {
                self.account(id, reading, Some(clause), value)
            }
            [id, "under", reading, "says"] => self.says(id, reading, value),
            [id, factor, "under", reading] => self.factor(id, factor, reading, value),
            _ => Err(format!(
                "`{}` is no expectation; see scenarios/README.md",
                words.join(" ")
            )),
        }
    }

    fn incident(&self, id: &str) -> Result<&holdfire_model::IncidentAnswer, String> {
        let found = self.answer.incidents.iter().find(|i| i.id.as_str() == id);
        let known: Vec<_> = self
            .answer
            .incidents
            .iter()
            .map(|i| i.id.as_str())
            .collect();
        found.map(AsRef::as_ref).ok_or_else(|| {
            format!(
                "there is no incident `{id}`; incidents: {}",
                known.join(", ")
            )
        })
    }

    fn reading(&self, name: &str) -> Result<ReadingId, String> {
        let found = self.case.readings.iter().find(|r| r.id.as_str() == name);
        found
            .map(|r| r.id.clone())
            .ok_or_else(|| format!("there is no reading `{name}`"))
    }

    fn class(&self, name: &str) -> Result<Class, String> {
        Class::ALL
            .into_iter()
            .find(|c| c.name() == name)
            .ok_or_else(|| {
                format!(
                    "`{name}` is no class; write one of {}",
                    Class::ALL.map(Class::name).join(", ")
                )
            })
    }

    fn level(&self, name: &str) -> Result<usize, String> {
        SupportLevel::ALL
            .iter()
            .position(|l| l.name() == name)
            .ok_or_else(|| format!("`{name}` is no level of support"))
    }

    fn row(&self, class: &str) -> Result<&holdfire_monitor::MatrixRow, String> {
        let class = self.class(class)?;
        let mut rows = self.answer.summary.matrix.iter();
        Ok(rows
            .find(|r| r.class == class && r.turns_on.is_empty())
            .ok_or("the headline has no row for it")?)
    }

    fn assessments(&self, id: &str, reading: &ReadingId, clause: Option<&str>) -> Vec<&Assessment> {
        let fits = |a: &&Assessment| {
            (a.account.as_str() == id || a.reports.iter().any(|r| r.as_str() == id))
                && a.reading == *reading
                && clause.is_none_or(|c| a.clause.as_str() == c)
        };
        self.answer.assessments.iter().filter(fits).collect()
    }

    fn of_incident(&self, id: &str, reading: &ReadingId) -> Vec<&Assessment> {
        let mine = |a: &&Assessment| a.incident.as_str() == id && a.reading == *reading;
        self.answer.assessments.iter().filter(mine).collect()
    }

    fn verdict(&self, id: &str, reading: &str, value: &str) -> Tested {
        let reading = self.reading(reading)?;
        let incident = self.incident(id)?;
        let got = incident
            .verdicts
            .iter()
            .find(|(r, _)| *r == reading)
            .map(|(_, v)| *v);
        let got = got.ok_or("no verdict was given")?;
        let of_it = self.of_incident(id, &reading);
        if let [only] = of_it.as_slice() {
            if only.verdict != got {
                return Ok(Came::Otherwise(
                    format!(
                        "{} for the incident, but {} for its only account",
                        got.name(),
                        only.verdict.name()
                    ),
                    reasons(&of_it),
                ));
            }
            return qualified(value, only);
        }
        Ok(if verdict_of(value)? == got {
            Came::True
        } else {
            Came::Otherwise(got.name().to_owned(), reasons(&of_it))
        })
    }

    fn account(&self, id: &str, reading: &str, clause: Option<&str>, value: &str) -> Tested {
        let reading = self.reading(reading)?;
        match self.assessments(id, &reading, clause).as_slice() {
            [only] => qualified(value, only),
            [] => Err(format!(
                "there is no account `{id}` under that reading and clause"
            )),
            _ => Err(format!(
                "there are several clauses; write `account {id} under {reading} clause NAME`"
            )),
        }
    }

    fn says(&self, id: &str, reading: &str, value: &str) -> Tested {
        let reading = self.reading(reading)?;
        let of_it = self.assessments(id, &reading, None);
        let wanted = value.trim_matches('"');
        let said = reasons(&of_it);
        Ok(if said.iter().any(|r| r.contains(wanted)) {
            Came::True
        } else {
            Came::Otherwise("nothing like it".to_owned(), said)
        })
    }

    fn factor(&self, id: &str, factor: &str, reading: &str, value: &str) -> Tested {
        let factor = Factor::ALL.into_iter().find(|f| f.name() == factor);
        let factor = factor.ok_or_else(|| {
            format!(
                "`{id} ...`: the factors are {}",
                Factor::ALL.map(Factor::name).join(", ")
            )
        })?;
        let reading = self.reading(reading)?;
        let found = self.assessments(id, &reading, None);
        let assessment = found
            .first()
            .ok_or_else(|| format!("there is no account `{id}`"))?;
        let got = assessment
            .factors
            .iter()
            .find(|f| f.factor == factor)
            .ok_or("the factor has no answer")?;
        // A basis is quoted and comes last: it may hold commas.
        let (value, basis) = value.split_once(", basis ").unwrap_or((value, ""));
        let mut wanted = split_parts(value, ",");
        let state = wanted.next().unwrap_or_default();
        let mut fine = state == got.state.name();
        let mut measured = false;
        for part in wanted {
            if let Some(share) = part.strip_prefix("share ") {
                let (min, max) = share.split_once("..").unwrap_or((share, share));
                let (min, max) = (number(min)?, number(max)?);
                let near = |a: f64, b: f64| (a - b).abs() < 0.005;
                fine &= got
                    .share
                    .is_some_and(|s| near(s.min, min) && near(s.max, max));
                measured = true;
            } else {
                fine &= got.share_text.as_deref() == Some(part);
                measured = true;
            }
        }
        fine &= got.basis.contains(basis.trim_matches('"'));
        // A share that is not expected is a difference: rule R3 says where there is one.
        fine &= measured || got.share.is_none();
        Ok(if fine {
            Came::True
        } else {
            let share = got
                .share
                .map_or(String::new(), |s| format!(", share {}..{}", s.min, s.max));
            let text = got
                .share_text
                .as_deref()
                .map_or(String::new(), |t| format!(", {t}"));
            let got = format!("{}{share}{text}, basis \"{}\"", got.state.name(), got.basis);
            Came::Otherwise(got, reasons(&found))
        })
    }

    fn incident_class(&self, id: &str, value: &str) -> Tested {
        let incident = self.incident(id)?;
        let (class, on) = match value.split_once(" on ") {
            Some((class, on)) => (class, Some(on)),
            None => (value, None),
        };
        let fine = self.class(class)? == incident.class
            && on.is_none_or(|on| list(on) == *incident.turns_on);
        Ok(if fine {
            Came::True
        } else {
            let panel: Vec<&Assessment> = self
                .answer
                .assessments
                .iter()
                .filter(|a| a.incident.as_str() == id)
                .collect();
            let got = format!(
                "{} on {}",
                incident.class.name(),
                joined(&incident.turns_on)
            );
            Came::Otherwise(got, reasons(&panel))
        })
    }

    fn claims(&self, who: &str) -> String {
        let by = |p: &Option<holdfire_model::PartyId>| {
            p.as_ref().map_or("neither", |p| p.as_str()) == who
        };
        match self.answer.summary.counting.iter().find(|c| by(&c.by)) {
            Some(c) => format!("{} reports, {} incidents", c.reports, c.incidents),
            None => "0 reports, 0 incidents".to_owned(),
        }
    }

    fn compared(&self, a: &str, b: &str) -> Result<holdfire_monitor::Comparison, String> {
        let at = |name: &str| {
            let found = self
                .case
                .readings
                .iter()
                .position(|r| r.id.as_str() == name);
            found.ok_or_else(|| format!("there is no reading `{name}`"))
        };
        compare(self.case, at(a)?, at(b)?).map_err(|e| e.to_string())
    }

    fn held(&self, reading: &str, stretch: &str, who: &str, value: &str) -> Tested {
        let reading = self.reading(reading)?;
        let wanted = Stretch::ALL
            .into_iter()
            .find(|s| s.name().replace(' ', "-") == stretch);
        let wanted = wanted.ok_or("write `before`, `in-force`, `open` or `after`")?;
        let by = |p: &Option<holdfire_model::PartyId>| {
            p.as_ref().map_or("neither", |p| p.as_str()) == who
        };
        let rows = held(self.case, self.answer).rows;
        let found = rows
            .iter()
            .filter(|r| r.reading == reading && r.stretch == wanted && by(&r.by));
        same(value, found.map(|r| r.incidents).sum::<usize>())
    }
}
