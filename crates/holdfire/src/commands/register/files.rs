//! Files of registers: read up to a limit, written whole or not at all and never over another one.

use std::fs::File;
use std::io::Read as _;
use std::path::{Path, PathBuf};

use anyhow::Context as _;
use holdfire_register::{
    Handover, MOST_HANDOVER_BYTES, MOST_PRIVATE_BYTES, PrivateError, PrivateList,
};
use holdfire_seal::note::VerifierKey;
use holdfire_store::agefile::{self, AgeFileError};
use holdfire_store::disk::{RealDisk, write_durably};
use holdfire_store::keyfile::KeyFile;
use zeroize::Zeroizing;

use super::Kind;
use crate::output::{Failure, cannot_read, with_causes};

/// What encryption adds to the longest private list, rounded up.
const ENCRYPTION_BYTES: usize = MOST_PRIVATE_BYTES / 1024;

/// All bytes of a file, wiped when dropped; refused if they are too many.
pub fn read(path: &Path, most: usize) -> Result<Zeroizing<Vec<u8>>, Failure> {
    let shown = path.display();
    let file = File::open(path).map_err(|error| cannot_read(path, error))?;
    let length = file
        .metadata()
        .map_err(|error| cannot_read(path, error))?
        .len();
    let too_long = || {
        Failure::Input(format!(
            "{shown} has {length} bytes, more than the {most} that are read"
        ))
    };
    let room = usize::try_from(length)
        .ok()
        .filter(|length| *length <= most)
        .ok_or_else(too_long)?;
    // The room is taken at once: a vector that grows leaves copies behind.
    let mut bytes = Zeroizing::new(Vec::with_capacity(room + 64));
    file.take(most as u64 + 1)
        .read_to_end(&mut bytes)
        .map_err(|error| cannot_read(path, error))?;
    if bytes.len() > most {
        return Err(too_long());
    }
    Ok(bytes)
}

/// The same as text.
pub fn text(path: &Path, most: usize) -> Result<Zeroizing<String>, Failure> {
    let bytes = read(path, most)?;
    let text = std::str::from_utf8(&bytes).map_err(|error| {
        Failure::Input(format!(
            "{}: byte {} is not UTF-8 text",
            path.display(),
            error.valid_up_to() + 1
        ))
    })?;
    Ok(Zeroizing::new(text.to_owned()))
}

/// Refuses a name that is taken, or in a folder that is not there: before work begins, not after it.
pub fn check_new(path: &Path) -> Result<(), Failure> {
    if path.symlink_metadata().is_ok() {
        return Err(Failure::Input(format!(
            "{} is there already, and is never overwritten\nhint: give another name",
            path.display()
        )));
    }
    let folder = folder_of(path);
    if !folder.is_dir() {
        return Err(Failure::Input(format!(
            "{}: there is no folder {}",
            path.display(),
            folder.display()
        )));
    }
    Ok(())
}

/// Writes a new file, readable by its owner only. Durable when it returns; on failure no part of it is left.
pub fn write_new(path: &Path, bytes: &[u8]) -> Result<(), Failure> {
    check_new(path)?;
    write_whole(path, bytes)
}

fn write_whole(path: &Path, bytes: &[u8]) -> Result<(), Failure> {
    let mut beside = path.as_os_str().to_owned();
    beside.push(".part");
    // What lies there from a crash may be readable by others, or lead elsewhere: the file is made anew.
    let _ = std::fs::remove_file(&beside);
    let written = write_durably(&RealDisk, path, bytes).inspect_err(|_| {
        let _ = std::fs::remove_file(&beside);
    });
    Ok(written.with_context(|| format!("cannot write {}", path.display()))?)
}

/// The folder that a file is in.
fn folder_of(path: &Path) -> PathBuf {
    match path.parent() {
        Some(folder) if !folder.as_os_str().is_empty() => folder.to_owned(),
        _ => PathBuf::from("."),
    }
}

/// Held while a private list is carried on: two at once would sign two lists for one version.
#[derive(Debug)]
pub struct Lock {
    _folder: Option<File>,
}

/// Locks the folder of a private list. The folder, since the file itself is replaced by a new one each time.
pub fn lock(private: &Path) -> Result<Lock, Failure> {
    let folder = folder_of(private);
    let busy = || {
        Failure::Surroundings(anyhow::anyhow!(
            "another process seals a list in {}\nhint: wait until it has ended",
            folder.display()
        ))
    };
    // Where a folder cannot be opened or locked (other systems), the order of writing still keeps the list whole.
    let Ok(file) = File::open(&folder) else {
        return Ok(Lock { _folder: None });
    };
    match file.try_lock() {
        Ok(()) => Ok(Lock {
            _folder: Some(file),
        }),
        Err(std::fs::TryLockError::WouldBlock) => Err(busy()),
        Err(std::fs::TryLockError::Error(_)) => Ok(Lock { _folder: None }),
    }
}

/// The private list of a party, decrypted in memory only.
pub fn private_list(path: &Path, keys: &KeyFile) -> Result<PrivateList, Failure> {
    let shown = path.display();
    let sealed = read(path, MOST_PRIVATE_BYTES + ENCRYPTION_BYTES)?;
    let plain = agefile::decrypt(&sealed, keys.reading(), MOST_PRIVATE_BYTES).map_err(|error| {
        let text = format!("{shown}: {}", with_causes(&error));
        match error {
            AgeFileError::Changed(_) => {
                Failure::Integrity(format!("{text}\nhint: take the last copy that was kept"))
            }
            AgeFileError::OtherKey => Failure::Input(format!(
                "{text}\nhint: the key file is that of {}; the list opens with the one that it was sealed with",
                keys.name()
            )),
            _ => Failure::Input(text),
        }
    })?;
    PrivateList::from_bytes(&plain).map_err(|error| {
        let text = format!("{shown}: {}", with_causes(&error));
        match error {
            PrivateError::Contradiction { .. } => Failure::Integrity(text),
            _ => Failure::Input(text),
        }
    })
}

/// Encrypts the private list to its own party and puts it in the place of the old one. Durable when it returns.
pub fn save_private(path: &Path, list: &PrivateList, keys: &KeyFile) -> Result<(), Failure> {
    let sealed = agefile::encrypt(&list.to_bytes(), &keys.public().reads)
        .map_err(|error| Failure::Surroundings(anyhow::anyhow!(with_causes(&error))))?;
    write_whole(path, &sealed)
}

/// A handover, verified.
pub fn handover(path: &Path, keys: &[VerifierKey]) -> Result<Handover, Failure> {
    let bytes = read(path, MOST_HANDOVER_BYTES)?;
    Handover::open(&bytes, keys).map_err(|error| {
        let text = format!("{}: {}", path.display(), with_causes(&error));
        Kind::of_handover(&error).failure(text, keys)
    })
}
