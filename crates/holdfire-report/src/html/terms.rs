//! The terms: each point as every reading states it, differences marked, each line with who stated it and on what it
//! rests; then the texts.

use std::collections::BTreeSet;

use holdfire_model::{Clause, InstrumentId, Passage, Point, Reading};

use holdfire_words::say;

use super::escape::{anchor, esc, link_target, prose};
use super::links::Item;
use super::sheet::{Sheet, close_table, col, heads, open_table, put, tagged_heads};
use crate::words;

/// Characters of a line from which on it is folded.
const FOLD_AT: usize = 480;

/// A table for each clause, and the texts that the statements rest on.
pub(super) fn section(sheet: &Sheet<'_>, out: &mut String) {
    put!(
        out,
        "<section id=\"terms\"><h2>{}</h2><p>{}</p>",
        say!(sheet.words, "terms"),
        say!(sheet.words, "terms-intro")
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
    let w = sheet.words;
    open_table(
        out,
        &format!("c{number}"),
        "words terms",
        &say!(w, "terms-caption", clause = esc(&clause.title).to_string()),
    );
    tagged_heads(out, sheet, &say!(w, "head-point"), |column| {
        format!(", {}", words::standing(w, column.reading.standing))
    });
    for point in Point::ALL {
        put!(
            out,
            "<tr><th scope=\"row\">{}{}</th>",
            words::point_label(w, point),
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
fn difference(sheet: &Sheet<'_>, clause: &Clause, point: Point) -> String {
    let w = sheet.words;
    let panel: Vec<&Reading> = sheet.panel().map(|c| c.reading).collect();
    let all: Vec<&Reading> = sheet.columns.iter().map(|c| c.reading).collect();
    if words::points_differ(w, sheet.case, &panel, &clause.id, point) {
        format!(
            "<span class=\"differs\">\u{2260} {}</span>",
            say!(w, "terms-panel-differs")
        )
    } else if words::points_differ(w, sheet.case, &all, &clause.id, point) {
        format!(
            "<span class=\"same\">= {}</span>",
            say!(w, "terms-others-differ")
        )
    } else {
        format!(
            "<span class=\"same\">= {}</span>",
            say!(w, "terms-all-the-same")
        )
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
    for line in words::point(sheet.words, sheet.case, reading, &clause.id, point) {
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
            "<small>{} <span class=\"cite\">{}</span></small>",
            say!(
                sheet.words,
                "terms-origin",
                by = esc(&origin.by).to_string(),
                date = origin.stated_on,
                standing = words::standing(sheet.words, origin.standing),
                rests_on = prose(&origin.rests_on).to_string()
            ),
            esc(&origin.cite.0)
        );
        if let Some(id) = &origin.instrument {
            own_words(sheet, id, anchored, out);
        }
        out.push_str("</div>");
    }
}

/// The words of the text that a line rests on, with their language and source, folded; or that the case has none of them. Where
/// they stand already, a link to them.
fn own_words(
    sheet: &Sheet<'_>,
    id: &InstrumentId,
    anchored: &mut BTreeSet<String>,
    out: &mut String,
) {
    let Some(text) = sheet.case.instruments.iter().find(|text| text.id == *id) else {
        return;
    };
    let w = sheet.words;
    let title = esc(&text.title).to_string();
    if text.passages.is_empty() {
        put!(
            out,
            "<p class=\"small\">{}</p>",
            say!(w, "text-own-words-missing", text = title)
        );
        return;
    }
    let id = anchor("w-", text.id.as_str());
    let label = say!(w, "text-own-words-of", text = title);
    if !anchored.insert(id.clone()) {
        put!(out, "<p class=\"small\"><a href=\"#{id}\">{label}</a></p>");
        return;
    }
    put!(
        out,
        "<details id=\"{id}\"><summary class=\"small\">{label}</summary>"
    );
    for passage in &text.passages {
        quoted(sheet, passage, out);
    }
    out.push_str("</details>");
}

/// A passage as it stands in its text.
fn quoted(sheet: &Sheet<'_>, passage: &Passage, out: &mut String) {
    let w = sheet.words;
    put!(
        out,
        "<blockquote class=\"text\" lang=\"{}\" dir=\"auto\">{}</blockquote><small>",
        esc(&passage.language),
        prose(&passage.words)
    );
    if !passage.place.is_empty() {
        put!(out, "{}; ", esc(&passage.place));
    }
    let language = esc(&passage.language).to_string();
    if passage.translated_by.is_empty() {
        put!(
            out,
            "{}",
            say!(w, "text-in-languages", languages = language)
        );
    } else {
        let by = esc(&passage.translated_by).to_string();
        put!(
            out,
            "{}",
            say!(w, "text-translated", language = language, by = by)
        );
    }
    if !passage.source.is_empty() {
        out.push_str(", ");
        source(out, &passage.source);
    }
    put!(
        out,
        " <span class=\"cite\">{}</span></small>",
        esc(&passage.at.0)
    );
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
        for line in words::point(sheet.words, sheet.case, reading, &clause.id, point) {
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
    let w = sheet.words;
    put!(out, "<p>{}</p><ul>", say!(w, "terms-standing"));
    for said in &clause.status {
        put!(
            out,
            "<li>{}: {}{} <small>{} <span class=\"cite\">{}</span></small></li>",
            esc(sheet.case.party_name(&said.party)),
            words::clause_status(w, said.status),
            said.from.map_or_else(String::new, |at| {
                format!(", {}", words::boundary(w, &sheet.case.settings.zone, at))
            }),
            say!(
                w,
                "terms-standing-origin",
                by = esc(&said.stated.by).to_string(),
                date = words::dates(w, &sheet.case.settings.zone, said.stated.when),
                rests_on = prose(&said.stated.rests_on).to_string()
            ),
            esc(&said.stated.at.0)
        );
    }
    out.push_str("</ul>");
}

fn instruments(sheet: &Sheet<'_>, out: &mut String) {
    if sheet.case.instruments.is_empty() {
        return;
    }
    let w = sheet.words;
    put!(
        out,
        "<h3>{}</h3>{}",
        say!(w, "texts"),
        sheet.links.beside(&Item::Instruments)
    );
    open_table(out, "texts", "words", &say!(w, "texts-caption"));
    heads(
        out,
        sheet,
        &[
            "head-text",
            "head-issued-by",
            "head-date",
            "head-what-it-says",
            "head-own-words",
            "head-source",
        ],
    );
    out.push_str("</tr></thead><tbody>");
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
        for passage in &text.passages {
            quoted(sheet, passage, out);
        }
        if text.passages.is_empty() {
            put!(out, "<small>{}</small>", say!(w, "text-no-own-words"));
        }
        out.push_str("</td><td>");
        source(out, &text.source);
        if !text.languages.is_empty() {
            let languages = esc(&text.languages.join(", ")).to_string();
            put!(
                out,
                "<small>{}</small>",
                say!(w, "text-in-languages", languages = languages)
            );
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
