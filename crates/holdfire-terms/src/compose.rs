//! Rule R9: how factor answers become a verdict, verdicts an incident's answer, and readings a class.
//!
//! Small pure functions over values; nothing here knows where a value came from.

use holdfire_model::{Class, Share, State, Verdict};

/// The answer for one factor as the composition sees it. `share` only with [`State::Either`].
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Outcome {
    /// The state.
    pub state: State,
    /// The part inside, where a measure is natural.
    pub share: Option<Share>,
}

impl Outcome {
    /// Inside for every possibility.
    pub const INSIDE: Self = Self {
        state: State::Inside,
        share: None,
    };
    /// Outside for every possibility.
    pub const OUTSIDE: Self = Self {
        state: State::Outside,
        share: None,
    };
    /// Inside for some, with no natural measure.
    pub const EITHER: Self = Self {
        state: State::Either,
        share: None,
    };
    /// The reading does not say, and it matters.
    pub const UNDECIDED: Self = Self {
        state: State::Undecided,
        share: None,
    };

    /// Inside for a part of the possibilities.
    #[must_use]
    pub fn part(min: f64, max: f64) -> Self {
        Self {
            state: State::Either,
            share: Some(Share { min, max }),
        }
    }

    /// The part that is inside at least, as the composition counts it: a null share counts 0.
    fn least(self) -> f64 {
        match self.state {
            State::Inside => 1.0,
            State::Either => self.share.map_or(0.0, |share| share.min),
            State::Outside | State::Undecided => 0.0,
        }
    }
}

/// The verdict over factors, and over exceptions that count as one more factor each.
///
/// An exception that is inside must be handed in as a factor that is outside.
#[must_use]
pub fn verdict(factors: &[Outcome]) -> Verdict {
    let any = |state: State| factors.iter().any(|f| f.state == state);
    if any(State::Outside) {
        Verdict::Outside
    } else if any(State::Undecided) {
        Verdict::Undecided
    } else if !any(State::Either) {
        Verdict::Within
    } else {
        // No product: independence of the factors is not known, and this bound holds whatever the dependence.
        let lo = 1.0 - factors.iter().map(|f| 1.0 - f.least()).sum::<f64>();
        if lo > 0.5 {
            Verdict::Probable
        } else {
            Verdict::Possible
        }
    }
}

/// The verdict with every undecided factor put inside.
#[must_use]
pub fn would_be(factors: &[Outcome]) -> Verdict {
    let settled = factors.iter().map(|f| {
        if f.state == State::Undecided {
            Outcome::INSIDE
        } else {
            *f
        }
    });
    verdict(&settled.collect::<Vec<_>>())
}

/// An exception as a factor: inside removes the protection, otherwise its doubt is one more doubt.
#[must_use]
pub fn exception_as_factor(limits: &[Outcome]) -> Outcome {
    match conjunction(limits) {
        State::Inside => Outcome::OUTSIDE,
        State::Outside => Outcome::INSIDE,
        State::Either => Outcome::EITHER,
        State::Undecided => Outcome::UNDECIDED,
    }
}

fn conjunction(limits: &[Outcome]) -> State {
    let any = |state: State| limits.iter().any(|l| l.state == state);
    if any(State::Outside) {
        State::Outside
    } else if any(State::Undecided) {
        State::Undecided
    } else if any(State::Either) {
        State::Either
    } else {
        State::Inside
    }
}

/// One account's verdict, with what it would be if the silent terms were settled so that it is covered.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct AccountVerdict {
    /// The verdict.
    pub verdict: Verdict,
    /// The verdict with every undecided factor put inside; equal to `verdict` if none is undecided.
    pub would_be: Verdict,
}

/// The accounts of one incident under one clause and reading.
///
/// An undecided account is settled both ways, outside and as it would be: the same result either way, or undecided.
#[must_use]
pub fn accounts(list: &[AccountVerdict]) -> Verdict {
    let settled = |covered: bool| {
        let verdicts = list.iter().map(|a| match (a.verdict, covered) {
            (Verdict::Undecided, true) => a.would_be,
            (Verdict::Undecided, false) => Verdict::Outside,
            (verdict, _) => verdict,
        });
        settled_accounts(&verdicts.collect::<Vec<_>>())
    };
    // Settling one account each way and others the other way lies between these two, or gives `possible` where they
    // differ; with two undecided accounts all-in and all-out differ already.
    let (all_in, all_out) = (settled(true), settled(false));
    if all_in == all_out {
        all_in
    } else {
        Verdict::Undecided
    }
}

fn settled_accounts(list: &[Verdict]) -> Verdict {
    let live = list.iter().filter(|v| v.is_live()).count();
    match (live, list.len() - live) {
        (0, _) => Verdict::Outside,
        (_, 0) => *list.iter().max().expect("at least one is live"),
        _ => Verdict::Possible,
    }
}

/// The clauses of one reading: the first present of within, probable, possible, undecided, outside.
#[must_use]
pub fn clauses(list: &[Verdict]) -> Verdict {
    list.iter().copied().min().unwrap_or(Verdict::Outside)
}

/// The readings of the panel.
///
/// `possible` and `undecided` readings are settled both ways. An empty panel gives [`Class::Undecided`].
#[must_use]
pub fn class(panel: &[Verdict]) -> Class {
    let mut seen = std::collections::BTreeSet::new();
    let open: Vec<usize> = (0..panel.len()).filter(|&i| is_open(panel[i])).collect();
    // All covered, all not, and one of each: every mixture of settlements falls into one of these three cases.
    let covered = |i: usize, settle: bool| match panel[i] {
        Verdict::Within | Verdict::Probable => true,
        Verdict::Outside => false,
        Verdict::Possible | Verdict::Undecided => settle,
    };
    let of = |count: usize| match count {
        0 => Class::None,
        n if n == panel.len() => Class::All,
        _ => Class::TurnsOnReading,
    };
    let least = (0..panel.len()).filter(|&i| covered(i, false)).count();
    for more in 0..=open.len() {
        seen.insert(of(least + more));
    }
    match (seen.len(), panel.is_empty()) {
        (1, false) => *seen.first().expect("one class"),
        _ if panel.contains(&Verdict::Undecided) || panel.is_empty() => Class::Undecided,
        _ => Class::May,
    }
}

fn is_open(verdict: Verdict) -> bool {
    matches!(verdict, Verdict::Possible | Verdict::Undecided)
}

#[cfg(test)]
mod tests {
    use super::*;
    use Verdict::{Outside, Possible, Probable, Undecided, Within};

    const IN: Outcome = Outcome::INSIDE;
    const OUT: Outcome = Outcome::OUTSIDE;
    const MAYBE: Outcome = Outcome::EITHER;
    const SILENT: Outcome = Outcome::UNDECIDED;

    #[test]
    fn the_truth_table_of_two_factors() {
        let table = [
            (IN, IN, Within),
            (IN, OUT, Outside),
            (IN, MAYBE, Possible),
            (IN, SILENT, Undecided),
            (OUT, OUT, Outside),
            (OUT, MAYBE, Outside),
            (OUT, SILENT, Outside),
            (MAYBE, MAYBE, Possible),
            (MAYBE, SILENT, Undecided),
            (SILENT, SILENT, Undecided),
        ];
        for (a, b, expected) in table {
            assert_eq!(verdict(&[a, b]), expected, "{a:?} {b:?}");
            assert_eq!(verdict(&[b, a]), expected, "{b:?} {a:?}");
        }
    }

    #[test]
    fn more_than_half_whatever_the_dependence_is_probable() {
        let part = |min| Outcome::part(min, 1.0);
        assert_eq!(verdict(&[IN, part(0.51)]), Probable);
        assert_eq!(verdict(&[IN, part(0.5)]), Possible);
        assert_eq!(verdict(&[part(0.8), part(0.8)]), Probable);
        assert_eq!(verdict(&[part(0.75), part(0.75)]), Possible);
        assert_eq!(verdict(&[part(0.99), MAYBE]), Possible);
    }

    #[test]
    fn would_be_puts_the_silent_factors_inside() {
        assert_eq!(would_be(&[IN, SILENT]), Within);
        assert_eq!(would_be(&[MAYBE, SILENT]), Possible);
        assert_eq!(would_be(&[Outcome::part(0.9, 0.9), SILENT]), Probable);
    }

    #[test]
    fn an_exception_removes_only_what_it_surely_holds() {
        assert_eq!(exception_as_factor(&[IN, IN]), OUT);
        assert_eq!(exception_as_factor(&[IN, OUT]), IN);
        assert_eq!(exception_as_factor(&[IN, MAYBE]), MAYBE);
        assert_eq!(exception_as_factor(&[MAYBE, SILENT]), SILENT);
    }

    fn plain(verdict: Verdict) -> AccountVerdict {
        AccountVerdict {
            verdict,
            would_be: verdict,
        }
    }

    fn silent(would_be: Verdict) -> AccountVerdict {
        AccountVerdict {
            verdict: Undecided,
            would_be,
        }
    }

    #[test]
    fn accounts_that_are_all_live_give_the_weakest() {
        assert_eq!(accounts(&[plain(Within), plain(Probable)]), Probable);
        assert_eq!(accounts(&[plain(Within), plain(Within)]), Within);
        assert_eq!(accounts(&[plain(Outside), plain(Outside)]), Outside);
        assert_eq!(accounts(&[plain(Within), plain(Outside)]), Possible);
    }

    #[test]
    fn an_undecided_account_is_settled_both_ways() {
        assert_eq!(accounts(&[silent(Within)]), Undecided);
        assert_eq!(accounts(&[plain(Within), silent(Within)]), Undecided);
        assert_eq!(accounts(&[plain(Possible), silent(Within)]), Possible);
        assert_eq!(accounts(&[plain(Outside), silent(Possible)]), Undecided);
        assert_eq!(
            accounts(&[plain(Within), plain(Outside), silent(Within)]),
            Possible
        );
    }

    #[test]
    fn the_first_present_clause_counts() {
        assert_eq!(clauses(&[Outside, Possible, Undecided]), Possible);
        assert_eq!(clauses(&[Outside, Undecided]), Undecided);
        assert_eq!(clauses(&[Outside]), Outside);
    }

    #[test]
    fn the_truth_table_of_a_panel_of_two() {
        let table = [
            (Within, Within, Class::All),
            (Within, Probable, Class::All),
            (Within, Outside, Class::TurnsOnReading),
            (Outside, Outside, Class::None),
            (Possible, Possible, Class::May),
            (Possible, Within, Class::May),
            (Possible, Outside, Class::May),
            (Undecided, Within, Class::Undecided),
            (Undecided, Outside, Class::Undecided),
            (Undecided, Possible, Class::Undecided),
            (Undecided, Undecided, Class::Undecided),
        ];
        for (a, b, expected) in table {
            assert_eq!(class(&[a, b]), expected, "{a:?} {b:?}");
            assert_eq!(class(&[b, a]), expected, "{b:?} {a:?}");
        }
    }

    #[test]
    fn two_readings_that_differ_settle_the_class_whatever_a_third_would_say() {
        assert_eq!(class(&[Within, Outside, Undecided]), Class::TurnsOnReading);
        assert_eq!(class(&[Within, Outside, Possible]), Class::TurnsOnReading);
        assert_eq!(class(&[Within, Within, Possible]), Class::May);
    }
}
