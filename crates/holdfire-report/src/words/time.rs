//! Moments, days and intervals in words, in a named zone.

use holdfire_model::{Interval, Moment, Zone};
use holdfire_words::{Words, say};

/// A local date: `18 March 2025`.
#[must_use]
pub fn date(w: &Words, zone: &Zone, moment: Moment) -> String {
    parts(w, zone, moment).date(w)
}

/// A local date without its year: `18 March`.
#[must_use]
pub fn day_and_month(w: &Words, zone: &Zone, moment: Moment) -> String {
    let parts = parts(w, zone, moment);
    say!(w, "date-day-month", day = parts.day, month = parts.month)
}

/// The local dates that an interval touches: `18 March 2025`, `18 to 20 March 2025`, `18 March to 2 April 2025`.
#[must_use]
pub fn dates(w: &Words, zone: &Zone, interval: Interval) -> String {
    let from = parts(w, zone, interval.from());
    let until = parts(w, zone, Moment(interval.until().0 - 1));
    let last = until.date(w);
    if from == until {
        last
    } else if from.year != until.year {
        say!(w, "dates-years", from = from.date(w), until = last)
    } else if from.month != until.month {
        say!(
            w,
            "dates-months",
            day = from.day,
            month = from.month,
            until = last
        )
    } else {
        say!(w, "dates-days", day = from.day, until = last)
    }
}

/// The local dates of something that was said: a day counts as the day that it mostly is, so that a day of a source's
/// own zone keeps its date in the zone in which it is shown.
#[must_use]
pub fn said_on(w: &Words, zone: &Zone, interval: Interval) -> String {
    dates(w, zone, inwards(interval))
}

/// Whether [`said_on`] names one day.
pub(super) fn said_on_one_day(zone: &Zone, interval: Interval) -> bool {
    let interval = inwards(interval);
    zone.date_of(interval.from()) == zone.date_of(Moment(interval.until().0 - 1))
}

fn inwards(interval: Interval) -> Interval {
    let inwards = (interval.seconds() / 2).min(12 * 3_600);
    let from = Moment(interval.from().0 + inwards);
    let until = Moment((interval.until().0 - inwards).max(from.0 + 1));
    Interval::new(from, until).expect("at least a second")
}

/// A moment with its date, clock time and offset: `18 March 2025 00:00 (+03:00)`.
#[must_use]
pub fn clock(w: &Words, zone: &Zone, moment: Moment) -> String {
    let shown = zone.show(moment);
    let mut words = shown.split_whitespace().skip(1);
    let (time, offset) = (words.next().unwrap_or(""), words.next().unwrap_or(""));
    say!(
        w,
        "clock",
        date = date(w, zone, moment),
        time = time,
        offset = offset
    )
}

/// An interval in words: a minute, a local day, or from when to before when; always with offsets and the zone's name.
#[must_use]
pub fn interval(w: &Words, zone: &Zone, interval: Interval) -> String {
    let name = zone.name();
    if interval.seconds() <= 60 {
        return say!(
            w,
            "interval-moment",
            at = clock(w, zone, interval.from()),
            zone = name
        );
    }
    match whole_day(zone, interval) {
        Some(hours) => say!(
            w,
            "interval-day",
            date = date(w, zone, interval.from()),
            hours = hours,
            zone = name
        ),
        None => say!(
            w,
            "interval-span",
            from = clock(w, zone, interval.from()),
            until = clock(w, zone, interval.until()),
            zone = name
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

/// A local date, its month in words. Day and year are texts: they are no counts.
#[derive(PartialEq, Eq)]
struct Parts {
    day: String,
    month: String,
    year: String,
}

impl Parts {
    fn date(&self, w: &Words) -> String {
        say!(
            w,
            "date",
            day = &self.day,
            month = &self.month,
            year = &self.year
        )
    }
}

fn parts(w: &Words, zone: &Zone, moment: Moment) -> Parts {
    let date = zone.date_of(moment);
    Parts {
        day: date.day().to_string(),
        month: say!(w, &format!("month-{}", date.month())),
        year: date.year().to_string(),
    }
}
