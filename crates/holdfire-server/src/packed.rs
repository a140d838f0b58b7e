//! Items of the case as the server keeps them: very many rows of few tables, so the names of columns are kept once.

use std::sync::Arc;

use holdfire_store::mission::SeenItem;
use holdfire_store::object::Place;
use holdfire_wire::entries::Item;

/// An item with where and when it was entered.
pub struct Packed {
    /// The entry.
    pub place: Place,
    /// When it was recorded, POSIX seconds.
    pub recorded_at: u64,
    order: u64,
    names: Arc<[String]>,
    /// The subject, then the value of each name, each with its length before it, 7 bits to the byte.
    bytes: Box<[u8]>,
}

/// The names of columns that were seen; those of one table follow each other, so the last is mostly the next.
#[derive(Default)]
pub struct Packer {
    names: Vec<Arc<[String]>>,
}

impl Packer {
    /// Packs an item.
    pub fn pack(&mut self, seen: &SeenItem) -> Packed {
        let Item {
            subject,
            order,
            fields,
        } = &seen.item;
        let same = |names: &Arc<[String]>| {
            let own = fields.iter().map(|(name, _)| name);
            names.iter().eq(own)
        };
        let names = match self.names.iter().find(|names| same(names)) {
            Some(names) => Arc::clone(names),
            None => {
                let names: Arc<[String]> = fields.iter().map(|(name, _)| name.clone()).collect();
                self.names.push(Arc::clone(&names));
                names
            }
        };
        let size: usize = fields.iter().map(|(_, value)| value.len() + 2).sum();
        let mut bytes = Vec::with_capacity(size + subject.len() + 2);
        put(&mut bytes, subject.as_bytes());
        for (_, value) in fields {
            put(&mut bytes, value);
        }
        Packed {
            place: seen.place,
            recorded_at: seen.recorded_at,
            order: *order,
            names,
            bytes: bytes.into(),
        }
    }
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

impl Packed {
    /// What it is about.
    #[must_use]
    pub fn subject(&self) -> &str {
        let first = self.parts().next().unwrap_or_default();
        // It was packed from a text.
        std::str::from_utf8(first).unwrap_or_default()
    }

    /// Where a row stands in its table.
    #[must_use]
    pub fn order(&self) -> u64 {
        self.order
    }

    /// The value of a field.
    #[must_use]
    pub fn value(&self, name: &str) -> Option<&[u8]> {
        let at = self.names.iter().position(|known| known == name)?;
        self.parts().nth(at + 1)
    }

    /// The item.
    #[must_use]
    pub fn item(&self) -> Item {
        let values = self.parts().skip(1).map(<[u8]>::to_vec);
        Item {
            subject: self.subject().to_owned(),
            order: self.order,
            fields: self.names.iter().cloned().zip(values).collect(),
        }
    }

    /// The same with what it may be read as by others.
    #[must_use]
    pub fn changed(&self, packer: &mut Packer, change: impl FnOnce(&mut Item)) -> Self {
        let mut seen = SeenItem {
            place: self.place,
            recorded_at: self.recorded_at,
            item: self.item(),
        };
        change(&mut seen.item);
        packer.pack(&seen)
    }

    fn parts(&self) -> impl Iterator<Item = &[u8]> {
        let mut rest = &*self.bytes;
        std::iter::from_fn(move || {
            let (mut size, mut shift) = (0_usize, 0);
            loop {
                let (byte, after) = rest.split_first()?;
                rest = after;
                size |= usize::from(byte & 0x7f) << shift;
                if byte & 0x80 == 0 {
                    break;
                }
                shift += 7;
            }
            let (part, after) = rest.split_at_checked(size)?;
            rest = after;
            Some(part)
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_item_is_the_same_after_it_was_packed() {
        let field = |name: &str, value: &[u8]| (name.to_owned(), value.to_vec());
        let long = vec![b'x'; 40_000];
        let fields = [
            vec![],
            vec![
                field("id", b"R-1"),
                field("", b""),
                field("note", b"\0\xff"),
            ],
            vec![field("bytes", &long)],
        ];
        let mut packer = Packer::default();
        for (order, fields) in (0..).zip(fields) {
            let item = Item {
                subject: "reports.csv#R-1".to_owned(),
                order,
                fields,
            };
            let seen = SeenItem {
                place: Place { log: 1, index: 7 },
                recorded_at: 12,
                item: item.clone(),
            };
            let packed = packer.pack(&seen);
            assert_eq!(packed.item(), item);
            assert_eq!(packed.subject(), item.subject);
            for (name, value) in &item.fields {
                assert_eq!(packed.value(name), Some(value.as_slice()));
            }
            assert_eq!(packed.value("other"), None);
        }
    }
}
