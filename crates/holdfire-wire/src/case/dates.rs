//! Dates and moments as people type them: what they mean, and what is wrong with those that mean nothing.

use holdfire_model::{MONTH_NAMES, Moment, StatedMoment, Zone, parse_date, parse_moment};

/// What is wrong with a text, and what to write instead.
pub(crate) type Wrong = (String, Option<String>);

/// A moment as text; a date alone is its first moment.
pub(crate) fn moment(text: &str, zone: &Zone) -> Result<Moment, Wrong> {
    let plain = |e: holdfire_model::ZoneError| (e.to_string(), None);
    match stated(text)? {
        StatedMoment::Absolute(m) => Ok(m),
        StatedMoment::Local(local) => zone.boundary(local).map_err(plain),
        StatedMoment::Date(date) => zone.start_of_day(date).map_err(plain),
    }
}

/// A date, or a moment, as text.
pub(crate) fn stated(text: &str) -> Result<StatedMoment, Wrong> {
    parse_moment(text).map_err(|_| {
        let (day, clock) = text.split_once(['T', ' ']).unwrap_or((text, ""));
        if let Some(wrong) = no_such_day(day) {
            return wrong;
        }
        if let Some(wrong) = next_day(day, clock) {
            return wrong;
        }
        (
            format!("`{text}` is neither a date nor a moment"),
            Some(
                "write `2025-03-18`, `2025-03-18 04:45`, or with an offset `2025-03-18T04:45+03:00`"
                    .to_owned(),
            ),
        )
    })
}

/// A date as text.
pub(crate) fn date(text: &str) -> Result<jiff::civil::Date, Wrong> {
    parse_date(text).map_err(|_| {
        no_such_day(text).unwrap_or_else(|| {
            (
                format!("`{text}` is not a date"),
                Some("write `2025-03-18`".to_owned()),
            )
        })
    })
}

/// `24:00` is not a time of a day: the first of the next.
pub(crate) fn next_day(day: &str, clock: &str) -> Option<Wrong> {
    let next = holdfire_model::shift(parse_date(day).ok()?, 1).ok()?;
    matches!(clock, "24:00" | "24:00:00").then(|| {
        (
            format!("`{clock}` on {day} is 00:00 of the next day"),
            Some(format!("write {next} and 00:00")),
        )
    })
}

fn no_such_day(text: &str) -> Option<Wrong> {
    let parts: Vec<&str> = text.split('-').collect();
    let [year, month, day] = parts.as_slice() else {
        return None;
    };
    let digits = |t: &str, n: usize| t.len() == n && t.bytes().all(|b| b.is_ascii_digit());
    if !(digits(year, 4) && digits(month, 2) && digits(day, 2)) || parse_date(text).is_ok() {
        return None;
    }
    let number = |t: &str| t.parse::<usize>().unwrap_or(0);
    let month_name = number(month)
        .checked_sub(1)
        .and_then(|i| MONTH_NAMES.get(i));
    Some(match month_name {
        Some(name) => (
            format!("`{text}`: {} {name} {year} does not exist", number(day)),
            Some("write year, month and day of a day that the calendar has".to_owned()),
        ),
        None => (
            format!("`{text}`: there is no month {}", number(month)),
            Some("write the year, then the month, then the day: `2025-03-18`".to_owned()),
        ),
    })
}
