//! The publication gate: which state of the record everybody reads, and what is held back in it.
//!
//! A publication names an entry of the record and a cut-off. What everybody sees follows from these two and from the settings
//! that stood then, so that anybody of the mission can make it again; it changes only by the next publication.

use std::collections::BTreeMap;

use holdfire_model::Moment;
use holdfire_record::Kind;
use holdfire_seal::fields::Field;
use holdfire_store::mission::{Draft, Seen};

use crate::packed::Packed;
use crate::snapshot::cell;

/// A report is published so many hours after it was said, if nothing else is set for its category.
pub const DEFAULT_DELAY_H: u64 = 72;

/// The subject of the entries of publications.
const SUBJECT: &str = "publication";

/// The subject of the setting of delays.
pub const DELAYS: &str = "publication/delays";

/// One publication.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Publication {
    /// Its number, from 1.
    pub number: u64,
    /// As of how many entries of the record.
    pub entry: u64,
    /// What was said later than this, less the delay, is not in it.
    pub cutoff: Moment,
}

impl Publication {
    /// The entry that makes it true.
    #[must_use]
    pub fn draft(&self) -> Draft {
        let fields = vec![
            Field::new("number", self.number.to_string()),
            Field::new("entry", self.entry.to_string()),
            Field::new("cutoff", self.cutoff.to_string()),
        ];
        Draft::note(Kind::Access, SUBJECT, fields)
    }

    /// Reads one from its entry.
    #[must_use]
    pub fn of(seen: &Seen) -> Option<Self> {
        let number = |name: &str| seen.text(name)?.parse().ok();
        (seen.subject() == Some(SUBJECT)).then_some(())?;
        Some(Self {
            number: number("number")?,
            entry: number("entry")?,
            cutoff: moment(seen.text("cutoff")?)?,
        })
    }

    /// What a proposal says exactly: read again by [`Self::of_contents`].
    #[must_use]
    pub fn contents(&self) -> String {
        format!(
            "the state as of entry {} with the cut-off {}",
            self.entry, self.cutoff
        )
    }

    /// Reads [`Self::contents`]; the number is not known yet.
    #[must_use]
    pub fn of_contents(text: &str) -> Option<Self> {
        let rest = text.strip_prefix("the state as of entry ")?;
        let (entry, cutoff) = rest.split_once(" with the cut-off ")?;
        Some(Self {
            number: 0,
            entry: entry.parse().ok()?,
            cutoff: moment(cutoff)?,
        })
    }
}

fn moment(text: &str) -> Option<Moment> {
    Some(Moment(text.parse::<jiff::Timestamp>().ok()?.as_second()))
}

/// How long reports of each category are held back.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Delays(BTreeMap<String, u64>);

impl Delays {
    /// Reads the setting: a line `category hours` for each, `*` for all others.
    #[must_use]
    pub fn of(seen: &Seen) -> Self {
        Self::of_text(seen.text("hours").unwrap_or(""))
    }

    fn of_text(text: &str) -> Self {
        let pairs = text.lines().filter_map(|line| {
            // The name of a category may have blanks.
            let (category, hours) = line.rsplit_once(' ')?;
            Some((category.to_owned(), hours.parse().ok()?))
        });
        Self(pairs.collect())
    }

    /// The hours for a category.
    #[must_use]
    pub fn hours(&self, category: &str) -> u64 {
        let all = || self.0.get("*").copied();
        self.0
            .get(category)
            .copied()
            .or_else(all)
            .unwrap_or(DEFAULT_DELAY_H)
    }

    /// The categories that have hours of their own, and the hours.
    pub fn each(&self) -> impl Iterator<Item = (&str, u64)> {
        self.0
            .iter()
            .map(|(category, hours)| (category.as_str(), *hours))
    }
}

/// True if everybody may read a row of reports: its source is public, or it was released by name; and the delay is over.
#[must_use]
pub fn passes(row: &Packed, released: bool, delays: &Delays, cutoff: Moment) -> bool {
    passes_from(row, released, delays).is_some_and(|from| from <= cutoff)
}

/// The cut-off from which a row passes; none: it never does.
#[must_use]
pub fn passes_from(row: &Packed, released: bool, delays: &Delays) -> Option<Moment> {
    if !released && cell(row, "source_url").is_empty() {
        return None;
    }
    let hours = possibilities(row, "category")
        .map(|category| delays.hours(category))
        .max()
        .unwrap_or(DEFAULT_DELAY_H);
    // When it was said, to the day's end where only the day is known; without it, when it was recorded.
    let said = said_by(cell(row, "said_at"))
        .unwrap_or_else(|| i64::try_from(row.recorded_at).unwrap_or(i64::MAX));
    let delay = i64::try_from(hours * 3_600).unwrap_or(i64::MAX);
    Some(Moment(said.saturating_add(delay)))
}

/// The values of a cell of which one holds.
fn possibilities<'r>(row: &'r Packed, column: &str) -> impl Iterator<Item = &'r str> {
    cell(row, column).split('|').map(str::trim)
}

fn said_by(text: &str) -> Option<i64> {
    if let Ok(at) = text.parse::<jiff::Timestamp>() {
        return Some(at.as_second());
    }
    let date: jiff::civil::Date = text.get(..10)?.parse().ok()?;
    // The last zone to end the day is twelve hours behind UTC.
    let end = date
        .tomorrow()
        .ok()?
        .to_zoned(jiff::tz::TimeZone::UTC)
        .ok()?;
    Some(end.timestamp().as_second() + 12 * 3_600)
}

/// The cells of a report that tell what an attack did; they are held back unless the place's own authority published them:
/// the party that says it, which is not the one that is said to have acted.
#[must_use]
pub fn tells_of_effects(row: &Packed) -> bool {
    let by = cell(row, "by");
    let of_party = matches!(cell(row, "source_kind"), "" | "party");
    let accused = possibilities(row, "actor").any(|actor| actor == by);
    !(of_party && !by.is_empty() && !accused && !cell(row, "source_url").is_empty())
}

/// The columns of a report that tell of effects.
pub const EFFECT_COLUMNS: [&str; 4] = ["effect", "means", "summary", "note"];

/// The columns of an observation that tell of effects.
pub const SEEN_COLUMNS: [&str; 3] = ["sees", "summary", "note"];

/// What stands in the place of a text that is held back.
pub const WITHHELD: &str = "(withheld)";

#[cfg(test)]
mod tests {
    use holdfire_store::mission::SeenItem;
    use holdfire_store::object::Place;
    use holdfire_wire::entries::Item;

    use super::*;
    use crate::packed::Packer;

    /// A report of 6 March 2030 with a public source.
    fn report(cells: &[(&str, &str)]) -> Packed {
        let plain = [
            ("said_at", "2030-03-06T10:00:00Z"),
            ("source_url", "https://example.org"),
        ];
        let cells = plain.iter().chain(cells);
        let fields = cells.map(|(name, value)| ((*name).to_owned(), value.as_bytes().to_vec()));
        Packer::default().pack(&SeenItem {
            place: Place { log: 0, index: 0 },
            recorded_at: 0,
            item: Item {
                subject: "reports.csv#R".to_owned(),
                order: 0,
                fields: fields.collect(),
            },
        })
    }

    fn check_hours(delays: &str, category: &str, expected_h: i64) {
        let delays = Delays::of_text(delays);
        let row = report(&[("category", category)]);
        let at = |hours: i64| {
            let said: jiff::Timestamp = "2030-03-06T10:00:00Z".parse().expect("a time");
            Moment(said.as_second() + hours * 3_600)
        };
        assert!(passes(&row, false, &delays, at(expected_h)), "{category}");
        assert!(
            !passes(&row, false, &delays, at(expected_h - 1)),
            "{category}"
        );
    }

    #[test]
    fn of_several_possible_categories_the_longest_delay_holds() {
        let delays = "* 5\nline 1\npower plant 9\n";
        check_hours(delays, "line", 1);
        check_hours(delays, "power plant", 9);
        check_hours(delays, "line | power plant", 9);
        check_hours(delays, "line|mill", 5);
        check_hours("", "line", 72);
    }

    #[test]
    fn effects_are_told_by_the_authority_of_the_place_unless_it_may_have_acted() {
        let tells =
            |by: &str, actor: &str| tells_of_effects(&report(&[("by", by), ("actor", actor)]));
        assert!(!tells("alpha", "beta"));
        assert!(tells("alpha", "alpha"));
        assert!(tells("alpha", "beta | alpha"));
        assert!(tells("", "beta"));
    }
}
