//! Items of the case as the server keeps them: very many rows of few tables. What decides who reads a row is at hand; the
//! rest is packed, many rows together.

use std::collections::HashSet;
use std::io::{Read as _, Write as _};
use std::sync::{Arc, OnceLock};

use flate2::Compression;
use flate2::read::DeflateDecoder;
use flate2::write::DeflateEncoder;
use holdfire_store::mission::SeenItem;
use holdfire_store::object::Place;
use holdfire_wire::entries::Item;

/// The columns of rows that are at hand: rights and the publication gate ask for them.
const AT_HAND: [&str; 13] = [
    "id",
    "report",
    "from",
    "to",
    "by",
    "source_kind",
    "source_url",
    "said_at",
    "category",
    "actor",
    "site",
    "party",
    "notified_at",
];

/// So many bytes of rows are packed together: more pack better, fewer are unpacked sooner.
const BLOCK_BYTES: usize = 48 << 10;

/// Fewer bytes are kept as they are.
const WORTH_BYTES: usize = 4 << 10;

/// An item with where and when it was entered.
pub struct Packed {
    /// The entry.
    pub place: Place,
    /// When it was recorded, POSIX seconds.
    pub recorded_at: u64,
    order: u64,
    names: Arc<Names>,
    subject: Box<str>,
    /// The values at hand, each with its length before it; rows that say the same share it.
    hand: Arc<[u8]>,
    block: Arc<Block>,
    /// Where its other values begin in the block.
    at: u32,
    /// How many bytes its values are.
    size: u32,
}

/// The names of the fields of rows of one table.
#[derive(PartialEq, Eq)]
struct Names {
    all: Vec<String>,
    /// Which of them are at hand, as numbers.
    hand: Vec<usize>,
}

impl Names {
    fn new(subject: &str, fields: &[(String, Vec<u8>)]) -> Self {
        let is_row = subject.contains('#');
        let all: Vec<String> = fields.iter().map(|(name, _)| name.clone()).collect();
        // Files and heads of tables are few, and asked for by any of their fields.
        let hand = |at: &usize| !is_row || AT_HAND.contains(&all[*at].as_str());
        Self {
            hand: (0..all.len()).filter(hand).collect(),
            all,
        }
    }

    fn is_of(&self, subject: &str, fields: &[(String, Vec<u8>)]) -> bool {
        let is_row = subject.contains('#');
        let own = fields.iter().map(|(name, _)| name);
        self.all.iter().eq(own) && (is_row || self.hand.len() == self.all.len())
    }
}

/// The other values of rows that were packed together.
#[derive(Default)]
struct Block(OnceLock<Closed>);

/// A block that takes no more rows.
enum Closed {
    /// A few rows as they are: rows that were entered one by one would gain little.
    Plain(Box<[u8]>),
    Deflated(Box<[u8]>),
}

impl Block {
    fn unpacked(&self) -> Vec<u8> {
        match self.0.get() {
            // Rows without any other values.
            None => Vec::new(),
            Some(Closed::Plain(bytes)) => bytes.to_vec(),
            Some(Closed::Deflated(packed)) => {
                let mut bytes = Vec::with_capacity(BLOCK_BYTES);
                // It was packed here, in memory.
                let read = DeflateDecoder::new(&packed[..]).read_to_end(&mut bytes);
                read.expect("a block is what was packed");
                bytes
            }
        }
    }
}

/// Packs items one after the other; what it packed can be read once it is dropped.
#[derive(Default)]
pub struct Packer {
    names: Vec<Arc<Names>>,
    hands: HashSet<Arc<[u8]>>,
    block: Arc<Block>,
    waiting: Vec<u8>,
}

impl Packer {
    /// Packs an item.
    pub fn pack(&mut self, seen: &SeenItem) -> Packed {
        let Item {
            subject,
            order,
            fields,
        } = &seen.item;
        let names = match self.names.iter().find(|names| names.is_of(subject, fields)) {
            Some(names) => Arc::clone(names),
            None => {
                let names = Arc::new(Names::new(subject, fields));
                self.names.push(Arc::clone(&names));
                names
            }
        };
        if self.waiting.len() > BLOCK_BYTES {
            self.close();
        }
        let at = u32::try_from(self.waiting.len()).expect("a block is small before its last row");
        let size: usize = fields.iter().map(|(_, value)| value.len()).sum();
        let mut hand = Vec::new();
        for (number, (name, value)) in fields.iter().enumerate() {
            if !names.hand.contains(&number) {
                put(&mut self.waiting, value);
            } else if !(name == "id" && value == row_name(subject).as_bytes()) {
                hand.push(1);
                put(&mut hand, value);
            } else {
                hand.push(0);
            }
        }
        let hand = match self.hands.get(hand.as_slice()) {
            Some(known) => Arc::clone(known),
            None => {
                let hand: Arc<[u8]> = hand.into();
                self.hands.insert(Arc::clone(&hand));
                hand
            }
        };
        Packed {
            place: seen.place,
            recorded_at: seen.recorded_at,
            order: *order,
            names,
            subject: subject.as_str().into(),
            hand,
            block: Arc::clone(&self.block),
            at,
            size: u32::try_from(size).unwrap_or(u32::MAX),
        }
    }

    fn close(&mut self) {
        if self.waiting.is_empty() {
            return;
        }
        let waiting = std::mem::take(&mut self.waiting);
        let closed = match waiting.len() < WORTH_BYTES {
            true => Closed::Plain(waiting.into()),
            false => Closed::Deflated(deflated(&waiting)),
        };
        // Each block is closed once.
        let _ = std::mem::take(&mut self.block).0.set(closed);
    }
}

fn deflated(bytes: &[u8]) -> Box<[u8]> {
    let mut packed = DeflateEncoder::new(Vec::new(), Compression::default());
    let packed = packed.write_all(bytes).and_then(|()| packed.finish());
    packed.expect("memory takes what is packed").into()
}

impl Drop for Packer {
    fn drop(&mut self) {
        self.close();
    }
}

/// Takes items from their blocks; one after the other it unpacks each block once.
#[derive(Default)]
pub struct Unpacker {
    block: Option<Arc<Block>>,
    bytes: Vec<u8>,
}

impl Unpacker {
    /// The item.
    pub fn item(&mut self, packed: &Packed) -> Item {
        let known = self.block.as_ref();
        if !known.is_some_and(|block| Arc::ptr_eq(block, &packed.block)) {
            self.bytes = packed.block.unpacked();
            self.block = Some(Arc::clone(&packed.block));
        }
        let mut rest = &self.bytes[packed.at as usize..];
        let mut hand = packed.at_hand();
        let mut numbers = packed.names.hand.iter().peekable();
        let fields = packed.names.all.iter().enumerate();
        let fields = fields.map(|(number, name)| {
            let value = match numbers.next_if_eq(&&number) {
                Some(_) => hand.next(),
                None => take(&mut rest),
            };
            (name.clone(), value.unwrap_or_default().to_vec())
        });
        Item {
            subject: packed.subject.to_string(),
            order: packed.order,
            fields: fields.collect(),
        }
    }

    /// An item with what it may be read as by others, packed.
    pub fn changed(
        &mut self,
        packed: &Packed,
        packer: &mut Packer,
        change: impl FnOnce(&mut Item),
    ) -> Packed {
        let mut seen = SeenItem {
            place: packed.place,
            recorded_at: packed.recorded_at,
            item: self.item(packed),
        };
        change(&mut seen.item);
        packer.pack(&seen)
    }
}

/// The name of a row in its subject; empty for files.
fn row_name(subject: &str) -> &str {
    subject.split_once('#').map_or("", |(_, name)| name)
}

fn put(bytes: &mut Vec<u8>, value: &[u8]) {
    let mut size = value.len();
    while size >= 0x80 {
        bytes.push((size & 0x7f) as u8 | 0x80);
        size >>= 7;
    }
    bytes.push((size & 0x7f) as u8);
    bytes.extend_from_slice(value);
}

/// Takes what [`put`] put there.
fn take<'b>(rest: &mut &'b [u8]) -> Option<&'b [u8]> {
    let (mut size, mut shift) = (0_usize, 0);
    loop {
        let (byte, after) = rest.split_first()?;
        *rest = after;
        size |= usize::from(byte & 0x7f) << shift;
        if byte & 0x80 == 0 {
            break;
        }
        shift += 7;
    }
    let (value, after) = rest.split_at_checked(size)?;
    *rest = after;
    Some(value)
}

impl Packed {
    /// What it is about.
    #[must_use]
    pub fn subject(&self) -> &str {
        &self.subject
    }

    /// Where a row stands in its table.
    #[must_use]
    pub fn order(&self) -> u64 {
        self.order
    }

    /// About how many bytes it takes as a row of its table.
    #[must_use]
    pub fn written_bytes(&self) -> usize {
        // A comma behind each cell, and quotation marks around some.
        self.size as usize + self.names.all.len() + 8
    }

    /// The value of a field: of any of a file or the head of a table, of a row one that is at hand.
    ///
    /// # Panics
    /// If a row is asked for another one: it would have to be unpacked each time.
    #[must_use]
    pub fn value(&self, name: &str) -> Option<&[u8]> {
        let names = &self.names;
        let of_row = self.subject.contains('#');
        assert!(!of_row || AT_HAND.contains(&name), "{name} is not at hand");
        let at = |number: &usize| names.all[*number] == name;
        let at = names.hand.iter().position(at)?;
        self.at_hand().nth(at)
    }

    /// The item.
    #[must_use]
    pub fn item(&self) -> Item {
        Unpacker::default().item(self)
    }

    /// The values at hand, in the order of their names.
    fn at_hand(&self) -> impl Iterator<Item = &[u8]> {
        let mut rest = &*self.hand;
        std::iter::from_fn(move || {
            let (is_own, after) = rest.split_first()?;
            rest = after;
            match is_own {
                0 => Some(row_name(&self.subject).as_bytes()),
                _ => take(&mut rest),
            }
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn field(name: &str, value: &[u8]) -> (String, Vec<u8>) {
        (name.to_owned(), value.to_vec())
    }

    fn seen(subject: &str, order: u64, fields: Vec<(String, Vec<u8>)>) -> SeenItem {
        SeenItem {
            place: Place { log: 1, index: 7 },
            recorded_at: 12,
            item: Item {
                subject: subject.to_owned(),
                order,
                fields,
            },
        }
    }

    #[test]
    fn an_item_is_the_same_after_it_was_packed() {
        let long = vec![b'x'; 40_000];
        let rows = [
            seen("reports.csv#R-1", 3, vec![]),
            seen(
                "reports.csv#R-1",
                4,
                vec![
                    field("note", b"\0\xff"),
                    field("id", b"R-1"),
                    field("", b""),
                ],
            ),
            seen(
                "reports.csv#R-2",
                5,
                vec![
                    field("id", b" R-2 "),
                    field("note", &long),
                    field("by", b"north"),
                    field("last", b"!"),
                ],
            ),
            seen("reports.csv#R-3", 6, vec![field("note", b"after")]),
            seen("reports.csv", 0, vec![field("header", b"id,note\n")]),
            seen("case.toml", 0, vec![field("bytes", &long)]),
        ];
        let mut packer = Packer::default();
        let packed: Vec<Packed> = rows.iter().map(|row| packer.pack(row)).collect();
        drop(packer);
        let mut unpacker = Unpacker::default();
        for (row, packed) in rows.iter().zip(&packed) {
            assert_eq!(unpacker.item(packed), row.item);
            assert_eq!(packed.item(), row.item);
            assert_eq!(packed.subject(), row.item.subject);
        }
        let at_hand = |row: usize, name: &str| packed[row].value(name);
        assert_eq!(at_hand(1, "id"), Some(&b"R-1"[..]));
        assert_eq!(at_hand(2, "id"), Some(&b" R-2 "[..]));
        assert_eq!(at_hand(2, "by"), Some(&b"north"[..]));
        assert_eq!(at_hand(2, "site"), None);
        assert_eq!(at_hand(4, "header"), Some(&b"id,note\n"[..]));
        assert_eq!(at_hand(5, "bytes"), Some(long.as_slice()));
    }

    #[test]
    fn rows_of_many_blocks_are_found_in_any_order() {
        let rows = (0..3_000_u64).map(|number| {
            let id = format!("R-{number}");
            let note = format!("{number} ").repeat(20);
            let fields = vec![field("id", id.as_bytes()), field("note", note.as_bytes())];
            seen(&format!("reports.csv#{id}"), number, fields)
        });
        let rows: Vec<SeenItem> = rows.collect();
        let mut packer = Packer::default();
        let packed: Vec<Packed> = rows.iter().map(|row| packer.pack(row)).collect();
        drop(packer);
        assert!(!Arc::ptr_eq(&packed[0].block, &packed[2_999].block));
        for number in (0..3_000).step_by(7).chain((0..3_000).rev().step_by(11)) {
            assert_eq!(packed[number].item(), rows[number].item);
        }
    }
}
