//! Local clocks and calendars: named IANA zones, days of 23, 24 and 25 hours, times that did not exist.
//!
//! The zone rules are inside the program (bundled tzdata), so that the same case gives the same bytes on every machine.

use std::fmt;

use jiff::Span;
use jiff::civil::{Date, DateTime, Time};
use jiff::tz::{AmbiguousOffset, TimeZone};

use crate::phrase;
use crate::phrase::Phrase;
use crate::time::{Interval, Moment};

/// The months as people read and write them in English.
pub const MONTH_NAMES: [&str; 12] = [
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
];

/// Why a local date or time cannot be read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum ZoneError {
    /// The zone is not in the bundled list.
    UnknownZone(String),
    /// The text is not a date.
    NotADate(String),
    /// The text is not a clock time.
    NotATime(String),
    /// The text is not a date with a time.
    NotADateTime(String),
    /// The date is outside the years that can be computed with.
    OutOfRange(String),
}

impl ZoneError {
    /// The same as a sentence of every language.
    #[must_use]
    pub fn said(&self) -> Phrase {
        match self {
            Self::UnknownZone(text) => phrase!(
                "row-zone-unknown",
                "`{text}` is not a time zone of the IANA list; write a name such as `Europe/Berlin` or `UTC`",
                text = text
            ),
            Self::NotADate(text) => phrase!(
                "row-not-a-date",
                "`{text}` is not a date; write `2025-03-18`",
                text = text
            ),
            Self::NotATime(text) => phrase!(
                "row-not-a-time",
                "`{text}` is not a time; write `04:45`",
                text = text
            ),
            Self::NotADateTime(text) => phrase!(
                "row-not-a-date-time",
                "`{text}` is not a local date and time; write `2025-03-18 04:45`, or with an offset `2025-03-18T04:45+03:00`",
                text = text
            ),
            Self::OutOfRange(text) => phrase!(
                "row-year-out-of-range",
                "`{text}` is outside the years that can be computed with",
                text = text
            ),
        }
    }
}

impl fmt::Display for ZoneError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.said().fmt(f)
    }
}

impl std::error::Error for ZoneError {}

/// A named time zone.
#[derive(Clone, PartialEq, Eq)]
pub struct Zone {
    name: String,
    rules: TimeZone,
}

impl fmt::Debug for Zone {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.name)
    }
}

/// What a local clock time means.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum LocalMoment {
    /// One moment.
    Once(Moment),
    /// The clocks went back: the time was shown twice.
    Twice(Moment, Moment),
    /// The clocks went forward: the time did not exist. Holds the local day's gap as an interval of local time that is
    /// empty in UTC: the moment of the change, and the gap's length in seconds.
    Never {
        /// The moment at which the clocks went forward.
        change: Moment,
        /// How many seconds were left out.
        gap_seconds: i64,
    },
}

/// How a duration is counted (rule R5).
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Convention {
    /// The day of the start is day 1: 30 days from 18 March run through 16 April.
    FirstDayIn,
    /// The day after the start is day 1: 30 days from 18 March run through 17 April.
    FirstDayOut,
    /// 30 days are 30 times 24 hours from the moment of the start.
    Elapsed,
}

impl Convention {
    /// All conventions that give an end, in the order in which they are listed.
    pub const ALL: [Self; 3] = [Self::FirstDayIn, Self::FirstDayOut, Self::Elapsed];
}

/// A length of time as a text states it: months and days of a calendar, hours of a clock.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Length {
    /// Calendar months.
    pub months: u32,
    /// Calendar days.
    pub days: u32,
    /// Hours.
    pub hours: u32,
}

impl Zone {
    /// Looks a zone up by its IANA name.
    ///
    /// # Errors
    /// [`ZoneError::UnknownZone`] if the bundled rules do not have it.
    pub fn named(name: &str) -> Result<Self, ZoneError> {
        let rules = TimeZone::get(name).map_err(|_| ZoneError::UnknownZone(name.to_owned()))?;
        Ok(Self {
            name: name.to_owned(),
            rules,
        })
    }

    /// Its IANA name.
    #[must_use]
    pub fn name(&self) -> &str {
        &self.name
    }

    /// The first moment of a local date.
    ///
    /// # Errors
    /// [`ZoneError::OutOfRange`] for a year that cannot be computed with.
    pub fn start_of_day(&self, date: Date) -> Result<Moment, ZoneError> {
        let out_of_range = || ZoneError::OutOfRange(date.to_string());
        let zoned = date
            .to_zoned(self.rules.clone())
            .map_err(|_| out_of_range())?;
        Ok(Moment(
            zoned
                .start_of_day()
                .map_err(|_| out_of_range())?
                .timestamp()
                .as_second(),
        ))
    }

    /// A local date as an interval of 23, 24 or 25 hours.
    ///
    /// # Errors
    /// [`ZoneError::OutOfRange`] for a year that cannot be computed with.
    pub fn day(&self, date: Date) -> Result<Interval, ZoneError> {
        let next = shift(date, 1)?;
        Ok(
            Interval::new(self.start_of_day(date)?, self.start_of_day(next)?)
                .expect("a local day is not empty"),
        )
    }

    /// What a local date and time mean here.
    ///
    /// # Errors
    /// [`ZoneError::OutOfRange`] for a year that cannot be computed with.
    pub fn local(&self, local: DateTime) -> Result<LocalMoment, ZoneError> {
        let out_of_range = || ZoneError::OutOfRange(local.to_string());
        let at = |offset: jiff::tz::Offset| {
            offset
                .to_timestamp(local)
                .map(|t| Moment(t.as_second()))
                .map_err(|_| out_of_range())
        };
        Ok(match self.rules.to_ambiguous_timestamp(local).offset() {
            AmbiguousOffset::Unambiguous { offset } => LocalMoment::Once(at(offset)?),
            AmbiguousOffset::Fold { before, after } => LocalMoment::Twice(at(before)?, at(after)?),
            AmbiguousOffset::Gap { before, after } => {
                let gap_seconds = i64::from(after.seconds() - before.seconds());
                // Read with the offset before the change, the time lies after it; the change is found by looking back.
                let later = at(before)?;
                let stamp = jiff::Timestamp::from_second(later.0).map_err(|_| out_of_range())?;
                let change = self
                    .rules
                    .preceding(stamp)
                    .next()
                    .map_or(later, |t| Moment(t.timestamp().as_second()));
                LocalMoment::Never {
                    change,
                    gap_seconds,
                }
            }
        })
    }

    /// The stated minute `hh:mm` of a local date, as the set of moments that it can mean, with what is wrong with it.
    ///
    /// A minute that was shown twice holds both; one that did not exist is widened to an hour (the gap's length) on
    /// both sides of the change, since the writer's clock was not set forward or was set by mistake.
    ///
    /// # Errors
    /// [`ZoneError::OutOfRange`] for a year that cannot be computed with.
    pub fn minute(&self, date: Date, time: Time) -> Result<(Interval, Option<Phrase>), ZoneError> {
        let local = date.to_datetime(time);
        let shown = format!("{date} {:02}:{:02}", time.hour(), time.minute());
        let make = |from: i64, until: i64| {
            Interval::new(Moment(from), Moment(until)).expect("at least a minute")
        };
        Ok(match self.local(local)? {
            LocalMoment::Once(m) => (make(m.0, m.0 + 60), None),
            LocalMoment::Twice(a, b) => (
                make(a.0, b.0 + 60),
                Some(phrase!(
                    "time-shown-twice",
                    "{time} was shown twice in {zone} (clocks went back); both are kept",
                    time = shown,
                    zone = &self.name
                )),
            ),
            LocalMoment::Never {
                change,
                gap_seconds,
            } => (
                make(change.0 - gap_seconds, change.0 + gap_seconds),
                Some(phrase!(
                    "time-did-not-exist",
                    "{time} did not exist in {zone} (clocks went forward); widened to the gap's length on both sides",
                    time = shown,
                    zone = &self.name
                )),
            ),
        })
    }

    /// The moment of a boundary that a text names by local date and time. A time that was shown twice is the first; one
    /// that did not exist is the moment at which the clocks went forward.
    ///
    /// # Errors
    /// [`ZoneError::OutOfRange`] for a year that cannot be computed with.
    pub fn boundary(&self, local: DateTime) -> Result<Moment, ZoneError> {
        Ok(match self.local(local)? {
            LocalMoment::Once(m)
            | LocalMoment::Twice(m, _)
            | LocalMoment::Never { change: m, .. } => m,
        })
    }

    /// The local date of a moment.
    ///
    /// # Panics
    /// Never for moments that this crate made: they lie within the years that can be computed with.
    #[must_use]
    pub fn date_of(&self, moment: Moment) -> Date {
        self.zoned(moment).date()
    }

    /// The moment at which a length of time that starts at `start` is over, by a convention; calendar days are days of
    /// this zone.
    ///
    /// # Errors
    /// [`ZoneError::OutOfRange`] if it ends in a year that cannot be computed with.
    pub fn end_of(
        &self,
        start: Moment,
        length: Length,
        convention: Convention,
    ) -> Result<Moment, ZoneError> {
        let out_of_range = || ZoneError::OutOfRange(start.to_string());
        let calendar = Span::new()
            .try_months(i64::from(length.months))
            .and_then(|span| span.try_days(i64::from(length.days)))
            .map_err(|_| out_of_range())?;
        if convention == Convention::Elapsed || (length.months == 0 && length.days == 0) {
            let days = if length.months == 0 {
                i64::from(length.days)
            } else {
                // Months have no length of their own: those of this calendar are taken.
                let date = self.date_of(start);
                let end = date.checked_add(calendar).map_err(|_| out_of_range())?;
                i64::from(date.until(end).map_err(|_| out_of_range())?.get_days())
            };
            return Ok(Moment(
                start.0 + days * 86_400 + i64::from(length.hours) * 3_600,
            ));
        }
        let last = self
            .date_of(start)
            .checked_add(calendar)
            .map_err(|_| out_of_range())?;
        let next = if convention == Convention::FirstDayOut {
            shift(last, 1)?
        } else {
            last
        };
        Ok(Moment(
            self.start_of_day(next)?.0 + i64::from(length.hours) * 3_600,
        ))
    }

    /// A moment as local date and time with its offset, to the minute: `2025-03-18 00:00 (+03:00)`.
    #[must_use]
    pub fn show(&self, moment: Moment) -> String {
        let local = self.zoned(moment);
        format!("{} {} ({})", local.date(), minutes(&local), offset(&local))
    }

    /// The clock time of a moment, to the minute, for where date and zone stand beside it: `03:30`. In an hour that the
    /// clocks showed twice the offset tells which of the two it was: `03:30 (+02:00)`.
    #[must_use]
    pub fn clock(&self, moment: Moment) -> String {
        let local = self.zoned(moment);
        match self.local(local.datetime()) {
            Ok(LocalMoment::Twice(..)) => format!("{} ({})", minutes(&local), offset(&local)),
            _ => minutes(&local),
        }
    }

    /// A moment in RFC 3339 with this zone's offset.
    #[must_use]
    pub fn rfc3339(&self, moment: Moment) -> String {
        self.zoned(moment)
            .strftime("%Y-%m-%dT%H:%M:%S%:z")
            .to_string()
    }

    fn zoned(&self, moment: Moment) -> jiff::Zoned {
        let limit = jiff::Timestamp::MAX.as_second() - 86_400;
        jiff::Timestamp::from_second(moment.0.clamp(-limit, limit))
            .expect("clamped to the years that can be computed with")
            .to_zoned(self.rules.clone())
    }
}

fn minutes(local: &jiff::Zoned) -> String {
    format!("{:02}:{:02}", local.hour(), local.minute())
}

/// `+03:00`
fn offset(local: &jiff::Zoned) -> String {
    let seconds = local.offset().seconds();
    let (sign, minutes) = (if seconds < 0 { '-' } else { '+' }, seconds.abs() / 60);
    format!("{sign}{:02}:{:02}", minutes / 60, minutes % 60)
}

/// Moves a date by whole days.
///
/// # Errors
/// [`ZoneError::OutOfRange`] for a year that cannot be computed with.
pub fn shift(date: Date, days: i64) -> Result<Date, ZoneError> {
    Span::new()
        .try_days(days)
        .and_then(|span| date.checked_add(span))
        .map_err(|_| ZoneError::OutOfRange(date.to_string()))
}

/// Reads `2025-03-18`.
///
/// # Errors
/// [`ZoneError::NotADate`].
pub fn parse_date(text: &str) -> Result<Date, ZoneError> {
    let plain = text.len() == 10 && text.bytes().filter(|b| *b == b'-').count() == 2;
    text.parse()
        .ok()
        .filter(|_| plain)
        .ok_or_else(|| ZoneError::NotADate(text.to_owned()))
}

/// Reads `04:45` or `04:45:30`; `24:00` is not a time of this day.
///
/// # Errors
/// [`ZoneError::NotATime`].
pub fn parse_time(text: &str) -> Result<Time, ZoneError> {
    let shape = (text.len() == 5 || text.len() == 8) && text.as_bytes()[2] == b':';
    text.parse()
        .ok()
        .filter(|_| shape)
        .ok_or_else(|| ZoneError::NotATime(text.to_owned()))
}

/// A moment as a text gives it: with an offset, or local to a zone.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum StatedMoment {
    /// RFC 3339 with an offset or `Z`.
    Absolute(Moment),
    /// A local date and time.
    Local(DateTime),
    /// A date alone.
    Date(Date),
}

/// Reads `2025-03-18`, `2025-03-18 04:45`, `2025-03-18T04:45` or, with an offset, `2025-03-18T04:45+03:00`.
///
/// # Errors
/// [`ZoneError::NotADateTime`].
pub fn parse_moment(text: &str) -> Result<StatedMoment, ZoneError> {
    let bad = || ZoneError::NotADateTime(text.to_owned());
    if let Ok(date) = parse_date(text) {
        return Ok(StatedMoment::Date(date));
    }
    let (date, rest) = text.split_at_checked(10).ok_or_else(bad)?;
    let date = parse_date(date).map_err(|_| bad())?;
    let rest = rest.strip_prefix(['T', ' ']).ok_or_else(bad)?;
    let sign = rest.find(['+', '-', 'Z']);
    let (clock, offset) = rest.split_at(sign.unwrap_or(rest.len()));
    let time = parse_time(clock).map_err(|_| bad())?;
    if offset.is_empty() {
        return Ok(StatedMoment::Local(date.to_datetime(time)));
    }
    let seconds: i64 = if offset == "Z" {
        0
    } else {
        let (hours, minutes) = offset[1..].split_once(':').ok_or_else(bad)?;
        let part = |t: &str| {
            t.parse::<i64>()
                .ok()
                .filter(|_| t.len() == 2)
                .ok_or_else(bad)
        };
        let value = part(hours)? * 3_600 + part(minutes)? * 60;
        if offset.starts_with('-') {
            -value
        } else {
            value
        }
    };
    let utc = jiff::tz::Offset::UTC
        .to_timestamp(date.to_datetime(time))
        .map_err(|_| bad())?;
    Ok(StatedMoment::Absolute(Moment(utc.as_second() - seconds)))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn zone(name: &str) -> Zone {
        Zone::named(name).unwrap()
    }

    fn moment(text: &str) -> Moment {
        match parse_moment(text) {
            Ok(StatedMoment::Absolute(m)) => m,
            other => panic!("{other:?}"),
        }
    }

    #[test]
    fn days_have_23_24_or_25_hours() {
        let hours = |date: &str| {
            zone("Europe/Kyiv")
                .day(parse_date(date).unwrap())
                .unwrap()
                .seconds()
                / 3_600
        };
        assert_eq!(
            (
                hours("2025-03-29"),
                hours("2025-03-30"),
                hours("2025-10-26")
            ),
            (24, 23, 25)
        );
    }

    #[test]
    fn a_time_that_did_not_exist_is_widened_to_the_gap() {
        let (date, time) = (
            parse_date("2025-03-30").unwrap(),
            parse_time("03:30").unwrap(),
        );
        let (interval, problem) = zone("Europe/Kyiv").minute(date, time).unwrap();
        assert_eq!(interval.from(), moment("2025-03-30T00:00Z"));
        assert_eq!(interval.until(), moment("2025-03-30T02:00Z"));
        assert!(problem.unwrap().contains("did not exist in Europe/Kyiv"));
    }

    #[test]
    fn a_time_shown_twice_keeps_both() {
        let (date, time) = (
            parse_date("2025-10-26").unwrap(),
            parse_time("03:30").unwrap(),
        );
        let (interval, problem) = zone("Europe/Kyiv").minute(date, time).unwrap();
        assert_eq!(interval.from(), moment("2025-10-26T00:30Z"));
        assert_eq!(interval.until(), moment("2025-10-26T01:31Z"));
        assert!(problem.unwrap().contains("twice"));
    }

    #[test]
    fn a_clock_time_of_the_doubled_hour_says_which_of_the_two_it_was() {
        let kyiv = zone("Europe/Kyiv");
        let clock = |text| kyiv.clock(moment(text));
        // At 04:00 of summer time on 26 October 2025 the clocks went back to 03:00.
        assert_eq!(clock("2025-10-25T23:59Z"), "02:59");
        assert_eq!(clock("2025-10-26T00:00Z"), "03:00 (+03:00)");
        assert_eq!(clock("2025-10-26T00:59Z"), "03:59 (+03:00)");
        assert_eq!(clock("2025-10-26T01:00Z"), "03:00 (+02:00)");
        assert_eq!(clock("2025-10-26T01:59Z"), "03:59 (+02:00)");
        assert_eq!(clock("2025-10-26T02:00Z"), "04:00");
        // No other day has such an hour, and neither has a zone that keeps its clocks.
        assert_eq!(clock("2025-10-27T01:30Z"), "03:30");
        assert_eq!(zone("UTC").clock(moment("2025-10-26T03:30Z")), "03:30");
    }

    #[test]
    fn thirty_days_from_18_march_end_by_convention() {
        let start = moment("2025-03-18T12:00+03:00");
        let length = Length {
            months: 0,
            days: 30,
            hours: 0,
        };
        let end = |c| zone("Europe/Moscow").end_of(start, length, c).unwrap();
        assert_eq!(
            end(Convention::FirstDayIn),
            moment("2025-04-17T00:00+03:00")
        );
        assert_eq!(
            end(Convention::FirstDayOut),
            moment("2025-04-18T00:00+03:00")
        );
        assert_eq!(end(Convention::Elapsed), moment("2025-04-17T12:00+03:00"));
    }

    #[test]
    fn a_length_beyond_all_years_is_an_error() {
        let start = moment("2025-01-31T00:00Z");
        for (months, days) in [(0, 8_000_000), (0, u32::MAX), (u32::MAX, 0)] {
            let length = Length {
                months,
                days,
                hours: 0,
            };
            for convention in Convention::ALL {
                let end = zone("UTC").end_of(start, length, convention);
                assert!(months == 0 && convention == Convention::Elapsed || end.is_err());
            }
        }
    }

    #[test]
    fn one_month_is_counted_on_the_calendar() {
        let start = moment("2025-01-31T00:00Z");
        let length = Length {
            months: 1,
            days: 0,
            hours: 0,
        };
        let end = |c| zone("UTC").end_of(start, length, c).unwrap();
        assert_eq!(end(Convention::FirstDayIn), moment("2025-02-28T00:00Z"));
        assert_eq!(end(Convention::Elapsed), moment("2025-02-28T00:00Z"));
    }

    #[test]
    fn a_moment_is_read_with_and_without_an_offset() {
        assert_eq!(
            moment("2025-03-18T03:00+03:00"),
            moment("2025-03-18T00:00Z")
        );
        assert_eq!(
            moment("2025-03-18T00:00-04:00"),
            moment("2025-03-18T04:00:00Z")
        );
        assert!(matches!(
            parse_moment("2025-03-18 04:45"),
            Ok(StatedMoment::Local(_))
        ));
        assert!(matches!(
            parse_moment("2025-03-18"),
            Ok(StatedMoment::Date(_))
        ));
        for bad in [
            "18.03.2025",
            "2025-3-18",
            "2025-03-18 4:45",
            "2025-02-30",
            "",
            "2025-03-18T04:45+3",
        ] {
            assert!(parse_moment(bad).is_err(), "{bad}");
        }
    }

    #[test]
    fn a_moment_is_shown_with_its_offset() {
        assert_eq!(
            zone("America/New_York").show(moment("2025-03-18T04:00Z")),
            "2025-03-18 00:00 (-04:00)"
        );
        assert_eq!(
            zone("Europe/Kyiv").rfc3339(moment("2025-03-31T00:00Z")),
            "2025-03-31T03:00:00+03:00"
        );
    }
}
