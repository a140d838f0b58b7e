//! Power cuts and full disks at every change.

use std::io::ErrorKind;

use super::*;

/// Numbers that look random and are the same each time.
struct Numbers(u64);

impl Numbers {
    fn below(&mut self, most: usize) -> usize {
        // SplitMix64 (Steele, Lea, Flood 2014).
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut mixed = self.0;
        mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        mixed ^= mixed >> 31;
        usize::try_from(mixed % most as u64).expect("it is below a usize")
    }
}

/// Cuts the power in one of the ways that a seed stands for: 0 forgets all that was not synced.
fn cut(disk: &MemoryDisk, seed: u64) {
    let mut numbers = Numbers(seed);
    match seed {
        0 => disk.cut_power(),
        _ => disk.cut_power_keeping(&mut |most| numbers.below(most)),
    }
}

const SEEDS: u64 = 40;

fn bytes() -> Vec<u8> {
    (0u32..150_000).map(|n| (n % 253) as u8).collect()
}

/// How many changes an action makes on a disk that works.
fn changes_of(act: impl Fn(&MemoryDisk)) -> u64 {
    let disk = MemoryDisk::new();
    act(&disk);
    disk.changes()
}

#[test]
fn a_power_cut_at_any_change_leaves_the_whole_file_or_nothing() {
    let bytes = bytes();
    let name = StoredName::of_tag(&[7; 16]);
    let put = |disk: &MemoryDisk| in_memory(disk).put(&name, &mut bytes.as_slice());
    let changes = changes_of(|disk| put(disk).expect("the disk works"));
    assert!(changes > 10, "{changes}");
    for seed in 0..SEEDS {
        for end in 0..=changes {
            let disk = MemoryDisk::new();
            disk.end_power_after(end);
            let done = put(&disk).is_ok();
            assert_eq!(done, end == changes, "cut at {end}");
            cut(&disk, seed);
            let vault = in_memory(&disk);
            let there = disk.read(&vault.path_of(&name)).ok();
            assert!(
                there.is_none() || there.as_deref() == Some(&bytes[..]),
                "seed {seed}, cut at {end}: {} bytes",
                there.map_or(0, |there| there.len())
            );
            let listed = vault.list().expect("the disk works");
            assert_eq!(
                listed.len(),
                usize::from(vault.exists(&name).expect("it answers"))
            );
            assert!(listed.len() == 1 || !done, "seed {seed}, cut at {end}");
            assert!(vault.strays().expect("the disk works").is_empty());
            let incoming = disk.list(&folder().join("incoming"));
            assert!(incoming.expect("the disk works").is_empty());
        }
    }
}

#[test]
fn what_was_taken_in_survives_and_after_any_cut_the_file_can_be_taken_in_again() {
    let bytes = bytes();
    let run = |disk: &MemoryDisk| {
        let vault = FolderVault::open(Arc::new(disk.clone()), folder()).ok()?;
        take_in(&vault, &mut bytes.as_slice(), &fixed_tag, &nothing_known).ok()
    };
    let changes = changes_of(|disk| assert!(run(disk).is_some()));
    for seed in 0..3 {
        for end in 0..=changes + 2 {
            let disk = MemoryDisk::new();
            disk.end_power_after(end);
            let first = run(&disk);
            cut(&disk, seed);
            let vault = in_memory(&disk);
            if let Some(first) = first {
                check(&vault, &first.stored, &first.file).expect("it was taken in");
            }
            let again = taken(&vault, &bytes);
            check(&vault, &again.stored, &again.file).expect("it was taken in");
        }
    }
}

#[test]
fn a_full_disk_at_any_change_is_said_and_leaves_nothing() {
    let bytes = bytes();
    let run = |disk: &MemoryDisk| {
        take_in(
            &in_memory(disk),
            &mut bytes.as_slice(),
            &fixed_tag,
            &nothing_known,
        )
    };
    let changes = changes_of(|disk| assert!(run(disk).is_ok()));
    for at in 0..changes {
        let disk = MemoryDisk::new();
        disk.fail_after(at, ErrorKind::StorageFull);
        let error = run(&disk).expect_err("the disk is full");
        let chain = format!("{error:?}");
        assert!(chain.contains("StorageFull"), "change {at}: {chain}");
        let vault = in_memory(&disk);
        assert_eq!(vault.swept(), 0, "change {at}");
        assert!(vault.list().expect("it lists").is_empty(), "change {at}");
        assert_eq!(out(&vault, &taken(&vault, &bytes)).expect("again"), bytes);
    }
    assert!(changes > 8, "{changes}");
}

#[test]
fn a_removal_that_returned_survives_a_power_cut() {
    for seed in 0..SEEDS {
        let disk = MemoryDisk::new();
        let vault = in_memory(&disk);
        let kept = taken(&vault, b"this one stays");
        let gone = taken(&vault, b"this one goes");
        assert!(vault.remove(&gone.stored.name).expect("removed"));
        cut(&disk, seed);
        let vault = in_memory(&disk);
        let listed = vault.list().expect("it lists");
        assert_eq!(listed, std::slice::from_ref(&kept.stored.name));
        check(&vault, &kept.stored, &kept.file).expect("it stays");
    }
}

#[test]
fn a_copy_is_there_whole_or_not_at_all() {
    let bytes = bytes();
    let copy = Path::new("export/copy.bin");
    let start = || {
        let disk = MemoryDisk::new();
        let taken = taken(&in_memory(&disk), &bytes);
        (disk, taken)
    };
    let run = |disk: &MemoryDisk, taken: &TakenIn| {
        let vault = FolderVault::open_to_read(Arc::new(disk.clone()), folder());
        copy_out_to_file(&vault, &taken.stored, &taken.file, disk, copy)
    };
    let (disk, file) = start();
    let before = disk.changes();
    run(&disk, &file).expect("the disk works");
    assert_eq!(disk.read(copy).expect("it is there"), bytes);
    let exists = run(&disk, &file).expect_err("it is not replaced");
    assert!(matches!(exists, CopyError::Exists { .. }), "{exists}");
    let changes = disk.changes() - before;
    for end in 0..=changes {
        let (disk, file) = start();
        disk.fail_after(end, ErrorKind::StorageFull);
        let refused = run(&disk, &file).is_err();
        assert_eq!(refused, end < changes, "change {end}");
        let left = disk.list(Path::new("export")).expect("it lists");
        assert_eq!(left.len(), usize::from(!refused), "change {end}: {left:?}");
        for seed in 0..8 {
            let (disk, file) = start();
            disk.end_power_after(end);
            let done = run(&disk, &file).is_ok();
            cut(&disk, seed);
            match disk.read(copy) {
                Ok(there) => assert_eq!(there, bytes, "seed {seed}, cut at {end}"),
                Err(_) => assert!(!done, "seed {seed}, cut at {end}"),
            }
        }
    }
}
