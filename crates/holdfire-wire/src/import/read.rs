//! One cell becomes the text of one target column.

use std::borrow::Cow;

use holdfire_model::{ReportId, Zone};
use jiff::civil::{Date, Time};

use super::cells::{Cell, clock};
use super::dates::{self, Order, Written};
use super::map::{Midnight, Part};
use super::numbers;
use super::plan::How;
use super::problem::{any_of, nearest, shown};
use super::targets::Kind;

/// The years that a report may be about.
const YEARS: std::ops::RangeInclusive<i16> = 1900..=2100;

/// What is wrong with a value.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Fault {
    /// The user's text in backticks, and what is wrong: "`x`, which is not a date".
    pub what: String,
    /// What to do.
    pub hint: String,
}

fn fault<T>(text: &str, which: &str, hint: impl Into<String>) -> Result<T, Fault> {
    Err(Fault {
        what: format!("`{}`, which {which}", shown(text)),
        hint: hint.into(),
    })
}

/// Reads a cell as what the target column holds; empty stays empty.
pub(crate) fn value(kind: Kind, cell: &Cell<'_>, how: &How) -> Result<String, Fault> {
    if let Cell::Broken(text) = cell {
        return fault(
            text,
            "the sheet shows as an error",
            "correct the cell, or clear it",
        );
    }
    let translated = translate(kind, cell, how);
    let cell = translated.as_ref().unwrap_or(cell);
    if cell.is_empty() {
        return Ok(String::new());
    }
    match (kind, how.part) {
        (Kind::Id, _) => id(&cell.text()),
        (Kind::Text, _) => text(&cell.text()),
        (Kind::Word(list), _) => word(&cell.text(), list),
        (Kind::Words(list), _) => words(&cell.text(), list, how),
        (Kind::Zone, _) => zone(&cell.text()),
        (Kind::Degrees(most), _) => {
            let sign = if matches!(cell, Cell::Number(_)) {
                None
            } else {
                how.decimal
            };
            numbers::degrees(&cell.text(), sign, most).map_err(|(what, hint)| Fault {
                what,
                hint: hint.to_owned(),
            })
        }
        (Kind::Clock, Some(Part::Time)) => Ok(split(cell, how)?.time.map_or(String::new(), clock)),
        (Kind::Clock, _) => clock_or_two(cell),
        (Kind::Date, part) => {
            let moment = split(cell, how)?;
            if part.is_none() && moment.time.is_some() {
                return fault(
                    &cell.text(),
                    "is a date with a time",
                    "write `part = \"date\"` in the mapping file",
                );
            }
            Ok(moment.date.to_string())
        }
        (Kind::Moment, _) => split(cell, how).map(|m| m.show()),
    }
}

/// What the mapping says that the text means; `None`: the cell stays as it is.
fn translate(kind: Kind, cell: &Cell<'_>, how: &How) -> Option<Cell<'static>> {
    if how.values.is_empty() {
        return None;
    }
    let text = cell.text().to_lowercase();
    let found = match how.values.get(&text) {
        Some(found) => Some(found),
        // Several words of one cell are translated one by one.
        None if how.split.is_some() || text.is_empty() => None,
        // A word that the target column takes needs no translation.
        None if text.split('|').all(|w| own_words(kind).contains(&w.trim())) => None,
        None => how.values.get("*"),
    };
    found.map(|t| Cell::Text(Cow::Owned(t.clone())))
}

fn own_words(kind: Kind) -> &'static [&'static str] {
    match kind {
        Kind::Word(list) | Kind::Words(list) => list,
        _ => &[],
    }
}

fn id(text: &str) -> Result<String, Fault> {
    match ReportId::new(text) {
        Ok(_) => Ok(text.to_owned()),
        Err(error) => {
            let spaces = if text.contains(' ') {
                "; write `-` for the blank"
            } else {
                ""
            };
            Err(Fault {
                what: format!("`{}`: {error}", shown(text)),
                hint: format!("ids hold letters, digits, `-`, `_`, `.` and `:`{spaces}"),
            })
        }
    }
}

fn text(text: &str) -> Result<String, Fault> {
    match text
        .chars()
        .find(|c| c.is_control() && !matches!(c, '\n' | '\r' | '\t'))
    {
        Some(c) => fault(
            text,
            &format!("holds the control character U+{:04X}", u32::from(c)),
            "delete it in the table",
        ),
        None => Ok(text.to_owned()),
    }
}

fn word(text: &str, allowed: &[&str]) -> Result<String, Fault> {
    let lower = text.to_lowercase();
    if allowed.is_empty() || allowed.contains(&lower.as_str()) {
        return Ok(if allowed.is_empty() {
            text.to_owned()
        } else {
            lower
        });
    }
    let meant = nearest(&lower, allowed.iter().copied()).unwrap_or(allowed[0]);
    fault(
        text,
        &format!("is not one of {}", any_of(allowed)),
        format!(
            "say under `[values]` what it means, for instance `{} = \"{meant}\"`",
            super::draft::quoted(&shown(text))
        ),
    )
}

fn words(cell: &str, allowed: &[&str], how: &How) -> Result<String, Fault> {
    let sign = how.split.as_deref().unwrap_or("|");
    let mut list: Vec<String> = Vec::new();
    for piece in cell
        .split(sign)
        .flat_map(|p| p.split('|'))
        .map(str::trim)
        .filter(|p| !p.is_empty())
    {
        let meaning = how
            .values
            .get(&piece.to_lowercase())
            .or_else(|| how.values.get("*").filter(|_| !allowed.contains(&piece)));
        for one in meaning
            .map_or(piece, String::as_str)
            .split('|')
            .filter(|m| !m.is_empty())
        {
            let one = word(&text(one)?, allowed)?;
            if !list.contains(&one) {
                list.push(one);
            }
        }
    }
    Ok(list.join("|"))
}

fn zone(text: &str) -> Result<String, Fault> {
    match Zone::named(text) {
        Ok(zone) => Ok(zone.name().to_owned()),
        Err(_) => fault(
            text,
            "is not a time zone of the IANA list",
            "write a name such as `Europe/Berlin` or `UTC`",
        ),
    }
}

fn clock_or_two(cell: &Cell<'_>) -> Result<String, Fault> {
    let bad = |text: &str| {
        fault(
            text,
            "is not a time of day",
            "write `04:45`, or `21:00-21:50` for a span",
        )
    };
    match cell {
        Cell::Clock(time) => return Ok(clock(*time)),
        Cell::Number(n) if (0.0..1.0).contains(n) => {
            return match dates::from_serial(*n, false) {
                Some((_, time)) => Ok(clock(time.unwrap_or_default())),
                None => bad(&cell.text()),
            };
        }
        Cell::Moment(_) => {
            return fault(
                &cell.text(),
                "is a date with a time",
                "write `part = \"time\"` in the mapping file",
            );
        }
        _ => {}
    }
    let text = cell.text();
    let one = |t: &str| dates::read_time(t).map(clock);
    let both = text
        .split_once(['-', '–', '—'])
        .map(|(a, b)| (one(a), one(b)));
    match (one(&text), both) {
        (Some(time), _) => Ok(time),
        (None, Some((Some(a), Some(b)))) => Ok(format!("{a}-{b}")),
        _ if text.starts_with("24:00") => fault(
            &text,
            "is not a time of this day",
            "write `00:00` of the next day",
        ),
        _ => bad(&text),
    }
}

/// A date with what else stands there.
struct Moment {
    date: Date,
    time: Option<Time>,
    offset: Option<i32>,
}

impl Moment {
    fn show(&self) -> String {
        let Some(time) = self.time else {
            return self.date.to_string();
        };
        match self.offset {
            None => format!("{} {}", self.date, clock(time)),
            Some(0) => format!("{}T{}Z", self.date, clock(time)),
            Some(seconds) => {
                let (sign, minutes) = if seconds < 0 {
                    ('-', -seconds / 60)
                } else {
                    ('+', seconds / 60)
                };
                format!(
                    "{}T{}{sign}{:02}:{:02}",
                    self.date,
                    clock(time),
                    minutes / 60,
                    minutes % 60
                )
            }
        }
    }
}

fn split(cell: &Cell<'_>, how: &How) -> Result<Moment, Fault> {
    let shown_text = cell.text();
    let mut moment = match cell {
        Cell::Moment(m) => {
            let bare = m.time() == Time::midnight() && how.midnight != Some(Midnight::Moment);
            Moment {
                date: m.date(),
                time: (!bare).then(|| m.time()),
                offset: None,
            }
        }
        _ => read_text(&shown_text, how)?,
    };
    if moment.time == Some(Time::midnight()) && how.midnight == Some(Midnight::DateAlone) {
        moment.time = None;
    }
    if !YEARS.contains(&moment.date.year()) {
        return fault(
            &shown_text,
            &format!("is in the year {}", moment.date.year()),
            "look for a slip in the year",
        );
    }
    if how.part.is_some() && moment.offset.is_some() {
        return fault(
            &shown_text,
            "carries an offset, which `date` and `time` cannot take",
            "map the column to `from` and `until`, or write local times of the zone `tz`",
        );
    }
    Ok(moment)
}

fn read_text(text: &str, how: &How) -> Result<Moment, Fault> {
    let Some(stated) = dates::read(text) else {
        return fault(text, "is not a date", format!("write {}", example(how)));
    };
    let date = match stated.date {
        Written::Settled(date) => date,
        Written::Serial(serial) => {
            let read = how
                .dates
                .from_1904
                .and_then(|f| dates::from_serial(serial, f));
            return match read {
                Some((date, time)) => Ok(Moment {
                    date,
                    time,
                    offset: None,
                }),
                None => fault(
                    text,
                    "may be the day number of a spreadsheet",
                    "write `serial = \"1900\"` or `\"1904\"` under `[dates]`",
                ),
            };
        }
        Written::Open {
            first,
            second,
            year,
            short,
        } => {
            let year = match (short, how.dates.century) {
                (false, _) => year,
                (true, Some(century)) => century + year,
                (true, None) => {
                    return fault(
                        text,
                        "has a year of two digits",
                        "write `century = 2000` under `[dates]`",
                    );
                }
            };
            let order = how.order;
            let (day, month) = match order {
                Some(Order::DayMonthYear) => (first, second),
                Some(Order::MonthDayYear) => (second, first),
                Some(Order::YearMonthDay) => {
                    return fault(
                        text,
                        "does not begin with the year",
                        "`format` says year-month-day; `[columns]` can give a column its own",
                    );
                }
                None => {
                    return fault(
                        text,
                        "can be read with the day or the month first",
                        "write `format` under `[dates]`",
                    );
                }
            };
            match Date::new(year, month, day) {
                Ok(date) => date,
                Err(_) => {
                    let name = order.map_or("", Order::name);
                    return fault(
                        text,
                        &format!("is no date when read as {name}"),
                        "correct the cell, or the `format` of the mapping file",
                    );
                }
            }
        }
    };
    Ok(Moment {
        date,
        time: stated.time,
        offset: stated.offset,
    })
}

fn example(how: &How) -> &'static str {
    match how.order {
        Some(Order::DayMonthYear) => "for instance `18.03.2025`",
        Some(Order::MonthDayYear) => "for instance `3/18/2025`",
        _ => "for instance `2025-03-18`",
    }
}
