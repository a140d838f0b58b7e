//! Rule R4 at the border: the time columns of a row as a set of moments.

use std::collections::BTreeMap;

use holdfire_model::{
    Interval, Moment, Occurrence, Phrase, StatedMoment, When, Zone, parse_date, parse_time, phrase,
    shift,
};

use super::dates::{self, Wrong};
use super::head::PartOfDay;
use crate::table::{Fault, Row, fault, is};

/// A word for a part of a day, checked.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Part {
    from: (i64, Option<jiff::civil::Time>),
    until: (i64, Option<jiff::civil::Time>),
}

/// Checks a part of a day from the settings.
pub(crate) fn part(file: &PartOfDay) -> Result<Part, String> {
    let part = Part {
        from: clock(&file.from.value)?,
        until: clock(&file.until.value)?,
    };
    if (part.from.0, part.from.1) < (part.until.0, part.until.1) || part.until.1.is_none() {
        Ok(part)
    } else {
        Err(format!(
            "it ends at `{}`, not after it begins at `{}`; the day after is written `+1 06:00`, the day before `-1 20:00`",
            file.until.value, file.from.value
        ))
    }
}

/// `20:00`, `-1 20:00`, `+1 06:00`; `24:00` is the beginning of the next day.
fn clock(text: &str) -> Result<(i64, Option<jiff::civil::Time>), String> {
    let (day, time) = match text.split_once(' ') {
        Some(("-1", time)) => (-1, time),
        Some(("+1", time)) => (1, time),
        Some(_) => return Err(format!("`{text}` is not a time of a day")),
        None => (0, text),
    };
    if time == "24:00" {
        return Ok((day + 1, Some(jiff::civil::Time::midnight())));
    }
    Ok((day, Some(parse_time(time).map_err(|e| e.to_string())?)))
}

fn wrong_at(column: &'static str, (message, hint): Wrong) -> Fault {
    Fault {
        column,
        message,
        hint,
    }
}

/// When a row says that it happened: `from`/`until`, or `date` with `time` or `part`.
pub(crate) fn when(
    row: &Row<'_>,
    default: &Zone,
    parts: &BTreeMap<String, Part>,
) -> Result<When, Fault> {
    let own = match row.some("tz") {
        Some(name) => Some(Zone::named(name).map_err(|e| fault("tz", e.said(), None))?),
        None => None,
    };
    let zone = own.as_ref().unwrap_or(default);
    let occurrence = match row.get("mode") {
        "" | "at" => Occurrence::AtSomeMoment,
        "throughout" => Occurrence::Throughout,
        other => {
            return Err(fault(
                "mode",
                is("mode", other),
                phrase!("row-write-mode", "write `at` (or nothing) or `throughout`"),
            ));
        }
    };
    let (mut interval, mut basis, problem) = interval(row, zone, parts)?;
    if let Some(text) = row.some("after") {
        let (after, _) = edge(text, "after", zone)?;
        interval = interval.after(after.from()).ok_or_else(|| {
            fault(
                "after",
                phrase!(
                    "row-after-late",
                    "`after` is `{text}`, which lies after the stated time",
                    text = text
                ),
                None,
            )
        })?;
        basis = phrase!(
            "basis-narrowed",
            "{basis}, narrowed to after {after}",
            basis = basis,
            after = zone.show(after.from())
        );
    }
    if occurrence == Occurrence::Throughout {
        basis = phrase!("basis-throughout", "{basis}, throughout", basis = basis);
    }
    Ok(When {
        interval,
        occurrence,
        basis,
        problem,
    })
}

fn interval(
    row: &Row<'_>,
    zone: &Zone,
    parts: &BTreeMap<String, Part>,
) -> Result<(Interval, Phrase, Option<Phrase>), Fault> {
    if let (Some(from), Some(until)) = (row.some("from"), row.some("until")) {
        let (a, first) = edge(from, "from", zone)?;
        let (b, second) = edge(until, "until", zone)?;
        let until_moment = if parse_date(until).is_ok() {
            b.until()
        } else {
            b.from()
        };
        let interval = Interval::new(a.from(), until_moment).map_err(|_| {
            fault(
                "until",
                phrase!(
                    "row-until-early",
                    "`until` is `{until}`, which is not after `from`, `{from}`",
                    until = until,
                    from = from
                ),
                phrase!(
                    "row-write-earlier",
                    "write the earlier as `from`; one minute is `date` and `time`"
                ),
            )
        })?;
        return Ok((
            interval,
            phrase!(
                "basis-stated-span",
                "stated {from} to {until} {zone}",
                from = from,
                until = until,
                zone = zone.name()
            ),
            first.or(second),
        ));
    }
    if row.some("from").is_some() || row.some("until").is_some() {
        return Err(fault(
            "from",
            phrase!("row-from-until", "`from` and `until` stand together"),
            phrase!("row-or-date", "or use `date` with `time` or `part`"),
        ));
    }
    let date = row.need("date").map_err(|_| {
        fault(
            "date",
            phrase!("row-no-when", "the row does not say when"),
            phrase!(
                "row-write-when",
                "write `date`, or `from` and `until`: a wide interval is a value too"
            ),
        )
    })?;
    let date = dates::date(date).map_err(|wrong| wrong_at("date", wrong))?;
    match (row.some("time"), row.some("part")) {
        (Some(_), Some(_)) => Err(fault(
            "part",
            phrase!(
                "row-time-and-part",
                "`time` and `part` do not stand together"
            ),
            None,
        )),
        (Some(time), None) => clock_time(time, date, zone),
        (None, None | Some("day")) => {
            let day = zone.day(date).map_err(|e| fault("date", e.said(), None))?;
            Ok((
                day,
                phrase!(
                    "basis-local-day",
                    "local day {date} of {zone} ({hours} h)",
                    date = date.to_string(),
                    zone = zone.name(),
                    hours = usize::try_from(day.seconds() / 3_600).expect("a day has hours")
                ),
                None,
            ))
        }
        (None, Some(name)) => {
            let part = parts.get(name).ok_or_else(|| {
                let known: Vec<&str> = parts.keys().map(String::as_str).collect();
                Fault {
                    column: "part",
                    message: phrase!(
                        "row-part-unknown",
                        "`part` is `{name}`, which the settings do not define",
                        name = name
                    ),
                    hint: Some(phrase!(
                        "row-parts-defined",
                        "defined in case.toml: day, {names}",
                        names = known.join(", ")
                    )),
                }
            })?;
            let bound = |(day, time): (i64, Option<jiff::civil::Time>)| -> Result<(Interval, Option<Phrase>), Fault> {
                let bad = |e: holdfire_model::ZoneError| fault("date", e.said(), None);
                zone.minute(shift(date, day).map_err(bad)?, time.unwrap_or_default()).map_err(bad)
            };
            let ((from, first), (until, second)) = (bound(part.from)?, bound(part.until)?);
            let interval = Interval::new(from.from(), until.from())
                .map_err(|e| fault("part", e.to_string(), None))?;
            Ok((
                interval,
                phrase!(
                    "basis-part-of-day",
                    "{part} {date} (setting), {zone}",
                    part = name,
                    date = date.to_string(),
                    zone = zone.name()
                ),
                first.or(second),
            ))
        }
    }
}

/// `04:45`, or `21:00-21:50` (to the end of the last minute; past midnight if the second is earlier).
fn clock_time(
    text: &str,
    date: jiff::civil::Date,
    zone: &Zone,
) -> Result<(Interval, Phrase, Option<Phrase>), Fault> {
    let bad = |e: holdfire_model::ZoneError| fault("time", e.said(), None);
    let read = |t: &str| {
        parse_time(t.trim()).map_err(|e| match dates::next_day(&date.to_string(), t.trim()) {
            Some(wrong) => wrong_at("time", wrong),
            None => bad(e),
        })
    };
    match text.split_once(['-', '–']) {
        None => {
            let (interval, problem) = zone.minute(date, read(text)?).map_err(bad)?;
            Ok((
                interval,
                phrase!(
                    "basis-stated-minute",
                    "stated minute {date} {time} {zone}",
                    date = date.to_string(),
                    time = text.trim(),
                    zone = zone.name()
                ),
                problem,
            ))
        }
        Some((from, until)) => {
            let (from, until) = (read(from)?, read(until)?);
            let last = if until < from {
                shift(date, 1).map_err(bad)?
            } else {
                date
            };
            let (a, first) = zone.minute(date, from).map_err(bad)?;
            let (b, second) = zone.minute(last, until).map_err(bad)?;
            Ok((
                a.hull(b),
                phrase!(
                    "basis-stated",
                    "stated {date} {time} {zone}",
                    date = date.to_string(),
                    time = text.trim(),
                    zone = zone.name()
                ),
                first.or(second),
            ))
        }
    }
}

/// A moment as an interval of a minute (a date: of a day), with what is wrong with it.
fn edge(
    text: &str,
    column: &'static str,
    zone: &Zone,
) -> Result<(Interval, Option<Phrase>), Fault> {
    let bad = |e: holdfire_model::ZoneError| fault(column, e.said(), None);
    match dates::stated(text).map_err(|wrong| wrong_at(column, wrong))? {
        StatedMoment::Absolute(m) => Ok((
            Interval::new(m, Moment(m.0 + 60)).expect("a minute is not empty"),
            None,
        )),
        StatedMoment::Local(local) => zone.minute(local.date(), local.time()).map_err(bad),
        StatedMoment::Date(date) => Ok((zone.day(date).map_err(bad)?, None)),
    }
}

/// The time in which something was said: a day, or a minute; empty: not known.
pub(crate) fn said(
    row: &Row<'_>,
    column: &'static str,
    zone: &Zone,
) -> Result<Option<Interval>, Fault> {
    match row.some(column) {
        Some(text) => edge(text, column, zone).map(|(interval, _)| Some(interval)),
        None => Ok(None),
    }
}
