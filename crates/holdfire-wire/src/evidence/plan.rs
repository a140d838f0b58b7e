//! Files that are handed over together, and the entries that they become.
//!
//! [`look`] reads one file: its type, its hash, what it says of itself. [`plan`] puts the files beside each other: an archive
//! of web pages becomes a file and its pages, output of the Auto Archiver becomes pages and the files that have the hashes
//! it states. Every file that is handed over becomes an entry, whatever can be read of it.

#[cfg(test)]
mod tests;

use std::collections::BTreeSet;

use holdfire_seal::Hash;

use super::archive::ArchiveLimits;
use super::auto_archiver::{self, Archived, Output, OutputError};
use super::claims::{Claims, ClaimsKind, VALUE_LIMIT, tidy};
use super::custody::Intake;
use super::custody::fields::is_text;
use super::entry::{Derived, EvidenceEntry, FileKeyText, FromPage, PageEntry, Received};
use super::{exif, media_type, wacz};

/// Files up to this size are read whole for what they say of themselves. Larger ones are taken in all the same.
pub const READ_WHOLE_BYTES: u64 = 256 << 20;

/// The most pages of one web archive that become entries; the file holds the others.
pub const PAGES_ENTERED: usize = 200;

/// What was found in one file.
#[derive(Clone, Debug)]
pub struct Looked {
    /// The file, as far as it says by itself.
    pub file: PlannedFile,
    /// The pages of a web archive.
    pages: Vec<wacz::Page>,
    /// Output of the Auto Archiver.
    output: Option<Output>,
    notes: Vec<String>,
}

/// A file that is to be taken in.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PlannedFile {
    /// Its name as given, safe to be shown; never a path.
    pub name: Option<String>,
    /// Its hash. What is stored must have the same: the claims are about these bytes.
    pub sha256: Hash,
    /// Its size.
    pub size_bytes: u64,
    /// What it is, by its bytes.
    pub media_type: String,
    /// The page that it was archived from.
    pub page: Option<FromPage>,
    /// What it says of itself.
    pub claims: Vec<Claims>,
}

/// What is to be entered.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Plan {
    /// The files, in the order in which they were given.
    pub files: Vec<PlannedFile>,
    /// The pages, in the order of the files that hold them.
    pub pages: Vec<PageEntry>,
    /// What whoever takes the files in should know.
    pub notes: Vec<String>,
}

/// Looks at a file whose bytes are all there.
#[must_use]
pub fn look(name: &str, bytes: &[u8]) -> Looked {
    let mut looked = unread(name, Hash::of(bytes), bytes.len() as u64, media_type(bytes));
    let image = exif::read(bytes);
    if image.container.is_some() {
        looked.file.claims.push(image.claims);
    }
    match looked.file.media_type.as_str() {
        "application/wacz" => looked.wacz(bytes),
        "application/json" | "text/html" | "text/plain" => looked.output(bytes),
        _ => {}
    }
    looked
}

/// Looks at a file larger than [`READ_WHOLE_BYTES`]: at its beginning, with the hash and size of the whole.
#[must_use]
pub fn look_at_head(name: &str, sha256: Hash, size_bytes: u64, head: &[u8]) -> Looked {
    let mut looked = unread(name, sha256, size_bytes, media_type(head));
    let why = format!(
        "it has {size_bytes} bytes, more than the {READ_WHOLE_BYTES} that are read for what a file says of itself"
    );
    let media_type = looked.file.media_type.as_str();
    let kind = match media_type {
        "application/zip" | "application/wacz" => Some(ClaimsKind::Wacz),
        image if image.starts_with("image/") => Some(ClaimsKind::Exif),
        _ => None,
    };
    if let Some(kind) = kind {
        let mut claims = Claims::new(kind);
        claims.problem(&why);
        looked.file.claims.push(claims);
    }
    looked.note(&why);
    looked
}

fn unread(name: &str, sha256: Hash, size_bytes: u64, media_type: &str) -> Looked {
    Looked {
        file: PlannedFile {
            name: line(name),
            sha256,
            size_bytes,
            media_type: media_type.to_owned(),
            page: None,
            claims: Vec::new(),
        },
        pages: Vec::new(),
        output: None,
        notes: Vec::new(),
    }
}

/// Text from outside as one line of an entry; none if there is nothing in it.
fn line(text: &str) -> Option<String> {
    // Cut so that what says that it was cut has room.
    let text = tidy(text, VALUE_LIMIT - 100);
    if is_text(&text) {
        return Some(text);
    }
    // What was escaped may have made it long.
    let short = tidy(&text, VALUE_LIMIT - 100);
    is_text(&short).then_some(short)
}

impl Looked {
    fn note(&mut self, text: &str) {
        let note = format!("{}: {text}", self.shown());
        self.notes.push(tidy(&note, VALUE_LIMIT));
    }

    fn shown(&self) -> String {
        let name = self.file.name.as_deref().unwrap_or("a file without a name");
        format!("`{name}`")
    }

    fn wacz(&mut self, bytes: &[u8]) {
        match wacz::read(bytes, &ArchiveLimits::default()) {
            Ok(archive) => {
                if !archive.agrees_with_itself() {
                    self.note("the web archive does not agree with its own lists; see its claims");
                }
                let more = archive.pages_in_all.saturating_sub(PAGES_ENTERED);
                if more > 0 {
                    let all = archive.pages_in_all;
                    self.note(&format!(
                        "of its {all} pages the first {PAGES_ENTERED} become entries; it holds the other {more}"
                    ));
                }
                self.file.claims.push(archive.to_claims());
                self.pages = archive.pages;
                self.pages.truncate(PAGES_ENTERED);
            }
            Err(error) => {
                let mut claims = Claims::new(ClaimsKind::Wacz);
                claims.problem(&format!("it is not read as a web archive: {error}"));
                self.file.claims.push(claims);
                self.note(&format!(
                    "taken in as a file, not as a web archive: {error}"
                ));
            }
        }
    }

    fn output(&mut self, bytes: &[u8]) {
        match auto_archiver::read(bytes) {
            Ok(output) => {
                for problem in &output.problems {
                    let problem = problem.clone();
                    self.note(&problem);
                }
                self.output = Some(output);
            }
            // Most texts are something else.
            Err(OutputError::OtherForm) => {}
            Err(error) => self.note(&format!("taken in as a file only: {error}")),
        }
    }
}

/// Puts files beside each other that were handed over together.
#[must_use]
pub fn plan(looked: Vec<Looked>) -> Plan {
    let hashed = |looked: &Looked| {
        let name = looked.file.name.clone().unwrap_or_default();
        (name, looked.file.sha256)
    };
    let names: Vec<(String, Hash)> = looked.iter().map(hashed).collect();
    let mut plan = Plan::default();
    let mut from_page: Vec<Option<FromPage>> = vec![None; looked.len()];
    for file in &looked {
        plan.notes.extend(file.notes.iter().cloned());
        for page in &file.pages {
            match line(&page.url) {
                Some(url) => plan.pages.push(PageEntry {
                    url,
                    title: page.title.as_deref().and_then(line),
                    captured_at: page.taken.as_deref().and_then(line),
                    held_in: file.file.sha256,
                    files: Vec::new(),
                    claims: None,
                }),
                None => plan.notes.push(without_address(file)),
            }
        }
        for page in file.output.iter().flat_map(|output| &output.pages) {
            match page.url.as_deref().and_then(line) {
                Some(url) => archived(page, url, file, &names, &mut from_page, &mut plan),
                None => plan.notes.push(without_address(file)),
            }
        }
    }
    for (file, page) in looked.into_iter().zip(from_page) {
        plan.files.push(PlannedFile { page, ..file.file });
    }
    plan
}

fn without_address(file: &Looked) -> String {
    format!("{}: a page in it states no address", file.shown())
}

/// A page that the Auto Archiver describes, with those of the files that are its own.
fn archived(
    page: &Archived,
    url: String,
    file: &Looked,
    names: &[(String, Hash)],
    from_page: &mut [Option<FromPage>],
    plan: &mut Plan,
) {
    let listed_in = file.file.sha256;
    // The description is no file of the page, whatever it is called.
    let own: BTreeSet<usize> = page
        .media
        .iter()
        .filter_map(|media| auto_archiver::found(media, names))
        .filter(|at| names[*at].1 != listed_in)
        .collect();
    let handed: Vec<(String, Hash)> = own.iter().map(|at| names[*at].clone()).collect();
    let comparison = auto_archiver::compare_hashed(page, &handed);
    let captured_at = page.archived.as_deref().and_then(line);
    let stated: Vec<Hash> = page.media.iter().filter_map(stated_hash).collect();
    let mut files = Vec::new();
    for at in own {
        let sha256 = names[at].1;
        if stated.contains(&sha256) {
            if !files.contains(&sha256) {
                files.push(sha256);
            }
            from_page[at].get_or_insert_with(|| FromPage {
                url: url.clone(),
                published: page.published.as_deref().and_then(line),
                captured_at: captured_at.clone(),
                listed_in,
            });
        }
    }
    let claims = page.to_claims(Some(&comparison));
    for problem in claims.problems() {
        plan.notes.push(format!("{}: {problem}", file.shown()));
    }
    plan.pages.push(PageEntry {
        url,
        title: page.title.as_deref().and_then(line),
        captured_at,
        held_in: listed_in,
        files,
        claims: Some(claims),
    });
}

fn stated_hash(media: &auto_archiver::Media) -> Option<Hash> {
    match &media.hash {
        Some(auto_archiver::MediaHash::Sha256(hash)) => Some(*hash),
        _ => None,
    }
}

impl PlannedFile {
    /// The entry about the file, once it is stored.
    #[must_use]
    pub fn entry(
        &self,
        received: Received,
        stored_as: &str,
        key: FileKeyText,
        derived: Option<Derived>,
    ) -> EvidenceEntry {
        EvidenceEntry {
            intake: Intake {
                sha256: self.sha256,
                size_bytes: self.size_bytes,
                file_name: self.name.clone(),
                media_type: self.media_type.clone(),
                collected: received.collected,
                handed_over_by: received.handed_over_by,
                received_by: received.received_by,
                received_at: received.received_at,
                about: received.about,
            },
            stored_as: stored_as.to_owned(),
            key,
            page: self.page.clone(),
            derived,
            claims: self.claims.clone(),
        }
    }
}
