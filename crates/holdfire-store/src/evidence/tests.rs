//! What the folder of evidence promises, on real folders and on a disk in memory.

mod crashes;
mod damage;
mod streaming;

use std::io::{self, Read};
use std::path::{Path, PathBuf};
use std::sync::Arc;

use holdfire_model::time::Moment;
use holdfire_seal::Hash;
use holdfire_wire::evidence::custody::Collected;
use holdfire_wire::evidence::plan::{look, plan};

use super::*;
use crate::disk::{Disk, RealDisk};
use crate::random::SystemRandom;
use crate::simulation::MemoryDisk;

/// A folder of its own, removed at the end.
struct Place(PathBuf);

impl Place {
    fn new(name: &str) -> Self {
        let dir = std::env::temp_dir().join(format!("holdfire-evi-{name}-{}", std::process::id()));
        let _ = std::fs::remove_dir_all(&dir);
        std::fs::create_dir_all(&dir).expect("a folder can be made");
        Self(dir)
    }

    fn vault(&self) -> FolderVault {
        FolderVault::open(Arc::new(RealDisk), &self.0.join("evidence")).expect("it opens")
    }
}

impl Drop for Place {
    fn drop(&mut self) {
        let _ = std::fs::remove_dir_all(&self.0);
    }
}

fn folder() -> &'static Path {
    Path::new("evidence")
}

fn in_memory(disk: &MemoryDisk) -> FolderVault {
    FolderVault::open(Arc::new(disk.clone()), folder()).expect("the disk works")
}

fn fixed_tag(sha256: &Hash) -> [u8; 16] {
    let mut tag = [0; 16];
    tag.copy_from_slice(&Hash::of(&[b"a key", sha256.0.as_slice()].concat()).0[..16]);
    tag
}

fn nothing_known(_: &Hash) -> Option<Stored> {
    None
}

fn taken(vault: &dyn Vault, bytes: &[u8]) -> TakenIn {
    take_in(vault, &mut &*bytes, &fixed_tag, &nothing_known).expect("it is taken in")
}

fn out(vault: &dyn Vault, taken: &TakenIn) -> Result<Vec<u8>, CopyError> {
    let mut bytes = Vec::new();
    copy_out(vault, &taken.stored, &taken.file, &mut bytes).map(|()| bytes)
}

fn fingerprint(bytes: &[u8]) -> Fingerprint {
    Fingerprint {
        sha256: Hash::of(bytes),
        size_bytes: bytes.len() as u64,
    }
}

/// A photograph as far as its reader looks: a JPEG with one EXIF block that says when the file was changed.
fn photograph() -> Vec<u8> {
    let mut tiff = b"II*\0\x08\0\0\0\x01\0\x32\x01\x02\0\x14\0\0\0\x1a\0\0\0\0\0\0\0".to_vec();
    tiff.extend_from_slice(b"2025:03:26 10:00:00\0");
    let mut jpeg = b"\xff\xd8\xff\xe1".to_vec();
    let length = u16::try_from(2 + 6 + tiff.len()).expect("it is short");
    jpeg.extend_from_slice(&length.to_be_bytes());
    jpeg.extend_from_slice(b"Exif\0\0");
    jpeg.extend_from_slice(&tiff);
    jpeg.extend_from_slice(b"\xff\xd9and bytes behind its end");
    jpeg
}

#[test]
fn a_photograph_comes_out_bit_for_bit_with_all_that_it_says_of_itself() {
    let place = Place::new("photograph");
    let bytes = photograph();
    let taken = taken(&place.vault(), &bytes);
    assert_eq!(taken.file, fingerprint(&bytes));
    let copy = place.0.join("copy.jpg");
    copy_out_to_file(&place.vault(), &taken.stored, &taken.file, &RealDisk, &copy)
        .expect("it is unchanged");
    let copied = std::fs::read(&copy).expect("it was written");
    assert_eq!(copied, bytes);
    let said = holdfire_wire::evidence::exif::read(&copied).claims;
    assert_eq!(said, holdfire_wire::evidence::exif::read(&bytes).claims);
    assert!(
        said.items()
            .iter()
            .any(|claim| claim.value.contains("2025-03-26") || claim.value.contains("2025:03:26")),
        "{said:?}"
    );
}

#[test]
fn what_the_entry_holds_is_enough_to_hand_the_file_out_years_later() {
    use holdfire_wire::evidence::entry::{EvidenceEntry, FileKeyText, Received};
    let place = Place::new("entry");
    let bytes = photograph();
    let plan = plan(vec![look("IMG_1.jpg", &bytes)]);
    let taken = taken(&place.vault(), &bytes);
    assert_eq!(plan.files[0].sha256, taken.file.sha256);
    let received = Received {
        collected: Collected::default(),
        handed_over_by: "party A".to_owned(),
        received_by: "desk officer".to_owned(),
        received_at: Moment(1_742_983_200),
        about: Vec::new(),
    };
    let key = FileKeyText::new(&taken.stored.key.to_text()).expect("a key of age");
    let entry = plan.files[0].entry(received, taken.stored.name.as_str(), key, None);
    let fields = entry.to_fields().expect("it can be entered");

    let entry = EvidenceEntry::from_fields(&fields).expect("it was written so");
    let stored = Stored {
        name: StoredName::parse(&entry.stored_as).expect("a name"),
        key: FileKey::parse(entry.key.expose()).expect("a key"),
    };
    let file = Fingerprint {
        sha256: entry.intake.sha256,
        size_bytes: entry.intake.size_bytes,
    };
    let mut copy = Vec::new();
    copy_out(&place.vault(), &stored, &file, &mut copy).expect("it is unchanged");
    assert_eq!(copy, bytes);
}

#[test]
fn files_of_every_length_around_a_piece_come_out_the_same() {
    let disk = MemoryDisk::new();
    let vault = in_memory(&disk);
    for size in [0, 1, 9, 65_535, 65_536, 65_537, 131_072, 200_001] {
        let bytes: Vec<u8> = (0u32..).map(|n| (n % 251) as u8).take(size).collect();
        let taken = taken(&vault, &bytes);
        assert_eq!(taken.file, fingerprint(&bytes));
        assert_eq!(out(&vault, &taken).expect("unchanged"), bytes, "{size}");
    }
}

#[test]
fn a_stored_file_shows_neither_its_bytes_nor_its_hash_and_is_read_only() {
    let place = Place::new("hidden");
    let bytes = b"a planted word, and more of it".repeat(100);
    let taken = taken(&place.vault(), &bytes);
    let name = taken.stored.name.as_str();
    let path = place
        .0
        .join("evidence")
        .join(&name[..2])
        .join(format!("{name}.age"));
    let stored = std::fs::read(&path).expect("it lies where the layout says");
    for hidden in [b"planted".as_slice(), &Hash::of(&bytes).0] {
        assert!(!stored.windows(hidden.len()).any(|window| window == hidden));
    }
    assert!(!Hash::of(&bytes).to_string().contains(&name[..8]));
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt as _;
        let mode = std::fs::metadata(&path).expect("it is there").permissions();
        assert_eq!(mode.mode() & 0o777, 0o400);
    }
    let secret = taken.stored.key.to_text();
    let shown = format!("{taken:?}");
    assert!(!shown.contains(&secret[16..]), "{shown}");
}

#[test]
fn files_of_like_size_have_one_length_inside() {
    let disk = MemoryDisk::new();
    let vault = in_memory(&disk);
    let stored: Vec<TakenIn> = [98_400, 100_001]
        .map(|size| taken(&vault, &vec![1; size]))
        .into();
    let inside = |taken: &TakenIn| {
        let file = vault.open(&taken.stored.name).expect("it is there");
        let plain = age::Decryptor::new(file).expect("an age file");
        let key = std::iter::once(&taken.stored.key.0 as &dyn age::Identity);
        let mut plain = plain.decrypt(key).expect("its key");
        io::copy(&mut plain, &mut io::sink()).expect("unchanged")
    };
    assert_eq!(inside(&stored[0]), inside(&stored[1]));
    assert_eq!(inside(&stored[0]), padded_bytes(100_001));
}

#[test]
fn the_same_file_twice_is_stored_once_if_its_key_is_known() {
    let disk = MemoryDisk::new();
    let vault = in_memory(&disk);
    let first = taken(&vault, b"one file");
    let known = |sha256: &Hash| (*sha256 == first.file.sha256).then(|| first.stored.clone());
    let again = take_in(&vault, &mut b"one file".as_slice(), &fixed_tag, &known).expect("taken in");
    assert!(matches!(again.earlier, Earlier::Same));
    assert_eq!(again.stored.name, first.stored.name);
    assert_eq!(again.stored.key.to_text(), first.stored.key.to_text());
    let listed = vault.list().expect("it lists");
    assert_eq!(listed, std::slice::from_ref(&first.stored.name));
    assert!(
        disk.list(&folder().join("incoming"))
            .expect("it lists")
            .is_empty()
    );
}

#[test]
fn the_same_file_whose_key_is_gone_is_stored_again_and_the_first_stays() {
    let disk = MemoryDisk::new();
    let vault = in_memory(&disk);
    let (first, second, third) = (
        taken(&vault, b"one file"),
        taken(&vault, b"one file"),
        taken(&vault, b"one file"),
    );
    let name = first.stored.name.as_str();
    assert_eq!(second.stored.name.as_str(), format!("{name}-2"));
    assert_eq!(third.stored.name.as_str(), format!("{name}-3"));
    for taken in [&first, &second, &third] {
        assert_eq!(out(&vault, taken).expect("each has its key"), b"one file");
    }
    // The keys are not exchangeable: destroying one erases one.
    let crossed = Stored {
        name: first.stored.name.clone(),
        key: second.stored.key.clone(),
    };
    let refused = check(&vault, &crossed, &first.file);
    assert!(matches!(refused, Err(CopyError::Undecipherable { .. })));
}

#[test]
fn the_same_file_is_stored_anew_if_what_is_known_of_it_is_damaged_or_gone() {
    let disk = MemoryDisk::new();
    let vault = in_memory(&disk);
    let first = taken(&vault, b"one file");
    let known = |_: &Hash| Some(first.stored.clone());
    let again = || take_in(&vault, &mut b"one file".as_slice(), &fixed_tag, &known);

    let path = vault.path_of(&first.stored.name);
    assert!(disk.meddle(&path, |bytes| *bytes.last_mut().expect("not empty") ^= 1));
    let anew = again().expect("taken in");
    assert!(matches!(
        &anew.earlier,
        Earlier::Unusable(CopyError::Undecipherable { .. })
    ));
    assert_ne!(anew.stored.name, first.stored.name);
    assert_eq!(out(&vault, &anew).expect("the new one"), b"one file");

    assert!(vault.remove(&first.stored.name).expect("removed"));
    let anew = again().expect("taken in");
    assert!(matches!(&anew.earlier, Earlier::Unusable(error) if error.is_damage()));
    assert_eq!(anew.stored.name, first.stored.name);
    assert_eq!(out(&vault, &anew).expect("the new one"), b"one file");
}

#[test]
fn many_who_take_in_the_same_file_at_once_each_have_a_copy_that_opens() {
    let disk = MemoryDisk::new();
    let vault = in_memory(&disk);
    let all: Vec<TakenIn> = std::thread::scope(|scope| {
        let threads: Vec<_> = (0..8)
            .map(|_| scope.spawn(|| taken(&vault, b"one file")))
            .collect();
        let joined = threads.into_iter().map(|thread| thread.join());
        joined.map(|taken| taken.expect("it ends")).collect()
    });
    assert_eq!(vault.list().expect("it lists").len(), all.len());
    for taken in &all {
        assert_eq!(out(&vault, taken).expect("its own key"), b"one file");
    }
}

#[test]
fn a_stored_file_is_never_written_again_and_can_be_removed() {
    let disk = MemoryDisk::new();
    let vault = in_memory(&disk);
    let taken = taken(&vault, b"one file");
    let path = vault.path_of(&taken.stored.name);
    assert!(disk.is_read_only(&path));
    let refused = vault.put(&taken.stored.name, &mut b"other".as_slice());
    assert!(matches!(refused, Err(VaultError::Taken { .. })));
    assert_eq!(out(&vault, &taken).expect("as it was"), b"one file");
    assert!(vault.exists(&taken.stored.name).expect("it answers"));
    assert!(vault.remove(&taken.stored.name).expect("removed"));
    assert!(!vault.remove(&taken.stored.name).expect("there was none"));
    assert!(!vault.exists(&taken.stored.name).expect("it answers"));
    let gone = out(&vault, &taken).expect_err("it is gone");
    assert!(gone.is_damage(), "{gone}");
    assert!(gone.to_string().contains(taken.stored.name.as_str()));
}

#[test]
fn what_a_crash_left_and_what_is_foreign_is_told_apart() {
    let place = Place::new("strays");
    let taken = taken(&place.vault(), b"one file");
    let evidence = place.0.join("evidence");
    let shard = evidence.join(&taken.stored.name.as_str()[..2]);
    std::fs::write(evidence.join("incoming").join("half"), b"age-enc").expect("written");
    std::fs::write(shard.join("note.txt"), b"theirs").expect("written");
    let read = FolderVault::open_to_read(Arc::new(RealDisk), &evidence);
    assert_eq!(read.list().expect("it lists").len(), 1);
    assert!(evidence.join("incoming").join("half").exists());
    let vault = place.vault();
    assert_eq!(vault.swept(), 1);
    assert!(!evidence.join("incoming").join("half").exists());
    let strays = vault.strays().expect("it lists");
    assert_eq!(
        strays,
        [format!("{}/note.txt", &taken.stored.name.as_str()[..2])]
    );
    assert_eq!(vault.list().expect("it lists"), [taken.stored.name]);
}

#[test]
fn a_tag_needs_the_ring_and_is_the_same_after_rotation() {
    let mut ring = Keyring::generate(&mut SystemRandom).expect("random bytes");
    let other = Keyring::generate(&mut SystemRandom).expect("random bytes");
    let hash = Hash::of(b"one file");
    let before = tag(&ring, &hash);
    assert_ne!(before, tag(&other, &hash));
    assert_ne!(before, tag(&ring, &Hash::of(b"another")));
    ring.rotate(&mut SystemRandom).expect("random bytes");
    assert_eq!(before, tag(&ring, &hash));
}

#[test]
fn a_key_reads_back_and_a_wrong_one_is_refused_without_being_repeated() {
    let key = FileKey::generate();
    let text = key.to_text();
    assert_eq!(FileKey::parse(&text).expect("our own").to_text(), text);
    for bad in [text.to_lowercase(), text[..70].to_owned(), String::new()] {
        let refused = FileKey::parse(&bad).expect_err("no key");
        assert!(bad.is_empty() || !refused.to_string().contains(&bad));
    }
}

/// A source that breaks after some bytes.
struct Broken(usize);

impl Read for Broken {
    fn read(&mut self, bytes: &mut [u8]) -> io::Result<usize> {
        if self.0 == 0 {
            return Err(io::Error::other("the card was pulled out"));
        }
        let length = self.0.min(bytes.len());
        self.0 -= length;
        bytes[..length].fill(7);
        Ok(length)
    }
}

#[test]
fn a_source_that_breaks_leaves_nothing() {
    let disk = MemoryDisk::new();
    let vault = in_memory(&disk);
    let refused = take_in(&vault, &mut Broken(300_000), &fixed_tag, &nothing_known);
    assert!(
        matches!(refused, Err(TakeInError::Source(_))),
        "{refused:?}"
    );
    assert!(vault.list().expect("it lists").is_empty());
    assert!(
        disk.list(&folder().join("incoming"))
            .expect("it lists")
            .is_empty()
    );
}
