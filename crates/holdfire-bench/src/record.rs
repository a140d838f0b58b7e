//! A record of the data, and what it says: as a number row for many, as a story for one.
//!
//! Both are made from the same tables here, by different ways: the row directly, the story through ids that the frame
//! looks up. That their verdicts agree is what `--check` shows.

use std::collections::BTreeSet;
use std::sync::Arc;

use anyhow::{Context, Result, bail};
use holdfire_model::{
    Account, AccountId, Act, Cite, Effect, Incident, IncidentId, Interval, Moment, Object,
    ObjectBasis, Occurrence, Place, PlaceOption, Spot, Story, When, Zone,
};
use holdfire_terms::{Disc, Frame, LonLat, NodeSet, Row, RowPlace, effect_bits};

use crate::case::{DAYS, FIRST_SECOND, PARTIES, ZONE, act, node, party};

/// Radius by class of precision, metres.
pub const RADIUS_M: [f64; 4] = [100.0, 1_000.0, 5_000.0, 25_000.0];
/// Days before and after those of the data that intervals may reach into.
const MARGIN_DAYS: i64 = 2;

/// A record as the data have it.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Record {
    /// Its number.
    pub id: u64,
    /// Longitude, degrees.
    pub lon: f64,
    /// Latitude, degrees.
    pub lat: f64,
    /// Unix time, seconds.
    pub ts: i64,
    /// Class of precision, 0 to 3: of the place ([`RADIUS_M`]), and of the time ([`Calendar::interval`]).
    pub prec: usize,
    /// The accused party.
    pub actor: usize,
    /// What is said to have happened, see [`KINDS`].
    pub etype: usize,
}

/// What a kind of record says: kinds of act, effects (none: not known), categories (none: not known), how the object is
/// known, and whether a party is named.
struct Kind {
    acts: &'static [&'static str],
    effects: &'static [Effect],
    struck: &'static [&'static str],
    basis: ObjectBasis,
    names_actor: bool,
}

/// Makes a row of the table.
const fn kind(
    acts: &'static [&'static str],
    effects: &'static [Effect],
    struck: &'static [&'static str],
) -> Kind {
    Kind {
        acts,
        effects,
        struck,
        basis: ObjectBasis::Stated,
        names_actor: true,
    }
}

const fn aimed(effects: &'static [Effect], struck: &'static [&'static str]) -> Kind {
    Kind {
        basis: ObjectBasis::ClaimedIntent,
        ..kind(&["strike"], effects, struck)
    }
}

/// What a record of each kind says, by `etype`.
const KINDS: [Kind; 25] = [
    kind(&["strike"], &[Effect::Hit], &["generation"]),
    kind(&["strike"], &[Effect::Hit], &["substation"]),
    kind(&["strike"], &[Effect::Hit], &["line"]),
    kind(&["strike"], &[Effect::Hit], &["pipeline"]),
    kind(&["strike"], &[Effect::Hit], &["refinery"]),
    kind(&["strike"], &[Effect::Hit], &["gas-storage"]),
    kind(&["strike"], &[Effect::Hit], &["heat-plant"]),
    kind(&["strike"], &[Effect::Hit], &["rail-power"]),
    aimed(&[Effect::Intercepted], &["substation"]),
    aimed(&[Effect::Intercepted], &["refinery"]),
    kind(&["strike"], &[Effect::Debris], &["generation"]),
    kind(&["strike"], &[Effect::Debris], &["pipeline"]),
    kind(&["strike"], &[Effect::Collateral], &["line"]),
    kind(&["strike"], &[], &["electricity"]),
    kind(&["strike"], &[], &["fuel"]),
    Kind {
        names_actor: false,
        ..kind(&["strike"], &[], &[])
    },
    kind(&["shelling"], &[Effect::Hit], &["line"]),
    kind(&["shelling"], &[Effect::Hit], &["substation", "line"]),
    kind(&["shelling"], &[], &["heat-plant"]),
    kind(&["shelling"], &[Effect::Collateral], &["bridge"]),
    kind(&["sabotage"], &[Effect::Hit], &["line"]),
    kind(&["sabotage", "strike"], &[Effect::Hit], &["pipeline"]),
    kind(&["mining"], &[Effect::Hit], &["bridge"]),
    kind(
        &["shelling", "strike"],
        &[Effect::Hit],
        &["hospital", "refinery"],
    ),
    kind(
        &["shelling", "strike"],
        &[Effect::Hit, Effect::Collateral],
        &["energy"],
    ),
];

impl Record {
    /// Whether the act lasted all through its interval: shelling of which no minute is given.
    fn occurrence(&self) -> Occurrence {
        if KINDS[self.etype].acts == ["shelling"] && self.prec >= 2 {
            Occurrence::Throughout
        } else {
            Occurrence::AtSomeMoment
        }
    }

    /// The record as an incident of one account.
    ///
    /// # Errors
    /// If its time lies outside the calendar.
    pub fn incident(&self, calendar: &Calendar) -> Result<Incident> {
        let kind = &KINDS[self.etype];
        let (from, until) = calendar.interval(self)?;
        let spot = Spot {
            lon: self.lon,
            lat: self.lat,
            radius_m: RADIUS_M[self.prec],
        };
        let story = Story {
            when: When {
                interval: Interval::new(Moment(from), Moment(until))?,
                occurrence: self.occurrence(),
                basis: "".into(),
                problem: None,
            },
            place: Place::one(PlaceOption::Near(spot), "", ""),
            object: Arc::new(Object {
                name: String::new(),
                categories: kind.struck.iter().map(|n| node(n)).collect(),
                basis: kind.basis,
                site: None,
                facility: None,
            }),
            act: Arc::new(
                Act::new(
                    kind.acts.iter().map(|a| act(a)).collect(),
                    kind.effects.iter().copied().collect(),
                    Vec::new(),
                )
                .context("each kind of record has a kind of act")?,
            ),
            actors: Arc::new(
                kind.names_actor
                    .then(|| party(self.actor))
                    .into_iter()
                    .collect(),
            ),
            control: None,
        };
        let id = format!("R{}", self.id);
        Ok(Incident {
            id: IncidentId::new(&id)?,
            accounts: vec![Account {
                id: AccountId::new(&id)?,
                reports: Vec::new(),
                story: Arc::new(story),
                at: Cite::new(format!("records.csv#{id}")),
            }],
        })
    }
}

/// Where the days of the case begin, and their noons.
#[derive(Debug)]
pub struct Calendar {
    midnights: Vec<i64>,
    noons: Vec<i64>,
    names: Vec<String>,
}

impl Calendar {
    /// The days of the data, and some on both sides.
    ///
    /// # Errors
    /// If a date cannot be computed with.
    pub fn new() -> Result<Self> {
        let clock = Zone::named(ZONE)?;
        let first = clock.date_of(Moment(FIRST_SECOND));
        let (mut midnights, mut noons, mut names) = (Vec::new(), Vec::new(), Vec::new());
        for day in -MARGIN_DAYS..DAYS + MARGIN_DAYS {
            let date = holdfire_model::shift(first, day)?;
            midnights.push(clock.start_of_day(date)?.0);
            noons.push(clock.boundary(date.at(12, 0, 0, 0))?.0);
            names.push(date.to_string());
        }
        Ok(Self {
            midnights,
            noons,
            names,
        })
    }

    /// How many days there are.
    pub fn len(&self) -> usize {
        self.names.len()
    }

    /// A day's date.
    pub fn name(&self, day: usize) -> &str {
        &self.names[day]
    }

    /// The day that a second lies in.
    ///
    /// # Errors
    /// If it lies outside the calendar.
    pub fn day_of(&self, second: i64) -> Result<usize> {
        last_before(&self.midnights, second)
    }

    /// The possible moments: for precise places a stated minute, for settlements a local day of 23, 24 or 25 hours, for
    /// districts the window of a daily statement, noon to noon.
    ///
    /// # Errors
    /// If the time lies outside the calendar.
    pub fn interval(&self, record: &Record) -> Result<(i64, i64)> {
        let within = |starts: &[i64]| -> Result<(i64, i64)> {
            let at = last_before(starts, record.ts)?;
            Ok((starts[at], starts[at + 1]))
        };
        match record.prec {
            0 | 1 => {
                let minute = record.ts - record.ts.rem_euclid(60);
                Ok((minute, minute + 60))
            }
            2 => within(&self.midnights),
            _ => within(&self.noons),
        }
    }
}

/// The position of the last start at or before a second; there is a start after it. Starts are about a day apart.
fn last_before(starts: &[i64], second: i64) -> Result<usize> {
    let guess = (second - starts[0]).div_euclid(86_400);
    for at in [guess, guess - 1, guess + 1] {
        if let Some(pair) = usize::try_from(at).ok().and_then(|i| starts.get(i..i + 2))
            && pair[0] <= second
            && second < pair[1]
        {
            return Ok(at as usize);
        }
    }
    bail!("the time `{second}` lies outside the days of the benchmark")
}

/// What each kind of record says, as the numbers of a frame.
#[derive(Debug)]
pub struct Rows {
    kinds: Vec<KindRow>,
    actors: [u32; PARTIES],
}

#[derive(Debug)]
struct KindRow {
    struck: NodeSet,
    kinds: u64,
    effects: u8,
}

impl Rows {
    /// Looks up once what every row needs.
    pub fn new(frame: &Frame<'_>) -> Self {
        let one = |kind: &Kind| {
            let unknown = kind.effects.is_empty();
            KindRow {
                struck: frame.nodes(&kind.struck.iter().map(|n| node(n)).collect::<BTreeSet<_>>()),
                kinds: frame.kind_bits(&kind.acts.iter().map(|a| act(a)).collect::<BTreeSet<_>>()),
                effects: effect_bits(if unknown { &Effect::ALL } else { kind.effects }),
            }
        };
        Self {
            kinds: KINDS.iter().map(one).collect(),
            actors: std::array::from_fn(|i| frame.party_bits([&party(i)])),
        }
    }

    /// The place of a record.
    ///
    /// # Errors
    /// If it is not on Earth.
    #[inline]
    pub fn place(&self, record: &Record) -> Result<RowPlace> {
        let centre = LonLat::new(record.lon, record.lat)?;
        let disc = Disc::new(centre, RADIUS_M[record.prec]).context("the radius is no length")?;
        Ok(RowPlace {
            area: None,
            disc: Some(disc),
        })
    }

    /// The row of a record whose interval and place are known.
    #[inline]
    pub fn row<'p>(
        &self,
        record: &Record,
        (from, until): (i64, i64),
        place: &'p RowPlace,
    ) -> Row<'p> {
        let kind = &self.kinds[record.etype];
        Row {
            from,
            until,
            occurrence: record.occurrence(),
            places: std::slice::from_ref(place),
            struck: kind.struck,
            basis: KINDS[record.etype].basis,
            object: None,
            site: None,
            kinds: kind.kinds,
            effects: kind.effects,
            actors: if KINDS[record.etype].names_actor {
                self.actors[record.actor]
            } else {
                0
            },
            holder: None,
            holder_in_part: false,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn record(ts: i64, prec: usize) -> Record {
        Record {
            id: 0,
            lon: 0.0,
            lat: 0.0,
            ts,
            prec,
            actor: 0,
            etype: 0,
        }
    }

    #[test]
    fn a_day_on_which_the_clocks_went_forward_has_23_hours() {
        // 2025-03-30T10:00:00Z.
        let calendar = Calendar::new().unwrap();
        let (from, until) = calendar.interval(&record(1_743_328_800, 2)).unwrap();
        assert_eq!(until - from, 23 * 3_600);
        assert_eq!(calendar.name(calendar.day_of(from).unwrap()), "2025-03-30");
        assert_eq!(
            calendar.day_of(from - 1).unwrap() + 1,
            calendar.day_of(from).unwrap()
        );
    }

    #[test]
    fn every_second_of_the_data_has_an_interval_that_holds_it() {
        let calendar = Calendar::new().unwrap();
        for ts in (FIRST_SECOND..FIRST_SECOND + DAYS * 86_400).step_by(1_801) {
            for prec in 0..RADIUS_M.len() {
                let (from, until) = calendar.interval(&record(ts, prec)).unwrap();
                assert!(from <= ts && ts < until, "{ts} {prec}");
            }
        }
        assert!(calendar.interval(&record(0, 2)).is_err());
    }
}
