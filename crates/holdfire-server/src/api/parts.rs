//! Long lists in parts: a cursor names the line after or before which to go on, so that a list which grows meanwhile
//! neither repeats nor leaves out what stood in it all along.

use holdfire_model::Moment;

use crate::web::{Address, Fault};
use crate::world::{Ready, Row, Sort};

/// How many lines a part has if nothing else is asked for.
pub const USUAL: usize = 100;
/// How many at most.
const MOST: usize = 1_000;

/// Which part was asked for.
pub struct Part {
    /// How many lines.
    pub limit: usize,
    at: At,
}

enum At {
    Start,
    After(Cursor),
    Before(Cursor),
}

/// A line, known by what it is sorted by.
struct Cursor {
    from: Moment,
    id: String,
}

impl Cursor {
    /// `1742300000.R8`: the first possible second, then the id.
    fn parse(name: &'static str, text: &str) -> Result<Self, Fault> {
        let parts = text.split_once('.');
        let found = parts.and_then(|(from, id)| Some((from.parse().ok()?, id)));
        let (from, id) = found.ok_or_else(|| {
            Fault::asked(name, text, "what an answer gave as `next` or `previous`")
        })?;
        Ok(Self {
            from: Moment(from),
            id: id.to_owned(),
        })
    }

    /// How a row stands to it in an order.
    fn order(&self, ready: &Ready, sort: Sort, row: &Row) -> std::cmp::Ordering {
        let id = || ready.id(row).as_str().cmp(&self.id);
        match sort {
            Sort::Id => id(),
            Sort::Newest => self.from.cmp(&row.when.from()).then_with(id),
            Sort::Oldest => row.when.from().cmp(&self.from).then_with(id),
        }
    }
}

impl Part {
    /// Reads `limit`, `after` and `before`.
    ///
    /// # Errors
    /// [`Fault::Asked`]
    pub fn of(address: &Address) -> Result<Self, Fault> {
        let limit = match address.other("limit") {
            None | Some("") => USUAL,
            Some(text) => text
                .parse()
                .ok()
                .filter(|limit| (1..=MOST).contains(limit))
                .ok_or_else(|| Fault::asked("limit", text, "a number from 1 to 1000"))?,
        };
        let at = match (address.other("after"), address.other("before")) {
            (None, None) => At::Start,
            (Some(text), None) => At::After(Cursor::parse("after", text)?),
            (None, Some(text)) => At::Before(Cursor::parse("before", text)?),
            (Some(_), Some(_)) => {
                return Err(Fault::Asked(
                    "a list goes on either `after` or `before` a line\nhint: leave one of them out"
                        .to_owned(),
                ));
            }
        };
        Ok(Self { limit, at })
    }

    /// Where the part lies in a list that is sorted as asked.
    pub fn range(&self, ready: &Ready, sort: Sort, found: &[&Row]) -> std::ops::Range<usize> {
        let (from, until) = match &self.at {
            At::Start => (0, self.limit),
            At::After(cursor) => {
                let from = found.partition_point(|row| cursor.order(ready, sort, row).is_le());
                (from, from + self.limit)
            }
            At::Before(cursor) => {
                let until = found.partition_point(|row| cursor.order(ready, sort, row).is_lt());
                (until.saturating_sub(self.limit), until)
            }
        };
        from.min(found.len())..until.min(found.len())
    }
}

/// The address of the part behind or before a line.
pub fn link(address: &Address, ready: &Ready, limit: usize, name: &str, row: &Row) -> String {
    let base = address.link(&address.path);
    let separator = if base.contains('?') { '&' } else { '?' };
    let mut query = form_urlencoded::Serializer::new(String::new());
    if limit != USUAL {
        query.append_pair("limit", &limit.to_string());
    }
    query.append_pair(name, &format!("{}.{}", row.when.from().0, ready.id(row)));
    format!("{base}{separator}{}", query.finish())
}
