//! Moments, days and intervals in words, in a named zone.

use holdfire_model::{Interval, MONTH_NAMES, Moment, Zone};

/// A local date: `18 March 2025`.
#[must_use]
pub fn date(zone: &Zone, moment: Moment) -> String {
    let (year, month, day) = parts(zone, moment);
    format!("{day} {month} {year}")
}

/// The local dates that an interval touches: `18 March 2025`, `18 to 20 March 2025`, `18 March to 2 April 2025`.
#[must_use]
pub fn dates(zone: &Zone, interval: Interval) -> String {
    let from = parts(zone, interval.from());
    let until = parts(zone, Moment(interval.until().0 - 1));
    let last = format!("{} {} {}", until.2, until.1, until.0);
    if from == until {
        last
    } else if from.0 != until.0 {
        format!("{} {} {} to {last}", from.2, from.1, from.0)
    } else if from.1 != until.1 {
        format!("{} {} to {last}", from.2, from.1)
    } else {
        format!("{} to {last}", from.2)
    }
}

/// The local dates of something that was said: a day counts as the day that it mostly is, so that a day of a source's
/// own zone keeps its date in the zone in which it is shown.
#[must_use]
pub fn said_on(zone: &Zone, interval: Interval) -> String {
    let inwards = (interval.seconds() / 2).min(12 * 3_600);
    let from = Moment(interval.from().0 + inwards);
    let until = Moment((interval.until().0 - inwards).max(from.0 + 1));
    dates(zone, Interval::new(from, until).expect("at least a second"))
}

/// A moment with its date, clock time and offset: `18 March 2025 00:00 (+03:00)`.
#[must_use]
pub fn clock(zone: &Zone, moment: Moment) -> String {
    let shown = zone.show(moment);
    let mut words = shown.split_whitespace().skip(1);
    let (time, offset) = (words.next().unwrap_or(""), words.next().unwrap_or(""));
    format!("{} {time} {offset}", date(zone, moment))
}

/// An interval in words: a minute, a local day, or from when to before when; always with offsets and the zone's name.
#[must_use]
pub fn interval(zone: &Zone, interval: Interval) -> String {
    let name = zone.name();
    if interval.seconds() <= 60 {
        return format!("{}, {name}", clock(zone, interval.from()));
    }
    match whole_day(zone, interval) {
        Some(hours) => format!("{} ({hours} h, {name})", date(zone, interval.from())),
        None => format!(
            "{} to {}, {name}",
            clock(zone, interval.from()),
            clock(zone, interval.until())
        ),
    }
}

/// The hours of the local day that the interval is, if it is one.
pub(super) fn whole_day(zone: &Zone, interval: Interval) -> Option<i64> {
    let day = zone.day(zone.date_of(interval.from())).ok()?;
    (day == interval).then(|| interval.seconds() / 3_600)
}

/// True for the first moment of a local day.
pub(super) fn is_midnight(zone: &Zone, moment: Moment) -> bool {
    zone.start_of_day(zone.date_of(moment)) == Ok(moment)
}

fn parts(zone: &Zone, moment: Moment) -> (i16, &'static str, i8) {
    let date = zone.date_of(moment);
    let month = usize::try_from(date.month() - 1).expect("a month is 1 to 12");
    (date.year(), MONTH_NAMES[month], date.day())
}
