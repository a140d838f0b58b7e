//! Paths of pieces read back.

use std::ops::Range;

use holdfire_seal::tiles::{FULL_WIDTH, bundle_path, tile_path, tile_width};

/// What a path of a piece says.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Place {
    /// The level of a tile; nothing for a bundle.
    pub level: Option<u8>,
    /// Its index in the level.
    pub index: u64,
    /// How many hashes or entries it holds.
    pub width: u16,
}

impl Place {
    /// Reads a path; only the one spelling that such a piece has is taken.
    pub fn of_path(path: &str) -> Option<Self> {
        let rest = path.strip_prefix("tile/")?;
        let (kind, rest) = rest.split_once('/')?;
        let level = match kind {
            "entries" => None,
            level => Some(level.parse().ok()?),
        };
        let (groups, width) = match rest.split_once(".p/") {
            Some((groups, width)) => (groups, width.parse().ok()?),
            None => (rest, FULL_WIDTH),
        };
        if !(1..=FULL_WIDTH).contains(&width) {
            return None;
        }
        let mut index = 0_u64;
        for group in groups.split('/') {
            let digits = group.strip_prefix('x').unwrap_or(group);
            let group: u64 = digits.parse().ok()?;
            index = index.checked_mul(1000)?.checked_add(group)?;
        }
        let place = Self {
            level,
            index,
            width,
        };
        (place.path() == path).then_some(place)
    }

    /// Where it is.
    pub fn path(&self) -> String {
        match self.level {
            Some(level) => tile_path(level, self.index, self.width),
            None => bundle_path(self.index, self.width),
        }
    }

    /// How wide the piece at this index is in a log of this size; 0 if there is none.
    pub fn width_at(&self, size: u64) -> u16 {
        tile_width(self.level.unwrap_or(0), self.index, size)
    }

    /// The same piece of another width.
    pub fn with_width(self, width: u16) -> Self {
        Self { width, ..self }
    }

    /// The entries that it holds, or holds the hashes of.
    pub fn entries(&self) -> Range<u64> {
        let each = 256_u64
            .checked_pow(u32::from(self.level.unwrap_or(0)))
            .unwrap_or(u64::MAX);
        let first = self.index.saturating_mul(u64::from(FULL_WIDTH));
        let end = first.saturating_add(u64::from(self.width));
        first.saturating_mul(each)..end.saturating_mul(each)
    }
}

/// The entries of a piece, by its path.
pub(super) fn entries_of(path: &str) -> Option<Range<u64>> {
    Place::of_path(path).map(|place| place.entries())
}

/// The bundle that holds an entry of a log of this size.
pub(super) fn bundle_of(index: u64, size: u64) -> Place {
    let index = index / u64::from(FULL_WIDTH);
    Place {
        level: None,
        index,
        width: tile_width(0, index, size),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_path_of_a_log_reads_back() {
        for path in holdfire_seal::tiles::paths(70_000).chain([
            "tile/0/x001/x234/067".to_owned(),
            "tile/entries/x036/x028/x797/x018/x963/967.p/9".to_owned(),
        ]) {
            let place = Place::of_path(&path).expect("a path of the specification");
            assert_eq!(place.path(), path);
        }
    }

    #[test]
    fn other_spellings_are_no_pieces() {
        for path in [
            "tile/0/0",
            "tile/00/000",
            "tile/0/000.p/0",
            "tile/0/000.p/256",
            "tile/0/000.p/01",
            "tile/0/x000/001",
            "tile/0/x001",
            "tile/0/1000",
            "tile/0/+01",
            "tile/0/000.p",
            "tile/0/../000",
            "tile/entries/x001/x000/00",
            "tile/256/000",
        ] {
            assert_eq!(Place::of_path(path), None, "{path}");
        }
    }

    #[test]
    fn a_tile_covers_the_entries_below_it() {
        assert_eq!(entries_of("tile/entries/001.p/44"), Some(256..300));
        assert_eq!(entries_of("tile/0/001"), Some(256..512));
        assert_eq!(entries_of("tile/1/000.p/2"), Some(0..512));
    }
}
