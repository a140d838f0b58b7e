//! Properties over many lists: whatever is sealed is read back, follows its version before, opens and verifies.

mod common;

use std::collections::BTreeSet;

use common::*;
use holdfire_register::{
    Completeness, FieldName, Handover, Opening, Padding, Pick, PrivateList, accept, verify_opening,
};
use proptest::prelude::*;
use proptest::test_runner::{Config, RngSeed};

/// The same cases in every run.
fn fixed(cases: u32) -> Config {
    Config {
        cases,
        rng_seed: RngSeed::Fixed(20_300_301),
        failure_persistence: None,
        ..Config::default()
    }
}

fn padding() -> impl Strategy<Value = Padding> {
    let to = |(bucket, least, cover)| Padding::To {
        bucket,
        least,
        cover,
    };
    prop_oneof![
        Just(Padding::Exact),
        (1..40_u32, 0..60_u64, 0..2_u32).prop_map(to)
    ]
}

/// Which sites are on the list in each version, and which of them say something else.
fn history() -> impl Strategy<Value = Vec<(BTreeSet<usize>, BTreeSet<usize>)>> {
    let numbers = || proptest::collection::btree_set(0..24_usize, 0..24);
    proptest::collection::vec((numbers(), numbers()), 1..5)
}

proptest! {
    #![proptest_config(fixed(60))]

    #[test]
    fn whatever_is_sealed_follows_and_is_read_back(history in history(), padding in padding()) {
        let mut source = Source::new("properties");
        let mut list = PrivateList::new(LIST);
        let mut held: Option<Handover> = None;
        for (on_list, other) in history {
            let mut rows = rows(on_list.iter().copied());
            for (row, number) in rows.iter_mut().zip(&on_list) {
                if other.contains(number) {
                    *row = changed(row, "something else");
                }
            }
            let (next, handed) = seal(&list, &rows, padding, &mut source);
            let succession = accept(held.as_ref(), &handed).unwrap();
            let before = held.as_ref().map_or(0, |held| held.statement().count);
            prop_assert_eq!(before + succession.added - succession.withdrawn, handed.statement().count);
            let read = Handover::open(handed.to_file().as_bytes(), &keys()).unwrap();
            prop_assert_eq!(&read, &handed);
            list = PrivateList::from_bytes(&next.to_bytes()).unwrap();
            let mut sites: Vec<_> = list.sites(list.last_version()).map(|(_, site)| site.clone()).collect();
            sites.sort_by(|a, b| a.values().cmp(b.values()));
            prop_assert_eq!(sites, rows);
            held = Some(handed);
        }
    }

    #[test]
    fn whatever_is_opened_verifies_and_shows_what_was_sealed(
        on_list in proptest::collection::btree_set(0..30_usize, 1..30),
        padding in padding(),
        fields in proptest::collection::vec(proptest::sample::select(FieldName::ALL.to_vec()), 1..6),
        complete in proptest::bool::ANY,
    ) {
        let (list, handed) = first(&rows(on_list.iter().copied()), padding, "opened");
        let one = *on_list.first().unwrap();
        let field = FieldName::Region;
        let completeness = if complete { Completeness::Complete } else { Completeness::Members };
        for pick in [
            Pick::Fields { sites: vec![id(one)], fields: fields.clone() },
            Pick::Sites(on_list.iter().copied().map(id).collect()),
            Pick::Class { field, value: row(one).get(field).to_owned(), completeness },
            Pick::All,
        ] {
            let only_padding = fields.iter().all(|field| *field == FieldName::Padding);
            if matches!(pick, Pick::Fields { .. }) && only_padding {
                continue;
            }
            let file = list.open(1, &pick).unwrap().to_file();
            let opening = Opening::parse_unverified(file.as_bytes()).unwrap();
            let report = verify_opening(&opening, &keys(), Some(&handed.signed().hash())).unwrap();
            for leaf in &report.leaves {
                prop_assert!(handed.has_leaf(&leaf.leaf));
                let own = list.sites(1).find(|(hash, _)| *hash == leaf.leaf);
                for field in FieldName::ALL {
                    let Some(value) = leaf.value(field) else { continue };
                    let sealed = own.map_or(if field == FieldName::Padding { "1" } else { "" }, |(_, site)| site.get(field));
                    prop_assert_eq!(value, sealed);
                }
            }
        }
    }
}
