//! Output of the Auto Archiver: what was archived from which page, and whether files handed along are those it names.
//!
//! Read are the forms that its version 1 writes: `metadata.json` and the same object from its API, the rows of its CSV
//! database (values as Python prints them), a sheet saved as CSV, and its HTML report. A WACZ beside them is read by
//! [`super::wacz`]. Hashes that it states are checked against the files that are handed along; that a hash fits says that
//! the file is the one that was archived, not that what it shows is true.
//!
//! # Source
//! bellingcat/auto-archiver at afbe4fa (April 2026): `core/metadata.py`, `core/media.py`, `modules/csv_db`,
//! `modules/json_enricher`, `modules/gsheet_feeder_db`, `modules/hash_enricher`, `modules/html_formatter`.

mod html;
mod object;
mod python;
mod sheet;
#[cfg(test)]
pub(super) mod tests;

use holdfire_seal::Hash;
use serde_json::Value;
use thiserror::Error;

use super::claims::{Claims, ClaimsKind, tidy};

/// The most bytes of rows that are read: one row after the other.
const ROWS_LIMIT_BYTES: usize = 256 << 20;

/// The most bytes of JSON and HTML that are read: as values they take many times the memory of their text.
const OBJECT_LIMIT_BYTES: usize = 16 << 20;

/// The most media of one page that are kept.
const MEDIA_LIMIT: usize = 10_000;

/// In what form the output came.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Form {
    /// `metadata.json`, or the same object elsewhere.
    Json,
    /// The CSV database: columns `status`, `metadata`, `media`.
    CsvDatabase,
    /// A sheet that is both its queue and its list of results, saved as CSV.
    Sheet,
    /// The report for people.
    Html,
}

impl Form {
    /// Its name in print.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Json => "JSON",
            Self::CsvDatabase => "CSV database",
            Self::Sheet => "sheet",
            Self::Html => "HTML report",
        }
    }
}

/// A hash that the archiver states.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum MediaHash {
    /// SHA-256, its default.
    Sha256(Hash),
    /// Another algorithm (it offers SHA3-512), or not in the form of a hash.
    Other(String),
}

impl MediaHash {
    fn read(text: &str) -> Option<Self> {
        let text = text.trim();
        if text.is_empty() || text == "not-calculated" {
            return None;
        }
        let digits = text.strip_prefix("SHA-256:").map(str::to_ascii_lowercase);
        Some(match digits.and_then(|d| Hash::from_hex(&d)) {
            Some(hash) => Self::Sha256(hash),
            None => Self::Other(tidy(text, 200)),
        })
    }
}

/// A file that was archived.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Media {
    /// Its name where it was archived; empty if it is not stated.
    pub file_name: String,
    /// Its name in the storage.
    pub key: Option<String>,
    /// Where it is stored.
    pub urls: Vec<String>,
    /// Its media type, as stated.
    pub media_type: Option<String>,
    /// Its role, such as `screenshot`.
    pub id: Option<String>,
    /// Its hash.
    pub hash: Option<MediaHash>,
    /// Where the file itself was found on the page.
    pub source: Option<String>,
    /// It was derived from another file of the list (a thumbnail of a film).
    pub derived: bool,
}

/// A page or post that was archived.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Archived {
    /// Its address.
    pub url: Option<String>,
    /// Whether archiving succeeded, in the archiver's words.
    pub status: Option<String>,
    /// Its title.
    pub title: Option<String>,
    /// Its text.
    pub content: Option<String>,
    /// When it was published, as the site said; a time without an offset is marked.
    pub published: Option<String>,
    /// When it was archived.
    pub archived: Option<String>,
    /// The files, those that were derived after those they were derived from.
    pub media: Vec<Media>,
    /// Everything else that is stated, in its order.
    pub other: Vec<(String, String)>,
}

/// Everything in one file of the archiver's output.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Output {
    /// Its form.
    pub form: Form,
    /// The pages, in the order of the file.
    pub pages: Vec<Archived>,
    /// What could not be read.
    pub problems: Vec<String>,
}

/// Why a file is not read as output of the archiver. It can still be taken in as a file.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
pub enum OutputError {
    /// It has none of the forms.
    #[error(
        "it has none of the forms that the Auto Archiver writes\nhint: give `metadata.json`, the CSV file or the HTML report"
    )]
    OtherForm,
    /// It is too long.
    #[error("it has {size_bytes} bytes, more than the {limit_bytes} that are read")]
    TooLong {
        /// Its size.
        size_bytes: usize,
        /// The limit.
        limit_bytes: usize,
    },
    /// It has one of the forms and is damaged.
    #[error("it looks like output of the Auto Archiver ({form}) and cannot be read: {why}")]
    Damaged {
        /// The form.
        form: &'static str,
        /// What is wrong.
        why: String,
    },
}

/// Reads a file of the archiver's output.
///
/// # Errors
/// [`OutputError`] if it has none of the forms, is damaged or is too long.
pub fn read(bytes: &[u8]) -> Result<Output, OutputError> {
    let bytes = bytes.strip_prefix(b"\xef\xbb\xbf").unwrap_or(bytes);
    let first = bytes.trim_ascii_start().first();
    let limit_bytes = match first {
        Some(b'{' | b'[' | b'<') => OBJECT_LIMIT_BYTES,
        _ => ROWS_LIMIT_BYTES,
    };
    if bytes.len() > limit_bytes {
        return Err(OutputError::TooLong {
            size_bytes: bytes.len(),
            limit_bytes,
        });
    }
    match first {
        Some(b'{' | b'[') => json(bytes),
        Some(b'<') => html::read(&String::from_utf8_lossy(bytes)),
        _ => sheet::read(bytes),
    }
}

fn json(bytes: &[u8]) -> Result<Output, OutputError> {
    let value: Value = serde_json::from_slice(bytes).map_err(|error| OutputError::Damaged {
        form: Form::Json.name(),
        why: error.to_string(),
    })?;
    let objects = match &value {
        Value::Array(all) => all.iter().collect(),
        one => vec![one],
    };
    let mut output = Output {
        form: Form::Json,
        pages: Vec::new(),
        problems: Vec::new(),
    };
    for value in objects {
        // The API wraps the object in `result`.
        let value = value.get("result").unwrap_or(value);
        let inner = value.as_str().and_then(|t| serde_json::from_str(t).ok());
        let value = inner.as_ref().unwrap_or(value);
        if !value.get("metadata").is_some_and(Value::is_object) {
            return Err(OutputError::OtherForm);
        }
        output.pages.push(object::page(value, &mut output.problems));
    }
    if output.pages.is_empty() {
        return Err(OutputError::OtherForm);
    }
    Ok(output)
}

/// A file that was handed over with the output.
#[derive(Clone, Copy, Debug)]
pub struct Handed<'a> {
    /// Its name, with or without folders.
    pub name: &'a str,
    /// Its contents.
    pub bytes: &'a [u8],
}

/// Whether an archived file is among those that were handed over.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum MediaCheck {
    /// A file has the stated hash.
    Agrees {
        /// Its name as handed over.
        name: String,
    },
    /// A file has its name and another hash.
    Differs {
        /// Its name as handed over.
        name: String,
        /// Its hash.
        sha256: Hash,
    },
    /// No file has its hash or its name.
    NotHandedOver,
    /// No hash is stated that could be checked.
    NotChecked(String),
}

/// How files that were handed over compare with what the archiver states.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Comparison {
    /// One for each of the media, in their order.
    pub media: Vec<MediaCheck>,
    /// Files that are not among the media, by name as handed over.
    pub unknown: Vec<String>,
}

/// Compares the media of a page with files that were handed over.
#[must_use]
pub fn compare(page: &Archived, files: &[Handed<'_>]) -> Comparison {
    let hashed = |file: &Handed<'_>| (file.name.to_owned(), Hash::of(file.bytes));
    compare_hashed(page, &files.iter().map(hashed).collect::<Vec<_>>())
}

/// As [`compare`], with files of which name and hash are known: they need not be held.
#[must_use]
pub fn compare_hashed(page: &Archived, files: &[(String, Hash)]) -> Comparison {
    let mut used = vec![false; files.len()];
    let mut check = |media: &Media| {
        let at = found(media, files);
        if let Some(at) = at {
            used[at] = true;
        }
        match (&media.hash, at) {
            (Some(MediaHash::Sha256(stated)), Some(at)) => {
                let (name, sha256) = (tidy(&files[at].0, 200), files[at].1);
                if sha256 == *stated {
                    MediaCheck::Agrees { name }
                } else {
                    MediaCheck::Differs { name, sha256 }
                }
            }
            (Some(MediaHash::Sha256(_)), None) => MediaCheck::NotHandedOver,
            (Some(MediaHash::Other(text)), _) => {
                MediaCheck::NotChecked(format!("`{text}` is not a SHA-256"))
            }
            (None, _) => MediaCheck::NotChecked("no hash is stated".to_owned()),
        }
    };
    let media = page.media.iter().map(&mut check).collect();
    let unknown = files
        .iter()
        .zip(&used)
        .filter(|(_, used)| !**used)
        .map(|((name, _), _)| tidy(name, 200))
        .collect();
    Comparison { media, unknown }
}

/// Which file is the one that is named: by its hash if one of that hash is there, else by its name.
pub(super) fn found(media: &Media, files: &[(String, Hash)]) -> Option<usize> {
    let by_hash = match &media.hash {
        Some(MediaHash::Sha256(stated)) => files.iter().position(|(_, hash)| hash == stated),
        _ => None,
    };
    by_hash.or_else(|| {
        files
            .iter()
            .position(|(name, _)| names(media).any(|n| n == last(name)))
    })
}

/// The names that a file of the archive may have been saved under.
fn names(media: &Media) -> impl Iterator<Item = &str> {
    let urls = media.urls.iter().map(String::as_str);
    std::iter::once(media.file_name.as_str())
        .chain(media.key.as_deref())
        .chain(urls)
        .map(last)
        .filter(|n| !n.is_empty())
}

/// The last part of a path or an address.
fn last(path: &str) -> &str {
    let path = path.split(['?', '#']).next().unwrap_or_default();
    path.rsplit(['/', '\\']).next().unwrap_or_default()
}

impl Archived {
    /// As claims; with the outcome of [`compare`] if files were handed along.
    #[must_use]
    pub fn to_claims(&self, comparison: Option<&Comparison>) -> Claims {
        let mut claims = Claims::new(ClaimsKind::AutoArchiver);
        claims.push_some("page", self.url.as_deref());
        claims.push_some("status", self.status.as_deref());
        claims.push_some("title", self.title.as_deref());
        claims.push_some("published", self.published.as_deref());
        claims.push_some("archived", self.archived.as_deref());
        claims.push_some("text", self.content.as_deref());
        for (number, media) in self.media.iter().enumerate() {
            let name = format!("media {}", number + 1);
            let label = [
                media.id.as_deref(),
                media.key.as_deref(),
                Some(&media.file_name),
            ]
            .into_iter()
            .flatten()
            .find(|t| !t.is_empty())
            .unwrap_or("without a name");
            let hash = match &media.hash {
                Some(MediaHash::Sha256(hash)) => format!("sha256:{hash}"),
                Some(MediaHash::Other(text)) => text.clone(),
                None => "no hash".to_owned(),
            };
            let check = comparison.and_then(|c| c.media.get(number));
            let note = match check {
                None => String::new(),
                Some(MediaCheck::Agrees { name }) => format!("agrees with the file `{name}`"),
                Some(MediaCheck::NotHandedOver) => "the file was not handed over".to_owned(),
                Some(MediaCheck::NotChecked(why)) => format!("not checked: {why}"),
                Some(MediaCheck::Differs { name: file, sha256 }) => {
                    claims.problem(&format!(
                        "{name}: the file `{file}` is another: sha256:{sha256}"
                    ));
                    format!("the file `{file}` is another")
                }
            };
            claims.push_noted(&name, &format!("{label}, {hash}"), &note);
            claims.push_some(&format!("{name} type"), media.media_type.as_deref());
            claims.push_some(
                &format!("{name} stored at"),
                media.urls.first().map(String::as_str),
            );
            claims.push_some(&format!("{name} taken from"), media.source.as_deref());
        }
        for (name, value) in &self.other {
            claims.push(&format!("other {name}"), value);
        }
        for file in comparison.into_iter().flat_map(|c| &c.unknown) {
            claims.problem(&format!("the file `{file}` is not among the media"));
        }
        claims
    }
}
