//! Rows of the case's tables as entries: one more, or one that says something else.

use std::collections::BTreeMap;

use holdfire_store::mission::Draft;
use holdfire_wire::CaseFiles;
use holdfire_wire::entries::{Item, changes, join};

use crate::snapshot::Snapshot;
use crate::web::Fault;

/// The columns that a table gets where the case has none yet.
const HEADS: [(&str, &str); 2] = [
    (
        "reports.csv",
        "id,by,speaker,source,source_kind,source_url,said_at,entered_at,date,time,part,from,until,tz,mode,after,place,area,\
         lat,lon,precision,object,category,object_basis,act,means,effect,actor,control,site,facility,summary,note",
    ),
    (
        "replies.csv",
        "id,report,by,kind,scope,speaker,said_at,entered_at,source,source_url,summary",
    ),
];

/// The entries that add a row to a table of the mission's own log. Columns that the table does not have are refused if
/// they say something.
///
/// # Errors
/// [`Fault::Refused`] if the table in the record does not fit together.
pub fn add_row(
    snapshot: &Snapshot,
    table: &str,
    cells: &[(&str, String)],
) -> Result<Vec<Draft>, Fault> {
    let of_table: Vec<Item> = snapshot
        .mission_items()
        .filter(|item| {
            let subject = &item.item.subject;
            subject == table
                || subject
                    .strip_prefix(table)
                    .is_some_and(|rest| rest.starts_with('#'))
        })
        .map(|item| item.item.clone())
        .collect();
    let broken = |error: &dyn std::fmt::Display| Fault::Refused(format!("{table}: {error}"));
    let files = join(&of_table).map_err(|error| broken(&error))?;
    let mut bytes = match files.0.get(table) {
        Some(bytes) => bytes.clone(),
        None => {
            let head = HEADS.iter().find(|(name, _)| *name == table);
            head.map_or("", |(_, head)| head).as_bytes().to_vec()
        }
    };
    if !bytes.ends_with(b"\n") {
        bytes.push(b'\n');
    }
    let mut reader = csv::ReaderBuilder::new()
        .flexible(true)
        .from_reader(bytes.as_slice());
    let head = reader.headers().map_err(|error| broken(&error))?.clone();
    let head: Vec<&str> = head
        .iter()
        .map(|name| name.trim_start_matches('\u{feff}').trim())
        .collect();
    let unknown = cells
        .iter()
        .find(|(name, value)| !value.is_empty() && !head.contains(name));
    if let Some((name, _)) = unknown {
        return Err(Fault::Refused(format!("{table} has no column `{name}`")));
    }
    let row = head.iter().map(|name| {
        let found = cells.iter().find(|(known, _)| known == name);
        found.map_or("", |(_, value)| value.as_str())
    });
    let mut line = csv::WriterBuilder::new().from_writer(Vec::new());
    line.write_record(row).map_err(|error| broken(&error))?;
    bytes.extend(line.into_inner().map_err(|error| broken(&error))?);
    let wanted = CaseFiles(BTreeMap::from([(table.to_owned(), bytes)]));
    Ok(changes(&of_table, &wanted)
        .into_iter()
        .map(Draft::from)
        .collect())
}

/// The case files of the mission's own log, with drafts of items carried out.
///
/// # Errors
/// [`Fault::Refused`] if they do not fit together.
pub fn files_with(snapshot: &Snapshot, drafts: &[Draft]) -> Result<CaseFiles, Fault> {
    use holdfire_record::Effect;
    let mut items: Vec<Item> = snapshot
        .mission_items()
        .map(|item| item.item.clone())
        .collect();
    for draft in drafts {
        items.retain(|item| item.subject != draft.subject);
        if draft.effect == Effect::Set {
            let mut fields = draft.fields.iter();
            let order = fields
                .next()
                .and_then(|field| String::from_utf8(field.value.clone()).ok());
            items.push(Item {
                subject: draft.subject.clone(),
                order: order.and_then(|order| order.parse().ok()).unwrap_or(0),
                fields: fields
                    .map(|field| (field.name.clone(), field.value.clone()))
                    .collect(),
            });
        }
    }
    join(&items).map_err(|error| Fault::Refused(error.to_string()))
}
