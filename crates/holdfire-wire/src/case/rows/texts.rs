//! `texts.csv`: passages of the instruments in their own words.

use std::collections::BTreeMap;

use holdfire_model::{InstrumentId, Passage, ReportId, phrase, row_cite};

use super::{Context, fresh, pick};
use crate::problem::Problems;
use crate::table::{Rows, Table, fault, is};

/// The longest tag of a language (RFC 5646, section 4.4.1).
const LONGEST_TAG_BYTES: usize = 35;

/// `texts.csv`, with the id of each row.
pub(crate) fn texts(
    path: &str,
    text: &str,
    ctx: &Context<'_>,
    problems: &mut Problems,
) -> Rows<(ReportId, Passage)> {
    let needed = ["id", "instrument", "language", "words"];
    let others = ["place", "translated_by", "source_url"];
    let Some(table) = Table::open(path, text, &needed, &others, problems) else {
        return Rows::default();
    };
    let mut seen = BTreeMap::new();
    table.rows(problems, |row, _| {
        // Any id of a row will do: nothing refers to it but pointers.
        let id = fresh(row, &mut seen, ReportId::new)?;
        let language = row.need("language")?;
        let is_tag = language.len() <= LONGEST_TAG_BYTES
            && language
                .split('-')
                .all(|part| !part.is_empty() && part.chars().all(|c| c.is_ascii_alphanumeric()));
        if !is_tag {
            return Err(fault(
                "language",
                is("language", language),
                phrase!("row-write-language", "write a tag such as en, uk or pt-BR"),
            ));
        }
        let instruments = &ctx.known.instruments;
        let of = row.need("instrument")?;
        let passage = Passage {
            instrument: pick(
                of,
                "instrument",
                &phrase!("row-what-instrument", "instrument"),
                instruments,
                InstrumentId::new,
            )?,
            place: row.get("place").to_owned(),
            language: language.to_owned(),
            words: row.need("words")?.to_owned(),
            translated_by: row.get("translated_by").to_owned(),
            source: row.get("source_url").to_owned(),
            at: row_cite(path, id.as_str()),
        };
        Ok((id, passage))
    })
}
