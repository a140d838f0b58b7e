//! `holdfire record entry` and `settings`.

use std::path::Path;

use holdfire_record::{Envelope, FORMAT, Kind};
use holdfire_seal::Hash;
use holdfire_seal::note::VerifierKey;
use holdfire_store::folder::LogFolder;
use serde_json::json;

use super::{of_folder, time};
use crate::cli::PlainFormat;
use crate::commands::done;
use crate::output::{Failure, Outcome, count, print, safe, with_causes};

/// Prints an entry that is in the log.
pub fn show(dir: &Path, index: u64, keys: &[VerifierKey], format: PlainFormat) -> Outcome {
    let folder = LogFolder::new(dir).map_err(of_folder)?;
    let signed = folder.checkpoint(keys).map_err(of_folder)?;
    let checkpoint = signed.checkpoint();
    let (entry, _) = folder.prove(index, keys).map_err(of_folder)?;
    let text = match format {
        PlainFormat::Text => {
            let words = envelope_in_words(&entry).map_err(Failure::Input)?;
            let text = format!(
                "entry {index} of log {}\n{words}\
                 It is in the log as the log signed it at {}.\n",
                checkpoint.origin(),
                count(checkpoint.size(), "entry", "entries")
            );
            safe(&text) + "\n"
        }
        PlainFormat::Json => {
            let envelope = Envelope::from_bytes(&entry)
                .map_err(|error| Failure::Input(with_causes(&error)))?;
            let value = json!({
                "format": "holdfire/record-entry@v1",
                "origin": checkpoint.origin(),
                "size": checkpoint.size(),
                "index": index,
                "kind": envelope.kind.name(),
                "at": envelope.at,
                "author": envelope.author.to_string(),
                "fields": envelope.fields.to_string(),
                "leaf": hex(&entry),
                "leaf_hash": Hash::leaf(&entry).to_string(),
            });
            format!("{value:#}\n")
        }
    };
    print(&text)?;
    done()
}

/// Prints the settings of a log.
pub fn settings(dir: &Path, keys: &[VerifierKey], format: PlainFormat) -> Outcome {
    let folder = LogFolder::new(dir).map_err(of_folder)?;
    let settings = folder.settings(keys).map_err(of_folder)?;
    let schedule = settings.schedule();
    let text = match format {
        PlainFormat::Text => {
            let text = format!(
                "origin     {}\n\
                 key        {}\n\
                 format     {FORMAT}\n\
                 times      entries are dated to {} s, ticks come every {} s\n\
                 The log committed to these in its first entry, and signed it.\n",
                settings.origin(),
                settings.log_key().vkey(),
                schedule.time_step_s(),
                schedule.cadence_s()
            );
            safe(&text) + "\n"
        }
        PlainFormat::Json => {
            let value = json!({
                "format": "holdfire/record-settings@v1",
                "log_format": FORMAT,
                "origin": settings.origin(),
                "log_key": settings.log_key().vkey(),
                "time_step_s": schedule.time_step_s(),
                "cadence_s": schedule.cadence_s(),
            });
            format!("{value:#}\n")
        }
    };
    print(&text)?;
    done()
}

/// The lines about an envelope, or why it is none.
pub fn envelope_in_words(entry: &[u8]) -> Result<String, String> {
    let envelope = Envelope::from_bytes(entry).map_err(|error| with_causes(&error))?;
    Ok(format!(
        "kind       {}\n\
         recorded   {}, {}\n\
         author     {}, a pseudonym of that day\n\
         contents   {}, the root over their fields; what they say is not in the log\n\
         leaf       {}\n\
         leaf hash  {}\n",
        envelope.kind,
        time(envelope.at),
        if envelope.kind == Kind::Tick {
            "its point of the cadence"
        } else {
            "cut to the step of the log"
        },
        envelope.author,
        envelope.fields,
        hex(entry),
        Hash::leaf(entry)
    ))
}

/// Bytes as lower-case hex.
pub fn hex(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}
