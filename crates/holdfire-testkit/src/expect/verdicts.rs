//! Verdicts with everything that is said about them.

use holdfire_model::{Assessment, Verdict};

use super::{Came, Tested};
use crate::notation::split_parts;

/// The verdict that a line begins with.
pub(super) fn verdict_of(value: &str) -> Result<Verdict, String> {
    let word = split_parts(value, ",").next().unwrap_or_default();
    Verdict::ALL
        .into_iter()
        .find(|v| v.name() == word)
        .ok_or_else(|| {
            format!(
                "`{word}` is no verdict; write one of {}",
                Verdict::ALL.map(Verdict::name).join(", ")
            )
        })
}

/// A verdict with everything that is said about it. Marks that are not expected must not be there.
pub(super) fn qualified(value: &str, got: &Assessment) -> Tested {
    let wanted = verdict_of(value)?;
    let (mut stated_after, mut what_if) = (false, false);
    let (mut missing, mut would_be) = (None, None);
    for part in split_parts(value, ",").skip(1) {
        if let Some(terms) = part.strip_prefix("missing ") {
            missing = Some(
                split_parts(terms, " and ")
                    .map(ToOwned::to_owned)
                    .collect::<Vec<_>>(),
            );
        } else if let Some(verdict) = part.strip_prefix("would be ") {
            would_be = Some(verdict_of(verdict)?);
        } else if part == "stated after" {
            stated_after = true;
        } else if part == "what if" {
            what_if = true;
        } else {
            return Err(format!(
                "`{part}`: after a verdict stand `missing TERM and TERM`, `would be VERDICT`, `stated after`, `what if`"
            ));
        }
    }
    let fine = wanted == got.verdict
        && stated_after == got.stated_after
        && what_if == got.what_if
        && missing.as_ref().is_none_or(|m| *m == got.missing)
        && would_be.is_none_or(|w| got.would_be == Some(w))
        && (got.verdict == Verdict::Undecided) == got.would_be.is_some();
    if fine {
        return Ok(Came::True);
    }
    let mut words = got.verdict.name().to_owned();
    if !got.missing.is_empty() {
        words += &format!(", missing {}", got.missing.join(" and "));
    }
    if let Some(would_be) = got.would_be {
        words += &format!(", would be {}", would_be.name());
    }
    if got.stated_after {
        words += ", stated after";
    }
    if got.what_if {
        words += ", what if";
    }
    Ok(Came::Otherwise(words, reasons(&[got])))
}

/// The factors and reasons of assessments, for a failure that is printed.
pub(super) fn reasons(assessments: &[&Assessment]) -> Vec<String> {
    let mut lines = Vec::new();
    for a in assessments {
        lines.push(format!(
            "account {} under {}, clause {}: {}",
            a.account,
            a.reading,
            a.clause,
            a.verdict.name()
        ));
        for factor in &a.factors {
            let share = factor
                .share_text
                .as_deref()
                .map_or(String::new(), |t| format!(", {t}"));
            lines.push(format!(
                "  {}: {}{share} ({})",
                factor.factor.name(),
                factor.state.name(),
                factor.basis
            ));
            for reason in a.reasons.iter().filter(|r| r.factor == Some(factor.factor)) {
                let cites: Vec<_> = reason.cites.iter().map(ToString::to_string).collect();
                lines.push(format!("    {} [{}]", reason.text, cites.join(", ")));
            }
        }
        for reason in a.reasons.iter().filter(|r| r.factor.is_none()) {
            lines.push(format!("  {}", reason.text));
        }
    }
    lines
}
