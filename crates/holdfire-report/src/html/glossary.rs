//! The words of the page, the method in short, and its limits.

use holdfire_model::{Mandate, SupportLevel, Verdict};

use super::escape::{esc, prose};
use super::sheet::{Sheet, close_table, mark, open_table, put};
use crate::words;

/// What each word on the page means.
pub(super) fn section(sheet: &Sheet<'_>, out: &mut String) {
    out.push_str("<section id=\"glossary\"><h2>The words used here</h2><dl class=\"glossary\">");
    for verdict in Verdict::ALL {
        put!(
            out,
            "<div><dt>{}</dt><dd>If it happened as reported: {}.</dd></div>",
            mark(sheet, verdict),
            words::meaning(verdict)
        );
    }
    for level in SupportLevel::ALL {
        let meaning = match level {
            SupportLevel::ClaimOnly => {
                "One side says that it happened; nobody else supports it, and the other side does not speak of this event."
            }
            SupportLevel::Contested => {
                "The other side denies this event or tells it with the roles changed. Saying that the terms did not cover it is a reply, not a contest."
            }
            SupportLevel::Independent => {
                "A source of neither party supports that it happened. Whether it is contested stands beside it."
            }
            SupportLevel::Established => {
                "A body with a mandate established that it happened. Whether it is contested stands beside it."
            }
        };
        put!(
            out,
            "<div><dt>{}</dt><dd>{meaning}</dd></div>",
            level.label()
        );
    }
    for (word, meaning) in [
        (
            "reading",
            "How one holder states the terms. Each line names who stated it, when, and the text it rests on. A reading can be confirmed by its holder, a public statement, or ascribed by an analyst.",
        ),
        (
            "panel",
            "The readings that the headline is computed over. The others are columns, not votes.",
        ),
        (
            "covered as all of the panel state the terms",
            "Covered or likely covered under every reading of the panel.",
        ),
        (
            "depends on a contested point",
            "Covered under one reading of the panel, not under another: what decides is a point of the terms, not a fact.",
        ),
        (
            "may be covered: the facts decide",
            "The terms are clear enough, but the report leaves open when, where, what or who.",
        ),
        (
            "report, account, incident",
            "What one source said; one consistent story; what the accounts are about. Accounts that contradict each other stay side by side.",
        ),
        (
            "link",
            "That two reports may be about one event. A suggested link joins nothing; a person decides, and can undo it.",
        ),
        (
            "silent term",
            "A point that a reading does not state. It is never filled in with a guess.",
        ),
        (
            "factor",
            "One of the five questions asked of each account: time, place, object, act, actor.",
        ),
        (
            "13 of 24 hours",
            "The part of what the report leaves open that is inside. A measure of vagueness, not a probability.",
        ),
        (
            "contested membership",
            "Only some say that a kind of object belongs to a wider word: is a hospital infrastructure?",
        ),
        (
            "stated after the act",
            "A term that the answer rests on was first stated when the act was over. It changes no answer and is always shown.",
        ),
        (
            "counter-allegation",
            "The other side tells the same event with the roles changed.",
        ),
        (
            "reply",
            "What a party answered to a report. No reply on record is not agreement.",
        ),
    ] {
        put!(out, "<div><dt>{word}</dt><dd>{meaning}</dd></div>");
    }
    out.push_str("</dl></section>\n");
}

/// How the answers come about, what was set, and what this does not tell.
pub(super) fn method(sheet: &Sheet<'_>, out: &mut String) {
    out.push_str(
        "<section id=\"method\"><h2>Method and limits</h2><h3>How an answer comes about</h3><ol class=\"rules\">\
         <li><strong>As reported.</strong> The question is always: if it happened as this account says, is it inside this clause under this reading? Evidence and replies stand beside the answer and never enter it.</li>\
         <li><strong>Possibilities are kept.</strong> <q>Overnight</q>, <q>somewhere in the region</q>, <q>a facility</q> stay sets of possibilities. Nothing is rounded to a point.</li>\
         <li><strong>Five factors.</strong> Time, place, object, act and actor are each inside, not inside, inside for some of what is open, or not said by the terms.</li>\
         <li><strong>Composition.</strong> One factor that is not inside: not covered. Else one that the terms leave open: terms do not say. Else all inside: covered. Else likely covered if more than half is inside at least, however the doubts hang together; otherwise may be covered. An exception that surely applies removes coverage; one that may apply is one more doubt.</li>\
         <li><strong>Accounts and clauses.</strong> Accounts of one incident that are all covered to some degree give the weakest degree; if one is not covered, the incident may be covered. Of several clauses the strongest answer counts.</li>\
         <li><strong>The panel.</strong> What <em>may</em> be covered, and what the terms leave open, is settled both ways; only a class that holds either way is given.</li>\
         <li><strong>What decides</strong> is computed by exchanging one point of a reading for another reading\u{2019}s and asking again.</li>\
         <li><strong>Doubt about facts and silence of the terms</strong> are different things, and neither is turned into the other.</li>\
         <li><strong>Boundaries.</strong> A start or end whose moment existed but is not known gives <em>may be covered</em>; one that nobody stated gives <em>terms do not say</em>.</li>\
         <li><strong>Lists.</strong> What is not on a closed list is not covered; of what is not on an open list the terms do not say; across a contested membership they do not say either.</li></ol>\
         <h3>What this does not tell</h3><ul>\
         <li>Whether anything happened, or who did it. Support says who says so; coverage says nothing about truth.</li>\
         <li>Whether anything was lawful. Beside every <em>not covered</em>: ",
    );
    put!(out, "{}", words::NOT_COVERED_RIDER);
    out.push_str(
        "</li><li>Whether a party kept to the terms. That is for a named body to decide, with its reasons.</li>\
         <li>Anything about events that nobody reported, or that were reported where this case did not look.</li>\
         <li>How the sides compare. There is no count by accused party: no body has made findings, and such a table compares how the sides publish, not how they behaved.</li></ul>\
         <h3>Counting</h3><p>Every number names its unit: reports, accounts or incidents. Cells add up to their sums. Links that nobody has decided give a range. Refused rows are a line of their own.</p>",
    );
    settings(sheet, out);
    citing(sheet, out);
    out.push_str("</section>\n");
}

fn settings(sheet: &Sheet<'_>, out: &mut String) {
    let settings = &sheet.case.settings;
    put!(
        out,
        "<h3>Settings, fixed on {}</h3>",
        esc(&settings.fixed_on)
    );
    open_table(out, "set", "words", "Settings of the case");
    out.push_str(
        "<thead><tr><th scope=\"col\">Setting</th><th scope=\"col\">Value</th></tr></thead><tbody>",
    );
    let mut line = |name: &str, value: &str| {
        put!(
            out,
            "<tr><th scope=\"row\">{}</th><td>{}</td></tr>",
            prose(name),
            prose(value)
        );
    };
    line(
        "mandate",
        match sheet.case.mandate {
            Mandate::Monitor => "monitor: watch and report",
            Mandate::Verify => "verify: check obligations",
            Mandate::Attribute => "attribute: say who did it",
            Mandate::Determine => "determine: decide, by a named body",
        },
    );
    for (name, value) in &settings.printed {
        line(name, value);
    }
    close_table(out);
    if !settings.changes.is_empty() {
        out.push_str("<p>Changed after they were fixed:</p><ul>");
        for change in &settings.changes {
            put!(
                out,
                "<li>{}, on {}: before it was {}. Why: {}</li>",
                prose(&change.setting),
                esc(&change.at),
                prose(&change.before),
                prose(&change.why)
            );
        }
        out.push_str("</ul>");
    }
    if !sheet.case.problems.is_empty() {
        put!(
            out,
            "<details><summary>{} kept although something is wrong with them</summary><ul>",
            words::count(sheet.case.problems.len(), "row")
        );
        for problem in &sheet.case.problems {
            put!(
                out,
                "<li><span class=\"cite\">{}:{}</span> {}</li>",
                esc(&problem.file),
                problem.line,
                prose(&problem.message)
            );
        }
        out.push_str("</ul></details>");
    }
}

fn citing(sheet: &Sheet<'_>, out: &mut String) {
    let as_of = sheet
        .options
        .as_of
        .as_deref()
        .unwrap_or("everything that the case holds");
    put!(
        out,
        "<h3>How to cite</h3><p><cite>{}</cite>, case <code>{}</code>, as of {}, assessed with {}. For one incident add its \
         id; for one answer the reading and the clause. The same case gives the same page, byte by byte.</p>",
        esc(&sheet.case.title),
        esc(&sheet.case.id),
        esc(as_of),
        esc(&sheet.options.version)
    );
    if !sheet.options.notices.is_empty() {
        out.push_str("<h3>Licences of the data</h3><ul>");
        for notice in &sheet.options.notices {
            put!(out, "<li>{}</li>", esc(notice));
        }
        out.push_str("</ul>");
    }
}
