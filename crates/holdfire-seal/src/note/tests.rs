//! Fixed cases, forged and broken input, properties.

use proptest::prelude::*;
use signed_note::{StandardVerifier, VerifierList};

use super::*;

const EXAMPLE_KEY: &str = "example.com/foo+530d903a+AekyeRrm56hApGFkyQR4ZCbV54Id2LKaANYcrnKv3U2k";
const EXAMPLE_NOTE: &str = "This is an example message.\n\n\
    — example.com/foo Uw2QOkn8srV1yJGh2VYRlL1Tnagv1YEq6TfXppzi2ONncAlTgK7Ztg1ERYNZXsYjOBH3mFXmRKuwHjG1Yu72IneyaQM=\n";

fn example_key() -> VerifierKey {
    VerifierKey::parse(EXAMPLE_KEY).unwrap()
}

fn log_key() -> LogKey {
    LogKey::from_seed("log.example/a", &[1; 32]).unwrap()
}

fn cosigner() -> CosignerKey {
    CosignerKey::from_seed("witness.example/w", &[2; 32]).unwrap()
}

#[track_caller]
fn refused(note: &str, why: &NoteError) {
    assert_eq!(
        open_note(note.as_bytes(), &[example_key()]).as_ref(),
        Err(why),
        "{note}"
    );
}

#[test]
fn the_example_note_of_the_specification_opens() {
    let opened = open_note(EXAMPLE_NOTE.as_bytes(), &[example_key()]).unwrap();
    assert_eq!(opened.text, "This is an example message.\n");
    assert_eq!(
        opened.by,
        [SignedBy {
            name: "example.com/foo".to_owned(),
            key_id: 0x530d_903a,
            timestamp: None
        }]
    );
}

#[test]
fn a_note_signed_as_the_go_tools_do_has_the_same_bytes() {
    // From the documentation of golang.org/x/mod/sumdb/note.
    let key = LogKey::parse(
        "PRIVATE+KEY+PeterNeumann+c74f20a3+AYEKFALVFGyNhPJEMzD1QIDr+Y7hfZx09iUvxdXHKDFz",
    )
    .unwrap();
    let text = "If you think cryptography is the answer to your problem,\n\
        then you don't know what your problem is.\n";
    let line = "— PeterNeumann x08go/ZJkuBS9UG/SffcvIAQxVBtiFupLLr8pAcElZInNIuGUgYN1FFYC2pZSNXgKvqfqdngotpRZb6KE6RyyBwJnAM=\n";
    assert_eq!(sign_note(text, &key).unwrap(), format!("{text}\n{line}"));
}

#[test]
fn every_cut_of_a_note_is_refused() {
    for end in 0..EXAMPLE_NOTE.len() {
        let cut = &EXAMPLE_NOTE.as_bytes()[..end];
        assert!(open_note(cut, &[example_key()]).is_err(), "{end} bytes");
    }
}

#[test]
fn every_flipped_bit_is_refused() {
    let bytes = EXAMPLE_NOTE.as_bytes();
    for bit in 0..bytes.len() * 8 {
        let mut changed = bytes.to_vec();
        changed[bit / 8] ^= 1 << (bit % 8);
        assert!(open_note(&changed, &[example_key()]).is_err(), "bit {bit}");
    }
}

#[test]
fn other_spellings_of_the_same_note_are_refused() {
    refused(
        &EXAMPLE_NOTE.replace('\n', "\r\n"),
        &NoteError::ControlCharacter { line: 1 },
    );
    refused(
        &EXAMPLE_NOTE.replace(" example message", "\texample"),
        &NoteError::ControlCharacter { line: 1 },
    );
    refused(
        &EXAMPLE_NOTE.replace("aQM=", "aQM"),
        &NoteError::SignatureLine { line: 3 },
    );
    // Trailing bits that decode to the same bytes.
    refused(
        &EXAMPLE_NOTE.replace("aQM=", "aQN="),
        &NoteError::SignatureLine { line: 3 },
    );
    refused(
        &EXAMPLE_NOTE.replace("— ", "-- "),
        &NoteError::SignatureLine { line: 3 },
    );
    refused(
        &EXAMPLE_NOTE.replace("foo Uw", "foo  Uw"),
        &NoteError::SignatureLine { line: 3 },
    );
    refused(
        &EXAMPLE_NOTE.replace("aQM=", "aQM= "),
        &NoteError::SignatureLine { line: 3 },
    );
    refused(EXAMPLE_NOTE.strip_suffix('\n').unwrap(), &NoteError::CutOff);
    refused(
        &EXAMPLE_NOTE.replace("\n\n", "\n"),
        &NoteError::NoSignatures,
    );
    refused(&format!("{EXAMPLE_NOTE}\n"), &NoteError::NoSignatures);
    refused("", &NoteError::NoSignatures);
    let long = "x".repeat(MOST_NOTE_BYTES + 1);
    refused(&long, &NoteError::TooLong { bytes: long.len() });
    assert_eq!(open_note(b"\xff\n\n", &[]), Err(NoteError::NotUtf8));
}

#[test]
fn a_note_without_a_known_signature_is_refused() {
    let stranger = LogKey::from_seed("example.com/foo", &[9; 32]).unwrap();
    assert_eq!(
        open_note(EXAMPLE_NOTE.as_bytes(), &[stranger.verifier().clone()]),
        Err(NoteError::NotSigned)
    );
    assert_eq!(
        open_note(EXAMPLE_NOTE.as_bytes(), &[]),
        Err(NoteError::NotSigned)
    );
}

#[test]
fn a_forged_line_of_a_known_key_makes_the_note_bad_although_another_verifies() {
    let (known, other) = (log_key(), LogKey::from_seed("b.example", &[3; 32]).unwrap());
    let forged = signature_line(other.name(), other.key_id(), &[0; 64]);
    let note = sign_note("text\n", &known).unwrap() + &forged;
    let keys = [known.verifier().clone(), other.verifier().clone()];
    assert_eq!(
        open_note(note.as_bytes(), &keys),
        Err(NoteError::BadSignature {
            name: "b.example".to_owned(),
            key_id: other.key_id()
        })
    );
    // To one who does not know the second key its line is nothing.
    assert!(open_note(note.as_bytes(), &keys[..1]).is_ok());
    // Also where a good line of the same key stands before the forged one.
    let twice = sign_note("text\n", &known).unwrap()
        + &signature_line(known.name(), known.key_id(), &[0; 64]);
    assert!(open_note(twice.as_bytes(), &keys).is_err());
}

#[test]
fn a_text_may_hold_empty_lines_and_even_what_looks_like_a_signature() {
    let text = format!("one\n\n{}", EXAMPLE_NOTE);
    let note = sign_note(&text, &log_key()).unwrap();
    let opened = open_note(
        note.as_bytes(),
        &[log_key().verifier().clone(), example_key()],
    )
    .unwrap();
    assert_eq!(opened.text, text);
    assert_eq!(opened.by.len(), 1);
}

#[test]
fn only_texts_that_notes_can_carry_are_signed() {
    assert_eq!(
        sign_note("no newline", &log_key()),
        Err(NoteError::NoNewline)
    );
    assert_eq!(
        sign_note("a\nb\u{0}\n", &log_key()),
        Err(NoteError::ControlCharacter { line: 2 })
    );
    assert!(matches!(
        cosignature_line("text\n", &cosigner(), 0),
        Err(NoteError::Timestamp { .. })
    ));
    assert!(matches!(
        cosignature_line("text\n", &cosigner(), LAST_TIMESTAMP + 1),
        Err(NoteError::Timestamp { .. })
    ));
}

#[test]
fn a_cosignature_states_its_time_and_the_time_is_signed() {
    let text = "log.example/a\n1\nroot\n";
    let line = cosignature_line(text, &cosigner(), 1_679_315_147).unwrap();
    let note = format!("{text}\n{line}");
    let keys = [cosigner().verifier().clone()];
    let opened = open_note(note.as_bytes(), &keys).unwrap();
    assert_eq!(opened.by[0].timestamp, Some(1_679_315_147));
    // Another time with the same 64 bytes of signature.
    let signature = Signature::from_bytes(line.trim_end().as_bytes()).unwrap();
    for at in [0, 7] {
        let mut bytes = signature.signature().to_vec();
        bytes[at] ^= if at == 0 { 0x80 } else { 1 };
        let changed = signature_line(cosigner().name(), cosigner().key_id(), &bytes);
        let note = format!("{text}\n{changed}");
        assert!(matches!(
            open_note(note.as_bytes(), &keys),
            Err(NoteError::BadSignature { .. })
        ));
    }
    for length in [0, 8, 63, 64, 71, 73] {
        let bytes = vec![1; length.max(1)];
        let line = signature_line(cosigner().name(), cosigner().key_id(), &bytes);
        assert!(open_note(format!("{text}\n{line}").as_bytes(), &keys).is_err());
    }
}

#[test]
fn a_signature_with_a_second_spelling_of_its_scalar_is_refused() {
    // S + L verifies under lax rules: the same note would have two forms.
    const GROUP_ORDER: [u8; 32] = [
        0xed, 0xd3, 0xf5, 0x5c, 0x1a, 0x63, 0x12, 0x58, 0xd6, 0x9c, 0xf7, 0xa2, 0xde, 0xf9, 0xde,
        0x14, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0x10,
    ];
    let mut bytes = log_key().sign(b"text\n");
    let mut carry = 0_u16;
    for (byte, order) in bytes[32..].iter_mut().zip(GROUP_ORDER) {
        carry += u16::from(*byte) + u16::from(order);
        *byte = carry.to_le_bytes()[0];
        carry >>= 8;
    }
    let note = format!(
        "text\n\n{}",
        signature_line("log.example/a", log_key().key_id(), &bytes)
    );
    assert!(matches!(
        open_note(note.as_bytes(), &[log_key().verifier().clone()]),
        Err(NoteError::BadSignature { .. })
    ));
}

#[test]
fn lines_are_added_once_and_up_to_a_limit() {
    let note = sign_note("text\n", &log_key()).unwrap();
    let line = cosignature_line("text\n", &cosigner(), 5).unwrap();
    let both = add_signature_line(&note, &line).unwrap();
    assert_eq!(both, format!("{note}{line}"));
    assert_eq!(add_signature_line(&both, &line).unwrap(), both);
    assert!(add_signature_line(&note, &format!("{line}{line}")).is_err());
    assert!(add_signature_line(&note, line.trim_end()).is_err());
    assert!(add_signature_line("text\n", &line).is_err());
    let mut full = both;
    for time in 6..6 + MOST_SIGNATURES as u64 - 2 {
        let line = cosignature_line("text\n", &cosigner(), time).unwrap();
        full = add_signature_line(&full, &line).unwrap();
    }
    let more = cosignature_line("text\n", &cosigner(), 1_000).unwrap();
    assert_eq!(
        add_signature_line(&full, &more),
        Err(NoteError::TooManySignatures)
    );
    let keys = [log_key().verifier().clone(), cosigner().verifier().clone()];
    assert_eq!(
        open_note(full.as_bytes(), &keys).unwrap().by.len(),
        MOST_SIGNATURES
    );
    refused(&(full + &more), &NoteError::TooManySignatures);
}

proptest! {
    #[test]
    fn what_is_signed_opens_here_and_in_the_port_of_the_go_code(
        text in "([a-zA-Zäß— ]{0,12}\n){1,4}",
        name in "[a-z./]{1,20}",
        seed: [u8; 32],
    ) {
        let key = LogKey::from_seed(&name, &seed).unwrap();
        let note = sign_note(&text, &key).unwrap();
        let opened = open_note(note.as_bytes(), &[key.verifier().clone()]).unwrap();
        prop_assert_eq!(&opened.text, &text);
        let theirs = signed_note::Note::from_bytes(note.as_bytes()).unwrap();
        let known = VerifierList::new(vec![Box::new(StandardVerifier::new(&key.vkey()).unwrap())]);
        prop_assert_eq!(theirs.verify(&known).unwrap().0.len(), 1);
        prop_assert_eq!(theirs.text(), text.as_bytes());
    }

    #[test]
    fn any_bytes_are_read_or_refused_as_the_port_of_the_go_code_does(
        note in "([a—\n +=]|— a Uw2QOkn8srU=|\n\n){0,12}\n",
    ) {
        let ours = parse_unverified(note.as_bytes());
        let theirs = signed_note::Note::from_bytes(note.as_bytes());
        prop_assert_eq!(ours.is_ok(), theirs.is_ok());
        if let (Ok(ours), Ok(theirs)) = (ours, theirs) {
            prop_assert_eq!(ours.text.as_bytes(), theirs.text());
        }
    }

    #[test]
    fn no_bytes_make_the_readers_panic(bytes: Vec<u8>) {
        let _ = open_note(&bytes, &[example_key()]);
        let _ = parse_signature_lines(&bytes);
        let text = String::from_utf8_lossy(&bytes);
        let _ = VerifierKey::parse(&text);
        let _ = LogKey::parse(&text);
    }
}
