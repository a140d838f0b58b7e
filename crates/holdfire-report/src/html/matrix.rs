//! The headline: coverage over the panel against support, in incidents.

use holdfire_model::SupportLevel;
use holdfire_monitor::{Cell, MatrixRow};

use holdfire_words::say;

use super::escape::esc;
use super::links::Chosen;
use super::sheet::{Sheet, close_table, heads, open_table, points_in_words, put};
use crate::words;

/// Coverage against support, with what decides below the row that depends on a contested point.
pub(super) fn section(sheet: &Sheet<'_>, out: &mut String) {
    let (w, summary) = (sheet.words, &sheet.answer.summary);
    put!(
        out,
        "<section id=\"matrix\"><h2>{}</h2><p>{}</p>",
        say!(w, "contents-matrix"),
        say!(w, "matrix-intro")
    );
    open_table(out, "m", "matrix num", &say!(w, "matrix-caption"));
    heads(out, sheet, &["head-coverage"]);
    for level in SupportLevel::ALL {
        put!(
            out,
            "<th scope=\"col\">{}</th>",
            words::support_level(w, level)
        );
    }
    put!(
        out,
        "<th scope=\"col\">{}</th></tr></thead><tbody>",
        say!(w, "head-sum")
    );
    let most = summary.total[4].count.max(1);
    for (i, row) in summary.matrix.iter().enumerate() {
        // The first row of a class is the class as a whole, those after it are its parts.
        let part = i > 0 && summary.matrix[i - 1].class == row.class;
        one(sheet, out, row, part, most);
    }
    put!(
        out,
        "</tbody><tfoot><tr><th scope=\"row\">{}</th>",
        say!(w, "head-all-incidents")
    );
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
                &points_in_words(sheet, row.class, &row.turns_on)
            )
        );
    } else {
        put!(
            out,
            "<tr><th scope=\"row\"><a href=\"{}\" data-filter-class=\"{}\">{}</a></th>",
            esc(&sheet.links.chosen(&chosen).unwrap_or_default()),
            row.class.name(),
            words::class(sheet.words, row.class)
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
    let w = sheet.words;
    let mut text = if cell.count == 0 && cell.range.to == 0 {
        "<span class=\"zero\">0</span>".to_owned()
    } else {
        sheet.linked(address.filter(|_| cell.count > 0), &cell.count.to_string())
    };
    if cell.range.from != cell.range.to {
        put!(text, " <span class=\"range\">({})</span>", cell.range);
    }
    if cell.contested > 0 {
        put!(
            text,
            "<small>{}</small>",
            say!(w, "cell-contested", n = cell.contested)
        );
    }
    if cell.stated_after > 0 {
        put!(
            text,
            "<small>{}</small>",
            say!(w, "cell-stated-after", n = cell.stated_after)
        );
    }
    text
}

fn notes(sheet: &Sheet<'_>, out: &mut String) {
    let (w, summary) = (sheet.words, &sheet.answer.summary);
    put!(
        out,
        "<ul class=\"notes\"><li>{}</li>",
        say!(w, "matrix-note-unit")
    );
    if summary.suggested_links > 0 {
        put!(
            out,
            "<li>{}</li>",
            say!(w, "matrix-note-range", links = summary.suggested_links)
        );
    }
    put!(out, "<li>{}</li>", say!(w, "matrix-note-of-which"));
    if sheet.case.refused.is_empty() {
        put!(out, "<li>{}</li>", say!(w, "matrix-note-refused-none"));
    } else {
        put!(
            out,
            "<li>{} <details><summary>{}</summary><ul>",
            say!(w, "matrix-note-refused", n = sheet.case.refused.len()),
            say!(w, "which-and-why")
        );
        let most = sheet.options.most_rows.unwrap_or(usize::MAX);
        for problem in sheet.case.refused.iter().take(most) {
            put!(
                out,
                "<li><span class=\"cite\">{}:{}</span> {}</li>",
                esc(&problem.file),
                problem.line,
                super::escape::prose(&words::phrase(w, &problem.message))
            );
        }
        let more = sheet.case.refused.len().saturating_sub(most);
        if more > 0 {
            put!(out, "<li>{}</li>", say!(w, "more-rows", n = more));
        }
        out.push_str("</ul></details></li>");
    }
    out.push_str("</ul>");
}

/// By reading: how many incidents have which coverage.
pub(super) fn by_reading(sheet: &Sheet<'_>, out: &mut String) {
    use super::sheet::{mark, reading_heads};
    use holdfire_model::Verdict;
    let (w, summary) = (sheet.words, &sheet.answer.summary);
    put!(
        out,
        "<section id=\"readings\"><h2>{}</h2><p>{}</p>",
        say!(w, "contents-readings"),
        say!(w, "readings-intro")
    );
    open_table(out, "b", "num", &say!(w, "readings-caption"));
    reading_heads(out, sheet, &say!(w, "head-coverage"));
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
                "<td{}>{}",
                sheet.col(column.reading),
                sheet.linked(address.filter(|_| count > 0), &count.to_string())
            );
            bar(out, count, total);
            out.push_str("</td>");
        }
        out.push_str("</tr>");
    }
    put!(
        out,
        "<tr class=\"sum\"><th scope=\"row\">{}</th>",
        say!(w, "head-all-incidents")
    );
    for column in &sheet.columns {
        put!(out, "<td{}>{total}</td>", sheet.col(column.reading));
    }
    out.push_str("</tr>");
    close_table(out);
    out.push_str("</section>\n");
}
