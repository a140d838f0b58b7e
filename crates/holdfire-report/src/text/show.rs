//! The terms of a case in plain words: parties, texts, clauses, and each point as each reading states it.

use holdfire_model::{
    Case, Clause, ConditionRule, Ground, Invocation, Mandate, Point, Reading, ReadingId,
};

use super::en;
use super::layout::Page;
use super::tree::pointers;
use crate::words::{self, Line};

/// Two texts stand side by side; more readings are stacked under each point.
const SIDE_BY_SIDE: usize = 2;
const LABEL: usize = 14;

/// The terms of a case in plain words, a column per reading (stacked under each point if they do not fit), differences
/// marked with `*`.
#[must_use]
pub fn show(case: &Case, columns: usize) -> String {
    let mut page = Page::new(columns);
    page.para(0, &format!("{} ({})", case.title, case.id));
    page.para(0, &case.summary);
    parties(&mut page, case);
    instruments(&mut page, case);
    readings(&mut page, case);
    for clause in &case.clauses {
        terms(&mut page, case, clause);
    }
    conditions(&mut page, case);
    invocations(&mut page, case);
    lists(&mut page, case);
    settings(&mut page, case);
    page.finish()
}

fn parties(page: &mut Page, case: &Case) {
    page.heading("Parties, in alphabetical order");
    for party in &case.parties {
        page.item(
            0,
            "-",
            &format!(
                "{} [{}]: {}",
                party.name,
                party.id,
                words::role(en(), party.role)
            ),
        );
    }
}

fn instruments(page: &mut Page, case: &Case) {
    page.heading("Texts that it rests on");
    for text in &case.instruments {
        let languages = if text.languages.is_empty() {
            String::new()
        } else {
            format!(", in {}", text.languages.join(", "))
        };
        page.item(
            0,
            "-",
            &format!(
                "{} [{}]: {} of {}, {}{languages}. {} {}",
                text.title, text.id, text.kind, text.issuer, text.date, text.summary, text.source
            ),
        );
    }
    if case.instruments.is_empty() {
        page.para(0, "None in the case.");
    }
}

fn readings(page: &mut Page, case: &Case) {
    page.heading("Readings");
    for reading in &case.readings {
        let panel = if case.panel.contains(&reading.id) {
            "panel"
        } else {
            "beside the panel"
        };
        page.item(
            0,
            "-",
            &format!(
                "{} [{}]: {}; held by {}; {}; times in {}",
                reading.title,
                reading.id,
                panel,
                case.party_name(&reading.holder),
                words::standing(en(), reading.standing),
                reading.zone.name()
            ),
        );
    }
}

fn terms(page: &mut Page, case: &Case, clause: &Clause) {
    page.heading_of("Clause", clause.id.as_str());
    page.para(0, &format!("{}. {}", clause.title, clause.text));
    let kinds: Vec<&str> = clause.prohibits.iter().map(|k| k.as_str()).collect();
    if !kinds.is_empty() {
        page.para(0, &format!("Every text prohibits: {}.", kinds.join(", ")));
    }
    for status in &clause.status {
        // A party's own days, where a reading of its own names them.
        let zone = case
            .readings
            .iter()
            .find(|r| r.holder == status.party)
            .map_or(&case.settings.zone, |r| &r.zone);
        let from = match status.from {
            Some(at) => format!(", from: {}", words::boundary(en(), zone, at)),
            None => String::new(),
        };
        page.item(
            0,
            "-",
            &format!(
                "{}: {}{from}; stated by {} on {} [{}]",
                case.party_name(&status.party),
                words::clause_status(en(), status.status),
                status.stated.by,
                words::said_on(en(), zone, status.stated.when),
                status.stated.at
            ),
        );
    }
    page.gap();
    page.para(
        0,
        &format!(
            "`*`: the readings do not state this point in the same words. Beside every \"not covered\": {}",
            en().say("rider-not-covered")
        ),
    );
    let all: Vec<&Reading> = case.readings.iter().collect();
    let beside = all.len() == SIDE_BY_SIDE && page.fits(SIDE_BY_SIDE, LABEL);
    if beside {
        let mut head = vec![String::new()];
        head.extend(all.iter().map(|r| r.title.clone()));
        page.beside(LABEL, &[head]);
    }
    for point in Point::ALL {
        let differs = all.len() > 1 && words::points_differ(en(), case, &all, &clause.id, point);
        let mark = if differs { "* " } else { "" };
        let label = format!("{mark}{}", point.label());
        page.gap();
        if beside {
            point_beside(page, case, clause, &all, point, &label);
        } else {
            page.para(2 - mark.len(), &label);
            stacked(page, case, clause, &all, point);
        }
    }
}

fn point_beside(
    page: &mut Page,
    case: &Case,
    clause: &Clause,
    all: &[&Reading],
    point: Point,
    label: &str,
) {
    let cells: Vec<Vec<String>> = all
        .iter()
        .map(|r| {
            words::point(en(), case, r, &clause.id, point)
                .iter()
                .map(cited)
                .collect()
        })
        .collect();
    for y in 0..cells.iter().map(Vec::len).max().unwrap_or(0) {
        let mut row = vec![if y == 0 {
            label.to_owned()
        } else {
            String::new()
        }];
        row.extend(cells.iter().map(|c| c.get(y).cloned().unwrap_or_default()));
        page.beside(LABEL, &[row]);
    }
}

/// A block for each wording; readings that state a point alike share one.
fn stacked(page: &mut Page, case: &Case, clause: &Clause, all: &[&Reading], point: Point) {
    let mut blocks: Vec<(Vec<&ReadingId>, Vec<Line>)> = Vec::new();
    for reading in all {
        let lines = words::point(en(), case, reading, &clause.id, point);
        match blocks.iter_mut().find(|(_, known)| *known == lines) {
            Some((ids, _)) => ids.push(&reading.id),
            None => blocks.push((vec![&reading.id], lines)),
        }
    }
    for (ids, lines) in blocks {
        let ids: Vec<&str> = ids.into_iter().map(ReadingId::as_str).collect();
        page.para(4, &format!("{}:", ids.join(", ")));
        for line in &lines {
            page.item(6, "-", &cited(line));
        }
    }
}

fn cited(line: &Line) -> String {
    match &line.origin {
        Some(o) => format!(
            "{} -- {}, {}, {}; rests on: {} [{}]",
            line.text,
            o.by,
            o.stated_on,
            words::standing(en(), o.standing),
            o.rests_on,
            o.cite
        ),
        None => line.text.clone(),
    }
}

fn conditions(page: &mut Page, case: &Case) {
    page.heading("Conditions");
    let zone = &case.settings.zone;
    let mut any = false;
    for condition in case.conditions.iter() {
        any = true;
        page.item(0, "-", &format!("{} [{}]", condition.text, condition.id));
        match &condition.rule {
            ConditionRule::Recorded(records) if records.is_empty() => {
                page.para(2, "no record on it: not known");
            }
            ConditionRule::Recorded(records) => {
                for record in records {
                    page.item(
                        2,
                        "-",
                        &format!(
                            "{} from {} on, says {} [{}]",
                            words::condition_state(en(), record.state),
                            words::clock(en(), zone, record.from),
                            record.stated.by,
                            record.stated.at
                        ),
                    );
                }
            }
            ConditionRule::All(parts) | ConditionRule::Any(parts) => {
                let word = if matches!(condition.rule, ConditionRule::All(_)) {
                    "met when all of these are"
                } else {
                    "met when one of these is"
                };
                let parts: Vec<&str> = parts.iter().map(|p| p.as_str()).collect();
                page.para(2, &format!("{word}: {}", parts.join(", ")));
            }
        }
    }
    if !any {
        page.para(0, "None.");
    }
}

fn invocations(page: &mut Page, case: &Case) {
    page.heading("Recorded uses of a right to be free");
    if case.invocations.is_empty() {
        page.para(0, "None.");
    }
    for invocation in &case.invocations {
        page.item(0, "-", &invoked(case, invocation));
    }
}

fn invoked(case: &Case, invocation: &Invocation) -> String {
    let ground = match &invocation.ground {
        Ground::Declared => "no ground named".to_owned(),
        Ground::Incident(id) => format!("ground: incident {id}"),
        Ground::Invocation(id) => format!("ground: the other side's own use {id}"),
    };
    let label = if invocation.what_if {
        "what if, never made: "
    } else {
        ""
    };
    format!(
        "{label}{} against {}, {}; {ground}; stated by {}{}",
        case.party_name(&invocation.by),
        case.party_name(&invocation.against),
        words::boundary(en(), &case.settings.zone, invocation.at),
        invocation.stated.by,
        pointers(std::slice::from_ref(&invocation.stated.at))
    )
}

fn lists(page: &mut Page, case: &Case) {
    page.heading("Lists of protected objects");
    for (text, cite) in words::lists(en(), case) {
        page.item(0, "-", &format!("{text} [{cite}]"));
    }
    if case.lists.is_empty() {
        page.para(0, "None.");
    }
}

fn settings(page: &mut Page, case: &Case) {
    let settings = &case.settings;
    page.heading("Settings");
    page.para(0, &format!("Fixed on {}.", settings.fixed_on));
    let panel: Vec<&str> = case.panel.iter().map(ReadingId::as_str).collect();
    page.item(0, "-", &format!("panel: {}", words::list(en(), &panel)));
    page.item(0, "-", &format!("times shown in: {}", settings.zone.name()));
    let mandate = match case.mandate {
        Mandate::Monitor => "monitor: watch and report",
        Mandate::Verify => "verify: check obligations",
        Mandate::Attribute => "attribute: say who did it",
        Mandate::Determine => "determine: decide on clauses",
    };
    page.item(0, "-", &format!("mandate: {mandate}"));
    for (name, value) in &settings.printed {
        page.item(0, "-", &format!("{}: {value}", words::setting(en(), name)));
    }
    let basis = settings.boundary_basis.as_deref();
    page.item(
        0,
        "-",
        &format!(
            "boundaries on maps: {}",
            basis.unwrap_or("no state boundary inside the case area")
        ),
    );
    for change in &settings.changes {
        page.item(
            0,
            "-",
            &format!(
                "changed at {}: {} (before: {}); why: {}",
                change.at, change.setting, change.before, change.why
            ),
        );
    }
}
