//! Every incident: what sources say, what each reading answers and why, who supports it, what was answered.

use std::collections::BTreeSet;
use std::sync::Arc;

use holdfire_model::{
    Class, Incident, IncidentAnswer, PartyId, Report, SourceKind, SupportLevel, Verdict,
};

use holdfire_words::say;

use super::escape::{anchor, esc, prose};
use super::links::Item;
use super::pieces::{Heading, Part};
use super::sheet::{Sheet, claimant_name, mark, points_in_words, put, short_span};
use super::terms::source;
use crate::words;

/// The list of incidents with its filters.
pub(super) fn section(sheet: &Sheet<'_>, out: &mut String) {
    let w = sheet.words;
    put!(
        out,
        "<section id=\"incidents\"><h2>{}</h2><p>{}</p>",
        say!(w, "contents-incidents"),
        say!(
            w,
            "incidents-intro",
            zone = esc(sheet.case.settings.zone.name()).to_string()
        )
    );
    filters(sheet, out);
    for (answer, story) in sheet.incidents() {
        one(sheet, answer, story, out);
    }
    out.push_str("</section>\n");
}

fn filters(sheet: &Sheet<'_>, out: &mut String) {
    let w = sheet.words;
    put!(
        out,
        "<form id=\"filter\" class=\"filter\" hidden><fieldset><legend>{}</legend>",
        say!(w, "page-filter")
    );
    choice(
        sheet,
        "class",
        Class::ALL.map(|c| (c.name(), words::class(w, c))),
        out,
    );
    let readings = sheet.columns.iter().map(|c| {
        let title = esc(&c.reading.title).to_string();
        (c.reading.id.as_str(), title)
    });
    choice(sheet, "reading", readings, out);
    choice(
        sheet,
        "verdict",
        Verdict::ALL.map(|v| (v.name(), words::coverage(w, v))),
        out,
    );
    choice(
        sheet,
        "support",
        SupportLevel::ALL.map(|l| (l.name(), words::support_level(w, l))),
        out,
    );
    let claimants: BTreeSet<Option<&PartyId>> =
        sheet.case.reports.iter().map(|r| claimant(r)).collect();
    let mut claimants: Vec<Option<&PartyId>> = claimants.into_iter().collect();
    claimants.sort_by_key(|by| {
        let name = by.map_or("", |id| sheet.case.party_name(id));
        (by.is_none(), name)
    });
    let claimants = claimants.into_iter().map(|by| {
        let id = by.map_or("-", PartyId::as_str);
        (id, claimant_name(sheet, by))
    });
    choice(sheet, "by", claimants, out);
    put!(
        out,
        "<label>{} <input type=\"search\" name=\"text\" autocomplete=\"off\"></label>\
         <button type=\"reset\">{}</button> <button type=\"button\" data-open=\"yes\">{}</button> \
         <button type=\"button\" data-open=\"\">{}</button>\
         <output id=\"shown\" aria-live=\"polite\" data-shown=\"{}\"></output></fieldset></form>",
        say!(w, "page-filter-text"),
        say!(w, "page-filter-show-all"),
        say!(w, "page-filter-open"),
        say!(w, "page-filter-close"),
        // The script puts the numbers where the signs are.
        say!(w, "page-filter-shown", count = "#", all = "##")
    );
}

/// A choice of the filter: `page-filter-` and its name is what stands before it, the attribute `any` what leaves it open.
fn choice<'i>(
    sheet: &Sheet<'_>,
    name: &str,
    options: impl IntoIterator<Item = (&'i str, String)>,
    out: &mut String,
) {
    let id = format!("page-filter-{name}");
    put!(
        out,
        "<label>{} <select name=\"{name}\"><option value=\"\">{}</option>",
        say!(sheet.words, &id),
        say!(sheet.words, &format!("{id}.any"))
    );
    for (value, shown) in options {
        put!(out, "<option value=\"{}\">{shown}</option>", esc(value));
    }
    out.push_str("</select></label>");
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
    let mut list: Vec<&Report> = all
        .map(Arc::as_ref)
        .filter(|r| answer.reports.contains(&r.id))
        .collect();
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
    let (w, zone) = (sheet.words, &sheet.case.settings.zone);
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
            .map(|a| short_span(w, zone, a.story.when.interval))
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
    let named = |name: String, id: &str| if name.is_empty() { say!(w, id) } else { name };
    put!(
        out,
        "<summary><h3>{}</h3><span class=\"what\"><bdi>{}</bdi>, <bdi>{}</bdi><small>{}</small></span><span class=\"chips\">",
        esc(answer.id.as_str()),
        esc(&named(what, "object-not-named")),
        esc(&named(place, "place-not-named")),
        say!(
            w,
            "incident-reported-by",
            when = esc(&when).to_string(),
            by = esc(&by).to_string()
        )
    );
    for column in &sheet.columns {
        if let Some((_, verdict)) = answer
            .verdicts
            .iter()
            .find(|(id, _)| *id == column.reading.id)
        {
            put!(
                out,
                "<span class=\"chip\"{}><small>{}</small>{}</span>",
                sheet.col(column.reading),
                esc(&column.reading.title),
                mark(sheet, *verdict)
            );
        }
    }
    put!(
        out,
        "</span><span class=\"class\">{}",
        words::class(w, answer.class)
    );
    let decides = points_in_words(sheet, answer.class, &answer.turns_on);
    if !decides.is_empty() {
        put!(out, "<small>{decides}</small>");
    }
    put!(
        out,
        "<small>{}</small></span></summary>",
        words::support(w, &answer.support)
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
    let w = sheet.words;
    put!(out, "<{h}>{}</{h}>", say!(w, "part-said"));
    if story.accounts.len() > 1 {
        put!(
            out,
            "<p>{}</p>",
            say!(w, "said-accounts-differ", n = story.accounts.len())
        );
    }
    let several = reports.len() > 1;
    out.push_str(if several {
        "<ul class=\"said accounts\">"
    } else {
        "<ul class=\"said\">"
    });
    for report in reports {
        put!(
            out,
            "<li id=\"{}\"><p><strong><bdi>{}</bdi></strong>: <span dir=\"auto\">{}</span> <small>{}, ",
            anchor("r-", report.id.as_str()),
            esc(&words::says(w, sheet.case, &report.source)),
            prose(&report.summary),
            esc(&words::source(w, sheet.case, &report.source))
        );
        source(out, &report.source.url);
        put!(
            out,
            "{}<span class=\"cite\">{}</span></small></p>{}",
            if report.source.url.is_empty() {
                ""
            } else {
                " "
            },
            esc(report.at.as_str()),
            sheet.links.beside(&Item::Report(&report.id))
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
                "<p class=\"small\">{}</p>",
                say!(
                    w,
                    "said-same-story",
                    incident = esc(answer.id.as_str()).to_string()
                )
            );
        }
        if !report.note.is_empty() {
            put!(
                out,
                "<p class=\"small\">{}</p>",
                say!(w, "said-remark", note = prose(&report.note).to_string())
            );
        }
        out.push_str("</li>");
    }
    out.push_str("</ul>");
}

/// The values of a story, each with the possibilities that it leaves open.
fn values(sheet: &Sheet<'_>, report: &Report, out: &mut String) {
    let (w, case, story) = (sheet.words, sheet.case, &report.story);
    let basis = words::phrase(w, &story.when.basis);
    let mut when = format!("{} ({basis})", words::when(w, case, story));
    if let Some(problem) = &story.when.problem {
        when.push_str("; ");
        when.push_str(&words::phrase(w, problem));
    }
    let mut place = words::place(w, case, story);
    if !story.place.basis.is_empty() {
        place.push_str(&format!(" ({})", words::phrase(w, &story.place.basis)));
    }
    put!(
        out,
        "<dl class=\"values\"><div><dt>{}</dt><dd>{}</dd></div><div><dt>{}</dt><dd>{}</dd></div>\
         <div><dt>{}</dt><dd>{}</dd></div><div><dt>{}</dt><dd>{}</dd></div><div><dt>{}</dt><dd>{}</dd></div>",
        say!(w, "value-when"),
        prose(&when),
        say!(w, "value-where"),
        prose(&place),
        say!(w, "value-what"),
        prose(&words::object(w, case, story)),
        say!(w, "value-act"),
        prose(&words::act(w, story)),
        say!(w, "value-by"),
        prose(&words::actors(w, case, story))
    );
    let control = story.control.as_ref();
    if let Some(control) = control.and_then(|id| case.control.iter().find(|c| c.id == *id)) {
        put!(
            out,
            "<div><dt>{}</dt><dd>{}: {} <span class=\"cite\">{}</span></dd></div>",
            say!(w, "value-who-held"),
            esc(&control.stated.by),
            prose(&control.summary),
            esc(control.stated.at.as_str())
        );
    }
    out.push_str("</dl>");
}

/// One line for each reading.
pub(super) fn answers(sheet: &Sheet<'_>, answer: &IncidentAnswer, h: Heading, out: &mut String) {
    put!(
        out,
        "<{h}>{}</{h}><ul class=\"answers\">",
        say!(sheet.words, "part-answers")
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
            sheet.words,
            sheet.case,
            column.reading,
            *verdict,
            words::stated_on(column.reading),
        );
        put!(
            out,
            "<li{}><strong>{}</strong> {} {}</li>",
            sheet.col(column.reading),
            esc(&column.reading.title),
            mark(sheet, *verdict),
            esc(&sentence)
        );
    }
    out.push_str("</ul>");
}
