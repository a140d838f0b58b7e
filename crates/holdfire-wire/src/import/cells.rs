//! One cell and one row, as a table gives them.

use std::borrow::Cow;

use jiff::civil::{DateTime, Time};

/// A cell.
#[derive(Clone, Debug, PartialEq)]
pub(crate) enum Cell<'a> {
    /// Text; empty: nothing.
    Text(Cow<'a, str>),
    /// A number of a sheet.
    Number(f64),
    /// A true date cell of a sheet. A date without a time is a midnight.
    Moment(DateTime),
    /// A true time cell of a sheet.
    Clock(Time),
    /// An error of a sheet, such as `#REF!`.
    Broken(String),
}

impl Cell<'_> {
    /// A cell of nothing.
    pub(crate) const EMPTY: Self = Self::Text(Cow::Borrowed(""));

    /// True if there is nothing in it but white space.
    pub(crate) fn is_empty(&self) -> bool {
        matches!(self, Self::Text(t) if t.trim().is_empty())
    }

    /// The cell as text, without white space around it.
    pub(crate) fn text(&self) -> Cow<'_, str> {
        match self {
            Self::Text(t) => Cow::Borrowed(t.trim()),
            Self::Number(n) => Cow::Owned(n.to_string()),
            Self::Moment(m) if m.time() == Time::midnight() => Cow::Owned(m.date().to_string()),
            Self::Moment(m) => Cow::Owned(format!("{} {}", m.date(), clock(m.time()))),
            Self::Clock(t) => Cow::Owned(clock(*t)),
            Self::Broken(e) => Cow::Borrowed(e),
        }
    }
}

/// `04:45`, with seconds only if there are any.
pub(crate) fn clock(time: Time) -> String {
    if time.second() == 0 {
        format!("{:02}:{:02}", time.hour(), time.minute())
    } else {
        format!(
            "{:02}:{:02}:{:02}",
            time.hour(),
            time.minute(),
            time.second()
        )
    }
}

/// A row below the header.
#[derive(Debug)]
pub(crate) struct RawRow<'a> {
    /// The physical line, or the row of the sheet.
    pub line: u64,
    /// Its cells, as many as the header has; or why they cannot be read, and what to do.
    pub cells: Result<Vec<Cell<'a>>, (String, &'static str)>,
}

impl Cell<'_> {
    /// The same cell, holding its own text.
    pub(crate) fn into_owned(self) -> Cell<'static> {
        match self {
            Self::Text(t) => Cell::Text(Cow::Owned(t.into_owned())),
            Self::Number(n) => Cell::Number(n),
            Self::Moment(m) => Cell::Moment(m),
            Self::Clock(t) => Cell::Clock(t),
            Self::Broken(e) => Cell::Broken(e),
        }
    }
}
