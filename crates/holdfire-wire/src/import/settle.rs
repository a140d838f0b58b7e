//! Before the first row is converted: how the dates and numbers of each column are written, or what has to be asked.

use std::collections::BTreeMap;

use super::dates::Order;
use super::evidence::{DateEvidence, Finding};
use super::map::{Map, Part};
use super::plan::{Field, From};
use super::problem::{ImportError, ImportProblem, Question, shown};
use super::table::Table;
use super::targets::Kind;

/// Looks through the columns that are read as dates or degrees, settles how they are written, or asks.
pub(crate) fn settle(
    fields: &mut [Option<Field>],
    map: &Map,
    table: &mut Table<'_>,
    remarks: &mut Vec<ImportProblem>,
) -> Result<Vec<String>, ImportError> {
    let mut dated: BTreeMap<usize, DateEvidence> = BTreeMap::new();
    let mut numbers: BTreeMap<usize, (u64, u64)> = BTreeMap::new();
    for field in fields.iter().flatten() {
        if let From::Column(place) = field.from {
            match field.kind {
                Kind::Degrees(_) => drop(numbers.insert(place, (0, 0))),
                kind if kind.is_dated() || field.how.part.is_some() => {
                    drop(dated.insert(place, DateEvidence::default()))
                }
                _ => {}
            }
        }
    }
    if dated.is_empty() && numbers.is_empty() {
        return Ok(Vec::new());
    }
    table.each_row(&mut |row| {
        let Ok(cells) = &row.cells else { return };
        for (place, evidence) in &mut dated {
            evidence.add(row.line, &cells[*place]);
        }
        for (place, (commas, points)) in &mut numbers {
            let text = cells[*place].text();
            *commas += u64::from(text.contains(','));
            *points += u64::from(text.contains('.'));
        }
    })?;
    let (mut recognised, mut questions) = (Vec::new(), Vec::new());
    let mut ask = |question: Question| {
        if !questions.contains(&question) {
            questions.push(question);
        }
    };
    for field in fields.iter_mut().flatten() {
        let From::Column(place) = field.from else {
            continue;
        };
        if let Some((commas, points)) = numbers
            .get(&place)
            .filter(|_| matches!(field.kind, Kind::Degrees(_)))
        {
            decimals(field, *commas, *points, &mut recognised, remarks);
            continue;
        }
        let Some(evidence) = dated
            .get(&place)
            .filter(|_| field.kind.is_dated() || field.how.part.is_some())
        else {
            continue;
        };
        let mut say = |sentence: String| {
            if !recognised.contains(&sentence) {
                recognised.push(sentence);
            }
        };
        let column = &field.column;
        match (field.how.order, evidence.order(column)) {
            (Some(order), Finding::NotNeeded) if order != Order::YearMonthDay => {}
            (Some(order), _) => say(format!(
                "`{column}`: dates are {}, as the mapping says",
                order.name()
            )),
            (None, Finding::NotNeeded) if evidence.settled.count > 0 => {
                say(format!(
                    "`{column}`: dates with the year first or the month by name, {} of them",
                    evidence.settled.count
                ));
            }
            (None, Finding::NotNeeded) => {}
            (None, Finding::Order(order, sentence)) => {
                field.how.order = Some(order);
                say(sentence);
            }
            (None, Finding::Open(question)) => ask(question),
        }
        if evidence.cells.count > 0 {
            say(format!(
                "`{column}`: {} true date cells",
                evidence.cells.count
            ));
        }
        evidence
            .other_questions(column, &map.dates)
            .into_iter()
            .for_each(&mut ask);
        let whole_with_times = field.kind == Kind::Date && field.how.part.is_none();
        if whole_with_times && evidence.timed.count + evidence.midnight.count > 0 {
            ask(Question {
                line: evidence
                    .timed
                    .first
                    .as_ref()
                    .or(evidence.midnight.first.as_ref())
                    .map(|f| f.0),
                column: column.clone(),
                message: format!(
                    "`{column}` holds times behind its dates, which `date` cannot take"
                ),
                answers: vec![
                    format!(
                        "date = {{ from = {}, part = \"date\" }}",
                        super::draft::quoted(column)
                    ),
                    format!("from = {}", super::draft::quoted(column)),
                ],
            });
        } else if field.how.part != Some(Part::Date)
            && field.kind != Kind::Date
            && field.how.midnight.is_none()
        {
            evidence
                .midnight_question(column)
                .into_iter()
                .for_each(&mut ask);
        }
    }
    if questions.is_empty() {
        Ok(recognised)
    } else {
        Err(ImportError::Asked(questions))
    }
}

fn decimals(
    field: &Field,
    commas: u64,
    points: u64,
    recognised: &mut Vec<String>,
    remarks: &mut Vec<ImportProblem>,
) {
    let column = shown(&field.column);
    match (field.how.decimal, commas, points) {
        (Some(sign), ..) => recognised.push(format!("`{column}`: decimal `{sign}`, as the mapping says")),
        (None, 0, 0) => {}
        (None, n, 0) => recognised.push(format!("`{column}`: decimal comma in {n} numbers")),
        (None, 0, n) => recognised.push(format!("`{column}`: decimal point in {n} numbers")),
        (None, c, p) => remarks.push(ImportProblem::remark(
            None,
            &column,
            format!("`{column}` has {c} numbers with a comma and {p} with a point; both were read as decimal signs"),
            "name the right one by `[numbers] decimal`, and the others are refused".to_owned(),
        )),
    }
    let header = field.column.to_lowercase();
    let starts = |words: &[&str]| words.iter().any(|w| header.starts_with(w));
    let swapped = (field.target == "lat" && starts(&["lon", "lng", "long"]))
        || (field.target == "lon" && header.starts_with("lat"));
    if swapped {
        remarks.push(ImportProblem::remark(
            None,
            &column,
            format!("`{}` is taken from `{column}`", field.target),
            "look whether latitude and longitude are swapped in the mapping".to_owned(),
        ));
    }
}
