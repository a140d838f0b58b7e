//! What a place in an SQLite file is, as <https://www.sqlite.org/fileformat2.html> describes it.

/// Names the place of a byte. Only as far as a flip there can be harmless.
pub fn name(file: &[u8], at: usize) -> String {
    if at < 100 {
        return format!("the header of the file, {}", header_field(at));
    }
    let page_size = match u16_at(file, 16) {
        1 => 65_536,
        size => usize::from(size),
    };
    let number = at / page_size;
    let page = &file[number * page_size..(number + 1) * page_size];
    let inside = at % page_size;
    // The first page begins with the header of the file; places in it count from there too.
    let head = if number == 0 { 100 } else { 0 };
    let Some(free) = free_part(page, head, inside) else {
        return match page[head] {
            5 => "an inner page: a key that still tells its children apart".to_owned(),
            13 if !in_a_cell(page, head, inside) => "a fragment between cells of a page".to_owned(),
            kind @ (2 | 10 | 13) => format!("a cell of a page of kind {kind}"),
            _ if is_free(file, page_size, number + 1) => "a free page".to_owned(),
            _ => "an overflow page, after its content".to_owned(),
        };
    };
    free.to_owned()
}

fn header_field(at: usize) -> &'static str {
    match at {
        18..20 => "format versions",
        20 => "reserved bytes of a page",
        21..24 => "payload fractions",
        24..28 => "change counter",
        28..32 => "size in pages",
        32..40 => "free list",
        40..44 => "schema cookie",
        44..48 => "schema format",
        48..52 => "suggested cache size",
        52..56 => "largest root page",
        56..60 => "text encoding",
        60..64 => "user version",
        64..68 => "incremental vacuum",
        68..72 => "application id",
        72..92 => "reserved for later",
        92..96 => "change counter for which the version is valid",
        96..100 => "version of SQLite that wrote it",
        _ => "magic and size of a page",
    }
}

/// Which unused part of a b-tree page a byte is in, if it is in one.
fn free_part(page: &[u8], head: usize, at: usize) -> Option<&'static str> {
    let header = match page[head] {
        2 | 5 => 12,
        10 | 13 => 8,
        _ => return None,
    };
    let cells = usize::from(u16_at(page, head + 3));
    let content = match u16_at(page, head + 5) {
        0 => 65_536,
        start => usize::from(start),
    };
    if (head + header + 2 * cells..content).contains(&at) {
        return Some("unallocated space of a b-tree page");
    }
    let mut block = usize::from(u16_at(page, head + 1));
    while block != 0 {
        let (next, size) = (u16_at(page, block), usize::from(u16_at(page, block + 2)));
        if (block + 4..block + size).contains(&at) {
            return Some("a free block of a b-tree page");
        }
        block = usize::from(next);
    }
    None
}

/// Whether a byte belongs to a cell of a leaf page of a table.
fn in_a_cell(page: &[u8], head: usize, at: usize) -> bool {
    let first = head + 8;
    let cells = usize::from(u16_at(page, head + 3));
    // What is before the end of the pointers is the head of the page.
    at < first + 2 * cells
        || (0..cells).any(|cell| {
            let start = usize::from(u16_at(page, first + 2 * cell));
            let (payload, after) = varint(page, start);
            let (_, after) = varint(page, after);
            let (most, usable) = (page.len() - 35, page.len());
            let least = (usable - 12) * 32 / 255 - 23;
            let local = match least + payload.saturating_sub(least) % (usable - 4) {
                _ if payload <= most => payload,
                fits if fits <= most => fits + 4,
                _ => least + 4,
            };
            (start..after + local).contains(&at)
        })
}

/// A number of one to nine bytes, and where it ends.
fn varint(page: &[u8], start: usize) -> (usize, usize) {
    let (mut value, mut at) = (0, start);
    while page[at] & 0x80 != 0 && at < start + 8 {
        value = value << 7 | usize::from(page[at] & 0x7f);
        at += 1;
    }
    (value << 7 | usize::from(page[at] & 0x7f), at + 1)
}

/// Whether a page is in the list of free pages.
fn is_free(file: &[u8], page_size: usize, wanted: usize) -> bool {
    let number = |at: usize| {
        let bytes = file[at..at + 4].try_into().expect("four bytes");
        u32::from_be_bytes(bytes) as usize
    };
    let mut trunk = number(32);
    while trunk != 0 {
        let start = (trunk - 1) * page_size;
        let leaves = (0..number(start + 4)).map(|leaf| number(start + 8 + 4 * leaf));
        if trunk == wanted || leaves.into_iter().any(|leaf| leaf == wanted) {
            return true;
        }
        trunk = number(start);
    }
    false
}

fn u16_at(bytes: &[u8], at: usize) -> u16 {
    u16::from_be_bytes([bytes[at], bytes[at + 1]])
}
