//! Rules on release, ground and exceptions in words.

use holdfire_model::{
    Case, Exception, GroundKind, HeldByOther, PartyId, ReleaseEffect, ReleaseRule, Territory,
    Whose, Zone,
};

use holdfire_words::{Words, say};

use super::names::{effect, list, list_or};
use super::period::boundary;

/// A named case in which the clause does not apply, with its limits.
pub(super) fn exception(w: &Words, case: &Case, zone: &Zone, exception: &Exception) -> String {
    let mut limits = Vec::new();
    if let Some(nodes) = &exception.categories {
        let labels: Vec<&str> = nodes.iter().map(|n| case.category_label(n)).collect();
        limits.push(say!(w, "exception-categories", list = list_or(w, &labels)));
    }
    if let Some(areas) = &exception.areas {
        let areas = list_or(w, &area_names(case, areas.iter()));
        limits.push(say!(w, "exception-areas", list = areas));
    }
    if let Some(kinds) = &exception.kinds {
        let kinds: Vec<&str> = kinds.iter().map(|k| k.as_str()).collect();
        limits.push(say!(w, "exception-kinds", list = list_or(w, &kinds)));
    }
    if let Some(effects) = &exception.effects {
        let effects: Vec<String> = effects.iter().map(|e| effect(w, *e)).collect();
        limits.push(say!(w, "exception-effects", list = list_or(w, &effects)));
    }
    if let Some(actors) = &exception.actors {
        let actors = list_or(w, &names(case, actors.iter()));
        limits.push(say!(w, "exception-actors", list = actors));
    }
    if let Some(from) = exception.from {
        limits.push(say!(w, "exception-from", at = boundary(w, zone, from)));
    }
    if let Some(until) = exception.until {
        limits.push(say!(w, "exception-until", at = boundary(w, zone, until)));
    }
    if let Some(text) = &exception.circumstance {
        limits.push(say!(w, "exception-circumstance", text = text));
    }
    let name = &exception.name;
    if limits.is_empty() {
        say!(w, "exception-without-limit", name = name)
    } else {
        let limits = limits
            .into_iter()
            .reduce(|limits, limit| say!(w, "exception-limits", limits = limits, limit = limit))
            .unwrap_or_default();
        say!(w, "exception-with-limits", name = name, limits = limits)
    }
}

fn names<'a>(case: &'a Case, parties: impl Iterator<Item = &'a PartyId>) -> Vec<&'a str> {
    parties.map(|p| case.party_name(p)).collect()
}

fn area_names<'a>(
    case: &'a Case,
    areas: impl Iterator<Item = &'a holdfire_model::AreaId>,
) -> Vec<&'a str> {
    areas
        .map(|id| {
            case.areas
                .iter()
                .find(|a| a.id == *id)
                .map_or(id.as_str(), |a| a.name.as_str())
        })
        .collect()
}

/// Which uses of a right to be free count, and what they bring about.
pub(super) fn release(w: &Words, rule: &ReleaseRule) -> String {
    let grounds: Vec<String> = rule
        .accepts
        .iter()
        .map(|g| match g {
            GroundKind::Declared => say!(w, "ground-declared"),
            GroundKind::CoveredAct => say!(w, "ground-covered-act"),
            GroundKind::OtherInvocation => say!(w, "ground-other-invocation"),
        })
        .collect();
    if grounds.is_empty() {
        return say!(w, "release-none");
    }
    let effect = match rule.effect {
        Some(ReleaseEffect::InvokerFree) => say!(w, "release-invoker-free"),
        Some(ReleaseEffect::AllEnds) => say!(w, "release-all-ends"),
        None => say!(w, "release-effect-not-said"),
    };
    say!(
        w,
        "release",
        grounds = list_or(w, &grounds),
        effect = effect
    )
}

/// Where a clause applies.
pub(super) fn territory(w: &Words, case: &Case, territory: &Territory) -> String {
    match territory {
        Territory::Of(parties) => {
            let parties = list(w, &names(case, parties.iter()));
            say!(w, "territory-of", parties = parties)
        }
        Territory::Areas { inside, unstated } => {
            let applies = if inside.is_empty() {
                say!(w, "territory-none")
            } else {
                let areas = list(w, &area_names(case, inside.iter()));
                say!(w, "territory-areas", areas = areas)
            };
            if unstated.is_empty() {
                return applies;
            }
            let open = list(w, &area_names(case, unstated.iter()));
            say!(w, "territory-and-open", applies = applies, areas = open)
        }
    }
}

/// Whose an area is, as the reading answers.
pub(super) fn whose(w: &Words, case: &Case, whose: &Whose) -> String {
    let mut by_party: std::collections::BTreeMap<&str, Vec<&str>> =
        std::collections::BTreeMap::new();
    for (area, party) in &whose.owner {
        let area = area_names(case, std::iter::once(area));
        by_party
            .entry(case.party_name(party))
            .or_default()
            .extend(area);
    }
    let mut parts: Vec<String> = by_party
        .into_iter()
        .map(|(party, mut areas)| {
            areas.sort_unstable();
            say!(w, "whose-areas", party = party, areas = areas.join(", "))
        })
        .collect();
    parts.push(match whose.held_by_other {
        HeldByOther::Outline => say!(w, "whose-held-outline"),
        HeldByOther::Holder => say!(w, "whose-held-holder"),
        HeldByOther::Unstated => say!(w, "whose-held-unstated"),
    });
    say!(w, "whose", parts = parts.join("; "))
}
