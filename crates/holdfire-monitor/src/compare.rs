//! Two readings side by side: the terms that differ, and the incidents whose verdict flips.

use holdfire_model::{
    Case, ClauseId, ClauseReading, IncidentId, Point, Reading, ReadingId, Verdict,
};
use holdfire_terms::{CompiledReading, Frame, FrameError};

use crate::decide::{Decider, Mixed, Prepared, places_of, widest};
use crate::incidents::{Joining, incidents};

/// A point that two readings state differently, or that one of them leaves open.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TermDifference {
    /// The clause.
    pub clause: ClauseId,
    /// The point.
    pub point: Point,
}

/// An incident whose verdict differs between two readings.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Flip {
    /// The incident.
    pub incident: IncidentId,
    /// Under the first reading.
    pub first: Verdict,
    /// Under the second.
    pub second: Verdict,
    /// The points that turn the one into the other; empty where neither covers it surely and excludes it surely.
    pub turns_on: Vec<Point>,
}

/// Two readings side by side.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Comparison {
    /// The first reading.
    pub first: ReadingId,
    /// The second.
    pub second: ReadingId,
    /// Terms that differ.
    pub terms: Vec<TermDifference>,
    /// Incidents that flip, in order of ids.
    pub flips: Vec<Flip>,
    /// Incidents compared.
    pub incidents: usize,
}

/// Compares two readings of a case by their positions.
///
/// # Errors
/// [`FrameError`] if an outline or a place cannot be used.
pub fn compare(case: &Case, first: usize, second: usize) -> Result<Comparison, FrameError> {
    let frame = Frame::new(case)?;
    let stories = incidents(case, Joining::Decided);
    let (a, b) = (&case.readings[first], &case.readings[second]);
    let compiled = [a, b].map(|r| CompiledReading::compile(&frame, r, &stories));
    let [one, two] = compiled;
    let (one, two) = (one?, two?);
    let reach_m = widest([&one, &two]);
    let mut decider = Decider::new(&frame, &stories, Mixed::new());
    let mut flips = Vec::new();
    for incident in &stories {
        let places = places_of(&frame, incident)?;
        let mut prepared = Prepared::new(&frame, incident, &places, reach_m);
        let (x, y) = (
            prepared.verdict(&frame, &one),
            prepared.verdict(&frame, &two),
        );
        if x == y {
            continue;
        }
        let covers = |v: Verdict| matches!(v, Verdict::Within | Verdict::Probable);
        let turns_on = if covers(x) && y == Verdict::Outside {
            decider.points(first, second, &mut prepared)?
        } else if covers(y) && x == Verdict::Outside {
            decider.points(second, first, &mut prepared)?
        } else {
            Vec::new()
        };
        flips.push(Flip {
            incident: incident.id.clone(),
            first: x,
            second: y,
            turns_on,
        });
    }
    Ok(Comparison {
        first: a.id.clone(),
        second: b.id.clone(),
        terms: differences(case, a, b),
        flips,
        incidents: stories.len(),
    })
}

fn differences(case: &Case, a: &Reading, b: &Reading) -> Vec<TermDifference> {
    let silent = ClauseReading::default();
    let mut list = Vec::new();
    for clause in &case.clauses {
        let (x, y) = (
            a.clauses.get(&clause.id).unwrap_or(&silent),
            b.clauses.get(&clause.id).unwrap_or(&silent),
        );
        for point in Point::ALL {
            if differs(point, a, b, x, y) {
                list.push(TermDifference {
                    clause: clause.id.clone(),
                    point,
                });
            }
        }
    }
    list
}

fn differs(point: Point, a: &Reading, b: &Reading, x: &ClauseReading, y: &ClauseReading) -> bool {
    fn values<T: PartialEq>(x: &holdfire_model::Term<T>, y: &holdfire_model::Term<T>) -> bool {
        !x.iter().map(|e| &e.value).eq(y.iter().map(|e| &e.value))
    }
    match point {
        Point::Start => values(&x.start, &y.start) || values(&x.not_before, &y.not_before),
        Point::End => {
            values(&x.end, &y.end)
                || values(&x.ended, &y.ended)
                || values(&x.extensions, &y.extensions)
        }
        Point::Conditions => values(&x.conditions, &y.conditions),
        Point::Suspension => values(&x.suspensions, &y.suspensions),
        Point::Release => values(&x.release, &y.release),
        Point::Scope => values(&x.scope, &y.scope),
        Point::Notice => values(&x.protects, &y.protects),
        Point::Attempts => values(&x.acts, &y.acts),
        Point::Bound => values(&x.bound, &y.bound),
        Point::Territory => values(&x.territory, &y.territory) || values(&a.whose, &b.whose),
        Point::OwnFacilities => values(&x.against, &y.against),
        Point::Exceptions => values(&x.exceptions, &y.exceptions),
    }
}
