//! Why: for each clause and account the five factors under each reading, with state, measure, reasons and pointers.

use holdfire_model::{
    Account, Assessment, Clause, Factor, FactorAnswer, Incident, IncidentAnswer, Reason,
};

use holdfire_words::say;

use super::escape::{anchor, esc, prose};
use super::pieces::Heading;
use super::sheet::{Column, Sheet, close_table, heads, mark, open_table, point_in_words, put};
use crate::words;

/// A table for each clause and account: rows are factors, columns are readings.
pub(super) fn tables(
    sheet: &Sheet<'_>,
    answer: &IncidentAnswer,
    story: &Incident,
    h: Heading,
    out: &mut String,
) {
    put!(out, "<{h}>{}</{h}>", say!(sheet.words, "part-why"));
    bare_tables(sheet, answer, story, out);
}

/// The same without a heading.
pub(super) fn bare_tables(
    sheet: &Sheet<'_>,
    answer: &IncidentAnswer,
    story: &Incident,
    out: &mut String,
) {
    let assessments = sheet.assessments(answer);
    let mut number = 0;
    for clause in &sheet.case.clauses {
        for account in &story.accounts {
            let own: Vec<&Assessment> = assessments
                .iter()
                .copied()
                .filter(|a| a.clause == clause.id && a.account == account.id)
                .collect();
            if !own.is_empty() {
                table(sheet, answer, clause, account, &own, number, out);
                number += 1;
            }
        }
    }
}

fn table(
    sheet: &Sheet<'_>,
    answer: &IncidentAnswer,
    clause: &Clause,
    account: &Account,
    own: &[&Assessment],
    number: usize,
    out: &mut String,
) {
    let of = |column: &Column<'_>| own.iter().copied().find(|a| a.reading == column.reading.id);
    let columns: Vec<(&Column<'_>, &Assessment)> = sheet
        .columns
        .iter()
        .filter_map(|c| of(c).map(|a| (c, a)))
        .collect();
    let caption = say!(
        sheet.words,
        "why-caption",
        clause = sheet.linked(
            sheet.links.clause(&clause.id),
            &esc(&clause.title).to_string()
        ),
        account = esc(account.id.as_str()).to_string()
    );
    let id = anchor("x-", &format!("{}.{number}", answer.id));
    open_table(out, &id, "words why", &caption);
    heads(out, sheet, &["head-factor"]);
    for (column, assessment) in &columns {
        put!(
            out,
            "<th scope=\"col\"{}>{}{}",
            sheet.col(column.reading),
            esc(&column.reading.title),
            mark(sheet, assessment.verdict)
        );
        remarks(sheet, assessment, out);
        out.push_str("</th>");
    }
    out.push_str("</tr></thead><tbody>");
    for factor in Factor::ALL {
        row(sheet, account, &columns, factor, out);
    }
    exceptions(sheet, account, &columns, out);
    close_table(out);
}

/// What has to be known beside the word of the answer.
pub(super) fn remarks(sheet: &Sheet<'_>, assessment: &Assessment, out: &mut String) {
    let w = sheet.words;
    if let Some(would_be) = assessment.would_be {
        let missing: Vec<String> = assessment
            .missing
            .iter()
            .map(|m| point_in_words(sheet, m))
            .collect();
        put!(
            out,
            "<small>{}</small>",
            say!(
                w,
                "remark-left-open",
                missing = missing.join("; "),
                coverage = words::coverage(w, would_be)
            )
        );
    }
    if assessment.stated_after {
        put!(out, "<small>{}</small>", say!(w, "remark-stated-after"));
    }
    if assessment.what_if {
        put!(out, "<small>{}</small>", say!(w, "remark-what-if"));
    }
}

fn row(
    sheet: &Sheet<'_>,
    account: &Account,
    columns: &[(&Column<'_>, &Assessment)],
    factor: Factor,
    out: &mut String,
) {
    let w = sheet.words;
    let find = |assessment: &Assessment| -> Option<FactorAnswer> {
        assessment
            .factors
            .iter()
            .find(|f| f.factor == factor)
            .cloned()
    };
    let basis = columns
        .first()
        .and_then(|(_, a)| find(a))
        .map_or_else(String::new, |f| words::phrase(w, &f.basis));
    put!(
        out,
        "<tr><th scope=\"row\">{}<small>{}</small></th>",
        say!(w, &format!("head-factor-{}", factor.name())),
        prose(&basis)
    );
    for (column, assessment) in columns {
        put!(out, "<td{}>", sheet.col(column.reading));
        if let Some(answer) = find(assessment) {
            put!(
                out,
                "<p class=\"s {}\">{}",
                answer.state.name(),
                words::state(w, answer.state)
            );
            match (&answer.share_text, answer.share) {
                (Some(text), _) => put!(out, ": {}", prose(&words::phrase(w, text))),
                (None, Some(share)) => put!(out, ": {}", words::share(w, share)),
                (None, None) => {}
            }
            out.push_str("</p>");
        }
        reasons(sheet, account, assessment, Some(factor), out);
        out.push_str("</td>");
    }
    out.push_str("</tr>");
}

fn exceptions(
    sheet: &Sheet<'_>,
    account: &Account,
    columns: &[(&Column<'_>, &Assessment)],
    out: &mut String,
) {
    let speaks = |a: &Assessment| a.reasons.iter().any(|r| r.factor.is_none());
    if !columns.iter().any(|(_, a)| speaks(a)) {
        return;
    }
    put!(
        out,
        "<tr><th scope=\"row\">{}</th>",
        say!(sheet.words, "head-exceptions")
    );
    for (column, assessment) in columns {
        put!(out, "<td{}>", sheet.col(column.reading));
        reasons(sheet, account, assessment, None, out);
        out.push_str("</td>");
    }
    out.push_str("</tr>");
}

/// The reasons for a factor; the account that they all speak of is named once, in the caption.
fn reasons(
    sheet: &Sheet<'_>,
    account: &Account,
    assessment: &Assessment,
    factor: Option<Factor>,
    out: &mut String,
) {
    let own: Vec<&Reason> = assessment
        .reasons
        .iter()
        .filter(|r| r.factor == factor)
        .collect();
    if own.is_empty() {
        return;
    }
    out.push_str("<ul>");
    for reason in own {
        put!(
            out,
            "<li>{}",
            prose(&words::phrase(sheet.words, &reason.text))
        );
        for cite in reason.cites.iter().filter(|c| **c != account.at) {
            out.push(' ');
            sheet.cite_in_column(out, cite);
        }
        out.push_str("</li>");
    }
    out.push_str("</ul>");
}
