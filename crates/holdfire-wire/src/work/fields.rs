//! Fields of acts, one after the other: written in a fixed order, read strictly.

use holdfire_model::Moment;
use holdfire_monitor::workflow::PersonName;
use holdfire_seal::fields::Field;
use jiff::Timestamp;
use thiserror::Error;

use crate::evidence::claims::{is_tidy, tidy};

/// The longest text of a field, in characters.
pub const LONGEST_TEXT: usize = 20_000;

/// Why fields are not an act, or an act cannot become fields.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
pub enum WorkError {
    /// The subject of the entry is not that of a task.
    #[error("the subject of the entry is not `task/` and the id of a task")]
    Subject,
    /// The first field does not say that it is an act.
    #[error("the first field is not `work`")]
    NoKind,
    /// An act or a version that is not known.
    #[error("the act `{0}` is not known\nhint: it may come from a newer version")]
    Act(String),
    /// A field is not there.
    #[error("the field `{0}` is missing")]
    Missing(&'static str),
    /// A field that does not belong there.
    #[error("the field `{0}` is unknown, given twice or out of place")]
    Field(String),
    /// The value is no text.
    #[error("the field `{0}` is not UTF-8")]
    Bytes(String),
    /// A text is empty, too long, or steers a terminal.
    #[error(
        "the field `{name}` is empty, longer than {LONGEST_TEXT} characters, or has characters that are no text\nhint: line breaks are allowed; other control characters and marks that turn the direction of writing are not"
    )]
    Text {
        /// Which.
        name: &'static str,
    },
    /// The value is misspelt.
    #[error("the field `{name}` is `{value}`, not {wanted}")]
    Value {
        /// Which.
        name: &'static str,
        /// What stands there.
        value: String,
        /// What should.
        wanted: &'static str,
    },
}

pub(super) fn misspelt(name: &'static str, value: &str, wanted: &'static str) -> WorkError {
    WorkError::Value {
        name,
        value: tidy(value, 80),
        wanted,
    }
}

/// Text of one or more lines, with something in it.
fn is_text(text: &str) -> bool {
    !text.trim().is_empty()
        && text.split('\n').all(is_tidy)
        && text.chars().nth(LONGEST_TEXT).is_none()
}

const MOMENT: &str = "a time such as `2025-03-26T10:00:00Z`";

/// A time in its one spelling: UTC, whole seconds, between the years -9999 and 9999.
fn read_moment(text: &str) -> Option<Moment> {
    let moment = Moment(text.parse::<Timestamp>().ok()?.as_second());
    (moment.to_string() == text).then_some(moment)
}

/// Writes fields.
#[derive(Default)]
pub(super) struct Writer(pub(super) Vec<Field>);

impl Writer {
    pub fn put(&mut self, name: &'static str, value: impl ToString) {
        self.0.push(Field::new(name, value.to_string()));
    }

    pub fn put_some(&mut self, name: &'static str, value: Option<impl ToString>) {
        if let Some(value) = value {
            self.put(name, value);
        }
    }

    pub fn text(&mut self, name: &'static str, text: &str) -> Result<(), WorkError> {
        if !is_text(text) {
            return Err(WorkError::Text { name });
        }
        self.put(name, text);
        Ok(())
    }

    pub fn text_some(&mut self, name: &'static str, text: Option<&str>) -> Result<(), WorkError> {
        text.map_or(Ok(()), |text| self.text(name, text))
    }

    pub fn moment(&mut self, name: &'static str, moment: Moment) -> Result<(), WorkError> {
        let text = moment.to_string();
        if read_moment(&text).is_none() {
            return Err(misspelt(name, &text, MOMENT));
        }
        self.put(name, text);
        Ok(())
    }

    pub fn moment_some(
        &mut self,
        name: &'static str,
        moment: Option<Moment>,
    ) -> Result<(), WorkError> {
        moment.map_or(Ok(()), |moment| self.moment(name, moment))
    }
}

/// Reads fields, strictly in order.
pub(super) struct Reader<'f>(pub(super) &'f [(String, String)]);

impl<'f> Reader<'f> {
    /// The next field, if it has the name.
    pub fn next(&mut self, name: &str) -> Option<&'f str> {
        let (first, rest) = self.0.split_first()?;
        if first.0 != name {
            return None;
        }
        self.0 = rest;
        Some(&first.1)
    }

    pub fn value(&mut self, name: &'static str) -> Result<&'f str, WorkError> {
        let there = self.0.iter().any(|(n, _)| n == name);
        match (self.next(name), self.0.first()) {
            (Some(value), _) => Ok(value),
            // It comes later: what stands here is out of place.
            (None, Some((found, _))) if there => Err(WorkError::Field(tidy(found, 60))),
            _ => Err(WorkError::Missing(name)),
        }
    }

    pub fn text(&mut self, name: &'static str) -> Result<String, WorkError> {
        checked(name, self.value(name)?)
    }

    pub fn text_some(&mut self, name: &'static str) -> Result<Option<String>, WorkError> {
        self.next(name).map(|text| checked(name, text)).transpose()
    }

    /// A value that one parser reads, in its one spelling.
    pub fn parsed<T>(
        &mut self,
        name: &'static str,
        wanted: &'static str,
        parse: impl Fn(&str) -> Option<T>,
    ) -> Result<T, WorkError> {
        let value = self.value(name)?;
        parse(value).ok_or_else(|| misspelt(name, value, wanted))
    }

    /// As [`Self::parsed`], where the field may be left out.
    pub fn parsed_some<T>(
        &mut self,
        name: &'static str,
        wanted: &'static str,
        parse: impl Fn(&str) -> Option<T>,
    ) -> Result<Option<T>, WorkError> {
        self.next(name)
            .map(|value| parse(value).ok_or_else(|| misspelt(name, value, wanted)))
            .transpose()
    }

    /// As many fields of this name as stand here.
    pub fn many<T>(
        &mut self,
        name: &'static str,
        wanted: &'static str,
        parse: impl Fn(&str) -> Option<T>,
    ) -> Result<Vec<T>, WorkError> {
        let mut all = Vec::new();
        while let Some(one) = self.parsed_some(name, wanted, &parse)? {
            all.push(one);
        }
        Ok(all)
    }

    pub fn number(&mut self, name: &'static str) -> Result<u64, WorkError> {
        self.parsed(name, NUMBER, number)
    }

    pub fn number_some(&mut self, name: &'static str) -> Result<Option<u64>, WorkError> {
        self.parsed_some(name, NUMBER, number)
    }

    pub fn moment(&mut self, name: &'static str) -> Result<Moment, WorkError> {
        self.parsed(name, MOMENT, read_moment)
    }

    pub fn moment_some(&mut self, name: &'static str) -> Result<Option<Moment>, WorkError> {
        self.parsed_some(name, MOMENT, read_moment)
    }

    pub fn person(&mut self, name: &'static str) -> Result<PersonName, WorkError> {
        let text = self.text(name)?;
        PersonName::new(&text).map_err(|_| misspelt(name, &text, "the name of a person"))
    }
}

const NUMBER: &str = "a whole number without leading zeros";

pub(super) fn number(text: &str) -> Option<u64> {
    text.parse::<u64>().ok().filter(|n| n.to_string() == text)
}

fn checked(name: &'static str, text: &str) -> Result<String, WorkError> {
    if is_text(text) {
        Ok(text.to_owned())
    } else {
        Err(WorkError::Text { name })
    }
}

/// The values of fields as texts.
pub(super) fn texts(fields: &[Field]) -> Result<Vec<(String, String)>, WorkError> {
    fields
        .iter()
        .map(|field| {
            let value = String::from_utf8(field.value.clone())
                .map_err(|_| WorkError::Bytes(tidy(&field.name, 60)))?;
            Ok((field.name.clone(), value))
        })
        .collect()
}
