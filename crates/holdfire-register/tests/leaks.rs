//! What a sealed list must not tell: guesses match nothing, two lists look alike, planted words are nowhere.

mod common;

use std::collections::HashSet;

use common::*;
use holdfire_model::Moment;
use holdfire_register::{
    Covered, FieldName, Handover, NoticeEntry, Padding, PrivateList, Receipt, Receiver, SiteFields,
    Step, VersionEntry, leaf_of, leaf_over,
};
use holdfire_seal::Hash;
use holdfire_seal::fields::Seed;

/// Every 32 bytes that are published of a version: leaves, nodes of the tree, hashes of the statement, and whatever stands
/// in the file at any place.
fn published(handed: &Handover) -> HashSet<[u8; 32]> {
    let bytes = unarmour(&handed.to_file());
    let mut all: HashSet<[u8; 32]> = bytes
        .windows(32)
        .map(|window| window.try_into().unwrap())
        .collect();
    let mut level: Vec<Hash> = handed.leaves().to_vec();
    while level.len() > 1 {
        level = level
            .chunks(2)
            .map(|pair| {
                if let [left, right] = pair {
                    Hash::node(left, right)
                } else {
                    pair[0]
                }
            })
            .collect();
        all.extend(level.iter().map(|hash| hash.0));
    }
    let stated = handed.statement();
    all.extend([stated.root.0, stated.changes.0, stated.hash().0]);
    all
}

fn cbor_pair(a: &str, b: &str) -> Vec<u8> {
    let text = |text: &str| [&[0x60 | text.len() as u8], text.as_bytes()].concat();
    [vec![0x82], text(a), text(b)].concat()
}

/// A field as the format hashes it, with a salt that an attacker might try.
fn field_hash(salt: &[u8], name: &str, value: &[u8]) -> Hash {
    let head = |major: u8, length: usize| match length {
        0..24 => vec![major << 5 | length as u8],
        _ => vec![major << 5 | 24, length as u8],
    };
    let data = [
        vec![0x83],
        head(2, salt.len()),
        salt.to_vec(),
        head(3, name.len()),
        name.as_bytes().to_vec(),
        head(2, value.len()),
        value.to_vec(),
    ];
    Hash::leaf(&data.concat())
}

#[test]
fn thirty_five_thousand_guesses_match_nothing_that_is_published() {
    let sites = rows(0..40);
    let (_, handed) = first(&sites, Padding::BUCKETS_OF_64, "guesses");
    let published = published(&handed);
    let true_ones = sites.iter().map(|site| {
        let value = |field| site.get(field).to_owned();
        (value(FieldName::Longitude), value(FieldName::Latitude))
    });
    let grid = (0..35_000).map(|n| {
        (
            format!("{}.{:04}", 10 + n % 7, n / 7),
            format!("48.{:04}", n % 9973),
        )
    });
    let (mut guesses, mut hits) = (0, Vec::new());
    for (lon, lat) in grid.chain(true_ones) {
        guesses += 1;
        let texts = [
            format!("{lon},{lat}"),
            format!("{lat},{lon}"),
            format!("{lon} {lat}"),
            format!("{lon}{lat}"),
            format!("POINT({lon} {lat})"),
            format!("[{lon},{lat}]"),
            lon.clone(),
            lat.clone(),
        ];
        let mut tries: Vec<Hash> = Vec::new();
        for data in texts
            .iter()
            .map(String::as_bytes)
            .chain([&*cbor_pair(&lon, &lat)])
        {
            tries.extend([Hash::of(data), Hash::leaf(data)]);
        }
        for (name, value) in [("longitude", &lon), ("latitude", &lat)] {
            for salt in [&[][..], &[0; 32], &[0xff; 32], LIST.0.as_slice()] {
                let field = field_hash(salt, name, value.as_bytes());
                tries.extend([field, leaf_over(&field)]);
            }
        }
        hits.extend(tries.into_iter().filter(|hash| published.contains(&hash.0)));
    }
    assert!(guesses > 35_000);
    assert!(hits.is_empty(), "{} of {guesses} guesses hit", hits.len());
    // Not even who knows every field of a site finds its leaf without the seed.
    for site in &sites {
        let id = site.get(FieldName::Id).as_bytes();
        for seed in [
            [0; 32],
            [0xff; 32],
            Hash::of(id).0,
            Hash::of(&LIST.0).0,
            handed.statement().root.0,
        ] {
            let leaf = leaf_of(&Seed::new(seed), site);
            assert!(!published.contains(&leaf.0));
        }
    }
}

/// Numbers that an attacker may compute of the bytes of a version.
fn features(handed: &Handover) -> Vec<f64> {
    let bytes: Vec<u8> = handed
        .leaves()
        .iter()
        .flat_map(|leaf| leaf.0)
        .chain(handed.statement().root.0)
        .collect();
    let sum = |numbers: &mut dyn Iterator<Item = u32>| f64::from(numbers.sum::<u32>());
    let mut features = vec![
        sum(&mut bytes.iter().map(|b| u32::from(*b))),
        sum(&mut bytes.iter().map(|b| b.count_ones())),
        sum(&mut bytes.iter().step_by(32).map(|b| u32::from(*b))),
        sum(&mut bytes
            .windows(2)
            .map(|pair| u32::from(pair[0].abs_diff(pair[1])))),
        f64::from(bytes.iter().fold(0, |all, b| all ^ b)),
        handed.to_file().len() as f64,
        handed.statement().count as f64,
    ];
    features.extend((0..8).map(|bit| sum(&mut bytes.iter().map(|b| u32::from(b >> bit & 1)))));
    features
}

#[test]
fn two_lists_of_one_length_cannot_be_told_apart() {
    const RUNS: usize = 1000;
    let alike = rows(0..8);
    let far: Vec<SiteFields> = (0..8)
        .map(|n| {
            site(&[
                ("id", &format!("A-very-long-id-{n}")),
                ("party", "beta"),
                ("category", "hospital"),
                ("note", &"n".repeat(900)),
            ])
        })
        .collect();
    let mut source = Source::new("coins");
    let runs: Vec<(bool, Vec<f64>)> = (0..RUNS)
        .map(|_| {
            let coin = source.below(2) == 1;
            let sites = if coin { &alike } else { &far };
            let (_, handed) = seal(&PrivateList::new(LIST), sites, Padding::Exact, &mut source);
            (coin, features(&handed))
        })
        .collect();
    let (learn, test) = runs.split_at(RUNS / 2);
    // Half of the runs teach where the middle lies and which side is which; the other half is guessed.
    for feature in 0..runs[0].1.len() {
        let mean = |side: bool| {
            let values: Vec<f64> = learn
                .iter()
                .filter(|run| run.0 == side)
                .map(|run| run.1[feature])
                .collect();
            values.iter().sum::<f64>() / values.len() as f64
        };
        let (yes, no) = (mean(true), mean(false));
        let middle = f64::midpoint(yes, no);
        let guessed = test.iter().filter(|(coin, values)| {
            (values[feature] > middle) == (yes > no) && *coin
                || (values[feature] > middle) != (yes > no) && !*coin
        });
        let rate = guessed.count() as f64 / test.len() as f64;
        // Four standard deviations of 500 fair coins.
        assert!(
            (rate - 0.5).abs() < 0.09,
            "feature {feature}: {rate} guessed right"
        );
    }
}

#[test]
fn planted_words_and_coordinates_are_in_nothing_that_is_published() {
    let words = [
        "quagga-works",
        "Old Mill Hollow",
        "51.987654",
        "11.123456",
        "the third valley",
        "quagga-kind",
    ];
    let planted = site(&[
        ("id", "quagga-works"),
        ("party", "beta"),
        ("category", "quagga-kind"),
        ("name", "Old Mill Hollow"),
        ("region", "the third valley"),
        ("lon", "11.123456"),
        ("lat", "51.987654"),
        ("precision", "exact"),
    ]);
    let sites: Vec<SiteFields> = rows(0..5).into_iter().chain([planted]).collect();
    let mut source = Source::new("planted");
    let (one, v1) = seal(
        &PrivateList::new(LIST),
        &sites,
        Padding::BUCKETS_OF_64,
        &mut source,
    );
    let (two, v2) = seal(&one, &sites[1..], Padding::BUCKETS_OF_64, &mut source);
    let notice = Receipt {
        step: Step::Notice,
        of: v1.signed().state().into(),
        covered: Covered::leaves(v1.leaves()[..3].iter().copied()).unwrap(),
        to: Receiver::new("alpha").unwrap(),
        at: NOW,
    };
    let entry = NoticeEntry::new(notice.clone())
        .unwrap()
        .with_receipt(&notice.sign(&key("alpha")).unwrap());
    let mut all: Vec<Vec<u8>> = vec![
        v1.to_file().into_bytes(),
        unarmour(&v1.to_file()),
        unarmour(&v2.to_file()),
        v2.signed().note().as_bytes().to_vec(),
        notice.to_text().into_bytes(),
        format!("{v1:?} {two:?} {sites:?}").into_bytes(),
    ];
    let fields = [
        entry.to_fields(),
        VersionEntry::new(v1.signed(), Moment(NOW.0 + 5)).to_fields(),
    ]
    .concat();
    all.extend(fields.into_iter().map(|field| field.value));
    for word in words {
        for forms in [word.as_bytes().to_vec(), word.replace('.', "").into_bytes()] {
            for bytes in &all {
                assert!(
                    !bytes.windows(forms.len()).any(|window| window == forms),
                    "`{word}` is published"
                );
            }
        }
    }
    // They are in the private file, which is why it never leaves unencrypted.
    assert!(
        two.to_bytes()
            .windows(12)
            .any(|window| window == b"quagga-works")
    );
}
