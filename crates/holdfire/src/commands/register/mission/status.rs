//! What the record holds of each list, as of any entry.

use std::collections::{BTreeMap, BTreeSet};

use holdfire_model::PartyId;
use holdfire_register::{
    Counting, OpeningEntry, Receipt, RecordedNotice, RecordedVersion, Step, StepTaken, Timeline,
};
use holdfire_store::mission::{PUBLIC, Seen};
use serde_json::{Value, json};

use super::accept::names;
use super::held::{self, Entered, HeldList};
use crate::cli::{PlainFormat, StatusArgs};
use crate::commands::done;
use crate::commands::open::view;
use crate::commands::register::receipt;
use crate::output::{Outcome, note, print, safe};

/// `register status`
pub fn status(args: &StatusArgs) -> Outcome {
    let view = view(&args.from)?;
    let asked = args.list.as_deref().map(held::list_id).transpose()?;
    let mut lists = held::lists(&view)?;
    lists.retain(|held| asked.is_none_or(|list| list == held.list));
    let openings = held::openings(&view)?;
    let mut texts = Vec::new();
    let mut values = Vec::new();
    for held in &lists {
        let timeline = held.timeline(None)?;
        let party = held.party(&view)?;
        let mut shown: Vec<&(Seen, OpeningEntry)> = openings.iter().collect();
        shown.retain(|(_, opening)| opening.of.list == held.list);
        match args.format {
            PlainFormat::Text => {
                texts.push(words(held, party.as_ref(), &timeline, &shown, args.leaves))
            }
            PlainFormat::Json => {
                values.push(value(held, party.as_ref(), &timeline, &shown, args.leaves))
            }
        }
    }
    if args.format == PlainFormat::Json {
        let all = json!({ "schema": "holdfire/register-status/1", "lists": values });
        print(&format!("{all:#}\n"))?;
        return done();
    }
    if texts.is_empty() {
        note("no sealed list is held there, as far as these keys read");
    }
    print(
        &texts
            .iter()
            .map(|text| safe(text) + "\n")
            .collect::<String>(),
    )?;
    done()
}

/// An entry as people name it.
fn number(seen: &Seen) -> String {
    if seen.place.log == PUBLIC {
        format!("entry {}", seen.place.index)
    } else {
        format!("entry {} of {}", seen.place.index, seen.origin)
    }
}

fn words(
    held: &HeldList,
    party: Option<&PartyId>,
    timeline: &Timeline,
    openings: &[&(Seen, OpeningEntry)],
    leaves: bool,
) -> String {
    let mut lines = vec![format!(
        "list {}, held in {}",
        held.list,
        held.whereabouts()
    )];
    lines.extend(party.map(|party| format!("  the list of {party}")));
    for version in &held.versions {
        lines.extend(version_words(version));
        let of = version.said.handover().signed().hash();
        let notices = held.notices.iter();
        lines.extend(
            notices
                .filter(|notice| notice.said.checked().said().of.statement == of)
                .map(notice_words),
        );
        let shown = openings.iter().filter(|(_, one)| one.of.statement == of);
        lines.extend(shown.map(|(seen, one)| {
            format!(
                "    opened in part or whole, to {} at {}: file {} [{}]",
                one.to,
                one.at,
                one.file,
                number(seen)
            )
        }));
    }
    lines.extend(sum_words(timeline));
    if leaves {
        for (leaf, history) in timeline.leaves() {
            lines.push(format!("  leaf {leaf}"));
            lines.extend(
                history
                    .words()
                    .into_iter()
                    .map(|line| format!("    {line}")),
            );
        }
    }
    lines.push(
        "  Leaves may be dummies where the number is padded. What is on the list, and what is not, is not shown."
            .to_owned(),
    );
    lines.join("\n")
}

fn version_words(version: &Entered<RecordedVersion>) -> Vec<String> {
    let Entered { index, said } = version;
    let stated = said.handover().statement();
    let padded = match stated.counting {
        Counting::Exact => "each a site",
        Counting::Padded => "padded",
    };
    vec![
        format!(
            "  version {} [entry {index}]: {} leaves, {padded}; declared: taken in at {} (sealed at {} by the clock of {})",
            stated.version,
            stated.count,
            said.received_at(),
            stated.sealed_at,
            names(said.signed_by()),
        ),
        format!(
            "    {} added, {} withdrawn, {} changed against the version before",
            stated.added, stated.withdrawn, stated.changed
        ),
    ]
}

fn notice_words(notice: &Entered<RecordedNotice>) -> String {
    let checked = notice.said.checked();
    let Receipt {
        step,
        covered,
        to,
        at,
        ..
    } = checked.said();
    let done = match step {
        Step::Notice => "notified to",
        Step::Handover | Step::Deposit => "handed to",
    };
    let what = match covered.as_leaves() {
        None => "all leaves".to_owned(),
        Some(leaves) => format!("{} leaves", leaves.len()),
    };
    let signed = match checked.receipt_by() {
        [] => "without a receipt".to_owned(),
        by => format!("receipt signed by {}", receipt::signers(by)),
    };
    format!(
        "    {done} {to} at {at}: {what}, {signed} [entry {}]",
        notice.index
    )
}

/// How many leaves of those that are on the list now took a step towards somebody.
#[derive(Default)]
struct Reached {
    leaves: usize,
    receipted: usize,
}

struct Sums {
    standing: usize,
    withdrawn: usize,
    changed: usize,
    handed: BTreeMap<String, Reached>,
    notified: BTreeMap<String, Reached>,
}

fn sums(timeline: &Timeline) -> Sums {
    let mut sums = Sums {
        standing: 0,
        withdrawn: 0,
        changed: 0,
        handed: BTreeMap::new(),
        notified: BTreeMap::new(),
    };
    fn reach(sums: &mut BTreeMap<String, Reached>, steps: &[StepTaken]) {
        let all: BTreeSet<&str> = steps.iter().map(|step| step.to.as_str()).collect();
        for to in all {
            let reached = sums.entry(to.to_owned()).or_default();
            reached.leaves += 1;
            let receipted = |step: &StepTaken| step.to.as_str() == to && step.receipted;
            reached.receipted += usize::from(steps.iter().any(receipted));
        }
    }
    for (_, history) in timeline.leaves() {
        match &history.ended {
            None => {
                sums.standing += 1;
                reach(&mut sums.handed, &history.handed);
                reach(&mut sums.notified, &history.notified);
            }
            Some(ended) if ended.changed_into.is_some() => sums.changed += 1,
            Some(_) => sums.withdrawn += 1,
        }
    }
    sums
}

fn sum_words(timeline: &Timeline) -> Vec<String> {
    let sums = sums(timeline);
    let reached = |done: &str, all: &BTreeMap<String, Reached>| -> Vec<String> {
        if all.is_empty() {
            return vec![format!("    {done} nobody")];
        }
        all.iter()
            .map(|(to, Reached { leaves, receipted })| {
                format!("    {done} {to}: {leaves} leaves, {receipted} of them with a receipt")
            })
            .collect()
    };
    let mut lines = vec![format!(
        "  on the list: {} leaves, all of them declared; earlier ones: {} withdrawn, {} changed into others",
        sums.standing, sums.withdrawn, sums.changed
    )];
    lines.extend(reached("handed to", &sums.handed));
    lines.extend(reached("notified to", &sums.notified));
    lines
}

fn value(
    held: &HeldList,
    party: Option<&PartyId>,
    timeline: &Timeline,
    openings: &[&(Seen, OpeningEntry)],
    leaves: bool,
) -> Value {
    let sums = sums(timeline);
    let reached = |all: &BTreeMap<String, Reached>| -> Vec<Value> {
        all.iter()
            .map(|(to, Reached { leaves, receipted })| {
                json!({ "to": to, "leaves": leaves, "with_receipt": receipted })
            })
            .collect()
    };
    let mut value = json!({
        "list": held.list.to_string(),
        "log": held.origin,
        "party": party.map(PartyId::as_str),
        "versions": held.versions.iter().map(version_value).collect::<Vec<_>>(),
        "notices": held.notices.iter().map(notice_value).collect::<Vec<_>>(),
        "openings": openings.iter().map(|(seen, one)| json!({
            "log": seen.origin,
            "entry": seen.place.index,
            "version": one.of.version,
            "to": one.to.as_str(),
            "at": one.at.to_string(),
            "file_sha256": one.file.to_string(),
        })).collect::<Vec<_>>(),
        "on_the_list": sums.standing,
        "withdrawn": sums.withdrawn,
        "changed": sums.changed,
        "handed": reached(&sums.handed),
        "notified": reached(&sums.notified),
    });
    if leaves {
        let histories = timeline
            .leaves()
            .map(|(leaf, history)| json!({ "leaf": leaf.to_string(), "history": history.words() }));
        value["leaves"] = histories.collect();
    }
    value
}

fn version_value(version: &Entered<RecordedVersion>) -> Value {
    let Entered { index, said } = version;
    let stated = said.handover().statement();
    json!({
        "entry": index,
        "version": stated.version,
        "statement": said.handover().signed().hash().to_string(),
        "count": stated.count,
        "padded": stated.counting == Counting::Padded,
        "sealed_at": stated.sealed_at.to_string(),
        "received_at": said.received_at().to_string(),
        "signed_by": said.signed_by().iter().map(holdfire_seal::note::VerifierKey::vkey).collect::<Vec<_>>(),
        "added": stated.added,
        "withdrawn": stated.withdrawn,
        "changed": stated.changed,
    })
}

fn notice_value(notice: &Entered<RecordedNotice>) -> Value {
    let checked = notice.said.checked();
    let said = checked.said();
    let leaves = said.covered.as_leaves();
    json!({
        "entry": notice.index,
        "version": said.of.version,
        "step": said.step.as_str(),
        "to": said.to.as_str(),
        "at": said.at.to_string(),
        "leaves": leaves.map(|leaves| leaves.iter().map(ToString::to_string).collect::<Vec<_>>()),
        "receipt_by": checked.receipt_by().iter().map(|by| by.name.clone()).collect::<Vec<_>>(),
    })
}
