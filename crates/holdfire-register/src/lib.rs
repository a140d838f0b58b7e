//! Lists of protected sites that may stay sealed: versions, receipts, openings, the public view.
//!
//! A party seals its list on its own machine. What it hands over commits to every field of every site and shows none:
//! neither place nor category, and with padding not the number either. Later it opens one field, one site, one class or
//! all, and anybody checks that this was on the list then. The formats are in `docs/spec/register.md`.
//!
//! Everything here is a pure function from values to values: seeds, keys and moments are arguments. What it does not do: no
//! proof that something is *not* on a list, no encryption (the private list is bytes that the edge encrypts), no verdicts
//! (those are `holdfire-terms`), and no answer to the submitter of a report on whether it matched.
//!
//! # Example
//! ```
//! use holdfire_model::Moment;
//! use holdfire_register::{FieldName, Handover, ListId, Padding, Pick, PrivateList, SiteFields, verify_opening};
//! use holdfire_seal::{fields::Seed, note::LogKey};
//!
//! let site = SiteFields::from_columns([("id", "S-01"), ("party", "beta"), ("category", "plant")]).unwrap();
//! let key = LogKey::from_seed("beta.example/register", &[1; 32]).unwrap(); // of the party
//! let mut random = (0_u8..).map(|n| Seed::new([n; 32])); // 32 random bytes each, at the edge
//!
//! let draft = PrivateList::new(ListId([7; 16]))
//!     .draft(&[site], Padding::BUCKETS_OF_64, Moment(1_898_586_000), &mut || random.next().unwrap())
//!     .unwrap();
//! let (list, handover) = draft.sign(&key).unwrap(); // `list` stays with the party, `handover` goes out
//! let keys = [key.verifier().clone()];
//! assert_eq!(Handover::open(handover.to_file().as_bytes(), &keys).unwrap().statement().count, 64);
//!
//! let sites = vec!["S-01"].into_iter().map(|id| holdfire_model::SiteId::new(id).unwrap()).collect();
//! let opening = list.open(1, &Pick::Fields { sites, fields: vec![FieldName::Category] }).unwrap();
//! let report = verify_opening(&opening, &keys, Some(&handover.signed().hash())).unwrap();
//! assert_eq!(report.leaves[0].value(FieldName::Category), Some("plant"));
//! assert_eq!(report.leaves[0].value(FieldName::Id), None);
//! ```

mod cells;
mod entries;
mod form;
mod handover;
mod leaf;
mod list;
mod matching;
mod opening;
mod private;
mod public_counts;
mod receipt;
mod recorded;
mod site;
mod statement;
mod succession;
mod timeline;
mod verify;

pub use cells::{
    CELLS_FORMAT, Cell, CellRules, CellsError, FixedCells, MOST_CELLS_BYTES, PublicPlace,
};
pub use entries::{CheckedNotice, EntryError, NoticeEntry, OpeningEntry, VersionEntry};
pub use form::FormError;
pub use handover::{Changes, HANDOVER_LABEL, Handover, HandoverError, MOST_HANDOVER_BYTES};
pub use leaf::{leaf_data, leaf_of, leaf_over};
pub use list::{Draft, Padding, PrivateList, SealError};
pub use matching::{
    Answer, ListedSite, ListedSiteError, MatchDisclosure, MatchWord, NoDisclosure, Possible,
    Question, answer, batch, blind_incident,
};
pub use opening::{
    Claim, Completeness, MOST_OPENING_BYTES, OPENING_LABEL, OpenError, Opening, Pick,
};
pub use private::{MOST_PRIVATE_BYTES, PrivateError};
pub use public_counts::{CategoryCount, Classes, ClassesError, PublicCount, RegionCount};
pub use receipt::{
    Covered, MOST_RECEIVER_BYTES, RECEIPT_FORMAT, Receipt, ReceiptError, Receiver, Step, VersionRef,
};
pub use recorded::{MOST_PIECE_BYTES, RecordedError, RecordedNotice, RecordedVersion};
pub use site::{
    FIELDS, FieldName, MOST_VALUE_BYTES, REGISTER_COLUMNS, RegisterCsv, SiteError, SiteFields,
    register_csv,
};
pub use statement::{
    Counting, ListId, MOST_LEAVES, STATEMENT_FORMAT, SignedStatement, State, Statement,
    StatementError,
};
pub use succession::{Silent, Succession, SuccessionError, accept, check_succession};
pub use timeline::{Counts, Deposit, Ended, LeafHistory, StepTaken, Timeline, TimelineError};
pub use verify::{OpenedReport, OpenedSite, OpeningError, verify_opening};
