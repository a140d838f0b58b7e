use proptest::prelude::*;

use super::*;

fn fields(count: usize) -> Vec<Field> {
    (0..count)
        .map(|at| {
            Field::new(
                format!("name-{at:02}"),
                format!("the value of field {at:02}"),
            )
        })
        .collect()
}

fn openings(sealed: &SealedFields<'_>) -> Vec<FieldOpening> {
    (0..sealed.count())
        .map(|index| sealed.opening(index).unwrap())
        .collect()
}

/// The leaf data as the format says it, written by hand.
fn leaf_data(salt: &Salt, name: &str, value: &[u8]) -> Vec<u8> {
    assert!(name.len() < 24 && value.len() < 24);
    let mut data = vec![0x83, 0x58, 32];
    data.extend_from_slice(salt.expose());
    data.push(0x60 + name.len() as u8);
    data.extend_from_slice(name.as_bytes());
    data.push(0x40 + value.len() as u8);
    data.extend_from_slice(value);
    data
}

#[test]
fn the_root_is_the_tree_over_the_leaf_data() {
    let fields = fields(3);
    let seed = Seed::new([9; 32]);
    let mut salt_data = b"holdfire/salt/v1".to_vec();
    salt_data.extend_from_slice(&[9; 32]);
    salt_data.extend_from_slice(&[0, 0, 0, 2]);
    assert_eq!(seed.salt(2).expose(), &Hash::of(&salt_data).0);

    let leaf = |at: usize| {
        let Field { name, value } = &fields[at];
        Hash::leaf(&leaf_data(&seed.salt(at as u32), name, value))
    };
    let root = Hash::node(&Hash::node(&leaf(0), &leaf(1)), &leaf(2));
    assert_eq!(SealedFields::new(seed, &fields).unwrap().root(), root);
}

/// A fixed case for `docs/spec`, worked out by another program: it must never change.
#[test]
fn a_published_seal_stays_the_same() {
    let fields = [
        Field::new("category", "hospital"),
        Field::new("region", "north"),
    ];
    let sealed = SealedFields::new(Seed::new([7; 32]), &fields).unwrap();
    assert_eq!(
        sealed.root().to_string(),
        "c45b021f70628e14a74748ae3271286ae1e19e9a177afd97d828f649871ca4ae"
    );
    let opening = sealed.opening(0).unwrap().to_cbor();
    assert_eq!(
        Hash::of(&opening).to_string(),
        "e643a400a97b9a98b455bb97c52f3f2adc12159d4d839044d23d894e43c18e67"
    );
    assert_eq!(opening.len(), 91);
}

#[test]
fn every_field_of_every_small_list_opens_and_no_other_root_takes_it() {
    for count in 1..=70 {
        let fields = fields(count);
        let sealed = SealedFields::new(Seed::new([count as u8; 32]), &fields).unwrap();
        let other = SealedFields::new(Seed::new([0; 32]), &fields).unwrap();
        for (opening, field) in openings(&sealed).into_iter().zip(&fields) {
            assert_eq!(opening.verify(&sealed.root()), Ok(()));
            opening.verify(&other.root()).unwrap_err();
            assert_eq!(
                FieldOpening::from_cbor(&opening.to_cbor()),
                Ok(opening.clone())
            );
            assert_eq!(&opening.into_field(), field);
        }
    }
}

#[test]
fn two_seals_of_one_list_have_no_leaf_in_common() {
    let fields = fields(40);
    let leaves = |seed| {
        let sealed = SealedFields::new(Seed::new([seed; 32]), &fields).unwrap();
        (0..40)
            .map(|at| sealed.tree.leaf(at).unwrap())
            .collect::<Vec<_>>()
    };
    let mut both = leaves(1);
    both.extend(leaves(2));
    both.sort();
    both.dedup();
    assert_eq!(both.len(), 80);
}

/// Two fields alike have leaves that are not alike, so that a list shows no repetition.
#[test]
fn equal_fields_of_one_list_have_other_leaves() {
    let fields = vec![Field::new("slot", "same"); 64];
    let sealed = SealedFields::new(Seed::new([3; 32]), &fields).unwrap();
    let mut leaves: Vec<_> = (0..64).map(|at| sealed.tree.leaf(at).unwrap()).collect();
    leaves.sort();
    leaves.dedup();
    assert_eq!(leaves.len(), 64);
}

#[test]
fn an_opening_holds_nothing_of_the_other_fields() {
    let fields = fields(20);
    let seed = Seed::new([5; 32]);
    let sealed = SealedFields::new(seed.clone(), &fields).unwrap();
    let holds = |bytes: &[u8], part: &[u8]| bytes.windows(part.len()).any(|window| window == part);
    for (at, opening) in openings(&sealed).iter().enumerate() {
        let bytes = opening.to_cbor();
        assert!(!holds(&bytes, seed.expose()));
        for (other, field) in fields.iter().enumerate() {
            let own = at == other;
            assert_eq!(holds(&bytes, &field.value), own);
            assert_eq!(holds(&bytes, field.name.as_bytes()), own);
            assert_eq!(holds(&bytes, seed.salt(other as u32).expose()), own);
        }
    }
}

#[test]
fn debug_shows_no_secret() {
    let fields = [Field::new("name", "very secret value")];
    let sealed = SealedFields::new(Seed::new([0xab; 32]), &fields).unwrap();
    let opening = sealed.opening(0).unwrap();
    let salt = format!("{:?}", opening.salt.expose());
    for shown in [
        format!("{sealed:?}"),
        format!("{opening:?}"),
        format!("{:?}", fields[0]),
    ] {
        assert!(!shown.contains("secret"), "{shown}");
        assert!(!shown.contains("171") && !shown.contains("abab"), "{shown}");
        assert!(!shown.contains(&salt[1..20]), "{shown}");
    }
    assert_eq!(
        format!("{:?} {:?}", Seed::new([1; 32]), opening.salt),
        "Seed(hidden) Salt(hidden)"
    );
}

#[test]
fn what_cannot_be_sealed_is_refused() {
    let seal = |field: Field| {
        SealedFields::new(Seed::new([1; 32]), &[field])
            .map(|_| ())
            .unwrap_err()
    };
    assert_eq!(
        SealedFields::new(Seed::new([1; 32]), &[]).unwrap_err(),
        FieldsError::NoFields
    );
    let name = "n".repeat(MAX_NAME_BYTES + 1);
    assert_eq!(
        seal(Field::new(name, "")),
        FieldsError::Name {
            index: 0,
            bytes: 1025
        }
    );
    let value = vec![0; MAX_VALUE_BYTES + 1];
    let bytes = value.len();
    assert_eq!(
        seal(Field::new("", value)),
        FieldsError::Value { index: 0, bytes }
    );
    let one = [Field::new("a", "b")];
    let sealed = SealedFields::new(Seed::new([1; 32]), &one).unwrap();
    let outside = SizeError::Index { index: 1, size: 1 };
    assert_eq!(sealed.opening(1).unwrap_err(), FieldsError::Index(outside));
}

#[test]
fn the_longest_name_and_value_go_through() {
    let fields = [
        Field::new("n".repeat(MAX_NAME_BYTES), vec![7; MAX_VALUE_BYTES]),
        Field::new("", ""),
    ];
    let sealed = SealedFields::new(Seed::new([1; 32]), &fields).unwrap();
    let opening = FieldOpening::from_cbor(&sealed.opening(0).unwrap().to_cbor()).unwrap();
    assert_eq!(opening.verify(&sealed.root()), Ok(()));
    assert_eq!(opening.into_field(), fields[0]);
}

/// An opening with parts replaced, as bytes.
fn written(version: u64, index: u64, count: u64, name: usize, path: u64) -> Vec<u8> {
    let mut out = Vec::new();
    cbor::write_array(&mut out, 7);
    cbor::write_uint(&mut out, version);
    cbor::write_uint(&mut out, index);
    cbor::write_uint(&mut out, count);
    cbor::write_bytes(&mut out, &[1; 32]);
    cbor::write_text(&mut out, &"n".repeat(name));
    cbor::write_bytes(&mut out, b"value");
    cbor::write_array(&mut out, path);
    (0..path.min(99)).for_each(|_| cbor::write_bytes(&mut out, &[2; 32]));
    out
}

#[test]
fn an_opening_that_claims_too_much_is_refused() {
    let read = |bytes: &[u8]| FieldOpening::from_cbor(bytes).unwrap_err();
    FieldOpening::from_cbor(&written(1, (1 << 32) - 1, 1 << 32, 1024, 32)).unwrap();
    assert_eq!(
        read(&written(2, 0, 1, 4, 0)),
        OpeningError::Version { version: 2 }
    );
    let count = (1 << 32) + 1;
    assert_eq!(
        read(&written(1, 0, count, 4, 0)),
        OpeningError::TooMany { count }
    );
    let outside = SizeError::Index { index: 3, size: 3 };
    assert_eq!(read(&written(1, 3, 3, 4, 0)), OpeningError::Index(outside));
    let too_long = |found, most| CborFault::TooLong { found, most };
    let fault = |error| match error {
        OpeningError::Cbor(CborError { fault, .. }) => fault,
        other => panic!("{other}"),
    };
    assert_eq!(
        fault(read(&written(1, 0, 1, 1025, 0))),
        too_long(1025, 1024)
    );
    assert_eq!(fault(read(&written(1, 0, 1, 4, 33))), too_long(33, 32));
    assert_eq!(
        fault(read(&written(1, 0, 1, 4, u64::MAX))),
        too_long(u64::MAX, 32)
    );
    // A value whose head alone claims 64 MiB and one byte: refused before anything is taken or looked for.
    let mut long = written(1, 0, 1, 4, 0);
    let at = long
        .windows(6)
        .position(|part| part == b"\x45value")
        .unwrap();
    long.splice(at..=at, [0x5a, 0x04, 0, 0, 1]);
    assert_eq!(fault(read(&long)), too_long((64 << 20) + 1, 64 << 20));
}

#[test]
fn an_opening_that_is_cut_or_longer_is_refused() {
    let fields = fields(5);
    let sealed = SealedFields::new(Seed::new([1; 32]), &fields).unwrap();
    let mut bytes = sealed.opening(2).unwrap().to_cbor();
    for end in 0..bytes.len() {
        FieldOpening::from_cbor(&bytes[..end]).unwrap_err();
    }
    bytes.push(0);
    FieldOpening::from_cbor(&bytes).unwrap_err();
}

/// Bits that are part of the answer: every one but those of the number of fields, which may lead to the same path.
#[test]
fn an_opening_with_any_bit_changed_is_refused() {
    let fields = fields(5);
    let sealed = SealedFields::new(Seed::new([1; 32]), &fields).unwrap();
    let root = sealed.root();
    for opening in openings(&sealed) {
        let bytes = opening.to_cbor();
        for bit in 0..bytes.len() * 8 {
            let mut changed = bytes.clone();
            changed[bit / 8] ^= 1 << (bit % 8);
            let Ok(read) = FieldOpening::from_cbor(&changed) else {
                continue;
            };
            // Exactly one spelling: what was read is written as it was.
            assert_eq!(read.to_cbor(), changed);
            if read.verify(&root).is_ok() {
                let count = read.count;
                assert_eq!(FieldOpening { count: 5, ..read }, opening, "count {count}");
            }
        }
    }
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn any_bytes_are_an_opening_in_its_one_spelling_or_refused(
        index in 0_u64..9,
        bytes in proptest::collection::vec(any::<u8>(), 0..200),
        cut in 0_usize..200,
    ) {
        let mut mixed = written(1, index, 9, 4, 2);
        mixed.truncate(cut);
        mixed.extend_from_slice(&bytes);
        for bytes in [bytes, mixed] {
            if let Ok(opening) = FieldOpening::from_cbor(&bytes) {
                prop_assert_eq!(opening.to_cbor(), bytes);
            }
        }
    }

    #[test]
    fn fields_of_any_content_open(
        contents in proptest::collection::vec((".{0,40}", proptest::collection::vec(any::<u8>(), 0..80)), 1..40),
        seed in any::<[u8; 32]>(),
    ) {
        let fields: Vec<Field> = contents.into_iter().map(|(name, value)| Field { name, value }).collect();
        let sealed = SealedFields::new(Seed::new(seed), &fields).unwrap();
        for (opening, field) in openings(&sealed).into_iter().zip(&fields) {
            let read = FieldOpening::from_cbor(&opening.to_cbor()).unwrap();
            prop_assert_eq!(read.verify(&sealed.root()), Ok(()));
            prop_assert_eq!(&read.into_field(), field);
        }
    }
}
