//! What is put into a message.

use std::borrow::Cow;

use fluent_bundle::FluentValue;

/// A value for a variable of a message: a text as it is, or a number, which also chooses the plural form.
#[derive(Clone, Debug, PartialEq)]
pub enum Value<'a> {
    /// A text; goes in as it is.
    Text(Cow<'a, str>),
    /// A whole number; exact up to 2^53, which no count of Holdfire reaches.
    Number(i64),
}

impl<'a> From<&'a str> for Value<'a> {
    fn from(text: &'a str) -> Self {
        Self::Text(Cow::Borrowed(text))
    }
}

impl<'a> From<&'a String> for Value<'a> {
    fn from(text: &'a String) -> Self {
        Self::Text(Cow::Borrowed(text))
    }
}

impl From<String> for Value<'_> {
    fn from(text: String) -> Self {
        Self::Text(Cow::Owned(text))
    }
}

impl From<i64> for Value<'_> {
    fn from(n: i64) -> Self {
        Self::Number(n)
    }
}

impl From<u64> for Value<'_> {
    fn from(n: u64) -> Self {
        Self::Number(i64::try_from(n).unwrap_or(i64::MAX))
    }
}

impl From<usize> for Value<'_> {
    fn from(n: usize) -> Self {
        Self::Number(i64::try_from(n).unwrap_or(i64::MAX))
    }
}

impl From<u32> for Value<'_> {
    fn from(n: u32) -> Self {
        Self::Number(n.into())
    }
}

impl<'a> Value<'a> {
    pub(crate) fn as_fluent(&'a self) -> FluentValue<'a> {
        match self {
            Self::Text(text) => FluentValue::String(Cow::Borrowed(text)),
            Self::Number(n) => FluentValue::from(*n),
        }
    }
}
