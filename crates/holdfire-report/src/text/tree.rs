//! The explanation of one assessment: each factor with its answer, measure, basis and reasons.

use holdfire_model::{Assessment, Case, Cite, Factor, FactorAnswer, Reason};

use super::en;
use super::layout::Page;
use crate::words;

/// Prints the explanation of one assessment.
pub(super) fn tree(page: &mut Page, case: &Case, assessment: &Assessment, many_accounts: bool) {
    let clause = case
        .clauses
        .iter()
        .find(|c| c.id == assessment.clause)
        .map_or(assessment.clause.as_str(), |c| c.title.as_str());
    let account = if many_accounts {
        format!(", account {}", assessment.account)
    } else {
        String::new()
    };
    page.item(
        2,
        "clause",
        &format!(
            "{clause} [{}]{account}: {}",
            assessment.clause,
            assessment.verdict.coverage()
        ),
    );
    for answer in &assessment.factors {
        factor(page, assessment, answer);
    }
    let exceptions: Vec<&Reason> = assessment
        .reasons
        .iter()
        .filter(|r| r.factor.is_none())
        .collect();
    for reason in exceptions {
        page.field(4, 8, "exception", &cited(reason));
    }
    if !assessment.missing.is_empty() {
        let missing: Vec<String> = assessment
            .missing
            .iter()
            .map(|m| words::decides(en(), case, m))
            .collect();
        page.field(4, 8, "not said", &missing.join("; "));
    }
    if let Some(would_be) = assessment.would_be {
        page.field(
            4,
            8,
            "if said",
            &format!(
                "with all that is not said put inside: {}",
                would_be.coverage()
            ),
        );
    }
    if assessment.stated_after {
        page.field(
            4,
            8,
            "note",
            "rests on a term that was first stated after the act",
        );
    }
    if assessment.what_if {
        page.field(
            4,
            8,
            "what if",
            "part of it is a use of a right that was never made",
        );
    }
}

fn factor(page: &mut Page, assessment: &Assessment, answer: &FactorAnswer) {
    let mut text = words::state(en(), answer.state).to_owned();
    match (&answer.share_text, answer.share) {
        (Some(measure), _) => text.push_str(&format!(" ({measure})")),
        (None, Some(share)) => text.push_str(&format!(" ({})", words::share(en(), share))),
        (None, None) => {}
    }
    if !answer.basis.is_empty() {
        text.push_str(&format!("; from: {}", answer.basis));
    }
    page.field(4, 8, &name(answer.factor), &text);
    for reason in assessment
        .reasons
        .iter()
        .filter(|r| r.factor == Some(answer.factor))
    {
        page.item(13, "-", &cited(reason));
    }
}

fn name(factor: Factor) -> String {
    words::factor(en(), factor)
}

fn cited(reason: &Reason) -> String {
    format!("{}{}", reason.text, pointers(&reason.cites))
}

/// Pointers into the case, in brackets after a text.
pub(super) fn pointers(cites: &[Cite]) -> String {
    if cites.is_empty() {
        return String::new();
    }
    let cites: Vec<&str> = cites.iter().map(|c| c.as_str()).collect();
    format!(" [{}]", cites.join(", "))
}
