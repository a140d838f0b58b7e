//! What stands beside an answer and never enters it: support, replies, links and observations.

use std::collections::BTreeSet;

use holdfire_model::{
    Bearing, Incident, IncidentAnswer, Link, LinkEnd, LinkKind, LinkState, PartyId, ReportId,
};

use super::escape::{anchor, esc, prose};
use super::incidents::{claimant, reports};
use super::pieces::Heading;
use super::sheet::{Sheet, put};
use super::terms::source;
use crate::words;

/// Who supports it, and what that rests on.
pub(super) fn support(sheet: &Sheet<'_>, answer: &IncidentAnswer, h: Heading, out: &mut String) {
    put!(
        out,
        "<{h}>Support</{h}><p>{}",
        words::support(&answer.support)
    );
    if answer.support.cites.is_empty() {
        out.push_str(": nothing on record but the report itself.");
    } else {
        out.push_str("; rests on ");
        for (i, cite) in answer.support.cites.iter().enumerate() {
            if i > 0 {
                out.push_str(", ");
            }
            sheet.cite(out, cite);
        }
        out.push('.');
    }
    out.push_str("</p>");
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
    put!(out, "<{h}>Replies</{h}><ul>");
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
            "<li id=\"{}\">To {}: <strong>{}</strong> {}{}: <span dir=\"auto\">{}</span> <small>{}, ",
            anchor("y-", reply.id.as_str()),
            esc(reply.report.as_str()),
            esc(sheet.case.party_name(&reply.by)),
            words::reply(reply.kind),
            if reply.specific {
                ""
            } else {
                ", in general, not of this event"
            },
            prose(&reply.summary),
            esc(&words::source(sheet.case, &reply.source))
        );
        source(out, &reply.source.url);
        put!(
            out,
            " <span class=\"cite\">{}</span></small></li>",
            esc(&reply.at.0)
        );
    }
    let told: BTreeSet<&PartyId> = reports.iter().filter_map(|r| claimant(r)).collect();
    let accused: BTreeSet<&PartyId> = story
        .accounts
        .iter()
        .flat_map(|a| &a.story.actors)
        .collect();
    for party in accused.into_iter().filter(|p| !answered.contains(p)) {
        let own = if told.contains(party) {
            " (its own account stands above)"
        } else {
            ""
        };
        put!(
            out,
            "<li>{}: no reply on record{own}. That is not agreement.</li>",
            esc(sheet.case.party_name(party))
        );
    }
    if answered.is_empty() && story.accounts.iter().all(|a| a.story.actors.is_empty()) {
        out.push_str("<li>No reply on record.</li>");
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
    put!(out, "<{h}>Linked to it</{h}><ul>");
    for link in list {
        out.push_str("<li>");
        match &link.from {
            LinkEnd::Report(id) => put!(
                out,
                "{} and {}: {}",
                report_link(sheet, id),
                report_link(sheet, &link.to),
                kind(link.kind)
            ),
            LinkEnd::Observation(id) => {
                put!(
                    out,
                    "Observation {}, of {}",
                    esc(id.as_str()),
                    report_link(sheet, &link.to)
                );
                if let Some(seen) = sheet.case.observations.iter().find(|o| o.id == *id) {
                    put!(
                        out,
                        ": <strong>{}</strong>: <span dir=\"auto\">{}</span> It sees {}; {}. <small>{}, ",
                        esc(&words::says(sheet.case, &seen.source)),
                        prose(&seen.summary),
                        prose(&seen.sees),
                        bearing(seen.bearing),
                        esc(&words::source(sheet.case, &seen.source))
                    );
                    source(out, &seen.source.url);
                    put!(
                        out,
                        " <span class=\"cite\">{}</span></small>",
                        esc(&seen.at.0)
                    );
                }
            }
        }
        match &link.state {
            LinkState::Joined { by } => put!(out, "; joined by {}: {}", esc(by), prose(&link.why)),
            LinkState::Suggested => put!(
                out,
                "; only suggested, nobody has decided: {}",
                prose(&link.why)
            ),
        }
        put!(out, " <span class=\"cite\">{}</span></li>", esc(&link.at.0));
    }
    out.push_str("</ul>");
}

fn report_link(sheet: &Sheet<'_>, id: &ReportId) -> String {
    format!(
        "<a href=\"{}\">{}</a>",
        esc(&sheet.links.report(id)),
        esc(id.as_str())
    )
}

fn kind(kind: LinkKind) -> &'static str {
    match kind {
        LinkKind::Duplicate => "two reports of one event that tell it differently",
        LinkKind::CounterAllegation => "the other side tells the same event with the roles changed",
        LinkKind::Repeat => "the same story said again",
        LinkKind::Observation => "an observation",
    }
}

fn bearing(bearing: Bearing) -> &'static str {
    match bearing {
        Bearing::Supports => "it supports that something happened",
        Bearing::Against => "it speaks against it",
        Bearing::Neither => "it speaks neither for nor against it",
    }
}
