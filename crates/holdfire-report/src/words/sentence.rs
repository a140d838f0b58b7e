//! The sentence that is the product: what a verdict says, in words that survive both press rooms.

use holdfire_model::{Case, ClauseReading, Interval, Reading, Standing, Stated, Term, Verdict};

use super::time::said_on;

/// Stands beside every *not covered*.
pub const NOT_COVERED_RIDER: &str =
    "This says nothing on whether it was lawful; other law applies in any case.";

/// The sentence for a verdict under a reading, with the rider where one belongs.
///
/// `stated_on`: when the holder stated the terms ([`stated_on`]); `None`: no date is printed.
#[must_use]
pub fn sentence(
    case: &Case,
    reading: &Reading,
    verdict: Verdict,
    stated_on: Option<Interval>,
) -> String {
    let does = match verdict {
        Verdict::Within => "cover it.",
        Verdict::Probable => {
            "likely cover it: more than half of what the report leaves open is inside."
        }
        Verdict::Possible => "may cover it: the facts decide.",
        Verdict::Undecided => "do not say whether they cover it.",
        Verdict::Outside => "do not cover it.",
    };
    let terms = stated_or_ascribed(case, reading, stated_on);
    let said = format!("If it happened as reported, {terms} {does}");
    match rider(verdict) {
        Some(rider) => format!("{said} {rider}"),
        None => said,
    }
}

/// `the terms as stated by X on 18 March 2025`, or as an analyst ascribes them to X.
#[must_use]
pub fn stated_or_ascribed(case: &Case, reading: &Reading, stated_on: Option<Interval>) -> String {
    let holder = case.party_name(&reading.holder);
    let on = stated_on.map_or_else(String::new, |when| {
        let dates = said_on(&reading.zone, when);
        if dates.contains(" to ") {
            format!(" from {dates}")
        } else {
            format!(" on {dates}")
        }
    });
    match reading.standing {
        Standing::AscribedByAnalyst => {
            format!("the terms as an analyst ascribes them to {holder}{on}")
        }
        Standing::ConfirmedByHolder | Standing::PublicStatement => {
            format!("the terms as stated by {holder}{on}")
        }
    }
}

/// What has to stand beside a verdict.
#[must_use]
pub fn rider(verdict: Verdict) -> Option<&'static str> {
    (verdict == Verdict::Outside).then_some(NOT_COVERED_RIDER)
}

/// What a coverage word means, for legends and glossaries.
#[must_use]
pub fn meaning(verdict: Verdict) -> &'static str {
    match verdict {
        Verdict::Within => "every possibility that the report leaves open is covered",
        Verdict::Probable => {
            "more than half of what the report leaves open is covered, however it hangs together"
        }
        Verdict::Possible => {
            "part of what the report leaves open is covered, part is not; or accounts differ"
        }
        Verdict::Undecided => {
            "the terms as this holder states them leave open a point that it hangs on"
        }
        Verdict::Outside => {
            "no possibility that the report leaves open is covered; this says nothing on whether it was lawful"
        }
    }
}

/// When a holder stated the terms: from its first to its last own statement; what analysts ascribe counts only where
/// there is nothing else.
#[must_use]
pub fn stated_on(reading: &Reading) -> Option<Interval> {
    let all = statements(reading);
    let own = all
        .iter()
        .filter(|s| s.standing != Standing::AscribedByAnalyst);
    own.map(|s| s.when)
        .reduce(Interval::hull)
        .or_else(|| all.iter().map(|s| s.when).reduce(Interval::hull))
}

fn statements(reading: &Reading) -> Vec<&Stated> {
    fn add<'r, T>(term: &'r Term<T>, list: &mut Vec<&'r Stated>) {
        list.extend(term.iter().map(|e| &e.stated));
    }
    let mut list = Vec::new();
    add(&reading.whose, &mut list);
    for clause in reading.clauses.values() {
        let ClauseReading {
            start,
            end,
            ended,
            not_before,
            conditions,
            extensions,
            suspensions,
            release,
            scope,
            protects,
            acts,
            bound,
            territory,
            against,
            exceptions,
        } = clause;
        add(start, &mut list);
        add(end, &mut list);
        add(ended, &mut list);
        add(not_before, &mut list);
        add(conditions, &mut list);
        add(extensions, &mut list);
        add(suspensions, &mut list);
        add(release, &mut list);
        add(scope, &mut list);
        add(protects, &mut list);
        add(acts, &mut list);
        add(bound, &mut list);
        add(territory, &mut list);
        add(against, &mut list);
        add(exceptions, &mut list);
    }
    list
}
