//! Moments, boundaries and times of acts in the notation.

use holdfire_model::{
    Because, Boundary, Interval, LocalMoment, Moment, Occurrence, StatedMoment, When, Zone,
    parse_date, parse_moment, parse_time, shift,
};
use jiff::civil::{Date, Time};

use super::line::{Read, say};

/// Parts of a day, as the settings of a case have them.
#[derive(Clone, Debug)]
pub(crate) struct Windows {
    pub night: (Time, Time),
    pub evening: (Time, Time),
    pub morning: (Time, Time),
    pub cut_off: Time,
}

impl Default for Windows {
    fn default() -> Self {
        let hour = |h| Time::constant(h, 0, 0, 0);
        Self {
            night: (hour(20), hour(6)),
            evening: (hour(18), hour(0)),
            morning: (hour(5), hour(12)),
            cut_off: hour(12),
        }
    }
}

/// `2025-03-18`, `2025-03-18 04:45` in the zone, or with an offset.
pub(crate) fn moment(zone: &Zone, text: &str) -> Read<Moment> {
    match parse_moment(text.trim()).map_err(say)? {
        StatedMoment::Absolute(moment) => Ok(moment),
        StatedMoment::Local(local) => zone.boundary(local).map_err(say),
        StatedMoment::Date(date) => zone.start_of_day(date).map_err(say),
    }
}

/// A moment, `T .. T unknown`, `T .. T unstated`, or `from T on, unstated`.
pub(crate) fn boundary(zone: &Zone, text: &str) -> Read<Boundary> {
    if let Some(rest) = text.strip_prefix("from ") {
        let (from, why) = rest
            .split_once(" on, ")
            .ok_or("write `from 2025-04-24 on, unstated` or `from 2025-04-24 on, unknown`")?;
        return Ok(Boundary::from_on(moment(zone, from)?, because(why)?));
    }
    match text.split_once(" .. ") {
        None => Ok(Boundary::at(moment(zone, text)?)),
        Some((from, rest)) => {
            let (until, why) = rest.trim().rsplit_once(' ').unwrap_or((rest, ""));
            let why = because(why)?;
            Boundary::between(moment(zone, from)?, moment(zone, until)?, why).map_err(say)
        }
    }
}

fn because(text: &str) -> Read<Because> {
    match text.trim() {
        "unknown" => Ok(Because::Unknown),
        "unstated" => Ok(Because::Unstated),
        other => Err(format!(
            "`{other}` does not say why a boundary is a band; write `unknown` or `unstated` after it"
        )),
    }
}

/// The time of an act, with a problem if its local time did not exist or was shown twice.
pub(crate) fn when(zone: &Zone, windows: &Windows, text: &str) -> Read<When> {
    let (text, after) = match text.split_once(';') {
        None => (text.trim(), None),
        Some((text, rest)) => {
            let after = rest
                .trim()
                .strip_prefix("after ")
                .ok_or("after `;` only `after 2025-03-18 04:45` can stand")?;
            (text.trim(), Some(moment(zone, after)?))
        }
    };
    let mut when = whole(zone, windows, text)?;
    if let Some(after) = after {
        when.interval = when
            .interval
            .after(after)
            .ok_or_else(|| format!("nothing of `{text}` is left after {}", zone.show(after)))?;
        when.basis = format!("{}, after {}", when.basis, zone.show(after)).into();
    }
    Ok(when)
}

fn whole(zone: &Zone, windows: &Windows, text: &str) -> Read<When> {
    let made = |interval, basis: String| When {
        interval,
        occurrence: Occurrence::AtSomeMoment,
        basis: basis.into(),
        problem: None,
    };
    if let Some(span) = text.strip_prefix("throughout ") {
        return Ok(When {
            occurrence: Occurrence::Throughout,
            ..made(between(zone, span)?, format!("throughout {span}"))
        });
    }
    if text.contains(" .. ") {
        return Ok(made(
            between(zone, text)?,
            format!("a stated interval: {text}"),
        ));
    }
    let named = [
        ("night to ", windows.night, -1, "night"),
        ("evening of ", windows.evening, 0, "evening"),
        ("morning of ", windows.morning, 0, "morning"),
        (
            "statement of ",
            (windows.cut_off, windows.cut_off),
            -1,
            "statement window",
        ),
    ];
    for (word, (from, until), days, name) in named {
        let Some(date) = text.strip_prefix(word) else {
            continue;
        };
        let date = parse_date(date.trim()).map_err(say)?;
        let first = shift(date, days).map_err(say)?;
        let last = if until <= from && days == 0 {
            shift(date, 1).map_err(say)?
        } else {
            date
        };
        let at = |day: Date, time: Time| zone.boundary(day.to_datetime(time)).map_err(say);
        let interval = Interval::new(at(first, from)?, at(last, until)?).map_err(say)?;
        let clock = |t: Time| format!("{:02}:{:02}", t.hour(), t.minute());
        let basis = format!("{name}, {} to {} (setting)", clock(from), clock(until));
        return Ok(made(interval, basis));
    }
    match parse_moment(text).map_err(say)? {
        StatedMoment::Date(date) => {
            let day = zone.day(date).map_err(say)?;
            let hours = day.seconds() / 3_600;
            Ok(made(
                day,
                format!("local day of {} ({hours} h)", zone.name()),
            ))
        }
        StatedMoment::Local(local) => {
            let (interval, problem) = zone.minute(local.date(), local.time()).map_err(say)?;
            let mut when = made(interval, "a stated minute".to_owned());
            when.problem = problem;
            debug_assert_eq!(
                when.problem.is_some(),
                !matches!(zone.local(local), Ok(LocalMoment::Once(_)))
            );
            Ok(when)
        }
        StatedMoment::Absolute(at) => {
            let minute = Interval::new(at, Moment(at.0 + 60)).map_err(say)?;
            Ok(made(minute, "a stated minute".to_owned()))
        }
    }
}

fn between(zone: &Zone, text: &str) -> Read<Interval> {
    let (from, until) = text.split_once(" .. ").ok_or_else(|| {
        format!("`{text}` is not an interval; write `2025-03-18 04:00 .. 2025-03-18 06:00`")
    })?;
    Interval::new(moment(zone, from)?, moment(zone, until)?).map_err(say)
}

/// `20:00 to 06:00`.
pub(crate) fn clocks(text: &str) -> Read<(Time, Time)> {
    let (from, until) = text
        .split_once(" to ")
        .ok_or_else(|| format!("`{text}` is not a part of a day; write `20:00 to 06:00`"))?;
    Ok((clock(from)?, clock(until)?))
}

/// `12:00`.
pub(crate) fn clock(text: &str) -> Read<Time> {
    parse_time(text.trim()).map_err(say)
}

/// The time in which something was said: a local day or a minute.
pub(crate) fn said(zone: &Zone, text: &str) -> Read<Interval> {
    match parse_moment(text.trim()).map_err(say)? {
        StatedMoment::Date(date) => zone.day(date).map_err(say),
        _ => {
            let at = moment(zone, text)?;
            Interval::new(at, Moment(at.0 + 60)).map_err(say)
        }
    }
}
