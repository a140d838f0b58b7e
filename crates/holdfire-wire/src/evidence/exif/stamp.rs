//! Times in EXIF, and how they contradict each other.

use std::fmt;

use ::exif::{Exif, In, Tag, Value};
use jiff::SignedDuration;
use jiff::civil::{Date, DateTime, Time};
use jiff::tz::Offset;

use super::place::Fix;

/// What a time is the time of.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum StampOf {
    /// `DateTimeOriginal`: the picture was taken.
    Capture,
    /// `DateTimeDigitized`: it was made digital.
    Digitised,
    /// `DateTime`: the file was changed.
    Changed,
}

impl StampOf {
    pub(super) const ALL: [Self; 3] = [Self::Capture, Self::Digitised, Self::Changed];

    /// The name of the claim.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Capture => "capture time",
            Self::Digitised => "digitised time",
            Self::Changed => "changed time",
        }
    }

    /// The tags with the time, its fraction and its offset (EXIF 2.31, table 8).
    fn tags(self) -> [Tag; 3] {
        match self {
            Self::Capture => [
                Tag::DateTimeOriginal,
                Tag::SubSecTimeOriginal,
                Tag::OffsetTimeOriginal,
            ],
            Self::Digitised => [
                Tag::DateTimeDigitized,
                Tag::SubSecTimeDigitized,
                Tag::OffsetTimeDigitized,
            ],
            Self::Changed => [Tag::DateTime, Tag::SubSecTime, Tag::OffsetTime],
        }
    }
}

/// A time of the device's clock.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Stamp {
    /// What it is the time of.
    pub of: StampOf,
    /// What the clock showed.
    pub local: DateTime,
    /// How far the clock was ahead of UTC; `None`: the file does not say, so that the moment is not known.
    pub offset: Option<Offset>,
}

impl fmt::Display for Stamp {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} {}", self.local.date(), self.local.time())?;
        match self.offset {
            Some(offset) => write!(f, " {}", written(offset)),
            None => f.write_str(" without a zone"),
        }
    }
}

fn written(offset: Offset) -> String {
    let minutes = offset.seconds() / 60;
    let sign = if minutes < 0 { '-' } else { '+' };
    let minutes = minutes.abs();
    format!("{sign}{:02}:{:02}", minutes / 60, minutes % 60)
}

/// Reads a time; `None` if the file has none.
pub(super) fn read(exif: &Exif, of: StampOf) -> Option<Result<Stamp, String>> {
    let [time, fraction, offset] = of.tags().map(|tag| text(exif, tag));
    let time = time?;
    if time.chars().all(|c| c == ':' || c == ' ') {
        return None;
    }
    let Some(local) = civil(&time) else {
        return Some(Err(format!("`{time}` is not a date with a time")));
    };
    let nanoseconds = fraction.and_then(|f| {
        let digits: String = f.trim().chars().take(9).collect();
        (!digits.is_empty() && digits.bytes().all(|b| b.is_ascii_digit()))
            .then(|| format!("{digits:0<9}").parse::<i32>().ok())?
    });
    let local = match nanoseconds {
        Some(n) => local.with().subsec_nanosecond(n).build().unwrap_or(local),
        None => local,
    };
    let offset = match offset.as_deref().map(str::trim) {
        None | Some("" | ":") => None,
        Some(text) => match zone(text) {
            Some(offset) => Some(offset),
            None => return Some(Err(format!("`{text}` is not an offset such as `+02:00`"))),
        },
    };
    Some(Ok(Stamp { of, local, offset }))
}

/// The first text of a tag, as far as it can be a date.
pub(super) fn text(exif: &Exif, tag: Tag) -> Option<String> {
    match &exif.get_field(tag, In::PRIMARY)?.value {
        Value::Ascii(texts) => {
            let first = texts.first()?;
            let shown = String::from_utf8_lossy(&first[..first.len().min(40)]);
            Some(shown.into_owned())
        }
        _ => None,
    }
}

/// `2025:03:30 03:30:00`. Some devices write hyphens in the date, or `T`.
fn civil(text: &str) -> Option<DateTime> {
    let text = text.trim();
    let (date, time) = text.split_once([' ', 'T'])?;
    let [hour, minute, second] = numbers(time, &[':'])?;
    let time = Time::new(narrow(hour)?, narrow(minute)?, narrow(second)?, 0).ok()?;
    Some(day(date)?.to_datetime(time))
}

/// `2025:03:30`.
pub(super) fn day(text: &str) -> Option<Date> {
    let [year, month, day] = numbers(text, &[':', '-'])?;
    Date::new(i16::try_from(year).ok()?, narrow(month)?, narrow(day)?).ok()
}

fn zone(text: &str) -> Option<Offset> {
    let sign = match text.chars().next()? {
        '+' => 1,
        '-' => -1,
        'Z' if text == "Z" => return Some(Offset::UTC),
        _ => return None,
    };
    let (hours, minutes) = text[1..].split_once(':')?;
    let (hours, minutes) = (digits(hours)?, digits(minutes)?);
    if minutes > 59 {
        return None;
    }
    Offset::from_seconds(sign * i32::try_from(hours * 3_600 + minutes * 60).ok()?).ok()
}

fn numbers(text: &str, between: &[char]) -> Option<[u32; 3]> {
    let parts: Vec<u32> = text.split(between).map(digits).collect::<Option<_>>()?;
    parts.try_into().ok()
}

fn digits(text: &str) -> Option<u32> {
    (text.len() <= 4 && !text.is_empty() && text.bytes().all(|b| b.is_ascii_digit()))
        .then(|| text.parse().ok())?
}

fn narrow(number: u32) -> Option<i8> {
    i8::try_from(number).ok()
}

/// A fix of the satellites may be a few minutes old when the picture is taken.
const FIX_MAY_BE_OLD: SignedDuration = SignedDuration::from_mins(15);

/// Clocks on Earth are at most so far behind and ahead of UTC.
const BEHIND: SignedDuration = SignedDuration::from_hours(12);
const AHEAD: SignedDuration = SignedDuration::from_hours(14);

/// What does not fit together.
pub(super) fn conflicts(stamps: &[Stamp], fix: Option<&Fix>) -> Vec<String> {
    let mut found = Vec::new();
    let of = |of| stamps.iter().find(|s| s.of == of);
    let capture = of(StampOf::Capture);
    if let (Some(capture), Some(fix)) = (capture, fix) {
        found.extend(against_fix(capture, fix));
    }
    for other in [of(StampOf::Digitised), of(StampOf::Changed)]
        .into_iter()
        .flatten()
    {
        let Some(capture) = capture else { break };
        let earlier = match (capture.offset, other.offset) {
            (Some(c), Some(o)) => utc(other.local, o) < utc(capture.local, c),
            (None, None) => other.local < capture.local,
            // Without both offsets only whole days tell.
            _ => other
                .local
                .checked_add(AHEAD)
                .is_ok_and(|l| capture.local.checked_sub(BEHIND).is_ok_and(|c| l < c)),
        };
        if earlier {
            found.push(format!(
                "the {} {other} is before the capture time {capture}",
                other.of.name()
            ));
        }
    }
    found
}

fn utc(local: DateTime, offset: Offset) -> Option<DateTime> {
    local
        .checked_sub(SignedDuration::from_secs(i64::from(offset.seconds())))
        .ok()
}

fn against_fix(capture: &Stamp, fix: &Fix) -> Option<String> {
    let Some(time) = fix.time else {
        let (first, last) = match capture.offset {
            Some(offset) => {
                let day = utc(capture.local, offset)?.date();
                (day, day)
            }
            None => (
                capture.local.checked_sub(AHEAD).ok()?.date(),
                capture.local.checked_add(BEHIND).ok()?.date(),
            ),
        };
        return (fix.date < first || fix.date > last).then(|| {
            format!("the capture time {capture} does not fit the date {fix} of the position")
        });
    };
    let fixed = fix.date.to_datetime(time);
    match capture.offset {
        Some(offset) => {
            let apart = utc(capture.local, offset)?.duration_since(fixed);
            (apart.abs() > FIX_MAY_BE_OLD).then(|| {
                format!(
                    "the capture time {capture} and the time {fix} of the position are {} apart",
                    spoken(apart)
                )
            })
        }
        None => {
            let ahead = capture.local.duration_since(fixed);
            let (least, most) = (
                -BEHIND.saturating_add(FIX_MAY_BE_OLD),
                AHEAD.saturating_add(FIX_MAY_BE_OLD),
            );
            (ahead < least || ahead > most).then(|| {
                format!(
                    "the capture time {capture} and the time {fix} of the position are {} apart, more than any zone",
                    spoken(ahead)
                )
            })
        }
    }
}

/// A length of time in its two largest units.
fn spoken(length: SignedDuration) -> String {
    let seconds = length.as_secs().unsigned_abs();
    let (days, hours, minutes) = (seconds / 86_400, seconds / 3_600 % 24, seconds / 60 % 60);
    match (days, hours) {
        (0, 0) => format!("{minutes} min"),
        (0, _) => format!("{hours} h {minutes} min"),
        _ => format!("{days} d {hours} h"),
    }
}
