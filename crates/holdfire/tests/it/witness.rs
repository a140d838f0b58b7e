//! A witness by the commands that its keeper types.

use std::io::{BufRead as _, BufReader};
use std::process::Stdio;

use holdfire_seal::checkpoint::Checkpoint;
use holdfire_seal::note::{LogKey, VerifierKey};
use holdfire_seal::{Hash, Tree};
use holdfire_witness::client::WitnessClient;
use holdfire_witness::hand::request_to_carry;

use crate::support::{Folder, err, holdfire, out, run};

const ORIGIN: &str = "log.example/m1";

fn log_key() -> LogKey {
    LogKey::from_seed(ORIGIN, &[3; 32]).expect("a good name")
}

fn tree(leaves: u8, word: &str) -> Tree {
    let mut tree = Tree::new();
    for leaf in 0..leaves {
        tree.push(Hash::leaf(format!("{word} {leaf}").as_bytes()));
    }
    tree
}

fn note(tree: &Tree) -> String {
    let checkpoint = Checkpoint::new(ORIGIN, tree.len(), tree.root()).expect("a good origin");
    checkpoint.sign(&log_key())
}

/// A witness that follows the log, and its public key.
fn witness(folder: &Folder) -> (String, VerifierKey) {
    let dir = folder.path().join("w").display().to_string();
    let made = run(&["witness", "new", &dir, "--name", "witness.example/w1"]);
    assert!(made.status.success(), "{}", err(&made));
    let key = VerifierKey::parse_cosigner(out(&made).trim()).expect("its public key");
    let trusted = run(&["witness", "trust", &dir, &log_key().vkey()]);
    assert!(trusted.status.success(), "{}", err(&trusted));
    (dir, key)
}

#[test]
fn a_request_carried_by_hand_is_cosigned_once_and_another_history_is_not() {
    let folder = Folder::new("witness-hand");
    let (dir, _) = witness(&folder);
    let request = |old: u64, path, tree: &Tree| {
        let text = request_to_carry(old, path, &note(tree)).expect("a good request");
        folder.write("request.txt", text);
        let file = folder.path().join("request.txt").display().to_string();
        run(&["witness", "cosign", &dir, &file])
    };
    let five = tree(5, "entry");
    let first = request(0, Vec::new(), &five);
    assert!(first.status.success(), "{}", err(&first));
    assert!(
        out(&first).starts_with("— witness.example/w1 "),
        "{}",
        out(&first)
    );

    let forked = request(5, Vec::new(), &tree(5, "another"));
    assert_eq!(forked.status.code(), Some(1), "{}", err(&forked));
    assert!(
        err(&forked).contains("both notes are kept in"),
        "{}",
        err(&forked)
    );

    let listed = out(&run(&["witness", "list", &dir]));
    assert!(listed.contains("cosigned up to 5 entries"), "{listed}");
}

#[test]
fn what_is_carried_by_hand_is_shown_as_a_qr_code_below_its_line() {
    let folder = Folder::new("witness-qr");
    let dir = folder.path().join("v").display().to_string();
    let made = run(&[
        "witness",
        "new",
        &dir,
        "--name",
        "witness.example/v",
        "--qr",
    ]);
    assert!(made.status.success(), "{}", err(&made));
    let shown = out(&made);
    let (key, code) = shown.split_once('\n').expect("a line and a code");
    VerifierKey::parse_cosigner(key).expect("its public key");
    // Standard output is no terminal here: dark characters, no colours, every line as wide as the others.
    assert!(code.contains('█') && !code.contains('\x1b'), "{code}");
    let widths: Vec<usize> = code.lines().map(|line| line.chars().count()).collect();
    assert!(widths.len() > 10 && widths.iter().all(|width| *width == widths[0]));

    let trusted = run(&["witness", "trust", &dir, &log_key().vkey()]);
    assert!(trusted.status.success(), "{}", err(&trusted));
    let text = request_to_carry(0, Vec::new(), &note(&tree(5, "entry"))).expect("a good request");
    folder.write("request.txt", text);
    let file = folder.path().join("request.txt").display().to_string();
    let cosigned = run(&["witness", "cosign", &dir, &file, "--qr"]);
    assert!(cosigned.status.success(), "{}", err(&cosigned));
    let shown = out(&cosigned);
    assert!(
        shown.starts_with("— witness.example/v ") && shown.contains('█'),
        "{shown}"
    );
}

#[test]
fn two_checkpoints_of_one_size_give_a_proof_that_a_stranger_can_check() {
    let folder = Folder::new("witness-fraud");
    folder.write("one.txt", note(&tree(5, "entry")));
    folder.write("other.txt", note(&tree(5, "another")));
    let file = |name: &str| folder.path().join(name).display().to_string();
    let (one, other, proof) = (file("one.txt"), file("other.txt"), file("fraud.txt"));
    let key = log_key().vkey();
    let args = [
        "witness", "compare", &one, &other, "--key", &key, "--out", &proof,
    ];
    let compared = run(&args);
    assert_eq!(compared.status.code(), Some(1), "{}", err(&compared));

    let checked = run(&["witness", "check-fraud", &proof, "--key", &key]);
    assert!(checked.status.success(), "{}", err(&checked));
    assert!(
        out(&checked).contains("signed two histories"),
        "{}",
        out(&checked)
    );

    let same = run(&["witness", "compare", &one, &one, "--key", &key]);
    assert!(same.status.success(), "{}", err(&same));

    let stranger = LogKey::from_seed(ORIGIN, &[4; 32]).expect("a good name");
    let wrong = run(&["witness", "check-fraud", &proof, "--key", &stranger.vkey()]);
    assert_eq!(wrong.status.code(), Some(1), "{}", out(&wrong));
}

#[test]
fn a_served_witness_cosigns_over_http() {
    let folder = Folder::new("witness-serve");
    let (dir, key) = witness(&folder);
    let mut served = holdfire()
        .args(["witness", "serve", &dir, "--listen", "127.0.0.1:0"])
        .stderr(Stdio::piped())
        .spawn()
        .expect("the program starts");
    let mut said = String::new();
    BufReader::new(served.stderr.as_mut().expect("it is piped"))
        .read_line(&mut said)
        .expect("it says where it listens");
    let url = said
        .trim()
        .rsplit(' ')
        .next()
        .unwrap_or_default()
        .to_owned();
    let client = WitnessClient::new(&url, key).expect("an address");
    let five = tree(5, "entry");
    let answer = client.submit(&note(&five), 0, |_| Ok(Vec::new()));
    served.kill().expect("it can be stopped");
    served.wait().expect("it stops");
    let receipt = answer.expect("it cosigns");
    assert!(
        receipt.line.starts_with("— witness.example/w1 "),
        "{}",
        receipt.line
    );
}
