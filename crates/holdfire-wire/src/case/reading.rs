//! `readings/ID.toml` into the model.

use std::cell::Cell;
use std::collections::BTreeMap;

use holdfire_model::{
    Acts, Against, Boundary, Cite, ClauseReading, Element, End, Exception, Extension, HeldByOther,
    ListKind, PartyId, Reading, ReadingId, Scope, Stated, Suspension, Term, Whose, Zone,
};

use super::Known;
use super::reading_elements::{
    bound, effect, end, ids, matching_areas, nodes, protects, release, standing, territory,
};
use super::scope::Reader;
use crate::element::{
    AgainstName, ClauseReadingFile, HeldName, ListName, ReadingFile, StandingName,
    Stated as StatedElement,
};
use crate::toml_file::{At, Many};

/// What elements inherit from their reading.
struct Defaults<'a> {
    path: &'a str,
    zone: Zone,
    stated_at: Option<&'a At<String>>,
    by: &'a str,
    standing: StandingName,
    /// True once it has been said that an element does not say when it was stated.
    unstated: Cell<bool>,
}

/// Reads one reading.
pub(crate) fn read(reader: &mut Reader<'_>, file: &ReadingFile, known: &Known) -> Option<Reading> {
    super::check_version(reader, &file.version);
    let id = reader.id(&file.id, ReadingId::new)?;
    let holder = reader.known(&file.holder, "party", &known.parties, PartyId::new);
    let zone = reader.zone(&file.zone)?;
    let path = reader.file.path.to_owned();
    let expected = format!("readings/{id}.toml");
    if path != expected {
        reader.error(
            &file.id,
            format!("the reading `{id}` stands in `{path}`"),
            Some(format!("call the file `{expected}`")),
        );
    }
    let defaults = Defaults {
        path: &path,
        zone,
        stated_at: file.stated_at.as_ref(),
        by: file.by.as_deref().unwrap_or(&file.holder.value),
        standing: file.standing,
        unstated: Cell::new(false),
    };
    let mut clauses = BTreeMap::new();
    for clause in &file.clause {
        let Some(id) = reader.known(
            &clause.id,
            "clause",
            &known.clauses,
            holdfire_model::ClauseId::new,
        ) else {
            continue;
        };
        let reading = self::clause(reader, &defaults, clause, known);
        if clauses.insert(id.clone(), reading).is_some() {
            reader.error(
                &clause.id,
                format!("the clause `{id}` is stated twice"),
                Some("put both into one `[[clause]]`".to_owned()),
            );
        }
    }
    let whose = term(
        reader,
        &defaults,
        &file.whose,
        "whose",
        |reader, element| {
            let element = &element.value;
            let mut owner = BTreeMap::new();
            for (party, areas) in &element.owner {
                let place = At {
                    value: party.clone(),
                    offset: areas.first().map_or(0, |a| a.offset),
                };
                let Some(party) = reader.known(&place, "party", &known.parties, PartyId::new)
                else {
                    continue;
                };
                for area in matching_areas(reader, areas, known) {
                    owner.insert(area, party.clone());
                }
            }
            let held_by_other = match element.held_by_other {
                HeldName::Outline => HeldByOther::Outline,
                HeldName::Holder => HeldByOther::Holder,
                HeldName::Unstated => HeldByOther::Unstated,
            };
            Some(Whose {
                owner,
                held_by_other,
            })
        },
    );
    Some(Reading {
        id,
        holder: holder?,
        title: file.title.clone(),
        standing: standing(file.standing),
        zone: defaults.zone,
        whose,
        clauses,
    })
}

fn clause(
    reader: &mut Reader<'_>,
    defaults: &Defaults<'_>,
    file: &ClauseReadingFile,
    known: &Known,
) -> ClauseReading {
    let zone = defaults.zone.clone();
    let at = |name: &str| format!("{}.{name}", file.id.value);
    let reading = ClauseReading {
        start: term(reader, defaults, &file.start, &at("start"), |r, e| {
            r.boundary(&e.value.at, &zone)
        }),
        end: term(reader, defaults, &file.end, &at("end"), |r, e| {
            end(r, e, &zone)
        }),
        ended: term(reader, defaults, &file.ended, &at("ended"), |r, e| {
            r.boundary(&e.value.at, &zone)
        }),
        not_before: term(
            reader,
            defaults,
            &file.not_before,
            &at("not_before"),
            |r, e| {
                r.known(
                    &e.value.condition,
                    "condition",
                    &known.conditions,
                    holdfire_model::ConditionId::new,
                )
            },
        ),
        conditions: term(
            reader,
            defaults,
            &file.conditions,
            &at("conditions"),
            |r, e| {
                r.known(
                    &e.value.condition,
                    "condition",
                    &known.conditions,
                    holdfire_model::ConditionId::new,
                )
            },
        ),
        extensions: term(
            reader,
            defaults,
            &file.extension,
            &at("extension"),
            |r, e| {
                Some(Extension {
                    announced: r.boundary(&e.value.announced, &zone)?,
                    until: optional(&e.value.until, |u| r.boundary(u, &zone))?,
                    retroactive: e.value.retroactive,
                })
            },
        ),
        suspensions: term(
            reader,
            defaults,
            &file.suspension,
            &at("suspension"),
            |r, e| {
                Some(Suspension {
                    from: r.boundary(&e.value.from, &zone)?,
                    until: optional(&e.value.until, |u| r.boundary(u, &zone))?,
                })
            },
        ),
        release: term(reader, defaults, &file.release, &at("release"), |_, e| {
            Some(release(&e.value))
        }),
        scope: term(reader, defaults, &file.scope, &at("scope"), |r, e| {
            Some(Scope {
                covered: nodes(r, &e.value.covered, known),
                not_covered: nodes(r, &e.value.not_covered, known),
                list: match e.value.list {
                    ListName::Closed => ListKind::Closed,
                    ListName::Open => ListKind::Open,
                },
            })
        }),
        protects: term(reader, defaults, &file.protects, &at("protects"), protects),
        acts: term(reader, defaults, &file.acts, &at("acts"), |r, e| {
            let e = &e.value;
            Some(Acts {
                counted_kinds: ids(
                    r,
                    &e.counted_kinds,
                    "kind of act",
                    &known.acts,
                    holdfire_model::ActKindId::new,
                ),
                not_counted_kinds: ids(
                    r,
                    &e.not_counted_kinds,
                    "kind of act",
                    &known.acts,
                    holdfire_model::ActKindId::new,
                ),
                counted_effects: e.counted_effects.iter().map(|&f| effect(f)).collect(),
                not_counted_effects: e.not_counted_effects.iter().map(|&f| effect(f)).collect(),
            })
        }),
        bound: term(reader, defaults, &file.bound, &at("bound"), |r, e| {
            Some(bound(r, &e.value, known, &zone))
        }),
        territory: term(
            reader,
            defaults,
            &file.territory,
            &at("territory"),
            |r, e| territory(r, e, known),
        ),
        against: term(reader, defaults, &file.against, &at("against"), |_, e| {
            Some(match e.value.covers {
                AgainstName::Other => Against::Other,
                AgainstName::Any => Against::Any,
            })
        }),
        exceptions: term(
            reader,
            defaults,
            &file.exception,
            &at("exception"),
            |r, at| {
                let e = &at.value;
                let exception = Exception {
                    name: e.name.clone(),
                    categories: e.categories.as_ref().map(|c| nodes(r, c, known)),
                    areas: e.areas.as_ref().map(|a| matching_areas(r, a, known)),
                    kinds: e.kinds.as_ref().map(|k| {
                        ids(
                            r,
                            k,
                            "kind of act",
                            &known.acts,
                            holdfire_model::ActKindId::new,
                        )
                    }),
                    effects: e
                        .effects
                        .as_ref()
                        .map(|list| list.iter().map(|&f| effect(f)).collect()),
                    actors: e
                        .actors
                        .as_ref()
                        .map(|a| ids(r, a, "party", &known.parties, PartyId::new)),
                    from: optional(&e.from, |edge| r.boundary(edge, &zone))?,
                    until: optional(&e.until, |edge| r.boundary(edge, &zone))?,
                    circumstance: e.circumstance.clone(),
                };
                if before(exception.until, exception.from) {
                    r.odd(
                        at,
                        format!("the exception `{}` ends before it begins", e.name),
                        Some("it never applies; `until` must be later than `from`".to_owned()),
                    );
                }
                Some(exception)
            },
        ),
    };
    let start = reading.start.first().map(|e| e.value);
    let end = reading.end.first().and_then(|e| match &e.value {
        End::At(edge) => Some(*edge),
        End::After { .. } | End::UntilAnnounced => None,
    });
    if before(end, start)
        && let Some(place) = file.end.0.first()
    {
        let message = format!("`{}` ends before it starts", file.id.value);
        let hint = "under this reading it is never in force".to_owned();
        reader.odd(place, message, Some(hint));
    }
    reading
}

/// True if the first surely lies before the second, or at it.
fn before(first: Option<Boundary>, second: Option<Boundary>) -> bool {
    match (first.and_then(Boundary::latest), second) {
        (Some(latest), Some(second)) => latest <= second.earliest(),
        _ => false,
    }
}

/// `Some(None)` for a value that is not there, `None` for one that cannot be read.
fn optional<A, B>(value: &Option<A>, read: impl FnOnce(&A) -> Option<B>) -> Option<Option<B>> {
    match value {
        None => Some(None),
        Some(value) => read(value).map(Some),
    }
}

fn term<E: StatedElement, T>(
    reader: &mut Reader<'_>,
    defaults: &Defaults<'_>,
    elements: &Many<E>,
    name: &str,
    mut value: impl FnMut(&mut Reader<'_>, &At<E>) -> Option<T>,
) -> Term<T> {
    let mut list = Vec::with_capacity(elements.0.len());
    for (i, element) in elements.0.iter().enumerate() {
        let Some(value) = value(reader, element) else {
            continue;
        };
        let number = if elements.0.len() > 1 {
            format!("[{i}]")
        } else {
            String::new()
        };
        if let Some(stated) = stated(reader, defaults, element, &format!("{name}{number}")) {
            list.push(Element { value, stated });
        }
    }
    Term(list)
}

fn stated<E: StatedElement>(
    reader: &mut Reader<'_>,
    defaults: &Defaults<'_>,
    element: &At<E>,
    name: &str,
) -> Option<Stated> {
    let stating = element.value.stating();
    let cite = Cite::new(format!("{}#{name}", defaults.path));
    let Some(at) = stating.stated_at.or(defaults.stated_at) else {
        // Once for the file; not where it was written, and reported.
        let reported = reader.cuts.has(None, "stated_at")
            || reader.cuts.has(Some(element.offset), "stated_at")
            || defaults.unstated.replace(true);
        if !reported {
            reader.error(
                element,
                format!("`{name}` does not say when it was stated, nor does the reading"),
                Some(
                    "write `stated_at = \"2025-03-18\"` above the first `[[clause]]`, or in each element"
                        .to_owned(),
                ),
            );
        }
        return None;
    };
    let when = reader.stated_on(at, &defaults.zone)?;
    let entered = match stating.entered_at {
        Some(at) => reader.moment(at, &defaults.zone)?,
        None => when.from(),
    };
    let instrument = stating
        .instrument
        .and_then(|i| holdfire_model::InstrumentId::new(&i.value).ok());
    Some(Stated {
        at: cite,
        by: stating.by.unwrap_or(defaults.by).to_owned(),
        when,
        entered,
        instrument,
        rests_on: stating.rests_on.unwrap_or_default().to_owned(),
        standing: standing(stating.standing.unwrap_or(defaults.standing)),
    })
}
