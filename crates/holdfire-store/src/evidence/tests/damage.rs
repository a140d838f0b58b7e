//! Stored files that were changed, cut, lengthened or exchanged.

use std::error::Error as _;
use std::io::{ErrorKind, Write as _};

use super::*;
use crate::evidence::take_in::encrypt;

/// A stored file whose bytes can be set.
fn set(disk: &MemoryDisk, vault: &FolderVault, name: &StoredName, bytes: &[u8]) {
    let path = vault.path_of(name);
    assert!(disk.meddle(&path, |there| *there = bytes.to_vec()));
}

fn refused(vault: &FolderVault, taken: &TakenIn, what: &str) {
    let error = check(vault, &taken.stored, &taken.file).expect_err(what);
    assert!(error.is_damage(), "{what}: {error}");
    let said = error.to_string();
    assert!(said.contains(taken.stored.name.as_str()), "{what}: {said}");
    assert!(said.contains(&taken.file.to_string()), "{what}: {said}");
}

#[test]
fn every_changed_byte_and_every_cut_is_refused_and_the_file_is_named() {
    let disk = MemoryDisk::new();
    let vault = in_memory(&disk);
    let taken = taken(
        &vault,
        b"a short file, so that each of its bytes can be tried",
    );
    let name = &taken.stored.name;
    let whole = disk.read(&vault.path_of(name)).expect("it is there");
    for at in 0..whole.len() {
        let mut changed = whole.clone();
        changed[at] ^= 1 << (at % 8);
        set(&disk, &vault, name, &changed);
        refused(&vault, &taken, &format!("byte {at}"));
        set(&disk, &vault, name, &whole[..at]);
        refused(&vault, &taken, &format!("cut at {at}"));
    }
    let mut longer = whole.clone();
    longer.push(0);
    set(&disk, &vault, name, &longer);
    refused(&vault, &taken, "a byte more");
    set(&disk, &vault, name, &whole);
    check(&vault, &taken.stored, &taken.file).expect("it is as it was");
}

#[test]
fn damage_anywhere_in_a_file_of_many_pieces_is_refused() {
    let disk = MemoryDisk::new();
    let vault = in_memory(&disk);
    // The encrypted payload ends on a whole piece, where a last piece could be taken off unseen.
    let bytes = vec![3; 4 * 65_536];
    assert_eq!(padded_bytes(4 * 65_536), 4 * 65_536);
    let taken = taken(&vault, &bytes);
    let name = &taken.stored.name;
    let whole = disk.read(&vault.path_of(name)).expect("it is there");
    for at in (0..whole.len()).step_by(4_099) {
        let mut changed = whole.clone();
        changed[at] ^= 0x80;
        set(&disk, &vault, name, &changed);
        refused(&vault, &taken, &format!("byte {at}"));
    }
    let piece = 65_536 + 16;
    for pieces in 1..4 {
        set(&disk, &vault, name, &whole[..whole.len() - pieces * piece]);
        refused(&vault, &taken, &format!("without {pieces} pieces"));
    }
    let mut turned = whole.clone();
    let end = whole.len();
    turned[end - 4 * piece..end - 2 * piece].rotate_left(piece);
    set(&disk, &vault, name, &turned);
    refused(&vault, &taken, "two pieces exchanged");
    let doubled = [&whole[..], &whole[end - piece..]].concat();
    set(&disk, &vault, name, &doubled);
    refused(&vault, &taken, "the last piece twice");
}

#[test]
fn another_file_under_the_same_key_is_refused_with_both_hashes() {
    let disk = MemoryDisk::new();
    let vault = in_memory(&disk);
    let taken = taken(&vault, b"what was taken in");
    let key = &taken.stored.key;
    for other in [b"what was taken iN".as_slice(), b"what was", b""] {
        let mut forged = Vec::new();
        encrypt(&mut &*other, key, &mut forged).expect("in memory");
        set(&disk, &vault, &taken.stored.name, &forged);
        let mut given = Vec::new();
        let error = copy_out(&vault, &taken.stored, &taken.file, &mut given).expect_err("another");
        let said = error.to_string();
        assert!(matches!(error, CopyError::Differs { .. }), "{said}");
        assert!(
            said.contains(&fingerprint(other).sha256.to_string()),
            "{said}"
        );
        refused(&vault, &taken, "another file");
    }
}

#[test]
fn bytes_hidden_behind_the_file_are_refused() {
    let disk = MemoryDisk::new();
    let vault = in_memory(&disk);
    let bytes = vec![1; 1000];
    let taken = taken(&vault, &bytes);
    let mut one_set = vec![0; 24];
    one_set[13] = 1;
    // 24 zeros are what belongs there: 1,024 bytes in all.
    for behind in [one_set, vec![0; 25], vec![0; 23], vec![]] {
        let reader = taken.stored.key.0.to_public();
        let reader = std::iter::once(&reader as &dyn age::Recipient);
        let mut forged = Vec::new();
        let encryptor = age::Encryptor::with_recipients(reader).expect("one reader");
        let mut writer = encryptor.wrap_output(&mut forged).expect("in memory");
        writer.write_all(&bytes).expect("in memory");
        writer.write_all(&behind).expect("in memory");
        writer.finish().expect("in memory");
        set(&disk, &vault, &taken.stored.name, &forged);
        let error = check(&vault, &taken.stored, &taken.file).expect_err("not as written");
        assert!(matches!(error, CopyError::Filling { .. }), "{error}");
        refused(&vault, &taken, "filled up otherwise");
    }
}

#[test]
fn a_damaged_file_leaves_no_copy_behind() {
    let place = Place::new("nocopy");
    let vault = place.vault();
    let taken = taken(&vault, &vec![5; 300_000]);
    let path = vault.path_of(&taken.stored.name);
    let mut bytes = std::fs::read(&path).expect("it is there");
    *bytes.last_mut().expect("not empty") ^= 1;
    std::fs::remove_file(&path).expect("the folder is ours");
    std::fs::write(&path, &bytes).expect("the folder is ours");
    let export = place.0.join("export");
    std::fs::create_dir(&export).expect("a folder can be made");
    let copy = export.join("copy.bin");
    let error = copy_out_to_file(&vault, &taken.stored, &taken.file, &RealDisk, &copy);
    assert!(error.expect_err("it is damaged").is_damage());
    let left = std::fs::read_dir(&export).expect("it lists").count();
    assert_eq!(left, 0);
}

/// A vault whose files cannot be read beyond some bytes, as on a failing disk.
struct Failing<'v>(&'v FolderVault, u64);

struct FailsAt(Box<dyn Read + Send>, u64);

impl Read for FailsAt {
    fn read(&mut self, bytes: &mut [u8]) -> io::Result<usize> {
        if self.1 == 0 {
            return Err(io::Error::other("a bad sector"));
        }
        let most = usize::try_from(self.1)
            .unwrap_or(usize::MAX)
            .min(bytes.len());
        let length = self.0.read(&mut bytes[..most])?;
        self.1 -= length as u64;
        Ok(length)
    }
}

impl Vault for Failing<'_> {
    fn begin(&self) -> Result<Box<dyn Incoming + '_>, VaultError> {
        self.0.begin()
    }
    fn open(&self, name: &StoredName) -> Result<Box<dyn Read + Send>, VaultError> {
        Ok(Box::new(FailsAt(self.0.open(name)?, self.1)))
    }
    fn exists(&self, name: &StoredName) -> Result<bool, VaultError> {
        self.0.exists(name)
    }
    fn list(&self) -> Result<Vec<StoredName>, VaultError> {
        self.0.list()
    }
    fn remove(&self, name: &StoredName) -> Result<bool, VaultError> {
        self.0.remove(name)
    }
}

#[test]
fn a_disk_that_cannot_be_read_is_not_called_a_changed_file() {
    let disk = MemoryDisk::new();
    let vault = in_memory(&disk);
    let taken = taken(&vault, &vec![5; 300_000]);
    for at in [0, 10, 1_000, 200_000] {
        let failing = Failing(&vault, at);
        let error = check(&failing, &taken.stored, &taken.file).expect_err("it fails");
        assert!(!error.is_damage(), "{at}: {error}");
        let source = error.source().and_then(|vault| vault.source());
        let said = source.expect("the cause is kept").to_string();
        assert!(said.contains("a bad sector"), "{at}: {said}");
    }
}

#[test]
fn a_sink_that_is_full_is_named_as_such() {
    let disk = MemoryDisk::new();
    let vault = in_memory(&disk);
    let taken = taken(&vault, b"one file");
    let mut full = [0; 3];
    let error = copy_out(&vault, &taken.stored, &taken.file, &mut full.as_mut_slice());
    let error = error.expect_err("it does not fit");
    assert!(
        matches!(&error, CopyError::Sink { source, .. } if source.kind() == ErrorKind::WriteZero),
        "{error:?}"
    );
    assert!(!error.is_damage());
}
