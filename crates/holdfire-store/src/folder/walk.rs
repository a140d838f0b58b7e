//! Every file and folder that is there, whether a log needs it or not.

use std::io;
use std::path::Path;

use super::finding::{FindingKind, Findings};
use super::pieces::Place;
use super::read::{FileError, FolderError, LogFolder};
use super::{CHECKPOINT, KEY, SETTINGS};

/// The most names of strangers that are kept.
const MOST_STRANGERS: usize = 50;
/// No path of a piece is deeper: kind, six groups, `.p`.
const MOST_DEPTH: usize = 10;

/// What the walk came to.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Walked {
    /// Partial pieces of older sizes that are the beginning of what is there now.
    pub older_pieces: u64,
    /// The first things beside the log.
    pub strangers: Vec<String>,
    /// How many there are.
    pub stranger_count: u64,
}

/// Names what does not belong to a log of this size, and compares older partial pieces with what is there now.
pub(super) fn walk(
    folder: &LogFolder,
    size: u64,
    findings: &mut Findings,
) -> Result<Walked, FolderError> {
    let mut walk = Walk {
        folder,
        size,
        findings,
        walked: Walked::default(),
        current: None,
    };
    walk.top()?;
    Ok(walk.walked)
}

struct Walk<'a> {
    folder: &'a LogFolder,
    size: u64,
    findings: &'a mut Findings,
    walked: Walked,
    /// The piece that was read last, since many older ones are compared with it.
    current: Option<(Place, Vec<u8>)>,
}

/// What a name in a folder stands for.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Found {
    File,
    Folder,
    Other,
}

impl Walk<'_> {
    fn top(&mut self) -> Result<(), FolderError> {
        for (name, found) in list(self.folder.dir(), "")? {
            match (name.as_str(), found) {
                // What is wrong with these shows when they are read.
                (CHECKPOINT | KEY | SETTINGS, _) => {}
                ("tile", Found::Folder) => self.inside("tile", 1)?,
                ("tile", _) => self.not_plain("tile", "a folder"),
                _ => {
                    self.walked.stranger_count += 1;
                    if self.walked.strangers.len() < MOST_STRANGERS {
                        let end = if found == Found::Folder { "/" } else { "" };
                        self.walked.strangers.push(name + end);
                    }
                }
            }
        }
        Ok(())
    }

    fn inside(&mut self, path: &str, depth: usize) -> Result<(), FolderError> {
        for (name, found) in list(&self.folder.dir().join(path), path)? {
            let path = format!("{path}/{name}");
            match found {
                Found::Folder if depth < MOST_DEPTH && may_hold_pieces(&name, depth) => {
                    self.inside(&path, depth + 1)?;
                }
                Found::Folder => self.stranger(&(path + "/")),
                Found::Other => self.not_plain(&path, "a plain file"),
                Found::File => match Place::of_path(&path) {
                    Some(place) => self.piece(place, &path)?,
                    None => self.stranger(&path),
                },
            }
        }
        Ok(())
    }

    fn piece(&mut self, place: Place, path: &str) -> Result<(), FolderError> {
        let width = place.width_at(self.size);
        if place.width > width {
            let most = place.entries().end;
            self.findings.add(
                FindingKind::NewerPiece,
                path,
                Some(place.entries()),
                format!("a log of {} entries", self.size),
                format!("a piece of a log of at least {most} entries"),
            );
            return Ok(());
        }
        // A piece of the signed size itself is checked with the entries.
        if place.width == width {
            return Ok(());
        }
        let now = place.with_width(width);
        let older = match self.folder.piece(place) {
            Ok(bytes) => bytes,
            Err(error) => return self.unreadable(path, error),
        };
        if self.current.as_ref().map(|(at, _)| *at) != Some(now) {
            match self.folder.piece(now) {
                Ok(bytes) => self.current = Some((now, bytes)),
                // That it cannot be read is said where the entries are checked.
                Err(_) => return Ok(()),
            }
        }
        let (_, current) = self.current.as_ref().expect("it was just read");
        let wanted = beginning(place, current);
        if Some(older.as_slice()) == wanted {
            self.walked.older_pieces += 1;
            return Ok(());
        }
        let same = older.iter().zip(current).take_while(|(a, b)| a == b);
        let same = same.count();
        self.findings.add(
            FindingKind::OlderPiece,
            path,
            Some(place.entries()),
            wanted.map_or_else(
                || format!("the beginning of `{}`", now.path()),
                |wanted| format!("the first {} bytes of `{}`", wanted.len(), now.path()),
            ),
            format!(
                "{} bytes, of which the first {same} are the same",
                older.len()
            ),
        );
        Ok(())
    }

    fn unreadable(&mut self, path: &str, error: FileError) -> Result<(), FolderError> {
        match error {
            FileError::Io(error) => Err(FolderError::File {
                file: path.to_owned(),
                source: error.into(),
            }),
            FileError::TooLarge { bytes, most } => {
                self.findings.add(
                    FindingKind::TooLarge,
                    path,
                    None,
                    format!("at most {most} bytes"),
                    format!("{bytes} bytes or more"),
                );
                Ok(())
            }
            // It was there when the folder was listed.
            FileError::Missing | FileError::NotPlain => {
                self.not_plain(path, "a plain file");
                Ok(())
            }
        }
    }

    fn not_plain(&mut self, path: &str, stated: &str) {
        let found = "something else, such as a link";
        self.findings
            .add(FindingKind::NotPlain, path, None, stated, found);
    }

    fn stranger(&mut self, path: &str) {
        self.findings.add(
            FindingKind::Stranger,
            path,
            None,
            "tiles and bundles, each under the path that its place gives",
            "another name, which no signature covers",
        );
    }
}

/// The bytes that an older partial piece must have, from what is there now.
fn beginning(older: Place, current: &[u8]) -> Option<&[u8]> {
    if older.level.is_some() {
        return current.get(..usize::from(older.width) * 32);
    }
    let mut end = 0_usize;
    for _ in 0..older.width {
        let length = current.get(end..)?.first_chunk::<2>()?;
        end += 2 + usize::from(u16::from_be_bytes(*length));
    }
    current.get(..end)
}

/// Whether a folder of this name can be on the way to a piece; the path of each file is checked in full.
fn may_hold_pieces(name: &str, depth: usize) -> bool {
    let digits = |text: &str, most: usize| {
        (1..=most).contains(&text.len()) && text.bytes().all(|byte| byte.is_ascii_digit())
    };
    if depth == 1 {
        return name == "entries" || digits(name, 2);
    }
    let group = name
        .strip_prefix('x')
        .or_else(|| name.strip_suffix(".p"))
        .unwrap_or_default();
    group.len() == 3 && digits(group, 3)
}

/// Names in order, with what they stand for.
fn list(dir: &Path, path: &str) -> Result<Vec<(String, Found)>, FolderError> {
    let failed = |error: io::Error| FolderError::File {
        file: if path.is_empty() { "." } else { path }.to_owned(),
        source: error.into(),
    };
    let mut names = Vec::new();
    for entry in std::fs::read_dir(dir).map_err(failed)? {
        let entry = entry.map_err(failed)?;
        let kind = entry.file_type().map_err(failed)?;
        let found = if kind.is_file() {
            Found::File
        } else if kind.is_dir() {
            Found::Folder
        } else {
            Found::Other
        };
        names.push((entry.file_name().to_string_lossy().into_owned(), found));
    }
    names.sort_by(|one, other| one.0.cmp(&other.0));
    Ok(names)
}
