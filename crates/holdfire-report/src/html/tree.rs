//! Why, as a tree: under each reading the clauses and accounts, their factors, and the reasons with what they cite.
//!
//! Plain `details`, so that it opens by mouse and keyboard without a script. What is not inside is open from the start:
//! there the answer is decided.

use holdfire_model::{Account, Assessment, FactorAnswer, Incident, IncidentAnswer, Reason, State};
use holdfire_words::say;

use super::escape::{esc, prose};
use super::explanation::remarks;
use super::pieces::Heading;
use super::sheet::{Column, Sheet, mark, put};
use crate::words;

pub(super) fn section(
    sheet: &Sheet<'_>,
    answer: &IncidentAnswer,
    story: &Incident,
    h: Heading,
    out: &mut String,
) {
    put!(
        out,
        "<{h}>{}</{h}><div class=\"why\">",
        say!(sheet.words, "part-why")
    );
    for column in &sheet.columns {
        branch(sheet, column, answer, story, out);
    }
    out.push_str("</div>");
}

/// What one reading answers.
fn branch(
    sheet: &Sheet<'_>,
    column: &Column<'_>,
    answer: &IncidentAnswer,
    story: &Incident,
    out: &mut String,
) {
    let verdicts = &answer.verdicts;
    let Some((_, verdict)) = verdicts.iter().find(|(id, _)| *id == column.reading.id) else {
        return;
    };
    let own: Vec<(&Account, &Assessment)> = sheet
        .assessments(answer)
        .iter()
        .filter(|assessment| assessment.reading == column.reading.id)
        .filter_map(|assessment| {
            let mut accounts = story.accounts.iter();
            let account = accounts.find(|account| account.id == assessment.account)?;
            Some((account, *assessment))
        })
        .collect();
    put!(
        out,
        "<details{}><summary><b>{}</b> {}</summary>",
        open(column.panel),
        esc(&column.reading.title),
        mark(sheet, *verdict)
    );
    let several = own.len() > 1;
    for (account, assessment) in own {
        if several {
            let clause = sheet
                .case
                .clauses
                .iter()
                .find(|c| c.id == assessment.clause);
            let title = clause.map_or(assessment.clause.as_str(), |clause| clause.title.as_str());
            put!(
                out,
                "<details{}><summary>{} {}</summary>",
                open(column.panel),
                say!(
                    sheet.words,
                    "why-caption",
                    clause = esc(title).to_string(),
                    account = esc(account.id.as_str()).to_string()
                ),
                mark(sheet, assessment.verdict)
            );
        }
        twigs(sheet, account, assessment, out);
        if several {
            out.push_str("</details>");
        }
    }
    out.push_str("</details>");
}

fn twigs(sheet: &Sheet<'_>, account: &Account, assessment: &Assessment, out: &mut String) {
    let w = sheet.words;
    for factor in &assessment.factors {
        put!(
            out,
            "<details{}><summary><span class=\"s {}\">{}: {}</span> <span>{}</span></summary>",
            open(factor.state != State::Inside),
            factor.state.name(),
            say!(w, &format!("head-factor-{}", factor.factor.name())),
            words::state(w, factor.state),
            measure(sheet, factor)
        );
        let basis = words::phrase(w, &factor.basis);
        if !basis.is_empty() {
            put!(out, "<p class=\"leaf small\">{}</p>", prose(&basis));
        }
        let of = |reason: &&Reason| reason.factor == Some(factor.factor);
        leaves(sheet, account, assessment.reasons.iter().filter(of), out);
        out.push_str("</details>");
    }
    let exceptions: Vec<&Reason> = assessment
        .reasons
        .iter()
        .filter(|reason| reason.factor.is_none())
        .collect();
    if !exceptions.is_empty() {
        put!(
            out,
            "<details open><summary>{}</summary>",
            say!(w, "head-exceptions")
        );
        leaves(sheet, account, exceptions.into_iter(), out);
        out.push_str("</details>");
    }
    let mut beside = String::new();
    remarks(sheet, assessment, &mut beside);
    if !beside.is_empty() {
        put!(out, "<p class=\"leaf\">{beside}</p>");
    }
}

fn measure(sheet: &Sheet<'_>, factor: &FactorAnswer) -> String {
    match (&factor.share_text, factor.share) {
        (Some(text), _) => prose(&words::phrase(sheet.words, text)).to_string(),
        (None, Some(share)) => words::share(sheet.words, share),
        (None, None) => String::new(),
    }
}

/// The reasons, each with what it cites but for the account that they all speak of.
fn leaves<'r>(
    sheet: &Sheet<'_>,
    account: &Account,
    reasons: impl Iterator<Item = &'r Reason>,
    out: &mut String,
) {
    for reason in reasons {
        put!(
            out,
            "<p class=\"leaf\"><span>{}</span>",
            prose(&words::phrase(sheet.words, &reason.text))
        );
        for cite in reason.cites.iter().filter(|cite| **cite != account.at) {
            out.push(' ');
            sheet.cite_in_column(out, cite);
        }
        out.push_str("</p>");
    }
}

fn open(is: bool) -> &'static str {
    if is { " open" } else { "" }
}
