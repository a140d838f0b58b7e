//! Starts and ends in words: moments, bands with their reason, and lengths of time with both possible ends.

use holdfire_model::{Because, Boundary, Convention, End, Interval, Length, Moment, Zone};

use super::names::list;
use super::time::{date, is_midnight, whole_day};

/// A boundary in words, with zone and offset; a band says why it is one.
///
/// Reads after `starts` or `ends`: `at 2025-03-18 00:00 (+03:00), Europe/Moscow`.
#[must_use]
pub fn boundary(zone: &Zone, at: Boundary) -> String {
    let name = zone.name();
    let from = zone.show(at.earliest());
    let Some(latest) = at.latest() else {
        return match at.because() {
            Because::Unknown => format!("at or after {from}, {name}; how much later is not known"),
            Because::Unstated => format!("at or after {from}, {name}; how much later is not said"),
            Because::Conflict => format!("at or after {from}, {name}; its statements disagree"),
        };
    };
    if at.is_known() {
        return format!("at {from}, {name}");
    }
    let band = Interval::new(at.earliest(), latest).expect("a band is not empty");
    let reason = match at.because() {
        Because::Unknown => "a moment existed, it is not known which",
        Because::Unstated => "the moment is not said",
        Because::Conflict => "its statements disagree on the moment",
    };
    let bounds = format!("from {from} to before {}, {name}", zone.show(latest));
    if whole_day(zone, band).is_some() {
        format!("on {} ({bounds}): {reason}", date(zone, at.earliest()))
    } else {
        format!("at some moment {bounds}: {reason}")
    }
}

/// What follows for an act that lies in the band of a boundary; `None` for a known moment.
pub(super) fn in_the_band(at: Boundary) -> Option<&'static str> {
    (!at.is_known()).then(|| match at.because() {
        Because::Unknown => "an act in that time may be covered",
        Because::Unstated | Because::Conflict => "for an act in that time the terms do not say",
    })
}

/// How days are counted.
#[must_use]
pub fn convention(convention: Convention) -> &'static str {
    match convention {
        Convention::FirstDayIn => "the first day counted in",
        Convention::FirstDayOut => "the first day not counted",
        Convention::Elapsed => "counted in full hours from the start",
    }
}

/// A length of time: `30 days`, `1 month`, `48 hours`, `1 month and 2 days`.
#[must_use]
pub fn length(length: Length) -> String {
    let part = |n: u32, unit: &str| {
        (n > 0).then(|| format!("{n} {unit}{}", if n == 1 { "" } else { "s" }))
    };
    let parts: Vec<String> = [
        part(length.months, "month"),
        part(length.days, "day"),
        part(length.hours, "hour"),
    ]
    .into_iter()
    .flatten()
    .collect();
    if parts.is_empty() {
        "no time at all".to_owned()
    } else {
        list(&parts)
    }
}

/// An end in words, with both possible ends where the start is a band or the convention is not stated.
///
/// `start`: the start that the same reading states first, which lengths are counted from. `zone`: the reading's.
#[must_use]
pub fn end(zone: &Zone, start: Option<Boundary>, end: &End) -> String {
    match (end, start) {
        (End::At(at), _) => end_at(zone, *at),
        (End::UntilAnnounced, _) => {
            "until its end is announced: in force until an end is recorded".to_owned()
        }
        (End::After { length: long, .. }, None) => format!(
            "{} after a start that is not stated, so no end can be counted",
            length(*long)
        ),
        (
            End::After {
                length: long,
                convention: Some(how),
                zone,
            },
            Some(start),
        ) => {
            let ends = possible_ends(zone, start, *long, *how);
            format!(
                "{}, {}: {}",
                length(*long),
                convention(*how),
                shown(zone, ends)
            )
        }
        (
            End::After {
                length: long,
                convention: None,
                zone,
            },
            Some(start),
        ) => uncounted(zone, start, *long),
    }
}

fn end_at(zone: &Zone, at: Boundary) -> String {
    let (name, earliest) = (zone.name(), at.earliest());
    if at.is_known() {
        return shown(zone, Ends::At(earliest));
    }
    let until = if is_midnight(zone, earliest) {
        format!(
            "in force through {} (until {}, {name})",
            date(zone, Moment(earliest.0 - 1)),
            zone.show(earliest)
        )
    } else {
        format!("in force until {}, {name}", zone.show(earliest))
    };
    let then = match at.latest() {
        Some(latest) => format!("; over from {} on; in between ", zone.show(latest)),
        None => "; after that ".to_owned(),
    };
    let reason = match at.because() {
        Because::Unknown => "it is not known when it ended",
        Because::Unstated => "the terms do not say",
        Because::Conflict => "its statements disagree",
    };
    format!("{until}{then}{reason}")
}

/// No convention is stated: every one of them, and what follows.
fn uncounted(zone: &Zone, start: Boundary, long: Length) -> String {
    if long.months == 0 && long.days == 0 {
        let ends = possible_ends(zone, start, long, Convention::Elapsed);
        return format!("{}: {}", length(long), shown(zone, ends));
    }
    let hours = if long.months == 0 && long.hours == 0 {
        format!("{} x 24 hours", long.days)
    } else {
        "full hours".to_owned()
    };
    let by = |how| shown(zone, possible_ends(zone, start, long, how));
    format!(
        "{}; not said how the days are counted: with the first day in, {}; with the first day out, {}; as {hours} from \
         the start, {}; between the first and the last of these ends the terms do not say",
        length(long),
        by(Convention::FirstDayIn),
        by(Convention::FirstDayOut),
        by(Convention::Elapsed)
    )
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

fn shown(zone: &Zone, ends: Ends) -> String {
    let name = zone.name();
    let through = |m: Moment| date(zone, Moment(m.0 - 1));
    let show = |m| zone.show(m);
    match ends {
        Ends::Beyond => "ends beyond the years that can be computed with".to_owned(),
        Ends::From(first) => {
            format!(
                "ends at or after {}, {name}, as the start is open",
                show(first)
            )
        }
        Ends::At(end) if is_midnight(zone, end) => {
            format!("through {} (ends {}, {name})", through(end), show(end))
        }
        Ends::At(end) => format!("until {}, {name}", show(end)),
        Ends::Days(first, last) if is_midnight(zone, first) && is_midnight(zone, last) => format!(
            "through {} at the earliest and {} at the latest, by the day of the start (ends {} or up to {}, {name})",
            through(first),
            through(last),
            show(first),
            show(last)
        ),
        Ends::Days(first, last) => format!(
            "ends {} at the earliest and {} at the latest, {name}, by the day of the start",
            show(first),
            show(last)
        ),
        Ends::Between(first, last) => format!(
            "ends from {} to before {}, {name}, by the moment of the start",
            show(first),
            show(last)
        ),
    }
}
