//! Which point decides: one element of a reading is exchanged for the other reading's, and the verdict is asked again.

use std::collections::BTreeMap;

use holdfire_model::{Incident, Point, Reading, Verdict};
use holdfire_terms::compose::{self, AccountVerdict};
use holdfire_terms::{CompiledReading, Frame, FrameError, Located, account_verdict};

/// Verdicts for incidents under readings, and under readings with one point exchanged; each mixture is compiled once.
pub(crate) struct Decider<'a> {
    frame: &'a Frame<'a>,
    grounds: &'a [Incident],
    mixed: BTreeMap<(usize, usize, Point), CompiledReading>,
    located: Located,
}

impl<'a> Decider<'a> {
    pub fn new(frame: &'a Frame<'a>, grounds: &'a [Incident]) -> Self {
        Self {
            frame,
            grounds,
            mixed: BTreeMap::new(),
            located: Located::default(),
        }
    }

    /// The verdict for an incident under a compiled reading: accounts first, then clauses.
    pub fn verdict(
        &mut self,
        reading: &CompiledReading,
        incident: &Incident,
    ) -> Result<Verdict, FrameError> {
        incident_verdict(self.frame, reading, incident, &mut self.located)
    }

    /// The points that decide between a reading that covers the incident and one that does not.
    ///
    /// Points that alone turn the one that does not into one that does; where no single point does, all points that
    /// alone turn the other one.
    pub fn points(
        &mut self,
        covers: usize,
        not: usize,
        incident: &Incident,
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
        incident: &Incident,
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
        incident: &Incident,
    ) -> Result<Verdict, FrameError> {
        let readings: &'a [Reading] = &self.frame.case().readings;
        let key = (of, from, point);
        if !self.mixed.contains_key(&key) {
            let mixed = readings[of].with_point_of(point, &readings[from]);
            self.mixed.insert(
                key,
                CompiledReading::compile(self.frame, &mixed, self.grounds)?,
            );
        }
        incident_verdict(self.frame, &self.mixed[&key], incident, &mut self.located)
    }
}

/// Rule R9 from accounts to the incident: accounts first, then clauses.
fn incident_verdict(
    frame: &Frame<'_>,
    reading: &CompiledReading,
    incident: &Incident,
    located: &mut Located,
) -> Result<Verdict, FrameError> {
    let mut by_clause: Vec<Vec<AccountVerdict>> = vec![Vec::new(); reading.clauses().len()];
    for account in &incident.accounts {
        let places = frame.places(&account.story.place, account.id.as_str())?;
        let row = frame.row(&account.story, &places);
        frame.locate(&row, reading.reach_m(), located);
        for (clause, verdicts) in reading.clauses().iter().zip(&mut by_clause) {
            verdicts.push(account_verdict(clause, frame, &row, located));
        }
    }
    Ok(compose::clauses(
        &by_clause
            .iter()
            .map(|v| compose::accounts(v))
            .collect::<Vec<_>>(),
    ))
}
