//! `holdfire evidence show`: what people state and what the file says, apart.

use std::fmt::Write as _;

use holdfire_record::Kind;
use holdfire_seal::Hash;
use holdfire_store::mission::{Seen, View, time};
use holdfire_wire::evidence::claims::{Claims, LABEL};
use holdfire_wire::evidence::custody::{About, Chain, Custody, Recorded, chain};
use holdfire_wire::evidence::entry::{EvidenceEntry, PageEntry};
use serde_json::{Value, json};

use super::{Meant, entry, log_of, meant};
use crate::cli::{CaseFrom, PlainFormat, Which};
use crate::commands::done;
use crate::commands::mission::list::number;
use crate::commands::open::view;
use crate::output::{Failure, Outcome, note, print, safe, with_causes};

/// What an entry is about.
enum Shown {
    File(Box<EvidenceEntry>),
    Page(Box<PageEntry>),
    Erased,
}

pub fn show(from: &CaseFrom, which: &Which, format: PlainFormat) -> Outcome {
    let view = view(from)?;
    let log = log_of(&view, which.circle.as_deref())?;
    let seen = match (entry(&view, which), meant(&which.entry)?) {
        (Err(error), Meant::File(sha256)) => {
            // The entry may be erased; what people did with the file stays.
            let steps = custody(&view, log, sha256)?;
            if steps.links.is_empty() {
                return Err(error);
            }
            note(
                "the entry about this file was erased, or is not known here; its chain of custody stays",
            );
            return print_chain(&steps, format);
        }
        (seen, _) => seen?,
    };
    let shown = read(&seen)?;
    let steps = match &shown {
        Shown::File(entry) => Some(custody(&view, log, entry.intake.sha256)?),
        Shown::Page(_) | Shown::Erased => None,
    };
    print(&match format {
        PlainFormat::Text => text(&seen, &shown, steps.as_ref()),
        PlainFormat::Json => format!("{:#}\n", value(&seen, &shown, steps.as_ref())),
    })?;
    done()
}

fn print_chain(steps: &Chain, format: PlainFormat) -> Outcome {
    print(&match format {
        PlainFormat::Text => chain_text(steps),
        PlainFormat::Json => format!(
            "{:#}\n",
            json!({"schema": "holdfire/evidence-entry/1", "sha256": steps.sha256.to_string(), "custody": chain_value(steps)})
        ),
    })?;
    done()
}

fn read(seen: &Seen) -> Result<Shown, Failure> {
    if seen.said.is_none() {
        return Ok(Shown::Erased);
    }
    let wrong = |error: &dyn std::error::Error| {
        Failure::Integrity(format!("entry {}: {}", number(seen), with_causes(error)))
    };
    if seen.value("stored_as").is_some() {
        let entry = EvidenceEntry::from_fields(seen.fields()).map_err(|e| wrong(&e))?;
        return Ok(Shown::File(Box::new(entry)));
    }
    let page = PageEntry::from_fields(seen.fields()).map_err(|e| wrong(&e))?;
    Ok(Shown::Page(Box::new(page)))
}

/// The chain of custody of a file in one log. A time without an entry says nothing of a file that lies in a folder.
fn custody(view: &View, log: u32, sha256: Hash) -> Result<Chain, Failure> {
    let mut steps = Vec::new();
    for seen in view.all(Kind::Custody)? {
        if seen.place.log == log
            && seen.said.is_some()
            && let Ok(custody) = Custody::from_sealable(seen.fields())
        {
            let index = seen.place.index;
            steps.push(Recorded { index, custody });
        }
    }
    Ok(chain(sha256, &steps, i64::MAX))
}

fn text(seen: &Seen, shown: &Shown, steps: Option<&Chain>) -> String {
    let mut text = format!("entry {}, {}\n", number(seen), time(seen.recorded_at()));
    match shown {
        Shown::Erased => {
            text.push_str("erased: the file cannot be read by anybody any more, unless another entry holds its key\n");
        }
        Shown::File(entry) => file_text(entry, &mut text),
        Shown::Page(page) => page_text(page, &mut text),
    }
    if let Some(steps) = steps {
        text.push_str(&chain_text(steps));
    }
    text
}

fn row(name: &str, value: Option<&str>, to: &mut String) {
    if let Some(value) = value {
        let _ = writeln!(to, "  {name:<16} {}", safe(value));
    }
}

fn file_text(entry: &EvidenceEntry, to: &mut String) {
    let intake = &entry.intake;
    let _ = writeln!(
        to,
        "file sha256:{}, {} bytes, by its first bytes {}",
        intake.sha256, intake.size_bytes, intake.media_type
    );
    let folder = &entry.stored_as[..2];
    let _ = writeln!(to, "stored as evidence/{folder}/{}.age", entry.stored_as);
    to.push_str("people state:\n");
    let collected = &intake.collected;
    row("name as given", intake.file_name.as_deref(), to);
    row("collected by", collected.by.as_deref(), to);
    row("collected", collected.when.as_deref(), to);
    row("how", collected.how.as_deref(), to);
    row("from", collected.from.as_deref(), to);
    row("handed over by", Some(&intake.handed_over_by), to);
    let received = format!("{}, {}", intake.received_by, intake.received_at);
    row("taken in by", Some(&received), to);
    for about in &intake.about {
        row("about", Some(&about_words(about)), to);
    }
    if let Some(derived) = &entry.derived {
        row(
            "working copy of",
            Some(&format!("sha256:{}", derived.from)),
            to,
        );
        row("made how", Some(&derived.how), to);
    }
    if let Some(page) = &entry.page {
        let listed = format!("sha256:{}", page.listed_in);
        to.push_str("an archive that names this file by its hash says:\n");
        row("page", Some(&page.url), to);
        row("published", page.published.as_deref(), to);
        row("archived", page.captured_at.as_deref(), to);
        row("the archive", Some(&listed), to);
    }
    claims_text(&entry.claims, to);
}

fn about_words(about: &About) -> String {
    match about {
        About::Report(id) => format!("reports.csv#{id}"),
        About::Incident(id) => format!("incident/{id}"),
    }
}

fn page_text(page: &PageEntry, to: &mut String) {
    to.push_str("an archived page; the archive says:\n");
    row("page", Some(&page.url), to);
    row("title", page.title.as_deref(), to);
    row("archived", page.captured_at.as_deref(), to);
    row("held in", Some(&format!("sha256:{}", page.held_in)), to);
    for file in &page.files {
        row("file", Some(&format!("sha256:{file}")), to);
    }
    claims_text(page.claims.as_slice(), to);
}

fn claims_text(all: &[Claims], to: &mut String) {
    if all.is_empty() {
        return;
    }
    let _ = writeln!(to, "{LABEL}:");
    for claims in all {
        for claim in claims.items() {
            let _ = writeln!(to, "  {}", safe(&claim.to_string()));
        }
        for problem in claims.problems() {
            let _ = writeln!(to, "  does not fit or cannot be read: {}", safe(problem));
        }
    }
}

fn chain_text(steps: &Chain) -> String {
    let mut text = "custody, as people entered it:\n".to_owned();
    for link in &steps.links {
        let Recorded { index, custody } = link;
        let _ = writeln!(
            text,
            "  entry {index}  {}  {}: {}",
            custody.at(),
            safe(custody.by()),
            safe(&custody.what())
        );
    }
    for problem in &steps.problems {
        let _ = writeln!(text, "  {}", safe(&problem.to_string()));
    }
    text
}

fn value(seen: &Seen, shown: &Shown, steps: Option<&Chain>) -> Value {
    let mut value = json!({
        "schema": "holdfire/evidence-entry/1",
        "log": seen.origin,
        "entry": seen.place.index,
        "recorded_at": seen.recorded_at(),
        "erased": matches!(shown, Shown::Erased),
    });
    let claims = match shown {
        Shown::Erased => &[],
        Shown::Page(page) => {
            value["page"] = json!({
                "url": page.url,
                "title": page.title,
                "captured_at": page.captured_at,
                "held_in": page.held_in.to_string(),
                "files": page.files.iter().map(ToString::to_string).collect::<Vec<_>>(),
            });
            page.claims.as_slice()
        }
        Shown::File(entry) => {
            value["file"] = file_value(entry);
            entry.claims.as_slice()
        }
    };
    value["claims"] = json!({ "label": LABEL, "claims": claims_value(claims) });
    if let Some(steps) = steps {
        value["custody"] = chain_value(steps);
    }
    value
}

fn file_value(entry: &EvidenceEntry) -> Value {
    let intake = &entry.intake;
    json!({
        "sha256": intake.sha256.to_string(),
        "size_bytes": intake.size_bytes,
        "media_type": intake.media_type,
        "stored_as": entry.stored_as,
        "file_name": intake.file_name,
        "collected": {
            "by": intake.collected.by,
            "when": intake.collected.when,
            "how": intake.collected.how,
            "from": intake.collected.from,
        },
        "handed_over_by": intake.handed_over_by,
        "received_by": intake.received_by,
        "received_at": intake.received_at.to_string(),
        "about": intake.about.iter().map(about_words).collect::<Vec<_>>(),
        "derived": entry.derived.as_ref().map(|derived| json!({
            "from": derived.from.to_string(), "how": derived.how,
        })),
        "archived_from": entry.page.as_ref().map(|page| json!({
            "url": page.url, "published": page.published, "captured_at": page.captured_at,
            "listed_in": page.listed_in.to_string(),
        })),
    })
}

fn claims_value(all: &[Claims]) -> Vec<Value> {
    let one = |claims: &Claims| {
        let items: Vec<Value> = claims
            .items()
            .iter()
            .map(|claim| json!({"name": claim.name, "value": claim.value, "note": claim.note}))
            .collect();
        json!({"kind": claims.kind().name(), "says": items, "problems": claims.problems()})
    };
    all.iter().map(one).collect()
}

fn chain_value(steps: &Chain) -> Value {
    let link = |link: &Recorded| {
        json!({
            "entry": link.index,
            "at": link.custody.at().to_string(),
            "by": link.custody.by(),
            "what": link.custody.what(),
        })
    };
    let links: Vec<Value> = steps.links.iter().map(link).collect();
    let problems: Vec<String> = steps.problems.iter().map(ToString::to_string).collect();
    json!({ "steps": links, "problems": problems })
}
