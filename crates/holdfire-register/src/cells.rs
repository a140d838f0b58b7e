//! Fixed cells: where the public reads that something lies, coarse enough that k candidates of open data lie there too.
//!
//! Cells are made from open data alone, before the data, and never again: the same place has the same cell in every report,
//! whatever a register holds. So neither a list nor its changes can be read from them, and nothing can be averaged.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt;

use holdfire_geo::{Disc, LonLat};
use holdfire_seal::Hash;
use thiserror::Error;

use crate::form;

/// The first line of the file of fixed cells.
pub const CELLS_FORMAT: &str = "holdfire/fixed-cells@v1";
/// Cells are squares of 2^level parts of a degree; a degree has this many parts.
const PARTS: f64 = 64.0;
/// The level of 32 degrees, the coarsest there is.
const COARSEST: u8 = 11;
/// Least metres of a degree of latitude on the ellipsoid, rounded down: a disc never reaches further than taken.
const LEAST_DEGREE_M: f64 = 110_500.0;
/// The longest file that is read.
pub const MOST_CELLS_BYTES: usize = 64 << 20;

/// Why cells cannot be fixed, or their file not be read.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
pub enum CellsError {
    /// With less than 2 a cell could stand for one object.
    #[error("k is {k}; it must be at least 2, and 10 is usual")]
    K {
        /// The k that was given.
        k: u32,
    },
    /// Levels out of range or the wrong way round.
    #[error(
        "levels {finest} to {coarsest} are none: 0 (1/64 degree) to {COARSEST} (32 degrees), the finest first"
    )]
    Levels {
        /// The finest.
        finest: u8,
        /// The coarsest.
        coarsest: u8,
    },
    /// A word of the file with a line break or nothing in it.
    #[error(
        "`{word}` cannot be written: it is empty, has blanks around it, or holds a control character"
    )]
    Word {
        /// The word.
        word: String,
    },
    /// A line that is not the one the format has there.
    #[error("line {line} of the fixed cells must be `{expected}`")]
    Line {
        /// The line, from 1.
        line: usize,
        /// The form of that line.
        expected: &'static str,
    },
    /// The same cells in another spelling, or not the file that was recorded.
    #[error(
        "the fixed cells are not in their one spelling\nhint: take the file as it was recorded"
    )]
    Spelling,
    /// Longer than is read.
    #[error("the file has {bytes} bytes, more than {MOST_CELLS_BYTES}")]
    TooLong {
        /// Its length.
        bytes: usize,
    },
}

/// A cell of the grid: a square of 2^`level` parts of 64 to a degree, counted from -180, -90.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Cell {
    level: u8,
    column: u32,
    row: u32,
}

impl Cell {
    fn of(level: u8, place: LonLat) -> Self {
        // 180 degrees is -180; the pole belongs to the last row.
        let lon = if place.lon() == 180.0 {
            -180.0
        } else {
            place.lon()
        };
        let lat = place.lat().min(90f64.next_down());
        let part = |degrees: f64| ((degrees * PARTS) as u32) >> level;
        Self {
            level,
            column: part(lon + 180.0),
            row: part(lat + 90.0),
        }
    }

    const fn parent(self) -> Self {
        Self {
            level: self.level + 1,
            column: self.column >> 1,
            row: self.row >> 1,
        }
    }

    /// The length of its sides, degrees.
    #[must_use]
    pub fn side_degrees(self) -> f64 {
        f64::from(1_u32 << self.level) / PARTS
    }

    /// West, south, east and north, degrees.
    #[must_use]
    pub fn bounds(self) -> [f64; 4] {
        let side = self.side_degrees();
        let (west, south) = (
            f64::from(self.column) * side - 180.0,
            f64::from(self.row) * side - 90.0,
        );
        [
            west,
            south,
            (west + side).min(180.0),
            (south + side).min(90.0),
        ]
    }

    /// Whether a disc lies in it wholly, with a margin to the safe side.
    fn holds(self, disc: &Disc) -> bool {
        let [west, south, east, north] = self.bounds();
        let (lon, lat) = (disc.centre().lon(), disc.centre().lat());
        let up = disc.radius_m() / LEAST_DEGREE_M;
        let farthest = lat.abs() + up;
        if farthest >= 89.0 {
            return disc.radius_m() == 0.0;
        }
        let across = up / farthest.to_radians().cos();
        west <= lon - across && lon + across <= east && south <= lat - up && lat + up <= north
    }
}

impl fmt::Display for Cell {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let [west, south, east, north] = self.bounds();
        write!(f, "longitude {west} to {east}, latitude {south} to {north}")
    }
}

impl fmt::Debug for Cell {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}

/// Where the public reads that something lies.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum PublicPlace {
    /// In this cell. Where smaller cells within it are in use, it is in none of those; at least k candidates are not
    /// either.
    Cell(Cell),
    /// The class alone: no cell around it is in use.
    ClassOnly,
    /// Not even the class: open data has fewer than k candidates of it.
    Withheld,
}

/// The cells that are in use for each class. Made once, from open data; then read from its file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FixedCells {
    fixed_on: String,
    source: String,
    k: u32,
    finest: u8,
    coarsest: u8,
    classes: BTreeMap<String, BTreeSet<Cell>>,
}

/// What cells are fixed by.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CellRules {
    /// The day on which they are fixed, as people write it.
    pub fixed_on: String,
    /// Which open data they are made from.
    pub source: String,
    /// How many candidates a cell needs.
    pub k: u32,
    /// The finest level: cells of 2^finest / 64 degrees.
    pub finest: u8,
    /// The coarsest level.
    pub coarsest: u8,
}

impl CellRules {
    /// Ten candidates; cells of 0.25 to 8 degrees.
    #[must_use]
    pub fn usual(fixed_on: &str, source: &str) -> Self {
        Self {
            fixed_on: fixed_on.to_owned(),
            source: source.to_owned(),
            k: 10,
            finest: 4,
            coarsest: 9,
        }
    }

    fn check(&self) -> Result<(), CellsError> {
        if self.k < 2 {
            return Err(CellsError::K { k: self.k });
        }
        if self.finest > self.coarsest || self.coarsest > COARSEST {
            return Err(CellsError::Levels {
                finest: self.finest,
                coarsest: self.coarsest,
            });
        }
        check_word(&self.fixed_on)?;
        check_word(&self.source)
    }
}

fn check_word(word: &str) -> Result<(), CellsError> {
    if word.is_empty() || word.trim() != word || word.chars().any(char::is_control) {
        return Err(CellsError::Word {
            word: word.escape_debug().to_string(),
        });
    }
    Ok(())
}

impl FixedCells {
    /// Makes the cells from the candidates of open data, each with its class.
    ///
    /// From the coarsest level down, a cell comes into use if it has k candidates and if what is left around it has k too:
    /// otherwise "in the large cell" would point at the few that lie in no smaller one.
    ///
    /// # Errors
    /// [`CellsError`] for rules or classes that cannot be used.
    pub fn fix<'a>(
        rules: CellRules,
        candidates: impl IntoIterator<Item = (&'a str, LonLat)>,
    ) -> Result<Self, CellsError> {
        rules.check()?;
        let mut by_class: BTreeMap<&str, Vec<LonLat>> = BTreeMap::new();
        for (class, place) in candidates {
            by_class.entry(class).or_default().push(place);
        }
        let mut classes = BTreeMap::new();
        for (class, places) in by_class {
            check_word(class)?;
            if places.len() as u64 >= u64::from(rules.k) {
                classes.insert(class.to_owned(), cells_of(&rules, &places));
            }
        }
        let CellRules {
            fixed_on,
            source,
            k,
            finest,
            coarsest,
        } = rules;
        Ok(Self {
            fixed_on,
            source,
            k,
            finest,
            coarsest,
            classes,
        })
    }

    /// The public place of a disc: the smallest cell in use that holds all of it.
    #[must_use]
    pub fn place(&self, class: &str, disc: &Disc) -> PublicPlace {
        let Some(cells) = self.classes.get(class) else {
            return PublicPlace::Withheld;
        };
        let mut found = PublicPlace::ClassOnly;
        for level in (self.finest..=self.coarsest).rev() {
            let cell = Cell::of(level, disc.centre());
            if !cells.contains(&cell) || !cell.holds(disc) {
                break;
            }
            found = PublicPlace::Cell(cell);
        }
        found
    }

    /// How many candidates a cell needs.
    #[must_use]
    pub const fn k(&self) -> u32 {
        self.k
    }

    /// The file: goes into the record before the first report, and to the public.
    #[must_use]
    pub fn to_text(&self) -> String {
        use fmt::Write as _;
        let mut text = format!(
            "{CELLS_FORMAT}\nfixed-on {}\nsource {}\nk {}\nlevels {} {}\n",
            self.fixed_on, self.source, self.k, self.finest, self.coarsest
        );
        for (class, cells) in &self.classes {
            writeln!(text, "class {class}").expect("writing into a text does not fail");
            for Cell { level, column, row } in cells {
                writeln!(text, "cell {level} {column} {row}")
                    .expect("writing into a text does not fail");
            }
        }
        text
    }

    /// What the record names the file by.
    #[must_use]
    pub fn hash(&self) -> Hash {
        Hash::of(self.to_text().as_bytes())
    }

    /// Reads [`Self::to_text`]; another spelling is refused.
    ///
    /// # Errors
    /// [`CellsError`].
    pub fn parse(text: &str) -> Result<Self, CellsError> {
        if text.len() > MOST_CELLS_BYTES {
            return Err(CellsError::TooLong { bytes: text.len() });
        }
        let mut lines = text.lines();
        let mut head = |line: usize, key: &str, expected: &'static str| {
            lines
                .next()
                .and_then(|text| text.strip_prefix(key))
                .ok_or(CellsError::Line { line, expected })
        };
        head(1, CELLS_FORMAT, CELLS_FORMAT)?;
        let fixed_on = head(2, "fixed-on ", "fixed-on <day>")?;
        let source = head(3, "source ", "source <words>")?;
        let k = head(4, "k ", "k <number>")?;
        let levels = head(5, "levels ", "levels <finest> <coarsest>")?;
        let [k] = numbers(k).ok_or(CellsError::Line {
            line: 4,
            expected: "k <number>",
        })?;
        let [finest, coarsest] = numbers(levels).ok_or(CellsError::Line {
            line: 5,
            expected: "levels <finest> <coarsest>",
        })?;
        let rules = CellRules {
            fixed_on: fixed_on.to_owned(),
            source: source.to_owned(),
            k,
            finest: u8::try_from(finest).unwrap_or(u8::MAX),
            coarsest: u8::try_from(coarsest).unwrap_or(u8::MAX),
        };
        rules.check()?;
        let mut read = Self::fix(rules, [])?;
        let mut class: Option<String> = None;
        for (index, line) in lines.enumerate() {
            let expected = "class <word>, or cell <level> <column> <row> below a class";
            let bad = CellsError::Line {
                line: index + 6,
                expected,
            };
            if let Some(word) = line.strip_prefix("class ") {
                check_word(word)?;
                class = Some(word.to_owned());
                read.classes.entry(word.to_owned()).or_default();
                continue;
            }
            let values = line.strip_prefix("cell ").and_then(numbers);
            let (Some([level, column, row]), Some(class)) = (values, &class) else {
                return Err(bad);
            };
            let cells = read
                .classes
                .get_mut(class)
                .expect("it was put there with its line");
            let level = u8::try_from(level).ok();
            let level = level.filter(|level| (read.finest..=read.coarsest).contains(level));
            cells.insert(Cell {
                level: level.ok_or(bad)?,
                column,
                row,
            });
        }
        if read.to_text() != text {
            return Err(CellsError::Spelling);
        }
        Ok(read)
    }
}

/// So many numbers, one blank between them.
fn numbers<const N: usize>(text: &str) -> Option<[u32; N]> {
    let mut numbers = [0; N];
    let mut words = text.split(' ');
    for number in &mut numbers {
        *number = u32::try_from(form::decimal(words.next()?)?).ok()?;
    }
    words.next().is_none().then_some(numbers)
}

/// The cells in use for the candidates of one class, which are at least k.
fn cells_of(rules: &CellRules, places: &[LonLat]) -> BTreeSet<Cell> {
    let k = u64::from(rules.k);
    // By level: how many candidates each cell has, and which cells it has within.
    let mut counts: BTreeMap<Cell, u64> = BTreeMap::new();
    let mut within: BTreeMap<Cell, BTreeSet<Cell>> = BTreeMap::new();
    let mut top = BTreeSet::new();
    for place in places {
        let mut cell = Cell::of(rules.finest, *place);
        *counts.entry(cell).or_default() += 1;
        while cell.level < rules.coarsest {
            let parent = cell.parent();
            within.entry(parent).or_default().insert(cell);
            cell = parent;
            *counts.entry(cell).or_default() += 1;
        }
        top.insert(cell);
    }
    let mut used = BTreeSet::new();
    // The world is split first: its cells never cover it, so that something is always left around them.
    let mut splits = vec![(places.len() as u64, top, usize::MAX)];
    while let Some((count, parts, quarters)) = splits.pop() {
        let mut dense: Vec<Cell> = parts.into_iter().filter(|cell| counts[cell] >= k).collect();
        let left = count - dense.iter().map(|cell| counts[cell]).sum::<u64>();
        if dense.len() < quarters && left < k {
            // The smallest joins what is left; it has k candidates of its own.
            let smallest = dense
                .iter()
                .copied()
                .min_by_key(|cell| (counts[cell], *cell));
            dense.retain(|cell| Some(*cell) != smallest);
        }
        for cell in dense {
            used.insert(cell);
            if let Some(parts) = within.get(&cell) {
                splits.push((counts[&cell], parts.clone(), 4));
            }
        }
    }
    used
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(lon: f64, lat: f64) -> LonLat {
        LonLat::new(lon, lat).unwrap()
    }

    fn point(lon: f64, lat: f64) -> Disc {
        Disc::new(at(lon, lat), 0.0).unwrap()
    }

    /// A spread of candidates with towns and empty land, the same at every run.
    fn candidates(count: usize) -> Vec<LonLat> {
        let mut state = 42_u64;
        let mut next = || {
            state = state
                .wrapping_mul(6_364_136_223_846_793_005)
                .wrapping_add(1_442_695_040_888_963_407);
            (state >> 11) as f64 / (1_u64 << 53) as f64
        };
        (0..count)
            .map(|i| {
                let (lon, lat) = (20.0 + 20.0 * next(), 40.0 + 10.0 * next());
                if i % 3 == 0 {
                    at(30.0 + next() / 2.0, 45.0 + next() / 2.0)
                } else {
                    at(lon, lat)
                }
            })
            .collect()
    }

    #[test]
    fn every_public_place_stands_for_k_candidates() {
        for (count, k, finest, coarsest) in [
            (10, 10, 4, 9),
            (60, 10, 4, 9),
            (500, 10, 4, 9),
            (3000, 10, 2, 11),
            (3000, 3, 0, 6),
        ] {
            let places = candidates(count);
            let rules = CellRules {
                k,
                finest,
                coarsest,
                ..CellRules::usual("2030-02-20", "open data")
            };
            let cells =
                FixedCells::fix(rules, places.iter().map(|place| ("plant", *place))).unwrap();
            let mut stands_for: BTreeMap<PublicPlace, usize> = BTreeMap::new();
            for place in &places {
                let disc = Disc::new(*place, 0.0).unwrap();
                *stands_for.entry(cells.place("plant", &disc)).or_default() += 1;
            }
            for (place, number) in &stands_for {
                assert!(
                    *number >= k as usize,
                    "{count} candidates: {place:?} stands for {number}"
                );
            }
            // Also a place that is no candidate reads as one that k candidates have.
            for step in 0..4000 {
                let (lon, lat) = (
                    f64::from(step % 80) / 2.0 + 10.0,
                    f64::from(step / 80) / 2.0 + 30.0,
                );
                let read = cells.place("plant", &point(lon, lat));
                assert!(stands_for.contains_key(&read), "{lon} {lat}: {read:?}");
            }
        }
    }

    #[test]
    fn dense_places_get_small_cells_and_uncertain_ones_large_cells() {
        let places = candidates(12_000);
        let rules = CellRules::usual("2030-02-20", "open data");
        let cells = FixedCells::fix(rules, places.iter().map(|place| ("plant", *place))).unwrap();
        let PublicPlace::Cell(town) = cells.place("plant", &point(30.1, 45.1)) else {
            panic!("a town has a cell");
        };
        assert_eq!(town.side_degrees(), 0.25);
        assert_eq!(
            town.to_string(),
            "longitude 30 to 30.25, latitude 45 to 45.25"
        );
        let vague = Disc::new(at(30.1, 45.1), 50_000.0).unwrap();
        let PublicPlace::Cell(wide) = cells.place("plant", &vague) else {
            panic!("50 km have a cell");
        };
        assert!(wide.side_degrees() > 1.0 && wide.holds(&vague));
        let whole_world = Disc::new(at(30.1, 45.1), 9_000_000.0).unwrap();
        assert_eq!(cells.place("plant", &whole_world), PublicPlace::ClassOnly);
        assert_eq!(
            cells.place("dam", &point(30.1, 45.1)),
            PublicPlace::Withheld
        );
    }

    #[test]
    fn corners_of_the_world_have_cells() {
        for (lon, lat) in [(180.0, 90.0), (-180.0, -90.0), (180.0, -90.0), (0.0, 0.0)] {
            let places = vec![at(lon, lat); 40];
            let rules = CellRules::usual("2030-02-20", "open data");
            let each = places.iter().map(|place| ("plant", *place));
            let cells = FixedCells::fix(rules, each).unwrap();
            // All lie together: nothing could be left around a cell.
            assert_eq!(
                cells.place("plant", &point(lon, lat)),
                PublicPlace::ClassOnly
            );
        }
    }

    #[test]
    fn the_file_has_one_spelling() {
        let places = candidates(12_000);
        let each = |class: &'static str| places.iter().map(move |place| (class, *place));
        let rules = CellRules::usual("2030-02-20", "a list of plants, open licence");
        let cells = FixedCells::fix(rules, each("plant").chain(each("heat"))).unwrap();
        let text = cells.to_text();
        assert_eq!(FixedCells::parse(&text), Ok(cells.clone()));
        for (from, to) in [
            ("k 10", "k 1"),
            ("k 10", "k 010"),
            ("levels 4 9", "levels 9 4"),
            ("levels 4 9", "levels 4 9 "),
            ("class plant", "class heat"),
            ("cell 4", "cell 3"),
            ("cell ", "cells "),
            ("fixed-on", "fixed"),
            ("\n", "\r\n"),
        ] {
            assert!(text.contains(from));
            assert!(
                FixedCells::parse(&text.replacen(from, to, 1)).is_err(),
                "{to:?}"
            );
        }
        assert!(FixedCells::parse(text.trim_end()).is_err());
        assert_ne!(
            FixedCells::fix(CellRules::usual("2030-02-21", "x"), [])
                .unwrap()
                .hash(),
            cells.hash()
        );
    }
}
