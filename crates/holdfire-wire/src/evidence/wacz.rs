//! Web archives (WACZ): which pages, taken when and with what, and whether the archive agrees with its own list.
//!
//! A WACZ lists the hash of each of its files in `datapackage.json`, and the hash of that list in
//! `datapackage-digest.json`. Agreement says that nothing was changed without changing the lists too, no more: whoever
//! makes an archive writes its lists. What pins it to a moment is the hash of the whole file, entered in the log.
//! Recorded traffic (`archive/*.warc.gz`) is hashed as it lies there and never unpacked.
//!
//! # Source
//! WACZ 1.1.1 (with the older forms of `resources` that py-wacz 0.2 wrote) and WACZ Signing and Verification 0.1.0.

mod package;
#[cfg(test)]
pub(super) mod tests;

use std::collections::BTreeSet;

use holdfire_seal::Hash;
use jiff::Timestamp;
use serde::Deserialize;
use serde::de::IgnoredAny;
use serde_json::Value;
use sha2::{Digest as _, Sha256};
use thiserror::Error;

use super::archive::{Archive, ArchiveError, ArchiveLimits, Entry, EntryFault};
use super::claims::{Claims, ClaimsKind, tidy};
use package::{Listed, StatedHash};

const PACKAGE: &str = "datapackage.json";
const DIGEST: &str = "datapackage-digest.json";

/// The most bytes of the lists: as values they take many times the memory of their text.
const LIST_BYTES: u64 = 4 << 20;

/// The most pages that are kept; the rest is counted.
const PAGES_KEPT: usize = 10_000;

/// The most pages that become claims.
const PAGES_CLAIMED: usize = 200;

/// Why a file is not read as a web archive. It can still be taken in as a file.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
pub enum WaczError {
    /// The archive breaks a limit or is damaged.
    #[error(transparent)]
    Archive(#[from] ArchiveError),
    /// There is no list of files.
    #[error("it has no `datapackage.json`, so that it is no web archive")]
    NoPackage,
    /// The list of files cannot be read.
    #[error("its `datapackage.json` cannot be read: {0}")]
    Package(String),
}

/// How a file of the archive compares with what the list says of it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Agreement {
    /// Hash and size are those of the list.
    Agrees,
    /// It is another file than the one that was listed.
    Differs {
        /// Its hash; `None` if the list only states a size.
        sha256: Option<Hash>,
        /// Its size.
        size_bytes: u64,
    },
    /// It is listed and not there.
    Missing,
    /// It cannot be said, with the reason.
    NotChecked(String),
}

/// A file that the list names.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Resource {
    /// Its name in the archive.
    pub path: String,
    /// What the list says of it, as written.
    pub stated: String,
    /// How it compares.
    pub agreement: Agreement,
}

/// A page that was recorded.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Page {
    /// Its address.
    pub url: String,
    /// When it was recorded, as written.
    pub taken: Option<String>,
    /// Its title.
    pub title: Option<String>,
}

/// How the list of files compares with the hash that is stored beside it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum DigestCheck {
    /// It is the list that was hashed.
    Agrees,
    /// It is another list.
    Differs {
        /// What the digest states.
        stated: String,
        /// The hash of the list.
        sha256: Hash,
    },
    /// There is no digest.
    Absent,
    /// It cannot be said, with the reason.
    NotChecked(String),
}

/// A signature over the list. None is verified here.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Signature {
    /// There is none.
    Absent,
    /// There is one, not verified: whoever makes an archive can make a key.
    PresentNotVerified {
        /// The host whose certificate is named; `None` for an anonymous key.
        domain: Option<String>,
        /// When it says it was made.
        created: Option<String>,
        /// The software that made it.
        software: Option<String>,
    },
}

/// What a web archive says of itself, and what of it was checked.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Wacz {
    /// Texts of the package that have a meaning of their own, in a fixed order: name and text.
    pub about: Vec<(&'static str, String)>,
    /// The files that are listed, in the order of the list.
    pub resources: Vec<Resource>,
    /// Files that are there and not listed, with their hash (or why there is none).
    pub unlisted: Vec<(String, Result<Hash, String>)>,
    /// The pages, in the order of the archive, up to a limit.
    pub pages: Vec<Page>,
    /// How many pages there are in all.
    pub pages_in_all: usize,
    /// The digest of the list.
    pub digest: DigestCheck,
    /// The signature.
    pub signature: Signature,
    /// What else is wrong.
    pub problems: Vec<String>,
}

/// Reads a web archive and checks it against its own list.
///
/// # Errors
/// [`WaczError`] if it is none, is damaged, or needs more than the limits allow.
pub fn read(bytes: &[u8], limits: &ArchiveLimits) -> Result<Wacz, WaczError> {
    let archive = Archive::open(bytes, limits)?;
    let entry = archive.named(PACKAGE).next().ok_or(WaczError::NoPackage)?;
    let package_bytes = archive
        .text(entry, LIST_BYTES)
        .map_err(|fault| WaczError::Package(fault.to_string()))?;
    let package: Value = serde_json::from_slice(&package_bytes)
        .map_err(|error| WaczError::Package(error.to_string()))?;
    let mut problems = Vec::new();
    let listed = package::listed(&package, limits.entries, &mut problems)
        .map_err(|why| WaczError::Package(why.to_owned()))?;
    odd_entries(&archive, &mut problems);
    let resources: Vec<Resource> = listed.into_iter().map(|l| checked(&archive, l)).collect();
    let known: BTreeSet<&str> = resources.iter().map(|r| r.path.as_str()).collect();
    let unlisted = archive
        .entries()
        .iter()
        .filter(|e| !e.is_folder() && ![PACKAGE, DIGEST].contains(&e.name.as_str()))
        .filter(|e| !known.contains(e.name.as_str()))
        .map(|e| {
            (
                tidy(&e.name, 200),
                hashed(&archive, e).map_err(|f| f.to_string()),
            )
        })
        .collect();
    let mut pages = Vec::new();
    let mut pages_in_all = 0;
    for entry in archive.entries() {
        if entry.name.starts_with("pages/") && entry.name.ends_with(".jsonl") {
            pages_in_all += read_pages(&archive, entry, &mut pages, &mut problems);
        }
    }
    if !archive
        .entries()
        .iter()
        .any(|e| e.name.starts_with("archive/"))
    {
        problems.push("it has no recorded traffic (`archive/`)".to_owned());
    }
    let (digest, signature) = digest(&archive, &package_bytes, &mut problems);
    Ok(Wacz {
        about: package::about(&package),
        resources,
        unlisted,
        pages,
        pages_in_all,
        digest,
        signature,
        problems,
    })
}

impl Wacz {
    /// Whether the archive agrees with its own lists in everything: no file differs, is missing, unlisted or unchecked.
    #[must_use]
    pub fn agrees_with_itself(&self) -> bool {
        self.resources
            .iter()
            .all(|r| r.agreement == Agreement::Agrees)
            && self.unlisted.is_empty()
            && self.problems.is_empty()
            && matches!(self.digest, DigestCheck::Agrees | DigestCheck::Absent)
    }

    /// As claims: what it says of itself, the outcome of each check, the first pages.
    #[must_use]
    pub fn to_claims(&self) -> Claims {
        let mut claims = Claims::new(ClaimsKind::Wacz);
        for (name, text) in &self.about {
            claims.push(name, text);
        }
        let (text, problem) = match &self.digest {
            DigestCheck::Agrees => (
                "the list of files is the one that was hashed".to_owned(),
                false,
            ),
            DigestCheck::Absent => ("none".to_owned(), false),
            DigestCheck::NotChecked(why) => (format!("not checked: {why}"), true),
            DigestCheck::Differs { stated, sha256 } => (
                format!("the list of files is another: stated {stated}, found sha256:{sha256}"),
                true,
            ),
        };
        claims.push("digest of the list", &text);
        if problem {
            claims.problem(&format!("digest of the list: {text}"));
        }
        match &self.signature {
            Signature::Absent => claims.push("signature", "none"),
            Signature::PresentNotVerified {
                domain,
                created,
                software,
            } => {
                claims.push("signature", "present, not verified");
                claims.push(
                    "signature by",
                    domain.as_deref().unwrap_or("an anonymous key"),
                );
                claims.push_some("signature made at", created.as_deref());
                claims.push_some("signature made with", software.as_deref());
            }
        }
        for resource in &self.resources {
            let name = format!("file {}", resource.path);
            let (outcome, problem) = match &resource.agreement {
                Agreement::Agrees => ("agrees with the list".to_owned(), false),
                Agreement::Missing => ("listed and not there".to_owned(), true),
                Agreement::NotChecked(why) => (format!("not checked: {why}"), true),
                Agreement::Differs {
                    sha256: Some(hash),
                    size_bytes,
                } => (
                    format!("differs from the list: found sha256:{hash}, {size_bytes} bytes"),
                    true,
                ),
                Agreement::Differs {
                    sha256: None,
                    size_bytes,
                } => (
                    format!("differs from the list: found {size_bytes} bytes"),
                    true,
                ),
            };
            claims.push_noted(&name, &resource.stated, &outcome);
            if problem {
                claims.problem(&format!("{name}: {outcome}"));
            }
        }
        for (path, hash) in &self.unlisted {
            let found = match hash {
                Ok(hash) => format!("sha256:{hash}"),
                Err(why) => why.clone(),
            };
            claims.push_noted(&format!("file {path}"), &found, "not listed");
            claims.problem(&format!("file {path}: there and not listed"));
        }
        claims.push("pages", &self.pages_in_all.to_string());
        for (number, page) in (1..).zip(self.pages.iter().take(PAGES_CLAIMED)) {
            let note = match (&page.taken, &page.title) {
                (Some(taken), Some(title)) => format!("recorded {taken}; title `{title}`"),
                (Some(taken), None) => format!("recorded {taken}"),
                (None, Some(title)) => format!("no time stated; title `{title}`"),
                (None, None) => "no time stated".to_owned(),
            };
            claims.push_noted(&format!("page {number}"), &page.url, &note);
        }
        for problem in &self.problems {
            claims.problem(problem);
        }
        claims
    }
}

/// What makes an archive mean different things to different programs.
fn odd_entries(archive: &Archive<'_>, problems: &mut Vec<String>) {
    let mut seen = BTreeSet::new();
    for entry in archive.entries() {
        let name = tidy(&entry.name, 200);
        if !seen.insert(&entry.name) {
            problems.push(format!(
                "`{name}` is there more than once: programs differ on which one they show"
            ));
        }
        if entry.symbolic_link {
            problems.push(format!("`{name}` is a link, which is not followed"));
        }
    }
}

fn checked(archive: &Archive<'_>, listed: Listed) -> Resource {
    let mut entries = archive.named(&listed.path);
    let agreement = match (entries.next(), entries.next()) {
        _ if listed.elsewhere => Agreement::NotChecked("it lies elsewhere".to_owned()),
        (None, _) => Agreement::Missing,
        (Some(_), Some(_)) => Agreement::NotChecked("it is there more than once".to_owned()),
        (Some(entry), None) => compared(archive, entry, &listed),
    };
    Resource {
        stated: listed.stated(),
        path: tidy(&listed.path, 200),
        agreement,
    }
}

fn compared(archive: &Archive<'_>, entry: &Entry, listed: &Listed) -> Agreement {
    let hash = match hashed(archive, entry) {
        Ok(hash) => hash,
        Err(fault) => return Agreement::NotChecked(fault.to_string()),
    };
    let same_size = listed
        .size_bytes
        .is_none_or(|size| size == entry.size_bytes);
    match &listed.hash {
        Some(StatedHash::Sha256(stated)) if *stated == hash && same_size => Agreement::Agrees,
        Some(StatedHash::Sha256(_)) => Agreement::Differs {
            sha256: Some(hash),
            size_bytes: entry.size_bytes,
        },
        Some(StatedHash::Other(_)) | None if !same_size => Agreement::Differs {
            sha256: None,
            size_bytes: entry.size_bytes,
        },
        Some(StatedHash::Other(text)) => {
            Agreement::NotChecked(format!("`{text}` is not a SHA-256"))
        }
        None => Agreement::NotChecked("the list states no hash".to_owned()),
    }
}

fn hashed(archive: &Archive<'_>, entry: &Entry) -> Result<Hash, EntryFault> {
    let mut hasher = Sha256::new();
    archive.unpack(entry, |piece| hasher.update(piece))?;
    Ok(Hash(hasher.finalize().into()))
}

/// A line of a list of pages. Only what is needed is kept: lines may hold the text of whole pages.
#[derive(Deserialize)]
struct PageLine {
    format: Option<IgnoredAny>,
    url: Option<String>,
    ts: Option<String>,
    title: Option<String>,
}

/// Adds the pages of a file, and returns how many there are.
fn read_pages(
    archive: &Archive<'_>,
    entry: &Entry,
    pages: &mut Vec<Page>,
    problems: &mut Vec<String>,
) -> usize {
    let name = tidy(&entry.name, 200);
    let bytes = match archive.text(entry, u64::MAX) {
        Ok(bytes) => bytes,
        Err(fault) => {
            problems.push(format!("`{name}` cannot be read: {fault}"));
            return 0;
        }
    };
    let (mut count, mut broken) = (0, 0);
    for line in bytes.split(|b| *b == b'\n') {
        if line.trim_ascii().is_empty() {
            continue;
        }
        match serde_json::from_slice(line) {
            Ok(PageLine {
                url: Some(url),
                ts,
                title,
                ..
            }) => {
                count += 1;
                if ts.as_ref().is_none_or(|t| t.parse::<Timestamp>().is_err()) {
                    broken += 1;
                }
                if pages.len() < PAGES_KEPT {
                    pages.push(Page {
                        url: tidy(&url, 2_000),
                        taken: ts.map(|t| tidy(&t, 100)),
                        title: title.map(|t| tidy(&t, 2_000)),
                    });
                }
            }
            // The head says what the lines are.
            Ok(PageLine {
                format: Some(_), ..
            }) => {}
            Ok(_) | Err(_) => broken += 1,
        }
    }
    if broken > 0 {
        problems.push(format!(
            "`{name}` has {broken} lines that are no page with an address and a time with an offset"
        ));
    }
    count
}

/// The digest of the list, and the signature that may stand in it.
fn digest(
    archive: &Archive<'_>,
    package: &[u8],
    problems: &mut Vec<String>,
) -> (DigestCheck, Signature) {
    let Some(entry) = archive.named(DIGEST).next() else {
        return (DigestCheck::Absent, Signature::Absent);
    };
    let parsed = archive
        .text(entry, LIST_BYTES)
        .map_err(|fault| fault.to_string())
        .and_then(|b| serde_json::from_slice::<Value>(&b).map_err(|e| e.to_string()));
    let value = match parsed {
        Ok(value) => value,
        Err(why) => return (DigestCheck::NotChecked(why), Signature::Absent),
    };
    let text = |value: &Value, key: &str| {
        value
            .get(key)
            .and_then(Value::as_str)
            .map(|t| tidy(t, 2_000))
    };
    let stated = text(&value, "hash");
    let check = match (text(&value, "path").as_deref(), &stated) {
        (Some(PACKAGE), Some(stated)) => match StatedHash::read(stated, None) {
            StatedHash::Sha256(hash) if hash == Hash::of(package) => DigestCheck::Agrees,
            StatedHash::Sha256(_) => DigestCheck::Differs {
                stated: stated.clone(),
                sha256: Hash::of(package),
            },
            StatedHash::Other(text) => {
                DigestCheck::NotChecked(format!("`{text}` is not a SHA-256"))
            }
        },
        (Some(PACKAGE), None) => DigestCheck::NotChecked("it states no hash".to_owned()),
        _ => DigestCheck::NotChecked("it is not about `datapackage.json`".to_owned()),
    };
    let signature = match value.get("signedData") {
        None | Some(Value::Null) => Signature::Absent,
        Some(signed) => {
            if text(signed, "hash") != stated {
                problems.push("what is signed is another hash than the digest states".to_owned());
            }
            Signature::PresentNotVerified {
                domain: text(signed, "domain"),
                created: text(signed, "created"),
                software: text(signed, "software"),
            }
        }
    };
    (check, signature)
}
