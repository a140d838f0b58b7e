//! EXIF of an image: when, where and with what, as the file says.
//!
//! Everything here is a claim of the file. A clock may be wrong, a position old, and any editor can write both. Absent or
//! broken EXIF is an answer, never a reason not to take a file in; most services remove it.

mod place;
mod stamp;
#[cfg(test)]
mod tests;

use std::fmt::{self, Write as _};
use std::io::Write as _;
use std::panic::{AssertUnwindSafe, catch_unwind};

use ::exif::{Error, Exif, Field, In, Reader, Tag, Value};
use holdfire_seal::Hash;

use super::claims::{Claims, ClaimsKind, VALUE_LIMIT};
use super::containers::take_apart;
pub use super::containers::{C2pa, Container};
use super::tiff_guard;
pub use place::{Fix, Position};
pub use stamp::{Stamp, StampOf};

/// Bytes without a meaning that is known are shown up to this length, else as a hash.
const SHOWN_BYTES: usize = 64;

/// Whether EXIF was found.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Found {
    /// It was read; the list of problems says whether all of it.
    Read,
    /// There is none, which proves nothing.
    None,
    /// It cannot be read.
    Unreadable(String),
    /// The file is of a type in which none is looked for.
    NotLookedFor,
}

impl Found {
    /// The answer in words.
    #[must_use]
    pub fn text(&self) -> String {
        match self {
            Self::Read => "found".to_owned(),
            Self::None => "none found".to_owned(),
            Self::Unreadable(why) => format!("unreadable: {why}"),
            Self::NotLookedFor => "not looked for in this type of file".to_owned(),
        }
    }
}

/// What an image says of itself.
#[derive(Clone, Debug, PartialEq)]
pub struct ExifReading {
    /// How the file is built; `None` if it is no image known here.
    pub container: Option<Container>,
    /// Whether EXIF was found.
    pub found: Found,
    /// When it was taken, digitised and changed, as far as it says.
    pub stamps: Vec<Stamp>,
    /// Where it was taken.
    pub position: Option<Position>,
    /// When the position was fixed, in UTC.
    pub fixed: Option<Fix>,
    /// Signed provenance.
    pub c2pa: C2pa,
    /// All of it as claims, conflicts among the problems.
    pub claims: Claims,
}

impl ExifReading {
    /// When it says that it was taken.
    #[must_use]
    pub fn captured(&self) -> Option<&Stamp> {
        self.stamps.iter().find(|s| s.of == StampOf::Capture)
    }
}

/// Reads what an image says of itself. Never fails: what cannot be read is said.
#[must_use]
pub fn read(bytes: &[u8]) -> ExifReading {
    let mut claims = Claims::new(ClaimsKind::Exif);
    let Some(parts) = take_apart(bytes) else {
        claims.push("exif", &Found::NotLookedFor.text());
        return ExifReading {
            container: None,
            found: Found::NotLookedFor,
            stamps: Vec::new(),
            position: None,
            fixed: None,
            c2pa: C2pa::NoneFound,
            claims,
        };
    };
    for problem in &parts.problems {
        claims.problem(problem);
    }
    if parts.exif.len() > 1 {
        claims.problem(&format!(
            "it has {} blocks of EXIF; the first is read, and other programs may read another",
            parts.exif.len()
        ));
    }
    let unpacked = parts.exif.first().map(|block| unpack(block));
    let found = match &unpacked {
        None if parts.container == Container::Boxes => Found::NotLookedFor,
        None if parts.problems.is_empty() => Found::None,
        None => Found::Unreadable("none was found before the file breaks".to_owned()),
        Some(Err(why)) => Found::Unreadable(why.clone()),
        Some(Ok((exif, _))) if exif.fields().len() == 0 => Found::None,
        Some(Ok(_)) => Found::Read,
    };
    claims.push_noted("exif", &found.text(), parts.container.name());
    let mut reading = ExifReading {
        container: Some(parts.container),
        found,
        stamps: Vec::new(),
        position: None,
        fixed: None,
        c2pa: parts.c2pa,
        claims,
    };
    if let Some(Ok((exif, problems))) = &unpacked {
        for problem in problems {
            reading.claims.problem(&format!("EXIF: {problem}"));
        }
        // TIFF files keep C2PA in a tag of their own (C2PA 2.1, section A.3).
        if exif
            .get_field(Tag(::exif::Context::Tiff, 0xcd41), In::PRIMARY)
            .is_some()
        {
            reading.c2pa = C2pa::PresentNotVerified;
        }
        reading.take(exif);
    }
    let c2pa = reading.c2pa.text();
    reading.claims.push("signed provenance", c2pa);
    if let Some(Ok((exif, _))) = &unpacked {
        for field in exif.fields() {
            let (name, value) = tag_claim(field, exif);
            reading.claims.push(&name, &value);
        }
    }
    reading
}

impl ExifReading {
    /// Takes what has a meaning of its own from the tags.
    fn take(&mut self, exif: &Exif) {
        let claims = &mut self.claims;
        for of in StampOf::ALL {
            match stamp::read(exif, of) {
                Some(Ok(stamp)) => {
                    let note = match stamp.offset {
                        Some(_) => "the clock of the device",
                        None => "the clock of the device; its zone is not stated",
                    };
                    claims.push_noted(of.name(), &stamp.to_string(), note);
                    self.stamps.push(stamp);
                }
                Some(Err(why)) => claims.problem(&format!("{}: {why}", of.name())),
                None => {}
            }
        }
        match place::read(exif) {
            Some(Ok(position)) => {
                claims.push_noted("position", &position.to_string(), &position.note());
                self.position = Some(position);
            }
            Some(Err(why)) => claims.problem(&format!("position: {why}")),
            None => {}
        }
        match place::fix(exif) {
            Some(Ok(fix)) => {
                claims.push_noted(
                    "position fixed at",
                    &fix.to_string(),
                    "the clock of the satellites; it may be older than the picture",
                );
                self.fixed = Some(fix);
            }
            Some(Err(why)) => claims.problem(&format!("position fixed at: {why}")),
            None => {}
        }
        let text = |tag| {
            exif.get_field(tag, In::PRIMARY)
                .and_then(|f| ascii(&f.value))
        };
        let device: Vec<String> = [Tag::Make, Tag::Model]
            .into_iter()
            .filter_map(text)
            .collect();
        if !device.is_empty() {
            claims.push("device", &device.join(" "));
        }
        claims.push_some("software", text(Tag::Software).as_deref());
        if let Some(field) = exif.get_field(Tag::Orientation, In::PRIMARY) {
            claims.push("orientation", &clipped(field.display_value()));
        }
        for conflict in stamp::conflicts(&self.stamps, self.fixed.as_ref()) {
            claims.problem(&conflict);
        }
    }
}

/// The fields of a block, with what is broken about it.
fn unpack(block: &[u8]) -> Result<(Exif, Vec<String>), String> {
    tiff_guard::check(block)?;
    let mut problems = Vec::new();
    // Whatever outside bytes do to the library must not end the program.
    let read = catch_unwind(AssertUnwindSafe(|| {
        Reader::new()
            .continue_on_error(true)
            .read_raw(block.to_vec())
            .or_else(|error| {
                error.distill_partial_result(|all| {
                    problems.extend(all.iter().take(100).map(ToString::to_string));
                })
            })
    }));
    match read {
        Ok(Ok(exif)) if exif.fields().len() == 0 && !problems.is_empty() => {
            Err(problems.join("; ").to_lowercase())
        }
        Ok(Ok(exif)) => Ok((exif, problems)),
        Ok(Err(Error::InvalidFormat(why))) => Err(why.to_lowercase()),
        Ok(Err(error)) => Err(error.to_string()),
        Err(_) => Err("its contents contradict each other".to_owned()),
    }
}

/// One tag with its value as text.
fn tag_claim(field: &Field, exif: &Exif) -> (String, String) {
    let tag = field.tag;
    let name = if tag.description().is_some() {
        tag.to_string()
    } else {
        format!("{:?} {:#06x}", tag.context(), tag.number()).to_lowercase()
    };
    let name = match field.ifd_num {
        In::PRIMARY => format!("tag {name}"),
        In::THUMBNAIL => format!("tag {name} of the thumbnail"),
        other => format!("tag {name} of image {}", other.index()),
    };
    let value = match &field.value {
        Value::Ascii(_) => ascii(&field.value).unwrap_or_else(|| "(blank)".to_owned()),
        // Of known tags the library knows what the bytes mean; the notes of a maker have no known form.
        Value::Undefined(bytes, _)
            if bytes.len() > SHOWN_BYTES
                && (tag.description().is_none() || tag == Tag::MakerNote) =>
        {
            format!("{} bytes, SHA-256 {}", bytes.len(), Hash::of(bytes))
        }
        _ => clipped(field.display_value().with_unit(exif)),
    };
    (name, value)
}

/// The text of an ASCII tag; `None` if it is another type or blank.
fn ascii(value: &Value) -> Option<String> {
    let Value::Ascii(texts) = value else {
        return None;
    };
    let mut joined = Vec::new();
    for text in texts.iter().filter(|t| !t.is_empty()).take(VALUE_LIMIT) {
        if !joined.is_empty() {
            joined.extend(b"; ");
        }
        // Writing to memory cannot fail.
        let _ = joined.write_all(text);
    }
    let text = String::from_utf8_lossy(&joined).trim().to_owned();
    (!text.is_empty()).then_some(text)
}

/// Prints no more than is kept, however long the value.
fn clipped(value: impl fmt::Display) -> String {
    struct Clip(String);
    impl fmt::Write for Clip {
        fn write_str(&mut self, text: &str) -> fmt::Result {
            self.0.push_str(text);
            if self.0.len() > 4 * VALUE_LIMIT {
                return Err(fmt::Error);
            }
            Ok(())
        }
    }
    let mut clip = Clip(String::new());
    match write!(clip, "{value}") {
        Ok(()) => clip.0,
        Err(fmt::Error) => clip.0 + "… and more",
    }
}
