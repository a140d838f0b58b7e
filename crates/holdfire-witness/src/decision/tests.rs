//! A table over every status, and what the state becomes.

use holdfire_seal::Tree;
use holdfire_seal::note::LogKey;

use super::*;

const ORIGIN: &str = "log.example/a";
const NOW: u64 = 1_700_000_000;

fn log_key() -> LogKey {
    LogKey::from_seed(ORIGIN, &[1; 32]).unwrap()
}

fn witness_key() -> CosignerKey {
    CosignerKey::from_seed("witness.example/w", &[2; 32]).unwrap()
}

fn tree(size: u64, branch: &str) -> Tree {
    let mut tree = Tree::new();
    (0..size).for_each(|index| {
        tree.push(Hash::leaf(format!("{branch}{index}").as_bytes()));
    });
    tree
}

fn checkpoint(tree: &Tree) -> Checkpoint {
    Checkpoint::new(ORIGIN, tree.len(), tree.root()).unwrap()
}

fn cosigned(tree: &Tree) -> Cosigned {
    let keys = [log_key().verifier().clone()];
    let note = checkpoint(tree).sign(&log_key());
    let signed = open(note.as_bytes(), ORIGIN, &keys).unwrap();
    Cosigned::new(&signed, &keys, &witness_key(), NOW)
        .unwrap()
        .0
}

/// A request from `old` to the whole of a tree, with the tree's own path.
fn request(old: u64, tree: &Tree) -> Request {
    let path = match old {
        0 => Vec::new(),
        old if old > tree.len() => Vec::new(),
        old => tree.consistency(old, tree.len()).unwrap(),
    };
    Request::new(old, path, &checkpoint(tree).sign(&log_key())).unwrap()
}

#[track_caller]
fn check(latest: Option<&Cosigned>, request: &Request, status: u16, body_starts: &str) {
    let decision = decide(&[log_key().verifier().clone()], latest, request, NOW + 5);
    let (found, body) = match &decision {
        Decision::Cosign(_) => (200, String::new()),
        Decision::Refuse(refusal, _) => (refusal.status(), refusal.body()),
    };
    assert_eq!(found, status, "{decision:?}");
    assert!(body.starts_with(body_starts), "{body}");
}

#[test]
fn every_status_has_its_case() {
    let (five, nine) = (tree(5, "a"), tree(9, "a"));
    let latest = cosigned(&five);
    let latest = Some(&latest);

    // 200: the first, a grown one, the same again, an empty log.
    check(None, &request(0, &nine), 200, "");
    check(None, &request(0, &Tree::new()), 200, "");
    check(latest, &request(5, &nine), 200, "");
    check(latest, &request(5, &five), 200, "");
    let empty = cosigned(&Tree::new());
    check(Some(&empty), &request(0, &nine), 200, "");

    // 400: the old size above the checkpoint's. Malformed requests: see the tests of the request.
    check(
        latest,
        &request(6, &five),
        400,
        "the old size 6 is above the size 5",
    );

    // 403: no signature of a trusted key, or a bad one.
    let stranger = LogKey::from_seed(ORIGIN, &[9; 32]).unwrap();
    let foreign = Request::new(5, Vec::new(), &checkpoint(&nine).sign(&stranger)).unwrap();
    check(
        latest,
        &foreign,
        403,
        "no known key of log `log.example/a` signed",
    );
    let forged = checkpoint(&nine)
        .sign(&log_key())
        .replacen("\n9\n", "\n10\n", 1);
    let forged = Request::new(5, Vec::new(), &forged).unwrap();
    check(latest, &forged, 403, "the signature of `log.example/a`");

    // 404: an unknown log.
    let decision = decide(&[], None, &request(0, &nine), NOW);
    assert!(matches!(decision, Decision::Refuse(refusal, None) if refusal.status() == 404));

    // 409: another old size; the body is the size alone.
    for old in [0, 4, 9] {
        check(latest, &request(old, &nine), 409, "5\n");
    }
    check(None, &request(5, &nine), 409, "0\n");

    // 422: an empty tree with a root, a path from nothing, other roots, bad paths.
    let odd = Checkpoint::new(ORIGIN, 0, Hash::of(b"x"))
        .unwrap()
        .sign(&log_key());
    check(
        None,
        &Request::new(0, Vec::new(), &odd).unwrap(),
        422,
        "a log without entries",
    );
    let note = checkpoint(&nine).sign(&log_key());
    let from_nothing = Request::new(0, vec![Hash::of(b"x")], &note).unwrap();
    check(
        None,
        &from_nothing,
        422,
        "a proof from size 0 must be empty",
    );
    check(
        latest,
        &request(5, &tree(5, "b")),
        422,
        "at size 5 this witness cosigned the root",
    );
    check(
        latest,
        &request(5, &tree(9, "b")),
        422,
        "the path does not show that 9 entries start with the 5",
    );
    for path in [
        Vec::new(),
        vec![Hash::of(b"x")],
        nine.consistency(4, 9).unwrap(),
    ] {
        check(
            latest,
            &Request::new(5, path, &note).unwrap(),
            422,
            "the path does not show",
        );
    }
    let needless = Request::new(5, vec![Hash::of(b"x")], &checkpoint(&five).sign(&log_key()));
    check(latest, &needless.unwrap(), 422, "the path does not show");
}

#[test]
fn only_the_wrong_size_has_a_media_type_of_its_own() {
    let latest = cosigned(&tree(5, "a"));
    for (old, content_type) in [(4, SIZE_TYPE), (5, TEXT_TYPE)] {
        let decision = decide(
            &[log_key().verifier().clone()],
            Some(&latest),
            &request(old, &tree(9, "b")),
            NOW,
        );
        let Decision::Refuse(refusal, _) = decision else {
            panic!("{decision:?}")
        };
        assert_eq!(refusal.content_type(), content_type);
    }
}

#[test]
fn a_clock_that_was_set_back_cosigns_nothing_and_both_times_are_named() {
    let latest = cosigned(&tree(5, "a"));
    let keys = [log_key().verifier().clone()];
    let at = |now| decide(&keys, Some(&latest), &request(5, &tree(9, "a")), now);
    assert!(matches!(at(NOW), Decision::Cosign(_)));
    let Decision::Refuse(refusal, None) = at(NOW - 1) else {
        panic!("cosigned")
    };
    assert_eq!(refusal.status(), 503);
    let words = refusal.to_string();
    assert!(
        words.contains("1699999999") && words.contains("1700000000"),
        "{words}"
    );
}

#[test]
fn the_answer_is_a_cosignature_and_what_is_kept_holds_verified_lines_alone() {
    let nine = tree(9, "a");
    let keys = [log_key().verifier().clone()];
    let stranger = CosignerKey::from_seed("other.example", &[7; 32]).unwrap();
    let note = checkpoint(&nine).sign(&log_key());
    let signed = open(note.as_bytes(), ORIGIN, &keys).unwrap();
    let note = add_signature_line(&note, &cosign(&signed, &stranger, 3).unwrap()).unwrap();
    let signed = open(note.as_bytes(), ORIGIN, &keys).unwrap();
    let (kept, line) = Cosigned::new(&signed, &keys, &witness_key(), NOW).unwrap();
    let all = [
        log_key().verifier().clone(),
        witness_key().verifier().clone(),
    ];
    let opened = open(kept.note().as_bytes(), ORIGIN, &all).unwrap();
    assert_eq!(opened.signed_by().len(), 2);
    assert_eq!(opened.cosigned_at(witness_key().verifier()), Some(NOW));
    assert!(kept.note().ends_with(&line) && !kept.note().contains("other.example"));
    assert_eq!(
        Cosigned::open(kept.note().as_bytes(), witness_key().verifier()).unwrap(),
        kept
    );
    assert!(Cosigned::new(&signed, &keys, &witness_key(), 0).is_err());
}

#[test]
fn a_log_that_contradicts_itself_leaves_evidence() {
    let keys = [log_key().verifier().clone()];
    let conflict_of =
        |latest: &Cosigned, request: &Request| match decide(&keys, Some(latest), request, NOW) {
            Decision::Refuse(_, conflict) => conflict,
            Decision::Cosign(_) => panic!("cosigned"),
        };
    // Another root at the same size: proved by the two notes, also where the request names a wrong old size.
    let latest = cosigned(&tree(5, "a"));
    for old in [5, 0, 3] {
        let conflict = conflict_of(&latest, &request(old, &tree(5, "b"))).unwrap();
        let (proof, fraud) = conflict.proof.unwrap();
        assert_eq!(proof.verify(&keys).unwrap(), fraud);
    }
    // A larger tree with another past: proved by its own path.
    let conflict = conflict_of(&latest, &request(5, &tree(9, "b"))).unwrap();
    assert_eq!(conflict.proof.unwrap().1.size, 5);
    // From a power of two the path leaves out the old root: kept, but not proved yet.
    let latest_four = cosigned(&tree(4, "a"));
    let conflict = conflict_of(&latest_four, &request(4, &tree(9, "b"))).unwrap();
    assert!(conflict.proof.is_none());
    // A bad path of an honest log: kept, not proved.
    let note = checkpoint(&tree(9, "a")).sign(&log_key());
    let bad = Request::new(5, vec![Hash::of(b"x")], &note).unwrap();
    assert!(conflict_of(&latest, &bad).unwrap().proof.is_none());
    // Nothing to keep: a wrong old size, and what the log did not sign.
    assert_eq!(conflict_of(&latest, &request(4, &tree(9, "a"))), None);
    let stranger = LogKey::from_seed(ORIGIN, &[9; 32]).unwrap();
    let foreign = checkpoint(&tree(5, "b")).sign(&stranger);
    assert_eq!(
        conflict_of(&latest, &Request::new(5, Vec::new(), &foreign).unwrap()),
        None
    );
}
