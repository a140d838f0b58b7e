//! The head of the page and the answer in short: five questions that a reader comes with.

use holdfire_model::{Class, SupportLevel, Verdict};
use holdfire_monitor::Cell;

use super::escape::{esc, prose};
use super::links::Section;
use super::sheet::{Sheet, col, point_in_words, points_in_words, put};
use crate::words;

/// Title, the case in a sentence, and the facts that every number depends on.
pub(super) fn header(sheet: &Sheet<'_>, out: &mut String) {
    let case = sheet.case;
    put!(
        out,
        "<header class=\"top\"><p class=\"kicker\">Report on a limited ceasefire</p><h1>{}</h1><p class=\"summary\" dir=\"auto\">{}</p>",
        esc(&case.title),
        prose(&case.summary)
    );
    let panel: Vec<String> = sheet
        .panel()
        .map(|c| esc(&c.reading.title).to_string())
        .collect();
    out.push_str("<dl class=\"facts\">");
    let mut fact = |name: &str, value: String| {
        put!(out, "<div><dt>{name}</dt><dd>{value}</dd></div>");
    };
    fact(
        "As of",
        sheet.options.as_of.as_ref().map_or_else(
            || "everything that the case holds".to_owned(),
            |as_of| esc(as_of).to_string(),
        ),
    );
    if let Some(span) = case.span() {
        let days = words::dates(&case.settings.zone, span);
        fact("Reports speak of", esc(&days).to_string());
    }
    fact("Panel", words::list(&panel));
    fact(
        "Settings fixed on",
        esc(&case.settings.fixed_on).to_string(),
    );
    fact(
        "Days and clocks",
        esc(case.settings.zone.name()).to_string(),
    );
    out.push_str(
        "</dl><p class=\"small\">Parties and readings stand in alphabetical order, on the whole page. The <em>panel</em> \
         are the readings that the headline is computed over; the others stand beside it as columns, not as votes.</p></header>\n",
    );
}

/// The answer in short.
pub(super) fn answer(sheet: &Sheet<'_>, out: &mut String) {
    let summary = &sheet.answer.summary;
    out.push_str("<section id=\"answer\"><h2>The answer in short</h2><dl class=\"five\">");
    let mut item = |question: &str, answer: &str| {
        put!(out, "<div><dt>{question}</dt><dd>{answer}</dd></div>");
    };
    item("How many?", &how_many(sheet));
    item("What is covered, under which reading?", &covered(sheet));
    item("What decides?", &decides(sheet));
    item("Who says so?", &who(sheet));
    item(
        "What does this not tell?",
        &format!(
            "Not whether any of it happened: every answer begins with <q>if it happened as reported</q>. Not who did it, \
             and not whether it was lawful; other law applies in any case. Not which side did more: the sides publish by \
             different rules, so {}.",
            sheet.to_section(Section::Counting, "no number here compares them")
        ),
    );
    out.push_str("</dl>");
    if let Some(former) = &summary.former {
        let classes: Vec<String> = former
            .iter()
            .map(|(class, n)| format!("{}: {n}", class.label()))
            .collect();
        put!(
            out,
            "<p class=\"note\">The panel was changed after the period began. Over the panel as it was before, in incidents: {}.</p>",
            classes.join("; ")
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
    let summary = &sheet.answer.summary;
    let mut text = format!(
        "<strong>{}</strong> of <strong>{}</strong>",
        words::count(summary.reports, "report"),
        words::count(summary.incidents.count, "incident")
    );
    if summary.suggested_links > 0 {
        put!(
            text,
            ": between {} and {}, since {} between reports {} suggested and not decided. A range in brackets always \
             means that",
            summary.incidents.range.from,
            summary.incidents.range.to,
            words::count(summary.suggested_links, "link"),
            if summary.suggested_links == 1 {
                "is"
            } else {
                "are"
            }
        );
    }
    text.push('.');
    if summary.refused > 0 {
        put!(
            text,
            " {} could not be read and {} in no count.",
            words::count(summary.refused, "row"),
            if summary.refused == 1 { "is" } else { "are" }
        );
    }
    text
}

fn covered(sheet: &Sheet<'_>) -> String {
    let panel = sheet.panel().count();
    let all = match panel {
        1 => "the one reading of the panel states".to_owned(),
        2 => "both readings of the panel state".to_owned(),
        n => format!("all {n} readings of the panel state"),
    };
    let none = match panel {
        1 => "it states",
        2 => "either states",
        _ => "any of them states",
    };
    let mut text = "If they happened as reported, by the panel:<ul class=\"counts\">".to_owned();
    for (class, words) in [
        (Class::All, format!("covered as {all} the terms")),
        (
            Class::TurnsOnReading,
            "depend on a contested point: covered under one reading of the panel, not under another".to_owned(),
        ),
        (Class::May, "may be covered: the facts decide".to_owned()),
        (
            Class::Undecided,
            "terms do not say: a point is left open that it hangs on".to_owned(),
        ),
        (Class::None, format!("not covered as {none} the terms")),
    ] {
        let cell = count(sheet, class);
        let mut number = cell.count.to_string();
        if cell.range.from != cell.range.to {
            put!(number, " <span class=\"range\">({})</span>", cell.range);
        }
        put!(text, "<li><b>{number}</b><span>{words}</span></li>");
    }
    text.push_str("</ul>");
    let after = sheet.answer.summary.total[4].stated_after;
    if after > 0 {
        put!(
            text,
            "Of all, {after} rest on a term that was first stated after the act. "
        );
    }
    text.push_str("Under each reading alone:<ul class=\"alone\">");
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
            .map(|(verdict, n)| format!("{} {n}", verdict.coverage()))
            .collect();
        put!(
            text,
            "<li {}>{}{}: {}</li>",
            col(column.reading),
            esc(&column.reading.title),
            if column.panel {
                ""
            } else {
                " (beside the panel)"
            },
            parts.join(", ")
        );
    }
    put!(
        text,
        "</ul>{}, {}.",
        sheet.to_section(Section::Matrix, "By support"),
        sheet.to_section(Section::Readings, "by reading")
    );
    text
}

fn decides(sheet: &Sheet<'_>) -> String {
    let summary = &sheet.answer.summary;
    let mut text = String::new();
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
                points_in_words(sheet.case, r.class, &r.turns_on),
                with_range(&r.cells[4])
            )
        })
        .collect();
    if !rows.is_empty() {
        put!(
            text,
            "Where readings of the panel give opposite answers: {}. ",
            rows.join("; ")
        );
    }
    let silent: Vec<String> = summary
        .silent
        .iter()
        .filter(|s| s.incidents > 0)
        .take(3)
        .map(|s| {
            format!(
                "{} (<strong>{}</strong>)",
                point_in_words(sheet.case, &s.term),
                s.incidents
            )
        })
        .collect();
    if !silent.is_empty() {
        put!(
            text,
            "In <strong>{}</strong> at least one reading of the panel is silent on a point that decides, so there is no \
             common answer; most often: {}. ",
            with_range(&count(sheet, Class::Undecided)),
            silent.join("; ")
        );
    }
    if text.is_empty() {
        text.push_str("No contested point and no silent term decides an incident. ");
    }
    let facts = count(sheet, Class::May);
    if facts.count > 0 {
        put!(
            text,
            "Where the facts decide: <strong>{}</strong>. ",
            with_range(&facts)
        );
    }
    put!(
        text,
        "{}.",
        sheet.to_section(
            Section::Decides,
            "All points, and what each side says of them"
        )
    );
    text
}

fn who(sheet: &Sheet<'_>) -> String {
    let summary = &sheet.answer.summary;
    let mut counting: Vec<_> = summary.counting.iter().collect();
    counting.sort_by_key(|c| {
        c.by.as_ref()
            .map_or((1, ""), |id| (0, sheet.case.party_name(id)))
    });
    let claims: Vec<String> = counting
        .iter()
        .map(|c| {
            let by = c.by.as_ref().map_or_else(
                || "sources of neither party".to_owned(),
                |id| esc(sheet.case.party_name(id)).to_string(),
            );
            format!("{by} {}", c.reports)
        })
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
    format!(
        "Reports by claimant: {}. Of the incidents, <strong>{}</strong> rest on a claim alone, <strong>{}</strong> are \
         contested by the other side, <strong>{}</strong> have support from a source of neither party that something \
         happened (not who did it; {beside} of these contested too), <strong>{}</strong> were established by a body. \
         <strong>{replied}</strong> have a reply on record, some of them only in general terms; no reply on record is \
         not agreement.",
        claims.join(", "),
        of(SupportLevel::ClaimOnly),
        of(SupportLevel::Contested) + beside,
        of(SupportLevel::Independent),
        of(SupportLevel::Established)
    )
}
