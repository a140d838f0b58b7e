//! Keys, seeds and rows for the tests of this crate; everything is the same at every run.
#![allow(
    dead_code,
    reason = "each test file is a program of its own and uses a part of this"
)]

use holdfire_model::{Moment, SiteId};
use holdfire_register::{
    Changes, FieldName, HANDOVER_LABEL, Handover, ListId, Padding, PrivateList, SiteFields,
    Statement,
};
use holdfire_seal::Hash;
use holdfire_seal::fields::Seed;
use holdfire_seal::note::{LogKey, VerifierKey, sign_note};

pub const LIST: ListId = ListId([0x3f; 16]);
/// 2030-03-01T09:00:00Z.
pub const NOW: Moment = Moment(1_898_586_000);

/// A source of bytes that look random and are not.
pub struct Source {
    state: Hash,
}

impl Source {
    pub fn new(word: &str) -> Self {
        Self {
            state: Hash::of(word.as_bytes()),
        }
    }

    pub fn bytes(&mut self) -> [u8; 32] {
        self.state = Hash::of(&self.state.0);
        Hash::of(&[&self.state.0[..], b"out"].concat()).0
    }

    pub fn seed(&mut self) -> Seed {
        Seed::new(self.bytes())
    }

    pub fn below(&mut self, most: usize) -> usize {
        let bytes = self.bytes();
        let number = u64::from_be_bytes(*bytes.first_chunk().unwrap());
        usize::try_from(number % most as u64).unwrap()
    }

    pub fn unit(&mut self) -> f64 {
        self.below(1 << 40) as f64 / (1_u64 << 40) as f64
    }
}

pub fn key(name: &str) -> LogKey {
    LogKey::from_seed(name, &Hash::of(name.as_bytes()).0).unwrap()
}

pub fn party() -> LogKey {
    key("beta.example/register")
}

pub fn keys() -> Vec<VerifierKey> {
    vec![party().verifier().clone()]
}

pub fn site(columns: &[(&str, &str)]) -> SiteFields {
    SiteFields::from_columns(columns.iter().copied()).unwrap()
}

/// A site whose every value follows from its number.
pub fn row(number: usize) -> SiteFields {
    let region = ["north", "south", "west"][number % 3];
    let category = ["plant", "substation"][number % 2];
    site(&[
        ("id", &format!("S-{number:03}")),
        ("party", "beta"),
        ("name", &format!("object number {number}")),
        ("category", category),
        ("region", region),
        (
            "lon",
            &format!("{}.{:04}", 10 + number % 7, number * 37 % 10_000),
        ),
        (
            "lat",
            &format!("{}.{:04}", 48 + number % 5, number * 91 % 10_000),
        ),
        ("precision", "exact"),
        ("declared_at", "2030-02-26"),
        ("note", &format!("gate {number}")),
    ])
}

pub fn rows(numbers: impl IntoIterator<Item = usize>) -> Vec<SiteFields> {
    numbers.into_iter().map(row).collect()
}

/// The same site with another note.
pub fn changed(row: &SiteFields, note: &str) -> SiteFields {
    let columns = FieldName::ALL
        .into_iter()
        .filter(|field| *field != FieldName::Padding);
    let values = columns.map(|field| {
        (
            field.as_str(),
            if field == FieldName::Note {
                note
            } else {
                row.get(field)
            },
        )
    });
    SiteFields::from_columns(values).unwrap()
}

pub fn seal(
    list: &PrivateList,
    rows: &[SiteFields],
    padding: Padding,
    source: &mut Source,
) -> (PrivateList, Handover) {
    let now = Moment(NOW.0 + 3600 * i64::from(list.last_version()));
    let draft = list
        .draft(rows, padding, now, &mut || source.seed())
        .unwrap();
    draft.sign(&party()).unwrap()
}

pub fn first(rows: &[SiteFields], padding: Padding, word: &str) -> (PrivateList, Handover) {
    seal(
        &PrivateList::new(LIST),
        rows,
        padding,
        &mut Source::new(word),
    )
}

pub fn id(number: usize) -> SiteId {
    SiteId::new(&format!("S-{number:03}")).unwrap()
}

fn text_head(major: u8, length: usize) -> Vec<u8> {
    let head = major << 5;
    match length {
        0..24 => vec![head | length as u8],
        24..0x100 => vec![head | 24, length as u8],
        0x100..0x1_0000 => [&[head | 25], &(length as u16).to_be_bytes()[..]].concat(),
        _ => [&[head | 26], &(length as u32).to_be_bytes()[..]].concat(),
    }
}

fn string(major: u8, bytes: &[u8]) -> Vec<u8> {
    [text_head(major, bytes.len()), bytes.to_vec()].concat()
}

fn joined(hashes: impl IntoIterator<Item = Hash>) -> Vec<u8> {
    let bytes: Vec<u8> = hashes.into_iter().flat_map(|hash| hash.0).collect();
    string(2, &bytes)
}

/// The file of a handover by somebody who has the party's key and keeps to no rule of this crate: written byte by byte
/// after docs/spec/register.md, so that the tests have a second writer.
pub fn forge(statement: &Statement, leaves: &[Hash], changes: &Changes) -> String {
    let note = sign_note(&statement.to_text(), &party()).unwrap();
    forge_with_note(&note, leaves, changes)
}

pub fn forge_with_note(note: &str, leaves: &[Hash], changes: &Changes) -> String {
    let pairs = changes.changed.iter().flat_map(|(old, new)| [*old, *new]);
    let bytes = [
        text_head(4, 6),
        string(3, b"holdfire/register-handover@v1"),
        string(3, note.as_bytes()),
        joined(leaves.iter().copied()),
        joined(changes.added.iter().copied()),
        joined(changes.withdrawn.iter().copied()),
        joined(pairs),
    ]
    .concat();
    armour(HANDOVER_LABEL, &bytes)
}

pub fn armour(label: &str, bytes: &[u8]) -> String {
    use base64::Engine as _;
    let body = base64::engine::general_purpose::STANDARD.encode(bytes);
    let lines: Vec<&str> = body
        .as_bytes()
        .chunks(64)
        .map(|line| str::from_utf8(line).unwrap())
        .collect();
    format!(
        "-----BEGIN {label}-----\n{}\n-----END {label}-----\n",
        lines.join("\n")
    )
}

pub fn unarmour(text: &str) -> Vec<u8> {
    use base64::Engine as _;
    let body: String = text
        .lines()
        .filter(|line| !line.starts_with("-----"))
        .collect();
    base64::engine::general_purpose::STANDARD
        .decode(body)
        .unwrap()
}

pub fn root_of(leaves: &[Hash]) -> Hash {
    let mut tree = holdfire_seal::Tree::new();
    leaves.iter().for_each(|leaf| tree.push(*leaf));
    tree.root()
}

/// A statement over other leaves, otherwise the same: what a party would sign that changes its list in silence.
pub fn restated(statement: &Statement, leaves: &[Hash]) -> Statement {
    Statement {
        count: leaves.len() as u64,
        root: root_of(leaves),
        ..statement.clone()
    }
}

/// An error with all its causes, as a reader sees it.
pub fn words(error: &dyn std::error::Error) -> String {
    let mut words = error.to_string();
    let mut cause = error.source();
    while let Some(error) = cause {
        words.push_str(": ");
        words.push_str(&error.to_string());
        cause = error.source();
    }
    words
}
