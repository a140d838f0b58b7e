//! Zip archives from outside, read strictly and within limits.
//!
//! Own reading of the directory instead of a library's, because an archive is evidence here: two entries of one name, or
//! an entry that is named differently in its two headers, must be seen and not be settled silently. Nothing is ever
//! written to disk, so names cannot lead anywhere; those that try are refused, since other programs may follow them.

use std::collections::BTreeMap;
use std::io::Read as _;

use flate2::{Crc, read::DeflateDecoder};
use thiserror::Error;

use super::claims::tidy;

/// What an archive may need at most.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ArchiveLimits {
    /// Entries.
    pub entries: usize,
    /// What one entry unpacks to.
    pub entry_bytes: u64,
    /// What all entries together unpack to.
    pub total_bytes: u64,
    /// How many times its packed size an entry above 1 MiB may unpack to. Deflate reaches 1,032 on zeros, text about 20.
    pub ratio: u64,
    /// How many times the size of the archive all entries together may unpack to, above 256 MiB. Entries that overlap
    /// unpack to much without any of them standing out.
    pub total_ratio: u64,
    /// What an entry that is read as text may unpack to.
    pub text_bytes: u64,
}

impl Default for ArchiveLimits {
    fn default() -> Self {
        Self {
            entries: 20_000,
            entry_bytes: 16 << 30,
            total_bytes: 32 << 30,
            ratio: 300,
            total_ratio: 50,
            text_bytes: 64 << 20,
        }
    }
}

/// Below this size the ratio says nothing.
const RATIO_FROM_BYTES: u64 = 1 << 20;

/// Below this size the ratio of the whole says nothing.
const TOTAL_RATIO_FROM_BYTES: u64 = 256 << 20;

/// Why an archive is not read.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
pub enum ArchiveError {
    /// It is no zip archive.
    #[error("it is not a zip archive, or its directory at the end of the file is missing")]
    NotZip,
    /// Its directory contradicts itself.
    #[error("its directory is damaged: {0}")]
    Damaged(&'static str),
    /// Too many entries.
    #[error("it has {count} entries, more than the limit of {limit}")]
    Entries {
        /// How many.
        count: u64,
        /// The limit.
        limit: usize,
    },
    /// An entry would unpack to too much.
    #[error("`{name}` would unpack to {size_bytes} bytes, more than the limit of {limit_bytes}")]
    EntrySize {
        /// The entry.
        name: String,
        /// What it states.
        size_bytes: u64,
        /// The limit.
        limit_bytes: u64,
    },
    /// All entries together would unpack to too much.
    #[error("it would unpack to {size_bytes} bytes, more than the limit of {limit_bytes}")]
    TotalSize {
        /// What the entries state.
        size_bytes: u64,
        /// The limit.
        limit_bytes: u64,
    },
    /// An entry unpacks to suspiciously many times its size.
    #[error(
        "`{name}` would unpack to more than {ratio} times its size ({packed_bytes} to {size_bytes} bytes), as archives \
         do that are made to exhaust a machine"
    )]
    Ratio {
        /// The entry.
        name: String,
        /// Its packed size.
        packed_bytes: u64,
        /// What it states.
        size_bytes: u64,
        /// The limit.
        ratio: u64,
    },
    /// The name of an entry leads out of the archive.
    #[error(
        "the name of the entry `{0}` leads out of the archive or is none\nhint: do not unpack it with other programs"
    )]
    Name(String),
}

/// Why one entry could not be read whole; what was read before is not used.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
pub(crate) enum EntryFault {
    #[error("it is encrypted")]
    Encrypted,
    #[error("it is packed by method {0}, which is not read here")]
    Method(u16),
    #[error("its own header is missing or lies outside of the archive")]
    Header,
    #[error("its own header names it `{0}`")]
    OtherName(String),
    #[error("its packed bytes are damaged")]
    Packed,
    #[error("it unpacks to more than the {0} bytes that are stated")]
    Longer(u64),
    #[error("it unpacks to {found} bytes, not to the {stated} that are stated")]
    Shorter { stated: u64, found: u64 },
    #[error("its checksum does not fit")]
    Checksum,
    #[error("it has {size_bytes} bytes, more than the {limit_bytes} that are read as text")]
    TooLong { size_bytes: u64, limit_bytes: u64 },
}

/// An entry, as the directory states it.
#[derive(Clone, Debug)]
pub(crate) struct Entry {
    pub name: String,
    pub size_bytes: u64,
    pub symbolic_link: bool,
    name_raw: Vec<u8>,
    packed_bytes: u64,
    header_at: u64,
    method: u16,
    encrypted: bool,
    checksum: u32,
}

impl Entry {
    pub(crate) fn is_folder(&self) -> bool {
        self.name.ends_with('/')
    }
}

/// An archive whose directory was checked against the limits.
#[derive(Debug)]
pub(crate) struct Archive<'a> {
    bytes: &'a [u8],
    entries: Vec<Entry>,
    by_name: BTreeMap<String, Vec<usize>>,
    limits: ArchiveLimits,
}

impl<'a> Archive<'a> {
    /// Reads the directory; nothing is unpacked.
    pub(crate) fn open(bytes: &'a [u8], limits: &ArchiveLimits) -> Result<Self, ArchiveError> {
        let entries = directory(bytes, limits)?;
        let mut total = 0u64;
        let mut by_name: BTreeMap<String, Vec<usize>> = BTreeMap::new();
        for (index, entry) in entries.iter().enumerate() {
            let shown = || tidy(&entry.name, 200);
            if leads_out(&entry.name) {
                return Err(ArchiveError::Name(shown()));
            }
            total = total.saturating_add(entry.size_bytes);
            if entry.size_bytes > limits.entry_bytes {
                return Err(ArchiveError::EntrySize {
                    name: shown(),
                    size_bytes: entry.size_bytes,
                    limit_bytes: limits.entry_bytes,
                });
            }
            let most = entry.packed_bytes.saturating_mul(limits.ratio);
            if entry.size_bytes > RATIO_FROM_BYTES && entry.size_bytes > most {
                return Err(ArchiveError::Ratio {
                    name: shown(),
                    packed_bytes: entry.packed_bytes,
                    size_bytes: entry.size_bytes,
                    ratio: limits.ratio,
                });
            }
            by_name.entry(entry.name.clone()).or_default().push(index);
        }
        let most = (bytes.len() as u64)
            .saturating_mul(limits.total_ratio)
            .max(TOTAL_RATIO_FROM_BYTES)
            .min(limits.total_bytes);
        if total > most {
            return Err(ArchiveError::TotalSize {
                size_bytes: total,
                limit_bytes: most,
            });
        }
        Ok(Self {
            bytes,
            entries,
            by_name,
            limits: *limits,
        })
    }

    /// All entries in the order of the directory.
    pub(crate) fn entries(&self) -> &[Entry] {
        &self.entries
    }

    /// The entries of a name: more than one contradict each other.
    pub(crate) fn named<'s>(&'s self, name: &str) -> impl Iterator<Item = &'s Entry> + use<'s, 'a> {
        self.by_name
            .get(name)
            .into_iter()
            .flatten()
            .map(|index| &self.entries[*index])
    }

    /// Hands over what an entry unpacks to, piece by piece, and never more than is stated.
    pub(crate) fn unpack(
        &self,
        entry: &Entry,
        mut take: impl FnMut(&[u8]),
    ) -> Result<(), EntryFault> {
        let packed = self.packed(entry)?;
        let mut crc = Crc::new();
        let mut found = 0u64;
        let mut take = |piece: &[u8]| {
            found += piece.len() as u64;
            if found > entry.size_bytes {
                return Err(EntryFault::Longer(entry.size_bytes));
            }
            crc.update(piece);
            take(piece);
            Ok(())
        };
        match entry.method {
            0 => take(packed)?,
            8 => {
                let mut inflater = DeflateDecoder::new(packed);
                let mut buffer = vec![0; 64 * 1024];
                loop {
                    match inflater.read(&mut buffer) {
                        Ok(0) => break,
                        Ok(length) => take(&buffer[..length])?,
                        Err(_) => return Err(EntryFault::Packed),
                    }
                }
            }
            other => return Err(EntryFault::Method(other)),
        }
        if found != entry.size_bytes {
            return Err(EntryFault::Shorter {
                stated: entry.size_bytes,
                found,
            });
        }
        if crc.sum() != entry.checksum {
            return Err(EntryFault::Checksum);
        }
        Ok(())
    }

    /// What an entry unpacks to, if that is little enough to be read as text: within the limits, and within its own.
    pub(crate) fn text(&self, entry: &Entry, most_bytes: u64) -> Result<Vec<u8>, EntryFault> {
        let limit_bytes = most_bytes.min(self.limits.text_bytes);
        if entry.size_bytes > limit_bytes {
            return Err(EntryFault::TooLong {
                size_bytes: entry.size_bytes,
                limit_bytes,
            });
        }
        let mut bytes = Vec::new();
        self.unpack(entry, |piece| bytes.extend_from_slice(piece))?;
        Ok(bytes)
    }

    /// The packed bytes, from the header that stands before them.
    fn packed(&self, entry: &Entry) -> Result<&'a [u8], EntryFault> {
        if entry.encrypted {
            return Err(EntryFault::Encrypted);
        }
        let found = || {
            let header = usize::try_from(entry.header_at).ok()?;
            let head = Fields(self.bytes.get(header..)?);
            if !head.0.starts_with(b"PK\x03\x04") {
                return None;
            }
            let name_end = 30 + usize::from(head.two(26)?);
            let name = head.0.get(30..name_end)?;
            let from = name_end + usize::from(head.two(28)?);
            let length = usize::try_from(entry.packed_bytes).ok()?;
            Some((name, head.0.get(from..from.checked_add(length)?)?))
        };
        let (name, packed) = found().ok_or(EntryFault::Header)?;
        if name != entry.name_raw {
            let name = tidy(&String::from_utf8_lossy(name), 200);
            return Err(EntryFault::OtherName(name));
        }
        Ok(packed)
    }
}

/// The names in an archive; `None` if it is none or breaks a limit.
pub(crate) fn names_of(bytes: &[u8], limits: &ArchiveLimits) -> Option<Vec<String>> {
    let entries = directory(bytes, limits).ok()?;
    Some(entries.into_iter().map(|e| e.name).collect())
}

/// Names that other programs might follow out of the folder they unpack to (also on Windows).
fn leads_out(name: &str) -> bool {
    let inner = name.strip_suffix('/').unwrap_or(name);
    name.contains(['\\', '\0', ':'])
        || inner
            .split('/')
            .any(|part| part.is_empty() || part == "." || part == "..")
}

fn directory(bytes: &[u8], limits: &ArchiveLimits) -> Result<Vec<Entry>, ArchiveError> {
    let end = end_record(bytes).ok_or(ArchiveError::NotZip)?;
    let cut = ArchiveError::Damaged("it ends early");
    let (count, from) = extent(bytes, end).ok_or(cut.clone())?;
    if count > limits.entries as u64 {
        return Err(ArchiveError::Entries {
            count,
            limit: limits.entries,
        });
    }
    let mut rest = bytes.get(from..end).ok_or(cut.clone())?;
    let mut entries = Vec::new();
    for _ in 0..count {
        let (entry, after) = entry(rest).ok_or(cut.clone())?;
        entries.push(entry);
        rest = after;
    }
    if rest.starts_with(b"PK\x01\x02") {
        return Err(ArchiveError::Damaged("it has more entries than it counts"));
    }
    Ok(entries)
}

/// The last end record whose comment fills the rest of the file.
fn end_record(bytes: &[u8]) -> Option<usize> {
    let first = bytes.len().saturating_sub(22 + usize::from(u16::MAX));
    (first..=bytes.len().checked_sub(22)?).rev().find(|at| {
        let record = Fields(&bytes[*at..]);
        record.0.starts_with(b"PK\x05\x06")
            && record
                .two(20)
                .is_some_and(|c| 22 + usize::from(c) == record.0.len())
    })
}

/// How many entries there are, and where the directory begins.
fn extent(bytes: &[u8], end: usize) -> Option<(u64, usize)> {
    let record = Fields(&bytes[end..]);
    let (count, from) = (record.two(10)?, record.four(16)?);
    // APPNOTE 4.3.15: the locator of the long form stands right before.
    if let Some(locator) = end.checked_sub(20)
        && bytes[locator..].starts_with(b"PK\x06\x07")
    {
        let at = usize::try_from(Fields(&bytes[locator..]).eight(8)?).ok()?;
        let long = Fields(bytes.get(at..)?);
        if !long.0.starts_with(b"PK\x06\x06") {
            return None;
        }
        return Some((long.eight(32)?, usize::try_from(long.eight(48)?).ok()?));
    }
    Some((u64::from(count), usize::try_from(from).ok()?))
}

fn entry(rest: &[u8]) -> Option<(Entry, &[u8])> {
    let head = Fields(rest);
    if !rest.starts_with(b"PK\x01\x02") {
        return None;
    }
    let name_end = 46 + usize::from(head.two(28)?);
    let extra_end = name_end + usize::from(head.two(30)?);
    let comment_end = extra_end + usize::from(head.two(32)?);
    let name_raw = rest.get(46..name_end)?;
    let mut long = Long::find(rest.get(name_end..extra_end)?);
    let size_bytes = long.or(head.four(24)?)?;
    let packed_bytes = long.or(head.four(20)?)?;
    let header_at = long.or(head.four(42)?)?;
    let entry = Entry {
        name: String::from_utf8_lossy(name_raw).into_owned(),
        // The upper half of the attributes is the Unix mode if the archive was made on such a system.
        symbolic_link: head.two(4)? >> 8 == 3 && head.four(38)? >> 28 == 0o12,
        name_raw: name_raw.to_vec(),
        size_bytes,
        packed_bytes,
        header_at,
        method: head.two(10)?,
        encrypted: head.two(8)? & 1 == 1,
        checksum: head.four(16)?,
    };
    Some((entry, rest.get(comment_end..)?))
}

/// The extra field with numbers that do not fit in 32 bits (APPNOTE 4.5.3): only those that are needed, in a fixed order.
struct Long<'a>(&'a [u8]);

impl<'a> Long<'a> {
    fn find(mut extra: &'a [u8]) -> Self {
        while let (Some(tag), Some(length)) = (Fields(extra).two(0), Fields(extra).two(2)) {
            let end = 4 + usize::from(length);
            let Some(body) = extra.get(4..end) else { break };
            if tag == 1 {
                return Self(body);
            }
            extra = &extra[end..];
        }
        Self(&[])
    }

    fn or(&mut self, short: u32) -> Option<u64> {
        if short != u32::MAX {
            return Some(u64::from(short));
        }
        let long = Fields(self.0).eight(0)?;
        self.0 = &self.0[8..];
        Some(long)
    }
}

/// Numbers at places, least significant byte first.
struct Fields<'a>(&'a [u8]);

impl Fields<'_> {
    fn two(&self, at: usize) -> Option<u16> {
        Some(u16::from_le_bytes(self.0.get(at..at + 2)?.try_into().ok()?))
    }

    fn four(&self, at: usize) -> Option<u32> {
        Some(u32::from_le_bytes(self.0.get(at..at + 4)?.try_into().ok()?))
    }

    fn eight(&self, at: usize) -> Option<u64> {
        Some(u64::from_le_bytes(self.0.get(at..at + 8)?.try_into().ok()?))
    }
}

#[cfg(test)]
pub(crate) mod tests {
    use std::io::{Cursor, Write as _};

    use proptest::prelude::*;
    use zip::write::{SimpleFileOptions, ZipWriter};

    use super::*;

    /// An archive written by an independent library.
    pub(crate) fn packed(files: &[(&str, &[u8])]) -> Vec<u8> {
        let mut writer = ZipWriter::new(Cursor::new(Vec::new()));
        for (name, bytes) in files {
            let options = SimpleFileOptions::default()
                .compression_method(zip::CompressionMethod::Deflated)
                .last_modified_time(zip::DateTime::default());
            writer.start_file(*name, options).expect("names are fine");
            writer.write_all(bytes).expect("memory takes it");
        }
        writer.finish().expect("memory takes it").into_inner()
    }

    fn open(bytes: &[u8]) -> Result<Archive<'_>, ArchiveError> {
        Archive::open(bytes, &ArchiveLimits::default())
    }

    #[test]
    fn entries_are_unpacked_and_checked() {
        let long = vec![b'x'; 200_000];
        let bytes = packed(&[("a.txt", b"hello"), ("b/c.txt", &long)]);
        let archive = open(&bytes).expect("it is whole");
        let names: Vec<&str> = archive.entries().iter().map(|e| e.name.as_str()).collect();
        assert_eq!(names, ["a.txt", "b/c.txt"]);
        let first = archive.named("a.txt").next().expect("it is there");
        assert_eq!(archive.text(first, u64::MAX), Ok(b"hello".to_vec()));
        let second = archive.named("b/c.txt").next().expect("it is there");
        assert_eq!(archive.text(second, u64::MAX), Ok(long));
    }

    #[test]
    fn names_that_lead_out_are_refused() {
        for name in [
            "../evil",
            "a/../../b",
            "/etc/passwd",
            "C:evil",
            "a\\b",
            "a//b",
            "./a",
        ] {
            let bytes = packed(&[("placeholder-x", b"")]);
            // The library refuses some of these names, so that they are put in afterwards.
            let mut name = name.to_owned();
            while name.len() < "placeholder-x".len() {
                name.push('z');
            }
            let bytes = replaced(&bytes, b"placeholder-x", name.as_bytes());
            assert!(matches!(open(&bytes), Err(ArchiveError::Name(_))), "{name}");
        }
    }

    pub(crate) fn replaced(bytes: &[u8], from: &[u8], to: &[u8]) -> Vec<u8> {
        assert_eq!(from.len(), to.len(), "sizes in the archive stay right");
        let (mut out, mut at) = (Vec::new(), 0);
        while at < bytes.len() {
            if bytes[at..].starts_with(from) {
                out.extend(to);
                at += from.len();
            } else {
                out.push(bytes[at]);
                at += 1;
            }
        }
        out
    }

    #[test]
    fn bombs_are_refused_before_they_are_unpacked() {
        let zeros = vec![0; 4 << 20];
        let bytes = packed(&[("bomb", &zeros)]);
        assert!(matches!(open(&bytes), Err(ArchiveError::Ratio { .. })));
        let small = ArchiveLimits {
            entries: 2,
            entry_bytes: 10,
            total_bytes: 15,
            ..ArchiveLimits::default()
        };
        let check = |files: &[(&str, &[u8])], message: &str| {
            let error = Archive::open(&packed(files), &small).expect_err("it is over a limit");
            assert_eq!(error.to_string(), message);
        };
        check(
            &[("a", b""), ("b", b""), ("c", b"")],
            "it has 3 entries, more than the limit of 2",
        );
        check(
            &[("a", b"12345678901")],
            "`a` would unpack to 11 bytes, more than the limit of 10",
        );
        check(
            &[("a", b"12345678"), ("b", b"12345678")],
            "it would unpack to 16 bytes, more than the limit of 15",
        );
    }

    #[test]
    fn entries_that_overlap_are_counted_each() {
        // Thousands of names for one and the same packed megabyte.
        let noise: Vec<u8> = (0..1_000_000u32)
            .map(|n| (n.wrapping_mul(2_654_435_761) >> 24) as u8)
            .collect();
        let single = packed(&[("name", &noise)]);
        let end = single.len() - 22;
        let from = usize::try_from(u32::from_le_bytes(
            single[end + 16..end + 20].try_into().unwrap_or_default(),
        ))
        .unwrap_or_default();
        let mut bytes = single[..from].to_vec();
        for _ in 0..2_000 {
            bytes.extend(&single[from..end]);
        }
        let length = u32::try_from(bytes.len() - from).unwrap_or_default();
        let mut record = single[end..].to_vec();
        record[8..10].copy_from_slice(&2_000u16.to_le_bytes());
        record[10..12].copy_from_slice(&2_000u16.to_le_bytes());
        record[12..16].copy_from_slice(&length.to_le_bytes());
        bytes.extend(record);
        assert!(matches!(
            open(&bytes),
            Err(ArchiveError::TotalSize {
                size_bytes: 2_000_000_000,
                ..
            })
        ));
    }

    #[test]
    fn an_entry_that_states_too_small_a_size_is_cut_off_there() {
        let zeros = vec![0; 4 << 20];
        let bytes = packed(&[("bomb", &zeros)]);
        let stated = u32::try_from(zeros.len()).unwrap_or_default().to_le_bytes();
        let bytes = replaced(&bytes, &stated, &1_000u32.to_le_bytes());
        let archive = open(&bytes).expect("it states little");
        let mut most = 0;
        let result = archive.unpack(&archive.entries()[0], |piece| most += piece.len());
        assert_eq!(result, Err(EntryFault::Longer(1_000)));
        assert_eq!(most, 0);
    }

    #[test]
    fn an_entry_with_two_names_is_seen() {
        let bytes = packed(&[("name-1", b"contents")]);
        let at = bytes
            .windows(6)
            .position(|w| w == b"name-1")
            .unwrap_or_default();
        let mut other = bytes.clone();
        other[at..at + 6].copy_from_slice(b"name-2");
        let archive = open(&other).expect("the directory is whole");
        assert_eq!(
            archive.text(&archive.entries()[0], u64::MAX),
            Err(EntryFault::OtherName("name-2".to_owned()))
        );
    }

    #[test]
    fn a_directory_that_hides_entries_is_refused() {
        let mut bytes = packed(&[("a", b"1"), ("b", b"2")]);
        let end = bytes.len() - 22;
        bytes[end + 8] = 1;
        bytes[end + 10] = 1;
        assert!(matches!(open(&bytes), Err(ArchiveError::Damaged(_))));
    }

    proptest! {
        #[test]
        fn damage_is_survived(changes in prop::collection::vec((any::<u16>(), any::<u8>()), 1..6), cut: u16) {
            let mut bytes = packed(&[("a.txt", b"hello hello hello"), ("b/c.txt", b"again")]);
            for (place, value) in changes {
                let at = usize::from(place) % bytes.len();
                bytes[at] = value;
            }
            bytes.truncate(bytes.len() - usize::from(cut) % 4);
            if let Ok(archive) = open(&bytes) {
                for entry in archive.entries() {
                    let _ = archive.text(entry, u64::MAX);
                }
            }
        }
    }
}
