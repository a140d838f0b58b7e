//! Published answers: the known hashes of Certificate Transparency, and the proof vectors of transparency-dev/merkle.
//!
//! # Policy for the vectors that are no proofs
//! Some vectors hold strings that are not 32 bytes (`""`, `"dont care 1"`). [`Hash`] has no such value, so that such a
//! vector is refused when it is read. This differs from what is published in one of the 196 vectors:
//! `additional/sizes-are-equal-one-and-proof-is-empty` wants sizes 1 and 1 accepted between two equal strings of 12 bytes.
//!
//! So that no vector goes past the verifier, all are also run with each such string made a hash by hashing it. The verifier
//! then accepts that case, and answers as published in all but one: `single-entry/empty-root-and-leaf` has an empty string
//! both as root and as leaf of a log with one entry. As two equal hashes they *are* a proof; as empty strings they are not,
//! and were refused when they were read.

use std::{fs, path::Path};

use holdfire_seal::proof::{verify_consistency, verify_inclusion};
use holdfire_seal::{Frontier, Hash, Tree};
use serde::Deserialize;
use serde::de::DeserializeOwned;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Inclusion {
    name: String,
    leaf_idx: u64,
    tree_size: u64,
    root: String,
    leaf_hash: String,
    proof: Option<Vec<String>>,
    want_err: bool,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Consistency {
    name: String,
    size1: u64,
    size2: u64,
    root1: String,
    root2: String,
    proof: Option<Vec<String>>,
    want_err: bool,
}

fn vectors<T: DeserializeOwned>(file: &str) -> Vec<T> {
    let path = Path::new(env!("CARGO_MANIFEST_DIR"))
        .join("tests/vectors")
        .join(file);
    serde_json::from_slice(&fs::read(path).expect("the vectors are in the repository")).unwrap()
}

/// How a string that should be a hash is read.
type Reading = fn(&str) -> Option<Hash>;

/// Only 32 bytes are a hash.
fn strict(text: &str) -> Option<Hash> {
    Hash::from_base64(text)
}

/// What is not 32 bytes is made a hash.
fn stretched(text: &str) -> Option<Hash> {
    let bytes = STANDARD.decode(text).unwrap();
    // Not by the plain hash: that of `""` is the root of the empty tree, which is in the vectors too.
    Some(Hash::from_base64(text).unwrap_or_else(|| Hash::leaf(&bytes)))
}

fn path(proof: Option<&Vec<String>>, read: Reading) -> Option<Vec<Hash>> {
    proof.into_iter().flatten().map(|hash| read(hash)).collect()
}

fn accepts_inclusion(vector: &Inclusion, read: Reading) -> bool {
    let (Some(leaf), Some(root)) = (read(&vector.leaf_hash), read(&vector.root)) else {
        return false;
    };
    path(vector.proof.as_ref(), read).is_some_and(|path| {
        verify_inclusion(&leaf, vector.leaf_idx, vector.tree_size, &path, &root).is_ok()
    })
}

fn accepts_consistency(vector: &Consistency, read: Reading) -> bool {
    let (Some(old), Some(new)) = (read(&vector.root1), read(&vector.root2)) else {
        return false;
    };
    path(vector.proof.as_ref(), read).is_some_and(|path| {
        verify_consistency(vector.size1, vector.size2, &path, &old, &new).is_ok()
    })
}

/// The names of the vectors whose answer is not the published one.
fn differing<T>(vectors: &[T], differs: impl Fn(&T) -> bool, name: fn(&T) -> &str) -> Vec<&str> {
    vectors
        .iter()
        .filter(|vector| differs(vector))
        .map(name)
        .collect()
}

#[test]
fn all_98_inclusion_vectors_are_answered_as_the_policy_says() {
    let vectors: Vec<Inclusion> = vectors("inclusion.json");
    assert_eq!(vectors.len(), 98);
    let differing = |read: Reading| {
        differing(
            &vectors,
            |v| accepts_inclusion(v, read) == v.want_err,
            |v| &v.name,
        )
    };
    assert_eq!(differing(strict), [""; 0]);
    assert_eq!(differing(stretched), ["single-entry/empty-root-and-leaf"]);
}

#[test]
fn all_98_consistency_vectors_are_answered_as_the_policy_says() {
    let vectors: Vec<Consistency> = vectors("consistency.json");
    assert_eq!(vectors.len(), 98);
    let differing = |read: Reading| {
        differing(
            &vectors,
            |v| accepts_consistency(v, read) == v.want_err,
            |v| &v.name,
        )
    };
    assert_eq!(
        differing(strict),
        ["additional/sizes-are-equal-one-and-proof-is-empty"]
    );
    assert_eq!(differing(stretched), [""; 0]);
}

/// The leaves and roots that the tests of Certificate Transparency use in every language (transparency-dev/merkle,
/// `testonly/constants.go`, Apache-2.0).
const KNOWN: [(&[u8], &str); 8] = [
    (
        b"",
        "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d",
    ),
    (
        b"\x00",
        "fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125",
    ),
    (
        b"\x10",
        "aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77",
    ),
    (
        b"\x20\x21",
        "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
    ),
    (
        b"\x30\x31",
        "4e3bbb1f7b478dcfe71fb631631519a3bca12c9aefca1612bfce4c13a86264d4",
    ),
    (
        b"\x40\x41\x42\x43",
        "76e67dadbcdf1e10e1b74ddc608abd2f98dfb16fbce75277b5232a127f2087ef",
    ),
    (
        b"PQRSTUVW",
        "ddb89be403809e325750d3d263cd78929c2942b7942a34b77e122c9594a74c8c",
    ),
    (
        b"`abcdefghijklmno",
        "5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328",
    ),
];

#[test]
fn the_known_roots_of_0_to_8_leaves_come_out() {
    let empty = "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855";
    let (mut tree, mut frontier) = (Tree::new(), Frontier::new());
    assert_eq!(tree.root().to_string(), empty);
    assert_eq!(frontier.root().to_string(), empty);
    assert_eq!(Hash::of(b"").to_string(), empty);
    for (leaf, root) in KNOWN {
        tree.push(Hash::leaf(leaf));
        frontier.push(Hash::leaf(leaf));
        assert_eq!(tree.root().to_string(), root);
        assert_eq!(frontier.root().to_string(), root);
        assert_eq!(Hash::from_hex(root), Some(tree.root()));
    }
}
