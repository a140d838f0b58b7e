//! Rules on release, ground and exceptions in words.

use holdfire_model::{
    Case, Exception, GroundKind, HeldByOther, PartyId, ReleaseEffect, ReleaseRule, Territory,
    Whose, Zone,
};

use super::names::{effect, list, list_or};
use super::period::boundary;

/// A named case in which the clause does not apply, with its limits.
pub(super) fn exception(case: &Case, zone: &Zone, exception: &Exception) -> String {
    let mut limits = Vec::new();
    if let Some(nodes) = &exception.categories {
        let labels: Vec<&str> = nodes.iter().map(|n| case.category_label(n)).collect();
        limits.push(format!("for {}", list_or(&labels)));
    }
    if let Some(areas) = &exception.areas {
        limits.push(format!("in {}", list_or(&area_names(case, areas.iter()))));
    }
    if let Some(kinds) = &exception.kinds {
        let kinds: Vec<&str> = kinds.iter().map(|k| k.as_str()).collect();
        limits.push(format!("for acts of the kind {}", list_or(&kinds)));
    }
    if let Some(effects) = &exception.effects {
        let effects: Vec<&str> = effects.iter().map(|e| effect(*e)).collect();
        limits.push(format!("where the effect is: {}", list_or(&effects)));
    }
    if let Some(actors) = &exception.actors {
        limits.push(format!(
            "for acts of {}",
            list_or(&names(case, actors.iter()))
        ));
    }
    if let Some(from) = exception.from {
        limits.push(format!("beginning {}", boundary(zone, from)));
    }
    if let Some(until) = exception.until {
        limits.push(format!("ending {}", boundary(zone, until)));
    }
    if let Some(text) = &exception.circumstance {
        limits.push(format!(
            "where {text} (not known for any act: it may always apply)"
        ));
    }
    if limits.is_empty() {
        format!("not covered: {}, without a limit", exception.name)
    } else {
        format!("not covered: {}, {}", exception.name, limits.join(", and "))
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
pub(super) fn release(rule: &ReleaseRule) -> String {
    let grounds: Vec<&str> = rule
        .accepts
        .iter()
        .map(|g| match g {
            GroundKind::Declared => "any declaration of it",
            GroundKind::CoveredAct => "an act of the other side that these terms cover",
            GroundKind::OtherInvocation => "the other side's own earlier use of this right",
        })
        .collect();
    if grounds.is_empty() {
        return "no party may free itself".to_owned();
    }
    let effect = match rule.effect {
        Some(ReleaseEffect::InvokerFree) => {
            "then the one who uses it is free, the other stays bound"
        }
        Some(ReleaseEffect::AllEnds) => "then the clause ends for all",
        None => {
            "not said whether the other stays bound then: for the other side the terms do not say"
        }
    };
    format!(
        "a party may free itself on: {}; {effect}; it must be declared, an allegation frees nobody",
        list_or(&grounds)
    )
}

/// Where a clause applies.
pub(super) fn territory(case: &Case, territory: &Territory) -> String {
    match territory {
        Territory::Of(parties) => {
            format!(
                "applies in the territory of {}",
                list(&names(case, parties.iter()))
            )
        }
        Territory::Areas { inside, unstated } => {
            let mut text = if inside.is_empty() {
                "names no area that it applies in".to_owned()
            } else {
                format!("applies in {}", list(&area_names(case, inside.iter())))
            };
            if !unstated.is_empty() {
                let open = list(&area_names(case, unstated.iter()));
                text.push_str(&format!("; for {open} the terms do not say"));
            }
            text
        }
    }
}

/// Whose an area is, as the reading answers.
pub(super) fn whose(case: &Case, whose: &Whose) -> String {
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
            format!("{party}'s: {}", areas.join(", "))
        })
        .collect();
    parts.push(
        match whose.held_by_other {
            HeldByOther::Outline => "places that another party holds stay whose the outline says",
            HeldByOther::Holder => "places that another party holds are the holder's",
            HeldByOther::Unstated => {
                "for places that another party holds the terms do not say whose they are"
            }
        }
        .to_owned(),
    );
    format!("whose an area is: {}", parts.join("; "))
}
