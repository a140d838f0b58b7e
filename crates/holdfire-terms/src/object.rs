//! Rule R7: whether what was struck is protected, by category or by list.

use holdfire_model::{Boundary, CountsFrom, Factor, ObjectBasis, Occurrence, State, phrase};

use crate::compiled::{CompiledClause, CompiledProtects};
use crate::compose::Outcome;
use crate::frame::{Frame, ListedSite, Located, Row};
use crate::predicates::nodes_outcome;
use crate::recorder::Recorder;
use crate::whys::Why;

/// Whether a site was on the list when it was struck.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Listed {
    Yes,
    No,
    Maybe,
}

impl CompiledClause {
    pub(crate) fn object<R: Recorder>(
        &self,
        frame: &Frame<'_>,
        row: &Row<'_>,
        located: &Located,
        rec: &mut R,
    ) -> Outcome {
        let mut ways = self.protects.iter().map(|way| match *way {
            CompiledProtects::Category => self.by_category(frame, row, rec),
            CompiledProtects::Listed {
                counts_from,
                reach_m,
            } => self.by_list(frame, row, located, counts_from, reach_m, rec),
        });
        let first = ways.next().expect("categories protect by default");
        let claimed = ways.fold(first, |a, b| if a == b { a } else { Outcome::UNDECIDED });
        if row.basis == ObjectBasis::ClaimedIntent && claimed.state == State::Inside {
            if R::RECORDS {
                rec.reason(
                    Some(Factor::Object),
                    None,
                    &Why::plain(phrase!(
                        "why-only-claimed",
                        "only the accuser's guess of what was aimed at: the claimed object would be protected"
                    )),
                );
            }
            return Outcome::EITHER;
        }
        claimed
    }

    fn by_category<R: Recorder>(&self, frame: &Frame<'_>, row: &Row<'_>, rec: &mut R) -> Outcome {
        if self.scope.is_silent() {
            if R::RECORDS {
                rec.reason(
                    Some(Factor::Object),
                    None,
                    self.whys.get(self.numbers.scope),
                );
            }
            return Outcome::UNDECIDED;
        }
        if row.struck.is_empty() {
            if R::RECORDS {
                rec.reason(
                    Some(Factor::Object),
                    Some(phrase!("category-not-known", "the category is not known")),
                    self.whys.get(self.numbers.scope),
                );
            }
            return Outcome::EITHER;
        }
        if R::RECORDS {
            let (covered, not_covered, _) = self.scope.some(&row.struck);
            self.explain_nodes(frame, row, covered && not_covered, rec);
        }
        nodes_outcome(&self.scope, row)
    }

    fn by_list<R: Recorder>(
        &self,
        frame: &Frame<'_>,
        row: &Row<'_>,
        located: &Located,
        counts_from: Option<CountsFrom>,
        reach_m: f64,
        rec: &mut R,
    ) -> Outcome {
        let outcome = match counts_from {
            Some(step) => self.by_list_from(frame, row, located, step, reach_m),
            None => {
                let steps = [
                    CountsFrom::Deposit,
                    CountsFrom::Handover,
                    CountsFrom::Notice,
                ];
                let [a, b, c] =
                    steps.map(|step| self.by_list_from(frame, row, located, step, reach_m));
                if a == b && b == c {
                    a
                } else {
                    Outcome::UNDECIDED
                }
            }
        };
        if R::RECORDS {
            self.explain_list(
                frame,
                row,
                located,
                reach_m,
                outcome,
                counts_from.is_none(),
                rec,
            );
        }
        outcome
    }

    fn by_list_from(
        &self,
        frame: &Frame<'_>,
        row: &Row<'_>,
        located: &Located,
        step: CountsFrom,
        reach_m: f64,
    ) -> Outcome {
        let named = row.site.is_some() || row.object.is_some();
        if named {
            return match row.site.map_or(Listed::No, |site| {
                listed(&frame.listed.sites[site], row, step)
            }) {
                Listed::Yes => Outcome::INSIDE,
                _ if !frame.undisclosed.is_empty() && row.site.is_none() => Outcome::UNDECIDED,
                Listed::No => Outcome::OUTSIDE,
                Listed::Maybe => Outcome::EITHER,
            };
        }
        if !frame.undisclosed.is_empty() {
            return Outcome::UNDECIDED;
        }
        if row.struck.is_empty() {
            return Outcome::EITHER;
        }
        let (mut candidates, mut sure, mut possible) = (0u32, 0u32, 0u32);
        for object in candidates_within(frame, row, located, reach_m) {
            candidates += 1;
            match frame.listed.objects[object]
                .site
                .map_or(Listed::No, |site| {
                    listed(&frame.listed.sites[site], row, step)
                }) {
                Listed::Yes => {
                    sure += 1;
                    possible += 1;
                }
                Listed::Maybe => possible += 1,
                Listed::No => {}
            }
        }
        if possible == 0 {
            Outcome::OUTSIDE
        } else if sure == candidates {
            Outcome::INSIDE
        } else {
            let part = |n: u32| f64::from(n) / f64::from(candidates);
            Outcome::part(part(sure), part(possible))
        }
    }

    #[allow(clippy::too_many_arguments, reason = "all of it is printed")]
    fn explain_list<R: Recorder>(
        &self,
        frame: &Frame<'_>,
        row: &Row<'_>,
        located: &Located,
        reach_m: f64,
        outcome: Outcome,
        step_silent: bool,
        rec: &mut R,
    ) {
        let mut why = self.whys.get(self.numbers.protects).clone();
        let named = row.site.is_some() || row.object.is_some();
        let words = if named {
            match outcome.state {
                State::Inside => phrase!("named-listed", "the named object was listed by then"),
                State::Outside => phrase!(
                    "named-not-listed",
                    "the named object was not listed by then"
                ),
                State::Either => phrase!(
                    "named-listed-about",
                    "the named object was listed about then"
                ),
                State::Undecided if frame.undisclosed.is_empty() || row.site.is_some() => {
                    why.missing = vec!["notice".to_owned()];
                    phrase!(
                        "named-listed-by-step",
                        "whether the named object was listed depends on the step that counts"
                    )
                }
                State::Undecided => {
                    why.missing = vec!["notice: list not disclosed".to_owned()];
                    phrase!(
                        "list-not-disclosed-to-us",
                        "the list is not disclosed to us"
                    )
                }
            }
        } else if !frame.undisclosed.is_empty() {
            why.missing = vec!["notice: list not disclosed".to_owned()];
            phrase!(
                "list-not-disclosed-to-us",
                "the list is not disclosed to us"
            )
        } else if row.struck.is_empty() {
            phrase!(
                "nearness-proves-nothing",
                "the category is not known; nearness alone proves nothing"
            )
        } else {
            let candidates = candidates_within(frame, row, located, reach_m).count();
            if outcome.state == State::Undecided && step_silent {
                why.missing = vec!["notice".to_owned()];
            }
            if let Some(share) = outcome.share {
                let number = |part: f64| (part * candidates as f64).round();
                let (low, high) = (number(share.min), number(share.max));
                rec.measure(
                    Factor::Object,
                    if low == high {
                        phrase!(
                            "candidates-listed",
                            "{k} of {n} candidates listed",
                            k = low.to_string(),
                            n = candidates
                        )
                    } else {
                        phrase!(
                            "candidates-listed-between",
                            "{low} to {high} of {n} candidates listed",
                            low = low.to_string(),
                            high = high.to_string(),
                            n = candidates
                        )
                    },
                );
            }
            match candidates {
                0 => phrase!(
                    "no-object-within-reach",
                    "no known object of a fitting category lies within reach"
                ),
                n => phrase!(
                    "objects-within-reach",
                    "{n} known objects of a fitting category lie within reach",
                    n = n
                ),
            }
        };
        let lists = frame.case().lists.iter().filter(|l| !l.disclosed || named);
        let mut cites: Vec<_> = lists.map(|l| l.at.clone()).collect();
        // The order of rows changes nothing.
        cites.sort();
        why.cites.extend(cites);
        rec.reason(Some(Factor::Object), Some(words), &why);
    }
}

/// Objects of a fitting category within place and reach.
fn candidates_within<'l>(
    frame: &'l Frame<'_>,
    row: &'l Row<'_>,
    located: &'l Located,
    reach_m: f64,
) -> impl Iterator<Item = usize> + 'l {
    located
        .near
        .iter()
        .filter(move |(i, distance_m)| {
            let object = &frame.listed.objects[*i];
            object.nodes.meets(&row.struck) && *distance_m <= object.extent_m + reach_m
        })
        .map(|(i, _)| *i)
}

/// Whether the site was on the list at the row's time, counting from a step.
fn listed(site: &ListedSite, row: &Row<'_>, step: CountsFrom) -> Listed {
    let from = match step {
        CountsFrom::Deposit => site.declared,
        CountsFrom::Handover => site.handed,
        CountsFrom::Notice => site.notified,
    };
    let Some(from) = from else { return Listed::No };
    let latest = |at: Boundary| at.latest().map_or(i64::MAX, |m| m.0);
    let (gone_from, gone_by) = site
        .withdrawn
        .map_or((i64::MAX, i64::MAX), |w| (w.earliest().0, latest(w)));
    let (sure, possible) = match row.occurrence {
        // Every moment of the row must lie in the listed time.
        Occurrence::AtSomeMoment => (
            row.from >= latest(from) && row.until <= gone_from,
            row.until > from.earliest().0 && row.from < gone_by,
        ),
        // Any moment of it will do.
        Occurrence::Throughout => (
            row.until > latest(from) && row.from < gone_from && latest(from) < gone_from,
            row.until > from.earliest().0 && row.from < gone_by,
        ),
    };
    match (sure, possible) {
        (true, _) => Listed::Yes,
        (false, true) => Listed::Maybe,
        (false, false) => Listed::No,
    }
}
