//! The test vectors of docs/spec/register.md. `HOLDFIRE_UPDATE=1` writes them anew.

mod common;

use std::path::PathBuf;

use common::*;
use holdfire_model::Moment;
use holdfire_register::{
    Completeness, Covered, FieldName, Handover, NoticeEntry, Opening, Padding, Pick, PrivateList,
    Receipt, Receiver, SiteFields, Step, VersionEntry, leaf_of, verify_opening,
};
use holdfire_seal::Hash;
use holdfire_seal::fields::{Field, Seed};
use serde_json::{Value, json};

/// Seeds as the page says: SHA-256 of "seed 0", "seed 1" and so on.
fn seeds() -> impl FnMut() -> Seed {
    let mut next = (0..).map(|n| Seed::new(Hash::of(format!("seed {n}").as_bytes()).0));
    move || next.next().expect("the numbers do not end")
}

fn hex(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}

fn values(site: &SiteFields) -> Value {
    let values = FieldName::ALL
        .into_iter()
        .map(|field| (field.as_str().to_owned(), site.get(field).into()));
    Value::Object(values.collect())
}

fn fields(fields: &[Field]) -> Value {
    fields
        .iter()
        .map(|field| json!([field.name, hex(&field.value)]))
        .collect()
}

fn vectors() -> Value {
    let list_id = holdfire_register::ListId([0x3f; 16]);
    let key = key("beta.example/register");
    let keys = [key.verifier().clone()];
    let mut seeds = seeds();
    let sites = rows(0..3);
    let four = Padding::To {
        bucket: 4,
        least: 4,
        cover: 0,
    };
    let draft = PrivateList::new(list_id)
        .draft(&sites, four, NOW, &mut seeds)
        .unwrap();
    let (one, v1) = draft.sign(&key).unwrap();
    let mut next = rows(1..4);
    next[0] = changed(&next[0], "gate 1, north side");
    let draft = one
        .draft(&next, four, Moment(NOW.0 + 86_400), &mut seeds)
        .unwrap();
    let (two, v2) = draft.sign(&key).unwrap();

    let opening = |version: u32, pick: &Pick, what: &str| {
        let opening = two.open(version, pick).unwrap();
        let words = verify_opening(&opening, &keys, None).unwrap().words();
        json!({ "what": what, "version": version, "file": opening.to_file(), "words": words })
    };
    let one_field = Pick::Fields {
        sites: vec![id(1)],
        fields: vec![FieldName::Category],
    };
    let class = Pick::Class {
        field: FieldName::Region,
        value: "west".to_owned(),
        completeness: Completeness::Complete,
    };
    let notice = Receipt {
        step: Step::Notice,
        of: v1.signed().state().into(),
        covered: Covered::leaves(v1.leaves()[..2].iter().copied()).unwrap(),
        to: Receiver::new("alpha").unwrap(),
        at: Moment(NOW.0 + 7200),
    };
    let alpha = common::key("alpha.example/liaison");
    let receipt = notice.sign(&alpha).unwrap();
    let version_entry = VersionEntry::new(v1.signed(), Moment(NOW.0 + 900));
    let notice_entry = NoticeEntry::new(notice).unwrap().with_receipt(&receipt);
    let versions = [&v1, &v2].map(|version| {
        json!({
            "statement": version.statement().to_text(),
            "statement_hash": version.signed().hash().to_string(),
            "leaves": version.leaves().iter().map(Hash::to_string).collect::<Vec<_>>(),
            "handover": version.to_file(),
        })
    });
    let first_seed = Seed::new(Hash::of(b"seed 0").0);
    json!({
        "about": "Test vectors of docs/spec/register.md. Made by crates/holdfire-register/tests/vectors.rs.",
        "verifier_keys": [key.vkey(), alpha.vkey()],
        "field_names": FieldName::ALL.map(FieldName::as_str),
        "leaf": {
            "seed": hex(first_seed.expose()),
            "values": values(&sites[0]),
            "leaf_hash": leaf_of(&first_seed, &sites[0]).to_string(),
        },
        "versions": versions,
        "private_list": hex(&two.to_bytes()),
        "openings": [
            opening(1, &one_field, "the category of S-001, nothing else"),
            opening(1, &Pick::Sites(vec![id(0)]), "S-000 wholly"),
            opening(2, &class, "all sites of the region west, and the region of every other leaf"),
            opening(2, &Pick::All, "everything"),
        ],
        "entries": {
            "register-version": fields(&version_entry.to_fields()),
            "register-notice": fields(&notice_entry.to_fields()),
        },
    })
}

#[test]
fn the_test_vectors_of_the_specification_hold() {
    let path =
        PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../../docs/spec/vectors/register.json");
    let made = serde_json::to_string_pretty(&vectors()).unwrap() + "\n";
    if std::env::var_os("HOLDFIRE_UPDATE").is_some() {
        std::fs::create_dir_all(path.parent().unwrap()).unwrap();
        std::fs::write(&path, &made).unwrap();
    }
    let kept = std::fs::read_to_string(&path).unwrap();
    assert!(
        kept == made,
        "docs/spec/vectors/register.json differs: HOLDFIRE_UPDATE=1 writes it anew, and a change of format needs a new version"
    );

    // What the file holds verifies by itself, as an outsider would do it.
    let kept: Value = serde_json::from_str(&kept).unwrap();
    let text = |value: &Value| value.as_str().unwrap().to_owned();
    let keys = [holdfire_seal::note::VerifierKey::parse(&text(&kept["verifier_keys"][0])).unwrap()];
    let handovers = [0, 1].map(|version| {
        Handover::open(
            text(&kept["versions"][version]["handover"]).as_bytes(),
            &keys,
        )
        .unwrap()
    });
    holdfire_register::check_succession(&handovers[0], &handovers[1]).unwrap();
    for opening in kept["openings"].as_array().unwrap() {
        let version = opening["version"].as_u64().unwrap() as usize;
        let asked = handovers[version - 1].signed().hash();
        let read = Opening::parse_unverified(text(&opening["file"]).as_bytes()).unwrap();
        verify_opening(&read, &keys, Some(&asked)).unwrap();
    }
}
