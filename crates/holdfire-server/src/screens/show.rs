//! Short forms of values for tables.

use holdfire_model::{Incident, Interval, Zone};
use holdfire_words::Words;
use jiff::civil::Time;

/// A stretch of time in a table: `2030-03-18`, `2030-03-18 04:45`, `2030-03-18 18:00 - 03-19 06:00`, in the zone of the case.
pub fn span(zone: &Zone, interval: Interval) -> String {
    let day = |moment| zone.date_of(moment).to_string();
    let (first_day, last_day) = (day(interval.from()), day(interval.until()));
    let (first, last) = (zone.clock(interval.from()), zone.clock(interval.until()));
    let midnight = |time: &str| {
        time.parse::<Time>()
            .is_ok_and(|time| time == Time::midnight())
    };
    if midnight(&first) && midnight(&last) {
        let whole = last_day
            .parse::<jiff::civil::Date>()
            .ok()
            .and_then(|date| date.yesterday().ok());
        return match whole {
            Some(day) if day.to_string() == first_day => first_day,
            Some(day) => format!(
                "{first_day} \u{2013} {}",
                short(&first_day, &day.to_string())
            ),
            None => first_day,
        };
    }
    if interval.seconds() <= 60 {
        return format!("{first_day} {first}");
    }
    if first_day == last_day {
        return format!("{first_day} {first}\u{2013}{last}");
    }
    format!(
        "{first_day} {first} \u{2013} {} {last}",
        short(&first_day, &last_day)
    )
}

/// A date without the year where that of another date beside it is the same.
fn short(beside: &str, date: &str) -> String {
    if beside.get(..5) == date.get(..5) {
        date.get(5..).unwrap_or(date).to_owned()
    } else {
        date.to_owned()
    }
}

/// What an incident is about, and where, as its accounts name it, each name once.
pub fn what(story: &Incident, words: &Words) -> String {
    fn unique<'t>(texts: impl Iterator<Item = &'t str>) -> String {
        let mut seen: Vec<&str> = Vec::new();
        for text in texts.filter(|text| !text.is_empty()) {
            if !seen.contains(&text) {
                seen.push(text);
            }
        }
        seen.join(" / ")
    }
    let stories = || story.accounts.iter().map(|account| &account.story);
    let named = |text: String, id: &str| if text.is_empty() { words.say(id) } else { text };
    let object = named(
        unique(stories().map(|s| s.object.name.as_str())),
        "object-not-named",
    );
    let place = named(
        unique(stories().map(|s| s.place.name.as_str())),
        "place-not-named",
    );
    format!("{object}, {place}")
}

#[cfg(test)]
mod tests {
    use holdfire_model::parse_moment;
    use holdfire_model::{Moment, StatedMoment};

    use super::*;

    fn check(from: &str, until: &str, shown: &str) {
        let moment = |text: &str| -> Moment {
            match parse_moment(text) {
                Ok(StatedMoment::Absolute(moment)) => moment,
                other => panic!("{text}: {other:?}"),
            }
        };
        let zone = Zone::named("Europe/Kyiv").expect("a zone");
        let interval = Interval::new(moment(from), moment(until)).expect("an interval");
        assert_eq!(span(&zone, interval), shown);
    }

    #[test]
    fn a_stretch_of_time_is_short_and_never_two_things() {
        check(
            "2025-03-18T00:00+02:00",
            "2025-03-19T00:00+02:00",
            "2025-03-18",
        );
        check(
            "2025-03-18T04:45+02:00",
            "2025-03-18T04:46+02:00",
            "2025-03-18 04:45",
        );
        // The two minutes that Kyiv's clocks showed as 03:30 on 26 October 2025.
        check(
            "2025-10-26T00:30Z",
            "2025-10-26T00:31Z",
            "2025-10-26 03:30 (+03:00)",
        );
        check(
            "2025-10-26T01:30Z",
            "2025-10-26T01:31Z",
            "2025-10-26 03:30 (+02:00)",
        );
        // A report that does not say which of the two keeps both.
        check(
            "2025-10-26T00:30Z",
            "2025-10-26T01:31Z",
            "2025-10-26 03:30 (+03:00)\u{2013}03:31 (+02:00)",
        );
    }
}
