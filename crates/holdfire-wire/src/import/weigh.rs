//! Encodings of one byte a character, told apart by how the text would read.

use std::collections::BTreeSet;

use encoding_rs::{
    Encoding, IBM866, ISO_8859_5, KOI8_R, KOI8_U, WINDOWS_1250, WINDOWS_1251, WINDOWS_1252,
    WINDOWS_1254, WINDOWS_1257,
};

use super::encoding::SAMPLE_BYTES;
use super::problem::{ImportError, Question, any_of, shown};

/// How far the best Cyrillic encoding must be ahead of the next.
const CLEAR_LEAD: f64 = 0.15;
/// The letters that make up about two thirds of running text in the Cyrillic script.
const COMMON: &str = "оеаинтсрвлі";
/// The letters that make up about a quarter of it.
const USUAL: &str = "кмдпуяыь";

const CYRILLIC: [&Encoding; 5] = [WINDOWS_1251, KOI8_R, KOI8_U, IBM866, ISO_8859_5];
const LATIN: [&Encoding; 4] = [WINDOWS_1252, WINDOWS_1250, WINDOWS_1254, WINDOWS_1257];

/// Words that hold bytes above 127, from all over the sample.
fn words(bytes: &[u8]) -> Vec<&[u8]> {
    bytes[..bytes.len().min(64 * SAMPLE_BYTES)]
        .split(|b| b.is_ascii() && !b.is_ascii_alphabetic())
        .filter(|w| !w.is_ascii())
        .take(SAMPLE_BYTES / 8)
        .collect()
}

/// The encoding of one byte a character that fits best, with the evidence; or a question.
pub(crate) fn weigh(bytes: &[u8]) -> Result<(&'static Encoding, String), ImportError> {
    let high: BTreeSet<u8> = bytes.iter().copied().filter(|b| *b > 127).collect();
    let alike = |a: &'static Encoding, b: &'static Encoding| {
        high.iter().all(|byte| {
            a.decode_without_bom_handling(&[*byte]).0 == b.decode_without_bom_handling(&[*byte]).0
        })
    };
    let words = words(bytes);
    let number = bytes.iter().filter(|b| **b > 127).count();
    if alike(WINDOWS_1252, WINDOWS_1251) {
        let evidence = format!(
            "the {number} bytes above 127 read the same in windows-1251 and are no letters"
        );
        return Ok((WINDOWS_1252, evidence));
    }
    let mixed = words
        .iter()
        .filter(|w| w.iter().any(u8::is_ascii_alphabetic))
        .count();
    let (candidates, fits, script) = if mixed * 10 >= words.len() * 6 {
        (
            &LATIN[..],
            latin_fit as fn(&[&[u8]], &'static Encoding) -> f64,
            "letters with marks inside words of the Latin script",
        )
    } else if mixed * 4 <= words.len() {
        (
            &CYRILLIC[..],
            cyrillic_fit as fn(&[&[u8]], &'static Encoding) -> f64,
            "Cyrillic letters, weighed by how common they are and how capitals stand",
        )
    } else {
        let all: Vec<&'static Encoding> = CYRILLIC.iter().chain(&LATIN).copied().collect();
        return Err(ask(&all, &words, number, "the words mix scripts"));
    };
    let mut scores: Vec<(f64, &'static Encoding)> =
        candidates.iter().map(|e| (fits(&words, e), *e)).collect();
    // A stable sort: of encodings that fit equally the first of the list stays first.
    scores.sort_by(|a, b| b.0.total_cmp(&a.0));
    let (best, first) = scores[0];
    let rivals: Vec<(f64, &'static Encoding)> = scores
        .iter()
        .skip(1)
        .copied()
        .filter(|(_, e)| !alike(first, e))
        .collect();
    let lead = if script.starts_with("Cyr") {
        CLEAR_LEAD
    } else {
        0.1
    };
    if best < 0.5
        || rivals
            .first()
            .is_some_and(|(second, _)| best - second < lead)
    {
        let near: Vec<&'static Encoding> = scores
            .iter()
            .filter(|(s, _)| best - s < lead)
            .map(|(_, e)| *e)
            .collect();
        return Err(ask(&near, &words, number, "the bytes fit more than one"));
    }
    let others: Vec<String> = rivals
        .iter()
        .take(3)
        .map(|(s, e)| format!("{} {:.0} %", e.name(), s.max(0.0) * 100.0))
        .collect();
    let same: Vec<&str> = scores
        .iter()
        .skip(1)
        .filter(|(_, e)| alike(first, e))
        .map(|(_, e)| e.name())
        .collect();
    let mut evidence = format!(
        "{number} bytes above 127 fit to {:.0} % ({script})",
        best * 100.0
    );
    if !others.is_empty() {
        evidence.push_str(&format!("; {}", others.join(", ")));
    }
    if !same.is_empty() {
        evidence.push_str(&format!(
            "; every byte reads the same in {}",
            same.join(", ")
        ));
    }
    Ok((first, evidence))
}

/// From the share of common letters, against symbols and capitals behind small letters; at most 1.
fn cyrillic_fit(words: &[&[u8]], encoding: &'static Encoding) -> f64 {
    let (mut sum, mut count) = (0.0, 0.0);
    for word in words {
        let text = encoding.decode_without_bom_handling(word).0;
        let mut before: Option<char> = None;
        for c in text.chars().filter(|c| !c.is_ascii()) {
            let small = c.to_lowercase().next().unwrap_or(c);
            let letter = ('\u{400}'..='\u{4ff}').contains(&c);
            count += 1.0;
            sum += match () {
                () if !letter && c.is_alphabetic() => -1.0,
                () if !letter && matches!(c, '\u{2500}'..='\u{25ff}' | '\u{80}'..='\u{9f}') => -1.0,
                () if !letter => 0.5,
                () if before.is_some_and(|b| b.is_lowercase() && c.is_uppercase()) => -1.0,
                () if COMMON.contains(small) => 1.0,
                () if USUAL.contains(small) => 0.6,
                () => 0.1,
            };
            before = Some(c);
        }
    }
    if count == 0.0 { 0.0 } else { sum / count }
}

/// The share of bytes above 127 that read as letters where they stand inside words; at most 1.
fn latin_fit(words: &[&[u8]], encoding: &'static Encoding) -> f64 {
    let (mut sum, mut count) = (0.0, 0.0);
    for word in words
        .iter()
        .filter(|w| w.iter().any(u8::is_ascii_alphabetic))
    {
        let text: Vec<char> = encoding
            .decode_without_bom_handling(word)
            .0
            .chars()
            .collect();
        for (i, c) in text.iter().enumerate().filter(|(_, c)| !c.is_ascii()) {
            let before = i.checked_sub(1).and_then(|n| text.get(n));
            let inside = before.is_some_and(|b| b.is_alphabetic())
                && text.get(i + 1).is_some_and(|b| b.is_alphabetic());
            count += 1.0;
            sum += match () {
                () if c.is_alphabetic()
                    && before.is_some_and(|b| b.is_lowercase())
                    && c.is_uppercase() =>
                {
                    -1.0
                }
                () if c.is_alphabetic() => 1.0,
                () if inside && !matches!(c, '\u{2018}' | '\u{2019}' | '\u{2013}') => -1.0,
                () => 0.5,
            };
        }
    }
    if count == 0.0 { 0.0 } else { sum / count }
}

fn ask(candidates: &[&'static Encoding], words: &[&[u8]], number: usize, why: &str) -> ImportError {
    let sample = words
        .iter()
        .max_by_key(|w| w.len().min(24))
        .copied()
        .unwrap_or_default();
    let sample = &sample[..sample.len().min(40)];
    let shown_as: Vec<String> = candidates
        .iter()
        .map(|e| {
            format!(
                "`{}` in {}",
                shown(&e.decode_without_bom_handling(sample).0),
                e.name()
            )
        })
        .collect();
    let answers: Vec<String> = candidates
        .iter()
        .map(|e| format!("[encoding] name = \"{}\"", e.name().to_lowercase()))
        .collect();
    let names: Vec<&str> = candidates.iter().map(|e| e.name()).collect();
    ImportError::Asked(vec![Question {
        line: None,
        column: String::new(),
        message: format!(
            "the table is not UTF-8, and its {number} bytes above 127 do not settle the encoding ({why}): {}; one word reads {}",
            any_of(&names),
            shown_as.join(", ")
        ),
        answers,
    }])
}
