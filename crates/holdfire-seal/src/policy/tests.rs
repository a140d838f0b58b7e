//! Fixed cases, forged and broken input, properties.

use proptest::prelude::*;

use super::*;
use crate::Hash;
use crate::checkpoint::{Checkpoint, add_signature_line, cosign};
use crate::note::{CosignerKey, LogKey, NoteError};

const ORIGIN: &str = "log.example/a";

fn log_key() -> LogKey {
    LogKey::from_seed(ORIGIN, &[200; 32]).unwrap()
}

fn witness(number: u8) -> CosignerKey {
    CosignerKey::from_seed(&format!("witness.example/{number}"), &[number; 32]).unwrap()
}

/// The example of the specification: two of three, and one of three.
fn example() -> String {
    let vkey = |number| witness(number).vkey();
    format!(
        "log {}\n\n\
        witness X1 {}\nwitness X2 {}\nwitness X3 {}\ngroup X-witnesses 2 X1 X2 X3\n\n\
        witness Y1 {}\nwitness Y2 {}\nwitness Y3 {}\ngroup Y-witnesses any Y1 Y2 Y3\n\n\
        group X-and-Y all X-witnesses Y-witnesses\nquorum X-and-Y\n",
        log_key().vkey(),
        vkey(1),
        vkey(2),
        vkey(3),
        vkey(4),
        vkey(5),
        vkey(6)
    )
}

fn policy(text: &str) -> Policy {
    Policy::parse(text.as_bytes()).unwrap_or_else(|error| panic!("{error}\n{text}"))
}

fn cosigned_by(numbers: &[u8]) -> String {
    let note = Checkpoint::new(ORIGIN, 3, Hash::of(b"root"))
        .unwrap()
        .sign(&log_key());
    let signed = open_of_any_log(note.as_bytes(), &[log_key().verifier().clone()]).unwrap();
    numbers.iter().fold(note, |note, number| {
        let line = cosign(&signed, &witness(*number), 1_000 + u64::from(*number)).unwrap();
        add_signature_line(&note, &line).unwrap()
    })
}

#[track_caller]
fn refused(text: &str, message: &str) {
    let error = Policy::parse(text.as_bytes()).unwrap_err();
    assert_eq!(error.to_string(), message, "{text}");
}

#[test]
fn the_example_of_the_specification_asks_for_two_of_one_group_and_one_of_the_other() {
    let policy = policy(&example());
    for (cosigners, met) in [
        (vec![], false),
        (vec![1, 2], false),
        (vec![4, 5, 6], false),
        (vec![1, 4], false),
        (vec![1, 2, 4], true),
        (vec![2, 3, 6], true),
        (vec![1, 2, 3, 4, 5, 6], true),
        (vec![1, 7, 8, 4], false),
    ] {
        let outcome = policy.check(cosigned_by(&cosigners).as_bytes());
        assert_eq!(outcome.is_ok(), met, "{cosigners:?}");
    }
    let outcome = policy.check(cosigned_by(&[4, 2, 1]).as_bytes()).unwrap();
    let named: Vec<String> = outcome
        .cosigned_by
        .iter()
        .map(|(name, time)| format!("{name} {time}"))
        .collect();
    assert_eq!(named, ["X1 1001", "X2 1002", "Y1 1004"]);
    assert_eq!(
        policy
            .check(cosigned_by(&[3]).as_bytes())
            .unwrap_err()
            .to_string(),
        "too few witnesses cosigned: all of X-witnesses, Y-witnesses; X-witnesses: 2 of X1, X2, X3; \
        Y-witnesses: 1 of Y1, Y2, Y3 needed, cosigned by X3"
    );
}

#[test]
fn a_log_alone_is_enough_only_where_the_policy_says_so() {
    let text = format!("log {}\nquorum none\n", log_key().vkey());
    assert!(policy(&text).check(cosigned_by(&[]).as_bytes()).is_ok());
    assert!(
        policy(&example())
            .check(cosigned_by(&[]).as_bytes())
            .is_err()
    );
}

#[test]
fn a_single_witness_can_be_the_quorum() {
    let text = format!(
        "log {}\nwitness W {}\nquorum W\n",
        log_key().vkey(),
        witness(1).vkey()
    );
    assert!(policy(&text).check(cosigned_by(&[1]).as_bytes()).is_ok());
    assert!(policy(&text).check(cosigned_by(&[2]).as_bytes()).is_err());
}

#[test]
fn a_policy_without_logs_takes_those_that_are_known_otherwise() {
    let policy = policy(&format!("witness W {}\nquorum W\n", witness(1).vkey()));
    let note = cosigned_by(&[1]);
    assert!(policy.check(note.as_bytes()).is_err());
    assert!(
        policy
            .check_with_logs(note.as_bytes(), &[log_key().verifier().clone()])
            .is_ok()
    );
}

#[test]
fn many_cosignatures_of_one_witness_count_once() {
    let mut note = cosigned_by(&[1, 4]);
    let signed = open_of_any_log(note.as_bytes(), &[log_key().verifier().clone()]).unwrap();
    for time in 1..9 {
        note = add_signature_line(&note, &cosign(&signed, &witness(1), time).unwrap()).unwrap();
    }
    assert!(matches!(
        policy(&example()).check(note.as_bytes()),
        Err(PolicyRefusal::Quorum { .. })
    ));
}

#[test]
fn a_forged_cosignature_of_a_known_witness_makes_the_note_bad() {
    let other = Checkpoint::new(ORIGIN, 4, Hash::of(b"other"))
        .unwrap()
        .sign(&log_key());
    let other = open_of_any_log(other.as_bytes(), &[log_key().verifier().clone()]).unwrap();
    let line = cosign(&other, &witness(3), 1).unwrap();
    let note = add_signature_line(&cosigned_by(&[1, 2, 4]), &line).unwrap();
    assert!(matches!(
        policy(&example()).check(note.as_bytes()),
        Err(PolicyRefusal::Checkpoint(CheckpointError::Note(
            NoteError::BadSignature { .. }
        )))
    ));
}

#[test]
fn blanks_tabs_comments_addresses_and_bytes_without_meaning_are_allowed() {
    let mut text = format!(
        "  # a comment\n \t \nlog\t{} https://log.example/  \n  witness \u{212a} {} http://127.0.0.1:80\nquorum\t\u{212a}\n#",
        log_key().vkey(),
        witness(1).vkey()
    )
    .into_bytes();
    text.extend([0xff, 0x80, b'\n']);
    let policy = Policy::parse(&text).unwrap();
    assert_eq!(
        policy.logs()[0].url.as_deref(),
        Some("https://log.example/")
    );
    assert_eq!(policy.witnesses()[0].name.as_bytes(), "\u{212a}".as_bytes());
    // A name is bytes: the Kelvin sign is no K.
    let kelvin = String::from_utf8_lossy(&text).replace("quorum\t\u{212a}", "quorum K");
    assert!(Policy::parse(kelvin.as_bytes()).is_err());
}

#[test]
fn what_is_wrong_is_said_with_its_line() {
    let w = |number: u8| format!("witness W{number} {}\n", witness(number).vkey());
    let log = format!("log {}\n", log_key().vkey());
    refused(
        "",
        "line 1 of the policy: the last line has no newline: the end of the file may be missing",
    );
    refused(
        "\n",
        "line 1 of the policy: the policy has no quorum\nhint: `quorum none` asks for no witness at all",
    );
    refused(
        "quorum none",
        "line 1 of the policy: the last line has no newline: the end of the file may be missing",
    );
    refused(
        "quorum none\nquorum none\n",
        "line 2 of the policy: a second quorum; a policy has exactly one",
    );
    refused(
        "quorum W1\n",
        "line 1 of the policy: `W1` is not defined on a line above",
    );
    refused("quorum\n", "line 1 of the policy: expected `quorum <name>`");
    refused(
        "quorum none none\n",
        "line 1 of the policy: expected `quorum <name>`",
    );
    refused(
        "Quorum none\n",
        "line 1 of the policy: `Quorum` is none of `log`, `witness`, `group`, `quorum`",
    );
    refused(
        "quorum none\r\n",
        "line 1 of the policy: a control character (byte 0x0d); only tab and newline are allowed",
    );
    refused(
        "#\u{7f}\n",
        "line 1 of the policy: a control character (byte 0x7f); only tab and newline are allowed",
    );
    refused(
        &format!("{log}{log}"),
        "line 2 of the policy: this public key is listed before, on line 1",
    );
    refused(
        "log\n",
        "line 1 of the policy: expected `log <vkey> [<url>]`",
    );
    refused(
        &format!("witness none {}\n", witness(1).vkey()),
        "line 1 of the policy: the name `none` is taken",
    );
    refused(
        &format!("{}witness W1 {}\n", w(1), witness(2).vkey()),
        "line 2 of the policy: the name `W1` is taken",
    );
    refused(
        &format!("log {}\n", witness(1).vkey()),
        "line 1 of the policy: the key: the key is that of a cosigner (type 4), where that of a log (type 1) is needed",
    );
    refused(
        &format!("witness A {}\n", log_key().vkey()),
        "line 1 of the policy: the key: the key is that of a log (type 1), where that of a cosigner (type 4) is needed",
    );
    let two = w(1) + &w(2);
    let group = |line: &str| format!("{two}{line}\n");
    refused(
        &group("group G all"),
        "line 3 of the policy: expected `group <name> <all|any|k> <name>...`",
    );
    refused(
        &group("group G all W1 W3"),
        "line 3 of the policy: `W3` is not defined on a line above",
    );
    refused(
        &group("group G all W1 none"),
        "line 3 of the policy: `none` is not defined on a line above",
    );
    refused(
        &group("group G all G"),
        "line 3 of the policy: `G` is not defined on a line above",
    );
    refused(
        &group("group G all W1 W1"),
        "line 3 of the policy: `W1` is a member of a group already; each name can be one once",
    );
    refused(
        &group("group G all W1\ngroup H any W2 W1"),
        "line 4 of the policy: `W1` is a member of a group already; each name can be one once",
    );
    refused(
        &group("group W1 all W2"),
        "line 3 of the policy: the name `W1` is taken",
    );
    for bad in ["0", "3", "02", "+2", "1.5", "ALL", "99999999999999999999"] {
        refused(
            &group(&format!("group G {bad} W1 W2")),
            &format!(
                "line 3 of the policy: the threshold must be `all`, `any` or a number from 1 to 2, not `{bad}`"
            ),
        );
    }
}

#[test]
fn one_public_key_under_two_names_is_a_duplicate() {
    let again = CosignerKey::from_seed("other.example/name", &[1; 32]).unwrap();
    refused(
        &format!(
            "witness A {}\nwitness B {}\n",
            witness(1).vkey(),
            again.vkey()
        ),
        "line 2 of the policy: this public key is listed before, on line 1",
    );
}

#[test]
fn many_witnesses_and_deep_groups_are_read_up_to_the_limit() {
    let witnesses = |count: u8| -> String {
        (0..count)
            .map(|number| format!("witness W{number} {}\n", witness(number).vkey()))
            .collect()
    };
    let most = u8::try_from(MOST_OF_EACH).unwrap();
    let chain: String = (1..most)
        .map(|number| match number {
            1 => "group G1 any W0 W1\n".to_owned(),
            n => format!("group G{n} any G{} W{n}\n", n - 1),
        })
        .collect();
    let text = format!(
        "log {}\n{}{chain}quorum G{}\n",
        log_key().vkey(),
        witnesses(most),
        most - 1
    );
    assert!(policy(&text).check(cosigned_by(&[0]).as_bytes()).is_ok());
    assert!(policy(&text).check(cosigned_by(&[]).as_bytes()).is_err());
    assert!(policy(&text).quorum_in_words().contains("G1: 1 of W0, W1"));
    refused(
        &witnesses(most + 1),
        &format!(
            "line {} of the policy: more than {MOST_OF_EACH} of a kind",
            u32::from(most) + 1
        ),
    );
    let long = "#".repeat(MOST_POLICY_BYTES + 1);
    assert!(matches!(
        Policy::parse(long.as_bytes()).unwrap_err().problem,
        PolicyProblem::TooLong { .. }
    ));
}

proptest! {
    #[test]
    fn more_cosignatures_never_unmeet_a_quorum(mask in 0_u8..64, more in 0_u8..6) {
        let numbers = |mask: u8| (0..6).filter(|bit| mask >> bit & 1 == 1).map(|bit| bit + 1).collect::<Vec<u8>>();
        let policy = policy(&example());
        if policy.check(cosigned_by(&numbers(mask)).as_bytes()).is_ok() {
            prop_assert!(policy.check(cosigned_by(&numbers(mask | 1 << more)).as_bytes()).is_ok());
        }
    }

    #[test]
    fn no_bytes_make_the_reader_panic(
        text in "((log|witness|group|quorum|#| |\t|a|b|none|all|any|1|2|\n){0,3}\n){0,8}",
        bytes: Vec<u8>,
    ) {
        let _ = Policy::parse(text.as_bytes());
        let _ = Policy::parse(&bytes);
    }
}
