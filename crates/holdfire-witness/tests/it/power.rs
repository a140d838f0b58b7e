//! Power cuts and failing disks at every change.

use std::path::Path;
use std::sync::Arc;

use holdfire_seal::note::CosignerKey;
use holdfire_witness::folder::origin_hash;
use holdfire_witness::simulation::MemoryDisk;
use holdfire_witness::{Answer, Witness};

use crate::support::{Log, NOW, ORIGIN};

const SIZES: [u64; 6] = [3, 4, 9, 16, 17, 40];

/// A session of honest requests with one attempt at a second history; the largest size whose cosignature left the witness.
fn session(witness: &Witness, honest: &Log, other: &Log) -> u64 {
    let mut last = 0;
    for size in SIZES {
        if let Answer::Cosigned { .. } =
            witness.add_checkpoint(honest.request(last, size).as_bytes(), NOW)
        {
            last = size;
        }
        let answer = witness.add_checkpoint(other.request(last, size + 1).as_bytes(), NOW);
        assert!(last == 0 || answer.status() != 200);
        if answer.status() == 200 {
            return last;
        }
    }
    last
}

fn start(log: &Log) -> (Arc<MemoryDisk>, Witness) {
    let disk = Arc::new(MemoryDisk::new());
    let key = CosignerKey::from_seed("witness.example/w", &[2; 32]).unwrap();
    let witness =
        Witness::create_on(disk.clone(), Path::new("w"), &key, &[log.verifier()]).unwrap();
    (disk, witness)
}

#[test]
fn a_power_cut_at_any_change_of_the_disk_forgets_nothing_that_was_answered() {
    let (log, other) = (Log::new("a"), Log::new("b"));
    let (disk, witness) = start(&log);
    let before = disk.changes();
    assert_eq!(
        witness
            .add_checkpoint(log.request(0, 1).as_bytes(), NOW)
            .status(),
        200
    );
    let mut last = 1;
    for size in SIZES {
        assert_eq!(
            witness
                .add_checkpoint(log.request(last, size).as_bytes(), NOW)
                .status(),
            200
        );
        assert_eq!(
            witness
                .add_checkpoint(other.request(size, size + 1).as_bytes(), NOW)
                .status(),
            422
        );
        last = size;
    }
    let changes = disk.changes() - before;
    assert!(changes > 50, "{changes}");
    for end in 0..changes {
        let (disk, witness) = start(&log);
        disk.end_power_after(end);
        let mut answered = 0;
        for size in [1].into_iter().chain(SIZES) {
            let answer = witness.add_checkpoint(log.request(answered, size).as_bytes(), NOW);
            match answer {
                Answer::Cosigned { .. } => answered = size,
                Answer::Failed(_) => {}
                Answer::Refused { refusal, .. } => panic!("{refusal}"),
            }
            // Conflicts are written as well, and may fail; they are never cosigned.
            if answered > 0 {
                let answer =
                    witness.add_checkpoint(other.request(answered, answered + 1).as_bytes(), NOW);
                assert_ne!(answer.status(), 200);
            }
        }
        drop(witness);
        disk.cut_power();
        let witness = Witness::open_on(disk.clone(), Path::new("w")).unwrap();
        let kept = witness.add_checkpoint(log.request(300, 300).as_bytes(), NOW);
        let kept: u64 = kept.body().trim().parse().unwrap();
        assert!(
            kept >= answered,
            "power ended at {end}: {answered} answered, {kept} kept"
        );
        // The log goes on from there, and only from there.
        if kept > 0 {
            assert_ne!(
                witness
                    .add_checkpoint(other.request(kept, 299).as_bytes(), NOW)
                    .status(),
                200
            );
        }
        assert_eq!(
            witness
                .add_checkpoint(log.request(kept, 300).as_bytes(), NOW)
                .status(),
            200
        );
    }
}

#[test]
fn after_a_failed_write_the_state_is_read_again_before_anything_is_cosigned() {
    let (log, other) = (Log::new("a"), Log::new("b"));
    let mut found_new = 0;
    for end in 0..8 {
        let (disk, witness) = start(&log);
        assert_eq!(session(&witness, &log, &other), 40);
        disk.end_power_after(end);
        let first = witness
            .add_checkpoint(log.request(40, 50).as_bytes(), NOW)
            .status();
        // The disk works again, without a power cut: what is seen may be the old or the new state.
        disk.end_power_after(1_000);
        let second = witness.add_checkpoint(log.request(40, 50).as_bytes(), NOW);
        match (first, second.status()) {
            (503, 200) => {}
            (200 | 503, 409) => {
                assert_eq!(second.body(), "50\n");
                found_new += usize::from(first == 503);
            }
            (first, second) => panic!("{end}: {first}, then {second}"),
        }
        let note = witness.checkpoint(&origin_hash(ORIGIN)).unwrap().unwrap();
        assert!(note.starts_with("log.example/a\n50\n"));
        disk.cut_power();
        let witness = Witness::open_on(disk.clone(), Path::new("w")).unwrap();
        assert_eq!(
            witness
                .add_checkpoint(log.request(50, 51).as_bytes(), NOW)
                .status(),
            200
        );
    } // The name was changed, and only its folder not synced: the new state counts although it was not answered.
    assert!(found_new > 0);
}
