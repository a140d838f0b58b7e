//! Rule R8: whether a place is where the clause applies, and whether it is the actor's own.

use holdfire_geo::ZoneHits;
use holdfire_model::{Against, Factor, HeldByOther, Phrase, State, phrase};

use crate::compiled::{CompiledClause, CompiledTerritory, Owner};
use crate::compose::Outcome;
use crate::frame::{Frame, Located, Row, RowPlace};
use crate::predicates::{OneOf, bits, both, possible_actors};
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
    /// One of these, a bit each, or nobody's: the place may lie in what is theirs and may lie elsewhere.
    Unknown(u32),
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
        if row.holder_in_part {
            // It may have been held by that party at the time of the act, and it may not.
            let held = Row {
                holder_in_part: false,
                ..*row
            };
            let not_held = Row {
                holder: None,
                ..held
            };
            let asked = [held, not_held].map(|row| self.place(frame, &row, located, rec));
            return asked
                .into_iter()
                .collect::<OneOf>()
                .outcome()
                .expect("two were asked");
        }
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
            State::Inside => phrase!("where-applies", "where the clause applies"),
            State::Outside => phrase!("where-not", "not where the clause applies"),
            State::Either => phrase!("where-partly", "partly where the clause applies"),
            State::Undecided => phrase!(
                "where-not-said",
                "the reading does not say whether the clause applies there"
            ),
        };
        let mut why = self.whys.get(self.numbers.territory).clone();
        // Whose an area is decides here, so it is said, with its statements and what is missing in it.
        let whose = self.whys.get(self.numbers.whose);
        let by_owner = matches!(self.territory, CompiledTerritory::Of(_));
        let open = where_.state == State::Undecided && why.missing.is_empty();
        if open && (!by_owner || whose.missing.is_empty()) {
            why.missing = vec!["territory".to_owned()];
        }
        rec.reason(Some(Factor::Place), Some(word(where_)), &why);
        if by_owner || (own != Outcome::INSIDE && !self.whose_silent) {
            rec.reason(Some(Factor::Place), None, whose);
        }
        if let Some(share) = where_.share {
            rec.measure(Factor::Place, area_text(share.min, share.max));
        }
        if own == Outcome::INSIDE {
            return;
        }
        let word = match own.state {
            State::Outside => phrase!("own-or-held", "the actor's own, or held by it"),
            State::Either => phrase!("perhaps-own", "perhaps the actor's own, or held by it"),
            _ => phrase!(
                "own-or-not-settled",
                "the actor's own, held by it, or not settled whose"
            ),
        };
        let mut why = self.whys.get(self.numbers.against).clone();
        if own.state == State::Undecided && self.against.is_some() {
            // The rule is stated; what is missing is whose the place is.
            why.missing = vec!["territory".to_owned()];
        }
        rec.reason(Some(Factor::Place), Some(word), &why);
        if let Some(holder) = row.holder {
            let holder = phrase!(
                "held-by",
                "held by {party}, as a source of the case says",
                party = frame.case().party_name(&frame.parties[holder])
            );
            rec.reason(
                Some(Factor::Place),
                Some(holder),
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
        each.collect::<OneOf>()
            .outcome()
            .expect("a row has a place")
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
        // An area that the reading gives to nobody as a whole may still hold, or touch, what it gives to somebody.
        let unnamed = place
            .area
            .is_none_or(|area| self.owners[area] == Owner::Nobody);
        if unnamed && row.holder.is_none() && (place.disc.is_some() || place.area.is_some()) {
            let is_theirs = |o: Owner| matches!(o, Owner::Party(p) if theirs(p));
            if let (Some(area), None) = (place.area, place.disc) {
                let inside: Vec<bool> = self.owners.iter().map(|o| is_theirs(*o)).collect();
                return match overlap(frame, area, &inside) {
                    Some(share) => from_shares(share, share),
                    None if holds_marked(frame, area, &inside) => Outcome::EITHER,
                    None => Outcome::OUTSIDE,
                };
            }
            let owner = |zone: usize| self.owners[frame.zone_areas[zone]];
            return of_circle(
                &mut located.zones[option],
                |zone| is_theirs(owner(zone)),
                |zone| matches!(owner(zone), Owner::Disputed(some) if some & parties != 0),
            );
        }
        match self.whose(frame, row, place, located, option) {
            Answer::Party(p) if theirs(p) => Outcome::INSIDE,
            Answer::Party(_) | Answer::Nobody => Outcome::OUTSIDE,
            Answer::Unstated(some) if some & parties == some => Outcome::INSIDE,
            Answer::Unstated(some) if some & parties == 0 => Outcome::OUTSIDE,
            Answer::Unstated(_) => Outcome::UNDECIDED,
            Answer::Unknown(some) if some & parties == 0 => Outcome::OUTSIDE,
            Answer::Unknown(_) => Outcome::EITHER,
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
            (Some(area), _) if self.owners[area] != Owner::Nobody => self.owners[area].into(),
            (_, Some(_)) => self.by_circle(frame, located, option),
            (Some(area), None) => match self.owners_touching(frame, area) {
                0 => Answer::Nobody,
                some => Answer::Unknown(some),
            },
            (None, None) => Answer::Unknown(self.owners.iter().fold(0, |set, o| set | o.bits())),
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

    /// A circle is a party's only if it lies wholly in what the reading gives to that party.
    fn by_circle(&self, frame: &Frame<'_>, located: &mut Located, option: usize) -> Answer {
        let hits = &mut located.zones[option];
        let owner = |zone: usize| self.owners[frame.zone_areas[zone]];
        let (mut named, mut several, mut bits): (Option<Owner>, bool, u32) = (None, false, 0);
        for touched in hits
            .iter()
            .map(|hit| owner(hit.zone))
            .filter(|o| *o != Owner::Nobody)
        {
            several |= named.is_some_and(|other| other != touched);
            named = named.or(Some(touched));
            bits |= touched.bits();
        }
        match named {
            None => Answer::Nobody,
            Some(one) if !several && hits.overlap(|zone| owner(zone) == one).share() >= 1.0 => {
                one.into()
            }
            Some(_) => Answer::Unknown(bits),
        }
    }

    /// The parties to which the reading gives something that an area touches, a bit each.
    fn owners_touching(&self, frame: &Frame<'_>, area: usize) -> u32 {
        let mut marks = vec![false; self.owners.len()];
        let mut bits = 0;
        for (other, owner) in self
            .owners
            .iter()
            .enumerate()
            .filter(|(_, o)| **o != Owner::Nobody)
        {
            marks[other] = true;
            let touches = overlap(frame, area, &marks)
                .map_or_else(|| holds_marked(frame, area, &marks), |share| share > 0.0);
            marks[other] = false;
            if touches {
                bits |= owner.bits();
            }
        }
        bits
    }

    fn own_outcome(&self, frame: &Frame<'_>, row: &Row<'_>, located: &mut Located) -> Outcome {
        if self.against == Some(Against::Any) || (self.whose_silent && row.holder.is_none()) {
            // With no word on whose anything is, nothing is known to be the actor's own.
            return Outcome::INSIDE;
        }
        let possible = possible_actors(frame, row);
        let mut result = OneOf::default();
        for (option, place) in row.places.iter().enumerate() {
            let whose = self.whose(frame, row, place, located, option);
            for actor in bits(u64::from(possible), frame.parties.len()) {
                result.add(self.own_rule(own(whose, row.holder, actor)));
            }
        }
        result.outcome().unwrap_or(Outcome::INSIDE)
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
        Answer::Unknown(some) if some >> actor & 1 == 1 => Own::Unknown,
        Answer::Party(_) | Answer::Unstated(_) | Answer::Unknown(_) | Answer::Nobody => Own::No,
    }
}

impl From<Owner> for Answer {
    fn from(owner: Owner) -> Self {
        match owner {
            Owner::Party(p) => Self::Party(p),
            Owner::Disputed(some) => Self::Unstated(some),
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
        (Some(_), _) => of_circle(
            &mut located.zones[option],
            |zone| inside[frame.zone_areas[zone]],
            |zone| unstated[frame.zone_areas[zone]],
        ),
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

/// The part of a circle that lies in zones; only those that it touches are looked at.
fn of_circle(
    hits: &mut ZoneHits,
    inside: impl Fn(usize) -> bool,
    unstated: impl Fn(usize) -> bool,
) -> Outcome {
    if hits.is_empty() {
        return Outcome::OUTSIDE;
    }
    let sure = hits.overlap(&inside).share();
    // Mostly no area that is left open is near; then the two are the same question.
    let open = if hits.iter().any(|hit| unstated(hit.zone)) {
        hits.overlap(|zone| inside(zone) || unstated(zone)).share()
    } else {
        sure
    };
    from_shares(sure, open)
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

/// True if a marked area is said to lie within this one.
fn holds_marked(frame: &Frame<'_>, area: usize, marks: &[bool]) -> bool {
    (0..marks.len()).filter(|&i| marks[i]).any(|i| {
        let mut at = frame.within[i];
        while let Some(outer) = at {
            if outer == area {
                return true;
            }
            at = frame.within[outer];
        }
        false
    })
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
fn area_text(min: f64, max: f64) -> Phrase {
    let percent = |share: f64| format!("{:.0}", (share * 100.0).clamp(1.0, 99.0));
    if (max - min).abs() < 0.005 {
        phrase!(
            "area-share",
            "{share} % of the possible area",
            share = percent(min)
        )
    } else {
        phrase!(
            "area-share-between",
            "{least} to {most} % of the possible area",
            least = percent(min),
            most = percent(max)
        )
    }
}
