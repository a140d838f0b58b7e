//! Fixed cases, forged and broken input, properties.

use proptest::prelude::*;

use super::*;
use crate::Tree;
use crate::checkpoint::Checkpoint;
use crate::note::{LogKey, NoteError};

const ORIGIN: &str = "log.example/a";

fn log_key() -> LogKey {
    LogKey::from_seed(ORIGIN, &[1; 32]).unwrap()
}

fn keys() -> Vec<VerifierKey> {
    vec![log_key().verifier().clone()]
}

/// A history whose entries from `fork` on are those of `branch`.
fn history(size: u64, fork: u64, branch: &str) -> Tree {
    let mut tree = Tree::new();
    for index in 0..size {
        let branch = if index < fork { "" } else { branch };
        tree.push(Hash::leaf(format!("{index}{branch}").as_bytes()));
    }
    tree
}

fn checkpoint(tree: &Tree) -> String {
    Checkpoint::new(ORIGIN, tree.len(), tree.root())
        .unwrap()
        .sign(&log_key())
}

fn whole_path(tree: &Tree, old: u64) -> Vec<Hash> {
    let path = tree.consistency(old, tree.len()).unwrap();
    whole_consistency_path(old, tree.len(), &path, &tree.root_at(old).unwrap())
}

fn fraud_of(comparison: Comparison) -> (FraudProof, Fraud) {
    match comparison {
        Comparison::Fraud(proof, fraud) => (*proof, fraud),
        other => panic!("{other:?}"),
    }
}

#[test]
fn two_roots_at_one_size_are_a_proof() {
    let (one, other) = (history(9, 4, "a"), history(9, 4, "b"));
    let (one, other) = (checkpoint(&one), checkpoint(&other));
    let (proof, fraud) = fraud_of(compare(one.as_bytes(), other.as_bytes(), &[], &keys()).unwrap());
    assert_eq!((fraud.size, fraud.second_size), (9, 9));
    let read = FraudProof::parse(proof.to_text().as_bytes()).unwrap();
    assert_eq!(read, proof);
    assert_eq!(read.verify(&keys()).unwrap(), fraud);
    assert!(
        fraud
            .to_string()
            .starts_with("log `log.example/a` signed two histories: a checkpoint of 9 entries")
    );
}

#[test]
fn a_path_shows_for_every_pair_of_sizes_whether_the_histories_differ() {
    for old in 1..18 {
        for new in old + 1..20 {
            let grown = history(new, old - 1, "b");
            let path = whole_path(&grown, old);
            let honest = checkpoint(&history(old, old - 1, "b"));
            let lie = checkpoint(&history(old, old - 1, "a"));
            let grown = checkpoint(&grown);
            // In any order, and with the path of the specification as well as with the whole one.
            for (one, other) in [(&honest, &grown), (&grown, &honest)] {
                assert_eq!(
                    compare(one.as_bytes(), other.as_bytes(), &path, &keys()).unwrap(),
                    Comparison::Consistent
                );
            }
            let (proof, fraud) =
                fraud_of(compare(grown.as_bytes(), lie.as_bytes(), &path, &keys()).unwrap());
            assert_eq!((fraud.size, fraud.second_size), (old, new));
            let read = FraudProof::parse(proof.to_text().as_bytes()).unwrap();
            assert_eq!(read.verify(&keys()).unwrap(), fraud);
        }
    }
}

#[test]
fn the_path_of_the_specification_shows_consistency_but_not_always_fraud() {
    let grown = history(11, 3, "b");
    for old in 1..11 {
        let path = grown.consistency(old, 11).unwrap();
        let honest = checkpoint(&history(old, 3, "b"));
        let lie = checkpoint(&history(old, 0, "a"));
        let grown = checkpoint(&grown);
        assert_eq!(
            compare(honest.as_bytes(), grown.as_bytes(), &path, &keys()).unwrap(),
            Comparison::Consistent
        );
        let shown = compare(lie.as_bytes(), grown.as_bytes(), &path, &keys()).unwrap();
        if old.is_power_of_two() {
            assert_eq!(
                shown,
                Comparison::NotShown {
                    old_size: old,
                    new_size: 11
                }
            );
        } else {
            fraud_of(shown);
        }
    }
}

#[test]
fn an_honest_log_cannot_be_accused() {
    let tree = history(13, 0, "a");
    let new = checkpoint(&tree);
    for old in 1..13 {
        let before = checkpoint(&history(old, 0, "a"));
        // Not even with a path from another tree of the accuser's making.
        let made_up = whole_path(&history(13, 0, "x"), old);
        let own = whole_path(&tree, old);
        for path in [made_up, own, Vec::new()] {
            let proof = FraudProof {
                first: before.clone(),
                second: new.clone(),
                path,
            };
            assert!(proof.verify(&keys()).is_err(), "{old}");
        }
    }
    let proof = FraudProof {
        first: new.clone(),
        second: new.clone(),
        path: Vec::new(),
    };
    assert_eq!(
        proof.verify(&keys()),
        Err(FraudProofError::Consistent { size: 13 })
    );
    assert_eq!(
        compare(new.as_bytes(), new.as_bytes(), &[], &keys()).unwrap(),
        Comparison::Same
    );
}

#[test]
fn the_empty_tree_is_the_start_of_every_log() {
    let empty = checkpoint(&Tree::new());
    let some = checkpoint(&history(5, 0, "a"));
    assert_eq!(
        compare(some.as_bytes(), empty.as_bytes(), &[], &keys()).unwrap(),
        Comparison::Consistent
    );
    let wrong = Checkpoint::new(ORIGIN, 0, Hash::of(b"x"))
        .unwrap()
        .sign(&log_key());
    assert_eq!(
        compare(some.as_bytes(), wrong.as_bytes(), &[], &keys()).unwrap(),
        Comparison::NotShown {
            old_size: 0,
            new_size: 5
        }
    );
    fraud_of(compare(empty.as_bytes(), wrong.as_bytes(), &[], &keys()).unwrap());
}

#[test]
fn what_the_log_did_not_sign_proves_nothing() {
    let forger = LogKey::from_seed(ORIGIN, &[9; 32]).unwrap();
    let one = checkpoint(&history(4, 0, "a"));
    let other = Checkpoint::new(ORIGIN, 4, Hash::of(b"x")).unwrap();
    let proof = FraudProof {
        first: one.clone(),
        second: other.sign(&forger),
        path: Vec::new(),
    };
    assert!(matches!(
        proof.verify(&keys()),
        Err(FraudProofError::Checkpoint {
            which: "second",
            source: CheckpointError::NotSignedByLog { .. }
        })
    ));
    let changed = FraudProof {
        first: one.replacen('4', "5", 1),
        second: one.clone(),
        path: Vec::new(),
    };
    assert!(matches!(
        changed.verify(&keys()),
        Err(FraudProofError::Checkpoint {
            which: "first",
            source: CheckpointError::Note(NoteError::BadSignature { .. })
        })
    ));
    let second_log = LogKey::from_seed("log.example/b", &[2; 32]).unwrap();
    let of_other = Checkpoint::new("log.example/b", 4, Hash::of(b"x"))
        .unwrap()
        .sign(&second_log);
    let both = [keys(), vec![second_log.verifier().clone()]].concat();
    assert!(matches!(
        compare(one.as_bytes(), of_other.as_bytes(), &[], &both),
        Err(FraudProofError::TwoLogs { .. })
    ));
}

#[test]
fn order_and_path_belong_to_the_form() {
    let (small, large) = (history(3, 0, "a"), history(5, 0, "b"));
    let (one, other) = (checkpoint(&small), checkpoint(&large));
    let path = whole_path(&large, 3);
    let good = FraudProof {
        first: one.clone(),
        second: other.clone(),
        path: path.clone(),
    };
    assert!(good.verify(&keys()).is_ok());
    let swapped = FraudProof {
        first: other.clone(),
        second: one,
        path: path.clone(),
    };
    assert_eq!(
        swapped.verify(&keys()),
        Err(FraudProofError::Order {
            first: 5,
            second: 3
        })
    );
    let same = checkpoint(&history(5, 0, "a"));
    let needless = FraudProof {
        first: same,
        second: other,
        path,
    };
    assert!(matches!(
        needless.verify(&keys()),
        Err(FraudProofError::Path { .. })
    ));
}

#[test]
fn texts_of_another_form_are_refused() {
    let large = history(7, 0, "b");
    let text = FraudProof {
        first: checkpoint(&history(6, 0, "a")),
        second: checkpoint(&large),
        path: whole_path(&large, 6),
    }
    .to_text();
    assert!(
        FraudProof::parse(text.as_bytes())
            .unwrap()
            .verify(&keys())
            .is_ok()
    );
    let shape = |text: &str| {
        assert_eq!(
            FraudProof::parse(text.as_bytes()),
            Err(FraudProofError::Shape)
        )
    };
    shape("");
    shape(&text.replace("@v1", "@v2"));
    shape(&text.replacen("\n\n", "\n", 1));
    shape(&format!("{text}\n\nmore"));
    let hash = whole_path(&large, 6)[0].to_base64();
    assert_eq!(
        FraudProof::parse(text.replace(&hash, "x").as_bytes()),
        Err(FraudProofError::Hash { line: 2 })
    );
    let many = text.replace(&hash, &vec![hash.clone(); MOST_HASHES + 1].join("\n"));
    assert_eq!(
        FraudProof::parse(many.as_bytes()),
        Err(FraudProofError::Hash {
            line: MOST_HASHES + 2
        })
    );
    for end in 0..text.len() {
        let proved = FraudProof::parse(&text.as_bytes()[..end])
            .is_ok_and(|proof| proof.verify(&keys()).is_ok());
        assert!(!proved, "{end} bytes");
    }
    assert!(matches!(
        FraudProof::parse(&vec![b'a'; MOST_BYTES + 1]),
        Err(FraudProofError::TooLong { .. })
    ));
}

proptest! {
    #[test]
    fn a_changed_bit_of_a_proof_is_always_seen(bit: prop::sample::Index) {
        let large = history(11, 2, "b");
        let proof = FraudProof {
            first: checkpoint(&history(6, 2, "a")),
            second: checkpoint(&large),
            path: whole_path(&large, 6),
        };
        let mut bytes = proof.to_text().into_bytes();
        let bit = bit.index(bytes.len() * 8);
        bytes[bit / 8] ^= 1 << (bit % 8);
        let proved = FraudProof::parse(&bytes).is_ok_and(|proof| proof.verify(&keys()).is_ok());
        prop_assert!(!proved);
    }

    #[test]
    fn no_bytes_make_the_reader_panic(bytes: Vec<u8>, tail in "(a|— |\n){0,9}") {
        let _ = FraudProof::parse(&bytes);
        let _ = FraudProof::parse(format!("{FRAUD_PROOF_HEADER}{tail}").as_bytes());
    }
}
