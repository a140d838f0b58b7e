//! Files far larger than what may be held of them.

use std::io::Write;
use std::sync::atomic::{AtomicU64, Ordering};

use sha2::{Digest as _, Sha256};

use super::*;

/// More than 300 MB, and a length that is not filled up: what is filled up is read and not written.
const SIZE_BYTES: u64 = 304 << 20;

/// What may be between what was read and what was written: a few pieces.
const MOST_HELD_BYTES: u64 = 4 * 64 * 1024;

/// Bytes that went in and bytes that came out, and the most that was between them.
#[derive(Default)]
struct Flow {
    read: AtomicU64,
    written: AtomicU64,
    most_held: AtomicU64,
    largest_piece: AtomicU64,
}

impl Flow {
    fn read(&self, length: usize) {
        let read = self.read.fetch_add(length as u64, Ordering::Relaxed) + length as u64;
        let held = read.saturating_sub(self.written.load(Ordering::Relaxed));
        self.most_held.fetch_max(held, Ordering::Relaxed);
        self.largest_piece
            .fetch_max(length as u64, Ordering::Relaxed);
    }

    fn written(&self, length: usize) {
        self.written.fetch_add(length as u64, Ordering::Relaxed);
        self.largest_piece
            .fetch_max(length as u64, Ordering::Relaxed);
    }

    fn assert_streamed(&self) {
        let read = self.read.load(Ordering::Relaxed);
        assert!(read >= SIZE_BYTES, "{read}");
        for most in [&self.most_held, &self.largest_piece] {
            let most = most.load(Ordering::Relaxed);
            assert!(most <= MOST_HELD_BYTES, "{most}");
        }
    }
}

/// A file that is made while it is read. It would hand over as much as it is asked for.
struct Film {
    left: u64,
    flow: Arc<Flow>,
    hasher: Sha256,
}

impl Read for Film {
    fn read(&mut self, bytes: &mut [u8]) -> io::Result<usize> {
        let length = usize::try_from(self.left)
            .unwrap_or(usize::MAX)
            .min(bytes.len());
        for (at, byte) in bytes[..length].iter_mut().enumerate().step_by(512) {
            *byte = (at as u64 ^ self.left) as u8;
        }
        self.left -= length as u64;
        self.hasher.update(&bytes[..length]);
        self.flow.read(length);
        Ok(length)
    }
}

/// A vault that counts what passes.
struct Counted(FolderVault, Arc<Flow>);

struct CountedIn<'v>(Box<dyn Incoming + 'v>, Arc<Flow>);

struct CountedOut(Box<dyn Read + Send>, Arc<Flow>);

impl Write for CountedIn<'_> {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        let length = self.0.write(bytes)?;
        self.1.written(length);
        Ok(length)
    }

    fn flush(&mut self) -> io::Result<()> {
        self.0.flush()
    }
}

impl Incoming for CountedIn<'_> {
    fn commit(&mut self, name: &StoredName) -> Result<(), VaultError> {
        self.0.commit(name)
    }
}

impl Read for CountedOut {
    fn read(&mut self, bytes: &mut [u8]) -> io::Result<usize> {
        let length = self.0.read(bytes)?;
        self.1.read(length);
        Ok(length)
    }
}

impl Vault for Counted {
    fn begin(&self) -> Result<Box<dyn Incoming + '_>, VaultError> {
        Ok(Box::new(CountedIn(self.0.begin()?, self.1.clone())))
    }
    fn open(&self, name: &StoredName) -> Result<Box<dyn Read + Send>, VaultError> {
        Ok(Box::new(CountedOut(self.0.open(name)?, self.1.clone())))
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

/// Where a copy goes when only its bytes matter.
struct Hashed(Sha256, Arc<Flow>);

impl Write for Hashed {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.0.update(bytes);
        self.1.written(bytes.len());
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

#[test]
fn a_film_of_304_mib_passes_through_without_being_held() {
    let place = Place::new("film");
    let flow = Arc::new(Flow::default());
    let mut film = Film {
        left: SIZE_BYTES,
        flow: flow.clone(),
        hasher: Sha256::new(),
    };
    let vault = Counted(place.vault(), flow.clone());
    let taken = take_in(&vault, &mut film, &fixed_tag, &nothing_known).expect("it is taken in");
    flow.assert_streamed();
    let sha256 = Hash(film.hasher.finalize().into());
    assert_eq!(taken.file.sha256, sha256);
    assert_eq!(taken.file.size_bytes, SIZE_BYTES);

    let flow = Arc::new(Flow::default());
    let vault = Counted(vault.0, flow.clone());
    let mut copy = Hashed(Sha256::new(), flow.clone());
    copy_out(&vault, &taken.stored, &taken.file, &mut copy).expect("it is unchanged");
    flow.assert_streamed();
    assert_eq!(Hash(copy.0.finalize().into()), sha256);
}
