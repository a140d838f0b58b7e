//! Which encoding the bytes are in, with the evidence; what they do not settle is asked.

use std::borrow::Cow;

use encoding_rs::{Encoding, UTF_8, UTF_16BE, UTF_16LE};

use super::problem::{ImportError, ImportProblem, shown};
use super::weigh::weigh;

/// How many bytes are looked at when the encoding is weighed.
pub(super) const SAMPLE_BYTES: usize = 256 * 1024;
/// Text, and how it was read.
pub(crate) struct Decoded<'a> {
    /// The text, without a byte order mark.
    pub text: Cow<'a, str>,
    /// The name of the encoding, and how it was recognised.
    pub named: String,
    /// True if some bytes do not fit the encoding; they stand as U+FFFD in the text.
    pub faulty: bool,
}

/// Reads bytes as text, in the encoding that the mapping names or in the one that the bytes settle.
///
/// # Errors
/// [`ImportError::Asked`] if several encodings are possible; [`ImportError::Map`] if the one that is named does not
/// exist or is contradicted by a byte order mark; [`ImportError::NotATable`] for bytes that are no text.
pub(crate) fn decode<'a>(bytes: &'a [u8], named: Option<&str>) -> Result<Decoded<'a>, ImportError> {
    let wanted = named
        .map(|name| look_up(name).map(|e| (name, e)))
        .transpose()?;
    if let Some((encoding, mark)) = Encoding::for_bom(bytes) {
        if let Some((name, wanted)) = wanted
            && wanted != encoding
        {
            return Err(ImportError::Map(vec![ImportProblem::in_map(
                None,
                "encoding.name",
                format!(
                    "`{name}` is named, but the table begins with the byte order mark of {}",
                    encoding.name()
                ),
                "leave `[encoding]` out",
            )]));
        }
        return Ok(finish(
            bytes.get(mark..).unwrap_or_default(),
            encoding,
            format!("{}, by its byte order mark", encoding.name()),
        ));
    }
    if let Some((name, encoding)) = wanted {
        return Ok(finish(
            bytes,
            encoding,
            format!(
                "{}, as the mapping says (`{}`)",
                encoding.name(),
                shown(name)
            ),
        ));
    }
    if let Some(encoding) = utf_16_without_mark(bytes) {
        let named = format!(
            "{}, by the zero bytes at every second place",
            encoding.name()
        );
        return Ok(finish(bytes, encoding, named));
    }
    refuse_binary(bytes)?;
    if bytes.is_ascii() {
        return Ok(finish(
            bytes,
            UTF_8,
            "plain ASCII, read as UTF-8".to_owned(),
        ));
    }
    if std::str::from_utf8(bytes).is_ok() {
        return Ok(finish(bytes, UTF_8, "UTF-8, valid throughout".to_owned()));
    }
    let (good, bad) = utf_8_balance(bytes);
    if good >= bad.saturating_mul(20) {
        let named = format!(
            "UTF-8 with mistakes: {good} characters beyond ASCII fit it, {bad} places do not"
        );
        return Ok(finish(bytes, UTF_8, named));
    }
    let (encoding, evidence) = weigh(bytes)?;
    Ok(finish(
        bytes,
        encoding,
        format!("{}: {evidence}", encoding.name()),
    ))
}

fn look_up(name: &str) -> Result<&'static Encoding, ImportError> {
    Encoding::for_label(name.trim().as_bytes()).ok_or_else(|| {
        ImportError::Map(vec![ImportProblem::in_map(
            None,
            "encoding.name",
            format!("`{}` is not the name of an encoding", shown(name)),
            "write for instance `utf-8`, `utf-16le`, `windows-1251`, `windows-1252`, `koi8-r` or `ibm866`",
        )])
    })
}

fn finish<'a>(bytes: &'a [u8], encoding: &'static Encoding, named: String) -> Decoded<'a> {
    let (text, faulty) = encoding.decode_without_bom_handling(bytes);
    Decoded {
        text,
        named,
        faulty,
    }
}

/// Text of digits and delimiters in UTF-16 has a zero in every second byte.
fn utf_16_without_mark(bytes: &[u8]) -> Option<&'static Encoding> {
    let sample = &bytes[..bytes.len().min(SAMPLE_BYTES)];
    let count = |first: usize| {
        sample
            .iter()
            .skip(first)
            .step_by(2)
            .filter(|b| **b == 0)
            .count()
    };
    let (even, odd) = (count(0), count(1));
    let enough = (even + odd) * 20 >= sample.len() && bytes.len().is_multiple_of(2);
    match (even, odd) {
        _ if !enough => None,
        (e, o) if o >= 20 * e.max(1) || (e == 0 && o >= 3) => Some(UTF_16LE),
        (e, o) if e >= 20 * o.max(1) || (o == 0 && e >= 3) => Some(UTF_16BE),
        _ => None,
    }
}

fn refuse_binary(bytes: &[u8]) -> Result<(), ImportError> {
    let sample = &bytes[..bytes.len().min(SAMPLE_BYTES)];
    let odd = sample
        .iter()
        .filter(|b| **b < 0x20 && !matches!(b, b'\t' | b'\n' | b'\r' | 0x0c))
        .count();
    if odd * 20 > sample.len() {
        return Err(ImportError::NotATable {
            what: format!(
                "{odd} of its first {} bytes are control characters",
                sample.len()
            ),
            hint: "save the table as CSV in UTF-8 or as .xlsx".to_owned(),
        });
    }
    Ok(())
}

/// How many characters beyond ASCII are valid UTF-8, and how many places are not.
fn utf_8_balance(bytes: &[u8]) -> (usize, usize) {
    let (mut good, mut bad) = (0, 0);
    for chunk in bytes.utf8_chunks() {
        good += chunk.valid().chars().filter(|c| !c.is_ascii()).count();
        bad += usize::from(!chunk.invalid().is_empty());
    }
    (good, bad)
}

#[cfg(test)]
mod tests {
    use super::*;
    use encoding_rs::{
        IBM866, ISO_8859_5, KOI8_R, KOI8_U, WINDOWS_1250, WINDOWS_1251, WINDOWS_1252,
    };

    const TEXT: &str = "Номер;Место;Описание\n1;Станция;Удар по подстанции, есть пострадавшие\n";

    fn named(bytes: &[u8]) -> String {
        match decode(bytes, None) {
            Ok(d) => d.named,
            Err(e) => e
                .problems()
                .into_iter()
                .map(|p| format!("{} / {}", p.message, p.hint))
                .collect(),
        }
    }

    fn check(encoding: &'static Encoding, text: &str, expected: &str) {
        let bytes = encoding.encode(text).0.into_owned();
        let got = decode(&bytes, None)
            .map_err(|e| format!("{:?}", e.problems()))
            .expect("decodes");
        assert_eq!(got.text, text);
        assert!(got.named.starts_with(expected), "{}", got.named);
        assert!(!got.faulty);
    }

    #[test]
    fn cyrillic_encodings_are_told_apart_and_named() {
        check(WINDOWS_1251, TEXT, "windows-1251: ");
        check(KOI8_R, TEXT, "KOI8-R: ");
        check(IBM866, TEXT, "IBM866: ");
        check(ISO_8859_5, TEXT, "ISO-8859-5: ");
        let capitals = "НОМЕР;МЕСТО\n1;ПОДСТАНЦИЯ ВЫСОКОГО НАПРЯЖЕНИЯ ОТКЛЮЧЕНА ПОСЛЕ ПОПАДАНИЯ НЕИЗВЕСТНОГО АППАРАТА\n";
        check(WINDOWS_1251, capitals, "windows-1251: ");
        check(KOI8_R, capitals, "KOI8-R: ");
        let with_i = "Номер;Опис\n1;Удар по підстанції, є постраждалі, світла немає\n";
        check(WINDOWS_1251, with_i, "windows-1251: ");
        check(KOI8_U, with_i, "KOI8-U: ");
    }

    #[test]
    fn the_evidence_names_the_shares() {
        let bytes = WINDOWS_1251.encode(TEXT).0.into_owned();
        let named = named(&bytes);
        assert!(named.contains("bytes above 127 fit to"), "{named}");
        assert!(named.contains("KOI8-R") && named.contains('%'), "{named}");
    }

    #[test]
    fn latin_encodings_are_named_where_the_bytes_settle_it_and_asked_where_not() {
        check(WINDOWS_1252, "Größe;Straße\nüber;schön\n", "windows-1252: ");
        check(
            WINDOWS_1250,
            "Łódź;ulica Święta\nżółw;gęś\n",
            "windows-1250: ",
        );
        check(
            WINDOWS_1252,
            "a “quoted” word – and a dash\n",
            "windows-1252: ",
        );
        let asked = named(&WINDOWS_1252.encode("mère;père\nfrère;manière\n").0);
        assert!(asked.contains("do not settle the encoding"), "{asked}");
        assert!(
            asked.contains("[encoding] name = \"windows-1250\""),
            "{asked}"
        );
        assert!(asked.contains("`manière` in windows-1252"), "{asked}");
    }

    #[test]
    fn marks_and_zero_bytes_settle_unicode() {
        assert_eq!(
            named("\u{feff}a;b\n".as_bytes()),
            "UTF-8, by its byte order mark"
        );
        let le: Vec<u8> = "id;Место\n1;x\n"
            .encode_utf16()
            .flat_map(u16::to_le_bytes)
            .collect();
        let be: Vec<u8> = "id;Место\n1;x\n"
            .encode_utf16()
            .flat_map(u16::to_be_bytes)
            .collect();
        assert!(
            named(&le).starts_with("UTF-16LE, by the zero"),
            "{}",
            named(&le)
        );
        assert!(
            named(&be).starts_with("UTF-16BE, by the zero"),
            "{}",
            named(&be)
        );
        assert_eq!(decode(&le, None).unwrap().text, "id;Место\n1;x\n");
        let marked = [&[0xff, 0xfe][..], &le].concat();
        assert_eq!(named(&marked), "UTF-16LE, by its byte order mark");
        assert_eq!(decode(&marked, None).unwrap().text, "id;Место\n1;x\n");
    }

    #[test]
    fn a_few_bad_bytes_do_not_make_it_another_encoding() {
        let mut bytes = TEXT.repeat(3).into_bytes();
        bytes.extend(b"x;\xff\n");
        let got = decode(&bytes, None).unwrap();
        assert!(
            got.faulty && got.named.starts_with("UTF-8 with mistakes"),
            "{}",
            got.named
        );
    }

    #[test]
    fn the_mapping_decides_unless_a_mark_contradicts() {
        let bytes = WINDOWS_1252.encode("mère\n").0.into_owned();
        assert_eq!(decode(&bytes, Some("cp1252")).unwrap().text, "mère\n");
        let error = decode("\u{feff}x".as_bytes(), Some("windows-1251"))
            .err()
            .unwrap();
        assert!(
            error.problems()[0]
                .message
                .contains("byte order mark of UTF-8")
        );
        let error = decode(b"x", Some("windows-9999")).err().unwrap();
        assert!(
            error.problems()[0]
                .message
                .contains("`windows-9999` is not the name")
        );
    }

    #[test]
    fn binary_is_no_table() {
        assert!(matches!(
            decode(&[1, 2, 3, 4, 5, 6], None),
            Err(ImportError::NotATable { .. })
        ));
    }
}
