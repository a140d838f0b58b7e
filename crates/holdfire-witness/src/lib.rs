//! A witness of logs as C2SP tlog-witness describes it, over HTTP and by hand.
//!
//! A witness remembers, for each log that it was told to trust, the last checkpoint that it cosigned, and cosigns another one
//! only if a proof shows that the log has grown from there. So a log cannot show two histories to the readers of one
//! witness. What this crate does not do: it keeps no entries and no trees, and it cannot notice that its own folder was
//! replaced by an older copy. Whoever restores a witness from a backup must make a new key.

pub mod client;
pub mod decision;
pub mod evidence;
pub mod folder;
pub mod hand;
pub mod http;
pub mod request;
pub mod simulation;
pub mod state;

pub use decision::{Cosigned, Refusal};
pub use evidence::{Compared, compare_notes};
pub use folder::{TrustChange, TrustedLog, WitnessError, create, list, trust};
pub use hand::cosign_by_hand;
pub use request::Request;
pub use state::{Answer, Witness};
