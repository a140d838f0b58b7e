//! Who is counting and since when; what was claimed over time; the comparisons that are refused, with the reason.

use holdfire_model::Class;
use holdfire_monitor::Stretch;

use holdfire_words::{Words, say};

use super::escape::{esc, prose};
use super::sheet::{Sheet, claimant_name, close_table, heads, open_table, put};
use crate::words;

/// Who counts, the composition over time, and what cannot be said.
pub(super) fn section(sheet: &Sheet<'_>, out: &mut String) {
    put!(
        out,
        "<section id=\"counting\"><h2>{}</h2><p>{}</p>",
        say!(sheet.words, "counting"),
        say!(sheet.words, "counting-intro")
    );
    claimants(sheet, out);
    over_time(sheet, out);
    refused(sheet, out);
    out.push_str("</section>\n");
}

fn claimants(sheet: &Sheet<'_>, out: &mut String) {
    let w = sheet.words;
    open_table(out, "w", "words", &say!(w, "counting-caption"));
    heads(
        out,
        sheet,
        &[
            "head-claimant",
            "head-reports",
            "head-incidents-they-are-about",
            "head-speak-of",
            "head-who-speaks",
        ],
    );
    out.push_str("</tr></thead><tbody>");
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
            claimant_name(sheet, row.by.as_ref()),
            row.reports,
            row.incidents,
            row.span.map_or_else(String::new, |s| words::dates(
                w,
                &sheet.case.settings.zone,
                s
            )),
            speakers.join(", ")
        );
    }
    close_table(out);
    put!(out, "<p class=\"small\">{}</p>", say!(w, "counting-both"));
}

/// The words for a stretch.
fn stretch(w: &Words, stretch: Stretch) -> String {
    match stretch {
        Stretch::Before => say!(w, "stretch-before"),
        Stretch::During => say!(w, "stretch-during"),
        Stretch::Open => say!(w, "stretch-open"),
        Stretch::After => say!(w, "stretch-after"),
    }
}

fn over_time(sheet: &Sheet<'_>, out: &mut String) {
    let w = sheet.words;
    put!(
        out,
        "<h3>{}</h3><p>{}</p>",
        say!(w, "over-time"),
        say!(w, "over-time-intro")
    );
    open_table(out, "h", "num", &say!(w, "over-time-caption"));
    heads(out, sheet, &["head-reading-and-stretch", "head-days"]);
    put!(
        out,
        "<th scope=\"col\" class=\"w\">{}</th><th scope=\"col\">{}</th>",
        say!(w, "head-claimed-by"),
        say!(w, "head-incidents")
    );
    for class in Class::ALL {
        put!(out, "<th scope=\"col\">{}</th>", words::class(w, class));
    }
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
                "<tr{}><th scope=\"row\">{}<small>{}</small></th><td>{}{}{}</td>",
                sheet.col(column.reading),
                esc(&column.reading.title),
                stretch(w, at),
                days / 10,
                say!(w, "decimal-mark"),
                days % 10
            );
            if rows.is_empty() {
                put!(
                    out,
                    "{head}<td class=\"w\">{}</td><td>0</td>{}</tr>",
                    say!(w, "claimed-by-nobody"),
                    "<td>0</td>".repeat(Class::ALL.len())
                );
            }
            for row in rows {
                put!(
                    out,
                    "{head}<td class=\"w\">{}</td><td>{}</td>",
                    claimant_name(sheet, row.by.as_ref()),
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
    let w = sheet.words;
    put!(
        out,
        "<h3>{}</h3><p>{}</p><dl class=\"refused\">",
        say!(w, "refused"),
        say!(w, "refused-intro")
    );
    let mut refused: Vec<_> = sheet.held.refused.iter().collect();
    refused.sort_by(|a, b| (&*a.0, &*a.1).cmp(&(&*b.0, &*b.1)));
    for (what, why) in refused {
        put!(
            out,
            "<div><dt>{}</dt><dd>{}.</dd></div>",
            prose(&words::phrase(w, what)),
            prose(&words::phrase(w, why))
        );
    }
    out.push_str("</dl>");
}
