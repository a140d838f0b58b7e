//! One incident: what is claimed by whom, under which reading it is covered, what decides, who supports it, what was
//! answered.

use std::sync::Arc;

use holdfire_model::{
    Account, Case, Cite, Class, Incident, IncidentAnswer, Link, LinkEnd, LinkKind, LinkState,
    ReadingId, Report, Story,
};
use holdfire_monitor::Answer;

use super::headline::title;
use super::layout::Page;
use super::tree::{pointers, tree};
use super::{count, en};
use crate::words;

/// The incident with this id, or the one that the report with this id belongs to; `None` if there is none.
#[must_use]
pub fn incident(case: &Case, answer: &Answer, id: &str, columns: usize) -> Option<String> {
    let at = answer
        .incidents
        .iter()
        .position(|i| i.id.as_str() == id || i.reports.iter().any(|r| r.as_str() == id))?;
    let (found, story) = (&answer.incidents[at], &answer.stories[at]);
    let mut page = Page::new(columns);
    opening(&mut page, found);
    claims(&mut page, case, story);
    readings(&mut page, case, found);
    decides(&mut page, case, found);
    support(&mut page, case, found);
    replies(&mut page, case, found);
    links(&mut page, case, found);
    trees(&mut page, case, answer, found);
    Some(page.finish())
}

fn opening(page: &mut Page, found: &IncidentAnswer) {
    let reports: Vec<&str> = found.reports.iter().map(|r| r.as_str()).collect();
    let side = if found.accounts.len() > 1 {
        ", side by side"
    } else {
        ""
    };
    page.para(
        0,
        &format!(
            "Incident {}: {} ({}), {}{side}",
            found.id,
            count(reports.len(), "report"),
            reports.join(", "),
            count(found.accounts.len(), "account")
        ),
    );
}

fn claims(page: &mut Page, case: &Case, story: &Incident) {
    page.heading("What is claimed");
    for account in &story.accounts {
        for report in reports_of(case, account) {
            let said = format!(
                "{} ({}) [{}]:",
                words::says(en(), case, &report.source),
                words::source(en(), case, &report.source),
                report.at
            );
            page.item(0, "-", &said);
            page.para(2, &report.summary);
            if !report.note.is_empty() {
                page.para(2, &format!("Analyst's remark: {}", report.note));
            }
        }
    }
    page.gap();
    let told: Vec<Vec<(&str, String)>> = story
        .accounts
        .iter()
        .map(|a| told(case, &a.story))
        .collect();
    if told.len() > 1 && page.fits(told.len(), 8) {
        let mut head = vec!["account".to_owned()];
        head.extend(story.accounts.iter().map(|a| a.id.to_string()));
        let mut rows = vec![head];
        for i in 0..told[0].len() {
            let mut row = vec![told[0][i].0.to_owned()];
            row.extend(told.iter().map(|t| t[i].1.clone()));
            rows.push(row);
        }
        page.beside(8, &rows);
    } else {
        for (account, told) in story.accounts.iter().zip(told) {
            if story.accounts.len() > 1 {
                page.para(0, &format!("account {}", account.id));
            }
            for (label, text) in told {
                page.field(2, 6, label, &text);
            }
        }
    }
}

fn reports_of<'a>(case: &'a Case, account: &'a Account) -> impl Iterator<Item = &'a Report> {
    account
        .reports
        .iter()
        .filter_map(|id| case.reports.iter().find(|r| r.id == *id).map(Arc::as_ref))
}

fn told(case: &Case, story: &Story) -> Vec<(&'static str, String)> {
    let mut when = words::when(en(), case, story);
    if !story.when.basis.is_empty() {
        when.push_str(&format!(" ({})", story.when.basis));
    }
    if let Some(problem) = &story.when.problem {
        when.push_str(&format!("; {problem}"));
    }
    let mut place = words::place(en(), case, story);
    if !story.place.basis.is_empty() {
        place.push_str(&format!(" ({})", story.place.basis));
    }
    if let Some(control) = story
        .control
        .as_ref()
        .and_then(|id| case.control.iter().find(|c| c.id == *id))
    {
        place.push_str(&format!(
            "; held by {}, says {} [{}]",
            case.party_name(&control.held_by),
            control.stated.by,
            control.stated.at
        ));
    }
    vec![
        ("when", when),
        ("where", place),
        ("object", words::object(en(), case, story)),
        ("act", words::act(en(), story)),
        ("actor", words::actors(en(), case, story)),
    ]
}

fn readings(page: &mut Page, case: &Case, found: &IncidentAnswer) {
    page.heading("Covered under which reading (panel first; columns, not votes)");
    for id in in_order(case, found) {
        let Some((_, verdict)) = found.verdicts.iter().find(|(r, _)| *r == id) else {
            continue;
        };
        let Some(reading) = case.reading(&id) else {
            continue;
        };
        let beside = if case.panel.contains(&id) {
            ""
        } else {
            " (beside the panel)"
        };
        page.item(
            0,
            "-",
            &format!("{}{beside}: {}", title(case, &id), verdict.coverage()),
        );
        page.para(
            2,
            &words::sentence(en(), case, reading, *verdict, words::stated_on(reading)),
        );
    }
}

/// The readings that were asked for, those of the panel first.
fn in_order(case: &Case, found: &IncidentAnswer) -> Vec<ReadingId> {
    let mut ids: Vec<ReadingId> = case.panel.clone();
    ids.extend(
        case.readings
            .iter()
            .map(|r| r.id.clone())
            .filter(|r| !case.panel.contains(r)),
    );
    ids.retain(|id| found.verdicts.iter().any(|(r, _)| r == id));
    ids
}

fn decides(page: &mut Page, case: &Case, found: &IncidentAnswer) {
    page.heading("Over the panel, and what decides");
    let points: Vec<String> = found
        .turns_on
        .iter()
        .map(|t| words::decides(en(), case, t))
        .collect();
    let points = match (found.class, points.as_slice()) {
        (Class::All | Class::None, _) => String::new(),
        (Class::TurnsOnReading, []) => " No single point of the terms decides alone.".to_owned(),
        (Class::TurnsOnReading, [one]) => format!(" This point decides: {one}."),
        (Class::TurnsOnReading, many) => {
            format!(" Each of these points decides alone: {}.", many.join("; "))
        }
        (Class::May, []) | (Class::Undecided, []) => String::new(),
        (Class::May, many) => format!(" It hangs on: {}.", many.join("; ")),
        (Class::Undecided, many) => format!(" Not said: {}.", many.join("; ")),
    };
    page.para(0, &format!("{}.{points}", capital(found.class.label())));
    if found.stated_after {
        page.para(
            0,
            "A term that this rests on was first stated after the act.",
        );
    }
    if found.class == Class::None {
        page.para(0, &en().say("rider-not-covered"));
    }
}

fn capital(text: &str) -> String {
    let mut chars = text.chars();
    chars
        .next()
        .map_or_else(String::new, |c| c.to_uppercase().chain(chars).collect())
}

fn support(page: &mut Page, case: &Case, found: &IncidentAnswer) {
    page.heading("Who supports that it happened (says nothing on coverage)");
    page.para(
        0,
        &format!("{}.", capital(&words::support(en(), &found.support))),
    );
    for cite in &found.support.cites {
        page.item(2, "-", &format!("{} [{cite}]", behind(case, cite)));
    }
}

/// What stands at a pointer that support rests on.
fn behind(case: &Case, cite: &Cite) -> String {
    if let Some(reply) = case.replies.iter().find(|r| r.at == *cite) {
        return format!(
            "{} {}",
            case.party_name(&reply.by),
            words::reply(en(), reply.kind)
        );
    }
    if let Some(seen) = case.observations.iter().find(|o| o.at == *cite) {
        return format!("{}: {}", words::says(en(), case, &seen.source), seen.sees);
    }
    if let Some(report) = case.reports.iter().find(|r| r.at == *cite) {
        let actors: Vec<&str> = report
            .story
            .actors
            .iter()
            .map(|p| case.party_name(p))
            .collect();
        return if actors.is_empty() {
            format!(
                "{} that it happened",
                words::says(en(), case, &report.source)
            )
        } else {
            format!(
                "{} that it was {}",
                words::says(en(), case, &report.source),
                words::list_or(en(), &actors)
            )
        };
    }
    "see".to_owned()
}

fn replies(page: &mut Page, case: &Case, found: &IncidentAnswer) {
    page.heading("Replies");
    if found.replies.is_empty() {
        page.para(0, "No reply on record.");
    }
    let by_id = |id: &holdfire_model::ReplyId| case.replies.iter().find(|r| r.id == *id);
    for reply in found.replies.iter().filter_map(by_id) {
        let general = if reply.specific {
            ""
        } else {
            " (in general, not on this event)"
        };
        page.item(
            0,
            "-",
            &format!(
                "To {}: {} {}{general} ({}). {} [{}]",
                reply.report,
                case.party_name(&reply.by),
                words::reply(en(), reply.kind),
                words::source(en(), case, &reply.source),
                reply.summary,
                reply.at
            ),
        );
    }
}

fn links(page: &mut Page, case: &Case, found: &IncidentAnswer) {
    let here = |id: &holdfire_model::ReportId| found.reports.contains(id);
    let mut linked: Vec<&Link> = case
        .links
        .iter()
        .filter(|l| here(&l.to) || matches!(&l.from, LinkEnd::Report(id) if here(id)))
        .collect();
    linked.sort_by_key(|l| (&l.from, &l.to, l.kind));
    page.heading("Links and observations");
    if linked.is_empty() {
        page.para(0, "None.");
    }
    for link in linked {
        page.item(0, "-", &linked_text(case, link));
    }
}

fn linked_text(case: &Case, link: &Link) -> String {
    let state = match &link.state {
        LinkState::Suggested => "suggested, nobody has decided".to_owned(),
        LinkState::Joined { by } => format!("joined by {by}"),
    };
    let what = match (&link.from, link.kind) {
        (LinkEnd::Observation(id), _) => {
            let Some(seen) = case.observations.iter().find(|o| o.id == *id) else {
                return format!("{id} bears on {} ({state})", link.to);
            };
            let bears = match seen.bearing {
                holdfire_model::Bearing::Supports => "supports that something happened",
                holdfire_model::Bearing::Against => "speaks against it",
                holdfire_model::Bearing::Neither => {
                    "says neither that it happened nor that it did not"
                }
            };
            format!(
                "{id} on {}: {} ({}): {}; {bears}. {}",
                link.to,
                words::says(en(), case, &seen.source),
                words::source(en(), case, &seen.source),
                seen.sees,
                seen.summary
            )
        }
        (LinkEnd::Report(from), LinkKind::CounterAllegation) => {
            format!(
                "{from} tells the event of {} with the roles changed",
                link.to
            )
        }
        (LinkEnd::Report(from), LinkKind::Repeat) => {
            format!("{from} says again what {} says: one account", link.to)
        }
        (LinkEnd::Report(from), LinkKind::Duplicate | LinkKind::Observation) => {
            format!("{from} may tell of the event of {}", link.to)
        }
    };
    let why = if link.why.is_empty() {
        String::new()
    } else {
        format!("; why: {}", link.why)
    };
    format!(
        "{what} ({state}{why}){}",
        pointers(std::slice::from_ref(&link.at))
    )
}

fn trees(page: &mut Page, case: &Case, answer: &Answer, found: &IncidentAnswer) {
    let many = found.accounts.len() > 1;
    for id in in_order(case, found) {
        let mut of_reading = answer
            .assessments
            .iter()
            .filter(|a| a.incident == found.id && a.reading == id)
            .peekable();
        if of_reading.peek().is_none() {
            continue;
        }
        page.heading_of("Why, under the reading", &title(case, &id));
        for assessment in of_reading {
            tree(page, case, assessment, many);
        }
    }
}
