//! What an entry about evidence holds: a file that is kept, or a page that was archived.
//!
//! Each part is a field of its own, so that it can be opened alone: the hash of a file without the key to it, one claim
//! without the others. What people state (how it came about, who took it in) and what the file says of itself are kept
//! apart. The format is in `docs/spec/evidence.md`.

#[cfg(test)]
pub(super) mod tests;

use std::fmt;

use holdfire_model::time::Moment;
use holdfire_seal::Hash;
use holdfire_seal::fields::Field;
use thiserror::Error;
use zeroize::Zeroizing;

use super::claims::{Claims, ClaimsError, tidy};
use super::custody::fields::{Reader, Writer};
use super::custody::{About, Collected, Custody, CustodyError, Intake, sealable, texts};

const HEAD: &str = "evidence";
const FILE: &str = "file@v1";
const PAGE: &str = "page@v1";

/// The key to a stored file, as text. `Debug` hides it, and it is overwritten when dropped.
#[derive(Clone, PartialEq, Eq)]
pub struct FileKeyText(Zeroizing<String>);

impl FileKeyText {
    /// Takes the key as `age` writes it; `None` if it does not look like one.
    #[must_use]
    pub fn new(text: &str) -> Option<Self> {
        // Bech32 (BIP 173) of 32 bytes: 52 characters and a checksum of 6, which `age` checks.
        let data = text.strip_prefix("AGE-SECRET-KEY-1")?;
        let fits = data.len() == 58
            && data
                .bytes()
                .all(|b| b.is_ascii_uppercase() || b.is_ascii_digit());
        fits.then(|| Self(Zeroizing::new(text.to_owned())))
    }

    /// The key: a secret.
    #[must_use]
    pub fn expose(&self) -> &str {
        &self.0
    }
}

impl fmt::Debug for FileKeyText {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("FileKeyText(hidden)")
    }
}

/// A file that is kept.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct EvidenceEntry {
    /// Which file, how it came about, who handed it over and who took it in: statements of people, and the first entry of
    /// its chain of custody.
    pub intake: Intake,
    /// Its name in the folder of evidence.
    pub stored_as: String,
    /// What opens it. With this field destroyed, nobody can read the file.
    pub key: FileKeyText,
    /// The page that it was archived from, as the archive says.
    pub page: Option<FromPage>,
    /// The file that it was made from, if it is a working copy.
    pub derived: Option<Derived>,
    /// What it says of itself: claims, never facts. At most one of each kind, in the order of the kinds.
    pub claims: Vec<Claims>,
}

/// The page that a file was archived from, as an archive says that names the file by its hash.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FromPage {
    /// Its address.
    pub url: String,
    /// When it was published, as written.
    pub published: Option<String>,
    /// When it was archived, as written.
    pub captured_at: Option<String>,
    /// The hash of the file that says so.
    pub listed_in: Hash,
}

/// What a working copy was made from.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Derived {
    /// The hash of the file.
    pub from: Hash,
    /// How: what was cut, converted, removed, with which program.
    pub how: String,
}

/// A page that was archived, as the archive says.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PageEntry {
    /// Its address.
    pub url: String,
    /// Its title.
    pub title: Option<String>,
    /// When it was archived, as written.
    pub captured_at: Option<String>,
    /// The hash of the file that holds or describes it: the digest that pins it.
    pub held_in: Hash,
    /// The files that were handed over with it and have the hashes that the archive states.
    pub files: Vec<Hash>,
    /// What the archive says of it.
    pub claims: Option<Claims>,
}

/// What people state about a file that is taken in.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Received {
    /// How it came about.
    pub collected: Collected,
    /// Who handed it to the mission.
    pub handed_over_by: String,
    /// Who took it in.
    pub received_by: String,
    /// When.
    pub received_at: Moment,
    /// What it is about.
    pub about: Vec<About>,
}

/// Why fields are not an entry about evidence, or cannot become one.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
pub enum EntryError {
    /// The first field does not say that it is one.
    #[error("the first field is not `evidence`")]
    NoKind,
    /// Of another kind, or of a newer version.
    #[error(
        "evidence entries of kind `{found}` are not `{wanted}`\nhint: they may come from a newer version"
    )]
    Kind {
        /// What it says.
        found: String,
        /// What was asked for.
        wanted: &'static str,
    },
    /// A field is wrong.
    #[error(transparent)]
    Field(#[from] CustodyError),
    /// The claims are wrong.
    #[error(transparent)]
    Claims(#[from] ClaimsError),
    /// The key is none; it is not repeated here.
    #[error("the field `key` is not the key of a stored file")]
    Key,
    /// The name in the folder is none.
    #[error("the field `stored_as` is not the name of a stored file")]
    StoredAs,
    /// The fields are in another order or spelling than they are written in.
    #[error("the fields are not as such an entry is written")]
    Spelling,
}

impl EvidenceEntry {
    /// The first entry of the chain of custody of this file.
    #[must_use]
    pub fn custody(&self) -> Custody {
        Custody::Intake(self.intake.clone())
    }

    /// As ordered fields of an entry, the key among them.
    ///
    /// # Errors
    /// [`EntryError`] if a text is empty, too long or steers a terminal, or the claims are not in order.
    pub fn to_fields(&self) -> Result<Vec<Field>, EntryError> {
        if !is_stored_name(&self.stored_as) {
            return Err(EntryError::StoredAs);
        }
        let mut to = Writer::default();
        to.put(HEAD, FILE.to_owned());
        to.0.extend(self.custody().to_fields()?);
        to.put("stored_as", self.stored_as.clone());
        to.put("key", self.key.expose().to_owned());
        if let Some(page) = &self.page {
            to.text("page_url", &page.url)?;
            to.some("page_published", page.published.as_deref())?;
            to.some("page_captured_at", page.captured_at.as_deref())?;
            to.put("page_listed_in", page.listed_in.to_string());
        }
        if let Some(derived) = &self.derived {
            to.put("derived_from", derived.from.to_string());
            to.text("derived_how", &derived.how)?;
        }
        write_claims(&self.claims, &mut to)?;
        Ok(sealable(to.0))
    }

    /// Reads [`Self::to_fields`], strictly.
    ///
    /// # Errors
    /// [`EntryError`]
    pub fn from_fields(fields: &[Field]) -> Result<Self, EntryError> {
        let all = texts(fields)?;
        let rest = after_head(&all, FILE)?;
        let end = rest.iter().position(|(name, _)| name == "stored_as");
        let (custody, rest) = rest.split_at(end.unwrap_or(rest.len()));
        let Custody::Intake(intake) = Custody::from_fields(custody)? else {
            return Err(EntryError::Spelling);
        };
        let mut from = Reader(rest);
        let entry = Self {
            intake,
            stored_as: from.value("stored_as")?.to_owned(),
            key: FileKeyText::new(from.value("key")?).ok_or(EntryError::Key)?,
            page: match from.next("page_url") {
                None => None,
                Some(url) => Some(FromPage {
                    url: url.to_owned(),
                    published: from.some("page_published")?,
                    captured_at: from.some("page_captured_at")?,
                    listed_in: from.hash("page_listed_in")?,
                }),
            },
            derived: match from.next("derived_from") {
                None => None,
                Some(hash) => Some(Derived {
                    from: Hash::from_hex(hash).ok_or(EntryError::Spelling)?,
                    how: from.text("derived_how")?,
                }),
            },
            claims: read_claims(from.0)?,
        };
        same(entry.to_fields()?, fields, entry)
    }
}

impl PageEntry {
    /// As ordered fields of an entry.
    ///
    /// # Errors
    /// [`EntryError`] if a text is empty, too long or steers a terminal.
    pub fn to_fields(&self) -> Result<Vec<Field>, EntryError> {
        let mut to = Writer::default();
        to.put(HEAD, PAGE.to_owned());
        to.text("url", &self.url)?;
        to.some("title", self.title.as_deref())?;
        to.some("captured_at", self.captured_at.as_deref())?;
        to.put("held_in", self.held_in.to_string());
        for file in &self.files {
            to.put("file", file.to_string());
        }
        write_claims(self.claims.as_slice(), &mut to)?;
        Ok(sealable(to.0))
    }

    /// Reads [`Self::to_fields`], strictly.
    ///
    /// # Errors
    /// [`EntryError`]
    pub fn from_fields(fields: &[Field]) -> Result<Self, EntryError> {
        let all = texts(fields)?;
        let mut from = Reader(after_head(&all, PAGE)?);
        let (url, title) = (from.text("url")?, from.some("title")?);
        let (captured_at, held_in) = (from.some("captured_at")?, from.hash("held_in")?);
        let mut files = Vec::new();
        while let Some(hash) = from.next("file") {
            files.push(Hash::from_hex(hash).ok_or(EntryError::Spelling)?);
        }
        let mut claims = read_claims(from.0)?.into_iter();
        let entry = Self {
            url,
            title,
            captured_at,
            held_in,
            files,
            claims: claims.next(),
        };
        same(entry.to_fields()?, fields, entry)
    }
}

fn after_head<'f>(
    fields: &'f [(String, String)],
    wanted: &'static str,
) -> Result<&'f [(String, String)], EntryError> {
    match fields.split_first() {
        Some(((name, kind), rest)) if name == HEAD && kind == wanted => Ok(rest),
        Some(((name, kind), _)) if name == HEAD => Err(EntryError::Kind {
            found: tidy(kind, 60),
            wanted,
        }),
        _ => Err(EntryError::NoKind),
    }
}

/// One entry has one spelling.
fn same<T>(written: Vec<Field>, read: &[Field], entry: T) -> Result<T, EntryError> {
    if written == read {
        Ok(entry)
    } else {
        Err(EntryError::Spelling)
    }
}

/// The claims of each kind follow each other, with the kind before each name: `exif/claim:capture time`.
fn write_claims(claims: &[Claims], to: &mut Writer) -> Result<(), EntryError> {
    if claims.windows(2).any(|two| two[0].kind() >= two[1].kind()) {
        return Err(EntryError::Spelling);
    }
    for claims in claims {
        let kind = kind_of(claims);
        for (name, value) in claims.to_fields() {
            to.put(&format!("{kind}/{name}"), value);
        }
    }
    Ok(())
}

/// The kind without its version.
fn kind_of(claims: &Claims) -> &'static str {
    let name = claims.kind().name();
    name.split_once('@').map_or(name, |(kind, _)| kind)
}

fn read_claims(fields: &[(String, String)]) -> Result<Vec<Claims>, EntryError> {
    let kind = |name: &str| name.split_once('/').map(|(kind, _)| kind.to_owned());
    let mut all = Vec::new();
    for block in fields.chunk_by(|one, next| kind(&one.0) == kind(&next.0)) {
        let mut inner = Vec::with_capacity(block.len());
        for (name, value) in block {
            let Some((_, name)) = name.split_once('/') else {
                return Err(CustodyError::Field(tidy(name, 60)).into());
            };
            inner.push((name.to_owned(), value.clone()));
        }
        all.push(Claims::from_fields(&inner)?);
    }
    Ok(all)
}

fn is_stored_name(text: &str) -> bool {
    let known = |b: u8| matches!(b, b'0'..=b'9' | b'a'..=b'f' | b'-');
    (32..=43).contains(&text.len()) && text.bytes().all(known)
}
