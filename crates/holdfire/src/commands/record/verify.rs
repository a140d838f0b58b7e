//! `holdfire record verify`: what was checked, in words for an auditor, and what that does not show.

use std::fmt::Write as _;

use holdfire_record::Kind;
use holdfire_store::folder::{
    Finding, Findings, FolderError, Report, Trust, VerifyOptions, verify,
};
use serde_json::{Value, json};

use super::{log_keys, of_folder, policy, time};
use crate::cli::{PlainFormat, RecordVerifyArgs};
use crate::commands::done;
use crate::commands::witness::file;
use crate::output::{Failure, Outcome, count, print, safe};

/// What no check of one folder can show.
const NOT_SHOWN: [&str; 4] = [
    "that everything was entered: what was left out before it was entered is in no log",
    "that the contents are true, or that an author is who they say: the log keeps what was said, and when",
    "that everybody is shown this log: compare checkpoints with others, or ask for witnesses by --policy",
    "what the contents say: the log holds commitments only; a field that is opened is checked against its entry",
];

/// Checks a log, and prints what came of it.
pub fn run(args: &RecordVerifyArgs) -> Outcome {
    let options = VerifyOptions {
        keys: log_keys(&args.keys)?,
        policy: args.policy.as_deref().map(policy).transpose()?,
        since: args.since.as_deref().map(file).transpose()?,
    };
    let (text, failure) = match verify(&args.dir, &options) {
        Ok(report) => (
            match args.format {
                PlainFormat::Text => in_words(&report),
                PlainFormat::Json => pretty(&report_json(&report)),
            },
            None,
        ),
        Err(FolderError::Changed(findings)) => {
            let what = format!(
                "the log in {} is not as signed: {}\n\
                 hint: keep this folder as it is, it is evidence; then fetch the log anew and check again",
                args.dir.display(),
                count(findings.count(), "finding", "findings")
            );
            let text = match args.format {
                PlainFormat::Text => safe(&findings.to_string()) + "\n",
                PlainFormat::Json => pretty(&findings_json(&findings)),
            };
            (text, Some(Failure::Integrity(what)))
        }
        Err(error) => return Err(of_folder(error)),
    };
    print(&text)?;
    failure.map_or_else(done, Err)
}

fn in_words(report: &Report) -> String {
    let mut text = String::new();
    let mut line = |words: String| {
        text.push_str(&safe(&words));
        text.push('\n');
    };
    let settings = &report.settings;
    line(format!("{}: everything is as signed", settings.origin()));
    line("\nWhat was checked".to_owned());
    line(format!(
        "  {} hashed; {} made anew from them and compared byte by byte ({} bytes)",
        count(report.size, "entry", "entries"),
        count(report.pieces, "tile or bundle", "tiles and bundles"),
        report.bytes
    ));
    line(format!("  root {}", report.root));
    line(format!("  signed by {}", settings.log_key().vkey()));
    line(format!("  {}", trust(report.trust)));
    line(format!("  {}", witnesses(report)));
    for (name, at) in &report.cosigned_by {
        line(format!("    {name}, {}", time(*at)));
    }
    if report.unknown_signatures > 0 {
        line(format!(
            "  {} by keys that nobody named here: not checked, and worth nothing",
            count(
                report.unknown_signatures as u64,
                "signature line",
                "signature lines"
            )
        ));
    }
    line(match report.since {
        Some(since) => format!(
            "  the log grew from the older checkpoint of {}: none of those was changed or removed",
            count(since.size, "entry", "entries")
        ),
        None => "  no older checkpoint was given, so nothing is said about what the log was before"
            .to_owned(),
    });
    line("\nWhat the log holds".to_owned());
    let (first, last) = report.times;
    line(format!("  entries from {} to {}", time(first), time(last)));
    let kinds: Vec<String> = kinds(report)
        .map(|(kind, number)| format!("{number} {kind}"))
        .collect();
    line(format!("  by kind: {}", kinds.join(", ")));
    let schedule = settings.schedule();
    line(format!(
        "  entries are dated to {} s; ticks come every {} s",
        schedule.time_step_s(),
        schedule.cadence_s()
    ));
    line(match report.sequence.missing_ticks {
        0 if report.sequence.ticks == 0 => {
            "  it has no ticks: it binds no circles' logs".to_owned()
        }
        0 => "  no tick is missing between the first and the last".to_owned(),
        missing => format!(
            "  {} of the cadence between the first and the last tick {} none: nothing bound the circles' logs then",
            count(missing, "point", "points"),
            if missing == 1 { "has" } else { "have" }
        ),
    });
    if report.older_pieces > 0 {
        line(format!(
            "  {} of older sizes, each the beginning of what is there now",
            count(report.older_pieces, "partial piece", "partial pieces")
        ));
    }
    if report.stranger_count > 0 {
        line(format!(
            "  beside the log, covered by no signature: {}{}",
            report.strangers.join(", "),
            match report.stranger_count - report.strangers.len() as u64 {
                0 => String::new(),
                more => format!(", and {more} more"),
            }
        ));
    }
    line("\nWhat this does not show".to_owned());
    for words in NOT_SHOWN {
        line(format!("  - {words}"));
    }
    text
}

fn trust(trust: Trust) -> &'static str {
    match trust {
        Trust::Given => {
            "  the key was given to this command; that it is the log's is for you to know"
        }
        Trust::Policy => "  the key stands in the policy; that it is the log's is for you to know",
        Trust::Own => {
            "  the key came with the folder: this shows that the folder belongs together, not who made it. Whoever can \
             change the folder can sign another one.\n    hint: ask the keeper of the log for its key by another way, and \
             give it by --key"
        }
    }
}

fn witnesses(report: &Report) -> String {
    match (&report.needed, report.cosigned_by.len()) {
        (None, _) => "no policy was given, so no witness was asked for".to_owned(),
        (Some(needed), 0) => format!("the policy asks for {needed}; none cosigned"),
        (Some(needed), _) => format!("the policy asks for {needed}; cosigned by"),
    }
}

fn kinds(report: &Report) -> impl Iterator<Item = (Kind, u64)> {
    let kinds = Kind::ALL.into_iter().zip(report.kinds.iter().copied());
    kinds.filter(|(_, number)| *number > 0)
}

fn report_json(report: &Report) -> Value {
    let settings = &report.settings;
    let schedule = settings.schedule();
    let kinds: serde_json::Map<String, Value> = kinds(report)
        .map(|(kind, number)| (kind.name().to_owned(), number.into()))
        .collect();
    let cosigned: Vec<Value> = report
        .cosigned_by
        .iter()
        .map(|(name, at)| json!({ "witness": name.to_string(), "at": at }))
        .collect();
    json!({
        "format": "holdfire/record-verify@v1",
        "as_signed": true,
        "origin": settings.origin(),
        "size": report.size,
        "root": report.root.to_string(),
        "log_key": settings.log_key().vkey(),
        "key_from": match report.trust {
            Trust::Given => "given",
            Trust::Policy => "policy",
            Trust::Own => "folder",
        },
        "policy": report.needed,
        "cosigned_by": cosigned,
        "unknown_signatures": report.unknown_signatures,
        "since": report.since.map(|since| json!({ "size": since.size, "root": since.root.to_string() })),
        "first_at": report.times.0,
        "last_at": report.times.1,
        "kinds": kinds,
        "time_step_s": schedule.time_step_s(),
        "cadence_s": schedule.cadence_s(),
        "ticks": report.sequence.ticks,
        "missing_ticks": report.sequence.missing_ticks,
        "pieces": report.pieces,
        "bytes": report.bytes,
        "older_pieces": report.older_pieces,
        "beside_the_log": report.strangers,
        "beside_the_log_count": report.stranger_count,
        "not_shown": NOT_SHOWN,
    })
}

fn findings_json(findings: &Findings) -> Value {
    let one = |finding: &Finding| {
        let range = finding.entries.as_ref();
        json!({
            "kind": finding.kind.name(),
            "file": finding.file,
            "entries": range.map(|range| json!({ "from": range.start, "until": range.end })),
            "what": finding.kind.words(),
            "stated": finding.stated,
            "found": finding.found,
        })
    };
    json!({
        "format": "holdfire/record-verify@v1",
        "as_signed": false,
        "findings": findings.kept().iter().map(one).collect::<Vec<_>>(),
        "findings_count": findings.count(),
    })
}

fn pretty(value: &Value) -> String {
    let mut text = String::new();
    writeln!(text, "{value:#}").expect("a string can always grow");
    text
}
