//! The headline: coverage x support over the panel, what decides, who counts, and what all this does not tell.

use holdfire_model::{Case, Class, ReadingId, Source, SourceKind, SupportLevel, Verdict};
use holdfire_monitor::{Answer, Cell, Counting, MatrixRow, Summary};

use super::layout::{Page, Row, Table};
use super::{count, en};
use crate::words;

/// Silent terms, speakers, and refused rows that are named before the rest is only counted.
const NAMED: usize = 8;
const SPEAKERS: usize = 3;
const ROWS: usize = 5;

/// The headline of a case, about one and a half screens.
#[must_use]
pub fn headline(case: &Case, answer: &Answer, columns: usize) -> String {
    let summary = &answer.summary;
    let mut page = Page::new(columns);
    opening(&mut page, case, summary);
    matrix(&mut page, case, summary);
    by_reading(&mut page, case, summary);
    silent(&mut page, case, summary);
    counting(&mut page, case, summary);
    rows(&mut page, case);
    settings(&mut page, case, summary);
    limits(&mut page, summary);
    page.finish()
}

fn opening(page: &mut Page, case: &Case, summary: &Summary) {
    page.para(0, &format!("{} ({})", case.title, case.id));
    let incidents = &summary.incidents;
    let unit = if incidents.range.to == 1 {
        "incident"
    } else {
        "incidents"
    };
    let mut line = format!(
        "{} in {}, {} {unit}.",
        count(summary.reports, "report"),
        count(summary.accounts, "account"),
        shown(incidents)
    );
    if summary.suggested_links > 0 {
        line.push_str(&format!(
            " {} may join incidents, and nobody has decided: the first number counts them apart, the range in brackets is \
             over both ways.",
            count(summary.suggested_links, "suggested link")
        ));
    }
    page.para(0, &line);
}

fn matrix(page: &mut Page, case: &Case, summary: &Summary) {
    page.heading("Coverage and support, in incidents");
    page.para(
        0,
        &format!(
            "If it happened as reported, as the panel states the terms ({}). Coverage says nothing on whether it happened; \
             support says nothing on coverage.",
            words::list(en(), &panel_titles(case, summary))
        ),
    );
    page.gap();
    let mut rows = Vec::new();
    let mut last = None;
    for (at, row) in summary.matrix.iter().enumerate() {
        if last == Some(row.class) {
            rows.push(line(4, &turns_on(case, row), &row.cells, shown));
        } else {
            rows.push(line(0, row.class.label(), &row.cells, shown));
            if row.cells[4].contested > 0 {
                rows.push(line(2, "of which contested", &row.cells, |c| {
                    some(c.contested)
                }));
            }
            if row.cells[4].stated_after > 0 {
                rows.push(line(
                    2,
                    "of which on a term stated after the act",
                    &row.cells,
                    |c| some(c.stated_after),
                ));
            }
            let parts = summary
                .matrix
                .get(at + 1)
                .is_some_and(|next| next.class == row.class);
            if parts && let Some(label) = broken_down_by(row.class) {
                rows.push(Row {
                    indent: 2,
                    label: label.to_owned(),
                    cells: Vec::new(),
                });
            }
        }
        last = Some(row.class);
    }
    rows.push(line(0, "all", &summary.total, shown));
    let mut head: Vec<String> = SupportLevel::ALL
        .iter()
        .map(|l| l.label().to_owned())
        .collect();
    head.push("all".to_owned());
    page.table(&Table {
        corner: String::new(),
        head,
        rows,
    });
    page.para(
        0,
        &format!(
            "Beside every \"not covered\": {} \"Contested\": the other side denies or counter-alleges this event.",
            en().say("rider-not-covered")
        ),
    );
    if let Some(former) = &summary.former {
        let counts: Vec<String> = former
            .iter()
            .map(|(class, n)| format!("{}: {}", class.label(), words::number(*n)))
            .collect();
        page.para(
            0,
            &format!(
                "Over the panel before its last change: {}.",
                counts.join("; ")
            ),
        );
    }
}

/// What the rows below a class break it down by.
fn broken_down_by(class: Class) -> Option<&'static str> {
    match class {
        Class::TurnsOnReading => Some("decided by"),
        Class::May => Some("hangs on"),
        Class::Undecided => Some("not said"),
        Class::All | Class::None => None,
    }
}

fn turns_on(case: &Case, row: &MatrixRow) -> String {
    if row.turns_on.is_empty() {
        return "no single point alone".to_owned();
    }
    let points: Vec<String> = row
        .turns_on
        .iter()
        .map(|t| words::decides(en(), case, t))
        .collect();
    match (points.as_slice(), row.class) {
        ([one], _) => one.clone(),
        (_, Class::TurnsOnReading) => format!("{}, each alone", words::list_or(en(), &points)),
        _ => points.join("; "),
    }
}

fn line(indent: usize, label: &str, cells: &[Cell; 5], say: impl Fn(&Cell) -> String) -> Row {
    Row {
        indent,
        label: label.to_owned(),
        cells: cells.iter().map(say).collect(),
    }
}

/// A count, with its range where one hangs on suggested links.
fn shown(cell: &Cell) -> String {
    if cell.range.from == cell.range.to {
        words::number(cell.count)
    } else {
        format!(
            "{} ({}-{})",
            words::number(cell.count),
            words::number(cell.range.from),
            words::number(cell.range.to)
        )
    }
}

fn some(n: usize) -> String {
    if n == 0 {
        String::new()
    } else {
        words::number(n)
    }
}

fn panel_titles(case: &Case, summary: &Summary) -> Vec<String> {
    summary.panel.iter().map(|id| title(case, id)).collect()
}

/// What people call a reading, with its id.
pub(super) fn title(case: &Case, id: &ReadingId) -> String {
    match case.reading(id) {
        Some(reading) => format!("{} [{id}]", reading.title),
        None => id.to_string(),
    }
}

fn by_reading(page: &mut Page, case: &Case, summary: &Summary) {
    page.heading("By reading, in incidents (columns, not votes)");
    let row = |id: &ReadingId, counts: &[usize; 5]| Row {
        indent: 2,
        label: title(case, id),
        cells: counts.iter().map(|n| words::number(*n)).collect(),
    };
    let label = |text: &str| Row {
        indent: 0,
        label: text.to_owned(),
        cells: Vec::new(),
    };
    let mut rows = vec![label("panel")];
    for id in &summary.panel {
        rows.extend(
            summary
                .by_reading
                .iter()
                .filter(|(r, _)| r == id)
                .map(|(r, c)| row(r, c)),
        );
    }
    let beside: Vec<Row> = summary
        .by_reading
        .iter()
        .filter(|(r, _)| !summary.panel.contains(r))
        .map(|(r, c)| row(r, c))
        .collect();
    if !beside.is_empty() {
        rows.push(label("beside the panel"));
        rows.extend(beside);
    }
    page.table(&Table {
        corner: String::new(),
        head: Verdict::ALL
            .iter()
            .map(|v| v.coverage().to_owned())
            .collect(),
        rows,
    });
}

fn silent(page: &mut Page, case: &Case, summary: &Summary) {
    page.heading("Where the terms do not say, ranked by incidents that hang on it");
    if summary.silent.is_empty() {
        page.para(0, "Nothing hangs on a silence.");
        return;
    }
    let rows = summary
        .silent
        .iter()
        .take(NAMED)
        .enumerate()
        .map(|(i, term)| {
            let readings: Vec<&str> = term.readings.iter().map(ReadingId::as_str).collect();
            Row {
                indent: 0,
                label: format!(
                    "{}. {} (left open by {})",
                    i + 1,
                    words::decides(en(), case, &term.term),
                    words::list(en(), &readings)
                ),
                cells: vec![
                    words::number(term.incidents),
                    words::number(term.incidents_any),
                ],
            }
        })
        .collect();
    page.table(&Table {
        corner: String::new(),
        head: vec!["panel".to_owned(), "any reading".to_owned()],
        rows,
    });
    let more = summary.silent.len().saturating_sub(NAMED);
    if more > 0 {
        page.para(
            0,
            &format!(
                "and {}: `--format json` lists all.",
                count(more, "more term")
            ),
        );
    }
}

fn counting(page: &mut Page, case: &Case, summary: &Summary) {
    page.heading("Who is counting, and since when");
    page.para(
        0,
        "These numbers say how each side publishes, not how it behaved. Parties stand in alphabetical order.",
    );
    let mut list: Vec<(&str, &Counting)> = summary
        .counting
        .iter()
        .map(|c| {
            let by = c.by.as_ref().map(|id| case.party_name(id));
            (by.unwrap_or("sources of neither party"), c)
        })
        .collect();
    list.sort_by(|a, b| (a.1.by.is_none(), a.0).cmp(&(b.1.by.is_none(), b.0)));
    for (name, counting) in list {
        page.item(2, "-", &format!("{name}: {}", one_counting(case, counting)));
    }
}

fn one_counting(case: &Case, counting: &Counting) -> String {
    let zone = &case.settings.zone;
    let mut text = format!(
        "{} on {}",
        count(counting.reports, "report"),
        count(counting.incidents, "incident")
    );
    if let Some(span) = counting.span {
        text.push_str(&format!(
            ", about acts of {}",
            words::dates(en(), zone, span)
        ));
    }
    let same = |source: &Source| match (&source.kind, &counting.by) {
        (SourceKind::Party(id), Some(by)) => id == by,
        (SourceKind::Independent | SourceKind::Body, None) => true,
        _ => false,
    };
    let said = case
        .reports
        .iter()
        .filter(|r| same(&r.source))
        .filter_map(|r| r.source.said);
    if let Some(first) = said.min_by_key(|s| s.from()) {
        text.push_str(&format!(
            ", first said on {}",
            words::said_on(en(), zone, first)
        ));
    }
    let speakers: Vec<String> = counting
        .speakers
        .iter()
        .filter(|(name, _)| !name.is_empty())
        .take(SPEAKERS)
        .map(|(name, n)| format!("{name} {n}"))
        .collect();
    if !speakers.is_empty() {
        let more = counting.speakers.len().saturating_sub(SPEAKERS);
        let more = if more > 0 {
            format!(" and {more} more")
        } else {
            String::new()
        };
        text.push_str(&format!("; speakers: {}{more}", speakers.join(", ")));
    }
    text
}

fn rows(page: &mut Page, case: &Case) {
    page.heading("Rows");
    if case.refused.is_empty() && case.problems.is_empty() {
        page.para(
            0,
            "0 rows refused, 0 rows kept although something is wrong with them.",
        );
        return;
    }
    for (list, what) in [
        (&case.refused, "refused, not counted above"),
        (&case.problems, "kept although something is wrong with them"),
    ] {
        if list.is_empty() {
            page.para(0, &format!("0 rows {what}."));
            continue;
        }
        page.para(0, &format!("{} {what}:", count(list.len(), "row")));
        for problem in list.iter().take(ROWS) {
            page.item(
                2,
                "-",
                &format!("{}:{}: {}", problem.file, problem.line, problem.message),
            );
        }
        if list.len() > ROWS {
            page.para(
                2,
                &format!(
                    "and {} more: `holdfire case check` lists all.",
                    list.len() - ROWS
                ),
            );
        }
    }
}

fn settings(page: &mut Page, case: &Case, summary: &Summary) {
    let settings = &case.settings;
    page.heading("Settings");
    page.para(0, &format!("Fixed on {}.", settings.fixed_on));
    let panel: Vec<&str> = summary.panel.iter().map(ReadingId::as_str).collect();
    let mut shown = vec![
        format!("panel: {}", words::list(en(), &panel)),
        format!("times shown in: {}", settings.zone.name()),
    ];
    let more = settings.printed.len().saturating_sub(ROWS);
    shown.extend(
        settings
            .printed
            .iter()
            .take(ROWS)
            .map(|(name, value)| format!("{}: {value}", words::setting(en(), name))),
    );
    let pointer = match more {
        0 => String::new(),
        n => format!(" And {n} more: `holdfire case show` lists all."),
    };
    page.para(0, &format!("{}.{pointer}", shown.join("; ")));
    for change in &settings.changes {
        page.item(
            2,
            "-",
            &format!(
                "changed at {}: {} (before: {}); why: {}",
                change.at, change.setting, change.before, change.why
            ),
        );
    }
}

fn limits(page: &mut Page, summary: &Summary) {
    page.heading("What this does not tell");
    for limit in [
        "Whether anything happened as reported, or who did it: reports are what sources say, and nobody has decided here.",
        "Whether an act that the terms do not cover was lawful: other law applies in any case.",
        "How much happened: what nobody published or nobody found is not here.",
    ] {
        page.item(2, "-", limit);
    }
    page.item(
        2,
        "-",
        "Who did more: there is no count by accused party, as no body has made findings; such a table would compare how \
         the sides publish, not how they behaved.",
    );
    if summary.by_reading.len() > summary.panel.len() {
        page.item(
            2,
            "-",
            "What was agreed: readings are how holders state the terms; the table on top is over the panel only.",
        );
    } else {
        page.item(
            2,
            "-",
            "What was agreed: readings are how holders state the terms.",
        );
    }
}
