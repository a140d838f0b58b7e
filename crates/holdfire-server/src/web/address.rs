//! What an address says: readings of the panel, as of when, which incidents. It stands in every link of a page, so that a
//! link means the same to everybody who may follow it.

use axum::extract::FromRequestParts;
use axum::http::request::Parts;
use holdfire_model::{Moment, ReadingId};
use holdfire_store::mission::AsOf;

use super::fault::Fault;
use crate::world::{ListFilter, Question};

/// Up to when the record is read.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Until {
    /// Everything.
    #[default]
    Now,
    /// The first so many entries of the public log.
    Entry(u64),
    /// What rows say was entered by then (rule R10).
    Time(Moment),
}

/// What single screens ask for in their addresses: tasks by kind and person, what a new task is about, a day, a proposal.
const OF_SCREENS: [&str; 5] = ["kind", "person", "about", "on", "contents"];

/// The part of an address behind the question mark.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Address {
    /// The path.
    pub path: String,
    /// The readings of the panel; empty: those of the case.
    pub panel: Vec<ReadingId>,
    /// As of when.
    pub until: Until,
    /// Which incidents.
    pub filter: ListFilter,
    /// Which page of a long list, from 0.
    pub page: usize,
    /// What else was asked for, in the order of the address.
    pub others: Vec<(String, String)>,
}

impl Address {
    /// A path as of now, without panel and filter.
    #[must_use]
    pub fn at(path: impl Into<String>) -> Self {
        Self {
            path: path.into(),
            ..Self::default()
        }
    }

    /// Reads path and query.
    ///
    /// # Errors
    /// [`Fault::Asked`] for a value that cannot be meant.
    pub fn parse(path: &str, query: &str) -> Result<Self, Fault> {
        let mut address = Self {
            path: path.to_owned(),
            ..Self::default()
        };
        for (name, value) in form_urlencoded::parse(query.as_bytes()) {
            let taken = address
                .filter
                .take(&name, &value)
                .map_err(|error| Fault::Asked(error.to_string()))?;
            if taken {
                continue;
            }
            match (name.as_ref(), value.trim()) {
                ("panel", value) => {
                    // A form sends a name once for each box that is ticked.
                    for id in value.split(',').filter(|id| !id.is_empty()) {
                        let id = ReadingId::new(id).map_err(|_| {
                            Fault::asked("panel", id, "ids of readings with commas between them")
                        })?;
                        if !address.panel.contains(&id) {
                            address.panel.push(id);
                        }
                    }
                }
                ("as-of", "") => {}
                ("as-of", value) => address.until = until(value)?,
                ("page", value) => {
                    address.page = value
                        .parse()
                        .ok()
                        .filter(|page| *page < 1_000_000)
                        .ok_or_else(|| Fault::asked("page", value, "a number from 0"))?;
                }
                _ => address.others.push((name.into_owned(), value.into_owned())),
            }
        }
        Ok(address)
    }

    /// The value of something else that was asked for.
    #[must_use]
    pub fn other(&self, name: &str) -> Option<&str> {
        let found = self.others.iter().find(|(known, _)| known == name);
        found.map(|(_, value)| value.as_str())
    }

    /// As of which entry the record is read.
    #[must_use]
    pub fn as_of(&self) -> AsOf {
        match self.until {
            Until::Entry(size) => AsOf::Size(size),
            Until::Now | Until::Time(_) => AsOf::Now,
        }
    }

    /// What is asked of the world.
    #[must_use]
    pub fn question(&self) -> Question {
        Question {
            panel: self.panel.clone(),
            known_at: match self.until {
                Until::Time(moment) => Some(moment),
                Until::Now | Until::Entry(_) => None,
            },
        }
    }

    /// Panel and as-of as names and values.
    #[must_use]
    pub fn frame_pairs(&self) -> Vec<(&'static str, String)> {
        let mut pairs = Vec::new();
        if !self.panel.is_empty() {
            let ids: Vec<&str> = self.panel.iter().map(ReadingId::as_str).collect();
            pairs.push(("panel", ids.join(",")));
        }
        match self.until {
            Until::Now => {}
            Until::Entry(size) => pairs.push(("as-of", size.to_string())),
            Until::Time(moment) => pairs.push(("as-of", utc(moment))),
        }
        pairs
    }

    /// A link to a path with the same panel, as-of and filter.
    #[must_use]
    pub fn link(&self, path: &str) -> String {
        self.link_with(path, &self.filter)
    }

    /// A link to a path with the same panel and as-of, and another filter.
    #[must_use]
    pub fn link_with(&self, path: &str, filter: &ListFilter) -> String {
        let mut pairs = self.frame_pairs();
        pairs.extend(filter.pairs());
        join(path, &pairs)
    }

    /// All that this address asks for but the page of a list: what a link to the same screen keeps.
    #[must_use]
    pub fn kept(&self) -> Vec<(&'static str, String)> {
        let mut pairs = self.frame_pairs();
        pairs.extend(self.filter.pairs());
        for (name, value) in &self.others {
            let own = OF_SCREENS.iter().find(|own| *own == name);
            pairs.extend(own.map(|own| (*own, value.clone())));
        }
        pairs
    }

    /// A link to another part of the same list.
    #[must_use]
    pub fn link_page(&self, page: usize) -> String {
        let mut pairs = self.kept();
        if page > 0 {
            pairs.push(("page", page.to_string()));
        }
        join(&self.path, &pairs)
    }

    /// The query of this address in its fixed spelling, without the question mark.
    #[must_use]
    pub fn query(&self) -> String {
        let link = self.link("");
        link.strip_prefix('?').unwrap_or("").to_owned()
    }
}

fn join(path: &str, pairs: &[(&'static str, String)]) -> String {
    if pairs.is_empty() {
        return path.to_owned();
    }
    let mut query = form_urlencoded::Serializer::new(String::new());
    for (name, value) in pairs {
        query.append_pair(name, value);
    }
    format!("{path}?{}", query.finish())
}

/// A moment as it stands in an address.
fn utc(moment: Moment) -> String {
    jiff::Timestamp::from_second(moment.0).map_or_else(|_| moment.0.to_string(), |t| t.to_string())
}

fn until(value: &str) -> Result<Until, Fault> {
    if let Ok(size) = value.parse() {
        return Ok(Until::Entry(size));
    }
    let at = value
        .parse::<jiff::Timestamp>()
        .or_else(|_| {
            // A date alone: the end of that day, UTC.
            let date: jiff::civil::Date = value.parse()?;
            let end = date.tomorrow()?.to_zoned(jiff::tz::TimeZone::UTC)?;
            Ok(end.timestamp())
        })
        .map_err(|_: jiff::Error| {
            Fault::asked(
                "as-of",
                value,
                "the number of an entry, a time such as 2030-03-25T12:00Z, or a date",
            )
        })?;
    Ok(Until::Time(Moment(at.as_second())))
}

impl<S: Sync> FromRequestParts<S> for Address {
    type Rejection = Fault;

    async fn from_request_parts(parts: &mut Parts, _: &S) -> Result<Self, Fault> {
        Self::parse(parts.uri.path(), parts.uri.query().unwrap_or(""))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(query: &str, expected: &str) {
        let address = Address::parse("/incidents", query).expect("an address that can be meant");
        assert_eq!(address.query(), expected);
        let again = Address::parse("/incidents", expected).expect("what was written can be read");
        assert_eq!(again.query(), expected);
    }

    #[test]
    fn panel_as_of_and_filter_keep_their_meaning_through_an_address() {
        check("", "");
        check("panel=b&panel=a", "panel=b%2Ca");
        check("as-of=120&class=may", "as-of=120&class=may");
        check("as-of=2030-03-25", "as-of=2030-03-26T00%3A00%3A00Z");
        check("q=north+plant&support=", "q=north+plant");
        check(
            "until=2030-04-01&from=2030-03-01&bbox=30,45,32.5,50",
            "from=2030-03-01&until=2030-04-01&bbox=30%2C45%2C32.5%2C50",
        );
        check(
            "verdict=a:within&by=-&point=start&sort=newest",
            "verdict=a%3Awithin&by=-&point=start&sort=newest",
        );
    }

    #[test]
    fn a_link_to_the_same_screen_keeps_what_the_screen_asks_for_and_nothing_that_it_does_not_know()
    {
        let query = "kind=hotline-call&person=a%26b&about=report+x&lang=uk&other=1&panel=a&page=3";
        let address = Address::parse("/tasks", query).expect("an address that can be meant");
        let kept = "/tasks?panel=a&kind=hotline-call&person=a%26b&about=report+x";
        assert_eq!(address.link_page(0), kept);
        assert_eq!(address.link_page(2), format!("{kept}&page=2"));
        assert_eq!(
            address.link("/"),
            "/?panel=a",
            "another screen asks for other things"
        );
    }

    #[test]
    fn what_cannot_be_meant_is_refused() {
        for query in [
            "class=every",
            "as-of=yesterday",
            "from=1.3.2030",
            "bbox=1,2,3",
            "bbox=0,50,10,40",
            "verdict=a",
            "page=-1",
            "panel=a%20b",
        ] {
            assert!(Address::parse("/", query).is_err(), "{query}");
        }
    }
}
