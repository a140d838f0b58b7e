//! What of a list is shown, as it stands in the address of a page. The same filter makes table, map, timeline and export.

use std::fmt::Write as _;
use std::sync::Arc;

use holdfire_model::{Case, Class, Moment, SupportLevel, Verdict};
use jiff::civil;

use super::rows::{Facets, Row};
use super::search::Bits;

/// In which order.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Sort {
    /// By id.
    #[default]
    Id,
    /// The newest first.
    Newest,
    /// The oldest first.
    Oldest,
}

/// In an address: no point decides alone.
const NONE_ALONE: &str = "-";

/// What waits for somebody to look at it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Waits {
    /// A link with another incident was suggested, and nobody has decided on it.
    Links,
    /// Its accounts differ.
    Accounts,
}

impl Waits {
    /// Both, in the order in which they are listed.
    pub const ALL: [Self; 2] = [Self::Links, Self::Accounts];

    /// Its name in an address.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Links => "links",
            Self::Accounts => "accounts",
        }
    }
}

/// Part of a map: degrees on WGS 84, west may be greater than east across the date line.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Bounds {
    /// Western longitude.
    pub west: f64,
    /// Southern latitude.
    pub south: f64,
    /// Eastern longitude.
    pub east: f64,
    /// Northern latitude.
    pub north: f64,
}

impl Bounds {
    /// True if a point lies in it.
    #[must_use]
    pub fn holds(&self, lon: f64, lat: f64) -> bool {
        let across = if self.west <= self.east {
            (self.west..=self.east).contains(&lon)
        } else {
            lon >= self.west || lon <= self.east
        };
        across && (self.south..=self.north).contains(&lat)
    }

    /// `west,south,east,north` as in GeoJSON and OGC API.
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        let parts: Vec<f64> = text
            .split(',')
            .map(|part| part.trim().parse().ok())
            .collect::<Option<_>>()?;
        let [west, south, east, north] = parts[..] else {
            return None;
        };
        let lon = |value: f64| (-180.0..=180.0).contains(&value);
        let lat = |value: f64| (-90.0..=90.0).contains(&value);
        (lon(west) && lon(east) && lat(south) && lat(north) && south <= north).then_some(Self {
            west,
            south,
            east,
            north,
        })
    }
}

/// Which incidents.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct ListFilter {
    /// Of this class over the panel.
    pub class: Option<Class>,
    /// Of this support.
    pub support: Option<SupportLevel>,
    /// With this coverage under a reading: its id and the verdict.
    pub verdict: Option<(String, Verdict)>,
    /// Reported by this party; `-`: by sources of neither.
    pub by: Option<String>,
    /// For which exactly these points decide, in their order and without their detail; empty: none alone.
    pub decides: Option<Vec<String>>,
    /// For which this point, fact or silent term is among what decides.
    pub point: Option<String>,
    /// That hang on this silent term under a reading of the panel.
    pub silent: Option<String>,
    /// That wait for this.
    pub waits: Option<Waits>,
    /// That can have happened on this local day of the case or later.
    pub from: Option<civil::Date>,
    /// That can have happened on this local day of the case or before.
    pub until: Option<civil::Date>,
    /// In this part of the map.
    pub bounds: Option<Bounds>,
    /// With all of these words.
    pub words: String,
    /// In this order.
    pub sort: Sort,
}

/// What is wrong with a part of an address.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("`{name}` is `{value}`\nhint: {hint}")]
pub struct FilterError {
    /// The name in the address.
    pub name: &'static str,
    /// What it is.
    pub value: String,
    /// What it can be.
    pub hint: String,
}

impl ListFilter {
    /// Reads one name and value of an address; false if the name is none of a filter. An empty value asks for nothing.
    ///
    /// # Errors
    /// [`FilterError`]
    pub fn take(&mut self, name: &str, value: &str) -> Result<bool, FilterError> {
        let value = value.trim();
        let wrong = |name, hint: String| FilterError {
            name,
            value: value.chars().take(80).collect(),
            hint,
        };
        let names = |all: &[&str]| all.join(", ");
        let empty = value.is_empty();
        match name {
            "class" => {
                let found = Class::ALL.into_iter().find(|c| c.name() == value);
                if found.is_none() && !empty {
                    return Err(wrong("class", names(&Class::ALL.map(Class::name))));
                }
                self.class = found;
            }
            "support" => {
                let found = SupportLevel::ALL.into_iter().find(|s| s.name() == value);
                if found.is_none() && !empty {
                    return Err(wrong(
                        "support",
                        names(&SupportLevel::ALL.map(SupportLevel::name)),
                    ));
                }
                self.support = found;
            }
            "verdict" => {
                self.verdict = if empty {
                    None
                } else {
                    let parts = value.rsplit_once(':');
                    let found = parts.and_then(|(reading, verdict)| {
                        let all = Verdict::ALL.into_iter();
                        let verdict = all.into_iter().find(|v| v.name() == verdict)?;
                        Some((reading.to_owned(), verdict))
                    });
                    Some(found.ok_or_else(|| {
                        let all = names(&Verdict::ALL.map(Verdict::name));
                        wrong(
                            "verdict",
                            format!("the id of a reading, `:` and one of {all}"),
                        )
                    })?)
                };
            }
            "by" => self.by = (!empty).then(|| value.to_owned()),
            "decides" => {
                self.decides = match value {
                    "" => None,
                    NONE_ALONE => Some(Vec::new()),
                    points => Some(points.split(';').map(str::to_owned).collect()),
                };
            }
            "point" => self.point = (!empty).then(|| value.to_owned()),
            "silent" => self.silent = (!empty).then(|| value.to_owned()),
            "waits" => {
                let found = Waits::ALL.into_iter().find(|w| w.name() == value);
                if found.is_none() && !empty {
                    return Err(wrong("waits", names(&Waits::ALL.map(Waits::name))));
                }
                self.waits = found;
            }
            "from" | "until" => {
                let date = if empty {
                    None
                } else {
                    let name = if name == "from" { "from" } else { "until" };
                    Some(
                        value
                            .parse::<civil::Date>()
                            .map_err(|_| wrong(name, "a date such as 2030-03-25".to_owned()))?,
                    )
                };
                if name == "from" {
                    self.from = date;
                } else {
                    self.until = date;
                }
            }
            "bbox" => {
                self.bounds = if empty {
                    None
                } else {
                    Some(Bounds::parse(value).ok_or_else(|| {
                        wrong("bbox", "west,south,east,north in degrees".to_owned())
                    })?)
                };
            }
            "q" => {
                if value.len() > 400 {
                    return Err(wrong("q", "at most 400 bytes".to_owned()));
                }
                value.clone_into(&mut self.words);
            }
            "sort" => {
                self.sort = match value {
                    "" | "id" => Sort::Id,
                    "newest" => Sort::Newest,
                    "oldest" => Sort::Oldest,
                    _ => return Err(wrong("sort", "id, newest, oldest".to_owned())),
                };
            }
            _ => return Ok(false),
        }
        Ok(true)
    }

    /// Names and values as they stand in an address, in a fixed order, without those that ask for nothing.
    #[must_use]
    pub fn pairs(&self) -> Vec<(&'static str, String)> {
        let mut pairs = Vec::new();
        let mut put = |name: &'static str, value: Option<String>| {
            if let Some(value) = value {
                pairs.push((name, value));
            }
        };
        put("q", (!self.words.is_empty()).then(|| self.words.clone()));
        put("class", self.class.map(|c| c.name().to_owned()));
        put("support", self.support.map(|s| s.name().to_owned()));
        let verdict = self.verdict.as_ref();
        put("verdict", verdict.map(|(r, v)| format!("{r}:{}", v.name())));
        put("by", self.by.clone());
        put(
            "decides",
            self.decides.as_ref().map(|points| match &points[..] {
                [] => NONE_ALONE.to_owned(),
                points => points.join(";"),
            }),
        );
        put("point", self.point.clone());
        put("silent", self.silent.clone());
        put("waits", self.waits.map(|w| w.name().to_owned()));
        put("from", self.from.map(|date| date.to_string()));
        put("until", self.until.map(|date| date.to_string()));
        put(
            "bbox",
            self.bounds.map(|b| {
                let mut text = String::new();
                let _ = write!(text, "{},{},{},{}", b.west, b.south, b.east, b.north);
                text
            }),
        );
        put(
            "sort",
            match self.sort {
                Sort::Id => None,
                Sort::Newest => Some("newest".to_owned()),
                Sort::Oldest => Some("oldest".to_owned()),
            },
        );
        pairs
    }

    /// True if everything is shown.
    #[must_use]
    pub fn is_open(&self) -> bool {
        let Self {
            sort: _,
            ref words,
            class: None,
            support: None,
            verdict: None,
            by: None,
            decides: None,
            point: None,
            silent: None,
            waits: None,
            from: None,
            until: None,
            bounds: None,
        } = *self
        else {
            return false;
        };
        words.is_empty()
    }

    /// The filter, ready to be asked of one line after another; where a line is, is asked elsewhere.
    ///
    /// `facets`: what lines answer, by their numbers; `words`: the lines with all words, if any are asked for.
    pub(super) fn sieve(&self, case: &Case, facets: &[Arc<Facets>], words: Option<Bits>) -> Sieve {
        let zone = &case.settings.zone;
        let day = |date: civil::Date| zone.start_of_day(date).ok();
        let by = self.by.as_ref().map(|by| {
            (by != "-").then(|| {
                let mut parties = case.parties.iter();
                let found = parties.position(|party| party.id.as_str() == by);
                found.unwrap_or(usize::MAX)
            })
        });
        let reading = self.verdict.as_ref().map(|(id, verdict)| {
            let found = case.readings.iter().position(|r| r.id.as_str() == id);
            (found.unwrap_or(usize::MAX), *verdict)
        });
        let takes = |facets: &Facets| {
            let points = |points: &Vec<String>| facets.points == *points;
            self.class.is_none_or(|class| facets.class == class)
                && self.support.is_none_or(|level| facets.support == level)
                && reading.is_none_or(|(at, verdict)| facets.verdicts.get(at) == Some(&verdict))
                && by.is_none_or(|by| facets.by.contains(&by))
                && self.decides.as_ref().is_none_or(points)
                && self
                    .point
                    .as_ref()
                    .is_none_or(|point| facets.turns_on.contains(point))
                && self
                    .silent
                    .as_ref()
                    .is_none_or(|term| facets.silent.contains(term))
                && self.waits.is_none_or(|waits| match waits {
                    Waits::Links => facets.suggested,
                    Waits::Accounts => facets.differs,
                })
        };
        Sieve {
            facets: facets.iter().map(|facets| takes(facets)).collect(),
            words,
            from: self.from.and_then(day),
            until: self.until.and_then(|date| day(date.tomorrow().ok()?)),
        }
    }
}

/// A filter that was asked of everything that lines have in common.
pub struct Sieve {
    /// For each number of facets whether they are let through.
    facets: Vec<bool>,
    words: Option<Bits>,
    from: Option<Moment>,
    until: Option<Moment>,
}

impl Sieve {
    /// True if a line is let through, wherever it is.
    #[must_use]
    pub fn takes(&self, row: &Row) -> bool {
        self.facets[row.facet as usize]
            && self.from.is_none_or(|from| row.when.until() > from)
            && self.until.is_none_or(|until| row.when.from() < until)
            && self.words.as_ref().is_none_or(|words| words.has(row.at))
    }
}
