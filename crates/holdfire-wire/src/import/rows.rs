//! Row by row: good ones are kept, bad ones are listed.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use holdfire_model::{StatedMoment, Zone, parse_date, parse_moment, parse_time};

use super::cells::{Cell, RawRow};
use super::plan::{Field, From, Plan};
use super::problem::{ImportError, ImportProblem, Place, shown};
use super::read;
use super::table::Table;
use super::targets::at;
use super::{Counts, Imported, MAX_PROBLEMS, Original};

/// Converts all rows of a table.
pub(crate) fn convert(
    table: &mut Table<'_>,
    plan: Plan,
    size_bytes: usize,
    file_name: &str,
    existing_ids: &BTreeSet<String>,
) -> Result<Imported, ImportError> {
    let mut recognised = table.recognised.clone();
    recognised.extend(plan.recognised);
    let mut converter = Converter {
        fields: plan.fields,
        existing_ids,
        seen: HashMap::new(),
        zones: BTreeMap::new(),
        rows: Vec::new(),
        problems: plan.remarks,
        counts: Counts::default(),
    };
    converter.counts.blank = table.each_row(&mut |row| converter.take(row))?;
    if converter.counts.read == 0 {
        let hint = "look whether the right file, sheet and header line are read".to_owned();
        converter.problems.push(ImportProblem::remark(
            None,
            "",
            "there are no rows below the header".to_owned(),
            hint,
        ));
    }
    let Converter {
        rows,
        problems,
        counts,
        ..
    } = converter;
    Ok(Imported {
        rows,
        problems,
        counts,
        recognised,
        original: Original {
            file_name: file_name.to_owned(),
            size_bytes: size_bytes as u64,
            format: table.format.clone(),
            header: table.header.clone(),
            rows: counts.read,
        },
    })
}

struct Converter<'a> {
    fields: Vec<Option<Field>>,
    existing_ids: &'a BTreeSet<String>,
    /// The line on which each id of a kept row stands.
    seen: HashMap<String, u64>,
    zones: BTreeMap<String, Option<Zone>>,
    rows: Vec<Vec<String>>,
    problems: Vec<ImportProblem>,
    counts: Counts,
}

/// What is said of one row.
struct RowProblems {
    line: u64,
    list: Vec<ImportProblem>,
}

impl RowProblems {
    fn add(&mut self, column: &str, message: String, hint: &str, refused: bool) {
        self.list.push(ImportProblem {
            place: Place::Table,
            line: Some(self.line),
            column: shown(column),
            message,
            hint: hint.to_owned(),
            refused,
        });
    }
}

impl Converter<'_> {
    fn take(&mut self, raw: RawRow<'_>) {
        self.counts.read += 1;
        let mut problems = RowProblems {
            line: raw.line,
            list: Vec::new(),
        };
        let row = match raw.cells {
            Ok(cells) => self.row(raw.line, &cells, &mut problems),
            Err((message, hint)) => {
                problems.add("", message, hint, true);
                Vec::new()
            }
        };
        if problems.list.iter().any(|p| p.refused) {
            self.counts.refused += 1;
        } else {
            self.counts.kept += 1;
            self.counts.kept_with_remarks += u64::from(!problems.list.is_empty());
            self.seen.insert(row[at::ID].clone(), raw.line);
            self.rows.push(row);
        }
        let room = MAX_PROBLEMS.saturating_sub(self.problems.len());
        self.counts.problems_left_out += problems.list.len().saturating_sub(room) as u64;
        self.problems.extend(problems.list.into_iter().take(room));
    }

    fn row(&mut self, line: u64, cells: &[Cell<'_>], problems: &mut RowProblems) -> Vec<String> {
        let mut row = Vec::with_capacity(self.fields.len());
        for field in &self.fields {
            let text = field
                .as_ref()
                .map_or(Ok(String::new()), |f| make(f, line, cells));
            row.push(text.unwrap_or_else(|fault| {
                let name = field.as_ref().map_or("", |f| &f.column);
                problems.add(
                    name,
                    format!("`{}` is {}", shown(name), fault.what),
                    &fault.hint,
                    true,
                );
                String::new()
            }));
        }
        self.check_id(&row, problems);
        self.check_point(&row, cells, problems);
        self.check_times(&row, problems);
        row
    }

    fn name(&self, target: usize) -> String {
        self.fields[target].as_ref().map_or_else(
            || super::TARGET_COLUMNS[target].to_owned(),
            |f| f.column.clone(),
        )
    }

    fn check_id(&self, row: &[String], problems: &mut RowProblems) {
        let (id, name) = (&row[at::ID], self.name(at::ID));
        if id.is_empty() {
            if problems.list.iter().all(|p| p.column != shown(&name)) {
                problems.add(
                    &name,
                    format!("`{}` is empty: the row has no id", shown(&name)),
                    "give the row an id",
                    true,
                );
            }
        } else if let Some(first) = self.seen.get(id) {
            let message = format!("the id `{}` is already on line {first}", shown(id));
            problems.add(
                &name,
                message,
                "give one of the two rows another id, or delete it if it is a copy",
                true,
            );
        } else if self.existing_ids.contains(id) {
            let message = format!("the id `{}` is already in the case", shown(id));
            problems.add(
                &name,
                message,
                "if it is the same report, nothing is to be done; otherwise give it another id",
                true,
            );
        }
    }

    fn check_point(&self, row: &[String], cells: &[Cell<'_>], problems: &mut RowProblems) {
        let (lat, lon) = (self.name(at::LAT), self.name(at::LON));
        let raw = |target: usize| match &self.fields[target] {
            Some(Field {
                from: From::Column(place),
                ..
            }) => cells
                .get(*place)
                .and_then(|c| c.text().replace(',', ".").parse::<f64>().ok()),
            _ => None,
        };
        let faulty = |name: &str| {
            problems
                .list
                .iter()
                .any(|p| p.column == shown(name) && p.refused)
        };
        let (bad_lat, bad_lon) = (faulty(&lat), faulty(&lon));
        if let (Some(a), Some(b)) = (raw(at::LAT), raw(at::LON))
            && bad_lat
            && !bad_lon
            && a.abs() <= 180.0
            && b.abs() <= 90.0
        {
            let hint = format!(
                "swapped? `{}` {a} and `{}` {b} would fit the other way round",
                shown(&lat),
                shown(&lon)
            );
            if let Some(problem) = problems.list.iter_mut().find(|p| p.column == shown(&lat)) {
                problem.hint = hint;
            }
        }
        match (row[at::LAT].is_empty(), row[at::LON].is_empty()) {
            (false, true) if !bad_lon => {
                problems.add(
                    &lon,
                    format!("`{}` is empty beside a latitude", shown(&lon)),
                    "write both, or neither",
                    true,
                );
            }
            (true, false) if !bad_lat => {
                problems.add(
                    &lat,
                    format!("`{}` is empty beside a longitude", shown(&lat)),
                    "write both, or neither",
                    true,
                );
            }
            (false, false)
                if [at::LAT, at::LON]
                    .iter()
                    .all(|t| row[*t].parse::<f64>() == Ok(0.0)) =>
            {
                let message = "latitude and longitude are 0, which programs write for a place that they do not know";
                problems.add(&lat, message.to_owned(), "leave both empty", true);
            }
            _ => {}
        }
    }

    fn check_times(&mut self, row: &[String], problems: &mut RowProblems) {
        let tz = row[at::TZ].clone();
        let zone = self
            .zones
            .entry(tz)
            .or_insert_with_key(|name| Zone::named(name).ok())
            .clone();
        let (from_name, until_name) = (self.name(at::FROM), self.name(at::UNTIL));
        if let (Some(from), Some(until)) = (
            start(&row[at::FROM], zone.as_ref()),
            end(&row[at::UNTIL], zone.as_ref()),
        ) && from.comparable(&until)
            && until.seconds <= from.seconds
        {
            let message = format!(
                "`{}` is `{}`, which is not after `{}`, `{}`",
                shown(&until_name),
                row[at::UNTIL],
                shown(&from_name),
                row[at::FROM]
            );
            problems.add(
                &until_name,
                message,
                "look for a slip, or for swapped columns",
                true,
            );
        }
        let Some(zone) = zone else { return };
        let time_name = self.name(at::TIME);
        if let Ok(date) = parse_date(&row[at::DATE]) {
            for text in row[at::TIME].split('-').filter_map(|t| parse_time(t).ok()) {
                if let Ok((_, Some(remark))) = zone.minute(date, text) {
                    problems.add(
                        &time_name,
                        remark.into(),
                        "if the source gives an offset, use `from` and `until` with it",
                        false,
                    );
                }
            }
        }
        for (target, name) in [(at::FROM, from_name), (at::UNTIL, until_name)] {
            if let Ok(StatedMoment::Local(local)) = parse_moment(&row[target])
                && let Ok((_, Some(remark))) = zone.minute(local.date(), local.time())
            {
                problems.add(
                    &name,
                    remark.into(),
                    "write the offset, for instance `+03:00`",
                    false,
                );
            }
        }
    }
}

fn make(field: &Field, line: u64, cells: &[Cell<'_>]) -> Result<String, read::Fault> {
    match &field.from {
        From::Constant(text) => Ok(text.clone()),
        From::Number(prefix) => read::value(
            field.kind,
            &Cell::Text(format!("{prefix}{line:06}").into()),
            &field.how,
        ),
        From::Column(place) => read::value(
            field.kind,
            cells.get(*place).unwrap_or(&Cell::EMPTY),
            &field.how,
        ),
        From::Join(places, with) => {
            let mut texts = Vec::new();
            for place in places {
                match cells.get(*place) {
                    Some(Cell::Broken(_)) => {
                        return read::value(field.kind, &cells[*place], &field.how);
                    }
                    Some(cell) if !cell.is_empty() => texts.push(cell.text()),
                    _ => {}
                }
            }
            read::value(field.kind, &Cell::Text(texts.join(with).into()), &field.how)
        }
    }
}

/// A boundary in seconds: of UTC, or of a local clock whose zone is not known.
struct Edge {
    seconds: i64,
    /// True for UTC; `None` for a date alone, which is compared as if it were local.
    utc: bool,
}

impl Edge {
    fn comparable(&self, other: &Self) -> bool {
        self.utc == other.utc
    }
}

fn start(text: &str, zone: Option<&Zone>) -> Option<Edge> {
    edge(text, zone, 0)
}

/// A date alone as an end lasts to the end of that day.
fn end(text: &str, zone: Option<&Zone>) -> Option<Edge> {
    edge(text, zone, 1)
}

fn edge(text: &str, zone: Option<&Zone>, days: i64) -> Option<Edge> {
    let local = match parse_moment(text).ok()? {
        StatedMoment::Absolute(moment) => {
            return Some(Edge {
                seconds: moment.0,
                utc: true,
            });
        }
        StatedMoment::Local(local) => local,
        StatedMoment::Date(date) => holdfire_model::shift(date, days)
            .ok()?
            .to_datetime(jiff::civil::Time::midnight()),
    };
    match zone {
        Some(zone) => Some(Edge {
            seconds: zone.boundary(local).ok()?.0,
            utc: true,
        }),
        None => {
            let stamp = jiff::tz::Offset::UTC.to_timestamp(local).ok()?;
            Some(Edge {
                seconds: stamp.as_second(),
                utc: false,
            })
        }
    }
}
