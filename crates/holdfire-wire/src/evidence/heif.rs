//! Files of boxes (ISO/IEC 14496-12): the EXIF item of HEIF, and the box of C2PA.

use std::borrow::Cow;

use super::containers::{C2pa, Container, Parts};

/// The most bytes that an EXIF item may have, so that its extents cannot multiply a file.
const EXIF_LIMIT: usize = 1024 * 1024;

/// The box type `uuid` of C2PA manifests (C2PA 2.1, section A.5).
const C2PA_UUID: &[u8] = b"\xd8\xfe\xc3\xd6\x1b\x0e\x48\x3c\x92\x97\x58\x28\x87\x7e\xc4\x81";

/// Takes a file apart that begins with an `ftyp` box.
pub(crate) fn take_apart(bytes: &[u8]) -> Parts<'_> {
    let mut parts = Parts::new(Container::Boxes);
    let mut rest = bytes;
    while !rest.is_empty() {
        let Some((kind, body, after)) = next_box(rest) else {
            parts.problems.push(
                "the file ends inside a box, or a box states an impossible length".to_owned(),
            );
            break;
        };
        match kind {
            b"ftyp" if is_image(body) => parts.container = Container::Heif,
            b"meta" if parts.container == Container::Heif => match exif_item(bytes, body) {
                Ok(Some(block)) => parts.exif.push(block),
                Ok(None) => {}
                Err(why) => parts.problems.push(format!("its EXIF item: {why}")),
            },
            b"uuid" if body.starts_with(C2PA_UUID) => parts.manifest(C2pa::PresentNotVerified),
            b"jumb" => parts.manifest(super::containers::jumbf(body)),
            _ => {}
        }
        rest = after;
    }
    parts
}

fn is_image(ftyp: &[u8]) -> bool {
    const BRANDS: [&[u8]; 2] = [b"mif1", b"msf1"];
    ftyp.chunks_exact(4).any(|brand| BRANDS.contains(&brand))
}

/// Type, contents, and what comes after.
fn next_box(rest: &[u8]) -> Option<(&[u8], &[u8], &[u8])> {
    let kind = rest.get(4..8)?;
    let (head, length) = match number(rest, 0, 4)? {
        0 => (8, rest.len()),
        1 => (16, usize::try_from(number(rest, 8, 8)?).ok()?),
        short => (8, usize::try_from(short).ok()?),
    };
    Some((kind, rest.get(head..length)?, rest.get(length..)?))
}

/// A number of 0 to 8 bytes, most significant first.
fn number(bytes: &[u8], at: usize, width: usize) -> Option<u64> {
    let digits = bytes.get(at..at.checked_add(width)?)?;
    Some(digits.iter().fold(0, |n, d| n << 8 | u64::from(*d)))
}

/// The EXIF of an image, from the items that its `meta` box describes.
fn exif_item<'a>(file: &'a [u8], meta: &'a [u8]) -> Result<Option<Cow<'a, [u8]>>, &'static str> {
    let mut rest = meta.get(4..).ok_or("the `meta` box is too short")?;
    let (mut info, mut location, mut data) = (None, None, None);
    while !rest.is_empty() {
        let (kind, body, after) = next_box(rest).ok_or("the `meta` box is damaged")?;
        match kind {
            b"iinf" => info = Some(body),
            b"iloc" => location = Some(body),
            b"idat" => data = Some(body),
            _ => {}
        }
        rest = after;
    }
    let Some(info) = info else { return Ok(None) };
    let Some(item) = exif_id(info).ok_or("the list of items is damaged")? else {
        return Ok(None);
    };
    let location = location.ok_or("no box says where it lies")?;
    let extents = extents(location, item).ok_or("what says where it lies is damaged")?;
    let Extents { in_data, places } = extents.ok_or("nothing says where it lies")?;
    let source = match in_data {
        Some(true) => data.ok_or("it should lie in an `idat` box, which is missing")?,
        Some(false) => file,
        None => return Err("it is built from other items, which is not read here"),
    };
    let mut block: Cow<'a, [u8]> = Cow::Borrowed(&[]);
    for (from, length) in places {
        let from = usize::try_from(from).map_err(|_| "it lies outside of the file")?;
        let piece = source.get(from..).ok_or("it lies outside of the file")?;
        let piece = match usize::try_from(length) {
            Ok(0) => piece,
            Ok(length) => piece.get(..length).ok_or("it lies outside of the file")?,
            Err(_) => return Err("it lies outside of the file"),
        };
        if block.len() + piece.len() > EXIF_LIMIT {
            return Err("it is larger than 1 MiB");
        }
        if block.is_empty() {
            block = Cow::Borrowed(piece);
        } else {
            block.to_mut().extend_from_slice(piece);
        }
    }
    // The item begins with the distance to the TIFF header (ISO/IEC 23008-12, A.2.1).
    let skip = number(&block, 0, 4)
        .and_then(|n| usize::try_from(n).ok()?.checked_add(4))
        .filter(|skip| *skip <= block.len())
        .ok_or("it is too short")?;
    Ok(Some(match block {
        Cow::Borrowed(bytes) => Cow::Borrowed(&bytes[skip..]),
        Cow::Owned(bytes) => Cow::Owned(bytes[skip..].to_vec()),
    }))
}

/// The number of the item of type `Exif`.
fn exif_id(info: &[u8]) -> Option<Option<u64>> {
    let mut rest = match info.first()? {
        0 => info.get(6..)?,
        _ => info.get(8..)?,
    };
    while !rest.is_empty() {
        let (kind, body, after) = next_box(rest)?;
        if kind == b"infe" {
            let width = match body.first()? {
                2 => 2,
                3 => 4,
                // Older versions have no type.
                _ => 0,
            };
            if width > 0 && body.get(6 + width..10 + width)? == b"Exif" {
                return Some(number(body, 4, width));
            }
        }
        rest = after;
    }
    Some(None)
}

/// Where an item lies.
struct Extents {
    /// In the `idat` box or in the file; `None` if neither.
    in_data: Option<bool>,
    /// Offset and length; a length of 0 goes to the end.
    places: Vec<(u64, u64)>,
}

fn extents(location: &[u8], wanted: u64) -> Option<Option<Extents>> {
    let version = *location.first()?;
    let widths = number(location, 4, 2)?;
    let width = |shift: u32| usize::try_from(widths >> shift & 0xf).ok();
    let (offset, length, base, index) = (width(12)?, width(8)?, width(4)?, width(0)?);
    let index = if version == 0 { 0 } else { index };
    if [offset, length, base, index]
        .iter()
        .any(|w| ![0, 4, 8].contains(w))
    {
        return None;
    }
    let id_width = if version < 2 { 2 } else { 4 };
    let mut at = 6;
    let mut take = |width: usize| {
        let value = number(location, at, width)?;
        at += width;
        Some(value)
    };
    let items = take(id_width)?;
    for _ in 0..items {
        let id = take(id_width)?;
        let method = if version == 0 { 0 } else { take(2)? & 0xf };
        let other_file = take(2)? != 0;
        let from = take(base)?;
        let count = take(2)?;
        let mut places = Vec::new();
        for _ in 0..count {
            take(index)?;
            let place = from.checked_add(take(offset)?)?;
            let length = take(length)?;
            if id == wanted {
                places.push((place, length));
            }
        }
        if id == wanted {
            let in_data = match (method, other_file) {
                (0, false) => Some(false),
                (1, _) => Some(true),
                _ => None,
            };
            return Some(Some(Extents { in_data, places }));
        }
    }
    Some(None)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The smallest file with an EXIF item in its `idat` box, as in the tests of `kamadak-exif`.
    const SMALLEST: &[u8] = b"\0\0\0\x14ftypmif1\0\0\0\0mif1\
        \0\0\0\x57meta\0\0\0\0\
        \0\0\0\x18iloc\x01\0\0\0\0\0\0\x01\x1e\x1d\0\x01\0\0\0\x01\
        \0\0\0\x22iinf\0\0\0\0\0\x01\
        \0\0\0\x14infe\x02\0\0\0\x1e\x1d\0\0Exif\
        \0\0\0\x11idat\0\0\0\x01xabcd";

    #[test]
    fn the_exif_item_is_found() {
        let parts = take_apart(SMALLEST);
        assert_eq!(parts.container, Container::Heif);
        assert_eq!(parts.exif, [Cow::Borrowed(b"abcd")]);
        assert!(parts.problems.is_empty(), "{:?}", parts.problems);
    }

    #[test]
    fn a_c2pa_box_is_seen_in_a_film() {
        let mut film = b"\0\0\0\x14ftypisom\0\0\0\0isom".to_vec();
        film.extend(28u32.to_be_bytes());
        film.extend(b"uuid");
        film.extend(C2PA_UUID);
        film.extend(b"\0\0\0\0");
        let parts = take_apart(&film);
        assert_eq!(parts.container, Container::Boxes);
        assert_eq!(parts.c2pa, C2pa::PresentNotVerified);
    }

    #[test]
    fn a_file_cut_anywhere_is_survived() {
        for end in 0..SMALLEST.len() {
            assert!(take_apart(&SMALLEST[..end]).exif.is_empty());
        }
    }

    #[test]
    fn an_item_of_no_extents_of_the_whole_file_is_no_bomb() {
        // 65,535 extents that each go to the end of the file.
        let mut location = b"\x01\0\0\0\0\0\0\x01\0\x07\0\0\0\0".to_vec();
        location.extend(u16::MAX.to_be_bytes());
        let mut meta = vec![0; 4];
        let push = |kind: &[u8], body: &[u8], into: &mut Vec<u8>| {
            into.extend(
                u32::try_from(body.len() + 8)
                    .unwrap_or_default()
                    .to_be_bytes(),
            );
            into.extend(kind);
            into.extend(body);
        };
        push(b"iloc", &location, &mut meta);
        let mut info = b"\0\0\0\0\0\x01".to_vec();
        push(b"infe", b"\x02\0\0\0\0\x07\0\0Exif", &mut info);
        push(b"iinf", &info, &mut meta);
        let mut file = b"\0\0\0\x14ftypmif1\0\0\0\0mif1".to_vec();
        push(b"meta", &meta, &mut file);
        push(b"mdat", &vec![0; 100_000], &mut file);
        let parts = take_apart(&file);
        assert_eq!(parts.problems, ["its EXIF item: it is larger than 1 MiB"]);
    }
}
