//! Silent terms and single terms: what they move, and that a difference cites them.

mod common;

use holdfire_model::{
    Assessment, Boundary, Case, ClauseId, Moment, Point, Reading, Stated, Term, Verdict,
};

use common::{answered, cases, find, only};

/// A silent term of one reading, settled as another reading of any scenario states it.
fn settled(case: &Case) -> Vec<(usize, ClauseId, &'static str, Case)> {
    fn fill<T: Clone>(silent: &mut Term<T>, said: &Term<T>) -> bool {
        let fits = silent.is_silent() && !said.is_silent();
        if fits {
            silent.0.push(said.0[0].clone());
        }
        fits
    }
    let mut list = Vec::new();
    for (r, reading) in case.readings.iter().enumerate() {
        for id in reading.clauses.keys() {
            for other in &case.readings {
                let Some(said) = other.clauses.get(id) else {
                    continue;
                };
                for term in ["start", "scope", "bound", "against", "release"] {
                    let mut changed = case.clone();
                    let own = changed.readings[r]
                        .clauses
                        .get_mut(id)
                        .expect("the clause is there");
                    let filled = match term {
                        "start" => fill(&mut own.start, &said.start),
                        "scope" => fill(&mut own.scope, &said.scope),
                        "bound" => fill(&mut own.bound, &said.bound),
                        "against" => fill(&mut own.against, &said.against),
                        _ => fill(&mut own.release, &said.release),
                    };
                    if filled {
                        list.push((r, id.clone(), term, changed));
                    }
                }
            }
        }
    }
    list
}

/// Everything that a reading can leave open inside a stated term, settled one way or the other.
fn settled_within(case: &Case) -> Vec<(usize, ClauseId, &'static str, Case)> {
    use holdfire_model::{
        Acts, Because, Convention, CountsFrom, Effect, End, Protects, ReleaseEffect,
    };
    let mut list = Vec::new();
    for (r, reading) in case.readings.iter().enumerate() {
        for (id, said) in &reading.clauses {
            let mut add =
                |name: &'static str, change: &dyn Fn(&mut holdfire_model::ClauseReading)| {
                    let mut changed = case.clone();
                    change(
                        changed.readings[r]
                            .clauses
                            .get_mut(id)
                            .expect("the clause is there"),
                    );
                    list.push((r, id.clone(), name, changed));
                };
            let at = said.start.first().map(|e| e.stated.clone());
            for effect in [Effect::Intercepted, Effect::Debris, Effect::Collateral] {
                let spoken = |a: &Acts| {
                    a.counted_effects.contains(&effect) || a.not_counted_effects.contains(&effect)
                };
                if said.acts.iter().any(|e| spoken(&e.value)) {
                    continue;
                }
                for counts in [true, false] {
                    add("effect", &|own| {
                        let mut acts = Acts::default();
                        let set = if counts {
                            &mut acts.counted_effects
                        } else {
                            &mut acts.not_counted_effects
                        };
                        set.insert(effect);
                        if let Some(stated) = at.clone() {
                            own.acts.0.push(holdfire_model::Element {
                                value: acts,
                                stated,
                            });
                        }
                    });
                }
            }
            for (n, element) in said.extensions.iter().enumerate() {
                if element.value.retroactive.is_none() {
                    for back in [true, false] {
                        add("retroactive", &|own| {
                            own.extensions.0[n].value.retroactive = Some(back)
                        });
                    }
                }
            }
            for (n, element) in said.release.iter().enumerate() {
                if element.value.effect.is_none() {
                    for effect in [ReleaseEffect::InvokerFree, ReleaseEffect::AllEnds] {
                        add("effect of release", &|own| {
                            own.release.0[n].value.effect = Some(effect)
                        });
                    }
                }
            }
            for (n, element) in said.protects.iter().enumerate() {
                if let Protects::Listed {
                    counts_from: None,
                    reach_m,
                } = element.value
                {
                    for step in [
                        CountsFrom::Deposit,
                        CountsFrom::Handover,
                        CountsFrom::Notice,
                    ] {
                        add("step", &|own| {
                            own.protects.0[n].value = Protects::Listed {
                                counts_from: Some(step),
                                reach_m,
                            };
                        });
                    }
                }
            }
            for (n, element) in said.end.iter().enumerate() {
                match &element.value {
                    End::After {
                        length,
                        convention: None,
                        zone,
                    } => {
                        for convention in Convention::ALL {
                            let (length, zone) = (*length, zone.clone());
                            add("convention", &|own| {
                                let convention = Some(convention);
                                own.end.0[n].value = End::After {
                                    length,
                                    convention,
                                    zone: zone.clone(),
                                };
                            });
                        }
                    }
                    End::At(at) if at.because() == Because::Unstated && !at.is_known() => {
                        let day = Moment(at.earliest().0 + 86_400);
                        for moment in [at.earliest(), at.latest().unwrap_or(day)] {
                            add("end", &|own| {
                                own.end.0[n].value = End::At(Boundary::at(moment))
                            });
                        }
                    }
                    _ => {}
                }
            }
            for (n, element) in said.start.iter().enumerate() {
                let at = element.value;
                if at.because() == Because::Unstated && !at.is_known() {
                    for moment in [Some(at.earliest()), at.latest()].into_iter().flatten() {
                        add("start", &|own| own.start.0[n].value = Boundary::at(moment));
                    }
                }
            }
        }
    }
    list
}

#[test]
fn settling_a_silent_term_moves_only_undecided_rows() {
    let mut tried = 0;
    for (file, case) in cases() {
        let own = answered(&case);
        for (reading, clause, term, mut changed) in
            settled(&case).into_iter().chain(settled_within(&case))
        {
            only(&mut changed, reading);
            let settled = answered(&changed);
            let of = &case.readings[reading].id;
            for before in own
                .assessments
                .iter()
                .filter(|a| a.reading == *of && a.clause == clause)
            {
                let after = find(&settled, before);
                tried += 1;
                assert!(
                    before.verdict == Verdict::Undecided || before.verdict == after.verdict,
                    "{file}: {} under {of}, {term} settled: {} became {}: {:#?}\n{:#?}",
                    before.account,
                    before.verdict.name(),
                    after.verdict.name(),
                    before.reasons,
                    after.reasons,
                );
            }
        }
    }
    assert!(tried > 200, "only {tried} were tried");
}

/// The pointers of the elements that state a point of a reading.
fn cites_of(reading: &Reading, clause: &ClauseId, point: Point) -> Vec<String> {
    fn of<T>(term: &Term<T>) -> Vec<&Stated> {
        term.iter().map(|e| &e.stated).collect()
    }
    let Some(c) = reading.clauses.get(clause) else {
        return Vec::new();
    };
    let stated = match point {
        Point::Start => [of(&c.start), of(&c.not_before)].concat(),
        Point::End => [of(&c.end), of(&c.ended), of(&c.extensions)].concat(),
        Point::Conditions => of(&c.conditions),
        Point::Suspension => of(&c.suspensions),
        Point::Release => of(&c.release),
        Point::Scope => of(&c.scope),
        Point::Notice => of(&c.protects),
        Point::Attempts => of(&c.acts),
        Point::Bound => of(&c.bound),
        Point::Territory => [of(&c.territory), of(&reading.whose)].concat(),
        Point::OwnFacilities => of(&c.against),
        Point::Exceptions => of(&c.exceptions),
    };
    stated.into_iter().map(|s| s.at.to_string()).collect()
}

#[test]
fn readings_that_differ_in_one_term_differ_only_in_verdicts_that_cite_it() {
    let mut differ = 0;
    for (file, case) in cases() {
        let own = answered(&case);
        for (a, b) in
            (0..case.readings.len()).flat_map(|a| (0..case.readings.len()).map(move |b| (a, b)))
        {
            for point in Point::ALL.into_iter().filter(|_| a != b) {
                let mut changed = case.clone();
                changed.readings[a] = case.readings[a].with_point_of(point, &case.readings[b]);
                if changed.readings[a] == case.readings[a] {
                    continue;
                }
                only(&mut changed, a);
                let mixed = answered(&changed);
                let of = &case.readings[a].id;
                for before in own.assessments.iter().filter(|x| x.reading == *of) {
                    let after = find(&mixed, before);
                    if before.verdict == after.verdict {
                        continue;
                    }
                    differ += 1;
                    let mut cites = cites_of(&case.readings[a], &before.clause, point);
                    cites.extend(cites_of(&changed.readings[0], &before.clause, point));
                    let cited = |x: &Assessment| {
                        let names = |m: &String| m.split(':').next() == Some(point.name());
                        x.missing.iter().any(names)
                            || x.reasons.iter().any(|r| {
                                r.cites
                                    .iter()
                                    .any(|c| cites.iter().any(|own| own == c.as_str()))
                            })
                    };
                    assert!(
                        cited(before) || cited(after),
                        "{file}: {} under {of} with {} of {}: {} became {}, and neither cites it: {:#?}\n{:#?}",
                        before.account,
                        point.name(),
                        case.readings[b].id,
                        before.verdict.name(),
                        after.verdict.name(),
                        before.reasons,
                        after.reasons,
                    );
                }
            }
        }
    }
    assert!(differ > 100, "only {differ} verdicts differed");
}
