//! What a file is, by its first bytes.

use super::archive::{ArchiveLimits, names_of};

/// Guesses the media type from the bytes alone; the name of the file says nothing here.
///
/// A guess for readers, never a promise that the file can be opened: `application/octet-stream` if nothing fits.
///
/// # Source
/// Signatures as in the WHATWG MIME Sniffing Standard, ISO/IEC 14496-12 (brands) and the WACZ 1.1.1 specification.
#[must_use]
pub fn media_type(bytes: &[u8]) -> &'static str {
    if let Some((_, known)) = SIGNATURES
        .iter()
        .find(|(start, _)| bytes.starts_with(start))
    {
        return known;
    }
    match bytes {
        _ if bytes.starts_with(b"PK\x03\x04") || bytes.starts_with(b"PK\x05\x06") => zipped(bytes),
        [b'R', b'I', b'F', b'F', _, _, _, _, kind @ ..] => match kind.get(..4) {
            Some(b"WEBP") => "image/webp",
            Some(b"WAVE") => "audio/wav",
            Some(b"AVI ") => "video/x-msvideo",
            _ => OTHER,
        },
        [_, _, _, _, b'f', b't', b'y', b'p', brand @ ..] => match brand.get(..4) {
            Some(b"avif" | b"avis") => "image/avif",
            Some(b"heic" | b"heix" | b"hevc" | b"hevx" | b"heim" | b"heis") => "image/heic",
            Some(b"mif1" | b"msf1") => "image/heif",
            Some(b"qt  ") => "video/quicktime",
            Some(b"M4A ") => "audio/mp4",
            _ => "video/mp4",
        },
        _ => text(bytes),
    }
}

const OTHER: &str = "application/octet-stream";

const SIGNATURES: &[(&[u8], &str)] = &[
    (b"\xff\xd8\xff", "image/jpeg"),
    (b"\x89PNG\r\n\x1a\n", "image/png"),
    (b"GIF87a", "image/gif"),
    (b"GIF89a", "image/gif"),
    (b"II*\0", "image/tiff"),
    (b"MM\0*", "image/tiff"),
    (b"%PDF-", "application/pdf"),
    (b"\x1f\x8b", "application/gzip"),
    (b"\x1aE\xdf\xa3", "video/webm"),
    (b"OggS", "application/ogg"),
    (b"ID3", "audio/mpeg"),
    (b"\xff\xfb", "audio/mpeg"),
    (b"fLaC", "audio/flac"),
    (b"7z\xbc\xaf\x27\x1c", "application/x-7z-compressed"),
    (b"Rar!\x1a\x07", "application/vnd.rar"),
    (b"SQLite format 3\0", "application/vnd.sqlite3"),
    (b"WARC/1.", "application/warc"),
];

fn zipped(bytes: &[u8]) -> &'static str {
    let Some(names) = names_of(bytes, &ArchiveLimits::default()) else {
        return "application/zip";
    };
    let has = |start: &str| names.iter().any(|n| n.starts_with(start));
    match () {
        () if has("datapackage.json") && has("archive/") => "application/wacz",
        () if has("xl/") => "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
        () if has("word/") => {
            "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
        }
        () => "application/zip",
    }
}

fn text(bytes: &[u8]) -> &'static str {
    // The beginning is enough to tell text from the rest; a character cut at its end is no reason to doubt.
    let head = &bytes[..bytes.len().min(4096)];
    let valid = match std::str::from_utf8(head) {
        Ok(text) => text,
        Err(error) if error.error_len().is_none() && bytes.len() > head.len() => {
            std::str::from_utf8(&head[..error.valid_up_to()]).unwrap_or_default()
        }
        Err(_) => return OTHER,
    };
    if bytes.is_empty() || valid.contains(|c: char| c.is_control() && !"\t\r\n\u{c}".contains(c)) {
        return OTHER;
    }
    let start = valid.trim_start_matches('\u{feff}').trim_start();
    let starts = |word: &str| {
        start
            .get(..word.len())
            .is_some_and(|s| s.eq_ignore_ascii_case(word))
    };
    match () {
        () if starts("<!doctype html") || starts("<html") => "text/html",
        () if starts("<svg") => "image/svg+xml",
        () if starts("<?xml") => "application/xml",
        () if starts("{") || starts("[") => "application/json",
        () => "text/plain",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn types_are_guessed_from_the_bytes() {
        let check = |bytes: &[u8], expected: &str| assert_eq!(media_type(bytes), expected);
        check(b"\xff\xd8\xff\xe0", "image/jpeg");
        check(b"\0\0\0\x18ftypheic\0\0\0\0heicmif1", "image/heic");
        check(b"RIFF\0\0\0\0WEBPVP8 ", "image/webp");
        check(b"  <!DOCTYPE HTML><title>", "text/html");
        check(b"{\"status\": 1}", "application/json");
        check("слово".as_bytes(), "text/plain");
        check(b"\0\x01\x02", OTHER);
        check(b"", OTHER);
        check(b"PK\x03\x04", "application/zip");
    }
}
