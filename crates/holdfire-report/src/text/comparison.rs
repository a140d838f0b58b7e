//! Two readings side by side: the terms that differ, the incidents that flip.

use holdfire_model::{Case, ClauseId, Point, Reading};
use holdfire_monitor::{Comparison, Flip};

use super::headline::title;
use super::layout::Page;
use super::{count, en};
use crate::words;

/// Two readings: terms that differ with who stated them, then incidents whose coverage differs and the point that decides.
#[must_use]
pub fn comparison(case: &Case, comparison: &Comparison, columns: usize) -> String {
    let mut page = Page::new(columns);
    let titles = [&comparison.first, &comparison.second].map(|id| title(case, id));
    page.para(0, &format!("{} and {}", titles[0], titles[1]));
    page.para(
        0,
        &format!(
            "{} of terms differ; coverage of {} of {} differs.",
            count(comparison.terms.len(), "point"),
            words::number(comparison.flips.len()),
            count(comparison.incidents, "incident")
        ),
    );
    let readings = [&comparison.first, &comparison.second].map(|id| case.reading(id));
    if let [Some(first), Some(second)] = readings {
        terms(&mut page, case, comparison, [first, second], &titles);
    }
    flips(&mut page, case, comparison, &titles);
    page.finish()
}

fn terms(
    page: &mut Page,
    case: &Case,
    comparison: &Comparison,
    readings: [&Reading; 2],
    titles: &[String; 2],
) {
    page.heading("Terms that differ");
    if comparison.terms.is_empty() {
        page.para(0, "None.");
        return;
    }
    let beside = page.fits(2, 16);
    if beside {
        page.beside(
            16,
            &[vec![String::new(), titles[0].clone(), titles[1].clone()]],
        );
    }
    for term in &comparison.terms {
        let clause = if case.clauses.len() > 1 {
            format!("{}: ", term.clause)
        } else {
            String::new()
        };
        let label = format!("{clause}{}", term.point.label());
        page.gap();
        if beside {
            let cells = readings.map(|r| one(case, r, &term.clause, term.point));
            let rows = cells[0].len().max(cells[1].len());
            for y in 0..rows {
                let left = if y == 0 { label.clone() } else { String::new() };
                let cell = |i: usize| cells[i].get(y).cloned().unwrap_or_default();
                page.beside(16, &[vec![left, cell(0), cell(1)]]);
            }
        } else {
            page.para(0, &label);
            for (reading, title) in readings.iter().zip(titles) {
                page.para(2, title);
                for line in one(case, reading, &term.clause, term.point) {
                    page.item(4, "-", &line);
                }
            }
        }
    }
}

/// The lines of a point with who stated each.
fn one(case: &Case, reading: &Reading, clause: &ClauseId, point: Point) -> Vec<String> {
    words::point(en(), case, reading, clause, point)
        .into_iter()
        .map(|line| match line.origin {
            Some(o) => format!("{} -- {}, {} [{}]", line.text, o.by, o.stated_on, o.cite),
            None => line.text,
        })
        .collect()
}

fn flips(page: &mut Page, case: &Case, comparison: &Comparison, titles: &[String; 2]) {
    page.heading("Incidents whose coverage differs");
    page.para(
        0,
        &format!(
            "If it happened as reported. First as {}, then as {}; then the point that decides: exchanged alone, it turns \
             the one into the other. A point is named where the one covers it and the other does \
             not; elsewhere `holdfire explain` names what is not said. {}",
            titles[0], titles[1], not_covered_note(comparison)
        ),
    );
    if comparison.flips.is_empty() {
        page.para(0, "None.");
    }
    let mut groups: Vec<(String, Vec<&Flip>)> = Vec::new();
    for flip in &comparison.flips {
        let key = group(flip);
        match groups.iter_mut().find(|(k, _)| *k == key) {
            Some((_, list)) => list.push(flip),
            None => groups.push((key, vec![flip])),
        }
    }
    groups.sort_by(|a, b| b.1.len().cmp(&a.1.len()).then_with(|| a.0.cmp(&b.0)));
    for (key, list) in groups {
        page.gap();
        page.para(0, &format!("{key} ({})", count(list.len(), "incident")));
        for flip in list {
            page.item(2, "-", &told(case, flip));
        }
    }
}

fn not_covered_note(comparison: &Comparison) -> String {
    let out = holdfire_model::Verdict::Outside;
    if comparison
        .flips
        .iter()
        .any(|f| f.first == out || f.second == out)
    {
        en().say("rider-not-covered")
    } else {
        String::new()
    }
}

fn group(flip: &Flip) -> String {
    let points: Vec<&str> = flip.turns_on.iter().map(|p| p.label()).collect();
    let points = match points.as_slice() {
        [] => "no single point is named".to_owned(),
        [one] => (*one).to_owned(),
        many => format!("{}, each alone", words::list_or(en(), many)),
    };
    format!(
        "{}, then {}: {points}",
        flip.first.coverage(),
        flip.second.coverage()
    )
}

/// What an incident is about, in a line, with its pointer.
fn told(case: &Case, flip: &Flip) -> String {
    let id = flip.incident.as_str();
    match case.reports.iter().find(|r| r.id.as_str() == id) {
        Some(report) => format!(
            "{id}: {}, {}; {}, {} [{}]",
            words::says(en(), case, &report.source),
            words::dates(en(), &case.settings.zone, report.story.when.interval),
            report.story.object.name,
            report.story.place.name,
            report.at
        ),
        None => id.to_owned(),
    }
}
