//! A first look at a table: what it is, what its columns hold, what it does not settle.

use std::collections::BTreeMap;

use super::evidence::{DateEvidence, Finding};
use super::problem::{ImportError, Question, shown};
use super::table::{Format, Table};
use super::{map, numbers};

/// How many different words of a column are kept.
const MOST_WORDS: usize = 30;

/// What a first look at a table gives.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Sniffed {
    /// The file name.
    pub file_name: String,
    /// What kind of file it is.
    pub format: Format,
    /// What was recognised, in sentences.
    pub recognised: Vec<String>,
    /// The line of the header; 0: there is none.
    pub header_line: u64,
    /// Rows below the header that are not blank.
    pub rows: u64,
    /// Rows that cannot be read as rows: too many or too few fields, open quotes, bytes that do not fit.
    pub unreadable: u64,
    /// The columns, in order.
    pub columns: Vec<SniffedColumn>,
    /// What the table does not settle.
    pub questions: Vec<Question>,
    /// The mapping file that the look was taken with; empty: none.
    pub(crate) settings: String,
}

/// What a column holds.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct SniffedColumn {
    /// Its name; empty or a double in bad tables.
    pub header: String,
    /// How a mapping file names it: by its name, or by its place (`#3`) where the name is empty or a double.
    pub reference: String,
    /// How many rows have something in it.
    pub filled: u64,
    /// How many of these are dates, with or without a time.
    pub dates: u64,
    /// How many of the dates have a time.
    pub timed: u64,
    /// How many are numbers with a decimal point, with a decimal comma, or without either.
    pub numbers: u64,
    /// How many of the numbers have a decimal comma.
    pub decimal_commas: u64,
    /// Its words, if it has no more than a few different ones, with how often each stands there.
    pub words: Vec<(String, u64)>,
    /// The first few values.
    pub examples: Vec<String>,
}

#[derive(Default)]
struct Look {
    column: SniffedColumn,
    evidence: DateEvidence,
    words: BTreeMap<String, u64>,
    too_many_words: bool,
}

/// Takes a first look at a table.
///
/// # Errors
/// [`ImportError`] if it is no table, or if the encoding, the delimiter, the header or the sheet has to be asked before
/// anything can be read; [`sniff_with`] takes the answers.
pub fn sniff(bytes: &[u8], file_name: &str) -> Result<Sniffed, ImportError> {
    sniff_with(bytes, file_name, "version = 1\n")
}

/// Takes a first look at a table with what a mapping file already says on encoding, delimiter, sheet and header.
///
/// # Errors
/// As [`sniff`]; and [`ImportError::Map`] for a mapping with mistakes.
pub fn sniff_with(bytes: &[u8], file_name: &str, map_text: &str) -> Result<Sniffed, ImportError> {
    let settings = map::parse(map_text)?.settings;
    let mut table = Table::open(bytes, &settings)?;
    let references = references(&table.header);
    let mut looks: Vec<Look> = Vec::new();
    for (header, reference) in table.header.iter().zip(&references) {
        let mut look = Look::default();
        look.column.header.clone_from(header);
        look.column.reference.clone_from(reference);
        looks.push(look);
    }
    let (mut rows, mut unreadable) = (0, 0);
    table.each_row(&mut |row| {
        rows += 1;
        let Ok(cells) = row.cells else {
            unreadable += 1;
            return;
        };
        for (cell, look) in cells.iter().zip(&mut looks) {
            if cell.is_empty() {
                continue;
            }
            look.evidence.add(row.line, cell);
            look.add(&cell.text());
        }
    })?;
    let mut questions = Vec::new();
    let mut recognised = table.recognised.clone();
    for look in &mut looks {
        let column = &mut look.column;
        column.dates = look.evidence.dates();
        column.timed = look.evidence.timed.count + look.evidence.midnight.count;
        if !look.too_many_words && column.filled >= 2 * look.words.len() as u64 {
            column.words = std::mem::take(&mut look.words).into_iter().collect();
        }
        if column.dates * 2 > column.filled {
            let name = &column.reference;
            // A few odd numbers among words are no dates; a column of them may be.
            match look.evidence.order(name) {
                Finding::NotNeeded => {}
                Finding::Order(_, sentence) => recognised.push(sentence),
                Finding::Open(question) => questions.push(question),
            }
            questions.extend(look.evidence.other_questions(name, &map::Dates::default()));
            questions.extend(look.evidence.midnight_question(name));
        } else if column.decimal_commas * 2 > column.filled {
            recognised.push(format!(
                "`{}`: decimal comma in {} numbers",
                column.reference, column.decimal_commas
            ));
        }
    }
    Ok(Sniffed {
        file_name: file_name.to_owned(),
        format: table.format,
        recognised,
        header_line: table.header_line,
        rows,
        unreadable,
        columns: looks.into_iter().map(|l| l.column).collect(),
        questions,
        settings: if map_text == "version = 1\n" {
            String::new()
        } else {
            map_text.to_owned()
        },
    })
}

impl Look {
    fn add(&mut self, text: &str) {
        let column = &mut self.column;
        column.filled += 1;
        if numbers::degrees(text, None, 999).is_ok() {
            column.numbers += 1;
            column.decimal_commas += u64::from(text.contains(','));
        }
        if column.examples.len() < 3 && !column.examples.contains(&shown(text)) {
            column.examples.push(shown(text));
        }
        if !self.too_many_words {
            if text.len() <= 40 {
                *self.words.entry(text.to_owned()).or_default() += 1;
            }
            self.too_many_words = text.len() > 40 || self.words.len() > MOST_WORDS;
        }
    }
}

/// How a mapping names each column: by its name if that is the only one of its kind, else by its place.
pub(crate) fn references(header: &[String]) -> Vec<String> {
    header
        .iter()
        .enumerate()
        .map(|(n, name)| {
            let alone = !name.is_empty() && header.iter().filter(|h| *h == name).count() == 1;
            if alone {
                name.clone()
            } else {
                format!("#{}", n + 1)
            }
        })
        .collect()
}
