//! The headline: coverage over the panel against support, in incidents.

use holdfire_model::SupportLevel;
use holdfire_monitor::{Cell, MatrixRow};

use super::escape::esc;
use super::links::Chosen;
use super::sheet::{Sheet, close_table, open_table, points_in_words, put};
use crate::words;

/// Coverage against support, with what decides below the row that depends on a contested point.
pub(super) fn section(sheet: &Sheet<'_>, out: &mut String) {
    let summary = &sheet.answer.summary;
    out.push_str(
        "<section id=\"matrix\"><h2>Coverage and support</h2><p>Two questions that are kept apart. <em>Coverage</em> (rows): \
         if it happened as reported, do the terms cover it, as the readings of the panel state them? <em>Support</em> \
         (columns): who says that it happened? Neither answers the other.</p>",
    );
    open_table(
        out,
        "m",
        "matrix num",
        "Incidents by coverage over the panel and by support",
    );
    out.push_str("<thead><tr><th scope=\"col\">Coverage, if it happened as reported</th>");
    for level in SupportLevel::ALL {
        put!(out, "<th scope=\"col\">{}</th>", level.label());
    }
    out.push_str("<th scope=\"col\">sum</th></tr></thead><tbody>");
    let most = summary.total[4].count.max(1);
    for (i, row) in summary.matrix.iter().enumerate() {
        // The first row of a class is the class as a whole, those after it are its parts.
        let part = i > 0 && summary.matrix[i - 1].class == row.class;
        one(sheet, out, row, part, most);
    }
    out.push_str("</tbody><tfoot><tr><th scope=\"row\">All incidents</th>");
    for (at, cell) in summary.total.iter().enumerate() {
        let support = SupportLevel::ALL.get(at).copied();
        let chosen = Chosen {
            support,
            ..Chosen::default()
        };
        let address = support.and_then(|_| sheet.links.chosen(&chosen));
        put!(out, "<td>{}</td>", cell_text(sheet, cell, address));
    }
    out.push_str("</tr></tfoot>");
    out.push_str("</table></div>");
    notes(sheet, out);
    out.push_str("</section>\n");
}

fn one(sheet: &Sheet<'_>, out: &mut String, row: &MatrixRow, part: bool, most: usize) {
    let chosen = Chosen {
        class: Some(row.class),
        turns_on: part.then_some(&row.turns_on),
        ..Chosen::default()
    };
    if part {
        put!(
            out,
            "<tr class=\"part\"><th scope=\"row\">{}</th>",
            sheet.linked(
                sheet.links.chosen(&chosen),
                &points_in_words(sheet.case, row.class, &row.turns_on)
            )
        );
    } else {
        put!(
            out,
            "<tr><th scope=\"row\"><a href=\"{}\" data-filter-class=\"{}\">{}</a></th>",
            esc(&sheet.links.chosen(&chosen).unwrap_or_default()),
            row.class.name(),
            row.class.label()
        );
    }
    for (at, cell) in row.cells.iter().enumerate() {
        let address = sheet.links.chosen(&Chosen {
            support: SupportLevel::ALL.get(at).copied(),
            ..chosen
        });
        // The sum says what the head of its row says, and leads where that leads.
        let address = address.filter(|_| at < SupportLevel::ALL.len());
        put!(out, "<td>{}", cell_text(sheet, cell, address));
        if at == 4 && !part {
            bar(out, cell.count, most);
        }
        out.push_str("</td>");
    }
    out.push_str("</tr>");
}

/// A thin bar under a sum, for the eye only.
pub(super) fn bar(out: &mut String, count: usize, most: usize) {
    put!(
        out,
        "<svg class=\"bar\" viewBox=\"0 0 100 4\" preserveAspectRatio=\"none\" aria-hidden=\"true\"><rect width=\"{}\" height=\"4\"/></svg>",
        (count * 100).div_ceil(most.max(1))
    );
}

fn cell_text(sheet: &Sheet<'_>, cell: &Cell, address: Option<String>) -> String {
    let mut text = if cell.count == 0 && cell.range.to == 0 {
        "<span class=\"zero\">0</span>".to_owned()
    } else {
        sheet.linked(address.filter(|_| cell.count > 0), &cell.count.to_string())
    };
    if cell.range.from != cell.range.to {
        put!(text, " <span class=\"range\">({})</span>", cell.range);
    }
    if cell.contested > 0 {
        put!(text, "<small>of which {} contested</small>", cell.contested);
    }
    if cell.stated_after > 0 {
        put!(
            text,
            "<small>of which {} stated after</small>",
            cell.stated_after
        );
    }
    text
}

fn notes(sheet: &Sheet<'_>, out: &mut String) {
    let summary = &sheet.answer.summary;
    out.push_str("<ul class=\"notes\"><li>Unit: incidents. The cells add up to the sums. Rows set in are parts of the row above them, by what decides: points joined by <q>or</q> would each decide alone, facts and silent terms joined by <q>;</q> are open together.</li>");
    if summary.suggested_links > 0 {
        put!(
            out,
            "<li>A range in brackets is the count if none, and if all, of {} were joined: they suggest that two reports \
             speak of one event, and no person has decided on them. The number before the bracket counts what is joined now.</li>",
            words::count(summary.suggested_links, "open link")
        );
    }
    out.push_str(
        "<li><em>Of which stated after</em>: a term that the answer rests on was first stated after the act. \
         <em>Of which contested</em>: the other side denies or counter-alleges the event although others support it.</li>",
    );
    if sheet.case.refused.is_empty() {
        out.push_str("<li>Refused rows: none.</li>");
    } else {
        put!(
            out,
            "<li>Refused rows: {}, in no count. <details><summary>Which, and why</summary><ul>",
            sheet.case.refused.len()
        );
        for problem in &sheet.case.refused {
            put!(
                out,
                "<li><span class=\"cite\">{}:{}</span> {}</li>",
                esc(&problem.file),
                problem.line,
                super::escape::prose(&problem.message)
            );
        }
        out.push_str("</ul></details></li>");
    }
    out.push_str("</ul>");
}

/// By reading: how many incidents have which coverage.
pub(super) fn by_reading(sheet: &Sheet<'_>, out: &mut String) {
    use super::sheet::{col, mark, reading_heads};
    use holdfire_model::Verdict;
    let summary = &sheet.answer.summary;
    out.push_str(
        "<section id=\"readings\"><h2>By reading</h2><p>The same incidents under each reading alone. Readings beside the \
         panel are columns, not votes: they change no number of the headline.</p>",
    );
    open_table(out, "b", "num", "Incidents by coverage under each reading");
    reading_heads(out, sheet, "Coverage, if it happened as reported");
    let total = summary.total[4].count;
    for (at, verdict) in Verdict::ALL.into_iter().enumerate() {
        put!(out, "<tr><th scope=\"row\">{}</th>", mark(sheet, verdict));
        for column in &sheet.columns {
            let count = summary
                .by_reading
                .iter()
                .find(|(id, _)| *id == column.reading.id)
                .map_or(0, |(_, counts)| counts[at]);
            let address = sheet.links.chosen(&Chosen {
                reading: Some(&column.reading.id),
                verdict: Some(verdict),
                ..Chosen::default()
            });
            put!(
                out,
                "<td {}>{}",
                col(column.reading),
                sheet.linked(address.filter(|_| count > 0), &count.to_string())
            );
            bar(out, count, total);
            out.push_str("</td>");
        }
        out.push_str("</tr>");
    }
    out.push_str("<tr class=\"sum\"><th scope=\"row\">All incidents</th>");
    for column in &sheet.columns {
        put!(out, "<td {}>{total}</td>", col(column.reading));
    }
    out.push_str("</tr>");
    close_table(out);
    out.push_str("</section>\n");
}
