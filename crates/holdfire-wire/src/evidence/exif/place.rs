//! The position in EXIF, and when it was fixed.

use std::fmt;

use ::exif::{Exif, In, Rational, Tag, Value};
use jiff::civil::{Date, Time};

use super::stamp;

/// Where a file says that it was made: WGS 84 unless a datum is named, longitude first.
#[derive(Clone, Debug, PartialEq)]
pub struct Position {
    /// Degrees east.
    pub longitude_deg: f64,
    /// Degrees north.
    pub latitude_deg: f64,
    /// Metres above (or below) the sea.
    pub altitude_m: Option<f64>,
    /// The error that the device states, in metres.
    pub radius_m: Option<f64>,
    /// The datum that is named.
    pub datum: Option<String>,
    /// The receiver says that it had no fix when the picture was taken.
    pub interrupted: bool,
}

impl fmt::Display for Position {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(
            f,
            "longitude {:.7}, latitude {:.7}",
            self.longitude_deg, self.latitude_deg
        )?;
        if let Some(radius) = self.radius_m {
            write!(f, ", within {radius:.1} m")?;
        }
        if let Some(altitude) = self.altitude_m {
            write!(f, ", altitude {altitude:.1} m")?;
        }
        Ok(())
    }
}

impl Position {
    /// What limits the claim.
    pub(super) fn note(&self) -> String {
        let mut notes = vec![match &self.datum {
            Some(datum) => format!("datum {datum}"),
            None => "no datum is named, WGS 84 is usual".to_owned(),
        }];
        if self.radius_m.is_none() {
            notes.push("no error is stated".to_owned());
        }
        if self.interrupted {
            notes.push("the receiver had no fix then".to_owned());
        }
        if self.longitude_deg == 0.0 && self.latitude_deg == 0.0 {
            notes.push("0, 0 is what some devices write without a fix".to_owned());
        }
        notes.join("; ")
    }
}

/// When the position was fixed, in UTC.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Fix {
    /// The day.
    pub date: Date,
    /// The time, if it is stated.
    pub time: Option<Time>,
}

impl fmt::Display for Fix {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.time {
            Some(time) => write!(f, "{} {time} UTC", self.date),
            None => write!(f, "{} UTC, without a time", self.date),
        }
    }
}

/// Reads the position; `None` if there is none.
pub(super) fn read(exif: &Exif) -> Option<Result<Position, String>> {
    let latitude = angle(
        exif,
        Tag::GPSLatitude,
        Tag::GPSLatitudeRef,
        ['N', 'S'],
        90.0,
    );
    let longitude = angle(
        exif,
        Tag::GPSLongitude,
        Tag::GPSLongitudeRef,
        ['E', 'W'],
        180.0,
    );
    let (latitude, longitude) = match (latitude, longitude) {
        (None, None) => return None,
        (Some(Ok(latitude)), Some(Ok(longitude))) => (latitude, longitude),
        (Some(Err(why)), _) | (_, Some(Err(why))) => return Some(Err(why)),
        (None, _) => return Some(Err("the latitude is missing".to_owned())),
        (_, None) => return Some(Err("the longitude is missing".to_owned())),
    };
    let metres = |tag| match rationals(exif, tag).as_deref() {
        Some([first, ..]) => finite(first),
        _ => None,
    };
    let below = exif
        .get_field(Tag::GPSAltitudeRef, In::PRIMARY)
        .and_then(|f| f.value.get_uint(0))
        .is_some_and(|r| r % 2 == 1);
    Some(Ok(Position {
        longitude_deg: longitude,
        latitude_deg: latitude,
        altitude_m: metres(Tag::GPSAltitude).map(|a| if below { -a } else { a }),
        radius_m: metres(Tag::GPSHPositioningError),
        datum: stamp::text(exif, Tag::GPSMapDatum)
            .map(|d| d.trim().to_owned())
            .filter(|d| !d.is_empty()),
        interrupted: stamp::text(exif, Tag::GPSStatus).is_some_and(|s| s == "V"),
    }))
}

fn angle(
    exif: &Exif,
    tag: Tag,
    reference: Tag,
    [plus, minus]: [char; 2],
    most: f64,
) -> Option<Result<f64, String>> {
    let parts = rationals(exif, tag)?;
    let degrees = match parts.as_slice() {
        [d, m, s] => finite(d)
            .zip(finite(m))
            .zip(finite(s))
            .map(|((d, m), s)| (d, m, s)),
        _ => None,
    };
    let Some((d, m, s)) = degrees else {
        return Some(Err(format!("{tag} is not degrees, minutes and seconds")));
    };
    let sum = d + m / 60.0 + s / 3_600.0;
    if sum > most {
        return Some(Err(format!("{tag} is {sum} degrees, more than {most}")));
    }
    let side = stamp::text(exif, reference).unwrap_or_default();
    let side = side.trim().to_ascii_uppercase();
    Some(match side.chars().next() {
        Some(c) if c == plus => Ok(sum),
        Some(c) if c == minus => Ok(-sum),
        _ => Err(format!(
            "{tag} is {sum} degrees, and {reference} does not say whether {plus} or {minus}"
        )),
    })
}

/// Reads when the position was fixed; `None` if that is not stated.
pub(super) fn fix(exif: &Exif) -> Option<Result<Fix, String>> {
    let text = stamp::text(exif, Tag::GPSDateStamp);
    let text = text.as_deref().map(str::trim).filter(|t| !t.is_empty());
    let clock = rationals(exif, Tag::GPSTimeStamp);
    let Some(text) = text else {
        return clock.map(|_| Err("a time is stated without a date".to_owned()));
    };
    let Some(date) = stamp::day(text) else {
        return Some(Err(format!("`{text}` is not a date")));
    };
    let time = match clock.as_deref() {
        None => None,
        Some(parts) => match clock_time(parts) {
            Some(time) => Some(time),
            None => {
                return Some(Err(
                    "GPSTimeStamp is not hours, minutes and seconds".to_owned()
                ));
            }
        },
    };
    Some(Ok(Fix { date, time }))
}

fn clock_time(parts: &[Rational]) -> Option<Time> {
    let [h, m, s] = parts else { return None };
    let whole = |r: &Rational| i8::try_from(r.num.checked_div(r.denom)?).ok();
    Time::new(whole(h)?, whole(m)?, whole(s)?, 0).ok()
}

fn rationals(exif: &Exif, tag: Tag) -> Option<Vec<Rational>> {
    match &exif.get_field(tag, In::PRIMARY)?.value {
        Value::Rational(all) => Some(all.iter().take(4).copied().collect()),
        _ => None,
    }
}

fn finite(number: &Rational) -> Option<f64> {
    (number.denom != 0).then(|| number.to_f64())
}
