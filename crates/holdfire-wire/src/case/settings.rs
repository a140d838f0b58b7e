//! The settings of `case.toml`: parties, panel, parts of a day, radii.

use std::collections::{BTreeMap, BTreeSet};

use holdfire_model::{Party, PartyId, Phrase, ReadingId, Role, Zone, phrase};

use super::Known;
use super::head::{CaseFile, RoleName};
use super::scope::{Ids, Reader};
use super::times;
use crate::toml_file::At;

pub(crate) fn parties(reader: &mut Reader<'_>, head: &CaseFile, known: &mut Known) -> Vec<Party> {
    super::unique(reader, "party", head.party.iter().map(|p| &p.id));
    let mut parties: Vec<Party> = head
        .party
        .iter()
        .filter_map(|p| {
            let role = match p.role {
                RoleName::Bound => Role::Bound,
                RoleName::Addressed => Role::Addressed,
                RoleName::Mediator => Role::Mediator,
                RoleName::Guarantor => Role::Guarantor,
                RoleName::Monitor => Role::Monitor,
            };
            Some(Party {
                id: reader.id(&p.id, PartyId::new)?,
                name: p.name.clone(),
                role,
            })
        })
        .collect();
    parties.sort_by(|a, b| a.name.cmp(&b.name));
    known.parties = Ids {
        set: parties.iter().map(|p| p.id.clone()).collect(),
        whole: !reader.cuts.has(None, "party") && parties.len() == head.party.len(),
    };
    parties
}

pub(crate) fn parts(reader: &mut Reader<'_>, head: &CaseFile) -> BTreeMap<String, times::Part> {
    let mut parts = BTreeMap::new();
    for (name, file) in &head.parts {
        match times::part(file) {
            Ok(part) => {
                parts.insert(name.clone(), part);
            }
            Err(message) => reader.error(&file.from, format!("`{name}`: {message}"), None),
        }
    }
    parts
}

pub(crate) fn radii(reader: &mut Reader<'_>, head: &CaseFile) -> BTreeMap<String, f64> {
    let mut radii = BTreeMap::new();
    for (name, radius) in &head.radius_m {
        if radius.value.is_finite() && (0.0..=2_000_000.0).contains(&radius.value) {
            radii.insert(name.clone(), radius.value);
        } else {
            reader.error(
                radius,
                format!("the radius of `{name}` is `{}`", radius.value),
                Some("metres, at most 2,000,000".to_owned()),
            );
        }
    }
    radii
}

/// The readings that the headline is computed over, by the name of the list.
pub(crate) fn panel(
    reader: &mut Reader<'_>,
    panel: &At<Vec<At<String>>>,
    order: &[ReadingId],
) -> Vec<ReadingId> {
    if panel.value.is_empty() && !reader.cuts.has(None, "panel") {
        reader.error(
            panel,
            "`panel` is empty: the headline is computed over its readings",
            Some("name one reading of each bound party".to_owned()),
        );
    }
    reader.once(&panel.value, "panel");
    readings(reader, &panel.value, order)
}

/// Readings that a list names.
pub(crate) fn readings(
    reader: &mut Reader<'_>,
    list: &[At<String>],
    order: &[ReadingId],
) -> Vec<ReadingId> {
    let known = Ids {
        set: order.iter().cloned().collect::<BTreeSet<_>>(),
        whole: !reader.cuts.has(None, "readings"),
    };
    list.iter()
        .filter_map(|p| reader.known(p, "reading", &known, ReadingId::new))
        .collect()
}

/// Each setting in words.
pub(crate) fn printed(
    head: &CaseFile,
    zone: &Zone,
    radius_m: &BTreeMap<String, f64>,
) -> Vec<(Phrase, Phrase)> {
    let mut printed = vec![
        (
            phrase!("setting-unit", "unit of count"),
            phrase!(
                "setting-unit-value",
                "incident: what the accounts are about; joined reports are one"
            ),
        ),
        (
            phrase!("setting-probable", "probable"),
            phrase!(
                "setting-probable-value",
                "more than half of the possibilities inside, whatever their dependence"
            ),
        ),
        (
            phrase!("setting-days", "days of the case"),
            zone.name().into(),
        ),
    ];
    printed.extend(head.parts.iter().map(|(name, p)| {
        (
            format!("`{name}`").into(),
            phrase!(
                "setting-part-value",
                "{from} to {until}, local time of the source",
                from = p.from.value.to_string(),
                until = p.until.value.to_string()
            ),
        )
    }));
    printed.extend(radius_m.iter().map(|(name, r)| {
        (
            phrase!("setting-precision", "precision `{name}`", name = name),
            phrase!(
                "setting-precision-value",
                "within {radius} km",
                radius = (r / 1_000.0).to_string()
            ),
        )
    }));
    printed
}
