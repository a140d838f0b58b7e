//! The elements of a reading, one by one, into the model.

use std::collections::{BTreeMap, BTreeSet};

use holdfire_model::{
    AreaId, Boundary, Convention, CountsFrom, Effect, End, GroundKind, Length, NodeId, PartyId,
    Protects, ReleaseEffect, ReleaseRule, Standing, Territory, Zone,
};

use super::Known;
use super::scope::{Ids, Reader};
use crate::element::{
    BoundElement, ConventionName, CountsName, EffectName, EndElement, GroundName, ProtectsElement,
    ProtectsName, ReleaseElement, ReleaseName, StandingName, TerritoryElement,
};
use crate::toml_file::At;

/// The longest lengths of time that terms may state.
const MOST_DAYS: u32 = 10_000;
const MOST_MONTHS: u32 = 400;

/// An end, in one of its three forms.
pub(crate) fn end(reader: &mut Reader<'_>, at: &At<EndElement>, zone: &Zone) -> Option<End> {
    let element = &at.value;
    let parts = [element.months, element.days, element.hours];
    let lasts = parts.iter().any(Option::is_some);
    let announced = element.until_announced == Some(true);
    match (&element.at, lasts, announced) {
        (Some(edge), false, false) => reader.boundary(edge, zone).map(End::At),
        (None, true, false) => length(reader, at).map(|length| End::After {
            length,
            convention: element.convention.map(|c| match c {
                ConventionName::FirstDayIn => Convention::FirstDayIn,
                ConventionName::FirstDayOut => Convention::FirstDayOut,
                ConventionName::Elapsed => Convention::Elapsed,
            }),
            zone: zone.clone(),
        }),
        (None, false, true) => Some(End::UntilAnnounced),
        _ => {
            // Where a field was reported and left out, this follows from it.
            if !reader.cuts.any(at.offset) {
                reader.error(
                    at,
                    "an end has either `at`, or `days`/`months`/`hours`, or `until_announced = true`",
                    Some("two statements of an end are two `[[clause.end]]`".to_owned()),
                );
            }
            None
        }
    }
}

fn length(reader: &mut Reader<'_>, at: &At<EndElement>) -> Option<Length> {
    let length = Length {
        months: at.value.months.unwrap_or(0),
        days: at.value.days.unwrap_or(0),
        hours: at.value.hours.unwrap_or(0),
    };
    let limits = [
        ("months", length.months, MOST_MONTHS),
        ("days", length.days, MOST_DAYS),
        ("hours", length.hours, MOST_DAYS * 24),
    ];
    for (name, value, most) in limits {
        if value > most {
            reader.error(
                at,
                format!("`{name}` is `{value}`, more than can be computed with"),
                Some(format!(
                    "at most {most}; without an end: `until_announced = true`"
                )),
            );
            return None;
        }
    }
    if limits.iter().all(|(_, value, _)| *value == 0) {
        if !reader.cuts.any(at.offset) {
            reader.error(
                at,
                "the end lies no time after the start",
                Some("write how long it lasts: `days = 30`".to_owned()),
            );
        }
        return None;
    }
    Some(length)
}

/// Which objects a clause protects.
pub(crate) fn protects(reader: &mut Reader<'_>, at: &At<ProtectsElement>) -> Option<Protects> {
    let element = &at.value;
    if element.what == ProtectsName::Category {
        return Some(Protects::Category);
    }
    let Some(reach) = &element.reach_m else {
        if !reader.cuts.has(Some(at.offset), "reach_m") {
            reader.error(
                at,
                "`protects` by list needs `reach_m`: how far from the reported place a listed object may lie",
                Some("for example `reach_m = 500`".to_owned()),
            );
        }
        return None;
    };
    if !reach.value.is_finite() || reach.value < 0.0 {
        reader.error(
            reach,
            format!(
                "`reach_m` is `{}`, which is no length in metres",
                reach.value
            ),
            Some("metres, 0 or more: `reach_m = 500`".to_owned()),
        );
        return None;
    }
    Some(Protects::Listed {
        counts_from: element.counts_from.map(|c| match c {
            CountsName::Deposit => CountsFrom::Deposit,
            CountsName::Handover => CountsFrom::Handover,
            CountsName::Notice => CountsFrom::Notice,
        }),
        reach_m: reach.value,
    })
}

/// Who is bound, and from when.
pub(crate) fn bound(
    reader: &mut Reader<'_>,
    element: &BoundElement,
    known: &Known,
    zone: &Zone,
) -> BTreeMap<PartyId, Option<Boundary>> {
    for (name, edge) in &element.from {
        let party = At {
            value: name.clone(),
            offset: edge.offset,
        };
        let id = reader.known(&party, "party", &known.parties, PartyId::new);
        if id.is_some() && !element.parties.iter().any(|p| p.value == *name) {
            reader.error(
                &party,
                format!("`from` has `{name}`, which is not among `parties`"),
                Some("add it to `parties`, or take it out".to_owned()),
            );
        }
    }
    let mut bound = BTreeMap::new();
    for party in &element.parties {
        if let Some(id) = reader.known(party, "party", &known.parties, PartyId::new) {
            let from = element.from.get(&party.value);
            bound.insert(id, from.and_then(|edge| reader.boundary(edge, zone)));
        }
    }
    bound
}

/// Where a clause applies.
pub(crate) fn territory(
    reader: &mut Reader<'_>,
    at: &At<TerritoryElement>,
    known: &Known,
) -> Option<Territory> {
    let element = &at.value;
    match (&element.of, &element.areas) {
        (Some(of), None) => Some(Territory::Of(ids(
            reader,
            of,
            "party",
            &known.parties,
            PartyId::new,
        ))),
        (None, Some(areas)) => Some(Territory::Areas {
            inside: matching_areas(reader, areas, known),
            unstated: matching_areas(reader, &element.unstated_areas, known),
        }),
        _ => {
            if !reader.cuts.any(at.offset) {
                reader.error(
                    at,
                    "a territory has either `of` (parties) or `areas`",
                    Some("two statements of it are two `[[clause.territory]]`".to_owned()),
                );
            }
            None
        }
    }
}

/// Nodes of the category tree.
pub(crate) fn nodes(
    reader: &mut Reader<'_>,
    list: &[At<String>],
    known: &Known,
) -> BTreeSet<NodeId> {
    if !list.is_empty() && !known.nodes.whole {
        known.names_category.set(true);
    }
    ids(reader, list, "category", &known.nodes, NodeId::new)
}

/// Grounds and effect of a right to be free.
pub(crate) fn release(element: &ReleaseElement) -> ReleaseRule {
    let kind = |g: &GroundName| match g {
        GroundName::Declared => GroundKind::Declared,
        GroundName::CoveredAct => GroundKind::CoveredAct,
        GroundName::OtherInvocation => GroundKind::OtherInvocation,
    };
    ReleaseRule {
        accepts: element.accepts.iter().map(kind).collect(),
        effect: element.effect.map(|e| match e {
            ReleaseName::InvokerFree => ReleaseEffect::InvokerFree,
            ReleaseName::AllEnds => ReleaseEffect::AllEnds,
        }),
    }
}

pub(crate) fn ids<I: Ord + Clone + std::fmt::Display>(
    reader: &mut Reader<'_>,
    list: &[At<String>],
    what: &str,
    known: &Ids<I>,
    make: impl Fn(&str) -> Result<I, holdfire_model::IdError>,
) -> BTreeSet<I> {
    list.iter()
        .filter_map(|at| reader.known(at, what, known, &make))
        .collect()
}

/// Areas by id; a name that ends in `*` stands for all that begin so.
pub(crate) fn matching_areas(
    reader: &mut Reader<'_>,
    list: &[At<String>],
    known: &Known,
) -> BTreeSet<AreaId> {
    let mut found = BTreeSet::new();
    for at in list {
        match at.value.strip_suffix('*') {
            Some(prefix) => {
                found.extend(
                    known
                        .areas
                        .set
                        .iter()
                        .filter(|a| a.as_str().starts_with(prefix))
                        .cloned(),
                );
                let none = !known
                    .areas
                    .set
                    .iter()
                    .any(|a| a.as_str().starts_with(prefix));
                if none && known.areas.whole {
                    let hint = known.areas.hint(prefix, &"area".into());
                    let message = format!("no area begins with `{prefix}`");
                    reader.error(at, message, Some(hint.into()));
                }
            }
            None => found.extend(reader.known(at, "area", &known.areas, AreaId::new)),
        }
    }
    found
}

pub(crate) fn standing(name: StandingName) -> Standing {
    match name {
        StandingName::Confirmed => Standing::ConfirmedByHolder,
        StandingName::Public => Standing::PublicStatement,
        StandingName::Ascribed => Standing::AscribedByAnalyst,
    }
}

pub(crate) fn effect(name: EffectName) -> Effect {
    match name {
        EffectName::Hit => Effect::Hit,
        EffectName::Intercepted => Effect::Intercepted,
        EffectName::Debris => Effect::Debris,
        EffectName::Collateral => Effect::Collateral,
    }
}
