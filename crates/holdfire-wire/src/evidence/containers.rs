//! The boxes, chunks and segments that image files are made of: where EXIF lies, and whether a C2PA manifest is there.

use std::borrow::Cow;

use super::heif;

/// How an image file is built.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Container {
    /// JPEG: segments.
    Jpeg,
    /// PNG: chunks.
    Png,
    /// TIFF, and raw formats that build on it.
    Tiff,
    /// WebP: chunks of a RIFF file.
    Webp,
    /// HEIF, HEIC, AVIF: boxes with items.
    Heif,
    /// Other files of boxes, such as MP4 and MOV: no EXIF is looked for in them.
    Boxes,
}

impl Container {
    /// Its name in print.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Jpeg => "JPEG",
            Self::Png => "PNG",
            Self::Tiff => "TIFF",
            Self::Webp => "WebP",
            Self::Heif => "HEIF",
            Self::Boxes => "MP4 or MOV",
        }
    }
}

/// Signed provenance in the file: whether it is there, never whether it is true.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum C2pa {
    /// A manifest is there. Its signature was not verified.
    PresentNotVerified,
    /// A JUMBF box is there, with nothing of C2PA in it.
    OtherJumbf,
    /// None was found, which proves nothing: most software removes it.
    NoneFound,
}

impl C2pa {
    /// The finding in words.
    #[must_use]
    pub fn text(self) -> &'static str {
        match self {
            Self::PresentNotVerified => "a C2PA manifest is present, not verified",
            Self::OtherJumbf => "a JUMBF box without C2PA is present, not read",
            Self::NoneFound => "no C2PA manifest was found, which proves nothing",
        }
    }

    fn or(self, other: Self) -> Self {
        match (self, other) {
            (Self::PresentNotVerified, _) | (_, Self::PresentNotVerified) => {
                Self::PresentNotVerified
            }
            (Self::OtherJumbf, _) | (_, Self::OtherJumbf) => Self::OtherJumbf,
            _ => Self::NoneFound,
        }
    }
}

/// What was found in a container.
#[derive(Debug)]
pub(crate) struct Parts<'a> {
    pub container: Container,
    /// The TIFF blocks with EXIF, in the order of the file.
    pub exif: Vec<Cow<'a, [u8]>>,
    pub c2pa: C2pa,
    /// What is broken about the container.
    pub problems: Vec<String>,
}

impl<'a> Parts<'a> {
    pub(crate) fn new(container: Container) -> Self {
        Self {
            container,
            exif: Vec::new(),
            c2pa: C2pa::NoneFound,
            problems: Vec::new(),
        }
    }

    fn ends_inside(&mut self, what: &str) {
        self.problems.push(format!("the file ends inside a {what}"));
    }

    pub(crate) fn manifest(&mut self, found: C2pa) {
        self.c2pa = self.c2pa.or(found);
    }

    /// EXIF blocks in other containers may repeat the introduction that JPEG gives them.
    fn take_exif(&mut self, block: &'a [u8]) {
        let block = block.strip_prefix(EXIF_INTRODUCTION).unwrap_or(block);
        self.exif.push(Cow::Borrowed(block));
    }
}

const EXIF_INTRODUCTION: &[u8] = b"Exif\0\0";

/// Takes a file apart; `None` if it is no image that is known here.
pub(crate) fn take_apart(bytes: &[u8]) -> Option<Parts<'_>> {
    match bytes {
        [0xff, 0xd8, 0xff, ..] => Some(jpeg(bytes)),
        _ if bytes.starts_with(b"\x89PNG\r\n\x1a\n") => Some(png(bytes)),
        _ if bytes.starts_with(b"II*\0") || bytes.starts_with(b"MM\0*") => {
            let mut parts = Parts::new(Container::Tiff);
            parts.exif.push(Cow::Borrowed(bytes));
            Some(parts)
        }
        [
            b'R',
            b'I',
            b'F',
            b'F',
            _,
            _,
            _,
            _,
            b'W',
            b'E',
            b'B',
            b'P',
            ..,
        ] => Some(webp(bytes)),
        [_, _, _, _, b'f', b't', b'y', b'p', ..] => Some(heif::take_apart(bytes)),
        _ => None,
    }
}

/// Whether a JUMBF box holds C2PA: its description names the type `c2pa` (C2PA 2.1, section 11).
pub(crate) fn jumbf(payload: &[u8]) -> C2pa {
    let has = |word: &[u8]| payload.windows(word.len()).any(|w| w == word);
    match () {
        () if has(b"c2pa") => C2pa::PresentNotVerified,
        () if has(b"jumb") => C2pa::OtherJumbf,
        () => C2pa::NoneFound,
    }
}

fn jpeg(bytes: &[u8]) -> Parts<'_> {
    let mut parts = Parts::new(Container::Jpeg);
    let mut at = 2;
    loop {
        let Some(rest) = bytes.get(at..) else {
            parts.ends_inside("segment before the image");
            return parts;
        };
        let code = match rest {
            // Fill bytes.
            [0xff, 0xff, ..] => {
                at += 1;
                continue;
            }
            [0xff, code, ..] => *code,
            [] | [_] => {
                parts.ends_inside("segment before the image");
                return parts;
            }
            _ => {
                parts.problems.push(format!(
                    "byte {at} should begin a JPEG segment and does not"
                ));
                return parts;
            }
        };
        match code {
            // Stand-alone markers.
            0x01 | 0xd0..=0xd7 => {
                at += 2;
                continue;
            }
            // The image begins, or the file ends: metadata stands before.
            0xda | 0xd9 => return parts,
            _ => {}
        }
        let length = match rest.get(2..4) {
            Some([high, low]) => usize::from(u16::from_be_bytes([*high, *low])),
            _ => 0,
        };
        let Some(payload) = rest.get(4..(2 + length).max(4)).filter(|_| length >= 2) else {
            parts.ends_inside("segment before the image");
            return parts;
        };
        match code {
            0xe1 if payload.starts_with(EXIF_INTRODUCTION) => parts.take_exif(payload),
            // ISO/IEC 19566-5: JUMBF in APP11 begins with `JP`.
            0xeb if payload.starts_with(b"JP") => parts.manifest(jumbf(payload)),
            _ => {}
        }
        at += 2 + length;
    }
}

fn png(bytes: &[u8]) -> Parts<'_> {
    let mut parts = Parts::new(Container::Png);
    let mut rest = &bytes[8..];
    while !rest.is_empty() {
        let Some((kind, body, after)) = png_chunk(rest) else {
            parts.ends_inside("PNG chunk");
            break;
        };
        match kind {
            b"eXIf" => parts.take_exif(body),
            b"caBX" => parts.manifest(C2pa::PresentNotVerified),
            b"IEND" => break,
            _ => {}
        }
        rest = after;
    }
    parts
}

/// Kind, contents, and what comes after its checksum.
fn png_chunk(rest: &[u8]) -> Option<(&[u8], &[u8], &[u8])> {
    let length = usize::try_from(u32::from_be_bytes(rest.get(..4)?.try_into().ok()?)).ok()?;
    let body = rest.get(8..8usize.checked_add(length)?)?;
    Some((&rest[4..8], body, rest.get(length + 12..)?))
}

fn webp(bytes: &[u8]) -> Parts<'_> {
    let mut parts = Parts::new(Container::Webp);
    let mut rest = &bytes[12..];
    while !rest.is_empty() {
        let Some((kind, body, after)) = riff_chunk(rest) else {
            parts.ends_inside("WebP chunk");
            break;
        };
        match kind {
            b"EXIF" => parts.take_exif(body),
            b"C2PA" => parts.manifest(C2pa::PresentNotVerified),
            _ => {}
        }
        rest = after;
    }
    parts
}

/// Kind, contents, and the next chunk; chunks of odd length are followed by a byte of padding.
fn riff_chunk(rest: &[u8]) -> Option<(&[u8], &[u8], &[u8])> {
    let length = usize::try_from(u32::from_le_bytes(rest.get(4..8)?.try_into().ok()?)).ok()?;
    let end = 8usize.checked_add(length)?;
    let body = rest.get(8..end)?;
    Some((
        &rest[..4],
        body,
        rest.get(end + length % 2..).unwrap_or_default(),
    ))
}
