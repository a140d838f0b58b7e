//! Every tree of up to 70 leaves: every proof, and every wrong index, size and hash. The expected answers come from the
//! recursive definitions of RFC 6962, section 2.1, written down as they stand there.

use holdfire_seal::proof::{
    ProofError, root_of_inclusion, roots_of_consistency, verify_consistency, verify_inclusion,
    whole_consistency_path,
};
use holdfire_seal::{Frontier, Hash, SizeError, Tree};
use proptest::prelude::*;

use super::leaves;

const MOST: u64 = 70;

/// MTH: the root over leaves.
fn root(leaves: &[Hash]) -> Hash {
    match leaves {
        [] => Hash::EMPTY_ROOT,
        [leaf] => *leaf,
        _ => {
            let (left, right) = leaves.split_at(split(leaves.len()));
            Hash::node(&root(left), &root(right))
        }
    }
}

/// The largest power of two below a number above 1.
fn split(count: usize) -> usize {
    count.next_power_of_two() / 2
}

/// PATH: of a leaf among leaves. With each hash, whether it lies to the left.
fn path(index: usize, leaves: &[Hash]) -> Vec<(Hash, bool)> {
    if leaves.len() == 1 {
        return Vec::new();
    }
    let k = split(leaves.len());
    let (left, right) = leaves.split_at(k);
    if index < k {
        [path(index, left), vec![(root(right), false)]].concat()
    } else {
        [path(index - k, right), vec![(root(left), true)]].concat()
    }
}

/// SUBPROOF: of the first leaves among leaves; `whole` as `b` in the text. With each hash, whether it lies to the left, and
/// nothing for the one where the proof starts.
fn subproof(first: usize, leaves: &[Hash], whole: bool) -> Vec<(Hash, Option<bool>)> {
    if first == leaves.len() {
        return if whole {
            Vec::new()
        } else {
            vec![(root(leaves), None)]
        };
    }
    let k = split(leaves.len());
    let (left, right) = leaves.split_at(k);
    if first <= k {
        [
            subproof(first, left, whole),
            vec![(root(right), Some(false))],
        ]
        .concat()
    } else {
        [
            subproof(first - k, right, false),
            vec![(root(left), Some(true))],
        ]
        .concat()
    }
}

fn hashes<T>(path: &[(Hash, T)]) -> Vec<Hash> {
    path.iter().map(|(hash, _)| *hash).collect()
}

fn sides<T: Copy>(path: &[(Hash, T)]) -> Vec<T> {
    path.iter().map(|(_, side)| *side).collect()
}

fn flipped(hash: &Hash, bit: usize) -> Hash {
    let mut changed = *hash;
    changed.0[bit / 8 % 32] ^= 1 << (bit % 8);
    changed
}

#[test]
fn every_inclusion_proof_is_that_of_the_definition() {
    let leaves: Vec<Hash> = leaves(MOST).collect();
    let tree: Tree = leaves.iter().copied().collect();
    let mut reused = vec![Hash::EMPTY_ROOT; 9];
    for size in 1..=MOST {
        let some = &leaves[..size as usize];
        let expected_root = root(some);
        assert_eq!(tree.root_at(size), Ok(expected_root));
        for index in 0..size {
            let expected = hashes(&path(index as usize, some));
            assert_eq!(tree.inclusion(index, size).unwrap(), expected);
            tree.inclusion_into(index, size, &mut reused).unwrap();
            assert_eq!(reused, expected);
            let leaf = &some[index as usize];
            assert_eq!(
                verify_inclusion(leaf, index, size, &expected, &expected_root),
                Ok(())
            );
            assert_eq!(
                root_of_inclusion(leaf, index, size, &expected),
                Ok(expected_root)
            );
        }
    }
}

#[test]
fn every_consistency_proof_is_that_of_the_definition() {
    let leaves: Vec<Hash> = leaves(MOST).collect();
    let tree: Tree = leaves.iter().copied().collect();
    for new in 1..=MOST {
        let new_root = root(&leaves[..new as usize]);
        for old in 1..=new {
            let old_root = root(&leaves[..old as usize]);
            let expected = hashes(&subproof(old as usize, &leaves[..new as usize], true));
            let found = tree.consistency(old, new).unwrap();
            assert_eq!(found, expected, "{old} {new}");
            assert_eq!(
                verify_consistency(old, new, &found, &old_root, &new_root),
                Ok(())
            );
            let whole = whole_consistency_path(old, new, &found, &old_root);
            assert_eq!(
                roots_of_consistency(old, new, &whole),
                Ok((old_root, new_root))
            );
        }
        assert_eq!(tree.consistency(0, new).unwrap(), []);
        assert_eq!(
            verify_consistency(0, new, &[], &Hash::EMPTY_ROOT, &new_root),
            Err(ProofError::FromNothing)
        );
    }
    assert_eq!(
        verify_consistency(0, 0, &[], &Hash::EMPTY_ROOT, &Hash::EMPTY_ROOT),
        Err(ProofError::FromNothing)
    );
}

/// A wrong index always fails. A wrong size fails unless the definition puts the same siblings on the same sides there:
/// then nothing in the proof tells the two apart, and the signed size decides.
#[test]
fn every_inclusion_proof_fails_for_a_wrong_index_or_size() {
    let leaves: Vec<Hash> = leaves(MOST).collect();
    let tree: Tree = leaves.iter().copied().collect();
    let shapes: Vec<Vec<Vec<bool>>> = (0..=MOST as usize)
        .map(|size| {
            (0..size)
                .map(|index| sides(&path(index, &leaves[..size])))
                .collect()
        })
        .collect();
    for size in 1..=MOST {
        let root = tree.root_at(size).unwrap();
        for index in 0..size {
            let (leaf, path) = (
                &leaves[index as usize],
                tree.inclusion(index, size).unwrap(),
            );
            let shape = &shapes[size as usize][index as usize];
            for wrong in (0..=MOST).filter(|wrong| *wrong != index) {
                verify_inclusion(leaf, wrong, size, &path, &root).unwrap_err();
            }
            for wrong in (0..=MOST).filter(|wrong| *wrong != size) {
                let same = shapes[wrong as usize].get(index as usize) == Some(shape);
                assert_eq!(
                    verify_inclusion(leaf, index, wrong, &path, &root).is_ok(),
                    same
                );
            }
        }
    }
}

#[test]
fn every_consistency_proof_fails_for_a_wrong_size() {
    let leaves: Vec<Hash> = leaves(MOST).collect();
    let tree: Tree = leaves.iter().copied().collect();
    let shape = |old: u64, new: u64| sides(&subproof(old as usize, &leaves[..new as usize], true));
    for new in 2..=MOST {
        let new_root = tree.root_at(new).unwrap();
        for old in 1..new {
            let old_root = tree.root_at(old).unwrap();
            let path = tree.consistency(old, new).unwrap();
            for wrong in (0..=MOST).filter(|wrong| *wrong != old) {
                verify_consistency(wrong, new, &path, &old_root, &new_root).unwrap_err();
            }
            let right = shape(old, new);
            for wrong in (0..=MOST).filter(|wrong| *wrong != new) {
                let found = verify_consistency(old, wrong, &path, &old_root, &new_root).is_ok();
                assert_eq!(
                    found,
                    wrong > old && shape(old, wrong) == right,
                    "{old} {new} {wrong}"
                );
            }
        }
    }
}

/// Every bit for trees of up to 20 leaves, one bit of each hash above, another one each time.
fn bits(size: u64, turn: usize) -> impl Iterator<Item = usize> {
    (0..256).filter(move |bit| size <= 20 || *bit == turn * 37 % 256)
}

#[test]
fn every_proof_fails_for_a_changed_bit_or_another_length() {
    let leaves: Vec<Hash> = leaves(MOST).collect();
    let tree: Tree = leaves.iter().copied().collect();
    let mut turn = 0;
    let mut each = |path: &[Hash], size: u64, verify: &dyn Fn(&[Hash]) -> bool| {
        assert!(verify(path));
        let mut changed = path.to_vec();
        for at in 0..path.len() {
            turn += 1;
            for bit in bits(size, turn) {
                changed[at] = flipped(&path[at], bit);
                assert!(!verify(&changed));
            }
            changed[at] = path[at];
            let mut shorter = path.to_vec();
            shorter.remove(at);
            assert!(!verify(&shorter));
        }
        assert!(!verify(&[path, &[Hash::EMPTY_ROOT]].concat()));
        assert!(!verify(&[&[Hash::EMPTY_ROOT], path].concat()));
    };
    for size in 1..=MOST {
        let root = tree.root_at(size).unwrap();
        for index in 0..size {
            let (leaf, path) = (
                &leaves[index as usize],
                tree.inclusion(index, size).unwrap(),
            );
            each(&path, size, &|path| {
                verify_inclusion(leaf, index, size, path, &root).is_ok()
            });
            for bit in bits(size, index as usize) {
                let (leaf_b, root_b) = (flipped(leaf, bit), flipped(&root, bit));
                verify_inclusion(&leaf_b, index, size, &path, &root).unwrap_err();
                verify_inclusion(leaf, index, size, &path, &root_b).unwrap_err();
            }
            let (old, old_root) = (index + 1, tree.root_at(index + 1).unwrap());
            let path = tree.consistency(old, size).unwrap();
            each(&path, size, &|path| {
                verify_consistency(old, size, path, &old_root, &root).is_ok()
            });
            for bit in bits(size, index as usize) {
                let (old_b, root_b) = (flipped(&old_root, bit), flipped(&root, bit));
                verify_consistency(old, size, &path, &old_b, &root).unwrap_err();
                verify_consistency(old, size, &path, &old_root, &root_b).unwrap_err();
            }
        }
    }
}

#[test]
fn a_frontier_is_the_tree_at_every_size_also_after_it_was_stored() {
    let (mut tree, mut frontier) = (Tree::new(), Frontier::new());
    for leaf in leaves(600) {
        assert_eq!(frontier.root(), tree.root());
        assert_eq!(frontier.size(), tree.len());
        let bytes = frontier.to_bytes();
        assert_eq!(bytes.len(), 8 + 32 * frontier.size().count_ones() as usize);
        frontier = Frontier::from_bytes(&bytes).unwrap();
        for end in 0..bytes.len() {
            Frontier::from_bytes(&bytes[..end]).unwrap_err();
        }
        Frontier::from_bytes(&[&bytes[..], &[0]].concat()).unwrap_err();
        tree.push(leaf);
        frontier.push(leaf);
    }
    Frontier::from_bytes(&[255; 8 + 64 * 32]).unwrap_err();
}

#[test]
fn questions_outside_of_the_tree_name_both_numbers() {
    let tree: Tree = leaves(9).collect();
    let index = SizeError::Index { index: 7, size: 7 };
    assert_eq!(tree.inclusion(7, 7), Err(index));
    assert!(
        index
            .to_string()
            .starts_with("index 7 lies outside of a log of size 7")
    );
    assert_eq!(
        verify_inclusion(&Hash::EMPTY_ROOT, 8, 7, &[], &Hash::EMPTY_ROOT),
        Err(ProofError::Size(SizeError::Index { index: 8, size: 7 }))
    );
    assert_eq!(
        tree.inclusion(0, 10),
        Err(SizeError::Beyond { size: 10, len: 9 })
    );
    assert_eq!(
        tree.root_at(10),
        Err(SizeError::Beyond { size: 10, len: 9 })
    );
    assert_eq!(
        tree.consistency(8, 10),
        Err(SizeError::Beyond { size: 10, len: 9 })
    );
    assert_eq!(
        tree.consistency(8, 7),
        Err(SizeError::Shrinks { old: 8, new: 7 })
    );
    assert_eq!(
        tree.inclusion(0, 0),
        Err(SizeError::Index { index: 0, size: 0 })
    );
    let size = 1 << 63;
    assert_eq!(
        verify_inclusion(&Hash::EMPTY_ROOT, 8, size, &[], &Hash::EMPTY_ROOT),
        Err(ProofError::Size(SizeError::TooLarge { size }))
    );
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn proofs_of_larger_trees_verify_and_any_changed_bit_fails(
        size in 1_u64..5000, part in 0.0..1.0_f64, bit in 0_usize..256, at in any::<prop::sample::Index>(),
    ) {
        let tree: Tree = leaves(size).collect();
        let index = (size as f64 * part) as u64;
        let (leaf, root) = (tree.leaf(index).unwrap(), tree.root());
        let mut path = tree.inclusion(index, size).unwrap();
        prop_assert_eq!(verify_inclusion(&leaf, index, size, &path, &root), Ok(()));
        let old_root = tree.root_at(index + 1).unwrap();
        let mut old_path = tree.consistency(index + 1, size).unwrap();
        prop_assert_eq!(verify_consistency(index + 1, size, &old_path, &old_root, &root), Ok(()));
        if !path.is_empty() {
            let at = at.index(path.len());
            path[at] = flipped(&path[at], bit);
            prop_assert!(verify_inclusion(&leaf, index, size, &path, &root).is_err());
        }
        if !old_path.is_empty() {
            let at = at.index(old_path.len());
            old_path[at] = flipped(&old_path[at], bit);
            prop_assert!(verify_consistency(index + 1, size, &old_path, &old_root, &root).is_err());
        }
    }
}
