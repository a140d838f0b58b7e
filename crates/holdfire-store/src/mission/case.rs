//! A case as a view has it: the items of its files and rows, and changes of it as entries.

use holdfire_record::Kind;
use holdfire_seal::fields::Field;
use holdfire_wire::entries::{Change, Item};

use super::draft::Draft;
use super::error::MissionError;
use super::view::View;
use crate::object::Place;

/// The field of an item's entry that says where a row stands; it comes first, so that a column of this name is another.
const ORDER: &str = "order";

/// An item of a case, with where it was entered.
#[derive(Clone)]
pub struct SeenItem {
    /// The entry.
    pub place: Place,
    /// When it was recorded, POSIX seconds.
    pub recorded_at: u64,
    /// What it says.
    pub item: Item,
}

/// The case as a view has it.
#[derive(Clone, Default)]
pub struct CaseItems {
    /// What stands, in the order in which it was entered, log by log.
    pub items: Vec<SeenItem>,
    /// How many rows or files stand there and were erased.
    pub erased: usize,
}

impl CaseItems {
    /// The items alone.
    #[must_use]
    pub fn into_items(self) -> Vec<Item> {
        self.items.into_iter().map(|seen| seen.item).collect()
    }
}

impl View {
    /// The items of the case that the view sees; of one log alone if it is given.
    ///
    /// # Errors
    /// [`MissionError`]
    pub fn case_items(&self, log: Option<u32>) -> Result<CaseItems, MissionError> {
        let mut state = CaseItems::default();
        for place in self.places(Kind::Item)? {
            if log.is_some_and(|log| log != place.log) {
                continue;
            }
            match self.case_item(place)? {
                Some(item) => state.items.push(item),
                None => state.erased += 1,
            }
        }
        Ok(state)
    }

    /// One item of the case; none if it was erased. `place`: one of [`View::places`].
    ///
    /// # Errors
    /// [`MissionError`]
    pub fn case_item(&self, place: Place) -> Result<Option<SeenItem>, MissionError> {
        let Some(seen) = self.entry(place)? else {
            return Ok(None);
        };
        let recorded_at = seen.recorded_at();
        let Some(said) = seen.said else {
            return Ok(None);
        };
        let contents = said.into_contents();
        let mut fields = contents.fields.into_iter();
        let order = fields.next().filter(|field| field.name == ORDER);
        let order = order.and_then(|field| String::from_utf8(field.value).ok()?.parse().ok());
        let Some(order) = order else {
            return Err(MissionError::Integrity {
                origin: seen.origin,
                index: seen.place.index,
                what: "an item without its order".to_owned(),
            });
        };
        Ok(Some(SeenItem {
            place: seen.place,
            recorded_at,
            item: Item {
                subject: contents.subject,
                order,
                fields: fields.map(|field| (field.name, field.value)).collect(),
            },
        }))
    }
}

impl From<Change> for Draft {
    /// A change of a case as an entry.
    fn from(change: Change) -> Self {
        match change {
            Change::Remove(subject) => Self::remove(Kind::Item, &subject),
            Change::Set(item) => {
                let mut fields = vec![Field::new(ORDER, item.order.to_string())];
                let own = item.fields.into_iter();
                fields.extend(own.map(|(name, value)| Field { name, value }));
                Self::set(Kind::Item, &item.subject, fields)
            }
        }
    }
}
