//! "Did it hold?" in a first form: what was claimed by whom, over time, and what cannot be said from it.

use std::collections::BTreeMap;

use holdfire_model::{Case, Class, PartyId, ReadingId};
use holdfire_monitor::{Answer, Held, HeldRow, Stretch};

use super::headline::title;
use super::layout::{Page, Row, Table};
use super::{count, en};
use crate::words;

/// What was claimed by whom before, during and after, with days as denominators, and the comparisons that are refused.
#[must_use]
pub fn held(case: &Case, answer: &Answer, held: &Held, columns: usize) -> String {
    let mut page = Page::new(columns);
    page.para(
        0,
        &format!("{} ({}): what was claimed, over time", case.title, case.id),
    );
    if let Some(span) = held.span {
        page.para(
            0,
            &format!(
                "The reports speak of {} ({}).",
                words::dates(en(), &case.settings.zone, span),
                case.settings.zone.name()
            ),
        );
    }
    page.para(
        0,
        "Counts are incidents by who claims them, if they happened as reported. They say how the sides publish, not how \
         they behaved: a side's claims are no measure of what the other side did. An incident that both sides report \
         stands in both rows.",
    );
    for reading in &case.panel {
        stretches(&mut page, case, held, reading);
    }
    by_day(&mut page, case, held);
    coverage_note(&mut page, answer);
    refused(&mut page, held);
    page.finish()
}

fn by(case: &Case, party: Option<&PartyId>) -> String {
    match party {
        Some(id) => format!("{} claims", case.party_name(id)),
        None => "sources of neither party say".to_owned(),
    }
}

fn stretches(page: &mut Page, case: &Case, held: &Held, reading: &ReadingId) {
    page.heading_of("As time is counted by", &title(case, reading));
    let mut rows = Vec::new();
    for stretch in Stretch::ALL {
        let days = held
            .days
            .iter()
            .find(|(r, s, _)| r == reading && *s == stretch)
            .map(|(_, _, tenths)| *tenths);
        let mut of_stretch: Vec<&HeldRow> = held
            .rows
            .iter()
            .filter(|r| r.reading == *reading && r.stretch == stretch)
            .collect();
        if of_stretch.is_empty() && days.is_none_or(|d| d == 0) {
            continue;
        }
        of_stretch.sort_by_key(|r| (r.by.is_none(), r.by.as_ref().map(|id| case.party_name(id))));
        let days = days.map_or_else(|| "days not known".to_owned(), in_days);
        rows.push(Row {
            indent: 0,
            label: format!("{}: {days}", name(stretch)),
            cells: Vec::new(),
        });
        for row in of_stretch {
            let mut cells = vec![words::number(row.incidents)];
            cells.extend(row.classes.iter().map(|n| words::number(*n)));
            rows.push(Row {
                indent: 2,
                label: by(case, row.by.as_ref()),
                cells,
            });
        }
    }
    let mut head = vec!["incidents".to_owned()];
    head.extend(Class::ALL.iter().map(|c| short(*c).to_owned()));
    page.table(&Table {
        corner: String::new(),
        head,
        rows,
    });
}

fn name(stretch: Stretch) -> &'static str {
    match stretch {
        Stretch::Before => "before it was in force",
        Stretch::During => "in force",
        Stretch::Open => "not known or not said whether in force",
        Stretch::After => "after it was in force",
    }
}

fn short(class: Class) -> &'static str {
    match class {
        Class::All => "covered",
        Class::TurnsOnReading => "contested point",
        Class::May => "may be covered",
        Class::Undecided => "terms do not say",
        Class::None => "not covered",
    }
}

fn in_days(tenths: i64) -> String {
    let unit = if tenths == 10 { "day" } else { "days" };
    format!("{} {unit}", number(tenths))
}

fn number(tenths: i64) -> String {
    if tenths % 10 == 0 {
        (tenths / 10).to_string()
    } else {
        format!("{}.{}", tenths / 10, tenths % 10)
    }
}

fn by_day(page: &mut Page, case: &Case, held: &Held) {
    page.heading("Reports by the day on which the act may have begun, by who claims");
    let mut parties: Vec<Option<&PartyId>> = Vec::new();
    for (_, party, _) in &held.by_day {
        if !parties.contains(&party.as_ref()) {
            parties.push(party.as_ref());
        }
    }
    parties.sort_by_key(|p| (p.is_none(), p.map(|id| case.party_name(id))));
    let mut days: BTreeMap<&str, Vec<usize>> = BTreeMap::new();
    for (day, party, n) in &held.by_day {
        let row = days.entry(day).or_insert_with(|| vec![0; parties.len()]);
        let at = parties.iter().position(|p| *p == party.as_ref());
        row[at.expect("every party was collected")] += n;
    }
    let rows = days
        .into_iter()
        .map(|(day, counts)| Row {
            indent: 0,
            label: day.to_owned(),
            cells: counts.iter().map(|n| words::number(*n)).collect(),
        })
        .collect();
    let head = parties
        .iter()
        .map(|p| {
            p.map_or("neither party", |id| case.party_name(id))
                .to_owned()
        })
        .collect();
    page.table(&Table {
        corner: "day".to_owned(),
        head,
        rows,
    });
    page.para(
        0,
        "A day that is missing has no report here; that is not a day without an act.",
    );
}

fn coverage_note(page: &mut Page, answer: &Answer) {
    page.heading("Beside the counts");
    page.para(
        0,
        &format!(
            "Coverage is over the panel; \"contested point\": covered as one side states the terms, not as the other does. \
             \"Not covered\": {} All in all {}.",
            en().say("rider-not-covered"),
            count(answer.summary.incidents.count, "incident")
        ),
    );
}

fn refused(page: &mut Page, held: &Held) {
    page.heading("Not said here, and why");
    for (what, why) in &held.refused {
        page.item(0, "-", &format!("{what}: {why}."));
    }
}
