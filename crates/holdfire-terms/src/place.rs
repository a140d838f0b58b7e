//! Rule R8: whether a place is where the clause applies, and whether it is the actor's own.

use holdfire_model::{Against, Factor, HeldByOther, State};

use crate::compiled::{CompiledClause, CompiledTerritory, Owner};
use crate::compose::Outcome;
use crate::frame::{Frame, Located, Row, RowPlace};
use crate::predicates::{both, one_of, possible_actors};
use crate::recorder::Recorder;

/// Whose a place is, as the reading answers for what is known of it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Answer {
    /// This party's.
    Party(usize),
    /// One of these, a bit each; the reading gives no answer.
    Unstated(u32),
    /// Nobody's that the reading names.
    Nobody,
    /// The reading answers for part of the place, or for none that we can tell.
    Unknown,
}

/// Whether the place is the actor's own, or held by it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Own {
    Yes,
    No,
    Unstated,
    Unknown,
}

impl CompiledClause {
    pub(crate) fn place<R: Recorder>(
        &self,
        frame: &Frame<'_>,
        row: &Row<'_>,
        located: &mut Located,
        rec: &mut R,
    ) -> Outcome {
        let where_ = self.territory_outcome(&self.territory, frame, row, located);
        let own = self.own_outcome(frame, row, located);
        if R::RECORDS {
            self.explain_place(frame, row, where_, own, rec);
        }
        both(where_, own)
    }

    fn explain_place<R: Recorder>(
        &self,
        frame: &Frame<'_>,
        row: &Row<'_>,
        where_: Outcome,
        own: Outcome,
        rec: &mut R,
    ) {
        let word = |outcome: Outcome| match outcome.state {
            State::Inside => "where the clause applies",
            State::Outside => "not where the clause applies",
            State::Either => "partly where the clause applies",
            State::Undecided => "the reading does not say whether the clause applies there",
        };
        let mut why = self.whys.get(self.numbers.territory).clone();
        if where_.state == State::Undecided && why.missing.is_empty() {
            why.missing = vec!["territory".to_owned()];
        }
        rec.reason(Some(Factor::Place), word(where_), &why);
        if let Some(share) = where_.share {
            rec.measure(Factor::Place, area_text(share.min, share.max));
        }
        if own == Outcome::INSIDE {
            return;
        }
        let word = match own.state {
            State::Outside => "the actor's own, or held by it",
            State::Either => "perhaps the actor's own, or held by it",
            _ => "the actor's own, held by it, or not settled whose",
        };
        let mut why = self.whys.get(self.numbers.against).clone();
        if own.state == State::Undecided && self.against.is_some() {
            // The rule is stated; what is missing is whose the place is.
            why.missing = vec!["territory".to_owned()];
        }
        rec.reason(Some(Factor::Place), word, &why);
        if let Some(holder) = row.holder {
            let holder = format!(
                "held by {}, as a source of the case says",
                frame.parties[holder]
            );
            rec.reason(
                Some(Factor::Place),
                &holder,
                self.whys.get(self.numbers.whose),
            );
        }
    }

    /// Where the clause, or an exception, applies.
    pub(crate) fn territory_outcome(
        &self,
        territory: &CompiledTerritory,
        frame: &Frame<'_>,
        row: &Row<'_>,
        located: &mut Located,
    ) -> Outcome {
        let each = row
            .places
            .iter()
            .enumerate()
            .map(|(i, place)| match territory {
                CompiledTerritory::Everywhere => Outcome::INSIDE,
                CompiledTerritory::Conflict => Outcome::UNDECIDED,
                CompiledTerritory::Of(parties) => {
                    self.of_parties(*parties, frame, row, place, located, i)
                }
                CompiledTerritory::Areas { inside, unstated } => {
                    in_areas(inside, unstated, frame, place, located, i)
                }
            });
        each.reduce(one_of).expect("a row has a place")
    }

    fn of_parties(
        &self,
        parties: u32,
        frame: &Frame<'_>,
        row: &Row<'_>,
        place: &RowPlace,
        located: &mut Located,
        option: usize,
    ) -> Outcome {
        if self.whose_silent {
            return Outcome::UNDECIDED;
        }
        let theirs = |p: usize| parties >> p & 1 == 1;
        if place.area.is_none() && place.disc.is_some() && row.holder.is_none() {
            let inside: Vec<bool> = self
                .owners
                .iter()
                .map(|o| matches!(o, Owner::Party(p) if theirs(*p)))
                .collect();
            return in_areas(
                &inside,
                &vec![false; inside.len()],
                frame,
                place,
                located,
                option,
            );
        }
        match self.whose(frame, row, place, located, option) {
            Answer::Party(p) if theirs(p) => Outcome::INSIDE,
            Answer::Party(_) | Answer::Nobody => Outcome::OUTSIDE,
            Answer::Unstated(some) if some & parties == some => Outcome::INSIDE,
            Answer::Unstated(some) if some & parties == 0 => Outcome::OUTSIDE,
            Answer::Unstated(_) => Outcome::UNDECIDED,
            Answer::Unknown => Outcome::EITHER,
        }
    }

    /// Whose the place is: by its named area, else by the areas that its circle touches if they agree.
    fn whose(
        &self,
        frame: &Frame<'_>,
        row: &Row<'_>,
        place: &RowPlace,
        located: &mut Located,
        option: usize,
    ) -> Answer {
        let by_outline = match (place.area, &place.disc) {
            (Some(area), _) => self.owners[area].into(),
            (None, Some(_)) => {
                let touched = located.zones[option]
                    .iter()
                    .map(|hit| self.owners[frame.zone_areas[hit.zone]]);
                let mut named: Vec<Answer> = touched
                    .filter(|o| *o != Owner::Nobody)
                    .map(Answer::from)
                    .collect();
                named.dedup();
                match named.as_slice() {
                    [] => Answer::Nobody,
                    [one] => *one,
                    _ => Answer::Unknown,
                }
            }
            (None, None) => Answer::Unknown,
        };
        match (by_outline, row.holder) {
            (Answer::Party(owner), Some(holder)) if owner != holder => match self.held_by_other {
                HeldByOther::Outline => by_outline,
                HeldByOther::Holder => Answer::Party(holder),
                HeldByOther::Unstated => Answer::Unstated(1 << owner | 1 << holder),
            },
            _ => by_outline,
        }
    }

    fn own_outcome(&self, frame: &Frame<'_>, row: &Row<'_>, located: &mut Located) -> Outcome {
        if self.against == Some(Against::Any) || (self.whose_silent && row.holder.is_none()) {
            // With no word on whose anything is, nothing is known to be the actor's own.
            return Outcome::INSIDE;
        }
        let possible = possible_actors(frame, row);
        let mut result: Option<Outcome> = None;
        for (option, place) in row.places.iter().enumerate() {
            let whose = self.whose(frame, row, place, located, option);
            for actor in (0..frame.parties.len()).filter(|p| possible >> p & 1 == 1) {
                let outcome = self.own_rule(own(whose, row.holder, actor));
                result = Some(result.map_or(outcome, |r| one_of(r, outcome)));
            }
        }
        result.unwrap_or(Outcome::INSIDE)
    }

    fn own_rule(&self, own: Own) -> Outcome {
        match (own, self.against) {
            (Own::No, _) | (_, Some(Against::Any)) => Outcome::INSIDE,
            (Own::Yes, Some(Against::Other)) => Outcome::OUTSIDE,
            (Own::Unknown, Some(Against::Other)) => Outcome::EITHER,
            (Own::Unstated, Some(Against::Other))
            | (Own::Yes | Own::Unstated | Own::Unknown, None) => Outcome::UNDECIDED,
        }
    }
}

fn own(whose: Answer, holder: Option<usize>, actor: usize) -> Own {
    if holder == Some(actor) {
        return Own::Yes;
    }
    match whose {
        Answer::Party(p) if p == actor => Own::Yes,
        Answer::Unstated(some) if some >> actor & 1 == 1 => Own::Unstated,
        Answer::Unknown => Own::Unknown,
        Answer::Party(_) | Answer::Unstated(_) | Answer::Nobody => Own::No,
    }
}

impl From<Owner> for Answer {
    fn from(owner: Owner) -> Self {
        match owner {
            Owner::Party(p) => Self::Party(p),
            Owner::Nobody => Self::Nobody,
        }
    }
}

/// The part of a possible place that lies in marked areas.
fn in_areas(
    inside: &[bool],
    unstated: &[bool],
    frame: &Frame<'_>,
    place: &RowPlace,
    located: &mut Located,
    option: usize,
) -> Outcome {
    if let Some(area) = place.area {
        if inside[area] {
            return Outcome::INSIDE;
        }
        if unstated[area] {
            return Outcome::UNDECIDED;
        }
    }
    match (&place.disc, place.area) {
        (Some(_), _) => {
            let hits = &mut located.zones[option];
            let in_zone = |zone: usize| inside[frame.zone_areas[zone]];
            let said = |zone: usize| in_zone(zone) || unstated[frame.zone_areas[zone]];
            let sure = hits.overlap(in_zone).share();
            // Most readings leave no area open; then the two are the same question.
            let open = if unstated.contains(&true) {
                hits.overlap(said).share()
            } else {
                sure
            };
            from_shares(sure, open)
        }
        (None, Some(area)) => {
            let said: Vec<bool> = inside.iter().zip(unstated).map(|(a, b)| *a || *b).collect();
            match (overlap(frame, area, inside), overlap(frame, area, &said)) {
                (Some(sure), Some(open)) => from_shares(sure, open),
                // Without an outline, all that is known is that it may lie there.
                _ => Outcome::EITHER,
            }
        }
        (None, None) if inside.contains(&true) => {
            if unstated.contains(&true) {
                Outcome::UNDECIDED
            } else {
                Outcome::EITHER
            }
        }
        (None, None) => {
            if unstated.contains(&true) {
                Outcome::UNDECIDED
            } else {
                Outcome::OUTSIDE
            }
        }
    }
}

fn from_shares(sure: f64, open: f64) -> Outcome {
    if sure >= 1.0 {
        Outcome::INSIDE
    } else if open > sure {
        Outcome::UNDECIDED
    } else if sure <= 0.0 {
        Outcome::OUTSIDE
    } else {
        Outcome::part(sure, sure)
    }
}

/// The part of an area that lies in marked areas; `None` if an outline is missing.
fn overlap(frame: &Frame<'_>, area: usize, marks: &[bool]) -> Option<f64> {
    let marked: Vec<usize> = (0..marks.len()).filter(|&i| marks[i]).collect();
    if marked.is_empty() {
        return Some(0.0);
    }
    let place = frame.outlines[area].as_ref()?;
    let zones = marked
        .into_iter()
        .map(|zone| frame.outlines[zone].as_ref())
        .collect::<Option<Vec<_>>>()?;
    Some(place.overlap_with_union(zones).share())
}

/// `about 37 of 100 parts of the area`.
fn area_text(min: f64, max: f64) -> String {
    let percent = |share: f64| format!("{:.0}", (share * 100.0).clamp(1.0, 99.0));
    if (max - min).abs() < 0.005 {
        format!("{} % of the possible area", percent(min))
    } else {
        format!(
            "{} to {} % of the possible area",
            percent(min),
            percent(max)
        )
    }
}
