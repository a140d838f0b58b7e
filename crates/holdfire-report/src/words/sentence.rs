//! The sentence that is the product: what a verdict says, in words that survive both press rooms.

use holdfire_model::{Case, ClauseReading, Interval, Reading, Standing, Stated, Term, Verdict};

use holdfire_words::{Words, say};

use super::time::{said_on, said_on_one_day};

/// The sentence for a verdict under a reading, with the rider where one belongs.
///
/// `stated_on`: when the holder stated the terms ([`stated_on`]); `None`: no date is printed.
#[must_use]
pub fn sentence(
    w: &Words,
    case: &Case,
    reading: &Reading,
    verdict: Verdict,
    stated_on: Option<Interval>,
) -> String {
    let holder = case.party_name(&reading.holder);
    let (dated, date) = match stated_on {
        None => ("no", String::new()),
        Some(when) if said_on_one_day(&reading.zone, when) => {
            ("day", said_on(w, &reading.zone, when))
        }
        Some(when) => ("days", said_on(w, &reading.zone, when)),
    };
    let by = match reading.standing {
        Standing::AscribedByAnalyst => "analyst",
        Standing::ConfirmedByHolder | Standing::PublicStatement => "holder",
    };
    let id = format!("sentence-{}", verdict.name());
    let said = say!(w, &id, by = by, holder = holder, dated = dated, date = date);
    match rider(w, verdict) {
        Some(rider) => format!("{said} {rider}"),
        None => said,
    }
}

/// What has to stand beside a verdict: beside every *not covered* what it does not say.
#[must_use]
pub fn rider(w: &Words, verdict: Verdict) -> Option<String> {
    (verdict == Verdict::Outside).then(|| say!(w, "rider-not-covered"))
}

/// What a coverage word means, for legends and glossaries.
#[must_use]
pub fn meaning(w: &Words, verdict: Verdict) -> String {
    say!(w, &format!("meaning-{}", verdict.name()))
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
