//! What decides: contested points with what each reading of the panel says of them, facts, and silent terms.

use std::collections::BTreeMap;

use holdfire_model::{Class, Point};

use holdfire_words::say;

use super::escape::esc;
use super::links::Chosen;
use super::sheet::{Sheet, close_table, heads, open_table, point_in_words, put, reading_heads};
use super::terms::point_cell_short;

/// The points, facts and silences that decide, most incidents first.
pub(super) fn section(sheet: &Sheet<'_>, out: &mut String) {
    put!(
        out,
        "<section id=\"decides\"><h2>{}</h2>",
        say!(sheet.words, "contents-decides")
    );
    contested(sheet, out);
    facts(sheet, out);
    silent(sheet, out);
    out.push_str("</section>\n");
}

/// How many incidents a name decides, alone or beside others.
fn by_name(sheet: &Sheet<'_>, class: Class) -> Vec<(String, usize, usize)> {
    let mut counts: BTreeMap<&str, (usize, usize)> = BTreeMap::new();
    for incident in sheet.answer.incidents.iter().filter(|i| i.class == class) {
        for name in incident.turns_on.iter() {
            let count = counts.entry(name).or_default();
            count.0 += 1;
            count.1 += usize::from(incident.turns_on.len() == 1);
        }
    }
    let mut list: Vec<(String, usize, usize)> = counts
        .into_iter()
        .map(|(name, (all, only))| (name.to_owned(), all, only))
        .collect();
    list.sort_by(|a, b| b.1.cmp(&a.1).then_with(|| a.0.cmp(&b.0)));
    list
}

/// A count as a link to the incidents of a class that a name decides.
fn number(sheet: &Sheet<'_>, class: Class, name: &str, count: usize) -> String {
    let chosen = Chosen {
        class: Some(class),
        point: Some(name),
        ..Chosen::default()
    };
    linked_count(sheet, &chosen, count)
}

fn linked_count(sheet: &Sheet<'_>, chosen: &Chosen<'_>, count: usize) -> String {
    let address = sheet.links.chosen(chosen);
    sheet.linked(address.filter(|_| count > 0), &count.to_string())
}

fn contested(sheet: &Sheet<'_>, out: &mut String) {
    let w = sheet.words;
    put!(out, "<h3>{}</h3>", say!(w, "contested-points"));
    let list = by_name(sheet, Class::TurnsOnReading);
    if list.is_empty() {
        put!(out, "<p>{}</p>", say!(w, "contested-none"));
        return;
    }
    put!(out, "<p>{}</p>", say!(w, "contested-intro"));
    open_table(out, "dp", "words", &say!(w, "contested-caption"));
    heads(
        out,
        sheet,
        &["head-point", "head-incidents", "head-on-it-alone"],
    );
    for column in sheet.panel() {
        put!(
            out,
            "<th scope=\"col\"{}>{}</th>",
            sheet.col(column.reading),
            esc(&column.reading.title)
        );
    }
    out.push_str("</tr></thead><tbody>");
    for (name, all, only) in list {
        let point = Point::ALL.into_iter().find(|p| p.name() == name);
        put!(
            out,
            "<tr><th scope=\"row\">{}</th><td class=\"n\">{}</td><td class=\"n\">{only}</td>",
            sheet.linked(
                point.and_then(|p| sheet.links.point(None, p)),
                &point_in_words(sheet, &name)
            ),
            number(sheet, Class::TurnsOnReading, &name, all)
        );
        for column in sheet.panel() {
            put!(out, "<td{}>", sheet.col(column.reading));
            if let Some(point) = point {
                point_cell_short(sheet, column.reading, point, out);
            }
            out.push_str("</td>");
        }
        out.push_str("</tr>");
    }
    close_table(out);
}

fn facts(sheet: &Sheet<'_>, out: &mut String) {
    let list = by_name(sheet, Class::May);
    if list.is_empty() {
        return;
    }
    let w = sheet.words;
    put!(
        out,
        "<h3>{}</h3><p>{}</p><ul>",
        say!(w, "facts"),
        say!(w, "facts-intro")
    );
    for (name, all, _) in list {
        let words = match name.as_str() {
            "accounts differ" => say!(w, "facts-accounts-differ"),
            "time" => say!(w, "facts-time"),
            "place" => say!(w, "facts-place"),
            "object" => say!(w, "facts-object"),
            "act" => say!(w, "facts-act"),
            "actor" => say!(w, "facts-actor"),
            other => point_in_words(sheet, other),
        };
        put!(
            out,
            "<li>{words}: <strong>{}</strong></li>",
            number(sheet, Class::May, &name, all)
        );
    }
    out.push_str("</ul>");
}

fn silent(sheet: &Sheet<'_>, out: &mut String) {
    let (w, summary) = (sheet.words, &sheet.answer.summary);
    put!(out, "<h3>{}</h3>", say!(w, "silent-terms"));
    if summary.silent.is_empty() {
        put!(out, "<p>{}</p>", say!(w, "silent-none"));
        return;
    }
    put!(out, "<p>{}</p>", say!(w, "silent-intro"));
    open_table(out, "ds", "words", &say!(w, "silent-caption"));
    // The shared head has one column for the term; two numbers stand after it.
    let mut head = String::new();
    reading_heads(&mut head, sheet, &say!(w, "head-open-term"));
    let numbers = format!(
        "<th scope=\"col\">{}</th><th scope=\"col\">{}</th>",
        say!(w, "head-incidents-panel"),
        say!(w, "head-incidents-any")
    );
    out.push_str(&head.replacen("</th>", &format!("</th>{numbers}"), 1));
    for term in &summary.silent {
        let hanging = Chosen {
            silent: Some(&term.term),
            ..Chosen::default()
        };
        put!(
            out,
            "<tr><th scope=\"row\">{}</th><td class=\"n\">{}</td><td class=\"n\">{}</td>",
            point_in_words(sheet, &term.term),
            linked_count(sheet, &hanging, term.incidents),
            term.incidents_any
        );
        for column in &sheet.columns {
            let open = term.readings.contains(&column.reading.id);
            put!(
                out,
                "<td{}>{}</td>",
                sheet.col(column.reading),
                if open {
                    format!("<strong>{}</strong>", say!(w, "left-open"))
                } else {
                    "<span class=\"zero\">\u{2013}</span>".to_owned()
                }
            );
        }
        out.push_str("</tr>");
    }
    close_table(out);
}
