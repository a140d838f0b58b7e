//! Fixed cases, forged and broken input, properties.

use proptest::prelude::*;

use super::*;
use crate::Tree;
use crate::checkpoint::{Checkpoint, add_signature_line, cosign, open_of_any_log};
use crate::note::{CosignerKey, LogKey};

const ORIGIN: &str = "log.example/a";

fn log_key() -> LogKey {
    LogKey::from_seed(ORIGIN, &[1; 32]).unwrap()
}

fn cosigner() -> CosignerKey {
    CosignerKey::from_seed("witness.example/w", &[2; 32]).unwrap()
}

fn policy() -> Policy {
    let text = format!(
        "log {}\nwitness W {}\nquorum W\n",
        log_key().vkey(),
        cosigner().vkey()
    );
    Policy::parse(text.as_bytes()).unwrap()
}

fn entry(index: u64) -> Vec<u8> {
    format!("entry {index}").into_bytes()
}

fn proof(index: u64, size: u64) -> TlogProof {
    let mut tree = Tree::new();
    (0..size).for_each(|index| {
        tree.push(Hash::leaf(&entry(index)));
    });
    let note = Checkpoint::new(ORIGIN, size, tree.root())
        .unwrap()
        .sign(&log_key());
    let signed = open_of_any_log(note.as_bytes(), &[log_key().verifier().clone()]).unwrap();
    let line = cosign(&signed, &cosigner(), 1_700_000_000).unwrap();
    TlogProof {
        extra: None,
        index,
        path: tree.inclusion(index, size).unwrap(),
        checkpoint: add_signature_line(&note, &line).unwrap(),
    }
}

#[track_caller]
fn refused(text: &str, why: &TlogProofError) {
    assert_eq!(
        TlogProof::parse(text.as_bytes()).as_ref(),
        Err(why),
        "{text}"
    );
}

#[test]
fn the_example_of_the_specification_has_this_form() {
    // The specification abbreviates the signatures and gives 43 characters of extra data that are no base64.
    let text = "c2sp.org/tlog-proof@v1\n\
        extra YWdlLXYxLjIuMS1kYXJ3aW4tYXJtNjQudGFyLmd6\n\
        index 73894\n\
        gSKyXoYZUgZ6jduWYrkDOARinOMGJveXjgMkBTcdPlQ=\n\
        B95lDa8R83lS8n0eG+o0buTxRKQTYFi//1U8anccXmA=\n\
        EKNzoDWG8LGC0Yp9o+sv3qllpMP9uHQ9B20KNL+Q1zs=\n\
        RoopEkOdqkYqMB4MJXrbt/hMjOxsVn0IrWjpz1ZMMes=\n\
        AHCioX9nLjsrse6YhjRRmk1WUEirVOLLRoOQ6vfO5vk=\n\
        \n\
        example.com/fancylog\n\
        109482\n\
        sFodV/vSp5O8n9a8QpW6PRY97tfOSW5bsc2Xl/EQi08=\n\
        \n\
        — example.com/fancylog hI2DJwAA\n";
    let proof = TlogProof::parse(text.as_bytes()).unwrap();
    assert_eq!(
        proof.extra.as_deref(),
        Some(b"age-v1.2.1-darwin-arm64.tar.gz".as_slice())
    );
    assert_eq!((proof.index, proof.path.len()), (73_894, 5));
    assert_eq!(proof.to_text(), text);
}

#[test]
fn every_entry_is_proved_at_its_index_and_nothing_else_is() {
    for size in 1..20 {
        for index in 0..size {
            let proof = TlogProof::parse(proof(index, size).to_text().as_bytes()).unwrap();
            let outcome = proof.verify(&entry(index), &[], &policy()).unwrap();
            assert_eq!(outcome.cosigned_by[0].1, 1_700_000_000);
            for other in (0..size).filter(|other| *other != index) {
                assert!(matches!(
                    proof.verify(&entry(other), &[], &policy()),
                    Err(TlogProofError::NotIncluded { .. })
                ));
                let moved = TlogProof {
                    index: other,
                    ..proof.clone()
                };
                assert!(moved.verify(&entry(index), &[], &policy()).is_err());
            }
        }
    }
}

#[test]
fn the_policy_decides_on_logs_and_witnesses() {
    let proof = proof(3, 7);
    let nobody = Policy::parse(b"quorum none\n").unwrap();
    assert!(proof.verify(&entry(3), &[], &nobody).is_err());
    assert!(
        proof
            .verify(&entry(3), &[log_key().verifier().clone()], &nobody)
            .is_ok()
    );
    let stranger = LogKey::from_seed(ORIGIN, &[9; 32]).unwrap();
    assert!(
        proof
            .verify(&entry(3), &[stranger.verifier().clone()], &nobody)
            .is_err()
    );
    let other = CosignerKey::from_seed("other.example", &[5; 32]).unwrap();
    let text = format!(
        "log {}\nwitness W {}\nquorum W\n",
        log_key().vkey(),
        other.vkey()
    );
    assert!(matches!(
        proof.verify(&entry(3), &[], &Policy::parse(text.as_bytes()).unwrap()),
        Err(TlogProofError::Policy(PolicyRefusal::Quorum { .. }))
    ));
}

#[test]
fn other_spellings_of_the_same_proof_are_refused() {
    let text = TlogProof {
        extra: Some(b"more".to_vec()),
        ..proof(2, 5)
    }
    .to_text();
    assert!(TlogProof::parse(text.as_bytes()).is_ok());
    refused(&text.replacen("@v1", "@v2", 1), &TlogProofError::Header);
    refused(&text.replacen('\n', "\r\n", 1), &TlogProofError::Header);
    refused(&format!("\u{feff}{text}"), &TlogProofError::Header);
    refused("", &TlogProofError::Header);
    refused(
        &text.replace("extra bW9yZQ==", "extra bW9yZQ"),
        &TlogProofError::Extra,
    );
    refused(
        &text.replace("extra bW9yZQ==", "extra bW9yZR=="),
        &TlogProofError::Extra,
    );
    refused(
        &text.replace("extra bW9yZQ==", "extra "),
        &TlogProofError::Extra,
    );
    refused(
        &text.replace("extra bW9yZQ==", "extra"),
        &TlogProofError::Index { line: 2 },
    );
    for bad in [
        "index 02", "index +2", "index", "index ", "index  2", "Index 2", "index 2 ",
    ] {
        refused(
            &text.replace("index 2", bad),
            &TlogProofError::Index { line: 3 },
        );
    }
    let first = proof(2, 5).path[0].to_base64();
    refused(
        &text.replace(&first, first.trim_end_matches('=')),
        &TlogProofError::Hash { line: 4 },
    );
    refused(
        &text.replace(&first, &format!(" {first}")),
        &TlogProofError::Hash { line: 4 },
    );
    let long = (first + "\n").repeat(MOST_HASHES + 1);
    refused(
        &format!("{TLOG_PROOF_HEADER}\nindex 0\n{long}\n"),
        &TlogProofError::Hash {
            line: 3 + MOST_HASHES,
        },
    );
    refused(
        &format!("{TLOG_PROOF_HEADER}\nindex 0\n\n"),
        &TlogProofError::NoCheckpoint,
    );
    assert_eq!(TlogProof::parse(b"\xff"), Err(TlogProofError::NotUtf8));
    assert!(matches!(
        TlogProof::parse(&vec![b'a'; MOST_BYTES + 1]),
        Err(TlogProofError::TooLong { .. })
    ));
}

#[test]
fn every_cut_of_a_proof_is_refused() {
    let text = proof(4, 11).to_text();
    for end in 0..text.len() {
        let whole = TlogProof::parse(&text.as_bytes()[..end])
            .is_ok_and(|proof| proof.verify(&entry(4), &[], &policy()).is_ok());
        assert!(!whole, "{end} bytes");
    }
}

proptest! {
    #[test]
    fn a_changed_bit_is_always_seen(bit: prop::sample::Index) {
        let mut bytes = proof(5, 13).to_text().into_bytes();
        let bit = bit.index(bytes.len() * 8);
        bytes[bit / 8] ^= 1 << (bit % 8);
        let believed = TlogProof::parse(&bytes)
            .is_ok_and(|proof| proof.verify(&entry(5), &[], &policy()).is_ok());
        // A letter of a known key's name may change: the line is then one of an unknown key, which must be passed over;
        // without the log's or the witness's line the policy is not met.
        prop_assert!(!believed);
    }

    #[test]
    fn a_proof_goes_to_text_and_back(extra in prop::collection::vec(any::<u8>(), 1..50), index in 0_u64..9) {
        let proof = TlogProof { extra: Some(extra), ..proof(index, 9) };
        prop_assert_eq!(TlogProof::parse(proof.to_text().as_bytes()).unwrap(), proof);
    }

    #[test]
    fn no_bytes_make_the_reader_panic(bytes: Vec<u8>, tail in "(index 0|extra |a|\n){0,6}") {
        let _ = TlogProof::parse(&bytes);
        let _ = TlogProof::parse(format!("{TLOG_PROOF_HEADER}\n{tail}").as_bytes());
    }
}
