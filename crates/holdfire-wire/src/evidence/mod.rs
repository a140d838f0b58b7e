//! Files taken in as evidence: what they say of themselves, and who had them.
//!
//! [`exif`], [`wacz`] and [`auto_archiver`] read what a file claims (when, where, with what, from which page) and check what
//! can be checked in the file alone: hashes that it lists against bytes that it holds. All of it is [`claims::Claims`],
//! never a fact: whoever made the file could write what they liked, and a file that agrees with itself proves only that.
//! [`custody`] is what people of the mission say they did with the file, as contents of entries, and puts them in order.
//! [`plan`] looks at files that are handed over together and says which entries they become; [`entry`] is what those hold.
//!
//! Bytes in, values out: nothing here reads or writes files, and nothing changes the bytes that it is given. A file that
//! cannot be read is a value too: a damaged photograph is still taken in, with the damage named.

mod archive;
pub mod auto_archiver;
pub mod claims;
mod containers;
pub mod custody;
pub mod entry;
pub mod exif;
mod heif;
mod media_type;
pub mod plan;
mod tiff_guard;
pub mod wacz;

pub use archive::{ArchiveError, ArchiveLimits};
pub use media_type::media_type;
