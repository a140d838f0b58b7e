//! The append-only record: entries, their envelope and contents, ticks, and the rules that a sequence of entries keeps.
//!
//! An **entry** is one act in the record. Its **envelope** is the public leaf of a log: what kind of act, roughly when, by
//! which pseudonym, and the root of a salted tree over the **contents**. The contents are kept apart, encrypted; one field of
//! them can be opened alone. What this crate does not do: it stores nothing, has no clock and no randomness, and it does not
//! read cases; a case folder becomes contents in `holdfire-wire`.

mod contents;
mod disclosure;
mod envelope;
mod kind;
mod pseudonym;
mod schedule;
mod sequence;
mod settings;
mod tick;

pub use contents::{Contents, ContentsError, Effect, SealedContents};
pub use disclosure::{Disclosed, Disclosure, DisclosureError, InCircle};
pub use envelope::{Envelope, EnvelopeError};
pub use kind::Kind;
pub use pseudonym::{AuthorSecret, Pseudonym};
pub use schedule::{Schedule, ScheduleError, day_text};
pub use sequence::{Sequence, SequenceError, SequenceReport};
pub use settings::{
    FORMAT, MOST_SETTINGS_BYTES, Settings, SettingsError, read_settings, settings_file,
};
pub use tick::{SLOTS, Slot, SlotError, slot_index, tick_fields};
