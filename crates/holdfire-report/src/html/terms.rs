//! The terms: each point as every reading states it, differences marked, each line with who stated it and on what it
//! rests; then the texts.

use std::collections::BTreeSet;

use holdfire_model::{Clause, Point, Reading};

use super::escape::{esc, link_target, prose};
use super::sheet::{Sheet, close_table, col, open_table, put, tagged_heads};
use crate::words;

/// Characters of a line from which on it is folded.
const FOLD_AT: usize = 480;

/// A table for each clause, and the texts that the statements rest on.
pub(super) fn section(sheet: &Sheet<'_>, out: &mut String) {
    out.push_str(
        "<section id=\"terms\"><h2>The terms, as each side states them</h2><p>A row for each point, a column for each \
         reading. Under each line stands who said it, when, how firm it is, and the line that it rests on. What nobody \
         stated is a silence, with what follows from it. Disagreement is kept, never settled here.</p>",
    );
    let mut anchored = BTreeSet::new();
    for (number, clause) in sheet.case.clauses.iter().enumerate() {
        put!(
            out,
            "<h3>{}</h3><p dir=\"auto\">{}</p>",
            esc(&clause.title),
            prose(&clause.text)
        );
        table(sheet, clause, number, &mut anchored, out);
        standing(sheet, clause, out);
    }
    instruments(sheet, out);
    out.push_str("</section>\n");
}

fn table(
    sheet: &Sheet<'_>,
    clause: &Clause,
    number: usize,
    anchored: &mut BTreeSet<String>,
    out: &mut String,
) {
    open_table(
        out,
        &format!("c{number}"),
        "words terms",
        &format!("Points of the clause: {}", esc(&clause.title)),
    );
    tagged_heads(out, sheet, "Point", |column| {
        format!(", {}", words::standing(column.reading.standing))
    });
    for point in Point::ALL {
        put!(
            out,
            "<tr><th scope=\"row\">{}{}</th>",
            point.label(),
            difference(sheet, clause, point)
        );
        for column in &sheet.columns {
            put!(out, "<td {}>", col(column.reading));
            cell(sheet, column.reading, clause, point, anchored, out);
            out.push_str("</td>");
        }
        out.push_str("</tr>");
    }
    close_table(out);
}

/// Whether the readings differ, in words and with a sign of its own shape.
fn difference(sheet: &Sheet<'_>, clause: &Clause, point: Point) -> &'static str {
    let panel: Vec<&Reading> = sheet.panel().map(|c| c.reading).collect();
    let all: Vec<&Reading> = sheet.columns.iter().map(|c| c.reading).collect();
    if words::points_differ(sheet.case, &panel, &clause.id, point) {
        "<span class=\"differs\">\u{2260} the panel differs</span>"
    } else if words::points_differ(sheet.case, &all, &clause.id, point) {
        "<span class=\"same\">= the panel agrees, others differ</span>"
    } else {
        "<span class=\"same\">= all the same</span>"
    }
}

fn cell(
    sheet: &Sheet<'_>,
    reading: &Reading,
    clause: &Clause,
    point: Point,
    anchored: &mut BTreeSet<String>,
    out: &mut String,
) {
    for line in words::point(sheet.case, reading, &clause.id, point) {
        let Some(origin) = line.origin else {
            put!(out, "<p class=\"silent\">{}</p>", prose(&line.text));
            continue;
        };
        let id = sheet
            .anchor_of(&origin.cite)
            .filter(|id| anchored.insert((*id).to_owned()))
            .map_or_else(String::new, |id| format!(" id=\"{id}\""));
        put!(out, "<div{id}>");
        folded(out, &line.text);
        put!(
            out,
            "<small>{}, {}; {}; rests on: {} <span class=\"cite\">{}</span></small></div>",
            esc(&origin.by),
            origin.stated_on,
            words::standing(origin.standing),
            prose(&origin.rests_on),
            esc(&origin.cite.0)
        );
    }
}

/// A line of the terms; one that lists more than a reader takes in at a glance is folded behind its beginning.
fn folded(out: &mut String, text: &str) {
    if text.chars().count() <= FOLD_AT {
        put!(out, "{}", prose(text));
        return;
    }
    let cut: String = text.chars().take(FOLD_AT / 4).collect();
    let beginning = cut
        .rsplit_once(' ')
        .map_or(cut.as_str(), |(whole, _)| whole);
    put!(
        out,
        "<details><summary>{}\u{2026}</summary>{}</details>",
        esc(beginning),
        prose(text)
    );
}

/// What a reading says of a point, in all clauses, without who said it.
pub(super) fn point_cell_short(
    sheet: &Sheet<'_>,
    reading: &Reading,
    point: Point,
    out: &mut String,
) {
    for clause in &sheet.case.clauses {
        for line in words::point(sheet.case, reading, &clause.id, point) {
            put!(
                out,
                "<p{}>{}</p>",
                if line.origin.is_some() {
                    ""
                } else {
                    " class=\"silent\""
                },
                prose(&line.text)
            );
        }
    }
}

/// What parties said about the standing of a clause.
fn standing(sheet: &Sheet<'_>, clause: &Clause, out: &mut String) {
    if clause.status.is_empty() {
        return;
    }
    out.push_str(
        "<p>What was said about its standing (shown only; nothing is computed from it):</p><ul>",
    );
    for said in &clause.status {
        put!(
            out,
            "<li>{}: {}{} <small>{}, {}; rests on: {} <span class=\"cite\">{}</span></small></li>",
            esc(sheet.case.party_name(&said.party)),
            words::clause_status(said.status),
            said.from.map_or_else(String::new, |at| {
                format!(", {}", words::boundary(&sheet.case.settings.zone, at))
            }),
            esc(&said.stated.by),
            words::dates(&sheet.case.settings.zone, said.stated.when),
            prose(&said.stated.rests_on),
            esc(&said.stated.at.0)
        );
    }
    out.push_str("</ul>");
}

fn instruments(sheet: &Sheet<'_>, out: &mut String) {
    if sheet.case.instruments.is_empty() {
        return;
    }
    out.push_str("<h3>The texts</h3>");
    open_table(out, "texts", "words", "Texts that the statements rest on");
    out.push_str("<thead><tr><th scope=\"col\">Text</th><th scope=\"col\">Issued by</th><th scope=\"col\">Date</th><th scope=\"col\">What it says, in our words</th><th scope=\"col\">Source</th></tr></thead><tbody>");
    for text in &sheet.case.instruments {
        put!(
            out,
            "<tr><th scope=\"row\"><bdi>{}</bdi><small>{}</small></th><td>{}</td><td>{}</td><td dir=\"auto\">{}</td><td>",
            esc(&text.title),
            esc(&text.kind),
            esc(&text.issuer),
            esc(&text.date),
            prose(&text.summary)
        );
        source(out, &text.source);
        if !text.languages.is_empty() {
            put!(out, "<small>in {}</small>", esc(&text.languages.join(", ")));
        }
        out.push_str("</td></tr>");
    }
    close_table(out);
}

/// An address as a plain link that says nothing of where it was clicked; other text as text.
pub(super) fn source(out: &mut String, address: &str) {
    match link_target(address) {
        Some(url) => {
            let host = url.split('/').nth(2).unwrap_or(url);
            put!(
                out,
                "<a href=\"{}\" rel=\"noreferrer\">{}</a>",
                esc(url),
                esc(host)
            );
        }
        None => put!(out, "{}", esc(address)),
    }
}
