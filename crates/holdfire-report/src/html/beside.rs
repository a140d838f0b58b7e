//! What stands beside an answer and never enters it: support, replies, links and observations.

use std::collections::BTreeSet;

use holdfire_model::{
    Bearing, Incident, IncidentAnswer, Link, LinkEnd, LinkKind, LinkState, Observation, PartyId,
    ReportId,
};

use holdfire_words::say;

use super::escape::{anchor, esc, prose};
use super::incidents::{claimant, reports};
use super::links::Item;
use super::pieces::Heading;
use super::sheet::{Sheet, put};
use super::terms::source;
use crate::words;

/// Who supports it, and what that rests on.
pub(super) fn support(sheet: &Sheet<'_>, answer: &IncidentAnswer, h: Heading, out: &mut String) {
    let w = sheet.words;
    let support = words::support(w, &answer.support);
    let mut cites = String::new();
    for (i, cite) in answer.support.cites.iter().enumerate() {
        if i > 0 {
            cites.push_str(", ");
        }
        sheet.cite(&mut cites, cite);
    }
    put!(
        out,
        "<{h}>{}</{h}><p>{}</p>",
        say!(w, "part-support"),
        if cites.is_empty() {
            say!(w, "support-rests-on-nothing", support = support)
        } else {
            say!(w, "support-rests-on", support = support, cites = cites)
        }
    );
}

/// What was answered; a party that is said to have acted and has not answered is named.
pub(super) fn replies(
    sheet: &Sheet<'_>,
    answer: &IncidentAnswer,
    story: &Incident,
    h: Heading,
    out: &mut String,
) {
    let reports = reports(sheet, answer);
    let w = sheet.words;
    put!(out, "<{h}>{}</{h}><ul>", say!(w, "part-replies"));
    let mut answered: BTreeSet<&PartyId> = BTreeSet::new();
    for reply in sheet
        .case
        .replies
        .iter()
        .filter(|r| answer.replies.contains(&r.id))
    {
        answered.insert(&reply.by);
        put!(
            out,
            "<li id=\"{}\">{}: <span dir=\"auto\">{}</span> <small>{}, ",
            anchor("y-", reply.id.as_str()),
            say!(
                w,
                if reply.specific {
                    "reply-to"
                } else {
                    "reply-to-in-general"
                },
                report = esc(reply.report.as_str()).to_string(),
                party = esc(sheet.case.party_name(&reply.by)).to_string(),
                reply = words::reply(w, reply.kind)
            ),
            prose(&reply.summary),
            esc(&words::source(w, sheet.case, &reply.source))
        );
        source(out, &reply.source.url);
        put!(
            out,
            " <span class=\"cite\">{}</span></small>{}</li>",
            esc(reply.at.as_str()),
            sheet.links.beside(&Item::Reply(&reply.id))
        );
    }
    let told: BTreeSet<&PartyId> = reports.iter().filter_map(|r| claimant(r)).collect();
    let accused: BTreeSet<&PartyId> = story
        .accounts
        .iter()
        .flat_map(|a| a.story.actors.iter())
        .collect();
    for party in accused.into_iter().filter(|p| !answered.contains(p)) {
        let id = if told.contains(party) {
            "no-reply-but-own-account"
        } else {
            "no-reply-of"
        };
        let party = esc(sheet.case.party_name(party)).to_string();
        put!(out, "<li>{}</li>", say!(w, id, party = party));
    }
    if answered.is_empty() && story.accounts.iter().all(|a| a.story.actors.is_empty()) {
        put!(out, "<li>{}</li>", say!(w, "no-reply"));
    }
    out.push_str("</ul>");
}

/// Reports and observations that belong to it, or may.
pub(super) fn links(sheet: &Sheet<'_>, answer: &IncidentAnswer, h: Heading, out: &mut String) {
    let of_us = |link: &&Link| {
        answer.reports.contains(&link.to)
            || matches!(&link.from, LinkEnd::Report(id) if answer.reports.contains(id))
    };
    let list: Vec<&Link> = sheet.case.links.iter().filter(of_us).collect();
    if list.is_empty() {
        return;
    }
    let w = sheet.words;
    put!(out, "<{h}>{}</{h}><ul>", say!(w, "part-links"));
    for link in list {
        out.push_str("<li>");
        match &link.from {
            LinkEnd::Report(id) => put!(
                out,
                "{}",
                say!(
                    w,
                    "link-reports",
                    first = report_link(sheet, id),
                    second = report_link(sheet, &link.to),
                    kind = say!(w, kind(link.kind))
                )
            ),
            LinkEnd::Observation(id) => {
                put!(
                    out,
                    "{}",
                    say!(
                        w,
                        "link-observation",
                        observation = esc(id.as_str()).to_string(),
                        report = report_link(sheet, &link.to)
                    )
                );
            }
        }
        match &link.state {
            LinkState::Joined { by } => put!(
                out,
                "; {}",
                say!(
                    w,
                    "link-joined",
                    by = esc(by).to_string(),
                    why = prose(&link.why).to_string()
                )
            ),
            LinkState::Suggested => put!(
                out,
                "; {}",
                say!(w, "link-suggested", why = prose(&link.why).to_string())
            ),
        }
        put!(
            out,
            " <span class=\"cite\">{}</span>",
            esc(link.at.as_str())
        );
        if let LinkEnd::Observation(id) = &link.from
            && let Some(seen) = sheet.case.observations.iter().find(|o| o.id == *id)
        {
            observed(sheet, seen, out);
        }
        put!(
            out,
            "{}</li>",
            sheet.links.beside(&Item::Link(&link.from, &link.to))
        );
    }
    out.push_str("</ul>");
}

/// Who saw what, and what it can say.
fn observed(sheet: &Sheet<'_>, seen: &Observation, out: &mut String) {
    let w = sheet.words;
    put!(
        out,
        "<p><strong>{}</strong>: <span dir=\"auto\">{}</span> {} <small>{}, ",
        esc(&words::says(w, sheet.case, &seen.source)),
        prose(&seen.summary),
        say!(
            w,
            bearing(seen.bearing),
            sees = prose(&seen.sees).to_string()
        ),
        esc(&words::source(w, sheet.case, &seen.source))
    );
    source(out, &seen.source.url);
    put!(
        out,
        " <span class=\"cite\">{}</span></small></p>",
        esc(seen.at.as_str())
    );
}

fn report_link(sheet: &Sheet<'_>, id: &ReportId) -> String {
    format!(
        "<a href=\"{}\">{}</a>",
        esc(&sheet.links.report(id)),
        esc(id.as_str())
    )
}

/// The message for a kind of link.
fn kind(kind: LinkKind) -> &'static str {
    match kind {
        LinkKind::Duplicate => "link-duplicate",
        LinkKind::CounterAllegation => "link-counter-allegation",
        LinkKind::Repeat => "link-repeat",
        LinkKind::Observation => "link-of-an-observation",
    }
}

/// The message for what an observation sees and what follows.
fn bearing(bearing: Bearing) -> &'static str {
    match bearing {
        Bearing::Supports => "sees-and-supports",
        Bearing::Against => "sees-and-speaks-against",
        Bearing::Neither => "sees-and-neither",
    }
}
