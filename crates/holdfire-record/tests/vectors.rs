//! The test vectors of docs/spec/entries.md. `HOLDFIRE_UPDATE=1` writes them anew.

use std::path::PathBuf;

use holdfire_record::{
    AuthorSecret, Contents, Effect, Envelope, Kind, SLOTS, Schedule, SealedContents, Settings,
    Slot, read_settings, settings_file, tick_fields,
};
use holdfire_seal::Hash;
use holdfire_seal::fields::{Field, FieldOpening, Seed};
use holdfire_seal::note::LogKey;
use serde_json::{Value, json};
use sha2::{Digest as _, Sha256};

/// 2025-03-25T00:17:23Z.
const NOW: u64 = 1_742_861_843;
const ORIGIN: &str = "log.example/m1";

fn hex(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}

fn bytes(value: &Value) -> Vec<u8> {
    let text = value.as_str().expect("hex");
    let digits = (0..text.len()).step_by(2);
    digits
        .map(|at| u8::from_str_radix(&text[at..at + 2], 16).expect("hex"))
        .collect()
}

fn seed(what: &str) -> [u8; 32] {
    Sha256::digest(what.as_bytes()).into()
}

fn fields(fields: &[Field]) -> Value {
    let pairs = fields.iter();
    pairs
        .map(|field| json!([field.name, hex(&field.value)]))
        .collect()
}

/// One entry: what goes in, and all that comes of it.
fn entry(seed_of: &str, kind: Kind, at: u64, contents: Contents, opened: &[u64]) -> Value {
    let sealed = SealedContents::new(Seed::new(seed(seed_of)), contents);
    let author = AuthorSecret(seed("author"));
    let envelope = Envelope {
        kind,
        at,
        author: author.on(at),
        fields: sealed.root().expect("short fields"),
    };
    let openings: Vec<Value> = opened
        .iter()
        .map(|&index| json!({ "index": index, "opening": hex(&sealed.opening(index).expect("there").to_cbor()) }))
        .collect();
    json!({
        "inputs": {
            "seed": hex(&seed(seed_of)),
            "author_secret": hex(&seed("author")),
            "kind": kind.code(),
            "at": at,
            "fields": fields(&sealed.contents().all_fields()),
        },
        "contents": hex(&sealed.to_bytes()),
        "fields_root": envelope.fields.to_string(),
        "author": envelope.author.to_string(),
        "envelope": hex(&envelope.to_bytes()),
        "leaf_hash": Hash::leaf(&envelope.to_bytes()).to_string(),
        "openings": openings,
    })
}

fn vectors() -> Value {
    let schedule = Schedule::default();
    let log_key = LogKey::from_seed(ORIGIN, &seed("log key")).expect("a good name");
    let settings = Settings::new(log_key.verifier().clone(), schedule).expect("a log key");
    let genesis = settings.to_contents(NOW);
    let sealed = SealedContents::new(Seed::new(seed("seed 0")), genesis.clone());
    let file = settings_file(&sealed).expect("short fields");

    let item = Contents {
        subject: "reports.csv#R-7".to_owned(),
        effect: Effect::Set,
        recorded_at: NOW,
        fields: vec![
            Field::new("place", "a town"),
            Field::new("source", "a newspaper"),
            Field::new("empty", ""),
        ],
    };
    // Two circles, and random bytes in all other slots.
    let circle = |n: u8| {
        let origin = format!("{ORIGIN}/c/000000000000000{n}");
        Slot::new(
            &origin,
            1_000 + u64::from(n),
            Hash(seed(&format!("root {n}"))),
        )
    };
    let filling: Vec<[u8; 72]> = (2..SLOTS)
        .map(|slot| {
            let mut bytes = [0; 72];
            for (part, chunk) in bytes.chunks_mut(32).enumerate() {
                chunk.copy_from_slice(&seed(&format!("slot {slot} {part}"))[..chunk.len()]);
            }
            bytes
        })
        .collect();
    let tick = Contents {
        subject: "tick".to_owned(),
        effect: Effect::Note,
        recorded_at: schedule.point(NOW),
        fields: tick_fields(&[(0, circle(1)), (1, circle(2))], &filling).expect("64 slots"),
    };
    let all: Vec<u64> = (0..8).collect();
    json!({
        "about": "Test vectors of docs/spec/entries.md. Made by crates/holdfire-record/tests/vectors.rs. Bytes are in hex; seeds are SHA-256 of the words that the test names.",
        "origin": ORIGIN,
        "log_key": log_key.vkey(),
        "genesis": entry("seed 0", Kind::Genesis, schedule.cut(NOW), genesis, &all),
        "settings_file": hex(&file),
        "item": entry("seed 1", Kind::Item, schedule.cut(NOW), item, &[0, 3, 5]),
        "tick": entry("seed 2", Kind::Tick, schedule.point(NOW), tick, &[3, 66]),
    })
}

fn kept() -> Value {
    let path =
        PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../../docs/spec/vectors/entries.json");
    let made = serde_json::to_string_pretty(&vectors()).expect("JSON") + "\n";
    if std::env::var_os("HOLDFIRE_UPDATE").is_some() {
        std::fs::write(&path, &made).expect("the vectors can be written");
    }
    let kept = std::fs::read_to_string(&path).expect("the vectors are there");
    assert!(
        kept == made,
        "docs/spec/vectors/entries.json differs: HOLDFIRE_UPDATE=1 writes it anew, and a change of format needs a new version"
    );
    serde_json::from_str(&kept).expect("JSON")
}

#[test]
fn the_test_vectors_of_the_specification_hold() {
    let kept = kept();
    for name in ["genesis", "item", "tick"] {
        let entry = &kept[name];
        let root = Hash::from_hex(entry["fields_root"].as_str().expect("hex")).expect("a hash");
        let envelope = Envelope::from_bytes(&bytes(&entry["envelope"])).expect("an envelope");
        assert_eq!(envelope.fields, root, "{name}");
        let sealed = SealedContents::from_bytes(&bytes(&entry["contents"])).expect("contents");
        assert_eq!(sealed.root(), Ok(root), "{name}");
        assert_eq!(
            fields(&sealed.contents().all_fields()),
            entry["inputs"]["fields"]
        );
        for opening in entry["openings"].as_array().expect("openings") {
            let opened = FieldOpening::from_cbor(&bytes(&opening["opening"])).expect("an opening");
            assert_eq!(opened.verify(&root), Ok(()), "{name}");
            assert_eq!(Some(opened.index), opening["index"].as_u64());
        }
    }
    let genesis = Envelope::from_bytes(&bytes(&kept["genesis"]["envelope"])).expect("an envelope");
    let settings = read_settings(&bytes(&kept["settings_file"]), &genesis).expect("settings");
    assert_eq!(settings.origin(), ORIGIN);
    assert_eq!(settings.log_key().vkey(), kept["log_key"]);
}

fn sha256(parts: &[&[u8]]) -> [u8; 32] {
    Sha256::digest(parts.concat()).into()
}

/// The item again, by nothing but SHA-256 over bytes that are written here by hand from the specification.
#[test]
fn one_vector_follows_by_plain_sha_256_over_hand_written_bytes() {
    let kept = kept();
    let seed = sha256(&[b"seed 1"]);
    // CBOR: 0x83 an array of 3, 0x58 0x20 a byte string of 32, 0x60 + n a text, 0x40 + n a byte string.
    let fields: [(&[u8], &[u8]); 6] = [
        (b"\x67subject", b"\x4freports.csv#R-7"),
        (b"\x66effect", b"\x43set"),
        (b"\x6brecorded_at", b"\x4a1742861843"),
        (b"\x65place", b"\x46a town"),
        (b"\x66source", b"\x4ba newspaper"),
        (b"\x65empty", b"\x40"),
    ];
    let leaves: Vec<[u8; 32]> = (0_u8..)
        .zip(fields)
        .map(|(index, (name, value))| {
            let salt = sha256(&[b"holdfire/salt/v1", &seed, &[0, 0, 0, index]]);
            sha256(&[b"\x00", b"\x83\x58\x20", &salt, name, value])
        })
        .collect();
    let node = |left: &[u8; 32], right: &[u8; 32]| sha256(&[b"\x01", left, right]);
    // RFC 6962, section 2.1, for six leaves: four and two.
    let four = node(&node(&leaves[0], &leaves[1]), &node(&leaves[2], &leaves[3]));
    let root = node(&four, &node(&leaves[4], &leaves[5]));
    assert_eq!(kept["item"]["fields_root"], hex(&root));

    let author = sha256(&[b"holdfire/author/v1", &sha256(&[b"author"]), b"2025-03-25"]);
    // [1, 2, 1742861700, author, root]; the time is 00:17:23 cut to 00:15:00, 0x67e1f584.
    let envelope = [
        b"\x85\x01\x02\x1a\x67\xe1\xf5\x84\x50".as_slice(),
        &author[..16],
        b"\x58\x20",
        &root,
    ]
    .concat();
    assert_eq!(kept["item"]["envelope"], hex(&envelope));
    assert_eq!(
        kept["item"]["leaf_hash"],
        hex(&sha256(&[b"\x00", &envelope]))
    );

    // The opening of `place`, the fourth of six: [1, 3, 6, salt, name, value, path].
    let salt = sha256(&[b"holdfire/salt/v1", &seed, &[0, 0, 0, 3]]);
    let opening = [
        b"\x87\x01\x03\x06\x58\x20".as_slice(),
        &salt,
        b"\x65place\x46a town\x83\x58\x20",
        &leaves[2],
        b"\x58\x20",
        &node(&leaves[0], &leaves[1]),
        b"\x58\x20",
        &node(&leaves[4], &leaves[5]),
    ]
    .concat();
    assert_eq!(kept["item"]["openings"][1]["opening"], hex(&opening));

    // The contents: [1, seed, [[name, value], ...]].
    let mut contents = [b"\x83\x01\x58\x20".as_slice(), &seed, b"\x86"].concat();
    for (name, value) in fields {
        contents.extend([b"\x82".as_slice(), name, value].concat());
    }
    assert_eq!(kept["item"]["contents"], hex(&contents));
}

/// A slot of a tick, by hand: SHA-256 of the origin, the size, the root.
#[test]
fn a_slot_of_the_tick_follows_by_hand() {
    let kept = kept();
    let slot = [
        sha256(&[b"log.example/m1/c/0000000000000002"]).as_slice(),
        &1_002_u64.to_be_bytes(),
        &sha256(&[b"root 2"]),
    ]
    .concat();
    let fields = kept["tick"]["inputs"]["fields"].as_array().expect("fields");
    // Three fields of every entry, then the slots.
    assert_eq!(fields[3 + 1], json!(["slot-01", hex(&slot)]));
    assert_eq!(fields.len(), 3 + 64);
    assert!(fields[3..].iter().all(|field| bytes(&field[1]).len() == 72));
}
