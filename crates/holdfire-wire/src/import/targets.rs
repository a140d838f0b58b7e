//! The columns of `reports.csv`, and what each may hold.

/// What a column may hold.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Kind {
    /// An id, once in the table and the case.
    Id,
    /// Text as it is.
    Text,
    /// One of these words, or nothing.
    Word(&'static [&'static str]),
    /// Words with `|` between them; an empty list: any words.
    Words(&'static [&'static str]),
    /// A date.
    Date,
    /// A clock time, or two with `-` between them.
    Clock,
    /// A date, a local date and time, or one with an offset.
    Moment,
    /// A time zone of the IANA list.
    Zone,
    /// Degrees up to this number on both sides of zero.
    Degrees(u16),
}

impl Kind {
    /// True if it is read as a date.
    pub(crate) fn is_dated(self) -> bool {
        matches!(self, Self::Date | Self::Moment)
    }
}

/// The columns of `reports.csv`, in their order.
pub const TARGET_COLUMNS: [&str; 31] = {
    let mut names = [""; 31];
    let mut i = 0;
    while i < TARGETS.len() {
        names[i] = TARGETS[i].0;
        i += 1;
    }
    names
};

/// Name and kind of each column, in their order.
pub(crate) const TARGETS: [(&str, Kind); 31] = [
    ("id", Kind::Id),
    ("by", Kind::Text),
    ("speaker", Kind::Text),
    ("source", Kind::Text),
    ("source_kind", Kind::Word(&["party", "independent", "body"])),
    ("source_url", Kind::Text),
    ("said_at", Kind::Moment),
    ("entered_at", Kind::Moment),
    ("date", Kind::Date),
    ("time", Kind::Clock),
    ("part", Kind::Text),
    ("from", Kind::Moment),
    ("until", Kind::Moment),
    ("tz", Kind::Zone),
    ("mode", Kind::Word(&["at", "throughout"])),
    ("after", Kind::Moment),
    ("place", Kind::Text),
    ("area", Kind::Text),
    ("lat", Kind::Degrees(90)),
    ("lon", Kind::Degrees(180)),
    ("precision", Kind::Text),
    ("object", Kind::Text),
    ("category", Kind::Text),
    ("object_basis", Kind::Word(&["stated", "claimed-intent"])),
    ("act", Kind::Words(&[])),
    ("means", Kind::Words(&[])),
    (
        "effect",
        Kind::Words(&["hit", "intercepted", "debris", "collateral", "unknown"]),
    ),
    ("actor", Kind::Words(&[])),
    ("control", Kind::Text),
    ("summary", Kind::Text),
    ("note", Kind::Text),
];

/// The place of a column in a row; the name must be one of [`TARGET_COLUMNS`].
pub(crate) fn index_of(name: &str) -> Option<usize> {
    TARGETS.iter().position(|(n, _)| *n == name)
}

/// Places of the columns that are read together.
pub(crate) mod at {
    pub(crate) const ID: usize = 0;
    pub(crate) const DATE: usize = 8;
    pub(crate) const TIME: usize = 9;
    pub(crate) const FROM: usize = 11;
    pub(crate) const UNTIL: usize = 12;
    pub(crate) const TZ: usize = 13;
    pub(crate) const LAT: usize = 18;
    pub(crate) const LON: usize = 19;
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_places_are_those_of_the_names() {
        for (name, place) in [
            ("id", at::ID),
            ("date", at::DATE),
            ("time", at::TIME),
            ("from", at::FROM),
            ("until", at::UNTIL),
            ("tz", at::TZ),
            ("lat", at::LAT),
            ("lon", at::LON),
        ] {
            assert_eq!(index_of(name), Some(place), "{name}");
        }
        assert_eq!(TARGET_COLUMNS[30], "note");
    }
}
