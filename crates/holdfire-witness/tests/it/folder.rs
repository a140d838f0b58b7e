//! Folders: keys, trust, the lock, restarts, evidence.

use std::fs;

use holdfire_seal::checkpoint::{add_signature_line, open};
use holdfire_seal::fraud::FraudProof;
use holdfire_seal::note::CosignerKey;
use holdfire_witness::folder::origin_hash;
use holdfire_witness::hand::ByHandError;
use holdfire_witness::{
    Compared, TrustChange, Witness, WitnessError, compare_notes, cosign_by_hand, create, list,
    trust,
};

use crate::support::{Log, NOW, ORIGIN, Scratch};

#[test]
fn a_new_witness_has_a_key_that_only_its_owner_reads_and_that_is_never_overwritten() {
    let scratch = Scratch::new();
    let key = create(scratch.path(), "witness.example/w").unwrap();
    let secret = fs::read_to_string(scratch.path().join("witness.key")).unwrap();
    assert_eq!(
        CosignerKey::parse(secret.trim_end()).unwrap().vkey(),
        key.vkey()
    );
    let public = fs::read_to_string(scratch.path().join("witness.vkey")).unwrap();
    assert_eq!(public, format!("{key}\n"));
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt as _;
        let mode = fs::metadata(scratch.path().join("witness.key"))
            .unwrap()
            .permissions()
            .mode();
        assert_eq!(mode & 0o777, 0o600);
    }
    assert!(matches!(
        create(scratch.path(), "witness.example/w"),
        Err(WitnessError::Exists { .. })
    ));
    assert_eq!(
        fs::read_to_string(scratch.path().join("witness.key")).unwrap(),
        secret
    );
    let other = Scratch::new();
    assert_ne!(create(other.path(), "witness.example/w").unwrap(), key);
    assert!(create(Scratch::new().path(), "two words").is_err());
}

#[test]
fn logs_are_trusted_once_and_listed_by_origin() {
    let (log, scratch) = (Log::new("a"), Scratch::new());
    assert!(matches!(
        trust(scratch.path(), &log.key.vkey()),
        Err(WitnessError::NotAWitness { .. })
    ));
    let key = create(scratch.path(), "witness.example/w").unwrap();
    let vkey = format!("{}\n", log.key.vkey());
    assert_eq!(
        trust(scratch.path(), &vkey).unwrap(),
        (TrustChange::NewLog, log.verifier())
    );
    assert_eq!(trust(scratch.path(), &vkey).unwrap().0, TrustChange::Known);
    let further = holdfire_seal::note::LogKey::from_seed(ORIGIN, &[5; 32]).unwrap();
    assert_eq!(
        trust(scratch.path(), &further.vkey()).unwrap().0,
        TrustChange::FurtherKey
    );
    assert!(matches!(
        trust(scratch.path(), &key.vkey()),
        Err(WitnessError::GivenKey(_))
    ));
    let (witness, logs) = list(scratch.path()).unwrap();
    assert_eq!(witness, key);
    assert_eq!(logs.len(), 1);
    assert_eq!(
        (logs[0].origin.as_str(), logs[0].keys.len(), &logs[0].latest),
        (ORIGIN, 2, &None)
    );
}

#[test]
fn two_processes_cannot_use_one_witness() {
    let log = Log::new("a");
    let (scratch, _) = Scratch::with_witness(&log);
    let witness = Witness::open(scratch.path()).unwrap();
    let error = Witness::open(scratch.path()).err().unwrap();
    assert!(
        error
            .to_string()
            .starts_with("another process uses the witness in"),
        "{error}"
    );
    assert!(matches!(
        trust(scratch.path(), &log.key.vkey()),
        Err(WitnessError::InUse { .. })
    ));
    assert!(list(scratch.path()).is_ok());
    drop(witness);
    assert!(Witness::open(scratch.path()).is_ok());
}

#[test]
fn what_was_cosigned_is_known_after_a_restart() {
    let log = Log::new("a");
    let (scratch, key) = Scratch::with_witness(&log);
    let line = cosign_by_hand(scratch.path(), log.request(0, 10).as_bytes(), NOW).unwrap();
    let cosigned = add_signature_line(&log.note(10), &line).unwrap();
    let keys = [log.verifier(), key];
    assert_eq!(
        open(cosigned.as_bytes(), ORIGIN, &keys)
            .unwrap()
            .cosigned_at(&keys[1]),
        Some(NOW)
    );
    let witness = Witness::open(scratch.path()).unwrap();
    assert_eq!(
        witness.checkpoint(&origin_hash(ORIGIN)).unwrap(),
        Some(cosigned)
    );
    assert_eq!(
        witness.checkpoint(&origin_hash("log.example/b")).unwrap(),
        None
    );
    let again = witness.add_checkpoint(log.request(0, 10).as_bytes(), NOW);
    assert_eq!((again.status(), again.body().as_str()), (409, "10\n"));
    assert_eq!(
        witness
            .add_checkpoint(log.request(10, 11).as_bytes(), NOW)
            .status(),
        200
    );
}

#[test]
fn by_hand_the_same_rules_hold_and_refusals_are_worded_for_readers() {
    let log = Log::new("a");
    let (scratch, _) = Scratch::with_witness(&log);
    let by_hand = |request: &str, now| cosign_by_hand(scratch.path(), request.as_bytes(), now);
    by_hand(&log.request(0, 5), NOW).unwrap();
    let words = |result: Result<String, ByHandError>| result.unwrap_err().to_string();
    assert_eq!(
        words(by_hand(&log.request(4, 9), NOW)),
        "not cosigned: the last checkpoint that was cosigned has 5 entries, the request starts from 4\n\
         hint: ask the keeper of the log for a request that starts from 5"
    );
    assert!(words(by_hand(&log.request(5, 9), NOW - 60)).contains("it was set back"));
    assert!(words(by_hand("old 5\n", NOW)).contains("line 2 is not a SHA-256 hash"));
    let fork = words(by_hand(&Log::new("b").request(5, 9), NOW));
    assert!(
        fork.contains("does not show that 9 entries start with the 5 cosigned before"),
        "{fork}"
    );
    assert!(fork.contains("both notes are kept in"), "{fork}");
    assert!(by_hand(&log.request(5, 9), NOW).is_ok());
}

#[test]
fn a_contradiction_is_kept_once_with_a_fraud_proof_that_anybody_can_check() {
    let (log, other) = (Log::new("a"), Log::new("b"));
    let (scratch, _) = Scratch::with_witness(&log);
    let witness = Witness::open(scratch.path()).unwrap();
    assert_eq!(
        witness
            .add_checkpoint(log.request(0, 5).as_bytes(), NOW)
            .status(),
        200
    );
    for _ in 0..3 {
        assert_eq!(
            witness
                .add_checkpoint(other.request(5, 5).as_bytes(), NOW)
                .status(),
            422
        );
        assert_eq!(
            witness
                .add_checkpoint(other.request(5, 9).as_bytes(), NOW)
                .status(),
            422
        );
    }
    let conflicts: Vec<_> = fs::read_dir(scratch.path().join("conflicts"))
        .unwrap()
        .map(|entry| entry.unwrap().path())
        .collect();
    assert_eq!(conflicts.len(), 2);
    for folder in conflicts {
        let proof = fs::read(folder.join("fraud-proof")).unwrap();
        let fraud = FraudProof::parse(&proof)
            .unwrap()
            .verify(&[log.verifier()])
            .unwrap();
        assert_eq!(fraud.size, 5);
        // Who has the two notes alone, and asks for the path, comes to the same.
        let cosigned = fs::read(folder.join("cosigned")).unwrap();
        let submitted = fs::read(folder.join("submitted")).unwrap();
        let compared = compare_notes(&cosigned, &submitted, &other.path(5, 9), &[log.verifier()]);
        assert!(
            matches!(compared.unwrap(), Compared::Fraud { fraud: found, .. } if found == fraud)
        );
    }
}

#[test]
fn bad_paths_from_strangers_do_not_fill_the_disk() {
    let log = Log::new("a");
    let (scratch, _) = Scratch::with_witness(&log);
    let witness = Witness::open(scratch.path()).unwrap();
    assert_eq!(
        witness
            .add_checkpoint(log.request(0, 5).as_bytes(), NOW)
            .status(),
        200
    );
    for number in 0..20_u8 {
        let path = vec![holdfire_seal::Hash::of(&[number])];
        let request = holdfire_witness::Request::new(5, path, &log.note(9)).unwrap();
        assert_eq!(witness.answer(&request, NOW).status(), 422);
    }
    let kept = fs::read_dir(scratch.path().join("conflicts"))
        .unwrap()
        .count();
    assert_eq!(kept, 1);
}

#[test]
fn a_state_that_was_changed_stops_the_witness() {
    let log = Log::new("a");
    let (scratch, _) = Scratch::with_witness(&log);
    cosign_by_hand(scratch.path(), log.request(0, 10).as_bytes(), NOW).unwrap();
    let latest = scratch
        .path()
        .join("logs")
        .join(origin_hash(ORIGIN))
        .join("latest");
    let good = fs::read_to_string(&latest).unwrap();
    for bad in [
        good.replacen("10", "9", 1),
        String::new(),
        log.note(9),
        good[..good.len() - 9].to_owned(),
    ] {
        fs::write(&latest, bad).unwrap();
        let error = Witness::open(scratch.path()).err().unwrap();
        assert!(matches!(error, WitnessError::State { .. }), "{error}");
    }
    fs::write(&latest, good).unwrap();
    assert!(Witness::open(scratch.path()).is_ok());
    // A secret key that cannot be read is not quoted.
    let secret = fs::read_to_string(scratch.path().join("witness.key")).unwrap();
    fs::write(
        scratch.path().join("witness.key"),
        &secret[..secret.len() - 5],
    )
    .unwrap();
    let words = Witness::open(scratch.path()).err().unwrap().to_string();
    assert!(
        !words.contains("PRIVATE") && words.contains("the key material is not a usable"),
        "{words}"
    );
}
