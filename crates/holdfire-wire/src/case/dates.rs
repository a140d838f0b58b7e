//! Dates and moments as people type them: what they mean, and what is wrong with those that mean nothing.

use holdfire_model::{
    MONTH_NAMES, Moment, Phrase, StatedMoment, Zone, parse_date, parse_moment, phrase,
};

/// The messages that say the names of the months.
const MONTHS: [&str; 12] = [
    "month-1", "month-2", "month-3", "month-4", "month-5", "month-6", "month-7", "month-8",
    "month-9", "month-10", "month-11", "month-12",
];

/// What is wrong with a text, and what to write instead.
pub(crate) type Wrong = (Phrase, Option<Phrase>);

/// A moment as text; a date alone is its first moment.
pub(crate) fn moment(text: &str, zone: &Zone) -> Result<Moment, Wrong> {
    let plain = |e: holdfire_model::ZoneError| (e.said(), None);
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
            phrase!(
                "row-no-date-no-moment",
                "`{text}` is neither a date nor a moment",
                text = text
            ),
            Some(phrase!(
                "row-write-moment",
                "write `2025-03-18`, `2025-03-18 04:45`, or with an offset `2025-03-18T04:45+03:00`"
            )),
        )
    })
}

/// A date as text.
pub(crate) fn date(text: &str) -> Result<jiff::civil::Date, Wrong> {
    parse_date(text).map_err(|_| {
        no_such_day(text).unwrap_or_else(|| {
            (
                phrase!("row-no-date", "`{text}` is not a date", text = text),
                Some(phrase!("row-write-date", "write `2025-03-18`")),
            )
        })
    })
}

/// `24:00` is not a time of a day: the first of the next.
pub(crate) fn next_day(day: &str, clock: &str) -> Option<Wrong> {
    let next = holdfire_model::shift(parse_date(day).ok()?, 1).ok()?;
    matches!(clock, "24:00" | "24:00:00").then(|| {
        (
            phrase!(
                "row-next-day",
                "`{clock}` on {day} is 00:00 of the next day",
                clock = clock,
                day = day
            ),
            Some(phrase!(
                "row-write-next-day",
                "write {next} and 00:00",
                next = next.to_string()
            )),
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
    let month_name = number(month).checked_sub(1).and_then(|i| {
        Some(Phrase::new(
            MONTHS.get(i)?,
            MONTH_NAMES[i].to_owned(),
            Vec::new(),
        ))
    });
    Some(match month_name {
        Some(name) => (
            phrase!(
                "row-no-such-day",
                "`{text}`: {day} {month} {year} does not exist",
                text = text,
                day = number(day).to_string(),
                month = name,
                year = *year
            ),
            Some(phrase!(
                "row-write-a-day",
                "write year, month and day of a day that the calendar has"
            )),
        ),
        None => (
            phrase!(
                "row-no-such-month",
                "`{text}`: there is no month {month}",
                text = text,
                month = number(month).to_string()
            ),
            Some(phrase!(
                "row-write-the-order",
                "write the year, then the month, then the day: `2025-03-18`"
            )),
        ),
    })
}
