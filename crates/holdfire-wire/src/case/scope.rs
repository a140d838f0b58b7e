//! What names mean while a case is read: ids that exist, zones, moments, boundaries; each failure with its place.

use std::collections::BTreeSet;

use holdfire_model::{Because, Boundary, Interval, Moment, Phrase, StatedMoment, Zone, phrase};

use crate::element::{BecauseName, Edge};
use crate::problem::{Problems, Severity, did_you_mean, nearest};
use crate::toml_file::{At, Cuts, TomlFile};

use super::dates::{self, Wrong};

/// Ids that others may refer to.
#[derive(Clone, Debug)]
pub(crate) struct Ids<I> {
    pub set: BTreeSet<I>,
    /// False if some could not be read, which was reported: that another id is unknown follows from it.
    pub whole: bool,
}

impl<I: Ord> Default for Ids<I> {
    fn default() -> Self {
        Self {
            set: BTreeSet::new(),
            whole: true,
        }
    }
}

impl<I: Ord + std::fmt::Display> Ids<I> {
    /// What to do about a word that is not among them.
    pub fn hint(&self, word: &str, what: &Phrase) -> Phrase {
        let names: Vec<String> = self.set.iter().map(ToString::to_string).collect();
        match nearest(word, names.iter().map(String::as_str)) {
            Some(near) => did_you_mean(near),
            None if names.is_empty() => {
                phrase!("row-none-defined", "no {what} is defined", what = what)
            }
            None if names.len() <= 8 => defined(names.join(", ")),
            None => phrase!(
                "row-defined-among",
                "{number} are defined, among them {names}",
                number = names.len().to_string(),
                names = names[..8].join(", ")
            ),
        }
    }
}

/// What there is to choose from.
pub(crate) fn defined(names: String) -> Phrase {
    phrase!("row-defined", "defined: {names}", names = names)
}

/// That there is nothing of a name.
pub(crate) fn unknown(what: &Phrase, name: &str) -> Phrase {
    phrase!(
        "row-unknown",
        "there is no {what} `{name}`",
        what = what,
        name = name
    )
}

/// A TOML file with the list of problems that its reading adds to.
pub(crate) struct Reader<'a> {
    pub file: TomlFile<'a>,
    pub problems: &'a mut Problems,
    pub cuts: Cuts,
}

impl Reader<'_> {
    /// Reports an error at a value.
    pub fn error<T>(&mut self, at: &At<T>, message: impl Into<Phrase>, hint: Option<String>) {
        self.file.error(self.problems, at.offset, message, hint);
    }

    /// Reports that something is odd about a value.
    pub fn odd<T>(&mut self, at: &At<T>, message: impl Into<Phrase>, hint: Option<String>) {
        let hint = hint.map(Phrase::from);
        self.report(at, Severity::Kept, message.into(), hint);
    }

    fn report<T>(&mut self, at: &At<T>, severity: Severity, what: Phrase, hint: Option<Phrase>) {
        let problem = self.file.problem(at.offset, severity, what, hint);
        self.problems.push(problem);
    }

    fn taken<T, V>(&mut self, at: &At<T>, value: Result<V, Wrong>) -> Option<V> {
        value
            .map_err(|(message, hint)| self.report(at, Severity::Error, message, hint))
            .ok()
    }

    /// Makes an id of a value, or reports why not.
    pub fn id<I>(
        &mut self,
        at: &At<String>,
        make: impl Fn(&str) -> Result<I, holdfire_model::IdError>,
    ) -> Option<I> {
        match make(&at.value) {
            Ok(id) => Some(id),
            Err(error) => {
                self.error(at, error.said(), None);
                None
            }
        }
    }

    /// An id that must be one of the known ones.
    pub fn known<I: Ord + Clone + std::fmt::Display>(
        &mut self,
        at: &At<String>,
        what: &str,
        known: &Ids<I>,
        make: impl Fn(&str) -> Result<I, holdfire_model::IdError>,
    ) -> Option<I> {
        let id = make(&at.value).ok().filter(|id| known.set.contains(id));
        if id.is_none() && known.whole {
            let what = &Phrase::from(what);
            let hint = known.hint(&at.value, what);
            self.report(at, Severity::Error, unknown(what, &at.value), Some(hint));
        }
        id
    }

    /// Reports what a list names twice.
    pub fn once(&mut self, list: &[At<String>], of: &str) {
        let mut seen = BTreeSet::new();
        for at in list {
            if !seen.insert(&at.value) {
                let hint = Some("take one of the two out".to_owned());
                self.error(
                    at,
                    format!("`{}` is listed twice in `{of}`", at.value),
                    hint,
                );
            }
        }
    }

    /// A zone by its name.
    pub fn zone(&mut self, at: &At<String>) -> Option<Zone> {
        match Zone::named(&at.value) {
            Ok(zone) => Some(zone),
            Err(error) => {
                self.error(at, error.to_string(), None);
                None
            }
        }
    }

    /// A moment as text; a date alone is its first moment.
    pub fn moment(&mut self, at: &At<String>, zone: &Zone) -> Option<Moment> {
        self.taken(at, dates::moment(&at.value, zone))
    }

    /// The time in which something was stated: the local day, or the minute.
    pub fn stated_on(&mut self, at: &At<String>, zone: &Zone) -> Option<Interval> {
        let plain = |e: holdfire_model::ZoneError| (e.said(), None);
        let minute = |m: Moment| {
            Interval::new(m, Moment(m.0 + 60)).map_err(|e| (e.to_string().into(), None))
        };
        let interval = dates::stated(&at.value).and_then(|stated| match stated {
            StatedMoment::Absolute(m) => minute(m),
            StatedMoment::Local(local) => zone.boundary(local).map_err(plain).and_then(minute),
            StatedMoment::Date(date) => zone.day(date).map_err(plain),
        });
        self.taken(at, interval)
    }

    /// A boundary: a moment or a band.
    pub fn boundary(&mut self, at: &At<Edge>, zone: &Zone) -> Option<Boundary> {
        if self.cuts.any(at.offset) {
            return None;
        }
        self.taken(at, boundary(&at.value, zone))
    }
}

fn boundary(edge: &Edge, zone: &Zone) -> Result<Boundary, Wrong> {
    let band = match edge {
        Edge::Moment(text) => return Ok(Boundary::at(dates::moment(text, zone)?)),
        Edge::Band(band) => band,
    };
    let because = match band.because {
        BecauseName::Unknown => Because::Unknown,
        BecauseName::Unstated => Because::Unstated,
    };
    match (&band.between, &band.from) {
        (Some([first, last]), None) => {
            let (earliest, latest) = (dates::moment(first, zone)?, dates::moment(last, zone)?);
            Boundary::between(earliest, latest, because).map_err(|_| {
                if earliest == latest {
                    (
                        format!("`between` holds one moment twice, `{first}`").into(),
                        Some(format!("write `at = \"{first}\"`").into()),
                    )
                } else {
                    (
                        format!("`between` ends at `{last}`, which is before `{first}`").into(),
                        Some("write the earlier moment first".into()),
                    )
                }
            })
        }
        (None, Some(from)) => Ok(Boundary::from_on(dates::moment(from, zone)?, because)),
        _ => Err((
            "a band has either `between` or `from`".into(),
            Some("`{ between = [\"2025-03-18\", \"2025-03-19\"], because = \"unknown\" }`".into()),
        )),
    }
}
