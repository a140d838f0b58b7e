//! What a zip archive says that it unpacks to, read from its directory before anything is unpacked.
//!
//! The directory is the archive's own word. A crafted archive can lie in it; what then protects is that sheets are read
//! row by row and stop at the limits for rows and columns.

/// The most that the entries of a workbook may unpack to.
pub(crate) const LIMIT_BYTES: u64 = 512 * 1024 * 1024;

/// The sum of the sizes of all entries, and their names; `None` if the directory is damaged or missing.
pub(crate) fn read(bytes: &[u8]) -> Option<(u64, Vec<String>)> {
    let end = end_record(bytes)?;
    let (mut at, count) = directory(bytes, end)?;
    let (mut sum, mut names) = (0u64, Vec::new());
    for _ in 0..count {
        if bytes.get(at..at.checked_add(4)?)? != b"PK\x01\x02" {
            return None;
        }
        let (name, extra, comment) = (
            two(bytes, at + 28)?,
            two(bytes, at + 30)?,
            two(bytes, at + 32)?,
        );
        let name_from = at + 46;
        let extra_from = name_from + usize::from(name);
        let extra_bytes = bytes.get(extra_from..extra_from + usize::from(extra))?;
        let mut size = u64::from(four(bytes, at + 24)?);
        if size == u64::from(u32::MAX) {
            size = long_size(extra_bytes)?;
        }
        sum = sum.saturating_add(size);
        names.push(String::from_utf8_lossy(bytes.get(name_from..extra_from)?).into_owned());
        at = extra_from + usize::from(extra) + usize::from(comment);
    }
    Some((sum, names))
}

fn end_record(bytes: &[u8]) -> Option<usize> {
    let first = bytes.len().saturating_sub(22 + usize::from(u16::MAX));
    (first..=bytes.len().checked_sub(22)?)
        .rev()
        .find(|at| bytes[*at..].starts_with(b"PK\x05\x06"))
}

/// Where the directory begins and how many entries it has.
fn directory(bytes: &[u8], end: usize) -> Option<(usize, u64)> {
    let (count, from) = (two(bytes, end + 10)?, four(bytes, end + 16)?);
    if count != u16::MAX && from != u32::MAX {
        return Some((usize::try_from(from).ok()?, u64::from(count)));
    }
    let locator = end.checked_sub(20)?;
    if !bytes[locator..].starts_with(b"PK\x06\x07") {
        return None;
    }
    let record = usize::try_from(eight(bytes, locator + 8)?).ok()?;
    if !bytes.get(record..)?.starts_with(b"PK\x06\x06") {
        return None;
    }
    let count = eight(bytes, record.checked_add(32)?)?;
    Some((
        usize::try_from(eight(bytes, record.checked_add(48)?)?).ok()?,
        count,
    ))
}

/// The size of an entry from its zip64 extra field.
fn long_size(mut extra: &[u8]) -> Option<u64> {
    loop {
        let (tag, len) = (two(extra, 0)?, usize::from(two(extra, 2)?));
        if tag == 1 {
            return eight(extra, 4);
        }
        extra = extra.get(4 + len..)?;
    }
}

fn two(bytes: &[u8], at: usize) -> Option<u16> {
    Some(u16::from_le_bytes(
        bytes.get(at..at.checked_add(2)?)?.try_into().ok()?,
    ))
}

fn four(bytes: &[u8], at: usize) -> Option<u32> {
    Some(u32::from_le_bytes(
        bytes.get(at..at.checked_add(4)?)?.try_into().ok()?,
    ))
}

fn eight(bytes: &[u8], at: usize) -> Option<u64> {
    Some(u64::from_le_bytes(
        bytes.get(at..at.checked_add(8)?)?.try_into().ok()?,
    ))
}

#[cfg(test)]
mod tests {
    use super::super::tests::workbook::zip;
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn sizes_and_names_are_read_from_the_directory() {
        let bytes = zip(&[("a.xml", "12345"), ("b/c.xml", "678")]);
        assert_eq!(
            read(&bytes),
            Some((8, vec!["a.xml".to_owned(), "b/c.xml".to_owned()]))
        );
        assert_eq!(read(&bytes[..bytes.len() - 30]), None);
        assert_eq!(read(b""), None);
    }

    proptest! {
        #[test]
        fn any_damage_is_survived(place in 0usize..400, value: u8) {
            let mut bytes = zip(&[("a.xml", "12345"), ("b/c.xml", "678")]);
            let at = place % bytes.len();
            bytes[at] = value;
            let _ = read(&bytes);
        }
    }
}
