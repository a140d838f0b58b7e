//! Why: for each clause and account the five factors under each reading, with state, measure, reasons and pointers.

use holdfire_model::{
    Account, Assessment, Clause, Factor, FactorAnswer, Incident, IncidentAnswer, Reason,
};

use super::escape::{anchor, esc, prose};
use super::pieces::Heading;
use super::sheet::{Column, Sheet, close_table, col, mark, open_table, point_in_words, put};
use crate::words;

/// A table for each clause and account: rows are factors, columns are readings.
pub(super) fn tables(
    sheet: &Sheet<'_>,
    answer: &IncidentAnswer,
    story: &Incident,
    h: Heading,
    out: &mut String,
) {
    let assessments = sheet.assessments(answer);
    put!(out, "<{h}>Why</{h}>");
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
    let caption = format!(
        "{}, account of {}",
        sheet.linked(
            sheet.links.clause(&clause.id),
            &esc(&clause.title).to_string()
        ),
        esc(account.id.as_str())
    );
    let id = anchor("x-", &format!("{}.{number}", answer.id));
    open_table(out, &id, "words why", &caption);
    out.push_str("<thead><tr><th scope=\"col\">Factor</th>");
    for (column, assessment) in &columns {
        put!(
            out,
            "<th scope=\"col\" {}>{}{}",
            col(column.reading),
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
fn remarks(sheet: &Sheet<'_>, assessment: &Assessment, out: &mut String) {
    if let Some(would_be) = assessment.would_be {
        let missing: Vec<String> = assessment
            .missing
            .iter()
            .map(|m| point_in_words(sheet.case, m))
            .collect();
        put!(
            out,
            "<small>left open: {}; with that settled in favour of coverage: {}</small>",
            missing.join("; "),
            would_be.coverage()
        );
    }
    if assessment.stated_after {
        out.push_str("<small>rests on a term first stated after the act</small>");
    }
    if assessment.what_if {
        out.push_str("<small>what if: counts an invocation that was never made</small>");
    }
}

fn row(
    sheet: &Sheet<'_>,
    account: &Account,
    columns: &[(&Column<'_>, &Assessment)],
    factor: Factor,
    out: &mut String,
) {
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
        .map_or_else(String::new, |f| f.basis);
    let name = words::factor(factor);
    let first = name.chars().next().map(|c| c.to_ascii_uppercase());
    put!(
        out,
        "<tr><th scope=\"row\">{}{}<small>{}</small></th>",
        first.unwrap_or_default(),
        name.get(1..).unwrap_or_default(),
        prose(&basis)
    );
    for (column, assessment) in columns {
        put!(out, "<td {}>", col(column.reading));
        if let Some(answer) = find(assessment) {
            put!(
                out,
                "<p class=\"s {}\">{}",
                answer.state.name(),
                words::state(answer.state)
            );
            match (&answer.share_text, answer.share) {
                (Some(text), _) => put!(out, ": {}", prose(text)),
                (None, Some(share)) => put!(out, ": {}", words::share(share)),
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
    out.push_str("<tr><th scope=\"row\">Exceptions</th>");
    for (column, assessment) in columns {
        put!(out, "<td {}>", col(column.reading));
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
        put!(out, "<li>{}", prose(&reason.text));
        for cite in reason.cites.iter().filter(|c| **c != account.at) {
            out.push(' ');
            sheet.cite_in_column(out, cite);
        }
        out.push_str("</li>");
    }
    out.push_str("</ul>");
}
