//! The terms: each point as every reading states it, differences marked, each line with who stated it and on what it
//! rests; then the texts.

use std::collections::{BTreeMap, BTreeSet};

use holdfire_model::{Clause, InstrumentId, Passage, Point, Reading};

use holdfire_words::say;

use super::escape::{anchor, esc, link_target, prose};
use super::links::Item;
use super::sheet::{Sheet, close_table, heads, open_table, put, tagged_heads};
use crate::words;

/// Characters of a line from which on it is folded.
const FOLD_AT: usize = 480;

/// What stands on the page already and can be led to.
#[derive(Default)]
struct Anchored {
    ids: BTreeSet<String>,
    /// Long lines, with the number of the anchor of each.
    long: BTreeMap<String, usize>,
}

/// A table for each clause, and the texts that the statements rest on.
pub(super) fn section(sheet: &Sheet<'_>, out: &mut String) {
    put!(
        out,
        "<section id=\"terms\"><h2>{}</h2><p>{}</p>",
        say!(sheet.words, "terms"),
        say!(sheet.words, "terms-intro")
    );
    let mut anchored = Anchored::default();
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
    anchored: &mut Anchored,
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
        match silence_of_all(sheet, clause, point) {
            Some(silent) => put!(
                out,
                "<td colspan=\"{}\"><p class=\"silent\">{}</p></td>",
                sheet.columns.len(),
                prose(&silent)
            ),
            None => {
                for column in &sheet.columns {
                    put!(out, "<td{}>", sheet.col(column.reading));
                    cell(sheet, column.reading, clause, point, anchored, out);
                    out.push_str("</td>");
                }
            }
        }
        out.push_str("</tr>");
    }
    close_table(out);
}

/// What no reading states, where it says the same of each and no reader hides one of them: it stands once, across all.
fn silence_of_all(sheet: &Sheet<'_>, clause: &Clause, point: Point) -> Option<String> {
    if sheet.links.hides_columns() {
        return None;
    }
    let mut all = sheet.columns.iter().map(|column| {
        let lines = words::point(sheet.words, sheet.case, column.reading, &clause.id, point);
        match lines.as_slice() {
            [line] if line.origin.is_none() => Some(line.text.clone()),
            _ => None,
        }
    });
    let first = all.next()??;
    all.all(|text| text.as_ref() == Some(&first))
        .then_some(first)
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
    anchored: &mut Anchored,
    out: &mut String,
) {
    for line in words::point(sheet.words, sheet.case, reading, &clause.id, point) {
        let Some(origin) = line.origin else {
            put!(out, "<p class=\"silent\">{}</p>", prose(&line.text));
            continue;
        };
        let id = sheet
            .anchor_of(&origin.cite)
            .filter(|id| anchored.ids.insert((*id).to_owned()))
            .map_or_else(String::new, |id| format!(" id=\"{id}\""));
        put!(out, "<div{id}>");
        folded(&line.text, anchored, out);
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
            esc(origin.cite.as_str())
        );
        if let Some(id) = &origin.instrument {
            own_words(sheet, id, anchored, out);
        }
        out.push_str("</div>");
    }
}

/// The words of the text that a line rests on, with their language and source, folded; or that the case has none of them. Where
/// they stand already, a link to them.
fn own_words(sheet: &Sheet<'_>, id: &InstrumentId, anchored: &mut Anchored, out: &mut String) {
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
    if !anchored.ids.insert(id.clone()) {
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
        esc(passage.at.as_str())
    );
}

/// A line of the terms; one that lists more than a reader takes in at a glance is folded behind its beginning. Where it stands
/// already, since another reading states the same, a link to it.
fn folded(text: &str, anchored: &mut Anchored, out: &mut String) {
    if text.chars().count() <= FOLD_AT {
        put!(out, "{}", prose(text));
        return;
    }
    let cut: String = text.chars().take(FOLD_AT / 4).collect();
    let beginning = cut
        .rsplit_once(' ')
        .map_or(cut.as_str(), |(whole, _)| whole);
    let beginning = esc(beginning);
    let next = anchored.long.len();
    let number = *anchored.long.entry(text.to_owned()).or_insert(next);
    if number < next {
        put!(out, "<a href=\"#l{number}\">{beginning}\u{2026}</a>");
        return;
    }
    put!(
        out,
        "<details id=\"l{number}\"><summary>{beginning}\u{2026}</summary>{}</details>",
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
            esc(said.stated.at.as_str())
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_long_line_stands_once_and_is_led_to_after_that() {
        let (mut anchored, mut out) = (Anchored::default(), String::new());
        let long = |what: &str| what.repeat(FOLD_AT);
        for text in ["short", "short", &long("a "), &long("b "), &long("a ")] {
            folded(text, &mut anchored, &mut out);
        }
        assert_eq!(out.matches("short").count(), 2);
        assert_eq!(out.matches(long("a ").trim_end()).count(), 1);
        for id in ["l0", "l1"] {
            assert_eq!(out.matches(&format!("<details id=\"{id}\">")).count(), 1);
        }
        let links: Vec<&str> = out.split("<a href=\"").skip(1).collect();
        assert_eq!(links.len(), 1);
        assert!(links[0].starts_with("#l0\">a a"), "{}", links[0]);
    }
}
