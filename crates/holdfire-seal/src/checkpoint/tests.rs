//! Fixed cases, forged and broken input, properties.

use proptest::prelude::*;

use super::*;

/// From the specification of checkpoints.
const EXAMPLE: &str =
    "example.com/behind-the-sofa\n20852163\nCsUYapGGPo4dkMgIAUqom/Xajj7h2fB2MPA3j2jxq2I=\n";

const ORIGIN: &str = "log.example/a";

fn log_key() -> LogKey {
    LogKey::from_seed(ORIGIN, &[1; 32]).unwrap()
}

fn cosigner() -> CosignerKey {
    CosignerKey::from_seed("witness.example/w", &[2; 32]).unwrap()
}

fn signed() -> String {
    Checkpoint::new(ORIGIN, 7, Hash::of(b"root"))
        .unwrap()
        .sign(&log_key())
}

#[track_caller]
fn refused(text: &str, why: &CheckpointError) {
    assert_eq!(Checkpoint::parse_text(text).as_ref(), Err(why), "{text}");
}

#[test]
fn the_example_of_the_specification_is_read_and_written() {
    let checkpoint = Checkpoint::parse_text(EXAMPLE).unwrap();
    assert_eq!(checkpoint.origin(), "example.com/behind-the-sofa");
    assert_eq!(checkpoint.size(), 20_852_163);
    assert_eq!(
        checkpoint.root().to_base64(),
        "CsUYapGGPo4dkMgIAUqom/Xajj7h2fB2MPA3j2jxq2I="
    );
    assert_eq!(checkpoint.to_text(), EXAMPLE);
}

#[test]
fn the_examples_of_witness_and_proof_have_the_form_of_a_note() {
    let note = format!(
        "{EXAMPLE}\n\
        — example.com/behind-the-sofa Az3grlgtzPICa5OS8npVmf1Myq/5IZniMp+ZJurmRDeOoRDe4URYN7u5/Zhcyv2q1gGzGku9nTo+zyWE+xeMcTOAYQ8=\n\
        — witness.example.com/w1 jWbPPwAAAABkGFDLEZMHwSRaJNiIDoe9DYn/zXcrtPHeolMI5OWXEhZCB9dlrDJsX3b2oyin1nPZqhf5nNo0xUe+mbIUBkBIfZ+qnA==\n"
    );
    let unverified = parse_unverified(note.as_bytes()).unwrap();
    assert_eq!(unverified.text, EXAMPLE);
    assert_eq!(unverified.signatures[1].name, "witness.example.com/w1");
    assert_eq!(unverified.signatures[1].key_id, 0x8d66_cf3f);
    assert_eq!(
        parse_note_unverified(note.as_bytes()).unwrap().size(),
        20_852_163
    );
}

#[test]
fn extension_lines_are_kept_and_signed() {
    let text = format!("{EXAMPLE}one\nand — another\n");
    let checkpoint = Checkpoint::parse_text(&text).unwrap();
    assert_eq!(checkpoint.extensions(), ["one", "and — another"]);
    assert_eq!(checkpoint.to_text(), text);
    refused(
        &format!("{EXAMPLE}one\n\ntwo\n"),
        &CheckpointError::Extension { line: 5 },
    );
    refused(
        &format!("{EXAMPLE}\n"),
        &CheckpointError::Extension { line: 4 },
    );
    refused(
        &format!("{EXAMPLE}a\tb\n"),
        &CheckpointError::Extension { line: 4 },
    );
    let key = LogKey::from_seed("example.com/behind-the-sofa", &[1; 32]).unwrap();
    let changed = checkpoint.sign(&key).replace("one", "two");
    assert!(matches!(
        open_of_any_log(changed.as_bytes(), &[key.verifier().clone()]),
        Err(CheckpointError::Note(NoteError::BadSignature { .. }))
    ));
}

#[test]
fn other_spellings_of_the_same_checkpoint_are_refused() {
    let size = |size: &str| EXAMPLE.replace("20852163", size);
    for bad in [
        "020852163",
        "+20852163",
        "-1",
        "",
        " 1",
        "1 ",
        "0x1",
        "1e3",
        "00",
        "٣",
        "9223372036854775808",
        "99999999999999999999",
    ] {
        refused(&size(bad), &CheckpointError::Size);
    }
    assert_eq!(Checkpoint::parse_text(&size("0")).unwrap().size(), 0);
    assert_eq!(
        Checkpoint::parse_text(&size("9223372036854775807"))
            .unwrap()
            .size(),
        MAX_SIZE
    );
    for bad in ["q2I", "q2I==", "q2J=", "q2I= ", "q2_="] {
        refused(&EXAMPLE.replace("q2I=", bad), &CheckpointError::Root);
    }
    refused(EXAMPLE.trim_end(), &CheckpointError::Lines);
    refused("example.com/a\n1\n", &CheckpointError::Lines);
    refused("", &CheckpointError::Lines);
    refused(
        &EXAMPLE.replace("example.com/behind-the-sofa", ""),
        &CheckpointError::Origin,
    );
    refused(
        &format!("{}{EXAMPLE}", "a".repeat(MOST_ORIGIN_BYTES)),
        &CheckpointError::Origin,
    );
}

#[test]
fn a_signed_checkpoint_opens_for_its_log_only() {
    let note = signed();
    let keys = [log_key().verifier().clone()];
    let opened = open(note.as_bytes(), ORIGIN, &keys).unwrap();
    assert_eq!(opened.checkpoint().size(), 7);
    assert_eq!(opened.note(), note);
    assert_eq!(
        open(note.as_bytes(), "log.example/b", &keys)
            .unwrap_err()
            .to_string(),
        "the checkpoint is of log `log.example/a`, not of `log.example/b`"
    );
    assert!(matches!(
        open(note.as_bytes(), ORIGIN, &[]),
        Err(CheckpointError::NotSignedByLog { .. })
    ));
}

#[test]
fn a_log_key_vouches_for_its_own_origin_alone() {
    let other = LogKey::from_seed("log.example/b", &[3; 32]).unwrap();
    let note = Checkpoint::new(ORIGIN, 7, Hash::of(b"root"))
        .unwrap()
        .sign(&other);
    assert!(matches!(
        open_of_any_log(
            note.as_bytes(),
            &[log_key().verifier().clone(), other.verifier().clone()]
        ),
        Err(CheckpointError::NotSignedByLog { .. })
    ));
}

#[test]
fn a_cosignature_is_no_signature_of_the_log() {
    let text = Checkpoint::parse_text(&parse_unverified(signed().as_bytes()).unwrap().text)
        .unwrap()
        .to_text();
    let line = note::cosignature_line(&text, &cosigner(), 9).unwrap();
    let keys = [log_key().verifier().clone(), cosigner().verifier().clone()];
    assert!(matches!(
        open(format!("{text}\n{line}").as_bytes(), ORIGIN, &keys),
        Err(CheckpointError::NotSignedByLog { .. })
    ));
    // A cosigner that took the name of the log is still none.
    let namesake = CosignerKey::from_seed(ORIGIN, &[1; 32]).unwrap();
    let line = note::cosignature_line(&text, &namesake, 9).unwrap();
    assert!(matches!(
        open(
            format!("{text}\n{line}").as_bytes(),
            ORIGIN,
            &[namesake.verifier().clone()]
        ),
        Err(CheckpointError::NotSignedByLog { .. })
    ));
}

#[test]
fn a_cosigned_checkpoint_names_the_witness_and_the_latest_time() {
    let keys = [log_key().verifier().clone(), cosigner().verifier().clone()];
    let opened = open(signed().as_bytes(), ORIGIN, &keys).unwrap();
    assert_eq!(opened.cosigned_at(cosigner().verifier()), None);
    let mut note = signed();
    for time in [30, 20] {
        note = add_signature_line(&note, &cosign(&opened, &cosigner(), time).unwrap()).unwrap();
    }
    let opened = open(note.as_bytes(), ORIGIN, &keys).unwrap();
    assert_eq!(opened.cosigned_at(cosigner().verifier()), Some(30));
    assert_eq!(opened.signed_by().len(), 3);
}

proptest! {
    #[test]
    fn a_checkpoint_goes_to_text_and_back(
        origin in "[ -~—]{1,40}",
        size in 0..=MAX_SIZE,
        root: [u8; 32],
        extensions in prop::collection::vec("[ -~]{1,10}", 0..3),
    ) {
        let mut checkpoint = Checkpoint::new(&origin, size, Hash(root)).unwrap();
        checkpoint.extensions = extensions;
        prop_assert_eq!(Checkpoint::parse_text(&checkpoint.to_text()).unwrap(), checkpoint);
    }

    #[test]
    fn only_one_text_is_read_as_a_checkpoint(text in "[a\n]{0,2}\n[0-9+]{0,3}\n(CsUYapGGPo4dkMgIAUqom/Xajj7h2fB2MPA3j2jxq2[IJ]=|a)\n[a\n]{0,3}") {
        if let Ok(checkpoint) = Checkpoint::parse_text(&text) {
            prop_assert_eq!(checkpoint.to_text(), text);
        }
    }

    #[test]
    fn every_changed_byte_of_a_signed_checkpoint_is_seen(at in 0..200_usize, with: u8) {
        let mut note = signed().into_bytes();
        let at = at % note.len();
        prop_assume!(note[at] != with);
        note[at] = with;
        prop_assert!(open(&note, ORIGIN, &[log_key().verifier().clone()]).is_err());
    }
}
