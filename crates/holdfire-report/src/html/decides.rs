//! What decides: contested points with what each reading of the panel says of them, facts, and silent terms.

use std::collections::BTreeMap;

use holdfire_model::{Class, Point};

use super::escape::esc;
use super::links::Chosen;
use super::sheet::{Sheet, close_table, col, open_table, point_in_words, put, reading_heads};
use super::terms::point_cell_short;

/// The points, facts and silences that decide, most incidents first.
pub(super) fn section(sheet: &Sheet<'_>, out: &mut String) {
    out.push_str("<section id=\"decides\"><h2>What decides</h2>");
    contested(sheet, out);
    facts(sheet, out);
    silent(sheet, out);
    out.push_str("</section>\n");
}

/// How many incidents a name decides, alone or beside others.
fn by_name(sheet: &Sheet<'_>, class: Class) -> Vec<(String, usize, usize)> {
    let mut counts: BTreeMap<&str, (usize, usize)> = BTreeMap::new();
    for incident in sheet.answer.incidents.iter().filter(|i| i.class == class) {
        for name in &incident.turns_on {
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
    out.push_str("<h3>Contested points</h3>");
    let list = by_name(sheet, Class::TurnsOnReading);
    if list.is_empty() {
        out.push_str("<p>No incident depends on a contested point.</p>");
        return;
    }
    out.push_str(
        "<p>Computed by exchanging one point of one reading for the other reading's: if the answer turns, the point \
         decides. Where several points would each decide, the incident is counted with each of them, so these numbers \
         do not add up.</p>",
    );
    open_table(
        out,
        "dp",
        "words",
        "Contested points, by the incidents that turn on them",
    );
    out.push_str("<thead><tr><th scope=\"col\">Point</th><th scope=\"col\">Incidents</th><th scope=\"col\">On it alone</th>");
    for column in sheet.panel() {
        put!(
            out,
            "<th scope=\"col\" {}>{}</th>",
            col(column.reading),
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
                &point_in_words(sheet.case, &name)
            ),
            number(sheet, Class::TurnsOnReading, &name, all)
        );
        for column in sheet.panel() {
            put!(out, "<td {}>", col(column.reading));
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
    out.push_str("<h3>Facts</h3><p>For incidents that <em>may be covered</em>, the reports leave open what would decide. An incident can wait for more than one fact.</p><ul>");
    for (name, all, _) in list {
        let words = match name.as_str() {
            "accounts differ" => "the accounts differ: one of them would be covered".to_owned(),
            "time" => {
                "when exactly it happened (or a moment of the terms that existed and is not known)"
                    .to_owned()
            }
            "place" => "where exactly it happened".to_owned(),
            "object" => "what exactly was struck".to_owned(),
            "act" => "what exactly was done, and with what effect".to_owned(),
            "actor" => "who did it".to_owned(),
            other => point_in_words(sheet.case, other),
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
    out.push_str("<h3>Silent terms: what a mediator could still settle</h3>");
    let summary = &sheet.answer.summary;
    if summary.silent.is_empty() {
        out.push_str("<p>No incident hangs on a term that nobody stated.</p>");
        return;
    }
    out.push_str(
        "<p>Terms that readings leave open, ranked by the incidents that hang on them. An incident can hang on several, \
         so these numbers do not add up.</p>",
    );
    open_table(
        out,
        "ds",
        "words",
        "Silent terms, by the incidents that hang on them",
    );
    // The shared head has one column for the term; two numbers stand after it.
    let mut head = String::new();
    reading_heads(&mut head, sheet, "Term that is left open");
    let numbers = "<th scope=\"col\">Incidents, panel</th><th scope=\"col\">Under any reading</th>";
    out.push_str(&head.replacen("</th>", &format!("</th>{numbers}"), 1));
    for term in &summary.silent {
        let hanging = Chosen {
            silent: Some(&term.term),
            ..Chosen::default()
        };
        put!(
            out,
            "<tr><th scope=\"row\">{}</th><td class=\"n\">{}</td><td class=\"n\">{}</td>",
            point_in_words(sheet.case, &term.term),
            linked_count(sheet, &hanging, term.incidents),
            term.incidents_any
        );
        for column in &sheet.columns {
            let open = term.readings.contains(&column.reading.id);
            put!(
                out,
                "<td {}>{}</td>",
                col(column.reading),
                if open {
                    "<strong>left open</strong>"
                } else {
                    "<span class=\"zero\">\u{2013}</span>"
                }
            );
        }
        out.push_str("</tr>");
    }
    close_table(out);
}
