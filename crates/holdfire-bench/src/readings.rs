//! Four readings of the benchmark's clause. They differ in start, end, scope and territory, and in the rest too:
//!
//! | | starts | ends | scope | protects | territory |
//! | --- | --- | --- | --- | --- | --- |
//! | `first` | 18 March, hour unknown | 30 days, first day in | `energy`, closed | listed by notice, 2 km | even zones |
//! | `second` | 25 March, hour unstated | 20 May, recorded | `electricity`, `fuel`, not `pipeline`, closed | category | every third zone, every tenth left open |
//! | `third` | 20 March 19:00 | 30 days, no convention | `energy`, open | listed, step unstated, 5 km | of the parties bound, by owner of zones; only the other's |
//! | `fourth` | 10 March, 6 hours unknown | two months, elapsed | `energy`, `heat-plant`, closed | category | all zones, with a repair window |

use std::collections::BTreeSet;

use anyhow::Result;
use holdfire_model::{
    Acts, Against, AreaId, Because, Boundary, Cite, ClauseReading, Convention, CountsFrom, Effect,
    Element, End, Exception, HeldByOther, Interval, Length, ListKind, Moment, Protects, Reading,
    ReadingId, Scope, Standing, Stated, Term, Territory, Whose, Zone, parse_date,
};

use crate::case::{FIRST_SECOND, PARTIES, act, clause, node, party, zone};

/// The four readings, for a case with so many zones.
///
/// # Errors
/// If a date cannot be computed with.
pub fn all(clock: &Zone, zones: usize) -> Result<Vec<Reading>> {
    let whole_day = |date: &str, because| -> Result<Boundary> {
        let day = clock.day(parse_date(date)?)?;
        Ok(Boundary::between(day.from(), day.until(), because)?)
    };
    let hours = |date: &str, from: i64, until: i64| -> Result<Boundary> {
        let start = clock.start_of_day(parse_date(date)?)?.0;
        let at = |hour: i64| Moment(start + hour * 3_600);
        Ok(if from == until {
            Boundary::at(at(from))
        } else {
            Boundary::between(at(from), at(until), Because::Unknown)?
        })
    };
    let after = |months, days, convention| End::After {
        length: Length {
            months,
            days,
            hours: 0,
        },
        convention,
        zone: clock.clone(),
    };
    let first = ClauseReading {
        start: stated(whole_day("2025-03-18", Because::Unknown)?),
        end: stated(after(0, 30, Some(Convention::FirstDayIn))),
        scope: scope(&["energy"], &[], ListKind::Closed),
        protects: listed(Some(CountsFrom::Notice), 2_000.0),
        acts: stated(Acts {
            counted_effects: [Effect::Intercepted, Effect::Debris].into(),
            not_counted_effects: [Effect::Collateral].into(),
            ..Acts::default()
        }),
        bound: bound(None),
        territory: areas(zones, |i| i % 2 == 0, |_| false),
        ..ClauseReading::default()
    };
    let second = ClauseReading {
        start: stated(whole_day("2025-03-25", Because::Unstated)?),
        ended: stated(hours("2025-05-20", 12, 12)?),
        scope: scope(&["electricity", "fuel"], &["pipeline"], ListKind::Closed),
        protects: stated(Protects::Category),
        bound: bound(None),
        territory: areas(zones, |i| i % 3 == 0, |i| i % 10 == 1),
        ..ClauseReading::default()
    };
    let third = ClauseReading {
        start: stated(hours("2025-03-20", 19, 19)?),
        end: stated(after(0, 30, None)),
        scope: scope(&["energy"], &[], ListKind::Open),
        protects: listed(None, 5_000.0),
        acts: stated(Acts {
            counted_effects: [Effect::Intercepted].into(),
            ..Acts::default()
        }),
        bound: bound(Some(hours("2025-04-01", 0, 0)?)),
        territory: stated(Territory::Of((0..6).map(party).collect())),
        against: stated(Against::Other),
        ..ClauseReading::default()
    };
    let fourth = ClauseReading {
        start: stated(hours("2025-03-10", 12, 18)?),
        end: stated(after(2, 0, Some(Convention::Elapsed))),
        scope: scope(&["energy", "heat-plant"], &[], ListKind::Closed),
        protects: stated(Protects::Category),
        acts: stated(Acts {
            counted_effects: [Effect::Intercepted, Effect::Debris, Effect::Collateral].into(),
            ..Acts::default()
        }),
        bound: bound(None),
        territory: areas(zones, |_| true, |_| false),
        exceptions: stated(Exception {
            name: "repair window".to_owned(),
            categories: Some([node("transmission")].into()),
            areas: Some(marked(zones, |i| i % 25 == 0)),
            kinds: Some([act("shelling"), act("strike")].into()),
            effects: None,
            actors: None,
            from: Some(hours("2025-04-05", 6, 6)?),
            until: Some(hours("2025-04-25", 20, 20)?),
            circumstance: None,
        }),
        ..ClauseReading::default()
    };
    let owners = Whose {
        owner: (0..zones).map(|i| (zone(i), party(i % PARTIES))).collect(),
        held_by_other: HeldByOther::Unstated,
    };
    Ok(vec![
        reading("first", clock, Term::default(), first),
        reading("second", clock, Term::default(), second),
        reading("third", clock, stated(owners), third),
        reading("fourth", clock, Term::default(), fourth),
    ])
}

fn reading(id: &str, clock: &Zone, whose: Term<Whose>, terms: ClauseReading) -> Reading {
    Reading {
        id: ReadingId::new(id).expect("letters"),
        holder: party(0),
        title: id.to_owned(),
        standing: Standing::PublicStatement,
        zone: clock.clone(),
        whose,
        clauses: [(clause(), terms)].into(),
    }
}

fn scope(covered: &[&str], not_covered: &[&str], list: ListKind) -> Term<Scope> {
    stated(Scope {
        covered: covered.iter().map(|n| node(n)).collect(),
        not_covered: not_covered.iter().map(|n| node(n)).collect(),
        list,
    })
}

fn listed(counts_from: Option<CountsFrom>, reach_m: f64) -> Term<Protects> {
    stated(Protects::Listed {
        counts_from,
        reach_m,
    })
}

/// Six parties; one of them from later on, if so.
fn bound(
    last_from: Option<Boundary>,
) -> Term<std::collections::BTreeMap<holdfire_model::PartyId, Option<Boundary>>> {
    stated(
        (0..6)
            .map(|i| (party(i), last_from.filter(|_| i == 5)))
            .collect(),
    )
}

fn areas(
    zones: usize,
    inside: impl Fn(usize) -> bool,
    unstated: impl Fn(usize) -> bool,
) -> Term<Territory> {
    stated(Territory::Areas {
        inside: marked(zones, &inside),
        unstated: marked(zones, |i| unstated(i) && !inside(i)),
    })
}

fn marked(zones: usize, mark: impl Fn(usize) -> bool) -> BTreeSet<AreaId> {
    (0..zones).filter(|&i| mark(i)).map(zone).collect()
}

fn stated<T>(value: T) -> Term<T> {
    let said = Interval::new(Moment(FIRST_SECOND), Moment(FIRST_SECOND + 86_400))
        .expect("a day is not empty");
    Term(vec![Element {
        value,
        stated: Stated {
            at: Cite::new("benchmark"),
            by: "benchmark".to_owned(),
            when: said,
            entered: Moment(FIRST_SECOND),
            instrument: None,
            rests_on: "benchmark".to_owned(),
            standing: Standing::PublicStatement,
        },
    }])
}
