//! Dates and times as people write them: what a text says, kept apart from the order of day and month, which is known
//! only from the whole column or from the mapping.

use jiff::civil::{Date, Time, date};

/// The order of the parts of a date.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Order {
    /// `18.03.2025`
    DayMonthYear,
    /// `3/18/2025`
    MonthDayYear,
    /// `2025-03-18`
    YearMonthDay,
}

impl Order {
    /// Its name in the mapping file.
    pub(crate) fn name(self) -> &'static str {
        match self {
            Self::DayMonthYear => "day-month-year",
            Self::MonthDayYear => "month-day-year",
            Self::YearMonthDay => "year-month-day",
        }
    }

    /// The order by its name.
    pub(crate) fn named(name: &str) -> Option<Self> {
        [Self::DayMonthYear, Self::MonthDayYear, Self::YearMonthDay]
            .into_iter()
            .find(|o| o.name() == name)
    }
}

/// A date as written.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) enum Written {
    /// The year first, or the month by its name: one date.
    Settled(Date),
    /// The year last: which of the others is the day is not said. A year of two digits has no century.
    Open {
        /// The first number.
        first: i8,
        /// The second number.
        second: i8,
        /// The year, or its last two digits.
        year: i16,
        /// True if the year has two digits.
        short: bool,
    },
    /// A day number of a spreadsheet.
    Serial(f64),
}

/// A date, with a time and an offset if they are there.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) struct Stated {
    /// The date.
    pub date: Written,
    /// The time of day.
    pub time: Option<Time>,
    /// The offset from UTC in seconds.
    pub offset: Option<i32>,
}

/// Reads a date, or a date with a time; `None` if it is neither (also for days that no calendar has).
pub(crate) fn read(text: &str) -> Option<Stated> {
    let text = text.trim();
    if text.is_empty() || text.len() > 80 {
        return None;
    }
    if let Some(serial) = serial(text) {
        return Some(Stated {
            date: Written::Serial(serial),
            time: None,
            offset: None,
        });
    }
    let (date, rest) = three_numbers(text).or_else(|| named_month(text))?;
    let rest = rest.trim_start_matches(|c: char| c == ',' || c.is_whitespace());
    let rest = rest.strip_prefix(['T', 't']).unwrap_or(rest);
    if rest.is_empty() {
        return Some(Stated {
            date,
            time: None,
            offset: None,
        });
    }
    let (time, offset) = time_and_offset(rest)?;
    Some(Stated {
        date,
        time: Some(time),
        offset,
    })
}

fn serial(text: &str) -> Option<f64> {
    let plain =
        text.bytes().all(|b| b.is_ascii_digit() || b == b'.') && text.split('.').next()?.len() == 5;
    text.parse::<f64>()
        .ok()
        .filter(|n| plain && (20_000.0..80_000.0).contains(n))
}

/// The date of a day number, and its time if it has one; counted from 1900 or from 1904.
pub(crate) fn from_serial(serial: f64, from_1904: bool) -> Option<(Date, Option<Time>)> {
    let epoch = if from_1904 {
        date(1904, 1, 1)
    } else {
        date(1899, 12, 30)
    };
    let seconds = (serial * 86_400.0).round();
    if !(0.0..3.0e11).contains(&seconds) {
        return None;
    }
    let seconds = seconds as i64;
    let moment = epoch
        .at(0, 0, 0, 0)
        .checked_add(jiff::SignedDuration::from_secs(seconds))
        .ok()?;
    Some((
        moment.date(),
        (seconds % 86_400 != 0).then(|| moment.time()),
    ))
}

fn leading_number(text: &str) -> Option<(&str, &str)> {
    let end = text
        .find(|c: char| !c.is_ascii_digit())
        .unwrap_or(text.len());
    (end > 0).then(|| text.split_at(end))
}

fn three_numbers(text: &str) -> Option<(Written, &str)> {
    let (a, rest) = leading_number(text)?;
    let sign = rest
        .chars()
        .next()
        .filter(|c| matches!(c, '-' | '/' | '.'))?;
    let (b, rest) = leading_number(&rest[1..])?;
    let (c, rest) = leading_number(rest.strip_prefix(sign)?)?;
    // `18.03.2025.` and `18.03.2025 г.` are written too.
    let rest = rest.strip_prefix('.').unwrap_or(rest);
    let number = |t: &str| t.parse::<i16>().ok();
    let part = |t: &str| t.parse::<i8>().ok().filter(|_| t.len() <= 2);
    let written = match (a.len(), c.len()) {
        (4, 1 | 2) => Written::Settled(Date::new(number(a)?, part(b)?, part(c)?).ok()?),
        (1 | 2, 4 | 2) => {
            let (first, second, year) = (part(a)?, part(b)?, number(c)?);
            let possible =
                |d: i8, m: i8| Date::new(if c.len() == 2 { 2000 } else { year }, m, d).is_ok();
            if !possible(first, second) && !possible(second, first) {
                return None;
            }
            Written::Open {
                first,
                second,
                year,
                short: c.len() == 2,
            }
        }
        _ => return None,
    };
    Some((written, without_year_word(rest)))
}

fn without_year_word(rest: &str) -> &str {
    let trimmed = rest.trim_start();
    for word in ["года", "року", "г.", "р."] {
        if let Some(rest) = trimmed.strip_prefix(word) {
            return rest;
        }
    }
    rest
}

/// Beginnings of the names of the months, in English and in two languages of the Cyrillic script.
const MONTHS: [&[&str]; 12] = [
    &["jan", "янв", "січ"],
    &["feb", "фев", "лют"],
    &["mar", "мар", "бер"],
    &["apr", "апр", "кві"],
    &["may", "май", "мая", "тра"],
    &["jun", "июн", "чер"],
    &["jul", "июл", "лип"],
    &["aug", "авг", "сер"],
    &["sep", "сен", "вер"],
    &["oct", "окт", "жов"],
    &["nov", "ноя", "лис"],
    &["dec", "дек", "гру"],
];

fn month(word: &str) -> Option<i8> {
    let word = word.trim_end_matches('.').to_lowercase();
    (1..)
        .zip(MONTHS)
        .find(|(_, names)| names.iter().any(|n| word.starts_with(n)))
        .map(|(m, _)| m)
}

/// `3 April 2025`, `03-Apr-2025` or `April 3, 2025`.
fn named_month(text: &str) -> Option<(Written, &str)> {
    let mut words: [&str; 3] = [""; 3];
    let mut rest = text;
    for word in &mut words {
        rest = rest.trim_start_matches(|c: char| c.is_whitespace() || matches!(c, '-' | ',' | '.'));
        let end = rest
            .find(|c: char| !c.is_alphanumeric())
            .unwrap_or(rest.len());
        (*word, rest) = rest.split_at(end);
    }
    let day = |w: &str| {
        w.trim_end_matches(['s', 't', 'n', 'd', 'r', 'h'])
            .parse::<i8>()
            .ok()
    };
    let (d, m) = match (day(words[0]), month(words[1])) {
        (Some(d), Some(m)) => (d, m),
        _ => (day(words[1])?, month(words[0])?),
    };
    let year = words[2]
        .parse::<i16>()
        .ok()
        .filter(|_| words[2].len() == 4)?;
    Some((
        Written::Settled(Date::new(year, m, d).ok()?),
        without_year_word(rest),
    ))
}

/// Reads a time of day: `4:45`, `04:45:30`, `4.45`, `4:45 pm`.
pub(crate) fn read_time(text: &str) -> Option<Time> {
    let text = text.trim().to_lowercase();
    let (clock, half) = match (text.strip_suffix("am"), text.strip_suffix("pm")) {
        (Some(t), _) => (t.trim(), Some(0)),
        (_, Some(t)) => (t.trim(), Some(12)),
        _ => (text.as_str(), None),
    };
    let sign = if clock.contains(':') { ':' } else { '.' };
    let mut parts = clock.split(sign);
    let number = |t: &str, most: usize| {
        (t.len() <= 2 && t.len() >= most && t.bytes().all(|b| b.is_ascii_digit()))
            .then(|| t.parse::<i8>().ok())?
    };
    let mut hour = number(parts.next()?, 1)?;
    let minute = number(parts.next()?, 2)?;
    let second = match parts.next() {
        // Parts of a second say nothing here.
        Some(t) => number(t.split(['.', ',']).next()?, 2)?,
        None => 0,
    };
    if sign == ':' && parts.next().is_some() {
        return None;
    }
    if let Some(half) = half {
        if !(1..=12).contains(&hour) {
            return None;
        }
        hour = hour % 12 + half;
    }
    Time::new(hour, minute, second, 0).ok()
}

/// `04:45`, `04:45Z`, `04:45:00+03:00`, `04:45 UTC`.
fn time_and_offset(text: &str) -> Option<(Time, Option<i32>)> {
    let upper = text.trim();
    for suffix in ["Z", "z", "UTC", "GMT"] {
        if let Some(clock) = upper.strip_suffix(suffix) {
            return Some((read_time(clock)?, Some(0)));
        }
    }
    let Some(at) = upper.find(['+', '-', '\u{2212}']) else {
        return Some((read_time(upper)?, None));
    };
    let (clock, offset) = upper.split_at(at);
    let negative = !offset.starts_with('+');
    let digits: String = offset.chars().skip(1).filter(|c| *c != ':').collect();
    if !matches!(digits.len(), 2 | 4) || !digits.bytes().all(|b| b.is_ascii_digit()) {
        return None;
    }
    let (hours, minutes): (i32, i32) = (
        digits[..2].parse().ok()?,
        if digits.len() == 4 {
            digits[2..].parse().ok()?
        } else {
            0
        },
    );
    if hours > 18 || minutes > 59 {
        return None;
    }
    let seconds = hours * 3_600 + minutes * 60;
    Some((
        read_time(clock)?,
        Some(if negative { -seconds } else { seconds }),
    ))
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn check(text: &str, expected: &str) {
        let got = read(text).map(|s| {
            let date = match s.date {
                Written::Settled(d) => d.to_string(),
                Written::Open {
                    first,
                    second,
                    year,
                    short,
                } => format!("{first}?{second}?{year}{}", if short { "!" } else { "" }),
                Written::Serial(n) => format!("#{n}"),
            };
            let time = s.time.map_or(String::new(), |t| format!(" {t}"));
            let offset = s.offset.map_or(String::new(), |o| format!(" {o:+}"));
            format!("{date}{time}{offset}")
        });
        assert_eq!(got.as_deref().unwrap_or("-"), expected, "{text}");
    }

    #[test]
    fn dates_are_read_as_written_and_the_order_stays_open() {
        check("2025-03-18", "2025-03-18");
        check("2025/3/8", "2025-03-08");
        check("03/04/2025", "3?4?2025");
        check("18.03.2025", "18?3?2025");
        check("18.03.2025 г.", "18?3?2025");
        check("3/18/25", "3?18?25!");
        check("3 April 2025", "2025-04-03");
        check("03-Apr-2025", "2025-04-03");
        check("April 3rd, 2025", "2025-04-03");
        check("3 апреля 2025 года, 04:45", "2025-04-03 04:45:00");
        check("3 квітня 2025 р.", "2025-04-03");
        check("45734", "#45734");
        check("45734.25", "#45734.25");
    }

    #[test]
    fn times_and_offsets_are_read() {
        check("2025-03-18 04:45", "2025-03-18 04:45:00");
        check("2025-03-18T04:45:30.5Z", "2025-03-18 04:45:30 +0");
        check("18.03.2025, 4.45", "18?3?2025 04:45:00");
        check("3/18/2025 4:45 PM", "3?18?2025 16:45:00");
        check("2025-03-18 12:05 am", "2025-03-18 00:05:00");
        check("2025-03-18T04:45+0300", "2025-03-18 04:45:00 +10800");
        check("2025-03-18 04:45 -04", "2025-03-18 04:45:00 -14400");
    }

    #[test]
    fn what_is_no_date_is_not_read() {
        for text in [
            "",
            "x",
            "31.02.2025",
            "2025-13-01",
            "13/13/2025",
            "2025-03-18 25:00",
            "1.2.3.4",
            "12",
            "2025-03-18 soon",
            "18.03",
            "2025-03-18 04:45 MSK",
        ] {
            check(text, "-");
        }
    }

    #[test]
    fn day_numbers_are_counted_from_1900_or_1904() {
        assert_eq!(
            from_serial(45_734.0, false),
            Some((date(2025, 3, 18), None))
        );
        assert_eq!(from_serial(44_272.25, true).unwrap().0, date(2025, 3, 18));
        assert_eq!(
            from_serial(45_734.25, false).unwrap().1,
            Time::new(6, 0, 0, 0).ok()
        );
        assert_eq!(from_serial(f64::NAN, false), None);
    }

    proptest! {
        #[test]
        fn no_text_makes_it_panic(text in "\\PC{0,20}", near in "[0-9./: T+-]{0,24}") {
            let _ = (read(&text), read(&near), read_time(&text), read_time(&near));
        }
    }
}
