//! Which point decides: one element of a reading is exchanged for the other reading's, and the verdict is asked again.

use std::collections::BTreeMap;
use std::sync::Arc;

use holdfire_model::{Incident, Point, Reading, Verdict};
use holdfire_terms::compose::{self, AccountVerdict};
use holdfire_terms::{CompiledReading, Frame, FrameError, Located, Row, RowPlace, account_verdict};

/// Where the accounts of an incident are, as numbers.
pub(crate) fn places_of(
    frame: &Frame<'_>,
    incident: &Incident,
) -> Result<Vec<Vec<RowPlace>>, FrameError> {
    let accounts = incident.accounts.iter();
    accounts
        .map(|account| frame.places(&account.story.place, account.id.as_str()))
        .collect()
}

/// The accounts of an incident as rows, with what lies at their places: found once, asked under many readings.
pub(crate) struct Prepared<'p> {
    pub rows: Vec<(Row<'p>, Located)>,
}

impl<'p> Prepared<'p> {
    /// `reach_m`: at least the widest reach of any reading that is asked.
    pub fn new(
        frame: &Frame<'_>,
        incident: &Incident,
        places: &'p [Vec<RowPlace>],
        reach_m: Option<f64>,
    ) -> Self {
        let accounts = incident.accounts.iter().zip(places);
        let rows = accounts.map(|(account, places)| {
            let row = frame.row(&account.story, places);
            let mut located = Located::default();
            frame.locate(&row, reach_m, &mut located);
            (row, located)
        });
        Self {
            rows: rows.collect(),
        }
    }

    /// Rule R9 from accounts to the incident: accounts first, then clauses.
    pub fn verdict(&mut self, frame: &Frame<'_>, reading: &CompiledReading) -> Verdict {
        let clauses = reading.clauses().iter().map(|clause| {
            let accounts = self.rows.iter_mut();
            let verdicts: Vec<AccountVerdict> = accounts
                .map(|(row, located)| account_verdict(clause, frame, row, located))
                .collect();
            compose::accounts(&verdicts)
        });
        compose::clauses(&clauses.collect::<Vec<_>>())
    }
}

/// The widest reach of these readings.
pub(crate) fn widest<'r>(readings: impl IntoIterator<Item = &'r CompiledReading>) -> Option<f64> {
    let all = readings.into_iter().filter_map(CompiledReading::reach_m);
    all.reduce(f64::max)
}

/// Readings with one point exchanged: of which reading, from which, which point.
pub(crate) type Mixed = BTreeMap<(usize, usize, Point), Arc<CompiledReading>>;

/// Verdicts for incidents under readings with one point exchanged; each mixture is compiled once.
pub(crate) struct Decider<'a> {
    frame: &'a Frame<'a>,
    grounds: &'a [Arc<Incident>],
    mixed: Mixed,
}

impl<'a> Decider<'a> {
    /// `mixed`: mixtures that were compiled before.
    pub fn new(frame: &'a Frame<'a>, grounds: &'a [Arc<Incident>], mixed: Mixed) -> Self {
        Self {
            frame,
            grounds,
            mixed,
        }
    }

    /// The mixtures, with those that it compiled.
    pub fn into_mixed(self) -> Mixed {
        self.mixed
    }

    /// The points that decide between a reading that covers the incident and one that does not.
    ///
    /// Points that alone turn the one that does not into one that does; where no single point does, all points that
    /// alone turn the other one.
    pub fn points(
        &mut self,
        covers: usize,
        not: usize,
        incident: &mut Prepared<'_>,
    ) -> Result<Vec<Point>, FrameError> {
        let alone = self.turning(not, covers, incident, |v| {
            matches!(v, Verdict::Within | Verdict::Probable)
        })?;
        if alone.is_empty() {
            self.turning(covers, not, incident, |v| v == Verdict::Outside)
        } else {
            Ok(alone)
        }
    }

    fn turning(
        &mut self,
        of: usize,
        from: usize,
        incident: &mut Prepared<'_>,
        turned: impl Fn(Verdict) -> bool,
    ) -> Result<Vec<Point>, FrameError> {
        let mut points = Vec::new();
        for point in Point::ALL {
            if turned(self.exchanged(of, from, point, incident)?) {
                points.push(point);
            }
        }
        Ok(points)
    }

    fn exchanged(
        &mut self,
        of: usize,
        from: usize,
        point: Point,
        incident: &mut Prepared<'_>,
    ) -> Result<Verdict, FrameError> {
        let readings: &'a [Reading] = &self.frame.case().readings;
        let key = (of, from, point);
        if !self.mixed.contains_key(&key) {
            let mixed = readings[of].with_point_of(point, &readings[from]);
            let compiled = CompiledReading::compile(self.frame, &mixed, self.grounds)?;
            self.mixed.insert(key, Arc::new(compiled));
        }
        // A mixture reaches no farther than one of the readings that it was made from.
        Ok(incident.verdict(self.frame, &self.mixed[&key]))
    }
}
