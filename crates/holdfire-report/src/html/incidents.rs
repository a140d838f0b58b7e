//! Every incident: what sources say, what each reading answers and why, who supports it, what was answered.

use std::collections::BTreeSet;

use holdfire_model::{
    Class, Incident, IncidentAnswer, PartyId, Report, SourceKind, SupportLevel, Verdict,
};

use super::escape::{anchor, esc, prose};
use super::pieces::{Heading, Part};
use super::sheet::{Sheet, col, mark, points_in_words, put, short_span};
use super::terms::source;
use crate::words;

/// The list of incidents with its filters.
pub(super) fn section(sheet: &Sheet<'_>, out: &mut String) {
    put!(
        out,
        "<section id=\"incidents\"><h2>Every incident</h2><p>One line each, in the order of their ids; open a line for what \
         was said, what each reading answers and why, and what the other side replied. Times are those of {}.</p>",
        esc(sheet.case.settings.zone.name())
    );
    filters(sheet, out);
    for (answer, story) in sheet.incidents() {
        one(sheet, answer, story, out);
    }
    out.push_str("</section>\n");
}

fn filters(sheet: &Sheet<'_>, out: &mut String) {
    out.push_str(
        "<form id=\"filter\" class=\"filter\" hidden><fieldset><legend>Show only incidents</legend><label>whose coverage \
         <select name=\"class\"><option value=\"\">is anything</option>",
    );
    for class in Class::ALL {
        put!(
            out,
            "<option value=\"{}\">{}</option>",
            class.name(),
            class.label()
        );
    }
    out.push_str("</select></label><label>which under <select name=\"reading\"><option value=\"\">any reading</option>");
    for column in &sheet.columns {
        put!(
            out,
            "<option value=\"{}\">{}</option>",
            esc(column.reading.id.as_str()),
            esc(&column.reading.title)
        );
    }
    out.push_str(
        "</select></label><label>are <select name=\"verdict\"><option value=\"\">anything</option>",
    );
    for verdict in Verdict::ALL {
        put!(
            out,
            "<option value=\"{}\">{}</option>",
            verdict.name(),
            verdict.coverage()
        );
    }
    out.push_str("</select></label><label>with support <select name=\"support\"><option value=\"\">of any kind</option>");
    for level in SupportLevel::ALL {
        put!(
            out,
            "<option value=\"{}\">{}</option>",
            level.name(),
            level.label()
        );
    }
    out.push_str("</select></label><label>claimed by <select name=\"by\"><option value=\"\">anybody</option>");
    let claimants: BTreeSet<Option<&PartyId>> = sheet.case.reports.iter().map(claimant).collect();
    let mut names: Vec<(&str, &str)> = claimants
        .into_iter()
        .map(|by| {
            by.map_or(("sources of neither party", "-"), |id| {
                (sheet.case.party_name(id), id.as_str())
            })
        })
        .collect();
    names.sort_by_key(|(name, id)| (*id == "-", *name));
    for (name, id) in names {
        put!(out, "<option value=\"{}\">{}</option>", esc(id), esc(name));
    }
    out.push_str(
        "</select></label><label>with the words <input type=\"search\" name=\"text\" autocomplete=\"off\"></label>\
         <button type=\"reset\">Show all</button> <button type=\"button\" data-open=\"yes\">Open these</button> \
         <button type=\"button\" data-open=\"\">Close these</button>\
         <output id=\"shown\" aria-live=\"polite\"></output></fieldset></form>",
    );
}

/// The party whose words a report carries; `None`: a source of neither party.
pub(super) fn claimant(report: &Report) -> Option<&PartyId> {
    match &report.source.kind {
        SourceKind::Party(id) => Some(id),
        SourceKind::Independent | SourceKind::Body => None,
    }
}

/// The reports of an incident, in the order of their ids.
pub(super) fn reports<'a>(sheet: &Sheet<'a>, answer: &IncidentAnswer) -> Vec<&'a Report> {
    let all = sheet.case.reports.iter();
    let mut list: Vec<&Report> = all.filter(|r| answer.reports.contains(&r.id)).collect();
    list.sort_by(|a, b| a.id.cmp(&b.id));
    list
}

fn one(sheet: &Sheet<'_>, answer: &IncidentAnswer, story: &Incident, out: &mut String) {
    let reports = reports(sheet, answer);
    let by: BTreeSet<&str> = reports
        .iter()
        .map(|r| claimant(r).map_or("-", PartyId::as_str))
        .collect();
    let verdicts: Vec<String> = answer
        .verdicts
        .iter()
        .map(|(id, v)| format!("{id}={}", v.name()))
        .collect();
    put!(
        out,
        "<details class=\"incident\" id=\"{}\" data-class=\"{}\" data-support=\"{}\" data-by=\"{}\" data-verdicts=\"{}\">",
        anchor("i-", answer.id.as_str()),
        answer.class.name(),
        answer.support.level.name(),
        esc(&by.into_iter().collect::<Vec<_>>().join(" ")),
        esc(&verdicts.join(" "))
    );
    head(sheet, answer, story, &reports, out);
    for part in Part::ALL {
        sheet.write_part(answer, story, part, Heading::H4, out);
    }
    out.push_str("</details>\n");
}

fn head(
    sheet: &Sheet<'_>,
    answer: &IncidentAnswer,
    story: &Incident,
    reports: &[&Report],
    out: &mut String,
) {
    let zone = &sheet.case.settings.zone;
    let unique = |texts: Vec<String>| {
        let mut seen = Vec::new();
        for text in texts {
            if !text.is_empty() && !seen.contains(&text) {
                seen.push(text);
            }
        }
        seen.join(" / ")
    };
    let accounts = &story.accounts;
    let when = unique(
        accounts
            .iter()
            .map(|a| short_span(zone, a.story.when.interval))
            .collect(),
    );
    let what = unique(
        accounts
            .iter()
            .map(|a| a.story.object.name.clone())
            .collect(),
    );
    let place = unique(
        accounts
            .iter()
            .map(|a| a.story.place.name.clone())
            .collect(),
    );
    let by = unique(
        reports
            .iter()
            .map(|r| words::claimant(sheet.case, &r.source).to_owned())
            .collect(),
    );
    put!(
        out,
        "<summary><h3>{}</h3><span class=\"what\"><bdi>{}</bdi>, <bdi>{}</bdi><small>{}; reported by {}</small></span><span class=\"chips\">",
        esc(answer.id.as_str()),
        esc(if what.is_empty() {
            "object not named"
        } else {
            &what
        }),
        esc(if place.is_empty() {
            "place not named"
        } else {
            &place
        }),
        esc(&when),
        esc(&by)
    );
    for column in &sheet.columns {
        if let Some((_, verdict)) = answer
            .verdicts
            .iter()
            .find(|(id, _)| *id == column.reading.id)
        {
            put!(
                out,
                "<span class=\"chip\" {}><small>{}</small>{}</span>",
                col(column.reading),
                esc(&column.reading.title),
                mark(sheet, *verdict)
            );
        }
    }
    put!(out, "</span><span class=\"class\">{}", answer.class.label());
    let decides = points_in_words(sheet.case, answer.class, &answer.turns_on);
    if !decides.is_empty() {
        put!(out, "<small>{decides}</small>");
    }
    put!(
        out,
        "<small>{}</small></span></summary>",
        words::support(&answer.support)
    );
}

pub(super) fn said(
    sheet: &Sheet<'_>,
    answer: &IncidentAnswer,
    story: &Incident,
    h: Heading,
    out: &mut String,
) {
    let reports = reports(sheet, answer);
    put!(out, "<{h}>What is said</{h}>");
    if story.accounts.len() > 1 {
        put!(
            out,
            "<p>{} of one incident. They differ; they stay side by side and are never averaged.</p>",
            words::count(story.accounts.len(), "account")
        );
    }
    out.push_str("<ul class=\"said\">");
    for report in reports {
        put!(
            out,
            "<li id=\"{}\"><p><strong><bdi>{}</bdi></strong>: <span dir=\"auto\">{}</span> <small>{}, ",
            anchor("r-", report.id.as_str()),
            esc(&words::says(sheet.case, &report.source)),
            prose(&report.summary),
            esc(&words::source(sheet.case, &report.source))
        );
        source(out, &report.source.url);
        put!(
            out,
            "{}<span class=\"cite\">{}</span></small></p>",
            if report.source.url.is_empty() {
                ""
            } else {
                " "
            },
            esc(&report.at.0)
        );
        let told = story
            .accounts
            .iter()
            .find(|a| a.id.as_str() == report.id.as_str());
        if told.is_some() {
            values(sheet, report, out);
        } else {
            put!(
                out,
                "<p class=\"small\">Told as the same story as in {}.</p>",
                esc(answer.id.as_str())
            );
        }
        if !report.note.is_empty() {
            put!(
                out,
                "<p class=\"small\">Analyst\u{2019}s remark: {}</p>",
                prose(&report.note)
            );
        }
        out.push_str("</li>");
    }
    out.push_str("</ul>");
}

/// The values of a story, each with the possibilities that it leaves open.
fn values(sheet: &Sheet<'_>, report: &Report, out: &mut String) {
    let (case, story) = (sheet.case, &report.story);
    let mut when = format!("{} ({})", words::when(case, story), story.when.basis);
    if let Some(problem) = &story.when.problem {
        when.push_str("; ");
        when.push_str(problem);
    }
    let mut place = words::place(case, story);
    if !story.place.basis.is_empty() {
        place.push_str(&format!(" ({})", story.place.basis));
    }
    put!(
        out,
        "<dl class=\"values\"><div><dt>When</dt><dd>{}</dd></div><div><dt>Where</dt><dd>{}</dd></div>\
         <div><dt>What</dt><dd>{}</dd></div><div><dt>Act</dt><dd>{}</dd></div><div><dt>By</dt><dd>{}</dd></div>",
        prose(&when),
        prose(&place),
        prose(&words::object(case, story)),
        prose(&words::act(story)),
        prose(&words::actors(case, story))
    );
    let control = story.control.as_ref();
    if let Some(control) = control.and_then(|id| case.control.iter().find(|c| c.id == *id)) {
        put!(
            out,
            "<div><dt>Who held the place</dt><dd>{}: {} <span class=\"cite\">{}</span></dd></div>",
            esc(&control.stated.by),
            prose(&control.summary),
            esc(&control.stated.at.0)
        );
    }
    out.push_str("</dl>");
}

/// One line for each reading.
pub(super) fn answers(sheet: &Sheet<'_>, answer: &IncidentAnswer, h: Heading, out: &mut String) {
    put!(
        out,
        "<{h}>What each reading answers</{h}><ul class=\"answers\">"
    );
    for column in &sheet.columns {
        let Some((_, verdict)) = answer
            .verdicts
            .iter()
            .find(|(id, _)| *id == column.reading.id)
        else {
            continue;
        };
        let sentence = words::sentence(
            sheet.case,
            column.reading,
            *verdict,
            words::stated_on(column.reading),
        );
        put!(
            out,
            "<li {}><strong>{}</strong> {} {}</li>",
            col(column.reading),
            esc(&column.reading.title),
            mark(sheet, *verdict),
            esc(&sentence)
        );
    }
    out.push_str("</ul>");
}
