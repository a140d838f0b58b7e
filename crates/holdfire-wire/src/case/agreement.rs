//! `agreement.toml` into the model.

use std::collections::BTreeMap;
use std::sync::Arc;

use holdfire_model::{
    Cite, Clause, ClauseId, ClauseStatus, Condition, ConditionId, ConditionRecord, ConditionRule,
    ConditionState, Conditions, Ground, IncidentId, Instrument, InstrumentId, Interval, Invocation,
    InvocationId, PartyId, Report, SiteList, Standing, Stated, StatusStatement, Zone,
};

use super::Known;
use super::head::{
    AgreementFile, ClauseFile, ConditionFile, ConditionStateName, InvocationFile, RecordFile,
    StatusFile, StatusName,
};
use super::scope::{Ids, Reader};
use crate::toml_file::At;

/// What `agreement.toml` holds.
pub(crate) struct Agreement {
    pub instruments: Vec<Instrument>,
    pub clauses: Vec<Clause>,
    pub conditions: Conditions,
    pub invocations: Vec<Invocation>,
    pub lists: Vec<SiteList>,
}

const PATH: &str = "agreement.toml";

/// Reads the agreement; times without an offset are of the case's zone.
pub(crate) fn read(
    reader: &mut Reader<'_>,
    file: &AgreementFile,
    known: &Known,
    zone: &Zone,
) -> Agreement {
    super::check_version(reader, &file.version);
    let instruments = file
        .instrument
        .iter()
        .filter_map(|i| {
            Some(Instrument {
                id: reader.id(&i.id, InstrumentId::new)?,
                title: i.title.clone(),
                kind: i.kind.clone(),
                issuer: i.issuer.clone(),
                date: i.date.clone(),
                languages: i.languages.clone(),
                source: i.source.clone(),
                summary: i.summary.clone(),
                passages: Vec::new(),
            })
        })
        .collect();
    let clauses = file
        .clause
        .iter()
        .filter_map(|c| clause(reader, c, known, zone))
        .collect();
    let conditions = conditions(reader, &file.condition, zone);
    let mut invocations = Vec::new();
    for invocation in &file.invocation {
        invocations.extend(self::invocation(reader, invocation, known, zone));
    }
    check_grounds(reader, file, &invocations);
    for definition in &file.definition {
        reader.known(
            &definition.instrument,
            "instrument",
            &known.instruments,
            InstrumentId::new,
        );
    }
    let lists = file
        .list
        .iter()
        .filter_map(|l| {
            Some(SiteList {
                party: reader.known(&l.party, "party", &known.parties, PartyId::new)?,
                disclosed: l.disclosed,
                at: Cite::new(format!("{PATH}#list.{}", l.party.value)),
            })
        })
        .collect();
    Agreement {
        instruments,
        clauses,
        conditions,
        invocations,
        lists,
    }
}

fn clause(
    reader: &mut Reader<'_>,
    file: &ClauseFile,
    known: &Known,
    zone: &Zone,
) -> Option<Clause> {
    let id = reader.id(&file.id, ClauseId::new)?;
    let prohibits = file
        .prohibits
        .iter()
        .filter_map(|k| {
            reader.known(
                k,
                "kind of act",
                &known.acts,
                holdfire_model::ActKindId::new,
            )
        })
        .collect();
    let status = file
        .status
        .iter()
        .enumerate()
        .filter_map(|(i, s)| status(reader, s, &id, i, known, zone))
        .collect();
    Some(Clause {
        id,
        title: file.title.clone(),
        text: file.text.clone(),
        prohibits,
        status,
    })
}

fn status(
    reader: &mut Reader<'_>,
    file: &StatusFile,
    clause: &ClauseId,
    number: usize,
    known: &Known,
    zone: &Zone,
) -> Option<StatusStatement> {
    let party = reader.known(&file.party, "party", &known.parties, PartyId::new)?;
    let when = reader.stated_on(&file.stated_at, zone)?;
    let entered = match &file.entered_at {
        Some(at) => reader.moment(at, zone)?,
        None => when.from(),
    };
    let from = match &file.from {
        Some(edge) => Some(reader.boundary(edge, zone)?),
        None => None,
    };
    let instrument = match &file.instrument {
        Some(at) => reader.known(at, "instrument", &known.instruments, InstrumentId::new),
        None => None,
    };
    Some(StatusStatement {
        status: match file.status {
            StatusName::Proposed => ClauseStatus::Proposed,
            StatusName::InPrinciple => ClauseStatus::InPrinciple,
            StatusName::Agreed => ClauseStatus::Agreed,
            StatusName::Announced => ClauseStatus::Announced,
            StatusName::Ordered => ClauseStatus::Ordered,
            StatusName::InForce => ClauseStatus::InForce,
            StatusName::Suspended => ClauseStatus::Suspended,
            StatusName::Ended => ClauseStatus::Ended,
        },
        from,
        stated: Stated {
            at: Cite::new(format!("{PATH}#clause.{clause}.status[{number}]")),
            by: file.by.clone().unwrap_or_else(|| party.to_string()),
            when,
            entered,
            instrument,
            rests_on: file.rests_on.clone(),
            standing: Standing::PublicStatement,
        },
        party,
    })
}

fn conditions(reader: &mut Reader<'_>, files: &[ConditionFile], zone: &Zone) -> Conditions {
    let mut list = Vec::new();
    for file in files {
        let Some(id) = reader.id(&file.id, ConditionId::new) else {
            continue;
        };
        let parts = |parts: &[At<String>]| {
            parts
                .iter()
                .filter_map(|p| ConditionId::new(&p.value).ok())
                .collect()
        };
        let rule = match (&file.all, &file.any, file.record.is_empty()) {
            (Some(all), None, true) => ConditionRule::All(parts(all)),
            (None, Some(any), true) => ConditionRule::Any(parts(any)),
            (None, None, _) => ConditionRule::Recorded(
                file.record
                    .iter()
                    .enumerate()
                    .filter_map(|(i, r)| record(reader, r, &id, i, zone))
                    .collect(),
            ),
            _ => {
                reader.error(
                    &file.id,
                    "a condition has either `all`, or `any`, or `record`",
                    None,
                );
                continue;
            }
        };
        list.push(Condition {
            id,
            text: file.text.clone(),
            rule,
        });
    }
    // What hangs in a ring, or waits for something that is not there, is left out; the rest is read.
    let all = Ids {
        set: files
            .iter()
            .filter_map(|f| ConditionId::new(&f.id.value).ok())
            .collect(),
        whole: !reader.cuts.has(None, "condition"),
    };
    let parts = |file: &ConditionFile| -> Vec<At<String>> {
        file.all
            .iter()
            .chain(&file.any)
            .flatten()
            .cloned()
            .collect()
    };
    for part in files.iter().flat_map(parts) {
        reader.known(&part, "condition", &all, ConditionId::new);
    }
    let edges = |id: &String| {
        let file = files.iter().find(|f| f.id.value == *id);
        file.into_iter().flat_map(parts).map(|p| p.value).collect()
    };
    for ring in super::ring::rings(files.iter().map(|f| f.id.value.clone()), edges) {
        if let Some(file) = files.iter().find(|f| f.id.value == ring[0]) {
            reader.error(
                &file.id,
                format!(
                    "the condition `{}` waits for itself: {}",
                    ring[0],
                    super::ring::show(&ring)
                ),
                Some("a condition may only refer to others that do not wait for it".to_owned()),
            );
        }
    }
    loop {
        match Conditions::new(list.clone()) {
            Ok(conditions) => return conditions,
            Err(holdfire_model::ConditionError::Missing { of: bad, .. })
            | Err(holdfire_model::ConditionError::Cycle(bad)) => list.retain(|c| c.id != bad),
        }
    }
}

fn record(
    reader: &mut Reader<'_>,
    file: &RecordFile,
    condition: &ConditionId,
    number: usize,
    zone: &Zone,
) -> Option<ConditionRecord> {
    let from = reader.moment(&file.from, zone)?;
    let when = reader.stated_on(file.stated_at.as_ref().unwrap_or(&file.from), zone)?;
    let entered = match &file.entered_at {
        Some(at) => reader.moment(at, zone)?,
        None => when.from(),
    };
    Some(ConditionRecord {
        state: match file.state {
            ConditionStateName::Met => ConditionState::Met,
            ConditionStateName::Unmet => ConditionState::Unmet,
            ConditionStateName::Contested => ConditionState::Contested,
            ConditionStateName::Unknown => ConditionState::Unknown,
        },
        from,
        stated: Stated {
            at: Cite::new(format!("{PATH}#condition.{condition}.record[{number}]")),
            by: file.by.clone(),
            when,
            entered,
            instrument: None,
            rests_on: file.rests_on.clone(),
            standing: Standing::PublicStatement,
        },
    })
}

fn invocation(
    reader: &mut Reader<'_>,
    file: &InvocationFile,
    known: &Known,
    zone: &Zone,
) -> Option<Invocation> {
    let id = reader.id(&file.id, InvocationId::new)?;
    let by = reader.known(&file.by, "party", &known.parties, PartyId::new)?;
    let against = reader.known(&file.against, "party", &known.parties, PartyId::new)?;
    let at = reader.boundary(&file.at, zone)?;
    let when = match &file.stated_at {
        Some(stated) => reader.stated_on(stated, zone)?,
        None => Interval::new(at.earliest(), holdfire_model::Moment(at.earliest().0 + 60)).ok()?,
    };
    let entered = match &file.entered_at {
        Some(entered) => reader.moment(entered, zone)?,
        None => when.from(),
    };
    let ground = match (&file.ground.incident, &file.ground.invocation) {
        (None, None) => Ground::Declared,
        (Some(incident), None) => Ground::Incident(reader.id(incident, IncidentId::new)?),
        (None, Some(other)) => Ground::Invocation(reader.id(other, InvocationId::new)?),
        (Some(incident), Some(_)) => {
            reader.error(
                incident,
                "a ground is either an incident or an invocation",
                None,
            );
            return None;
        }
    };
    let stated = Stated {
        at: Cite::new(format!("{PATH}#invocation.{id}")),
        by: by.to_string(),
        when,
        entered,
        instrument: None,
        rests_on: file.rests_on.clone(),
        standing: Standing::PublicStatement,
    };
    Some(Invocation {
        id,
        by,
        against,
        at,
        ground,
        stated,
        what_if: file.what_if,
    })
}

/// A ground must exist and must not lie after the invocation that names it.
fn check_grounds(reader: &mut Reader<'_>, file: &AgreementFile, invocations: &[Invocation]) {
    for (row, invocation) in file.invocation.iter().filter_map(|r| {
        invocations
            .iter()
            .find(|i| i.id.as_str() == r.id.value)
            .map(|i| (r, i))
    }) {
        let (Ground::Invocation(ground), Some(at)) = (&invocation.ground, &row.ground.invocation)
        else {
            continue;
        };
        match invocations.iter().find(|i| i.id == *ground) {
            None if reader.cuts.has(None, "invocation")
                || file.invocation.iter().any(|i| i.id.value == at.value) => {}
            None => {
                let names = file.invocation.iter().map(|i| i.id.value.as_str());
                let hint = crate::problem::nearest(&at.value, names)
                    .map(|near| format!("did you mean `{near}`?"));
                reader.error(at, format!("there is no invocation `{ground}`"), hint);
            }
            Some(earlier) if earlier.at.earliest() >= invocation.at.earliest() => reader.error(
                at,
                format!(
                    "the ground of `{}` is the invocation `{ground}`, which is not earlier",
                    invocation.id
                ),
                Some("a ground must lie before the invocation that names it".to_owned()),
            ),
            Some(_) => {}
        }
    }
}

/// An incident that an invocation names must be there; an invocation rests on what lies before it.
pub(crate) fn check_incidents(
    reader: &mut Reader<'_>,
    file: &AgreementFile,
    invocations: &[Invocation],
    reports: &[Arc<Report>],
    refused: &BTreeMap<String, u32>,
) {
    for row in &file.invocation {
        let Some(at) = &row.ground.incident else {
            continue;
        };
        let invocation = invocations.iter().find(|i| i.id.as_str() == row.id.value);
        let report = reports.iter().find(|r| r.id.as_str() == at.value);
        match (report, invocation) {
            (Some(report), Some(invocation))
                if invocation
                    .at
                    .latest()
                    .is_some_and(|latest| report.story.when.interval.from() >= latest) =>
            {
                let message = format!(
                    "the ground of `{}` is `{}`, which lies after it",
                    row.id.value, at.value
                );
                reader.odd(at, message, None);
            }
            (Some(_), _) | (None, None) => {}
            (None, Some(_)) => match refused.get(&at.value) {
                Some(0) => {}
                Some(line) => {
                    let message = format!(
                        "the report `{}` was refused at reports.csv:{line}",
                        at.value
                    );
                    reader.odd(at, message, None);
                }
                None => {
                    let names = reports.iter().map(|r| r.id.as_str());
                    let hint = match crate::problem::nearest(&at.value, names) {
                        Some(near) => format!("did you mean `{near}`?"),
                        None => "an incident is named by the id of its report".to_owned(),
                    };
                    let message = format!("there is no incident `{}`", at.value);
                    reader.error(at, message, Some(hint));
                }
            },
        }
    }
}
