//! Who is counting and since when; what was claimed over time; the comparisons that are refused, with the reason.

use holdfire_model::Class;
use holdfire_monitor::Stretch;

use super::escape::{esc, prose};
use super::sheet::{Sheet, close_table, col, open_table, put};
use crate::words;

/// Who counts, the composition over time, and what cannot be said.
pub(super) fn section(sheet: &Sheet<'_>, out: &mut String) {
    out.push_str(
        "<section id=\"counting\"><h2>Who is counting, and since when</h2><p>What follows tells how sources publish. A \
         side that lists every event each day has more rows than one that gives totals, whatever happened.</p>",
    );
    claimants(sheet, out);
    over_time(sheet, out);
    refused(sheet, out);
    out.push_str("</section>\n");
}

fn claimants(sheet: &Sheet<'_>, out: &mut String) {
    open_table(out, "w", "words", "Reports by who claims");
    out.push_str("<thead><tr><th scope=\"col\">Claimant</th><th scope=\"col\">Reports</th><th scope=\"col\">Incidents they are about</th><th scope=\"col\">Speak of</th><th scope=\"col\">Who speaks (reports)</th></tr></thead><tbody>");
    let mut counting: Vec<_> = sheet.answer.summary.counting.iter().collect();
    counting.sort_by_key(|c| {
        c.by.as_ref()
            .map_or((1, ""), |id| (0, sheet.case.party_name(id)))
    });
    for row in counting {
        let speakers: Vec<String> = row
            .speakers
            .iter()
            .map(|(name, n)| format!("<bdi>{}</bdi> ({n})", esc(name)))
            .collect();
        put!(
            out,
            "<tr><th scope=\"row\">{}</th><td class=\"n\">{}</td><td class=\"n\">{}</td><td>{}</td><td>{}</td></tr>",
            name(sheet, row.by.as_ref()),
            row.reports,
            row.incidents,
            row.span
                .map_or_else(String::new, |s| words::dates(&sheet.case.settings.zone, s)),
            speakers.join(", ")
        );
    }
    close_table(out);
    out.push_str(
        "<p class=\"small\">An incident that both sides report is counted in both rows.</p>",
    );
}

fn name(sheet: &Sheet<'_>, by: Option<&holdfire_model::PartyId>) -> String {
    by.map_or_else(
        || "sources of neither party".to_owned(),
        |id| esc(sheet.case.party_name(id)).to_string(),
    )
}

/// The word for a stretch.
fn stretch(stretch: Stretch) -> &'static str {
    match stretch {
        Stretch::Before => "before it was in force",
        Stretch::During => "while in force",
        Stretch::Open => "open: not known, not said, or on either side",
        Stretch::After => "after it was over",
    }
}

fn over_time(sheet: &Sheet<'_>, out: &mut String) {
    out.push_str(
        "<h3>What was claimed before, during and after</h3><p>By the time of each reading of the panel. Days are those of \
         the span that the reports cover, so that a count can be seen beside the time that it comes from. No rate is \
         given: days without a report are not days without an event. The rows count claims, by rules that each side \
         sets for itself; a side's claims are no measure of what the other side did.</p>",
    );
    let class_heads = |out: &mut String| {
        for class in Class::ALL {
            put!(out, "<th scope=\"col\">{}</th>", class.label());
        }
    };
    open_table(
        out,
        "h",
        "num",
        "Incidents by time and by who claims, in incidents",
    );
    out.push_str("<thead><tr><th scope=\"col\">Reading and stretch</th><th scope=\"col\">Days</th><th scope=\"col\" class=\"w\">Claimed by</th><th scope=\"col\">Incidents</th>");
    class_heads(out);
    out.push_str("</tr></thead><tbody>");
    for column in sheet.panel() {
        for at in Stretch::ALL {
            let days = sheet
                .held
                .days
                .iter()
                .find(|(id, s, _)| *id == column.reading.id && *s == at)
                .map_or(0, |(_, _, tenths)| *tenths);
            let mut rows: Vec<_> = sheet
                .held
                .rows
                .iter()
                .filter(|r| r.reading == column.reading.id && r.stretch == at)
                .collect();
            rows.sort_by_key(|r| {
                r.by.as_ref()
                    .map_or((1, ""), |id| (0, sheet.case.party_name(id)))
            });
            if rows.is_empty() && days == 0 {
                continue;
            }
            let head = format!(
                "<tr {}><th scope=\"row\">{}<small>{}</small></th><td>{}.{}</td>",
                col(column.reading),
                esc(&column.reading.title),
                stretch(at),
                days / 10,
                days % 10
            );
            if rows.is_empty() {
                put!(
                    out,
                    "{head}<td class=\"w\">nobody</td><td>0</td>{}</tr>",
                    "<td>0</td>".repeat(Class::ALL.len())
                );
            }
            for row in rows {
                put!(
                    out,
                    "{head}<td class=\"w\">{}</td><td>{}</td>",
                    name(sheet, row.by.as_ref()),
                    row.incidents
                );
                for count in row.classes {
                    put!(out, "<td>{count}</td>");
                }
                out.push_str("</tr>");
            }
        }
    }
    close_table(out);
}

fn refused(sheet: &Sheet<'_>, out: &mut String) {
    out.push_str("<h3>What is refused, and why</h3><p>These comparisons are asked for often. The data do not bear them, so they are not made.</p><dl class=\"refused\">");
    let mut refused: Vec<_> = sheet.held.refused.iter().collect();
    refused.sort();
    for (what, why) in refused {
        put!(
            out,
            "<div><dt>{}</dt><dd>{}.</dd></div>",
            prose(what),
            prose(why)
        );
    }
    out.push_str("</dl>");
}
