//! Starts and ends in words: moments, bands with their reason, and lengths of time with both possible ends.

use holdfire_model::{Because, Boundary, Convention, End, Interval, Length, Moment, Zone};
use holdfire_words::{Words, say};

use super::names::list;
use super::time::{date, is_midnight, whole_day};

/// A boundary in words, with zone and offset; a band says why it is one.
///
/// Reads after a verb or a colon: `at 2025-03-18 00:00 (+03:00), Europe/Moscow`.
#[must_use]
pub fn boundary(w: &Words, zone: &Zone, at: Boundary) -> String {
    let name = zone.name();
    let from = zone.show(at.earliest());
    let Some(latest) = at.latest() else {
        let id = match at.because() {
            Because::Unknown => "boundary-open-unknown",
            Because::Unstated => "boundary-open-unstated",
            Because::Conflict => "boundary-open-conflict",
        };
        return say!(w, id, from = from, zone = name);
    };
    if at.is_known() {
        return say!(w, "boundary-at", from = from, zone = name);
    }
    let band = Interval::new(at.earliest(), latest).expect("a band is not empty");
    let why = match at.because() {
        Because::Unknown => "boundary-why-unknown",
        Because::Unstated => "boundary-why-unstated",
        Because::Conflict => "boundary-why-conflict",
    };
    let (why, until) = (say!(w, why), zone.show(latest));
    if whole_day(zone, band).is_some() {
        let day = date(w, zone, at.earliest());
        say!(
            w,
            "boundary-day",
            date = day,
            from = from,
            until = until,
            zone = name,
            why = why
        )
    } else {
        say!(
            w,
            "boundary-span",
            from = from,
            until = until,
            zone = name,
            why = why
        )
    }
}

/// What follows for an act that lies in the band of a boundary; `None` for a known moment.
pub(super) fn in_the_band(w: &Words, at: Boundary) -> Option<String> {
    (!at.is_known()).then(|| match at.because() {
        Because::Unknown => say!(w, "band-may"),
        Because::Unstated | Because::Conflict => say!(w, "band-terms-do-not-say"),
    })
}

/// How days are counted.
#[must_use]
pub fn convention(w: &Words, convention: Convention) -> String {
    let id = match convention {
        Convention::FirstDayIn => "convention-first-day-in",
        Convention::FirstDayOut => "convention-first-day-out",
        Convention::Elapsed => "convention-elapsed",
    };
    say!(w, id)
}

/// A length of time: `30 days`, `1 month`, `48 hours`, `1 month and 2 days`.
#[must_use]
pub fn length(w: &Words, length: Length) -> String {
    let part = |n: u32, id: &str| (n > 0).then(|| say!(w, id, n = n));
    let parts: Vec<String> = [
        part(length.months, "count-months"),
        part(length.days, "count-days"),
        part(length.hours, "count-hours"),
    ]
    .into_iter()
    .flatten()
    .collect();
    if parts.is_empty() {
        say!(w, "length-none")
    } else {
        list(w, &parts)
    }
}

/// An end in words, with both possible ends where the start is a band or the convention is not stated.
///
/// `start`: the start that the same reading states first, which lengths are counted from. `zone`: the reading's.
#[must_use]
pub fn end(w: &Words, zone: &Zone, start: Option<Boundary>, end: &End) -> String {
    match (end, start) {
        (End::At(at), _) => end_at(w, zone, *at),
        (End::UntilAnnounced, _) => say!(w, "end-until-announced"),
        (End::After { length: long, .. }, None) => {
            say!(w, "end-after-no-start", length = length(w, *long))
        }
        (
            End::After {
                length: long,
                convention: Some(how),
                zone,
            },
            Some(start),
        ) => {
            let ends = possible_ends(zone, start, *long, *how);
            say!(
                w,
                "end-after",
                length = length(w, *long),
                convention = convention(w, *how),
                ends = shown(w, zone, ends)
            )
        }
        (
            End::After {
                length: long,
                convention: None,
                zone,
            },
            Some(start),
        ) => uncounted(w, zone, start, *long),
    }
}

fn end_at(w: &Words, zone: &Zone, at: Boundary) -> String {
    let (name, earliest) = (zone.name(), at.earliest());
    if at.is_known() {
        return shown(w, zone, Ends::At(earliest));
    }
    let until = zone.show(earliest);
    let until = if is_midnight(zone, earliest) {
        let day = date(w, zone, Moment(earliest.0 - 1));
        say!(
            w,
            "end-in-force-through",
            date = day,
            until = until,
            zone = name
        )
    } else {
        say!(w, "end-in-force-until", until = until, zone = name)
    };
    let why = match at.because() {
        Because::Unknown => "end-why-unknown",
        Because::Unstated => "end-why-unstated",
        Because::Conflict => "end-why-conflict",
    };
    let why = say!(w, why);
    match at.latest() {
        Some(latest) => {
            let latest = zone.show(latest);
            say!(w, "end-band", until = until, latest = latest, why = why)
        }
        None => say!(w, "end-open", until = until, why = why),
    }
}

/// No convention is stated: every one of them, and what follows.
fn uncounted(w: &Words, zone: &Zone, start: Boundary, long: Length) -> String {
    let by = |how| shown(w, zone, possible_ends(zone, start, long, how));
    let elapsed = by(Convention::Elapsed);
    let length = length(w, long);
    if long.months == 0 && long.days == 0 {
        return say!(w, "end-hours", length = length, ends = elapsed);
    }
    let first_in = by(Convention::FirstDayIn);
    let first_out = by(Convention::FirstDayOut);
    if long.months == 0 && long.hours == 0 {
        say!(
            w,
            "end-uncounted-days",
            length = length,
            first_in = first_in,
            first_out = first_out,
            days = long.days,
            elapsed = elapsed
        )
    } else {
        say!(
            w,
            "end-uncounted",
            length = length,
            first_in = first_in,
            first_out = first_out,
            elapsed = elapsed
        )
    }
}

/// Where an end can lie.
#[derive(Clone, Copy)]
enum Ends {
    /// In years that cannot be computed with.
    Beyond,
    /// At one moment.
    At(Moment),
    /// At or after a moment: the start has no last one.
    From(Moment),
    /// At the first moment of one of several days, the first and the last.
    Days(Moment, Moment),
    /// At some moment from the first to before the second.
    Between(Moment, Moment),
}

fn possible_ends(zone: &Zone, start: Boundary, long: Length, how: Convention) -> Ends {
    let of = |moment| zone.end_of(moment, long, how).ok();
    let Some(first) = of(start.earliest()) else {
        return Ends::Beyond;
    };
    let Some(latest) = start.latest() else {
        return Ends::From(first);
    };
    if start.is_known() {
        return Ends::At(first);
    }
    // The start lies before `latest`: calendar days follow from the second before it, clock time reaches its own end.
    let by_clock = how == Convention::Elapsed || (long.months == 0 && long.days == 0);
    match of(Moment(latest.0 - 1)) {
        None => Ends::From(first),
        Some(last) if by_clock => Ends::Between(first, Moment(last.0 + 1)),
        Some(last) if first == last => Ends::At(first),
        Some(last) => Ends::Days(first, last),
    }
}

fn shown(w: &Words, zone: &Zone, ends: Ends) -> String {
    let name = zone.name();
    let through = |m: Moment| date(w, zone, Moment(m.0 - 1));
    let show = |m| zone.show(m);
    match ends {
        Ends::Beyond => say!(w, "ends-beyond"),
        Ends::From(first) => say!(w, "ends-from", first = show(first), zone = name),
        Ends::At(end) if is_midnight(zone, end) => {
            say!(
                w,
                "ends-through",
                date = through(end),
                until = show(end),
                zone = name
            )
        }
        Ends::At(end) => say!(w, "ends-until", until = show(end), zone = name),
        Ends::Days(first, last) if is_midnight(zone, first) && is_midnight(zone, last) => say!(
            w,
            "ends-days-through",
            first_date = through(first),
            last_date = through(last),
            first = show(first),
            last = show(last),
            zone = name
        ),
        Ends::Days(first, last) => {
            say!(
                w,
                "ends-days",
                first = show(first),
                last = show(last),
                zone = name
            )
        }
        Ends::Between(first, last) => {
            say!(
                w,
                "ends-between",
                first = show(first),
                last = show(last),
                zone = name
            )
        }
    }
}
