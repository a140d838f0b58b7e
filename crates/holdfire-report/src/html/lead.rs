//! The head of the page and the answer in short: five questions that a reader comes with.

use holdfire_model::{Class, SupportLevel, Verdict};
use holdfire_monitor::Cell;

use holdfire_words::say;

use super::escape::{esc, prose};
use super::links::Section;
use super::sheet::{Sheet, claimant_name, point_in_words, points_in_words, put};
use crate::words;

/// Title, the case in a sentence, and the facts that every number depends on.
pub(super) fn header(sheet: &Sheet<'_>, out: &mut String) {
    let (w, case) = (sheet.words, sheet.case);
    put!(
        out,
        "<header class=\"top\"><p class=\"kicker\">{}</p><h1>{}</h1><p class=\"summary\" dir=\"auto\">{}</p>",
        say!(w, "header-kicker"),
        esc(&case.title),
        prose(&case.summary)
    );
    let panel: Vec<String> = sheet
        .panel()
        .map(|c| esc(&c.reading.title).to_string())
        .collect();
    out.push_str("<dl class=\"facts\">");
    let mut fact = |id: &str, value: String| {
        put!(out, "<div><dt>{}</dt><dd>{value}</dd></div>", say!(w, id));
    };
    fact(
        "header-as-of",
        sheet.options.as_of.as_ref().map_or_else(
            || say!(w, "as-of-everything"),
            |as_of| esc(as_of).to_string(),
        ),
    );
    if let Some(span) = case.span() {
        let days = words::dates(w, &case.settings.zone, span);
        fact("header-reports-speak-of", esc(&days).to_string());
    }
    fact("header-panel", words::list(w, &panel));
    fact(
        "header-settings-fixed-on",
        esc(&case.settings.fixed_on).to_string(),
    );
    fact(
        "header-days-and-clocks",
        esc(case.settings.zone.name()).to_string(),
    );
    put!(
        out,
        "</dl><p class=\"small\">{}</p></header>\n",
        say!(w, "header-order")
    );
}

/// The answer in short.
pub(super) fn answer(sheet: &Sheet<'_>, out: &mut String) {
    let (w, summary) = (sheet.words, &sheet.answer.summary);
    put!(
        out,
        "<section id=\"answer\"><h2>{}</h2><dl class=\"five\">",
        say!(w, "contents-answer")
    );
    let mut item = |question: &str, answer: &str| {
        put!(
            out,
            "<div><dt>{}</dt><dd>{answer}</dd></div>",
            say!(w, question)
        );
    };
    item("lead-how-many", &how_many(sheet));
    item("lead-what-is-covered", &covered(sheet));
    item("lead-what-decides", &decides(sheet));
    item("lead-who-says-so", &who(sheet));
    item(
        "lead-what-not",
        &say!(
            w,
            "lead-what-not-answer",
            counting = sheet.section(Section::Counting)
        ),
    );
    out.push_str("</dl>");
    if let Some(former) = &summary.former {
        let classes: Vec<String> = former
            .iter()
            .map(|(class, n)| format!("{}: {n}", words::class(w, *class)))
            .collect();
        put!(
            out,
            "<p class=\"note\">{}</p>",
            say!(w, "lead-former-panel", classes = classes.join("; "))
        );
    }
    out.push_str("</section>\n");
}

fn count(sheet: &Sheet<'_>, class: Class) -> Cell {
    sheet
        .answer
        .summary
        .matrix
        .iter()
        .find(|r| r.class == class)
        .map_or_else(Cell::default, |r| r.cells[4])
}

/// A count with its range where suggested links are open.
pub(super) fn with_range(cell: &Cell) -> String {
    if cell.range.from == cell.range.to {
        cell.count.to_string()
    } else {
        format!("{} ({})", cell.count, cell.range)
    }
}

fn how_many(sheet: &Sheet<'_>) -> String {
    let (w, summary) = (sheet.words, &sheet.answer.summary);
    let reports = say!(w, "count-reports", n = summary.reports);
    let incidents = say!(w, "count-incidents", n = summary.incidents.count);
    let mut text = if summary.suggested_links > 0 {
        say!(
            w,
            "lead-counts-in-range",
            reports = reports,
            incidents = incidents,
            from = summary.incidents.range.from,
            to = summary.incidents.range.to,
            links = summary.suggested_links
        )
    } else {
        say!(w, "lead-counts", reports = reports, incidents = incidents)
    };
    if summary.refused > 0 {
        put!(text, " {}", say!(w, "lead-refused", rows = summary.refused));
    }
    text
}

fn covered(sheet: &Sheet<'_>) -> String {
    let w = sheet.words;
    let panel = sheet.panel().count();
    let mut text = format!("{}<ul class=\"counts\">", say!(w, "lead-by-the-panel"));
    for class in Class::ALL {
        let cell = count(sheet, class);
        let mut number = cell.count.to_string();
        if cell.range.from != cell.range.to {
            put!(number, " <span class=\"range\">({})</span>", cell.range);
        }
        let id = format!("lead-class-{}", class.name());
        let words = match class {
            // How many readings have to agree is in the sentence: one, both, all of them.
            Class::All | Class::None => {
                let size = match panel {
                    1 => "single",
                    2 => "both",
                    _ => "all",
                };
                say!(w, &id, size = size, panel = panel)
            }
            _ => say!(w, &id),
        };
        put!(text, "<li><b>{number}</b><span>{words}</span></li>");
    }
    text.push_str("</ul>");
    let after = sheet.answer.summary.total[4].stated_after;
    if after > 0 {
        put!(text, "{} ", say!(w, "lead-stated-after", n = after));
    }
    put!(
        text,
        "{}<ul class=\"alone\">",
        say!(w, "lead-under-each-reading")
    );
    for column in &sheet.columns {
        let counts = sheet
            .answer
            .summary
            .by_reading
            .iter()
            .find(|(id, _)| *id == column.reading.id);
        let Some((_, counts)) = counts else { continue };
        let parts: Vec<String> = Verdict::ALL
            .iter()
            .zip(counts)
            .filter(|(_, n)| **n > 0)
            .map(|(verdict, n)| format!("{} {n}", words::coverage(w, *verdict)))
            .collect();
        let id = if column.panel {
            "lead-reading"
        } else {
            "lead-reading-beside-the-panel"
        };
        put!(
            text,
            "<li{}>{}</li>",
            sheet.col(column.reading),
            say!(
                w,
                id,
                reading = esc(&column.reading.title).to_string(),
                counts = parts.join(", ")
            )
        );
    }
    put!(
        text,
        "</ul>{}",
        say!(
            w,
            "lead-covered-more",
            matrix = sheet.section(Section::Matrix),
            readings = sheet.section(Section::Readings)
        )
    );
    text
}

fn decides(sheet: &Sheet<'_>) -> String {
    let (w, summary) = (sheet.words, &sheet.answer.summary);
    let mut sentences = Vec::new();
    let rows: Vec<String> = summary
        .matrix
        .iter()
        .filter(|r| r.class == Class::TurnsOnReading)
        // The first row is the class as a whole.
        .skip(1)
        .take(3)
        .map(|r| {
            format!(
                "{} (<strong>{}</strong>)",
                points_in_words(sheet, r.class, &r.turns_on),
                with_range(&r.cells[4])
            )
        })
        .collect();
    if !rows.is_empty() {
        sentences.push(say!(w, "lead-opposite-answers", points = rows.join("; ")));
    }
    let silent: Vec<String> = summary
        .silent
        .iter()
        .filter(|s| s.incidents > 0)
        .take(3)
        .map(|s| {
            format!(
                "{} (<strong>{}</strong>)",
                point_in_words(sheet, &s.term),
                s.incidents
            )
        })
        .collect();
    if !silent.is_empty() {
        let n = with_range(&count(sheet, Class::Undecided));
        sentences.push(say!(w, "lead-silent", n = n, terms = silent.join("; ")));
    }
    if sentences.is_empty() {
        sentences.push(say!(w, "lead-nothing-decides"));
    }
    let facts = count(sheet, Class::May);
    if facts.count > 0 {
        sentences.push(say!(w, "lead-facts", n = with_range(&facts)));
    }
    sentences.push(say!(
        w,
        "lead-decides-more",
        decides = sheet.section(Section::Decides)
    ));
    sentences.join(" ")
}

fn who(sheet: &Sheet<'_>) -> String {
    let (w, summary) = (sheet.words, &sheet.answer.summary);
    let mut counting: Vec<_> = summary.counting.iter().collect();
    counting.sort_by_key(|c| {
        c.by.as_ref()
            .map_or((1, ""), |id| (0, sheet.case.party_name(id)))
    });
    let claims: Vec<String> = counting
        .iter()
        .map(|c| format!("{} {}", claimant_name(sheet, c.by.as_ref()), c.reports))
        .collect();
    let of = |level: SupportLevel| {
        let at = SupportLevel::ALL.iter().position(|l| *l == level);
        at.map_or(0, |at| summary.total[at].count)
    };
    // The part that is contested although others support it stands beside the last two levels.
    let beside = summary.total[4].contested;
    let replied = sheet
        .answer
        .incidents
        .iter()
        .filter(|i| !i.replies.is_empty())
        .count();
    say!(
        w,
        "lead-who-answer",
        claims = claims.join(", "),
        alone = of(SupportLevel::ClaimOnly),
        contested = of(SupportLevel::Contested) + beside,
        independent = of(SupportLevel::Independent),
        beside = beside,
        established = of(SupportLevel::Established),
        replied = replied
    )
}
