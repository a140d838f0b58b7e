//! Deadlines as a calendar of RFC 5545, for the calendar program of whoever waits.
//!
//! It is copied to telephones and servers that no mission controls. So it holds what a [`Deadline`] holds, the id of the
//! task and what comes when, and the words that the caller gives for that; nothing of what is in the task.

use holdfire_model::Moment;
use holdfire_monitor::workflow::Deadline;
use jiff::Timestamp;
use jiff::tz::TimeZone;

/// The most octets of a line, its end not counted (RFC 5545, section 3.1).
const LINE_OCTETS: usize = 75;

/// Deadlines as a calendar. The same deadlines give the same bytes: the stamp of an event is when its time was set.
///
/// - `calendar`: tells the calendars of missions apart in the ids of events, such as the code of the case; letters, digits
///   and hyphens of it are used.
/// - `name`: what the calendar is called, in the reader's language.
/// - `words`: what an event is called, in the reader's language. It goes to places that the mission does not control.
///
/// # Source
/// RFC 5545, sections 3.1 (folding), 3.3.11 (escaping), 3.6.1 (an event without an end takes no time), 3.8.4.7 (ids).
#[must_use]
pub fn ics(
    deadlines: &[Deadline],
    calendar: &str,
    name: &str,
    words: impl Fn(&Deadline) -> String,
) -> String {
    let host: String = calendar
        .chars()
        .filter(|c| c.is_ascii_alphanumeric() || *c == '-')
        .map(|c| c.to_ascii_lowercase())
        .collect();
    let mut to = String::new();
    line(&mut to, "BEGIN:VCALENDAR");
    line(&mut to, "VERSION:2.0");
    line(&mut to, "PRODID:-//Holdfire//Deadlines//EN");
    line(&mut to, "CALSCALE:GREGORIAN");
    line(&mut to, &format!("X-WR-CALNAME:{}", escaped(name)));
    if deadlines.is_empty() {
        // A calendar has at least one component (section 3.6): a zone says nothing, and readers take it.
        for text in [
            "BEGIN:VTIMEZONE",
            "TZID:UTC",
            "BEGIN:STANDARD",
            "DTSTART:19700101T000000",
            "TZOFFSETFROM:+0000",
            "TZOFFSETTO:+0000",
            "END:STANDARD",
            "END:VTIMEZONE",
        ] {
            line(&mut to, text);
        }
    }
    for deadline in deadlines {
        // A moment beyond the calendar's years cannot be waited for.
        let (Some(at), Some(set_at)) = (utc(deadline.at), utc(deadline.set_at)) else {
            continue;
        };
        line(&mut to, "BEGIN:VEVENT");
        let (task, point) = (&deadline.task, deadline.point.name());
        line(&mut to, &format!("UID:{task}-{point}@{host}.holdfire"));
        line(&mut to, &format!("DTSTAMP:{set_at}"));
        line(&mut to, &format!("SEQUENCE:{}", deadline.times_set));
        line(&mut to, &format!("DTSTART:{at}"));
        line(&mut to, &format!("SUMMARY:{}", escaped(&words(deadline))));
        line(&mut to, "CLASS:CONFIDENTIAL");
        line(&mut to, "TRANSP:TRANSPARENT");
        line(&mut to, "END:VEVENT");
    }
    line(&mut to, "END:VCALENDAR");
    to
}

/// The basic form of UTC: `20250326T100000Z`; the form has four digits for the year.
fn utc(moment: Moment) -> Option<String> {
    let timestamp = Timestamp::from_second(moment.0).ok()?;
    let civil = timestamp.to_zoned(TimeZone::UTC).datetime();
    (0..=9999).contains(&civil.year()).then(|| {
        format!(
            "{:04}{:02}{:02}T{:02}{:02}{:02}Z",
            civil.year(),
            civil.month(),
            civil.day(),
            civil.hour(),
            civil.minute(),
            civil.second()
        )
    })
}

fn escaped(text: &str) -> String {
    let mut to = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '\\' | ';' | ',' => {
                to.push('\\');
                to.push(c);
            }
            '\n' => to.push_str("\\n"),
            c if c.is_control() => {}
            c => to.push(c),
        }
    }
    to
}

/// Adds a line, folded so that no part of it is longer than 75 octets and no character is cut.
fn line(to: &mut String, text: &str) {
    let mut room = LINE_OCTETS;
    for c in text.chars() {
        if c.len_utf8() > room {
            to.push_str("\r\n ");
            // The blank counts.
            room = LINE_OCTETS - 1;
        }
        room -= c.len_utf8();
        to.push(c);
    }
    to.push_str("\r\n");
}
