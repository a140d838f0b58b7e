//! What a TIFF block would unpack to, counted before a library unpacks it.
//!
//! Entries of a TIFF directory point anywhere, also all to the same place, and directories may overlap: 64 KB can claim to
//! hold gigabytes. The walk here takes the way of `kamadak-exif` 0.6, and stops at limits.

/// The most entries of all directories together. Cameras write about a hundred.
const ENTRIES_LIMIT: usize = 5_000;

/// The most bytes of all values together in a small file. In a large one they may be twice the file: values of honest
/// files do not overlap.
const VALUES_LIMIT: usize = 8 * 1024 * 1024;

/// Text is unpacked to one piece of memory for each of its parts, and a part may be one byte.
const TEXT_WEIGHT: usize = 32;

/// Where a directory belongs, which decides what its pointers mean.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Level {
    Tiff,
    Exif,
    Other,
}

struct Walk<'a> {
    block: &'a [u8],
    little_endian: bool,
    entries: usize,
    values_bytes: usize,
}

/// Checks that unpacking a block stays within the limits; damage is left to the library to name.
pub(crate) fn check(block: &[u8]) -> Result<(), String> {
    let little_endian = block.starts_with(b"II");
    let mut walk = Walk {
        block,
        little_endian,
        entries: 0,
        values_bytes: 0,
    };
    let mut next = walk.long(4).unwrap_or(0);
    // The library reads at most eight directories in a row.
    for _ in 0..8 {
        if next == 0 {
            break;
        }
        next = walk.directory(next, Level::Tiff)?.unwrap_or(0);
    }
    Ok(())
}

impl Walk<'_> {
    fn short(&self, at: usize) -> Option<u16> {
        let two = self.block.get(at..at.checked_add(2)?)?.try_into().ok()?;
        Some(match self.little_endian {
            true => u16::from_le_bytes(two),
            false => u16::from_be_bytes(two),
        })
    }

    fn long(&self, at: usize) -> Option<usize> {
        let four = self.block.get(at..at.checked_add(4)?)?.try_into().ok()?;
        usize::try_from(match self.little_endian {
            true => u32::from_le_bytes(four),
            false => u32::from_be_bytes(four),
        })
        .ok()
    }

    /// Counts a directory with those below it; the place of the next one, `None` where the block ends.
    fn directory(&mut self, from: usize, level: Level) -> Result<Option<usize>, String> {
        let Some(count) = self.short(from) else {
            return Ok(None);
        };
        let first = from + 2;
        for number in 0..usize::from(count) {
            let at = first + 12 * number;
            let (Some(tag), Some(kind), Some(values)) =
                (self.short(at), self.short(at + 2), self.long(at + 4))
            else {
                return Ok(None);
            };
            let size_bytes = values.saturating_mul(width(kind));
            let inside = size_bytes <= 4
                || self
                    .long(at + 8)
                    .and_then(|o| o.checked_add(size_bytes))
                    .is_some_and(|end| end <= self.block.len());
            self.entries += 1;
            if inside {
                let weight = if kind == 2 { TEXT_WEIGHT } else { 1 };
                let unpacked = size_bytes.saturating_mul(weight);
                self.values_bytes = self.values_bytes.saturating_add(unpacked);
            }
            if self.entries > ENTRIES_LIMIT {
                return Err(format!("it has more than {ENTRIES_LIMIT} entries"));
            }
            let limit = VALUES_LIMIT.max(2 * self.block.len());
            if self.values_bytes > limit {
                return Err(format!(
                    "its values would unpack to more than {} MiB",
                    limit / 1024 / 1024
                ));
            }
            let below = match (level, tag) {
                (Level::Tiff, 0x8769) => Level::Exif,
                (Level::Tiff, 0x8825) | (Level::Exif, 0xa005) => Level::Other,
                _ => continue,
            };
            if let Some(place) = self.pointer(at, kind, size_bytes) {
                self.directory(place, below)?;
            }
        }
        Ok(self.long(first + 12 * usize::from(count)))
    }

    /// The first number of an entry.
    fn pointer(&self, entry: usize, kind: u16, size_bytes: usize) -> Option<usize> {
        let at = match size_bytes {
            0 => return None,
            1..=4 => entry + 8,
            _ => self.long(entry + 8)?,
        };
        match kind {
            1 => self.block.get(at).copied().map(usize::from),
            3 => self.short(at).map(usize::from),
            4 => self.long(at),
            _ => None,
        }
    }
}

/// Bytes of one value of a type (TIFF 6.0, section 2); 0 for unknown types, which are not unpacked.
fn width(kind: u16) -> usize {
    match kind {
        1 | 2 | 6 | 7 => 1,
        3 | 8 => 2,
        4 | 9 | 11 => 4,
        5 | 10 | 12 => 8,
        _ => 0,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn directories_that_overlap_are_refused() {
        // Each entry is a pointer to a directory one entry further on.
        let mut block = b"MM\0*\0\0\0\x08".to_vec();
        block.extend(4_000u16.to_be_bytes());
        for number in 0..4_000u32 {
            block.extend(b"\x87\x69\0\x04\0\0\0\x01");
            block.extend((20 + 12 * number).to_be_bytes());
        }
        // Read as a directory, the bytes of an entry begin with a count of 0x8769.
        assert_eq!(
            check(&block),
            Err("it has more than 5000 entries".to_owned())
        );
    }

    #[test]
    fn values_that_overlap_are_refused() {
        let mut block = b"II*\0\x08\0\0\0".to_vec();
        block.extend(1_000u16.to_le_bytes());
        for tag in 0..1_000u16 {
            block.extend(tag.to_le_bytes());
            block.extend(7u16.to_le_bytes());
            block.extend(12_000u32.to_le_bytes());
            block.extend(8u32.to_le_bytes());
        }
        block.extend([0; 4]);
        assert_eq!(
            check(&block),
            Err("its values would unpack to more than 8 MiB".to_owned())
        );
    }
}
