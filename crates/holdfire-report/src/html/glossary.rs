//! The words of the page, the method in short, and its limits.

use holdfire_model::{Mandate, SupportLevel, Verdict};

use holdfire_words::say;

use super::escape::{esc, prose};
use super::sheet::{Sheet, close_table, heads, mark, open_table, put};
use crate::words;

/// The words that the page explains beside coverage and support: `glossary-` and the name is the word, its attribute
/// `meaning` what it means.
const GLOSSARY: [&str; 14] = [
    "reading",
    "panel",
    "all",
    "turns-on-reading",
    "may",
    "report-account-incident",
    "link",
    "silent-term",
    "factor",
    "measure",
    "contested-membership",
    "stated-after",
    "counter-allegation",
    "reply",
];

/// What each word on the page means.
pub(super) fn section(sheet: &Sheet<'_>, out: &mut String) {
    let w = sheet.words;
    put!(
        out,
        "<section id=\"glossary\"><h2>{}</h2><dl class=\"glossary\">",
        say!(w, "glossary")
    );
    let mut entry = |word: &str, meaning: &str| {
        put!(out, "<div><dt>{word}</dt><dd>{meaning}</dd></div>");
    };
    for verdict in Verdict::ALL {
        let meaning = words::meaning(w, verdict);
        entry(
            &mark(sheet, verdict),
            &say!(w, "glossary-coverage", meaning = meaning),
        );
    }
    for level in SupportLevel::ALL {
        entry(
            &words::support_level(w, level),
            &say!(w, &format!("glossary-support-{}", level.name())),
        );
    }
    for name in GLOSSARY {
        let id = format!("glossary-{name}");
        entry(&say!(w, &id), &say!(w, &format!("{id}.meaning")));
    }
    out.push_str("</dl></section>\n");
}

/// The rules of the method, in their order; each is a message `rule-` and the name.
const RULES: [&str; 10] = [
    "as-reported",
    "possibilities",
    "factors",
    "composition",
    "accounts",
    "panel",
    "decides",
    "doubt-and-silence",
    "boundaries",
    "lists",
];

/// What the page does not tell; each is a message `limit-` and the name.
const LIMITS: [&str; 5] = ["happened", "lawful", "kept", "unreported", "comparison"];

/// How the answers come about, what was set, and what this does not tell.
pub(super) fn method(sheet: &Sheet<'_>, out: &mut String) {
    let w = sheet.words;
    put!(
        out,
        "<section id=\"method\"><h2>{}</h2><h3>{}</h3><ol class=\"rules\">",
        say!(w, "contents-method"),
        say!(w, "rules")
    );
    list(sheet, "rule", &RULES, out);
    put!(out, "</ol><h3>{}</h3><ul>", say!(w, "limits"));
    list(sheet, "limit", &LIMITS, out);
    put!(
        out,
        "</ul><h3>{}</h3><p>{}</p>",
        say!(w, "method-counting"),
        say!(w, "method-counting-text")
    );
    settings(sheet, out);
    citing(sheet, out);
    out.push_str("</section>\n");
}

fn list(sheet: &Sheet<'_>, kind: &str, names: &[&str], out: &mut String) {
    for name in names {
        put!(
            out,
            "<li>{}</li>",
            say!(sheet.words, &format!("{kind}-{name}"))
        );
    }
}

fn settings(sheet: &Sheet<'_>, out: &mut String) {
    let (w, settings) = (sheet.words, &sheet.case.settings);
    let fixed_on = esc(&settings.fixed_on).to_string();
    put!(
        out,
        "<h3>{}</h3>",
        say!(w, "settings-fixed-on", date = fixed_on)
    );
    open_table(out, "set", "words", &say!(w, "settings-caption"));
    heads(out, sheet, &["head-setting", "head-value"]);
    out.push_str("</tr></thead><tbody>");
    let mut line = |name: &str, value: &str| {
        put!(
            out,
            "<tr><th scope=\"row\">{}</th><td>{}</td></tr>",
            prose(name),
            prose(value)
        );
    };
    let mandate = match sheet.case.mandate {
        Mandate::Monitor => "case-mandate-monitor",
        Mandate::Verify => "case-mandate-verify",
        Mandate::Attribute => "case-mandate-attribute",
        Mandate::Determine => "case-mandate-determine",
    };
    line(&say!(w, "case-mandate"), &say!(w, mandate));
    for (name, value) in &settings.printed {
        line(&words::phrase(w, name), &words::phrase(w, value));
    }
    close_table(out);
    if !settings.changes.is_empty() {
        put!(out, "<p>{}</p><ul>", say!(w, "settings-changed"));
        for change in &settings.changes {
            put!(
                out,
                "<li>{}</li>",
                say!(
                    w,
                    "settings-change",
                    setting = prose(&change.setting).to_string(),
                    date = esc(&change.at).to_string(),
                    before = prose(&change.before).to_string(),
                    why = prose(&change.why).to_string()
                )
            );
        }
        out.push_str("</ul>");
    }
    if !sheet.case.problems.is_empty() {
        put!(
            out,
            "<details><summary>{}</summary><ul>",
            say!(w, "problems-kept", n = sheet.case.problems.len())
        );
        for problem in &sheet.case.problems {
            put!(
                out,
                "<li><span class=\"cite\">{}:{}</span> {}</li>",
                esc(&problem.file),
                problem.line,
                prose(&words::phrase(w, &problem.message))
            );
        }
        out.push_str("</ul></details>");
    }
}

fn citing(sheet: &Sheet<'_>, out: &mut String) {
    let w = sheet.words;
    let as_of = match &sheet.options.as_of {
        Some(as_of) => esc(as_of).to_string(),
        None => say!(w, "as-of-everything"),
    };
    put!(
        out,
        "<h3>{}</h3><p>{}</p>",
        say!(w, "citing"),
        say!(
            w,
            "citing-text",
            title = esc(&sheet.case.title).to_string(),
            case = esc(&sheet.case.id).to_string(),
            as_of = as_of,
            version = esc(&sheet.options.version).to_string()
        )
    );
    if !sheet.options.notices.is_empty() {
        put!(out, "<h3>{}</h3><ul>", say!(w, "licences"));
        for notice in &sheet.options.notices {
            put!(out, "<li>{}</li>", esc(notice));
        }
        out.push_str("</ul>");
    }
}
