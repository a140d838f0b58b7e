//! Rows of the case's tables as entries: one more, or one that says something else.

use std::collections::BTreeMap;

use holdfire_model::{Phrase, phrase};
use holdfire_store::mission::Draft;
use holdfire_wire::CaseFiles;
use holdfire_wire::entries::{Item, changes, join};

use crate::packed::{Packed, Unpacker};
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

/// A table of the mission's own log: its items, its text, and its columns.
pub struct Table {
    items: Vec<Item>,
    bytes: Vec<u8>,
    /// The names of its columns, in order.
    pub head: Vec<String>,
    name: String,
}

impl Table {
    /// The table as it is in the record, or its head alone where the case has none yet.
    ///
    /// # Errors
    /// [`Fault::Refused`] if the table in the record does not fit together.
    pub fn of(snapshot: &Snapshot, name: &str) -> Result<Self, Fault> {
        let items = snapshot.mission_items().filter(|item| {
            let subject = item.subject();
            subject == name
                || subject
                    .strip_prefix(name)
                    .is_some_and(|rest| rest.starts_with('#'))
        });
        Self::with(unpacked(items), name)
    }

    /// A table of these items.
    fn with(items: Vec<Item>, name: &str) -> Result<Self, Fault> {
        let broken = |error: &dyn std::fmt::Display| Fault::Refused(format!("{name}: {error}"));
        let files = join(&items).map_err(|error| broken(&error))?;
        let mut bytes = match files.0.get(name) {
            Some(bytes) => bytes.clone(),
            None => {
                let head = HEADS.iter().find(|(known, _)| *known == name);
                head.map_or("", |(_, head)| head).as_bytes().to_vec()
            }
        };
        if !bytes.ends_with(b"\n") {
            bytes.push(b'\n');
        }
        let mut reader = csv::ReaderBuilder::new()
            .flexible(true)
            .from_reader(bytes.as_slice());
        let head = reader.headers().map_err(|error| broken(&error))?;
        let head = head
            .iter()
            .map(|name| name.trim_start_matches('\u{feff}').trim().to_owned())
            .collect();
        Ok(Self {
            items,
            bytes,
            head,
            name: name.to_owned(),
        })
    }

    /// A row as a line of this table, with its line end. A column that the table does not have is refused if it says
    /// something.
    ///
    /// # Errors
    /// That there is no such column.
    pub fn line<N: AsRef<str>>(&self, cells: &[(N, String)]) -> Result<Vec<u8>, Phrase> {
        let known = |name: &str| self.head.iter().any(|column| column == name);
        let mut said = cells.iter().filter(|(_, value)| !value.is_empty());
        if let Some((name, _)) = said.find(|(name, _)| !known(name.as_ref())) {
            return Err(phrase!(
                "list-no-column",
                "{table} has no column `{column}`",
                table = self.name.as_str(),
                column = name.as_ref()
            ));
        }
        let row = self.head.iter().map(|column| {
            let found = cells.iter().find(|(name, _)| name.as_ref() == column);
            found.map_or("", |(_, value)| value.as_str())
        });
        let mut line = csv::WriterBuilder::new().from_writer(Vec::new());
        line.write_record(row)
            .expect("a row is written into memory");
        Ok(line.into_inner().expect("memory does not fail"))
    }

    /// The entries that add lines of this table.
    #[must_use]
    pub fn adding(&self, lines: &[Vec<u8>]) -> Vec<Draft> {
        let mut bytes = self.bytes.clone();
        bytes.extend(lines.concat());
        let wanted = CaseFiles(BTreeMap::from([(self.name.clone(), bytes)]));
        changes(&self.items, &wanted)
            .into_iter()
            .map(Draft::from)
            .collect()
    }
}

/// The entries that add a row to a table of the mission's own log. Columns that the table does not have are refused if
/// they say something.
///
/// # Errors
/// [`Fault::Refused`] if the table in the record does not fit together.
pub fn add_row(
    snapshot: &Snapshot,
    name: &str,
    cells: &[(&str, String)],
) -> Result<Vec<Draft>, Fault> {
    let id = cells.iter().find(|(name, _)| *name == "id");
    let items = end_of_table(snapshot, name, id.map_or("", |(_, id)| id));
    let table = Table::with(items, name)?;
    let line = table.line(cells).map_err(Fault::Told)?;
    Ok(table.adding(&[line]))
}

/// What decides how a row is added at the end of a table: its head, its last row, and rows that are called like the new one.
fn end_of_table(snapshot: &Snapshot, table: &str, id: &str) -> Vec<Item> {
    let (mut kept, mut last): (Vec<&Packed>, Option<&Packed>) = (Vec::new(), None);
    for item in snapshot.mission_items() {
        let Some(rest) = item.subject().strip_prefix(table) else {
            continue;
        };
        let Some(name) = rest.strip_prefix('#') else {
            kept.extend(rest.is_empty().then_some(item));
            continue;
        };
        let called_alike = name
            .strip_prefix(id)
            .is_some_and(|rest| rest.is_empty() || rest.starts_with('~'));
        if called_alike {
            kept.push(item);
        }
        if last.is_none_or(|last| (last.order(), last.subject()) < (item.order(), item.subject())) {
            last = Some(item);
        }
    }
    kept.extend(last);
    kept.sort_by_key(|item| (item.place.log, item.place.index));
    kept.dedup_by_key(|item| (item.place.log, item.place.index));
    unpacked(kept)
}

fn unpacked<'p>(items: impl IntoIterator<Item = &'p Packed>) -> Vec<Item> {
    let mut unpacker = Unpacker::default();
    items.into_iter().map(|item| unpacker.item(item)).collect()
}

/// Tables whose rows are read without each other: what a row of one of them may name lies in the others, and in terms.
const MANY: [&str; 4] = [
    "reports.csv#",
    "replies.csv#",
    "links.csv#",
    "observations.csv#",
];

/// The case files of the mission's own log without what was said so far, with drafts of items carried out: what a report
/// alone is checked against.
///
/// # Errors
/// [`Fault::Refused`] if they do not fit together.
pub fn terms_with(snapshot: &Snapshot, drafts: &[Draft]) -> Result<CaseFiles, Fault> {
    use holdfire_record::Effect;
    let terms = snapshot
        .mission_items()
        .filter(|item| !MANY.iter().any(|table| item.subject().starts_with(table)));
    let mut items = unpacked(terms);
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
