//! Vector tiles as bytes: the Mapbox specification, version 2.1, as far as points need it.
//!
//! Written by hand, since it is a page: a tile is a few numbers, and a library for messages of any kind would write them
//! through types of its own first.

use std::collections::HashMap;

/// A value of a property.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Value<'a> {
    /// Text.
    Text(&'a str),
    /// A number that is not negative.
    Count(u64),
    /// A number of degrees or metres.
    Number(f32),
}

/// A layer of points while it is put together.
pub struct Layer<'a> {
    name: &'static str,
    keys: &'static [&'static str],
    features: Vec<u8>,
    values: Vec<u8>,
    texts: HashMap<&'a str, u32>,
    numbers: HashMap<(u8, u64), u32>,
    known: u32,
    scratch: Vec<u8>,
}

const TAG_NAME: u8 = field(1, 2);
const TAG_FEATURE: u8 = field(2, 2);
const TAG_KEY: u8 = field(3, 2);
const TAG_VALUE: u8 = field(4, 2);
const TAG_EXTENT: u8 = field(5, 0);
const TAG_VERSION: u8 = field(15, 0);
/// One point: a move to somewhere, once.
const MOVE_TO: u8 = 1 | 1 << 3;

/// The head of a field of a message: its number and how it is written.
const fn field(number: u8, wire: u8) -> u8 {
    number << 3 | wire
}

impl<'a> Layer<'a> {
    /// An empty layer. Every feature has a value for each of these keys, in their order.
    pub fn new(name: &'static str, keys: &'static [&'static str]) -> Self {
        Self {
            name,
            keys,
            features: Vec::new(),
            values: Vec::new(),
            texts: HashMap::new(),
            numbers: HashMap::new(),
            known: 0,
            scratch: Vec::new(),
        }
    }

    /// True if it has no feature.
    pub fn is_empty(&self) -> bool {
        self.features.is_empty()
    }

    /// Adds a point, in steps from the north-west corner of the tile.
    pub fn point(&mut self, x: i32, y: i32, values: &[Value<'a>]) {
        debug_assert_eq!(values.len(), self.keys.len());
        let mut tags = std::mem::take(&mut self.scratch);
        tags.clear();
        for (key, value) in (0_u64..).zip(values) {
            varint(&mut tags, key);
            varint(&mut tags, u64::from(self.value(*value)));
        }
        let mut geometry = [0_u8; 16];
        let mut end = 0;
        geometry[0] = MOVE_TO;
        end += 1;
        for step in [x, y] {
            let mut zigzag = u64::from((step << 1 ^ step >> 31).cast_unsigned());
            while zigzag >= 0x80 {
                geometry[end] = low(zigzag) | 0x80;
                zigzag >>= 7;
                end += 1;
            }
            geometry[end] = low(zigzag);
            end += 1;
        }
        let geometry = &geometry[..end];
        let size = 1 + varint_size(tags.len()) + tags.len() + 2 + 1 + varint_size(end) + end;
        self.features.push(TAG_FEATURE);
        varint(&mut self.features, size as u64);
        bytes(&mut self.features, field(2, 2), &tags);
        self.features.extend([field(3, 0), 1]);
        bytes(&mut self.features, field(4, 2), geometry);
        self.scratch = tags;
    }

    /// The number of a value; values stand once.
    fn value(&mut self, value: Value<'a>) -> u32 {
        let next = self.known;
        let number = match value {
            Value::Text(text) => *self.texts.entry(text).or_insert(next),
            Value::Count(count) => *self.numbers.entry((0, count)).or_insert(next),
            Value::Number(number) => {
                let bits = u64::from(number.to_bits());
                *self.numbers.entry((1, bits)).or_insert(next)
            }
        };
        if number == next {
            self.known += 1;
            self.write_value(value);
        }
        number
    }

    fn write_value(&mut self, value: Value<'_>) {
        let out = &mut self.values;
        out.push(TAG_VALUE);
        match value {
            Value::Text(text) => {
                varint(out, (1 + varint_size(text.len()) + text.len()) as u64);
                bytes(out, field(1, 2), text.as_bytes());
            }
            Value::Number(number) => {
                out.extend([5, field(2, 5)]);
                out.extend(number.to_le_bytes());
            }
            Value::Count(count) => {
                let mut number = vec![field(5, 0)];
                varint(&mut number, count);
                varint(out, number.len() as u64);
                out.extend(number);
            }
        }
    }

    /// Adds the layer to a tile, unless it is empty.
    pub fn finish(self, extent: u32, tile: &mut Vec<u8>) {
        if self.is_empty() {
            return;
        }
        let mut layer = Vec::with_capacity(self.features.len() + self.values.len() + 128);
        layer.extend([TAG_VERSION, 2]);
        bytes(&mut layer, TAG_NAME, self.name.as_bytes());
        layer.extend(self.features);
        for key in self.keys {
            bytes(&mut layer, TAG_KEY, key.as_bytes());
        }
        layer.extend(self.values);
        layer.push(TAG_EXTENT);
        varint(&mut layer, u64::from(extent));
        bytes(tile, field(3, 2), &layer);
    }
}

fn low(value: u64) -> u8 {
    (value & 0x7f) as u8
}

fn varint(out: &mut Vec<u8>, mut value: u64) {
    while value >= 0x80 {
        out.push(low(value) | 0x80);
        value >>= 7;
    }
    out.push(low(value));
}

fn varint_size(mut value: usize) -> usize {
    let mut size = 1;
    while value >= 0x80 {
        value >>= 7;
        size += 1;
    }
    size
}

fn bytes(out: &mut Vec<u8>, tag: u8, content: &[u8]) {
    out.push(tag);
    varint(out, content.len() as u64);
    out.extend_from_slice(content);
}
